"""How a line of the list of alarms looks: the mark of its priority, what it says, how it stands."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.screens.alarms.list_model import ITEM_ROLE, Item
from ui.screens.alarms.signs import draw_paused, draw_triangle
from ui.widgets.parts import Level
from ui.widgets.pulse import Flash

Index = QModelIndex | QPersistentModelIndex
ROW, TITLE = 58, 34
_STROKE, _PAD, _SIGN, _BELL = 6, 18, 13, 18
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_BOLD, _PLAIN = QFont.Weight.DemiBold, QFont.Weight.Normal


class AlarmHand(QStyledItemDelegate):
    """Paints the lines; the marks of one priority flash together with those of all screens."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.lit: dict[Level, bool] = {"high": True, "medium": True}
        self._flashes = {
            "high": Flash(view, lambda lit: self._show_lit("high", lit=lit)),
            "medium": Flash(view, lambda lit: self._show_lit("medium", lit=lit)),
        }

    def set_flashing(self, levels: set[Level]) -> None:
        """Let the marks of these priorities flash, where nobody has acknowledged the alarm."""
        for level, flash in self._flashes.items():
            flash.set(level if level in levels else None)

    def _show_lit(self, level: Level, *, lit: bool) -> None:
        self.lit[level] = lit
        port: QWidget = self._view.viewport()
        port.update(0, 0, theme.px(_PAD + _SIGN + _STROKE), port.height())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        height = TITLE if index.data(ITEM_ROLE) is None else ROW
        return QSize(theme.px(200), theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: Item | None = index.data(ITEM_ROLE)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item is None:
            painter.setFont(theme.font(12, _BOLD))
            painter.setPen(QColor(theme.current().second))
            painter.drawText(
                rect.adjusted(theme.px(_PAD), theme.px(6), 0, 0), _LEFT.value, str(index.data())
            )
        else:
            self._ground(painter, rect, option.state)
            self._mark(painter, rect, item)
            _words(painter, rect, item)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        colours = theme.current()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        edge = QColor(colours.accent_text if chosen else colours.row_line)
        thin = theme.px(1)
        if chosen:
            painter.fillRect(rect, QColor(colours.accent_soft))
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), thin), edge)
        painter.fillRect(QRect(rect.left(), rect.bottom() - thin + 1, rect.width(), thin), edge)

    def _mark(self, painter: QPainter, rect: QRect, item: Item) -> None:
        level = item.alarm.priority
        if item.flashing and not self.lit.get(level, True):
            return
        colour = QColor(theme.current().alarm(level).mark)
        if item.flashing:
            painter.fillRect(
                QRect(rect.left(), rect.top(), theme.px(_STROKE), rect.height()), colour
            )
        size = theme.px(_SIGN)
        box = QRectF(rect.left() + theme.px(_PAD), rect.top() + theme.px(13), size, size)
        draw_triangle(painter, box, colour)


def _words(painter: QPainter, rect: QRect, item: Item) -> None:
    """First what it is about, below how it stands."""
    colours = theme.current()
    left = theme.px(_PAD + _SIGN + 8)
    inner = rect.adjusted(left, theme.px(7), -theme.px(12), -theme.px(7))
    first = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
    second = first.translated(0, inner.height() // 2)
    heavy = _BOLD if item.flashing else _PLAIN
    right = _told(painter, first, item.since, theme.font(13), colours.second, right=True)
    first.setRight(first.right() - right)
    for text, weight in ((item.mark, heavy), (item.who, _BOLD), (item.text, heavy)):
        if text:
            gap = theme.px(10)
            first.setLeft(
                first.left() + gap
                + _told(painter, first, text, theme.font(weight=weight), colours.ink)
            )  # fmt: skip
    if item.call:
        call = _told(painter, second, item.call, theme.font(13), colours.second, right=True)
        second.setRight(second.right() - call)
    if item.alarm.silence is not None:
        bell = theme.px(_BELL)
        top = second.center().y() - bell / 2
        draw_paused(painter, QRectF(second.left(), top, bell, bell), QColor(colours.ink))
        second.setLeft(second.left() + bell + theme.px(6))
    _told(painter, second, item.state, theme.font(13), colours.second)


def _told(
    painter: QPainter, box: QRect, text: str, font: QFont, ink: str, *, right: bool = False
) -> int:
    """Write words into a box; how much room they took, with a gap where they stand at the right."""
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, (_RIGHT if right else _LEFT).value, elided)
    return metrics.horizontalAdvance(elided) + (theme.px(12) if right else 0)
