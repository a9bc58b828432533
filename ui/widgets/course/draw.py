"""How the chart draws: its style at the text size in force, and strokes in pixels.

Wide strokes are drawn as single lines, for Qt joins the corners of a long anti-aliased path at
twenty times the cost.
"""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from ui import theme
from ui.theme import GradeColours, Patch, Theme

Values: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Symbol = Literal["dot", "square", "diamond", "cross", "bar"]
SYMBOLS: tuple[Symbol, ...] = ("dot", "square", "diamond", "cross")
"""One a curve where several share a panel: never colour alone."""
_TEXT_PX = 11
_TINT = 0.22
_NARROW = 6.0
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Style:
    """Colours, fonts and measures in force."""

    colours: Theme
    scale: float
    plain: QFont
    strong: QFont
    plain_size: QFontMetricsF
    strong_size: QFontMetricsF

    def px(self, length: float) -> float:
        """A length of the design in pixels."""
        return length * self.scale

    def tone(self, tone: str) -> QColor:
        """A colour of the theme by its name; ``cytokines:2`` is the third of the cytokines."""
        name, _, place = tone.partition(":")
        found = getattr(self.colours, name)
        return QColor(found[int(place) % len(found)] if place else found)

    @property
    def line_height(self) -> float:
        """The height of one line of text."""
        return self.plain_size.height()


def style() -> Style:
    """The style of this moment."""
    plain = theme.font(_TEXT_PX)
    strong = theme.font(_TEXT_PX, QFont.Weight.DemiBold)
    return Style(
        theme.current(),
        theme.scale(),
        plain,
        strong,
        QFontMetricsF(plain),
        QFontMetricsF(strong),
    )


class Frame(NamedTuple):
    """A stretch of time (UTC seconds) and of values as a rectangle of pixels from (0, 0)."""

    start: float
    end: float
    low: float
    high: float
    width: float
    height: float

    def x(self, seconds: float) -> float:
        """Where a moment lies."""
        return (seconds - self.start) / (self.end - self.start) * self.width

    def y(self, value: float) -> float:
        """Where a value lies."""
        return (self.high - value) / (self.high - self.low) * self.height

    def xs(self, seconds: Values) -> Values:
        """Where moments lie."""
        return (seconds - self.start) * (self.width / (self.end - self.start))

    def ys(self, values: Values) -> Values:
        """Where values lie."""
        return (self.high - values) * (self.height / (self.high - self.low))


def thinned(xs: Values, ys: Values, starts: Flags) -> tuple[Values, Values, Flags]:
    """The same line with at most two points in two columns of pixels: the lowest and the highest.

    ``starts`` tells where the line begins anew. What is not crowded is left as it is.
    """
    at = np.flatnonzero(_columns(xs / 2, starts))
    if 2 * len(at) >= len(xs):
        return xs, ys, starts
    low, high = np.minimum.reduceat(ys, at), np.maximum.reduceat(ys, at)
    anew = np.zeros(2 * len(at), dtype=np.bool_)
    anew[::2] = np.maximum.reduceat(starts, at)
    return np.repeat(xs[at], 2), np.column_stack((low, high)).ravel(), anew


def envelope(xs: Values, tops: Values, bottoms: Values) -> tuple[Values, Values, Values]:
    """Upright bars with at most one a pixel column: from the highest top to the lowest bottom."""
    if not len(xs):
        return xs, tops, bottoms
    at = np.flatnonzero(_columns(xs, np.zeros(len(xs), dtype=np.bool_)))
    if 2 * len(at) > len(xs):
        return xs, tops, bottoms
    return xs[at], np.minimum.reduceat(tops, at), np.fmax.reduceat(bottoms, at)


def _columns(xs: Values, starts: Flags) -> Flags:
    column = np.floor(xs)
    first = starts.copy()
    first[:1] = True
    first[1:] |= column[1:] != column[:-1]
    return first


def sparse(xs: Values, starts: Flags, room: float) -> Flags:
    """Which points have room for a symbol: apart from a neighbour, or alone between two gaps."""
    if len(xs) < 2:  # noqa: PLR2004
        return np.ones(len(xs), dtype=np.bool_)
    apart = np.diff(xs) >= room
    found = np.ones(len(xs), dtype=np.bool_)
    found[1:] = apart
    found[:-1] |= apart
    found[0] = True
    alone = starts.copy()
    alone[:-1] &= starts[1:]
    return found | alone


def polyline(xs: Values, ys: Values, starts: Flags) -> list[QLineF]:
    """The strokes of a line, broken where it starts anew."""
    to = np.flatnonzero(~starts)
    to = to[to > 0]
    ends = (xs[to - 1], ys[to - 1], xs[to], ys[to])
    return list(map(QLineF, *(end.tolist() for end in ends)))


def draw_line(
    painter: QPainter, xs: Values, ys: Values, starts: Flags, tone: QColor, width: float
) -> None:
    """A line through points, broken where it starts anew; thin where the points are crowded."""
    thin = thinned(xs, ys, starts)
    if thin[0] is xs:
        painter.setPen(QPen(tone, width))
        painter.drawLines(polyline(xs, ys, starts))
    else:
        xs, ys, starts = thin
        painter.setPen(QPen(tone, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        joined = np.append(~starts[1:], 0).astype(np.int32)
        painter.drawPath(pg.arrayToQPath(xs, ys, connect=joined, finiteCheck=False))


def draw_uprights(painter: QPainter, xs: Values, tops: Values, bottoms: Values) -> None:
    """Upright bars."""
    if len(xs):
        ends = np.column_stack((tops, bottoms)).ravel()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(pg.arrayToQPath(np.repeat(xs, 2), ends, connect="pairs"))


def draw_symbol(painter: QPainter, symbol: Symbol, at: QPointF, size: float, tone: QColor) -> None:
    """One symbol of a curve, ``size`` pixels across."""
    draw_symbols(painter, symbol, [at.x()], [at.y()], size, tone)


def draw_symbols(
    painter: QPainter, symbol: Symbol, xs: Any, ys: Any, size: float, tone: QColor
) -> None:
    """The symbols of a curve."""
    half = size / 2
    painter.setBrush(tone)
    if symbol == "dot":
        pen = QPen(tone, size)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoints(list(map(QPointF, xs, ys)))
    elif symbol == "square":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRects([QRectF(x - half, y - half, size, size) for x, y in _both(xs, ys)])
    elif symbol == "diamond":
        painter.setPen(Qt.PenStyle.NoPen)
        half *= 1.25
        for x, y in _both(xs, ys):
            painter.drawPolygon(diamond(x, y, half))
    elif symbol == "cross":
        painter.setPen(QPen(tone, max(1.6, size / 3)))
        for x, y in _both(xs, ys):
            painter.drawLine(QPointF(x - half, y - half), QPointF(x + half, y + half))
            painter.drawLine(QPointF(x - half, y + half), QPointF(x + half, y - half))
    else:
        painter.setPen(QPen(tone, max(1.6, size / 3)))
        for x, y in _both(xs, ys):
            painter.drawLine(QPointF(x, y - size), QPointF(x, y + size))
            for end in (y - size, y + size):
                painter.drawLine(QPointF(x - half, end), QPointF(x + half, end))


def _both(xs: Any, ys: Any) -> Any:
    return zip(xs, ys, strict=True)


def diamond(x: float, y: float, half: float) -> QPolygonF:
    """A diamond around a point."""
    return QPolygonF(
        [QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half), QPointF(x - half, y)]
    )


def draw_bound(
    painter: QPainter, bound: str, at: QPointF, size: float, tone: QColor, ground: QColor
) -> None:
    """An open triangle for a value that is only a limit: it points to where the true one lies."""
    x, y, half = at.x(), at.y(), size * 0.72
    tip = half if bound == "<" else -half
    painter.setPen(QPen(tone, max(1.3, size / 4)))
    painter.setBrush(ground)
    corners = [QPointF(x - half, y - tip), QPointF(x + half, y - tip), QPointF(x, y + tip)]
    painter.drawPolygon(QPolygonF(corners))


def draw_grade(
    painter: QPainter,
    box: QRectF,
    rank: tuple[int | None, int],
    look: Style,
    text: str,
    between: tuple[float, float],
) -> None:
    """A grade as a filled area; dashed where there is no level, hatched where it is 4 or 5.

    ``text`` is written in the middle ``between`` two places, where it fits.
    """
    level, at_least = rank
    colours = look.colours
    radius = min(look.px(3), box.width() / 2)
    if level is not None and box.width() < _NARROW:
        painter.fillRect(box, QColor(colours.grades[level].fill))
        return
    if level is None:
        ink = _draw_unknown(painter, box, at_least, look, radius)
    else:
        grade: GradeColours = colours.grades[level]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(grade.fill))
        painter.drawRoundedRect(box, radius, radius)
        if grade.hatch is not None:
            painter.setBrush(QBrush(QColor(grade.hatch), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(box, radius, radius)
        if grade.edge != grade.fill:
            _draw_edge(painter, box, QColor(grade.edge), radius)
        ink = QColor(grade.text)
    left, right = between
    if look.strong_size.horizontalAdvance(text) + look.px(4) <= right - left:
        painter.setFont(look.strong)
        painter.setPen(ink)
        painter.drawText(QRectF(left, box.top(), right - left, box.height()), _CENTRE, text)


def _draw_unknown(
    painter: QPainter, box: QRectF, at_least: int, look: Style, radius: float
) -> QColor:
    colours = look.colours
    edge = QColor(colours.grades[at_least].mark if at_least else colours.unknown_line)
    if at_least:
        painter.setPen(Qt.PenStyle.NoPen)
        fill = QColor(colours.grades[at_least].fill)
        fill.setAlphaF(_TINT)
        painter.setBrush(fill)
        painter.drawRoundedRect(box, radius, radius)
    _draw_dashed(painter, box, edge, look)
    return QColor(colours.ink if at_least else colours.unknown_text)


def _draw_dashed(painter: QPainter, box: QRectF, edge: QColor, look: Style) -> None:
    """A dashed outline: straight lines, which Qt dashes much faster than round corners."""
    pen = QPen(edge, max(1, round(look.px(1.2))))
    pen.setDashPattern([3, 2.4])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.drawRect(box.adjusted(0, 0, -1, -1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _draw_edge(painter: QPainter, box: QRectF, colour: QColor, radius: float) -> None:
    painter.setPen(QPen(colour, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def draw_patch(
    painter: QPainter, box: QRectF, patch: Patch, look: Style, *, filled: bool = True
) -> None:
    """An area of a lane; its outline alone where it is not certain."""
    radius = min(look.px(3), box.width() / 2)
    if filled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(patch.fill))
        painter.drawRoundedRect(box, radius, radius)
    else:
        _draw_dashed(painter, box, QColor(patch.edge), look)
