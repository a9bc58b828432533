"""The swimmer plot on the screen: hover names what stands there, a click opens its entries."""

from typing import Any, cast

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.study.look import screen_look
from ui.study.swimmer import (
    AXIS,
    LANE,
    NAME,
    Bar,
    Hit,
    Lane,
    Mark,
    MarkKind,
    Swim,
    draw_axis,
    draw_bar,
    draw_mark,
    draw_swimmer,
)
from ui.widgets.parts import FlowRow, card
from ui.words import study_events as events


class SwimmerView(QWidget):
    """The lanes. Up and down choose a patient, left and right what happened; Enter opens it."""

    asked = Signal(str, str, object)
    """Patient, what it says, the ids of its entries."""
    moved = Signal(object)
    """Where something was chosen by the keyboard, to be brought into sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lanes: tuple[Lane, ...] = ()
        self._swim: Swim | None = None
        self._chosen: Hit | None = None
        self.setAccessibleName(
            self.tr("Swimmer plot: arrows go from event to event, Enter opens the entries")
        )

    def show_lanes(self, lanes: tuple[Lane, ...]) -> None:
        """Show these lanes."""
        chosen = self._chosen
        self._lanes, self._swim, self._chosen = lanes, None, None
        self.setFixedHeight(max(1, round(theme.px(LANE) * len(lanes)) + 1))
        if chosen is not None:
            same = (h for h in self.swim().hits if h.thing == chosen.thing)
            self._chosen = next(same, None)
        self.update()

    def swim(self) -> Swim:
        """The lanes as they stand at this size."""
        if self._swim is None:
            area = QRectF(0, 0, self.width(), self.height())
            self._swim = Swim(self._lanes, area, screen_look())
        return self._swim

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), self.height())

    def reading(self) -> str:
        """What is chosen; empty where nothing is."""
        if self._chosen is None:
            return ""
        return f"{self._chosen.lane.patient} · {self._chosen.thing.said}"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        marked = self._chosen.lane.patient if self._chosen is not None else ""
        thing = self._chosen.thing if self._chosen is not None else None
        draw_swimmer(painter, self.swim(), thing, marked, QRectF(event.rect()))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._forget()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self._forget()

    def _forget(self) -> None:
        chosen = self._chosen
        self._swim = None
        if chosen is not None:
            same = (h for h in self.swim().hits if h.thing == chosen.thing)
            self._chosen = next(same, None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hit = self.swim().at(event.position())
        pointing = Qt.CursorShape.PointingHandCursor
        self.setCursor(pointing if hit else Qt.CursorShape.ArrowCursor)
        if hit is not None:
            text = f"{hit.lane.patient}\n{hit.thing.said}"
            QToolTip.showText(event.globalPosition().toPoint(), text, self)
        else:
            QToolTip.hideText()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            hit = self.swim().at(QPointF(event.position()))
            if hit is not None:
                self._choose(hit)
                self._ask()

    def _choose(self, hit: Hit) -> None:
        self._chosen = hit
        self.setAccessibleDescription(self.reading())
        self.moved.emit(hit.room)
        self.update()

    def _ask(self) -> None:
        if self._chosen is not None:
            thing = self._chosen.thing
            self.asked.emit(self._chosen.lane.patient, thing.said, thing.entries)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._step(*steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._ask()
        else:
            super().keyPressEvent(event)

    def _step(self, lanes: int, things: int) -> None:
        swim = self.swim()
        if not swim.lanes:
            return
        if self._chosen is None:
            self._to_lane(0, 0.0)
            return
        place = swim.lanes.index(self._chosen.lane)
        if lanes:
            self._to_lane((place + lanes) % len(swim.lanes), self._chosen.room.center().x())
            return
        own = self._of(swim.lanes[place])
        here = own.index(self._chosen)
        self._choose(own[max(0, min(here + things, len(own) - 1))])

    def _to_lane(self, place: int, x: float) -> None:
        own = self._of(self.swim().lanes[place])
        if own:
            self._choose(min(own, key=lambda hit: abs(hit.room.center().x() - x)))

    def _of(self, lane: Lane) -> list[Hit]:
        own = [hit for hit in self.swim().hits if hit.lane is lane]
        return sorted(own, key=lambda hit: (hit.room.left(), hit.room.top()))


class _Axis(QWidget):
    """The days, which stay where they are when the lanes are scrolled."""

    def __init__(self, view: SwimmerView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.setFixedHeight(theme.px(AXIS))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_axis(painter, self._view.swim().axis, 0, screen_look())


class _Sample(QWidget):
    """A mark with its meaning."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__()
        self._kind = kind
        self._text = text
        self.setAccessibleName(text)

    def _mark_width(self) -> float:
        return theme.px({"response": 30, "crs": 26, "icaht": 22}.get(self._kind, 16))

    def sizeHint(self) -> QSize:
        wide = screen_look().metrics(12).horizontalAdvance(self._text)
        return QSize(round(wide + self._mark_width()) + theme.px(8), theme.px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = screen_look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = look.px(14)
        room = QRectF(1, (self.height() - height) / 2, self._mark_width() - 2, height)
        if self._kind == "crs":
            draw_bar(painter, Bar("crs", 0, 1, 2, "2", "", ()), room, look)
        elif self._kind == "ongoing":
            y = room.center().y()
            painter.setPen(look.pen(look.ink, 2))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right() - look.px(3), y))
            painter.drawLine(
                QPointF(room.right() - look.px(5), y - look.px(4)), QPointF(room.right(), y)
            )
            painter.drawLine(
                QPointF(room.right() - look.px(5), y + look.px(4)), QPointF(room.right(), y)
            )
        else:
            kind = cast("MarkKind", self._kind)
            text = "RLD" if kind == "response" else events.mark_text(kind, 2)
            grade = {"icaht": 2, "response": 1}.get(kind)
            draw_mark(painter, Mark(kind, 0, text, "", (), grade), room, look)
        painter.setPen(QColor(look.second))
        painter.setFont(look.font(12, QFont.Weight.Normal))
        words = QRectF(self._mark_width() + look.px(5), 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._text)


class SwimmerPage(QWidget):
    """The lanes in a card that scrolls, the days above them and what the marks mean below."""

    asked = Signal(str, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(8))
        frame = card(margins=(2, 4, 2, 4))
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(0)
        self.view = SwimmerView()
        self.view.asked.connect(self.asked)
        self.view.moved.connect(self._follow)
        self.axis = _Axis(self.view)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        lanes = QVBoxLayout(inside)
        lanes.setContentsMargins(0, 0, 0, 0)
        lanes.addWidget(self.view)
        lanes.addStretch()
        self._area.setWidget(inside)
        layout.addWidget(self.axis)
        layout.addWidget(self._area, 1)
        outer.addWidget(frame, 1)
        legend = FlowRow(12)
        for kind in events.legend.codes:
            legend.add(_Sample(kind, events.legend(kind)))
        outer.addWidget(legend)
        self.setMinimumWidth(theme.px(NAME + 240))

    def show_lanes(self, lanes: tuple[Lane, ...]) -> None:
        """Show these lanes."""
        self.view.show_lanes(lanes)
        self.axis.update()

    def _follow(self, room: QRectF) -> None:
        self._area.ensureVisible(
            round(room.center().x()), round(room.center().y()), 0, theme.px(LANE)
        )

    def begin(self) -> None:
        """The keyboard goes to the lanes."""
        self.view.setFocus()
