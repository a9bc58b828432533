"""Rounds as a ward reads them: what was seen, what is due, how often and why."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import groupby
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.chart import Chart, chart
from bedside.demo import demo_drafts
from bedside.facts import Admitted, Confirmed, Discharged, Fact, NotDone
from bedside.protocol.edition import RoundRule
from bedside.protocol.shelf import shelf
from bedside.rounds import KINDS, Rota, Round, next_change, rounds, urgency
from bedside.rounds import table as numbers
from bedside.timeline import Entry
from grading.grade import counted_level
from grading.signs import (
    ICE_ITEMS,
    Baseline,
    Death,
    Drug,
    Ice,
    Infused,
    Lab,
    Neuro,
    Planned,
    Support,
    Vitals,
)
from tests.bedside.trials import entries, trial

BERLIN = ZoneInfo("Europe/Berlin")
DAY_0 = datetime(2026, 11, 18, tzinfo=UTC)
CELLS = DAY_0.replace(hour=10)
LOOSE = replace(
    trial(),
    rounds=(
        RoundRule("vitals", (-5, -1), 24),
        RoundRule("vitals", (0, 14), 6),
        RoundRule("vitals", (15, 28), 24),
        RoundRule("ice", (1, 14), 12),
    ),
)
"""A protocol with a table of its own, which its documents say."""


def on(text: str, day_0: datetime = DAY_0) -> datetime:
    """A moment by study day and clock: "2 14:30"; without a day it is day 2."""
    day, _, clock = text.rpartition(" ")
    hour, minute = map(int, clock.split(":"))
    return day_0 + timedelta(days=int(day or 2), hours=hour, minutes=minute)


WELL = Vitals(36.8, hr_bpm=80, sbp_mmhg=118, rr_bpm=16, spo2_pct=97, consciousness="A")
FEVER = replace(WELL, temp_c=38.4)
LOW = replace(FEVER, sbp_mmhg=86)
FAST = replace(WELL, hr_bpm=135)
AIR, CANNULA = Support("room_air"), Support("nasal_cannula", 2.0)
MASK = Support("venturi", 8.0, 0.4)
PUMP = Drug("noradrenaline", "started", rate=0.1, rate_unit="µg/kg/min")
DRAWN = (Lab("wbc", 4.1), Lab("crp", 20.0), Lab("ferritin", 900.0))
SETS: dict[str, tuple[Fact, ...]] = {
    "well": (WELL, AIR),
    "fever": (FEVER, AIR),
    "low": (LOW, AIR),
    "oxygen": (FEVER, CANNULA),
    "mask": (FEVER, MASK),
    "fast": (FAST, AIR),
    "confused": (replace(WELL, consciousness="C"), AIR),
    "temp": (Vitals(36.8),),
    "hot": (Vitals(38.4),),
    "racing": (Vitals(hr_bpm=135),),
    "nobp": (replace(WELL, sbp_mmhg=None), AIR),
    "labs": DRAWN,
    "count": DRAWN[:1],
    "spoilt": (Lab("wbc", text="clotted"), Lab("crp", 20.0, text="haemolysed"), DRAWN[2]),
    "limits": (Lab("wbc", 0.1, bound="<"), Lab("crp", 0.5, bound="<"), DRAWN[2]),
    "pump": (PUMP,),
    "alert": (Neuro(loc="alert"),),
    "drowsy": (Neuro(loc="awakens_to_voice"),),
    "back": (Admitted("7"),),
    "home": (Discharged(),),
    "died": (Death("other"),),
    "cells": (Infused(5e7, "cells", fraction=2),),
    "base9": (Baseline(ice=9),),
    "base10": (Baseline(ice=10),),
}


def ice(points: int, **more: object) -> Ice:
    return Ice(**{item: "yes" if n < points else "no" for n, item in enumerate(ICE_ITEMS)} | more)  # type: ignore[arg-type]


def unable(reason: str) -> Ice:
    """An examination of which no item could be assessed."""
    reasons = tuple((item, reason) for item in ICE_ITEMS)
    return Ice(**dict.fromkeys(ICE_ITEMS, "not_assessable"), reasons=reasons)  # type: ignore[arg-type]


def facts(word: str) -> tuple[Fact, ...]:
    """What a word of a table stands for."""
    if match := re.fullmatch(r"ice(\d+)", word):
        return (ice(int(match[1])), Neuro(loc="alert"))
    if match := re.fullmatch(r"(crs|icans)=(\d)", word):
        level = int(match[2])
        return (Confirmed(match[1], "ASTCT 2019", level, level, level, "graded"),)
    if match := re.fullmatch(r"(crs|icans)=(\d)not(\d)", word):
        level, computed = int(match[2]), int(match[3])
        said = Confirmed(match[1], "ASTCT 2019", level, computed, computed, "graded", "judged")
        return (said,)
    if ":" in word:
        what, reason = word.split(":")
        return (NotDone(what, reason),)  # type: ignore[arg-type]
    if word.startswith("unable_"):
        return (unable(word.removeprefix("unable_")),)
    return SETS[word]


def told(text: str, day_0: datetime = DAY_0) -> list[tuple[datetime, Fact]]:
    """What was seen, as a line: "10:00 well, 12:00 temp bp:refused, 3 08:00 ice9"."""
    found: list[tuple[datetime, Fact]] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        moment, _, words = re.match(r"((-?\d+ )?\d+:\d+) ?(.*)", part).groups()  # type: ignore[union-attr]
        found += [(on(moment, day_0), fact) for word in words.split() for fact in facts(word)]
    return found


BEFORE = "-5 09:00 base10, -5 09:00 ice10, -1 06:00 labs, -1 18:00 well"
DONE = "2 06:00 labs, 2 08:00 ice10"
"""Laboratory values and ICE of the day, where a table is about something else."""


def charted(
    seen: Iterable[tuple[datetime, Fact]],
    now: datetime,
    *,
    cells: datetime | None = CELLS,
    zone: tzinfo = UTC,
    bed: bool = True,
) -> Chart:
    line = list(seen)
    if bed:
        line.append((DAY_0 - timedelta(days=6), Admitted("6")))
    if cells is not None:
        line.append((cells, Infused(1e8, "cells")))
    return chart(entries(*line), now, zone)


def of(text: str, now: str, kind: str = "vitals", protocol=None) -> Round:
    """One round of a patient of whom this was seen."""
    found = rounds(charted(told(f"{BEFORE}, {text}"), on(now)), protocol)
    return found[KINDS.index(kind)]


def minutes(found: Round) -> int | None:
    return None if found.interval is None else int(found.interval / timedelta(minutes=1))


# --- the table: day, grade, what was seen ---------------------------------------------------------

EVERY = [
    # what was seen                               now        kind      min  due         why
    ("-4 08:00 well",                             "-4 12:00", "vitals", 720, "-4 20:00", "in_bed"),
    ("0 09:50 well",                              "0 10:05", "vitals",  15, "0 10:15", "cells"),
    ("0 09:50 well, 0 10:14 well",                "0 10:20", "vitals",  15, "0 10:29", "cells"),
    ("0 09:50 well, 0 10:58 well",                "0 11:05", "vitals",  30, "0 11:28", "cells"),
    ("0 11:00 well",                              "0 11:05", "vitals",  30, "0 11:30", "cells"),
    ("0 12:00 well",                              "0 12:10", "vitals",  60, "0 13:00", "cells"),
    ("0 14:00 well",                              "0 14:10", "vitals", 240, "0 18:00", "table"),
    ("0 14:00 well, 1 10:00 well, 1 12:00 cells", "1 12:05", "vitals",  15, "1 12:15", "cells"),
    ("10:00 well",                                "11:00",   "vitals", 240, "14:00",   "table"),
    ("14 20:00 well",                             "14 21:00", "vitals", 240, "15 00:00", "table"),
    ("14 20:00 well",                             "15 01:00", "vitals", 1440, "15 20:00", "table"),
    ("14 12:00 well",                             "15 01:00", "vitals", 1440, "14 16:00", "table"),
    ("28 20:00 well",                             "29 01:00", "vitals", 720, "29 08:00", "in_bed"),
    ("10:00 fever",                               "10:10",   "vitals", 120, "12:00",   "crs"),
    ("10:00 low",                                 "10:10",   "vitals",  60, "11:00",   "crs"),
    ("10:00 oxygen",                              "10:10",   "vitals",  60, "11:00",   "crs"),
    ("10:00 mask",                                "10:10",   "vitals",  30, "10:30",   "crs"),
    ("10:00 fast",                                "10:10",   "vitals",  60, "11:00",   "news2"),
    ("10:00 confused",                            "10:10",   "vitals",  60, "11:00",   "news2"),
    ("10:00 well, 11:00 ice9",                    "11:10",   "vitals",  60, "11:00",   "ice_fell"),
    ("10:00 well, 10:30 ice10 drowsy",            "10:40",   "vitals",  60, "11:00",   "icans"),
    ("10:00 fever, 10:30 pump",                   "10:40",   "vitals",  30, "10:30",   "crs"),
    ("08:00 well, 10:30 hot, 11:30 pump",         "11:40",   "vitals",  30, "10:30",   "crs"),
    ("08:00 well, 09:30 racing, 10:00 racing",    "10:10",   "vitals",  60, "09:30",   "news2"),
    # ICE: 8-hourly, 4-hourly from CRS 1 or ICANS 1, 2-hourly from CRS 3, hourly from ICANS 2
    ("08:00 ice10",                               "09:00",   "ice",    480, "16:00",   "table"),
    ("08:00 ice10, 08:00 fever",                  "09:00",   "ice",    240, "12:00",   "crs"),
    ("08:00 ice10, 08:00 mask",                   "09:00",   "ice",    120, "10:00",   "crs"),
    ("08:00 ice10 drowsy",                        "08:30",   "ice",     60, "09:00",   "icans"),
    ("14 20:00 ice10",                            "15 01:00", "ice",   None, None, "not_asked"),
    ("14 20:00 ice10, 16 08:00 fever",            "16 09:00", "ice",   240, "16 08:00", "crs"),
    ("",                                          "0 12:00", "ice",    480, "0 10:00", "table"),
    # laboratory: daily to day 9, and from CRS 1
    ("06:00 labs",                                "09:00",   "labs",  1440, "3 06:00", "table"),
    ("",                                          "0 12:00", "labs",  1440, "0 10:00", "table"),
    ("06:00 labs, 3 06:00 count",                 "3 09:00", "labs",  1440, "3 06:00", "table"),
    ("06:00 labs, 3 06:00 spoilt",                "3 09:00", "labs",  1440, "3 06:00", "table"),
    ("06:00 labs, 3 06:00 limits",                "3 09:00", "labs",  1440, "4 06:00", "table"),
    ("9 06:00 labs",                              "10 09:00", "labs", None, None, "not_asked"),
    ("9 06:00 labs, 10 08:00 fever",              "10 09:00", "labs", 1440, "10 08:00", "crs"),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "now", "kind", "every", "due", "why"), EVERY)
def test_how_often_and_when(seen, now, kind, every, due, why):
    if kind != "ice":
        seen = f"{DONE}, {seen}" if on(now) > on("2 08:00") else seen
    found = of(seen, now, kind)
    assert (minutes(found), found.why.code) == (every, why)
    assert found.due == (None if due is None else on(due))


PROTOCOLS = [
    # what was seen      now         kind      min   due         why          assumed
    ("-3 09:00 well",   "-3 12:00", "vitals", 1440, "-2 09:00", "table",     False),
    ("-1 20:00 well",   "0 09:00",  "vitals", 1440, "0 20:00",  "table",     False),
    ("0 14:00 well",    "0 14:10",  "vitals",  360, "0 20:00",  "table",     False),
    ("10:00 well",      "11:00",    "vitals",  360, "16:00",    "table",     False),
    ("10:00 fever",     "11:00",    "vitals",  120, "12:00",    "crs",       True),
    ("-1 20:00 ice10",  "0 12:00",  "ice",    None, None,       "not_asked", True),
    ("-1 20:00 ice10",  "1 12:00",  "ice",     720, "1 00:00",  "table",     False),
    ("08:00 ice10",     "09:00",    "ice",     720, "20:00",    "table",     False),
    ("06:00 labs",      "09:00",    "labs",   1440, "3 06:00",  "table",     True),
    ("28 20:00 well",   "30 01:00", "vitals",  720, "29 08:00", "in_bed",    True),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "now", "kind", "every", "due", "why", "assumed"), PROTOCOLS)
def test_a_protocol_with_a_table_of_its_own(seen, now, kind, every, due, why, assumed):
    found = of(seen, now, kind, LOOSE)
    assert (minutes(found), found.why.code, found.why.assumed) == (every, why, assumed)
    assert found.due == (None if due is None else on(due))


def test_a_table_that_the_program_assumes_says_so():
    for one in shelf().protocols.values():
        assert "rounds" in one.assumed
        assert of("10:00 well", "11:00", protocol=one).why.assumed


# --- the state: not due, due soon, due, overdue at 1.25, late at 2 intervals ----------------------


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("13:29", "not_due"),
        ("13:30", "due_soon"),
        ("13:59", "due_soon"),
        ("14:00", "due"),
        ("14:59", "due"),
        ("15:00", "overdue"),
        ("17:59", "overdue"),
        ("18:00", "late"),
        ("3 06:00", "late"),
    ],
)
def test_a_four_hourly_round_by_the_clock(now, state):
    found = of("10:00 well", now)
    assert found.state == state
    assert found.due == on("14:00")
    assert (found.overdue_from, found.late_from) == (on("15:00"), on("18:00"))
    assert bool(found.missing) == (state != "not_due")


STATES = [
    # what was seen                                    now      state       due      missing
    # a partial set counts for what it holds
    ("10:00 well, 12:00 temp",                        "13:00", "not_due",  "14:00", ""),
    ("10:00 well, 14:00 nobp",                        "14:10", "due",      "14:00", "bp"),
    ("10:00 well, 14:00 nobp, 14:20 well",            "14:30", "not_due",  "18:20", ""),
    ("10:00 well, 13:50 temp",                        "15:30", "overdue",  "14:00",
     "bp hr rr spo2 oxygen"),
    # refused, and other reasons: due as before, said as it is, asked again with the next round
    ("10:00 well, 14:00 nobp sbp_mmhg:refused",       "14:10", "refused",  "14:00", "bp"),
    ("10:00 well, 14:00 nobp sbp_mmhg:refused",       "17:45", "refused",  "14:00",
     "temp bp hr rr spo2 oxygen"),
    ("10:00 well, 14:00 nobp sbp_mmhg:refused",       "18:00", "late",     "14:00",
     "temp bp hr rr spo2 oxygen"),
    ("10:00 well, 14:05 vitals:refused",              "17:00", "refused",  "14:00",
     "temp bp hr rr spo2 oxygen"),
    ("10:00 well, 14:05 vitals:asleep",               "17:00", "not_done", "14:00",
     "temp bp hr rr spo2 oxygen"),
    ("10:00 well, 14:05 vitals:asleep, 15:00 well",   "17:00", "not_due",  "19:00", ""),
    ("10:00 well, 11:00 vitals:refused",              "13:00", "not_due",  "14:00", ""),
    ("10:00 well, 11:00 vitals:refused",              "14:30", "refused",  "14:00",
     "temp bp hr rr spo2 oxygen"),
    ("10:00 well, 11:00 vitals:refused",              "15:00", "overdue",  "14:00",
     "temp bp hr rr spo2 oxygen"),
    ("10:00 well, 14:05 temp_c:no_equipment",         "14:10", "due",      "14:00",
     "temp bp hr rr spo2 oxygen"),
    ("10:00 well, 14:05 vitals:refused, 14:30 pump",  "14:40", "refused",  "14:00",
     "temp bp hr rr spo2 oxygen"),
    # off the ward: at most four hours, due on return
    ("10:00 well, 10:30 vitals:off_ward",             "12:00", "off_ward", "14:30", ""),
    ("10:00 well, 10:30 spo2_pct:off_ward",           "14:29", "off_ward", "14:30", "all"),
    ("10:00 well, 10:30 vitals:off_ward",             "14:30", "due",      "14:30", "all"),
    ("10:00 well, 10:30 vitals:off_ward",             "15:30", "overdue",  "14:30", "all"),
    ("10:00 well, 10:30 vitals:off_ward, 12:00 vitals:off_ward", "14:31", "due", "14:30", "all"),
    ("10:00 well, 10:30 vitals:off_ward, 12:00 back", "12:05", "due",      "12:00", "all"),
    ("10:00 well, 10:30 vitals:off_ward, 12:00 temp", "12:05", "due",      "12:00",
     "bp hr rr spo2 oxygen"),
    ("10:00 well, 10:30 vitals:off_ward, 12:00 well", "12:05", "not_due",  "16:00", ""),
    ("10:00 well, 10:30 vitals:off_ward, 12:00 vitals:refused", "12:05", "refused", "12:00", "all"),
    ("10:00 well, 15:00 vitals:off_ward",             "16:00", "off_ward", "19:00", "all"),
    ("10:00 well, 10:30 vitals:off_ward, 18:00 back", "18:05", "overdue",  "14:30", "all"),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "now", "state", "due", "missing"), STATES)
def test_what_was_seen_and_what_was_not_done(seen, now, state, due, missing):
    found = of(f"{DONE}, {seen}", now)
    assert (found.state, found.due) == (state, on(due))
    if missing == "all":
        assert not found.missing or set(found.missing) == set(numbers.VITALS)
    else:
        assert found.missing == tuple(missing.split())


def test_why_not_is_kept_with_its_time():
    found = of(f"{DONE}, 10:00 well, 14:05 vitals:refused", "14:10")
    assert found.answer is not None
    assert (found.answer.reason, found.answer.at, found.answer.until) == (
        "refused", on("14:05"), on("18:05")
    )  # fmt: skip
    assert found.last == on("10:00")
    away = of("10:00 well, 10:30 vitals:off_ward", "12:00")
    assert (away.away_since, away.due) == (on("10:30"), on("14:30"))


@pytest.mark.parametrize(
    ("seen", "now", "state"),
    [
        ("08:00 ice10, 12:00 vitals:off_ward", "13:00", "off_ward"),
        ("08:00 ice10, 12:00 vitals:off_ward, 13:00 well", "13:05", "due"),
        ("08:00 ice10, 16:00 ice:refused", "17:00", "refused"),
        ("08:00 ice10, 16:00 unable_refused", "17:00", "refused"),
        ("08:00 ice10, 16:00 unable_asleep", "17:00", "not_done"),
        ("08:00 ice10, 16:00 unable_sedated", "17:00", "suspended"),
        ("08:00 ice10, 16:00 unable_intubated", "2 23:59", "suspended"),
        ("08:00 ice10, 16:00 unable_intubated", "3 00:00", "late"),
    ],
)
def test_an_ice_that_was_not_done(seen, now, state):
    assert of(seen, now, "ice").state == state


def test_an_ice_with_items_left_out_is_not_done_and_names_them():
    part = ice(10, writing=None, attention=None)
    found = rounds(
        charted([*told("08:00 ice10"), (on("16:00"), part)], on("16:30")), None
    )[1]  # fmt: skip
    assert (found.state, found.due, found.missing) == ("due", on("16:00"), ("writing", "attention"))


def test_an_item_that_cannot_be_assessed_for_a_reason_does_not_hold_up_the_round():
    blind = ice(10, writing="not_assessable", reasons=(("writing", "sight_or_hearing"),))
    found = rounds(charted([*told("08:00 ice10"), (on("16:00"), blind)], on("16:30")), None)[1]
    assert (found.state, found.last) == ("not_due", on("16:00"))


def test_daily_blood_is_not_due_on_return_if_it_was_drawn():
    found = of("06:00 labs, 12:00 vitals:off_ward, 13:00 well", "13:05", "labs")
    assert (found.state, found.due) == ("not_due", on("3 06:00"))
    found = of("06:00 labs, 3 05:00 vitals:off_ward", "3 07:00", "labs")
    assert (found.state, found.due) == ("off_ward", on("3 09:00"))


# --- a rise counts at once, a fall once it is confirmed -------------------------------------------

CONFIRMED = [
    # what was seen                                        now      min  held
    ("10:00 oxygen, 11:00 well",                             "11:05",  60, True),
    ("10:00 oxygen, 11:00 well, 11:44 well",                 "11:50",  60, True),
    ("10:00 oxygen, 11:00 well, 11:45 well",                 "11:50", 120, True),
    ("10:00 oxygen, 11:00 well, 11:45 well, 12:31 well",     "12:35", 240, False),
    ("10:00 oxygen, 11:00 well, 11:45 temp",                 "11:50",  60, True),
    ("10:00 oxygen, 11:00 well, 11:30 oxygen, 12:15 well",      "12:20",  60, True),
    ("10:00 low, 11:00 well, 11:05 crs=0",                "11:10",  60, True),
    ("10:00 fever, 12:00 well",                           "12:05", 120, True),
    ("10:00 fever, 12:00 well, 14:00 well",               "14:05", 240, False),
    ("10:00 fever, 12:00 well, 14:00 well",               "23:00", 240, False),
    ("10:00 oxygen, 11:00 well, 11:05 crs=0",                "11:10", 240, False),
    ("10:00 oxygen, 11:00 fever, 11:05 crs=1",               "11:10", 120, False),
    ("10:00 oxygen, 10:05 crs=2",                            "10:10",  60, False),
    ("10:00 oxygen, 10:05 crs=1not2",                        "10:10", 120, None),
    ("10:00 oxygen, 10:05 crs=1not2, 11:00 oxygen",             "11:05",  60, False),
    ("10:00 oxygen, 10:05 crs=1not2, 11:00 fever",           "11:05", 120, False),
    ("10:00 fever, 10:05 crs=3not1",                      "10:10",  30, False),
    ("10:00 fever, 10:05 crs=3not1, 10:30 fever, 11:00 fever", "11:05", 30, False),
    ("10:00 fever, 10:05 crs=3not1, 10:30 fever, 10:35 crs=1", "10:40", 120, False),
    ("10:00 fast, 11:00 well",                            "11:05",  60, True),
    ("10:00 fast, 11:00 well, 11:45 well",                "11:50", 240, False),
    ("10:00 confused, 11:00 nobp, 12:00 well, 13:00 well", "13:05", 240, False),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "now", "every", "held"), CONFIRMED)
def test_only_a_confirmed_improvement_lengthens_the_interval(seen, now, every, held):
    found = of(f"{DONE}, 08:00 well, {seen}", now)
    assert minutes(found) == every
    assert held is None or found.why.held == held


def test_a_grade_that_is_merely_unknown_is_no_improvement():
    seen = f"{DONE}, 10:00 low"
    assert charted(told(f"{BEFORE}, {seen}"), on("20:00")).grade("crs").level is None
    assert minutes(of(seen, "20:00")) == 60


def test_a_word_on_a_higher_grade_lapses_after_a_day():
    seen = "10:00 fever, 10:05 crs=3not1"
    assert minutes(of(seen, "3 10:04")) == 30
    assert minutes(of(seen, "3 10:05")) == 120


def test_not_alert_stays_until_somebody_writes_alert():
    seen = [*told(f"{DONE}, 10:00 confused"), (on("11:00"), replace(WELL, consciousness=None))]
    seen += [
        (on("11:00"), AIR),
        (on("20:00"), replace(WELL, consciousness=None)),
        (on("20:00"), AIR),
    ]
    found = rounds(charted(seen, on("20:30")), None)[0]
    assert (minutes(found), found.why.code) == (60, "confusion")


# --- ICE falls: half-hourly for two hours, then 4-hourly ------------------------------------------

CHAIN = [
    # what was seen                                              now      min  due      why
    ("08:00 ice10, 14:10 ice8",                                 "14:15",  30, "14:40", "ice_fell"),
    ("08:00 ice10, 14:10 ice9",                                 "14:15",  30, "14:40", "ice_fell"),
    ("08:00 ice9, 14:10 ice9",                                  "14:15", 240, "18:10", "ice_fell"),
    ("14:10 ice9",                                              "14:15",  30, "14:40", "ice_fell"),
    ("08:00 ice10, 14:00 ice8, 14:30 ice8, 15:00 ice8",         "15:05",  30, "15:30", "ice_fell"),
    ("08:00 ice10, 14:00 ice8, 15:30 ice8, 15:51 ice8",         "15:55",  30, "16:21", "ice_fell"),
    ("08:00 ice10, 14:00 ice8, 15:30 ice8, 15:53 ice8",         "16:00", 240, "19:53", "ice_fell"),
    ("08:00 ice10, 14:00 ice8, 14:30 ice7",                     "14:35",  30, "15:00", "ice_fell"),
    ("08:00 ice10, 14:00 ice8, 15:50 ice7",                     "17:00",  30, "16:20", "ice_fell"),
    ("08:00 ice10, 14:00 ice8, 14:30 ice10",                    "14:35",  30, "15:00", "ice_fell"),
    ("08:00 ice10, 14:00 ice8, 16:00 ice10",                    "16:05", 240, "20:00", "ice_fell"),
    ("08:00 ice10, 14:00 ice8, 16:00 ice10, 19:00 ice10",       "19:05", 480, "3 03:00", "table"),
    ("08:00 ice10, 14:00 ice8, 16:00 ice10, 18:00 ice10",       "18:05", 240, "22:00", "ice_fell"),
    ("08:00 ice10, 14:00 ice8, 14:30 ice7, 17:00 ice8, 20:00 ice8",
                                                               "20:05", 240, "3 00:00", "ice_fell"),
    ("08:00 ice10, 14:00 ice8 ice10",                           "14:05",  30, "14:30", "ice_fell"),
    ("08:00 ice10, 14:00 ice10 ice8",                           "14:05",  30, "14:30", "ice_fell"),
    ("08:00 ice10, 14:00 ice8, 14:05 icans=1",                  "14:10",  30, "14:30", "ice_fell"),
    ("08:00 ice10, 14:00 ice8, 14:05 icans=0not1",              "14:10", 480, "22:00", "table"),
    ("08:00 ice10, 14:00 ice8, 14:05 icans=0not1, 15:00 ice7",  "15:05",  30, "15:30", "ice_fell"),
    ("08:00 ice10, 14:00 ice5",                                 "14:05",  30, "14:30", "ice_fell"),
    ("08:00 ice10, 14:00 ice5, 16:00 ice5",                     "16:05",  60, "17:00", "icans"),
    ("08:00 ice10, 14:00 ice8, 16:00 ice8",                     "3 15:00", 240, "20:00", "icans"),
    # before the cells nothing is checked again
    ("-2 08:00 ice10, -2 14:00 ice8",                          "-2 14:10", None, None, "not_asked"),
    ("-2 08:00 ice10, -2 14:00 ice8, 0 12:00 ice8",             "0 12:05", 240, "0 16:00", "icans"),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "now", "every", "due", "why"), CHAIN)
def test_a_fall_of_ice_is_checked_again(seen, now, every, due, why):
    found = of(seen, now, "ice")
    assert (minutes(found), found.why.code) == (every, why)
    assert found.due == (None if due is None else on(due))


@pytest.mark.parametrize(
    ("seen", "fell"),
    [
        ("-5 08:00 base9, 10:00 ice9", None),
        ("-5 08:00 base9, 10:00 ice8", (9, 8)),
        ("-5 08:00 base10, 10:00 ice9", (10, 9)),
        ("10:00 ice9", (10, 9)),
        ("10:00 ice10", None),
    ],
)
def test_the_first_ice_after_the_cells_is_held_against_the_baseline(seen, fell):
    found = rounds(charted(told(seen), on("10:10")), None)[1]
    said = (found.why.before, found.why.after) if found.why.code == "ice_fell" else None
    assert said == fell
    if fell:
        assert (found.why.at, found.due) == (on("10:00"), on("10:30"))


def test_items_left_out_do_not_hide_a_fall():
    part = replace(ice(4), writing=None, attention=None)  # at best 6 of 10
    found = rounds(charted([*told("08:00 ice10"), (on("14:00"), part)], on("14:05")), None)[1]
    assert (found.why.code, found.why.after, minutes(found)) == ("ice_fell", 6, 30)
    assert (found.state, found.missing) == ("due", ("writing", "attention"))


# --- who is asked for at all ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "now", "bed", "why"),
    [
        ("10:00 well, 11:00 home", "12:00", True, "discharged"),
        ("10:00 well, 11:00 died", "12:00", True, "died"),
        ("-9 10:00 well", "-2 12:00", False, "not_admitted"),
        ("10:00 well", "29 12:00", False, "not_admitted"),
    ],
)
def test_nothing_is_asked_for(seen, now, bed, why):
    found = rounds(charted(told(seen), on(now), bed=bed), None)
    assert [each.kind for each in found] == list(KINDS)
    assert {(each.state, each.due, each.interval, each.why.code) for each in found} == {
        ("none", None, None, why)
    }


def test_who_comes_back_is_due_on_admission_and_not_late():
    found = of("10:00 fever, 11:00 home, 5 12:00 back", "5 12:05")
    assert (found.state, found.due) == ("due", on("5 12:00"))
    moved = of("10:00 fever, 5 12:00 back", "5 12:05")  # only another bed
    assert (moved.state, moved.due) == ("late", on("12:00"))


def test_a_move_to_another_bed_begins_no_stay():
    found = rounds(charted(told("5 12:00 back"), on("5 13:00")), None)
    assert [each.due for each in found] == [CELLS] * 3


def test_cells_without_a_bed_are_watched_all_the_same():
    found = rounds(charted(told("10:00 well"), on("11:00"), bed=False), None)[0]
    assert (found.state, found.due) == ("not_due", on("14:00"))


def test_who_lies_in_a_bed_before_the_cells_is_due_from_admission_on():
    found = rounds(charted(told("-3 09:00 temp"), on("-3 12:00")), None)[0]
    assert (found.state, found.last, found.due) == ("late", None, DAY_0 - timedelta(days=6))


def test_a_patient_of_whom_nothing_was_ever_seen_is_late():
    found = rounds(charted([], on("12:00")), None)
    assert [(each.state, each.last) for each in found] == [("late", None)] * 3


def test_the_day_of_the_infusion_begins_with_the_cells():
    planned = [*told("-1 20:00 well"), (on("-1 08:00"), Planned(CELLS))]
    found = rounds(charted(planned, on("0 09:00"), cells=None), LOOSE)[0]
    assert (minutes(found), found.due) == (1440, on("0 20:00"))
    assert found.next_change == CELLS


# --- the clock ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("night", "clock"),
    [("2026-10-25", "+01:00 02:00"), ("2027-03-28", "+02:00 04:00")],
)
def test_four_hours_are_four_hours_in_both_nights(night, clock):
    midnight = datetime.fromisoformat(f"{night}T00:00").replace(tzinfo=BERLIN).astimezone(UTC)
    cells = midnight - timedelta(days=3)
    last = midnight - timedelta(hours=1)
    seen = [(last, WELL), (last, AIR)]
    found = rounds(charted(seen, midnight, cells=cells, zone=BERLIN), None)[0]
    assert found.due is not None
    assert found.due - last == timedelta(hours=4)
    shown = found.due.astimezone(BERLIN)
    assert f"{shown.isoformat()[-6:]} {shown:%H:%M}" == clock


@pytest.mark.parametrize("night", ["2026-10-25", "2027-03-28"])
@pytest.mark.parametrize("part", [0, 1])
def test_a_day_of_the_table_begins_at_midnight_of_the_site(night, part):
    """Day 15 begins in that night, or on the day after it: 23 or 25 hours later."""
    begins = datetime.fromisoformat(f"{night}T00:00").replace(tzinfo=BERLIN) + timedelta(days=part)
    cells = (begins - timedelta(days=15)).replace(hour=10).astimezone(UTC)
    begin = begins.astimezone(UTC)
    last = begin - timedelta(hours=2)
    seen = [(last, WELL), (last, AIR)]
    every = [
        rounds(charted(seen, begin + timedelta(seconds=s), cells=cells, zone=BERLIN), None)[0]
        for s in (-1, 0)
    ]
    assert [minutes(each) for each in every] == [240, 1440]
    assert [each.due for each in every] == [last + timedelta(hours=h) for h in (4, 24)]


# --- properties -----------------------------------------------------------------------------------

WORDS = (
    "well", "fever", "low", "oxygen", "mask", "fast", "confused", "temp", "nobp", "labs", "count",
    "pump", "alert", "drowsy", "ice10", "ice9", "ice7", "ice3", "ice0", "crs=0", "crs=1",
    "crs=3not1", "crs=1not2", "icans=0", "icans=0not1", "sbp_mmhg:refused", "vitals:refused",
    "ice:refused", "vitals:asleep", "labs:other", "unable_sedated", "unable_refused", "cells",
    "back",
)  # fmt: skip
AWAY = [*WORDS, "vitals:off_ward"]


def logs(words=WORDS):
    """Up to twelve things said within five days after the cells, on the quarter hour."""
    moments = st.integers(0, 5 * 96).map(lambda n: CELLS + timedelta(minutes=15 * n))
    said = st.tuples(moments, st.sampled_from(words))
    return st.lists(said, min_size=1, max_size=12).map(
        lambda pairs: [(at, fact) for at, word in sorted(pairs) for fact in facts(word)]
    )


@given(logs(), st.integers(0, 60))
def test_never_due_later_than_the_longest_interval_after_the_last_full_set(seen, more):
    now = seen[-1][0] + timedelta(minutes=10 * more)
    longest = {"vitals": 4, "ice": 8, "labs": 24}
    for found in rounds(charted(seen, now), None):
        last = CELLS - timedelta(hours=longest[found.kind])
        if found.last is not None:
            last = max(last, found.last)
        later = timedelta(minutes=15) if found.kind == "vitals" else timedelta(0)
        assert found.due is not None
        assert found.due <= max(last + timedelta(hours=longest[found.kind]), CELLS + later)
        assert found.interval is not None
        assert found.interval <= timedelta(hours=longest[found.kind])
        assert (found.state in {"due", "overdue", "late", "refused", "not_done", "suspended"}) == (
            found.due <= now
        )


BY_GRADE = [(WELL, AIR), (FEVER, AIR), (LOW, AIR), (FEVER, CANNULA), (LOW, MASK)]


@given(logs(), st.permutations(BY_GRADE), st.integers(1, 300), st.integers(0, 60))
def test_a_higher_grade_never_makes_a_round_later(seen, sets, gap, more):
    at = seen[-1][0] + timedelta(minutes=gap)
    now = at + timedelta(minutes=10 * more)
    graded = []
    for signs in sets[:2]:
        of_them = charted([*seen, *((at, sign) for sign in signs)], now)
        step = of_them.courses["crs"].at(at)
        assert step is not None
        graded.append((counted_level(step.grade), rounds(of_them, None)))
    (lower, one), (higher, other) = sorted(graded, key=lambda pair: pair[0])
    if lower < higher:
        for before, after in zip(one, other, strict=True):
            assert before.due is not None
            assert after.due is not None
            assert after.interval <= before.interval
            assert after.due <= before.due


@given(logs(AWAY), st.integers(0, 60), st.integers(1, 100))
def test_nothing_changes_by_itself_before_the_next_change(seen, more, share):
    now = seen[-1][0] + timedelta(minutes=10 * more)
    of_then = charted(seen, now)
    found = rounds(of_then, LOOSE)
    ahead = [moment for moment in (next_change(found), of_then.next_change) if moment]
    until = min(ahead, default=now + timedelta(hours=30))
    assert until > now
    later = now + (until - now) * share / 101
    assert rounds(of_then.extended([], later), LOOSE) == found


@given(logs(AWAY), st.lists(st.integers(0, 400), max_size=8))
def test_a_rota_answers_as_each_look_does(seen, moments):
    rota = Rota()
    begun = [seen[0]]
    of_them = charted(begun, seen[0][0])
    line = entries(*seen)
    for number, more in enumerate(moments, 1):
        now = max(of_them.now, line[min(number, len(line)) - 1].at) + timedelta(minutes=more)
        new = [replace(e, id=f"x{e.id}") for e in line[1:] if of_them.now < e.at <= now]
        of_them = of_them.extended(new, now)
        protocol = LOOSE if number % 3 else None
        assert rota.rounds(of_them, protocol) == rounds(of_them, protocol)


@pytest.mark.parametrize(
    ("seen", "now", "kind", "change"),
    [
        ("3 06:00 labs, 14:00 ice8, 3 13:00 ice8 well", "3 13:10", "ice", "3 14:00"),
        ("10:00 fever, 10:05 crs=3not1, 3 10:00 fever", "3 10:01", "vitals", "3 10:05"),
        ("14 22:00 well", "14 22:05", "vitals", "15 00:00"),
        ("10:00 well, 10:30 vitals:off_ward", "14:00", "vitals", "14:30"),
        ("10:00 well, 14:05 vitals:refused", "15:30", "vitals", "18:00"),
        ("10:00 well, 14:05 vitals:refused", "18:01", "vitals", "18:05"),
    ],
)
def test_when_it_reads_differently_by_itself(seen, now, kind, change):
    assert of(seen, now, kind).next_change == on(change)


def test_an_absence_is_forgotten_after_a_day_where_nothing_was_ever_seen():
    seen = told("10:30 vitals:off_ward, 12:00 back")
    before, after = (rounds(charted(seen, on(now)), None)[1] for now in ("3 14:29", "3 14:30"))
    assert (before.due, before.next_change) == (on("12:00"), on("3 14:30"))
    assert after.due == CELLS


def test_a_rota_knows_one_record_from_another():
    rota = Rota()
    one, other = (charted(told(text), on("14:05")) for text in ("14:00 well", "14:00 fever"))
    other = chart([replace(e, id=f"y{e.id}") for e in other.log], on("14:05"), UTC)
    assert rota.rounds(one, None) == rounds(one, None)
    assert rota.rounds(other, None) == rounds(other, None)


def test_a_rota_works_out_only_what_has_changed(monkeypatch):
    asked = []
    monkeypatch.setattr(
        "bedside.rounds.rota.rounds", lambda of, rule: asked.append(of.now) or rounds(of, rule)
    )
    rota, of_them = Rota(), charted(told(f"{BEFORE}, {DONE}, 10:00 well"), on("10:05"))
    for minute in range(6, 200):
        of_them = of_them.extended([], on("10:00") + timedelta(minutes=minute))
        rota.rounds(of_them, None)
    assert len(asked) == 1
    (entry,) = entries((of_them.now, FEVER))
    of_them = of_them.extended([replace(entry, id="z")], of_them.now)
    assert rota.rounds(of_them, None)[0].why.code == "crs"
    assert len(asked) == 2


# --- the board, and the demonstration -------------------------------------------------------------


def test_rounds_sort_by_how_late_they_are_and_then_by_when_they_are_due():
    found = [
        of("10:00 well", now) for now in ("13:00", "13:45", "14:30", "15:30", "19:00")
    ]  # fmt: skip
    away = of("10:00 well, 10:30 vitals:off_ward", "12:00")
    gone = of("10:00 home", "12:00")
    order = sorted([away, gone, *found], key=urgency)
    assert [each.state for each in order] == [
        "late", "overdue", "due", "due_soon", "not_due", "off_ward", "none",
    ]  # fmt: skip


def test_the_demonstration_has_rounds_for_whoever_is_on_the_ward():
    now = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
    drafts = sorted(
        (w for w in demo_drafts(now, UTC) if w.amends is None), key=lambda w: w.draft.patient
    )
    known = shelf()
    asked = 0
    for patient, written in groupby(drafts, key=lambda w: w.draft.patient):
        line = [
            Entry(
                f"{n:06}", "d", n, patient, w.draft.at, w.recorded, w.author, w.role, w.draft.fact
            )
            for n, w in enumerate(written, 1)
        ]
        of_them = chart(line, now, UTC)
        enrolled = of_them.person.enrolled
        found = rounds(of_them, known.get(enrolled.protocol, enrolled.edition))
        assert all((each.state == "none") == (each.due is None) for each in found)
        moment = next_change(found)
        assert moment is None or moment > now
        asked += any(each.due is not None for each in found)
    assert asked == 8
