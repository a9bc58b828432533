"""The values of curves in words, and as a table for the keyboard and a screen reader."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
)
from PySide6.QtWidgets import (
    QHeaderView,
    QTableView,
    QWidget,
)

from ui import words
from ui.shown import quantity_text
from ui.study.curves import Plot, Spot, Thread
from ui.study.look import MONTH
from ui.widgets.parts import plain_table
from ui.words import study as said
from ui.words import study_curves as curved

Index = QModelIndex | QPersistentModelIndex


def spot_text(spot: Spot, analyte: str) -> str:
    """A value of a curve with its unit."""
    if analyte == "sledai":
        return quantity_text(spot.value, 0, QLocale())
    return curved.value_text(analyte, spot.value, spot.bound)


def spot_day(spot: Spot, analyte: str) -> str:
    """When a value of a curve was: a study day, or the visit of a score."""
    if analyte == "sledai":
        return words.capitalised(said.month(round(spot.day / MONTH)))
    return curved.since_text(spot.day)


class PointsModel(QAbstractTableModel):
    """The values of a plot: patient, day, value."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._analyte = ""
        self.rows: list[tuple[Thread, Spot]] = []

    def show_plot(self, of: Plot, analyte: str) -> None:
        """Show the values of this plot, also those outside of the days shown."""
        self.beginResetModel()
        self._analyte = analyte
        self.rows = [(thread, spot) for thread in of.threads for spot in thread.spots]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Patient"), self.tr("Day"), self.tr("Value"))[section]

    def data(self, index: Index, role: int = 0) -> Any:
        thread, spot = self.rows[index.row()]
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        texts = (thread.patient, spot_day(spot, self._analyte), spot_text(spot, self._analyte))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.dotted(list(texts))
        return texts[index.column()]


class PointsTable(QTableView):
    """The values; Enter opens the entries."""

    asked = Signal(str, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points = PointsModel(self)
        plain_table(self, 28)
        self.setModel(self.points)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(self._ask)
        self.setAccessibleName(self.tr("Values of the curves"))

    def _ask(self) -> None:
        row = self.currentIndex().row()
        if 0 <= row < len(self.points.rows):
            thread, spot = self.points.rows[row]
            cells = [self.points.index(row, column).data() for column in (1, 2)]
            self.asked.emit(thread.patient, words.dotted(cells), spot.entries)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._ask()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
