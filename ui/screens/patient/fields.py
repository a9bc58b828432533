"""The fields of the entry strip: a name above, the last value and its age below."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.widgets.parts import ElidedLabel, State, label, set_look, set_state


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
        self.setCurrentIndex(self._codes.index(text) if text in self._codes else -1)
        self.setPlaceholderText(self._reason.upper())

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


class Tick(QCheckBox):
    """Something to confirm; its text is "1" when ticked."""

    def text_kept(self) -> str:
        """The figure 1 when ticked, else nothing."""
        return "1" if self.isChecked() else ""


class Field(QWidget):
    """A named editor with the values of the latest sets above it and the last one below it.

    ``changed`` at every keystroke, ``advanced`` when the keyboard goes on to the next field,
    ``arrived`` and ``left`` when it comes and goes.
    """

    changed = Signal()
    advanced = Signal()
    arrived = Signal()
    left = Signal()

    def __init__(
        self,
        caption: str,
        spoken: str,
        editor: QLineEdit | Choice | Tick,
        width: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        editor.setAccessibleName(spoken)
        self._past: list[ElidedLabel] = []
        self._hint = ElidedLabel("", "small")
        # of one size in every role, that nothing moves when it changes
        self._hint.setStyleSheet(f"font-size: {theme.px(12)}px")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(3))
        self._caption = label(caption, "label")
        self._caption.setBuddy(editor)
        self._layout.addWidget(self._caption)
        self._caption.setVisible(bool(caption))
        self._layout.addWidget(editor)
        self._layout.addWidget(self._hint)
        if width:
            editor.setFixedWidth(theme.px(width))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        editor.installEventFilter(self)
        match editor:
            case QLineEdit():
                editor.setProperty("entry", "true")
                editor.textEdited.connect(self.changed)
                editor.returnPressed.connect(self.advanced)
            case Choice():
                editor.retyped.connect(self.changed)
                editor.advanced.connect(self.advanced)
            case Tick():
                editor.toggled.connect(self.changed)

    def caption(self) -> str:
        """The name above the editor, or the words of what is to be ticked."""
        return self._caption.text() or self.editor.accessibleName()

    def set_words(self, words: str) -> None:
        """The words of something to tick, which has no name above it."""
        assert isinstance(self.editor, Tick)
        self.editor.setText(words)
        self.editor.setAccessibleName(words)

    def text(self) -> str:
        """What is typed or chosen."""
        return self.editor.text_kept() if isinstance(self.editor, Tick) else self.editor.text()

    def set_text(self, text: str) -> None:
        """Put text back, without a word of change."""
        if isinstance(self.editor, Tick):
            self.editor.blockSignals(True)
            self.editor.setChecked(bool(text))
            self.editor.blockSignals(False)
        elif isinstance(self.editor, Choice):
            self.editor.set_text(text)
        else:
            self.editor.setText(text)

    def take_keyboard(self) -> None:
        """Put the keyboard here; what stands here is marked, so that typing replaces it."""
        self.editor.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(self.editor, QLineEdit):
            self.editor.selectAll()

    def show_past(self, values: Sequence[str], *, fresh: bool) -> None:
        """Show the values of the latest sets, oldest first; the newest marked if ``fresh``."""
        while len(self._past) > len(values):
            gone = self._past.pop()
            self._layout.removeWidget(gone)
            gone.deleteLater()
        while len(self._past) < len(values):
            line = ElidedLabel("", "faint")
            self._layout.insertWidget(len(self._past), line)
            self._past.append(line)
        for index, (line, value) in enumerate(zip(self._past, values, strict=True)):
            line.setText(value)
            newest = fresh and index == len(values) - 1
            set_look(line, "role", "ok" if newest else "faint")

    def past(self) -> tuple[str, ...]:
        """The values shown above, oldest first."""
        return tuple(line.text() for line in self._past)

    def past_is_fresh(self) -> bool:
        """Whether the newest of the values above is marked as just saved."""
        return bool(self._past) and self._past[-1].property("role") == "ok"

    def show_hint(self, words: str, role: str = "small", spoken: str = "") -> None:
        """What stands below: the last value and its age, or how the text was understood."""
        self._hint.setText(words)
        set_look(self._hint, "role", role)
        self.editor.setAccessibleDescription(spoken or words)

    def hint(self) -> str:
        """What stands below."""
        return self._hint.text()

    def set_state(self, state: State) -> None:
        """Plain, unlikely or refused."""
        set_state(self.editor, state)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor:
            match event.type():
                case QEvent.Type.FocusIn:
                    self.arrived.emit()
                case QEvent.Type.FocusOut:
                    self.left.emit()
                case QEvent.Type.KeyPress if not isinstance(self.editor, QLineEdit):
                    assert isinstance(event, QKeyEvent)
                    if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                        self.advanced.emit()
                        return True
                case _:
                    pass
        return super().eventFilter(watched, event)
