"""All 4,533 unit conversions of the CDISC pilot study: where we agree, and where not, on purpose.

A conversion is a laboratory row of which the standard unit is not the one it was reported in. For
4,099 of them, of 27 tests, both are units; the other 434 were reported with "NO UNITS".
"""

import csv
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from bedside.analytes import analytes, converted, lab
from tests.real_data import FOLDER, needs

pytestmark = needs("sdtm_pilot")

TESTS = {
    "ALB": "albumin", "BASO": "basophils", "BILI": "bilirubin", "BUN": "urea_nitrogen",
    "CA": "calcium", "CHOL": "cholesterol", "CL": "chloride", "CREAT": "creatinine",
    "EOS": "eosinophils", "GLUC": "glucose", "HBA1C": "hba1c", "HCT": "hct", "HGB": "hb",
    "K": "potassium", "LYM": "alc", "MCH": "mch", "MCHC": "mchc", "MONO": "monocytes",
    "PHOS": "phosphate", "PLAT": "platelets", "PROT": "total_protein", "RBC": "rbc",
    "SODIUM": "sodium", "TSH": "tsh", "URATE": "uric_acid", "VITB12": "vitamin_b12", "WBC": "wbc",
}  # fmt: skip
"""Their test codes and the analytes here."""
UNITLESS = {
    # Urine: a number is one, and is kept as it stands.
    "PH": "ph_urine", "SPGRAV": "gravity_urine",
}  # fmt: skip
GRADES = {"ANISO", "COLOR", "KETONES", "MACROCY", "POLYCHR", "UROBIL"}
"""Grades and words ("0", "1", "N") of things that no trial asks for: not analytes here, and nothing
is converted there either."""

DIFFERENCES = {
    # theirs, ours: by what the reported value is multiplied
    "BUN": ("0.357", "1/2.8014", "they round 1/2.8014, two nitrogens of 28.014 g/mol"),
    "CHOL": ("0.02586", "1/38.665", "they round 1/38.665, 386.65 g/mol"),
    "CREAT": ("88.4", "88.42", "the clinical rules say 88.42; 113.12 g/mol gives 88.40"),
    "GLUC": ("0.05551", "1/18.016", "they round 1/18.016, 180.16 g/mol"),
    "HGB": ("0.6206", "1/1.6114", "they round 1/1.6114, a haem of 16 114 g/mol"),
    "MCH": ("0.06206", "1/16.114", "they round 1/16.114, a haem of 16 114 g/mol"),
    "MCHC": ("0.6206", "1/1.6114", "they round 1/1.6114, a haem of 16 114 g/mol"),
    "PHOS": ("0.3229", "1/3.0974", "they round 1/3.0974, 30.974 g/mol"),
}
LARGEST = Fraction(3, 10_000)
"""Between the two, in parts of the value: less than any analyser tells apart."""


@cache
def rows() -> list[dict[str, str]]:
    with (FOLDER / "sdtm_pilot" / "lb.csv").open(newline="", encoding="utf-8") as text:
        return [row for row in csv.DictReader(text) if row["LBORRESU"] != row["LBSTRESU"]]


def ours(row: dict[str, str]) -> Fraction:
    return converted(
        Decimal(row["LBORRES"]), row["LBORRESU"], TESTS[row["LBTESTCD"]], row["LBSTRESU"]
    )


def factor(text: str) -> Fraction:
    over, _, under = text.partition("/")
    return Fraction(over) / Fraction(under or "1")


def test_all_conversions_are_looked_at():
    assert len(rows()) == 4533
    of = Counter(row["LBTESTCD"] for row in rows())
    assert of.keys() == {*TESTS, *UNITLESS, *GRADES}
    assert sum(of[test] for test in TESTS) == 4099


@pytest.mark.parametrize("test", TESTS)
def test_a_unit_is_converted_as_there_or_as_the_list_says(test: str):
    found = [row for row in rows() if row["LBTESTCD"] == test]
    theirs, own, _ = DIFFERENCES.get(test, ("", "", ""))
    for row in found:
        reported, standard = Fraction(row["LBORRES"]), Fraction(row["LBSTRESN"])
        value = ours(row)
        if not theirs:
            assert value == standard, row
            continue
        assert standard == reported * factor(theirs), row
        assert value == reported * factor(own), row
        assert abs(value - standard) <= LARGEST * standard
    assert found


def test_every_difference_is_one():
    assert all(factor(theirs) != factor(own) for theirs, own, _ in DIFFERENCES.values())


@pytest.mark.parametrize("test", TESTS)
def test_a_value_comes_from_the_record_as_it_was_reported(test: str):
    """Kept in the canonical unit, and given back in the reported one, to its last figure."""
    known = analytes()[TESTS[test]]
    for row in rows():
        if row["LBTESTCD"] == test:
            kept = lab(known, row["LBORRES"], row["LBORRESU"], ".")
            assert kept.number is not None
            back = converted(kept.number, known.unit, known, row["LBORRESU"])
            last = Decimal(1).scaleb(int(Decimal(row["LBORRES"]).as_tuple().exponent))
            assert Decimal(float(back)).quantize(last) == Decimal(row["LBORRES"])


@pytest.mark.parametrize("test", UNITLESS)
def test_a_number_without_a_unit_stays_what_it_is(test: str):
    for row in rows():
        if row["LBTESTCD"] == test:
            assert lab(UNITLESS[test], row["LBORRES"], "", ".").number == float(row["LBSTRESN"])


def test_grades_are_converted_by_nobody():
    for row in rows():
        if row["LBTESTCD"] in GRADES:
            assert row["LBORRESU"] == "NO UNITS"
            assert row["LBSTRESU"] == ""
            assert row["LBSTRESC"] == row["LBORRES"]
