"""What stands beside a laboratory value in its row: who measured it, its range, its status.

A laboratory that corrects a result sends it again, marked as corrected or issued later. That is
kept with the entry (:data:`STATUS`, :data:`ISSUED`), so that the next file can be told from it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bedside.analytes import Analyte, analytes, number
from bedside.imports.columns import Setting, spoken
from bedside.imports.found import Found, Refused, Words
from bedside.timeline import Draft, Entry
from grading.signs import Invalid, Lab, check_span

STATUS, ISSUED = "result_status", "issued"
"""Under these names status and time of issue stand among the words of an entry."""
CORRECTED = "corrected"
WITHDRAWN = "withdrawn"
STATUSES = ("", "final", CORRECTED, WITHDRAWN)
"""What a mapping may call a word of a status."""
_CORRECTED = frozenset(
    ("c", "corr", CORRECTED, "correction", "amended", "revised", "korrigiert", "korrektur")
) | {"更正", "已更正", "修正"}
_WITHDRAWN = frozenset(
    ("d", "w", "x", WITHDRAWN, "deleted", "wrong", "cancelled", "canceled", "entered in error")
) | {"storniert", "取消", "作废"}
"""HL7 v2 table 0085: C corrected; D deleted, W posted as wrong, X cannot be obtained."""
_USUAL = frozenset(("", "f", "final", "p", "preliminary", "r", "s", "u", "partial", "verified"))
_BETWEEN = re.compile(r"([\d.,]+)\s*(?:-|–|—|~|to|bis|\.\.\.?)\s*([\d.,]+)")
_BELOW = re.compile(r"(?:<=?|≤)\s*([\d.,]+)")
_ABOVE = re.compile(r"(?:>=?|≥)\s*([\d.,]+)")


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a row says it: places of columns by the field that they fill; ``laboratory`` if fixed.

    Fields: laboratory, low, high, span (both limits in one cell), status, issued.
    """

    header: tuple[str, ...]
    setting: Setting
    places: Mapping[str, int] = field(default_factory=dict)
    laboratory: str = ""
    statuses: Mapping[str, str] = field(default_factory=dict)

    def read(
        self, row: Sequence[str], value: Lab, unit: str, found: Found
    ) -> tuple[Lab, tuple[Words, ...]] | None:
        """The value with what stands beside it, and the words to keep; None if withdrawn.

        A range or a time that cannot be read is refused, and the value is taken without it.
        """
        words: list[Words] = []
        status = self._text(row, "status")
        said = self.statuses.get(spoken(status), spoken(status))
        if said in _WITHDRAWN:
            self._refuse(row, "status", Invalid("status", "withdrawn"), found)
            return None
        if said in _CORRECTED:
            words.append((STATUS, CORRECTED))
        elif status and said not in _USUAL:
            words.append((STATUS, status))
        if self._text(row, "issued"):
            try:
                moment, _ = self.setting.time(self._text(row, "issued"))
                words.append((ISSUED, moment.isoformat(timespec="minutes")))
            except Invalid as error:
                self._refuse(row, "issued", error, found)
        laboratory = " ".join(self._text(row, "laboratory").split()) or self.laboratory
        low, high = None, None
        if value.value is not None:
            low, high = self._range(row, analytes()[value.analyte], unit, found)
        if laboratory or low is not None or high is not None:
            value = replace(value, laboratory=laboratory, low=low, high=high)
        return value, tuple(words)

    def _text(self, row: Sequence[str], slot: str) -> str:
        place = self.places.get(slot)
        return row[place].strip() if place is not None else ""

    def _range(
        self, row: Sequence[str], known: Analyte, unit: str, found: Found
    ) -> tuple[float | None, float | None]:
        """The limits that came with a value, in the canonical unit."""
        written = {slot: self._text(row, slot) for slot in ("span", "low", "high")}
        if known.words or not any(written.values()):
            return None, None
        slot = "span"
        ends: dict[str, float | None] = {}
        try:
            texts = _ends(written["span"]) if written["span"] else (written["low"], written["high"])
            for slot, text in zip(("low", "high"), texts, strict=True):
                ends[slot] = self._end(known, text, unit)
            check_span(ends["low"], ends["high"])
        except Invalid as error:
            self._refuse(row, "span" if written["span"] else slot, error, found)
            return None, None
        return ends["low"], ends["high"]

    def _end(self, known: Analyte, text: str, unit: str) -> float | None:
        if not text:
            return None
        # 0 is a limit of normal also where no patient can have it.
        return known.canonical(number(text, self.setting.decimal), unit, "<")

    def _refuse(self, row: Sequence[str], slot: str, error: Invalid, found: Found) -> None:
        place = self.places[slot]
        found.refused.append(Refused(self.header[place], row[place].strip(), error.code))


def _ends(text: str) -> tuple[str, str]:
    """The two ends of a range in one cell, "" where it is open."""
    plain = text.strip("()[] ")
    if match := _BETWEEN.fullmatch(plain):
        return match[1], match[2]
    if match := _BELOW.fullmatch(plain):
        return "", match[1]
    if match := _ABOVE.fullmatch(plain):
        return match[1], ""
    raise Invalid("span", "not_a_range", text)


def is_corrected(of: Draft | Entry) -> bool:
    """Whether the laboratory said that it corrects an earlier result."""
    return dict(of.original).get(STATUS) == CORRECTED


def issued(of: Draft | Entry) -> datetime | None:
    """When the laboratory issued a result, if it said so."""
    said = dict(of.original).get(ISSUED)
    return None if said is None else datetime.fromisoformat(said)
