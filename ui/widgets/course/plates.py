"""What lies upon the box of a panel and draws in its pixels: the ruling that all share."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from PySide6.QtCore import QLineF, QLocale, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.widgets.course.axis import TimeBox
from ui.widgets.course.draw import Frame, Style, style


@dataclass(slots=True)
class Paper:
    """The paper that all panels are drawn on: style, language, and lines in UTC seconds.

    ``days`` are the beginnings of days, ``infusions`` those of the cells.
    """

    look: Style = field(default_factory=style)
    locale: QLocale = field(default_factory=QLocale)
    zone: tzinfo = UTC
    days: Sequence[float] = ()
    infusions: Sequence[float] = ()


class Plate(QGraphicsItem):
    """A picture over the whole box of a panel."""

    def __init__(self, box: TimeBox, paper: Paper) -> None:
        super().__init__(box)
        self.box = box
        self.paper = paper
        box.sigResized.connect(self._resized)

    def _resized(self) -> None:
        self.prepareGeometryChange()
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(self.box.rect())

    def keep(self, *, kept: bool) -> None:
        """Whether to keep the picture drawn: worth it while only a line moves over it."""
        modes = QGraphicsItem.CacheMode
        mode = modes.DeviceCoordinateCache if kept else modes.NoCache
        if mode != self.cacheMode():
            self.setCacheMode(mode)

    def frame(self) -> Frame:
        """The stretch of time and values that is shown."""
        (start, end), (low, high) = self.box.viewRange()
        rect = self.box.rect()
        return Frame(start, end, low, high, max(1.0, rect.width()), max(1.0, rect.height()))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        frame = self.frame()
        self.draw_ruling(painter, frame)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, frame)

    def draw_ruling(self, painter: QPainter, frame: Frame) -> None:
        """The lines behind the data: days, infusions, and levels of value."""
        colours = self.paper.look.colours
        painter.setPen(QPen(QColor(colours.grid), 1))
        painter.drawLines(
            [QLineF(0, y, frame.width, y) for y in (round(frame.y(v)) + 0.5 for v in self.levels())]
        )
        painter.setPen(QPen(QColor(colours.day_line), 1))
        painter.drawLines(_upright(frame, self.paper.days))
        pen = QPen(QColor(colours.accent_text), 1)
        pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLines(_upright(frame, self.paper.infusions))

    def levels(self) -> Sequence[float]:
        """The values at which a line runs across."""
        return ()

    @abstractmethod
    def draw(self, painter: QPainter, frame: Frame) -> None:
        """The data."""

    @abstractmethod
    def draw_gutter(self, painter: QPainter, area: QRectF) -> None:
        """What stands at the left of the panel."""


def _upright(frame: Frame, places: Sequence[float]) -> list[QLineF]:
    shown = (frame.x(place) for place in places if frame.start < place < frame.end)
    return [QLineF(x, 0, x, frame.height) for x in (round(x) + 0.5 for x in shown)]
