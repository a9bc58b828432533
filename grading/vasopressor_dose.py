"""Whether vasopressors run at what the scales before ASTCT 2019 call a high dose.

Source: Lee DW et al., Blood 2014;124:188-195, table 5, from memory and unverified:
norepinephrine 20 µg/min, epinephrine 10 µg/min, phenylephrine 200 µg/min, dopamine
10 µg/kg/min, each alone; several 20 µg/min of norepinephrine equivalents, beside vasopressin 10
(norepinephrine + epinephrine + phenylephrine / 10 + dopamine in µg/kg/min / 2). The three hours
for which the paper asks a dose are not waited for; vasopressin alone is not high (both this
project's decisions).
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from grading.drugs import DrugClass
from grading.signs import Drug

PRESSORS = (DrugClass.VASOPRESSOR, DrugClass.VASOPRESSIN)
HIGH_ALONE: Mapping[str, int] = {
    "norepinephrine": 20,
    "epinephrine": 10,
    "phenylephrine": 200,
    "dopamine": 10,
}
"""From so many µg/min a dose is high; dopamine in µg/kg/min."""
HIGH_TOGETHER, HIGH_BESIDE_VASOPRESSIN = 20, 10
"""From so many µg/min of norepinephrine equivalents."""
EQUIVALENT: Mapping[str, Fraction] = {
    "norepinephrine": Fraction(1),
    "epinephrine": Fraction(1),
    "phenylephrine": Fraction(1, 10),
    "dopamine": Fraction(1, 2),
}
_BY_WEIGHT = "dopamine"
_MICROGRAMS: Mapping[str, Fraction] = {
    **dict.fromkeys(("µg", "ug", "mcg"), Fraction(1)),
    "mg": Fraction(1000),
    "ng": Fraction(1, 1000),
}
_MINUTES: Mapping[str, int] = {"min": 1, "h": 60, "hr": 60}


def is_high(pressors: Iterable[Drug], weight_kg: float | None = None) -> bool | None:
    """Whether the infusions that run reach a high dose; None where a rate or unit is not known.

    Several lines of one drug are one dose. A drug without a published limit (metaraminol,
    angiotensin II) cannot be told.
    """
    lines: dict[str, list[Drug]] = {}
    beside = False
    for drug in pressors:
        if drug.drug_class is DrugClass.VASOPRESSIN:
            beside = True
        else:
            lines.setdefault(drug.name, []).append(drug)
    doses = {
        name: _sum([_dose(drug, weight_kg) for drug in drugs]) for name, drugs in lines.items()
    }
    known = {name: dose for name, dose in doses.items() if dose is not None}
    total = sum((dose * EQUIVALENT[name] for name, dose in known.items()), Fraction(0))
    alone = any(dose >= HIGH_ALONE[name] for name, dose in known.items())
    several = len(lines) + beside > 1
    if alone or (several and total >= (HIGH_BESIDE_VASOPRESSIN if beside else HIGH_TOGETHER)):
        return True
    return None if len(known) < len(doses) else False


def _sum(doses: list[Fraction | None]) -> Fraction | None:
    known = [dose for dose in doses if dose is not None]
    return sum(known, Fraction(0)) if len(known) == len(doses) else None


def _dose(drug: Drug, weight_kg: float | None) -> Fraction | None:
    """The rate in µg/min (dopamine: µg/kg/min), or None where it or its unit is not known."""
    if drug.name not in HIGH_ALONE or drug.rate is None:
        return None
    mass, *per = (drug.rate_unit or "").replace(" ", "").replace("\u03bc", "µ").split("/")
    by_weight = per[:1] == ["kg"]
    time = per[1:] if by_weight else per
    if mass not in _MICROGRAMS or len(time) != 1 or time[0] not in _MINUTES:
        return None
    rate = Fraction(str(drug.rate)) * _MICROGRAMS[mass] / _MINUTES[time[0]]
    if by_weight == (drug.name == _BY_WEIGHT):
        return rate
    if weight_kg is None:
        return None
    weight = Fraction(str(weight_kg))
    return rate * weight if by_weight else rate / weight
