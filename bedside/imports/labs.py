"""Laboratory values of a row: one analyte a row, or a column for each analyte."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from bedside.analytes import Analyte, analytes, is_doubted, lab, named, number, spelling
from bedside.imports.columns import Setting, spoken
from bedside.imports.found import Found, Made, Refused, Words
from bedside.imports.kinds import Kind, Limits, Source
from bedside.imports.lab_beside import Beside
from grading.signs import Invalid, Lab

_OR_EQUAL = ("<=", ">=", "≤", "≥")
"""Limits that are kept as "<" or ">", with what was written beside them."""


_OF_ROW = frozenset({"laboratory", "status", "issued"})
"""What stands beside every value of a row that has several."""
_AROUND = _OF_ROW | {"low", "high", "span"}


class _Read(NamedTuple):
    lab: Lab | None
    words: tuple[Words, ...]
    converted: bool
    error: Invalid | None
    limited: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class LabPlan:
    """Where a row holds a laboratory value: analyte and unit in a column, or fixed for it."""

    name: str
    value: int
    setting: Setting
    header: tuple[str, ...]
    analyte: int | None = None
    unit: int | None = None
    number_in: int | None = None
    fixed: tuple[str, str] = ("", "")
    analytes: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, Limits] = field(default_factory=dict)
    beside: tuple[tuple[int, str], ...] = ()
    around: Beside | None = None
    memo: dict[tuple[str, str, str, str], _Read] = field(default_factory=dict)

    def read(self, row: Sequence[str], found: Found) -> None:
        """Add the value of a row, or why there is none."""
        text = row[self.value]
        bare = row[self.number_in] if self.number_in is not None else ""
        if not (text or bare):
            return
        analyte = row[self.analyte] if self.analyte is not None else self.fixed[0]
        unit = row[self.unit] if self.unit is not None else self.fixed[1]
        key = (analyte, text, unit, bare)
        known = self.memo.get(key)
        if known is None:
            known = self.memo[key] = self._understood(*key)
        value, words, converted, error, limited = known
        if error is not None:
            at = {"analyte": self.analyte, "unit": self.unit}.get(error.field)
            at = self.value if at is None else at
            found.refused.append(
                Refused(self.header[at], row[at].strip(), error.code, error.bounds)
            )
        elif value is not None:
            if self.around is not None:
                used = unit if unit.strip() else self.units.get(value.analyte, "")
                told = self.around.read(row, value, used, found)
                if told is None:
                    return
                value, words = told[0], (*words, *told[1])
            for index, name in self.beside:
                if row[index]:
                    words = (*words, (name, row[index]))
            found.made.append(Made(self.name, value, words))
            found.converted = found.converted or converted
            if limited is not None:
                found.limited.append(limited)

    def _understood(self, analyte: str, text: str, unit: str, bare: str) -> _Read:
        if not (text.strip() or bare.strip()):
            return _Read(None, (), converted=False, error=None)
        try:
            known = self._analyte(analyte)
        except Invalid as error:
            return _Read(None, (), converted=False, error=error)
        used = unit if unit.strip() else self.units.get(known.key, "")
        try:
            value, written, words = self._value(known, text, bare, used)
        except Invalid as error:
            if error.bounds is not None:  # as they are in the unit that was written
                factor = known.factor(used)
                error.bounds = (error.bounds[0] / factor, error.bounds[1] / factor)
            return _Read(None, (), converted=False, error=error)
        if value.value is None:
            return _Read(value, words, converted=False, error=None)
        limit = self._limit(value, written)
        if limit is not None:
            value = replace(value, bound=limit)
        said = None if limit is None else (known.label, f"{limit}{written.strip()}")
        if known.factor(used) != 1:
            words = (*words, ("value_as_written", f"{written.strip()} {used.strip()}"))
            return _Read(value, words, converted=True, error=None, limited=said)
        if value.bound and not words and (limit or written.lstrip().startswith(_OR_EQUAL)):
            words = (("value", written.strip()),)
        if spelling(used) not in (spelling(known.unit), spelling(known.shown)):
            words = (*words, ("unit", unit.strip()))
        return _Read(value, words, converted=limit is not None, error=None, limited=said)

    def _limit(self, value: Lab, written: str) -> Literal["<", ">"] | None:
        """What a plain number is where it is a limit of the assay, by the mapping."""
        limits = self.limits.get(value.analyte)
        if limits is None or value.number is None:
            return None
        plain = number(written, self.setting.decimal)
        return "<" if plain in limits.below else ">" if plain in limits.above else None

    def _value(
        self, known: Analyte, text: str, bare: str, unit: str
    ) -> tuple[Lab, str, tuple[Words, ...]]:
        """The value, the cell it was read from, and what the other one says.

        Words beside a bare number are a remark on it where they doubt it.
        """
        written = text if text.strip() else bare
        value = lab(known, written, unit, self.setting.decimal)
        if value.value is not None or not bare.strip() or written is bare:
            return value, written, ()
        value = lab(known, bare, unit, self.setting.decimal)
        if value.value is not None and is_doubted(text):
            value = replace(value, text=" ".join(text.split()))
        return value, bare, (("value", text.strip()),)

    def _analyte(self, written: str) -> Analyte:
        if not written.strip():
            raise Invalid("analyte", "empty", written)
        key = self.analytes.get(spoken(written))
        known = named(written) if key is None else analytes()[key]
        if known is None:
            raise Invalid("analyte", "unknown_analyte", written.strip())
        return known


def lab_plans(kind: Kind, index: Mapping[str, int], setting: Setting) -> Iterator[LabPlan]:
    """The laboratory values that a row of this kind can state."""
    header = tuple(index)
    by_slot = {
        source.column.slot: (name, source)
        for name, source in kind.sources.items()
        if source.column.make is Lab and name in index
    }
    if "value" in by_slot:
        name, source = by_slot["value"]
        analyte = by_slot.get("analyte")
        unit = by_slot.get("unit")
        fixed = (kind.constants.get("analyte", ""), kind.constants.get("unit", ""))
        own = {one for one, _ in by_slot.values()}
        yield LabPlan(
            name="lab",
            value=index[name],
            setting=setting,
            header=header,
            analyte=index[analyte[0]] if analyte else None,
            unit=index[unit[0]] if unit else None,
            number_in=index.get(source.number_in or ""),
            fixed=fixed,
            analytes=analyte[1].words if analyte else {},
            units=kind.unit_if_blank,
            limits=kind.limits,
            around=_around(kind, by_slot, index, header, setting),
            beside=tuple(
                (index[words], words)
                for words, other in kind.beside.items()
                if other in own and words in index
            ),
        )
    shared = {slot: one for slot, one in by_slot.items() if slot in _OF_ROW}
    for name, fixed in kind.labs.items():
        if name in index:
            yield LabPlan(
                f"lab:{fixed[0]}",
                index[name],
                setting,
                header,
                fixed=fixed,
                limits=kind.limits,
                around=_around(kind, shared, index, header, setting),
            )


def _around(
    kind: Kind,
    by_slot: Mapping[str, tuple[str, Source]],
    index: Mapping[str, int],
    header: tuple[str, ...],
    setting: Setting,
) -> Beside | None:
    """What stands beside a value; None where nothing does."""
    places = {slot: index[name] for slot, (name, _) in by_slot.items() if slot in _AROUND}
    laboratory = kind.constants.get("laboratory", "")
    if not places and not laboratory:
        return None
    words = by_slot["status"][1].words if "status" in by_slot else {}
    return Beside(header, setting, places, laboratory, words)
