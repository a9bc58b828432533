"""Every table of thresholds of alarms and rounds parts its line, one unit around each edge too."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from bedside.alarms import usual
from bedside.alarms.table import SPECS, Condition
from bedside.protocol.edition import RoundRule
from bedside.protocol.shelf import shelf
from bedside.rounds import table as rounds
from grading.bands import Bands, bands

CONDITIONS = usual().conditions


def limits() -> Iterator[tuple[str, Condition, tuple[float, ...]]]:
    for condition in CONDITIONS.values():
        for named in ("limits", "target_88_92"):
            if getattr(condition, named):
                yield f"{condition.name} {named}", condition, getattr(condition, named)


LIMITS = [pytest.param(*found[1:], id=found[0]) for found in limits()]


def printed(condition: Condition, of: tuple[float, ...]) -> Bands:
    """The limits as a table of levels; rows that do not part the line make none."""
    ends = [f"{limit:g}" for limit in of]
    if SPECS[condition.name].limits == "below":
        return bands(
            (f">= {ends[0]}", 0),
            *((f">= {low} to < {high}", n) for n, (high, low) in enumerate(pairwise(ends), 1)),
            (f"< {ends[-1]}", len(ends)),
        )
    return bands(
        (f"< {ends[0]}", 0),
        *((f">= {low} to < {high}", n) for n, (low, high) in enumerate(pairwise(ends), 1)),
        (f">= {ends[-1]}", len(ends)),
    )


def test_every_condition_with_limits_is_looked_at():
    told = {param.values[0].name for param in LIMITS}
    assert told == {name for name, spec in SPECS.items() if spec.limits}


@pytest.mark.parametrize(("condition", "of"), LIMITS)
def test_a_value_at_each_limit_and_beside_it_has_its_level(
    condition: Condition, of: tuple[float, ...]
):
    whole = printed(condition, of)
    for limit in map(Decimal, map(str, of)):
        step = Decimal(10) ** min(0, int(limit.as_tuple().exponent))
        for value in (limit - step, limit - step / 10, limit, limit + step / 10, limit + step):
            assert condition.reached(float(value), of) == whole.of(value), value


@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=CONDITIONS)
def test_every_level_has_one_row_and_no_higher_level_a_lower_priority(condition: Condition):
    levels = [row.level for row in condition.rows]
    assert levels[0] == 1
    assert levels == sorted(set(levels))
    order = ("low", "medium", "high")
    worth = [order.index(condition.row(level).priority) for level in range(1, 10)]
    assert worth == sorted(worth)
    for level in range(1, 10):
        assert condition.row(level).level == max(n for n in levels if n <= level)


# --- rounds ---------------------------------------------------------------------------------------

EDITIONS = {f"{p.id} {p.edition}": p.rounds for p in shelf().protocols.values()}
EDITIONS["usual"] = rounds.TABLE


@pytest.mark.parametrize("rows", EDITIONS.values(), ids=EDITIONS)
@pytest.mark.parametrize("kind", rounds.KINDS)
def test_the_days_of_rounds_of_a_kind_neither_overlap_nor_leave_a_hole(
    kind: str, rows: tuple[RoundRule, ...]
):
    days = sorted(row.days for row in rows if row.kind == kind)
    assert all(first <= last for first, last in days)
    assert all(before[1] + 1 == after[0] for before, after in pairwise(days)), days


@pytest.mark.parametrize("ladder", rounds.LADDERS.values(), ids=map(str, rounds.LADDERS))
def test_a_higher_grade_is_looked_at_more_often(ladder: rounds.Rungs):
    assert [level for level, _ in ladder] == sorted({level for level, _ in ladder})
    assert [every for _, every in ladder] == sorted({every for _, every in ladder}, reverse=True)
    assert ladder[0][0] >= 1


@pytest.mark.parametrize("phases", [rounds.AFTER_CELLS, rounds.RECHECK], ids=["cells", "recheck"])
def test_phases_follow_each_other(phases: tuple[rounds.Phase, ...]):
    assert [p.until for p in phases] == sorted({p.until for p in phases})
    assert all(timedelta(0) < p.every <= p.until for p in phases)
