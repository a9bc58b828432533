"""The whole record as JSON lines, and read back: a header, then one entry a line."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from bedside.facts import Unknown, decoded
from bedside.timeline import Entry, row_of

HEADER = {"format": "bedside-record", "version": 1}
_COLUMNS = (
    *("id", "origin", "seq", "patient", "at", "recorded", "author", "role", "kind", "fact"),
    *("amends", "reason", "original", "source"),
)


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The header and each entry, in the order given."""
    yield msgspec.json.encode(HEADER).decode()
    for entry in entries:
        row: dict[str, Any] = dict(zip(_COLUMNS, row_of(entry), strict=True))
        row["fact"] = msgspec.Raw(str(row["fact"]).encode())
        row["original"] = dict(entry.original) or None
        row["digest"] = entry.digest
        yield msgspec.json.encode(row).decode()


def entries(text: Iterable[str]) -> Iterator[Entry]:
    """The entries of an export. Raises :class:`bedside.facts.Unknown` naming the line."""
    for number, line in enumerate(text, start=1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=dict[str, Any])
            if number == 1:
                _check_header(row)
                continue
            yield _entry(row)
        except (msgspec.MsgspecError, KeyError, TypeError, ValueError) as error:
            raise Unknown(f"line {number}: {error!r}") from error


def _check_header(row: dict[str, Any]) -> None:
    if row != HEADER:
        raise Unknown("not an export of this program")


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        id=row["id"],
        origin=row["origin"],
        seq=row["seq"],
        patient=row["patient"],
        at=datetime.fromisoformat(row["at"]),
        recorded=datetime.fromisoformat(row["recorded"]),
        author=row["author"],
        role=row["role"],
        fact=decoded(row["kind"], msgspec.json.encode(row["fact"]).decode()),
        amends=row["amends"],
        reason=row["reason"],
        original=tuple((row["original"] or {}).items()),
        source=row["source"],
        digest=row["digest"],
    )


def is_export(first_line: str) -> bool:
    """Whether a file begins as an export does."""
    try:
        return bool(msgspec.json.decode(first_line) == HEADER)
    except msgspec.MsgspecError:
        return False
