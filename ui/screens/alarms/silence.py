"""The button that asks for an alarm to be quiet for a while."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.widgets.parts import KeyButton


class SilenceButton(KeyButton):
    """Offers the silences there are; each answers to the first figure of its minutes."""

    asked = Signal(object)
    """For how long (timedelta)."""

    def __init__(self, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", hint=hint, parent=parent)
        self.setText(self.tr("Silence…"))
        self._spans: tuple[timedelta, ...] = ()
        self._menu = QMenu(self)
        self.clicked.connect(self.offer)

    def set_spans(self, spans: Sequence[timedelta]) -> None:
        """Offer these."""
        if tuple(spans) == self._spans:
            return
        self._spans = tuple(spans)
        self._menu.clear()
        for span in spans:
            minutes = span // timedelta(minutes=1)
            act = QAction(self.tr("Quiet for &{n} min").format(n=minutes), self._menu)
            act.triggered.connect(lambda _on=False, span=span: self.asked.emit(span))
            self._menu.addAction(act)

    @property
    def menu_shown(self) -> QMenu:
        """The menu, to be looked at."""
        return self._menu

    def offer(self) -> None:
        """Open the menu below the button."""
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
