"""SLE Responder Index with a fall of 4 (SRI-4): a visit against the baseline, three criteria.

Source: Furie R et al., Arthritis Rheum 2009;61:1143; lupus.bmj.com e000031; the
definition in the trials' protocols: SELENA-SLEDAI down by at least 4, no new BILAG A and at
most one new BILAG B, physician global assessment worse by less than 0.3 (0.3 itself fails).

This project's decisions: a baseline below 4 cannot be judged, before all else; a criterion known
to fail decides; otherwise whatever is missing leaves the answer unknown. Missing SLEDAI items may
decide that the fall is too small, never that it is large enough. With SLEDAI-2K in the place of
SELENA-SLEDAI it is another instrument by name.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from grading.scores.bilag import SYSTEMS, Bilag, Changes, changes
from grading.scores.criterion import Criterion, Ground, Response, Values, answer, together
from grading.scores.pga import Pga
from grading.scores.sledai import Total

LEAST_FALL = 4
MOST_NEW_B = 1
PGA_WORSE = Decimal("0.3")
"""10 % of the scale; worse by this much is too much."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What SRI-4 reads of one visit. None is not known."""

    sledai: Total | None = None
    pga: Pga | None = None
    bilag: Bilag = field(default_factory=Bilag)


@dataclass(frozen=True, slots=True)
class Sri4(Response):
    """The response; ``sri4_selena`` or ``sri4_2k``. Its criteria: sledai, bilag, pga.

    ``new_a`` and ``new_b`` count BILAG systems; None unless all nine are known at both visits.
    """

    new_a: int | None = None
    new_b: int | None = None


def sri4(baseline: Activity, visit: Activity) -> Sri4:
    """Whether the patient responds at a visit. Flag ``baseline_below_4``: not to be judged."""
    new = changes(baseline.bilag, visit.bilag)
    criteria = (
        Criterion("sledai", (_sledai(baseline.sledai, visit.sledai),)),
        Criterion("bilag", _bilag(new)),
        Criterion("pga", (_pga(baseline.pga, visit.pga),)),
    )
    too_low = baseline.sledai is not None and baseline.sledai.most < LEAST_FALL
    known = baseline.sledai or visit.sledai
    return Sri4(
        instrument="sri4_2k" if known is not None and known.variant == "2K" else "sri4_selena",
        answer="unknown" if too_low else together(c.answer for c in criteria),
        criteria=criteria,
        flags=frozenset({"baseline_below_4"}) if too_low else frozenset(),
        new_a=None if new.unknown else len(new.new_a),
        new_b=None if new.unknown else len(new.new_b),
    )


def _sledai(before: Total | None, now: Total | None) -> Ground:
    values: Values = (("baseline", before), ("visit", now), ("least_fall", LEAST_FALL))
    if before is not None and before.most < LEAST_FALL:
        return Ground("unknown", "baseline_below_4", values)
    if before is None or now is None:
        return Ground("unknown", "sledai_missing", values)
    if before.variant != now.variant:
        return Ground("unknown", "variants_differ", values)
    if before.most - now.least < LEAST_FALL:
        return Ground("no", "fell_by_less", values)
    if before.value is None or now.value is None:
        return Ground("unknown", "sledai_incomplete", values)
    return Ground("yes", "fell_enough", values)


def _bilag(new: Changes) -> tuple[Ground, Ground]:
    return (
        _new("new_a", new.new_a, 0, new.unknown),
        _new("new_b", new.new_b, MOST_NEW_B, new.unknown),
    )


def _new(code: str, systems: tuple[str, ...], most: int, unknown: tuple[str, ...]) -> Ground:
    """At most so many systems with something new."""
    values: Values = (("systems", systems), ("most", most))
    if len(systems) > most:
        return Ground("no", code, values)
    if unknown:
        missing = "bilag_missing" if len(unknown) == len(SYSTEMS) else "bilag_incomplete"
        return Ground("unknown", missing, (("systems", unknown),))
    return Ground("yes", f"one_{code}" if systems else f"no_{code}", values)


def _pga(before: Pga | None, now: Pga | None) -> Ground:
    values: Values = (
        ("baseline", None if before is None else before.value),
        ("visit", None if now is None else now.value),
        ("limit", PGA_WORSE),
    )
    if before is None or now is None:
        return Ground("unknown", "pga_missing", values)
    met = now.value - before.value < PGA_WORSE
    return Ground(answer(met=met), "pga_not_worse" if met else "pga_worse", values)
