"""How the ward board looks: its lines painted cell by cell."""

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from grading.scales.crs import FEVER_C
from ui import theme
from ui.screens.board_cells import (
    AnyCell,
    Cell,
    Column,
    GradeCell,
    Line,
    Mark,
    SparkCell,
    column_text,
    short_column_text,
)
from ui.widgets.badge import GradeBadge
from ui.widgets.spark import Spark

ROW, ROW_LEAST, TITLE_ROW = 62, 46, 34
"""Heights of a line: as liked, at least, and of a title between lines, in design pixels."""
_PAD, _PAD_LEAST, _PAD_RIGHT = 12, 9, 5
"""The room at either side of a cell: as liked, and at least; behind the words of a cell less."""
_GAP = 8
_MARK_PAD = 5
_BODY, _SMALL = theme.BODY_PX, 12
_ONE_LINE = 56
"""Words beside a badge that are longer than this stand in two lines."""
_SPARK = (0, 120)
_SPARK_HEIGHT, _SPARK_BELOW = 34, 20
_SPARK_RANGE = (36.0, 40.0)
_SPARK_LEAST = 24

_BOLD, _PLAIN = QFont.Weight.DemiBold, QFont.Weight.Normal
_LEFT = Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignVCenter.value
ELIDED = (Column.PATIENT, Column.NEXT)
"""Where the smaller line may end in "…": it says more than the board needs."""
LINE_ROLE = Qt.ItemDataRole.UserRole
"""The `Line` that a row of the model shows."""

Index = QModelIndex | QPersistentModelIndex


class Hand(QStyledItemDelegate):
    """Paints the cells, and tells how wide they would like to be.

    One badge and one spark line serve as stamps for all cells.
    """

    def __init__(self) -> None:
        super().__init__()
        self._badge = GradeBadge()
        self._spark = Spark(gap=timedelta(hours=9))

    def widths(self, cells: Sequence[AnyCell], column: Column) -> tuple[int, int]:
        """The least width in which these cells of a column are whole, and the one they would like.

        With margins and the title of the column.
        """
        spare = theme.px(_PAD_LEAST - _PAD_RIGHT)
        least = _width(short_column_text(column), _SMALL, _BOLD) + spare
        liked = _width(column_text(column), _SMALL, _BOLD)
        for cell in cells:
            low, high = self._inner(cell)
            if isinstance(cell, Cell) and column not in ELIDED:
                low = high
            least, liked = max(least, low), max(liked, high)
        return least + theme.px(_PAD_LEAST + _PAD_RIGHT), liked + 2 * theme.px(_PAD)

    def _inner(self, cell: AnyCell) -> tuple[int, int]:
        match cell:
            case GradeCell():
                width = self._stamp(cell).width()
                if cell.beside:
                    width += theme.px(_GAP) + _beside_width(cell.beside)
                return width, width
            case SparkCell():
                least, _ = self._inner(cell.value)
                low, high = _SPARK
                return least + theme.px(low), least + theme.px(high + _GAP)
            case Cell():
                text = _width(cell.text, _BODY, _BOLD if cell.strong else _PLAIN)
                text += sum(_mark_width(mark) for mark in cell.marks)
                below = " · ".join(part for part in (cell.late, cell.below) if part)
                return text, max(text, _width(below, _SMALL))

    def _stamp(self, cell: GradeCell) -> QSize:
        """Cut the badge for this grade; its size."""
        self._badge.set_level(cell.level, cell.at_least, text_override=cell.override)
        return self._badge.sizeHint()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(theme.px(60), theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = theme.current()
        painter.save()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        edge = QColor(colours.accent_text if selected else colours.row_line)
        thin = theme.px(1)
        if selected:
            painter.fillRect(rect, QColor(colours.accent_soft))
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), thin), edge)
            if index.column() == Column.BED:
                painter.fillRect(QRect(rect.left(), rect.top(), theme.px(3), rect.height()), edge)
        if selected or index.row() < index.model().rowCount() - 1:
            painter.fillRect(QRect(rect.left(), rect.bottom() - thin + 1, rect.width(), thin), edge)
        inner = rect.adjusted(theme.px(_PAD_LEAST), 0, -theme.px(_PAD_RIGHT), 0)
        if line.title:
            painter.setFont(_font(_SMALL, _BOLD))
            painter.setPen(QColor(colours.second))
            painter.drawText(inner, _LEFT, line.title)
        else:
            self._paint(painter, inner, line.cells[index.column()])
        painter.restore()

    def _paint(self, painter: QPainter, rect: QRect, cell: AnyCell) -> None:
        match cell:
            case GradeCell():
                self._paint_grade(painter, rect, cell)
            case SparkCell():
                self._paint_spark(painter, rect, cell)
            case Cell():
                _paint_words(painter, rect, cell)

    def _paint_grade(self, painter: QPainter, rect: QRect, cell: GradeCell) -> None:
        size = self._stamp(cell)
        self._badge.resize(size)
        painter.save()
        painter.translate(rect.left(), rect.top() + (rect.height() - size.height()) // 2)
        self._badge.draw(painter)
        painter.restore()
        painter.setFont(_font(_SMALL))
        painter.setPen(QColor(theme.current().faint))
        room = rect.adjusted(size.width() + theme.px(_GAP), 0, 0, 0)
        painter.drawText(room, _LEFT | Qt.TextFlag.TextWordWrap.value, cell.beside)

    def _paint_spark(self, painter: QPainter, rect: QRect, cell: SparkCell) -> None:
        least, _ = self._inner(cell.value)
        width = rect.width() - least - theme.px(_GAP)
        if width >= theme.px(_SPARK_LEAST):
            height = theme.px(_SPARK_HEIGHT)
            self._draw_spark(
                painter, rect, QSize(width, height), (rect.height() - height) // 2, cell
            )
            rect = rect.adjusted(width + theme.px(_GAP), 0, 0, 0)
        elif not cell.value.below:
            # Too narrow to stand beside the figure: below it.
            high = _metrics(_BODY, _BOLD).height()
            height = theme.px(_SPARK_BELOW)
            top = int((rect.height() - high - height) / 2)
            size = QSize(rect.width() - theme.px(_GAP), height)
            self._draw_spark(painter, rect, size, top + int(high), cell)
            rect = QRect(rect.left(), rect.top() + top, rect.width(), int(high))
        _paint_words(painter, rect, cell.value)

    def _draw_spark(
        self, painter: QPainter, rect: QRect, size: QSize, top: int, cell: SparkCell
    ) -> None:
        self._spark.resize(size)
        self._spark.set_points(cell.points, cell.start, cell.end, FEVER_C, *_SPARK_RANGE)
        painter.save()
        painter.translate(rect.left(), rect.top() + top)
        self._spark.draw(painter)
        painter.restore()


def _paint_words(painter: QPainter, rect: QRect, cell: Cell) -> None:
    colours = theme.current()
    ink = {"ink": colours.ink, "faint": colours.faint, "late": colours.late}[cell.tone]
    weight = _BOLD if cell.strong else _PLAIN
    painter.setFont(_font(_BODY, weight))
    painter.setPen(QColor(ink))
    room = rect.width() - sum(_mark_width(mark) for mark in cell.marks)
    text = _elided(cell.text, room, _BODY, weight)
    high, low = _metrics(_BODY, weight).height(), _metrics(_SMALL).height()
    if not (cell.below or cell.late):
        low = 0.0
    top = rect.top() + (rect.height() - high - low) / 2
    painter.drawText(QRectF(rect.left(), top, rect.width(), high), _LEFT, text)
    left = rect.left() + _width(text, _BODY, weight)
    for mark in cell.marks:
        _paint_mark(painter, QRectF(left, top, _mark_width(mark), high), mark)
        left += _mark_width(mark)
    if low:
        _paint_below(painter, QRectF(rect.left(), top + high, rect.width(), low), cell)


def _paint_below(painter: QPainter, room: QRectF, cell: Cell) -> None:
    """The smaller line: what is late first, in its own colour."""
    colours = theme.current()
    painter.setFont(_font(_SMALL))
    late = f"{cell.late} · " if cell.late and cell.below else cell.late
    for part, colour in ((late, colours.late), (cell.below, colours.faint)):
        if not part or room.width() <= 0:
            continue
        shown = _elided(part, int(room.width()), _SMALL, _PLAIN)
        painter.setPen(QColor(colour))
        painter.drawText(room, _LEFT, shown)
        room = room.adjusted(_width(part, _SMALL), 0, 0, 0)


def _mark_width(mark: Mark) -> int:
    """The room that a mark takes, with the gap before it."""
    pad = theme.px(_GAP if mark.priority is None else _GAP + 2 * _MARK_PAD)
    return _width(mark.text, _SMALL, _BOLD) + pad


def _paint_mark(painter: QPainter, room: QRectF, mark: Mark) -> None:
    """A mark on the ground of its alarm; one that somebody has acknowledged on none."""
    colours = theme.current()
    painter.setFont(_font(_SMALL, _BOLD))
    box = room.adjusted(theme.px(_GAP), 1, 0, -1)
    if mark.priority is None:
        painter.setPen(QColor(colours.faint))
    else:
        patch = colours.alarm(mark.priority)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(patch.mark), 1))
        painter.setBrush(QColor(patch.fill))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(5), theme.px(5))
        painter.restore()
        painter.setPen(QColor(patch.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.text)


# --- measures, kept for each text size since all cells ask for the same few ---------------------


def _font(size: float, weight: QFont.Weight = _PLAIN) -> QFont:
    return _made_font(size, weight, theme.scale())


def _metrics(size: float, weight: QFont.Weight = _PLAIN) -> QFontMetricsF:
    return _made_metrics(size, weight, theme.scale())


@lru_cache(maxsize=32)
def _made_font(size: float, weight: QFont.Weight, _scale: float) -> QFont:
    return theme.font(size, weight)


@lru_cache(maxsize=32)
def _made_metrics(size: float, weight: QFont.Weight, scale: float) -> QFontMetricsF:
    return QFontMetricsF(_made_font(size, weight, scale))


def _width(text: str, size: float, weight: QFont.Weight = _PLAIN) -> int:
    return _made_width(text, size, weight, theme.scale())


@lru_cache(maxsize=2048)
def _made_width(text: str, size: float, weight: QFont.Weight, scale: float) -> int:
    return ceil(_made_metrics(size, weight, scale).horizontalAdvance(text))


def _elided(text: str, room: int, size: float, weight: QFont.Weight) -> str:
    return _metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, room)


def _beside_width(text: str) -> int:
    """The width of words beside a badge: in one line where they are few, else in two."""
    parts = text.split("\n")
    if len(parts) > 1:
        return max(_width(part, _SMALL) for part in parts)
    whole = _width(text, _SMALL)
    if whole <= theme.px(_ONE_LINE):
        return whole
    words = text.split(" ")
    folds = (
        max(_width(" ".join(words[:n]), _SMALL), _width(" ".join(words[n:]), _SMALL))
        for n in range(1, len(words))
    )
    return min(folds, default=whole)
