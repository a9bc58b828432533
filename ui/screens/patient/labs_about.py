"""An earlier result in words: what was written, its range, its grades, what became of it."""

from html import escape
from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.analytes import Analyte
from bedside.chart import Chart
from bedside.lab_grades import LIMIT_ONLY
from bedside.timeline import Entry
from grading.ctcae.laboratory import LabGrade
from grading.signs import Lab
from ui.screens.patient.labs_marks import Mark
from ui.screens.patient.results import result_text, unit_text
from ui.shown import date_text, moment_text, quantity_text
from ui.words.codes import dotted, listed
from ui.words.laboratory import laboratory_named, span
from ui.words.measures import decimals_of
from ui.words.table import Table

translate = QCoreApplication.translate
_FLAGS = Table(
    "LabFlag",
    {
        "low": QT_TRANSLATE_NOOP("LabFlag", "L: below normal."),
        "high": QT_TRANSLATE_NOOP("LabFlag", "H: above normal."),
        "inside": QT_TRANSLATE_NOOP("LabFlag", "Within normal."),
        "unknown": QT_TRANSLATE_NOOP("LabFlag", "Whether it is normal cannot be told from it."),
    },
)
_FINDINGS = Table(
    "LabFinding",
    {
        "anticoagulated": QT_TRANSLATE_NOOP("LabFinding", "on anticoagulation"),
        "bleeding": QT_TRANSLATE_NOOP("LabFinding", "bleeding"),
        "diabetes_workup": QT_TRANSLATE_NOOP("LabFinding", "workup for diabetes"),
        "fasting": QT_TRANSLATE_NOOP("LabFinding", "fasting"),
        "hospitalization_indicated": QT_TRANSLATE_NOOP("LabFinding", "hospitalisation indicated"),
        "insulin_initiated": QT_TRANSLATE_NOOP("LabFinding", "insulin begun"),
        "intervention_indicated": QT_TRANSLATE_NOOP("LabFinding", "intervention indicated"),
        "intervention_initiated": QT_TRANSLATE_NOOP("LabFinding", "intervention begun"),
        "leukostasis": QT_TRANSLATE_NOOP("LabFinding", "leukostasis"),
        "life_threatening": QT_TRANSLATE_NOOP("LabFinding", "life-threatening consequences"),
        "management_changed": QT_TRANSLATE_NOOP("LabFinding", "daily management changed"),
        "more_than_mild": QT_TRANSLATE_NOOP("LabFinding", "more than mild symptoms"),
        "oral_antiglycemic_initiated": QT_TRANSLATE_NOOP(
            "LabFinding", "oral antiglycaemic drug begun"
        ),
        "oral_replacement_indicated": QT_TRANSLATE_NOOP("LabFinding", "oral replacement indicated"),
        "physiologic_consequences": QT_TRANSLATE_NOOP("LabFinding", "physiologic consequences"),
        "seizures": QT_TRANSLATE_NOOP("LabFinding", "seizures"),
        "symptomatic": QT_TRANSLATE_NOOP("LabFinding", "symptoms"),
        "transfusion_indicated": QT_TRANSLATE_NOOP("LabFinding", "transfusion indicated"),
    },
)
"""What a person must say of a patient before a term has its grade."""
_LIMITS = frozenset({"lln", "uln"})
_HERE = "\ue000"


class Said(NamedTuple):
    """A sentence; ``struck`` is the part between ``begin`` and ``end`` that stands no more."""

    begin: str
    struck: str = ""
    end: str = ""

    @property
    def text(self) -> str:
        """As plain text."""
        return f"{self.begin}{self.struck}{self.end}"

    @property
    def rich(self) -> str:
        """As rich text, what does not stand struck through."""
        gone = f"<s>{escape(self.struck)}</s>" if self.struck else ""
        return f"{escape(self.begin)}{gone}{escape(self.end)}"


def about(
    entry: Entry,
    analyte: Analyte | None,
    mark: Mark,
    chart: Chart,
    beside: tuple[Entry, ...] = (),
) -> tuple[Said, ...]:
    """All that is to be said of a result, a sentence or two a line."""
    fact = entry.fact
    assert isinstance(fact, Lab)
    said = [Said(_origin(entry, fact, analyte, chart)), Said(_range(fact, analyte, mark, chart))]
    said += [Said(_grade(grade, mark, fact, analyte)) for grade in mark.grades]
    for before, after in zip(mark.earlier, (entry, *mark.earlier), strict=False):
        said.append(_correction(before, after, analyte, chart))
    for other in beside:
        text = translate("Labs", "Another result of the same time: {value}, by {author}.")
        said.append(Said(text.format(value=_value(other, analyte), author=other.author)))
    if mark.checked is not None:
        text = translate("Labs", "Typed again by {author} on {moment}, and the same.")
        moment = moment_text(mark.checked.at, chart.zone, QLocale())
        said.append(Said(text.format(author=mark.checked.author, moment=moment)))
    return tuple(one for one in said if one.text)


def plain(said: tuple[Said, ...]) -> str:
    """The sentences as plain text."""
    return "\n".join(one.text for one in said)


def rich(said: tuple[Said, ...]) -> str:
    """The sentences as rich text, a line each."""
    return "<br>".join(one.rich for one in said)


def _origin(entry: Entry, result: Lab, analyte: Analyte | None, chart: Chart) -> str:
    unit = analyte.shown if analyte else unit_text(result.unit)
    shown = {
        "analyte": analyte.label if analyte else result.analyte,
        "value": result_text(result, analyte, QLocale()),
        "unit": unit if result.value is not None else "",
        "moment": moment_text(entry.at, chart.zone, QLocale()),
        "author": entry.author,
    }
    written = dict(entry.original)
    said = translate("Labs", "{analyte} {value} {unit} at {moment}, by {author}").format(**shown)
    if "value" in written:
        said = translate(
            "Labs",
            "{analyte} {value} {unit} at {moment}, written as {typed} {typed_unit} by {author}",
        ).format(**shown, typed=written["value"], typed_unit=written.get("unit", ""))
    return dotted([" ".join(said.split()), result.laboratory])  # words have no unit


def _range(fact: Lab, analyte: Analyte | None, mark: Mark, chart: Chart) -> str:
    if fact.value is None:
        return ""
    if not mark.span.source:
        said = translate("Labs", "No range: no grade that needs one.")
        bare = translate("Labs", "No reference range is known.")
        return said if mark.grades else bare
    unit = analyte.shown if analyte else unit_text(fact.unit)
    words = span(mark.span.low, mark.span.high, unit)
    if mark.span.source == "result":
        text = translate("Labs", "{flag} Normal is {range}, as reported with the result.")
        return text.format(flag=_FLAGS(mark.flag), range=words)
    text = translate("Labs", "{flag} Normal is {range} at {laboratory}, since {day}.")
    since = mark.since.at if mark.since is not None else chart.now
    return text.format(
        flag=_FLAGS(mark.flag),
        range=words,
        laboratory=laboratory_named(fact.laboratory),
        day=date_text(since.astimezone(chart.zone).date(), QLocale()),
    )


# --- grades ---------------------------------------------------------------------------------------


def grade_text(grade: LabGrade) -> str:
    """A grade with its term and version: "Hypokalemia, grade 3 (CTCAE 5.0)"."""
    words = {"name": grade.name, "version": grade.version, "grade": grade.counted}
    if grade.level is not None:
        text = translate("Labs", "{name}, grade {grade} (CTCAE {version})")
    elif grade.at_least:
        text = translate("Labs", "{name}, at least grade {grade} (CTCAE {version})")
    else:
        text = translate("Labs", "{name}, no grade (CTCAE {version})")
    return text.format(**words)


def _grade(grade: LabGrade, mark: Mark, fact: Lab, analyte: Analyte | None) -> str:
    said = [f"{grade_text(grade)}."]
    if grade.wording is not None:
        said.append(translate("Labs", "“{wording}”").format(wording=grade.wording))
    said.append(_baseline(grade, fact, analyte))
    findings = [code for code in grade.missing if code in _FINDINGS]
    if grade.level is None:
        said.append(_missing(grade, mark, findings))
    elif findings:
        text = translate("Labs", "It depends on: {findings}.")
        said.append(text.format(findings=_found(findings)))
    if grade.would_raise:
        text = translate("Labs", "Higher with: {findings}.")
        said.append(text.format(findings=_found(grade.would_raise)))
    return " ".join(filter(None, said))


def _found(codes: tuple[str, ...] | list[str]) -> str:
    return listed([_FINDINGS(code) for code in codes if code in _FINDINGS])


def _missing(grade: LabGrade, mark: Mark, findings: list[str]) -> str:
    """Why there is no grade."""
    if LIMIT_ONLY in grade.flags:
        return translate("Labs", "Only a limit was reported: the value may be worse.")
    if _LIMITS.intersection(grade.missing):
        if not mark.span.source:
            return translate("Labs", "No range: no grade can be stated.")
        return translate("Labs", "The range is open at the side that counts: no grade.")
    if findings:
        return translate("Labs", "It depends on: {findings}.").format(findings=_found(findings))
    if "baseline" in grade.missing:
        return translate("Labs", "There is no baseline: no grade.")
    return translate("Labs", "No grade is printed for this value.")


def _baseline(grade: LabGrade, fact: Lab, analyte: Analyte | None) -> str:
    """By which baseline it was graded, where the term has one."""
    for ground in grade.grounds:
        usual = dict(ground.values).get("at_baseline")
        if usual is not None:
            text = translate("Labs", "Compared with the baseline {value} {unit}, the last before"
                             " treatment.")  # fmt: skip
            value = float(usual)
            unit = analyte.shown if analyte else unit_text(fact.unit)
            figures = quantity_text(value, decimals_of(value), QLocale())
            return text.format(value=figures, unit=unit)
    if "baseline" in grade.missing and grade.level is not None:
        return translate("Labs", "No value before treatment: graded as if that was normal.")
    return ""


# --- corrections ----------------------------------------------------------------------------------


def _value(entry: Entry, analyte: Analyte | None) -> str:
    assert isinstance(entry.fact, Lab)
    return result_text(entry.fact, analyte, QLocale())


def _correction(before: Entry, after: Entry, analyte: Analyte | None, chart: Chart) -> Said:
    assert isinstance(before.fact, Lab)
    assert isinstance(after.fact, Lab)
    text = translate("Labs", "Corrected by {author} on {moment}: was {value} ({reason}).")
    struck = _value(before, analyte)
    if before.fact.analyte != after.fact.analyte:
        struck = f"{before.fact.analyte} {struck}"
    if before.at != after.at:
        struck = f"{struck}, {moment_text(before.at, chart.zone, QLocale())}"
    said = text.format(
        author=after.author,
        moment=moment_text(after.recorded, chart.zone, QLocale()),
        value=_HERE,
        reason=after.reason or "",
    )
    begin, _, end = said.partition(_HERE)
    return Said(begin, struck, end)
