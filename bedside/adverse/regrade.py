"""CRS of an episode by CTCAE v5.0, regraded from the same signs as the ASTCT grade beside it."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bedside.chart import Chart
from bedside.timeline import readings
from grading.crs_look import CrsLook
from grading.findings import Memory, moments
from grading.grade import Episode, Step
from grading.scales.crs_ctcae import ctcae_5
from grading.signs import Death, Finding, Hypotension, Support, Vitals
from grading.toxicity import ToxicityGrade

COUNTS = timedelta(hours=5)
"""How old a sign may be in a look: the longest that 4-hourly rounds leave one standing."""
_EXCUSABLE: tuple[Finding, ...] = ("fever", "hypotension", "hypoxia")


class Regraded(NamedTuple):
    """The highest grade of an episode: the lowest that is certain, and whether it is more.

    ``open`` says that something was not charted which could have raised it.
    """

    at_least: int
    open: bool


def ctcae_of_crs(of: Chart, every: Sequence[Episode]) -> Mapping[datetime, Regraded]:
    """The highest CTCAE v5.0 grade over each of these episodes of CRS, by its onset.

    Each moment at which something was charted is one look. What somebody put down to another
    cause alone, and the patient's usual oxygen, count in it as in the ASTCT grade.
    """
    looked: dict[datetime, list[ToxicityGrade]] = {one.onset: [] for one in every}
    if every:
        for onset, look in _looks(of, sorted(every, key=lambda one: one.onset)):
            looked[onset].append(ctcae_5(look))
    return {onset: _worst(found) for onset, found in looked.items()}


def _worst(found: Sequence[ToxicityGrade]) -> Regraded:
    at_least = max((grade.counted for grade in found), default=0)
    undecided = any(grade.level is None for grade in found)
    stated = any(grade.level == at_least for grade in found)
    return Regraded(at_least, open=undecided and not stated)


def _looks(of: Chart, every: Sequence[Episode]) -> Iterator[tuple[datetime, CrsLook]]:
    """The looks of episodes in order of time, each with the onset of its episode."""
    course = of.courses["crs"]
    memory = Memory()
    onsets = [one.onset for one in every]
    for at, moment in moments(readings(of.timeline)):
        memory.end_spans(at)
        memory.take(moment)
        place = bisect_right(onsets, at) - 1
        if place >= 0 and at <= (every[place].end or of.now):
            yield onsets[place], _look(memory, at, course.at(at))


def _look(memory: Memory, at: datetime, step: Step | None) -> CrsLook:
    reasons = step.grade.reasons if step is not None else ()
    codes = {reason.domain: reason.code for reason in reasons}
    pressure = _seen(memory, at, Vitals, "bp")
    word = _seen(memory, at, Hypotension, "hypotension")
    death = memory.latest.get((Death, "death"))
    weight = memory.latest.get((Vitals, "weight"))
    temp, spo2 = _seen(memory, at, Vitals, "temp"), _seen(memory, at, Vitals, "spo2")
    support = _seen(memory, at, Support, "support")
    low: Vitals = pressure.sign if pressure is not None else Vitals()
    return CrsLook(
        vitals=Vitals(
            temp_c=None if temp is None else temp.sign.temp_c,
            sbp_mmhg=low.sbp_mmhg,
            dbp_mmhg=low.dbp_mmhg,
            map_mmhg=low.map_mmhg,
            bp_unrecordable=low.bp_unrecordable,
            spo2_pct=None if spo2 is None else spo2.sign.spo2_pct,
        ),
        support=None if support is None else support.sign,
        hypotension=word.sign if word and pressure and word.at == pressure.at else None,
        running=tuple(
            run.drug for run in (*memory.runs.values(), *(run for _, run in memory.spans))
        ),
        weight_kg=None if weight is None else weight.sign.weight_kg,
        fever_earlier=True,
        usual_oxygen=codes.get("hypoxia") == "baseline_oxygen",
        excused=frozenset(
            finding for finding in _EXCUSABLE if codes.get(finding) == f"{finding}_other_cause"
        ),
        died_of_it=death is not None and death.sign.due_to == "crs",
    )


def _seen(memory: Memory, at: datetime, sign: type, group: str) -> Any:
    """The latest of a group, if it still counts."""
    seen = memory.latest.get((sign, group))
    return seen if seen is not None and at - seen.at < COUNTS else None
