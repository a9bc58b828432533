"""Therapies: what runs, what was given, and the form for a drug."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bedside.chart import Chart
from bedside.timeline import Draft, Entry
from grading.findings import Run
from grading.signs import Action, Drug
from ui import theme, words
from ui.drafts import Drafts
from ui.screens.patient.drug_form import DrugForm, Refused
from ui.screens.patient.forms import (
    IfSaved,
    ReadTable,
    Said,
    due_text,
    take_the_rest,
)
from ui.screens.patient.given_table import GivenModel, Running, doses_text
from ui.shown import clock_text
from ui.typed import moment
from ui.widgets.parts import KeyButton, card, key_chip, label, plain_table

_SIDE = 384
_COUNTED = "tocilizumab"
_WIDTHS = (164, 164, 200, 88)


class TherapiesPane(QWidget):
    """What runs and was given, and the form for a drug.

    ``entered`` brings one ``Drug``.
    """

    entered = Signal(object)

    def __init__(
        self, clock: Callable[[], datetime], drafts: Drafts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._drafts = drafts
        self._chart: Chart | None = None
        self._asked: frozenset[str] = frozenset()
        self._confirming = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(14))
        left = QVBoxLayout()
        left.setSpacing(theme.px(10))
        left.addWidget(self._make_running())
        left.addWidget(self._make_given(), 1)
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
        self._doses = label("", "strong")
        head.addWidget(self._doses)
        inside.addLayout(head)
        self._model = GivenModel(self)
        self.given = ReadTable()
        plain_table(self.given, 32)
        take_the_rest(self.given, 140)
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
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.form)
        take_the_rest(scroll, 140)
        inside.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        foot.setSpacing(theme.px(8))
        self._said = Said()
        foot.addWidget(self._said)
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

    # --- what is shown --------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show this patient; what was typed for another one waits in the drafts."""
        other = self._chart is None or self._chart.patient != chart.patient
        self._chart = chart
        self.form.show_chart(chart)
        if other:
            self._asked = frozenset()
            self._said.silence()
            self.form.set_text(self._drafts.get(chart.patient, "therapy"))
        self.running.show_chart(chart)
        self._model.show_chart(chart)
        self._doses.setText(doses_text(chart, _COUNTED))
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
        questions = frozenset(self.form.questions())
        if not self._asked.issuperset(questions):
            self._asked = questions
            self._said.ask(" ".join(sorted(questions)))
            return
        self._confirming = False
        self.entered.emit((draft,))

    def refused(self, message: str) -> None:
        """Nothing was saved; all text stays."""
        self._confirming = False
        self._said.refuse(message)

    def saved(self, entries: Sequence[Entry]) -> None:
        """The drug is in the record: clear the form and read back what was saved."""
        if not self._confirming:  # confirming a pump leaves a half-typed form alone
            self.form.set_text({})
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
                due=due_text(chart),
            )
            self._said.tell(said.strip())
        self.setFocus()  # single keys are the screen's again
