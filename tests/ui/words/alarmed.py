"""Everything that can be said of alarms, for the tests that want to hear all of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

from bedside.alarms.alarm import Alarm, Step
from bedside.alarms.reading import usual
from bedside.alarms.table import Row
from bedside.drug_clock.next_dose import Code
from ui.words import alarm_kinds

AT = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
WHAT = {
    "crs_grade": "crs", "icans_grade": "icans", "other_grade": "icans", "stale_grade": "crs",
    "overdue": "vitals", "dose_guard": "x", "alarm_table": "x",
    "sae_clock": "x",
}  # fmt: skip


def alarm(
    kind: str,
    level: int = 1,
    *,
    value: float | None = 3,
    before: float | None = 2,
    row: Row | None = None,
    patient: str | None = "4711",
) -> Alarm:
    """An alarm of a kind at a level."""
    found = usual().conditions[kind].row(level) if row is None else row
    key = f"{kind}:{WHAT[kind]}" if kind in WHAT else kind
    what = WHAT.get(kind, "")
    return Alarm(
        patient, kind, key, what, level, found.priority, AT, value, before, found, AT, rang=AT
    )


def rows() -> Iterator[tuple[str, Row]]:
    """Every row of the table that ships, with its condition."""
    for condition in usual().conditions.values():
        for row in condition.rows:
            yield condition.name, row


def sentences() -> Iterator[str]:
    """Every text, next step, name and role; a role and a step of a site's own are data."""
    for kind, row in rows():
        for patient in ("4711", None):
            one = alarm(kind, row.level, patient=patient)
            yield alarm_kinds.alarm_line(one)
            yield alarm_kinds.alarm_text(one)
            yield alarm_kinds.alarm_step(one)
            yield alarm_kinds.alarm_kind(kind)
            yield alarm_kinds.priority(row.priority)
    for kind in ("crs_grade", "icans_grade", "other_grade"):
        yield alarm_kinds.alarm_text(alarm(kind)._replace(suspected=True))
    for what in ("vitals", "ice", "labs"):
        yield alarm_kinds.alarm_what(alarm("overdue")._replace(what=what))
    for guard in get_args(Code):
        yield alarm_kinds.alarm_text(alarm("dose_guard")._replace(what=guard))
    for rung in usual().ladder.rungs:
        yield alarm_kinds.role(Step(1, rung.role, rung.title, AT, recorded=False))


def written_by_a_protocol(kind: str) -> Alarm:
    """An alarm of which the protocol says the next step in its own words."""
    row = usual().conditions[kind].row(1)
    return alarm(kind, row=replace(row, next_step="Ring 4711.", usual=False))
