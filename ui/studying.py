"""The study in the main window: its screen made when first opened, its patients read bit by bit."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from bedside.chart import Chart
from ui.plans import Plans
from ui.ward import Keeper, StoreError, Ward

if TYPE_CHECKING:
    from bedside.study import Study, Subject, Subjects
    from ui.screens.study import StudyScreen

_AT_ONCE = 1500
"""So many entries are worked through before the window is asked again what it wants."""
_TOLD = 25
"""From so many patients on it is told how far the reading is."""


class Studying(QObject):
    """Every patient of the record as a subject of the study.

    Nothing is read before the screen is first opened. Then one patient after the other is worked
    out whenever there is nothing else to do; a new entry, or a new day, has it done again for
    whom it concerns. ``opened`` asks for an entry of a patient.
    """

    opened = Signal(str, str)
    closed = Signal()
    studied = Signal()
    """Everybody was read, or it was given up."""

    def __init__(
        self,
        ward: Ward,
        plans: Plans,
        clock: Callable[[], datetime],
        pages: QStackedWidget,
    ) -> None:
        super().__init__(pages)
        self._ward = ward
        self._plans = plans
        self._clock = clock
        self._pages = pages
        self._screen: StudyScreen | None = None
        self._subjects: Subjects | None = None
        self._found: dict[str, Subject] = {}
        self._waiting: dict[str, None] = {}
        self._unreadable: dict[str, StoreError] = {}
        self._stopped = False
        self._today: date | None = None
        self._keeper: Keeper | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)
        ward.charted.connect(self._chart)

    # --- the page -----------------------------------------------------------------------------

    def show_study(self) -> None:
        """Go to the study."""
        screen = self._study_screen()
        self._pages.setCurrentWidget(screen)
        self._begin()
        screen.begin()

    def place(self) -> str:
        """Which of its pages is open: "study", or none ("")."""
        page = self._pages.currentWidget()
        return "study" if page is not None and page is self._screen else ""

    def set_keeper(self, keeper: Keeper | None) -> None:
        """Who is at the keyboard: the name stands on paper."""
        self._keeper = keeper

    @property
    def is_whole(self) -> bool:
        """Whether nobody waits to be read."""
        return not self._waiting

    def _study_screen(self) -> "StudyScreen":
        if self._screen is None:
            from ui.screens.study import StudyScreen  # noqa: PLC0415 - seldom needed

            screen = StudyScreen(self._clock, self._ward.zone, self._ward.entry)
            screen.opened.connect(self.opened)
            screen.closed.connect(self.closed)
            screen.asked_csv.connect(self._save_csv)
            screen.cancelled.connect(self._stop)
            screen.asked_rest.connect(self._go_on)
            self._screen = screen
            self._pages.addWidget(screen)
        return self._screen

    # --- reading ------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Read whoever was not read since the log grew or the day went by."""
        today = self._ward.now().astimezone(self._ward.zone).date()
        people = [person.patient for person in self._ward.people()]
        if today != self._today:
            self._today = today
            self._waiting = dict.fromkeys(people)
        elif not self._stopped:
            self._waiting |= dict.fromkeys(p for p in people if p not in self._found)
        if self._stopped:
            self._show()
        elif self._waiting:
            self._timer.start()
        else:
            self._show()

    def _chart(self, chart: Chart) -> None:
        """Somebody was charted anew: work the patient out again, once somebody looks."""
        if self._screen is None:
            return
        patient = chart.patient
        self._waiting.setdefault(patient)
        if self.place() and not self._stopped:
            self._timer.start()

    def _step(self) -> None:
        """Some more patients; at the end all of them are shown."""
        from bedside.study import Subjects  # noqa: PLC0415 - the first picture does not wait for it

        if self._subjects is None:
            self._subjects = Subjects(self._plans.shelf.get, self._ward.zone)
        now, worked, changed = self._ward.now(), 0, False
        while self._waiting and worked < _AT_ONCE:
            patient = next(iter(self._waiting))
            del self._waiting[patient]
            try:
                log = self._ward.log(patient)
            except (KeyError, StoreError) as error:
                if isinstance(error, StoreError):
                    self._unreadable[patient] = error
                continue
            found = self._subjects.subject(log, now)
            changed = changed or self._found.get(patient) is not found
            self._found[patient] = found
            worked += len(log)
        if self._waiting:
            self._tell()
            return
        self._timer.stop()
        self._stopped = False
        self._show()
        self.studied.emit()

    def _tell(self) -> None:
        whole = len(self._ward.people())
        if self._screen is not None and whole >= _TOLD:
            done = whole - len(self._waiting)
            self._screen.show_reading(done, whole, stopped=self._stopped)

    def _stop(self) -> None:
        """Leave the rest out, and show those who were read."""
        self._timer.stop()
        self._stopped = True
        self._show()
        self.studied.emit()

    def _go_on(self) -> None:
        self._stopped = False
        self._timer.start()

    def _show(self) -> None:
        from bedside.study import study  # noqa: PLC0415 - the first picture does not wait for it

        screen = self._screen
        if screen is None:
            return
        whole = len(self._ward.people())
        done = whole - len([p for p in self._waiting if p not in self._found])
        screen.show_reading(done if self._stopped else whole, whole, stopped=self._stopped)
        by = "" if self._keeper is None else self._keeper.name
        names = {one.protocol: self._name(one) for one in self._found.values()}
        subjects = [one for one in self._found.values() if one.enrolled.value or one.is_infused]
        screen.show_study(study(subjects), names, by)
        if self._unreadable:
            screen.tell(
                self.tr("Cannot be read, and left out: {names}").format(
                    names=", ".join(sorted(self._unreadable))
                ),
                "refused",
            )

    def _name(self, one: "Subject") -> str:
        protocol = self._plans.shelf.get(one.protocol, one.edition) if one.protocol else None
        return one.protocol if protocol is None else protocol.short

    # --- files --------------------------------------------------------------------------------

    def _save_csv(self, of: "Study") -> None:
        from bedside.exports.study import levels_csv, patients_csv  # noqa: PLC0415 - seldom needed

        screen = self._study_screen()
        patients, levels = self.tr("One line a patient (*.csv)"), self.tr("Dose levels (*.csv)")
        path, kind = QFileDialog.getSaveFileName(
            screen, self.tr("Save"), "study.csv", f"{patients};;{levels}"
        )
        if not path:
            return
        table = levels_csv(of) if kind == levels else patients_csv(of, self._ward.zone)
        try:
            Path(path).write_bytes(table)
        except OSError as error:
            why = error.strerror or str(error)
            screen.tell(self.tr("The file cannot be written: {why}").format(why=why), "refused")
        else:
            screen.tell(self.tr("Saved: {path}").format(path=path))
