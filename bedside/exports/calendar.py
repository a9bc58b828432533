"""Visits as an iCalendar file (RFC 5545), for the calendar on somebody's desk.

Of the patient it holds the trial id and nothing else; no free words of the record go into it.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from bedside.appointments import agreement
from bedside.follow.standing import Standing

_OURS = UUID("5d3c1b0e-8f0a-4d0e-9b6e-2a7c4f61d9b3")


class Words(NamedTuple):
    """What a calendar shows of a visit: one line, and what stands below it."""

    summary: str
    description: str


def words(standing: Standing) -> Words:
    """A visit in English: trial id and visit; state, window, and what is still to be done."""
    visit = standing.visit
    window = f"{visit.opens.isoformat()} to {visit.closes.isoformat()}"
    lines = [
        f"Window {window}, target {visit.target.isoformat()}",
        f"State: {standing.state.replace('_', ' ')}",
    ]
    agreed = agreement(standing)
    if agreed is not None and agreed.clock is not None:
        lines.insert(0, f"At {agreed.clock.isoformat('minutes')}")
    lines += [f"To do: {tick.item.title}" for tick in standing.ticks if not tick.settled]
    return Words(f"{standing.patient} · {visit.id}", "\n".join(lines))


def uid(patient: str, visit: str) -> str:
    """The name of an event, the same from every record and workstation, so that it is replaced."""
    return f"{uuid5(_OURS, f'{patient} {visit}')}@bedside"


def calendar(
    standings: Iterable[Standing],
    now: datetime,
    words: Callable[[Standing], Words] = words,
) -> bytes:
    """Visits as events of whole days: on the day agreed, else on the target; no alarms.

    A visit that does not apply any more is a cancelled event, one without an appointment a
    tentative one. What was not in the plan is no event.
    """
    import icalendar  # noqa: PLC0415 - costs time at start

    file = icalendar.Calendar()
    file.add("prodid", "-//Bedside//Bedside//EN")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    for standing in standings:
        if standing.state == "unscheduled":
            continue
        agreed = agreement(standing)
        on = standing.visit.target if agreed is None or agreed.on is None else agreed.on
        status = "TENTATIVE" if agreed is None else "CONFIRMED"
        said = words(standing)
        event = icalendar.Event()
        event.add("uid", uid(standing.patient, standing.visit.id))
        event.add("dtstamp", now.astimezone(UTC))
        # Some calendars take a later file for news only if this number has grown.
        event.add("sequence", int(now.timestamp()) // 60)
        event.add("dtstart", on)
        event.add("dtend", on + timedelta(days=1))
        event.add("summary", said.summary)
        event.add("description", said.description)
        event.add("status", "CANCELLED" if standing.state == "not_applicable" else status)
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        file.add_component(event)
    return bytes(file.to_ical())
