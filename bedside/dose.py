"""The cells that were given, compared with the dose level of the trial.

Source: the project's rules on doses (protocol cards): a flat level is compared with the total, a
level per kg with cells per kg of body weight, within ±20 %; never one against the other. A total
typed where the level is per kg is divided by the weight first, if the weight is known; cells per
kg are never multiplied up to a flat level. Outside the bounds is a question, never a refusal.
"""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Literal, NamedTuple

from bedside.facts import Enrolled
from bedside.protocol.edition import DoseUnit, Level, Protocol
from bedside.timeline import Entry
from grading.findings import begins
from grading.signs import Infused, Vitals

TOLERANCE = Fraction(1, 5)
"""A dose is within its level from 80 % to 120 % of it, both included."""

Outcome = Literal[
    "within", "below", "above", "partial", "units_differ", "weight_missing", "no_dose", "no_level"
]
"""What comes of a comparison.

``partial``: a split dose of which more is to come, so far below its level. ``units_differ``: a
dose per kg where the level is flat, or parts of one dose in different units; not compared.
``weight_missing``: a total that cannot be had per kg. ``no_dose``: no dose, or not that of every
part, is recorded. ``no_level``: no edition, no level, or a level without a figure.
"""
ASKED: frozenset[Outcome] = frozenset(
    {"below", "above", "units_differ", "weight_missing", "no_dose"}
)
"""Outcomes that somebody has to look at before the infusion is recorded."""
DEVIATES: frozenset[Outcome] = frozenset({"below", "above"})
"""Outcomes that are otherwise than the protocol asks."""


class DoseCheck(NamedTuple):
    """What comes of comparing a dose with its level.

    ``given`` is what was given in all parts so far, in ``unit`` (that of the level wherever they
    could be compared); ``share`` is that of the level's dose, 1.0 for the whole of it.
    ``weight_kg`` is the weight by which a total was divided, None where none was needed.
    """

    outcome: Outcome
    level: Level | None = None
    given: float | None = None
    unit: DoseUnit | None = None
    share: float | None = None
    weight_kg: float | None = None


class Weight(NamedTuple):
    """A body weight in kg, and when it was last known to be so."""

    kg: float
    at: datetime


def compared(
    infused: Infused,
    protocol: Protocol | None,
    level: Level | None,
    weight_kg: float | None,
    *,
    before: Sequence[Infused] = (),
    complete: bool = True,
) -> DoseCheck:
    """A dose compared with its level, together with the parts of it given ``before``.

    ``complete`` is False while more of a split dose is to come.
    """
    parts = (*before, infused)
    doses = [part.dose for part in parts]
    units = {part.dose_unit or "cells" for part in parts}
    known = [dose for dose in doses if dose is not None]
    whole = len(known) == len(doses) and len(units) == 1
    given, unit = (sum(known), units.pop()) if whole else (None, None)
    if protocol is None or protocol.dose_unit is None or level is None or level.dose is None:
        return DoseCheck("no_level", level, given, unit)
    if len(known) < len(doses):
        return DoseCheck("no_dose", level)
    if given is None:
        return DoseCheck("units_differ", level)
    divided = None
    exact = sum((_exact(dose) for dose in known), Fraction(0))
    if unit == "cells" and protocol.dose_unit == "cells/kg":
        if weight_kg is None:
            return DoseCheck("weight_missing", level, given, unit)
        exact, unit, divided = exact / _exact(weight_kg), "cells/kg", weight_kg
    elif unit != protocol.dose_unit:
        return DoseCheck("units_differ", level, given, unit)
    share = exact / _exact(level.dose)
    return DoseCheck(_outcome(share, complete), level, float(exact), unit, float(share), divided)


def _outcome(share: Fraction, complete: bool) -> Outcome:  # noqa: FBT001
    if share > 1 + TOLERANCE:
        return "above"
    if share >= 1 - TOLERANCE:
        return "within"
    return "below" if complete else "partial"


def _exact(value: float) -> Fraction:
    """The number as it was typed: 58.5 is 117/2, so that the bounds are met exactly."""
    return Fraction(repr(float(value)))


def parts_before(line: Sequence[Entry], at: datetime, fraction: int | None) -> tuple[Entry, ...]:
    """The parts already recorded of the split dose to which this part belongs, up to ``at``.

    Nothing for a whole dose or a first part, which begin anew. ``line`` in clinical order.
    """
    if fraction is None or fraction == 1:
        return ()
    found: list[Entry] = []
    for entry in line:
        if entry.at > at:
            break
        if isinstance(entry.fact, Infused):
            if begins(entry.fact, first=not found):
                found = []
            found.append(entry)
    return tuple(found)


def weight_at(line: Sequence[Entry], at: datetime) -> Weight | None:
    """The body weight that counts at a moment; ``line`` in clinical order.

    The latest that was measured up to then; before any, the one named at enrolment, with the
    moment when that figure was first written.
    """
    named: Weight | None = None
    measured: Weight | None = None
    for entry in line:
        if entry.at > at:
            break
        if isinstance(entry.fact, Vitals) and entry.fact.weight_kg is not None:
            measured = Weight(entry.fact.weight_kg, entry.at)
        elif isinstance(entry.fact, Enrolled):
            kg = entry.fact.weight_kg
            if kg is None:
                named = None
            elif named is None or named.kg != kg:
                named = Weight(kg, entry.at)
    return measured or named
