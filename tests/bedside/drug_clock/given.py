"""Charts of what was given, for the tests of the drug clock."""

from datetime import UTC, datetime, timedelta, tzinfo

from bedside.chart import Chart, chart
from bedside.facts import Admitted, Fact
from bedside.timeline import Entry
from grading.signs import Drug, Infused, Vitals

NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
CELLS = (NOW - timedelta(days=4), Infused(1e8, "cells"))
Told = tuple[datetime, Fact]


def ago(**length: float) -> datetime:
    """A moment before `NOW`."""
    return NOW - timedelta(**length)


def toci(at: datetime, dose: float | None = 464, unit: str = "mg") -> Told:
    """A dose of tocilizumab."""
    return at, Drug("tocilizumab", dose=dose, dose_unit=None if dose is None else unit)


def weighed(kg: float, at: datetime | None = None) -> Told:
    """A weight, two hours old unless it is said."""
    return at or ago(hours=2), Vitals(weight_kg=kg)


def entry(number: int, at: datetime, fact: Fact, **more: object) -> Entry:
    """An entry, written when it was true unless it is said."""
    said = {"recorded": at, "author": "Ann", "role": "nurse", **more}
    return Entry(f"{number:06}", "here", number, "P", at, fact=fact, **said)  # type: ignore[arg-type]


def charted(*told: Told, now: datetime = NOW, zone: tzinfo = UTC) -> Chart:
    """The chart of what is told, written in this order."""
    log = [entry(1, now - timedelta(days=90), Admitted("6"))]
    log += [entry(number, at, fact) for number, (at, fact) in enumerate(told, 2)]
    return chart(log, now, zone)
