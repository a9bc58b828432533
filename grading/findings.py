"""What is known at a moment: the latest of each group of signs, and how old each may be."""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Generic, TypeVar, cast

from grading.signs import GROUPS, Drug, Group, Infused, Key, Reading, Sign

S = TypeVar("S")

_NEVER = datetime.max.replace(tzinfo=UTC)
_LASTS = {(sign, group.name): group.lasts for sign, groups in GROUPS.items() for group in groups}


@dataclass(frozen=True, slots=True)
class Seen(Generic[S]):
    """A sign and the moment it was seen.

    ``rivals`` are further signs of the very same moment that say something of the same; a
    scale takes the worst of them all.
    """

    sign: S
    at: datetime
    rivals: tuple[S, ...] = ()

    @property
    def every(self) -> tuple[S, ...]:
        """The sign and its rivals, the one of most concern first."""
        return (self.sign, *self.rivals)


@dataclass(frozen=True, slots=True)
class Run:
    """An infusion that runs: since when, its latest charted sign, and when that was charted."""

    since: datetime
    drug: Drug
    at: datetime


def _beside(known: Seen[Any], sign: object, group: Group) -> Seen[Any]:
    """What was seen, with one more sign of the same moment; in whatever order they come."""
    every = sorted({*known.every, sign}, key=lambda s: (group.concern(s), repr(s)), reverse=True)
    return Seen(every[0], known.at, tuple(every[1:]))


@dataclass(slots=True)
class Memory:
    """The latest of each group, the runs and their ends: what a fold carries along, mutable."""

    latest: dict[Key, Seen[Any]] = field(default_factory=dict)
    runs: dict[tuple[str, str | None], Run] = field(default_factory=dict)
    spans: list[tuple[datetime, Run]] = field(default_factory=list)  # charted whole, by end

    def copy(self) -> "Memory":
        """An independent copy."""
        return Memory(dict(self.latest), dict(self.runs), list(self.spans))

    def take(self, moment: Sequence[Reading]) -> None:
        """Take in all readings of one moment; their order makes no difference."""
        latest = self.latest
        stopped: list[Reading] = []
        for reading in moment:
            sign, at = reading.sign, reading.at
            if isinstance(sign, Drug):
                if sign.action == "stopped":
                    stopped.append(reading)
                else:
                    self._take_drug(sign, at)
                continue
            seen = Seen(sign, at)
            for key, group in reading.charted:
                known = latest.get(key)
                if known is None or known.at < at:
                    latest[key] = seen
                else:
                    latest[key] = _beside(known, sign, group)
        for reading in stopped:
            self._stop(cast("Drug", reading.sign), reading.at)

    def _stop(self, drug: Drug, at: datetime) -> None:
        # A new bag starts the minute the old one ends: of one moment, a start or a new rate
        # stands. A pump that was only confirmed within the minute has been stopped.
        key = (drug.name, drug.line)
        known = self.runs.get(key)
        if known is not None and (known.at < at or known.drug.action == "continued"):
            del self.runs[key]

    def _take_drug(self, drug: Drug, at: datetime) -> None:
        if drug.action == "given":
            return
        if drug.until is not None:
            if drug.until > at:
                insort(self.spans, (drug.until, Run(at, drug, at)), key=lambda span: span[0])
            return
        key = (drug.name, drug.line)
        known = self.runs.get(key)
        since = known.since if known is not None else at
        if (
            known is None
            or known.at < at
            or (drug.rate or 0, repr(drug)) > (known.drug.rate or 0, repr(known.drug))
        ):
            self.runs[key] = Run(since, drug, at)

    def end_spans(self, now: datetime) -> None:
        """Forget the infusions that were charted as ended by now."""
        while self.spans and self.spans[0][0] <= now:
            self.spans.pop(0)


@dataclass(slots=True)  # made thousands of times a fold: a frozen one costs three times as much
class Findings:
    """All that a scale may know at a moment; nobody changes it.

    ``age`` is how long a quantity counts that has no span of its own. ``observed`` holds the
    signs of this very moment; it is empty where only time has passed. ``infused`` is the latest
    infusion of cells up to now, else the next one; None where none is recorded or planned.
    """

    at: datetime
    age: timedelta
    zone: tzinfo
    infused: datetime | None
    observed: tuple[Sign, ...]
    memory: Memory
    since: datetime = field(init=False)
    """What was seen by then, and not at this very moment, is too old to count."""

    def __post_init__(self) -> None:
        self.since = self.at - self.age

    def last(self, sign: type[S], group: str) -> Seen[S] | None:
        """The latest of a group, however old."""
        seen: Seen[S] | None = self.memory.latest.get((sign, group))
        return seen

    def known(self, sign: type[S], group: str) -> Seen[S] | None:
        """The latest of a group if it still counts, else None."""
        key = (sign, group)
        seen: Seen[S] | None = self.memory.latest.get(key)
        if seen is None or seen.at > self.since or seen.at == self.at or _LASTS[key]:
            return seen
        return None

    def is_stale(self, seen_at: datetime) -> bool:
        """Whether something seen then is too old to count now."""
        return seen_at <= self.since and seen_at != self.at

    def running(self) -> Iterator[Run]:
        """All infusions that run now, whether confirmed of late or not."""
        yield from self.memory.runs.values()
        for _, run in self.memory.spans:
            yield run

    def unconfirmed(self, run: Run) -> bool:
        """Whether a run was last charted too long ago to be relied on."""
        return run.drug.until is None and self.is_stale(run.at)

    @property
    def before_infusion(self) -> bool:
        """Whether an infusion is recorded or planned and has not taken place yet."""
        return self.infused is not None and self.at < self.infused

    def next_expiry(self, age: timedelta) -> datetime | None:
        """The next moment at which something known stops counting by itself."""
        since = self.at - age
        first = _NEVER  # the earliest of what counts and lapses by its age
        for key, seen in self.memory.latest.items():
            if since < seen.at < first and not _LASTS[key]:
                first = seen.at
        for run in self.memory.runs.values():
            if since < run.at < first:
                first = run.at
        end = None if first is _NEVER else first + age
        for ends, _ in self.memory.spans:  # by end: the first one ahead is the next
            if ends > self.at:
                return ends if end is None else min(end, ends)
        return end


def study_day(at: datetime, infused: datetime, zone: tzinfo) -> int:
    """Calendar date difference from the infusion in the site's zone; the infusion day is 0."""
    return (at.astimezone(zone).date() - infused.astimezone(zone).date()).days


def reaches(day: int, at: datetime, infused: datetime, zone: tzinfo) -> bool:
    """Whether a moment lies on this study day or on a later one.

    The calendar is looked at only where the hours leave it open.
    """
    days = (at - infused).days
    if days > day:
        return True
    return days >= day - 2 and study_day(at, infused, zone) >= day


def anchors(given: Iterable[tuple[datetime, Infused]]) -> tuple[datetime, ...]:
    """Of infusions in time order those from which study days count.

    A later part of a split dose begins nothing; where no infusion is before it (its first part
    is not recorded) it counts all the same: cells were given, and somebody must be watched.
    """
    found: list[datetime] = []
    for at, infused in given:
        if begins(infused, first=not found):
            found.append(at)
    return tuple(found)


def begins(infused: Infused, *, first: bool) -> bool:
    """Whether study days count from this infusion; ``first`` where none is before it."""
    return first or infused.fraction is None or infused.fraction == 1


def infusion_at(
    at: datetime, given: Sequence[datetime], planned: datetime | None
) -> datetime | None:
    """The infusion that counts at a moment: the latest up to then, else the next, else the plan.

    ``given`` is in time order. A plan whose time has passed without a recorded infusion is no
    infusion.
    """
    if given:
        return given[max(bisect_right(given, at) - 1, 0)]
    return planned if planned is not None and planned > at else None


def moments(readings: Iterable[Reading]) -> Iterator[tuple[datetime, list[Reading]]]:
    """Readings in time order, grouped by moment."""
    group: list[Reading] = []
    for reading in readings:
        if group and reading.at != group[0].at:
            yield group[0].at, group
            group = []
        group.append(reading)
    if group:
        yield group[0].at, group
