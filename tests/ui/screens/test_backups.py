"""Where backups are chosen, made, and told of."""

from datetime import UTC, timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton

from bedside.backup import back_up
from bedside.facts import Note
from bedside.store import Store
from bedside.timeline import Draft
from tests.ui.wards import NOW, Clock
from ui import theme
from ui.backing import Backing
from ui.screens.settings import SettingsScreen
from ui.settings import Settings
from ui.theme import DAY

WAIT_MS = 20_000


@pytest.fixture(autouse=True)
def _day(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    QLocale.setDefault(before)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "data" / "ward.sqlite"
    with Store(path, "ward", NOW) as store:
        store.append([Draft("RC-1", NOW, Note("x"))], NOW, "Ann", "nurse")
    (tmp_path / "copies").mkdir()
    return path


@pytest.fixture
def folder(tmp_path, path):
    return path.parents[1] / "copies"


@pytest.fixture
def settings(tmp_path, qapp):
    return Settings(tmp_path)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def backing(path, settings, clock):
    made = Backing(path, settings, clock)
    yield made
    made.close()


@pytest.fixture
def shown(qtbot, settings, backing):
    def make():
        screen = SettingsScreen(settings, {"en": "English"}, [], backing=backing, zone=UTC)
        qtbot.addWidget(screen)
        screen.resize(900, 700)
        with qtbot.waitExposed(screen):
            screen.show()
        return screen

    return make


def field(screen):
    return next(
        f for f in screen.findChildren(QLineEdit) if f.accessibleName() == "Folder of backups"
    )


def button(screen, text):
    return next(b for b in screen.findChildren(QPushButton) if b.text() == text)


def said(screen):
    return {w.text() for w in screen.findChildren(QLabel) if w.isVisibleTo(screen) and w.text()}


def typed(qtbot, screen, text):
    line = field(screen)
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_without_anybody_to_make_them_nothing_is_asked(qtbot, settings):
    screen = SettingsScreen(settings, {"en": "English"}, [])
    qtbot.addWidget(screen)
    assert not [w for w in screen.findChildren(QLabel) if w.text() == "Backups"]


def test_where_no_folder_is_set_it_says_so(shown):
    screen = shown()
    assert field(screen).text() == ""
    assert "No backups are made: choose a folder, best on another disk." in said(screen)
    assert not button(screen, "Back up now").isEnabled()


def test_a_folder_typed_is_kept_and_the_first_copy_made_in_it(
    qtbot, shown, settings, backing, folder, tmp_path
):
    screen = shown()
    with qtbot.waitSignal(backing.done, timeout=WAIT_MS):
        typed(qtbot, screen, str(folder))
        assert "A backup is being made…" in said(screen)
        assert not button(screen, "Back up now").isEnabled()
    assert Settings(tmp_path).backup_folder == settings.backup_folder == folder
    assert "backup 14:32 verified, entries: 1" in said(screen)
    assert button(screen, "Back up now").isEnabled()
    assert "This folder is on the disk of the record: both would be lost with it." in said(screen)
    assert len(list(folder.iterdir())) == 1


def test_a_folder_may_be_chosen_from_a_list(qtbot, shown, settings, backing, folder, monkeypatch):
    screen = shown()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    qtbot.mouseClick(button(screen, "Browse…"), Qt.MouseButton.LeftButton)
    assert settings.backup_folder is None
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    with qtbot.waitSignal(backing.done, timeout=WAIT_MS):
        qtbot.mouseClick(button(screen, "Browse…"), Qt.MouseButton.LeftButton)
    assert (settings.backup_folder, field(screen).text()) == (folder, str(folder))


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("nowhere", "There is no folder “{typed}”. Is its disk connected?"),
        ("data", "The record itself lies in this folder. Choose another, best on another disk."),
    ],
)
def test_a_folder_that_cannot_be_stays_as_typed_and_is_not_kept(
    qtbot, shown, settings, backing, folder, place, words
):
    screen = shown()
    with qtbot.waitSignal(backing.done, timeout=WAIT_MS):
        typed(qtbot, screen, str(folder))
    wrong = str(folder.parent / place)
    typed(qtbot, screen, wrong)
    assert settings.backup_folder == folder
    assert field(screen).text() == wrong
    assert field(screen).property("state") == "refused"
    assert words.format(typed=wrong) in said(screen)
    backing.changed.emit()
    assert words.format(typed=wrong) in said(screen)
    assert "This folder is on" not in " ".join(said(screen))
    typed(qtbot, screen, str(folder))
    assert field(screen).property("state") == ""
    assert words.format(typed=wrong) not in said(screen)


def test_backups_can_be_given_up(qtbot, shown, settings, backing, folder):
    screen = shown()
    with qtbot.waitSignal(backing.done, timeout=WAIT_MS):
        typed(qtbot, screen, str(folder))
    typed(qtbot, screen, "")
    assert settings.backup_folder is None
    assert "No backups are made: choose a folder, best on another disk." in said(screen)


def test_the_time_of_the_last_copy_is_told_and_another_made_now(
    qtbot, shown, settings, backing, clock, path, folder
):
    back_up(path, folder, NOW - timedelta(hours=6, minutes=34))
    settings.backup_folder = folder
    screen = shown()
    qtbot.waitUntil(lambda: not backing.busy, timeout=WAIT_MS)
    assert "backup 07:58 verified" in said(screen)
    with qtbot.waitSignal(backing.done, timeout=WAIT_MS):
        qtbot.mouseClick(button(screen, "Back up now"), Qt.MouseButton.LeftButton)
    assert "backup 14:32 verified, entries: 1" in said(screen)
    # Another day, and the page is looked at again.
    screen.hide()
    clock.now = NOW + timedelta(days=1)
    screen.show()
    assert "backup 22 Nov 14:32 verified" in said(screen)


def test_a_failure_is_told_in_words_beside_the_last_copy(
    qtbot, shown, settings, backing, path, folder
):
    back_up(path, folder, NOW - timedelta(hours=6, minutes=34))
    settings.backup_folder = folder
    screen = shown()
    qtbot.waitUntil(lambda: not backing.busy, timeout=WAIT_MS)
    path.write_bytes(b"damaged" * 500)
    with qtbot.waitSignal(backing.failed, timeout=WAIT_MS):
        qtbot.mouseClick(button(screen, "Back up now"), Qt.MouseButton.LeftButton)
    assert "backup 07:58 verified" in said(screen)
    (why,) = (text for text in said(screen) if text.startswith("No backup was made: the record"))
    assert "could not be read" in why


def test_a_folder_that_cannot_be_kept_is_said_to_hold_until_the_end(
    qtbot, tmp_path, backing, path, clock, folder
):
    (tmp_path / "a file").write_text("")
    settings = Settings(tmp_path / "a file")
    own = Backing(path, settings, clock)
    screen = SettingsScreen(settings, {"en": "English"}, [], backing=own)
    qtbot.addWidget(screen)
    screen.show()
    with qtbot.waitSignal(own.done, timeout=WAIT_MS):
        typed(qtbot, screen, str(folder))
    own.close()
    assert screen._said.isVisibleTo(screen)
