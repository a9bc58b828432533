"""Which stroke is which dose level."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QLineF,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QWidget,
)

from bedside.study import Study
from ui import theme
from ui.study.look import DASHES, screen_look
from ui.study.pictures import groups
from ui.widgets.parts import FlowRow
from ui.words import study_counts as counted

Index = QModelIndex | QPersistentModelIndex


class _Sample(QWidget):
    """A stroke as a dose level has it, with its name."""

    def __init__(self, group: int, text: str) -> None:
        super().__init__()
        self._group = group
        self._text = text
        wide = screen_look().metrics(12).horizontalAdvance(text)
        self._size = QSize(round(wide) + theme.px(42), theme.px(20))
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return self._size

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = screen_look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(look.pen(look.group(self._group), 2.4, DASHES[self._group % len(DASHES)]))
        painter.drawLine(QLineF(look.px(2), middle, look.px(30), middle))
        painter.setPen(QColor(look.second))
        painter.setFont(look.font(12, QFont.Weight.Normal))
        room = QRectF(look.px(36), 0, self.width(), self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._text)


class LevelLegend(FlowRow):
    """Which stroke is which dose level."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(10, parent)
        self._shown: Sequence[tuple[int, str]] = ()

    def show_study(self, study: Study, whole: Study) -> None:
        """Show the dose levels of these patients; none where there is only one."""
        places = groups(whole)
        several = len(study.protocols) > 1
        entries = [
            (
                places[one.protocol, one.dose_level],
                counted.level_label(one, one.protocol if several else ""),
            )
            for one in study.levels
            if one.tally.infused
        ]
        if entries == self._shown:
            return
        self._shown = entries
        for thing in self.things():
            thing.hide()
            thing.setParent(None)
            thing.deleteLater()
        for group, text in entries if len(entries) > 1 else ():
            self.add(_Sample(group, text))
        self.setVisible(len(entries) > 1)
