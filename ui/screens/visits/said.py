"""One line of answer: why it was refused, what is asked, what was saved."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.widgets.parts import set_look


class Said(QLabel):
    """One line of answer; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def refuse(self, words: str) -> None:
        """Nothing was saved, and why."""
        self._say(words, "refused")

    def ask(self, words: str) -> None:
        """Something is unlikely; doing it again does it."""
        self._say(words, "warn")

    def tell(self, words: str) -> None:
        """What was saved."""
        self._say(words, "ok")

    def silence(self) -> None:
        """Say nothing."""
        self._say("", "")

    def _say(self, words: str, role: str) -> None:
        set_look(self, "role", role)
        self.setText(words)
        self.setVisible(bool(words))
