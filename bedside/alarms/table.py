"""The table of alarms: what each condition is worth, what it says, and what it asks for.

``resources/alarms.toml`` is the usual one (:mod:`bedside.alarms.reading`). Which alarms can never
be silenced is not left to a file: one that says otherwise is refused.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal, NamedTuple

from bedside.alarms.ladder import PRIORITIES, Ladder, Priority
from bedside.protocol.edition import AlarmRule
from bedside.protocol.reading import BadProtocol, Problem
from bedside.protocol.table import Refused

GRADE_NEVER_SILENT = 3
"""From this grade of CRS and ICANS on an alarm cannot be silenced."""


class Spec(NamedTuple):
    """What the program knows of a condition, whatever a table says.

    ``limits``: how a value is compared with them, None where it has none. ``keys`` are further
    keys of its own. ``never_silent``: the level from which it cannot be silenced.
    """

    limits: Literal["at_least", "below"] | None = None
    keys: tuple[str, ...] = ()
    technical: bool = False
    never_silent: int | None = None


SPECS: Mapping[str, Spec] = {
    "crs_grade": Spec(never_silent=GRADE_NEVER_SILENT),
    "icans_grade": Spec(never_silent=GRADE_NEVER_SILENT),
    "other_grade": Spec(never_silent=GRADE_NEVER_SILENT),
    "fever": Spec("at_least"),
    "sbp_low": Spec("below"),
    "map_low": Spec("below"),
    "bp_unrecordable": Spec(),
    "spo2_low": Spec("below", ("target_88_92",)),
    "spo2_floor": Spec("below", ("target_88_92",), never_silent=1),
    "news2": Spec("at_least"),
    "unarousable": Spec(never_silent=1),
    "seizure": Spec(),
    "ice_drop": Spec("at_least"),
    "ferritin_doubled": Spec("at_least", ("within_h",)),
    "overdue": Spec(),
    "stale_grade": Spec(keys=("after_min",)),
    "dose_guard": Spec(),
    "sae_clock": Spec(),
    "iec_hs": Spec(),
    "sound_failed": Spec(technical=True),
    "not_watched": Spec(technical=True),
    "backup_late": Spec(technical=True),
    "clock_jumped": Spec(technical=True),
    "store_nearly_full": Spec("below", technical=True),
    "alarm_table": Spec(technical=True),
}
"""Every condition that raises an alarm, by its name."""


class BadTable(BadProtocol):
    """A table of alarms that cannot be used; as text each problem is "file:line: problem"."""


@dataclass(frozen=True, slots=True)
class Row:
    """What an alarm is worth from a level of its condition on.

    ``usual``: the next step is that of the table that ships, for which there are translations.
    """

    level: int
    priority: Priority
    latching: bool
    silenceable: bool
    text: str
    next_step: str
    usual: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with its limits and rows, the lowest level first.

    ``target_88_92`` are the limits where a saturation of 88 to 92 % is prescribed; ``again``: so
    soon after its end it is the same condition; ``within``, ``after``: see the table.
    """

    name: str
    rows: tuple[Row, ...]
    limits: tuple[float, ...] = ()
    target_88_92: tuple[float, ...] = ()
    again: timedelta = timedelta(0)
    within: timedelta = timedelta(0)
    after: timedelta = timedelta(0)

    def row(self, level: int) -> Row:
        """The row that counts at a level of 1 or more."""
        found = self.rows[0]
        for row in self.rows:
            if row.level <= level:
                found = row
        return found

    def reached(self, value: float, limits: Sequence[float] | None = None) -> int:
        """How many limits a value has reached, or is below, by the kind of the condition."""
        of = self.limits if limits is None else limits
        if SPECS[self.name].limits == "below":
            return sum(value < limit for limit in of)
        return sum(value >= limit for limit in of)


@dataclass(frozen=True, slots=True, eq=False)
class AlarmTable:
    """All conditions by name, with the longest silence, the time to ring again, and the ladder."""

    conditions: Mapping[str, Condition]
    silence_max: timedelta
    realarm: timedelta
    ladder: Ladder

    def overridden(self, rules: Sequence[AlarmRule], file: str = "") -> "AlarmTable":
        """The table with a protocol's own rows, which name a condition as "fever" or "crs_grade:2".

        With a level the rows from it on are meant. Raises :class:`BadTable` for an unknown
        condition, and where what cannot be silenced would not be of high priority any more.
        """
        found = dict(self.conditions)
        problems = []
        for place, rule in enumerate(rules, 1):
            try:
                one = _overridden(found, rule)
            except Refused as error:
                problems.append(Problem(1, f"the alarm no. {place}: {error}"))
            else:
                found[one.name] = one
        if problems:
            raise BadTable(file, problems)
        return replace(self, conditions=MappingProxyType(found)) if rules else self


def _overridden(conditions: Mapping[str, Condition], rule: AlarmRule) -> Condition:
    called, _, said = rule.condition.partition(":")
    if called not in conditions:
        raise Refused(f"{rule.condition!r}: {_unknown(called)}")
    if said and not re.fullmatch(r"[1-9]\d?", said):
        raise Refused(f"{rule.condition!r}: the level must be a number, as in 'crs_grade:2'")
    one, spec = conditions[called], SPECS[called]
    level = int(said) if said else 1
    if level > 1 and level not in {row.level for row in one.rows}:
        below = one.row(level)
        one = replace(
            one,
            rows=tuple(sorted((*one.rows, replace(below, level=level)), key=lambda r: r.level)),
        )
    rows = []
    for row in one.rows:
        if row.level < level:
            rows.append(row)
            continue
        priority = rule.priority
        never = spec.never_silent is not None and row.level >= spec.never_silent
        if never and priority != "high":
            if not said or level >= (spec.never_silent or 0):
                raise Refused(f"{rule.condition!r}: from level {row.level} it is always 'high'")
            priority = row.priority
        rows.append(
            replace(
                row,
                priority=priority,
                latching=row.latching or priority == "high",
                next_step=rule.next_step,
                usual=False,
            )
        )
    ranks = [PRIORITIES.index(row.priority) for row in rows]
    if ranks != sorted(ranks, reverse=True):
        raise Refused(f"{rule.condition!r}: the priority would fall as the level rises")
    return replace(one, rows=tuple(rows))


def _unknown(called: str) -> str:
    near = get_close_matches(called, SPECS, 1)
    meant = f"; is {near[0]!r} meant?" if near else ""
    return f"there is no such condition{meant}"
