"""The alarms of patients at a moment: derived from the record at every look, never from timers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from bedside.alarms.alarm import Alarm, said
from bedside.alarms.case import Answers, Case, Rise, case
from bedside.alarms.conditions import Point, Track, in_care, is_read, tracks
from bedside.alarms.sources import OverdueRounds, Source, Standing, Technical
from bedside.alarms.table import AlarmTable
from bedside.chart import Chart, chart
from bedside.facts import Discharged, Retracted
from bedside.timeline import Entry
from grading.signs import SIGNS

Tables = Callable[[Chart], AlarmTable]
"""The table for a patient: that of the protocol the patient follows."""
_MATTERS = frozenset({*SIGNS, Discharged, Retracted})
_EVER = datetime.min.replace(tzinfo=UTC)
_LEVELS = dict[tuple[str, int], Mapping[str, tuple[Point, ...]]]


def alarms(
    of: Chart,
    table: AlarmTable,
    now: datetime,
    technical: Iterable[Technical] = (),
    sources: Sequence[Source] | None = None,
) -> tuple[Alarm, ...]:
    """All alarms of a patient as of ``now`` (aware), acknowledged ones too, in their order.

    ``technical`` are those of the program itself, which belong to no patient. Without
    ``sources`` the usual rounds tell what is overdue.
    """
    return Watch(lambda _: table, sources).alarms([of], now, technical, table=table)


class Watch:
    """The alarms of many patients; it counts anew only for whom something has changed.

    ``goes_on``: where the alarms of a patient cannot be worked out, those found last stand, the
    others are watched all the same, and ``failures`` holds why; else that is raised.

    Answers as :func:`alarms` does. A log only ever grows, so its length and its last entry say
    whether it is the same.
    """

    def __init__(
        self,
        tables: Tables,
        sources: Sequence[Source] | None = None,
        *,
        goes_on: bool = False,
    ) -> None:
        self._tables = tables
        self._goes_on = goes_on
        self._last: dict[str, list[Alarm]] = {}
        self.failures: dict[str, Exception] = {}
        self._sources = (OverdueRounds(),) if sources is None else tuple(sources)
        self._seen: dict[str, _Seen] = {}

    def alarms(
        self,
        charts: Iterable[Chart],
        now: datetime,
        technical: Iterable[Technical] = (),
        written: Iterable[Entry] = (),
        *,
        table: AlarmTable | None = None,
    ) -> tuple[Alarm, ...]:
        """All alarms of these patients and of the program, in their order.

        ``written`` are the entries about technical alarms, in order of time; ``table`` is the one
        that these go by, and may be left out where there are none.
        """
        found: list[Alarm] = []
        patients = set()
        self.failures = {}
        for of in charts:
            patients.add(of.patient)
            try:
                self._last[of.patient] = self._of(of, now)
            except Exception as error:
                if not self._goes_on:
                    raise
                self.failures[of.patient] = error
            found += self._last.get(of.patient, ())
        for gone in self._last.keys() - patients:
            del self._last[gone]
            self._seen.pop(gone, None)
        if table is not None:
            found += technical_alarms(technical, table, now, written)
        return tuple(sorted(found, key=attrgetter("order")))

    def _of(self, of: Chart, now: datetime) -> list[Alarm]:
        table = self._tables(of)
        seen = self._seen.get(of.patient)
        key = _key(of, table)
        if seen is None or seen.key != key or not seen.begins <= now < seen.until:
            seen = self._seen[of.patient] = _seen(of, table, now, key, seen)
        at_now = replace(seen.chart, now=now) if seen.chart.now != now else seen.chart
        if in_care(at_now) is not seen.watched:
            seen = self._seen[of.patient] = _seen(of, table, now, key, seen)
            at_now = seen.chart
        found = [one.at(now) for one in seen.cases]
        for source in self._sources:
            for standing in source(at_now, table):
                one = case(_track(standing), table, seen.answers, now)
                if one is not None:
                    found.append(one.at(now))
        return found


@dataclass(slots=True)
class _Seen:
    """What was found for a patient, and from when until when time alone does not change it."""

    key: tuple[Any, ...]
    chart: Chart
    begins: datetime
    until: datetime
    watched: bool
    cases: tuple[Case, ...]
    answers: Answers
    known: _LEVELS


def _key(of: Chart, table: AlarmTable) -> tuple[Any, ...]:
    steps = [len(course.steps) for course in of.courses.values()]
    return (len(of.log), of.log[-1].id, len(of.timeline), steps, of.person, id(table))


def _seen(
    of: Chart, table: AlarmTable, now: datetime, key: tuple[Any, ...], before: _Seen | None
) -> _Seen:
    at_now = _as_of(of, now)
    known = before.known if before is not None else {}
    found, answers = found_for(at_now, table, known)
    cases = [case(track, table, answers, now) for track in found]
    ahead = [point.at for track in found for point in track.points if point.at > now]
    ahead += [entry.at for entry in of.log if entry.at > now]
    if at_now.next_change is not None:
        ahead.append(at_now.next_change)
    return _Seen(
        key,
        at_now,
        now,
        min(ahead, default=datetime.max.replace(tzinfo=UTC)),
        in_care(at_now),
        tuple(one for one in cases if one is not None),
        answers._replace(knew=_always),
        known,
    )


def found_for(
    of: Chart, table: AlarmTable, known: _LEVELS | None = None
) -> tuple[tuple[Track, ...], Answers]:
    """All conditions that a chart's record shows, and what was said about them.

    ``known`` keeps what was found out about earlier states of the same record.
    """
    found = tracks(of, table)
    knowing = _Knowing(of, table, found, {} if known is None else known)
    return found, Answers(of.patient, of.timeline, said(of.timeline), knowing.knew)


def _always(_entry: Entry, _rise: Rise) -> bool:
    """What a source finds stands now; whoever acknowledges it sees it."""
    return True


def _as_of(of: Chart, now: datetime) -> Chart:
    """The chart as of a moment, which may lie before or after that of the one given."""
    change = of.next_change
    if now < of.now or (change is not None and change <= now) or len(of.log) != len(of.timeline):
        return of.extended((), now)
    return replace(of, now=now)


def _track(standing: Standing) -> Track:
    kind, key, since, level, value, before, what = standing
    return Track(kind, key, what, (Point(since, level, value, before),))


class _Knowing:
    """Whether whoever wrote an entry could know of a rise, from the record as it was then."""

    def __init__(
        self, of: Chart, table: AlarmTable, found: Sequence[Track], known: _LEVELS
    ) -> None:
        self._chart = of
        self._table = table
        self._known = known
        self._late: dict[str, datetime | None] = {}
        self._keys = {id(point): track.key for track in found for point in track.points}

    def knew(self, entry: Entry, rise: Rise) -> bool:
        """Nothing written later can have made the rise; else the record of then tells."""
        if entry.id not in self._late:
            self._late[entry.id] = self._first_late(entry)
        late = self._late[entry.id]
        if late is None or late > rise.at:
            return True
        points = self._points(entry).get(self._keys[id(rise.point)], ())
        level = 0
        for point in points:
            if point.at > rise.at:
                break
            level = point.level or (level if point.at == rise.at else 0)
        return level >= rise.level

    def _first_late(self, entry: Entry) -> datetime | None:
        """The earliest moment of which something was written after an entry."""
        moments = [
            _EVER if other.amends else other.at
            for other in self._chart.log
            if type(other.fact) in _MATTERS and is_read(other) and not _before(other, entry)
        ]
        return min(moments, default=None)

    def _points(self, entry: Entry) -> Mapping[str, tuple[Point, ...]]:
        log = tuple(other for other in self._chart.log if _before(other, entry))
        key = (entry.id, len(log))
        if key not in self._known:
            points: Mapping[str, tuple[Point, ...]] = {}
            if log:
                then = chart(log, self._chart.now, self._chart.zone)
                points = {track.key: track.points for track in tracks(then, self._table)}
            self._known[key] = points
        return self._known[key]


def _before(other: Entry, entry: Entry) -> bool:
    """Whether an entry was written before another; one log's own order needs no clock."""
    if other.origin == entry.origin:
        return other.seq < entry.seq
    return other.recorded <= entry.recorded


def technical_alarms(
    technical: Iterable[Technical],
    table: AlarmTable,
    now: datetime,
    written: Iterable[Entry] = (),
) -> tuple[Alarm, ...]:
    """The alarms of the program itself, which belong to no patient.

    ``written`` are the entries about them, in order of time. A kind that no table has is one of
    the program's mistakes: KeyError.
    """
    answers = Answers(None, (), said(written), _always)
    found = []
    for one in technical:
        point = Point(one.since, one.level, one.value)
        track = Track(one.kind, one.key or one.kind, one.what, (point,))
        standing = case(track, table, answers, max(now, one.since))
        if standing is not None:
            found.append(standing.at(now))
    return tuple(found)
