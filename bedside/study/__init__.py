"""The study view's figures: every patient of a protocol, computed from the record alone.

`Subjects` works out one `Subject` a log and keeps it until the log grows or a day goes by;
:func:`studied` does so for many logs, one after the other; :func:`study` counts over them.
"""

from bedside.study.curve import Bin, Median, VisitMean, median_curve, median_of, sledai_means
from bedside.study.figure import UNKNOWN, Centre, Figure, Share
from bedside.study.made import Subjects, studied
from bedside.study.study import MONTHS, SEVERE, Level, Study, Tally, Toxicity, study
from bedside.study.subject import (
    BASELINE,
    CART,
    CURVES,
    SYNTHETIC,
    Ctcae,
    DltState,
    DltWindow,
    Expanded,
    Happening,
    HappeningKind,
    Outcome,
    Point,
    Subject,
    Syndrome,
)

__all__ = [
    "BASELINE",
    "CART",
    "CURVES",
    "MONTHS",
    "SEVERE",
    "SYNTHETIC",
    "UNKNOWN",
    "Bin",
    "Centre",
    "Ctcae",
    "DltState",
    "DltWindow",
    "Expanded",
    "Figure",
    "Happening",
    "HappeningKind",
    "Level",
    "Median",
    "Outcome",
    "Point",
    "Share",
    "Study",
    "Subject",
    "Subjects",
    "Syndrome",
    "Tally",
    "Toxicity",
    "VisitMean",
    "median_curve",
    "median_of",
    "sledai_means",
    "studied",
    "study",
]
