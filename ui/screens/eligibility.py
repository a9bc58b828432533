"""Whether a patient may take part: the questions, and the criteria judged as they are answered."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from bedside.chart import Chart
from bedside.eligibility import Eligible, Verdict, answers_of, eligible, judged
from bedside.facts import Answer, Enrolled, Screened
from bedside.protocol.edition import Criterion, Protocol
from bedside.timeline import Draft
from ui import theme
from ui.screens.eligibility_fields import AnswerField
from ui.screens.eligibility_questions import Questions
from ui.screens.eligibility_table import CriteriaTable
from ui.widgets.form import Answer as Drafts
from ui.widgets.form import Form, Refused
from ui.widgets.parts import card, label, set_look
from ui.words.eligibility import summary, whole

_LOOKS: Mapping[Eligible, str] = {"eligible": "ok", "not_eligible": "late", "unknown": "strong"}
_LEFT, _RIGHT = 470, 600
_FORM = (1200, 740)
_ANY_WIDTH = (1 << 24) - 1


class EligibilityPanel(QWidget):
    """The questions of a protocol at the left, its criteria as they then stand at the right.

    Enter goes to the next question; ``changed`` at every change of an answer, ``finished`` at
    Enter in the last one. Enter on a criterion goes to what it lacks.
    """

    changed = Signal()
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._protocol: Protocol | None = None
        self._enrolled = Enrolled()
        self._recorded: Mapping[str, Answer] = {}
        self._verdicts: tuple[Verdict, ...] = ()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(8))
        self._whole = label("", "strong", wrap=True)
        self._summary = label("", "second")
        outer.addWidget(self._whole)
        outer.addWidget(self._summary)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(theme.px(12))
        self._questions = Questions()
        self._halves.addWidget(self._questions, 1)
        self._table = CriteriaTable()
        frame = card(margins=(4, 2, 4, 4))
        inside = frame.layout()
        assert inside is not None
        inside.addWidget(self._table)
        self._halves.addWidget(frame, 1)
        outer.addLayout(self._halves, 1)
        self._questions.retyped.connect(self._judge)
        self._questions.retyped.connect(self.changed)
        self._questions.arrived.connect(self._table.point_to)
        self._questions.finished.connect(self.finished)
        self._table.asked.connect(self._go_to_lacking)

    # --- what is shown ------------------------------------------------------------------------

    def show_questions(
        self, protocol: Protocol, enrolled: Enrolled, answers: Mapping[str, Answer]
    ) -> None:
        """Ask the questions of a protocol; ``answers`` are those in the record.

        What was typed stays as long as protocol and recorded answers are the same.
        """
        asks_others = protocol != self._protocol
        if asks_others:
            self._protocol = protocol
            self._questions.ask(protocol)
        if asks_others or answers != self._recorded:
            self._recorded = dict(answers)
            self._questions.show_answers(self._recorded)
        self._enrolled = enrolled
        self._questions.show_hints(enrolled)
        self._judge()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Questions and criteria side by side; one above the other where there is no room."""
        super().resizeEvent(event)
        beside = event.size().width() >= theme.px(_LEFT + _RIGHT)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(way)
        self._questions.setMaximumWidth(theme.px(_LEFT) if beside else _ANY_WIDTH)

    def summary(self) -> tuple[str, str]:
        """The two lines above the table: the whole, and how many stand how."""
        return (self._whole.text(), self._summary.text())

    def row(self, criterion: str) -> tuple[str, ...]:
        """The line of a criterion as it is shown. StopIteration if there is none such."""
        place = next(n for n, v in enumerate(self._verdicts) if v.criterion.id == criterion)
        return self._table.texts(place)

    # --- what is answered ---------------------------------------------------------------------

    def answers(self) -> tuple[Answer, ...]:
        """The answers that differ from the record, in the order of the questions.

        One that says nothing takes back what is recorded. What cannot be read is left out.
        """
        read = {name: one.answer for name, one in self._questions.read().items()}
        return tuple(
            answer
            for name, answer in read.items()
            if answer is not None and answer != self._recorded.get(name, Answer(name))
        )

    def problems(self) -> dict[str, str]:
        """The questions of which the field cannot be read, and why in words."""
        read = self._questions.read()
        return {name: one.unclear.words for name, one in read.items() if one.unclear is not None}

    def has_no_problems(self) -> bool:
        """Whether all can be read; if not, it is said at the fields, the keyboard at the first."""
        problems = self.problems()
        for name in problems:
            self._questions.scold(name)
        self._questions.go_to(tuple(problems))
        return not problems

    def verdicts(self) -> tuple[Verdict, ...]:
        """The criteria as they stand with what is typed."""
        return self._verdicts

    def eligible(self) -> Eligible:
        """The table as a whole."""
        return eligible(self._verdicts)

    def begin(self) -> None:
        """Put the keyboard to the first question that nobody answered."""
        self._questions.begin()

    def field(self, question: str) -> AnswerField:
        """The field of a question."""
        return self._questions.field(question)

    def said(self, question: str) -> str:
        """What stands below a field."""
        return self._questions.said(question)

    def _judge(self) -> None:
        assert self._protocol is not None
        known = {name: read.answer or Answer(name) for name, read in self._questions.read().items()}
        self._verdicts = judged(self._protocol, self._enrolled, known)
        self._table.show_verdicts(self._verdicts, self._protocol)
        self._whole.setText(whole(self._verdicts))
        set_look(self._whole, "role", _LOOKS[self.eligible()])
        self._summary.setText(summary(self._verdicts) if self._verdicts else "")

    def _go_to_lacking(self, criterion: Criterion) -> None:
        found = next(v for v in self._verdicts if v.criterion == criterion)
        lacking = found.values.get("questions", ()) if found.code == "missing" else ()
        self._questions.go_to([*(lacking if isinstance(lacking, tuple) else ()), *criterion.asks])


class ScreeningForm(Form):
    """The eligibility table of a patient who is in the record, to be answered or corrected."""

    def __init__(
        self,
        chart: Chart,
        protocol: Protocol,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("Questions", "Eligibility of {patient} for {protocol}").format(
                patient=chart.patient, protocol=protocol.short
            ),
            translate("Questions", "Save answers"),
            parent,
        )
        self._patient = chart.patient
        self._protocol = protocol
        self._clock = clock
        self.panel = EligibilityPanel()
        self.add_widget(self.panel)
        recorded = answers_of(chart.timeline, protocol.id)
        self.panel.show_questions(protocol, chart.person.enrolled, recorded)
        self.panel.changed.connect(self._forget)
        self.panel.finished.connect(self.take.setFocus)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.setStretchFactor(self._top, 100)  # the form has no fields of its own
        wanted = QSize(theme.px(_FORM[0]), theme.px(_FORM[1]))
        self.resize(wanted.boundedTo(self.screen().availableSize()))
        self.panel.begin()

    def read(self) -> Drafts:
        translate = QCoreApplication.translate
        if not self.panel.has_no_problems():
            text = translate("Questions", "Answers that cannot be read: {n}. Nothing was saved.")
            raise Refused("", text.format(n=len(self.panel.problems())))
        answers = self.panel.answers()
        if not answers:
            raise Refused("", translate("Questions", "No answer is new."))
        fact = Screened(self._protocol.id, self._protocol.edition, answers)
        return (Draft(self._patient, self._clock(), fact),)

    def _forget(self) -> None:
        """What was said of the last attempt does not hold any more."""
        self._said.clear()
        self._said.hide()
