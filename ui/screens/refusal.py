"""What could not be saved: why, and the way to try again; nothing is lost meanwhile."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from bedside.timeline import Draft
from ui import theme
from ui.widgets.parts import AlarmFrame, label


class Refusal(AlarmFrame):
    """A line that keeps drafts which the store has refused; hidden while there are none.

    ``entered`` asks to record them once more.
    """

    entered = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, upright: bool = False) -> None:
        super().__init__("high", parent)
        self._kept: tuple[Draft, ...] = ()
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        layout = QBoxLayout(down if upright else across, self)
        layout.setContentsMargins(*(theme.px(m) for m in (18, 8, 12, 8)))
        self._why = label("", "strong", wrap=True)
        self.again = QPushButton(self.tr("Try again"))
        self.again.clicked.connect(lambda: self.ask(self._kept))
        self.drop = QPushButton(self.tr("Give up"))
        self.drop.clicked.connect(self.give_up)
        layout.addWidget(self._why, 1)
        buttons = QBoxLayout(across)
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.again)
        buttons.addWidget(self.drop)
        layout.addLayout(buttons)
        self.hide()

    def ask(self, drafts: tuple[Draft, ...]) -> None:
        """Ask to record these, and keep them until something is known of them."""
        self._kept = drafts
        self.entered.emit(drafts)

    def show_refusal(self, message: str) -> None:
        """Say why nothing was saved, if something is kept."""
        if self._kept:
            self._why.setText(message)
            self.show()

    def give_up(self) -> None:
        """Forget what is kept: it is saved, or nobody wants it any more."""
        self._kept = ()
        self.hide()

    def said(self) -> str:
        """Why nothing was saved, while that stands here."""
        return "" if self.isHidden() else self._why.text()
