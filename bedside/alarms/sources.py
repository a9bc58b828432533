"""Conditions that other parts of the program find: rounds that are overdue, doses that are wrong.

A source is asked at every tick, with a chart as of that moment, and answers from the record.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypeAlias

from bedside.alarms.table import AlarmTable
from bedside.chart import Chart
from bedside.drug_clock import crossed
from bedside.protocol.edition import Protocol
from bedside.rounds import Rota, Round

Editions: TypeAlias = Callable[[str, str], Protocol | None]
"""An edition of a protocol by id and edition; None if there is none such."""


class Standing(NamedTuple):
    """A condition that stands now, at ``level`` (1 or more) since ``since``.

    ``kind`` is a condition of the alarm table; ``key`` is what an acknowledgement names, another
    one for each thing that is overdue or guarded, which ``what`` names.
    """

    kind: str
    key: str
    since: datetime
    level: int = 1
    value: float | None = None
    before: float | None = None
    what: str = ""


Source: TypeAlias = Callable[[Chart, AlarmTable], Iterable[Standing]]
"""What stands for a patient as of ``chart.now``. It must not depend on anything else."""


class Technical(NamedTuple):
    """A condition of the program itself, as its caller found it; ``kind`` as in the table.

    ``since`` is when it began; ``key`` names one of several of a kind.
    """

    kind: str
    since: datetime
    value: float | None = None
    what: str = ""
    key: str = ""
    level: int = 1


class OverdueRounds:
    """The source of what is overdue: level 1 once it is, 2 once it is late, by the rounds' table.

    Laboratory rounds stay at 1, however late.

    ``editions`` gives the edition that a patient follows; without any the usual rounds count.
    """

    def __init__(self, editions: Editions | None = None) -> None:
        self._editions = editions
        self._rota = Rota()

    def __call__(self, of: Chart, table: AlarmTable) -> Iterator[Standing]:  # noqa: ARG002 - a `Source`
        """What is overdue for a patient; the value is the minutes since it was due."""
        for found in self.rounds(of):
            level = _LEVELS.get(found.state, 0)
            if found.kind == "labs":
                level = min(level, 1)  # a sample that is late calls nobody to the bed
            since = found.late_from if level > 1 else found.overdue_from
            if level and since is not None and found.due is not None:
                late = (of.now - found.due).total_seconds() // 60
                key = f"overdue:{found.kind}"
                yield Standing("overdue", key, since, level, late, what=found.kind)

    def rounds(self, of: Chart) -> tuple[Round, ...]:
        """The rounds of a patient, by the edition that is followed."""
        enrolled = of.person.enrolled
        protocol = None
        if self._editions is not None and enrolled.protocol:
            protocol = self._editions(enrolled.protocol, enrolled.edition)
        return self._rota.rounds(of, protocol)


_LEVELS = {"overdue": 1, "late": 2}


class DoseGuards:
    """The source of doses of tocilizumab that are checked after they were given, for a day.

    A dose too soon or too many, or an amount that is not the one by weight. That an amount
    could not be checked was asked about when it was written down, and is no alarm.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, str, datetime, datetime, tuple[Standing, ...]]] = {}

    def __call__(self, of: Chart, table: AlarmTable) -> Iterator[Standing]:  # noqa: ARG002 - a `Source`
        """What is to be checked for a patient; ``what`` is the code of the guard."""
        size, last = len(of.timeline), of.log[-1].id
        known = self._known.get(of.patient)
        if known is None or known[:2] != (size, last) or not known[2] <= of.now < known[3]:
            found = tuple(_doses(of))
            ends = [standing.since + _DAY for standing in found]
            until = min(ends, default=datetime.max.replace(tzinfo=UTC))
            known = self._known[of.patient] = size, last, of.now, until, found
        yield from known[4]


def _doses(of: Chart) -> Iterator[Standing]:
    for entry, asked in crossed(of, of.now):
        code = next((guard.code for guard in asked if guard.code not in _UNCHECKED), None)
        if code is not None:
            yield Standing("dose_guard", f"dose:{entry.id}", entry.at, what=code)


_DAY = timedelta(hours=24)
_UNCHECKED = frozenset({"no_weight", "old_weight", "other_unit", "soon_before"})
"""What could not be checked; and what the dose that came too soon after this one tells itself."""


def storage(free_mb: float, table: AlarmTable, now: datetime) -> Iterator[Technical]:
    """The alarm of a disk on which little is free, in MB."""
    level = table.conditions["store_nearly_full"].reached(free_mb)
    if level:
        yield Technical("store_nearly_full", now, int(free_mb), level=level)
