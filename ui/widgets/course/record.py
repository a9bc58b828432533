"""All that the chart draws of one patient, kept in step with the record as it grows."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter, is_
from typing import Any, cast

from bedside.analytes import analytes
from bedside.chart import Chart
from bedside.facts import Confirmed
from bedside.series import (
    Band,
    Event,
    Lane,
    Limits,
    Oxygen,
    Point,
    between,
    drug_lanes,
    events,
    grade_bands,
    oxygen_lane,
    points,
)
from bedside.timeline import Entry
from grading.signs import Drug, Support
from ui.widgets.course.panels import Plan, course_plan
from ui.widgets.course.traces import Trace

SCALES = ("crs", "icans")
"""The scales that have a band."""
_FIRST = datetime.min.replace(tzinfo=UTC)
_STRETCH = 256
_at = attrgetter("at")


class Drawn:
    """The curves, bands and lanes of one patient over all time. `take` brings the next chart."""

    def __init__(self, plan: Plan | None = None) -> None:
        self.plan = plan or course_plan()
        self.chart: Chart | None = None
        self.traces: dict[str, Trace] = {}
        self.limits: dict[str, Limits] = {}
        self.bands: dict[str, tuple[Band, ...]] = {}
        self.oxygen: tuple[Oxygen, ...] = ()
        self.drugs: tuple[Lane, ...] = ()
        self.events: tuple[Event, ...] = ()
        self._infusions: tuple[datetime, ...] = ()
        self._supports: tuple[Entry, ...] = ()
        self._given: tuple[Entry, ...] = ()

    def take(self, chart: Chart) -> None:
        """Show this chart from now on; what it has in common with the last one is kept."""
        before, self.chart = self.chart, chart
        given = tuple(entry.at for entry in chart.infusions)
        if not given and chart.planned is not None:
            given = (chart.planned,)
        if before is None or before.patient != chart.patient or given != self._infusions:
            before, self._infusions = None, given
            self.traces, self.limits, self.bands = {}, {}, {}
        kept = 0 if before is None else _common(before.timeline, chart.timeline)
        if before is None or kept < max(len(before.timeline), len(chart.timeline)):
            self._take_entries(chart, before, kept)
        if self.plan.oxygen:
            self.oxygen = oxygen_lane(self._supports, _FIRST, chart.now, given)
        lanes = drug_lanes(self._given, _FIRST, chart.now, chart.now)
        wanted = self.plan.drugs
        self.drugs = tuple(
            lane for lane in lanes if wanted is None or wanted & {lane.drug, lane.drug_class}
        )
        for scale in SCALES:
            course = before.courses[scale] if before else None
            self.bands[scale] = _bands(self.bands.get(scale, ()), course, chart, scale)

    def _take_entries(self, chart: Chart, before: Chart | None, kept: int) -> None:
        since = _FIRST
        if before is None:
            self._supports, self._given, self.events = (), (), ()
        else:
            ends = [line[kept].at for line in (before.timeline, chart.timeline) if kept < len(line)]
            since = min(ends)
            for trace in self.traces.values():
                trace.cut(since)
        new = between(chart.timeline, since, chart.now)
        self._supports = _spliced(self._supports, since, new, Support)
        self._given = _spliced(self._given, since, new, Drug)
        happened = events(new, since, chart.now) if self.plan.events else ()
        if happened or (self.events and self.events[-1].at >= since):
            self.events = (*(e for e in self.events if e.at < since), *happened)
        shown = self.plan.keys
        for key, found in points(new, since, chart.now).items():
            if key not in shown:
                continue
            if key not in self.traces:
                self.traces[key] = self._trace(key)
                self.limits[key] = self.plan.limits(key, self._infusions)
            self.traces[key].extend(found, self.limits[key])
        self.traces = {
            key: self.traces[key] for key in shown if key in self.traces and len(self.traces[key])
        }
        self.limits = {key: self.limits[key] for key in self.traces}

    def _trace(self, key: str) -> Trace:
        if key in self.plan.least:
            return Trace(key, log=_is_log(key), least=self.plan.least[key])
        return Trace(key, log=_is_log(key))

    @property
    def first(self) -> datetime | None:
        """The first moment of anything drawn."""
        found = [trace.first for trace in self.traces.values()]
        found += [lane.given[0].start for lane in self.drugs]
        found += [span.start for span in self.oxygen[:1]]
        found += [event.at for event in self.events[:1]]
        return min(found, default=None)

    def moments(self) -> tuple[datetime, ...]:
        """The first and the last moment that has a point; empty without any."""
        firsts = [trace.first for trace in self.traces.values()]
        lasts = [trace.last for trace in self.traces.values()]
        return (min(firsts), max(lasts)) if firsts else ()

    def neighbour(self, at: datetime, by: int) -> datetime | None:
        """The next moment (``by`` 1) or the one before (-1) that has a point."""
        found = [trace.neighbour(at, by) for trace in self.traces.values()]
        moments = [moment for moment in found if moment is not None]
        return (min if by > 0 else max)(moments, default=None)

    def nearest(self, at: datetime) -> datetime | None:
        """The nearest moment that has a point."""
        found = [trace.nearest(at) for trace in self.traces.values()]
        moments = [point.at for point in found if point is not None]
        return min(moments, key=lambda moment: abs(moment - at), default=None)

    def support_at(self, at: datetime) -> Support | None:
        """The oxygen support charted last at a moment, while it is plausible."""
        if not any(span.start <= at <= span.end for span in self.oxygen):
            return None
        place = bisect_right(self._supports, at, key=_at)
        return cast("Support", self._supports[place - 1].fact)

    def signed(self) -> Mapping[str, Sequence[Event]]:
        """What physicians said of each scale."""
        said: dict[str, list[Event]] = {scale: [] for scale in SCALES}
        for event in self.events:
            if isinstance(event.fact, Confirmed) and event.fact.scale in said:
                said[event.fact.scale].append(event)
        return said

    def points(self, start: datetime, end: datetime) -> Mapping[str, tuple[Point, ...]]:
        """The points drawn between two moments."""
        span = start.timestamp(), end.timestamp()
        return {key: trace.points(*span) for key, trace in self.traces.items()}


def _is_log(key: str) -> bool:
    return key.startswith("lab:") and analytes()[key.removeprefix("lab:")].log


def _spliced(
    known: tuple[Entry, ...], since: datetime, new: Sequence[Entry], kind: type
) -> tuple[Entry, ...]:
    """The entries of a kind, with those from a moment on replaced by new ones."""
    kept = bisect_left(known, since, key=_at)
    return (*known[:kept], *(entry for entry in new if isinstance(entry.fact, kind)))


def _common(before: Sequence[Any], after: Sequence[Any]) -> int:
    """How many first items are the same objects in both."""
    end = min(len(before), len(after))
    for start in range(0, end, _STRETCH):
        one, other = before[start : start + _STRETCH], after[start : start + _STRETCH]
        if not all(map(is_, one, other)):
            return start + next(
                n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a is not b
            )
    return end


def _bands(known: tuple[Band, ...], before: Any, chart: Chart, scale: str) -> tuple[Band, ...]:
    course = chart.courses[scale]
    kept = 0 if before is None else _common(before.steps, course.steps)
    if not kept or not known:
        return grade_bands(course, _FIRST, chart.now)
    since = course.steps[kept - 1].at
    old = [band for band in known if band.start < since]
    new = grade_bands(course, since, chart.now)
    if old and new and old[-1][2:] == new[0][2:]:
        new = (new[0]._replace(start=old.pop().start), *new[1:])
    elif old:
        old[-1] = old[-1]._replace(end=since)
    return (*old, *new)
