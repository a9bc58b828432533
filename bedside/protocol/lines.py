"""On which line of a TOML text each key stands; ``tomllib`` tells no positions."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""A key with the tables around it: ("visits", 2, "before") is in the third [[visits]]."""

_WORDS = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|'
    r"'''.*?'{3,5}|"
    r'"(?:\\.|[^"\\\n])*"|'
    r"'[^'\n]*'|#[^\n]*",
    re.DOTALL,
)
_PART = re.compile(r'"((?:\\.|[^"\\])*)"|\'([^\']*)\'|([A-Za-z0-9_-]+)')
_HEADER = re.compile(r"\s*(\[\[?)(.+?)\]\]?\s*$")
_KEY = re.compile(r"\s*([^=\[\]{}]+?)\s*=")


class Lines:
    """The lines, counted from 1, of the keys and tables of a text that is valid TOML."""

    def __init__(self, text: str) -> None:
        self._text = text

    def of(self, path: Path) -> int:
        """The line of a key or table; of what holds it, where it has no line of its own."""
        while path and path not in self._found:
            path = path[:-1]
        return self._found.get(path, 1)

    @cached_property
    def _found(self) -> Mapping[Path, int]:
        # Words and comments are blanked out, so that no bracket or "=" in them counts.
        bare = _WORDS.sub(
            lambda m: re.sub(r"[^\n]", "_", m[0]) if m[0][0] != "#" else "", self._text
        )
        found: dict[Path, int] = {}
        counts: Counter[Path] = Counter()
        table: Path = ()
        depth = 0
        for number, (line, written) in enumerate(
            zip(bare.split("\n"), self._text.split("\n"), strict=True), 1
        ):
            if depth == 0 and (header := _HEADER.match(line)):
                table = _placed(_parts(written[header.start(2) : header.end(2)]), counts)
                if header[1] == "[[":
                    counts[table] += 1
                    table = (*table, counts[table] - 1)
                _note(found, table, number)
                continue
            if depth == 0 and (key := _KEY.match(line)):
                _note(found, (*table, *_parts(written[key.start(1) : key.end(1)])), number)
            depth += sum(line.count(sign) for sign in "[{") - sum(line.count(s) for s in "]}")
        return found


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(m[1] or m[2] or m[3] or "" for m in _PART.finditer(dotted))


def _placed(parts: tuple[str, ...], counts: Mapping[Path, int]) -> Path:
    """The path of a header, with the place of the latest table of each list on the way."""
    path: Path = ()
    for place, part in enumerate(parts):
        path = (*path, part)
        if counts.get(path) and place < len(parts) - 1:
            path = (*path, counts[path] - 1)
    return path


def _note(found: dict[Path, int], path: Path, number: int) -> None:
    for end in range(1, len(path) + 1):
        found.setdefault(path[:end], number)
