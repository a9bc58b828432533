"""Results typed by hand that a second person types again: which wait, and whether both agree.

Cytokines are read from a sheet and typed; a slip of a digit is a fold of the baseline. So each
batch (one patient, one moment) waits until somebody else has typed its numbers again. What the
two typed is compared as it is kept, in the canonical unit: 0.5 ng/mL and 500 pg/mL agree, "<5" and
"5" do not. An amendment of something else, as of the time, leaves a number to whoever typed it:
neither that person nor who amended it may check it. Results that were imported do not wait, nor
words without a number (this project's decisions).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bedside.analyte import Group
from bedside.analytes import analytes
from bedside.chart import Chart
from bedside.facts import SecondEntry
from bedside.timeline import Draft, Entry
from grading.signs import Lab

CHECKED: frozenset[Group] = frozenset({"cytokine"})
"""The groups of analytes that are typed twice."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Results of one moment that wait for a second person, in the order of the analytes.

    ``typed`` is by id who typed the number, where another person amended the entry since.
    """

    at: datetime
    entries: tuple[Entry, ...]
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def authors(self) -> tuple[str, ...]:
        """Who typed them, each once."""
        return tuple(dict.fromkeys(entry.author for entry in self.entries))

    def open_to(self, name: str) -> tuple[Entry, ...]:
        """Those that a person may type again: what somebody else typed."""
        return tuple(
            entry
            for entry in self.entries
            if not is_same(entry.author, name) and not is_same(self.typed.get(entry.id, ""), name)
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """A result that two people typed otherwise."""

    entry: Entry
    first: Lab
    second: Lab


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of typing results again.

    ``agreed`` are the same number, ``differing`` are not; ``missing`` nobody typed again, and
    ``own`` the person typed already the first time: these are not compared.
    """

    agreed: tuple[Entry, ...] = ()
    differing: tuple[Difference, ...] = ()
    missing: tuple[Entry, ...] = ()
    own: tuple[Entry, ...] = ()

    def draft(self, at: datetime) -> Draft | None:
        """What is written of those that agree, at the time they were typed again; None if none."""
        if not self.agreed:
            return None
        fact = SecondEntry(tuple(entry.id for entry in self.agreed))
        return Draft(self.agreed[0].patient, at, fact)


def waiting(chart: Chart, groups: Collection[Group] = CHECKED) -> tuple[Batch, ...]:
    """The batches that wait for a second person, the latest first.

    A result that was amended by hand after it was checked waits again.
    """
    known, done = analytes(), checked(chart)
    order = {key: place for place, key in enumerate(known)}
    batches: dict[datetime, list[Entry]] = {}
    for entry in chart.timeline:
        fact = entry.fact
        if not isinstance(fact, Lab) or fact.value is None or entry.source is not None:
            continue
        analyte = known.get(fact.analyte)
        if analyte is not None and analyte.group in groups and entry.id not in done:
            batches.setdefault(entry.at, []).append(entry)
    by_id = {entry.id: entry for entry in chart.log} if batches else {}
    found = []
    for at, entries in sorted(batches.items(), reverse=True):
        typed = {one.id: name for one in entries if (name := typist(one, by_id)) != one.author}
        ordered = sorted(entries, key=lambda one: order[_lab(one).analyte])
        found.append(Batch(at, tuple(ordered), typed))
    return tuple(found)


def typist(entry: Entry, by_id: Mapping[str, Entry]) -> str:
    """Who typed the number of a result: who wrote the first of its entries that says the same."""
    before = by_id.get(entry.amends or "")
    while before is not None and isinstance(before.fact, Lab) and agree(before.fact, _lab(entry)):
        entry = before
        before = by_id.get(entry.amends or "")
    return entry.author


def checked(chart: Chart) -> Mapping[str, Entry]:
    """The results that a second person typed again, by id, with the entry that says so."""
    by_id = {entry.id: entry for entry in chart.log}
    return {
        one: entry
        for entry in chart.timeline
        if isinstance(entry.fact, SecondEntry)
        for one in entry.fact.entries
        if one in by_id
        and isinstance(by_id[one].fact, Lab)
        and not is_same(by_id[one].author, entry.author)
        and not is_same(typist(by_id[one], by_id), entry.author)
    }


def compared(entries: Iterable[Entry], again: Mapping[str, Lab], name: str) -> Comparison:
    """What a person typed again, by the id of the entry, beside what stands there."""
    agreed, differing, missing, own = [], [], [], []
    for entry in entries:
        first, second = _lab(entry), again.get(entry.id)
        if is_same(entry.author, name):
            own.append(entry)
        elif second is None:
            missing.append(entry)
        elif agree(first, second):
            agreed.append(entry)
        else:
            differing.append(Difference(entry, first, second))
    return Comparison(tuple(agreed), tuple(differing), tuple(missing), tuple(own))


def settled(difference: Difference, right: Lab, reason: str) -> Draft:
    """The amendment by which a difference is settled: what stands on the sheet, and a reason.

    Whoever did not write the amendment types it again. Raises ValueError without a reason, or
    where the entry says so already and nothing is to be amended.
    """
    if not reason.strip():
        raise ValueError("an amendment needs a reason")
    if agree(difference.first, right):
        raise ValueError("this is what the entry says already")
    first, entry = difference.first, difference.entry
    kept = replace(right, laboratory=first.laboratory, low=first.low, high=first.high)
    return Draft(entry.patient, entry.at, kept, amends=entry.id, reason=reason.strip())


def agree(first: Lab, second: Lab) -> bool:
    """Whether two results say the same: number, limit or not, and the words on the sample."""
    return _said(first) == _said(second)


def is_same(one: str, other: str) -> bool:
    """Whether two names are one person's; case and blanks do not count."""
    return one.casefold().split() == other.casefold().split()


def _said(result: Lab) -> tuple[object, ...]:
    words = (result.text or "").casefold().split()
    return result.analyte, result.value, result.unit, result.bound, words


def _lab(entry: Entry) -> Lab:
    assert isinstance(entry.fact, Lab)
    return entry.fact
