"""The shape of a pasted table: which line titles the others, and what the cells of one mean."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bedside.analytes import Analyte, named, number
from bedside.pasted_cells import (
    Cell,
    Place,
    Row,
    analyte_of,
    filled,
    is_time,
    knows,
    shown,
    title_of,
)
from grading.signs import Invalid

_ROLES = ("unit", "low", "high")
_FIGURES = re.compile(r"(?:[<>]=?|[≤≥])?\s*[+-]?[\d.,]*\d[\d.,]*")
_WHOLE = re.compile(r"(?:[<>]=?|[≤≥])?\s*\d+")
_BETWEEN = re.compile(r"([\d.,]+)\s*(?:-|–|—|~|to|\.\.\.?)\s*([\d.,]+)")
_OPEN = re.compile(r"([<>])=?\s*([\d.,]+)|([≤≥])\s*([\d.,]+)")
_ISO = re.compile(r"(\d)T(\d)")
_SECONDS = re.compile(r"(\d{1,2}:\d{2}):\d{2}(?:\.\d+)?")


def moment_in(times: Sequence[Cell]) -> str:
    """The time in one cell or two, to the minute."""
    written = shown(" ".join(cell.text for cell in filled(times)))
    return _SECONDS.sub(r"\1", _ISO.sub(r"\1 \2", written))


def is_line(row: Row) -> bool:
    """Whether a line begins with the name of an analyte and more, or has titles that say so."""
    if {"name", "value"} <= {title_of(cell.text) for cell in row}:
        return True
    names = [analyte_of(cell.text) is not None for cell in row[:2]]
    return names == [True, False] and bool(row[1].text)


def names_any(row: Row) -> bool:
    """Whether any cell of a line names an analyte."""
    return any(analyte_of(cell.text) is not None for cell in row)


def is_head(row: Row, below: list[Row]) -> bool:
    """Whether a line names analytes, or times, for what stands below it."""
    names = [analyte_of(cell.text) is not None for cell in row]
    if sum(names) > 1 or (any(names[1:]) and not names[0]):
        return True
    titles = [cell for cell in filled(row[1:]) if title_of(cell.text) not in _ROLES]
    return (
        bool(titles)
        and not names[0]
        and all(is_time(cell.text) for cell in titles)
        and any(analyte_of(other[0].text) is not None for other in below)
    )


def upright(table: list[Row]) -> list[Row]:
    """The table with the analytes across."""
    if names_any(table[0]):
        return table
    width = max(map(len, table))
    blank = Cell(Place(0, 0), "")
    return [[row[n] if n < len(row) else blank for row in table] for n in range(width)]


def is_of_units(row: Row, columns: list[tuple[Analyte, str] | None], timed: list[int]) -> bool:
    """Whether a line holds the units of its columns; it has no time then."""
    if any(row[n].text and title_of(row[n].text) != "unit" for n in timed if n < len(row)):
        return False
    cells = [(n, cell) for n, cell in enumerate(row) if cell.text and n not in timed]
    known = [(columns[n] if n < len(columns) else None, cell) for n, cell in cells]
    return bool(known) and all(
        one is not None and not _FIGURES.fullmatch(cell.text) and knows(one[0], cell.text)
        for one, cell in known
    )


def by_titles(row: Row, roles: tuple[str, ...]) -> dict[str, Cell]:
    """The cells of a line by the titles above them."""
    found: dict[str, Cell] = {}
    for cell, role in zip(row, roles, strict=False):
        if role and cell.text:
            found.setdefault(role, cell)
    return found


def by_order(row: Row) -> dict[str, Cell]:
    """The cells of a line without titles: name, value, unit, lower limit, upper limit.

    Where limits stand in place of the unit, there is none. "1" is a unit too: with two more cells
    behind it, or none, it is one.
    """
    found = dict(zip(("name", "value"), row, strict=False))
    rest = row[2:]
    while rest and not rest[-1].text:
        rest = rest[:-1]
    known = analyte_of(row[0].text)
    if rest and known is not None:
        is_unit = knows(known[0], rest[0].text) and len(rest) != 2  # noqa: PLR2004
        if not is_unit and _limits(rest[0].text, "range") is not None:
            rest = [Cell(Place(0, 0), ""), *rest]
    found.update(zip(_ROLES, rest, strict=False))
    return {role: cell for role, cell in found.items() if cell.text}


def limits_in(cells: dict[str, Cell]) -> tuple[tuple[str, str], list[Cell]]:
    """The reference limits as written, and the cells they were read from."""
    low, high = "", ""
    used: list[Cell] = []
    for role, cell in cells.items():
        pair = _limits(cell.text, role)
        if pair is None or (pair[0] and low) or (pair[1] and high):
            continue
        low, high = pair[0] or low, pair[1] or high
        used.append(cell)
    if low and high and number(low) > number(high):
        return ("", ""), []
    return (low, high), used


def _limits(text: str, role: str) -> tuple[str, str] | None:
    """Lower and upper limit in a cell, "" where there is none; None if it holds no limits."""
    plain = shown(text).strip("()[] ")
    if match := _BETWEEN.fullmatch(plain):
        pair = (match[1], match[2])
    elif match := _OPEN.fullmatch(plain):
        sign, figures = match[1] or match[3], match[2] or match[4]
        pair = ("", figures) if sign in "<≤" else (figures, "")
    elif role == "high":
        pair = ("", plain)
    else:
        pair = (plain, "")
    try:
        for figures in filter(None, pair):
            number(figures)
    except Invalid:
        return None
    return pair if any(pair) else None


def is_doubtful(row: Row, width: int) -> bool:
    """Whether a comma between figures, or within a name, may be no end of a cell."""
    if width:
        return len(row) > width
    texts = [shown(cell.text) for cell in row]
    if len(texts) > 1 and named(f"{texts[0]}, {texts[1]}") is not None:
        return True
    pairs = pairwise(texts)
    return not any("." in text for text in texts) and any(
        _WHOLE.fullmatch(one) and other[:1].isdigit() and _WHOLE.match(other)
        for one, other in pairs
    )
