"""The adverse events that a review of the DLT window looks at."""

from dataclasses import replace
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from bedside.adverse.log import events
from bedside.adverse.window import in_window
from bedside.facts import AdverseEvent, AdverseEventChanged, Enrolled
from bedside.follow import follow
from bedside.protocol.shelf import shelf
from tests.bedside.adverse.told import NOW, Told, charted, infused, key

MILD = AdverseEvent("headache", "5.0", 2)
BAD = AdverseEvent("hypotension", "5.0", 3)
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ([(24, BAD)], 1),
        ([(24, MILD)], 0),
        ([(24, replace(MILD, aesi=True))], 1),
        ([(24, MILD), (20, AdverseEventChanged(key(1), 3))], 1),
        ([(24, BAD), (20, AdverseEventChanged(key(1), 1))], 1),
        ([(24 * 2 + 13, BAD)], 0),
        ([(24 * 2 + 11, BAD)], 1),
    ],
)
def test_grade_3_or_special_interest_within_the_days(told, count):
    first = TODAY - timedelta(days=2)
    assert len(in_window(events(charted(*told)), first, TODAY, UTC)) == count


def test_the_days_are_those_of_the_site():
    event = events(charted((24 * 2 + 13, BAD)))  # 23:00 in UTC, next morning in Shanghai
    first = TODAY - timedelta(days=2)
    assert len(in_window(event, first, TODAY, ZoneInfo("Asia/Shanghai"))) == 1


def test_a_plan_knows_them_by_the_window_of_its_edition():
    edition = "2023"
    enrolled = Enrolled(protocol="nct05765006", edition=edition)
    told = [Told(24 * 40, enrolled), infused(24 * 30), (24 * 29, BAD), (24, BAD)]
    of = charted(*told, Told(24 * 28, replace(BAD, grade=4), 3), Told(24 * 28, BAD, 5),
                 (24 * 20, AdverseEventChanged(key(3), 4)))  # fmt: skip
    plan = follow("RC-1", of.timeline, shelf().get, UTC, NOW, of.log)
    (found,) = plan.in_dlt_window()
    assert (found.key, found.worst) == (key(3), 4)
    assert len(plan.adverse) == 2
