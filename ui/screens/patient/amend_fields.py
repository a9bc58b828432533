"""The fields in which a fact can be amended, generated from the dataclass itself."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime, timedelta
from types import UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from bedside.analytes import analytes
from bedside.facts import (
    Acknowledged,
    AdverseEvent,
    AdverseEventChanged,
    AdverseEventDismissed,
    AdverseEventEnded,
    Appointed,
    Called,
    ClockJumped,
    Collected,
    Confirmed,
    Deviation,
    DltReviewed,
    Ended,
    Escalated,
    Fact,
    HandedOver,
    Hyperinflammation,
    LabRange,
    LicatsLook,
    LupusTreatment,
    NotDone,
    Omitted,
    Reassigned,
    Reminded,
    Retracted,
    SaeReported,
    Screened,
    SecondEntry,
    Silenced,
    SoundChecked,
    TakenOver,
    Visited,
)
from grading.scales.gvhd import Examination
from grading.scores.bilag import Bilag
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import Sledai
from grading.signs import ICE_ITEMS, Drug, Ice, Lab, Quantity, quantities
from ui.screens.patient.drug_text import DOSE_UNITS, RATE_UNITS
from ui.screens.patient.ice_sheet import CANNOT
from ui.screens.patient.ice_words import reason_options
from ui.screens.patient.results import units_of
from ui.widgets.choice import Option
from ui.words import codes
from ui.words.codes import capitalised
from ui.words.measures import quantity_label
from ui.words.table import Table

Kind = Literal["number", "whole", "choice", "text", "date", "moment", "drug", "result"]
UNAMENDABLE = (
    Confirmed,
    Acknowledged,
    Retracted,
    Reassigned,
    Screened,
    Visited,
    Collected,
    Omitted,
    Appointed,
    Deviation,
    DltReviewed,
    Ended,
    Reminded,
    Silenced,
    Escalated,
    Called,
    ClockJumped,
    SoundChecked,
    HandedOver,
    TakenOver,
    AdverseEvent,
    AdverseEventChanged,
    AdverseEventEnded,
    AdverseEventDismissed,
    SaeReported,
    Sledai,
    Pga,
    Bilag,
    BeyondSledai,
    LupusTreatment,
    LabRange,
    SecondEntry,
    Examination,
    LicatsLook,
    Hyperinflammation,
)
"""Facts that are taken out and written anew, never changed: a person's word at that moment."""
FIXED: Mapping[type, frozenset[str]] = {
    NotDone: frozenset({"what"}),
    Ice: frozenset({"reasons"}),
    Lab: frozenset({"value", "bound", "text", "unit", "analyte", "laboratory", "low", "high"}),
}
"""Fields that are not edited as they are: named by another one, or part of it."""
_AHEAD = timedelta(days=400)
_WITH_YEAR = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}[ T].*")
_YES_NO = Table(
    "Amend", {"yes": QT_TRANSLATE_NOOP("Amend", "yes"), "no": QT_TRANSLATE_NOOP("Amend", "no")}
)
_LABELS = Table(
    "Amend",
    {
        "vitals.temp_site": QT_TRANSLATE_NOOP("Amend", "Taken"),
        "vitals.bp_method": QT_TRANSLATE_NOOP("Amend", "Pressure by"),
        "vitals.bp_unrecordable": QT_TRANSLATE_NOOP("Amend", "Pressure not recordable"),
        "vitals.consciousness": QT_TRANSLATE_NOOP("Amend", "Consciousness"),
        "vitals.arrest": QT_TRANSLATE_NOOP("Amend", "Arrest"),
        "support.device": QT_TRANSLATE_NOOP("Amend", "Device"),
        "support.purpose": QT_TRANSLATE_NOOP("Amend", "Purpose"),
        "ice.language": QT_TRANSLATE_NOOP("Amend", "Language"),
        "ice.interpreter": QT_TRANSLATE_NOOP("Amend", "Interpreter"),
        "neuro.loc": QT_TRANSLATE_NOOP("Amend", "Consciousness"),
        "neuro.natural_sleep": QT_TRANSLATE_NOOP("Amend", "Natural sleep"),
        "neuro.seizure": QT_TRANSLATE_NOOP("Amend", "Seizure"),
        "neuro.oedema": QT_TRANSLATE_NOOP("Amend", "Oedema on imaging"),
        "drug.name": QT_TRANSLATE_NOOP("Amend", "Drug"),
        "drug.action": QT_TRANSLATE_NOOP("Amend", "What was done"),
        "drug.dose_unit": QT_TRANSLATE_NOOP("Amend", "Unit of the dose"),
        "drug.rate_unit": QT_TRANSLATE_NOOP("Amend", "Unit of the rate"),
        "drug.route": QT_TRANSLATE_NOOP("Amend", "Route"),
        "drug.line": QT_TRANSLATE_NOOP("Amend", "Line"),
        "drug.until": QT_TRANSLATE_NOOP("Amend", "Until"),
        "drug.stable": QT_TRANSLATE_NOOP("Amend", "Stable lupus dose"),
        "drug.procedure": QT_TRANSLATE_NOOP("Amend", "During a procedure"),
        "hypotension.present": QT_TRANSLATE_NOOP("Amend", "Hypotension"),
        "attribution.finding": QT_TRANSLATE_NOOP("Amend", "Finding"),
        "attribution.cause": QT_TRANSLATE_NOOP("Amend", "Cause"),
        "attribution.comment": QT_TRANSLATE_NOOP("Amend", "Comment"),
        "death.due_to": QT_TRANSLATE_NOOP("Amend", "Due to"),
        "baseline.device": QT_TRANSLATE_NOOP("Amend", "Home oxygen device"),
        "baseline.spo2_target_88_92": QT_TRANSLATE_NOOP("Amend", "SpO₂ target 88–92 %"),
        "infused.dose_unit": QT_TRANSLATE_NOOP("Amend", "Unit of the cell dose"),
        "infused.fraction": QT_TRANSLATE_NOOP("Amend", "Part of a split dose"),
        "infused.product": QT_TRANSLATE_NOOP("Amend", "Product"),
        "planned.infusion": QT_TRANSLATE_NOOP("Amend", "Planned infusion"),
        "enrolled.initials": QT_TRANSLATE_NOOP("Amend", "Initials"),
        "enrolled.birth_year": QT_TRANSLATE_NOOP("Amend", "Birth year"),
        "enrolled.sex": QT_TRANSLATE_NOOP("Amend", "Sex"),
        "enrolled.protocol": QT_TRANSLATE_NOOP("Amend", "Protocol"),
        "enrolled.dose_level": QT_TRANSLATE_NOOP("Amend", "Dose level"),
        "enrolled.edition": QT_TRANSLATE_NOOP("Amend", "Edition"),
        "enrolled.birth_date": QT_TRANSLATE_NOOP("Amend", "Born on"),
        "enrolled.consented": QT_TRANSLATE_NOOP("Amend", "Consent signed on"),
        "admitted.bed": QT_TRANSLATE_NOOP("Amend", "Bed"),
        "discharged.to": QT_TRANSLATE_NOOP("Amend", "Discharged to"),
        "note.text": QT_TRANSLATE_NOOP("Amend", "Note"),
        "notdone.reason": QT_TRANSLATE_NOOP("Amend", "Why not"),
        "notdone.comment": QT_TRANSLATE_NOOP("Amend", "Comment"),
    },
)
_OTHER_CODES = Table(
    "Amend",
    {
        "unsure": QT_TRANSLATE_NOOP("Amend", "unsure"),
        "crs": QT_TRANSLATE_NOOP("Amend", "CRS"),
        "icans": QT_TRANSLATE_NOOP("Amend", "ICANS"),
        "other": QT_TRANSLATE_NOOP("Amend", "another cause"),
        "cells": QT_TRANSLATE_NOOP("Amend", "cells"),
        "cells/kg": QT_TRANSLATE_NOOP("Amend", "cells/kg"),
    },
)
_CODES: Mapping[str, Table] = {
    "temp_site": codes.site,
    "bp_method": codes.method,
    "consciousness": codes.acvpu,
    "device": codes.device,
    "purpose": codes.purpose,
    "loc": codes.loc,
    "seizure": codes.seizure,
    "oedema": codes.oedema,
    "action": codes.action,
    "route": codes.route,
    "finding": codes.finding,
    "cause": codes.cause,
    "sex": codes.sex,
    "reason": codes.not_done,
}


class Field(NamedTuple):
    """One field of a fact: its name, its label with unit, how it is edited."""

    name: str
    label: str
    kind: Kind
    options: tuple[Option, ...] = ()
    required: bool = False
    quantity: Quantity | None = None


def fields_of(fact: Fact) -> tuple[Field, ...]:
    """The fields in which a fact can be amended, in the order of the dataclass."""
    sign = type(fact)
    hints = get_type_hints(sign)
    fixed = FIXED.get(sign, frozenset())
    found = [
        _field(sign, part.name, hints[part.name], required=part.default is MISSING)
        for part in fields(sign)
        if part.name not in fixed
    ]
    if isinstance(fact, Lab):
        found = [*_lab_fields(fact), *found]
    return tuple(found)


def _field(sign: type[Any], name: str, hint: Any, *, required: bool) -> Field:
    options = bare(hint)
    quantity = quantities(sign).get(name)
    if quantity is not None:
        label, unit = quantity_label(sign, name)
        kind: Kind = "whole" if int in options else "number"
        return Field(name, f"{label} {unit}".strip(), kind, (), required, quantity)
    if sign is Ice and name in ICE_ITEMS:
        return Field(name, capitalised(codes.ice_item_short(name)), "choice", _ice_options())
    label = _label(sign, name)
    offered = _offered(sign, name, options)
    if offered:
        return Field(name, label, "choice", offered, required)
    if sign is Drug and name == "name":
        kind = "drug"
    elif datetime in options:
        kind = "moment"
    elif date in options:
        kind = "date"
    else:
        kind = "whole" if int in options else "text"
    return Field(name, label, kind, (), required)


def _offered(sign: type[Any], name: str, options: tuple[Any, ...]) -> tuple[Option, ...]:
    """What a field offers to choose from; nothing where it is typed."""
    if sign is Drug and name in {"dose_unit", "rate_unit"}:
        units = DOSE_UNITS if name == "dose_unit" else RATE_UNITS
        return tuple(Option(unit, unit) for unit in units)
    if bool in options:
        return tuple(Option(code, _YES_NO(code)) for code in ("yes", "no"))
    said = [
        code for option in options if get_origin(option) is Literal for code in get_args(option)
    ]
    return tuple(Option(code, _code_text(name, code)) for code in said)


def bare(hint: Any) -> tuple[Any, ...]:
    """The types that a field may have, None left out."""
    if get_origin(hint) in {Union, UnionType}:
        return tuple(option for option in get_args(hint) if option is not type(None))
    return (hint,)


def _label(sign: type[Any], name: str) -> str:
    key = f"{sign.__name__.lower()}.{name}"
    if key in _LABELS:
        return _LABELS(key)
    return capitalised(codes.neuro_present(name)) if name in codes.neuro_present else name


def _code_text(name: str, code: str) -> str:
    table = _CODES.get(name)
    if table is not None and code in table:
        return table(code)
    if code in _OTHER_CODES:
        return _OTHER_CODES(code)
    return _YES_NO(code) if code in _YES_NO else code


def _ice_options() -> tuple[Option, ...]:
    correct = Option("yes", QCoreApplication.translate("Amend", "correct"))
    lost = Option("no", QCoreApplication.translate("Amend", "not correct"))
    unknown = (
        Option(
            f"{CANNOT}:{code}",
            QCoreApplication.translate("Amend", "not assessable: {reason}").format(reason=why),
        )
        for code, why in reason_options()
    )
    return (correct, lost, *unknown)


def _lab_fields(fact: Lab) -> list[Field]:
    known = analytes()
    names = tuple(Option(a.key, a.label) for a in known.values())
    if fact.analyte not in known:
        names = (*names, Option(fact.analyte, fact.analyte))
    units = units_of(known[fact.analyte]) if fact.analyte in known else (fact.unit,)
    return [
        Field("analyte", QCoreApplication.translate("Amend", "Analyte"), "choice", names, True),
        Field("result", QCoreApplication.translate("Amend", "Result"), "result", (), True),
        Field(
            "unit",
            QCoreApplication.translate("Amend", "Unit"),
            "choice",
            tuple(Option(unit, unit) for unit in units if unit),
        ),
    ]


def lab_units(analyte: str) -> tuple[Option, ...]:
    """The units in which an analyte may be typed."""
    known = analytes().get(analyte)
    return tuple(Option(unit, unit) for unit in units_of(known) if unit) if known else ()
