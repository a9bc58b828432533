"""A sheet of typed results as drafts: what is asked about it, why it is refused, what was saved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.analytes import Analyte, analytes
from bedside.chart import Chart
from bedside.timeline import Draft, Entry
from grading.signs import Lab
from ui.screens.patient.labs_sheets import Sheet
from ui.screens.patient.results import result_text
from ui.shown import clock_text, refusal_text
from ui.typed import Unreadable, moment

_NAMED = 3


class CannotSave(Exception):
    """Why a sheet cannot be saved, in a sentence; ``analyte`` is None where it is its time."""

    def __init__(self, words: str, analyte: Analyte | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.analyte = analyte


class Collected(NamedTuple):
    """The results of a sheet, one a draft, and what is asked about them before they are saved."""

    drafts: tuple[Draft, ...]
    questions: tuple[str, ...]


def collected(sheet: Sheet, chart: Chart, now: datetime, laboratory: str) -> Collected:
    """What would be recorded of a sheet, of this laboratory. Raises CannotSave."""
    try:
        at = moment(sheet.time, now, chart.zone)
    except Unreadable as error:
        raise CannotSave(refusal_text(error)) from error
    drafts, questions = [], []
    for analyte in sheet.filled():
        reading = sheet.reading(analyte)
        assert reading is not None
        if reading.result is None:
            raise CannotSave(reading.refused, analyte)
        questions += [reading.question] if reading.question else []
        result = replace(reading.result, laboratory=laboratory)
        drafts.append(Draft(chart.patient, at, result, original=reading.original))
    return Collected(tuple(drafts), tuple(questions))


def questions_text(questions: Sequence[str]) -> str:
    """What is asked before saving: the first question, and how many more there are."""
    more = len(questions) - 1
    if not more:
        return questions[0]
    text = QCoreApplication.translate("LabsPane", "{question} ({more} more like it.)")
    return text.format(question=questions[0], more=more)


def read_back(chart: Chart, entries: Sequence[Entry]) -> str:
    """What was saved; "" if none of it is a result."""
    known: Mapping[str, Analyte] = analytes()
    found = [entry for entry in entries if isinstance(entry.fact, Lab)]
    if not found:
        return ""
    named = [_named(entry, known) for entry in found]
    moments = {entry.at for entry in found}
    if len(moments) > 1:
        text = QCoreApplication.translate("LabsPane", "Saved: {n} results of {sets} sets.")
        return text.format(n=len(found), sets=len(moments))
    words = {
        "results": ", ".join(named[:_NAMED]),
        "time": clock_text(entries[0].at, chart.zone, QLocale()),
        "more": len(named) - _NAMED,
    }
    if len(named) > _NAMED:
        text = QCoreApplication.translate("LabsPane", "Saved at {time}: {results} and {more} more.")
    else:
        text = QCoreApplication.translate("LabsPane", "Saved at {time}: {results}.")
    return text.format(**words)


def _named(entry: Entry, known: Mapping[str, Analyte]) -> str:
    assert isinstance(entry.fact, Lab)
    analyte = known.get(entry.fact.analyte)
    text = QCoreApplication.translate("LabsPane", "{analyte} {value}")
    return text.format(
        analyte=analyte.label if analyte else entry.fact.analyte,
        value=result_text(entry.fact, analyte, QLocale()),
    )
