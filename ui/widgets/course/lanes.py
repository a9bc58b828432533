"""The lanes below the curves: oxygen, drugs, and what happened at a moment."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bedside.series import Event, Lane, Oxygen
from grading.signs import Ice, Infused
from ui.theme import Patch
from ui.widgets.course.axis import TimeBox
from ui.widgets.course.draw import Frame, Values, diamond, draw_patch
from ui.widgets.course.legend import drug_text, event_text, is_marked
from ui.widgets.course.plates import Paper, Plate
from ui.widgets.course.strips import Strip, drug_strips, oxygen_strips, placed

ROW = 20
"""The height of a lane in design pixels."""
_BAR = 15
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_EVENT_ROOM = 14


class LanePlate(Plate):
    """Lanes of ``ROW`` each: oxygen, drugs (the last lane takes all that have none), events."""

    def __init__(self, box: TimeBox, paper: Paper) -> None:
        super().__init__(box, paper)
        self._oxygen: Sequence[Strip] = ()
        self._drugs: Sequence[tuple[str, Sequence[Strip], Sequence[Strip]]] = ()
        self._events: Sequence[Event] = ()
        self._places: Values = np.empty(0)
        self._rows = (False, 0, False)
        self._ice = True
        self._said: Sequence[Event] = ()
        self._marks: Sequence[Event] = ()

    def set_lanes(
        self, oxygen: Sequence[Oxygen], drugs: Sequence[Lane], events: Sequence[Event]
    ) -> None:
        """What there is to be shown, whatever the time."""
        self._oxygen = oxygen_strips(oxygen)
        self._drugs = [
            (lane.drug, drug_strips(lane), drug_strips(lane, named=True)) for lane in drugs
        ]
        if events is not self._said:
            self._said, self._marks = events, [event for event in events if is_marked(event)]
            self._choose_events()

    def set_rows(self, *, oxygen: bool, drugs: int, events: bool, ice: bool) -> None:
        """For which lanes there is room; ``ice`` where ICE examinations are marked as events."""
        self._rows, self._ice = (oxygen, drugs, events), ice
        self._choose_events()

    def _choose_events(self) -> None:
        self._events = [e for e in self._marks if self._ice or not isinstance(e.fact, Ice)]
        self._places = np.array([event.at.timestamp() for event in self._events])

    @property
    def rows(self) -> int:
        """How many lanes there are."""
        oxygen, drugs, events = self._rows
        return int(oxygen) + drugs + int(events)

    def drug_rows(self) -> list[tuple[str, Sequence[Strip]]]:
        """The lanes of drugs in the time shown: the name of each, and what stands in it."""
        frame = self.frame()
        seen = [row for row in self._drugs if any(strip.is_seen(frame) for strip in row[1])]
        count = self._rows[1]
        if len(seen) <= count:
            return [(drug_text(name), strips) for name, strips, _ in seen]
        own, rest = seen[: max(0, count - 1)], seen[max(0, count - 1) :]
        others = QCoreApplication.translate("Course", "{n} drugs").format(n=len(rest))
        together = sorted((s for *_, named in rest for s in named), key=lambda strip: strip.start)
        return [*((drug_text(name), strips) for name, strips, _ in own), (others, together)]

    def draw(self, painter: QPainter, frame: Frame) -> None:
        look = self.paper.look
        top = look.px((ROW - _BAR) / 2)
        oxygen, drugs, events = self._rows
        rows: list[Sequence[Strip]] = [self._oxygen] if oxygen else []
        if drugs:
            rows += [strips for _, strips in self.drug_rows()]
        for row, strips in enumerate(rows):
            self._draw_row(painter, frame, top + row * look.px(ROW), strips)
        if events:
            self._draw_events(painter, frame, top + len(rows) * look.px(ROW))

    def _patch(self, strip: Strip) -> Patch:
        colours = self.paper.look.colours
        if strip.tint == "air":
            return Patch(colours.row_line, colours.second, colours.line)
        found: Patch = getattr(colours, strip.tint)
        return found

    def _draw_row(
        self, painter: QPainter, frame: Frame, top: float, strips: Sequence[Strip]
    ) -> None:
        look = self.paper.look
        height = look.px(_BAR)
        half = height * 0.4
        shown = [strip for strip in strips if strip.is_seen(frame, half)]
        for strip in shown:
            if not strip.is_dose:
                self._draw_bar(painter, strip, top, frame)
        painter.setPen(QPen(QColor(look.colours.surface), 1))
        for strip in shown:
            if strip.is_dose:
                painter.setBrush(QColor(self._patch(strip).fill))
                painter.drawPolygon(diamond(frame.x(strip.start), top + height / 2, half))

        def measure(strip: Strip) -> tuple[str, float]:
            text = strip.words(self.paper.locale)
            return text, look.plain_size.horizontalAdvance(text)

        painter.setFont(look.plain)
        for words in placed(shown, frame, half, look.px(3), measure):
            ink = self._patch(words.strip).text if words.on_bar else look.colours.ink
            painter.setPen(QColor(ink))
            place = QRectF(words.left, top, frame.width, height)
            painter.drawText(place, _LEFT, words.text)

    def _draw_bar(self, painter: QPainter, strip: Strip, top: float, frame: Frame) -> None:
        look = self.paper.look
        patch, height, least = self._patch(strip), look.px(_BAR), look.px(3)
        left, right = max(-10.0, frame.x(strip.start)), min(frame.width + 10, frame.x(strip.end))
        sure = min(max(frame.x(strip.sure), left + least), max(right, left + least))
        draw_patch(painter, QRectF(left, top, max(least, sure - left - 1), height), patch, look)
        if right - sure > least:
            unsure = QRectF(sure, top, right - sure - 1, height)
            draw_patch(painter, unsure, patch, look, filled=False)
        painter.setPen(QPen(QColor(look.colours.surface), 1))
        for cut in strip.cuts:
            x = round(frame.x(cut)) + 0.5
            painter.drawLine(QPointF(x, top), QPointF(x, top + height))

    def _draw_events(self, painter: QPainter, frame: Frame, top: float) -> None:
        look, colours = self.paper.look, self.paper.look.colours
        low, high = top + look.px(2), top + look.px(_BAR - 2)
        first, last = np.searchsorted(self._places, (frame.start, frame.end)).tolist()
        xs = frame.xs(self._places[first:last])
        painter.setPen(QPen(QColor(colours.second), look.px(1.4)))
        painter.drawLines([QLineF(x, low, x, high) for x in np.unique(np.round(xs)).tolist()])
        painter.setFont(look.plain)
        free = np.diff(xs, append=frame.width) - look.px(5)
        for place in np.flatnonzero(free >= look.px(_EVENT_ROOM)).tolist():
            event = self._events[first + place]
            text = event_text(event)
            if look.plain_size.horizontalAdvance(text) <= free[place]:
                is_infusion = isinstance(event.fact, Infused)
                painter.setPen(QColor(colours.accent_text if is_infusion else colours.ink))
                left = xs[place] + look.px(4)
                painter.drawText(QRectF(left, top, frame.width, look.px(_BAR)), _LEFT, text)

    def draw_gutter(self, painter: QPainter, area: QRectF) -> None:
        """The names of the lanes."""
        look = self.paper.look
        oxygen, drugs, events = self._rows
        names = [QCoreApplication.translate("Course", "Oxygen")] if oxygen else []
        shown = [name for name, _ in self.drug_rows()] if drugs else []
        names += shown
        names += [QCoreApplication.translate("Course", "Events")] if events else []
        painter.setFont(look.strong)
        painter.setPen(QColor(look.colours.second))
        for row, name in enumerate(names):
            place = QRectF(
                look.px(11), row * look.px(ROW), area.width() - look.px(15), look.px(ROW)
            )
            text = look.strong_size.elidedText(name, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, _LEFT, text)
