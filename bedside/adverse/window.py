"""Adverse events in the time in which dose-limiting toxicities count, for whoever reviews it."""

from collections.abc import Iterable
from datetime import date, tzinfo

from bedside.adverse.log import Event

FROM_GRADE = 3
"""What no definition of a dose-limiting toxicity lies below, but for GvHD (this project's)."""


def in_window(known: Iterable[Event], first: date, last: date, zone: tzinfo) -> tuple[Event, ...]:
    """The events of the window that a review should look at, by onset.

    Those with onset on a day of the window (both ends included) that reached grade 3 or are of
    special interest, whatever their cause: which of them is dose-limiting a person decides by
    the protocol's definitions.
    """
    found = [
        event
        for event in known
        if first <= event.onset.astimezone(zone).date() <= last
        and (event.worst >= FROM_GRADE or event.fact.aesi)
    ]
    return tuple(sorted(found, key=lambda event: (event.onset, event.key)))
