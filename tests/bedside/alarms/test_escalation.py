"""Whom to call, and when, while nobody answers; and both nights on which the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bedside.alarms import Alarm, escalating, escalation, usual
from bedside.facts import Escalated
from grading.signs import Vitals
from tests.bedside.alarms.told import at, entry, pressor, quiet, ringing, seen, well

BERLIN = ZoneInfo("Europe/Berlin")
SBP_78 = (0, Vitals(sbp_mmhg=78, dbp_mmhg=60))
"""High; at 14:00 UTC, which is in the afternoon at the site."""


def steps(found: Alarm, minutes: float, zone=UTC) -> list[tuple[str, float, bool]]:
    now = at(minutes)
    return [
        (s.role, (s.due - at(0)) / timedelta(minutes=1), s.recorded)
        for s in escalation(found, usual().ladder, now, zone)
    ]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (0, []),
        (4.9, []),
        (5, ["covering_physician"]),
        (10, ["covering_physician", "consultant"]),
        (15, ["covering_physician", "consultant", "icu_outreach"]),
        (60, ["covering_physician", "consultant", "icu_outreach"]),
    ],
)
def test_a_high_alarm_moves_on_every_five_minutes(now, expected):
    found = ringing(SBP_78, now=now)["sbp_low"]
    assert [role for role, _, _ in steps(found, now)] == expected
    assert [due for _, due, _ in steps(found, now)] == [5.0, 10.0, 15.0][: len(expected)]


@pytest.mark.parametrize(
    ("told", "key", "now", "count"),
    [
        ([(0, Vitals(temp_c=38.6))], "fever", 14, 0),  # medium: every 15 minutes
        ([(0, Vitals(temp_c=38.6))], "fever", 30, 2),
        ([(0, Vitals(temp_c=38.6))], "crs", 120, 0),  # low: with the next round
        ([SBP_78, seen(4, "sbp_low", 2)], "sbp_low", 60, 0),
        ([SBP_78, seen(4, "sbp_low", 1)], "sbp_low", 60, 3),
        ([SBP_78, quiet(4, "sbp_low", 2)], "sbp_low", 9, 1),  # a silence answers nothing
    ],
)
def test_what_moves_on(told, key, now, count):
    assert len(steps(ringing(*told, now=now)[key], now)) == count


def test_getting_worse_begins_anew():
    told = [*well(0, temp=38.6), seen(2, "crs", 1), pressor(30)]
    found = ringing(*told, now=36)["crs"]
    assert steps(found, 36) == [("covering_physician", 35.0, False)]


def test_each_step_is_recorded_once():
    found = ringing(SBP_78, now=11)["sbp_low"]
    ladder = usual().ladder
    drafts = escalating(found, escalation(found, ladder, at(11), UTC), at(11))
    assert [(d.patient, d.at, d.fact) for d in drafts] == [
        ("RC-1", at(11), Escalated("sbp_low", 2, 1, "covering_physician")),
        ("RC-1", at(11), Escalated("sbp_low", 2, 2, "consultant")),
    ]
    recorded = [entry(90 + n, 11, draft.fact) for n, draft in enumerate(drafts)]
    again = ringing(SBP_78, *recorded, now=16)["sbp_low"]
    assert [done for *_, done in steps(again, 16)] == [True, True, False]
    (third,) = escalating(again, escalation(again, ladder, at(16), UTC), at(16))
    assert third.fact == Escalated("sbp_low", 2, 3, "icu_outreach")


def test_what_is_written_late_moves_on_from_when_it_was_written():
    late = entry(90, 0, SBP_78[1], recorded=at(60))
    found = ringing(late, now=62)["sbp_low"]
    assert found.raised == at(60)
    assert steps(found, 62) == []
    assert len(steps(found, 65)) == 1


@pytest.mark.parametrize(
    ("moment", "role"),
    [
        # Spring: at 01:00 UTC two o'clock becomes three. 07:30 is 05:30 UTC from then on.
        (datetime(2026, 3, 29, 0, 55, tzinfo=UTC), "duty_physician"),
        (datetime(2026, 3, 29, 1, 5, tzinfo=UTC), "duty_physician"),
        (datetime(2026, 3, 29, 5, 20, tzinfo=UTC), "duty_physician"),
        (datetime(2026, 3, 29, 5, 25, tzinfo=UTC), "covering_physician"),
        (datetime(2026, 3, 28, 6, 24, tzinfo=UTC), "duty_physician"),
        (datetime(2026, 3, 28, 6, 25, tzinfo=UTC), "covering_physician"),
        # Autumn: at 01:00 UTC three o'clock becomes two. 07:30 is 06:30 UTC from then on.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "duty_physician"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "duty_physician"),
        (datetime(2026, 10, 25, 6, 24, tzinfo=UTC), "duty_physician"),
        (datetime(2026, 10, 25, 6, 25, tzinfo=UTC), "covering_physician"),
        (datetime(2026, 10, 24, 5, 25, tzinfo=UTC), "covering_physician"),
    ],
)
def test_the_list_is_that_of_the_sites_clock(moment, role):
    found = ringing(SBP_78)["sbp_low"]._replace(raised=moment)
    done = escalation(found, usual().ladder, moment + timedelta(minutes=5), BERLIN)
    assert [one.role for one in done] == [role]
