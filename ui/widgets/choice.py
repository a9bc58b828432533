"""A list of options that is chosen from by letter."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget


class Option(NamedTuple):
    """One choice: what is kept, and the words for it."""

    code: str
    words: str


class Choice(QComboBox):
    """A list of options chosen by first letter; the letter again takes the next one.

    The first letter of the code counts too, for scripts that have no letters. ``aliases`` are
    further letters for an option (A for air). ``same`` is what `*` takes: the option that was
    last in the record. X and a figure say why nothing was assessed; where ``refusable``, R says
    that the patient refused. Backspace empties it. Its text is the code of the option, or "x3",
    or "r".
    """

    retyped = Signal()
    advanced = Signal()

    def __init__(
        self,
        options: Sequence[Option],
        aliases: Mapping[str, str] | None = None,
        *,
        refusable: bool = True,
        deferrable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._codes = tuple(option.code for option in options)
        self._aliases = dict(aliases or {})
        self._refusable = refusable
        self._deferrable = deferrable
        self._reason = ""
        self.same = ""
        self.setProperty("entry", "true")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(1)
        self.setMaxVisibleItems(len(options))
        for option in options:
            self.addItem(option.words, option.code)
        self.setCurrentIndex(-1)
        self.activated.connect(self._chosen)

    def text(self) -> str:
        """The code of the option chosen, "x3" or "r", or nothing."""
        if self._reason:
            return self._reason
        return self._codes[self.currentIndex()] if self.currentIndex() >= 0 else ""

    def set_text(self, text: str) -> None:
        """Choose the option of this code; what is no option empties the field."""
        self._reason = text if text not in self._codes and text[:1] in {"x", "r"} else ""
        # in this order: where nothing is chosen, Qt takes the first option for a blank placeholder
        self.setPlaceholderText(self._reason.upper())
        self.setCurrentIndex(self._codes.index(text) if text in self._codes else -1)

    def _chosen(self) -> None:
        self._reason = ""
        self.setPlaceholderText("")
        self.retyped.emit()

    def _retype(self, text: str) -> None:
        self.set_text(text)
        self.retyped.emit()

    def _lettered(self, letter: str) -> list[str]:
        """The options that this letter may mean, in order."""
        codes = [
            code
            for index, code in enumerate(self._codes)
            if letter in {self.itemText(index)[:1].casefold(), code[:1].casefold()}
        ]
        alias = self._aliases.get(letter)
        return [*codes, alias] if alias and alias not in codes else codes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().casefold()
        if event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self._retype("")
        elif letter == "*" and self.same:
            self._retype(self.same)
            self.advanced.emit()
        elif self._reason[:1] == "x" and letter in set("123456"):
            self._retype(f"x{letter}")
        elif letter.isalpha() and (codes := self._lettered(letter)):
            now = self.text()
            self._retype(codes[(codes.index(now) + 1) % len(codes)] if now in codes else codes[0])
        elif letter == "x" and self._deferrable:
            self._retype("x")
        elif letter == "r" and self._refusable:
            self._retype("r")
        elif letter.strip() and letter.isprintable():
            return  # nothing begins with it
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Letters belong to the field while it has the keyboard, not to the window's keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() & ~(
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
            )
            if not plain and event.text().strip() and event.text().isprintable():
                event.accept()
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        box = QStyle.ComplexControl.CC_ComboBox
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(box, option, part, self).width()
        text = option.currentText or self.placeholderText()
        option.currentText = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(text if option.currentText != text else "")
        painter.drawComplexControl(box, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel that rolls over the strip must not change an observation."""
        event.ignore()
