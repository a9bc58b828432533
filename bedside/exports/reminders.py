"""Reminders as objects for JSON lines, and as lines for people."""

from datetime import tzinfo
from typing import Any

from bedside.reminders import Row


def reminder_object(row: Row, zone: tzinfo) -> dict[str, Any]:
    """One reminder as it is shown, with dates and times of a zone in ISO 8601.

    The fields are those of :class:`bedside.reminders.Reminder`; ``visit`` is null where it is
    about the patient. ``below`` are the less urgent kinds of the same visit that stand as well.
    """
    top = row.top
    return {
        "patient": top.patient,
        "kind": top.kind,
        "visit": top.visit or None,
        "due": top.due.isoformat(),
        "at": top.at.astimezone(zone).isoformat(),
        "key": top.key,
        "answer": top.answer,
        "day": top.day.isoformat(),
        "days": top.days,
        "clock": None if top.clock is None else top.clock.isoformat("minutes"),
        "lacking": top.lacking,
        "below": [reminder.kind for reminder in row.below],
    }


def text_line(found: dict[str, Any]) -> str:
    """A reminder object as one line for people."""
    visit = f"  {found['visit']}" if found["visit"] else ""
    clock = f" {found['clock']}" if found["clock"] else ""
    lacking = f"  {found['lacking']} missing" if found["lacking"] else ""
    answer = "" if found["answer"] == "open" else f"  [{found['answer']}]"
    kind = found["kind"].replace("_", " ")
    return f"{found['patient']}  {kind}{visit}  {found['day']}{clock}{lacking}{answer}"
