"""Every other toxicity of a patient, from the record and the clock alone, live like CRS and ICANS.

:func:`toxicities` answers for all scales at once, :func:`icaht` for that one alone, in one pass
over the laboratory values. The scales themselves stand in :mod:`grading.scales` and
:mod:`grading.scores`; here it is decided which entries of a record they read
(:mod:`bedside.toxicities.samples`). What was not measured or not looked for stays unknown.
"""

from bedside.toxicities.counts import icaht, t_icaht
from bedside.toxicities.found import (
    BCellsKnown,
    Bout,
    CarHematotoxOf,
    EasixAt,
    GvhdCourse,
    HScoreOf,
    Icaht,
    IecHs,
    LicatsCourse,
    OlderCrs,
    OlderEpisode,
    OlderMaximum,
    OrganCourse,
    Stated,
    Step,
    TIcaht,
    Toxicities,
    no_limits,
)
from bedside.toxicities.whole import toxicities
from bedside.work_up import Limits, WorkUp

__all__ = [
    "BCellsKnown",
    "Bout",
    "CarHematotoxOf",
    "EasixAt",
    "GvhdCourse",
    "HScoreOf",
    "Icaht",
    "IecHs",
    "LicatsCourse",
    "Limits",
    "OlderCrs",
    "OlderEpisode",
    "OlderMaximum",
    "OrganCourse",
    "Stated",
    "Step",
    "TIcaht",
    "Toxicities",
    "WorkUp",
    "icaht",
    "no_limits",
    "t_icaht",
    "toxicities",
]
