"""What the entries of the last day say of the rounds, and no index of the chart does."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from bedside.chart import Chart
from bedside.facts import Admitted, Discharged, NotDone
from bedside.rounds.table import AFTER_CELLS, ANSWERS, LABS, OFF_WARD, Kind
from bedside.timeline import Entry
from grading.signs import Hypotension, Ice, Infused, Lab, Neuro, Support, Vitals

_PRESENT = frozenset({Vitals, Support, Hypotension, Ice, Neuro, Admitted})
"""Facts that only a patient on the ward gives rise to."""
_BACK = ANSWERS + OFF_WARD
_OF: Mapping[str, str] = {
    "temp_c": "temp",
    "sbp_mmhg": "bp",
    "dbp_mmhg": "bp",
    "map_mmhg": "bp",
    "hr_bpm": "hr",
    "rr_bpm": "rr",
    "spo2_pct": "spo2",
    "support": "oxygen",
}
"""What `NotDone.what` names, by the group it belongs to; other names stand for themselves."""


class Away(NamedTuple):
    """The patient left the ward ``since``; ``ended`` when back, or when that took too long."""

    since: datetime
    ended: datetime | None

    @property
    def until(self) -> datetime:
        """When rounds are asked for again, whether or not the patient is back."""
        return self.since + OFF_WARD


@dataclass(slots=True)
class Lately:
    """What was not done (by what it was), the latest part of the cells, and the latest absence."""

    not_done: dict[str, Entry] = field(default_factory=dict)
    cells: datetime | None = None
    away: Away | None = None

    def answer(self, kind: Kind, group: str, seen: datetime | None) -> Entry | None:
        """The latest word, since the group was seen, that it was not done."""
        said = [self.not_done[what] for what in (group, kind) if what in self.not_done]
        new = [entry for entry in said if seen is None or entry.at > seen]
        return max(new, key=lambda entry: entry.at, default=None)

    def lapses(self) -> Iterator[datetime]:
        """When something of it may be too long ago to be known here."""
        if self.away is not None:
            yield self.away.since + _BACK
        if self.cells is not None:
            yield self.cells + _BACK


def lately(chart: Chart, seen: datetime | None) -> Lately:
    """What was said in the last day, or since ``seen`` if that is longer ago."""
    begin = chart.now - _BACK
    if seen is not None:
        begin = min(begin, seen - AFTER_CELLS[-1].until)
    noted: list[Entry] = []
    found = Lately()
    for entry in reversed(chart.timeline):
        if entry.at <= begin:
            break
        fact = entry.fact
        kind = type(fact)
        if kind in _PRESENT:
            noted.append(entry)
        elif isinstance(fact, NotDone):
            noted.append(entry)
            if fact.reason != "off_ward":
                found.not_done.setdefault(_OF.get(fact.what, fact.what), entry)
        elif kind is Infused:
            found.cells = found.cells or entry.at
    if found.cells is None and chart.infusions and chart.infusions[-1].at <= chart.now:
        found.cells = chart.infusions[-1].at
    found.away = _away(noted, chart.now)
    return found


def _away(noted: Iterable[Entry], now: datetime) -> Away | None:
    """The latest absence, from entries of which the latest comes first."""
    left: datetime | None = None
    present: list[datetime] = []
    for entry in noted:
        if isinstance(entry.fact, NotDone) and entry.fact.reason == "off_ward":
            left = entry.at
        elif left is None:
            present.append(entry.at)
        else:
            break
    if left is None:
        return None
    ends = [at for at in present if at > left]
    end = min(*ends, left + OFF_WARD) if ends else left + OFF_WARD
    return Away(left, end if end <= now else None)


def laboratory(chart: Chart, since: datetime) -> dict[str, datetime | None]:
    """When each part of a round of laboratory values was last seen, back to a moment.

    A sample without a result ("haemolysed", "not done") is none of it, nor is a value that the
    laboratory does not stand by.
    """
    found: dict[str, datetime | None] = dict.fromkeys(LABS)
    lacking = dict(LABS)
    for entry in reversed(chart.timeline):
        if not lacking or entry.at < since:
            break
        fact = entry.fact
        if type(fact) is Lab and fact.is_measured:
            for part, analytes in tuple(lacking.items()):
                if fact.analyte in analytes:
                    found[part] = entry.at
                    del lacking[part]
    return found


def stay_began(chart: Chart, after: datetime) -> datetime | None:
    """When the present stay on the ward began, if that was after a moment and is recorded.

    A move to another bed begins none.
    """
    began: datetime | None = None
    for entry in reversed(chart.timeline):
        if began is None and entry.at <= after:
            return None
        kind = type(entry.fact)
        if kind is Discharged:
            break
        if kind is Admitted:
            began = entry.at
            if began <= after:
                return None
    return began
