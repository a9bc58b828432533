"""A table in a text file, row by row: what a spreadsheet, a database or a monitor exports as CSV.

Comma, semicolon, tab or bar between the cells; UTF-8 with or without mark, UTF-16 with one, or the
encoding that a mapping names. A row that cannot be read is a :class:`Damage` of its line; the rows
after it are read all the same.
"""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import NamedTuple

SEPARATORS = ",;\t|"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LONGEST_CELL = 1_000_000


class Unreadable(Exception):
    """Nothing of a file can be read; ``path`` and one line that says why, and where."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


class Damage(NamedTuple):
    """Why a row cannot be read: a code, the column if it is one cell, and what stands there."""

    code: str
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The text of a table with its header, and what parts its cells."""

    path: Path
    header: tuple[str, ...]
    separator: str
    first: int
    lines: tuple[str, ...]
    suspect: bool

    def rows(self) -> Iterator[tuple[int, list[str] | Damage]]:
        """Each row after the header with the line it begins on (the header's is 1 or later)."""
        width = len(self.header)
        start = self.first
        while start < len(self.lines):
            reader = csv.reader(
                islice(self.lines, start, None), delimiter=self.separator, strict=True
            )
            line = start + 1
            try:
                for row in reader:
                    if len(row) != width:
                        yield line, _fitted(row, width)
                    elif self.suspect and (damage := self._damage(row)):
                        yield line, damage
                    else:
                        yield line, row
                    line = start + reader.line_num + 1
                start = len(self.lines)
            except csv.Error as error:
                # Only the line on which the trouble begins is given up.
                yield line, Damage("not_a_row", value=str(error))
                start = line

    def _damage(self, row: list[str]) -> Damage | None:
        """The first cell with bytes that are no text, as undecodable bytes and NULs are kept."""
        for name, text in zip(self.header, row, strict=True):
            if "\0" in text:
                return Damage("nul_byte", name, text.replace("\0", "␀"))
            if any("\udc80" <= sign <= "\udcff" for sign in text):
                return Damage("not_text", name, text.encode("ascii", "backslashreplace").decode())
        return None


def _fitted(row: list[str], width: int) -> list[str] | Damage:
    """A row of another width than the header: blank, with blank cells too many, or damaged."""
    if not any(map(str.strip, row)):
        return [""] * width
    if len(row) > width and not any(map(str.strip, row[width:])):
        return row[:width]
    return Damage("ragged", value=f"{len(row)} cells under {width} columns")


def table(path: Path, encoding: str | None = None) -> Table:
    """The table in a file, its header read. Raises :class:`Unreadable`."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(path, error.strerror or str(error)) from error
    text, suspect = _text(path, raw, encoding)
    lines = tuple(StringIO(text, newline=""))
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise Unreadable(path, "the file is empty")
    csv.field_size_limit(_LONGEST_CELL)
    separator = _separator(lines[first])
    reader = csv.reader(islice(lines, first, None), delimiter=separator, strict=True)
    try:
        header = tuple(name.strip() for name in next(reader))
    except csv.Error as error:
        raise Unreadable(path, f"line {first + 1}: {error}") from error
    if "\0" in "".join(header):
        raise Unreadable(path, f"line {first + 1}: NUL bytes; is it a text file?")
    while header and not header[-1]:
        header = header[:-1]
    for name in header:
        if header.count(name) > 1:
            said = f"the column {name!r} stands twice" if name else "a column without a name"
            raise Unreadable(path, f"line {first + 1}: {said}")
    return Table(path, header, separator, first + reader.line_num, lines, suspect)


def _text(path: Path, raw: bytes, encoding: str | None) -> tuple[str, bool]:
    """The text of a file, and whether some bytes of it are no text."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            encoding = name
            break
    encoding = encoding or "utf-8"
    try:
        return (text := raw.decode(encoding)), "\0" in text
    except UnicodeDecodeError as error:
        if encoding.startswith("utf-8"):
            return raw.decode(encoding, "surrogateescape"), True
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unreadable(path, f"line {line}: not {encoding} text") from error


def _separator(header: str) -> str:
    return max(SEPARATORS, key=header.count)
