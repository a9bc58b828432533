"""All that a screen needs of one patient at one moment, from the record and the clock alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Any, TypeVar, cast

from bedside.facts import (
    Admitted,
    Confirmed,
    Discharged,
    Enrolled,
    Fact,
    Reassigned,
)
from bedside.timeline import Draft, Entry, clinical_order, readings, timeline
from bedside.uncollected import uncollected
from grading.findings import Memory, Run, Seen, begins, infusion_at, moments, study_day
from grading.grade import Course, Grade, Step, course
from grading.scales import SCALES
from grading.signs import Infused, Planned, Reading, Sign

S = TypeVar("S")
ALARMING = ("crs", "icans")
"""Scales of which a rise asks for somebody's name."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who the patient is and where, as last written."""

    patient: str
    enrolled: Enrolled = field(default_factory=Enrolled)
    bed: str | None = None
    discharged: bool = False

    def with_fact(self, fact: Fact) -> "Person":
        """The person after one more fact."""
        match fact:
            case Enrolled():
                return replace(self, enrolled=fact)
            case Reassigned():
                followed = replace(
                    self.enrolled,
                    protocol=fact.protocol,
                    edition=fact.edition,
                    dose_level=fact.dose_level,
                )
                return replace(self, enrolled=followed)
            case Admitted():
                return replace(self, bed=fact.bed, discharged=False)
            case Discharged():
                return replace(self, bed=None, discharged=True)
            case _:
                return self


@dataclass(frozen=True, slots=True)
class Chart:
    """One patient at one moment. Frozen: every widget shows it, none changes it.

    ``log`` holds all entries in the order of writing, ``timeline`` those that count up to
    ``now``. ``signed`` is the latest physician's word on each scale. ``next_change`` is when
    the chart would next read differently by itself.
    """

    patient: str
    now: datetime
    zone: tzinfo
    log: tuple[Entry, ...]
    timeline: tuple[Entry, ...]
    person: Person
    courses: Mapping[str, Course[Any]]
    memory: Memory
    signed: Mapping[str, Entry]
    infusions: tuple[Entry, ...]
    planned: datetime | None

    @property
    def infused(self) -> datetime | None:
        """The infusion that counts now: the latest, else the next, else the planned one."""
        return infusion_at(self.now, [e.at for e in self.infusions], self.planned)

    @property
    def study_day(self) -> int | None:
        """Calendar days since the infusion, negative before it; None without one."""
        infused = self.infused
        if infused is None:
            return None
        return study_day(self.now, infused, self.zone)

    def day_of(self, moment: datetime) -> int | None:
        """The study day of another moment."""
        infused = infusion_at(moment, [e.at for e in self.infusions], self.planned)
        return None if infused is None else study_day(moment, infused, self.zone)

    def step(self, scale: str) -> Step | None:
        """The step of a scale in force now; None where it has read nothing yet."""
        return self.courses[scale].last

    def grade(self, scale: str) -> Grade | None:
        """The grade of a scale now; None where it has read nothing yet."""
        step = self.step(scale)
        return None if step is None else step.grade

    def stated(self, scale: str) -> Step | None:
        """The latest step with a level, to be shown greyed while there is none now."""
        steps = self.courses[scale].steps
        return next((step for step in reversed(steps) if step.grade.level is not None), None)

    def latest(self, sign: type[S], group: str) -> Seen[S] | None:
        """The latest of a group of signs, however old (groups: ``grading.signs.GROUPS``)."""
        return cast("Seen[S] | None", self.memory.latest.get((sign, group)))

    @property
    def running(self) -> tuple[Run, ...]:
        """Infusions of drugs that run now."""
        spans = (run for end, run in self.memory.spans if end > self.now)
        return tuple(sorted((*self.memory.runs.values(), *spans), key=lambda r: r.since))

    @property
    def next_change(self) -> datetime | None:
        """When the chart would next read differently by itself."""
        moments_ahead = [c.next_change for c in self.courses.values()]
        return min((m for m in moments_ahead if m is not None and m > self.now), default=None)

    def extended(self, entries: Sequence[Entry], now: datetime) -> "Chart":
        """The chart with further entries, as of ``now``; the same as charting all afresh.

        An entry later than all others costs one step, whatever the length of the record.
        """
        unread = len(self.log) != len(self.timeline) and _has_future(self)
        if not entries and not unread and self.now <= now:
            change = self.next_change
            if change is None or now < change:
                return replace(self, now=now)
        log = (*self.log, *entries)
        last = self.timeline[-1] if self.timeline else None
        amending = any(e.amends for e in entries)
        if amending or unread or now < self.now or any(e.at > now for e in entries):
            return chart(log, now, self.zone)
        new = sorted(entries, key=clinical_order)
        late = bool(new and last and new[0].at <= last.at)  # one moment is judged as a whole
        line = (*self.timeline, *new)
        seen = readings(new)
        if late:
            line = tuple(sorted(line, key=clinical_order))
            memory = _remembered(readings(line))
        else:
            memory = self.memory.copy()
            for _, moment in moments(seen):
                memory.take(moment)
        memory.end_spans(now)
        return replace(
            self,
            now=now,
            log=log,
            timeline=line,
            memory=memory,
            courses={k: c.extended(seen, now) for k, c in self.courses.items()},
            **_persisting(line if late else new, None if late else self),
        )

    def previewed(self, drafts: Iterable[Draft], now: datetime) -> Mapping[str, Grade | None]:
        """What the grades would be if these drafts were saved: "if saved"; nothing is written."""
        seen = [Reading(d.at, d.fact) for d in drafts if isinstance(d.fact, Sign)]
        found: dict[str, Grade | None] = {}
        for scale, whole in self.courses.items():
            step = whole.extended(seen, now).last
            found[scale] = None if step is None else step.grade
        return found

    def amended(self, draft: Draft, now: datetime) -> "Chart":
        """The chart as it would be if this amendment or retraction were saved."""
        would_be = Entry(
            id="￿",
            origin="",
            seq=1,
            patient=self.patient,
            at=draft.at,
            recorded=max(now, max((e.recorded for e in self.log), default=now)),
            author="",
            role="",
            fact=draft.fact,
            amends=draft.amends,
            reason=draft.reason,
        )
        return chart((*self.log, would_be), now, self.zone)


def _has_future(of: Chart) -> bool:
    return any(e.at > of.now for e in of.log)


def _remembered(seen: Iterable[Reading]) -> Memory:
    memory = Memory()
    for at, moment in moments(seen):
        memory.end_spans(at)
        memory.take(moment)
    return memory


def _persisting(entries: Sequence[Entry], before: Chart | None) -> dict[str, Any]:
    """What only a few kinds of facts say: who, where, infusions, words of people."""
    patient = entries[0].patient if entries else ""
    person = before.person if before else Person(patient)
    signed = dict(before.signed) if before else {}
    infusions = before.infusions if before else ()
    planned = before.planned if before else None
    for entry in entries:
        match entry.fact:
            case Enrolled() | Reassigned() | Admitted() | Discharged():
                person = person.with_fact(entry.fact)
            case Confirmed():
                signed[entry.fact.scale] = entry
            case Infused() if begins(entry.fact, first=not infusions):
                infusions = (*infusions, entry)
            case Planned():
                planned = entry.fact.infusion
            case _:
                pass
    return {
        "person": person,
        "signed": signed,
        "infusions": infusions,
        "planned": planned,
    }


def chart(log: Iterable[Entry], now: datetime, zone: tzinfo = UTC) -> Chart:
    """The chart of one patient as of ``now`` (aware), from all its entries in any order.

    Entries later than ``now`` do not count yet. Raises ValueError without any entry.
    """
    log = tuple(log)
    if not log:
        raise ValueError("a chart needs at least one entry")
    with uncollected():
        return _charted(log, now, zone)


def _charted(log: tuple[Entry, ...], now: datetime, zone: tzinfo) -> Chart:
    whole = timeline(log)
    line = tuple(e for e in whole if e.at <= now)
    # Asked about the time before it, an infusion is one that has not taken place yet.
    ahead = tuple(e for e in whole if e.at > now and isinstance(e.fact, Infused))
    seen = readings(line)
    read = (*seen, *readings(ahead))
    memory = _remembered(seen)
    memory.end_spans(now)
    persisting = _persisting((*line, *ahead), None)
    if not line and not ahead:
        persisting["person"] = Person(log[0].patient)
    return Chart(
        patient=log[0].patient,
        now=now,
        zone=zone,
        log=log,
        timeline=line,
        memory=memory,
        courses={k: course(scale, read, now, zone) for k, scale in SCALES.items()},
        **persisting,
    )
