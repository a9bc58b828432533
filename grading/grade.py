"""The shape of a published scale, and the one fold over readings that grades with it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from grading.findings import Findings, Memory, anchors, infusion_at, moments
from grading.signs import Infused, Planned, Reading

M = TypeVar("M")

Status = Literal["graded", "partial", "quiet", "no_crs", "review", "incomplete"]


class Evidence(NamedTuple):
    """A reading that decided something: what it is, its value, and when it was seen."""

    what: str
    value: Any
    at: datetime


class Reason(NamedTuple):
    """One domain of a scale with its level, a code for the rule that gave it, and evidence.

    ``level`` is None where the domain cannot be told.
    """

    domain: str
    level: int | None
    code: str
    evidence: tuple[Evidence, ...] = ()


class Missing(NamedTuple):
    """Something a scale needs and has not: never charted, or last seen too long ago."""

    what: str
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade with its reasons.

    ``level`` is None when it cannot be stated; ``at_least`` is the lowest level that is certain
    all the same. ``would_raise`` holds codes of what would raise it. ``onset`` is the start of
    the episode this grade belongs to and ``ended`` its end, once confirmed. ``suspected`` is
    the level it would have if a person decided that it is one (status ``review``).
    """

    level: int | None
    at_least: int
    status: Status
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Missing, ...] = ()
    flags: frozenset[str] = frozenset()
    would_raise: tuple[str, ...] = ()
    onset: datetime | None = None
    ended: datetime | None = None
    suspected: int | None = None

    @property
    def counted(self) -> int:
        """The level that prompts, alarms and maxima use: ``at_least`` where there is no level."""
        return self.at_least if self.level is None else self.level

    @property
    def drivers(self) -> tuple[str, ...]:
        """The domains that reach the counted level; none at 0."""
        reached = self.counted
        return tuple(r.domain for r in self.reasons if reached and r.level == reached)


def _never(_remembered: object, _at: datetime) -> None:
    """The answer of a scale whose memory does not lapse."""


@dataclass(frozen=True, slots=True)
class Scale(Generic[M]):
    """One edition of one published scale.

    ``step`` is the whole scale: from what it remembers and what is known now to what it
    remembers next and the grade. ``age`` says how old a reading may be for a live grade, from
    what is remembered, the moment, the infusion and the site's zone; ``lapses`` when something
    remembered next stops counting by itself.
    """

    id: str
    edition: str
    source: str
    reads: frozenset[type]
    start: M
    step: Callable[[M, Findings], tuple[M, Grade]]
    age: Callable[[M, datetime, datetime | None, tzinfo], timedelta]
    lapses: Callable[[M, datetime], datetime | None] = _never


class Change(NamedTuple):
    """The counted level went from one to another."""

    at: datetime
    before: int
    after: int


class Trend(NamedTuple):
    """The level last stated, the latest change of it, and the latest rise.

    What is merely no longer known does not lower it, so that a grade that comes back after a
    gap is not a rise.
    """

    level: int = 0
    change: Change | None = None
    rise: Change | None = None

    def after(self, at: datetime, grade: Grade) -> "Trend":
        """The trend with a further grade."""
        level = counted_level(grade)
        if grade.suspected is not None and grade.suspected > level:
            level = grade.suspected
        if level > self.level:
            change = Change(at, self.level, level)
            return Trend(level, change, change)
        if level < self.level and grade.level is not None:
            return Trend(level, Change(at, self.level, level), self.rise)
        return self


class Step(NamedTuple):
    """The grade from a moment on. ``observed`` is False where only time had passed."""

    at: datetime
    grade: Grade
    observed: bool
    trend: Trend


class Mark(NamedTuple):
    """Where a fold stood after so many readings and steps, so that it can go on from there."""

    readings: int
    steps: int
    remembered: Any
    memory: Memory
    age: timedelta
    trend: Trend


_MARK_EVERY = 64
_REFOLD = (Infused, Planned)


@dataclass(frozen=True, slots=True)
class Course(Generic[M]):
    """Grades over time: one step after each moment that matters, up to ``now``.

    ``next_change`` is when the last grade may next read differently by itself.
    Immutable; :meth:`extended` goes on from the nearest mark, so that the cost of a later
    observation does not grow with the length of the record.
    """

    scale: Scale[M]
    zone: tzinfo
    now: datetime
    readings: tuple[Reading, ...]
    steps: tuple[Step, ...]
    marks: tuple[Mark, ...]
    given: tuple[datetime, ...]
    planned: datetime | None
    next_change: datetime | None = None

    @property
    def remembered(self) -> M:
        """What the scale remembers after the last reading."""
        remembered: M = self.marks[-1].remembered
        return remembered

    @property
    def last(self) -> Step | None:
        """The latest step, or None where nothing was ever read."""
        return self.steps[-1] if self.steps else None

    def at(self, moment: datetime) -> Step | None:
        """The step in force at a moment."""
        index = bisect_right(self.steps, moment, key=lambda step: step.at)
        return self.steps[index - 1] if index else None

    def extended(self, readings: Iterable[Reading], now: datetime) -> "Course[M]":
        """The course with further readings, up to ``now``."""
        new = sorted((r for r in readings if type(r.sign) in self.scale.reads), key=_when)
        if any(isinstance(r.sign, _REFOLD) for r in new) or now < self.now:
            return course(self.scale, (*self.readings, *new), now, self.zone)
        kept = len(self.marks)
        if new:  # the first mark stands before every reading
            while kept > 1 and self.readings[self.marks[kept - 1].readings - 1].at >= new[0].at:
                kept -= 1
        mark = self.marks[kept - 1]
        tail = self.readings[mark.readings :]
        rest = sorted((*tail, *new), key=_when) if tail else new
        return _folded(
            replace(
                self,
                now=now,
                readings=(*self.readings[: mark.readings], *rest),
                steps=self.steps[: mark.steps],
                marks=self.marks[:kept],
            )
        )


def _when(reading: Reading) -> datetime:
    return reading.at


def course(
    scale: Scale[M], readings: Iterable[Reading], now: datetime, zone: tzinfo = UTC
) -> Course[M]:
    """The course of a scale over readings in any order, as of ``now`` (aware).

    Readings later than ``now`` do not count. ``zone`` is the site's, for calendar days.
    """
    read = sorted((r for r in readings if type(r.sign) in scale.reads), key=_when)
    given = anchors((r.at, r.sign) for r in read if isinstance(r.sign, Infused))
    plans = [(r.at, r.sign.infusion) for r in read if isinstance(r.sign, Planned)]
    planned = max(plans)[1] if plans else None
    start = Mark(0, 0, scale.start, Memory(), timedelta(0), Trend())
    return _folded(Course(scale, zone, now, tuple(read), (), (start,), given, planned))


def _folded(begun: Course[M]) -> Course[M]:
    """Fold what lies behind the last mark; the steps of mere time after it come at the end."""
    scale = begun.scale
    marks = list(begun.marks)
    steps = list(begun.steps)
    count, _, remembered, memory, age, trend = marks[-1]
    memory = memory.copy()
    found = None
    if steps:
        at = steps[-1].at
        infused = infusion_at(at, begun.given, begun.planned)
        found = Findings(at, age, begun.zone, infused, (), memory)
    for at, moment in moments(begun.readings[count:]):
        if at > begun.now:
            break
        if found is not None:
            remembered, found, _ = _time_passing(begun, remembered, found, at, steps)
        memory.end_spans(at)
        memory.take(moment)
        infused = infusion_at(at, begun.given, begun.planned)
        age = scale.age(remembered, at, infused, begun.zone)
        observed = tuple([reading.sign for reading in moment])
        found = Findings(at, age, begun.zone, infused, observed, memory)
        remembered, grade = scale.step(remembered, found)
        trend = (steps[-1].trend if steps else trend).after(at, grade)
        steps.append(Step(at, grade, observed=True, trend=trend))
        count += len(moment)
        if count - marks[-1].readings >= _MARK_EVERY:
            marks.append(Mark(count, len(steps), remembered, memory.copy(), age, trend))
    if count > marks[-1].readings:
        end = Mark(count, len(steps), remembered, memory.copy(), age, trend)
        regular = len(marks) == 1 or count - marks[-2].readings >= _MARK_EVERY
        marks[len(marks) if regular else -1 :] = [end]
    next_change = None
    if found is not None:
        *_, next_change = _time_passing(begun, remembered, found, None, steps)
    return replace(begun, steps=tuple(steps), marks=tuple(marks), next_change=next_change)


def _time_passing(
    of: Course[M], remembered: M, found: Findings, until: datetime | None, steps: list[Step]
) -> tuple[M, Findings, datetime | None]:
    """Steps before ``until``, or up to now, at which something stopped counting by itself.

    Also answers with the next such moment after those.
    """
    scale, memory = of.scale, found.memory
    while True:
        age = scale.age(remembered, found.at, found.infused, of.zone)
        at = found.next_expiry(age)
        lapse = scale.lapses(remembered, found.at)
        if lapse is not None and (at is None or lapse < at):
            at = lapse
        if age < found.age:
            at = found.at  # the interval in force has shortened: judge again at once
        elif found.before_infusion and found.infused is not None:
            at = min(found.infused, at or found.infused)
        if at is None or at > of.now or (until is not None and at >= until):
            return remembered, found, at
        memory.end_spans(at)
        infused = infusion_at(at, of.given, of.planned)
        age = scale.age(remembered, at, infused, of.zone)
        found = Findings(at, age, of.zone, infused, (), memory)
        remembered, grade = scale.step(remembered, found)
        if steps[-1].grade != grade:
            trend = steps[-1].trend.after(at, grade)
            steps.append(Step(at, grade, observed=False, trend=trend))


@dataclass(frozen=True, slots=True)
class Episode:
    """One run of a toxicity from onset to end.

    ``end`` is None while open or while the 24 quiet hours are not confirmed. ``maximum`` is the
    highest counted level and ``maximum_at`` when it was first reached.
    """

    onset: datetime
    end: datetime | None
    maximum: int
    maximum_at: datetime

    @property
    def duration(self) -> timedelta | None:
        """From onset to end, or None while there is no end."""
        return None if self.end is None else self.end - self.onset

    def days(self, zone: tzinfo) -> int | None:
        """Calendar days in the site's zone, both ends counted, or None while there is no end."""
        if self.end is None:
            return None
        return (self.end.astimezone(zone).date() - self.onset.astimezone(zone).date()).days + 1


CourseState = Literal["none", "open", "pending", "closed"]


def episodes(steps: Sequence[Step]) -> tuple[Episode, ...]:
    """The episodes of a course, in time order."""
    found: dict[datetime, tuple[int, datetime, datetime | None]] = {}
    for at, grade, _, _ in steps:
        onset = grade.onset
        if onset is None:
            continue
        counted = counted_level(grade)
        highest, first, end = found.get(onset, (-1, at, None))
        if counted > highest:
            found[onset] = (counted, at, grade.ended or end)
        elif grade.ended is not None:
            found[onset] = (highest, first, grade.ended)
    return tuple(
        Episode(onset, end, highest, first) for onset, (highest, first, end) in found.items()
    )


def counted_level(grade: Grade) -> int:
    """The level an episode counts: adjusted to the baseline where the scale does that."""
    adjusted = getattr(grade, "adjusted", None)
    return grade.counted if adjusted is None else int(adjusted)


def state(steps: Sequence[Step]) -> CourseState:
    """Where a course stands after its last observation."""
    found = episodes(steps)
    if not found:
        return "none"
    if found[-1].end is not None:
        return "closed"
    last = [step.grade for step in steps if step.observed][-1]
    quiet = last.status in ("quiet", "graded") and not counted_level(last)
    return "pending" if quiet else "open"
