"""What a laboratory can report: names, units, limits, and reading a result as it was written.

The table is ``resources/analytes.toml``. Values are kept in one canonical unit an analyte; a unit
that the table does not know for an analyte is refused, never converted in silence.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, get_args

import resources
from grading.signs import Invalid, Lab

Group = Literal[
    "cytokine",
    "inflammation",
    "haematology",
    "coagulation",
    "chemistry",
    "gas",
    "immunology",
    "pkpd",
]
Bound = Literal["<", ">"]
Decimal = Literal[".", ","]
_FILE = "analytes.toml"
_FAMILY_KEYS = {"unit", "shown", "units"}
_ANALYTE_KEYS = {
    *_FAMILY_KEYS,
    "label",
    "group",
    "family",
    "impossible",
    "unlikely_low",
    "unlikely_high",
    "doubt",
    "decimals",
    "log",
}


class BadTable(ValueError):
    """Something in a table that ships or was supplied is not as it must be; names the place."""


@dataclass(frozen=True, slots=True)
class Analyte:
    """One thing a laboratory reports.

    ``unit`` is the canonical unit (UCUM), ``shown`` the same as printed; ``factors`` leads from
    each accepted spelling to it. ``impossible`` is the closed range outside which a value is
    refused, ``unlikely`` the one outside which it is asked about. Above ``doubt`` a number was
    probably typed in ``doubt_unit``. ``log``: charted on a logarithmic axis. ``units`` are the
    accepted units as written in the table, the canonical one as printed first.
    """

    key: str
    label: str
    group: Group
    unit: str
    shown: str
    factors: Mapping[str, float] = field(repr=False, compare=False)
    impossible: tuple[float, float]
    unlikely: tuple[float | None, float | None]
    decimals: int
    log: bool
    doubt: float | None = None
    doubt_unit: str | None = None
    units: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def factor(self, unit: str) -> float:
        """By what a value in a unit is multiplied to be in the canonical one; 1 if it is that.

        Raises Invalid("unit", "unknown_unit") for a unit this analyte is not known in.
        """
        found = self.factors.get(spelling(unit))
        if found is None:
            raise Invalid("unit", "unknown_unit", unit)
        return found

    def canonical(self, value: float, unit: str, bound: Bound | None = None) -> float:
        """A value in the canonical unit.

        ``bound`` is given where the value is only a limit: "< 0.05" says nothing impossible even
        where 0.05 itself would be. Raises Invalid for an unknown unit, and for an impossible
        value ("out_of_range", or "other_unit" where it would fit another unit of the analyte).
        """
        converted = float(f"{value * self.factor(unit):.12g}")
        low, high = self.impossible
        if bound == "<":
            low = min(low, 0.0)
        if not low <= converted <= high:
            code = "out_of_range" if self.other_unit(converted) is None else "other_unit"
            raise Invalid("value", code, value, self.impossible)
        return converted

    def other_unit(self, value: float) -> str | None:
        """The unit in which a value (given in the canonical one) was probably meant, if so."""
        return self.doubt_unit if self.doubt is not None and value > self.doubt else None

    def is_unlikely(self, value: float) -> bool:
        """Whether a value in the canonical unit should be asked about before it is saved."""
        low, high = self.unlikely
        return (low is not None and value < low) or (high is not None and value > high)


# --- reading a result ----------------------------------------------------------------------------

_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:[.,]\d{0,15})?|[.,]\d{1,15})(?:[eE][+-]?\d{1,2})?")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}")
_RESULT = re.compile(r"(<=?|>=?|≤|≥)?\s*(\S.*?)\s*\.?", re.DOTALL)
_TITRE = re.compile(r"[<>]?=?\s*1\s*:\s*\d+")
_BOUNDS: Mapping[str, Bound] = {"<": "<", "<=": "<", "≤": "<", ">": ">", ">=": ">", "≥": ">"}


def number(text: str, decimal: Decimal | None = None) -> float:
    """A number as written, with decimal point or comma.

    ``decimal`` is the decimal sign of the source where it is known. "1,234" may be a thousand or
    one and a quarter: with the other sign, or where none is known, it is refused.
    Raises Invalid("value", "not_a_number" or "thousands").
    """
    plain = text.strip()
    if not _NUMBER.fullmatch(plain):
        raise Invalid("value", "not_a_number", plain)
    grouped = _GROUPED.fullmatch(plain)
    if grouped and grouped[1] != decimal:
        raise Invalid("value", "thousands", plain)
    return float(plain.replace(",", "."))


def lab(analyte: str | Analyte, text: str, unit: str, decimal: Decimal | None = None) -> Lab:
    """A laboratory result as written: "12.3", "12,3", "<5", "> 1000", "Haemolysed", "1:160".

    A number is kept in the canonical unit, with its bound if it is only a limit; words and titres
    are kept as they are, and then the unit does not matter. ``decimal`` as for :func:`number`.
    Raises Invalid: an unknown analyte, an empty result, a unit this analyte is not known in, a
    value that cannot be true, or something that begins like a number and is none.
    """
    known = analyte if isinstance(analyte, Analyte) else analytes().get(analyte)
    if known is None:
        raise Invalid("analyte", "unknown_analyte", analyte)
    written = " ".join(text.split())
    if not written:
        raise Invalid("value", "empty", text)
    match = _RESULT.fullmatch(written)
    if match is None or not _is_numeric(match[2]):
        return Lab(known.key, text=written)
    if _TITRE.fullmatch(written):
        return Lab(known.key, text=written)
    bound = _BOUNDS[match[1]] if match[1] else None
    value = known.canonical(number(match[2], decimal), unit, bound)
    return Lab(known.key, value, known.unit, bound)


def _is_numeric(text: str) -> bool:
    return text[0].isdigit() or (text[0] in "+-.," and any(c.isdigit() for c in text[:3]))


# --- the table -----------------------------------------------------------------------------------

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹µμ×", "0123456789uux")
_POWER = re.compile(r"x?10(?:\^|\*\*|e|\*)?(?=\d+/)")


@cache
def spelling(unit: str) -> str:
    """A unit for comparison: blanks, case, µ or u, and how powers of ten are written do not count.

    "10⁹/L", "x10^9/L", "10*9/l" and "10E9/L" are one spelling.
    """
    plain = "".join(unit.split()).translate(_SUPERSCRIPT).casefold()
    return _POWER.sub("10*", plain)


@cache
def analytes() -> Mapping[str, Analyte]:
    """All analytes by key, in the order in which they are shown."""
    return read(resources.text(_FILE))


@cache
def _names() -> Mapping[str, Analyte]:
    return {plain: a for a in analytes().values() for plain in (_plain(a.key), _plain(a.label))}


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def named(name: str) -> Analyte | None:
    """The analyte of a key or label; case, blanks, hyphens and other marks do not count."""
    return _names().get(_plain(name))


def read(text: str, name: str = _FILE) -> Mapping[str, Analyte]:
    """The analytes of a table in TOML; an unknown key is an error. Raises :class:`BadTable`."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadTable(f"{name}: {error}") from error
    _only(table, {"family", "analyte"}, name)
    families = table.get("family", {})
    for key, family in families.items():
        _only(family, _FAMILY_KEYS, f"{name}: family.{key}")
    found = {}
    for key, row in table.get("analyte", {}).items():
        where = f"{name}: analyte.{key}"
        _only(row, _ANALYTE_KEYS, where)
        family = {}
        if "family" in row:
            if row["family"] not in families:
                raise BadTable(f"{where}: no family is called {row['family']!r}")
            family = families[row["family"]]
        try:
            found[key] = _analyte(key, {**family, **row}, where)
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, BadTable):
                raise
            raise BadTable(f"{where}: {error!r}") from error
    return MappingProxyType(found)


def _only(table: Mapping[str, Any], keys: set[str], where: str) -> None:
    unknown = sorted(set(table) - keys)
    if unknown:
        raise BadTable(f"{where}: unknown key {unknown[0]!r}")


def _analyte(key: str, row: Mapping[str, Any], where: str) -> Analyte:
    if row["group"] not in get_args(Group):
        raise BadTable(f"{where}: no group is called {row['group']!r}")
    low, high = (float(end) for end in row["impossible"])
    if not low < high:
        raise BadTable(f"{where}: impossible: {low:g} is not below {high:g}")
    doubt = row.get("doubt", {})
    _only(doubt, {"above", "unit"}, f"{where}: doubt")
    factors = _factors(row, where)
    if doubt and spelling(doubt["unit"]) not in factors:
        raise BadTable(f"{where}: doubt: the unit {doubt['unit']!r} is not among the units")
    return Analyte(
        key=key,
        label=str(row["label"]),
        group=row["group"],
        unit=str(row["unit"]),
        shown=str(row.get("shown", row["unit"])),
        factors=MappingProxyType(factors),
        impossible=(low, high),
        unlikely=(row.get("unlikely_low"), row.get("unlikely_high")),
        decimals=int(row["decimals"]),
        log=bool(row.get("log", False)),
        doubt=doubt.get("above"),
        doubt_unit=doubt.get("unit"),
        units=tuple(dict.fromkeys((str(row.get("shown", row["unit"])), *row.get("units", {})))),
    )


def _factors(row: Mapping[str, Any], where: str) -> dict[str, float]:
    factors = {spelling(row["unit"]): 1.0, spelling(row.get("shown", row["unit"])): 1.0}
    for unit, given in row.get("units", {}).items():
        if isinstance(given, dict):
            _only(given, {"divide"}, f"{where}: units.{unit}")
            factor = 1 / float(given["divide"])
        else:
            factor = float(given)
        if factors.setdefault(spelling(unit), factor) != factor:
            raise BadTable(f"{where}: the unit {unit!r} has two factors")
    return factors
