"""What follows an adverse event: a change, its end, its report; and a proposal that is none."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from bedside.adverse.log import Event, named
from bedside.adverse.proposals import Proposal
from bedside.chart import Chart
from bedside.facts import (
    AdverseEventChanged,
    AdverseEventDismissed,
    AdverseEventEnded,
    EventAction,
    EventOutcome,
    Fact,
    SaeReported,
)
from bedside.timeline import Draft
from grading.ctcae.terms import TERMS
from ui import theme
from ui.screens.patient.adverse_form import action_options, typed_moment
from ui.screens.patient.adverse_grades import GradeButtons
from ui.screens.patient.adverse_refused import Refused
from ui.screens.patient.adverse_serious import SeriousFields
from ui.screens.patient.forms import Chosen, MomentField
from ui.widgets.choice import Option
from ui.widgets.parts import label
from ui.words.adverse import event_outcome
from ui.words.codes import capitalised

_DEATH = 5


class FollowForm(QWidget):
    """Fields about one event or proposal, with the time and free words at the end.

    ``retyped`` at every keystroke, ``finished`` on Enter in the last field.
    """

    retyped = Signal()
    finished = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self.event_: Event | None = None
        self.proposal: Proposal | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(6))
        self.about = label("", "strong", wrap=True)
        self._layout.addWidget(self.about)
        self.time = MomentField(clock, self.tr("When"))
        self.time.edit.setFixedWidth(theme.px(150))
        self.time.changed.connect(self.retyped)
        self.time.advanced.connect(self.finished)
        self.comment = QLineEdit()
        self.comment.setAccessibleName(self.tr("Comment"))
        self.comment.setPlaceholderText(self.tr("Comment"))
        self.comment.textEdited.connect(self.retyped)
        self.comment.returnPressed.connect(self.finished)

    def _close(self, when: str) -> None:
        """The fields that every form ends with."""
        self._layout.addWidget(label(when, "label"))
        self._layout.addWidget(self.time)
        self._layout.addWidget(self.comment)
        self._layout.addStretch()

    def about_event(self, event: Event, chart: Chart, proposal: Proposal | None = None) -> None:
        """Begin anew, about this event; ``proposal`` is the change that the record proposes."""
        self._chart, self.event_, self.proposal = chart, event, proposal
        fact = event.fact
        self.about.setText(named(fact.term, fact.version, fact.specify))
        self.time.refresh(chart.zone)
        self.set_text({})

    def refresh(self, chart: Chart) -> None:
        """Show what now is."""
        self._chart = chart
        self.time.refresh(chart.zone)

    def text(self) -> dict[str, str]:
        """What is typed and chosen, by field."""
        text = {"time": self.time.text(), "comment": self.comment.text(), **self._text()}
        return {name: value for name, value in text.items() if value}

    def set_text(self, text: Mapping[str, str]) -> None:
        """Put text back, without a word of change."""
        self.time.set_text(text.get("time", ""))
        self.comment.setText(text.get("comment", ""))
        self._set_text(text)

    def _text(self) -> dict[str, str]:
        return {}

    def _set_text(self, text: Mapping[str, str]) -> None:
        """Put back what this form has of its own."""

    @abstractmethod
    def begin(self) -> None:
        """Put the keyboard into the first field."""

    @abstractmethod
    def facts(self, at: datetime) -> tuple[Fact, ...]:
        """What is typed, as facts of a moment. Raises `Refused`."""

    def drafts(self) -> tuple[Draft, ...]:
        """What is typed as entries. Raises `Refused`."""
        assert self._chart is not None
        if problem := self.time.problem():
            raise Refused(problem, self.time.edit)
        at = self.time.moment()
        if self.event_ is not None and at < self.event_.onset.replace(second=0, microsecond=0):
            raise Refused(self.tr("The event began later than that."), self.time.edit)
        at = at if self.event_ is None else max(at, self.event_.onset)
        return tuple(Draft(self._chart.patient, at, fact) for fact in self.facts(at))

    def questions(self) -> Sequence[str]:
        """What should be asked, once."""
        return []

    @property
    def key(self) -> str:
        """The event that it is about; "" without one."""
        return "" if self.event_ is None else self.event_.key


class ChangeForm(FollowForm):
    """Another grade, other criteria of seriousness, something done."""

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(clock, parent)
        self._layout.addWidget(label(self.tr("Grade from now on"), "label"))
        self.grades = GradeButtons()
        self.grades.retyped.connect(self.retyped)
        self.grades.advanced.connect(self.time.edit.setFocus)
        self._layout.addWidget(self.grades)
        self.serious = SeriousFields(clock)
        self.serious.retyped.connect(self.retyped)
        self._layout.addWidget(self.serious)
        self.action = Chosen(self.tr("What was done about it"), action_options())
        self.action.retyped.connect(self.retyped)
        self._layout.addWidget(self.action)
        self._close(self.tr("Since"))

    def about_event(self, event: Event, chart: Chart, proposal: Proposal | None = None) -> None:
        """Begin with what holds now, and the grade that is proposed where there is one."""
        self.serious.set_known(event.aware if event.is_serious else None)
        self.serious.refresh(chart.zone)
        self.grades.show_term(TERMS[event.fact.version].get(event.fact.term))
        super().about_event(event, chart, proposal)
        text = {"serious": " ".join(event.serious)}
        if proposal is not None:
            grade = None if proposal.at_least else proposal.ctcae
            text["time"] = typed_moment(max(proposal.level_at, event.onset), chart)
            text["grade"] = "" if grade is None else str(grade)
        self.set_text(text)

    def begin(self) -> None:
        self.grades.begin()

    def _text(self) -> dict[str, str]:
        grade = str(self.grades.grade() or "")
        return {"grade": grade, "action": self.action.text_kept(), **self.serious.text()}

    def _set_text(self, text: Mapping[str, str]) -> None:
        grade = text.get("grade", "")
        self.grades.set_grade(int(grade) if grade.isdigit() else None)
        self.action.set_text(text.get("action", ""))
        self.serious.set_text(text)

    def facts(self, at: datetime) -> tuple[Fact, ...]:  # noqa: ARG002
        assert self.event_ is not None
        criteria = self.serious.criteria()
        changed = frozenset(criteria) != frozenset(self.event_.serious)
        grade, comment = self.grades.grade(), self.comment.text().strip()
        action = cast("EventAction | None", self.action.text_kept() or None)
        proposal = self.proposal
        scaled = proposal is not None and proposal.scale is not None
        if grade is None and not changed and action is None and not comment and not scaled:
            first = next((b for b in self.grades.buttons.values() if b.isEnabled()), self.comment)
            raise Refused(self.tr("Nothing is changed yet."), first)
        aware = self.serious.moment() if changed else None
        if aware is not None and aware < self.event_.onset.replace(second=0, microsecond=0):
            words = self.tr("Nobody can know of it before it began.")
            raise Refused(words, self.serious.aware.edit)
        fact = AdverseEventChanged(
            self.key,
            grade,
            criteria if changed else None,
            aware,
            action,
            None if proposal is None else proposal.astct,
            comment,
            None if proposal is None else proposal.scale,
            None if proposal is None else proposal.scale_grade,
        )
        return (fact,)


class EndForm(FollowForm):
    """The event is over, and how it came out."""

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(clock, parent)
        self.outcome = Chosen(
            self.tr("Outcome"),
            [Option(code, capitalised(event_outcome(code))) for code in event_outcome.codes],
        )
        self.outcome.retyped.connect(self._chosen)
        self._layout.addWidget(self.outcome)
        self._close(self.tr("Over since"))

    def begin(self) -> None:
        self.outcome.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> None:
        if self.outcome.text_kept():
            self.time.edit.setFocus(Qt.FocusReason.TabFocusReason)
        self.retyped.emit()

    def _text(self) -> dict[str, str]:
        return {"outcome": self.outcome.text_kept()}

    def _set_text(self, text: Mapping[str, str]) -> None:
        self.outcome.set_text(text.get("outcome", ""))

    def facts(self, at: datetime) -> tuple[Fact, ...]:  # noqa: ARG002
        event = self.event_
        assert event is not None
        outcome = cast("EventOutcome | None", self.outcome.text_kept() or None)
        if outcome is None:
            raise Refused(self.tr("Choose how it came out."), self.outcome)
        ended = AdverseEventEnded(event.key, outcome, self.comment.text().strip())
        if outcome != "fatal" or event.grade == _DEATH:
            return (ended,)
        term = TERMS[event.fact.version].get(event.fact.term)
        if term is None or term.wording[_DEATH - 1] is None:
            words = self.tr("This term has no grade 5: write the cause of death as another event.")
            raise Refused(words, self.outcome)
        return (AdverseEventChanged(event.key, _DEATH), ended)

    def questions(self) -> Sequence[str]:
        if self.outcome.text_kept() == "fatal" and self.event_ is not None:
            if self.event_.grade == _DEATH:
                return []
            return [self.tr("Fatal is grade 5: save again to write that down too.")]
        return []


class ReportForm(FollowForm):
    """A serious event was reported: to whom, and when."""

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(clock, parent)
        self.to = QLineEdit()
        self.to.setProperty("entry", "true")
        self.to.setAccessibleName(self.tr("Reported to"))
        self.to.setPlaceholderText(self.tr("Reported to: the sponsor, the safety desk …"))
        self.to.textEdited.connect(self.retyped)
        self.to.returnPressed.connect(self.time.edit.setFocus)
        self._layout.addWidget(self.to)
        self._close(self.tr("Reported at"))

    def begin(self) -> None:
        self.to.setFocus(Qt.FocusReason.OtherFocusReason)

    def _text(self) -> dict[str, str]:
        return {"to": self.to.text()}

    def _set_text(self, text: Mapping[str, str]) -> None:
        self.to.setText(text.get("to", ""))

    def facts(self, at: datetime) -> tuple[Fact, ...]:
        event = self.event_
        assert event is not None
        if not self.to.text().strip():
            raise Refused(self.tr("To whom was it reported?"), self.to)
        if event.aware is not None and at < event.aware.replace(second=0, microsecond=0):
            words = self.tr("The site knew of it later than that.")
            raise Refused(words, self.time.edit)
        return (SaeReported(event.key, self.to.text().strip(), self.comment.text().strip()),)


class DismissForm(FollowForm):
    """What the record proposes is no adverse event, or no worse one; and why."""

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(clock, parent)
        self.comment.setPlaceholderText(self.tr("Why is it no adverse event?"))
        self.comment.setAccessibleName(self.tr("Why it is no adverse event"))
        self._layout.addWidget(self.comment)
        self._layout.addStretch()
        self.time.setParent(self)
        self.time.hide()

    def about_proposal(self, proposal: Proposal, chart: Chart) -> None:
        """Begin anew, about this proposal."""
        self._chart, self.event_, self.proposal = chart, None, proposal
        self.about.setText(named(proposal.term, proposal.version, proposal.specify))
        self.time.refresh(chart.zone)
        self.set_text({})

    def begin(self) -> None:
        self.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    def facts(self, at: datetime) -> tuple[Fact, ...]:  # noqa: ARG002
        assert self.proposal is not None
        reason = self.comment.text().strip()
        if not reason:
            raise Refused(self.tr("Say why it is no adverse event."), self.comment)
        return (AdverseEventDismissed(self.proposal.key, self.proposal.level, reason),)
