"""The shape of a yes-or-no outcome: its criteria, each with an answer and what that rests on.

One criterion known to fail decides, even where another cannot be told; otherwise one that
cannot be told leaves the outcome unknown (this project's decision for SRI-4, LLDAS and DORIS).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

Answer = Literal["yes", "no", "unknown"]
Values: TypeAlias = tuple[tuple[str, Any], ...]
"""Names and what was found or asked under them, for the words of a reason."""


def together(answers: Iterable[Answer]) -> Answer:
    """No where one is no, else unknown where one is unknown, else yes."""
    found = set(answers)
    if "no" in found:
        return "no"
    return "unknown" if "unknown" in found else "yes"


def answer(*, met: bool | None) -> Answer:
    """What is met, not met, or cannot be told, as a word."""
    if met is None:
        return "unknown"
    return "yes" if met else "no"


class Ground(NamedTuple):
    """One condition within a criterion: its answer, the code of the reason, and its values."""

    answer: Answer
    code: str
    values: Values = ()


class Criterion(NamedTuple):
    """One printed criterion by its name; all its grounds must be yes."""

    name: str
    grounds: tuple[Ground, ...]

    @property
    def answer(self) -> Answer:
        """Whether the criterion is met."""
        return together(ground.answer for ground in self.grounds)

    @property
    def deciding(self) -> tuple[Ground, ...]:
        """The grounds that give the answer: those that fail, else those unknown, else all."""
        return tuple(ground for ground in self.grounds if ground.answer == self.answer)


@dataclass(frozen=True, slots=True)
class Response:
    """An outcome at a visit. ``instrument`` names it with its variant.

    ``answer`` follows from the criteria unless the outcome cannot be judged at all; ``flags``
    then say why, and else what a reader must know beside the answer.
    """

    instrument: str
    answer: Answer
    criteria: tuple[Criterion, ...]
    flags: frozenset[str] = frozenset()

    @property
    def failed(self) -> tuple[int, ...]:
        """The criteria known to fail, by their printed number from 1."""
        return self._numbers("no")

    @property
    def unknown(self) -> tuple[int, ...]:
        """The criteria that cannot be told, by their printed number from 1."""
        return self._numbers("unknown")

    def _numbers(self, wanted: Answer) -> tuple[int, ...]:
        return tuple(n for n, c in enumerate(self.criteria, 1) if c.answer == wanted)
