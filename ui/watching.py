"""The screens of the watch: alarms and handover, made when first opened, fed from the survey."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from bedside.follow import Follow
from bedside.survey import Survey
from ui.drafts import Drafts
from ui.plans import Plans
from ui.ward import Keeper, StoreError, Ward

if TYPE_CHECKING:
    from ui.screens.alarms.page import AlarmsPage
    from ui.screens.handover import Handover


class Watching(QObject):
    """Alarms and handover in the main window.

    ``entered`` asks to record, with the pane that asks; ``opened`` asks for a patient;
    ``asked_sound_check`` for the sound to be tried.
    """

    entered = Signal(object, object)
    opened = Signal(str)
    closed = Signal()
    asked_sound_check = Signal()

    def __init__(
        self,
        ward: Ward,
        plans: Plans,
        drafts: Drafts,
        clock: Callable[[], datetime],
        pages: QStackedWidget,
    ) -> None:
        super().__init__(pages)
        self._ward = ward
        self._plans = plans
        self._drafts = drafts
        self._clock = clock
        self._pages = pages
        self._keeper: Keeper | None = None
        self._sound: tuple[str, bool] | None = None
        self._alarms: AlarmsPage | None = None
        self._handover: Handover | None = None

    def show_survey(self, survey: Survey) -> None:
        """Show the ward as of now on whichever page is open."""
        page = self._pages.currentWidget()
        if page is not None and page is self._alarms:
            self._alarms.show_survey(survey)
        elif page is not None and page is self._handover:
            self._handover.show_survey(survey)

    def set_keeper(self, keeper: Keeper | None) -> None:
        """Who is at the keyboard."""
        self._keeper = keeper
        if self._handover is not None:
            self._handover.set_keeper(keeper)

    def show_sound(self, text: str, ok: bool) -> None:  # noqa: FBT001 - a slot
        """Say how it stands with the sound."""
        self._sound = text, ok
        if self._alarms is not None:
            self._alarms.show_sound(text, ok)

    def show_alarms(self) -> None:
        """Go to the alarms."""
        page = self._alarms_page()
        page.show_survey(self._ward.last_survey)
        self._pages.setCurrentWidget(page)
        page.begin()

    def show_handover(self, patient: str = "") -> None:
        """Go to the handover; to the sheet of a patient, if one is named."""
        page = self._handover_page()
        page.show_survey(self._ward.last_survey)
        self._pages.setCurrentWidget(page)
        page.begin(patient)

    def place(self) -> str:
        """Which of its pages is open: "alarms", "handover", or none ("")."""
        page = self._pages.currentWidget()
        if page is None:
            return ""
        if page is self._alarms:
            return "alarms"
        return "handover" if page is self._handover else ""

    def _alarms_page(self) -> "AlarmsPage":
        if self._alarms is None:
            from ui.screens.alarms.page import AlarmsPage  # noqa: PLC0415 - seldom needed

            page = AlarmsPage(self._clock)
            surveyor = self._ward.surveyor
            page.set_tables(surveyor.table_of, surveyor.table)
            page.set_record(self._patients, self._ward.log, surveyor.sources)
            page.entered.connect(lambda drafts: self.entered.emit(page, drafts))
            page.opened.connect(self.opened)
            page.closed.connect(self.closed)
            page.asked_sound_check.connect(self.asked_sound_check)
            if self._sound is not None:
                page.show_sound(*self._sound)
            self._alarms = page
            self._pages.addWidget(page)
        return self._alarms

    def _patients(self) -> list[str]:
        return [person.patient for person in self._ward.people()]

    def _follow(self, patient: str) -> Follow:
        """The plan of a patient. KeyError where there is none, or it cannot be read."""
        try:
            return self._plans.follow(patient)
        except StoreError as error:
            raise KeyError(patient) from error

    def _handover_page(self) -> "Handover":
        if self._handover is None:
            from ui.screens.handover import Handover  # noqa: PLC0415 - seldom needed

            page = Handover(self._clock, self._drafts, self._follow)
            page.set_keeper(self._keeper)
            page.entered.connect(lambda drafts: self.entered.emit(page, drafts))
            page.opened.connect(self.opened)
            page.closed.connect(self.closed)
            self._handover = page
            self._pages.addWidget(page)
        return self._handover
