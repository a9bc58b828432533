"""The form for an adverse event: which, how bad, since when, from what, how serious."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import cast

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from bedside.adverse.log import Event
from bedside.adverse.proposals import Proposal
from bedside.chart import Chart
from bedside.facts import AdverseEvent, CtcaeVersion, EventAction, EventScale, Relation
from bedside.timeline import Draft
from ui import theme
from ui.screens.patient.adverse_grades import GradeButtons
from ui.screens.patient.adverse_refused import Refused
from ui.screens.patient.adverse_serious import SeriousFields
from ui.screens.patient.adverse_terms import OTHER, Offered, meant, terms, typed_for
from ui.screens.patient.forms import Chosen, MomentField
from ui.widgets.choice import Option
from ui.widgets.parts import label, set_state
from ui.words.adverse import event_action, relation
from ui.words.codes import capitalised

_DEATH = 5


def typed_moment(at: datetime, chart: Chart) -> str:
    """A moment as somebody would type it at this site."""
    return f"{at.astimezone(chart.zone):%Y-%m-%d %H:%M}"


class EventForm(QWidget):
    """One adverse event: new, one that the record proposes, or one to be corrected.

    ``retyped`` at every keystroke, ``finished`` on Enter in the last field.
    """

    retyped = Signal()
    finished = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._version: CtcaeVersion = "5.0"
        self._clock = clock
        self._proposal: tuple[str, int | None] = ("", None)
        self._scaled: tuple[EventScale | None, int | None] = (None, None)
        self._amended: Event | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(label(self.tr("Event"), "label"))
        layout.addWidget(self._make_term())
        self._soc = label("", "small", wrap=True)
        layout.addWidget(self._soc)
        layout.addWidget(self._make_specify())
        layout.addSpacing(theme.px(4))
        self._caption = label("", "label")
        layout.addWidget(self._caption)
        self.grades = GradeButtons()
        self.grades.retyped.connect(self.retyped)
        self.specify.returnPressed.connect(self.grades.begin)
        layout.addWidget(self.grades)
        layout.addSpacing(theme.px(4))
        layout.addWidget(label(self.tr("Onset"), "label"))
        self.onset = MomentField(clock, self.tr("When it began"))
        self.onset.edit.setFixedWidth(theme.px(150))
        self.onset.changed.connect(self.retyped)
        self.onset.advanced.connect(self.finished)
        self.grades.advanced.connect(self.onset.edit.setFocus)
        layout.addWidget(self.onset)
        layout.addSpacing(theme.px(4))
        layout.addLayout(self._make_relations())
        layout.addSpacing(theme.px(4))
        self.serious = SeriousFields(clock)
        self.serious.retyped.connect(self.retyped)
        layout.addWidget(self.serious)
        self._make_rest(layout)
        layout.addStretch()
        self._show_term()

    def _make_specify(self) -> QLineEdit:
        self.specify = QLineEdit()
        self.specify.setAccessibleName(self.tr("Which other event"))
        self.specify.setPlaceholderText(self.tr("Specify: what is it?"))
        self.specify.textEdited.connect(self.retyped)
        return self.specify

    def _make_rest(self, layout: QVBoxLayout) -> None:
        self.aesi = QCheckBox(self.tr("Event of special interest"))
        self.aesi.toggled.connect(self.retyped)
        layout.addWidget(self.aesi)
        self.action = Chosen(self.tr("What was done about it"), action_options())
        self.action.retyped.connect(self.retyped)
        layout.addWidget(self.action)
        self.comment = QLineEdit()
        self.comment.setAccessibleName(self.tr("Comment"))
        self.comment.setPlaceholderText(self.tr("Comment"))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("Why it is corrected"))
        self.reason.setPlaceholderText(self.tr("Why is it corrected?"))
        for line in (self.comment, self.reason):
            line.textEdited.connect(self.retyped)
            line.returnPressed.connect(self.finished)
            layout.addWidget(line)

    def _make_term(self) -> QLineEdit:
        self.term = QLineEdit()
        self.term.setProperty("entry", "true")
        self.term.setAccessibleName(self.tr("Event by its CTCAE term"))
        self.term.setPlaceholderText(self.tr("Letters of its CTCAE term"))
        self._names = QStringListModel(list(terms(self._version)), self)
        completer = QCompleter(self)
        completer.setModel(self._names)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(10)
        completer.activated.connect(self._completed)
        self.term.setCompleter(completer)
        self.term.textEdited.connect(self._term_typed)
        self.term.returnPressed.connect(self._on_from_term)
        return self.term

    def _make_relations(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(theme.px(6))
        grid.addWidget(label(self.tr("Related to"), "label"), 0, 0, 1, 2)
        names = {
            "to_product": self.tr("Cells"),
            "to_conditioning": self.tr("Conditioning"),
            "to_lupus": self.tr("Lupus"),
            "to_other": self.tr("Another cause"),
        }
        self.relations: dict[str, Chosen] = {}
        for place, (field, name) in enumerate(names.items()):
            options = [
                Option(code, self.tr("{cause}: {relation}").format(
                    cause=name, relation=relation(code)))
                for code in relation.codes
            ]  # fmt: skip
            chosen = Chosen(name, options)
            chosen.retyped.connect(self.retyped)
            self.relations[field] = chosen
            grid.addWidget(chosen, 1 + place // 2, place % 2)
        return grid

    # --- what is typed ------------------------------------------------------------------------

    def show_chart(self, chart: Chart, version: CtcaeVersion) -> None:
        """Know the patient and the version that the protocol pins; what is typed stays."""
        self._chart = chart
        if version != self._version:
            self._version = version
            self._names.setStringList(list(terms(version)))
            self._show_term()
        self.onset.refresh(chart.zone)
        self.serious.refresh(chart.zone)

    def text(self) -> dict[str, str]:
        """What is typed and chosen, by field; nothing where all of it is as at first."""
        text = {
            "term": self.term.text(),
            "specify": self.specify.text(),
            "grade": str(self.grades.grade() or ""),
            "onset": self.onset.text(),
            **{name: chosen.text_kept() for name, chosen in self.relations.items()},
            **self.serious.text(),
            "aesi": "yes" if self.aesi.isChecked() else "",
            "action": self.action.text_kept(),
            "comment": self.comment.text(),
            "reason": self.reason.text(),
        }
        return {name: value for name, value in text.items() if value}

    def set_text(self, text: Mapping[str, str]) -> None:
        """Put text back, without a word of change."""
        self.blockSignals(True)
        self.term.setText(text.get("term", ""))
        self.specify.setText(text.get("specify", ""))
        self._show_term()
        grade = text.get("grade", "")
        self.grades.set_grade(int(grade) if grade.isdigit() else None)
        self.onset.set_text(text.get("onset", ""))
        for name, chosen in self.relations.items():
            chosen.set_text(text.get(name, ""))
        self.serious.set_text(text)
        self.aesi.setChecked(bool(text.get("aesi")))
        self.action.set_text(text.get("action", ""))
        self.comment.setText(text.get("comment", ""))
        self.reason.setText(text.get("reason", ""))
        self.blockSignals(False)

    def set_cause(self, proposal: Proposal | None, amended: Event | None) -> None:
        """What the form is about, beside what is typed: a proposal, an event to be corrected."""
        self._proposal, self._scaled = ("", None), (None, None)
        if proposal is not None:
            self._proposal = (proposal.key, proposal.astct)
            self._scaled = (proposal.scale, proposal.scale_grade)
        if amended is not None:
            self._proposal = (amended.fact.proposed_by, amended.fact.astct)
            self._scaled = (amended.fact.scale, amended.fact.scale_grade)
        self._amended = amended
        self.reason.setVisible(amended is not None)
        self.serious.set_known(None)

    def fill(self, proposal: Proposal) -> None:
        """Begin with what the record proposes: term, onset, and the grade where it is certain."""
        assert self._chart is not None
        grade = None if proposal.at_least else proposal.ctcae
        self.set_text(
            {
                "term": typed_for(proposal.term, proposal.version),
                "specify": proposal.specify,
                "grade": "" if grade is None else str(grade),
                "onset": typed_moment(proposal.onset, self._chart),
            }
        )

    def fill_from(self, event: Event) -> None:
        """Begin with an event as it stands in the record."""
        assert self._chart is not None
        fact = event.fact
        self.set_text(
            {
                "term": typed_for(fact.term, fact.version),
                "specify": fact.specify,
                "grade": str(fact.grade),
                "onset": typed_moment(event.onset, self._chart),
                **{name: getattr(fact, name) or "" for name in self.relations},
                "serious": " ".join(fact.serious),
                "aware": "" if fact.aware is None else typed_moment(fact.aware, self._chart),
                "aesi": "yes" if fact.aesi else "",
                "action": fact.action or "",
                "comment": fact.comment,
            }
        )

    def begin(self) -> None:
        """Put the keyboard into the first field that is still to be filled."""
        if not self.term.text().strip():
            self.term.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._amended is not None:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.grades.begin()

    def _offered(self) -> Offered | None:
        return meant(self.term.text(), self._version).offered

    def _term_typed(self) -> None:
        set_state(self.term, "")
        self._show_term()
        self.retyped.emit()

    def _completed(self, name: str) -> None:
        self.term.setText(name)
        self._term_typed()
        self._on_from_term()

    def _on_from_term(self) -> None:
        found = meant(self.term.text(), self._version)
        if found.offered is None:
            set_state(self.term, "refused" if self.term.text().strip() else "")
            return
        self.term.setText(typed_for(found.offered.term.id, found.offered.version))
        self._term_typed()
        if found.offered.term.id in OTHER and not self.specify.text().strip():
            self.specify.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.grades.begin()

    def _show_term(self) -> None:
        offered = self._offered()
        self.grades.show_term(None if offered is None else offered.term)
        version = self._version if offered is None else offered.version
        self._caption.setText(self.tr("Grade by CTCAE {version}").format(version=version))
        self._soc.setText("" if offered is None else offered.term.soc)
        self._soc.setVisible(offered is not None)
        self.specify.setVisible(offered is not None and offered.term.id in OTHER)

    # --- reading it ---------------------------------------------------------------------------

    def drafts(self) -> tuple[Draft, ...]:
        """What is typed as an entry. Raises `Refused`."""
        assert self._chart is not None
        found = meant(self.term.text(), self._version)
        if found.offered is None:
            raise Refused(found.refused, self.term)
        offered = found.offered
        specify = self.specify.text().strip() if offered.term.id in OTHER else ""
        if offered.term.id in OTHER and not specify:
            raise Refused(self.tr("Specify what it is."), self.specify)
        grade = self.grades.grade()
        if grade is None:
            first = next(button for button in self.grades.buttons.values() if button.isEnabled())
            raise Refused(self.tr("Choose the grade."), first)
        if problem := self.onset.problem():
            raise Refused(problem, self.onset.edit)
        onset, aware = self._moments()
        reason = self.reason.text().strip()
        if self._amended is not None and not reason:
            raise Refused(self.tr("Say why it is corrected."), self.reason)
        key, astct = self._proposal
        scale, scale_grade = self._scaled
        fact = AdverseEvent(
            offered.term.id,
            offered.version,
            grade,
            specify,
            to_product=self._relation("to_product"),
            to_conditioning=self._relation("to_conditioning"),
            to_lupus=self._relation("to_lupus"),
            to_other=self._relation("to_other"),
            serious=self.serious.criteria(),
            aware=aware,
            aesi=self.aesi.isChecked(),
            action=cast("EventAction | None", self.action.text_kept() or None),
            proposed_by=key,
            astct=astct,
            comment=self.comment.text().strip(),
            scale=scale,
            scale_grade=scale_grade,
        )
        if self._amended is None:
            return (Draft(self._chart.patient, onset, fact),)
        amends = self._amended.entry.id
        return (Draft(self._chart.patient, onset, fact, amends=amends, reason=reason),)

    def _moments(self) -> tuple[datetime, datetime | None]:
        """The onset, and since when the site knows; the minute typed last stands for its whole."""
        onset, aware = self.onset.moment(), self.serious.moment()
        if aware is not None and aware < onset.replace(second=0, microsecond=0):
            words = self.tr("Nobody can know of it before it began.")
            raise Refused(words, self.serious.aware.edit)
        return onset, aware

    def _relation(self, name: str) -> Relation | None:
        return cast("Relation | None", self.relations[name].text_kept() or None)

    def questions(self) -> Sequence[str]:
        """What should be asked, once."""
        if self.grades.grade() == _DEATH and "death" not in self.serious.criteria():
            return [self.tr("Grade 5 is death and is not marked as serious. Save again if so.")]
        return []


def action_options() -> list[Option]:
    """What may have been done about an event."""
    return [Option(code, capitalised(event_action(code))) for code in event_action.codes]
