"""From one row of a table to the facts it states.

A kind of table is compiled once into a :class:`Plan` for a header; what a cell says is worked out
once for each different text.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from bedside.facts import Note
from bedside.imports.columns import (
    ABOUT,
    COLUMNS,
    INFUSED,
    METHODS,
    QUALIFIERS,
    REQUIRED,
    Cell,
    Setting,
    spoken,
)
from bedside.imports.found import Found, Made, Refused, Words
from bedside.imports.kinds import Kind, Source
from bedside.imports.labs import lab_plans
from grading.signs import Drug, Ice, Infused, Invalid, Lab, Support, Vitals, quantities

_PERCENT = (21.0, 100.0)
_RUNNING = frozenset({"started", "changed", "continued"})
_WHOLE = frozenset({"not_after_start", "not_running"})
"""What is wrong with the whole fact and not with one field of it."""


class _Read(NamedTuple):
    """A cell as understood, or why it was not."""

    value: Any
    words: str | None = None
    converted: bool = False
    error: Invalid | None = None


class _Place(NamedTuple):
    """Where in a row a field of a fact stands, and what its texts mean (filled as they come)."""

    column: int
    slot: str
    memo: dict[str, _Read]
    read: Callable[[str], _Read]


@dataclass(frozen=True, slots=True)
class _Part:
    """The fields of one fact in a row."""

    name: str
    make: type[Any]
    places: tuple[_Place, ...]
    constants: Mapping[str, Any]
    beside: tuple[tuple[int, str, str], ...]


@dataclass(slots=True)
class _Saying:
    """What a row says for one fact: its parts, their values, the words kept beside."""

    parts: tuple[_Part, ...]
    values: dict[str, Any]
    words: list[Words]

    def joined(self, other: "_Saying") -> bool:
        """Take in what is said of other fields; False, and nothing taken, if they overlap."""
        mine = {*self.values, *(slot for slot, _ in self.words)}
        if not mine.isdisjoint({*other.values, *(slot for slot, _ in other.words)}):
            return False
        self.parts += other.parts
        self.values = {**self.values, **other.values}
        self.words += other.words
        return True


def _reading(source: Source, setting: Setting) -> Callable[[str], _Read]:
    column, words = source.column, source.words

    def read(text: str) -> _Read:
        said = spoken(text)
        if not said:
            return _Read(None)
        code = words.get(said)
        try:
            if code is None:
                return _Read(*column.read(text, setting))
            cell = column.read(code, setting) if code else Cell(None)
            return _Read(cell.value, text, cell.converted)
        except Invalid as error:
            return _Read(None, text, error=error)

    return read


class Plan:
    """A kind of table compiled for one header: :meth:`read` gives the facts of a row.

    ``left_out`` holds the columns that nothing is taken from, by their place; ``absent`` names
    the columns of the kind that this header lacks.
    """

    def __init__(self, kind: Kind, header: Sequence[str], setting: Setting) -> None:
        self._header = header
        index = {name: place for place, name in enumerate(header)}
        self._parts = tuple(_parts(kind, index, setting))
        self._labs = tuple(lab_plans(kind, index, setting))
        converting = {name for name, source in kind.sources.items() if source.column.converts}
        self._converting = {place for name, place in index.items() if name in converting}
        rows = [place for name, place in index.items() if kind.beside.get(name) == ""]
        self._whole_row = rows[0] if rows else None
        self._noted = tuple((index[name], name) for name in kind.note if name in index)
        columns = {*kind.sources, *kind.beside, *kind.labs, *kind.note}
        numbers = {source.number_in for source in kind.sources.values()}
        taken = {*columns, *numbers, *kind.clock.columns, kind.owner.column}
        self.left_out = {place: name for name, place in index.items() if name not in taken}
        self.absent = sorted(columns - set(header))

    def read(self, row: Sequence[str], at: datetime) -> Found:
        """The facts of a row at its time, and the cells that were refused.

        Vital signs of one row are one fact, unless two of them fill the same field.
        """
        found = Found()
        vitals: _Saying | None = None
        for part in self._parts:
            said = self._said(part, row, found)
            if said is None:
                continue
            if part.make is not Vitals:
                self._make(found, said, row, at)
            elif vitals is None:
                vitals = said
            elif not vitals.joined(said):
                self._make(found, vitals, row, at)
                vitals = said
        if vitals is not None:
            self._make(found, vitals, row, at)
        for one in self._labs:
            one.read(row, found)
        if cells := [f"{name} {row[n].strip()}" for n, name in self._noted if row[n].strip()]:
            found.made.append(Made("note", Note("; ".join(cells)), ()))
        if self._whole_row is not None and row[self._whole_row].strip():
            whole = ("row", row[self._whole_row].strip())
            found.made = [Made(part, fact, (*words, whole)) for part, fact, words in found.made]
        return found

    def _said(self, part: _Part, row: Sequence[str], found: Found) -> _Saying | None:
        """What a row says for a part, None if nothing."""
        values: dict[str, Any] = {}
        words: list[Words] = []
        for column, slot, memo, read in part.places:
            text = row[column]
            if not text:
                continue
            cell = memo.get(text)
            if cell is None:
                cell = memo[text] = read(text)
            value, said, converted, error = cell
            if value is not None:
                values[slot] = value
            if said is not None:
                words.append((slot, said))
            if converted:
                found.converted = True
            if error is not None:
                self._refuse(found, column, error, text)
        if not values and not part.constants.get(INFUSED):
            return None
        words += [(n, row[c]) for c, n, slot in part.beside if slot in values and row[c]]
        return _Saying((part,), {**values, **part.constants} if part.constants else values, words)

    def _make(self, found: Found, said: _Saying, row: Sequence[str], at: datetime) -> None:
        """Make the fact; a field that cannot be true is refused, and the rest stays."""
        make, values, words = said.parts[0].make, said.values, said.words
        lacking = next((slot for slot in REQUIRED[make] if slot not in values), None)
        if lacking is not None:
            self._lack(found, said, lacking, row)
            return
        if make is Ice:
            values = _ice(values)
        values.pop(INFUSED, None)
        alone = QUALIFIERS.get(make, frozenset())
        while make is Infused or not values.keys() <= alone:
            try:
                fact = make(**values)
                if make is Drug:
                    _check_drug(fact, at)
            except Invalid as error:
                column = _place(said.parts, error.field, row)
                self._refuse(found, column, error, row[column])
                if error.field not in values or error.code in _WHOLE:
                    return
                words = [*(w for w in words if w[0] != error.field), (error.field, row[column])]
                del values[error.field]
                for about, what in ABOUT.items():
                    if what.isdisjoint(values):
                        values.pop(about, None)
            else:
                found.made.append(Made(said.parts[0].name, fact, tuple(words)))
                return

    def _lack(self, found: Found, said: _Saying, slot: str, row: Sequence[str]) -> None:
        """A field without which the fact cannot be made is blank, or was refused already."""
        part = said.parts[0]
        if part.make is Support:
            self._note(found, part, said.values, row)
        elif not any(place.slot == slot and row[place.column].strip() for place in part.places):
            column = _place(said.parts, next(iter(said.values)), row)
            found.refused.append(Refused(self._header[column], row[column].strip(), f"no_{slot}"))

    def _note(
        self, found: Found, part: _Part, values: Mapping[str, Any], row: Sequence[str]
    ) -> None:
        """Keep a flow or fraction that was charted without a device: it cannot count, but stands.

        The device is not guessed, and nothing is carried over from another row.
        """
        limits = quantities(Support)
        said = []
        for column, slot, _, _ in part.places:
            if slot not in values:
                continue
            low, high = limits[slot].impossible if slot in limits else (0, 0)
            if slot in limits and not low <= values[slot] <= high:
                error = Invalid(slot, "out_of_range", values[slot], (low, high))
                self._refuse(found, column, error, row[column])
            else:
                said.append(f"{self._header[column]} {row[column].strip()}")
        if said:
            found.noted = True
            text = f"{', '.join(said)} (charted without an oxygen device)"
            found.made.append(Made(part.name, Note(text), ()))

    def _refuse(self, found: Found, column: int, error: Invalid, text: str) -> None:
        code = error.code
        if error.field == "fio2" and code == "out_of_range" and isinstance(error.value, float):
            code = "percent" if _PERCENT[0] <= error.value <= _PERCENT[1] else code
        bounds = None if column in self._converting else error.bounds  # they are in our unit
        found.refused.append(Refused(self._header[column], text.strip(), code, bounds))


def _check_drug(drug: Drug, at: datetime) -> None:
    if drug.until is not None and drug.until <= at:
        raise Invalid("until", "not_after_start", drug.until)
    if drug.rate == 0 and drug.action in _RUNNING:
        raise Invalid("rate", "not_running", drug.rate)


def _place(parts: Sequence[_Part], slot: str, row: Sequence[str]) -> int:
    """The column of a field, else the first that says anything."""
    places = [place for part in parts for place in part.places if row[place.column]]
    return next((p.column for p in places if p.slot == slot), places[0].column)


def _ice(values: Mapping[str, Any]) -> dict[str, Any]:
    """The items of an examination; a reason in place of an answer is "not assessable"."""
    reasons = tuple((item, v[1]) for item, v in values.items() if isinstance(v, tuple))
    plain = {item: v[0] if isinstance(v, tuple) else v for item, v in values.items()}
    return {**plain, "reasons": reasons} if reasons else plain


def _parts(kind: Kind, index: Mapping[str, int], setting: Setting) -> Iterator[_Part]:
    """The facts other than laboratory values that a row of this kind can state."""
    groups: dict[tuple[type[Any], str], list[tuple[str, Source]]] = {}
    for name, source in kind.sources.items():
        if name in index and source.column.make is not Lab:
            groups.setdefault((source.column.make, source.label), []).append((name, source))
    labels = ["", *METHODS]
    for make, label in sorted(groups, key=lambda group: labels.index(group[1])):
        listed = groups[make, label]
        constants = {"bp_method": METHODS[label]} if label else _constants(kind, make, setting)
        yield _Part(
            name=label or make.__name__.lower(),
            make=make,
            places=tuple(
                _Place(index[name], source.column.slot, {}, _reading(source, setting))
                for name, source in listed
            ),
            constants=constants,
            beside=tuple(
                (index[words], words, source.column.slot)
                for words, other in kind.beside.items()
                for name, source in listed
                if other == name and words in index
            ),
        )
    if INFUSED in kind.constants and not any(make is Infused for make, _ in groups):
        yield _Part("infused", Infused, (), _constants(kind, Infused, setting), ())


def _constants(kind: Kind, make: type[Any], setting: Setting) -> dict[str, Any]:
    """The fields of a fact that no column holds."""
    said = ((COLUMNS[name], word) for name, word in kind.constants.items())
    return {
        column.slot: column.read(word, setting).value
        for column, word in said
        if column.make is make
    }
