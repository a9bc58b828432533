"""What the desktop is told of reminders, where it has a place for that."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QSystemTrayIcon

from bedside.reminders import Reminder, shown
from ui import theme
from ui.words.reminders import reminders_lines, reminders_title

_SIZES = (16, 22, 32, 64)


class Tray(QObject):
    """A sign in the desktop's tray and its notifications; nothing where there is no tray.

    Of a patient nothing is told but the trial id. ``opened``: somebody clicked on one of them.
    """

    opened = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None

    def tell(self, reminders: Iterable[Reminder], *, private: bool = False) -> bool:
        """Tell of reminders in one notification, the most urgent of each visit; whether it could.

        ``private``: how many, and of nobody by name.

        The desktop may have got its tray only after the program began: it is asked each time.
        """
        rows = shown(reminders)
        if not rows or not QSystemTrayIcon.isSystemTrayAvailable():
            return False
        icon = self._shown()
        title, lines = reminders_title(len(rows)), "" if private else reminders_lines(rows)
        if not QSystemTrayIcon.supportsMessages():
            icon.setToolTip(f"{title}\n{lines}".strip())
            return False
        icon.showMessage(title, lines, _sign())
        return True

    def show_count(self, count: int) -> None:
        """Say at the sign how many reminders wait; without any it goes."""
        if self._icon is None:
            return
        self._icon.setToolTip(reminders_title(count) if count else "")
        self._icon.setVisible(count > 0)

    def close(self) -> None:
        """Take the sign away: it would outlive the window."""
        if self._icon is not None:
            self._icon.hide()

    def _shown(self) -> QSystemTrayIcon:
        if self._icon is None:
            self._icon = QSystemTrayIcon(_sign(), self)
            self._icon.messageClicked.connect(self.opened)
            self._icon.activated.connect(self._activated)
        self._icon.show()
        return self._icon

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self.opened.emit()


def _sign() -> QIcon:
    """The program's letter on its colour."""
    colours = theme.current()
    icon = QIcon()
    for size in _SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        box = QRectF(0, 0, size, size)
        painter.drawRoundedRect(box, size / 4, size / 4)
        font = theme.font(weight=QFont.Weight.Bold)
        font.setPixelSize(round(size * 0.72))
        painter.setFont(font)
        painter.setPen(QColor(colours.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "B")
        painter.end()
        icon.addPixmap(picture)
    return icon
