"""The table of alarms: what ships, what a protocol may change, and what is refused where."""

import re
from dataclasses import replace
from datetime import time, timedelta

import pytest

import resources
from bedside.alarms import AlarmTable, BadTable, Desk, read, usual
from bedside.alarms.reading import FILE
from bedside.alarms.table import SPECS
from bedside.facts import Enrolled
from bedside.protocol.edition import AlarmRule
from bedside.protocol.shelf import shelf
from tests.bedside.alarms.told import charted

TEXT = resources.text(FILE)


def line_of(part: str, text: str = TEXT) -> int:
    return 1 + text[: text.index(part)].count("\n")


def refused(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BadTable) as caught:
        read(text, "alarms.toml")
    found = [(one.line, one.words) for one in caught.value.problems]
    assert str(caught.value).startswith(f"alarms.toml:{found[0][0]}: ")
    return found


def test_what_ships_can_be_used():
    table = usual()
    assert set(table.conditions) == set(SPECS)
    assert table.silence_max == timedelta(minutes=10)
    assert table.realarm == timedelta(minutes=3)
    for condition in table.conditions.values():
        assert all(row.next_step for row in condition.rows), "no alarm without a next step"


@pytest.mark.parametrize(
    ("kind", "level", "priority", "silenceable"),
    [
        ("crs_grade", 1, "low", True),
        ("crs_grade", 2, "medium", True),
        ("crs_grade", 3, "high", False),
        ("crs_grade", 5, "high", False),
        ("icans_grade", 1, "medium", True),
        ("icans_grade", 2, "high", True),
        ("icans_grade", 4, "high", False),
        ("unarousable", 1, "high", False),
        ("spo2_floor", 1, "high", False),
        ("spo2_low", 2, "medium", True),
        ("news2", 1, "medium", True),
        ("news2", 2, "high", True),
        ("overdue", 1, "low", True),
        ("sound_failed", 1, "high", True),
    ],
)
def test_what_a_level_is_worth(kind, level, priority, silenceable):
    row = usual().conditions[kind].row(level)
    assert (row.priority, row.silenceable) == (priority, silenceable)


FEVER = TEXT[TEXT.index("[alarms.fever]") : TEXT.index("[alarms.sbp_low]")]


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ("silence_max_min = 10", "silence_max_min = 11", "silence_max_min",
         "silence_max_min: must be from 1 to 10, not 11"),
        ("[alarms.fever]", "[alarms.feverr]", "[alarms.feverr]",
         "unknown key 'feverr'; is 'fever' meant?"),
        (FEVER, "", "# The alarms", "the condition 'fever' is missing: [[alarms.fever.levels]]"),
        ("limits = [38.0, 39.0, 40.0]", "limits = [39.0, 38.0]", "limits = [39.0, 38.0]",
         "limits: must rise from one to the next"),
        ("limits = [65, 55, 45]", "limits = [45, 55]", "limits = [45, 55]",
         "limits: must fall from one to the next"),
        ("limits = [65, 55, 45] # mmHg, below", "", "[alarms.map_low]",
         "the key 'limits' is missing"),
        ("again_h = 24", "again_m = 24", "again_m", "unknown key 'again_m'; is 'again_h' meant?"),
        ('text = "New fever: {value} °C"', 'text = "New fever: {temp} °C"', "{temp}",
         "text: {temp} is none of {value}, {before}, {level}, {what}"),
        ('text = "New fever: {value} °C"', 'text = "New fever: {value"', '"New fever: {value"',
         "text: its braces cannot be read: expected '}' before end of string"),
        ('priority = "high"\ntext = "This workstation', 'priority = "urgent"\ntext = "This work',
         'priority = "urgent"', "priority: 'urgent' is none of 'high', 'medium', 'low'"),
        ('next_step = "Repeat the ICE every half hour for two hours."', 'next_step = ""',
         'next_step = ""', "next_step: must be words in quotes, not ''"),
        ('role = "consultant"', 'role = "The consultant"', 'role = "The consultant"',
         "role: must be a name such as 'ward_trial', not 'The consultant'"),
        ("hours = [17:00:00, 07:30:00]", "hours = [17:00:00]", "hours = [17:00:00]",
         "hours: must be two times of the day, as in [07:30:00, 17:00:00]"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(old, new, where, words):
    assert TEXT.count(old) == 1
    text = TEXT.replace(old, new)
    assert (line_of(where, text), words) in refused(text)


CRS_3 = """from = 3
priority = "high"
latching = true
silenceable = false
text = "CRS rose"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (CRS_3, CRS_3.replace("silenceable = false\n", ""), "this alarm can never be silenced"),
        (CRS_3, CRS_3.replace("high", "medium"), "this alarm is always of high priority"),
        (CRS_3, CRS_3.replace("from = 3", "from = 4"), "this alarm can never be silenced"),
        (CRS_3, CRS_3.replace("latching = true\n", ""), "must be latching"),
        (CRS_3, CRS_3.replace("from = 3", "from = 2"), "must begin with 1 and rise"),
        (CRS_3, CRS_3.replace("high", "low"), "the priority must not fall"),
        ("[alarms.spo2_floor]\n", "[alarms.spo2_floor]\nagain_h = 1\n", "each time it comes back"),
    ],
)
def test_what_can_never_be_silenced_is_not_left_to_a_file(old, new, words):
    assert TEXT.count(old) == 1
    assert any(words in said for _, said in refused(TEXT.replace(old, new)))


def test_at_every_hour_there_is_somebody_to_call():
    rungs = TEXT.index('[[escalation.rungs]]\nrole = "duty_physician"')
    only_by_day = TEXT[:rungs]
    assert "rungs: nobody is to be called at 17:00" in {w for _, w in refused(only_by_day)}


def test_what_is_no_toml_is_refused():
    ((line, words),) = refused("[times]\nrealarm_min = = 3\n")
    assert (line, words.startswith("this is not TOML")) == (2, True)


# --- a protocol's own rows ------------------------------------------------------------------------


def own(*rules: tuple[str, str]) -> AlarmTable:
    made = [AlarmRule(condition, priority, "Ring 4711.") for condition, priority in rules]  # type: ignore[arg-type]
    return usual().overridden(made, "trial.toml")


def test_a_protocol_overrides_by_condition():
    table = own(("fever", "high"), ("crs_grade:2", "high"))
    fever = table.conditions["fever"].row(2)
    assert (fever.priority, fever.next_step, fever.usual) == ("high", "Ring 4711.", False)
    assert fever.latching, "what is of high priority is latching"
    crs = table.conditions["crs_grade"]
    assert [crs.row(level).priority for level in (1, 2, 3)] == ["low", "high", "high"]
    assert [crs.row(level).usual for level in (1, 2, 3)] == [True, False, False]
    assert not crs.row(3).silenceable
    assert table.conditions["news2"] is usual().conditions["news2"]
    assert usual().overridden(()) is usual()


def test_a_protocol_may_tell_levels_further_apart():
    fever = own(("fever:2", "high")).conditions["fever"]
    assert [fever.row(level).priority for level in (1, 2, 3)] == ["medium", "high", "high"]
    assert fever.row(2).text == fever.row(1).text


@pytest.mark.parametrize(
    ("condition", "priority", "words"),
    [
        ("feverish", "high", "'feverish': there is no such condition; is 'fever' meant?"),
        ("fever:x", "high", "the level must be a number"),
        ("fever:0", "high", "the level must be a number"),
        ("crs_grade", "low", "from level 3 it is always 'high'"),
        ("crs_grade:3", "medium", "from level 3 it is always 'high'"),
        ("unarousable", "medium", "from level 1 it is always 'high'"),
        ("news2:2", "low", "the priority would fall as the level rises"),
    ],
)
def test_what_a_protocol_may_not_say(condition, priority, words):
    with pytest.raises(BadTable, match=re.escape(words)) as caught:
        own(("fever", "high"), (condition, priority))
    assert str(caught.value).startswith("trial.toml:1: the alarm no. 2: ")


def test_every_protocol_that_ships_can_be_used():
    for one in shelf().protocols.values():
        assert usual().overridden(one.alarms, one.file)


def test_rows_that_cannot_be_used_are_an_alarm_and_hide_nothing():
    trial = shelf().latest()[0]
    broken = replace(trial, alarms=(AlarmRule("feverish", "low", "x"),))
    desk = Desk(lambda *_: broken)
    of = charted((-1, Enrolled(protocol=trial.id, edition=trial.edition)))
    assert desk.table(of) is usual()
    (found,) = desk.technical([of, of], of.now)
    assert (found.kind, found.what) == ("alarm_table", f"{trial.id} {trial.edition}")
    assert "feverish" in desk.broken()[0].problem


def test_the_hours_of_a_rung_may_run_over_midnight():
    by_day, by_night, *always = usual().ladder.rungs
    for clock, day in ((time(7, 29), False), (time(7, 30), True), (time(16, 59), True),
                       (time(17), False), (time(0), False)):  # fmt: skip
        assert (by_day.holds(clock), by_night.holds(clock)) == (day, not day)
        assert all(rung.holds(clock) for rung in always)
