"""The ward at one moment: all charts with what is due, what rings, and who needs somebody first.

A :class:`Surveyor` makes it at every tick, from charts, editions and the clock alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from bedside.alarms import Alarm, AlarmTable, Desk, Source, Technical, Watch, technical_alarms
from bedside.chart import ALARMING, Chart
from bedside.protocol.edition import Protocol
from bedside.rounds import Round, next_change, urgency
from bedside.timeline import Entry

_NURSED = frozenset({"vitals", "ice"})
"""Rounds at the bedside: a sample that is late puts nobody on top of the board."""
_OVERDUE = ("late", "overdue")
_BY_NOW = (*_OVERDUE, "due")


class Survey(NamedTuple):
    """The ward as of ``now``: charts in order of need, rounds by patient, alarms in their order.

    ``alarms`` holds acknowledged ones too, and those of the program itself (no patient).
    ``failures`` are the patients whose alarms or rounds could not be worked out, and why: of them
    what was found last is shown, and an alarm says so.
    """

    now: datetime
    zone: tzinfo
    charts: tuple[Chart, ...] = ()
    rounds: Mapping[str, tuple[Round, ...]] = MappingProxyType({})
    alarms: tuple[Alarm, ...] = ()
    failures: Mapping[str, Exception] = MappingProxyType({})

    def of(self, patient: str) -> Chart | None:
        """The chart of a patient; None of one who is not in it."""
        return next((chart for chart in self.charts if chart.patient == patient), None)

    def alarms_of(self, patient: str) -> tuple[Alarm, ...]:
        """The alarms of a patient, in their order."""
        return tuple(alarm for alarm in self.alarms if alarm.patient == patient)

    @property
    def waiting(self) -> tuple[Alarm, ...]:
        """The alarms that nobody has acknowledged."""
        return tuple(alarm for alarm in self.alarms if alarm.acknowledged is None)

    @property
    def next_change(self) -> datetime | None:
        """When a round next reads differently by itself."""
        ahead = (next_change(rounds) for rounds in self.rounds.values())
        return min((moment for moment in ahead if moment is not None), default=None)

    def reads_as(self, other: "Survey") -> bool:
        """Whether another survey shows the same alarms and rounds."""
        return self.alarms == other.alarms and all(
            one is two or one == two
            for one, two in zip(self.rounds.values(), other.rounds.values(), strict=False)
        )


def first_round(rounds: Iterable[Round]) -> Round | None:
    """The round at the bedside that is due first; None where nothing is asked for."""
    asked = [found for found in rounds if found.kind in _NURSED and found.due is not None]
    return min(asked, key=_first, default=None)


def _first(found: Round) -> tuple[bool, tuple[int, datetime] | datetime]:
    """What is due by now comes by its urgency; what lies ahead by when it will be asked for."""
    if found.state in _BY_NOW:
        return False, urgency(found)
    return True, _asked_for(found)


def _asked_for(found: Round) -> datetime:
    """When somebody is to come for a round: when it is due, or again where it was not done."""
    assert found.due is not None
    return found.due if found.answer is None else found.answer.until


def need_order(of: Chart, rounds: Iterable[Round]) -> tuple[Any, ...]:
    """Sorts a ward by who needs somebody first.

    Rounds at the bedside that are late or overdue, then the highest counted grade (one that
    cannot be stated counts like the next higher one), then NEWS2, then what is due first, then
    the bed. Whoever is not on the ward comes behind whoever is.
    """
    first = first_round(rounds)
    late = first is not None and first.state in _OVERDUE
    worst = 0.0
    for scale in ALARMING:
        grade = of.grade(scale)
        if grade is not None:
            unknown = 0.5 if grade.level is None else 0.0
            worst = max(worst, max(grade.counted, grade.suspected or 0) + unknown)
    news = of.grade("news2")
    due = timedelta.max if first is None else _asked_for(first) - of.now
    bed = of.person.bed or ""
    news2 = news.counted if news else 0
    return (not bed, not late, -worst, -news2, due, len(bed), bed, of.patient)


class Surveyor:
    """Makes surveys; what has not changed for a patient is not worked out again.

    ``editions`` gives the edition of a protocol that a patient follows; without it the usual
    rounds and alarms count.
    """

    def __init__(self, desk: Desk | None = None) -> None:
        self._desk = desk or Desk(_none)
        self._watch = Watch(self._desk.table, self._desk.sources(), goes_on=True)
        self._rounds: dict[str, tuple[Round, ...]] = {}
        self._failing: dict[str, datetime] = {}

    @property
    def table(self) -> AlarmTable:
        """The table by which the alarms of the program itself go."""
        return self._desk.usual

    @property
    def sources(self) -> tuple[Source, ...]:
        """What else raises alarms beside charts: rounds, doses."""
        return self._desk.sources()

    def table_of(self, of: Chart) -> AlarmTable:
        """The table by which the alarms of a patient go."""
        return self._desk.table(of)

    def rounds(self, of: Chart) -> tuple[Round, ...]:
        """What is due for a patient as of the chart's moment, one a kind."""
        return self._desk.rounds(of)

    def survey(
        self,
        charts: Sequence[Chart],
        now: datetime,
        zone: tzinfo,
        technical: Sequence[Technical] = (),
        written: Sequence[Entry] = (),
    ) -> Survey:
        """The ward as of ``now``: everybody given who is in care, or left an alarm behind.

        ``technical`` is what the program found out about itself, ``written`` the entries about
        the ward itself, in order of time.
        """
        known = self._watch.alarms(charts, now)
        failures = dict(self._watch.failures)
        left = {alarm.patient for alarm in known if alarm.acknowledged is None}
        present = [of for of in charts if not of.person.discharged or of.patient in left]
        for of in present:
            try:
                self._rounds[of.patient] = self._desk.rounds(of)
            except Exception as error:  # noqa: BLE001 - the others are watched all the same
                failures[of.patient] = error
        rounds = {of.patient: self._rounds.get(of.patient, ()) for of in present}
        present.sort(key=lambda of: need_order(of, rounds[of.patient]))
        shown = {of.patient for of in present}
        own = technical_alarms(
            (*technical, *self._desk.technical(charts, now), *self._failed(failures, now)),
            self._desk.usual,
            now,
            written,
        )
        standing = [*(alarm for alarm in known if alarm.patient in shown), *own]
        return Survey(
            now,
            zone,
            tuple(present),
            MappingProxyType({of.patient: rounds[of.patient] for of in present}),
            tuple(sorted(standing, key=attrgetter("order"))),
            MappingProxyType(failures),
        )

    def _failed(self, failures: Iterable[str], now: datetime) -> Iterator[Technical]:
        """The alarms of patients over whose record the program fails."""
        failing = dict.fromkeys(failures)
        self._failing = {one: self._failing.get(one, now) for one in failing}
        for patient, since in self._failing.items():
            yield Technical("not_watched", since, what=patient, key=f"not_watched:{patient}")

    def has_left_alarms(self, of: Chart, now: datetime) -> bool:
        """Whether somebody who left has left an alarm behind that nobody has acknowledged."""
        found = Watch(self._desk.table, self._desk.sources()).alarms([of], now)
        return any(alarm.acknowledged is None for alarm in found)


def _none(_id: str, _edition: str) -> Protocol | None:
    return None
