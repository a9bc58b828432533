"""Logs of patients of a study, told in days since the infusion, without a store."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bedside.facts import Enrolled, Fact, LupusDrug, LupusTreatment
from bedside.protocol.shelf import shelf
from bedside.study import Subject
from bedside.study.made import subject
from bedside.timeline import Entry
from grading.scores.bilag import SYSTEMS, Bilag
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import ITEMS, Sledai
from grading.signs import ICE_ITEMS, Ice, Infused, Neuro, Support, Vitals

ZONE = ZoneInfo("Asia/Shanghai")
INFUSED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Ten o'clock in the morning at the site."""
CELLS = Infused(5e7, "cells", "relma-cel")
RENJI = Enrolled(protocol="renji_relmacel", edition="2025", dose_level="50e6")
Told = tuple[float, Fact]


def at(days: float) -> datetime:
    """The moment so many days after the infusion, to the minute."""
    return INFUSED + timedelta(minutes=round(days * 1440))


def log(*told: Told, patient: str = "RC-1", origin: str = "ws-1") -> list[Entry]:
    """The entries of what was told, each written when it was true."""
    return [
        Entry(
            f"{patient}/{place:04}", origin, place, patient, at(day), at(day), "Ann", "physician",
            fact,
        )
        for place, (day, fact) in enumerate(told, 1)
    ]  # fmt: skip


def made(*told: Told, day: float = 200, patient: str = "RC-1", origin: str = "ws-1") -> Subject:
    """The subject of what was told, as of a study day."""
    return subject(log(*told, patient=patient, origin=origin), at(day), shelf().get, ZONE)


def infused(enrolled: Enrolled = RENJI, cells: Infused = CELLS) -> tuple[Told, ...]:
    """Enrolment and infusion."""
    return ((-21, enrolled), (0, cells))


def watched(
    days: Iterable[int] = range(15),
    fevers: Mapping[float, float] | None = None,
    *,
    ice: Mapping[int, int] | None = None,
    oxygen: Mapping[float, str] | None = None,
) -> Iterator[Told]:
    """Rounds thrice a day and ICE twice, from an hour after the infusion on.

    ``fevers`` are temperatures from a day on, ``oxygen`` devices, ``ice`` scores by day.
    """
    heats, devices = {-1.0: 36.8, **(fevers or {})}, {-1.0: "room_air", **(oxygen or {})}
    for day in days:
        for hours in (1, 6, 11):
            when = day + hours / 24
            temp = heats[max(begun for begun in heats if begun <= when)]
            device = devices[max(begun for begun in devices if begun <= when)]
            yield when, Vitals(temp_c=temp, sbp_mmhg=118, dbp_mmhg=74, spo2_pct=97)
            yield when, Support(device, flow_lpm=2.0 if device == "nasal_cannula" else None)  # type: ignore[arg-type]
        score = (ice or {}).get(day, 10)
        answers = {item: "yes" if n < score else "no" for n, item in enumerate(ICE_ITEMS)}
        for hours in (2, 10):
            yield day + hours / 24, Ice(**answers)  # type: ignore[arg-type]
            yield day + hours / 24, Neuro(loc="alert", seizure="none")


def judged(day: float, items: Iterable[str], pga: str, prednisone: float = 5) -> Iterator[Told]:
    """All forms of lupus activity of one day."""
    present = set(items)
    answers = {item: "yes" if item in present else "no" for item in ITEMS}
    yield day, Pga(Decimal(pga))
    yield day, Sledai(**answers)  # type: ignore[arg-type]
    yield day, Bilag(**dict.fromkeys(SYSTEMS, "D"))  # type: ignore[arg-type]
    yield day, BeyondSledai(haemolytic_anaemia=False, gastrointestinal=False)
    drugs = (LupusDrug("hydroxychloroquine", 200.0),)
    yield (
        day,
        LupusTreatment(
            prednisone,
            prednisone,
            drugs,
            stable=True,
            tolerated_standard=True,
            investigational=False,
        ),
    )
