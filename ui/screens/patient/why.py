"""Why an entry is amended or retracted: a reason by its figure."""

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from ui import theme, words
from ui.screens.patient.forms import claims_keys
from ui.widgets.parts import KeyButton


class Reasons(QWidget):
    """Why an entry is amended: one figure, or other words.

    ``chosen`` brings the reason in words.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Reason: a figure from 1 to 5"))
        self._given = (
            self.tr("typing error"),
            self.tr("wrong patient"),
            self.tr("wrong time"),
            self.tr("late information"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        grid = QGridLayout()
        grid.setSpacing(theme.px(6))
        for number, said in enumerate((*self._given, self.tr("other …")), 1):
            button = KeyButton(words.capitalised(said), hint=str(number))
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._take, number))
            grid.addWidget(button, (number - 1) // 2, (number - 1) % 2)
        self.leave = KeyButton(self.tr("Leave it as it is"), hint="Esc")
        self.leave.setAutoDefault(False)
        grid.addWidget(self.leave, 2, 1)
        layout.addLayout(grid)
        self.other = QLineEdit()
        self.other.setPlaceholderText(self.tr("Reason in your own words, then Enter"))
        self.other.setAccessibleName(self.tr("Reason in your own words"))
        self.other.setMaxLength(200)
        self.other.returnPressed.connect(self._take_other)
        self.other.hide()
        layout.addWidget(self.other)

    def _take(self, number: int) -> None:
        if number <= len(self._given):
            self.chosen.emit(self._given[number - 1])
        else:
            self.other.show()
            self.other.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_other(self) -> None:
        said = " ".join(self.other.text().split())
        if said:
            self.chosen.emit(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in set("12345"):
            self._take(int(event.text()))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        return claims_keys(event, "12345") or super().event(event)
