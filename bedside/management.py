"""What is usually thought of at a grade: reference text with its source, never an order.

The table is ``resources/management.toml``; the words to its ids are the interface's. A grade that
falls takes no prompt away by itself: the highest level stays until a physician signs a grade.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import dropwhile
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

import resources
from bedside.analytes import BadTable
from bedside.chart import Chart
from bedside.facts import Confirmed
from grading.grade import Grade, Step, counted_level

SCALES = ("crs", "icans")
"""The scales at whose grades there are prompts."""
Crs = Literal["with", "without"]
_FILE = "management.toml"
_KEYS = {"id", "scale", "grades", "crs", "source", "figures"}
_LEVELS = range(1, 5)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One line of reference text by its id, with its figures and where it is from.

    ``crs``: of ICANS, shown only while CRS is present ("with"), or is not ("without").
    """

    id: str
    scale: str
    grades: frozenset[int]
    source: str
    crs: Crs | None = None
    figures: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}), hash=False)


class Reference(NamedTuple):
    """The prompts of one scale for a patient.

    ``level`` is the one they belong to, None where none can be stated. ``reached`` is set where
    the grade has fallen since: when that level was reached, or signed.
    """

    scale: str
    level: int | None
    reached: datetime | None
    prompts: tuple[Prompt, ...]


@cache
def prompts() -> tuple[Prompt, ...]:
    """All prompts that ship, in their order. Raises BadTable for a file that is not as it must."""
    return prompts_of(resources.text(_FILE))


def prompts_of(text: str) -> tuple[Prompt, ...]:
    """The prompts of a text in TOML. Raises BadTable, which names the prompt."""
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadTable(f"{_FILE}: {error}") from error
    sources = {name: _source(name, one) for name, one in read.get("sources", {}).items()}
    found = tuple(_prompt(one, sources) for one in read.get("prompts", []))
    ids = [prompt.id for prompt in found]
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise BadTable(f"{_FILE}: {min(twice)}: stands there twice")
    return found


def reference(chart: Chart) -> tuple[Reference, ...]:
    """The prompts for a patient's CRS and ICANS as they stand at the chart's moment."""
    present = _crs_present(chart.grade("crs"))
    found = []
    for scale in SCALES:
        level, reached = _level(chart, scale)
        chosen = [p for p in prompts() if p.scale == scale and level in p.grades]
        shown = [p for p in chosen if present is None or p.crs in {None, present}]
        found.append(Reference(scale, level, reached, tuple(shown)))
    return tuple(found)


def _crs_present(grade: Grade | None) -> Crs | None:
    """Whether CRS is there now; None where that is open, and both kinds are shown."""
    if grade is not None and grade.counted:
        return "with"
    if grade is None or grade.level is None or grade.status == "quiet":
        return None
    return "without"


def _level(chart: Chart, scale: str) -> tuple[int | None, datetime | None]:
    """The highest level since the cells, or since a physician last signed, and when it was reached.

    The moment is left out while the grade stands there.
    """
    grade = chart.grade(scale)
    if grade is None or "before_infusion" in grade.flags:
        return None, None
    cells = max((e.at for e in chart.infusions if e.at <= chart.now), default=None)
    every = chart.courses[scale].steps
    steps = [s for s in every if cells is None or s.at > cells] or [every[-1]]
    highest, reached = 0, None
    entry = chart.signed.get(scale)
    signed = entry.fact if entry is not None and (cells is None or entry.at >= cells) else None
    if entry is not None and isinstance(signed, Confirmed):
        highest, reached = signed.level, entry.at
        steps = list(dropwhile(lambda step: step.at <= entry.at or _is(step, signed), steps))
        if not steps:  # what stands now is what was signed
            return highest, None
    for step in steps:
        if _counted(step.grade) > highest:
            highest, reached = _counted(step.grade), step.at
    if grade.level is None and not highest:
        return None, None
    return highest, reached if _counted(grade) < highest else None


def _is(step: Step, signed: Confirmed) -> bool:
    """Whether a step has the very grade that was computed when the word was signed."""
    return (step.grade.level, step.grade.at_least) == (signed.computed, signed.at_least)


def _counted(grade: Grade) -> int:
    return max(counted_level(grade), grade.suspected or 0)


# --- reading the table ---------------------------------------------------------------------------


def _source(name: str, given: Any) -> str:
    title = given.get("title") if isinstance(given, dict) else None
    if not isinstance(title, str) or not title or set(given) != {"title"}:
        raise BadTable(f"{_FILE}: sources.{name}: needs a title, and nothing else")
    return title


def _prompt(given: Mapping[str, Any], sources: Mapping[str, str]) -> Prompt:
    name = given.get("id")
    if not isinstance(name, str) or not name:
        raise BadTable(f"{_FILE}: a prompt without an id")
    if unknown := set(given) - _KEYS:
        raise BadTable(f"{_FILE}: {name}: unknown key {min(unknown)!r}")
    grades, figures = given.get("grades"), given.get("figures", {})
    right = {
        "scale": given.get("scale") in SCALES,
        "grades": isinstance(grades, list) and grades and all(g in _LEVELS for g in grades),
        "crs": given.get("crs") in {None, *get_args(Crs)},
        "source": given.get("source") in sources,
        "figures": isinstance(figures, dict) and all(_is_figure(n) for n in figures.values()),
    }
    for key, is_right in right.items():
        if not is_right:
            raise BadTable(f"{_FILE}: {name}: {key}: cannot be {given.get(key)!r}")
    return Prompt(
        name,
        given["scale"],
        frozenset(given["grades"]),
        sources[given["source"]],
        given.get("crs"),
        MappingProxyType({key: float(value) for key, value in figures.items()}),
    )


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
