"""A printed table of thresholds, kept with its words and proven to leave no value out.

A row is written as it is printed: ``"< 38.4"``, ``"38.4–39.4"`` (both ends included),
``"> 0 to < 25"``, ``">= 14"``. Rows that overlap or leave a hole cannot be made into a table.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_INFINITE = Decimal("Infinity")
_BOUND = re.compile(r"(<=|>=|<|>)\s*([\d.]+)")
_CLOSED = re.compile(r"([\d.]+)\s*–\s*([\d.]+)")


class Band(NamedTuple):
    """One row: its printed words, its value (a stage, a grade, points), and its two ends."""

    printed: str
    value: int
    low: Decimal
    holds_low: bool
    high: Decimal
    holds_high: bool

    def holds(self, number: Decimal) -> bool:
        """Whether a number lies in the row."""
        above = number > self.low or (self.holds_low and number == self.low)
        return above and (number < self.high or (self.holds_high and number == self.high))


@dataclass(frozen=True, slots=True, eq=False)  # by identity, so that a row is soon found again
class Bands:
    """Rows in ascending order. Numbers are rounded half up to ``step`` first, if there is one."""

    rows: tuple[Band, ...]
    step: Decimal | None = None

    def row(self, number: float | Decimal) -> Band:
        """The one row that holds a number. A number that is none raises ValueError."""
        return _row(self, number)

    def of(self, number: float | Decimal) -> int:
        """The value of the row that holds a number."""
        return self.row(number).value


@lru_cache(maxsize=4096)
def _row(of: Bands, number: float | Decimal) -> Band:
    exact = Decimal(str(number))
    if not exact.is_finite():
        raise ValueError(f"{number} lies in no band")
    if of.step is not None:
        exact = exact.quantize(of.step, ROUND_HALF_UP)
    return next(band for band in of.rows if band.holds(exact))


def bands(*rows: tuple[str, int], step: str | None = None) -> Bands:
    """A table of (printed row, value) in any order.

    ``step`` is the last decimal that the table knows ("0.1"): "2–3" and "3.1–6" then leave no
    hole. Raises ValueError where the rows do not part the whole line without gap and overlap.
    """
    table = sorted((_band(*row) for row in rows), key=lambda band: (band.low, band.high))
    last_decimal = None if step is None else Decimal(step)
    if table[0].low != -_INFINITE or table[-1].high != _INFINITE:
        raise ValueError(f"open ends: {table[0].printed!r}, {table[-1].printed!r}")
    for below, above in pairwise(table):
        if not _meet(below, above, last_decimal):
            raise ValueError(f"{below.printed!r} and {above.printed!r} do not meet")
    return Bands(tuple(table), last_decimal)


def _meet(below: Band, above: Band, step: Decimal | None) -> bool:
    if step is None:
        return below.high == above.low and below.holds_high != above.holds_low
    last = below.high if below.holds_high else below.high - step
    first = above.low if above.holds_low else above.low + step
    return last + step == first


def _band(printed: str, value: int) -> Band:
    closed = _CLOSED.fullmatch(printed)
    if closed is not None:
        return Band(printed, value, Decimal(closed[1]), True, Decimal(closed[2]), True)
    low, high = (-_INFINITE, False), (_INFINITE, False)
    for part in printed.split(" to "):
        bound = _BOUND.fullmatch(part.strip())
        if bound is None:
            raise ValueError(f"not a row of thresholds: {printed!r}")
        end = (Decimal(bound[2]), "=" in bound[1])
        if bound[1].startswith(">"):
            low = end
        else:
            high = end
    return Band(printed, value, *low, *high)
