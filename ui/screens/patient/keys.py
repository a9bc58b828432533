"""Keys that click a button at once."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton


def at_once(button: QAbstractButton, keys: str) -> None:
    """Let these keys click a button while it is in sight.

    A button's own shortcut shows it pressed for a tenth of a second first; the next key would
    be lost meanwhile.
    """
    QShortcut(QKeySequence(keys), button).activated.connect(button.click)
