"""The lines of the ward board as a table model."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from ui.screens.board_cells import (
    Cell,
    Column,
    GradeCell,
    Line,
    SparkCell,
    column_text,
    short_column_text,
)
from ui.screens.board_paint import LINE_ROLE, Index
from ui.widgets.badge import GradeBadge


class Lines(QAbstractTableModel):
    """The lines of the board as a table; each cell says its words to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()
        self._titles = tuple(column_text(column) for column in Column)
        self._short_titles = tuple(short_column_text(column) for column in Column)
        self._is_short = False
        self._spoken = {
            Column.CRS: GradeBadge(column_text(Column.CRS)),
            Column.ICANS: GradeBadge(column_text(Column.ICANS)),
        }

    def show(self, lines: tuple[Line, ...]) -> bool:
        """Take these lines; whether other patients stand there now, or in another order."""
        order = [(line.patient, line.title) for line in lines]
        if order == [(line.patient, line.title) for line in self.lines]:
            self.lines = lines
            last = self.index(len(lines) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return False
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()
        return True

    def set_short(self, short: bool) -> None:  # noqa: FBT001
        """Shorten the titles of the columns, where there is little room."""
        if short != self._is_short:
            self._is_short = short
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.lines[index.row()].title:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self._short_titles if self._is_short else self._titles)[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title or self._shown(line, Column(index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.title or self._said(line, Column(index.column()))
        return None

    def _badge(self, column: Column, cell: GradeCell) -> GradeBadge:
        badge = self._spoken[column]
        badge.set_level(cell.level, cell.at_least, text_override=cell.override)
        return badge

    def _shown(self, line: Line, column: Column) -> str:
        match line.cells[column]:
            case GradeCell() as cell:
                return self._badge(column, cell).text()
            case SparkCell() as cell:
                return cell.value.text
            case Cell() as cell:
                return cell.text

    def _said(self, line: Line, column: Column) -> str:
        cell = line.cells[column]
        if isinstance(cell, GradeCell):
            name = self._badge(column, cell).accessibleName()
            return _joined(name, cell.spoken)
        words = cell.value if isinstance(cell, SparkCell) else cell
        below = words.below
        if below and words.tone == "faint":
            below = self.tr("{age} old").format(age=below)
        title = column_text(column)
        text = self.tr("{title}: {value}").format(title=title, value=words.text)
        return _joined(text, *(mark.spoken for mark in words.marks), words.late, below)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
