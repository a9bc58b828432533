"""How the columns of a term make one grade: the kinds of rule there are, as data.

A rule names columns by their place. What each kind does with them is in
:mod:`grading.ctcae.judgement`, one function a kind.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Rule:
    """What every kind has: the questions that it asks of a person."""

    @property
    def questions(self) -> tuple[str, ...]:
        """The findings that choose between columns."""
        return ()


@dataclass(frozen=True, slots=True, init=False)
class ByUnit(Rule):
    """One of several columns: the one in the unit of the value, or the only one."""

    columns: tuple[int, ...]

    def __init__(self, *columns: int) -> None:
        object.__setattr__(self, "columns", columns)


@dataclass(frozen=True, slots=True)
class Asked(Rule):
    """One column or another, as a person answers: "symptomatic", "fasting", "anticoagulated"."""

    question: str
    no: "AnyRule"
    yes: "AnyRule"

    @property
    def questions(self) -> tuple[str, ...]:
        """The question itself, and those that its answers lead to."""
        return (self.question, *self.no.questions, *self.yes.questions)


@dataclass(frozen=True, slots=True)
class ByBaseline(Rule):
    """Multiples of ULN if the baseline was normal or low, of the baseline if it was above ULN."""

    normal: int = 0
    abnormal: int = 1


@dataclass(frozen=True, slots=True, init=False)
class Worst(Rule):
    """The worst of several: what is printed with "or" between."""

    parts: tuple["AnyRule", ...]

    def __init__(self, *parts: "AnyRule") -> None:
        object.__setattr__(self, "parts", parts)


@dataclass(frozen=True, slots=True, init=False)
class Least(Rule):
    """The least of several: what is printed with "and" between."""

    parts: tuple["AnyRule", ...]

    def __init__(self, *parts: "AnyRule") -> None:
        object.__setattr__(self, "parts", parts)


@dataclass(frozen=True, slots=True)
class IfBaselineLow(Rule):
    """A column that counts only if the baseline was below LLN."""

    column: int


AnyRule: TypeAlias = ByUnit | Asked | ByBaseline | Worst | Least | IfBaselineLow
