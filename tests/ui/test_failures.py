"""Failures of our own: in the log, in one dialog, and nothing lost."""

import sys

import pytest
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.failures import Failures, versions
from ui.theme import DAY


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


def broken(words):
    raise RuntimeError(words)


def fail(failures, words):
    try:
        broken(words)
    except RuntimeError:
        failures(*sys.exc_info())


def test_a_failure_stands_in_the_log_and_in_a_dialog(tmp_path):
    failures = Failures(tmp_path)
    fail(failures, "first thing")
    said = failures.dialog.text.toPlainText()
    log = (tmp_path / "bedside.log").read_text(encoding="utf-8")
    for text in (said, log):
        assert "RuntimeError: first thing" in text
        assert "Traceback" in text
        assert versions() in text
    failures.dialog.accept()
    assert failures.dialog is None


def test_while_the_dialog_stands_more_failures_only_go_to_the_log(tmp_path):
    failures = Failures(tmp_path)
    fail(failures, "first thing")
    dialog = failures.dialog
    fail(failures, "second thing")
    assert failures.dialog is dialog
    assert "second thing" not in dialog.text.toPlainText()
    assert "second thing" in (tmp_path / "bedside.log").read_text(encoding="utf-8")
    dialog.accept()
    fail(failures, "third thing")
    assert "third thing" in failures.dialog.text.toPlainText()
    failures.dialog.accept()


def test_the_log_does_not_grow_without_end(tmp_path):
    failures = Failures(tmp_path)
    for _ in range(8):
        fail(failures, "x" * 200_000)
    failures.dialog.accept()
    sizes = [log.stat().st_size for log in tmp_path.iterdir()]
    assert len(sizes) == 4
    assert max(sizes) < 700_000


def test_a_folder_that_cannot_be_written_takes_nothing_from_the_dialog(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    failures = Failures(tmp_path / "file")
    fail(failures, "first thing")
    assert "first thing" in failures.dialog.text.toPlainText()
    assert "first thing" in capsys.readouterr().err
    failures.dialog.accept()


def test_an_interruption_is_no_failure(tmp_path, capsys):
    failures = Failures(tmp_path)
    failures(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert failures.dialog is None
    assert not (tmp_path / "bedside.log").exists()
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_the_report_can_be_taken_along(qtbot, tmp_path):
    failures = Failures(tmp_path)
    fail(failures, "first thing")
    copy = next(
        b for b in failures.dialog.findChildren(type(failures.dialog.on)) if "Copy" in b.text()
    )
    copy.click()
    assert "first thing" in QApplication.clipboard().text()
    failures.dialog.accept()
