"""CRS and ICANS of one patient of a study, from the grades that the record gives."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, cast

from bedside.facts import Confirmed
from bedside.study.figure import UNKNOWN, Figure
from bedside.study.subject import Happening, HappeningKind, Syndrome
from bedside.study.told import Told
from grading.grade import Course, Episode, Step, counted_level, episodes
from grading.signs import Baseline, Infused, Planned

DAY = timedelta(days=1)
WATCHED_UNTIL = 14
"""Study day up to which somebody must have looked before nothing is called none."""
_at = attrgetter("at")
_NO_SIGNS: frozenset[type] = frozenset({Infused, Planned, Baseline})
"""What a scale reads and is no sign of the syndrome."""


def syndrome(of: Told, course: Course[Any]) -> Syndrome:
    """One syndrome over the time of a study; see :class:`bedside.study.subject.Syndrome`."""
    infused = of.infused
    if infused is None:
        return Syndrome()
    steps = _steps(of, course)
    signed, signatures = _signed(of, course.scale.id)
    days, asked = _stated_days(of, steps, signatures)
    stated = max((s for s in steps if _is_stated(s)), key=_level, default=None)
    certain = max(steps, key=_level, default=None)
    at_least = max(0 if certain is None else _level(certain), signed.value or 0)
    every = in_study(of, steps)
    level = None if stated is None else _level(stated)
    if signed.value is not None and signed.value > (level or 0):
        level, stated = signed.value, None
    if level is not None and level < at_least:
        level = None
    if level == 0 and 2 * len(days) < asked:
        level = None
    rests: tuple[str, ...] = ()
    if level == 0:
        rests = _entries(of, course, days.values())
    elif level is not None:
        rests = signed.entries if stated is None else _behind(of, course, stated)
    elif certain is not None and at_least:
        rests = _behind(of, course, certain)
    onset_day: Figure[int | None] = UNKNOWN
    onset_days: float | None = None
    if every:
        onset = every[0].onset
        onset_day = Figure(of.study_day(onset), _entries(of, course, [onset]))
        onset_days = (onset - infused) / DAY
    elif signed.value:
        first = next(e for e in signatures if cast("Confirmed", e.fact).level)
        onset_day = Figure(of.study_day(first.at), (first.id,))
        onset_days = (first.at - infused) / DAY
    return Syndrome(
        maximum=Figure(level, rests),
        at_least=at_least,
        signed=signed,
        onset_day=onset_day,
        onset_days=onset_days,
        duration_days=_duration(of, course, every, steps),
        going_on=bool(every) and every[-1].end is None,
        episodes=len(every),
        stated_days=len(days),
        asked_days=asked,
    )


def in_study(of: Told, steps: Sequence[Step]) -> tuple[Episode, ...]:
    """The episodes that began after the first infusion and before a second one."""
    infused = of.infused
    return tuple(
        one
        for one in episodes(steps)
        if one.maximum and infused is not None and infused <= one.onset
    )


def _steps(of: Told, course: Course[Any]) -> Sequence[Step]:
    """The steps of a course from the first infusion on, to the second one if there is one."""
    assert of.infused is not None
    low = bisect_left(course.steps, of.infused, key=_at)
    if len(of.infusions) < 2:  # noqa: PLR2004
        return course.steps[low:]
    return course.steps[low : bisect_left(course.steps, of.infusions[1].at, low, key=_at)]


def _level(step: Step) -> int:
    return counted_level(step.grade)


def _is_stated(step: Step) -> bool:
    grade = step.grade
    return grade.level is not None or getattr(grade, "adjusted", None) is not None


def _signed(of: Told, scale: str) -> tuple[Figure[int | None], list[Any]]:
    """The highest level that a physician confirmed, and everything that was confirmed."""
    found = [e for e in of.signed if cast("Confirmed", e.fact).scale == scale and of.counts(e)]
    if not found:
        return UNKNOWN, found
    top = max(found, key=lambda e: cast("Confirmed", e.fact).level)
    return Figure(cast("Confirmed", top.fact).level, (top.id,)), found


def _stated_days(
    of: Told, steps: Iterable[Step], signatures: Iterable[Any]
) -> tuple[dict[int, datetime], int]:
    """Of each day up to day 14 on which a level was stated the last such moment; days so far."""
    assert of.infused is not None
    last = of.study_day(of.until)
    if of.left is not None:
        last = min(last, (of.left - of.date_of(of.infused)).days)
    last = max(0, min(last, WATCHED_UNTIL))
    latest = of.infused + (last + 2) * DAY
    found: dict[int, datetime] = {}
    moments = [s.at for s in steps if s.observed and s.grade.level is not None and s.at < latest]
    for moment in (*moments, *(e.at for e in signatures)):
        day = of.study_day(moment)
        if day <= last:
            found[day] = max(moment, found.get(day, moment))
    return found, last + 1


def _duration(
    of: Told, course: Course[Any], every: Sequence[Episode], steps: Sequence[Step]
) -> Figure[float | None]:
    if not every:
        return UNKNOWN
    whole = timedelta(0)
    moments = []
    for one in every:
        end = one.end or _last_seen(one, steps)
        whole += end - one.onset
        moments += [one.onset, end]
    return Figure(whole / DAY, _entries(of, course, moments))


def _last_seen(one: Episode, steps: Sequence[Step]) -> datetime:
    """The last observation of an episode that has no confirmed end."""
    seen = (s.at for s in reversed(steps) if s.observed and s.grade.onset == one.onset)
    return next(seen, one.onset)


def _behind(of: Told, course: Course[Any], step: Step) -> tuple[str, ...]:
    """The entries of a moment, and those that its grade names as evidence."""
    reached = counted_level(step.grade)
    moments = [
        evidence.at
        for reason in step.grade.reasons
        if reached and reason.level == reached
        for evidence in reason.evidence
    ]
    return _entries(of, course, [*moments, step.at])


def _entries(of: Told, course: Course[Any], moments: Iterable[datetime]) -> tuple[str, ...]:
    """The entries of some moments that the scale reads."""
    found: dict[str, None] = {}
    line, reads = of.line, course.scale.reads - _NO_SIGNS
    for moment in sorted(set(moments)):
        place = bisect_left(line, moment, key=_at)
        while place < len(line) and line[place].at == moment:
            if type(line[place].fact) in reads:
                found[line[place].id] = None
            place += 1
    return tuple(found)


def bands(of: Told, course: Course[Any], kind: HappeningKind) -> Iterator[Happening]:
    """The episodes of a syndrome, cut where the level changes.

    Where only time went by and nothing is known any more, the level last stated goes on.
    """
    infused = of.infused
    if infused is None:
        return
    steps = _steps(of, course)
    for one in in_study(of, steps):
        end = one.end or _last_seen(one, steps)
        inside = [s for s in steps if s.grade.onset == one.onset and s.at <= end]
        cuts: list[tuple[datetime, int]] = []
        for step in inside:
            level = _level(step)
            if cuts and not step.observed and not _is_stated(step):
                level = max(level, cuts[-1][1])
            if not cuts or cuts[-1][1] != level:
                cuts.append((step.at, level))
        for (at, level), after in zip(cuts, (*(c[0] for c in cuts[1:]), end), strict=True):
            if after == at < end or (at == one.end and not level):
                continue  # judged again at once, or the quiet observation that is the end
            yield Happening(
                kind,
                (at - infused) / DAY,
                (after - infused) / DAY,
                level,
                entries=_entries(of, course, [at]),
                going_on=one.end is None and after == end,
            )
