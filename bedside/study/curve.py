"""One line over many patients, aligned at the infusion: the median in bins, the mean by visit.

A bin is a nominal day with the days around it that belong to it. Of each patient the value
nearest to that day counts, the earlier of two as near; no value serves two bins. A bin in which
fewer than a third of the patients have a value has no point, nor one with a single patient: else
the line would follow who was measured, not what (this project's decisions).
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Literal, NamedTuple

from bedside.study.figure import mean
from bedside.study.subject import BASELINE, Point, Subject
from grading.scores.sledai import Variant

FEWEST = 2
"""A median is of so many patients at least; one patient's line is that patient's."""
PART = 3
"""And of one in so many of those who have any value at all."""
_EPSILON = 1e-9
_day, _days = attrgetter("day"), attrgetter("days", "entry")


class Bin(NamedTuple):
    """A nominal day, and how many days before and after it belong to it (inclusive)."""

    day: float
    before: float
    after: float


_MONTHS = (
    *(Bin(30.0 * month, 7, 7) for month in (2, 3, 4, 5, 6)),
    *(Bin(30.0 * month, 10, 10) for month in (7, 8)),
    *(Bin(30.0 * month, 14, 14) for month in (9, 10, 11, 12)),
)
SAMPLED: tuple[Bin, ...] = (
    Bin(0, 3, 0.999),
    *(Bin(day, 1.5, 1.499) for day in range(3, 31, 3)),
    *_MONTHS,
)
"""The days of the schedule for the cells in blood: every three days to day 30, then by month.

Windows as in the schedule; in month 1 they meet, so that a sample of any hour belongs to one.
"""
DAILY: tuple[Bin, ...] = (*(Bin(day, 0.5, 0.499999) for day in range(-7, 31)), *_MONTHS)
"""Every day, rounded, from a week before the infusion to day 30, then by month."""


class Median(NamedTuple):
    """The median at a nominal day. ``patients`` are those it is taken over.

    ``bound`` where the middle rests on a value that was only a limit: the median lies there or
    beyond.
    """

    day: float
    value: float
    patients: tuple[str, ...]
    bound: Literal["<", ">"] | None = None

    @property
    def of(self) -> int:
        """Over how many patients."""
        return len(self.patients)


class VisitMean(NamedTuple):
    """The mean SLEDAI of a visit, by month (0: the baseline), and whose."""

    month: int
    value: float
    patients: tuple[str, ...]


def bins_of(analyte: str) -> tuple[Bin, ...]:
    """The bins of an analyte: the schedule's for the cells, days for what is measured daily."""
    return SAMPLED if analyte.startswith("cart_") else DAILY


def median_curve(
    courses: Mapping[str, Sequence[Point]], bins: Sequence[Bin] = SAMPLED
) -> tuple[Median, ...]:
    """The median of the courses of patients in each bin that holds enough of them.

    A limit counts as the number it names; of two equal values "<" lies below the number itself,
    ">" above it. Of an even number of patients the two in the middle are averaged.
    """
    held: dict[Bin, list[tuple[str, Point]]] = {one: [] for one in bins}
    for patient in sorted(courses):
        for one, point in _nearest(courses[patient], bins).items():
            held[one].append((patient, point))
    found = []
    known = sum(1 for course in courses.values() if course)
    for one in bins:
        of = held[one]
        if len(of) < FEWEST or len(of) * PART < known:
            continue
        value, bound = _middle([point for _, point in of])
        found.append(Median(one.day, value, tuple(patient for patient, _ in of), bound))
    return tuple(found)


def _nearest(course: Sequence[Point], bins: Sequence[Bin]) -> Mapping[Bin, Point]:
    """Of each bin the patient's value nearest to its day; each value only in its nearest bin.

    ``bins`` are in order of their days.
    """
    found: dict[Bin, Point] = {}
    for point in sorted(course, key=_days):
        place = bisect_left(bins, point.days, key=_day)
        inside = [one for one in bins[max(0, place - 1) : place + 1] if _holds(one, point.days)]
        if not inside:
            continue
        own = min(inside, key=lambda one: abs(one.day - point.days))
        other = found.get(own)
        if other is None or abs(own.day - point.days) < abs(own.day - other.days):
            found[own] = point
    return found


def _holds(one: Bin, days: float) -> bool:
    return one.day - one.before - _EPSILON <= days <= one.day + one.after + _EPSILON


_SIDE = {"<": -1, None: 0, ">": 1}


def _middle(points: Sequence[Point]) -> tuple[float, Literal["<", ">"] | None]:
    ranked = sorted(points, key=lambda one: (one.value, _SIDE[one.bound]))
    half = len(ranked) // 2
    pair = ranked[half - 1 : half + 1] if len(ranked) % 2 == 0 else ranked[half : half + 1]
    bounds = {one.bound for one in pair}
    bound = bounds.pop() if len(bounds) == 1 else ("<" if "<" in bounds else ">")
    value = sum(one.value for one in pair) / len(pair)
    return float(f"{value:.12g}"), bound


def median_of(subjects: Iterable[Subject], analyte: str) -> tuple[Median, ...]:
    """The median course of an analyte over patients."""
    courses = {one.patient: one.curves[analyte] for one in subjects if analyte in one.curves}
    return median_curve(courses, bins_of(analyte))


def sledai_means(subjects: Iterable[Subject], variant: Variant) -> tuple[VisitMean, ...]:
    """The mean SLEDAI by visit, from the baseline on; months without any value are left out."""
    every = [one for one in subjects if one.is_infused]
    months = sorted({month for one in every for month in one.outcomes} | {BASELINE})
    found = []
    for month in months:
        centre = mean((one.patient, one.outcome(month).total(variant).value) for one in every)
        if centre.value is not None:
            found.append(VisitMean(month, centre.value, centre.patients))
    return tuple(found)
