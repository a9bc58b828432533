"""The alarms of the ward on top of every screen: the highest in full, the others one press away."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bedside.alarms import Alarm, AlarmTable, acknowledging, silencing
from bedside.chart import Chart
from bedside.facts import Acknowledged
from bedside.survey import Survey
from bedside.timeline import Entry
from grading.signs import Invalid
from ui import theme
from ui.screens.alarms.line import AlarmLine, Shown
from ui.screens.alarms.tables import Tables
from ui.widgets.parts import ElidedLabel, Level
from ui.words.alarm_state import never_silent
from ui.words.alarms import alarm_short
from ui.words.codes import dotted

Key = tuple[str, str]
_SECOND = 1000
_ROOM = 4
"""So many lines open one below the other; of more the page tells."""


def key_of(alarm: Alarm) -> Key:
    """What stays the same of an alarm while its level changes."""
    return (alarm.patient or "", alarm.key)


class AlarmLines(QWidget):
    """All alarms of the ward: the highest in full, the others behind "+2 more".

    What is acknowledged and still stands is told on one quiet line. Asks to record like a pane of
    the patient screen: ``entered``, then `saved` or `refused`. Nothing here rings or ends by a
    timer: the seconds of a silence are counted for the eye alone.
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
        self._sent: Key | None = None
        self._private = False
        self._spread = False
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
        return self._spread and self.count <= _ROOM

    def _waiting(self) -> tuple[Alarm, ...]:
        return () if self._survey is None else self._survey.waiting

    # --- what is done -------------------------------------------------------------------------

    def begin(self) -> None:
        """Acknowledge the highest alarm: ask for the comment."""
        waiting = self._waiting()
        if waiting and not self._private:
            self._lines[key_of(waiting[0])].begin()

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

    def refused(self, message: str) -> None:
        """Nothing was saved: say so at the line."""
        line = self._lines.get(self._sent) if self._sent else None
        if line is not None:
            line.refuse(message)

    def _acknowledge(self, key: Key, comment: str) -> None:
        alarm = self._lines[key].asked
        if alarm is not None:
            self._sent = key
            self.entered.emit((acknowledging(alarm, self._now(), comment),))

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
        if self.count > _ROOM:
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
        line.acknowledged.connect(lambda comment: self._acknowledge(key, comment))
        line.silenced.connect(lambda span: self._silence(key, span))
        self._lines[key] = line
        return line

    def _arrange(self) -> None:
        """The highest line shows, the others once they are asked for, or while answered."""
        if self._survey is None:
            return
        wanted = {key_of(alarm): self._shown(alarm) for alarm in self._waiting()}
        written = {key: line.asked for key, line in self._lines.items() if line.asked is not None}
        shown = [key for n, key in enumerate(wanted) if not n or self._is_spread or key in written]
        hidden = len(wanted) - len(shown)
        for key, alarm in written.items():
            if key not in wanted:  # gone while somebody was writing: the words are kept
                wanted[key] = self._shown(self._last(key, alarm), gone=True)
                shown.append(key)
        for key in [key for key in self._lines if key not in shown]:
            line = self._lines.pop(key)
            line.hide()
            line.deleteLater()
        for place, key in enumerate(shown):
            line = self._lines.get(key) or self._made(key)
            line.show_alarm(wanted[key], self._tables, first=not place, private=self._private)
            line.show_more("" if place else self._more_text(hidden))
            line.set_compact(self._compact)
            if self._layout.indexOf(line) != place:
                self._layout.insertWidget(place, line)
                line.show()
        standing = self._show_standing()
        self.setVisible((bool(shown) or standing) and not self._aside)
        self.tick()

    def _shown(self, alarm: Alarm, *, gone: bool = False) -> Shown:
        assert self._survey is not None
        of = None if alarm.patient is None else self._survey.of(alarm.patient)
        return Shown(alarm, of, self._survey.now, self._survey.zone, gone)

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

    def _more_text(self, hidden: int) -> str:
        if hidden:
            quiet = sum(alarm.silence is not None for alarm in self._waiting()[1:])
            if quiet:
                return self.tr("+{n} more, {m} paused").format(n=hidden, m=quiet)
            return self.tr("+{n} more").format(n=hidden)
        several = self._is_spread and self.count > 1 and not self._private
        return self.tr("only the highest") if several else ""
