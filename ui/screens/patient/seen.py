"""What was seen last, in the columns of the entry strip."""

from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from bedside.chart import Chart
from grading.signs import Support, Vitals
from ui import words
from ui.screens.patient.neighbours import Set
from ui.shown import age_text, moment_text

_VITAL = {
    "temp": "temp_c",
    "hr": "hr_bpm",
    "rr": "rr_bpm",
    "spo2": "spo2_pct",
    "weight": "weight_kg",
}
_SUPPORT = {"flow": "flow_lpm", "fio2": "fio2"}
_GROUP: dict[str, tuple[type[Any], str]] = {
    "temp": (Vitals, "temp"),
    "hr": (Vitals, "hr"),
    "bp": (Vitals, "bp"),
    "rr": (Vitals, "rr"),
    "spo2": (Vitals, "spo2"),
    "weight": (Vitals, "weight"),
    "consciousness": (Vitals, "consciousness"),
    "device": (Support, "support"),
    "flow": (Support, "support"),
    "fio2": (Support, "support"),
}


def value_text(field: str, one: Set, zone: tzinfo, now: datetime) -> str:
    """The value of a field in a set; empty where it was not charted."""
    if field == "time":
        return moment_text(one.at, zone, QLocale(), now)
    if one.vitals is not None and (text := _vital_text(field, one.vitals)):
        return text
    return _support_text(field, one.support) if one.support is not None else ""


class Last(NamedTuple):
    """The last value of a field: as it stands below it, in full, and when it was seen."""

    short: str
    whole: str
    at: datetime | None


def last_seen(field: str, chart: Chart, now: datetime, latest: datetime | None) -> Last:
    """The last value of a field.

    Its age stands beside it, but for values of the ``latest`` set: theirs stands once, below the
    time.
    """
    translate = QCoreApplication.translate
    if field == "time" and latest is not None:
        text = translate("Strip", "{age} ago").format(age=age_text(now - latest))
        return Last(text, text, None)
    group = _GROUP.get(field)
    seen = chart.latest(*group) if group is not None else None
    if seen is None:
        return Last("", "", None)
    text = (
        _vital_text(field, seen.sign)
        if isinstance(seen.sign, Vitals)
        else _support_text(field, seen.sign)
    )
    if not text:
        return Last("", "", None)
    whole = translate("Strip", "{value} · {age}").format(value=text, age=age_text(now - seen.at))
    return Last(text if seen.at == latest else whole, whole, seen.at)


def _vital_text(field: str, vitals: Vitals) -> str:
    if field == "bp":
        return words.pressure(vitals)
    if field == "consciousness":
        return words.acvpu(vitals.consciousness) if vitals.consciousness else ""
    name = _VITAL.get(field)
    value = getattr(vitals, name) if name else None
    return "" if name is None or value is None else words.figures(Vitals, name, value)


def _support_text(field: str, support: Support) -> str:
    if field == "device":
        return words.device_short(support.device)
    name = _SUPPORT.get(field)
    value = getattr(support, name) if name else None
    return "" if name is None or value is None else words.figures(Support, name, value)
