"""The two free lines of a sheet: what the next shift should know, and what it should do."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.parts import label

LONGEST = 2000
"""So many letters of a free line are handed over."""
_LINES = 2


class _Words(QPlainTextEdit):
    """A few lines of words; Tab leaves it."""

    def __init__(self, spoken: str, hint: str) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setAccessibleName(spoken)
        self.setPlaceholderText(hint)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + theme.px(26))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Ctrl+Enter and Esc belong to the screen, not to the words.
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape or (held and enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class FreeLines(QWidget):
    """The two fields. ``retyped`` at every keystroke."""

    retyped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        self.remark = _Words(
            self.tr("Remark for the next shift"), self.tr("What else the next shift should know")
        )
        self.to_do = _Words(
            self.tr("To do for the next shift"), self.tr("What the next shift should do")
        )
        self._fields = {"remark": self.remark, "to_do": self.to_do}
        for caption, field in (
            (self.tr("Remark"), self.remark),
            (self.tr("To do"), self.to_do),
        ):
            column = QVBoxLayout()
            column.setSpacing(theme.px(3))
            words = label(caption, "label")
            words.setBuddy(field)
            column.addWidget(words)
            column.addWidget(field)
            row.addLayout(column, 1)
            field.textChanged.connect(self.retyped)

    def text(self) -> dict[str, str]:
        """What is typed, as it stands."""
        return {name: field.toPlainText() for name, field in self._fields.items()}

    def set_text(self, text: Mapping[str, str]) -> None:
        """Put text into the fields, without a word of change."""
        for name, field in self._fields.items():
            if field.toPlainText() != text.get(name, ""):
                field.blockSignals(True)
                field.setPlainText(text.get(name, ""))
                field.blockSignals(False)
