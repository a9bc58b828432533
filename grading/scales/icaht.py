"""Immune effector cell-associated haematotoxicity (ICAHT), neutrophils, EHA/EBMT 2023.

Source: Rejeski K et al., Blood 2023;142(10):865-877; the algorithm as published by Liang EC et
al. (github emilyliangmd/automatedicahtgrading, index.Rmd). This project's decisions: what was
measured is not rounded (504 is not 500); where nothing was measured there is no grade, and no
grade 0 where days are unknown; a record that still runs is never "never recovered"; the guard
for too few values. ICAHT and the CTCAE grade of neutropenia stand side by side, never merged.
"""

from collections.abc import Collection
from dataclasses import dataclass

from grading.bands import Bands, bands
from grading.daily import Counts, Run, filled, lowest, runs
from grading.toxicity import Ground, ToxicityGrade, ToxicityStatus

EDITION = "EHA/EBMT 2023"
SOURCE = "Rejeski K et al. Blood 2023;142(10):865-877"
EARLY_LAST_DAY = 30
LATE_FIRST_DAY, LATE_LAST_DAY = 31, 100
SEVERE_PER_UL, PROFOUND_PER_UL = 500, 100
"""At most so many neutrophils/µL: both are inclusive."""
JOINED_OVER_DAYS = 2
"""Above the limit for three days in a row parts two runs; one or two days do not."""
NEVER_RECOVERED_FROM_DAY = 3
"""A run that begins by this day and lasts to the end of the window never recovered."""
_ROUNDED_TO = 10

DAYS_TO_500: Bands = bands(
    ("<= 0", 0), ("> 0 to < 7", 1), ("7–13", 2), ("14–30", 3), (">= 31", 4), step="1"
)
"""Early: days of the longest run at or below 500/µL, to grade."""
DAYS_TO_100: Bands = bands(("< 7", 0), ("7–13", 3), (">= 14", 4), step="1")
"""Early: days of the longest run at or below 100/µL, to grade; below seven they decide nothing."""
LATE: Bands = bands(
    ("> 1500", 0),
    ("> 1000 to <= 1500", 1),
    ("> 500 to <= 1000", 2),
    ("> 100 to <= 500", 3),
    ("<= 100", 4),
)
"""Late: neutrophils/µL to grade."""
NON_TRANSIENT_PER_UL = 1500

_DENSE_LAST_DAY = 14
_DENSE_DAYS, _SPARSE_DAYS = 3, 7


@dataclass(frozen=True, slots=True)
class EarlyIcaht(ToxicityGrade):
    """The early grade, days 0 to 30. None where nothing was measured, or 0 with days unknown.

    ``dur500`` and ``dur100`` are the days of the longest run at or below each limit;
    ``never_recovered`` the extra way to grade 4. ``days`` holds (day, neutrophils/µL, measured)
    of every day known or filled in, and ``unknown_days`` those that are neither.
    """

    dur500: int = 0
    dur100: int = 0
    never_recovered: bool = False
    days: tuple[tuple[int, float, bool], ...] = ()
    unknown_days: tuple[int, ...] = ()


def early(
    anc: Counts, *, last_contact_day: int | None = None, as_of_day: int | None = None
) -> EarlyIcaht:
    """The early grade from (study day, neutrophils/µL).

    ``last_contact_day`` is the day of death, loss or the next therapy, where the window ends
    for good; ``as_of_day`` is today's study day on a record that still runs.
    """
    last = _earliest(EARLY_LAST_DAY, last_contact_day, as_of_day)
    running = as_of_day is not None and as_of_day < _earliest(EARLY_LAST_DAY, last_contact_day)
    measured = lowest(anc, 0, last)
    days = filled(measured, 0, last, _ROUNDED_TO)
    unknown = tuple(day for day in range(last + 1) if day not in days)
    runs500 = runs((d for d, v in days.items() if v <= SEVERE_PER_UL), JOINED_OVER_DAYS)
    runs100 = runs((d for d, v in days.items() if v <= PROFOUND_PER_UL), JOINED_OVER_DAYS)
    dur500, dur100 = _longest(runs500), _longest(runs100)
    never = not running and any(
        run.first <= NEVER_RECOVERED_FROM_DAY and run.last == last for run in runs500
    )
    by_500, by_100 = DAYS_TO_500.of(dur500), DAYS_TO_100.of(dur100)
    grounds = [
        Ground("anc_500", by_500, "longest_run", _run_values(runs500)),
        Ground("anc_100", by_100, "longest_run", _run_values(runs100)),
    ]
    if never:
        grounds.append(Ground("recovery", 4, "never_recovered", (("last_day", last),)))
    reached = 4 if never else max(by_500, by_100)
    level = None if not measured or (unknown and not reached) else reached
    low_data = bool(unknown) or _is_sparse(measured, last)
    flags = {"low_data"} if low_data else set[str]()
    if running:
        flags.add("provisional")
    if never:
        flags.add("never_recovered")
    status: ToxicityStatus = "graded"
    if level is None:
        status = "incomplete"
    elif low_data:
        status = "low_data"
    elif running:
        status = "provisional"
    return EarlyIcaht(
        scale="icaht_early",
        level=level,
        at_least=reached,
        status=status,
        grounds=tuple(grounds),
        missing=("anc",) if unknown or not measured else (),
        flags=frozenset(flags),
        dur500=dur500,
        dur100=dur100,
        never_recovered=never,
        days=tuple((day, float(value), day in measured) for day, value in days.items()),
        unknown_days=unknown,
    )


def late(
    anc: Counts, *, last_contact_day: int | None = None, as_of_day: int | None = None
) -> ToxicityGrade:
    """The late grade, days 31 to 100, from (study day, neutrophils/µL).

    By the lowest day, if the second lowest is at most 1500/µL too, else 0 (transient); a single
    day stands alone (flag ``single_value``). None where nothing was measured. The published code
    says itself that the nadir may overgrade: 90 and then 1200 is 4. ``last_contact_day`` is also
    that of progression or the next therapy.
    """
    last = _earliest(LATE_LAST_DAY, last_contact_day, as_of_day)
    running = as_of_day is not None and as_of_day < _earliest(LATE_LAST_DAY, last_contact_day)
    measured = lowest(anc, LATE_FIRST_DAY, last)
    flags = {"provisional"} if running else set[str]()
    if not measured:
        return ToxicityGrade(
            "icaht_late", None, 0, "incomplete", missing=("anc",), flags=frozenset(flags)
        )
    nadirs = sorted((value, day) for day, value in measured.items())[:2]
    values = tuple((f"anc_per_ul_day_{day}", float(value)) for value, day in nadirs)
    level = LATE.of(float(nadirs[0][0]))
    code = "two_lowest"
    if len(nadirs) == 1:
        code = "single_value"
        flags.add(code)
    elif level and nadirs[1][0] > NON_TRANSIENT_PER_UL:
        level, code = 0, "transient"
    return ToxicityGrade(
        scale="icaht_late",
        level=level,
        at_least=level,
        status="provisional" if running else "graded",
        grounds=(Ground("anc", level, code, values),),
        flags=frozenset(flags),
    )


def _earliest(last_day: int, *days: int | None) -> int:
    return min(last_day, *(day for day in days if day is not None), last_day)


def _longest(found: tuple[Run, ...]) -> int:
    return max((run.days for run in found), default=0)


def _run_values(found: tuple[Run, ...]) -> tuple[tuple[str, int], ...]:
    if not found:
        return (("days", 0),)
    longest = max(found, key=lambda run: run.days)
    return (("days", longest.days), ("first_day", longest.first), ("last_day", longest.last))


def _is_sparse(measured: Collection[int], last: int) -> bool:
    """Fewer than one value for each full three days to day 14, or each full seven after."""
    dense = sum(day <= _DENSE_LAST_DAY for day in measured)
    sparse = len(measured) - dense
    dense_days = min(last, _DENSE_LAST_DAY) + 1
    sparse_days = max(last - _DENSE_LAST_DAY, 0)
    return dense < dense_days // _DENSE_DAYS or sparse < sparse_days // _SPARSE_DAYS
