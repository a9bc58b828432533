"""CRS by the scales of before ASTCT, regraded from the same signs, never converted.

Each moment at which a sign of CRS was charted is one look: what was seen within the last five
hours counts in it. What somebody put down to another cause alone, and the patient's usual oxygen,
count as in the ASTCT grade. Toxicity of organs put down to the syndrome is a person's judgement
that the record does not hold, so that scales that read it can often state a least grade only.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from bedside.chart import Chart
from bedside.toxicities.found import Ids, OlderCrs, OlderEpisode, OlderMaximum
from bedside.toxicities.samples import ids
from grading.crs_look import FEVER_C, HYPOXIA_SPO2, CrsLook, circulation
from grading.findings import Memory, moments
from grading.grade import Course, Episode, Mark, Step
from grading.scales.crs_cartox import cartox_2018
from grading.scales.crs_ctcae import ctcae_5
from grading.scales.crs_lee import lee_2014
from grading.scales.crs_penn import penn
from grading.signs import Death, Drug, Finding, Hypotension, Support, Vitals
from grading.toxicity import ToxicityGrade

COUNTS = timedelta(hours=5)
"""How old a sign may be in a look: the longest that 4-hourly rounds leave one standing."""
SCALES: Mapping[str, Callable[[CrsLook], ToxicityGrade]] = {
    "crs_lee_2014": lee_2014,
    "crs_penn": penn,
    "crs_ctcae_5": ctcae_5,
    "crs_cartox_2018": cartox_2018,
}
"""The older scales by id, in the order in which they are shown."""
_EXCUSABLE: tuple[Finding, ...] = ("fever", "hypotension", "hypoxia")
_TELLING = frozenset({"baseline_oxygen", *(f"{finding}_other_cause" for finding in _EXCUSABLE)})
_TOLERANCE = 0.005
_NOTHING = Vitals()


def older_crs(of: Chart, episodes: Sequence[Episode]) -> OlderCrs:
    """All four scales over these episodes of CRS (in order of time), and now."""
    found = tuple(OlderEpisode(one, maxima(of, one)) for one in episodes)
    if not of.memory.latest and not of.memory.runs and not of.memory.spans:
        return OlderCrs(episodes=found)
    seen = _Signs(of.memory, of.now, of.courses["crs"].last, _usual_weight(of))
    is_open = bool(episodes) and episodes[-1].end is None
    look = seen.look(in_episode=is_open)
    entries = _entries(of, seen.moments)
    return OlderCrs(
        now={name: grade(look) for name, grade in SCALES.items()},
        episodes=found,
        entries=entries,
        as_of=max((at for _, at in seen.moments), default=None),
    )


def maxima(of: Chart, episode: Episode) -> Mapping[str, OlderMaximum]:
    """The highest grade of each scale over one episode; empty where nothing was seen in it.

    What was found is kept as long as nothing of its time has changed: of an episode that is over
    all of it, of an open one that of before the last mark of the fold.
    """
    course = of.courses["crs"]
    place = _after(course, episode)
    if place is None:
        return _maxima(of, _judged(of, episode))
    key = _Same(course.marks[place], episode.onset, episode.end, _usual_weight(of), of.patient)
    found = _MAXIMA.get(key)
    if found is None:
        found = _keep(_MAXIMA, key, _maxima(of, _judged(of, episode)))
    return found


@dataclass(frozen=True, slots=True)
class _Same:
    """What makes the answer the same: a mark of the fold stands as long as all before it does."""

    mark: Mark
    onset: datetime
    end: datetime | None
    weight: float | None
    patient: str

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Same)
            and self.mark is other.mark
            and (self.onset, self.end, self.weight, self.patient)
            == (other.onset, other.end, other.weight, other.patient)
        )

    def __hash__(self) -> int:
        return hash((id(self.mark), self.onset))


_Judged: TypeAlias = dict[object, tuple[datetime, tuple[ToxicityGrade, ...], "_Moments"]]
"""By what a grade rests on: when that was first seen, the grades, and when its signs were."""
_Kept = TypeVar("_Kept")
_MAXIMA: dict[_Same, Mapping[str, OlderMaximum]] = {}
_JUDGED: dict[_Same, _Judged] = {}
_MOST_KEPT = 256


def _keep(kept: dict[_Same, _Kept], key: _Same, found: _Kept) -> _Kept:
    """Keep an answer, and forget the oldest of too many."""
    kept[key] = found
    if len(kept) > _MOST_KEPT:
        del kept[next(iter(kept))]
    return found


def _after(course: Course[Any], episode: Episode) -> int | None:
    """The first mark of a fold that stands behind an episode; None while it goes on."""
    if episode.end is None:
        return None
    last = bisect_right(course.readings, episode.end, key=_at)
    place = bisect_left(course.marks, last, key=_read)
    return place if place < len(course.marks) - 1 else None


def _judged(of: Chart, episode: Episode) -> _Judged:
    """The grades of all looks of an episode."""
    course: Course[Any] = of.courses["crs"]
    end = of.now if episode.end is None else episode.end
    last = bisect_right(course.readings, end, key=_at)
    first = bisect_left(course.readings, episode.onset, key=_at)
    begin = bisect_right(course.marks, first, key=_read) - 1
    place = len(course.marks) - 2  # the last one is made anew with every reading
    if episode.end is not None or place <= begin:
        return _added({}, of, episode, course.marks[begin], last)
    mark = course.marks[place]
    key = _Same(mark, episode.onset, None, _usual_weight(of), of.patient)
    kept = _JUDGED.get(key)
    if kept is None:
        kept = _added({}, of, episode, course.marks[begin], mark.readings)
        _keep(_JUDGED, key, kept)
    return _added(dict(kept), of, episode, mark, last)


def _added(judged: _Judged, of: Chart, episode: Episode, start: Mark, last: int) -> _Judged:
    """The grades with those of further looks: from a mark of the fold to a reading."""
    for seen in _looks(of, episode, start, last):
        key = seen.state
        if key not in judged:
            look = seen.look(in_episode=True)
            judged[key] = seen.at, tuple(grade(look) for grade in SCALES.values()), seen.moments
    return judged


def _maxima(of: Chart, judged: _Judged) -> Mapping[str, OlderMaximum]:
    found = {}
    for place, name in enumerate(SCALES if judged else ()):
        grades = [(grades[place], at, moments) for at, grades, moments in judged.values()]
        top = max(grade.counted for grade, _, _ in grades)
        highest, reached, moments_of = next(one for one in grades if one[0].counted == top)
        undecided = any(grade.level is None for grade, _, _ in grades)
        is_stated = any(grade.level == top for grade, _, _ in grades)
        found[name] = OlderMaximum(
            highest, reached, undecided and not is_stated, _entries(of, moments_of)
        )
    return found


def _looks(of: Chart, episode: Episode, start: Mark, last: int) -> Iterator["_Signs"]:
    """What counted at each moment of an episode, in order of time."""
    course: Course[Any] = of.courses["crs"]
    steps, weight = course.steps, _usual_weight(of)
    memory = start.memory.copy()
    place = max(start.steps - 1, 0)
    for at, moment in moments(course.readings[start.readings : last]):
        memory.end_spans(at)
        memory.take(moment)
        while place + 1 < len(steps) and steps[place + 1].at <= at:
            place += 1
        if at >= episode.onset:
            yield _Signs(memory, at, steps[place], weight)


def _usual_weight(of: Chart) -> float | None:
    """The weight at enrolment, where none was taken at the bedside."""
    return of.person.enrolled.weight_kg


_Moments: TypeAlias = tuple[tuple[type, datetime], ...]
"""When the signs of a look were seen, with their kinds."""


class _Signs:
    """The signs that count at a moment, and what the scale in force says of their causes."""

    def __init__(
        self, memory: Memory, at: datetime, step: Step | None, usual_weight: float | None
    ) -> None:
        latest = memory.latest
        self.at = at
        self._usual_weight = usual_weight
        self._known = {
            name: found
            for name, key in _READ.items()
            if (found := latest.get(key)) is not None and at - found.at < COUNTS
        }
        word, pressure = self._known.get("hypotension"), self._known.get("bp")
        if word is not None and (pressure is None or word.at != pressure.at):
            del self._known["hypotension"]  # a word on a pressure says nothing of a later one
        self._runs = (*memory.runs.values(), *(run for _, run in memory.spans))
        death, weight = latest.get(_DEATH), latest.get(_WEIGHT)
        self._weight = usual_weight if weight is None else weight.sign.weight_kg
        self._died = death is not None and death.sign.due_to == "crs"
        codes = [] if step is None else [reason.code for reason in step.grade.reasons]
        self._codes = tuple(code for code in codes if code in _TELLING)

    @property
    def state(self) -> tuple[object, ...]:
        """All on which the grades rest; moments alike in it have the same ones."""
        known = self._known
        temp, pressure, spo2 = known.get("temp"), known.get("bp"), known.get("spo2")
        word, support = known.get("hypotension"), known.get("support")
        return (
            None if temp is None else temp.sign.temp_c >= FEVER_C - _TOLERANCE,
            None if pressure is None else _is_low(pressure.sign),
            None if word is None else word.sign,
            None if support is None else support.sign,
            None if spo2 is None else spo2.sign.spo2_pct < HYPOXIA_SPO2,
            tuple((run.drug, self._weight) for run in self._runs),
            self._codes,
            self._died,
        )

    @property
    def moments(self) -> _Moments:
        """When these signs were seen, with their kinds."""
        seen = [
            (key[0], self._known[name].at) for name, key in _READ.items() if name in self._known
        ]
        return (*seen, *((Drug, run.at) for run in self._runs))

    def look(self, *, in_episode: bool) -> CrsLook:
        """The look that the scales read."""
        known = self._known
        support, word = known.get("support"), known.get("hypotension")
        return CrsLook(
            vitals=_vitals(known),
            support=None if support is None else support.sign,
            hypotension=None if word is None else word.sign,
            running=tuple(run.drug for run in self._runs),
            weight_kg=self._weight,
            fever_earlier=in_episode,
            usual_oxygen="baseline_oxygen" in self._codes,
            excused=frozenset(
                finding for finding in _EXCUSABLE if f"{finding}_other_cause" in self._codes
            ),
            died_of_it=self._died,
        )


@lru_cache(maxsize=2048)
def _is_low(sign: Vitals) -> bool | None:
    """Whether a pressure is low, as :func:`grading.crs_look.circulation` has it."""
    return circulation(CrsLook(sign)).hypotensive


_READ: Mapping[str, tuple[type, str]] = {
    "temp": (Vitals, "temp"),
    "bp": (Vitals, "bp"),
    "spo2": (Vitals, "spo2"),
    "support": (Support, "support"),
    "hypotension": (Hypotension, "hypotension"),
}
_DEATH, _WEIGHT = (Death, "death"), (Vitals, "weight")
_at, _read = attrgetter("at"), attrgetter("readings")


def _vitals(known: Mapping[str, Any]) -> Vitals:
    """Temperature, pressure and saturation as last seen, each where it still counts."""
    found = [known.get(name) for name in ("temp", "bp", "spo2")]
    first = found[0]
    if first is not None and all(one is not None and one.sign is first.sign for one in found):
        taken: Vitals = first.sign
        return taken
    temp, pressure, spo2 = found
    low: Vitals = _NOTHING if pressure is None else pressure.sign
    return Vitals(
        temp_c=None if temp is None else temp.sign.temp_c,
        sbp_mmhg=low.sbp_mmhg,
        dbp_mmhg=low.dbp_mmhg,
        map_mmhg=low.map_mmhg,
        bp_unrecordable=low.bp_unrecordable,
        spo2_pct=None if spo2 is None else spo2.sign.spo2_pct,
    )


def _entries(of: Chart, seen: _Moments) -> Ids:
    """The ids of the entries of such kinds at such moments."""
    found = []
    for kind, at in dict.fromkeys(seen):
        first = bisect_left(of.timeline, at, key=_at)
        last = bisect_right(of.timeline, at, first, key=_at)
        found += [entry for entry in of.timeline[first:last] if type(entry.fact) is kind]
    return ids(*found)
