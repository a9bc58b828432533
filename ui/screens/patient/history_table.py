"""The table of the history: the lines that the filter leaves, and how they are painted."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bedside.chart import Chart
from ui import theme, words
from ui.screens.patient.history_lines import (
    Line,
    lines,
    note_text,
    of_kind,
    recorded_text,
    what_text,
    who_text,
)

Index = QModelIndex | QPersistentModelIndex
WHEN, WHAT, WHO = range(3)


class HistoryModel(QAbstractTableModel):
    """The lines of the history that the filter leaves."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._every: tuple[Line, ...] = ()
        self.lines: Sequence[Line] = ()
        self._said: dict[str, str] = {}
        self._kind = ""
        self._wanted = ""

    def show_chart(self, chart: Chart) -> None:
        """Show the entries of this chart."""
        known = self._chart
        self._chart = chart
        if known is not None and known.log == chart.log and known.timeline == chart.timeline:
            if self.lines:  # what is said by the clock, "today", moves on
                self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, WHO))
            return
        if known is None or known.patient != chart.patient:
            self._said = {}
        self._every = lines(chart)
        self._filter()

    def set_filter(self, kind: str, wanted: str) -> None:
        """Leave the entries of a kind of which the words hold this text."""
        self._kind, self._wanted = kind, wanted.strip().casefold()
        self._filter()

    def _filter(self) -> None:
        self.beginResetModel()
        self.lines = [line for line in self._every if self._passes(line)]
        self.endResetModel()

    def _passes(self, line: Line) -> bool:
        if not of_kind(line, self._kind):
            return False
        return not self._wanted or self._wanted in self._words(line).casefold()

    def _words(self, line: Line) -> str:
        assert self._chart is not None
        note = note_text(line, self._chart)
        return f"{self.what(line)} {note} {line.entry.author} {who_text(line.entry)}"

    def what(self, line: Line) -> str:
        """What a line says."""
        assert self._chart is not None
        said = self._said.get(line.entry.id)
        if said is None:
            said = self._said[line.entry.id] = what_text(line, self._chart)
        return said

    def row_of(self, entry_id: str) -> int | None:
        """The row of an entry, None where the filter hides it."""
        return next((n for n, line in enumerate(self.lines) if line.entry.id == entry_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else WHO + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (self.tr("When"), self.tr("What"), self.tr("Who"))[section]

    def data(self, index: Index, role: int = 0) -> Any:
        chart = self._chart
        if chart is None:
            return None
        line = self.lines[index.row()]
        first, second = self._texts(line, chart, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return first
        if role == Qt.ItemDataRole.UserRole:
            return second
        if role == Qt.ItemDataRole.FontRole and index.column() == WHAT and not line.counts:
            font = theme.font()
            font.setStrikeOut(True)
            return font
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return "\n".join(text for text in (first, second) if text)
        return None

    def _texts(self, line: Line, chart: Chart, column: int) -> tuple[str, str]:
        match column:
            case 0:
                return words.day_and_clock(line.entry.at, chart), recorded_text(line, chart)
            case 1:
                return self.what(line), note_text(line, chart)
            case _:
                return line.entry.author, who_text(line.entry)

    def is_late(self, row: int) -> bool:
        """Whether a line is a late entry."""
        return self.lines[row].late is not None


class LineDelegate(QStyledItemDelegate):
    """Paints two lines in a cell: what counts, and in small below it what else is known."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(theme.px(80), theme.px(44))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.current()
        rect: QRect = option.rect
        model = index.model()
        assert isinstance(model, HistoryModel)
        line = model.lines[index.row()]
        painter.save()
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_soft))
        edge = colours.accent_text if state & QStyle.StateFlag.State_Selected else colours.row_line
        painter.setPen(QPen(QColor(edge), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        first, second = str(index.data() or ""), str(index.data(Qt.ItemDataRole.UserRole) or "")
        inside = rect.adjusted(theme.px(12), theme.px(4), -theme.px(8), -theme.px(4))
        font = theme.font(
            14, QFont.Weight.Medium if index.column() == WHAT else QFont.Weight.Normal
        )
        font.setStrikeOut(index.column() == WHAT and not line.counts)
        ink = colours.ink if line.counts else colours.faint
        if not second:
            _line(painter, inside, first, font, ink)
        else:
            half = inside.height() // 2 + theme.px(1)
            top = QRect(inside.topLeft(), QSize(inside.width(), half))
            below = inside.adjusted(0, half, 0, 0)
            _line(painter, top, first, font, ink)
            late = index.column() == WHEN and line.late is not None
            tone = colours.warn_text if late else colours.faint
            weight = QFont.Weight.DemiBold if late else QFont.Weight.Normal
            _line(painter, below, second, theme.font(12, weight), tone)
        painter.restore()


def _line(painter: QPainter, rect: QRect, text: str, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)
