"""Adverse events: what the record proposes, what is on record, and the forms for both."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal, cast

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bedside.adverse.log import Event, events
from bedside.adverse.proposals import Proposal, proposals
from bedside.chart import Chart
from bedside.facts import CtcaeVersion
from bedside.follow import Editions
from bedside.ranges import NO_RANGES, Ranges
from bedside.timeline import Draft, Entry
from ui import theme, words
from ui.drafts import Drafts
from ui.screens.patient.adverse_follow import (
    ChangeForm,
    DismissForm,
    EndForm,
    FollowForm,
    ReportForm,
)
from ui.screens.patient.adverse_form import EventForm
from ui.screens.patient.adverse_refused import Refused
from ui.screens.patient.adverse_rows import EventRow, ProposalRow, Rows
from ui.screens.patient.forms import Said, take_the_rest
from ui.shown import clock_text
from ui.widgets.parts import KeyButton, card, label

Act = Literal["new", "confirm", "correct", "change", "end", "report", "dismiss"]
_SIDE = 440
_BEGUN = "new:"


class AdversePane(QWidget):
    """The adverse events of one patient, what may be one, and a form.

    ``entered`` brings the drafts of one form. In the lists the letters on the buttons count for
    the line that has the keyboard; Ctrl+Enter saves, Escape goes back to a new event.
    """

    entered = Signal(object)

    def __init__(
        self, clock: Callable[[], datetime], drafts: Drafts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._chart: Chart | None = None
        self._editions: Editions | None = None
        self._ranges: Ranges = NO_RANGES
        self._act: Act = "new"
        self._about = ""
        self._begun: dict[str, str] = {}
        self._halves: dict[tuple[Act, str], dict[str, str]] = {}
        """What was typed about other proposals and events before one was turned to."""
        self._asked: frozenset[str] = frozenset()
        self._known: tuple[Event, ...] = ()
        self._proposed: tuple[Proposal, ...] = ()
        self._read: tuple[object, ...] = ()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(14))
        left = QVBoxLayout()
        left.setSpacing(theme.px(10))
        self._scrolls: list[QScrollArea] = []
        self.proposed = Rows()
        self._proposed_card, self._proposed_title = self._make_list(self.proposed)
        left.addWidget(self._proposed_card, 1)
        self.listed = Rows()
        listed, self._listed_title = self._make_list(self.listed)
        left.addWidget(listed, 1)
        layout.addLayout(left, 1)
        layout.addWidget(self._make_form(clock))
        self.proposed.wanted.connect(self._about_proposal)
        self.listed.wanted.connect(self._about_event)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    def _make_list(self, rows: Rows) -> tuple[QFrame, QLabel]:
        frame = card(margins=(2, 10, 2, 4))
        inside = frame.layout()
        assert isinstance(inside, QVBoxLayout)
        title = label("", "h2")
        title.setContentsMargins(theme.px(14), 0, 0, 0)
        inside.addWidget(title)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(rows)
        take_the_rest(scroll, 110)
        self._scrolls.append(scroll)
        inside.addWidget(scroll, 1)
        return frame, title

    def _make_form(self, clock: Callable[[], datetime]) -> QFrame:
        frame = card(margins=(0, 12, 0, 12))
        frame.setFixedWidth(theme.px(_SIDE))
        inside = frame.layout()
        assert isinstance(inside, QVBoxLayout)
        self._title = label("", "h2", wrap=True)
        self._title.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        inside.addWidget(self._title)
        self.form = EventForm(clock)
        self.change, self.end = ChangeForm(clock), EndForm(clock)
        self.report, self.dismiss = ReportForm(clock), DismissForm(clock)
        self._stack = QStackedWidget()
        for form in (self.form, self.change, self.end, self.report, self.dismiss):
            form.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
            form.retyped.connect(self._retyped)
            form.finished.connect(self.save)
            self._stack.addWidget(form)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._stack)
        take_the_rest(scroll, 160)
        self._scroll = scroll
        self._scrolls.append(scroll)
        inside.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        foot.setSpacing(theme.px(8))
        self._said = Said()
        foot.addWidget(self._said)
        row = QHBoxLayout()
        self._leave = KeyButton(self.tr("Cancel"), hint="Esc")
        self._leave.setAutoDefault(False)
        self._leave.clicked.connect(self._cancel)
        row.addWidget(self._leave)
        row.addStretch()
        save = KeyButton(self.tr("Save"), hint="Ctrl+Enter", primary=True, main=True)
        save.setAutoDefault(False)
        save.clicked.connect(self.save)
        row.addWidget(save)
        foot.addLayout(row)
        inside.addLayout(foot)
        return frame

    def set_editions(self, editions: Editions) -> None:
        """Where the editions are found: they pin the version of the CTCAE."""
        self._editions = editions
        if self._chart is not None:
            self.show_chart(self._chart)

    def set_ranges(self, ranges: Ranges) -> None:
        """What is normal in which laboratory: values without it may have no grade."""
        self._ranges = ranges
        if self._chart is not None:
            self._read = ()
            self.show_chart(self._chart)

    @property
    def version(self) -> CtcaeVersion:
        """The version of the CTCAE that the patient's protocol pins; 5.0 without one."""
        if self._chart is None or self._editions is None:
            return "5.0"
        enrolled = self._chart.person.enrolled
        protocol = self._editions(enrolled.protocol, enrolled.edition)
        return "6.0" if protocol is not None and protocol.ctcae == "6.0" else "5.0"

    # --- what is shown --------------------------------------------------------------------------

    def show_chart(self, chart: Chart) -> None:
        """Show this patient; what was typed for another one waits in the drafts."""
        other = self._chart is None or self._chart.patient != chart.patient
        self._chart = chart
        self.form.show_chart(chart, self.version)
        for form in self._follows():
            form.refresh(chart)
        steps = sum(len(course.steps) for course in chart.courses.values())
        read = (chart.patient, chart.log[-1].id, len(chart.timeline), steps, self.version)
        if read != self._read:
            # Both follow from the record alone: most ticks of the clock change neither.
            self._read = read
            self._known = events(chart)
            self._proposed = proposals(
                chart, self.version, self._ranges.limits(chart.person.enrolled.sex)
            )
        self._show_lists(chart)
        if other:
            self._asked = frozenset()
            self._halves = {}
            self._said.silence()
            self._put_back(chart)

    def _follows(self) -> tuple[FollowForm, ...]:
        return self.change, self.end, self.report, self.dismiss

    def _show_lists(self, chart: Chart) -> None:
        self._proposed_card.setVisible(bool(self._proposed))
        self._proposed_title.setText(
            self.tr("Proposed from the record: {n}").format(n=len(self._proposed))
        )
        going = sum(event.is_open for event in self._known)
        self._listed_title.setText(
            self.tr("Adverse events: {n}, going on: {going}").format(
                n=len(self._known), going=going
            )
            if self._known
            else self.tr("No adverse event is recorded")
        )
        self.proposed.show_rows({p.key: (ProposalRow(p, chart), p) for p in self._proposed})
        self.listed.show_rows({e.key: (EventRow(e, chart), e) for e in self._known})

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is in sight."""
        for scroll in self._scrolls:
            inside = scroll.widget()
            if now is not None and inside is not None and inside.isAncestorOf(now):
                scroll.ensureWidgetVisible(now, 0, theme.px(24))

    # --- which form -----------------------------------------------------------------------------

    def _open(self, act: Act, about: str) -> None:
        """Turn to the form of an act; its fields are filled by who asks."""
        self._act, self._about = act, about
        self._asked = frozenset()
        self._said.silence()
        shown = self._form_of(act)
        self._stack.setCurrentWidget(shown)
        for form in (self.form, *self._follows()):
            # The page that is open alone says how high the stack is.
            fits = QSizePolicy.Policy.Preferred if form is shown else QSizePolicy.Policy.Ignored
            form.setSizePolicy(QSizePolicy.Policy.Preferred, fits)
        titles = {
            "new": self.tr("Record an adverse event"),
            "confirm": self.tr("Confirm as an adverse event"),
            "correct": self.tr("Correct the adverse event"),
            "change": self.tr("Change of an adverse event"),
            "end": self.tr("End of an adverse event"),
            "report": self.tr("A serious adverse event was reported"),
            "dismiss": self.tr("No adverse event, or none worse"),
        }
        self._title.setText(titles[act])
        self._leave.setVisible(act != "new")
        self._scroll.verticalScrollBar().setValue(0)

    def _form_of(self, act: Act) -> EventForm | FollowForm:
        forms: dict[Act, FollowForm] = {
            "change": self.change,
            "end": self.end,
            "report": self.report,
            "dismiss": self.dismiss,
        }
        return forms.get(act, self.form)

    @property
    def current(self) -> EventForm | FollowForm:
        """The form that is open."""
        return self._form_of(self._act)

    def _new(self) -> None:
        """A new event, with what was typed of it before another form was opened."""
        self._open("new", "")
        self.form.set_cause(None, None)
        self.form.set_text(self._begun)
        self._begun = {}
        self._keep()

    def _cancel(self) -> None:
        """Leave what the form is about; the keyboard goes back to it in the lists."""
        about = self._about
        self._new()
        row = self.proposed.rows.get(about) or self.listed.rows.get(about)
        if row is not None and not self.form.text():
            row.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves a form that is about something, not the patient."""
        if event.key() == Qt.Key.Key_Escape and not event.modifiers() and self._act != "new":
            self._cancel()
        else:
            super().keyPressEvent(event)

    def _about_proposal(self, proposal: Proposal, act: str) -> None:
        event = self._event(proposal.event)
        if act == "confirm" and event is not None:
            self._begin("change", event, proposal)
        else:
            self._begin(cast("Act", act), None, proposal)

    def _about_event(self, event: Event, act: str) -> None:
        self._begin(cast("Act", act), event, None)

    def _begin(self, act: Act, event: Event | None, proposal: Proposal | None) -> None:
        if self._act == "new":
            self._begun = self.form.text()  # it waits until this form is done with
        else:
            self._halves[self._act, self._about] = self.current.text()
        self._turn(act, event, proposal)
        half = self._halves.pop((self._act, self._about), None)
        if half is not None:
            self.current.set_text(half)
        self._keep()
        self._start()

    def _start(self) -> None:
        """Put the keyboard into the form, and show that field."""
        self.current.begin()
        self._follow(None, self.focusWidget())

    def _turn(self, act: Act, event: Event | None, proposal: Proposal | None) -> None:
        """Open the form of an act about something, filled with what is known of it."""
        assert self._chart is not None
        about = proposal.key if proposal is not None else event.key if event is not None else ""
        self._open(act, about)
        form = self.current
        if isinstance(form, DismissForm) and proposal is not None:
            form.about_proposal(proposal, self._chart)
        elif isinstance(form, FollowForm) and event is not None:
            form.about_event(event, self._chart, proposal)
        elif isinstance(form, EventForm):
            form.set_cause(proposal, event)
            if proposal is not None:
                form.fill(proposal)
            elif event is not None:
                form.fill_from(event)
            else:
                form.set_text({})

    def _event(self, key: str) -> Event | None:
        return next((event for event in self._known if event.key == key), None)

    def _proposal(self, key: str) -> Proposal | None:
        return next((one for one in self._proposed if one.key == key), None)

    # --- text that is kept ------------------------------------------------------------------------

    def _put_back(self, chart: Chart) -> None:
        """Open the form that was left, with its text; a new event where that is gone."""
        kept = self._drafts.get(chart.patient, "adverse")
        self._begun = {
            name.removeprefix(_BEGUN): kept.pop(name)
            for name in tuple(kept)
            if name.startswith(_BEGUN)
        }
        act, about = cast("Act", kept.pop("act", "new")), kept.pop("about", "")
        proposal = self._proposal(about)
        event = self._event(about if proposal is None else proposal.event)
        if act != "new" and proposal is None and event is None:
            act = "new"
        self._turn(act, event if act != "new" else None, proposal if act != "new" else None)
        if kept:
            self.current.set_text(kept)

    def _retyped(self) -> None:
        self._asked = frozenset()
        self._said.silence()
        self._keep()

    def _keep(self) -> None:
        if self._chart is None:
            return
        text = self.current.text()
        if text or self._act != "new":
            text |= {"act": self._act, "about": self._about}
        text |= {_BEGUN + name: typed for name, typed in self._begun.items()}
        self._drafts.keep(self._chart.patient, "adverse", text)

    # --- saving -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard on the first proposal, else into the first field."""
        first = next(iter(self.proposed.rows.values()), None)
        if first is not None and self._act == "new" and not self.form.text():
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.current.begin()

    def save(self) -> None:
        """Ask to record what is typed; refuse in words what cannot be."""
        if self._chart is None:
            return
        try:
            drafts: tuple[Draft, ...] = self.current.drafts()
        except Refused as refused:
            self._said.refuse(refused.words)
            refused.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        questions = self.current.questions()
        if not self._asked.issuperset(questions):
            self._asked = frozenset(questions)
            self._said.ask(" ".join(questions))
            return
        self.entered.emit(drafts)

    def refused(self, message: str) -> None:
        """Nothing was saved; all text stays."""
        self._said.refuse(message)

    def saved(self, entries: Sequence[Entry]) -> None:
        """It is in the record: clear the form and read back what was saved."""
        self._new()
        chart = self._chart
        if chart is None or not entries:
            return
        entry = entries[-1]
        said = self.tr("Saved at {time}: {what}").format(
            time=clock_text(entry.recorded, chart.zone, QLocale()),
            what=words.fact(entry.fact, chart.zone),
        )
        self._said.tell(said)
        self.setFocus()  # single keys are the screen's again
