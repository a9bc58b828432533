"""The 4,533 unit conversions of the CDISC pilot study, and where we differ on purpose.

A conversion is a laboratory row of which the standard unit is not the one it was reported in. For
4,099 of them, of 27 tests, both are units; the other 434 were reported with "NO UNITS".
"""

import csv
from decimal import Decimal
from fractions import Fraction
from functools import cache

from bedside.analytes import converted
from tests.real_data import FOLDER

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
