"""The patient screen: the banner always in sight, below it one pane at a time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bedside.chart import Chart
from bedside.follow import Follow
from bedside.protocol.shelf import Shelf
from bedside.ranges import NO_RANGES, Ranges
from bedside.timeline import Draft, Entry
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient.banner import Banner
from ui.screens.patient.chart_pane import ChartPane
from ui.screens.patient.dues import Rounds, usual
from ui.screens.patient.keys import at_once
from ui.screens.patient.menu import PatientMenu
from ui.screens.patient.pane import (
    LEADING,
    PANES,
    ROUNDED,
    Edited,
    Leading,
    Pane,
    Ranged,
    Rounded,
    make_pane,
    tab_short,
    tab_text,
)
from ui.screens.patient.tabs import FittingTabs
from ui.screens.patient.turning import Turning
from ui.screens.refusal import Refusal
from ui.ward import Keeper

if TYPE_CHECKING:
    from bedside.appointments import Closed
    from ui.screens.patient.history import HistoryPane
    from ui.screens.patient.labs import LabsPane
    from ui.screens.visits.patient_pane import PatientVisits

_ACROSS = 820
RANGES = ("24h", "7d", "28d", "12mo")
_KEYS = {
    Qt.Key.Key_V: "record",
    Qt.Key.Key_I: "ice",
    Qt.Key.Key_L: "labs",
    Qt.Key.Key_D: "therapies",
}


class PatientScreen(QWidget):
    """One patient: banner, tabs, and the pane of the tab.

    A pane is made when its tab is first opened. Keys that no field takes: V and Ctrl+N record
    observations, N says what was not done, I, L, D open ICE, labs, therapies, E amends the set
    just saved or opens the history, F2 writes a note, Alt+1 to Alt+4 choose the range, Alt+5 the
    table, Ctrl+1 to Ctrl+9 the tab and Ctrl+0 the tenth. Escape leaves the field, then the patient.
    """

    entered = Signal(object)
    closed = Signal()
    asked_enrol = Signal()
    """Another patient is to be enrolled."""
    laboratory_chosen = Signal(str)
    """The laboratory that results typed here are from."""
    asked_lab_ranges = Signal()
    asked_lab_import = Signal()

    def __init__(
        self, clock: Callable[[], datetime], drafts: Drafts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._drafts = drafts
        self._chart: Chart | None = None
        self._keeper: Keeper | None = None
        self._shelf: Shelf | None = None
        self._plan: Callable[[str], Follow] | None = None
        self._closed_days: Closed | None = None
        self._asker: Pane | None = None
        self._rounds: Rounds = usual
        self._lab_ranges: Ranges = NO_RANGES
        self._laboratory = ""
        self._panes: dict[str, Pane] = {}
        self._pages: dict[str, QScrollArea] = {}
        self._shown: dict[str, Chart] = {}
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("Patient"))
        self.banner = Banner()
        self.tabs = FittingTabs()
        self.tabs.setAccessibleName(self.tr("Parts of the record"))
        for tab in PANES:
            self.tabs.add(tab, tab_text(tab), tab_short(tab))
        self._stack = QStackedWidget()
        self.menu = PatientMenu(clock)
        self._refusal = Refusal()
        self._refusal.entered.connect(self._ask_menu)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(10))
        outer.addWidget(self.banner)
        outer.addWidget(self._make_row())
        outer.addWidget(self._refusal)
        outer.addWidget(self._stack, 1)
        self._make_keys()
        self.tabs.currentChanged.connect(self._open)
        self.menu.entered.connect(self._refusal.ask)
        self.menu.asked_enrol.connect(self.asked_enrol)
        self.menu.asked_lab_ranges.connect(self.asked_lab_ranges)
        self.menu.asked_lab_import.connect(self.asked_lab_import)
        self._open(0)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    # --- making it ----------------------------------------------------------------------------

    def _make_row(self) -> Turning:
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(2))
        row.addStretch()
        self._ranges: dict[str, QPushButton] = {}
        texts = {
            "24h": self.tr("24 h"),
            "7d": self.tr("7 d"),
            "28d": self.tr("28 d"),
            "12mo": self.tr("12 mo"),
        }
        for place, name in enumerate(RANGES, 1):
            button = self._link(texts[name], f"Alt+{place}")
            button.setAccessibleName(self.tr("Show the last {span}").format(span=texts[name]))
            button.clicked.connect(lambda _on=False, name=name: self._set_range(name))
            self._ranges[name] = button
            row.addWidget(button)
        row.addSpacing(theme.px(8))
        self._table = self._link(self.tr("Table"), "Alt+5")
        self._table.setAccessibleName(self.tr("Show the points as a table"))
        self._table.toggled.connect(lambda on: self._chart_pane().set_table(on))
        row.addWidget(self._table)
        row.addSpacing(theme.px(8))
        row.addWidget(self.menu)
        turning = Turning(_ACROSS, 4)
        turning.add(self.tabs, 1)
        turning.add(tools)
        return turning

    def _link(self, text: str, keys: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "link")
        button.setCheckable(True)
        at_once(button, keys)
        button.setToolTip(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
        return button

    def _make_keys(self) -> None:
        for place, tab in enumerate(PANES):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{(place + 1) % 10}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda tab=tab: self.open_tab(tab))

    # --- panes --------------------------------------------------------------------------------

    def pane(self, tab: str) -> Pane:
        """The pane of a tab; made now if it was not. Raises KeyError."""
        if tab not in self._panes:
            widget, pane = make_pane(tab, self._clock, self._drafts)
            page = QScrollArea()
            page.setWidgetResizable(True)
            page.setFrameShape(QFrame.Shape.NoFrame)
            page.setWidget(widget)
            for spoken in (page, widget):  # either may have the keyboard after saving
                spoken.setAccessibleName(tab_text(tab).replace("&&", "&"))
            self._panes[tab] = pane
            self._pages[tab] = page
            self._stack.addWidget(page)
            pane.entered.connect(lambda drafts: self._ask(pane, drafts))
            self._tell_rounds(tab)
            if isinstance(pane, ChartPane):
                pane.set_keeper(self._keeper)
                pane.ranged.connect(self._show_range)
                pane.finished.connect(self.setFocus)
            if tab == "labs":
                self._tell_labs()
            self._tell_editions(tab)
            self._tell_ranges(tab)
            if tab in LEADING:
                cast("Leading", pane).asked_entry.connect(self.open_entry)
        return self._panes[tab]

    def _chart_pane(self) -> ChartPane:
        pane = self.pane("chart")
        assert isinstance(pane, ChartPane)
        return pane

    def tab(self) -> str:
        """The tab that is open."""
        return str(self.tabs.tabData(self.tabs.currentIndex()))

    def _open(self, place: int) -> None:
        tab = str(self.tabs.tabData(place))
        pane = self.pane(tab)
        self._stack.setCurrentWidget(self._pages[tab])
        self._feed(tab, pane)
        on_chart = tab == "chart"
        for button in (*self._ranges.values(), self._table):
            button.setVisible(on_chart)

    def _feed(self, tab: str, pane: Pane) -> None:
        """Give a pane the latest chart, unless it has it."""
        if self._chart is not None and self._shown.get(tab) is not self._chart:
            self._shown[tab] = self._chart
            pane.show_chart(self._chart)
        if tab == "visits" and self._chart is not None and self._plan is not None:
            plan = self._plan(self._chart.patient)
            cast("PatientVisits", pane).show_follow(plan, self._clock())

    def open_tab(self, tab: str) -> None:
        """Open a tab: "chart", "ice", "labs" ... (`PANES`); "record" is the strip.

        The keyboard goes to its first field; of the chart it stays free for single keys.
        """
        place = list(PANES).index("chart" if tab == "record" else tab)
        self.tabs.setCurrentIndex(place)
        if tab == "chart":
            self.setFocus()
        else:
            self.pane(self.tab()).begin()

    def open_entry(self, entry_id: str) -> None:
        """Open the history at an entry, or at what stands in its place now."""
        self.open_tab("history")
        cast("HistoryPane", self.pane("history")).show_entry(entry_id)

    def show_entry(self, entry: str) -> None:
        """Open the history at an entry."""
        self.open_tab("history")
        cast("HistoryPane", self.pane("history")).go_to(entry)

    # --- the patient --------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show this chart; another patient's begins at the chart, with the text kept for it."""
        other = self._chart is None or self._chart.patient != chart.patient
        self._chart = chart
        self.banner.show_chart(chart)
        self.menu.show_chart(chart)
        if other:
            self._refusal.give_up()
        self._feed(self.tab(), self.pane(self.tab()))

    def set_keeper(self, keeper: Keeper | None) -> None:
        """Who is at the keyboard: only a physician signs grades."""
        self._keeper = keeper
        self._chart_pane().set_keeper(keeper)
        if "labs" in self._panes:
            cast("LabsPane", self._panes["labs"]).set_keeper(keeper)
        self.menu.set_keeper(keeper)

    def set_shelf(self, shelf: Shelf) -> None:
        """The editions there are: what moves in the plan of a patient is told by them."""
        self._shelf = shelf
        self.menu.set_shelf(shelf)
        self.banner.set_editions(shelf.get)
        for tab in self._panes:
            self._tell_editions(tab)

    def set_plans(self, plan: "Callable[[str], Follow]", closed: "Closed") -> None:
        """Where a patient's plan is found, and on which days the site does not work."""
        self._plan = plan
        self._closed_days = closed
        if "visits" in self._panes:
            self._tell_editions("visits")

    def set_rounds(self, rounds: Rounds) -> None:
        """Where the rounds of a patient are asked for, by the edition that is followed."""
        self._rounds = rounds
        self.banner.set_rounds(rounds)
        for tab in self._panes:
            self._tell_rounds(tab)

    def _tell_rounds(self, tab: str) -> None:
        if tab in ROUNDED:
            cast("Rounded", self._panes[tab]).set_rounds(self._rounds)

    def set_ranges(self, ranges: Ranges) -> None:
        """The reference ranges of the laboratories, by which results are read."""
        self._lab_ranges = ranges
        for tab in self._panes:
            self._tell_ranges(tab)

    def _tell_ranges(self, tab: str) -> None:
        pane = self._panes[tab]
        if isinstance(pane, Ranged):
            pane.set_ranges(self._lab_ranges)

    def set_laboratory(self, laboratory: str) -> None:
        """The laboratory that was chosen last at this workstation; "" if none was."""
        self._laboratory = laboratory
        if "labs" in self._panes:
            cast("LabsPane", self._panes["labs"]).set_laboratory(laboratory)

    def _tell_labs(self) -> None:
        pane = cast("LabsPane", self._panes["labs"])
        pane.set_keeper(self._keeper)
        pane.set_laboratory(self._laboratory)
        pane.asked_import.connect(self.asked_lab_import)
        pane.laboratory_chosen.connect(self.laboratory_chosen)
        pane.laboratory_chosen.connect(self.set_laboratory)

    def show_plan(self) -> None:
        """Show the plan anew: it reads otherwise than before."""
        if self.tab() == "visits":
            self._feed("visits", self.pane("visits"))

    def _tell_editions(self, tab: str) -> None:
        if tab == "visits" and self._closed_days is not None:
            cast("PatientVisits", self._panes[tab]).set_closed(self._closed_days)
        if tab in {"labs", "toxicities", "adverse", "lupus", "history"} and self._shelf is not None:
            cast("Edited", self._panes[tab]).set_editions(self._shelf.get)

    # --- recording ----------------------------------------------------------------------------

    def _ask(self, pane: Pane, drafts: tuple[Draft, ...]) -> None:
        self._asker = pane
        self.entered.emit(drafts)

    def _ask_menu(self, drafts: tuple[Draft, ...]) -> None:
        self._asker = None
        self.entered.emit(drafts)

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store holds what was asked for: tell the pane that asked."""
        asker, self._asker = self._asker, None
        self._refusal.give_up()
        if asker is not None:
            asker.saved(entries)

    def refused(self, message: str) -> None:
        """Nothing was saved: the pane that asked says so, or a line on top."""
        asker, self._asker = self._asker, None
        if asker is not None:
            asker.refused(message)
        else:
            self._refusal.show_refusal(message)

    # --- the keyboard -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field has taken for itself."""
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if event.key() == Qt.Key.Key_Escape and plain:
            self._back()
        elif event.key() == Qt.Key.Key_F2:
            self.open_tab("chart")
            self._chart_pane().strip.write_note()
        elif plain and event.key() == Qt.Key.Key_E:
            self._correct()
        elif plain and event.key() in _KEYS:
            self.open_tab(_KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _correct(self) -> None:
        """Open the history, at the set just saved if there is one, to be amended."""
        just_saved = self._chart_pane().strip.just_saved()
        self.open_tab("history")
        if just_saved is not None:
            cast("HistoryPane", self.pane("history")).amend(just_saved.id)

    def _back(self) -> None:
        """Leave the field that has the keyboard; without one, leave the patient."""
        inside = QApplication.focusWidget()
        if isinstance(inside, QLineEdit | QComboBox | QPlainTextEdit):
            self.setFocus()
        else:
            self.closed.emit()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is in sight, however large the text."""
        page = self._pages.get(self.tab())
        if page is not None and now is not None and page.isAncestorOf(now):
            page.ensureWidgetVisible(now, 0, theme.px(40))

    # --- the range ----------------------------------------------------------------------------

    def _set_range(self, name: str) -> None:
        self._chart_pane().set_range(name)

    def _show_range(self, name: str) -> None:
        for key, button in self._ranges.items():
            button.setChecked(key == name)
