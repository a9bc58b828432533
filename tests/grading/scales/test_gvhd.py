"""Acute GvHD, MAGIC: stages at their printed edges, and every pattern of stages."""

from itertools import product
from typing import Any

import pytest

from grading.scales.gvhd import Examination, Stages, magic, of_stages, three_day_mean
from grading.signs import Invalid

WELL: dict[str, Any] = {
    "skin_bsa_pct": 0.0, "bullae": False, "bili_mg_dl": 0.8, "upper_gi_persistent": False,
    "stool_ml": 200.0, "severe_abdominal_pain": False, "gross_blood": False,
}  # fmt: skip


def examined(**found: Any) -> Any:
    if "bili_umol_l" in found:
        found.setdefault("bili_mg_dl", None)
    return magic(Examination(**(WELL | found)))


@pytest.mark.parametrize(
    ("found", "organ", "stage"),
    [
        ({"skin_bsa_pct": 0.1}, "skin", 1), ({"skin_bsa_pct": 24.9}, "skin", 1),
        ({"skin_bsa_pct": 25}, "skin", 2), ({"skin_bsa_pct": 50}, "skin", 2),
        ({"skin_bsa_pct": 50.1}, "skin", 3),
        ({"skin_bsa_pct": 80, "bullae": True, "desquamation_pct": 5}, "skin", 3),
        ({"skin_bsa_pct": 80, "bullae": True, "desquamation_pct": 5.1}, "skin", 4),
        ({"skin_bsa_pct": 80, "bullae": False, "desquamation_pct": 30}, "skin", 3),
        ({"skin_bsa_pct": 40, "bullae": True, "desquamation_pct": 30}, "skin", 2),
        ({"bili_mg_dl": 1.9}, "liver", 0), ({"bili_mg_dl": 1.94}, "liver", 0),
        ({"bili_mg_dl": 1.95}, "liver", 1), ({"bili_mg_dl": 2.0}, "liver", 1),
        ({"bili_mg_dl": 3.0}, "liver", 1), ({"bili_mg_dl": 3.04}, "liver", 1),
        ({"bili_mg_dl": 3.05}, "liver", 2), ({"bili_mg_dl": 3.1}, "liver", 2),
        ({"bili_mg_dl": 6.0}, "liver", 2), ({"bili_mg_dl": 6.1}, "liver", 3),
        ({"bili_mg_dl": 15.0}, "liver", 3), ({"bili_mg_dl": 15.1}, "liver", 4),
        ({"bili_umol_l": 33}, "liver", 0), ({"bili_umol_l": 34}, "liver", 1),
        ({"bili_umol_l": 50}, "liver", 1), ({"bili_umol_l": 51}, "liver", 2),
        ({"bili_umol_l": 52}, "liver", 2), ({"bili_umol_l": 102}, "liver", 2),
        ({"bili_umol_l": 103}, "liver", 3), ({"bili_umol_l": 255}, "liver", 3),
        ({"bili_umol_l": 256}, "liver", 4),
        ({"upper_gi_persistent": True}, "upper_gi", 1),
        ({"stool_ml": 499.4}, "lower_gi", 0), ({"stool_ml": 499.5}, "lower_gi", 1),
        ({"stool_ml": 500}, "lower_gi", 1), ({"stool_ml": 999}, "lower_gi", 1),
        ({"stool_ml": 1000}, "lower_gi", 2), ({"stool_ml": 1500}, "lower_gi", 2),
        ({"stool_ml": 1501}, "lower_gi", 3),
        ({"stool_ml": 1501, "stool_mixed": True}, "lower_gi", 1),
        ({"stool_ml": None, "stool_episodes": 2}, "lower_gi", 0),
        ({"stool_ml": None, "stool_episodes": 2.5}, "lower_gi", 1),
        ({"stool_ml": None, "stool_episodes": 4.33}, "lower_gi", 1),
        ({"stool_ml": None, "stool_episodes": 4.5}, "lower_gi", 2),
        ({"stool_ml": None, "stool_episodes": 7}, "lower_gi", 2),
        ({"stool_ml": None, "stool_episodes": 8}, "lower_gi", 3),
        ({"stool_ml": 200, "gross_blood": True}, "lower_gi", 4),
        ({"stool_ml": None, "severe_abdominal_pain": True}, "lower_gi", 4),
    ],
)  # fmt: skip
def test_stages(found: dict[str, Any], organ: str, stage: int) -> None:
    got = examined(**found)
    assert got.stages == Stages(0, 0, 0, 0)._replace(**{organ: stage})


def by_the_words(skin: int, liver: int, upper: int, lower: int) -> int:
    """The overall grade from the printed sentences."""
    if 4 in (skin, liver, lower):
        return 4
    if liver in (2, 3) or lower in (2, 3):
        return 3
    if skin == 3 or 1 in (liver, upper, lower):
        return 2
    return 1 if skin in (1, 2) else 0


def test_every_pattern_of_stages() -> None:
    for stages in product(range(5), range(5), range(2), range(5)):
        got = of_stages(Stages(*stages))
        assert (got.level, got.at_least) == (by_the_words(*stages),) * 2, stages


def test_what_is_not_assessed_is_never_0() -> None:
    """No grade while an organ is unknown, at least that of the others, unless it is IV."""
    for stages in product(range(5), range(5), range(2), range(5)):
        for organ in Stages._fields:
            known = Stages(*stages)._replace(**{organ: None})
            got = of_stages(known)
            least = by_the_words(*(stage or 0 for stage in known))
            assert got.at_least == least
            assert got.level == (4 if least == 4 else None)
            assert got.missing == (organ,)


def test_nothing_examined() -> None:
    got = magic(Examination())
    assert (got.level, got.at_least, got.status) == (None, 0, "incomplete")
    assert got.missing == Stages._fields


@pytest.mark.parametrize(
    ("found", "missing"),
    [
        ({"gross_blood": None}, ("gross_blood",)),
        ({"severe_abdominal_pain": None}, ("severe_abdominal_pain",)),
        ({"skin_bsa_pct": 60, "bullae": None}, ("bullae",)),
        ({"skin_bsa_pct": 60, "bullae": True}, ("desquamation_pct",)),
        ({"skin_bsa_pct": 40, "bullae": None}, ()),
    ],
)
def test_what_could_make_a_stage_4_and_was_not_charted_is_told(found: Any, missing: Any) -> None:
    got = examined(**found)
    assert (got.missing, got.status) == (missing, "partial" if missing else "graded")


@pytest.mark.parametrize(
    ("found", "flags"),
    [
        ({}, set()),
        ({"stool_ml": 1200, "stool_episodes": 3}, {"volume_and_episodes_disagree"}),
        ({"stool_ml": 700, "stool_episodes": 3}, set()),
        ({"bili_mg_dl": 4}, {"bilirubin_cause"}),
        ({"bili_mg_dl": 4, "bili_other_cause": True}, {"bilirubin_other_cause"}),
        ({"bili_mg_dl": 4, "bili_other_cause": False}, set()),
        ({"weight_kg": 50}, {"adult_volumes"}),
        ({"weight_kg": 50.1}, set()),
    ],
)
def test_flags(found: Any, flags: set[str]) -> None:
    assert examined(**found).flags == flags


def test_bilirubin_comes_in_one_unit() -> None:
    with pytest.raises(Invalid, match="bili_umol_l"):
        Examination(bili_mg_dl=2, bili_umol_l=34)


@pytest.mark.parametrize("stages", [Stages(skin=5), Stages(upper_gi=2), Stages(liver=-1)])
def test_impossible_stages_are_refused(stages: Stages) -> None:
    with pytest.raises(Invalid):
        of_stages(stages)


def test_the_mean_of_three_days() -> None:
    days = [(3, 900.0), (4, 100.0), (5, 300.0), (6, 800.0), (9, 9000.0)]
    assert three_day_mean(days, 6) == 400
    assert three_day_mean(days, 7) == 550
    assert three_day_mean(days, 20) is None
