"""The time axis, and the boxes and gutters of the panels above it: what rests on pyqtgraph."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QLocale, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsWidget, QStyleOptionGraphicsItem, QWidget

from ui.shown import clock_text, day_text
from ui.widgets.course.draw import Style, style
from ui.widgets.course.legend import date_short
from ui.widgets.course.ticks import Day, Mark, clock_marks, days

_CLOCK_ROOM = 40
_DAY_ROOM = 46
_ONE_DAY = timedelta(days=1)


def moment(seconds: float) -> datetime:
    """A place on the axis as a moment."""
    return datetime.fromtimestamp(seconds, UTC)


class Label(NamedTuple):
    """A label of the time axis: its place in pixels, its words, and whether it names a day."""

    place: QRectF
    text: str
    is_day: bool


class TimeAxis(pg.AxisItem):  # type: ignore[misc]
    """Clock times above, study days and dates below; places are UTC seconds.

    `set_zone` says in which zone clocks and days are told, and how a study day is counted.
    """

    def __init__(self) -> None:
        super().__init__("bottom", maxTickLength=0)
        self._zone: tzinfo = UTC
        self._day_of: Callable[[datetime], int | None] = lambda _: None
        self._look: Style = style()
        self._locale = QLocale()
        self._asked: tuple[float, ...] = ()
        self._found: tuple[tuple[Day, ...], int] = ((), 1)
        self.enableAutoSIPrefix(enable=False)
        self.restyle(self._look, self._locale)

    def restyle(self, look: Style, locale: QLocale) -> None:
        """Take the colours, the text size and the language in force."""
        self._look, self._locale = look, locale
        self.setTickFont(look.plain)
        self.setHeight(round(2 * look.line_height + look.px(5)))
        self._asked = ()
        self.picture = None
        self.update()

    def set_zone(self, zone: tzinfo, day_of: Callable[[datetime], int | None]) -> None:
        """Tell times in this zone, and days by this function."""
        self._zone, self._day_of = zone, day_of
        self._asked = ()
        self.picture = None
        self.update()

    def calendar(self) -> tuple[tuple[Day, ...], int]:
        """The days that are marked, and of how many days each stands for one."""
        asked = (*self.range, self._width())
        if asked != self._asked:
            start, end = (moment(place) for place in self.range)
            room = self._look.px(_DAY_ROOM)
            self._asked = asked
            self._found = days(start, end, self._zone, self._day_of, self._width(), room)
        return self._found

    def labels(self) -> list[Label]:
        """What is written on the axis, from left to right within each of its two lines."""
        height = self._look.line_height
        top = self._look.px(3)
        found = [
            Label(place, text, is_day=False) for place, text in self._clock_labels(top, height)
        ]
        found += [
            Label(place, text, is_day=True)
            for place, text in self._day_labels(top + height, height)
        ]
        return found

    def _width(self) -> float:
        return max(1.0, float(self.geometry().width()))

    def _x(self, at: datetime) -> float:
        low, high = self.range
        return float((at.timestamp() - low) / (high - low) * self._width())

    def _clock_labels(self, top: float, height: float) -> list[tuple[QRectF, str]]:
        """Clock times; where there is no room for them, or days are not told singly, dates."""
        shown, every = self.calendar()
        if every > 1:
            return self._at_midnight(shown, [self._date(day) for day in shown], top, height)
        marks = self._marks()
        if not marks:
            return self._within(shown, [self._date(day) for day in shown], top, height)
        told = (
            self._label(mark.at, clock_text(mark.at, self._zone, self._locale), top, height)
            for mark in marks
        )
        return [label for label in told if label is not None]

    def _marks(self) -> tuple[Mark, ...]:
        start, end = (moment(place) for place in self.range)
        return clock_marks(start, end, self._zone, self._width(), self._look.px(_CLOCK_ROOM))

    def _day_labels(self, top: float, height: float) -> list[tuple[QRectF, str]]:
        shown, every = self.calendar()
        numbers = ["" if d.study_day is None else day_text(d.study_day) for d in shown]
        if every > 1:
            return self._at_midnight(shown, numbers, top, height)
        if not self._marks():
            return self._within(shown, numbers, top, height)
        dates = [self._date(day) for day in shown]
        both = [
            f"{number} · {date}" if number else date
            for number, date in zip(numbers, dates, strict=True)
        ]
        return self._within(shown, both, top, height, numbers)

    def _at_midnight(
        self, shown: Sequence[Day], texts: Sequence[str], top: float, height: float
    ) -> list[tuple[QRectF, str]]:
        """Labels below the beginnings of their days, where a date has room on the axis."""
        found = []
        for day, text in zip(shown, texts, strict=True):
            if text and self._label(day.start, self._date(day), top, height) is not None:
                label = self._label(day.start, text, top, height)
                found += [] if label is None else [label]
        return found

    def _within(
        self,
        shown: Sequence[Day],
        texts: Sequence[str],
        top: float,
        height: float,
        shorter: Sequence[str] = (),
    ) -> list[tuple[QRectF, str]]:
        """Labels in the middle of their days, as far as these are in sight.

        All in the shorter form where a whole day has no room for the longer one.
        """
        size = self._look.strong_size.horizontalAdvance
        spare = self._look.px(6)
        whole = max((self._x(day.end) - self._x(day.start) for day in shown), default=0.0)
        if shorter and max((size(text) for text in texts), default=0.0) + spare > whole:
            texts = shorter
        found = []
        for place, (day, text) in enumerate(zip(shown, texts, strict=True)):
            left, right = max(0.0, self._x(day.start)), min(self._width(), self._x(day.end))
            for words in (text, shorter[place] if shorter else ""):
                if words and size(words) + spare <= right - left:
                    found.append((QRectF(left, top, right - left, height), words))
                    break
        return found

    def _label(
        self, at: datetime, text: str, top: float, height: float
    ) -> tuple[QRectF, str] | None:
        """A label below a moment; None where it would stand beyond the axis."""
        size = self._look.strong_size.horizontalAdvance(text)
        left = self._x(at) - size / 2
        if left < -self._look.px(4) or left + size > self._width() + self._look.px(4):
            return None
        return QRectF(left, top, size, height), text

    def _date(self, day: Day) -> str:
        return date_short(day.start, self._zone, self._locale)

    def generateDrawSpecs(self, p: QPainter) -> Any:  # noqa: ARG002
        line = QPen(QColor(self._look.colours.line), 1)
        width = self._width()
        return (line, QPointF(0, 0.5), QPointF(width, 0.5)), [], self.labels()

    def drawPicture(
        self,
        p: QPainter,
        axisSpec: Any,  # noqa: N803
        tickSpecs: Any,  # noqa: N803
        textSpecs: list[Label],  # noqa: N803
    ) -> None:
        p.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        for pen, start, end in (axisSpec, *tickSpecs):
            p.setPen(pen)
            p.drawLine(start, end)
        colours = self._look.colours
        for label in textSpecs:
            p.setFont(self._look.strong if label.is_day else self._look.plain)
            p.setPen(QColor(colours.second if label.is_day else colours.faint))
            p.drawText(label.place, Qt.AlignmentFlag.AlignCenter, label.text)


class TimeBox(pg.ViewBox):  # type: ignore[misc]
    """A view box of which a hand moves only the time, and that through the chart.

    ``panned`` brings the seconds to go, ``zoomed`` a factor and the place that stays.
    """

    panned = Signal(float)
    zoomed = Signal(float, float)

    def __init__(self) -> None:
        super().__init__(enableMenu=False, enableMouse=False, defaultPadding=0)
        self.disableAutoRange()

    def wheelEvent(self, ev: Any, axis: int | None = None) -> None:  # noqa: ARG002
        ev.accept()
        start, end = self.viewRange()[0]
        turned = ev.delta() / 120
        sideways = ev.orientation() == Qt.Orientation.Horizontal
        if sideways or ev.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.panned.emit(-turned * (end - start) / 10)
        else:
            self.zoomed.emit(0.8**turned, self.mapToView(ev.pos()).x())

    def mouseDragEvent(self, ev: Any, axis: int | None = None) -> None:  # noqa: ARG002
        if ev.button() != Qt.MouseButton.LeftButton:
            ev.ignore()
            return
        ev.accept()
        start, end = self.viewRange()[0]
        gone = ev.pos().x() - ev.lastPos().x()
        self.panned.emit(-gone * (end - start) / max(1.0, self.rect().width()))

    def mouseClickEvent(self, ev: Any) -> None:
        ev.ignore()

    def keyPressEvent(self, ev: Any) -> None:
        ev.ignore()


class Gutter(QGraphicsWidget):
    """What stands at the left of a panel; drawn by a function of painter and size."""

    def __init__(self, drawn: Callable[[QPainter, QRectF], None]) -> None:
        super().__init__()
        self._drawn = drawn
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        self._drawn(painter, self.rect())
