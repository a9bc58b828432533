"""Pasted text taken apart into cells, each with its place; and what may stand in one."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from bedside.analyte_table import plain
from bedside.analytes import Analyte, coded, named, spelling

LONGEST = 200_000
"""So many signs are read at most; more than that is a file."""


class TooLong(ValueError):
    """More was pasted than anybody looks through before saving."""


class Place(NamedTuple):
    """Where a cell stands: line and column, from 1."""

    line: int
    column: int


class Cell(NamedTuple):
    """A cell without blanks around it; the text may be empty."""

    place: Place
    text: str


Row = list[Cell]
_TITLES = {
    "name": (
        *("analyte", "test", "parameter", "name", "item", "loinc", "code", "analyt"),
        *("项目", "项目名称", "名称", "检验项目"),
    ),
    "value": ("value", "result", "results", "wert", "ergebnis", "结果", "检验结果"),
    "unit": ("unit", "units", "einheit", "单位"),
    "low": ("low", "lower", "lln", "from", "min", "lowerlimit", "refrangelow", "下限", "参考下限"),
    "high": ("high", "upper", "uln", "to", "max", "upperlimit", "refrangehigh", "上限", "参考上限"),
    "range": (
        *("range", "reference", "referencerange", "ref", "refrange", "normal", "normalrange"),
        *("referenz", "referenzbereich", "参考范围", "参考值", "参考区间"),
    ),
    "time": (
        *("time", "date", "datetime", "dateandtime", "taken", "takenat", "collected", "sampletime"),
        *("collectiontime", "zeit", "datum", "uhrzeit", "日期", "时间", "采样时间", "采集时间"),
    ),
}
_TITLED = {word: role for role, words in _TITLES.items() for word in words}
_BRACKETED = re.compile(r"(.+?)\s*[\[(]([^\[\]()]+)[\])]")
_TIME = re.compile(
    r"\d{1,2}:\d{2}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.|\d{1,4}/\d{1,2}/\d{1,4}"
)
_ALONE = re.compile(r"(?:[<>]=?|[≤≥])?\s*\d+(?:[.,]\d+)?")


def rows(text: str) -> tuple[list[Row], bool]:
    """All lines as cells, and whether commas part them.

    Tabs part cells; without any, semicolons; without these, commas, but only where an analyte is
    named between them, since a comma may be a decimal sign. Quotes as spreadsheets write them; a
    quote that is not closed is a sign like others. Raises TooLong.
    """
    if len(text) > LONGEST:
        raise TooLong(len(text))
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    for separator in "\t;":
        if separator in lines:
            return _cells(lines, separator), False
    if "," not in lines or all(_ALONE.fullmatch(s.strip()) for s in lines.split("\n") if s.strip()):
        return _cells(lines, ""), False
    parted = _cells(lines, ",")
    if any(analyte_of(cell.text) for row in parted for cell in row):
        return parted, True
    return _cells(lines, ""), False


def _cells(lines: str, separator: str) -> list[Row]:
    ends = re.escape(separator)
    quoted = re.compile(rf'[ ]*"((?:[^"]|"")*)"[ ]*(?=[{ends}\n]|\Z)')
    bare = re.compile(rf"[^{ends}\n]*")
    found: list[Row] = [[]]
    at, line, column = 0, 1, 1
    while True:
        match = quoted.match(lines, at)
        written = match[1].replace('""', '"') if match else ""
        if match is None:
            match = bare.match(lines, at)
            assert match is not None
            written = match[0]
        found[-1].append(Cell(Place(line, column), " ".join(written.split())))
        line += lines.count("\n", at, match.end())
        at = match.end()
        if at == len(lines):
            return found
        if lines[at] == "\n":
            found.append([])
            line, column = line + 1, 1
        else:
            column += 1
        at += 1


def shown(text: str) -> str:
    """A cell as it is read: full-width figures and signs as the plain ones."""
    return unicodedata.normalize("NFKC", text)


def filled(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row that are not blank."""
    return [cell for cell in row if cell.text]


def title_of(text: str) -> str:
    """What a column of this title holds: "name", "value", "unit", "low" ...; "" if no title."""
    return _TITLED.get(plain(text), "")


def is_time(text: str) -> bool:
    """Whether a cell looks like a time or a date."""
    return _TIME.search(shown(text)) is not None and analyte_of(text) is None


def analyte_of(text: str) -> tuple[Analyte, str] | None:
    """The analyte of a name and the unit written behind it: "CRP", "26881-3", "CRP (mg/L)"."""
    known = named(text) or coded(text)
    if known is not None:
        return known, ""
    match = _BRACKETED.fullmatch(text)
    if match is None:
        return None
    known = named(match[1]) or coded(match[1])
    return None if known is None or not knows(known, match[2]) else (known, match[2])


def knows(analyte: Analyte, unit: str) -> bool:
    """Whether results of an analyte may come in a unit."""
    return spelling(unit) in analyte.factors
