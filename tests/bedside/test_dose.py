"""A dose against its level: flat against flat, per kg against per kg, and nothing across."""

from datetime import UTC, datetime, timedelta

import pytest

from bedside.dose import ASKED, DEVIATES, compared, parts_before, weight_at
from bedside.facts import Enrolled
from bedside.protocol.edition import Level
from bedside.timeline import Entry
from grading.signs import Infused, Vitals
from tests.bedside.editions import edition

NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
FLAT = edition(dose_unit="cells")
PER_KG = edition(dose_unit="cells/kg")
UNKNOWN = edition(dose_unit=None)
HUNDRED = Level("100", 1e8)
ONE_KG = Level("1", 1e6)
NAMELESS = Level("A")


def ago(**length):
    return NOW - timedelta(**length)


def entries(*told):
    return [
        Entry(f"{n:06}", "here", n, "P", at, at, "Ann", "nurse", fact)
        for n, (fact, at) in enumerate(told, 1)
    ]


@pytest.mark.parametrize(
    ("dose", "unit", "protocol", "level", "weight", "outcome", "share"),
    [
        # flat: the total, from 80 to 120 % of the level, both included
        (1e8, "cells", FLAT, HUNDRED, None, "within", 1.0),
        (8e7, "cells", FLAT, HUNDRED, None, "within", 0.8),
        (79_999_999, "cells", FLAT, HUNDRED, None, "below", 0.8),
        (1.2e8, "cells", FLAT, HUNDRED, None, "within", 1.2),
        (120_000_001, "cells", FLAT, HUNDRED, None, "above", 1.2),
        (1.8e7, "cells", FLAT, Level("15", 1.5e7), None, "within", 1.2),
        # per kg as typed, whatever the weight
        (1e6, "cells/kg", PER_KG, ONE_KG, None, "within", 1.0),
        (0.8e6, "cells/kg", PER_KG, ONE_KG, 50.0, "within", 0.8),
        (1.21e6, "cells/kg", PER_KG, ONE_KG, 50.0, "above", 1.21),
        # a total where the level is per kg: divided by the weight, to the edge
        (58.5e6, "cells", PER_KG, ONE_KG, 58.5, "within", 1.0),
        (46.8e6, "cells", PER_KG, ONE_KG, 58.5, "within", 0.8),
        (46_799_999, "cells", PER_KG, ONE_KG, 58.5, "below", 0.8),
        (70.2e6, "cells", PER_KG, ONE_KG, 58.5, "within", 1.2),
        (58.5e6, "cells", PER_KG, ONE_KG, None, "weight_missing", None),
        # never one against the other
        (1e6, "cells/kg", FLAT, HUNDRED, 100.0, "units_differ", None),
        # nothing to compare with, or nothing to compare
        (1e8, "cells", UNKNOWN, NAMELESS, None, "no_level", None),
        (1e8, "cells", FLAT, NAMELESS, None, "no_level", None),
        (1e8, "cells", FLAT, None, None, "no_level", None),
        (1e8, "cells", None, None, None, "no_level", None),
        (None, None, FLAT, HUNDRED, None, "no_dose", None),
        (None, None, None, None, None, "no_level", None),
    ],
)
def test_a_dose_against_its_level(dose, unit, protocol, level, weight, outcome, share):
    check = compared(Infused(dose, unit), protocol, level, weight)
    assert check.outcome == outcome
    assert check.share == (None if share is None else pytest.approx(share, rel=1e-6))


def test_the_weight_is_named_only_where_it_was_needed():
    assert compared(Infused(58.5e6, "cells"), PER_KG, ONE_KG, 58.5)[-1] == 58.5
    assert compared(Infused(1e6, "cells/kg"), PER_KG, ONE_KG, 58.5)[-1] is None


@pytest.mark.parametrize(
    ("before", "last", "complete", "outcome"),
    [
        ([4e7], 6e7, True, "within"),
        ([4e7], 3e7, True, "below"),
        ([4e7], 3e7, False, "partial"),
        ([4e7], 9e7, False, "above"),
        ([], 1e7, False, "partial"),
        ([1e7, 3e7], 6e7, True, "within"),
        ([None], 6e7, True, "no_dose"),
    ],
)
def test_the_parts_of_a_split_dose_are_summed(before, last, complete, outcome):
    earlier = [Infused(dose, "cells" if dose else None, fraction=1) for dose in before]
    part = Infused(last, "cells", fraction=len(before) + 1)
    check = compared(part, FLAT, HUNDRED, None, before=earlier, complete=complete)
    assert check.outcome == outcome


def test_parts_in_different_units_are_not_summed():
    earlier = [Infused(4e7, "cells", fraction=1)]
    check = compared(Infused(6e5, "cells/kg", fraction=2), FLAT, HUNDRED, 60.0, before=earlier)
    assert (check.outcome, check.given) == ("units_differ", None)


def test_what_is_asked_and_what_deviates():
    assert DEVIATES < ASKED
    assert not {"within", "partial", "no_level"} & ASKED


# --- parts and weights of a record ----------------------------------------------------------------


def test_the_parts_before_are_those_of_the_same_dose():
    line = entries(
        (Infused(1e8, "cells"), ago(days=90)),
        (Infused(4e7, "cells", fraction=1), ago(days=2)),
        (Infused(3e7, "cells", fraction=2), ago(days=1)),
    )
    assert [e.fact.dose for e in parts_before(line, NOW, 3)] == [4e7, 3e7]
    assert [e.fact.dose for e in parts_before(line, ago(days=1, hours=1), 2)] == [4e7]
    assert parts_before(line, NOW, 1) == parts_before(line, NOW, None) == ()


@pytest.mark.parametrize(
    ("drafts", "kg", "days"),
    [
        ([], None, None),
        ([(Enrolled(weight_kg=60.0), ago(days=9))], 60.0, 9),
        # a corrected name does not weigh anybody anew
        (
            [
                (Enrolled(weight_kg=60.0), ago(days=9)),
                (Enrolled("QX", weight_kg=60.0), ago(days=1)),
            ],
            60.0,
            9,
        ),
        (
            [
                (Vitals(weight_kg=58.5), ago(days=3)),
                (Enrolled(weight_kg=60.0), ago(days=1)),
            ],
            58.5,
            3,
        ),
        (
            [
                (Vitals(weight_kg=58.5), ago(days=3)),
                (Vitals(weight_kg=70.0), NOW + timedelta(hours=1)),
            ],
            58.5,
            3,
        ),
    ],
)
def test_the_weight_that_counts(drafts, kg, days):
    weight = weight_at(entries(*drafts), NOW)
    if kg is None:
        assert weight is None
    else:
        assert weight == (kg, ago(days=days))
