"""A physician's word on a grade: confirmed, overridden, a finding put down to another cause."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QWidget

from bedside.chart import ALARMING, Chart
from bedside.facts import Confirmed
from bedside.timeline import Draft
from grading.grade import Grade
from ui import words
from ui.screens.patient.standing import is_outdated
from ui.widgets.form import Answer, Form, Refused


def confirmable(chart: Chart, scale: str) -> Grade | None:
    """The grade that a physician may confirm: one with a level, after the infusion."""
    grade = chart.grade(scale)
    if grade is None or grade.level is None or "before_infusion" in grade.flags:
        return None
    return grade


def signature(chart: Chart, scale: str, level: int, reason: str = "") -> Confirmed:
    """What is written when a physician states this level beside the one computed now."""
    grade = chart.grade(scale)
    return Confirmed(
        scale=scale,
        edition=chart.courses[scale].scale.edition,
        level=level,
        computed=grade.level if grade else None,
        at_least=grade.at_least if grade else 0,
        status=grade.status if grade else "incomplete",
        reason=reason,
    )


class ConfirmForm(Form):
    """Confirms the grades as computed; those that nobody has confirmed yet are ticked."""

    def __init__(self, chart: Chart, now: datetime, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("Sign", "Confirm the grade of {patient}").format(patient=chart.patient),
            translate("Sign", "Confirm"),
            parent,
            keys="Enter",
        )
        self._chart = chart
        self._now = now
        self.ticks: dict[str, QCheckBox] = {}
        for scale in ALARMING:
            grade = confirmable(chart, scale)
            if grade is None:
                self.say(
                    translate(
                        "Sign", "{scale} cannot be confirmed: no grade can be stated now."
                    ).format(scale=words.scale_name(scale))
                )
                continue
            edition = chart.courses[scale].scale.edition
            tick = QCheckBox(
                translate("Sign", "{grade}, computed by {edition}").format(
                    grade=words.grade_title(scale, grade), edition=edition
                )
            )
            tick.setChecked(scale not in chart.signed or is_outdated(chart, scale))
            self.ticks[scale] = tick
            self.add_widget(tick)
            if drivers := _drivers(chart, grade):
                self.say(drivers)
        self.take.setEnabled(bool(self.ticks))
        (self.take if self.ticks else self.leave).setFocus()

    @classmethod
    def ask(cls, parent: QWidget | None, chart: Chart, now: datetime) -> Answer | None:
        """Ask which grades to confirm; None if left."""
        return cls(chart, now, parent).answer()

    def read(self) -> Answer:
        drafts = []
        for scale, tick in self.ticks.items():
            grade = confirmable(self._chart, scale)
            if tick.isChecked() and grade is not None and grade.level is not None:
                fact = signature(self._chart, scale, grade.level)
                drafts.append(Draft(self._chart.patient, self._now, fact))
        if not drafts:
            raise Refused("", QCoreApplication.translate("Sign", "Tick what you confirm."))
        return tuple(drafts)


def _drivers(chart: Chart, grade: Grade) -> str:
    """What a grade rests on, in one line."""
    reasons = [r for r in grade.reasons if r.domain in grade.drivers]
    return words.dotted([words.reason(r, chart.now, chart.zone).title for r in reasons])


class OverrideForm(Form):
    """States another grade than the computed one, with a reason: a figure, then the words."""

    def __init__(self, chart: Chart, now: datetime, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("Sign", "Override a grade of {patient}").format(patient=chart.patient),
            translate("Sign", "Override"),
            parent,
        )
        self._chart = chart
        self._now = now
        self.say(translate("Sign", "Both grades stay visible, yours beside the computed one."))
        scales = self.add_choice(
            "scale",
            translate("Sign", "Scale"),
            [(scale, words.scale_name(scale)) for scale in ALARMING],
            chosen=ALARMING[0],
        )
        level = self.add_line(
            "level", translate("Sign", "Grade"), hint=translate("Sign", "A figure from 0 to 4.")
        )
        level.setMaxLength(1)
        reason = self.add_line("reason", translate("Sign", "Reason"), long=True)
        self._computed = self.say("", "strong")
        scales.currentIndexChanged.connect(lambda _index: self._show_computed())
        level.textEdited.connect(lambda text: reason.setFocus() if text in set("01234") else None)
        self._show_computed()
        level.setFocus()

    @classmethod
    def ask(cls, parent: QWidget | None, chart: Chart, now: datetime) -> Answer | None:
        """Ask for the grade and the reason; None if left."""
        return cls(chart, now, parent).answer()

    def _show_computed(self) -> None:
        scale = self.text("scale")
        self._computed.setText(
            QCoreApplication.translate("Sign", "Computed now: {grade}.").format(
                grade=words.grade_title(scale, self._chart.grade(scale))
            )
        )

    def read(self) -> Answer:
        translate = QCoreApplication.translate
        scale, typed = self.text("scale"), self.text("level")
        if typed not in set("01234"):
            raise Refused("level", translate("Sign", "Type a grade from 0 to 4."))
        level = int(typed)
        grade = self._chart.grade(scale)
        if grade is not None and grade.level == level:
            raise Refused(
                "level", translate("Sign", "That is the computed grade: confirm it instead.")
            )
        if not self.text("reason"):
            raise Refused("reason", translate("Sign", "An override needs its reason."))
        fact = signature(self._chart, scale, level, self.text("reason"))
        return (Draft(self._chart.patient, self._now, fact),)
