"""Real ICU charting: 83 stays of the MIMIC-IV demo, through the mapping that ships.

What is expected is counted from the files by other means than the import.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bedside.facts import Fact, Note
from bedside.imports import Batch
from bedside.store import Store
from bedside.timeline import Draft, readings, timeline
from grading.drugs import CLASS_OF, DrugClass
from grading.findings import Findings
from grading.grade import Course, Grade, Scale, course
from grading.scales import SCALES, crs
from grading.signs import Drug, Lab, Reading, Sign, Support, Vitals
from tests.bedside.imports.written import counts, read
from tests.real_data import FOLDER, needs

pytestmark = needs("icu_bedside_mimic4demo")
DATA = FOLDER / "icu_bedside_mimic4demo"
TABLES = ("vasoactive_intervals.csv", "labs.csv", "antipyretic_antibiotic_doses.csv")
NOW = datetime(2205, 1, 1, tzinfo=UTC)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def bedside_files() -> list[Path]:
    return sorted((DATA / "bedside").glob("*.csv"))


@pytest.fixture(scope="module")
def whole() -> Batch:
    return read([*bedside_files(), *(DATA / name for name in TABLES)])


@pytest.fixture(scope="module")
def drafts(whole: Batch) -> dict[str, list[Draft]]:
    found: dict[str, list[Draft]] = defaultdict(list)
    for draft in whole.drafts:
        found[draft.patient].append(draft)
    return found


def of(drafts: list[Draft], kind: type[Any]) -> Iterator[tuple[datetime, Any]]:
    for draft in drafts:
        if isinstance(draft.fact, kind):
            yield draft.at, draft.fact


# --- every row -----------------------------------------------------------------------------------


def test_every_row_of_every_file_is_accounted_for(whole: Batch):
    assert len(bedside_files()) == 83
    assert counts(whole) == {
        "taken": 28559,
        "converted": 4180,
        "refused": 26,
        "empty": 975,
    }
    for one in whole.files:
        assert (one.path.name, one.rows) == (one.path.name, len(rows(one.path)))
    assert Counter(one.kind for one in whole.files) == {
        "bedside": 83,
        "infusions": 1,
        "doses": 1,
        "labs": 1,
    }
    assert whole.status == 1


REFUSED = {
    # °F in a column of °C.
    ("27617929-1.csv", 103, "temp_c", "97.2", "fahrenheit"),
    ("27617929-1.csv", 109, "temp_c", "99", "fahrenheit"),
    ("27617929-1.csv", 114, "temp_c", "98.9", "fahrenheit"),
    # Lines that were zeroed or flushed, and monitors without a signal.
    ("25809882-1.csv", 101, "art_map", "-19", "out_of_range"),
    ("27617929-1.csv", 10, "art_map", "-16", "out_of_range"),
    ("28477280-1.csv", 8, "art_map", "-8", "out_of_range"),
    ("28861356-1.csv", 11, "art_map", "-7", "out_of_range"),
    ("28861356-1.csv", 12, "art_map", "0", "out_of_range"),
    ("20345060-1.csv", 35, "art2_map", "0", "out_of_range"),
    ("20345060-1.csv", 68, "art_map", "7", "out_of_range"),
    ("26275841-1.csv", 48, "art_map", "8", "out_of_range"),
    ("20345060-1.csv", 68, "hr", "0", "zero_without_arrest"),
    ("24540843-1.csv", 357, "hr", "0", "zero_without_arrest"),
    # The fraction written where the flow belongs.
    ("20338077-1.csv", 41, "o2_flow_lpm", "100", "out_of_range"),
    # A mean pressure outside its own systolic and diastolic one.
    ("20214994-1.csv", 392, "nibp_map", "56", "not_between_pressures"),
    ("20291550-1.csv", 139, "art_map", "126", "not_between_pressures"),
    ("20338077-1.csv", 2, "nibp_map", "117", "not_between_pressures"),
    ("21477991-1.csv", 37, "nibp_map", "70", "not_between_pressures"),
    ("23559586-2.csv", 68, "nibp_map", "83", "not_between_pressures"),
    ("25809882-1.csv", 27, "nibp_map", "43", "not_between_pressures"),
    ("28166872-1.csv", 123, "nibp_map", "68", "not_between_pressures"),
    ("28661809-1.csv", 500, "art_map", "75", "not_between_pressures"),
    ("28661809-1.csv", 689, "art_map", "84", "not_between_pressures"),
    ("28661809-1.csv", 695, "art_map", "104", "not_between_pressures"),
    ("28829452-1.csv", 48, "nibp_map", "58", "not_between_pressures"),
    # AST below the lowest valid value of MIMIC-Extract.
    ("labs.csv", 6398, "lab_value", "5", "out_of_range"),
    ("labs.csv", 6421, "lab_value", "3", "out_of_range"),
}


def test_the_traps_are_refused_and_nothing_else(whole: Batch):
    found = {
        (one.path.name, r.line, r.column, r.value, r.code)
        for one in whole.files
        for r in one.refusals
    }
    assert found == REFUSED
    reasons = {r.reason for one in whole.files for r in one.refusals if r.code == "fahrenheit"}
    assert reasons == {"Fahrenheit? (possible: 26 to 45)"}


def test_the_rest_of_a_refused_row_is_taken(drafts: dict[str, list[Draft]]):
    (row,) = (d for d in drafts["27617929-1"] if ("temp_c", "97.2") in d.original)
    assert row.fact == Vitals(
        hr_bpm=75, rr_bpm=23, spo2_pct=96, sbp_mmhg=128, dbp_mmhg=54, map_mmhg=74,
        bp_method="arterial",
    )  # fmt: skip
    (flow,) = (d for d in drafts["20338077-1"] if ("flow_lpm", "100") in d.original)
    assert flow.fact == Support("non_rebreather")


def test_what_is_left_out_is_named(whole: Batch):
    left: Counter[str] = Counter()
    for one in whole.files:
        left.update(dict(one.left_out))
    assert left == {
        "rel_h": 12523, "o2_device_clif": 1479, "peep_cmh2o": 905, "vent_mode": 888,
        "gcs_total": 1968, "gcs_eye": 1968, "gcs_verbal": 1965, "gcs_motor": 1959, "rass": 1638,
        "vasoactives_running": 2232, "lab_result_dttm": 19706,
    }  # fmt: skip
    assert [one.absent for one in whole.files if one.absent] == []


def test_importing_it_again_adds_nothing(whole: Batch):
    present = {draft.source or "" for draft in whole.drafts}
    assert len(present) == len(whole.drafts)
    again = read([one.path for one in whole.files], present=present)
    assert again.drafts == ()
    assert counts(again) == {"present": 28559 + 4180, "refused": 26, "empty": 975}


def test_one_patient_is_taken_out_of_tables_of_many():
    stay = "23559586-1"
    paths = [DATA / "bedside" / f"{stay}.csv", *(DATA / name for name in TABLES)]
    batch = read(paths, patient=stay)
    assert {draft.patient for draft in batch.drafts} == {stay}
    wanted = Counter(
        name
        for name, column in zip(TABLES, ("stay_id", "hospitalization_id", "stay_id"), strict=True)
        for row in rows(DATA / name)
        if row[column] in (stay, stay[:-2])
    )
    for one in batch.files[1:]:
        assert one.rows - one.outcomes["other_patient"] == wanted[one.path.name]
    counts(batch)


def test_the_values_of_a_hospital_stay_lie_with_the_stay_begun_by_then(
    drafts: dict[str, list[Draft]],
):
    stays = {row["stay_id"]: row for row in rows(DATA / "stays.csv")}
    second = {stay for stay in stays if not stay.endswith("-1")}
    assert len(second) == 3
    for stay in second:
        begun = moment(min(row["time"] for row in rows(DATA / "bedside" / f"{stay}.csv")))
        first = stay[:-1] + "1"
        assert all(at >= begun for at, _ in of(drafts[stay], Lab))
        assert all(at < begun for at, _ in of(drafts[first], Lab))
        assert any(of(drafts[stay], Lab))


# --- numbers -------------------------------------------------------------------------------------

NUMBERS = {
    "temp_c": "temp_c",
    "hr": "hr_bpm",
    "rr": "rr_bpm",
    "spo2": "spo2_pct",
    "nibp_sbp": "sbp_mmhg",
    "nibp_dbp": "dbp_mmhg",
    "nibp_map": "map_mmhg",
    "art_sbp": "sbp_mmhg",
    "art_dbp": "dbp_mmhg",
    "art_map": "map_mmhg",
    "art2_sbp": "sbp_mmhg",
    "art2_dbp": "dbp_mmhg",
    "art2_map": "map_mmhg",
    "manual_sbp": "sbp_mmhg",
    "manual_dbp": "dbp_mmhg",
}
METHOD = {"nibp": "cuff", "art": "arterial", "art2": "arterial", "manual": "manual"}


def test_every_vital_sign_stands_in_the_record_as_charted(drafts: dict[str, list[Draft]]):
    bad = {(name, line, column) for name, line, column, _, _ in REFUSED}
    compared = 0
    for path in bedside_files():
        found = defaultdict(set)
        for at, sign in of(drafts[path.stem], Vitals):
            for slot in set(NUMBERS.values()):
                found[at, slot].add((sign.bp_method, getattr(sign, slot)))
        for line, row in enumerate(rows(path), 2):
            for column, slot in NUMBERS.items():
                if not row[column] or (path.name, line, column) in bad:
                    continue
                method = METHOD.get(column.split("_")[0])
                kept = found[moment(row["time"]), slot]
                assert any(
                    value == float(row[column]) and method in (None, how) for how, value in kept
                ), (path.name, line, column)
                compared += 1
    assert compared == 49_865


def test_every_laboratory_value_stands_in_the_record(drafts: dict[str, list[Draft]]):
    labs = [fact for found in drafts.values() for _, fact in of(found, Lab)]
    assert len(labs) == 19706 - 2 - 2
    texts = Counter(lab.text for lab in labs if lab.value is None)
    assert texts == {"___": 26, "UNABLE TO REPORT.": 11, "ND . Not Done, WBC <=0.1.": 28}
    assert Counter((lab.analyte, lab.bound, lab.value) for lab in labs if lab.bound) == {
        ("bilirubin", "<", 0.2): 2,
        ("bilirubin_indirect", "<", 0.1): 2,
    }
    assert not [lab for lab in labs if lab.value is not None and lab.value < 0]


# --- oxygen --------------------------------------------------------------------------------------

EXPERT = {
    "nasal_cannula": "Nasal Cannula",
    "high_flow_nasal_cannula": "High Flow NC",
    "simple_face_mask": "Face Mask",
    "venturi": "Face Mask",
    "non_rebreather": "Face Mask",
    "cpap": "CPAP",
    "bipap": "NIPPV",
    "intubated_mv": "IMV",
}


def test_devices_agree_with_the_experts(drafts: dict[str, list[Draft]]):
    agreed = 0
    for path in bedside_files():
        found = dict(of(drafts[path.stem], Support))
        for row in rows(path):
            sign = found.pop(moment(row["time"]), None)
            said = EXPERT[sign.device] if sign else ""
            assert said == row["o2_device_clif"], (path.name, row["time"])
            agreed += bool(said)
        assert not found
    assert agreed == 1479


def test_the_words_of_a_device_are_kept_with_their_blanks(drafts: dict[str, list[Draft]]):
    words = Counter(
        dict(draft.original)["device"]
        for found in drafts.values()
        for draft in found
        if isinstance(draft.fact, Support)
    )
    charted = Counter(
        row["o2_device_charted"]
        for path in bedside_files()
        for row in rows(path)
        if row["o2_device_charted"]
    )
    assert words == charted
    assert "Bipap mask " in words


def test_no_device_is_unknown_and_never_room_air(whole: Batch, drafts: dict[str, list[Draft]]):
    supports = [fact for found in drafts.values() for _, fact in of(found, Support)]
    assert not [sign for sign in supports if sign.device == "room_air"]
    without = [
        row
        for path in bedside_files()
        for row in rows(path)
        if not row["o2_device_charted"] and (row["o2_flow_lpm"] or row["fio2_fraction"])
    ]
    notes = [fact for found in drafts.values() for _, fact in of(found, Note)]
    assert len(notes) == len(without) == sum(one.noted for one in whole.files) == 266


# --- vasopressors --------------------------------------------------------------------------------


def seen(_: None, found: Findings) -> tuple[None, Grade]:
    """What runs, and the vasopressors that the domain of hypotension counts, as a grade."""
    names = frozenset(run.drug.name for run in found.running())
    domain = crs.hypotension(found)
    pressors = {e.value.name for e in domain.evidence if e.what == "vasopressor"}
    counted = {n for n in pressors if CLASS_OF[n] is DrugClass.VASOPRESSOR}
    return None, Grade(len(counted), domain.level, "graded", flags=names)


COUNTING: Scale[None] = Scale(
    id="counting",
    edition="",
    source="",
    reads=frozenset({Drug, Vitals}),
    start=None,
    step=seen,
    age=lambda *_: timedelta(days=999),
)


def counting(found: list[Draft]) -> Course[None]:
    signs = [Reading(d.at, d.fact) for d in found if isinstance(d.fact, Sign)]
    return course(COUNTING, signs, NOW)


@pytest.fixture(scope="module")
def intervals() -> dict[str, list[tuple[datetime, datetime, str]]]:
    found: dict[str, list[tuple[datetime, datetime, str]]] = defaultdict(list)
    for row in rows(DATA / "vasoactive_intervals.csv"):
        found[row["stay_id"]].append((moment(row["start"]), moment(row["stop"]), row["drug"]))
    return found


def test_vasopressors_are_counted_right_at_every_row_and_every_bag(
    drafts: dict[str, list[Draft]], intervals: dict[str, list[tuple[datetime, datetime, str]]]
):
    """One drug is one vasopressor whatever its bags; vasopressin and milrinone are none."""
    plain = {"norepinephrine", "epinephrine", "phenylephrine"}
    tally: Counter[int] = Counter()
    for path in bedside_files():
        known = counting(drafts[path.stem])
        charted = intervals[path.stem]
        times = {moment(row["time"]) for row in rows(path)}
        times |= {end for start, stop, _ in charted for end in (start, stop)}
        for at in sorted(times):
            running = {drug for start, stop, drug in charted if start <= at < stop}
            step = known.at(at)
            grade = step.grade if step else Grade(0, 0, "graded")
            assert grade.flags == running, (path.stem, at)
            assert grade.level == len(running & plain), (path.stem, at)
            if "vasopressin" in running:
                assert grade.at_least >= 3
            tally[len(running & plain)] += 1
    assert tally == {0: 10_399, 1: 2_707, 2: 157}


def test_what_runs_agrees_with_what_stands_beside_each_row(drafts: dict[str, list[Draft]]):
    told = 0
    for path in bedside_files():
        known = counting(drafts[path.stem])
        for row in rows(path):
            named = {part.split()[0] for part in row["vasoactives_running"].split("; ") if part}
            step = known.at(moment(row["time"]))
            assert (step.grade.flags if step else frozenset()) == named
            told += bool(named)
    assert told == 2232


def test_a_new_bag_is_the_same_drug(intervals: dict[str, list[tuple[datetime, datetime, str]]]):
    changes = [
        (stay, at)
        for stay, charted in intervals.items()
        for at in {stop for _, stop, _ in charted} & {start for start, _, _ in charted}
    ]
    assert len(changes) > 300  # the count above has met the trap


# --- into the record and through the scales ------------------------------------------------------


@pytest.fixture(scope="module")
def record(whole: Batch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("record") / "record.db"
    with Store(path, "icu", NOW) as store:
        store.append(whole.drafts, NOW, "import", "import")
        yield store


def test_the_whole_record_reads_back_as_imported(record: Store, whole: Batch):
    entries = record.log()
    assert len(entries) == len(whole.drafts)
    assert len(record.patients()) == 83
    kept: list[Fact] = [entry.fact for entry in entries]
    assert kept == [draft.fact for draft in whole.drafts]
    assert [entry.original for entry in entries] == [draft.original for draft in whole.drafts]


@pytest.mark.parametrize("scale", SCALES)
def test_every_stay_goes_through_every_scale(record: Store, scale: str):
    levels: Counter[int | None] = Counter()
    for patient in record.patients():
        whole = course(SCALES[scale], readings(timeline(record.log(patient))), NOW)
        for step in whole.steps:
            assert step.grade.level is None or step.grade.level >= step.grade.at_least >= 0
            levels[step.grade.level] += 1
    if scale == "news2":
        assert set(levels) == {None}  # no consciousness in these words, so no total is stated
    if scale == "crs":
        # Nobody is known to breathe room air here; some grades stand on devices that are known.
        assert levels[None] > levels[4] > 0


def test_a_pressure_with_fever_is_graded_from_real_charting(drafts: dict[str, list[Draft]]):
    """Somebody with fever, a ventilator and two vasopressors at once is at grade 4 there."""
    met = 0
    for found in drafts.values():
        signs = [Reading(d.at, d.fact) for d in found if isinstance(d.fact, Sign)]
        known = course(replace(crs.SCALE, age=lambda *_: timedelta(hours=24)), signs, NOW)
        for step in known.steps:
            codes = {reason.domain: reason.code for reason in step.grade.reasons}
            if codes.get("fever") == "fever" and codes["hypotension"] == "several_vasopressors":
                assert step.grade.counted == 4
                met += 1
    assert met
