"""The source of serious adverse events that nobody has reported: told of before 24 h are over."""

from collections.abc import Iterator

from bedside.adverse.log import HIGH_AFTER, WARN_AFTER, Event, events, named
from bedside.alarms.sources import Standing
from bedside.alarms.table import AlarmTable
from bedside.chart import Chart


class SaeClock:
    """Level 1 from 18 h after the site's awareness on, level 2 from 24 h on; none once reported.

    The value is the whole hours since awareness. Leaving the ward, or death, does not end it.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[int, str], tuple[Event, ...]]] = {}

    def __call__(self, of: Chart, table: AlarmTable) -> Iterator[Standing]:  # noqa: ARG002 - a `Source`
        """What waits to be reported for a patient; ``what`` is what the event is called."""
        for event in self._waiting(of):
            aware = event.aware
            clock = event.clock(of.now)
            if aware is None or clock not in _LEVELS:
                continue
            level = _LEVELS[clock]
            since = aware + (HIGH_AFTER if level > 1 else WARN_AFTER)
            hours = (of.now - aware).total_seconds() // 3600
            fact = event.fact
            what = named(fact.term, fact.version, fact.specify)
            yield Standing("sae_clock", f"sae:{event.key}", since, level, hours, what=what)

    def _waiting(self, of: Chart) -> tuple[Event, ...]:
        """The events that wait for a report; looked for anew only when the record has grown."""
        key = len(of.timeline), of.log[-1].id
        known = self._known.get(of.patient)
        if known is None or known[0] != key:
            found = tuple(event for event in events(of) if event.awaits_report)
            known = self._known[of.patient] = key, found
        return known[1]


_LEVELS = {"warn": 1, "late": 2}
