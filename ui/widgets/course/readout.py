"""What the crosshair reads: every curve and lane at one moment, in words and as a small card."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from bedside.chart import Chart
from bedside.series import Event, Lane, Limits, Point
from grading.signs import Support
from ui import words
from ui.shown import moment_text
from ui.widgets.course.draw import Style, Symbol, draw_symbol
from ui.widgets.course.legend import (
    amount_text,
    drug_text,
    is_marked,
    moment_long,
    title,
    value_with_unit,
)
from ui.widgets.course.record import SCALES
from ui.widgets.course.traces import Trace

_SAME = timedelta(minutes=1)
_ALL_LISTED = 16


class Line(NamedTuple):
    """One line of a read-out. ``key`` is of the curve, "" where it is none."""

    key: str
    label: str
    value: str
    when: str = ""


class Reading(NamedTuple):
    """All that is known around a moment."""

    at: datetime
    heading: str
    lines: tuple[Line, ...]

    def text(self) -> str:
        """The same as one sentence, for a screen reader."""
        said = [
            " ".join(part for part in (line.label, line.value, line.when) if part)
            for line in self.lines
        ]
        return "; ".join((self.heading, *said))


def reading(
    chart: Chart,
    at: datetime,
    traces: Mapping[str, Trace],
    limits: Mapping[str, Limits],
    support: Support | None,
    drugs: Iterable[Lane],
    events: Iterable[Event],
    locale: QLocale,
) -> Reading:
    """The grades in force at a moment, each curve's nearest point, and what was given then.

    A point that lies farther off than the line would be drawn is left out; one of another minute
    carries its time.
    """
    lines = [
        Line("", words.scale_name(scale), words.grade_figure(step.grade))
        for scale in SCALES
        if (step := chart.courses[scale].at(at)) is not None
    ]
    for key, trace in traces.items():
        point = trace.nearest(at)
        if point is None or abs(point.at - at) > _reach(limits[key], at):
            continue
        when = "" if _is_same(point, at) else moment_text(point.at, chart.zone, locale, at)
        lines.append(Line(key, title(key).label, value_with_unit(key, point, locale), when))
    if support is not None:
        said = words.capitalised(words.support_whole(support))
        lines.append(Line("", QCoreApplication.translate("Course", "Oxygen"), said))
    for lane in drugs:
        lines += [
            Line("", drug_text(lane.drug), amount_text([given.drug], locale))
            for given in lane.given
            if given.start <= at < given.end or given.start == at
        ]
    lines += [
        Line("", "", words.fact(event.fact, chart.zone))
        for event in events
        if event.at == at and is_marked(event) and event.entry.kind != "ice"
    ]
    heading = moment_long(at, chart.zone, chart.day_of(at), locale)
    return Reading(at, heading, tuple(lines[:_ALL_LISTED]))


def _reach(within: Limits, at: datetime) -> timedelta:
    return next(limit for since, limit in reversed(within) if since <= at) / 2


def _is_same(point: Point, at: datetime) -> bool:
    return abs(point.at - at) < _SAME


class ReadOut(QWidget):
    """The card beside the crosshair. Decoration: the words are the chart's own description."""

    def __init__(self, parent: QWidget, look: Style) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._look = look
        self._reading: Reading | None = None
        self._symbols: Mapping[str, tuple[Symbol, QColor]] = {}
        self.hide()

    def show_reading(
        self, found: Reading, symbols: Mapping[str, tuple[Symbol, QColor]], look: Style
    ) -> None:
        """Show this reading; ``symbols`` of the curves by key."""
        self._reading, self._symbols, self._look = found, symbols, look
        self.resize(self.sizeHint())
        self.show()
        self.update()

    def _columns(self) -> tuple[float, float]:
        """The widths of the labels with their symbols, and of the values with their times."""
        assert self._reading is not None
        look = self._look
        size, strong = look.plain_size.horizontalAdvance, look.strong_size.horizontalAdvance
        labels = max((size(line.label) for line in self._reading.lines if line.label), default=0.0)
        values = 0.0
        for line in self._reading.lines:
            width = strong(line.value) + (size(line.when) + look.px(6) if line.when else 0)
            values = max(values, width if line.label else width - labels - look.px(20))
        return labels + look.px(20), values

    def sizeHint(self) -> QSize:
        if self._reading is None:
            return QSize(0, 0)
        look = self._look
        labels, values = self._columns()
        heading = look.strong_size.horizontalAdvance(self._reading.heading)
        width = max(labels + values, heading) + look.px(20)
        height = (len(self._reading.lines) + 1) * (look.line_height + look.px(2)) + look.px(18)
        return QSize(round(width), round(height))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self._reading is None:
            return
        look = self._look
        colours = look.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.field_line), 1))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        left, top = look.px(10), look.px(7)
        height = look.line_height
        self._write(painter, left, top, self._reading.heading, strong=True)
        top += height + look.px(5)
        labels, _ = self._columns()
        for line in self._reading.lines:
            if line.key in self._symbols:
                symbol, tone = self._symbols[line.key]
                place = QPointF(left + look.px(4), top + height / 2)
                draw_symbol(painter, symbol, place, look.px(5), tone)
            self._write(painter, left + look.px(14), top, line.label, tone=colours.second)
            x = left + (labels if line.label else look.px(14) if line.key else 0)
            self._write(painter, x, top, line.value, strong=True)
            x += look.strong_size.horizontalAdvance(line.value) + look.px(6)
            self._write(painter, x, top, line.when, tone=colours.faint)
            top += height + look.px(2)

    def _write(
        self,
        painter: QPainter,
        x: float,
        top: float,
        text: str,
        *,
        strong: bool = False,
        tone: str = "",
    ) -> None:
        look = self._look
        painter.setFont(look.strong if strong else look.plain)
        painter.setPen(QColor(tone or look.colours.ink))
        size = look.strong_size if strong else look.plain_size
        painter.drawText(QPointF(x, top + size.ascent()), text)
