"""One alarm in full: what it says and asks for, whom to call, what to say, and what can be done."""

from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from bedside.alarms import Alarm
from bedside.survey import Survey
from ui import theme, words
from ui.screens.alarms.calls import NOTHING, Typed
from ui.screens.alarms.comment import Comment
from ui.screens.alarms.list_model import Item
from ui.screens.alarms.moments import Key, with_it
from ui.screens.alarms.silence import SilenceButton
from ui.screens.alarms.tables import Tables
from ui.screens.alarms.whom import Calls, Ladder, Section
from ui.shown import moment_text
from ui.widgets.parts import FlowRow, KeyButton, label, set_look
from ui.words.alarm_kinds import alarm_step, alarm_what
from ui.words.alarm_state import (
    acknowledged,
    eased,
    never_silent,
    paused,
    quiet,
    unacknowledged,
)
from ui.words.alarms import with_it as words_with_it
from ui.words.codes import dotted
from ui.words.sbar import sbar


class _Kept(NamedTuple):
    """What is typed about an alarm that is not looked at now."""

    asked: tuple[Alarm, ...] | None = None
    comment: str = ""
    call: Typed = NOTHING


class Detail(QScrollArea):
    """The alarm that is marked. What is typed about it is kept while another one is looked at."""

    acknowledged = Signal(str)
    silenced = Signal(object)
    """For how long (timedelta)."""
    called = Signal(object)
    """What was `Typed`."""
    opened = Signal()
    left = Signal()
    """The keyboard is to go back to the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.item: Item | None = None
        self.asked: tuple[Alarm, ...] | None = None
        """The alarms that were named when somebody began to acknowledge, as they stood then."""
        self._others: tuple[Alarm, ...] = ()
        self._kept: dict[Key, _Kept] = {}
        self._gone = False
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(*(theme.px(m) for m in (16, 12, 16, 12)))
        self._column.setSpacing(theme.px(8))
        self._make_head()
        self._make_acts()
        self._make_whom()
        self._make_sbar()
        self._column.addStretch()
        self._inside = inside
        self.setWidget(inside)
        inside.hide()

    def _make_head(self) -> None:
        self._mark = label("", "label", wrap=True)
        self._text = label("", "name", wrap=True)
        self._step = label("", "strong", wrap=True)
        self._state = label("", "second", wrap=True)
        self._also = label("", wrap=True)
        for part in (self._mark, self._text, self._also, self._step, self._state):
            self._column.addWidget(part)

    def _make_acts(self) -> None:
        acts = FlowRow(8)
        self.take = KeyButton(self.tr("Acknowledge"), hint="A", primary=True)
        self.take.clicked.connect(self.begin_comment)
        self.take_all = KeyButton("", hint="Shift+A")
        self.take_all.clicked.connect(self.begin_all)
        self.silence = SilenceButton(hint="S")
        self.silence.asked.connect(self.silenced)
        self.open = KeyButton(self.tr("Open the patient"), hint="Enter")
        self.open.clicked.connect(self.opened)
        for button in (self.take, self.take_all, self.silence, self.open):
            button.setMinimumHeight(theme.px(36))
            acts.add(button)
        self._column.addWidget(acts)
        self.comment = Comment()
        self.comment.hide()
        self.comment.sent.connect(self.acknowledged)
        self.comment.left.connect(self._leave_comment)
        self._column.addWidget(self.comment)
        self.said = label("", "ok", wrap=True)
        self.said.hide()
        self._column.addWidget(self.said)

    def _make_whom(self) -> None:
        self._ladder = Ladder(self.tr("Whom to call"))
        self._calls = Calls(self.tr("Calls written down"))
        self.form = self._calls.form
        self.form.entered.connect(self.called)
        self.form.left.connect(self.left)
        self._column.addWidget(self._ladder)
        self._column.addWidget(self._calls)

    def _make_sbar(self) -> None:
        self._aloud = Section(self.tr("To read aloud"))
        self._sbar = label("", wrap=True)
        self._sbar.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._aloud.column.addWidget(self._sbar)
        self._column.addWidget(self._aloud)

    # --- what it shows ------------------------------------------------------------------------

    @property
    def alarm(self) -> Alarm | None:
        """The alarm that is shown."""
        return None if self.item is None else self.item.alarm

    def is_typed(self) -> bool:
        """Whether something is typed that is not saved."""
        return self.form.is_typed() or self.asked is not None

    def show_item(
        self,
        item: Item | None,
        survey: Survey,
        tables: Tables,
        *,
        gone: bool = False,
    ) -> None:
        """Show this alarm as of the survey; ``gone`` where it is none any more."""
        self._inside.setVisible(item is not None)
        if item is None:
            self._keep()
            self.item = None
            return
        other = self.item is None or self.item.key != item.key
        if other:
            self._keep()
            self.form.show_typed(NOTHING)
        self.item = item
        self._show_words(survey, tables, gone=gone)
        for section in (self._ladder, self._calls):
            section.setVisible(item.of is not None)
        self._ladder.show_item(item, survey, tables, self.form)
        self._calls.show_item(item, survey)
        if other:
            self._take_up()
            self.verticalScrollBar().setValue(0)
            self.said.hide()

    def _show_words(self, survey: Survey, tables: Tables, *, gone: bool) -> None:
        assert self.item is not None
        alarm, of = self.item.alarm, self.item.of
        self._mark.setText(self.tr("{mark} priority").format(mark=self.item.mark))
        self._text.setText(words.alarm(alarm, of, survey.now, survey.zone))
        self._step.setText(self.tr("Next step: {step}").format(step=alarm_step(alarm)))
        self._gone = gone
        self.tick(survey.now, survey)
        rings = alarm.acknowledged is None and not gone
        self._others = with_it(alarm, survey.waiting) if rings else ()
        self._also.setText(words_with_it(self._others))
        self._also.setVisible(bool(self._others))
        text = self.tr("Acknowledge all {n} of this moment")
        self.take_all.setText(text.format(n=len(self._others) + 1))
        self._show_takes()
        self.silence.setVisible(rings and alarm.silenceable and alarm.silence is None)
        self.silence.set_spans(tables.silences(of))
        self.open.setVisible(alarm.patient is not None)
        self._aloud.setVisible(of is not None)
        if of is not None:
            rounds = survey.rounds.get(of.patient, ())
            self._sbar.setText(sbar(alarm, of, rounds, survey.now).text)

    def tick(self, now: datetime, survey: Survey) -> None:
        """Say how it stands, to the second."""
        if self.item is None:
            return
        alarm, zone = self.item.alarm, survey.zone
        if alarm.acknowledged is not None:
            standing = acknowledged(alarm, now, zone)
        elif self._gone:
            standing = self.tr("It has ended meanwhile. What you write is kept with it.")
        else:
            standing = unacknowledged(alarm, now)
        silence = alarm.silence
        since = self.tr("since {moment}").format(
            moment=moment_text(alarm.since, zone, QLocale(), now)
        )
        said = [
            dotted([since, standing]),
            "" if silence is None else dotted([paused(silence, now), quiet(silence, now, zone)]),
            eased(alarm, self.item.of, now, zone),
            alarm_what(alarm) if alarm.kind == "sound_failed" else "",
            never_silent(alarm) if alarm.acknowledged is None else "",
        ]
        self._state.setText("\n".join(one for one in said if one))

    def _show_takes(self) -> None:
        """Offer to acknowledge it, and all of its moment, unless somebody is doing so."""
        alarm = self.alarm
        rings = alarm is not None and alarm.acknowledged is None and not self._gone
        self.take.setVisible(rings and self.asked is None)
        self.take_all.setVisible(rings and self.asked is None and bool(self._others))

    # --- what is typed ------------------------------------------------------------------------

    def _keep(self) -> None:
        """Put aside what is typed about the alarm that was shown."""
        if self.item is not None and self.is_typed():
            kept = _Kept(self.asked, self.comment.field.text(), self.form.typed())
            self._kept[self.item.key] = kept

    def _take_up(self) -> None:
        """Go on with what was typed about the alarm that is shown now."""
        assert self.item is not None
        kept = self._kept.pop(self.item.key, _Kept())
        self.form.show_typed(kept.call)
        self.comment.clear()
        self.asked = kept.asked
        if kept.asked is not None:
            self.comment.name(kept.asked)
            self.comment.field.setText(kept.comment)
            self.comment.show()
        self._show_takes()

    def drop(self, key: Key) -> None:
        """What was typed about an alarm that is not shown is saved, or wanted no more."""
        self._kept.pop(key, None)

    def begin_comment(self) -> None:
        """Ask for the comment with which this alarm alone is acknowledged."""
        if self.alarm is not None and self.take.isVisibleTo(self):
            self._ask(self.alarm)
        elif self.asked is not None:
            self._ask(*self.asked)

    def begin_all(self) -> None:
        """Ask for the comment with which all that its moment raised is acknowledged."""
        if self.alarm is not None and self.take_all.isVisibleTo(self):
            self._ask(self.alarm, *self._others)
        elif self.asked is not None:
            self._ask(*self.asked)

    def _ask(self, *alarms: Alarm) -> None:
        self.asked = alarms
        self.said.hide()
        self._show_takes()
        self.comment.name(alarms)
        self.comment.begin()
        self.ensureWidgetVisible(self.comment)

    def ask_again(self, alarms: tuple[Alarm, ...]) -> None:
        """Name what has risen again since it was named; the comment is kept."""
        self._ask(*alarms)
        self.say(self.tr("It rang anew meanwhile. Enter acknowledges it as named now."), "refused")

    def end_comment(self) -> None:
        """The acknowledgement is saved, or put aside."""
        self.asked = None
        self.comment.clear()
        self._show_takes()

    def _leave_comment(self) -> None:
        self.end_comment()
        self.left.emit()

    def begin_call(self) -> None:
        """Put the keyboard to the form of a call."""
        if self._calls.isVisibleTo(self):
            self.said.hide()
            self.ensureWidgetVisible(self.form)
            self.form.begin()

    def end_call(self) -> None:
        """The call is saved."""
        self.form.show_typed(NOTHING)

    def offer_silence(self) -> None:
        """Offer the silences, or say why there are none."""
        alarm = self.alarm
        if alarm is None:
            return
        if self.silence.isVisibleTo(self):
            self.silence.offer()
        elif alarm.acknowledged is None and not alarm.silenceable:
            self.say(never_silent(alarm), "refused")

    def say(self, text: str, role: str = "ok") -> None:
        """Say what became of it."""
        set_look(self.said, "role", role)
        self.said.setText(text)
        self.said.show()
        self.ensureWidgetVisible(self.said)
