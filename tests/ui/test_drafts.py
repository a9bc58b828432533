"""Unsaved text outlives the program, whatever ends it."""

import subprocess
import sys
from pathlib import Path

import pytest

from ui.drafts import Drafts


def test_text_is_kept_by_patient_and_form(tmp_path: Path) -> None:
    kept = Drafts(tmp_path / "drafts.json")
    kept.keep("RC-1", "vitals", {"temp": "38,", "hr": ""})
    kept.keep("RC-2", "note", {"text": "pale“"})
    again = Drafts(tmp_path / "drafts.json")
    assert again.get("RC-1", "vitals") == {"temp": "38,"}
    assert again.get("RC-1", "note") == {}
    assert again.waiting() == (("RC-1", "vitals"), ("RC-2", "note"))


def test_emptied_text_is_forgotten(tmp_path: Path) -> None:
    kept = Drafts(tmp_path / "drafts.json")
    kept.keep("RC-1", "vitals", {"temp": "38"})
    kept.keep("RC-1", "vitals", {"temp": ""})
    assert kept.waiting() == ()
    assert Drafts(tmp_path / "drafts.json").waiting() == ()


def test_a_killed_program_has_lost_no_key(tmp_path: Path) -> None:
    path = tmp_path / "drafts.json"
    code = (
        "import os, pathlib, signal, sys; from ui.drafts import Drafts;"
        f"kept = Drafts(pathlib.Path({str(path)!r}));"
        "[kept.keep('RC-1', 'vitals', {'temp': '38.4'[:n]}) for n in range(1, 5)];"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, check=False)  # noqa: S603
    assert done.returncode == -9
    assert Drafts(path).get("RC-1", "vitals") == {"temp": "38.4"}


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[1, 2]", b"\xff\x00"])
def test_a_spoilt_file_is_set_aside_not_thrown_away(tmp_path: Path, spoilt: bytes) -> None:
    path = tmp_path / "drafts.json"
    path.write_bytes(spoilt)
    assert Drafts(path).waiting() == ()
    assert (tmp_path / "drafts.unreadable").read_bytes() == spoilt


def test_a_demonstration_leaves_nothing_behind(tmp_path: Path) -> None:
    kept = Drafts(None)
    kept.keep("RC-1", "vitals", {"temp": "38"})
    assert kept.get("RC-1", "vitals") == {"temp": "38"}
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_nothing_loses_no_text_and_is_told(tmp_path: Path) -> None:
    kept = Drafts(tmp_path / "no such folder" / "drafts.json")
    kept.keep("RC-1", "vitals", {"temp": "38"})
    assert kept.get("RC-1", "vitals") == {"temp": "38"}
    assert kept.trouble
    (tmp_path / "no such folder").mkdir()
    kept.keep("RC-1", "vitals", {"temp": "38.4"})
    assert not kept.trouble
    assert Drafts(tmp_path / "no such folder" / "drafts.json").get("RC-1", "vitals")
