"""Steroids added up as the dexamethasone and the prednisone that would do as much.

Equivalents (mg): prednisone 5, prednisolone 5, methylprednisolone 4, dexamethasone 0.75,
hydrocortisone 20; so in the labels that the FDA approves for these drugs, which say it of oral and
intravenous doses alone. An estimate of the effect against inflammation, not a rule for changing
from one to another.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal, NamedTuple

from bedside.chart import Chart
from bedside.drug_clock.doses import DAY, counting, in_mg, lies_in, of_one_infusion
from bedside.timeline import Entry
from grading.drugs import DrugClass
from grading.signs import Drug

EQUAL_MG: Mapping[str, Fraction] = {
    "prednisone": Fraction(5),
    "prednisolone": Fraction(5),
    "methylprednisolone": Fraction(4),
    "dexamethasone": Fraction(3, 4),
    "hydrocortisone": Fraction(20),
}
"""How many mg of each do as much as 5 mg of prednisone."""
_LOCAL = frozenset({"inhaled", "rectal"})
_HOURS = {"h": Fraction(1), "hr": Fraction(1), "min": Fraction(1, 60)}

Why = Literal["no_amount", "unit", "local"]


class SteroidUse(NamedTuple):
    """How many mg of one steroid were given, in the last 24 h and since the cells."""

    name: str
    mg_24h: float
    mg_total: float


class Uncounted(NamedTuple):
    """An entry that is in no sum, and why.

    ``no_amount``: no dose or rate is charted. ``unit``: none that gives mg. ``local``: inhaled
    or rectal.
    """

    at: datetime
    drug: Drug
    why: Why


class Steroids(NamedTuple):
    """What a patient has had of steroids: in the last 24 h, which roll, and since the cells.

    Everything counts, what was taken for lupus at a stable dose too; ``stable_pred_mg_24h`` is
    that part of it, as prednisone. ``lines`` is a line a drug.
    """

    dex_equiv_mg_24h: float
    pred_equiv_mg_24h: float
    dex_equiv_mg_total: float
    pred_equiv_mg_total: float
    stable_pred_mg_24h: float
    lines: tuple[SteroidUse, ...]
    uncounted: tuple[Uncounted, ...]


class _Part(NamedTuple):
    """So many mg of a drug, at one moment or evenly over a time."""

    drug: Drug
    mg: Fraction
    at: datetime
    end: datetime

    def share(self, begun: datetime | None) -> Fraction:
        """The part of it that came after ``begun``; of one moment all or nothing."""
        if begun is None or self.at >= begun:
            return self.mg
        if self.end <= begun:
            return Fraction(0)
        return self.mg * Fraction((self.end - begun) / (self.end - self.at))


def steroids(chart: Chart, now: datetime) -> Steroids:
    """The steroids given up to ``now`` (aware), by their equivalents."""
    begun, _ = of_one_infusion(chart, now)
    parts: list[_Part] = []
    uncounted: list[Uncounted] = []
    for found in _parts(counting(chart), now):
        if isinstance(found, Uncounted):
            if lies_in(found.at, begun, None):
                uncounted.append(found)
        else:
            parts.append(found)
    yesterday = now - DAY
    # A dose exactly 24 h old is over; one at the very moment of the cells belongs to them.
    day = [(p, Fraction(0) if p.end == p.at == yesterday else p.share(yesterday)) for p in parts]
    whole = [(part, part.share(begun)) for part in parts]
    used = [
        SteroidUse(name, float(_sum(day, name)), float(_sum(whole, name)))
        for name in EQUAL_MG
        if any(mg for part, mg in (*day, *whole) if part.drug.name == name)
    ]
    pred_day = sum((_pred(part, mg) for part, mg in day), Fraction(0))
    pred_all = sum((_pred(part, mg) for part, mg in whole), Fraction(0))
    stable = sum((_pred(part, mg) for part, mg in day if part.drug.stable), Fraction(0))
    return Steroids(
        dex_equiv_mg_24h=float(as_dexamethasone(pred_day)),
        pred_equiv_mg_24h=float(pred_day),
        dex_equiv_mg_total=float(as_dexamethasone(pred_all)),
        pred_equiv_mg_total=float(pred_all),
        stable_pred_mg_24h=float(stable),
        lines=tuple(used),
        uncounted=tuple(uncounted),
    )


def as_prednisone(name: str, mg: Fraction) -> Fraction:
    """So many mg of a steroid as mg of prednisone. KeyError for what is no steroid."""
    return mg * EQUAL_MG["prednisone"] / EQUAL_MG[name]


def as_dexamethasone(pred_mg: Fraction) -> Fraction:
    """So many mg of prednisone as mg of dexamethasone."""
    return pred_mg * EQUAL_MG["dexamethasone"] / EQUAL_MG["prednisone"]


def _pred(part: _Part, mg: Fraction) -> Fraction:
    return as_prednisone(part.drug.name, mg)


def _sum(shares: Sequence[tuple[_Part, Fraction]], name: str) -> Fraction:
    return sum((mg for part, mg in shares if part.drug.name == name), Fraction(0))


def _parts(line: Sequence[Entry], now: datetime) -> Iterator[_Part | Uncounted]:
    """What was given up to now, doses and infusions, and what cannot be counted."""
    running: dict[tuple[str, str | None], tuple[datetime, Drug]] = {}
    for entry in line:
        drug, at = entry.fact, entry.at
        if at > now:
            break
        if not isinstance(drug, Drug) or drug.drug_class is not DrugClass.STEROID:
            continue
        if drug.route in _LOCAL:
            yield Uncounted(at, drug, "local")
        elif drug.action == "given" or (drug.action == "started" and drug.rate is None):
            yield _dose(at, drug)
        elif drug.until is not None:
            yield _span(at, min(drug.until, now), drug)
        else:
            key = (drug.name, drug.line)
            before = running.pop(key, None)
            if before is not None:
                yield _span(before[0], at, before[1])
            if drug.action != "stopped":
                # What only says that it runs goes on at the rate before.
                running[key] = (at, before[1] if before and drug.rate is None else drug)
    for begun, drug in running.values():
        yield _span(begun, now, drug)


def _dose(at: datetime, drug: Drug) -> _Part | Uncounted:
    if drug.dose is None:
        return Uncounted(at, drug, "no_amount")
    mg = in_mg(drug.dose, drug.dose_unit)
    return Uncounted(at, drug, "unit") if mg is None else _Part(drug, mg, at, at)


def _span(begun: datetime, end: datetime, drug: Drug) -> _Part | Uncounted:
    """An infusion that ran evenly."""
    if drug.rate is None:
        return Uncounted(begun, drug, "no_amount")
    mass, _, time = (drug.rate_unit or "").strip().partition("/")
    mg = in_mg(drug.rate, mass)
    hours = _HOURS.get(time.casefold())
    if mg is None or hours is None:
        return Uncounted(begun, drug, "unit")
    length = max(end - begun, timedelta(0))
    return _Part(drug, mg * Fraction(length / timedelta(hours=1)) / hours, begun, max(begun, end))
