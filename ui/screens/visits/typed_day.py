"""Days as a coordinator types them: with or without month and year, the nearest one is meant."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from ui.typed import Refusal, Unreadable, day, moment

_SHORT = re.compile(r"(?P<day>[0-9]{1,2})(?:\.(?:(?P<month>[0-9]{1,2})\.?)?)?")
_LATER = re.compile(r"\+\s*(?P<days>[0-9]{1,3})")


def near_day(text: str, today: date) -> date | None:
    """The day typed: "2026-11-25", "25.11.2026", "25.11.", "25", "+3" from today; None for blank.

    Where month or year is left out, the nearest such day is meant. Raises Unreadable.
    """
    plain = " ".join(text.split())
    if match := _LATER.fullmatch(plain):
        return today + timedelta(days=int(match["days"]))
    match = _SHORT.fullmatch(plain)
    if match is None:
        return day(plain)
    number = int(match["day"])
    if match["month"]:
        month = int(match["month"])
        found = list(_real((today.year + n, month, number) for n in (-1, 0, 1)))
    else:
        months = (today.year * 12 + today.month - 1 + n for n in (-2, -1, 0, 1, 2))
        found = list(_real((count // 12, count % 12 + 1, number) for count in months))
    if not found:
        raise Unreadable(Refusal.NO_SUCH_DAY, plain)
    return min(found, key=lambda one: abs(one - today))


def _real(days: Iterable[tuple[int, int, int]]) -> Iterator[date]:
    for parts in days:
        try:
            yield date(*parts)
        except ValueError:
            continue


def visit_moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """When something took place, in UTC: blank is now, a day without a time of day is its noon.

    Else as `ui.typed.moment` has it. Raises Unreadable, also for a day that lies ahead.
    """
    today = now.astimezone(zone).date()
    plain = " ".join(text.split())
    if _SHORT.fullmatch(plain) or _is_day(plain):
        on = near_day(plain, today)
        assert on is not None
        if on > today:
            raise Unreadable(Refusal.FUTURE, plain)
        if on < today:
            return datetime.combine(on, time(12), zone).astimezone(UTC)
        plain = ""
    return moment(plain, now, zone)


def _is_day(plain: str) -> bool:
    try:
        return day(plain) is not None
    except Unreadable:
        return False
