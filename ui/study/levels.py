"""The dose levels of a study as words, for screen and paper alike."""

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

from bedside.study import Study
from ui.shown import NOTHING
from ui.words import study_counts as counted
from ui.words.table import Table

COLUMNS = ("protocol", "level", "enrolled", "infused", "window", "evaluable", "dlt")

column_title = Table(
    "StudyLevels",
    {
        "protocol": QT_TRANSLATE_NOOP("StudyLevels", "Protocol"),
        "level": QT_TRANSLATE_NOOP("StudyLevels", "Dose level"),
        "enrolled": QT_TRANSLATE_NOOP("StudyLevels", "Enrolled"),
        "infused": QT_TRANSLATE_NOOP("StudyLevels", "Infused"),
        "window": QT_TRANSLATE_NOOP("StudyLevels", "In DLT window"),
        "evaluable": QT_TRANSLATE_NOOP("StudyLevels", "Evaluable"),
        "dlt": QT_TRANSLATE_NOOP("StudyLevels", "DLTs"),
    },
)
"""The title of a column."""


def level_cells(study: Study, names: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """One row a dose level, in the order of `COLUMNS`; ``names`` are those of the protocols."""
    return tuple(
        (
            names.get(level.protocol, level.protocol) or NOTHING,
            counted.level_text(level),
            str(level.tally.enrolled),
            str(level.tally.infused),
            str(len(level.tally.in_window)),
            _count(level.tally.evaluable.count, len(level.tally.evaluable.unknown)),
            _count(level.tally.dlt.count, len(level.tally.dlt.unknown)),
        )
        for level in study.levels
    )


def _count(count: int, unknown: int) -> str:
    """A count, and of how many it is not known."""
    return counted.count_and_unknown(count, unknown)
