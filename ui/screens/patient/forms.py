"""What the forms of a patient share: a time, numbered choices, "if saved", the answer to a save."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QTableView,
    QWidget,
)

from grading.grade import Grade
from ui import theme
from ui.screens.patient.observations import LONG_AGO
from ui.screens.patient.standing import show_grade
from ui.shown import age_text, clock_text, moment_text, refusal_text
from ui.typed import Refusal, Unreadable, moment
from ui.widgets.badge import GradeBadge
from ui.widgets.choice import Option
from ui.widgets.parts import ElidedLabel, label, set_look, set_state


def fill_numbered(menu: QMenu, options: Sequence[Option], chosen: Callable[[str], object]) -> None:
    """Fill a menu with options, the first nine to be chosen by their figure."""
    menu.clear()
    for number, option in enumerate(options, 1):
        words = option.words.replace("&", "&&")
        action = menu.addAction(f"&{number}   {words}" if number <= 9 else f"     {words}")  # noqa: PLR2004
        action.setData(option.code)
        action.triggered.connect(lambda _on=False, code=option.code: chosen(code))


class Chosen(QPushButton):
    """A finding to be chosen from a numbered list; nothing is chosen at first.

    A dashed outline and the name (or ``unchosen``) while nothing is chosen, the words of the
    option then.
    Space, Enter or the arrow down opens the list; Backspace takes the choice back.
    """

    retyped = Signal()

    def __init__(
        self,
        name: str,
        options: Sequence[Option] = (),
        *,
        unchosen: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._unchosen = unchosen or name
        self._options: tuple[Option, ...] = ()
        self._code = ""
        self._shown = ""
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.set_options(options)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these options; a choice that is not among them is taken back."""
        if tuple(options) == self._options and options:
            return
        self._options = tuple(options)
        fill_numbered(self._menu, self._options, self._choose)
        self.set_text(self._code)

    def set_unchosen(self, words: str) -> None:
        """What stands there while nothing is chosen."""
        self._unchosen = words
        self.set_text(self._code)

    def options(self) -> tuple[Option, ...]:
        """What may be chosen."""
        return self._options

    def text_kept(self) -> str:
        """The code of the option chosen, or nothing."""
        return self._code

    def set_text(self, code: str) -> None:
        """Choose the option of this code, or none, without a word of change."""
        words = {option.code: option.words for option in self._options}
        self._code = code if code in words else ""
        shown = words.get(self._code, "")
        set_look(self, "unchosen", "" if shown else "true")
        self._shown = shown or self._unchosen
        self._fit()
        spoken = shown or self.tr("not assessed")
        self.setAccessibleName(
            self.tr("{finding}: {choice}").format(finding=self._name, choice=spoken)
        )

    def sizeHint(self) -> QSize:
        return QSize(theme.px(112), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _fit(self) -> None:
        room = self.width() - theme.px(46)
        shown = self.fontMetrics().elidedText(self._shown, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(self._shown if shown != self._shown else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _choose(self, code: str) -> None:
        self.set_text(code)
        self.retyped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down} and not event.modifiers():
            self.showMenu()
        elif key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self._choose("")
        else:
            super().keyPressEvent(event)


class MomentField(QWidget):
    """A time: blank is now, ``-20`` twenty minutes ago, ``0715`` a quarter past seven.

    How the text was understood stands at its right. ``changed`` at every keystroke, ``advanced``
    on Enter.
    """

    changed = Signal()
    advanced = Signal()

    def __init__(
        self,
        clock: Callable[[], datetime],
        spoken: str,
        *,
        reading: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._zone: tzinfo = UTC
        self.edit = QLineEdit()
        self.edit.setAccessibleName(spoken)
        self.edit.setFixedWidth(theme.px(88))
        self.edit.setToolTip(
            self.tr("Blank is now; -20 is twenty minutes ago; 0715 a quarter past seven.")
        )
        self._reading = ElidedLabel("", "faint", parent=self)
        self._reading.setVisible(reading)  # without a parent it would open a window, for a moment
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.edit)
        layout.addWidget(self._reading, 1)
        if not reading:
            layout.addStretch(1)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._retyped)
        self.edit.returnPressed.connect(self.advanced)

    def refresh(self, zone: tzinfo) -> None:
        """Show what now is; the text that was typed stays as it is."""
        self._zone = zone
        self.edit.setPlaceholderText(clock_text(self._clock(), zone, QLocale()))
        self._read()

    def text(self) -> str:
        """What is typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put text back, without a word of change."""
        self.edit.setText(text)
        self._read()

    def moment(self) -> datetime:
        """The moment meant, in UTC. Raises Unreadable."""
        return moment(self.text(), self._clock(), self._zone)

    def problem(self) -> str:
        """Why the text is no time, in a sentence; empty where it is one."""
        try:
            self.moment()
        except Unreadable as error:
            return refusal_text(error)
        return ""

    def question(self) -> str:
        """What should be asked about the time, once: it lies long ago. Else empty."""
        at, now = self.moment(), self._clock()
        if now - at < LONG_AGO:
            return ""
        return self.tr("{moment} is {age} ago. Save again if that is meant.").format(
            moment=moment_text(at, self._zone, QLocale(), now), age=age_text(now - at)
        )

    def reading(self) -> str:
        """How the text was understood."""
        return self._reading.text()

    def _retyped(self) -> None:
        self._read()
        self.changed.emit()

    def _read(self) -> None:
        words = ""
        state = ""
        if self.text().strip():
            now = self._clock()
            try:
                at = self.moment()
                words = self.tr("{moment} · {age} ago").format(
                    moment=moment_text(at, self._zone, QLocale(), now), age=age_text(now - at)
                )
            except Unreadable as error:
                state = "" if error.code is Refusal.UNFINISHED else "refused"
        self._reading.setText(words)
        self.edit.setAccessibleDescription(words)
        set_state(self.edit, "refused" if state else "")


class IfSaved(QWidget):
    """The grades as they would be if what is typed were saved, as chips."""

    def __init__(self, scales: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips = {scale: GradeBadge(name, "chip") for scale, name in scales.items()}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(label(self.tr("if saved"), "small"))
        for chip in self._chips.values():
            layout.addWidget(chip)
        layout.addStretch()

    def show_grades(self, grades: Mapping[str, Grade | None]) -> None:
        """Show these grades; a scale that has read nothing cannot be stated."""
        for scale, chip in self._chips.items():
            show_grade(chip, scale, grades.get(scale))

    def texts(self) -> tuple[str, ...]:
        """What the chips say."""
        return tuple(chip.text() for chip in self._chips.values())


class Said(QLabel):
    """One line at a form: why it was refused, what is asked, what was saved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def refuse(self, words: str) -> None:
        """Nothing was saved, and why."""
        self._say(words, "refused")

    def ask(self, words: str) -> None:
        """Something is unlikely; saving again keeps it."""
        self._say(words, "warn")

    def tell(self, words: str) -> None:
        """What was saved."""
        self._say(words, "ok")

    def silence(self) -> None:
        """Say nothing."""
        self._say("", "")

    def _say(self, words: str, role: str) -> None:
        set_look(self, "role", role)
        self.setText(words)
        self.setVisible(bool(words))


class ReadTable(QTableView):
    """A table to be read: letters are not searched for in it, they are the screen's keys."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().strip() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)


def take_the_rest(area: QWidget, least: int) -> None:
    """Let a list take what height is left, however long it is, and at least ``least``."""
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    area.setMinimumHeight(theme.px(least))


def claims_keys(event: QEvent, keys: str) -> bool:
    """Take plain letters and figures for a widget before the window's own keys get them."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    plain = event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
    if plain or not event.text() or event.text().casefold() not in keys:
        return False
    event.accept()
    return True
