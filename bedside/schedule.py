"""An edition's visits as dates: target and window of each, counted from one anchor.

Sources: the project's rules on study days, months and windows (day 0 is the date of the infusion
in the site's zone; a month is 30 days, 28 days, or a calendar month, as the edition says). Days
are whole calendar dates, so that no change of the clocks moves a visit.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bedside.protocol.edition import Anchor, MonthRule, Protocol, VisitRule

REGISTER_WINDOW = 30
"""Days before and after a yearly visit of the long-term register (assumed)."""
_MONTH_DAYS: Mapping[MonthRule, int] = {"30_day": 30, "28_day": 28}
_ORDER = {
    series: place
    for place, series in enumerate(
        ("screening", "conditioning", "infusion", "pkpd", "safety", "efficacy", "register")
    )
}


class Visit(NamedTuple):
    """One visit of one patient's plan, on dates of the site's calendar; the window is inclusive.

    ``id`` is the rule's, with ``#2`` behind it after a second infusion; ``infusion`` is which
    one, from 1.
    """

    id: str
    rule: VisitRule
    infusion: int
    target: date
    opens: date
    closes: date


def add_months(day: date, months: int) -> date:
    """The same day of a later month; the last day of that month if it has no such day.

    Always counted from the first date: 31 January + 1 is 28 or 29 February, + 2 is 31 March.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def target(rule: VisitRule, month_rule: MonthRule, anchor: date) -> date:
    """The day on which a visit is due, from the date of its anchor."""
    if rule.day is not None:
        return anchor + timedelta(days=rule.day)
    assert rule.month is not None
    if month_rule == "calendar":
        return add_months(anchor, rule.month)
    return anchor + timedelta(days=_MONTH_DAYS[month_rule] * rule.month)


def expanded(
    protocol: Protocol, anchors: Mapping[Anchor, date], infusion: int = 1
) -> tuple[Visit, ...]:
    """All visits of an edition, in the order of their targets.

    A rule whose anchor has no date yet has no visit. After the first infusion the visits of
    screening are not asked for again.
    """
    found = []
    mark = "" if infusion == 1 else f"#{infusion}"
    for rule in protocol.visits:
        anchor = anchors.get(rule.anchor)
        if anchor is None or (infusion > 1 and rule.series == "screening"):
            continue
        due = target(rule, protocol.month_rule, anchor)
        found.append(
            Visit(
                rule.id + mark,
                rule,
                infusion,
                due,
                due - timedelta(days=rule.before),
                due + timedelta(days=rule.after),
            )
        )
    return ordered(found)


def register(protocol: Protocol, infused: date) -> tuple[Visit, ...]:
    """The yearly visits of the long-term register, from year 2 after the infusion to its end."""
    found = []
    for year in range(2, protocol.register_years + 1):
        rule = VisitRule(
            id=f"register_y{year}",
            series="register",
            before=REGISTER_WINDOW,
            after=REGISTER_WINDOW,
            items=(),
            month=12 * year,
            assumed=frozenset({"window"}),
        )
        due = add_months(infused, 12 * year)
        wide = timedelta(days=REGISTER_WINDOW)
        found.append(Visit(rule.id, rule, 1, due, due - wide, due + wide))
    return tuple(found)


def ordered(visits: Iterable[Visit]) -> tuple[Visit, ...]:
    """Visits by target, then by series, then by the end of their windows."""
    return tuple(sorted(visits, key=lambda v: (v.target, _ORDER[v.rule.series], v.closes, v.id)))


def owners(visits: Sequence[Visit]) -> dict[date, Visit]:
    """Of each day that lies in a window, the visit it belongs to. Give visits of one series.

    A day in two windows belongs to the nearest target; of two as near, to the earlier one.
    """
    found: dict[date, Visit] = {}
    for visit in visits:
        for count in range((visit.closes - visit.opens).days + 1):
            day = visit.opens + timedelta(days=count)
            other = found.get(day)
            if other is None or _distance(visit, day) < _distance(other, day):
                found[day] = visit
    return found


def _distance(visit: Visit, day: date) -> tuple[int, date]:
    return (abs((visit.target - day).days), visit.target)


class Move(NamedTuple):
    """A visit that another plan has elsewhere: before and after; None where it is not in it."""

    before: Visit | None
    after: Visit | None


def moves(before: Iterable[Visit], after: Iterable[Visit]) -> tuple[Move, ...]:
    """What changes when one plan takes the place of another, in the order of the dates."""
    old = {visit.id: visit for visit in before}
    new = {visit.id: visit for visit in after}
    found = [
        Move(old.get(name), new.get(name))
        for name in {**old, **new}
        if _dates(old.get(name)) != _dates(new.get(name))
    ]
    return tuple(sorted(found, key=lambda m: ((m.after or m.before).target, _id(m))))  # type: ignore[union-attr]


def _dates(visit: Visit | None) -> tuple[date, date, date] | None:
    return None if visit is None else (visit.target, visit.opens, visit.closes)


def _id(move: Move) -> str:
    visit = move.after or move.before
    return "" if visit is None else visit.id
