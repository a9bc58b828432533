"""Marks of alarms that are drawn: the triangle of a priority, and the bell of a paused sound."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.widgets.parts import Level
from ui.widgets.pulse import Flash

_TRIANGLE, _BELL = 18, 24


def draw_triangle(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """The triangle of an alarm."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    corners = [QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()]
    painter.drawPolygon(QPolygonF(corners))


def draw_paused(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A bell with a dashed cross over it: the sound is paused, the alarm is not off.

    After IEC 60417-5576-2. A cross of whole lines would say that it is off.
    """
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(box.width(), box.height())
    bell = QPainterPath(QPointF(0.22, 0.72))
    bell.lineTo(0.78, 0.72)
    bell.cubicTo(0.68, 0.62, 0.7, 0.52, 0.69, 0.42)
    bell.cubicTo(0.68, 0.26, 0.6, 0.2, 0.5, 0.2)
    bell.cubicTo(0.4, 0.2, 0.32, 0.26, 0.31, 0.42)
    bell.cubicTo(0.3, 0.52, 0.32, 0.62, 0.22, 0.72)
    painter.setPen(QPen(colour, 0.07))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(bell)
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(0.5, 0.82), 0.09, 0.06)
    painter.setPen(QPen(colour, 0.07))
    for across in (1.0, -1.0):  # each arm of the cross is broken where it meets the bell
        for begun, ended in ((0.0, 0.2), (0.32, 0.68), (0.8, 1.0)):
            painter.drawLine(_on_cross(begun, across), _on_cross(ended, across))
    painter.restore()


def _on_cross(along: float, across: float) -> QPointF:
    """A point of one of the diagonals, ``along`` it from 0 to 1."""
    return QPointF(0.5 + across * (along - 0.5) * 0.96, 0.03 + along * 0.96)


class Sign(QWidget):
    """The triangle of an alarm, which flashes with all others of its priority."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level: Level = "high"
        self._flash = Flash(self, self._show_lit)
        self.lit = True
        self.setFixedSize(self.sizeHint())

    def set_level(self, level: Level, *, flashing: bool) -> None:
        """Show this priority."""
        self._level = level
        self._flash.set(level if flashing else None)
        self.update()

    def _show_lit(self, lit: bool) -> None:  # noqa: FBT001 - a slot
        self.lit = lit
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_TRIANGLE), theme.px(_TRIANGLE))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if not self.lit:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0, 1, 0, -2)
        draw_triangle(painter, box, QColor(theme.current().alarm(self._level).mark))


class Paused(QWidget):
    """The bell of a paused sound."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_BELL), theme.px(_BELL))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_paused(painter, QRectF(self.rect()), QColor(theme.current().ink))
