"""A workstation's clock that jumps: how to see it, and a time that never runs backwards.

Everything is asked about moments in UTC, so the nights on which the clocks of a zone change are
nights like any other. What can happen is that somebody sets the machine's clock, or that the
machine slept.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from bedside.alarms.sources import Technical

TOLERANCE = timedelta(seconds=30)
"""Clocks that are kept right by the network move by less."""
SLOWER = 0.1
"""An hour ahead is made good in ten; a round of four hours is then asked for 27 min late."""
_AT_ONCE = timedelta(minutes=1)
"""Of a longer time between two looks, in which the machine slept, only so much is slower."""
FARTHEST = timedelta(days=1)
"""Nobody puts a clock that was right back by more."""


class Jump(NamedTuple):
    """The clock was expected to show one moment and was found to show another."""

    expected: datetime
    found: datetime

    @property
    def by(self) -> timedelta:
        """How far it jumped; below 0 where it went back."""
        return self.found - self.expected

    def technical(self) -> Technical:
        """The alarm of it."""
        minutes = round(self.by / timedelta(minutes=1))
        key = f"clock_jumped:{self.expected:%Y%m%dT%H%M%S}"
        return Technical("clock_jumped", max(self.expected, self.found), minutes, key=key)


def clock_jumped(before: datetime, now: datetime, elapsed: timedelta) -> Jump | None:
    """Whether the clock jumped between two looks at it; None if it went as it should.

    ``elapsed`` is what a clock measured that nobody can set. One that goes on while the machine
    sleeps (CLOCK_BOOTTIME) tells a sleep from a jump; with any other a sleep is a jump ahead.
    """
    expected = before + elapsed
    return Jump(expected, now) if abs(now - expected) > TOLERANCE else None


def clock_behind(now: datetime, recorded: datetime | None) -> Jump | None:
    """Whether the clock is behind what was written last: it went back while nobody looked."""
    if recorded is None or recorded - now <= TOLERANCE:
        return None
    return Jump(recorded, now)


class Steady:
    """A time that never runs backwards: by a clock that somebody may set, and one nobody can.

    ``clock`` tells the moment (aware, UTC); ``elapsed`` how long something has run that goes on
    while the machine sleeps; ``written`` is when the record was last written, which may be ahead
    of a clock that was put back while nobody looked. One that is ahead by more than `FARTHEST`
    tells of a clock that was wrong then, and is not believed.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        elapsed: Callable[[], timedelta],
        written: datetime | None = None,
    ) -> None:
        self._clock = clock
        self._elapsed = elapsed
        self._ran = elapsed()
        self._seen = self._now = clock()
        self._looked = self._ran
        if written is not None and written - self._now <= FARTHEST:
            self._now = max(self._now, written)

    def __call__(self) -> datetime:
        """The time by which the ward is charted and alarms count."""
        now, ran = self._clock(), self._elapsed()
        self._now = steady(self._now, now, ran - self._ran)
        self._ran = ran
        return self._now

    def shown(self) -> datetime:
        """What the clock shows, wrong or not."""
        return self._clock()

    def jumped(self) -> Jump | None:
        """Whether the clock has jumped since this was last asked."""
        now, ran = self._clock(), self._elapsed()
        jump = clock_jumped(self._seen, now, ran - self._looked)
        self._seen, self._looked = now, ran
        return jump


def steady(before: datetime, now: datetime, elapsed: timedelta) -> datetime:
    """The time by which alarms count, from the steady time at the last look.

    It follows the clock ahead at once (nothing is late by a jump), and goes on by itself where
    the clock went back (nothing that began is forgotten, and nothing begins again): a little
    slower, until the clock has caught up, so that a clock that was put right is right again
    within the day.
    """
    ahead = before + elapsed
    return now if now >= ahead else max(now, ahead - SLOWER * min(elapsed, _AT_ONCE))
