"""What the entries of one patient say of a study, in one pass: by kind, in clinical order."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import cast

from bedside.activity import FORMS
from bedside.facts import (
    AdverseEvent,
    Confirmed,
    DltReviewed,
    EndCause,
    Ended,
    Enrolled,
    Reassigned,
    Visited,
)
from bedside.timeline import Entry
from grading.drugs import DrugClass
from grading.findings import begins, study_day
from grading.signs import Death, Drug, Infused, Planned

_GIVEN = frozenset({"given", "started"})
_FORMS = frozenset(FORMS)


@dataclass(slots=True)
class Told:
    """What the entries that count up to ``now`` say. ``line`` are those, in clinical order.

    ``infusions`` are those that begin study days, ``parts`` every infusion. ``tocilizumab`` and
    ``steroids`` are doses, begun infusions included, of steroids those that are not the usual
    ones for lupus; ``on_steroids`` every entry about one, those that stop it too. ``drugs`` is
    every entry about any drug. ``conditioning``
    are doses of it, ``forms`` those of lupus activity; ``adverse`` says whether there is any
    adverse event; ``ends`` are all ends that were said, deaths among them.
    """

    line: Sequence[Entry]
    now: datetime
    zone: tzinfo
    enrolled: Enrolled = field(default_factory=Enrolled)
    enrolment: Entry | None = None
    infusions: list[Entry] = field(default_factory=list)
    parts: list[Entry] = field(default_factory=list)
    planned: datetime | None = None
    reviewed: list[Entry] = field(default_factory=list)
    signed: list[Entry] = field(default_factory=list)
    tocilizumab: list[Entry] = field(default_factory=list)
    steroids: list[Entry] = field(default_factory=list)
    on_steroids: list[Entry] = field(default_factory=list)
    drugs: list[Entry] = field(default_factory=list)
    visited: list[Entry] = field(default_factory=list)
    conditioning: list[Entry] = field(default_factory=list)
    forms: list[Entry] = field(default_factory=list)
    adverse: bool = False
    ends: list[Entry] = field(default_factory=list)

    @property
    def infused(self) -> datetime | None:
        """The first infusion; None before it."""
        return self.infusions[0].at if self.infusions else None

    @property
    def until(self) -> datetime:
        """Up to when a study counts: the second infusion, else now."""
        return self.infusions[1].at if len(self.infusions) > 1 else self.now

    @property
    def ended(self) -> Entry | None:
        """What ended it: a death whatever else was said, else the end as last said."""
        died = next((entry for entry in self.ends if cause_of(entry) == "died"), None)
        return died or (self.ends[-1] if self.ends else None)

    @property
    def end(self) -> tuple[date, EndCause] | None:
        """The date of the end, and its cause; None while the patient goes on."""
        entry = self.ended
        return None if entry is None else (self.date_of(entry.at), cause_of(entry))

    @property
    def left(self) -> date | None:
        """The date of the first end: a patient who left and died later was gone from there on."""
        return self.date_of(self.ends[0].at) if self.ends else None

    def died_by(self, day: date) -> bool:
        """Whether the patient died on this day or earlier."""
        return any(
            cause_of(entry) == "died" and self.date_of(entry.at) <= day for entry in self.ends
        )

    def date_of(self, moment: datetime) -> date:
        """The date of a moment on the site's calendar."""
        return moment.astimezone(self.zone).date()

    def study_day(self, moment: datetime) -> int:
        """The study day of a moment by the first infusion. Only with an infusion."""
        assert self.infused is not None
        return study_day(moment, self.infused, self.zone)

    def counts(self, entry: Entry) -> bool:
        """Whether an entry lies between the first infusion and what ends the study's count."""
        infused = self.infused
        return infused is not None and infused <= entry.at and self.is_before_next(entry.at)

    @property
    def drugs_known(self) -> bool:
        """Whether any drug was written down of the time after the infusion, so that 0 means it."""
        infused = self.infused
        return infused is not None and any(
            self.counts(entry)
            or (entry.at < infused <= (cast("Drug", entry.fact).until or entry.at))
            for entry in self.drugs
        )

    def is_before_next(self, moment: datetime) -> bool:
        """Whether a moment comes before the second infusion, if there is one."""
        return len(self.infusions) < 2 or moment < self.infusions[1].at  # noqa: PLR2004


def cause_of(entry: Entry) -> EndCause:
    """Why a patient's time ended, by an entry that says that it did."""
    return entry.fact.cause if isinstance(entry.fact, Ended) else "died"


def told(line: Sequence[Entry], now: datetime, zone: tzinfo) -> Told:
    """What the entries that count, in clinical order and up to ``now``, say."""
    found = Told(line, now, zone)
    for entry in line:
        kind = type(entry.fact)
        if kind in _TAKEN:
            _take(found, entry)
        elif kind in _FORMS:
            found.forms.append(entry)
    return found


_TAKEN = frozenset(
    {
        *(Enrolled, Reassigned, Infused, Planned, DltReviewed, Confirmed, Drug, Visited),
        *(AdverseEvent, Ended, Death),
    }
)


def _take(found: Told, entry: Entry) -> None:  # noqa: C901 - one kind a line
    match entry.fact:
        case Drug():
            _take_drug(found, entry)
        case Confirmed():
            found.signed.append(entry)
        case Visited():
            found.visited.append(entry)
        case Infused() as infused:
            found.parts.append(entry)
            if begins(infused, first=not found.infusions):
                found.infusions.append(entry)
        case Enrolled() as enrolled:
            found.enrolled = enrolled
            found.enrolment = found.enrolment or entry
        case Reassigned(protocol, edition, level):
            found.enrolled = replace(
                found.enrolled, protocol=protocol, edition=edition, dose_level=level
            )
        case Planned() as planned:
            found.planned = planned.infusion
        case DltReviewed():
            found.reviewed.append(entry)
        case AdverseEvent():
            found.adverse = True
        case Ended() | Death():
            found.ends.append(entry)
        case _:
            pass


def _take_drug(found: Told, entry: Entry) -> None:
    drug = cast("Drug", entry.fact)
    found.drugs.append(entry)
    if drug.name == "tocilizumab":
        if drug.action in _GIVEN:
            found.tocilizumab.append(entry)
    elif drug.drug_class is DrugClass.CONDITIONING:
        if drug.action != "stopped":
            found.conditioning.append(entry)
    elif drug.drug_class is DrugClass.STEROID and not drug.stable:
        found.on_steroids.append(entry)
        if drug.action in _GIVEN:
            found.steroids.append(entry)
