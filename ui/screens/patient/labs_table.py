"""The table of new results in the laboratory grid, and where its keys go."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

from ui import theme
from ui.screens.patient.labs_field import FieldDelegate
from ui.screens.patient.labs_models import ENTRY, UNIT, EntryModel, Row
from ui.widgets.parts import plain_table


class EntryView(QTableView):
    """New results. Enter goes down, Tab by way of the unit, F4 opens the units.

    ``earlier_wanted`` when the right arrow leaves a field: the results of that line are meant.
    ``finished`` on Enter in the last line; ``unit_wanted`` asks for the list of units of a line;
    ``pasting`` when something is pasted into a field (`FieldDelegate`).
    """

    unit_wanted = Signal(int)
    finished = Signal()
    pasting = Signal(object)
    earlier_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        plain_table(self, 34)
        delegate = FieldDelegate(self)
        delegate.pasting.connect(self.pasting)
        delegate.rightward.connect(lambda: self.earlier_wanted.emit(self.currentIndex().row()))
        self.setItemDelegate(delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._clicked)

    def lines(self) -> Sequence[Row]:
        """The lines shown."""
        model = self.model()
        assert isinstance(model, EntryModel)
        return model.lines

    def go_to(self, row: int) -> None:
        """Put the keyboard into the field of a line."""
        index = self.model().index(row, ENTRY)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        if not self.isPersistentEditorOpen(index):
            self.edit(index)

    def leave_field(self) -> None:
        """Close the field that is open, its text kept; no line is the current one."""
        index = self.currentIndex()
        editor = self.indexWidget(index) if index.isValid() else None
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.setCurrentIndex(QModelIndex())

    def next_line(self, row: int, step: int = 1) -> int | None:
        """The next line that takes a result, in either direction."""
        at = row + step
        while 0 <= at < len(self.lines()):
            if self.lines()[at].analyte is not None:
                return at
            at += step
        return None

    def first_line(self) -> int | None:
        """The first line that takes a result."""
        return self.next_line(-1)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        row = self.currentIndex().row()
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._on_from(row)
        elif hint == QAbstractItemDelegate.EndEditHint.EditNextItem:
            self.setCurrentIndex(self.model().index(row, UNIT))
        elif hint == QAbstractItemDelegate.EndEditHint.EditPreviousItem:
            self._back_from(row)

    def _on_from(self, row: int) -> None:
        below = self.next_line(row)
        if below is None:
            self.finished.emit()
        else:
            self.go_to(below)

    def _back_from(self, row: int) -> None:
        above = self.next_line(row, -1)
        if above is None:
            self.focusPreviousChild()
        else:
            self.setCurrentIndex(self.model().index(above, UNIT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        row, key = index.row(), event.key()
        alt_down = key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        opens = index.column() == UNIT and key in {
            Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter,
        }  # fmt: skip
        if index.isValid() and (key == Qt.Key.Key_F4 or alt_down or opens):
            self.unit_wanted.emit(row)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            self.go_to(row)
        elif key == Qt.Key.Key_Down and not index.isValid() and self.first_line() is not None:
            self.go_to(self.first_line() or 0)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down} and index.isValid():
            step = 1 if key == Qt.Key.Key_Down else -1
            line = self.next_line(row, step)
            if line is not None:
                self.go_to(line)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: FBT001
        index = self.currentIndex()
        if index.isValid() and index.column() == UNIT:
            if not next_:
                self.go_to(index.row())
                return True
            below = self.next_line(index.row())
            if below is not None:
                self.go_to(below)
                return True
        return super().focusNextPrevChild(next_)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            first = self.first_line()
            if first is not None:
                self.go_to(first)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == UNIT:
            self.unit_wanted.emit(index.row())
        elif self.lines()[index.row()].analyte is not None:
            self.go_to(index.row())

    def under(self, row: int) -> QPoint:
        """Where a list of the units of a line may open, on the screen."""
        rect = self.visualRect(self.model().index(row, UNIT))
        return self.viewport().mapToGlobal(rect.bottomLeft())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.verticalHeader().setDefaultSectionSize(theme.px(34))
