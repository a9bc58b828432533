"""The source of work-ups to be considered for IEC-HS: a proposal to look, never a diagnosis."""

from collections.abc import Iterator

from bedside.alarms.sources import Standing
from bedside.alarms.table import AlarmTable
from bedside.chart import Chart
from bedside.work_up import WorkUp, work_ups
from grading.signs import Death


class WorkUps:
    """Level 1 while a work-up is to be considered; the value is the highest ferritin so far.

    It ends 72 hours after the last sign, or with death.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[int, str], tuple[WorkUp, ...]]] = {}

    def __call__(self, of: Chart, table: AlarmTable) -> Iterator[Standing]:  # noqa: ARG002 - a `Source`
        """The work-up that stands for a patient."""
        for one in self._of(of):
            if one.start <= of.now < one.end and of.latest(Death, "death") is None:
                values = [dict(p.values)["ferritin_ug_l"] for p in one.prompts if p.at <= of.now]
                # Of a limit ("> 10000") the nearest number beyond it: it is told as the limit.
                highest = float(f"{max(values):.12g}")
                yield Standing("iec_hs", "iec_hs", one.start, value=highest)

    def _of(self, of: Chart) -> tuple[WorkUp, ...]:
        """The times of a patient; looked for anew only when the record has grown."""
        key = len(of.timeline), of.log[-1].id
        known = self._known.get(of.patient)
        if known is None or known[0] != key:
            known = self._known[of.patient] = key, work_ups(of)
        return known[1]
