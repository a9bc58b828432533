"""Who was called about an alarm: what is written down, and the form for the next call."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.screens.alarms.comment import LENGTH
from ui.widgets.parts import FlowRow, KeyButton, label


class Typed(NamedTuple):
    """What stands in the form: a role, a name, whether reached, a comment."""

    role: str = ""
    name: str = ""
    reached: bool | None = None
    comment: str = ""


NOTHING = Typed()


class CallForm(QWidget):
    """Role, name, reached or not, comment: Enter in a field writes the call down."""

    entered = Signal(object)
    """What was `Typed`."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles: tuple[tuple[str, str], ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self.role = QComboBox()
        self.role.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.name = self._line()
        self.comment = self._line()
        reached = FlowRow(8)
        self.reached = self._choice(self.tr("Reached"), other=False)
        self.missed = self._choice(self.tr("Not reached"), other=True)
        reached.add(self.reached)
        reached.add(self.missed)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Called"), self.role),
            (self.tr("Name"), self.name),
            ("", reached),
            (self.tr("Comment"), self.comment),
        )
        for row, (text, field) in enumerate(rows):
            grid.addWidget(label(text, "second"), row, 0)
            grid.addWidget(field, row, 1)
            if text:
                field.setAccessibleName(text)
        foot = FlowRow(8)
        self.take = KeyButton(self.tr("Write down the call"), hint="Enter")
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self._send)
        foot.add(self.take)
        column.addWidget(foot)
        self.said = label("", "refused", wrap=True)
        self.said.hide()
        column.addWidget(self.said)

    def _line(self) -> QLineEdit:
        field = QLineEdit()
        field.setMaxLength(LENGTH)
        field.returnPressed.connect(self._send)
        return field

    def _choice(self, text: str, *, other: bool) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "choice")
        button.setProperty("choice", "no" if other else "yes")
        button.setCheckable(True)
        button.toggled.connect(lambda on: self._choose(button, on=on))
        return button

    def _choose(self, button: QPushButton, *, on: bool) -> None:
        """One of both, or neither."""
        if on:
            (self.missed if button is self.reached else self.reached).setChecked(False)

    # --- what it shows ------------------------------------------------------------------------

    def set_roles(self, roles: Sequence[tuple[str, str]], now: str) -> None:
        """Offer these, as (name in the record, words); ``now`` is the one to be called now."""
        kept = self._role() if self.is_typed() or self.role.hasFocus() else now
        if tuple(roles) != self._roles:
            self._roles = tuple(roles)
            self.role.clear()
            for _, words in roles:
                self.role.addItem(words)
        self._choose_role(kept)

    def _choose_role(self, role: str) -> None:
        names = [name for name, _ in self._roles]
        self.role.setCurrentIndex(names.index(role) if role in names else 0)

    def _role(self) -> str:
        place = self.role.currentIndex()
        return self._roles[place][0] if 0 <= place < len(self._roles) else ""

    def typed(self) -> Typed:
        """What stands in it."""
        reached = None
        if self.reached.isChecked() or self.missed.isChecked():
            reached = self.reached.isChecked()
        return Typed(self._role(), self.name.text(), reached, self.comment.text())

    def is_typed(self) -> bool:
        """Whether there is something in it that would be lost."""
        return self.typed()._replace(role="") != NOTHING

    def show_typed(self, typed: Typed) -> None:
        """Put this into it."""
        if typed.role:
            self._choose_role(typed.role)
        self.name.setText(typed.name)
        self.reached.setChecked(typed.reached is True)
        self.missed.setChecked(typed.reached is False)
        self.comment.setText(typed.comment)
        self.said.hide()

    def begin(self) -> None:
        """Put the keyboard to the role."""
        self.role.setFocus()

    def refuse(self, message: str) -> None:
        """Nothing was saved: say so, keep what is typed."""
        self.said.setText(message)
        self.said.show()

    def _send(self) -> None:
        typed = self.typed()
        if not typed.role:
            return
        self.said.hide()
        self.entered.emit(typed._replace(name=typed.name.strip(), comment=typed.comment.strip()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.role.hasFocus():
            self._send()
        else:
            super().keyPressEvent(event)
