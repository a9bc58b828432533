"""What the entries of one patient say about the plan: of each thing, the last word."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, fields, replace
from datetime import date, datetime, tzinfo

from bedside.analytes import is_result
from bedside.facts import (
    Appointed,
    Collected,
    Deviation,
    Discharged,
    DltReviewed,
    EndCause,
    Ended,
    Enrolled,
    Fact,
    LupusTreatment,
    Omitted,
    Reassigned,
    Reminded,
    Visited,
)
from bedside.timeline import Entry
from grading.findings import begins
from grading.scores.bilag import Bilag
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import Sledai
from grading.signs import Baseline, Death, Drug, Ice, Infused, Lab, Neuro, Planned, Vitals


@dataclass(slots=True)
class Said:
    """What the entries of one patient say about the plan; of each thing the last word counts."""

    zone: tzinfo
    now: datetime
    enrolled: Enrolled = field(default_factory=Enrolled)
    planned: datetime | None = None
    infusions: list[Entry] = field(default_factory=list)
    discharges: list[date] = field(default_factory=list)
    visited: list[Entry] = field(default_factory=list)
    collected: dict[tuple[str, str], Entry] = field(default_factory=dict)
    omitted: dict[tuple[str, str], str] = field(default_factory=dict)
    appointed: dict[str, Entry] = field(default_factory=dict)
    deviations: list[Entry] = field(default_factory=list)
    reminded: dict[str, Entry] = field(default_factory=dict)
    reviewed: Entry | None = None
    ended: tuple[date, EndCause] | None = None
    seen: dict[tuple[str, str], dict[date, Entry]] = field(default_factory=dict)
    """Of each kind of evidence, by name, the first entry of each day."""

    def take(self, entry: Entry) -> None:  # noqa: C901, PLR0912 - one kind a line
        """Take in one entry; later ones stand over earlier ones."""
        if entry.at > self.now:
            return
        match entry.fact:
            case (
                Vitals()
                | Lab()
                | Ice()
                | Neuro()
                | Drug()
                | Baseline()
                | Sledai()
                | Pga()
                | Bilag()
                | LupusTreatment()
                | BeyondSledai()
            ):
                self._see(entry)
            case Enrolled():
                self.enrolled = entry.fact
            case Reassigned(protocol, edition, level):
                self.enrolled = replace(
                    self.enrolled, protocol=protocol, edition=edition, dose_level=level
                )
            case Planned():
                self.planned = entry.fact.infusion
            case Infused():
                if begins(entry.fact, first=not self.infusions):
                    self.infusions.append(entry)
                self._see(entry)
            case Discharged():
                self.discharges.append(self.day(entry))
            case Visited():
                self.visited.append(entry)
            case Collected():
                self.collected[entry.fact.visit, entry.fact.item] = entry
            case Omitted():
                self.omitted[entry.fact.visit, entry.fact.item] = entry.fact.reason
            case Appointed():
                self.appointed[entry.fact.visit] = entry
            case Deviation():
                self.deviations.append(entry)
            case DltReviewed():
                self.reviewed = entry
            case Reminded():
                self.reminded[entry.fact.key] = entry
            case Ended():
                if self.ended is None or self.ended[1] != "died":  # nothing ends later than that
                    self.ended = (self.day(entry), entry.fact.cause)
            case Death():
                self.ended = (self.day(entry), "died")
            case _:
                pass

    def day(self, entry: Entry) -> date:
        """The date of an entry on the site's calendar."""
        return entry.at.astimezone(self.zone).date()

    def _see(self, entry: Entry) -> None:
        day, seen = self.day(entry), self.seen
        for key in _shows(entry.fact):
            by_day = seen.get(key)
            if by_day is None:
                seen[key] = {day: entry}
            elif day not in by_day:
                by_day[day] = entry


_NAMED: Mapping[type, tuple[tuple[str, tuple[str, str]], ...]] = {
    fact: tuple((part.name, (fact.__name__.lower(), part.name)) for part in fields(fact))
    for fact in (Vitals, Baseline)
}


def _shows(fact: Fact) -> Iterable[tuple[str, str]]:  # noqa: PLR0911 - one kind a line
    """What of a checklist a fact can show: kinds of evidence with the name."""
    match fact:
        case Lab():
            return (("lab", fact.analyte),) if is_result(fact) else ()
        case Vitals() | Baseline():
            return [key for name, key in _NAMED[type(fact)] if getattr(fact, name) is not None]
        case Drug() if fact.action != "stopped":
            return (("drug", fact.name),)
        case Ice() | Neuro() | Infused():
            return ((type(fact).__name__.lower(), ""),)
        case Pga():
            return (("pga", ""),)
        case Sledai() if None not in fact.answers.values():
            return (("sledai", ""),)
        case Bilag() if not fact.missing:
            return (("bilag", ""),)
        case LupusTreatment() if None not in (fact.prednisolone_mg_day, fact.drugs):
            return (("lupustreatment", ""),)
        case BeyondSledai() if None not in astuple(fact):
            return (("beyondsledai", ""),)
        case _:
            return ()
