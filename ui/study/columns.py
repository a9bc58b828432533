"""The columns of the study's table: what each cell says, for screen and paper alike."""

from enum import IntEnum
from typing import Literal, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from bedside.study import BASELINE, Subject
from grading.scores.sledai import Variant
from ui.words import study as said
from ui.words import study_curves as curved
from ui.words.codes import dotted
from ui.words.table import Table

translate = QCoreApplication.translate
Tone = Literal["", "strong", "second", "ok", "faint", "late", "warn", "unknown"]


class Column(IntEnum):
    """The columns, from left to right."""

    PATIENT = 0
    DOSE = 1
    DLT = 2
    CRS = 3
    ONSET = 4
    ICANS = 5
    TOCI = 6
    STEROID = 7
    ICAHT = 8
    CTCAE = 9
    SLEDAI = 10
    SRI4 = 11
    LLDAS = 12
    DORIS = 13
    CMAX = 14


OPTIONAL = frozenset({Column.CMAX})
"""Columns that give way where there is no room: their figures stand in the curves as well."""


_TITLES = Table(
    "StudyTable",
    {
        "PATIENT": QT_TRANSLATE_NOOP("StudyTable", "Patient"),
        "DOSE": QT_TRANSLATE_NOOP("StudyTable", "Dose\n×10⁶"),
        "DLT": QT_TRANSLATE_NOOP("StudyTable", "DLT\nwindow"),
        "CRS": QT_TRANSLATE_NOOP("StudyTable", "CRS"),
        "ONSET": QT_TRANSLATE_NOOP("StudyTable", "onset\n· days"),
        "ICANS": QT_TRANSLATE_NOOP("StudyTable", "ICANS"),
        "TOCI": QT_TRANSLATE_NOOP("StudyTable", "Toci"),
        "STEROID": QT_TRANSLATE_NOOP("StudyTable", "Steroid"),
        "ICAHT": QT_TRANSLATE_NOOP("StudyTable", "ICAHT"),
        "CTCAE": QT_TRANSLATE_NOOP("StudyTable", "CTCAE"),
        "SLEDAI": QT_TRANSLATE_NOOP("StudyTable", "SLEDAI"),
        "SRI4": QT_TRANSLATE_NOOP("StudyTable", "SRI-4"),
        "LLDAS": QT_TRANSLATE_NOOP("StudyTable", "LLDAS"),
        "DORIS": QT_TRANSLATE_NOOP("StudyTable", "DORIS"),
        "CMAX": QT_TRANSLATE_NOOP("StudyTable", "Cmax\n· day"),
    },
)


class Cell(NamedTuple):
    """What a cell says.

    ``level`` is the grade of a badge, ``badge`` whether it is one; ``spoken`` says it in words,
    ``entries`` are those that it rests on.
    """

    text: str
    spoken: str
    entries: tuple[str, ...] = ()
    tone: Tone = ""
    badge: bool = False
    level: int | None = None
    at_least: int = 0


class At(NamedTuple):
    """By what the outcomes of a table are shown: the month, and the SLEDAI in use."""

    month: int = 6
    variant: Variant = "2K"


def column_text(column: Column) -> str:
    """The title of a column."""
    return _TITLES(column.name)


def column_spoken(column: Column, at: At) -> str:  # noqa: C901 - one text a column
    """What a column holds, in words."""
    month = said.month(at.month)
    match column:
        case Column.CRS | Column.ICANS:
            text = translate("StudyTable", "{scale}: the highest grade after the infusion").format(
                scale=column_text(column)
            )
        case Column.ONSET:
            text = translate("StudyTable", "CRS: study day of its onset, and how many days it was")
        case Column.TOCI:
            text = translate("StudyTable", "Doses of tocilizumab after the infusion")
        case Column.STEROID:
            text = translate(
                "StudyTable", "Doses of steroids after the infusion beyond those for lupus"
            )
        case Column.ICAHT:
            text = translate("StudyTable", "Early ICAHT, grade 0 to 4")
        case Column.CTCAE:
            text = translate("StudyTable", "The worst adverse event that is written down")
        case Column.SLEDAI:
            text = translate("StudyTable", "{variant} from baseline to {month}").format(
                variant=said.variant_name(at.variant), month=month
            )
        case Column.SRI4 | Column.LLDAS | Column.DORIS:
            text = translate("StudyTable", "{name} at {month}").format(
                name=column_text(column), month=month
            )
        case Column.CMAX:
            text = translate("StudyTable", "CAR-T in blood: the highest value, and when it was")
        case Column.DOSE:
            text = translate("StudyTable", "Millions of cells of the dose level")
        case _:
            text = column_text(column)
    return text


def cell(one: Subject, column: Column, at: At) -> Cell:  # noqa: C901, PLR0911, PLR0912 - one a column
    """What a cell says of a patient."""
    outcome = one.outcome(at.month)
    match column:
        case Column.PATIENT:
            return Cell(one.patient, one.patient, one.enrolled.entries, "strong")
        case Column.DOSE:
            entries = one.dose.entries or one.enrolled.entries
            return Cell(said.dose_or_level(one), said.dose_spoken(one), entries)
        case Column.DLT:
            return _dlt(one)
        case Column.CRS:
            return _grade(one, "crs")
        case Column.ICANS:
            return _grade(one, "icans")
        case Column.ONSET:
            text = said.onset_text(one.crs) if one.is_infused else said.NONE
            entries = one.crs.onset_day.entries + one.crs.duration_days.entries
            return Cell(text, said.syndrome_spoken("crs", one.crs), entries, _tone(text))
        case Column.TOCI:
            return _given(one, one.tocilizumab.value, one.tocilizumab.entries, column, at)
        case Column.STEROID:
            found = _given(one, one.steroids.value, one.steroids.entries, column, at)
            if one.steroids.value is None:
                return found
            return found._replace(spoken=said.steroid_spoken(one))
        case Column.ICAHT:
            text = said.icaht_text(one)
            entries = one.icaht_early.entries or one.icaht_late.entries
            tone = _tone(text) or _severe(one.icaht_early.value)
            return Cell(text, said.icaht_spoken(one), entries, tone)
        case Column.CTCAE:
            worst = one.ctcae.value
            text = said.ctcae_text(one)
            tone = _tone(text) or _severe(None if worst is None else worst.grade)
            return Cell(text, said.ctcae_spoken(one), one.ctcae.entries, tone)
        case Column.SLEDAI:
            before, after = one.outcome(BASELINE).total(at.variant), outcome.total(at.variant)
            text = said.sledai_text(one, at.month, at.variant)
            spoken = dotted([column_spoken(column, at), text])
            return Cell(text, spoken, before.entries + after.entries, _tone(text))
        case Column.SRI4:
            answer = outcome.responds(at.variant)
            return _answer(one, at, "sri4", answer.value, answer.entries)
        case Column.LLDAS:
            return _answer(one, at, "lldas", outcome.lldas.value, outcome.lldas.entries)
        case Column.CMAX:
            text = curved.expansion_text(one)
            top = () if one.expansion is None else one.expansion.cmax.entries
            return Cell(text, curved.expansion_spoken(one), top, _tone(text))
        case Column.DORIS:
            return _answer(one, at, "doris", outcome.doris.value, outcome.doris.entries)


def _tone(text: str) -> Tone:
    if text == said.UNSURE:
        return "unknown"
    return "faint" if text in {said.NONE, said.NOT_YET} else ""


def _severe(level: int | None) -> Tone:
    return "strong" if level is not None and level >= 3 else ""  # noqa: PLR2004 - severe


def _dlt(one: Subject) -> Cell:
    text = said.dlt_text(one)
    tone: Tone = "second"
    if one.dlt.dlts.value:
        tone = "late"
    elif one.dlt.state == "review_due":
        tone = "warn"
    elif _tone(text):
        tone = _tone(text)
    entries = one.dlt.dlts.entries or one.infused.entries
    return Cell(text, said.dlt_spoken(one), entries, tone)


def _grade(one: Subject, scale: str) -> Cell:
    of = one.crs if scale == "crs" else one.icans
    spoken = said.syndrome_spoken(scale, of)
    entries = tuple(dict.fromkeys(of.maximum.entries + of.signed.entries))
    if not one.is_infused:
        return Cell(said.NONE, spoken, entries, "faint")
    level = of.maximum.value
    if level == 0 and scale == "icans":
        return Cell(said.NONE, spoken, entries, "faint")
    text = str(level) if level is not None else f"≥{of.at_least}" if of.at_least else said.UNSURE
    return Cell(text, spoken, entries, "", badge=True, level=level, at_least=of.at_least)


def _given(
    one: Subject, count: int | None, entries: tuple[str, ...], column: Column, at: At
) -> Cell:
    if count is None:
        text = said.UNSURE if one.is_infused else said.NONE
        spoken = (
            translate("StudyTable", "{what}: cannot be told; no drug is written down since then")
            if one.is_infused
            else translate("StudyTable", "{what}: not infused yet")
        ).format(what=column_spoken(column, at))
        return Cell(text, spoken, (), _tone(text))
    text = said.times_text(count)
    spoken = translate("StudyTable", "{what}: {n}").format(what=column_spoken(column, at), n=count)
    return Cell(text, spoken, entries or one.infused.entries, _tone(text))


def _answer(
    one: Subject,
    at: At,
    name: str,
    answer: bool | None,  # noqa: FBT001 - the answer itself
    entries: tuple[str, ...],
) -> Cell:
    outcome = one.outcome(at.month)
    text = said.answer_text(one, outcome, answer)
    tone: Tone = "ok" if answer else _tone(text)
    return Cell(text, said.answer_spoken(one, outcome, name, answer), entries, tone)
