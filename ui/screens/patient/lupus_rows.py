"""Rows of the lupus form that are answered by one key: an item of SLEDAI, a system of BILAG."""

from functools import partial
from typing import get_args

from PySide6.QtWidgets import QMenu

from grading.scores.bilag import LETTERS
from grading.scores.sledai import ITEMS, Cause
from ui.screens.patient.forms import fill_numbered
from ui.screens.patient.key_row import KeyRow
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


class ItemRow(KeyRow):
    """An item of SLEDAI: definition, where SELENA differs, what the record holds, the answer.

    Where a cause must be asked for (`set_asked`), answering "present" opens the causes.
    """

    def __init__(self, item: str) -> None:
        super().__init__(item, sledai.item(item), "yn10uoc")
        self._answer = ""
        self._cause = ""
        self._asked = False
        self._last = ""
        selena = ITEMS[item].selena
        self._only = selena.only if selena is not None else ""
        self.words.addWidget(label(sledai.definition(item), "small", wrap=True))
        difference = sledai.difference_text(item)
        if difference:
            self.words.addWidget(label(difference, "label", wrap=True))
        self._evidence = label("", "second", wrap=True)
        self.words.addWidget(self._evidence)
        self._evidence.hide()
        self._aside = label("", "small", wrap=True)
        self.words.addWidget(self._aside)
        self.words.addStretch()
        self._marks = {
            "yes": self.button(self.tr("Present"), lambda: self.mark("yes")),
            "no": self.button(self.tr("Absent"), lambda: self.mark("no")),
            UNKNOWN: self.button(
                self.tr("Unknown"), lambda: self.mark(UNKNOWN), look="unknown", width=100
            ),
        }
        for place, button in enumerate(self._marks.values()):
            self.buttons.addWidget(button, 0, place)
        if self._only:
            words = self.tr("Only SLEDAI-2K") if self._only == "2K" else self.tr("Only SELENA")
            only = self.button(words, lambda: self.mark(self._only), width=192)
            only.setToolTip(
                self.tr("Present by the wider of the two definitions, and not by the other")
            )
            self._marks[self._only] = only
            self.buttons.addWidget(only, 1, 0, 1, 2)
        self._cause_button = self.button(self.tr("Cause…"), self.ask_cause, width=100)
        self._cause_button.setCheckable(False)
        self.buttons.addWidget(self._cause_button, 1, 2)
        self.keyed.connect(self._take_key)
        self.cleared.connect(self._clear)
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
        """The answer and its cause as they are kept in a draft; empty where there is none."""
        return f"{self._answer}:{self._cause}" if self._cause else self._answer

    def set_text(self, text: str) -> None:
        """Show an answer, or none, without a word of change."""
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

    def _take_key(self, key: str) -> None:
        answers = {"y": "yes", "1": "yes", "n": "no", "0": "no", "u": UNKNOWN, "o": self._only}
        if key == "c":
            self.ask_cause()
        elif answers[key]:
            self.mark(answers[key])

    def _clear(self) -> None:
        self.set_text("")
        self.marked.emit()

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
        self.say(spoken)


class LetterRow(KeyRow):
    """A system of BILAG-2004 and its letter."""

    def __init__(self, system: str) -> None:
        super().__init__(system, capitalised(lupus.system(system)), "abcdeu")
        self._letter = ""
        self._aside = ElidedLabel("", "small")
        self.words.addWidget(self._aside)
        self._last = ""
        self._marks = {
            one: self.button(lupus.letter(one), partial(self._mark, one), width=44)
            for one in LETTERS
        }
        for place, (one, button) in enumerate(self._marks.items()):
            button.setToolTip(lupus.meaning(one))
            self.buttons.addWidget(button, 0, place)
        self.keyed.connect(lambda key: self._mark("" if key == "u" else key.upper()))
        self.cleared.connect(self._clear)
        self._show()

    def text(self) -> str:
        """The letter; empty where there is none."""
        return self._letter

    def set_text(self, text: str) -> None:
        """Show a letter, or none, without a word of change."""
        self._letter = text if text in LETTERS else ""
        self._show()

    def show_last(self, words: str) -> None:
        """The letter of last time; empty where there is none."""
        self._last = words
        self._show()

    def _mark(self, letter: str) -> None:
        self.set_text(letter)
        self.marked.emit()
        self.stepped.emit(1)

    def _clear(self) -> None:
        self.set_text("")
        self.marked.emit()

    def _show(self) -> None:
        for one, button in self._marks.items():
            button.setChecked(one == self._letter)
        said = lupus.meaning(self._letter) if self._letter else ""
        aside = " · ".join(part for part in (said, self._last) if part)
        self._aside.setText(aside)
        self.say(self._letter or self.tr("no letter yet"))
