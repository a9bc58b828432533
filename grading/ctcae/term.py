"""The terms of the CTCAE as data: what is printed for each grade, and beside it the condition.

A condition is a cell written as it is printed: ``"< 100 to >= 80"``, ``"> 3 to <= 5"``, or, where
the limit of normal closes it, ``"< LLN to >= 100"``. What a column measures stands in its head:
a unit ("g/L": the value itself), "x ULN", "x LLN", "x baseline", "% below baseline", "points below
baseline", "g/L above ULN". After a comma the head may say for whom the column is, as in
"mmol/L, symptomatic". Cells that overlap or leave a hole cannot be made into a term.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, TypeVar

from grading.bands import Bands, bands
from grading.ctcae.rule import AnyRule, ByUnit

Version = Literal["5.0", "6.0"]
Direction = Literal["low", "high"]
Measure = Literal["value", "uln", "lln", "baseline", "fall", "drop", "above_uln"]
Side = Literal["lln", "uln"]
AnyTerm = TypeVar("AnyTerm", bound="Term")

BLOOD = "Blood and lymphatic system disorders"
INVESTIGATIONS = "Investigations"
METABOLISM = "Metabolism and nutrition disorders"
RENAL = "Renal and urinary disorders"

_TIMES: Mapping[str, Measure] = {"x ULN": "uln", "x LLN": "lln", "x baseline": "baseline"}
_BELOW: Mapping[str, Measure] = {"% below baseline": "fall", "points below baseline": "drop"}
_UNITLESS = ("INR", "pH")
_LIMIT = re.compile(r"(<=|>=|<|>)\s*(LLN|ULN)")


class Row(NamedTuple):
    """One grade as printed, None where the table has a dash; its conditions, column by column.

    ``also`` are findings that give the grade by the same wording, whatever the number: what is
    printed after a semicolon is printed as "or".
    """

    wording: str | None
    cells: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def row(wording: str, *cells: str, also: tuple[str, ...] = ()) -> Row:
    """A grade as printed with its cells; "-" is no such grade."""
    return Row(None if wording == "-" else wording, cells, also)


DASH = row("-")
DEATH = row("Death")
LIFE_THREATENING = row("Life-threatening consequences", also=("life_threatening",))
URGENT = row(
    "Life-threatening consequences; urgent intervention indicated", also=("life_threatening",)
)


class Limit(NamedTuple):
    """A band that is closed by a limit of normal: ``level`` beyond it, else 0."""

    level: int
    side: Side
    including: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One column: what it measures and in which unit (None: whichever), and its bands."""

    head: str
    measure: Measure
    unit: str | None
    bands: Bands
    limit: Limit | None = None

    @property
    def most(self) -> int:
        """The highest grade the column can give."""
        return max(band.value for band in self.bands.rows)

    def level(self, number: Decimal) -> int:
        """The grade of a number in the column's measure, a limit of normal apart."""
        return next(band.value for band in self.bands.rows if band.holds(number))


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its id here, its published name and system organ class, grades 1 to 5 as printed.

    A grade that the term does not have is None in ``wording``.
    """

    id: str
    name: str
    soc: str
    wording: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class LabTerm(Term):
    """A term that a laboratory value grades.

    ``units`` are those accepted; anything else is refused. ``also`` names the findings that give
    each grade 1 to 5 by themselves. ``judged``: no grade above the first has a number, so that
    the findings decide. ``specimen`` tells apart terms that share a published name.
    """

    direction: Direction
    rule: AnyRule
    tables: tuple[Table, ...]
    units: tuple[str, ...]
    also: tuple[tuple[str, ...], ...]
    judged: bool = False
    specimen: str = ""

    @property
    def questions(self) -> tuple[str, ...]:
        """Every finding that can change the grade, in the order of the table."""
        asked = (*self.rule.questions, *(code for codes in self.also for code in codes))
        return tuple(dict.fromkeys(asked))


def lab(
    term: str,
    name: str,
    soc: str,
    direction: Direction,
    columns: tuple[str, ...],
    *rows: Row,
    zero: tuple[str, ...] = (),
    rule: AnyRule | None = None,
    units: tuple[str, ...] | None = None,
    judged: bool = False,
    specimen: str = "",
) -> LabTerm:
    """A laboratory term from its five printed rows.

    ``zero`` are the cells of no grade; a column closed by a limit of normal needs none.
    ``units`` are needed where no column names one. Raises ValueError where the rows do not part
    the line, or are not five.
    """
    if len(rows) != 5:  # noqa: PLR2004 - as printed
        raise ValueError(f"{term}: {len(rows)} rows")
    tables = tuple(_table(head, place, zero, rows) for place, head in enumerate(columns))
    named = dict.fromkeys(table.unit for table in tables if table.unit is not None)
    if units is None and not named:
        raise ValueError(f"{term}: no unit")
    return LabTerm(
        id=term,
        name=name,
        soc=soc,
        wording=tuple(line.wording for line in rows),
        direction=direction,
        rule=rule or ByUnit(*range(len(columns))),
        tables=tables,
        units=tuple(named) if units is None else units,
        also=tuple(line.also for line in rows),
        judged=judged,
        specimen=specimen,
    )


def catalogue(*terms: AnyTerm) -> dict[str, AnyTerm]:
    """Terms by id. Two of one id raise ValueError."""
    found = {term.id: term for term in terms}
    if len(found) != len(terms):
        raise ValueError("two terms of one id")
    return found


def _table(head: str, place: int, zero: tuple[str, ...], rows: tuple[Row, ...]) -> Table:
    measure, unit = _measured(head.split(", ", maxsplit=1)[0])
    cells = [(0, zero[place] if place < len(zero) else "")]
    cells += [
        (grade, line.cells[place] if place < len(line.cells) else "")
        for grade, line in enumerate(rows, 1)
    ]
    printed: list[tuple[str, int]] = []
    limit = None
    for grade, cell in cells:
        bounds = cell.split(" to ") if cell else []
        numbers = [bound for bound in bounds if not _LIMIT.fullmatch(bound)]
        closed = [found for bound in bounds if (found := _LIMIT.fullmatch(bound))]
        if closed:
            side: Side = "lln" if closed[0][2] == "LLN" else "uln"
            limit = Limit(grade, side, "=" in closed[0][1])
        if numbers:
            printed.append((" to ".join(numbers), grade))
    return Table(head, measure, unit, bands(*printed), limit)


def _measured(head: str) -> tuple[Measure, str | None]:
    if head in _TIMES:
        return _TIMES[head], None
    if head in _BELOW:
        return _BELOW[head], None
    if head in _UNITLESS:
        return "value", ""
    if head.endswith(" above ULN"):
        return "above_uln", head.removesuffix(" above ULN")
    return "value", head
