"""A table of reference ranges pasted from a spreadsheet, looked at before it is saved."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from bedside.facts import WARD
from bedside.pasted_cells import TooLong
from bedside.ranges import Ranges
from bedside.ranges_pasted import left_over, read_ranges
from bedside.timeline import Draft, Entry
from ui import theme
from ui.screens.lab_range_forms import first_moment, today_text
from ui.screens.lab_range_tables import PastedModel
from ui.screens.patient.forms import ReadTable, Said, take_the_rest
from ui.screens.patient.keys import on_ctrl_enter
from ui.widgets.form import Refused
from ui.widgets.parts import KeyButton, card, label, plain_table, set_state
from ui.words.codes import dotted

_SIZE = (1040, 700)
_TEXT_HEIGHT = 150


class RangePaste(QDialog):
    """The text, and below it each line with what becomes of it.

    ``entered`` brings one draft a range that is new or changed. What is saved leaves the text;
    lines that could not be taken stay in it.
    """

    entered = Signal(object)

    def __init__(
        self, now: datetime, zone: tzinfo, ranges: Ranges, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._now, self._zone, self._ranges = now, zone, ranges
        title = self.tr("Reference ranges from a spreadsheet")
        self.setWindowTitle(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(theme.px(20),) * 4)
        outer.setSpacing(theme.px(10))
        outer.addWidget(label(title, "name"))
        outer.addWidget(
            label(
                self.tr(
                    "Columns: laboratory, analyte, low, high, unit, sex. A line of titles may"
                    " give another order, leave some out, or have one column “range”."
                ),
                "second",
                wrap=True,
            )
        )
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(self.tr("Pasted table"))
        self.text.setPlaceholderText(self.tr("Paste the table here (Ctrl+V)"))
        self.text.setFixedHeight(theme.px(_TEXT_HEIGHT))
        self.text.textChanged.connect(self._read)
        outer.addWidget(self.text)
        outer.addLayout(self._make_fields())
        outer.addWidget(self._make_table(), 1)
        self.said = Said()
        outer.addWidget(self.said)
        outer.addLayout(self._make_foot())
        on_ctrl_enter(self, self.save)
        self.resize(*(theme.px(side) for side in _SIZE))
        self._read()
        self.text.setFocus()

    def _make_fields(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        known = self._ranges.laboratories
        self.laboratory = QLineEdit(known[0] if len(known) == 1 else "")
        self.since = QLineEdit(today_text(self._now, self._zone))
        self.since.setFixedWidth(theme.px(120))
        for caption, editor in (
            (self.tr("Laboratory, where a line names none"), self.laboratory),
            (self.tr("Valid from"), self.since),
        ):
            words = label(caption, "strong")
            words.setBuddy(editor)
            editor.setAccessibleName(caption)
            editor.setMinimumHeight(theme.px(36))
            editor.textChanged.connect(self._read)
            row.addWidget(words)
            row.addWidget(editor)
        row.setStretch(1, 1)
        return row

    def _make_table(self) -> QWidget:
        self.model = PastedModel(self)
        self.table = ReadTable()
        plain_table(self.table, 30)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Lines of the table"))
        header = self.table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((52, 92, 136, 160, 150, 100)):
            self.table.setColumnWidth(column, theme.px(width))
        frame = card(margins=(2, 2, 2, 4))
        inside = frame.layout()
        assert inside is not None
        inside.addWidget(self.table)
        take_the_rest(self.table, 120)
        return frame

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self._counts = label("", "second", wrap=True)
        row.addWidget(self._counts, 1)
        self.leave = KeyButton(self.tr("Cancel"), hint="Esc")
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.reject)
        self.take = KeyButton(self.tr("Save"), hint="Ctrl+Enter", primary=True)
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self.save)
        row.addWidget(self.leave)
        row.addWidget(self.take)
        return row

    # --- reading --------------------------------------------------------------------------------

    def _read(self) -> None:
        self.said.silence()
        set_state(self.since, "")
        try:
            lines = read_ranges(self.text.toPlainText(), self.laboratory.text())
        except TooLong:
            lines = ()
            self.said.refuse(self.tr("This is too long to be looked through."))
        self.model.show_lines(lines, self._ranges, self._at() or self._now)
        self.table.clearSpans()
        for place, line in enumerate(lines):
            if line.range is None:  # the line as it stands takes the room of its cells
                self.table.setSpan(place, 2, 1, 4)
        counted = QLocale()
        said = [
            text.format(n=counted.toString(self.model.count(state)))
            for state, text in (
                ("new", self.tr("{n} new")),
                ("changed", self.tr("{n} changed")),
                ("same", self.tr("{n} as before")),
                ("refused", self.tr("{n} not taken")),
            )
            if self.model.count(state)
        ]
        self._counts.setText(dotted(said))
        self.take.setEnabled(bool(self.model.wanted()))

    def _at(self) -> datetime | None:
        try:
            return first_moment(self.since.text().strip(), self._now, self._zone)
        except Refused:
            return None

    def counts(self) -> str:
        """How many lines are new, changed, as before, not taken."""
        return self._counts.text()

    # --- saving ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Ask to record the ranges that are new or changed."""
        try:
            at = first_moment(self.since.text().strip(), self._now, self._zone)
        except Refused as refused:
            set_state(self.since, "refused")
            self.said.refuse(refused.words)
            self.since.setFocus()
            return
        wanted = self.model.wanted()
        if not wanted:
            self.said.refuse(self.tr("No line is new or changed."))
            return
        self.entered.emit(tuple(Draft(WARD, at, one) for one in wanted))

    def saved(self, entries: Sequence[Entry]) -> None:
        """The ranges are in the record; lines that were not taken stay to be mended."""
        lines = [line for line, _, _ in self.model.lines]
        if all(line.range is not None for line in lines):
            self.accept()
            return
        self._ranges = self._ranges.with_entries(entries)
        self.leave.setText(self.tr("Close"))
        self.text.setPlainText(left_over(self.text.toPlainText(), lines))
        self.said.tell(
            self.tr("Saved: {n} ranges. These lines were not taken; mend them or leave them.")
            .format(n=QLocale().toString(len(entries)))
        )  # fmt: skip

    def refused(self, message: str) -> None:
        """Nothing was saved, and why; all text stays."""
        self.said.refuse(message)
