"""What was answered at a screening, as the rules of :mod:`bedside.eligibility` read it.

An answer that cannot be true is none: it is said why, and nothing is judged by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Literal, NamedTuple, TypeAlias

from bedside.analytes import analytes
from bedside.facts import BIRTH_YEARS, Answer, Enrolled
from grading.signs import Invalid

Lack = Literal["missing", "unit", "impossible", "differs"]
"""Why an answer is not there: nobody gave it, in a unit that it cannot have, it cannot be, or the
enrolment says otherwise."""

_EQUAL: Mapping[str, Mapping[str, float]] = {
    "prednisone_mg_day": {"mg/d": 1},
    "proteinuria": {"g/24h": 1, "mg/24h": 1000},
    "creatinine": {"mg/dL": 1, "umol/L": 88.42},
    "iga": {"g/L": 1, "mg/dL": 100},
}
"""The units in which a number may be given, and what is equal to each other in them.

Creatinine 88.42 µmol/L to 1 mg/dL as in ``resources/analytes.toml``; the others by definition.
"""
_WHOLE: Mapping[str, int] = {"acr_1997_count": 11, "selena_sledai": 105, "clinical_sledai": 105}
"""Counts and scores: whole, from 0 to this (11 ACR criteria; SLEDAI 0 to 105)."""
_LEAST_MG_24H = 10.0
"""Less protein in a day's urine than this, but some, is grams taken for milligrams (assumed)."""


class Amount(NamedTuple):
    """A number in the unit in which it was typed, or in which a limit is printed ("" for none)."""

    number: float
    unit: str


Value: TypeAlias = float | date | str | Amount | tuple[str, ...]
"""What a sentence about a criterion holds; a str, or each of a tuple, is the name of a question."""


class Lacking(NamedTuple):
    """An answer that is not there: to which question, and why; ``said`` is what cannot be."""

    question: str
    why: Lack
    said: Amount | date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Enrolment and answers, for one criterion.

    What is asked for and not there is None, and is added to ``lacking``.
    """

    enrolled: Enrolled
    answers: Mapping[str, Answer]
    asks: tuple[str, ...] = ()
    lacking: list[Lacking] = field(default_factory=list)

    def yes(self, question: str) -> bool | None:
        """Yes or no."""
        said = self._answer(question).yes
        if said is None:
            self.lacking.append(Lacking(question, "missing"))
        return said

    def day(self, question: str) -> date | None:
        """A day, of the years in which patients are born or treated."""
        return self._day(question, self._answer(question).on)

    def amount(self, question: str) -> Amount | None:
        """A number in one of the units of the question, as typed."""
        answer = self._answer(question)
        if answer.number is None:
            self.lacking.append(Lacking(question, "missing"))
            return None
        said = Amount(answer.number, answer.unit)
        why = trouble(question, said)
        if why is not None:
            self.lacking.append(Lacking(question, why, said))
            return None
        return said

    def number(self, question: str) -> float | None:
        """A number without a unit."""
        said = self.amount(question)
        return None if said is None else said.number

    def consented(self) -> date | None:
        """The day of consent: as answered, else as enrolled. None also where the two differ."""
        held, answered = self.enrolled.consented, self._answer("consented").on
        if answered is not None and held not in {None, answered}:
            self.lacking.append(Lacking("consented", "differs"))
            return None
        return self._day("consented", answered or held)

    def born(self) -> tuple[date, date] | None:
        """The first and last day on which the patient can have been born.

        As answered, else as enrolled; where only the year is known these are its ends. None also
        where answer and enrolment differ.
        """
        held, year = self.enrolled.birth_date, self.enrolled.birth_year
        answered = self._answer("birth").on
        if answered is not None and (
            held not in {None, answered} or year not in {None, answered.year}
        ):
            self.lacking.append(Lacking("birth", "differs"))
            return None
        if answered is None and held is None and year is not None:
            return (date(year, 1, 1), date(year, 12, 31))
        day = self._day("birth", answered or held)
        return None if day is None else (day, day)

    def _answer(self, question: str) -> Answer:
        return self.answers.get(question) or Answer(question)

    def _day(self, question: str, said: date | None) -> date | None:
        if said is None:
            self.lacking.append(Lacking(question, "missing"))
        elif not is_day(said):
            self.lacking.append(Lacking(question, "impossible", said))
            return None
        return said


def is_day(day: date) -> bool:
    """Whether anything of a patient's life can have been on this day: 1900 to 2199."""
    earliest, latest = BIRTH_YEARS
    return earliest <= day.year < latest


def trouble(question: str, said: Amount) -> Literal["unit", "impossible"] | None:
    """Why a number cannot be the answer to a question; None if it can.

    Creatinine and IgA within the limits of ``resources/analytes.toml``.
    """
    units = _EQUAL.get(question, {"": 1})
    if said.unit not in units:
        return "unit"
    if not isfinite(said.number) or said.number < 0:
        return "impossible"
    if question in _WHOLE and (said.number > _WHOLE[question] or said.number % 1):
        return "impossible"
    if question == "proteinuria" and 0 < said.number * 1000 / units[said.unit] < _LEAST_MG_24H:
        return "impossible"
    analyte = analytes().get(question)
    if analyte is not None:
        try:
            analyte.canonical(said.number, said.unit)
        except Invalid:
            return "impossible"
    return None


def converted(question: str, said: Amount) -> Amount | None:
    """The same amount in the other unit of a question; None where there is no other."""
    units = _EQUAL.get(question, {})
    others = [unit for unit in units if unit != said.unit]
    if said.unit not in units or not others:
        return None
    return Amount(said.number * units[others[0]] / units[said.unit], others[0])


def age(born: date, on: date) -> int:
    """Whole years lived; who was born on 29 February grows older on 1 March of a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def says_something(answer: Answer) -> bool:
    """Whether there is a number, a yes or no, or a day in it."""
    return (answer.number, answer.yes, answer.on) != (None, None, None)
