"""A table of alarms read from its TOML file.

Reading is strict: whatever is wrong is named with its line, and then nothing of the file is used.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from itertools import pairwise
from string import Formatter
from types import MappingProxyType
from typing import Any

import resources
from bedside.alarms.ladder import PRIORITIES, ladder
from bedside.alarms.table import SPECS, AlarmTable, BadTable, Condition, Row, Spec
from bedside.protocol.lines import Lines
from bedside.protocol.reading import Problem
from bedside.protocol.table import (
    Refused,
    Table,
    Wrong,
    flag,
    list_of,
    number,
    one_of,
    text,
    whole,
)

FILE = "alarms.toml"
FILLED = ("value", "before", "level", "what")
"""What the text of a row may name in braces."""
LONGEST_SILENCE_MIN = 10
"""No table may allow a longer one, in minutes."""


@cache
def usual() -> AlarmTable:
    """The table that ships."""
    return read(resources.text(FILE), FILE)


def read(given: str, file: str) -> AlarmTable:
    """The table that a text holds; ``file`` is its name for messages. Raises `BadTable`."""
    try:
        toml = tomllib.loads(given)
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        said = Problem(int(line[1]) if line else 1, f"this is not TOML: {error}")
        raise BadTable(file, [said]) from None
    wrong: list[Wrong] = []
    found = _table(Table(toml, (), ("times", "alarms", "escalation"), wrong))
    if wrong:
        lines = Lines(given)
        raise BadTable(file, (Problem(lines.of(one.path), one.words) for one in wrong))
    return found


def _table(top: Table) -> AlarmTable:
    times = top.inner("times", ("silence_max_min", "realarm_min"))
    silence = times.get("silence_max_min", whole(1, LONGEST_SILENCE_MIN))
    realarm = times.get("realarm_min", whole(1, 60))
    found: dict[str, Condition] = {}
    for called, table in _conditions(top):
        found[called] = _condition(called, table)
    for missing in SPECS.keys() - found.keys():
        top.spoil(f"the condition {missing!r} is missing: [[alarms.{missing}.levels]]")
    return AlarmTable(
        MappingProxyType({name: found[name] for name in SPECS if name in found}),
        timedelta(minutes=silence or 0),
        timedelta(minutes=realarm or 0),
        ladder(top),
    )


def _conditions(top: Table) -> Iterator[tuple[str, Table]]:
    outer = top.inner("alarms", tuple(SPECS))
    for called, spec in SPECS.items():
        if called in outer.given:
            limits = ("limits",) if spec.limits else ()
            yield called, outer.inner(called, ("levels", "again_h", *limits, *spec.keys))


_ROW = ("from", "priority", "latching", "silenceable", "text", "next_step")
_amount = number(0, 1e6)


def _condition(called: str, table: Table) -> Condition:
    spec = SPECS[called]
    rows = tuple(_row(one) for one in table.listed("levels", _ROW))
    hours = table.get("again_h", number(0, 24 * 7), 0) or 0
    limits = table.get("limits", list_of(_amount)) if spec.limits else ()
    target: tuple[float, ...] = ()
    if "target_88_92" in spec.keys:
        target = table.get("target_88_92", list_of(_amount)) or ()
    for key, some in (("limits", limits or ()), ("target_88_92", target)):
        if not _in_order(some, spec):
            order = "fall" if spec.limits == "below" else "rise"
            table.note(key, f"must {order} from one to the next")
    within = table.get("within_h", number(0, 24 * 7)) if "within_h" in spec.keys else 0
    after = table.get("after_min", number(0, 24 * 60)) if "after_min" in spec.keys else 0
    if table.sound:
        _check(called, spec, rows, hours, table)
    return Condition(
        called,
        rows,
        limits or (),
        target,
        timedelta(hours=hours),
        timedelta(hours=within or 0),
        timedelta(minutes=after or 0),
    )


def _in_order(limits: Sequence[float], spec: Spec) -> bool:
    if spec.limits == "below":
        return all(one > other for one, other in pairwise(limits))
    return all(one < other for one, other in pairwise(limits))


def _row(table: Table) -> Row:
    return Row(
        table.get("from", whole(1, 99)),
        table.get("priority", one_of(PRIORITIES)),
        table.get("latching", flag, default=False),
        table.get("silenceable", flag, default=True),
        table.get("text", _sentence),
        table.get("next_step", text),
    )


def _sentence(given: Any) -> str:
    said = text(given)
    try:
        names = [part[1] for part in Formatter().parse(said) if part[1] is not None]
    except ValueError as error:
        raise Refused(f"its braces cannot be read: {error}") from None
    for named in names:
        if named not in FILLED:
            known = ", ".join(f"{{{one}}}" for one in FILLED)
            raise Refused(f"{{{named}}} is none of {known}")
    return said


def _check(called: str, spec: Spec, rows: Sequence[Row], again_h: float, table: Table) -> None:
    if not rows:
        table.spoil(f"{called}: it has no levels")
        return
    if [row.level for row in rows] != sorted({row.level for row in rows}) or rows[0].level != 1:
        table.note("levels", "'from' must begin with 1 and rise from row to row")
        return
    ranks = [PRIORITIES.index(row.priority) for row in rows]
    if ranks != sorted(ranks, reverse=True):
        table.note("levels", "the priority must not fall as the level rises")
    for row in rows:
        if row.priority == "high" and not row.latching and not spec.technical:
            table.note("levels", f"from {row.level}: what is of high priority must be latching")
    if spec.never_silent is not None:
        _check_never_silent(Condition(called, tuple(rows)), spec.never_silent, table)
        if again_h:
            table.note("again_h", "this alarm rings each time it comes back")


def _check_never_silent(condition: Condition, level: int, table: Table) -> None:
    first = condition.row(level)
    for row in condition.rows:
        if row.level >= first.level and row.silenceable:
            table.note("levels", f"from {row.level}: this alarm can never be silenced")
        if row.level >= first.level and row.priority != "high":
            table.note("levels", f"from {row.level}: this alarm is always of high priority")
