"""The scales of CRS before ASTCT, side by side from the same signs; no grade is ever converted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from grading.crs_look import CrsLook, Organs
from grading.scales.crs_cartox import cartox_2018
from grading.scales.crs_ctcae import ctcae_5
from grading.scales.crs_lee import lee_2014
from grading.scales.crs_penn import penn
from grading.signs import Device, Drug, Hypotension, Invalid, Support, Vitals
from grading.toxicity import ToxicityGrade
from grading.vasopressor_dose import is_high

SCALES: dict[str, Callable[[CrsLook], ToxicityGrade]] = {
    "lee": lee_2014, "penn": penn, "ctcae": ctcae_5, "cartox": cartox_2018,
}  # fmt: skip
NO_ORGANS = Organs(0, 0, 0, transfused_for_coagulopathy=False, hospitalised=False)
FEVER = Vitals(temp_c=38.5, sbp_mmhg=118, dbp_mmhg=72, spo2_pct=97)
LOW = Vitals(temp_c=38.5, sbp_mmhg=84, dbp_mmhg=50, spo2_pct=97)
LOOK = CrsLook(vitals=FEVER, support=Support("room_air"), organs=NO_ORGANS, weight_kg=60)


def runs(name: str, rate: float | None = None, unit: str = "µg/min", **more: Any) -> Drug:
    return Drug(name, "continued", rate=rate, rate_unit=unit, **more)


LOW_NE, HIGH_NE = runs("norepinephrine", 5), runs("norepinephrine", 20)


def levels(look: CrsLook) -> tuple[int | None, ...]:
    """Lee, Penn, CTCAE, CARTOX."""
    return tuple(scale(look).level for scale in SCALES.values())


def looked(**changed: Any) -> CrsLook:
    return replace(LOOK, **changed)


# --- the same patient, four grades: the rows of the published comparisons -----------------------


@pytest.mark.parametrize(
    ("why", "changed", "lee", "penn_", "ctcae", "cartox"),
    [
        ("fever alone", {}, 1, 1, 1, 1),
        ("one low-dose norepinephrine", {"running": (LOW_NE,)}, 2, 3, 3, 2),
        ("one high-dose norepinephrine", {"running": (HIGH_NE,)}, 3, 4, 3, 3),
        ("two low doses", {"running": (LOW_NE, runs("dopamine", 5, "µg/kg/min"))}, 3, 3, 4, 3),
        ("two that make a high one",
         {"running": (runs("norepinephrine", 12), runs("epinephrine", 8))}, 3, 4, 4, 3),
        ("vasopressin alone", {"running": (runs("vasopressin", 2, "U/h"),)}, 2, 3, 3, 2),
        ("a low dose beside vasopressin",
         {"running": (runs("vasopressin"), runs("norepinephrine", 9))}, 3, 3, 4, 3),
        ("10 beside vasopressin",
         {"running": (runs("vasopressin"), runs("norepinephrine", 10))}, 3, 4, 4, 3),
        ("one drug on two pumps is one", {"running": (LOW_NE, replace(LOW_NE, line="2"))},
         2, 3, 3, 2),
        ("its doses together", {"running": (runs("norepinephrine", 12, line="1"),
                                            runs("norepinephrine", 12, line="2"))}, 3, 4, 3, 3),
        ("low pressure, no vasopressor", {"vitals": LOW}, 2, 3, 2, 2),
        ("low pressure, usual for her",
         {"vitals": LOW, "hypotension": Hypotension("no")}, 1, 1, 1, 1),
        ("hypotension in words", {"hypotension": Hypotension("yes")}, 2, 3, 2, 2),
        ("2 L/min", {"support": Support("nasal_cannula", 2.0)}, 2, 3, 2, 2),
        ("4.9 L/min", {"support": Support("nasal_cannula", 4.9)}, 2, 3, 2, 2),
        ("5 L/min are 40 %", {"support": Support("nasal_cannula", 5.0)}, 3, 3, 3, 3),
        ("mask with 35 %", {"support": Support("venturi", fio2=0.35)}, 2, 3, 2, 2),
        ("mask with 39 %", {"support": Support("venturi", fio2=0.39)}, 2, 3, 2, 2),
        ("mask with 40 %", {"support": Support("venturi", fio2=0.40)}, 3, 3, 3, 3),
        ("non-rebreather", {"support": Support("non_rebreather", 15.0)}, 3, 3, 3, 3),
        ("CPAP", {"support": Support("cpap", fio2=0.3)}, 3, 3, 3, 3),
        ("ventilated", {"support": Support("intubated_mv")}, 4, 4, 4, 4),
        ("ventilated for the airway",
         {"support": Support("intubated_mv", purpose="airway_protection")}, 1, 1, 1, 1),
        ("ECMO", {"support": Support("ecmo")}, 4, 4, 4, 4),
        ("cannula turned off", {"support": Support("nasal_cannula", 0.0)}, 1, 1, 1, 1),
        ("her oxygen at home", {"support": Support("nasal_cannula", 2.0), "usual_oxygen": True},
         1, 1, 1, 1),
        ("saturation 89 on air", {"vitals": replace(FEVER, spo2_pct=89)}, 2, 3, 2, 2),
        ("saturation 90 on air", {"vitals": replace(FEVER, spo2_pct=90)}, 1, 1, 1, 1),
        ("creatinine 2", {"organs": replace(NO_ORGANS, creatinine=2)}, 2, 2, 1, 2),
        ("creatinine 3", {"organs": replace(NO_ORGANS, creatinine=3)}, 3, 3, 1, 3),
        ("transaminases 1", {"organs": replace(NO_ORGANS, transaminases=1)}, 1, 1, 1, 1),
        ("transaminases 3", {"organs": replace(NO_ORGANS, transaminases=3)}, 3, 2, 1, 3),
        ("ALT above 20 times", {"organs": replace(NO_ORGANS, transaminases=4)}, 3, 3, 1, 3),
        ("another organ 4", {"organs": replace(NO_ORGANS, other=4)}, 4, 4, 1, 4),
        ("plasma for coagulopathy",
         {"organs": replace(NO_ORGANS, transfused_for_coagulopathy=True)}, 1, 3, 1, 1),
        ("in hospital for it", {"organs": replace(NO_ORGANS, hospitalised=True)}, 1, 2, 1, 1),
        ("death of it", {"died_of_it": True}, 5, 5, 5, 5),
    ],
)  # fmt: skip
def test_the_same_patient(
    why: str, changed: Any, lee: int, penn_: int, ctcae: int, cartox: int
) -> None:
    assert levels(looked(**changed)) == (lee, penn_, ctcae, cartox), why


def test_each_grade_bears_the_name_of_its_scale() -> None:
    names = {scale(LOOK).scale for scale in SCALES.values()}
    assert names == {"crs_lee_2014", "crs_penn", "crs_ctcae_5", "crs_cartox_2018"}


# --- fever ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("temp", "level"), [(37.9, 0), (37.994, 0), (38.0, 1), (37.996, 1)])
def test_fever_is_38(temp: float, level: int) -> None:
    assert set(levels(looked(vitals=replace(FEVER, temp_c=temp)))) == {level}


def test_without_a_fever_a_person_decides() -> None:
    look = looked(vitals=replace(LOW, temp_c=37.0))
    for scale in SCALES.values():
        got = scale(look)
        assert (got.level, got.at_least, got.status) == (None, 0, "review")
        assert "no_fever" in got.flags


def test_in_an_open_episode_the_fever_may_have_gone() -> None:
    look = looked(vitals=replace(LOW, temp_c=37.0), fever_earlier=True)
    assert levels(look) == (2, 3, 2, 2)
    quiet = looked(vitals=replace(FEVER, temp_c=37.0), fever_earlier=True)
    assert levels(quiet) == (0, 0, 0, 0)


def test_without_a_temperature_in_an_open_episode() -> None:
    hidden = replace(LOW, temp_c=None)
    assert levels(looked(vitals=hidden, fever_earlier=True)) == (2, 3, 2, 2)
    got = lee_2014(looked(vitals=replace(FEVER, temp_c=None), fever_earlier=True))
    assert (got.level, got.at_least, got.counted, got.missing) == (None, 0, 0, ("temperature",))
    assert "temperature_missing" in got.flags


def test_without_a_fever_unknown_domains_are_no_0() -> None:
    got = lee_2014(looked(vitals=replace(FEVER, temp_c=37.0), support=None))
    assert (got.level, got.status, got.missing) == (None, "incomplete", ("hypoxia",))


def test_a_pressure_that_cannot_be_found_is_low() -> None:
    gone = Vitals(temp_c=38.5, bp_unrecordable=True, spo2_pct=97)
    assert levels(looked(vitals=gone)) == (2, 3, 2, 2)


def test_a_fever_or_hypotension_of_another_cause_does_not_count() -> None:
    assert levels(looked(excused=frozenset({"fever"}))) == (0, 0, 0, 0)
    assert levels(looked(vitals=LOW, excused=frozenset({"hypotension"}))) == (1, 1, 1, 1)


# --- unknown is never 0 -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "changed", "least"),
    [
        ("no temperature", {"vitals": replace(FEVER, temp_c=None)}, (0, 0, 0, 0)),
        ("no pressure", {"vitals": Vitals(temp_c=38.5, spo2_pct=97)}, (1, 1, 1, 1)),
        ("no device", {"support": None}, (1, 1, 1, 1)),
        ("no device, low saturation",
         {"support": None, "vitals": replace(FEVER, spo2_pct=85)}, (2, 3, 2, 2)),
        ("no device, on a vasopressor", {"support": None, "running": (LOW_NE,)}, (2, 3, 3, 2)),
    ],
)  # fmt: skip
def test_what_is_not_known_leaves_no_grade(why: str, changed: Any, least: Any) -> None:
    look = looked(**changed)
    for scale, at_least in zip(SCALES.values(), least, strict=True):
        got = scale(look)
        assert (got.level, got.at_least, got.status) == (None, at_least, "incomplete"), why
        assert got.missing


@pytest.mark.parametrize(
    ("changed", "expected", "least"),
    [
        # The dose decides for three of the four; CTCAE knows no dose.
        ({"running": (runs("norepinephrine"),)}, (None, None, 3, None), (2, 3, 3, 2)),
        ({"running": (runs("metaraminol", 2, "mg/h"),)}, (None, None, 3, None), (2, 3, 3, 2)),
        ({"running": (runs("norepinephrine", 5, "mL/h"),)}, (None, None, 3, None), (2, 3, 3, 2)),
        # The share decides for all but Penn, where any oxygen is 3.
        ({"support": Support("simple_face_mask", 6.0)}, (None, 3, None, None), (2, 3, 2, 2)),
        # Organs decide for all but CTCAE.
        ({"organs": Organs()}, (None, None, 1, None), (1, 1, 1, 1)),
        ({"organs": replace(NO_ORGANS, hospitalised=None)}, (1, None, 1, 1), (1, 1, 1, 1)),
        # The top row is reached, whatever else is not known.
        ({"organs": Organs(), "support": Support("intubated_mv")}, (4, 4, 4, 4), (4, 4, 4, 4)),
    ],
)
def test_only_what_a_scale_reads_can_be_missing(changed: Any, expected: Any, least: Any) -> None:
    look = looked(**changed)
    assert levels(look) == expected
    assert tuple(scale(look).at_least for scale in SCALES.values()) == least


def test_a_clinicians_word_on_the_dose_decides() -> None:
    said = looked(running=(runs("norepinephrine"),), high_dose=True)
    assert levels(said) == (3, 4, 3, 3)
    assert "dose_stated" in lee_2014(said).flags
    assert levels(replace(said, high_dose=False)) == (2, 3, 3, 2)


@pytest.mark.parametrize(
    ("drugs", "weight", "high"),
    [
        ([runs("norepinephrine", 19.9)], None, False),
        ([runs("norepinephrine", 20)], None, True),
        ([runs("norepinephrine", 1.2, "mg/h")], None, True),
        ([runs("norepinephrine", 1.19, "mg/h")], None, False),
        ([runs("norepinephrine", 0.4, "µg/kg/min")], 50, True),
        ([runs("norepinephrine", 0.4, "mcg/kg/min")], 49, False),
        ([runs("norepinephrine", 0.4, "ug/kg/min")], None, None),
        ([runs("epinephrine", 10)], None, True),
        ([runs("epinephrine", 9.9)], None, False),
        ([runs("phenylephrine", 200)], None, True),
        ([runs("phenylephrine", 199)], None, False),
        ([runs("dopamine", 10, "µg/kg/min")], None, True),
        ([runs("dopamine", 9.9, "µg/kg/min")], None, False),
        ([runs("dopamine", 600, "µg/min")], 60, True),
        ([runs("dopamine", 600)], None, None),
        ([runs("norepinephrine", 12), runs("phenylephrine", 80)], None, True),
        ([runs("norepinephrine", 12), runs("phenylephrine", 79)], None, False),
        ([runs("norepinephrine", 16), runs("dopamine", 8, "µg/kg/min")], None, True),
        ([runs("norepinephrine", 25), runs("epinephrine")], None, True),
        ([runs("norepinephrine", 5), runs("epinephrine")], None, None),
        ([runs("vasopressin", 2, "U/h")], None, False),
        ([runs("angiotensin_ii", 20, "ng/kg/min")], 60, None),
    ],
)
def test_which_dose_is_high(drugs: list[Drug], weight: float | None, high: object) -> None:
    assert is_high(drugs, weight) is high


@pytest.mark.parametrize(
    ("device", "flag"), [("blow_by", "share_estimated"), ("venturi", "share_missing")]
)
def test_a_share_nobody_charted_is_told(device: Device, flag: str) -> None:
    assert flag in lee_2014(looked(support=Support(device, 4.0))).flags


def test_impossible_organ_grades_are_refused() -> None:
    with pytest.raises(Invalid):
        Organs(creatinine=5)
