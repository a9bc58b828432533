"""How the list looks: words, the window of each visit on one axis of time, and its mark."""

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.screens.visits.list_model import BELOW_ROLE, ROW_ROLE, SPAN_ROLE, Column, Index, Span
from ui.screens.visits.marks import Mark, draw_mark, font, mark_colour, mark_of, metrics
from ui.screens.visits.rows import Row

ROW = 44
_PAD = 10
_MARK = 7
_LEFT = Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignVCenter.value
_BOLD, _MEDIUM = QFont.Weight.DemiBold, QFont.Weight.Medium
_BAR_ALPHA = {"day": 70, "night": 95}


class Hand(QStyledItemDelegate):
    """Paints the cells of the list."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(theme.px(60), theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        column = Column(index.column())
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        paint_ground(painter, rect, first=column == Column.PATIENT, state=state)
        inner = rect.adjusted(theme.px(_PAD), 0, -theme.px(4), 0)
        if column == Column.WINDOW:
            _paint_window(painter, inner, row, index.data(SPAN_ROLE))
        else:
            _paint_words(painter, inner, row, index)
        painter.restore()


def paint_ground(painter: QPainter, rect: QRect, *, first: bool, state: QStyle.StateFlag) -> None:
    """The ground of a line with its edge; marked where it is chosen."""
    colours = theme.current()
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    edge = QColor(colours.accent_text if chosen else colours.row_line)
    thin = theme.px(1)
    if chosen:
        painter.fillRect(rect, QColor(colours.accent_soft))
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), thin), edge)
        if first:
            painter.fillRect(QRect(rect.left(), rect.top(), theme.px(3), rect.height()), edge)
    painter.fillRect(QRect(rect.left(), rect.bottom() - thin + 1, rect.width(), thin), edge)


def _paint_words(painter: QPainter, rect: QRect, row: Row, index: Index) -> None:
    colours = theme.current()
    column, mark = Column(index.column()), mark_of(row.standing)
    text, below = str(index.data() or ""), str(index.data(BELOW_ROLE) or "")
    size, weight, ink = theme.BODY_PX, QFont.Weight.Normal, colours.ink
    if column == Column.PATIENT:
        weight = _BOLD
    elif column in {Column.VISIT, Column.TARGET}:
        weight = _MEDIUM if column == Column.VISIT else weight
        if not below and metrics(size, weight).horizontalAdvance(text) > rect.width():
            two_lines(painter, rect, text, 13, ink)
            return
    elif column in {Column.COLLECT, Column.AGREED}:
        size, ink = 13, colours.second
        if metrics(size).horizontalAdvance(text) > rect.width():
            two_lines(painter, rect, text, size, ink)
            return
    elif column == Column.STATUS:
        weight, ink = _BOLD, mark_colour(mark)
        radius = theme.px(_MARK)
        draw_mark(painter, QPointF(rect.left() + radius, rect.center().y() + 0.5), radius, mark)
        rect = rect.adjusted(2 * radius + theme.px(8), 0, 0, 0)
        if not below and metrics(size, weight).horizontalAdvance(text) > rect.width():
            two_lines(painter, rect, text, 13, ink)
            return
    if below:
        high, low = metrics(size, weight).height(), metrics(12).height()
        top = rect.top() + (rect.height() - high - low) / 2
        line(painter, QRectF(rect.left(), top, rect.width(), high), text, ink, size, weight)
        tone = colours.warn_text if column == Column.STATUS else colours.faint
        room = QRectF(rect.left(), top + high, rect.width(), low)
        line(painter, room, below, tone, 12)
    else:
        line(painter, QRectF(rect), text, ink, size, weight)


def line(
    painter: QPainter,
    rect: QRectF,
    text: str,
    ink: str,
    size: float = theme.BODY_PX,
    weight: QFont.Weight = QFont.Weight.Normal,
) -> None:
    """One line of words, with "…" where there is no room."""
    painter.setFont(font(size, weight))
    painter.setPen(QColor(ink))
    shown = metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _LEFT, shown)


def two_lines(painter: QPainter, rect: QRect, text: str, size: float, ink: str) -> None:
    """Words on two lines, with "…" where even these have no room."""
    measure, words = metrics(size), text.split(" ")
    count = len(words)
    if measure.horizontalAdvance(text) <= rect.width():
        line(painter, QRectF(rect), text, ink, size)
        return
    while count > 1 and measure.horizontalAdvance(" ".join(words[:count])) > rect.width():
        count -= 1
    high = measure.height()
    top = rect.top() + (rect.height() - 2 * high) / 2
    line(painter, QRectF(rect.left(), top, rect.width(), high), " ".join(words[:count]), ink, size)
    rest = QRectF(rect.left(), top + high, rect.width(), high)
    line(painter, rest, " ".join(words[count:]), ink, size)


def place(day: date, span: Span, rect: QRectF) -> float:
    """Where the middle of a day stands between the edges."""
    return rect.left() + ((day - span.first).days + 0.5) / span.days * rect.width()


def _paint_window(painter: QPainter, rect: QRect, row: Row, span: Span) -> None:
    colours = theme.current()
    visit, mark = row.standing.visit, mark_of(row.standing)
    room = QRectF(rect.adjusted(0, 0, -theme.px(6), 0))
    middle = room.center().y()
    painter.setPen(QPen(QColor(colours.day_line), 1))
    painter.drawLine(QPointF(room.left(), middle), QPointF(room.right(), middle))
    month = date(span.first.year, span.first.month, 1)
    while month <= span.last:
        if month >= span.first:
            x = place(month, span, room)
            painter.drawLine(QPointF(x, middle - theme.px(4)), QPointF(x, middle + theme.px(4)))
        month = (month + timedelta(days=32)).replace(day=1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(rect)
    half = room.width() / span.days / 2
    left, right = place(visit.opens, span, room) - half, place(visit.closes, span, room) + half
    if right > room.left() and left < room.right():
        _paint_bar(painter, QRectF(left, middle - theme.px(6), right - left, theme.px(12)), mark)
    today = place(span.today, span, room)
    painter.setPen(QPen(QColor(colours.accent_text), theme.px(2)))
    painter.drawLine(QPointF(today, rect.top()), QPointF(today, rect.bottom()))
    agreed = row.appointment
    if agreed is not None:
        _paint_agreed(painter, place(agreed, span, room), rect)
    target = place(visit.target, span, room)
    if room.left() <= target <= room.right():
        draw_mark(painter, QPointF(target, middle), theme.px(6), mark)
    else:
        _paint_arrow(painter, room, mark, ahead=target > room.right())


def _paint_bar(painter: QPainter, bar: QRectF, mark: Mark) -> None:
    """The window; a dashed edge where it is not open and not past."""
    colours = theme.current()
    colour = QColor(mark_colour(mark))
    fill = QColor(colour)
    fill.setAlpha(_BAR_ALPHA[colours.name] // (2 if mark == "future" else 1))
    painter.setPen(
        QPen(colour, 1, Qt.PenStyle.DashLine if mark == "future" else Qt.PenStyle.SolidLine)
    )
    painter.setBrush(fill)
    painter.drawRoundedRect(bar, theme.px(6), theme.px(6))


def _paint_agreed(painter: QPainter, x: float, rect: QRect) -> None:
    """A small flag on the day of the appointment."""
    colour = QColor(theme.current().ink)
    painter.setPen(QPen(colour, theme.px(1.5)))
    top = rect.top() + theme.px(5)
    painter.drawLine(QPointF(x, top), QPointF(x, rect.center().y()))
    painter.setBrush(colour)
    painter.drawPolygon(
        [
            QPointF(x, top),
            QPointF(x + theme.px(7), top + theme.px(3)),
            QPointF(x, top + theme.px(6)),
        ]
    )


def _paint_arrow(painter: QPainter, room: QRectF, mark: Mark, *, ahead: bool) -> None:
    """That the target lies beyond the edge."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mark_colour(mark)))
    tip = theme.px(7) if ahead else -theme.px(7)
    x = room.right() - tip if ahead else room.left() - tip
    y = room.center().y()
    painter.drawPolygon(
        [QPointF(x, y - theme.px(5)), QPointF(x + tip, y), QPointF(x, y + theme.px(5))]
    )
