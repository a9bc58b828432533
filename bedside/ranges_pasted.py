"""A table of reference ranges pasted from a spreadsheet: a line a range, each taken or named.

The columns are laboratory, analyte, low, high, unit, sex; a line of titles may give another order,
leave some out, and have one column for the range ("3.5 - 5.1", "< 5"). A unit is needed: limits
are never read in a unit that was not said.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from bedside.analyte import Analyte, Bound
from bedside.analyte_table import plain
from bedside.analytes import number
from bedside.facts import LabRange, Sex
from bedside.pasted_cells import Cell, analyte_of, filled, knows, rows, shown
from grading.signs import Invalid

Role = Literal["laboratory", "analyte", "low", "high", "unit", "sex", "range"]
Why = Literal[
    "unknown_analyte", "words_only", "no_unit", "unknown_unit", "not_a_number", "thousands",
    "impossible", "crossed", "no_limits", "unknown_sex", "twice", "too_many",
]  # fmt: skip
"""Why a line was not taken; ``words_only``: the analyte is reported in words, ``twice``: another
line before says something else of the same."""
ORDER: tuple[Role, ...] = ("laboratory", "analyte", "low", "high", "unit", "sex")
"""The columns of a table without titles."""
_TITLES: Mapping[Role, tuple[str, ...]] = {
    "laboratory": ("laboratory", "lab", "labor", "site", "实验室", "检验科"),
    "analyte": (
        *("analyte", "test", "parameter", "name", "item", "loinc", "code", "analyt"),
        *("项目", "项目名称", "名称", "检验项目"),
    ),
    "low": ("low", "lower", "lln", "from", "min", "lowerlimit", "von", "下限", "参考下限"),
    "high": ("high", "upper", "uln", "to", "max", "upperlimit", "bis", "上限", "参考上限"),
    "unit": ("unit", "units", "einheit", "单位"),
    "sex": ("sex", "gender", "geschlecht", "性别"),
    "range": (
        *("range", "reference", "referencerange", "normal", "normalrange", "referenzbereich"),
        *("参考范围", "参考值", "参考区间"),
    ),
}
_TITLED = {word: role for role, words in _TITLES.items() for word in words}
_SEXES: Mapping[str, Sex | None] = {
    **dict.fromkeys(("female", "f", "w", "woman", "women", "weiblich", "女", "女性"), "female"),
    **dict.fromkeys(("male", "m", "man", "men", "männlich", "男", "男性"), "male"),
    **dict.fromkeys(("", "all", "both", "any", "alle", "beide", "m/f", "f/m", "-", "全部"), None),
}
_BETWEEN = re.compile(r"([\d.,]+)\s*(?:-|–|—|~|to|bis|\.\.\.?)\s*([\d.,]+)")
_BELOW = re.compile(r"(?:<=?|≤)\s*([\d.,]+)")
_ABOVE = re.compile(r"(?:>=?|≥)\s*([\d.,]+)")
_OPEN = frozenset({"", "-", "–", "—", "n/a", "na"})


class Line(NamedTuple):
    """A line that holds anything: its number from 1, as it stands, and the range or why not.

    ``about`` is the cell that was refused.
    """

    number: int
    text: str
    range: LabRange | None = None
    why: Why | None = None
    about: str = ""


class _Bad(Exception):
    def __init__(self, why: Why, about: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.about = about


def read_ranges(text: str, laboratory: str = "") -> tuple[Line, ...]:
    """Every line that is not blank, but for the titles, in order.

    ``laboratory`` is meant where a line names none. Raises
    :class:`bedside.pasted_cells.TooLong`.
    """
    lines, _ = rows(text)
    order: Sequence[Role | None] = ORDER
    titled = False
    found: list[Line] = []
    seen: dict[tuple[str, str, Sex | None], LabRange] = {}
    for row in lines:
        cells = filled(row)
        if not cells:
            continue
        titles = [_TITLED.get(plain(cell.text)) for cell in row]
        if not titled and not found and "analyte" in titles and len({*titles} - {None}) > 1:
            order, titled = titles, True
            continue
        place, words = cells[0].place.line, "  ".join(cell.text for cell in cells)
        try:
            made = _range(row, order, laboratory)
            key = (plain(made.laboratory), made.analyte, made.sex)
            if seen.setdefault(key, made) != made:
                raise _Bad("twice", made.analyte)  # noqa: TRY301
        except _Bad as bad:
            found.append(Line(place, words, why=bad.why, about=bad.about))
        else:
            found.append(Line(place, words, made))
    return tuple(found)


def left_over(text: str, lines: Iterable[Line]) -> str:
    """The pasted text without the lines that were taken; a line of titles stays."""
    taken = {line.number for line in lines if line.range is not None}
    kept = [
        line
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
        if number not in taken
    ]
    return "\n".join(kept)


def _range(row: Sequence[Cell], order: Sequence[Role | None], laboratory: str) -> LabRange:
    cells: dict[Role, str] = {}
    for place, cell in enumerate(row):
        role = order[place] if place < len(order) else None
        if role is not None:
            cells[role] = shown(cell.text).strip()
        elif cell.text and place >= len(order):
            raise _Bad("too_many", cell.text)
    analyte, unit = _analyte(cells.get("analyte", ""))
    unit = cells.get("unit", "") or unit
    if not unit and not knows(analyte, ""):
        raise _Bad("no_unit")
    if not knows(analyte, unit):
        raise _Bad("unknown_unit", unit)
    sex = cells.get("sex", "").casefold()
    if sex not in _SEXES:
        raise _Bad("unknown_sex", cells.get("sex", ""))
    low, high = _limits(cells)
    if low is None and high is None:
        raise _Bad("no_limits")
    lower = None if low is None else _canonical(analyte, low, unit)
    upper = None if high is None else _canonical(analyte, high, unit)
    named = cells.get("laboratory") or laboratory
    try:
        return LabRange(" ".join(named.split()), analyte.key, lower, upper, _SEXES[sex])
    except Invalid as error:
        raise _Bad("crossed", f"{low} > {high}") from error


def _analyte(text: str) -> tuple[Analyte, str]:
    found = analyte_of(text) if text else None
    if found is None:
        raise _Bad("unknown_analyte", text)
    if found[0].words:
        raise _Bad("words_only", text)
    return found


def _limits(cells: Mapping[Role, str]) -> tuple[str | None, str | None]:
    """Both ends as written, None where they are open."""
    whole = cells.get("range", "").strip("()[] ")
    if whole and whole not in _OPEN:
        if match := _BETWEEN.fullmatch(whole):
            return match[1], match[2]
        if match := _BELOW.fullmatch(whole):
            return None, match[1]
        if match := _ABOVE.fullmatch(whole):
            return match[1], None
        raise _Bad("not_a_number", whole)
    low, high = cells.get("low", ""), cells.get("high", "")
    if match := _ABOVE.fullmatch(low):
        low = match[1]
    if match := _BELOW.fullmatch(high):
        high = match[1]
    return (None if low in _OPEN else low), (None if high in _OPEN else high)


def _canonical(analyte: Analyte, text: str, unit: str) -> float:
    bound: Bound = "<"  # 0 is a limit of normal also where no patient can have it
    try:
        return analyte.canonical(number(text), unit, bound)
    except Invalid as error:
        why: Why = "impossible" if error.bounds is not None else "not_a_number"
        raise _Bad("thousands" if error.code == "thousands" else why, text) from error
