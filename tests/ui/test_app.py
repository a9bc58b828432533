"""The program from its start to its end: what it opens, what it tells, what it leaves behind."""

import sqlite3
import subprocess
import sys
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton

import main
from bedside.store import Store, StoreError, verified
from tests.ui.wards import NOW, NURSE, Clock, observed, small_ward
from ui import theme
from ui.app import LEFT, Look, languages, opened_or_told, run
from ui.drafts import Drafts
from ui.settings import Settings
from ui.theme import DAY


@pytest.fixture(autouse=True)
def _as_before(qapp):
    for left in QApplication.topLevelWidgets():
        left.hide()  # what another test of this process left standing
    theme.apply(qapp, DAY)
    locale = QLocale()
    yield
    QLocale.setDefault(locale)
    theme.apply(qapp, DAY)


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "ward.sqlite"
    with Store(made, "here", NOW) as store:
        for draft in sorted(small_ward(), key=lambda d: d.at):
            store.append([draft], draft.at, "Ann", "nurse")
    return made


def answer(words):
    """Press the button of these words on the message box that will come up; what it said."""
    said = []

    def press():
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(10, press)
            return
        said.append(box.text())
        said.extend(button.text() for button in box.findChildren(QPushButton))
        next(b for b in box.findChildren(QPushButton) if b.text() == words).click()

    QTimer.singleShot(0, press)
    return said


def test_it_runs_until_its_window_is_closed(path, tmp_path, qapp):
    seen = []

    def look(window):
        def close():
            seen.append(window.windowTitle())
            window.close()

        window.painted.connect(lambda: QTimer.singleShot(0, window, close))

    hook = sys.excepthook
    assert run(path, "here", Clock(), UTC, tmp_path / "home", elapsed=timedelta, ready=look) == 0
    assert seen == ["Bedside"]
    assert sys.excepthook is hook
    with Store(path, "here", NOW):
        """The file is free again."""


@pytest.mark.parametrize(("demo", "place"), [("study", "study"), ("ward", "ward")])
def test_a_demonstration_opens_at_what_it_shows(demo, place, qapp, monkeypatch):
    seen = []

    def look(window, ready):
        def close():
            if not window._studying.is_whole:
                QTimer.singleShot(0, window, close)
                return
            seen.append((window.place()[0], window._bell is not None))
            window.close()

        if ready is not None:
            ready(window)
        window._plans.read_all.connect(lambda: QTimer.singleShot(0, window, close))

    def opened(*given, ready=None, **more):
        return run(*given, ready=lambda window: look(window, ready), **more)

    monkeypatch.setattr("ui.app.run", opened)
    assert main.main(["--demo", demo]) == 0
    assert seen == [(place, True)]  # and the ward is watched


def test_a_moment_of_the_past_can_only_be_read(path, tmp_path, qapp):
    seen = []

    def look(window):
        def close():
            seen.append((window.windowTitle(), window._ward.read_only))
            window.close()

        window.painted.connect(lambda: QTimer.singleShot(0, window, close))

    before = path.read_bytes()
    assert (
        run(
            path,
            "here",
            Clock(),
            UTC,
            tmp_path / "home",
            elapsed=timedelta,
            read_only=True,
            ready=look,
        )
        == 0
    )
    assert seen == [("Bedside — read only", True)]
    assert path.read_bytes() == before


def test_a_record_that_is_written_elsewhere_can_be_read(path, qapp):
    with Store(path, "other", NOW):
        said = answer("Open it for reading only")
        store = opened_or_told(path, "here", NOW)
        assert store is not None
        assert store.read_only
        with pytest.raises(StoreError):
            store.append(observed("AL-002", NOW), NOW, "Ann", "nurse")
        store.close()
    assert said[0]


def test_or_left_alone(path, tmp_path, qapp):
    with Store(path, "other", NOW):
        answer("Leave")
        assert run(path, "here", Clock(), UTC, tmp_path, elapsed=timedelta) == LEFT


def not_a_store(path):
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE other (a)")
    db.close()


def damaged(path):
    content = bytearray(path.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    path.write_bytes(content)


def newer(path):
    with sqlite3.connect(path) as db:
        db.execute("INSERT INTO _sqlite_migrations VALUES (99, 'bedside', 'of tomorrow', '2030')")
    db.close()


def test_a_page_that_cannot_be_read_is_told_in_words(path, tmp_path, qapp):
    content = bytearray(path.read_bytes())
    half = len(content) // 8192 * 4096
    content[half:] = b"\xff" * (len(content) - half)
    path.write_bytes(content)
    said = answer("Leave")
    assert run(path, "here", Clock(), UTC, tmp_path / "home", elapsed=timedelta) == LEFT
    assert "damaged" in said[0]
    assert path.read_bytes() == bytes(content)


@pytest.mark.parametrize("spoil", [damaged, newer, not_a_store, None])
def test_what_cannot_be_opened_is_told_in_words_and_not_touched(path, tmp_path, qapp, spoil):
    if spoil is not_a_store:
        path = tmp_path / "other.sqlite"
    if spoil is None:
        path = tmp_path / "a file" / "ward.sqlite"
        path.parent.write_text("no folder")
    else:
        spoil(path)
    before = path.read_bytes() if path.exists() else None
    said = answer("Leave")
    assert opened_or_told(path, "here", NOW) is None
    assert said[0]
    assert "Traceback" not in said[0]
    assert "Open it for reading only" not in said
    assert (path.read_bytes() if path.exists() else None) == before


def test_typed_text_lies_beside_the_record(path, tmp_path, qapp):
    with Store(path, "here", NOW):
        pass
    kept = Drafts(path.with_name("ward.sqlite.drafts"))
    kept.keep("AL-002", "vitals", {"hr": "88"})
    seen = []

    def look(window):
        seen.append(window._drafts.waiting())
        window.painted.connect(lambda: QTimer.singleShot(0, window, window.close))

    run(path, "here", Clock(), UTC, tmp_path, elapsed=timedelta, ready=look)
    assert seen == [(("AL-002", "vitals"),)]


def test_another_text_size_makes_another_window_in_the_same_place(qtbot, path, tmp_path, qapp):
    seen = []

    def look(window):
        window.painted.connect(lambda: QTimer.singleShot(0, window, lambda: change(window)))

    def change(window):
        window.name(NURSE)
        window.show_settings()
        window._settings.text_size = 1.5
        QTimer.singleShot(0, window, lambda: QTimer.singleShot(0, after))

    def after():
        [window] = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        seen.append((theme.scale(), window.keeper, window.place()))
        window.close()

    assert run(path, "here", Clock(), UTC, tmp_path, elapsed=timedelta, ready=look) == 0
    assert seen == [(1.5, NURSE, ("settings", ""))]


@pytest.mark.parametrize("chosen", ["day", "night"])
def test_colours_change_at_once(path, tmp_path, qapp, chosen):
    settings = Settings(tmp_path)
    look = Look(qapp, settings)
    settings.appearance = chosen
    look.colour()
    assert theme.current().name == chosen


def test_the_colours_of_the_system_are_followed(tmp_path, qapp):
    Look(qapp, Settings(tmp_path))
    dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.current().name == ("night" if dark else "day")


def test_figures_are_those_of_the_language(tmp_path, qapp):
    settings = Settings(tmp_path)
    settings.language = "nonsense"
    Look(qapp, settings)
    assert languages()["en"] == "English"
    assert QLocale().decimalPoint() == "."


_KILLED = """
import os, sys
from datetime import UTC, timedelta
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from tests.ui.wards import Clock
from ui.app import run

def ready(window):
    def failed(*error):
        sys.__excepthook__(*error)
        os._exit(3)
    def typing():
        sys.excepthook = failed
        window.open_patient("AL-002", "record")
        QTest.keyClicks(window.focusWidget(), "-20")
        os.kill(os.getpid(), 9)
    window.painted.connect(lambda: QTimer.singleShot(0, window, typing))

run(Path(sys.argv[1]), "here", Clock(), UTC, Path(sys.argv[2]), elapsed=timedelta, ready=ready)
"""


def test_a_killed_program_finds_the_typed_text_again(path, tmp_path, qapp):
    root = Path(__file__).parents[2]
    killed = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _KILLED, path, tmp_path], cwd=root, check=False, timeout=60
    )
    assert killed.returncode == -9
    assert not verified(path)[1]
    seen = []

    def look(window):
        seen.append([form for _, form in window._drafts.waiting()])
        seen.append(window._unsaved.isVisibleTo(window))
        window.painted.connect(lambda: QTimer.singleShot(0, window, window.close))

    assert run(path, "here", Clock(), UTC, tmp_path, elapsed=timedelta, ready=look) == 0
    assert seen == [["vitals"], True]


def test_a_broken_protocol_of_the_site_stops_nothing_and_is_named_in_the_settings(
    path, tmp_path, qapp
):
    home = tmp_path / "home"
    (home / "protocols").mkdir(parents=True)
    (home / "protocols" / "ours.toml").write_text('id = "ours"\nedition = 3\n', encoding="utf-8")
    seen = []

    def look(window):
        def close():
            window.show_settings()
            seen.extend(label.text() for label in window.findChildren(QLabel))
            window.close()

        window.painted.connect(lambda: QTimer.singleShot(0, window, close))

    assert run(path, "here", Clock(), UTC, home, elapsed=timedelta, ready=look) == 0
    (said,) = [text for text in seen if "ours.toml" in text]
    assert "ours.toml:2: edition" in said
    assert any("Relma-cel SLE 2023" in text for text in seen)
