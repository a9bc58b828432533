"""The table of the ward board, with its keys."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from ui.screens.board_model import Lines

_KEYS = {
    Qt.Key.Key_V: "record",
    Qt.Key.Key_I: "ice",
    Qt.Key.Key_L: "labs",
    Qt.Key.Key_D: "therapies",
    Qt.Key.Key_N: "not_done",
}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Table(QTableView):
    """The table of the board, with its keys."""

    chosen = Signal(str)
    """What to do with the marked patient: "open", "record", "ice", "labs", "therapies", or to say
    what was "not_done"."""
    asked_find = Signal()
    painted = Signal()
    resized = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), event.modifiers() in _PLAIN
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self.chosen.emit("open")
        elif plain and key in _KEYS:
            self.chosen.emit(_KEYS[Qt.Key(key)])
        elif plain and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.mark(key - Qt.Key.Key_1)
        elif event.text() == "/":
            self.asked_find.emit()
        elif plain and event.text().isprintable() and event.text():
            event.ignore()  # no search by typing: it would move the mark unasked
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a line, which is then the marked one."""
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Mouse and index.isValid():
            self.setCurrentIndex(index)
        if self.selectionMode() != QAbstractItemView.SelectionMode.NoSelection:
            self.chosen.emit("not_done")

    def below_mark(self) -> QPoint:
        """Where on the screen a menu about the marked line stands."""
        rect = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(QPoint(rect.left() + rect.width() // 2, rect.bottom()))

    def mark(self, place: int) -> None:
        """Mark the patient at this place from the top, counted from 0, if there is one."""
        model = self.model()
        assert isinstance(model, Lines)
        rows = [row for row, line in enumerate(model.lines) if line.patient]
        if place < len(rows):
            self.selectRow(rows[place])

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
