"""A small dialog that asks for a few things and answers with drafts of facts."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bedside.timeline import Draft, Entry
from ui import theme
from ui.shown import refusal_text
from ui.typed import Unreadable, number, whole
from ui.widgets.beside import Beside
from ui.widgets.parts import KeyButton, State, label, set_state

T = TypeVar("T")
Answer = tuple[Draft, ...]
_SHORT, _LONG = 180, 340


class Refused(Exception):
    """What is typed cannot be taken: the field to point at ("" for none), and why in words."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field
        self.words = words


class Asked(Refused):
    """What is typed is unlikely, and asked about once: in amber, not in red."""


class Form(QDialog):
    """Fields one below the other, Cancel, and one button that is named for what it does.

    Enter goes to the next field and in the last one does it, Ctrl+Enter does it from anywhere.
    What is refused is said at the field, and nothing typed is lost. A form says in ``read`` what
    it makes of its fields. ``answer`` shows it and waits for that; opened otherwise it says
    ``entered`` with the drafts and stays until it hears ``saved``.
    """

    entered = Signal(object)

    def __init__(
        self, title: str, action: str, parent: QWidget | None = None, *, keys: str = "Ctrl+Enter"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._editors: dict[str, QLineEdit | QComboBox] = {}
        self._captions: dict[str, QLabel] = {}
        self._remarks: dict[str, QLabel] = {}
        self._answer: Answer | None = None
        self._waited_for = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(theme.px(20),) * 4)
        outer.setSpacing(theme.px(10))
        outer.addWidget(label(title, "name", wrap=True))
        self._top = QVBoxLayout()
        self._top.setSpacing(theme.px(6))
        outer.addLayout(self._top)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(14))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(1, 1)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._fields = QWidget()
        self._fields.setLayout(self._grid)
        self._beside: Beside | None = None
        outer.addWidget(self._fields)
        self._said = label("", "refused", wrap=True)
        self._said.hide()
        outer.addWidget(self._said)
        foot = self._foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        self.leave = KeyButton(QCoreApplication.translate("Form", "Cancel"), hint="Esc")
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.reject)
        self.take = KeyButton(action, hint=keys, primary=True)
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self.go_on)
        foot.addStretch()
        foot.addWidget(self.leave)
        foot.addWidget(self.take)
        outer.addLayout(foot)
        self.setMinimumWidth(theme.px(480))

    # --- making it ----------------------------------------------------------------------------

    def say(self, words: str, role: str = "second") -> QLabel:
        """Words above the fields."""
        made = label(words, role, wrap=True)
        self._top.addWidget(made)
        return made

    def add_widget(self, widget: QWidget) -> None:
        """Something of its own above the fields."""
        self._top.addWidget(widget)

    def add_below(self, widget: QWidget) -> None:
        """Something of its own below the fields there are so far."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def add_to_foot(self, widget: QWidget) -> None:
        """A button at the left of the others."""
        self._foot.insertWidget(0, widget)

    def add_beside(self, widget: QWidget, width: int) -> None:
        """Something of its own at the right of the fields, below them where there is no room."""
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        place = outer.indexOf(self._fields)
        outer.takeAt(place)
        self._beside = Beside(self._fields, widget, width)
        outer.insertWidget(place, self._beside, 1)
        for editor in list(self._editors.values())[:1]:  # it has lost the keyboard on its way
            editor.setFocus()

    def add_line(
        self, name: str, caption: str, *, text: str = "", hint: str = "", long: bool = False
    ) -> QLineEdit:
        """A line to type in; ``hint`` stands below it in grey."""
        editor = QLineEdit(text)
        editor.setMinimumWidth(theme.px(_LONG if long else _SHORT))
        editor.setMaxLength(400)
        editor.textEdited.connect(lambda _text: self._unsay(name))
        self._add(name, caption, editor, hint)
        return editor

    def add_choice(
        self,
        name: str,
        caption: str,
        options: Iterable[tuple[str, str]],
        *,
        chosen: str = "",
        hint: str = "",
    ) -> QComboBox:
        """A list to choose from, as (code, words); nothing is chosen unless ``chosen`` says so."""
        editor = QComboBox()
        for code, words in options:
            editor.addItem(words, code)
        editor.setCurrentIndex(editor.findData(chosen) if chosen else -1)
        editor.setMinimumWidth(theme.px(_SHORT))
        editor.currentIndexChanged.connect(lambda _index: self._unsay(name))
        self._add(name, caption, editor, hint)
        return editor

    def _add(self, name: str, caption: str, editor: QLineEdit | QComboBox, hint: str) -> None:
        row = self._grid.rowCount()
        words = label(caption, "strong")
        words.setBuddy(editor)
        editor.setAccessibleName(caption)
        editor.installEventFilter(self)
        remark = label(hint, "small", wrap=True)
        remark.setVisible(bool(hint))
        remark.setProperty("hint", hint)
        self._grid.addWidget(words, row, 0)
        self._grid.addWidget(editor, row, 1)
        self._grid.addWidget(remark, row + 1, 1)
        self._editors[name] = editor
        self._captions[name] = words
        self._remarks[name] = remark
        if len(self._editors) == 1:
            editor.setFocus()

    def show_field(self, name: str, *, shown: bool) -> None:
        """Show a field with its caption, or take it from sight; its text stays."""
        self._captions[name].setVisible(shown)
        self._editors[name].setVisible(shown)
        remark = self._remarks[name]
        remark.setVisible(shown and bool(remark.text()))

    # --- what is typed ------------------------------------------------------------------------

    def editor(self, name: str) -> QLineEdit | QComboBox:
        """The editor of this name."""
        return self._editors[name]

    def text(self, name: str) -> str:
        """What is typed, without blanks around it, or the code of what is chosen."""
        editor = self._editors[name]
        if isinstance(editor, QComboBox):
            return str(editor.currentData() or "")
        return " ".join(editor.text().split())

    def number(self, name: str, decimals: int = 1) -> float | None:
        """The number typed; None where nothing is. Raises `Refused`."""
        return self._typed(name, lambda text: number(text, decimals))

    def whole(self, name: str) -> int | None:
        """The whole number typed; None where nothing is. Raises `Refused`."""
        return self._typed(name, whole)

    def _typed(self, name: str, read: Callable[[str], T]) -> T:
        try:
            return read(self.text(name))
        except Unreadable as error:
            raise Refused(name, refusal_text(error)) from error

    # --- doing it -----------------------------------------------------------------------------

    @abstractmethod
    def read(self) -> Answer:
        """The drafts that the fields make. Raises `Refused`."""

    def go_on(self) -> None:
        """What the button and Ctrl+Enter do."""
        self.enter()

    def enter(self) -> None:
        """Do it, or say at the field why not."""
        try:
            drafts = self.read()
        except Refused as refused:
            self.point_at(refused)
            return
        if self._waited_for:
            self._answer = drafts
            self.accept()
        else:
            self.entered.emit(drafts)

    def answer(self) -> Answer | None:
        """Show the form and wait: the drafts, or None where somebody thought better of it."""
        self._answer = None
        self._waited_for = True
        self.exec()
        self._waited_for = False
        return self._answer

    def saved(self, entries: Sequence[Entry]) -> None:  # noqa: ARG002
        """The store holds what was asked for."""
        self.accept()

    def refused(self, message: str) -> None:
        """Nothing was saved, and why; all text stays."""
        self.point_at(Refused("", message))

    def point_at(self, refused: Refused) -> None:
        """Say why, and put the keyboard to where it can be mended."""
        editor = self._editors.get(refused.field)
        if editor is None:
            self._said.setText(refused.words)
            self._said.show()
            return
        state: State = "warn" if isinstance(refused, Asked) else "refused"
        set_state(editor, state)
        self._remark(refused.field, refused.words, state)
        editor.setFocus()

    def said(self, name: str = "") -> str:
        """What is said at a field, or of the form as a whole."""
        return self._remarks[name].text() if name else self._said.text()

    def _unsay(self, name: str) -> None:
        set_state(self._editors[name], "")
        self._remark(name, str(self._remarks[name].property("hint")), "small")
        self._said.clear()
        self._said.hide()

    def _remark(self, name: str, words: str, role: str) -> None:
        remark = self._remarks[name]
        remark.setText(words)
        remark.setVisible(bool(words))
        remark.setProperty("role", role)
        remark.style().unpolish(remark)
        remark.style().polish(remark)

    def showEvent(self, event: QShowEvent) -> None:
        if self._beside is not None and not event.spontaneous():
            room = self.screen().availableSize() - QSize(theme.px(40), theme.px(40))
            self.resize(self.sizeHint().boundedTo(room))
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.focusWidget() is self.leave:
                self.reject()
            else:
                self.go_on()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on to the next field; the field with the keyboard comes into sight."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            _bring_into_sight(watched)
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ):
            editors = [e for e in self._editors.values() if e.isEnabled() and e.isVisibleTo(self)]
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if watched in editors and not held and watched is not editors[-1]:
                editors[editors.index(watched) + 1].setFocus()
                return True
            if watched in editors:
                self.go_on()
                return True
        return super().eventFilter(watched, event)


def _bring_into_sight(editor: QWidget) -> None:
    """Scroll to a field, where it stands in something that scrolls."""
    above = editor.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(editor, 0, theme.px(40))
        above = above.parentWidget()
