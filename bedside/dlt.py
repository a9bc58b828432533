"""Dose-limiting toxicities: what the record shows of each definition of a protocol's template.

A help for whoever reviews the window, never the review: the count that stands in the record is a
person's. The protocols were published with their definitions as sentences; ``RULES`` names those
that the program can look into, any other is left to the person as it is written.

Source: clinical rules of this project, schedule section 6: a typical set, from memory; no stored
document of the trials defines one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from bedside.adverse.laboratory import Laboratory, Run, runs
from bedside.adverse.log import Event, events
from bedside.adverse.proposals import CRS_TERM, ICANS_TERM
from bedside.chart import Chart
from bedside.facts import Confirmed, Ended
from bedside.protocol.edition import Protocol
from bedside.timeline import Entry
from bedside.toxicities.gvhd import gvhd_course
from bedside.toxicities.samples import Samples
from grading.ctcae.term import BLOOD, Version
from grading.ctcae.terms import TERMS
from grading.findings import study_day
from grading.grade import Step, counted_level
from grading.signs import Death

LASTING = timedelta(hours=72)
LONGEST = timedelta(days=7)
COUNTS_LASTING = timedelta(days=28)
_SEVERE, _LIFE_THREATENING = 3, 4
_GVHD_FROM = 2


class Judged(NamedTuple):
    """What one rule finds. ``met`` is None where it cannot be told, and ``code`` says why.

    ``since`` is when the worst of it began, ``grade`` the highest of it, ``entries`` the ids of
    those that it rests on.
    """

    met: bool | None
    code: str
    since: datetime | None = None
    grade: int | None = None
    entries: tuple[str, ...] = ()


class Definition(NamedTuple):
    """One definition of the template as it is written, and what the record shows of it."""

    text: str
    judged: Judged


class _Case(NamedTuple):
    """A patient in the window: from the infusion to the end of its last day, or to now."""

    chart: Chart
    protocol: Protocol
    infused: datetime

    def inside(self, moment: datetime) -> bool:
        """Whether a moment lies in the window; its last day counts as a whole."""
        if moment < self.infused:
            return False
        day = study_day(moment, self.infused, self.chart.zone)
        return day <= self.protocol.dlt.last_day


CODES = (
    "no_rule", "not_infused", "never_graded", "never_reached", "grade_4", "too_long", "going_on",
    "ungraded_between", "came_down", "between", "of_the_cells", "of_another_cause",
    "cause_not_stated", "none", "not_examined", "reached",
)  # fmt: skip
"""Every code of a judgement."""


def assessed(chart: Chart, protocol: Protocol) -> tuple[Definition, ...]:
    """Each definition of the template with what the record shows of it, as of the chart's moment.

    Of several infusions the window is that of the one that counts now.
    """
    infused = chart.infused
    if infused is None or infused > chart.now:
        nothing = Judged(None, "not_infused")
        return tuple(Definition(text, nothing) for text in protocol.dlt.template)
    case = _Case(chart, protocol, infused)
    return tuple(
        Definition(text, RULES[text](case) if text in RULES else Judged(None, "no_rule"))
        for text in protocol.dlt.template
    )


# --- CRS and ICANS --------------------------------------------------------------------------------


def _of_scale(case: _Case, scale: str) -> Judged:
    """Grade 4 and more at once; grade 3 where it certainly lasted for longer than 72 hours.

    A grade that a physician signed counts beside the computed ones; how long it lasted it does
    not say.
    """
    found = _computed(case, scale)
    signed = [
        (entry.fact.level, entry)
        for entry in case.chart.timeline
        if isinstance(entry.fact, Confirmed) and entry.fact.scale == scale and case.inside(entry.at)
    ]
    if not signed or found.met:
        return found
    level, entry = max(signed, key=lambda one: one[0])
    said = (entry.at, level, (entry.id,))
    if level >= _LIFE_THREATENING:
        return Judged(True, "grade_4", *said)
    if level >= _SEVERE and found.code in {"never_graded", "never_reached"}:
        return Judged(None, "ungraded_between", *said)
    return Judged(met=False, code="never_reached") if found.code == "never_graded" else found


def _computed(case: _Case, scale: str) -> Judged:
    steps = case.chart.courses[scale].steps
    inside = [step for step in steps if case.inside(step.at)]
    if not any(step.grade.level is not None or step.grade.at_least for step in inside):
        return Judged(None, "never_graded")
    worst = Judged(met=False, code="never_reached")
    for stretch in _stretches(steps, case.chart.now):
        if not case.inside(stretch.since):
            continue
        if stretch.grade >= _LIFE_THREATENING:
            return Judged(True, "grade_4", stretch.since, stretch.grade)
        if stretch.certain > LASTING:
            return Judged(True, "too_long", stretch.since, stretch.grade)
        if stretch.open:
            worst = Judged(None, "going_on", stretch.since, stretch.grade)
        elif stretch.possible > LASTING:
            worst = Judged(None, "ungraded_between", stretch.since, stretch.grade)
        elif worst.met is False:
            worst = Judged(False, "came_down", stretch.since, stretch.grade)
    return worst


class _Stretch(NamedTuple):
    """A time at grade 3 or more: how long for certain, and how long it may have been."""

    since: datetime
    grade: int
    certain: timedelta
    possible: timedelta
    open: bool


def _stretches(steps: Iterable[Step], now: datetime) -> Iterator[_Stretch]:
    """The times at grade 3 or more. What has no grade in between neither ends one nor counts."""
    since: datetime | None = None
    doubt: datetime | None = None
    grade = 0
    for step in steps:
        level = counted_level(step.grade)
        known = step.grade.level is not None
        if level >= _SEVERE:
            since = since or step.at
            grade = max(grade, level)
            doubt = None
        elif since is not None and not known:
            doubt = doubt or step.at
        elif since is not None:
            yield _Stretch(since, grade, (doubt or step.at) - since, step.at - since, open=False)
            since, doubt, grade = None, None, 0
    if since is not None:
        yield _Stretch(since, grade, (doubt or now) - since, now - since, open=True)


# --- other toxicity -------------------------------------------------------------------------------

_COUNTS = frozenset(
    {
        "anemia", "neutrophil_count_decreased", "platelet_count_decreased", "thrombocytopenia",
        "white_blood_cell_decreased", "lymphocyte_count_decreased", "cd4_lymphocytes_decreased",
    }
)  # fmt: skip
"""Terms of the blood that the CTCAE keeps among the investigations."""


def _other_toxicity(case: _Case) -> Judged:
    """Grade 3 and more of the cells: for longer than 7 days yes, up to 72 hours no.

    The text leaves what lies between to the reviewer, and so does the program. What counts is
    when the grade was reached: an event of before the infusion may rise in the window.
    """
    found = Judged(met=False, code="none")
    for event in events(case.chart):
        if event.worst < _SEVERE or not _counts(event):
            continue
        one = _judged_event(event, case)
        if one is None:
            continue
        if one.met:
            return one
        if found.code == "none" or (found.met is False and one.met is None):
            found = one
    return found


def _counts(event: Event) -> bool:
    fact = event.fact
    if fact.term == CRS_TERM or (fact.term == ICANS_TERM and "icans" in fact.specify.casefold()):
        return False
    for version, terms in TERMS.items():
        if version == fact.version and fact.term in terms:
            return terms[fact.term].soc != BLOOD and fact.term not in _COUNTS
    return True


def _judged_event(event: Event, case: _Case) -> Judged | None:
    """An event by the spells at grade 3 and more that began in the window; None without any."""
    spells = [spell for spell in _spells(event, case) if case.inside(spell.since)]
    if not spells:
        return None
    longest = max(spell.until - spell.since for spell in spells)
    met: bool | None
    said = (spells[0].since, max(spell.grade for spell in spells), (event.key,))
    met, code = False, "came_down"
    if event.fact.to_product == "unrelated":
        met, code = False, "of_another_cause"
    elif event.fact.to_product is None:
        met, code = None, "cause_not_stated"
    elif longest > LONGEST:
        met, code = True, "too_long"
    elif longest > LASTING:
        met, code = None, "between"
    elif event.is_open and event.grade >= _SEVERE:
        met, code = None, "going_on"
    return Judged(met, code, *said)


class _Spell(NamedTuple):
    """A time at grade 3 or more without a break, and the highest grade of it."""

    since: datetime
    until: datetime
    grade: int


def _spells(event: Event, case: _Case) -> list[_Spell]:
    """The spells of an event; one of before the infusion that rises after it begins there."""
    earlier = [graded.grade for graded in event.grades if graded.at < case.infused]
    lowest = max(_SEVERE, earlier[-1] + 1 if earlier else 0)
    marks = [(graded.at, graded.grade) for graded in event.grades]
    found: list[_Spell] = []
    goes_on = False
    for (at, grade), (until, _) in pairwise([*marks, (event.ended or case.chart.now, 0)]):
        if grade < lowest:
            goes_on = False
        elif goes_on:
            last = found[-1]
            found[-1] = _Spell(last.since, until, max(last.grade, grade))
        else:
            found.append(_Spell(at, until, grade))
            goes_on = True
    return found


# --- counts, death, GvHD --------------------------------------------------------------------------

_LOW = frozenset({"neutrophil_count_decreased", "platelet_count_decreased", "thrombocytopenia"})


def _counts_lasting(case: _Case) -> Judged:
    """Grade 4 for longer than 28 days from the infusion on, by the values of the laboratory."""
    found = Judged(met=False, code="none")
    # Grade 4 of either count needs no limit of normal.
    version: Version = "6.0" if case.protocol.ctcae == "6.0" else "5.0"
    for run in runs(case.chart, version):
        if run.term not in _LOW:
            continue
        for low, ended in _stretches_of_counts(run, case):
            said = (low[0].at, _LIFE_THREATENING, tuple(value.entry for value in low))
            if low[-1].at - low[0].at > COUNTS_LASTING:
                return Judged(True, "too_long", *said)
            if ended is None:
                found = Judged(None, "going_on", *said)
            elif ended - low[0].at > COUNTS_LASTING:
                found = Judged(None, "ungraded_between", *said)
            elif found.code == "none":
                found = Judged(False, "came_down", *said)
    return found


def _stretches_of_counts(
    run: Run, case: _Case
) -> Iterator[tuple[list[Laboratory], datetime | None]]:
    """The stretches at grade 4 that began in the window, and what ended each."""
    low: list[Laboratory] = []
    for value in run.values:
        if value.at < case.infused:
            continue
        if value.grade >= _LIFE_THREATENING:
            low.append(value)
        elif low and not value.at_least:
            if case.inside(low[0].at):
                yield low, value.at
            low = []
    if low and case.inside(low[0].at):
        yield low, run.end


def _death(case: _Case) -> Judged:
    """Death of CRS or ICANS is of the cells; whether another one was, a person has to say."""
    for entry in case.chart.timeline:
        if not case.inside(entry.at):
            continue
        judged = _of_death(entry)
        if judged is not None:
            return judged
    for event in events(case.chart):
        if event.outcome == "fatal" and event.ended is not None and case.inside(event.ended):
            met = {"related": True, "unrelated": False}.get(event.fact.to_product or "")
            code = "of_the_cells" if met else "of_another_cause"
            said = (event.ended, event.worst, (event.key,))
            return Judged(met, "cause_not_stated" if met is None else code, *said)
    return Judged(met=False, code="none")


def _of_death(entry: Entry) -> Judged | None:
    match entry.fact:
        case Death(due_to="crs" | "icans"):
            return Judged(True, "of_the_cells", entry.at, 5, (entry.id,))
        case Death() | Ended(cause="died"):
            return Judged(None, "cause_not_stated", entry.at, 5, (entry.id,))
        case _:
            return None


def _gvhd(case: _Case) -> Judged:
    """Grade II or more at any examination; without any it cannot be told."""
    worst = Judged(None, "not_examined")
    for step in gvhd_course(Samples(case.chart), case.protocol).steps:
        if not case.inside(step.at):
            continue
        if step.grade.counted >= _GVHD_FROM:
            return Judged(True, "reached", step.at, step.grade.counted, step.entries)
        if step.grade.level is not None:
            worst = Judged(False, "never_reached", step.at, step.grade.level, step.entries)
    return worst


Rule = Callable[[_Case], Judged]
RULES: Mapping[str, Rule] = {
    "CRS of grade 3 that has not come down to grade 2 within 72 hours, or of grade 4": (
        lambda case: _of_scale(case, "crs")
    ),
    "ICANS of grade 3 for longer than 72 hours, or of grade 4": (
        lambda case: _of_scale(case, "icans")
    ),
    "Other toxicity of the cells, not of the blood, of grade 3 or more beyond 72 hours to 7 days": (
        _other_toxicity
    ),
    "Neutropenia or thrombocytopenia of grade 4 for longer than 28 days": _counts_lasting,
    "GvHD of grade II or more": _gvhd,
    "Death that is related to the cells": _death,
}
"""By the words of the definitions as the editions were published with them."""
