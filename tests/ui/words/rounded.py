"""Everything that can be said of rounds, for the tests that want to hear all of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from bedside.rounds import KINDS, Answer, Code, Round, State, Why
from bedside.rounds.table import LABS, VITALS
from grading.signs import ICE_ITEMS
from ui.words import due, rounds

NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOT_ASKED: tuple[Code, ...] = ("not_asked", "not_admitted", "discharged", "died")
ANSWERS: tuple[State, ...] = ("refused", "not_done", "suspended")
REASONS = (
    "refused", "off_ward", "asleep", "no_equipment", "procedure", "other", "intubated", "sedated",
    "language", "sight_or_hearing",
)  # fmt: skip


def a_round(state: State = "not_due", *, ahead: float = 1.0, **more: Any) -> Round:
    """A two-hourly round of vital signs that is due so many hours ahead of now."""
    due = NOW + ahead * HOUR
    given = {
        "patient": "4711", "kind": "vitals", "state": state, "last": due - 2 * HOUR, "due": due,
        "overdue_from": due + HOUR / 2, "late_from": due + 2 * HOUR, "interval": 2 * HOUR,
        "why": why("crs"),
    }  # fmt: skip
    return Round(**(given | more))


def unasked(code: Code) -> Round:
    """A round that nobody asks for."""
    nothing = dict.fromkeys(("last", "due", "overdue_from", "late_from", "interval"))
    return a_round("none", why=Why(code), **nothing)


def why(code: Code, **more: Any) -> Why:
    """A reason with all its values."""
    values: dict[str, Any] = {
        "table": {"day": 3},
        "cells": {"at": NOW},
        "crs": {"level": 1, "at": NOW},
        "icans": {"level": 2, "at": NOW},
        "news2": {"risk": "high", "at": NOW},
        "confusion": {"at": NOW},
        "ice_fell": {"at": NOW, "before": 10, "after": 8},
    }.get(code, {})
    return Why(code, **(values | more))


def answer(state: State = "refused", reason: Any = "refused", comment: str = "") -> Answer:
    """Why a round was not done, ten minutes ago."""
    return Answer(state, reason, NOW - HOUR / 6, NOW + 2 * HOUR, comment)


def whys() -> Iterator[Why]:
    """Every reason, in each way in which it can be said."""
    for code in get_args(Code):
        if code not in NOT_ASKED:
            yield why(code)
    for code in ("crs", "icans"):
        yield why(code, held=True)
        yield why(code, signed=True)
    yield from (why("news2", risk=risk) for risk in ("low_medium", "medium", "high"))
    yield why("news2", held=True)


def sentences() -> Iterator[str]:
    """Every state with every reason, every answer and everything that can be missing."""
    for kind in KINDS:
        yield rounds.round_line(a_round(kind=kind), UTC, NOW)
    for state in get_args(State):
        yield rounds.round_state(state)
        yield rounds.round_text(a_round(state, ahead=-3), UTC, NOW)
    for each in whys():
        yield rounds.round_line(a_round(why=each), UTC, NOW)
    for code in NOT_ASKED:
        yield rounds.round_line(unasked(code), UTC, NOW)
    for state in ANSWERS:
        for reason in REASONS:
            said = answer(state, reason, "x")
            yield rounds.round_text(a_round(state, ahead=-1, answer=said), UTC, NOW)
    for hours in (0.25, 0.5, 1, 2.5, 24):
        yield rounds.interval_text(hours * HOUR)
    yield from in_lists()
    yield from read_back()
    yield rounds.round_missing(a_round(missing=(*VITALS, "ice", *LABS, *ICE_ITEMS)))
    yield rounds.round_assumed(a_round())


def fallen(*, every: float = 0.5, ahead: float = 0.25) -> Round:
    """ICE that is checked again after a fall twelve minutes ago."""
    fell = Why("ice_fell", at=NOW - HOUR / 5, before=10, after=8)
    return a_round(kind="ice", why=fell, interval=every * HOUR, ahead=ahead)


def in_lists() -> Iterator[str]:
    """All that a list says of a round in a few words."""
    for state in get_args(State):
        said = answer(state) if state in ANSWERS else None
        for ahead in (-3, 0, 3):
            for kind in KINDS:
                found = a_round(state, ahead=ahead, kind=kind, answer=said)
                yield from due.round_brief(found, UTC, NOW)[:1]
                yield from due.round_brief(found, UTC, NOW, named=True)[:1]
                yield due.round_when(found, UTC, NOW)
    for state in ANSWERS:
        for reason in REASONS:
            found = a_round(state, ahead=-1, answer=answer(state, reason))
            yield due.round_brief(found, UTC, NOW).then
    for every in (0.5, 4):
        for ahead in (-0.25, 0.25):
            yield due.recheck_text([fallen(every=every, ahead=ahead)], UTC, NOW)


def read_back() -> Iterator[str]:
    """Everything that can have changed by saving, of each kind."""
    for kind in KINDS:
        before = a_round("overdue", ahead=-1, kind=kind)
        for after in (
            a_round(kind=kind),
            a_round("due", ahead=-0.1, kind=kind),
            a_round("due", ahead=-0.1, kind=kind, missing=("bp", "writing", "crp")),
            *(a_round(state, ahead=-0.1, kind=kind, answer=answer(state)) for state in ANSWERS),
        ):
            yield due.read_back([before], [after], UTC, NOW)
