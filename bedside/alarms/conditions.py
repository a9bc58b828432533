"""What the record says of each condition over time: how bad it was from when on.

A :class:`Track` is a step function of levels, 0 where the condition is not there. Of grades the
level is the grade, of measured values how many limits of the table are reached.

What is merely no longer known does not end a condition: the grade's trend and the last value
stand. Death and leaving the ward end all conditions; a reading after leaving, or after the days
of the rounds, speaks for a day. What is seen again after a day without a word begins anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from bedside.alarms.table import AlarmTable, Condition
from bedside.chart import Chart
from bedside.facts import Discharged
from bedside.timeline import Entry
from grading.grade import Grade, Step, counted_level
from grading.scales.icans import LOC_LEVEL, PROLONGED_MIN
from grading.scales.news2 import News2Grade
from grading.signs import Baseline, Death, Ice, Lab, Neuro, Vitals

SPEAKS = timedelta(hours=24)
"""How long a reading speaks for a patient whom nobody watches round the clock."""
LAST_DAY = 28
"""The last study day on which rounds are due; then visits take their place."""
_UNAROUSABLE = 4
_GRADES = {"crs": "crs_grade", "icans": "icans_grade"}
_SCORE = "news2"


class Point(NamedTuple):
    """From ``at`` on a condition is at ``level``; ``value`` and ``before`` are what it rests on.

    ``suspected``: of a grade, that only a person can decide whether it is as high as that.
    """

    at: datetime
    level: int
    value: float | None = None
    before: float | None = None
    suspected: bool = False


class Track(NamedTuple):
    """One condition over time. ``what`` tells several of a kind apart, as the scale of a grade.

    ``key`` is what an acknowledgement names. Points may lie ahead, where time alone will change
    the level.
    """

    kind: str
    key: str
    what: str
    points: tuple[Point, ...]


def in_care(of: Chart) -> bool:
    """Whether somebody watches the patient round the clock: alive, on the ward or in its days."""
    if of.person.discharged or of.latest(Death, "death") is not None:
        return False
    day = of.study_day
    return of.person.bed is not None or day is None or day <= LAST_DAY


def tracks(of: Chart, table: AlarmTable) -> tuple[Track, ...]:
    """All conditions that the record of a patient shows, except those that never were."""
    ends = [e.at for e in of.timeline if type(e.fact) in _ENDS]
    watched = in_care(of)
    found = []
    for scale, course in of.courses.items():
        if scale == _SCORE:
            raw = _Raw("news2", "news2", "")
            raw.points += _score_points(course.steps, table.conditions["news2"])
            found.append(raw)
            continue
        graded = _Raw(_GRADES.get(scale, "other_grade"), scale, scale)
        graded.points += _grade_points(course.steps, ends)
        stale = _Raw("stale_grade", f"stale:{scale}", scale)
        stale.points += _stale_points(
            of, course.steps, table.conditions["stale_grade"], watched=watched
        )
        found += [graded, stale]
    found += _signs(of, table)
    return tuple(
        Track(raw.kind, raw.key, raw.what, points)
        for raw in found
        if (points := _ended(raw, ends, watched=watched))
    )


@dataclass(slots=True)
class _Raw:
    kind: str
    key: str
    what: str
    points: list[Point] = field(default_factory=list)

    def add(self, at: datetime, level: int, value: Any = None, before: Any = None) -> None:
        """One more point; of two of one moment the worse one stands."""
        if self.points and self.points[-1].at == at:
            if self.points[-1].level >= level:
                return
            self.points.pop()
        self.points.append(Point(at, level, value, before))

    @property
    def level(self) -> int:
        return self.points[-1].level if self.points else 0


_ENDS = (Discharged, Death)


def _ended(raw: _Raw, ends: Iterable[datetime], *, watched: bool) -> tuple[Point, ...]:
    """The points with an end where somebody left, died, or was not looked at for a day."""
    points = raw.points
    if not any(point.level for point in points):
        return ()
    found: list[Point] = []
    waiting = list(ends)
    lapses = raw.kind != "stale_grade"
    for point in points:
        while waiting and waiting[0] < point.at:
            _end(found, waiting.pop(0))
        if raw.kind not in _BY_COURSE and found and point.at - found[-1].at > SPEAKS:
            _end(found, found[-1].at + SPEAKS)
        found.append(point)
    for end in waiting:
        _end(found, end)
    if not watched and lapses and found[-1].level:
        _end(found, found[-1].at + SPEAKS)
    return tuple(found)


_BY_COURSE = frozenset({"crs_grade", "icans_grade", "other_grade", "news2", "stale_grade"})
"""Their courses say themselves what counts across a gap."""


def _end(points: list[Point], at: datetime) -> None:
    if points and points[-1].level:
        points.append(Point(at, 0))


# --- grades ---------------------------------------------------------------------------------------


def _grade_points(steps: Iterable[Step], ends: list[datetime]) -> Iterator[Point]:
    """The level that stands, and what was before; it goes by the trend until somebody leaves."""
    level, apart = 0, False
    waiting = list(ends)
    for at, grade, observed, trend in steps:
        while waiting and waiting[0] < at:
            waiting.pop(0)
            level, apart = 0, True
        own = max(counted_level(grade), grade.suspected or 0)
        if apart:
            # What stood when the patient left says nothing of a later visit.
            if not observed or (not own and grade.level is None):
                continue
            apart, now = False, own
        else:
            now = trend.level
        if now != level or (observed and level and own == level):
            yield Point(at, now, now, level, _is_suspected(grade, now))
        level = now


def _is_suspected(grade: Grade, level: int) -> bool:
    """Whether a grade is not certain to be as high as the alarm about it."""
    return grade.level is None and grade.suspected is not None and counted_level(grade) < level


def _score_points(steps: Iterable[Step], condition: Condition) -> Iterator[Point]:
    """1 for a single 3, 2 and more by the limits that the known items reach."""
    level = 0
    for at, found, observed, _ in steps:
        grade = cast("News2Grade", found)
        reached = condition.reached(grade.counted)
        now = reached + 1 if reached else int(grade.single_3)
        if grade.level is None and now < level:
            continue  # items too old to count do not make anybody better
        if now != level or (observed and now):
            yield Point(at, now, grade.counted)
        level = now


def _stale_points(
    of: Chart,
    steps: tuple[Step, ...],
    condition: Condition,
    watched: bool,  # noqa: FBT001
) -> Iterator[Point]:
    """From when on a grade cannot be stated, after the minutes that writing takes."""
    since: datetime | None = None
    stated = 0
    given = of.infusions[0].at if of.infusions else None
    for at, grade, _, trend in steps:
        unstated = grade.level is None and grade.status != "review"
        unstated = unstated and given is not None and at >= given
        if unstated and since is None:
            since = at
            stated = trend.level
        elif since is not None and not unstated:
            yield from _stretch(of, since, at, stated, condition)
            since = None
    if since is not None and watched:
        yield from _stretch(of, since, None, stated, condition)


def _stretch(
    of: Chart, since: datetime, until: datetime | None, stated: int, condition: Condition
) -> Iterator[Point]:
    day = of.day_of(since)
    begins = since + condition.after
    if (until is None or until > begins) and (day is None or day <= LAST_DAY):
        yield Point(begins, 1 + stated, stated)
        if until is not None:
            yield Point(until, 0)


# --- signs ----------------------------------------------------------------------------------------


class _Signs:
    """What the signs of one record say, entry by entry."""

    def __init__(self, table: AlarmTable) -> None:
        self._conditions = table.conditions
        kinds = (
            *("fever", "sbp_low", "map_low", "bp_unrecordable", "spo2_low", "spo2_floor"),
            *("unarousable", "seizure", "ice_drop", "ferritin_doubled"),
        )
        self.found = {kind: _Raw(kind, kind, "") for kind in kinds}
        self._usual_ice: int | None = None
        self._scale_2 = False
        self._scores: list[tuple[datetime, int]] = []
        self._ferritin: list[tuple[datetime, float]] = []

    def vitals(self, at: datetime, said: Vitals) -> None:
        if said.temp_c is not None:
            self._limit("fever", at, said.temp_c)
        if said.bp_unrecordable:
            self.found["bp_unrecordable"].add(at, 1)
        elif said.sbp_mmhg is not None or said.map_mmhg is not None:
            self.found["bp_unrecordable"].add(at, 0)
        if said.sbp_mmhg is not None:
            self._limit("sbp_low", at, said.sbp_mmhg)
        mean = said.mean_mmhg
        if mean is not None:
            self._limit("map_low", at, mean, round(mean))
        if said.spo2_pct is not None:
            self._limit("spo2_low", at, said.spo2_pct)
            self._limit("spo2_floor", at, said.spo2_pct)
        if said.consciousness is not None:
            self.found["unarousable"].add(at, int(said.consciousness == "U"))

    def _limit(self, kind: str, at: datetime, value: float, shown: float | None = None) -> None:
        condition = self._conditions[kind]
        limits = condition.target_88_92 if self._scale_2 and condition.target_88_92 else None
        level = condition.reached(value, limits)
        self.found[kind].add(at, level, value if shown is None else shown)

    def neuro(self, at: datetime, said: Neuro) -> None:
        if said.loc is not None:
            self.found["unarousable"].add(at, int(LOC_LEVEL[said.loc] >= _UNAROUSABLE))
        minutes = said.seizure_min
        if said.seizure in {"prolonged", "repetitive_no_return"} or (
            minutes is not None and minutes > PROLONGED_MIN
        ):
            level = 2
        else:
            level = int(said.seizure not in {None, "none"} or minutes is not None)
        if said.seizure == "none":
            level = 0
        self.found["seizure"].add(at, level)

    def baseline(self, _at: datetime, said: Baseline) -> None:
        if said.ice is not None:
            self._usual_ice = said.ice
        if said.spo2_target_88_92 is not None:
            self._scale_2 = said.spo2_target_88_92

    def ice(self, at: datetime, said: Ice) -> None:
        """Points lost since the usual score, or since the best one of the last 24 h."""
        lately = [score for when, score in self._scores if at - when <= SPEAKS]
        if self._usual_ice is not None:
            lately.append(self._usual_ice)
        score = said.score
        if lately:
            usual = max(lately)
            level = self._conditions["ice_drop"].reached(usual - said.best)
            # An examination that is not complete makes nobody better.
            if score is not None or level > self.found["ice_drop"].level:
                self.found["ice_drop"].add(at, level, said.best, usual)
        if score is not None:
            self._scores.append((at, score))

    def lab(self, at: datetime, said: Lab) -> None:
        """Ferritin against the values of the last 24 h.

        Daily samples are seldom 24 h apart to the minute: of those up to 36 h old more than
        twice is asked for, at the same rate a day. A limit counts for what is certain: "> 40000"
        may have risen, "< 5" may not; a value with a remark ("haemolysed") counts for nothing.
        """
        if said.analyte != "ferritin" or said.value is None or not said.is_measured:
            return
        condition = self._conditions["ferritin_doubled"]
        within = condition.within
        best = (0.0, 0.0)
        self._ferritin = [(w, value) for w, value in self._ferritin if at - w <= 1.5 * within]
        for when, value in self._ferritin:
            age = at - when
            if value > 0 and age > timedelta(0):
                ratio = (said.value / value) ** (1 / max(1.0, age / within))
                best = max(best, (ratio, value))
        if said.bound != "<":  # at most this much: nothing that rose for certain
            self.found["ferritin_doubled"].add(
                at, condition.reached(best[0]), said.value, best[1] or None
            )
        if said.bound != ">":
            self._ferritin.append((at, said.value))


_READ: Mapping[type, Callable[[_Signs, datetime, Any], None]] = {
    Vitals: _Signs.vitals,
    Neuro: _Signs.neuro,
    Baseline: _Signs.baseline,
    Ice: _Signs.ice,
    Lab: _Signs.lab,
}


def _signs(of: Chart, table: AlarmTable) -> Iterable[_Raw]:
    signs = _Signs(table)
    for entry in of.timeline:
        read = _READ.get(type(entry.fact))
        if read is not None:
            read(signs, entry.at, entry.fact)
    return signs.found.values()


def is_read(entry: Entry) -> bool:
    """Whether an entry can change what a grade or a track says of a moment."""
    return not isinstance(entry.fact, Lab) or entry.fact.analyte == "ferritin"
