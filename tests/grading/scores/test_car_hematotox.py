"""CAR-HEMATOTOX at its printed edges; what is missing is never 0 points."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.scores.car_hematotox import Baseline, car_hematotox
from grading.signs import Invalid

BEST = Baseline(200, 3000, 12.0, 0.5, 200)


@pytest.mark.parametrize(
    ("name", "value", "points"),
    [
        ("platelets_10_9_l", 176, 0), ("platelets_10_9_l", 175, 1), ("platelets_10_9_l", 75, 1),
        ("platelets_10_9_l", 74, 2),
        ("anc_per_ul", 1200, 0), ("anc_per_ul", 1199, 1),
        ("hb_g_dl", 9.0, 0), ("hb_g_dl", 8.9, 1),
        ("crp_mg_dl", 2.9, 0), ("crp_mg_dl", 3.0, 1),
        ("ferritin_ug_l", 649, 0), ("ferritin_ug_l", 650, 1), ("ferritin_ug_l", 2000, 1),
        ("ferritin_ug_l", 2001, 2),
    ],
)  # fmt: skip
def test_points(name: str, value: float, points: int) -> None:
    assert car_hematotox(replace(BEST, **{name: value})).total == points


@pytest.mark.parametrize(
    ("changed", "total", "risk"),
    [
        ({}, 0, "low"),
        ({"hb_g_dl": 8.0}, 1, "low"),
        ({"hb_g_dl": 8.0, "crp_mg_dl": 5.0}, 2, "high"),
        ({"platelets_10_9_l": 40, "anc_per_ul": 300, "hb_g_dl": 7.0, "crp_mg_dl": 9.0,
          "ferritin_ug_l": 9000}, 7, "high"),
    ],
)  # fmt: skip
def test_risk(changed: Any, total: int, risk: str) -> None:
    got = car_hematotox(replace(BEST, **changed))
    assert (got.total, got.risk) == (total, risk)


@pytest.mark.parametrize(
    ("changed", "least", "most", "risk"),
    [
        ({"hb_g_dl": None}, 0, 1, "low"),
        ({"ferritin_ug_l": None}, 0, 2, None),
        ({"ferritin_ug_l": None, "platelets_10_9_l": 60}, 2, 4, "high"),
    ],
)
def test_missing(changed: Any, least: int, most: int, risk: str | None) -> None:
    got = car_hematotox(replace(BEST, **changed))
    assert (got.total, got.least, got.most, got.risk) == (None, least, most, risk)
    assert got.missing == tuple(name for name, value in changed.items() if value is None)


def test_nothing_known() -> None:
    got = car_hematotox(Baseline())
    assert (got.total, got.least, got.most, got.risk) == (None, 0, 7, None)


VALUES = st.builds(
    Baseline,
    st.integers(0, 400),
    st.integers(0, 5000),
    st.integers(40, 160).map(lambda n: n / 10),
    st.integers(0, 300).map(lambda n: n / 10),
    st.integers(0, 9000),
)


@given(VALUES, st.sets(st.sampled_from(sorted(asdict(BEST)))))
def test_the_bounds_hold_the_total_once_known(full: Baseline, hidden: set[str]) -> None:
    known = car_hematotox(full)
    part = car_hematotox(replace(full, **dict.fromkeys(hidden)))
    assert known.total is not None
    assert part.least <= known.total <= part.most
    assert (part.total is None) == bool(hidden)
    assert part.risk in (None, known.risk)


def test_a_crp_in_mg_l_is_refused_where_it_is_impossible() -> None:
    with pytest.raises(Invalid, match="crp_mg_dl"):
        Baseline(crp_mg_dl=120)
