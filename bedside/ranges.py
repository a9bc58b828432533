"""What laboratories call normal: which reference range a result lies in, and what follows from it.

The range that came with a result goes before the laboratory's own, which is the one in force at
the time the sample was taken: the one for the patient's sex, else the one for everybody. A range
of another laboratory never counts, nor one in another unit. Without a range a result is neither
normal nor abnormal, it is unknown (this project's decisions).
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Literal, NamedTuple

from bedside.analyte import spelling
from bedside.analytes import analytes
from bedside.facts import LabRange, Sex
from bedside.timeline import Entry
from grading.signs import Lab

Source = Literal["result", "laboratory", ""]
Flag = Literal["low", "high", "inside", "unknown"]
Key = tuple[str, str, Sex | None]
"""Of which laboratory, of which analyte, for whom (None: for everybody)."""


class Span(NamedTuple):
    """The limits of normal of a result, in its unit; None is open, or not known.

    ``source``: they came with the result, or are the laboratory's own; "" where there are none.
    """

    low: float | None = None
    high: float | None = None
    source: Source = ""


UNKNOWN = Span()


@dataclass(frozen=True, slots=True)
class Ranges:
    """The reference ranges of all laboratories, with the times from which they hold."""

    held: Mapping[Key, tuple[Entry, ...]] = field(default_factory=dict)

    def of(self, entry: Entry, sex: Sex | None) -> Span:
        """The range of a laboratory entry; :data:`UNKNOWN` for any other entry."""
        fact = entry.fact
        return self.of_result(fact, entry.at, sex) if isinstance(fact, Lab) else UNKNOWN

    def of_result(self, result: Lab, at: datetime, sex: Sex | None) -> Span:
        """The range of a result whose sample was taken at a moment."""
        if result.low is not None or result.high is not None:
            return Span(result.low, result.high, "result")
        known = analytes().get(result.analyte)
        if not self.held or known is None or spelling(result.unit) != spelling(known.unit):
            return UNKNOWN
        for whom in (sex, None) if sex is not None else (None,):
            held = self.in_force(result.laboratory, result.analyte, whom, at)
            if held is not None and (held.low is not None or held.high is not None):
                return Span(held.low, held.high, "laboratory")
        return UNKNOWN

    def in_force(
        self, laboratory: str, analyte: str, sex: Sex | None, at: datetime
    ) -> LabRange | None:
        """What a laboratory said last before a moment, or at it; None if it had said nothing."""
        entries = self.held.get((_plain(laboratory), analyte, sex), ())
        place = bisect_right(entries, at, key=attrgetter("at"))
        return _said(entries[place - 1]) if place else None

    def limits(self, sex: Sex | None) -> "_Limits":
        """The limits of normal of a patient's results.

        It is a :data:`bedside.adverse.laboratory.Limits`: (LLN, ULN) of an entry.
        """
        return _Limits(self, sex)

    def listed(self, at: datetime) -> tuple[LabRange, ...]:
        """The ranges in force at a moment, by laboratory and in the order of the analytes."""
        order = {key: place for place, key in enumerate(analytes())}
        found = [self._last(entries, at) for entries in self.held.values()]
        said = [one for one in found if one is not None]
        return tuple(
            sorted(
                said,
                key=lambda one: (
                    _plain(one.laboratory),
                    order.get(one.analyte, len(order)),
                    one.analyte,
                    one.sex or "",
                ),
            )
        )

    def history(self, laboratory: str, analyte: str, sex: Sex | None) -> tuple[Entry, ...]:
        """Every range that was said for one analyte of a laboratory, those to come too."""
        return self.held.get((_plain(laboratory), analyte, sex), ())

    @property
    def laboratories(self) -> tuple[str, ...]:
        """The laboratories of which anything is known, by name."""
        names = {key[0]: _said(entries[-1]).laboratory for key, entries in self.held.items()}
        return tuple(names[plain] for plain in sorted(names))

    def with_entries(self, entries: Iterable[Entry]) -> "Ranges":
        """The ranges with what was written since."""
        before = [entry for held in self.held.values() for entry in held]
        return ranges((*before, *entries))

    @staticmethod
    def _last(entries: tuple[Entry, ...], at: datetime) -> LabRange | None:
        place = bisect_right(entries, at, key=attrgetter("at"))
        said = _said(entries[place - 1]) if place else None
        if said is None or (said.low is None and said.high is None):
            return None
        return said


@dataclass(frozen=True, slots=True)
class _Limits:
    """The limits of normal for one patient."""

    ranges: Ranges
    sex: Sex | None

    def __call__(self, entry: Entry) -> tuple[float | None, float | None]:
        low, high, _ = self.ranges.of(entry, self.sex)
        return low, high


NO_RANGES = Ranges()


def ranges(ward_log: Iterable[Entry]) -> Ranges:
    """The ranges that stand in the ward's log: the entries that count, in order of time."""
    found: dict[Key, list[Entry]] = {}
    for entry in ward_log:
        fact = entry.fact
        if isinstance(fact, LabRange):
            found.setdefault((_plain(fact.laboratory), fact.analyte, fact.sex), []).append(entry)
    return Ranges(
        {
            key: tuple(sorted(entries, key=attrgetter("at", "recorded", "id")))
            for key, entries in found.items()
        }
    )


def flag(result: Lab, span: Span) -> Flag:
    """Where a result lies to a range; unknown without one, or where the result does not tell.

    A limit ("<5") tells it where all that it leaves possible lies on one side. Words, and a value
    with a remark on its sample, tell nothing.
    """
    value = result.value
    if value is None or not result.is_measured or (span.low is None and span.high is None):
        return "unknown"
    least, most = _possible(result)
    # A limit itself is not among what it leaves possible: "<5" is below 5.
    if span.low is not None and (most < span.low or (result.bound == "<" and most <= span.low)):
        return "low"
    if span.high is not None and (
        least > span.high or (result.bound == ">" and least >= span.high)
    ):
        return "high"
    inside_low = span.low is None or least >= span.low
    inside_high = span.high is None or most <= span.high
    return "inside" if inside_low and inside_high else "unknown"


def _possible(result: Lab) -> tuple[float, float]:
    """Between which values the true one lies."""
    value = result.value
    assert value is not None
    known = analytes().get(result.analyte)
    floor, ceiling = known.impossible if known is not None else (float("-inf"), float("inf"))
    if result.bound == "<":
        return min(floor, value), value
    if result.bound == ">":
        return value, max(ceiling, value)
    return value, value


def _said(entry: Entry) -> LabRange:
    fact = entry.fact
    assert isinstance(fact, LabRange)
    return fact


def _plain(laboratory: str) -> str:
    """A laboratory's name for comparison: case and blanks do not count."""
    return " ".join(laboratory.casefold().split())
