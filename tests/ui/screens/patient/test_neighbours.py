"""Neighbours in time: implausible jumps, the same minute, the latest sets."""

from datetime import timedelta

import pytest

from grading.signs import Support, Vitals
from tests.ui.screens.patient.charts import PATIENT, charted, fact
from tests.ui.wards import NOW, ago, arrival
from ui.screens.patient.neighbours import LIMITS, Jump, jumps, last_sets, same_minute

BASE = arrival(PATIENT, "6", infused=ago(days=4))


@pytest.mark.parametrize(
    ("field", "before", "after", "minutes", "permitted"),
    [
        ("temp_c", 37.0, 39.0, 60, True),
        ("temp_c", 37.0, 39.1, 60, False),
        ("temp_c", 37.0, 39.1, 5, False),
        ("temp_c", 37.0, 39.1, 90, True),
        ("temp_c", 39.1, 37.0, 30, False),
        ("sbp_mmhg", 120, 60, 15, True),
        ("sbp_mmhg", 121, 60, 15, False),
        ("sbp_mmhg", 121, 60, 16, True),
        ("hr_bpm", 70, 131, 10, False),
        ("hr_bpm", 70, 131, 240, True),
        ("spo2_pct", 98, 83, 1, True),
        ("spo2_pct", 98, 82, 600, False),
    ],
)
def test_how_far_a_value_may_jump(field, before, after, minutes, permitted):
    assert LIMITS[field].permits(before, after, timedelta(minutes=minutes)) is permitted


def test_a_jump_names_its_neighbour():
    chart = charted(*BASE, fact(Vitals(temp_c=36.8), ago(minutes=30)))
    [jump] = jumps(chart, NOW, Vitals(temp_c=39.5))
    assert jump == Jump("temp_c", 36.8, ago(minutes=30))
    assert list(jumps(chart, NOW, Vitals(temp_c=38.4))) == []


def test_a_late_set_is_held_against_what_follows_it():
    chart = charted(
        *BASE,
        fact(Vitals(hr_bpm=80), ago(hours=9)),
        fact(Vitals(hr_bpm=140), ago(minutes=5)),
    )
    [jump] = jumps(chart, ago(minutes=15), Vitals(hr_bpm=75))
    assert jump.at == ago(minutes=5)


def test_the_nearest_value_counts_not_an_older_one():
    chart = charted(
        *BASE,
        fact(Vitals(temp_c=36.0), ago(minutes=50)),
        fact(Vitals(temp_c=38.5), ago(minutes=20)),
    )
    assert list(jumps(chart, NOW, Vitals(temp_c=38.9))) == []


@pytest.mark.parametrize(
    ("days", "weight", "asked"), [(2, 52.0, True), (2, 54.0, False), (9, 52.0, False)]
)
def test_weight_may_change_by_a_tenth_in_a_week(days, weight, asked):
    chart = charted(*BASE, fact(Vitals(weight_kg=58.0), ago(days=days)))
    assert bool(list(jumps(chart, NOW, Vitals(weight_kg=weight)))) is asked


@pytest.mark.parametrize(
    ("seconds", "sign", "found"),
    [
        (0, Vitals(hr_bpm=80), True),
        (40, Support("room_air"), True),
        (60, Vitals(hr_bpm=80), False),
        (-1, Vitals(hr_bpm=80), False),
    ],
)
def test_a_set_of_the_same_minute(seconds, sign, found):
    at = ago(hours=1)
    chart = charted(*BASE, fact(sign, at + timedelta(seconds=seconds)))
    assert (same_minute(chart, at) is not None) is found


def test_the_latest_sets_oldest_first():
    first, second = ago(hours=2), ago(hours=1)
    chart = charted(
        *BASE,
        fact(Vitals(temp_c=36.0), ago(hours=3)),
        fact(Vitals(temp_c=37.0), first),
        fact(Support("room_air"), first),
        fact(Vitals(temp_c=38.0), second),
        fact(Vitals(temp_c=38.2), second),
    )
    found = last_sets(chart, 3)
    assert [(one.at, one.vitals.temp_c) for one in found] == [
        (first, 37.0),
        (second, 38.0),
        (second, 38.2),
    ]
    assert found[0].support == Support("room_air")
