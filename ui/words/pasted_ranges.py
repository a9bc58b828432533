"""Why a line of a pasted table of reference ranges was not taken, in words."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from bedside.ranges_pasted import Line, Why

translate = QCoreApplication.translate


def not_taken(line: Line) -> str:
    """Why a pasted line was not taken, in a sentence; empty where it was."""
    return "" if line.why is None else _not_taken(line.why).format(what=line.about)


def _not_taken(why: Why) -> str:  # noqa: C901, PLR0911, PLR0912 - one text a code
    match why:
        case "unknown_analyte":
            return translate("LabRange", "No analyte is called “{what}”.")
        case "words_only":
            return translate("LabRange", "“{what}” is reported in words: it has no range.")
        case "no_unit":
            return translate("LabRange", "The unit is missing.")
        case "unknown_unit":
            return translate("LabRange", "The analyte is not known in “{what}”.")
        case "not_a_number":
            return translate("LabRange", "“{what}” is no number.")
        case "thousands":
            return translate("LabRange", "“{what}”: a thousand, or a decimal comma?")
        case "impossible":
            return translate("LabRange", "“{what}” cannot be in this unit.")
        case "crossed":
            return translate("LabRange", "Lower limit above upper limit: {what}.")
        case "no_limits":
            return translate("LabRange", "Neither limit is there.")
        case "unknown_sex":
            return translate("LabRange", "“{what}” is neither female nor male.")
        case "twice":
            return translate("LabRange", "A line before says something else of the same.")
        case "too_many":
            return translate("LabRange", "“{what}” stands behind the last column.")
        case _:
            assert_never(why)
