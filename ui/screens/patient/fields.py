"""The fields of the entry strip: a name above, the last value and its age below."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.widgets.choice import Choice
from ui.widgets.parts import ElidedLabel, State, label, set_look, set_state


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
