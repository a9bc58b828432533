"""Figures of a study, each with what it rests on: entries of one patient, or patients counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean, median
from typing import Generic, NamedTuple, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Figure(NamedTuple, Generic[T_co]):
    """A figure of one patient, and the ids of the entries that it rests on.

    Where the value is None it is unknown: never zero, never "no".
    """

    value: T_co
    entries: tuple[str, ...] = ()


UNKNOWN: Figure[None] = Figure(None)
"""What the record does not say."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many patients of those of whom it is known: ``count`` of ``of``.

    ``patients`` are those counted, ``unknown`` those of whom it cannot be told; they are in
    neither number.
    """

    count: int
    of: int
    patients: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Centre:
    """The mean or median over the patients who have the figure; None where nobody has.

    ``patients`` are those it is taken over.
    """

    value: float | None
    patients: tuple[str, ...] = ()

    @property
    def of(self) -> int:
        """How many patients it is taken over."""
        return len(self.patients)


def share(answers: Iterable[tuple[str, bool | None]]) -> Share:
    """Of whom something holds, from (patient, whether it does; None is unknown)."""
    said = tuple(answers)
    held = tuple(patient for patient, answer in said if answer)
    unknown = tuple(patient for patient, answer in said if answer is None)
    return Share(len(held), len(said) - len(unknown), held, unknown)


def mean(values: Iterable[tuple[str, float | None]]) -> Centre:
    """The mean over those who have a value, from (patient, value)."""
    known = [(patient, value) for patient, value in values if value is not None]
    if not known:
        return Centre(None)
    return Centre(fmean(value for _, value in known), tuple(patient for patient, _ in known))


def middle(values: Iterable[tuple[str, float | None]]) -> Centre:
    """The median over those who have a value, from (patient, value)."""
    known = [(patient, value) for patient, value in values if value is not None]
    if not known:
        return Centre(None)
    return Centre(
        float(median(value for _, value in known)), tuple(patient for patient, _ in known)
    )
