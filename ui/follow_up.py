"""The screens of the twelve months: made when first opened, fed from the plans."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from bedside.follow import Standing
from bedside.reminders import Reminder, shown
from ui.drafts import Drafts
from ui.plans import Plans
from ui.settings import Settings
from ui.tray import Tray
from ui.ward import Ward
from ui.widgets.parts import Level

if TYPE_CHECKING:
    from ui.screens.reminders import RemindersPanel
    from ui.screens.visits.screen import VisitsScreen


class FollowUp(QObject):
    """Visits and reminders in the main window.

    ``entered`` asks to record, with the pane that asks; ``opened`` asks for a patient and a tab;
    ``counted`` tells how many reminders wait, and how urgent they are; ``told`` is what is to be
    said on every screen: how many fell due while the program was closed.
    """

    entered = Signal(object, object)
    opened = Signal(str, str)
    closed = Signal()
    asked_reminders = Signal()
    """Somebody clicked on a notification of the desktop."""
    counted = Signal(int, str)
    told = Signal(str)

    def __init__(
        self,
        ward: Ward,
        plans: Plans,
        drafts: Drafts,
        settings: Settings,
        clock: Callable[[], datetime],
        pages: QStackedWidget,
    ) -> None:
        super().__init__(pages)
        self._ward = ward
        self._plans = plans
        self._drafts = drafts
        self._settings = settings
        self._clock = clock
        self._pages = pages
        self._visits: VisitsScreen | None = None
        self._reminders: RemindersPanel | None = None
        self._tray = Tray(self)
        self._tray.opened.connect(self.asked_reminders)
        self._since: frozenset[str] = frozenset()
        self._has_rung = False
        self._private = False
        plans.planned.connect(self._feed_visits)
        plans.reminded.connect(self._feed_reminders)
        plans.rang.connect(self._ring)
        settings.changed.connect(self._changed)

    # --- the pages ----------------------------------------------------------------------------

    def show_visits(self, patient: str = "", visit: str = "") -> None:
        """Go to the visits; to those of a patient, and to one of them, where they are named."""
        screen = self._visits_screen()
        self._pages.setCurrentWidget(screen)
        self._feed_visits()
        if patient:
            screen.show_patient(patient, visit)
        else:
            screen.begin()

    def show_reminders(self) -> None:
        """Go to the reminders."""
        panel = self._reminders_panel()
        self._pages.setCurrentWidget(panel)
        self._feed_reminders(self._plans.reminders())
        self.told.emit("")
        panel.begin()

    def place(self) -> str:
        """Which of its pages is open: "visits", "reminders", or none ("")."""
        page = self._pages.currentWidget()
        if page is None:
            return ""
        if page is self._visits:
            return "visits"
        return "reminders" if page is self._reminders else ""

    def set_private(self, private: bool) -> None:  # noqa: FBT001
        """Whether the screen is locked: then nobody is named on the desktop either."""
        self._private = private

    def close(self) -> None:
        """Take the sign in the desktop's tray away."""
        self._tray.close()

    def _visits_screen(self) -> "VisitsScreen":
        if self._visits is None:
            from ui.screens.visits.screen import VisitsScreen  # noqa: PLC0415 - seldom needed

            screen = VisitsScreen(
                self._clock,
                self._ward.zone,
                self._drafts,
                self._settings.site_calendar().closed,
                self._ward.entry,
            )
            screen.list.set_charts(self._ward.chart)
            screen.entered.connect(lambda drafts: self.entered.emit(screen, drafts))
            screen.opened.connect(lambda patient: self.opened.emit(patient, "visits"))
            screen.closed.connect(self.closed)
            screen.asked_calendar.connect(self._save_calendar)
            screen.asked_csv.connect(self._save_csv)
            self._visits = screen
            self._pages.addWidget(screen)
        return self._visits

    def _reminders_panel(self) -> "RemindersPanel":
        if self._reminders is None:
            from ui.screens.reminders import RemindersPanel  # noqa: PLC0415 - seldom needed

            panel = RemindersPanel(self._clock, self._ward.zone)
            panel.entered.connect(lambda drafts: self.entered.emit(panel, drafts))
            panel.opened.connect(self.show_visits)
            panel.closed.connect(self.closed)
            panel.show_reminders(self._plans.reminders(), self._clock(), self._since)
            self._reminders = panel
            self._pages.addWidget(panel)
        return self._reminders

    # --- what they show -----------------------------------------------------------------------

    def _feed_visits(self) -> None:
        if self._visits is not None and self._pages.currentWidget() is self._visits:
            self._visits.show_plans(self._plans.follows(), self._clock())

    def _feed_reminders(self, standing: tuple[Reminder, ...]) -> None:
        unanswered = [r for r in shown(standing) if r.answer == "open"]
        count, first = len(unanswered), unanswered[0] if unanswered else None
        level: Level = "medium" if first is not None and first.kind == "overdue" else "low"
        self.counted.emit(count, level)
        self._tray.show_count(count)
        if self._reminders is not None:
            self._reminders.show_reminders(standing, self._clock())

    def _ring(self, new: tuple[Reminder, ...]) -> None:
        """Tell of reminders that nobody was told of: on the desktop, and on the screen."""
        self._tray.tell(new, private=self._private)
        first, self._has_rung = not self._has_rung, True
        rows = len(shown(new))
        if first:
            self._since = frozenset(reminder.ring for reminder in new)
            if self._reminders is not None:
                self._reminders.show_reminders(self._plans.reminders(), self._clock(), self._since)
            text = self.tr("Reminders that fell due since the program was last open: {n} (F7)")
        else:
            text = self.tr("New reminders: {n} (F7)")
        self.told.emit(text.format(n=rows))

    def _changed(self, name: str) -> None:
        if name in {"country", "region"} and self._visits is not None:
            self._visits.list.set_closed(self._settings.site_calendar().closed)
        elif name == "leads":
            self._plans.refresh()

    # --- files --------------------------------------------------------------------------------

    def _save_calendar(self) -> None:
        from bedside.exports.calendar import calendar  # noqa: PLC0415 - seldom needed
        from ui.words.calendar import in_words  # noqa: PLC0415 - seldom needed

        screen = self._visits_screen()
        standings = self._shown_standings()
        self._save(
            screen,
            "visits.ics",
            self.tr("Calendar (*.ics)"),
            lambda: calendar(standings, self._clock(), words=in_words),
        )

    def _save_csv(self, what: str) -> None:
        from bedside.exports.visits import list_csv, matrix_csv  # noqa: PLC0415 - seldom needed

        follows = self._plans.follows()
        today = self._clock().astimezone(self._ward.zone).date()

        def made() -> bytes:
            if what == "matrix":
                return matrix_csv(follows, today)
            by_patient = {follow.patient: follow for follow in follows}
            return list_csv((by_patient[s.patient], s) for s in self._shown_standings())

        name = "matrix.csv" if what == "matrix" else "visits.csv"
        self._save(self._visits_screen(), name, self.tr("Spreadsheet (*.csv)"), made)

    def _shown_standings(self) -> tuple[Standing, ...]:
        """The visits of the list as it is filtered, in its order."""
        today = self._clock().astimezone(self._ward.zone).date()
        wanted = self._visits_screen().shown_visits()
        found = {
            (standing.patient, standing.visit.id): standing
            for follow in self._plans.follows()
            for standing in follow.standings(today)
        }
        return tuple(found[key] for key in wanted if key in found)

    def _save(self, above: QWidget, name: str, kind: str, made: Callable[[], bytes]) -> None:
        path, _ = QFileDialog.getSaveFileName(above, self.tr("Save"), name, kind)
        if not path:
            return
        said = self._visits_screen().list.said
        try:
            Path(path).write_bytes(made())
        except OSError as error:
            why = error.strerror or str(error)
            said.refuse(self.tr("The file cannot be written: {why}").format(why=why))
        else:
            said.tell(self.tr("Saved: {path}").format(path=path))
