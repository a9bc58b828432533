"""Rows of a form that are answered by one key: an item, an organ, a sign."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.screens.patient.forms import claims_keys
from ui.widgets.parts import label

_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_BESIDE = 5
"""Padding and border at each side of a button of an answer."""
_EMPTIES = frozenset({Qt.Key.Key_Backspace, Qt.Key.Key_Delete})


class KeyRow(QFrame):
    """A row with the keyboard on it as a whole: one key answers, the arrows move.

    ``keys`` are the letters and figures it takes. It says ``keyed`` with one of them, ``cleared``
    where the answer is taken back, ``stepped`` by how many rows the keyboard moves on,
    ``confirmed`` on Enter, ``taken`` when it gets the keyboard. What a key means, whoever makes
    the row knows, and says ``marked`` when it was answered.

    ``words`` is where its caption stands and more may be said below; ``buttons`` is a grid at its
    right, or ``below`` the caption. ``one_line`` rows are low and share the height of the sheet.
    """

    marked = Signal()
    stepped = Signal(int)
    keyed = Signal(str)
    cleared = Signal()
    confirmed = Signal()
    taken = Signal()

    def __init__(
        self, name: str, caption: str, keys: str, *, one_line: bool = False, below: bool = False
    ) -> None:
        super().__init__()
        self.name = name
        self.caption = caption
        self._keys = keys
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        margins = (16, 1, 12, 1) if one_line else (16, 5, 12, 6)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*(theme.px(m) for m in margins))
        layout.setSpacing(theme.px(6 if one_line else 10))
        self.words = QVBoxLayout()
        self.words.setSpacing(theme.px(0 if one_line else 1))
        if one_line:
            self.words.addStretch()
        self._caption = label(caption, "strong", wrap=not one_line)
        self.words.addWidget(self._caption)
        layout.addLayout(self.words, 1)
        self.buttons = QGridLayout()
        self.buttons.setSpacing(theme.px(6 if one_line else 4))
        (self.words if below else layout).addLayout(self.buttons)
        if not one_line and not below:
            layout.setAlignment(self.buttons, Qt.AlignmentFlag.AlignTop)
        self._across = layout

    def lead(self, widget: QWidget) -> None:
        """Put something before the words: a badge."""
        self._across.insertWidget(0, widget, 0, Qt.AlignmentFlag.AlignTop)

    def set_caption(self, caption: str) -> None:
        """Call the row otherwise from now on."""
        self.caption = caption
        self._caption.setText(caption)

    def button(
        self, words: str, act: Callable[[], object], *, look: str = "", width: int = 94
    ) -> QPushButton:
        """A button of an answer, to be put into ``buttons``; its key is the row's."""
        made = QPushButton(words)
        made.setProperty("kind", "choice")
        made.setProperty("choice", look)
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = theme.px(width) - 2 * _BESIDE
        # the style sheet has a width of its own for choices, and would have its way
        made.setStyleSheet(f"padding: 6px {_BESIDE - 1}px; min-width: {inside}px")
        made.setFixedWidth(theme.px(width))
        made.setAccessibleName(self.tr("{item}: {answer}").format(item=self.caption, answer=words))
        made.clicked.connect(lambda _on=False: act())
        return made

    def say(self, answer: str) -> None:
        """Let the row be read aloud with its answer."""
        self.setAccessibleName(self.tr("{item}: {answer}").format(item=self.caption, answer=answer))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text().casefold()
        if event.modifiers() & ~_PLAIN:
            super().keyPressEvent(event)
        elif text and text in self._keys:
            self.keyed.emit(text)
        elif key in _EMPTIES:
            self.cleared.emit()
        elif key in _ENTER:
            self.confirmed.emit()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        return claims_keys(event, self._keys) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        self.taken.emit()

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


class RowOrder(QObject):
    """How the keyboard goes from row to row: by the arrows, and in a form on Enter too.

    ``arrived`` with the row that has it now, ``passed`` when it goes on behind the last one.
    """

    arrived = Signal(object)
    passed = Signal()

    def __init__(
        self, rows: Sequence[KeyRow], parent: QObject | None = None, *, enter: bool = True
    ) -> None:
        super().__init__(parent)
        self._rows = tuple(rows)
        for place, row in enumerate(self._rows):
            row.stepped.connect(lambda step, place=place: self._step(place, step))
            if enter:
                row.confirmed.connect(lambda place=place: self._step(place, 1))

    def _step(self, place: int, step: int) -> None:
        """Go to the next row in that direction that is in sight; before the first, stay."""
        place += step
        while 0 <= place < len(self._rows) and self._rows[place].isHidden():
            place += step
        if place >= len(self._rows):
            self.passed.emit()
        elif place >= 0:
            self.go_to(self._rows[place])

    def go_to(self, row: KeyRow) -> None:
        """Put the keyboard on a row."""
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        self.arrived.emit(row)


def part_title(words: str, keys: str = "", *, above: int = 8) -> QHBoxLayout:
    """The title of a part of a sheet, with its keys at the right; ``above`` is the room over it."""
    title = QHBoxLayout()
    title.setContentsMargins(theme.px(16), theme.px(above), theme.px(16), theme.px(2))
    title.addWidget(label(words, "label"))
    title.addStretch()
    if keys:
        title.addWidget(label(keys, "small"))
    return title
