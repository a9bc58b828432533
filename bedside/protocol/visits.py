"""The [[visits]] of a protocol's file: each table may stand for several visits of one series."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, get_args

from bedside.protocol.edition import Anchor, MonthRule, SeriesName, VisitRule
from bedside.protocol.table import Table, flag, list_of, one_of, whole

DAYS = (-365, 1830)
"""The study days that a protocol may name."""
_SERIES: tuple[SeriesName, ...] = (
    "screening",
    "conditioning",
    "infusion",
    "pkpd",
    "efficacy",
    "safety",
)
_MONTHS = (1, 60)
_WIDEST = 365
_MONTH_DAYS: Mapping[MonthRule, float] = {"30_day": 30, "28_day": 28, "calendar": 365.25 / 12}
_KEYS = (
    "series",
    "days",
    "months",
    "before",
    "after",
    "items",
    "anchor",
    "before_infusion",
    "assumed",
)
_ASSUMED = ("days", "months", "window", "items", "anchor")


class _Written(NamedTuple):
    """A visit, and where it stands."""

    rule: VisitRule
    table: Table
    key: str


def visits(top: Table, month_rule: MonthRule, items: tuple[str, ...]) -> tuple[VisitRule, ...]:
    """All visits of a file in the order of their targets; what is wrong is noted in its tables.

    ``items`` are the names of what a checklist may hold. Ids are ``pkpd_d3``, ``safety_dm1`` (the
    day before day 0), ``efficacy_m6``; with another anchor than the infusion
    ``safety_discharge_d3``.
    """
    conditioned = "conditioning" in top.given
    found = []
    for table in top.listed("visits", _KEYS):
        rules = tuple(_expanded(table, month_rule, items))
        if not table.sound:
            continue
        if rules[0].series == "conditioning" and not conditioned:
            table.note("series", "there is no [conditioning] in this protocol")
        key = "days" if rules[0].month is None else "months"
        found += [_Written(rule, table, key) for rule in rules]
    _note_twice(found, month_rule)
    rules = tuple(one.rule for one in found)
    return tuple(sorted(rules, key=lambda r: (_target(r, month_rule), _SERIES.index(r.series))))


def _target(rule: VisitRule, month_rule: MonthRule) -> float:
    """The study day of a target; for calendar months about."""
    return rule.day if rule.day is not None else (rule.month or 0) * _MONTH_DAYS[month_rule]


def _note_twice(found: list[_Written], month_rule: MonthRule) -> None:
    """Note visits of one id, and visits of one series that fall on one day."""
    ids: set[str] = set()
    aims: dict[tuple[str, str, float], str] = {}
    for rule, table, key in found:
        aim = (rule.series, rule.anchor, _target(rule, month_rule))
        if rule.id in ids:
            table.note(key, f"the visit {rule.id!r} stands here twice")
        elif aim in aims:
            table.note(key, f"{rule.id!r} falls on the day of {aims[aim]!r}")
        ids.add(rule.id)
        aims.setdefault(aim, rule.id)


def _expanded(table: Table, month_rule: MonthRule, items: tuple[str, ...]) -> Iterator[VisitRule]:
    """The visits of one table, to be used if nothing of it is wrong."""
    series: SeriesName = table.get("series", one_of(_SERIES))
    before = table.get("before", whole(0, _WIDEST))
    after = table.get("after", whole(0, _WIDEST))
    asked = table.get("items", list_of(one_of(items)))
    anchor: Anchor = table.get("anchor", one_of(get_args(Anchor)), "infusion")
    before_infusion = table.get("before_infusion", flag, default=False)
    assumed = table.get("assumed", list_of(one_of(_ASSUMED), empty=True), ())
    days = _days(table, month_rule)
    months = table.get("months", list_of(whole(*_MONTHS)), ())
    if not table.sound:
        return
    if bool(days) == bool(months):
        table.note("months" if months else "series", "give either 'days' or 'months'")
        return
    if before_infusion and (anchor != "infusion" or months or max(days) + after > 0):
        table.note("before_infusion", "its window must end on day 0 or before")
    prefix = series if anchor == "infusion" else f"{series}_{anchor}"
    for count in (*days, *months):
        letter = "m" if months else "dm" if count < 0 else "d"
        yield VisitRule(
            id=f"{prefix}_{letter}{abs(count)}",
            series=series,
            before=before,
            after=after,
            items=asked,
            day=None if months else count,
            month=count if months else None,
            anchor=anchor,
            before_infusion=before_infusion,
            assumed=frozenset(assumed),
        )


def _days(table: Table, month_rule: MonthRule) -> tuple[int, ...]:
    """The days of a table: one list, or one for each month rule in [visits.days]."""
    check = list_of(whole(*DAYS))
    if not isinstance(table.given.get("days"), dict):
        return table.get("days", check, ())
    inner = table.inner("days", get_args(MonthRule))
    lists = {rule: inner.get(rule, check, ()) for rule in get_args(MonthRule)}
    if inner.sound and not lists[month_rule]:
        table.note("days", f"there is no list for the month rule {month_rule!r}")
    return lists[month_rule]
