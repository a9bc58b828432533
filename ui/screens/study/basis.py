"""What a figure rests on: the patients that it counts, and of each the entries."""

from collections.abc import Iterable
from typing import NamedTuple

from bedside.study import BASELINE, Happening, Share, Study, Subject
from grading.scores.sledai import Variant
from ui import words
from ui.words import study as said
from ui.words import study_counts as counted


class Part(NamedTuple):
    """One patient's part: what the figure says of the patient, and the ids of its entries."""

    patient: str
    said: str
    entries: tuple[str, ...]


class Basis(NamedTuple):
    """What a figure is, and what it rests on. ``note`` tells who is not in it."""

    title: str
    parts: tuple[Part, ...]
    note: str = ""


def part(one: Subject, text: str, *entries: tuple[str, ...]) -> Part:
    """A patient's part, every entry named once."""
    return Part(one.patient, text, tuple(dict.fromkeys(e for some in entries for e in some)))


def of_one(one: Subject, title: str, text: str, *entries: tuple[str, ...]) -> Basis:
    """What a figure of one patient rests on."""
    return Basis(words.dotted([one.patient, title]), (part(one, text, *entries),))


def of_share(study: Study, title: str, share: Share, what: str, month: int = BASELINE) -> Basis:
    """What a count rests on: who is counted; where nobody is, all of whom it is known.

    ``what`` is "evaluable", "dlt", "crs", "icans", "sri4", "lldas" or "doris".
    """
    names = set(share.patients)
    infused = [one for one in study.subjects if one.is_infused]
    if not names:
        names = {one.patient for one in infused} - set(share.unknown)
    variant = study.summary.variant
    parts = tuple(_part(one, what, month, variant) for one in infused if one.patient in names)
    return Basis(title, parts, counted.unknown_names(share.unknown))


def of_mean(study: Study, title: str, month: int, patients: Iterable[str]) -> Basis:
    """What a mean SLEDAI rests on."""
    names, variant = set(patients), study.summary.variant
    found = [one for one in study.subjects if one.patient in names]
    parts = tuple(_part(one, "sledai", month, variant) for one in found)
    lost = [o.patient for o in study.subjects if o.is_infused and o.patient not in names]
    return Basis(title, parts, counted.unknown_names(lost))


def of_patients(study: Study, title: str, patients: Iterable[str], what: str) -> Basis:
    """What a count of patients rests on: "enrolled", "infused", "dlt"."""
    names = set(patients)
    found = [one for one in study.subjects if one.patient in names]
    return Basis(title, tuple(_part(one, what, BASELINE, "2K") for one in found))


def _part(one: Subject, what: str, month: int, variant: Variant) -> Part:
    outcome = one.outcome(month)
    match what:
        case "enrolled":
            return part(one, said.enrolled_spoken(one), one.enrolled.entries)
        case "infused":
            return part(one, said.dose_spoken(one), one.infused.entries, one.dose.entries)
        case "dlt" | "evaluable":
            return part(one, said.dlt_spoken(one), one.dlt.dlts.entries, one.infused.entries)
        case "crs" | "icans":
            of = one.crs if what == "crs" else one.icans
            text = said.syndrome_spoken(what, of)
            entries = (of.onset_day.entries, of.maximum.entries, of.signed.entries)
            return part(one, text, *entries)
        case "sledai":
            total = outcome.total(variant)
            value = said.UNSURE if total.value is None else str(total.value)
            text = words.dotted([words.capitalised(said.month(month)), value])
            return part(one, text, total.entries)
        case "sri4":
            found = outcome.responds(variant)
        case "lldas":
            found = outcome.lldas
        case _:
            found = outcome.doris
    return part(one, said.answer_spoken(one, outcome, what, found.value), found.entries)


def of_happening(one: Subject, what: Happening, text: str) -> Basis:
    """What stands on a patient's line rests on."""
    return Basis(one.patient, (part(one, text, what.entries),))
