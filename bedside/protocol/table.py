"""Tables of a file read strictly: each key by its type, and what is wrong with its place."""

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeVar, overload

from bedside.protocol.lines import Path

T = TypeVar("T")
D = TypeVar("D")
Check = Callable[[Any], T]
"""Gives the value that was meant; raises `Refused`."""
_NEEDED: Any = object()


class Refused(ValueError):
    """A value that a key cannot have; in words that say what it must be."""


class Wrong(NamedTuple):
    """Something that is not as it must be: its place, and what is wrong in words."""

    path: Path
    words: str


class Table:
    """One table of a file; ``path`` is where it stands.

    What is wrong goes into the list ``wrong``, at once for keys it does not know. A value that is
    wrong is None then: whoever reads a file looks at the list before using anything of it.
    """

    def __init__(self, given: Any, path: Path, keys: tuple[str, ...], wrong: list[Wrong]) -> None:
        self.path = path
        self._wrong = wrong
        self._before = len(wrong)
        self._is_one = isinstance(given, dict)
        self.given: Mapping[str, Any] = given if self._is_one else {}
        if not self._is_one:
            called = next((part for part in reversed(path) if isinstance(part, str)), "")
            wrong.append(Wrong(path, f"{called}: must be a table, not {_shown(given)}"))
        wrong += [
            Wrong((*path, key), f"unknown key {key!r}{_meant(key, keys)}")
            for key in self.given
            if key not in keys
        ]

    @property
    def sound(self) -> bool:
        """Whether nothing was wrong since this table was begun."""
        return len(self._wrong) == self._before

    def note(self, key: str, words: str) -> None:
        """Note what is wrong with the value of a key."""
        self._wrong.append(Wrong((*self.path, key), f"{key}: {words}"))

    def spoil(self, words: str) -> None:
        """Note what is wrong with the table itself."""
        self._wrong.append(Wrong(self.path, words))

    @overload
    def get(self, key: str, check: Check[T]) -> T: ...
    @overload
    def get(self, key: str, check: Check[T], default: D) -> T | D: ...
    def get(self, key: str, check: Check[T], default: Any = _NEEDED) -> Any:
        """The value of a key; its default if it is not there. Without a default it must be."""
        if key in self.given:
            try:
                return check(self.given[key])
            except Refused as error:
                self.note(key, str(error))
        elif default is not _NEEDED:
            return default
        elif self._is_one:
            self.spoil(f"the key {key!r} is missing")
        return None

    def inner(self, key: str, keys: tuple[str, ...]) -> "Table":
        """The table in a key; an empty one if it is not there."""
        return Table(self.given.get(key, {}), (*self.path, key), keys, self._wrong)

    def listed(self, key: str, keys: tuple[str, ...]) -> "Iterator[Table]":
        """The tables of a list, as in [[visits]]; none if it is not there."""
        given = self.given.get(key, [])
        if not isinstance(given, list):
            self.note(key, f"must be written as [[{key}]]")
            return
        for place, one in enumerate(given):
            yield Table(one, (*self.path, key, place), keys, self._wrong)

    def named(self, key: str, keys: tuple[str, ...]) -> "Iterator[tuple[str, Table]]":
        """The tables of a table by name, as in [items.counts]; none if it is not there."""
        given = self.given.get(key, {})
        if not isinstance(given, dict):
            self.note(key, f"must be written as [{key}.<id>]")
            return
        for called, one in given.items():
            table = Table(one, (*self.path, key, called), keys, self._wrong)
            try:
                name(called)
            except Refused as error:
                table.spoil(f"its name {error}")
            yield called, table


def text(given: Any) -> str:
    """Words, on one line or several, that are not blank."""
    if not isinstance(given, str) or not given.strip():
        raise Refused(f"must be words in quotes, not {_shown(given)}")
    return given


def words(given: Any) -> str:
    """As `text`, or nothing at all."""
    return "" if given == "" else text(given)


def like(pattern: re.Pattern[str], example: str) -> Check[str]:
    """A name made of certain signs."""

    def check(given: Any) -> str:
        if not isinstance(given, str) or not pattern.fullmatch(given):
            raise Refused(f"must be a name such as {example!r}, not {_shown(given)}")
        return given

    return check


name = like(re.compile(r"[a-z][a-z0-9_]{0,59}"), "ward_trial")
"""What something is called by other parts of the file or by the record."""
label = like(re.compile(r"[0-9A-Za-z][0-9A-Za-z._/+-]{0,39}"), "DL-1")
"""As `name`, as people write it; of an edition, a dose level, a criterion."""


def flag(given: Any) -> bool:
    """Yes or no."""
    if not isinstance(given, bool):
        raise Refused(f"must be true or false, not {_shown(given)}")
    return given


def whole(low: int, high: int) -> Check[int]:
    """A whole number between two, inclusive."""

    def check(given: Any) -> int:
        if isinstance(given, bool) or not isinstance(given, int):
            raise Refused(f"must be a whole number, not {_shown(given)}")
        if not low <= given <= high:
            raise Refused(f"must be from {low} to {high}, not {_shown(given)}")
        return given

    return check


def number(low: float, high: float) -> Check[float]:
    """A number above the first and up to the second."""

    def check(given: Any) -> float:
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise Refused(f"must be a number, not {_shown(given)}")
        if not low < given <= high:  # nor is "nan"
            raise Refused(f"must be above {low:g} and at most {high:g}, not {_shown(given)}")
        return float(given)

    return check


def one_of(known: tuple[Any, ...]) -> Check[Any]:
    """One of some words."""

    def check(given: Any) -> Any:
        if not isinstance(given, str) or given not in known:
            choice = ", ".join(repr(one) for one in known)
            raise Refused(f"{_shown(given)} is none of {choice}")
        return given

    return check


def list_of(check: Check[T], *, empty: bool = False) -> Check[tuple[T, ...]]:
    """A list without anything twice."""

    def check_all(given: Any) -> tuple[T, ...]:
        if not isinstance(given, list):
            raise Refused(f"must be a list in [ ], not {_shown(given)}")
        if not given and not empty:
            raise Refused("the list is empty")
        found = [check(one) for one in given]
        for place, one in enumerate(found):
            if one in found[:place]:
                raise Refused(f"{_shown(one)} stands in it twice")
        return tuple(found)

    return check_all


def _shown(given: Any) -> str:
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, dict | list):
        return "a table" if isinstance(given, dict) else "a list"
    try:
        said = repr(given) if isinstance(given, str | int | float) else str(given)
    except ValueError:  # a whole number of thousands of digits
        return "such a number"
    return said if len(said) <= 60 else f"{said[:57]}..."  # noqa: PLR2004


def _meant(key: str, keys: tuple[str, ...]) -> str:
    near = get_close_matches(key, keys, 1)
    return f"; is {near[0]!r} meant?" if near else ""
