"""The table of analytes read from TOML; ``resources/analytes.toml`` tells how it is written.

Reading is strict: the first thing that is not as it must be is named with file and line, and then
nothing of the table is used.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NoReturn, get_args

from bedside.analyte import Analyte, Group, is_loinc, spelling

_FAMILY_KEYS = frozenset(
    {
        *("unit", "shown", "units", "written", "impossible", "unlikely_low", "unlikely_high"),
        *("decimals", "log", "words"),
    }
)
_ANALYTE_KEYS = _FAMILY_KEYS | {"label", "group", "family", "doubt", "loinc", "ctcae", "names"}
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_MAX_DECIMALS = 6
FILE = "analytes.toml"
Path = tuple[str, ...]


class BadTable(ValueError):
    """Something in a table that ships or was supplied is not as it must be; names the place."""


class _Wrong(Exception):
    def __init__(self, path: Path, words: str) -> None:
        super().__init__(words)
        self.path = path
        self.words = words


def read(text: str, name: str = FILE) -> Mapping[str, Analyte]:
    """The analytes of a table in TOML by key; ``name`` is the file's.

    Raises :class:`BadTable`: "file:line: analyte.il6: what is wrong".
    """
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else text.rstrip().count("\n") + 1
        raise BadTable(f"{name}:{line}: {error}") from error
    try:
        return MappingProxyType(_analytes(table))
    except _Wrong as error:
        place = ".".join(error.path[:2])
        said = f"{place}: {error.words}" if place else error.words
        raise BadTable(f"{name}:{_line(text, error.path)}: {said}") from None


def _line(text: str, path: Path) -> int:
    """The line, counted from 1, of a key or else of the table that holds it."""
    found, table = 1, ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := re.match(r"\[([^\]]+)\]", line):
            table = tuple(header[1].split("."))
            here: Path = table
        elif key := re.match(r'"?([^"=#]+?)"?\s*=', line):
            here = (*table, key[1])
        else:
            continue
        if here == path:
            return number
        if here == path[: len(here)]:
            found = number
    return found


# --- the whole -----------------------------------------------------------------------------------


def _analytes(table: Mapping[str, Any]) -> dict[str, Analyte]:
    _only(table, {"family", "analyte"}, ())
    families = _table(table.get("family", {}), ("family",))
    for key, family in families.items():
        _only(_table(family, ("family", key)), _FAMILY_KEYS, ("family", key))
    found: dict[str, Analyte] = {}
    taken: dict[str, str] = {}
    for key, row in _table(table.get("analyte", {}), ("analyte",)).items():
        path = ("analyte", key)
        _only(_table(row, path), _ANALYTE_KEYS, path)
        if not _KEY.fullmatch(key):
            raise _Wrong(path, "a key is made of small letters, figures and _")
        name = row.get("family")
        if name is not None and (not isinstance(name, str) or name not in families):
            raise _Wrong((*path, "family"), f"no family is called {name!r}")
        shared = {} if name is None else families[name]
        analyte = found[key] = _Row(row, path, shared).analyte()
        for code in analyte.loinc:
            if taken.setdefault(code, key) != key:
                raise _Wrong((*path, "loinc"), f"{code} is {taken[code]} already")
        for called in {plain(key), plain(analyte.label)}:
            if taken.setdefault(called, key) != key:
                raise _Wrong(path, f"{taken[called]} is called like this already")
    _check_names(found, taken)
    return found


def _check_names(found: Mapping[str, Analyte], taken: dict[str, str]) -> None:
    """Refuse a name that is taken: after all keys and labels, so that the name is what is wrong."""
    for key, analyte in found.items():
        for name in analyte.names:
            if not plain(name):
                raise _Wrong(("analyte", key, "names"), f"names: {name!r} has no letter or figure")
            if plain(name) in taken:
                other = taken[plain(name)]
                raise _Wrong(("analyte", key, "names"), f"names: {name!r} is {other} already")
            taken[plain(name)] = key


def plain(name: str) -> str:
    """A name for comparison: case, blanks, hyphens and other marks do not count.

    A percent sign does, as "pct": "Neutrophils %" are not the neutrophils.
    """
    return "".join(sign for sign in name.casefold().replace("%", "pct") if sign.isalnum())


def _table(given: Any, path: Path) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise _Wrong(path, f"must be a table, not {given!r}")
    return given


def _only(table: Mapping[str, Any], keys: frozenset[str] | set[str], path: Path) -> None:
    unknown = min(set(table) - keys, default=None)
    if unknown is not None:
        raise _Wrong((*path, unknown), f"unknown key {unknown!r}")


# --- one analyte ---------------------------------------------------------------------------------


class _Row:
    """The table of one analyte, that of its family beneath it."""

    def __init__(self, own: Mapping[str, Any], path: Path, shared: Mapping[str, Any]) -> None:
        self._own = own
        self._row = {**shared, **own}
        self._path = path

    def _place(self, *keys: str) -> Path:
        """Where a key of this analyte stands: in its own table, else in that of its family."""
        if keys[0] in self._own or keys[0] not in self._row:
            return (*self._path, *keys)
        return ("family", self._own["family"], *keys)

    def analyte(self) -> Analyte:
        unit = self._get("unit", _words)
        shown = self._get("shown", _words, unit)
        impossible = self._range()
        factors, sources, units = self._units(unit, shown)
        doubt = _table(self._row.get("doubt", {}), self._place("doubt"))
        _only(doubt, {"above", "unit"}, self._place("doubt"))
        if doubt and spelling(str(doubt.get("unit"))) not in factors:
            self._wrong("doubt", f"the unit {doubt.get('unit')!r} is not among the units")
        return Analyte(
            key=self._path[-1],
            label=self._get("label", _text),
            group=self._get("group", _group),
            unit=unit,
            shown=shown,
            factors=MappingProxyType(factors),
            impossible=impossible,
            unlikely=self._unlikely(impossible),
            decimals=self._get("decimals", _decimals),
            log=self._get("log", _flag, False),
            words=self._get("words", _flag, False),
            doubt=self._get("doubt", lambda given: _number(given.get("above")), None),
            doubt_unit=doubt.get("unit"),
            units=units,
            sources=MappingProxyType(sources),
            loinc=self._get("loinc", _loinc, ()),
            ctcae=MappingProxyType(self._ctcae()),
            names=self._get("names", _list, ()),
        )

    def _wrong(self, key: str, words: str) -> NoReturn:
        raise _Wrong(self._place(key), f"{key}: {words}")

    def _get(self, key: str, check: Callable[[Any], Any], *default: Any) -> Any:
        if key not in self._row:
            if default:
                return default[0]
            raise _Wrong(self._path, f"the key {key!r} is missing")
        try:
            return check(self._row[key])
        except ValueError as error:
            self._wrong(key, str(error))

    def _range(self) -> tuple[float, float]:
        low, high = self._get("impossible", _pair)
        if not low < high:
            self._wrong("impossible", f"{low:g} is not below {high:g}")
        return low, high

    def _unlikely(self, impossible: tuple[float, float]) -> tuple[float | None, float | None]:
        low = self._get("unlikely_low", _number, None)
        high = self._get("unlikely_high", _number, None)
        for key, limit in (("unlikely_low", low), ("unlikely_high", high)):
            if limit is not None and not impossible[0] <= limit <= impossible[1]:
                self._wrong(key, f"{limit:g} lies outside what is possible")
        if low is not None and high is not None and not low < high:
            self._wrong("unlikely_high", f"{high:g} is not above {low:g}")
        return low, high

    def _units(
        self, unit: str, shown: str
    ) -> tuple[dict[str, Fraction], dict[str, str], tuple[str, ...]]:
        factors = {spelling(unit): Fraction(1), spelling(shown): Fraction(1)}
        sources = {}
        units = _table(self._row.get("units", {}), self._place("units"))
        for one, given in units.items():
            try:
                factor, source = _factor(given)
            except ValueError as error:
                raise _Wrong(self._place("units", one), f"units.{one}: {error}") from None
            if factors.setdefault(spelling(one), factor) != factor:
                raise _Wrong(self._place("units", one), f"the unit {one!r} has two factors")
            if source:
                sources[one] = source
        written = _table(self._row.get("written", {}), self._place("written"))
        for one, meant in written.items():
            path = self._place("written", one)
            if not isinstance(meant, str) or spelling(meant) not in factors:
                raise _Wrong(path, f"written.{one}: {meant!r} is not among the units")
            factor = factors[spelling(meant)]
            if factors.setdefault(spelling(one), factor) != factor:
                raise _Wrong(path, f"the unit {one!r} has two factors")
        return factors, sources, tuple(dict.fromkeys((shown, *units, *written)))

    def _ctcae(self) -> dict[Any, tuple[str, ...]]:
        given = _table(self._row.get("ctcae", {}), self._place("ctcae"))
        _only(given, {"low", "high"}, self._place("ctcae"))
        try:
            return {side: _list(terms) for side, terms in given.items()}
        except ValueError as error:
            self._wrong("ctcae", str(error))


# --- one value: what is meant, or ValueError in words --------------------------------------------


def _factor(given: Any) -> tuple[Fraction, str]:
    if not isinstance(given, dict):
        return _positive(given), ""
    unknown = min(set(given) - {"times", "divide", "source"}, default=None)
    if unknown is not None:
        raise ValueError(f"unknown key {unknown!r}")
    if len(given.keys() & {"times", "divide"}) != 1:
        raise ValueError("either times or divide")
    source = _text(given["source"]) if "source" in given else ""
    if "times" in given:
        return _positive(given["times"]), source
    return 1 / _positive(given["divide"]), source


def _positive(given: Any) -> Fraction:
    if (
        isinstance(given, bool)
        or not isinstance(given, int | Decimal)
        or not 0 < given < Decimal("inf")
    ):
        raise ValueError(f"must be a number above 0, not {given!r}")
    return Fraction(given)


def _number(given: Any) -> float:
    if (
        isinstance(given, bool)
        or not isinstance(given, int | Decimal)
        or not Decimal(given).is_finite()
    ):
        raise ValueError(f"must be a number, not {given!r}")
    return float(given)


def _pair(given: Any) -> tuple[float, float]:
    if not isinstance(given, list) or len(given) != 2:  # noqa: PLR2004
        raise ValueError(f"must be [least, most], not {given!r}")
    return _number(given[0]), _number(given[1])


def _words(given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError(f"must be words in quotes, not {given!r}")  # noqa: TRY004
    return given


def _text(given: Any) -> str:
    if not _words(given).strip():
        raise ValueError("must not be blank")
    return _words(given)


def _flag(given: Any) -> bool:
    if not isinstance(given, bool):
        raise ValueError(f"must be true or false, not {given!r}")  # noqa: TRY004
    return given


def _decimals(given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= _MAX_DECIMALS:
        raise ValueError(f"must be a whole number from 0 to {_MAX_DECIMALS}, not {given!r}")
    return given


def _group(given: Any) -> str:
    if given not in get_args(Group):
        raise ValueError(f"no group is called {given!r}")
    return str(given)


def _list(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not given:
        raise ValueError(f"must be a list that is not empty, not {given!r}")
    found = tuple(_text(one) for one in given)
    if len(set(found)) < len(found):
        raise ValueError("the same stands in it twice")
    return found


def _loinc(given: Any) -> tuple[str, ...]:
    for code in _list(given):
        if not is_loinc(code):
            raise ValueError(f"{code!r} is no code of LOINC: form or check digit")
    return _list(given)
