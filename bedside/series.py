"""What a chart and its table show of a timeline between two moments: the one source for both.

All moments are aware. Every function looks only at what lies between ``start`` and ``end``, both
included, except where something that began earlier still shows (a pump, an oxygen device).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from bedside.facts import Admitted, Confirmed, Discharged, Fact, NotDone, Note
from bedside.timeline import Entry
from grading.drugs import DrugClass
from grading.grade import Course, Grade, Status, Step
from grading.scales.crs import ladder
from grading.signs import (
    Attribution,
    Death,
    Device,
    Drug,
    Ice,
    Infused,
    Lab,
    Neuro,
    Support,
    Vitals,
)

UNRECORDABLE = "unrecordable"
"""The text of a pressure that could not be found."""
CONFIRMED_FOR = timedelta(hours=5)
"""A pump last charted longer ago is shown as running, but not confirmed: the longest a vital sign
counts while rounds are 4-hourly."""
_FIRST = datetime.min.replace(tzinfo=UTC)
_PLAIN = ("temp_c", "hr_bpm", "rr_bpm", "spo2_pct")
_at = attrgetter("at")


class Point(NamedTuple):
    """One value of one quantity at a moment.

    ``value`` is None where there were only words (``text``), and where words stood beside a
    value, which no line may then pass through. ``bound`` says that the true value
    lies below ("<") or above (">") it. ``other`` is the second end of a bar: the diastolic
    pressure, or the best ICE score still possible where some items are unknown.
    """

    at: datetime
    value: float | None
    entry: str
    bound: Literal["<", ">"] | None = None
    other: float | None = None
    text: str | None = None
    unit: str = ""


def between(timeline: Sequence[Entry], start: datetime, end: datetime) -> Sequence[Entry]:
    """The entries of a timeline from ``start`` to ``end``."""
    low = bisect_left(timeline, start, key=_at)
    return timeline[low : bisect_right(timeline, end, low, key=_at)]


def points(
    timeline: Sequence[Entry], start: datetime, end: datetime
) -> Mapping[str, tuple[Point, ...]]:
    """The points of every quantity charted, in time order.

    Keys: ``temp_c``, ``hr_bpm``, ``bp`` (systolic, with the diastolic as ``other``), ``map`` (as
    charted or from the pair), ``rr_bpm``, ``spo2_pct``, ``ice``, and ``lab:`` with the analyte.
    """
    found: dict[str, list[Point]] = {}
    for entry in between(timeline, start, end):
        for key, point in _points_of(entry):
            found.setdefault(key, []).append(point)
    return {key: tuple(of) for key, of in found.items()}


def _points_of(entry: Entry) -> Iterator[tuple[str, Point]]:
    fact, at, name = entry.fact, entry.at, entry.id
    if isinstance(fact, Vitals):
        yield from _signs_of(fact, at, name)
    elif isinstance(fact, Lab):
        value = None if fact.text else fact.value
        bound, text, unit = fact.bound, fact.text, fact.unit
        yield f"lab:{fact.analyte}", Point(at, value, name, bound, None, text, unit)
    elif isinstance(fact, Ice):
        unknown = fact.score is None
        yield "ice", Point(at, fact.passed, name, other=fact.best if unknown else None)


def _signs_of(fact: Vitals, at: datetime, name: str) -> Iterator[tuple[str, Point]]:
    for key in _PLAIN:
        value = getattr(fact, key)
        if value is not None:
            yield key, Point(at, value, name)
    if fact.sbp_mmhg is not None:
        yield "bp", Point(at, fact.sbp_mmhg, name, other=fact.dbp_mmhg)
    elif fact.bp_unrecordable:
        yield "bp", Point(at, None, name, text=UNRECORDABLE)
    mean = fact.mean_mmhg
    if mean is not None:
        yield "map", Point(at, mean, name)


# --- where a line is broken -------------------------------------------------------------------

Limits = Sequence[tuple[datetime, timedelta]]
_EARLY, _DAILY, _VISITS = timedelta(days=15), timedelta(days=29), timedelta(days=40)
_SCREENING = timedelta(days=7)
_APART: Mapping[str, tuple[timedelta, timedelta, timedelta]] = {
    "sign": (timedelta(hours=12), timedelta(hours=48), _VISITS),
    "oxygen": (timedelta(hours=12), timedelta(hours=48), timedelta(hours=48)),
    "ice": (timedelta(hours=26), timedelta(hours=48), _VISITS),
    "lab": (timedelta(days=3), timedelta(days=14), _VISITS),
}


def limits(key: str, infusions: Iterable[datetime]) -> Limits:
    """From each moment on, how far apart two neighbouring points may lie and still be joined.

    Rather more than twice the interval plausible then. Vital signs: 12 h to day 14 (rounds of
    4 h at most), 48 h to day 28 and in the week before the infusion (daily), 40 d at other times
    (monthly visits). ICE (12-hourly, then daily): 26 h, 48 h, 40 d. Laboratory (daily, then
    weekly): 3 d, 14 d, 40 d. Oxygen devices, of which a lane would say that they were on all the
    time: 12 h, then 48 h. Without any infusion as in the first 14 days.
    """
    kind = key.partition(":")[0]
    early, daily, visits = _APART.get(kind, _APART["sign"])
    given = sorted(infusions)
    if not given:
        return ((_FIRST, early),)
    found = [(_FIRST, visits), (given[0] - _SCREENING, daily)]
    for infused in given:
        while found[-1][0] >= infused:
            found.pop()
        found += [(infused, early), (infused + _EARLY, daily), (infused + _DAILY, visits)]
    return tuple(found)


def breaks(of: Sequence[Point], within: Limits, before: Point | None = None) -> list[bool]:
    """Of each point, whether the line starts anew at it. ``before`` is the point before them."""
    found = []
    last = before.at if before is not None else None
    step, limit = 0, within[0][1]
    for point in of:
        at = point.at
        if last is None:
            found.append(True)
        else:
            while step + 1 < len(within) and within[step + 1][0] <= last:
                step += 1
                limit = within[step][1]
            found.append(at - last > limit)
        last = at
    return found


def _limit(within: Limits, at: datetime) -> timedelta:
    return within[bisect_right(within, at, key=lambda step: step[0]) - 1][1]


# --- grades, oxygen, drugs, events --------------------------------------------------------------


class Band(NamedTuple):
    """One grade of one scale for a while. ``level`` is None where it cannot be stated.

    ``before`` says that the cells were not infused yet, so that there is nothing to grade.
    """

    start: datetime
    end: datetime
    level: int | None
    at_least: int
    status: Status
    before: bool = False


def _seen(grade: Grade) -> tuple[int | None, int, Status, bool]:
    return (grade.level, grade.at_least, grade.status, "before_infusion" in grade.flags)


def grade_bands(course: Course[Any], start: datetime, end: datetime) -> tuple[Band, ...]:
    """The grades of a course from ``start`` to ``end`` or the course's now, without a hole.

    The first band begins where the scale first read something.
    """
    steps: Sequence[Step] = course.steps
    end = min(end, course.now)
    low = max(0, bisect_right(steps, start, key=_at) - 1)
    high = bisect_right(steps, end, low, key=_at)
    found: list[Band] = []
    opened, shown = start, None
    for step in steps[low:high]:
        seen = _seen(step.grade)
        if seen == shown:
            continue
        at = max(step.at, start)
        if shown is not None and at > opened:
            found.append(Band(opened, at, *shown))
        opened, shown = at, seen
    if shown is not None:
        found.append(Band(opened, end, *shown))
    return tuple(found)


class Oxygen(NamedTuple):
    """One oxygen device for a while, with the least and most flow (L/min) and FiO₂ charted.

    ``level`` is what the device counts in the hypoxia domain of CRS, 0 to 4. ``end`` is the last
    charting where the next one lies too far off to tell what happened between.
    """

    start: datetime
    end: datetime
    device: Device
    flow: tuple[float, float] | None
    fio2: tuple[float, float] | None
    level: int
    entry: str


def _widened(span: tuple[float, float] | None, value: float | None) -> tuple[float, float] | None:
    if value is None:
        return span
    return (value, value) if span is None else (min(span[0], value), max(span[1], value))


def oxygen_lane(
    timeline: Sequence[Entry],
    start: datetime,
    end: datetime,
    infusions: Iterable[datetime] = (),
) -> tuple[Oxygen, ...]:
    """The oxygen devices between two moments; the last one up to ``end`` while it is plausible."""
    within = limits("oxygen", infusions)
    found: list[Oxygen] = []
    step, limit = 0, within[0][1]
    last: Support | None = None
    charted = start
    for entry in _from_last(timeline, start, end, Support):
        at, support = entry.at, entry.fact
        if last is not None:
            while step + 1 < len(within) and within[step + 1][0] <= charted:
                step += 1
                limit = within[step][1]
        joined = last is not None and at - charted <= limit
        if joined and last is not None and _delivery(support) == _delivery(last):
            charted = at
            continue
        known, level = found[-1] if found else None, ladder(support)[0]
        if known is not None and joined and (known.device, known.level) == (support.device, level):
            flow = _widened(known.flow, support.flow_lpm)
            found[-1] = known._replace(flow=flow, fio2=_widened(known.fio2, support.fio2))
        else:
            if known is not None:
                found[-1] = known._replace(end=at if joined else charted)
            flow, fio2 = _widened(None, support.flow_lpm), _widened(None, support.fio2)
            found.append(Oxygen(at, at, support.device, flow, fio2, level, entry.id))
        last, charted = support, at
    if found:
        plausible = end - charted <= _limit(within, charted)
        found[-1] = found[-1]._replace(end=end if plausible else charted)
    return tuple(span for span in found if span.end >= start)


def _delivery(support: Support) -> tuple[object, ...]:
    return (support.device, support.flow_lpm, support.fio2, support.purpose)


def _from_last(
    timeline: Sequence[Entry], start: datetime, end: datetime, kind: type
) -> Iterator[Any]:
    """Entries of a kind from ``start`` on, led by the last one before it."""
    low = bisect_left(timeline, start, key=_at)
    for index in range(low - 1, -1, -1):
        if isinstance(timeline[index].fact, kind):
            yield timeline[index]
            break
    yield from (e for e in between(timeline, start, end) if isinstance(e.fact, kind))


class Given(NamedTuple):
    """A dose (``start`` is ``end``), or an infusion at one rate.

    ``confirmed`` is when it was last charted. ``running`` where nothing says that it stopped.
    """

    start: datetime
    end: datetime
    drug: Drug
    entry: str
    confirmed: datetime
    running: bool = False


class Lane(NamedTuple):
    """All that was given of one drug."""

    drug: str
    drug_class: DrugClass
    given: tuple[Given, ...]


_FIRST_SHOWN = (
    DrugClass.VASOPRESSOR,
    DrugClass.VASOPRESSIN,
    DrugClass.INOTROPE,
    DrugClass.RESCUE,
    DrugClass.ANTICYTOKINE,
    DrugClass.STEROID,
    DrugClass.ORAL_PRESSOR,
    DrugClass.ANTIPYRETIC,
    DrugClass.FLUID,
    DrugClass.ANTISEIZURE,
    DrugClass.SEDATIVE,
)


@dataclass(slots=True)
class _Pumps:
    """What runs while the entries of a timeline go by, and what has been given."""

    given: list[Given] = field(default_factory=list)
    running: dict[tuple[str, str | None], Given] = field(default_factory=dict)

    def take(self, drug: Drug, at: datetime, entry: str) -> None:
        key = (drug.name, drug.line)
        known = self.running.get(key)
        if drug.action == "given" or drug.until is not None:
            until = max(at, drug.until or at)
            self.given.append(Given(at, until, drug, entry, until))
        elif drug.action == "stopped":
            # A new bag starts the minute the old one ends: of one moment, running stands.
            if known is not None and known.confirmed < at:
                del self.running[key]
                self.given.append(known._replace(end=at, confirmed=at))
        elif known is None:
            self.running[key] = Given(at, at, drug, entry, at)
        elif drug.rate is None or (drug.rate, drug.rate_unit) == (
            known.drug.rate,
            known.drug.rate_unit,
        ):
            self.running[key] = known._replace(confirmed=at)
        else:
            if known.start < at:
                self.given.append(known._replace(end=at, confirmed=at))
            self.running[key] = Given(at, at, drug, entry, at)


def drug_lanes(
    timeline: Sequence[Entry], start: datetime, end: datetime, now: datetime
) -> tuple[Lane, ...]:
    """What was given between two moments, a lane a drug, pressors and anticytokines first.

    What runs is shown up to ``now``. A pump may have been started at any time before ``start``,
    so all entries are looked at.
    """
    pumps = _Pumps()
    for entry in timeline:
        if isinstance(entry.fact, Drug) and entry.at <= end:
            pumps.take(entry.fact, entry.at, entry.id)
    going = [g._replace(end=max(now, g.start), running=True) for g in pumps.running.values()]
    lanes: dict[str, list[Given]] = {}
    for given in sorted((*pumps.given, *going), key=lambda g: (g.start, g.end)):
        if given.end >= start:
            shown = given if given.end <= now else given._replace(end=now, running=True)
            lanes.setdefault(given.drug.name, []).append(shown)
    found = [Lane(name, of[0].drug.drug_class, tuple(of)) for name, of in lanes.items()]
    return tuple(sorted(found, key=_lane_order))


def _lane_order(lane: Lane) -> tuple[int, datetime, str]:
    kind = lane.drug_class
    place = _FIRST_SHOWN.index(kind) if kind in _FIRST_SHOWN else len(_FIRST_SHOWN)
    return (place, lane.given[0].start, lane.drug)


EVENTS = (Infused, Ice, Neuro, Confirmed, Attribution, Death, Note, NotDone, Admitted, Discharged)
"""Facts that stand on a chart as marks of a moment."""


class Event(NamedTuple):
    """Something that happened at a moment."""

    at: datetime
    fact: Fact
    entry: Entry


def events(timeline: Sequence[Entry], start: datetime, end: datetime) -> tuple[Event, ...]:
    """Infusions of cells, ICE and neurological findings, a physician's word, notes and the like."""
    return tuple(
        Event(entry.at, entry.fact, entry)
        for entry in between(timeline, start, end)
        if isinstance(entry.fact, EVENTS)
    )
