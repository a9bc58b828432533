"""What is judged of the patients on the demonstration ward: lupus activity and adverse events."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from bedside.demo.plan import Plan
from bedside.demo.reference import LIMITS
from bedside.demo.stay import HOUR, MINUTE, Stay
from bedside.demo.study_lupus import Judged, assessment
from bedside.facts import (
    AdverseEvent,
    AdverseEventEnded,
    EventOutcome,
    Fact,
    LupusDrug,
    SaeReported,
)
from grading.scores.bilag import Bilag

_EFFICACY = "efficacy_m"
_DAY = timedelta(days=1)
_PGA = {0: "2.0", 1: "1.1", 3: "0.6", 6: "0.3", 9: "0.2", 12: "0.1"}
_PREDNISONE = {0: 5.0, 1: 5.0, 3: 5.0, 6: 2.5, 9: 0.0, 12: 0.0}
"""In mg a day: at first what is given on the ward."""
_BEFORE_THE_STAY = 12.5
"""Prednisone in mg a day, the mean of the four weeks before the infusion."""
_IMMUNE = ("c3", "c4", "anti_dsdna")
_RECENT = 10 * _DAY
"""So far back SLEDAI looks."""


class Lupus(NamedTuple):
    """What is active at first, and up to which month each item is: 0 is the baseline alone.

    Complement and anti-dsDNA are left to the laboratory. ``pga`` is by month where it runs
    otherwise than usual; without ``bilag`` are months at which nobody rated it.
    """

    items: Mapping[str, int]
    pga: Mapping[int, str] = {}
    drugs: Sequence[LupusDrug] = (LupusDrug("hydroxychloroquine", 200.0, "day"),)
    without_bilag: Sequence[int] = ()

    def at(self, month: int, immune: Sequence[str]) -> Judged:
        """What is judged at a month, with the items that the laboratory shows."""
        active = tuple(item for item, last in self.items.items() if month <= last)
        pga = self.pga.get(month, _PGA[month])
        return Judged((*active, *immune), pga, _PREDNISONE[month])


SKIN_AND_JOINTS = Lupus({"arthritis": 0, "rash": 1, "alopecia": 0})
KIDNEY = Lupus(
    {"proteinuria": 3, "hematuria": 1, "arthritis": 0, "rash": 0},
    {0: "2.4", 1: "1.6", 3: "0.9", 6: "0.4"},
    (LupusDrug("hydroxychloroquine", 200.0, "day"), LupusDrug("mycophenolate", 1000.0, "day")),
)
MIXED = Lupus({"proteinuria": 1, "arthritis": 0, "rash": 0})


def lupus_before(stay: Stay, told: Lupus, at: datetime, on_paper: datetime | None = None) -> None:
    """Lupus activity before the conditioning, written in the evening once the blood is back.

    Or taken from paper at a later moment; then both items of the laboratory were present.
    """
    _assessed(stay, told, 0, at, on_paper or at + 4.5 * HOUR)


def lupus_at_visits(stay: Stay, plan: Plan, told: Lupus, days: Sequence[int]) -> None:
    """Lupus activity at those efficacy visits that were done on the given study days."""
    for day in days:
        for name in plan.names(day):
            if name.startswith(_EFFICACY):
                at = stay.on(day, "10:20")
                month = int(name.removeprefix(_EFFICACY))
                _assessed(stay, told, month, at, at + 3.7 * HOUR)


def _assessed(stay: Stay, told: Lupus, month: int, at: datetime, written: datetime) -> None:
    def judge(when: datetime) -> None:
        judged = told.at(month, _immune(stay, at, month))
        before = told.at(0, ()) if month else None
        pga, form, letters, beyond, taken = assessment(judged, before, told.drugs)
        facts: list[Fact] = [pga, form, letters, beyond, taken]
        if month == 0:
            facts[-1] = replace(taken, prednisolone_28d_mg_day=_BEFORE_THE_STAY)
        if month in told.without_bilag:
            facts = [fact for fact in facts if not isinstance(fact, Bilag)]
        stay.write(at, facts, when, role="physician")

    stay.plan(written, judge)


def _immune(stay: Stay, at: datetime, month: int) -> tuple[str, ...]:
    """The items that the laboratory shows; before the conditioning both, where it shows nothing."""
    c3, c4, dna = (stay.reported(analyte, at - _RECENT) for analyte in _IMMUNE)
    low = [
        lab.value < (LIMITS[lab.analyte][0] or 0)
        for lab in (c3, c4)
        if lab is not None and lab.value is not None
    ]
    high = dna is not None and dna.value is not None and dna.value > (LIMITS["anti_dsdna"][1] or 0)
    found = ("low_complement",) if any(low) or (not low and month == 0) else ()
    return (*found, "increased_dna_binding") if high or (dna is None and month == 0) else found


# --- adverse events -------------------------------------------------------------------------------


def event(
    stay: Stay,
    onset: datetime,
    fact: AdverseEvent,
    written: datetime,
    *,
    reported: datetime | None = None,
    ended: datetime | None = None,
    outcome: EventOutcome = "recovered",
) -> None:
    """An adverse event that somebody wrote down; its report and its end name that entry."""

    def follow(at: datetime, said: Fact) -> None:
        stay.plan(at + MINUTE, lambda when: stay.write(at, (said,), when, role="physician"))

    def write(when: datetime) -> None:
        (entry,) = stay.write(onset, (fact,), when, role="physician")
        if reported is not None:
            follow(reported, SaeReported(entry.id, "sponsor"))
        if ended is not None:
            follow(ended, AdverseEventEnded(entry.id, outcome))

    stay.plan(written, write)
