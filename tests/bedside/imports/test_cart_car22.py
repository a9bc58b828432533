"""Real CAR-T patients: 35 of a trial, through the mapping that ships.

What is expected is counted from the files by other means than the import: each of their cells is
one entry with this number, this limit or these words, at this day.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import floor
from pathlib import Path

import pytest

from bedside.chart import chart
from bedside.facts import Enrolled, Note
from bedside.imports import Batch, summary
from bedside.imports.maps import load
from bedside.store import Store
from bedside.timeline import Draft, Entry, readings, timeline
from grading.findings import study_day
from grading.grade import course
from grading.scales import SCALES
from grading.signs import Drug, Infused, Lab
from tests.bedside.imports.written import counts, read
from tests.real_data import CAR22, CAR22_AFTER, CAR22_INFUSED, FOLDER, car22_store, needs

pytestmark = needs("cart_car22")
DATA = FOLDER / "cart_car22"
MEASURED = tuple(name for name in CAR22 if name != "patients")
Row = dict[str, str]

KEYS = {
    "GM-CSF": "gmcsf", "IFN-gamma": "ifng", "IL-1B": "il1b", "IL-2": "il2", "IL-4": "il4",
    "IL-6": "il6", "IL-8": "il8", "IL-10": "il10", "IL-12p70": "il12p70", "IL-13": "il13",
    "IL-15": "il15", "IL-18": "il18", "MIP-alpha": "mip1a", "TNF-alpha": "tnfa",
    "CRP": "crp", "Ferritin": "ferritin", "LDH": "ldh",
    "#CD3 (cells/uL)": "cd3_t", "#CD4 (cells/uL)": "cd4_t", "#CD8 (cells/uL)": "cd8_t",
    "#CD19 (cells/uL)": "cd19_b", "#NK (cells/uL)": "nk", "%CD3": "cd3_t_pct",
    "%CD4": "cd4_t_pct", "%CD8": "cd8_t_pct", "%CD19": "cd19_b_pct", "%NK": "nk_pct",
    "CD4:CD8 Ratio": "cd4_cd8", "CD4:NK Ratio": "cd4_nk", "CD8:NK Ratio": "cd8_nk",
    "T:NK Ratio": "t_nk", "_%CAR (%of T)": "cart_pct", "_Abs CAR (cells/uL)": "cart_cells",
    " BM_%T cell": "marrow_t_pct", " BM_%NK Cell": "marrow_nk_pct",
    " BM_T:NK Ratio": "marrow_t_nk", " BM_CAR T:NK Ratio": "marrow_cart_nk",
    " BM_%CAR (%CAR of T/100 * %T)": "marrow_cart_pct",
}  # fmt: skip
"""Their names without the visit that stands before some of them, and the analytes here."""

NAMED_LIMITS = {
    ("IL-2", "<"): {"0.71", "0.72"}, ("IL-4", "<"): {"0.11", "0.12"},
    ("GM-CSF", "<"): {"0.38", "0.54"}, ("IL-6", ">"): {"1472"}, ("IL-8", ">"): {"1148"},
    ("IFN-gamma", ">"): {"2860"}, ("IL-18", ">"): {"5001"},
}  # fmt: skip
"""Limits that the description of the data names."""
SHARED = 3
"""So many samples with one number at the top of an analyte make it a limit."""


def rows(name: str) -> list[Row]:
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def own_name(row: Row) -> str:
    return re.sub(r"^(?:Day \d+|Baseline)(?=_| BM)", "", row["analyte"])


def day(row: Row) -> float:
    """The day of a row; a baseline without one stands a week before the infusion."""
    assert row["day"] or row["timepoint"] == "Baseline"
    return float(row["day"] or -7)


def nominal(row: Row) -> int | None:
    return None if row["timepoint"] == "Baseline" else int(row["timepoint"].removeprefix("Day "))


@pytest.fixture(scope="module")
def whole() -> Batch:
    return read([DATA / f"{name}.csv" for name in CAR22])


@pytest.fixture(scope="module")
def labs(whole: Batch) -> dict[tuple[str, str, datetime], Draft]:
    """The results by patient, analyte and moment; there are never two of one."""
    found: dict[tuple[str, str, datetime], Draft] = {}
    for draft in whole.drafts:
        if isinstance(draft.fact, Lab):
            assert found.setdefault((draft.patient, draft.fact.analyte, draft.at), draft) is draft
    return found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = car22_store(tmp_path_factory.mktemp("car22"))
    with Store(path, "test", CAR22_AFTER) as opened:
        yield opened


def of_row(labs: dict[tuple[str, str, datetime], Draft], row: Row) -> Draft:
    minutes = floor(Decimal(row["day"] or -7) * 24 * 60)
    at = CAR22_INFUSED + timedelta(minutes=minutes)
    return labs[row["patient_id"], KEYS[own_name(row)], at]


# --- every cell -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("cytokine", {"taken": 6385, "converted": 826}),
        ("inflammation", {"taken": 475}),
        ("lymphocyte_subsets_blood", {"taken": 1272, "converted": 350}),
        ("lymphocyte_subsets_marrow", {"taken": 118, "converted": 96}),
        ("car_expansion", {"taken": 207}),
        ("patients", {"taken": 35}),
    ],
)
def test_every_row_of_every_file_is_accounted_for(whole: Batch, name: str, count: dict[str, int]):
    report = whole.files[CAR22.index(name)]
    assert report.rows == len(rows(name)) == sum(count.values())
    assert {outcome: n for outcome, n in report.outcomes.items() if n} == count
    assert (report.refusals, report.left_out, report.absent) == ((), (), ())
    assert set(report.patients) == {row["patient_id"] for row in rows(name)}
    assert report.drafts == len(rows(name)) * (3 if name == "patients" else 1)


@pytest.mark.parametrize("name", MEASURED)
def test_each_cell_is_one_entry_with_its_number_limit_or_words(
    labs: dict[tuple[str, str, datetime], Draft], name: str
):
    met: Counter[str] = Counter()
    for row in rows(name):
        fact = of_row(labs, row).fact
        assert isinstance(fact, Lab)
        if not row["numeric"]:
            assert (fact.value, fact.bound, fact.text) == (None, None, row["value"])
            met["words"] += 1
            continue
        assert fact.value == pytest.approx(float(row["numeric"]), rel=1e-11), row
        assert float(row["value"]) == float(row["numeric"]), row
        assert fact.text is None
        met[fact.bound or "number"] += 1
    assert met.total() == len(rows(name))
    assert met == {
        "cytokine": {"number": 6385, "<": 766, ">": 60},
        "inflammation": {"number": 472, "words": 3},
        "lymphocyte_subsets_blood": {"number": 1622},
        "lymphocyte_subsets_marrow": {"number": 214},
        "car_expansion": {"number": 207},
    }.get(name)


def test_no_entry_comes_from_elsewhere(labs: dict[tuple[str, str, datetime], Draft]):
    told = [id(of_row(labs, row)) for name in MEASURED for row in rows(name)]
    assert len(set(told)) == len(told) == len(labs) == 9729


@pytest.mark.parametrize("name", MEASURED)
def test_units_are_those_of_the_column_or_of_the_name(
    labs: dict[tuple[str, str, datetime], Draft], name: str
):
    for row in rows(name):
        fact = of_row(labs, row).fact
        assert isinstance(fact, Lab)
        said = own_name(row)
        named = "/uL" if "/uL" in said else "" if said.endswith("Ratio") else "%"
        if fact.value is None:
            named = ""
        assert fact.unit == (row["unit"] if row["unit"] and fact.value is not None else named), row


# --- traps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MEASURED)
def test_the_day_is_the_true_one_whatever_the_visit_says(
    labs: dict[tuple[str, str, datetime], Draft], name: str
):
    differ: Counter[bool] = Counter()
    for row in rows(name):
        draft = of_row(labs, row)
        assert study_day(draft.at, CAR22_INFUSED, UTC) == floor(day(row)), row
        words = dict(draft.original)
        elsewhere = nominal(row) != floor(day(row))
        assert words.get("timepoint") == (row["timepoint"] if elsewhere else None), row
        assert words.get("time") == (f"day {row['day']}" if row["day"] else None), row
        differ[elsewhere] += 1
    assert differ[True] == {
        "cytokine": 0,
        "inflammation": 113,
        "lymphocyte_subsets_blood": 884 + 350,
        "lymphocyte_subsets_marrow": 93 + 96,
        "car_expansion": 169,
    }.get(name)


def test_a_sample_of_visit_day_0_drawn_after_the_cells_is_no_baseline(
    labs: dict[tuple[str, str, datetime], Draft],
):
    late = [r for r in rows("car_expansion") if nominal(r) == 0 and day(r) > 0]
    assert {r["patient_id"] for r in late} == {"817", "1699", "3209", "5718", "7025"}
    for row in late:
        assert of_row(labs, row).at > CAR22_INFUSED


def test_a_baseline_without_a_day_stands_a_week_before_and_says_so(
    whole: Batch, labs: dict[tuple[str, str, datetime], Draft]
):
    blank = [row for name in MEASURED for row in rows(name) if not row["day"]]
    assert len(blank) == 446
    for row in blank:
        draft = of_row(labs, row)
        assert draft.at == CAR22_INFUSED - timedelta(days=7)
        assert draft.original == (("timepoint", "Baseline"),)
    lines = summary(whole)
    for count in (350, 96):
        said = f"  {count} rows without a time stand at the day of their visit: Baseline at day -7"
        assert lines.count(said) == 1


def test_haemolysed_stays_a_word(labs: dict[tuple[str, str, datetime], Draft]):
    words = [d for d in labs.values() if isinstance(d.fact, Lab) and d.fact.value is None]
    assert [(d.patient, d.fact) for d in sorted(words, key=lambda d: int(d.patient))] == [
        (patient, Lab("ldh", text="Hemolyzed")) for patient in ("4356", "5891", "7313")
    ]


def limits() -> dict[tuple[str, str], set[str]]:
    """The limits by the two rules of the mapping, counted from the file."""
    values: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows("cytokine"):
        values[row["analyte"]][row["value"]] += 1
    found = {key: set(numbers) for key, numbers in NAMED_LIMITS.items()}
    for (analyte, side), named in NAMED_LIMITS.items():
        if side == ">":
            top = 0.95 * min(map(float, named))
            shared = {v for v, n in values[analyte].items() if float(v) >= top and n >= SHARED}
            found[analyte, side] |= shared
    return found


def test_a_limit_written_as_a_number_is_that_limit_and_nothing_else_is(
    labs: dict[tuple[str, str, datetime], Draft],
):
    known, met = limits(), Counter[str]()
    for row in rows("cytokine"):
        draft = of_row(labs, row)
        assert isinstance(draft.fact, Lab)
        sides = [s for s in "<>" if row["value"] in known.get((row["analyte"], s), ())]
        assert [draft.fact.bound] == (sides or [None]), row
        assert dict(draft.original).get("value") == (row["value"] if sides else None)
        met[row["analyte"]] += bool(sides)
    assert +met == {
        "IL-2": 251, "IL-4": 272, "GM-CSF": 243,
        "IL-6": 17, "IL-8": 14, "IFN-gamma": 23, "IL-18": 6,
    }  # fmt: skip


def test_the_limits_of_the_mapping_are_those_two_rules():
    kind = next(k for k in load("cart_car22").kinds if k.kind == "measurements")
    ours = {
        (name, side): {float(v) for v in numbers}
        for name, key in KEYS.items()
        if key in kind.limits
        for side, numbers in (("<", kind.limits[key].below), (">", kind.limits[key].above))
        if numbers
    }
    assert ours == {key: set(map(float, numbers)) for key, numbers in limits().items()}


@pytest.mark.parametrize(("analyte", "highest"), [("IL-6", 12215.23), ("IL-18", 11214.33)])
def test_a_diluted_sample_above_the_ceiling_is_a_number(
    labs: dict[tuple[str, str, datetime], Draft], analyte: str, highest: float
):
    facts = [d.fact for d in labs.values() if isinstance(d.fact, Lab)]
    of = [f for f in facts if f.analyte == KEYS[analyte] and f.value == highest]
    assert [fact.number for fact in of] == [highest]


def test_a_value_that_is_asked_about_is_taken(labs: dict[tuple[str, str, datetime], Draft]):
    facts = [d.fact for d in labs.values() if isinstance(d.fact, Lab)]
    highest = max(f.number or 0 for f in facts if f.analyte == "ferritin")
    assert highest == 432_390


def test_what_has_no_time_is_a_note_and_no_drug(whole: Batch):
    notes = {d.patient: d.fact for d in whole.drafts if isinstance(d.fact, Note)}
    assert not any(isinstance(d.fact, Drug) for d in whole.drafts)
    for row in rows("patients"):
        cells = {k: v for k, v in row.items() if k not in ("patient_id", "dose_level") and v}
        said = notes[row["patient_id"]].text.split("; ")
        assert dict(part.split(" ", 1) for part in said) == cells
    assert "response_code" not in notes["6941"].text  # the one response that is blank
    assert "tocilizumab 1" in notes["6941"].text


# --- in the record --------------------------------------------------------------------------------


def log(store: Store, patient: str) -> tuple[Entry, ...]:
    return timeline(store.log(patient))


def test_everybody_is_enrolled_and_infused_at_day_0(store: Store):
    level = {row["patient_id"]: row["dose_level"] for row in rows("patients")}
    assert sorted(store.patients()) == sorted(level)
    for patient, expected in level.items():
        facts = [entry.fact for entry in log(store, patient) if entry.at == CAR22_INFUSED]
        enrolled = [f for f in facts if isinstance(f, Enrolled)]
        assert enrolled == [Enrolled(protocol="NCT02315612", dose_level=expected)]
        assert [f for f in facts if isinstance(f, Infused)] == [Infused(product="CD22 CAR-T")]
        shown = chart(store.log(patient), CAR22_INFUSED + timedelta(days=9), UTC)
        assert (shown.study_day, shown.infused) == (9, CAR22_INFUSED)


def test_a_recorded_grade_makes_no_grade(store: Store):
    for patient in store.patients():
        for name, scale in SCALES.items():
            steps = course(scale, readings(log(store, patient)), CAR22_AFTER).steps
            assert {step.grade.level for step in steps} <= {None, 0}, (patient, name)


def test_a_second_import_adds_nothing(store: Store):
    present = {entry.source for entry in store.log() if entry.source}
    files = [DATA / f"{name}.csv" for name in CAR22]
    again = read(files, present=present)
    assert again.drafts == ()
    assert counts(again) == {"present": 9764}
    halves = read(files[::-1], mapping="cart_car22", present=present)
    assert halves.drafts == ()


def test_one_patient_can_be_taken_alone(tmp_path: Path):
    batch = read([DATA / f"{name}.csv" for name in CAR22], patient="6941")
    assert {draft.patient for draft in batch.drafts} == {"6941"}
    assert counts(batch)["other_patient"] == sum(
        row["patient_id"] != "6941" for name in CAR22 for row in rows(name)
    )
