from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from ui.shown import (
    age_text,
    clock_text,
    date_text,
    day_text,
    moment_text,
    quantity_text,
    span_text,
)

ENGLISH = QLocale("en_GB")
GERMAN = QLocale("de_DE")
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("value", "decimals", "english", "german"),
    [
        (38.0, 1, "38.0", "38,0"),
        (38, 1, "38.0", "38,0"),
        (38.05, 1, "38.1", "38,1"),
        (38.04, 1, "38.0", "38,0"),
        (0.125, 2, "0.13", "0,13"),
        (2.5, 0, "3", "3"),
        (12345.0, 0, "12345", "12345"),
        (-0.04, 1, "0.0", "0,0"),
        (-3.5, 1, "-3.5", "-3,5"),
        (None, 1, "—", "—"),
    ],
)
def test_quantity_text(value, decimals, english, german):
    assert quantity_text(value, decimals, ENGLISH) == english
    assert quantity_text(value, decimals, GERMAN) == german


def test_quantity_with_its_unit_stays_on_one_line():
    assert quantity_text(91, 0, ENGLISH, "%") == "91\N{NO-BREAK SPACE}%"
    assert quantity_text(None, 0, ENGLISH, "%") == "—"


def test_times_are_those_of_the_site():
    at = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)
    assert clock_text(at, SHANGHAI, ENGLISH) == "14:32"
    assert clock_text(at, BERLIN, ENGLISH) == "07:32"
    assert date_text(date(2026, 11, 22), ENGLISH) == "22 Nov 2026"
    assert date_text(date(2026, 11, 22), ENGLISH, weekday=True) == "Sun 22 Nov 2026"


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 22, 6, 32, tzinfo=UTC), "14:32"),
        (datetime(2026, 11, 21, 16, 0, tzinfo=UTC), "00:00"),
        (datetime(2026, 11, 21, 15, 59, tzinfo=UTC), "21 Nov 23:59"),
        (datetime(2025, 12, 31, 16, 30, tzinfo=UTC), "1 Jan 00:30"),
        (datetime(2025, 12, 31, 15, 30, tzinfo=UTC), "31 Dec 2025 23:30"),
    ],
)
def test_moment_text(at, shown):
    now = datetime(2026, 11, 22, 6, 40, tzinfo=UTC)
    assert moment_text(at, SHANGHAI, ENGLISH, now) == shown


def test_moment_text_without_now_is_whole():
    at = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
    assert moment_text(at, SHANGHAI, ENGLISH) == "18 Nov 2026 10:05"


@pytest.mark.parametrize(
    ("age", "shown"),
    [
        (timedelta(minutes=-3), "0 min"),
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=40), "40 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=6, minutes=59), "6 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(hours=48), "2 d"),
        (timedelta(days=95, hours=23), "95 d"),
    ],
)
def test_age_text(age, shown):
    assert age_text(age) == shown


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(minutes=9), "9 min"),
        (timedelta(minutes=-12), "12 min"),
        (timedelta(hours=1, minutes=4), "1 h 04"),
        (timedelta(hours=-1, minutes=-4), "1 h 04"),
        (timedelta(hours=47, minutes=59), "47 h 59"),
        (timedelta(days=3, hours=2), "3 d 2 h"),
    ],
)
def test_span_text(span, shown):
    assert span_text(span) == shown


@pytest.mark.parametrize(("day", "shown"), [(4, "D+4"), (0, "D0"), (-1, "D−1"), (365, "D+365")])
def test_day_text(day, shown):
    assert day_text(day) == shown
