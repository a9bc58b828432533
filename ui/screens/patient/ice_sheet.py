"""The ten items of the ICE examination: one key each, nothing answered at first."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from grading.signs import ICE_ITEMS
from ui import theme
from ui.screens.patient.forms import claims_keys, fill_numbered
from ui.screens.patient.ice_words import GROUPS, group_text, item_aid, item_text, reason_options
from ui.widgets.parts import ElidedLabel, label

CANNOT = "not_assessable"
"""An answer that needs a reason: kept as ``not_assessable:asleep``."""
_ANSWERS = {"y": "yes", "1": "yes", "n": "no", "0": "no"}
_KEYS = "yn10ux"


class ItemRow(QFrame):
    """One item: its words, how it went last time where it was lost, and the answer.

    ``marked`` when it was answered, ``stepped`` by how many rows the keyboard moves on.
    ``given_up`` when the whole examination cannot be assessed.
    """

    marked = Signal()
    stepped = Signal(int)
    given_up = Signal()

    def __init__(self, item: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self._answer = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(theme.px(38))
        self.setMaximumHeight(theme.px(60))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(1), theme.px(12), theme.px(1))
        layout.setSpacing(theme.px(6))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(label(item_text(item), "strong"))
        self._aside = ElidedLabel("", "small")
        self._aside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        words.addWidget(self._aside)
        words.addStretch()
        layout.addLayout(words, 1)
        self._last = ""
        self._yes = self._button(self.tr("Correct"), "yes", 92)
        self._no = self._button(self.tr("Not"), "no", 70)
        self._cannot = self._button(self.tr("Not assessable"), "unknown", 142)
        self._yes.clicked.connect(lambda: self._mark("yes"))
        self._no.clicked.connect(lambda: self._mark("no"))
        self._cannot.clicked.connect(self.ask_reason)
        for button in (self._yes, self._no, self._cannot):
            layout.addWidget(button)
        self._show()

    def _button(self, words: str, choice: str, width: int) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("kind", "choice")
        button.setProperty("choice", choice)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFixedWidth(theme.px(width))
        button.setAccessibleName(
            self.tr("{item}: {answer}").format(item=item_text(self.item), answer=words)
        )
        return button

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
            aside = " · ".join(part for part in (self._last, item_aid(self.item)) if part)
        self._aside.setText(aside)
        self._aside.setVisible(bool(aside))
        spoken = {
            "": self.tr("no answer yet"),
            "yes": self.tr("correct"),
            "no": self.tr("not correct"),
            CANNOT: aside,
        }[kept]
        self.setAccessibleName(
            self.tr("{item}: {answer}").format(item=item_text(self.item), answer=spoken)
        )
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text().casefold()
        if event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        ):
            super().keyPressEvent(event)
        elif text in _ANSWERS:
            self._mark(_ANSWERS[text])
        elif text == "u":
            self.ask_reason()
        elif text == "x":
            self.given_up.emit()
        elif key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self._mark("")
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.stepped.emit(1)
        elif key == Qt.Key.Key_Up:
            self.stepped.emit(-1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        return claims_keys(event, _KEYS) or super().event(event)

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
            layout.addLayout(self._title(group, first=number == 0))
            for item in items:
                row = ItemRow(item)
                row.marked.connect(self.retyped)
                row.given_up.connect(self.given_up)
                row.stepped.connect(lambda step, at=item: self._step(at, step))
                self.rows[item] = row
                layout.addWidget(row, 1)

    def _title(self, group: str, *, first: bool) -> QHBoxLayout:
        title = QHBoxLayout()
        title.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(1))
        title.addWidget(label(group_text(group), "label"))
        title.addStretch()
        if first:
            keys = self.tr("Y correct   N not   U not assessable   X none of it   ↑↓ move")
            title.addWidget(label(keys, "small"))
        return title

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
        self._go_to(open_rows[0] if open_rows else self.rows[ICE_ITEMS[0]])

    def _step(self, item: str, step: int) -> None:
        place = ICE_ITEMS.index(item) + step
        if place >= len(ICE_ITEMS):
            self.finished.emit()
        elif place >= 0:
            self._go_to(self.rows[ICE_ITEMS[place]])

    def _go_to(self, row: ItemRow) -> None:
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        self.arrived.emit(row)
