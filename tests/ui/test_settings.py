"""What is chosen is kept; what is not, or cannot be read, has its default."""

import pytest

from ui.settings import RECENT, Settings
from ui.ward import Keeper


def test_nothing_chosen_is_the_default(tmp_path, qapp):
    settings = Settings(tmp_path)
    assert (settings.appearance, settings.text_size, settings.language, settings.people) == (
        "follow",
        1.0,
        "",
        (),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("appearance", "night"), ("text_size", 1.25), ("text_size", 2.0), ("language", "zh")],
)
def test_a_choice_outlives_the_program(tmp_path, qtbot, name, value):
    settings = Settings(tmp_path)
    with qtbot.waitSignal(settings.changed) as told:
        setattr(settings, name, value)
    assert told.args == [name]
    with qtbot.assertNotEmitted(settings.changed):
        setattr(settings, name, value)
    assert getattr(Settings(tmp_path), name) == value
    assert settings.kept


@pytest.mark.parametrize(
    "text",
    [
        "appearance=pink\ntext_size=7\npeople=xyz\n",
        "appearance=\ntext_size=large\npeople={}\n",
        "\x00\x01 not an ini file",
    ],
)
def test_what_cannot_be_read_is_the_default(tmp_path, qapp, text):
    (tmp_path / "settings.ini").write_text(f"[General]\n{text}")
    settings = Settings(tmp_path)
    assert (settings.appearance, settings.text_size, settings.people) == ("follow", 1.0, ())


def test_people_are_remembered_latest_first(tmp_path, qapp):
    settings = Settings(tmp_path)
    people = [Keeper(f"N{n}, “RN”; ü", "nurse") for n in range(RECENT + 3)]
    for keeper in people:
        settings.remember(keeper)
    settings.remember(people[-2])
    known = Settings(tmp_path).people
    assert len(known) == RECENT
    assert known[:3] == (people[-2], people[-1], people[-3])
    assert Keeper(people[-1].name, "physician") not in known
