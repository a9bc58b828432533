"""Which entry of the record shows which visit, and which item of its checklist."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import cast

from bedside.facts import Visited
from bedside.follow.said import Said
from bedside.follow.standing import Tick
from bedside.protocol.edition import Item
from bedside.schedule import Visit, owners
from bedside.timeline import Entry

Attended = Mapping[str, Entry]
SHOWN_BY: Mapping[str, tuple[str, ...]] = {
    "pga": ("pga",),
    "sledai_2k": ("sledai",),
    "selena_sledai": ("sledai",),
    "bilag_2004": ("bilag",),
    "sri_4": ("sledai", "pga", "bilag"),
    "lldas": ("sledai", "pga", "lupustreatment", "beyondsledai"),
    "doris": ("sledai", "pga", "lupustreatment"),
}
"""Items that editions leave to a person, and the facts that show them all the same: all of these.

What SRI-4, LLDAS and DORIS follow from is collected; how they turn out is computed of it.

They were published before such facts could be written down, and an edition is never changed.
"""


def superseded(visit: Visit, began: Sequence[date]) -> date | None:
    """The day of the infusion from which on a visit of an earlier one is not asked for."""
    if visit.infusion >= len(began) or visit.rule.series == "register":
        return None
    again = began[visit.infusion]
    return again if visit.target >= again else None


def _owned(visits: Sequence[Visit], began: Sequence[date]) -> dict[date, Visit]:
    """Of each day the visit of this series that it belongs to: one that is asked for then."""
    asked = []
    for visit in visits:
        again = superseded(visit, began)
        if again is not None:
            last = min(visit.closes, again - timedelta(days=1))
            visit = visit._replace(closes=last)  # noqa: PLW2901
        asked.append(visit)
    return owners(asked)


def attended(
    visits: Sequence[Visit], began: Sequence[date], said: Said
) -> tuple[Attended, tuple[Entry, ...]]:
    """Which entry says that a visit took place; and visits that were none of the plan's.

    ``began`` are the days of the infusions.
    """
    by_series: dict[str, list[Visit]] = {}
    for visit in visits:
        by_series.setdefault(visit.rule.series, []).append(visit)
    known = {visit.id: visit for visit in visits}
    owned = {}
    if not all(cast("Visited", entry.fact).visits for entry in said.visited):
        owned = {series: _owned(of, began) for series, of in by_series.items()}
    found: dict[str, Entry] = {}
    unscheduled = []
    for entry in said.visited:
        fact = cast("Visited", entry.fact)
        day = said.day(entry)
        named = [known[name] for name in fact.visits if name in known]
        if not fact.visits:
            named = [known[days[day].id] for days in owned.values() if day in days]
        if not named:
            unscheduled.append(entry)
        for visit in named:
            other = found.get(visit.id)
            if other is None or _fits(visit, day) < _fits(visit, said.day(other)):
                found[visit.id] = entry
    return found, tuple(unscheduled)


def _fits(visit: Visit, day: date) -> tuple[bool, int, date]:
    outside = not visit.opens <= day <= visit.closes
    return (outside, abs((visit.target - day).days), day)


class Evidence:
    """Which entries of the record show the items of which visit; none serves two of a series."""

    def __init__(
        self,
        visits: Sequence[Visit],
        attended: Attended,
        began: Sequence[date],
        given: Sequence[datetime],
        said: Said,
    ) -> None:
        self._seen = said.seen
        self._given = given
        # The windows of the long-term register are wide, and it asks for no item.
        asking = [visit for visit in visits if visit.rule.items]
        by_series: dict[str, list[Visit]] = {}
        for visit in asking:
            by_series.setdefault(visit.rule.series, []).append(visit)
        self._days: dict[str, list[date]] = {visit.id: [] for visit in asking}
        """Of each visit the days on which anything was seen, the nearest to its target first."""
        busy = {day for by_day in said.seen.values() for day in by_day}
        for of in by_series.values():
            owned = _owned(of, began)
            # A visit that took place outside its window takes its own day with it.
            for visit in of:
                if visit.id in attended:
                    owned[said.day(attended[visit.id])] = visit
            for day in busy:
                if day in owned:
                    self._days[owned[day].id].append(day)
        for visit in asking:
            aim = visit.target
            self._days[visit.id].sort(key=lambda day, aim=aim: (abs((aim - day).days), day))  # type: ignore[misc]

    def of(self, visit: Visit, kind: str, name: str) -> Entry | None:
        """The entry nearest to the target that shows this; the earliest of its day."""
        by_day, days = self._seen.get((kind, name)), self._days[visit.id]
        if by_day is None or not days:
            return None
        before = None
        if visit.rule.before_infusion and visit.infusion <= len(self._given):
            before = self._given[visit.infusion - 1]
        for day in days:
            entry = by_day.get(day)
            if entry is not None and (before is None or entry.at < before):
                return entry
        return None


def ticked(visit: Visit, item: Item, evidence: Evidence, said: Said) -> tuple[Tick, Entry | None]:
    """One item of a visit's checklist, and the last entry that shows it."""
    by_hand = said.collected.get((visit.id, item.id))
    if by_hand is not None:
        return Tick(item, done=True, entries=(by_hand.id,)), by_hand
    found: list[Entry] = []
    missing: list[str] = []
    left_to_hand = item.evidence == "by_hand"
    kinds = SHOWN_BY.get(item.id, ()) if left_to_hand else (item.evidence,)
    asked = [(kind, name) for kind in kinds for name in item.names or ("",)]
    for kind, name in asked:
        entry = evidence.of(visit, kind, name)
        if entry is not None:
            found.append(entry)
        elif name:
            missing.append(name)
    ids = tuple(dict.fromkeys([entry.id for entry in found]))
    if found and (item.need == "any" or len(found) == len(asked)):
        return Tick(item, done=True, entries=ids), max(found, key=lambda e: e.at)
    omitted = said.omitted.get((visit.id, item.id), "")
    return Tick(item, done=False, entries=ids, omitted=omitted, missing=tuple(missing)), None
