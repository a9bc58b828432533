"""Acute GvHD from the examinations of a record, completed with what else the record holds.

Decisions (this project's): the latest examination counts. Bilirubin and weight that it leaves out
come from the record: the last bilirubin of the 72 hours before, or one that follows within 72
hours and then judges it again; the last weight, however old. A bilirubin that was typed in µmol/L
is staged by the bands of that unit. Stool is the mean of the days charted of three, of each day
the last examination that says it; where urine was in the volume, half of it is stool.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias, cast

from bedside.analyte import spelling
from bedside.analytes import number
from bedside.protocol.edition import Protocol
from bedside.timeline import Entry
from bedside.toxicities.found import GvhdCourse, Step, bouts
from bedside.toxicities.kept import Kept
from bedside.toxicities.samples import Samples, ids
from bedside.work_up import value_of
from grading.scales.gvhd import Examination, Gvhd, magic, three_day_mean
from grading.signs import Invalid, Vitals

BILIRUBIN_COUNTS = timedelta(hours=72)
_MEAN_OF = timedelta(days=3)
_MICROMOLES = spelling("umol/L")
_MIXED_SHARE = 0.5


def gvhd_course(samples: Samples, protocol: Protocol | None) -> GvhdCourse:
    """GvHD since the infusion; ``asked`` where the protocol looks for it."""
    asked = protocol is not None and protocol.gvhd
    start = samples.infused
    every = [e for e in samples.examinations if start is not None and e.at >= start]
    if not every:
        return GvhdCourse(asked)
    read = [*every, *samples.labs.get("bilirubin", [])]
    if any(_fact(entry).weight_kg is None for entry in every):
        read += samples.weights
    return _COURSES.of(
        read, (start, samples.zone, asked, len(every)), lambda: _course(samples, every, asked=asked)
    )


_COURSES: Kept[GvhdCourse] = Kept()


def _course(samples: Samples, every: Sequence[Entry], *, asked: bool) -> GvhdCourse:
    steps: list[Step[Gvhd]] = []
    completed, rests = Examination(), list[Entry]()
    means = [_means(samples, every[: place + 1]) for place in range(len(every))]
    for place, at in _moments(samples, every):
        completed, grade, rests = _judged(samples, every[place], means[place], at)
        steps.append(Step(at, grade, ids(*rests)))
    return GvhdCourse(
        asked=asked,
        grade=steps[-1].grade,
        examination=completed,
        examined=every[-1].at,
        steps=tuple(steps),
        bouts=bouts(steps),
        entries=steps[-1].entries,
        as_of=max((entry.at for entry in rests), default=None),
    )


def _moments(samples: Samples, every: Sequence[Entry]) -> Iterator[tuple[int, datetime]]:
    """When which examination is judged: at its time, and with each bilirubin that follows it."""
    for place, entry in enumerate(every):
        following = every[place + 1].at if place + 1 < len(every) else None
        if following == entry.at:
            continue  # the further examination of the same moment takes its place
        yield place, entry.at
        if not _has_bilirubin(entry):
            for row in samples.since("bilirubin", entry.at, entry.at + BILIRUBIN_COUNTS):
                if row.at > entry.at and (following is None or row.at < following):
                    yield place, row.at


def _fact(entry: Entry) -> Examination:
    return cast("Examination", entry.fact)


def _has_bilirubin(entry: Entry) -> bool:
    return _fact(entry).bili_mg_dl is not None or _fact(entry).bili_umol_l is not None


def _judged(
    samples: Samples, entry: Entry, means: "_Means", at: datetime
) -> tuple[Examination, Gvhd, list[Entry]]:
    """An examination as of a moment, with what the record adds to it, and what it rests on."""
    found = _fact(entry)
    rests = [entry]
    added = means.stool
    if not _has_bilirubin(entry):
        bilirubin = samples.latest("bilirubin", BILIRUBIN_COUNTS, at)
        if bilirubin is not None:
            added = (*added, _bilirubin(bilirubin))
            rests.append(bilirubin)
    if found.weight_kg is None:
        weight = samples.weight(at)
        if weight is not None:
            added = (*added, ("weight_kg", cast("Vitals", weight.fact).weight_kg))
            rests.append(weight)
    return *_graded(found, added), [*rests, *means.charted]


_Added: TypeAlias = tuple[tuple[str, Any], ...]
"""Fields of an examination that the record fills in, with their values."""


@lru_cache(maxsize=2048)
def _graded(found: Examination, added: _Added) -> tuple[Examination, Gvhd]:
    completed = replace(found, **dict(added))
    return completed, magic(completed)


def _bilirubin(lab: Entry) -> tuple[str, float]:
    """The value in the unit in which it was typed, whose bands then count."""
    written = dict(lab.original)
    if spelling(written.get("unit", "")) == _MICROMOLES:
        with suppress(Invalid):
            return "bili_umol_l", number(written.get("value", ""))
    return "bili_mg_dl", value_of(lab)


class _Means(NamedTuple):
    """Stool as means, and the examinations that they are from."""

    stool: _Added
    charted: list[Entry]


def _means(samples: Samples, until: Sequence[Entry]) -> _Means:
    """Stool as the mean of the day and the two before it, and the examinations it is from."""
    last = until[-1]
    day = samples.day(last.at)
    volumes: dict[int, tuple[float, Entry]] = {}
    episodes: dict[int, tuple[float, Entry]] = {}
    first = bisect_left(until, last.at - _MEAN_OF, key=attrgetter("at"))
    for entry in until[first:]:
        fact, on = _fact(entry), samples.day(entry.at)
        if day - on > 2:  # noqa: PLR2004 - the day itself and two before it
            continue
        if fact.stool_ml is not None:
            share = _MIXED_SHARE if fact.stool_mixed else 1.0
            volumes[on] = fact.stool_ml * share, entry
        if fact.stool_episodes is not None:
            episodes[on] = fact.stool_episodes, entry
    means = (
        ("stool_ml", three_day_mean([(on, v) for on, (v, _) in volumes.items()], day)),
        ("stool_episodes", three_day_mean([(on, v) for on, (v, _) in episodes.items()], day)),
        ("stool_mixed", False),
    )
    return _Means(means, [entry for _, entry in (*volumes.values(), *episodes.values())])
