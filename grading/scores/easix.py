"""Endothelial activation and stress index (EASIX), simplified and modified.

Source: Pennisi M et al., Blood Adv 2021 (PMC8525234). EASIX = LDH x creatinine / platelets,
s-EASIX = LDH / platelets, m-EASIX = LDH x CRP / platelets; LDH in U/L, creatinine and CRP in
mg/dL, platelets in 10⁹/L. No limit holds everywhere: a trend is read, no colour. CRP in mg/L would
make it ten times too high and creatinine in µmol/L 88 times: a value comes with its unit, and
any other is refused, never converted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal, NamedTuple

from grading.signs import Invalid

SOURCE = "Pennisi M et al. Blood Adv 2021, PMC8525234"
Index = Literal["easix", "s_easix", "m_easix"]
UNITS: Mapping[str, frozenset[str]] = {
    "ldh": frozenset({"U/L", "IU/L"}),
    "creatinine": frozenset({"mg/dL"}),
    "crp": frozenset({"mg/dL"}),
    "platelets": frozenset({"10*9/L", "10^9/L", "10⁹/L", "G/L"}),
}
"""The spellings of the one unit in which each value is taken."""
FACTORS: Mapping[Index, tuple[str, ...]] = {
    "easix": ("ldh", "creatinine"),
    "s_easix": ("ldh",),
    "m_easix": ("ldh", "crp"),
}
"""What is multiplied, and then divided by the platelets."""


class Amount(NamedTuple):
    """A value and the unit it is in, as written."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Sample:
    """Values of one blood sample. None is not measured. Invalid: a unit that is not its own."""

    ldh: Amount | None = None
    platelets: Amount | None = None
    creatinine: Amount | None = None
    crp: Amount | None = None

    def __post_init__(self) -> None:
        for name, units in UNITS.items():
            amount: Amount | None = getattr(self, name)
            if amount is None:
                continue
            if amount.unit not in units:
                raise Invalid(name, "wrong_unit", amount.unit)
            if not isfinite(amount.value) or amount.value < 0:
                raise Invalid(name, "out_of_range", amount.value)


class Easix(NamedTuple):
    """One index: its value, or None with what is missing; ``platelets_0`` cannot be computed."""

    name: Index
    value: float | None
    missing: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()


def easix(index: Index, sample: Sample) -> Easix:
    """An index of a sample."""
    names = (*FACTORS[index], "platelets")
    amounts: dict[str, Amount | None] = {name: getattr(sample, name) for name in names}
    missing = tuple(name for name, amount in amounts.items() if amount is None)
    platelets = amounts["platelets"]
    if platelets is not None and platelets.value == 0:
        return Easix(index, None, missing, frozenset({"platelets_0"}))
    if missing or platelets is None:
        return Easix(index, None, missing)
    product = 1.0
    for name in FACTORS[index]:
        amount = amounts[name]
        product *= amount.value if amount is not None else 0
    return Easix(index, product / platelets.value)
