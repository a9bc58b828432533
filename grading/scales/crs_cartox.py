"""Cytokine release syndrome, CARTOX 2018: regraded beside ASTCT, always under its own name.

Source: Neelapu SS et al., Nat Rev Clin Oncol 2018;15:47-62; table read in PMC7006459 (Table 2).
Adults. This project's decision: mask ventilation (CPAP, BiPAP) is not the ventilator of grade 4
but grade 3.
"""

from collections.abc import Mapping

from grading.crs_look import (
    Bounds,
    Circulation,
    CrsLook,
    Organs,
    OxygenNeed,
    Table,
    organ_bounds,
    regraded,
)
from grading.toxicity import ToxicityGrade

EDITION = "CARTOX 2018"
SOURCE = "Neelapu SS et al. Nat Rev Clin Oncol 2018;15(1):47-62"
OXYGEN: Mapping[OxygenNeed, Bounds] = {
    "none": (0, 0),
    "below_40": (2, 2),
    "from_40": (3, 3),
    "share_unknown": (2, 3),
    "non_invasive": (3, 3),
    "ventilator": (4, 4),
    "needed": (2, 4),
    "unknown": (0, 4),
}
TRANSAMINASES: tuple[int, ...] = (0, 1, 2, 3, 3)
"""By CTCAE grade 0 to 4: a grade 4 of transaminases alone is 3."""
OTHER_ORGANS: tuple[int, ...] = (0, 1, 2, 3, 4)


def circulation(found: Circulation) -> Bounds:
    """2 with fluids or one vasopressor at a low dose, 3 at a high dose or with several.

    Life-threatening hypotension (4) is a clinician's word, not a number: no dose leads there.
    """
    if len(found.vasopressors) > 1 or found.high_dose:
        return 3, 3
    if found.vasopressors:
        return (2, 2) if found.high_dose is False else (2, 3)
    if found.hypotensive is None:
        return 0, 2
    return (2, 2) if found.hypotensive else (0, 0)


def organs(found: Organs) -> Bounds:
    """The worst organ, from grade 1 on; what was not graded could be anything."""
    return organ_bounds(
        (found.creatinine, OTHER_ORGANS),
        (found.transaminases, TRANSAMINASES),
        (found.other, OTHER_ORGANS),
    )


TABLE = Table("crs_cartox_2018", circulation, OXYGEN, organs)


def cartox_2018(look: CrsLook) -> ToxicityGrade:
    """The grade of a look by CARTOX."""
    return regraded(TABLE, look)
