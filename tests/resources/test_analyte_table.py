"""The table of analytes that ships: every unit, factor, range and code of it, recomputed."""

import re
import tomllib
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from bedside.analyte import Analyte, is_loinc
from bedside.analytes import analytes, coded, named
from grading.ctcae.laboratory import LABORATORY
from tests.resources.ucum import computed

ALL = tuple(analytes().values())
TABLE = tomllib.loads(resources.text("analytes.toml"), parse_float=Decimal)


def merged(key: str) -> dict[str, Any]:
    row = TABLE["analyte"][key]
    return {**TABLE["family"].get(row.get("family"), {}), **row}


class Stated(NamedTuple):
    """A unit that the table accepts for an analyte, with its factor as it stands there."""

    analyte: str
    unit: str
    factor: Fraction
    source: str


def stated() -> list[Stated]:
    found = []
    for key in TABLE["analyte"]:
        for unit, given_ in merged(key).get("units", {}).items():
            whole = given_ if isinstance(given_, dict) else {"times": given_}
            factor = Fraction(whole.get("times", 1)) / Fraction(whole.get("divide", 1))
            found.append(Stated(key, unit, factor, whole.get("source", "")))
    return found


def written() -> list[tuple[str, str, str]]:
    return [
        (key, spelled, unit)
        for key in TABLE["analyte"]
        for spelled, unit in merged(key).get("written", {}).items()
    ]


STATED = stated()
BARE = [one for one in STATED if not one.source]
SOURCED = [one for one in STATED if one.source]


def name(one: Any) -> str:
    return one.key if isinstance(one, Analyte) else f"{one.analyte} {one.unit}"


# --- UCUM ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "size", "of"),
    [
        ("mg/dL", "10", {"gram": 1, "metre": -3}),
        ("10*9/L", "1000000000000", {"metre": -3}),
        ("/uL", "1000000000", {"metre": -3}),
        ("/mm3", "1000000000", {"metre": -3}),
        ("mL/min/{1.73_m2}", "1/60000000", {"metre": 3, "second": -1}),
        ("{copies}/(100.ng)", "10000000", {"gram": -1}),
        ("g/(24.h)", "1/86400", {"gram": 1, "second": -1}),
        ("mm[Hg]", "133322", {"gram": 1, "metre": -1, "second": -2}),
        ("mg/g{creat}", "1/1000", {}),
        ("", "1", {}),
    ],
)
def test_a_unit_is_computed(unit: str, size: str, of: dict[str, int]):
    assert computed(unit) == (Fraction(size), of)


@pytest.mark.parametrize(
    "unit",
    ["mg/", "mg//L", "mgL", "IU/mL", "cells/uL", "10^9/L", "mg/(dL", "mg)/L", "{a", "mmHg", "µg/L",
     "kmin", "m%", "mg /L", "K/uL", "/"],
)  # fmt: skip
def test_what_is_no_unit_is_not_computed(unit: str):
    with pytest.raises(ValueError, match=r"unit|closes|joins|missing|open"):
        computed(unit)


@pytest.mark.parametrize("one", ALL, ids=name)
def test_every_unit_is_one_of_ucum(one: Analyte):
    row = merged(one.key)
    for unit in (one.unit, *row.get("units", {})):
        computed(unit)
    for unit in row.get("written", {}).values():
        assert unit in (row["unit"], *row.get("units", {}))


# --- factors -------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", BARE, ids=name)
def test_a_factor_without_a_source_follows_from_the_units_alone(one: Stated):
    theirs, ours = computed(one.unit), computed(analytes()[one.analyte].unit)
    assert theirs.of == ours.of, "not the same measure: name a source"
    assert one.factor == theirs.size / ours.size


WEIGHTS = {
    "H": "1.008", "C": "12.011", "N": "14.007", "O": "15.999", "Mg": "24.305", "P": "30.974",
    "Ca": "40.078", "Co": "58.933",
}  # fmt: skip
"""Standard atomic weights (IUPAC 2021), abridged to five figures."""


def molar(formula: str) -> Fraction:
    """g/mol."""
    return sum(
        (
            Fraction(WEIGHTS[of]) * int(n or 1)
            for of, n in re.findall("([A-Z][a-z]?)(\\d*)", formula)
        ),
        Fraction(0),
    )


SUBSTANCES = {
    "creatinine": molar("C4H7N3O"),
    "bilirubin": molar("C33H36N4O6"),
    "bilirubin_direct": molar("C33H36N4O6"),
    "bilirubin_indirect": molar("C33H36N4O6"),
    "urea": molar("CH4N2O"),
    "urea_nitrogen": molar("N2"),
    "uric_acid": molar("C5H4N4O3"),
    "calcium": molar("Ca"),
    "calcium_ionised": molar("Ca"),
    "magnesium": molar("Mg"),
    "phosphate": molar("P"),
    "glucose": molar("C6H12O6"),
    "lactate": molar("C3H6O3"),
    "triglycerides": molar("C57H104O6"),  # triolein stands for them all
    "cholesterol": molar("C27H46O"),
    "hdl": molar("C27H46O"),
    "ldl": molar("C27H46O"),
    "ammonia": molar("NH3"),
    "vitamin_b12": molar("C63H88CoN14O14P"),
    "upcr": molar("C4H7N3O"),
    "uacr": molar("C4H7N3O"),
    "hb": Fraction(64458, 4),  # of the tetramer (ICSH), a quarter a haem
    "mchc": Fraction(64458, 4),
    "mch": Fraction(64458, 4),
}
"""g/mol of what is counted in moles."""
CHARGES = {"calcium": 2, "calcium_ionised": 2, "magnesium": 2}
NEAR = Fraction(5, 10_000)
"""Printed factors have four figures."""


def expected(one: Stated) -> Fraction:
    """The factor from molar mass, charge or definition, by nothing of the table."""
    theirs, ours = computed(one.unit), computed(analytes()[one.analyte].unit)
    ratio = theirs.size / ours.size
    if one.unit == "[pH]":
        return Fraction(1)
    if one.unit == "meq/L":
        return ratio / CHARGES[one.analyte]
    if theirs.of == ours.of:
        return ratio
    mass = SUBSTANCES[one.analyte]
    return ratio * mass ** (theirs.of.get("mole", 0) - ours.of.get("mole", 0))


@pytest.mark.parametrize("one", SOURCED, ids=name)
def test_a_factor_with_a_source_is_that_of_the_substance(one: Stated):
    assert abs(one.factor / expected(one) - 1) <= NEAR


@pytest.mark.parametrize("one", SOURCED, ids=name)
def test_a_molar_mass_that_is_named_is_the_right_one(one: Stated):
    if found := re.search(r"([\d ]+(?:\.\d+)?) g/mol", one.source):
        mass = Fraction(found[1].replace(" ", ""))
        assert abs(mass / SUBSTANCES[one.analyte] - 1) <= NEAR
    else:
        assert one.source == "clinical rules" or one.unit in {"[pH]", "meq/L"}


PAIRS = [
    # SI conversion tables (AMA Manual of Style); CTCAE v5.0 for haemoglobin, cholesterol, calcium,
    # glucose and magnesium. CTCAE prints 150 mg/dL triglycerides as 1.71 mmol/L, by a factor
    # of 0.0114 that nobody else uses: it is left out here.
    ("creatinine", "1", "mg/dL", "88.4", "umol/L"),
    ("bilirubin", "1", "mg/dL", "17.1", "umol/L"),
    ("urea_nitrogen", "1", "mg/dL", "0.357", "mmol/L"),
    ("uric_acid", "1", "mg/dL", "59.48", "umol/L"),
    ("uric_acid", "10", "mg/dL", "0.59", "mmol/L"),
    ("calcium", "8.0", "mg/dL", "2.0", "mmol/L"),
    ("calcium", "7.0", "mg/dL", "1.75", "mmol/L"),
    ("magnesium", "1.2", "mg/dL", "0.5", "mmol/L"),
    ("phosphate", "1", "mg/dL", "0.323", "mmol/L"),
    ("glucose", "55", "mg/dL", "3.0", "mmol/L"),
    ("glucose", "1", "mg/dL", "0.0555", "mmol/L"),
    ("lactate", "1", "mg/dL", "0.111", "mmol/L"),
    ("triglycerides", "265", "mg/dL", "2.99", "mmol/L"),
    ("triglycerides", "100", "mg/dL", "1.13", "mmol/L"),
    ("cholesterol", "300", "mg/dL", "7.75", "mmol/L"),
    ("ammonia", "1", "ug/dL", "0.587", "umol/L"),
    ("vitamin_b12", "1", "pg/mL", "0.738", "pmol/L"),
    ("hb", "10.0", "g/dL", "6.2", "mmol/L"),
    ("hb", "8.0", "g/dL", "4.9", "mmol/L"),
    ("igg", "400", "mg/dL", "4", "g/L"),
    ("crp", "3.0", "mg/dL", "30", "mg/L"),
    ("fibrinogen", "150", "mg/dL", "1.5", "g/L"),
    ("ferritin", "500", "ng/mL", "500", "ug/L"),
    ("anc", "0.5", "10*9/L", "500", "/uL"),
    ("cd4_t", "0.2", "10*9/L", "200", "/uL"),
    ("pco2_arterial", "1", "kPa", "7.50", "mm[Hg]"),
    ("alt", "1", "ukat/L", "60", "U/L"),
    ("upcr", "1", "mg/mmol", "8.84", "mg/g"),
    ("upcr", "0.5", "g/g", "500", "mg/g"),
    ("iga", "10", "mg/dL", "0.1", "g/L"),
]


@pytest.mark.parametrize(("analyte", "one", "unit", "other", "other_unit"), PAIRS)
def test_published_pairs(analyte: str, one: str, unit: str, other: str, other_unit: str):
    """To one in the last figure that is printed."""
    known = analytes()[analyte]
    found = Fraction(one) * known.exactly(unit) / known.exactly(other_unit)
    last = Decimal(1).scaleb(int(Decimal(other).as_tuple().exponent))
    assert abs(found - Fraction(other)) <= Fraction(last)


def test_every_spelling_has_the_factor_of_the_unit_it_means():
    for key, spelled, unit in written():
        known = analytes()[key]
        assert known.exactly(spelled) == known.exactly(unit), (key, spelled)


def test_nothing_else_is_accepted():
    for one in ALL:
        row = merged(one.key)
        names = {one.unit, one.shown, *row.get("units", {}), *row.get("written", {})}
        assert len(one.factors) <= len(names)
        assert all(one.exactly(unit) > 0 for unit in names)
        assert one.exactly(one.unit) == one.exactly(one.shown) == 1


# --- ranges --------------------------------------------------------------------------------------


LOG = {"ferritin", "crp", "crp_hs", "procalcitonin", "cart_copies", "cart_copies_ml", "cart_cells"}


@pytest.mark.parametrize("one", ALL, ids=name)
def test_each_analyte_agrees_with_itself(one: Analyte):
    low, high = one.impossible
    ends = [low, *(limit for limit in one.unlikely if limit is not None), high]
    assert ends == sorted(ends)
    assert low >= 0
    assert one.unlikely == (None, None) or one.unlikely[0] != one.unlikely[1]
    assert one.doubt is None or low < one.doubt <= high
    assert one.log == (one.group == "cytokine" or one.key in LOG)
    assert one.decimals in range(4)
    assert named(one.label) is named(one.key) is one
    assert one.words == (TABLE["analyte"][one.key].get("family") == "strip")


@pytest.mark.parametrize("one", [one for one in ALL if one.doubt is not None], ids=name)
def test_what_is_doubted_would_be_possible_in_the_other_unit(one: Analyte):
    assert one.doubt is not None
    assert one.doubt_unit is not None
    meant = float(Fraction(one.doubt) * one.exactly(one.doubt_unit)) * 1.01
    assert one.impossible[0] <= meant <= one.impossible[1]
    assert not one.is_unlikely(meant) or meant < one.doubt


def test_clinical_limits_are_those_of_the_rules():
    rules = {
        "anc": ((0, 100), (None, 30)),
        "platelets": ((0, 2000), (20, 1000)),
        "hb": ((0, 25), (7, 18)),
        "wbc": ((0, 1000), (1, 30)),
        "creatinine": ((0.1, 60), (None, 4)),
        "bilirubin": ((0.1, 60), (None, 3)),
        "alt": ((2, 10000), (None, 500)),
        "ast": ((6, 20000), (None, 500)),
        "ldh": ((54, 33000), (None, 1000)),
        "crp": ((0, 1000), (None, 300)),
        "ferritin": ((0, 500000), (None, 10000)),
        "fibrinogen": ((0, 15), (1.5, 8)),
        "il6": ((0, 1000000), (None, 1000)),
    }
    found = {key: (analytes()[key].impossible, analytes()[key].unlikely) for key in rules}
    assert found == rules


# --- codes ---------------------------------------------------------------------------------------


def mod_10(digits: str) -> int:
    """The check digit as LOINC describes it: odd places, from the right, as one number, doubled."""
    odd = str(2 * int(digits[::-1][::2][::-1]))
    even = digits[::-1][1::2]
    total = sum(map(int, odd)) + sum(map(int, even))
    return -total % 10


@pytest.mark.parametrize("one", [one for one in ALL if one.loinc], ids=name)
def test_every_code_has_its_check_digit(one: Analyte):
    for code in one.loinc:
        digits, _, check = code.partition("-")
        assert mod_10(digits) == int(check), code
        assert coded(code) is one


@given(st.sampled_from([code for one in ALL for code in one.loinc]), st.integers(0, 9), st.data())
def test_a_wrong_digit_is_found(code: str, digit: int, data: st.DataObject):
    assert is_loinc(code)
    place = data.draw(st.sampled_from([i for i, sign in enumerate(code) if sign.isdigit()]))
    other = f"{code[:place]}{digit}{code[place + 1 :]}"
    assert is_loinc(other) is (other == code)


@pytest.mark.parametrize("text", ["", "26881", "26881-", "-3", "26881-33", "2688a-3", "26881_3"])
def test_what_is_no_code(text: str):
    assert not is_loinc(text)


CODES = {
    "26881-3": "il6", "27415-9": "ifng", "3074-2": "tnfa", "26848-2": "il10", "13629-1": "il1b",
    "33211-4": "il8", "2276-4": "ferritin", "1988-5": "crp", "30522-7": "crp_hs",
    "33959-8": "procalcitonin", "3255-7": "fibrinogen", "48065-7": "ddimer",
    "48066-5": "ddimer_ddu", "2532-0": "ldh", "14804-9": "ldh", "2571-8": "triglycerides",
    "1920-8": "ast", "1742-6": "alt", "1975-2": "bilirubin", "2160-0": "creatinine",
    "62238-1": "egfr", "33914-3": "egfr", "751-8": "anc", "777-3": "platelets", "718-7": "hb",
    "6690-2": "wbc", "731-0": "alc", "6301-6": "inr", "14979-9": "aptt", "2524-7": "lactate",
    "33762-6": "nt_probnp", "2465-3": "igg", "2472-9": "igm", "2458-8": "iga", "4485-9": "c3",
    "4498-2": "c4", "2890-2": "upcr", "8116-6": "cd19_b", "8117-4": "cd19_b_pct",
}  # fmt: skip
"""Laboratory codes that the trials' standards name and that were read in a public source."""


def test_the_codes_of_the_standards():
    assert {code: one.key for code in CODES if (one := coded(code))} == CODES


TRIALS = {
    "cytokines": "il2 il6 il7 il8 il10 il15 il18 il1b ifng tnfa gmcsf mcp1 cxcl9 cxcl10 granzyme_b"
    " ang2 sil2r sil2r_mass",
    "inflammation": "crp crp_hs ferritin procalcitonin ldh esr",
    "subsets": "cd3_t cd4_t cd8_t cd19_b nk cd4_cd8",
    "shares": "cd3_t_pct cd4_t_pct cd8_t_pct cd19_b_pct nk_pct",
    "humoral": "igg igm iga ige c3 c4 ch50 anti_dsdna ana anti_sm",
    "kidney": "creatinine egfr upcr protein_24h protein_strip urine_rbc urine_wbc urine_casts",
    "counts": "wbc anc alc hb platelets monocytes eosinophils basophils",
    "coagulation": "fibrinogen ddimer ddimer_ddu inr pt aptt",
    "chemistry": "alt ast alp ggt bilirubin albumin sodium potassium chloride bicarbonate calcium"
    " magnesium phosphate glucose lactate triglycerides urea ck troponin_t troponin_i nt_probnp",
    "cells": "cart_copies cart_copies_ml cart_cells cart_pct",
}


@pytest.mark.parametrize("panel", TRIALS)
def test_everything_the_trials_measure_is_there(panel: str):
    assert set(TRIALS[panel].split()) <= set(analytes())


# --- CTCAE ---------------------------------------------------------------------------------------

ELSEWHERE = {"Ejection fraction decreased"}
"""Measured, but by no laboratory."""
RENAMED = {"Thrombocytopenia": "Platelet count decreased"}
"""In version 6.0: what version 5.0 calls it."""
NOT_GRADED = {
    "Blood bicarbonate decreased", "Cardiac troponin I increased", "Cardiac troponin T increased",
    "Chronic kidney disease", "Eosinophilia", "Hyperphosphatemia",
    "Thyroid stimulating hormone increased",
}  # fmt: skip
"""Terms of version 5.0 without numbers, or with such as this program does not grade by."""

FED = {
    (term, side): [one for one in ALL if term in one.ctcae.get(side, ())]
    for term, side in {
        (term, side) for one in ALL for side, terms in one.ctcae.items() for term in terms
    }
}
GRADED = [(version, term) for version, terms in LABORATORY.items() for term in terms.values()]


@pytest.mark.parametrize(("version", "term"), GRADED, ids=lambda of: getattr(of, "id", of))
def test_every_laboratory_term_is_fed_in_a_unit_it_is_graded_in(version: str, term: Any):
    if term.name in ELSEWHERE:
        return
    fed = FED[RENAMED.get(term.name, term.name), term.direction]
    units = {table.unit for table in term.tables if table.unit is not None}
    assert not units or any(_knows(one, unit) for one in fed for unit in units)


def _knows(one: Analyte, unit: str) -> bool:
    return bool({unit.casefold()} & one.factors.keys())


def test_every_term_that_is_fed_is_one_of_the_ctcae():
    graded = {term.name for _, term in GRADED}
    assert {term for term, _ in FED} - graded == NOT_GRADED


def test_no_term_is_fed_from_both_sides():
    assert max(Counter(term for term, _ in FED).values()) == 1
