"""Why what is typed about an adverse event cannot be saved."""

from PySide6.QtWidgets import QWidget


class Refused(Exception):
    """What is wrong in a sentence; ``field`` is where it must be changed."""

    def __init__(self, words: str, field: QWidget) -> None:
        super().__init__(words)
        self.words = words
        self.field = field
