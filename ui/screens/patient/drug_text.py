"""Drugs as typed and as shown: names, actions, units, and what a drug entry says."""

import re
from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import NamedTuple, get_args

from PySide6.QtCore import QCoreApplication, QLocale

from grading.drugs import CLASS_OF, SYNONYMS, DrugClass, drug_key
from grading.signs import Action, Drug, Route
from ui.shown import moment_text, quantity_text
from ui.widgets.choice import Option
from ui.words import codes
from ui.words.codes import capitalised, dotted
from ui.words.drug_names import drug as drug_name
from ui.words.measures import decimals_of, drug_unit, with_unit

DOSE_UNITS = ("mg", "g", "µg", "mL", "L", "U", "mmol")
RATE_UNITS = ("µg/kg/min", "µg/min", "mg/h", "mL/h", "U/min", "U/h", "mg/kg/h", "µg/kg/h")
_USUAL: Mapping[DrugClass, str] = {
    DrugClass.ANTICYTOKINE: "mg",
    DrugClass.STEROID: "mg",
    DrugClass.FLUID: "mL",
}
"""Units of a dose that stand in the form beforehand: where there is no other one in use."""
_INFUSED = frozenset(
    {DrugClass.VASOPRESSOR, DrugClass.VASOPRESSIN, DrugClass.INOTROPE, DrugClass.SEDATIVE}
)
_AMOUNT = re.compile(r"(?P<number>[0-9.,]+)\s*(?P<unit>[^\d\s.,][^\s]*)?")
_OFFERED = 6


class Found(NamedTuple):
    """The drug meant by typed text, or why none is, in words."""

    key: str = ""
    refused: str = ""


def names() -> Mapping[str, str]:
    """Every name by which a drug may be typed, with its key."""
    found = {capitalised(drug_name(key)): key for key in CLASS_OF}
    for name in (*CLASS_OF, *SYNONYMS):
        found.setdefault(capitalised(name.replace("_", " ")), SYNONYMS.get(name, name))
    return dict(sorted(found.items(), key=lambda pair: pair[0].casefold()))


def meant(text: str) -> Found:
    """The drug meant: a name of it, or the beginning of names of one drug only."""
    typed = " ".join(text.split())
    if not typed:
        return Found(refused=QCoreApplication.translate("Drugs", "Which drug?"))
    key = drug_key(typed)
    if key is not None:
        return Found(key)
    begun = [
        (name, key) for name, key in names().items() if name.casefold().startswith(typed.casefold())
    ]
    keys = {key for _, key in begun}
    exact = {key for name, key in begun if name.casefold() == typed.casefold()}
    if len(exact or keys) == 1:
        return Found((exact or keys).pop())
    if not keys:
        return Found(
            refused=QCoreApplication.translate(
                "Drugs", "No drug called “{typed}” is known here: write it as a note."
            ).format(typed=typed)
        )
    some = sorted(drug_name(key) for key in keys)
    return Found(
        refused=QCoreApplication.translate("Drugs", "Type more: {names}.").format(
            names=", ".join([*some[:_OFFERED], *(["…"] if len(some) > _OFFERED else [])])
        )
    )


def shown_name(key: str) -> str:
    """The name of a drug as it stands in a field or at the beginning of a line."""
    return capitalised(drug_name(key))


def usual_action(key: str) -> Action:
    """How a drug is mostly given: once, or as an infusion."""
    return "started" if CLASS_OF[key] in _INFUSED else "given"


def usual_unit(key: str, *, rate: bool, before: Iterable[Drug]) -> str:
    """The unit that stands in the form beforehand: as charted last for this patient, if ever."""
    for drug in before:
        unit = drug.rate_unit if rate else drug.dose_unit
        if drug.name == key and unit:
            return unit
    return "" if rate else _USUAL.get(CLASS_OF[key], "")


def amount(text: str, units: Iterable[str]) -> tuple[str, str]:
    """Typed text as figures and unit: "464 mg", "464mg", "464"; a unit not offered is left in."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None or not match["unit"]:
        return text, ""
    known = {_plain(unit): unit for unit in units}
    unit = known.get(_plain(match["unit"]))
    return (match["number"], unit) if unit else (text, "")


def _plain(unit: str) -> str:
    return unit.casefold().replace("μ", "u").replace("µ", "u").replace("mc", "u", 1)


def unit_options(units: Iterable[str], also: str = "") -> tuple[Option, ...]:
    """Units to choose from; ``also`` is one that was charted before."""
    found = dict.fromkeys((*units, *([also] if also else [])))
    return tuple(Option(unit, unit) for unit in found)


def action_text(action: Action) -> str:
    """What was done, as a choice: "Rate changed" says more there than "changed"."""
    match action:
        case "changed":
            return QCoreApplication.translate("Drugs", "Rate changed")
        case "continued":
            return QCoreApplication.translate("Drugs", "Still running")
        case _:
            return capitalised(codes.action(action))


def route_options() -> tuple[Option, ...]:
    """The ways in which a drug is given."""
    return tuple(Option(route, codes.route(route)) for route in get_args(Route))


def amount_text(value: float | None, unit: str | None) -> str:
    """A dose or rate with its unit, as charted: "464 mg", "0.06 µg/kg/min"."""
    if value is None:
        return ""
    shown = quantity_text(value, decimals_of(value), QLocale())
    return with_unit(shown, drug_unit(unit))


def rate_text(drug: Drug) -> str:
    """The rate of an infusion; words where none was charted."""
    return amount_text(drug.rate, drug.rate_unit) or QCoreApplication.translate(
        "Drugs", "rate not charted"
    )


def detail_text(drug: Drug, zone: tzinfo) -> str:
    """How much, which way, and what else the entry says."""
    parts = [
        amount_text(drug.dose, drug.dose_unit),
        amount_text(drug.rate, drug.rate_unit),
        codes.route(drug.route) if drug.route else "",
        QCoreApplication.translate("Drugs", "line {line}").format(line=drug.line)
        if drug.line
        else "",
        QCoreApplication.translate("Drugs", "until {moment}").format(
            moment=moment_text(drug.until, zone, QLocale())
        )
        if drug.until
        else "",
        QCoreApplication.translate("Drugs", "stable lupus dose") if drug.stable else "",
        QCoreApplication.translate("Drugs", "during a procedure") if drug.procedure else "",
    ]
    return dotted(parts)
