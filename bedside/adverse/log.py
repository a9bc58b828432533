"""The log of adverse events: each with its grades over time, how it stands, and its SAE clock.

An event is known by the entry with which it began; an amendment of that entry does not make it
another one. What follows an event that was retracted counts no more.

Source of the 24 hours: ICH E6 asks for serious adverse events "immediately"; protocols of CAR-T
trials set 24 hours after the site's awareness. That 18 hours are the warning is this project's
decision.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from bedside.chart import Chart
from bedside.facts import (
    AdverseEvent,
    AdverseEventChanged,
    AdverseEventEnded,
    EventAction,
    EventOutcome,
    EventScale,
    SaeReported,
    Seriousness,
)
from bedside.timeline import Entry

WARN_AFTER, HIGH_AFTER = timedelta(hours=18), timedelta(hours=24)
"""How long after awareness an SAE that is not reported is told of, and when it is late."""
Clock = Literal["none", "running", "warn", "late", "reported"]


class Graded(NamedTuple):
    """The CTCAE grade from a moment on."""

    at: datetime
    grade: int


class Report(NamedTuple):
    """A serious event was reported: when and to whom."""

    at: datetime
    to: str


@dataclass(frozen=True, slots=True)
class Event:
    """One adverse event as of now. ``key`` is the id of the entry with which it began.

    ``entry`` is that entry as it counts now, ``fact`` what it says. ``grades`` are in order of
    time, from the onset. ``serious`` are the criteria that hold now, ``aware`` since when the
    site knows of one. ``astct`` is the highest ASTCT grade that somebody confirmed it for;
    ``scale`` and ``scale_grade`` are the same by another scale.
    """

    key: str
    entry: Entry
    fact: AdverseEvent
    grades: tuple[Graded, ...]
    serious: tuple[Seriousness, ...] = ()
    aware: datetime | None = None
    action: EventAction | None = None
    ended: datetime | None = None
    outcome: EventOutcome | None = None
    report: Report | None = None
    astct: int | None = None
    scale: EventScale | None = None
    scale_grade: int | None = None

    @property
    def onset(self) -> datetime:
        """When it began."""
        return self.entry.at

    @property
    def grade(self) -> int:
        """The grade as last stated."""
        return self.grades[-1].grade

    @property
    def worst(self) -> int:
        """The highest grade it ever had."""
        return max(graded.grade for graded in self.grades)

    @property
    def is_open(self) -> bool:
        """Whether nobody has stated its end."""
        return self.ended is None

    @property
    def is_serious(self) -> bool:
        """Whether it meets a criterion of seriousness."""
        return bool(self.serious)

    @property
    def awaits_report(self) -> bool:
        """Whether it is serious and was not reported since the site knew."""
        return self.is_serious and self.aware is not None and self.report is None

    @property
    def due(self) -> datetime | None:
        """Until when it is to be reported; None where nothing is to be."""
        return self.aware + HIGH_AFTER if self.awaits_report and self.aware is not None else None

    def clock(self, now: datetime) -> Clock:
        """How the report stands: ``warn`` from 18 h after awareness on, ``late`` from 24 h on."""
        if not self.is_serious or self.aware is None:
            return "none"
        if self.report is not None:
            return "reported"
        waited = now - self.aware
        if waited >= HIGH_AFTER:
            return "late"
        return "warn" if waited >= WARN_AFTER else "running"

    def overlaps(self, start: datetime, end: datetime | None) -> bool:
        """Whether it was there at some time between two moments (None: still)."""
        return (end is None or self.onset <= end) and (self.ended is None or self.ended >= start)


def named(term: str, version: str, specify: str = "") -> str:
    """An event as it is called: its published name, or the words of an "Other, specify".

    A term that this program does not hold is called by its id.
    """
    if specify.strip():
        return specify.strip()
    # Loaded when first asked for: the terms are long, and most starts never see one.
    from grading.ctcae.terms import TERMS  # noqa: PLC0415

    for held, terms in TERMS.items():
        if held == version and term in terms:
            return terms[term].name
    return term


def roots(log: Iterable[Entry]) -> Mapping[str, str]:
    """By the id of each entry that amends, the id of the one with which that chain began."""
    amends = {entry.id: entry.amends for entry in log if entry.amends}
    found = {}
    for one in amends:
        first, seen = one, {one}
        while (before := amends.get(first)) is not None and before not in seen:
            first = before
            seen.add(first)
        found[one] = first
    return found


def events(of: Chart) -> tuple[Event, ...]:
    """All adverse events of a patient as of the chart's moment, the latest onset first."""
    return events_of(of.timeline, of.log)


def events_of(line: Iterable[Entry], log: Iterable[Entry]) -> tuple[Event, ...]:
    """The events of entries that count, in clinical order; ``log`` are all entries."""
    began: dict[str, Event] = {}
    follow: list[Entry] = []
    first = roots(log)
    for entry in line:
        fact = entry.fact
        if isinstance(fact, AdverseEvent):
            key = first.get(entry.id, entry.id)
            began[key] = Event(
                key,
                entry,
                fact,
                (Graded(entry.at, fact.grade),),
                fact.serious,
                fact.aware,
                fact.action,
                astct=fact.astct,
                scale=fact.scale,
                scale_grade=fact.scale_grade,
            )
        elif isinstance(fact, AdverseEventChanged | AdverseEventEnded | SaeReported):
            follow.append(entry)
    for entry in follow:
        fact = entry.fact
        assert isinstance(fact, AdverseEventChanged | AdverseEventEnded | SaeReported)
        key = first.get(fact.event, fact.event)
        if key in began:
            began[key] = _followed(began[key], entry.at, fact)
    return tuple(sorted(began.values(), key=lambda event: (event.onset, event.key), reverse=True))


def _followed(
    event: Event, at: datetime, fact: AdverseEventChanged | AdverseEventEnded | SaeReported
) -> Event:
    """The event after one more entry about it."""
    match fact:
        case AdverseEventEnded():
            return replace(event, ended=at, outcome=fact.outcome)
        case SaeReported():
            return replace(event, report=Report(at, fact.to))
        case AdverseEventChanged():
            return _changed(event, at, fact)


def _changed(event: Event, at: datetime, fact: AdverseEventChanged) -> Event:
    if fact.grade is not None:
        event = replace(event, grades=(*event.grades, Graded(at, fact.grade)))
    if fact.action is not None:
        event = replace(event, action=fact.action)
    if fact.astct is not None:
        event = replace(event, astct=max(fact.astct, event.astct or 0))
    if fact.scale is not None and fact.scale_grade is not None:
        known = event.scale_grade if event.scale == fact.scale else None
        highest = max(fact.scale_grade, known or 0)
        event = replace(event, scale=fact.scale, scale_grade=highest)
    if fact.serious is None:
        return event
    if event.is_serious and fact.serious:
        return replace(event, serious=fact.serious)  # the clock goes on as it began
    # Serious from now on, or no more: what was reported before does not count for it.
    aware = fact.aware if fact.serious else None
    return replace(event, serious=fact.serious, aware=aware, report=None)
