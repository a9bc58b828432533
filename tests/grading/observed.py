"""Words in which the tests of the scales tell what was seen, and when: hours after the infusion."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from grading.grade import Course, Grade, Scale, course
from grading.signs import (
    ICE_ITEMS,
    Drug,
    Ice,
    Infused,
    Neuro,
    Reading,
    Sign,
    Support,
    Vitals,
)

INFUSION = datetime(2025, 3, 3, 8, tzinfo=UTC)
Moment = tuple[float, *tuple[Sign, ...]]
INFUSED: Moment = (0, Infused())

AIR = Support("room_air")
WELL = Vitals(temp_c=36.8, sbp_mmhg=118, dbp_mmhg=72)
FEVER = Vitals(temp_c=38.5, sbp_mmhg=118, dbp_mmhg=72)
LOW = Vitals(temp_c=36.8, sbp_mmhg=84, dbp_mmhg=50)
FEVER_AND_LOW = Vitals(temp_c=38.5, sbp_mmhg=84, dbp_mmhg=50)
CLEAR = Neuro(loc="alert")


def runs(name: str, **more: Any) -> Drug:
    """An infusion charted as running."""
    return Drug(name, "continued", **more)


def stops(name: str, **more: Any) -> Drug:
    return Drug(name, "stopped", **more)


def ice(score: int, **more: Any) -> Ice:
    """A whole examination with so many points."""
    return Ice(**{item: "yes" if i < score else "no" for i, item in enumerate(ICE_ITEMS)}, **more)


def hour(hours: float) -> datetime:
    return INFUSION + timedelta(hours=hours)


def hours(moment: datetime | None) -> float | None:
    return None if moment is None else (moment - INFUSION) / timedelta(hours=1)


def told(*moments: Moment) -> list[Reading]:
    return [Reading(hour(at), sign) for at, *signs in moments for sign in signs]


def run(scale: Scale[Any], moments: Iterable[Moment], until: float) -> Course[Any]:
    return course(scale, told(*moments), hour(until))


def grade(scale: Scale[Any], moments: Iterable[Moment], at: float) -> Grade:
    """The grade in force so many hours after the infusion."""
    last = run(scale, moments, at).last
    assert last is not None
    return last.grade


def shown(grade: Grade) -> str:
    """A grade in two words: "3 graded", ">=4 incomplete", ">=0 review"."""
    level = f">={grade.at_least}" if grade.level is None else f"{grade.level}"
    return f"{level} {grade.status}"


def missing(grade: Grade) -> set[str]:
    return {item.what for item in grade.missing}
