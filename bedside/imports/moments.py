"""Times as other systems write them, read in the zone they were written in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from fractions import Fraction
from math import floor
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from bedside.analytes import Decimal, number
from bedside.imports.columns import ReadTime, spoken
from bedside.imports.found import Words
from bedside.imports.kinds import BadMap, Clock, Visit
from grading.signs import Invalid

_SHORTEST = len("2026-01-31 07:15")
_DATE = len("2026-01-31")
_YEARS = (1900, 2300)  # published charting is shifted some centuries ahead
_MINUTES = 24 * 60


class Told(NamedTuple):
    """When a row is of, and what is kept of how it said so.

    ``converted``: the time stands otherwise than it was written. ``stands``: the row had no time
    of its own; its visit and the day that was taken for it.
    """

    at: datetime
    words: tuple[Words, ...] = ()
    converted: bool = False
    stands: str | None = None


RowTime: TypeAlias = Callable[[Sequence[str]], Told]
"""When a row is of; raises as :func:`reader`."""


def zone_of(clock: Clock, zone: tzinfo) -> tzinfo:
    """The zone a clock says, else the site's. Raises :class:`BadMap`."""
    if clock.zone is None:
        return zone
    try:
        return ZoneInfo(clock.zone)
    except (KeyError, ValueError, OSError) as error:
        raise BadMap(f"no time zone is called {clock.zone!r}") from error


def reader(clock: Clock, zone: tzinfo, decimal: Decimal | None = None) -> ReadTime:
    """Reads a moment; one without an offset is of this zone.

    The answer's second part says that the clock showed this time twice that night, because it was
    put back: the first of the two is taken. Days after a moment are days of the calendar there:
    7.25 is a quarter past the beginning of the seventh day after it, to the minute. Raises
    Invalid("time", ...): ``no_time`` (blank), ``bad_time``, ``no_clock_time`` (a date alone is no
    moment), ``skipped`` (the clock was put forward over it); of days also as
    :func:`bedside.analytes.number`, ``decimal`` being their decimal sign.
    """
    form, day_zero = clock.format, clock.days_after

    def read(text: str) -> tuple[datetime, bool]:
        plain = text.strip()
        local = written(plain, form) if day_zero is None else _after(day_zero, plain, decimal)
        return _placed(local, zone, plain)

    return read


def row_reader(
    clock: Clock, zone: tzinfo, places: Mapping[str, int], decimal: Decimal | None = None
) -> RowTime:
    """Reads when a row is of. ``places``: where in a row each column stands."""
    if clock.column is None:
        assert clock.days_after is not None, "a mapping says so"
        whole = Told(_placed(clock.days_after, zone, f"{clock.days_after}")[0])

        def fixed(row: Sequence[str]) -> Told:
            if not any(map(str.strip, row)):
                raise Invalid("time", "no_time", "")
            return whole

        return fixed
    read, place = reader(clock, zone, decimal), places[clock.column]
    if clock.days_after is None:

        def plain(row: Sequence[str]) -> Told:
            at, twice = read(row[place])
            return Told(at, (("time", row[place].strip()),) if twice else (), twice)

        return plain
    visit, known = clock.visit, dict[tuple[str, str], Told]()
    visit_at = None if visit is None else places[visit.column]

    def days(row: Sequence[str]) -> Told:
        key = (row[place].strip(), "" if visit_at is None else row[visit_at].strip())
        told = known.get(key)
        if told is None:
            told = known[key] = _of_day(*key, visit, read)
        return told

    return days


def _of_day(day: str, said: str, visit: Visit | None, read: ReadTime) -> Told:
    """When a row of a day is, or of a visit if it tells no day."""
    if visit is None:
        at, twice = read(day)
        return Told(at, (("time", f"day {day}"),), twice)
    of_visit = ((visit.column, said),)
    if day:
        at, twice = read(day)
        found = visit.day.search(said) if visit.day and said else None
        same = not said or (found and int(found[1]) == floor(Fraction(day.replace(",", "."))))
        return Told(at, (*(() if same else of_visit), ("time", f"day {day}")), twice)
    stands = visit.where_blank.get(spoken(said))
    if stands is None:
        raise Invalid("time", "no_time", day)
    at, _ = read(f"{stands}")
    return Told(at, of_visit, converted=True, stands=f"{said} at day {stands}")


def _placed(local: datetime, zone: tzinfo, text: str) -> tuple[datetime, bool]:
    """A moment in UTC, and whether the clocks of the zone showed it twice."""
    if local.tzinfo is not None:
        return local.astimezone(UTC), False
    if zone is UTC:
        return local.replace(tzinfo=UTC), False
    first = local.replace(tzinfo=zone, fold=0)
    before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
    if before is None or after is None or before == after:
        return first.astimezone(UTC), False
    if before < after:
        raise Invalid("time", "skipped", text)
    return first.astimezone(UTC), True


def _after(day_zero: datetime, plain: str, decimal: Decimal | None) -> datetime:
    """The moment some days after another on the same clock, down to the minute."""
    if not plain:
        raise Invalid("time", "no_time", plain)
    try:
        days = Fraction(repr(number(plain, decimal)))
    except Invalid as error:
        raise Invalid("time", error.code, plain) from error
    try:
        moment = day_zero + timedelta(minutes=floor(days * _MINUTES))
    except OverflowError:
        raise Invalid("time", "bad_time", plain) from None
    return _of_our_time(moment, plain)


def _of_our_time(moment: datetime, plain: str) -> datetime:
    if not _YEARS[0] <= moment.year <= _YEARS[1]:
        raise Invalid("time", "bad_time", plain)
    return moment


def written(plain: str, form: str | None) -> datetime:
    """The moment as written, with an offset only if the text has one. Raises as :func:`reader`."""
    if not plain:
        raise Invalid("time", "no_time", plain)
    if form is None and not _has_clock_time(plain):
        raise Invalid("time", "no_clock_time" if len(plain) == _DATE else "bad_time", plain)
    try:
        local = datetime.strptime(plain, form) if form else datetime.fromisoformat(plain)  # noqa: DTZ007
    except ValueError:
        raise Invalid("time", "bad_time", plain) from None
    return _of_our_time(local, plain)


def _has_clock_time(plain: str) -> bool:
    """Whether a text has the form 2026-01-31 07:15; Python also reads dates alone, and weeks."""
    return (
        len(plain) >= _SHORTEST
        and plain[4] == "-" == plain[7]
        and plain[10] in "T "
        and plain[13] == ":"
    )
