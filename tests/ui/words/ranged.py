"""All that is said of laboratories, ranges and imports, for the tests that want to hear it."""

from collections.abc import Iterator
from typing import get_args

from bedside.facts import Fact, LabRange, SecondEntry
from bedside.imports import Refusal
from bedside.ranges_pasted import Line, Why
from grading.signs import Lab
from ui.screens.lab_import_table import SHOWN
from ui.words import lab_import, laboratory, pasted_ranges


def facts() -> Iterator[Fact]:
    """Every kind about laboratories, and a result with all that comes with it."""
    yield LabRange("x", "il6", 7.0, 40.0, "female")
    yield LabRange("", "il6", 7.0)
    yield LabRange("x", "il6", None, 40.0, "male")
    yield LabRange("x", "il6")
    yield SecondEntry(("x", "x"))
    yield Lab("il6", 3.0, "pg/mL", laboratory="x", high=7.0)
    yield Lab("il6", 3.0, "pg/mL", low=7.0, high=40.0)
    yield Lab("il6", 3.0, "pg/mL", low=7.0)


def sentences() -> Iterator[str]:
    """Every code in words."""
    for why in get_args(Why):
        yield pasted_ranges.not_taken(Line(1, "x", why=why, about="x"))
    yield from (laboratory.for_whom(sex) for sex in (None, "female", "male"))
    yield laboratory.laboratory_named("")
    yield from (lab_import.filter_text(state, 3) for state in SHOWN)
    yield from (lab_import.becomes(state) for state in lab_import.becomes.codes)
    for code in lab_import.refused.codes:
        yield lab_import.refusal(Refusal(2, "x", "x", code))
    yield lab_import.refusal(Refusal(2, "x", "x", "out_of_range", (0.5, 3.0)))
    yield lab_import.refusal(Refusal(2, "x", "", "empty"))
    yield lab_import.refusal(Refusal(2, "", "", "ragged"))
    yield lab_import.unreadable("x", "x")
    yield lab_import.reason()
    yield lab_import.usual_reason()
    yield lab_import.hint(3, 1)
    yield lab_import.done(3, 1, 2)
    yield lab_import.done(3, 0, 0)
