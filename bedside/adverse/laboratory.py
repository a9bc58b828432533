"""Laboratory values of CTCAE grade 3 and more, by term, in runs.

A run begins with the first such value and ends with the first that is certainly of a lower grade;
what has no grade does not end it. A limit ("< 0.1") counts where it lies on the worse side: the
true value is no better. A value with a remark on its sample counts for nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from bedside.adverse.log import roots
from bedside.analytes import analytes
from bedside.chart import Chart
from bedside.timeline import Entry
from grading.ctcae.laboratory import LABORATORY, Baseline, LabGrade, grade
from grading.ctcae.term import Direction, LabTerm, Version
from grading.ctcae.unit import plain
from grading.drugs import DrugClass
from grading.signs import Drug, Lab
from grading.toxicity import Ground

FROM_GRADE = 3
"""From this grade on a value is proposed."""
Limits = Callable[[Entry], tuple[float | None, float | None]]
"""The limits of normal (LLN, ULN) of a laboratory entry, in its unit; None is not known."""
_NEXT = 1e-12
"""How far beside a limit a value is that lies next to it, as a part of it."""
_IN_V6: Mapping[str, str] = {"Platelet count decreased": "Thrombocytopenia"}
"""Names of v5.0 under which v6.0 has the same term."""


def no_limits(_: Entry) -> tuple[float | None, float | None]:
    """The limits of a record that holds none."""
    return None, None


class Laboratory(NamedTuple):
    """One value with its grade. ``at_least``: only that is certain. ``entry``: its first id."""

    at: datetime
    entry: str
    analyte: str
    value: float
    unit: str
    bound: str
    grade: int
    at_least: bool


@dataclass(slots=True)
class Run:
    """Values of a term of grade 3 and more, one after the other; ``end`` None while it goes on."""

    term: str
    values: list[Laboratory] = field(default_factory=list)
    end: datetime | None = None

    @property
    def first(self) -> Laboratory:
        """The value with which it began."""
        return self.values[0]

    @property
    def last(self) -> Laboratory:
        """The latest value of it."""
        return self.values[-1]

    @property
    def worst(self) -> Laboratory:
        """The first of its values with the highest grade."""
        return max(self.values, key=lambda one: one.grade)

    @property
    def entries(self) -> frozenset[str]:
        """The ids of its values, each that with which its chain of amendments began."""
        return frozenset(one.entry for one in self.values)


@cache
def terms_of(analyte: str, version: Version) -> tuple[LabTerm, ...]:
    """The terms that an analyte feeds and that are graded in its canonical unit."""
    known = analytes().get(analyte)
    if known is None:
        return ()
    held = LABORATORY[version].values()
    found = []
    for side, names in known.ctcae.items():
        said = {_IN_V6.get(name, name) for name in names} if version == "6.0" else {*names}
        found += [
            term
            for term in held
            if term.name in said
            and term.direction == side
            and plain(known.unit) in {plain(unit) for unit in term.units}
            and _is_specimen(term, known.key)
        ]
    return tuple(found)


def _is_specimen(term: LabTerm, analyte: str) -> bool:
    """Of two terms of one name the one for this specimen."""
    if term.specimen == "ionized":
        return "ionized" in analyte or "ionised" in analyte
    if term.specimen == "corrected":
        return "corrected" in analyte
    return True


def runs(of: Chart, version: Version, limits: Limits = no_limits) -> Iterator[Run]:
    """All runs of all terms as of the chart's moment, term by term."""
    first = roots(of.log)
    open_: dict[str, Run] = {}
    found: list[Run] = []
    began = treated(of)
    baselines: dict[str, float] = {}
    for entry in of.timeline:
        fact = entry.fact
        if not isinstance(fact, Lab) or not fact.is_measured or fact.value is None:
            continue
        before = began is None or entry.at < began
        if before and fact.bound is None:
            baselines[fact.analyte] = fact.value
        lln, uln = limits(entry)
        usual = None if before else baselines.get(fact.analyte)
        for term in terms_of(fact.analyte, version):
            graded = _graded(term.id, fact, version, lln, uln, usual, term.direction)
            if graded is None:
                continue
            run = open_.get(term.id)
            if graded.counted >= FROM_GRADE:
                if run is None:
                    run = open_[term.id] = Run(term.id)
                    found.append(run)
                root = first.get(entry.id, entry.id)
                run.values.append(_value(entry, fact, graded, root))
            elif run is not None and graded.level is not None and fact.bound is None:
                run.end = entry.at
                del open_[term.id]
    yield from found


def _value(entry: Entry, fact: Lab, graded: LabGrade, root: str) -> Laboratory:
    assert fact.value is not None
    return Laboratory(
        entry.at,
        root,
        fact.analyte,
        fact.value,
        fact.unit,
        fact.bound or "",
        graded.counted,
        at_least=graded.level is None or fact.bound is not None,
    )


def _graded(
    term: str,
    fact: Lab,
    version: Version,
    lln: float | None,
    uln: float | None,
    usual: float | None,
    direction: Direction,
) -> LabGrade | None:
    """The grade of a value; None for a limit from which nothing follows."""
    if fact.bound is not None and (fact.bound == "<") != (direction == "low"):
        return None
    if fact.bound is not None:
        return grade_of_limit(term, fact, version, lln, uln, usual)
    return grade_of(term, fact.value, fact.unit, version, lln, uln, usual)


def grade_of_limit(
    term: str,
    limit: Lab,
    version: Version,
    lln: float | None,
    uln: float | None,
    usual: float | None,
) -> LabGrade:
    """The grade of a value next to a limit, on its side: what is "< 0.5" is not 0.5 itself."""
    assert limit.value is not None
    beside = limit.value * (1 - _NEXT if limit.bound == "<" else 1 + _NEXT)
    found = grade_of(term, beside, limit.unit, version, lln, uln, usual)
    return replace(found, grounds=tuple(_with_limit(one, limit.value) for one in found.grounds))


def _with_limit(ground: Ground, limit: float) -> Ground:
    """A ground with the limit as it was reported."""
    values = tuple(
        (name, Decimal(repr(limit)) if name == "value" else value) for name, value in ground.values
    )
    return ground._replace(values=values)


@lru_cache(maxsize=8192)
def grade_of(
    term: str,
    value: float | None,
    unit: str,
    version: Version,
    lln: float | None,
    uln: float | None,
    usual: float | None,
) -> LabGrade:
    """As :func:`grading.ctcae.laboratory.grade`; what is asked again is answered at once."""
    baseline = None if usual is None else Baseline(usual)
    return grade(term, value, unit, version, lln=lln, uln=uln, baseline=baseline)


def treated(of: Chart) -> datetime | None:
    """When treatment began: the first drug of the conditioning, else the first infusion."""
    for entry in of.timeline:
        fact = entry.fact
        if isinstance(fact, Drug) and fact.drug_class is DrugClass.CONDITIONING:
            return entry.at
    return of.infusions[0].at if of.infusions else None
