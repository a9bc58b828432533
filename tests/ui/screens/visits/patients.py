"""Invented patients in follow-up, in every state there is, kept in a real store."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bedside.facts import (
    Appointed,
    Collected,
    Deviation,
    DltReviewed,
    Ended,
    Enrolled,
    Fact,
    Omitted,
    Visited,
)
from bedside.follow import Follow, follow
from bedside.protocol.edition import Protocol
from bedside.protocol.shelf import shelf
from bedside.schedule import expanded
from bedside.timeline import Draft, Entry, timeline
from grading.signs import Infused, Lab, Planned

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)
TODAY = NOW.astimezone(ZONE).date()
LEVELS = ("25e6", "50e6", "100e6")
SHELF = shelf()
"""Days since the infusion, and what else is to be seen, of each patient by name."""
INFUSED_AGO = {
    "RC-001": 398, "RC-002": 346, "RC-003": 372, "RC-004": 301, "RC-005": 243, "RC-006": 214,
    "RC-007": 188, "RC-008": 172, "RC-009": 151, "RC-010": 95, "RC-011": 23, "RC-012": 29,
    "RC-013": 11, "RC-014": 4, "RC-015": 61, "RC-016": -2, "RC-017": 118, "RC-018": 83,
    "AL-001": 88, "AL-002": 9, "AL-003": 33, "BC-001": 58, "BC-002": 130, "BC-003": 268,
}  # fmt: skip


def noon(day: date) -> datetime:
    """Midday in the site's zone."""
    return datetime.combine(day, time(12), ZONE).astimezone(UTC)


def protocol_of(patient: str) -> Protocol:
    """The edition that a patient follows."""
    short = {"RC": "nct05765006", "AL": "nct05859997", "BC": "cd19_bcma_wuhan"}[patient[:2]]
    return SHELF.editions(short)[-1]


def enrolment(patient: str, infused: date) -> Draft:
    """Enrolled and consented five weeks before the infusion."""
    protocol = protocol_of(patient)
    level = protocol.levels[int(patient[-1]) % len(protocol.levels)].id
    signed = infused - timedelta(days=36)
    fact = Enrolled(
        protocol=protocol.id, edition=protocol.edition, dose_level=level, consented=signed
    )
    return Draft(patient, noon(signed), fact)


def told(patient: str, ago: int) -> Iterator[Draft]:
    """All that is written about one patient: most visits took place, some did not."""
    infused = TODAY - timedelta(days=ago)
    yield enrolment(patient, infused)
    if ago < 0:
        yield Draft(patient, noon(TODAY - timedelta(days=9)), Planned(noon(infused)))
    else:
        yield Draft(patient, noon(infused), Infused(1e8, "cells"))
    protocol = protocol_of(patient)
    for place, visit in enumerate(expanded(protocol, {"infusion": infused})):
        if visit.closes >= TODAY - timedelta(days=1) or visit.target > TODAY:
            continue
        how = (place * 7 + sum(map(ord, patient))) % 53
        day = visit.target
        if how == 3:
            yield Draft(patient, noon(TODAY), Omitted(visit.id, reason="did not come"))
            words = Deviation("missed", "It did not take place: did not come.", visit.id)
            yield Draft(patient, noon(TODAY), words)
            continue
        if how == 5:
            day = min(visit.closes + timedelta(days=2), TODAY)
        yield Draft(patient, noon(day), Visited((visit.id,)))
        for count, item in enumerate(visit.rule.items):
            if how == 9 and count == 1:
                yield Draft(patient, noon(day), Omitted(visit.id, item, "haemolysed"))
            elif how != 11 or count:
                yield Draft(patient, noon(day), Collected(visit.id, item))


def overdue(patient: str, ago: int, visit: str) -> list[Draft]:
    """As `told`, without one of the visits."""
    return [d for d in told(patient, ago) if visit not in _about(d.fact)]


def _about(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, Visited):
        return fact.visits
    return (getattr(fact, "visit", ""),)


def drafts() -> list[Draft]:
    """What is written about all of them."""
    found: list[Draft] = []
    for patient, ago in INFUSED_AGO.items():
        found += overdue(patient, ago, "pkpd_m6") if patient == "RC-007" else told(patient, ago)
    found.append(Draft("RC-003", noon(TODAY - timedelta(days=9)), Ended("completed")))
    found.append(Draft("RC-009", noon(TODAY - timedelta(days=40)), Ended("withdrawn", "moved")))
    for patient, on in (("AL-001", 3), ("BC-001", 5), ("RC-011", 1)):
        visit = {"AL-001": "efficacy_m3", "BC-001": "pkpd_m2", "RC-011": "pkpd_d24"}[patient]
        day = TODAY + timedelta(days=on)
        found.append(
            Draft(patient, noon(TODAY - timedelta(days=3)), Appointed(visit, day, time(9, 30)))
        )
    for patient in ("RC-001", "RC-002", "RC-004", "AL-001"):
        found.append(Draft(patient, noon(TODAY - timedelta(days=20)), DltReviewed(0)))
    found.append(Draft("RC-005", noon(TODAY - timedelta(days=20)), DltReviewed(1)))
    for analyte, value, unit in (
        ("il6", 12.0, "pg/mL"),
        ("il10", 4.1, "pg/mL"),
        ("il2", 0.8, "pg/mL"),
    ):
        found.append(Draft("AL-001", noon(TODAY - timedelta(days=2)), Lab(analyte, value, unit)))
    return [draft for draft in found if draft.at <= NOW]


def follows(log: Sequence[Entry], now: datetime = NOW) -> list[Follow]:
    """The plan of everybody in a log."""
    by_patient: dict[str, list[Entry]] = {}
    for entry in log:
        by_patient.setdefault(entry.patient, []).append(entry)
    return [
        follow(patient, timeline(entries), SHELF.get, ZONE, now)
        for patient, entries in sorted(by_patient.items())
    ]


def plans_of(of: Sequence[Draft], now: datetime = NOW) -> list[Follow]:
    """The plans that these would make if each was written when it was true."""
    written = sorted(of, key=lambda d: d.at)
    return follows(
        [
            Entry(f"{n:06}", "here", n, d.patient, d.at, d.at, "Ann", "nurse", d.fact)
            for n, d in enumerate(written, 1)
        ],
        now,
    )
