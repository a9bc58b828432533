"""The field for what somebody says who acknowledges alarms; it may stay empty."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bedside.alarms import Alarm
from ui import theme
from ui.widgets.parts import KeyButton, label
from ui.words.alarm_kinds import alarm_step
from ui.words.alarms import alarms_named
from ui.words.codes import dotted

LENGTH = 400


class Comment(QWidget):
    """A line for the comment: Enter acknowledges what it names, Esc leaves that as it is."""

    sent = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self.named = label("", "strong", wrap=True)
        column.addWidget(self.named)
        self.steps = label("", wrap=True)
        column.addWidget(self.steps)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        column.addLayout(row)
        self.field = QLineEdit()
        self.field.setMaxLength(LENGTH)
        self.field.setPlaceholderText(self.tr("Comment, if there is one"))
        self.field.setAccessibleName(self.tr("Comment on the alarm"))
        self.field.returnPressed.connect(self._send)
        row.addWidget(self.field, 1)
        send = KeyButton(self.tr("Acknowledge by name"), hint="Enter", primary=True)
        send.clicked.connect(self._send)
        row.addWidget(send)
        leave = KeyButton(self.tr("Not now"), hint="Esc")
        leave.clicked.connect(self.left)
        row.addWidget(leave)
        self.said = label("", "refused", wrap=True)
        self.said.hide()
        column.addWidget(self.said)

    def text(self) -> str:
        """What is typed, as it would be saved."""
        return self.field.text().strip()

    def name(self, alarms: Sequence[Alarm]) -> None:
        """Name the alarms that are acknowledged with it; of several, what each asks for too."""
        text = alarms_named(alarms)
        self.named.setText(text)
        self.field.setAccessibleDescription(text)
        steps = dotted(list(dict.fromkeys(alarm_step(one) for one in alarms)))
        self.steps.setText(self.tr("Next steps: {steps}").format(steps=steps))
        self.steps.setVisible(len(alarms) > 1)

    def begin(self, text: str = "") -> None:
        """Show the field, with this text if there is some."""
        if text:
            self.field.setText(text)
        self.show()
        self.field.setFocus()

    def clear(self) -> None:
        """Empty the field and put it away."""
        self.field.clear()
        self.said.hide()
        self.hide()

    def refuse(self, message: str) -> None:
        """Nothing was saved: say so, keep the comment."""
        self.said.setText(message)
        self.said.show()
        self.field.setFocus()

    def _send(self) -> None:
        self.said.hide()
        self.sent.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
