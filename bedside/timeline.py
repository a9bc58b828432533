"""Entries as written, and those that count, in clinical order, as known at any time."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import cast

import msgspec

from bedside.facts import Fact, Retracted, encoded, kind_of
from grading.signs import SIGNS, Reading, Sign

_READ = frozenset(SIGNS)


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact as written. Times are aware, in UTC.

    ``at``: when it was true at the bedside; ``recorded``: when it was written. ``origin`` and
    ``seq``: which workstation's log, and its place there, without gaps from 1. ``amends``: the
    entry it stands in for; then ``reason`` says why. Of an entry that amends nothing ``reason``
    says why it holds although something was asked about it, as of a dose given too soon.
    ``original``: what was typed or imported where it differs from what is kept (field -> words).
    ``source``: the imported row, so that it is taken only once. ``digest``: hash of this entry
    and of the one before it of its origin.
    """

    id: str
    origin: str
    seq: int
    patient: str
    at: datetime
    recorded: datetime
    author: str
    role: str
    fact: Fact
    amends: str | None = None
    reason: str | None = None
    original: tuple[tuple[str, str], ...] = ()
    source: str | None = None
    digest: str = field(default="", compare=False)

    @property
    def kind(self) -> str:
        """The kind of its fact."""
        return kind_of(self.fact)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is asked to be written: an entry before the store has given it its place."""

    patient: str
    at: datetime
    fact: Fact
    amends: str | None = None
    reason: str | None = None
    original: tuple[tuple[str, str], ...] = ()
    source: str | None = None


def digest(before: str, columns: Sequence[str | int | None]) -> str:
    """The hash that chains an entry to the one before it: SHA-256 over its columns as JSON."""
    return hashlib.sha256(before.encode() + msgspec.json.encode(columns)).hexdigest()


def columns(
    place: tuple[str, str, int],
    said: Draft | Entry,
    times: tuple[datetime, datetime],
    keeper: tuple[str, str],
    text: str,
) -> tuple[str | int | None, ...]:
    """The columns of a row in the order of the table, without the digest.

    ``place`` is id, origin and seq; ``times`` when it was true and when written; ``keeper`` name
    and role; ``text`` the JSON of the fact.
    """
    return (
        *place,
        said.patient,
        stamp(times[0]),
        stamp(times[1]),
        *keeper,
        kind_of(said.fact),
        text,
        said.amends,
        said.reason,
        msgspec.json.encode(dict(said.original)).decode() if said.original else None,
        said.source,
    )


def row_of(entry: Entry) -> tuple[str | int | None, ...]:
    """An entry as the columns of its row, without the digest."""
    return columns(
        (entry.id, entry.origin, entry.seq),
        entry,
        (entry.at, entry.recorded),
        (entry.author, entry.role),
        encoded(entry.fact),
    )


@lru_cache(maxsize=64)
def stamp(moment: datetime) -> str:
    """A moment as kept in the file: ISO 8601 in UTC with milliseconds, sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def clinical_order(entry: Entry) -> tuple[datetime, datetime, str]:
    """By when it was true, then by when it was written."""
    return (entry.at, entry.recorded, entry.id)


def timeline(log: Iterable[Entry], known_at: datetime | None = None) -> tuple[Entry, ...]:
    """The entries that count, in clinical order, as known at a time (now, if None).

    Of an entry and all that amends it, and amends its amendments, one counts: of those that
    nobody amended the one written last, unless it retracts. The answer for a ``known_at`` in
    the past never changes with later entries.
    """
    known = {e.id: e for e in log if known_at is None or e.recorded <= known_at}
    amended = {e.amends for e in known.values() if e.amends}
    counting: dict[str, Entry] = {}
    for entry in known.values():
        if entry.id in amended:
            continue
        first = _first(entry, known) if entry.amends else entry.id
        other = counting.get(first)
        if other is None or (other.recorded, other.id) < (entry.recorded, entry.id):
            counting[first] = entry
    stand = (e for e in counting.values() if not isinstance(e.fact, Retracted))
    return tuple(sorted(stand, key=clinical_order))


def _first(entry: Entry, known: Mapping[str, Entry]) -> str:
    """The id of the entry with which a chain of amendments began."""
    seen = {entry.id}
    while entry.amends is not None and entry.amends in known and entry.amends not in seen:
        entry = known[entry.amends]
        seen.add(entry.id)
    return entry.amends or entry.id


def readings(entries: Iterable[Entry]) -> tuple[Reading, ...]:
    """The signs of entries as readings."""
    return tuple([Reading(e.at, cast("Sign", e.fact)) for e in entries if type(e.fact) in _READ])
