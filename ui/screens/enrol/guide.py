"""Enrol a patient step by step, or correct who somebody is."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from PySide6.QtCore import QCoreApplication, QLocale, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from bedside.chart import Person
from bedside.facts import Admitted, Deviation, Enrolled, Fact, Note, Screened
from bedside.follow.foreseen import foreseen
from bedside.protocol.edition import Protocol
from bedside.timeline import Draft, Entry
from grading.signs import Planned
from ui import theme, words
from ui.screens.eligibility import EligibilityPanel
from ui.screens.enrol.identity import (
    add_identity,
    alike,
    ask_unlikely,
    read_id,
    read_identity,
)
from ui.screens.enrol.steps import Steps
from ui.screens.enrol.summary import Summary
from ui.screens.enrol.trial import TrialFields
from ui.shown import moment_text, refusal_text
from ui.typed import Unreadable, moment
from ui.widgets.form import Answer, Asked, Refused
from ui.widgets.parts import label
from ui.words.eligibility import whole
from ui.words.protocol import edition as edition_text
from ui.words.protocol import level as level_text

_AHEAD = timedelta(days=400)
"""How far ahead an infusion may be planned."""
_WITH_YEAR = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[ T].*|\d{1,2}\.\d{1,2}\.\d{4} .*")
_SIZE, _SIZE_OF_TABLE = (720, 560), (1200, 720)


class Enrol(Steps):
    """Identity, protocol with its eligibility, bed and planned infusion of a new patient.

    ``taken`` are the ids in the record, which no new patient may have; ``protocols`` the editions
    to choose from. Nothing is written before the last step, then all of it at once. With
    ``person`` it corrects the identity of somebody enrolled already; then the id stands, and so
    does the edition.
    """

    opened = Signal(str)
    """The patient who was saved."""

    def __init__(
        self,
        taken: Collection[str],
        clock: Callable[[], datetime],
        zone: tzinfo,
        parent: QWidget | None = None,
        *,
        person: Person | None = None,
        protocols: Sequence[Protocol] = (),
    ) -> None:
        translate = QCoreApplication.translate
        title = (
            translate("Enrol", "Enrol a patient")
            if person is None
            else translate("Enrol", "Identity of {patient}").format(patient=person.patient)
        )
        action = (
            translate("Enrol", "Enrol") if person is None else translate("Enrol", "Save identity")
        )
        super().__init__(title, action, parent)
        self._clock = clock
        self._zone = zone
        self._taken = {alike(patient) for patient in taken}
        self._person = person
        self._known = person.enrolled if person else Enrolled()
        self._answered: set[str] = set()
        self._leaving = False
        self._trial: TrialFields | None = None
        self._panel: EligibilityPanel | None = None
        self._make_identity()
        if person is None:
            self._make_trial(protocols)
            self._make_eligibility()
            self._make_plan()
        else:
            self._make_correction()
        for name in ("weight", "height"):
            editor = self.editor(name)
            assert isinstance(editor, QLineEdit)
            editor.textEdited.connect(lambda _text: self._answered.clear())
        self.show_page("identity")
        self.make_room(*_SIZE)

    # --- making it ----------------------------------------------------------------------------

    def _make_identity(self) -> None:
        translate = QCoreApplication.translate
        self.begin_page("identity", translate("Enrol", "Identity"))
        if self._person is None:
            self.add_line(
                "patient",
                translate("Enrol", "Trial id"),
                hint=translate("Enrol", "The pseudonym of the trial, never a name."),
            )
        add_identity(self, self._known)

    def _make_correction(self) -> None:
        """What else may be corrected of somebody who is enrolled."""
        translate = QCoreApplication.translate
        if self._known.edition:
            self.add_below(
                label(
                    translate("Enrol", "Protocol and dose level have a form of their own."),
                    "small",
                    wrap=True,
                )
            )
        else:
            self.add_line(
                "protocol", translate("Enrol", "Protocol"), text=self._known.protocol, long=True
            )
            self.add_line(
                "dose_level",
                translate("Enrol", "Dose level"),
                text=self._known.dose_level,
                long=True,
            )
        self._add_planned()

    def _make_trial(self, protocols: Sequence[Protocol]) -> None:
        self.begin_page("trial", QCoreApplication.translate("Enrol", "Protocol"))
        self._trial = TrialFields(self, protocols, free=True)
        self.editor("edition").currentIndexChanged.connect(self._tell)  # type: ignore[union-attr]

    def _make_eligibility(self) -> None:
        translate = QCoreApplication.translate
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self._panel = EligibilityPanel()
        column.addWidget(self._panel, 1)
        self._verdict = label("", "late", wrap=True)
        column.addWidget(self._verdict)
        grid = self.begin_page("eligibility", translate("Enrol", "Eligibility"))
        self.add_line(
            "all_the_same",
            translate("Enrol", "Enrol all the same, because"),
            long=True,
        )
        grid.setContentsMargins(0, 0, 0, 0)
        scrolled = self._pages["eligibility"].takeWidget()
        column.addWidget(scrolled)
        self._pages["eligibility"].setWidget(content)
        self._panel.changed.connect(self._judge)
        self._panel.finished.connect(self._behind_questions)

    def _make_plan(self) -> None:
        translate = QCoreApplication.translate
        self.begin_page("plan", translate("Enrol", "Bed and plan"))
        self.add_line(
            "bed", translate("Enrol", "Bed"), hint=translate("Enrol", "Blank for an outpatient.")
        )
        self._add_planned()
        self.summary = Summary()
        self.add_below(self.summary)
        for name in ("bed", "planned"):
            editor = self.editor(name)
            assert isinstance(editor, QLineEdit)
            editor.textEdited.connect(lambda _text: self._sum_up())

    def _add_planned(self) -> None:
        self.add_line(
            "planned",
            QCoreApplication.translate("Enrol", "Infusion planned"),
            hint=QCoreApplication.translate(
                "Enrol", "As 2026-11-25 10:00; blank where it is not fixed."
            ),
        )

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        clock: Callable[[], datetime],
        zone: tzinfo,
        taken: Collection[str] = (),
        person: Person | None = None,
        protocols: Sequence[Protocol] = (),
    ) -> Answer | None:
        """Ask for a new patient, or for the identity of this person; None if left."""
        return cls(taken, clock, zone, parent, person=person, protocols=protocols).answer()

    # --- going from page to page --------------------------------------------------------------

    def pages(self) -> Sequence[str]:
        protocol = self._protocol()
        without = protocol is None or not protocol.criteria
        return [name for name in self._names if name != "eligibility" or not without]

    def entered_page(self, name: str) -> None:
        self._leaving = False
        if name == "eligibility" and self._panel is not None:
            protocol = self._protocol()
            assert protocol is not None
            self.make_room(*_SIZE_OF_TABLE)
            self._panel.show_questions(protocol, self._as_far_as_typed(), {})
            self._judge()
            self._panel.begin()
            return
        super().entered_page(name)
        if name == "plan":
            self._sum_up()

    def check(self, page: str) -> None:
        if page == "identity":
            if self._person is None:
                self._new_id()
            self._enrolled()
        elif page == "trial":
            self._trial_of(self._known)
        elif page == "eligibility":
            self._screening()

    def _behind_questions(self) -> None:
        """The last question is answered: to the reason if one is due, else to the next page."""
        if self.editor("all_the_same").isVisibleTo(self):
            self.editor("all_the_same").setFocus()
        else:
            self.go_on()

    # --- reading ------------------------------------------------------------------------------

    def read(self) -> Answer:
        patient = self._person.patient if self._person else self._new_id()
        facts: list[Fact] = [self._trial_of(self._enrolled())]
        if self._person is None:
            facts += self._screening()
            if self.text("bed"):
                facts.append(Admitted(self.text("bed")))
        if self.text("planned"):
            facts.append(Planned(self._planned()))
        now = self._clock()
        return tuple(Draft(patient, now, fact) for fact in facts)

    def saved(self, entries: Sequence[Entry]) -> None:
        super().saved(entries)
        self.opened.emit(entries[0].patient)

    def _today(self) -> date:
        return self._clock().astimezone(self._zone).date()

    def _new_id(self) -> str:
        return read_id(self, self._taken)

    def _enrolled(self) -> Enrolled:
        enrolled = read_identity(self, self._known, self._today())
        ask_unlikely(enrolled, self._known, self._was_asked)
        return enrolled

    def _was_asked(self, question: str) -> bool:
        if question in self._answered:
            return True
        self._answered.add(question)
        return False

    def _protocol(self) -> Protocol | None:
        return None if self._trial is None else self._trial.protocol()

    def _trial_of(self, enrolled: Enrolled) -> Enrolled:
        """The enrolment with the edition and level chosen. Raises `Refused`."""
        if self._person is not None and self._known.edition:
            return enrolled
        protocol = self._protocol()
        if protocol is not None and self._trial is not None:
            return replace(
                enrolled,
                protocol=protocol.id,
                edition=protocol.edition,
                dose_level=self._trial.level(),
            )
        if self._trial is not None and self._trial.none_chosen():
            raise Refused(
                "edition",
                QCoreApplication.translate("Enrol", "Choose one, or “No protocol of the list”."),
            )
        return replace(enrolled, protocol=self.text("protocol"), dose_level=self.text("dose_level"))

    def _as_far_as_typed(self) -> Enrolled:
        """The enrolment as far as it can be read."""
        try:
            return self._trial_of(read_identity(self, self._known, self._today()))
        except Refused:
            return self._known

    def _screening(self) -> list[Fact]:
        """Answers to the questions, and why the patient is enrolled if they do not suffice."""
        protocol, panel = self._protocol(), self._panel
        if protocol is None or panel is None or not protocol.criteria:
            return []
        translate = QCoreApplication.translate
        panel.show_questions(protocol, self._as_far_as_typed(), {})
        if not panel.has_no_problems():
            self._stay("eligibility")
            panel.has_no_problems()  # puts the keyboard to the first of them
            text = translate("Enrol", "Answers that cannot be read: {n}.")
            raise Refused("", text.format(n=len(panel.problems())))
        self._judge()
        answers = panel.answers()
        facts: list[Fact] = []
        if answers:
            facts.append(Screened(protocol.id, protocol.edition, answers))
        eligible = panel.eligible()
        if eligible == "eligible":
            return facts
        why = self.text("all_the_same")
        if not why:
            text = translate("Enrol", "Say why, or leave the enrolment.")
            raise Asked("all_the_same", text)
        said = translate("Enrol", "Enrolled all the same. {verdict} Reason: {reason}")
        text = said.format(verdict=whole(panel.verdicts()), reason=why)
        return [*facts, Deviation("other", text) if eligible == "not_eligible" else Note(text)]

    def _stay(self, page: str) -> None:
        if self.page() != page:
            self.show_page(page)

    def _judge(self) -> None:
        """Say in red that the patient is not eligible, or not known to be."""
        if self._panel is None:
            return
        translate = QCoreApplication.translate
        eligible = self._panel.eligible()
        self._verdict.setText(
            {
                "eligible": "",
                "not_eligible": translate("Enrol", "Not eligible. Enrol for screening only?"),
                "unknown": translate(
                    "Enrol", "Eligibility is not known. Enrol for screening only?"
                ),
            }[eligible]
        )
        self._verdict.setVisible(eligible != "eligible")
        self.show_field("all_the_same", shown=eligible != "eligible")

    def _planned(self) -> datetime:
        translate = QCoreApplication.translate
        typed = self.text("planned")
        if not _WITH_YEAR.fullmatch(typed):
            raise Refused("planned", translate("Enrol", "Write the whole date: 2026-11-25 10:00."))
        try:
            planned = moment(typed, self._clock() + _AHEAD, self._zone)
        except Unreadable as error:
            raise Refused("planned", refusal_text(error)) from error
        if planned <= self._clock():
            raise Refused(
                "planned",
                translate("Enrol", "That is past: record the infusion itself instead."),
            )
        return planned

    # --- the summary --------------------------------------------------------------------------

    def _sum_up(self) -> None:
        """Say what would be written, and the first dates of the plan."""
        now, locale = self._clock(), QLocale()
        enrolled = self._as_far_as_typed()
        patient = self.text("patient")
        protocol = self._protocol()
        person = enrolled
        if protocol is not None:
            person = replace(enrolled, protocol="", edition="", dose_level="")
        said = [patient, words.fact(person, self._zone)]
        if protocol is not None:
            level = protocol.level(enrolled.dose_level)
            said.append(
                words.dotted(
                    [edition_text(protocol), "" if level is None else level_text(level, protocol)]
                )
            )
        drafts = [Draft(patient, now, enrolled)]
        if self.text("bed"):
            said.append(words.fact(Admitted(self.text("bed")), self._zone))
        try:
            planned = self._planned() if self.text("planned") else None
        except Refused:
            planned = None
        if planned is not None:
            drafts.append(Draft(patient, now, Planned(planned)))
            text = QCoreApplication.translate("Enrol", "Infusion planned {moment}")
            said.append(text.format(moment=moment_text(planned, self._zone, locale)))
        warned: list[str] = []
        if protocol is not None and protocol.criteria and self._panel is not None:
            verdict = whole(self._panel.verdicts())
            (said if self._panel.eligible() == "eligible" else warned).append(verdict)
        self.summary.show_lines(said, warned)
        plans = foreseen(patient, (), drafts, lambda _id, _edition: protocol, self._zone, now)
        self.summary.show_plan(plans.after, self._today())

    # --- leaving ------------------------------------------------------------------------------

    def _unsay(self, name: str) -> None:
        self._leaving = False
        super()._unsay(name)

    def reject(self) -> None:
        """Leave; what is typed of a new patient is given up only when asked twice."""
        typed = any(
            isinstance(editor, QLineEdit) and editor.text() for editor in self._editors.values()
        )
        if self._person is None and typed and not self._leaving:
            self._leaving = True
            self._said.setText(
                QCoreApplication.translate(
                    "Enrol", "Nothing is saved yet. Leave once more to give up what is typed."
                )
            )
            self._said.show()
            return
        super().reject()
