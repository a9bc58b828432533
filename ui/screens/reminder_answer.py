"""Until when reminders are put off, or why none is needed any more: the bar that asks."""

import re
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from bedside.facts import ReminderAnswer
from ui import theme
from ui.typed import Unreadable, day
from ui.widgets.parts import FlowRow, KeyButton, label, set_state

LONGEST_SNOOZE = 366
"""For how many days a reminder may be put off."""
_REASON_LENGTH = 400
_FIELD = 320
_DAYS_AHEAD = re.compile(r"\+?([0-9]{1,3})")
_NO_YEAR = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.?")


def day_ahead(text: str, today: date) -> date | None:
    """The day typed, after today: "3" for in three days, "1.12.", "1.12.2026", "2026-12-01".

    None where it is no such day, or more than `LONGEST_SNOOZE` days ahead. A day without its
    year is the next one of that name.
    """
    plain = text.strip()
    if match := _DAYS_AHEAD.fullmatch(plain):
        found = [today + timedelta(days=int(match[1]))]
    elif match := _NO_YEAR.fullmatch(plain):
        dates = (f"{match[0].rstrip('.')}.{year}" for year in (today.year, today.year + 1))
        found = [one for one in map(_day, dates) if one is not None]
    else:
        typed = _day(plain)
        found = [] if typed is None else [typed]
    return next((one for one in found if 0 < (one - today).days <= LONGEST_SNOOZE), None)


def _day(text: str) -> date | None:
    try:
        return day(text)
    except Unreadable:
        return None


class AnswerBar(QWidget):
    """Asks until when reminders are snoozed, or why they are dismissed."""

    snoozed = Signal(str)
    """With what was typed."""
    dismissed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode: ReminderAnswer = "snoozed"
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        row = FlowRow(8)
        column.addWidget(row)
        self._what = label("", "strong")
        self._what.setMinimumHeight(theme.px(36))
        row.add(self._what)
        self._days = [self._day_button(self.tr("Tomorrow"), 1)]
        self._days.append(self._day_button(self.tr("In 3 days"), 3))
        for button in self._days:
            row.add(button)
        self._typed = QLineEdit()
        self._typed.setMaxLength(_REASON_LENGTH)
        self._typed.setMinimumWidth(theme.px(_FIELD))
        self._typed.textEdited.connect(self._unsay)
        self._typed.returnPressed.connect(self._send)
        row.add(self._typed)
        self._take = KeyButton("", hint="Enter", primary=True)
        self._take.clicked.connect(self._send)
        row.add(self._take)
        leave = KeyButton(self.tr("Not now"), hint="Esc")
        leave.clicked.connect(self.left)
        row.add(leave)
        self._said = label("", "refused", wrap=True)
        column.addWidget(self._said)
        self.hide()

    def _day_button(self, text: str, days: int) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(lambda: self.snoozed.emit(str(days)))
        return button

    def ask(self, mode: ReminderAnswer, what: str) -> None:
        """Ask about these reminders, named in a word or two."""
        self._mode = mode
        snooze = mode == "snoozed"
        for button in self._days:
            button.setVisible(snooze)
        self._what.setText(what)
        hint = (
            self.tr("Days (3) or a date (1.12. or 2026-12-01)")
            if snooze
            else self.tr("Why no reminder is needed any more")
        )
        self._typed.setPlaceholderText(hint)
        self._typed.setAccessibleName(hint)
        self._take.setText(self.tr("Snooze") if snooze else self.tr("Dismiss"))
        self._typed.clear()
        self._unsay()
        self.show()
        self._typed.setFocus()

    def refuse(self, message: str, *, field: bool = True) -> None:
        """Say why not; what is typed stays."""
        if field:
            set_state(self._typed, "refused")
        self._said.setText(message)
        self._said.show()
        self._typed.setFocus()

    def _unsay(self) -> None:
        set_state(self._typed, "")
        self._said.clear()
        self._said.hide()

    def _send(self) -> None:
        text = self._typed.text().strip()
        (self.snoozed if self._mode == "snoozed" else self.dismissed).emit(text)
