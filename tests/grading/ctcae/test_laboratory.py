"""Laboratory grades at the printed edges, and what is stated where something is not known."""

import math
from decimal import Decimal

import pytest

from grading.ctcae.laboratory import Baseline, grade

V5, V6 = "5.0", "6.0"

# --- the printed edges ----------------------------------------------------------------------------

EDGES = [
    # term, unit, version, what is known, value -> grade
    ("anemia", "g/dL", V5, {"lln": 12.0}, {
        12.1: 0, 12.0: 0, 11.9: 1, 10.1: 1, 10.0: 1, 9.9: 2, 8.0: 2, 7.9: 3, 3.0: 3}),
    ("anemia", "g/L", V5, {"lln": 120}, {120: 0, 119: 1, 100: 1, 99: 2, 80: 2, 79: 3}),
    ("anemia", "mmol/L", V5, {"lln": 7.4}, {7.4: 0, 7.3: 1, 6.2: 1, 6.1: 2, 4.9: 2, 4.8: 3}),
    ("neutrophil_count_decreased", "10*9/L", V5, {"lln": 2.0}, {
        2.0: 0, 1.99: 1, 1.5: 1, 1.49: 2, 1.0: 2, 0.99: 3, 0.5: 3, 0.49: 4, 0.0: 4}),
    ("neutrophil_count_decreased", "10*9/L", V6, {}, {
        1.51: 0, 1.5: 0, 1.49: 1, 1.0: 1, 0.99: 2, 0.5: 2, 0.49: 3, 0.1: 3, 0.09: 4}),
    ("neutrophil_count_decreased", "/uL", V6, {}, {1500: 0, 1499: 1, 100: 3, 99: 4}),
    ("lymphocyte_count_decreased", "10*9/L", V5, {"lln": 1.0}, {
        1.0: 0, 0.99: 1, 0.8: 1, 0.79: 2, 0.5: 2, 0.49: 3, 0.2: 3, 0.19: 4}),
    ("white_blood_cell_decreased", "10*9/L", V5, {"lln": 4.0}, {
        4.0: 0, 3.9: 1, 3.0: 1, 2.9: 2, 2.0: 2, 1.9: 3, 1.0: 3, 0.9: 4}),
    ("platelet_count_decreased", "10*9/L", V5, {"lln": 150}, {
        150: 0, 149: 1, 75: 1, 74: 2, 50: 2, 49: 3, 25: 3, 24: 4}),
    ("thrombocytopenia", "10*9/L", V6, {"lln": 150}, {
        150: 0, 149: 1, 75: 1, 74: 2, 50: 2, 49: 3, 24: 3, 10: 3, 9: 4}),
    ("cd4_lymphocytes_decreased", "/uL", V5, {"lln": 700}, {
        700: 0, 699: 1, 500: 1, 499: 2, 200: 2, 199: 3, 50: 3, 49: 4}),
    ("alt_increased", "U/L", V5, {"uln": 40, "baseline": Baseline(30)}, {
        40: 0, 41: 1, 120: 1, 121: 2, 200: 2, 201: 3, 800: 3, 801: 4}),
    ("alt_increased", "U/L", V5, {"uln": 40, "baseline": Baseline(100)}, {
        41: 0, 149: 0, 150: 1, 300: 1, 301: 2, 500: 2, 501: 3, 2000: 3, 2001: 4}),
    ("alt_increased", "U/L", V6, {"uln": 40, "baseline": Baseline(100)}, {
        99: 0, 100: 1, 150: 1, 151: 2, 200: 2, 201: 3, 400: 3, 401: 4}),
    ("blood_bilirubin_increased", "umol/L", V5, {"uln": 20, "baseline": Baseline(10)}, {
        20: 0, 21: 1, 30: 1, 31: 2, 60: 2, 61: 3, 200: 3, 201: 4}),
    ("blood_bilirubin_increased", "umol/L", V5, {"uln": 20, "baseline": Baseline(40)}, {
        40: 0, 41: 1, 60: 1, 61: 2, 120: 2, 121: 3, 400: 3, 401: 4}),
    ("blood_bilirubin_increased", "umol/L", V6, {"uln": 20, "baseline": Baseline(40)}, {
        39: 0, 40: 1, 60: 1, 61: 2, 100: 2, 101: 3, 400: 3, 401: 4}),
    ("alp_increased", "U/L", V5, {"uln": 100, "baseline": Baseline(200)}, {
        399: 0, 400: 1, 500: 1, 501: 2, 1000: 2, 1001: 3, 4000: 3, 4001: 4}),
    ("ggt_increased", "U/L", V5, {"uln": 100, "baseline": Baseline(200)}, {399: 0, 400: 1}),
    ("alp_increased", "U/L", V6, {"uln": 100, "baseline": Baseline(200)}, {
        101: 0, 200: 0, 201: 1, 9999: 1}),
    ("creatinine_increased", "umol/L", V5, {"uln": 100, "baseline": Baseline(50)}, {
        75: 0, 76: 2, 100: 2, 150: 2, 151: 3, 600: 3, 601: 4}),
    ("creatinine_increased", "umol/L", V5, {"uln": 100, "baseline": Baseline(100)}, {
        100: 0, 101: 1, 150: 1, 151: 2, 300: 2, 301: 3, 600: 3, 601: 4}),
    ("creatinine_increased", "umol/L", V6, {"uln": 100, "lln": 60, "baseline": Baseline(50)}, {
        75: 0, 76: 2, 150: 2, 151: 3}),
    ("creatinine_increased", "umol/L", V6, {"uln": 100, "lln": 40, "baseline": Baseline(50)}, {
        100: 0, 101: 1, 150: 1, 151: 2, 300: 2, 301: 3, 601: 4}),
    ("fibrinogen_decreased", "g/L", V5, {"lln": 2.0, "baseline": Baseline(3.0)}, {
        2.0: 0, 1.99: 1, 1.5: 1, 1.49: 2, 1.0: 2, 0.99: 3, 0.51: 3, 0.5: 3, 0.49: 4}),
    ("fibrinogen_decreased", "g/L", V5, {"lln": 2.0, "baseline": Baseline(1.9)}, {
        2.0: 0, 1.9: 1, 1.5: 1, 1.43: 2, 1.42: 2, 0.95: 3, 0.96: 3, 0.5: 3}),
    ("fibrinogen_decreased", "g/L", V5, {"lln": 4.0, "baseline": Baseline(3.9)}, {
        2.93: 2, 1.95: 3, 0.98: 4, 1.0: 3}),
    ("aptt_prolonged", "s", V5, {"uln": 40}, {40: 0, 41: 1, 60: 1, 61: 2, 100: 2, 101: 3}),
    ("inr_increased", "", V5, {"findings": {"anticoagulated": False}}, {
        1.2: 0, 1.21: 1, 1.5: 1, 1.51: 2, 2.5: 2, 2.51: 3}),
    ("inr_increased", "", V5,
     {"findings": {"anticoagulated": True}, "baseline": Baseline(2.0)}, {
        2.0: 0, 2.1: 1, 3.0: 1, 3.1: 2, 5.0: 2, 5.1: 3}),
    ("blood_lactate_dehydrogenase_increased", "U/L", V5, {"uln": 250}, {250: 0, 251: 1, 9999: 1}),
    ("cpk_increased", "U/L", V5, {"uln": 200}, {
        200: 0, 201: 1, 500: 1, 501: 2, 1000: 2, 1001: 3, 2000: 3, 2001: 4}),
    ("hypoalbuminemia", "g/L", V5, {"lln": 35}, {35: 0, 34: 1, 30: 1, 29: 2, 20: 2, 19: 3}),
    ("hyponatremia", "mmol/L", V5, {"lln": 135, "findings": {"symptomatic": False}}, {
        135: 0, 134: 1, 130: 1, 129.9: 2, 129: 2, 125: 2, 124.9: 3, 120: 3, 119.9: 4}),
    ("hyponatremia", "mmol/L", V5, {"lln": 135, "findings": {"symptomatic": True}}, {
        134: 1, 130: 1, 129.9: 3, 125: 3, 120: 3, 119.9: 4}),
    ("hypokalemia", "mmol/L", V5, {"lln": 3.5, "findings": {"symptomatic": False}}, {
        3.5: 0, 3.4: 1, 3.0: 1, 2.9: 3, 2.5: 3, 2.4: 4}),
    ("hypokalemia", "mmol/L", V5, {"lln": 3.5, "findings": {"symptomatic": True}}, {
        3.5: 0, 3.4: 2, 3.0: 2, 2.9: 3}),
    ("hypocalcemia", "mmol/L", V5, {"lln": 2.2}, {
        2.2: 0, 2.19: 1, 2.0: 1, 1.99: 2, 1.75: 2, 1.74: 3, 1.5: 3, 1.49: 4}),
    ("hypocalcemia", "mg/dL", V5, {"lln": 8.5}, {8.0: 1, 7.9: 2, 7.0: 2, 6.9: 3, 6.0: 3, 5.9: 4}),
    ("hypertriglyceridemia", "mmol/L", V5, {}, {
        1.71: 0, 1.72: 1, 3.42: 1, 3.43: 2, 5.7: 2, 5.8: 3, 11.4: 3, 11.5: 4}),
    ("proteinuria", "g/d", V5, {"uln": 0.15}, {
        0.14: 0, 0.15: 1, 0.99: 1, 1.0: 2, 3.49: 2, 3.5: 3}),
    ("proteinuria", "{plus}", V5, {}, {0: 0, 0.5: 0, 1: 1, 2: 2, 3: 2, 4: 3}),
    ("ejection_fraction_decreased", "%", V5, {"baseline": Baseline(55)}, {
        51: 0, 50: 2, 46: 2, 40: 2, 39: 3, 20: 3, 19: 4}),
    ("ejection_fraction_decreased", "%", V5, {"baseline": Baseline(75)}, {
        66: 0, 65: 2, 56: 2, 55: 3, 45: 3}),
    ("creatinine_clearance_decreased", "mL/min", V6, {}, {
        50: 0, 49.9: 2, 49: 2, 26: 2, 25.9: 3, 25: 3, 10: 3}),
    ("hyperglycemia", "mmol/L", V6, {"uln": 5.6, "findings": {"fasting": True}}, {
        5.6: 0, 5.7: 1, 8.9: 1, 9.0: 2, 13.9: 2, 14.0: 3, 27.8: 3, 27.9: 4}),
    ("hyperglycemia", "mmol/L", V6, {"findings": {"fasting": False}}, {
        13.9: 0, 14.0: 3, 27.8: 3, 27.9: 4}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("term", "unit", "version", "known", "value", "level"),
    [(*case, value, level) for *case, edges in EDGES for value, level in edges.items()],
)
def test_printed_edges(term, unit, version, known, value, level):
    got = grade(term, value, unit, version, **known)
    assert (got.level, got.at_least, got.status) == (level, level, "graded")
    assert (got.missing, got.scale, got.version) == ((), f"ctcae_{version}", version)
    assert (got.wording is None) == (level == 0)


def test_the_wording_is_that_of_the_version():
    words = {
        version: grade("neutrophil_count_decreased", 0.4, "10*9/L", version).wording
        for version in (V5, V6)
    }
    assert words == {
        V5: "<500/mm3; <0.5 x 10e9 /L",
        V6: "<500 - 100/mm3; <0.5 - 0.1 x 10^9/L",
    }


def test_what_decided_is_named_with_its_numbers():
    got = grade("alt_increased", 300, "U/L", V5, uln=40, baseline=Baseline(50))
    (ground,) = got.grounds
    assert (got.reason, ground.level, ground.domain) == ("times_baseline", 3, "x baseline")
    assert dict(ground.values) == {
        "value": Decimal(300), "unit": "U/L", "at_baseline": Decimal(50), "baseline": Decimal(6),
    }  # fmt: skip


def test_binary_fractions_do_not_move_an_edge():
    """0.1 + 0.2 is not above 0.3 here: 15 significant figures are read."""
    assert 0.1 + 0.2 > 0.3
    assert grade("creatinine_increased", 0.1 + 0.2, "mg/dL", V5, uln=0.2,
                 baseline=Baseline(0.3)).level == 1  # fmt: skip
    assert grade("cd4_lymphocytes_decreased", 0.5 - 1e-16, "10*9/L", V5, lln=0.7).level == 1


# --- decisions ------------------------------------------------------------------------------------


def test_above_uln_but_below_an_abnormal_baseline_is_no_grade():
    assert grade("alt_increased", 140, "U/L", V5, uln=40, baseline=Baseline(100)).level == 0


def test_transfusion_indicated_lifts_anaemia():
    findings = {"transfusion_indicated": True}
    got = grade("anemia", 9.0, "g/dL", V5, lln=12, findings=findings)
    assert (got.level, got.reason) == (3, "finding")
    assert grade("anemia", 9.0, "g/dL", V5, findings=findings).level == 3
    assert grade("anemia", 11.0, "g/dL", V5, findings=findings).level == 3, "LLN unknown"


def test_a_finding_does_not_lift_a_normal_value():
    got = grade("anemia", 14.0, "g/dL", V5, lln=12, findings={"transfusion_indicated": True})
    assert (got.level, got.flags) == (0, {"finding_without_value"})


def test_fibrinogen_below_half_a_gram_needs_no_lln():
    assert grade("fibrinogen_decreased", 0.49, "g/L", V5).level == 4
    assert grade("fibrinogen_decreased", 49, "mg/dL", V5).level == 4
    got = grade("fibrinogen_decreased", 0.6, "g/L", V5)
    assert (got.level, got.at_least, "lln" in got.missing) == (None, 0, True)


def test_a_grade_that_is_not_printed_is_not_stated():
    got = grade("creatinine_clearance_decreased", 9, "mL/min", V6)
    assert (got.level, got.at_least, got.reason) == (None, 3, "no_row_printed")


def test_what_has_no_number_waits_for_a_person():
    got = grade("hypophosphatemia", 0.5, "mmol/L", V5, lln=0.8)
    assert (got.level, got.at_least, got.status) == (None, 1, "incomplete")
    nothing = dict.fromkeys(got.missing, False)
    assert grade("hypophosphatemia", 0.5, "mmol/L", V5, lln=0.8, findings=nothing).level == 1
    given = nothing | {"oral_replacement_indicated": True}
    assert grade("hypophosphatemia", 0.5, "mmol/L", V5, lln=0.8, findings=given).level == 2
    assert grade("hypophosphatemia", 0.8, "mmol/L", V5, lln=0.8).level == 0


def test_sugar_of_version_5_rests_on_what_was_done():
    known = {"uln": 5.6, "baseline": Baseline(5.0)}
    assert grade("hyperglycemia", 5.5, "mmol/L", V5, **known).level == 0
    got = grade("hyperglycemia", 20, "mmol/L", V5, **known)
    assert (got.level, got.at_least) == (None, 1)
    insulin = dict.fromkeys(got.missing, False) | {"insulin_initiated": True}
    assert grade("hyperglycemia", 20, "mmol/L", V5, **known, findings=insulin).level == 3


# --- what is not known ----------------------------------------------------------------------------

UNKNOWN = [
    # term, value, unit, version, known -> at least, what is missing
    ("anemia", 11.0, "g/dL", V5, {}, 0, ("lln",)),
    ("neutrophil_count_decreased", 1.6, "10*9/L", V5, {}, 0, ("lln",)),
    ("alt_increased", 500, "U/L", V5, {}, 0, ("uln",)),
    ("alt_increased", 500, "U/L", V5, {"uln": 40, "baseline": Baseline(None, "high")}, 0,
     ("baseline",)),
    ("alp_increased", 500, "U/L", V6, {"uln": 40}, 0, ("baseline",)),
    ("creatinine_increased", 90, "umol/L", V5, {"uln": 100}, 0, ("baseline",)),
    ("creatinine_increased", 90, "umol/L", V6, {"uln": 100}, 0, ("baseline",)),
    ("hyponatremia", 129.5, "mmol/L", V5, {"lln": 135}, 2, ("symptomatic",)),
    ("hyponatremia", 129.5, "mmol/L", V5, {}, 2, ("symptomatic",)),
    ("hypokalemia", 3.2, "mmol/L", V5, {"lln": 3.5}, 1, ("symptomatic",)),
    ("lipase_increased", 501, "U/L", V5, {"uln": 100}, 3, ("symptomatic",)),
    ("hyperuricemia", 9, "mg/dL", V5, {"uln": 7}, 1, ("physiologic_consequences",)),
    ("inr_increased", 1.4, "", V5, {}, 0, ("anticoagulated", "baseline")),
    ("inr_increased", 3.0, "", V5, {"baseline": Baseline(2.5)}, 1, ("anticoagulated",)),
    ("hyperglycemia", 12, "mmol/L", V6, {"uln": 5.6}, 0, ("fasting",)),
    ("ejection_fraction_decreased", 60, "%", V5, {}, 0, ("baseline",)),
]  # fmt: skip


@pytest.mark.parametrize(("term", "value", "unit", "version", "known", "at_least", "missing"),
                         UNKNOWN)  # fmt: skip
def test_unknown_is_never_0(term, value, unit, version, known, at_least, missing):
    got = grade(term, value, unit, version, **known)
    assert (got.level, got.at_least, got.status) == (None, at_least, "incomplete")
    assert got.missing == missing
    assert got.reason == f"{missing[0]}_missing"


CERTAIN = [
    ("anemia", 9.9, "g/dL", V5, {}, 2),
    ("neutrophil_count_decreased", 0.4, "10*9/L", V5, {}, 4),
    ("creatinine_increased", 700, "umol/L", V5, {"uln": 100}, 4),
    ("alt_increased", 40, "U/L", V5, {"uln": 40}, 0),
    ("alt_increased", 40, "U/L", V6, {"uln": 40}, 0),
    ("alp_increased", 40, "U/L", V6, {"uln": 40}, 0),
    ("hyponatremia", 124, "mmol/L", V5, {}, 3),
    ("hyponatremia", 132, "mmol/L", V5, {"lln": 135}, 1),
    ("inr_increased", 1.4, "", V5, {"baseline": Baseline(1.0)}, 1),
    ("hyperglycemia", 14, "mmol/L", V6, {}, 3),
    ("fibrinogen_decreased", 2.5, "g/L", V5, {"lln": 2.0}, 0),
]


@pytest.mark.parametrize(("term", "value", "unit", "version", "known", "level"), CERTAIN)
def test_what_is_missing_does_not_matter_where_it_changes_nothing(
    term, value, unit, version, known, level
):
    got = grade(term, value, unit, version, **known)
    assert (got.level, got.status, got.missing) == (level, "graded", ())


@pytest.mark.parametrize(
    ("term", "value", "known", "level"),
    [
        ("alt_increased", 121, {"uln": 40}, 2),
        ("blood_bilirubin_increased", 61, {"uln": 20}, 3),
        ("creatinine_increased", 160, {"uln": 100}, 2),
    ],
)
def test_without_a_baseline_the_grade_stands_as_with_a_normal_one(term, value, known, level):
    unit = "U/L" if term == "alt_increased" else "umol/L"
    got = grade(term, value, unit, V5, **known)
    assert (got.level, got.status, got.missing) == (level, "partial", ("baseline",))


def test_where_the_baseline_lay_is_taken_as_said():
    """Measured elsewhere, with other limits: 45 was above ULN there and is not here."""
    base = Baseline(45, "high")
    assert grade("alt_increased", 100, "U/L", V5, uln=50, baseline=base).reason == "times_baseline"
    assert grade("alt_increased", 100, "U/L", V5, uln=50, baseline=Baseline(45)).level == 1


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "value", "unit", "version", "known", "reason"),
    [
        ("anemia", None, "g/dL", V5, {"lln": 12}, "value_missing"),
        ("anemia", math.nan, "g/dL", V5, {"lln": 12}, "value_refused"),
        ("anemia", math.inf, "g/dL", V5, {"lln": 12}, "value_refused"),
        ("anemia", -1, "g/dL", V5, {"lln": 12}, "value_refused"),
        ("anemia", 9, None, V5, {"lln": 12}, "unit_missing"),
        ("anemia", 9, "", V5, {"lln": 12}, "unit_missing"),
        ("anemia", 9, " ", V5, {"lln": 12}, "unit_missing"),
        ("anemia", 9, "mg/dL", V5, {"lln": 12}, "unit_refused"),
        ("anemia", 9, "g/mL", V5, {"lln": 12}, "unit_refused"),
        ("alt_increased", 90, None, V5, {"uln": 40}, "unit_missing"),
        ("alt_increased", 90, "g/L", V5, {"uln": 40}, "unit_refused"),
        ("inr_increased", 3, None, V5, {}, "unit_missing"),
        ("inr_increased", 30, "s", V5, {}, "unit_refused"),
        ("hypocalcemia_ionized", 4, "mg/dL", V5, {"lln": 4.6}, "unit_refused"),
        ("platelet_count_decreased", 20000, "g/L", V5, {}, "unit_refused"),
        ("anemia", 9, "g/dL", V5, {"lln": 16, "uln": 12}, "limits_crossed"),
        ("anemia", 9, "g/dL", "4.03", {"lln": 12}, "version_not_held"),
        ("platelet_count_decreased", 20, "10*9/L", V6, {}, "term_not_held"),
        ("thrombocytopenia", 20, "10*9/L", V5, {}, "term_not_held"),
        ("lymphocyte_count_decreased", 0.1, "10*9/L", V6, {}, "term_not_held"),
    ],
)
def test_refused_with_a_reason_and_never_0(term, value, unit, version, known, reason):
    got = grade(term, value, unit, version, **known)
    assert (got.level, got.at_least, got.status, got.reason) == (None, 0, "incomplete", reason)
    assert got.wording is None


def test_a_limit_of_zero_is_no_limit():
    assert grade("alt_increased", 90, "U/L", V5, uln=0).missing == ("uln",)


@pytest.mark.parametrize(
    ("term", "value", "spellings"),
    [
        ("platelet_count_decreased", 60, ["10*9/L", "10^9/L", "10*3/uL", "10^3/µL", "K/uL"]),
        ("platelet_count_decreased", 60000, ["/uL", "/µL", "/mm3", "cells/uL"]),
        ("anemia", 95, ["g/L", "G/L", " g/l "]),
    ],
)
def test_spellings_of_one_unit(term, value, spellings):
    assert {grade(term, value, unit, V5, lln=value * 2).level for unit in spellings} == {2}


def test_a_finding_that_is_none_of_the_term_is_a_mistake():
    with pytest.raises(ValueError, match="bleeding"):
        grade("anemia", 9, "g/dL", V5, findings={"bleeding": True})
