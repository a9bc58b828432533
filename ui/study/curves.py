"""The curves of all patients of a study over the days since their infusion, and their middle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10
from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication, QLineF, QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPolygonF

from ui.shown import quantity_text
from ui.study.look import DASHES, DayAxis, Look, tick_text
from ui.words.measures import decimals_of

translate = QCoreApplication.translate

_BOLD = QFont.Weight.Bold
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SIZE = 11.0
_GUTTER, _FOOT, _TOP, _EDGE = 40.0, 22.0, 8.0, 12.0
_FAINT = {"day": 120, "night": 140}
_MANY, _CROWD = 14, 100
"""From so many patients on lines are thinner; from so many on all of them are plain."""
_DECADES = 6
_POWER = 4
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Spot(NamedTuple):
    """One value of one patient: ``day`` since the infusion, with its part of a day.

    ``bound`` says that the true value lies below ("<") or above (">") it. ``entries`` are those
    that it rests on.
    """

    day: float
    value: float
    entries: tuple[str, ...] = ()
    bound: str = ""


class Thread(NamedTuple):
    """All values of one patient, by day; ``group`` is the place of the dose level."""

    patient: str
    group: int
    spots: tuple[Spot, ...]


class Middle(NamedTuple):
    """The middle of several patients: day, value, and of how many it is."""

    group: int | None
    spots: tuple[tuple[float, float, int], ...]


Spread = Literal["root", "even"]


@dataclass(frozen=True, slots=True)
class Plot:
    """What one picture shows.

    ``log``: decades are equally high. ``gap``: days between two values above which a line
    between them is only dotted. ``first`` and ``last``: the days shown.
    ``labelled``: the middle's values stand beside it. ``ticks``: days with their words, where
    they are not study days.
    """

    threads: tuple[Thread, ...]
    middles: tuple[Middle, ...]
    unit: str = ""
    log: bool = True
    gap: float = 40.0
    first: float = 0.0
    last: float = 90.0
    spread: Spread = "root"
    labelled: bool = False
    decimals: int = 0
    ticks: tuple[tuple[float, str], ...] = ()


class Frame:
    """A plot in a rectangle: where every value stands."""

    def __init__(self, plot: Plot, area: QRectF, look: Look) -> None:
        self.plot = plot
        self.look = look
        self.low, self.high = _range(plot)
        self.labels = tuple(_grid(self.low, self.high, log=plot.log))
        metrics = look.metrics(_SIZE)
        widest = max((metrics.horizontalAdvance(t) for _, t in self.labels), default=0.0)
        gutter = max(look.px(_GUTTER) * 0.6, widest + look.px(10))
        foot = metrics.height() + look.px(6)
        self.box = area.adjusted(gutter, look.px(_TOP), -look.px(_EDGE), -foot)
        self.axis = DayAxis(
            plot.first, plot.last, self.box.left(), self.box.width(), plot.spread == "even"
        )

    def y(self, value: float) -> float:
        """Where a value stands; below the range at its lower edge."""
        low, high = self.low, self.high
        if self.plot.log:
            value = log10(max(value, low))
            low, high = log10(low), log10(high)
        share = (value - low) / ((high - low) or 1.0)
        return self.box.bottom() - self.box.height() * share

    def point(self, spot: Spot) -> QPointF:
        """Where a value stands."""
        return QPointF(self.axis.x(spot.day), self.y(spot.value))

    def shown(self, thread: Thread) -> tuple[Spot, ...]:
        """The values of a patient that lie on the days shown."""
        return tuple(s for s in thread.spots if self.plot.first <= s.day <= self.plot.last)

    def nearest(self, at: QPointF, within: float) -> tuple[Thread, Spot] | None:
        """The patient and value next to a point, in design pixels at most so far away."""
        found: tuple[Thread, Spot] | None = None
        best = self.look.px(within) ** 2
        for thread in self.plot.threads:
            for spot in self.shown(thread):
                there = self.point(spot)
                far = (there.x() - at.x()) ** 2 + (there.y() - at.y()) ** 2
                if far <= best:
                    best, found = far, (thread, spot)
        return found


def _range(plot: Plot) -> tuple[float, float]:
    """The values that have room: whole decades, or from zero on."""
    values = [
        spot.value
        for thread in plot.threads
        for spot in thread.spots
        if plot.first <= spot.day <= plot.last
    ]
    if not plot.log:
        top = max([1.0, *values])
        step = _step(top)
        return 0.0, ceil(top / step) * step
    positive = [value for value in values if value > 0]
    if not positive:
        return 1.0, 10.0
    low, high = floor(log10(min(positive)) + 1e-9), ceil(log10(max(positive)) - 1e-9)
    return 10.0**low, 10.0 ** max(high, low + 1)


def _step(top: float) -> float:
    """A round step of which about four make the range."""
    raw = top / 4
    power = 10.0 ** floor(log10(raw))
    for part in (1, 2, 5, 10):
        if raw <= part * power:
            return part * power
    return 10 * power


def _grid(low: float, high: float, *, log: bool) -> Iterator[tuple[float, str]]:
    """The values that have a line, with their words."""
    if not log:
        step = _step(high)
        count = round(high / step)
        for place in range(count + 1):
            value = place * step
            yield value, quantity_text(value, decimals_of(value), QLocale())
        return
    first, last = round(log10(low)), round(log10(high))
    every = 1 if last - first <= _DECADES else 2
    for power in range(first, last + 1, every):
        yield 10.0**power, _power_text(power)


def _power_text(power: int) -> str:
    """A power of ten: as a figure where it is short, else "10⁴"."""
    if -_POWER < power < _POWER:
        return quantity_text(10.0**power, max(0, -power), QLocale())
    return f"10{str(power).translate(SUPERSCRIPT)}"


# --- drawing --------------------------------------------------------------------------------------


def draw_plot(painter: QPainter, area: QRectF, plot: Plot, look: Look) -> Frame:
    """Draw a plot into an area; where everything stands."""
    frame = Frame(plot, area, look)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_grid(painter, frame)
    if not any(frame.shown(thread) for thread in plot.threads):
        _draw_nothing(painter, frame)
    painter.setClipRect(frame.box.adjusted(-look.px(5), -look.px(5), look.px(5), look.px(5)))
    for thread in plot.threads:
        draw_thread(painter, frame, thread)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for middle in plot.middles:
        _draw_middle(painter, frame, middle)
    painter.setClipping(False)
    if plot.labelled and len(plot.middles) == 1:
        _draw_labels(painter, frame, plot.middles[0])
    painter.restore()
    return frame


def _draw_grid(painter: QPainter, frame: Frame) -> None:
    look, box = frame.look, frame.box
    painter.setFont(look.font(_SIZE, QFont.Weight.Normal))
    height = look.metrics(_SIZE).height()
    for value, text in frame.labels:
        y = frame.y(value)
        painter.setPen(look.pen(look.line, 1))
        painter.drawLine(QLineF(box.left(), y, box.right(), y))
        painter.setPen(QColor(look.second))
        room = QRectF(box.left() - look.px(100), y - height / 2, look.px(94), height)
        painter.drawText(room, _RIGHT, text)
    apart = look.metrics(_SIZE).horizontalAdvance(tick_text(365)) + look.px(6)
    ticks = frame.plot.ticks or [(day, tick_text(day)) for day in frame.axis.ticks(apart)]
    for day, text in ticks:
        x = frame.axis.x(day)
        painter.setPen(look.pen(look.colours.day_line if day == 0 else look.line, 1))
        painter.drawLine(QLineF(x, box.top(), x, box.bottom()))
        painter.setPen(QColor(look.second))
        width = look.metrics(_SIZE).horizontalAdvance(text) + look.px(2)
        left = min(x - width / 2, box.right() + look.px(_EDGE) - width)
        below = QRectF(left, box.bottom() + look.px(4), width, height)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, text)


def _draw_nothing(painter: QPainter, frame: Frame) -> None:
    painter.setPen(QColor(frame.look.second))
    painter.setFont(frame.look.font(12, QFont.Weight.Normal))
    text = translate("StudyCurves", "nothing measured in these days")
    painter.drawText(frame.box, Qt.AlignmentFlag.AlignCenter, text)


def draw_thread(painter: QPainter, frame: Frame, thread: Thread, *, strong: bool = False) -> None:
    """Draw one patient's line: thin, or ``strong`` with all its values."""
    look, plot = frame.look, frame.plot
    spots = frame.shown(thread)
    colour = look.group(thread.group)
    many, crowd = len(plot.threads) > _MANY, len(plot.threads) > _CROWD
    width = 2.2 if strong else (1.0 if many else 1.3)
    alpha = 255 if strong else round(_FAINT[look.colours.name] * (0.75 if many else 1.0))
    dash = () if crowd and not strong else DASHES[thread.group % len(DASHES)]
    points = [frame.point(spot) for spot in spots]
    begins = [
        place
        for place, (before, after) in enumerate(pairwise(spots), 1)
        if after.day - before.day > plot.gap
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, strong or not crowd)
    painter.setPen(look.pen(colour, width, dash, alpha))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for start, end in pairwise([0, *begins, len(points)]):
        painter.drawPolyline(points[start:end])
    if begins:
        painter.setPen(look.pen(colour, width, (1.5, 4), alpha))
    for place in begins:
        painter.drawLine(points[place - 1], points[place])
    alone = len(spots) == 1
    for spot in spots:
        if strong or alone or (spot.bound and not crowd):
            _draw_spot(painter, frame, spot, colour, strong=strong)


def _draw_spot(
    painter: QPainter, frame: Frame, spot: Spot, colour: QColor, *, strong: bool
) -> None:
    """A value; open and with a small arrow where only a bound is known."""
    look, at = frame.look, frame.point(spot)
    radius = look.px(3.2 if strong else 2.2)
    painter.setPen(look.pen(colour, 1.2))
    if not spot.bound:
        painter.setBrush(colour)
        painter.drawEllipse(at, radius, radius)
        return
    painter.setBrush(QColor(look.surface))
    way = radius if spot.bound == "<" else -radius
    corners = [
        QPointF(at.x() - radius, at.y() - way),
        QPointF(at.x() + radius, at.y() - way),
        QPointF(at.x(), at.y() + way),
    ]
    painter.drawPolygon(QPolygonF(corners))


def _middle_colour(look: Look, middle: Middle) -> QColor:
    return QColor(look.ink) if middle.group is None else look.group(middle.group)


def _draw_middle(painter: QPainter, frame: Frame, middle: Middle) -> None:
    look, plot = frame.look, frame.plot
    colour = _middle_colour(look, middle)
    dash = () if middle.group is None else DASHES[middle.group % len(DASHES)]
    shown = [spot for spot in middle.spots if plot.first <= spot[0] <= plot.last]
    points = [QPointF(frame.axis.x(day), frame.y(value)) for day, value, _ in shown]
    painter.setPen(look.pen(colour, 3, dash))
    for before, after in pairwise(points):
        painter.drawLine(before, after)
    if plot.labelled or len(points) == 1:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for at in points:
            painter.drawEllipse(at, look.px(4), look.px(4))


def _draw_labels(painter: QPainter, frame: Frame, middle: Middle) -> None:
    """The values of the middle beside it, on the surface so that lines do not cross them."""
    look, plot = frame.look, frame.plot
    metrics = look.metrics(12, _BOLD)
    painter.setFont(look.font(12, _BOLD))
    taken: list[QRectF] = []
    for day, value, _ in middle.spots:
        if not plot.first <= day <= plot.last:
            continue
        text = quantity_text(value, plot.decimals, QLocale())
        width, height = metrics.horizontalAdvance(text), metrics.height()
        x, y = frame.axis.x(day), frame.y(value)
        left = min(x + look.px(6), frame.box.right() + look.px(_EDGE) - width)
        room = QRectF(left, y - height - look.px(3), width, height)
        if any(room.intersects(other) for other in taken):
            continue
        taken.append(room)
        ground = QColor(look.surface)
        ground.setAlpha(200)
        painter.fillRect(room, ground)
        painter.setPen(_middle_colour(look, middle))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def groups_of(plot: Plot) -> Sequence[int]:
    """The dose levels that have a line, in order."""
    return sorted({thread.group for thread in plot.threads})
