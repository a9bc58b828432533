"""The tables of alarms that a screen goes by: who is to be called, how long a silence may be."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from bedside.alarms import Alarm, AlarmTable, Step, escalation, usual
from bedside.chart import Chart

SILENCES = tuple(timedelta(minutes=minutes) for minutes in (2, 5, 10))
"""For how long an alarm may be asked to be quiet, as far as its table allows."""


def _usual(_of: Chart) -> AlarmTable:
    return usual()


class Tables(NamedTuple):
    """The table of each patient, and ``own``, that of the alarms of the program itself."""

    of: Callable[[Chart], AlarmTable] = _usual
    own: AlarmTable | None = None

    def table(self, of: Chart | None) -> AlarmTable:
        """The table of a patient; without a chart that of the program."""
        if of is not None:
            return self.of(of)
        return usual() if self.own is None else self.own

    def steps(
        self, alarm: Alarm, of: Chart | None, now: datetime, zone: tzinfo
    ) -> tuple[Step, ...]:
        """The steps of the ladder that an alarm has reached."""
        return escalation(alarm, self.table(of).ladder, now, zone)

    def silences(self, of: Chart | None) -> tuple[timedelta, ...]:
        """For how long an alarm may be quiet."""
        longest = self.table(of).silence_max
        return tuple(span for span in SILENCES if span <= longest)
