"""What would move in a patient's plan if something were written down now."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from bedside.follow.plan import Editions, follow
from bedside.follow.standing import Follow
from bedside.schedule import Move, Visit, moves
from bedside.timeline import Draft, Entry, timeline


class Foreseen(NamedTuple):
    """One patient's plan as it stands, and as it would stand."""

    before: Follow
    after: Follow


class Moved(NamedTuple):
    """What changes between two plans: visits elsewhere, new or gone, and those not asked for.

    ``dropped`` are visits that stay on their dates and are not asked for any more, ``resumed``
    those that are asked for again.
    """

    moves: tuple[Move, ...]
    dropped: tuple[Visit, ...]
    resumed: tuple[Visit, ...]

    def __bool__(self) -> bool:
        return bool(self.moves or self.dropped or self.resumed)


def foreseen(
    patient: str,
    log: Iterable[Entry],
    drafts: Sequence[Draft],
    editions: Editions,
    zone: tzinfo,
    now: datetime,
) -> Foreseen:
    """The plan as of ``now``, and as it would be if these drafts were saved then."""
    log = tuple(log)
    written = max((entry.recorded for entry in log), default=now)
    would_be = [
        Entry(
            # sorts behind every id of the record
            id=f"\uffff{place:04}",
            origin="",
            seq=place + 1,
            patient=patient,
            at=draft.at,
            recorded=max(now, written),
            author="",
            role="",
            fact=draft.fact,
            amends=draft.amends,
            reason=draft.reason,
        )
        for place, draft in enumerate(drafts)
    ]
    return Foreseen(
        follow(patient, timeline(log), editions, zone, now),
        follow(patient, timeline((*log, *would_be)), editions, zone, now),
    )


def moved(before: Follow, after: Follow, today: date) -> Moved:
    """What changes when one plan takes the place of another."""
    asked, asked_then = _asked(before, today), _asked(after, today)
    both = {v.id for v in before.visits} & {v.id for v in after.visits}
    return Moved(
        moves(before.visits, after.visits),
        tuple(v for v in after.visits if v.id in both and v.id in asked - asked_then),
        tuple(v for v in after.visits if v.id in both and v.id in asked_then - asked),
    )


def _asked(plan: Follow, today: date) -> frozenset[str]:
    """The visits that the plan asks for."""
    return frozenset(s.visit.id for s in plan.standings(today) if s.state != "not_applicable")
