"""What is usual for the patient: the ICE score, pressure and oxygen before the infusion."""

from datetime import datetime
from typing import get_args

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from bedside.chart import Chart
from bedside.timeline import Draft
from grading.signs import Baseline, Device, Invalid
from ui import words
from ui.widgets.form import Answer, Form, Refused

_FIELDS = {"ice": "ice", "sbp_mmhg": "sbp", "flow_lpm": "flow"}


class BaselineForm(Form):
    """Usual values, against which today's are judged; what is left blank says nothing."""

    def __init__(self, chart: Chart, now: datetime, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("Baseline", "Usual for {patient}").format(patient=chart.patient),
            translate("Baseline", "Save baseline"),
            parent,
        )
        self._chart = chart
        self._now = now
        if "before_infusion" not in (grade.flags if (grade := chart.grade("crs")) else ()):
            self.say(
                translate(
                    "Baseline", "As it was before the infusion of cells, not as it is today."
                ),
                "warn",
            )
        self.add_line(
            "ice",
            translate("Baseline", "ICE"),
            hint=self._was("ice", translate("Baseline", "0 to 10 points.")),
        )
        self.add_line(
            "sbp",
            translate("Baseline", "Systolic pressure"),
            hint=self._was("sbp", translate("Baseline", "mmHg, at rest.")),
        )
        self.add_choice(
            "device",
            translate("Baseline", "Oxygen at home"),
            [(d, words.capitalised(words.device(d))) for d in get_args(Device) if d != "ecmo"],
            hint=self._was("oxygen", translate("Baseline", "Room air, if none.")),
        )
        self.add_line("flow", translate("Baseline", "At L/min"))
        self.add_choice(
            "target",
            translate("Baseline", "SpO₂ target 88–92 %"),
            (
                ("no", translate("Baseline", "No")),
                ("yes", translate("Baseline", "Yes, prescribed")),
            ),
            hint=translate("Baseline", "For hypercapnic failure; NEWS2 then counts by scale 2."),
        )

    def _was(self, group: str, otherwise: str) -> str:
        """What is recorded already, else a hint."""
        seen = self._chart.latest(Baseline, group)
        if seen is None:
            return otherwise
        value = {
            "ice": seen.sign.ice,
            "sbp": seen.sign.sbp_mmhg,
            "oxygen": words.device(seen.sign.device) if seen.sign.device else None,
        }[group]
        return QCoreApplication.translate("Baseline", "Recorded: {value}.").format(value=value)

    @classmethod
    def ask(cls, parent: QWidget | None, chart: Chart, now: datetime) -> Answer | None:
        """Ask what is usual for this patient; None if left."""
        return cls(chart, now, parent).answer()

    def read(self) -> Answer:
        translate = QCoreApplication.translate
        devices: dict[str, Device] = {device: device for device in get_args(Device)}
        device = devices.get(self.text("device"))
        flow = self.number("flow")
        if flow is not None and device in {None, "room_air"}:
            raise Refused("device", translate("Baseline", "By which device?"))
        target = {"yes": True, "no": False}.get(self.text("target"))
        try:
            fact = Baseline(
                ice=self.whole("ice"),
                sbp_mmhg=self.whole("sbp"),
                device=device,
                flow_lpm=flow,
                spo2_target_88_92=target,
            )
        except Invalid as error:
            raise Refused(_FIELDS[error.field], words.invalid(error, Baseline)) from error
        if fact == Baseline():
            raise Refused("ice", translate("Baseline", "Nothing is typed yet."))
        return (Draft(self._chart.patient, self._now, fact),)
