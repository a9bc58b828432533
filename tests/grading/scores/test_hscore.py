"""HScore at its printed edges; bounds while items are missing; the printed probabilities."""

from dataclasses import fields, replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.scores.hscore import CUT_OFF, Features, Probability, hscore, probability

NONE = Features(
    immunosuppressed=False, temp_c=37.0, hepatomegaly=False, splenomegaly=False, hb_g_dl=12.0,
    wbc_10_9_l=7.0, platelets_10_9_l=200, ferritin_ug_l=100, triglycerides_mmol_l=1.0,
    fibrinogen_g_l=3.0, ast_u_l=20, haemophagocytosis=False,
)  # fmt: skip
ALL = Features(
    immunosuppressed=True, temp_c=40.0, hepatomegaly=True, splenomegaly=True, hb_g_dl=7.0,
    wbc_10_9_l=1.0, platelets_10_9_l=20, ferritin_ug_l=20_000, triglycerides_mmol_l=5.0,
    fibrinogen_g_l=1.0, ast_u_l=200, haemophagocytosis=True,
)  # fmt: skip


def total(**changed: Any) -> int | None:
    return hscore(replace(NONE, **changed)).total


@pytest.mark.parametrize(
    ("changed", "points"),
    [
        ({}, 0), ({"immunosuppressed": True}, 18),
        ({"temp_c": 38.3}, 0), ({"temp_c": 38.4}, 33), ({"temp_c": 39.4}, 33),
        ({"temp_c": 39.5}, 49),
        ({"hepatomegaly": True}, 23), ({"splenomegaly": True}, 23),
        ({"hepatomegaly": True, "splenomegaly": True}, 38),
        ({"hb_g_dl": 9.2}, 0), ({"hb_g_dl": 9.2, "wbc_10_9_l": 5.0}, 24),
        ({"hb_g_dl": 9.3, "wbc_10_9_l": 5.0}, 0), ({"hb_g_dl": 9.2, "wbc_10_9_l": 5.1}, 0),
        ({"hb_g_dl": 9.2, "platelets_10_9_l": 110}, 24),
        ({"hb_g_dl": 9.2, "platelets_10_9_l": 111}, 0),
        ({"hb_g_dl": 9.2, "wbc_10_9_l": 5.0, "platelets_10_9_l": 110}, 34),
        ({"ferritin_ug_l": 1999}, 0), ({"ferritin_ug_l": 2000}, 35),
        ({"ferritin_ug_l": 6000}, 35), ({"ferritin_ug_l": 6001}, 50),
        ({"triglycerides_mmol_l": 1.49}, 0), ({"triglycerides_mmol_l": 1.5}, 44),
        ({"triglycerides_mmol_l": 4.0}, 44), ({"triglycerides_mmol_l": 4.01}, 64),
        ({"fibrinogen_g_l": 2.51}, 0), ({"fibrinogen_g_l": 2.5}, 30),
        ({"ast_u_l": 29}, 0), ({"ast_u_l": 30}, 19), ({"haemophagocytosis": True}, 35),
    ],
)  # fmt: skip
def test_points(changed: Any, points: int) -> None:
    assert total(**changed) == points


def test_the_most_is_337() -> None:
    assert hscore(ALL).total == 337


def test_nothing_known_leaves_all_open() -> None:
    got = hscore(Features())
    assert (got.total, got.least, got.most, got.above_cut_off) == (None, 0, 337, None)
    assert len(got.missing) == 9


@pytest.mark.parametrize(
    ("changed", "least", "most"),
    [
        ({"hepatomegaly": None}, 0, 23),
        ({"hepatomegaly": None, "splenomegaly": True}, 23, 38),
        ({"hb_g_dl": None}, 0, 0),  # one lineage at most: no points either way
        ({"hb_g_dl": None, "wbc_10_9_l": 2.0}, 0, 24),
        ({"hb_g_dl": None, "wbc_10_9_l": None}, 0, 24),
        ({"hb_g_dl": None, "wbc_10_9_l": 2.0, "platelets_10_9_l": 30}, 24, 34),
        ({"fibrinogen_g_l": None}, 0, 30),
    ],
)
def test_bounds(changed: Any, least: int, most: int) -> None:
    got = hscore(replace(NONE, **changed))
    assert (got.least, got.most) == (least, most)
    assert got.total == (least if least == most else None)


def test_the_cut_off_is_told_once_certain() -> None:
    assert hscore(replace(ALL, haemophagocytosis=None)).above_cut_off is True
    assert hscore(replace(NONE, haemophagocytosis=None)).above_cut_off is False
    at_cut_off = {"immunosuppressed": True, "temp_c": 39.0, "ferritin_ug_l": 9000}
    open_ = replace(NONE, **at_cut_off, triglycerides_mmol_l=5.0, haemophagocytosis=None)
    assert (hscore(open_).least, hscore(open_).above_cut_off) == (165, None)
    assert CUT_OFF == 169


# --- bounds contain the value once known --------------------------------------------------------

FULL = st.builds(
    Features,
    immunosuppressed=st.booleans(),
    temp_c=st.integers(360, 410).map(lambda n: n / 10),
    hepatomegaly=st.booleans(),
    splenomegaly=st.booleans(),
    hb_g_dl=st.integers(50, 150).map(lambda n: n / 10),
    wbc_10_9_l=st.integers(0, 120).map(lambda n: n / 10),
    platelets_10_9_l=st.integers(0, 300),
    ferritin_ug_l=st.integers(0, 12_000),
    triglycerides_mmol_l=st.integers(0, 60).map(lambda n: n / 10),
    fibrinogen_g_l=st.integers(0, 60).map(lambda n: n / 10),
    ast_u_l=st.integers(0, 100),
    haemophagocytosis=st.booleans(),
)
NAMES = [field.name for field in fields(Features)]


@given(FULL, st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_bounds_hold_the_value_and_narrow(full: Features, hidden: set[str], also: set[str]) -> None:
    whole = hscore(full)
    part = hscore(replace(full, **dict.fromkeys(hidden)))
    less = hscore(replace(full, **dict.fromkeys(hidden | also)))
    assert whole.total is not None
    assert less.least <= part.least <= whole.total <= part.most <= less.most
    assert part.total in (None, whole.total)
    assert part.above_cut_off in (None, whole.above_cut_off)


@given(FULL)
def test_the_bounds_hold_the_value_whichever_one_or_two_are_hidden(full: Features) -> None:
    whole = hscore(full)
    assert whole.total is not None
    for hidden in (*combinations(NAMES, 1), *combinations(NAMES, 2)):
        part = hscore(replace(full, **dict.fromkeys(hidden)))
        assert part.least <= whole.total <= part.most, hidden


# --- probability ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "low", "high"),
    [
        (0, None, 1), (90, None, 1), (91, None, 1), (100, 1, 1), (101, 1, 3), (110, 3, 3),
        (120, 5, 5), (130, 9, 9), (140, 16, 16), (150, 25, 25), (160, 40, 40), (169, 40, 54),
        (170, 54, 54), (180, 70, 70), (190, 80, 80), (200, 88, 88), (210, 93, 93),
        (220, 96, 96), (230, 98, 98), (240, 99, 99), (249, 99, None), (250, 99, None),
        (337, 99, None),
    ],
)  # fmt: skip
def test_probability(score: int, low: int | None, high: int | None) -> None:
    assert probability(score) == Probability(low, high)


def test_probability_of_bounds() -> None:
    low, high = hscore(replace(NONE, haemophagocytosis=None)).probability
    assert (low, high) == (Probability(None, 1), Probability(None, 1))
