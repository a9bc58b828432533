"""Parts that stand side by side, and one below the other where there is no room for that."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui import theme


class Turning(QWidget):
    """Parts across from a width on (in design pixels), upright below it."""

    def __init__(self, across_from: int, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._across_from = across_from
        self._parts: list[QWidget] = []
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(spacing))

    def add(self, part: QWidget, stretch: int = 0) -> None:
        """Put a part behind the others."""
        self._parts.append(part)
        self._box.addWidget(part, stretch)

    @property
    def upright(self) -> bool:
        """Whether the parts stand one below the other."""
        return self.width() < theme.px(self._across_from)

    def minimumSizeHint(self) -> QSize:
        widths = [part.minimumSizeHint().width() for part in self._parts]
        return QSize(max(widths, default=0), self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        direction = (
            QBoxLayout.Direction.TopToBottom if self.upright else QBoxLayout.Direction.LeftToRight
        )
        if self._box.direction() != direction:
            self._box.setDirection(direction)
        super().resizeEvent(event)
