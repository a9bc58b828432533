"""The report of the alarms of a time: how many, how many answered, how soon."""

from datetime import timedelta

import pytest

from bedside.alarms import OverdueRounds, usual
from bedside.alarms.burden import Burden, burden, history
from bedside.facts import Admitted, Discharged, Silenced
from grading.signs import Vitals
from tests.bedside.alarms.told import BEGUN, at, charted, entry, pressor, seen, well

DAY = 24 * 60.0


def table(_of):
    return usual()


def reported(*told, since=-60.0, until=60.0, now=120.0, sources=()) -> Burden:
    return burden([charted(*told, now=now)], table, at(since), at(until), sources)


def test_every_rise_is_an_alarm():
    told = [*well(0, temp=38.6), seen(4, "fever", 1), seen(10, "crs", 1), pressor(30)]
    found = reported(*told, seen(35, "crs", 3))
    assert {one.kind: one[1:] for one in found.kinds} == {
        "crs_grade": (2, 2, timedelta(minutes=7.5)),
        "fever": (1, 1, timedelta(minutes=4)),
    }
    assert [one.kind for one in found.kinds] == ["crs_grade", "fever"]
    assert (found.alarms, found.acknowledged, found.share) == (3, 3, 1.0)
    assert found.median == timedelta(minutes=5)
    assert found.patient_days == pytest.approx(120 / DAY)
    assert found.per_day == pytest.approx(3 / (120 / DAY))


def test_one_answer_may_be_to_two_rises_and_a_silence_is_none():
    told = [*well(0, temp=38.6), (3, Silenced("crs", 1, at(8))), pressor(10)]
    assert reported(*told).acknowledged == 0
    found = reported(*told, seen(12, "crs", 3))
    crs = next(one for one in found.kinds if one.kind == "crs_grade")
    assert (crs.alarms, crs.acknowledged, crs.median) == (2, 2, timedelta(minutes=7))
    assert found.share == pytest.approx(2 / 3)


def test_only_what_could_first_be_known_in_that_time_counts():
    told = [*well(0, temp=38.6), seen(4, "fever", 1)]
    assert reported(*told, since=1).alarms == 0
    assert reported(*told, until=0).alarms == 0
    assert reported(*told, since=0, until=1).alarms == 2
    late = entry(90, 0, Vitals(temp_c=38.6), recorded=at(44))
    assert reported(late, until=40).alarms == 0
    assert reported(late, since=40, until=45).alarms == 2


def test_what_was_overdue_is_found_in_the_past():
    # Last set at -120, 4-hourly: overdue at 180, late at 360; a set at 400 ends that.
    told = [(180 + 20, Vitals(weight_kg=60)), seen(200, "overdue:vitals", 1), *well(400)]
    rang = history(charted(*told, now=420), table, at(0), at(420), [OverdueRounds()])
    vitals = [one for one in rang if one.key == "overdue:vitals"]
    assert [(one.level, one.raised, one.by) for one in vitals] == [
        (1, at(180), "Nurse A"),
        (2, at(360), ""),
    ]


@pytest.mark.parametrize(
    ("moves", "days"),
    [
        ([], 2),  # never admitted: since the first entry
        ([(0, Admitted("6"))], 2),
        ([(12 * 60, Admitted("6"))], 1.5),
        ([(0, Admitted("6")), (DAY, Discharged())], 1),
        ([(0, Admitted("6")), (1, Admitted("7")), (DAY, Discharged())], 1),
        ([(0, Admitted("6")), (6 * 60, Discharged()), (36 * 60, Admitted("2"))], 0.75),
    ],
)
def test_days_on_the_ward(moves, days):
    found = reported(*moves, since=0, until=2 * DAY, now=3 * DAY)
    assert found.patient_days == pytest.approx(days)


def test_nothing_at_all():
    empty = burden([], table, at(0), at(1))
    assert (empty.per_day, empty.share, empty.median, empty.kinds) == (None, None, None, ())
    assert burden([charted(begun=BEGUN[:1])], table, at(-9), at(-8), ()).alarms == 0
