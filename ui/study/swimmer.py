"""The swimmer plot: one lane a patient from the infusion to the last contact, with all events."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPolygonF

from ui.study.look import DASHES, DayAxis, Look, tick_text

translate = QCoreApplication.translate

LANE = 50.0
"""How high a lane is, in design pixels."""
AXIS = 26.0
"""How high the axis is, in design pixels."""
NAME = 118.0
"""How wide the names are, in design pixels."""
_EDGE = 22.0
_LEAST = 15.0
_BOLD = QFont.Weight.Bold
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter

BarKind = Literal["crs", "icans"]
MarkKind = Literal[
    "tocilizumab", "steroid", "icaht", "sae", "response", "ended", "death", "infusion"
]
Finish = Literal["ongoing", "open", "ended", "dead"]


class Bar(NamedTuple):
    """A part of an episode with one grade from day to day; ``grade`` None where it is unknown.

    ``top``: the first part with the episode's highest grade, which always bears its number.
    """

    kind: BarKind
    start: float
    end: float
    grade: int | None
    text: str
    said: str
    entries: tuple[str, ...]
    top: bool = False


class Mark(NamedTuple):
    """An event on a day. ``text`` stands on it, ``said`` is all that it says."""

    kind: MarkKind
    day: float
    text: str
    said: str
    entries: tuple[str, ...]
    grade: int | None = None


class Lane(NamedTuple):
    """One patient: ``last`` is the day of the last contact.

    ``finish`` is "open" where the patient neither ended nor is known to be followed on.
    """

    patient: str
    below: str
    group: int
    last: float
    finish: Finish
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


class Hit(NamedTuple):
    """A bar or mark, and where it stands."""

    lane: Lane
    thing: Bar | Mark
    room: QRectF


def axis_of(lanes: Sequence[Lane], left: float, width: float) -> DayAxis:
    """The days of these lanes."""
    last = max((lane.last for lane in lanes), default=28.0)
    return DayAxis(0.0, max(28.0, last), left, width)


class Swim:
    """Lanes laid out: where each bar and mark stands, so that none lies upon another."""

    def __init__(
        self, lanes: Sequence[Lane], area: QRectF, look: Look, axis: DayAxis | None = None
    ) -> None:
        self.lanes = tuple(lanes)
        self.area = area
        self.look = look
        left = area.left() + look.px(NAME)
        width = max(look.px(60), area.right() - look.px(_EDGE) - left)
        self.axis = axis or axis_of(lanes, left, width)
        self.hits: list[Hit] = []
        self._ends = [0]
        """How many hits the lanes up to each have."""
        for place, lane in enumerate(self.lanes):
            self._lay_out(lane, self.top(place))
            self._ends.append(len(self.hits))

    def hits_of(self, places: range) -> Sequence[Hit]:
        """What stands on some lanes that follow each other."""
        if not places:
            return ()
        return self.hits[self._ends[places.start] : self._ends[places.stop]]

    def top(self, place: int) -> float:
        """The upper edge of a lane."""
        return self.area.top() + place * self.look.px(LANE)

    @property
    def bottom(self) -> float:
        """The lower edge of the last lane."""
        return self.top(len(self.lanes))

    def at(self, point: QPointF) -> Hit | None:
        """What stands at a point; of several the last that was drawn."""
        slack = self.look.px(3)
        place = int((point.y() - self.area.top()) // self.look.px(LANE))
        if not 0 <= place < len(self.lanes):
            return None
        for hit in reversed(self.hits_of(range(place, place + 1))):
            if hit.room.adjusted(-slack, -slack, slack, slack).contains(point):
                return hit
        return None

    def _lay_out(self, lane: Lane, top: float) -> None:
        look = self.look
        least = look.px(_LEAST)
        for bar in sorted(lane.bars, key=lambda bar: (bar.top, bar.kind, bar.start)):
            row = top + look.px(18 if bar.kind == "crs" else 33)
            left, right = self.axis.x(bar.start), self.axis.x(bar.end)
            if bar.top and right - left < least:
                left, right = (left + right - least) / 2, (left + right + least) / 2
            width = max(right - left, look.px(2))
            self.hits.append(Hit(lane, bar, QRectF(left, row, width, look.px(14))))
        end = -1e9
        for mark in sorted(lane.marks, key=lambda mark: mark.day):
            room = self._room(mark, top)
            if mark.kind in _ON_LINE:
                self.hits.append(Hit(lane, mark, room))
                continue
            if room.left() < end:  # moved behind its neighbour rather than over it
                room.moveLeft(end)
            end = room.right() + look.px(2)
            self.hits.append(Hit(lane, mark, room))

    def _room(self, mark: Mark, top: float) -> QRectF:
        look = self.look
        x = self.axis.x(mark.day)
        if mark.kind in _ON_LINE:
            return QRectF(x - look.px(7), top + look.px(18), look.px(14), look.px(14))
        width = max(look.px(14), look.metrics(10, _BOLD).horizontalAdvance(mark.text) + look.px(7))
        return QRectF(x - width / 2, top + look.px(2), width, look.px(14))


_ON_LINE = frozenset({"ended", "death", "infusion"})


# --- drawing --------------------------------------------------------------------------------------


def draw_swimmer(
    painter: QPainter,
    swim: Swim,
    chosen: Bar | Mark | None = None,
    marked: str = "",
    part: QRectF | None = None,
) -> None:
    """Draw the lanes; ``chosen`` is outlined, the lane of the patient ``marked`` has a ground.

    ``part``: only what lies in it.
    """
    look = swim.look
    places = range(len(swim.lanes))
    if part is not None:
        first = max(0, int((part.top() - swim.area.top()) // look.px(LANE)))
        last = int((part.bottom() - swim.area.top()) // look.px(LANE)) + 1
        places = range(first, max(first, min(last, len(swim.lanes))))
    shown = [(swim.lanes[place], swim.top(place)) for place in places]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for lane, top in shown:
        _draw_lane(painter, swim, lane, top, marked=lane.patient == marked)
    _draw_days(painter, swim)
    for lane, top in shown:
        _draw_line(painter, swim, lane, top)
    for hit in swim.hits_of(places):
        if isinstance(hit.thing, Bar):
            draw_bar(painter, hit.thing, hit.room, look)
        else:
            draw_mark(painter, hit.thing, hit.room, look)
        if chosen is not None and hit.thing is chosen:
            painter.setPen(look.pen(look.colours.accent_text, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            around = look.px(2.5)
            painter.drawRoundedRect(
                hit.room.adjusted(-around, -around, around, around), look.px(5), look.px(5)
            )
    painter.restore()


def draw_axis(painter: QPainter, axis: DayAxis, top: float, look: Look) -> None:
    """The days, below or above the lanes."""
    painter.setFont(look.font(11, QFont.Weight.Normal))
    painter.setPen(QColor(look.second))
    room = look.metrics(11).horizontalAdvance(tick_text(365)) + look.px(8)
    for day in axis.ticks(room):
        x = axis.x(day)
        box = QRectF(x - look.px(40), top, look.px(80), look.px(AXIS))
        painter.drawText(box, _CENTRE, tick_text(day))


def _draw_days(painter: QPainter, swim: Swim) -> None:
    look = swim.look
    room = look.metrics(11).horizontalAdvance(tick_text(365)) + look.px(8)
    for day in swim.axis.ticks(room):
        painter.setPen(look.pen(look.colours.day_line if day == 0 else look.line, 1))
        x = swim.axis.x(day)
        painter.drawLine(QPointF(x, swim.area.top()), QPointF(x, swim.bottom))


def _draw_lane(painter: QPainter, swim: Swim, lane: Lane, top: float, *, marked: bool) -> None:
    look, area = swim.look, swim.area
    whole = QRectF(area.left(), top, area.width(), look.px(LANE))
    if marked:
        painter.fillRect(whole, QColor(look.colours.accent_soft))
    painter.setPen(look.pen(look.colours.row_line, 1))
    painter.drawLine(whole.bottomLeft(), whole.bottomRight())
    names = QRectF(area.left() + look.px(8), top, look.px(NAME - 14), look.px(LANE))
    half = names.height() / 2
    metrics = look.metrics(13, _BOLD)
    painter.setFont(look.font(13, _BOLD))
    painter.setPen(QColor(look.ink))
    name = metrics.elidedText(lane.patient, Qt.TextElideMode.ElideRight, names.width())
    painter.drawText(names.adjusted(0, look.px(6), 0, -half), _LEFT, name)
    painter.setFont(look.font(11, QFont.Weight.Normal))
    painter.setPen(QColor(look.second))
    small = look.metrics(11).elidedText(lane.below, Qt.TextElideMode.ElideRight, names.width())
    painter.drawText(names.adjusted(0, half, 0, -look.px(6)), _LEFT, small)


def _draw_line(painter: QPainter, swim: Swim, lane: Lane, top: float) -> None:
    """From the infusion to the last contact; an arrow where it goes on."""
    look = swim.look
    y = top + look.px(25)
    x0, x1 = swim.axis.x(0), swim.axis.x(max(0.0, lane.last))
    colour = look.group(lane.group)
    painter.setPen(look.pen(colour, 2.4, DASHES[lane.group % len(DASHES)]))
    painter.drawLine(QPointF(x0, y), QPointF(x1, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if lane.finish == "ongoing":
        wing = look.px(5)
        corners = (
            QPointF(x1, y - wing),
            QPointF(x1 + 1.6 * wing, y),
            QPointF(x1, y + wing),
        )
        painter.drawPolygon(QPolygonF(corners))


def draw_bar(painter: QPainter, bar: Bar, room: QRectF, look: Look) -> None:
    """Draw a part of an episode in the colours of its grade, with its number where it has room."""
    colours = look.colours
    radius = min(look.px(3), room.width() / 2)
    if bar.grade is None:
        painter.setPen(look.pen(colours.unknown_line, 1.4, (3, 2)))
        painter.setBrush(QColor(look.surface))
        ink = QColor(colours.unknown_text)
    else:
        grade = colours.grades[bar.grade]
        painter.setPen(look.pen(grade.edge, 1))
        painter.setBrush(QColor(grade.fill))
        ink = QColor(grade.text)
    painter.drawRoundedRect(room, radius, radius)
    if bar.grade is not None and colours.grades[bar.grade].hatch:
        _hatch(painter, room, QColor(colours.grades[bar.grade].hatch or ""), look)
    painter.setFont(look.font(10, _BOLD))
    painter.setPen(ink)
    metrics = look.metrics(10, _BOLD)
    for text in (f"{_scale_text(bar.kind)} {bar.text}", f"{_letter(bar.kind)}{bar.text}", bar.text):
        if metrics.horizontalAdvance(text) + look.px(3) <= room.width():
            painter.drawText(room, _CENTRE, text)
            break


def _hatch(painter: QPainter, room: QRectF, colour: QColor, look: Look) -> None:
    painter.save()
    painter.setClipRect(room)
    painter.setPen(look.pen(colour, 1.4))
    x = room.left() - room.height()
    while x < room.right():
        painter.drawLine(QPointF(x, room.bottom()), QPointF(x + room.height(), room.top()))
        x += look.px(6)
    painter.restore()


def _scale_text(kind: BarKind) -> str:
    if kind == "crs":
        return translate("Swimmer", "CRS", "an episode's bar")
    return translate("Swimmer", "ICANS", "an episode's bar")


def _letter(kind: BarKind) -> str:
    if kind == "crs":
        return translate("Swimmer", "C", "CRS where there is room for one letter")
    return translate("Swimmer", "I", "ICANS where there is room for one letter")


def draw_mark(painter: QPainter, mark: Mark, room: QRectF, look: Look) -> None:
    """Draw a mark in the shape of its kind.

    Tocilizumab is round, a steroid square, ICAHT six-cornered, an SAE filled, a response
    outlined; a cross is a death, an upright stroke the end.
    """
    colours = look.colours
    middle = room.center()
    painter.setBrush(QColor(look.surface))
    ink = QColor(look.ink)
    match mark.kind:
        case "death":
            _draw_cross(painter, room, look)
            return
        case "ended":
            painter.setPen(look.pen(look.ink, 3))
            painter.drawLine(QPointF(middle.x(), room.top()), QPointF(middle.x(), room.bottom()))
            return
        case "infusion":
            painter.setPen(look.pen(look.ink, 1.4))
            painter.drawEllipse(middle, look.px(4), look.px(4))
            return
        case "tocilizumab":
            painter.setPen(look.pen(colours.accent_text, 1.5))
            ink = QColor(colours.accent_text)
            painter.drawRoundedRect(room, room.height() / 2, room.height() / 2)
        case "steroid":
            painter.setPen(look.pen(colours.blood_pressure, 1.5))
            ink = QColor(colours.blood_pressure)
            painter.drawRect(room)
        case "icaht":
            ink = _draw_six(painter, mark, room, look)
        case "sae":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.late))
            painter.drawRoundedRect(room, look.px(3), look.px(3))
            ink = QColor(look.surface)
        case _:
            answered = mark.grade == 1
            colour = QColor(colours.ok if answered else colours.second)
            painter.setPen(look.pen(colour, 1.2, () if answered else (3, 2)))
            painter.drawRoundedRect(room, look.px(6), look.px(6))
            ink = colour
    painter.setFont(look.font(10, _BOLD))
    painter.setPen(ink)
    painter.drawText(room, _CENTRE, mark.text)


def _draw_cross(painter: QPainter, room: QRectF, look: Look) -> None:
    painter.setPen(look.pen(look.ink, 3))
    inside = room.adjusted(look.px(2), look.px(2), -look.px(2), -look.px(2))
    painter.drawLine(inside.topLeft(), inside.bottomRight())
    painter.drawLine(inside.topRight(), inside.bottomLeft())


def _draw_six(painter: QPainter, mark: Mark, room: QRectF, look: Look) -> QColor:
    """A hexagon in the colours of its grade."""
    if mark.grade is None:
        painter.setPen(look.pen(look.colours.unknown_line, 1.4, (3, 2)))
        ink = QColor(look.colours.unknown_text)
    else:
        grade = look.colours.grades[mark.grade]
        painter.setPen(look.pen(grade.edge, 1))
        painter.setBrush(QColor(grade.fill))
        ink = QColor(grade.text)
    cut = look.px(4)
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(room.left() + cut, room.top()),
                QPointF(room.right() - cut, room.top()),
                QPointF(room.right(), room.center().y()),
                QPointF(room.right() - cut, room.bottom()),
                QPointF(room.left() + cut, room.bottom()),
                QPointF(room.left(), room.center().y()),
            ]
        )
    )
    return ink
