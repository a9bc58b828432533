"""Grades over time as objects for JSON lines, and as lines for people."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bedside.chart import Chart
from grading.grade import Course, Step, episodes, state


def step_objects(of: Chart, scale: str, at: datetime | None = None) -> Iterator[dict[str, Any]]:
    """One object for each moment at which the grade was judged, or for ``at`` alone."""
    course = of.courses[scale]
    if at is not None:
        step = course.at(at)
        if step is not None:
            yield _step(of, course, step, at)
        return
    for step, after in zip(course.steps, (*course.steps[1:], None), strict=True):
        # Judged again at once, because the rounds have become shorter: the later one stands.
        if after is None or after.at != step.at:
            yield _step(of, course, step, step.at)


def _step(of: Chart, course: Course[Any], step: Step, at: datetime) -> dict[str, Any]:
    grade = step.grade
    found: dict[str, Any] = {
        "patient": of.patient,
        "scale": course.scale.id,
        "edition": course.scale.edition,
        "at": at.astimezone(of.zone).isoformat(),
        "level": grade.level,
        "at_least": grade.at_least,
        "status": grade.status,
        "domains": {reason.domain: reason.level for reason in grade.reasons},
        "missing": [missing.what for missing in grade.missing],
        "flags": sorted(grade.flags),
    }
    for name in ("suspected", "adjusted", "risk", "min_risk"):
        value = getattr(grade, name, None)
        if value is not None:
            found[name] = value
    return found


def episode_object(of: Chart, scale: str) -> dict[str, Any]:
    """The episodes of one scale and where its course stands: none, open, pending or closed."""
    course = of.courses[scale]
    zone = of.zone
    return {
        "patient": of.patient,
        "scale": scale,
        "edition": course.scale.edition,
        "state": state(course.steps),
        "episodes": [
            {
                "onset": e.onset.astimezone(zone).isoformat(),
                "end": None if e.end is None else e.end.astimezone(zone).isoformat(),
                "max_grade": e.maximum,
                "max_grade_time": e.maximum_at.astimezone(zone).isoformat(),
                "duration_h": None if e.duration is None else e.duration.total_seconds() / 3600,
                "duration_days_inclusive": e.days(zone),
            }
            for e in episodes(course.steps)
        ],
    }


def text_line(found: dict[str, Any]) -> str:
    """A step object as one line for people."""
    level = found["level"]
    shown = str(level) if level is not None else f"? (at least {found['at_least']})"
    missing = f"  missing: {', '.join(found['missing'])}" if found["missing"] else ""
    flags = f"  [{', '.join(found['flags'])}]" if found["flags"] else ""
    return (
        f"{found['patient']}  {found['at']}  {found['scale']} {shown}"
        f"  {found['status']}{missing}{flags}"
    )


def episode_line(found: dict[str, Any]) -> str:
    """An episode object as one line for people."""
    told = [
        f"{e['onset']} to {e['end'] or 'not ended'}, maximum {e['max_grade']}"
        for e in found["episodes"]
    ]
    return f"{found['patient']}  {found['scale']} episodes ({found['state']}): " + (
        "; ".join(told) or "none"
    )
