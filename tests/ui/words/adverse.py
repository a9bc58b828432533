"""All that is written down of adverse events, for the tests that want to hear all of it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from bedside.adverse.log import Event, Graded
from bedside.facts import (
    AdverseEvent,
    AdverseEventChanged,
    AdverseEventDismissed,
    AdverseEventEnded,
    Fact,
    SaeReported,
)
from bedside.timeline import Entry
from ui.words import adverse

NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)


def facts() -> Iterator[Fact]:
    """Every kind about adverse events, with every field filled one way or another."""
    every = tuple(adverse.seriousness.codes)
    for value in adverse.relation.codes:
        relations = (value,) * len(adverse.related_to.codes)
        yield AdverseEvent("x", "5.0", 3, "x", *relations, every, NOW, aesi=True, astct=2)  # type: ignore[arg-type]
    yield AdverseEvent("x", "5.0", 1, comment="x")
    for action in adverse.event_action.codes:
        yield AdverseEvent("x", "6.0", 2, action=action)  # type: ignore[arg-type]
        yield AdverseEventChanged("x", action=action)  # type: ignore[arg-type]
    yield AdverseEventChanged("x", 4, every, NOW, "drug", 3, "x")  # type: ignore[arg-type]
    yield AdverseEventChanged("x", serious=())
    for scale in adverse.graded_by.codes:
        yield AdverseEvent("x", "5.0", 2, scale=scale, scale_grade=3)  # type: ignore[arg-type]
        yield AdverseEventChanged("x", scale=scale, scale_grade=3)  # type: ignore[arg-type]
    for outcome in adverse.event_outcome.codes:
        yield AdverseEventEnded("x", outcome, "x")  # type: ignore[arg-type]
    yield AdverseEventDismissed("crs:x", 2, "x")
    yield SaeReported("x", "x", "x")


def sentences() -> Iterator[str]:
    """Every code in words."""
    tables = (
        *(adverse.relation, adverse.seriousness, adverse.event_action, adverse.event_outcome),
        *(adverse.episode_of, adverse.graded_by),
    )
    yield from (table(code) for table in tables for code in table.codes)
    fact = AdverseEvent("x", "5.0", 3, "x", "related", aesi=True)
    entry = Entry("1", "w", 1, "x", NOW, NOW, "x", "nurse", fact)
    yield adverse.event_line(Event("1", entry, fact, (Graded(NOW, 3),)), UTC)
