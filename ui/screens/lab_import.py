"""Laboratory results from a file: looked at row by row before anything is written."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QLocale, QModelIndex, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bedside import imports
from bedside.chart import Person
from bedside.timeline import Draft, Entry
from ui import theme
from ui.screens.lab_import_table import SHOWN, ImportModel, Line, lines_of
from ui.screens.patient.forms import ReadTable, Said, take_the_rest
from ui.screens.patient.keys import on_ctrl_enter
from ui.ward import StoreError
from ui.widgets.parts import FlowRow, KeyButton, card, label, plain_table
from ui.words import lab_import as words
from ui.words import trouble

_SIZE = (1160, 720)
_PER_MILLE = 1000
_SPANNED = 2000
"""So many lines at most are looked at for how they are laid out."""


class Record(Protocol):
    """The record of the ward, as far as an import looks at it."""

    def people(self) -> Sequence[Person]:
        """Everybody in the record."""

    def log(self, patient: str) -> Sequence[Entry]:
        """All entries of a patient. KeyError if unknown; may raise StoreError."""


class LabImport(QDialog):
    """Choose a file, see what each row would become, import.

    ``entered`` brings the drafts of one step; what corrects another result of the same file
    follows once that one is saved. Conflicts are ticked one by one, or left; patients who are
    not in the record get no results. ``maps`` is the folder of the user's own mappings.
    """

    entered = Signal(object)

    def __init__(
        self,
        record: Record,
        zone: tzinfo,
        parent: QWidget | None = None,
        *,
        maps: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._record, self._zone, self._maps = record, zone, maps
        self._results: tuple[imports.Matched, ...] = ()
        self._written: dict[str, Entry] = {}
        self._stopped = self._busy = False
        title = self.tr("Laboratory results from a file")
        self.setWindowTitle(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(theme.px(20),) * 4)
        outer.setSpacing(theme.px(10))
        outer.addWidget(label(title, "name"))
        outer.addLayout(self._make_file())
        outer.addWidget(self._make_filters())
        outer.addWidget(self._make_table(), 1)
        self.progress = QProgressBar()
        self.progress.setRange(0, _PER_MILLE)
        self.progress.setAccessibleName(self.tr("Progress of the import"))
        self.progress.hide()
        outer.addWidget(self.progress)
        self.said = Said()
        outer.addWidget(self.said)
        outer.addLayout(self._make_foot())
        on_ctrl_enter(self, self.take_all)
        self.resize(*(theme.px(side) for side in _SIZE))
        self._show_counts()

    def _make_file(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.path = QLineEdit()
        self.path.setMinimumHeight(theme.px(36))
        self.path.setPlaceholderText(
            self.tr("A CSV file: patient, time, analyte, value, unit; or one that a mapping knows")
        )
        self.path.setAccessibleName(self.tr("File of laboratory results"))
        self.path.returnPressed.connect(self.open_typed)
        caption = label(self.tr("File"), "strong")
        caption.setBuddy(self.path)
        self.choose = QPushButton(self.tr("Choose…"))
        self.choose.setAutoDefault(False)
        self.choose.setMinimumHeight(theme.px(36))
        self.choose.clicked.connect(self._choose)
        row.addWidget(caption)
        row.addWidget(self.path, 1)
        row.addWidget(self.choose)
        return row

    def _make_filters(self) -> QWidget:
        self._filters = FlowRow(6)
        self._shown = QButtonGroup(self)
        self.filters: dict[str, QPushButton] = {}
        for number, state in enumerate(SHOWN):
            button = QPushButton()
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setMinimumHeight(theme.px(36))
            button.clicked.connect(lambda _on=False, state=state: self._filter(state))
            self._shown.addButton(button, number)
            self.filters[state] = button
            self._filters.add(button)
        self.filters["all"].setChecked(True)
        return self._filters

    def _make_table(self) -> QWidget:
        self.model = ImportModel(self._zone, self)
        self.model.ticked_changed.connect(self._show_take)
        self.table = ReadTable()
        plain_table(self.table, 32)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Rows of the file"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((76, 140, 84, 160, 176, 212)):
            self.table.setColumnWidth(column, theme.px(width))
        self.table.clicked.connect(self._clicked)
        ticking = QShortcut(QKeySequence(Qt.Key.Key_Space), self.table)
        ticking.setContext(Qt.ShortcutContext.WidgetShortcut)
        ticking.activated.connect(self.toggle_marked)
        self._none = label(
            self.tr("No file is chosen yet. Nothing is written before Import."),
            "second",
            wrap=True,
        )
        self._none.setContentsMargins(*(theme.px(14),) * 4)
        frame = card(margins=(2, 2, 2, 4))
        inside = frame.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.addWidget(self._none)
        inside.addWidget(self.table, 1)
        inside.addStretch()
        take_the_rest(self.table, 160)
        return frame

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self._hint = label("", "second", wrap=True)
        row.addWidget(self._hint, 1)
        self.reason = QLineEdit(words.usual_reason())
        self.reason.setMinimumHeight(theme.px(36))
        self.reason.setMinimumWidth(theme.px(240))
        self.reason.setAccessibleName(self.tr("Reason for the conflicts that are ticked"))
        self._reason = label(self.tr("Reason"), "strong")
        self._reason.setBuddy(self.reason)
        row.addWidget(self._reason)
        row.addWidget(self.reason)
        self.leave = KeyButton(self.tr("Cancel"), hint="Esc")
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.reject)
        self.take = KeyButton(self.tr("Import"), hint="Ctrl+Enter", primary=True)
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self.take_all)
        row.addWidget(self.leave)
        row.addWidget(self.take)
        return row

    # --- the file -------------------------------------------------------------------------------

    def _choose(self) -> None:
        typed = self.path.text().strip()
        begun = str(Path(typed).parent) if typed else ""
        kinds = self.tr("Tables (*.csv *.txt *.tsv);;Every file (*)")
        found, _ = QFileDialog.getOpenFileName(self, self.windowTitle(), begun, kinds)
        if found:
            self.open_file(Path(found))

    def open_typed(self) -> None:
        """Read the file whose path is typed."""
        text = self.path.text().strip()
        if text:
            self.open_file(Path(text))

    def open_file(self, path: Path) -> None:
        """Read a file and show what each row would become; nothing is written."""
        if self._busy:
            return
        self.path.setText(str(path))
        self.said.silence()
        self._results, self._written = (), {}
        self._stopped = False
        try:
            lines = self._read(path)
        except imports.Cancelled:
            lines = ()
            self.said.ask(self.tr("Stopped: nothing was read."))
        except (imports.Unreadable, imports.BadMap) as error:
            lines = ()
            why = error.why if isinstance(error, imports.Unreadable) else str(error)
            self.said.refuse(words.unreadable(path.name, why))
        except StoreError as error:
            lines = ()
            self.said.refuse(trouble(error))
        finally:
            self._done()
        self.model.show_lines(lines)
        self._filter("conflict" if self.model.count("conflict") else "all")
        self._show_counts()
        if lines:
            self.table.setFocus()

    def _read(self, path: Path) -> tuple[Line, ...]:
        self._begin(self.tr("Reading…"))
        maps = imports.known(self._maps)
        batch = self._batch(path, maps, {})
        (report,) = batch.files
        if _is_of_stays(maps, report):
            first = {one.patient: self._record.log(one.patient) for one in self._record.people()}
            begun = {p: min(entry.at for entry in log) for p, log in first.items() if log}
            batch = self._batch(path, maps, begun)
            (report,) = batch.files
        known = {one.patient for one in self._record.people()}
        named = {draft.patient for draft in batch.drafts} & known
        log = [entry for patient in sorted(named) for entry in self._record.log(patient)]
        sources = {entry.source for entry in log if entry.source}
        results = imports.matched(batch, log, sources)
        # Of a patient who is not in the record nothing is to be written.
        self._results = tuple(
            one if one.draft.patient in known else one._replace(state="present") for one in results
        )
        return lines_of(results, report, known)

    def _batch(
        self, path: Path, maps: tuple[imports.Map, ...], begun: dict[str, datetime]
    ) -> imports.Batch:
        return imports.read(
            [path], None, None, (), self._zone, begun=begun, maps=maps, on_row=self._go_on
        )

    # --- progress -------------------------------------------------------------------------------

    def _begin(self, what: str) -> None:
        self._busy = True
        self.progress.setValue(0)
        self.progress.setFormat(what)
        self.progress.show()
        for button in (self.choose, self.take, *self.filters.values()):
            button.setEnabled(False)

    def _go_on(self, done: int, whole: int) -> bool:
        """Show how far it is; False where somebody has asked to stop."""
        self.progress.setValue(done * _PER_MILLE // max(whole, 1))
        QApplication.processEvents()
        return not self._stopped

    def _done(self) -> None:
        self._busy = False
        self.progress.hide()
        for button in (self.choose, *self.filters.values()):
            button.setEnabled(True)

    # --- what is shown --------------------------------------------------------------------------

    def _filter(self, state: str) -> None:
        self.filters[state].setChecked(True)
        self.model.filter(state)
        self.table.clearSpans()
        for place, line in enumerate(self.model.lines[:_SPANNED]):
            if line.result is None:  # why a cell was refused takes the room of the others
                self.table.setSpan(place, 2, 1, 5)

    def _show_counts(self) -> None:
        for state, button in self.filters.items():
            button.setText(words.filter_text(state, self.model.count(state)))
            button.setVisible(state == "all" or self.model.count(state) > 0)
        self._filters.settle()
        self._filters.setVisible(bool(self.model.count("all")))
        self.table.setVisible(bool(self.model.count("all")))
        self._none.setVisible(not self.model.count("all"))
        self._show_take()

    def _show_take(self) -> None:
        count = len(self.model.wanted())
        self.take.setEnabled(count > 0)
        text = self.tr("Import ({n})") if count else self.tr("Import")
        self.take.setText(text.format(n=QLocale().toString(count)))
        for widget in (self._reason, self.reason):
            widget.setVisible(bool(self.model.ticked))
        self._hint.setText(words.hint(self.model.count("conflict"), len(self.model.ticked)))

    def counts(self) -> dict[str, int]:
        """How many rows are in each state."""
        return {state: self.model.count(state) for state in SHOWN}

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.model.toggle(index.row())

    def toggle_marked(self) -> None:
        """Tick or untick the conflict that is marked."""
        index = self.table.currentIndex()
        if index.isValid():
            self.model.toggle(index.row())

    # --- writing --------------------------------------------------------------------------------

    def take_all(self) -> None:
        """Ask to record what is new, corrected and ticked."""
        if self._busy or not self.take.isEnabled():
            return
        self._begin(self.tr("Writing…"))
        QApplication.processEvents()
        self._ask()

    def _due(self) -> tuple[Draft, ...]:
        why = self.reason.text().strip() or words.usual_reason()
        ticked = dict.fromkeys(self.model.ticked, why)
        return imports.due(self._results, ticked, self._written, words.reason())

    def _ask(self) -> None:
        drafts = self._due()
        if drafts:
            self.entered.emit(drafts)
        else:
            self._finish()

    def saved(self, entries: Sequence[Entry]) -> None:
        """These are in the record; what was waiting for them follows."""
        for entry in entries:
            self._written[entry.source or entry.id] = entry
        self.progress.setValue(_PER_MILLE * len(self._written) // max(len(self._results), 1))
        self._ask()

    def _finish(self) -> None:
        self._done()
        amended = sum(entry.amends is not None for entry in self._written.values())
        left = self.model.count("conflict") - len(self.model.ticked)
        self.said.tell(words.done(len(self._written), amended, left))
        self.model.show_lines(())
        self._results = ()
        self.path.clear()
        self.leave.setText(self.tr("Close"))
        self._none.setText(self.tr("Choose another file, or close."))
        self._show_counts()
        self.leave.setFocus()

    def refused(self, message: str) -> None:
        """Nothing was saved in this step, and why; the rows stay."""
        self._done()
        self._show_take()
        self.said.refuse(message)

    # --- the keyboard ---------------------------------------------------------------------------

    def reject(self) -> None:
        """Stop what is going on, else leave."""
        if self._busy:
            self._stopped = True
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._busy:
            self._stopped = True
            event.ignore()
        else:
            super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
        else:
            super().keyPressEvent(event)


def _is_of_stays(maps: Sequence[imports.Map], report: imports.FileReport) -> bool:
    """Whether the ids of a file are those of hospital stays."""
    return any(
        kind.owner.first_stay is not None
        for one in maps
        if one.name == report.map
        for kind in one.kinds
        if kind.kind == report.kind
    )
