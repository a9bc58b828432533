"""Lupus activity and response at each efficacy visit of one patient of a study.

An assessment belongs to the visit that somebody named for its day, and to no other; else to the
one in whose window its day lies: of several the nearest to the target, the earlier of two as
near, and one with a SLEDAI before one without. Of a protocol that no edition describes the visits
are those of the project's schedule (months 1, 3, 6, 9 and 12 of 30 days).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, cast

from bedside.activity import Assessed
from bedside.facts import Visited
from bedside.protocol.edition import Protocol
from bedside.schedule import target
from bedside.study.figure import Figure
from bedside.study.subject import BASELINE, Outcome, Point
from bedside.study.told import Told
from grading.scores.criterion import Answer
from grading.scores.sledai import Sledai, Variant

_DEFAULT: Mapping[int, tuple[int, int]] = {1: (30, 3), 3: (90, 7), 6: (180, 14), 9: (270, 14),
                                           12: (360, 14)}  # fmt: skip
_SAID: Mapping[Answer, bool | None] = {"yes": True, "no": False, "unknown": None}
SELENA = "selena_sledai"
IN_2K = "sledai_2k"


class Due(NamedTuple):
    """One efficacy visit of one patient: when it is due; the window is inclusive."""

    month: int
    id: str
    target: date
    opens: date
    closes: date


def variant_of(protocol: Protocol | None) -> Variant:
    """The SLEDAI that a protocol asks for; SLEDAI-2K where it asks for both, or says nothing."""
    if protocol is None or IN_2K in protocol.instruments:
        return "2K"
    return "SELENA" if SELENA in protocol.instruments else "2K"


def dues(protocol: Protocol | None, day_zero: date) -> tuple[Due, ...]:
    """The efficacy visits, in the order of their targets."""
    found = []
    if protocol is None:
        for month, (day, around) in _DEFAULT.items():
            due, wide = day_zero + timedelta(days=day), timedelta(days=around)
            found.append(Due(month, "", due, due - wide, due + wide))
        return tuple(found)
    for rule in protocol.visits:
        if rule.series == "efficacy" and rule.month is not None and rule.anchor == "infusion":
            due = target(rule, protocol.month_rule, day_zero)
            opens, closes = due - timedelta(days=rule.before), due + timedelta(days=rule.after)
            found.append(Due(rule.month, rule.id, due, opens, closes))
    return tuple(sorted(found, key=lambda one: one.target))


def outcomes(
    of: Told, protocol: Protocol | None, found: Sequence[Assessed]
) -> Mapping[int, Outcome]:
    """The outcomes by month; 0 is the baseline. A visit without any assessment is empty."""
    infused = of.infused
    if infused is None:
        last = next((one for one in found if one.is_baseline), None)
        return {} if last is None else {BASELINE: _outcome(BASELINE, None, last, None, of)}
    earlier = [one for one in found if one.visit.at < infused]
    before = next((one for one in earlier if one.is_baseline), None)
    after = [one for one in found if one.visit.at >= infused and of.is_before_next(one.visit.at)]
    made = {}
    if before is not None:
        made[BASELINE] = _outcome(BASELINE, None, before, None, of)
    day_zero = of.date_of(infused)
    every = dues(protocol, day_zero)
    for due in every:
        day = (due.target - day_zero).days
        one = _of_visit(due, every, after, of)
        if one is None:
            made[due.month] = Outcome(due.month, due=day)
        else:
            made[due.month] = _outcome(due.month, day, one, before, of)
    return made


def _of_visit(
    due: Due, every: Iterable[Due], found: Sequence[Assessed], of: Told
) -> Assessed | None:
    named: dict[str, set[date]] = {one.id: set() for one in every}
    for entry in of.visited:
        for visit in cast("Visited", entry.fact).visits:
            if visit and visit in named:
                named[visit].add(of.date_of(entry.at))
    elsewhere = {day for days in named.values() for day in days}
    inside = [one for one in found if one.visit.day in named[due.id]] or [
        one
        for one in found
        if due.opens <= one.visit.day <= due.closes and one.visit.day not in elsewhere
    ]
    return min(
        inside,
        key=lambda one: (not one.scores, abs((one.visit.day - due.target).days), one.visit.at),
        default=None,
    )


def _outcome(
    month: int, due: int | None, one: Assessed, before: Assessed | None, of: Told
) -> Outcome:
    here = tuple(entry.id for entry in one.visit.entries)
    form = tuple(e.id for e in one.visit.entries if isinstance(e.fact, Sledai))[-1:]
    there = () if before is None else tuple(entry.id for entry in before.visit.entries)
    day = one.visit.study_day if of.infused is None else of.study_day(one.visit.at)
    return Outcome(
        month=month,
        at=one.visit.at,
        day=day,
        due=due,
        sledai={v: Figure(score.total.value, form) for v, score in one.scores.items()},
        sri4={v: Figure(_SAID[s.answer], (*there, *here)) for v, s in one.sri4.items()},
        lldas=Figure(_SAID[one.lldas.answer], here),
        doris=Figure(_SAID[one.doris.answer], here),
    )


def activity_points(of: Told, found: Iterable[Assessed], variant: Variant) -> tuple[Point, ...]:
    """Every SLEDAI total of a variant that is known, in days since the infusion."""
    infused = of.infused
    if infused is None:
        return ()
    day = timedelta(days=1)
    points = []
    for one in found:
        score = one.scores.get(variant)
        if score is None or score.total.value is None or not of.is_before_next(one.visit.at):
            continue
        form = next(e for e in reversed(one.visit.entries) if isinstance(e.fact, Sledai))
        points.append(Point((one.visit.at - infused) / day, score.total.value, form.id))
    return tuple(points)
