"""When a work-up for IEC-HS is to be considered, from the laboratory values of a record alone.

The rules are those of :mod:`grading.scales.iec_hs`: it proposes to look, never a diagnosis.
Decisions (this project's): a work-up is to be considered from a sign on for 72 hours, and as long
as further ones follow. The baseline is the last number before the infusion, at most 30 days old;
the limits of normal are those of the latest result that has any.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from math import inf, nextafter
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias, cast

from bedside.analyte import spelling
from bedside.analytes import analytes
from bedside.chart import Chart
from bedside.timeline import Entry
from grading.scales.iec_hs import TOGETHER, Features, Followed, Prompt, prompts
from grading.signs import Lab

Limits: TypeAlias = Callable[[Entry], tuple[float | None, float | None]]
"""The limits of normal (LLN, ULN) of a laboratory entry, in its unit; None is not known."""
FOLLOWED = (
    *("ferritin", "alt", "ast", "fibrinogen", "platelets", "ldh", "triglycerides"),
    "bilirubin_direct",
)
"""The analytes of the checklist, each called as its field of the features."""
BASELINE_WITHIN = timedelta(days=30)
"""How old a baseline may be when the treatment begins that it is taken before."""
_at = attrgetter("at")


class WorkUp(NamedTuple):
    """A time at which a work-up for IEC-HS is to be considered: since when, until when, and why.

    ``end`` lies 72 hours after the last sign, so ahead of now while it stands. ``prompts`` are
    all reasons in it, in order of time.
    """

    start: datetime
    end: datetime
    prompts: tuple[Prompt, ...]


def work_ups(of: Chart) -> tuple[WorkUp, ...]:
    """All such times since the infusion that counts now, by the limits that came with results."""
    given = [entry.at for entry in of.infusions if entry.at <= of.now]
    if not given:
        return ()
    labs: dict[str, list[Entry]] = {}
    for entry in of.timeline:
        fact = entry.fact
        if type(fact) is Lab and fact.analyte in _READ and is_counted(fact):
            labs.setdefault(fact.analyte, []).append(entry)
    if "ferritin" not in labs:
        return ()
    return merged(followed(labs, given[-1], of_result), of.now)


_READ = frozenset(FOLLOWED)


def of_result(entry: Entry) -> tuple[float | None, float | None]:
    """The limits of normal that came with a result."""
    lab = cast("Lab", entry.fact)
    return lab.low, lab.high


def followed(labs: Mapping[str, Sequence[Entry]], infused: datetime, limits: Limits) -> Features:
    """Each analyte since an infusion; ``labs`` are results that count, in order of time."""
    found: dict[str, Any] = {}
    for analyte in FOLLOWED:
        rows = labs.get(analyte, ())
        base, after = parted(rows, infused)
        lower, upper = _latest_limits((base, *after), limits)
        found[analyte] = Followed(
            values=tuple((entry.at, value_of(entry)) for entry in after),
            baseline=None if base is None else value_of(base),
            lower=lower,
            upper=upper,
        )
    return Features(**found)


def parted(rows: Sequence[Entry], infused: datetime) -> tuple[Entry | None, Sequence[Entry]]:
    """The baseline at an infusion, and the results after it.

    A sample of the very minute of the infusion is of before it.
    """
    place = bisect_right(rows, infused, key=_at)
    first = bisect_left(rows, infused - BASELINE_WITHIN, key=_at)
    base = next((e for e in reversed(rows[first:place]) if is_exact(cast("Lab", e.fact))), None)
    return base, rows[place:]


def _latest_limits(
    entries: Iterable[Entry | None], limits: Limits
) -> tuple[float | None, float | None]:
    for entry in reversed([one for one in entries if one is not None]):
        lower, upper = limits(entry)
        if lower is not None or upper is not None:
            return lower, upper
    return None, None


def merged(features: Features, now: datetime) -> tuple[WorkUp, ...]:
    """The times of all prompts up to ``now``, those that meet as one."""
    found: list[WorkUp] = []
    for prompt in prompts(features, now):
        end = prompt.at + TOGETHER
        if found and prompt.at < found[-1].end:
            found[-1] = WorkUp(found[-1].start, end, (*found[-1].prompts, prompt))
        else:
            found.append(WorkUp(prompt.at, end, (prompt,)))
    return tuple(found)


# --- results that count ---------------------------------------------------------------------------


def is_counted(lab: Lab) -> bool:
    """Whether a result has a value in the canonical unit of its analyte, without a remark."""
    return lab.value is not None and not lab.text and is_canonical(lab.analyte, lab.unit)


@lru_cache(maxsize=1024)
def is_canonical(analyte: str, unit: str) -> bool:
    """Whether this is the canonical unit of an analyte, in any spelling."""
    known = analytes().get(analyte)
    return known is not None and spelling(unit) == spelling(known.unit)


def is_exact(lab: Lab) -> bool:
    """Whether a result is a number, not a limit."""
    return lab.bound is None


def value_of(entry: Entry) -> float:
    """The number of a result that counts; of a limit the nearest number beyond it.

    What is "> 10000" lies above 10 000, and "< 20" below 20.
    """
    lab: Any = entry.fact
    value: float = lab.value
    if lab.bound is None:
        return value
    return nextafter(value, inf if lab.bound == ">" else -inf)
