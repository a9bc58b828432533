"""The window of dose-limiting toxicities of a patient of a study."""

from datetime import date, timedelta

import pytest

from bedside.facts import DltReviewed, Ended, Enrolled
from bedside.follow import follow
from bedside.protocol.shelf import shelf
from bedside.study.told import told
from bedside.study.window import dlt_window
from bedside.timeline import Entry, timeline
from grading.signs import Death
from tests.bedside.scripted import BERLIN, Script, stories
from tests.bedside.study.patients import Told, infused, made

REVIEW: Told = (29, DltReviewed(0))


@pytest.mark.parametrize(
    ("extra", "day", "state", "evaluable", "dlts"),
    [
        ((), 0.1, "in_window", None, None),
        ((), 28.4, "in_window", None, None),
        ((), 28.7, "review_due", True, None),  # the next date at the site
        ((REVIEW,), 40, "reviewed", True, 0),
        # What was looked at before the window was over says nothing of the rest of it.
        (((10, DltReviewed(0)),), 40, "reviewed", None, 0),
        (((28, DltReviewed(0)),), 40, "reviewed", None, 0),
        # Gone within the window, whatever became known later.
        (((20, Ended("withdrawn")), (60, Death("other"))), 80, "left_within", False, None),
        (((10, Death("other")), (12, Ended("withdrawn"))), 40, "left_within", None, None),
        (((10, Ended("lost")), (20, Death("other"))), 40, "left_within", None, None),
        (((10, DltReviewed(1)),), 12, "reviewed", True, 1),
        (((10, DltReviewed(0)),), 12, "reviewed", None, 0),
        (((10, Ended("withdrawn")),), 40, "left_within", False, None),
        (((10, Ended("withdrawn")), (11, DltReviewed(0))), 40, "reviewed", False, 0),
        (((10, Ended("withdrawn")), (11, DltReviewed(1))), 40, "reviewed", True, 1),
        (((10, Ended("withdrawn")),), 9, "in_window", None, None),
        (((40, Ended("withdrawn")),), 50, "review_due", True, None),
        (((10, Death("other")),), 40, "left_within", None, None),  # it may be such a toxicity
        (((10, Death("crs")), (12, DltReviewed(1))), 40, "reviewed", True, 1),
    ],
)
def test_where_a_patient_stands(extra, day, state, evaluable, dlts) -> None:
    of = made(*infused(), *extra, day=day).dlt
    assert (of.state, of.evaluable, of.dlts.value) == (state, evaluable, dlts)
    assert (of.last_day, of.closes) == (28, date(2026, 3, 30))


def test_a_review_is_told_with_whose_it_is() -> None:
    of = made(*infused(), REVIEW).dlt
    assert (of.reviewed_by, of.dlts.entries) == ("Ann", ("RC-1/0003",))


def test_without_a_known_edition_there_is_no_window() -> None:
    of = made(*infused(Enrolled(protocol="nobody knows", edition="7")), REVIEW)
    assert (of.dlt.state, of.dlt.evaluable, of.known) == ("no_window", None, False)


SAME = {
    "none": "not_infused",
    "in_window": "in_window",
    "review_due": "review_due",
    "reviewed": "reviewed",
    "ended": "left_within",
}


def test_it_is_the_window_of_the_plan_wherever_cells_were_given_once() -> None:
    """Two years of 24 patients, looked at every five days."""
    editions = shelf().get
    seen = set()
    for story in stories():
        if story.fate == "reinfused":
            continue
        protocol = next(p for p in shelf().latest() if p.id == story.trial)
        acts = Script(story, protocol).acts()
        facts = [(act.at, fact) for act in acts for fact in act.facts if act.amends is None]
        log = [
            Entry(f"{n:05}", "w", n, story.patient, at, at, "Ann", "nurse", fact)
            for n, (at, fact) in enumerate(facts, 1)
        ]
        whole = timeline(log)
        for days in range(-20, 60, 5):
            now = story.infused + timedelta(days=days, hours=5)
            line = tuple(entry for entry in whole if entry.at <= now)
            plan = follow(story.patient, line, editions, BERLIN, now)
            found = dlt_window(told(line, now, BERLIN), plan.protocol)
            there = plan.dlt(now.astimezone(BERLIN).date())
            if plan.protocol is None:
                assert found.state in {"not_infused", "no_window"}
                continue
            assert (found.state, found.closes, found.dlts.value) == (
                SAME[there.state], there.closes, there.dlts
            ), (story, days)  # fmt: skip
            seen.add(found.state)
    assert seen == set(SAME.values())
