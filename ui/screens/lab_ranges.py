"""The reference ranges of laboratories: those in force, and the forms that change them."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Protocol

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bedside.facts import LabRange
from bedside.ranges import NO_RANGES, Ranges
from bedside.timeline import Draft, Entry
from ui import theme
from ui.screens.lab_range_forms import RangeEndForm, RangeForm
from ui.screens.lab_range_paste import RangePaste
from ui.screens.lab_range_tables import RangesModel
from ui.screens.patient.forms import ReadTable, Said, take_the_rest
from ui.screens.who import role_text
from ui.ward import Keeper
from ui.widgets.parts import KeyButton, card, label, plain_table
from ui.words import laboratory as words

ROLES = frozenset({"physician", "coordinator"})
"""Who may say what is normal."""
_SIZE = (1040, 660)


class _Asker(Protocol):
    """A form that waits to hear what became of its drafts."""

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store holds them."""

    def refused(self, message: str) -> None:
        """Nothing was saved, and why."""


class LabRanges(QDialog):
    """A table of the ranges in force, to be found, added, changed, ended, and pasted.

    ``entered`` brings drafts under ``facts.WARD``: a change is a new entry from a day on.
    """

    entered = Signal(object)

    def __init__(
        self,
        clock: Callable[[], datetime],
        zone: tzinfo,
        keeper: Keeper | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock, self._zone = clock, zone
        self._ranges: Ranges = NO_RANGES
        self._asker: _Asker | None = None
        self._may = keeper is not None and keeper.role in ROLES
        self.setWindowTitle(self.tr("Reference ranges"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(theme.px(20),) * 4)
        outer.setSpacing(theme.px(10))
        outer.addWidget(label(self.tr("Reference ranges"), "name"))
        outer.addWidget(
            label(
                self.tr(
                    "A result is read by the range that came with it, else by the range of its"
                    " laboratory that was in force when the sample was taken. Without a range it"
                    " is neither normal nor abnormal, and has no grade that needs one."
                ),
                "second",
                wrap=True,
            )
        )
        outer.addLayout(self._make_tools())
        outer.addWidget(self._make_table(), 1)
        self.said = Said()
        outer.addWidget(self.said)
        outer.addLayout(self._make_foot(keeper))
        self.resize(*(theme.px(side) for side in _SIZE))

    def _make_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.finder = QLineEdit()
        self.finder.setPlaceholderText(self.tr("Find a laboratory or an analyte"))
        self.finder.setAccessibleName(self.tr("Find a laboratory or an analyte"))
        self.finder.textChanged.connect(self._show)
        row.addWidget(self.finder, 1)
        self.add = self._button(self.tr("Add…"), self._add)
        self.change = self._button(self.tr("Change…"), self._change)
        self.end = self._button(self.tr("No longer valid…"), self._end)
        self.paste = self._button(self.tr("Paste from a spreadsheet…"), self._paste)
        for button in (self.add, self.change, self.end, self.paste):
            row.addWidget(button)
        return row

    def _button(self, text: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setMinimumHeight(theme.px(36))
        button.setEnabled(self._may)
        button.clicked.connect(slot)
        return button

    def _make_table(self) -> QWidget:
        self.model = RangesModel(self)
        self.table = ReadTable()
        plain_table(self.table, 32)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Ranges in force"))
        header = self.table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((220, 180, 140, 90, 96, 120)):
            self.table.setColumnWidth(column, theme.px(width))
        self.table.selectionModel().currentRowChanged.connect(self._follow)
        self.table.doubleClicked.connect(self._change)
        self._none = label("", "second", wrap=True)
        self._none.setContentsMargins(*(theme.px(14),) * 4)
        frame = card(margins=(2, 2, 2, 4))
        inside = frame.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.addWidget(self._none)
        inside.addWidget(self.table, 1)
        inside.addStretch()
        take_the_rest(self.table, 160)
        return frame

    def _make_foot(self, keeper: Keeper | None) -> QHBoxLayout:
        row = QHBoxLayout()
        self._about = label("", "second", wrap=True)
        if not self._may and keeper is not None:
            self._about.setText(
                self.tr(
                    "{name} is here as {role}: ranges are changed by a physician or a coordinator."
                ).format(name=keeper.name, role=role_text(keeper.role))
            )
        elif not self._may:
            self._about.setText(self.tr("Ranges are changed by a physician or a coordinator."))
        row.addWidget(self._about, 1)
        leave = KeyButton(self.tr("Close"), hint="Esc")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.accept)
        row.addWidget(leave)
        return row

    # --- what is shown --------------------------------------------------------------------------

    def set_ranges(self, ranges: Ranges) -> None:
        """Show these ranges; the mark stays where it was."""
        marked = self.marked()
        self._ranges = ranges
        self._show()
        if marked is not None:
            self.table.selectRow(self.model.place_of(marked))

    def _show(self) -> None:
        self.model.show_ranges(self._ranges, self._clock(), self._zone, self.finder.text())
        rows = self.model.rowCount()
        self.table.setVisible(rows > 0)
        self._none.setVisible(not rows)
        self._none.setText(
            self.tr("No range has this in its laboratory or analyte.")
            if self.finder.text().strip()
            else self.tr("No reference range is known yet: results have no flags.")
        )
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._follow()

    def _follow(self) -> None:
        marked = self.marked()
        for button in (self.change, self.end):
            button.setEnabled(self._may and marked is not None)

    def marked(self) -> LabRange | None:
        """The range that is marked."""
        index = self.table.currentIndex()
        if not index.isValid() or index.row() >= len(self.model.lines):
            return None
        return self.model.lines[index.row()].range

    # --- changing it ----------------------------------------------------------------------------

    def _add(self) -> None:
        known = self._ranges.laboratories
        self._open(RangeForm(self._clock(), self._zone, known, None, self._ranges, self))

    def _change(self) -> None:
        marked = self.marked()
        if marked is not None and self._may:
            known = self._ranges.laboratories
            self._open(RangeForm(self._clock(), self._zone, known, marked, self._ranges, self))

    def _end(self) -> None:
        marked = self.marked()
        if marked is not None:
            self._open(RangeEndForm(self._clock(), self._zone, marked, self))

    def _paste(self) -> None:
        self._open(RangePaste(self._clock(), self._zone, self._ranges, self))

    def _open(self, form: RangeForm | RangeEndForm | RangePaste) -> None:
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.entered.connect(lambda drafts: self._ask(form, drafts))
        form.open()

    def _ask(self, form: _Asker, drafts: tuple[Draft, ...]) -> None:
        self._asker = form
        self.said.silence()
        self.entered.emit(drafts)

    def saved(self, entries: Sequence[Entry]) -> None:
        """The ranges are in the record."""
        asker, self._asker = self._asker, None
        if asker is not None:
            asker.saved(entries)
        facts = [entry.fact for entry in entries if isinstance(entry.fact, LabRange)]
        if len(facts) == 1:
            self.said.tell(self.tr("Saved: {what}.").format(what=words.fact(facts[0])))
        elif facts:
            text = self.tr("Saved: {n} ranges.")
            self.said.tell(text.format(n=QLocale().toString(len(facts))))

    def refused(self, message: str) -> None:
        """Nothing was saved, and why."""
        asker, self._asker = self._asker, None
        if asker is not None:
            asker.refused(message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.table.hasFocus():
                self._change()
        else:
            super().keyPressEvent(event)
