"""Cytokine release syndrome, Penn scale: regraded beside ASTCT, always under its own name.

Source: Porter DL et al., J Hematol Oncol 2018;11:35; table read in PMC7006459 (Table 2) and
ashpublications view-large 9593269, which prints CPAP and BiPAP in grade 3. This project's
decisions: hypotension without a vasopressor counts as needing fluids (3); several vasopressors
are 4 only from a high dose; a CTCAE grade 4 of an organ other than transaminases is 4; grades 2
and 3 of organs that the table does not name keep their number.
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

EDITION = "Penn 2018"
SOURCE = "Porter DL et al. J Hematol Oncol 2018;11:35"
OXYGEN: Mapping[OxygenNeed, Bounds] = {
    "none": (0, 0),
    "below_40": (3, 3),
    "from_40": (3, 3),
    "share_unknown": (3, 3),
    "non_invasive": (3, 3),
    "ventilator": (4, 4),
    "needed": (3, 4),
    "unknown": (0, 4),
}
TRANSAMINASES: tuple[int, ...] = (0, 0, 0, 2, 3)
"""By CTCAE grade 0 to 4."""
CREATININE: tuple[int, ...] = (0, 0, 2, 3, 4)
OTHER_ORGANS: tuple[int, ...] = (0, 0, 2, 3, 4)


def circulation(found: Circulation) -> Bounds:
    """3 with fluids or vasopressors at a low dose, 4 at a high dose."""
    if found.high_dose:
        return 4, 4
    if found.vasopressors:
        return (3, 3) if found.high_dose is False else (3, 4)
    if found.hypotensive is None:
        return 0, 3
    return (3, 3) if found.hypotensive else (0, 0)


def organs(found: Organs) -> Bounds:
    """The worst of organs, coagulopathy with transfusion (3), and a stay in hospital for it (2)."""
    return organ_bounds(
        (found.creatinine, CREATININE),
        (found.transaminases, TRANSAMINASES),
        (found.other, OTHER_ORGANS),
        (found.transfused_for_coagulopathy, (0, 3)),
        (found.hospitalised, (0, 2)),
    )


TABLE = Table("crs_penn", circulation, OXYGEN, organs)


def penn(look: CrsLook) -> ToxicityGrade:
    """The grade of a look by the Penn scale."""
    return regraded(TABLE, look)
