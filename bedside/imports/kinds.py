"""Kinds of tables: what their columns are in ours, and which kind a table is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bedside.analytes import Decimal, analytes
from bedside.imports.columns import COLUMNS, METHODS, PRESSURES, Column
from grading.signs import Invalid


class BadMap(ValueError):
    """A mapping file that cannot be used, or is not there; one line that says what and where."""


def only(table: Mapping[str, object], keys: Iterable[str], where: str) -> None:
    """Refuse a key that a part of a mapping does not have. Raises :class:`BadMap`."""
    unknown = sorted(set(table) - set(keys))
    if unknown:
        raise BadMap(f"{where}: unknown key {unknown[0]!r}")


@dataclass(frozen=True, slots=True)
class Source:
    """What a column of another system is: our column, and how its words are to be taken.

    ``label`` tells pressures of one row apart. ``words`` are codes by spoken words; the code ""
    says nothing. ``number_in`` holds the bare number where this column holds words.
    """

    column: Column
    label: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    number_in: str | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose rows a table holds: named in a column, or by the file's name (a pattern of it).

    ``first_stay``: the ids are not of patients but of what patients here are stays of.
    """

    column: str | None = None
    file_name: re.Pattern[str] | None = None
    first_stay: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """The planned visit that a row belongs to, beside the true time of what it says.

    ``day`` finds the planned day in the visit's words, as its first group. ``where_blank``: the
    day on which a row without a time of its own stands, by the visit's words.
    """

    column: str
    day: re.Pattern[str] | None = None
    where_blank: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clock:
    """In which column the time stands, its format (ISO 8601 if None) and its zone if not ours.

    ``days_after``: times are decimal days after this moment (local, without an offset), the same
    one for all patients. Without a column every row is of that moment itself. ``visit`` belongs
    to times in days.
    """

    column: str | None = "time"
    format: str | None = None
    zone: str | None = None
    days_after: datetime | None = None
    visit: Visit | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns without which no row has a time."""
        visit = None if self.visit is None else self.visit.column
        return tuple(name for name in (self.column, visit) if name is not None)


@dataclass(frozen=True, slots=True)
class Limits:
    """Plain numbers that stand for what an assay cannot measure, as written: at most, at least."""

    below: frozenset[float] = frozenset()
    above: frozenset[float] = frozenset()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table of a mapping.

    ``sources``: what each column is. ``beside``: words kept with the entry of another column.
    ``labs``: columns that hold the values of one analyte, with its key and unit. ``constants``:
    fields that no column holds. ``left_out``: columns that are known and not taken. ``limits``: by
    analyte, numbers that are no measurement. ``note``: columns that are kept together as a note.
    """

    map: str
    kind: str
    recognised_by: frozenset[str]
    owner: Owner
    clock: Clock
    sources: Mapping[str, Source]
    beside: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    unit_if_blank: Mapping[str, str] = field(default_factory=dict)
    labs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    decimal: Decimal | None = None
    limits: Mapping[str, Limits] = field(default_factory=dict)
    note: tuple[str, ...] = ()

    @property
    def named_by_file(self) -> bool:
        """Whether the file's name says whose rows it holds."""
        return self.owner.file_name is not None


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping file as read: its name, its kinds of table, its encoding."""

    name: str
    kinds: tuple[Kind, ...]
    encoding: str | None = None


def field_named(name: str) -> tuple[Column, str]:
    """The column of the tidy format and the label before it: "arterial.sbp_mmhg".

    Raises KeyError.
    """
    label, _, plain = name.rpartition(".")
    column = COLUMNS[plain]
    if label and (label not in METHODS or plain not in PRESSURES):
        raise KeyError(name)
    return column, label


def lab_named(analyte: str, unit: str) -> tuple[str, str]:
    """A column that holds the values of one analyte in one unit.

    Raises :class:`BadMap` for an analyte that is not known, or not in that unit.
    """
    known = analytes().get(analyte)
    if known is None:
        raise BadMap(f"no analyte is called {analyte!r}")
    try:
        known.factor(unit)
    except Invalid:
        said = f"not in {unit!r}" if unit else "but its unit must be named"
        raise BadMap(f"{known.label} is known, {said}; in {known.shown} for example") from None
    return analyte, unit


# --- recognising a table -------------------------------------------------------------------------

TIDY = "tidy"
_FRAME = ("patient", "time", "original")
_LAB = re.compile(r"lab:(\S+)(?:\s+(.*))?", re.IGNORECASE)


def tidy(header: Sequence[str]) -> Kind:
    """The tidy format as a kind of table, for a header in it.

    Raises :class:`BadMap` for a column that the format does not have: a misspelled one would
    otherwise be lost.
    """
    named = {name: name.strip().casefold() for name in header}
    sources: dict[str, Source] = {}
    labs: dict[str, tuple[str, str]] = {}
    for name, plain in named.items():
        if plain in _FRAME:
            continue
        if match := _LAB.fullmatch(name.strip()):
            labs[name] = lab_named(match[1].casefold(), match[2] or "")
            continue
        try:
            column, label = field_named(plain)
        except KeyError:
            raise BadMap(f"the tidy format has no column {name!r}") from None
        sources[name] = Source(column, label)
    frame = {plain: name for name, plain in named.items() if plain in _FRAME}
    if "time" not in frame:
        raise BadMap("the tidy format needs a column 'time'")
    filled = [(s.column.make, s.column.slot, s.label) for s in sources.values()]
    for name, source in sources.items():
        if filled.count((source.column.make, source.column.slot, source.label)) > 1:
            raise BadMap(f"two columns are {source.column.slot!r}, one of them {name!r}")
    return Kind(
        map=TIDY,
        kind=TIDY,
        recognised_by=frozenset(),
        owner=Owner(frame.get("patient")),
        clock=Clock(frame["time"]),
        sources=sources,
        beside={frame["original"]: ""} if "original" in frame else {},
        labs=labs,
    )


def looks_tidy(header: Sequence[str]) -> bool:
    """Whether a header is meant to be in the tidy format: a time and any column of it."""
    plain = {name.strip().casefold() for name in header}
    return "time" in plain and any(
        name in COLUMNS or name.rpartition(".")[2] in PRESSURES or _LAB.fullmatch(name)
        for name in plain
    )


def recognised(header: Sequence[str], maps: Sequence[Map]) -> Kind:
    """The kind of table a header belongs to, of these mappings or the tidy format.

    Where several fit, the one that is recognised by most columns. Raises :class:`BadMap` where
    none fits, or two fit equally.
    """
    columns = frozenset(header)
    fitting = [kind for one in maps for kind in one.kinds if kind.recognised_by <= columns]
    most = max((len(kind.recognised_by) for kind in fitting), default=0)
    best = [kind for kind in fitting if len(kind.recognised_by) == most]
    if len(best) == 1:
        return best[0]
    if best:
        names = " and ".join(f"{kind.map} {kind.kind}" for kind in best)
        raise BadMap(f"its columns fit {names}; say which with --map")
    if looks_tidy(header):
        return tidy(header)
    raise BadMap(f"its columns fit no mapping{_nearest(columns, maps)}")


def kind_of(mapping: Map, header: Sequence[str]) -> Kind:
    """The kind of table a header belongs to in one mapping, the tidy format being one too.

    Raises :class:`BadMap`.
    """
    if mapping.name == TIDY:
        return tidy(header)
    fitting = [kind for kind in mapping.kinds if kind.recognised_by <= frozenset(header)]
    if fitting:
        return max(fitting, key=lambda kind: len(kind.recognised_by))
    raise BadMap(f"its columns do not fit {mapping.name}{_nearest(frozenset(header), [mapping])}")


def _nearest(columns: frozenset[str], maps: Sequence[Map]) -> str:
    """What is missing for the kind that comes nearest."""
    near = [
        (len(kind.recognised_by & columns) / len(kind.recognised_by), kind)
        for one in maps
        for kind in one.kinds
    ]
    share, kind = max(near, key=lambda pair: pair[0], default=(0.0, None))
    if kind is None or not share:
        return ""
    lacking = ", ".join(sorted(kind.recognised_by - columns))
    return f"; {kind.map} {kind.kind} would also need the columns {lacking}"
