"""Conditions that other parts of the program find: rounds that are overdue, doses that are wrong.

A source is asked at every tick, with a chart as of that moment, and answers from the record.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple, TypeAlias

from bedside.alarms.table import AlarmTable
from bedside.chart import Chart
from bedside.protocol.edition import Protocol
from bedside.rounds import Rota

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

    ``editions`` gives the edition that a patient follows; without any the usual rounds count.
    """

    def __init__(self, editions: Editions | None = None) -> None:
        self._editions = editions
        self._rota = Rota()

    def __call__(self, of: Chart, table: AlarmTable) -> Iterator[Standing]:  # noqa: ARG002 - a `Source`
        """What is overdue for a patient; the value is the minutes since it was due."""
        enrolled = of.person.enrolled
        protocol = None
        if self._editions is not None and enrolled.protocol:
            protocol = self._editions(enrolled.protocol, enrolled.edition)
        for found in self._rota.rounds(of, protocol):
            level = _LEVELS.get(found.state, 0)
            since = found.late_from if level > 1 else found.overdue_from
            if level and since is not None and found.due is not None:
                late = (of.now - found.due).total_seconds() // 60
                key = f"overdue:{found.kind}"
                yield Standing("overdue", key, since, level, late, what=found.kind)


_LEVELS = {"overdue": 1, "late": 2}


def storage(free_mb: float, table: AlarmTable, now: datetime) -> Iterator[Technical]:
    """The alarm of a disk on which little is free, in MB."""
    level = table.conditions["store_nearly_full"].reached(free_mb)
    if level:
        yield Technical("store_nearly_full", now, int(free_mb), level=level)
