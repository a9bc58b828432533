"""All editions that there are: those that ship and the site's own; and files that are broken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import resources
from bedside.protocol.edition import Protocol
from bedside.protocol.lines import Lines
from bedside.protocol.reading import BadProtocol, Problem, read

TEMPLATE = "template"
"""The id of the file that shows how to write one; no patient is enrolled in it."""
_PLACE = "protocols"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The editions by (id, edition), and what is wrong with the files that could not be used."""

    protocols: Mapping[tuple[str, str], Protocol]
    broken: tuple[BadProtocol, ...] = ()

    def get(self, id: str, edition: str) -> Protocol | None:  # noqa: A002 - the field's word
        """An edition of a protocol; None if there is none such.

        Records of before there were such files name a protocol in free words, and no edition:
        where these are the id or the registry number of a protocol, its oldest edition is meant.
        """
        if edition:
            return self.protocols.get((id, edition))
        words = id.strip().casefold()
        named = [
            one
            for one in self.protocols.values()
            if words and words in {one.id.casefold(), one.registry.casefold()}
        ]
        return min(named, key=_age, default=None)

    def editions(self, id: str) -> tuple[Protocol, ...]:  # noqa: A002 - the field's word
        """All editions of a protocol, from the oldest to the newest."""
        found = [one for one in self.protocols.values() if one.id == id]
        return tuple(sorted(found, key=_age))

    def latest(self) -> tuple[Protocol, ...]:
        """The newest edition of each protocol, in the order of the short names."""
        newest: dict[str, Protocol] = {}
        for one in sorted(self.protocols.values(), key=_age):
            newest[one.id] = one
        return tuple(sorted(newest.values(), key=lambda one: (one.short.casefold(), one.id)))


def shelf(folder: Path | None = None) -> Shelf:
    """The editions that ship, and those of every ``*.toml`` in the site's folder.

    A file that cannot be read or used is in `Shelf.broken` and stops nothing. So is one with the
    id and edition of another, as a published edition is never edited: what ships stands, and of
    two of the site's files the first by name.
    """
    ships = _shipped()
    if folder is None:
        return ships
    found = dict(ships.protocols)
    broken = list(ships.broken)
    for file in _files(folder, broken):
        try:
            one, text = _opened(file)
            key = (one.id, one.edition)
            if one.id == TEMPLATE:
                raise _twice(one, text, "id", f"id: {TEMPLATE!r} must be changed to your own")
            if key in found:
                said = f"edition {one.edition!r} of {one.id!r} is that of {found[key].file} already"
                raise _twice(one, text, "edition", f"edition: {said}; give it a new one")
        except BadProtocol as error:
            broken.append(error)
        else:
            found[key] = one
    return Shelf(MappingProxyType(found), tuple(broken))


@cache
def _shipped() -> Shelf:
    found: dict[tuple[str, str], Protocol] = {}
    broken = []
    for name in resources.names(f"{_PLACE}/*.toml"):
        file = Path(name).name
        if file == f"{TEMPLATE}.toml":
            continue
        try:
            one = read(resources.text(name), file)
        except BadProtocol as error:
            broken.append(error)
        else:
            found[one.id, one.edition] = one
    return Shelf(MappingProxyType(found), tuple(broken))


def _files(folder: Path, broken: list[BadProtocol]) -> list[Path]:
    try:
        return sorted(folder.glob("*.toml")) if folder.is_dir() else []
    except OSError as error:
        broken.append(BadProtocol(str(folder), [Problem(1, f"cannot be read: {error.strerror}")]))
        return []


def _opened(file: Path) -> tuple[Protocol, str]:
    try:
        # Windows editors put a mark before the first sign.
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        said = f"cannot be read: {error.strerror}"
    except UnicodeDecodeError as error:
        before = error.object[: error.start].count(b"\n")
        raise BadProtocol(str(file), [Problem(before + 1, "this is not UTF-8")]) from None
    else:
        return read(text, str(file)), text
    raise BadProtocol(str(file), [Problem(1, said)])


def _twice(one: Protocol, text: str, key: str, words: str) -> BadProtocol:
    return BadProtocol(one.file, [Problem(Lines(text).of((key,)), words)])


def _age(one: Protocol) -> list[tuple[int, int, str]]:
    """By which editions are ordered: numbers in them as numbers, so that 10 comes after 9."""
    pieces = re.findall(r"\d+|[^\d]+", one.edition)
    return [(0, int(p), "") if p.isdigit() else (1, 0, p.casefold()) for p in pieces]
