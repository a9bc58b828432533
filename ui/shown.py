"""How numbers and times are shown: one function for each, for form, table, chart and print.

Times are shown in the site's zone, around the clock in 24 hours; figures as the language has them,
without marks between thousands, so that what is shown may be typed back.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import assert_never

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from ui.typed import Refusal, Unreadable

NOTHING = "—"
"""Stands where a value was never seen."""


def quantity_text(value: float | None, decimals: int, locale: QLocale, unit: str = "") -> str:
    """A value with its decimals, and with its unit if one is given: "38.8", "91 %".

    Halves are rounded up as on paper (38.05 → 38.1). None is `NOTHING`.
    """
    if value is None:
        return NOTHING
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    figures = _plain(locale).toString(float(exact) + 0.0, "f", decimals)
    return f"{figures}\N{NO-BREAK SPACE}{unit}" if unit else figures


def clock_text(at: datetime, zone: tzinfo, locale: QLocale) -> str:
    """The time of day: "14:32"."""
    return locale.toString(_time(at, zone), "HH:mm")


def date_text(day: date, locale: QLocale, *, weekday: bool = False) -> str:
    """A date: "22 Nov 2026", "Sun 22 Nov 2026"."""
    pattern = (
        QCoreApplication.translate("Shown", "ddd d MMM yyyy", "date pattern with weekday")
        if weekday
        else QCoreApplication.translate("Shown", "d MMM yyyy", "date pattern")
    )
    return locale.toString(QDate(day.year, day.month, day.day), pattern)


def moment_text(at: datetime, zone: tzinfo, locale: QLocale, now: datetime | None = None) -> str:
    """A moment, as short as it stays clear.

    "14:32" on the day of ``now``, "21 Nov 07:15" in its year, else (and without ``now``)
    "18 Nov 2026 10:05".
    """
    here = at.astimezone(zone)
    today = now.astimezone(zone) if now else None
    if today and here.date() == today.date():
        return clock_text(at, zone, locale)
    pattern = (
        QCoreApplication.translate("Shown", "d MMM HH:mm", "moment pattern within the year")
        if today and here.year == today.year
        else QCoreApplication.translate("Shown", "d MMM yyyy HH:mm", "moment pattern")
    )
    return locale.toString(
        QDateTime(QDate(here.year, here.month, here.day), _time(at, zone)), pattern
    )


def age_text(age: timedelta) -> str:
    """How long ago, in its largest fitting unit, rounded down: "40 min", "6 h", "2 d".

    Hours up to two days, then days. What lies ahead by the minutes that clocks differ is "0 min".
    """
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 60:  # noqa: PLR2004
        return QCoreApplication.translate("Shown", "{n} min").format(n=minutes)
    if minutes < 48 * 60:
        return QCoreApplication.translate("Shown", "{n} h").format(n=minutes // 60)
    return QCoreApplication.translate("Shown", "{n} d").format(n=minutes // (24 * 60))


def span_text(span: timedelta) -> str:
    """A length of time to the minute, its sign left out: "9 min", "1 h 04", "3 d 2 h"."""
    minutes = int(abs(span).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if hours >= 48:  # noqa: PLR2004
        days, hours = divmod(hours, 24)
        return QCoreApplication.translate("Shown", "{d} d {h} h").format(d=days, h=hours)
    if hours:
        return QCoreApplication.translate("Shown", "{h} h {m}").format(h=hours, m=f"{rest:02}")
    return QCoreApplication.translate("Shown", "{n} min").format(n=minutes)


def day_text(study_day: int) -> str:
    """A study day: "D+4", "D−1", and "D0" for the day of the infusion."""
    if study_day > 0:
        return QCoreApplication.translate("Shown", "D+{n}").format(n=study_day)
    if study_day < 0:
        return QCoreApplication.translate("Shown", "D−{n}").format(n=-study_day)
    return QCoreApplication.translate("Shown", "D0")


def refusal_text(error: Unreadable) -> str:
    """What is wrong with typed text, and what would be accepted, in one sentence."""
    return _refusal(error.code).format(typed=error.typed)


def _refusal(code: Refusal) -> str:  # noqa: C901, PLR0911, PLR0912 - one text a code
    match code:
        case Refusal.NOT_A_NUMBER:
            return QCoreApplication.translate("Refusal", "“{typed}” is not a number.")
        case Refusal.UNFINISHED:
            return QCoreApplication.translate("Refusal", "“{typed}” is not finished.")
        case Refusal.TWO_SEPARATORS:
            return QCoreApplication.translate(
                "Refusal", "“{typed}” has more than one point or comma: write 1234.5 or 1234,5."
            )
        case Refusal.THOUSANDS:
            return QCoreApplication.translate(
                "Refusal",
                "“{typed}” can be read in two ways: write thousands without a mark, or fewer"
                " decimals.",
            )
        case Refusal.NOT_WHOLE:
            return QCoreApplication.translate("Refusal", "Write a whole number, not “{typed}”.")
        case Refusal.NOT_A_PRESSURE:
            return QCoreApplication.translate(
                "Refusal", "“{typed}” is not a pressure: write 92/54, or 92/54 (67) with the mean."
            )
        case Refusal.NOT_A_MOMENT:
            return QCoreApplication.translate(
                "Refusal",
                "“{typed}” is not a time: write 0715, -20 for twenty minutes ago,"
                " or 2026-11-21 07:15.",
            )
        case Refusal.NOT_A_DAY:
            return QCoreApplication.translate(
                "Refusal", "“{typed}” is not a day: write 2026-11-25 or 25.11.2026."
            )
        case Refusal.NO_SUCH_TIME:
            return QCoreApplication.translate("Refusal", "There is no such time as in “{typed}”.")
        case Refusal.NO_SUCH_DAY:
            return QCoreApplication.translate("Refusal", "There is no such day as in “{typed}”.")
        case Refusal.SKIPPED:
            return QCoreApplication.translate(
                "Refusal", "“{typed}” did not exist: the clocks were put forward over it."
            )
        case Refusal.FUTURE:
            return QCoreApplication.translate("Refusal", "“{typed}” lies in the future.")
        case _:
            assert_never(code)


def _plain(locale: QLocale) -> QLocale:
    plain = QLocale(locale)
    plain.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return plain


def _time(at: datetime, zone: tzinfo) -> QTime:
    here = at.astimezone(UTC).astimezone(zone)
    return QTime(here.hour, here.minute)
