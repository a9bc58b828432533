"""How many patients each dose level of each protocol has, and where they stand."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from bedside.study import Study
from ui import theme
from ui.screens.study.basis import Basis, of_patients, of_share
from ui.study.levels import COLUMNS, column_title, level_cells
from ui.widgets.parts import plain_table

Index = QModelIndex | QPersistentModelIndex
_ROW = 30


class LevelsModel(QAbstractTableModel):
    """One line a dose level."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[tuple[str, ...]] = ()

    def show_study(self, study: Study, names: dict[str, str]) -> None:
        """Show the levels of these patients; ``names`` are those of the protocols."""
        self.beginResetModel()
        self.rows = level_cells(study, names)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_title(COLUMNS[section])

    def data(self, index: Index, role: int = 0) -> Any:
        text = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            title = column_title(COLUMNS[index.column()])
            return self.tr("{title}: {value}").format(title=title, value=text)
        return None


class LevelsTable(QTableView):
    """The dose levels; Enter or a click opens what a count rests on."""

    asked = Signal(object)
    """A `Basis`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.levels = LevelsModel(self)
        plain_table(self, _ROW)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setModel(self.levels)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in (0, 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Dose levels"))
        self.clicked.connect(self._ask)
        self._study: Study | None = None

    def show_study(self, study: Study, names: dict[str, str]) -> None:
        """Show the levels of these patients."""
        self._study = study
        self.levels.show_study(study, names)
        self.setColumnHidden(0, len(study.protocols) < 2)  # noqa: PLR2004 - else it stands above

    def wanted_height(self, most: int = 4) -> int:
        """How high it is with all its lines, at most so many."""
        lines = min(most, max(1, len(self.levels.rows)))
        return self.horizontalHeader().sizeHint().height() + theme.px(_ROW) * lines + theme.px(4)

    def _ask(self, index: QModelIndex) -> None:
        basis = self.basis(index.row(), COLUMNS[index.column()]) if index.isValid() else None
        if basis is not None:
            self.asked.emit(basis)

    def basis(self, row: int, column: str) -> Basis | None:
        """What a count rests on; None for the names."""
        if self._study is None or column in {"protocol", "level"}:
            return None
        level = self._study.levels[row]
        of = self._study.of(level.protocol, level.dose_level)
        cells = self.levels.rows[row]
        title = f"{cells[1]} · {column_title(column)}: {cells[COLUMNS.index(column)]}"
        tally = level.tally
        match column:
            case "evaluable":
                return of_share(of, title, tally.evaluable, "evaluable")
            case "dlt":
                return of_share(of, title, tally.dlt, "dlt")
            case "window":
                return of_patients(of, title, tally.in_window, "dlt")
            case "infused":
                infused = [one.patient for one in of.subjects if one.is_infused]
                return of_patients(of, title, infused, "infused")
            case _:
                enrolled = [o.patient for o in of.subjects if o.enrolled.value is not None]
                return of_patients(of, title, enrolled, "enrolled")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._ask(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
