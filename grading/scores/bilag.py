"""BILAG-2004: a letter from A to E in each of nine systems, and two numeric codings of them.

A severe, B moderate, C mild activity, D inactive now but active before, E never active.

Source: Isenberg DA et al., Rheumatology 2005;44:902 (index); Yee CS et al., Rheumatology
2010;49:1665, PMC2919194 (12, 8, 1, 0, 0: the coding recommended for the nine systems); Cresswell
L et al., Rheumatology 2009;48:1548 (9, 3, 1, 0, 0, the older coding, made for the eight systems
of the classic index). A range of 0 to 72 belongs to the eight: nothing is clipped to it here,
it is a question to the protocol (this project's decision).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, NamedTuple, get_args

from grading.signs import Invalid

Letter = Literal["A", "B", "C", "D", "E"]
LETTERS: tuple[Letter, ...] = get_args(Letter)
"""From the most active downward."""
SYSTEMS = (
    "constitutional",
    "mucocutaneous",
    "neuropsychiatric",
    "musculoskeletal",
    "cardiorespiratory",
    "gastrointestinal",
    "ophthalmic",
    "renal",
    "haematological",
)
"""The nine systems in the order of the form."""
_OF_FORM = attrgetter(*SYSTEMS)


@dataclass(frozen=True, slots=True)
class Bilag:
    """The letters of one visit: the last four weeks against the four before. None is not told."""

    constitutional: Letter | None = None
    mucocutaneous: Letter | None = None
    neuropsychiatric: Letter | None = None
    musculoskeletal: Letter | None = None
    cardiorespiratory: Letter | None = None
    gastrointestinal: Letter | None = None
    ophthalmic: Letter | None = None
    renal: Letter | None = None
    haematological: Letter | None = None

    def __post_init__(self) -> None:
        for system, letter in self.letters.items():
            if letter is not None and letter not in LETTERS:
                raise Invalid(system, "unknown_letter", letter)

    @property
    def letters(self) -> Mapping[str, Letter | None]:
        """Each system with its letter."""
        return dict(zip(SYSTEMS, _OF_FORM(self), strict=True))

    @property
    def missing(self) -> tuple[str, ...]:
        """The systems without a letter."""
        return tuple(system for system, letter in self.letters.items() if letter is None)


# --- numbers ----------------------------------------------------------------------------------

CodingName = Literal["12-8-1", "9-3-1"]


class Coding(NamedTuple):
    """Points of A, B, C, D, E, and for how many systems the coding was published."""

    points: tuple[int, int, int, int, int]
    published_for: int

    def of(self, letter: Letter) -> int:
        """The points of a letter."""
        return self.points[LETTERS.index(letter)]

    @property
    def highest(self) -> int:
        """The highest sum over the nine systems."""
        return self.points[0] * len(SYSTEMS)


CODINGS: Mapping[CodingName, Coding] = {
    "12-8-1": Coding((12, 8, 1, 0, 0), 9),
    "9-3-1": Coding((9, 3, 1, 0, 0), 8),
}
"""The main coding (0 to 108) first; the second (0 to 81) is shown with its name only."""


class Sum(NamedTuple):
    """The sum in one coding: the least and the most it can be, apart while a letter is missing."""

    coding: CodingName
    least: int
    most: int
    missing: tuple[str, ...]

    @property
    def value(self) -> int | None:
        """The sum, or None while a letter is missing."""
        return None if self.missing else self.least


def numeric(form: Bilag, coding: CodingName) -> Sum:
    """The letters added up. A missing letter counts 0 at least and an A at most."""
    points = CODINGS[coding]
    known = sum(points.of(letter) for letter in form.letters.values() if letter is not None)
    return Sum(coding, known, known + points.points[0] * len(form.missing), form.missing)


def range_query(highest: int) -> str | None:
    """Which question a protocol that prints 0 to ``highest`` as the range of BILAG-2004 raises.

    None where it is the range of the main coding; ``older_coding`` 0 to 81; ``classic_index``
    0 to 72 or 0 to 96, which belong to the classic eight systems; ``unknown_range`` any other.
    """
    if highest == CODINGS["12-8-1"].highest:
        return None
    if highest == CODINGS["9-3-1"].highest:
        return "older_coding"
    return "classic_index" if highest in _CLASSIC else "unknown_range"


_CLASSIC = (72, 96)


# --- what is new ------------------------------------------------------------------------------


class Changes(NamedTuple):
    """Systems that certainly have a new A or a new B, and those not known at both visits."""

    new_a: tuple[str, ...]
    new_b: tuple[str, ...]
    unknown: tuple[str, ...]


def changes(before: Bilag, now: Bilag) -> Changes:
    """What is new against an earlier visit.

    New A: A now and not A before. New B: B now and C, D or E before; from A to B is better,
    from B to B unchanged (this project's reading).
    """
    was, is_now = before.letters, now.letters
    pairs = [(system, was[system], is_now[system]) for system in SYSTEMS]
    known = [pair for pair in pairs if pair[1] is not None and pair[2] is not None]
    return Changes(
        tuple(system for system, old, new in known if new == "A" and old != "A"),
        tuple(system for system, old, new in known if new == "B" and old not in ("A", "B")),
        tuple(system for system, old, new in pairs if old is None or new is None),
    )
