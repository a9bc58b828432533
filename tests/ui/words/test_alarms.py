"""Alarms as sentences: what rose, when, how it stands now, on what it rests; and who did what."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QLocale

from bedside.alarms import Alarm, Rung, Silence, Step, Technical, alarms, escalation, usual
from bedside.chart import Chart
from bedside.facts import Acknowledged, Admitted, Called, Discharged
from grading.signs import ICE_ITEMS, Death, Drug, Neuro, Vitals
from tests.ui.words.alarmed import alarm as made
from tests.ui.words.test_sentences import (
    AIR,
    BASE,
    FEVER,
    LOW,
    NOW,
    PUMP,
    SICK,
    WELL,
    ZONE,
    ago,
    charted,
    entry,
    ice,
    plain,
)
from ui import words
from ui.words.alarm_state import (
    acknowledged,
    call,
    call_now,
    countdown,
    eased,
    hours,
    moved_on,
    never_silent,
    next_to_call,
    paused,
    quiet,
    unacknowledged,
)
from ui.words.alarms import _graded, alarm_short


@pytest.fixture(autouse=True)
def _english():
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


BED = (ago(900), Admitted("6"))
ROSE = "noradrenaline since 14:18 and SpO₂ 91 % on high-flow nasal cannula 40 L/min, FiO₂ 0.5"


def the_alarm(facts: Any, key: str = "crs") -> tuple[Alarm, Chart]:
    of = charted(*facts)
    return next(one for one in alarms(of, usual(), NOW) if one.key == key), of


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (SICK, f"CRS rose to grade 3 at 14:18 — {ROSE}."),
        (((ago(9), FEVER), (ago(9), AIR)), "CRS rose to grade 1 at 14:23 — fever 39.4 °C."),
        (((ago(9), replace(LOW, temp_c=38.2)), (ago(9), AIR)),
         "CRS rose to grade 2 at 14:23 — blood pressure 86/44 (58)."),
        (((ago(9), FEVER), (ago(9), PUMP)),
         "CRS rose to at least 3 at 14:23 — noradrenaline since 14:23; oxygen not charted."),
        ((*SICK[:4], (ago(14), AIR), (ago(14), FEVER), (ago(3), Drug("norepinephrine", "stopped")),
          (ago(2), FEVER), (ago(2), AIR)),
         "CRS rose to grade 3 at 14:18 and is grade 1 now — fever 39.4 °C."),
        ((*BASE, (ago(2), WELL), (ago(2), AIR)),
         "CRS rose to grade 1 at 09:40 and is grade 0 now."),
        (BASE, ("CRS rose to grade 1 at 09:40 and cannot be stated now — temperature 4 h old,"
         " blood pressure 4 h old and oxygen 4 h old.")),
        (((ago(60), Drug("paracetamol")), (ago(9), LOW), (ago(9), AIR)),
         "CRS may be grade 2 since 14:23, which a person must decide — blood pressure 86/44 (58)."),
        (((ago(9), Death("crs")),), "CRS rose to grade 5 at 14:23."),
    ],
)  # fmt: skip
def test_alarm_of_crs(facts, said):
    alarm, of = the_alarm(facts)
    assert plain(words.alarm(alarm, of, NOW, ZONE)) == f"RC-014 · {said}"
    assert plain(words.alarm_by_bed(alarm, of, NOW, ZONE)) == f"A patient without a bed · {said}"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (((ago(9), ice(ICE_ITEMS[:2])), (ago(9), Neuro(loc="alert"))),
         "ICANS rose to grade 1 at 14:23 — ICE 8/10."),
        (((ago(9), ice()), (ago(9), Neuro(loc="awakens_to_voice", natural_sleep=False))),
         "ICANS rose to grade 2 at 14:23 — awakens to voice."),
        (((ago(9), Neuro(seizure="clinical")),),
         ("ICANS rose to at least 3 at 14:23 — a seizure; ICE not done and consciousness not"
          " charted.")),
        (((ago(9), ice(ICE_ITEMS[:8], attention=None)), (ago(9), Neuro(loc="alert"))),
         ("ICANS rose to at least 3 at 14:23 — ICE 1 to 2 of 10; ICE not complete: 9 of 10 items"
          " done.")),
    ],
)  # fmt: skip
def test_alarm_of_icans(facts, said):
    alarm, of = the_alarm((BED, *facts), "icans")
    assert plain(words.alarm_by_bed(alarm, of, NOW, ZONE)) == f"Bed 6 · {said}"


@pytest.mark.parametrize(
    ("key", "facts", "said"),
    [
        ("sbp_low", ((ago(9), LOW),), "Systolic pressure 86 mmHg, since 14:23."),
        ("fever", ((ago(60), FEVER), (ago(9), replace(FEVER, temp_c=38.2))),
         "New fever: 38.2 °C, since 13:32."),
        ("seizure", ((ago(9), Neuro(seizure="clinical")),), "A seizure, at 14:23."),
        ("spo2_floor", ((ago(60), Vitals(spo2_pct=83)), (ago(9), WELL)),
         "SpO₂ 83 %, below the floor, at 13:32."),
    ],
)  # fmt: skip
def test_what_is_no_grade_is_said_with_its_time(key, facts, said):
    alarm, of = the_alarm((BED, *facts), key)
    assert plain(words.alarm(alarm, of, NOW, ZONE)) == f"RC-014 · {said}"
    assert plain(words.alarm_by_bed(alarm, of, NOW, ZONE)) == f"Bed 6 · {said}"


def test_a_grade_of_which_only_a_lower_one_is_suspected_now_is_still_said():
    told = (
        *BASE, (ago(14), PUMP), (ago(14), replace(FEVER, temp_c=38.4)), (ago(14), AIR),
        (ago(13), Drug("paracetamol")), (ago(3), Drug("norepinephrine", "stopped")),
    )  # fmt: skip
    alarm, of = the_alarm(told)
    grade = of.grade("crs")
    unsure = replace(grade, level=None, suspected=2)
    said = plain(_graded("RC-014", alarm, unsure, of))
    assert said.startswith("RC-014 · CRS rose to grade 3 at 14:18 and may be grade 2 now, which a")


def test_of_somebody_who_left_nothing_is_said_of_now():
    alarm, of = the_alarm((BED, *SICK, (ago(2), Discharged("home"))))
    assert plain(words.alarm(alarm, of, NOW, ZONE)) == "RC-014 · CRS rose to grade 3, at 14:18."
    said = "The condition ended at 14:30; nobody has acknowledged it."
    assert eased(alarm, of, NOW, ZONE) == said


def test_the_programs_own_alarms_name_nobody():
    (alarm,) = (
        one
        for one in alarms(charted(), usual(), NOW, (Technical("backup_late", ago(60)),))
        if one.patient is None
    )
    for say in (words.alarm, words.alarm_by_bed):
        assert say(alarm, None, NOW, ZONE) == "The last backup is late, since 13:32."
    assert alarm_short(alarm, None) == "* The last backup is late"


def test_in_a_few_words_too_nobody_is_named_to_everybody():
    alarm, of = the_alarm((BED, *SICK))
    assert alarm_short(alarm, of) == "*** RC-014 CRS rose to grade 3"
    assert alarm_short(alarm, of, private=True) == "*** Bed 6 CRS rose to grade 3"
    assert alarm_short(alarm, None, private=True) == "*** CRS rose to grade 3"


# --- how it stands --------------------------------------------------------------------------------


def test_since_when_nobody_has_acknowledged_it():
    late = entry(ago(60), LOW, 2, recorded=ago(7))
    of = charted().extended((late,), NOW)
    alarm = next(one for one in alarms(of, usual(), NOW) if one.key == "sbp_low")
    assert plain(unacknowledged(alarm, NOW)) == "unacknowledged 7 min"


def test_who_acknowledged_it():
    alarm, _ = the_alarm((BED, *SICK, (ago(5), Acknowledged("crs", 3, "on\nmy way"))))
    said = "acknowledged by Nurse A at 14:27 · on my way"
    assert acknowledged(alarm, NOW, ZONE) == said
    assert acknowledged(made("fever"), NOW, ZONE) == ""


@pytest.mark.parametrize(
    ("key", "facts", "said"),
    [
        ("crs", SICK, ""),
        ("crs", (*BASE[:2], (ago(14), PUMP), (ago(3), Drug("norepinephrine", "stopped")),
                 (ago(2), FEVER), (ago(2), AIR)),
         "It is not as bad any more, seen at 14:30; nobody has acknowledged it."),
        ("sbp_low", ((ago(20), replace(LOW, sbp_mmhg=74)), (ago(4), LOW)),
         "It is not as bad any more, seen at 14:28; nobody has acknowledged it."),
        ("sbp_low", ((ago(20), replace(LOW, sbp_mmhg=74)), (ago(4), WELL)),
         "The condition ended at 14:28; nobody has acknowledged it."),
        ("spo2_floor", ((ago(20), Vitals(spo2_pct=74)), (ago(4), Vitals(spo2_pct=84))),
         "It is not as bad any more, seen at 14:28; nobody has acknowledged it."),
    ],
)  # fmt: skip
def test_what_is_better_or_over_says_since_when(key, facts, said):
    alarm, of = the_alarm((BED, *facts), key)
    assert eased(alarm, of, NOW, ZONE) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(600, "10:00"), (500, "8:20"), (59.2, "1:00"), (9, "0:09"), (0, "0:00"), (-5, "0:00")],
)
def test_a_countdown_is_in_minutes_and_seconds(seconds, said):
    assert countdown(timedelta(seconds=seconds)) == said


def test_a_silence_says_until_when_and_who_asked():
    silence = Silence("RC-014", "fever", "fever", NOW + timedelta(seconds=500), "Ann", NOW)
    assert paused(silence, NOW) == "audio paused 8:20"
    assert quiet(silence, NOW, ZONE) == "quiet until 14:40, asked for by Ann"


@pytest.mark.parametrize(
    ("kind", "level", "said"),
    [
        ("crs_grade", 3, "From grade 3 on it cannot be silenced, only acknowledged."),
        ("icans_grade", 4, "From grade 3 on it cannot be silenced, only acknowledged."),
        ("unarousable", 1, "This alarm cannot be silenced, only acknowledged."),
        ("spo2_floor", 1, "This alarm cannot be silenced, only acknowledged."),
        ("crs_grade", 2, ""),
        ("sound_failed", 1, ""),
    ],
)
def test_why_an_alarm_cannot_be_silenced(kind, level, said):
    assert never_silent(made(kind, level)) == said


# --- whom to call ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "now_said", "next_said"),
    [
        (2, "call: Covering physician of the unit",
         "Unacknowledged, it moves on to Covering physician of the unit at 14:35."),
        (6, "call: Covering physician of the unit",
         "Unacknowledged, it moves on to Consultant at 14:40."),
        (11, "call: Consultant",
         "Unacknowledged, it moves on to Intensive care outreach at 14:45."),
        (40, "call: Intensive care outreach", ""),
    ],
)  # fmt: skip
def test_whom_to_call_now_and_next(minutes, now_said, next_said):
    alarm, _ = the_alarm((BED, (ago(2), Neuro(seizure="clinical"))), "seizure")
    now = ago(2) + timedelta(minutes=minutes)
    ladder = usual().ladder
    steps = escalation(alarm, ladder, now, ZONE)
    assert call_now(steps, ladder, now, ZONE) == now_said
    assert next_to_call(alarm, steps, ladder, now, ZONE) == next_said


def test_low_ones_and_those_that_somebody_has_seen_move_on_to_nobody():
    ladder = usual().ladder
    said = "It moves on to nobody and waits for the next round."
    assert next_to_call(made("crs_grade"), (), ladder, NOW, ZONE) == said
    alarm, _ = the_alarm((BED, *SICK, (ago(5), Acknowledged("crs", 3))))
    assert next_to_call(alarm, (), ladder, NOW, ZONE) == ""


def test_steps_and_hours():
    step = Step(2, "consultant", "x", ago(1), recorded=True)
    assert moved_on(step, NOW, ZONE) == "moved on to Consultant at 14:31"
    assert hours(Rung("x", "x")) == "at all hours"
    assert hours(Rung("x", "x", (time(7, 30), time(17)))) == "07:30 to 17:00"


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (Called("crs", "consultant"), "Consultant called"),
        (Called("crs", "consultant", "Dr Bob", True), "Consultant (Dr Bob) called and reached"),
        (Called("crs", "night_team", "", False, "try\nagain"),
         "Night team called and not reached · try again"),
    ],
)  # fmt: skip
def test_a_call_is_read_as_it_was_written(fact, said):
    assert call(entry(ago(1), fact), NOW, ZONE) == f"14:31 · {said}"
