"""The chart beside which a demonstration record is written: what the nurse acts upon."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from bedside.chart import Alarm, Chart, chart
from bedside.facts import Acknowledged, Fact
from bedside.timeline import Entry
from grading.drugs import TREATS_CRS, DrugClass
from grading.findings import Run
from grading.grade import Grade
from grading.signs import Drug, Lab, Sign

_PRESSOR = DrugClass.VASOPRESSOR
_READ = {_PRESSOR, *TREATS_CRS}
_CONFIRMED_AFTER = timedelta(minutes=10)


class Charted:
    """What has been written of one patient so far, charted as far as grades and alarms read it.

    ``now`` is the latest time of writing.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._chart: Chart | None = None
        self._noticed: set[tuple[str, datetime]] = set()

    def take(self, entries: Sequence[Entry]) -> None:
        """Chart further entries, as of the latest of their times of writing."""
        read = [entry for entry in entries if entry.amends or _is_read(entry.fact)]
        if not read:
            return
        now = max(entry.recorded for entry in read)
        if self._chart is None:
            self._chart = chart(read, now, self._zone)
        else:
            self._chart = self._chart.extended(read, max(now, self._chart.now))

    @property
    def now(self) -> datetime | None:
        """As of when it is charted; None before the first entry."""
        return self._chart.now if self._chart else None

    @property
    def round_interval(self) -> timedelta | None:
        """How often vital signs are due."""
        return self._chart.round_interval if self._chart else None

    @property
    def ice_interval(self) -> timedelta:
        """How often ICE is due: every 12 h, 8 h from CRS 1, 4 h from ICANS 1."""
        if self._level("icans"):
            return timedelta(hours=4)
        return timedelta(hours=8 if self._level("crs") else 12)

    def _level(self, scale: str) -> int:
        """The higher of the last two levels."""
        if self._chart is None:
            return 0
        recent: tuple[int, int] = self._chart.courses[scale].remembered.recent
        return max(recent)

    def grade(self, scale: str) -> Grade:
        """The grade that stands. Raises ValueError where there is none at all."""
        grade = self._chart.grade(scale) if self._chart else None
        if grade is None:
            raise ValueError(f"nothing is graded by {scale}")
        return grade

    def to_confirm(self, at: datetime) -> tuple[Run, ...]:
        """The vasopressors that run and were not charted in the last minutes."""
        running = self._chart.running if self._chart else ()
        return tuple(
            run
            for run in running
            if run.drug.drug_class is _PRESSOR and at - run.at > _CONFIRMED_AFTER
        )

    def new_alarms(self, before: datetime) -> tuple[Alarm, ...]:
        """Alarms of rises before a moment, each answered with only once."""
        found = []
        for alarm in self._chart.alarms if self._chart else ():
            key = (alarm.scale, alarm.change.at)
            if key not in self._noticed and alarm.change.at < before:
                self._noticed.add(key)
                found.append(alarm)
        return tuple(found)


def _is_read(fact: Fact) -> bool:
    """Whether a grade or an alarm can depend on it; the rest need not be charted here."""
    if isinstance(fact, Drug):
        return fact.drug_class in _READ and not fact.stable
    return isinstance(fact, Acknowledged) or (isinstance(fact, Sign) and not isinstance(fact, Lab))
