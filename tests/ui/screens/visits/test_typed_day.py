"""Days as they are typed at a desk."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ui.screens.visits.typed_day import near_day, visit_moment
from ui.typed import Refusal, Unreadable

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        ("2026-11-25", date(2026, 11, 25)),
        ("25.11.2026", date(2026, 11, 25)),
        ("25.11.", date(2026, 11, 25)),
        ("25.11", date(2026, 11, 25)),
        ("3.1.", date(2027, 1, 3)),
        ("25", date(2026, 11, 25)),
        ("2.", date(2026, 12, 2)),
        ("31", date(2026, 10, 31)),
        ("+3", date(2026, 11, 25)),
        (" +  10 ", date(2026, 12, 2)),
    ],
)
def test_the_nearest_day_is_meant(typed, day):
    assert near_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "code"),
    [("31.2.", Refusal.NO_SUCH_DAY), ("32", Refusal.NO_SUCH_DAY), ("soon", Refusal.NOT_A_DAY)],
)
def test_what_is_no_day_is_refused(typed, code):
    with pytest.raises(Unreadable) as raised:
        near_day(typed, TODAY)
    assert raised.value.code is code


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("", NOW),
        ("22.11.", NOW),
        ("2026-11-22", NOW),
        ("20.11.", datetime(2026, 11, 20, 4, tzinfo=UTC)),
        ("20", datetime(2026, 11, 20, 4, tzinfo=UTC)),
        ("20.11.2026", datetime(2026, 11, 20, 4, tzinfo=UTC)),
        ("0930", datetime(2026, 11, 22, 1, 30, tzinfo=UTC)),
        ("20.11. 0930", datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
        ("-20", datetime(2026, 11, 22, 6, 12, tzinfo=UTC)),
    ],
)
def test_a_visit_took_place_then(typed, at):
    assert visit_moment(typed, NOW, ZONE) == at


@pytest.mark.parametrize("typed", ["23.11.", "2026-11-23", "25"])
def test_a_visit_never_took_place_on_a_day_ahead(typed):
    with pytest.raises(Unreadable) as raised:
        visit_moment(typed, NOW, ZONE)
    assert raised.value.code is Refusal.FUTURE
