"""Reference ranges as tables: those in force, and those of a pasted text."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QLocale, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor

from bedside.analytes import analytes
from bedside.facts import LabRange
from bedside.ranges import Ranges
from bedside.ranges_pasted import Line
from ui import theme
from ui.shown import date_text
from ui.words import laboratory as words
from ui.words.pasted_ranges import not_taken

_Index = QModelIndex
translate = QCoreApplication.translate


class Row(NamedTuple):
    """A range in force and the cells that say it."""

    range: LabRange
    cells: tuple[str, ...]


class RangesModel(QAbstractTableModel):
    """Laboratory, analyte, range, unit, for whom, since when, by whom."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Row, ...] = ()

    def show_ranges(self, ranges: Ranges, now: datetime, zone: tzinfo, wanted: str) -> None:
        """Show those in force that have typed text in their laboratory or analyte."""
        sought = wanted.casefold().split()
        rows = [_row(one, ranges, now, zone) for one in ranges.listed(now)]
        self.beginResetModel()
        self.lines = tuple(
            row
            for row in rows
            if all(word in f"{row.cells[0]} {row.cells[1]}".casefold() for word in sought)
        )
        self.endResetModel()

    def place_of(self, wanted: LabRange) -> int:
        """The row of the same laboratory, analyte and sex; the first one where there is none."""
        key = (wanted.laboratory, wanted.analyte, wanted.sex)
        for place, row in enumerate(self.lines):
            if (row.range.laboratory, row.range.analyte, row.range.sex) == key:
                return place
        return 0

    def rowCount(self, parent: _Index = _Index()) -> int:  # type: ignore[override] # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _Index()) -> int:  # type: ignore[override] # noqa: B008
        return 0 if parent.isValid() else 7

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # type: ignore[override]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self.lines[index.row()].cells[index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Laboratory"),
                self.tr("Analyte"),
                self.tr("Normal"),
                self.tr("Unit"),
                self.tr("For"),
                self.tr("Since"),
                self.tr("Written by"),
            )[section]
        return None


class PastedModel(QAbstractTableModel):
    """Line, what becomes of it, laboratory, analyte, range, for whom, what it was or why not."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[tuple[Line, str, tuple[str, ...]], ...] = ()

    def show_lines(self, lines: Sequence[Line], ranges: Ranges, at: datetime) -> None:
        """Show the lines, beside what stands in force at a moment."""
        self.beginResetModel()
        self.lines = tuple((line, *_pasted(line, ranges, at)) for line in lines)
        self.endResetModel()

    def count(self, state: str) -> int:
        """How many lines are "new", "changed", "same" or "refused"."""
        return sum(one == state for _, one, _ in self.lines)

    def wanted(self) -> tuple[LabRange, ...]:
        """The ranges that are not in force as they stand, each once."""
        found = [line.range for line, state, _ in self.lines if state in {"new", "changed"}]
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def rowCount(self, parent: _Index = _Index()) -> int:  # type: ignore[override] # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _Index()) -> int:  # type: ignore[override] # noqa: B008
        return 0 if parent.isValid() else 7

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # type: ignore[override]
        _, state, cells = self.lines[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return cells[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            colours = theme.current()
            if state == "refused" and index.column() in {1, 6}:
                return QColor(colours.refused)
            if state == "same":
                return QColor(colours.faint)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Line"),
                self.tr("Will be"),
                self.tr("Laboratory"),
                self.tr("Analyte"),
                self.tr("Normal"),
                self.tr("For"),
                self.tr("So far, or why not"),
            )[section]
        return None


def range_text(one: LabRange) -> str:
    """A range with its unit: "0.5 to 1.1 mg/dL"."""
    known = analytes().get(one.analyte)
    return words.span(one.low, one.high, known.shown if known else "")


def analyte_text(key: str) -> str:
    """An analyte as printed."""
    known = analytes().get(key)
    return known.label if known else key


def _row(one: LabRange, ranges: Ranges, now: datetime, zone: tzinfo) -> Row:
    entries = [e for e in ranges.history(one.laboratory, one.analyte, one.sex) if e.at <= now]
    last = entries[-1]
    known = analytes().get(one.analyte)
    return Row(
        one,
        (
            words.laboratory_named(one.laboratory),
            analyte_text(one.analyte),
            words.span(one.low, one.high),
            known.shown if known else "",
            words.for_whom(one.sex),
            date_text(last.at.astimezone(zone).date(), QLocale()),
            last.author,
        ),
    )


def _pasted(line: Line, ranges: Ranges, at: datetime) -> tuple[str, tuple[str, ...]]:
    """What becomes of a line, and its cells."""
    one = line.range
    number = QLocale().toString(line.number)
    if one is None:
        said = translate("LabRange", "not taken")
        return "refused", (number, said, line.text, "", "", "", not_taken(line))
    held = ranges.in_force(one.laboratory, one.analyte, one.sex, at)
    there = held is not None and (held.low is not None or held.high is not None)
    state = "new"
    if held is not None and there:
        state = "same" if (held.low, held.high) == (one.low, one.high) else "changed"
    said = {
        "new": translate("LabRange", "new"),
        "changed": translate("LabRange", "changed"),
        "same": translate("LabRange", "as before"),
    }[state]
    return state, (
        number,
        said,
        words.laboratory_named(one.laboratory),
        analyte_text(one.analyte),
        range_text(one),
        words.for_whom(one.sex),
        range_text(held) if held is not None and state == "changed" else "",
    )
