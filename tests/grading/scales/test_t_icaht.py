"""T-ICAHT, research: cumulative days of few platelets."""

from typing import Any

import pytest

from grading.scales import t_icaht


def course(*spans: tuple[int, float], start: int = 0) -> list[tuple[int, float]]:
    """Spans of (days, platelets in 10⁹/L) one after another."""
    return list(enumerate([value for days, value in spans for _ in range(days)], start))


@pytest.mark.parametrize(
    ("spans", "grade"),
    [
        pytest.param([(31, 50)], 0, id="50 is not below 50"),
        pytest.param([(30, 50), (1, 49)], 1, id="one day"),
        pytest.param([(25, 90), (6, 49)], 1, id="six days"),
        pytest.param([(24, 90), (7, 49)], 2, id="seven days"),
        pytest.param([(31, 20)], 2, id="20 is not below 20"),
        pytest.param([(30, 90), (1, 19)], 3, id="one day below 20"),
        pytest.param([(18, 90), (13, 19)], 3, id="thirteen days below 20"),
        pytest.param([(17, 90), (14, 19)], 4, id="fourteen days below 20"),
        pytest.param([(4, 49), (10, 90), (3, 49), (14, 90)], 2, id="4 + 3 days are seven"),
    ],
)
def test_early(spans: Any, grade: int) -> None:
    got = t_icaht.early(course(*spans), transfused_days=())
    assert (got.level, got.status) == (grade, "graded")
    assert "research" in got.flags


@pytest.mark.parametrize(
    ("platelets", "grade"),
    [
        ([(40, 100), (50, 100)], 0),
        ([(40, 99), (50, 99)], 1),
        ([(40, 99), (50, 150)], 0),
        ([(40, 49), (50, 49)], 2),
        ([(40, 49), (50, 99)], 1),
        ([(40, 19), (41, 19)], 3),
        ([(40, 19), (52, 19)], 3),
        ([(40, 19), (47, 19), (53, 19)], 4),
        ([(40, 19), (47, 19), (52, 19)], 3),
    ],
)
def test_late_asks_for_two_tests_below_the_limit(platelets: Any, grade: int) -> None:
    assert t_icaht.late(platelets).level == grade


def test_a_single_low_test_is_told() -> None:
    assert "single_value" in t_icaht.late([(40, 19), (50, 99)]).flags


@pytest.mark.parametrize("platelets", [[], [(45, 10)], [(20, 10), (25, 10)]])
def test_unknown_is_never_0(platelets: Any) -> None:
    got = t_icaht.late(platelets)
    assert (got.level, got.status, got.missing) == (None, "incomplete", ("platelets",))
    assert "research" in got.flags


def test_early_without_values_or_with_days_unknown_is_no_grade() -> None:
    assert t_icaht.early([]).level is None
    assert t_icaht.early([(0, 200), (30, 200)]).level is None
    assert t_icaht.early([(3, 200)], as_of_day=-1).level is None


def test_provisional_while_the_window_runs() -> None:
    got = t_icaht.early(course((10, 40)), as_of_day=9)
    assert (got.level, got.days_below_50, got.status) == (2, 10, "provisional")


@pytest.mark.parametrize(
    ("transfused", "recovered"),
    [
        (None, None),
        ((), 10),
        ((2,), 10),
        ((5,), 13),
        ((12,), 20),
    ],
)
def test_recovery_needs_seven_days_without_transfusion(
    transfused: Any, recovered: int | None
) -> None:
    got = t_icaht.early(course((5, 80), (5, 15), (21, 25)), transfused_days=transfused)
    assert got.recovered_day == recovered
    assert ("transfusions_unknown" in got.flags) == (transfused is None)


def test_no_recovery_where_it_was_never_low() -> None:
    assert t_icaht.early(course((31, 60)), transfused_days=()).recovered_day is None
