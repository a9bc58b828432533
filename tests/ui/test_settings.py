"""What is chosen is kept; what is not, or cannot be read, has its default."""

from dataclasses import asdict, fields
from datetime import date
from pathlib import Path

import pytest

from bedside.reminders import Leads
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
    [
        ("appearance", "night"),
        ("text_size", 1.25),
        ("text_size", 2.0),
        ("language", "zh"),
        ("country", "CN"),
        ("backup_folder", Path("/mnt/stick/copies; of “ward”, ü=1")),
        ("leads", Leads(window_opens=2, closes=7, overdue=30)),
    ],
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


def test_lead_times_and_place_have_their_defaults(tmp_path, qapp):
    settings = Settings(tmp_path)
    assert settings.leads == Leads()
    assert (settings.country, settings.region) == ("", "")


@pytest.mark.parametrize("days", ["-1", "31", "soon", "", "1.5", "٣", "²", "9" * 5000])
@pytest.mark.parametrize("name", [lead.name for lead in fields(Leads)])
def test_a_lead_time_that_cannot_be_has_its_default_and_spoils_no_other(tmp_path, qapp, name, days):
    other = "closes" if name != "closes" else "due"
    text = f"[General]\nlead_{name}={days}\nlead_{other}=9\n"
    (tmp_path / "settings.ini").write_text(text, encoding="utf-8")
    assert asdict(Settings(tmp_path).leads) == {**asdict(Leads()), other: 9}


def test_nothing_is_overdue_on_the_last_day_of_its_window(tmp_path, qapp):
    (tmp_path / "settings.ini").write_text("[General]\nlead_overdue=0\n")
    assert Settings(tmp_path).leads.overdue == 1


def test_backups_can_be_given_up(tmp_path, qapp):
    settings = Settings(tmp_path)
    assert settings.backup_folder is None
    settings.backup_folder = tmp_path
    settings.backup_folder = None
    assert Settings(tmp_path).backup_folder is None


def test_another_country_forgets_the_region(tmp_path, qapp):
    settings = Settings(tmp_path)
    settings.country, settings.region = "DE", "BY"
    settings.country = "DE"
    assert Settings(tmp_path).region == "BY"
    settings.country = "FR"
    assert (Settings(tmp_path).country, Settings(tmp_path).region) == ("FR", "")


@pytest.mark.parametrize(
    ("country", "region", "day", "closed"),
    [
        ("", "", date(2026, 10, 3), "weekend"),
        ("", "", date(2026, 10, 1), None),
        ("CN", "", date(2026, 10, 1), "National Day"),
        ("DE", "", date(2026, 1, 6), None),
        ("DE", "BY", date(2026, 1, 6), "Epiphany"),
        ("DE", "nowhere", date(2026, 12, 25), "Christmas Day"),
        ("XX", "", date(2026, 12, 25), None),
        ("Germany", "", date(2026, 12, 25), None),
        ("XX", "BY", date(2026, 10, 3), "weekend"),
    ],
)
def test_the_site_is_closed_where_it_was_said_to_be(tmp_path, qapp, country, region, day, closed):
    settings = Settings(tmp_path)
    settings.country, settings.region = country, region
    assert settings.site_calendar().closed(day) == closed
