"""The rows of the list as a table model."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import IntEnum
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from bedside.follow import Standing
from ui.screens.visits.rows import Row
from ui.words.visit_rules import provisional_text
from ui.words.visits import (
    appointment_text,
    state_text,
    to_collect,
    visit_name,
    waits_text,
    window_text,
)

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
"""The `Row` that a line shows."""
BELOW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The smaller words below."""
SPAN_ROLE = Qt.ItemDataRole.UserRole + 2
"""The `Span` of all windows."""


class Column(IntEnum):
    """The columns of the list."""

    PATIENT = 0
    VISIT = 1
    TARGET = 2
    WINDOW = 3
    COLLECT = 4
    STATUS = 5
    AGREED = 6


class Span(NamedTuple):
    """The days that the window bars show, both included."""

    first: date
    last: date
    today: date

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1


_BACK, _AHEAD, _WIDEST = 28, 56, 420


def span_of(standings: Sequence[Standing], today: date) -> Span:
    """The days to show: four weeks back and eight ahead, more where the windows of few rows ask."""
    first, last = today - timedelta(days=_BACK), today + timedelta(days=_AHEAD)
    visits = [one.visit for one in standings if one.visit.rule.series != "register"]
    if visits:
        opens = min(visit.opens for visit in visits)
        closes = max(visit.closes for visit in visits)
        if (closes - opens).days <= _WIDEST:
            first = min(first, opens - timedelta(days=2))
            last = max(last, closes + timedelta(days=2))
            room = timedelta(days=_WIDEST)
            first, last = max(first, today - room), min(last, today + room)
    return Span(first, last, today)


class VisitsModel(QAbstractTableModel):
    """One line a visit; each cell says its words to a screen reader."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self.shown = span_of((), date(2000, 1, 1))
        self._places: dict[tuple[str, str], int] | None = None

    def show_rows(self, rows: tuple[Row, ...], today: date) -> None:
        """Show these rows as of today."""
        span = span_of([row.standing for row in rows], today)
        if [row.key for row in rows] == [row.key for row in self.rows]:
            self.rows, self.shown = rows, span
            if rows:
                last = self.index(len(rows) - 1, len(Column) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
            return
        self.beginResetModel()
        self.rows, self.shown, self._places = rows, span, None
        self.endResetModel()

    def row_of(self, key: tuple[str, str]) -> int | None:
        """The line of a visit; None where the filter hides it."""
        if self._places is None:
            self._places = {row.key: place for place, row in enumerate(self.rows)}
        return self._places.get(key)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return _span_text(self.shown) if section == Column.WINDOW else column_text(Column(section))

    def data(self, index: Index, role: int = 0) -> Any:
        row, column, today = self.rows[index.row()], Column(index.column()), self.shown.today
        match role:
            case Qt.ItemDataRole.DisplayRole:
                found: Any = cell_text(row, column, today)
            case Qt.ItemDataRole.AccessibleTextRole:
                found = self._spoken(row, column)
            case Qt.ItemDataRole.ToolTipRole if column in {Column.COLLECT, Column.STATUS}:
                found = cell_text(row, column, today) or None
            case _:
                by_role = {ROW_ROLE: row, SPAN_ROLE: self.shown}
                found = below_text(row, column) if role == BELOW_ROLE else by_role.get(role)
        return found

    def _spoken(self, row: Row, column: Column) -> str:
        text = self.tr("{title}: {value}").format(
            title=column_text(column), value=cell_text(row, column, self.shown.today)
        )
        return ", ".join(part for part in (text, below_text(row, column)) if part)


def column_text(column: Column) -> str:
    """The title of a column."""
    return (
        QCoreApplication.translate("Visits", "Patient"),
        QCoreApplication.translate("Visits", "Visit"),
        QCoreApplication.translate("Visits", "Target · window"),
        QCoreApplication.translate("Visits", "Window"),
        QCoreApplication.translate("Visits", "To collect"),
        QCoreApplication.translate("Visits", "Status"),
        QCoreApplication.translate("Visits", "Appointment"),
    )[column]


def _span_text(span: Span) -> str:
    locale = QLocale()
    first = locale.toString(QDate(span.first.year, span.first.month, 1), "MMM yyyy")
    last = locale.toString(QDate(span.last.year, span.last.month, 1), "MMM yyyy")
    return QCoreApplication.translate("Visits", "{first} – {last}").format(first=first, last=last)


def cell_text(row: Row, column: Column, today: date) -> str:
    """What a cell says."""
    standing = row.standing
    match column:
        case Column.PATIENT:
            return standing.patient
        case Column.VISIT:
            return visit_name(standing.visit)
        case Column.TARGET | Column.WINDOW:
            return window_text(standing.visit, today)
        case Column.COLLECT:
            return to_collect(standing)
        case Column.STATUS:
            return state_text(standing, today)
        case Column.AGREED:
            return appointment_text(standing.appointment, today)


def below_text(row: Row, column: Column) -> str:
    """The smaller words below; mostly none."""
    match column:
        case Column.PATIENT:
            return "" if row.follow.protocol is None else row.follow.protocol.short
        case Column.TARGET if row.follow.provisional and row.standing.state == "future":
            return provisional_text()
        case Column.STATUS:
            return waits_text(row.standing)
        case _:
            return ""
