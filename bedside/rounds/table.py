"""How often something is due on the ward: every number in one place.

All of them are this project's defaults, to be signed off by the site; a trial's own table
(``[[rounds]]`` of its protocol) stands in for `TABLE`. Published sources: Brudno & Kochenderfer,
Blood 2016 (vital signs at least 4-hourly for nine days, 2-hourly with fever and tachycardia);
ASCO 2021 (ICE twice a day or more); ASH-SAP (neurological checks 8-hourly); an Australian
protocol (any drop of ICE: half-hourly for two hours, then 4-hourly if stable); RCP 2017 (NEWS2:
hourly from 5 or a single 3, continuously from 7); EBMT handbook (daily count, CRP, ferritin).
What they leave open is this project's decision, and of two that differ the shorter one stands.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal, NamedTuple, get_args

from bedside.protocol.edition import RoundRule
from grading.signs import Support, Vitals

Kind = Literal["vitals", "ice", "labs"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Rungs = tuple[tuple[int, timedelta], ...]


def _hours(number: float) -> timedelta:
    return timedelta(hours=number)


class Phase(NamedTuple):
    """Up to so long after it began, something is due at this interval."""

    until: timedelta
    every: timedelta


TABLE: tuple[RoundRule, ...] = (
    RoundRule("vitals", (0, 14), 4),
    RoundRule("vitals", (15, 28), 24),
    RoundRule("ice", (0, 14), 8),
    RoundRule("labs", (0, 9), 24),
)
"""By study day, for what the patient's protocol has no table of. Day 0 begins with the cells."""
IN_BED = _hours(12)
"""Vital signs of a patient in a bed on a day that no table names: each shift."""
LAST_DAY = 28
"""After this study day only a patient in a bed has rounds: visits take their place."""
LADDERS: Mapping[tuple[Kind, str], Rungs] = {
    ("vitals", "crs"): ((1, _hours(2)), (2, _hours(1)), (3, _hours(0.5))),
    ("vitals", "icans"): ((2, _hours(1)),),
    ("ice", "crs"): ((1, _hours(4)), (3, _hours(2))),
    ("ice", "icans"): ((1, _hours(4)), (2, _hours(1))),
    ("labs", "crs"): ((1, _hours(24)),),
}
"""By the level of a scale, from that level up."""
RISKS: Mapping[str, timedelta] = {
    "low_medium": _hours(1),
    "medium": _hours(1),
    "high": _hours(0.5),
}
"""Vital signs by the row that NEWS2 reaches. "Continuously" is a set written down so often."""
AFTER_CELLS: tuple[Phase, ...] = (
    Phase(_hours(1), _hours(0.25)),
    Phase(_hours(2), _hours(0.5)),
    Phase(_hours(4), _hours(1)),
)
"""Vital signs after the cells, or after each part of a split dose."""
RECHECK: tuple[Phase, ...] = (Phase(_hours(2), _hours(0.5)),)
"""ICE after a fall."""
RECHECK_THEN = _hours(4)
"""ICE after `RECHECK`, until the fall is made good and that has stood."""
RECHECK_VITALS = _hours(1)
"""Vital signs as long as ICE is checked again."""
RECHECK_LASTS = _hours(24)
"""After this ICANS alone says how often: what is still low counts there."""

OVERDUE = 0.25
"""A round is overdue this part of its interval after it was due: at 1.25 intervals."""
LATE = 1.0
"""A round is late, to be documented, so many intervals after it was due: at 2 intervals."""
SOON = timedelta(minutes=30)
"""A round is due soon this long before, but no sooner than it may be overdue after."""
EARLY = 0.75
"""A round that comes after this part of its interval is the next one.

An improvement is confirmed by a second round that comes no sooner than that.
"""
OFF_WARD = _hours(4)
"""So long at most the rounds of a patient off the ward are suspended."""
ANSWERS = _hours(24)
"""What was not done is asked for again with the next round, and after this at the latest."""
WORD_LASTS = _hours(24)
"""So long a physician's higher grade counts if nobody says another: as an attribution does."""

VITALS: Mapping[str, tuple[type, str]] = {
    "temp": (Vitals, "temp"),
    "bp": (Vitals, "bp"),
    "hr": (Vitals, "hr"),
    "rr": (Vitals, "rr"),
    "spo2": (Vitals, "spo2"),
    "oxygen": (Support, "support"),
}
"""What a round of vital signs asks for, by the group of signs that shows it."""
LABS: Mapping[str, frozenset[str]] = {
    "counts": frozenset({"wbc", "anc", "hb", "platelets"}),
    "crp": frozenset({"crp"}),
    "ferritin": frozenset({"ferritin"}),
}
"""What a round of laboratory values asks for: one of these analytes each."""
