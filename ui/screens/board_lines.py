"""What the ward board says of each patient: one line of cells, as words, before any painting."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.alarms import Alarm
from bedside.alarms.ladder import PRIORITIES
from bedside.chart import Chart
from bedside.facts import Confirmed
from bedside.rounds import Round
from bedside.rounds.table import VITALS
from bedside.survey import Survey, first_round
from grading.grade import Grade, Step, episodes
from grading.signs import Support, Vitals
from ui import words
from ui.screens.board_cells import Cell, GradeCell, Line, Mark, SparkCell, Tone
from ui.screens.patient.standing import is_outdated
from ui.shown import NOTHING, age_text, day_text, quantity_text
from ui.words.alarm_kinds import MARKS
from ui.words.alarm_kinds import priority as priority_word
from ui.words.due import round_brief

SPARK_SPAN = timedelta(hours=48)
_RECENT = timedelta(hours=6)
"""A change of grade within this time is shown as a rise or fall, an older one as standing."""
_MEDIUM = 5
"""From this NEWS2 total on the figure is bold: an urgent response is asked for."""
_LATE = frozenset({"late", "overdue"})
_WANTED = frozenset({"late", "overdue", "due", "due_soon"})
_ANSWERED = frozenset({"refused", "not_done", "suspended"})
_AFTER_FIGURE = re.compile(r"(?<=\d) (?=\w)|(?<=:) (?=\d)|(?<=^[▲▼–]) ")


def lines(survey: Survey, *, private: bool = False) -> tuple[Line, ...]:
    """The board: who lies in a bed in the order of need, then outpatients below their title.

    ``private``: nothing that names a patient, and those in beds alone.
    """
    inside = [chart for chart in survey.charts if chart.person.bed]
    outside = [chart for chart in survey.charts if not chart.person.bed]
    made = [line(survey, chart, private=private) for chart in inside]
    if outside and not private:
        title = QCoreApplication.translate("Board", "Outpatients · {n}").format(n=len(outside))
        made += [Line("", title=title), *(line(survey, chart) for chart in outside)]
    return tuple(made)


def line(survey: Survey, chart: Chart, *, private: bool = False) -> Line:
    """One patient's line as of the survey.

    The marks of the alarms stand beside the patient; where nobody is named, beside the bed.
    """
    locale, now = QLocale(), survey.now
    rounds = survey.rounds.get(chart.patient, ())
    alarms = marks(survey.alarms_of(chart.patient))
    return Line(
        chart.patient,
        (
            Cell(chart.person.bed or NOTHING, strong=True, marks=alarms if private else ()),
            _patient(chart, alarms),
            _day(chart),
            grade_cell(chart, "crs", now),
            grade_cell(chart, "icans", now),
            _temperature(chart, now, locale),
            _heart_rate(chart, now, locale),
            _pressure(chart, now, locale),
            _oxygen(chart, now, locale),
            _news2(chart),
            _next(chart, rounds, now, private=private),
        ),
    )


def _patient(chart: Chart, alarms: tuple[Mark, ...]) -> Cell:
    return Cell(chart.patient, words.product(chart), strong=True, marks=alarms)


def marks(alarms: Sequence[Alarm]) -> tuple[Mark, ...]:
    """Alarms as marks: one a priority with how many, then how many are acknowledged."""
    translate = QCoreApplication.translate
    counted = Counter(alarm.priority for alarm in alarms if alarm.acknowledged is None)
    found = []
    for priority in PRIORITIES:
        if count := counted[priority]:
            sign = MARKS[priority]
            text = sign if count == 1 else f"{sign}\N{NO-BREAK SPACE}×{count}"
            spoken = translate("Board", "{priority} priority alarms: {n}")
            spoken = spoken.format(priority=priority_word(priority), n=count)
            found.append(Mark(text, priority, spoken))
    if seen := len(alarms) - counted.total():
        spoken = translate("Board", "acknowledged alarms: {n}").format(n=seen)
        found.append(Mark(f"✓{seen}", None, spoken))
    return tuple(found)


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


def _next(chart: Chart, rounds: Sequence[Round], now: datetime, *, private: bool) -> Cell:
    """The round that is due first, below it what else is due soon and what runs."""
    first = first_round(rounds)
    therapies = "" if private else words.therapies_short(chart)
    if first is None:
        return Cell(NOTHING, therapies, "faint")
    tone: Tone = "late" if first.state in _LATE else "ink"
    brief = round_brief(first, chart.zone, now, named=first.kind != "vitals")
    text = brief.text
    if first.kind == "vitals" and first.state in _WANTED and not _was_seen(chart):
        text = QCoreApplication.translate("Board", "first set")
    told = _WANTED | _ANSWERED
    others = [found for found in rounds if found is not first and found.state in told]
    if first.state == "off_ward":
        others = []
    said = {
        late: words.dotted(
            [
                round_brief(found, chart.zone, now, named=True).text
                for found in others
                if (found.state in _LATE) is late
            ]
        )
        for late in (True, False)
    }
    below = words.dotted([brief.then, said[False], therapies])
    return Cell(text, below, tone, strong=True, late=said[True])


def _was_seen(chart: Chart) -> bool:
    """Whether vital signs were ever recorded."""
    return any(chart.latest(*group) is not None for group in VITALS.values())
