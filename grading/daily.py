"""Blood counts by study day: the lowest of each day, gaps filled in, and runs of low days.

Source of the filling: Liang EC et al., the published automation of the ICAHT criteria (github
emilyliangmd/automatedicahtgrading, index.Rmd): linear interpolation over at most seven missing
days, ends extended by the nearest value under the same limit.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from typing import NamedTuple, TypeAlias

from grading.signs import Invalid

Counts: TypeAlias = Sequence[tuple[int, float]]
"""(Study day, value) in any order, several a day if need be; the infusion day is 0."""
MAX_GAP_DAYS = 7
"""So many missing days in a row are filled in; more stay missing, all of them."""


class Run(NamedTuple):
    """A run of low days, both ends low, days of a joined gap between them counted."""

    first: int
    last: int

    @property
    def days(self) -> int:
        """How many days it lasts, both ends counted."""
        return self.last - self.first + 1


def lowest(counts: Counts, first: int, last: int) -> dict[int, Fraction]:
    """The lowest value of each day from ``first`` to ``last``, in order of days.

    Refuses a value that is negative or no number: Invalid.
    """
    found: dict[int, Fraction] = {}
    for day, value in counts:
        if not isfinite(value) or value < 0:
            raise Invalid("value", "out_of_range", value)
        if first <= day <= last:
            exact = Fraction(str(value))
            found[day] = min(exact, found.get(day, exact))
    return dict(sorted(found.items()))


def filled(
    measured: Mapping[int, Fraction], first: int, last: int, rounded_to: int | None = None
) -> dict[int, Fraction]:
    """The measured days and those that can be filled in; days still missing are left out.

    Interpolated values are rounded to a multiple of ``rounded_to``, half to even; what was
    measured, and what an end is extended with, stays as it was.
    """
    days = sorted(measured)
    found: dict[int, Fraction] = dict(measured)
    if not days:
        return found
    for before, after in pairwise(days):
        if 0 < after - before - 1 <= MAX_GAP_DAYS:
            slope = (measured[after] - measured[before]) / (after - before)
            for day in range(before + 1, after):
                value = measured[before] + slope * (day - before)
                if rounded_to is not None:
                    value = Fraction(round(value / rounded_to) * rounded_to)
                found[day] = value
    if days[0] - first <= MAX_GAP_DAYS:
        found |= dict.fromkeys(range(first, days[0]), measured[days[0]])
    if last - days[-1] <= MAX_GAP_DAYS:
        found |= dict.fromkeys(range(days[-1] + 1, last + 1), measured[days[-1]])
    return dict(sorted(found.items()))


def runs(low_days: Iterable[int], joined_over: int) -> tuple[Run, ...]:
    """The runs of low days; a gap of at most ``joined_over`` days does not part two."""
    found: list[Run] = []
    for day in sorted(low_days):
        if found and day - found[-1].last - 1 <= joined_over:
            found[-1] = Run(found[-1].first, day)
        else:
            found.append(Run(day, day))
    return tuple(found)
