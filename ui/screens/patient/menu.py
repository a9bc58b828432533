"""What is seldom done to a patient: identity, bed, infusion, baseline, discharge, death."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from bedside.chart import Chart
from bedside.protocol.edition import Protocol
from bedside.protocol.shelf import Shelf
from ui.screens.baseline import BaselineForm
from ui.screens.bed import BedForm, DischargeForm
from ui.screens.patient.cause import DeathForm
from ui.ward import Keeper
from ui.widgets.form import Answer


class PatientMenu(QPushButton):
    """A button with the list of forms; ``entered`` brings the drafts that one of them made."""

    entered = Signal(object)
    asked_enrol = Signal()
    asked_lab_ranges = Signal()
    asked_lab_import = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._chart: Chart | None = None
        self._shelf: Shelf | None = None
        self.setText(self.tr("&Patient"))
        menu = QMenu(self)
        self.bed = self._add(menu, self.tr("&Bed…"), lambda c, n: BedForm.ask(self, c, n))
        self._add(menu, self.tr("&Discharge…"), lambda c, n: DischargeForm.ask(self, c, n))
        menu.addSeparator()
        self._add(menu, self.tr("Base&line…"), lambda c, n: BaselineForm.ask(self, c, n))
        self._add(menu, self.tr("Infusion of &cells…"), self._infusion)
        menu.addSeparator()
        self._add(menu, self.tr("&Identity…"), self._identity)
        self.protocol = self._add(menu, self.tr("&Protocol and dose level…"), self._protocol)
        self.protocol.setVisible(False)
        self.eligibility = self._add(menu, self.tr("Eligibilit&y…"), self._eligibility)
        self.eligibility.setVisible(False)
        enrol = menu.addAction(self.tr("&Enrol another patient…"))
        enrol.triggered.connect(self.asked_enrol)
        menu.addSeparator()
        taking = menu.addAction(self.tr("Laboratory results from a &file…"))
        taking.triggered.connect(self.asked_lab_import)
        ranges = menu.addAction(self.tr("&Reference ranges…"))
        ranges.triggered.connect(self.asked_lab_ranges)
        menu.addSeparator()
        self.death = self._add(menu, self.tr("Death…"), lambda c, n: DeathForm.ask(self, c, n))
        self.setMenu(menu)
        self.set_keeper(None)

    def _add(
        self, menu: QMenu, text: str, ask: Callable[[Chart, datetime], Answer | None]
    ) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda: self._ask(ask))
        return action

    def _ask(self, ask: Callable[[Chart, datetime], Answer | None]) -> None:
        if self._chart is None:
            return
        drafts = ask(self._chart, self._clock())
        if drafts:
            self.entered.emit(drafts)

    def _infusion(self, chart: Chart, now: datetime) -> Answer | None:
        from ui.screens.infuse import InfuseForm  # noqa: PLC0415 - seldom needed

        return InfuseForm.ask(self, chart, now, self._edition)

    def _identity(self, chart: Chart, now: datetime) -> Answer | None:  # noqa: ARG002
        from ui.screens.enrol import Enrol  # noqa: PLC0415 - seldom needed

        return Enrol.ask(self, self._clock, chart.zone, person=chart.person)

    def _protocol(self, chart: Chart, now: datetime) -> Answer | None:
        from ui.screens.reassign import ReassignForm  # noqa: PLC0415 - seldom needed

        offered = () if self._shelf is None else self._shelf.latest()
        return ReassignForm.ask(self, chart, now, offered, self._edition)

    def _eligibility(self, chart: Chart, now: datetime) -> Answer | None:  # noqa: ARG002
        from ui.screens.eligibility import ScreeningForm  # noqa: PLC0415 - seldom needed

        protocol = self._followed(chart)
        if protocol is None:
            return None
        return ScreeningForm(chart, protocol, self._clock, self).answer()

    def _followed(self, chart: Chart) -> Protocol | None:
        enrolled = chart.person.enrolled
        return self._edition(enrolled.protocol, enrolled.edition)

    def _edition(self, protocol: str, edition: str) -> Protocol | None:
        return None if self._shelf is None else self._shelf.get(protocol, edition)

    def set_shelf(self, shelf: Shelf) -> None:
        """The editions there are: a patient may be moved to one of them."""
        self._shelf = shelf
        self.protocol.setVisible(True)

    def show_chart(self, chart: Chart) -> None:
        """The patient whom the forms are about."""
        self._chart = chart
        followed = self._followed(chart)
        self.eligibility.setVisible(followed is not None and bool(followed.criteria))

    def set_keeper(self, keeper: Keeper | None) -> None:
        """Only a physician records a death."""
        self.death.setEnabled(keeper is not None and keeper.role == "physician")
