"""Laboratory results pasted from a spreadsheet: what could be placed, and what could not, by line.

Three shapes are read. A line an analyte: name, value, and if they are there unit, lower and upper
limit of the reference range; a line of titles may give another order, and a time. A line of names
above lines of values, the time of each in the first column (or the same turned on its side). And a
column of values alone, which goes down from a line of the grid. Every cell is either taken or named
as not placed with the reason; nothing is guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from bedside.analytes import Analyte, analytes, lab
from bedside.pasted_cells import (
    LONGEST,
    Cell,
    Place,
    Row,
    TooLong,
    analyte_of,
    filled,
    knows,
    rows,
    shown,
    title_of,
)
from bedside.pasted_shape import (
    by_order,
    by_titles,
    is_doubtful,
    is_head,
    is_line,
    is_of_units,
    limits_in,
    moment_in,
    names_any,
    upright,
)
from grading.signs import Invalid

__all__ = [
    "LONGEST",
    "Pasted",
    "Place",
    "Sample",
    "TooLong",
    "Unplaced",
    "Value",
    "Why",
    "is_table",
    "pasted",
]

Why = Literal[
    "unknown_analyte",
    "unknown_unit",
    "not_a_number",
    "thousands",
    "comma",
    "no_value",
    "no_time",
    "no_line",
    "twice",
    "typed",
    "limits",
    "no_place",
]
"""Why a cell was not placed. ``comma``: it parts cells or is a decimal sign, one cannot tell;
``limits``: no reference limits can be read there; ``twice``: another value of the same analyte and
time was taken; ``typed``: something else is typed there already; ``no_place``: no column of this
meaning is known."""


class Value(NamedTuple):
    """A result as written, of an analyte by its key; "" where unit or limits were not."""

    line: int
    analyte: str
    text: str
    unit: str = ""
    low: str = ""
    high: str = ""


class Sample(NamedTuple):
    """The results of one moment. ``at`` is the time as written, to the minute; "" without one."""

    at: str
    values: tuple[Value, ...]


class Unplaced(NamedTuple):
    """Cells of a line that were not taken. ``about``: the analyte's key or the unit, if known."""

    line: int
    text: str
    why: Why
    about: str = ""
    places: tuple[Place, ...] = ()


class Pasted(NamedTuple):
    """What was read. ``taken``: the places of all cells that are in the samples or title them."""

    samples: tuple[Sample, ...]
    unplaced: tuple[Unplaced, ...]
    taken: frozenset[Place]


def pasted(text: str, below: Sequence[str] = ()) -> Pasted:
    """Pasted text read; ``below`` are the analytes of the grid from the current line down.

    Raises TooLong.
    """
    lines, by_comma = rows(text)
    reading = _Reading(by_comma=by_comma)
    reading.read(lines, below)
    samples = tuple(Sample(at, tuple(found.values())) for at, found in reading.samples.items())
    unplaced = tuple(sorted(reading.unplaced, key=lambda one: (one.line, one.places)))
    return Pasted(tuple(s for s in samples if s.values), unplaced, frozenset(reading.taken))


_BEFORE_UNIT = re.compile(r"((?:[<>]=?|[≤≥])?\s*[\d.,]*\d)\s*([^\d\s.,].*)")


def is_table(text: str) -> bool:
    """Whether text is more than one cell: several lines, or cells with names between them."""
    bare = text.strip("\r\n")
    if any(sign in bare for sign in "\t\n;"):
        return True
    return "," in bare and len(text) <= LONGEST and rows(text)[1]


@dataclass(slots=True)
class _Reading:
    """The reading of one pasted text."""

    by_comma: bool
    samples: dict[str, dict[str, Value]] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    taken: set[Place] = field(default_factory=set)

    def read(self, lines: list[Row], below: Sequence[str]) -> None:
        """Find the shape and read it."""
        place = next((n for n, row in enumerate(lines) if is_head(row, lines[n + 1 :])), None)
        first = next((n for n, row in enumerate(lines) if is_line(row)), len(lines))
        if place is not None and place < first:
            for row in lines[:place]:
                self._refuse(filled(row), "no_place")
            self._read_table(upright(lines[place:]))
        elif not any(len(filled(row)) > 1 or names_any(row) for row in lines):
            self._read_column(lines, below)
        else:
            self._read_lines(lines)

    # --- taking and refusing ----------------------------------------------------------------------

    def _take(self, *cells: Cell) -> None:
        self.taken.update(cell.place for cell in cells if cell.text)

    def _refuse(self, cells: Sequence[Cell], why: Why, about: str = "") -> None:
        if cells:
            places = tuple(cell.place for cell in cells)
            text = " · ".join(cell.text for cell in cells)
            self.unplaced.append(Unplaced(cells[0].place.line, text, why, about, places))

    def _value(
        self, at: str, known: Analyte, cell: Cell, unit: str, limits: tuple[str, str] = ("", "")
    ) -> tuple[Why, str] | None:
        """Take a value; or why it cannot be taken, and what about."""
        text = shown(cell.text)
        if not text or not (known.words or any(sign.isalnum() for sign in text)):
            return "no_value", known.key
        if analyte_of(text) is not None or (text[0].isalpha() and knows(known, text)):
            return "not_a_number", known.key
        parted = _BEFORE_UNIT.fullmatch(text)
        if parted and not unit and knows(known, parted[2]):
            text, unit = parted[1], parted[2]
        if unit and not knows(known, unit):
            return "unknown_unit", unit
        try:
            lab(known, text, unit or known.unit)
        except Invalid as error:
            if error.bounds is None:  # what is impossible is refused at its field
                return ("thousands" if error.code == "thousands" else "not_a_number"), known.key
        sample = self.samples.setdefault(at, {})
        if known.key in sample:
            return "twice", known.key
        sample[known.key] = Value(cell.place.line, known.key, text, unit, *limits)
        return None

    # --- a line an analyte ------------------------------------------------------------------------

    def _read_lines(self, lines: list[Row]) -> None:
        roles: tuple[str, ...] = ()
        for row in lines:
            cells = filled(row)
            titles = [title_of(cell.text) for cell in row]
            if not roles and {"name", "value"} <= {*titles}:
                roles = tuple(titles)
                self._take(*(cell for cell, role in zip(row, roles, strict=True) if role))
                self._refuse([c for c, role in zip(row, roles, strict=True) if not role and c.text],
                             "no_place")  # fmt: skip
            elif self.by_comma and is_doubtful(row, len(roles)):
                self._refuse(cells, "comma")
            elif cells:
                self._read_line(row, roles)

    def _read_line(self, row: Row, roles: tuple[str, ...]) -> None:
        by_role = by_titles(row, roles) if roles else by_order(row)
        name, value = by_role.pop("name", None), by_role.pop("value", None)
        cells = filled(row)
        known = analyte_of(name.text) if name is not None else None
        if name is None or known is None:
            self._refuse(cells, "unknown_analyte", name.text if name is not None else "")
            return
        analyte, unit = known
        written = by_role.pop("unit", None)
        if written is not None and written.text:
            unit = written.text
        if value is None:
            self._refuse(cells, "no_value", analyte.key)
            return
        times = [cell for cell, role in zip(row, roles, strict=False) if role == "time"]
        by_role.pop("time", None)
        limits, used = limits_in(by_role)
        refused = self._value(moment_in(times), analyte, value, unit, limits)
        mine = [cell for cell in cells if cell in {name, value, written, *times, *used}]
        if refused is not None:
            self._refuse(mine, *refused)
        else:
            self._take(*mine)
        unread = [cell for cell in cells if cell not in mine]
        limiting = [cell for cell in unread if cell in by_role.values()]
        self._refuse(limiting, "limits", analyte.key)
        self._refuse([cell for cell in unread if cell not in limiting], "no_place", analyte.key)

    # --- names above values -----------------------------------------------------------------------

    def _read_table(self, table: list[Row]) -> None:
        head, *body = table
        columns = [analyte_of(cell.text) for cell in head]
        first = next(n for n, known in enumerate(columns) if known is not None)
        timed = [n for n in range(first) if n == 0 or title_of(head[n].text) == "time"]
        units = [known[1] if known else "" for known in columns]
        self._take(*(cell for n, cell in enumerate(head) if columns[n] is not None or n in timed))
        unknown = [n for n, known in enumerate(columns) if known is None and n not in timed]
        for n in unknown:
            cells = [row[n] for row in table if n < len(row) and row[n].text]
            self._refuse(cells, "unknown_analyte" if head[n].text else "no_place", head[n].text)
        body = [[c if n not in unknown else Cell(c.place, "") for n, c in enumerate(row)]
                for row in body]  # fmt: skip
        if body and is_of_units(body[0], columns, timed):
            for n, cell in enumerate(body[0]):
                units[n] = cell.text or units[n]
            self._take(*body[0])
            body = body[1:]
        body = [row for row in body if filled(row)]
        for row in body:
            self._read_moment(row, columns, units, timed, alone=len(body) == 1)

    def _read_moment(
        self,
        row: Row,
        columns: list[tuple[Analyte, str] | None],
        units: list[str],
        timed: list[int],
        *,
        alone: bool,
    ) -> None:
        times = [row[n] for n in timed if n < len(row) and row[n].text]
        values = [(n, cell) for n, cell in enumerate(row) if cell.text and n not in timed]
        if self.by_comma and len(row) > len(columns):
            self._refuse(filled(row), "comma")
            return
        if (not times and not alone) or any(title_of(cell.text) for cell in times):
            self._refuse(filled(row), "no_place" if times else "no_time")
            return
        at = moment_in(times)
        taken = False
        for n, cell in values:
            known = columns[n] if n < len(columns) else None
            if known is None:
                self._refuse([cell], "no_place")
                continue
            refused = self._value(at, known[0], cell, units[n])
            if refused is None:
                self._take(cell)
                taken = True
            else:
                self._refuse([cell], *refused)
        if taken:
            self._take(*times)
        else:
            self._refuse(times, "no_value")

    # --- values alone -----------------------------------------------------------------------------

    def _read_column(self, lines: list[Row], below: Sequence[str]) -> None:
        for place, row in enumerate(lines):
            for cell in filled(row):
                if place >= len(below):
                    self._refuse([cell], "no_line")
                    continue
                refused = self._value("", analytes()[below[place]], cell, "")
                if refused is None:
                    self._take(cell)
                else:
                    self._refuse([cell], *refused)
