"""Which day to suggest for a visit, and agreeing on one.

The site's calendar (weekends, public holidays) moves the suggestion; the window of a visit never
moves. A day outside the window may be agreed all the same.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, cast

from bedside.facts import Appointed
from bedside.follow.standing import SETTLED, Follow, Standing
from bedside.schedule import Visit
from bedside.timeline import Draft

WEEKEND = "weekend"
"""The reason for which a day of the weekend is closed; all other reasons are names of holidays."""
PAST = "past"
"""The reason for which a day is not suggested that lies before today."""
_SATURDAY = 5

Closed = Callable[[date], str | None]
"""Why the site is closed on a day; None on a working day."""


class UnknownPlace(ValueError):
    """The library of public holidays knows no such country, or no such region in it."""


class SiteCalendar:
    """The days on which a site is closed: the weekend of its country, and public holidays.

    ``country`` is an ISO 3166-1 alpha-2 code, ``region`` the code or name of a part of it, as
    :func:`places` lists them; without a region the holidays of the whole country count. Without a
    country only Saturdays and Sundays are closed. ``language`` is that of the holidays' names
    (as in "zh_CN"); where the library has none such they are in the country's own. Holidays that a
    government names year by year are known as far as the library had them.
    Raises :class:`UnknownPlace`.
    """

    def __init__(self, country: str, region: str = "", language: str = "en_US") -> None:
        self._days = None
        if not country:
            if region:
                raise UnknownPlace(f"a region needs its country: {region!r}")
            return
        import holidays  # noqa: PLC0415 - costs more time at start than all else here

        if country not in holidays.list_supported_countries():
            raise UnknownPlace(f"no holidays are known of the country {country!r}")
        try:
            found = holidays.country_holidays(country, region or None, language=language)
        except RuntimeError as error:  # of which the library raises a kind for unknown regions
            raise UnknownPlace(f"the country {country!r} has no region {region!r}") from error
        if found.default_language and language not in found.supported_languages:
            # Left alone, the library would ask the machine which language it likes.
            found = holidays.country_holidays(
                country, region or None, language=found.default_language
            )
        self._days = found

    def closed(self, day: date) -> str | None:
        """Why the site is closed on a day: a holiday's name, or `WEEKEND`; None if it is open."""
        if self._days is None:
            return WEEKEND if day.weekday() >= _SATURDAY else None
        # Asked first: days that are worked although they are of the weekend, and holidays.
        if self._days.is_working_day(day):
            return None
        return self._days.get(day) or WEEKEND


def places() -> Mapping[str, tuple[str, ...]]:
    """All countries whose holidays are known, and the codes of their regions."""
    import holidays  # noqa: PLC0415 - as above

    known = holidays.list_supported_countries(include_aliases=False)
    return {country: tuple(known[country]) for country in sorted(known)}


class Proposal(NamedTuple):
    """The day to suggest for a visit: ``on``, never outside its window.

    ``why`` says why that is not the target: `WEEKEND`, `PAST`, or the name of a holiday. If
    ``free`` is False no working day of the window is left: then ``on`` is the target itself,
    wherever it lies, and somebody has to decide.
    """

    on: date
    why: str | None
    free: bool


def proposal(visit: Visit, closed: Closed, today: date) -> Proposal:
    """The working day of the window, from today on, that is nearest to the target.

    Of two as near, the earlier.
    """
    first = max(visit.opens, today)
    days = [first + timedelta(days=n) for n in range((visit.closes - first).days + 1)]
    days.sort(key=lambda day: (abs((day - visit.target).days), day))
    on = next((day for day in days if closed(day) is None), None)
    if on == visit.target:
        return Proposal(on, None, free=True)
    why = PAST if visit.target < today else closed(visit.target)
    return Proposal(on or visit.target, why, free=on is not None)


class Agreed(NamedTuple):
    """An appointment to be written, and how far it lies outside the window of its visit.

    ``outside`` counts days: below 0 before the window opens, above 0 after it closes, 0 within.
    """

    draft: Draft
    outside: int


def appointed(
    follow: Follow,
    visit: Visit,
    on: date | None,
    clock: time | None,
    reason: str,
    now: datetime,
) -> Agreed:
    """The patient is asked to come on a day (``clock``: of the site); without a day, not any more.

    Raises :class:`grading.signs.Invalid` if it moves an earlier agreement, or cancels it, without
    a reason, and KeyError for a visit that is not in the plan.
    """
    before = agreement(follow.standing(visit.id, follow.day_of(now)))
    moved = before is not None and (
        before.on != on or (before.clock is not None and before.clock != clock)
    )
    fact = Appointed(visit.id, on, clock, before.on if before and moved else None, reason)
    return Agreed(Draft(follow.patient, now, fact), 0 if on is None else outside(visit, on))


def agreement(standing: Standing) -> Appointed | None:
    """What was agreed for a visit; None if nothing was, or it was cancelled."""
    entry = standing.appointment
    return None if entry is None else cast("Appointed", entry.fact)


def outside(visit: Visit, day: date) -> int:
    """How many days a day lies before the window of a visit (below 0), or after it (above 0)."""
    return min(0, (day - visit.opens).days) + max(0, (day - visit.closes).days)


def collisions(standings: Iterable[Standing], on: date, patient: str) -> tuple[Standing, ...]:
    """The visits of other patients that are agreed for a day and not settled yet."""
    found = []
    for standing in standings:
        agreed = agreement(standing)
        if standing.patient != patient and agreed is not None and agreed.on == on:
            found.append(standing)
    return tuple(s for s in found if s.state not in SETTLED)
