"""The observations of a day, moment by moment: the rows of the 24-hour observation sheet."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from bedside.chart import Chart
from bedside.facts import NotDone
from bedside.rounds.table import LABS
from bedside.series import between
from bedside.timeline import Entry, readings
from grading.findings import Memory, Seen
from grading.grade import Grade
from grading.signs import Ice, Key, Neuro, Support, Vitals

_OBSERVED = (Vitals, Support, Ice, Neuro)
_LABS = {*LABS, "labs"}
GROUPS: Mapping[str, Key] = {
    "temp": (Vitals, "temp"),
    "hr": (Vitals, "hr"),
    "bp": (Vitals, "bp"),
    "rr": (Vitals, "rr"),
    "spo2": (Vitals, "spo2"),
    "oxygen": (Support, "support"),
    "acvpu": (Vitals, "consciousness"),
    "loc": (Neuro, "loc"),
    "ice": (Ice, "ice"),
}
"""What a row may hold, by the group of signs it is read from."""


class Row(NamedTuple):
    """All that was observed at one moment.

    ``seen`` holds a sign for each name of `GROUPS` of which something was charted then; of two
    of one moment the more worrying one. ``grades`` are those in force from that moment on, by
    scale, each only where the moment says something of it. ``entries`` are those that it rests
    on, ``not_done`` those that say why something was left out.
    """

    at: datetime
    seen: Mapping[str, Vitals | Support | Ice | Neuro]
    grades: Mapping[str, Grade]
    entries: tuple[Entry, ...]
    not_done: tuple[Entry, ...]


def observed(chart: Chart, since: datetime, until: datetime) -> tuple[Row, ...]:
    """A row for each moment at which something was observed or left out, in time order.

    After ``since`` and up to ``until`` (aware). Only entries that count are read: what was
    retracted is not there, and what was amended is there as it was amended.
    """
    told = [
        entry
        for entry in between(chart.timeline, since, until)
        if entry.at > since and (isinstance(entry.fact, _OBSERVED) or _left_out(entry))
    ]
    return tuple(_row(chart, at, tuple(some)) for at, some in groupby(told, key=attrgetter("at")))


def _left_out(entry: Entry) -> bool:
    return isinstance(entry.fact, NotDone) and entry.fact.what not in _LABS


def _row(chart: Chart, at: datetime, some: tuple[Entry, ...]) -> Row:
    memory = Memory()
    memory.take(readings(some))
    seen = {}
    for name, key in GROUPS.items():
        found: Seen[Vitals | Support | Ice | Neuro] | None = memory.latest.get(key)
        if found is not None:
            seen[name] = found.sign
    types = {type(entry.fact) for entry in some}
    grades = {}
    for scale, course in chart.courses.items():
        step = course.at(at)
        if step is not None and step.at == at and types & course.scale.reads:
            grades[scale] = step.grade
    return Row(
        at,
        seen,
        grades,
        tuple(entry for entry in some if not isinstance(entry.fact, NotDone)),
        tuple(entry for entry in some if isinstance(entry.fact, NotDone)),
    )
