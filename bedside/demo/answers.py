"""What was answered at the screening of a demonstration patient for NCT05765006."""

from collections.abc import Collection
from datetime import timedelta

from bedside.demo.care import CONSENT, SCREENING, Who
from bedside.demo.plan import Plan
from bedside.demo.stay import Stay
from bedside.facts import Answer, Screened

_NO = (
    *("nephritis_prohibited_drugs", "haemodialysis", "prednisone_100", "other_lupus_crisis"),
    *("cns_not_lupus", "other_autoimmune", "transplant", "anti_sm_positive"),
)
_YES = (
    *("still_active", "immunosuppressant", "ana_positive", "anti_dsdna_positive"),
    "complement_or_dsdna_points",
)
_SINCE = {
    "sle_since": 2600,
    "active_since_stable": 160,
    "steroid_since": 900,
    "steroid_stable_since": 74,
}
"""Days before the screening."""
_NUMBERS: dict[str, tuple[float, str]] = {
    "acr_1997_count": (6, ""),
    "prednisone_mg_day": (15, "mg/d"),
    "selena_sledai": (14, ""),
    "clinical_sledai": (10, ""),
    "proteinuria": (1.2, "g/24h"),
    "creatinine": (62, "umol/L"),
    "iga": (230, "mg/dL"),
}


def screened(stay: Stay, who: Who, plan: Plan, unknown: Collection[str] = ()) -> None:
    """The answers, all of which let the patient in; those ``unknown`` were not given yet."""
    screening, consented = plan.on(SCREENING), plan.on(CONSENT)
    answers = [
        Answer("consented", on=consented),
        Answer("first_study_act", on=screening),
        Answer("screening_day", on=screening),
        Answer("birth", on=who.born(consented)),
        *(Answer(item, on=screening - timedelta(days=days)) for item, days in _SINCE.items()),
        *(Answer(item, number=number, unit=unit) for item, (number, unit) in _NUMBERS.items()),
        *(Answer(item, yes=True) for item in _YES),
        *(Answer(item, yes=False) for item in _NO),
    ]
    said = Screened(who.protocol, who.edition, tuple(a for a in answers if a.item not in unknown))
    stay.fact(stay.on(SCREENING, "15:10"), said, role="physician")
