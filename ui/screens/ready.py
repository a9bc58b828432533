"""What must be in the record before the cells go in: ticked, or in red where it is missing."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from bedside.readiness import Ready
from ui import theme
from ui.widgets.parts import label
from ui.words.protocol import ready as ready_text


class ReadyPanel(QWidget):
    """A short list; what is missing stays red until it is in the record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[Ready, ...], date] | None = None
        self._lines: list[QLabel] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(4))

    def show_ready(self, found: Sequence[Ready], day_0: date) -> None:
        """Show these; ``day_0`` is the day of the infusion."""
        if self._shown == (tuple(found), day_0):
            return
        self._shown = (tuple(found), day_0)
        for line in self._lines:
            self._layout.removeWidget(line)
            line.deleteLater()
        self._lines = []
        for one in found:
            text = self.tr("✓ {what}") if one.done else self.tr("✗ {what}")
            line = label(
                text.format(what=ready_text(one, day_0)),
                "second" if one.done else "late",
                wrap=True,
            )
            self._layout.addWidget(line)
            self._lines.append(line)

    def words(self) -> tuple[str, ...]:
        """The list as shown."""
        return tuple(line.text() for line in self._lines)
