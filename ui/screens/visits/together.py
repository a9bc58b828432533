"""What is written down together when a visit took place, also for others of the same day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bedside.facts import Collected, Deviation, DeviationKind, Fact, Omitted, Visited
from bedside.follow import SETTLED, Standing
from bedside.timeline import Draft
from ui.screens.visits.rows import Row
from ui.screens.visits.unsaved import Marked
from ui.words.visits import is_overdue


def took_place(standing: Standing) -> bool:
    """Whether the record says already that a visit took place."""
    return standing.on is not None


def companions(row: Row, on: date | None, today: date) -> tuple[Standing, ...]:
    """Other visits of the patient that the same day can stand for.

    Of other series and not settled: those whose windows hold the day, and those that were due on
    the very day of this one.
    """
    mine = row.standing
    if on is None or took_place(mine):
        return ()
    return tuple(
        one
        for one in row.follow.standings(today)
        if one.visit.rule.series not in {"register", mine.visit.rule.series}
        and (
            one.visit.opens <= on <= one.visit.closes
            or (one.visit.target == mine.visit.target and one.visit.infusion == mine.visit.infusion)
        )
        and (one.state not in SETTLED or is_overdue(one))
        and one.on is None
    )


def deviates(standing: Standing, on: date | None) -> DeviationKind | None:
    """In what a visit differs from the protocol if it took place on this day."""
    if took_place(standing):
        return standing.deviation if standing.deviated is None else None
    if on is None or standing.state == "unscheduled":
        return None
    if on > standing.visit.closes:
        return "late"
    return "early" if on < standing.visit.opens else None


def drafts(
    visits: Sequence[Standing],
    marked: Marked,
    at: datetime,
    now: datetime,
    comment: str,
    deviations: Mapping[str, tuple[DeviationKind, str]],
) -> tuple[Draft, ...]:
    """All that the page of a visit makes, in one piece; nothing where nothing is marked.

    The first of ``visits`` is that of the page. ``at`` is when it took place, if the record does
    not say so yet. ``deviations`` has the words of each visit that differs from the protocol.
    """
    facts: list[tuple[datetime, Fact]] = []
    when = now if took_place(visits[0]) else at
    if not took_place(visits[0]):
        facts.append((at, Visited(tuple(one.visit.id for one in visits), comment)))
    for one in visits:
        for tick in one.ticks:
            key = (one.visit.id, tick.item.id)
            if not tick.done and key in marked.ticked:
                facts.append((when, Collected(*key)))
            elif not tick.done and key in marked.omitted:
                facts.append((when, Omitted(*key, reason=marked.omitted[key])))
    facts += [(now, Deviation(kind, text, name)) for name, (kind, text) in deviations.items()]
    return tuple(Draft(visits[0].patient, moment, fact) for moment, fact in facts)
