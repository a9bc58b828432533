"""National Early Warning Score 2 (NEWS2), Royal College of Physicians 2017; adults from 16 years.

Source: RCP, National Early Warning Score (NEWS) 2, December 2017, chart and tables 1 and 2.
It does not grade CRS: 38.0 °C is fever there and scores 0 here. Temperature is rounded to
0.1 °C first, half up; a missing item leaves the total unknown (this project's decisions).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Literal

from grading.drugs import DrugClass
from grading.findings import Findings, Seen, reaches
from grading.grade import Evidence, Grade, Missing, Reason, Scale
from grading.signs import Baseline, Drug, Infused, Planned, Support, Vitals

Risk = Literal["low", "low_medium", "medium", "high"]
_RISKS: tuple[Risk, ...] = ("low", "low_medium", "medium", "high")
_HIGH, _MEDIUM, _ALONE = 7, 5, 3
_HOURLY, _FOUR_HOURLY, _DAILY = timedelta(hours=2), timedelta(hours=5), timedelta(hours=30)
_LATE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class News2Grade(Grade):
    """The aggregate: ``level`` 0 to 20 or None, ``at_least`` the sum of the known items.

    ``risk`` is None without a total; ``min_risk`` is the row that the known items already reach.
    """

    risk: Risk | None = None
    min_risk: Risk = "low"
    single_3: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """What the score remembers: the worst risk of the last two complete sets."""

    recent: tuple[Risk, Risk] = ("low", "low")


def age(watch: Watch, at: datetime, infused: datetime | None, zone: tzinfo) -> timedelta:
    """How old an item may be: 5 h, 2 h once any row calls for hourly sets, 30 h from day 15."""
    if watch.recent != ("low", "low"):
        return _HOURLY
    if infused is not None and at - infused > _LATE and reaches(15, at, infused, zone):
        return _DAILY
    return _FOUR_HOURLY


def _points(value: float, steps: tuple[tuple[float, int], ...], top: int) -> int:
    """The points of the first step whose upper bound (inclusive) holds the value."""
    for bound, points in steps:
        if value <= bound:
            return points
    return top


@lru_cache(maxsize=512)
def respiration(rr_bpm: float) -> int:
    """Points for the respiratory rate per minute."""
    return _points(rr_bpm, ((8, 3), (11, 1), (20, 0), (24, 2)), 3)


@lru_cache(maxsize=512)
def saturation(spo2_pct: float, *, scale_2: bool, on_oxygen: bool | None) -> int | None:
    """Points for SpO₂ in %. Scale 2 above 92 % needs to know about oxygen, else None."""
    if not scale_2:
        return _points(spo2_pct, ((91, 3), (93, 2), (95, 1)), 0)
    if spo2_pct <= 92:
        return _points(spo2_pct, ((83, 3), (85, 2), (87, 1)), 0)
    if on_oxygen is None:
        return None
    return _points(spo2_pct, ((94, 1), (96, 2)), 3) if on_oxygen else 0


@lru_cache(maxsize=512)
def systolic(sbp_mmhg: float) -> int:
    """Points for the systolic pressure in mmHg."""
    return _points(sbp_mmhg, ((90, 3), (100, 2), (110, 1), (219, 0)), 3)


@lru_cache(maxsize=512)
def pulse(hr_bpm: float) -> int:
    """Points for the pulse per minute."""
    return _points(hr_bpm, ((40, 3), (50, 1), (90, 0), (110, 1), (130, 2)), 3)


@lru_cache(maxsize=512)
def temperature(temp_c: float) -> int:
    """Points for the temperature in °C, rounded to 0.1 °C half up before it is compared."""
    tenth = float(Decimal(str(temp_c)).quantize(Decimal("0.1"), ROUND_HALF_UP))
    return _points(tenth, ((35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1)), 2)


def risk_of(total: int, *, single_3: bool) -> Risk:
    """The row of the response table."""
    if total >= _HIGH:
        return "high"
    if total >= _MEDIUM:
        return "medium"
    return "low_medium" if single_3 else "low"


def step(watch: Watch, found: Findings) -> tuple[Watch, News2Grade]:
    """The next of what is remembered, and the aggregate with its seven items."""
    flags: set[str] = set()
    support = found.known(Support, "support")
    on_oxygen = any(sign.on_oxygen for sign in support.every) if support else None
    if support is not None and not on_oxygen and support.sign.flow_zero:
        flags.add("flow_zero")
    target = found.known(Baseline, "spo2_target_88_92")
    scale_2 = target is not None and target.sign.spo2_target_88_92 is True
    if scale_2:
        flags.add("scale_2")
    oxygen = _NOTHING["oxygen"]
    if support is not None:
        evidence = (Evidence("oxygen", support.sign, support.at),)
        oxygen = Reason("oxygen", 2 if on_oxygen else 0, "points", evidence)
    if _is_sedated(found, support):
        flags.add("sedated")
    reasons = (
        _vital(found, "rr_bpm", "rr", respiration),
        _saturation(found, scale_2=scale_2, on_oxygen=on_oxygen),
        oxygen,
        _pressure(found),
        _vital(found, "hr_bpm", "hr", pulse),
        _vital(found, "consciousness", "consciousness", _acvpu),
        _vital(found, "temp_c", "temp", temperature),
    )
    known = [reason.level for reason in reasons if reason.level is not None]
    partial = sum(known)
    single_3 = _ALONE in known
    missing: tuple[Missing, ...] = ()
    if len(known) < len(reasons):
        missing = tuple(
            [Missing(r.domain, _last_at(found, r.domain)) for r in reasons if r.level is None]
        )
    min_risk = risk_of(partial, single_3=single_3)
    total = None if missing else partial
    grade = News2Grade(
        level=total,
        at_least=partial,
        status="incomplete" if missing else "graded",
        reasons=reasons,
        missing=missing,
        flags=frozenset(flags),
        risk=None if missing else min_risk,
        min_risk=min_risk,
        single_3=single_3,
    )
    return _remembered(watch, found, grade), grade


def _vital(found: Findings, name: str, group: str, points: Callable[[Any], int]) -> Reason:
    """One vital sign; of two of one moment the one with more points."""
    seen = found.known(Vitals, group)
    if seen is None:
        return _NOTHING[name]
    sign = seen.sign
    if seen.rivals:
        sign = max(seen.every, key=lambda s: points(getattr(s, name)))
    value = getattr(sign, name)
    return Reason(name, points(value), "points", (Evidence(name, value, seen.at),))


def _pressure(found: Findings) -> Reason:
    """The systolic pressure; one that cannot be recorded is a 3."""
    seen = found.known(Vitals, "sbp")
    if seen is None:
        return _NOTHING["sbp_mmhg"]
    if seen.sign.bp_unrecordable:
        return Reason("sbp_mmhg", 3, "points", (Evidence("bp", seen.sign, seen.at),))
    worst = seen.sign.sbp_mmhg or 0
    if seen.rivals:
        worst = max((s.sbp_mmhg or 0 for s in seen.every), key=systolic)
    evidence = (Evidence("sbp_mmhg", worst, seen.at),)
    return Reason("sbp_mmhg", systolic(worst), "points", evidence)


def _saturation(found: Findings, *, scale_2: bool, on_oxygen: bool | None) -> Reason:
    """The saturation; on scale 2 it may need to be known whether oxygen is given."""
    seen = found.known(Vitals, "spo2")
    if seen is None or seen.sign.spo2_pct is None:
        return _NOTHING["spo2_pct"]
    spo2 = seen.sign.spo2_pct
    points = saturation(spo2, scale_2=scale_2, on_oxygen=on_oxygen)
    evidence = (Evidence("spo2_pct", spo2, seen.at),)
    return Reason("spo2_pct", points, "missing" if points is None else "points", evidence)


def _is_sedated(found: Findings, support: Seen[Support] | None) -> bool:
    """Whether "unresponsive" may be the doing of a sedative or of a ventilated patient's care."""
    seen = found.known(Vitals, "consciousness")
    if seen is None or seen.sign.consciousness != "U":
        return False
    if support is not None and any(sign.device == "intubated_mv" for sign in support.every):
        return True
    return any(run.drug.drug_class is DrugClass.SEDATIVE for run in found.running())


def _remembered(watch: Watch, found: Findings, grade: News2Grade) -> Watch:
    if _OBSERVED.isdisjoint(map(type, found.observed)):
        return watch
    if grade.risk is not None:
        return Watch((grade.risk, watch.recent[0]))
    worse = max(grade.min_risk, watch.recent[0], key=_RISKS.index)
    return Watch((worse, watch.recent[1]))


_OBSERVED: frozenset[type[Any]] = frozenset({Vitals, Support})


def _last_at(found: Findings, name: str) -> datetime | None:
    kind, group = _GROUP[name]
    seen = found.last(kind, group)
    return seen.at if seen else None


def _acvpu(value: str) -> int:
    return 0 if value == "A" else 3


_GROUP: Mapping[str, tuple[type[Any], str]] = {
    "rr_bpm": (Vitals, "rr"),
    "spo2_pct": (Vitals, "spo2"),
    "oxygen": (Support, "support"),
    "sbp_mmhg": (Vitals, "sbp"),
    "hr_bpm": (Vitals, "hr"),
    "consciousness": (Vitals, "consciousness"),
    "temp_c": (Vitals, "temp"),
}
_NOTHING: Mapping[str, Reason] = {name: Reason(name, None, "missing") for name in _GROUP}
"""The reasons of items that are not known."""
SCALE: Scale[Watch] = Scale(
    id="news2",
    edition="RCP 2017",
    source="Royal College of Physicians. National Early Warning Score (NEWS) 2. London 2017",
    reads=frozenset({Vitals, Support, Drug, Baseline, Infused, Planned}),
    start=Watch(),
    step=step,
    age=age,
)
