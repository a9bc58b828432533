"""What must be in the record before the cells go in, and what of it is."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from bedside.dose import weight_at
from bedside.follow import Follow
from bedside.timeline import Entry
from grading.drugs import DrugClass, drug_key
from grading.signs import Baseline, Drug

Need = Literal["consent", "baseline_ice", "baseline_sbp", "weight", "conditioning", "sample"]
WEIGHT_LASTS = timedelta(days=7)
"""A weight counts for as long as that of the vital signs does (assumed)."""
_LOOKED_BACK = timedelta(days=28)
"""So long before the infusion a drug of the conditioning is looked for (assumed)."""
_COLLECTED = frozenset({"lab", "by_hand"})
"""What a visit before the infusion collects, beside what is told by itself."""
BASELINE_FROM = -5
"""From this study day on a missing baseline ICE is told in red."""


class Ready(NamedTuple):
    """One thing that must be there before the infusion, and whether it is.

    ``name`` is a drug of the conditioning ("" where the edition names none), or what a sample is
    taken for. ``value`` is what is
    recorded (points, mmHg, kg), ``days`` when: dates on the site's calendar. ``missing`` are the
    days of conditioning without a dose, as dates. ``old`` marks a weight of long ago.
    """

    need: Need
    done: bool
    name: str = ""
    value: float | None = None
    days: tuple[date, ...] = ()
    missing: tuple[date, ...] = ()
    old: bool = False


def readiness(line: Sequence[Entry], plan: Follow, infusion: datetime) -> tuple[Ready, ...]:
    """What must be there before an infusion at this moment; ``line`` in clinical order.

    ``plan`` is the plan with that infusion, recorded or as if it were. Baseline values count
    whenever they were written; drugs and weight only up to the infusion.
    """
    consented = plan.enrolled.consented
    return (
        Ready("consent", consented is not None, days=() if consented is None else (consented,)),
        _baseline("baseline_ice", "ice", line, plan),
        _baseline("baseline_sbp", "sbp_mmhg", line, plan),
        _weight(line, plan, infusion),
        *_conditioning(line, plan, infusion),
        *_samples(plan),
    )


def _baseline(need: Need, name: str, line: Sequence[Entry], plan: Follow) -> Ready:
    for entry in reversed(line):
        if isinstance(entry.fact, Baseline) and getattr(entry.fact, name) is not None:
            day = plan.day_of(entry.at)
            return Ready(need, done=True, value=getattr(entry.fact, name), days=(day,))
    return Ready(need, done=False)


def _weight(line: Sequence[Entry], plan: Follow, infusion: datetime) -> Ready:
    weight = weight_at(line, infusion)
    if weight is None:
        return Ready("weight", done=False)
    old = infusion - weight.at > WEIGHT_LASTS
    day = plan.day_of(weight.at)
    return Ready("weight", done=not old, value=weight.kg, days=(day,), old=old)


def _conditioning(line: Sequence[Entry], plan: Follow, infusion: datetime) -> list[Ready]:
    """Each drug of the edition's conditioning: the days on which it was given, and those without.

    A dose on another day than the protocol's is told, and its day stays missing.
    """
    asked = plan.protocol.conditioning if plan.protocol is not None else None
    if asked is None:
        return []
    day_0 = plan.anchor or plan.day_of(infusion)
    first, last = asked.days
    wanted = [day_0 + timedelta(days=day) for day in range(first, last + 1)]
    found = []
    # Where the edition does not name the drugs, any of conditioning counts.
    for name in [name for name, _ in asked.drugs] or [""]:
        key = drug_key(name) or name
        given = sorted(
            {
                plan.day_of(entry.at)
                for entry in line
                if isinstance(entry.fact, Drug)
                and (entry.fact.name == key or (not key and _is_conditioning(entry.fact)))
                and entry.fact.action != "stopped"
                and infusion - _LOOKED_BACK <= entry.at <= infusion
            }
        )
        missing = tuple(day for day in wanted if day not in given)
        found.append(
            Ready("conditioning", not missing, name=key, days=tuple(given), missing=missing)
        )
    return found


def _is_conditioning(drug: Drug) -> bool:
    return drug.drug_class is DrugClass.CONDITIONING


def _samples(plan: Follow) -> list[Ready]:
    """What the edition wants collected before the latest infusion of the plan."""
    if plan.anchor is None:
        return []
    number = max(1, len(plan.infusions))
    found = {
        tick.item.id: Ready("sample", tick.settled, name=tick.item.title)
        for standing in plan.standings(plan.anchor)
        if standing.visit.rule.before_infusion and standing.visit.infusion == number
        for tick in standing.ticks
        if tick.item.evidence in _COLLECTED
    }
    return list(found.values())
