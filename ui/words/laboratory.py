"""What is written down about laboratories: their ranges, and results typed again; in words."""

from typing import assert_never

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.analytes import analytes
from bedside.facts import LabRange, SecondEntry, Sex
from grading.signs import Lab
from ui.shown import quantity_text
from ui.words import codes
from ui.words.codes import dotted
from ui.words.measures import decimals_of, with_unit
from ui.words.table import Table

translate = QCoreApplication.translate
LaboratoryFact = LabRange | SecondEntry
_SPANS = Table(
    "LabRange",
    {
        "both": QT_TRANSLATE_NOOP("LabRange", "{low} to {high}"),
        "low": QT_TRANSLATE_NOOP("LabRange", "{low} and more"),
        "high": QT_TRANSLATE_NOOP("LabRange", "up to {high}"),
        "none": QT_TRANSLATE_NOOP("LabRange", "no range"),
    },
)


def fact(fact: LaboratoryFact) -> str:
    """A fact about a laboratory on one line; never empty."""
    match fact:
        case LabRange():
            return _range(fact)
        case SecondEntry():
            text = translate(
                "LabRange", "Typed again by a second person, and the same: {n} results"
            )
            return text.format(n=len(fact.entries))
        case _:
            assert_never(fact)


def span(low: float | None, high: float | None, unit: str = "") -> str:
    """A reference range: "0.5 to 1.1 mg/dL", "up to 7 pg/mL", "no range"."""
    if low is None and high is None:
        return _SPANS("none")
    which = "both" if low is not None and high is not None else "high" if low is None else "low"
    text = _SPANS(which).format(low=_figures(low), high=_figures(high))
    return with_unit(text, unit)


def reported(fact: Lab) -> str:
    """Who measured a result and the range that came with it; empty where neither was said."""
    said = [fact.laboratory]
    if fact.low is not None or fact.high is not None:
        text = translate("LabRange", "reported as normal: {range}")
        said.append(text.format(range=span(fact.low, fact.high)))
    return dotted(said)


def laboratory_named(laboratory: str) -> str:
    """A laboratory by its name, or by what stands where results bear none."""
    return laboratory or translate("LabRange", "laboratory not named")


def for_whom(sex: Sex | None) -> str:
    """The patients for whom a range holds."""
    return translate("LabRange", "everybody") if sex is None else codes.sex(sex)


def _range(fact: LabRange) -> str:
    known = analytes().get(fact.analyte)
    text = translate("LabRange", "{analyte} normal from now on: {range}").format(
        analyte=known.label if known else fact.analyte,
        range=span(fact.low, fact.high, known.shown if known else ""),
    )
    sex = codes.sex(fact.sex) if fact.sex else ""
    return dotted([text, sex, laboratory_named(fact.laboratory)])


def _figures(value: float | None) -> str:
    return "" if value is None else quantity_text(value, decimals_of(value), QLocale())
