"""The ten items of the ICE examination: one key each, nothing answered at first."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from grading.signs import ICE_ITEMS
from ui import theme
from ui.screens.patient.forms import fill_numbered
from ui.screens.patient.ice_words import GROUPS, group_text, item_aid, item_text, reason_options
from ui.screens.patient.key_row import KeyRow, RowOrder, part_title
from ui.widgets.parts import ElidedLabel

CANNOT = "not_assessable"
"""An answer that needs a reason: kept as ``not_assessable:asleep``."""
_ANSWERS = {"y": "yes", "1": "yes", "n": "no", "0": "no"}


class ItemRow(KeyRow):
    """One item: its words, how it went last time where it was lost, and the answer.

    ``given_up`` when the whole examination cannot be assessed.
    """

    given_up = Signal()

    def __init__(self, item: str) -> None:
        super().__init__(item, item_text(item), "yn10ux", one_line=True)
        self._answer = ""
        self._last = ""
        self.setMinimumHeight(theme.px(38))
        self.setMaximumHeight(theme.px(60))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._aside = ElidedLabel("", "small")
        self._aside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.words.addWidget(self._aside)
        self.words.addStretch()
        self._yes = self.button(self.tr("Correct"), lambda: self._mark("yes"), look="yes", width=92)
        self._no = self.button(self.tr("Not"), lambda: self._mark("no"), look="no", width=70)
        self._cannot = self.button(
            self.tr("Not assessable"), self.ask_reason, look="unknown", width=142
        )
        for place, button in enumerate((self._yes, self._no, self._cannot)):
            self.buttons.addWidget(button, 0, place)
        self.keyed.connect(self._take_key)
        self.cleared.connect(lambda: self._mark(""))
        self._show()

    def answer(self) -> str:
        """The answer: "yes", "no", "not_assessable:reason", or nothing."""
        return self._answer

    def set_answer(self, answer: str) -> None:
        """Show an answer, or none, without a word of change."""
        kept, _, reason = answer.partition(":")
        known = {option.code for option in reason_options()}
        valid = answer in {"", "yes", "no"} or (kept == CANNOT and reason in known)
        self._answer = answer if valid else ""
        self._show()

    def show_last(self, words: str) -> None:
        """How it went last time, in grey; empty where it was not lost."""
        self._last = words
        self._show()

    def aside(self) -> str:
        """The grey words of the row."""
        return self._aside.text()

    def _show(self) -> None:
        kept, _, reason = self._answer.partition(":")
        self._yes.setChecked(kept == "yes")
        self._no.setChecked(kept == "no")
        self._cannot.setChecked(kept == CANNOT)
        words = {option.code: option.words for option in reason_options()}
        if kept == CANNOT:
            aside = self.tr("not assessable: {reason}").format(reason=words[reason])
        else:
            aside = " · ".join(part for part in (self._last, item_aid(self.name)) if part)
        self._aside.setText(aside)
        self._aside.setVisible(bool(aside))
        spoken = {
            "": self.tr("no answer yet"),
            "yes": self.tr("correct"),
            "no": self.tr("not correct"),
            CANNOT: aside,
        }[kept]
        self.say(spoken)
        self.setAccessibleDescription(self._last)

    def _mark(self, answer: str) -> None:
        self.set_answer(answer)
        self.marked.emit()
        if answer:
            self.stepped.emit(1)

    def ask_reason(self) -> None:
        """Open the reasons for "not assessable"; a figure takes one."""
        self._show()  # a click has checked the button already
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        fill_numbered(menu, reason_options(), lambda reason: self._mark(f"{CANNOT}:{reason}"))
        menu.popup(self._cannot.mapToGlobal(self._cannot.rect().bottomLeft()))

    def _take_key(self, key: str) -> None:
        if key == "u":
            self.ask_reason()
        elif key == "x":
            self.given_up.emit()
        else:
            self._mark(_ANSWERS[key])


class IceSheet(QWidget):
    """The ten items in their five parts.

    ``retyped`` at every answer, ``finished`` when the keyboard goes on behind the last item,
    ``given_up`` on X.
    """

    retyped = Signal()
    finished = Signal()
    given_up = Signal()
    arrived = Signal(object)
    """The row that has the keyboard now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, ItemRow] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(2), 0, theme.px(4))
        layout.setSpacing(0)
        for number, (group, items) in enumerate(GROUPS):
            keys = self.tr("Y correct   N not   U not assessable   X none of it   ↑↓ move")
            layout.addLayout(part_title(group_text(group), "" if number else keys, above=4))
            for item in items:
                row = ItemRow(item)
                row.marked.connect(self.retyped)
                row.given_up.connect(self.given_up)
                self.rows[item] = row
                layout.addWidget(row, 1)
        self._order = RowOrder([self.rows[item] for item in ICE_ITEMS], self)
        self._order.arrived.connect(self.arrived)
        self._order.passed.connect(self.finished)

    def answers(self) -> dict[str, str]:
        """The answers given, by item."""
        return {item: row.answer() for item, row in self.rows.items() if row.answer()}

    def set_answers(self, answers: Mapping[str, str]) -> None:
        """Show these answers and no others, without a word of change."""
        for item, row in self.rows.items():
            row.set_answer(answers.get(item, ""))

    def begin(self) -> None:
        """Put the keyboard on the first item without an answer."""
        open_rows = [row for row in self.rows.values() if not row.answer()]
        self._order.go_to(open_rows[0] if open_rows else self.rows[ICE_ITEMS[0]])
