"""A series of results against its baseline: cytokines, inflammation, lymphocytes, antibodies.

The baseline is the last result of before the conditioning, else the last of before the infusion
(clinical rules "schedule", section 2). Peak and lowest are those of after the infusion. A limit
("<x") is a peak, and ">x" a lowest, only where there is nothing else; of equal results the first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bedside.analytes import analytes
from bedside.kinetics.samples import Course, Sample, Source, course

TRIAL = ("il6", "il2", "il10", "ifng", "crp", "ferritin")
"""What comes first: the cytokines that the trials ask for, and the two acute-phase proteins."""
SUBSETS = (
    "cd3_t",
    "cd4_t",
    "cd8_t",
    "cd19_b",
    "nk",
    "cd3_t_pct",
    "cd4_t_pct",
    "cd8_t_pct",
    "cd19_b_pct",
    "nk_pct",
    "cd4_cd8",
    "b_naive_pct",
    "b_memory_pct",
    "plasmablasts_pct",
)
IMMUNOGLOBULINS = ("igg", "igm", "iga", "ige")
_GROUPS = frozenset({"cytokine", "inflammation"})
BaselineOf = Literal["conditioning", "infusion"]


class Fold(NamedTuple):
    """How many times the baseline. ``bound``: it is certainly more (">") or less ("<")."""

    times: float
    bound: Literal["<", ">"] | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """One analyte of one course, in its canonical unit.

    ``samples`` are all results, from before the infusion too. ``baseline_of`` says before what
    the baseline was taken; None without one. ``peak``, ``lowest`` and ``latest`` lie after the
    infusion, None where nothing was measured. ``fold`` is the peak over the baseline: None where
    one of them is missing, the baseline is 0, or limits on both sides leave it open.
    """

    analyte: str
    samples: tuple[Sample, ...]
    baseline: Sample | None
    baseline_of: BaselineOf | None
    peak: Sample | None
    lowest: Sample | None
    latest: Sample | None
    fold: Fold | None


def cytokines(of: Source) -> tuple[Trend, ...]:
    """Every cytokine and sign of inflammation that was measured, those of the trials first."""
    within = course(of)
    if within is None:
        return ()
    others = (a.key for a in analytes().values() if a.group in _GROUPS and a.key not in TRIAL)
    return tuple(_measured(within, (*TRIAL, *others)))


def subsets(of: Source) -> tuple[Trend, ...]:
    """The lymphocyte subsets that were measured, counts first."""
    within = course(of)
    return () if within is None else tuple(_measured(within, SUBSETS))


def immunoglobulins(of: Source) -> tuple[Trend, ...]:
    """IgG, IgM, IgA and IgE where they were measured."""
    within = course(of)
    return () if within is None else tuple(_measured(within, IMMUNOGLOBULINS))


def trend(of: Source, analyte: str) -> Trend | None:
    """One analyte against its baseline; None before an infusion, or never reported."""
    within = course(of)
    if within is None:
        return None
    return next(_measured(within, (analyte,)), None)


def _measured(within: Course, keys: Sequence[str]) -> Iterator[Trend]:
    for key in keys:
        if key in within.labs:
            found = _trend(within, key)
            if found.samples:
                yield found


def _trend(within: Course, analyte: str) -> Trend:
    before, after = within.before(analyte), within.after(analyte)
    measured = [sample for sample in after if sample.is_measured]
    baseline, baseline_of = _baseline(within, before)
    peak = max(measured, key=_height, default=None)
    return Trend(
        analyte=analyte,
        samples=(*before, *after),
        baseline=baseline,
        baseline_of=baseline_of,
        peak=peak,
        lowest=min(measured, key=_depth, default=None),
        latest=measured[-1] if measured else None,
        fold=_fold(baseline, peak),
    )


def _height(sample: Sample) -> tuple[bool, float, bool]:
    return (sample.bound != "<", _number(sample), sample.bound == ">")


def _depth(sample: Sample) -> tuple[bool, float, bool]:
    return (sample.bound == ">", _number(sample), sample.bound != "<")


def _number(sample: Sample) -> float:
    assert sample.value is not None
    return sample.value


def _baseline(within: Course, before: Sequence[Sample]) -> tuple[Sample | None, BaselineOf | None]:
    measured = [sample for sample in before if sample.is_measured]
    began = within.conditioned
    if began is not None:
        for sample in reversed(measured):
            if sample.at <= began:
                return sample, "conditioning"
    return (measured[-1], "infusion") if measured else (None, None)


def _fold(baseline: Sample | None, peak: Sample | None) -> Fold | None:
    if baseline is None or peak is None or not baseline.value or peak.value is None:
        return None
    # A baseline that is certainly smaller makes the fold certainly greater.
    turned = {"<": ">", ">": "<"}.get(baseline.bound or "")
    bounds = {bound for bound in (turned, peak.bound) if bound is not None}
    if len(bounds) > 1:
        return None
    times = peak.value / baseline.value
    bound: Literal["<", ">"] | None = None
    if bounds:
        bound = ">" if ">" in bounds else "<"
    return Fold(times, bound)
