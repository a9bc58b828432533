"""One patient's twelve months: what the protocol asks for, when, and what the record shows of it.

A `Follow` is made from the entries that count, the edition that the patient follows, and the
site's zone; asked about a day, it says how each visit stands. Nothing here is stored.
"""

from bedside.follow.plan import Editions, follow
from bedside.follow.standing import (
    CLOSING,
    SETTLED,
    DltStatus,
    Follow,
    Standing,
    State,
    Tick,
)

__all__ = [
    "CLOSING",
    "SETTLED",
    "DltStatus",
    "Editions",
    "Follow",
    "Standing",
    "State",
    "Tick",
    "follow",
]
