"""The drug clock in words: a dose worked out, when the next may be, what is asked, steroids."""

from datetime import datetime, tzinfo
from fractions import Fraction
from typing import assert_never

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.drug_clock import Guard, Steroids, Toci, Uncounted
from bedside.drug_clock.equivalents import EQUAL_MG, as_dexamethasone, as_prednisone
from bedside.drug_clock.next_dose import (
    CAP_MG,
    IN_ALL,
    IN_DAY,
    INTERVAL,
    LIGHT_KG,
    PER_KG,
    TOLERANCE,
    WEIGHT_LASTS,
)
from grading.signs import Vitals
from ui.shown import moment_text, quantity_text
from ui.words.codes import dotted
from ui.words.drug_names import drug
from ui.words.measures import decimals_of, quantity
from ui.words.table import Table

translate = QCoreApplication.translate
_SMALL_MG = 10
_NAMED = 3
"""How many entries that are not counted are named."""

uncounted_why = Table(
    "Steroids",
    {
        "no_amount": QT_TRANSLATE_NOOP("Steroids", "no amount is charted"),
        "unit": QT_TRANSLATE_NOOP("Steroids", "its unit gives no mg"),
        "local": QT_TRANSLATE_NOOP("Steroids", "inhaled or rectal"),
    },
)
"""Why a steroid is in no sum."""


def _mg(value: float) -> str:
    """So many mg without the unit: to the tenth at most, below 10 mg to the hundredth."""
    return quantity_text(value, decimals_of(value, 1 if value >= _SMALL_MG else 2), QLocale())


def _kg(value: float | None) -> str:
    return quantity(Vitals, "weight_kg", value or 0.0)


# --- tocilizumab -----------------------------------------------------------------------------


def dose_line(toci: Toci) -> str:
    """The dose by weight: "8 mg/kg × 58.0 kg = 464 mg"; why there is none, without a weight."""
    if toci.dose_mg is None:
        return translate(
            "Toci", "No dose is worked out: it needs a weight of the last {n} days."
        ).format(n=WEIGHT_LASTS.days)
    if toci.capped:
        text = translate("Toci", "{rate} mg/kg × {weight}, at most {dose} mg")
    elif toci.per_kg == PER_KG:
        text = translate("Toci", "{rate} mg/kg × {weight} = {dose} mg")
    else:
        text = translate("Toci", "{rate} mg/kg (below {light} kg) × {weight} = {dose} mg")
    return text.format(
        rate=toci.per_kg, weight=_kg(toci.weight_kg), dose=_mg(toci.dose_mg), light=LIGHT_KG
    )


def weight_line(toci: Toci, zone: tzinfo, now: datetime) -> str:
    """The last weight and when it was taken; that there is none."""
    if toci.weighed_at is None:
        return translate("Toci", "No weight is recorded.")
    return translate("Toci", "Weight: {weight}, {moment}").format(
        weight=_kg(toci.weight_kg), moment=moment_text(toci.weighed_at, zone, QLocale(), now)
    )


def doses_line(toci: Toci, zone: tzinfo, now: datetime) -> str:
    """What was given and when the next may be.

    "last 10:15 · 1 of 4 · 1 of 3 in 24 h · next at the earliest 18:15".
    """
    if toci.last_at is None:
        return translate("Toci", "none given yet")
    last = translate("Toci", "last {moment}").format(
        moment=moment_text(toci.last_at, zone, QLocale(), now)
    )
    of_all = translate("Toci", "{n} of {most}").format(n=toci.given_total, most=IN_ALL)
    of_day = translate("Toci", "{n} of {most} in 24 h").format(n=toci.given_24h, most=IN_DAY)
    return dotted([last, of_all, of_day, _next(toci, zone, now)])


def _next(toci: Toci, zone: tzinfo, now: datetime) -> str:
    at = toci.earliest_next
    if at is None:
        return translate("Toci", "no further dose is foreseen")
    if at <= now:
        return translate("Toci", "next possible now")
    return translate("Toci", "next at the earliest {moment}").format(
        moment=moment_text(at, zone, QLocale(), now)
    )


def guard_text(guard: Guard, zone: tzinfo, now: datetime) -> str:  # noqa: PLR0911 - one line a code
    """What is asked about a dose, in a sentence."""
    hours = round(INTERVAL.total_seconds() / 3600)
    moment = "" if guard.at is None else moment_text(guard.at, zone, QLocale(), now)
    match guard.code:
        case "too_soon":
            return translate("Guard", "Less than {n} h after the dose of {moment}.").format(
                n=hours, moment=moment
            )
        case "soon_before":
            return translate("Guard", "Less than {n} h before the dose of {moment}.").format(
                n=hours, moment=moment
            )
        case "in_day":
            return translate("Guard", "{n} doses within 24 h, at most {most}.").format(
                n=guard.doses, most=IN_DAY
            )
        case "in_all":
            return translate("Guard", "{n} doses in all, at most {most}.").format(
                n=guard.doses, most=IN_ALL
            )
        case "above_cap":
            return translate("Guard", "{mg} mg is more than the {most} mg of one dose.").format(
                mg=_mg(guard.mg or 0), most=CAP_MG
            )
        case "dose_off":
            return translate(
                "Guard", "{mg} mg is more than {pct} % off the {dose} mg for {weight}."
            ).format(
                mg=_mg(guard.mg or 0),
                pct=round(TOLERANCE * 100),
                dose=_mg(guard.expected_mg or 0),
                weight=_kg(guard.weight_kg),
            )
        case "other_unit":
            return _other_unit(guard)
        case "no_weight":
            return translate("Guard", "The dose cannot be checked: no weight is recorded.")
        case "old_weight":
            return translate(
                "Guard", "The dose cannot be checked: the last weight, {weight}, is of {moment}."
            ).format(weight=_kg(guard.weight_kg), moment=moment)
        case _:
            assert_never(guard.code)


def _other_unit(guard: Guard) -> str:
    if not guard.unit:
        return translate("Guard", "The dose cannot be checked: it has no unit.")
    return translate("Guard", "The dose cannot be checked: {unit} is not mg.").format(
        unit=guard.unit
    )


# --- steroids --------------------------------------------------------------------------------


def steroid_dose_line(name: str, mg: Fraction) -> str:
    """One dose by its equivalents: "as dexamethasone 10 mg, as prednisone 66.7 mg"."""
    pred = as_prednisone(name, mg)
    return translate("Steroids", "as dexamethasone {dex} mg, as prednisone {pred} mg").format(
        dex=_mg(float(as_dexamethasone(pred))), pred=_mg(float(pred))
    )


def steroid_day_line(given: Steroids) -> str:
    """The last 24 h by their equivalents."""
    return translate(
        "Steroids", "24 h: {dex} mg as dexamethasone = {pred} mg as prednisone"
    ).format(dex=_mg(given.dex_equiv_mg_24h), pred=_mg(given.pred_equiv_mg_24h))


def steroid_so_far_line(given: Steroids) -> str:
    """The last 24 h as it stands beside a further dose."""
    return translate("Steroids", "so far in 24 h {dex} mg = {pred} mg").format(
        dex=_mg(given.dex_equiv_mg_24h), pred=_mg(given.pred_equiv_mg_24h)
    )


def steroid_total_line(given: Steroids, *, cells: bool) -> str:
    """All since the cells, or all that is recorded where there are none, by its equivalents."""
    text = (
        translate("Steroids", "since the cells: {dex} mg = {pred} mg")
        if cells
        else translate("Steroids", "in all: {dex} mg = {pred} mg")
    )
    return text.format(dex=_mg(given.dex_equiv_mg_total), pred=_mg(given.pred_equiv_mg_total))


def steroid_uses_line(given: Steroids) -> str:
    """Each drug, and what of it is a stable dose for lupus; empty where none was given.

    "dexamethasone 20 mg in 24 h, 40 mg in all · for lupus, stable: 5 mg as prednisone".
    """
    text = translate("Steroids", "{drug} {day} mg in 24 h, {all} mg in all")
    uses = [
        text.format(drug=drug(use.name), day=_mg(use.mg_24h), all=_mg(use.mg_total))
        for use in given.lines
    ]
    if given.stable_pred_mg_24h:
        stable = translate("Steroids", "in 24 h for lupus, stable: {pred} mg as prednisone")
        uses.append(stable.format(pred=_mg(given.stable_pred_mg_24h)))
    return dotted(uses)


def uncounted_line(uncounted: tuple[Uncounted, ...], zone: tzinfo, now: datetime) -> str:
    """What is in no sum, the latest first, and why; empty where all is."""
    if not uncounted:
        return ""
    latest = sorted(uncounted, key=lambda one: one.at, reverse=True)
    some = [
        translate("Steroids", "{drug} {moment}, {why}").format(
            drug=drug(one.drug.name),
            moment=moment_text(one.at, zone, QLocale(), now),
            why=uncounted_why(one.why),
        )
        for one in latest[:_NAMED]
    ]
    if len(latest) > _NAMED:
        some.append(translate("Steroids", "and {n} more").format(n=len(latest) - _NAMED))
    return translate("Steroids", "Not counted: {entries}").format(entries=dotted(some))


def equivalents_line() -> str:
    """The factors and where they are from."""
    each = translate("Steroids", "{drug} {mg} mg")
    equal = " = ".join(
        each.format(drug=drug(name), mg=quantity_text(float(mg), decimals_of(float(mg)), QLocale()))
        for name, mg in EQUAL_MG.items()
    )
    return translate(
        "Steroids", "Steroids that do as much: {equal}, oral or intravenous (labels, FDA)."
    ).format(equal=equal)
