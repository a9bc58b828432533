"""The settings screen: each choice takes effect and is kept at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ui import theme
from ui.screens.settings import SettingsScreen
from ui.settings import Settings
from ui.theme import DAY


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


@pytest.fixture
def shown(qtbot):
    def make(settings, languages=None):
        screen = SettingsScreen(settings, languages or {"en": "English"}, [("Record", "a.sqlite")])
        qtbot.addWidget(screen)
        screen.resize(900, 600)
        with qtbot.waitExposed(screen):
            screen.show()
        return screen

    return make


def button(screen, name):
    return next(b for b in screen.findChildren(QPushButton) if b.accessibleName() == name)


@pytest.mark.parametrize(
    ("name", "setting", "value"),
    [
        ("Colours: Night", "appearance", "night"),
        ("Colours: Day", "appearance", "day"),
        ("Text size: 150 %", "text_size", 1.5),
        ("Text size: 200 %", "text_size", 2.0),
        ("Language: Deutsch", "language", "de"),
    ],
)
def test_a_choice_is_kept_and_told(qtbot, tmp_path, shown, name, setting, value):
    settings = Settings(tmp_path)
    screen = shown(settings, {"en": "English", "de": "Deutsch"})
    with qtbot.waitSignal(settings.changed) as told:
        qtbot.mouseClick(button(screen, name), Qt.MouseButton.LeftButton)
    assert told.args == [setting]
    assert getattr(Settings(tmp_path), setting) == value


def test_it_opens_on_what_is_chosen(qtbot, tmp_path, shown):
    settings = Settings(tmp_path)
    settings.appearance, settings.text_size = "night", 1.25
    screen = shown(settings)
    chosen = {b.accessibleName() for b in screen.findChildren(QPushButton) if b.isChecked()}
    assert chosen == {"Colours: Night", "Text size: 125 %"}
    screen.begin()
    assert screen.focusWidget() is button(screen, "Colours: Night")


def test_one_language_alone_is_no_question(tmp_path, shown):
    screen = shown(Settings(tmp_path))
    assert not any("Language" in b.accessibleName() for b in screen.findChildren(QPushButton))


def test_escape_leaves(qtbot, tmp_path, shown):
    screen = shown(Settings(tmp_path))
    with qtbot.waitSignal(screen.closed):
        qtbot.keyClick(screen, Qt.Key.Key_Escape)


def test_a_choice_that_cannot_be_written_is_said_to_hold_until_the_end(qtbot, tmp_path, shown):
    settings = Settings(tmp_path / "a file, no folder")
    (tmp_path / "a file, no folder").write_text("")
    screen = shown(settings)
    qtbot.mouseClick(button(screen, "Colours: Night"), Qt.MouseButton.LeftButton)
    assert settings.appearance == "night"
    assert screen._said.isVisibleTo(screen)
