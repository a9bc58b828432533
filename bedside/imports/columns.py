"""The columns of the tidy format, and how a cell of each is read.

They are made from the facts themselves: a new field of a sign is a new column. ``TIDY.md`` lists
them for people.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from functools import partial
from math import floor
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, TypeAlias, Union, get_args, get_origin, get_type_hints

from bedside.analytes import Decimal, number
from bedside.facts import Admitted, Discharged, Enrolled, NotDone, Note
from grading.drugs import drug_key
from grading.signs import (
    ICE_ITEMS,
    Attribution,
    Baseline,
    BpMethod,
    Death,
    Drug,
    Hypotension,
    Ice,
    Infused,
    Invalid,
    Lab,
    Neuro,
    NotAssessable,
    Planned,
    Support,
    Vitals,
    quantities,
)

ReadTime: TypeAlias = Callable[[str], tuple[datetime, bool]]
"""Reads a moment: the moment in UTC, and whether its hour comes twice that night."""


class Cell(NamedTuple):
    """What a cell says: its value (None: nothing), and the words where they say more than it."""

    value: Any
    words: str | None = None
    converted: bool = False


class Setting(NamedTuple):
    """What cells of one file need to be read: the decimal sign, if known, and the clock."""

    decimal: Decimal | None
    time: ReadTime


class Column(NamedTuple):
    """A column of the tidy format: the fact and its field that it fills, and its unit if any."""

    name: str
    make: type[Any]
    slot: str
    unit: str
    read: Callable[[str, Setting], Cell]

    @property
    def converts(self) -> bool:
        """Whether its numbers are in another unit than the one that is kept."""
        quantity = quantities(self.make).get(self.slot)
        return quantity is not None and quantity.unit != self.unit


CONVERSIONS: Mapping[tuple[str, str], Callable[[float], float]] = {
    ("°C", "°F"): lambda value: (value - 32) * 5 / 9,
    ("mmHg", "kPa"): lambda value: value / 0.1333,
    ("kg", "lb"): lambda value: value * 0.45359237,
    ("kg", "g"): lambda value: value / 1000,
    ("L/min", "mL/min"): lambda value: value / 1000,
    ("", "%"): lambda value: value / 100,
    ("min", "s"): lambda value: value / 60,
}
"""From another unit to the one a quantity is kept in: (kept, other) -> conversion."""

_FLOORED = frozenset({"sbp_mmhg", "dbp_mmhg", "map_mmhg", "spo2_pct"})
_YES = frozenset({"yes", "y", "true", "1", "1.0"})
_NO = frozenset({"no", "n", "false", "0", "0.0"})
INFUSED = "infused"


def spoken(text: str) -> str:
    """Words for comparison: case, blanks around and between them do not count."""
    return " ".join(text.casefold().split())


def _whole(slot: str, value: float) -> int:
    # Rounded down, so that "below 90" and "below 65" stay true of exactly the same values.
    return floor(value) if slot in _FLOORED else floor(value + 0.5)


def _read_number(
    text: str, setting: Setting, *, slot: str, whole: bool, kept: str, unit: str
) -> Cell:
    plain = text.strip()
    if kept == "" and plain.endswith("%"):
        plain, unit = plain[:-1].strip(), "%"
    try:
        value = number(plain, setting.decimal)
    except Invalid as error:
        raise Invalid(slot, error.code, plain) from error
    changed = unit != kept
    if changed:
        value = float(f"{CONVERSIONS[kept, unit](value):.12g}")
    if not whole:
        return Cell(value, f"{plain} {unit}" if changed else None, changed)
    rounded = _whole(slot, value)
    changed = changed or rounded != value
    return Cell(rounded, f"{plain} {unit}".strip() if changed else None, changed)


def _read_yes_no(text: str, _: Setting, *, slot: str, told: bool) -> Cell:
    plain = spoken(text)
    if plain in _YES:
        return Cell(True)
    if plain in _NO:
        return Cell(False if told else None)
    raise Invalid(slot, "not_yes_or_no", text.strip())


def _read_code(text: str, _: Setting, *, slot: str, codes: Mapping[str, str]) -> Cell:
    code = codes.get(spoken(text).replace("-", "_").replace(" ", "_"))
    if code is None:
        raise Invalid(slot, "unknown_word", text.strip())
    return Cell(code, text if code.casefold() != text.casefold() else None)


def _read_text(text: str, _: Setting) -> Cell:
    return Cell(text.strip() or None)


def _read_time(text: str, setting: Setting, *, slot: str) -> Cell:
    try:
        moment, twice = setting.time(text)
    except Invalid as error:
        raise Invalid(slot, error.code, error.value) from error
    return Cell(moment, text if twice else None, twice)


def _read_drug(text: str, _: Setting) -> Cell:
    key = drug_key(text)
    if key is None:
        raise Invalid("name", "unknown_drug", text.strip())
    return Cell(key, text if text != key else None)


def _read_ice(text: str, _: Setting, *, slot: str) -> Cell:
    plain = spoken(text).replace(" ", "_")
    if plain in _YES:
        return Cell("yes")
    if plain in _NO:
        return Cell("no")
    if plain in get_args(NotAssessable):
        return Cell(("not_assessable", plain))
    raise Invalid(slot, "unknown_word", text.strip())


def _read_date(text: str, _: Setting, *, slot: str) -> Cell:
    try:
        return Cell(date.fromisoformat(text.strip()))
    except ValueError as error:
        raise Invalid(slot, "bad_time", text.strip()) from error


def _reader(make: type[Any], slot: str, hint: Any, unit: str) -> Callable[[str, Setting], Cell]:
    """How a cell of a field is read, from the type of the field."""
    if make is Ice and slot in ICE_ITEMS:
        return partial(_read_ice, slot=slot)
    if make is Drug and slot == "name":
        return _read_drug
    kinds = set(get_args(hint)) - {NoneType} if get_origin(hint) in (Union, UnionType) else {hint}
    (kind,) = kinds
    if get_origin(kind) is Literal:
        codes = {code.casefold(): code for code in get_args(kind)}
        return partial(_read_code, slot=slot, codes=codes)
    quantity = quantities(make).get(slot)
    kept = quantity.unit if quantity else ""
    told = next(f for f in fields(make) if f.name == slot).default is not False
    readers: Mapping[type[Any], Callable[[str, Setting], Cell]] = {
        bool: partial(_read_yes_no, slot=slot, told=told),
        int: partial(_read_number, slot=slot, whole=True, kept=kept, unit=unit or kept),
        float: partial(_read_number, slot=slot, whole=False, kept=kept, unit=unit or kept),
        datetime: partial(_read_time, slot=slot),
        date: partial(_read_date, slot=slot),
        str: _read_text,
    }
    return readers[kind]


_FACTS: tuple[tuple[type[Any], Mapping[str, str], tuple[str, ...]], ...] = (
    (Vitals, {}, ()),
    (Support, {}, ()),
    (Ice, {}, ("reasons",)),
    (Neuro, {}, ()),
    (Drug, {"name": "drug"}, ()),
    (Hypotension, {"present": "hypotension"}, ()),
    (Attribution, {"finding": "attributed", "cause": "cause", "comment": "cause_comment"}, ()),
    (Death, {"due_to": "death_due_to"}, ()),
    (
        Baseline,
        {
            "ice": "baseline_ice",
            "sbp_mmhg": "baseline_sbp_mmhg",
            "device": "baseline_device",
            "flow_lpm": "baseline_flow_lpm",
        },
        (),
    ),
    (Infused, {"dose": "cells", "dose_unit": "cells_unit"}, ()),
    (Planned, {"infusion": "planned_infusion"}, ()),
    (Enrolled, {}, ("weight_kg",)),
    (Admitted, {}, ()),
    (Discharged, {"to": "discharged_to"}, ()),
    (Note, {"text": "note"}, ()),
    (
        NotDone,
        {"what": "not_done", "reason": "not_done_reason", "comment": "not_done_comment"},
        (),
    ),
)
"""The facts a row can make, the columns that are not called as their field, and fields that are
no column (items of the ICE examination carry their reason themselves, weight is a vital sign)."""

REQUIRED: Mapping[type[Any], tuple[str, ...]] = {
    fact: tuple(f.name for f in fields(fact) if f.default is MISSING)
    for fact in (*(make for make, _, _ in _FACTS), Lab)
} | {Drug: ("name", "action")}
"""Without these fields a fact is not made: what was done with a drug is not guessed either."""

QUALIFIERS: Mapping[type[Any], frozenset[str]] = {
    Vitals: frozenset({"temp_site", "bp_method", "arrest"}),
    Ice: frozenset({"language", "interpreter"}),
    Neuro: frozenset({"natural_sleep", "seizure_min"}),
    Infused: frozenset({"dose_unit", "product", "fraction"}),
}
"""Fields that say nothing on their own."""
PRESSURES = ("sbp_mmhg", "dbp_mmhg", "map_mmhg")
ABOUT: Mapping[str, frozenset[str]] = {
    "temp_site": frozenset({"temp_c"}),
    "bp_method": frozenset({*PRESSURES, "bp_unrecordable"}),
}
"""What a field is about: it goes when all of that is refused."""


LAB_COLUMNS: Mapping[str, str] = {
    **{slot: slot for slot in ("analyte", "value", "unit", "laboratory", "issued")},
    "ref_low": "low",
    "ref_high": "high",
    "ref_range": "span",
    "result_status": "status",
}
"""The columns of a laboratory value and what they fill, beside the columns of one analyte."""


def _columns() -> dict[str, Column]:
    found: dict[str, Column] = {}

    def add(name: str, make: type[Any], slot: str, unit: str = "") -> None:
        assert name not in found, f"two columns are called {name}"
        quantity = quantities(make).get(slot)
        kept = quantity.unit if quantity else ""
        hint = get_type_hints(make)[slot]
        found[name] = Column(name, make, slot, unit or kept, _reader(make, slot, hint, unit))

    for make, names, left in _FACTS:
        for fact_field in fields(make):
            slot = fact_field.name
            if slot not in left:
                add(names.get(slot, slot), make, slot)
    add("temp_f", Vitals, "temp_c", "°F")
    add("weight_lb", Vitals, "weight_kg", "lb")
    add("fio2_pct", Support, "fio2", "%")
    found[INFUSED] = Column(
        INFUSED, Infused, INFUSED, "", partial(_read_yes_no, slot=INFUSED, told=False)
    )
    for name, slot in LAB_COLUMNS.items():
        found[name] = Column(name, Lab, slot, "", _read_text)
    return found


COLUMNS: Mapping[str, Column] = _columns()
"""Every column of the tidy format by its name, beside ``patient``, ``time``, ``original``."""

METHODS: Mapping[str, str] = {
    **{method: method for method in get_args(BpMethod)},
    "arterial_2": "arterial",
}
"""What may stand before a pressure, "arterial.sbp_mmhg", and the method it means: where one row
has several pressures."""


def in_unit(column: Column, unit: str) -> Column:
    """The column as read from numbers in another unit.

    Raises KeyError if there is no such conversion.
    """
    if unit == column.unit:
        return column
    quantity = quantities(column.make)[column.slot]
    if unit != quantity.unit:
        CONVERSIONS[quantity.unit, unit]
    hint = get_type_hints(column.make)[column.slot]
    return column._replace(unit=unit, read=_reader(column.make, column.slot, hint, unit))
