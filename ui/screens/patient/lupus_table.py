"""The assessments of lupus over time; each answer opens what it rests on."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bedside.activity import Assessed, assessed
from bedside.adverse.laboratory import Limits, no_limits
from bedside.chart import Chart
from grading.scores.sledai import Variant
from ui import theme
from ui.screens.patient.forms import ReadTable, take_the_rest
from ui.screens.patient.lupus_words import (
    COLUMNS,
    Part,
    cell_text,
    column_title,
    detail,
    outcome_of,
    spoken,
)
from ui.widgets.parts import card, label, plain_table

Index = QModelIndex | QPersistentModelIndex
_SIDE = 340
_ANY_HEIGHT = 16_777_215
"""As much as Qt gives."""


class AssessmentsModel(QAbstractTableModel):
    """One row an assessment, the latest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Assessed, ...] = ()

    def show(self, rows: tuple[Assessed, ...]) -> None:
        """Show these assessments, given the earliest first."""
        latest_first = rows[::-1]
        if latest_first == self.rows:
            return
        self.beginResetModel()
        self.rows = latest_first
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return column_title(COLUMNS[section])

    def data(self, index: Index, role: int = 0) -> Any:
        one, column = self.rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(one, column)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return spoken(one, column)
        if role == Qt.ItemDataRole.FontRole and outcome_of(one, column) is not None:
            return theme.font(14, QFont.Weight.DemiBold)
        return None


class Assessments(QWidget):
    """The table, and beside it the criteria of the answer that is marked, in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._said: tuple[str, ...] = ()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(14))
        frame = card(margins=(1, 1, 1, 1))
        self.model = AssessmentsModel(self)
        self.table = ReadTable()
        self.table.setModel(self.model)
        plain_table(self.table, 32)
        self.table.setProperty("board", "true")  # narrow titles
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setAccessibleName(self.tr("Assessments of lupus activity"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)  # the day takes what is left
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(theme.px(44))
        take_the_rest(self.table, 90)
        self.table.selectionModel().currentChanged.connect(self._show_detail)
        self._none = label(
            self.tr("No assessment yet: the first one before the infusion is the baseline."),
            "second",
            wrap=True,
        )
        self._none.setContentsMargins(*(theme.px(14),) * 4)
        inside = frame.layout()
        assert inside is not None
        inside.addWidget(self.table)
        inside.addWidget(self._none)
        layout.addWidget(frame, 1)
        self._detail = self._make_detail()
        layout.addWidget(self._detail)

    def _make_detail(self) -> QWidget:
        frame = card(margins=(14, 8, 6, 8))
        frame.setFixedWidth(theme.px(_SIDE))
        self._title = label("", "h2", wrap=True)
        self._parts = QWidget()
        self._column = QVBoxLayout(self._parts)
        self._column.setContentsMargins(0, 0, theme.px(8), 0)
        self._column.setSpacing(theme.px(2))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._parts)
        take_the_rest(scroll, 60)
        inside = frame.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.addWidget(self._title)
        inside.addWidget(scroll, 1)
        return frame

    def show_chart(
        self, chart: Chart, limits: Limits = no_limits, proteinuria: Variant | None = None
    ) -> None:
        """Show the assessments of this patient; the mark stays where it was.

        ``proteinuria`` is by which definition the protocol scores that item in SELENA-SLEDAI.
        """
        other = self._chart is None or self._chart.patient != chart.patient
        self._chart = chart
        before = self.model.rows
        self.model.show(assessed(chart, limits, proteinuria))
        rows = bool(self.model.rows)
        self.table.setVisible(rows)
        self._none.setVisible(not rows)
        self._detail.setVisible(rows)
        self.setMaximumHeight(_ANY_HEIGHT if rows else theme.px(64))
        if not rows:
            self._fill("", ())
        elif other or before != self.model.rows:
            self.open(0, "sri4" if self.model.rows[0].sri4 else "lldas")

    def open(self, row: int, column: str) -> None:
        """Mark a cell and show what it rests on; row 0 is the latest assessment."""
        self.table.setCurrentIndex(self.model.index(row, COLUMNS.index(column)))

    def _show_detail(self, index: QModelIndex) -> None:
        if self._chart is not None and index.isValid() and self.model.rows:
            one = self.model.rows[index.row()]
            title, parts = detail(one, COLUMNS[index.column()], self._chart)
            self._fill(title, parts)

    def _fill(self, title: str, parts: tuple[Part, ...]) -> None:
        self._title.setText(title)
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for heading, text in parts:
            if heading:
                self._column.addWidget(label(heading, "strong", wrap=True))
            self._column.addWidget(label(text, "second", wrap=True))
            self._column.addSpacing(theme.px(4))
        self._column.addStretch()
        self._said = (title, *(line for part in parts for line in part if line))

    def said(self) -> tuple[str, ...]:
        """What stands in the detail: its title, then headings and sentences."""
        return self._said
