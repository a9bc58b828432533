"""The commands, as somebody at a terminal meets them."""

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import main
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


def test_no_command_starts_qt() -> None:
    code = (
        "import sys, main; main.main(['grade', '--demo', '--scale', 'crs']);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
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
