"""Alarms as objects for JSON lines, and as lines for people."""

from datetime import datetime, tzinfo
from typing import Any

from bedside.alarms.alarm import Alarm

_MARKS = {"high": "***", "medium": "**", "low": "*"}
_WHAT = {"vitals": "vital signs", "ice": "ICE", "labs": "laboratory values"}


def alarm_object(alarm: Alarm, zone: tzinfo) -> dict[str, Any]:
    """One alarm, with times of a zone in ISO 8601.

    ``patient`` is null where it is about the program itself; ``acknowledged`` null, or by whom
    and when; ``ended`` is given where the condition is over and nobody acknowledged it.
    ``suspected``: a person must decide whether a grade is as high as ``value``.
    """
    seen = alarm.acknowledged
    return {
        "patient": alarm.patient,
        "kind": alarm.kind,
        "key": alarm.key,
        "priority": alarm.priority,
        "level": alarm.level,
        "since": _iso(alarm.since, zone),
        "value": alarm.value,
        "suspected": alarm.suspected,
        "text": sentence(alarm),
        "next_step": alarm.next_step,
        "acknowledged": None
        if seen is None
        else {"by": seen.by, "at": _iso(seen.at, zone), "comment": seen.comment},
        "silenced_until": _iso(alarm.silenced_until, zone),
        "silenceable": alarm.silenceable,
        "latched": alarm.latched,
        "ended": _iso(alarm.ended, zone),
    }


def sentence(alarm: Alarm) -> str:
    """What an alarm says, in the words of the table."""
    what = alarm.what
    if alarm.kind in {"stale_grade", "other_grade"}:
        what = what.upper()
    if alarm.suspected:
        scale = alarm.key.upper()
        return f"{scale} may be grade {_figure(alarm.value)}: a person must decide"
    return alarm.row.text.format(
        value=_figure(alarm.value),
        before=_figure(alarm.before),
        level=alarm.level,
        what=_WHAT.get(what, what.replace("_", " ")),
    )


def text_line(found: dict[str, Any]) -> str:
    """An alarm object as one line for people."""
    who = found["patient"] or "Bedside"
    seen, silent = found["acknowledged"], found["silenced_until"]
    state = ""
    if seen is not None:
        state = f"  [acknowledged by {seen['by'] or '?'} {seen['at']}]"
    elif silent is not None:
        state = f"  [silenced until {silent}]"
    over = "  [not as bad now]" if found["latched"] else ""
    if found["ended"]:
        over = f"  [over since {found['ended']}]"
    return (
        f"{_MARKS[found['priority']]:<3}  {who}  {found['text']}  since {found['since']}"
        f"{state}{over}  → {found['next_step']}"
    )


def _iso(moment: datetime | None, zone: tzinfo) -> str | None:
    return None if moment is None else moment.astimezone(zone).isoformat()


def _figure(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"
