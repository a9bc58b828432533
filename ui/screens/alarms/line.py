"""An alarm as a line: what it says, what it asks for, how it stands, and what can be done.

Others that the same moment raised stand with it by name.
"""

from datetime import datetime, tzinfo
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bedside.alarms import Alarm
from bedside.chart import Chart
from ui import theme, words
from ui.screens.alarms.comment import Comment
from ui.screens.alarms.signs import Paused, Sign
from ui.screens.alarms.silence import SilenceButton
from ui.screens.alarms.tables import Tables
from ui.widgets.parts import AlarmFrame, ElidedLabel, FlowRow, KeyButton, label
from ui.words.alarm_kinds import MARKS, alarm_step, priority
from ui.words.alarm_state import acknowledged, eased, moved_on, never_silent, paused, unacknowledged
from ui.words.alarms import with_it, with_it_short
from ui.words.codes import dotted

_BUTTON = 36
_READABLE = 380
"""The least width, in design pixels, in which an alarm is read beside its buttons."""


class Shown(NamedTuple):
    """What a line shows: an alarm, the chart of its patient (None without one), and when.

    ``gone``: it is no alarm any more, or acknowledged, while somebody was writing a comment.
    ``others`` are those that the same moment raised, and that are acknowledged with it.
    """

    alarm: Alarm
    of: Chart | None
    now: datetime
    zone: tzinfo
    gone: bool = False
    others: tuple[Alarm, ...] = ()


class AlarmLine(AlarmFrame):
    """An alarm that nobody has acknowledged, with its next step and since when it waits.

    Asked to acknowledge it opens a field for a comment, which may stay empty.
    """

    opened = Signal(str)
    asked_more = Signal()
    acknowledged = Signal(str)
    """With the comment; the alarms that were named when the field was opened are `asked`."""
    left = Signal()
    """The comment was put aside."""
    silenced = Signal(object)
    """For how long (timedelta)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shown: Shown | None = None
        self.asked: tuple[Alarm, ...] | None = None
        self._private = False
        self._compact = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(theme.px(m) for m in (20, 8, 14, 8)))
        self._column.setSpacing(theme.px(6))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.px(12))
        self._column.addLayout(self._row)
        self._row.addLayout(self._make_words(), 1)
        self._acts = self._make_acts()
        self._row.addWidget(self._acts, 0, Qt.AlignmentFlag.AlignVCenter)
        self._answer: Comment | None = None
        self._said = label("", "refused", wrap=True)
        self._said.hide()
        self._column.addWidget(self._said)

    def _make_words(self) -> QVBoxLayout:
        said = QVBoxLayout()
        said.setSpacing(theme.px(2))
        first = QHBoxLayout()
        first.setSpacing(theme.px(10))
        self._sign = Sign()
        first.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._mark = label("", "strong")
        first.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._text = label("", "strong", wrap=True)
        first.addWidget(self._text, 1)
        self._short = ElidedLabel("", "strong")
        self._short.hide()
        first.addWidget(self._short, 1)
        self._also_short = label("", "second")
        self._also_short.hide()
        first.addWidget(self._also_short)
        said.addLayout(first)
        also = QHBoxLayout()
        also.addSpacing(theme.px(28))
        self._also = label("", wrap=True)
        also.addWidget(self._also, 1)
        said.addLayout(also)
        below = QHBoxLayout()
        below.setSpacing(theme.px(8))
        below.addSpacing(theme.px(28))
        self._step = label("", wrap=True)
        below.addWidget(self._step, 1)
        said.addLayout(below)
        state = QHBoxLayout()
        state.addSpacing(theme.px(28))
        self._state = label("", "second", wrap=True)
        state.addWidget(self._state, 1)
        said.addLayout(state)
        return said

    def _make_acts(self) -> FlowRow:
        acts = FlowRow(10)
        self._more = QPushButton()
        self._more.setProperty("kind", "link")
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._more.clicked.connect(self.asked_more)
        self._quiet = QWidget()
        self._quiet.setMinimumHeight(theme.px(_BUTTON))
        quiet = QHBoxLayout(self._quiet)
        quiet.setContentsMargins(0, 0, 0, 0)
        quiet.setSpacing(theme.px(6))
        quiet.addWidget(Paused())
        self._left = label("", "strong")
        quiet.addWidget(self._left)
        self._open = QPushButton(self.tr("Open"))
        self._open.clicked.connect(self._ask_open)
        self._silence = SilenceButton()
        self._silence.asked.connect(self.silenced)
        self._take = KeyButton(self.tr("Acknowledge"))
        self._take.clicked.connect(self.begin)
        for part in (self._more, self._quiet, self._open, self._silence, self._take):
            acts.add(part)
        self._more.hide()
        return acts

    # --- what it shows ------------------------------------------------------------------------

    @property
    def alarm(self) -> Alarm | None:
        """The alarm that it shows."""
        return None if self._shown is None else self._shown.alarm

    def show_alarm(self, shown: Shown, tables: Tables, *, first: bool, private: bool) -> None:
        """Show this alarm.

        ``first``: the key A answers this one. ``private`` names the bed in place of the patient.
        """
        alarm, of, now, zone, gone, others = self._shown = shown
        self._private = private
        rings = alarm.acknowledged is None and not gone
        self.set_level(alarm.priority, flashing=rings)
        self._sign.set_level(alarm.priority, flashing=rings)
        self._mark.setText(f"{MARKS[alarm.priority]} {priority(alarm.priority)}")
        say = words.alarm_by_bed if private else words.alarm
        text = say(alarm, of, now, zone)
        self._text.setText(text)
        self._short.setText(text)
        self._short.setToolTip(text)
        self._also.setText(with_it(others))
        self._also_short.setText(with_it_short(others))
        self._also_short.setToolTip(with_it(others))
        self.set_compact(self._compact)
        step = self.tr("Next step: {step}").format(step=alarm_step(alarm))
        self._step.setText(step)
        state = self._standing(tables)
        self._state.setText(state)
        self.tick(now)
        self._silence.set_spans(tables.silences(of))
        self._name(text, step, state)
        self._show_acts(first=first)

    def _standing(self, tables: Tables) -> str:
        """How it stands: since when it waits, ended, moved on, not to be silenced."""
        assert self._shown is not None
        alarm, of, now, zone, gone, _ = self._shown
        if gone:
            seen = "" if self._private else acknowledged(alarm, now, zone)
            return seen or self.tr("It has ended meanwhile. What you write is kept with it.")
        steps = tables.steps(alarm, of, now, zone)
        return dotted(
            [
                unacknowledged(alarm, now),
                eased(alarm, of, now, zone),
                moved_on(steps[-1], now, zone) if steps else "",
                never_silent(alarm),
            ]
        )

    def _name(self, text: str, step: str, state: str) -> None:
        assert self._shown is not None
        alarm = self._shown.alarm
        named = self.tr("{priority} alarm: {text} {state}").format(
            priority=priority(alarm.priority), text=text, state=state
        )
        self.setAccessibleName(dotted([named, self._also.text()]))
        self.setAccessibleDescription(step)
        self._open.setAccessibleName(self.tr("Open {patient}").format(patient=alarm.patient or ""))

    def _show_acts(self, *, first: bool) -> None:
        assert self._shown is not None
        alarm, private = self._shown.alarm, self._private
        self._open.setVisible(not private and alarm.patient is not None)
        self._more.setEnabled(not private)
        can = alarm.silenceable and alarm.silence is None and not self._shown.gone
        self._silence.setVisible(can and not private)
        self._take.set_hint("A" if first else "")
        self._take.setVisible(not private and self.asked is None)
        if self._answer is not None:
            self._answer.setVisible(not private and self.asked is not None)

    def tick(self, now: datetime) -> bool:
        """Count down to the end of a silence; whether there is one."""
        silence = None if self._shown is None or self._shown.gone else self._shown.alarm.silence
        self._quiet.setVisible(silence is not None)
        if silence is not None:
            self._left.setText(paused(silence, now))
        return silence is not None

    def set_compact(self, compact: bool) -> None:  # noqa: FBT001
        """One row where there is little room: what is to be done next is then on the page alone."""
        self._compact = compact
        several = bool(self._also.text())
        self._also.setVisible(several and not compact)
        self._also_short.setVisible(several and compact)
        self._text.setVisible(not compact)
        self._short.setVisible(compact)
        self._step.setVisible(not compact)
        self._state.setVisible(not compact)

    def show_more(self, text: str) -> None:
        """Offer to show the other alarms, in these words; empty for none."""
        self._more.setText(text)
        self._more.setVisible(bool(text))
        self._acts.settle()

    # --- what is done -------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask for the comment on what is named now; where it is asked already, go on with it."""
        if self._shown is None or self._private:
            return
        if self._answer is None:
            self._answer = Comment()
            self._answer.setContentsMargins(theme.px(28), 0, 0, 0)
            self._answer.sent.connect(self._send)
            self._answer.left.connect(self.leave)
            self._answer.left.connect(self.left)
            self._column.insertWidget(1, self._answer)
        if self.asked is None:
            self.asked = (self._shown.alarm, *self._shown.others)
            self._answer.name(self.asked)
        self._said.hide()
        self._take.hide()
        self._answer.begin()

    def ask_again(self, alarms: tuple[Alarm, ...]) -> None:
        """Name what has risen again since it was named; the comment is kept."""
        self.asked = alarms
        if self._answer is not None:
            self._answer.name(alarms)
        self.refuse(self.tr("It rang anew meanwhile. Enter acknowledges it as named now."))

    def leave(self) -> None:
        """Put the comment aside; nothing is acknowledged."""
        self.asked = None
        if self._answer is not None:
            self._answer.clear()
        self._said.hide()
        self._take.show()

    def refuse(self, message: str) -> None:
        """Nothing was saved: say so, keep the comment."""
        self._said.setText(message)
        self._said.show()
        if self.asked is not None and self._answer is not None:
            self._answer.field.setFocus()

    def unsay(self) -> None:
        """Something was saved: what was refused before is said no more."""
        self._said.hide()

    def _send(self, comment: str) -> None:
        self.unsay()
        self.acknowledged.emit(comment)

    def _ask_open(self) -> None:
        alarm = self.alarm
        if alarm is not None and alarm.patient is not None:
            self.opened.emit(alarm.patient)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self._acts.sizeHint().width() - theme.px(_READABLE)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(beside if room > 0 else below)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_READABLE), super().minimumSizeHint().height())
