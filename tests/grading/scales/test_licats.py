"""LICATS: organs with their preconditions, other causes, and grades by what it came to."""

from typing import Any

import pytest

from grading.scales.licats import LEVEL, SIGNS, OrganLook, licats, of_organ, onset_class
from grading.signs import Invalid

RASH: dict[str, Any] = {
    "organ": "skin", "present": frozenset({"inflammatory_rash"}), "involved_before": True,
    "otherwise_explained": False, "course": "none",
}  # fmt: skip


def rash(*, b_cells_depleted: bool | None = True, **more: Any) -> Any:
    return of_organ(OrganLook(**(RASH | more)), b_cells_depleted=b_cells_depleted)


@pytest.mark.parametrize(
    ("course", "level"),
    [
        ("none", 1), ("symptomatic", 1), ("medical", 2), ("hospitalised", 3),
        ("life_threatening", 4),
    ],
)  # fmt: skip
def test_grades(course: Any, level: int) -> None:
    got = rash(course=course)
    assert (got.level, got.status, got.organ) == (level, "graded", "skin")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"involved_before": False}, "not_involved_before"),
        ({"b_cells_depleted": False}, "b_cells_present"),
        ({"otherwise_explained": True}, "otherwise_explained"),
    ],
)
def test_without_a_precondition_other_causes_are_offered(changed: Any, code: str) -> None:
    got = rash(**changed)
    assert (got.level, got.status) == (0, "no_toxicity")
    assert got.offered == ("flare", "infection", "gvhd", "drug_rash")
    assert code in {ground.code for ground in got.grounds}


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"involved_before": None}, ("involved_before",)),
        ({"b_cells_depleted": None}, ("b_cells_depleted",)),
        ({"present": frozenset()}, ("signs",)),
        (
            {"present": frozenset(), "involved_before": None, "b_cells_depleted": None},
            ("signs", "involved_before", "b_cells_depleted"),
        ),
    ],
)
def test_unknown_is_never_0(changed: Any, missing: Any) -> None:
    got = rash(**changed)
    assert (got.level, got.at_least, got.status, got.missing) == (None, 0, "incomplete", missing)


def test_what_it_came_to_is_not_known_yet() -> None:
    got = rash(course=None)
    assert (got.level, got.at_least, got.missing) == (None, 1, ("course",))


def test_nobody_looked_for_another_cause() -> None:
    got = rash(otherwise_explained=None)
    assert (got.level, got.flags) == (1, {"other_causes_not_excluded"})
    assert got.offered


@pytest.mark.parametrize("organ", SIGNS)
def test_every_sign_of_an_organ_known_to_be_absent_is_none(organ: Any) -> None:
    more: Any = {"creatinine": 80, "creatinine_baseline": 80} if organ == "kidney" else {}
    look = OrganLook(organ, absent=frozenset(SIGNS[organ]), **more)
    got = of_organ(look, b_cells_depleted=None)
    assert (got.level, got.status) == (0, "no_toxicity")


@pytest.mark.parametrize(
    ("creatinine", "baseline", "level"),
    [
        (119, 80, 0), (120, 80, 1), (1.2, 0.8, 1), (1.19, 0.8, 0), (60, None, None),
        (None, 80, None),
    ],
)  # fmt: skip
def test_creatinine_half_as_high_again(
    creatinine: float | None, baseline: float | None, level: int | None
) -> None:
    look = OrganLook(
        "kidney",
        absent=frozenset({"protein_creatinine_rise"}),
        creatinine=creatinine,
        creatinine_baseline=baseline,
        involved_before=True,
        course="none",
    )
    assert of_organ(look, b_cells_depleted=True).level == level


def test_the_highest_organ_counts() -> None:
    skin = OrganLook(**RASH)
    joints = OrganLook("joints", frozenset({"arthritis"}), involved_before=True, course="medical")
    got = licats([skin, joints], b_cells_depleted=True)
    assert (got.level, [ground.level for ground in got.grounds]) == (2, [1, 2])
    unknown = OrganLook("lung")
    got = licats([skin, joints, unknown], b_cells_depleted=True)
    assert (got.level, got.at_least, got.missing) == (None, 2, ("lung",))


def test_an_organ_at_the_top_decides_whatever_is_unknown() -> None:
    worst = OrganLook(**(RASH | {"course": "life_threatening"}))
    assert licats([worst, OrganLook("lung")], b_cells_depleted=True).level == max(LEVEL.values())


def test_the_gut_may_show_gvhd_and_a_joint_not() -> None:
    offered = {
        look.organ: of_organ(look, b_cells_depleted=False).offered
        for look in (
            OrganLook("gut", frozenset({"diarrhoea"})),
            OrganLook("joints", frozenset({"arthritis"})),
        )
    }
    assert offered == {"gut": ("flare", "infection", "gvhd"), "joints": ("flare", "infection")}


def test_no_organ_looked_at_is_no_grade() -> None:
    got = licats([], b_cells_depleted=True)
    assert (got.level, got.missing) == (None, ("organs",))


@pytest.mark.parametrize(
    ("day", "onset"),
    [(0, "early"), (14, "early"), (15, "intermediate"), (30, "intermediate"), (31, "late")],
)
def test_onset(day: int, onset: str) -> None:
    assert onset_class(day) == onset


@pytest.mark.parametrize(
    "wrong",
    [
        {"organ": "spleen"},
        {"organ": "skin", "present": frozenset({"arthritis"})},
        {"organ": "skin", "present": frozenset({"mucosal_lesion"}),
         "absent": frozenset({"mucosal_lesion"})},
        {"organ": "skin", "creatinine": 80},
        {"organ": "kidney", "creatinine": 0},
        {"organ": "skin", "course": "icu"},
    ],
)  # fmt: skip
def test_what_cannot_be_charted(wrong: Any) -> None:
    with pytest.raises(Invalid):
        OrganLook(**wrong)
