"""Whom to call one after another, by role and time of day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import Any, Literal, get_args

from bedside.protocol.table import Refused, Table, name, text, whole

Priority = Literal["high", "medium", "low"]
PRIORITIES: tuple[Priority, ...] = get_args(Priority)
"""The highest first."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One of those to be called: a role, and the hours of the site's clock in which it is theirs.

    ``hours`` may run over midnight; without any it is always theirs.
    """

    role: str
    title: str
    hours: tuple[time, time] | None = None

    def holds(self, clock: time) -> bool:
        """Whether it is theirs at a time of day."""
        if self.hours is None:
            return True
        first, last = self.hours
        if first <= last:
            return first <= clock < last
        return clock >= first or clock < last


@dataclass(frozen=True, slots=True)
class Ladder:
    """Whom to call one after another, and how long each may take."""

    rungs: tuple[Rung, ...]
    steps: Mapping[Priority, timedelta]

    def at(self, moment: datetime, zone: tzinfo) -> tuple[Rung, ...]:
        """The list in force at a moment, in the order of calling."""
        clock = moment.astimezone(zone).time()
        return tuple(rung for rung in self.rungs if rung.holds(clock))


def ladder(top: Table) -> Ladder:
    """The ladder of a file; what is wrong with it is noted in the table."""
    table = top.inner("escalation", ("high_min", "medium_min", "rungs"))
    high = table.get("high_min", whole(1, 60))
    medium = table.get("medium_min", whole(1, 240))
    rungs = tuple(
        Rung(one.get("role", name), one.get("title", text), one.get("hours", _hours, None))
        for one in table.listed("rungs", ("role", "title", "hours"))
    )
    if table.sound:
        # The list changes at these times only; in between it stays as it is.
        turns = {time(0), *(turn for rung in rungs for turn in rung.hours or ())}
        for turn in sorted(turns):
            if not any(rung.holds(turn) for rung in rungs):
                table.note("rungs", f"nobody is to be called at {turn:%H:%M}")
    steps: dict[Priority, timedelta] = {
        "high": timedelta(minutes=high or 0),
        "medium": timedelta(minutes=medium or 0),
    }
    return Ladder(rungs, MappingProxyType(steps))


def _hours(given: Any) -> tuple[time, time]:
    if (
        not isinstance(given, list)
        or len(given) != 2  # noqa: PLR2004
        or not all(isinstance(one, time) for one in given)
        or given[0] == given[1]
    ):
        raise Refused("must be two times of the day, as in [07:30:00, 17:00:00]")
    return given[0], given[1]
