"""An import of laboratory results in words: what each row becomes, and why a cell is refused."""

from typing import Literal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.imports import Refusal
from ui.shown import quantity_text
from ui.words.table import Table

translate = QCoreApplication.translate
Becomes = Literal["new", "superseding", "conflict", "refused", "stranger", "present"]
"""What a row becomes; ``stranger``: its patient is not in this record."""

becomes = Table(
    "LabImport",
    {
        "new": QT_TRANSLATE_NOOP("LabImport", "new"),
        "superseding": QT_TRANSLATE_NOOP("LabImport", "corrected result"),
        "conflict": QT_TRANSLATE_NOOP("LabImport", "conflict"),
        "refused": QT_TRANSLATE_NOOP("LabImport", "refused"),
        "stranger": QT_TRANSLATE_NOOP("LabImport", "unknown patient"),
        "present": QT_TRANSLATE_NOOP("LabImport", "already there"),
    },
)
"""What becomes of a row, in its column of the table."""
_FILTERS = Table(
    "LabImport",
    {
        "all": QT_TRANSLATE_NOOP("LabImport", "All {n}"),
        "new": QT_TRANSLATE_NOOP("LabImport", "New {n}"),
        "superseding": QT_TRANSLATE_NOOP("LabImport", "Corrected {n}"),
        "conflict": QT_TRANSLATE_NOOP("LabImport", "Conflicts {n}"),
        "refused": QT_TRANSLATE_NOOP("LabImport", "Refused {n}"),
        "stranger": QT_TRANSLATE_NOOP("LabImport", "Unknown patients {n}"),
        "present": QT_TRANSLATE_NOOP("LabImport", "Already there {n}"),
    },
)
refused = Table(
    "LabImport",
    {
        "fahrenheit": QT_TRANSLATE_NOOP("LabImport", "Fahrenheit?"),
        "percent": QT_TRANSLATE_NOOP("LabImport", "percent?"),
        "other_unit": QT_TRANSLATE_NOOP("LabImport", "in another unit?"),
        "out_of_range": QT_TRANSLATE_NOOP("LabImport", "this cannot be"),
        "not_a_number": QT_TRANSLATE_NOOP("LabImport", "not a number"),
        "thousands": QT_TRANSLATE_NOOP("LabImport", "a thousand, or a decimal comma?"),
        "unknown_word": QT_TRANSLATE_NOOP("LabImport", "no such word is known here"),
        "unknown_analyte": QT_TRANSLATE_NOOP("LabImport", "no analyte of this name is known"),
        "unknown_unit": QT_TRANSLATE_NOOP("LabImport", "this analyte is not known in this unit"),
        "empty": QT_TRANSLATE_NOOP("LabImport", "blank"),
        "not_a_range": QT_TRANSLATE_NOOP("LabImport", "not a reference range"),
        "limits_crossed": QT_TRANSLATE_NOOP("LabImport", "the lower limit is above the upper one"),
        "withdrawn": QT_TRANSLATE_NOOP(
            "LabImport",
            "the laboratory has withdrawn this result; retract it by hand where it stands",
        ),
        "no_patient": QT_TRANSLATE_NOOP("LabImport", "it does not say whose row this is"),
        "the_ward": QT_TRANSLATE_NOOP(
            "LabImport", "this stands for the ward itself, not for a patient"
        ),
        "no_time": QT_TRANSLATE_NOOP("LabImport", "no time"),
        "bad_time": QT_TRANSLATE_NOOP("LabImport", "not a time"),
        "no_clock_time": QT_TRANSLATE_NOOP("LabImport", "a date without a time of day"),
        "skipped": QT_TRANSLATE_NOOP("LabImport", "the clocks were put forward over this time"),
        "ragged": QT_TRANSLATE_NOOP("LabImport", "not as many cells as columns"),
        "not_a_row": QT_TRANSLATE_NOOP("LabImport", "not a row"),
        "not_text": QT_TRANSLATE_NOOP("LabImport", "bytes that are no text in this encoding"),
        "nul_byte": QT_TRANSLATE_NOOP("LabImport", "NUL bytes"),
    },
)

"""Why a cell is refused, by code."""


def filter_text(state: str, count: int) -> str:
    """A filter with the number of its rows."""
    return _FILTERS(state).format(n=QLocale().toString(count))


def refusal(one: Refusal) -> str:
    """A cell that was refused: its column, what stands there, and why."""
    why = refused(one.code) if one.code in refused else one.reason
    if one.bounds is not None:
        text = translate("LabImport", "{why} (possible: {low} to {high})")
        low, high = (_figures(end) for end in one.bounds)
        why = text.format(why=why, low=low, high=high)
    if not one.column:
        return translate("LabImport", "The row: {why}").format(why=why)
    if not one.value:
        return translate("LabImport", "{column}: {why}").format(column=one.column, why=why)
    text = translate("LabImport", "{column} “{value}”: {why}")
    return text.format(column=one.column, value=one.value, why=why)


def unreadable(name: str, why: str) -> str:
    """Why nothing of a file could be read."""
    return translate("LabImport", "{file} cannot be read: {why}").format(file=name, why=why)


def reason() -> str:
    """The reason of an amendment that the laboratory made."""
    return translate("LabImport", "corrected by the laboratory")


def usual_reason() -> str:
    """The reason that is offered where a person takes what a file says."""
    return translate("LabImport", "as the laboratory’s file says")


def hint(conflicts: int, ticked: int) -> str:
    """What is left to decide."""
    if not conflicts:
        return ""
    text = translate(
        "LabImport", "Conflicts are left unless they are ticked (Space): {ticked} of {n} ticked."
    )
    return text.format(n=conflicts, ticked=ticked)


def done(written: int, amended: int, left: int) -> str:
    """What was written, and what was left."""
    said = [
        translate("LabImport", "Imported: {n} results, {amended} of them in place of earlier ones.")
        if amended
        else translate("LabImport", "Imported: {n} results.")
    ]
    if left:
        said.append(translate("LabImport", "Conflicts left: {left}."))
    figures = {"n": written, "amended": amended, "left": left}
    return " ".join(said).format(**{k: QLocale().toString(v) for k, v in figures.items()})


def _figures(value: float) -> str:
    decimals = next(d for d in range(7) if d == 6 or round(value, d) == value)  # noqa: PLR2004
    return quantity_text(value, decimals, QLocale())
