"""HScore for reactive haemophagocytic syndrome, 0 to 337 points, with bounds.

Source: Fardet L et al., Arthritis Rheumatol 2014;66:2613-2620; table read in PMC7589537 (table
4) and Hindawi crirh 2017 5304180 (table 3). This project's decisions: a missing item is never 0
points, the reachable bounds are stated; a lineage that was not counted leaves its item open; the
limit of 169 itself is above. Nearly every patient with lupus begins with 18 points for
immunosuppression and, after lymphodepletion, with 34 for three lineages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from grading.bands import Bands, bands
from grading.signs import check_range, measured

SOURCE = "Fardet L et al. Arthritis Rheumatol 2014;66(9):2613-2620"
IMMUNOSUPPRESSION, HAEMOPHAGOCYTOSIS = 18, 35
ORGANOMEGALY: tuple[int, ...] = (0, 23, 38)
"""By how many of liver and spleen are enlarged."""
CYTOPENIAS: Bands = bands(("<= 1", 0), ("> 1 to <= 2", 24), ("> 2", 34))
"""By how many lineages are low."""
HB_G_DL: Bands = bands(("<= 9.2", 1), ("> 9.2", 0))
WBC_10_9_L: Bands = bands(("<= 5.0", 1), ("> 5.0", 0))
PLATELETS_10_9_L: Bands = bands(("<= 110", 1), ("> 110", 0))
"""These three tell whether the lineage is low."""
TEMP_C: Bands = bands(("< 38.4", 0), ("38.4–39.4", 33), ("> 39.4", 49))
FERRITIN_UG_L: Bands = bands(("< 2000", 0), ("2000–6000", 35), ("> 6000", 50))
TRIGLYCERIDES_MMOL_L: Bands = bands(("< 1.5", 0), ("1.5–4.0", 44), ("> 4.0", 64))
FIBRINOGEN_G_L: Bands = bands(("> 2.5", 0), ("<= 2.5", 30))
AST_U_L: Bands = bands(("< 30", 0), (">= 30", 19))
TABLE: Mapping[str, Bands] = {
    "temp_c": TEMP_C,
    "ferritin_ug_l": FERRITIN_UG_L,
    "triglycerides_mmol_l": TRIGLYCERIDES_MMOL_L,
    "fibrinogen_g_l": FIBRINOGEN_G_L,
    "ast_u_l": AST_U_L,
}
LINEAGES: Mapping[str, Bands] = {
    "hb_g_dl": HB_G_DL,
    "wbc_10_9_l": WBC_10_9_L,
    "platelets_10_9_l": PLATELETS_10_9_L,
}
CUT_OFF = 169
"""Sensitivity 93 %, specificity 86 % in the paper's patients."""
PROBABILITY_PCT: Mapping[int, int] = {
    100: 1, 110: 3, 120: 5, 130: 9, 140: 16, 150: 25, 160: 40, 170: 54, 180: 70,
    190: 80, 200: 88, 210: 93, 220: 96, 230: 98, 240: 99,
}  # fmt: skip
"""Printed beside these scores; at 90 and below less than 1 %, from 250 more than 99 %."""
_BELOW_1, _ABOVE_99 = 90, 250


@dataclass(frozen=True, slots=True)
class Features:
    """What the score reads, the worst of the episode. None is not known."""

    immunosuppressed: bool | None = None
    temp_c: float | None = measured("Temperature", "°C", (26.0, 45.0), decimals=1)
    hepatomegaly: bool | None = None
    splenomegaly: bool | None = None
    hb_g_dl: float | None = measured("Haemoglobin", "g/dL", (0.0, 25.0), decimals=1)
    wbc_10_9_l: float | None = measured("Leukocytes", "10⁹/L", (0.0, 1000.0), decimals=1)
    platelets_10_9_l: float | None = measured("Platelets", "10⁹/L", (0.0, 2000.0))
    ferritin_ug_l: float | None = measured("Ferritin", "µg/L", (0.0, 500_000.0))
    triglycerides_mmol_l: float | None = measured("Triglycerides", "mmol/L", (0.0, 100.0))
    fibrinogen_g_l: float | None = measured("Fibrinogen", "g/L", (0.0, 15.0), decimals=1)
    ast_u_l: float | None = measured("AST", "U/L", (0.0, 50_000.0))
    haemophagocytosis: bool | None = None

    def __post_init__(self) -> None:
        check_range(self)


class Item(NamedTuple):
    """One item: the fewest and the most points it can have, and its values."""

    name: str
    least: int
    most: int
    values: tuple[tuple[str, float | bool | None], ...]

    @property
    def points(self) -> int | None:
        """The points, or None while they are not certain."""
        return self.least if self.least == self.most else None


class Probability(NamedTuple):
    """Between two printed percentages; both are the same where the score itself is printed.

    ``low_pct`` None is "below 1 %"; ``high_pct`` None is "above 99 %".
    """

    low_pct: int | None
    high_pct: int | None


@dataclass(frozen=True, slots=True)
class HScore:
    """The score; ``total`` is None (status incomplete) while an item is open.

    ``least`` and ``most`` are the reachable bounds. ``above_cut_off`` is told once certain.
    """

    total: int | None
    least: int
    most: int
    items: tuple[Item, ...]
    above_cut_off: bool | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The items not certain."""
        return tuple(item.name for item in self.items if item.points is None)

    @property
    def probability(self) -> tuple[Probability, Probability]:
        """Of the lowest and of the highest score that can be; the same when complete."""
        return probability(self.least), probability(self.most)


def hscore(found: Features) -> HScore:
    """The score of what was found."""
    items = (
        _yes_no(found, "immunosuppressed", IMMUNOSUPPRESSION),
        _measured(found, "temp_c"),
        _organomegaly(found),
        _cytopenias(found),
        _measured(found, "ferritin_ug_l"),
        _measured(found, "triglycerides_mmol_l"),
        _measured(found, "fibrinogen_g_l"),
        _measured(found, "ast_u_l"),
        _yes_no(found, "haemophagocytosis", HAEMOPHAGOCYTOSIS),
    )
    least, most = sum(item.least for item in items), sum(item.most for item in items)
    above: bool | None = None
    if least >= CUT_OFF or most < CUT_OFF:
        above = least >= CUT_OFF
    return HScore(least if least == most else None, least, most, items, above)


def probability(score: int) -> Probability:
    """The printed probability of a score, or the two between which it lies."""
    if score <= _BELOW_1:
        return Probability(None, 1)
    if score >= _ABOVE_99:
        return Probability(99, None)
    below = [pct for at, pct in PROBABILITY_PCT.items() if at <= score]
    above = [pct for at, pct in PROBABILITY_PCT.items() if at >= score]
    return Probability(below[-1] if below else None, above[0] if above else None)


def _measured(found: Features, name: str) -> Item:
    value: float | None = getattr(found, name)
    table = TABLE[name]
    if value is None:
        points = [band.value for band in table.rows]
        return Item(name, min(points), max(points), ((name, None),))
    return Item(name, table.of(value), table.of(value), ((name, value),))


def _yes_no(found: Features, name: str, points: int) -> Item:
    said: bool | None = getattr(found, name)
    least, most = (0, points) if said is None else (points * said, points * said)
    return Item(name, least, most, ((name, said),))


def _organomegaly(found: Features) -> Item:
    organs = (found.hepatomegaly, found.splenomegaly)
    least = ORGANOMEGALY[organs.count(True)]
    most = ORGANOMEGALY[len(organs) - organs.count(False)]
    values = (("hepatomegaly", found.hepatomegaly), ("splenomegaly", found.splenomegaly))
    return Item("organomegaly", least, most, values)


def _cytopenias(found: Features) -> Item:
    values = tuple((name, getattr(found, name)) for name in LINEAGES)
    low = [None if value is None else LINEAGES[name].of(value) for name, value in values]
    least = CYTOPENIAS.of(low.count(1))
    most = CYTOPENIAS.of(len(low) - low.count(0))
    return Item("cytopenias", least, most, values)
