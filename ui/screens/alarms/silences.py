"""All silences that are on, with who asked for each and how long it lasts: none is invisible."""

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bedside.alarms import Alarm
from bedside.survey import Survey
from ui import theme
from ui.screens.alarms.signs import Paused
from ui.widgets.parts import card, label
from ui.words.alarm_state import countdown, quiet
from ui.words.alarms import alarm_short
from ui.words.codes import dotted


class Silences(QWidget):
    """One line for each silence that is on; gone where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = card()
        outer.addWidget(frame)
        inside = frame.layout()
        assert isinstance(inside, QVBoxLayout)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(Paused())
        head.addWidget(label(self.tr("Audio paused"), "h2"), 1)
        inside.addLayout(head)
        self._inside = inside
        self.lines: list[QLabel] = []
        self.hide()

    def show_silences(self, survey: Survey, now: datetime) -> None:
        """Show those of this survey, counted down to ``now``."""
        on = [(alarm.silence.until, alarm) for alarm in survey.alarms if alarm.silence is not None]
        on.sort(key=lambda one: one[0])
        while len(self.lines) < len(on):
            made = label("", wrap=True)
            self.lines.append(made)
            self._inside.addWidget(made)
        for number, told in enumerate(self.lines):
            told.setVisible(number < len(on))
            if number < len(on):
                told.setText(_line(on[number][1], survey, now))
        self.setVisible(bool(on))


def _line(alarm: Alarm, survey: Survey, now: datetime) -> str:
    silence = alarm.silence
    assert silence is not None
    of = None if alarm.patient is None else survey.of(alarm.patient)
    left = countdown(silence.until - now)
    return dotted([left, alarm_short(alarm, of), quiet(silence, now, survey.zone)])
