"""The table of new results in the laboratory grid: fields that are edited in their place."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui import theme
from ui.screens.patient.labs_models import CHANGE, ENTRY, UNIT, EntryModel, Index, Row
from ui.screens.patient.results import units_of
from ui.widgets.parts import plain_table, set_state

_NAMES = {"strong": QFont.Weight.DemiBold, "plain": QFont.Weight.Normal}


class FieldDelegate(QStyledItemDelegate):
    """Paints names, fields, units and changes, and edits a field in its place."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(theme.px(80), theme.px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.current()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = str(index.data() or "")
        if index.flags() == Qt.ItemFlag.NoItemFlags:
            self._words(painter, rect, text, colours.second, theme.font(12, _NAMES["strong"]))
        elif index.column() == ENTRY:
            self._field(painter, rect, text, index)
        elif index.column() == UNIT:
            self._unit(painter, rect, text, index)
        elif index.column() == CHANGE:
            self._words(painter, rect, text, colours.faint, theme.font(12))
        else:
            self._words(painter, rect, text, colours.ink, theme.font())
        painter.setPen(QPen(QColor(colours.row_line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _words(
        self, painter: QPainter, rect: QRect, text: str, colour: str, font: QFont, pad: int = 10
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        inside = rect.adjusted(theme.px(pad), 0, -theme.px(4), 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)

    def _field(self, painter: QPainter, rect: QRect, text: str, index: Index) -> None:
        colours = theme.current()
        state = index.data(Qt.ItemDataRole.UserRole)
        line, ground = {
            "refused": (colours.refused, colours.refused_ground),
            "warn": (colours.warn, colours.warn_ground),
        }.get(state, (colours.field_line, colours.field))
        thick = theme.px(2) if state else theme.px(1)
        view = self.parent()
        if isinstance(view, EntryView) and view.hasFocus() and view.currentIndex() == index:
            line, thick = colours.accent_text, theme.px(2)
        box = QRectF(field_rect(rect)).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.setPen(QPen(QColor(line), thick))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, theme.px(7), theme.px(7))
        font = theme.font(14, QFont.Weight.DemiBold)
        self._words(painter, rect, text, colours.ink, font, 14)

    def _unit(self, painter: QPainter, rect: QRect, text: str, index: Index) -> None:
        colours = theme.current()
        analyte = index.model().lines[index.row()].analyte  # type: ignore[attr-defined]
        usual = units_of(analyte)[0]
        view = self.parent()
        focused = isinstance(view, EntryView) and view.hasFocus() and view.currentIndex() == index
        if focused:
            painter.setPen(QPen(QColor(colours.accent_text), theme.px(2)))
            painter.drawRoundedRect(field_rect(rect), theme.px(7), theme.px(7))
        weight = _NAMES["plain" if text == usual else "strong"]
        colour = colours.second if text == usual else colours.accent_text
        inside = rect.adjusted(0, 0, -theme.px(16), 0)
        self._words(painter, inside, text, colour, theme.font(13, weight), 8)
        if len(units_of(analyte)) > 1:
            _arrow(painter, rect, colours.faint)

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: Index,
    ) -> QWidget:
        edit = QLineEdit(parent)
        analyte = index.model().lines[index.row()].analyte  # type: ignore[attr-defined]
        edit.setAccessibleName(analyte.label)
        edit.setFont(theme.font(14, QFont.Weight.DemiBold))
        where = QPersistentModelIndex(index)
        edit.textEdited.connect(lambda text: self._typed(edit, where, text))
        model = index.model()
        assert isinstance(model, EntryModel)
        model.edited = analyte.key
        return edit

    def _typed(self, edit: QLineEdit, where: QPersistentModelIndex, text: str) -> None:
        model = where.model()
        model.setData(model.index(where.row(), where.column()), text, Qt.ItemDataRole.EditRole)
        set_state(edit, where.data(Qt.ItemDataRole.UserRole) or "")

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter goes on at once: what is typed next belongs to the next field already."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(
                editor, QWidget
            )
            if plain:
                hint = QAbstractItemDelegate.EndEditHint.SubmitModelCache
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, hint)
                return True
        return super().eventFilter(editor, event)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if editor.text() != text:
            editor.setText(text)
        set_state(editor, index.data(Qt.ItemDataRole.UserRole) or "")

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: Index,  # noqa: ARG002
    ) -> None:
        editor.setGeometry(field_rect(option.rect))

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        model = index.model()
        if isinstance(model, EntryModel):
            model.edited = ""
        super().destroyEditor(editor, index)


def field_rect(cell: QRect) -> QRect:
    """Where in a cell its field lies."""
    gap = theme.px(2)
    return cell.adjusted(theme.px(3), gap, -theme.px(3), -gap)


def _arrow(painter: QPainter, rect: QRect, colour: str) -> None:
    size = theme.px(4)
    middle = QPointF(rect.right() - theme.px(10), rect.center().y())
    pen = QPen(QColor(colour), theme.px(1.6))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        QPolygonF(
            [middle + QPointF(-size, -size / 2), middle + QPointF(0, size / 2),
             middle + QPointF(size, -size / 2)]
        )
    )  # fmt: skip


class EntryView(QTableView):
    """New results. Enter goes down, Tab by way of the unit, F4 opens the units.

    ``finished`` on Enter in the last line; ``unit_wanted`` asks for the list of units of a line.
    """

    unit_wanted = Signal(int)
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        plain_table(self, 34)
        self.setItemDelegate(FieldDelegate(self))
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
