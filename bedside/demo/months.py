"""Patients in follow-up, long gone home: their records as the protocol of each asks for them.

The record began some time ago. What was done before is in it as somebody took it from paper on
the first day: item by item, without the values, but for lupus activity at the beginning.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, tzinfo

from bedside.demo.body import Body, Row
from bedside.demo.care import (
    APHERESIS,
    CONSENT,
    SCREENING,
    Who,
    admitted,
    appointed,
    conditioned,
    enrolled,
    followed,
    ticked,
    visits,
    working,
)
from bedside.demo.judged import (
    KIDNEY,
    SKIN_AND_JOINTS,
    Lupus,
    event,
    lupus_at_visits,
    lupus_before,
)
from bedside.demo.laboratory import Blood, Days
from bedside.demo.plan import Plan
from bedside.demo.stay import HOUR, MINUTE, Stay
from bedside.facts import (
    AdverseEvent,
    Appointed,
    Deviation,
    Discharged,
    DltReviewed,
    Ended,
    Fact,
    Note,
    Omitted,
    Reminded,
    Visited,
)
from grading.signs import Baseline, Infused, Planned, Vitals

_REVIEWED = 29
"""Study day on which somebody looked for dose-limiting toxicities, their days being over."""
_BEGUN = 210
"""So many days ago the record began; whoever was consented later has all of it here."""
_PAPER = "from the paper chart"
_CALM: Days = ((-1, 0), (1, 0.04), (4, 0.14), (8, 0.05), (15, 0))
_RELMA = Who("female", 33, 57.0, 162.0, "nct05765006", "2023", "50e6", "relma-cel", 50e6, bed="7")
_ALLOGENEIC = Who(
    *("female", 37, 54.0, 159.0, "nct05859997", "2023", "1e6/kg", "allogeneic CD19", 1e6),
    unit="cells/kg",
    bed="7",
    birthday_kept=False,
)
_SPARED = Who(
    *("female", 30, 60.0, 165.0, "cd19_bcma_wuhan", "1", "A", "CD19/BCMA", None),
    unit=None,
    bed="7",
    birthday_kept=False,
)


@dataclass(frozen=True)
class Told:
    """What is told of one patient, in study days: ``day`` is today's, ``home`` of the discharge.

    ``moved`` are visits done on another day than the plan would have it, ``absent`` those to
    which the patient did not come, ``left_out`` as in :class:`bedside.demo.plan.Plan`. After
    ``last`` nobody came any more. ``dlts`` is what a review found; None before there was one.
    """

    patient: str
    who: Who
    day: int
    first: int = -6
    home: int = 14
    to: str = "home"
    last: int | None = None
    moved: Mapping[str, int] = field(default_factory=dict)
    absent: Sequence[str] = ()
    left_out: Mapping[tuple[str, str], str] = field(default_factory=dict)
    dlts: int | None = 0
    blood: Mapping[str, Days] = field(default_factory=dict)
    lupus: Lupus = SKIN_AND_JOINTS


def _written(of: Told, now: datetime, zone: tzinfo, seed: int) -> tuple[Stay, Plan]:
    """The record that the plan asks for, as far as nothing else is told; and the plan."""
    who, first = of.who, of.first
    stay = Stay(of.patient, now, zone, seed, of.day, "10:30", watched=False)
    later = _later(of, followed(stay, who, first, of.home))
    plan = followed(stay, who, first, of.home, later, absent=of.absent, left_out=of.left_out)
    for visit, day in of.moved.items():
        plan.move(visit, day)
    rest = Row(stay.infusion, 36.6, 73, who.sbp_mmhg, 75, 14, 98)
    stay.body = Body(zone, stay.chance, (rest,))
    depleted = plan.protocol.conditioning is not None
    blood = Blood(stay.infusion, _CALM, stay.chance, depleted=depleted, own=of.blood)
    came = sorted({*later, *of.moved.values()})
    began = of.day - _BEGUN
    if began > CONSENT:
        _from_paper(stay, of, plan, began, came)
        before = stay.on(first, "16:00")
        lupus_before(stay, of.lupus, before, stay.on(began, "13:30"))
    else:
        enrolled(stay, who, blood, plan)
        admitted(stay, who, blood, plan, first)
        lupus_before(stay, of.lupus, stay.on(first, "16:00"))
        if plan.asks(-5, "drug"):
            conditioned(stay, who)
        for day in range(first + 1, of.home + 1):
            if plan.names(day):
                _on_the_ward(stay, who, blood, plan, day)
        stay.fact(stay.infusion, Infused(who.cells, who.unit, who.product), minutes=1)
        stay.fact(stay.on(of.home, "11:00"), Discharged(of.to))
        if of.dlts is not None and of.day > _REVIEWED:
            stay.fact(stay.on(_REVIEWED, "15:00"), DltReviewed(of.dlts), role="physician")
    seen = [day for day in came if day >= began]
    visits(stay, who, blood, plan, seen)
    lupus_at_visits(stay, plan, of.lupus, seen)
    return stay, plan


def _from_paper(stay: Stay, of: Told, plan: Plan, began: int, came: Sequence[int]) -> None:
    """All before the record began, taken from paper on its first day."""
    who = of.who
    on_paper = stay.on(began, "13:00")

    def take(at: datetime, *facts: Fact) -> None:
        stay.fact(at, *facts, minutes=(on_paper - at) / MINUTE, role="coordinator")

    take(stay.on(SCREENING, "09:00"), who.enrolled(plan.on(CONSENT)), Planned(stay.infusion))
    take(stay.on(-5, "08:00"), Baseline(ice=who.ice, sbp_mmhg=who.sbp_mmhg))
    take(stay.on(0, "07:00"), Vitals(weight_kg=who.weight_kg))
    take(stay.infusion, Infused(who.cells, who.unit, who.product))
    take(stay.on(of.home, "11:00"), Discharged(of.to))
    take(stay.on(_REVIEWED, "15:00"), DltReviewed(of.dlts or 0))
    for day in (SCREENING, APHERESIS, *range(of.first, of.home + 1), *came):
        if plan.names(day) and day < began:
            visited = () if of.first <= day <= of.home else (Visited(plan.names(day)),)
            take(stay.on(day, "12:00"), *visited, *plan.ticked(day, _PAPER))


def _later(of: Told, plan: Plan) -> Sequence[int]:
    """The days of visits after the stay, on working days, as few as the windows allow."""
    found: list[int] = []
    last = of.day - 1 if of.last is None else of.last
    for visit in plan.visits.values():
        day = working(plan, plan.day(visit.target))
        opens, closes = plan.day(visit.opens), plan.day(visit.closes)
        is_other = visit.id in of.absent or visit.id in of.moved
        # A day of blood for the cells serves the safety visit that is due about then as well.
        is_served = visit.rule.series == "safety" and any(opens <= d <= closes for d in found)
        if of.home < day <= last and not is_other and not is_served:
            found.append(day)
    return sorted(set(found))


def _on_the_ward(stay: Stay, who: Who, blood: Blood, plan: Plan, day: int) -> None:
    """A day on the ward: what its visits ask for, and no more."""
    at = stay.on(day, "08:00")
    asked = plan.asks(day, "vitals")
    if "weight_kg" in asked:
        stay.fact(at - HOUR, Vitals(weight_kg=who.weight_kg))
    if asked - {"weight_kg"}:
        stay.round(at)
    if plan.asks(day, "ice"):
        stay.examination(at + 0.2 * HOUR)
    drawn = stay.on(day, "06:00")
    if labs := blood.drawn(drawn, plan.labs(day)):
        stay.results(drawn, labs)
    ticked(stay, plan, day, at + 0.7 * HOUR)


# --- those who are on their way -------------------------------------------------------------------


def al001(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Donor cells, day +87: the window of month 3 is open, and the patient comes tomorrow."""
    stay, plan = _written(Told("AL-001", _ALLOGENEIC, 87, home=15), now, zone, seed)
    months = ("pkpd_m3", "safety_m3", "efficacy_m3")
    appointed(stay, plan, stay.on(76, "14:00"), months, 88)
    return stay


def bc001(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """No conditioning, day +57: month 2 is open; nobody reviewed the days of toxicities yet."""
    stay, plan = _written(Told("BC-001", _SPARED, 57, first=-1, dlts=None), now, zone, seed)
    for name in ("pkpd_m2", "safety_m2"):
        before, after = plan.on(58), plan.on(working(plan, 61))
        agreed = Appointed(name, before, time(9, 30))
        stay.fact(stay.on(45, "14:00"), agreed, role="coordinator")
        moved = Appointed(name, after, time(10, 0), before, "no train on that day")
        stay.fact(stay.on(55, "10:20"), moved, role="coordinator")
    return stay


def rc011(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day +26, ten days at home: the days of dose-limiting toxicities are almost over."""
    who = _RELMA._replace(age=26, weight_kg=52.0, dose_level="100e6", cells=100e6)
    stay, plan = _written(Told("RC-011", who, 26, home=16), now, zone, seed)
    at = stay.on(25, "15:00")
    appointed(stay, plan, at, ("pkpd_d27", "safety_d28"), 28)
    appointed(stay, plan, at, ("pkpd_d30", "efficacy_m1"), 30, "10:00")
    return stay


def rc009(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day +188: did not come for month 6; a day too late for the cells, in time for the scores."""
    who = _RELMA._replace(sex="male", age=44, weight_kg=71.0, height_cm=174.0, sbp_mmhg=126)
    missed = ("pkpd_m6", "safety_m6", "efficacy_m6")
    stay, plan = _written(Told("RC-009", who, 188, absent=missed), now, zone, seed)
    appointed(stay, plan, stay.on(152, "11:30"), missed, working(plan, 180))
    stay.fact(
        stay.on(183, "10:00"),
        Note("Did not come for month 6, the phone is not answered. Letter sent."),
        role="coordinator",
    )
    return stay


def rc005(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day +243: month 5 was three days late, month 9 is a month ahead."""
    who = _RELMA._replace(age=51, weight_kg=64.0, dose_level="25e6", cells=25e6)
    late = {"pkpd_m5": 160, "safety_m5": 160}
    left_out = {("safety_m7", "infection"): "patient declined the swab"}
    story = Told("RC-005", who, 243, moved=late, left_out=left_out)
    stay, plan = _written(story, now, zone, seed)
    for name in late:
        text = "Month 5 three days after its window: patient abroad until then."
        stay.fact(stay.on(160, "14:00"), Deviation("late", text, name), role="coordinator")
    months = ("pkpd_m9", "safety_m9", "efficacy_m9")
    appointed(stay, plan, stay.on(242, "09:10"), months, working(plan, 270))
    return stay


def rc002(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day +317: month 8 left out, once here between visits, month 12 in six weeks."""
    who = _RELMA._replace(age=39, weight_kg=61.0, dose_level="25e6", cells=25e6)
    missed = ("pkpd_m8", "safety_m8")
    stay, plan = _written(Told("RC-002", who, 317, absent=missed), now, zone, seed)
    stay.fact(
        stay.on(197, "10:40"),
        Visited(comment="Cough for a week, chest film clear, no fever."),
        role="coordinator",
    )
    for name in missed:
        stay.fact(
            stay.on(251, "09:30"),
            Omitted(name, reason="working in another province until spring"),
            Deviation("missed", "Month 8 did not take place.", name),
            role="coordinator",
        )
    stay.fact(
        stay.on(316, "08:40"),
        *(
            Reminded(f"window_opens:{name}:{plan.visits[name].opens.isoformat()}", "seen")
            for name in ("pkpd_m11", "safety_m11")
        ),
        role="coordinator",
    )
    months = ("pkpd_m11", "safety_m11")
    appointed(stay, plan, stay.on(316, "09:00"), months, working(plan, 330))
    return stay


# --- those who are through ------------------------------------------------------------------------


def rc003(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day +362: month 12 is done, and nobody has closed it."""
    who = _RELMA._replace(age=47, weight_kg=58.0, dose_level="25e6", cells=25e6)
    return _written(Told("RC-003", who, 362, lupus=KIDNEY), now, zone, seed)[0]


def rj003(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day +400: month 12 closed; the long-term register has begun."""
    who = _RELMA._replace(protocol="renji_relmacel", edition="2025", dose_level="100e6", cells=1e8)
    stay, _ = _written(Told("RJ-003", who, 400, last=374), now, zone, seed)
    closed = Ended("completed", "SRI-4 at month 12, no steroid any more.")
    stay.fact(stay.on(364, "10:00"), closed, role="coordinator")
    return stay


def al003(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Donor cells: withdrawn on day 28 for a severe thrombocytopenia."""
    platelets = ((-6, 188), (0, 131), (6, 58), (10, 34), (14, 22), (21, 13), (28, 8))
    story = Told(
        "AL-003",
        _ALLOGENEIC._replace(age=42, weight_kg=49.0),
        150,
        home=27,
        to="haematology",
        last=27,
        dlts=None,
        blood={"platelets": platelets},
    )
    stay, _ = _written(story, now, zone, seed)
    low = AdverseEvent(
        "platelet_count_decreased",
        "5.0",
        4,
        to_product="related",
        to_conditioning="possible",
        to_lupus="possible",
        serious=("important",),
        aware=stay.on(21, "09:00"),
        action="procedure",
        comment="Transfused.",
    )
    event(stay, stay.on(14, "06:00"), low, stay.on(21, "10:10"), reported=stay.on(21, "15:30"))
    stay.note(stay.on(24, "11:00"), "Platelets below 20 for a week, transfused.", role="physician")
    left = Ended("withdrawn", "Severe thrombocytopenia, treated outside the trial.")
    stay.fact(stay.on(28, "15:00"), left, role="physician")
    return stay


MONTHS: Sequence[Callable[[datetime, tzinfo, int], Stay]] = (
    *(al001, bc001, rc011, rc009, rc005, rc002, rc003, rj003, al003),
)
"""All patients in follow-up."""
