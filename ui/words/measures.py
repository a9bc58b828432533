"""Measured values in words: what a quantity is called, its unit, and values with them."""

from typing import Any, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from grading.signs import Drug, Ice, Neuro, Support, Vitals, quantities
from ui.shown import quantity_text
from ui.words import codes
from ui.words.codes import dotted, listed
from ui.words.table import Table

translate = QCoreApplication.translate

_LABELS = Table(
    "Quantity",
    {
        "vitals.temp_c": QT_TRANSLATE_NOOP("Quantity", "Temperature"),
        "vitals.hr_bpm": QT_TRANSLATE_NOOP("Quantity", "Heart rate"),
        "vitals.sbp_mmhg": QT_TRANSLATE_NOOP("Quantity", "Systolic pressure"),
        "vitals.dbp_mmhg": QT_TRANSLATE_NOOP("Quantity", "Diastolic pressure"),
        "vitals.map_mmhg": QT_TRANSLATE_NOOP("Quantity", "Mean pressure"),
        "vitals.rr_bpm": QT_TRANSLATE_NOOP("Quantity", "Respiratory rate"),
        "vitals.spo2_pct": QT_TRANSLATE_NOOP("Quantity", "SpO₂"),
        "vitals.weight_kg": QT_TRANSLATE_NOOP("Quantity", "Weight"),
        "support.flow_lpm": QT_TRANSLATE_NOOP("Quantity", "Oxygen flow"),
        "support.fio2": QT_TRANSLATE_NOOP("Quantity", "FiO₂"),
        "neuro.seizure_min": QT_TRANSLATE_NOOP("Quantity", "Seizure duration"),
        "drug.dose": QT_TRANSLATE_NOOP("Quantity", "Dose"),
        "drug.rate": QT_TRANSLATE_NOOP("Quantity", "Rate"),
        "baseline.ice": QT_TRANSLATE_NOOP("Quantity", "Usual ICE"),
        "baseline.sbp_mmhg": QT_TRANSLATE_NOOP("Quantity", "Usual systolic pressure"),
        "baseline.flow_lpm": QT_TRANSLATE_NOOP("Quantity", "Home oxygen flow"),
        "infused.dose": QT_TRANSLATE_NOOP("Quantity", "Cell dose"),
        "enrolled.weight_kg": QT_TRANSLATE_NOOP("Quantity", "Weight"),
        "enrolled.height_cm": QT_TRANSLATE_NOOP("Quantity", "Height"),
        "examination.skin_bsa_pct": QT_TRANSLATE_NOOP("Quantity", "Active erythema"),
        "examination.desquamation_pct": QT_TRANSLATE_NOOP("Quantity", "Desquamation"),
        "examination.bili_mg_dl": QT_TRANSLATE_NOOP("Quantity", "Bilirubin"),
        "examination.bili_umol_l": QT_TRANSLATE_NOOP("Quantity", "Bilirubin"),
        "examination.stool_ml": QT_TRANSLATE_NOOP("Quantity", "Stool volume"),
        "examination.stool_episodes": QT_TRANSLATE_NOOP("Quantity", "Stool episodes"),
        "examination.weight_kg": QT_TRANSLATE_NOOP("Quantity", "Weight"),
        "pga.value": QT_TRANSLATE_NOOP("Quantity", "PGA"),
        "lupustreatment.prednisolone_mg_day": QT_TRANSLATE_NOOP(
            "Quantity", "Prednisolone equivalent"
        ),
        "lupustreatment.prednisolone_28d_mg_day": QT_TRANSLATE_NOOP(
            "Quantity", "Prednisolone equivalent, mean of 28 days"
        ),
    },
)
_UNITS = Table(
    "Unit",
    {
        "cm": QT_TRANSLATE_NOOP("Unit", "cm"),
        "°C": QT_TRANSLATE_NOOP("Unit", "°C"),
        "/min": QT_TRANSLATE_NOOP("Unit", "/min"),
        "mmHg": QT_TRANSLATE_NOOP("Unit", "mmHg"),
        "%": QT_TRANSLATE_NOOP("Unit", "%"),
        "kg": QT_TRANSLATE_NOOP("Unit", "kg"),
        "L/min": QT_TRANSLATE_NOOP("Unit", "L/min"),
        "min": QT_TRANSLATE_NOOP("Unit", "min"),
        "/10": QT_TRANSLATE_NOOP("Unit", "/10"),
        "mg/d": QT_TRANSLATE_NOOP("Unit", "mg/d"),
        "mg/dL": QT_TRANSLATE_NOOP("Unit", "mg/dL"),
        "µmol/L": QT_TRANSLATE_NOOP("Unit", "µmol/L"),
        "mL/d": QT_TRANSLATE_NOOP("Unit", "mL/d"),
        "/d": QT_TRANSLATE_NOOP("Unit", "/d"),
    },
)
_TO_THE_TENTH = frozenset({"temp_c", "weight_kg"})
"""Read off to the tenth: 38.0 says more than 38. Of others a zero at the end is dropped."""


class Label(NamedTuple):
    """What a quantity is called, and its unit ("" where it has none)."""

    label: str
    unit: str


def quantity_label(sign: type[Any], field: str) -> Label:
    """The name and unit of a quantity of a sign or fact; KeyError if it is none."""
    unit = quantities(sign)[field].unit
    label = _LABELS(f"{sign.__name__.lower()}.{field}")
    return Label(label, _UNITS(unit) if unit else "")


def quantity(sign: type[Any], field: str, value: float) -> str:
    """A value of a quantity with its unit: "38.8 °C", "91 %", "2.5 L/min", "8/10"."""
    return with_unit(figures(sign, field, value), quantity_label(sign, field).unit)


def figures(sign: type[Any], field: str, value: float, locale: QLocale | None = None) -> str:
    """A value of a quantity without its unit, as many decimals as are charted: "38.0", "40"."""
    decimals = quantities(sign)[field].decimals
    if field not in _TO_THE_TENTH:
        decimals = decimals_of(value, decimals)
    return quantity_text(value, decimals, locale or QLocale())


def decimals_of(value: float, most: int = 3) -> int:
    """How many decimals a value was given with, at most ``most``."""
    return len(f"{value:.{most}f}".rstrip("0").partition(".")[2]) if most else 0


def with_unit(value: str, unit: str) -> str:
    """A value and its unit on one line, close together where the unit is a share: "8/10"."""
    if not unit:
        return value
    return f"{value}{unit}" if unit == _UNITS("/10") else f"{value}\N{NO-BREAK SPACE}{unit}"


# --- values that belong together --------------------------------------------------------------


def pressure(vitals: Vitals, locale: QLocale | None = None) -> str:
    """A blood pressure without its unit: "86/44 (58)", "86", "(58)", "not recordable"."""
    if vitals.bp_unrecordable:
        return translate("Measures", "not recordable")
    locale = locale or QLocale()
    mean = vitals.mean_mmhg
    parts = []
    if vitals.sbp_mmhg is not None:
        systolic = quantity_text(vitals.sbp_mmhg, 0, locale)
        low = vitals.dbp_mmhg
        parts.append(systolic if low is None else f"{systolic}/{quantity_text(low, 0, locale)}")
    if mean is not None:
        parts.append(f"({quantity_text(mean, 0, locale)})")
    return "\N{NO-BREAK SPACE}".join(parts)


def pressure_with_unit(vitals: Vitals) -> str:
    """A blood pressure with its unit: "86/44 (58) mmHg"."""
    if vitals.bp_unrecordable:
        return translate("Measures", "blood pressure not recordable")
    return with_unit(pressure(vitals), _UNITS("mmHg"))


def support(given: Support, locale: QLocale | None = None) -> str:
    """Oxygen support: "high-flow nasal cannula 40 L/min, FiO₂ 0.5"; its purpose is left out."""
    values = _oxygen_values(given, codes.device(given.device), locale)
    if given.flow_lpm is not None and given.fio2 is not None:
        text = translate("Measures", "{device} {flow} L/min, FiO₂ {fio2}")
    elif given.flow_lpm is not None:
        text = translate("Measures", "{device} {flow} L/min")
    elif given.fio2 is not None:
        text = translate("Measures", "{device}, FiO₂ {fio2}")
    else:
        text = "{device}"
    return text.format(**values)


def support_short(given: Support, locale: QLocale | None = None) -> str:
    """Oxygen support where there is little room: "HFNC 40", "air", "ventilated FiO₂ 0.5"."""
    values = _oxygen_values(given, codes.device_short(given.device), locale)
    if given.flow_lpm is not None:
        text = "{device}\N{NO-BREAK SPACE}{flow}"
    elif given.fio2 is not None:
        text = translate("Measures", "{device} FiO₂ {fio2}")
    else:
        text = "{device}"
    return text.format(**values)


def support_whole(given: Support) -> str:
    """Oxygen support with its purpose, where that is another than hypoxia."""
    if given.purpose in {None, "hypoxia"}:
        return support(given)
    return translate("Measures", "{oxygen} {purpose}").format(
        oxygen=support(given), purpose=codes.purpose(str(given.purpose))
    )


def _oxygen_values(given: Support, device: str, locale: QLocale | None) -> dict[str, str]:
    values = {"device": device}
    if given.flow_lpm is not None:
        values["flow"] = figures(Support, "flow_lpm", given.flow_lpm, locale)
    if given.fio2 is not None:
        values["fio2"] = figures(Support, "fio2", given.fio2, locale)
    return values


def amount(drug: Drug) -> str:
    """The rate of an infusion, else the dose, as charted; empty where neither was."""
    if drug.rate is not None:
        return with_unit(figures(Drug, "rate", drug.rate), drug_unit(drug.rate_unit))
    if drug.dose is not None:
        return with_unit(figures(Drug, "dose", drug.dose), drug_unit(drug.dose_unit))
    return ""


def drug_unit(unit: str | None) -> str:
    """A unit of a drug as printed: "µg/kg/min" for "mcg/kg/min"."""
    parts = (unit or "").split("/")
    return "/".join("µg" if part in {"mcg", "ug", "μg"} else part for part in parts)


def seizure(neuro: Neuro) -> str:
    """A seizure with its duration: "clinical seizure of 2 min"; empty where none is mentioned."""
    if neuro.seizure is None and neuro.seizure_min is None:
        return ""
    if neuro.seizure_min is None:
        return codes.seizure(neuro.seizure or "none")
    minutes = quantity(Neuro, "seizure_min", neuro.seizure_min)
    if neuro.seizure is None:
        return translate("Measures", "seizure of {minutes}").format(minutes=minutes)
    return translate("Measures", "{seizure}, {minutes}").format(
        seizure=codes.seizure(neuro.seizure), minutes=minutes
    )


# --- the ICE examination ----------------------------------------------------------------------


def ice_score(ice: Ice) -> str:
    """The score: "ICE 8/10"; "ICE 5 to 8 of 10" while items are missing."""
    if ice.score is not None:
        return translate("Measures", "ICE {score}/10").format(score=ice.score)
    return translate("Measures", "ICE {least} to {best} of 10").format(
        least=ice.passed, best=ice.best
    )


def ice_lost(ice: Ice) -> str:
    """What was lost and what not assessed: "writing and attention lost"; empty for a full score."""
    reasons = dict(ice.reasons)
    unable = [item for item in ice.failed if reasons.get(item) == "icans"]
    failed = [item for item in ice.failed if item not in unable]
    why: dict[str, list[str]] = {}
    for item in ice.missing:
        why.setdefault(reasons.get(item, ""), []).append(item)
    said = []
    if failed:
        said.append(translate("Measures", "{items} lost").format(items=_items(failed)))
    if unable:
        text = translate("Measures", "{items} impossible because of the neurotoxicity")
        said.append(text.format(items=_items(unable)))
    for reason, items in why.items():
        text = (
            translate("Measures", "{items} not assessable: {reason}")
            if reason
            else translate("Measures", "{items} not asked")
        )
        reason_text = codes.not_assessable(reason) if reason else ""
        said.append(text.format(items=_items(items), reason=reason_text))
    return dotted(said)


def _items(items: list[str]) -> str:
    if len(items) == len(codes.ice_item_short.codes):
        return translate("Measures", "all ten items")
    return listed([codes.ice_item_short(item) for item in items])
