"""What the alarms of a demonstration patient go by: as long as it is the same, none is new."""

from collections.abc import Mapping
from typing import Any

from bedside.alarms import AlarmTable
from bedside.chart import ALARMING, Chart
from grading.signs import Ice, Neuro, Vitals

_LIMITS: Mapping[str, tuple[str, str]] = {
    "fever": ("temp", "temp_c"),
    "sbp_low": ("sbp", "sbp_mmhg"),
    "map_low": ("bp", "mean_mmhg"),
    "spo2_low": ("spo2", "spo2_pct"),
    "spo2_floor": ("spo2", "spo2_pct"),
}
"""What is held against the limits of a condition: the group of vital signs, and the value."""
_WORDS: tuple[tuple[type[Any], str, str], ...] = (
    (Vitals, "consciousness", "consciousness"),
    (Ice, "ice", "best"),
    (Neuro, "loc", "loc"),
    (Neuro, "seizure", "seizure"),
)


def levels(of: Chart, table: AlarmTable) -> tuple[Any, ...]:
    """How bad everything is that is measured or said, by the limits of a table.

    As long as it is the same, no alarm can be new but by a laboratory value or an amendment.
    """
    found: list[Any] = [step and step.trend for step in map(of.step, ALARMING)]
    news = of.grade("news2")
    if news is not None:
        reached = table.conditions["news2"].reached(news.counted)
        found += [reached, getattr(news, "single_3", False)]
    for kind, (group, name) in _LIMITS.items():
        seen = of.latest(Vitals, group)
        value = None if seen is None else getattr(seen.sign, name)
        found.append(None if value is None else table.conditions[kind].reached(value))
    for sign, group, name in _WORDS:
        said = of.latest(sign, group)
        found.append(None if said is None else getattr(said.sign, name))
    return tuple(found)
