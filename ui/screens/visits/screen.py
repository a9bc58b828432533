"""The Visits screen: the list of all visits, the matrix, the dose levels."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from functools import partial

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from bedside.appointments import Closed, SiteCalendar
from bedside.follow import Follow
from bedside.timeline import Entry
from ui import theme
from ui.drafts import Drafts
from ui.printed import Sheet, ask_printer, pdf, printed
from ui.screens.visits.checklist import Lookup
from ui.screens.visits.levels import LevelsPage
from ui.screens.visits.matrix import MatrixPage
from ui.screens.visits.rows import FILTERS, Rows, filter_hint, filter_text
from ui.screens.visits.sheets import list_sheet, matrix_sheets
from ui.screens.visits.worklist import Worklist
from ui.shown import date_text
from ui.widgets.parts import ElidedLabel, FlowRow, label

PAGES = ("list", "matrix", "levels")


class VisitsScreen(QWidget):
    """All patients' visits, for who plans and records them.

    ``closed`` tells on which days the site does not work, ``lookup`` finds the entry that shows an
    item of a checklist. It opens with what is overdue, open, or closes within 14 days. Alt+1 to
    Alt+6 choose the list, Ctrl+1 to Ctrl+3 the page, "/" goes to the search.
    """

    entered = Signal(object)
    opened = Signal(str)
    """A patient's chart is to be opened."""
    closed = Signal()
    asked_calendar = Signal()
    asked_csv = Signal(str)
    """The "list" or the "matrix" as a file for a spreadsheet; `shown_visits` tells what of it."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        zone: tzinfo,
        drafts: Drafts | None = None,
        closed: Closed | None = None,
        lookup: Lookup | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._zone = zone
        self._follows: Sequence[Follow] = ()
        self._rows = Rows()
        self._filter = "near"
        self._stale: set[str] = set(PAGES)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addLayout(self._make_head())
        layout.addWidget(self._make_tabs())
        self._stack = QStackedWidget()
        self.list = Worklist(
            clock, drafts or Drafts(None), closed or SiteCalendar("").closed, lookup
        )
        self.list.entered.connect(self.entered)
        self.list.left.connect(self.closed)
        self._stack.addWidget(self._make_list())
        self.matrix = MatrixPage(zone)
        self.matrix.opened.connect(self.show_patient)
        self._stack.addWidget(self.matrix)
        self.levels = LevelsPage()
        self._stack.addWidget(self.levels)
        layout.addWidget(self._stack, 1)
        area.setWidget(inside)
        outer.addWidget(area)
        self._area = area
        self._make_keys()
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    # --- making it ----------------------------------------------------------------------------

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(label(self.tr("Visits"), "title"))
        self._day = ElidedLabel("", "second")
        head.addWidget(self._day, 1)
        acts = FlowRow(8)
        self._calendar = QPushButton(self.tr("Export calendar (.ics)"))
        self._calendar.clicked.connect(self.asked_calendar)
        self._csv = QPushButton(self.tr("Export CSV"))
        self._csv.clicked.connect(lambda: self.asked_csv.emit(self._printable()))
        self._print = QPushButton(self.tr("Print"))
        menu = QMenu(self._print)
        menu.addAction(self.tr("&Print…"), self.print_out)
        menu.addAction(self.tr("Save as P&DF…"), self._ask_pdf)
        self._print.setMenu(menu)
        for button in (self._calendar, self._csv, self._print):
            button.setAutoDefault(False)
            acts.add(button)
        head.addWidget(acts)
        return head

    def _make_tabs(self) -> QTabBar:
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Pages of the visits"))
        for words in (self.tr("List"), self.tr("Matrix"), self.tr("Dose levels")):
            self.tabs.addTab(words)
        self.tabs.currentChanged.connect(self._turn)
        return self.tabs

    def _make_list(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        row = FlowRow(8)
        self._chips: dict[str, QPushButton] = {}
        for place, name in enumerate(FILTERS, 1):
            chip = QPushButton()
            chip.setCheckable(True)
            chip.setAutoExclusive(True)
            chip.setAutoDefault(False)
            keys = QKeySequence(f"Alt+{place}")
            shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
            chip.setToolTip(f"{filter_hint(name)} {shown}")
            chip.setAccessibleDescription(filter_hint(name))
            chip.clicked.connect(lambda _on=False, name=name: self.choose(name))
            self._chips[name] = chip
            row.add(chip)
        self._chips[self._filter].setChecked(True)
        self.wanted = QLineEdit()
        self.wanted.setPlaceholderText(self.tr("Find patient, protocol, item (/)"))
        self.wanted.setAccessibleName(self.tr("Search by protocol, patient, visit or assessment"))
        self.wanted.setClearButtonEnabled(True)
        self.wanted.setFixedWidth(theme.px(222))
        self.wanted.textChanged.connect(self._search)
        self.wanted.returnPressed.connect(self.list.begin)
        row.add(self.wanted)
        layout.addWidget(row)
        layout.addWidget(self.list, 1)
        return page

    def _make_keys(self) -> None:
        for place, name in enumerate(FILTERS, 1):
            self._bind(f"Alt+{place}", partial(self._press, name))
        for place in range(len(PAGES)):
            self._bind(f"Ctrl+{place + 1}", partial(self.tabs.setCurrentIndex, place))

    def _bind(self, keys: str, slot: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    # --- what is shown ------------------------------------------------------------------------

    def show_plans(self, follows: Sequence[Follow], now: datetime) -> None:
        """Show these plans as of now."""
        self._follows = follows
        today = now.astimezone(self._zone).date()
        self._day.setText(date_text(today, QLocale(), weekday=True))
        if not self._rows.take(follows, today):
            return
        for name, chip in self._chips.items():
            text = self.tr("{name} {n}").format(name=filter_text(name), n=self._rows.counts[name])
            chip.setText(text)
        self._stale = set(PAGES)
        self._feed()

    def _feed(self) -> None:
        """Give the page that is open what it shows, unless it has it."""
        page, now = PAGES[self.tabs.currentIndex()], self._clock()
        if page not in self._stale:
            return
        self._stale.discard(page)
        if page == "list":
            self._show_list()
        elif page == "matrix":
            self.matrix.show_follows(self._follows, now)
        else:
            self.levels.show_follows(self._follows, now.astimezone(self._zone).date())

    def _show_list(self) -> None:
        rows = self._rows.of(self._filter, self.wanted.text())
        if self.wanted.text().strip():
            empty = self.tr("No visit of this list holds these words.")
        elif self._follows:
            empty = self.tr("Nothing here today. {hint}").format(hint=filter_hint(self._filter))
        else:
            empty = self.tr("Nobody follows a protocol yet.")
        self.list.show_rows(rows, self._clock(), empty, self._rows.row)

    def counts(self) -> dict[str, int]:
        """How many visits each list holds, by its name."""
        return {name: self._rows.counts[name] for name in FILTERS}

    def shown_visits(self) -> tuple[tuple[str, str], ...]:
        """Patient and visit of each line of the list, in order."""
        return tuple(row.key for row in self.list.model.rows)

    def choose(self, name: str) -> None:
        """Choose one of the lists: "near", "overdue", "open", "week", "incomplete", "all"."""
        self._filter = name
        self._chips[name].setChecked(True)
        self.tabs.setCurrentIndex(0)
        self._show_list()

    def _press(self, name: str) -> None:
        self.choose(name)
        self.list.begin()

    def _search(self) -> None:
        self._show_list()

    def _turn(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._print.setEnabled(PAGES[place] != "levels")
        self._csv.setEnabled(PAGES[place] != "levels")
        self._feed()
        self.begin()

    def show_patient(self, patient: str, visit: str = "") -> None:
        """Show one patient's visits; with ``visit`` open that one."""
        self.tabs.setCurrentIndex(0)
        if not visit or not self.list.select(patient, visit):
            blocked = self.wanted.blockSignals(True)
            self.wanted.setText(patient)
            self.wanted.blockSignals(blocked)
            self.choose("all")
        if visit and self.list.select(patient, visit):
            self.list.open_visit()
        else:
            self.list.begin()

    def begin(self) -> None:
        """The keyboard goes to the page that is open."""
        page = PAGES[self.tabs.currentIndex()]
        {"list": self.list.begin, "matrix": self.matrix.begin, "levels": self.levels.begin}[page]()

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store holds what was asked for."""
        self.list.saved(entries)

    def refused(self, message: str) -> None:
        """Nothing was saved, and why."""
        self.list.refused(message)

    # --- on paper -----------------------------------------------------------------------------

    def _printable(self) -> str:
        return "matrix" if PAGES[self.tabs.currentIndex()] == "matrix" else "list"

    def sheets(self) -> tuple[Sheet, ...]:
        """What the open page shows, for paper."""
        if self._printable() == "matrix":
            return matrix_sheets(self.matrix)
        title = self.tr("Visits: {list}").format(list=filter_text(self._filter))
        return (list_sheet(title, self.list.model.rows, self._rows.today),)

    def print_out(self) -> None:
        """Ask for a printer and print."""
        printer = ask_printer(self)
        if printer is not None:
            printed(self.sheets(), printer, self._clock(), self._zone)

    def _ask_pdf(self) -> None:
        name = self.tr("visits-{day}.pdf").format(day=self._rows.today.isoformat())
        path, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Save as PDF"), name, self.tr("PDF (*.pdf)")
        )
        if path:
            self.save_pdf(path)

    def save_pdf(self, path: str) -> None:
        """Write what the open page shows as a PDF."""
        try:
            pdf(self.sheets(), path, self._clock(), self._zone)
        except OSError as error:
            said = self.tr("The PDF cannot be written: {why}")
            self.list.said.refuse(said.format(why=error.strerror or str(error)))
        else:
            self.list.said.tell(self.tr("Saved: {path}").format(path=path))

    # --- the keyboard -------------------------------------------------------------------------

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is in sight, however large the text."""
        if now is not None and self._area.isAncestorOf(now):
            self._area.ensureWidgetVisible(now, 0, theme.px(30))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.text() == "/" and PAGES[self.tabs.currentIndex()] == "list":
            self.wanted.setFocus()
            self.wanted.selectAll()
        elif plain and event.key() == Qt.Key.Key_O and self.list.shown() is not None:
            row = self.list.shown()
            assert row is not None
            self.opened.emit(row.standing.patient)
        elif plain and event.key() == Qt.Key.Key_Escape:
            if self.wanted.hasFocus():
                self.list.begin()
            elif self.tabs.currentIndex() != 0:
                self.tabs.setCurrentIndex(0)
            else:
                self.closed.emit()
        else:
            super().keyPressEvent(event)
