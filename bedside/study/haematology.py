"""ICAHT of one patient of a study: the grades of :mod:`bedside.toxicities`, and when it was."""

from datetime import datetime
from typing import NamedTuple

from bedside.chart import Chart
from bedside.study.figure import UNKNOWN, Figure
from bedside.study.subject import Happening
from bedside.toxicities import icaht
from grading.scales.icaht import EarlyIcaht

_RUNS = ("anc_100", "anc_500")
"""Grounds that name the days of a run of low neutrophils, the deeper one first."""


class Icahts(NamedTuple):
    """The early grade (days 0 to 30) and the late one (31 to 100), and where they stand.

    ``provisional``: days of the early one are still to come.
    """

    early: Figure[int | None] = UNKNOWN
    late: Figure[int | None] = UNKNOWN
    provisional: bool = False
    happenings: tuple[Happening, ...] = ()


def icahts(chart: Chart, again: datetime | None = None) -> Icahts:
    """ICAHT of the latest infusion of a chart; ``again`` is when further cells ended its days."""
    found = icaht(chart, again)
    early, late = found.early, found.late
    return Icahts(
        UNKNOWN if early is None else Figure(early.level, found.early_entries),
        UNKNOWN if late is None else Figure(late.level, found.late_entries),
        provisional=early is not None and "provisional" in early.flags,
        happenings=() if early is None else _happened(early, found.early_entries),
    )


def _happened(early: EarlyIcaht, entries: tuple[str, ...]) -> tuple[Happening, ...]:
    """The longest run of days that gives the early grade; nothing at grade 0 or without one."""
    level = early.counted
    if not level:
        return ()
    grounds = {ground.domain: dict(ground.values) for ground in early.grounds}
    spans = (grounds.get(name, {}) for name in _RUNS)
    reached = {ground.domain for ground in early.grounds if ground.level == level}
    for name, span in zip(_RUNS, spans, strict=True):
        if "first_day" in span and (name in reached or early.never_recovered):
            first, last = span["first_day"], span["last_day"]
            return (Happening("icaht", float(first), float(last + 1), level, entries=entries),)
    return ()
