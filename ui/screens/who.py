"""Who is at the keyboard: a name and a role, in two keys for whoever was here of late."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.ward import Keeper
from ui.widgets.parts import KeyButton, label

ROLES = ("nurse", "physician", "coordinator")


def role_text(role: str) -> str:
    """The role in words."""
    match role:
        case "nurse":
            return QCoreApplication.translate("Who", "Nurse")
        case "physician":
            return QCoreApplication.translate("Who", "Physician")
        case "coordinator":
            return QCoreApplication.translate("Who", "Coordinator")
        case _:
            return role


def keeper_text(keeper: Keeper) -> str:
    """Name and role: "Ann · Nurse"."""
    return QCoreApplication.translate("Who", "{name} · {role}").format(
        name=keeper.name, role=role_text(keeper.role)
    )


class Who(QDialog):
    """Asks who is at the keyboard. A digit chooses one of ``people``, shown latest first."""

    named = Signal(object)
    """The `Keeper` chosen or typed."""

    def __init__(
        self, people: Sequence[Keeper], why: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Who is at the keyboard?"))
        self._people = tuple(people)
        self._buttons: list[QPushButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(20),) * 4)
        layout.setSpacing(theme.px(8))
        layout.addWidget(label(self.tr("Who is at the keyboard?"), "name"))
        if why:
            layout.addWidget(label(why, "second", wrap=True))
        for number, keeper in enumerate(self._people, 1):
            button = KeyButton(keeper_text(keeper), hint=str(number))
            button.setAutoDefault(False)
            button.setMinimumHeight(theme.px(40))
            button.clicked.connect(lambda _checked, who=keeper: self._choose(who))
            layout.addWidget(button)
            self._buttons.append(button)
        layout.addSpacing(theme.px(6))
        layout.addWidget(
            label(
                self.tr("Somebody else") if self._people else self.tr("Name and role"),
                "label",
            )
        )
        self._name = QLineEdit()
        self._name.setAccessibleName(self.tr("Name"))
        self._name.setPlaceholderText(self.tr("Name or initials"))
        self._name.setMaxLength(40)
        self._name.returnPressed.connect(self._enter)
        layout.addWidget(self._name)
        layout.addLayout(self._make_roles())
        self._said = label("", "refused", wrap=True)
        self._said.hide()
        layout.addWidget(self._said)
        layout.addLayout(self._make_foot())
        self.setMinimumWidth(theme.px(420))
        (self._buttons[0] if self._buttons else self._name).setFocus()

    def _make_roles(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        self._roles = QButtonGroup(self)
        for index, role in enumerate(ROLES):
            button = QPushButton(role_text(role))
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setMinimumHeight(theme.px(36))
            self._roles.addButton(button, index)
            row.addWidget(button, 1)
        return row

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        leave = KeyButton(self.tr("Cancel"), hint="Esc")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        take = KeyButton(self.tr("That is me"), hint="Enter", primary=True)
        take.setAutoDefault(False)
        take.clicked.connect(self._enter)
        row.addStretch()
        row.addWidget(leave)
        row.addWidget(take)
        return row

    def _enter(self) -> None:
        name = " ".join(self._name.text().split())
        role = self._roles.checkedId()
        if not name:
            self._say(self.tr("Type a name."))
            self._name.setFocus()
        elif role < 0:
            self._say(self.tr("Choose the role: Tab, then N, P or C."))
            self._roles.button(0).setFocus()
        else:
            self._choose(Keeper(name, ROLES[role]))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()

    def _choose(self, keeper: Keeper) -> None:
        self.accept()
        self.named.emit(keeper)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        on_role = self.focusWidget() in self._roles.buttons()
        if text.isdigit() and 1 <= int(text) <= len(self._people):
            self._choose(self._people[int(text) - 1])
        elif on_role and text.lower() in {role[0] for role in ROLES}:
            index = next(n for n, role in enumerate(ROLES) if role[0] == text.lower())
            self._roles.button(index).setChecked(True)
            self._roles.button(index).setFocus()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focus = self.focusWidget()
            if focus in self._buttons and isinstance(focus, QPushButton):
                focus.click()
            else:
                self._enter()
        elif text.isalpha() and self.focusWidget() in self._buttons:
            self._name.setFocus()
            self._name.setText(text)
        else:
            super().keyPressEvent(event)
