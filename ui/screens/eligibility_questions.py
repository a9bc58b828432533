"""The questions of a protocol one below the other, and the keyboard's way through them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from bedside.facts import Answer, Enrolled
from bedside.protocol.edition import Protocol, Question
from ui import theme
from ui.screens.eligibility_fields import AnswerField, Unclear, answer_field
from ui.shown import date_text
from ui.widgets.parts import card, label, set_look
from ui.words.eligibility import group

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "consent": ("consented", "first_study_act", "birth", "screening_day"),
    "lupus": ("acr_1997_count", "sle_since", "active_since_stable", "still_active"),
    "steroid": (
        *("prednisone_mg_day", "immunosuppressant", "steroid_since", "steroid_stable_since"),
    ),
    "activity": (
        *("ana_positive", "anti_dsdna_positive", "anti_sm_positive", "selena_sledai"),
        *("complement_or_dsdna_points", "clinical_sledai"),
    ),
    "kidney": (
        *("proteinuria", "creatinine", "nephritis_prohibited_drugs", "haemodialysis"),
        "prednisone_100",
    ),
}
"""Which questions stand together; all others under "other"."""
_CAPTION = 206


class Read(NamedTuple):
    """What stands in a field: an answer, or why it is none."""

    answer: Answer | None
    unclear: Unclear | None = None


class _Row:
    """A question on the screen: its words, its field, and what is said below."""

    def __init__(self, question: Question) -> None:
        self.caption = label(question.text, "", wrap=True)
        self.caption.setFixedWidth(theme.px(_CAPTION))
        self.field: AnswerField = answer_field(question)
        self.field.name(question.text)
        self.caption.setBuddy(self.field.editors[0])
        self.remark = label("", "small", wrap=True)
        self.remark.hide()
        self.hint = ""

    def say(self, words: str) -> None:
        """Why the field cannot be read; its hint where ``words`` are none."""
        self.remark.setText(words or self.hint)
        self.remark.setVisible(bool(words or self.hint))
        set_look(self.remark, "role", "refused" if words else "small")
        self.field.set_refused(refused=bool(words))
        for editor in self.field.editors:
            editor.setAccessibleDescription(words or self.hint)

    def read(self) -> Read:
        """What stands in the field."""
        try:
            return Read(self.field.answer())
        except Unclear as why:
            return Read(None, why)


class Questions(QScrollArea):
    """A field a question, in groups. Enter goes to the next one.

    ``retyped`` at every change of an answer, ``arrived`` with the question that the keyboard
    reaches, ``finished`` at Enter in the last one.
    """

    retyped = Signal()
    arrived = Signal(str)
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, _Row] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def ask(self, protocol: Protocol) -> None:
        """Ask the questions of a protocol, all blank."""
        questions = protocol.questions or {}
        self._rows = {}
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, theme.px(10), 0)
        layout.setSpacing(theme.px(10))
        for name, asked in _grouped(questions):
            layout.addWidget(self._group(name, asked))
        layout.addStretch()
        self.setWidget(inside)
        self.setVisible(bool(questions))

    def _group(self, name: str, asked: Sequence[Question]) -> QFrame:
        frame = card()
        inside = frame.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.addWidget(label(group(name), "h2"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(5))
        grid.setColumnStretch(1, 1)
        for place, question in enumerate(asked):
            row = _Row(question)
            self._rows[question.id] = row
            grid.addWidget(row.caption, place * 2, 0)
            grid.addWidget(row.field, place * 2, 1, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(row.remark, place * 2 + 1, 0, 1, 2)
            row.field.retyped.connect(lambda asked=question.id: self._retyped(asked))
            for editor in row.field.editors:
                editor.setProperty("question", question.id)
                editor.installEventFilter(self)
        inside.addLayout(grid)
        return frame

    def show_answers(self, recorded: Mapping[str, Answer]) -> None:
        """Show what is recorded, and nothing else."""
        for name, row in self._rows.items():
            row.field.show_answer(recorded.get(name))

    def show_hints(self, known: Enrolled) -> None:
        """Say below the fields what the enrolment holds already."""
        translate, locale = QCoreApplication.translate, QLocale()
        hints = {}
        for name, day in (("consented", known.consented), ("birth", known.birth_date)):
            if day is not None:
                text = translate("Questions", "From the enrolment: {day}")
                hints[name] = text.format(day=date_text(day, locale))
        if known.birth_date is None and known.birth_year is not None:
            text = translate("Questions", "From the enrolment: born in {year}")
            hints["birth"] = text.format(year=known.birth_year)
        for name, row in self._rows.items():
            row.hint = hints.get(name, "")
            self.scold(name, growing=False)

    # --- what is answered ---------------------------------------------------------------------

    def read(self) -> dict[str, Read]:
        """What stands in every field, in the order of the questions."""
        return {name: row.read() for name, row in self._rows.items()}

    def field(self, question: str) -> AnswerField:
        """The field of a question."""
        return self._rows[question].field

    def said(self, question: str) -> str:
        """What stands below a field."""
        return self._rows[question].remark.text()

    def scold(self, question: str, *, growing: bool = True) -> None:
        """Say why a field cannot be read; of what may yet become something only if ``growing``."""
        row = self._rows[question]
        why = row.read().unclear
        row.say(why.words if why is not None and (growing or not why.growing) else "")

    def _retyped(self, question: str) -> None:
        self.scold(question, growing=False)
        self.retyped.emit()

    # --- the keyboard -------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard to the first question that nobody answered."""
        rows = list(self._rows.values())
        blank = [row for row in rows if row.field.is_blank() and not row.hint]
        for row in (blank or rows)[:1]:
            row.field.take_keyboard()

    def go_to(self, wanted: Sequence[str]) -> None:
        """Put the keyboard to the first of these questions that is asked."""
        for question in wanted:
            if question in self._rows:
                self._rows[question].field.take_keyboard()
                return

    def _go_on(self, editor: QWidget, question: str) -> None:
        """Put the keyboard to the next stop; behind the last one say that it is finished."""
        field = self._rows[question].field
        stops = field.stops
        place = stops.index(editor) if editor in stops else 0
        if place + 1 < len(stops):
            stops[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
            return
        names = list(self._rows)
        following = names[names.index(question) + 1 :]
        if following:
            self._rows[following[0]].field.take_keyboard()
        else:
            self.finished.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on; a field that the keyboard reaches comes into sight."""
        question = watched.property("question")
        if not isinstance(watched, QWidget) or question not in self._rows:
            return super().eventFilter(watched, event)
        field = self._rows[question].field
        match event.type():
            case QEvent.Type.FocusIn:
                self.ensureWidgetVisible(field, 0, theme.px(60))
                self.arrived.emit(question)
            case QEvent.Type.FocusOut if not any(e.hasFocus() for e in field.editors):
                self.scold(question)
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
                if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not held:
                    self._go_on(watched, question)
                    return True
            case _:
                pass
        return super().eventFilter(watched, event)


def _grouped(questions: Mapping[str, Question]) -> Iterator[tuple[str, list[Question]]]:
    """The questions by group, each group in the order in which it is to be asked."""
    known = {name for names in _GROUPS.values() for name in names}
    for name, names in _GROUPS.items():
        asked = [questions[question] for question in names if question in questions]
        if asked:
            yield name, asked
    others = [question for name, question in questions.items() if name not in known]
    if others:
        yield "other", others
