"""The handover: all that is outstanding, and the sheet of the patient that is marked."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from bedside.facts import HandedOver, TakenOver
from bedside.follow import Follow
from bedside.handover import Sheet, outstanding, sheet
from bedside.survey import Survey
from bedside.timeline import Draft, Entry
from ui import theme
from ui.drafts import Drafts
from ui.handover_sheet import Colours, HandoverCopy, html
from ui.observation_sheet import ObservationCopy
from ui.pages import Copy, Printing
from ui.screens.handover.free_lines import LONGEST, FreeLines
from ui.screens.handover.outstanding_list import OutstandingHand, OutstandingModel, bedside_of
from ui.screens.handover.print_buttons import PrintButtons
from ui.ward import Keeper
from ui.widgets.parts import ElidedLabel, FlowRow, KeyButton, card, label, set_look
from ui.words.codes import dotted
from ui.words.handover import handed_lines, handing_text, heading, sections

FORM = "handover"
"""The name of the form among the drafts."""
_LIST_WIDTH = (240, 380)
_PLAIN = "QTextBrowser { background: transparent; border: none; padding: 0; }"


class Handover(QWidget):
    """One screen of everything outstanding, and the sheet of the patient that is marked.

    Up and down choose, the page keys turn the sheet, Enter goes to the two free lines, Ctrl+Enter
    hands over, T takes over, O opens the chart, Ctrl+P prints. What is typed is kept among the
    drafts at every keystroke, by patient; a field empties only when the store has answered
    (`saved`). ``follow`` gives the plan of a patient and may raise KeyError.
    """

    entered = Signal(object)
    opened = Signal(str)
    """A patient's chart is to be opened."""
    closed = Signal()

    def __init__(
        self,
        clock: Callable[[], datetime],
        drafts: Drafts,
        follow: Callable[[str], Follow],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._drafts = drafts
        self._follow = follow
        self._survey: Survey | None = None
        self._keeper: Keeper | None = None
        self._patient = ""
        self._sheet: Sheet | None = None
        self._shown = ("", "")
        self._arranging = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(12))
        outer.addLayout(self._make_head())
        body = QHBoxLayout()
        body.setSpacing(theme.px(14))
        body.addWidget(self._make_list(), 3)
        body.addWidget(self._make_sheet(), 5)
        outer.addLayout(body, 1)
        self._make_keys()
        self._show_patient()

    # --- making it ----------------------------------------------------------------------------

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(label(self.tr("Handover"), "title"))
        self._summary = ElidedLabel("", "second")
        head.addWidget(self._summary, 1)
        self.paper = PrintButtons(self)
        self.paper.said.connect(self._say)
        head.addWidget(self.paper)
        back = KeyButton(self.tr("Back"), hint="Esc")
        back.clicked.connect(self.closed)
        head.addWidget(back)
        return head

    def _make_list(self) -> QWidget:
        frame = card(margins=(1, 1, 1, 1))
        least, most = _LIST_WIDTH
        frame.setMinimumWidth(theme.px(least))
        frame.setMaximumWidth(theme.px(most))
        inside = frame.layout()
        assert inside is not None
        self.model = OutstandingModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self._hand = OutstandingHand()
        self.list.setItemDelegate(self._hand)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("Patients with what is outstanding"))
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.list.doubleClicked.connect(lambda _index: self._open())
        self.list.installEventFilter(self)
        inside.addWidget(self.list)
        return frame

    def _make_sheet(self) -> QFrame:
        frame = card(margins=(16, 12, 16, 14))
        inside = frame.layout()
        assert isinstance(inside, QVBoxLayout)
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        self._name = label("", "name")
        head.addWidget(self._name)
        self._handing = ElidedLabel("", "second")
        head.addWidget(self._handing, 1)
        self._chart = QPushButton(self.tr("Open chart"))
        self._chart.setProperty("kind", "link")
        self._chart.clicked.connect(self._open)
        head.addWidget(self._chart)
        inside.addLayout(head)
        self.browser = QTextBrowser()
        self.browser.setFrameShape(QFrame.Shape.NoFrame)
        self.browser.setOpenLinks(False)
        self.browser.setTabChangesFocus(True)
        self.browser.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.browser.setStyleSheet(
            "QTextBrowser { background: transparent; border: none; padding: 0; }"
        )
        self.browser.setAccessibleName(self.tr("Sheet of the patient"))
        self.browser.document().setDocumentMargin(0)
        inside.addWidget(self.browser, 1)
        self.lines = FreeLines()
        self.lines.retyped.connect(self._keep)
        inside.addWidget(self.lines)
        foot = FlowRow(8)
        self.give = KeyButton(self.tr("Hand over"), hint="Ctrl+Enter", primary=True)
        self.give.clicked.connect(self.hand_over)
        self.take = KeyButton(self.tr("Take over"), hint="T")
        self.take.clicked.connect(self.take_over)
        for button in (self.give, self.take):
            button.setAutoDefault(False)
            foot.add(button)
        self._said = label("", "ok", wrap=True)
        inside.addWidget(foot)
        inside.addWidget(self._said)
        self._said.hide()
        return frame

    def _make_keys(self) -> None:
        for keys, slot in (
            ("Ctrl+Return", self.hand_over),
            ("Ctrl+Enter", self.hand_over),
            ("Ctrl+Enter", self.hand_over),
            ("Ctrl+P", partial(self.paper.print_out, "sheet")),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    # --- what is shown ------------------------------------------------------------------------

    def show_survey(self, survey: Survey) -> None:
        """Show the ward as of now; the marked patient stays marked, what is typed stays."""
        self._survey = survey
        found = outstanding(survey)
        rows = [bedside_of(one, survey.now, survey.zone) for one in found]
        self.list.selectionModel().blockSignals(True)
        self.model.show_rows(rows)
        self._mark(self._patient)
        self.list.selectionModel().blockSignals(False)
        self._summary.setText(
            dotted(
                [
                    self.tr("{n} patients").format(n=len(found)),
                    self.tr("{n} with an overdue round").format(n=sum(one.late for one in found)),
                    self.tr("{n} unacknowledged alarms").format(
                        n=sum(one.unanswered for one in found)
                    ),
                    self.tr("{n} taken over").format(
                        n=sum(bool(one.handing.accepted) for one in found)
                    ),
                ]
            )
        )
        self._show_patient()

    def begin(self, patient: str = "") -> None:
        """Put the keyboard to the list; mark a patient, if one is named."""
        self._mark(patient or self._patient)
        self._show_patient()
        self.list.setFocus()

    def set_keeper(self, keeper: Keeper | None) -> None:
        """Who is at the keyboard: who hands over, takes over and prints."""
        self._keeper = keeper
        name = "" if keeper is None else keeper.name
        for button, text in (
            (self.give, self.tr("Hands over by name: {name}")),
            (self.take, self.tr("Takes over by name: {name}")),
        ):
            button.setToolTip(text.format(name=name) if name else "")

    def patient(self) -> str:
        """Whose sheet is shown; empty where nobody is on the ward."""
        return self._patient

    def _mark(self, patient: str) -> None:
        if not self.model.rows:
            self._patient = ""
            return
        place = self.model.place(patient) or 0
        index = self.model.index(place)
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(index, select)
        self._patient = self.model.rows[place].patient

    def _choose(self) -> None:
        index = self.list.currentIndex()
        if self._arranging or not index.isValid():
            return
        self._patient = self.model.rows[index.row()].patient
        self._say("", "ok")
        self._show_patient()

    def sheet_of(self, patient: str) -> Sheet | None:
        """The sheet of a patient as of the survey that is shown."""
        survey = self._survey
        chart = None if survey is None or not patient else survey.of(patient)
        if survey is None or chart is None:
            return None
        try:
            plan = self._follow(patient)
        except KeyError:
            plan = None
        return sheet(chart, survey.rounds.get(patient, ()), survey.alarms, plan, survey.now)

    def _show_patient(self) -> None:
        of = self._sheet = self.sheet_of(self._patient)
        for widget in (self.lines, self.give, self.take, self._chart, self.paper):
            widget.setEnabled(of is not None)
        if of is None:
            self._name.setText(self.tr("Nobody is on the ward"))
            self._handing.setText("")
            self.browser.clear()
            self._shown = ("", "")
            self.lines.set_text({})
            return
        self._name.setText(dotted(list(heading(of))))
        self._handing.setText(handing_text(of.handing, of.now, of.chart.zone))
        self._show_words(of)
        self.lines.set_text(self._drafts.get(of.patient, FORM))

    def _show_words(self, of: Sheet) -> None:
        """The sheet; of the same patient it stays where it was scrolled to."""
        look = theme.current()
        colours = Colours(look.ink, look.second, look.line, look.late, look.accent, look.on_accent)
        text = html(sections(of), handed_lines(of), theme.px(theme.BODY_PX), colours)
        if self._shown == (of.patient, text):
            return
        bar = self.browser.verticalScrollBar()
        kept = bar.value() if self._shown[0] == of.patient else 0
        self._shown = of.patient, text
        self.browser.setFont(theme.font())
        self.browser.setHtml(text)
        bar.setValue(kept)

    # --- handing over and taking over -----------------------------------------------------------

    def _keep(self) -> None:
        if self._patient:
            self._drafts.keep(self._patient, FORM, self.lines.text())

    def hand_over(self) -> None:
        """Ask to record that the patient is handed over, with what is typed."""
        if not self._patient:
            return
        text = {name: words.strip() for name, words in self.lines.text().items()}
        too_long = [name for name, words in text.items() if len(words) > LONGEST]
        if too_long:
            said = self.tr("At most {n} letters; nothing was handed over.").format(n=LONGEST)
            self._say(said, "refused")
            return
        fact = HandedOver(text["remark"], text["to_do"])
        self.entered.emit((Draft(self._patient, self._clock(), fact),))

    def take_over(self) -> None:
        """Ask to record that who is at the keyboard takes over; it needs no handing over."""
        of = self._sheet
        if of is None:
            return
        handed = of.handing.handed
        fact = TakenOver("" if handed is None else handed.id)
        self.entered.emit((Draft(self._patient, self._clock(), fact),))

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store holds it: only now the free lines are emptied."""
        for entry in entries:
            if isinstance(entry.fact, HandedOver):
                self._drafts.keep(entry.patient, FORM, {})
                said = self.tr("{patient} is handed over by {name}.")
            elif isinstance(entry.fact, TakenOver):
                said = self.tr("{patient} is taken over by {name}.")
            else:
                continue
            self._say(said.format(patient=entry.patient, name=entry.author), "ok")
        self._show_patient()
        self.list.setFocus()

    def refused(self, message: str) -> None:
        """Nothing was saved, and why; all text stays."""
        self._say(message, "refused")

    def _say(self, text: str, role: str) -> None:
        set_look(self._said, "role", role)
        self._said.setText(text)
        self._said.setVisible(bool(text))

    def _open(self) -> None:
        if self._patient:
            self.opened.emit(self._patient)

    # --- printing -----------------------------------------------------------------------------

    def copies(self, what: str) -> tuple[Copy, ...]:
        """What is printed, as `ui.screens.handover.print_buttons.WHAT` names it."""
        survey = self._survey
        if survey is None:
            return ()
        if what == "observations":
            chart = survey.of(self._patient)
            return () if chart is None else (ObservationCopy(chart),)
        patients = [row.patient for row in self.model.rows] if what == "all" else [self._patient]
        found = []
        for patient in patients:
            of = self.sheet_of(patient)
            if of is not None:
                typed = self._drafts.get(patient, FORM)
                found.append(HandoverCopy(of, (typed.get("remark", ""), typed.get("to_do", ""))))
        return tuple(found)

    def printing(self) -> Printing:
        """Who prints, as of now."""
        zone: tzinfo = UTC if self._survey is None else self._survey.zone
        return Printing("" if self._keeper is None else self._keeper.name, self._clock(), zone)

    # --- the keyboard -------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list."""
        if (
            watched is self.list
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right}:
                self.lines.remark.setFocus()
                return True
            if event.key() == Qt.Key.Key_T:
                self.take_over()
                return True
            if event.key() == Qt.Key.Key_O:
                self._open()
                return True
            if event.key() in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Space}:
                self._scroll(-1 if event.key() == Qt.Key.Key_PageUp else 1)
                return True
        return super().eventFilter(watched, event)

    def _scroll(self, pages: int) -> None:
        """The sheet goes on by a page, while the list keeps the keyboard."""
        bar = self.browser.verticalScrollBar()
        bar.setValue(bar.value() + round(pages * 0.9 * bar.pageStep()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.lines.remark.hasFocus() or self.lines.to_do.hasFocus():
            self.list.setFocus()
        else:
            self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._sheet is not None:
            self._show_words(self._sheet)
