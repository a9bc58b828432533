"""The course of a patient: linked panels over one true time axis, with a crosshair."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from bedside.chart import Chart
from bedside.series import Point
from ui.widgets.course.axis import moment
from ui.widgets.course.draw import Symbol, style
from ui.widgets.course.panels import Plan, course_plan
from ui.widgets.course.readout import Reading, ReadOut, reading
from ui.widgets.course.record import Drawn
from ui.widgets.course.stack import Stack

RANGES = {
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "28d": timedelta(days=28),
    "12mo": timedelta(days=365),
}
"""The ranges by name; each ends now."""
_MARGIN = 0.025
_NARROWEST = timedelta(minutes=30).total_seconds()
_WIDEST = timedelta(days=400).total_seconds()
_ZOOM = 0.7


class CourseChart(QWidget):
    """The chart of one patient over time.

    Keys: Left and Right move the crosshair from point to point, Home and End to the first and
    the last, + and - zoom, Page Up and Page Down move the time shown, Escape hides the crosshair.
    ``pointed`` brings the moment of the crosshair, None when it goes; ``ranged`` the first and
    last moment shown.
    """

    pointed = Signal(object)
    ranged = Signal(object, object)

    def __init__(self, parent: QWidget | None = None, *, plan: Plan | None = None) -> None:
        super().__init__(parent)
        self._plan = plan or course_plan()
        self._drawn = Drawn(self._plan)
        self._name: str | None = "7d"
        self._at: datetime | None = None
        self._by_mouse = False
        self._stack = Stack(self._plan)
        self._stack.panned.connect(self._pan)
        self._stack.zoomed.connect(self._zoom)
        self._stack.hovered.connect(self._hover)
        self._stack.arranged.connect(self._place_crosshair)
        self._stack.viewport().installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self._stack)
        self._readout = ReadOut(self, style())
        self._empty = QLabel(self)
        self._empty.setProperty("role", "second")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        self._name_itself()
        self._show_emptiness()

    def _name_itself(self) -> None:
        self._empty.setText(self.tr("Nothing has been charted yet."))
        self.setAccessibleName(
            self.tr("Chart of the course; left and right go from point to point")
        )

    # --- what is shown ---------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show this chart; one that has only grown since the last costs what has been added."""
        before = self._drawn.chart
        if before is None or before.patient != chart.patient:
            self._drawn = Drawn(self._plan)
            self._point(None)
            self._name = self._name or "7d"
        self._drawn.take(chart)
        self._stack.show_drawn(self._drawn, chart.zone)
        if self._name is not None:
            self.set_range(self._name)
        elif before is not None:
            start, end = self._stack.window()
            follows = end >= before.now.timestamp()
            gone = (chart.now - before.now).total_seconds() if follows else 0.0
            self._show(start + gone, end + gone)
        self._show_emptiness()
        if self._at is not None:
            self._point(self._at)

    def set_range(self, name: str) -> None:
        """Show the last "24h", "7d", "28d" or "12mo". Raises KeyError for another name."""
        span = RANGES[name].total_seconds()
        self._name = name
        if self._drawn.chart is not None:
            now = self._drawn.chart.now.timestamp()
            self._show(now - span, now + span * _MARGIN)

    def show_span(self, start: datetime, end: datetime) -> None:
        """Show the time between two moments."""
        self._name = None
        self._show(start.timestamp(), end.timestamp())

    def set_plan(self, plan: Plan) -> None:
        """Draw by another plan, which has the same rows: other curves of the same patient."""
        self._plan = plan
        self._stack.set_plan(plan)
        chart, self._drawn = self._drawn.chart, Drawn(plan)
        if chart is not None:
            self._drawn.take(chart)
            self._stack.show_drawn(self._drawn, chart.zone)
        self._show_emptiness()
        self._point(self._at)

    @property
    def range_name(self) -> str | None:
        """The range shown, None after panning or zooming by hand."""
        return self._name

    def window_shown(self) -> tuple[datetime, datetime]:
        """The first and the last moment shown."""
        start, end = self._stack.window()
        return moment(start), moment(end)

    def points(self) -> Mapping[str, tuple[Point, ...]]:
        """The points in the time shown, by quantity: what the table beside lists."""
        return self._drawn.points(*self.window_shown())

    def panels(self) -> tuple[str, ...]:
        """The names of the panels that there is room and need for, from top to bottom."""
        return self._stack.panels()

    def _show(self, start: float, end: float) -> None:
        if (start, end) != self._stack.window():
            self._stack.set_window(start, end)
            self.ranged.emit(moment(start), moment(end))
        self._place_crosshair()

    def _show_emptiness(self) -> None:
        empty = self._drawn.first is None
        self._empty.setVisible(empty)
        self._stack.setVisible(not empty)

    # --- moving about ----------------------------------------------------------------------------

    def _pan(self, seconds: float) -> None:
        start, end = self._stack.window()
        self._name = None
        self._show(*self._bounded(start + seconds, end + seconds))

    def _zoom(self, factor: float, place: float) -> None:
        start, end = self._stack.window()
        span = min(max((end - start) * factor, _NARROWEST), _WIDEST)
        factor = span / (end - start)
        self._name = None
        self._show(*self._bounded(place - (place - start) * factor, place + (end - place) * factor))

    def _bounded(self, start: float, end: float) -> tuple[float, float]:
        """The same span, so that something of the record stays in sight."""
        if self._drawn.chart is None:
            return start, end
        span = end - start
        last = self._drawn.chart.now.timestamp() + span * _MARGIN
        first = self._drawn.first or self._drawn.chart.now
        end = max(min(end, last), min(first.timestamp() + span / 2, last))
        return end - span, end

    def keyPressEvent(self, event: QKeyEvent) -> None:
        start, end = self._stack.window()
        span = end - start
        match event.key():
            case Qt.Key.Key_Left:
                self._step(-1)
            case Qt.Key.Key_Right:
                self._step(1)
            case Qt.Key.Key_Home:
                self._jump(0)
            case Qt.Key.Key_End:
                self._jump(-1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._zoom(_ZOOM, self._centre())
            case Qt.Key.Key_Minus:
                self._zoom(1 / _ZOOM, self._centre())
            case Qt.Key.Key_PageUp:
                self._pan(-span * 0.9)
            case Qt.Key.Key_PageDown:
                self._pan(span * 0.9)
            case Qt.Key.Key_Escape if self._at is not None:
                self._point(None)
            case _:
                super().keyPressEvent(event)

    def _centre(self) -> float:
        if self._at is not None:
            return self._at.timestamp()
        return self._stack.window()[1]

    def _step(self, by: int) -> None:
        at = self._at
        if at is None:
            at = moment(self._stack.window()[1])
            by = -1
        found = self._drawn.neighbour(at, by)
        if found is not None:
            self.point_at(found)

    def _jump(self, place: int) -> None:
        found = self._drawn.moments()
        if found:
            self.point_at(found[place])

    # --- the crosshair ---------------------------------------------------------------------------

    def point_at(self, at: datetime | None) -> None:
        """Put the crosshair at a moment, and bring it into sight; None takes it away."""
        if at is not None:
            start, end = self._stack.window()
            place, span = at.timestamp(), end - start
            if not start <= place <= end:
                self._name = None
                left = place - span * (0.1 if place < start else 0.9)
                self._show(*self._bounded(left, left + span))
        self._by_mouse = False
        self._point(at)

    def reading(self) -> Reading | None:
        """What the crosshair reads, None where there is none."""
        chart = self._drawn.chart
        if self._at is None or chart is None:
            return None
        drawn = self._drawn
        return reading(
            chart,
            self._at,
            drawn.traces,
            drawn.limits,
            drawn.support_at(self._at),
            drawn.drugs,
            drawn.events,
            self.locale(),
        )

    def _hover(self, place: float | None) -> None:
        if place is None:
            if self._by_mouse:
                self._point(None)
            return
        found = self._drawn.nearest(moment(place))
        if found is not None and found != self._at:
            self._by_mouse = True
            self._point(found)

    def _point(self, at: datetime | None) -> None:
        moved, self._at = at != self._at, at
        found = self.reading()
        if found is None:
            self._readout.hide()
            self._stack.mark(None)
            self.setAccessibleDescription("")
        else:
            self._readout.show_reading(found, self._symbols(), style())
            self._place_crosshair()
            self.setAccessibleDescription(found.text())
        if moved:
            said = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(said)
            self.pointed.emit(at)

    def _symbols(self) -> Mapping[str, tuple[Symbol, QColor]]:
        return {
            key: (plate.symbol(key), plate.tone(key))
            for plate in self._stack.curve_plates()
            for key in plate.plan.keys
        }

    def _place_crosshair(self) -> None:
        if self._at is None:
            return
        place = self._at.timestamp()
        self._stack.mark(place)
        area = self._stack.area().translated(self._stack.pos())
        x = self._stack.x_of(place) + self._stack.x()
        gap = 12
        left = x + gap
        if left + self._readout.width() > area.right():
            left = x - gap - self._readout.width()
        top = min(area.top() + gap, area.bottom() - self._readout.height())
        self._readout.move(round(max(left, 0)), round(max(top, 0)))

    # --- events ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
        elif event.type() == QEvent.Type.MouseButtonPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {
            QEvent.Type.StyleChange,
            QEvent.Type.PaletteChange,
            QEvent.Type.LanguageChange,
            QEvent.Type.LocaleChange,
        }:
            self._name_itself()
            self._stack.restyle()
            if self._drawn.chart is not None:
                self._stack.show_drawn(self._drawn, self._drawn.chart.zone)
            self._point(self._at)

    def resizeEvent(self, event: QEvent) -> None:
        self._empty.setGeometry(self.rect())
        self._place_crosshair()
        super().resizeEvent(event)  # type: ignore[arg-type]

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(style().colours.accent_text), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
