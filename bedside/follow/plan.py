"""The plan of one patient, from the entries that count and the edition that is followed."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo
from typing import cast

from bedside.adverse.log import events_of
from bedside.facts import Appointed, Deviation, EndCause, Enrolled
from bedside.follow.evidence import Attended, Evidence, attended, superseded, ticked
from bedside.follow.said import Said
from bedside.follow.standing import Follow, Shown
from bedside.protocol.edition import Anchor, Protocol
from bedside.schedule import Visit, expanded, ordered, register
from bedside.timeline import Entry

Editions = Callable[[str, str], Protocol | None]
"""Which edition a protocol's id and an edition's name stand for; None where it is not known."""


def follow(
    patient: str,
    line: Sequence[Entry],
    editions: Editions,
    zone: tzinfo,
    now: datetime,
    log: Sequence[Entry] = (),
) -> Follow:
    """The plan of one patient, from the entries that count (in clinical order) up to ``now``.

    ``log`` are all its entries; without them what was amended more than once may be taken for
    another adverse event.
    """
    said = Said(zone, now)
    for entry in line:
        said.take(entry)
    enrolled = said.enrolled
    protocol = editions(enrolled.protocol, enrolled.edition) if enrolled.protocol else None
    given = tuple(entry.at for entry in said.infusions)
    began = [moment.astimezone(zone).date() for moment in given]
    provisional = not began and said.planned is not None
    if said.planned is not None and not began:
        began = [said.planned.astimezone(zone).date()]
    visits = _plan(protocol, began, enrolled, said.discharges)
    came, unscheduled = attended(visits, began, said)
    shown = {}
    if protocol is not None:
        evidence = Evidence(visits, came, began, given, said)
        for visit in visits:
            shown[visit.id] = _shown(visit, protocol, evidence, came, began, said)
    return Follow(
        patient=patient,
        zone=zone,
        enrolled=enrolled,
        protocol=protocol,
        infusions=given,
        anchor=began[-1] if began else None,
        provisional=provisional,
        ended=said.ended,
        visits=visits,
        unscheduled=unscheduled,
        reminded=said.reminded,
        reviewed=said.reviewed,
        deviations=tuple(said.deviations),
        adverse=events_of((entry for entry in line if entry.at <= now), log or line),
        _shown=shown,
    )


def _plan(
    protocol: Protocol | None,
    began: Sequence[date],
    enrolled: Enrolled,
    discharges: Sequence[date],
) -> tuple[Visit, ...]:
    """All visits of all infusions (or of the planned one), and the register of the first."""
    if protocol is None:
        return ()
    anchors: dict[Anchor, date] = {}
    if enrolled.consented is not None:
        anchors["consent"] = enrolled.consented
    found: list[Visit] = []
    for count, day in enumerate(began, 1):
        left = next((d for d in discharges if d >= day), None)
        of: dict[Anchor, date] = {**anchors, "infusion": day}
        if left is not None:
            of["discharge"] = left
        found += expanded(protocol, of, count)
    if began:
        found += register(protocol, began[0])
    elif anchors:
        found += expanded(protocol, anchors)
    return ordered(found)


def _shown(
    visit: Visit,
    protocol: Protocol,
    evidence: Evidence,
    came: Attended,
    began: Sequence[date],
    said: Said,
) -> Shown:
    """What the record shows of one visit."""
    last: Entry | None = came.get(visit.id)
    ticks = []
    for name in visit.rule.items:
        tick, shown = ticked(visit, protocol.items[name], evidence, said)
        ticks.append(tick)
        if visit.id not in came and shown is not None and (last is None or shown.at > last.at):
            last = shown
    complete = bool(ticks) and all(t.settled for t in ticks) and any(t.done for t in ticks)
    done = last if visit.id in came or complete else None
    appointment = said.appointed.get(visit.id)
    if appointment is not None and cast("Appointed", appointment.fact).on is None:
        appointment = None
    deviated = next(
        (e.id for e in said.deviations if cast("Deviation", e.fact).visit == visit.id), None
    )
    return Shown(
        on=None if done is None else said.day(done),
        entry=None if done is None else done.id,
        ticks=tuple(ticks),
        omitted=said.omitted.get((visit.id, ""), ""),
        appointment=appointment,
        deviated=deviated,
        cut=_cut(visit, began, said.ended),
    )


def _cut(visit: Visit, began: Sequence[date], ended: tuple[date, EndCause] | None) -> str:
    """Why a visit is not asked for any more; nothing where it is."""
    if ended is not None and visit.closes >= ended[0]:
        cause = ended[1]
        if cause != "completed" or visit.rule.series != "register":
            return cause
    return "" if superseded(visit, began) is None else "reinfused"
