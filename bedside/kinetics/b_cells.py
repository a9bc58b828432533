"""B-cell aplasia after the infusion: when it began, when B cells came back, how long it lasted.

Source: clinical rules "other toxicities", section 8: CD19+ B cells that cannot be detected; the
program uses the laboratory's own limit of quantification. Below 20/µL without such a limit is a
weak ground (one review).

Decisions (this project's): a result of "<x" or 0 cannot be detected, unless the limit itself lies
above 20/µL: that decides nothing. Where no result of after the infusion ever was undetectable,
below 20/µL counts in its place and the answer is ``weak``. Aplasia begins with the first such
result; it is over with the first of two in a row that can be measured, and one alone leaves it
open. It may come back: all times are kept. Shares of lymphocytes decide nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from bedside.kinetics.samples import Sample, Source, course

ANALYTE = "cd19_b"
WEAK_BELOW = 20.0
"""Cells/µL: below this, without a limit, the ground is weak; a limit above it decides nothing."""
BCellState = Literal["unknown", "measurable", "aplasia", "recovered"]


@dataclass(frozen=True, slots=True)
class Absence:
    """One time without B cells: its first result, its last one, and the result that ended it.

    ``back`` is the first of the two in a row that could be measured; None while it goes on.
    """

    began: Sample
    last: Sample
    back: Sample | None = None

    @property
    def days(self) -> float:
        """Days from its first result to the one that ended it; so far to its last one."""
        return (self.last if self.back is None else self.back).day - self.began.day


@dataclass(frozen=True, slots=True)
class BCells:
    """The B cells of one course.

    ``state`` is ``unknown`` where none was measured after the infusion, or nothing but what
    decides nothing. ``before`` is the last result of before the infusion. ``spans`` are the times
    without B cells. ``unconfirmed`` is a last result that can be measured and has no second one
    beside it yet. ``weak``: the ground is that of :data:`WEAK_BELOW`. ``undecided`` are results
    with words or with too high a limit.
    """

    state: BCellState
    samples: tuple[Sample, ...]
    before: Sample | None
    spans: tuple[Absence, ...] = ()
    unconfirmed: Sample | None = None
    weak: bool = False
    undecided: tuple[Sample, ...] = ()

    @property
    def began(self) -> Sample | None:
        """The first result without B cells."""
        return self.spans[0].began if self.spans else None

    @property
    def recovered(self) -> Sample | None:
        """The result with which B cells came back for good; None while they are away."""
        return self.spans[-1].back if self.spans else None

    @property
    def going_on(self) -> bool:
        """Whether B cells are away as far as is known."""
        return self.state == "aplasia"

    @property
    def days(self) -> float | None:
        """Days without B cells in all; while it goes on those that are certain."""
        return sum(span.days for span in self.spans) if self.spans else None


def b_cells(of: Source) -> BCells | None:
    """The B cells of the course of the latest infusion; None before any."""
    within = course(of)
    if within is None:
        return None
    before = next((s for s in reversed(within.before(ANALYTE)) if s.is_measured), None)
    samples = within.after(ANALYTE)
    decided = tuple(s for s in samples if _decides(s))
    undecided = tuple(s for s in samples if not _decides(s))
    weak = not any(is_undetectable(s) for s in decided)
    spans, unconfirmed = _spans(decided, _is_few if weak else is_undetectable)
    state: BCellState = "measurable" if decided else "unknown"
    if spans:
        state = "aplasia" if spans[-1].back is None else "recovered"
    return BCells(
        state=state,
        samples=samples,
        before=before,
        spans=spans,
        unconfirmed=unconfirmed if state == "aplasia" else None,
        weak=weak and bool(spans),
        undecided=undecided,
    )


def is_undetectable(sample: Sample) -> bool:
    """Whether a result says that there are no B cells: 0, or below a limit up to 20/µL."""
    if sample.value is None or sample.text:
        return False
    return sample.value <= WEAK_BELOW if sample.bound == "<" else sample.value == 0


def _is_few(sample: Sample) -> bool:
    return sample.value is not None and sample.bound is None and sample.value < WEAK_BELOW


def _decides(sample: Sample) -> bool:
    return sample.is_measured and (sample.bound != "<" or is_undetectable(sample))


def _spans(
    samples: Sequence[Sample], is_absent: Callable[[Sample], bool]
) -> tuple[tuple[Absence, ...], Sample | None]:
    """The times without B cells, and a last measurable result that stands alone."""
    found: list[Absence] = []
    alone: Sample | None = None
    for sample in samples:
        open_ = found[-1] if found and found[-1].back is None else None
        if is_absent(sample):
            alone = None
            if open_ is None:
                found.append(Absence(sample, sample))
            else:
                found[-1] = Absence(open_.began, sample)
        elif open_ is not None and alone is None:
            alone = sample
        elif open_ is not None:
            found[-1] = Absence(open_.began, open_.last, alone)
            alone = None
    return tuple(found), alone
