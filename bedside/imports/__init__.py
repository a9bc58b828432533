"""Tables of other systems become entries: the tidy format of our own (``TIDY.md``), and others.

:func:`read` answers with drafts and an account of every row; the caller writes the drafts in one
transaction. A mapping (:mod:`bedside.imports.maps`) says what the columns of another system are.
"""

from bedside.imports.batch import read
from bedside.imports.kinds import BadMap, Map
from bedside.imports.maps import known, load, shipped
from bedside.imports.reading import Cancelled
from bedside.imports.report import OUTCOMES, Batch, FileReport, Outcome, Refusal, summary
from bedside.imports.standing import (
    STATES,
    Matched,
    State,
    account,
    conflicts,
    due,
    matched,
    settled,
)
from bedside.imports.table import Unreadable

__all__ = [
    "OUTCOMES",
    "STATES",
    "BadMap",
    "Batch",
    "Cancelled",
    "FileReport",
    "Map",
    "Matched",
    "Outcome",
    "Refusal",
    "State",
    "Unreadable",
    "account",
    "conflicts",
    "due",
    "known",
    "load",
    "matched",
    "read",
    "settled",
    "shipped",
    "summary",
]
