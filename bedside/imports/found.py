"""What a row of a table gave: facts, and cells that were refused."""

from dataclasses import dataclass, field
from typing import NamedTuple

from bedside.facts import Fact

Words = tuple[str, str]
"""A field or column, and the words that stood there."""


class Refused(NamedTuple):
    """A cell that was not taken: its column, what stands there, why, and what is accepted."""

    column: str
    value: str
    code: str
    bounds: tuple[float, float] | None = None


class Made(NamedTuple):
    """A fact of a row: which part of the row it is, and the words kept beside it."""

    part: str
    fact: Fact
    words: tuple[Words, ...]


@dataclass(slots=True)
class Found:
    """What a row gave.

    ``noted``: something could only be kept as a note. ``limited``: the analyte of a plain number
    that is a limit of the assay, and the limit as it was taken.
    """

    made: list[Made] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    converted: bool = False
    noted: bool = False
    limited: list[tuple[str, str]] = field(default_factory=list)
