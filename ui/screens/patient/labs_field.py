"""How a line of new results is painted, and edited in its place."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.screens.patient.labs_models import CHANGE, ENTRY, UNIT, EntryModel, Index
from ui.screens.patient.results import units_of
from ui.widgets.parts import set_state

_NAMES = {"strong": QFont.Weight.DemiBold, "plain": QFont.Weight.Normal}


class FieldDelegate(QStyledItemDelegate):
    """Paints names, fields, units and changes, and edits a field in its place.

    ``pasting`` when something is pasted into a field: whoever takes it as a table says so by
    putting True into the list that comes with it.
    """

    pasting = Signal(object)
    rightward = Signal()
    """The right arrow at the end of the text."""

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
        if _has_keyboard(view, index):
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
        if _has_keyboard(view, index):
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
            if _leaves_at_the_right(editor, event):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                self.rightward.emit()
                return True
            if event.matches(QKeySequence.StandardKey.Paste):
                taken: list[bool] = []
                self.pasting.emit(taken)
                if any(taken):
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


def _leaves_at_the_right(editor: QObject, event: QKeyEvent) -> bool:
    return (
        isinstance(editor, QLineEdit)
        and event.key() == Qt.Key.Key_Right
        and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        and not editor.hasSelectedText()
        and editor.cursorPosition() == len(editor.text())
    )


def _has_keyboard(view: QObject | None, index: Index) -> bool:
    return isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex() == index


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
