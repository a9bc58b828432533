"""What every patient of the demonstration ward goes through: admission, cells, daily care."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from bedside.demo.laboratory import CELLS, CYTOKINES, DAILY, EVERYTHING, IMMUNE, Blood
from bedside.demo.stay import HOUR, Stay
from bedside.facts import Admitted, Enrolled, Note, Sex
from grading.signs import Baseline, Infused, Planned, Vitals

CELL_DAYS = (*range(0, 31, 3), 60, 90, 95, 120, 150, 180, 182)
"""Study days on which cells, subsets and immunoglobulins are looked for."""


class Who(NamedTuple):
    """A patient of the demonstration ward. All of them are invented."""

    sex: Sex
    age: int
    weight_kg: float
    protocol: str
    dose_level: str
    product: str
    cells: float | None
    unit: Literal["cells", "cells/kg"] | None = "cells"
    bed: str | None = None
    sbp_mmhg: int = 120
    ice: int = 10

    @property
    def surface_m2(self) -> float:
        """Body surface in m² (Mosteller) at a height of 163 cm."""
        return float((163 * self.weight_kg / 3600) ** 0.5)


def admitted(stay: Stay, who: Who, blood: Blood, day: int) -> None:
    """Admission with baselines, a first round, ICE and blood."""
    at = stay.on(day, "14:30")
    enrolled = Enrolled(
        birth_year=at.year - who.age,
        sex=who.sex,
        weight_kg=who.weight_kg,
        protocol=who.protocol,
        dose_level=who.dose_level,
    )
    stay.fact(at, enrolled, *((Admitted(who.bed),) if who.bed else ()), Planned(stay.infusion))
    stay.fact(at + 0.1 * HOUR, Vitals(weight_kg=who.weight_kg))
    stay.round(at + 0.25 * HOUR)
    stay.examination(at + 0.6 * HOUR)
    stay.fact(at + 1.2 * HOUR, Baseline(ice=who.ice, sbp_mmhg=who.sbp_mmhg), physician=True)
    stay.fact(at + 1.2 * HOUR, Note("Baseline ICE done, writing sample kept."), physician=True)
    stay.results(at + HOUR, blood.drawn(at + HOUR, EVERYTHING), hours=3)


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


def cared_for(stay: Stay, who: Who, blood: Blood, first: int, last: int) -> None:
    """Daily blood at six and the patient's own small dose of prednisone, after the first day."""
    for day in range(first + 1, last + 1):
        stay.dose(stay.on(day, "08:10"), "prednisone", 5, route="oral", stable=True)
        keys: list[str] = [*DAILY, *(CYTOKINES if day >= -1 else ())]
        keys += (*CELLS, *(IMMUNE if day % 6 == 0 else ())) if day in CELL_DAYS else ()
        at = stay.on(day, "06:00")
        stay.results(at, blood.drawn(at, keys), hours=stay.chance.uniform(1.1, 1.9))
    for day in range(first + 6, last + 1, 6):
        weight = round(stay.chance.gauss(0.0, 0.4), 1)
        stay.fact(stay.on(day, "06:40"), Vitals(weight_kg=who.weight_kg + weight))


def visits(stay: Stay, blood: Blood, days: Sequence[int], bed: str | None = None) -> None:
    """Visits after discharge at half past nine: a round, ICE, all of the blood.

    Today's is yesterday's where it is too early for it; for it the patient may have a bed.
    """
    for day in days:
        at = stay.on(day, "09:30")
        if day == stay.day and at > stay.ago(1.5):
            at = stay.on(day - 1, "09:30")
        if day == stay.day and bed:
            stay.fact(at - 0.25 * HOUR, Admitted(bed))
        stay.round(at)
        stay.examination(at + 0.3 * HOUR)
        stay.results(at + 0.5 * HOUR, blood.drawn(at, EVERYTHING), hours=3.5)


def febrile(stay: Stay, end: datetime) -> None:
    """What the first fever leads to: cultures, then paracetamol and an antibiotic 8-hourly."""

    def begin(fever: datetime) -> None:
        stay.note(fever + 0.25 * HOUR, "Blood cultures taken, chest film asked for.")
        at = fever + 0.6 * HOUR
        while at < end:
            stay.dose(at, "paracetamol", 1000, route="oral")
            stay.dose(at + 0.1 * HOUR, "piperacillin_tazobactam", 4.5, "g")
            at += 8 * HOUR

    stay.at_fever = begin
