"""One condition of one patient, with what was said about it: whether it is an alarm, and how.

A rise is answered by an acknowledgement of its level or a higher one, made after it by somebody
who could know of it: what is written later of an earlier time was seen by nobody yet.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bedside.alarms.alarm import Alarm, Answered, Said, Silence
from bedside.alarms.conditions import Point, Track
from bedside.alarms.table import AlarmTable, Condition
from bedside.timeline import Entry

Knew = Callable[[Entry, "Rise"], bool]
"""Whether whoever wrote an entry could know of a rise."""


class Rise(NamedTuple):
    """A condition rose to a level; ``run`` numbers the unbroken stretches of a track."""

    at: datetime
    level: int
    run: int
    point: Point


class Case(NamedTuple):
    """An alarm without what changes from minute to minute, and the silences asked for it.

    ``silences`` are (from, until, entry), without any that do not count.
    """

    alarm: Alarm
    silences: tuple[tuple[datetime, datetime, Entry], ...] = ()
    realarm: timedelta = timedelta(minutes=3)

    def at(self, now: datetime) -> Alarm:
        """The alarm at a moment: the silence that is on, and when it last rang anew."""
        alarm = self.alarm
        if alarm.acknowledged is not None:
            return alarm
        start, silence = alarm.raised, None
        for begins, until, entry in self.silences:
            if begins <= now < until:
                silence = Silence(
                    alarm.patient, alarm.kind, alarm.key, until, entry.author, entry.at
                )
            elif until <= now:
                start = max(start, until)
        if silence is not None:
            return alarm._replace(silence=silence)
        rounds = max(0, (now - start) // self.realarm)
        return alarm._replace(rang=start + rounds * self.realarm)


def rises(points: Sequence[Point], now: datetime, again: timedelta) -> Iterator[Rise]:
    """All rises up to a moment. What comes back within ``again``, and no worse, is none."""
    level, run = 0, 0
    ended: datetime | None = None
    for point in points:
        if point.at > now:
            return
        before = level
        if point.level and ended is not None:
            if point.at - ended >= again:
                before, run = 0, run + 1
            ended = None
        if point.level > before:
            yield Rise(point.at, point.level, run, point)
        if point.level:
            level = point.level
        elif ended is None and level:
            ended = point.at


class Answers(NamedTuple):
    """What was said about the alarms of a patient, and who could know of what."""

    patient: str | None
    line: Sequence[Entry]
    said: Said
    knew: Knew

    def of(self, key: str, rise: Rise) -> Entry | None:
        """The acknowledgement that answers a rise: the latest that could."""
        return self._latest(self.said.acknowledged.get(key, ()), rise)

    def first_of(self, key: str, rise: Rise) -> Entry | None:
        """The first acknowledgement that answers a rise."""
        return next(
            (e for e in self.said.acknowledged.get(key, ()) if self._answers(e, rise)), None
        )

    def _latest(self, entries: Sequence[Entry], rise: Rise) -> Entry | None:
        return next((e for e in reversed(entries) if self._answers(e, rise)), None)

    def _answers(self, entry: Entry, rise: Rise) -> bool:
        fact: Any = entry.fact
        return entry.at >= rise.at and fact.level >= rise.level and self.knew(entry, rise)

    def silences(
        self, key: str, rise: Rise, longest: timedelta
    ) -> Iterator[tuple[datetime, datetime, Entry]]:
        """The silences asked for since a rise; those that meet end together with the first.

        None begins before it was written down.
        """
        asked = [e for e in self.said.silenced.get(key, ()) if self._answers(e, rise)]
        first = ended = None
        for begins, entry in sorted(((max(e.at, e.recorded), e) for e in asked), key=_begins):
            fact: Any = entry.fact
            if first is None or ended is None or begins > ended:
                first = begins
            until = min(fact.until, first + longest)
            if until > begins:
                ended = until if ended is None else max(ended, until)
                yield begins, until, entry

    def raised(self, at: datetime) -> datetime:
        """When a rise could first be known: when the first entry of its moment was written."""
        place = bisect_left(self.line, at, key=lambda entry: entry.at)
        written = []
        while place < len(self.line) and self.line[place].at == at:
            written.append(self.line[place].recorded)
            place += 1
        return max(at, min(written, default=at))

    def escalated(self, key: str, since: datetime) -> frozenset[int]:
        """The steps of the ladder that were recorded since a rise."""
        entries = self.said.escalated.get(key, ())
        facts: list[Any] = [entry.fact for entry in entries if entry.at >= since]
        return frozenset(fact.step for fact in facts)


def _begins(asked: tuple[datetime, Entry]) -> datetime:
    return asked[0]


def case(track: Track, table: AlarmTable, answers: Answers, now: datetime) -> Case | None:
    """The alarm that a condition is at a moment; None where there is none."""
    condition = table.conditions[track.kind]
    points = [point for point in track.points if point.at <= now]
    risen = list(rises(points, now, condition.again))
    if not risen:
        return None
    last = points[-1]
    open_run = risen[-1].run if last.level else None
    waiting = [
        rise
        for rise in risen
        if (rise.run == open_run or condition.row(rise.level).latching)
        and _answer(track.key, rise, condition, answers, points) is None
    ]
    # Of what is over, and of a peak that has passed, only what is latching stands.
    standing = [
        rise for rise in waiting if condition.row(rise.level).latching or rise.level <= last.level
    ]
    unseen = bool(standing) or any(rise.run == open_run for rise in waiting)
    if not last.level and not standing:
        return None
    level = max([last.level, *(rise.level for rise in standing)])
    rise = _named(risen, standing or waiting, level)
    latched = level > last.level
    return _case(
        track, condition, table, answers, _State(level, rise, last, unseen, latched, points)
    )


def _answer(
    key: str, rise: Rise, condition: Condition, answers: Answers, points: Sequence[Point]
) -> Entry | None:
    """The acknowledgement that answers a rise; of a peak that has passed, one of what was left."""
    entry = answers.of(key, rise)
    if entry is not None or condition.row(rise.level).latching:
        return entry
    fell = next((p for p in points if p.at > rise.at and p.level < rise.level), None)
    if fell is None or not fell.level:
        return None
    left = Rise(fell.at, fell.level, rise.run, rise.point)
    return answers.of(key, left)


class _State(NamedTuple):
    level: int
    rise: Rise
    last: Point
    unseen: bool
    latched: bool
    points: list[Point]


def _named(risen: list[Rise], waiting: list[Rise], level: int) -> Rise:
    """The rise that an alarm is about: the latest to its level that nobody has answered."""
    for some in (waiting, risen):
        at_level = [rise for rise in some if rise.level == level]
        if at_level:
            return at_level[-1]
        if some:
            return some[-1]
    raise ValueError("an alarm without a rise")


_PAIRED = frozenset({"ice_drop", "ferritin_doubled"})
"""Told by two values, of which the first belongs to the second; a grade is told by its rise."""


def _case(
    track: Track, condition: Condition, table: AlarmTable, answers: Answers, state: _State
) -> Case:
    level, rise, last, unseen, latched, points = state
    row = condition.row(level)
    entry = None if unseen else _answer(track.key, rise, condition, answers, points)
    acknowledged = None
    if entry is not None:
        fact: Any = entry.fact
        acknowledged = Answered(entry.author, entry.at, fact.comment)
    ended = None
    if latched and not last.level:
        ended = next((p.at for p in points if p.at >= rise.at and not p.level), None)
    found = Alarm(
        answers.patient,
        track.kind,
        track.key,
        track.what,
        level,
        row.priority,
        rise.at,
        rise.point.value if latched else last.value,
        last.before if track.kind in _PAIRED and not latched else rise.point.before,
        row,
        rise.at if acknowledged else answers.raised(rise.at),
        acknowledged,
        latched=latched,
        ended=ended,
        escalated=answers.escalated(track.key, rise.at),
        suspected=rise.point.suspected if latched else last.suspected,
    )
    if acknowledged is not None or not row.silenceable:
        return Case(found, (), table.realarm)
    silent = tuple(answers.silences(track.key, rise, table.silence_max))
    return Case(found, silent, table.realarm)
