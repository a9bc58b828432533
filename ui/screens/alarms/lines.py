"""The alarms of the ward on top of every screen: the highest in full, the others one press away."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from bedside.alarms import Alarm, AlarmTable, acknowledging, silencing
from bedside.chart import Chart
from bedside.facts import Acknowledged
from bedside.survey import Survey
from bedside.timeline import Entry
from grading.signs import Invalid
from ui import theme
from ui.screens.alarms.line import AlarmLine, Shown
from ui.screens.alarms.moments import Key, Together, key_of, renewed, together
from ui.screens.alarms.tables import Tables
from ui.widgets.parts import ElidedLabel, Level
from ui.words.alarm_state import never_silent
from ui.words.alarms import alarm_short
from ui.words.codes import dotted

_SECOND = 1000
_ROOM = 4
"""So many lines open one below the other; of more the page tells."""


class AlarmLines(QWidget):
    """All alarms of the ward: the highest in full, the others behind "+2 more".

    What the same moment raised of a patient stands with the highest of it on one line, by name,
    and is acknowledged with it. What is acknowledged and still stands is told on one quiet line.
    Asks to record like a pane of the patient screen: ``entered``, then `saved` or `refused`.
    Nothing here rings or ends by a timer: the seconds of a silence are counted for the eye alone.
    """

    entered = Signal(object)
    opened = Signal(str)
    asked_page = Signal()
    """Somebody wants to see all alarms."""

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._survey: Survey | None = None
        self._ahead = timedelta(0)
        self._tables = Tables()
        self._lines: dict[Key, AlarmLine] = {}
        self._by_line: tuple[Together, ...] = ()
        self._sent: Key | None = None
        self._private = False
        self._spread = False
        self._back_to: QWidget | None = None
        self._compact = False
        self._aside = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(6))
        self._layout.addWidget(self._make_quiet())
        self._second = QTimer(self)
        self._second.setInterval(_SECOND)
        self._second.timeout.connect(self.tick)
        self.hide()

    def _make_quiet(self) -> QWidget:
        """The line of those that somebody has seen and that still stand."""
        self._quiet = QWidget()
        row = QHBoxLayout(self._quiet)
        row.setContentsMargins(theme.px(20), 0, theme.px(14), 0)
        row.setSpacing(theme.px(12))
        self._standing = ElidedLabel("", "second")
        row.addWidget(self._standing, 1)
        self._all = QPushButton(self.tr("All alarms"))
        self._all.setProperty("kind", "link")
        self._all.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._all.clicked.connect(self.asked_page)
        row.addWidget(self._all)
        return self._quiet

    # --- what it shows ------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many alarms nobody has acknowledged."""
        return len(self._waiting())

    @property
    def highest(self) -> Level:
        """The priority of the highest of them; "low" where there is none."""
        waiting = self._waiting()
        return waiting[0].priority if waiting else "low"

    def set_tables(self, of: Callable[[Chart], AlarmTable], own: AlarmTable) -> None:
        """Go by these tables: that of each patient, and that of the program's own alarms."""
        self._tables = Tables(of, own)
        self._arrange()

    def show_survey(self, survey: Survey) -> None:
        """Show the alarms of this survey."""
        self._survey = survey
        # The ward's time never goes back, the clock may.
        self._ahead = survey.now - self._clock()
        self._arrange()

    def set_private(self, private: bool) -> None:  # noqa: FBT001
        """Beds in place of patients, and nothing to press: behind the lock."""
        self._private = private
        self._arrange()

    def set_compact(self, compact: bool) -> None:  # noqa: FBT001
        """One row an alarm, and none for those that somebody has seen: room for the work below."""
        if compact != self._compact:
            self._compact = compact
            self._arrange()

    def set_aside(self, aside: bool) -> None:  # noqa: FBT001
        """Whether the page below shows all alarms itself."""
        if aside != self._aside:
            self._aside = aside
            self._arrange()

    def tick(self) -> None:
        """Count down to the end of each silence that is shown."""
        now = self._now()
        counting = [line.tick(now) for line in self._lines.values()]
        if not any(counting):
            self._second.stop()
        elif not self._second.isActive():
            self._second.start()

    def _now(self) -> datetime:
        return self._clock() + self._ahead

    @property
    def _is_spread(self) -> bool:
        return self._spread and self._wanted <= _ROOM

    @property
    def _wanted(self) -> int:
        """How many lines the alarms take that nobody has acknowledged."""
        return sum(not one.gone for one in self._by_line)

    def _waiting(self) -> tuple[Alarm, ...]:
        return () if self._survey is None else self._survey.waiting

    # --- what is done -------------------------------------------------------------------------

    def begin(self) -> None:
        """Acknowledge the highest alarm and those with it: ask for the comment."""
        if self._waiting() and not self._private:
            self._back_to = QApplication.focusWidget()
            self._lines[self._by_line[0].key].begin()

    def _give_back(self) -> None:
        """The keyboard goes back to where it was when the key A was pressed."""
        back, self._back_to = self._back_to, None
        if back is not None and isValid(back) and back.isVisible():
            back.setFocus()

    def saved(self, entries: Sequence[Entry]) -> None:
        """The store has answered; the line itself goes with the survey, or rings on if worse."""
        line = self._lines.get(self._sent) if self._sent else None
        self._sent = None
        if line is None:
            return
        line.unsay()
        if any(isinstance(entry.fact, Acknowledged) for entry in entries):
            line.leave()
            self._arrange()
            self._give_back()

    def refused(self, message: str) -> None:
        """Nothing was saved: say so at the line."""
        line = self._lines.get(self._sent) if self._sent else None
        if line is not None:
            line.refuse(message)

    def _acknowledge(self, key: Key, comment: str) -> None:
        asked = self._lines[key].asked
        if not asked:
            return
        self._sent = key
        again = renewed(asked, self._waiting())
        if again is not None:
            self._lines[key].ask_again(again)
            return
        now = self._now()
        self.entered.emit(tuple(acknowledging(alarm, now, comment) for alarm in asked))

    def _silence(self, key: Key, span: timedelta) -> None:
        line = self._lines[key]
        alarm = line.alarm
        if alarm is None or self._survey is None:
            return
        self._sent = key
        of = None if alarm.patient is None else self._survey.of(alarm.patient)
        try:
            draft = silencing(alarm, self._now(), span, self._tables.table(of))
        except Invalid:
            line.refuse(never_silent(alarm) or self.tr("It may not be quiet for so long."))
            return
        self.entered.emit((draft,))

    def _toggle(self) -> None:
        if self._wanted > _ROOM:
            self.asked_page.emit()
            return
        self._spread = not self._spread
        self._arrange()

    # --- the lines ----------------------------------------------------------------------------

    def _made(self, key: Key) -> AlarmLine:
        line = AlarmLine()
        line.opened.connect(self.opened)
        line.asked_more.connect(self._toggle)
        line.left.connect(self._arrange)
        line.left.connect(self._give_back)
        line.acknowledged.connect(lambda comment: self._acknowledge(key, comment))
        line.silenced.connect(lambda span: self._silence(key, span))
        self._lines[key] = line
        return line

    def _arrange(self) -> None:
        """The highest line shows, the others once they are asked for, or while answered."""
        if self._survey is None:
            return
        written = {key: line.asked for key, line in self._lines.items() if line.asked}
        self._by_line = together(self._waiting(), written)
        shown = {
            one.key: one
            for n, one in enumerate(self._by_line)
            if not n or one.key in written or self._is_spread
        }
        hidden = [alarm for one in self._by_line if one.key not in shown for alarm in one.alarms]
        for key in [key for key in self._lines if key not in shown]:
            line = self._lines.pop(key)
            line.hide()
            line.deleteLater()
        for place, (key, one) in enumerate(shown.items()):
            line = self._lines.get(key) or self._made(key)
            told = self._shown(one)
            line.show_alarm(told, self._tables, first=not place, private=self._private)
            line.show_more("" if place else self._more_text(hidden))
            line.set_compact(self._compact)
            if self._layout.indexOf(line) != place:
                self._layout.insertWidget(place, line)
                line.show()
        standing = self._show_standing()
        self.setVisible((bool(shown) or standing) and not self._aside)
        self.tick()

    def _shown(self, one: Together) -> Shown:
        assert self._survey is not None
        alarm = self._last(one.key, one.alarm) if one.gone else one.alarm
        of = None if alarm.patient is None else self._survey.of(alarm.patient)
        return Shown(alarm, of, self._survey.now, self._survey.zone, one.gone, one.others)

    def _last(self, key: Key, asked: Alarm) -> Alarm:
        """The alarm as it stands now, acknowledged by somebody; else as it stood when asked."""
        assert self._survey is not None
        return next((one for one in self._survey.alarms if key_of(one) == key), asked)

    def _show_standing(self) -> bool:
        """Tell of those that are acknowledged; whether there are any."""
        assert self._survey is not None
        seen = [alarm for alarm in self._survey.alarms if alarm.acknowledged is not None]
        said = [
            alarm_short(
                alarm,
                None if alarm.patient is None else self._survey.of(alarm.patient),
                private=self._private,
            )
            for alarm in seen
        ]
        text = self.tr("{n} acknowledged, still standing: {alarms}")
        self._standing.setText(text.format(n=len(seen), alarms=dotted(said)))
        self._all.setVisible(not self._private)
        told = bool(seen) and not (self._compact and self._waiting())
        self._quiet.setVisible(told)
        return told

    def _more_text(self, hidden: Sequence[Alarm]) -> str:
        if hidden:
            quiet = sum(alarm.silence is not None for alarm in hidden)
            if quiet:
                return self.tr("+{n} more, {m} paused").format(n=len(hidden), m=quiet)
            return self.tr("+{n} more").format(n=len(hidden))
        several = self._is_spread and self._wanted > 1 and not self._private
        return self.tr("only the highest") if several else ""
