"""Visits as objects for JSON lines, as lines for people, and as tables for a spreadsheet."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from bedside.appointments import agreement
from bedside.exports.spreadsheet import table_csv
from bedside.follow.standing import Follow, Standing
from bedside.schedule import Visit

_LIST = (
    *("patient", "protocol", "edition", "infused", "visit", "series", "study_day", "target"),
    *("opens", "closes", "state", "days", "on", "appointment", "settled", "items", "missing"),
    *("omitted", "deviation", "why", "provisional", "assumed"),
)
_NOT_YET = frozenset({"future", "not_applicable", "unscheduled"})


def visit_object(follow: Follow, standing: Standing) -> dict[str, Any]:
    """One visit of one patient, with dates and times of the site's zone in ISO 8601.

    ``infused`` is the infusion from which the visit is counted, null before it. An item of the
    checklist is ``done``, ``missing``, or among ``omitted`` with the reason; ``evidence`` names
    the entries that show an item, ``lacking`` what of it they do not show. ``days`` is as in
    :class:`bedside.follow.Standing`, ``settled`` counts the items done or omitted, of ``items``.
    ``assumed`` names what of the visit the trial's papers do not say.
    """
    visit, ticks = standing.visit, standing.ticks
    infused = _infused(follow, visit)
    return {
        "patient": standing.patient,
        "protocol": None if follow.protocol is None else follow.protocol.id,
        "edition": None if follow.protocol is None else follow.protocol.edition,
        "infused": None if infused is None else infused.astimezone(follow.zone).isoformat(),
        "visit": visit.id,
        "target": visit.target.isoformat(),
        "opens": visit.opens.isoformat(),
        "closes": visit.closes.isoformat(),
        "state": standing.state,
        "appointment": _appointment(follow, standing),
        "checklist": {
            "done": [tick.item.id for tick in ticks if tick.done],
            "missing": [tick.item.id for tick in ticks if not tick.settled],
        },
        "omitted": {t.item.id: t.omitted for t in ticks if t.omitted and not t.done},
        "evidence": {tick.item.id: list(tick.entries) for tick in ticks if tick.entries},
        "lacking": {tick.item.id: list(tick.missing) for tick in ticks if tick.missing},
        "series": visit.rule.series,
        "study_day": _study_day(follow, visit),
        "days": standing.days,
        "on": None if standing.on is None else standing.on.isoformat(),
        "entry": standing.entry,
        "deviation": standing.deviation,
        "deviated": standing.deviated,
        "why": standing.why or None,
        "completeness": {"settled": standing.collected, "items": len(ticks)},
        "provisional": follow.provisional,
        "assumed": _assumed(follow, visit),
    }


def _infused(follow: Follow, visit: Visit) -> datetime | None:
    given = follow.infusions
    return given[visit.infusion - 1] if visit.infusion <= len(given) else None


def _study_day(follow: Follow, visit: Visit) -> int | None:
    """The study day of a visit's target; None while no infusion is planned."""
    infused = _infused(follow, visit)
    began = follow.anchor if infused is None else follow.day_of(infused)
    return None if began is None else (visit.target - began).days


def _appointment(follow: Follow, standing: Standing) -> str | None:
    agreed = agreement(standing)
    if agreed is None or agreed.on is None:
        return None
    if agreed.clock is None:
        return agreed.on.isoformat()
    return datetime.combine(agreed.on, agreed.clock, follow.zone).isoformat()


def _assumed(follow: Follow, visit: Visit) -> list[str]:
    found = set(visit.rule.assumed)
    if (
        visit.rule.month is not None
        and follow.protocol is not None
        and "month_rule" in follow.protocol.assumed
    ):
        found.add("month_rule")
    return sorted(found)


def text_line(found: dict[str, Any]) -> str:
    """A visit object as one line for people."""
    count = found["completeness"]
    agreed = f"  appointment {found['appointment']}" if found["appointment"] else ""
    items = f"  {count['settled']}/{count['items']}" if count["items"] else ""
    lacking = () if found["state"] in _NOT_YET else found["checklist"]["missing"]
    missing = f"  missing: {', '.join(lacking)}" if lacking else ""
    provisional = "  [provisional]" if found["provisional"] else ""
    return (
        f"{found['patient']}  {found['visit']}  {found['target']}"
        f" ({found['opens']} to {found['closes']})  {found['state']}"
        f"{agreed}{items}{missing}{provisional}"
    )


def list_csv(rows: Iterable[tuple[Follow, Standing]]) -> bytes:
    """A list of visits for a spreadsheet, one a line, in the order given."""
    return table_csv(_LIST, (_list_row(visit_object(*row)) for row in rows))


def _list_row(found: dict[str, Any]) -> list[object]:
    flat: dict[str, object] = {
        **found,
        "missing": "; ".join(found["checklist"]["missing"]),
        "omitted": "; ".join(f"{item}: {why}" for item, why in found["omitted"].items()),
        "assumed": "; ".join(found["assumed"]),
        "provisional": "yes" if found["provisional"] else "no",
        **found["completeness"],
    }
    return [flat[name] for name in _LIST]


def matrix_csv(follows: Sequence[Follow], today: date) -> bytes:
    """Patients × visits for a spreadsheet: in each cell the state, and how much is settled.

    ``settled`` and ``items`` count over the visits whose windows have opened. The yearly visits
    of the long-term register are left out; those that were not in the plan are counted.
    """
    names = columns(follows)
    heading = ("patient", "protocol", "edition", "infused", "settled", "items", *names)
    return table_csv((*heading, "unscheduled"), (_matrix_row(f, names, today) for f in follows))


def columns(follows: Iterable[Follow]) -> tuple[str, ...]:
    """The visits of all patients' plans without the register, each once, as they follow."""
    places: dict[str, tuple[int, bool, int, int]] = {}
    for follow in follows:
        for place, visit in enumerate(follow.visits):
            rule = visit.rule
            if rule.series == "register":
                continue
            day = rule.day if rule.day is not None else 30 * (rule.month or 0)
            after = rule.anchor != "consent"
            places.setdefault(visit.id, (visit.infusion, after, day, place))
    return tuple(sorted(places, key=lambda name: places[name]))


def _matrix_row(follow: Follow, names: Sequence[str], today: date) -> list[object]:
    cells: dict[str, str] = {}
    settled = items = unscheduled = 0
    for standing in follow.standings(today):
        if standing.state == "unscheduled":
            unscheduled += 1
            continue
        asked = len(standing.ticks)
        count = f" {standing.collected}/{asked}" if asked else ""
        cells[standing.visit.id] = standing.state + count
        if standing.state not in _NOT_YET and standing.visit.rule.series != "register":
            settled += standing.collected
            items += asked
    infused = follow.infused
    return [
        follow.patient,
        follow.enrolled.protocol,
        follow.enrolled.edition,
        "" if infused is None else infused.astimezone(follow.zone).isoformat(),
        settled,
        items,
        *(cells.get(name, "") for name in names),
        unscheduled,
    ]
