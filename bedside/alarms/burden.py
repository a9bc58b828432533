"""How much the alarms asked of the ward: how many, how many were answered, and how soon.

It counts what the record shows, also of alarms that are long over. Every rise of a condition is
one alarm; those of the program itself are not counted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from statistics import median
from typing import NamedTuple

from bedside.alarms.case import Rise, rises
from bedside.alarms.conditions import Point, in_care
from bedside.alarms.sources import OverdueRounds, Source
from bedside.alarms.watch import Tables, found_for
from bedside.chart import Chart, chart
from bedside.facts import Admitted, Discharged
from bedside.timeline import Entry
from grading.signs import Death

_DAY = timedelta(days=1)
_INSTANT = timedelta(milliseconds=1)


class Rang(NamedTuple):
    """One alarm of the past: its kind, when it could be known, and who acknowledged it when."""

    patient: str
    kind: str
    key: str
    level: int
    raised: datetime
    acknowledged: datetime | None
    by: str


class Count(NamedTuple):
    """The alarms of one kind: how many, how many acknowledged, the median time until then."""

    kind: str
    alarms: int
    acknowledged: int
    median: timedelta | None


class Burden(NamedTuple):
    """The alarms of some patients between two moments, the second not included.

    ``patient_days`` is the time the patients were on the ward in it. ``kinds`` begins with the
    most frequent.
    """

    since: datetime
    until: datetime
    patient_days: float
    alarms: int
    acknowledged: int
    median: timedelta | None
    kinds: tuple[Count, ...]

    @property
    def per_day(self) -> float | None:
        """Alarms per patient and day; None without a patient."""
        return self.alarms / self.patient_days if self.patient_days else None

    @property
    def share(self) -> float | None:
        """The share of alarms that somebody acknowledged, 0 to 1; None without an alarm."""
        return self.acknowledged / self.alarms if self.alarms else None


def burden(
    charts: Iterable[Chart],
    tables: Tables,
    since: datetime,
    until: datetime,
    sources: Sequence[Source] | None = None,
) -> Burden:
    """The burden of alarms between two moments (aware), as the charts know it now."""
    sources = (OverdueRounds(),) if sources is None else sources
    return added((share(of, tables, since, until, sources) for of in charts), since, until)


class Share(NamedTuple):
    """What one patient adds to a burden: the alarms, and the days on the ward in that time."""

    rung: tuple[Rang, ...]
    days: float


def share(
    of: Chart, tables: Tables, since: datetime, until: datetime, sources: Sequence[Source]
) -> Share:
    """What one patient adds to the burden between two moments (aware)."""
    return Share(history(of, tables, since, until, sources), _stay(of, since, until) / _DAY)


def added(shares: Iterable[Share], since: datetime, until: datetime) -> Burden:
    """The burden between two moments that these shares make together."""
    rung: list[Rang] = []
    days = 0.0
    for one in shares:
        rung += one.rung
        days += one.days
    by_kind = {kind: list(some) for kind, some in groupby(sorted(rung, key=_kind), key=_kind)}
    counts = [_count(kind, some) for kind, some in by_kind.items()]
    counts.sort(key=lambda count: (-count.alarms, count.kind))
    _, alarms, acknowledged, middle = _count("", rung)
    return Burden(since, until, days, alarms, acknowledged, middle, tuple(counts))


def history(
    of: Chart, tables: Tables, since: datetime, until: datetime, sources: Sequence[Source]
) -> tuple[Rang, ...]:
    """All alarms of a patient that could first be known between two moments, in that order."""
    table = tables(of)
    found, answers = found_for(of, table)
    every = [
        (track.kind, track.key, rise)
        for track in found
        for rise in rises(track.points, of.now, table.conditions[track.kind].again)
    ]
    every += _once(of, tables, since, until, sources)
    rung = []
    for kind, key, rise in every:
        raised = answers.raised(rise.at)
        if since <= raised < until:
            entry = answers.first_of(key, rise)
            seen = None if entry is None else max(entry.at, raised)
            by = "" if entry is None else entry.author
            rung.append(Rang(of.patient, kind, key, rise.level, raised, seen, by))
    return tuple(sorted(rung, key=lambda one: (one.raised, one.kind, one.key)))


def _kind(one: Rang) -> str:
    return one.kind


def _count(kind: str, some: Sequence[Rang]) -> Count:
    times = [one.acknowledged - one.raised for one in some if one.acknowledged is not None]
    middle = None
    if times:
        middle = timedelta(seconds=median(time.total_seconds() for time in times))
    return Count(kind, len(some), len(times), middle)


def _once(
    of: Chart, tables: Tables, since: datetime, until: datetime, sources: Sequence[Source]
) -> Iterator[tuple[str, str, Rise]]:
    """What the sources found in that time: the record is gone through, moment by moment."""
    known: set[tuple[str, str, int, datetime]] = set()
    for then in _grown(of, since, until):
        table = tables(then)
        for source in sources:
            for kind, key, at, level, value, before, _ in source(then, table):
                # A round that is late was overdue first.
                if at >= since and (kind, key, level, at) not in known:
                    known.add((kind, key, level, at))
                    yield kind, key, Rise(at, level, 0, Point(at, level, value, before))


def _grown(of: Chart, since: datetime, until: datetime) -> Iterator[Chart]:
    """The chart just before each entry of a time, and at its end."""
    line = [replace(entry, amends=None) for entry in of.timeline]
    begun = [entry for entry in line if entry.at < since]
    grown = chart(begun, since, of.zone) if begun else None
    rest = [entry for entry in line if since <= entry.at < until]
    for at, entries in groupby(rest, key=lambda entry: entry.at):
        if grown is not None:
            yield from _between(grown, at - _INSTANT)
            grown = grown.extended(list(entries), at)
        else:
            grown = chart(list(entries), at, of.zone)
    if grown is not None:
        yield from _between(grown, min(until, of.now) - _INSTANT)


def _between(grown: Chart, until: datetime) -> Iterator[Chart]:
    """A chart at each hour up to a moment, and at that moment: what rose in between, rises."""
    at = grown.now
    while at < until:
        at = min(at + timedelta(hours=1), until)
        grown = grown.extended((), at)
        yield grown
        if not in_care(grown):
            return


def _stay(of: Chart, since: datetime, until: datetime) -> timedelta:
    """How long the patient was on the ward between two moments."""
    total = timedelta(0)
    begun: datetime | None = None
    for at, comes in _moves(of):
        if comes and begun is None:
            begun = at
        elif not comes and begun is not None:
            total += _overlap(begun, at, since, until)
            begun = None
    if begun is not None:
        total += _overlap(begun, of.now, since, until)
    return total


def _moves(of: Chart) -> Iterator[tuple[datetime, bool]]:
    """When the patient came and left; who was never admitted came with the first entry."""
    line: tuple[Entry, ...] = of.timeline
    if line and not any(isinstance(entry.fact, Admitted) for entry in line):
        yield line[0].at, True
    for entry in line:
        if isinstance(entry.fact, Admitted):
            yield entry.at, True
        elif isinstance(entry.fact, Discharged | Death):
            yield entry.at, False


def _overlap(begun: datetime, ended: datetime, since: datetime, until: datetime) -> timedelta:
    return max(timedelta(0), min(ended, until) - max(begun, since))
