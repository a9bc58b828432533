"""A tiny line over time: the shape of the last hours beside a number."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

_INSET = 4.0


class Spark(QWidget):
    """A line through points at their true times, without axes; the last point is a dot.

    Where neighbours lie more than ``gap`` apart the line is broken; a point alone between gaps is
    a small dot. A value beyond ``low`` or ``high`` is drawn at the edge. ``tone`` names the colour
    in `Theme`. Decoration beside a number that stands in words: it takes no focus and has no name.
    """

    def __init__(
        self,
        gap: timedelta = timedelta(hours=9),
        tone: str = "temperature",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._gap = gap
        self._tone = tone
        self._points: tuple[tuple[datetime, float], ...] = ()
        self._start: datetime | None = None
        self._end: datetime | None = None
        self._reference: float | None = None
        self._range = (0.0, 1.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_points(
        self,
        points: Sequence[tuple[datetime, float]],
        start: datetime,
        end: datetime,
        reference: float | None,
        low: float,
        high: float,
    ) -> None:
        """Show the points between ``start`` and ``end`` (all times aware), in any order.

        ``reference`` is a dashed level line, None for none. Raises ValueError if the window or
        the range is empty.
        """
        if start >= end or low >= high:
            raise ValueError("a spark line needs start before end and low below high")
        start, end = start.astimezone(UTC), end.astimezone(UTC)  # lengths in a zone leap with it
        utc = ((at.astimezone(UTC), value) for at, value in points)
        kept = tuple(sorted(point for point in utc if start <= point[0] <= end))
        shown = (kept, start, end, reference, (low, high))
        if shown == (self._points, self._start, self._end, self._reference, self._range):
            return
        self._points, self._start, self._end, self._reference, self._range = shown
        self.update()

    def runs(self) -> tuple[tuple[tuple[datetime, float], ...], ...]:
        """The points in unbroken runs: a gap parts two runs."""
        runs: list[list[tuple[datetime, float]]] = []
        for point in self._points:
            if runs and point[0] - runs[-1][-1][0] <= self._gap:
                runs[-1].append(point)
            else:
                runs.append([point])
        return tuple(tuple(run) for run in runs)

    def place(self, at: datetime, value: float) -> QPointF:
        """Where a point lies in the widget, in its own pixels."""
        assert self._start is not None
        assert self._end is not None
        area = self._area()
        low, high = self._range
        across = (at - self._start) / (self._end - self._start)
        up = (min(max(value, low), high) - low) / (high - low)
        return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())

    def _area(self) -> QRectF:
        inset = theme.px(_INSET)
        return QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), theme.px(34))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.px(34))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        self.draw(QPainter(self))

    def draw(self, painter: QPainter) -> None:
        """Paint the line at its own size, as on itself; a table's delegate does so in a cell."""
        if self._start is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        colour = QColor(getattr(colours, self._tone))
        if self._reference is not None:
            pen = QPen(QColor(colours.reference), theme.px(1))
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
            y = round(self.place(self._start, self._reference).y()) + 0.5
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        pen = QPen(colour, theme.px(2))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        for run in self.runs():
            places = [self.place(at, value) for at, value in run]
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if len(places) > 1:
                painter.drawPolyline(QPolygonF(places))
            else:
                painter.drawPoint(places[0])
        if self._points:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            radius = theme.px(3)
            painter.drawEllipse(self.place(*self._points[-1]), radius, radius)
