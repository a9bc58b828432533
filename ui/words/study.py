"""The figures of one patient of a study in words: what a cell says, and what it means."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.adverse.log import named
from bedside.study import (
    BASELINE,
    Outcome,
    Subject,
    Syndrome,
)
from grading.scores.sledai import Variant
from ui.shown import NOTHING, date_text, day_text, quantity_text
from ui.words.codes import capitalised, dotted
from ui.words.measures import decimals_of
from ui.words.table import Table

translate = QCoreApplication.translate

NONE = "–"
"""Stands where there was none of it."""
UNSURE = "?"
"""Stands where it cannot be told."""
NOT_YET = "·"
"""Stands where it is not asked for yet."""
YES = "✓"
variant_name = Table(
    "Study",
    {
        "2K": QT_TRANSLATE_NOOP("Study", "SLEDAI-2K"),
        "SELENA": QT_TRANSLATE_NOOP("Study", "SELENA-SLEDAI"),
    },
)
"""A variant of SLEDAI as it is called."""
response_name = Table(
    "Study",
    {
        "sri4": QT_TRANSLATE_NOOP("Study", "SRI-4"),
        "lldas": QT_TRANSLATE_NOOP("Study", "LLDAS"),
        "doris": QT_TRANSLATE_NOOP("Study", "DORIS"),
    },
)
"""A measure of response as it is called."""
_SYNDROME = Table(
    "Study",
    {"crs": QT_TRANSLATE_NOOP("Study", "CRS"), "icans": QT_TRANSLATE_NOOP("Study", "ICANS")},
)


def figure(value: float, decimals: int) -> str:
    """A figure with so many decimals, rounded as on paper."""
    return quantity_text(value, decimals, QLocale())


def month(of: int) -> str:
    """A visit of the plan: "baseline", "month 6"."""
    if of == BASELINE:
        return translate("Study", "baseline")
    return translate("Study", "month {n}").format(n=of)


def dose_text(one: Subject) -> str:
    """The dose in millions of cells, that of the level: "50"; by weight "1.5/kg"."""
    dose = one.level_dose if one.level_dose is not None else one.dose.value
    if dose is None:
        return one.dose_level or UNSURE
    millions = dose / 1e6
    text = quantity_text(millions, decimals_of(millions), QLocale())
    if one.dose_unit.endswith("/kg"):
        return translate("Study", "{n}/kg").format(n=text)
    return text


def dose_or_level(one: Subject) -> str:
    """The dose in millions of cells; where none is known the level by its name: "level 1"."""
    if one.level_dose is None and one.dose.value is None and one.dose_level:
        return translate("Study", "level {level}").format(level=one.dose_level)
    return dose_text(one)


def dose_spoken(one: Subject) -> str:
    """The dose level, and what was given."""
    if one.dose.value is None:
        given = translate("Study", "not infused yet")
    else:
        millions = one.dose.value / 1e6
        amount = quantity_text(millions, decimals_of(millions), QLocale())
        given = (
            translate("Study", "{n}×10⁶ cells per kg given").format(n=amount)
            if one.dose_unit.endswith("/kg")
            else translate("Study", "{n}×10⁶ cells given").format(n=amount)
        )
    level = translate("Study", "level {level}").format(level=dose_text(one))
    return dotted([level, given])


def dlt_text(one: Subject) -> str:  # noqa: PLR0911 - one text a state
    """Where a patient stands with dose-limiting toxicities: "closed D+28", "to D+28", "2 DLT"."""
    window = one.dlt
    if window.dlts.value:
        return translate("Study", "{n} DLT").format(n=window.dlts.value)
    day = NOTHING if window.last_day is None else day_text(window.last_day)
    match window.state:
        case "not_infused":
            return NONE
        case "no_window":
            return UNSURE
        case "in_window":
            return translate("Study", "to {day}").format(day=day)
        case "review_due":
            return translate("Study", "review due")
        case "reviewed":
            return translate("Study", "closed {day}").format(day=day)
        case "left_within":
            return translate("Study", "left early")


def dlt_spoken(one: Subject) -> str:
    """The same in a sentence."""
    window = one.dlt
    closes = NOTHING if window.closes is None else date_text(window.closes, QLocale())
    match window.state:
        case "not_infused":
            return translate("Study", "Not infused yet.")
        case "no_window":
            return translate("Study", "No known edition says how long the DLT window is.")
        case "in_window":
            return translate("Study", "In the DLT window until {day}.").format(day=closes)
        case "review_due":
            text = translate("Study", "The DLT window closed on {day}; nobody has reviewed it yet.")
            return text.format(day=closes)
        case "reviewed":
            text = translate(
                "Study", "The DLT window closed on {day}; dose-limiting toxicities found: {n}."
            )
            return text.format(day=closes, n=window.dlts.value or 0)
        case "left_within":
            text = translate("Study", "Left before the DLT window closed on {day}.")
            return text.format(day=closes)


def onset_text(of: Syndrome) -> str:
    """Onset and duration: "D+3 · 4.1"; "D+3 · ≥4.1" where it is not over."""
    if of.onset_day.value is None:
        return NONE if of.occurred is False else UNSURE
    day = day_text(of.onset_day.value)
    if of.duration_days.value is None:
        return day
    lasting = figure(of.duration_days.value, 1)
    if of.going_on:
        return translate("Study", "{day} · ≥{n}").format(day=day, n=lasting)
    return translate("Study", "{day} · {n}").format(day=day, n=lasting)


def syndrome_spoken(scale: str, of: Syndrome) -> str:
    """CRS or ICANS of a patient in words: maximum, onset, how long, or what is not known."""
    name = _SYNDROME(scale)
    level = of.maximum.value
    said = []
    if level is None and of.at_least:
        said.append(
            translate("Study", "{scale} at least {level}").format(scale=name, level=of.at_least)
        )
    elif level is None:
        said.append(translate("Study", "{scale} cannot be told").format(scale=name))
    elif level == 0:
        said.append(translate("Study", "no {scale}").format(scale=name))
    else:
        said.append(translate("Study", "{scale} {level} at most").format(scale=name, level=level))
    if of.onset_day.value is not None:
        day = day_text(of.onset_day.value)
        said.append(translate("Study", "onset {day}").format(day=day))
    if of.duration_days.value is not None:
        text = (
            translate("Study", "lasting {n} d so far")
            if of.going_on
            else translate("Study", "lasting {n} d")
        )
        said.append(text.format(n=figure(of.duration_days.value, 1)))
    if of.episodes > 1:
        said.append(translate("Study", "{n} episodes").format(n=of.episodes))
    if of.stated_days < of.asked_days:
        text = translate("Study", "stated on {n} of {all} days")
        said.append(text.format(n=of.stated_days, all=of.asked_days))
    if of.signed.value is not None:
        text = translate("Study", "a physician confirmed {level}")
        said.append(text.format(level=of.signed.value))
    return capitalised(dotted(said))


def times_text(count: int) -> str:
    """How often something was given; "–" for never."""
    return str(count) if count else NONE


def steroid_spoken(one: Subject) -> str:
    """How often steroids were given beyond those for lupus, and on how many days."""
    if not one.steroids.value:
        return translate("Study", "No steroids beyond those for lupus")
    text = translate("Study", "Steroids beyond those for lupus: {n} doses on {days} days")
    return text.format(n=one.steroids.value, days=one.steroid_days)


def icaht_text(one: Subject) -> str:
    """Early ICAHT: "2", "≥2" while days are still to come, "?"."""
    level = one.icaht_early.value
    if level is None:
        return UNSURE if one.is_infused else NONE
    if one.icaht_provisional:
        return f"≥{level}" if level else NOT_YET
    return str(level)


def icaht_spoken(one: Subject) -> str:
    """Early and late ICAHT in words."""
    said = []
    early, late = one.icaht_early.value, one.icaht_late.value
    if early is None:
        said.append(translate("Study", "early ICAHT cannot be told"))
    elif one.icaht_provisional:
        said.append(translate("Study", "early ICAHT at least {level} so far").format(level=early))
    else:
        said.append(translate("Study", "early ICAHT {level}").format(level=early))
    if late is not None:
        said.append(translate("Study", "late ICAHT {level}").format(level=late))
    return capitalised(dotted(said))


def ctcae_text(one: Subject) -> str:
    """The worst grade somebody wrote down; "?" where nobody wrote down any event at all."""
    of = one.ctcae.value
    if of is None:
        return UNSURE if one.is_infused and not one.adverse_known else NONE
    return str(of.grade)


def ctcae_spoken(one: Subject) -> str:
    """The worst adverse event with its term."""
    of = one.ctcae.value
    if of is None:
        if one.is_infused and one.adverse_known:
            return translate("Study", "No adverse event of after the infusion is written down")
        return translate("Study", "No adverse event is written down")
    return translate("Study", "{term}, CTCAE {version} grade {grade}").format(
        term=named(of.term, of.version, of.specify), version=of.version, grade=of.grade
    )


def sledai_text(one: Subject, at: int, variant: Variant) -> str:
    """SLEDAI from the baseline to a month: "14 → 4"."""
    before = one.outcome(BASELINE).total(variant).value
    after = one.outcome(at).total(variant).value
    if before is None and after is None:
        return NOT_YET if _is_ahead(one, one.outcome(at)) else UNSURE
    text = translate("Study", "{before} → {after}")
    waits = NOT_YET if _is_ahead(one, one.outcome(at)) else UNSURE
    return text.format(
        before=UNSURE if before is None else before, after=waits if after is None else after
    )


def answer_text(one: Subject, of: Outcome, answer: bool | None) -> str:  # noqa: FBT001
    """A response: "✓" reached, "–" not, "?" not to be told, "·" not asked for yet."""
    if answer is None:
        return NOT_YET if _is_ahead(one, of) else UNSURE
    return YES if answer else NONE


def answer_spoken(one: Subject, of: Outcome, name: str, answer: bool | None) -> str:  # noqa: FBT001
    """A response in words."""
    values = {"name": response_name(name), "month": month(of.month)}
    if answer is None and _is_ahead(one, of):
        due = NOTHING if of.due is None else day_text(of.due)
        text = translate("Study", "{name} at {month}: asked for on {day}")
        return text.format(day=due, **values)
    if answer is None:
        text = translate("Study", "{name} at {month}: cannot be told")
    elif answer:
        text = translate("Study", "{name} at {month}: reached")
    else:
        text = translate("Study", "{name} at {month}: not reached")
    return text.format(**values)


def _is_ahead(one: Subject, of: Outcome) -> bool:
    """Whether the visit of an outcome is still to come."""
    if of.is_judged:
        return False
    if one.day is None:
        return True
    return of.due is not None and of.due >= one.day


def enrolled_spoken(one: Subject) -> str:
    """That a patient is enrolled, at which level."""
    return translate("Study", "Enrolled · level {level}").format(level=dose_text(one))
