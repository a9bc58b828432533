"""When a patient of a study was last seen, and whether somebody goes on looking."""

from collections.abc import Sequence
from datetime import date, timedelta

from bedside.activity import FORMS
from bedside.facts import (
    Admitted,
    AdverseEvent,
    Collected,
    Discharged,
    Hyperinflammation,
    LicatsLook,
    Visited,
)
from bedside.protocol.edition import Protocol
from bedside.schedule import register, target
from bedside.study.told import Told
from bedside.timeline import Entry
from grading.scales.gvhd import Examination
from grading.signs import Drug, Hypotension, Ice, Infused, Lab, Neuro, Support, Vitals

_SEEN = frozenset(
    {
        *(Vitals, Support, Ice, Neuro, Hypotension, Drug, Infused, Admitted, Discharged),
        *(Visited, Collected, AdverseEvent, Examination, LicatsLook, Hyperinflammation),
        *FORMS,
    }
)
"""What nobody can write of a patient without having met or heard the patient at that moment.

Paper is none of it: notes, reviews, appointments, reminders, words on grades, what was not done.
"""


def last_seen(line: Sequence[Entry]) -> Entry | None:
    """The last entry that shows the patient alive or looked at.

    Of laboratory results those that say something of a sample; deaths and ends are told apart.
    """
    return next((entry for entry in reversed(line) if _shows(entry)), None)


def _shows(entry: Entry) -> bool:
    fact = entry.fact
    return fact.is_measured if isinstance(fact, Lab) else type(fact) in _SEEN


def goes_on(of: Told, protocol: Protocol | None) -> bool | None:
    """Whether the plan still has a visit on this day or later, the long-term register included.

    None where no known edition says how long patients are followed. A patient whose time ended
    is followed no more; one who completed the plan is, while the register lasts.
    """
    infused, end = of.infused, of.end
    if end is not None and end[1] != "completed":
        return False
    if protocol is None or infused is None:
        return None
    today = of.date_of(of.now)
    if end is None and _is_planned(protocol, of.date_of(of.infusions[-1].at), today):
        return True
    return any(today <= visit.closes for visit in register(protocol, of.date_of(infused)))


def _is_planned(protocol: Protocol, infused: date, today: date) -> bool:
    """Whether a visit that counts from an infusion is open or still to come."""
    return any(
        today <= target(rule, protocol.month_rule, infused) + timedelta(days=rule.after)
        for rule in reversed(protocol.visits)
        if rule.anchor == "infusion"
    )
