"""How a visit stands as a mark: a shape of its own for each state, and never the colour alone."""

from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from bedside.follow import Standing
from ui import theme
from ui.words.visits import is_overdue

Mark = Literal[
    "overdue", "due", "closing", "open", "missed", "incomplete", "late", "future", "done",
    "unscheduled", "not_applicable",
]  # fmt: skip
"""States as marks, the one that needs somebody most first."""
WORST: tuple[Mark, ...] = (
    "overdue", "due", "closing", "open", "missed", "incomplete", "late", "future", "done",
    "unscheduled", "not_applicable",
)  # fmt: skip


def mark_of(standing: Standing) -> Mark:
    """The mark of a visit."""
    if is_overdue(standing):
        return "overdue"
    if standing.incomplete:
        return "incomplete"
    match standing.state:
        case "due_today":
            return "due"
        case "done_late":
            return "late"
        case state:
            return state


def worst(marks: list[Mark]) -> Mark:
    """Of several marks the one that needs somebody most."""
    return min(marks, key=WORST.index)


def mark_colour(mark: Mark) -> str:
    """The colour of a mark, and of the words beside it."""
    colours = theme.current()
    match mark:
        case "overdue" | "missed":
            return colours.late
        case "due" | "closing" | "incomplete" | "late":
            return colours.warn_text
        case "open" | "done":
            return colours.ok
        case _:
            return colours.second


def draw_mark(painter: QPainter, centre: QPointF, radius: float, mark: Mark) -> None:
    """Draw a mark around a point.

    Filled with "!" overdue, filled with a tick done (a square where late, half of it where not
    complete), a dot in a ring due today or closing soon, a thick ring open, a thin ring in the
    future, a cross missed, a diamond unscheduled, a dash where it does not apply.
    """
    colours = theme.current()
    colour = QColor(mark_colour(mark))
    ground = QColor(colours.surface)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stroke = max(1.4, radius / 4)
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    if mark in {"overdue", "done"}:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(box)
    elif mark == "late":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(box, radius / 3, radius / 3)
    else:
        thin = max(1.2, radius / 6)
        painter.setPen(QPen(colour, thin if mark == "future" else stroke))
        painter.setBrush(ground)
        inset = stroke / 2
        inner = box.adjusted(inset, inset, -inset, -inset)
        if mark == "unscheduled":
            painter.drawPolygon(_diamond(centre, radius - inset))
        elif mark != "not_applicable":
            painter.drawEllipse(inner)
    _draw_sign(painter, box, mark, colour, ground)
    painter.restore()


def _draw_sign(painter: QPainter, box: QRectF, mark: Mark, colour: QColor, ground: QColor) -> None:
    """What stands inside of the outline."""
    radius, centre = box.width() / 2, box.center()
    stroke = max(1.4, radius / 4)
    pen = QPen(ground, stroke, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
    match mark:
        case "done" | "late":
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(_tick(centre, radius))
        case "overdue":
            painter.setPen(pen)
            top = QPointF(centre.x(), centre.y() - radius * 0.5)
            painter.drawLine(top, QPointF(centre.x(), centre.y() + radius * 0.1))
            painter.drawPoint(QPointF(centre.x(), centre.y() + radius * 0.5))
        case "due" | "closing":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            part = 0.5 if mark == "due" else 0.28
            painter.drawEllipse(centre, radius * part, radius * part)
        case "incomplete":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPie(box, 180 * 16, 180 * 16)
        case "missed":
            painter.setPen(QPen(colour, stroke, c=Qt.PenCapStyle.RoundCap))
            arm = radius * 0.38
            for dy in (-arm, arm):
                start = QPointF(centre.x() - arm, centre.y() - dy)
                painter.drawLine(start, QPointF(centre.x() + arm, centre.y() + dy))
        case "not_applicable":
            painter.setPen(QPen(colour, stroke, c=Qt.PenCapStyle.RoundCap))
            arm = radius * 0.6
            painter.drawLine(
                QPointF(centre.x() - arm, centre.y()), QPointF(centre.x() + arm, centre.y())
            )
        case _:
            pass


def _tick(centre: QPointF, radius: float) -> QPolygonF:
    x, y = centre.x(), centre.y()
    return QPolygonF(
        [
            QPointF(x - radius * 0.45, y + radius * 0.05),
            QPointF(x - radius * 0.1, y + radius * 0.38),
            QPointF(x + radius * 0.48, y - radius * 0.32),
        ]
    )


def _diamond(centre: QPointF, radius: float) -> QPolygonF:
    x, y = centre.x(), centre.y()
    return QPolygonF(
        [
            QPointF(x, y - radius),
            QPointF(x + radius, y),
            QPointF(x, y + radius),
            QPointF(x - radius, y),
        ]
    )


# --- fonts, kept for each text size since all cells ask for the same few --------------------------


def font(size: float = theme.BODY_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """As `theme.font`, made once."""
    return _made_font(size, weight, theme.scale())


def metrics(
    size: float = theme.BODY_PX, weight: QFont.Weight = QFont.Weight.Normal
) -> QFontMetricsF:
    """The measures of `font`."""
    return _made_metrics(size, weight, theme.scale())


@lru_cache(maxsize=32)
def _made_font(size: float, weight: QFont.Weight, _scale: float) -> QFont:
    return theme.font(size, weight)


@lru_cache(maxsize=32)
def _made_metrics(size: float, weight: QFont.Weight, scale: float) -> QFontMetricsF:
    return QFontMetricsF(_made_font(size, weight, scale))
