"""What is typed or pasted and not saved yet: a sheet a moment, and what could not be placed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bedside.analyte import kept
from bedside.analytes import Analyte, analytes, converted, number, spelling
from bedside.pasted import Pasted, Unplaced, Value, Why
from grading.signs import Lab
from ui.screens.patient.results import Typed, read, unit_text, units_of

Text = dict[str, str]
_UNIT, _LOW, _HIGH, _LEFT, _TIME = "unit:", "low:", "high:", "left:", "time"
_SHEET = "|"


@dataclass(slots=True)
class Sheet:
    """The text of one set of results: its time, and by analyte value, unit, reference limits.

    ``limits`` are those that came with a pasted value, in its unit; "" is an open end.
    """

    time: str = ""
    typed: Text = field(default_factory=dict)
    units: Text = field(default_factory=dict)
    limits: dict[str, tuple[str, str]] = field(default_factory=dict)

    def unit(self, analyte: Analyte) -> str:
        """The unit in which an analyte is typed."""
        return self.units.get(analyte.key) or units_of(analyte)[0]

    def reading(self, analyte: Analyte) -> Typed | None:
        """What is typed for an analyte, with its reference limits; None where nothing is."""
        text = self.typed.get(analyte.key, "")
        if not text.strip():
            return None
        unit = self.unit(analyte)
        found = read(analyte, text, unit)
        limits = self.limits.get(analyte.key)
        return found if limits is None else _with_limits(found, analyte, unit, limits)

    def filled(self) -> list[Analyte]:
        """The analytes for which something is typed."""
        return [a for a in analytes().values() if self.typed.get(a.key, "").strip()]

    def is_blank(self) -> bool:
        """Whether nothing is typed, neither a value nor a time."""
        return not self.time.strip() and not any(text.strip() for text in self.typed.values())

    def copy(self) -> "Sheet":
        """The same text, apart from this one."""
        return Sheet(self.time, dict(self.typed), dict(self.units), dict(self.limits))

    def texts(self) -> Text:
        """All of it as the drafts keep it."""
        written = {key for key, text in self.typed.items() if text}
        units = {f"{_UNIT}{key}": unit for key, unit in self.units.items() if key in written}
        ends = {
            f"{name}{key}": end
            for key, limits in self.limits.items()
            for name, end in zip((_LOW, _HIGH), limits, strict=True)
            if key in written
        }
        return {_TIME: self.time, **self.typed, **units, **ends}

    @classmethod
    def of_texts(cls, texts: Mapping[str, str]) -> "Sheet":
        """What :meth:`texts` gave."""
        rest = dict(texts)
        sheet = cls(rest.pop(_TIME, ""))
        for name, text in rest.items():
            if name.startswith(_UNIT):
                sheet.units[name.removeprefix(_UNIT)] = text
            elif name.startswith((_LOW, _HIGH)):
                key = name.partition(":")[2]
                sheet.limits[key] = (rest.get(f"{_LOW}{key}", ""), rest.get(f"{_HIGH}{key}", ""))
            else:
                sheet.typed[name] = text
        return sheet


class Sheets:
    """The sheets that wait to be saved, one of them shown, and what a paste could not place."""

    def __init__(self, kept_texts: Mapping[str, str] | None = None) -> None:
        texts = dict(kept_texts or {})
        self.unplaced: list[Unplaced] = []
        for name in sorted((n for n in texts if n.startswith(_LEFT)), key=_number):
            self.unplaced.append(_unplaced(texts.pop(name)))
        parts: dict[int, Text] = {0: {}}
        for name, text in texts.items():
            place, mark, key = name.partition(_SHEET)
            further = mark == _SHEET and place.isdecimal()
            parts.setdefault(int(place) if further else 0, {})[key if further else name] = text
        self.all = [Sheet.of_texts(parts[place]) for place in sorted(parts)]
        self.place = 0

    @property
    def shown(self) -> Sheet:
        """The sheet that the grid shows."""
        return self.all[self.place]

    def texts(self) -> Text:
        """All of it as the drafts keep it."""
        texts = self.all[0].texts()
        for place, sheet in enumerate(self.all[1:], 1):
            texts |= {f"{place}{_SHEET}{name}": text for name, text in sheet.texts().items()}
        for place, one in enumerate(self.unplaced):
            texts[f"{_LEFT}{place}"] = "\t".join((str(one.line), one.why, one.about, one.text))
        return texts

    def copy(self) -> "Sheets":
        """The same sheets, apart from these."""
        other = Sheets()
        other.all = [sheet.copy() for sheet in self.all]
        other.unplaced = list(self.unplaced)
        other.place = self.place
        return other

    def take(self, found: Pasted) -> int:
        """Put pasted results into the sheets, a sheet a moment; how many there was room for.

        What is typed already is not replaced: then the pasted value is not placed.
        """
        left = list(found.unplaced)
        placed = 0
        goal: int | None = None
        for sample in found.samples:
            place = self._place_for(sample.at)
            goal = place if goal is None else goal
            for value in sample.values:
                if self._put(self.all[place], value):
                    placed += 1
                else:
                    left.append(_beside_typed(value))
        self.unplaced += sorted(left, key=lambda one: one.line)
        if goal is not None:
            self.place = goal
        return placed

    def _place_for(self, at: str) -> int:
        if not at:
            return self.place
        for place, sheet in enumerate(self.all):
            if sheet.time.strip() == at:
                return place
        if self.shown.is_blank():
            self.shown.time = at
            return self.place
        self.all.append(Sheet(at))
        return len(self.all) - 1

    @staticmethod
    def _put(sheet: Sheet, value: Value) -> bool:
        analyte = analytes()[value.analyte]
        unit = _offered(analyte, value.unit)
        before = sheet.typed.get(value.analyte, "").strip()
        if before and (before != value.text or (unit and unit != sheet.unit(analyte))):
            return False
        sheet.typed[value.analyte] = value.text
        if unit:
            sheet.units[value.analyte] = unit
        if value.low or value.high:
            sheet.limits[value.analyte] = (value.low, value.high)
        return True

    def drop(self, sheets: Iterable[Sheet]) -> None:
        """These are saved: the next one is shown, or a blank one."""
        gone = [id(sheet) for sheet in sheets]
        before = self.all[: self.place]
        self.place -= sum(id(sheet) in gone for sheet in before)
        self.all = [sheet for sheet in self.all if id(sheet) not in gone] or [Sheet()]
        self.place = min(self.place, len(self.all) - 1)


def _number(name: str) -> int:
    figures = name.removeprefix(_LEFT)
    return int(figures) if figures.isdecimal() else 0


def _unplaced(text: str) -> Unplaced:
    line, why, about, said = (*text.split("\t", 3), "", "", "")[:4]
    known: Why = why if why in _WHYS else "no_place"  # type: ignore[assignment]
    return Unplaced(int(line) if line.isdecimal() else 0, said, known, about)


_WHYS = Why.__args__  # type: ignore[attr-defined]


def _beside_typed(value: Value) -> Unplaced:
    said = " · ".join(filter(None, (analytes()[value.analyte].label, value.text, value.unit)))
    return Unplaced(value.line, said, "typed", value.analyte)


def _offered(analyte: Analyte, unit: str) -> str:
    """A unit as the grid offers it; one that is spelled otherwise is shown as it is written."""
    if not unit:
        return ""
    offered = units_of(analyte)
    same = (one for one in offered if spelling(one) == spelling(unit))
    return next(same, unit_text(unit))


def _with_limits(found: Typed, analyte: Analyte, unit: str, limits: tuple[str, str]) -> Typed:
    """A result with the reference range that came with it, in the canonical unit."""
    if found.result is None:
        return found
    low, high = (_canonical(end, analyte, unit) for end in limits)
    original = found.original
    if analyte.factor(unit) != 1.0:
        named = zip(("low", "high"), limits, strict=True)
        original = (*original, *((name, end) for name, end in named if end))
    result: Lab = replace(found.result, low=low, high=high)
    return found._replace(result=result, original=original)


def _canonical(end: str, analyte: Analyte, unit: str) -> float | None:
    return kept(converted(number(end), unit, analyte)) if end else None
