"""What the record shows of a definition of a dose-limiting toxicity, in a sentence."""

from datetime import tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.dlt import Judged
from ui.shown import moment_text
from ui.words.table import Table

translate = QCoreApplication.translate
_SAID = Table(
    "Dlt",
    {
        "no_rule": QT_TRANSLATE_NOOP(
            "Dlt", "The program has no rule for these words: please judge it."
        ),
        "not_infused": QT_TRANSLATE_NOOP("Dlt", "There is no infusion yet."),
        "never_graded": QT_TRANSLATE_NOOP(
            "Dlt", "Cannot be told: no grade could be stated in the window."
        ),
        "never_reached": QT_TRANSLATE_NOOP("Dlt", "Nothing that was charted reached it."),
        "grade_4": QT_TRANSLATE_NOOP("Dlt", "Met: grade {grade} since {since}."),
        "too_long": QT_TRANSLATE_NOOP("Dlt", "Met: grade {grade} since {since}, for too long."),
        "going_on": QT_TRANSLATE_NOOP(
            "Dlt", "Not told yet: grade {grade} since {since}, and it goes on."
        ),
        "ungraded_between": QT_TRANSLATE_NOOP(
            "Dlt", "Cannot be told: grade {grade} since {since}, then values are missing."
        ),
        "came_down": QT_TRANSLATE_NOOP("Dlt", "Not met: grade {grade} since {since}, soon lower."),
        "between": QT_TRANSLATE_NOOP(
            "Dlt",
            "Please judge it: grade {grade} since {since}, for more than 72 hours and at most 7"
            " days.",
        ),
        "of_the_cells": QT_TRANSLATE_NOOP("Dlt", "Met on {since}."),
        "of_another_cause": QT_TRANSLATE_NOOP(
            "Dlt", "Not met: {since}, judged to be unrelated to the cells."
        ),
        "cause_not_stated": QT_TRANSLATE_NOOP(
            "Dlt", "Please judge it: {since}, and the relation to the cells is not settled."
        ),
        "none": QT_TRANSLATE_NOOP("Dlt", "Nothing of it is recorded."),
        "not_examined": QT_TRANSLATE_NOOP("Dlt", "Cannot be told: no examination is recorded."),
        "reached": QT_TRANSLATE_NOOP("Dlt", "Met: grade {grade} on {since}."),
    },
)


def judged_text(judged: Judged, zone: tzinfo) -> str:
    """What the record shows of a definition, with the grade and when it began."""
    since = "" if judged.since is None else moment_text(judged.since, zone, QLocale())
    return _SAID(judged.code).format(grade=judged.grade, since=since)
