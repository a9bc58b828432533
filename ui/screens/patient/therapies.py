"""Therapies: what runs, what was given, and the form for a drug."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bedside.chart import Chart
from bedside.drug_clock import guards
from bedside.timeline import Draft, Entry
from grading.findings import Run
from grading.signs import Action, Drug
from ui import theme, words
from ui.drafts import Drafts
from ui.screens.patient.drug_clock import ClockCard, ReferenceCard, guard_texts
from ui.screens.patient.drug_form import DrugForm, Refused
from ui.screens.patient.dues import Dues, Rounds
from ui.screens.patient.forms import (
    IfSaved,
    ReadTable,
    Said,
    take_the_rest,
)
from ui.screens.patient.given_table import GivenModel, Running
from ui.shown import clock_text
from ui.typed import moment
from ui.widgets.parts import KeyButton, card, key_chip, label, plain_table

_SIDE = 384
_WIDTHS = (164, 164, 200, 88)


class TherapiesPane(QWidget):
    """What runs and was given, the drug clock with reference text, and the form for a drug.

    ``entered`` brings one ``Drug``. What there is to ask about a dose is asked once, with a field
    for the reason, which stands with the entry; the dose is recorded in any case.
    """

    entered = Signal(object)

    def __init__(
        self, clock: Callable[[], datetime], drafts: Drafts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._drafts = drafts
        self._dues = Dues()
        self.entered.connect(lambda _drafts: self._dues.remember(self._chart))
        self._chart: Chart | None = None
        self._asked: frozenset[str] = frozenset()
        self._confirming = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(14))
        left = QVBoxLayout()
        left.setSpacing(theme.px(10))
        left.addWidget(self._make_running())
        self.clock = ClockCard()
        left.addWidget(self.clock)
        left.addWidget(self._make_given(), 1)
        left.addWidget(self._make_reference(), 1)
        layout.addLayout(left, 1)
        layout.addWidget(self._make_form(clock))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    def _make_running(self) -> QFrame:
        frame = card(margins=(2, 10, 2, 4))
        inside = frame.layout()
        assert inside is not None
        title = label(self.tr("Running"), "h2")
        title.setContentsMargins(theme.px(14), 0, 0, 0)
        inside.addWidget(title)
        self.running = Running()
        self.running.wanted.connect(self._about_run)
        inside.addWidget(self.running)
        return frame

    def _make_given(self) -> QFrame:
        frame = card(margins=(2, 10, 2, 4))
        inside = frame.layout()
        assert isinstance(inside, QVBoxLayout)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        head.addWidget(label(self.tr("Given"), "h2"))
        head.addStretch()
        inside.addLayout(head)
        self._model = GivenModel(self)
        self.given = ReadTable()
        plain_table(self.given, 32)
        take_the_rest(self.given, 120)
        self.given.setWordWrap(False)
        self.given.setModel(self._model)
        self.given.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.given.setAccessibleName(self.tr("What was given, the latest first"))
        header = self.given.horizontalHeader()
        for column, width in enumerate(_WIDTHS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.given.setColumnWidth(column, theme.px(width))
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(False)
        inside.addWidget(self.given, 1)
        return frame

    def _make_reference(self) -> QScrollArea:
        self.reference = ReferenceCard()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.reference)
        scroll.setAccessibleName(self.reference.accessibleName())
        take_the_rest(scroll, 80)
        return scroll

    def _make_form(self, clock: Callable[[], datetime]) -> QFrame:
        frame = card(margins=(0, 12, 0, 12))
        frame.setFixedWidth(theme.px(_SIDE))
        inside = frame.layout()
        assert isinstance(inside, QVBoxLayout)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        head.addWidget(label(self.tr("Record a drug"), "h2"))
        head.addStretch()
        head.addWidget(key_chip("D"))
        inside.addLayout(head)
        self.form = DrugForm(clock)
        self.form.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        self.form.retyped.connect(self._retyped)
        self.form.finished.connect(self.save)
        self.form.notice.changed.connect(self._show_why)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.form)
        take_the_rest(scroll, 120)
        inside.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        foot.setSpacing(theme.px(8))
        self._warned = label("", "refused", wrap=True)
        foot.addWidget(self._warned)
        self.why = QLineEdit()
        self.why.setAccessibleName(self.tr("Why it is given all the same"))
        self.why.setPlaceholderText(self.tr("Why all the same?"))
        self.why.textEdited.connect(self._keep)
        self.why.returnPressed.connect(self.save)
        foot.addWidget(self.why)
        self._said = Said()
        foot.addWidget(self._said)
        self._show_why()
        row = QHBoxLayout()
        self.grades = IfSaved({"crs": self.tr("CRS"), "icans": self.tr("ICANS")})
        row.addWidget(self.grades, 1)
        save = KeyButton(self.tr("Save"), hint="Ctrl+Enter", primary=True, main=True)
        save.setAutoDefault(False)
        save.clicked.connect(self.save)
        row.addWidget(save)
        foot.addLayout(row)
        inside.addLayout(foot)
        return frame

    def set_rounds(self, rounds: Rounds) -> None:
        """Where the rounds are asked for: what is due next is read back after saving."""
        self._dues.rounds = rounds

    # --- what is shown --------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show this patient; what was typed for another one waits in the drafts."""
        other = self._chart is None or self._chart.patient != chart.patient
        self._chart = chart
        self.form.show_chart(chart)
        if other:
            self._asked = frozenset()
            self._said.silence()
            kept = self._drafts.get(chart.patient, "therapy")
            self.why.setText(kept.get("why", ""))
            self.form.set_text(kept)
            self._show_why()
        self.running.show_chart(chart)
        self._model.show_chart(chart)
        self.clock.show_chart(chart)
        self.reference.show_chart(chart)
        self._show_grades()

    def _show_grades(self) -> None:
        if self._chart is None:
            return
        drafts: tuple[Draft, ...] = ()
        if self.form.drug.text().strip():
            try:
                drafts = (self.form.draft(),)
            except Refused:
                drafts = ()
        self.grades.show_grades(self._chart.previewed(drafts, self._clock()))

    def _retyped(self) -> None:
        self._asked = frozenset()
        self._said.silence()
        self._keep()
        self._show_grades()

    def _keep(self) -> None:
        if self._chart is not None:
            text = self.form.text() if self.form.drug.text().strip() else {}
            if text:
                text["why"] = self.why.text()
            self._drafts.keep(self._chart.patient, "therapy", text)

    # --- saving -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard into the field for the drug."""
        self.form.begin()

    def _about_run(self, run: Run, action: Action) -> None:
        if action != "continued":
            self.form.fill(run, action)
            return
        if self._chart is None:
            return
        drug = run.drug
        fact = Drug(drug.name, action, rate=drug.rate, rate_unit=drug.rate_unit, line=drug.line)
        self._confirming = True
        at = moment("", self._clock(), self._chart.zone)
        self.entered.emit((Draft(self._chart.patient, at, fact),))

    def save(self) -> None:
        """Ask to record what is typed; refuse in words what cannot be."""
        if self._chart is None:
            return
        try:
            draft = self.form.draft()
        except Refused as refused:
            self._said.refuse(refused.words)
            refused.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        asked = self._asked_about(draft)
        reason = self.why.text().strip()
        answered = self.form.notice.asked if reason else ()
        questions = [*(q for q in asked if q not in answered), *self.form.questions()]
        if not self._asked.issuperset(questions):
            self._ask(asked, questions)
            return
        self._confirming = False
        self.entered.emit((replace(draft, reason=reason) if asked and reason else draft,))

    def _asked_about(self, draft: Draft) -> tuple[str, ...]:
        """What the drug clock asks about a dose, a sentence each."""
        if self._chart is None or not isinstance(draft.fact, Drug):
            return ()
        return guard_texts(guards(draft.fact, draft.at, self._chart), self._chart)

    def _ask(self, asked: Sequence[str], questions: Sequence[str]) -> None:
        """Ask once; what the drug clock asks stands above the field for the reason."""
        self._asked = frozenset(questions)
        self._warn(asked)
        said = [question for question in questions if question not in asked]
        if asked and not self.why.text().strip():
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
            said.append(
                self.tr("Say why in a few words. Save again to record it without a reason.")
            )
        elif len(said) < len(questions):
            said.append(self.tr("Save again if the reason holds for this too."))
        self._said.ask(" ".join(said))

    def _show_why(self) -> None:
        """What is asked about the dose, while something is."""
        self._warn(self.form.notice.asked)

    def _warn(self, asked: Sequence[str]) -> None:
        self._warned.setText("\n".join(asked))
        self._warned.setVisible(bool(asked))
        self.why.setVisible(bool(asked))

    def refused(self, message: str) -> None:
        """Nothing was saved; all text stays."""
        self._confirming = False
        self._said.refuse(message)

    def saved(self, entries: Sequence[Entry]) -> None:
        """The drug is in the record: clear the form and read back what was saved."""
        if not self._confirming:  # confirming a pump leaves a half-typed form alone
            self.why.clear()
            self.form.set_text({})
            self._show_why()
            self._keep()
        self._confirming = False
        if self._chart is None:
            return
        self._asked = frozenset()
        self._show_grades()
        chart = self._chart
        for entry in entries:
            said = self.tr("Saved at {time}: {what}. {due}").format(
                time=clock_text(entry.at, chart.zone, QLocale()),
                what=words.fact(entry.fact, chart.zone),
                due=self._dues.text(chart),
            )
            self._said.tell(said.strip())
        self.setFocus()  # single keys are the screen's again
