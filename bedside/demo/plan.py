"""What the protocol asks of a demonstration patient, by the study day on which it was done."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from bedside.demo.laboratory import ANALYTES
from bedside.facts import Collected, Omitted
from bedside.protocol.edition import Item, Protocol
from bedside.protocol.shelf import shelf
from bedside.schedule import Visit, expanded, owners


def shipped(protocol: str, named: str) -> Protocol:
    """An edition that ships. Raises LookupError where there is none such."""
    found = shelf().get(protocol, named)
    if found is None:
        raise LookupError(f"no edition {named!r} of {protocol!r} ships")
    return found


class Plan:
    """The visits of one patient, each on the day nearest to its target on which they were there.

    ``there`` are those study days; a visit with none of them in its window was not done, nor was
    one of ``absent``. ``left_out`` are items (by visit and item) that were not done, with the
    reason, or without one as long as somebody may still see to them.
    """

    def __init__(
        self,
        protocol: Protocol,
        day_zero: date,
        there: Iterable[int],
        *,
        absent: Iterable[str] = (),
        left_out: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self.protocol = protocol
        self.day_zero = day_zero
        self._left_out = left_out or {}
        self.visits: Mapping[str, Visit] = {
            visit.id: visit for visit in expanded(protocol, {"infusion": day_zero})
        }
        self._days: dict[int, list[Visit]] = {}
        missed = frozenset(absent)
        for visit, day in self._nearest(there).items():
            if visit not in missed:
                self._days.setdefault(day, []).append(self.visits[visit])

    def _nearest(self, there: Iterable[int]) -> dict[str, int]:
        """Of each visit the day on which it was done: no day serves two of a series."""
        by_series: dict[str, list[Visit]] = {}
        for visit in self.visits.values():
            by_series.setdefault(visit.rule.series, []).append(visit)
        owned = [owners(of) for of in by_series.values()]
        found: dict[str, int] = {}
        for day in sorted(there):
            for days in owned:
                owner = days.get(self.on(day))
                if owner is not None:
                    aim, other = self.day(owner.target), found.get(owner.id)
                    if other is None or abs(aim - day) < abs(aim - other):
                        found[owner.id] = day
        return found

    def move(self, visit: str, day: int) -> None:
        """Have a visit done on another day, inside its window or not."""
        for of in self._days.values():
            of[:] = [other for other in of if other.id != visit]
        self._days.setdefault(day, []).append(self.visits[visit])

    def on(self, day: int) -> date:
        """The date of a study day."""
        return self.day_zero + timedelta(days=day)

    def day(self, day: date) -> int:
        """The study day of a date."""
        return (day - self.day_zero).days

    def names(self, day: int) -> tuple[str, ...]:
        """The visits that were done on a day."""
        return tuple(visit.id for visit in self._days.get(day, ()))

    def asks(self, day: int, evidence: str) -> frozenset[str]:
        """The names that a kind of evidence is asked for on a day; "" where it has no names."""
        return frozenset(
            name
            for _, item in self._items(day)
            if item.evidence == evidence
            for name in item.names or ("",)
        )

    def labs(self, day: int, always: Iterable[str] = ()) -> tuple[str, ...]:
        """The analytes to be reported of a day: those always are, and what the visits ask for.

        Of an item that any one of its analytes shows, the first; none of an item left out.
        """
        keys = set(always)
        without: set[str] = set()
        for visit, item in self._items(day):
            if item.evidence != "lab":
                continue
            if (visit, item.id) in self._left_out:
                without |= set(item.names)
            elif item.need == "any":
                keys.add(next(name for name in item.names if name in ANALYTES))
            else:
                keys |= set(item.names)
        return tuple(key for key in ANALYTES if key in keys - without)

    def ticked(self, day: int, source: str = "") -> tuple[Collected | Omitted, ...]:
        """What a person writes down of a day's checklists: done by hand, or left out and why.

        Where the record has no other entries of that day, all items, with the ``source`` of it.
        """
        found: list[Collected | Omitted] = []
        for visit, item in self._items(day):
            reason = self._left_out.get((visit, item.id))
            if reason:
                found.append(Omitted(visit, item.id, reason))
            elif reason is None and (source or item.evidence == "by_hand"):
                found.append(Collected(visit, item.id, source))
        return tuple(found)

    def _items(self, day: int) -> Iterable[tuple[str, Item]]:
        for visit in self._days.get(day, ()):
            for name in visit.rule.items:
                yield visit.id, self.protocol.items[name]
