"""What people type, read at the edge: numbers, pressures, moments. No Qt.

Nothing is guessed: text with two possible readings is refused with a code, from which
`ui.shown.refusal_text` makes the words. Full-width figures and signs, which a Chinese keyboard
gives, are read as the plain ones.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from math import isfinite
from typing import NamedTuple

GRACE = timedelta(minutes=5)
"""How far a typed moment may lie ahead of now: clocks differ."""


class Refusal(StrEnum):
    """Why typed text cannot be read."""

    NOT_A_NUMBER = "not_a_number"
    UNFINISHED = "unfinished"
    """It may yet become something: "38.", "-", "92/54 (". No reason to scold while typing."""
    TWO_SEPARATORS = "two_separators"
    THOUSANDS = "thousands"
    """"1,234" is a thousand for one person and one and a quarter for another."""
    NOT_WHOLE = "not_whole"
    NOT_A_PRESSURE = "not_a_pressure"
    NOT_A_MOMENT = "not_a_moment"
    NOT_A_DAY = "not_a_day"
    NO_SUCH_TIME = "no_such_time"
    NO_SUCH_DAY = "no_such_day"
    SKIPPED = "skipped"
    """The clocks were put forward over this time of day."""
    FUTURE = "future"


class Unreadable(ValueError):
    """Typed text that is not what the field asks for.

    ``code`` says why; ``args`` is one value: the text as typed, without blanks around it.
    """

    def __init__(self, code: Refusal, typed: str) -> None:
        super().__init__(typed)
        self.code = code

    @property
    def typed(self) -> str:
        """The text as typed, without blanks around it."""
        return str(self.args[0])

    def __str__(self) -> str:
        return f"{self.typed!r}: {self.code}"


_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x3002: ".",
    0x2212: "-",
}
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:[.,][0-9]{1,15})?|[.,][0-9]{1,15})")
_UNFINISHED_NUMBER = re.compile(r"[+-]?[0-9]{0,15}[.,]?")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")


def _plain(text: str) -> str:
    return text.translate(_PLAIN).strip()


def number(text: str, decimals: int = 0) -> float | None:
    """The number typed, with decimal point or comma; None for blank text.

    "1,234" and "1.234" are refused, since either sign may part thousands, unless the quantity is
    charted with three ``decimals`` or more. Raises Unreadable.
    """
    plain = _plain(text)
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        if _UNFINISHED_NUMBER.fullmatch(plain):
            raise Unreadable(Refusal.UNFINISHED, plain)
        separators = sum(plain.count(sign) for sign in ".,")
        digits = plain.replace(".", "").replace(",", "")
        if separators > 1 and re.fullmatch(r"[+-]?[0-9]+", digits):
            raise Unreadable(Refusal.TWO_SEPARATORS, plain)
        raise Unreadable(Refusal.NOT_A_NUMBER, plain)
    if _GROUPED.fullmatch(plain) and decimals < 3:  # noqa: PLR2004
        raise Unreadable(Refusal.THOUSANDS, plain)
    value = float(plain.replace(",", "."))
    assert isfinite(value)
    return value


def whole(text: str) -> int | None:
    """The whole number typed; None for blank text. Raises Unreadable, also for "98.0"."""
    value = number(text)
    if value is None:
        return None
    plain = _plain(text)
    if "." in plain or "," in plain:
        raise Unreadable(Refusal.NOT_WHOLE, plain)
    return int(value)


class Pressure(NamedTuple):
    """A blood pressure as typed, in mmHg: systolic, diastolic, mean."""

    sbp: int
    dbp: int | None = None
    map: int | None = None


_PRESSURE = re.compile(r"([0-9]{1,3})(?:\s*/(?:\s*([0-9]{1,3}))?)?\s*(?:\(\s*([0-9]{1,3})\s*\))?")
_UNFINISHED_PRESSURE = re.compile(r"[0-9]{1,3}\s*(?:/\s*[0-9]{1,3}\s*)?\(\s*[0-9]{0,3}\s*")


def pressure(text: str) -> Pressure | None:
    """A blood pressure typed as "92/54", "92/", "92" or with its mean "92/54 (67)".

    None for blank text. Whole mmHg only; whether the numbers can be true is not asked here.
    Raises Unreadable.
    """
    plain = _plain(text)
    if not plain:
        return None
    match = _PRESSURE.fullmatch(plain)
    if match is None:
        unfinished = _UNFINISHED_PRESSURE.fullmatch(plain)
        raise Unreadable(Refusal.UNFINISHED if unfinished else Refusal.NOT_A_PRESSURE, plain)
    sbp, dbp, mean = match.groups()
    return Pressure(int(sbp), int(dbp) if dbp else None, int(mean) if mean else None)


_DAY = re.compile(
    r"(?P<year>(?:19|20|21)[0-9]{2})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"|(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>(?:19|20|21)[0-9]{2})"
)
_UNFINISHED_DAY = re.compile(
    r"[0-9]{1,4}|(?:19|20|21)[0-9]{2}-[0-9]{0,2}(?:-[0-9]{0,2})?"
    r"|[0-9]{1,2}\.[0-9]{0,2}(?:\.[0-9]{0,3})?"
)


def day(text: str) -> date | None:
    """The day typed as "2026-11-25" or "25.11.2026", of the years 1900 to 2199; None for blank.

    Always with its year, since it may lie years back or ahead. Raises Unreadable.
    """
    plain = _plain(text)
    if not plain:
        return None
    match = _DAY.fullmatch(plain)
    if match is None:
        unfinished = _UNFINISHED_DAY.fullmatch(plain)
        raise Unreadable(Refusal.UNFINISHED if unfinished else Refusal.NOT_A_DAY, plain)
    parts = match.group("year", "month", "day") if match["year"] else match.group("y", "m", "d")
    year, month, of_month = map(int, parts)
    try:
        return date(year, month, of_month)
    except ValueError:
        raise Unreadable(Refusal.NO_SUCH_DAY, plain) from None


_MINUTES_AGO = re.compile(r"-\s*([0-9]{1,4})")
_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})|(?P<hhmm>[0-9]{4})"
_MOMENT = re.compile(
    rf"""(?:(?: (?P<year>(?:19|20)[0-9]{{2}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})
             |  (?P<d>[0-9]{{1,2}})\.(?P<m>[0-9]{{1,2}})\.(?P<y>(?:19|20)[0-9]{{2}})?
             |  (?P<dom>[0-9]{{1,2}})\.?
         )[ \tT]\s*)?
         (?:{_CLOCK})""",
    re.VERBOSE,
)
_UNFINISHED_MOMENT = re.compile(
    r"-|n|no|[0-9]{1,3}|[0-9]{1,2}:[0-9]?"
    r"|(?:[0-9]{1,2}\.?|[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9]{0,4})?|[0-9]{4}-[0-9]{0,2}(?:-[0-9]{0,2})?)"
    r"(?:[ T]\s*(?:[0-9]{0,3}|[0-9]{1,2}:[0-9]?))?"
)


def moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The moment typed, in UTC; ``now`` is aware and ``zone`` the site's.

    - "" or "now": now, to the minute; "-20": twenty minutes before;
    - "0715", "07:15", "7:15": the latest such time that is not after now + 5 minutes, which is
      yesterday's where today's lies ahead;
    - with a day, "21 0715", "21.11. 07:15", "21.11.2026 0715", "2026-11-21 07:15": that day; where
      month or year is left out, the one nearest to now.

    A time of day that comes twice, when the clocks go back, is the later of the two unless that
    one lies more than 5 minutes ahead. Raises Unreadable, also for a time that the clocks skip
    and for a moment more than 5 minutes ahead.
    """
    assert now.tzinfo is not None
    now = now.astimezone(UTC)  # in a zone, adding minutes would move the hands, not the time
    plain = _plain(text)
    if plain.lower() in {"", "now"}:
        return _to_minute(now)
    if match := _MINUTES_AGO.fullmatch(plain):
        return _to_minute(now - timedelta(minutes=int(match[1])))
    match = _MOMENT.fullmatch(plain)
    if match is None:
        unfinished = _UNFINISHED_MOMENT.fullmatch(plain.lower())
        raise Unreadable(Refusal.UNFINISHED if unfinished else Refusal.NOT_A_MOMENT, plain)
    limit = now + GRACE
    clock = _clock(match, plain)
    day = _day(match, clock, now.astimezone(zone), plain)
    if day is None:
        return _latest(clock, limit, zone, plain)
    instants = _instants(datetime.combine(day, clock), zone)
    if not instants:
        raise Unreadable(Refusal.SKIPPED, plain)
    reached = [instant for instant in instants if instant <= limit]
    if not reached:
        raise Unreadable(Refusal.FUTURE, plain)
    return max(reached)


def _to_minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def _clock(match: re.Match[str], typed: str) -> time:
    if match["hhmm"]:
        hour, minute = int(match["hhmm"][:2]), int(match["hhmm"][2:])
    else:
        hour, minute = int(match["hour"]), int(match["minute"])
    try:
        return time(hour, minute)
    except ValueError:
        raise Unreadable(Refusal.NO_SUCH_TIME, typed) from None


def _day(match: re.Match[str], clock: time, here: datetime, typed: str) -> date | None:
    """The day typed, None where only a time was; ``here`` is now in the site's zone."""
    if match["year"]:
        days = [(int(match["year"]), int(match["month"]), int(match["day"]))]
    elif match["y"]:
        days = [(int(match["y"]), int(match["m"]), int(match["d"]))]
    elif match["d"]:
        days = [(here.year + n, int(match["m"]), int(match["d"])) for n in (-1, 0, 1)]
    elif match["dom"]:
        months = (here.year * 12 + here.month - 1 + n for n in (-2, -1, 0, 1))
        days = [(month // 12, month % 12 + 1, int(match["dom"])) for month in months]
    else:
        return None
    wall = here.replace(tzinfo=None)
    possible = list(_real_days(days))
    if not possible:
        raise Unreadable(Refusal.NO_SUCH_DAY, typed)
    return min(possible, key=lambda day: abs(datetime.combine(day, clock) - wall))


def _real_days(days: list[tuple[int, int, int]]) -> Iterator[date]:
    for year, month, day in days:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _latest(clock: time, limit: datetime, zone: tzinfo, typed: str) -> datetime:
    """The latest moment of this time of day up to the limit."""
    wall_limit = limit.astimezone(zone).replace(tzinfo=None)
    for days in range(8):
        wall = datetime.combine(wall_limit.date() - timedelta(days=days), clock)
        instants = _instants(wall, zone)
        if not instants and wall <= wall_limit:
            raise Unreadable(Refusal.SKIPPED, typed)
        if reached := [instant for instant in instants if instant <= limit]:
            return max(reached)
    raise Unreadable(Refusal.NO_SUCH_TIME, typed)


def _instants(wall: datetime, zone: tzinfo) -> set[datetime]:
    """The moments, in UTC, at which clocks in the zone show this: one, two, or none."""
    instants = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return {i for i in instants if i.astimezone(zone).replace(tzinfo=None) == wall}
