"""Which panels a chart has, and which of them there is room for."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from bedside.analytes import analytes
from bedside.series import Limits, limits
from grading.drugs import DrugClass
from grading.scales.crs import FEVER_C

_ACUTE = ("ferritin", "crp")
_SIGNS = ("temp_c", "hr_bpm", "bp", "map", "rr_bpm", "spo2_pct", "ice")


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of curves over one scale of values.

    ``low`` and ``high`` are the values shown where the data lie within them (exponents of ten if
    ``log``); ``least`` the height in design pixels below which it cannot be read; ``share`` of
    what height is left over. ``reference`` is a line across, from the numbers that grade.
    """

    name: str
    keys: tuple[str, ...]
    low: float
    high: float
    least: int
    share: float
    log: bool = False
    always: bool = False
    reference: float | None = None


TEMPERATURE = Panel("temperature", ("temp_c",), 36.0, 40.5, 74, 1.2, always=True, reference=FEVER_C)
CIRCULATION = Panel("circulation", ("hr_bpm", "bp", "map"), 40, 160, 80, 1.6, always=True)
SATURATION = Panel("saturation", ("spo2_pct",), 88, 100, 42, 0.7, always=True)
RESPIRATION = Panel("respiration", ("rr_bpm",), 10, 30, 40, 0.7)
ICE = Panel("ice", ("ice",), 0, 10, 42, 0.5)
TONES: Mapping[str, str] = {
    "temp_c": "temperature",
    "hr_bpm": "heart_rate",
    "bp": "blood_pressure",
    "map": "blood_pressure",
    "rr_bpm": "respiration",
    "spo2_pct": "spo2",
    "ice": "ice",
}


@cache
def charted() -> tuple[str, ...]:
    """The quantities that have a curve, in the order in which they are read."""
    return (*_SIGNS, *_cytokines(), *(f"lab:{key}" for key in _ACUTE))


@cache
def _cytokines() -> tuple[str, ...]:
    return tuple(f"lab:{key}" for key, a in analytes().items() if a.group == "cytokine")


def panels(keys: Collection[str]) -> tuple[Panel, ...]:
    """The panels for the quantities that a record has, from top to bottom."""
    cytokines = tuple(key for key in _cytokines() if key in keys)
    acute = tuple(f"lab:{key}" for key in _ACUTE if f"lab:{key}" in keys)
    every = (
        TEMPERATURE,
        CIRCULATION,
        SATURATION,
        RESPIRATION,
        ICE,
        Panel("cytokines", cytokines, 0, 3, 6 + 13 * min(4, 1 + len(cytokines)), 1.2, log=True),
        Panel("acute", acute, 0, 3, 54, 0.7, log=True),
    )
    return tuple(p for p in every if p.always or any(key in keys for key in p.keys))


_ROWS = (
    "temperature",
    "circulation",
    "saturation",
    "respiration",
    "lanes",
    "ice",
    "cytokines",
    "acute",
)
_FIRST = (
    "temperature",
    "circulation",
    "saturation",
    "oxygen",
    "drugs",
    "cytokines",
    "drugs",
    "respiration",
    "events",
    "drugs",
    "acute",
    "ice",
    *("drugs",) * 12,
)
"""What is taken first where there is not room for all."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a chart over time can show, below its bands of grades.

    ``rows`` are the names of its panels from top to bottom, "lanes" among them; ``keys`` the
    quantities that have a curve, in the order in which they are read; ``panels`` makes the panels
    of those that a record has. ``first`` is what is taken first where there is not room for all.
    ``limits`` says how far apart two points may lie and still be joined. Lanes of drugs are those
    of ``drugs`` (classes or names; None: all). ``least`` stands for 0 on a logarithmic axis.
    ``gutter`` is the room for titles at the left, in design pixels. Without ``bands`` of grades
    the panels have their room.
    """

    rows: tuple[str, ...]
    keys: tuple[str, ...]
    panels: Callable[[Collection[str]], tuple[Panel, ...]]
    first: tuple[str, ...]
    limits: Callable[[str, Sequence[datetime]], Limits] = limits
    oxygen: bool = True
    events: bool = True
    drugs: frozenset[DrugClass | str] | None = None
    least: Mapping[str, float] = field(default_factory=dict)
    gutter: int = 104
    bands: bool = True


@cache
def course_plan() -> Plan:
    """The plan of the chart of the course."""
    return Plan(_ROWS, charted(), panels, _FIRST)


_FEW_DRUGS = 3
_DRUGS_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Room:
    """What fits: panels with their heights, and rows of lanes. Heights in pixels.

    ``left_out`` are the panels for which there is no room.
    """

    heights: Mapping[str, float]
    oxygen: bool
    drugs: int
    events: bool
    left_out: tuple[Panel, ...]


def room(
    wanted: Iterable[Panel],
    height: float,
    row: float,
    scale: float,
    *,
    oxygen: bool,
    drugs: int,
    events: bool,
    first: Iterable[str] = _FIRST,
) -> Room:
    """How a height is shared out among panels, and lanes of ``row`` pixels.

    ``drugs`` is how many rows the drugs could use; ``first`` is what is taken first.
    """
    by_name = {panel.name: panel for panel in wanted}
    least = {name: panel.least * scale for name, panel in by_name.items()}
    possible = {"oxygen": int(oxygen), "drugs": drugs, "events": int(events)}
    possible["drugs"] = min(drugs, max(_FEW_DRUGS, int(height * _DRUGS_SHARE / row)))
    taken = dict.fromkeys(possible, 0)
    shown: list[Panel] = []
    for name in first:
        if name in by_name and (least[name] <= height or not shown):
            shown.append(by_name[name])
            height -= least[name]
        elif taken.get(name, 99) < possible.get(name, 0) and row <= height:
            taken[name] += 1
            height -= row
    if not shown:
        return Room({}, bool(taken["oxygen"]), taken["drugs"], bool(taken["events"]), ())
    shares = sum(panel.share for panel in shown)
    extra = max(0.0, height)
    heights = {p.name: float(int(least[p.name] + extra * p.share / shares)) for p in shown}
    tallest = max(heights, key=lambda name: heights[name])
    heights[tallest] += max(0.0, height - sum(heights[p.name] - least[p.name] for p in shown))
    left_out = tuple(p for p in by_name.values() if p.name not in heights)
    return Room(heights, bool(taken["oxygen"]), taken["drugs"], bool(taken["events"]), left_out)
