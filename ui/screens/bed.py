"""Where a patient lies: admitted, moved, discharged."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from bedside.chart import Chart
from bedside.facts import Admitted, Discharged
from bedside.timeline import Draft
from ui.shown import refusal_text
from ui.typed import Unreadable, moment
from ui.widgets.form import Answer, Form, Refused


class _Moved(Form):
    """What both have: the patient and a time."""

    def __init__(
        self, title: str, action: str, chart: Chart, now: datetime, parent: QWidget | None
    ) -> None:
        super().__init__(title.format(patient=chart.patient), action, parent)
        self._chart = chart
        self._now = now

    def _ask_time(self) -> None:
        self.add_line(
            "time",
            QCoreApplication.translate("Bed", "Since"),
            hint=QCoreApplication.translate("Bed", "Blank is now; -20, 0715, 21 0715."),
        )

    def _at(self) -> datetime:
        if not self.text("time"):
            return self._now
        try:
            return moment(self.text("time"), self._now, self._chart.zone)
        except Unreadable as error:
            raise Refused("time", refusal_text(error)) from error


class BedForm(_Moved):
    """The bed a patient comes to, on admission or after a move."""

    def __init__(self, chart: Chart, now: datetime, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        bed = chart.person.bed
        title = translate("Bed", "Move {patient}") if bed else translate("Bed", "Admit {patient}")
        action = translate("Bed", "Move") if bed else translate("Bed", "Admit")
        super().__init__(title, action, chart, now, parent)
        if bed:
            self.say(translate("Bed", "Now in bed {bed}.").format(bed=bed))
        self.add_line("bed", translate("Bed", "Bed"))
        self._ask_time()

    @classmethod
    def ask(cls, parent: QWidget | None, chart: Chart, now: datetime) -> Answer | None:
        """Ask for the bed; None if left."""
        return cls(chart, now, parent).answer()

    def read(self) -> Answer:
        if not self.text("bed"):
            raise Refused("bed", QCoreApplication.translate("Bed", "Type the bed."))
        return (Draft(self._chart.patient, self._at(), Admitted(self.text("bed"))),)


class DischargeForm(_Moved):
    """That a patient has left the ward, and where to; the record goes on."""

    def __init__(self, chart: Chart, now: datetime, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("Bed", "Discharge {patient}"),
            translate("Bed", "Discharge"),
            chart,
            now,
            parent,
        )
        self.say(
            translate("Bed", "The patient leaves the ward board; the record stays and goes on.")
        )
        self.add_line(
            "to",
            translate("Bed", "To"),
            hint=translate("Bed", "Home, another ward, intensive care."),
        )
        self._ask_time()

    @classmethod
    def ask(cls, parent: QWidget | None, chart: Chart, now: datetime) -> Answer | None:
        """Ask where to; None if left."""
        return cls(chart, now, parent).answer()

    def read(self) -> Answer:
        return (Draft(self._chart.patient, self._at(), Discharged(self.text("to"))),)
