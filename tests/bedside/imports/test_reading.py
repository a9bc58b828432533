"""The account of an import: whose rows, taken once, stopped when asked to."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bedside.facts import WARD
from bedside.imports import Batch, Cancelled, Unreadable, summary
from bedside.imports.maps import read as mapping
from bedside.store import Store
from tests.bedside.imports.written import AT, counts, csv, file, read, refused, taken

ROWS = (f"A,{AT},90", f"B,{AT},91", "A,2026-03-04 09:30,92")
TABLE = csv("patient,time,hr_bpm", *ROWS)
STAY = mapping(
    r"""
[[file]]
kind = "charting"
recognised_by = ["time", "pulse"]
patient = { file_name = '\d+-\d' }
time = "time"
[file.columns]
pulse = "hr_bpm"
[[file]]
kind = "labs"
recognised_by = ["hospital", "time", "crp"]
patient = { column = "hospital", first_stay = "-1" }
time = "time"
[file.columns]
crp = { lab = "crp", unit = "mg/L" }
""",
    "stays",
)
OF_ANYBODY = """
[[file]]
kind = "charting"
recognised_by = ["time", "pulse"]
patient = { file_name = '.+' }
time = "time"
[file.columns]
pulse = "hr_bpm"
"""
CHARTING = csv("time,pulse", f"{AT},90")


def patients(batch: Batch) -> list[str]:
    return [draft.patient for draft in batch.drafts]


def keys(batch: Batch) -> set[str]:
    found = {draft.source for draft in batch.drafts}
    assert len(found) == len(batch.drafts)
    return {key for key in found if key}


@pytest.mark.parametrize(
    ("patient", "whose", "count"),
    [
        (None, ["A", "B", "A"], {"taken": 3}),
        ("A", ["A", "A"], {"taken": 2, "other_patient": 1}),
        ("C", [], {"other_patient": 3}),
    ],
)
def test_rows_of_one_patient_or_of_all(
    tmp_path: Path, patient: str | None, whose: list[str], count: dict[str, int]
):
    batch = taken(tmp_path, TABLE, patient=patient)
    assert patients(batch) == whose
    assert counts(batch) == count
    assert batch.files[0].patients == tuple(sorted(set(whose)))
    assert batch.status == (patient == "C")


def test_a_table_that_names_nobody_needs_a_patient(tmp_path: Path):
    text = csv("time,hr_bpm", f"{AT},90")
    assert patients(taken(tmp_path, text, patient="A")) == ["A"]
    with pytest.raises(Unreadable, match="it does not say whose rows these are"):
        taken(tmp_path, text, patient=None)


@pytest.mark.parametrize("patient", [None, "A", WARD])
def test_a_row_of_the_ward_itself_is_refused_with_its_line(tmp_path: Path, patient: str | None):
    rows = (f"{WARD},{AT},90", f"A,{AT},91", f" {WARD} ,{AT},92")
    batch = taken(tmp_path, csv("patient,time,hr_bpm", *rows), patient=patient)
    assert refused(batch.files[0]) == [
        (2, "patient", WARD, "the_ward"),
        (4, "patient", WARD, "the_ward"),
    ]
    assert patients(batch) == ([] if patient == WARD else ["A"])
    assert counts(batch)["refused"] == 2
    assert batch.status == 1
    said = [line for line in summary(batch) if "stands for the ward itself" in line]
    assert [line.split(",")[0].strip() for line in said] == ["line 2", "line 4"]


def test_a_stay_of_the_ward_itself_is_refused_too(tmp_path: Path):
    batch = taken(tmp_path, csv("hospital,time,crp", f"{WARD},{AT},5"), mapping=STAY, patient=None)
    assert refused(batch.files[0]) == [(2, "hospital", WARD, "the_ward")]
    assert batch.drafts == ()


def test_a_file_is_not_given_to_the_ward_itself(tmp_path: Path):
    with pytest.raises(Unreadable, match="stands for the ward itself"):
        taken(tmp_path, csv("time,hr_bpm", f"{AT},90"), patient=WARD)


@pytest.mark.skipif(sys.platform == "win32", reason="no file can be called so there")
def test_a_file_that_is_called_as_the_ward_itself_is_refused(tmp_path: Path):
    named = mapping(OF_ANYBODY, "named")
    paths = [file(tmp_path, CHARTING, name) for name in (f"{WARD}.csv", "A.csv")]
    batch = read(paths, mapping=named)
    assert patients(batch) == ["A"]
    assert "stands for the ward itself" in batch.files[0].trouble


@pytest.mark.parametrize(
    ("names", "patient", "whose", "troubled"),
    [
        (["10-1.csv"], None, ["10-1"], 0),
        (["10-1.csv"], "10-1", ["10-1"], 0),
        (["10-1.csv"], "CAR-07", ["CAR-07"], 0),
        (["march.csv"], "CAR-07", ["CAR-07"], 0),
        (["10-1.csv", "20-1.csv"], None, ["10-1", "20-1"], 0),
        (["10-1.csv", "20-1.csv"], "20-1", ["20-1"], 0),
        (["10-1.csv", "march.csv"], None, ["10-1"], 1),
        (["10-1.csv", "20-1.csv"], "CAR-07", [], 2),
    ],
)
def test_a_file_may_be_named_after_its_patient(
    tmp_path: Path, names: list[str], patient: str | None, whose: list[str], troubled: int
):
    files = [file(tmp_path, CHARTING, name) for name in names]
    batch = read(files, maps=[STAY], patient=patient)
    assert patients(batch) == whose
    troubles = [one.trouble for one in batch.files if one.trouble]
    assert len(troubles) == troubled
    assert all(str(tmp_path) not in trouble for trouble in troubles)


def test_that_a_file_was_given_to_another_patient_is_said(tmp_path: Path):
    batch = taken(tmp_path, CHARTING, "10-1.csv", maps=[STAY], patient="CAR-07")
    assert "  the rows of 10-1 were given to CAR-07, as asked" in summary(batch)


LABS = csv(
    "hospital,time,crp",
    "10,2026-03-01 08:00,1",
    "10,2026-03-04 08:00,2",
    "10,2026-03-09 08:00,3",
    "30,2026-03-04 08:00,4",
)


@pytest.mark.parametrize(
    ("stays", "patient", "begun", "whose"),
    [
        ((), None, {}, ["10-1", "10-1", "10-1", "30-1"]),
        (("10-1", "10-2"), None, {}, ["10-1", "10-1", "10-2", "30-1"]),
        ((), None, {"10-1": 3, "10-2": 8}, ["10-1", "10-1", "10-2", "30-1"]),
        (("10-2",), None, {"10-1": 3}, ["10-1", "10-1", "10-2", "30-1"]),
        ((), "10-2", {}, ["10-2", "10-2", "10-2"]),
        ((), "10-2", {"10-1": 3, "10-2": 8}, ["10-2"]),
        ((), "10", {}, ["10", "10", "10"]),
        ((), "11", {}, []),
    ],
)
def test_values_of_a_hospital_stay_go_to_the_stay_begun_by_then(
    tmp_path: Path,
    stays: tuple[str, ...],
    patient: str | None,
    begun: dict[str, int],
    whose: list[str],
):
    begins = {"10-1": "2026-03-03", "10-2": "2026-03-08"}
    files = [file(tmp_path, LABS, "labs.csv")]
    files += [
        file(tmp_path, csv("time,pulse", f"{begins[stay]} 10:00,90"), f"{stay}.csv")
        for stay in stays
    ]
    known = {name: datetime(2026, 3, day, tzinfo=UTC) for name, day in begun.items()}
    batch = read(files, maps=[STAY], patient=patient, begun=known)
    assert [d.patient for d in batch.drafts if d.source and "lab" in d.source] == whose
    counts(batch)


def test_a_hospital_stays_value_is_taken_once_whichever_stay_it_went_to(tmp_path: Path):
    labs = file(tmp_path, LABS, "labs.csv")
    alone = read([labs], maps=[STAY])
    known = {"10-2": datetime(2026, 3, 8, tzinfo=UTC), "10-1": datetime(2026, 3, 3, tzinfo=UTC)}
    again = read([labs], maps=[STAY], begun=known, present=keys(alone))
    assert again.drafts == ()


def test_the_same_file_again_adds_nothing(tmp_path: Path):
    first = taken(tmp_path, TABLE, patient=None)
    again = taken(tmp_path, TABLE, patient=None, present=keys(first))
    assert again.drafts == ()
    assert counts(again) == {"present": 3}
    assert again.status == 0


@pytest.mark.parametrize(
    "changed",
    [
        TABLE.replace("\n", "\r\n").encode("utf-8-sig"),
        TABLE.replace(",", ";"),
        TABLE.replace("patient,time", '"patient","time"'),
    ],
    ids=["crlf", "semicolon", "quotes"],
)
def test_the_same_rows_in_another_file_add_nothing(tmp_path: Path, changed: str | bytes):
    first = taken(tmp_path, TABLE, patient=None)
    again = taken(tmp_path, changed, "other.csv", patient=None, present=keys(first))
    assert again.drafts == ()


def test_a_longer_file_adds_its_new_rows(tmp_path: Path):
    first = taken(tmp_path, TABLE, patient=None)
    longer = (
        f"{TABLE.splitlines()[0]}\nB,2026-03-04 07:00,80\n" + "\n".join(ROWS) + f"\n{ROWS[0]}\n"
    )
    again = taken(tmp_path, longer, patient=None, present=keys(first))
    assert [(d.patient, d.at.hour) for d in again.drafts] == [("B", 7), ("A", 8)]
    assert counts(again) == {"present": 3, "taken": 2}


def test_rows_alike_are_each_taken(tmp_path: Path):
    batch = taken(tmp_path, csv("patient,time,hr_bpm", ROWS[0], ROWS[0]))
    assert counts(batch) == {"other_patient": 2}
    batch = taken(tmp_path, csv("patient,time,hr_bpm", ROWS[0], ROWS[0]), patient="A")
    assert len(keys(batch)) == 2


def test_one_file_twice_in_one_import_is_taken_once(tmp_path: Path):
    one, two = file(tmp_path, TABLE, "one.csv"), file(tmp_path, TABLE, "two.csv")
    batch = read([one, two])
    assert len(batch.drafts) == 3
    assert counts(batch) == {"taken": 3, "present": 3}


def test_rows_that_went_to_the_wrong_patient_can_be_given_to_the_right_one(tmp_path: Path):
    wrong = taken(tmp_path, CHARTING, "10-1.csv", maps=[STAY], patient="CAR-06")
    right = taken(
        tmp_path, CHARTING, "10-1.csv", maps=[STAY], patient="CAR-07", present=keys(wrong)
    )
    assert patients(right) == ["CAR-07"]


def test_a_half_refused_row_is_present_but_stays_refused(tmp_path: Path):
    text = csv("time,hr_bpm,temp_c", f"{AT},90,98.6")
    first = taken(tmp_path, text)
    again = taken(tmp_path, text, present=keys(first))
    assert again.drafts == ()
    assert counts(again) == {"refused": 1}


def test_the_store_takes_a_batch_once(tmp_path: Path):
    now = datetime(2026, 3, 5, tzinfo=UTC)
    with Store(tmp_path / "record.db", "w", now) as store:
        batch = taken(tmp_path, TABLE, patient=None)
        store.append(batch.drafts, now, "import", "import")
        present = {entry.source for entry in store.log() if entry.source}
        assert present == keys(batch)
        assert taken(tmp_path, TABLE, patient=None, present=present).drafts == ()


def test_progress_is_told_and_an_import_can_be_stopped(tmp_path: Path):
    text = "time,hr_bpm\n" + "".join(f"2026-03-04 08:30:00.{n:06},90\n" for n in range(1000))
    told: list[tuple[int, int]] = []

    def go_on(done: int, whole: int) -> bool:
        told.append((done, whole))
        return True

    assert len(taken(tmp_path, text, on_row=go_on).drafts) == 1000
    assert [done for done, _ in told] == [256, 512, 768]
    assert {whole for _, whole in told} == {1001}
    with pytest.raises(Cancelled):
        taken(tmp_path, text, on_row=lambda done, _: done < 500)


def test_the_summary_names_every_refused_cell(tmp_path: Path):
    text = csv(
        "time,temp_c,hr_bpm,flow_lpm",
        f"{AT},98.6,90,",
        f"{AT},,0,",
        f"{AT},,,4",
        f"{AT},,,",
        "soon,,90,",
    )
    assert summary(taken(tmp_path, text, "ward.csv")) == [
        (
            "ward.csv (tidy): 5 rows: 1 taken, 0 converted, 3 refused (1 of them in part),"
            " 1 with nothing to take"
        ),
        "  line 2, temp_c: '98.6' refused: Fahrenheit? (possible: 26 to 45)",
        "  line 3, hr_bpm: '0' refused: 0 without a cardiac arrest",
        "  line 6, time: 'soon' refused: not a time",
        "1 rows: oxygen flow or fraction without a device; kept as notes, they count for no grade",
        "2 entries",
    ]
