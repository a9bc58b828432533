"""The lines of the reminders as a table model."""

from collections.abc import Set as AbstractSet
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bedside.reminders import Reminder, Row
from ui import theme
from ui.shown import NOTHING, date_text
from ui.words.reminders import reminder_text, reminder_visit, window_dates

Index = QModelIndex | QPersistentModelIndex
Line = Row | str
_PADDING = 9
"""A row of reminders, or the title above some of them."""


class Column(IntEnum):
    """The columns, from left to right."""

    PATIENT = 0
    VISIT = 1
    SAYS = 2
    TARGET = 3
    WINDOW = 4
    ANSWER = 5


def lines(rows: tuple[Row, ...], since: AbstractSet[str]) -> tuple[Line, ...]:
    """The rows; those with one of these ringings come first, under a title of their own."""
    fresh = [row for row in rows if _is_fresh(row, since)]
    if not fresh:
        return rows
    others = [row for row in rows if not _is_fresh(row, since)]
    found: list[Line] = [
        QCoreApplication.translate("RemindersPanel", "Since you were last here"),
        *fresh,
    ]
    if others:
        found += [QCoreApplication.translate("RemindersPanel", "Before that"), *others]
    return tuple(found)


def _is_fresh(row: Row, since: AbstractSet[str]) -> bool:
    return row.top.answer == "open" and any(r.ring in since for r in (row.top, *row.below))


def identity(line: Line) -> tuple[str, ...]:
    """What stays the same of a line while its days go by."""
    if isinstance(line, str):
        return (line,)
    top = line.top
    return (top.patient, top.visit or top.kind, "incomplete" if top.lacking else "")


class Lines(QAbstractTableModel):
    """The lines of the reminders as a table."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()
        self._titles = {
            Column.PATIENT: self.tr("Patient"),
            Column.VISIT: self.tr("Visit"),
            Column.SAYS: self.tr("Reminder"),
            Column.TARGET: self.tr("Target"),
            Column.WINDOW: self.tr("Window"),
            Column.ANSWER: self.tr("Answer"),
        }

    def show(self, new: tuple[Line, ...]) -> None:
        """Take these lines in place of those that stand there."""
        self.beginResetModel()
        self.lines = new
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """The row on a line; None for a title, and where no line is."""
        line = self.lines[number] if 0 <= number < len(self.lines) else ""
        return None if isinstance(line, str) else line

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.row(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[Column(section)]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        column = Column(index.column())
        if isinstance(line, str):
            return self._titled(line, column, role)
        top = line.top
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._text(top, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                title = self._titles[column]
                text = self.tr("{title}: {value}")
                return text.format(title=title, value=self._text(top, column) or NOTHING)
            case Qt.ItemDataRole.FontRole if column in {Column.PATIENT, Column.SAYS}:
                heavy = QFont.Weight.Normal if top.answer == "seen" else QFont.Weight.DemiBold
                return theme.font(weight=heavy)
            case Qt.ItemDataRole.ForegroundRole:
                return QBrush(QColor(_colour(top, column)))
            case _:
                return None

    def _titled(self, line: str, column: Column, role: int) -> Any:
        words = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        if role in words and column == Column.PATIENT:
            return line
        if role == Qt.ItemDataRole.FontRole:
            return theme.font(12, QFont.Weight.DemiBold)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QBrush(QColor(theme.current().second))
        return None

    def _text(self, top: Reminder, column: Column) -> str:  # noqa: PLR0911 - one line a column
        plan = top.plan
        match column:
            case Column.PATIENT:
                return top.patient
            case Column.VISIT:
                return reminder_visit(top)
            case Column.SAYS:
                return reminder_text(top)
            case Column.TARGET:
                return "" if plan is None else date_text(plan.target, QLocale())
            case Column.WINDOW:
                if plan is not None:
                    return window_dates(plan)
                text = self.tr("ended {day}") if top.days < 0 else self.tr("ends {day}")
                return text.format(day=date_text(top.day, QLocale()))
            case Column.ANSWER:
                return self._answer(top)

    def _answer(self, top: Reminder) -> str:
        if top.answer == "seen":
            return self.tr("Seen by {name}").format(name=top.by)
        return self.tr("Back from its snooze") if top.until is not None else ""


class Painted(QStyledItemDelegate):
    """Words that keep their colour on a marked line, which the style sheet would take away."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        words, option.text = option.text, ""
        widget = option.widget
        style = widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        frame = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, widget) + 1
        beside = theme.px(_PADDING) + frame
        inside = option.rect.adjusted(beside, 0, -beside, 0)
        elided = option.fontMetrics.elidedText(words, option.textElideMode, inside.width())
        painter.save()
        painter.setFont(option.font)
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole).color())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, flags.value, elided)
        painter.restore()


def _colour(top: Reminder, column: Column) -> str:
    """Seen ones are grey. What cannot wait is red or amber, beside the words that say so."""
    colours = theme.current()
    if top.answer == "seen":
        return colours.faint
    if column == Column.SAYS:
        if top.kind == "overdue":
            return colours.late
        if top.kind in {"closes_soon", "appointment_tomorrow", "dlt_review", "due_today"}:
            return colours.warn_text
        return colours.ink
    return colours.ink if column in {Column.PATIENT, Column.VISIT} else colours.second
