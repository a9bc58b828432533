"""A visit's checklist in words: what shows an item, what is missing, what was just saved."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.analytes import analytes
from bedside.facts import (
    Appointed,
    Collected,
    Deviation,
    DltReviewed,
    Ended,
    Omitted,
    Visited,
)
from bedside.follow import Tick
from bedside.follow.evidence import SHOWN_BY
from bedside.protocol.edition import Item
from bedside.timeline import Entry
from grading.signs import Baseline, Lab, Vitals
from ui.shown import date_text, moment_text
from ui.words.called import SERIES
from ui.words.codes import dotted, listed
from ui.words.drug_names import drug
from ui.words.facts import fact as fact_text
from ui.words.facts import lab as lab_text
from ui.words.measures import quantity_label
from ui.words.trial import deviation_kind
from ui.words.visits import agreed_text, ended_text

translate = QCoreApplication.translate


def evidence_name(item: Item, name: str) -> str:
    """One of the names of an item: an analyte, a drug, a vital sign."""
    if item.evidence == "lab":
        known = analytes().get(name)
        return name if known is None else known.label
    if item.evidence == "drug":
        return drug(name)
    if item.evidence in {"vitals", "baseline"}:
        sign = Vitals if item.evidence == "vitals" else Baseline
        try:
            return quantity_label(sign, name).label
        except KeyError:
            return name.replace("_", " ")
    return name


def missing_text(tick: Tick) -> str:
    """What of an item no entry shows yet: "missing: IL-6 and IL-10"; what it asks for if any."""
    item = tick.item
    if tick.omitted:
        return translate("Checklist", "not done: {reason}").format(reason=tick.omitted)
    if item.evidence == "by_hand" and item.id in SHOWN_BY:
        return translate("Checklist", "to be judged under “Lupus activity”, or ticked by hand")
    if item.evidence == "by_hand":
        return translate("Checklist", "to be ticked by hand")
    names = [evidence_name(item, name) for name in tick.missing]
    if not names:
        return translate("Checklist", "nothing in the record yet")
    if item.need == "any":
        return translate("Checklist", "one of: {names}").format(names=listed(names))
    return translate("Checklist", "missing: {names}").format(names=listed(names))


def shown_text(entries: Iterable[Entry], now: datetime, zone: tzinfo) -> str:
    """The entries that show an item, each with its time, and its value if it is of a laboratory."""
    said: dict[str, list[str]] = {}
    for entry in entries:
        moment = moment_text(entry.at, zone, QLocale(), now)
        said.setdefault(moment, []).append(_value(entry, zone))
    return dotted(
        [
            text
            for moment, values in said.items()
            for text in (moment, ", ".join(dict.fromkeys(value for value in values if value)))
        ]
    )


def _value(entry: Entry, zone: tzinfo) -> str:
    fact = entry.fact
    if isinstance(fact, Lab):
        return lab_text(fact)
    if isinstance(fact, Collected):
        said = translate("Checklist", "ticked by {author}").format(author=entry.author)
        return dotted([said, fact.comment])
    return fact_text(fact, zone)


# --- read back ------------------------------------------------------------------------------------


def saved_text(
    entries: Sequence[Entry], names: Mapping[str, str], items: Mapping[str, str], zone: tzinfo
) -> str:
    """What was just saved about one patient's visits, on one line.

    ``names``: what the visits are called, by id; ``items``: what the items are called, by id.
    """
    ticked: list[str] = []
    said: list[str] = []
    for entry in entries:
        if isinstance(entry.fact, Collected):
            ticked.append(items.get(entry.fact.item, entry.fact.item))
        else:
            said.append(_said(entry, names, items, zone))
    if ticked:
        said.insert(1, translate("Saved", "ticked {items}").format(items=listed(ticked)))
    patient = entries[0].patient if entries else ""
    text = translate("Saved", "Saved for {patient}: {said}")
    return text.format(patient=patient, said=dotted(said))


def _said(entry: Entry, names: Mapping[str, str], items: Mapping[str, str], zone: tzinfo) -> str:
    fact, day = entry.fact, entry.at.astimezone(zone).date()
    visit = "" if isinstance(fact, Visited) else getattr(fact, "visit", "")
    values = {
        "visit": names.get(visit, visit),
        "item": items.get(getattr(fact, "item", ""), ""),
        "reason": getattr(fact, "reason", ""),
        "day": date_text(day, QLocale()),
    }
    match fact:
        case Visited(visits):
            planned = [names[visit] for visit in visits if visit in names]
            called = planned or [SERIES("unscheduled")]
            text, values["visit"] = translate("Saved", "{visit} done on {day}"), listed(called)
        case Omitted(item=""):
            text = translate("Saved", "{visit} missed: {reason}")
        case Omitted():
            text = translate("Saved", "{item} not done: {reason}")
        case Appointed():
            if fact.on is None:
                text = translate("Saved", "appointment for {visit} cancelled")
            else:
                text = translate("Saved", "appointment for {visit} on {day}")
                values["day"] = agreed_text(fact.on, fact.clock, day)
        case Deviation():
            text = translate("Saved", "deviation written down: {kind}")
            values["kind"] = deviation_kind(fact.kind)
        case DltReviewed():
            text = (
                translate("Saved", "DLT review: {n}")
                if fact.dlts
                else translate("Saved", "DLT review: none")
            )
            values["n"] = str(fact.dlts)
        case Ended():
            return ended_text(day, fact.cause)
        case _:
            return fact_text(fact, zone)
    return text.format(**values)
