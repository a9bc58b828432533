"""Why a cell or a row was not taken, and the account of an import, in English."""

from collections.abc import Mapping

_REASONS: Mapping[str, str] = {
    "fahrenheit": "Fahrenheit?",
    "percent": "percent?",
    "other_unit": "in another unit?",
    "out_of_range": "this cannot be",
    "zero_without_arrest": "0 without a cardiac arrest",
    "not_below_systolic": "not below the systolic pressure",
    "not_between_pressures": "not between the diastolic and the systolic pressure",
    "not_after_start": "the end is not after the start",
    "not_running": "a rate of 0 is not running; chart a stop",
    "not_a_number": "not a number",
    "thousands": "a thousand, or a decimal comma?",
    "not_yes_or_no": "neither yes nor no",
    "unknown_word": "no such word is known here",
    "unknown_drug": "no drug of this name is known",
    "unknown_analyte": "no analyte of this name is known",
    "unknown_unit": "this analyte is not known in this unit",
    "unknown_device": "no such device is known",
    "needs_reason": "not assessable needs its reason",
    "empty": "blank",
    "not_a_range": "not a reference range",
    "limits_crossed": "the lower limit is above the upper one",
    "withdrawn": "the laboratory has withdrawn this result; retract it by hand where it stands",
    "no_patient": "it does not say whose row this is",
    "the_ward": "this stands for the ward itself, not for a patient",
    "no_time": "no time",
    "bad_time": "not a time",
    "no_clock_time": "a date without a time of day",
    "skipped": "the clocks were put forward over this time",
    "ragged": "not as many cells as columns",
    "not_a_row": "not a row",
    "not_text": "bytes that are no text in this encoding",
    "nul_byte": "NUL bytes",
}


def reason(code: str, bounds: tuple[float, float] | None = None) -> str:
    """A refusal in words, with what is accepted where there is a range."""
    known = _REASONS.get(code)
    if known is None:
        known = f"without {code[3:].replace('_', ' ')}" if code.startswith("no_") else code
    return f"{known} (possible: {bounds[0]:g} to {bounds[1]:g})" if bounds else known
