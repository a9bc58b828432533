"""T-ICAHT, the platelet companion of ICAHT; research only: each grade is flagged ``research``.

Source: the abstract of its authors (ash-sap.org view-large 12809257): cumulative days, not the
longest run. Filling of missing days as in ICAHT (this project's decision). Late grades ask for
two tests; as in the authors' public code they must both lie below the limit. The text of NCCN
2026 (platelets < 25 x 10⁹/L for more than 7 days, or dependence on transfusion or growth factor)
is another definition and is not mixed in. Transfusions raise the count: days with one are told.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from grading.bands import Bands, bands
from grading.daily import Counts, filled, lowest
from grading.toxicity import Ground, ToxicityGrade, ToxicityStatus

EDITION = "research"
SOURCE = "ash-sap.org view-large 12809257"
EARLY_LAST_DAY = 30
LATE_FIRST_DAY, LATE_LAST_DAY = 31, 100
MILD_10_9_L, SEVERE_10_9_L, PROFOUND_10_9_L = 100, 50, 20
"""Below so many platelets, 10⁹/L: none is inclusive."""
RECOVERED_DAYS, UNTRANSFUSED_DAYS = 3, 7

EARLY_BELOW_50: Bands = bands(("<= 0", 0), ("> 0 to < 7", 1), (">= 7", 2), step="1")
"""Early: days below 50 x 10⁹/L, to grade."""
BELOW_20: Bands = bands(("<= 0", 0), ("> 0 to < 14", 3), (">= 14", 4), step="1")
"""Early and late: days below 20 x 10⁹/L, to grade."""


@dataclass(frozen=True, slots=True)
class TIcaht(ToxicityGrade):
    """A grade by platelets. ``days_below_50`` and ``days_below_20`` are cumulative.

    ``recovered_day`` is the first of three days at 20 x 10⁹/L or more, after a day below it,
    without a transfusion in the seven days before and on them; None too where transfusions are
    not known.
    """

    days_below_50: int = 0
    days_below_20: int = 0
    recovered_day: int | None = None


def early(
    platelets: Counts,
    *,
    transfused_days: Collection[int] | None = None,
    last_contact_day: int | None = None,
    as_of_day: int | None = None,
) -> TIcaht:
    """The early grade, days 0 to 30, from (study day, platelets in 10⁹/L).

    ``transfused_days`` are the days with platelets given; None where that is not known.
    """
    last = min(day for day in (EARLY_LAST_DAY, last_contact_day, as_of_day) if day is not None)
    measured = lowest(platelets, 0, last)
    days = filled(measured, 0, last)
    below_50, below_20 = _below(days, SEVERE_10_9_L), _below(days, PROFOUND_10_9_L)
    grounds = (
        Ground("plt_50", EARLY_BELOW_50.of(below_50), "cumulative_days", (("days", below_50),)),
        Ground("plt_20", BELOW_20.of(below_20), "cumulative_days", (("days", below_20),)),
    )
    unknown = not measured or len(days) < last + 1
    running = _is_running(EARLY_LAST_DAY, last_contact_day, as_of_day)
    reached = max(ground.level or 0 for ground in grounds)
    return _graded(
        "t_icaht_early", grounds, reached, days, transfused_days,
        known=bool(measured) and not (unknown and not reached),
        unknown=unknown, running=running,
    )  # fmt: skip


def late(
    platelets: Counts,
    *,
    transfused_days: Collection[int] | None = None,
    last_contact_day: int | None = None,
    as_of_day: int | None = None,
) -> TIcaht:
    """The late grade, days 31 to 100. None with fewer than two days measured.

    Grades 1 to 3 ask for two tests below their limit; a single lower one is flagged
    (``single_value``). Days below 20 are counted between tests, never beyond the last.
    """
    last = min(day for day in (LATE_LAST_DAY, last_contact_day, as_of_day) if day is not None)
    measured = lowest(platelets, LATE_FIRST_DAY, last)
    days = filled(measured, min(measured, default=0), max(measured, default=0))
    below_20 = _below(days, PROFOUND_10_9_L)
    tests = {limit: _below(measured, limit) for limit in _LATE_LEVEL}
    level, single = 0, False
    for limit, value in _LATE_LEVEL.items():
        if tests[limit] >= 2:
            level = BELOW_20.of(below_20) if limit == PROFOUND_10_9_L else value
        elif tests[limit] == 1:
            single = True
    grounds = (
        Ground(
            "plt",
            level if len(measured) > 1 else None,
            "two_tests",
            (
                *((f"tests_below_{limit}", count) for limit, count in tests.items()),
                ("days_below_20", below_20),
            ),
        ),
    )
    return _graded(
        "t_icaht_late", grounds, level, days, transfused_days,
        known=len(measured) > 1,
        unknown=len(measured) < 2,
        running=_is_running(LATE_LAST_DAY, last_contact_day, as_of_day),
        more=frozenset({"single_value"}) if single else frozenset(),
    )  # fmt: skip


_LATE_LEVEL = {MILD_10_9_L: 1, SEVERE_10_9_L: 2, PROFOUND_10_9_L: 3}


def _graded(
    scale: str,
    grounds: tuple[Ground, ...],
    reached: int,
    days: dict[int, Fraction],
    transfused_days: Collection[int] | None,
    *,
    known: bool,
    unknown: bool,
    running: bool,
    more: frozenset[str] = frozenset(),
) -> TIcaht:
    flags = {"research", *more}
    if running:
        flags.add("provisional")
    if unknown:
        flags.add("low_data")
    if transfused_days is None:
        flags.add("transfusions_unknown")
    elif any(day in days for day in transfused_days):
        flags.add("transfused")
    status: ToxicityStatus = "incomplete"
    if known:
        status = "low_data" if unknown else "provisional" if running else "graded"
    return TIcaht(
        scale=scale,
        level=reached if known else None,
        at_least=reached,
        status=status,
        grounds=grounds,
        missing=("platelets",) if unknown else (),
        flags=frozenset(flags),
        days_below_50=_below(days, SEVERE_10_9_L),
        days_below_20=_below(days, PROFOUND_10_9_L),
        recovered_day=_recovered(days, transfused_days),
    )


def _below(days: dict[int, Fraction], limit: int) -> int:
    return sum(value < limit for value in days.values())


def _is_running(last_day: int, last_contact_day: int | None, as_of_day: int | None) -> bool:
    end = last_day if last_contact_day is None else min(last_day, last_contact_day)
    return as_of_day is not None and as_of_day < end


def _recovered(days: dict[int, Fraction], transfused_days: Collection[int] | None) -> int | None:
    low = [day for day, value in days.items() if value < PROFOUND_10_9_L]
    if transfused_days is None or not low:
        return None
    for first in range(low[0] + 1, max(days) + 1):
        span = range(first, first + RECOVERED_DAYS)
        steady = all(day in days and days[day] >= PROFOUND_10_9_L for day in span)
        if steady and not any(
            first - UNTRANSFUSED_DAYS <= day <= span[-1] for day in transfused_days
        ):
            return first
    return None
