"""The grade of a toxicity that is judged from days, stages or one look, not followed by the hour.

Like :class:`grading.grade.Grade` it states what it rests on; but what it rests on are values of
days and examinations, not readings of a moment.
"""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

Values: TypeAlias = tuple[tuple[str, Any], ...]
"""Names and what was found under them, with their units in the names, for the words of a reason."""

ToxicityStatus = Literal[
    "graded", "partial", "provisional", "low_data", "incomplete", "review", "no_toxicity"
]
"""How a grade stands.

``partial``: stated, though something that could raise it was not charted. ``provisional``: the
window still runs. ``low_data``: stated, from fewer values than the rule asks. ``incomplete``: no
grade, something is missing. ``review``: no grade until a person decides. ``no_toxicity``: what
was found is not this toxicity.
"""


CrsState = Literal["active", "resolving", "resolved", "worse_after_improvement", "never"]
"""How CRS stands, for toxicities that follow it."""


class Ground(NamedTuple):
    """One domain with its level, a code for the rule that gave it, and the values it rests on.

    ``level`` is None where the domain cannot be told.
    """

    domain: str
    level: int | None
    code: str
    values: Values = ()


@dataclass(frozen=True, slots=True)
class ToxicityGrade:
    """A grade by one published scale, which ``scale`` names.

    ``level`` is None where it cannot be stated; ``at_least`` is the lowest that is certain all
    the same. ``missing`` names what would have to be known.
    """

    scale: str
    level: int | None
    at_least: int
    status: ToxicityStatus
    grounds: tuple[Ground, ...] = ()
    missing: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()

    @property
    def counted(self) -> int:
        """The level that maxima use: ``at_least`` where there is no level."""
        return self.at_least if self.level is None else self.level
