"""What the long forms of a patient are laid out in: a sheet that scrolls, and cards beside it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.screens.patient.forms import Said, take_the_rest
from ui.widgets.parts import card


def scrolled(inside: QWidget, least: int = 140) -> QScrollArea:
    """A widget that scrolls upright, in what height is left, and at least ``least``."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inside)
    take_the_rest(scroll, least)
    return scroll


def in_card(content: QWidget, margins: tuple[int, int, int, int] = (14, 10, 14, 10)) -> QFrame:
    """A card that holds one widget."""
    frame = card(margins=margins)
    inside = frame.layout()
    assert inside is not None
    inside.addWidget(content)
    return frame


class SheetCard(QFrame):
    """A card with a sheet that scrolls in it."""

    def __init__(self, sheet: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._scroll = scrolled(sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(1),) * 4)
        layout.addWidget(self._scroll)

    def reveal(self, row: QWidget, around: int = 44) -> None:
        """Scroll so that a row is in sight, with a part of its neighbours."""
        self._scroll.ensureWidgetVisible(row, 0, theme.px(around))


class SideColumn(QWidget):
    """Cards one below the other beside a sheet, what is said of saving, and a foot for buttons."""

    def __init__(self, contents: Sequence[QWidget], width: int) -> None:
        super().__init__()
        self.setFixedWidth(theme.px(width))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        cards = QWidget()
        upright = QVBoxLayout(cards)
        upright.setContentsMargins(0, 0, 0, 0)
        upright.setSpacing(theme.px(10))
        for content in contents:
            upright.addWidget(in_card(content))
        upright.addStretch()
        column.addWidget(scrolled(cards), 1)
        self.said = Said()
        column.addWidget(self.said)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(theme.px(8))
        column.addLayout(self.foot)
