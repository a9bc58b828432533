"""Alarms in words: every kind has some, the same as the table that ships."""

import pytest
from PySide6.QtCore import QLocale

from bedside.alarms.alarm import Step
from bedside.alarms.table import SPECS
from bedside.exports.alarms import sentence
from tests.ui.words.alarmed import AT, WHAT, alarm, rows, sentences, written_by_a_protocol
from ui.words.alarm_kinds import (
    _STEP,
    _TEXT,
    alarm_kind,
    alarm_line,
    alarm_step,
    alarm_text,
    alarm_what,
    priority,
    role,
)


@pytest.fixture(autouse=True)
def _english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def test_no_name_is_missing_or_left_over():
    codes = {f"{kind}_{row.level}" for kind, row in rows()}
    assert set(alarm_kind.codes) == set(SPECS)
    suspected = {f"{kind}_suspected" for kind in SPECS if kind.endswith("_grade")}
    suspected.remove("stale_grade_suspected")
    assert set(_STEP.codes) == codes
    assert set(_TEXT.codes) == codes | suspected
    assert set(WHAT) <= set(SPECS)


@pytest.mark.parametrize(("kind", "row"), [*rows()])
def test_the_words_are_those_of_the_table(kind, row):
    one = alarm(kind, row.level)
    assert alarm_step(one) == row.next_step
    if kind != "fever":  # its decimals are always shown on a screen
        assert alarm_text(one) == sentence(one)


def test_nothing_is_left_unfilled():
    assert not [said for said in sentences() if "{" in said or not said]


@pytest.mark.parametrize(
    ("kind", "level", "value", "before", "said"),
    [
        ("crs_grade", 3, 3, 1, "CRS rose to grade 3"),
        ("fever", 1, 38.0, None, "New fever: 38.0 °C"),
        ("ice_drop", 2, 7, 10, "ICE fell from 10 to 7"),
        ("stale_grade", 2, 1, None, "CRS cannot be stated and was grade 1"),
        ("overdue", 1, 80, None, "Overdue: vital signs"),
        ("news2", 4, 11, None, "NEWS2 11"),
        ("ferritin_doubled", 1, 1234.5, 600, "Ferritin doubled within a day: 600 to 1234.5 µg/L"),
    ],
)
def test_what_an_alarm_says(kind, level, value, before, said):
    assert alarm_text(alarm(kind, level, value=value, before=before)) == said


def test_figures_are_those_of_the_language():
    QLocale.setDefault(QLocale("de_DE"))
    assert alarm_text(alarm("fever", value=38.4)) == "New fever: 38,4 °C"


def test_a_protocols_own_words_stand():
    one = written_by_a_protocol("fever")
    assert alarm_step(one) == "Ring 4711."
    own = Step(1, "night_team", "Night team", AT, recorded=False)
    assert role(own) == "Night team"
    assert role(own._replace(role="consultant")) == "Consultant"


def test_levels_that_only_a_protocol_has_say_what_the_level_below_says():
    assert alarm_text(alarm("fever", 2, value=39.2)) == "New fever: 39.2 °C"


def test_colour_is_never_alone():
    assert alarm_line(alarm("crs_grade", 3)) == "*** 4711 · CRS rose to grade 3"
    assert alarm_line(alarm("sound_failed", patient=None)).startswith("*** This workstation")
    assert [priority(one) for one in ("high", "medium", "low")] == ["High", "Medium", "Low"]
    assert alarm_what(alarm("dose_guard")) == "x"


@pytest.mark.parametrize("kind", ["crs_grade", "icans_grade", "other_grade"])
def test_a_grade_that_a_person_must_decide_is_not_said_to_have_risen(kind):
    one = alarm(kind, 3)._replace(key="crs" if kind == "crs_grade" else "icans", suspected=True)
    said = alarm_text(one)
    assert said.endswith(" may be grade 3: a person must decide")
    assert said == sentence(one)
