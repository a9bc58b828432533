"""Doses as they were given: their order in time, the cells they belong to, and their mass."""

from datetime import datetime, timedelta
from fractions import Fraction

from bedside.chart import Chart
from bedside.timeline import Entry, timeline

DAY = timedelta(hours=24)
"""Twenty-four hours that roll: a dose exactly so old no longer counts."""
_MG = {
    "mg": Fraction(1),
    "g": Fraction(1000),
    "µg": Fraction(1, 1000),
    "mcg": Fraction(1, 1000),
    "ug": Fraction(1, 1000),
}
_IN_MG = {unit.casefold(): factor for unit, factor in _MG.items()}


def exact(value: float) -> Fraction:
    """The number as it was typed: 58.3 is 583/10, so that limits are met exactly."""
    return Fraction(repr(float(value)))


def in_mg(value: float, unit: str | None) -> Fraction | None:
    """A dose in mg; None where its unit is no mass (mL, U, mg/kg), or there is none."""
    factor = _IN_MG.get((unit or "").strip().casefold())
    return None if factor is None else exact(value) * factor


def counting(chart: Chart) -> tuple[Entry, ...]:
    """All entries that count in clinical order, those dated ahead of the chart included."""
    if any(entry.at > chart.now for entry in chart.log):
        return timeline(chart.log)
    return chart.timeline


def of_one_infusion(chart: Chart, at: datetime) -> tuple[datetime | None, datetime | None]:
    """From when and until when doses belong together with one at this moment.

    From the cells that count then to the next cells, a split dose being one; None where there
    is no such end. Before any cells all that was given before them belongs together.
    """
    given = [entry.at for entry in chart.infusions]
    return (
        max((moment for moment in given if moment <= at), default=None),
        min((moment for moment in given if moment > at), default=None),
    )


def lies_in(at: datetime, begun: datetime | None, over: datetime | None) -> bool:
    """Whether a moment lies in a span, its beginning included; None is an open end."""
    return (begun is None or at >= begun) and (over is None or at < over)
