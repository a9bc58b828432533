"""What stands next to a set of observations in time: the same minute, and implausible jumps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import NamedTuple

from bedside.chart import Chart
from bedside.timeline import Entry
from grading.signs import Support, Vitals


@dataclass(frozen=True, slots=True)
class Limit:
    """The change of a quantity beyond which it is asked about: so much within a time.

    Neighbours further apart may differ by so much more; None is the same at any distance.
    """

    change: float
    within: timedelta | None

    def permits(self, before: float, after: float, apart: timedelta) -> bool:
        """Whether a change over this length of time needs no question."""
        longer = 1.0 if self.within is None else max(1.0, apart / self.within)
        return abs(after - before) <= self.change * longer + 1e-9


LIMITS = {
    "temp_c": Limit(2.0, timedelta(hours=1)),
    "sbp_mmhg": Limit(60, timedelta(minutes=15)),
    "hr_bpm": Limit(60, timedelta(minutes=15)),
    "spo2_pct": Limit(15, None),
}
"""Field of ``Vitals`` -> the change that is asked about (clinical rules, vitals section 2)."""
WEIGHT_SHARE = 0.1
WEIGHT_WITHIN = timedelta(days=7)
"""A weight that changes by more than this share within this time is asked about."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A value far from its neighbour: the field, the neighbour's value, and when that was."""

    field: str
    neighbour: float
    at: datetime


def jumps(chart: Chart, at: datetime, vitals: Vitals) -> Iterator[Jump]:
    """Values of a set that lie implausibly far from the one before or after it."""
    for name, limit in LIMITS.items():
        value = getattr(vitals, name)
        if value is None:
            continue
        for near, near_at in _either_side(chart, at, name):
            if not limit.permits(near, value, abs(at - near_at)):
                yield Jump(name, near, near_at)
                break
    if vitals.weight_kg is not None:
        for near, near_at in _either_side(chart, at, "weight_kg"):
            changed = abs(vitals.weight_kg - near) > WEIGHT_SHARE * near
            if changed and abs(at - near_at) <= WEIGHT_WITHIN:
                yield Jump("weight_kg", near, near_at)
                break


def same_minute(chart: Chart, at: datetime) -> Entry | None:
    """An entry of vital signs or oxygen that is in the record for this very minute."""
    for entry in reversed(chart.timeline):
        if entry.at < at:
            return None
        if entry.at < at + timedelta(minutes=1) and isinstance(entry.fact, Vitals | Support):
            return entry
    return None


class Set(NamedTuple):
    """Observations of one moment: the vital signs and the oxygen, where there are any."""

    at: datetime
    vitals: Vitals | None
    support: Support | None


def last_sets(chart: Chart, count: int) -> tuple[Set, ...]:
    """The latest sets of observations, oldest first; two sets of one minute stand apart."""
    moments: dict[datetime, tuple[list[Vitals], list[Support]]] = {}
    for entry in reversed(chart.timeline):
        fact = entry.fact
        if not isinstance(fact, Vitals | Support):
            continue
        if entry.at not in moments and len(moments) == count:
            break
        vitals, supports = moments.setdefault(entry.at, ([], []))
        if isinstance(fact, Vitals):
            vitals.append(fact)
        else:
            supports.append(fact)
    found = [
        Set(at, one, other)
        for at, (vitals, supports) in moments.items()
        for one, other in zip_longest(vitals, supports)
    ]
    return tuple(reversed(found[:count]))


def _either_side(chart: Chart, at: datetime, name: str) -> Iterator[tuple[float, datetime]]:
    """The nearest value before (or at) a moment and the nearest after it."""
    after: tuple[float, datetime] | None = None
    for entry in reversed(chart.timeline):
        if not isinstance(entry.fact, Vitals):
            continue
        value = getattr(entry.fact, name)
        if value is None:
            continue
        if entry.at > at:
            after = (float(value), entry.at)
            continue
        yield float(value), entry.at
        break
    if after is not None:
        yield after
