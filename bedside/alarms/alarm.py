"""What an alarm is, and what may be done about it: acknowledge, silence, move on.

An alarm is acknowledged by name and then stays in sight, quiet, until its condition ends; it
rings again when the condition gets worse. A silence is short, has an end that is shown, and is
not to be had for the worst. Nothing else makes an alarm quiet.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from bedside.alarms.ladder import PRIORITIES, Ladder, Priority
from bedside.alarms.table import AlarmTable, Row
from bedside.facts import WARD, Acknowledged, Escalated, Silenced
from bedside.timeline import Draft, Entry
from grading.signs import Invalid

_RANK = {priority: place for place, priority in enumerate(PRIORITIES)}


class Answered(NamedTuple):
    """Somebody has seen an alarm: who, when, and what they said."""

    by: str
    at: datetime
    comment: str = ""


class Silence(NamedTuple):
    """An alarm that is quiet until ``until``: which one, and who asked for it."""

    patient: str | None
    kind: str
    key: str
    until: datetime
    by: str
    at: datetime


class Alarm(NamedTuple):
    """One alarm as it stands at a moment.

    ``patient`` is None where the program itself is meant. ``key`` is what its acknowledgement
    names; ``what`` tells several of a kind apart (the scale, the round, the guard). ``level`` is
    that at which it stands, ``since`` when it rose to it. ``value`` is what was seen last, or
    where it is ``latched`` what raised it; ``before`` what that came from.

    ``raised`` is when it could first be known (a late entry tells of the past), and ``rang`` when
    it last rang anew; None while it is acknowledged or silenced. ``latched``: the condition is
    over, since ``ended``, or not as bad any more, and nobody has acknowledged it. ``escalated``
    are the steps of the ladder that the record already holds. ``suspected``: a person must decide
    whether the grade is as high as ``value``.
    """

    patient: str | None
    kind: str
    key: str
    what: str
    level: int
    priority: Priority
    since: datetime
    value: float | None
    before: float | None
    row: Row
    raised: datetime
    acknowledged: Answered | None = None
    silence: Silence | None = None
    latched: bool = False
    ended: datetime | None = None
    rang: datetime | None = None
    escalated: frozenset[int] = frozenset()
    suspected: bool = False

    @property
    def next_step(self) -> str:
        """What is to be done, as the table or the protocol words it."""
        return self.row.next_step

    @property
    def silenceable(self) -> bool:
        """Whether it may be quiet for a while without being acknowledged."""
        return self.row.silenceable

    @property
    def silenced_until(self) -> datetime | None:
        """The end of the silence that is on now; None without one."""
        return None if self.silence is None else self.silence.until

    @property
    def sounds(self) -> bool:
        """Whether it is to be heard: nobody acknowledged it, and it is not silenced."""
        return self.acknowledged is None and self.silence is None

    @property
    def code(self) -> str:
        """The name of its text: the condition, and the level from which its row counts."""
        return f"{self.kind}_{self.row.level}"

    @property
    def ring(self) -> str:
        """Names one ringing of it: another one each time it rings anew. "" while it is quiet."""
        if self.rang is None:
            return ""
        return f"{self.patient or ''}:{self.key}:{self.level}@{self.rang:%Y%m%dT%H%M%S}"

    @property
    def order(self) -> tuple[Any, ...]:
        """Sorts alarms: by priority, those nobody has seen first, then the oldest."""
        seen = self.acknowledged is not None
        return (_RANK[self.priority], seen, self.since, self.patient or "", self.key)


def sounding(alarms: Iterable[Alarm], now: datetime) -> Priority | None:
    """The priority that is to be heard: the highest of all that sound. None for silence."""
    ranks = [
        _RANK[alarm.priority]
        for alarm in alarms
        if alarm.acknowledged is None
        and (alarm.silence is None or not alarm.silence.at <= now < alarm.silence.until)
    ]
    return PRIORITIES[min(ranks)] if ranks else None


def silences(alarms: Iterable[Alarm], now: datetime) -> tuple[Silence, ...]:
    """All silences that are on, the one that ends first first."""
    found = [a.silence for a in alarms if a.silence is not None and now < a.silence.until]
    return tuple(sorted(found, key=lambda one: (one.until, one.patient or "", one.key)))


# --- what people do about it ----------------------------------------------------------------------


def acknowledging(alarm: Alarm, now: datetime, comment: str = "") -> Draft:
    """The entry with which somebody acknowledges an alarm as it stands."""
    fact = Acknowledged(alarm.key, alarm.level, comment)
    return Draft(alarm.patient or WARD, max(now, alarm.since), fact)


def silencing(alarm: Alarm, now: datetime, span: timedelta, table: AlarmTable) -> Draft:
    """The entry with which somebody silences an alarm for a while.

    Raises :class:`grading.signs.Invalid` ("until") where it may not be silenced, or not so long.
    """
    if not alarm.silenceable:
        raise Invalid("until", "never_silent", alarm.key)
    if not timedelta(0) < span <= table.silence_max:
        longest = table.silence_max / timedelta(minutes=1)
        raise Invalid("until", "out_of_range", span / timedelta(minutes=1), (0, longest))
    at = max(now, alarm.since)
    fact = Silenced(alarm.key, alarm.level, at + span)
    return Draft(alarm.patient or WARD, at, fact)


# --- escalation -----------------------------------------------------------------------------------


class Step(NamedTuple):
    """An alarm moved on: to whom, when that was due, and whether the record holds it already."""

    step: int
    role: str
    title: str
    due: datetime
    recorded: bool


def escalation(alarm: Alarm, ladder: Ladder, now: datetime, zone: tzinfo) -> tuple[Step, ...]:
    """The steps of the ladder that an alarm has reached; none once it is acknowledged.

    The n-th step is due after n times the minutes of its priority, and goes to the n-th of those
    who are to be called at that hour of the site's clock. A silence does not stop it.
    """
    span = ladder.steps.get(alarm.priority)
    if span is None or alarm.acknowledged is not None:
        return ()
    found: list[Step] = []
    due = alarm.raised + span
    while due <= now:
        rungs = ladder.at(due, zone)
        step = len(found) + 1
        if step > len(rungs):
            break
        rung = rungs[step - 1]
        found.append(Step(step, rung.role, rung.title, due, step in alarm.escalated))
        due += span
    return tuple(found)


def escalating(alarm: Alarm, steps: Iterable[Step], now: datetime) -> tuple[Draft, ...]:
    """The entries that record the steps which no entry holds so far."""
    at = max(now, alarm.since)
    drafts = []
    for step in steps:
        if not step.recorded:
            fact = Escalated(alarm.key, alarm.level, step.step, step.role)
            drafts.append(Draft(alarm.patient or WARD, at, fact))
    return tuple(drafts)


# --- what the record says of it -------------------------------------------------------------------


class Said(NamedTuple):
    """All that people and the program wrote down about alarms, by key, in order of time."""

    acknowledged: dict[str, list[Entry]]
    silenced: dict[str, list[Entry]]
    escalated: dict[str, list[Entry]]


def said(entries: Iterable[Entry]) -> Said:
    """What entries, in clinical order, say about alarms."""
    found = Said({}, {}, {})
    for entry in entries:
        fact: object = entry.fact
        if isinstance(fact, Acknowledged):
            found.acknowledged.setdefault(fact.alarm, []).append(entry)
        elif isinstance(fact, Silenced):
            found.silenced.setdefault(fact.alarm, []).append(entry)
        elif isinstance(fact, Escalated):
            found.escalated.setdefault(fact.alarm, []).append(entry)
    return found
