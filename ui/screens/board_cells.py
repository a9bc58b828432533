"""What stands in a cell of the ward board: its column, words, grades, marks of alarms."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication

from bedside.alarms import Priority


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
        Column.NEXT: QCoreApplication.translate("Board", "Next round"),
    }
    return titles[column]


def short_column_text(column: Column) -> str:
    """The title of a column where there is little room."""
    match column:
        case Column.TEMP:
            return QCoreApplication.translate("Board", "Temp °C")
        case Column.NEXT:
            return QCoreApplication.translate("Board", "Next")
        case _:
            return column_text(column)


Tone = Literal["ink", "faint", "late"]


class Mark(NamedTuple):
    """Alarms of one priority that nobody has acknowledged, or (None) those that somebody has."""

    text: str
    priority: Priority | None
    spoken: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Words in a cell: a line with marks behind it, and a smaller one below.

    ``late`` begins the smaller one, in the tone of what is late.
    """

    text: str
    below: str = ""
    tone: Tone = "ink"
    strong: bool = False
    marks: tuple[Mark, ...] = ()
    late: str = ""


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
