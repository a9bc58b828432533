"""The demonstration: eight invented patients on the ward, and more who are followed up since.

Their records end at the asked-for moment.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import groupby
from typing import NamedTuple

from bedside.demo.after_crs import al002, rc007, rc013
from bedside.demo.crs_rising import rc012, rc014
from bedside.demo.first_days import bc003, rc015, rc016
from bedside.demo.months import MONTHS
from bedside.demo.reference import known, typed_again
from bedside.demo.stay import Stay
from bedside.facts import (
    AdverseEventChanged,
    AdverseEventEnded,
    SaeReported,
    SecondEntry,
    TakenOver,
)
from bedside.store import Batch, Store
from bedside.timeline import Draft, Entry

_PATIENTS: Sequence[Callable[[datetime, tzinfo, int], Stay]] = (
    *(rc014, rc012, bc003, rc015, al002, rc013, rc016, rc007),
    *MONTHS,
)
_WAITS = "RC-014"
"""Whose last cytokines nobody has typed again yet."""
_ABOUT = (AdverseEventChanged, AdverseEventEnded, SaeReported)


class Written(NamedTuple):
    """What somebody wrote down, and when.

    ``amends`` is the place, in the tuple that holds this one, of what it stands in for or takes
    out, ``takes_over`` that of the hand-over which a `TakenOver` answers, ``about`` that of the
    adverse event which it reports or ends, ``again`` those of the results that a `SecondEntry`
    names: the ids of those entries are known only once the store has given them (:meth:`named`).
    """

    draft: Draft
    recorded: datetime
    author: str
    role: str
    amends: int | None = None
    takes_over: int | None = None
    about: int | None = None
    again: tuple[int, ...] = ()

    @property
    def refers(self) -> int:
        """The last place that it names; -1 where it names none."""
        named = (self.amends, self.takes_over, self.about, *self.again)
        return max((place for place in named if place is not None), default=-1)

    def named(self, ids: Sequence[str]) -> Draft:
        """The draft, with the ids of what it names; ``ids`` are by place."""
        draft = self.draft
        if self.amends is not None:
            draft = replace(draft, amends=ids[self.amends])
        if self.takes_over is not None and isinstance(draft.fact, TakenOver):
            draft = replace(draft, fact=replace(draft.fact, handed=ids[self.takes_over]))
        if self.about is not None and isinstance(draft.fact, _ABOUT):
            draft = replace(draft, fact=replace(draft.fact, event=ids[self.about]))
        if self.again and isinstance(draft.fact, SecondEntry):
            again = tuple(ids[place] for place in self.again)
            draft = replace(draft, fact=replace(draft.fact, entries=again))
        return draft


def demo_drafts(now: datetime, zone: tzinfo, seed: int = 1) -> tuple[Written, ...]:
    """All that was written on the demonstration ward up to ``now`` (aware), in that order.

    Always the same for the same arguments. ``zone`` is the site's: study days and the hours of
    the ward follow it.
    """
    entries = [entry for patient in _PATIENTS for entry in patient(now, zone, seed).record()]
    entries += known(now, zone)
    entries += typed_again(entries, now, zone, waits=_WAITS)
    return _written(entries)


def drafts_of(stays: Iterable[Stay]) -> tuple[Written, ...]:
    """All that was written in some stays, in the order of writing."""
    return _written(entry for stay in stays for entry in stay.record())


def _written(found: Iterable[Entry]) -> tuple[Written, ...]:
    entries = sorted(found, key=lambda entry: entry.recorded)
    places = {entry.id: place for place, entry in enumerate(entries)}
    return tuple(
        Written(
            Draft(entry.patient, entry.at, entry.fact, reason=entry.reason),
            entry.recorded,
            entry.author,
            entry.role,
            None if entry.amends is None else places[entry.amends],
            places[entry.fact.handed] if isinstance(entry.fact, TakenOver) else None,
            places[entry.fact.event] if isinstance(entry.fact, _ABOUT) else None,
            tuple(places[one] for one in entry.fact.entries)
            if isinstance(entry.fact, SecondEntry)
            else (),
        )
        for entry in entries
    )


def fill(store: Store, now: datetime, zone: tzinfo, seed: int = 1) -> None:
    """Write the demonstration ward into a store, as it was written, in few transactions.

    Raises :class:`bedside.store.StoreError`.
    """
    fill_with(store, demo_drafts(now, zone, seed))


def fill_with(store: Store, everything: Sequence[Written]) -> None:
    """Write what was written into a store, in few transactions.

    Raises :class:`bedside.store.StoreError`.
    """
    ids: list[str] = []
    for part in _parts(everything):
        batches = (
            Batch([w.named(ids) for w in written], *by)
            for by, written in groupby(part, key=lambda w: (w.recorded, w.author, w.role))
        )
        ids += (entry.id for entry in store.append_all(batches))


def _parts(everything: Sequence[Written]) -> Iterator[Sequence[Written]]:
    """Parts that can be written at once: what is named stands in an earlier part."""
    start = 0
    for place, written in enumerate(everything):
        if written.refers >= start:
            yield everything[start:place]
            start = place
    yield everything[start:]
