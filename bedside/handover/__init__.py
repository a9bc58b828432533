"""What the next shift must know: the sheet of a patient, what is outstanding, the last 24 hours.

Everything is worked out from the record as of a moment and nothing is stored; what people add are
the entries ``HandedOver`` and ``TakenOver``.
"""

from bedside.handover.observed import Row, observed
from bedside.handover.outstanding import Outstanding, outstanding
from bedside.handover.sheet import (
    DAY,
    SHIFT,
    Handing,
    Sheet,
    Trend,
    baseline_ice_missing,
    handing,
    sheet,
    waiting,
)
from bedside.handover.worst import WORST, Worst, worst

__all__ = [
    "DAY",
    "SHIFT",
    "WORST",
    "Handing",
    "Outstanding",
    "Row",
    "Sheet",
    "Trend",
    "Worst",
    "baseline_ice_missing",
    "handing",
    "observed",
    "outstanding",
    "sheet",
    "waiting",
    "worst",
]
