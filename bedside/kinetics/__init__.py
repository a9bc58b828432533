"""What the cells do and what follows them: expansion, B cells, cytokines, immunoglobulins.

All of it is computed from laboratory entries against the infusion that begins a course. A later
part of a split dose begins none; a second infusion does, and ends the course before it. Days are
true time since that infusion (24 h each, decimals kept), not dates of the calendar; what was
drawn at the very moment of the infusion, or earlier, lies before it.
"""

from bedside.kinetics.b_cells import Absence, BCells, BCellState, b_cells
from bedside.kinetics.expansion import (
    ANALYTES,
    AucStatus,
    Counted,
    Expansion,
    Point,
    StartsFrom,
    expansion,
    expansions,
)
from bedside.kinetics.humoral import (
    Check,
    CheckState,
    Humoral,
    Prompt,
    PromptKind,
    Prophylaxis,
    humoral,
)
from bedside.kinetics.samples import Course, Sample, Source, course, courses
from bedside.kinetics.trends import (
    IMMUNOGLOBULINS,
    SUBSETS,
    BaselineOf,
    Fold,
    Trend,
    cytokines,
    immunoglobulins,
    subsets,
    trend,
)

__all__ = [
    "ANALYTES",
    "IMMUNOGLOBULINS",
    "SUBSETS",
    "Absence",
    "AucStatus",
    "BCellState",
    "BCells",
    "BaselineOf",
    "Check",
    "CheckState",
    "Counted",
    "Course",
    "Expansion",
    "Fold",
    "Humoral",
    "Point",
    "Prompt",
    "PromptKind",
    "Prophylaxis",
    "Sample",
    "Source",
    "StartsFrom",
    "Trend",
    "b_cells",
    "course",
    "courses",
    "cytokines",
    "expansion",
    "expansions",
    "humoral",
    "immunoglobulins",
    "subsets",
    "trend",
]
