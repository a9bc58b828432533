"""Answers that are kept as long as the entries that they rest on are the very same."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from bedside.timeline import Entry

T = TypeVar("T")


class Kept(Generic[T]):
    """The latest answers, each with its entries: what is held cannot become another object.

    An entry is never changed, and a chart that goes on holds the entries it held before.
    """

    def __init__(self, most: int = 128) -> None:
        self._most = most
        self._found: dict[tuple[tuple[int, ...], Hashable], tuple[Sequence[Entry], T]] = {}

    def of(self, entries: Sequence[Entry], more: Hashable, make: Callable[[], T]) -> T:
        """The answer for these entries and for ``more``, made where it is not kept."""
        key = tuple(map(id, entries)), more
        kept = self._found.get(key)
        if kept is None:
            kept = self._found[key] = entries, make()
            if len(self._found) > self._most:
                del self._found[next(iter(self._found))]
        return kept[1]

    def forget(self) -> None:
        """Forget all of them."""
        self._found.clear()
