"""Rows of the forms of toxicities: a question with one key an answer, and a number."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QLineEdit

from grading.signs import Invalid, quantities
from ui import theme
from ui.screens.patient.key_row import KeyRow
from ui.typed import Unreadable, number
from ui.widgets.parts import label, set_look, set_state
from ui.words.measures import quantity_label

UNKNOWN = "unknown"
"""An answer that was looked for and cannot be told; in the record it is no answer."""
_WIDTH = 84


class KeyOption(NamedTuple):
    """One answer: what is kept, its words, and the keys that give it."""

    code: str
    words: str
    keys: str


def yes_no() -> tuple[KeyOption, ...]:
    """Yes, no and unknown, as every form asks them."""
    translate = QCoreApplication.translate
    return (
        KeyOption("yes", translate("AskRow", "Yes"), "y1"),
        KeyOption("no", translate("AskRow", "No"), "n0"),
        KeyOption(UNKNOWN, translate("AskRow", "Unknown"), "u"),
    )


def said_of(text: str) -> bool | None:
    """What an answer to yes or no says in the record."""
    return {"yes": True, "no": False}.get(text)


class AskRow(KeyRow):
    """A question; its answers are buttons at its right, or below it in so many ``columns``."""

    def __init__(
        self,
        name: str,
        caption: str,
        options: Sequence[KeyOption],
        *,
        columns: int = 0,
        width: int = _WIDTH,
    ) -> None:
        keys = "".join(option.keys for option in options)
        super().__init__(name, caption, keys, below=bool(columns))
        self._options = tuple(options)
        self._answer = ""
        self._aside = label("", "small", wrap=True)
        self._aside.hide()
        self._marks = {
            option.code: self.button(
                option.words,
                partial(self._mark, option.code),
                look="unknown" if option.code == UNKNOWN else "",
                width=width,
            )
            for option in self._options
        }
        for option in self._options:
            self._marks[option.code].setToolTip(option.keys[:1].upper())
        for place, button in enumerate(self._marks.values()):
            row, column = divmod(place, columns) if columns else (0, place)
            self.buttons.addWidget(button, row, column, Qt.AlignmentFlag.AlignLeft)
        if columns:
            self.buttons.setColumnStretch(columns, 1)
        self.words.addWidget(self._aside)
        self.words.addStretch()
        self.keyed.connect(self._take_key)
        self.cleared.connect(self._clear)
        self._show()

    def text(self) -> str:
        """The answer as it is kept in a draft; empty where there is none."""
        return self._answer

    def set_text(self, text: str) -> None:
        """Show an answer, or none, without a word of change."""
        self._answer = text if text in self._marks else ""
        self._show()

    def show_aside(self, words: str, role: str = "small") -> None:
        """What the record holds, or what the answer leads to; never an answer itself."""
        self._aside.setText(words)
        self._aside.setVisible(bool(words))
        set_look(self._aside, "role", role)
        self.setAccessibleDescription(words)

    def aside(self) -> str:
        """The words beside the question."""
        return self._aside.text()

    def _take_key(self, key: str) -> None:
        self._mark(next(option.code for option in self._options if key in option.keys))

    def _mark(self, code: str) -> None:
        self.set_text(code)
        self.marked.emit()
        self.stepped.emit(1)

    def _clear(self) -> None:
        self.set_text("")
        self.marked.emit()

    def _show(self) -> None:
        for code, button in self._marks.items():
            button.setChecked(code == self._answer)
        words = {option.code: option.words for option in self._options}
        self.say(words.get(self._answer, self.tr("no answer yet")))


class NumberRow(KeyRow):
    """A measured number of a fact, with its unit; what cannot be is refused at the field."""

    def __init__(self, fact: type, name: str, caption: str, aside: str = "") -> None:
        super().__init__(name, caption, "")
        self.measures = fact
        if aside:
            self.words.addWidget(label(aside, "small", wrap=True))
        self._aside = label("", "small", wrap=True)
        self.words.addWidget(self._aside)
        self._aside.hide()
        self.words.addStretch()
        self.edit = QLineEdit()
        self.edit.setProperty("entry", "true")
        self.edit.setFixedWidth(theme.px(84))
        self.edit.setAccessibleName(caption)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        unit = label(quantity_label(fact, name).unit, "second")
        unit.setFixedWidth(theme.px(56))
        self.buttons.addWidget(self.edit, 0, 0)
        self.buttons.addWidget(unit, 0, 1)
        self.edit.textEdited.connect(self._retyped)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return super().eventFilter(watched, event)

    def text(self) -> str:
        """What is typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put text back, without a word of change."""
        self.edit.setText(text)
        self._mark()

    def show_aside(self, words: str) -> None:
        """What the record holds; it is never filled in."""
        self._aside.setText(words)
        self._aside.setVisible(bool(words))
        self.edit.setAccessibleDescription(words)

    def aside(self) -> str:
        """The words about the record."""
        return self._aside.text()

    def value(self) -> float | None:
        """The number typed; None where there is none. Raises Unreadable, Invalid."""
        quantity = quantities(self.measures)[self.name]
        read = number(self.text(), quantity.decimals)
        low, high = quantity.impossible
        if read is not None and not low <= read <= high:
            raise Invalid(self.name, "out_of_range", read, (low, high))
        return read

    def _retyped(self) -> None:
        self._mark()
        self.marked.emit()

    def _mark(self) -> None:
        try:
            self.value()
        except (Unreadable, Invalid):
            set_state(self.edit, "refused")
        else:
            set_state(self.edit, "")
