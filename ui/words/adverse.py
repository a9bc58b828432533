"""Adverse events in words: what is written down of them, on one line each, and their codes.

The names of terms and the wording of grades are those published by the CTCAE, in its language.
"""

from datetime import tzinfo
from typing import assert_never

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from bedside.adverse.log import Event, named
from bedside.facts import (
    AdverseEvent,
    AdverseEventChanged,
    AdverseEventDismissed,
    AdverseEventEnded,
    SaeReported,
)
from ui.shown import moment_text
from ui.words.codes import dotted, listed
from ui.words.table import Table

translate = QCoreApplication.translate
AdverseFact = (
    AdverseEvent | AdverseEventChanged | AdverseEventEnded | AdverseEventDismissed | SaeReported
)
relation = Table(
    "Relation",
    {
        "related": QT_TRANSLATE_NOOP("Relation", "related"),
        "possible": QT_TRANSLATE_NOOP("Relation", "possibly related"),
        "unrelated": QT_TRANSLATE_NOOP("Relation", "not related"),
    },
)
"""Whether a cause is put down for an event."""
related_to = Table(
    "RelatedTo",
    {
        "to_product": QT_TRANSLATE_NOOP("RelatedTo", "cells: {relation}"),
        "to_conditioning": QT_TRANSLATE_NOOP("RelatedTo", "conditioning: {relation}"),
        "to_lupus": QT_TRANSLATE_NOOP("RelatedTo", "lupus: {relation}"),
        "to_other": QT_TRANSLATE_NOOP("RelatedTo", "another cause: {relation}"),
    },
)
"""A relation with what it is to, by the field of the fact."""
seriousness = Table(
    "Seriousness",
    {
        "death": QT_TRANSLATE_NOOP("Seriousness", "death"),
        "life_threatening": QT_TRANSLATE_NOOP("Seriousness", "life-threatening"),
        "hospitalisation": QT_TRANSLATE_NOOP("Seriousness", "in hospital, or longer"),
        "disability": QT_TRANSLATE_NOOP("Seriousness", "lasting disability"),
        "congenital": QT_TRANSLATE_NOOP("Seriousness", "congenital anomaly"),
        "important": QT_TRANSLATE_NOOP("Seriousness", "medically important"),
    },
)
"""A criterion that makes an event serious (ICH E2A)."""
event_action = Table(
    "EventAction",
    {
        "none": QT_TRANSLATE_NOOP("EventAction", "nothing done"),
        "drug": QT_TRANSLATE_NOOP("EventAction", "drug given"),
        "procedure": QT_TRANSLATE_NOOP("EventAction", "procedure"),
        "interrupted": QT_TRANSLATE_NOOP("EventAction", "infusion or conditioning interrupted"),
        "hospital": QT_TRANSLATE_NOOP("EventAction", "admitted, or to intensive care"),
        "withdrawn": QT_TRANSLATE_NOOP("EventAction", "withdrawn from the trial"),
        "other": QT_TRANSLATE_NOOP("EventAction", "something else done"),
    },
)
"""What was done about an event."""
event_outcome = Table(
    "EventOutcome",
    {
        "recovered": QT_TRANSLATE_NOOP("EventOutcome", "recovered"),
        "sequelae": QT_TRANSLATE_NOOP("EventOutcome", "recovered with sequelae"),
        "fatal": QT_TRANSLATE_NOOP("EventOutcome", "fatal"),
        "unknown": QT_TRANSLATE_NOOP("EventOutcome", "outcome unknown"),
    },
)
"""How an event came out."""
episode_of = Table(
    "EpisodeOf",
    {
        "icaht": QT_TRANSLATE_NOOP("EpisodeOf", "ICAHT"),
        "licats": QT_TRANSLATE_NOOP("EpisodeOf", "LICATS"),
        "gvhd": QT_TRANSLATE_NOOP("EpisodeOf", "Acute GvHD"),
    },
)
"""What an episode is of, by whose scale an event is proposed."""
graded_by = Table(
    "EpisodeOf",
    {
        "icaht": QT_TRANSLATE_NOOP("EpisodeOf", "ICAHT"),
        "licats": QT_TRANSLATE_NOOP("EpisodeOf", "LICATS"),
        "gvhd": QT_TRANSLATE_NOOP("EpisodeOf", "MAGIC"),
    },
)
"""The scale that graded such an episode."""


def fact(fact: AdverseFact, zone: tzinfo) -> str:
    """A fact about an adverse event on one line, with times in the site's zone; never empty."""
    match fact:
        case AdverseEvent():
            return _event(fact, zone)
        case AdverseEventChanged():
            return _changed(fact, zone)
        case AdverseEventEnded():
            text = translate("Adverse", "Adverse event over: {outcome}")
            said = text.format(outcome=event_outcome(fact.outcome))
            return dotted([said, _line(fact.comment)])
        case AdverseEventDismissed():
            text = translate("Adverse", "Proposed as an adverse event and is none: {reason}")
            return text.format(reason=_line(fact.reason))
        case SaeReported():
            text = translate("Adverse", "Serious adverse event reported to {whom}")
            return dotted([text.format(whom=_line(fact.to)), _line(fact.comment)])
        case _:
            assert_never(fact)


def _line(text: str) -> str:
    return " ".join(text.split())


def event_graded(name: str, grade: int, version: str) -> str:
    """An event with its grade: "Hypotension, grade 3 (CTCAE 5.0)"."""
    text = translate("Adverse", "{name}, grade {grade} (CTCAE {version})")
    return text.format(name=name, grade=grade, version=version)


def relations_text(fact: AdverseEvent) -> str:
    """What an event is related to, as far as it was judged: "cells: related · lupus: …"."""
    judged = ((name, getattr(fact, name)) for name in related_to.codes)
    return dotted(
        [related_to(name).format(relation=relation(value)) for name, value in judged if value]
    )


def serious_text(criteria: tuple[str, ...]) -> str:
    """Why an event is serious; "" where it is not."""
    if not criteria:
        return ""
    said = [seriousness(one) for one in seriousness.codes if one in criteria]
    return translate("Adverse", "serious: {criteria}").format(criteria=listed(said))


def event_line(event: Event, zone: tzinfo) -> str:
    """An event on one line, by its worst grade: for whoever reviews it."""
    fact = event.fact
    name = _line(named(fact.term, fact.version, fact.specify))
    onset = translate("Adverse", "since {moment}").format(
        moment=moment_text(event.onset, zone, QLocale())
    )
    worst = event_graded(name, event.worst, fact.version)
    special = translate("Adverse", "of special interest") if fact.aesi else ""
    return dotted([worst, onset, special, relations_text(fact)])


def _event(fact: AdverseEvent, zone: tzinfo) -> str:
    name = named(fact.term, fact.version, fact.specify)
    said = [event_graded(_line(name), fact.grade, fact.version)]
    if fact.astct is not None:
        text = translate("Adverse", "ASTCT grade {grade}")
        said.append(text.format(grade=fact.astct))
    said += [_scaled(fact), serious_text(fact.serious), _aware(fact, zone)]
    if fact.aesi:
        said.append(translate("Adverse", "of special interest"))
    said.append(relations_text(fact))
    said.append(event_action(fact.action) if fact.action else "")
    return dotted([*said, _line(fact.comment)])


def _changed(fact: AdverseEventChanged, zone: tzinfo) -> str:
    said = []
    if fact.grade is not None:
        text = translate("Adverse", "Adverse event now grade {grade}")
        said.append(text.format(grade=fact.grade))
    else:
        said.append(translate("Adverse", "Adverse event changed"))
    if fact.astct is not None:
        text = translate("Adverse", "ASTCT grade {grade}")
        said.append(text.format(grade=fact.astct))
    said.append(_scaled(fact))
    if fact.serious is not None:
        said.append(serious_text(fact.serious) or translate("Adverse", "not serious"))
        said.append(_aware(fact, zone))
    said.append(event_action(fact.action) if fact.action else "")
    return dotted([*said, _line(fact.comment)])


def _scaled(fact: AdverseEvent | AdverseEventChanged) -> str:
    if fact.scale is None:
        return ""
    text = translate("Adverse", "{scale} grade {grade}")
    return text.format(scale=graded_by(fact.scale), grade=fact.scale_grade)


def _aware(fact: AdverseEvent | AdverseEventChanged, zone: tzinfo) -> str:
    if fact.aware is None:
        return ""
    text = translate("Adverse", "known since {moment}")
    return text.format(moment=moment_text(fact.aware, zone, QLocale()))
