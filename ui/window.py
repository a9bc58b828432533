"""The main window: makes the screens, and every connect() between them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from bedside.chart import Chart
from bedside.ranges import Ranges
from bedside.survey import Survey
from bedside.timeline import Draft, Entry
from ui import theme, words
from ui.drafts import Drafts
from ui.follow_up import FollowUp
from ui.laboratory import Laboratory
from ui.lookout import Lookout
from ui.plans import Plans
from ui.screens.alarms import AlarmLines
from ui.screens.board import WardBoard
from ui.screens.side import Place, Side
from ui.screens.unsaved import Unsaved
from ui.settings import Settings
from ui.studying import Studying
from ui.ward import Keeper, StoreError, Ward
from ui.watching import Watching
from ui.widgets.parts import label

if TYPE_CHECKING:
    from ui.backing import Backing
    from ui.bell import Bell
    from ui.screens.lock import Lock
    from ui.screens.patient.screen import PatientScreen
    from ui.screens.settings import SettingsScreen

_SMALLEST = (960, 600)
_LOW = 950
"""Below this height, in design pixels, the alarms leave room for the work."""
_VERY_LOW = 600
"""Below this one they have one row each on the board too."""


class Pane(Protocol):
    """What asks to record: it hears what became of it."""

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store holds these now."""

    def refused(self, message: str) -> None:
        """Nothing was saved, and why."""


class MainWindow(QMainWindow):
    """All screens of one ward, and who is at the keyboard.

    What the first picture does not need is made when it is first opened. ``demo`` marks every
    screen as a demonstration; ``languages`` are those there are, by code. ``lookout`` watches
    the ward while the window is open.
    """

    painted = Signal()
    """The ward stands on the screen for the first time."""
    closed = Signal()

    def __init__(
        self,
        ward: Ward,
        drafts: Drafts,
        settings: Settings,
        plans: Plans,
        *,
        demo: bool,
        clock: Callable[[], datetime],
        languages: dict[str, str] | None = None,
        lookout: Lookout | None = None,
    ) -> None:
        super().__init__()
        self._ward = ward
        self._drafts = drafts
        self._settings = settings
        self._plans = plans
        self._demo = demo
        self._clock = clock
        self._languages = languages or {}
        self._backing: Backing | None = None
        self._lookout = lookout or Lookout(ward, parent=self)
        self._survey = Survey(ward.now(), ward.zone)
        self._shown = ""
        self._came_from = ""
        self._keeper: Keeper | None = None
        self._bell: Bell | None = None
        self._closed = False
        self._patient: PatientScreen | None = None
        self._settings_screen: SettingsScreen | None = None
        self._lock: Lock | None = None
        self._before_lock: tuple[QWidget | None, QWidget | None] | None = None
        self.setWindowTitle(self._title())
        self.setMinimumSize(*_SMALLEST)
        self.resize(1280, 800)
        self._make()
        self._connect()
        self._show_survey(ward.survey())
        self._unsaved.show_drafts(drafts.waiting())
        self._board.begin()

    def _title(self) -> str:
        if self._demo:
            return self.tr("Bedside — demonstration")
        if self._ward.read_only:
            return self.tr("Bedside — read only")
        return self.tr("Bedside")

    # --- what there is ------------------------------------------------------------------------

    def _make(self) -> None:
        self._side = Side()
        self._board = WardBoard(self._ward.zone, clock=self._clock)
        self._alarms = AlarmLines(self._clock)
        self._alarms.set_tables(self._ward.surveyor.table_of, self._ward.surveyor.table)
        self._unsaved = Unsaved()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._board)
        self._months = FollowUp(
            self._ward, self._plans, self._drafts, self._settings, self._clock, self._pages
        )
        self._watching = Watching(self._ward, self._plans, self._drafts, self._clock, self._pages)
        self._studying = Studying(self._ward, self._plans, self._clock, self._pages)
        maps = self._settings.folder / "imports"
        self._laboratory = Laboratory(self._ward, self._clock, self, maps)
        main = QVBoxLayout()
        main.setContentsMargins(*(theme.px(m) for m in (22, 18, 22, 18)))
        main.setSpacing(theme.px(14))
        main.addWidget(self._alarms)
        main.addWidget(self._unsaved)
        main.addWidget(self._pages, 1)
        self._said = _mark("", "read-only")
        self._said.hide()
        self._news = QPushButton()
        self._news.setProperty("kind", "news")
        self._news.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._news.hide()
        right = QVBoxLayout()
        right.setSpacing(0)
        for mark in (*self._marks(), self._said, self._news):
            right.addWidget(mark)
        right.addLayout(main, 1)
        central = QWidget()
        across = QHBoxLayout(central)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._side)
        across.addLayout(right, 1)
        self.setCentralWidget(central)
        self._shortcuts: list[QShortcut] = []

    def _marks(self) -> tuple[QLabel, ...]:
        """What every screen says of the record: that it is made up, or cannot be written."""
        marks = []
        if self._demo:
            marks.append(_mark(self.tr("DEMONSTRATION — simulated patients"), "demo"))
        if self._ward.read_only:
            marks.append(_mark(self.tr("READ ONLY — nothing can be recorded here"), "read-only"))
        return tuple(marks)

    def _connect(self) -> None:
        """Who hears whom, of all that is there from the start."""
        self._pages.currentChanged.connect(self._mark_place)
        self._pages.currentChanged.connect(self._fit_rail)
        # the record
        self._ward.surveyed.connect(self._show_survey)
        self._lookout.troubled.connect(self._tell_trouble)
        self._ward.charted.connect(self._chart)
        self._ward.ranged.connect(self._show_ranges)
        # the ward board
        self._board.opened.connect(self.open_patient)
        self._board.wanted.connect(self.open_patient)
        self._board.entered.connect(lambda drafts: self._record(self._board, drafts))
        self._board.asked_find.connect(self._find)
        self._board.asked_enrol.connect(self._enrol)
        self._board.painted.connect(self._first_paint, Qt.ConnectionType.SingleShotConnection)
        # alarms
        self._alarms.opened.connect(self.open_patient)
        self._alarms.entered.connect(lambda drafts: self._record(self._alarms, drafts))
        self._alarms.asked_page.connect(self.show_alarms)
        self._watching.entered.connect(self._record)
        self._laboratory.entered.connect(self._record)
        self._watching.opened.connect(self.open_patient)
        self._watching.closed.connect(self.show_ward)
        self._watching.asked_sound_check.connect(self._lookout.ask_check)
        self._lookout.sound_told.connect(self._watching.show_sound)
        # kept text
        self._unsaved.opened.connect(self._open_kept)
        # the twelve months
        self._months.entered.connect(self._record)
        self._months.opened.connect(self.open_patient)
        self._months.closed.connect(self.show_ward)
        self._months.counted.connect(self._side.show_reminders)
        self._months.told.connect(self._tell_news)
        self._months.asked_reminders.connect(self.show_reminders)
        self._news.clicked.connect(self.show_reminders)
        self._plans.planned.connect(self._plan)
        self._plans.troubled.connect(self._tell_trouble)
        # the study
        self._studying.opened.connect(self.open_entry)
        self._studying.closed.connect(self.show_ward)
        # side bar
        self._side.asked_ward.connect(self.show_ward)
        self._side.asked_patient.connect(self._show_patient)
        self._side.asked_alarms.connect(self.show_alarms)
        self._side.asked_handover.connect(self.show_handover)
        self._side.asked_visits.connect(self.show_visits)
        self._side.asked_reminders.connect(self.show_reminders)
        self._side.asked_study.connect(self.show_study)
        self._side.asked_settings.connect(self.show_settings)
        self._side.asked_who.connect(self.ask_who)
        self._side.asked_lock.connect(self.lock)
        # keys that hold on every screen but the lock
        for keys, slot in (
            ("Ctrl+K", self._find),
            ("Ctrl+N", self._record_observations),
            ("Ctrl+E", self._enrol),
            ("Ctrl+U", self.ask_who),
            ("Ctrl+L", self.lock),
            ("F5", self.show_study),
            ("F6", self.show_visits),
            ("F7", self.show_reminders),
            ("F8", self.show_alarms),
            ("F9", self.show_handover),
            ("Ctrl+,", self.show_settings),
            ("F1", self._show_keys),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(slot)
            self._shortcuts.append(shortcut)

    def _connect_patient(self, screen: "PatientScreen") -> None:
        """Who hears whom, once the patient screen is there."""
        screen.entered.connect(lambda drafts: self._record(screen, drafts))
        screen.closed.connect(self._leave_patient)
        screen.asked_enrol.connect(self._enrol)
        screen.asked_lab_ranges.connect(self.show_lab_ranges)
        screen.asked_lab_import.connect(self.show_lab_import)
        screen.laboratory_chosen.connect(self._settings.keep_laboratory)

    def _first_paint(self) -> None:
        self.painted.emit()
        QTimer.singleShot(0, self, self._start_bell)

    def _start_bell(self) -> None:
        if self._closed:
            return
        from ui.bell import Bell  # noqa: PLC0415 - the first picture does not wait for it

        self._bell = Bell(self)
        self._bell.rang.connect(self._tick)
        self._lookout.begin()
        self._set_bell()
        self._plans.begin()

    # --- the record ---------------------------------------------------------------------------

    def _show_survey(self, survey: Survey) -> None:
        """Show the ward as of now; what nobody looks at waits until somebody does."""
        self._survey = survey
        if self._pages.currentWidget() is self._board:
            self._board.show_survey(survey)
        self._alarms.show_survey(survey)
        self._side.show_alarms(self._alarms.count, self._alarms.highest)
        self._unsaved.keep(self._drafts.waiting())
        if self._lock is not None:
            self._lock.show_survey(survey)
        self._watching.show_survey(survey)
        self._plans.refresh()
        self._set_bell()

    def _set_bell(self) -> None:
        """Ring when the ward, or a reminder, would next read differently by itself."""
        if self._bell is not None:
            ahead = (self._ward.next_change(), self._plans.next_ring())
            self._bell.set(min((m for m in ahead if m is not None), default=None))

    def _tick(self) -> None:
        """Look at everything anew; where text cannot be kept, say so."""
        self._lookout.tick()
        kept = self._drafts.trouble
        text = self.tr("Text that is not saved yet cannot be kept on the disk ({why}).")
        if kept:
            self._said.setText(text.format(why=kept))
            self._said.show()
        elif not self._lookout.is_in_trouble:
            self._said.hide()

    def _tell_trouble(self, error: StoreError) -> None:
        self._said.setText(words.trouble(error))
        self._said.show()

    def _tell_news(self, text: str) -> None:
        """Say on every screen that reminders came up; gone once they are looked at."""
        self._news.setText(text)
        self._fit_rail()

    def _plan(self) -> None:
        """Show the plan of the patient who is open: it reads otherwise than before."""
        if self._patient is not None:
            self._patient.show_plan()

    def _chart(self, chart: Chart) -> None:
        """Show a new chart of the patient who is open."""
        if self._patient is not None and chart.patient == self._shown:
            self._patient.show_chart(chart)

    def _show_ranges(self, ranges: Ranges) -> None:
        """Read the results of the patient who is open by these ranges."""
        if self._patient is not None:
            self._patient.set_ranges(ranges)

    def _record(self, pane: Pane, drafts: Sequence[Draft]) -> None:
        """Write down what a pane asks for, by name; tell the pane what became of it."""
        if self._keeper is None:
            self._ask(
                self.tr("Nothing is saved without a name."),
                then=lambda: self._record(pane, drafts),
                otherwise=lambda: pane.refused(
                    self.tr("Not saved: nobody has said who is at the keyboard.")
                ),
            )
            return
        try:
            entries = self._ward.record(drafts, self._keeper)
        except StoreError as error:
            pane.refused(words.trouble(error))
        else:
            pane.saved(entries)

    # --- going from screen to screen ----------------------------------------------------------

    def show_ward(self) -> None:
        """Go to the ward board."""
        self._board.show_survey(self._survey)
        self._go(self._board)
        self._board.begin()

    def open_patient(self, patient: str, tab: str = "") -> None:
        """Open a patient, at a tab of the screen ("record": at the entry strip); not if locked."""
        if self._before_lock is not None:
            return
        try:
            chart = self._ward.chart(patient)
        except StoreError as error:
            self._tell_trouble(error)
            return
        screen = self._patient_screen()
        if patient != self._shown:
            self._shown = patient
            screen.show_chart(chart)
            self._side.show_patient(patient)
        self._came_from = ""
        self._go(screen)
        screen.open_tab(tab or "chart")

    def open_entry(self, patient: str, entry: str) -> None:
        """Open the history of a patient at an entry; Esc then leads back to the study."""
        self.open_patient(patient, "history")
        if self._patient is not None and self._pages.currentWidget() is self._patient:
            self._patient.show_entry(entry)
            self._came_from = "study"

    def _leave_patient(self) -> None:
        if self._came_from == "study":
            self.show_study()
        else:
            self.show_ward()

    def _open_kept(self, patient: str, tab: str) -> None:
        """Open the form whose text was kept."""
        if tab == "handover":
            self.show_handover(patient)
        else:
            self.open_patient(patient, tab)

    def _show_patient(self) -> None:
        """Go to the patient who was open last, else to the one marked on the board."""
        patient = self._shown or self._board.marked()
        if patient:
            self.open_patient(patient)
        else:
            self._find()

    def show_visits(self, patient: str = "", visit: str = "") -> None:
        """Go to the visits of all patients; to those of one, and to one of them, if named."""
        self._months.show_visits(patient, visit)

    def show_reminders(self) -> None:
        """Go to the reminders, unless the screen is locked: the desktop may have asked."""
        if self._before_lock is None:
            self._months.show_reminders()

    def show_study(self) -> None:
        """Go to the study."""
        self._studying.show_study()

    def show_alarms(self) -> None:
        """Go to the alarms."""
        self._watching.show_alarms()

    def show_handover(self, patient: str = "") -> None:
        """Go to the handover; to the sheet of a patient, if one is named."""
        self._watching.show_handover(patient)

    def _record_observations(self) -> None:
        screen = self._patient
        if screen is not None and self._pages.currentWidget() is screen:
            screen.open_tab("record")
        else:
            self._board.record()

    def set_backing(self, backing: "Backing") -> None:
        """Where copies of the record are made, for the settings."""
        self._backing = backing

    def show_settings(self) -> None:
        """Go to the settings."""
        from ui.failures import version  # noqa: PLC0415 - seldom needed
        from ui.screens.settings import SettingsScreen  # noqa: PLC0415 - seldom needed

        if self._settings_screen is None:
            facts = (
                (self.tr("Record"), self._ward.path),
                (self.tr("Version"), version()),
                (self.tr("Graded by"), words.editions()),
                *self._protocol_facts(),
            )
            screen = SettingsScreen(
                self._settings,
                self._languages,
                facts,
                backing=self._backing,
                zone=self._ward.zone,
            )
            screen.closed.connect(self.show_ward)
            screen.asked_lab_ranges.connect(self.show_lab_ranges)
            screen.asked_lab_import.connect(self.show_lab_import)
            self._settings_screen = screen
            self._pages.addWidget(screen)
        self._go(self._settings_screen)
        self._settings_screen.begin()

    def _protocol_facts(self) -> tuple[tuple[str, str], ...]:
        """The editions there are, and what is wrong with the files that cannot be used."""
        shelf = self._plans.shelf
        names = [f"{one.short} {one.edition}" for one in shelf.latest()]
        found = [(self.tr("Protocols"), ", ".join(names))]
        found += [(self.tr("Cannot be used"), str(broken)) for broken in shelf.broken]
        return tuple(found)

    def _go(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)

    def _fit_rail(self) -> None:
        """Give the alarms one row where a patient is worked on and the window is low.

        The page of alarms shows them itself.
        """
        page = self._pages.currentWidget()
        low = self.height() < theme.px(_LOW)
        is_board = page is self._board or page is self._lock
        self._alarms.set_compact(low and (not is_board or self.height() < theme.px(_VERY_LOW)))
        self._alarms.set_aside(self._watching.place() == "alarms")
        self._news.setVisible(bool(self._news.text()) and not (low and page is self._patient))

    def _mark_place(self) -> None:
        """Mark in the side bar where one is."""
        place: Place = "patient"
        page = self._pages.currentWidget()
        if page is self._board:
            place = "ward"
        elif page is self._settings_screen:
            place = "settings"
        else:
            elsewhere: dict[str, Place] = {
                "visits": "visits",
                "reminders": "reminders",
                "alarms": "alarms",
                "handover": "handover",
                "study": "study",
            }
            named = self._months.place() or self._watching.place() or self._studying.place()
            place = elsewhere.get(named, place)
        self._side.mark(place)

    def _patient_screen(self) -> "PatientScreen":
        if self._patient is None:
            from ui.screens.patient.screen import (  # noqa: PLC0415 - brings the charts
                PatientScreen,
            )

            self._patient = PatientScreen(self._clock, self._drafts)
            self._patient.set_keeper(self._keeper)
            self._patient.set_shelf(self._plans.shelf)
            self._patient.set_rounds(self._ward.surveyor.rounds)
            self._patient.set_ranges(self._ward.ranges)
            self._patient.set_laboratory(self._settings.laboratory)
            self._patient.set_plans(self._plans.follow, self._settings.site_calendar().closed)
            self._pages.addWidget(self._patient)
            self._connect_patient(self._patient)
        return self._patient

    # --- dialogs ------------------------------------------------------------------------------

    def _marked(self) -> str:
        """The patient who is open, or marked on the board; empty where neither is."""
        if self._pages.currentWidget() is self._patient:
            return self._shown
        return self._board.marked() if self._pages.currentWidget() is self._board else ""

    def _find(self) -> None:
        from ui.screens.find import Find  # noqa: PLC0415 - the first picture does not wait for it

        dialog = Find(self._ward.people(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.opened.connect(self.open_patient)
        dialog.open()

    def _enrol(self) -> None:
        from ui.screens.enrol import Enrol  # noqa: PLC0415 - seldom needed

        known = [person.patient for person in self._ward.people()]
        offered = self._plans.shelf.latest()
        form = Enrol(known, self._clock, self._ward.zone, self, protocols=offered)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.entered.connect(lambda drafts: self._record(form, drafts))
        form.opened.connect(self.open_patient)
        form.open()

    def show_lab_ranges(self) -> None:
        """Open the reference ranges of laboratories, for whoever is at the keyboard."""
        if self._keeper is None and not self._ward.read_only:
            self._ask(
                self.tr("Ranges are changed by a physician or a coordinator."),
                then=lambda: self._laboratory.show_ranges(self._keeper),
            )
        else:
            self._laboratory.show_ranges(None if self._ward.read_only else self._keeper)

    def show_lab_import(self) -> None:
        """Open the import of laboratory results from a file."""
        self._laboratory.show_import()

    def _show_keys(self) -> None:
        from ui.screens.keys import KeysDialog  # noqa: PLC0415 - seldom needed

        dialog = KeysDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # --- who is at the keyboard ---------------------------------------------------------------

    @property
    def keeper(self) -> Keeper | None:
        """Who is at the keyboard, as far as anybody has said."""
        return self._keeper

    def ask_who(self) -> None:
        """Ask who is at the keyboard."""
        self._ask("")

    def _ask(
        self,
        why: str,
        then: Callable[[], None] | None = None,
        otherwise: Callable[[], None] | None = None,
    ) -> None:
        from ui.screens.who import Who  # noqa: PLC0415 - the first picture does not wait for it

        # above a form that waits for a name to be saved
        above = QApplication.activeModalWidget() or self
        dialog = Who(self._settings.people, why, above)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.named.connect(self.name)
        if then is not None:
            dialog.named.connect(lambda _keeper: then())
        if otherwise is not None:
            dialog.rejected.connect(otherwise)
        dialog.open()

    def name(self, keeper: Keeper) -> None:
        """Take this person's name for what is recorded from now on."""
        self._settings.remember(keeper)
        self._set_keeper(keeper)

    def _set_keeper(self, keeper: Keeper | None) -> None:
        self._keeper = keeper
        self._side.show_keeper(keeper)
        self._watching.set_keeper(keeper)
        self._studying.set_keeper(keeper)
        if self._patient is not None:
            self._patient.set_keeper(keeper)

    # --- the lock -----------------------------------------------------------------------------

    @property
    def is_locked(self) -> bool:
        """Whether the lock is over everything."""
        return self._before_lock is not None

    def lock(self) -> None:
        """Hide who lies here; whoever goes on says who it is."""
        from ui.screens.lock import Lock  # noqa: PLC0415 - the first picture does not wait for it

        if self._before_lock is not None:
            return
        if self._lock is None:
            self._lock = Lock(self._ward.zone)
            self._lock.asked.connect(self._ask_unlock)
            self._pages.addWidget(self._lock)
        self._before_lock = (self._pages.currentWidget(), self.focusWidget())
        self._set_keeper(None)
        self._set_locked(True)
        self._lock.show_survey(self._survey)
        self._pages.setCurrentWidget(self._lock)
        self._lock.setFocus()

    def _ask_unlock(self) -> None:
        self._ask(self.tr("The screen is locked."), then=self._unlock)

    def _unlock(self) -> None:
        if self._before_lock is None:
            return
        page, focus = self._before_lock
        self._before_lock = None
        self._set_locked(False)
        if page is not None:
            self._pages.setCurrentWidget(page)
        self._show_survey(self._ward.last_survey)
        if focus is not None and isValid(focus):
            focus.setFocus()

    def _set_locked(self, locked: bool) -> None:  # noqa: FBT001
        for shortcut in self._shortcuts:
            shortcut.setEnabled(not locked)
        self._side.setVisible(not locked)
        self._unsaved.set_hidden(locked)
        self._months.set_private(locked)
        self._alarms.set_private(locked)
        self.setWindowTitle(self.tr("Bedside — locked") if locked else self._title())

    # --- Qt -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field has taken for itself."""
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if self._before_lock is None and plain and event.key() == Qt.Key.Key_A:
            self._alarms.begin()
        elif self._before_lock is None and plain and event.key() == Qt.Key.Key_H:
            self.show_handover(self._marked())
        elif self._before_lock is None and event.text() == "/":
            self._find()
        else:
            super().keyPressEvent(event)

    def place(self) -> tuple[str, str]:
        """Where one is, as the side bar names it, and the patient who is open."""
        page = self._pages.currentWidget()
        if page is self._settings_screen:
            return "settings", self._shown
        elsewhere = self._months.place() or self._watching.place() or self._studying.place()
        if elsewhere:
            return elsewhere, self._shown
        return "patient" if page is self._patient else "ward", self._shown

    def resume(self, other: "MainWindow") -> None:
        """Stand where another window stood: the same person, place and patient."""
        self.setGeometry(other.geometry())
        self.setWindowState(other.windowState())
        if other.keeper is not None:
            self.name(other.keeper)
        place, patient = other.place()
        if patient:
            self.open_patient(patient)
        go = {
            "settings": self.show_settings,
            "visits": self.show_visits,
            "reminders": self._months.show_reminders,
            "alarms": self.show_alarms,
            "handover": self.show_handover,
            "study": self.show_study,
            "ward": self.show_ward,
        }.get(place)
        if go is not None:
            go()
        if other.is_locked:
            self.lock()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._closed = True
        self.closed.emit()
        self._months.close()
        if self._bell is not None:
            self._bell.stop()
        super().closeEvent(event)


def _mark(text: str, look: str) -> QLabel:
    made = label(text, wrap=True)
    made.setProperty("mark", look)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made
