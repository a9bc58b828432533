"""Keys that act at once: they click a button, they save a form."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget


def at_once(button: QAbstractButton, keys: str) -> None:
    """Let these keys click a button while it is in sight.

    A button's own shortcut shows it pressed for a tenth of a second first; the next key would
    be lost meanwhile.
    """
    QShortcut(QKeySequence(keys), button).activated.connect(button.click)


def on_ctrl_enter(form: QWidget, act: Callable[[], object]) -> None:
    """Let Ctrl+Enter, of either Enter key, act while the keyboard is in a form."""
    for keys in ("Ctrl+Return", "Ctrl+Enter"):
        shortcut = QShortcut(QKeySequence(keys), form)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
