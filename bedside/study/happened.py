"""What stands on a patient's line in the swimmer plot: from the infusion to today or the end."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import cast

from bedside.adverse.log import Event
from bedside.facts import Visited
from bedside.study.subject import BASELINE, Happening, HappeningKind, Outcome
from bedside.study.told import Told, cause_of
from bedside.timeline import Entry
from grading.scores.sledai import Variant
from grading.signs import Drug

_DAY = timedelta(days=1)
_ORDER: tuple[HappeningKind, ...] = (
    *("infusion", "crs", "icans", "tocilizumab", "steroid", "icaht", "sae", "visit"),
    *("response", "ended", "death"),
)


def in_order(found: Iterable[Happening]) -> tuple[Happening, ...]:
    """By day, then by kind."""
    return tuple(sorted(found, key=lambda one: (one.day, _ORDER.index(one.kind), one.name)))


def happened(
    of: Told, adverse: Iterable[Event], outcomes: Mapping[int, Outcome], variant: Variant
) -> Iterator[Happening]:
    """Everything but the bands of CRS, ICANS and ICAHT, in no order; nothing before an infusion."""
    infused = of.infused
    if infused is None:
        return

    def since(moment: datetime) -> float:
        return (moment - infused) / _DAY

    for entry in of.parts:
        yield Happening("infusion", since(entry.at), entries=(entry.id,))
    for entry in filter(of.counts, (*of.tocilizumab, *of.steroids)):
        name = cast("Drug", entry.fact).name
        kind: HappeningKind = "tocilizumab" if name == "tocilizumab" else "steroid"
        yield Happening(kind, since(entry.at), name=name, entries=(entry.id,))
    for event in adverse:
        if event.is_serious and event.onset >= infused:
            yield Happening(
                "sae",
                since(event.onset),
                None if event.ended is None else since(event.ended),
                event.worst,
                event.fact.term,
                (event.entry.id,),
                event.is_open,
            )
    yield from _visits(of.visited, infused)
    yield from _responses(outcomes, variant, infused)
    if of.ended is not None and of.ended.at >= infused:
        yield _end(of.ended, since(of.ended.at))


def _end(entry: Entry, day: float) -> Happening:
    cause = cause_of(entry)
    kind: HappeningKind = "death" if cause == "died" else "ended"
    return Happening(kind, day, name=cause, entries=(entry.id,))


def _visits(visited: Iterable[Entry], infused: datetime) -> Iterator[Happening]:
    for entry in visited:
        if entry.at >= infused:
            names = cast("Visited", entry.fact).visits
            day = (entry.at - infused) / _DAY
            yield Happening("visit", day, name=" ".join(names), entries=(entry.id,))


def _responses(
    outcomes: Mapping[int, Outcome], variant: Variant, infused: datetime
) -> Iterator[Happening]:
    """When each response was first reached, and at which visit of the plan."""
    reached: set[str] = set()
    for month in sorted(outcomes):
        one = outcomes[month]
        if month == BASELINE or one.at is None:
            continue
        for name, figure in (
            ("sri4", one.responds(variant)),
            ("lldas", one.lldas),
            ("doris", one.doris),
        ):
            if figure.value and name not in reached:
                reached.add(name)
                day = (one.at - infused) / _DAY
                yield Happening("response", day, name=name, entries=figure.entries)
