"""The CTCAE grades of each laboratory result of a patient, by every term that it feeds.

Baselines are those of :mod:`bedside.adverse.laboratory`: after treatment began, the last value
before it; a value before treatment is graded as the first one is.
"""

from dataclasses import replace
from datetime import datetime

from bedside.adverse.laboratory import grade_of, grade_of_limit, terms_of, treated
from bedside.chart import Chart
from bedside.facts import CtcaeVersion
from bedside.ranges import NO_RANGES, Ranges
from bedside.timeline import Entry
from grading.ctcae.laboratory import LabGrade
from grading.ctcae.term import LabTerm
from grading.signs import Lab

LIMIT_ONLY = "limit_only"
"""The flag of a grade that rests on a limit ("< 0.1"): it is that or higher."""


class LabGrades:
    """Grades the results of one chart; what belongs to the chart is worked out once.

    ``version`` is the one that the protocol pins, ``ranges`` where limits of normal are found.
    """

    def __init__(self, chart: Chart, version: CtcaeVersion, ranges: Ranges = NO_RANGES) -> None:
        self._version = version
        self._limits = ranges.limits(chart.person.enrolled.sex)
        self._began: datetime | None = treated(chart)
        self._usual: dict[str, float] = {}
        if self._began is None:
            return
        for entry in chart.timeline:
            fact = entry.fact
            if entry.at >= self._began:
                break
            if isinstance(fact, Lab) and fact.is_measured and fact.bound is None:
                assert fact.value is not None
                self._usual[fact.analyte] = fact.value

    def of(self, entry: Entry) -> tuple[LabGrade, ...]:
        """The grades of one result, one a term; none for what is no measured value.

        Where the limit of normal or the unit is missing, ``level`` is None and never 0. Of a
        limit only what is certain is said: the worst it leaves possible is not.
        """
        fact = entry.fact
        if not isinstance(fact, Lab) or not fact.is_measured:
            return ()
        lln, uln = self._limits(entry)
        before = self._began is None or entry.at < self._began
        usual = None if before else self._usual.get(fact.analyte)
        found = []
        for term in terms_of(fact.analyte, self._version):
            of_term = (self._version, lln, uln, usual)
            certain: LabGrade | None
            if fact.bound is None:
                certain = grade_of(term.id, fact.value, fact.unit, *of_term)
            else:
                certain = _of_limit(fact, term, grade_of_limit(term.id, fact, *of_term))
            if certain is not None:
                found.append(certain)
        return tuple(found)


def ctcae_of(
    entry: Entry, chart: Chart, version: CtcaeVersion, ranges: Ranges = NO_RANGES
) -> tuple[LabGrade, ...]:
    """The grades of one result as :meth:`LabGrades.of` has them; of many ask one LabGrades."""
    return LabGrades(chart, version, ranges).of(entry)


def _of_limit(fact: Lab, term: LabTerm, graded: LabGrade) -> LabGrade | None:
    """What follows from the grade of a limit for the value itself; None where nothing does."""
    worse = (fact.bound == "<") == (term.direction == "low")
    if not worse:  # the value is better than its limit
        return graded if graded.level == 0 else None
    return replace(
        graded,
        level=None,
        at_least=graded.counted,
        status="incomplete",
        flags=graded.flags | {LIMIT_ONLY},
    )
