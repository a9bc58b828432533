"""The patients of a study, one a line: the figures, and how they are painted."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from bedside.study import Subject
from ui import theme
from ui.study.columns import OPTIONAL, At, Cell, Column, Tone, cell, column_spoken, column_text
from ui.widgets.badge import GradeBadge

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole
_ROW, _HEAD, _PAD, _SIZE = 38, 42, 6, 13
_BADGE = 26
_WIDE = 34
_BOLD, _PLAIN = QFont.Weight.DemiBold, QFont.Weight.Normal
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class StudyModel(QAbstractTableModel):
    """One row a patient; a cell is worked out when it is first asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.subjects: tuple[Subject, ...] = ()
        self.at = At()
        self._cells: dict[tuple[str, int], Cell] = {}

    def show_subjects(self, subjects: Sequence[Subject], at: At) -> None:
        """Show these patients; where they are the same ones, what is chosen stays."""
        new = tuple(subjects)
        same = [s.patient for s in new] == [s.patient for s in self.subjects]
        if same:
            before, other = self.subjects, at != self.at
            self.subjects, self.at = new, at
            changed = [n for n, (a, b) in enumerate(zip(before, new, strict=True)) if a is not b]
            if other:
                self._cells = {}
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
                changed = list(range(len(new)))
            for row in changed:
                for column in Column:
                    self._cells.pop((new[row].patient, column), None)
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))
            return
        self.beginResetModel()
        self.subjects, self.at, self._cells = new, at, {}
        self.endResetModel()

    def cell(self, row: int, column: int) -> Cell:
        """What a cell says."""
        one = self.subjects[row]
        found = self._cells.get((one.patient, column))
        if found is None:
            found = self._cells[one.patient, column] = cell(one, Column(column), self.at)
        return found

    def row_of(self, patient: str) -> int | None:
        """The line of a patient."""
        return next((n for n, one in enumerate(self.subjects) if one.patient == patient), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.subjects)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return column_text(Column(section))
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return column_spoken(Column(section), self.at)
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        found = self.cell(index.row(), index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return found.text
            case Qt.ItemDataRole.ToolTipRole:
                return found.spoken
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.subjects[index.row()].patient}, {found.spoken}"
            case _:
                return found if role == CELL_ROLE else None


class Hand(QStyledItemDelegate):
    """Paints the cells."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._badge = GradeBadge("", "chip")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(theme.px(40), theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found: Cell = index.data(CELL_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = theme.current()
        painter.save()
        view = self.parent()
        current = view.currentIndex() if isinstance(view, QTableView) else QModelIndex()
        if current.isValid() and current.row() == index.row():
            painter.fillRect(rect, QColor(colours.accent_soft))
        painter.fillRect(
            QRect(rect.left(), rect.bottom() - theme.px(1) + 1, rect.width(), theme.px(1)),
            QColor(colours.row_line),
        )
        inner = rect.adjusted(theme.px(_PAD), 0, 0, 0)
        if found.badge:
            self._paint_badge(painter, inner, found)
        else:
            weight = _BOLD if found.tone in {"strong", "ok", "late", "warn"} else _PLAIN
            painter.setFont(theme.font(_SIZE, weight))
            painter.setPen(QColor(_ink(found.tone)))
            room = inner.adjusted(0, 0, -theme.px(2), 0)
            text = painter.fontMetrics().elidedText(
                found.text, Qt.TextElideMode.ElideRight, room.width()
            )
            if found.tone == "unknown":
                _paint_unknown(painter, inner, text)
            else:
                painter.drawText(room, _LEFT, text)
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_Active:
            painter.setPen(QPen(QColor(colours.accent_text), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), theme.px(4), theme.px(4))
        painter.restore()

    def _paint_badge(self, painter: QPainter, rect: QRect, found: Cell) -> None:
        badge = self._badge
        badge.set_level(found.level, found.at_least)
        hint = badge.sizeHint()
        badge.resize(hint)
        painter.save()
        painter.translate(rect.left(), rect.top() + (rect.height() - hint.height()) / 2)
        badge.draw(painter)
        painter.restore()


def _ink(tone: Tone) -> str:
    colours = theme.current()
    return {
        "": colours.ink,
        "strong": colours.ink,
        "second": colours.second,
        "ok": colours.ok,
        "faint": colours.faint,
        "late": colours.late,
        "warn": colours.warn_text,
        "unknown": colours.unknown_text,
    }[tone]


def _paint_unknown(painter: QPainter, rect: QRect, text: str) -> None:
    """A "?" with a dashed outline, as a badge without a grade has it."""
    side = theme.px(20)
    box = QRectF(rect.left(), rect.center().y() - side / 2 + 0.5, side, side)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(theme.current().unknown_line), theme.px(1.2))
    pen.setDashPattern([2.6, 2.0])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, theme.px(5), theme.px(5))
    painter.setPen(QColor(theme.current().unknown_text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class StudyTable(QTableView):
    """The lines. Arrows go from cell to cell, Enter or a click opens what a figure rests on.

    ``asked`` brings the patient and the column.
    """

    asked = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widths: list[int] = []
        self.study_model = StudyModel(self)
        self.setModel(self.study_model)
        self.setItemDelegate(Hand(self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Patients of the study"))
        self.setMouseTracking(True)
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(theme.px(_ROW))
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setMinimumSectionSize(theme.px(20))
        across.setDefaultAlignment(_LEFT)
        across.setHighlightSections(False)
        across.setFixedHeight(theme.px(_HEAD))
        across.setStyleSheet(
            f"QHeaderView::section {{ padding: 0 0 0 {theme.px(_PAD)}px;"
            f" font-size: {theme.px(12)}px; }}"
        )
        self.clicked.connect(self._ask)
        self.selectionModel().currentChanged.connect(lambda *_: self.viewport().update())

    def show_subjects(self, subjects: Sequence[Subject], at: At) -> None:
        """Show these patients, with the outcomes of this month."""
        self.study_model.show_subjects(subjects, at)
        self._widths = []
        self.fit()

    def natural_widths(self) -> list[int]:
        """How wide each column must be for its title and its cells."""
        if self._widths:
            return self._widths
        head = QFontMetrics(theme.font(12, QFont.Weight.DemiBold))
        body = QFontMetrics(theme.font(_SIZE, _BOLD))
        model = self.study_model
        rows = range(min(len(model.subjects), 200))
        found = []
        for column in Column:
            lines = column_text(column).split("\n")
            width = max(head.horizontalAdvance(line) for line in lines) + theme.px(3)
            texts = {model.cell(row, column).text for row in rows}
            widest = max((body.horizontalAdvance(text) for text in texts), default=0)
            width = max(width, widest + theme.px(4 if column is Column.PATIENT else 2))
            if column in {Column.CRS, Column.ICANS}:
                width = max(width, theme.px(_WIDE))
            found.append(width + theme.px(_PAD))
        self._widths = found
        return found

    def wanted_width(self) -> int:
        """How wide it is with every column whole that must be there."""
        widths = self.natural_widths()
        return sum(widths[column] for column in Column if column not in OPTIONAL) + theme.px(20)

    def fit(self) -> None:
        """Give each column the room that it needs, and its part of what is left."""
        widths = self.natural_widths()
        room = self.viewport().width()
        crowded = sum(widths) > room
        shown = [column for column in Column if not (crowded and column in OPTIONAL)]
        share = max(0, room - sum(widths[column] for column in shown)) // len(shown)
        for column in Column:
            if self.isColumnHidden(column) == (column in shown):
                self.setColumnHidden(column, column not in shown)
            if self.columnWidth(column) != widths[column] + share:
                self.setColumnWidth(column, widths[column] + share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "study_model"):
            self._widths = []
            self.fit()

    def _ask(self, index: QModelIndex) -> None:
        if index.isValid():
            patient = self.study_model.subjects[index.row()].patient
            self.asked.emit(patient, index.column())

    def begin(self) -> None:
        """The keyboard goes to the cells."""
        self.setFocus()
        if not self.currentIndex().isValid() and self.study_model.subjects:
            self.setCurrentIndex(self.study_model.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._ask(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape or (
            event.text().strip() and event.text().isprintable()
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)
