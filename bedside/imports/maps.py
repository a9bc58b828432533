"""Mapping files: how the tables of another system become columns of the tidy format.

A mapping is a TOML file, described for people in ``MAPPING.md``. Reading it is strict: a key, a
field, a unit or a code that does not exist is an error before any row is read.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

import resources
from bedside.analytes import Decimal, analytes
from bedside.imports.clocks import clock
from bedside.imports.columns import COLUMNS, INFUSED, Column, Setting, in_unit, spoken
from bedside.imports.kinds import (
    TIDY,
    BadMap,
    Clock,
    Kind,
    Limits,
    Map,
    Owner,
    Source,
    field_named,
    lab_named,
    only,
)
from bedside.imports.lab_beside import STATUSES
from bedside.imports.moments import reader
from grading.signs import Infused, Invalid, Lab

_PLACE = "imports"


@cache
def shipped() -> tuple[Map, ...]:
    """The mappings that ship with the program."""
    return tuple(
        read(resources.text(name), Path(name).stem) for name in resources.names(f"{_PLACE}/*.toml")
    )


def known(folder: Path | None) -> tuple[Map, ...]:
    """The mappings by which a table may be recognised: those in the user's folder, then shipped.

    Raises :class:`BadMap` for a file of the folder that cannot be used.
    """
    paths = sorted(folder.glob("*.toml")) if folder is not None and folder.is_dir() else []
    return (*(load(str(path)) for path in paths), *shipped())


def load(name: str, folder: Path | None = None) -> Map:
    """The mapping of a name: a path, a file in the user's folder, or one that ships.

    Raises :class:`BadMap`.
    """
    if name == TIDY:
        return Map(TIDY, ())
    places = [Path(name)] if name.endswith(".toml") or "/" in name or "\\" in name else []
    if folder is not None and not places:
        places.append(folder / f"{name}.toml")
    for place in places:
        if place.is_file():
            try:
                return read(place.read_text(encoding="utf-8"), place.stem, str(place))
            except (OSError, UnicodeDecodeError) as error:
                raise BadMap(f"{place}: {error}") from error
    for one in shipped():
        if one.name == name:
            return one
    known = ", ".join((TIDY, *(one.name for one in shipped())))
    raise BadMap(f"no mapping is called {name!r}; there are: {known}")


def read(text: str, name: str, where: str | None = None) -> Map:
    """A mapping from TOML. Raises :class:`BadMap`, also for a key it does not know."""
    where = where or f"{name}.toml"
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMap(f"{where}: {error}") from error
    try:
        only(table, {"name", "about", "encoding", "decimal", "file"}, where)
        decimal = table.get("decimal")
        if decimal not in (None, ".", ","):
            raise BadMap(f"{where}: decimal: neither '.' nor ','")
        called = str(table.get("name", name))
        kinds = tuple(_kind(one, called, decimal, where) for one in table.get("file", ()))
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise BadMap(f"{where}: {error!r}") from error
    if not kinds:
        raise BadMap(f"{where}: it has no [[file]]")
    if len({kind.kind for kind in kinds}) < len(kinds):
        raise BadMap(f"{where}: two [[file]] are of one kind")
    encoding = table.get("encoding")
    if encoding is not None:
        try:
            "".encode(encoding)
        except (LookupError, TypeError) as error:
            raise BadMap(f"{where}: encoding: {error}") from error
    return Map(called, kinds, encoding)


_KIND_KEYS = (
    "kind",
    "recognised_by",
    "patient",
    "time",
    "left_out",
    "columns",
    "set",
    "unit_if_blank",
    "limits",
    "note",
)


def _kind(table: Mapping[str, Any], called: str, decimal: Decimal | None, where: str) -> Kind:
    for needed in ("kind", "recognised_by", "patient", "time", "columns"):
        if needed not in table:
            raise BadMap(f"{where}: a [[file]] lacks {needed!r}")
    where = f"{where}: file {table['kind']!r}"
    only(table, _KIND_KEYS, where)
    sources, beside, labs = _sources(table["columns"], where)
    constants = {str(name): str(value) for name, value in table.get("set", {}).items()}
    for name, value in constants.items():
        if name not in COLUMNS:
            raise BadMap(f"{where}: set: no field is called {name!r}")
        if COLUMNS[name].make is not Lab:
            _check_code(COLUMNS[name], value, f"{where}: set")
    _check_infusion(constants, f"{where}: set")
    owner = _owner(table["patient"], where)
    recognised_by = frozenset(table["recognised_by"])
    if not recognised_by:
        raise BadMap(f"{where}: recognised_by is empty")
    left_out = frozenset(table.get("left_out", ()))
    note = tuple(table.get("note", ()))
    if note and any(source.column.name == "note" for source in sources.values()):
        raise BadMap(f"{where}: a row has one note; a column is 'note' already")
    taken = {*sources, *beside, *labs, *note}
    if left_out & taken:
        raise BadMap(f"{where}: {min(left_out & taken)!r} is both taken and left out")
    noted = {*sources, *beside, *labs} & {*note}
    if noted:
        raise BadMap(f"{where}: note: {min(noted)!r} is taken already")
    return Kind(
        map=called,
        kind=str(table["kind"]),
        recognised_by=recognised_by,
        owner=owner,
        clock=clock(table["time"], where),
        sources=sources,
        beside=beside,
        constants=constants,
        left_out=left_out,
        unit_if_blank={str(k): str(v) for k, v in table.get("unit_if_blank", {}).items()},
        labs=labs,
        decimal=decimal,
        limits=_limits(table.get("limits", {}), f"{where}: limits"),
        note=note,
    )


def _check_infusion(constants: Mapping[str, str], where: str) -> None:
    """Refuse an infusion that no row could state, or that is said not to have been."""
    setting = Setting(".", reader(Clock(), UTC))
    columns = ((COLUMNS[name], word) for name, word in constants.items())
    values = {c.slot: c.read(word, setting).value for c, word in columns if c.make is Infused}
    if INFUSED in values and not values.pop(INFUSED):
        raise BadMap(f"{where}: {INFUSED}: only 'yes' says something")
    try:
        Infused(**values)
    except Invalid as error:
        raise BadMap(f"{where}: {error}") from error


def _limits(table: Mapping[str, Any], where: str) -> Mapping[str, Limits]:
    """Which plain numbers are limits of an assay, by analyte."""
    found: dict[str, Limits] = {}
    for analyte, given in table.items():
        if analyte not in analytes():
            raise BadMap(f"{where}: no analyte is called {analyte!r}")
        only(given, ("below", "above"), f"{where}.{analyte}")
        for number in (number for numbers in given.values() for number in numbers):
            if type(number) not in (int, float):
                raise BadMap(f"{where}.{analyte}: {number!r} is not a number")
        limits = Limits(**{side: frozenset(map(float, ns)) for side, ns in given.items()})
        if limits.below and limits.above and max(limits.below) >= min(limits.above):
            raise BadMap(f"{where}.{analyte}: a limit below is not under every limit above")
        found[analyte] = limits
    return found


def _sources(
    table: Mapping[str, Any], where: str
) -> tuple[Mapping[str, Source], Mapping[str, str], Mapping[str, tuple[str, str]]]:
    sources: dict[str, Source] = {}
    beside: dict[str, str] = {}
    labs: dict[str, tuple[str, str]] = {}
    filled: dict[tuple[type[Any], str, str], str] = {}
    for theirs, given in table.items():
        row = {"field": given} if isinstance(given, str) else given
        at = f"{where}: columns.{theirs}"
        only(row, ("field", "lab", "unit", "words", "number_in", "beside"), at)
        if "beside" in row:
            beside[theirs] = str(row["beside"])
            continue
        if "lab" in row:
            try:
                labs[theirs] = lab_named(row["lab"], row.get("unit", ""))
            except BadMap as error:
                raise BadMap(f"{at}: {error}") from None
            continue
        source = _source(row, at)
        sources[theirs] = source
        # "fio2" and "fio2_pct" fill the same field: only one of them can stand in a table.
        place = (source.column.make, source.column.slot, source.label)
        if place in filled:
            raise BadMap(f"{at}: {filled[place]!r} is that field already")
        filled[place] = theirs
    for theirs, ours in beside.items():
        if ours not in sources:
            raise BadMap(f"{where}: columns.{theirs}: {ours!r} is not a column that is taken")
    return sources, beside, labs


def _source(row: Mapping[str, Any], where: str) -> Source:
    if "field" not in row:
        raise BadMap(f"{where}: neither 'field' nor 'lab' nor 'beside'")
    try:
        column, label = field_named(row["field"])
    except KeyError:
        raise BadMap(f"{where}: no field is called {row['field']!r}") from None
    if "unit" in row:
        try:
            column = in_unit(column, row["unit"])
        except KeyError:
            raise BadMap(f"{where}: {column.name} cannot be read in {row['unit']!r}") from None
    words = {spoken(word): str(code) for word, code in row.get("words", {}).items()}
    for word, code in words.items():
        _check_code(column, code, f"{where}: words: {word!r}")
    if "number_in" in row and column.slot != "value":
        raise BadMap(f"{where}: 'number_in' belongs to a laboratory value")
    return Source(column, label, words, row.get("number_in"))


def _check_code(column: Column, code: str, where: str) -> None:
    """Refuse a code that no entry could hold, so that a slip shows before any row is read."""
    if column.make is Lab:
        if column.slot not in {"analyte", "status"}:
            raise BadMap(f"{where}: only the name of an analyte and a status have words")
        if column.slot == "status" and code not in STATUSES:
            raise BadMap(f"{where}: a status is one of {', '.join(STATUSES[1:])}, not {code!r}")
        if column.slot == "analyte" and code not in analytes():
            raise BadMap(f"{where}: no analyte is called {code!r}")
    elif code:
        try:
            column.read(code, Setting(".", reader(Clock(), UTC)))
        except Invalid as error:
            raise BadMap(f"{where}: {column.name} cannot be {code!r}") from error


def _owner(given: Mapping[str, Any], where: str) -> Owner:
    only(given, ("column", "file_name", "first_stay"), f"{where}: patient")
    if ("column" in given) == ("file_name" in given):
        raise BadMap(f"{where}: patient: either 'column' or 'file_name'")
    pattern = re.compile(given["file_name"]) if "file_name" in given else None
    return Owner(given.get("column"), pattern, given.get("first_stay"))
