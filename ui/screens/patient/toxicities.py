"""Toxicities of a patient beside CRS and ICANS: every scale, its reasons, and the forms."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bedside.adverse.laboratory import Limits
from bedside.chart import Chart
from bedside.follow import Editions
from bedside.protocol.edition import Protocol
from bedside.ranges import NO_RANGES, Ranges
from bedside.timeline import Draft, Entry
from bedside.toxicities import Toxicities, toxicities
from grading.signs import Invalid
from ui import theme, words
from ui.drafts import Drafts
from ui.screens.patient.keys import on_ctrl_enter
from ui.screens.patient.sheet_card import SheetCard
from ui.screens.patient.toxicities_form import Preview, would_be
from ui.screens.patient.toxicities_gvhd import GvhdForm
from ui.screens.patient.toxicities_hyper import HyperForm
from ui.screens.patient.toxicities_licats import LicatsForm
from ui.screens.patient.toxicities_lines import ToxicityLine, lines
from ui.screens.patient.toxicities_list import ToxicityList
from ui.screens.patient.toxicities_side import ToxicitySide
from ui.shown import clock_text
from ui.typed import Unreadable
from ui.widgets.parts import label

_LIST = 466
Form = GvhdForm | LicatsForm | HyperForm
_FORMS: Mapping[str, Callable[[Callable[[], datetime]], Form]] = {
    form.name: form for form in (GvhdForm, LicatsForm, HyperForm)
}


class ToxicitiesPane(QWidget):
    """At the left every scale, at the right the reasons of the chosen one, or its form.

    The arrows go from scale to scale, Enter opens the form of one that has any. ``entered``
    brings an ``Examination``, a ``LicatsLook`` or a ``Hyperinflammation``.
    """

    entered = Signal(object)

    def __init__(
        self, clock: Callable[[], datetime], drafts: Drafts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._drafts = drafts
        self._chart: Chart | None = None
        self._editions: Editions | None = None
        self._ranges: Ranges = NO_RANGES
        self._found: Toxicities | None = None
        self._lines: dict[str, ToxicityLine] = {}
        self._choice = ""
        self._form: Form | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(14))
        layout.addWidget(self._make_left())
        self.side = ToxicitySide()
        self.side.opened.connect(self._open_chosen)
        self._forms: dict[str, Form] = {}
        self._stack = QStackedWidget()
        self._stack.addWidget(self.side)
        layout.addWidget(self._stack, 1)
        on_ctrl_enter(self, self.save)

    def _make_left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(theme.px(_LIST))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Toxicities"), "title"))
        head.addStretch()
        head.addWidget(label(self.tr("↑↓ choose   Enter examine"), "small"))
        column.addLayout(head)
        self.listed = ToxicityList()
        card = SheetCard(self.listed)
        column.addWidget(card, 1)
        self.listed.chosen.connect(self._choose)
        self.listed.opened.connect(self._open)
        self.listed.arrived.connect(card.reveal)
        return left

    # --- by what it is judged ---------------------------------------------------------------------

    def set_editions(self, editions: Editions) -> None:
        """Where the editions are found: a protocol may ask for examinations for GvHD."""
        self._editions = editions
        self._judge_anew()

    def set_ranges(self, ranges: Ranges) -> None:
        """What is normal in which laboratory: criteria of IEC-HS are read by it."""
        self._ranges = ranges
        self._judge_anew()

    def _judge_anew(self) -> None:
        if self._chart is not None:
            self._show(self._chart)

    def _protocol(self, chart: Chart) -> Protocol | None:
        if self._editions is None:
            return None
        enrolled = chart.person.enrolled
        return self._editions(enrolled.protocol, enrolled.edition)

    def _judged(self, chart: Chart) -> Toxicities:
        limits: Limits = self._ranges.limits(chart.person.enrolled.sex)
        return toxicities(chart, self._protocol(chart), limits)

    # --- what is shown ----------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show this patient; what was typed for another one waits in the drafts."""
        other = self._chart is None or self._chart.patient != chart.patient
        self._chart = chart
        for name, form in self._forms.items():
            if other:
                form.set_texts(self._drafts.get(chart.patient, name))
            form.time.refresh(chart.zone)
        if other:
            self._found = None
            self._turn(None)
            self._choice = ""
        self._show(chart)

    def _show(self, chart: Chart) -> None:
        self._found = self._judged(chart)
        shown = lines(self._found, chart)
        self._lines = {line.key: line for line in shown}
        self.listed.show_lines(shown, chart.now)
        if self._choice not in self._lines:
            self._choice = shown[0].key
        self.listed.choose(self._choice)
        self._show_reasons()
        if self._form is not None:
            self._show_preview(self._form)

    def _show_reasons(self) -> None:
        if self._chart is None or self._found is None:
            return
        form = self._lines[self._choice].form
        self.side.show_reasons(self._found, self._chart, self._choice, self._look_text(form))

    def _look_text(self, form: str) -> str:
        """What the button to a form says; that something typed waits there, where it does."""
        if not form or self._chart is None:
            return ""
        if self._drafts.get(self._chart.patient, form):
            return self.tr("Go on with what is typed")
        texts = {
            "gvhd": self.tr("Examine for GvHD"),
            "licats": self.tr("Look at an organ"),
            "hyperinflammation": self.tr("State findings"),
        }
        return texts[form]

    def _choose(self, key: str) -> None:
        """The keyboard is on a scale: show its reasons."""
        self._choice = key
        self.listed.choose(key)
        self._turn(None)
        self._show_reasons()

    # --- the forms --------------------------------------------------------------------------------

    def form(self, name: str) -> Form:
        """A form by its name: "gvhd", "licats", "hyperinflammation"; made when first opened."""
        if name not in self._forms:
            form = self._forms[name] = _FORMS[name](self._clock)
            self._stack.addWidget(form)
            form.retyped.connect(self._retyped)
            form.save_asked.connect(self.save)
            form.left.connect(self._leave)
            if self._chart is not None:
                form.set_texts(self._drafts.get(self._chart.patient, name))
                form.time.refresh(self._chart.zone)
        return self._forms[name]

    def _turn(self, form: Form | None) -> None:
        self._form = form
        self._stack.setCurrentWidget(self.side if form is None else form)

    def _open_chosen(self) -> None:
        self._open(self._choice)

    def _open(self, key: str) -> None:
        """Open the form of a scale, if it has one."""
        name = self._lines[key].form
        if not name:
            return
        form = self.form(name)
        self._turn(form)
        self._show_preview(form)
        form.begin()

    def open_form(self, name: str) -> None:
        """Open a form by its name, at the first scale that has it."""
        key = next(key for key, line in self._lines.items() if line.form == name)
        self._choose(key)
        self._open(key)

    def _leave(self) -> None:
        """Back to the reasons; what is typed waits."""
        self.listed.go_to(self._choice)  # first: the keyboard is not to fall to another scale
        self._turn(None)
        self._show_reasons()

    def _retyped(self) -> None:
        if self._chart is None or self._form is None:
            return
        self._drafts.keep(self._chart.patient, self._form.name, self._form.texts())
        self._show_preview(self._form)

    def _show_preview(self, form: Form) -> None:
        """What would be found if what is typed were saved; unreadable text is left out."""
        chart = self._chart
        if chart is None:
            return
        try:
            fact = form.fact() or form.blank()
            at = form.time.moment()
        except (Unreadable, Invalid):
            unread = self.tr("What is typed cannot be read yet.")
            form.preview_card.show_preview(Preview(None, 0, None, unread))
            return
        found = self._found
        if fact is not None:
            draft = Draft(chart.patient, at, fact)
            found = self._judged(would_be(chart, draft, self._clock()))
        form.preview_card.show_preview(form.preview(found))

    # --- saving -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard on the chosen scale, or into the form that is open."""
        if self._form is not None:
            self._form.begin()
        else:
            self.listed.go_to(self._choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """After saving, the keys of the form and of the list hold as before."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape and plain and self._form is not None:
            self._leave()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and plain:
            self.listed.go_to(self._choice)
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Ask to record what the open form says; refuse in words what cannot be."""
        chart, form = self._chart, self._form
        if chart is None or form is None or form.problem():
            return
        try:
            fact = form.fact()
        except Invalid as error:
            form.said.refuse(words.invalid(error, form.looked))
            return
        if fact is None:
            form.said.refuse(self.tr("Nothing is answered yet."))
            form.begin()
            return
        if not form.asks():
            self.entered.emit((Draft(chart.patient, form.time.moment(), fact),))

    def refused(self, message: str) -> None:
        """Nothing was saved; all answers stay."""
        if self._form is not None:
            self._form.said.refuse(message)

    def saved(self, entries: Sequence[Entry]) -> None:
        """It is in the record: empty the form and read back what was saved."""
        chart, form = self._chart, self._form
        if chart is None or form is None:
            return
        form.set_texts({})
        self._drafts.keep(chart.patient, form.name, {})
        self._show_preview(form)
        at = entries[0].at if entries else self._clock()
        moment = clock_text(at, chart.zone, QLocale())
        line = self._lines[self._choice]
        form.said.tell(
            self.tr("Saved at {time}: {what}. {status}.").format(
                time=moment, what=line.name, status=line.status
            )
        )
        self.setFocus()  # single keys are the screen's again
