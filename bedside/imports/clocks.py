"""What a mapping says of the times of a table."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bedside.imports.columns import spoken
from bedside.imports.kinds import BadMap, Clock, Visit, only
from bedside.imports.moments import written
from grading.signs import Invalid

_DAYS = 36_500


def clock(given: str | Mapping[str, Any], where: str) -> Clock:
    """The clock that ``time`` of a mapping names. Raises :class:`BadMap`."""
    if isinstance(given, str):
        return Clock(given)
    where = f"{where}: time"
    only(given, ("column", "format", "zone", "days_after", "visit"), where)
    if "days_after" not in given:
        if "visit" in given:
            raise BadMap(f"{where}: 'visit' belongs to times in days")
        if "column" not in given:
            raise BadMap(f"{where}: neither 'column' nor 'days_after'")
        return Clock(given["column"], given.get("format"), given.get("zone"))
    if "format" in given:
        raise BadMap(f"{where}: days have no 'format'")
    column, visit = given.get("column"), given.get("visit")
    if visit is not None and column is None:
        raise BadMap(f"{where}: 'visit' stands beside a column of days")
    return Clock(
        column,
        zone=given.get("zone"),
        days_after=_day_zero(given["days_after"], where),
        visit=None if visit is None else _visit(visit, f"{where}: visit"),
    )


def _day_zero(given: object, where: str) -> datetime:
    """Day 0 as a moment of the site's clock: one with an offset would shift days in other zones."""
    where = f"{where}: days_after"
    try:
        day_zero = written(str(given), None)
    except Invalid as error:
        raise BadMap(f"{where}: {given!r} is not a date with a time of day") from error
    if day_zero.tzinfo is not None:
        raise BadMap(f"{where}: {given!r} has an offset; name the 'zone' if it is not the site's")
    return day_zero


def _visit(given: Mapping[str, Any], where: str) -> Visit:
    only(given, ("column", "day", "where_blank"), where)
    if "column" not in given:
        raise BadMap(f"{where}: it lacks 'column'")
    pattern = re.compile(given["day"]) if "day" in given else None
    if pattern is not None and pattern.groups != 1:
        raise BadMap(f"{where}: day: one group, the number of the day, is needed")
    stands = given.get("where_blank", {})
    for word, day in stands.items():
        if type(day) is not int or abs(day) > _DAYS:
            raise BadMap(f"{where}: where_blank: {word!r}: {day!r} is not a whole day")
    return Visit(given["column"], pattern, {spoken(word): day for word, day in stands.items()})
