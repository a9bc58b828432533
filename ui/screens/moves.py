"""What moves in a patient's plan: each visit with where it stands and where it would stand."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from bedside.chart import Chart
from bedside.follow import Editions, Follow
from bedside.follow.foreseen import Moved, foreseen, moved
from bedside.timeline import Draft
from ui import theme
from ui.widgets.parts import label, plain_table
from ui.words.protocol import move_from, move_to, moves
from ui.words.visits import visit_name, window_text

_ROW, _ROWS, _FEW, _DAY = 28, 7, 4, 98
_Index = QModelIndex


class Line(NamedTuple):
    """One visit that changes: its name, where it stood and where it would stand."""

    visit: str
    before: str
    after: str


def lines(change: Moved, today: date) -> tuple[Line, ...]:
    """Every visit that changes, in the order of the dates; those not asked for any more last."""
    found = [
        Line(visit_name(visit), move_from(move, today), move_to(move, today))
        for move in change.moves
        if (visit := move.after or move.before) is not None
    ]
    dropped = QCoreApplication.translate("Moves", "not asked for any more")
    found += [Line(visit_name(v), window_text(v, today), dropped) for v in change.dropped]
    resumed = QCoreApplication.translate("Moves", "asked for again: {window}")
    found += [
        Line(visit_name(v), "", resumed.format(window=window_text(v, today)))
        for v in change.resumed
    ]
    return tuple(found)


class MovesModel(QAbstractTableModel):
    """Visit, from, to."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def show_lines(self, found: Sequence[Line]) -> None:
        """Show these, and nothing else."""
        self.beginResetModel()
        self.lines = tuple(found)
        self.endResetModel()

    def rowCount(self, parent: _Index = _Index()) -> int:  # type: ignore[override] # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _Index()) -> int:  # type: ignore[override] # noqa: B008
        return 0 if parent.isValid() else len(Line._fields)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # type: ignore[override]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self.lines[index.row()][index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Visit"), self.tr("From"), self.tr("To"))[section]
        return None


class MovesPreview(QWidget):
    """How many visits a change moves, and each of them; empty until plans are shown.

    A ``narrow`` one takes less room in both directions.
    """

    def __init__(
        self,
        before: Follow | None = None,
        after: Follow | None = None,
        parent: QWidget | None = None,
        *,
        narrow: bool = False,
    ) -> None:
        super().__init__(parent)
        self._rows = _FEW if narrow else _ROWS
        self._said = label("", "strong", wrap=True)
        self.model = MovesModel(self)
        self.view = QTableView()
        plain_table(self.view, _ROW)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Visits that change"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            if narrow:  # the day of a visit, so that its name has room
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
                self.view.setColumnWidth(column, theme.px(_DAY))
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self._said)
        layout.addWidget(self.view)
        self.show_nothing()
        if before is not None and after is not None:
            self.show_moves(before, after, after.anchor or before.anchor)

    def show_moves(self, before: Follow, after: Follow, today: date | None) -> None:
        """Show what changes where one plan takes the place of the other."""
        if today is None or (before.protocol is None and after.protocol is None):
            self.show_nothing()
            return
        change = moved(before, after, today)
        self._said.setText(moves(change))
        self.model.show_lines(lines(change, today))
        rows = min(len(self.model.lines), self._rows)
        self.view.setVisible(rows > 0)
        if rows:
            header = self.view.horizontalHeader().sizeHint().height()
            self.view.setFixedHeight(header + rows * theme.px(_ROW) + 2)
        self.show()

    def show_change(
        self, chart: Chart, drafts: Sequence[Draft], editions: Editions, now: datetime
    ) -> Follow:
        """Show what these drafts would move; gives the plan as it would be."""
        plans = foreseen(chart.patient, chart.log, drafts, editions, chart.zone, now)
        self.show_moves(plans.before, plans.after, now.astimezone(chart.zone).date())
        return plans.after

    def show_nothing(self) -> None:
        """There is no plan in which anything could move."""
        self._said.setText("")
        self.model.show_lines(())
        self.hide()

    def words(self) -> str:
        """How many visits change, as shown; "" where nothing is shown."""
        return "" if self.isHidden() else self._said.text()
