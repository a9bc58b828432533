"""Rows of the lupus form that are answered by one key: an item of SLEDAI, a system of BILAG."""

from typing import get_args

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QPushButton, QVBoxLayout

from grading.scores.bilag import LETTERS
from grading.scores.sledai import ITEMS, Cause
from ui import theme
from ui.screens.patient.forms import claims_keys, fill_numbered
from ui.widgets.choice import Option
from ui.widgets.parts import ElidedLabel, label, set_look
from ui.words import lupus, sledai
from ui.words.codes import capitalised

UNKNOWN = "unknown"
"""An answer that was looked for and cannot be told; in the record it is no answer."""
_CAUSES: tuple[Cause, ...] = get_args(Cause)


def cause_options() -> tuple[Option, ...]:
    """To what a finding may be put down, lupus first."""
    return tuple(Option(cause, capitalised(sledai.cause(cause))) for cause in _CAUSES)


class KeyRow(QFrame):
    """A row with the keyboard on it as a whole: one key answers, the arrows move.

    ``marked`` when it was answered, ``stepped`` by how many rows the keyboard moves on.
    """

    marked = Signal()
    stepped = Signal(int)
    keys = ""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(5), theme.px(12), theme.px(6))
        layout.setSpacing(theme.px(10))
        self._words = QVBoxLayout()
        self._words.setSpacing(theme.px(1))
        layout.addLayout(self._words, 1)
        self._buttons = QGridLayout()
        self._buttons.setSpacing(theme.px(4))
        layout.addLayout(self._buttons)
        layout.setAlignment(self._buttons, Qt.AlignmentFlag.AlignTop)

    def _button(self, words: str, look: str, width: int) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("kind", "choice")
        button.setProperty("choice", look)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFixedWidth(theme.px(width))
        return button

    def text(self) -> str:
        """The answer as it is kept in a draft; empty where there is none."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Show an answer, or none, without a word of change."""
        raise NotImplementedError

    def take_key(self, key: str) -> bool:
        """Take a letter or figure; False where it means nothing here."""
        raise NotImplementedError

    def clear(self) -> None:
        """Take the answer back."""
        self.set_text("")
        self.marked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text().casefold()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if plain and text and text in self.keys:
            self.take_key(text)
        elif key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete} and plain:
            self.clear()
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self.stepped.emit(1)
        elif key == Qt.Key.Key_Up and plain:
            self.stepped.emit(-1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        return claims_keys(event, self.keys) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours = theme.current()
        painter = QPainter(self)
        if self.hasFocus():
            inside = self.rect().adjusted(theme.px(2), 0, -theme.px(2), -1)
            painter.fillRect(inside, QColor(colours.accent_soft))
            inside.setWidth(theme.px(4))
            painter.fillRect(inside, QColor(colours.accent_text))
        painter.setPen(QColor(colours.row_line))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())


class ItemRow(KeyRow):
    """An item of SLEDAI: definition, where SELENA differs, what the record holds, the answer.

    Where a cause must be asked for (`set_asked`), answering "present" opens the causes.
    """

    keys = "yn10uoc"

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self._answer = ""
        self._cause = ""
        self._asked = False
        self._last = ""
        selena = ITEMS[item].selena
        self._only = selena.only if selena is not None else ""
        self._words.addWidget(label(sledai.item(item), "strong"))
        self._words.addWidget(label(sledai.definition(item), "small", wrap=True))
        difference = sledai.difference_text(item)
        if difference:
            self._words.addWidget(label(difference, "label", wrap=True))
        self._evidence = label("", "second", wrap=True)
        self._words.addWidget(self._evidence)
        self._evidence.hide()
        self._aside = label("", "small", wrap=True)
        self._words.addWidget(self._aside)
        self._words.addStretch()
        yes = self._button(self.tr("Present"), "", 94)
        no = self._button(self.tr("Absent"), "", 94)
        unknown = self._button(self.tr("Unknown"), "unknown", 100)
        yes.clicked.connect(lambda: self.mark("yes"))
        no.clicked.connect(lambda: self.mark("no"))
        unknown.clicked.connect(lambda: self.mark(UNKNOWN))
        self._marks = {"yes": yes, "no": no, UNKNOWN: unknown}
        for place, button in enumerate(self._marks.values()):
            self._buttons.addWidget(button, 0, place)
        if self._only:
            words = self.tr("Only SLEDAI-2K") if self._only == "2K" else self.tr("Only SELENA")
            only = self._button(words, "", 192)
            only.setToolTip(
                self.tr("Present by the wider of the two definitions, and not by the other")
            )
            only.clicked.connect(lambda: self.mark(self._only))
            self._marks[self._only] = only
            self._buttons.addWidget(only, 1, 0, 1, 2)
        self._cause_button = self._button("", "", 100)
        self._cause_button.setCheckable(False)
        self._cause_button.setText(self.tr("Cause…"))
        self._cause_button.clicked.connect(self.ask_cause)
        self._buttons.addWidget(self._cause_button, 1, 2)
        self._show()

    # --- the answer -------------------------------------------------------------------------------

    def answer(self) -> str:
        """The answer: "yes", "no", "2K", "SELENA", "unknown", or nothing."""
        return self._answer

    def cause(self) -> str:
        """What a present item is put down to; empty where nobody said."""
        return self._cause

    def is_present(self) -> bool:
        """Whether it is present by either definition."""
        return self._answer in {"yes", "2K", "SELENA"}

    def text(self) -> str:
        return f"{self._answer}:{self._cause}" if self._cause else self._answer

    def set_text(self, text: str) -> None:
        answer, _, cause = text.partition(":")
        self._answer = answer if answer in self._marks else ""
        self._cause = cause if cause in _CAUSES and self.is_present() else ""
        self._show()

    def set_asked(self, asked: bool) -> None:  # noqa: FBT001 - a state
        """Whether its cause must be asked for, as after an infusion."""
        self._asked = asked
        self._show()

    def needs_cause(self) -> bool:
        """Whether it is present, its cause is asked for, and nobody said it."""
        return self._asked and self.is_present() and not self._cause

    def show_evidence(self, words: str) -> None:
        """What the record holds; it is never the answer."""
        self._evidence.setText(words)
        self._evidence.setVisible(bool(words))
        self.setAccessibleDescription(words)

    def show_last(self, words: str) -> None:
        """How it was answered last time; empty where it was absent or never answered."""
        self._last = words
        self._show()

    def evidence(self) -> str:
        """The words about the record."""
        return self._evidence.text()

    def aside(self) -> str:
        """The cause, or that it is asked for, and how it was last time."""
        return self._aside.text()

    def mark(self, answer: str) -> None:
        """Answer, ask for the cause where that is due, and move on."""
        self.set_text(answer)
        self.marked.emit()
        if self.needs_cause():
            self.ask_cause()
        else:
            self.stepped.emit(1)

    def ask_cause(self) -> None:
        """Open the causes; a figure takes one."""
        self._show()
        if not self.is_present():
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        fill_numbered(menu, cause_options(), self._put_down)
        menu.popup(self._cause_button.mapToGlobal(self._cause_button.rect().bottomLeft()))

    def _put_down(self, cause: str) -> None:
        self.set_text(f"{self._answer}:{cause}")
        self.marked.emit()
        self.stepped.emit(1)

    def take_key(self, key: str) -> bool:
        answers = {"y": "yes", "1": "yes", "n": "no", "0": "no", "u": UNKNOWN, "o": self._only}
        if key == "c":
            self.ask_cause()
        elif answers[key]:
            self.mark(answers[key])
        else:
            return False
        return True

    def _show(self) -> None:
        for answer, button in self._marks.items():
            button.setChecked(answer == self._answer)
        self._cause_button.setVisible(self.is_present())
        words = ""
        if self._cause:
            words = self.tr("put down to: {cause}").format(cause=sledai.cause(self._cause))
        elif self.needs_cause():
            words = self.tr("What is it put down to? Until somebody says, the item is unknown.")
        said = " · ".join(part for part in (words, self._last) if part)
        self._aside.setText(said)
        self._aside.setVisible(bool(said))
        set_look(self._aside, "role", "warn" if self.needs_cause() else "small")
        spoken = {
            "": self.tr("no answer yet"),
            "yes": self.tr("present"),
            "no": self.tr("absent"),
            "2K": self.tr("present by SLEDAI-2K alone"),
            "SELENA": self.tr("present by SELENA-SLEDAI alone"),
            UNKNOWN: self.tr("unknown"),
        }[self._answer]
        self.setAccessibleName(
            self.tr("{item}: {answer}").format(item=sledai.item(self.name), answer=spoken)
        )


class LetterRow(KeyRow):
    """A system of BILAG-2004 and its letter."""

    keys = "abcdeu"

    def __init__(self, system: str) -> None:
        super().__init__(system)
        self._letter = ""
        self._words.addWidget(label(capitalised(lupus.system(system)), "strong"))
        self._aside = ElidedLabel("", "small")
        self._words.addWidget(self._aside)
        self._last = ""
        self._marks = {one: self._button(lupus.letter(one), "", 44) for one in LETTERS}
        for place, (one, button) in enumerate(self._marks.items()):
            button.setStyleSheet("min-width: 0px")
            button.setToolTip(lupus.meaning(one))
            button.clicked.connect(lambda _on=False, one=one: self._mark(one))
            self._buttons.addWidget(button, 0, place)
        self._show()

    def text(self) -> str:
        return self._letter

    def set_text(self, text: str) -> None:
        self._letter = text if text in LETTERS else ""
        self._show()

    def show_last(self, words: str) -> None:
        """The letter of last time; empty where there is none."""
        self._last = words
        self._show()

    def take_key(self, key: str) -> bool:
        self._mark("" if key == "u" else key.upper())
        return True

    def _mark(self, letter: str) -> None:
        self.set_text(letter)
        self.marked.emit()
        self.stepped.emit(1)

    def _show(self) -> None:
        for one, button in self._marks.items():
            button.setChecked(one == self._letter)
        said = lupus.meaning(self._letter) if self._letter else ""
        aside = " · ".join(part for part in (said, self._last) if part)
        self._aside.setText(aside)
        answer = self._letter or self.tr("no letter yet")
        self.setAccessibleName(
            self.tr("{system}: {letter}").format(
                system=capitalised(lupus.system(self.name)), letter=answer
            )
        )
