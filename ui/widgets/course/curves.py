"""A panel of curves: lines with dots, pressures as bars, limits as open triangles."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from bedside.series import Point
from ui.shown import moment_text
from ui.widgets.course.axis import TimeBox, moment
from ui.widgets.course.draw import (
    SYMBOLS,
    Frame,
    Symbol,
    Values,
    draw_bound,
    draw_line,
    draw_symbol,
    draw_symbols,
    draw_uprights,
    envelope,
    sparse,
)
from ui.widgets.course.legend import title, value_text, value_with_unit
from ui.widgets.course.margin import draw_margin, level_text
from ui.widgets.course.panels import TONES, Panel
from ui.widgets.course.plates import Paper, Plate
from ui.widgets.course.ticks import decades, value_ticks
from ui.widgets.course.traces import Trace

_PAD = 7
_LABELS_PAD = 15
_TICK_ROOM = 13
_DOT = 4.6
_LINE = 1.7
_CAP = 3.5
_SYMBOL_ROOM = 5.0
_LEAST_CAP = 1.5
_NOTCH_ROOM = 16
_MOST_FIGURES = 24


class CurvePlate(Plate):
    """The curves of one panel. ``set_traces`` says which; `fit` before drawing."""

    def __init__(self, box: TimeBox, paper: Paper, panel: Panel) -> None:
        super().__init__(box, paper)
        self.plan = panel
        self.traces: tuple[Trace, ...] = ()
        self._figures: dict[str, tuple[str, float]] = {}

    def set_traces(self, panel: Panel, traces: Mapping[str, Trace]) -> None:
        """Show these of the traces that belong to the panel."""
        if panel != self.plan:
            self._figures.clear()
        self.plan = panel
        self.traces = tuple(traces[key] for key in panel.keys if key in traces)

    def restyle(self) -> None:
        """Forget what depends on the text size and the language."""
        self._figures.clear()

    def fit(self) -> bool:
        """Choose the values shown: the usual ones of the panel, widened to hold all data.

        Whether they have changed.
        """
        low, high = self.plan.low, self.plan.high
        for trace in self.traces:
            span = trace.span()
            if span is not None:
                low, high = min(low, span[0]), max(high, span[1])
        look = self.paper.look
        height = max(1.0, self.box.rect().height())
        top, bottom = look.px(_LABELS_PAD if self.plan.log else _PAD), look.px(_PAD)
        unit = (high - low) / max(1.0, height - top - bottom)
        before = self.box.viewRange()[1]
        self.box.setYRange(low - unit * bottom, high + unit * top, padding=0)
        return bool(before != self.box.viewRange()[1])

    def levels(self) -> Sequence[float]:
        """The values written at the left, which have a line across."""
        _, (low, high) = self.box.viewRange()
        height = self.box.rect().height()
        room = self.paper.look.px(_TICK_ROOM)
        edge = (high - low) / max(1.0, height) * self.paper.look.px(_PAD - 1)
        low, high = low + edge, high - edge
        inner = height - 2 * self.paper.look.px(_PAD - 1)
        return (decades if self.plan.log else value_ticks)(low, high, inner, room)

    def tone(self, key: str) -> QColor:
        """The colour of a curve."""
        found = TONES.get(key) or f"cytokines:{self._place(key)}"
        return self.paper.look.tone(found)

    def _place(self, key: str) -> int:
        return list(self.plan.keys).index(key)

    def symbol(self, key: str) -> Symbol:
        """The symbol of a curve."""
        if key in {"bp", "map"}:
            return "bar"
        if key in TONES:
            return "dot"
        return SYMBOLS[self._place(key) % len(SYMBOLS)]

    # --- the data --------------------------------------------------------------------------------

    def draw(self, painter: QPainter, frame: Frame) -> None:
        self._draw_reference(painter, frame)
        for trace in sorted(self.traces, key=lambda t: self.symbol(t.key) != "bar"):
            if trace.key == "bp":
                self._draw_bars(painter, frame, trace)
            elif trace.key == "map":
                self._draw_means(painter, frame, trace)
            else:
                self._draw_line(painter, frame, trace)
            self._draw_words(painter, frame, trace)
        if self.plan.log and self.traces:
            self._draw_figures(painter, frame, self.traces[0])
        if not any(trace.count(frame.start, frame.end) for trace in self.traces):
            self._draw_empty(painter, frame)

    def _draw_reference(self, painter: QPainter, frame: Frame) -> None:
        if self.plan.reference is None:
            return
        pen = QPen(QColor(self.paper.look.colours.reference), max(1, round(self.paper.look.scale)))
        pen.setDashPattern([4, 4])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(pen)
        y = round(frame.y(self.plan.reference)) + 0.5
        painter.drawLine(QPointF(0, y), QPointF(frame.width, y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw_line(self, painter: QPainter, frame: Frame, trace: Trace) -> None:
        around = trace.around(frame.start, frame.end)
        xs, ys, starts = (
            frame.xs(trace.xs[around]),
            frame.ys(trace.ys[around]),
            trace.starts[around],
        )
        if not len(xs):
            return
        look, tone = self.paper.look, self.tone(trace.key)
        starts = starts.copy()
        starts[0] = True
        draw_line(painter, xs, ys, starts, tone, look.px(_LINE))
        shown = sparse(xs, starts, look.px(_SYMBOL_ROOM))
        places = np.flatnonzero(shown)
        size = look.px(_DOT)
        open_ends = frame.ys(trace.others[around])
        if not np.isnan(open_ends).all():
            self._draw_open(painter, xs, ys, open_ends, tone)
        first = around.start
        bounds = [i for i in places.tolist() if trace.valued[first + i].bound]
        plain = np.setdiff1d(places, bounds, assume_unique=True) if bounds else places
        draw_symbols(
            painter, self.symbol(trace.key), xs[plain].tolist(), ys[plain].tolist(), size, tone
        )
        ground = QColor(look.colours.surface)
        for i in bounds:
            bound = trace.valued[first + i].bound or ""
            draw_bound(painter, bound, QPointF(xs[i], ys[i]), look.px(6), tone, ground)

    def _draw_open(
        self, painter: QPainter, xs: Values, ys: Values, ends: Values, tone: QColor
    ) -> None:
        """A score of which only the bounds are certain: a dashed bar up to the best possible."""
        pen = QPen(tone, self.paper.look.px(1.4))
        pen.setDashPattern([2, 1.6])
        painter.setPen(pen)
        known = np.flatnonzero(~np.isnan(ends)).tolist()
        painter.drawLines([QLineF(xs[i], ys[i], xs[i], ends[i]) for i in known])

    def _draw_bars(self, painter: QPainter, frame: Frame, trace: Trace) -> None:
        """Pressures: a bar from the systolic to the diastolic, capped where there is room."""
        around = trace.around(frame.start, frame.end)
        xs = np.round(frame.xs(trace.xs[around]))
        if not len(xs):
            return
        look = self.paper.look
        tops = np.round(frame.ys(trace.ys[around]))
        lows = np.round(frame.ys(trace.others[around]))
        bottoms = np.where(np.isnan(lows), tops + look.px(4), lows)
        caps = np.minimum(look.px(_CAP), _free(xs) / 2 - 1)
        roomy = caps >= _LEAST_CAP
        pen = QPen(self.tone(trace.key), 1)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(pen)
        crowded = ~roomy
        draw_uprights(painter, *envelope(xs[crowded], tops[crowded], bottoms[crowded]))
        pen.setWidthF(max(1.0, round(look.px(2))))
        painter.setPen(pen)
        draw_uprights(painter, xs[roomy], tops[roomy], bottoms[roomy])
        painter.drawLines(_caps(xs[roomy], tops[roomy], caps[roomy]))
        ended = roomy & ~np.isnan(lows)
        painter.drawLines(_caps(xs[ended], lows[ended], caps[ended]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw_means(self, painter: QPainter, frame: Frame, trace: Trace) -> None:
        """Mean pressures: alone a thick stroke, with a pair a thin one where there is room."""
        around = trace.around(frame.start, frame.end)
        xs = np.round(frame.xs(trace.xs[around]))
        ys = np.round(frame.ys(trace.ys[around]))
        paired = next((t.xs for t in self.traces if t.key == "bp"), np.empty(0))
        alone = ~np.isin(trace.xs[around], paired)
        look = self.paper.look
        notched = _free(xs) >= look.px(_NOTCH_ROOM)
        cap = np.full(len(xs), look.px(_CAP))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for which, width in ((notched & ~alone, 1), (alone, 2)):
            painter.setPen(QPen(self.tone(trace.key), max(1.0, round(look.px(width)))))
            painter.drawLines(_caps(xs[which], ys[which], cap[which]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _draw_words(self, painter: QPainter, frame: Frame, trace: Trace) -> None:
        """Where there is no value but words, a cross stands at the bottom."""
        look = self.paper.look
        tone = QColor(look.colours.late)
        for point in trace.words_inside(frame.start, frame.end):
            place = QPointF(frame.x(point.at.timestamp()), frame.height - look.px(5))
            draw_symbol(painter, "cross", place, look.px(6), tone)

    def _draw_figures(self, painter: QPainter, frame: Frame, trace: Trace) -> None:
        """The values of the first curve above its points, where they have room."""
        look = self.paper.look
        inside = trace.inside(frame.start, frame.end)
        if inside.stop - inside.start > _MOST_FIGURES:
            return
        painter.setFont(look.plain)
        painter.setPen(self.tone(trace.key))
        shown = [(t, t.inside(frame.start, frame.end)) for t in self.traces]
        xs = np.concatenate([frame.xs(t.xs[part]) for t, part in shown])
        ys = np.concatenate([frame.ys(t.ys[part]) for t, part in shown])
        height, free = look.line_height, 0.0
        for place in range(inside.start, inside.stop):
            text, width = self._figure(trace.key, trace.valued[place])
            x, y = frame.x(trace.xs[place]), frame.y(trace.ys[place])
            left = min(max(x - width / 2, 0.0), frame.width - width)
            if left < free:
                continue
            covered = (
                (xs > left - 3) & (xs < left + width + 3) & (ys < y - 0.5) & (ys > y - height - 4)
            )
            if covered.any():
                continue
            area = QRectF(left, y - look.px(4) - height, width + 1, height)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
            free = left + width + look.px(6)

    def _figure(self, key: str, point: Point) -> tuple[str, float]:
        """A value as it is written beside its point, and its width."""
        known = self._figures.get(point.entry)
        if known is None:
            text = value_text(key, point, self.paper.locale)
            known = text, self.paper.look.plain_size.horizontalAdvance(text)
            self._figures[point.entry] = known
        return known

    def _draw_empty(self, painter: QPainter, frame: Frame) -> None:
        """What is said where there is nothing to draw: that, and what was charted last before."""
        look, locale = self.paper.look, self.paper.locale
        before = [t.nearest(moment(frame.start)) for t in self.traces]
        last = [
            (point, trace.key)
            for point, trace in zip(before, self.traces, strict=True)
            if point is not None and point.at.timestamp() < frame.start and trace.key != "map"
        ]
        if last:
            point, key = max(last, key=lambda found: found[0].at)
            text = QCoreApplication.translate(
                "Course", "Nothing charted in this time; last {what} {value}, {when}."
            ).format(
                what=title(key).label,
                value=value_with_unit(key, point, locale),
                when=moment_text(point.at, self.paper.zone, locale),
            )
        else:
            text = QCoreApplication.translate("Course", "Nothing charted in this time.")
        painter.setFont(look.plain)
        painter.setPen(QColor(look.colours.second))
        area = QRectF(0, 0, frame.width, frame.height)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def draw_gutter(self, painter: QPainter, area: QRectF) -> None:
        """Titles at the left, the values of the levels at the right."""
        frame = self.frame()
        locale, log = self.paper.locale, self.plan.log
        levels = [(frame.y(v), level_text(v, locale, log=log)) for v in self.levels()]
        keys = {key: (self.symbol(key), self.tone(key)) for key in self.plan.keys if key != "map"}
        draw_margin(painter, area, self.paper.look, levels, keys)


def _free(xs: Values) -> Values:
    """How far the nearest neighbour of each place lies."""
    apart = np.diff(xs, prepend=-np.inf, append=np.inf)
    return np.minimum(apart[:-1], apart[1:])


def _caps(xs: Values, ys: Values, halves: Values) -> list[QLineF]:
    halves, ends = np.floor(halves + 0.5), ys.tolist()
    return list(map(QLineF, (xs - halves).tolist(), ends, (xs + halves).tolist(), ends))
