"""The side bar: where one can go, and who is at the keyboard."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.screens.who import keeper_text
from ui.ward import Keeper
from ui.widgets.parts import Level, NavButton, label, rule

Place = Literal["ward", "patient", "alarms", "handover", "visits", "reminders", "study", "settings"]


class Side(QFrame):
    """Where one can go, with what waits there; who is at the keyboard, and the lock."""

    asked_ward = Signal()
    asked_patient = Signal()
    asked_alarms = Signal()
    asked_handover = Signal()
    asked_visits = Signal()
    asked_reminders = Signal()
    asked_study = Signal()
    asked_settings = Signal()
    asked_who = Signal()
    asked_lock = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("side", "true")
        self._keeper: Keeper | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(m) for m in (10, 14, 10, 12)))
        layout.setSpacing(theme.px(2))
        brand = label(self.tr("Bedside"), "brand")
        brand.setContentsMargins(*(theme.px(m) for m in (10, 4, 10, 14)))
        layout.addWidget(brand)
        self._places: dict[Place, NavButton] = {
            "ward": NavButton(self.tr("Ward")),
            "patient": NavButton(self.tr("Patient")),
            "alarms": NavButton(self.tr("Alarms")),
            "handover": NavButton(self.tr("Handover")),
            "visits": NavButton(self.tr("Visits")),
            "reminders": NavButton(self.tr("Reminders")),
            "study": NavButton(self.tr("Study")),
            "settings": NavButton(self.tr("Settings")),
        }
        shelf = QWidget()
        places = QVBoxLayout(shelf)
        places.setContentsMargins(0, 0, 0, 0)
        places.setSpacing(theme.px(2))
        for place, asked in (
            ("ward", self.asked_ward),
            ("patient", self.asked_patient),
            ("alarms", self.asked_alarms),
            ("handover", self.asked_handover),
            ("visits", self.asked_visits),
            ("reminders", self.asked_reminders),
            ("study", self.asked_study),
            ("settings", self.asked_settings),
        ):
            button = self._places[place]  # type: ignore[index]
            button.clicked.connect(asked)
            places.addWidget(button)
        places.addStretch()
        self._places["ward"].setChecked(True)
        # With large text not all of them fit a small screen.
        area = QScrollArea()
        area.setWidget(shelf)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(area, 1)
        layout.addWidget(rule())
        self._who = _foot_button()
        self._who.clicked.connect(self.asked_who)
        self._lock = _foot_button()
        self._lock.clicked.connect(self.asked_lock)
        self._lock.setText(self.tr("Lock · Ctrl+L"))
        layout.addWidget(self._who)
        layout.addWidget(self._lock)
        self.show_keeper(None)

    def mark(self, place: Place) -> None:
        """Mark where one is."""
        self._places[place].setChecked(True)

    def show_alarms(self, count: int, level: Level) -> None:
        """Show how many alarms wait, and how high the highest is."""
        self._places["alarms"].set_count(count, "high" if level == "high" else "medium")

    def show_reminders(self, count: int, level: Level) -> None:
        """Show how many reminders wait, and whether one of them is of something overdue."""
        self._places["reminders"].set_count(count, "medium" if level == "medium" else "low")

    def show_patient(self, patient: str) -> None:
        """Name the patient who is open."""
        self._places["patient"].setToolTip(patient)

    def show_keeper(self, keeper: Keeper | None) -> None:
        """Show who is at the keyboard."""
        self._keeper = keeper
        self._say()

    def _say(self) -> None:
        keeper = self._keeper
        whole = self.tr("Who are you? · Ctrl+U") if keeper is None else keeper_text(keeper)
        room = self._who.width() - theme.px(24)
        metrics = QFontMetrics(self._who.font())
        self._who.setText(metrics.elidedText(whole, Qt.TextElideMode.ElideRight, room))
        self._who.setToolTip(self.tr("{who}: change with Ctrl+U").format(who=whole))
        self._who.setAccessibleName(
            self.tr("Nobody has said who is at the keyboard")
            if keeper is None
            else self.tr("At the keyboard: {who}").format(who=whole)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()


def _foot_button() -> QPushButton:
    button = QPushButton()
    button.setProperty("kind", "nav")
    return button
