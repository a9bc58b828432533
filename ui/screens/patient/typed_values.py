"""What is typed into one field of the entry strip, read as fields of a sign. No record needed."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, get_args

from PySide6.QtCore import QLocale

from grading.signs import Invalid, TempSite, Vitals
from ui import words
from ui.shown import quantity_text
from ui.typed import Refusal, Unreadable, number, pressure, whole

_TEMPERATURE = re.compile(
    r"(?P<number>[^A-Za-z°]*)°?\s*(?P<unit>[CcFf](?![A-Za-z]))?\s*(?P<site>[A-Za-z]*)"
)
_SITES: Mapping[str, TempSite] = {"t": "tympanic"}


class Value(NamedTuple):
    """Fields of a sign as typed.

    ``understood``: how the text was read, where that is worth showing. ``converted``: what is
    kept is not the number that was typed.
    """

    fields: dict[str, Any]
    understood: str = ""
    converted: bool = False


def temperature(typed: str) -> Value:
    """A temperature: "38.4", "38.4 t" (tympanic), "100.4F", "100.4F o"; else Unreadable."""
    match = _TEMPERATURE.fullmatch(typed)
    site = _site(match["site"]) if match else None
    if match is None or (match["site"] and site is None):
        raise Unreadable(Refusal.NOT_A_NUMBER, typed)
    value = number(match["number"], 1)
    if value is None:
        raise Unreadable(Refusal.UNFINISHED, typed)
    said = []
    converted = match["unit"] in {"F", "f"}
    if converted:
        value = round((value - 32) * 5 / 9, 2)
        said.append(quantity_text(value, 1, QLocale(), "°C"))
    fields: dict[str, Any] = {"temp_c": value}
    if site is not None:
        fields["temp_site"] = site
        said.append(words.site(site))
    return Value(fields, words.dotted(said), converted)


def heart_rate(typed: str) -> Value:
    """A heart rate: "124", or "arrest" for none."""
    plain = typed.lower().removeprefix("0").strip()
    if plain and "arrest".startswith(plain):
        if plain != "arrest":
            raise Unreadable(Refusal.UNFINISHED, typed)
        return Value({"hr_bpm": 0, "arrest": True})
    return Value({"hr_bpm": whole(typed)})


def blood_pressure(typed: str) -> Value:
    """A pressure: "92/54", "92/", "92/54 (67)", or "u" for one that cannot be recorded."""
    if "unrecordable".startswith(typed.lower()):
        found = Vitals(bp_unrecordable=True)
        return Value({"bp_unrecordable": True}, words.pressure(found))
    read = pressure(typed)
    if read is None:
        return Value({})
    return Value({"sbp_mmhg": read.sbp, "dbp_mmhg": read.dbp, "map_mmhg": read.map})


def inspired_oxygen(typed: str) -> Value:
    """A fraction "0.5", or per cent "50"; above 1 it can only be per cent."""
    value = number(typed.removesuffix("%"), 2)
    if value is None:
        raise Unreadable(Refusal.NOT_A_NUMBER, typed)
    if value <= 1:
        return Value({"fio2": value})
    return Value({"fio2": value / 100}, quantity_text(value / 100, 2, QLocale()), converted=True)


VITALS: Mapping[str, Callable[[str], Value]] = {
    "temp": temperature,
    "hr": heart_rate,
    "bp": blood_pressure,
    "rr": lambda typed: Value({"rr_bpm": whole(typed)}),
    "spo2": lambda typed: Value({"spo2_pct": whole(typed)}),
    "consciousness": lambda typed: Value({"consciousness": typed}),
    "weight": lambda typed: Value({"weight_kg": number(typed, 1)}),
}
"""Field -> how its text is read as fields of ``Vitals``; they raise Unreadable."""
OXYGEN: Mapping[str, Callable[[str], Value]] = {
    "flow": lambda typed: Value({"flow_lpm": number(typed, 1)}),
    "fio2": inspired_oxygen,
}
"""Field -> how its text is read as fields of ``Support``; they raise Unreadable."""


def grows(error: Invalid) -> bool:
    """Whether further figures may yet make the value one that can be true."""
    if error.code in {"not_below_systolic", "zero_without_arrest"}:
        return False
    if error.code == "not_between_pressures" or error.bounds is None:
        return True
    return isinstance(error.value, int | float) and error.value < error.bounds[0]


def _site(typed: str) -> TempSite | None:
    """The site that letters begin; "t" alone is tympanic."""
    letters = typed.lower()
    if letters in _SITES:
        return _SITES[letters]
    names: tuple[TempSite, ...] = get_args(TempSite)
    return next((name for name in names if letters and name.startswith(letters)), None)
