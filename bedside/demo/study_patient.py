"""The record of one patient of the invented cohort, from screening to today."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from bedside.demo.body import Body, Row
from bedside.demo.care import (
    APHERESIS,
    CONSENT,
    SCREENING,
    admitted,
    appointed,
    cared_for,
    conditioned,
    followed,
    visits,
    working,
)
from bedside.demo.laboratory import Blood, Days
from bedside.demo.plan import Plan
from bedside.demo.stay import HOUR, MINUTE, Stay
from bedside.demo.study_cohort import Fever, Invented
from bedside.demo.study_lupus import Judged, assessment
from bedside.facts import (
    Acknowledged,
    AdverseEvent,
    AdverseEventEnded,
    Discharged,
    DltReviewed,
    Fact,
    Note,
    SaeReported,
)
from grading.signs import Infused, Lab, Planned, Support

SYNTHETIC = "Synthetic patient: invented for the demonstration. Nobody was treated like this."
_INITIALS = "SYN"
_FIRST = -6
_REVIEWED = 29
_DAY = timedelta(days=1)
_LATER = (18, 21, 24, 27, 30, 44, 60, 75, 90, 120, 150, 180, 210, 240)
"""Study days on which a patient comes after the stay, if they lie before today."""
_MONTH_OF = {30: 1, 90: 3, 180: 6}
_REST, _HOT, _COOL = 36.6, 38.15, 37.5
_FEVERED = 2 * HOUR
_SAMPLED = -0.19
"""Blood is drawn at six in the morning: so much of a day before the hour of the infusion."""


def record(of: Invented, now: datetime, zone: tzinfo, seed: int) -> Stay:
    """All that was written of one patient up to ``now``."""
    who = of.who
    stay = Stay(of.patient, now, zone, seed, of.day, "10:30", watched=False)
    plan = followed(stay, who, _FIRST, of.home)
    later = {day: working(plan, day) for day in _LATER if of.home < day < of.day}
    plan = followed(stay, who, _FIRST, of.home, later.values())
    stay.body = _body(of, stay)
    depleted = Blood(stay.infusion, _inflamed(of, stay), stay.chance, depleted=True, own=_own(of))
    enrolled = replace(who.enrolled(plan.on(CONSENT)), initials=_INITIALS)
    first = stay.on(SCREENING, "09:00")
    stay.fact(first, enrolled, Planned(stay.infusion), Note(SYNTHETIC), role="coordinator")
    visits(stay, who, depleted, plan, (SCREENING, APHERESIS))
    admitted(stay, who, depleted, plan, _FIRST)
    _judge(stay, of, 0, stay.on(_FIRST, "16:00"))
    conditioned(stay, who)
    cared_for(stay, who, depleted, plan, _FIRST, of.home)
    stay.fact(stay.infusion, Infused(who.cells, who.unit, who.product), minutes=1)
    _watched(stay, of)
    _treated(stay, of)
    stay.fact(stay.on(of.home, "15:00"), Discharged("home"))
    stay.fact(stay.on(_REVIEWED, "15:00"), DltReviewed(0), role="physician")
    visits(stay, who, depleted, plan, later.values())
    for asked, day in later.items():
        if asked in _MONTH_OF:
            _judge(stay, of, _MONTH_OF[asked], stay.on(day, "10:15"))
    _appointed(stay, of, plan)
    return stay


# --- the body and the blood -----------------------------------------------------------------------


def _onset(of: Fever, stay: Stay) -> datetime:
    return stay.on(of.day, of.clock)


def _body(of: Invented, stay: Stay) -> Body:
    sbp = of.who.sbp_mmhg
    rows = [Row(stay.on(-22, "08:00"), _REST, 73, sbp, 74, 14, 98)]
    oxygen = []
    confused = []
    if of.fever is not None:
        begun = _onset(of.fever, stay)
        end = begun + of.fever.days * _DAY
        hot, dry = of.fever.peak_c, of.fever.oxygen is None
        rows += [
            Row(begun - 10 * HOUR, 36.8, 78, sbp, 73, 15, 98),
            Row(begun, 38.4, 88, sbp, 71, 16, 97.5),
            Row(begun + 0.45 * (end - begun), hot, 97, sbp + 2, 70, 17, 97 if dry else 95.5),
            Row(end - 3 * HOUR, 38.2, 86, sbp, 72, 16, 97.5),
            Row(end + 6 * HOUR, 37.0, 80, sbp, 73, 15, 98),
        ]
        if of.fever.oxygen is not None:
            start, stop = (begun + hours * HOUR for hours in of.fever.oxygen)
            oxygen = [(start, Support("nasal_cannula", 2.0)), (stop, Support("room_air"))]
    if of.confusion is not None:
        begun = stay.on(of.confusion.day, of.confusion.clock)
        confused = [(begun, of.confusion.score), (begun + of.confusion.days * _DAY, 10)]
    rows.append(Row(stay.on(of.home, "12:00"), _REST, 74, sbp, 74, 14, 98))
    return Body(stay.zone, stay.chance, rows, oxygen=oxygen, ice=confused)


def _inflamed(of: Invented, stay: Stay) -> Days:
    if of.fever is None:
        return ((-1, 0), (1, 0.02), (6, of.inflamed), (14, 0))
    begun = (_onset(of.fever, stay) - stay.infusion) / _DAY
    end = begun + of.fever.days
    middle = begun + 0.45 * of.fever.days
    top, tail = of.inflamed, 0.25 * of.inflamed
    return ((-1, 0), (begun - 1, 0.04), (middle, top), (end, tail), (end + 6, 0))


def _own(of: Invented) -> dict[str, Days]:
    """What runs otherwise in this patient's blood than usual."""
    first, last = (day + _SAMPLED for day in of.low)
    found: dict[str, Days] = {
        "anc": (
            *((-6, 3.6), (-3, 3.0), (0, 1.6), (first - 1, 0.98), (first, 0.3), (last, 0.29)),
            *((last + 1, 1.0), (last + 5, 1.9), (35, 2.6), (95, 3.1)),
        ),
        "wbc": ((-6, 5.6), (-3, 4.2), (0, 2.1), (4, 1.3), (12, 2.4), (26, 4.9), (95, 5.4)),
        "cart_copies": _cells(of),
        "c3": _by_visit(of, "low_complement", 0.55, 1.12),
        "c4": _by_visit(of, "low_complement", 0.06, 0.22),
        "anti_dsdna": _by_visit(of, "increased_dna_binding", 120.0, 4.0),
    }
    if of.platelets:
        found["platelets"] = of.platelets
    return found


def _cells(of: Invented) -> Days:
    """The cells in blood: up to the peak in about a week, then down over months."""
    top, late = 2.4e4 * of.expands, of.peak - 9
    return (
        *((0, 5), (1, 12), (3, 60 * of.expands), (6 + late, 0.2 * top), (of.peak, top)),
        *((of.peak + 3, 0.8 * top), (of.peak + 9, 0.12 * top), (30, 0.02 * top)),
        *((60, 0.004 * top), (90, 0.0015 * top), (120, 40), (180, 12)),
    )


def _by_visit(of: Invented, item: str, active: float, normal: float) -> Days:
    """The course of a value that goes with an item: beyond its limit wherever that is present."""
    found = []
    for month, judged in sorted(of.judged.items()):
        value = active if item in judged.items else normal
        found += [(30 * month - 4, value), (30 * month + 4, value)] if month else [(-6, value)]
    return tuple(found)


# --- at the bedside -------------------------------------------------------------------------------


def _moments(of: Invented, stay: Stay) -> Iterator[datetime]:
    """The rounds: daily before the infusion, 4-hourly after it, 2-hourly while there is fever."""
    for day in range(_FIRST + 1, 0):
        yield stay.on(day, "08:00")
    leaves = stay.on(of.home, "14:00")
    at = stay.infusion
    if of.fever is not None:
        begun = _onset(of.fever, stay)
        end = begun + of.fever.days * _DAY
        while at < begun - HOUR:
            yield at
            at += 4 * HOUR
        at = begun
        while at < end:
            yield at
            at += _FEVERED
        at = end
    while at <= leaves:
        yield at
        at += 4 * HOUR


def _watched(stay: Stay, of: Invented) -> None:
    """Rounds and examinations on the ward."""
    begun = end = None
    if of.fever is not None:
        begun = _onset(of.fever, stay)
        end = begun + of.fever.days * _DAY
    assert stay.body is not None
    for at in _moments(of, stay):
        temp = stay.body.vitals(at).temp_c
        assert temp is not None
        hot = begun is not None and end is not None and begun <= at < end
        stay.round(at, temp_c=max(temp, _HOT) if hot else min(temp, _COOL))
    for day in range(_FIRST + 1, of.home + 1):
        for clock in ("08:20", "20:20") if day >= 0 else ("08:20",):
            at = stay.on(day, clock)
            if not _is_confused_about(of, stay, at):
                stay.examination(at)
    if of.confusion is not None:
        at = stay.on(of.confusion.day, of.confusion.clock)
        for hours in range(0, round(24 * of.confusion.days) + 1, 4):
            stay.examination(at + hours * HOUR)


def _is_confused_about(of: Invented, stay: Stay, at: datetime) -> bool:
    """Whether examinations are more frequent then, so that those of every day are left out."""
    if of.confusion is None:
        return False
    begun = stay.on(of.confusion.day, of.confusion.clock)
    return begun - HOUR <= at <= begun + of.confusion.days * _DAY + 2 * HOUR


def _treated(stay: Stay, of: Invented) -> None:
    """What was given for the toxicities, and the adverse events that somebody wrote down."""
    fever, who = of.fever, of.who
    if fever is not None:
        begun = _onset(fever, stay)
        end = begun + fever.days * _DAY
        at = begun + 1.1 * HOUR
        while at < end:
            stay.dose(at, "paracetamol", 500, route="oral")
            at += 12 * HOUR
        if fever.tocilizumab is not None:
            given = begun + fever.tocilizumab * HOUR
            stay.dose(given, "tocilizumab", min(800, round(8 * who.weight_kg)))
        grade = 2 if fever.oxygen is not None else 1
        _seen(stay, begun, "crs", 1)
        if fever.oxygen is not None:
            _seen(stay, begun + fever.oxygen[0] * HOUR, "crs", 2)
        crs = AdverseEvent(
            "cytokine_release_syndrome",
            "5.0",
            grade,
            to_product="related",
            action="drug" if fever.tocilizumab is not None else "none",
            astct=grade,
            aesi=True,
        )
        if of.confusion is not None:
            known = begun + fever.oxygen[0] * HOUR if fever.oxygen else begun
            serious = replace(crs, serious=("hospitalisation",), aware=known + HOUR)
            _event(stay, serious, begun, end, known + HOUR, known + 6 * HOUR)
        else:
            _event(stay, crs, begun, end, begun + 20 * HOUR)
    if of.confusion is not None:
        at = stay.on(of.confusion.day, of.confusion.clock)
        _seen(stay, at, "icans", 1)
        for hours in (1.5, 13.5):
            stay.dose(at + hours * HOUR, "dexamethasone", 10)
    low = AdverseEvent(
        "neutrophil_count_decreased",
        "5.0",
        4,
        to_product="possible",
        to_conditioning="related",
        action="none",
    )
    begun = stay.on(of.low[0], "06:00")
    _event(stay, low, begun, stay.on(of.low[1] + 1, "06:00"), begun + 4 * HOUR)


def _seen(stay: Stay, rose: datetime, alarm: str, level: int) -> None:
    """A nurse acknowledges the alarm of a grade, a few minutes after the observation of it."""
    at = rose + stay.chance.randint(4, 9) * MINUTE
    stay.fact(at, Acknowledged(alarm, level, "physician informed"), minutes=0)


def _event(
    stay: Stay,
    event: AdverseEvent,
    begun: datetime,
    end: datetime,
    written: datetime,
    reported: datetime | None = None,
) -> None:
    """An adverse event, written down at a moment; its report and its end name that entry."""

    def follow(at: datetime, fact: Fact) -> None:
        stay.plan(at, lambda when: stay.write(at, (fact,), when, role="physician"))

    def write(when: datetime) -> None:
        (entry,) = stay.write(begun, (event,), when, role="physician")
        if reported is not None:
            follow(reported, SaeReported(entry.id, "sponsor"))
        follow(end, AdverseEventEnded(entry.id, "recovered"))

    stay.plan(written, write)


# --- at the visits --------------------------------------------------------------------------------


def _judge(stay: Stay, of: Invented, month: int, at: datetime) -> None:
    """Lupus activity at a visit: the PGA first, then the forms; and the protein in urine."""
    judged = of.judged[month]
    before = of.judged[0] if month else None
    pga, form, letters, beyond, taken = assessment(judged, before, of.drugs)
    stay.fact(at, pga, minutes=2, role="physician")
    stay.fact(at, form, letters, beyond, taken, minutes=9, role="physician")
    stay.results(at - HOUR, [_protein(stay, judged)], hours=0.9)


def _protein(stay: Stay, judged: Judged) -> Lab:
    middle = 1400 if "proteinuria" in judged.items else 160
    return Lab("upcr", float(round(middle * stay.chance.uniform(0.85, 1.15))), "mg/g")


def _appointed(stay: Stay, of: Invented, plan: Plan) -> None:
    """The next visits are agreed a fortnight ahead, as far as they are that near."""
    ahead = sorted({plan.day(v.target) for v in plan.visits.values()} - set(range(of.day + 1)))
    if ahead and ahead[0] - of.day <= 21:  # noqa: PLR2004
        names = [v.id for v in plan.visits.values() if plan.day(v.target) == ahead[0]]
        names = [name for name in names if not name.startswith("register")]
        appointed(stay, plan, stay.ago(30), names, working(plan, ahead[0]))
