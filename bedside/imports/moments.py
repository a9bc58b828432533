"""Times as other systems write them, read in the zone they were written in."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from bedside.imports.columns import ReadTime
from bedside.imports.kinds import BadMap, Clock
from grading.signs import Invalid

_SHORTEST = len("2026-01-31 07:15")
_DATE = len("2026-01-31")
_YEARS = (1900, 2300)  # published charting is shifted some centuries ahead


def zone_of(clock: Clock, zone: tzinfo) -> tzinfo:
    """The zone a clock says, else the site's. Raises :class:`BadMap`."""
    if clock.zone is None:
        return zone
    try:
        return ZoneInfo(clock.zone)
    except (KeyError, ValueError, OSError) as error:
        raise BadMap(f"no time zone is called {clock.zone!r}") from error


def reader(clock: Clock, zone: tzinfo) -> ReadTime:
    """Reads a moment; one without an offset is of this zone.

    The answer's second part says that the clock showed this time twice that night, because it was
    put back: the first of the two is taken. Raises Invalid("time", ...): ``no_time`` (blank),
    ``bad_time``, ``no_clock_time`` (a date alone is no moment), ``skipped`` (the clock was put
    forward over it).
    """
    form = clock.format

    def read(text: str) -> tuple[datetime, bool]:
        local = _written(text.strip(), form)
        if local.tzinfo is not None:
            return local.astimezone(UTC), False
        if zone is UTC:
            return local.replace(tzinfo=UTC), False
        first = local.replace(tzinfo=zone, fold=0)
        before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
        if before is None or after is None or before == after:
            return first.astimezone(UTC), False
        if before < after:
            raise Invalid("time", "skipped", text.strip())
        return first.astimezone(UTC), True

    return read


def _written(plain: str, form: str | None) -> datetime:
    """The moment as written, with an offset only if the text has one."""
    if not plain:
        raise Invalid("time", "no_time", plain)
    if form is None and not _has_clock_time(plain):
        raise Invalid("time", "no_clock_time" if len(plain) == _DATE else "bad_time", plain)
    try:
        written = datetime.strptime(plain, form) if form else datetime.fromisoformat(plain)  # noqa: DTZ007
    except ValueError:
        raise Invalid("time", "bad_time", plain) from None
    if not _YEARS[0] <= written.year <= _YEARS[1]:
        raise Invalid("time", "bad_time", plain)
    return written


def _has_clock_time(plain: str) -> bool:
    """Whether a text has the form 2026-01-31 07:15; Python also reads dates alone, and weeks."""
    return (
        len(plain) >= _SHORTEST
        and plain[4] == "-" == plain[7]
        and plain[10] in "T "
        and plain[13] == ":"
    )
