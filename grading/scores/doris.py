"""Remission of lupus by DORIS 2021: clinical SLEDAI 0, PGA below 0.5, a low dose, stable drugs.

Source: van Vollenhoven RF et al., Lupus Sci Med 2021;8:e000538, doi 10.1136/lupus-2021-000538;
PMC7719036, table 1. Serology does not count; antimalarials, prednisolone in a low dose and stable
immunosuppressants or biologics are allowed. The paper's abstract says 5 mg a day or less, its
table less than 5: 5.0 mg meets the criterion with a flag (this project's decision). PGA 0.5
fails; the 2017 text allowed it and is not used. No duration is asked for, so that the mean dose
of the last 28 days is shown beside the day's.
"""

from dataclasses import dataclass
from decimal import Decimal

from grading.scores.criterion import (
    Answer,
    Criterion,
    Ground,
    Response,
    Values,
    answer,
    together,
)
from grading.scores.pga import Pga
from grading.scores.sledai import SEROLOGY, Score, Total
from grading.scores.treatment import Treatment

PGA_BELOW = Decimal("0.5")
MOST_MG_DAY = 5.0
"""Prednisolone equivalent, itself included."""


@dataclass(frozen=True, slots=True)
class Doris(Response):
    """Remission; ``doris_2021``. Its criteria: clinical_sledai, pga, steroid, stable_treatment.

    Flags: ``doris_dose_equal_5``, ``mean_28_days_above_5``. ``drug_free``: in remission with
    neither a steroid nor an immunosuppressant; antimalarials are allowed.
    """

    drug_free: Answer = "unknown"


def doris(sledai: Score | None, pga: Pga | None, treatment: Treatment | None) -> Doris:
    """Whether the patient is in remission at a visit."""
    treated = treatment or Treatment()
    criteria = (
        Criterion("clinical_sledai", (_clinical(sledai),)),
        Criterion("pga", (_pga(pga),)),
        Criterion("steroid", (_dose(treated),)),
        Criterion("stable_treatment", (_stable(treated),)),
    )
    met = together(criterion.answer for criterion in criteria)
    flags = set[str]()
    if treated.prednisolone_mg_day == MOST_MG_DAY:
        flags.add("doris_dose_equal_5")
    if (treated.prednisolone_28d_mg_day or 0) > MOST_MG_DAY:
        flags.add("mean_28_days_above_5")
    immunosuppressed = treated.immunosuppressed
    free = answer(met=None if immunosuppressed is None else not immunosuppressed)
    dose = treated.prednisolone_mg_day
    without_steroid = answer(met=None if dose is None else dose == 0)
    return Doris(
        instrument="doris_2021",
        answer=met,
        criteria=criteria,
        flags=frozenset(flags),
        drug_free=together((met, without_steroid, free)),
    )


def _clinical(sledai: Score | None) -> Ground:
    if sledai is None:
        return Ground("unknown", "sledai_missing")
    total = sledai.clinical
    if total.least:
        return Ground("no", "clinical_activity", _with_items(total, sledai.present))
    if total.value is None:
        return Ground("unknown", "sledai_incomplete", _with_items(total, sledai.missing))
    return Ground("yes", "no_clinical_activity", (("clinical", total),))


def _with_items(total: Total, items: tuple[str, ...]) -> Values:
    clinical = tuple(item for item in items if item not in SEROLOGY)
    return (("clinical", total), ("items", clinical))


def _pga(pga: Pga | None) -> Ground:
    if pga is None:
        return Ground("unknown", "pga_missing", (("limit", PGA_BELOW),))
    met = pga.value < PGA_BELOW
    code = "pga_low" if met else "pga_high"
    return Ground(answer(met=met), code, (("pga", pga.value), ("limit", PGA_BELOW)))


def _dose(treated: Treatment) -> Ground:
    dose, mean = treated.prednisolone_mg_day, treated.prednisolone_28d_mg_day
    values = (("mg_day", dose), ("mean_28_days", mean), ("most", MOST_MG_DAY))
    if dose is None:
        return Ground("unknown", "dose_missing", values)
    met = dose <= MOST_MG_DAY
    return Ground(answer(met=met), "dose_low" if met else "dose_high", values)


def _stable(treated: Treatment) -> Ground:
    if treated.stable is False:
        return Ground("no", "treatment_changed")
    if treated.immunosuppressed is False:
        return Ground("yes", "no_immunosuppressant")
    if treated.stable is None:
        return Ground("unknown", "stability_missing")
    return Ground("yes", "treatment_stable")
