"""What every patient of the demonstration goes through: screening, stay, cells, visits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from bedside.demo.laboratory import CYTOKINES, DAILY, Blood
from bedside.demo.plan import Plan, shipped
from bedside.demo.stay import HOUR, Stay
from bedside.facts import Admitted, Appointed, Enrolled, Note, Sex, Visited
from grading.signs import Baseline, Infused, Planned, Vitals

CONSENT, SCREENING, APHERESIS = -22, -21, -12
"""Study days of what comes before the stay; cells of a donor need no leukapheresis."""
_EARLIEST_BASELINE = -5
_SATURDAY = 5
_YEAR = 365.25


class Who(NamedTuple):
    """A patient of the demonstration. All of them are invented.

    ``protocol``, ``edition`` and ``dose_level`` are ids of a file that ships. Where the site may
    not keep the day of birth it is the year.
    """

    sex: Sex
    age: int
    weight_kg: float
    height_cm: float
    protocol: str
    edition: str
    dose_level: str
    product: str
    cells: float | None
    unit: Literal["cells", "cells/kg"] | None = "cells"
    bed: str | None = None
    sbp_mmhg: int = 120
    ice: int = 10
    birthday_kept: bool = True

    @property
    def surface_m2(self) -> float:
        """Body surface in m² (Mosteller)."""
        return float((self.height_cm * self.weight_kg / 3600) ** 0.5)

    def born(self, consented: date) -> date:
        """The day of birth: in the middle of a year of life on the day of consent."""
        return consented - timedelta(days=round((self.age + 0.45) * _YEAR))

    def enrolled(self, consented: date) -> Enrolled:
        """The enrolment of a patient who signed on a day."""
        born = self.born(consented)
        return Enrolled(
            birth_year=born.year,
            sex=self.sex,
            weight_kg=self.weight_kg,
            protocol=self.protocol,
            dose_level=self.dose_level,
            edition=self.edition,
            birth_date=born if self.birthday_kept else None,
            height_cm=self.height_cm,
            consented=consented,
        )


def followed(
    stay: Stay,
    who: Who,
    first: int,
    last: int,
    later: Iterable[int] = (),
    *,
    absent: Iterable[str] = (),
    left_out: Mapping[tuple[str, str], str] | None = None,
) -> Plan:
    """The plan of a patient on the ward from a first to a last day, and there on ``later`` days."""
    there = (SCREENING, APHERESIS, *range(first, last + 1), *later)
    edition = shipped(who.protocol, who.edition)
    return Plan(edition, stay.day_zero, there, absent=absent, left_out=left_out)


def enrolled(stay: Stay, who: Who, blood: Blood, plan: Plan) -> None:
    """Enrolment and screening, after consent; the cells are planned."""
    at = stay.on(SCREENING, "09:00")
    facts = (who.enrolled(plan.on(CONSENT)), Planned(stay.infusion))
    stay.fact(at, *facts, role="coordinator")
    days = [day for day in (SCREENING, APHERESIS) if plan.names(day)]
    visits(stay, who, blood, plan, days)


def admitted(stay: Stay, who: Who, blood: Blood, plan: Plan, day: int) -> None:
    """Admission with a first round, ICE and blood; baselines in time for the infusion."""
    at = stay.on(day, "14:30")
    if who.bed:
        stay.fact(at, Admitted(who.bed))
    stay.fact(at + 0.1 * HOUR, Vitals(weight_kg=who.weight_kg))
    stay.round(at + 0.25 * HOUR)
    stay.examination(at + 0.6 * HOUR)
    base = at + 1.2 * HOUR if day >= _EARLIEST_BASELINE else stay.on(_EARLIEST_BASELINE, "07:40")
    stay.fact(base, Baseline(ice=who.ice, sbp_mmhg=who.sbp_mmhg), role="physician")
    stay.fact(base, Note("Baseline ICE done, writing sample kept."), role="physician")
    keys = plan.labs(day, (*DAILY, *CYTOKINES))
    stay.results(at + HOUR, blood.drawn(at + HOUR, keys), hours=3)
    ticked(stay, plan, day, stay.on(day, "16:40"))


def conditioned(stay: Stay, who: Who) -> None:
    """Fludarabine 25 mg/m² and cyclophosphamide 250 mg/m² on days -5 to -3."""
    for day in (-5, -4, -3):
        stay.dose(stay.on(day, "09:30"), "fludarabine", round(25 * who.surface_m2 / 5) * 5)
        stay.dose(stay.on(day, "11:00"), "cyclophosphamide", round(250 * who.surface_m2, -1))


def infused(stay: Stay, who: Who) -> None:
    """The cells, with rounds just before and with them; the further rounds follow by rule."""
    stay.dose(stay.after(-0.75), "paracetamol", 500, route="oral")
    stay.dose(stay.after(-0.75), "chlorphenamine", 10)
    stay.examination(stay.after(-1.5))
    stay.round(stay.after(-0.25))
    stay.fact(stay.infusion, Infused(who.cells, who.unit, who.product), minutes=1)
    stay.round(stay.infusion)
    stay.examination(stay.on(0, "20:40"))


def cared_for(stay: Stay, who: Who, blood: Blood, plan: Plan, first: int, last: int) -> None:
    """Daily blood at six, checklists, a small dose of prednisone, after the first day."""
    for day in range(first + 1, last + 1):
        stay.dose(stay.on(day, "08:10"), "prednisone", 5, route="oral", stable=True)
        keys = plan.labs(day, (*DAILY, *(CYTOKINES if day >= -1 else ())))
        at = stay.on(day, "06:00")
        stay.results(at, blood.drawn(at, keys), hours=stay.chance.uniform(1.1, 1.9))
        ticked(stay, plan, day, stay.on(day, "08:40"))
    for day in range(first + 6, last + 1, 6):
        weight = round(stay.chance.gauss(0.0, 0.4), 1)
        stay.fact(stay.on(day, "06:40"), Vitals(weight_kg=who.weight_kg + weight))


def ticked(stay: Stay, plan: Plan, day: int, at: datetime, *more: Visited) -> None:
    """What the coordinator writes down of a day's checklists."""
    if facts := (*more, *plan.ticked(day)):
        stay.fact(at, *facts, minutes=9, role="coordinator")


def visits(stay: Stay, who: Who, blood: Blood, plan: Plan, days: Iterable[int]) -> None:
    """Visits of an outpatient at half past nine: a round, ICE, and what the protocol asks for."""
    for day in days:
        at = stay.on(day, "09:30")
        stay.round(at)
        if "weight_kg" in plan.asks(day, "vitals"):
            stay.fact(at + 0.1 * HOUR, Vitals(weight_kg=who.weight_kg))
        if plan.asks(day, "ice") | plan.asks(day, "neuro"):
            stay.examination(at + 0.3 * HOUR)
        stay.results(at + 0.5 * HOUR, blood.drawn(at, plan.labs(day)), hours=3.5)
        ticked(stay, plan, day, at + 1.2 * HOUR, Visited(plan.names(day)))


def come_today(stay: Stay, bed: str | None = None) -> datetime:
    """A round and ICE of today's morning, of yesterday's where it is too early for it; when."""
    at = stay.on(stay.day, "09:30")
    if at > stay.ago(1.5):
        at = stay.on(stay.day - 1, "09:30")
    if bed:
        stay.fact(at - 0.25 * HOUR, Admitted(bed))
    stay.round(at)
    stay.examination(at + 0.3 * HOUR)
    return at


def appointed(
    stay: Stay, plan: Plan, at: datetime, names: Sequence[str], day: int, clock: str = "09:30"
) -> None:
    """The patient is asked, at a moment, to come for visits on a study day."""
    when = time.fromisoformat(clock)
    facts = [Appointed(name, plan.on(day), when) for name in names]
    stay.fact(at, *facts, minutes=4, role="coordinator")


def working(plan: Plan, day: int) -> int:
    """The study day itself, or the working day next to it if it lies on a weekend."""
    late = plan.on(day).weekday() - _SATURDAY
    return day + (-1, 1)[late] if late >= 0 else day


def febrile(stay: Stay, end: datetime) -> None:
    """What the first fever leads to: cultures, then paracetamol and an antibiotic 8-hourly."""

    def begin(fever: datetime) -> None:
        stay.note(fever + 0.25 * HOUR, "Blood cultures taken, chest film asked for.")
        at = fever + 0.6 * HOUR
        while at < end:
            stay.dose(at, "paracetamol", 1000, route="oral")
            stay.dose(at + 0.1 * HOUR, "piperacillin_tazobactam", 4.5, "g")
            at += 8 * HOUR

    stay.heeded.at_fever = begin
