"""Why something was not taken, in words: values refused, values asked about, a file in trouble."""

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from grading.signs import Invalid, quantities
from ui.shown import quantity_text
from ui.ward import StoreError
from ui.words.measures import Label, decimals_of, quantity, quantity_label
from ui.words.table import Table

translate = QCoreApplication.translate

_INVALID = Table(
    "Invalid",
    {
        "out_of_range": QT_TRANSLATE_NOOP(
            "Invalid", "{label} {value}: that cannot be. Enter {low} to {high}."
        ),
        "no_zone": QT_TRANSLATE_NOOP("Invalid", "{label}: a moment needs a time zone."),
        "out_of_range unit": QT_TRANSLATE_NOOP(
            "Invalid", "{label} {value}: that cannot be. Enter {low} to {high} {unit}."
        ),
        "fahrenheit": QT_TRANSLATE_NOOP(
            "Invalid", "{label} {value}: Fahrenheit? Enter degrees Celsius ({low} to {high})."
        ),
        "other_unit": QT_TRANSLATE_NOOP(
            "Invalid",
            "{label} {value}: in another unit? Enter {low} to {high}, or choose the unit.",
        ),
        "zero_without_arrest": QT_TRANSLATE_NOOP(
            "Invalid", "A heart rate of 0 is a cardiac arrest: chart it as one."
        ),
        "not_below_systolic": QT_TRANSLATE_NOOP(
            "Invalid", "The diastolic pressure must be below the systolic pressure."
        ),
        "not_between_pressures": QT_TRANSLATE_NOOP(
            "Invalid",
            "The mean pressure must lie between the diastolic and the systolic pressure.",
        ),
        "unknown_device": QT_TRANSLATE_NOOP("Invalid", "No oxygen device is called “{value}”."),
        "unknown_item": QT_TRANSLATE_NOOP(
            "Invalid", "The ICE examination has no item called “{value}”."
        ),
        "needs_reason": QT_TRANSLATE_NOOP(
            "Invalid", "What is not assessable needs its reason, and nothing else has one."
        ),
        "unknown_drug": QT_TRANSLATE_NOOP(
            "Invalid", "No drug here is called “{value}”: write its international name."
        ),
        "unknown_analyte": QT_TRANSLATE_NOOP(
            "Invalid", "No laboratory value here is called “{value}”."
        ),
        "unknown_unit": QT_TRANSLATE_NOOP(
            "Invalid", "{label} is not known in the unit “{value}”: choose one of the list."
        ),
        "empty": QT_TRANSLATE_NOOP("Invalid", "This must not be blank."),
        "limits_crossed": QT_TRANSLATE_NOOP(
            "Invalid", "The lower limit of the range is above the upper one."
        ),
        "contradiction": QT_TRANSLATE_NOOP(
            "Invalid", "This and {value} contradict each other: leave one of them out."
        ),
        "one_unit": QT_TRANSLATE_NOOP(
            "Invalid", "{label} {value}: enter it in one unit, not in two."
        ),
        "unknown_organ": QT_TRANSLATE_NOOP("Invalid", "No organ here is called “{value}”."),
        "unknown_sign": QT_TRANSLATE_NOOP("Invalid", "This organ has no sign called “{value}”."),
        "both_ways": QT_TRANSLATE_NOOP(
            "Invalid", "A sign cannot be present and absent at once: {value}."
        ),
        "not_of_this_organ": QT_TRANSLATE_NOOP(
            "Invalid", "Creatinine {value} belongs to the kidney alone."
        ),
        "unknown_course": QT_TRANSLATE_NOOP("Invalid", "No course is called “{value}”."),
        "not_a_number": QT_TRANSLATE_NOOP("Invalid", "“{value}” is not a number."),
        "thousands": QT_TRANSLATE_NOOP(
            "Invalid", "“{value}” can be read in two ways: write thousands without a mark."
        ),
    },
)
_TROUBLES = Table(
    "Trouble",
    {
        "newer": QT_TRANSLATE_NOOP(
            "Trouble",
            "This record was written by a newer version of Bedside, with which it must be opened."
            " Nothing was changed.",
        ),
        "not_a_store": QT_TRANSLATE_NOOP(
            "Trouble", "{file} is no record of Bedside. Nothing was changed."
        ),
        "damaged": QT_TRANSLATE_NOOP(
            "Trouble",
            "The record {file} is damaged. Nothing was saved, your text is kept. Use paper, and"
            " fetch whoever keeps the backups.",
        ),
        "locked": QT_TRANSLATE_NOOP(
            "Trouble",
            "The record is open elsewhere, and only one program may write it. Nothing was saved,"
            " your text is kept.",
        ),
        "read_only": QT_TRANSLATE_NOOP(
            "Trouble",
            "The record may be read but not written. Nothing was saved, your text is kept.",
        ),
        "full": QT_TRANSLATE_NOOP(
            "Trouble", "The disk is full; nothing was saved, your text is kept."
        ),
        "missing": QT_TRANSLATE_NOOP(
            "Trouble", "There is no record at {file}, or it cannot be opened. Nothing was changed."
        ),
        "io": QT_TRANSLATE_NOOP(
            "Trouble",
            "The disk did not take it; nothing was saved, your text is kept. The system says:"
            " {detail}",
        ),
        "duplicate": QT_TRANSLATE_NOOP(
            "Trouble", "This is in the record already; nothing was saved, your text is kept."
        ),
    },
)


def invalid(error: Invalid, sign: type[Any] | None = None, label: str = "", unit: str = "") -> str:
    """Why a value cannot be true, and what would be accepted, in words.

    The name of the quantity comes from ``sign`` or, for a laboratory value, with its unit from
    ``label`` and ``unit``.
    """
    known, decimals = Label(label, unit), 3
    if not label and sign is not None and error.field in quantities(sign):
        known = quantity_label(sign, error.field)
    values = {
        "label": known.label,
        "value": _given(error.value, decimals),
        "unit": known.unit,
    }
    if error.bounds is not None:
        low, high = error.bounds
        values |= {"low": _given(low, decimals), "high": _given(high, decimals)}
    code = error.code
    if code == "out_of_range" and known.unit:
        code = "out_of_range unit"
    return _INVALID(code).format(**values).strip()


def _given(value: object, decimals: int) -> str:
    """A value as it was given, in the figures of the language."""
    if isinstance(value, int | float):
        return quantity_text(value, decimals_of(value, decimals), QLocale())
    return "" if value is None else str(value)


def unlikely(sign: type[Any], field: str, value: float) -> str:
    """The question about a value that is possible and unlikely, asked once."""
    return translate(
        "Unlikely", "{label} {value} is unusual. Press Save again if it is right."
    ).format(label=quantity_label(sign, field).label, value=quantity(sign, field, value))


def trouble(error: StoreError) -> str:
    """What happened to the file, in words; nothing of what was asked for has been written."""
    return _TROUBLES(error.trouble).format(
        file=error.path.name, detail=error.detail or error.trouble
    )
