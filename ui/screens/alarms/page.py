"""All alarms of the ward, with what can be done about each; and the burden they are."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from bedside.alarms import AlarmTable, Source, acknowledging, silences, silencing
from bedside.chart import Chart
from bedside.facts import WARD, Acknowledged, Called, Silenced
from bedside.survey import Survey
from bedside.timeline import Draft, Entry
from grading.signs import Invalid
from ui import theme
from ui.screens.alarms.burden import BurdenPane
from ui.screens.alarms.calls import Typed
from ui.screens.alarms.detail import Detail
from ui.screens.alarms.list_model import AlarmList, Item
from ui.screens.alarms.list_paint import AlarmHand
from ui.screens.alarms.moments import Key, renewed
from ui.screens.alarms.silences import Silences
from ui.screens.alarms.tables import Tables
from ui.shown import moment_text
from ui.widgets.parts import ElidedLabel, KeyButton, Level, card, label, set_look
from ui.words.alarm_state import never_silent

_SECOND = 1000


class AlarmsPage(QWidget):
    """The alarms by priority, the marked one in full beside them.

    A acknowledges it with a comment, Shift+A with it all that the same moment raised; S silences
    it for a while, C writes a call down, Enter opens the patient, Esc goes back. Asks to record
    like a pane: ``entered``, then `saved` or `refused`.
    """

    entered = Signal(object)
    opened = Signal(str)
    closed = Signal()
    asked_sound_check = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._survey: Survey | None = None
        self._ahead = timedelta(0)
        self._tables = Tables()
        self._sent: Key | None = None
        self._moving = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(10))
        outer.addLayout(self._make_head())
        self.tabs = QTabWidget()
        self.tabs.addTab(self._make_standing(), self.tr("Standing now"))
        self.burden = BurdenPane()
        self.tabs.addTab(self.burden, self.tr("Burden"))
        outer.addWidget(self.tabs, 1)
        outer.addLayout(self._make_sound())
        self._second = QTimer(self)
        self._second.setInterval(_SECOND)
        self._second.timeout.connect(self.tick)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(label(self.tr("Alarms"), "title"))
        self._summary = ElidedLabel("", "second")
        head.addWidget(self._summary, 1)
        back = KeyButton(self.tr("Back to the ward"), hint="Esc")
        back.clicked.connect(self.closed)
        head.addWidget(back)
        return head

    def _make_standing(self) -> QWidget:
        page = QWidget()
        across = QHBoxLayout(page)
        across.setContentsMargins(0, theme.px(10), 0, 0)
        across.setSpacing(theme.px(14))
        left = QVBoxLayout()
        left.setSpacing(theme.px(10))
        frame = card(margins=(1, 1, 1, 1))
        inside = frame.layout()
        assert inside is not None
        self.model = AlarmList()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Alarms"))
        self.list.setMinimumWidth(theme.px(330))
        self._hand = AlarmHand(self.list)
        self.list.setItemDelegate(self._hand)
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(self._mark)
        self.list.doubleClicked.connect(self._open)
        inside.addWidget(self.list)
        self._nothing = label(self.tr("No alarm stands."), "second")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(self._nothing)
        left.addWidget(frame, 1)
        self.silences = Silences()
        left.addWidget(self.silences)
        across.addLayout(left, 11)
        self._beside = card(margins=(1, 1, 1, 1))
        layout = self._beside.layout()
        assert layout is not None
        self.detail = Detail()
        layout.addWidget(self.detail)
        across.addWidget(self._beside, 10)
        self.detail.acknowledged.connect(self._acknowledge)
        self.detail.silenced.connect(self._silence)
        self.detail.called.connect(self._call)
        self.detail.opened.connect(self._open)
        self.detail.left.connect(self.list.setFocus)
        return page

    def _make_sound(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        self._sound = label(self.tr("The sound was not checked yet."), "second", wrap=True)
        row.addWidget(self._sound, 1)
        self.check = QPushButton(self.tr("Check the sound"))
        self.check.clicked.connect(self.asked_sound_check)
        row.addWidget(self.check)
        return row

    # --- what it knows ------------------------------------------------------------------------

    def set_tables(self, of: Callable[[Chart], AlarmTable], own: AlarmTable) -> None:
        """Go by these tables: that of each patient, and that of the program's own alarms."""
        self._tables = Tables(of, own)
        self.burden.set_tables(self._tables)
        if self._survey is not None:
            self.show_survey(self._survey)

    def set_record(
        self,
        patients: Callable[[], Iterable[str]],
        log: Callable[[str], Sequence[Entry]],
        sources: Sequence[Source] | None = None,
    ) -> None:
        """Whose alarms the burden counts; see :meth:`BurdenPane.set_record`."""
        self.burden.set_record(patients, log, sources)

    def show_survey(self, survey: Survey) -> None:
        """Show the alarms of this survey; what is typed stays."""
        self._survey = survey
        self._ahead = survey.now - self._clock()  # the ward's time never goes back
        marked = self._marked()
        key = None if marked is None else marked.key
        near = self.list.currentIndex().row()
        self._moving = True
        self.model.show(survey, self._tables, survey.now)
        self._moving = False
        self._go_to(key, near)
        waiting = survey.waiting
        levels: set[Level] = {alarm.priority for alarm in waiting}
        self._hand.set_flashing(levels)
        self.silences.show_silences(survey, self._now())
        self.burden.show_survey(survey)
        self._count_up(survey)
        self.tick()

    def _count_up(self, survey: Survey) -> None:
        waiting = len(survey.waiting)
        quiet = len(silences(survey.alarms, survey.now))
        said = [self.tr("{n} unacknowledged").format(n=waiting)]
        if len(survey.alarms) > waiting:
            said.append(self.tr("{n} acknowledged").format(n=len(survey.alarms) - waiting))
        if quiet:
            said.append(self.tr("{n} paused").format(n=quiet))
        self._summary.setText(" · ".join(said))
        self.list.setVisible(bool(survey.alarms))
        self._nothing.setVisible(not survey.alarms)

    def show_sound(self, text: str, ok: bool) -> None:  # noqa: FBT001 - a slot
        """Say how it stands with the sound."""
        set_look(self._sound, "role", "second" if ok else "late")
        self._sound.setText(text)

    def tick(self) -> None:
        """Count down to the end of each silence; for the eye alone."""
        survey = self._survey
        if survey is None or not any(alarm.silence is not None for alarm in survey.alarms):
            self._second.stop()
            return
        now = self._now()
        self.model.show(survey, self._tables, now)
        self.detail.tick(now, survey)
        self.silences.show_silences(survey, now)
        if not self._second.isActive():
            self._second.start()

    def _now(self) -> datetime:
        return self._clock() + self._ahead

    # --- which one is marked ------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard to the list."""
        (self.list if self.model.lines else self).setFocus()

    def _marked(self) -> Item | None:
        return self.model.item(self.list.currentIndex().row())

    def _go_to(self, key: Key | None, near: int) -> None:
        """Mark this alarm again; where it is gone, the one that took its place.

        One about which somebody is writing stays in the detail until that is saved or left.
        """
        row = self.model.row_of(key)
        if row < 0 and self.detail.item is not None and self.detail.is_typed():
            self._show_detail(self.detail.item, gone=True)
            return
        if row < 0:
            rows = [n for n in range(len(self.model.lines)) if self.model.item(n) is not None]
            after = [n for n in rows if n >= near]
            row = (after[:1] or rows[-1:] or [-1])[0]
        self._moving = True
        self.list.setCurrentIndex(self.model.index(row) if row >= 0 else self.model.index(-1))
        self._moving = False
        self._show_detail(self.model.item(row))

    def _mark(self) -> None:
        if not self._moving:
            self._show_detail(self._marked())

    def _show_detail(self, item: Item | None, *, gone: bool = False) -> None:
        if self._survey is None:
            return
        self._beside.setVisible(item is not None)
        self.detail.show_item(item, self._survey, self._tables, gone=gone)

    # --- what is done -------------------------------------------------------------------------

    def _open(self) -> None:
        alarm = self.detail.alarm
        if alarm is not None and alarm.patient is not None:
            self.opened.emit(alarm.patient)

    def _acknowledge(self, comment: str) -> None:
        asked, now = self.detail.asked, self._now()
        if not asked:
            return
        again = None if self._survey is None else renewed(asked, self._survey.waiting)
        if again is not None:
            self.detail.ask_again(again)
        else:
            self._send(*(acknowledging(alarm, now, comment) for alarm in asked))

    def _silence(self, span: timedelta) -> None:
        item = self.detail.item
        if item is None:
            return
        try:
            draft = silencing(item.alarm, self._now(), span, self._tables.table(item.of))
        except Invalid:
            refusal = never_silent(item.alarm) or self.tr("It may not be quiet for so long.")
            self.detail.say(refusal, "refused")
            return
        self._send(draft)

    def _call(self, typed: Typed) -> None:
        alarm = self.detail.alarm
        if alarm is None:
            return
        fact = Called(alarm.key, typed.role, typed.name, typed.reached, typed.comment)
        self._send(Draft(alarm.patient or WARD, max(self._now(), alarm.since), fact))

    def _send(self, *drafts: Draft) -> None:
        self._sent = None if self.detail.item is None else self.detail.item.key
        self.entered.emit(drafts)

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store holds it: say so; after an acknowledgement go on to the next alarm."""
        sent, self._sent = self._sent, None
        fact = entries[0].fact if entries else None
        here = self.detail.item is not None and self.detail.item.key == sent
        if not here and sent is not None:
            self.detail.drop(sent)
        if here and isinstance(fact, Acknowledged):
            self.detail.end_comment()
        elif here and isinstance(fact, Called):
            self.detail.end_call()
        if self._survey is not None:
            self.show_survey(self._survey)
        if isinstance(fact, Acknowledged):
            self._go_on()
            self.detail.say(self.tr("Acknowledged."))
            self.list.setFocus()
        elif isinstance(fact, Silenced) and self._survey is not None:
            until = moment_text(fact.until, self._survey.zone, QLocale(), self._survey.now)
            self.detail.say(self.tr("Quiet until {moment}.").format(moment=until))
        elif isinstance(fact, Called):
            self.detail.say(self.tr("The call is written down."))
            self.list.setFocus()

    def _go_on(self) -> None:
        """Mark the first alarm that nobody has acknowledged."""
        for row in range(len(self.model.lines)):
            item = self.model.item(row)
            if item is not None and item.alarm.acknowledged is None:
                self.list.setCurrentIndex(self.model.index(row))
                return

    def refused(self, message: str) -> None:
        """Nothing was saved: say so, keep what is typed."""
        self._sent = None
        if self.detail.comment.isVisibleTo(self.detail):
            self.detail.comment.refuse(message)
        elif self.detail.form.is_typed():
            self.detail.form.refuse(message)
        else:
            self.detail.say(message, "refused")

    # --- Qt -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list, which would otherwise look for lines that begin with them."""
        if watched is self.list and isinstance(event, QKeyEvent):
            key = event.type() == QEvent.Type.KeyPress
            if key and self._act(event):
                return True
        return super().eventFilter(watched, event)

    def _act(self, event: QKeyEvent) -> bool:
        acts = {
            Qt.Key.Key_A: self.detail.begin_comment,
            Qt.Key.Key_S: self.detail.offer_silence,
            Qt.Key.Key_C: self.detail.begin_call,
            Qt.Key.Key_Return: self._open,
            Qt.Key.Key_Enter: self._open,
        }
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act = acts.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_A and held == Qt.KeyboardModifier.ShiftModifier:
            act, held = self.detail.begin_all, Qt.KeyboardModifier.NoModifier
        if act is None or held or self.tabs.currentIndex() != 0:
            return False
        act()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or not self._act(event):
            # A field has taken Enter and lets it pass on: only the list's Enter opens a patient.
            super().keyPressEvent(event)
