"""Laboratory results as typed and as shown: text in, a result or a sentence out. No widgets."""

import re
import unicodedata
from collections.abc import Mapping
from math import floor, log10
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.analytes import Analyte, Group, lab, spelling
from grading.signs import Invalid, Lab
from ui.shown import quantity_text, refusal_text
from ui.typed import Refusal, Unreadable

GROUPS: tuple[Group, ...] = (
    "cytokine",
    "inflammation",
    "haematology",
    "chemistry",
    "coagulation",
    "immunology",
    "urine",
    "pkpd",
    "gas",
)
"""The groups of analytes, from the top of the grid."""
ROUTINE = frozenset(
    (
        *("il6", "il10", "ifng", "crp", "ferritin", "ldh", "procalcitonin"),
        *("wbc", "anc", "alc", "hb", "platelets"),
        *("creatinine", "urea", "sodium", "potassium", "bilirubin", "alt", "ast", "albumin"),
        *("fibrinogen", "inr", "aptt", "ddimer"),
        *("igg", "c3", "c4", "anti_dsdna", "cart_copies"),
    )
)
"""Analytes that stand in the grid before anything of them was reported."""
_FIGURES = 3
_EXACT_ENOUGH = 0.02
_MICRO = re.compile(r"^u(?=[a-zA-Z])|(?<=/)u(?=[a-zA-Z])")
_UCUM = re.compile(r"[{\[]")


def group_text(group: Group) -> str:
    """A group of analytes as a title."""
    names: Mapping[Group, str] = {
        "cytokine": QCoreApplication.translate("Labs", "Cytokines"),
        "inflammation": QCoreApplication.translate("Labs", "Inflammation"),
        "haematology": QCoreApplication.translate("Labs", "Haematology"),
        "chemistry": QCoreApplication.translate("Labs", "Chemistry"),
        "coagulation": QCoreApplication.translate("Labs", "Coagulation"),
        "immunology": QCoreApplication.translate("Labs", "Immunology"),
        "urine": QCoreApplication.translate("Labs", "Urine"),
        "pkpd": QCoreApplication.translate("Labs", "CAR-T cells"),
        "gas": QCoreApplication.translate("Labs", "Blood gases"),
    }
    return names[group]


def unit_text(unit: str) -> str:
    """A unit as printed: "10⁹/L" for "10*9/L", "µmol/L" for "umol/L"."""
    power = re.sub(r"10(?:\*|E)(\d)(?=/)", lambda m: f"10{'⁰¹²³⁴⁵⁶⁷⁸⁹'[int(m[1])]}", unit)
    return _MICRO.sub("µ", power)


def units_of(analyte: Analyte) -> tuple[str, ...]:
    """The units in which a result of an analyte may be typed, as printed, the usual one first.

    Those that differ only in how they are written stand once.
    """
    found: dict[str, str] = {}
    for unit in analyte.units:
        if not _UCUM.search(unit) or unit == analyte.units[0]:
            found.setdefault(spelling(unit_text(unit)), unit_text(unit))
    return tuple(found.values())


def result_text(result: Lab, analyte: Analyte | None, locale: QLocale) -> str:
    """A result as it stands in the grid, without its unit: "<5", "5.9 haemolysed", "not done".

    With the decimals of the analyte, more where these would tell another number, and none behind
    a whole number of hundreds or a limit.
    """
    if result.value is None:
        return result.text or ""
    decimals = analyte.decimals if analyte else 0
    value = abs(result.value)
    if value.is_integer() and (value >= 100 or result.bound):  # noqa: PLR2004
        decimals = 0
    while decimals < 6 and abs(round(value, decimals) - value) > _EXACT_ENOUGH * value:  # noqa: PLR2004
        decimals += 1
    figures = (result.bound or "") + quantity_text(result.value, decimals, locale)
    return f"{figures} {result.text}" if result.text else figures


def change_text(latest: Lab, before: Lab, locale: QLocale) -> str:
    """By what factor a result has changed since the one before: "↑ ×3.2".

    Nothing where that cannot be told or is less than a fifth.
    """
    if not latest.number or not before.number:
        return ""
    factor = latest.number / before.number
    if 1 / 1.2 < factor < 1.2:  # noqa: PLR2004
        return ""
    arrow = "↑" if factor > 1 else "↓"
    least = max(2, -floor(log10(factor)))  # a fall to a thousandth is no fall to 0.00
    decimals = 0 if factor >= 10 else 1 if factor >= 1 else least  # noqa: PLR2004
    return f"{arrow} ×{quantity_text(factor, decimals, locale)}"


class Typed(NamedTuple):
    """A result as typed: what it is, or why it is refused, and what is asked about it.

    ``growing``: further typing may settle what is refused. ``original``: what was typed, where
    it differs from what is kept.
    """

    result: Lab | None = None
    refused: str = ""
    question: str = ""
    growing: bool = False
    original: tuple[tuple[str, str], ...] = ()


def read(analyte: Analyte, text: str, unit: str) -> Typed:
    """What was typed for an analyte, in a unit that it is known in."""
    written = " ".join(text.split())
    plain = unicodedata.normalize("NFKC", written)
    if not any(character.isalnum() for character in plain):
        words = refusal_text(Unreadable(Refusal.UNFINISHED, written))
        return Typed(refused=words, growing=True)
    try:
        result = lab(analyte, plain, unit)
    except Invalid as error:
        return _refused(analyte, plain, unit, error)
    if result.value is None:
        kept = Lab(analyte.key, text=written)
        return Typed(kept, question="" if analyte.words else _words_question(analyte, written))
    if result.text:
        asked = _question(analyte, result, unit) or _remark_question(analyte, result)
        return Typed(result, question=asked, original=_original(written, unit))
    original = () if _is_plain(result, plain, unit, analyte) else _original(written, unit)
    return Typed(result, question=_question(analyte, result, unit), original=original)


def _original(text: str, unit: str) -> tuple[tuple[str, str], ...]:
    return (("value", text), ("unit", unit)) if unit else (("value", text),)


def _is_plain(result: Lab, text: str, unit: str, analyte: Analyte) -> bool:
    """Whether what is kept reads as it was typed."""
    figures = text.replace(",", ".").replace(" ", "").lstrip("<>")
    if analyte.factor(unit) != 1.0 or not figures[:1].isdigit():
        return False
    return float(figures) == result.value


def _refused(analyte: Analyte, text: str, unit: str, error: Invalid) -> Typed:
    match error.code:
        case "thousands":
            return Typed(refused=refusal_text(Unreadable(Refusal.THOUSANDS, text)))
        case "other_unit":
            words = QCoreApplication.translate(
                "Labs", "{analyte} {typed} {unit} cannot be true. In {other}? Then choose the unit."
            ).format(
                analyte=analyte.label,
                typed=text,
                unit=unit,
                other=unit_text(analyte.doubt_unit or ""),
            )
            return Typed(refused=words)
        case "out_of_range":
            low, high = analyte.impossible
            factor = analyte.factor(unit)
            words = QCoreApplication.translate(
                "Labs", "{analyte}: {low} to {high} {unit} can be true."
            ).format(
                analyte=analyte.label,
                low=_limit(low / factor),
                high=_limit(high / factor),
                unit=unit,
            )
            value = error.value if isinstance(error.value, int | float) else 0.0
            return Typed(refused=words, growing=0 <= value * factor < low)
        case _:
            return Typed(refused=refusal_text(Unreadable(Refusal.NOT_A_NUMBER, text)))


def _limit(value: float) -> str:
    rounded = float(f"{value:.4g}")
    return quantity_text(rounded, 0 if rounded.is_integer() else _FIGURES, QLocale())


def _question(analyte: Analyte, result: Lab, unit: str) -> str:
    assert result.value is not None
    shown = {
        "analyte": analyte.label,
        "value": result_text(result, analyte, QLocale()),
        "unit": analyte.shown,
    }
    other = analyte.other_unit(result.value)
    if other is not None and spelling(other) != spelling(unit):
        return QCoreApplication.translate(
            "Labs", "{analyte} {value} {unit}: was that {other}? Save again to keep it."
        ).format(**shown, other=unit_text(other))
    if analyte.is_unlikely(result.value):
        return QCoreApplication.translate(
            "Labs", "{analyte} {value} {unit}: unusual. Save again to keep it."
        ).format(**shown)
    return ""


def _remark_question(analyte: Analyte, result: Lab) -> str:
    return QCoreApplication.translate(
        "Labs", "{analyte} {value}: kept with its remark, and not graded. Save again to keep it."
    ).format(analyte=analyte.label, value=result_text(result, analyte, QLocale()))


def _words_question(analyte: Analyte, text: str) -> str:
    return QCoreApplication.translate(
        "Labs", "{analyte}: “{text}” is no number. Save again to keep it as words."
    ).format(analyte=analyte.label, text=text)
