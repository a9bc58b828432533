"""The grounds of a grade, and what runs: as lines of cards, before any widget."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.chart import Chart
from bedside.drug_clock import IN_ALL
from bedside.timeline import Entry
from grading.drugs import DrugClass
from grading.grade import Grade, Reason
from grading.signs import Drug
from ui import words
from ui.shown import age_text, moment_text

_DOMAIN = {
    "temperature": "fever",
    "blood_pressure": "hypotension",
    "oxygen": "hypoxia",
    "ice": "ice",
    "consciousness": "loc",
}
"""What a scale may lack -> the domain that then cannot be told, and need not be named twice."""
_STEROID_SHOWN = timedelta(hours=24)


class Line(NamedTuple):
    """A line of a card: a mark before it (a level), its title and detail, how the title looks."""

    mark: str
    title: str
    detail: str = ""
    role: str = "strong"


class Grounds(NamedTuple):
    """A card: its title, its lines, and the small words below them."""

    title: str
    lines: tuple[Line, ...]
    foot: str = ""


def grounds(chart: Chart, scale: str) -> Grounds:
    """Why a scale stands where it does: reasons, what is missing, flags, what would raise it."""
    grade = chart.grade(scale)
    edition = chart.courses[scale].scale.edition
    if grade is None:
        return Grounds(words.grade_title(scale, None), (), edition)
    reasons = sorted(grade.reasons, key=lambda r: 1 if r.level is None else -r.level)
    quiet = [r for r in reasons if r.level == 0 and not r.evidence]
    unknown = {r.domain for r in reasons if r.level is None and r.evidence} - {"fever"}
    named = [item for item in grade.missing if _DOMAIN.get(item.what) not in unknown]
    lacking = {_DOMAIN.get(item.what) for item in named}
    told = [r for r in reasons if r.level is None and not r.evidence and r.domain in lacking]
    lines = [_line(chart, r) for r in reasons if r not in quiet and r not in told]
    lines += _quiet(chart, quiet)
    for item in named:
        text = words.capitalised(words.missing(item, chart.now, grade))
        lines.append(Line("?", text, role="warn"))
    lines += [Line("·", "", flag) for flag in words.flags(grade)]
    foot = " ".join(part for part in (words.would_raise(scale, grade), f"{edition}.") if part)
    return Grounds(_title(scale, grade), tuple(lines), foot)


def _title(scale: str, grade: Grade) -> str:
    title = words.grade_title(scale, grade)
    if grade.level is None or "before_infusion" in grade.flags:
        return title
    return QCoreApplication.translate("Grounds", "Why {grade}").format(grade=title)


def _line(chart: Chart, of: Reason) -> Line:
    said = words.reason(of, chart.now, chart.zone)
    mark = "?" if of.level is None else str(of.level)
    if of.domain == "fever" and of.level == 0:
        mark = "·"
    if not of.level:
        return Line(mark, "", words.dotted([said.title, said.detail]))
    return Line(mark, said.title, said.detail)


def _quiet(chart: Chart, reasons: Sequence[Reason]) -> list[Line]:
    """The domains of which nothing is charted, together on one line."""
    if not reasons:
        return []
    titles = [words.reason(of, chart.now, chart.zone).title for of in reasons]
    return [Line("0", "", words.dotted(titles))]


def news2_items(chart: Chart) -> Grounds:
    """The seven items of NEWS2 with their points."""
    grade = chart.grade("news2")
    edition = chart.courses["news2"].scale.edition
    if grade is None:
        return Grounds(words.grade_title("news2", None), (), edition)
    lines = []
    for item in grade.reasons:
        said = words.reason(item, chart.now, chart.zone)
        points = "?" if item.level is None else str(item.level)
        if item.level:
            lines.append(Line(points, said.title, said.detail))
        else:
            lines.append(Line(points, "", words.dotted([said.title, said.detail])))
    lines += [Line("·", "", flag) for flag in words.flags(grade)]
    return Grounds(words.grade_title("news2", grade), tuple(lines), f"{edition}.")


def running(chart: Chart) -> Grounds:
    """What runs and since when, the doses of tocilizumab, steroids of the last day."""
    translate = QCoreApplication.translate
    lines = []
    for run in chart.running:
        since = translate("Grounds", "for {age}").format(age=age_text(chart.now - run.since))
        lines.append(Line("", words.capitalised(words.running(run)), since))
    given = [e for e in chart.timeline if isinstance(e.fact, Drug) and e.fact.action == "given"]
    doses = [e for e in given if _named_so(e, "tocilizumab") and _counts(chart, e)]
    for number, dose in enumerate(doses, 1):
        lines.append(_dose(chart, dose, number))
    lines += [
        Line("", _drug(entry), _when(chart, entry))
        for entry in given
        if isinstance(entry.fact, Drug)
        and entry.fact.drug_class is DrugClass.STEROID
        and chart.now - entry.at < _STEROID_SHOWN
    ]
    foot = "" if lines else translate("Grounds", "No infusion runs; no tocilizumab was given.")
    return Grounds(translate("Grounds", "Running"), tuple(lines), foot)


def _named_so(entry: Entry, name: str) -> bool:
    return isinstance(entry.fact, Drug) and entry.fact.name == name


def _counts(chart: Chart, entry: Entry) -> bool:
    """Whether a dose belongs to the time since the cells."""
    return chart.infused is None or entry.at >= chart.infused


def _drug(entry: Entry) -> str:
    assert isinstance(entry.fact, Drug)
    amount = words.amount(entry.fact)
    return " ".join((words.capitalised(words.drug(entry.fact.name)), amount)).strip()


def _when(chart: Chart, entry: Entry) -> str:
    return moment_text(entry.at, chart.zone, QLocale(), chart.now)


def _dose(chart: Chart, entry: Entry, number: int) -> Line:
    text = (
        QCoreApplication.translate("Grounds", "{moment} · dose {n} of {most}")
        if number <= IN_ALL
        else QCoreApplication.translate("Grounds", "{moment} · dose {n}, more than {most}")
    )
    detail = text.format(moment=_when(chart, entry), n=number, most=IN_ALL)
    return Line("", _drug(entry), detail)
