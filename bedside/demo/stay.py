"""A demonstration patient's record as it comes about: planned events, rounds, and people.

The rounds are those of the ward: each comes when it is due by the protocol, the grade and what
fell. What becomes of alarms is told in :mod:`bedside.demo.heeded`.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from itertools import count
from random import Random
from typing import Any, Literal, NamedTuple

from bedside.demo.body import Body
from bedside.demo.charted import Charted
from bedside.demo.heeded import Heeded
from bedside.facts import Confirmed, Fact, Note, Retracted
from bedside.rounds import Round
from bedside.timeline import Entry
from grading.scales import SCALES
from grading.signs import Action, Drug, Lab, Route

Role = Literal["nurse", "physician", "coordinator", "program"]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
_DAY_SHIFT = range(7, 19)
_GRID_FROM = 2 * HOUR
"""4-hourly rounds stand at 2, 6, 10 ... on the ward's clock."""
_NEAR = 0.12
"""What is due is left out where a planned one follows within this part of its interval."""
_SWAYS = 0.12
"""Nobody comes to the minute, but within this part of the interval."""
_EVENING, _BEFORE_NIGHT = range(20, 23), 0.6
_NEARLY, _LATEST = 0.87, 0.12
"""An examination is done with a round that comes this near to its interval, or by itself when it
is late by so much of it; of two a day the second one in the evening, so that the patient may sleep.
"""


_Act = Callable[[datetime], object]
Stretch = tuple[datetime, datetime]


class _Event(NamedTuple):
    recorded: datetime
    number: int
    act: _Act


class Stay:
    """One patient's record: planned event by event, then written from the first to the last.

    ``day`` is today's study day, ``infused`` the time of the cells on day 0, ``HH:MM`` at the
    site. Nothing is later than ``now``. The nurse makes rounds during ``on_ward`` and ``again``
    on the ward, and examines ICE with them during ``examining``. ``heeded`` sees to alarms. Of a
    patient who is not ``watched`` nothing follows from what is written: neither rounds nor
    answers to alarms.
    """

    def __init__(
        self,
        patient: str,
        now: datetime,
        zone: tzinfo,
        seed: int,
        day: int,
        infused: str,
        *,
        watched: bool = True,
    ) -> None:
        self.patient = patient
        self.zone = zone
        self.now = now.astimezone(UTC).replace(second=0, microsecond=0)
        self.chance = Random(f"{seed} {patient}")  # noqa: S311 (a course, not a secret)
        self.day = day
        self.day_zero = self.now.astimezone(zone).date() - timedelta(days=day)
        self.infusion = self.on(0, infused)
        self.body: Body | None = None
        self.on_ward: Stretch = (self.now, self.now)
        self.again: Stretch = (self.now, self.now)
        self.examining: Stretch = (self.now, self.now)
        self._events: list[_Event] = []
        self._numbers = count()
        self._rounds: list[datetime] = []
        self._pump_changes: list[datetime] = []
        self._examinations: list[datetime] = []
        self._entries: list[Entry] = []
        self._watched = watched
        self.charted = Charted(zone)
        self.heeded = Heeded(self)
        self._has_begun = False
        self._sway = timedelta(0)

    # --- moments and people --------------------------------------------------------------------

    def on(self, day: int, clock: str) -> datetime:
        """A moment by study day and the clock on the wall."""
        local = datetime.combine(
            self.day_zero + timedelta(days=day), time.fromisoformat(clock), self.zone
        )
        return local.astimezone(UTC)

    def after(self, hours: float) -> datetime:
        """A moment so many hours after the infusion, negative before it."""
        return self.infusion + round(hours * 60) * MINUTE

    def ago(self, hours: float) -> datetime:
        """A moment so many hours before now."""
        return self.now - round(hours * 60) * MINUTE

    def nurse(self, at: datetime) -> str:
        """The nurse on duty: two by day and two by night, each for half of the patients."""
        first = sum(map(ord, self.patient)) % 2 == 0
        if at.astimezone(self.zone).hour in _DAY_SHIFT:
            return "Nurse A" if first else "Nurse B"
        return "Nurse C" if first else "Nurse D"

    def physician(self, at: datetime) -> str:
        """The physician on duty."""
        return "Dr A" if at.astimezone(self.zone).hour in _DAY_SHIFT else "Dr B"

    def _author(self, role: Role, at: datetime) -> str:
        match role:
            case "nurse":
                return self.nurse(at)
            case "physician":
                return self.physician(at)
            case "coordinator":
                return "Coordinator A"
            case "program":
                return "bedside"

    # --- what is planned -----------------------------------------------------------------------

    def fact(self, at: datetime, *facts: Fact, minutes: float = 3, role: Role = "nurse") -> None:
        """Facts true at a moment and written some minutes later."""
        self.plan(at + minutes * MINUTE, lambda when: self.write(at, facts, when, role=role))

    def note(self, at: datetime, text: str, *, role: Role = "nurse") -> None:
        """Free words."""
        self.fact(at, Note(text), minutes=2, role=role)

    def dose(
        self,
        at: datetime,
        name: str,
        dose: float,
        unit: str = "mg",
        *,
        route: Route = "iv",
        stable: bool = False,
        minutes: float = 3,
    ) -> None:
        """A single dose of a drug."""
        drug = Drug(name, dose=dose, dose_unit=unit, route=route, stable=stable)
        self.fact(at, drug, minutes=minutes)

    def pump(self, name: str, rates: Sequence[tuple[datetime, float | None]]) -> None:
        """An infusion in µg/kg/min: started, changed to further rates, stopped at None."""
        for place, (at, rate) in enumerate(rates):
            if rate is None:
                drug = Drug(name, "stopped")
            else:
                action: Action = "changed" if place else "started"
                drug = Drug(name, action, rate=rate, rate_unit="µg/kg/min", route="iv")
            self._pump_changes.append(at)
            self.fact(at, drug, minutes=1)

    def round(
        self, at: datetime, typed_wrong: Mapping[str, Any] | None = None, **found: Any
    ) -> None:
        """A round of its own time; ``found`` says what is seen exactly, None what is left out.

        ``typed_wrong`` is what was first typed, and put right some minutes later.
        """
        self._rounds.append(at)
        self.plan(at + 2 * MINUTE, lambda when: self._observe(at, when, found, typed_wrong or {}))

    def examination(self, at: datetime, score: int | None = None) -> None:
        """An ICE examination of its own time, with its neurological findings."""
        self._examinations.append(at)
        self.plan(at + 4 * MINUTE, lambda when: self._examine(at, when, score))

    def results(self, at: datetime, labs: Iterable[Lab], *, hours: float = 1.5) -> None:
        """Laboratory values of a sample, written when they come back."""
        self.fact(at, *labs, minutes=hours * 60)

    def reported(self, analyte: str, since: datetime) -> Lab | None:
        """The last result of an analyte that is written so far, of a sample since a moment."""
        labs = (e.fact for e in reversed(self._entries) if e.at >= since)
        found = (lab for lab in labs if isinstance(lab, Lab) and lab.analyte == analyte)
        return next(found, None)

    def mistaken(self, at: datetime, fact: Fact, reason: str) -> None:
        """A fact that was no fact of this patient, taken out some minutes later."""

        def act(when: datetime) -> None:
            (entry,) = self.write(at, (fact,), when)
            self.plan(
                when + 9 * MINUTE,
                lambda later: self.write(at, (Retracted(),), later, of=entry, reason=reason),
            )

        self.plan(at + 2 * MINUTE, act)

    def confirmation(
        self, at: datetime, scale: str, level: int | None = None, reason: str = ""
    ) -> None:
        """A physician confirms the grade that stands at a moment, or puts another in its place."""

        def act(when: datetime) -> None:
            grade = self.charted.grade(scale)
            word = Confirmed(
                scale,
                SCALES[scale].edition,
                grade.counted if level is None else level,
                grade.level,
                grade.at_least,
                grade.status,
                reason,
            )
            self.write(at, (word,), when, role="physician")

        self.plan(at + MINUTE, act)

    def plan(self, recorded: datetime, act: _Act) -> None:
        """Have something done; what would be written later than now is not written yet."""
        if recorded <= self.now:
            heapq.heappush(self._events, _Event(recorded, next(self._numbers), act))

    # --- what comes about ----------------------------------------------------------------------

    def record(self) -> tuple[Entry, ...]:
        """All entries in the order of writing."""
        while True:
            planned = self._events[0].recorded if self._events else None
            dues = (planned, self._round_due(), self._examination_due())
            first = min((due for due in dues if due is not None), default=None)
            if first is None:
                return tuple(self._entries)
            delay = timedelta(seconds=self.chance.randint(50, 190))
            if first == planned:
                event = heapq.heappop(self._events)
                # What is written goes on from what was: nobody answers what is not written yet.
                event.act(max(event.recorded, self.charted.now or event.recorded))
            elif first == dues[1]:
                self._observe(first, min(first + delay, self.now), {}, {})
            else:
                self._examine(first, min(first + delay, self.now))

    def _round_due(self) -> datetime | None:
        """When the nurse comes next, unless a planned round is near."""
        found, now = self.charted.round("vitals"), self.charted.now
        if not self._has_begun or found is None or found.interval is None or now is None:
            return None
        asked = _asked_at(found)
        if asked is None:
            return None
        interval = found.interval
        sway = max(-_SWAYS * interval, min(_SWAYS * interval, self._sway))
        due = max(self._by_the_clock(asked, interval) + sway, now + MINUTE)
        due = due.replace(second=0, microsecond=0)
        here = any(start <= due <= end for start, end in (self.on_ward, self.again))
        near = any(abs(at - due) < _NEAR * interval for at in self._rounds)
        return due if here and not near else None

    def _by_the_clock(self, due: datetime, interval: timedelta) -> datetime:
        """A due time drawn to the ward's full hours, as far as the interval allows."""
        if interval < HOUR:
            return due
        local = due.astimezone(self.zone)
        clock = timedelta(hours=local.hour, minutes=local.minute) - _GRID_FROM
        off = clock % interval
        shift = interval - off if off > interval / 2 else -off
        return due + max(-0.25 * interval, min(0.1 * interval, shift))

    def _observe(
        self,
        at: datetime,
        recorded: datetime,
        found: Mapping[str, Any],
        typed_wrong: Mapping[str, Any],
    ) -> None:
        at = at.replace(second=0, microsecond=0)
        if self.body is None:
            raise ValueError(f"{self.patient}: no vital signs are planned")
        own = dict(found)
        support = own.pop("support", self.body.support(at))
        right = replace(self.body.vitals(at), **own)
        facts: list[Fact] = [replace(right, **typed_wrong)]
        facts += [support] if support is not None else []
        if not any(abs(at - change) < 3 * MINUTE for change in self._pump_changes):
            facts += [replace(run.drug, action="continued") for run in self.charted.to_confirm(at)]
        entries = self._entered(at, facts, recorded)
        if typed_wrong:
            self.plan(
                recorded + 6 * MINUTE,
                lambda when: self.write(at, (right,), when, of=entries[0], reason="typing error"),
            )
        self._has_begun = True
        self._sway = timedelta(minutes=self.chance.randint(-3, 5))
        if self._is_examination_near(at):
            entries += self._examined(at + 2 * MINUTE, min(recorded + 3 * MINUTE, self.now))
        self._follow(entries)

    def _examination_due(self) -> datetime | None:
        """When ICE is due by itself, because no round comes near enough to its interval."""
        start, end = self.examining
        found, now = self.charted.round("ice"), self.charted.now
        if found is None or found.interval is None or now is None or not start <= now <= end:
            return None
        asked = _asked_at(found)
        if asked is None:
            return None
        due = max(asked + _LATEST * found.interval, now + MINUTE).replace(second=0, microsecond=0)
        near = _NEAR * found.interval
        planned = any(now < at < due + near or abs(at - due) < near for at in self._examinations)
        return due if due <= end and not planned else None

    def _is_examination_near(self, at: datetime) -> bool:
        """Whether ICE is done with the round of this moment."""
        start, end = self.examining
        found = self.charted.round("ice")
        if found is None or found.interval is None or not start <= at <= end:
            return False
        asked, interval = _asked_at(found), found.interval
        evening = at.astimezone(self.zone).hour in _EVENING and interval == 12 * HOUR
        nearly = _BEFORE_NIGHT if evening else _NEARLY
        if asked is None or at < asked - (1 - nearly) * interval:
            return False
        return not any(at <= planned < at + _NEAR * interval for planned in self._examinations)

    def _examine(self, at: datetime, recorded: datetime, score: int | None = None) -> None:
        self._follow(self._examined(at, recorded, score))

    def _examined(
        self, at: datetime, recorded: datetime, score: int | None = None
    ) -> tuple[Entry, ...]:
        if self.body is None:
            raise ValueError(f"{self.patient}: no findings are planned")
        self._examinations.append(at)
        return self._entered(at, self.body.examined(at, score), recorded)

    def write(
        self,
        at: datetime,
        facts: Iterable[Fact],
        recorded: datetime,
        *,
        role: Role = "nurse",
        of: Entry | None = None,
        reason: str | None = None,
    ) -> tuple[Entry, ...]:
        """Write facts true at a moment and see what follows from them; the entries."""
        entries = self._entered(at, facts, recorded, role=role, of=of, reason=reason)
        self._follow(entries)
        return entries

    def _entered(
        self,
        at: datetime,
        facts: Iterable[Fact],
        recorded: datetime,
        *,
        role: Role = "nurse",
        of: Entry | None = None,
        reason: str | None = None,
    ) -> tuple[Entry, ...]:
        author = of.author if of else self._author(role, recorded)
        entries = tuple(
            Entry(
                id=f"{self.patient}/{place:05d}",
                origin="",
                seq=place,
                patient=self.patient,
                at=at,
                recorded=recorded,
                author=author,
                role=role,
                fact=fact,
                amends=of.id if of else None,
                reason=reason,
            )
            for place, fact in enumerate(facts, len(self._entries) + 1)
        )
        self._entries += entries
        return entries

    def _follow(self, entries: Sequence[Entry]) -> None:
        """Chart what was written, and see to alarms."""
        if self._watched:
            self.charted.take(entries)
            self.heeded.heed(entries[0].recorded)


def _asked_at(found: Round) -> datetime | None:
    """When somebody comes for a round: once it is due, or what was answered for is asked again."""
    return found.due if found.answer is None else found.answer.until
