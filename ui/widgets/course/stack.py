"""The panels of a chart one above the other over one time axis, and how they share its height."""

from collections.abc import Callable
from datetime import tzinfo

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsLineItem, QGraphicsView, QWidget

from ui.widgets.course import bands, lanes
from ui.widgets.course.axis import Gutter, TimeAxis, TimeBox
from ui.widgets.course.bands import BandPlate
from ui.widgets.course.curves import CurvePlate
from ui.widgets.course.draw import style
from ui.widgets.course.lanes import LanePlate
from ui.widgets.course.legend import title
from ui.widgets.course.panels import Panel, Plan, Room, room
from ui.widgets.course.plates import Paper, Plate
from ui.widgets.course.record import SCALES, Drawn

_EDGE = 4


class Stack(pg.GraphicsLayoutWidget):  # type: ignore[misc]
    """Linked panels. All of them show the same stretch of time, told in UTC seconds.

    ``panned`` (seconds) and ``zoomed`` (factor, place) are what a hand asks for, ``hovered`` a
    place under the mouse, None when it leaves; ``arranged`` says that the heights have changed.
    """

    panned = Signal(float)
    zoomed = Signal(float, float)
    hovered = Signal(object)
    arranged = Signal()

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self._paper = Paper()
        self._drawn = Drawn(plan)
        self._room: Room | None = None
        self._seen: tuple[object, ...] = ()
        self._boxes: dict[str, TimeBox] = {}
        self._plates: dict[str, Plate] = {}
        self._gutters: dict[str, Gutter] = {}
        grid = self.ci.layout
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self._add("bands", BandPlate)
        for name in plan.rows:
            self._add(name, LanePlate if name == "lanes" else _curve_plate)
        self.axis = TimeAxis()
        self.axis.linkToView(self._boxes["bands"])
        row = len(self._boxes)
        self._corner = Gutter(self._draw_corner)
        self.ci.addItem(self._corner, row, 0)
        self.ci.addItem(self.axis, row, 1)
        self._line = QGraphicsLineItem()
        self._line.setZValue(1e6)
        self._line.hide()
        self.scene().addItem(self._line)
        self.scene().sigMouseMoved.connect(self._moved)
        self.restyle()

    def _add(self, name: str, plate: Callable[[TimeBox, Paper], Plate]) -> None:
        box = TimeBox()
        made = plate(box, self._paper)
        gutter = Gutter(made.draw_gutter)
        row = len(self._boxes)
        self._boxes[name], self._plates[name], self._gutters[name] = box, made, gutter
        self.ci.addItem(gutter, row, 0)
        self.ci.addItem(box, row, 1)
        box.panned.connect(self.panned)
        box.zoomed.connect(self.zoomed)

    # --- what is shown ---------------------------------------------------------------------------

    def set_plan(self, plan: Plan) -> None:
        """Go by another plan of the same rows from the next picture on."""
        assert plan.rows == self._plan.rows
        self._plan = plan
        self._seen = ()

    def restyle(self) -> None:
        """Take the colours, the text size and the language in force."""
        look = self._paper.look = style()
        self._paper.locale = self.locale()
        self.setBackground(look.colours.surface)
        self.ci.layout.setColumnFixedWidth(0, look.px(self._plan.gutter))
        self.ci.layout.setContentsMargins(0, look.px(_EDGE), look.px(_EDGE), 0)
        self.axis.restyle(look, self._paper.locale)
        pen = QPen(QColor(look.colours.second), 1)
        self._line.setPen(pen)
        for plate in self._plates.values():
            if isinstance(plate, CurvePlate):
                plate.restyle()
        self._seen = ()
        self._arrange()

    def show_drawn(self, drawn: Drawn, zone: tzinfo) -> None:
        """Show these curves, bands and lanes."""
        assert drawn.chart is not None
        self._drawn = drawn
        self._paper.zone = zone
        self.axis.set_zone(zone, drawn.chart.day_of)
        self._paper.infusions = [e.at.timestamp() for e in drawn.chart.infusions]
        band_plate, lane_plate = self._plates["bands"], self._plates["lanes"]
        assert isinstance(band_plate, BandPlate)
        assert isinstance(lane_plate, LanePlate)
        band_plate.set_bands(drawn.bands, drawn.signed())
        self._arrange()
        lane_plate.set_lanes(drawn.oxygen, drawn.drugs, drawn.events)
        self._fit()
        self.repaint_all()

    def set_window(self, start: float, end: float) -> None:
        """Show this stretch of time."""
        for name, box in self._boxes.items():
            if box.isVisible() or name == "bands":
                box.setXRange(start, end, padding=0)
        self._rule()
        for plate in self._plates.values():
            plate.keep(kept=False)
        self.repaint_all()

    def window(self) -> tuple[float, float]:
        """The stretch of time shown."""
        start, end = self._boxes["bands"].viewRange()[0]
        return start, end

    def repaint_all(self) -> None:
        """Draw all panels anew when next painted."""
        for name, plate in self._plates.items():
            if self._boxes[name].isVisible():
                plate.update()
        self._gutters["lanes"].update()

    def _rule(self) -> None:
        shown, _ = self.axis.calendar()
        self._paper.days = [day.start.timestamp() for day in shown]

    def panels(self) -> tuple[str, ...]:
        """The names of the panels shown, from top to bottom."""
        return tuple(name for name in self._plan.rows if self._boxes[name].isVisible())

    def left_out(self) -> tuple[Panel, ...]:
        """The panels for which there is no room."""
        return () if self._room is None else self._room.left_out

    def curve_plates(self) -> tuple[CurvePlate, ...]:
        """The panels of curves shown."""
        shown = (self._plates[name] for name in self.panels())
        return tuple(plate for plate in shown if isinstance(plate, CurvePlate))

    # --- heights ---------------------------------------------------------------------------------

    def resizeEvent(self, ev: QResizeEvent | None) -> None:
        super().resizeEvent(ev)
        if hasattr(self, "_line"):  # pyqtgraph resizes while it is being made
            self._arrange()
            self._fit()

    def _arrange(self) -> None:
        """Share the height out. Costs nothing where nothing has changed that matters to it."""
        drawn, look = self._drawn, self._paper.look
        wanted = self._plan.panels(drawn.traces)
        asked = (
            [(panel.name, panel.keys) for panel in wanted],
            self.height(),
            look.scale,
            (bool(drawn.oxygen), len(drawn.drugs), bool(drawn.events)),
        )
        for panel in wanted:
            plate = self._plates[panel.name]
            assert isinstance(plate, CurvePlate)
            plate.set_traces(panel, drawn.traces)
        if asked == self._seen:
            return
        self._seen = asked
        banded = self._plan.bands or not wanted
        grades = look.px(bands.ROW * len(SCALES) + 4) if banded else 0.0
        height = self.height() - grades - self.axis.maximumHeight() - look.px(_EDGE)
        row = look.px(lanes.ROW)
        found = self._room = room(
            wanted,
            height,
            row,
            look.scale,
            oxygen=bool(drawn.oxygen),
            drugs=len(drawn.drugs),
            events=bool(drawn.events),
            first=self._plan.first,
        )
        lane_plate = self._plates["lanes"]
        assert isinstance(lane_plate, LanePlate)
        lane_plate.set_rows(
            oxygen=found.oxygen,
            drugs=found.drugs,
            events=found.events,
            ice="ice" in self._plan.rows and "ice" not in found.heights,
        )
        heights = {**found.heights, "bands": grades, "lanes": lane_plate.rows * row}
        for place, name in enumerate(self._boxes):
            tall = heights.get(name, 0.0)
            for item in (self._boxes[name], self._gutters[name]):
                item.setVisible(tall > 0)
            self.ci.layout.setRowFixedHeight(place, tall)
        self.ci.layout.activate()
        for gutter in (*self._gutters.values(), self._corner):
            gutter.update()
        self._corner.setToolTip(self._left_out_text())
        window = self.window()
        self.set_window(*window)
        self.arranged.emit()

    def _fit(self) -> None:
        for plate in self.curve_plates():
            if plate.fit():
                self._gutters[plate.plan.name].update()

    def _left_out_text(self) -> str:
        named = ", ".join(title(key).label for panel in self.left_out() for key in panel.keys)
        if not named:
            return ""
        return QCoreApplication.translate(
            "Course", "No room for {names}: the crosshair and the table have them."
        ).format(names=named)

    def _draw_corner(self, painter: QPainter, area: QRectF) -> None:
        look = self._paper.look
        names = ", ".join(title(panel.keys[0]).label for panel in self.left_out())
        if not names:
            return
        painter.setFont(look.plain)
        painter.setPen(QColor(look.colours.faint))
        text = QCoreApplication.translate("Course", "Hidden: {names}").format(names=names)
        place = area.adjusted(look.px(11), look.px(3), -look.px(4), 0)
        shown = look.plain_size.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)

    # --- the crosshair ---------------------------------------------------------------------------

    def area(self) -> QRectF:
        """The rectangle of all panels, in pixels of this widget."""
        shown = [b.mapRectToScene(b.rect()) for b in self._boxes.values() if b.isVisible()]
        first, last = shown[0], shown[-1]
        return QRectF(first.topLeft(), last.bottomRight())

    def x_of(self, seconds: float) -> float:
        """Where a moment lies, in pixels of this widget."""
        start, end = self.window()
        area = self.area()
        return area.left() + (seconds - start) / (end - start) * area.width()

    def mark(self, seconds: float | None) -> None:
        """Put the line of the crosshair at a moment; None takes it away."""
        if seconds is None:
            self._line.hide()
            return
        for plate in self._plates.values():
            plate.keep(kept=True)
        area, x = self.area(), round(self.x_of(seconds)) + 0.5
        self._line.setLine(QLineF(x, area.top(), x, area.bottom()))
        self._line.setVisible(area.left() <= x <= area.right() + 1)

    def _moved(self, place: QPointF) -> None:
        area = self.area()
        dragging = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if dragging or not area.contains(place):
            self.hovered.emit(None)
            return
        start, end = self.window()
        self.hovered.emit(start + (place.x() - area.left()) / area.width() * (end - start))


def _curve_plate(box: TimeBox, paper: Paper) -> CurvePlate:
    return CurvePlate(box, paper, Panel("", (), 0, 1, 0, 1))
