"""Why a visit is due when it is, in words: what it is counted from, its window, what is assumed."""

from datetime import date

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.follow import Follow, Standing
from bedside.protocol.edition import Protocol
from bedside.schedule import Visit
from ui.shown import date_text
from ui.words.codes import listed
from ui.words.table import Table

translate = QCoreApplication.translate

month_rule = Table(
    "MonthRule",
    {
        "30_day": QT_TRANSLATE_NOOP("MonthRule", "A month is 30 days in this edition."),
        "28_day": QT_TRANSLATE_NOOP("MonthRule", "A month is 28 days in this edition."),
        "calendar": QT_TRANSLATE_NOOP(
            "MonthRule",
            "Months are those of the calendar in this edition, each counted from the infusion;"
            " where a month has no such day, its last day counts.",
        ),
    },
)
"""What a month is in an edition."""


_COUNTED = Table(
    "VisitRule",
    {
        "before": QT_TRANSLATE_NOOP(
            "VisitRule", "Due on the day of the infusion, before the cells go in."
        ),
        "infusion": QT_TRANSLATE_NOOP(
            "VisitRule", "Due {n} d after the infusion of {anchor}: {target}."
        ),
        "ahead": QT_TRANSLATE_NOOP(
            "VisitRule", "Due {n} d before the infusion of {anchor}: {target}."
        ),
        "consent": QT_TRANSLATE_NOOP(
            "VisitRule", "Due {n} d after the consent of {anchor}: {target}."
        ),
        "discharge": QT_TRANSLATE_NOOP(
            "VisitRule", "Due {n} d after the patient left the ward: {target}."
        ),
        "day 0": QT_TRANSLATE_NOOP("VisitRule", "Due on the day of the infusion: {target}."),
        "months": QT_TRANSLATE_NOOP(
            "VisitRule", "Due {n} × {days} d after the infusion of {anchor}: {target}."
        ),
        "calendar": QT_TRANSLATE_NOOP(
            "VisitRule", "Due {n} calendar months after the infusion of {anchor}: {target}."
        ),
        "register": QT_TRANSLATE_NOOP(
            "VisitRule", "Due {years} years after the first infusion of {anchor}: {target}."
        ),
        "unscheduled": QT_TRANSLATE_NOOP(
            "VisitRule", "Not in the plan: it took place on {target}."
        ),
    },
)
_ASSUMED = Table(
    "VisitRule",
    {
        "days": QT_TRANSLATE_NOOP(
            "VisitRule", "Assumed: no paper of the trial says on which day this visit is due."
        ),
        "anchor": QT_TRANSLATE_NOOP(
            "VisitRule", "Assumed: no paper of the trial says from when its days are counted."
        ),
        "window": QT_TRANSLATE_NOOP(
            "VisitRule", "Assumed: no paper of the trial says how wide this window is."
        ),
        "items": QT_TRANSLATE_NOOP(
            "VisitRule", "Assumed: no paper of the trial says what this visit collects."
        ),
        "month_rule": QT_TRANSLATE_NOOP(
            "VisitRule", "Assumed: no paper of the trial says how long a month is."
        ),
    },
)


def rule_text(standing: Standing, follow: Follow) -> tuple[str, ...]:
    """Why a visit is due on its day, what its window is, and what of that is assumed."""
    visit, protocol = standing.visit, follow.protocol
    said = [_counted(visit, follow)]
    if visit.rule.series == "unscheduled" or protocol is None:
        return tuple(said)
    if visit.rule.month is not None and visit.rule.series != "register":
        said.append(month_rule(protocol.month_rule))
    if visit.opens == visit.closes:
        said.append(translate("VisitRule", "No other day counts."))
    else:
        text = translate("VisitRule", "Its window is {opens} to {closes}, both days included.")
        opens, closes = (date_text(day, QLocale()) for day in (visit.opens, visit.closes))
        said.append(text.format(opens=opens, closes=closes))
    said += assumptions(visit, protocol)
    if follow.provisional and visit.rule.anchor == "infusion":
        said.append(provisional_text())
    return tuple(said)


def _counted(visit: Visit, follow: Follow) -> str:
    rule, protocol = visit.rule, follow.protocol
    anchor, months, days = _anchor(visit, follow), 0, abs(rule.day or 0)
    key: str
    if rule.series in {"unscheduled", "register"}:
        key = rule.series
    elif rule.month is not None:
        of = "calendar" if protocol is None else protocol.month_rule
        key, days = "calendar" if of == "calendar" else "months", rule.month
        months = 28 if of == "28_day" else 30
    elif rule.anchor != "infusion":
        key = rule.anchor
    elif rule.before_infusion and not rule.day:
        key = "before"
    elif not rule.day:
        key = "day 0"
    else:
        key = "ahead" if rule.day < 0 else "infusion"
    return _COUNTED(key).format(
        n=days,
        days=months,
        years=(rule.month or 0) // 12,
        anchor="" if anchor is None else date_text(anchor, QLocale()),
        target=date_text(visit.target, QLocale(), weekday=True),
    )


def _anchor(visit: Visit, follow: Follow) -> date | None:
    if visit.rule.anchor == "consent":
        return follow.enrolled.consented
    if visit.infusion <= len(follow.infusions):
        return follow.day_of(follow.infusions[visit.infusion - 1])
    return follow.anchor


def assumptions(visit: Visit, protocol: Protocol) -> list[str]:
    """What of a visit the trial's own papers do not say, a sentence each; none if they say all."""
    return [_ASSUMED(name) for name in _assumed(visit, protocol)]


def _assumed(visit: Visit, protocol: Protocol) -> list[str]:
    names = {"days" if name == "months" else name for name in visit.rule.assumed}
    months = visit.rule.month is not None and visit.rule.series != "register"
    if months and "month_rule" in protocol.assumed:
        names.add("month_rule")
    return [name for name in _ASSUMED.codes if name in names]


_ASSUMED_SHORT = Table(
    "VisitAssumed",
    {
        "days": QT_TRANSLATE_NOOP("VisitAssumed", "its day"),
        "anchor": QT_TRANSLATE_NOOP("VisitAssumed", "from when it is counted"),
        "window": QT_TRANSLATE_NOOP("VisitAssumed", "its window"),
        "items": QT_TRANSLATE_NOOP("VisitAssumed", "its checklist"),
        "month_rule": QT_TRANSLATE_NOOP("VisitAssumed", "the length of a month"),
    },
)


def assumed_text(visit: Visit, protocol: Protocol) -> str:
    """What of a visit the trial's own papers do not say, in one sentence; empty if nothing."""
    names = _assumed(visit, protocol)
    if not names:
        return ""
    text = translate("VisitAssumed", "Assumed, not in the trial’s papers: {what}.")
    return text.format(what=listed([_ASSUMED_SHORT(name) for name in names]))


def provisional_text() -> str:
    """That the plan counts from an infusion that has not taken place."""
    return translate("VisitRule", "Infusion planned, not recorded: the dates may still move.")
