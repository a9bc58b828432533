"""Labs & cytokines: a line an analyte, new results at the left, earlier ones beside them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from bedside.analytes import Analyte
from bedside.chart import Chart
from bedside.facts import CtcaeVersion
from bedside.follow import Editions
from bedside.pasted import TooLong, is_table, pasted
from bedside.ranges import NO_RANGES, Ranges
from bedside.second_entry import waiting
from bedside.timeline import Draft, Entry
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient.dues import Dues, Rounds
from ui.screens.patient.labs_foot import LabsFoot
from ui.screens.patient.labs_grid import LabsGrid
from ui.screens.patient.labs_head import LabsHead
from ui.screens.patient.labs_marks import Marks, pinned
from ui.screens.patient.labs_models import Results, results, rows
from ui.screens.patient.labs_paste import PastedCard
from ui.screens.patient.labs_save import CannotSave, collected, questions_text, read_back
from ui.screens.patient.labs_second import SecondEntries
from ui.screens.patient.labs_sheets import Sheet, Sheets
from ui.ward import Keeper


class LabsPane(QWidget):
    """The laboratory grid of one patient, the form for new results, and their second entry.

    ``entered`` brings one draft a result, those of one set of one moment. ``asked_import`` asks
    for the import of a laboratory's file, ``asked_entry`` for an entry in the history;
    ``laboratory_chosen`` brings the laboratory that new results are from.
    """

    entered = Signal(object)
    asked_import = Signal()
    asked_entry = Signal(str)
    laboratory_chosen = Signal(str)

    def __init__(
        self, clock: Callable[[], datetime], drafts: Drafts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._drafts = drafts
        self._dues = Dues()
        self.entered.connect(lambda _drafts: self._dues.remember(self._chart))
        self._chart: Chart | None = None
        self._ranges: Ranges = NO_RANGES
        self._editions: Editions | None = None
        self._known = Results()
        self._sheets = Sheets()
        self._marks: Marks | None = None
        self._before_paste: Sheets | None = None
        self._placed: int | None = None
        self._asked: frozenset[str] = frozenset()
        self._asked_for: list[Sheet] = []
        self.head = LabsHead(clock)
        self.grid = LabsGrid()
        self.pasted = PastedCard()
        self.foot = LabsFoot()
        self._said = self.foot.said
        self.second = SecondEntries(clock, drafts)
        self.view, self.values = self.grid.view, self.grid.values
        self._model = self.grid.model
        self._time, self._find, self._every = self.head.time, self.head.search, self.head.every
        self._main = QWidget()
        layout = QVBoxLayout(self._main)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addWidget(self.head)
        layout.addWidget(self.second.line)
        layout.addWidget(self.pasted)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.foot)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._main)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self._connect()

    def _connect(self) -> None:
        self._time.changed.connect(self._timed)
        self._time.advanced.connect(self._enter_first)
        self._find.textChanged.connect(self._show_rows)
        self._find.returnPressed.connect(self._enter_first)
        self._every.toggled.connect(self._show_rows)
        self.head.paste.clicked.connect(self.paste)
        self.head.load.clicked.connect(self.asked_import)
        self.head.laboratory_chosen.connect(self.laboratory_chosen)
        self.foot.save.clicked.connect(self.save)
        self.foot.save_all.clicked.connect(self.save_all)
        self.grid.retyped.connect(self._retyped)
        self.grid.finished.connect(self.save)
        self.grid.history_wanted.connect(self.asked_entry)
        self.view.pasting.connect(self._paste_table)
        self.pasted.chosen.connect(self._show_set)
        self.pasted.taken_back.connect(self._take_back)
        self.pasted.cleared.connect(self._clear_unplaced)
        self.second.entered.connect(self.entered)
        self.second.opened.connect(self._open_second)
        self.second.left.connect(self._leave_second)
        for keys, act in (("Ctrl+Return", self.save), ("Ctrl+Enter", self.save)):
            self._key(QKeySequence(keys), act)
        self._key(QKeySequence(QKeySequence.StandardKey.Paste), self.paste)

    def _key(self, keys: QKeySequence, act: Callable[[], None]) -> None:
        shortcut = QShortcut(keys, self._main)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    # --- what it is told --------------------------------------------------------------------------

    def set_rounds(self, rounds: Rounds) -> None:
        """Where the rounds are asked for: what is due next is read back after saving."""
        self._dues.rounds = rounds

    def set_editions(self, editions: Editions) -> None:
        """Where the editions are found: they pin the version of the CTCAE."""
        self._editions = editions
        self._read_anew()

    def set_ranges(self, ranges: Ranges) -> None:
        """The reference ranges of the laboratories, by which results are read."""
        self._ranges = ranges
        self._read_anew()

    def set_keeper(self, keeper: Keeper | None) -> None:
        """Who is at the keyboard: a second entry is another person's."""
        self.second.set_keeper(keeper)

    def set_laboratory(self, laboratory: str) -> None:
        """The laboratory that new results are from; "" if nobody said."""
        self.head.set_laboratory(laboratory)

    @property
    def version(self) -> CtcaeVersion:
        """The version of the CTCAE that the patient's protocol pins; 5.0 without one."""
        return pinned(self._chart, self._editions)

    # --- what is shown ----------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show this patient; what was typed for another one waits in the drafts."""
        other = self._chart is None or self._chart.patient != chart.patient
        changed = other or self._chart is None or self._chart.timeline != chart.timeline
        self._chart = chart
        self._time.refresh(chart.zone)
        if other:
            self._leave_second()
            self._asked, self._asked_for = frozenset(), []
            self._before_paste, self._placed = None, None
            self._said.silence()
            self._find.clear()
            self._sheets = Sheets(self._drafts.get(chart.patient, "labs"))
            self._show_sheet()
        if changed:
            self._known = results(chart)
            self.second.show_batches(waiting(chart), chart)
            self._read_anew()
        elif not self.pasted.isHidden():
            self._show_pasted()
        self._show_count()

    def _read_anew(self) -> None:
        """The results are the same, what they mean may not be."""
        if self._chart is None:
            return
        self._marks = Marks(self._chart, self._ranges, self.version)
        self.foot.show_version(self.version)
        self.head.show_laboratories(self._ranges.laboratories, self._chart)
        self._show_rows()

    def _show_rows(self) -> None:
        if self._marks is None:
            return
        every = self._every.isChecked()
        lines = rows(self._known, self._model.typed, self._find.text(), every=every)
        self.grid.show_lines(lines, self._known, self._marks)

    def _show_sheet(self) -> None:
        """Put the text of the sheet into the fields."""
        self.grid.leave_field()
        self._model.set_sheet(self._sheets.shown)
        self._time.set_text(self._sheets.shown.time)
        self._show_pasted()

    def _show_pasted(self) -> None:
        assert self._chart is not None
        self.pasted.show_sheets(self._sheets, self._placed, self._clock(), self._chart.zone)
        self.second.stand_aside(aside=not self.pasted.isHidden())
        self.foot.show_sets(len(self._sheets.all))

    def _timed(self) -> None:
        self._sheets.shown.time = self._time.text()
        self._retyped()

    def _retyped(self) -> None:
        self._asked = frozenset()
        self._before_paste, self._placed = None, None
        self._said.silence()
        self._keep()
        self.grid.place_bubble()
        if not self.pasted.isHidden():
            self._show_pasted()
        self._show_count()

    def _keep(self) -> None:
        if self._chart is not None:
            self._drafts.keep(self._chart.patient, "labs", self._sheets.texts())

    def _show_count(self) -> None:
        self.foot.show_count(len(self._sheets.shown.filled()))

    def bubble(self) -> str:
        """The words beside the field that has the keyboard; empty where there are none."""
        return self.grid.bubble()

    # --- pasting ----------------------------------------------------------------------------------

    def paste(self) -> None:
        """Read the clipboard as results; nothing of it is saved."""
        self._take(QGuiApplication.clipboard().text())

    def _paste_table(self, taken: list[bool]) -> None:
        """In a field, one value is typed text; several are a table."""
        text = QGuiApplication.clipboard().text()
        if is_table(text):
            taken.append(True)
            self._take(text)

    def _take(self, text: str) -> None:
        if self._chart is None:
            return
        if not text.strip():
            self._refuse(self.tr("There is nothing to paste: copy the cells first."))
            return
        try:
            found = pasted(text, self.grid.below())
        except TooLong:
            self._refuse(self.tr("That is too long to be looked through: import it as a file."))
            return
        self.grid.leave_field()  # an open field would write its own text over what is pasted
        before = self._sheets.copy()
        placed = self._sheets.take(found)
        self._retyped()
        self._before_paste, self._placed = before, placed
        self._find.clear()
        self._show_sheet()
        self._show_rows()
        self._show_count()
        self._scroll_to_first()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_back(self) -> None:
        if self._before_paste is None:
            return
        self._sheets = self._before_paste
        self._retyped()
        self._show_sheet()
        self._show_rows()
        self._show_count()

    def _show_set(self, place: int) -> None:
        self._sheets.place = place
        self._said.silence()
        self._show_sheet()
        self._show_rows()
        self._show_count()
        self._scroll_to_first()

    def _scroll_to_first(self) -> None:
        filled = {analyte.key for analyte in self._sheets.shown.filled()}
        lines = (line.analyte for line in self._model.lines if line.analyte)
        first = next((analyte for analyte in lines if analyte.key in filled), None)
        if first is not None:
            self.grid.scroll_to(first)

    def _clear_unplaced(self) -> None:
        self._sheets.unplaced.clear()
        self._keep()
        self._show_pasted()

    # --- saving -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        if self.second.is_open():
            self.second.begin()
        else:
            self._enter_first()

    def _enter_first(self) -> None:
        first = self.view.first_line()
        if first is not None:
            self.view.go_to(first)

    def save(self) -> None:
        """Ask to record the set that is shown; refuse in words what cannot be."""
        if not self._sheets.shown.filled():
            self._refuse(self.tr("Nothing is typed yet."))
            return
        self._ask_for([self._sheets.shown])

    def save_all(self) -> None:
        """Ask to record every set that waits, all or none."""
        self._ask_for([sheet for sheet in self._sheets.all if sheet.filled()])

    def _ask_for(self, sheets: Iterable[Sheet]) -> None:
        chart = self._chart
        if chart is None:
            return
        drafts: list[Draft] = []
        questions: list[str] = []
        self._asked_for = list(sheets)
        for sheet in self._asked_for:
            try:
                found = collected(sheet, chart, self._clock(), self.head.laboratory())
            except CannotSave as problem:
                self._point_at(sheet, problem)
                return
            drafts += found.drafts
            questions += found.questions
        if not self._asked.issuperset(questions):
            self._asked = frozenset(questions)
            self.foot.ask(questions_text(questions))
            return
        self.entered.emit(tuple(drafts))

    def _point_at(self, sheet: Sheet, problem: CannotSave) -> None:
        if sheet is not self._sheets.shown:
            self._show_set(next(n for n, one in enumerate(self._sheets.all) if one is sheet))
        self._refuse(problem.words, problem.analyte)
        if problem.analyte is None:
            self._time.edit.setFocus()

    def _refuse(self, words: str, analyte: Analyte | None = None) -> None:
        self.foot.refuse(words)
        if analyte is None:
            return
        row = self.grid.line_of(analyte)
        if row is None:
            self._find.clear()
            row = self.grid.line_of(analyte)
        if row is not None:
            self.view.go_to(row)

    def refused(self, message: str) -> None:
        """Nothing was saved; all text stays."""
        if self.second.is_open():
            self.second.refuse(message)
        else:
            self._refuse(message)

    def saved(self, entries: Sequence[Entry]) -> None:
        """The results are in the record: clear the form and read back what was saved."""
        chart = self._chart
        if chart is None:
            return
        if self.second.is_open():
            said = self.second.saved(entries)
            self._leave_second()
        else:
            self._sheets.drop(self._asked_for)
            self._asked_for = []
            self._asked = frozenset()
            self._before_paste, self._placed = None, None
            self._show_sheet()
            self._keep()
            said = read_back(chart, entries)
        self._known = results(chart)
        self._show_rows()
        self._show_count()
        self.foot.tell(f"{said} {self._dues.text(chart)}".strip())
        self.setFocus()  # single keys are the screen's again

    # --- the second entry -------------------------------------------------------------------------

    def _open_second(self) -> None:
        if self._pages.indexOf(self.second.form) < 0:
            self._pages.addWidget(self.second.form)
        self._pages.setCurrentWidget(self.second.form)
        self.second.begin()

    def _leave_second(self) -> None:
        self.second.close()
        if self._pages.currentWidget() is not self._main:
            self._pages.setCurrentWidget(self._main)
            self.setFocus()
