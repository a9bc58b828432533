"""Visits of a trial in words: their names, windows and states, and what was agreed for them."""

from datetime import date, time

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from bedside.facts import Appointed
from bedside.follow import DltStatus, Standing
from bedside.schedule import Visit
from bedside.timeline import Entry
from ui.shown import date_text
from ui.words.called import SERIES, visit_called
from ui.words.codes import listed
from ui.words.table import Table
from ui.words.trial import end_cause

translate = QCoreApplication.translate

state_name = Table(
    "VisitState",
    {
        "future": QT_TRANSLATE_NOOP("VisitState", "in the future"),
        "open": QT_TRANSLATE_NOOP("VisitState", "window open"),
        "due_today": QT_TRANSLATE_NOOP("VisitState", "due today"),
        "closing": QT_TRANSLATE_NOOP("VisitState", "window closes soon"),
        "done": QT_TRANSLATE_NOOP("VisitState", "done"),
        "done_late": QT_TRANSLATE_NOOP("VisitState", "done late"),
        "missed": QT_TRANSLATE_NOOP("VisitState", "missed"),
        "not_applicable": QT_TRANSLATE_NOOP("VisitState", "not applicable"),
        "unscheduled": QT_TRANSLATE_NOOP("VisitState", "unscheduled"),
    },
)
"""How a visit stands, without days."""

series_short = Table(
    "VisitSeries",
    {
        "screening": QT_TRANSLATE_NOOP("VisitSeries", "screen"),
        "conditioning": QT_TRANSLATE_NOOP("VisitSeries", "cond."),
        "infusion": QT_TRANSLATE_NOOP("VisitSeries", "cells"),
        "pkpd": QT_TRANSLATE_NOOP("VisitSeries", "PK/PD"),
        "efficacy": QT_TRANSLATE_NOOP("VisitSeries", "scores"),
        "safety": QT_TRANSLATE_NOOP("VisitSeries", "safety"),
        "register": QT_TRANSLATE_NOOP("VisitSeries", "reg."),
        "unscheduled": QT_TRANSLATE_NOOP("VisitSeries", "unsch."),
    },
)
"""A series of visits in as few letters as fit above a narrow column."""

why_text = Table(
    "VisitWhy",
    {
        "withdrawn": QT_TRANSLATE_NOOP("VisitWhy", "not applicable: withdrawn"),
        "died": QT_TRANSLATE_NOOP("VisitWhy", "not applicable: died"),
        "lost": QT_TRANSLATE_NOOP("VisitWhy", "not applicable: lost to follow-up"),
        "completed": QT_TRANSLATE_NOOP("VisitWhy", "not applicable: plan completed"),
        "other": QT_TRANSLATE_NOOP("VisitWhy", "not applicable: plan ended"),
        "reinfused": QT_TRANSLATE_NOOP("VisitWhy", "not applicable: infused again"),
    },
)
"""Why a visit is not asked for any more."""

_DISCHARGED = Table(
    "Visit",
    {
        "pkpd": QT_TRANSLATE_NOOP("Visit", "{n} d after discharge · PK/PD"),
        "efficacy": QT_TRANSLATE_NOOP("Visit", "{n} d after discharge · scores"),
        "safety": QT_TRANSLATE_NOOP("Visit", "{n} d after discharge · safety"),
    },
)
_MINUS = "\N{MINUS SIGN}"


def visit_name(visit: Visit) -> str:
    """What a visit is called: "Day 9 · PK/PD", "Month 6 · scores", "Unscheduled visit"."""
    rule = visit.rule
    called = visit_called(visit.id)
    if called != visit.id:
        return called
    if rule.day is not None and rule.anchor == "discharge" and rule.series in _DISCHARGED:
        return _DISCHARGED(rule.series).format(n=rule.day)
    return SERIES(rule.series)


def _signed(day: int) -> str:
    return f"{_MINUS}{-day}" if day < 0 else str(day)


def visit_short(visit: Visit) -> str:
    """A visit's place in the plan in as few letters as fit under a mark: "D9", "M6", "Y3"."""
    rule = visit.rule
    if rule.month is not None:
        if rule.series == "register":
            return translate("Visit", "Y{n}").format(n=rule.month // 12)
        return translate("Visit", "M{n}").format(n=rule.month)
    if rule.day is None or rule.anchor != "infusion":
        return "·"
    if rule.before_infusion and rule.day == 0:
        return translate("Visit", "pre")
    return translate("Visit", "D{n}").format(n=_signed(rule.day))


def short_day(day: date, today: date) -> str:
    """A date as short as it stays clear: "14 Nov", with its year where that is not today's."""
    if day.year != today.year:
        return date_text(day, QLocale())
    pattern = translate("Visit", "d MMM", "date pattern within the year")
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def window_text(visit: Visit, today: date) -> str:
    """Target and window: "14 Nov ± 7 d", "14 Nov −3/+0 d", "14 Nov" where there is no other day."""
    before = (visit.target - visit.opens).days
    after = (visit.closes - visit.target).days
    if before != after:
        text = translate("Visit", "{day} −{before}/+{after} d")
    elif before:
        text = translate("Visit", "{day} ± {after} d")
    else:
        text = translate("Visit", "{day}")
    return text.format(day=short_day(visit.target, today), before=before, after=after)


def state_text(standing: Standing, today: date) -> str:  # noqa: PLR0911 - one line a state
    """How a visit stands, with its days: "1 d overdue", "closes in 2 d", "done late 12 Nov"."""
    days = standing.days
    match standing.state:
        case "future":
            ahead = (standing.visit.target - today).days
            if ahead <= 0:
                return translate("Visit", "waits for the infusion")
            return translate("Visit", "in {n} d").format(n=ahead)
        case "open":
            return translate("Visit", "open, {n} d left").format(n=days)
        case "closing" if days == 0:
            return translate("Visit", "closes today")
        case "closing":
            return translate("Visit", "closes in {n} d").format(n=days)
        case "missed" if is_overdue(standing):
            return translate("Visit", "{n} d overdue").format(n=days)
        case "not_applicable":
            return why_text(standing.why)
        case "done" | "done_late":
            return _done(standing, today)
        case state:
            return state_name(state)


def _done(standing: Standing, today: date) -> str:
    assert standing.on is not None
    if standing.state == "done_late":
        text = translate("Visit", "done late {day}")
    elif standing.deviation == "early":
        text = translate("Visit", "done early {day}")
    else:
        text = translate("Visit", "done {day}")
    return text.format(day=short_day(standing.on, today))


def is_overdue(standing: Standing) -> bool:
    """Whether the window has closed and nobody has said why the visit did not take place."""
    return standing.state == "missed" and not standing.why and standing.deviated is None


def waits_text(standing: Standing) -> str:
    """What of a visit that took place is still open: "2 of 6 still to do"; empty if nothing."""
    if not standing.incomplete:
        return ""
    left = len(standing.ticks) - standing.collected
    text = translate("Visit", "{n} of {all} still to do")
    return text.format(n=left, all=len(standing.ticks))


def to_collect(standing: Standing) -> str:
    """What is left to collect, all of it where nothing was yet: "SLEDAI-2K, BILAG, PGA"."""
    return ", ".join(tick.item.title for tick in standing.ticks if not tick.settled)


# --- deviations -----------------------------------------------------------------------------------


def deviation_text(
    standing: Standing, today: date, reason: str = "", on: date | None = None
) -> str:
    """A first wording of what to write down about a visit that was not as the protocol asks.

    ``on``: the day on which it is said to have taken place, where the record does not hold it yet.
    """
    visit = standing.visit
    on = on or standing.on
    if on is None:
        text = (
            translate("Visit", "{visit}, due {window}, did not take place: {reason}.")
            if reason
            else translate("Visit", "{visit}, due {window}, did not take place.")
        )
    elif on > visit.closes:
        text = translate(
            "Visit", "{visit}, due {window}, took place on {on}, {n} d after its window closed."
        )
    elif on < visit.opens:
        text = translate(
            "Visit", "{visit}, due {window}, took place on {on}, {n} d before its window opened."
        )
    else:
        text = translate("Visit", "{visit} of {on} was not complete. Left out: {items}.")
    outside = 0 if on is None else max((on - visit.closes).days, (visit.opens - on).days)
    return text.format(
        visit=visit_name(visit),
        window=window_text(visit, today),
        reason=reason.rstrip("."),
        on="" if on is None else short_day(on, today),
        n=outside,
        items=listed([tick.item.title for tick in standing.ticks if not tick.done]),
    )


def outside_text(visit: Visit, on: date, today: date) -> str:
    """That a day lies outside the window of a visit, and by how much; empty if it does not."""
    if on > visit.closes:
        text = translate("Visit", "{on} is {n} d after the window closed on {edge}.")
        days, edge = (on - visit.closes).days, visit.closes
    elif on < visit.opens:
        text = translate("Visit", "{on} is {n} d before the window opens on {edge}.")
        days, edge = (visit.opens - on).days, visit.opens
    else:
        return ""
    return text.format(on=short_day(on, today), n=days, edge=short_day(edge, today))


def appointment_text(entry: Entry | None, today: date) -> str:
    """What is agreed with the patient: "Thu 12 Nov 09:30"; empty where nothing is."""
    if entry is None or not isinstance(entry.fact, Appointed) or entry.fact.on is None:
        return ""
    return agreed_text(entry.fact.on, entry.fact.clock, today)


def agreed_text(on: date, clock: time | None, today: date) -> str:
    """A day with its weekday, and the time of day if one is agreed."""
    day = QDate(on.year, on.month, on.day)
    if on.year != today.year:
        said = date_text(on, QLocale(), weekday=True)
    else:
        pattern = translate("Visit", "ddd d MMM", "date pattern with weekday within the year")
        said = QLocale().toString(day, pattern)
    return said if clock is None else f"{said} {clock:%H:%M}"


# --- one patient ----------------------------------------------------------------------------------


def dlt_text(status: DltStatus, today: date) -> str:
    """Where the patient stands in the window of dose-limiting toxicities; empty before it."""
    closes = "" if status.closes is None else short_day(status.closes, today)
    match status.state:
        case "none":
            return ""
        case "in_window":
            text = translate("Dlt", "DLT window day {day} of {last}, closes {closes}")
        case "review_due":
            text = translate("Dlt", "DLT review due: the window closed {closes}")
        case "reviewed" if status.dlts == 0:
            text = translate("Dlt", "DLT review: none found")
        case "reviewed":
            text = translate("Dlt", "DLT review: {dlts} found")
        case _:
            text = translate("Dlt", "Left within the DLT window that closed {closes}")
    last = None
    if status.day is not None and status.closes is not None:
        last = (status.closes - today).days + status.day
    return text.format(day=status.day, last=last, closes=closes, dlts=status.dlts)


def register_text(opens: date, until: date) -> str:
    """From when to when the long-term register runs."""
    text = translate("Register", "Long-term register: {opens} to {until}")
    return text.format(opens=date_text(opens, QLocale()), until=date_text(until, QLocale()))


def ended_text(day: date, cause: str) -> str:
    """That the plan ended, when and why."""
    text = translate("Visit", "The plan ended on {day}: {cause}")
    return text.format(day=date_text(day, QLocale()), cause=end_cause(cause))
