"""A study as an object, as tables and as lines: everywhere the same numbers."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

from bedside.exports.study import COLUMNS, levels_csv, patients_csv, study_object
from bedside.exports.study_text import text_lines
from bedside.facts import Enrolled
from bedside.protocol.shelf import shelf
from bedside.study import studied, study
from tests.bedside.study.patients import CELLS, INFUSED, ZONE, at, infused, log
from tests.bedside.study.test_study import counted, patients

ASKED = (
    *("patients", "crs_any", "icans_any", "dlt", "sledai_baseline_mean", "sledai_month6_mean"),
    *("sri4_month6", "lldas_month6", "doris_month6"),
)


def table(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))


def test_the_object_is_json_and_has_what_is_asked_for() -> None:
    found = json.loads(json.dumps(study_object(counted(), ZONE)))
    summary = found["summary"]
    assert set(ASKED) <= set(summary)
    assert [summary[name] for name in ASKED] == [6, 3, 0, 1, 6.667, 2.0, 1, 1, 1]
    assert (summary["crs_any_of"], summary["crs_unknown"], summary["dlt_of"]) == (4, ["A-3"], 3)
    assert [row["patient"] for row in found["patients"]] == sorted(
        patients(), key=lambda name: (name != "C-1", name)
    )
    assert found["synthetic"] is False


def test_unknown_is_null_and_never_zero() -> None:
    rows = {row["patient"]: row for row in study_object(counted(), ZONE)["patients"]}
    nobody_looked = rows["A-3"]
    for name in ("crs_max", "icans_max", "dlts", "icaht_early", "sledai_month6", "sri4_month6"):
        assert nobody_looked[name] is None, name
    assert rows["A-2"]["crs_max"] == 0
    assert rows["B-2"]["infused"] is None


def test_every_figure_names_entries_that_are_there() -> None:
    known = {f"{name}/{n:04}" for name, told in patients().items() for n in range(1, len(told) + 1)}
    for row in study_object(counted(), ZONE)["patients"]:
        for name, entries in row["entries"].items():
            assert name in COLUMNS
            assert entries
            assert set(entries) <= known
    first = study_object(counted(), ZONE)["patients"][1]
    assert {"crs_max", "crs_onset_day", "crs_duration_days", "tocilizumab_doses", "dlts",
            "sledai_baseline", "sri4_month6"} <= set(first["entries"])  # fmt: skip


def test_times_are_days_and_moments_those_of_the_site() -> None:
    row = study_object(counted(), ZONE)["patients"][1]
    assert (row["crs_onset_day"], row["crs_onset_days"], row["crs_duration_days"]) == (
        3, 3.042, 2.0
    )  # fmt: skip
    assert row["infused"] == INFUSED.astimezone(ZONE).isoformat()
    assert row["dlt_closes"] == (INFUSED.astimezone(ZONE) + timedelta(days=28)).date().isoformat()


def test_the_spreadsheet_says_the_same_as_the_object() -> None:
    whole = counted()
    lines = table(patients_csv(whole, ZONE))
    rows = study_object(whole, ZONE)["patients"]
    assert len(lines) == len(rows)
    words = {True: "yes", False: "no", None: ""}
    for line, row in zip(lines, rows, strict=True):
        assert list(line) == list(COLUMNS)
        for name, said in line.items():
            value = row[name]
            plain = words[value] if value is None or isinstance(value, bool) else str(value)
            assert said == plain, name


def test_levels_and_all_of_them_in_one_table() -> None:
    *levels, over_all = table(levels_csv(counted()))
    assert [line["dose_level"] for line in levels] == ["100e6", "50e6", "100e6"]
    assert over_all["dose_level"] == "all"
    for name in ("patients", "infused", "crs_any", "crs_any_of", "dlt", "tocilizumab"):
        assert sum(int(line[name]) for line in levels) == int(over_all[name]), name


def test_words_that_look_like_a_formula_stand_behind_an_apostrophe() -> None:
    whole = counted()
    named = study(replace(one, product="=2+2") for one in whole.subjects)
    assert table(patients_csv(named, ZONE))[0]["product"] == "'=2+2"


def test_without_a_drug_entry_no_dose_is_unknown_and_not_zero() -> None:
    whole = counted()
    rows = {row["patient"]: row for row in study_object(whole, ZONE)["patients"]}
    lines = {line["patient"]: line for line in table(patients_csv(whole, ZONE))}
    for name in ("tocilizumab_doses", "steroid_doses", "steroid_days"):
        assert (rows["A-3"][name], lines["A-3"][name]) == (None, ""), name
        assert (rows["A-2"][name], lines["A-2"][name]) == (0, "0"), name


def test_patients_of_no_known_protocol_are_counted_and_told() -> None:
    free = Enrolled(protocol="NCT1", edition="9", dose_level="2")
    logs = [
        log(*infused(free), patient="X-1"),
        log(*infused(free), patient="X-2"),
        log((0, CELLS), patient="X-3"),
    ]
    whole = study(studied(logs, at(40), shelf().get, ZONE))
    lines = list(text_lines(whole))
    assert lines[0] == "3 patients, 3 infused"
    told = next(line for line in lines if line.startswith("No known protocol"))
    assert told.startswith("No known protocol: 3 of 3 patients (NCT1 9: 2, none named: 1);")
    assert [row["edition_known"] for row in study_object(whole, ZONE)["patients"]] == [False] * 3
    assert not [line for line in text_lines(counted()) if line.startswith("No known protocol")]


def test_lines_for_people_name_who_cannot_be_told() -> None:
    lines = list(text_lines(counted()))
    assert lines[0] == "6 patients, 5 infused"
    assert "CRS: 3 of 4, grade 3 or more 1 of 4" in lines[2]
    assert lines[2].endswith("not evaluable: A-3")
    assert lines[4].startswith("Tocilizumab: 1 of 2; steroids: 0 of 2;")
    assert lines[4].endswith("adverse event of grade 3 or more: 1 of 1")
    row = next(line for line in lines if line.startswith("A-3"))
    assert row.split()[4:7] == ["due", "?", "-"]
    assert row.split()[11:16] == ["?", "?", "?", "?", "?"]
    before = next(line for line in lines if line.startswith("B-2"))
    assert before.split()[5:16] == ["-"] * 11
    assert list(text_lines(study(()))) == ["0 patients, 0 infused"]
