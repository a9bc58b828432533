"""How the cells expanded: Cmax, Tmax, AUC0-28 and Tlast of one course, with their points.

Each unit is a series of its own; none is ever converted into another or mixed with it.

Decisions (this project's, clinical rules "schedule", section 3):

- Cmax is the highest quantified value after the infusion, Tmax when it was first reached. Results
  below the limit of quantification ("<x"), and 0, are never a Cmax. One above what the assay can
  measure (">x") counts as x, and Cmax, AUC and Tmax then carry ``at_least``.
- Below the limit counts as 0 before Tmax, and half of the limit after it. Where nothing was ever
  quantified all of it counts as 0.
- Of several results of one moment the highest counts.
- AUC0-28 is the linear trapezoid from the infusion to day 28, in days x unit. Where no sample lies
  at day 28, the value there is interpolated linearly if there is a later sample; otherwise the
  area ends at the last sample and is ``partial``. Without any sample from the infusion to day 28
  there is no area.
- At day 0: before the first infusion there are no CAR-T cells, so that the line begins at 0. After
  an earlier infusion it begins at the last sample of the three days before; without one the area
  begins at the first sample and is ``partial``.
- Tlast is the last quantified value after the infusion, on whatever day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from bedside.analytes import analytes
from bedside.kinetics.samples import Course, Sample, Source, course

ANALYTES = ("cart_copies", "cart_cells", "cart_copies_ml")
"""The series of expansion: copies/µg DNA, cells/µL, copies/mL."""
AUC_DAYS = 28.0
BEFORE_DAYS = 3.0
"""How long before the infusion a sample stands for day 0: its visit's window (-3..0)."""
Counted = Literal["measured", "zero", "half"]
AucStatus = Literal["complete", "partial"]
StartsFrom = Literal["zero", "sample", "first"]


class Point(NamedTuple):
    """A sample as it was counted: as ``measured``, as ``zero``, or as ``half`` of its limit.

    ``value`` and ``bound`` are as reported, ``counts_as`` is what the area used. ``day`` is
    negative for the sample that stands for day 0.
    """

    day: float
    value: float
    bound: Literal["<", ">"] | None
    entry: str
    counted: Counted
    counts_as: float


@dataclass(frozen=True, slots=True)
class Expansion:
    """The expansion of one course in one unit.

    ``points``: every sample used, in order of time; ``left_out``: those that were not, because
    of words, a remark on the sample, or another result of the same moment. ``cmax``, ``tmax_day``
    and ``tlast_day`` are None where nothing was ever quantified; ``cmax_entry`` and
    ``tlast_entry`` are their entries. ``at_least``: a result lay above what could be measured.
    ``auc0_28`` runs from ``auc_from`` to ``auc_until`` (days), ``interpolated`` where the value
    at its end lies between two samples; None where no sample lies in that time, or nothing but
    one. ``starts_from``: 0 at the infusion, a sample drawn before it, or the first sample.
    """

    analyte: str
    unit: str
    points: tuple[Point, ...]
    left_out: tuple[Sample, ...]
    cmax: float | None
    tmax_day: float | None
    cmax_entry: str | None
    tlast_day: float | None
    tlast_entry: str | None
    at_least: bool
    auc0_28: float | None
    auc_from: float
    auc_until: float
    status: AucStatus
    interpolated: bool
    starts_from: StartsFrom

    @property
    def auc_points(self) -> tuple[Point, ...]:
        """The points on which the area rests, the one beyond day 28 included if it was used."""
        found = [point for point in self.points if point.day <= self.auc_until]
        if self.interpolated:
            found.append(next(p for p in self.points if p.day > self.auc_until))
        return tuple(found)


def expansions(of: Source) -> tuple[Expansion, ...]:
    """The expansion in every unit that was measured after the infusion."""
    found = (expansion(of, analyte) for analyte in ANALYTES)
    return tuple(one for one in found if one is not None)


def expansion(of: Source, analyte: str | None = None) -> Expansion | None:
    """The expansion in one unit; if none is named, in the first of :data:`ANALYTES` measured.

    None before an infusion, and where no sample of after it can be computed with.
    """
    within = course(of)
    if within is None:
        return None
    if analyte is None:
        return next((e for e in (expansion(within, one) for one in ANALYTES) if e), None)
    after, left_out = _usable(within.after(analyte))
    if not after:
        return None
    before, start, starts_from = _start(within, analyte)
    highest = max((s for s in after if _is_quantified(s)), key=_value, default=None)
    points = tuple(_point(sample, highest) for sample in after)
    line = [(point.day, point.counts_as) for point in points]
    if start is not None:
        line.insert(0, (0.0, start))
    auc, until, interpolated = _area(line)
    last = next((s for s in reversed(after) if _is_quantified(s)), None)
    return Expansion(
        analyte=analyte,
        unit=analytes()[analyte].shown,
        points=(*before, *points),
        left_out=left_out,
        cmax=None if highest is None else highest.value,
        tmax_day=None if highest is None else highest.day,
        cmax_entry=None if highest is None else highest.entry,
        tlast_day=None if last is None else last.day,
        tlast_entry=None if last is None else last.entry,
        at_least=any(sample.bound == ">" for sample in after),
        auc0_28=auc,
        auc_from=line[0][0],
        auc_until=until,
        status="complete" if start is not None and until == AUC_DAYS else "partial",
        interpolated=interpolated,
        starts_from=starts_from,
    )


def _usable(samples: Sequence[Sample]) -> tuple[list[Sample], tuple[Sample, ...]]:
    """One sample a moment, the highest, and those that do not count."""
    kept: list[Sample] = []
    left_out: list[Sample] = []
    for sample in samples:
        if not sample.is_measured:
            left_out.append(sample)
        elif kept and kept[-1].at == sample.at:
            lower, higher = sorted((kept[-1], sample), key=_order)
            kept[-1] = higher
            left_out.append(lower)
        else:
            kept.append(sample)
    return kept, tuple(left_out)


def _order(sample: Sample) -> tuple[bool, float, bool, str]:
    return (_is_quantified(sample), _value(sample), sample.bound == ">", sample.entry)


def _value(sample: Sample) -> float:
    assert sample.value is not None
    return sample.value


def _is_quantified(sample: Sample) -> bool:
    return sample.bound != "<" and _value(sample) > 0


def _start(within: Course, analyte: str) -> tuple[tuple[Point, ...], float | None, StartsFrom]:
    """The point that stands for day 0, the value of the line there, and what it comes from."""
    before, _ = _usable(within.before(analyte))
    if before and before[-1].day >= -BEFORE_DAYS:
        point = _counted(before[-1], is_after=False)
        return (point,), point.counts_as, "sample"
    return ((), 0.0, "zero") if within.is_first else ((), None, "first")


def _point(sample: Sample, highest: Sample | None) -> Point:
    return _counted(sample, is_after=highest is not None and sample.at > highest.at)


def _counted(sample: Sample, *, is_after: bool) -> Point:
    value = _value(sample)
    counted: Counted = "measured"
    counts_as = value
    if sample.bound == "<":
        counted, counts_as = ("half", value / 2) if is_after else ("zero", 0.0)
    return Point(sample.day, value, sample.bound, sample.entry, counted, counts_as)


def _area(line: Sequence[tuple[float, float]]) -> tuple[float | None, float, bool]:
    """The area under a line up to day 28, where it ends, and whether its end is interpolated."""
    inside = list(_clipped(line))
    until = inside[-1][0] if inside else line[0][0]
    if len(inside) < 2 or not any(0 < day <= AUC_DAYS for day, _ in line):  # noqa: PLR2004
        return None, line[0][0], False
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(inside))
    return area, until, until == AUC_DAYS and inside[-1] not in line


def _clipped(line: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """A line up to day 28, its end there put in between two points where it has none."""
    before: tuple[float, float] | None = None
    for day, value in line:
        if day <= AUC_DAYS:
            yield day, value
        else:
            if before is not None and before[0] < AUC_DAYS:
                share = (AUC_DAYS - before[0]) / (day - before[0])
                yield AUC_DAYS, before[1] + share * (value - before[1])
            return
        before = (day, value)
