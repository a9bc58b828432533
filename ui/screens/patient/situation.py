"""How a scale stands, in the words beside its badge."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.chart import Chart
from bedside.rounds import Round
from grading.grade import Grade, episodes
from grading.signs import Ice
from ui.shown import moment_text
from ui.words import (
    day_and_clock,
    episode,
    grade_title,
    ice_score,
    listed,
    missing_short,
    risk,
    scale_name,
)
from ui.words.rounds import interval_text


def is_before(grade: Grade | None) -> bool:
    """Whether a grade is that of a patient who has not had the cells yet."""
    return grade is not None and "before_infusion" in grade.flags


def title_text(scale: str, grade: Grade | None) -> str:
    """What stands beside a badge: "CRS grade 3", "CRS at least grade 2"."""
    if scale == "news2" or is_before(grade):
        return scale_name(scale)
    if grade is not None and grade.suspected is not None:
        return QCoreApplication.translate("Standing", "{scale} to be reviewed").format(
            scale=scale_name(scale)
        )
    return grade_title(scale, grade)


def below_text(chart: Chart, scale: str) -> str:
    """The line below the title: what is missing, else what the scale is judged by."""
    translate = QCoreApplication.translate
    grade = chart.grade(scale)
    if is_before(grade) and scale != "news2":
        return translate("Standing", "before infusion")
    if grade is None:
        return translate("Standing", "nothing charted")
    if grade.suspected is not None:
        return translate("Standing", "would be {n}; fever may be hidden").format(n=grade.suspected)
    if grade.missing and grade.status != "partial":
        short = (missing_short(item, scale, chart.now) for item in grade.missing)
        return listed(list(dict.fromkeys(short)))
    if scale == "news2":
        return risk(getattr(grade, "min_risk", "low"))
    return _judged_text(chart, scale)


def _judged_text(chart: Chart, scale: str) -> str:
    """The latest ICE score where the scale rests on one, else the episode."""
    translate = QCoreApplication.translate
    seen = chart.latest(Ice, "ice") if scale == "icans" else None
    if seen is not None:
        return translate("Standing", "{score} at {moment}").format(
            score=ice_score(seen.sign),
            moment=moment_text(seen.at, chart.zone, QLocale(), chart.now),
        )
    found = episodes(chart.courses[scale].steps)
    return episode(found[-1], chart) if found else translate("Standing", "no episode so far")


def last_stated_text(chart: Chart, scale: str) -> str:
    """The grade last stated, where there is none now."""
    grade = chart.grade(scale)
    stated = chart.stated(scale)
    if scale == "news2" or grade is None or grade.level is not None or stated is None:
        return ""
    return QCoreApplication.translate("Standing", "last stated {n}, {moment}").format(
        n=stated.grade.level, moment=day_and_clock(stated.at, chart)
    )


def round_text(rounds: Sequence[Round]) -> str:
    """How often vital signs are asked for; empty where they are not."""
    vitals = next((found for found in rounds if found.kind == "vitals"), None)
    if vitals is None or vitals.interval is None:
        return ""
    return QCoreApplication.translate("Standing", "every {interval}").format(
        interval=interval_text(vitals.interval)
    )
