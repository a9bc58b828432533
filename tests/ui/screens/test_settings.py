"""The settings screen: each choice takes effect and is kept at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QSpinBox

from bedside.reminders import Leads
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


def days(screen, name):
    return next(
        b for b in screen.findChildren(QSpinBox) if b.accessibleName().startswith(f"{name}: ")
    )


def choice(screen, name):
    return next(b for b in screen.findChildren(QComboBox) if b.accessibleName() == name)


def test_lead_times_are_as_chosen(tmp_path, shown):
    settings = Settings(tmp_path)
    settings.leads = Leads(closes=7)
    screen = shown(settings)
    assert days(screen, "A window closes").value() == 7
    assert days(screen, "An appointment").value() == 1
    assert len(screen.findChildren(QSpinBox)) == 8


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("A window opens", "14", Leads(window_opens=14)),
        ("A window closes", "0", Leads(closes=0)),
        ("A visit is overdue", "2", Leads(overdue=2)),
        ("Month 12 is over", "30", Leads(closure=30)),
    ],
)
def test_a_lead_time_typed_is_kept_once_it_is_whole(qtbot, tmp_path, shown, name, typed, kept):
    settings = Settings(tmp_path)
    screen = shown(settings)
    heard = []
    settings.changed.connect(heard.append)
    field = days(screen, name)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard == ["leads"]
    assert Settings(tmp_path).leads == kept


def test_a_number_of_days_has_its_limits(tmp_path, shown):
    screen = shown(Settings(tmp_path))
    found = {
        b.accessibleName().split(":")[0]: (b.minimum(), b.maximum())
        for b in screen.findChildren(QSpinBox)
    }
    assert found.pop("A visit is overdue") == (1, 30)
    assert set(found.values()) == {(0, 30)}


def test_a_country_brings_its_regions(qtbot, tmp_path, shown):
    settings = Settings(tmp_path)
    screen = shown(settings)
    country, region = choice(screen, "Country"), choice(screen, "Region")
    assert country.currentText() == "None: weekends only"
    assert not region.isEnabled()
    country.setCurrentIndex(country.findData("DE"))
    assert country.currentText() == "Germany (DE)"
    assert region.isEnabled()
    region.setCurrentIndex(region.findData("BY"))
    assert (Settings(tmp_path).country, Settings(tmp_path).region) == ("DE", "BY")
    again = shown(Settings(tmp_path))
    assert choice(again, "Country").currentData() == "DE"
    assert choice(again, "Region").currentData() == "BY"
    country.setCurrentIndex(country.findData("CN"))
    assert (Settings(tmp_path).country, Settings(tmp_path).region) == ("CN", "")
    assert region.currentData() == ""


def test_a_place_that_nobody_knows_is_said_to_be_unknown(tmp_path, shown):
    settings = Settings(tmp_path)
    settings.country, settings.region = "XX", "nowhere"
    screen = shown(settings)
    assert choice(screen, "Country").currentText() == "XX: no holidays known"
    assert choice(screen, "Region").currentText() == "nowhere: not known"
    assert (settings.country, settings.region) == ("XX", "nowhere")


def test_every_country_has_a_name(tmp_path, shown):
    country = choice(shown(Settings(tmp_path)), "Country")
    names = [country.itemText(row) for row in range(1, country.count())]
    assert len(names) > 200
    assert names == sorted(names)
    assert not [name for name in names if name.startswith((" ", "Default", "("))]
