"""A clinician's word on findings: their cause, whether a pressure is hypotension, a death."""

from datetime import datetime
from typing import get_args

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from bedside.chart import Chart
from bedside.timeline import Draft
from grading.signs import Attribution, Cause, Death, Finding, Hypotension
from ui import words
from ui.screens.infuse import confirm_patient
from ui.shown import refusal_text
from ui.typed import Unreadable, moment
from ui.widgets.form import Answer, Form, Refused

_CAUSES = ("other", "both", "toxicity", "unknown")


class CauseForm(Form):
    """Puts a finding down to a cause; only "another cause" takes it out, for 24 h at most."""

    def __init__(self, chart: Chart, now: datetime, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("Sign", "Cause of a finding in {patient}").format(patient=chart.patient),
            translate("Sign", "Save the cause"),
            parent,
        )
        self._chart = chart
        self._now = now
        self.say(
            translate(
                "Sign",
                "A finding of another cause does not count for the grade for 24 hours, or until"
                " it gets worse. All else counts in full.",
            )
        )
        self.add_choice(
            "finding",
            translate("Sign", "Finding"),
            [(code, words.capitalised(words.finding(code))) for code in get_args(Finding)],
        )
        self.add_choice(
            "cause",
            translate("Sign", "Cause"),
            [
                (code, words.capitalised(words.cause(code)))
                for code in ("other", "both", "toxicity", "unknown")
            ],
        )
        self.add_line(
            "comment",
            translate("Sign", "Which, and why"),
            hint=translate(
                "Sign", "Sepsis, transfusion, drug fever, adrenal failure, lupus flare …"
            ),
            long=True,
        )

    @classmethod
    def ask(cls, parent: QWidget | None, chart: Chart, now: datetime) -> Answer | None:
        """Ask for the finding and its cause; None if left."""
        return cls(chart, now, parent).answer()

    def read(self) -> Answer:
        translate = QCoreApplication.translate
        findings: dict[str, Finding] = {
            "fever": "fever",
            "hypotension": "hypotension",
            "hypoxia": "hypoxia",
            "consciousness": "consciousness",
            "ice": "ice",
            "seizure": "seizure",
            "motor": "motor",
            "icp": "icp",
        }
        causes: dict[str, Cause] = {
            "other": "other",
            "both": "both",
            "toxicity": "toxicity",
            "unknown": "unknown",
        }
        finding = findings.get(self.text("finding"))
        cause = causes.get(self.text("cause"))
        if finding is None:
            raise Refused("finding", translate("Sign", "Choose the finding."))
        if cause is None:
            raise Refused("cause", translate("Sign", "Choose the cause."))
        if cause == "other" and not self.text("comment"):
            raise Refused("comment", translate("Sign", "Say which cause."))
        fact = Attribution(finding, cause, self.text("comment"))
        return (Draft(self._chart.patient, self._now, fact),)


class HypotensionForm(Form):
    """A clinician's word on the latest blood pressure; it never holds for a later one."""

    def __init__(self, chart: Chart, now: datetime, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("Sign", "Is this hypotension? {patient}").format(patient=chart.patient),
            translate("Sign", "Save"),
            parent,
        )
        self._chart = chart
        self._now = now
        self.say(
            translate(
                "Sign", "Your word stands for the latest blood pressure, not for a later one."
            )
        )
        self.add_choice(
            "present",
            translate("Sign", "Hypotension"),
            (
                ("yes", translate("Sign", "Yes")),
                ("no", translate("Sign", "No, usual for this patient")),
                ("unsure", translate("Sign", "Unsure")),
            ),
        )

    @classmethod
    def ask(cls, parent: QWidget | None, chart: Chart, now: datetime) -> Answer | None:
        """Ask whether it is hypotension; None if left."""
        return cls(chart, now, parent).answer()

    def read(self) -> Answer:
        match self.text("present"):
            case "yes" | "no" | "unsure" as present:
                return (Draft(self._chart.patient, self._now, Hypotension(present)),)
            case _:
                raise Refused("present", QCoreApplication.translate("Sign", "Choose one."))


class DeathForm(Form):
    """Death and its principal cause; confirmed by typing the patient's id."""

    def __init__(self, chart: Chart, now: datetime, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("Sign", "Death of {patient}").format(patient=chart.patient),
            translate("Sign", "Record the death"),
            parent,
        )
        self._chart = chart
        self._now = now
        self.say(
            translate(
                "Sign",
                "Death due to CRS or ICANS is grade 5, whatever is observed afterwards; only"
                " retracting the entry takes it back.",
            ),
            "warn",
        )
        self.add_line(
            "time", translate("Sign", "Died at"), hint=translate("Sign", "As -20, 0715, 21 0715.")
        )
        self.add_choice(
            "due_to",
            translate("Sign", "Principal cause"),
            (
                ("crs", translate("Sign", "CRS")),
                ("icans", translate("Sign", "ICANS")),
                ("other", translate("Sign", "Another cause")),
            ),
        )
        self.add_line(
            "patient",
            translate("Sign", "Confirm the patient"),
            hint=translate("Sign", "Type {patient}.").format(patient=chart.patient),
        )

    @classmethod
    def ask(cls, parent: QWidget | None, chart: Chart, now: datetime) -> Answer | None:
        """Ask for time and cause of death; None if left."""
        return cls(chart, now, parent).answer()

    def read(self) -> Answer:
        try:
            at = moment(self.text("time"), self._now, self._chart.zone)
        except Unreadable as error:
            raise Refused("time", refusal_text(error)) from error
        match self.text("due_to"):
            case "crs" | "icans" | "other" as due_to:
                fact = Death(due_to)
            case _:
                raise Refused(
                    "due_to", QCoreApplication.translate("Sign", "Choose the principal cause.")
                )
        confirm_patient(self, self._chart.patient)
        return (Draft(self._chart.patient, at, fact),)
