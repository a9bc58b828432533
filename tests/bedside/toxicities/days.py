"""Charts by study day, made from what was said without a store."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bedside.chart import Chart, chart
from bedside.facts import Fact
from bedside.timeline import Entry
from grading.signs import Infused, Lab

DAY_0 = datetime(2026, 3, 2, 10, tzinfo=UTC)
UNITS = {
    "anc": "10*9/L", "platelets": "10*9/L", "wbc": "10*9/L", "hb": "g/dL", "ferritin": "ug/L",
    "crp": "mg/L", "ldh": "U/L", "creatinine": "mg/dL", "alt": "U/L", "ast": "U/L",
    "fibrinogen": "g/L", "triglycerides": "mmol/L", "bilirubin": "mg/dL",
    "bilirubin_direct": "mg/dL", "cd19_b": "/uL",
}  # fmt: skip
Told = tuple[float, Fact]


def at(day: float) -> datetime:
    """So many times 24 h after the infusion."""
    return DAY_0 + timedelta(days=day)


def lab(analyte: str, value: float, bound: Any = None, **more: Any) -> Lab:
    """A result in the canonical unit of its analyte."""
    return Lab(analyte, value, UNITS[analyte], bound, **more)


def row(analyte: str, *pairs: tuple[float, float]) -> list[Told]:
    """Results of one analyte: (day, value)."""
    return [(day, lab(analyte, value)) for day, value in pairs]


def entries(*told: Told, infused: bool = True) -> list[Entry]:
    """What was told as entries, in this order; the infusion first, as 0001."""
    said = [(0.0, Infused(1e8, "cells")), *told] if infused else list(told)
    return [
        Entry(
            f"{n:04}", "w", n, "RC-1", at(day), at(day) + timedelta(minutes=1), "Ann", "nurse", fact
        )
        for n, (day, fact) in enumerate(said, 1)
    ]  # fmt: skip


def charted(*told: Told, now: float, infused: bool = True) -> Chart:
    """The chart of what was told as of a day."""
    return chart(entries(*told, infused=infused), at(now))


def flatly(value: float, days: range, analyte: str = "anc") -> list[Told]:
    """The same value every day."""
    return row(analyte, *((day + 0.1, value) for day in days))
