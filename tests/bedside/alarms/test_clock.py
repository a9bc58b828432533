"""A machine that slept, and one whose clock jumps: nothing missed, nothing doubled."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bedside.alarms import Watch, alarms, clock_behind, clock_jumped, steady, storage, usual
from bedside.chart import chart
from bedside.facts import Acknowledged
from bedside.timeline import Entry
from grading.signs import Infused, Support, Vitals
from tests.bedside.alarms.told import BEGUN, at, charted, entry, log, pressor, seen, well

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("clock", "elapsed", "by"),
    [
        (60, 60, None),
        (60, 40, None),  # by less than clocks are put right
        (3600, 3600, None),  # it slept, by a clock that goes on meanwhile
        (3660, 60, 3600),
        (-3540, 60, -3600),
        (-60, 60, -120),
    ],
)
def test_a_jump_is_what_the_other_clock_does_not_tell(clock, elapsed, by):
    now = at(0) + timedelta(seconds=clock)
    jump = clock_jumped(at(0), now, timedelta(seconds=elapsed))
    assert (None if jump is None else jump.by.total_seconds()) == by


def test_a_jump_is_an_alarm_until_somebody_has_seen_it():
    jump = clock_jumped(at(0), at(-59), MINUTE)
    assert jump is not None
    technical = jump.technical()
    assert (technical.kind, technical.value, technical.since) == ("clock_jumped", -60, at(1))
    (found,) = alarms(charted(), usual(), at(1), [technical])
    assert (found.patient, found.priority, found.row.latching) == (None, "medium", True)
    other = clock_jumped(at(30), at(91), MINUTE)
    assert other is not None
    assert other.technical().key != technical.key, "each jump has a name of its own"


def test_a_clock_behind_what_was_written_has_jumped_while_nobody_looked():
    assert clock_behind(at(0), None) is None
    assert clock_behind(at(0), at(0.4)) is None
    jump = clock_behind(at(0), at(60))
    assert jump is not None
    assert jump.by == -HOUR


def test_little_room_is_an_alarm():
    assert list(storage(501, usual(), at(0))) == []
    assert [t.level for t in storage(500, usual(), at(0))] == []
    assert [t.level for t in storage(499.9, usual(), at(0))] == [1]
    assert [t.level for t in storage(80, usual(), at(0))] == [2]


class Night:
    """A workstation that looks each minute of a night; its clock may be set wrong meanwhile.

    The other clock cannot be set. What is recorded takes the steady time.
    """

    def __init__(self, entries: list[Entry], begins: datetime) -> None:
        self.log = entries
        self.watch = Watch(lambda _: usual())
        self.now = self.wall = begins
        self.rung: list[str] = []
        self.jumps = 0

    def look(self, elapsed: timedelta = MINUTE, jump: timedelta = timedelta(0)) -> None:
        before, self.wall = self.wall, self.wall + elapsed + jump
        self.jumps += clock_jumped(before, self.wall, elapsed) is not None
        self.now = steady(self.now, self.wall, elapsed)
        for one in self.watch.alarms([chart(self.log, self.now)], self.now):
            if one.sounds and one.ring and one.ring not in self.rung:
                self.rung.append(one.ring)

    def record(self, fact) -> None:
        made = entry(len(self.log) + 1, 0, fact)
        self.log = [*self.log, _at(made, self.now)]

    def rang(self, key: str) -> int:
        return sum(f":{key}:" in one for one in self.rung)


def _at(made: Entry, moment: datetime) -> Entry:
    return replace(made, at=moment, recorded=moment)


def night(jump: timedelta, *, zone_night: datetime | None = None) -> Night:
    """A fever at minute 10, seen at 12; a jump at 30; a vasopressor at 40, seen at 42."""
    begins = zone_night or at(0)
    shift = begins - at(0)
    moved = [_at(e, e.at + shift) for e in log(*BEGUN, *well(0))]
    found = Night(moved, begins)
    for minute in range(1, 61):
        found.look(jump=jump if minute == 30 else timedelta(0))
        if minute == 10:
            found.record(Vitals(temp_c=38.6, sbp_mmhg=110, dbp_mmhg=70, spo2_pct=97))
        if minute == 12:
            for key in ("crs", "fever"):
                found.record(Acknowledged(key, 1))
        if minute == 40:
            found.record(pressor(0)[1])
        if minute == 42:
            found.record(Acknowledged("crs", 3))
    return found


@pytest.mark.parametrize(
    ("jump", "jumps"),
    [(timedelta(0), 0), (HOUR, 1), (-HOUR, 1), (timedelta(hours=-5), 1), (2 * MINUTE, 1)],
)
def test_a_jump_neither_hides_nor_doubles_an_alarm(jump, jumps):
    straight, found = night(timedelta(0)), night(jump)
    assert found.jumps == jumps
    for key in ("crs", "fever"):
        assert found.rang(key) == straight.rang(key) > 0
    # Each of its rises rang at once, and none again after it was seen.
    assert straight.rang("crs") == 2


@pytest.mark.parametrize(
    "begins",
    [datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)],
)
def test_the_nights_on_which_the_clocks_change_are_nights_like_any_other(begins):
    straight, found = night(timedelta(0)), night(timedelta(0), zone_night=begins)
    assert found.jumps == 0
    assert len(found.rung) == len(straight.rung)
    assert found.rang("crs") == straight.rang("crs")


def test_after_a_sleep_all_that_fell_due_is_there_at_once():
    told = [*well(0, temp=38.6), seen(1, "fever", 1), seen(1, "crs", 1)]
    watch = Watch(lambda _: usual())
    asleep = charted(*told, now=2)
    assert not [a for a in watch.alarms([asleep], at(2)) if a.sounds]
    woken = {a.key: a for a in watch.alarms([asleep], at(8 * 60))}
    assert {"overdue:vitals", "stale:crs"} <= woken.keys()
    fresh = {a.key: a for a in alarms(charted(*told, now=480), usual(), at(480))}
    assert woken == fresh
    assert woken["overdue:vitals"].since == at(240), "since it was so, not since it woke"
    again = {a.key: a for a in watch.alarms([asleep], at(480))}
    assert [a.ring for a in again.values()] == [a.ring for a in woken.values()]


def test_looking_back_tells_what_was_known_then():
    told = [*well(0, temp=38.6), pressor(60)]
    watch = Watch(lambda _: usual())
    late = charted(*told, now=90)
    for minutes in (90, 30, 90, 59, 60):
        found = {a.key: a.level for a in watch.alarms([late], at(minutes))}
        assert found["crs"] == (3 if minutes >= 60 else 1)


def test_steady_time_never_runs_backwards():
    now = wall = at(0)
    for elapsed, jump in ((1, 0), (1, -60), (1, 0), (1, 60), (600, 0), (1, 30), (1, -90)):
        wall += timedelta(minutes=elapsed + jump)
        after = steady(now, wall, timedelta(minutes=elapsed))
        assert after >= now + 0.9 * timedelta(minutes=elapsed)
        assert after >= wall
        now = after


def test_a_clock_that_was_put_right_is_right_again_within_the_day():
    now = wall = at(0)
    now = steady(now, wall := wall - timedelta(hours=1), timedelta(0))
    for _ in range(10 * 60):
        wall += timedelta(minutes=1)
        now = steady(now, wall, timedelta(minutes=1))
    assert now - wall < timedelta(minutes=1)


def test_two_patients_do_not_answer_for_each_other():
    one = charted(*well(-5, temp=38.6), seen(-4, "crs", 1))
    both = log(*BEGUN, *well(-5, temp=38.6))
    other = chart([_named(e) for e in both], at(0))
    found = Watch(lambda _: usual()).alarms([one, other], at(0))
    assert {(a.patient, a.acknowledged is None) for a in found if a.key == "crs"} == {
        ("RC-1", False),
        ("RC-2", True),
    }
    assert isinstance(both[0].fact, Infused)
    assert Support("room_air") in [e.fact for e in both]


def _named(made: Entry) -> Entry:
    return replace(made, patient="RC-2")
