"""Physician global assessment (PGA) of SELENA-SLEDAI: 0 none, 1 mild, 2 moderate, 3 severe.

Source: the SELENA visual analogue scale as printed with SRI (Furie R et al., Arthritis Rheum
2009;61:1143), LLDAS and DORIS; printed lines are 10 cm or 8 cm long and stand for 0 to 3. It is
judged before the SLEDAI is computed. Decimals, never binary floats: 1.8 - 1.5 is 0.3 exactly,
and that decides SRI-4.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, get_args

from grading.signs import Invalid, Quantity, check_range

LineLength = Literal[80, 100]
MAX_DECIMALS = 4
"""As many as a whole millimetre of an 8 cm line has; nothing is rounded on the way."""
_TOP = 3


@dataclass(frozen=True, slots=True)
class Pga:
    """A judgement from 0 to 3, in steps of 0.1 where it is not measured on a line.

    ``line_mm`` on a line of ``line_length_mm`` is what was measured; :meth:`on_line` makes both.
    """

    value: Decimal = field(metadata={"quantity": Quantity("PGA", "", (0.0, 3.0), decimals=1)})
    line_mm: Decimal | None = None
    line_length_mm: LineLength | None = None

    def __post_init__(self) -> None:
        _check_decimal("value", self.value)
        check_range(self)
        if (self.line_mm is None) != (self.line_length_mm is None):
            raise Invalid("line_length_mm", "line_and_length_go_together", self.line_length_mm)
        if (
            self.line_mm is not None
            and self.line_length_mm is not None
            and _rescaled(self.line_mm, self.line_length_mm) != self.value
        ):
            raise Invalid("value", "not_as_measured", self.value)
        if _decimals(self.value) > MAX_DECIMALS:
            raise Invalid("value", "too_many_decimals", self.value)

    @classmethod
    def on_line(cls, line_mm: Decimal, line_length_mm: LineLength) -> "Pga":
        """The judgement marked so many millimetres from the left end of a printed line."""
        return cls(_rescaled(line_mm, line_length_mm), line_mm, line_length_mm)


def _rescaled(line_mm: Decimal, line_length_mm: LineLength) -> Decimal:
    _check_decimal("line_mm", line_mm)
    if line_length_mm not in get_args(LineLength):
        raise Invalid("line_length_mm", "unknown_length", line_length_mm)
    if not 0 <= line_mm <= line_length_mm:
        raise Invalid("line_mm", "out_of_range", line_mm, (0, line_length_mm))
    return line_mm * _TOP / line_length_mm


def _check_decimal(name: str, value: object) -> None:
    if not isinstance(value, Decimal) or not value.is_finite():
        raise Invalid(name, "not_decimal", value)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -int(exponent))
