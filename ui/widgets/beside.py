"""Two parts of a form side by side, scrolled where there are more of them than room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui import theme

_FIRST = 420
"""What the fields need at least, in design pixels."""


class Beside(QScrollArea):
    """The fields, and beside them what they mean; below them where the width is short.

    ``width`` is what the second part needs, in design pixels.
    """

    def __init__(
        self, first: QWidget, second: QWidget, width: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._first, self._second = first, second
        self._width = theme.px(width)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setContentsMargins(0, 0, theme.px(6), 0)
        self._box.setSpacing(theme.px(20))
        for part in (first, second):
            column = QVBoxLayout()
            column.addWidget(part)
            column.addStretch()
            self._box.addLayout(column, 1)
        content = QWidget()
        content.setLayout(self._box)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)

    def _across(self) -> int:
        """How wide both are side by side."""
        first = max(self._first.minimumSizeHint().width(), theme.px(_FIRST))
        return first + self._width + theme.px(44)

    def sizeHint(self) -> QSize:
        first, second = self._first.sizeHint(), self._second.sizeHint()
        return QSize(self._across(), max(first.height(), second.height()) + theme.px(4))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._first.minimumSizeHint().width(), theme.px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:
        upright = self.viewport().width() < self._across() - theme.px(24)
        direction = (
            QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight
        )
        if self._box.direction() != direction:
            self._box.setDirection(direction)
            self._box.setStretch(0, 0 if upright else 1)
        super().resizeEvent(event)
