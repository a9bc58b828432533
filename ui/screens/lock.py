"""The lock: beds in place of patients over everything; alarms stay, and nothing is lost."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bedside.chart import Chart
from ui.screens.board import WardBoard

_SILENT = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
}


class Lock(QWidget):
    """The board in beds alone; any key or a click asks who wants to go on."""

    asked = Signal()

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Locked. Press any key to go on."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._board = WardBoard(zone, private=True)
        self._board.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout.addWidget(self._board)

    def show_board(self, charts: Sequence[Chart], now: datetime) -> None:
        """Show these charts by their beds."""
        self._board.show_board(charts, now)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _SILENT:
            self.asked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self.asked.emit()
