"""One thing that a laboratory reports: its units, its limits, and under which codes it comes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import cache
from typing import Literal, TypeAlias

from grading.signs import Invalid

Group = Literal[
    "cytokine",
    "inflammation",
    "haematology",
    "coagulation",
    "chemistry",
    "gas",
    "immunology",
    "urine",
    "pkpd",
]
Bound = Literal["<", ">"]
Side = Literal["low", "high"]
Quantity: TypeAlias = float | Decimal | Fraction
"""A number; of a float its shortest decimal form is meant, as it was typed."""

_KEPT = Context(prec=12, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Analyte:
    """One thing a laboratory reports.

    ``unit`` is the canonical unit (UCUM), ``shown`` the same as printed; ``factors`` leads from
    each accepted spelling to it, exactly. ``impossible`` is the closed range outside which a
    value is refused, ``unlikely`` the one outside which it is asked about. Above ``doubt`` a
    number was probably typed in ``doubt_unit``. ``log``: charted on a logarithmic axis.
    ``words``: reported in words or grades ("2+"), never as a number. ``units`` are the accepted
    units as written in the table, the canonical one as printed first; ``sources`` says of those
    whose factor does not follow from the units alone where it is from. ``loinc`` are the codes
    under which it is reported, ``ctcae`` the terms (v5.0) that a low or a high value feeds.
    ``names`` is what else laboratories print for it.
    """

    key: str
    label: str
    group: Group
    unit: str
    shown: str
    factors: Mapping[str, Fraction] = field(repr=False, compare=False)
    impossible: tuple[float, float]
    unlikely: tuple[float | None, float | None]
    decimals: int
    log: bool = False
    words: bool = False
    doubt: float | None = None
    doubt_unit: str | None = None
    units: tuple[str, ...] = field(default=(), repr=False, compare=False)
    sources: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    loinc: tuple[str, ...] = ()
    ctcae: Mapping[Side, tuple[str, ...]] = field(default_factory=dict, compare=False)
    names: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def exactly(self, unit: str) -> Fraction:
        """By what a value in a unit is multiplied to be in the canonical one; 1 if it is that.

        Raises Invalid("unit", "unknown_unit") for a unit this analyte is not known in.
        """
        found = self.factors.get(spelling(unit))
        if found is None:
            raise Invalid("unit", "unknown_unit", unit)
        return found

    def factor(self, unit: str) -> float:
        """As :meth:`exactly`, as near as a float comes to it."""
        return float(self.exactly(unit))

    def canonical(self, value: Quantity, unit: str, bound: Bound | None = None) -> float:
        """A value in the canonical unit, to twelve significant figures.

        ``bound`` is given where the value is only a limit: "< 0.05" says nothing impossible even
        where 0.05 itself would be. Raises Invalid for an unknown unit, and for an impossible
        value ("out_of_range", or "other_unit" where it would fit another unit of the analyte).
        """
        converted = kept(fraction(value) * self.exactly(unit))
        low, high = self.impossible
        if bound == "<":
            low = min(low, 0.0)
        if not low <= converted <= high:
            code = "out_of_range" if self.other_unit(converted) is None else "other_unit"
            raise Invalid("value", code, value, self.impossible)
        return converted

    def other_unit(self, value: float) -> str | None:
        """The unit in which a value (given in the canonical one) was probably meant, if so."""
        return self.doubt_unit if self.doubt is not None and value > self.doubt else None

    def is_unlikely(self, value: float) -> bool:
        """Whether a value in the canonical unit should be asked about before it is saved."""
        low, high = self.unlikely
        return (low is not None and value < low) or (high is not None and value > high)


def fraction(value: Quantity) -> Fraction:
    """A number as an exact fraction.

    Raises Invalid("value", "not_a_number") for one that is infinite or none at all.
    """
    try:
        return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    except (ValueError, OverflowError) as error:
        raise Invalid("value", "not_a_number", value) from error


def kept(value: Fraction) -> float:
    """A converted value as it stands in the record: twelve significant figures."""
    return float(_KEPT.divide(Decimal(value.numerator), Decimal(value.denominator)))


# --- spelling ------------------------------------------------------------------------------------

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹µμ×", "0123456789uux")
_POWER = re.compile(r"x?10(?:\^|\*\*|e|\*)?(?=\d+/)")


@cache
def spelling(unit: str) -> str:
    """A unit for comparison: blanks, case, µ or u, and how powers of ten are written do not count.

    "10⁹/L", "x10^9/L", "10*9/l" and "10E9/L" are one spelling.
    """
    plain = "".join(unit.split()).translate(_SUPERSCRIPT).casefold()
    return _POWER.sub("10*", plain)


_LOINC = re.compile(r"(\d{1,7})-(\d)")


def is_loinc(code: str) -> bool:
    """Whether a code has the form of LOINC's, and the check digit that belongs to it (Mod 10).

    From the right, every other digit, the first one too, is doubled; of 18 both digits count.
    """
    match = _LOINC.fullmatch(code)
    if match is None:
        return False
    digits = [int(sign) for sign in reversed(match[1])]
    total = sum(sum(divmod(2 * one, 10)) for one in digits[::2]) + sum(digits[1::2])
    return (10 - total % 10) % 10 == int(match[2])
