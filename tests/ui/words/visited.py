"""Everything that can be said of visits, their rules and checklists, to hear all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any, get_args

from bedside.facts import (
    Appointed,
    Collected,
    Deviation,
    DltReviewed,
    EndCause,
    Ended,
    Enrolled,
    Fact,
    Note,
    Omitted,
    Visited,
)
from bedside.follow import DltStatus, Follow, Standing, State, Tick
from bedside.follow.plan import follow
from bedside.protocol.edition import Item, MonthRule, Protocol, SeriesName, VisitRule
from bedside.schedule import Visit
from bedside.timeline import Entry
from grading.signs import Infused, Lab, Planned
from tests.bedside.editions import edition
from ui.words import checklist, visit_rules, visits

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
DUE = date(2026, 11, 14)
WHYS = (*get_args(EndCause), "reinfused")
ITEM = Item("x", "x", "by_hand")
DONE, OPEN = Tick(ITEM, done=True), Tick(ITEM, done=False)


def rule(series: SeriesName = "pkpd", **more: Any) -> VisitRule:
    """A rule for a visit, a week around its target unless it is said."""
    given = {"before": 7, "after": 7, "items": (), "month": 6} | more
    if "day" in more:
        given["month"] = None
    return VisitRule(id="x", series=series, **given)


def visit(of: VisitRule | None = None, **more: Any) -> Visit:
    """A visit with its window around the 14th."""
    of = of or rule()
    opens, closes = DUE - timedelta(days=of.before), DUE + timedelta(days=of.after)
    return Visit("x", of, 1, DUE, opens, closes)._replace(**more)


def standing(state: State, of: Visit | None = None, **more: Any) -> Standing:
    """A visit in a state."""
    given: dict[str, Any] = {"days": 2, "on": None, "ticks": (), "why": ""} | more
    return Standing(
        "x", of or visit(), state, given["days"], given["on"], None, None, given["ticks"],
        given.get("deviation"), None, given["why"],
    )  # fmt: skip


def states() -> Iterator[Standing]:
    """Visits in every state, with all that is said of it."""
    for state in get_args(State):
        if state == "not_applicable":
            yield from (standing(state, why=why) for why in WHYS)
        elif state in {"done", "done_late"}:
            yield standing(state, on=TODAY, ticks=(DONE,))
            yield standing(state, on=TODAY, ticks=(DONE, OPEN))
            yield standing(state, on=TODAY, deviation="early")
        else:
            yield standing(state)
    yield standing("closing", days=0)
    yield standing("missed", why="x")
    yield standing("future", visit()._replace(target=TODAY + timedelta(days=9)))


def entry(fact: Fact, at: datetime = NOW) -> Entry:
    """A fact as written."""
    return Entry("1", "w", 1, "x", at, at, "x", "x", fact)


def followed(month_rule: MonthRule, *, planned: bool = False) -> Follow:
    """A patient infused, or about to be, who follows an edition with this month rule."""
    protocol = edition(month_rule=month_rule)
    enrolled = Enrolled(protocol="x", edition="x", consented=DUE)
    cells: Fact = Planned(NOW) if planned else Infused()
    line: Sequence[Entry] = [entry(enrolled, NOW - timedelta(days=1)), entry(cells)]

    def known(_name: str, _edition: str) -> Protocol | None:
        return protocol

    return follow("x", line, known, UTC, NOW)


def sentences() -> Iterator[str]:
    """Every sentence."""
    yield from of_visits()
    yield from of_rules()
    yield from of_checklists()
    yield from of_plans()


def of_visits() -> Iterator[str]:
    """Names, windows, states, deviations."""
    for series in get_args(SeriesName):
        yield from (visits.state_name(state) for state in get_args(State))
        yield visits.series_short(series)
        for of in (
            rule(series),
            rule(series, day=3),
            rule(series, day=-3),
            rule(series, day=3, anchor="discharge"),
            rule(series, day=0, before_infusion=True),
        ):
            yield from (visits.visit_name(visit(of)), visits.visit_short(visit(of)))
    yield visits.visit_short(visit(rule("register", month=36)))
    for before, after in ((7, 7), (0, 0), (3, 0)):
        yield visits.window_text(visit(rule(before=before, after=after)), TODAY)
    yield visits.short_day(DUE, TODAY)
    for one in states():
        yield from (visits.state_text(one, TODAY), visits.waits_text(one))
    for day in (None, DUE, DUE - timedelta(days=9), DUE + timedelta(days=9)):
        for reason in ("", "x"):
            yield visits.deviation_text(standing("open", ticks=(OPEN,)), TODAY, reason, day)
        if day is not None:
            yield visits.outside_text(visit(), day, TODAY)
    for on, clock in product((DUE, date(2027, 1, 4)), (None, time(9, 30))):
        yield visits.appointment_text(entry(Appointed("x", on, clock)), TODAY)


def of_rules() -> Iterator[str]:
    """Why a visit is due, by each way of counting."""
    everything = frozenset({"days", "window", "items", "anchor"})
    rules = [
        rule(assumed=everything),
        rule("register", month=36),
        rule("unscheduled", day=0),
        rule(day=3, before=0, after=0),
        rule(day=-3),
        rule(day=0),
        rule(day=0, before_infusion=True),
        rule(day=3, anchor="consent"),
        rule(day=3, anchor="discharge"),
    ]
    for months, planned, of in product(get_args(MonthRule), (False, True), rules):
        plan = followed(months, planned=planned)
        if plan.protocol is not None:
            yield visit_rules.assumed_text(visit(of), plan.protocol)
        yield from visit_rules.rule_text(standing("open", visit(of)), plan)
    yield visit_rules.provisional_text()


def of_checklists() -> Iterator[str]:
    """What is missing, what shows an item, what was saved."""
    lab = Item("x", "x", "lab", ("il6", "x"))
    for tick in (
        OPEN,
        Tick(ITEM, done=False, omitted="x"),
        Tick(lab, done=False, missing=("il6", "x")),
        Tick(replace(lab, need="any"), done=False, missing=("il6",)),
        Tick(Item("x", "x", "ice"), done=False),
        Tick(Item("x", "x", "drug", ("dexamethasone",)), done=False, missing=("dexamethasone",)),
        Tick(Item("x", "x", "vitals", ("temp_c",)), done=False, missing=("temp_c",)),
        Tick(Item("x", "x", "vitals", ("x",)), done=False, missing=("x",)),
    ):
        yield checklist.missing_text(tick)
    shown = [entry(Lab("il6", 12.0, "pg/mL")), entry(Collected("x", "x")), entry(Infused())]
    yield checklist.shown_text(shown, NOW, UTC)
    saved: tuple[Fact, ...] = (
        Visited(("x",)),
        Visited(),
        Collected("x", "x"),
        Omitted("x", reason="x"),
        Omitted("x", "x", "x"),
        Appointed("x", DUE),
        Appointed("x", reason="x"),
        Deviation("late", "x"),
        DltReviewed(0),
        DltReviewed(1),
        Ended("completed"),
        Note("x"),
    )
    names = {"x": "x"}
    for fact in saved:
        yield checklist.saved_text([entry(fact)], names, names, UTC)
    yield checklist.saved_text([entry(fact) for fact in saved], names, names, UTC)


def of_plans() -> Iterator[str]:
    """DLT window, register, end of the plan."""
    for state in ("none", "in_window", "review_due", "reviewed", "ended"):
        for dlts in (0, 1):
            yield visits.dlt_text(DltStatus(state, 3, DUE, dlts), TODAY)  # type: ignore[arg-type]
    yield visits.register_text(DUE, TODAY)
    yield from (visits.ended_text(DUE, cause) for cause in get_args(EndCause))
