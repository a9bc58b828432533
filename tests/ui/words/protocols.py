"""Everything that can be said of editions, doses, readiness and moves, to hear all of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

from bedside.dose import DoseCheck, Outcome, Weight
from bedside.follow.foreseen import Moved
from bedside.protocol.edition import Level, VisitRule
from bedside.readiness import Need, Ready
from bedside.schedule import Move, Visit
from tests.bedside.editions import edition
from ui.words import protocol

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
FLAT = edition(
    **dict.fromkeys(("id", "edition", "title", "short", "registry", "product"), "x"),
    visits=(),
    assumed=frozenset(),
)
LEVEL = Level("1e8", 1e8)
NOTES = ("", "backup", "start", "recommended", "x")


def check(outcome: Outcome, given: float | None = 9e7, share: float | None = 0.9) -> DoseCheck:
    """A dose of which this came, against a level of 100 million."""
    return DoseCheck(outcome, LEVEL, given, "cells", share)


def visit(day: int = 0) -> Visit:
    """A visit so many days after the day."""
    due = DAY + timedelta(days=day)
    rule = VisitRule("x", "pkpd", 1, 1, (), day=3)
    return Visit("x", rule, 1, due, due - timedelta(days=1), due + timedelta(days=1))


MOVES = (Move(visit(), visit(1)), Move(None, visit()), Move(visit(), None))


def sentences() -> Iterator[str]:
    """Every sentence, title and list."""
    for unit in ("cells", "cells/kg"):
        yield protocol.cells(1e8, unit)
    for note in NOTES:
        yield protocol.level(Level("x", 1e8, note), FLAT)
    yield protocol.level(Level("x"), FLAT)
    yield from (protocol.edition(FLAT), protocol.about(FLAT), protocol.assumed(FLAT))
    keys = frozenset({*protocol._ASSUMED.codes, "criteria.x", "x"})
    yield protocol.assumed(replace(FLAT, assumed=keys))
    for outcome in get_args(Outcome):
        yield protocol.dose_check(check(outcome), FLAT)
        yield protocol.dose_deviation(check(outcome), FLAT)
    yield protocol.dose_check(check("within")._replace(level=Level("x", 1e6)), FLAT)
    yield protocol.weight(None, NOW)
    yield protocol.weight(Weight(58.5, NOW - timedelta(days=3)), NOW)
    for need in get_args(Need):
        for name in ("x", ""):
            of = {"name": "fludarabine" if need == "conditioning" and name else name, "value": 9.0}
            yield protocol.ready(Ready(need, done=True, days=(DAY,), **of), DAY)
            yield protocol.ready(Ready(need, done=False, days=(DAY,), missing=(DAY,), **of), DAY)
            yield protocol.ready(Ready(need, done=False, missing=(DAY,), **of), DAY)
    yield protocol.ready(Ready("weight", done=False, value=58.5, days=(DAY,), old=True), DAY)
    yield protocol.moves(Moved((), (), ()))
    yield protocol.moves(Moved(MOVES, (visit(),), (visit(),)))
    for move in MOVES:
        yield from (protocol.move_from(move, DAY), protocol.move_to(move, DAY))
    yield protocol.infusion_planned(NOW, UTC)
