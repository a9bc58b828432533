"""What the ward board says of each patient: one line of cells, as words, before any painting."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.chart import Chart
from bedside.facts import Confirmed
from grading.grade import Grade, Step, episodes
from grading.signs import Support, Vitals
from ui import words
from ui.screens.patient.standing import is_outdated
from ui.shown import NOTHING, age_text, day_text, quantity_text, span_text

SPARK_SPAN = timedelta(hours=48)
_RECENT = timedelta(hours=6)
"""A change of grade within this time is shown as a rise or fall, an older one as standing."""
_MEDIUM = 5
"""From this NEWS2 total on the figure is bold: an urgent response is asked for."""
_AFTER_FIGURE = re.compile(r"(?<=\d) (?=\w)|(?<=:) (?=\d)|(?<=^[▲▼–]) ")


class Column(IntEnum):
    """The columns of the board."""

    BED = 0
    PATIENT = 1
    DAY = 2
    CRS = 3
    ICANS = 4
    TEMP = 5
    HR = 6
    BP = 7
    OXYGEN = 8
    NEWS2 = 9
    NEXT = 10


def column_text(column: Column) -> str:
    """The title of a column."""
    titles = {
        Column.BED: QCoreApplication.translate("Board", "Bed"),
        Column.PATIENT: QCoreApplication.translate("Board", "Patient"),
        Column.DAY: QCoreApplication.translate("Board", "Day"),
        Column.CRS: QCoreApplication.translate("Board", "CRS"),
        Column.ICANS: QCoreApplication.translate("Board", "ICANS"),
        Column.TEMP: QCoreApplication.translate("Board", "Temp °C · 48 h"),
        Column.HR: QCoreApplication.translate("Board", "HR"),
        Column.BP: QCoreApplication.translate("Board", "BP (MAP)"),
        Column.OXYGEN: QCoreApplication.translate("Board", "SpO₂ · O₂"),
        Column.NEWS2: QCoreApplication.translate("Board", "NEWS2"),
        Column.NEXT: QCoreApplication.translate("Board", "Next observations"),
    }
    return titles[column]


def short_column_text(column: Column) -> str:
    """The title of a column where there is little room."""
    match column:
        case Column.TEMP:
            return QCoreApplication.translate("Board", "Temp °C")
        case Column.NEXT:
            return QCoreApplication.translate("Board", "Next set")
        case _:
            return column_text(column)


Tone = Literal["ink", "faint", "late"]


@dataclass(frozen=True, slots=True)
class Cell:
    """Words in a cell: a line, a smaller one below it, and what a screen reader says."""

    text: str
    below: str = ""
    tone: Tone = "ink"
    strong: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class GradeCell:
    """A grade in a cell: what its badge shows, what stands beside it, and how that is read out."""

    level: int | None
    at_least: int = 0
    override: str | None = None
    beside: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class SparkCell:
    """A value in a cell with the line of the last 48 h that leads to it."""

    value: Cell
    points: tuple[tuple[datetime, float], ...]
    start: datetime
    end: datetime


AnyCell = Cell | GradeCell | SparkCell


@dataclass(frozen=True, slots=True)
class Line:
    """One patient's cells, by column; or the title of those that follow (``patient`` is empty)."""

    patient: str
    cells: tuple[AnyCell, ...] = ()
    title: str = ""


def lines(charts: Sequence[Chart], now: datetime, *, private: bool = False) -> tuple[Line, ...]:
    """The board: who lies in a bed in the order given, then outpatients below their title.

    ``private``: nothing that names a patient, and those in beds alone.
    """
    inside = [chart for chart in charts if chart.person.bed]
    outside = [chart for chart in charts if not chart.person.bed]
    made = [line(chart, now, private=private) for chart in inside]
    if outside and not private:
        title = QCoreApplication.translate("Board", "Outpatients · {n}").format(n=len(outside))
        made += [Line("", title=title), *(line(chart, now) for chart in outside)]
    return tuple(made)


def line(chart: Chart, now: datetime, *, private: bool = False) -> Line:
    """One patient's line as of ``now``."""
    locale = QLocale()
    return Line(
        chart.patient,
        (
            Cell(chart.person.bed or NOTHING, strong=True),
            _patient(chart),
            _day(chart),
            grade_cell(chart, "crs", now),
            grade_cell(chart, "icans", now),
            _temperature(chart, now, locale),
            _heart_rate(chart, now, locale),
            _pressure(chart, now, locale),
            _oxygen(chart, now, locale),
            _news2(chart),
            _next(chart, now, private=private),
        ),
    )


def _patient(chart: Chart) -> Cell:
    return Cell(chart.patient, words.product(chart), strong=True)


def _day(chart: Chart) -> Cell:
    day = chart.study_day
    return Cell(NOTHING if day is None else day_text(day), strong=True)


# --- grades -----------------------------------------------------------------------------------


def grade_cell(chart: Chart, scale: str, now: datetime) -> GradeCell:
    """The grade of a scale now, and beside it what has changed or what is missing."""
    step = chart.step(scale)
    # Without a step nothing was ever charted that this scale reads, the infusion included.
    if step is None or "before_infusion" in step.grade.flags:
        return GradeCell(None, override="–", beside=_before(chart), spoken=_before(chart))
    grade = step.grade
    stated = grade.level is not None and grade.status != "partial"
    if stated:
        shown, spoken = _trend(chart, scale, step, now)
    else:
        shown = spoken = _unstated(scale, grade, now)
    word = _word(chart, scale)
    return GradeCell(
        grade.level if stated else None,
        grade.counted,
        beside="\n".join(text for text in (shown, word) if text),
        spoken=", ".join(text for text in (spoken, word) if text),
    )


def _before(chart: Chart) -> str:
    if chart.infused is None:
        return QCoreApplication.translate("Board", "no infusion recorded")
    return QCoreApplication.translate("Board", "before infusion")


def _unstated(scale: str, grade: Grade, now: datetime) -> str:
    if grade.suspected is not None:
        text = QCoreApplication.translate("Board", "review: {n}?").format(n=grade.suspected)
    elif grade.missing:
        text = words.missing_short(grade.missing[0], scale, now)
    else:
        return ""
    return _unparted(text)


def _trend(chart: Chart, scale: str, step: Step, now: datetime) -> tuple[str, str]:
    """Since when the grade stands, and whether it rose or fell to it; to see, and to hear."""
    change = step.trend.change
    if not step.grade.counted:
        ended = next((e.end for e in reversed(episodes(chart.courses[scale].steps)) if e.end), None)
        if ended is not None:
            text = QCoreApplication.translate("Board", "resolved {age}")
            text = _unparted(text.format(age=age_text(now - ended)))
            return text, text
        if change is None or now - change.at >= _RECENT:
            return "", ""
    if change is None:
        return "", ""
    if now - change.at < _RECENT:
        shown = words.trend(step, now)
    else:
        shown = f"– {age_text(now - change.at)}"
    return _unparted(shown), words.trend_spoken(step, now)


def _unparted(text: str) -> str:
    """Words in which no line ends between a figure and what it counts."""
    return _AFTER_FIGURE.sub("\N{NO-BREAK SPACE}", text)


def _word(chart: Chart, scale: str) -> str:
    """What a physician said of the grade, as long as it has not changed since."""
    signed = chart.signed.get(scale)
    if signed is None or is_outdated(chart, scale):
        return ""
    assert isinstance(signed.fact, Confirmed)
    if signed.fact.overrides:
        return QCoreApplication.translate("Board", "physician: {n}").format(n=signed.fact.level)
    return QCoreApplication.translate("Board", "✓ confirmed")


# --- measurements -----------------------------------------------------------------------------


def _counts_for(chart: Chart, now: datetime) -> timedelta:
    """How old a vital sign may be before one of the scales that read it counts it no more."""
    courses = (chart.courses["crs"], chart.courses["news2"])
    return min(c.scale.age(c.remembered, now, chart.infused, chart.zone) for c in courses)


def _aged(text: str, age: timedelta, lasts: timedelta, *, strong: bool = False) -> Cell:
    """A value, greyed with its age once it is too old to count."""
    if age < lasts:
        return Cell(text, strong=strong)
    return Cell(text, age_text(age), "faint", strong=strong)


def _temperature(chart: Chart, now: datetime, locale: QLocale) -> SparkCell:
    start = now - SPARK_SPAN
    points = []
    for reading in reversed(chart.courses["crs"].readings):
        if reading.at < start:
            break
        if isinstance(reading.sign, Vitals) and reading.sign.temp_c is not None:
            points.append((reading.at, reading.sign.temp_c))
    seen = chart.latest(Vitals, "temp")
    if seen is None:
        value = Cell(NOTHING, tone="faint")
    else:
        text = quantity_text(seen.sign.temp_c, 1, locale)
        value = _aged(text, now - seen.at, _counts_for(chart, now), strong=True)
    return SparkCell(value, tuple(reversed(points)), start, now)


def _heart_rate(chart: Chart, now: datetime, locale: QLocale) -> Cell:
    seen = chart.latest(Vitals, "hr")
    if seen is None:
        return Cell(NOTHING, tone="faint")
    text = quantity_text(seen.sign.hr_bpm, 0, locale)
    return _aged(text, now - seen.at, _counts_for(chart, now))


def _pressure(chart: Chart, now: datetime, locale: QLocale) -> Cell:
    seen = chart.latest(Vitals, "bp")
    if seen is None:
        return Cell(NOTHING, tone="faint")
    text = words.pressure(seen.sign, locale)
    return _aged(text, now - seen.at, _counts_for(chart, now))


def _oxygen(chart: Chart, now: datetime, locale: QLocale) -> Cell:
    lasts = _counts_for(chart, now)
    saturation = chart.latest(Vitals, "spo2")
    support = chart.latest(Support, "support")
    spo2 = quantity_text(saturation.sign.spo2_pct, 0, locale, "%") if saturation else NOTHING
    device = words.support_short(support.sign, locale) if support else NOTHING
    text = f"{spo2} · {device}"
    ages = [now - seen.at for seen in (saturation, support) if seen is not None]
    if not ages:
        return Cell(text, tone="faint")
    return _aged(text, max(ages), lasts)


def _news2(chart: Chart) -> Cell:
    grade = chart.grade("news2")
    if grade is None:
        return Cell("–", tone="faint")
    if grade.level is None:
        text = f"≥{grade.at_least}" if grade.at_least else "–"
        return Cell(text, tone="ink" if grade.at_least else "faint")
    return Cell(str(grade.level), strong=grade.level >= _MEDIUM)


# --- what comes next --------------------------------------------------------------------------


def _next(chart: Chart, now: datetime, *, private: bool) -> Cell:
    therapies = "" if private else words.therapies_short(chart)
    due = chart.next_round
    if due is None:
        seen = chart.latest(Vitals, "temp") or chart.latest(Vitals, "bp")
        if seen is None and chart.person.bed:
            text = QCoreApplication.translate("Board", "first set")
            return Cell(text, therapies, "late", strong=True)
        return Cell(NOTHING, therapies, "faint")
    if due - now >= timedelta(minutes=1):
        text = QCoreApplication.translate("Board", "in {span}").format(span=span_text(due - now))
        return Cell(text, therapies, strong=True)
    if now - due < timedelta(minutes=1):
        return Cell(QCoreApplication.translate("Board", "now"), therapies, strong=True)
    text = QCoreApplication.translate("Board", "{span} late").format(span=span_text(now - due))
    return Cell(text, therapies, "late", strong=True)
