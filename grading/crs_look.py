"""What the scales of cytokine release syndrome before ASTCT read, from the same signs as it.

One look: the signs of one moment, complete or not. Each of the older scales turns the three
domains of it (circulation, oxygen, organs) into the levels of its own table; a grade is never
converted from another scale's.

This project's decisions: the share of oxygen under a cannula (20 % and 4 % more for each L/min),
what a mask gives without a charted share, and that without a fever there is no grade but a
question to a person. Which dose of a vasopressor is high: :mod:`grading.vasopressor_dose`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Literal, NamedTuple

from grading.drugs import DrugClass
from grading.signs import Drug, Finding, Hypotension, Invalid, Support, Vitals
from grading.toxicity import Ground, ToxicityGrade, Values
from grading.vasopressor_dose import PRESSORS, is_high

FEVER_C, _TOLERANCE = 38.0, 0.005
HYPOTENSION_SBP, HYPOTENSION_MAP, HYPOXIA_SPO2 = 90, 65, 90
HIGH_SHARE = Fraction(40, 100)
"""The tables part at 40 % of inspired oxygen; 40 % itself is the higher row."""
_ROOM_SHARE, _SHARE_PER_LPM = Fraction(20, 100), Fraction(4, 100)
_WORST = 4
_PRESSURE = ("cpap", "bipap", "intubated_mv")

OxygenNeed = Literal[
    "none",
    "below_40",
    "from_40",
    "share_unknown",
    "non_invasive",
    "ventilator",
    "needed",
    "unknown",
]
"""What the older tables tell apart: a share below 40 % or from it, and pressure.

``share_unknown``: by a device that gives some share; ``needed``: a low saturation and no device
charted; ``unknown``: nothing charted.
"""
Bounds = tuple[int, int]
"""The lowest level that is certain, and the highest still possible."""


@dataclass(frozen=True, slots=True)
class Organs:
    """Toxicity of organs put down to the syndrome, as CTCAE grades 0 to 4. None is not graded.

    ``transaminases`` apart from ``other``, which is the worst of all but them and creatinine.
    ``transfused_for_coagulopathy`` and ``hospitalised`` (for symptoms of the syndrome) are read
    by the Penn scale alone.
    """

    creatinine: int | None = None
    transaminases: int | None = None
    other: int | None = None
    transfused_for_coagulopathy: bool | None = None
    hospitalised: bool | None = None

    def __post_init__(self) -> None:
        for name in ("creatinine", "transaminases", "other"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= _WORST:
                raise Invalid(name, "out_of_range", value, (0, _WORST))


_NO_VITALS, _NOT_GRADED = Vitals(), Organs()


@dataclass(frozen=True, slots=True)
class CrsLook:
    """The signs of one moment.

    ``running`` are the infusions that run; an empty one says that none does. ``high_dose`` is a
    clinician's word on the vasopressors, which goes before the reckoning. ``fever_earlier``: the
    episode is open. ``usual_oxygen``: the support is the patient's own of before, unchanged.
    ``excused`` findings are put down to another cause.
    """

    vitals: Vitals = _NO_VITALS
    support: Support | None = None
    hypotension: Hypotension | None = None
    running: tuple[Drug, ...] = ()
    organs: Organs = _NOT_GRADED
    high_dose: bool | None = None
    weight_kg: float | None = None
    fever_earlier: bool = False
    usual_oxygen: bool = False
    excused: frozenset[Finding] = frozenset()
    died_of_it: bool = False


class Circulation(NamedTuple):
    """Hypotension (None: not known), the vasopressors by name, and whether their dose is high."""

    hypotensive: bool | None
    vasopressors: tuple[str, ...]
    high_dose: bool | None
    values: Values = ()
    flags: frozenset[str] = frozenset()


class Oxygen(NamedTuple):
    """What oxygen is needed, the values, and flags."""

    need: OxygenNeed
    values: Values = ()
    flags: frozenset[str] = frozenset()


class Table(NamedTuple):
    """One older scale: its id, and how it turns each domain into bounds of its own levels.

    ``constitutional`` is the level of a fever alone.
    """

    scale: str
    circulation: Callable[[Circulation], Bounds]
    oxygen: Mapping[OxygenNeed, Bounds]
    organs: Callable[[Organs], Bounds]
    constitutional: int = 1


def organ_bounds(*graded: tuple[int | None, Sequence[int]]) -> Bounds:
    """The worst of (CTCAE grade, levels of a scale by that grade); ungraded could be anything."""
    levels = [
        (0, table[-1]) if grade is None else (table[grade], table[grade]) for grade, table in graded
    ]
    return max(low for low, _ in levels), max(high for _, high in levels)


def regraded(table: Table, look: CrsLook) -> ToxicityGrade:
    """The grade of a look by one table.

    None where something unknown could raise it. Without a fever now or earlier in the episode
    it is 0, or a question to a person (``review``, flag ``no_fever``) where a domain shows
    something. 5 is death of the syndrome.
    """
    if look.died_of_it:
        return ToxicityGrade(table.scale, 5, 5, "graded", (Ground("death", 5, "death"),))
    domains, flags = _domains(table, look)
    fever = _fever(table, look)
    grounds = (fever, *(domain.ground for domain in domains))
    least = max(domain.low for domain in domains)
    missing = tuple(domain.ground.domain for domain in domains if domain.high > least)
    most = max(domain.high for domain in domains)
    if not fever.level and not look.fever_earlier:
        return _without_fever(table, grounds, missing, flags, least)
    if fever.level is None:
        flags |= {"temperature_missing"}
        most = max(most, table.constitutional)
        missing = missing if least else ("temperature", *missing)
    else:
        least, most = max(least, fever.level), max(most, fever.level)
    if least == most:
        return ToxicityGrade(table.scale, least, least, "graded", grounds, (), flags)
    return ToxicityGrade(table.scale, None, least, "incomplete", grounds, missing, flags)


def _without_fever(
    table: Table,
    grounds: tuple[Ground, ...],
    missing: tuple[str, ...],
    flags: frozenset[str],
    least: int,
) -> ToxicityGrade:
    scale = table.scale
    if grounds[0].level is None:
        missing = ("temperature", *missing)
        return ToxicityGrade(scale, None, 0, "incomplete", grounds, missing, flags)
    if least:
        return ToxicityGrade(scale, None, 0, "review", grounds, missing, flags | {"no_fever"})
    if missing:
        return ToxicityGrade(scale, None, 0, "incomplete", grounds, missing, flags)
    return ToxicityGrade(scale, 0, 0, "no_toxicity", grounds, (), flags)


class _Domain(NamedTuple):
    ground: Ground
    low: int
    high: int


def _domains(table: Table, look: CrsLook) -> tuple[tuple[_Domain, ...], frozenset[str]]:
    blood, air = circulation(look), oxygen(look)
    organs = tuple((field.name, getattr(look.organs, field.name)) for field in fields(Organs))
    found = (
        ("hypotension", table.circulation(blood), blood.values),
        ("hypoxia", table.oxygen[air.need], air.values),
        ("organs", table.organs(look.organs), organs),
    )
    domains = []
    for name, (low, high), values in found:
        if name in look.excused:
            domains.append(_Domain(Ground(name, 0, f"{name}_other_cause", values), 0, 0))
        elif low == high:
            code = "table_row" if low else "none"
            domains.append(_Domain(Ground(name, low, code, values), low, high))
        else:
            code = "at_least" if low else "not_known"
            domains.append(_Domain(Ground(name, low or None, code, values), low, high))
    return tuple(domains), blood.flags | air.flags


def _fever(table: Table, look: CrsLook) -> Ground:
    temp = look.vitals.temp_c
    if temp is None:
        return Ground("fever", None, "temperature_missing")
    values: Values = (("temp_c", temp),)
    if temp < FEVER_C - _TOLERANCE:
        return Ground("fever", 0, "no_fever", values)
    if "fever" in look.excused:
        return Ground("fever", 0, "fever_other_cause", values)
    return Ground("fever", table.constitutional, "fever", values)


def circulation(look: CrsLook) -> Circulation:
    """A running vasopressor is hypotension whatever was charted; vasopressin counts as one.

    A clinician's word goes before the pressure it was given with; else below 90 mmHg systolic or
    65 mmHg mean.
    """
    pressors = [
        drug for drug in look.running if drug.drug_class in PRESSORS and drug.action != "stopped"
    ]
    names = tuple(sorted({drug.name for drug in pressors}))
    vitals, word = look.vitals, look.hypotension
    values: Values = (
        ("sbp_mmhg", vitals.sbp_mmhg),
        ("map_mmhg", vitals.mean_mmhg),
        ("vasopressors", names),
    )
    if names:
        high, flags = look.high_dose, frozenset({"dose_stated"})
        if high is None:
            weight = look.vitals.weight_kg if look.weight_kg is None else look.weight_kg
            high = is_high(pressors, weight)
            flags = frozenset({"dose_unknown"} if high is None else ())
        if all(drug.drug_class is DrugClass.VASOPRESSIN for drug in pressors):
            flags |= {"vasopressin_only"}
        values = (*values, ("high_dose", high))
        return Circulation(
            hypotensive=True, vasopressors=names, high_dose=high, values=values, flags=flags
        )
    if word is not None and word.present != "unsure":
        values = (*values, ("hypotension", word.present))
        return Circulation(word.present == "yes", (), None, values)
    mean = vitals.mean_mmhg
    low: bool | None = None
    if vitals.bp_unrecordable:
        low = True
    elif vitals.sbp_mmhg is not None or mean is not None:
        low = (vitals.sbp_mmhg is not None and vitals.sbp_mmhg < HYPOTENSION_SBP) or (
            mean is not None and mean < HYPOTENSION_MAP
        )
    return Circulation(low, (), None, values)


def oxygen(look: CrsLook) -> Oxygen:
    """The need for oxygen in the words of the older tables, by share and device."""
    support, spo2 = look.support, look.vitals.spo2_pct
    values: Values = (("spo2_pct", spo2),)
    need: OxygenNeed = "unknown"
    flags: set[str] = set()
    if support is not None:
        values = (*values, ("support", support))
        need, flag = _device_need(support, usual=look.usual_oxygen)
        flags |= flag
    low = spo2 is not None and spo2 < HYPOXIA_SPO2 and "ppv_not_for_hypoxia" not in flags
    if low and need in ("none", "unknown"):
        need = "below_40" if need == "none" else "needed"
        flags.add("inferred_hypoxia")
    return Oxygen(need, values, frozenset(flags))


_BY_DEVICE: Mapping[str, OxygenNeed] = {
    "blow_by": "below_40",
    "partial_rebreather": "from_40",
    "non_rebreather": "from_40",
}
"""What a device gives where no share is charted and none can be reckoned."""


def _device_need(support: Support, *, usual: bool) -> tuple[OxygenNeed, frozenset[str]]:
    not_needed = _not_needed(support, usual=usual)
    if not_needed is not None:
        return "none", not_needed
    if support.device in (*_PRESSURE, "ecmo"):
        invasive = support.device in ("intubated_mv", "ecmo")
        return ("ventilator" if invasive else "non_invasive"), frozenset()
    share, estimated = support.fio2, frozenset[str]()
    if share is None:
        estimated = frozenset({"share_estimated"})
        if support.device in _BY_DEVICE:
            return _BY_DEVICE[support.device], estimated
        if support.device != "nasal_cannula" or support.flow_lpm is None:
            return "share_unknown", frozenset({"share_missing"})
        exact = _ROOM_SHARE + _SHARE_PER_LPM * Fraction(str(support.flow_lpm))
    else:
        exact = Fraction(str(share))
    return ("from_40" if exact >= HIGH_SHARE else "below_40"), estimated


def _not_needed(support: Support, *, usual: bool) -> frozenset[str] | None:
    """Flags where the device says that no oxygen is needed for this; None where it is."""
    if not support.on_oxygen:
        return frozenset({"flow_zero"} if support.flow_zero else ())
    if usual:
        return frozenset({"baseline_oxygen"})
    if support.device in _PRESSURE and support.purpose not in (None, "hypoxia"):
        return frozenset({"ppv_not_for_hypoxia"})
    return None
