"""All that is written down of the watch, for the tests that want to hear all of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

from bedside.alarms.reading import usual
from bedside.facts import (
    Acknowledged,
    Called,
    ClockJumped,
    Escalated,
    Fact,
    HandedOver,
    NotDone,
    Silenced,
    SoundChecked,
    TakenOver,
)
from bedside.rounds import KINDS
from ui.words import alarm_kinds, watch

NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
CONDITIONS = (
    *("fever", "sbp_low", "map_low", "bp_unrecordable", "spo2_low", "spo2_floor", "unarousable"),
    *("seizure", "ice_drop", "ferritin_doubled", "iec_hs", "sound_failed", "backup_late"),
    "clock_jumped",
    "store_nearly_full",
)
"""Kinds of alarm of which there is one at a time: their key is their kind."""
KEYS = (
    *("crs", "icans", "news2", "stale:crs", "stale:icans"),
    *(f"overdue:{kind}" for kind in KINDS),
    *CONDITIONS,
    "dose:019aac10-0000-7000-8000-000000000001",
    "sae:019aac10-0000-7000-8000-000000000001",
    "clock_jumped:20261122T143200",
    "alarm_table:x/x",
)
"""A key of every shape that alarms have, see :mod:`bedside.alarms`."""
ROLES = tuple(rung.role for rung in usual().ladder.rungs)
AHEAD, BACK, LITTLE = timedelta(hours=1), timedelta(hours=-1), timedelta(seconds=40)


def facts() -> Iterator[Fact]:
    """Every kind that the watch writes down, with every field filled one way or another."""
    for key in (*KEYS, "overdue:x", "overdue", "stale", "x"):
        yield Acknowledged(key, 3, "x")
        yield Silenced(key, 1, NOW)
        yield Called(key, "consultant")
    yield from (Escalated("crs", 3, 1, role) for role in ROLES)
    for reached, name in product((None, True, False), ("", "x")):
        yield Called("fever", "duty_physician", name, reached, "x")
    yield from (ClockJumped(NOW, NOW + by) for by in (AHEAD, BACK, LITTLE, -LITTLE))
    for played, heard in product((True, False), (None, True, False)):
        yield SoundChecked(played, "x", heard)
    yield from (HandedOver(), HandedOver("x"), HandedOver("x", "x"))
    yield from (TakenOver(), TakenOver("x", "x"))
    yield from (NotDone(what, "asleep", "x") for what in (*watch._LEFT_OUT.codes, *watch._SAME))
    yield from (NotDone("x", reason) for reason in ("other", "refused"))


def sentences() -> Iterator[str]:
    """What is said of alarms of which only the key is known, and of whom to call."""
    yield from (alarm_kinds.alarm_named(key) for key in KEYS)
    yield from (alarm_kinds.role_named(role) for role in ROLES)
    yield from (alarm_kinds.alarm_kind(kind) for kind in alarm_kinds.alarm_kind.codes)
