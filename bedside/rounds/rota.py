"""The rounds of many patients at every tick: what has not changed is not worked out again."""

from datetime import datetime, tzinfo
from typing import NamedTuple

from bedside.chart import Chart
from bedside.protocol.edition import Protocol
from bedside.rounds.round import Round, next_change, rounds


class Rota:
    """The rounds of many patients, worked out anew only where something has changed.

    Answers as :func:`rounds` does, as long as the same edition is the same object.
    """

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def rounds(self, chart: Chart, protocol: Protocol | None) -> tuple[Round, ...]:
        """The rounds of a patient as of the chart's moment."""
        known = self._known.get(chart.patient)
        if known is None or not known.holds(chart, protocol):
            made = rounds(chart, protocol)
            ahead = [moment for moment in (next_change(made), chart.next_change) if moment]
            last = chart.log[-1].id
            known = _Known(
                protocol,
                chart.zone,
                len(chart.log),
                last,
                chart.now,
                min(ahead, default=None),
                made,
            )
            self._known[chart.patient] = known
        return known.rounds


class _Known(NamedTuple):
    """Rounds as worked out once, and what for: they stand from ``now`` until ``until``."""

    protocol: Protocol | None
    zone: tzinfo
    entries: int
    last: str
    now: datetime
    until: datetime | None
    rounds: tuple[Round, ...]

    def holds(self, chart: Chart, protocol: Protocol | None) -> bool:
        return (
            self.protocol is protocol
            and self.zone is chart.zone
            and self.entries == len(chart.log)
            and self.last == chart.log[-1].id
            and self.now <= chart.now
            and (self.until is None or chart.now < self.until)
        )
