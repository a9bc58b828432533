"""Twelve months of one patient on a line: a mark for each day on which something is due."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from itertools import accumulate, pairwise
from math import log2
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bedside.follow import Follow, Standing
from ui import theme
from ui.screens.visits.marks import Mark, draw_mark, font, mark_colour, mark_of, metrics, worst
from ui.words.codes import listed
from ui.words.visits import state_text, visit_name, visit_short, window_text

_HEIGHT = 76
_RADIUS = (4.0, 9.0)
_MARGIN = 22


class Node(NamedTuple):
    """All visits of one day: which, their mark, and what stands below it."""

    day: date
    standings: tuple[Standing, ...]
    mark: Mark
    caption: str

    @property
    def first(self) -> Standing:
        """The visit that needs somebody most."""
        return next(one for one in self.standings if mark_of(one) == self.mark)


def nodes_of(follow: Follow, today: date) -> tuple[Node, ...]:
    """The days of the plan that counts from the last infusion, without the long-term register."""
    last = max((visit.infusion for visit in follow.visits), default=1)
    by_day: dict[date, list[Standing]] = {}
    for standing in follow.standings(today):
        visit = standing.visit
        if visit.infusion == last and visit.rule.series != "register":
            by_day.setdefault(visit.target, []).append(standing)
    return tuple(
        Node(day, tuple(of), worst([mark_of(one) for one in of]), _caption(of))
        for day, of in sorted(by_day.items())
    )


def _caption(standings: Sequence[Standing]) -> str:
    """The month where there is one, else the day."""
    by_month = sorted(standings, key=lambda one: one.visit.rule.month is None)
    return visit_short(by_month[0].visit)


class YearLine(QWidget):
    """The line; Left and Right go along it, Enter opens the visit.

    The days of the first month, in which most is due, stand as far apart as can be seen.
    """

    chosen = Signal(str)
    """A visit was pointed at, by id."""
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.nodes: tuple[Node, ...] = ()
        self._today = date(2000, 1, 1)
        self._anchor: date | None = None
        self._visit = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Twelve months"))

    def show_follow(self, follow: Follow | None, today: date, visit: str = "") -> None:
        """Show a patient's plan as of today, with one visit marked."""
        self.nodes = () if follow is None else nodes_of(follow, today)
        self._today, self._visit = today, visit
        self._anchor = None if follow is None else follow.anchor
        said = [
            self.tr("{visit} {state}").format(
                visit=node.caption, state=state_text(node.first, today)
            )
            for node in self.nodes
        ]
        self.setAccessibleDescription(listed(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(600), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(_HEIGHT))

    # --- where things stand -------------------------------------------------------------------

    def places(self) -> list[float]:
        """Where each node stands across."""
        if not self.nodes:
            return []
        return self._scale().places

    def _scale(self) -> "_Scale":
        left, right = theme.px(_MARGIN), self.width() - theme.px(_MARGIN)
        return _Scale([node.day for node in self.nodes], left, right)

    def _radius(self, places: Sequence[float]) -> float:
        least, most = (theme.px(10 * one) / 10 for one in _RADIUS)
        gaps = [b - a for a, b in pairwise(places)]
        return max(least, min(most, min(gaps, default=99.0) / 2 - 0.5))

    def _at(self, x: float) -> Node | None:
        places = self.places()
        if not places:
            return None
        nearest = min(range(len(places)), key=lambda n: abs(places[n] - x))
        return self.nodes[nearest] if abs(places[nearest] - x) <= theme.px(14) else None

    # --- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        places = self.places()
        painter = QPainter(self)
        colours = theme.current()
        middle = theme.px(34)
        if not places:
            painter.setFont(font())
            painter.setPen(QColor(colours.faint))
            said = self.tr("No visits yet: no protocol, consent or planned infusion is recorded.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, said)
            return
        painter.setPen(QPen(QColor(colours.line), theme.px(2)))
        painter.drawLine(QPointF(places[0], middle), QPointF(places[-1], middle))
        self._paint_today(painter, middle)
        radius = self._radius(places)
        for node, x in zip(self.nodes, places, strict=True):
            if any(one.visit.id == self._visit for one in node.standings):
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(colours.accent_text), theme.px(2)))
                painter.drawEllipse(QPointF(x, middle), radius + theme.px(4), radius + theme.px(4))
            draw_mark(painter, QPointF(x, middle), radius, node.mark)
        self._paint_captions(painter, places, middle + radius + theme.px(8))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent_text), theme.px(2)))
            edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(edge, theme.px(8), theme.px(8))

    def _paint_today(self, painter: QPainter, middle: float) -> None:
        if not self.nodes[0].day <= self._today <= self.nodes[-1].day:
            return
        colours = theme.current()
        x = self._scale()(self._today)
        painter.setPen(QPen(QColor(colours.accent_text), theme.px(2)))
        painter.drawLine(QPointF(x, middle - theme.px(18)), QPointF(x, middle + theme.px(18)))
        painter.setFont(font(11, QFont.Weight.DemiBold))
        said = self.tr("today")
        width = metrics(11, QFont.Weight.DemiBold).horizontalAdvance(said)
        left = min(max(0.0, x - width / 2), self.width() - width)
        painter.drawText(QPointF(left, middle - theme.px(22)), said)

    def _paint_captions(self, painter: QPainter, places: Sequence[float], top: float) -> None:
        """The captions that have room; those of months and of what needs somebody come first."""
        order = sorted(range(len(places)), key=lambda n: self._rank(self.nodes[n]))
        taken: list[tuple[float, float]] = []
        painter.setFont(font(12))
        measure = metrics(12)
        for n in order:
            node = self.nodes[n]
            width = measure.horizontalAdvance(node.caption)
            left, right = places[n] - width / 2, places[n] + width / 2
            if any(left < r + theme.px(3) and right > le - theme.px(3) for le, r in taken):
                continue
            taken.append((left, right))
            loud = node.mark in {"overdue", "due", "closing"}
            ink = mark_colour(node.mark) if loud else theme.current().second
            painter.setPen(QColor(ink))
            painter.drawText(QPointF(left, top + measure.ascent()), node.caption)

    def _rank(self, node: Node) -> tuple[bool, bool, bool, date]:
        chosen = any(one.visit.id == self._visit for one in node.standings)
        months = node.first.visit.rule.month is not None or node.day == self._anchor
        return not chosen, node.mark not in {"overdue", "due", "closing"}, not months, node.day

    # --- pointing -----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        node = self._at(event.position().x())
        if node is not None:
            self.chosen.emit(node.first.visit.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        node = self._at(event.position().x())
        if node is not None:
            self.opened.emit(node.first.visit.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        node = self._at(event.position().x())
        said = "" if node is None else "\n".join(self._line(one) for one in node.standings)
        QToolTip.showText(event.globalPosition().toPoint(), said, self)

    def _line(self, standing: Standing) -> str:
        return self.tr("{visit}: {window} · {state}").format(
            visit=visit_name(standing.visit),
            window=window_text(standing.visit, self._today),
            state=state_text(standing, self._today),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps and self.nodes:
            place = self._place() + steps[key]
            if 0 <= place < len(self.nodes):
                self.chosen.emit(self.nodes[place].first.visit.id)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._visit:
            self.opened.emit(self._visit)
        else:
            super().keyPressEvent(event)

    def _place(self) -> int:
        for place, node in enumerate(self.nodes):
            if any(one.visit.id == self._visit for one in node.standings):
                return place
        return -1

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()


class _Scale:
    """Days to places: the longer the time to the next day, the more room, but by far not as much.

    True to time the first month, in which most is due, would be a blot.
    """

    def __init__(self, days: Sequence[date], left: float, right: float) -> None:
        self._days = days
        gaps = [1 + log2((after - day).days) / 2 for day, after in pairwise(days)]
        unit = (right - left) / (sum(gaps) or 1.0)
        self.places = [left, *(left + unit * gone for gone in accumulate(gaps))]

    def __call__(self, day: date) -> float:
        """Where a day stands across; before the first and after the last day at the edge."""
        place = bisect_left(self._days, day)
        if place == len(self._days) or not place:
            return self.places[min(place, len(self._days) - 1)]
        before, after = self._days[place - 1], self._days[place]
        part = (day - before).days / (after - before).days
        return self.places[place - 1] + part * (self.places[place] - self.places[place - 1])
