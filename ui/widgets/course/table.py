"""The points of the chart as a table, newest first: for the keyboard and for a screen reader."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from bedside.chart import Chart
from bedside.series import Point, points
from ui.shown import day_text, moment_text
from ui.widgets.course.legend import title, value_text, value_with_unit
from ui.widgets.course.panels import charted
from ui.widgets.parts import plain_table

Index = QModelIndex | QPersistentModelIndex
_FIXED = 2
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_PRECISION = 40


class Row(NamedTuple):
    """The points of one moment, at most one of each quantity."""

    at: datetime
    points: Mapping[str, Point]


class PointsModel(QAbstractTableModel):
    """Rows of moments: the time, the study day, and each quantity that has a point."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._charted: Callable[[], Sequence[str]] = charted
        self._keys: tuple[str, ...] = ()
        self._rows: list[Row] = []
        self._chart: Chart | None = None
        self._locale = QLocale()

    def show_points(self, chart: Chart, found: Mapping[str, Sequence[Point]]) -> None:
        """Show these points of a chart, by quantity."""
        keys = tuple(key for key in self._charted() if found.get(key))
        rows = _rows(found, keys)
        new = len(rows) - len(self._rows)
        grown = (
            self._chart is not None
            and (chart.patient, chart.zone) == (self._chart.patient, self._chart.zone)
            and chart.infusions == self._chart.infusions
            and keys == self._keys
            and new >= 0
            and rows[new:] == self._rows
        )
        if grown and new:
            self.beginInsertRows(QModelIndex(), 0, new - 1)
            self._chart, self._rows = chart, rows
            self.endInsertRows()
        elif grown:
            self._chart = chart
        else:
            self.beginResetModel()
            self._chart, self._keys, self._rows = chart, keys, rows
            self.endResetModel()

    def set_keys(self, keys: Sequence[str]) -> None:
        """List these quantities, in this order, from the next points on."""
        self._charted = lambda: keys

    def set_locale(self, locale: QLocale) -> None:
        """Write figures and dates in this language."""
        self.beginResetModel()
        self._locale = locale
        self.endResetModel()

    def count(self) -> int:
        """How many points the rows hold."""
        return sum(len(row.points) for row in self._rows)

    def moment(self, row: int) -> datetime:
        """The moment of a row."""
        return self._rows[row].at

    def row_of(self, at: datetime) -> int | None:
        """The row nearest to a moment; None without any."""
        if not self._rows:
            return None
        return min(range(len(self._rows)), key=lambda row: abs(self._rows[row].at - at))

    # --- what Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else _FIXED + len(self._keys)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section == 0 else _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < _FIXED:
            return (self.tr("Time"), self.tr("Day"))[section]
        label, unit = title(self._keys[section - _FIXED])
        return f"{label} {unit}" if unit else label

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._chart is None:
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if column == 0 else _RIGHT
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            spoken = role == Qt.ItemDataRole.AccessibleTextRole
            return self._text(row, column, spoken=spoken)
        return None

    def _text(self, row: Row, column: int, *, spoken: bool) -> str:
        if column < _FIXED:
            return self._when(row.at, column)
        key = self._keys[column - _FIXED]
        point = row.points.get(key)
        if point is None:
            return ""
        if not spoken:
            return value_text(key, point, self._locale)
        return self.tr("{what} {value}, {when}").format(
            what=title(key).label,
            value=value_with_unit(key, point, self._locale),
            when=self._when(row.at, 0),
        )

    def _when(self, at: datetime, column: int) -> str:
        assert self._chart is not None
        if column == 0:
            return moment_text(at, self._chart.zone, self._locale)
        day = self._chart.day_of(at)
        return "" if day is None else day_text(day)


def _rows(found: Mapping[str, Sequence[Point]], keys: Sequence[str]) -> list[Row]:
    """Rows newest first; a second value of a quantity at one moment has a row of its own."""
    by_moment: dict[datetime, list[dict[str, Point]]] = {}
    for key in keys:
        for point in found[key]:
            rows = by_moment.setdefault(point.at, [])
            free = next((row for row in rows if key not in row), None)
            if free is None:
                rows.append({key: point})
            else:
                free[key] = point
    return [Row(at, row) for at in sorted(by_moment, reverse=True) for row in by_moment[at]]


class PointsTable(QTableView):
    """The points that a chart shows in the same time. ``pointed`` brings the moment chosen."""

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PointsModel(self)
        self._chart: Chart | None = None
        self._window = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
        self._waiting = False
        self.setModel(self._model)
        plain_table(self, 32)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setResizeContentsPrecision(_PRECISION)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.setAccessibleName(self.tr("Points of the chart, newest first"))
        self.selectionModel().currentRowChanged.connect(self._chosen)

    def points_model(self) -> PointsModel:
        """The rows, as they are while the table is in sight."""
        return self._model

    def set_keys(self, keys: Sequence[str]) -> None:
        """List these quantities in place of those of the course."""
        self._model.set_keys(keys)
        self._refresh()

    def show_chart(self, chart: Chart) -> None:
        """Show the points of this chart."""
        self._chart = chart
        self._refresh()

    def set_window(self, start: datetime, end: datetime) -> None:
        """Show the points between two moments: connect to the chart's ``ranged``."""
        if (start, end) != self._window:
            self._window = (start, end)
            self._refresh()

    def point_at(self, at: datetime | None) -> None:
        """Choose the row nearest to a moment: connect to the chart's ``pointed``."""
        chosen = self.selectionModel()
        current = self.currentIndex()
        if at is None or (
            chosen.hasSelection() and current.isValid() and self._model.moment(current.row()) == at
        ):
            return
        row = self._model.row_of(at)
        if row is not None and not chosen.isRowSelected(row, QModelIndex()):
            self.selectRow(row)

    def _refresh(self) -> None:
        """Read the points anew, once the table is in sight."""
        self._waiting = not self.isVisible()
        if self._chart is None or self._waiting:
            return
        current = self.currentIndex()
        at = self._model.moment(current.row()) if current.isValid() else None
        start, end = self._window
        found = points(self._chart.timeline, start, min(end, self._chart.now))
        self._model.show_points(self._chart, found)
        if not self.currentIndex().isValid():
            self.point_at(at)

    def _chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self.pointed.emit(self._model.moment(current.row()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._waiting:
            self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LocaleChange, QEvent.Type.LanguageChange}:
            self._model.set_locale(self.locale())
        elif event.type() == QEvent.Type.StyleChange:
            plain_table(self, 32)
            self.horizontalHeader().setStretchLastSection(False)
