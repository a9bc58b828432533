"""What would read differently if an entry were amended or retracted: grades before and after."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from bedside.chart import Chart
from bedside.timeline import Draft
from grading.grade import Course, Grade


class Difference(NamedTuple):
    """A while in which a scale would read differently.

    ``before`` and ``after`` are the grades at its start, None where the scale has read nothing.
    ``end`` is None where it lasts to this moment.
    """

    scale: str
    start: datetime
    end: datetime | None
    before: Grade | None
    after: Grade | None


def differences(before: Chart, after: Chart) -> tuple[Difference, ...]:
    """Where the grades of two charts of one patient differ, by scale and time.

    Grades are the same where level, lowest certain level, suspected level and (for ICANS) the
    level adjusted to the baseline are; other reasons for the same grade are no difference.
    """
    return tuple(
        difference
        for scale in before.courses
        for difference in _of_scale(scale, before.courses[scale], after.courses[scale])
    )


def if_recorded(chart: Chart, draft: Draft, now: datetime) -> tuple[Difference, ...]:
    """What an amendment or retraction would change, were it saved now."""
    return differences(chart.extended((), now), chart.amended(draft, now))


def _of_scale(scale: str, one: Course[Any], other: Course[Any]) -> Iterator[Difference]:
    standing: Difference | None = None
    for at in sorted({step.at for course in (one, other) for step in course.steps}):
        before, after = _grade(one, at), _grade(other, at)
        now = (_stated(before), _stated(after))
        if standing is not None and now == (_stated(standing.before), _stated(standing.after)):
            continue
        if standing is not None:
            yield standing._replace(end=at)
            standing = None
        if now[0] != now[1]:
            standing = Difference(scale, at, None, before, after)
    if standing is not None:
        yield standing


def _grade(course: Course[Any], at: datetime) -> Grade | None:
    step = course.at(at)
    return None if step is None else step.grade


def _stated(grade: Grade | None) -> tuple[int | None, ...] | None:
    """What of a grade is told apart here."""
    if grade is None:
        return None
    return (grade.level, grade.at_least, grade.suspected, getattr(grade, "adjusted", None))
