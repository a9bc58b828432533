"""Grades in words: titles, chips, flags, what would raise them, trends and episodes."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.chart import Chart
from grading.grade import Episode, Grade, Scale, Step
from grading.scales import SCALES
from grading.scales.crs import FEVER_C
from grading.scales.news2 import News2Grade
from grading.signs import Vitals
from ui.shown import age_text, clock_text, day_text, moment_text
from ui.words.codes import listed
from ui.words.measures import quantity
from ui.words.table import Table

translate = QCoreApplication.translate

_SCALES = Table(
    "Scale",
    {
        "crs": QT_TRANSLATE_NOOP("Scale", "CRS"),
        "icans": QT_TRANSLATE_NOOP("Scale", "ICANS"),
        "news2": QT_TRANSLATE_NOOP("Scale", "NEWS2"),
    },
)
status_text = Table(
    "Status",
    {
        "graded": QT_TRANSLATE_NOOP("Status", "graded"),
        "partial": QT_TRANSLATE_NOOP("Status", "at least this: not all was assessed"),
        "quiet": QT_TRANSLATE_NOOP("Status", "nothing present now, the episode is still open"),
        "no_crs": QT_TRANSLATE_NOOP("Status", "no CRS"),
        "review": QT_TRANSLATE_NOOP("Status", "a person must decide"),
        "incomplete": QT_TRANSLATE_NOOP("Status", "cannot be stated: something is missing"),
    },
)
"""The status of a grade."""


def scale_name(scale: str) -> str:
    """A scale as it is called: "CRS", "ICANS", "NEWS2"."""
    return _SCALES(scale) if scale in _SCALES else scale.upper()


def scale_title(scale: Scale[Any]) -> str:
    """A scale with its edition: "CRS · ASTCT 2019"."""
    return f"{scale_name(scale.id)} · {scale.edition}"


def editions() -> str:
    """The scales that grade, with their editions, on one line."""
    return listed([scale_title(scale) for scale in SCALES.values()])


def _is_before(grade: Grade) -> bool:
    return "before_infusion" in grade.flags


def _is_least(grade: Grade) -> bool:
    """Whether only "at least" is certain: something counts, and something was not assessed."""
    return grade.counted > 0 and (grade.level is None or grade.status == "partial")


def grade_figure(grade: Grade | None) -> str:
    """A grade as on a badge: "3", "≥2", "?", "–" before the infusion."""
    if grade is None:
        return "?"
    if _is_before(grade):
        return "–"
    if _is_least(grade):
        return f"≥{grade.counted}"
    return "?" if grade.level is None else str(grade.level)


def grade_chip(scale: str, grade: Grade | None) -> str:
    """A grade with its scale in a chip: "CRS 3", "CRS ≥2", "CRS ?"."""
    return f"{scale_name(scale)}\N{NO-BREAK SPACE}{grade_figure(grade)}"


def grade_title(scale: str, grade: Grade | None) -> str:
    """A grade as a title: "CRS grade 3", "CRS at least 2", "CRS cannot be stated"."""
    if grade is None:
        text = translate("Grade", "{scale}: nothing charted")
    elif _is_before(grade):
        text = translate("Grade", "{scale} not applicable before infusion")
    elif _is_least(grade):
        text = translate("Grade", "{scale} at least {level}")
    elif grade.level is None and grade.suspected is not None:
        text = translate("Grade", "{scale}? would be grade {suspected} — a person must decide")
    elif grade.level is None:
        text = translate("Grade", "{scale} cannot be stated")
    elif scale == "news2":
        text = translate("Grade", "{scale} {level}")
    elif getattr(grade, "adjusted", None) not in {None, grade.level}:
        text = translate("Grade", "{scale} grade {level}, {adjusted} without the old deficit")
    else:
        text = translate("Grade", "{scale} grade {level}")
    return text.format(
        scale=scale_name(scale),
        level="" if grade is None else grade.counted,
        suspected="" if grade is None else grade.suspected,
        adjusted=getattr(grade, "adjusted", None),
    )


# --- NEWS2 ------------------------------------------------------------------------------------

risk = Table(
    "Risk",
    {
        "low": QT_TRANSLATE_NOOP("Risk", "low risk"),
        "low_medium": QT_TRANSLATE_NOOP("Risk", "low to medium risk"),
        "medium": QT_TRANSLATE_NOOP("Risk", "medium risk"),
        "high": QT_TRANSLATE_NOOP("Risk", "high risk"),
    },
)
"""A row of the NEWS2 response table (RCP 2017)."""
_BANDS = Table(
    "Risk",
    {
        "none": QT_TRANSLATE_NOOP("Risk", "low risk · observations at least 12-hourly"),
        "low": QT_TRANSLATE_NOOP("Risk", "low risk · observations at least 4- to 6-hourly"),
        "low_medium": QT_TRANSLATE_NOOP(
            "Risk", "low to medium risk, one item scores 3 · hourly observations, urgent review"
        ),
        "medium": QT_TRANSLATE_NOOP("Risk", "medium risk · hourly observations, urgent review"),
        "high": QT_TRANSLATE_NOOP("Risk", "high risk · continuous observation, emergency team"),
    },
)
_LEAST_BANDS = Table(
    "Risk",
    {
        "low": QT_TRANSLATE_NOOP("Risk", "risk cannot be stated"),
        "low_medium": QT_TRANSLATE_NOOP(
            "Risk",
            "at least low to medium risk, one item scores 3 · hourly observations, urgent review",
        ),
        "medium": QT_TRANSLATE_NOOP(
            "Risk", "at least medium risk · hourly observations, urgent review"
        ),
        "high": QT_TRANSLATE_NOOP("Risk", "high risk already · continuous observation"),
    },
)


def band_text(grade: News2Grade) -> str:
    """The row of the NEWS2 response table, and the observations it asks for (RCP 2017)."""
    if grade.risk is None:
        return _LEAST_BANDS(grade.min_risk)
    return _BANDS(grade.risk if grade.level else "none")


# --- what would raise it ----------------------------------------------------------------------

_RAISES = Table(
    "WouldRaise",
    {
        "crs fever": QT_TRANSLATE_NOOP("WouldRaise", "Would be {level} with a fever from {fever}."),
        "crs fever hypotension low_flow_oxygen": QT_TRANSLATE_NOOP(
            "WouldRaise",
            "Would be {level} with a fever from {fever}, {higher} with hypotension or low-flow"
            " oxygen.",
        ),
        "crs hypotension low_flow_oxygen": QT_TRANSLATE_NOOP(
            "WouldRaise", "Would be {level} with hypotension or low-flow oxygen."
        ),
        "crs vasopressor high_flow_oxygen": QT_TRANSLATE_NOOP(
            "WouldRaise", "Would be {level} with a vasopressor, high-flow oxygen or a mask."
        ),
        "crs second_vasopressor positive_pressure": QT_TRANSLATE_NOOP(
            "WouldRaise", "Would be {level} with a second vasopressor or positive pressure."
        ),
        "icans ice_below_10 drowsiness": QT_TRANSLATE_NOOP(
            "WouldRaise", "Would be {level} with ICE 9 or less, or drowsiness."
        ),
        "icans ice_below_7 wakes_to_voice": QT_TRANSLATE_NOOP(
            "WouldRaise", "Would be {level} with ICE 6 or less, or waking only to voice."
        ),
        "icans ice_below_3 wakes_to_touch seizure focal_oedema": QT_TRANSLATE_NOOP(
            "WouldRaise",
            "Would be {level} with ICE 2 or less, waking only to touch, a seizure, or focal"
            " cerebral oedema.",
        ),
        "icans unarousable prolonged_seizure deep_weakness raised_pressure": QT_TRANSLATE_NOOP(
            "WouldRaise",
            "Would be {level} if unarousable, with a seizure of more than 5 min, deep focal"
            " weakness, or raised intracranial pressure.",
        ),
    },
)


def would_raise(scale: str, grade: Grade) -> str:
    """What would raise a grade, in one sentence; empty where nothing could or nothing is graded."""
    if not grade.would_raise or _is_before(grade):
        return ""
    raised = grade.counted + 1
    if grade.would_raise == ("fever",):
        # Findings that stand without a fever count as soon as there is one.
        raised = max([raised, *(reason.level or 0 for reason in grade.reasons)])
    stated = grade.level is not None and not _is_least(grade)
    figure = "{}" if stated else "≥{}"
    return _RAISES(" ".join((scale, *grade.would_raise))).format(
        level=figure.format(raised),
        higher=figure.format(raised + 1),
        fever=quantity(Vitals, "temp_c", FEVER_C),
    )


# --- flags ------------------------------------------------------------------------------------

_FLAGS = Table(
    "Flag",
    {
        "before_infusion": QT_TRANSLATE_NOOP(
            "Flag", "Before the infusion nothing is graded as CRS or ICANS."
        ),
        "infusion_unknown": QT_TRANSLATE_NOOP(
            "Flag", "No infusion is recorded or planned: study day and onset cannot be judged."
        ),
        "infusion_reaction": QT_TRANSLATE_NOOP(
            "Flag", "Onset within an hour of the infusion: think of an infusion reaction."
        ),
        "fever_before_infusion": QT_TRANSLATE_NOOP(
            "Flag", "There was a fever before the infusion: say what causes it."
        ),
        "late_onset_review": QT_TRANSLATE_NOOP(
            "Flag", "Onset after day 14: look for other causes first."
        ),
        "no_fever_no_crs": QT_TRANSLATE_NOOP(
            "Flag", "Hypotension or oxygen need without a fever is not CRS, unless a drug hid it."
        ),
        "fever_absent_untreated": QT_TRANSLATE_NOOP(
            "Flag", "No fever now, and nothing given that explains it: the grade stands."
        ),
        "temperature_missing": QT_TRANSLATE_NOOP(
            "Flag", "No temperature that counts: the grade rests on pressure and oxygen."
        ),
        "hypotension_denied": QT_TRANSLATE_NOOP(
            "Flag", "The pressure is low; somebody judged it usual for the patient."
        ),
        "hypotension_unsure": QT_TRANSLATE_NOOP(
            "Flag", "Somebody was unsure whether this is hypotension: the pressure decides."
        ),
        "vasopressin_only": QT_TRANSLATE_NOOP("Flag", "Vasopressin alone is counted as grade 3."),
        "push_dose": QT_TRANSLATE_NOOP(
            "Flag", "A single dose of a vasopressor: one alone during a procedure does not count."
        ),
        "inotrope_present": QT_TRANSLATE_NOOP("Flag", "An inotrope does not count as vasopressor."),
        "rescue_agent": QT_TRANSLATE_NOOP(
            "Flag", "Methylthioninium or hydroxocobalamin does not count as vasopressor."
        ),
        "midodrine": QT_TRANSLATE_NOOP("Flag", "Midodrine does not count as vasopressor."),
        "flow_missing": QT_TRANSLATE_NOOP(
            "Flag", "The flow of the cannula is not charted: counted as low flow."
        ),
        "flow_zero": QT_TRANSLATE_NOOP("Flag", "Oxygen at flow 0 is counted as room air."),
        "hfnc_low_flow": QT_TRANSLATE_NOOP(
            "Flag", "High-flow cannula at 6 L/min or less: counted as low flow."
        ),
        "baseline_oxygen": QT_TRANSLATE_NOOP(
            "Flag", "The usual oxygen device at no higher flow is not counted."
        ),
        "ppv_not_for_hypoxia": QT_TRANSLATE_NOOP(
            "Flag", "Positive pressure for another reason than hypoxia is not counted."
        ),
        "inferred_hypoxia": QT_TRANSLATE_NOOP(
            "Flag", "SpO₂ below 90 % without added oxygen is counted as grade 2."
        ),
        "loc_needed": QT_TRANSLATE_NOOP("Flag", "The level of consciousness is needed."),
        "natural_sleep": QT_TRANSLATE_NOOP(
            "Flag", "Asleep naturally: waking unaided or to voice is not counted."
        ),
        "natural_sleep_ignored": QT_TRANSLATE_NOOP(
            "Flag", "Natural sleep does not excuse waking only to touch, or worse."
        ),
        "seizure_duration_missing": QT_TRANSLATE_NOOP(
            "Flag", "The seizure has no duration: counted as one of 5 min or less."
        ),
        "mild_focal_weakness": QT_TRANSLATE_NOOP("Flag", "Mild focal weakness is not counted."),
        "ich_excluded": QT_TRANSLATE_NOOP(
            "Flag", "Oedema beside a haemorrhage is not counted: grade it by CTCAE."
        ),
        "ice_confounded": QT_TRANSLATE_NOOP(
            "Flag", "ICE counts, though consciousness was put down to another cause."
        ),
        "baseline_deficit": QT_TRANSLATE_NOOP(
            "Flag",
            "ICE is no worse than usual: the grade without it is for an investigator's sign.",
        ),
        "scale_2": QT_TRANSLATE_NOOP("Flag", "SpO₂ is scored on scale 2, target 88 to 92 %."),
        "sedated": QT_TRANSLATE_NOOP(
            "Flag", "Unresponsive under sedation or ventilation scores 3 all the same."
        ),
    },
)


def flag(code: str) -> str:
    """What a grade carries a flag for, in one sentence."""
    return _FLAGS(code)


def flags(grade: Grade) -> tuple[str, ...]:
    """All flags of a grade in words, always in the same order."""
    return tuple(_FLAGS(code) for code in _FLAGS.codes if code in grade.flags)


# --- over time --------------------------------------------------------------------------------


def trend(step: Step, now: datetime) -> str:
    """How long ago the grade rose or fell: "▲ 11 min", "▼ 3 h"; empty if it never changed."""
    change = step.trend.change
    if change is None:
        return ""
    arrow = "▲" if change.after > change.before else "▼"
    return f"{arrow}\N{NO-BREAK SPACE}{age_text(now - change.at)}"


def trend_spoken(step: Step, now: datetime) -> str:
    """The same for a screen reader: "rose from 2 to 3, 11 min ago"; empty if it never changed."""
    change = step.trend.change
    if change is None:
        return ""
    if change.after > change.before:
        text = translate("Grade", "rose from {before} to {after}, {age} ago")
    else:
        text = translate("Grade", "fell from {before} to {after}, {age} ago")
    return text.format(before=change.before, after=change.after, age=age_text(now - change.at))


def episode(episode: Episode, chart: Chart) -> str:
    """An episode: "max 3 · onset D+1 21:10", "max 3 · D+1 21:10 to D+4 09:00"."""
    onset = day_and_clock(episode.onset, chart)
    if episode.end is None:
        text = translate("Grade", "max {level} · onset {onset}")
        return text.format(level=episode.maximum, onset=onset)
    return translate("Grade", "max {level} · {onset} to {end}").format(
        level=episode.maximum, onset=onset, end=day_and_clock(episode.end, chart)
    )


def day_and_clock(at: datetime, chart: Chart) -> str:
    """A moment by study day: "D+1 21:10"; by date without an infusion."""
    day = chart.day_of(at)
    if day is None:
        return moment_text(at, chart.zone, QLocale(), chart.now)
    return f"{day_text(day)} {clock_text(at, chart.zone, QLocale())}"
