"""The row above the laboratory grid: when, by which laboratory, which lines, and ways in."""

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from bedside.chart import Chart
from grading.signs import Lab
from ui import theme
from ui.screens.patient.forms import MomentField
from ui.screens.patient.turning import Turning
from ui.widgets.parts import KeyButton, label

_LONGEST = 80
_ACROSS = 940


class LabsHead(QWidget):
    """The fields above the grid. ``laboratory_chosen`` brings the name that was chosen or typed."""

    laboratory_chosen = Signal(str)

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        turning = Turning(_ACROSS, 10)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(turning)
        moment, row = _row()
        turning.add(moment, 1)
        row.addWidget(label(self.tr("Taken at"), "label"))
        self.time = MomentField(clock, self.tr("When the blood was taken"))
        self.time.edit.setFixedWidth(theme.px(156))
        row.addWidget(self.time, 1)
        tools, row = _row()
        turning.add(tools)
        row.addWidget(label(self.tr("Measured by"), "label"))
        self._laboratory = QComboBox()
        self._laboratory.setEditable(True)
        self._laboratory.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._laboratory.setAccessibleName(self.tr("The laboratory that measured"))
        self._laboratory.setToolTip(
            self.tr("Its reference ranges count for these results; it may stay empty.")
        )
        self._laboratory.setFixedWidth(theme.px(150))
        edit = self._laboratory.lineEdit()
        assert edit is not None
        edit.setMaxLength(_LONGEST)
        edit.setPlaceholderText(self.tr("not said"))
        edit.editingFinished.connect(self._chosen)
        self._laboratory.activated.connect(self._chosen)
        self._told = ""
        row.addWidget(self._laboratory)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find an analyte"))
        self.search.setAccessibleName(self.tr("Find an analyte"))
        self.search.setFixedWidth(theme.px(136))
        row.addWidget(self.search)
        self.every = QPushButton(self.tr("All analytes"))
        self.every.setCheckable(True)
        self.paste = KeyButton(self.tr("Paste"))
        self.paste.setToolTip(
            self.tr("Names and values from a spreadsheet (Ctrl+V); nothing is saved by it.")
        )
        self.load = KeyButton(self.tr("Import…"))
        self.load.setToolTip(self.tr("A file of the laboratory, with a preview"))
        for button in (self.every, self.paste, self.load):
            button.setAutoDefault(False)
            row.addWidget(button)

    def laboratory(self) -> str:
        """The laboratory as it stands in the field; "" where none is said."""
        return " ".join(self._laboratory.currentText().split())

    def set_laboratory(self, laboratory: str) -> None:
        """Put a name there, without a word of change."""
        self._told = laboratory
        self._laboratory.setEditText(laboratory)

    def show_laboratories(self, ranged: Iterable[str], chart: Chart) -> None:
        """Offer the laboratories that are known: by their ranges, or by this patient's results."""
        used = (e.fact.laboratory for e in chart.timeline if isinstance(e.fact, Lab))
        names = sorted({*ranged, *used} - {""}, key=str.casefold)
        offered = [self._laboratory.itemText(n) for n in range(self._laboratory.count())]
        if offered == ["", *names]:
            return
        kept = self._laboratory.currentText()
        self._laboratory.clear()
        self._laboratory.addItems(["", *names])
        self._laboratory.setEditText(kept)

    def _chosen(self) -> None:
        said = self.laboratory()
        if said != self._told:
            self._told = said
            self.laboratory_chosen.emit(said)


def _row() -> tuple[QWidget, QHBoxLayout]:
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(10))
    return widget, row
