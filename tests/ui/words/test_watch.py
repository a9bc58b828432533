"""What is written down of the watch, as it is read in the history."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from bedside.alarms import usual
from bedside.alarms.sources import Technical
from bedside.alarms.table import SPECS
from bedside.alarms.watch import alarms, technical_alarms
from bedside.chart import chart
from bedside.drug_clock.next_dose import Code
from bedside.facts import (
    Acknowledged,
    Admitted,
    Called,
    ClockJumped,
    Escalated,
    HandedOver,
    NotDone,
    Silenced,
    SoundChecked,
    TakenOver,
)
from bedside.rounds import KINDS
from bedside.rounds.table import LABS, VITALS
from bedside.timeline import Entry
from grading.signs import Ice, Infused, Neuro, Vitals
from tests.ui.words import watched
from tests.ui.words.alarmed import alarm
from ui import words
from ui.words.alarm_kinds import alarm_kind, alarm_named, alarm_text, alarm_what, role_named
from ui.words.watch import _LEFT_OUT, _SAME

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)  # 14:32 there
HOUR = timedelta(hours=1)
JUMPED = NOW + timedelta(seconds=40)


@pytest.fixture(autouse=True)
def _english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("crs", "CRS grade"),
        ("icans", "ICANS grade"),
        ("news2", "NEWS2"),
        ("stale:crs", "CRS cannot be stated"),
        ("stale:licats", "LICATS cannot be stated"),
        ("overdue:vitals", "Overdue vital signs"),
        ("overdue:ice", "Overdue ICE"),
        ("overdue:labs", "Overdue laboratory values"),
        ("overdue:x", "Overdue: x"),
        ("fever", "New fever"),
        ("spo2_floor", "SpO₂ below the floor"),
        ("ice_drop", "ICE drop"),
        ("dose:019aac10-0000-7000-8000-000000000001", "Dose to be checked"),
        ("dose_guard:tocilizumab", "Dose to be checked"),
        ("sae:019aac10-0000-7000-8000-000000000001", "SAE not reported"),
        ("sound_failed", "No sound"),
        ("clock_jumped:20261122T143200", "Clock jumped"),
        ("alarm_table:nct05765006/2025", "Alarm table of nct05765006/2025"),
        # of another release, or not whole
        ("iec_hs_low", "iec hs low"),
        ("overdue", "Overdue"),
        ("overdue:", "Overdue"),
        ("stale", "Grade cannot be stated"),
    ],
)
def test_an_alarm_is_named_by_its_key(key, name):
    assert alarm_named(key) == name


def test_every_condition_of_one_key_has_its_own_name():
    single = {kind for kind in SPECS if kind not in KINDS_OF_SEVERAL}
    assert single == set(watched.CONDITIONS)
    assert [alarm_named(kind) for kind in single] == [alarm_kind(kind) for kind in single]


KINDS_OF_SEVERAL = {
    "not_watched",
    *("crs_grade", "icans_grade", "other_grade", "news2", "stale_grade", "overdue"),
    *("dose_guard", "sae_clock", "alarm_table"),
}


def test_no_key_that_the_watch_gives_is_shown_bare():
    """The keys are asked of the watch itself: a very ill patient, and all that may fail."""
    told = [
        Admitted("6"),
        Infused(),
        Vitals(temp_c=40.2, sbp_mmhg=62, dbp_mmhg=30, rr_bpm=30, spo2_pct=70, consciousness="U"),
        Vitals(bp_unrecordable=True),
        Neuro("coma", seizure="prolonged"),
        Ice(command="no", writing="no", attention="no"),
    ]
    log = [
        Entry(f"{n:04}", "w", n, "4711", at, at, "x", "nurse", fact)
        for n, fact in enumerate(told, 1)
        for at in (NOW - timedelta(hours=30 - n),)
    ]
    technical = [Technical(kind, NOW) for kind in SPECS if kind in watched.CONDITIONS[-4:]]
    found = alarms(chart(log, NOW, ZONE), usual(), NOW)
    found += technical_alarms(technical, usual(), NOW)
    keys = {one.key for one in found}
    assert len(keys) > 12
    assert {"crs", "overdue:vitals", "spo2_floor", "sound_failed"} <= keys
    for key in keys:
        assert alarm_named(key)[:1].isupper(), key
        assert not set("_:") & set(alarm_named(key)), key


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("duty_physician", "Physician on duty"),
        ("icu_outreach", "Intensive care outreach"),
        ("night_team", "Night team"),
        ("Rapid response", "Rapid response"),
    ],
)
def test_a_role_is_named(role, name):
    assert role_named(role) == name


def test_every_role_of_the_usual_ladder_has_the_words_of_the_table():
    for rung in usual().ladder.rungs:
        assert role_named(rung.role) == rung.title


@pytest.mark.parametrize("guard", get_args(Code))
def test_a_dose_says_what_is_to_be_checked_about_it(guard):
    one = alarm("dose_guard")._replace(what=guard)
    assert alarm_what(one) != guard
    assert "_" not in alarm_text(one)


FACTS = [
    (Acknowledged("crs", 3, "on my way"), "Alarm acknowledged: CRS grade 3 · on my way"),
    (Acknowledged("icans", 0), "Alarm acknowledged: ICANS grade 0"),
    (Acknowledged("news2", 3), "Alarm acknowledged: NEWS2"),
    (Acknowledged("overdue:vitals", 1, "asleep,\nat last"),
     "Alarm acknowledged: Overdue vital signs · asleep, at last"),
    (Acknowledged("stale:icans", 2), "Alarm acknowledged: ICANS cannot be stated"),
    (Silenced("sbp_low", 1, NOW + HOUR / 6),
     "Alarm silenced until 22 Nov 2026 14:42: Systolic pressure"),
    (Silenced("crs", 2, NOW), "Alarm silenced until 22 Nov 2026 14:32: CRS grade 2"),
    (Escalated("crs", 3, 2, "consultant"), "Consultant to be called, step 2: CRS grade 3"),
    (Escalated("spo2_floor", 1, 1, "night_team"),
     "Night team to be called, step 1: SpO₂ below the floor"),
    (Called("crs", "duty_physician"), "Physician on duty called: CRS grade"),
    (Called("fever", "duty_physician", "Dr. Z", True, "comes at once"),
     "Physician on duty (Dr. Z) called and reached: New fever · comes at once"),
    (Called("fever", "consultant", reached=False),
     "Consultant called and not reached: New fever"),
    (ClockJumped(NOW, NOW + HOUR),
     "The clock jumped ahead by 1 h 00, from 22 Nov 2026 14:32 to 22 Nov 2026 15:32"),
    (ClockJumped(NOW, NOW - HOUR),
     "The clock jumped back by 1 h 00, from 22 Nov 2026 14:32 to 22 Nov 2026 13:32"),
    (ClockJumped(NOW, JUMPED), "The clock jumped by less than a minute, to 22 Nov 2026 14:32"),
    (SoundChecked(played=True, device="Loudspeaker", heard=True),
     "Alarm sound tried: it played and was heard · Loudspeaker"),
    (SoundChecked(played=True, heard=False), "Alarm sound tried: it played and nobody heard it"),
    (SoundChecked(played=True), "Alarm sound tried: it played"),
    (SoundChecked(played=False), "Alarm sound tried: it did not play"),
    (SoundChecked(played=False, heard=True),
     "Alarm sound tried: it was heard, though it was not seen to play"),
    (HandedOver("slept from four", "ferritin\nat six"),
     "Handed over · slept from four · to do: ferritin at six"),
    (HandedOver(to_do=" "), "Handed over"),
    (TakenOver("0001", "family was told"), "Taken over · family was told"),
    (TakenOver(), "Taken over without being handed over"),
    (NotDone("labs", "procedure"), "Blood for the laboratory not taken: procedure"),
    (NotDone("vitals", "refused", "sore arm"), "Vital signs not taken: refused · sore arm"),
    (NotDone("ice", "asleep"), "ICE not done: asleep"),
    (NotDone("support", "off_ward"), "Oxygen not looked at: off the ward"),
    (NotDone("map_mmhg", "no_equipment"), "Mean pressure not taken: no equipment"),
    (NotDone("bp", "other"), "Blood pressure not taken: another reason"),
    (NotDone("M3 visit", "off_ward"), "M3 visit not done: off the ward"),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "said"), FACTS)
def test_fact(fact, said):
    assert words.fact(fact, ZONE) == said


def test_whatever_a_round_asks_for_can_be_said_not_to_be_done():
    measured = {field.name for field in fields(Vitals)} - {"temp_site", "bp_method"}
    asked = {*KINDS, *VITALS, *LABS, *measured, "support"} - {"bp_unrecordable", "arrest"}
    assert asked - {*_LEFT_OUT.codes, *_SAME} == set()
    assert set(_SAME.values()) <= set(_LEFT_OUT.codes)


@pytest.mark.parametrize("fact", [*watched.facts()], ids=repr)
def test_nothing_is_left_unfilled_or_in_code(fact):
    said = words.fact(fact, ZONE)
    assert said
    assert not set("{}_") & set(said)
    assert "\n" not in said
