"""The level of a scale by which rounds are made: a rise counts at once, a fall once confirmed.

A fall is confirmed by a physician's word, or by a second round at the better level that comes no
sooner than `EARLY` of the worse level's interval after the first.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple, cast

from bedside.chart import Chart
from bedside.facts import Confirmed
from bedside.rounds.table import EARLY, LADDERS, RISKS, WORD_LASTS, Rungs
from grading.grade import Course, Step
from grading.scales.news2 import Risk
from grading.signs import Ice, Neuro, Support, Vitals

_EVIDENCE: Mapping[str, tuple[tuple[type[Any], str], ...]] = {
    "crs": ((Vitals, "temp"), (Vitals, "bp"), (Vitals, "spo2"), (Support, "support")),
    "icans": ((Ice, "ice"), (Neuro, "loc"), (Neuro, "seizure")),
}
_CONFIRMING: Mapping[str, Rungs] = {
    "crs": LADDERS["vitals", "crs"],
    "icans": LADDERS["ice", "icans"],
}
_RISKS: tuple[Risk, ...] = ("low", "low_medium", "medium", "high")
_AT = attrgetter("at")


class Reached(NamedTuple):
    """A rung of a ladder that counts: the level that reaches it, and since when.

    ``held``: the level has fallen below and that is not confirmed. ``signed``: by a physician's
    word, above what was computed.
    """

    level: int
    since: datetime
    held: bool = False
    signed: bool = False


class _Segment(NamedTuple):
    """A level from a moment until it changed; None while it lasts."""

    level: int
    since: datetime
    until: datetime | None


def _segments(course: Course[Any]) -> Iterator[_Segment]:
    """The levels of a course, the latest first; what is merely unknown changes none."""
    steps = course.steps
    step, until = course.last, None
    while step is not None:
        change = step.trend.change
        since = steps[0].at if change is None else change.at
        yield _Segment(step.trend.level, since, until)
        before = bisect_left(steps, since, key=_AT) - 1
        step, until = (steps[before] if before >= 0 else None), since


class _Judge:
    """What is known of one scale at the moment of a chart."""

    def __init__(self, chart: Chart, scale: str, done: datetime | None) -> None:
        self.course = chart.courses[scale]
        seen = [chart.latest(*group) for group in _EVIDENCE[scale]]
        self.newest = max((s.at for s in seen if s is not None), default=None)
        last = None if self.newest is None else self.course.at(self.newest)
        self.done = done if last is not None and last.grade.level is not None else None
        self.word = chart.signed.get(scale)

    def is_over(self, segment: _Segment, rung: int, every: timedelta) -> bool:
        """Whether a level that reached a rung counts no more."""
        return self._is_withdrawn(segment, rung) or (
            segment.until is not None
            and self.done is not None
            and self.done >= segment.until + EARLY * every
        )

    def _is_withdrawn(self, segment: _Segment, rung: int) -> bool:
        """Whether a physician said a lower grade, and nothing seen since says otherwise."""
        word = self.word
        if word is None or cast("Confirmed", word.fact).level >= rung or word.at < segment.since:
            return False
        if segment.until is None:
            return self.newest is None or self.newest <= word.at
        if word.at >= segment.until:
            return True
        steps = self.course.steps
        first = bisect_right(steps, word.at, key=_AT)
        last = bisect_left(steps, segment.until, key=_AT)
        return not any(step.observed for step in steps[first:last])


def reached(chart: Chart, scale: str, done: datetime | None) -> dict[int, Reached]:
    """The rungs of a scale's ladder that count now, by their level.

    ``done`` is when everything that the scale needs was last seen.
    """
    found = _computed(chart, scale, done)
    word = chart.signed.get(scale)
    if word is not None and chart.now < word.at + WORD_LASTS:
        said = cast("Confirmed", word.fact)
        if said.level > (said.at_least if said.computed is None else said.computed):
            for rung, _ in _CONFIRMING[scale]:
                if rung <= said.level:
                    found.setdefault(rung, Reached(said.level, word.at, signed=True))
    return found


def _computed(chart: Chart, scale: str, done: datetime | None) -> dict[int, Reached]:
    found: dict[int, Reached] = {}
    course = chart.courses[scale]
    last = course.last
    if last is None or not (last.trend.level or last.trend.change):
        return found
    judge = _Judge(chart, scale, done)
    settled = 0
    for segment in _segments(course):
        for rung, every in _CONFIRMING[scale]:
            if rung > segment.level:
                break
            if rung > settled and not judge.is_over(segment, rung, every):
                held = segment.until is not None
                found[rung] = Reached(segment.level, segment.since, held)
            elif rung in found and segment.until == found[rung].since:
                found[rung] = found[rung]._replace(since=segment.since)
        settled = max(settled, segment.level)
    return found


def risk(chart: Chart, done: datetime | None) -> Reached | None:
    """The row of NEWS2 that counts, as a level (1 to 3), if it is above low.

    The worst since one round before the last full set (``done``).
    """
    steps = chart.courses["news2"].steps
    if not steps:
        return None
    worst, since, unbroken, ended = 0, steps[-1].at, False, None
    for step in reversed(steps):
        level = _risk(step)
        if level > worst:
            gap = EARLY * RISKS[_RISKS[level]]
            if ended is None or done is None or done < ended + gap:
                worst, since, unbroken = level, step.at, True
        elif level == worst and unbroken:
            since = step.at
        else:
            unbroken = False
        ended = step.at
        if done is None or step.at <= done - max(RISKS.values()):
            break
    return Reached(worst, since, held=worst > _risk(steps[-1])) if worst else None


def _risk(step: Step) -> int:
    return _RISKS.index(getattr(step.grade, "min_risk", "low"))


def risk_name(level: int) -> Risk:
    """The row of NEWS2 by its level."""
    return _RISKS[level]
