"""What is due in few words, what a save has changed of it, and re-checks of ICE."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from bedside.rounds import KINDS
from bedside.rounds.table import LABS, VITALS
from tests.ui.words.rounded import NOW, a_round, answer, fallen, in_lists, unasked
from tests.ui.words.rounded import read_back as all_read_back
from ui.words.due import (
    is_partial,
    read_back,
    recheck_text,
    round_brief,
    round_kind_short,
    round_when,
)


@pytest.fixture(autouse=True)
def _english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def test_every_kind_has_a_short_name():
    assert set(round_kind_short.codes) == set(KINDS)


def test_every_sentence_is_whole():
    said = [*in_lists(), *all_read_back()]
    assert all(said)
    assert not [text for text in said if "{" in text or "None" in text]


@pytest.mark.parametrize(
    ("state", "hours", "said", "named", "by_the_clock"),
    [
        ("not_due", 1.25, "in 1 h 15", "ICE in 1 h 15", "At 15:47"),
        ("due_soon", 0.25, "in 15 min", "ICE in 15 min", "At 14:47"),
        ("due", 0, "now", "ICE now", "Was due 14:32"),
        ("due", -0.2, "due 14:20", "ICE due 14:20", "Was due 14:20"),
        ("overdue", -0.2, "overdue 12 min", "ICE overdue 12 min", "Was due 14:20"),
        ("late", -2, "late 2 h 00", "ICE late 2 h 00", "Was due 12:32"),
        ("late", -24, "late 24 h 00", "ICE late 24 h 00", "Was due 21 Nov 14:32"),
    ],
)
def test_a_round_in_few_words(state, hours, said, named, by_the_clock):
    found = a_round(state, ahead=hours, kind="ice")
    assert round_brief(found, UTC, NOW) == (said, "")
    assert round_brief(found, UTC, NOW, named=True) == (named, "")
    assert round_when(found, UTC, NOW) == by_the_clock


@pytest.mark.parametrize(
    ("seconds", "said"), [(61, "in 1 min"), (59, "now"), (-59, "now"), (-61, "due 14:30")]
)
def test_within_a_minute_it_is_now(seconds, said):
    found = a_round("due" if seconds < 0 else "due_soon", ahead=seconds / 3600)
    assert round_brief(found, UTC, NOW).text == said


@pytest.mark.parametrize(
    ("said", "text", "then"),
    [
        (answer(), "Vitals refused", "again 16:32"),
        (answer("not_done", "asleep"), "Vitals not done", "asleep, again 16:32"),
        (answer("suspended", "sedated"), "Vitals cannot be asked", "sedated, again 16:32"),
    ],
)
def test_what_was_not_done_says_when_it_is_asked_for_again(said, text, then):
    found = a_round(said.state, ahead=-1, answer=said)
    assert round_brief(found, UTC, NOW, named=True) == (text, then)


def test_who_is_off_the_ward_is_to_be_back_by():
    found = a_round("off_ward", ahead=2)
    for named in (False, True):
        assert round_brief(found, UTC, NOW, named=named) == ("off the ward", "back by 16:32")
    assert round_when(found, UTC, NOW).startswith("Off the ward, due on return, at 16:32")


def test_what_is_not_asked_for_is_a_dash():
    assert round_brief(unasked("discharged"), UTC, NOW) == ("—", "")
    assert round_when(unasked("discharged"), UTC, NOW) == "Discharged"


def test_times_are_those_of_the_site():
    found = a_round("due", ahead=-0.2)
    assert round_brief(found, ZoneInfo("Asia/Shanghai"), NOW).text == "due 22:20"


WHOLE = {"vitals": tuple(VITALS), "ice": ("ice",), "labs": tuple(LABS)}


@pytest.mark.parametrize(
    ("kind", "missing", "partial"),
    [
        ("vitals", ("bp", "spo2"), True),
        ("ice", ("writing",), True),
        ("labs", ("crp",), True),
        ("vitals", (), False),
        *((kind, missing, False) for kind, missing in WHOLE.items()),
    ],
)
def test_a_round_of_which_some_parts_are_wanted_is_partial(kind, missing, partial):
    assert is_partial(a_round(kind=kind, missing=missing)) is partial


OVERDUE = a_round("overdue", ahead=-1, missing=tuple(VITALS))


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (a_round(ahead=2), "Next vital signs at 16:32."),
        (a_round("due", ahead=-0.1, missing=tuple(VITALS)), "Vital signs are due now."),
        (
            a_round("overdue", ahead=-1, missing=("bp", "spo2")),
            "Vital signs still due: blood pressure and SpO₂.",
        ),
        (
            a_round("refused", ahead=-1, missing=tuple(VITALS), answer=answer()),
            "Vital signs refused, asked for again at 16:32.",
        ),
        (a_round("off_ward", ahead=2, away_since=NOW), ""),
        (unasked("died"), ""),
        (OVERDUE, ""),
    ],
)
def test_what_a_save_has_changed(after, said):
    assert read_back([OVERDUE], [after], UTC, NOW) == said


def test_each_kind_that_changed_is_read_back_and_no_other():
    before = [a_round("overdue", ahead=-1), a_round(kind="ice"), a_round(kind="labs")]
    after = [a_round(ahead=2), a_round(kind="ice"), a_round(kind="labs", ahead=0.5)]
    assert read_back(before, after, UTC, NOW) == (
        "Next vital signs at 16:32. Next laboratory values at 15:02."
    )
    assert read_back((), after, UTC, NOW) == ""


@pytest.mark.parametrize(
    ("every", "ahead", "said"),
    [
        (0.5, 0.25, "Next ICE 14:47, every 30 min until 16:20."),
        (0.5, -0.2, "ICE was due 14:20, every 30 min until 16:20."),
        (4, 3, "Next ICE 17:32, every 4 h until the fall is made good."),
        (4, -1, "ICE was due 13:32, every 4 h until the fall is made good."),
    ],
)
def test_the_checks_after_a_fall_of_ice(every, ahead, said):
    found = [a_round(), fallen(every=every, ahead=ahead)]
    assert recheck_text(found, UTC, NOW) == f"ICE fell from 10 to 8 at 14:20. {said}"


def test_without_a_fall_nothing_is_said_of_checks():
    assert recheck_text([a_round(), a_round(kind="ice")], UTC, NOW) == ""
    assert recheck_text((), UTC, NOW) == ""
