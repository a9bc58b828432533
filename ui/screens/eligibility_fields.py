"""One question of the eligibility table a field: a number with its unit, yes or no, or a day."""

from abc import abstractmethod

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from bedside.facts import Answer
from bedside.protocol.edition import Question
from bedside.screening import Amount, trouble
from ui import theme
from ui.shown import quantity_text, refusal_text
from ui.typed import Refusal, Unreadable, day, number
from ui.widgets.choice import Choice, Option
from ui.widgets.parts import label, set_state
from ui.words.eligibility import amount, unit
from ui.words.measures import decimals_of

_DECIMALS = 6
_NUMBER_WIDTH, _UNIT_WIDTH, _DAY_WIDTH, _CHOICE_WIDTH = 84, 102, 132, 84


class Unclear(Exception):
    """What is typed is no answer, and why in words; ``growing``: it may yet become one."""

    def __init__(self, words: str, *, growing: bool = False) -> None:
        super().__init__(words)
        self.words = words
        self.growing = growing


class AnswerField(QWidget):
    """The editor of one question; ``retyped`` at every change that a person makes."""

    retyped = Signal()

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self._shown = Answer(question.id)
        self._untouched: tuple[str, ...] = ()
        self._line_up = QHBoxLayout(self)
        self._line_up.setContentsMargins(0, 0, 0, 0)
        self._line_up.setSpacing(theme.px(6))

    @property
    @abstractmethod
    def editors(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in order."""

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Enter stops."""
        return self.editors

    @abstractmethod
    def texts(self) -> tuple[str, ...]:
        """What is typed and chosen; all blank where nothing is."""

    @abstractmethod
    def _fill(self, answer: Answer) -> None:
        """Show an answer, without a word of change."""

    @abstractmethod
    def _read(self) -> Answer:
        """What is typed as an answer. Raises `Unclear`."""

    def show_answer(self, answer: Answer | None) -> None:
        """Show what is recorded; None for nothing."""
        self._shown = answer or Answer(self.question.id)
        self._fill(self._shown)
        self._untouched = self.texts()

    def answer(self) -> Answer:
        """The answer, or one that says nothing. Raises `Unclear`.

        What nobody touched is as it was recorded, also where the field cannot show it.
        """
        return self._shown if self.texts() == self._untouched else self._read()

    def is_blank(self) -> bool:
        """Whether nothing is typed or chosen."""
        return not any(self.texts())

    def set_refused(self, *, refused: bool) -> None:
        """Mark the field as one that cannot be read."""
        set_state(self.editors[0], "refused" if refused else "")

    def take_keyboard(self) -> None:
        """Put the keyboard here."""
        self.editors[0].setFocus(Qt.FocusReason.TabFocusReason)

    def name(self, caption: str) -> None:
        """What a screen reader says of it."""
        for editor in self.editors:
            editor.setAccessibleName(caption)


class NumberField(AnswerField):
    """A number, and its unit: chosen by its letter where there are several, none at first."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.line = QLineEdit()
        self.line.setFixedWidth(theme.px(_NUMBER_WIDTH))
        self.line.setMaxLength(40)
        self.line.textEdited.connect(self.retyped)
        self._line_up.addWidget(self.line)
        self.unit: Choice | None = None
        if len(question.units) > 1:
            options = [Option(code, _unit_text(code)) for code in question.units]
            self.unit = Choice(options, refusable=False, deferrable=False)
            self.unit.setProperty("entry", None)
            self.unit.setFixedWidth(theme.px(_UNIT_WIDTH))
            self.unit.retyped.connect(self._ask_unit)
            self.unit.retyped.connect(self.retyped)
            self._ask_unit()
            self._line_up.addWidget(self.unit)
        elif question.units:
            self._line_up.addWidget(label(_unit_text(question.units[0]), "second"))

    @property
    def editors(self) -> tuple[QWidget, ...]:
        return (self.line,) if self.unit is None else (self.line, self.unit)

    def name(self, caption: str) -> None:
        super().name(caption)
        if self.unit is not None:
            text = QCoreApplication.translate("Questions", "{question}: unit")
            self.unit.setAccessibleName(text.format(question=caption))

    def texts(self) -> tuple[str, ...]:
        typed = self.line.text().strip()
        return (typed, "" if self.unit is None else self.unit.text())

    def _fill(self, answer: Answer) -> None:
        text = ""
        if answer.number is not None:
            text = quantity_text(answer.number, decimals_of(answer.number, _DECIMALS), QLocale())
        self.line.setText(text)
        if self.unit is not None:
            self.unit.set_text(answer.unit)
            self._ask_unit()

    def _ask_unit(self) -> None:
        """The word that stands where no unit is chosen, which the choice forgets."""
        assert self.unit is not None
        self.unit.setPlaceholderText(QCoreApplication.translate("Questions", "unit"))

    def _read(self) -> Answer:
        try:
            value = number(self.line.text())
        except Unreadable as error:
            raise _unclear(error) from error
        if value is None:
            return Answer(self.question.id)
        units = self.question.units
        code = self.unit.text() if self.unit is not None else (units[0] if units else "")
        if units and not code:
            words = QCoreApplication.translate("Questions", "In which unit?")
            raise Unclear(words, growing=True)
        if trouble(self.question.id, Amount(value, code)) is not None:
            text = QCoreApplication.translate("Questions", "{value} cannot be.")
            if self.unit is not None:
                text = QCoreApplication.translate("Questions", "{value} cannot be. Another unit?")
            raise Unclear(text.format(value=amount(Amount(value, code))))
        return Answer(self.question.id, number=value, unit=code)


class DayField(AnswerField):
    """A day with its year, as 2026-11-25 or 25.11.2026."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.line = QLineEdit()
        self.line.setFixedWidth(theme.px(_DAY_WIDTH))
        self.line.setMaxLength(40)
        self.line.setPlaceholderText(QCoreApplication.translate("Questions", "year-month-day"))
        self.line.textEdited.connect(self.retyped)
        self._line_up.addWidget(self.line)

    @property
    def editors(self) -> tuple[QWidget, ...]:
        return (self.line,)

    def texts(self) -> tuple[str, ...]:
        return (self.line.text().strip(),)

    def _fill(self, answer: Answer) -> None:
        self.line.setText("" if answer.on is None else answer.on.isoformat())

    def _read(self) -> Answer:
        try:
            return Answer(self.question.id, on=day(self.line.text()))
        except Unreadable as error:
            raise _unclear(error) from error


class YesNoField(AnswerField):
    """Yes or no by its letter, or Y and N; Backspace takes it back.

    The arrows go from one to the other, Tab past both.
    """

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self._yes: bool | None = None
        self.buttons: dict[bool, QPushButton] = {}
        for value, words in (
            (True, QCoreApplication.translate("Questions", "Yes")),
            (False, QCoreApplication.translate("Questions", "No")),
        ):
            button = QPushButton(words)
            button.setProperty("kind", "choice")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setFixedWidth(theme.px(_CHOICE_WIDTH))
            button.clicked.connect(lambda _on, value=value: self._choose(value))
            button.installEventFilter(self)
            self.buttons[value] = button
            self._line_up.addWidget(button)
        self._show()

    @property
    def editors(self) -> tuple[QWidget, ...]:
        return tuple(self.buttons.values())

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return self.editors[:1]

    def name(self, caption: str) -> None:
        for button in self.buttons.values():
            text = QCoreApplication.translate("Questions", "{question}: {answer}")
            button.setAccessibleName(text.format(question=caption, answer=button.text()))

    def texts(self) -> tuple[str, ...]:
        return ({True: "yes", False: "no", None: ""}[self._yes],)

    def take_keyboard(self) -> None:
        self.buttons[self._yes is not False].setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self, answer: Answer) -> None:
        self._yes = answer.yes
        self._show()

    def _read(self) -> Answer:
        return Answer(self.question.id, yes=self._yes)

    def _choose(self, value: bool | None) -> None:  # noqa: FBT001 - the answer itself
        self._yes = value
        self._show()
        if value is not None:
            self.buttons[value].setFocus()
        self.retyped.emit()

    def _show(self) -> None:
        for value, button in self.buttons.items():
            button.setChecked(value is self._yes)
            tabbed = value is (self._yes is not False)
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if tabbed else Qt.FocusPolicy.ClickFocus
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters, arrows and Backspace, before the window's own keys."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and self._meant(event) is not _NOTHING:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        meant = self._meant(event)
        if meant is not _NOTHING:
            assert meant is None or isinstance(meant, bool)
            self._choose(meant)
            return True
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.buttons[event.key() == Qt.Key.Key_Left].setFocus()
            return True
        return super().eventFilter(watched, event)

    def _meant(self, event: QKeyEvent) -> object:
        """True, False, None (to be taken back), or `_NOTHING` for any other key."""
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            return _NOTHING
        if event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            return None
        typed = event.text().casefold()
        for value, letter in ((True, "y"), (False, "n")):
            if typed and typed in {letter, self.buttons[value].text()[:1].casefold()}:
                return value
        return _NOTHING


_NOTHING = object()


def answer_field(question: Question) -> AnswerField:
    """The field that suits a question."""
    match question.answer:
        case "number":
            return NumberField(question)
        case "yes_no":
            return YesNoField(question)
        case "date":
            return DayField(question)


def _unit_text(code: str) -> str:
    return unit(code) if code in unit else code


def _unclear(error: Unreadable) -> Unclear:
    return Unclear(refusal_text(error), growing=error.code is Refusal.UNFINISHED)
