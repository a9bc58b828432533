from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from ui.shown import quantity_text, refusal_text
from ui.typed import GRACE, Pressure, Refusal, Unreadable, day, moment, number, pressure, whole

BERLIN = ZoneInfo("Europe/Berlin")
SHANGHAI = ZoneInfo("Asia/Shanghai")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
APIA = ZoneInfo("Pacific/Apia")
ZONES = st.sampled_from([BERLIN, SHANGHAI, KATHMANDU, APIA, ZoneInfo("UTC")])


def code_of(read, *args):
    with pytest.raises(Unreadable) as caught:
        read(*args)
    return caught.value.code


def wide(text):
    """The text as a Chinese keyboard gives it, in full-width figures and signs."""
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


# --- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("", None),
        ("  \t", None),
        ("38", 38.0),
        ("38.4", 38.4),
        ("38,4", 38.4),
        (" 38.0 ", 38.0),
        ("0,06", 0.06),
        (".06", 0.06),
        ("0.125", 0.125),
        ("0,125", 0.125),
        ("1234.5", 1234.5),
        ("1234,567", 1234.567),
        ("1.2345", 1.2345),
        ("12345", 12345.0),
        ("-3,5", -3.5),
        ("−3.5", -3.5),
        ("+2", 2.0),
        ("007", 7.0),
        (wide("38.4"), 38.4),
        (wide("38,4"), 38.4),
        ("38。4", 38.4),
    ],
)
def test_number_read(typed, value):
    assert number(typed) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1.234,5", Refusal.TWO_SEPARATORS),
        ("1,234.5", Refusal.TWO_SEPARATORS),
        ("1,234,567", Refusal.TWO_SEPARATORS),
        ("38..4", Refusal.TWO_SEPARATORS),
        ("38.4.", Refusal.TWO_SEPARATORS),
        ("1,234", Refusal.THOUSANDS),
        ("12.345", Refusal.THOUSANDS),
        ("500,000", Refusal.THOUSANDS),
        ("3 8", Refusal.NOT_A_NUMBER),
        ("38.4 C", Refusal.NOT_A_NUMBER),
        ("l0", Refusal.NOT_A_NUMBER),
        ("inf", Refusal.NOT_A_NUMBER),
        ("-inf", Refusal.NOT_A_NUMBER),
        ("nan", Refusal.NOT_A_NUMBER),
        ("1e3", Refusal.NOT_A_NUMBER),
        ("1_0", Refusal.NOT_A_NUMBER),
        ("0x10", Refusal.NOT_A_NUMBER),
        ("38²", Refusal.NOT_A_NUMBER),
        ("٣٨", Refusal.NOT_A_NUMBER),
        ("--3", Refusal.NOT_A_NUMBER),
        ("9" * 400, Refusal.NOT_A_NUMBER),
        ("38.", Refusal.UNFINISHED),
        ("38,", Refusal.UNFINISHED),
        ("-", Refusal.UNFINISHED),
        (".", Refusal.UNFINISHED),
    ],
)
def test_number_refused(typed, code):
    assert code_of(number, typed) == code


def test_three_decimals_are_read_where_the_quantity_has_them():
    assert number("1.234", decimals=3) == 1.234
    assert number("1,234", decimals=3) == 1.234


@pytest.mark.parametrize(("typed", "value"), [("", None), (" 98 ", 98), ("0", 0), (wide("98"), 98)])
def test_whole_read(typed, value):
    assert whole(typed) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("98.5", Refusal.NOT_WHOLE),
        ("98,0", Refusal.NOT_WHOLE),
        ("98.", Refusal.UNFINISHED),
        ("x", Refusal.NOT_A_NUMBER),
    ],
)
def test_whole_refused(typed, code):
    assert code_of(whole, typed) == code


LOCALES = [QLocale("en_GB"), QLocale("de_DE"), QLocale("de_CH"), QLocale("zh_CN"), QLocale("fr_FR")]


@given(
    tenths=st.integers(-9_999_999, 9_999_999),
    decimals=st.integers(0, 4),
    locale=st.sampled_from(LOCALES),
    separator=st.sampled_from([".", ",", None]),
)
def test_what_is_shown_may_be_typed_back(tenths, decimals, locale, separator):
    value = tenths / 10**decimals
    shown = quantity_text(value, decimals, locale)
    if separator:
        shown = shown.replace(",", ".").replace(".", separator)
    assert number(shown, decimals) == value


@given(st.text(max_size=20) | st.text("0123456789.,-+ /()eE", max_size=12))
def test_fuzzed_numbers_are_read_or_refused(text):
    for read in (number, whole, pressure):
        try:
            read(text)
        except Unreadable as error:
            assert refusal_text(error)  # noqa: PT017


# --- pressures --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("", None),
        ("92/54", Pressure(92, 54)),
        ("92/", Pressure(92)),
        ("92", Pressure(92)),
        (" 92 / 54 ", Pressure(92, 54)),
        ("92/54 (67)", Pressure(92, 54, 67)),
        ("92/54(67)", Pressure(92, 54, 67)),
        ("92/54 ( 67 )", Pressure(92, 54, 67)),
        ("92 (67)", Pressure(92, None, 67)),
        (wide("92/54(67)"), Pressure(92, 54, 67)),
    ],
)
def test_pressure_read(typed, value):
    assert pressure(typed) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("/54", Refusal.NOT_A_PRESSURE),
        ("92.5/54", Refusal.NOT_A_PRESSURE),
        ("92/54/67", Refusal.NOT_A_PRESSURE),
        ("92 54", Refusal.NOT_A_PRESSURE),
        ("9254", Refusal.NOT_A_PRESSURE),
        ("92//54", Refusal.NOT_A_PRESSURE),
        ("-92/54", Refusal.NOT_A_PRESSURE),
        ("92/5x", Refusal.NOT_A_PRESSURE),
        ("92/54 (", Refusal.UNFINISHED),
        ("92/54 (6", Refusal.UNFINISHED),
    ],
)
def test_pressure_refused(typed, code):
    assert code_of(pressure, typed) == code


# --- days -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("", None),
        (" ", None),
        ("2026-11-25", date(2026, 11, 25)),
        (" 2026-1-5 ", date(2026, 1, 5)),
        ("25.11.2026", date(2026, 11, 25)),
        ("5.1.1956", date(1956, 1, 5)),
        ("29.02.2024", date(2024, 2, 29)),
        (wide("2026-11-25"), date(2026, 11, 25)),
    ],
)
def test_day_read(typed, value):
    assert day(typed) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2026-11-31", Refusal.NO_SUCH_DAY),
        ("29.02.2023", Refusal.NO_SUCH_DAY),
        ("2026-11-", Refusal.UNFINISHED),
        ("25.11.", Refusal.UNFINISHED),
        ("25.11.202", Refusal.UNFINISHED),
        ("2026", Refusal.UNFINISHED),
        ("25.11.26", Refusal.UNFINISHED),
        ("11/25/2026", Refusal.NOT_A_DAY),
        ("25 Nov 2026", Refusal.NOT_A_DAY),
        ("1826-11-25", Refusal.NOT_A_DAY),
        ("25.11.2226", Refusal.NOT_A_DAY),
        ("20261125", Refusal.NOT_A_DAY),
        ("yesterday", Refusal.NOT_A_DAY),
    ],
)
def test_day_refused(typed, code):
    assert code_of(day, typed) == code


# --- moments ----------------------------------------------------------------------------------


def wall(zone, text, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


NOW = "2026-11-22 14:32:41"


@pytest.mark.parametrize("zone", [BERLIN, SHANGHAI, KATHMANDU])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", "2026-11-22 14:32"),
        ("now", "2026-11-22 14:32"),
        ("NOW", "2026-11-22 14:32"),
        ("-20", "2026-11-22 14:12"),
        ("−20", "2026-11-22 14:12"),
        ("-900", "2026-11-21 23:32"),
        ("0715", "2026-11-22 07:15"),
        ("07:15", "2026-11-22 07:15"),
        ("7:15", "2026-11-22 07:15"),
        (wide("7:15"), "2026-11-22 07:15"),
        ("1432", "2026-11-22 14:32"),
        ("1437", "2026-11-22 14:37"),
        ("1438", "2026-11-21 14:38"),
        ("2350", "2026-11-21 23:50"),
        ("0000", "2026-11-22 00:00"),
        ("21 0715", "2026-11-21 07:15"),
        ("21. 0715", "2026-11-21 07:15"),
        ("21 7:15", "2026-11-21 07:15"),
        ("31 0715", "2026-10-31 07:15"),
        ("21.11. 07:15", "2026-11-21 07:15"),
        ("21.11. 0715", "2026-11-21 07:15"),
        ("1.9. 07:15", "2026-09-01 07:15"),
        ("28.12.2025 0715", "2025-12-28 07:15"),
        ("2026-11-21 07:15", "2026-11-21 07:15"),
        ("2026-11-21T07:15", "2026-11-21 07:15"),
        ("2026-11-22 14:37", "2026-11-22 14:37"),
    ],
)
def test_moment_read(zone, typed, meant):
    at = moment(typed, wall(zone, NOW), zone)
    assert at == wall(zone, meant)
    assert at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2538", Refusal.NO_SUCH_TIME),
        ("24:00", Refusal.NO_SUCH_TIME),
        ("0760", Refusal.NO_SUCH_TIME),
        ("2026-02-30 0715", Refusal.NO_SUCH_DAY),
        ("2026-13-01 0715", Refusal.NO_SUCH_DAY),
        ("0 0715", Refusal.NO_SUCH_DAY),
        ("31.11. 0715", Refusal.NO_SUCH_DAY),
        ("23 0715", Refusal.FUTURE),
        ("22 1438", Refusal.FUTURE),
        ("2026-11-22 14:38", Refusal.FUTURE),
        ("24.12. 0715", Refusal.FUTURE),
        ("+20", Refusal.NOT_A_MOMENT),
        ("07.15", Refusal.UNFINISHED),
        ("yesterday", Refusal.NOT_A_MOMENT),
        ("07:15:00", Refusal.NOT_A_MOMENT),
        ("1026-11-21 07:15", Refusal.NOT_A_MOMENT),
        ("11/21 07:15", Refusal.NOT_A_MOMENT),
        ("-", Refusal.UNFINISHED),
        ("7", Refusal.UNFINISHED),
        ("071", Refusal.UNFINISHED),
        ("715", Refusal.UNFINISHED),
        ("07:", Refusal.UNFINISHED),
        ("07:1", Refusal.UNFINISHED),
        ("21.11.", Refusal.UNFINISHED),
        ("21.11. 07", Refusal.UNFINISHED),
        ("2026-11-21", Refusal.UNFINISHED),
    ],
)
def test_moment_refused(typed, code):
    assert code_of(moment, typed, wall(BERLIN, NOW), BERLIN) == code


@pytest.mark.parametrize(
    ("now", "typed", "meant"),
    [
        ("2026-11-23 00:10", "2350", "2026-11-22 23:50"),
        ("2026-11-22 23:58", "0002", "2026-11-23 00:02"),
        ("2026-11-22 23:56", "0002", "2026-11-22 00:02"),
        ("2027-01-03 08:00", "28.12. 0700", "2026-12-28 07:00"),
        ("2026-12-01 08:00", "30 2350", "2026-11-30 23:50"),
        ("2027-01-01 08:00", "31 2350", "2026-12-31 23:50"),
        ("2028-03-01 08:00", "29 2350", "2028-02-29 23:50"),
        ("2028-03-01 08:00", "29.2. 2350", "2028-02-29 23:50"),
    ],
)
def test_moment_over_midnight_and_months(now, typed, meant):
    assert moment(typed, wall(BERLIN, now), BERLIN) == wall(BERLIN, meant)


# Europe/Berlin: 2026-03-29 02:00 -> 03:00; 2026-10-25 03:00 -> 02:00.
# Asia/Shanghai: 1991-04-14 02:00 -> 03:00; 1991-09-15 02:00 -> 01:00.


@pytest.mark.parametrize(
    ("zone", "now", "fold", "typed"),
    [
        (BERLIN, "2026-03-29 03:10", 0, "0230"),
        (BERLIN, "2026-03-29 08:00", 0, "02:30"),
        (BERLIN, "2026-03-30 01:00", 0, "0230"),
        (BERLIN, "2026-03-29 08:00", 0, "29 0230"),
        (BERLIN, "2026-04-02 08:00", 0, "29.3. 0200"),
        (BERLIN, "2026-04-02 08:00", 0, "2026-03-29 02:59"),
        (SHANGHAI, "1991-04-14 09:00", 0, "0230"),
        (SHANGHAI, "1991-04-14 09:00", 0, "1991-04-14 02:30"),
        (APIA, "2011-12-31 00:10", 0, "2350"),
        (APIA, "2011-12-31 09:00", 0, "2011-12-30 12:00"),
    ],
)
def test_a_time_that_the_clocks_skip_is_refused(zone, now, fold, typed):
    assert code_of(moment, typed, wall(zone, now, fold), zone) == Refusal.SKIPPED


@pytest.mark.parametrize(
    ("zone", "now", "fold", "typed", "meant", "meant_fold"),
    [
        # before the clocks go forward, the skipped time still means yesterday's
        (BERLIN, "2026-03-29 01:50", 0, "0230", "2026-03-28 02:30", 0),
        (BERLIN, "2026-03-29 03:10", 0, "0159", "2026-03-29 01:59", 0),
        # after both passes: the later one
        (BERLIN, "2026-10-25 08:00", 0, "0230", "2026-10-25 02:30", 1),
        (BERLIN, "2026-10-28 08:00", 0, "2026-10-25 02:30", "2026-10-25 02:30", 1),
        # in the second pass, the later one only where it has come
        (BERLIN, "2026-10-25 02:10", 1, "0205", "2026-10-25 02:05", 1),
        (BERLIN, "2026-10-25 02:10", 1, "0250", "2026-10-25 02:50", 0),
        (BERLIN, "2026-10-25 02:10", 1, "25 0250", "2026-10-25 02:50", 0),
        # in the first pass
        (BERLIN, "2026-10-25 02:10", 0, "0205", "2026-10-25 02:05", 0),
        (BERLIN, "2026-10-25 02:10", 0, "0250", "2026-10-24 02:50", 0),
        (BERLIN, "2026-10-25 02:10", 1, "-90", "2026-10-25 01:40", 0),
        (SHANGHAI, "1991-09-15 01:10", 1, "0150", "1991-09-15 01:50", 0),
        (SHANGHAI, "1991-09-15 09:00", 0, "0150", "1991-09-15 01:50", 1),
        (SHANGHAI, "2026-03-29 08:00", 0, "0230", "2026-03-29 02:30", 0),
        (KATHMANDU, "2026-03-29 00:10", 0, "2350", "2026-03-28 23:50", 0),
    ],
)
def test_moment_in_nights_when_clocks_change(zone, now, fold, typed, meant, meant_fold):
    at = moment(typed, wall(zone, now, fold), zone)
    assert at == wall(zone, meant, meant_fold).astimezone(UTC)


def test_kathmandu_is_three_quarters_of_an_hour_off():
    now = datetime(2026, 11, 22, 8, 47, tzinfo=UTC)
    assert moment("0715", now, KATHMANDU) == datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


NOWS = st.datetimes(datetime(1975, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(now=NOWS, zone=ZONES, minute=st.integers(0, 1439))
def test_a_time_of_day_is_the_latest_not_after_now(now, zone, minute):
    hour, rest = divmod(minute, 60)
    try:
        at = moment(f"{hour:02}{rest:02}", now, zone)
    except Unreadable as error:
        assert error.code == Refusal.SKIPPED  # noqa: PT017
        return
    here = at.astimezone(zone)
    assert (here.hour, here.minute) == (hour, rest)
    assert at <= now + GRACE
    assert now - at < timedelta(hours=25)


@given(now=NOWS, zone=ZONES, back=st.integers(0, 400 * 1440))
def test_a_whole_date_is_read_as_written(now, zone, back):
    meant = (now - timedelta(minutes=back)).astimezone(zone)
    at = moment(f"{meant:%Y-%m-%d %H:%M}", now, zone).astimezone(zone)
    assert f"{at:%Y-%m-%d %H:%M}" == f"{meant:%Y-%m-%d %H:%M}"


TYPED_MOMENTS = st.text(max_size=20) | st.text("0123456789:.- Tnow", max_size=18)


@given(text=TYPED_MOMENTS, now=NOWS, zone=ZONES)
def test_fuzzed_moments_are_read_or_refused(text, now, zone):
    try:
        at = moment(text, now, zone)
    except Unreadable as error:
        assert refusal_text(error)  # noqa: PT017
    else:
        assert at <= now + GRACE


def test_the_refusal_carries_what_was_typed():
    with pytest.raises(Unreadable) as caught:
        number(" 1.234,5 ")
    assert caught.value.args == ("1.234,5",)
    assert "1.234,5" in refusal_text(caught.value)
    assert all("{" not in refusal_text(Unreadable(code, "x")) for code in Refusal)
