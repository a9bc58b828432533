"""The chart beside which a demonstration record is written: what the ward acts upon."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from bedside.alarms import Alarm, AlarmTable, Desk, Watch
from bedside.chart import Chart, chart
from bedside.demo.turned import levels
from bedside.facts import (
    AdverseEvent,
    AdverseEventEnded,
    Appointed,
    Called,
    Collected,
    Deviation,
    DltReviewed,
    Fact,
    HandedOver,
    Hyperinflammation,
    LicatsLook,
    LupusTreatment,
    Note,
    Omitted,
    SaeReported,
    Screened,
    TakenOver,
    Visited,
)
from bedside.protocol.shelf import shelf
from bedside.rounds import Kind, Round
from bedside.timeline import Entry
from grading.drugs import HIDES_FEVER, TREATS_CRS, DrugClass
from grading.findings import Run
from grading.grade import Grade
from grading.scales.gvhd import Examination
from grading.scores.bilag import Bilag
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import Sledai
from grading.signs import Drug, Lab

_PRESSOR = DrugClass.VASOPRESSOR
_CLASSES = {_PRESSOR, *TREATS_CRS}
_LABS = frozenset({"wbc", "crp", "ferritin"})
_APART = frozenset(
    {
        *(Appointed, Called, Collected, Deviation, DltReviewed, HandedOver, Note, Omitted),
        *(Screened, TakenOver, Visited, AdverseEvent, AdverseEventEnded, SaeReported),
        *(Pga, Sledai, Bilag, BeyondSledai, LupusTreatment),
        *(Examination, Hyperinflammation, LicatsLook),
    }
)
"""Facts on which neither a grade nor a round nor an alarm depends."""
_CONFIRMED_AFTER = timedelta(minutes=10)


class Charted:
    """What has been written of one patient so far, charted as far as rounds and alarms read it.

    ``now`` is the latest time of writing. Rounds and alarms are those of the edition that the
    patient follows. What is overdue is no alarm here: nobody sees it before coming.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._chart: Chart | None = None
        self._desk = Desk(shelf().get)
        self._watch = Watch(self._desk.table, ())
        self._looked: tuple[Any, ...] = ()
        self._unmeasured = 0

    def take(self, entries: Sequence[Entry]) -> None:
        """Chart further entries, as of the latest of their times of writing."""
        read = [entry for entry in entries if entry.amends or _is_read(entry.fact)]
        if not read:
            return
        self._unmeasured += sum(e.amends is not None or isinstance(e.fact, Lab) for e in read)
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
    def bed(self) -> str | None:
        """The bed in which the patient lies; None outside the ward."""
        return self._chart.person.bed if self._chart else None

    def round(self, kind: Kind) -> Round | None:
        """How a round stands; None before the first entry."""
        if self._chart is None:
            return None
        return next(found for found in self._desk.rounds(self._chart) if found.kind == kind)

    def grade(self, scale: str) -> Grade:
        """The grade that stands. Raises ValueError where there is none at all."""
        grade = self._chart.grade(scale) if self._chart else None
        if grade is None:
            raise ValueError(f"nothing is graded by {scale}")
        return grade

    def signed(self, scale: str) -> datetime | None:
        """When a physician last said a word on a grade."""
        entry = self._chart.signed.get(scale) if self._chart else None
        return None if entry is None else entry.at

    def to_confirm(self, at: datetime) -> tuple[Run, ...]:
        """The vasopressors that run and were not charted in the last minutes."""
        running = self._chart.running if self._chart else ()
        return tuple(
            run
            for run in running
            if run.drug.drug_class is _PRESSOR and at - run.at > _CONFIRMED_AFTER
        )

    @property
    def table(self) -> AlarmTable:
        """The table by which the alarms go."""
        return self._desk.usual if self._chart is None else self._desk.table(self._chart)

    def has_turned(self) -> bool:
        """Whether anything that alarms go by is another than when this was last asked."""
        if self._chart is None:
            return False
        found = (self._unmeasured, *levels(self._chart, self.table))
        before, self._looked = self._looked, found
        return before != found

    def alarms(self, now: datetime) -> tuple[Alarm, ...]:
        """The alarms that stand at a moment, acknowledged ones too."""
        if self._chart is None:
            return ()
        return self._watch.alarms([self._chart], max(now, self._chart.now))


def _is_read(fact: Fact) -> bool:
    """Whether a grade, a round or an alarm can depend on it; the rest need not be charted here."""
    if isinstance(fact, Drug):
        acts = fact.drug_class in _CLASSES or fact.name in HIDES_FEVER
        return acts and not fact.stable
    if isinstance(fact, Lab):
        return fact.analyte in _LABS
    return type(fact) not in _APART
