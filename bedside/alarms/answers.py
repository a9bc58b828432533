"""What is to be written down about alarms beside their acknowledgement.

These are no kinds of the record yet: nothing writes them before the screens of the alarms do.
Of an alarm of a patient the entry is that patient's; ``alarm`` is the key of the alarm
(:attr:`bedside.alarms.alarm.Alarm.key`), ``level`` the level at which it stood.
"""

from dataclasses import dataclass
from datetime import datetime

from grading.signs import Invalid


@dataclass(frozen=True, slots=True)
class Silenced:
    """Somebody asked an alarm to be quiet for a while, until ``until`` (aware, UTC).

    It counts for at most the longest silence of the alarm table, and never where the alarm may
    not be silenced.
    """

    alarm: str
    level: int
    until: datetime

    def __post_init__(self) -> None:
        _named(self.alarm, "alarm")


@dataclass(frozen=True, slots=True)
class Escalated:
    """An alarm that nobody acknowledged moved on: to ``role``, the ``step``-th of the list.

    ``step`` counts from 1.
    """

    alarm: str
    level: int
    step: int
    role: str

    def __post_init__(self) -> None:
        _named(self.alarm, "alarm")
        _named(self.role, "role")
        if self.step < 1:
            raise Invalid("step", "out_of_range", self.step, (1, 99))


@dataclass(frozen=True, slots=True)
class Called:
    """Who was called because of an alarm, by role and if known by name; and what was said."""

    alarm: str
    role: str
    name: str = ""
    reached: bool | None = None
    comment: str = ""

    def __post_init__(self) -> None:
        _named(self.alarm, "alarm")
        _named(self.role, "role")


@dataclass(frozen=True, slots=True)
class ClockJumped:
    """The clock of a workstation went from ``expected`` to ``found`` (aware, UTC) by itself."""

    expected: datetime
    found: datetime


def _named(said: str, field: str) -> None:
    if not said.strip():
        raise Invalid(field, "empty")
