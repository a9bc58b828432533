"""One reason why something is due so often, and when it is due by that."""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from bedside.rounds.table import EARLY, Phase

Code = Literal[
    "table", "in_bed", "cells", "crs", "icans", "news2", "confusion", "ice_fell",
    "not_asked", "not_admitted", "discharged", "died",
]  # fmt: skip
"""Why something is due, or (the last row) why it is not."""


class Why(NamedTuple):
    """Why something is due so often: a code and its values; the words are made elsewhere.

    ``table``: the study ``day``. ``cells``: ``at``. ``crs``, ``icans``: the ``level`` since
    ``at``; ``held``: it has become lower, and nobody has confirmed that yet; ``signed``: it is a
    physician's, above the computed one. ``news2``: the ``risk``, ``held`` likewise.
    ``confusion``: not alert when last looked at, ``at``. ``ice_fell``: ``at``, from ``before`` to
    ``after``. ``assumed``: no document of the trial says it.
    """

    code: Code
    day: int | None = None
    at: datetime | None = None
    level: int | None = None
    risk: str = ""
    before: int | None = None
    after: int | None = None
    held: bool = False
    signed: bool = False
    assumed: bool = True


class Due(NamedTuple):
    """When something is due, when it is overdue and when late."""

    due: datetime
    overdue: datetime
    late: datetime


class Rule(NamedTuple):
    """Something is due each ``every`` since a moment, or in phases first and then so.

    ``until`` ends a rule that another one has followed: what fell due by it before, still is.
    """

    why: Why
    since: datetime
    every: timedelta | None
    phases: tuple[Phase, ...] = ()
    until: datetime | None = None

    def interval(self, seen: datetime | None) -> timedelta | None:
        """The interval after something was last seen; None where the rule asks nothing more."""
        for phase in self.phases:
            if seen is None or seen < self.since + phase.until - (1 - EARLY) * phase.every:
                return phase.every
        return self.every

    def due(self, seen: datetime | None) -> tuple[datetime, timedelta] | None:
        """When it is next due after it was last seen, and the interval."""
        every = self.interval(seen)
        if every is None:
            return None
        due = self.since + self.phases[0].every if self.phases else self.since
        if seen is not None and seen + every > due:
            due = seen + every
        if self.until is not None and due >= self.until:
            return None
        return due, every
