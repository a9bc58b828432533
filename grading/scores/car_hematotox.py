"""CAR-HEMATOTOX, before lymphodepletion: the risk of haematotoxicity, 0 to 7 points.

Source: Rejeski K et al., Blood 2021;138:2499-2513 (PMC8893508). Made for lymphoma, exploratory
in lupus. The paper prints strict signs and leaves equality open: rows as in a public test suite
(european-mcl.net). CRP in mg/dL, where 30 mg/L are 3.0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from grading.bands import Bands, bands
from grading.signs import check_range, measured

SOURCE = "Rejeski K et al. Blood 2021;138(24):2499-2513"
PLATELETS_10_9_L: Bands = bands(("> 175", 0), ("75–175", 1), ("< 75", 2))
ANC_PER_UL: Bands = bands((">= 1200", 0), ("< 1200", 1))
HB_G_DL: Bands = bands((">= 9.0", 0), ("< 9.0", 1))
CRP_MG_DL: Bands = bands(("< 3.0", 0), (">= 3.0", 1))
FERRITIN_UG_L: Bands = bands(("< 650", 0), ("650–2000", 1), ("> 2000", 2))
TABLE: Mapping[str, Bands] = {
    "platelets_10_9_l": PLATELETS_10_9_L,
    "anc_per_ul": ANC_PER_UL,
    "hb_g_dl": HB_G_DL,
    "crp_mg_dl": CRP_MG_DL,
    "ferritin_ug_l": FERRITIN_UG_L,
}
"""The five items, in the order of the paper."""
HIGH = 2
"""High risk from so many points."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The values before lymphodepletion. None is not measured."""

    platelets_10_9_l: float | None = measured("Platelets", "10⁹/L", (0.0, 2000.0))
    anc_per_ul: float | None = measured("Neutrophils", "/µL", (0.0, 100_000.0))
    hb_g_dl: float | None = measured("Haemoglobin", "g/dL", (0.0, 25.0), decimals=1)
    crp_mg_dl: float | None = measured("CRP", "mg/dL", (0.0, 100.0), decimals=2)
    ferritin_ug_l: float | None = measured("Ferritin", "µg/L", (0.0, 500_000.0))

    def __post_init__(self) -> None:
        check_range(self)


@dataclass(frozen=True, slots=True)
class CarHematotox:
    """The points, None while an item is missing; ``least`` and ``most`` are reachable then.

    ``items`` holds (name, value, points). ``risk`` is stated as soon as it is certain.
    """

    total: int | None
    least: int
    most: int
    items: tuple[tuple[str, float | None, int | None], ...]
    risk: Literal["low", "high"] | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The items not measured."""
        return tuple(name for name, _, points in self.items if points is None)


def car_hematotox(baseline: Baseline) -> CarHematotox:
    """The score of a baseline. What is missing is never 0 points."""
    items = []
    least = most = 0
    for name, table in TABLE.items():
        value: float | None = getattr(baseline, name)
        points = None if value is None else table.of(value)
        items.append((name, value, points))
        least += points or 0
        most += max(band.value for band in table.rows) if points is None else points
    risk: Literal["low", "high"] | None = None
    if least >= HIGH:
        risk = "high"
    elif most < HIGH:
        risk = "low"
    return CarHematotox(least if least == most else None, least, most, tuple(items), risk)
