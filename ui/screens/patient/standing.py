"""How a grade stands: as a badge, as a few figures, beside a physician's word."""

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.chart import Chart
from bedside.facts import Confirmed
from grading.grade import Grade
from ui.shown import moment_text
from ui.widgets.badge import GradeBadge

RISKS = ("low", "low_medium", "medium", "high")
"""The rows of the NEWS2 response table; a total has the colour of the grade at its place."""


def show_grade(badge: GradeBadge, scale: str, grade: Grade | None) -> None:
    """Put a grade on a badge: stated, "at least", unknown, or "–" before the infusion.

    A NEWS2 total is shown as its sum in the colour of its risk.
    """
    if grade is None:
        badge.set_level(None)
    elif "before_infusion" in grade.flags:
        badge.set_level(None, text_override="–")
    elif scale == "news2":
        risk = RISKS.index(getattr(grade, "min_risk", "low"))
        if grade.level is not None:
            badge.set_level(risk, text_override=str(grade.level))
        elif risk:
            badge.set_level(None, risk, text_override=f"≥{grade.at_least}")
        else:
            badge.set_level(None)
    elif grade.status == "partial":
        badge.set_level(None, grade.counted)
    else:
        badge.set_level(grade.level, grade.at_least)


def is_outdated(chart: Chart, scale: str) -> bool:
    """Whether the computed grade has changed since a physician's latest word on it."""
    entry = chart.signed.get(scale)
    if entry is None or not isinstance(entry.fact, Confirmed):
        return False
    signed = (entry.fact.computed, entry.fact.at_least)
    grade = chart.grade(scale)
    if grade is None or (grade.level, grade.at_least) != signed:
        return True
    for step in reversed(chart.courses[scale].steps):
        if step.at <= entry.at:
            return False
        if (step.grade.level, step.grade.at_least) != signed:
            return True
    return False


def signed_text(chart: Chart, scale: str) -> str:
    """What a physician said of a grade: who, when, and whether it has changed since; or ""."""
    entry = chart.signed.get(scale)
    if entry is None or not isinstance(entry.fact, Confirmed):
        return ""
    values = {
        "level": entry.fact.level,
        "author": entry.author,
        "moment": moment_text(entry.at, chart.zone, QLocale(), chart.now),
    }
    translate = QCoreApplication.translate
    outdated = is_outdated(chart, scale)
    if entry.fact.overrides:
        text = (
            translate("Sign", "changed since {author} overrode it to {level}, {moment}")
            if outdated
            else translate("Sign", "overridden to {level} by {author} {moment}")
        )
    else:
        text = (
            translate("Sign", "changed since {author} confirmed {level}, {moment}")
            if outdated
            else translate("Sign", "confirmed {level} by {author} {moment}")
        )
    return text.format(**values)
