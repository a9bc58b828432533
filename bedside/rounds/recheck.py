"""ICE examinations, and the chain of checks that a fall of ICE starts.

Any fall by a point or more, from the value before or (of the first after the cells) from the
baseline: half-hourly for two hours, then 4-hourly. A further fall starts it anew. It ends when ICE
is where it was before, or at its baseline, and a second round 4-hourly confirms that, or by a
physician's word. Source: an Australian protocol (8-hourly; any drop: half-hourly for two hours,
then 4-hourly if stable); what ends it is this project's decision.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, cast

from bedside.chart import Chart
from bedside.facts import Confirmed
from bedside.rounds.table import EARLY, RECHECK_LASTS, RECHECK_THEN
from grading.scales.icans import ice_level
from grading.signs import ICE_ITEMS, Baseline, Ice

_FULL = len(ICE_ITEMS)


class Fall(NamedTuple):
    """ICE fell, from ``before`` points to ``after`` (at most, where items were left out)."""

    at: datetime
    before: int
    after: int


class Looked(NamedTuple):
    """What came of the latest ICE examinations.

    ``done``: when all ten items were last answered, or could not be for a stated reason.
    ``missing``: what a later one left out. ``reasons``: a later one could not be done at all,
    ``at``, and why.
    """

    done: datetime | None
    at: datetime | None = None
    missing: tuple[str, ...] = ()
    reasons: frozenset[str] = frozenset()


def examinations(chart: Chart) -> Iterator[tuple[datetime, Ice]]:
    """The ICE examinations of a chart, the latest first."""
    for reading in reversed(chart.courses["icans"].readings):
        if isinstance(reading.sign, Ice) and reading.at <= chart.now:
            yield reading.at, reading.sign


def looked(chart: Chart) -> Looked:
    """When ICE was last done, and what has come in its stead since."""
    found = Looked(None)
    for at, sign in examinations(chart):
        reasons = dict(sign.reasons)
        unknown = {why for why in reasons.values() if why != "icans"}
        blank = tuple(i for i in ICE_ITEMS if getattr(sign, i) is None)
        if not blank and len(sign.missing) < _FULL:
            return found._replace(done=at)
        if found.at is None:
            found = Looked(None, at, blank, frozenset() if blank else frozenset(unknown))
    return found


def fall(chart: Chart) -> Fall | None:
    """The latest fall of ICE that is still checked again; None where none is."""
    infused, usual = chart.infused, chart.latest(Baseline, "ice")
    baseline = _FULL if usual is None or usual.sign.ice is None else usual.sign.ice
    value: int | None = None
    found: Fall | None = None
    floor, back = _FULL, None
    for at, best, score in _line(chart):
        before = baseline if value is None else value
        if best < before and (infused is None or infused <= at):
            floor = min(before, baseline) if found is None else floor
            found, back = Fall(at, before, best), None
        if best < floor:
            back = None
        elif found is not None and score is not None:
            back = back or at
            if at >= back + EARLY * RECHECK_THEN:
                found = None
        value = min(before, best) if score is None else score
    if found is None or chart.now >= found.at + RECHECK_LASTS:
        return None
    word = chart.signed.get("icans")
    if word is not None and word.at >= found.at:
        lower = cast("Confirmed", word.fact).level < ice_level(found.after)
        return None if lower else found
    return found


def _line(chart: Chart) -> list[tuple[datetime, int, int | None]]:
    """Moment, best score possible and score of the examinations that may matter, in time order.

    They reach back to the last known score before `RECHECK_LASTS`; of one moment the worst counts.
    """
    found: list[tuple[datetime, int, int | None]] = []
    horizon = chart.now - RECHECK_LASTS
    for at, sign in examinations(chart):
        if found and found[-1][0] == at:
            _, best, score = found[-1]
            if sign.best < best or (sign.best == best and score is None):
                found[-1] = (at, sign.best, sign.score)
            continue
        if found and found[-1][0] <= horizon and found[-1][2] is not None:
            break
        found.append((at, sign.best, sign.score))
    return found[::-1]
