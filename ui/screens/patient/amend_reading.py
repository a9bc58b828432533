"""An entry that is amended: its fact as text, and text as a fact again or refused at a field."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any, cast, get_type_hints

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.analytes import analytes
from bedside.chart import Chart
from bedside.facts import Fact
from bedside.timeline import Entry
from grading.signs import ICE_ITEMS, Ice, Invalid, Lab, quantities
from ui import words
from ui.screens.patient.amend_fields import FIXED, Field, bare, fields_of
from ui.screens.patient.drug_text import meant, shown_name
from ui.screens.patient.ice_sheet import CANNOT
from ui.screens.patient.results import read, unit_text, units_of
from ui.shown import quantity_text, refusal_text
from ui.typed import Refusal, Unreadable, moment, number, whole

_AHEAD = timedelta(days=400)
_WITH_YEAR = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}[ T].*")


class Refused(Exception):
    """Why the text of a field is refused; ``growing`` where further typing may settle it."""

    def __init__(self, field: str, said: str, *, growing: bool = False) -> None:
        super().__init__(said)
        self.field = field
        self.words = said
        self.growing = growing


# --- from a fact to text ------------------------------------------------------------------------


def texts_of(entry: Entry, chart: Chart) -> dict[str, str]:
    """The fields of an entry's fact as text; those that say nothing are blank."""
    fact = entry.fact
    if isinstance(fact, Lab):
        return _lab_texts(fact)
    texts = {}
    defaults = {part.name: part.default for part in fields(fact)}
    for field in fields_of(fact):
        value = getattr(fact, field.name)
        silent = value is None or (value is False and defaults[field.name] is False)
        texts[field.name] = "" if silent else _text(fact, field, value, chart)
    return texts


def _lab_texts(fact: Lab) -> dict[str, str]:
    if fact.value is None:
        result = fact.text or ""
    else:
        decimals = len(f"{fact.value:.6f}".rstrip("0").partition(".")[2])
        result = (fact.bound or "") + quantity_text(fact.value, decimals, QLocale())
        result = f"{result} {fact.text}" if fact.text else result
    known = analytes().get(fact.analyte)
    unit = units_of(known)[0] if known else unit_text(fact.unit)
    return {"analyte": fact.analyte, "result": result, "unit": unit}


def _text(fact: Fact, field: Field, value: Any, chart: Chart) -> str:
    text = str(value)
    if isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, datetime):
        text = moment_typed(value, chart)
    elif field.quantity is not None:
        text = words.figures(type(fact), field.name, value)
    elif field.kind == "drug":
        text = shown_name(value)
    elif isinstance(fact, Ice) and value == CANNOT:
        text = f"{CANNOT}:{dict(fact.reasons)[field.name]}"
    return text


def moment_typed(at: datetime, chart: Chart) -> str:
    """A moment as it may be typed: "2026-11-22 14:32"."""
    return f"{at.astimezone(chart.zone):%Y-%m-%d %H:%M}"


# --- from text to a fact ------------------------------------------------------------------------


def fact_of(before: Fact, texts: Mapping[str, str], chart: Chart) -> Fact:
    """The fact that the text of all fields says, of the kind of ``before``. Raises Refused."""
    if isinstance(before, Lab):
        return _lab_of(before, texts)[0]
    sign = type(before)
    said: dict[str, Any] = {}
    for field in fields_of(before):
        text = texts.get(field.name, "").strip()
        if not text and field.required:
            raise Refused(field.name, QCoreApplication.translate("Amend", "This cannot be blank."))
        value = _value(field, text, before, chart)
        if value is not None:
            said[field.name] = value
    for part in fields(sign):
        if part.name in FIXED.get(sign, frozenset()):
            said[part.name] = getattr(before, part.name)
    if sign is Ice:
        said = _with_reasons(said)
    try:
        return cast("Fact", sign(**said))
    except Invalid as error:
        raise Refused(error.field, words.invalid(error, sign)) from error


def original_of(before: Fact, texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What was typed, where it differs from what is kept. Raises Refused."""
    return _lab_of(before, texts)[1] if isinstance(before, Lab) else ()


def _lab_of(before: Lab, texts: Mapping[str, str]) -> tuple[Lab, tuple[tuple[str, str], ...]]:
    analyte = analytes().get(texts.get("analyte", ""))
    if analyte is None:
        if texts.get("analyte") == before.analyte:
            return before, ()
        raise Refused("analyte", QCoreApplication.translate("Amend", "Which analyte?"))
    text, unit = texts.get("result", ""), texts.get("unit", "")
    if not text.strip():
        raise Refused("result", QCoreApplication.translate("Amend", "This cannot be blank."))
    if unit not in units_of(analyte):
        raise Refused("unit", QCoreApplication.translate("Amend", "Choose the unit."))
    typed = read(analyte, text, unit)
    if typed.result is None:
        raise Refused("result", typed.refused, growing=typed.growing)
    result = replace(typed.result, laboratory=before.laboratory)
    if result.analyte == before.analyte:  # the range that came with it is of this analyte
        result = replace(result, low=before.low, high=before.high)
    return result, typed.original


def _with_reasons(said: dict[str, Any]) -> dict[str, Any]:
    reasons = []
    for item in ICE_ITEMS:
        answer, _, reason = str(said.get(item) or "").partition(":")
        if reason:
            said[item] = answer
            reasons.append((item, reason))
    return {**said, "reasons": tuple(reasons)}


def _value(field: Field, text: str, before: Fact, chart: Chart) -> Any:
    if not text:
        return None
    kept = getattr(before, field.name)
    if field.kind != "choice" and text == _kept_text(before, field, kept, chart):
        return kept  # what was not touched keeps its last decimal and its seconds
    try:
        match field.kind:
            case "whole":
                value: Any = _checked(field, whole(text), type(before))
            case "number":
                decimals = field.quantity.decimals if field.quantity else 0
                value = _checked(field, number(text, decimals), type(before))
            case "moment":
                value = _moment(field, text, chart)
            case "date":
                value = _date(field, text)
            case "drug":
                value = _drug(field, text)
            case _:
                hint = get_type_hints(type(before))[field.name]
                value = text == "yes" if bool in bare(hint) else text
    except Unreadable as error:
        growing = error.code is Refusal.UNFINISHED
        raise Refused(field.name, refusal_text(error), growing=growing) from error
    return value


def _drug(field: Field, text: str) -> str:
    found = meant(text)
    if not found.key:
        raise Refused(field.name, found.refused, growing=True)
    return found.key


def _kept_text(before: Fact, field: Field, kept: Any, chart: Chart) -> str | None:
    return None if kept is None else _text(before, field, kept, chart)


def _moment(field: Field, text: str, chart: Chart) -> datetime:
    if not _WITH_YEAR.fullmatch(text):
        raise Refused(
            field.name,
            QCoreApplication.translate("Amend", "Write the whole date: 2026-11-25 10:00."),
            growing=True,
        )
    return moment(text, chart.now + _AHEAD, chart.zone)


def _date(field: Field, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(
            field.name,
            QCoreApplication.translate("Amend", "Write the whole date: 2026-11-25."),
            growing=True,
        ) from error


def _checked(field: Field, value: float | None, sign: type[Any]) -> float | None:
    if value is not None and field.quantity is not None:
        low, high = field.quantity.impossible
        if not low <= value <= high:
            error = Invalid(field.name, "out_of_range", value, (low, high))
            raise Refused(field.name, words.invalid(error, sign), growing=0 <= value < low)
    return value


def questions(fact: Fact) -> tuple[str, ...]:
    """What of a fact is unlikely and should be asked, once."""
    sign = type(fact)
    asked = []
    for name, quantity in quantities(sign).items():
        value = getattr(fact, name)
        if value is not None and quantity.is_unlikely(value):
            asked.append(
                QCoreApplication.translate(
                    "Amend", "{field} {value} is unusual. Choose the reason again to keep it."
                ).format(
                    field=words.quantity_label(sign, name).label,
                    value=words.quantity(sign, name, value),
                )
            )
    return tuple(asked)
