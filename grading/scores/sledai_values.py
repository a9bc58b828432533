"""What measured values would say of nine SLEDAI items: evidence beside the question, no answer.

Source of the bounds: as :mod:`grading.scores.sledai`, every one of them strict. A value offers
itself; a person answers the item, and says what it is put down to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from grading.scores.criterion import Values
from grading.scores.sledai import Offer, Present
from grading.signs import check_range, measured


class Referred(NamedTuple):
    """A laboratory value with its own limit of normal, both in one unit.

    The limit is the lower one of a complement, the upper one of anti-dsDNA. ``bound`` is "<" or
    ">" where the laboratory gave that instead of a number.
    """

    value: float
    limit: float | None
    bound: Literal["<", ">"] | None = None

    @property
    def below(self) -> bool | None:
        """Whether it lies below the limit; None where that cannot be told."""
        if self.limit is None or (self.bound == ">" and self.value < self.limit):
            return None
        if self.bound == "<":
            return True if self.value <= self.limit else None
        return self.value < self.limit

    @property
    def above(self) -> bool | None:
        """Whether it lies above the limit; None where that cannot be told."""
        if self.limit is None or (self.bound == "<" and self.value > self.limit):
            return None
        if self.bound == ">":
            return True if self.value >= self.limit else None
        return self.value > self.limit


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured or counted in the window: of several values the one furthest from normal.

    ``previous`` values are those of the visit before. UPCR stands in for protein in 24 h, g/g
    for g (this project's decision, as in SLE-DAS).
    """

    temp_c: float | None = measured("Temperature", "°C", (26.0, 45.0), (35.0, 41.0), 1)
    platelets_10e9_l: float | None = measured("Platelets", "10⁹/L", (0.0, 2000.0), (20.0, 1000.0))
    wbc_10e9_l: float | None = measured("Leukocytes", "10⁹/L", (0.0, 1000.0), (0.5, 50.0), 1)
    rbc_hpf: float | None = measured("Urine erythrocytes", "/hpf", (0.0, 10_000.0))
    wbc_hpf: float | None = measured("Urine leukocytes", "/hpf", (0.0, 10_000.0))
    protein_g_24h: float | None = measured("Urine protein", "g/24 h", (0.0, 50.0), (None, 20.0), 2)
    previous_protein_g_24h: float | None = measured(
        "Urine protein before", "g/24 h", (0.0, 50.0), (None, 20.0), 2
    )
    upcr_g_g: float | None = measured("UPCR", "g/g", (0.0, 50.0), (None, 20.0), 2)
    previous_upcr_g_g: float | None = measured("UPCR before", "g/g", (0.0, 50.0), (None, 20.0), 2)
    inflamed_joints: int | None = measured("Painful, inflamed joints", "", (0, 68), (None, 30))
    c3: Referred | None = None
    c4: Referred | None = None
    ch50: Referred | None = None
    anti_dsdna: Referred | None = None

    def __post_init__(self) -> None:
        check_range(self)


_ABOVE = {"fever": ("temp_c", "38"), "hematuria": ("rbc_hpf", "5"), "pyuria": ("wbc_hpf", "5")}
_BELOW = {"thrombocytopenia": ("platelets_10e9_l", "100"), "leukopenia": ("wbc_10e9_l", "3")}
_JOINTS = 2
_PROTEIN_G = Decimal("0.5")


def offers(found: Measured) -> Mapping[str, Offer]:
    """What measured values would say of their items; an item is left out where they cannot."""
    said: dict[str, Offer] = {}
    for item, (name, bound) in (*_ABOVE.items(), *_BELOW.items()):
        value = getattr(found, name)
        if value is not None:
            over = _exact(value) - Decimal(bound)
            present = over > 0 if item in _ABOVE else over < 0
            said[item] = Offer("yes" if present else "no", ((name, value),))
    joints = found.inflamed_joints
    if joints is not None:
        answer: Present = "yes" if joints > _JOINTS else "2K" if joints == _JOINTS else "no"
        said["arthritis"] = Offer(answer, (("inflamed_joints", joints),))
    protein = _proteinuria(found)
    if protein is not None:
        said["proteinuria"] = protein
    complement = _complement(found)
    if complement is not None:
        said["low_complement"] = complement
    binding = found.anti_dsdna
    if binding is not None and binding.above is not None:
        answer = "yes" if binding.above else "no"
        said["increased_dna_binding"] = Offer(answer, (("anti_dsdna", binding),))
    return said


def _proteinuria(found: Measured) -> Offer | None:
    """More than 0.5 g counts in SLEDAI-2K; for SELENA it must be new or have risen by more.

    Without an earlier value SELENA scores it too, with a flag (this project's decision).
    """
    fields = ("protein_g_24h", "upcr_g_g")
    name = next((name for name in fields if getattr(found, name) is not None), None)
    if name is None:
        return None
    # The earlier value of the same kind, else of the other.
    earlier = [f"previous_{field}" for field in sorted(fields, key=lambda field: field != name)]
    previous = next((field for field in earlier if getattr(found, field) is not None), None)
    now = _exact(getattr(found, name))
    values: Values = ((name, getattr(found, name)),)
    flags = {"upcr_for_24h"} if name == "upcr_g_g" else set[str]()
    if now <= _PROTEIN_G:
        return Offer("no", values, frozenset(flags))
    if previous is None:
        return Offer("yes", values, frozenset({*flags, "previous_protein_missing"}))
    before = _exact(getattr(found, previous))
    values = (*values, (previous, getattr(found, previous)))
    risen = before <= _PROTEIN_G or now - before > _PROTEIN_G
    return Offer("yes" if risen else "2K", values, frozenset(flags))


def _complement(found: Measured) -> Offer | None:
    """Low where CH50, C3 or C4 is; not low where both C3 and C4 are known and nothing is low."""
    seen = {name: getattr(found, name) for name in ("c3", "c4", "ch50")}
    low = {name: result.below for name, result in seen.items() if result is not None}
    values: Values = tuple((name, seen[name]) for name, below in low.items() if below is not None)
    if any(low.values()):
        return Offer("yes", values)
    if low.get("c3") is False and low.get("c4") is False and None not in low.values():
        return Offer("no", values)
    return None


def _exact(value: float) -> Decimal:
    """A decimal as it was typed; what a conversion of units left beyond a millionth is dropped."""
    return Decimal(str(round(value, 6)))
