"""The 1,500 laboratory vectors of pharmaverse admiral, and where we differ on purpose.

How a vector is read. admiral asks no unit where a table holds multiples: such a vector gets the
term's own unit. It reads one limit of normal a direction: the other is left out, since in some
vectors the two are crossed. Where it writes a change in per cent, the baseline follows from it.
"Ionized" and "Fasting" are terms of their own there; here one is a specimen, the other a question.
"""

import csv
from decimal import Decimal
from typing import NamedTuple

from grading.ctcae.laboratory import LABORATORY, Baseline, LabGrade, grade
from grading.ctcae.term import LabTerm
from tests.real_data import FOLDER

LAYS = {"LOW": "low", "NORMAL": "normal", "HIGH": "high", "HIGH HIGH": "high", "": None}
THEIR_NAMES = {
    "hypocalcemia (ionized)": ("hypocalcemia_ionized", {}),
    "hypercalcemia (ionized)": ("hypercalcemia_ionized", {}),
    "hypocalcemia": ("hypocalcemia", {}),
    "hypercalcemia": ("hypercalcemia", {}),
    "hyperglycemia (fasting)": ("hyperglycemia", {"fasting": True}),
    "hyperglycemia": ("hyperglycemia", {"fasting": False}),
}
NO_TERM = {"", "not a term"}


class Vector(NamedTuple):
    """One row: the term here, what admiral knew, and its grade (None: it could not grade)."""

    term: str
    version: str
    value: Decimal | None
    unit: str | None
    lln: Decimal | None
    uln: Decimal | None
    baseline: Baseline | None
    findings: dict[str, bool]
    expected: int | None

    def graded(self, **findings: bool) -> LabGrade:
        return grade(
            self.term, self.value, self.unit, self.version, lln=self.lln, uln=self.uln,
            baseline=self.baseline, findings={**self.findings, **findings},
        )  # fmt: skip


def rows() -> list[dict[str, str]]:
    path = FOLDER / "ctcae_admiral" / "ctcae_lab_testvectors.csv"
    with path.open(newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def asks_no_unit(term: LabTerm) -> bool:
    """Whether admiral grades it whatever the unit: by multiples, or a number without a unit."""
    return all(
        table.measure not in {"value", "above_uln"} or table.unit == "" for table in term.tables
    )


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def baseline(row: dict[str, str]) -> Baseline | None:
    lay = LAYS[row["bnrind"]]
    if row["pctchg"] and row["aval"]:
        remaining = 1 + Decimal(row["pctchg"]) / 100
        return Baseline(Decimal(row["aval"]) / remaining, lay)
    value = number(row["base"])
    return None if value is None and lay is None else Baseline(value, lay)


def vector(row: dict[str, str]) -> Vector:
    version, name = f"{row['ctcae_version']}.0", row["term"].lower()
    ids = {term.name.lower(): term.id for term in LABORATORY[version].values()}
    term, findings = THEIR_NAMES.get(name, (ids.get(name, name), {}))
    unit = row["unit"] or None
    if unit is None and asks_no_unit(LABORATORY[version][term]):
        unit = LABORATORY[version][term].units[0]
    low = row["direction"] == "L"
    return Vector(
        term,
        version,
        number(row["aval"]),
        unit,
        number(row["anrlo"]) if low or term == "creatinine_increased" else None,
        None if low else number(row["anrhi"]),
        baseline(row),
        findings,
        None if row["expected_grade"] == "" else int(row["expected_grade"]),
    )


# --- where we differ ------------------------------------------------------------------------------


def asked(ours: Vector, got: LabGrade, *questions: str) -> bool:
    """Here the grade stays open until a person answers; there the worst answer is assumed."""
    worst = ours.graded(**dict.fromkeys(questions, True)).level
    mildest = ours.graded(**dict.fromkeys(questions, False)).level
    return got.level is None and got.at_least == mildest and worst == ours.expected


def symptoms(ours: Vector, got: LabGrade) -> bool:
    """Decision 4 of the clinical rules: symptoms not charted is "at least", not the worst."""
    split = {"hyponatremia", "hypokalemia", "lipase_increased", "serum_amylase_increased"}
    if ours.term not in split:
        return False
    graded = ours.term == "serum_amylase_increased" and ours.version == "6.0"
    return asked(ours, got, "symptomatic", *(("more_than_mild",) if graded else ()))


def urate(ours: Vector, got: LabGrade) -> bool:
    """Likewise for the physiologic consequences of urate: 1 without them, 3 with them."""
    return ours.term == "hyperuricemia" and asked(ours, got, "physiologic_consequences")


def anticoagulation(ours: Vector, got: LabGrade) -> bool:
    """There the worse of both INR scales; here the one for the patient, who takes it or not.

    A patient with a prosthetic valve or an antiphospholipid syndrome would have a grade 3 on the
    day of admission.
    """
    if ours.term != "inr_increased":
        return False
    both = [ours.graded(anticoagulated=answer).level for answer in (False, True)]
    known = [level for level in both if level is not None]
    certain = got.level is None and got.at_least == min(known)
    return certain and len(known) == 2 and max(known) == ours.expected


def ionised_in_mg(ours: Vector, got: LabGrade) -> bool:
    """Ionised calcium is printed in mmol/L alone; there its limits are multiplied by 4."""
    if not ours.term.endswith("_ionized") or ours.unit != "mg/dL" or ours.value is None:
        return False
    moles = ours._replace(
        unit="mmol/L",
        value=ours.value / 4,
        lln=None if ours.lln is None else ours.lln / 4,
        uln=None if ours.uln is None else ours.uln / 4,
    )
    return got.reason == "unit_refused" and moles.graded().level == ours.expected


def ggt_at_twice(ours: Vector, got: LabGrade) -> bool:
    """Decision 8: "2.0 - 2.5 x baseline" is printed for ALP and GGT alike, 2.0 included."""
    if ours.term != "ggt_increased" or ours.baseline is None or ours.version != "5.0":
        return False
    alp = ours._replace(term="alp_increased").graded().level
    return ours.value == 2 * ours.baseline.value and got.level == alp == 1


def fall_from_normal(ours: Vector, got: LabGrade) -> bool:
    """Falls of fibrinogen are printed for an abnormal baseline; there they count from any."""
    if ours.term != "fibrinogen_decreased" or ours.baseline is None or ours.lln is None:
        return False
    before = ours.baseline.value
    normal = before is not None and before >= ours.lln
    low = ours._replace(baseline=Baseline(before, "low"))
    return normal and got.reason == "times_lln" and low.graded().level == ours.expected


def creatinine_without_baseline(ours: Vector, got: LabGrade) -> bool:
    """A baseline below LLN would make more of a normal value: 0 is not certain without it."""
    if ours.term != "creatinine_increased" or ours.baseline is not None:
        return False
    known = ours._replace(baseline=Baseline(None, "normal"))
    return (got.level, got.missing) == (None, ("baseline",)) and (
        known.graded().level == ours.expected == 0
    )
