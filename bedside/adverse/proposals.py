"""What the record proposes as an adverse event, for a person to confirm or to dismiss.

Episodes of CRS and ICANS, with the ASTCT grade beside the CTCAE one, of ICAHT (from grade 3 on),
LICATS and GvHD with the grade by their own scale (:mod:`bedside.adverse.scaled`), and laboratory
values from CTCAE grade 3 on. Nothing is proposed twice: a proposal whose grade somebody confirmed
or dismissed comes back only when the grade has risen since, and then as a change of that event.
ICANS is no term of the CTCAE; a person chooses the grade of an "Other, specify".
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, Protocol

from bedside.adverse.laboratory import Laboratory, Limits, Run, no_limits, runs
from bedside.adverse.log import Event, events
from bedside.adverse.regrade import ctcae_of_crs
from bedside.adverse.scaled import scaled
from bedside.chart import Chart
from bedside.facts import AdverseEventDismissed, CtcaeVersion, EventScale
from bedside.timeline import stamp
from grading.ctcae.clinical_v5 import IMMUNE, OTHER_SPECIFY
from grading.grade import Episode, episodes

SHIFTED = timedelta(hours=24)
"""So far from an episode as it was may it be found after a late entry or an amendment."""
CRS_TERM = "cytokine_release_syndrome"
ICANS_TERM = OTHER_SPECIFY[IMMUNE].id
Source = Literal["crs", "icans", "lab", "icaht", "licats", "gvhd"]


class Proposal(NamedTuple):
    """Something that may be an adverse event. ``key`` names it in what is confirmed or dismissed.

    ``level`` is the grade that it goes by: the ASTCT grade of an episode, or that by its own scale
    (``scale``, ``scale_grade``, ``scale_at_least``), else the CTCAE grade.
    ``ctcae`` is None where a person must choose it; it is the lowest certain one where
    ``at_least``. ``event`` is the key of the event that has the same cause and a lower grade:
    then it is a change of that one. ``value`` is the worst value of a laboratory term.
    """

    key: str
    source: Source
    onset: datetime
    end: datetime | None
    level: int
    level_at: datetime
    term: str
    version: CtcaeVersion
    specify: str = ""
    ctcae: int | None = None
    at_least: bool = False
    astct: int | None = None
    event: str = ""
    value: Laboratory | None = None
    scale: EventScale | None = None
    scale_grade: int | None = None
    scale_at_least: bool = False


class _Span(Protocol):
    """A time from an onset to an end, or still going on."""

    @property
    def onset(self) -> datetime:
        """When it began."""

    @property
    def end(self) -> datetime | None:
        """When it ended; None while it goes on."""


class _Answer(NamedTuple):
    """What somebody said to a proposal: up to which level, and as which event."""

    key: str
    level: int
    event: str = ""


def proposals(
    of: Chart, version: CtcaeVersion = "5.0", limits: Limits = no_limits
) -> tuple[Proposal, ...]:
    """What waits for a person, the latest onset first.

    ``version`` grades laboratory values; of clinical terms only v5.0 is held. ``limits`` gives
    the limits of normal of a laboratory entry; without them many values have no grade.
    """
    known = events(of)
    dismissed = [
        _Answer(fact.proposal, fact.level)
        for entry in of.timeline
        if isinstance(fact := entry.fact, AdverseEventDismissed)
    ]
    found = [
        *_episodes(of, "crs", known, dismissed),
        *_episodes(of, "icans", known, dismissed),
        *_scaled(of, version, limits, known, dismissed),
        *_laboratory(of, version, limits, known, dismissed),
    ]
    return tuple(sorted(found, key=lambda one: (one.onset, one.key), reverse=True))


# --- CRS and ICANS --------------------------------------------------------------------------------


def _episodes(
    of: Chart, scale: Literal["crs", "icans"], known: Iterable[Event], dismissed: Iterable[_Answer]
) -> Iterator[Proposal]:
    every = [one for one in episodes(of.courses[scale].steps) if one.maximum > 0]
    answered = _assigned(every, _answers(known, dismissed, scale))
    term = CRS_TERM if scale == "crs" else ICANS_TERM
    waiting: list[tuple[Episode, str]] = []
    for place, episode in enumerate(every):
        said = answered.get(place, [])
        said += _same(known, term, scale, episode.onset, episode.end)
        if episode.maximum > max((answer.level for answer in said), default=0):
            event = next((answer.event for answer in said if answer.event), "")
            waiting.append((episode, event))
    ctcae = ctcae_of_crs(of, [one for one, _ in waiting]) if scale == "crs" else {}
    for episode, event in waiting:
        graded = ctcae.get(episode.onset)
        yield Proposal(
            key=f"{scale}:{stamp(episode.onset)}",
            source=scale,
            onset=episode.onset,
            end=episode.end,
            level=episode.maximum,
            level_at=episode.maximum_at,
            term=term,
            version="5.0",
            specify="" if scale == "crs" else "ICANS",
            ctcae=(graded.at_least or None) if graded is not None else None,
            at_least=graded is not None and graded.open,
            astct=episode.maximum,
            event=event,
        )


def _answers(
    known: Iterable[Event], dismissed: Iterable[_Answer], source: str
) -> Iterator[_Answer]:
    """All answers to proposals of one source."""
    for event in known:
        if event.fact.proposed_by.startswith(f"{source}:"):
            level = event.worst if event.astct is None else event.astct
            level = level if event.scale_grade is None else event.scale_grade
            yield _Answer(event.fact.proposed_by, level, event.key)
    yield from (answer for answer in dismissed if answer.key.startswith(f"{source}:"))


def _assigned(every: Sequence[_Span], answers: Iterable[_Answer]) -> dict[int, list[_Answer]]:
    """The answers to each episode, whose onset may have moved since they were given."""
    found: dict[int, list[_Answer]] = {}
    for answer in answers:
        moment = _moment(answer.key)
        place = None if moment is None else _episode_at(every, moment)
        if place is not None:
            found.setdefault(place, []).append(answer)
    return found


def _moment(key: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(key.partition(":")[2])
    except ValueError:
        return None  # of another release, or typed by a person
    return moment if moment.tzinfo is not None else None


def _episode_at(every: Sequence[_Span], moment: datetime) -> int | None:
    """The episode that began at a moment, or else was going on or about to begin then."""
    for place, episode in enumerate(every):
        if episode.onset == moment:
            return place
    for place, episode in enumerate(every):
        if episode.onset <= moment and (episode.end is None or moment <= episode.end):
            return place
    for place, episode in enumerate(every):
        if timedelta(0) < episode.onset - moment <= SHIFTED:
            return place
    return None


def _same(
    known: Iterable[Event], term: str, scale: str, start: datetime, end: datetime | None
) -> Iterator[_Answer]:
    """Events that somebody wrote down unasked for the same thing at the same time."""
    for event in known:
        fact = event.fact
        if fact.proposed_by or fact.term != term or not event.overlaps(start, end):
            continue
        if scale == "icans" and "icans" not in fact.specify.casefold():
            continue
        yield _Answer("", event.worst if event.astct is None else event.astct, event.key)


# --- scales of their own --------------------------------------------------------------------------


def _scaled(
    of: Chart,
    version: CtcaeVersion,
    limits: Limits,
    known: Sequence[Event],
    dismissed: Sequence[_Answer],
) -> Iterator[Proposal]:
    found = list(scaled(of, version, limits))
    for prefix in dict.fromkeys(one.prefix for one in found):
        every = [one for one in found if one.prefix == prefix]
        answered = _assigned(every, _answers(known, dismissed, prefix))
        for place, one in enumerate(every):
            said = answered.get(place, [])
            said += [
                _Answer("", _own(event, one.scale), event.key)
                for event in known
                if not event.fact.proposed_by.startswith(f"{one.scale}")
                and event.fact.term == one.term
                and event.overlaps(one.onset, one.end)
                and all(word in event.fact.specify.casefold() for word in one.words)
            ]
            if one.grade <= max((answer.level for answer in said), default=0):
                continue
            yield Proposal(
                key=f"{prefix}:{stamp(one.onset)}",
                source=one.scale,
                onset=one.onset,
                end=one.end,
                level=one.grade,
                level_at=one.grade_at,
                term=one.term,
                version=one.version,
                specify=one.specify,
                ctcae=one.ctcae,
                at_least=one.ctcae_at_least,
                event=next((answer.event for answer in said if answer.event), ""),
                value=one.value,
                scale=one.scale,
                scale_grade=one.grade,
                scale_at_least=one.at_least,
            )


def _own(event: Event, scale: EventScale) -> int:
    """The grade by its own scale that somebody confirmed an event for; 0 where nobody did."""
    return (event.scale_grade or 0) if event.scale == scale else 0


# --- laboratory -----------------------------------------------------------------------------------


def _laboratory(
    of: Chart,
    version: CtcaeVersion,
    limits: Limits,
    known: Iterable[Event],
    dismissed: Iterable[_Answer],
) -> Iterator[Proposal]:
    answers = list(_answers(known, dismissed, "lab"))
    for run in runs(of, version, limits):
        worst = run.worst
        said = [answer for answer in answers if _is_of(answer.key, run)]
        said += [
            _Answer("", event.worst, event.key)
            for event in known
            if event.fact.term == run.term and event.overlaps(run.first.at, run.last.at)
        ]
        if worst.grade <= max((answer.level for answer in said), default=0):
            continue
        yield Proposal(
            key=f"lab:{run.term}:{run.first.entry}",
            source="lab",
            onset=run.first.at,
            end=run.end,
            level=worst.grade,
            level_at=worst.at,
            term=run.term,
            version=version,
            ctcae=worst.grade,
            at_least=worst.at_least,
            event=next((answer.event for answer in said if answer.event), ""),
            value=worst,
        )


def _is_of(key: str, run: Run) -> bool:
    """Whether a proposal was about this run: about its term, and one of its values."""
    _, term, entry, *_ = (*key.split(":", 2), "", "")
    return term == run.term and entry in run.entries
