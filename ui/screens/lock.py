"""The lock: beds in place of patients over everything; alarms stay, and nothing is lost."""

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bedside.survey import Survey
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

    def show_survey(self, survey: Survey) -> None:
        """Show the ward by its beds."""
        self._board.show_survey(survey)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _SILENT:
            self.asked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self.asked.emit()
