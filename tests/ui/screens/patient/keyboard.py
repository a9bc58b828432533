"""Typing as a person does: each key goes to whatever has the keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

ENTER = "\r"


def type_text(text: str) -> None:
    """Type characters one after the other; "\\r" is Enter."""
    for character in text:
        widget = QApplication.focusWidget()
        assert widget is not None
        if character == ENTER:
            QTest.keyClick(widget, Qt.Key.Key_Return)
        else:
            QTest.keyClicks(widget, character)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press one key."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifier)
