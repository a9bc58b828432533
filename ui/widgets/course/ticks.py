"""Where an axis has its marks and what stands at them: true time in a zone, round numbers.

Days begin at midnight of the site, whatever hours the clocks skip or repeat; a clock time that a
day does not have gets no mark, and one that it has twice gets two.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import ceil, floor, log10
from typing import NamedTuple

_CLOCK_MINUTES = (1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720)
_DAYS = (1, 2, 3, 7, 14, 28, 30, 60, 90, 180, 360)
_MINUTES_A_DAY = 24 * 60
_TENS = 10  # from here on forties are as round as fifties
_SLACK = 180  # the clocks may go back between the first moment and a later mark of its day


class Mark(NamedTuple):
    """A clock time on the axis."""

    at: datetime
    minutes: int
    """Minutes since midnight by the clock."""


class Day(NamedTuple):
    """A calendar day of the site: its first moment, the first of the next, and its date."""

    start: datetime
    end: datetime
    date: date
    study_day: int | None


def midnight(day: date, zone: tzinfo) -> datetime:
    """The first moment of a calendar day in a zone, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def days(
    start: datetime,
    end: datetime,
    zone: tzinfo,
    day_of: Callable[[datetime], int | None],
    width: float,
    room: float,
) -> tuple[tuple[Day, ...], int]:
    """The days to mark between two moments, and of how many days each stands for one.

    ``room`` is what a label needs, in pixels of the ``width``. Where days are too narrow to be
    marked singly, study days that are multiples of 2, 3, 7 ... are (dates, without an infusion).
    """
    pixels = width / max((end - start) / timedelta(days=1), 1e-9)
    every = next((count for count in _DAYS if count * pixels >= room), _DAYS[-1])
    found = []
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        opens, closes = midnight(day, zone), midnight(day + timedelta(days=1), zone)
        study_day = day_of(closes - timedelta(seconds=1))
        off = -(day.toordinal() if study_day is None else study_day) % every
        if not off and (every == 1 or start <= opens):
            found.append(Day(opens, closes, day, study_day))
        day += timedelta(days=off or every)
    return tuple(found), every


def clock_marks(
    start: datetime, end: datetime, zone: tzinfo, width: float, room: float
) -> tuple[Mark, ...]:
    """The clock times to mark between two moments: as dense as labels of ``room`` pixels fit."""
    pixels = width / max((end - start) / timedelta(minutes=1), 1e-9)
    every = next((m for m in _CLOCK_MINUTES if m * pixels >= room), None)
    if every is None:
        return ()
    found: dict[datetime, int] = {}
    first, last = start.astimezone(zone), end.astimezone(zone)
    day = first.date()
    while day <= last.date():
        low = _minutes(first) - _SLACK if day == first.date() else 0
        high = _minutes(last) + _SLACK if day == last.date() else _MINUTES_A_DAY
        for minutes in range(max(0, low // every * every), min(high + 1, _MINUTES_A_DAY), every):
            wall = time(minutes // 60, minutes % 60)
            for fold in (0, 1):
                at = datetime.combine(day, wall.replace(fold=fold), zone).astimezone(UTC)
                if start <= at <= end and at.astimezone(zone).time() == wall:
                    found[at] = minutes
        day += timedelta(days=1)
    return tuple(Mark(at, found[at]) for at in sorted(found))


def _minutes(at: datetime) -> int:
    return at.hour * 60 + at.minute


def value_ticks(low: float, high: float, height: float, room: float) -> tuple[float, ...]:
    """Round numbers from ``low`` to ``high``, as many as fit ``height`` pixels, ``room`` each."""
    span = high - low
    most = max(1.0, height / room)
    rough = span / most
    power = 10.0 ** floor(log10(rough))
    steps = (1, 2, 4, 5, 10) if power >= _TENS else (1, 2, 5, 10)
    step = next(step * power for step in steps if step * power >= rough * (1 - 1e-9))
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return tuple(number * step for number in range(first, last + 1))


def decades(low: float, high: float, height: float, room: float) -> tuple[float, ...]:
    """Powers of ten as exponents between two exponents, as many as fit ``height`` pixels."""
    most = max(1.0, height / room)
    step = max(1, ceil((high - low) / most - 1e-9))
    return tuple(float(e) for e in range(ceil(low - 1e-9), floor(high + 1e-9) + 1) if e % step == 0)
