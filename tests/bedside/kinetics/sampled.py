"""Courses of one patient from results told in days since the infusion."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo

from bedside.facts import Fact
from bedside.kinetics import Course, courses
from bedside.timeline import Entry
from grading.signs import Drug, Infused, Lab
from tests.bedside.trials import entries

INFUSED = datetime(2026, 3, 2, 10, tzinfo=UTC)
CELLS = Infused(1e8, "cells")


def at(day: float) -> datetime:
    """A moment so many days after the infusion."""
    return INFUSED + timedelta(days=day)


def result(analyte: str, said: str | float) -> Lab:
    """A result as it is told in the tables below: 12, "<5", ">900", "haemolysed", "5 haemolysed".

    Canonical units; the unit itself plays no part here.
    """
    if isinstance(said, int | float):
        return Lab(analyte, float(said))
    number, _, words = said.partition(" ")
    if number[0] in "<>":
        bound = "<" if number[0] == "<" else ">"
        return Lab(analyte, float(number[1:]), "", bound, words or None)
    if not number[0].isdigit():
        return Lab(analyte, text=said)
    return Lab(analyte, float(number), "", None, words or None)


def told(analyte: str, results: Iterable[tuple[float, str | float]]) -> list[tuple[datetime, Fact]]:
    """Results of one analyte by day."""
    return [(at(day), result(analyte, said)) for day, said in results]


def line(*facts: tuple[datetime, Fact], infusions: Iterable[float] = (0,)) -> tuple[Entry, ...]:
    """A timeline with the infusions."""
    return entries(*((at(day), CELLS) for day in infusions), *facts)


def courses_of(
    *facts: tuple[datetime, Fact],
    infusions: Iterable[float] = (0,),
    now: float = 400,
    zone: tzinfo = UTC,
) -> tuple[Course, ...]:
    """All courses as of a day."""
    return courses(line(*facts, infusions=infusions), at(now), zone=zone)


def course_of(*facts: tuple[datetime, Fact], now: float = 400, zone: tzinfo = UTC) -> Course:
    """The course of one infusion as of a day."""
    (found,) = courses_of(*facts, now=now, zone=zone)
    return found


def given(name: str, day: float) -> tuple[datetime, Fact]:
    """A dose of a drug."""
    return at(day), Drug(name)
