"""The commands, as somebody at a terminal meets them."""

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

import main
from bedside.facts import Acknowledged, Appointed, Discharged, Enrolled, Reminded
from bedside.protocol.shelf import shelf
from bedside.store import Store
from bedside.timeline import Draft
from grading.signs import Infused, Support, Vitals

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BEDSIDE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "ward.sqlite"
    with Store(path, "ward", NOW) as store:
        for hours, temp in enumerate((36.8, 38.4, 38.9)):
            at = NOW + timedelta(hours=hours)
            drafts = [
                Draft("RC-1", at, Vitals(temp_c=temp, sbp_mmhg=118, dbp_mmhg=72, spo2_pct=97)),
                Draft("RC-1", at, Support("room_air")),
            ]
            if not hours:
                drafts.append(Draft("RC-1", at, Infused(1e8, "cells")))
            store.append(drafts, at, "Nurse A", "nurse")
    return path


@pytest.fixture
def years(tmp_path: Path) -> Path:
    """A record of two patients in follow-up, and of one whose edition nobody knows."""
    path = tmp_path / "years.sqlite"
    latest = {one.registry: one for one in shelf().latest()}
    trial = latest["NCT05765006"]
    with Store(path, "ward", NOW) as store:
        for patient, edition in (("RC-1", trial.edition), ("RC-2", trial.edition), ("RC-3", "99")):
            before = NOW - timedelta(days=30)
            drafts = [
                Draft(patient, before, Enrolled(protocol=trial.id, edition=edition)),
                Draft(patient, NOW, Infused(1e8, "cells")),
            ]
            if patient == "RC-1":
                at = NOW + timedelta(days=20)
                drafts.append(Draft(patient, at, Appointed("pkpd_m2", on(62), time(9, 30))))
            store.append(drafts, NOW + timedelta(days=21), "Nurse A", "nurse")
    return path


def on(study_day: int) -> date:
    return NOW.astimezone(main.site_zone()).date() + timedelta(days=study_day)


def moment(study_day: int) -> str:
    return (NOW + timedelta(days=study_day)).isoformat()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    status = main.main(arguments)
    out, err = capsys.readouterr()
    return status, out.splitlines(), err


def objects(lines: list[str]) -> list[dict]:
    return [json.loads(line) for line in lines]


def test_grade_prints_one_object_a_moment_and_the_episodes_last(capsys, record: Path) -> None:
    status, lines, _ = run(capsys, "grade", "--store", str(record), "--scale", "crs", "--json")
    *steps, episodes = objects(lines)
    assert status == 0
    assert {"patient", "scale", "edition", "at", "level", "at_least", "status", "domains",
            "missing", "flags"} <= set(steps[0])  # fmt: skip
    assert [step["level"] for step in steps[:3]] == [0, 1, 1]
    assert steps[1]["domains"] == {"fever": 1, "hypotension": 0, "hypoxia": 0}
    assert datetime.fromisoformat(steps[1]["at"]) == NOW + timedelta(hours=1)
    assert episodes["episodes"][0]["max_grade"] == 1
    assert datetime.fromisoformat(episodes["episodes"][0]["onset"]) == NOW + timedelta(hours=1)


def test_grade_at_a_moment_knows_nothing_later(capsys, record: Path) -> None:
    at = (NOW + timedelta(minutes=30)).isoformat()
    _, lines, _ = run(
        capsys, "grade", "--store", str(record), "--scale", "crs", "--at", at, "--json"
    )
    step, episodes = objects(lines)
    assert (step["level"], step["at"]) == (0, datetime.fromisoformat(at).astimezone().isoformat())
    assert episodes["episodes"] == []


def test_without_json_the_lines_are_for_people(capsys, record: Path) -> None:
    _, lines, _ = run(capsys, "grade", "--store", str(record), "--scale", "crs")
    assert "crs 1" in lines[1]
    assert "not ended" in lines[-1]


def test_alarms_prints_one_object_an_alarm(capsys, record: Path) -> None:
    at = (NOW + timedelta(hours=2, minutes=5)).isoformat()
    status, lines, err = run(capsys, "alarms", "--store", str(record), "--at", at, "--json")
    found = {one["key"]: one for one in objects(lines)}
    assert (status, err) == (0, "")
    assert {"patient", "kind", "priority", "since", "value", "text", "next_step", "acknowledged",
            "silenced_until"} <= set(found["fever"])  # fmt: skip
    fever = found["fever"]
    assert (fever["patient"], fever["priority"], fever["value"]) == ("RC-1", "medium", 38.9)
    assert (fever["text"], fever["acknowledged"]) == ("New fever: 38.9 °C", None)
    assert datetime.fromisoformat(fever["since"]) == NOW + timedelta(hours=1)
    ranks = [["high", "medium", "low"].index(one["priority"]) for one in objects(lines)]
    assert ranks == sorted(ranks)


def test_alarms_know_nothing_later_and_one_patient_alone(capsys, record: Path) -> None:
    before = (NOW + timedelta(minutes=5)).isoformat()
    _, lines, _ = run(capsys, "alarms", "--store", str(record), "--at", before, "--json")
    assert "fever" not in {one["key"] for one in objects(lines)}
    status, _, err = run(capsys, "alarms", "--store", str(record), "--patient", "RC-9")
    assert (status, "RC-9" in err) == (2, True)


def test_alarms_say_who_has_seen_one(capsys, record: Path) -> None:
    at = NOW + timedelta(hours=2, minutes=5)
    with Store(record, "ward", at) as store:
        store.append([Draft("RC-1", at, Acknowledged("crs", 1, "called"))], at, "Bo", "nurse")
    _, lines, _ = run(capsys, "alarms", "--store", str(record), "--at", at.isoformat(), "--json")
    crs = next(one for one in objects(lines) if one["kind"] == "crs_grade")
    assert crs["acknowledged"]["by"] == "Bo"
    _, lines, _ = run(capsys, "alarms", "--store", str(record), "--at", at.isoformat())
    assert any(line.startswith("**   RC-1  New fever") for line in lines)


def test_a_clock_behind_the_record_is_an_alarm_and_hides_none(capsys, record: Path) -> None:
    """The record was written in what is now the future."""
    ahead = main.clock() + timedelta(days=400)
    with Store(record, "ward", ahead) as store:
        fever = Vitals(temp_c=38.4, sbp_mmhg=118, dbp_mmhg=72)
        store.append([Draft("RC-2", ahead, fever)], ahead, "Bo", "nurse")
    _, lines, _ = run(capsys, "alarms", "--store", str(record), "--json")
    found = objects(lines)
    jump = next(one for one in found if one["kind"] == "clock_jumped")
    assert jump["patient"] is None
    assert jump["value"] < -60 * 24 * 399
    assert ("RC-2", "fever") in {(one["patient"], one["kind"]) for one in found}


def test_visits_prints_one_object_a_visit(capsys, years: Path) -> None:
    status, lines, err = run(
        capsys, "visits", "--store", str(years), "--patient", "RC-1", "--at", moment(50), "--json"
    )
    found = {one["visit"]: one for one in objects(lines)}
    assert (status, err) == (0, "")
    assert len(found) == len(lines)
    assert sum(one["series"] == "pkpd" for one in found.values()) == 22
    assert {"patient", "protocol", "infused", "visit", "target", "opens", "closes", "state",
            "appointment", "checklist"} <= set(found["pkpd_m2"])  # fmt: skip
    visit = found["pkpd_m2"]
    assert datetime.fromisoformat(visit["infused"]) == NOW
    assert [visit[name] for name in ("target", "opens", "closes", "state")] == [
        on(60).isoformat(), on(53).isoformat(), on(67).isoformat(), "future"
    ]  # fmt: skip
    assert visit["appointment"].startswith(f"{on(62).isoformat()}T09:30")
    assert visit["checklist"]["done"] == []
    assert visit["checklist"]["missing"]
    assert found["pkpd_d30"]["state"] == "missed"


def test_visits_at_a_moment_knows_nothing_later(capsys, years: Path) -> None:
    _, lines, _ = run(
        capsys, "visits", "--store", str(years), "--patient", "RC-1", "--at", moment(3), "--json"
    )
    found = {one["visit"]: one for one in objects(lines)}
    assert (found["pkpd_d3"]["state"], found["pkpd_m2"]["appointment"]) == ("due_today", None)
    _, lines, _ = run(
        capsys, "visits", "--store", str(years), "--patient", "RC-1", "--at", moment(-31), "--json"
    )
    assert lines == []


def test_visits_without_json_are_for_people_and_of_all_patients(capsys, years: Path) -> None:
    status, lines, err = run(capsys, "visits", "--store", str(years), "--at", moment(60))
    assert status == 0
    assert {line.split()[0] for line in lines} == {"RC-1", "RC-2"}
    assert any("pkpd_m2" in line and "due_today" in line for line in lines)
    # The third patient has no visits, and that is said.
    assert err.count("\n") == 1
    assert "RC-3" in err
    assert "'99'" in err


def test_broken_protocols_of_the_site_are_named_and_stop_nothing(capsys, home, years) -> None:
    folder = home / "protocols"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_text('id = "ours"\ncolour = "red"\n', encoding="utf-8")
    (folder / "other.toml").write_text("this is no TOML", encoding="utf-8")
    for command in ("visits", "reminders"):
        status, lines, err = run(
            capsys, command, "--store", str(years), "--patient", "RC-2", "--at", moment(60)
        )
        assert status == 0
        assert lines
        assert [Path(line.split(":")[1].strip()).name for line in err.splitlines()] == [
            "other.toml", "ours.toml"
        ]  # fmt: skip


def test_reminders_prints_what_is_to_be_remembered(capsys, years: Path) -> None:
    status, lines, _ = run(
        capsys, "reminders", "--store", str(years), "--patient", "RC-1", "--at", moment(61),
        "--json",
    )  # fmt: skip
    found = {(one["kind"], one["visit"]): one for one in objects(lines)}
    assert status == 0
    assert {"patient", "kind", "visit", "due", "at", "key", "answer"} <= set(objects(lines)[0])
    tomorrow = found["appointment_tomorrow", "pkpd_m2"]
    assert (tomorrow["day"], tomorrow["days"], tomorrow["clock"]) == (
        on(62).isoformat(),
        1,
        "09:30",
    )
    assert (tomorrow["answer"], tomorrow["due"]) == ("open", on(61).isoformat())
    assert tomorrow["below"] == ["due_today", "window_opens"]
    assert found["dlt_review", None]["day"] == on(28).isoformat()
    assert ("overdue", "pkpd_d30") in found
    _, lines, _ = run(capsys, "reminders", "--store", str(years), "--at", moment(61))
    assert {line.split()[0] for line in lines} == {"RC-1", "RC-2"}
    assert any("appointment tomorrow" in line and "09:30" in line for line in lines)


def test_a_dismissed_reminder_is_not_printed_again(capsys, years: Path) -> None:
    asking = ("reminders", "--store", str(years), "--patient", "RC-2", "--at", moment(61), "--json")
    _, before, _ = run(capsys, *asking)
    (key,) = [one["key"] for one in objects(before) if one["kind"] == "dlt_review"]
    at = NOW + timedelta(days=60)
    with Store(years, "ward", at) as store:
        answer = Reminded(key, "dismissed", None, "reviewed on paper")
        store.append([Draft("RC-2", at, answer)], at, "Dr B", "physician")
    _, after, _ = run(capsys, *asking)
    assert len(after) == len(before) - 1
    assert key not in {one["key"] for one in objects(after)}


def test_rounds_prints_one_object_a_patient_and_kind(capsys, record: Path) -> None:
    at = (NOW + timedelta(hours=2, minutes=10)).isoformat()
    status, lines, err = run(capsys, "rounds", "--store", str(record), "--at", at, "--json")
    found = {one["kind"]: one for one in objects(lines)}
    assert (status, err, len(lines)) == (0, "", 3)
    assert list(found) == ["vitals", "ice", "labs"]
    assert all(
        {"patient", "kind", "due", "state", "interval_min", "why"} <= set(one)
        for one in found.values()
    )
    vitals = found["vitals"]
    # Heart rate and respiratory rate were never charted: the first set is still wanted.
    assert datetime.fromisoformat(vitals["due"]) == NOW
    assert (vitals["state"], vitals["patient"]) == ("late", "RC-1")
    assert (vitals["interval_min"], vitals["why"][:8]) == (15, "every 15")
    assert vitals["missing"] == ["hr", "rr"]
    assert found["ice"]["why"] == "every 4 h: CRS 1"


def test_rounds_of_who_left_are_null_and_not_shown_to_people(capsys, record: Path) -> None:
    at = NOW + timedelta(hours=4)
    with Store(record, "ward", at) as store:
        store.append([Draft("RC-1", at, Discharged("home"))], at, "Nurse A", "nurse")
    asking = ("rounds", "--store", str(record), "--at", (at + timedelta(hours=1)).isoformat())
    _, lines, _ = run(capsys, *asking, "--json")
    assert {(one["state"], one["due"], one["why"]) for one in objects(lines)} == {
        ("none", None, "discharged")
    }
    assert run(capsys, *asking)[1] == []
    before = (NOW + timedelta(hours=3)).isoformat()
    _, lines, _ = run(capsys, "rounds", "--store", str(record), "--at", before)
    assert len(lines) == 3
    assert all(line.startswith("RC-1  ") for line in lines)


def test_rounds_follow_the_table_of_the_patients_edition(capsys, years: Path) -> None:
    at = (NOW + timedelta(days=1, minutes=5)).isoformat()
    status, lines, err = run(capsys, "rounds", "--store", str(years), "--at", at, "--json")
    every = {(one["patient"], one["kind"]): one["interval_min"] for one in objects(lines)}
    assert status == 0
    assert (every["RC-1", "ice"], every["RC-3", "ice"]) == (12 * 60, 8 * 60)
    assert err.count("\n") == 1
    assert "RC-3" in err
    assert "'99'" in err


def test_study_prints_one_object_with_summary_levels_and_patients(capsys, record: Path) -> None:
    at = NOW + timedelta(hours=3)
    with Store(record, "ward", at) as store:
        enrolled = Enrolled(protocol="renji_relmacel", edition="2025", dose_level="100e6")
        store.append([Draft("RC-1", NOW, enrolled), Draft("RC-2", NOW, enrolled)], at, "Bo", "")
    asking = ("study", "--store", str(record), "--at", at.isoformat())
    status, lines, err = run(capsys, *asking, "--json")
    (found,) = objects(lines)
    assert (status, err) == (0, "")
    assert {"summary", "levels", "patients"} <= set(found)
    summary = found["summary"]
    assert (summary["patients"], summary["infused"], summary["crs_any"]) == (2, 1, 1)
    assert (summary["icans_any_of"], summary["icans_unknown"]) == (0, ["RC-1"])
    first, second = found["patients"]
    assert (first["patient"], first["crs_max"], first["crs_onset_day"]) == ("RC-1", 1, 0)
    assert (first["dlt_state"], second["dlt_state"]) == ("in_window", "not_infused")
    assert [level["dose_level"] for level in found["levels"]] == ["100e6"]
    _, lines, _ = run(capsys, *asking)
    assert lines[0] == "2 patients, 1 infused"
    assert any(line.startswith("RC-1 ") for line in lines)


def test_study_knows_nothing_later(capsys, record: Path) -> None:
    at = (NOW + timedelta(minutes=30)).isoformat()
    _, lines, _ = run(capsys, "study", "--store", str(record), "--at", at, "--json")
    (found,) = objects(lines)
    assert (found["summary"]["crs_any"], found["patients"][0]["crs_max"]) == (0, 0)


def test_study_of_the_cohort_and_of_one_of_its_levels(capsys) -> None:
    _, lines, err = run(capsys, "study", "--demo", "study", "--json")
    (found,) = objects(lines)
    summary = found["summary"]
    assert err == ""
    assert found["synthetic"]
    assert {name: summary[name] for name in (
        "patients", "crs_any", "icans_any", "dlt", "sledai_baseline_mean", "sledai_month6_mean",
        "sri4_month6", "lldas_month6", "doris_month6",
    )} == {
        "patients": 8, "crs_any": 7, "icans_any": 1, "dlt": 0, "sledai_baseline_mean": 12.625,
        "sledai_month6_mean": 3.25, "sri4_month6": 8, "lldas_month6": 6, "doris_month6": 5,
    }  # fmt: skip
    assert len(found["patients"]) == 8
    _, lines, _ = run(capsys, "study", "--demo", "study", "--json", "--level", "75e6",
                      "--protocol", "renji_relmacel")  # fmt: skip
    (of_level,) = objects(lines)
    there = next(level for level in found["levels"] if level["dose_level"] == "75e6")
    assert of_level["summary"].items() <= there.items()
    assert len(of_level["patients"]) == 3


def test_study_of_a_level_that_nobody_is_on_names_those_there_are(capsys, years: Path) -> None:
    for asked in (("--level", "none such"), ("--protocol", "other")):
        status, lines, err = run(capsys, "study", "--store", str(years), *asked)
        assert (status, lines, err.count("\n")) == (2, [], 1)
        assert "nct05765006" in err


def test_study_of_a_record_of_nobody(capsys, tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    Store(path, "here", main.clock()).close()
    status, lines, _ = run(capsys, "study", "--store", str(path), "--json")
    (found,) = objects(lines)
    assert (status, found["summary"]["patients"], found["patients"]) == (0, 0, [])
    assert run(capsys, "study", "--store", str(path))[1] == ["0 patients, 0 infused"]


def test_verify_finds_a_record_whole_and_a_changed_one_broken(capsys, record: Path) -> None:
    assert run(capsys, "verify", "--store", str(record))[0] == 0
    with sqlite3.connect(record) as raw:
        raw.execute("DROP TRIGGER entry_no_update")
        raw.execute("UPDATE entry SET fact = '{\"temp_c\":36.0}' WHERE seq = 3")
        (changed,) = raw.execute("SELECT id FROM entry WHERE seq = 3").fetchone()
    raw.close()
    status, lines, _ = run(capsys, "verify", "--store", str(record))
    assert status == 1
    assert changed in lines[0]
    assert any("entry_no_update" in line for line in lines)


def test_backup_prints_path_and_entries_of_a_copy_that_is_whole(
    capsys, record: Path, tmp_path: Path, monkeypatch
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    with Store(record, "ward", NOW):  # it may be written meanwhile
        status, lines, err = run(capsys, "backup", "--store", "ward.sqlite", "--to", "copies")
    (copy,) = folder.iterdir()
    assert (status, lines, err) == (0, [f"{copy}: 7 entries, verified"], "")
    _, of_copy, _ = run(capsys, "export", "--store", str(copy))
    _, of_record, _ = run(capsys, "export", "--store", str(record))
    assert of_copy == of_record


def test_backup_refuses_a_broken_record_and_names_what_is_broken(
    capsys, record: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    with sqlite3.connect(record) as raw:
        raw.execute("DROP TRIGGER entry_no_update")
        raw.execute("UPDATE entry SET author = 'B' WHERE seq = 3")
    raw.close()
    status, lines, err = run(capsys, "backup", "--store", str(record), "--to", str(folder))
    assert (status, err) == (1, "")
    assert lines == ["no copy: record broken: the content does not match its digest"]
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("to", "said"), [("nowhere", "no folder"), (".", "same folder"), ("ward.sqlite", "no folder")]
)
def test_backup_says_what_is_wrong_with_the_folder(
    capsys, record: Path, tmp_path: Path, monkeypatch, to: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {one.name for one in tmp_path.iterdir()}
    status, lines, err = run(capsys, "backup", "--store", str(record), "--to", to)
    assert (status, lines, err.count("\n")) == (2, [], 1)
    assert said in err
    assert {one.name for one in tmp_path.iterdir()} == before


def test_an_export_can_be_imported_into_another_record(capsys, record: Path, tmp_path) -> None:
    out = tmp_path / "record.jsonl"
    assert run(capsys, "export", "--store", str(record), "--out", str(out))[0] == 0
    other = tmp_path / "other.sqlite"
    assert run(capsys, "import", str(out), "--store", str(other))[0] == 0
    _, first, _ = run(capsys, "export", "--store", str(record))
    _, second, _ = run(capsys, "export", "--store", str(other))
    assert first == second
    assert len(first) == 8


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["grade", "--store", "nowhere.sqlite"], "nowhere.sqlite"),
        (["verify", "--store", "nowhere.sqlite"], "nowhere.sqlite"),
        (["import", "nowhere.csv", "--store", "new.sqlite"], "nowhere.csv"),
        (["grade", "--at", "yesterday", "--demo"], "yesterday"),
        (["visits", "--store", "nowhere.sqlite"], "nowhere.sqlite"),
        (["visits", "--at", "soon", "--demo"], "soon"),
        (["study", "--store", "nowhere.sqlite"], "nowhere.sqlite"),
        (["study", "--demo", "cohort"], "cohort"),
        (["visits", "--demo", "--patient", "RC-99"], "RC-99"),
        (["reminders", "--demo", "--patient", "RC-99"], "RC-99"),
        (["rounds", "--demo", "--patient", "RC-99"], "RC-99"),
        (["backup", "--store", "nowhere.sqlite", "--to", "."], "same folder"),
        (["backup", "--store", "nowhere.sqlite"], "--to"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_an_error_is_one_line_and_status_2(capsys, tmp_path, monkeypatch, arguments, said) -> None:
    monkeypatch.chdir(tmp_path)
    status, lines, err = run(capsys, *arguments)
    assert status == 2
    assert lines == []
    assert err.count("\n") == 1
    assert said in err


def test_a_record_named_before_the_command_is_the_one_that_is_read(capsys, record: Path) -> None:
    status, lines, _ = run(capsys, "--store", str(record), "grade", "--scale", "crs")
    assert status == 0
    assert lines[0].startswith("RC-1 ")


def test_an_import_needs_a_record_to_write_to(capsys, record: Path) -> None:
    status, _, err = run(capsys, "import", str(record))
    assert (status, "--store" in err) == (2, True)


@pytest.mark.parametrize("command", ["grade", "visits", "reminders", "alarms", "rounds"])
def test_a_record_of_nobody_has_nothing_to_print(capsys, tmp_path: Path, command: str) -> None:
    path = tmp_path / "empty.sqlite"
    Store(path, "here", main.clock()).close()
    assert main.main([command, "--store", str(path)]) == main.OK
    assert capsys.readouterr().out == ""


def test_unknown_patients_and_scales_are_named(capsys, record: Path) -> None:
    status, _, err = run(capsys, "grade", "--store", str(record), "--patient", "RC-9")
    assert (status, "RC-9" in err) == (2, True)
    status, _, err = run(capsys, "grade", "--store", str(record), "--scale", "lee")
    assert (status, "lee" in err) == (2, True)


def test_a_text_file_is_not_a_record_and_stays_as_it_was(capsys, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("this is not a record\n" * 50)
    status, _, err = run(capsys, "grade", "--store", str(file))
    assert status == 2
    assert "Traceback" not in err
    assert file.read_text() == "this is not a record\n" * 50


@pytest.mark.parametrize("command", ["grade", "visits", "reminders", "rounds", "study"])
def test_no_command_starts_qt(command) -> None:
    slow = ("PySide6", "apscheduler", "holidays", "icalendar")
    code = (
        f"import sys, main; status = main.main([{command!r}, '--demo']);"
        f"sys.exit(status or any(name.startswith({slow}) for name in sys.modules))"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        cwd=Path(main.__file__).parent,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_workstation_keeps_its_name(home: Path) -> None:
    assert main.workstation(home) == main.workstation(home)
    assert main.workstation(home).startswith("ws-")
