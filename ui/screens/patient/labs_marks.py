"""What stands beside an earlier result: flag, CTCAE grade, corrections, a second entry."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from bedside.chart import Chart
from bedside.facts import CtcaeVersion
from bedside.follow import Editions
from bedside.lab_grades import LabGrades
from bedside.ranges import NO_RANGES, UNKNOWN, Flag, Ranges, Span, flag
from bedside.second_entry import checked
from bedside.timeline import Entry
from grading.ctcae.laboratory import LabGrade
from grading.signs import Lab


def pinned(chart: Chart | None, editions: Editions | None) -> CtcaeVersion:
    """The version of the CTCAE that a patient's protocol pins; 5.0 without one."""
    if chart is None or editions is None:
        return "5.0"
    enrolled = chart.person.enrolled
    protocol = editions(enrolled.protocol, enrolled.edition)
    return "6.0" if protocol is not None and protocol.ctcae == "6.0" else "5.0"


class Mark(NamedTuple):
    """All that is known about one result.

    ``since``: the entry that says what the laboratory calls normal, where ``span`` is from it.
    ``grades``: by each term that the analyte feeds. ``earlier``: what stood in its place before,
    the latest first. ``checked``: the entry of whoever typed it again.
    """

    span: Span = UNKNOWN
    flag: Flag = "unknown"
    since: Entry | None = None
    grades: tuple[LabGrade, ...] = ()
    earlier: tuple[Entry, ...] = ()
    checked: Entry | None = None

    @property
    def shown(self) -> LabGrade | None:
        """The grade that stands in the cell: the highest; of two of one number the certain one."""
        return max(self.grades, key=lambda g: (g.counted, g.level is not None), default=None)


class Marks:
    """The marks of the results of one chart; each is worked out when it is first looked at."""

    def __init__(
        self, chart: Chart, ranges: Ranges = NO_RANGES, version: CtcaeVersion = "5.0"
    ) -> None:
        self.chart = chart
        self.version = version
        self._ranges = ranges
        self._found: dict[str, Mark] = {}

    @cached_property
    def _grades(self) -> LabGrades:
        return LabGrades(self.chart, self.version, self._ranges)

    @cached_property
    def _checked(self) -> Mapping[str, Entry]:
        return checked(self.chart)

    @cached_property
    def _log(self) -> Mapping[str, Entry]:
        return {entry.id: entry for entry in self.chart.log}

    def of(self, entry: Entry) -> Mark:
        """The mark of a laboratory entry."""
        found = self._found.get(entry.id)
        if found is None:
            found = self._found[entry.id] = self._mark(entry)
        return found

    def _mark(self, entry: Entry) -> Mark:
        fact = entry.fact
        assert isinstance(fact, Lab)
        sex = self.chart.person.enrolled.sex
        span = self._ranges.of(entry, sex)
        since = None
        if span.source == "laboratory":
            whoms = (sex, None) if sex is not None else (None,)
            said = (self._ranges.history(fact.laboratory, fact.analyte, whom) for whom in whoms)
            held = [one for every in said for one in reversed(every) if one.at <= entry.at]
            ends = ("low", "high")
            since = next((one for one in held if all(
                getattr(one.fact, end) == getattr(span, end) for end in ends)), None)  # fmt: skip
        return Mark(
            span,
            flag(fact, span),
            since,
            self._grades.of(entry),
            tuple(self._earlier(entry)),
            self._checked.get(entry.id),
        )

    def _earlier(self, entry: Entry) -> Iterator[Entry]:
        seen = {entry.id}
        while entry.amends is not None and entry.amends not in seen:
            before = self._log.get(entry.amends)
            if before is None:
                return
            seen.add(before.id)
            if isinstance(before.fact, Lab):
                yield before
            entry = before
