"""Record the infusion of the cells: the moment from which everything else is counted."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, QLocale, QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from bedside.chart import Chart
from bedside.dose import ASKED, DEVIATES, DoseCheck, compared, parts_before, weight_at
from bedside.facts import Deviation
from bedside.follow import Editions
from bedside.protocol.edition import Protocol
from bedside.readiness import readiness
from bedside.timeline import Draft, Entry
from grading.signs import Infused, Invalid
from ui import theme
from ui.screens.moves import MovesPreview
from ui.screens.ready import ReadyPanel
from ui.shown import moment_text, refusal_text
from ui.typed import Unreadable, moment
from ui.widgets.form import Answer, Asked, Form, Refused
from ui.widgets.parts import card, label, set_look
from ui.words import invalid
from ui.words.protocol import (
    cells,
    dose_check,
    dose_deviation,
    infusion_planned,
    level,
    weight,
)

_MILLION = 1e6
_PARTS = 4
_WHOLE, _LAST = "whole", "last"
_BESIDE, _PAUSE_MS = 460, 150
_ROLES = {"within": "ok", "partial": "second", "no_level": "second"}


def unknown(protocol: str, edition: str) -> Protocol | None:  # noqa: ARG001
    """No edition at all: where nobody has told which there are."""
    return None


class InfuseForm(Form):
    """When the infusion began and what was given; confirmed by typing the patient's id.

    Below the fields stands how the dose compares with the patient's level, beside them what must
    be there before the cells and what would move in the plan. What is outside the level is asked
    about once, and noted as a deviation whose words may be changed; nothing is refused for it.
    """

    def __init__(
        self,
        chart: Chart,
        now: datetime,
        parent: QWidget | None = None,
        editions: Editions = unknown,
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("Infuse", "Infusion of cells: {patient}").format(patient=chart.patient),
            translate("Infuse", "Record the infusion"),
            parent,
        )
        self._chart = chart
        self._now = now
        self._editions = editions
        enrolled = chart.person.enrolled
        self._protocol = editions(enrolled.protocol, enrolled.edition)
        self._level = self._protocol.level(enrolled.dose_level) if self._protocol else None
        self._asked: frozenset[str] = frozenset()
        self._drafted = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._foresee)
        self._say_what_is_known()
        self._make_fields()
        self._make_beside()
        for name, editor in self._editors.items():
            if isinstance(editor, QLineEdit):
                editor.textEdited.connect(partial(self._retyped, name))
            else:
                editor.currentIndexChanged.connect(partial(self._retyped, name))
        self._compare()
        self._foresee()

    # --- making it ----------------------------------------------------------------------------

    def _say_what_is_known(self) -> None:
        translate = QCoreApplication.translate
        enrolled = self._chart.person.enrolled
        if enrolled.protocol or enrolled.dose_level:
            known = enrolled.dose_level or "—"
            if self._protocol is not None and self._level is not None:
                known = level(self._level, self._protocol)
            self.say(
                translate("Infuse", "Enrolled in {protocol}, dose level {level}.").format(
                    protocol=(self._protocol.short if self._protocol else enrolled.protocol) or "—",
                    level=known,
                )
            )
        for given in self._chart.infusions:
            self.say(
                translate(
                    "Infuse",
                    "An infusion at {moment} is recorded already. Recording another one starts"
                    " the study days anew, unless it is a later part of a split dose.",
                ).format(moment=moment_text(given.at, self._chart.zone, QLocale())),
                "warn",
            )

    def _make_fields(self) -> None:
        translate = QCoreApplication.translate
        self.add_line(
            "time",
            translate("Infuse", "Began at"),
            hint=translate("Infuse", "Blank is now; -20 is twenty minutes ago; 0715 is a time."),
        )
        self.add_line(
            "dose",
            translate("Infuse", "Cells × 10⁶"),
            hint=translate("Infuse", "As 100 for 100×10⁶."),
        )
        self.add_choice(
            "unit",
            translate("Infuse", "Counted"),
            (
                ("cells", translate("Infuse", "cells in all")),
                ("cells/kg", translate("Infuse", "cells per kg")),
            ),
        )
        self.add_choice(
            "part",
            translate("Infuse", "Split dose"),
            _parts(),
            # Behind another infusion this one may begin anew or go on: nobody guesses which.
            chosen="" if self._chart.infusions else _WHOLE,
            hint=translate("Infuse", "Study days count from the first part."),
        )
        self._check = label("", "second", wrap=True)
        self._weight = label("", "small", wrap=True)
        self.add_below(self._check)
        self.add_below(self._weight)
        self.add_line("deviation", translate("Infuse", "Deviation"), long=True)
        self.show_field("deviation", shown=False)
        self.add_line("product", translate("Infuse", "Product"), long=True)
        self.add_line(
            "patient",
            translate("Infuse", "Confirm the patient"),
            hint=translate("Infuse", "Read it from the wristband and type it: {patient}.").format(
                patient=self._chart.patient
            ),
        )

    def _make_beside(self) -> None:
        self.ready = ReadyPanel()
        self.moves = MovesPreview()
        planned = self._chart.planned
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        first = card()
        inside = first.layout()
        assert inside is not None
        inside.addWidget(label(QCoreApplication.translate("Infuse", "Before the infusion"), "h2"))
        inside.addWidget(self.ready)
        column.addWidget(first)
        self._plan = card()
        inside = self._plan.layout()
        assert inside is not None
        inside.addWidget(
            label(QCoreApplication.translate("Infuse", "What moves in the plan"), "h2")
        )
        if planned is not None and not self._chart.infusions:
            inside.addWidget(label(infusion_planned(planned, self._chart.zone), "second"))
        inside.addWidget(self.moves)
        column.addWidget(self._plan)
        column.addStretch()
        self.add_beside(content, _BESIDE)

    @classmethod
    def ask(
        cls, parent: QWidget | None, chart: Chart, now: datetime, editions: Editions = unknown
    ) -> Answer | None:
        """Ask for the infusion of this patient; None if left."""
        return cls(chart, now, parent, editions).answer()

    # --- what is typed ------------------------------------------------------------------------

    def _retyped(self, name: str, _now: object) -> None:
        self._asked = frozenset()
        if name in {"time", "dose", "unit", "part"}:
            self._compare()
            self._pause.start()

    def _at(self) -> datetime:
        try:
            return moment(self.text("time"), self._now, self._chart.zone)
        except Unreadable as error:
            raise Refused("time", refusal_text(error)) from error

    def _infused(self) -> Infused:
        dose = self.number("dose")
        unit = self.text("unit")
        if dose is not None and not unit:
            raise Refused(
                "unit", QCoreApplication.translate("Infuse", "In all, or per kg of body weight?")
            )
        part = self.text("part")
        if not part:
            raise Refused(
                "part",
                QCoreApplication.translate("Infuse", "A new infusion, or a part of a split dose?"),
            )
        try:
            return Infused(
                dose=None if dose is None else dose * _MILLION,
                dose_unit=None if dose is None else "cells" if unit == "cells" else "cells/kg",
                product=self.text("product"),
                fraction=None if part == _WHOLE else int(part.removesuffix(_LAST)),
            )
        except Invalid as error:
            raise Refused("dose", invalid(error, Infused)) from error

    def _parts_before(self, infused: Infused, at: datetime) -> tuple[Entry, ...]:
        return parts_before(self._chart.timeline, at, infused.fraction)

    def _checked(self, infused: Infused, at: datetime) -> DoseCheck:
        """The dose, with the parts given before, against the level."""
        part = self.text("part")
        known = weight_at(self._chart.timeline, at)
        before = [e.fact for e in self._parts_before(infused, at) if isinstance(e.fact, Infused)]
        return compared(
            infused,
            self._protocol,
            self._level,
            known.kg if known else None,
            before=before,
            complete=part == _WHOLE or part.endswith(_LAST),
        )

    def _compare(self) -> None:
        """Say how the dose compares with the level, as far as it is typed."""
        try:
            at = self._at()
        except Refused:
            at = self._now
        known = weight_at(self._chart.timeline, at)
        self._weight.setText(weight(known, at))
        try:
            infused = self._infused()
        except Refused:
            self._check.setText("")
            self._draft_deviation(None)
            return
        check = self._checked(infused, at)
        typed = infused.dose is not None
        said = [dose_check(check, self._protocol)] if typed else []
        earlier = self._parts_before(infused, at)
        said += [_part_text(entry, self._chart) for entry in earlier]
        self._check.setText("\n".join(said))
        set_look(self._check, "role", _ROLES.get(check.outcome, "late"))
        self._draft_deviation(check)

    def _draft_deviation(self, check: DoseCheck | None) -> None:
        """Offer the words of a deviation where there is one; words of a person stay."""
        editor = self.editor("deviation")
        assert isinstance(editor, QLineEdit)
        deviates = check is not None and check.outcome in DEVIATES
        self.show_field("deviation", shown=deviates)
        if check is None or not deviates:
            return
        drafted = dose_deviation(check, self._protocol)
        if editor.text() in {"", self._drafted}:
            editor.setText(drafted)
            editor.setCursorPosition(0)
        self._drafted = drafted

    def _foresee(self) -> None:
        """Show what must be there before this infusion, and what it moves."""
        try:
            at = self._at()
            infused = self._infused()
        except Refused:
            at, infused = self._now, Infused()
        draft = Draft(self._chart.patient, at, infused)
        now = max(self._now, at)
        plan = self.moves.show_change(self._chart, (draft,), self._editions, now)
        self._plan.setVisible(bool(self.moves.words()))
        day_0 = plan.anchor or plan.day_of(at)
        self.ready.show_ready(readiness(self._chart.timeline, plan, at), day_0)

    def check_text(self) -> str:
        """How the dose compares with its level, as shown."""
        return self._check.text()

    def weight_text(self) -> str:
        """Which weight is used, and how old it is, as shown."""
        return self._weight.text()

    # --- doing it -----------------------------------------------------------------------------

    def read(self) -> Answer:
        at = self._at()
        infused = self._infused()
        confirm_patient(self, self._chart.patient)
        if self._pause.isActive():  # nobody confirms without having seen what moves
            self._pause.stop()
            self._foresee()
        check = self._checked(infused, at)
        self._ask_once(self._questions(infused, at, check))
        patient = self._chart.patient
        drafts = [Draft(patient, at, infused)]
        if check.outcome in DEVIATES:
            text = self.text("deviation") or self._drafted
            drafts.append(Draft(patient, at, Deviation("dose", text)))
        return tuple(drafts)

    def _questions(self, infused: Infused, at: datetime, check: DoseCheck) -> list[tuple[str, str]]:
        """What has to be confirmed: the field, and the question."""
        found = []
        if check.outcome in ASKED:
            found.append(("dose", dose_check(check, self._protocol)))
        part = infused.fraction
        if part is not None and part > 1 and not self._parts_before(infused, at):
            text = QCoreApplication.translate(
                "Infuse",
                "No first part is recorded before: the study days will count from this one.",
            )
            found.append(("part", text))
        return found

    def _ask_once(self, questions: Sequence[tuple[str, str]]) -> None:
        asked = frozenset(words for _, words in questions)
        if asked <= self._asked:
            return
        self._asked = asked
        field, words = questions[0]
        again = QCoreApplication.translate(
            "Infuse", "{question} Press “Record the infusion” again if it is right."
        )
        raise Asked(field, again.format(question=words))


def _parts() -> list[tuple[str, str]]:
    translate = QCoreApplication.translate
    found = [
        (_WHOLE, translate("Infuse", "The whole dose")),
        ("1", translate("Infuse", "Part 1, more follow")),
    ]
    more = translate("Infuse", "Part {n}, more follow")
    last = translate("Infuse", "Part {n}, the last")
    for part in range(2, _PARTS + 1):
        found.append((str(part), more.format(n=part)))
        found.append((f"{part}{_LAST}", last.format(n=part)))
    return found


def _part_text(entry: Entry, chart: Chart) -> str:
    """A part of the dose that is recorded already."""
    fact = entry.fact
    assert isinstance(fact, Infused)
    dose = "—" if fact.dose is None else cells(fact.dose, fact.dose_unit)
    return QCoreApplication.translate("Infuse", "With {dose} at {moment}.").format(
        dose=dose, moment=moment_text(entry.at, chart.zone, QLocale(), chart.now)
    )


def confirm_patient(form: Form, patient: str) -> None:
    """Raise `Refused` unless the id typed in the field ``patient`` is this patient's."""
    if "".join(form.text("patient").split()).casefold() != "".join(patient.split()).casefold():
        raise Refused(
            "patient",
            QCoreApplication.translate("Infuse", "Type {patient} to confirm.").format(
                patient=patient
            ),
        )
