"""The published schedule typed in by hand, and its dates counted without the program.

Days, months and windows stand here as the schedule's tables have them, not as the files that ship
do; dates are counted on the calendar's own numbering of days. What the program plans is compared
with this.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

AUTOLOGOUS = ("nct05765006", "renji_relmacel", "cd19_bcma_wuhan")
"""The trials with a leukapheresis; the other one infuses cells of healthy donors."""
UNCONDITIONED = ("cd19_bcma_wuhan",)
GVHD = ("nct05859997",)
TRIALS = {
    "nct05765006": "2023",
    "renji_relmacel": "2025",
    "nct05859997": "2023",
    "cd19_bcma_wuhan": "1",
}
"""Each trial with its edition."""
MONTH = {"30_day": 30, "28_day": 28}

# PK/PD: before the infusion, every three days in month 1, then monthly to month 12.
FIRST_MONTH = {
    "30_day": (3, 6, 9, 12, 15, 18, 21, 24, 27, 30),
    "28_day": (3, 6, 9, 12, 15, 18, 21, 24, 27, 28),
    "calendar": (3, 6, 9, 12, 15, 18, 21, 24, 27, 30),
}
PKPD = (
    (2, 7), (3, 7), (4, 7), (5, 7), (6, 7), (7, 10), (8, 10), (9, 14), (10, 14), (11, 14), (12, 14),
)  # fmt: skip
"""Month, and days before and after it."""
EFFICACY = ((1, 3), (3, 7), (6, 14), (9, 14), (12, 14))

# The safety grid: study day, days before and days after it.
DAILY = ((0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0), (5, 0, 0), (6, 0, 0), (7, 0, 0))
SECOND_WEEK = ((9, 1, 0), (11, 1, 0), (14, 1, 0))
SECOND_WEEK_DAILY = tuple((day, 0, 0) for day in range(8, 15))
WEEKLY = ((21, 2, 2), (28, 2, 2))
COUNTS = {
    "30_day": ((44, 3, 3), (75, 3, 3)),
    "28_day": ((42, 3, 3), (70, 3, 3)),
    "calendar": ((44, 3, 3), (75, 3, 3)),
}

# Before the infusion.
SCREENING = (-21, 7, 6)
LEUKAPHERESIS = (-12, 2, 4)
BASELINE = (-6, 8, 0)
BASELINE_UNCONDITIONED = (-1, 6, 0)
CONDITIONING = ((-5, 0, 0), (-4, 0, 0), (-3, 0, 0))
REST = ((-2, 0, 0), (-1, 0, 0))
READY = (0, 5, 0)
SAMPLE = (0, 3, 0)
REGISTER_YEARS = range(2, 16)


class Dated(NamedTuple):
    """One visit on the calendar."""

    visit: str
    series: str
    target: date
    opens: date
    closes: date


def later(day: date, days: int) -> date:
    """So many days later (or earlier)."""
    return date.fromordinal(day.toordinal() + days)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last one that it has."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def by_day(trial: str, month_rule: str) -> Iterator[tuple[str, int, int, int]]:
    """Series, study day, days before and days after of each visit that has a study day."""
    yield ("screening", *SCREENING)
    if trial in AUTOLOGOUS:
        yield ("screening", *LEUKAPHERESIS)
    if trial in UNCONDITIONED:
        yield ("safety", *BASELINE_UNCONDITIONED)
    else:
        yield ("safety", *BASELINE)
        yield from (("conditioning", *row) for row in CONDITIONING)
        yield from (("safety", *row) for row in REST)
    yield ("infusion", *READY)
    yield ("pkpd", *SAMPLE)
    yield from (("pkpd", day, 1, 1) for day in FIRST_MONTH[month_rule])
    second = SECOND_WEEK_DAILY if trial in GVHD else SECOND_WEEK
    yield from (("safety", *row) for row in (*DAILY, *second, *WEEKLY, *COUNTS[month_rule]))


def by_month() -> Iterator[tuple[str, int, int]]:
    """Series, month, and days on either side of each visit that has a month."""
    for month, wide in PKPD:
        yield ("pkpd", month, wide)
        yield ("safety", month, wide)
    yield from (("efficacy", *row) for row in EFFICACY)


@cache
def planned(trial: str, month_rule: str, day_0: date) -> tuple[Dated, ...]:
    """All visits of a trial to month 12, by target."""
    found = []
    for series, day, before, after in by_day(trial, month_rule):
        name = f"{series}_dm{-day}" if day < 0 else f"{series}_d{day}"
        target = later(day_0, day)
        found.append(Dated(name, series, target, later(target, -before), later(target, after)))
    for series, month, wide in by_month():
        if month_rule == "calendar":
            target = months_later(day_0, month)
        else:
            target = later(day_0, MONTH[month_rule] * month)
        window = later(target, -wide), later(target, wide)
        found.append(Dated(f"{series}_m{month}", series, target, *window))
    return tuple(sorted(found, key=lambda dated: (dated.target, dated.closes, dated.visit)))


@cache
def register(day_0: date) -> tuple[Dated, ...]:
    """The yearly visits of the long-term register: calendar years, 30 days either way."""
    found = []
    for year in REGISTER_YEARS:
        target = months_later(day_0, 12 * year)
        window = later(target, -30), later(target, 30)
        found.append(Dated(f"register_y{year}", "register", target, *window))
    return tuple(found)
