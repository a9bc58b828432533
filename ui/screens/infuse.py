"""Record the infusion of the cells: the moment from which everything else is counted."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QWidget

from bedside.chart import Chart
from bedside.timeline import Draft
from grading.signs import Infused, Invalid
from ui.shown import moment_text, refusal_text
from ui.typed import Unreadable, moment
from ui.widgets.form import Answer, Form, Refused
from ui.words import invalid

_MILLION = 1e6


class InfuseForm(Form):
    """When the infusion began and what was given; confirmed by typing the patient's id."""

    def __init__(self, chart: Chart, now: datetime, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("Infuse", "Infusion of cells: {patient}").format(patient=chart.patient),
            translate("Infuse", "Record the infusion"),
            parent,
        )
        self._chart = chart
        self._now = now
        enrolled = chart.person.enrolled
        if enrolled.protocol or enrolled.dose_level:
            self.say(
                translate("Infuse", "Enrolled in {protocol}, dose level {level}.").format(
                    protocol=enrolled.protocol or "—", level=enrolled.dose_level or "—"
                )
            )
        for given in chart.infusions:
            self.say(
                translate(
                    "Infuse",
                    "An infusion at {moment} is recorded already. Recording another one starts"
                    " the study days anew.",
                ).format(moment=moment_text(given.at, chart.zone, QLocale())),
                "warn",
            )
        self.add_line(
            "time",
            translate("Infuse", "Began at"),
            hint=translate("Infuse", "Blank is now; -20 is twenty minutes ago; 0715 is a time."),
        )
        self.add_line(
            "dose",
            translate("Infuse", "Cells × 10⁶"),
            hint=translate("Infuse", "As 100 for 100×10⁶."),
        )
        self.add_choice(
            "unit",
            translate("Infuse", "Counted"),
            (
                ("cells", translate("Infuse", "cells in all")),
                ("cells/kg", translate("Infuse", "cells per kg")),
            ),
        )
        self.add_line("product", translate("Infuse", "Product"), long=True)
        self.add_line(
            "patient",
            translate("Infuse", "Confirm the patient"),
            hint=translate("Infuse", "Read it from the wristband and type it: {patient}.").format(
                patient=chart.patient
            ),
        )

    @classmethod
    def ask(cls, parent: QWidget | None, chart: Chart, now: datetime) -> Answer | None:
        """Ask for the infusion of this patient; None if left."""
        return cls(chart, now, parent).answer()

    def read(self) -> Answer:
        try:
            at = moment(self.text("time"), self._now, self._chart.zone)
        except Unreadable as error:
            raise Refused("time", refusal_text(error)) from error
        dose = self.number("dose")
        unit = self.text("unit")
        if dose is not None and not unit:
            raise Refused(
                "unit", QCoreApplication.translate("Infuse", "In all, or per kg of body weight?")
            )
        try:
            fact = Infused(
                dose=None if dose is None else dose * _MILLION,
                dose_unit=None if dose is None else "cells" if unit == "cells" else "cells/kg",
                product=self.text("product"),
            )
        except Invalid as error:
            raise Refused("dose", invalid(error, Infused)) from error
        confirm_patient(self, self._chart.patient)
        return (Draft(self._chart.patient, at, fact),)


def confirm_patient(form: Form, patient: str) -> None:
    """Raise `Refused` unless the id typed in the field ``patient`` is this patient's."""
    if "".join(form.text("patient").split()).casefold() != "".join(patient.split()).casefold():
        raise Refused(
            "patient",
            QCoreApplication.translate("Infuse", "Type {patient} to confirm.").format(
                patient=patient
            ),
        )
