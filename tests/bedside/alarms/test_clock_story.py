"""A night at one workstation: it sleeps, its clock is set wrong, the clocks of the zone change.

It is told as the program sees it: a survey at each tick, a steady time, and what the program
writes down by itself. Nothing may be missed, nothing may ring or be written down twice.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bedside.alarms import Alarm, Jump, Steady, acknowledging, escalating, escalation
from bedside.chart import Chart, chart
from bedside.facts import Escalated
from bedside.rounds import Round
from bedside.survey import Survey, Surveyor
from bedside.timeline import Draft, Entry
from grading.signs import Drug, Vitals
from tests.bedside.alarms.told import BEGUN, NOW, entry, ice, log, pressor, well

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NIGHTS = {
    "any": NOW,
    "an hour is left out": datetime(2026, 3, 29, 0, 20, tzinfo=UTC),  # 01:20, 40 min before it
    "an hour comes twice": datetime(2026, 10, 25, 0, 20, tzinfo=UTC),
}
FEVER = Vitals(temp_c=38.6, hr_bpm=96, sbp_mmhg=110, dbp_mmhg=70, rr_bpm=16, spo2_pct=97)
PRESSOR = pressor(0)[1]
TOO_MUCH = Drug("tocilizumab", dose=900, dose_unit="mg")
LAST = 330
STORY: Sequence[tuple[int, Any]] = (
    (10, FEVER),
    (13, "crs"),
    (14, "fever"),
    (60, PRESSOR),
    (67, "crs"),
    (90, ice(7)),
    (96, TOO_MUCH),
    (98, "ice_drop"),
)
"""By minute what is seen, or which alarm somebody acknowledges; then nobody comes any more."""


class Workstation:
    """Surveys as the program does, and counts what rings and what it writes down.

    ``wall`` is a clock that somebody may set, ``ran`` what nobody can. The entries of the story
    are written at another workstation, whose clock is right.
    """

    def __init__(self, begins: datetime) -> None:
        shift = begins - NOW
        told = log(*BEGUN, *well(0))
        self.log = [replace(e, at=e.at + shift, recorded=e.recorded + shift) for e in told]
        self.begins = self.wall = begins
        self.ran = timedelta(0)
        self.steady = Steady(lambda: self.wall, lambda: self.ran)
        self.surveyor = Surveyor()
        self.chart = chart(self.log, begins, BERLIN)
        self.jumps: list[Jump] = []
        self.rung: frozenset[str] = frozenset()
        self.rings: Counter[str] = Counter()
        self.rose: dict[tuple[str, int], datetime] = {}
        self.seen: list[Survey] = []

    def passes(self, minutes: float = 1) -> None:
        self.ran += minutes * MINUTE
        self.wall += minutes * MINUTE

    @property
    def true(self) -> datetime:
        return self.begins + self.ran

    def survey(self, by: Surveyor, of: Chart | None = None) -> Survey:
        now = self.steady()
        technical = [jump.technical() for jump in self.jumps]
        return by.survey([of or chart(self.log, now, BERLIN)], now, BERLIN, technical)

    def look(self) -> Survey:
        """One tick."""
        jump = self.steady.jumped()
        self.jumps += [] if jump is None else [jump]
        self.chart = self.chart.extended(self.log[len(self.chart.log) :], self.steady())
        found = self.survey(self.surveyor, self.chart)
        if self.seen:
            assert found.now >= self.seen[-1].now, "time runs on"
        if not self.seen or found.now - self.seen[-1].now > MINUTE or not len(self.seen) % 20:
            fresh = self.survey(Surveyor())
            assert (found.alarms, found.rounds) == (fresh.alarms, fresh.rounds), "as if it woke"
        rings = frozenset(alarm.ring for alarm in found.waiting if alarm.ring)
        self.rings.update(rings - self.rung)
        self.rung = rings
        for alarm in found.alarms:
            self.rose.setdefault((alarm.key, alarm.level), alarm.since)
        for alarm in found.waiting:
            steps = escalation(alarm, self.surveyor.table.ladder, found.now, BERLIN)
            for draft in escalating(alarm, steps, found.now):
                self.write(draft, found.now)
        self.seen.append(found)
        return found

    def write(self, draft: Draft, now: datetime) -> None:
        if draft.patient == "*":
            return  # what the program writes about itself is no entry of the patient
        made = entry(len(self.log) + 1, 0, draft.fact, at=draft.at, recorded=now)
        name = "step" if isinstance(draft.fact, Escalated) else f"told at {self.ran / MINUTE:04.0f}"
        self.log = [*self.log, replace(made, id=f"{name} {made.id}" if name == "step" else name)]

    def happens(self, what: Any) -> None:
        """Something of the story: seen, or an alarm acknowledged by whoever sees it ring."""
        if not isinstance(what, str):
            self.write(Draft("RC-1", self.now, what), self.now)
            return
        found = self.survey(Surveyor())
        (alarm,) = (a for a in found.alarms if a.key == what)
        self.write(acknowledging(alarm, self.now), self.now)

    @property
    def now(self) -> datetime:
        """When something is written down: the steady time, which is that of the record."""
        return self.steady()

    def worst(self) -> dict[str, int]:
        """Every alarm that there was, with its highest level."""
        return {key: max(n for other, n in self.rose if other == key) for key, _ in self.rose}

    def steps(self) -> Counter[tuple[str, int, int]]:
        facts = [e.fact for e in self.log if isinstance(e.fact, Escalated)]
        return Counter((fact.alarm, fact.level, fact.step) for fact in facts)


def night(
    begins: datetime = NOW,
    asleep: range = range(0),
    jumps: dict[int, timedelta] | None = None,
    last: int = LAST,
    story: Sequence[tuple[int, Any]] = STORY,
) -> Workstation:
    """The story, minute by minute; nothing is looked at while the scheduler is asleep."""
    found = Workstation(begins)
    for minute in range(1, last + 1):
        found.passes()
        found.wall += (jumps or {}).get(minute, timedelta(0))
        for at, what in story:
            if at == minute:
                found.happens(what)
        if minute not in asleep:
            found.look()
    return found


def alarm_of(found: Survey, key: str) -> Alarm:
    (alarm,) = (a for a in found.alarms if a.key == key)
    return alarm


def vitals(found: Survey) -> Round:
    return found.rounds["RC-1"][0]


straight = cache(night)
"""The night with nothing in its way."""
STRAIGHT = straight(NOW)
JUMPS: dict[str, dict[int, timedelta]] = {
    "ahead": {40: HOUR},
    "back": {40: -HOUR},
    "back while it rings": {63: -HOUR},
    "ahead while it rings": {63: HOUR},
    "back and put right": {40: -HOUR, 80: HOUR},
    "ahead and put right": {40: HOUR, 80: -HOUR},
}
ROSE = {("crs", 1), ("fever", 1), ("crs", 3), ("ice_drop", 3), ("icans", 1)}


def test_the_story_rings_for_what_it_tells() -> None:
    assert set(STRAIGHT.rose) >= ROSE
    assert any(key.startswith("dose:") for key, _ in STRAIGHT.rose), "900 mg without a weight"
    assert STRAIGHT.jumps == []
    # Grade 3 waited for seven minutes: one step of the ladder, and a ring each three minutes.
    assert STRAIGHT.steps()["crs", 3, 1] == 1
    assert STRAIGHT.steps()["crs", 3, 2] == 0
    assert sum(":crs:3@" in ring for ring in STRAIGHT.rings) == 3


@pytest.mark.parametrize("jumps", JUMPS.values(), ids=JUMPS)
@pytest.mark.parametrize("begins", NIGHTS.values(), ids=NIGHTS)
def test_a_clock_set_wrong_misses_nothing_and_doubles_nothing(
    begins: datetime, jumps: dict[int, timedelta]
) -> None:
    found = night(begins, jumps=jumps)
    assert found.worst().items() >= STRAIGHT.worst().items()
    assert set(found.rings.values()) == {1}, "each ringing once"
    assert set(found.steps().values()) == {1}, "each step of the ladder once"
    told = [alarm for alarm in found.seen[-1].alarms if alarm.kind == "clock_jumped"]
    assert sorted(alarm.value or 0 for alarm in told) == sorted(
        jump / MINUTE for jump in jumps.values()
    )
    assert all(alarm.patient is None and alarm.sounds for alarm in told)


@pytest.mark.parametrize("begins", NIGHTS.values(), ids=NIGHTS)
def test_the_nights_on_which_the_clocks_change_ring_as_any_other(begins: datetime) -> None:
    found = straight(begins)
    assert found.jumps == []
    shift = begins - NOW
    assert found.rose.items() >= {key: at + shift for key, at in STRAIGHT.rose.items()}.items()
    assert set(found.rings.values()) == {1}
    assert len(found.rings) == len(STRAIGHT.rings)
    assert {key: n for key, n in found.steps().items() if key[2] == 1} == {
        key: n for key, n in STRAIGHT.steps().items() if key[2] == 1
    }
    # An hour is an hour, whatever the clock on the wall says.
    for here, there in zip(found.seen, STRAIGHT.seen, strict=True):
        assert _dues(here, begins) == _dues(there, NOW)


def _dues(found: Survey, begins: datetime) -> list[tuple[str, str, timedelta | None]]:
    """When vital signs and ICE are due, from the beginning of the night; blood goes by the day."""
    return [
        (each.kind, each.state, None if each.due is None else each.due - begins)
        for each in found.rounds["RC-1"]
        if each.kind != "labs"
    ]


SLEEPS = [range(30, 300), range(55, 66), range(5, 310), range(61, 62)]


@pytest.mark.parametrize("asleep", SLEEPS, ids=str)
@pytest.mark.parametrize("begins", NIGHTS.values(), ids=NIGHTS)
def test_what_fell_into_a_sleep_is_there_when_it_wakes(begins: datetime, asleep: range) -> None:
    found, awake = night(begins, asleep), straight(begins)
    assert found.jumps == [], "a sleep is no jump: the other clock went on meanwhile"
    assert set(found.rings.values()) == {1}
    assert set(found.steps().values()) == {1}
    woke = next(s for s in found.seen if s.now >= begins + asleep.stop * MINUTE)
    same = next(s for s in awake.seen if s.now == woke.now)
    assert [_apart(a) for a in woke.alarms] == [_apart(a) for a in same.alarms]
    assert woke.rounds == same.rounds
    # In the end it has told of all that is still so.
    assert [_apart(a) for a in found.seen[-1].alarms] == [_apart(a) for a in awake.seen[-1].alarms]


def _apart(alarm: Alarm) -> Alarm:
    """An alarm but for the steps that were written down, which nobody does while asleep."""
    return alarm._replace(escalated=frozenset())


def test_a_rise_in_the_sleep_that_nobody_answered_moves_on_at_once_and_once() -> None:
    unanswered = [told for told in STORY if told[0] <= 60]
    found = night(asleep=range(58, 240), last=260, story=unanswered)
    woke = next(s for s in found.seen if s.now >= NOW + 240 * MINUTE)
    crs = alarm_of(woke, "crs")
    assert (crs.level, crs.priority, crs.sounds) == (3, "high", True)
    assert (crs.since, crs.raised) == (NOW + 60 * MINUTE, NOW + 60 * MINUTE), "since it was so"
    ladder = found.surveyor.table.ladder
    rungs = len(ladder.at(woke.now, BERLIN))
    assert {step for key, level, step in found.steps() if (key, level) == ("crs", 3)} == set(
        range(1, rungs + 1)
    )
    written = [e for e in found.log if isinstance(e.fact, Escalated) and e.fact.alarm == "crs"]
    assert {e.recorded for e in written if e.fact.level == 3} == {woke.now}  # type: ignore[union-attr]
    due = vitals(woke)
    assert due.state == "late"
    assert due.due is not None
    assert due.due < woke.now - HOUR


def test_asleep_while_somebody_set_the_clock() -> None:
    """The lid was closed for four hours, and the clock is an hour behind when it opens."""
    found = night(asleep=range(30, 270), jumps={200: -HOUR})
    (told,) = (a for a in found.seen[-1].alarms if a.kind == "clock_jumped")
    assert told.value == -60
    assert set(found.rose) >= {("crs", 3), ("icans", 1)}
    assert set(found.rings.values()) == {1}
    times = [survey.now for survey in found.seen]
    assert times == sorted(times)
    behind = found.true - found.seen[-1].now
    assert timedelta(0) <= behind < timedelta(minutes=8), "the steady time went on by itself"


def test_a_jump_that_somebody_has_seen_is_told_no_more_and_another_one_is() -> None:
    found = night(jumps={20: -HOUR, 50: HOUR}, last=55)
    first, second = (jump.technical() for jump in found.jumps)
    assert first.key != second.key
    alarms = {a.key: a for a in found.seen[-1].alarms if a.kind == "clock_jumped"}
    assert alarms.keys() == {first.key, second.key}
    draft = acknowledging(alarms[first.key], found.now)
    written = replace(entry(1, 0, draft.fact), patient="*", at=draft.at, recorded=draft.at)
    after = _with(found, [written])
    seen = {a.key: a.acknowledged is not None for a in after.alarms if a.kind == "clock_jumped"}
    assert seen == {first.key: True, second.key: False}


def _with(found: Workstation, written: Sequence[Entry]) -> Survey:
    now = found.steady()
    technical = [jump.technical() for jump in found.jumps]
    charts = [chart(found.log, now, BERLIN)]
    return Surveyor().survey(charts, now, BERLIN, technical, written)


@pytest.mark.parametrize("zone", [UTC, BERLIN], ids=str)
@pytest.mark.parametrize("begins", NIGHTS.values(), ids=NIGHTS)
def test_the_zone_changes_no_alarm_of_the_night(begins: datetime, zone: Any) -> None:
    """Whatever zone the site is in: what rings rings at the same moments."""
    found = straight(begins)
    look: Callable[[datetime], Any] = lambda now: Surveyor().survey(  # noqa: E731
        [chart(found.log, now, zone)], now, zone
    )
    for survey in found.seen[::15]:
        alarms = look(survey.now).alarms
        here = [a for a in survey.alarms if a.patient is not None]
        assert [(a.key, a.level, a.since) for a in alarms] == [
            (a.key, a.level, a.since) for a in here
        ]
