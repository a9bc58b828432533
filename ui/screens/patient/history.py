"""History: every entry ever, what became of it, and the way to amend or retract one."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from bedside.chart import Chart
from bedside.facts import Confirmed, Retracted
from bedside.follow import Editions
from bedside.timeline import Entry
from ui import theme, words
from ui.drafts import Drafts
from ui.screens.patient.amend import AmendPanel
from ui.screens.patient.amend_fields import UNAMENDABLE
from ui.screens.patient.dues import Dues, Rounds
from ui.screens.patient.forms import (
    ReadTable,
    Said,
    claims_keys,
    take_the_rest,
)
from ui.screens.patient.history_lines import fact_text, kind_options, standing
from ui.screens.patient.history_table import WHAT, WHEN, WHO, HistoryModel, LineDelegate
from ui.widgets.parts import KeyButton, card, label, plain_table

_LIST, _PANEL, _BOTH = 200, 404, 860
_ANY_WIDTH = 16777215
_WIDTHS = {WHEN: 214, WHO: 112}


class HistoryView(ReadTable):
    """The lines; ``amend_wanted`` on E or Enter, ``retract_wanted`` on Del."""

    amend_wanted = Signal()
    retract_wanted = Signal()

    def event(self, event: QEvent) -> bool:
        return claims_keys(event, "e") or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        opens = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_E}
        if opens and plain:
            self.amend_wanted.emit()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.retract_wanted.emit()
        else:
            super().keyPressEvent(event)


class HistoryPane(QWidget):
    """Every entry of one patient.

    ``entered`` brings an amendment or a retraction.
    """

    entered = Signal(object)

    def __init__(
        self, clock: Callable[[], datetime], drafts: Drafts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._dues = Dues()
        self.entered.connect(lambda _drafts: self._dues.remember(self._chart))
        self._chart: Chart | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(14))
        self._list = QWidget()
        left = QVBoxLayout(self._list)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.px(10))
        left.addLayout(self._make_head())
        left.addWidget(self._make_table(), 1)
        self._said = Said()
        left.addWidget(self._said)
        layout.addWidget(self._list, 1)
        self.panel = AmendPanel(clock)
        self.panel.hide()
        self.panel.entered.connect(self.entered)
        self.panel.retyped.connect(self._keep)
        self.panel.left.connect(self._leave)
        layout.addWidget(self.panel)

    def set_editions(self, editions: Editions) -> None:
        """Where the editions are found: an amendment then tells which visits it would move."""
        self.panel.set_editions(editions)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(label(self.tr("History"), "title"))
        head.addStretch()
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind of entry"))
        for option in kind_options():
            self.kind.addItem(option.words, option.code)
        self.kind.currentIndexChanged.connect(self._filter)
        head.addWidget(self.kind)
        self.wanted = QLineEdit()
        self.wanted.setPlaceholderText(self.tr("Find in the entries"))
        self.wanted.setAccessibleName(self.tr("Find in the entries"))
        self.wanted.setFixedWidth(theme.px(180))
        self.wanted.textChanged.connect(self._filter)
        self.wanted.returnPressed.connect(self.begin)
        head.addWidget(self.wanted)
        self._amend = KeyButton(self.tr("Amend"), hint="E")
        self._amend.clicked.connect(self._amend_selected)
        self._retract = KeyButton(self.tr("Retract"), hint="Del")
        self._retract.clicked.connect(self._retract_selected)
        for button in (self._amend, self._retract):
            button.setAutoDefault(False)
            head.addWidget(button)
        return head

    def _make_table(self) -> QFrame:
        frame = card(margins=(2, 2, 2, 4))
        inside = frame.layout()
        assert inside is not None
        self.model = HistoryModel(self)
        self.view = HistoryView()
        plain_table(self.view, 44)
        take_the_rest(self.view, 140)
        self.view.setItemDelegate(LineDelegate(self.view))
        self.view.setModel(self.model)
        self.view.setAccessibleName(self.tr("Entries, the last written first"))
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        for column, width in _WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.view.setColumnWidth(column, theme.px(width))
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.amend_wanted.connect(self._amend_selected)
        self.view.retract_wanted.connect(self._retract_selected)
        self.view.doubleClicked.connect(self._amend_selected)
        inside.addWidget(self.view)
        return frame

    def set_rounds(self, rounds: Rounds) -> None:
        """Where the rounds are asked for: what is due next is read back after saving."""
        self._dues.rounds = rounds

    # --- what is shown --------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show this patient; an amendment begun for another one waits in the drafts."""
        other = self._chart is None or self._chart.patient != chart.patient
        chosen = "" if other else self._selected_id()
        top = not other and self.view.currentIndex().row() <= 0
        self._chart = chart
        self.model.show_chart(chart)
        if other:
            self._said.silence()
            self._open_panel(shown=False)
            self._put_back(chart)
            self._select_row(0)
        else:
            self._select_row(0 if top else self.model.row_of(chosen) or 0)
            if self.panel.isVisibleTo(self) and not self.panel.isHidden():
                self.panel.show_chart(chart)

    def _put_back(self, chart: Chart) -> None:
        kept = self._drafts.get(chart.patient, "amend")
        entry = standing(chart, kept.pop("entry", ""))
        if entry is not None and not isinstance(entry.fact, UNAMENDABLE):
            self.panel.amend(entry, chart, kept)
            self._open_panel(shown=True)

    def _filter(self) -> None:
        self.model.set_filter(self.kind.currentData(), self.wanted.text())
        self._select_row(0)

    def _select_row(self, row: int) -> None:
        if row < self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(row, WHAT))
            self.view.selectRow(row)

    def _selected_id(self) -> str:
        row = self.view.currentIndex().row()
        return self.model.lines[row].entry.id if 0 <= row < len(self.model.lines) else ""

    def begin(self) -> None:
        """Put the keyboard into the list."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.view.currentIndex().isValid():
            self._select_row(0)

    def show_entry(self, entry_id: str) -> None:
        """Put the keyboard on an entry, or on what stands in its place now."""
        self._said.silence()
        chart = self._chart
        if chart is None:
            return
        entry = standing(chart, entry_id)
        entry = entry or next((e for e in chart.log if e.id == entry_id), None)
        if entry is None:
            self._said.refuse(self.tr("That entry is not in this record."))
            return
        self._show(entry)
        self.begin()

    # --- amending -------------------------------------------------------------------------------

    def amend(self, entry_id: str) -> None:
        """Open an entry, or what stands in its place now, to be amended."""
        self._said.silence()
        chart = self._chart
        if chart is None:
            return
        entry = standing(chart, entry_id)
        if entry is None:
            self._said.refuse(self.tr("That entry was retracted: record it anew instead."))
            return
        if isinstance(entry.fact, Confirmed):
            self._said.refuse(
                self.tr("A confirmed grade is not amended: retract it and confirm anew.")
            )
            return
        if isinstance(entry.fact, UNAMENDABLE):
            self._said.refuse(self.tr("That entry is not amended: retract it instead."))
            return
        self._show(entry)
        self.panel.amend(entry, chart)
        self._open_panel(shown=True)
        self.panel.begin()

    def amend_last(self) -> None:
        """Open the entry that was written last and can be amended."""
        if self._chart is None:
            return
        for entry in reversed(self._chart.log):
            if not isinstance(entry.fact, UNAMENDABLE) and standing(self._chart, entry.id) is entry:
                self.amend(entry.id)
                return

    def retract(self, entry_id: str) -> None:
        """Ask for the reason to take out an entry, or what stands in its place now."""
        self._said.silence()
        chart = self._chart
        if chart is None:
            return
        entry = standing(chart, entry_id)
        if entry is None or isinstance(entry.fact, Retracted):
            self._said.refuse(self.tr("That entry is retracted already."))
            return
        self._show(entry)
        self.panel.retract(entry, chart)
        self._open_panel(shown=True)
        self.panel.begin()

    def go_to(self, entry_id: str) -> None:
        """Mark an entry, whatever the filter hides."""
        row = self.model.row_of(entry_id)
        if row is None:
            self.kind.setCurrentIndex(0)
            self.wanted.clear()
            row = self.model.row_of(entry_id)
        self._select_row(row or 0)
        self.view.scrollTo(self.view.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _show(self, entry: Entry) -> None:
        self.go_to(entry.id)

    def _amend_selected(self) -> None:
        if chosen := self._selected_id():
            self.amend(chosen)

    def _retract_selected(self) -> None:
        if chosen := self._selected_id():
            self.retract(chosen)

    def _keep(self) -> None:
        if self._chart is None or self.panel.entry is None:
            return
        changed = self.panel.changed_texts()
        text = {"entry": self.panel.entry.id, **changed} if changed else {}
        self._drafts.keep(self._chart.patient, "amend", text)

    def _fit(self) -> None:
        """Where both have no room beside each other, the panel stands in place of the list."""
        narrow = self.width() < theme.px(_BOTH)
        self._list.setMinimumWidth(0 if self.panel.isHidden() else theme.px(_LIST))
        self.panel.setMinimumWidth(0 if narrow else theme.px(_PANEL))
        self.panel.setMaximumWidth(_ANY_WIDTH if narrow else theme.px(_PANEL))
        self._list.setHidden(narrow and not self.panel.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _open_panel(self, *, shown: bool) -> None:
        self.panel.setVisible(shown)
        self._fit()
        for button in (self._amend, self._retract):
            button.setVisible(not shown)  # the list needs their room

    def _leave(self) -> None:
        self._open_panel(shown=False)
        if self._chart is not None:
            self._drafts.keep(self._chart.patient, "amend", {})
        self.begin()

    def refused(self, message: str) -> None:
        """Nothing was saved; the panel keeps all its text."""
        self.panel.refuse(message)

    def saved(self, entries: Sequence[Entry]) -> None:
        """The amendment is in the record: close the panel and read back what stands now."""
        changes = self.panel.foreseen
        self._leave()
        chart = self._chart
        if chart is None or not entries:
            return
        self._select_row(0)
        entry = entries[0]
        if isinstance(entry.fact, Retracted):
            said = self.tr("Retracted: {reason}").format(reason=entry.reason or "")
        else:
            said = self.tr("Amended: {what}").format(what=fact_text(entry.fact, chart))
        self._said.tell(words.dotted([said, *changes.split("\n"), self._dues.text(chart)]))
