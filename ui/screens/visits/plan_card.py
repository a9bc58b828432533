"""One patient's twelve months on a card, with what can be done about a visit or the plan."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from bedside.follow import Follow
from ui import theme
from ui.screens.visits.year import YearLine
from ui.widgets.parts import FlowRow, KeyButton, label, set_look
from ui.words.codes import dotted
from ui.words.visit_rules import provisional_text
from ui.words.visits import dlt_text, ended_text, register_text

OF_VISIT = ("record", "missed", "appointment", "rule")
"""What is done about one visit; it stands on the visit's own page as well."""


class PlanCard(QFrame):
    """The patient, where the DLT window and the plan stand, the year on a line, and the acts.

    ``acted`` names what is wanted: one of `OF_VISIT`, "unscheduled", "dlt" or "end".
    """

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(*(theme.px(m) for m in (16, 10, 16, 6)))
        inside.setSpacing(theme.px(6))
        top = FlowRow(10)
        self._patient = label("", "h2")
        self._dlt = label("", "strong")
        self._situation = label("", "second")
        for words in (self._patient, self._dlt, self._situation):
            top.add(words)
        inside.addWidget(top)
        self.year = YearLine()
        inside.addWidget(self.year)
        inside.addWidget(self._make_acts())

    def _make_acts(self) -> FlowRow:
        row = FlowRow(8)
        self._acts: dict[str, KeyButton] = {}
        for act, words, key in (
            ("record", self.tr("Record…"), "Enter"),
            ("missed", self.tr("Missed…"), "M"),
            ("appointment", self.tr("Appointment…"), "P"),
            ("unscheduled", self.tr("Unscheduled…"), "N"),
            ("dlt", self.tr("DLT review…"), "D"),
            ("end", self.tr("End of plan…"), "E"),
            ("rule", self.tr("Why this day"), "W"),
        ):
            button = KeyButton(words, hint=key)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, act=act: self.acted.emit(act))
            row.add(button)
            self._acts[act] = button
        return row

    def show_follow(self, follow: Follow | None, visit: str, now: datetime) -> None:
        """Show this plan as of now, with one visit marked."""
        for button in self._acts.values():
            button.setEnabled(follow is not None)
        self.year.setVisible(follow is not None)
        if follow is None:
            for words in (self._patient, self._dlt, self._situation):
                _tell(words, "")
            return
        today = follow.day_of(now)
        self.year.show_follow(follow, today, visit)
        _tell(self._patient, self.tr("{patient} · twelve months").format(patient=follow.patient))
        status = follow.dlt(today)
        _tell(self._dlt, dlt_text(status, today))
        set_look(self._dlt, "role", "late" if status.state == "review_due" else "strong")
        said = [provisional_text() if follow.provisional else ""]
        if follow.ended is not None:
            said.append(ended_text(*follow.ended))
        register = follow.registered()
        if register is not None:
            said.append(register_text(*register))
        if follow.protocol is None and follow.enrolled.protocol:
            said.append(self.tr("This edition of the protocol is not known here."))
        _tell(self._situation, dotted(said))
        self._acts["dlt"].setVisible(status.state in {"review_due", "reviewed", "ended"})

    def set_beside(self, beside: bool) -> None:  # noqa: FBT001
        """Whether the page of the visit stands beside it, with its own buttons."""
        for act in OF_VISIT:
            self._acts[act].setVisible(not beside)

    def words(self) -> str:
        """What it says of the patient, in one line."""
        return dotted([part.text() for part in (self._patient, self._dlt, self._situation)])


def _tell(words: QLabel, text: str) -> None:
    words.setText(text)
    words.setVisible(bool(text))
