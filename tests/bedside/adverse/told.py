"""Charts with adverse events, made from what was said without a store."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bedside.chart import Chart, chart
from bedside.facts import Fact
from bedside.timeline import Entry
from grading.signs import Infused, Support, Vitals

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Told(NamedTuple):
    """A fact so many hours before now; ``amends`` is the place of an earlier one, from 1."""

    hours: float
    fact: Fact
    amends: int | None = None


def key(place: int) -> str:
    """The id of the entry at a place, from 1."""
    return f"{place:04}"


def ago(hours: float) -> datetime:
    """So many hours before now."""
    return NOW - timedelta(hours=hours)


def charted(*told: Told | tuple[float, Fact], now: datetime = NOW) -> Chart:
    """The chart of what was told, written in the order in which it stands here."""
    log = []
    for place, one in enumerate((Told(*said) for said in told), 1):
        log.append(
            Entry(
                key(place), "w", place, "RC-1", ago(one.hours),
                NOW - timedelta(days=300) + timedelta(minutes=place), "Ann", "nurse", one.fact,
                None if one.amends is None else key(one.amends),
                None if one.amends is None else "mistyped",
            )
        )  # fmt: skip
    return chart(log, now)


def infused(hours: float = 96) -> Told:
    """The cells."""
    return Told(hours, Infused(1e8, "cells"))


def crs(
    hours: float,
    temp: float = 39.0,
    sbp: int = 118,
    device: str = "room_air",
    fio2: float | None = None,
) -> tuple[Told, Told]:
    """A set of vital signs with its oxygen."""
    vitals = Vitals(temp_c=temp, hr_bpm=90, sbp_mmhg=sbp, dbp_mmhg=sbp - 40, spo2_pct=97)
    return Told(hours, vitals), Told(hours, Support(device, fio2=fio2))  # type: ignore[arg-type]
