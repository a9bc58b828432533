"""The curves of a study in words: titles, units, values, days."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.analytes import analytes
from bedside.study import (
    BASELINE,
    Subject,
)
from ui.shown import NOTHING, day_text, quantity_text
from ui.words.codes import dotted
from ui.words.measures import decimals_of, with_unit
from ui.words.study import NONE, UNSURE, variant_name
from ui.words.table import Table

translate = QCoreApplication.translate

_CURVES = Table(
    "Study",
    {
        "cart": QT_TRANSLATE_NOOP("Study", "CAR-T in blood"),
        "il6": QT_TRANSLATE_NOOP("Study", "IL-6"),
        "crp": QT_TRANSLATE_NOOP("Study", "CRP"),
        "ferritin": QT_TRANSLATE_NOOP("Study", "Ferritin"),
    },
)
_UNITS = {
    "cart_copies": QT_TRANSLATE_NOOP("Study", "copies/µg DNA"),
    "cart_pct": QT_TRANSLATE_NOOP("Study", "% of the cells"),
}
_WHOLE = 0.05
_HUNDRED = 100


def month_short(of: int) -> str:
    """A visit of the plan at an axis: "Base", "M6"."""
    if of == BASELINE:
        return translate("Study", "Base")
    return translate("Study", "M{n}").format(n=of)


def curve_title(curve: str) -> str:
    """A curve as it is called: "cart" (whatever it is measured in), "il6", "sledai 2K"."""
    if curve in _CURVES:
        return _CURVES(curve)
    name, _, variant = curve.partition(" ")
    return variant_name(variant) if name == "sledai" else _analyte(curve)


def _analyte(analyte: str) -> str:
    known = analytes().get(analyte)
    return known.label if known else analyte


def unit(analyte: str) -> str:
    """The unit of an analyte as it is printed."""
    if analyte in _UNITS:
        return translate("Study", str(_UNITS[analyte]))
    known = analytes().get(analyte)
    return known.shown if known else ""


def value_text(analyte: str, value: float, bound: str | None = None) -> str:
    """A value of a course with its unit: "<0.5 mg/L"."""
    known = analytes().get(analyte)
    decimals = max(known.decimals if known else 0, 0)
    text = quantity_text(value, decimals if value < 100 else 0, QLocale())  # noqa: PLR2004
    return with_unit(f"{bound or ''}{text}", unit(analyte))


def since_text(day: float) -> str:
    """Days since the infusion: "D+9", "D+2.3", "D−4"."""
    whole = round(day)
    if abs(day - whole) < _WHOLE:
        return day_text(whole)
    text = quantity_text(abs(day), 1, QLocale())
    if day < 0:
        return translate("Study", "D−{n}").format(n=text)
    return translate("Study", "D+{n}").format(n=text)


def curve_note(unit: str, curve: str, patients: int, by_level: bool) -> str:  # noqa: FBT001
    """What stands below the title of a curve: its unit, what the bold line is, of how many."""
    if curve == "sledai":
        bold = (
            translate("Study", "by visit · bold: mean of each level")
            if by_level
            else translate("Study", "by visit · bold: mean")
        )
    elif by_level:
        bold = translate("Study", "bold: median of each level")
    else:
        bold = translate("Study", "bold: median")
    count = translate("Study", "{n} patients").format(n=patients)
    return dotted([unit, bold, count])


def expansion_text(one: Subject) -> str:
    """The highest value of the cells in blood and when it was: "23835 · D+9"."""
    found = one.expansion
    if found is None or found.cmax.value is None:
        return UNSURE if one.is_infused else NONE
    top = value_figure(found.cmax.value)
    if found.at_least:
        top = f"≥{top}"
    if found.tmax_day.value is None:
        return top
    return dotted([top, since_text(found.tmax_day.value)])


def expansion_spoken(one: Subject) -> str:
    """Cmax, Tmax, area to day 28 and the last day on which the cells were found."""
    found = one.expansion
    if found is None or found.cmax.value is None:
        return translate("Study", "CAR-T in blood: not measured, or never found")
    said = [
        translate("Study", "Cmax {value} at {day}").format(
            value=with_unit(value_figure(found.cmax.value), unit(found.analyte)),
            day=NOTHING if found.tmax_day.value is None else since_text(found.tmax_day.value),
        )
    ]
    if found.auc0_28.value is not None:
        text = (
            translate("Study", "AUC to D+28, not of all days: {value}")
            if found.partial
            else translate("Study", "AUC to D+28: {value}")
        )
        said.append(text.format(value=value_figure(found.auc0_28.value)))
    if found.tlast_day.value is not None:
        last = since_text(found.tlast_day.value)
        said.append(translate("Study", "last found at {day}").format(day=last))
    return dotted(said)


def value_figure(value: float) -> str:
    """A value of a course without its unit: whole from 100 on."""
    return quantity_text(value, 0 if value >= _HUNDRED else min(1, decimals_of(value)), QLocale())
