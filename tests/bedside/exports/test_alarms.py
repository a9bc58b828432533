"""Alarms as objects and as lines."""

import json
from zoneinfo import ZoneInfo

import pytest

from bedside.alarms import Technical, usual
from bedside.exports.alarms import alarm_object, sentence, text_line
from grading.signs import Vitals
from tests.bedside.alarms.told import ice, quiet, ringing, seen, well

BERLIN = ZoneInfo("Europe/Berlin")
FIELDS = [
    "patient", "kind", "priority", "since", "value", "text", "next_step", "acknowledged",
    "silenced_until",
]  # fmt: skip


def shown(key, *told, **more):
    return alarm_object(ringing(*told, **more)[key], BERLIN)


def test_an_alarm_has_all_that_a_reader_needs():
    found = shown("fever", *well(-30, temp=38.6))
    assert set(FIELDS) <= set(found)
    assert {field: found[field] for field in FIELDS} == {
        "patient": "RC-1",
        "kind": "fever",
        "priority": "medium",
        "since": "2026-11-22T14:30:00+01:00",
        "value": 38.6,
        "text": "New fever: 38.6 °C",
        "next_step": usual().conditions["fever"].row(1).next_step,
        "acknowledged": None,
        "silenced_until": None,
    }
    assert json.loads(json.dumps(found)) == found


def test_who_has_seen_it_and_until_when_it_is_silent():
    found = shown("fever", *well(-30, temp=38.6), seen(-20, "fever", 1, "cultures"))
    assert found["acknowledged"] == {
        "by": "Nurse A", "at": "2026-11-22T14:40:00+01:00", "comment": "cultures",
    }  # fmt: skip
    assert "[acknowledged by Nurse A 2026-11-22T14:40:00+01:00]" in text_line(found)
    silent = shown("fever", *well(-30, temp=38.6), quiet(-4, "fever", 1))
    assert silent["silenced_until"] == "2026-11-22T15:06:00+01:00"
    assert "[silenced until 2026-11-22T15:06:00+01:00]" in text_line(silent)


def test_what_is_over_says_so():
    low = [(-30, Vitals(sbp_mmhg=78, dbp_mmhg=60))]
    over = shown("sbp_low", *low, *well(-10))
    assert (over["latched"], over["ended"]) == (True, "2026-11-22T14:50:00+01:00")
    assert "[over since 2026-11-22T14:50:00+01:00]" in text_line(over)
    less = shown("sbp_low", *low, *well(-10, sbp=84))
    assert (less["latched"], less["ended"], less["value"]) == (True, None, 78)
    assert "[not as bad now]" in text_line(less)


@pytest.mark.parametrize(
    ("key", "told", "text"),
    [
        ("ice_drop", [(-30, ice(8))], "ICE fell from 10 to 8"),
        ("crs", well(-30, temp=38.6), "CRS rose to grade 1"),
        ("map_low", [(-30, Vitals(map_mmhg=60))], "Mean pressure 60 mmHg"),
        ("overdue:vitals", [(-5, ice(10))], "Overdue: vital signs"),
        ("stale:crs", [(-5, ice(10))], "CRS cannot be stated: observations are missing or too old"),
    ],
)
def test_what_it_says(key, told, text):
    now = 200 if ":" in key else 0
    assert sentence(ringing(*told, now=now)[key]) == text


def test_the_program_itself_is_no_patient():
    technical = [Technical("store_nearly_full", ringing(*well(0, temp=39))["fever"].since, 80)]
    found = shown("store_nearly_full", technical=technical)
    assert (found["patient"], found["text"]) == (
        None, "The disk of the record is nearly full: 80 MB are free",
    )  # fmt: skip
    assert text_line(found).startswith("**   Bedside  The disk")
