"""A split dose: study days count from its first part, and each part is an infusion of cells."""

from datetime import UTC, datetime, timedelta

import pytest

from grading.findings import anchors
from grading.grade import course
from grading.scales import SCALES
from grading.signs import Infused, Invalid, Reading

START = datetime(2026, 11, 1, 10, 0, tzinfo=UTC)


def at(days: float) -> datetime:
    return START + timedelta(days=days)


@pytest.mark.parametrize(
    ("fractions", "anchored"),
    [
        ([(0, None)], [0]),
        ([(0, 1), (1, 2), (2, 3)], [0]),
        ([(0, None), (90, None)], [0, 90]),
        ([(0, None), (90, 1), (91, 2)], [0, 90]),
        ([(0, 1), (1, 2), (90, 1), (91, 2)], [0, 90]),
        # the first part is not recorded: somebody must be watched all the same
        ([(1, 2), (2, 3)], [1]),
    ],
)
def test_from_which_parts_study_days_count(fractions, anchored):
    given = [(at(day), Infused(fraction=part)) for day, part in fractions]
    assert anchors(given) == tuple(at(day) for day in anchored)
    for scale in SCALES.values():
        readings = [Reading(moment, sign) for moment, sign in given]
        assert course(scale, readings, at(100)).given == tuple(at(day) for day in anchored)


@pytest.mark.parametrize("part", [0, -1, 10])
def test_a_part_is_one_of_nine(part):
    with pytest.raises(Invalid) as refused:
        Infused(fraction=part)
    assert refused.value.field == "fraction"
