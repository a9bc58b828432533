"""Which table of alarms each patient goes by: the usual one, with the rows of the protocol."""

from collections.abc import Iterable
from datetime import datetime

from bedside.alarms.reading import usual
from bedside.alarms.sae_clock import SaeClock
from bedside.alarms.sources import DoseGuards, Editions, OverdueRounds, Source, Technical
from bedside.alarms.table import AlarmTable, BadTable
from bedside.alarms.work_up import WorkUps
from bedside.chart import Chart
from bedside.rounds import Round


class Desk:
    """The tables by edition, each made once.

    The rows of an edition that cannot be used are not: the usual table stands in, and that is an
    alarm of its own (:meth:`technical`).
    """

    def __init__(self, editions: Editions) -> None:
        self._editions = editions
        self._overdue = OverdueRounds(editions)
        self._doses = DoseGuards()
        self._reports = SaeClock()
        self._work_ups = WorkUps()
        self._tables: dict[tuple[str, str], AlarmTable] = {}
        self._broken_since: dict[tuple[str, str], datetime] = {}
        self._broken: dict[tuple[str, str], BadTable] = {}

    @property
    def usual(self) -> AlarmTable:
        """The table that ships."""
        return usual()

    def sources(self) -> tuple[Source, ...]:
        """What else raises alarms: rounds by the same editions, doses, SAE reports, work-ups."""
        return (self._overdue, self._doses, self._reports, self._work_ups)

    def rounds(self, of: Chart) -> tuple[Round, ...]:
        """The rounds of a patient, by the same editions."""
        return self._overdue.rounds(of)

    def table(self, of: Chart) -> AlarmTable:
        """The table for a patient."""
        key = _edition(of)
        if key not in self._tables:
            self._tables[key] = usual()
            protocol = self._editions(*key)
            if protocol is not None:
                try:
                    self._tables[key] = usual().overridden(protocol.alarms, protocol.file)
                except BadTable as error:
                    self._broken[key] = error
        return self._tables[key]

    def broken(self) -> tuple[BadTable, ...]:
        """What was wrong with the rows of editions asked about so far."""
        return tuple(self._broken.values())

    def technical(self, charts: Iterable[Chart], now: datetime) -> tuple[Technical, ...]:
        """One alarm for each edition of these patients whose rows cannot be used.

        ``now`` is since when that is known.
        """
        for of in charts:
            self.table(of)
        return tuple(
            Technical(
                "alarm_table",
                self._broken_since.setdefault(key, now),
                what=" ".join(key),
                key=f"alarm_table:{'/'.join(key)}",
            )
            for key in self._broken
        )


def _edition(of: Chart) -> tuple[str, str]:
    enrolled = of.person.enrolled
    return enrolled.protocol, enrolled.edition
