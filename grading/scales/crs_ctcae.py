"""Cytokine release syndrome, CTCAE v5.0: regraded beside ASTCT, always under its own name.

Source: Common Terminology Criteria for Adverse Events v5.0, November 2017, Immune system
disorders. This project's decisions: more than one vasopressor, beyond the one of grade 3, is
life-threatening (4); so is a ventilator, while mask ventilation (CPAP, BiPAP) is 3.
"""

from collections.abc import Mapping

from grading.crs_look import Bounds, Circulation, CrsLook, Organs, OxygenNeed, Table, regraded
from grading.toxicity import ToxicityGrade

EDITION = "CTCAE v5.0"
SOURCE = "NCI. Common Terminology Criteria for Adverse Events v5.0. 2017"
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


def circulation(found: Circulation) -> Bounds:
    """2 without a vasopressor, 3 with one at whatever dose, 4 with several."""
    if found.vasopressors:
        level = 4 if len(found.vasopressors) > 1 else 3
        return level, level
    if found.hypotensive is None:
        return 0, 2
    return (2, 2) if found.hypotensive else (0, 0)


def organs(_: Organs) -> Bounds:
    """Organs are terms of their own and never change this one."""
    return 0, 0


TABLE = Table("crs_ctcae_5", circulation, OXYGEN, organs)


def ctcae_5(look: CrsLook) -> ToxicityGrade:
    """The grade of a look by CTCAE v5.0."""
    return regraded(TABLE, look)
