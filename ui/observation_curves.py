"""The curves of the last 24 hours for paper: temperature, heart rate, pressure, saturation, drugs.

All on one axis of true time, so that hours without a set show as hours without one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLineF, QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from bedside.chart import Chart
from bedside.handover import DAY
from bedside.series import (
    Given,
    Lane,
    Oxygen,
    Point,
    breaks,
    drug_lanes,
    events,
    limits,
    oxygen_lane,
    points,
)
from grading.scales.crs import FEVER_C
from grading.signs import Infused, Support, Vitals
from ui import theme
from ui.pages import FINE, INK, LINE, SECOND, paper_font
from ui.shown import clock_text, quantity_text
from ui.words.codes import capitalised
from ui.words.drug_names import drug
from ui.words.measures import amount, figures, quantity, support_short

translate = QCoreApplication.translate

_GUTTER, _PANEL, _GAP, _AXIS = 86 * FINE, 62 * FINE, 7 * FINE, 18 * FINE
_LANE = 13 * FINE
_DOT = 1.9 * FINE
_HOURS = 2
_EVERY = timedelta(minutes=60 * _HOURS)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Panel(NamedTuple):
    """One curve: the key of its points, its title and range, a line of reference."""

    key: str
    title: str
    low: float
    high: float
    reference: float | None = None


def panels() -> tuple[Panel, ...]:
    """The curves from top to bottom, with the range that is shown at least."""
    return (
        Panel("temp_c", translate("ObservationSheet", "Temperature °C"), 36, 40, FEVER_C),
        Panel("hr_bpm", translate("ObservationSheet", "Heart rate /min"), 50, 140),
        Panel("bp", translate("ObservationSheet", "Pressure mmHg"), 50, 160, 90),
        Panel("spo2_pct", translate("ObservationSheet", "SpO₂ %"), 86, 100, 92),
    )


def limits_text() -> str:
    """What the dashed lines stand for."""
    said = {
        "temp_c": ("temp_c", translate("ObservationSheet", "temperature {value}")),
        "bp": ("sbp_mmhg", translate("ObservationSheet", "systolic pressure {value}")),
        "spo2_pct": ("spo2_pct", translate("ObservationSheet", "SpO₂ {value}")),
    }
    lines = [(said[p.key], p.reference) for p in panels() if p.reference is not None]
    return ", ".join(
        text.format(value=quantity(Vitals, field, value)) for (field, text), value in lines
    )


def curves_height(chart: Chart) -> float:
    """How much height the curves of a chart take, in units of `FINE`."""
    lanes = 1 + len(_lanes(chart))
    return len(panels()) * (_PANEL + _GAP) + lanes * _LANE + _AXIS + 2 * _GAP


def _lanes(chart: Chart) -> tuple[Lane, ...]:
    start = chart.now - DAY
    return drug_lanes(chart.timeline, start, chart.now, chart.now)


class _Axis(NamedTuple):
    """Where moments and values are drawn."""

    start: datetime
    left: float
    width: float

    def x(self, at: datetime) -> float:
        return self.left + self.width * ((at - self.start) / DAY)


def draw_curves(painter: QPainter, area: QRectF, chart: Chart) -> None:
    """Draw everything into an area as high as `curves_height` says."""
    start = chart.now - DAY
    axis = _Axis(start, area.left() + _GUTTER, area.width() - _GUTTER - 6 * FINE)
    found = points(chart.timeline, start, chart.now)
    top = area.top()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole = len(panels()) * (_PANEL + _GAP) + (1 + len(_lanes(chart))) * _LANE
    _draw_hours(painter, axis, QRectF(area.left(), top, area.width(), whole), chart)
    for panel in panels():
        box = QRectF(axis.left, top, axis.width, _PANEL)
        _draw_panel(painter, panel, found, box, axis, chart)
        top += _PANEL + _GAP
    top = _draw_oxygen(painter, axis, top, chart)
    for lane in _lanes(chart):
        _draw_lane(painter, axis, top, lane)
        top += _LANE
    _draw_cells(painter, axis, QRectF(area.left(), area.top(), area.width(), whole), chart)
    painter.restore()


# --- the axis -------------------------------------------------------------------------------------


def _hours(chart: Chart) -> Iterator[datetime]:
    """The full hours of the site's clock that have a line, two hours apart."""
    start = (chart.now - DAY).astimezone(UTC)
    at = start.replace(minute=0, second=0, microsecond=0)
    while at <= chart.now:
        here = at.astimezone(chart.zone)
        if at >= start and here.minute == 0 and here.hour % _HOURS == 0:
            yield at
        at += timedelta(minutes=30)


def _draw_hours(painter: QPainter, axis: _Axis, area: QRectF, chart: Chart) -> None:
    font = paper_font(8.5)
    painter.setFont(font)
    for at in _hours(chart):
        midnight = at.astimezone(chart.zone).hour == 0
        painter.setPen(
            QPen(QColor(SECOND if midnight else LINE), (0.9 if midnight else 0.5) * FINE)
        )
        x = axis.x(at)
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        painter.setPen(QColor(INK))
        text = clock_text(at, chart.zone, QLocale())
        box = QRectF(x - 30 * FINE, area.bottom() + FINE, 60 * FINE, _AXIS - FINE)
        if box.left() > area.left() and box.right() <= area.right() + 24 * FINE:
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, text)


# --- curves ---------------------------------------------------------------------------------------


def _draw_panel(
    painter: QPainter,
    panel: Panel,
    found: Mapping[str, tuple[Point, ...]],
    box: QRectF,
    axis: _Axis,
    chart: Chart,
) -> None:
    of = found.get(panel.key, ())
    low, high = _range(panel, of)

    def y(value: float) -> float:
        return box.bottom() - box.height() * (value - low) / (high - low)

    painter.setPen(QPen(QColor(LINE), 0.8 * FINE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    _draw_gutter(painter, panel, box, (low, high))
    if panel.reference is not None:
        painter.setPen(QPen(QColor(theme.DAY.reference), 0.9 * FINE, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(box.left(), y(panel.reference), box.right(), y(panel.reference)))
    if not of:
        painter.setPen(QColor(SECOND))
        painter.setFont(paper_font(9))
        text = translate("ObservationSheet", "nothing charted")
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return
    colour = QColor(_colour(panel.key))
    if panel.key == "bp":
        _draw_pressures(painter, of, found.get("map", ()), axis, y, colour, box)
    else:
        _draw_line(painter, of, axis, y, colour, chart)


def _range(panel: Panel, of: Sequence[Point]) -> tuple[float, float]:
    """The range of a panel, wider where a value lies outside."""
    values = [v for point in of for v in (point.value, point.other) if v is not None]
    step = 1 if panel.high - panel.low < 20 else 10  # noqa: PLR2004
    low = min([panel.low, *(value - step / 2 for value in values)])
    high = max([panel.high, *(value + step / 2 for value in values)])
    return (low // step * step, -(-high // step) * step)


def _colour(key: str) -> str:
    look = theme.DAY
    return {
        "temp_c": look.temperature,
        "hr_bpm": look.heart_rate,
        "bp": look.blood_pressure,
        "spo2_pct": look.spo2,
    }[key]


def _draw_gutter(painter: QPainter, panel: Panel, box: QRectF, span: tuple[float, float]) -> None:
    painter.setPen(QColor(INK))
    painter.setFont(paper_font(8.5, QFont.Weight.DemiBold))
    room = QRectF(box.left() - _GUTTER, box.top(), _GUTTER - 4 * FINE, box.height())
    painter.drawText(room, _LEFT, panel.title)
    painter.setFont(paper_font(8))
    painter.setPen(QColor(SECOND))
    right = Qt.AlignmentFlag.AlignRight
    for value, place in (
        (span[1], Qt.AlignmentFlag.AlignTop),
        (span[0], Qt.AlignmentFlag.AlignBottom),
    ):
        painter.drawText(room, right | place, quantity_text(value, 0, QLocale()))


def _draw_line(
    painter: QPainter,
    of: Sequence[Point],
    axis: _Axis,
    y: Callable[[float], float],
    colour: QColor,
    chart: Chart,
) -> None:
    """The points, joined where nothing is missing between them."""
    told = [point for point in of if point.value is not None]
    anew = breaks(told, limits("sign", [entry.at for entry in chart.infusions]))
    painter.setPen(QPen(colour, 1.1 * FINE))
    for (before, point), breaks_off in zip(pairwise(told), anew[1:], strict=True):
        if not breaks_off:
            painter.drawLine(_at(before, axis, y), _at(point, axis, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for point in told:
        painter.drawEllipse(_at(point, axis, y), _DOT, _DOT)


def _at(point: Point, axis: _Axis, y: Callable[[float], float]) -> QPointF:
    return QPointF(axis.x(point.at), y(point.value or 0.0))


def _draw_pressures(
    painter: QPainter,
    of: Sequence[Point],
    means: Sequence[Point],
    axis: _Axis,
    y: Callable[[float], float],
    colour: QColor,
    box: QRectF,
) -> None:
    """A bar from the diastolic to the systolic pressure, a dot for the mean."""
    for point in of:
        x = axis.x(point.at)
        if point.value is None:
            painter.setPen(colour)
            painter.setFont(paper_font(9, QFont.Weight.Bold))
            text = translate("ObservationSheet", "not recordable")
            room = QRectF(x - 40 * FINE, box.bottom() - 14 * FINE, 80 * FINE, 12 * FINE)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
            painter.drawLine(QLineF(x, box.top(), x, room.top()))
            continue
        painter.setPen(QPen(colour, 1.4 * FINE))
        low = point.other if point.other is not None else point.value
        painter.drawLine(QLineF(x, y(point.value), x, y(low)))
        for value in (point.value, low):
            painter.drawLine(QLineF(x - 2 * FINE, y(value), x + 2 * FINE, y(value)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for point in means:
        painter.drawEllipse(_at(point, axis, y), 0.8 * _DOT, 0.8 * _DOT)


# --- oxygen, drugs, cells -------------------------------------------------------------------------


def _draw_name(painter: QPainter, axis: _Axis, top: float, name: str) -> None:
    font = paper_font(8.5, QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(INK))
    room = QRectF(axis.left - _GUTTER, top, _GUTTER - 4 * FINE, _LANE)
    shown = QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _LEFT, shown)


def _bar(axis: _Axis, top: float, start: datetime, end: datetime) -> QRectF:
    left = max(axis.x(start), axis.left)
    right = min(max(axis.x(end), left + 2 * FINE), axis.left + axis.width)
    return QRectF(left, top + 2 * FINE, right - left, _LANE - 4 * FINE)


def _draw_oxygen(painter: QPainter, axis: _Axis, top: float, chart: Chart) -> float:
    """Which device the patient was on; below the lane goes on."""
    _draw_name(painter, axis, top, translate("ObservationSheet", "Oxygen"))
    given = [entry.at for entry in chart.infusions]
    for span in oxygen_lane(chart.timeline, chart.now - DAY, chart.now, given):
        box = _bar(axis, top, span.start, span.end)
        look = theme.DAY.lane_oxygen_high if span.level > 2 else theme.DAY.lane_oxygen_low  # noqa: PLR2004
        air = span.device == "room_air"
        if not air:
            painter.fillRect(box, QColor(look.fill))
        painter.setPen(QPen(QColor(LINE if air else look.edge), 0.6 * FINE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        font = paper_font(8)
        painter.setFont(font)
        text = _oxygen_text(span)
        if QFontMetricsF(font).horizontalAdvance(text) + 4 * FINE <= box.width():
            painter.setPen(QColor(SECOND if air else look.text))
            painter.drawText(box.adjusted(2 * FINE, 0, 0, 0), _LEFT, text)
    return top + _LANE


def _oxygen_text(span: Oxygen) -> str:
    """A device with the flows charted: "NC 2 to 6"."""
    if span.flow is None:
        return support_short(Support(span.device))
    low, high = span.flow
    text = support_short(Support(span.device, low))
    if low == high:
        return text
    return translate("ObservationSheet", "{oxygen} to {flow}").format(
        oxygen=text, flow=figures(Support, "flow_lpm", high)
    )


def _draw_lane(painter: QPainter, axis: _Axis, top: float, lane: Lane) -> None:
    """All that was given of a drug: doses as marks, infusions as bars with their rates."""
    _draw_name(painter, axis, top, capitalised(drug(lane.drug)))
    pressor = theme.DAY.lane_pressor
    is_pressor = lane.drug_class.name in {"VASOPRESSOR", "VASOPRESSIN", "INOTROPE", "RESCUE"}
    look = pressor if is_pressor else theme.DAY.lane_drug
    boxes = []
    for given in lane.given:
        if given.start == given.end:
            boxes.append(_mark(painter, axis, top, given))
            continue
        box = _bar(axis, top, given.start, given.end)
        painter.fillRect(box, QColor(look.fill))
        painter.setPen(QPen(QColor(look.edge), 0.6 * FINE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        boxes.append(box)
    _write(painter, axis, lane, boxes, look.text)


def _write(painter: QPainter, axis: _Axis, lane: Lane, boxes: Sequence[QRectF], ink: str) -> None:
    """The amounts: in a bar, behind it or before it; left out where nothing of it is free."""
    font = paper_font(8)
    painter.setFont(font)
    taken = list(boxes)
    edge = axis.left + axis.width + 6 * FINE
    for given, box in zip(lane.given, boxes, strict=True):
        text = amount(given.drug)
        width = QFontMetricsF(font).horizontalAdvance(text) + 2 * FINE
        if width + 2 * FINE <= box.width():
            painter.setPen(QColor(ink))
            painter.drawText(box.adjusted(2 * FINE, 0, 0, 0), _LEFT, text)
            continue
        behind = QRectF(box.right() + 2 * FINE, box.top(), width, box.height())
        before = behind.translated(-box.width() - width - 4 * FINE, 0)
        for room in (behind, before):
            free = not any(room.intersects(other) for other in taken)
            if free and room.left() >= axis.left and room.right() <= edge:
                painter.setPen(QColor(INK))
                painter.drawText(room, _LEFT, text)
                taken.append(room)
                break


def _mark(painter: QPainter, axis: _Axis, top: float, given: Given) -> QRectF:
    """A dose: a triangle that points at its moment."""
    x = axis.x(given.start)
    box = QRectF(x - 3.5 * FINE, top + 2 * FINE, 7 * FINE, _LANE - 4 * FINE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(INK))
    corners = (box.bottomLeft(), box.bottomRight(), QPointF(x, box.top()))
    painter.drawPolygon(QPolygonF(corners))
    return box


def _draw_cells(painter: QPainter, axis: _Axis, area: QRectF, chart: Chart) -> None:
    """When cells went in."""
    for event in events(chart.timeline, axis.start, chart.now):
        if not isinstance(event.fact, Infused):
            continue
        x = axis.x(event.at)
        painter.setPen(QPen(QColor(theme.DAY.accent), 1.4 * FINE))
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        painter.setFont(paper_font(8.5, QFont.Weight.Bold))
        text = translate("ObservationSheet", "cells {clock}").format(
            clock=clock_text(event.at, chart.zone, QLocale())
        )
        painter.drawText(QRectF(x + 2 * FINE, area.top(), 90 * FINE, 11 * FINE), _LEFT, text)
