"""A trial's edition in words: its levels, what it assumes, a dose against its level, readiness."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.dose import TOLERANCE, DoseCheck, Weight
from bedside.facts import Enrolled
from bedside.follow.foreseen import Moved
from bedside.protocol.edition import DoseUnit, Level, Protocol
from bedside.readiness import Ready
from bedside.schedule import Move, Visit
from ui.shown import age_text, date_text, day_text, moment_text, quantity_text
from ui.words.codes import capitalised, dotted, listed
from ui.words.drug_names import drug
from ui.words.measures import decimals_of, quantity
from ui.words.table import Table
from ui.words.visit_rules import month_rule
from ui.words.visits import short_day, window_text

translate = QCoreApplication.translate

_NOTE = Table(
    "Level",
    {
        "backup": QT_TRANSLATE_NOOP("Level", "backup"),
        "start": QT_TRANSLATE_NOOP("Level", "start"),
        "recommended": QT_TRANSLATE_NOOP("Level", "recommended"),
    },
)
_ASSUMED = Table(
    "Assumed",
    {
        "month_rule": QT_TRANSLATE_NOOP("Assumed", "what a month is"),
        "days": QT_TRANSLATE_NOOP("Assumed", "days of visits"),
        "months": QT_TRANSLATE_NOOP("Assumed", "months of visits"),
        "window": QT_TRANSLATE_NOOP("Assumed", "windows of visits"),
        "items": QT_TRANSLATE_NOOP("Assumed", "what visits collect"),
        "cells": QT_TRANSLATE_NOOP("Assumed", "whose cells they are"),
        "conditioning.days": QT_TRANSLATE_NOOP("Assumed", "days of the conditioning"),
        "dlt.last_day": QT_TRANSLATE_NOOP("Assumed", "last day for dose-limiting toxicities"),
        "dlt.template": QT_TRANSLATE_NOOP("Assumed", "what a dose-limiting toxicity is"),
        "register_years": QT_TRANSLATE_NOOP("Assumed", "years of the long-term register"),
        "ae_months": QT_TRANSLATE_NOOP("Assumed", "months in which adverse events are kept"),
        "rounds": QT_TRANSLATE_NOOP("Assumed", "rounds on the ward"),
        "alarms": QT_TRANSLATE_NOOP("Assumed", "table of alarms"),
        "levels": QT_TRANSLATE_NOOP("Assumed", "dose levels"),
        "dose_unit": QT_TRANSLATE_NOOP("Assumed", "unit of the dose"),
        "ctcae": QT_TRANSLATE_NOOP("Assumed", "version of the CTCAE"),
        "pk": QT_TRANSLATE_NOOP("Assumed", "what is measured of the cells"),
        "pd": QT_TRANSLATE_NOOP("Assumed", "what is measured of their effect"),
        "instruments": QT_TRANSLATE_NOOP("Assumed", "scores of disease activity"),
        "gvhd": QT_TRANSLATE_NOOP("Assumed", "whether GvHD is looked for"),
    },
)
_CRITERION = "criteria."
_FINEST = 6


def cells(dose: float, unit: DoseUnit | None) -> str:
    """A dose of cells: "100×10⁶ cells", "1.5×10⁶ cells per kg"."""
    millions = dose / 1e6
    figures = quantity_text(millions, decimals_of(millions), QLocale())
    if unit == "cells/kg":
        return translate("Dose", "{n}×10⁶ cells per kg").format(n=figures)
    return translate("Dose", "{n}×10⁶ cells").format(n=figures)


def level(level: Level, protocol: Protocol) -> str:
    """A dose level with its figure and what it is for: "25 · 25×10⁶ cells · start"."""
    if level.dose is None:
        figure = translate("Level", "figure not stated")
    else:
        figure = cells(level.dose, protocol.dose_unit)
    note = _NOTE(level.note) if level.note in _NOTE else level.note
    return dotted(["" if _is_figure(level) else level.id, figure, note])


def _is_figure(level: Level) -> bool:
    """Whether the name of a level is its dose ("25e6", or 25 for millions): not said twice."""
    try:
        figure = float(level.id.removesuffix("/kg"))
    except ValueError:
        return False
    return level.dose in {figure, figure * 1e6}


def edition(protocol: Protocol) -> str:
    """An edition in a list: its short name and which one it is."""
    return translate("Protocol", "{short}, edition {edition}").format(
        short=protocol.short or protocol.id, edition=protocol.edition
    )


def about(protocol: Protocol) -> str:
    """What an edition is: its title, registry id and product."""
    return dotted([protocol.title, protocol.registry, protocol.product])


def assumed(protocol: Protocol) -> str:
    """What the trial's own papers do not say and this edition assumes; "" where nothing."""
    keys = set(protocol.assumed)
    for visit in protocol.visits:
        keys |= visit.assumed
    if not keys:
        return ""
    named = dict.fromkeys(_ASSUMED(key) for key in _ASSUMED.codes if key in keys)
    criteria = sorted(key.removeprefix(_CRITERION) for key in keys if key.startswith(_CRITERION))
    limits = translate("Assumed", "how criterion {id} is judged")
    others = sorted(k for k in keys if k not in _ASSUMED and not k.startswith(_CRITERION))
    said = translate("Protocol", "Assumed, the trial’s papers do not say it: {what}.").format(
        what=listed([*named, *(limits.format(id=name) for name in criteria), *others])
    )
    rule = month_rule(protocol.month_rule) if "month_rule" in keys else ""
    return f"{said} {rule}" if rule else said


# --- a dose against its level -----------------------------------------------------------------

_CHECK = Table(
    "DoseCheck",
    {
        "within": QT_TRANSLATE_NOOP(
            "DoseCheck", "{given} is {share} % of level {level}: within ±20 %."
        ),
        "below": QT_TRANSLATE_NOOP(
            "DoseCheck", "{given} is {share} % of level {level}: below ±20 %."
        ),
        "above": QT_TRANSLATE_NOOP(
            "DoseCheck", "{given} is {share} % of level {level}: above ±20 %."
        ),
        "partial": QT_TRANSLATE_NOOP(
            "DoseCheck", "So far {given}, {share} % of level {level}; more is to come."
        ),
        "units_differ": QT_TRANSLATE_NOOP(
            "DoseCheck",
            "Cells in all and cells per kg are not compared with each other; the level is {level}.",
        ),
        "weight_missing": QT_TRANSLATE_NOOP(
            "DoseCheck",
            "The level is {level}, and no weight is recorded: the dose cannot be compared.",
        ),
        "no_dose": QT_TRANSLATE_NOOP("DoseCheck", "No dose to compare with level {level}."),
        "no_level": QT_TRANSLATE_NOOP(
            "DoseCheck", "No level with a figure is recorded: the dose is not compared."
        ),
    },
)


def dose_check(check: DoseCheck, protocol: Protocol | None) -> str:
    """How a dose compares with its level, in one sentence."""
    return _CHECK(check.outcome).format(
        given="" if check.given is None else cells(check.given, check.unit),
        share="" if check.share is None else _percent(check.share),
        level="" if check.level is None or protocol is None else _level(check.level, protocol),
    )


def _level(level: Level, protocol: Protocol) -> str:
    """A level within a sentence: its figure, behind its name where that says something else."""
    if level.dose is None:
        return level.id
    figure = cells(level.dose, protocol.dose_unit)
    if _is_figure(level):
        return figure
    return translate("Level", "{name} ({figure})").format(name=level.id, figure=figure)


def _percent(share: float) -> str:
    """Per cent, with as many decimals as it takes to stand on its own side of the bounds."""
    per_cent, low, high = share * 100, 100 * float(1 - TOLERANCE), 100 * float(1 + TOLERANCE)
    decimals = 0
    while decimals < _FINEST:
        shown = round(per_cent, decimals)
        if (shown < low, shown > high) == (per_cent < low, per_cent > high):
            break
        decimals += 1
    return quantity_text(per_cent, decimals, QLocale())


def dose_deviation(check: DoseCheck, protocol: Protocol | None) -> str:
    """What is written down of a dose outside its level, to be edited before it is."""
    return translate("DoseCheck", "Cell dose outside the level: {check}").format(
        check=dose_check(check, protocol)
    )


def weight(weight: Weight | None, at: datetime) -> str:
    """Which weight is used, and how old it is."""
    if weight is None:
        return translate("DoseCheck", "No weight is recorded.")
    return translate("DoseCheck", "Weight used: {weight}, recorded {age} before.").format(
        weight=quantity(Enrolled, "weight_kg", weight.kg), age=age_text(at - weight.at)
    )


# --- what must be there before the cells ------------------------------------------------------

_DONE = Table(
    "Ready",
    {
        "consent": QT_TRANSLATE_NOOP("Ready", "Consent signed {day}"),
        "baseline_ice": QT_TRANSLATE_NOOP("Ready", "Baseline ICE {value}/10"),
        "baseline_sbp": QT_TRANSLATE_NOOP("Ready", "Baseline systolic pressure {value} mmHg"),
        "weight": QT_TRANSLATE_NOOP("Ready", "Weight {value} kg, {day}"),
        "conditioning": QT_TRANSLATE_NOOP("Ready", "{name} given {days}"),
        "sample": QT_TRANSLATE_NOOP("Ready", "{name} collected"),
    },
)
_MISSING = Table(
    "Ready",
    {
        "consent": QT_TRANSLATE_NOOP("Ready", "The day of consent is missing"),
        "baseline_ice": QT_TRANSLATE_NOOP("Ready", "Baseline ICE is missing"),
        "baseline_sbp": QT_TRANSLATE_NOOP("Ready", "Baseline systolic pressure is missing"),
        "weight": QT_TRANSLATE_NOOP("Ready", "Weight is missing"),
        "conditioning": QT_TRANSLATE_NOOP("Ready", "{name} is missing {missing}"),
        "sample": QT_TRANSLATE_NOOP("Ready", "{name}: missing"),
    },
)


def ready(ready: Ready, day_0: date) -> str:
    """One thing that must be there before the infusion, and whether it is."""
    values = {
        "day": date_text(ready.days[-1], QLocale()) if ready.days else "",
        "days": _study_days(ready.days, day_0),
        "missing": _study_days(ready.missing, day_0),
        "name": _ready_name(ready),
        "value": "" if ready.value is None else quantity_text(
            ready.value, decimals_of(ready.value, 1), QLocale()
        ),
    }  # fmt: skip
    if ready.done:
        return _DONE(ready.need).format(**values)
    if ready.old:
        text = translate("Ready", "Weight {value} kg is old: {day}")
        return text.format(**values)
    if ready.need == "conditioning" and ready.days:
        text = translate("Ready", "{name} is missing {missing}; given {days}")
        return text.format(**values)
    return _MISSING(ready.need).format(**values)


def _ready_name(ready: Ready) -> str:
    if ready.need != "conditioning":
        return ready.name
    return capitalised(drug(ready.name)) if ready.name else translate("Ready", "Conditioning")


def _study_days(days: Sequence[date], day_0: date) -> str:
    return listed([day_text((day - day_0).days) for day in days])


# --- what moves -------------------------------------------------------------------------------


def moves(moved: Moved) -> str:
    """What changes in a plan, in a few sentences: how many visits move, are new or fall away."""
    moving = sum(m.before is not None and m.after is not None for m in moved.moves)
    new = sum(m.before is None for m in moved.moves)
    gone = sum(m.after is None for m in moved.moves)
    said = []
    if moving:
        said.append(translate("Moves", "Visits that move: {n}.").format(n=moving))
    if new:
        said.append(translate("Moves", "New visits: {n}.").format(n=new))
    if gone:
        said.append(translate("Moves", "Visits that fall away: {n}.").format(n=gone))
    if moved.dropped:
        text = translate("Moves", "Visits not asked for any more: {n}.")
        said.append(text.format(n=len(moved.dropped)))
    if moved.resumed:
        text = translate("Moves", "Visits asked for again: {n}.")
        said.append(text.format(n=len(moved.resumed)))
    return " ".join(said) or translate("Moves", "No visit moves.")


def move_from(move: Move, today: date) -> str:
    """Where a visit stood: its day, with its window where that becomes another."""
    if move.before is None:
        return translate("Moves", "new")
    return _stands(move.before, move.after, today)


def move_to(move: Move, today: date) -> str:
    """Where a visit would stand."""
    if move.after is None:
        return translate("Moves", "falls away")
    return _stands(move.after, move.before, today)


def _stands(visit: Visit, other: Visit | None, today: date) -> str:
    wide = (visit.rule.before, visit.rule.after)
    if other is not None and wide == (other.rule.before, other.rule.after):
        return short_day(visit.target, today)
    return window_text(visit, today)


def infusion_planned(at: datetime, zone: tzinfo) -> str:
    """That the infusion is planned for this moment."""
    return translate("Moves", "Planned for {moment}.").format(
        moment=moment_text(at, zone, QLocale())
    )
