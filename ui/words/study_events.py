"""What stands on a patient's line in the swimmer plot, in words and letters."""

from datetime import timedelta, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from bedside.adverse.log import named
from bedside.study import (
    Happening,
    Subject,
)
from grading.findings import study_day
from ui.shown import day_text
from ui.words.called import visit_called
from ui.words.codes import dotted
from ui.words.drug_names import drug
from ui.words.study import UNSURE, dose_or_level, dose_text, figure, response_name
from ui.words.table import Table
from ui.words.trial import end_cause

translate = QCoreApplication.translate

_HAPPENED = Table(
    "Happening",
    {
        "infusion": QT_TRANSLATE_NOOP("Happening", "Infusion"),
        "tocilizumab": QT_TRANSLATE_NOOP("Happening", "Tocilizumab"),
        "steroid": QT_TRANSLATE_NOOP("Happening", "Steroid: {name}"),
        "icaht": QT_TRANSLATE_NOOP("Happening", "ICAHT grade {level}"),
        "icaht unknown": QT_TRANSLATE_NOOP("Happening", "ICAHT cannot be told"),
        "sae": QT_TRANSLATE_NOOP("Happening", "Serious adverse event: {name}"),
        "sae graded": QT_TRANSLATE_NOOP(
            "Happening", "Serious adverse event: {name}, grade {level}"
        ),
        "visit": QT_TRANSLATE_NOOP("Happening", "Visit: {name}"),
        "response": QT_TRANSLATE_NOOP("Happening", "{name} reached"),
        "ended": QT_TRANSLATE_NOOP("Happening", "End of the plan: {name}"),
        "death": QT_TRANSLATE_NOOP("Happening", "Death"),
        "crs": QT_TRANSLATE_NOOP("Happening", "CRS grade {level}"),
        "icans": QT_TRANSLATE_NOOP("Happening", "ICANS grade {level}"),
        "crs unknown": QT_TRANSLATE_NOOP("Happening", "CRS, grade cannot be told"),
        "icans unknown": QT_TRANSLATE_NOOP("Happening", "ICANS, grade cannot be told"),
    },
)
_MARKS = Table(
    "StudyMark",
    {
        "tocilizumab": QT_TRANSLATE_NOOP("StudyMark", "T"),
        "steroid": QT_TRANSLATE_NOOP("StudyMark", "S"),
        "icaht": QT_TRANSLATE_NOOP("StudyMark", "H{level}"),
        "sae": QT_TRANSLATE_NOOP("StudyMark", "!"),
        "ended": QT_TRANSLATE_NOOP("StudyMark", "|"),
        "death": QT_TRANSLATE_NOOP("StudyMark", "×"),
        "infusion": QT_TRANSLATE_NOOP("StudyMark", "○"),
    },
)
_LETTERS = Table(
    "StudyMark",
    {
        "sri4": QT_TRANSLATE_NOOP("StudyMark", "R"),
        "lldas": QT_TRANSLATE_NOOP("StudyMark", "L"),
        "doris": QT_TRANSLATE_NOOP("StudyMark", "D"),
    },
)
legend = Table(
    "StudyMark",
    {
        "tocilizumab": QT_TRANSLATE_NOOP("StudyMark", "tocilizumab"),
        "steroid": QT_TRANSLATE_NOOP("StudyMark", "steroid"),
        "icaht": QT_TRANSLATE_NOOP("StudyMark", "ICAHT with its grade"),
        "sae": QT_TRANSLATE_NOOP("StudyMark", "serious adverse event"),
        "response": QT_TRANSLATE_NOOP("StudyMark", "reached: R SRI-4, L LLDAS, D DORIS; – none"),
        "crs": QT_TRANSLATE_NOOP("StudyMark", "CRS (upper) and ICANS (lower) with the grade"),
        "ongoing": QT_TRANSLATE_NOOP("StudyMark", "last contact; arrow: followed on"),
        "ended": QT_TRANSLATE_NOOP("StudyMark", "end of the plan"),
        "death": QT_TRANSLATE_NOOP("StudyMark", "death"),
    },
)
"""What a mark of the swimmer plot means."""


def days_of(one: Subject, day: float, zone: tzinfo) -> str:
    """The study day, by the calendar, of so many days since the infusion."""
    infused = one.infused.value
    if infused is None:
        return day_text(int(day))
    return day_text(study_day(infused + timedelta(days=day), infused, zone))


def happened(one: Subject, what: Happening, zone: tzinfo) -> str:
    """A thing on a patient's line: "CRS grade 2 · D+3 to D+7 · 4.1 d"."""
    code: str = what.kind
    if what.kind in {"crs", "icans", "icaht"} and what.level is None:
        code = f"{what.kind} unknown"
    elif what.kind == "sae" and what.level is not None:
        code = "sae graded"
    text = _HAPPENED(code).format(name=_name(what), level=what.level)
    day = days_of(one, what.day, zone)
    if what.until is None or what.kind not in {"crs", "icans"}:
        return dotted([text, day])
    if what.going_on:
        return dotted([text, translate("Happening", "since {day}, not over").format(day=day)])
    until = days_of(one, what.until, zone)
    span = translate("Happening", "{day} to {until}").format(day=day, until=until)
    lasting = translate("Happening", "{n} d").format(n=figure(what.until - what.day, 1))
    return dotted([text, span, lasting])


def _name(what: Happening) -> str:
    match what.kind:
        case "steroid" | "tocilizumab":
            return drug(what.name) if what.name else ""
        case "response":
            return response_name(what.name) if what.name in response_name else what.name
        case "visit":
            return visit_called(what.name)
        case "ended":
            return end_cause(what.name) if what.name in end_cause else what.name
        case "sae":
            return named(what.name, "5.0")
        case _:
            return what.name


def level_short(one: Subject) -> str:
    """The dose level beneath a name, and the day of the last contact: "50×10⁶ · D+182"."""
    if one.level_dose is None and one.dose.value is None:
        level = dose_or_level(one) if one.dose_level else ""
    else:
        level = translate("Study", "{n}×10⁶").format(n=dose_text(one))
    last = "" if one.last_day is None else day_text(one.last_day)
    return dotted([level, last])


def mark_text(kind: str, level: int | None = None) -> str:
    """The letter of a mark on a patient's line."""
    return _MARKS(kind).format(level=UNSURE if level is None else level)


def mark_count(kind: str, count: int) -> str:
    """The letter of several doses close to each other: "T2"."""
    text = translate("StudyMark", "{letter}{n}", "a mark that stands for several doses")
    return text.format(letter=mark_text(kind), n=count)


def response_letter(name: str) -> str:
    """The letter of a response: R for SRI-4, L for LLDAS, D for DORIS."""
    return _LETTERS(name)
