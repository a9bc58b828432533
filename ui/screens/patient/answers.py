"""What the entry strip answers: what the grades still need, and what was saved."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.chart import Chart
from bedside.timeline import Entry
from grading.grade import Grade
from ui.screens.patient.observations import Observations
from ui.screens.patient.remarks import field_text
from ui.shown import moment_text
from ui.words import dotted, grade_chip, listed, missing_short, scale_name


def missing_line(grades: Mapping[str, Grade | None], read: Observations, now: datetime) -> str:
    """What would still be missing after saving, and what cannot be read; in one line."""
    translate = QCoreApplication.translate
    parts = []
    for scale, grade in grades.items():
        if grade is not None and grade.missing:
            short = (missing_short(item, scale, now) for item in grade.missing)
            parts.append(
                translate("Strip", "{scale}: {missing}").format(
                    scale=scale_name(scale), missing=listed(list(dict.fromkeys(short)))
                )
            )
    unread = [field_text(name) for name in read.refused]
    if unread:
        parts.append(translate("Strip", "left out: {names}").format(names=listed(unread)))
    if not parts:
        return ""
    return translate("Strip", "Still missing — {what}").format(what=dotted(parts))


def saved_line(chart: Chart, entries: Sequence[Entry], due: str) -> str:
    """What was saved, the grades that follow, and ``due``: what is due next, in sentences."""
    saved = QCoreApplication.translate(
        "Strip", "Saved {moment} · {crs} · {icans} · {news2}"
    ).format(
        moment=moment_text(entries[0].at, chart.zone, QLocale(), chart.now),
        crs=grade_chip("crs", chart.grade("crs")),
        icans=grade_chip("icans", chart.grade("icans")),
        news2=grade_chip("news2", chart.grade("news2")),
    )
    return dotted([saved, due])
