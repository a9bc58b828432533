"""What becomes of alarms on the demonstration ward: who answers, silences, calls and signs.

Each is acknowledged by the nurse on duty within a few minutes, but for those that the story
leaves standing. What waits too long moves on, as the program writes it down by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Literal, Protocol

from bedside.alarms import Alarm, acknowledging, escalating, escalation, silencing
from bedside.demo.charted import Charted
from bedside.facts import Called
from bedside.timeline import Draft

_MINUTE = timedelta(minutes=1)
_SOON: Mapping[str, tuple[int, int]] = {"high": (1, 3), "medium": (1, 5), "low": (2, 6)}
"""After how many minutes, at least and at most, somebody answers, by priority."""
_BUSY = 6
_SILENCED = 5
_SAYS_SOMETHING, _SILENCES = 0.45, 0.12
"""How often there is a comment, and how often the sound is put off first."""
_CALLS, _SIGNS = (1, 3), (9, 22)
_KNOWS = timedelta(hours=6)
"""So long whoever was called knows of it, unless a grade rises."""
_KNOWN = ("physician knows, plan unchanged", "as before, physician knows")
_GRADES = frozenset({"crs_grade", "icans_grade"})
_COMMENTS: Mapping[str, Sequence[str]] = {
    "crs_grade": ("physician informed", "seen, cultures and temperature plan as ordered"),
    "icans_grade": ("physician informed", "neurology asked"),
    "fever": ("cultures as ordered", "physician informed", "cooling, paracetamol given"),
    "sbp_low": ("measured again, same value", "legs up, physician informed"),
    "map_low": ("measured again, same value", "physician informed"),
    "spo2_low": ("probe moved, oxygen adjusted",),
    "news2": ("physician informed", "seen, observations hourly"),
    "ice_drop": ("checked again with the family present", "checks every half hour begun"),
    "ferritin_doubled": ("told at the visit",),
}
_SAID: Mapping[str, str] = {
    "crs_grade": "Told grade and oxygen, comes to the bedside.",
    "icans_grade": "Told the score, comes to the bedside.",
    "news2": "Told score and pressure, comes within ten minutes.",
}


class Record(Protocol):
    """The record of a stay, as far as alarms need it."""

    @property
    def now(self) -> datetime:
        """Nothing is later than this."""

    @property
    def chance(self) -> Random:
        """What chance decides, always in the same way."""

    @property
    def charted(self) -> Charted:
        """The chart of what was written so far."""

    @property
    def zone(self) -> Any:
        """The site's."""

    def plan(self, recorded: datetime, act: Callable[[datetime], object]) -> None:
        """Have something done at a moment, unless that is later than now."""

    def write(
        self, at: datetime, facts: Any, recorded: datetime, *, role: Literal["nurse", "program"]
    ) -> Any:
        """Write facts down."""

    def confirmation(self, at: datetime, scale: str) -> None:
        """Have a physician sign the grade that stands at a moment."""


class Heeded:
    """The answers to the alarms of one stay.

    ``at_fever`` is told when CRS was first answered for, and may plan more.
    """

    def __init__(self, record: Record) -> None:
        self.at_fever: Callable[[datetime], object] | None = None
        self._record = record
        self._left: dict[str, datetime] = {}
        self._busy: tuple[datetime, datetime] | None = None
        self._noticed: set[tuple[str, int, datetime]] = set()
        self._pending = False
        self._called: datetime | None = None

    # --- what the story tells ------------------------------------------------------------------

    def leave(self, key: str, since: datetime) -> None:
        """Nobody acknowledges this alarm if it rises from a moment on."""
        self._left[key] = since

    def busy(self, since: datetime, until: datetime) -> None:
        """Whoever should answer is with another patient: what rises then waits for a while."""
        self._busy = (since, until)

    def silence(self, at: datetime, key: str, minutes: int) -> None:
        """An alarm that stands is silenced at a moment."""

        def act(when: datetime) -> None:
            for alarm in self._waiting(when):
                if alarm.key == key:
                    self._write(silencing(alarm, when, minutes * _MINUTE, self._table), when)

        self._record.plan(at, act)

    def acknowledge(self, at: datetime, key: str, comment: str = "") -> None:
        """An alarm that stands is acknowledged at a moment."""

        def act(when: datetime) -> None:
            for alarm in self._waiting(when):
                if alarm.key == key:
                    self._write(acknowledging(alarm, when, comment), when)

        self._record.plan(at, act)

    # --- what comes about ----------------------------------------------------------------------

    def heed(self, recorded: datetime) -> None:
        """See to what rings after something was written."""
        if not self._record.charted.has_turned():
            return
        new = [a for a in self._waiting(recorded) if (a.key, a.level, a.since) not in self._noticed]
        self._noticed |= {(alarm.key, alarm.level, alarm.since) for alarm in new}
        for alarm in new:
            if self._is_left(alarm):
                self._moves_on(alarm, self._record.now)
        answered = [alarm for alarm in new if not self._is_left(alarm)]
        if answered and not self._pending:
            self._pending = True
            minutes = min(self._minutes(alarm) for alarm in answered)
            when = self._later(recorded, minutes)
            for alarm in answered:
                self._moves_on(alarm, when)
            first = answered[0]
            chance = self._record.chance
            puts_off = first.priority == "medium" and minutes > 2  # noqa: PLR2004
            if puts_off and chance.random() < _SILENCES:
                self.silence(self._later(recorded, 1), first.key, _SILENCED)
            self._record.plan(when, self._answer)

    def _answer(self, when: datetime) -> None:
        """Acknowledge all that waits and is not left standing, as one does at the bedside."""
        self._pending = False
        chance = self._record.chance
        for alarm in self._waiting(when):
            if self._is_left(alarm):
                continue
            knows = self._knows(alarm, when)
            comments = _KNOWN if knows else _COMMENTS.get(alarm.kind, ())
            says = bool(comments) and chance.random() < _SAYS_SOMETHING
            comment = chance.choice(comments) if says else ""
            begin = self.at_fever
            if alarm.key == "crs" and begin is not None:
                self.at_fever = None
                begin(when)
            self._write(acknowledging(alarm, when, comment), when)
            if alarm.priority == "high" and not knows:
                self._called = when
                self._call(alarm, when)

    def _knows(self, alarm: Alarm, when: datetime) -> bool:
        """Whether whoever was called of late need not be called again."""
        if self._called is None or alarm.kind in _GRADES:
            return False
        return alarm.priority == "high" and when - self._called < _KNOWS

    def _call(self, alarm: Alarm, when: datetime) -> None:
        """The one who is to be called first is called, and signs a grade that nobody has signed."""
        called = self._later(when, self._record.chance.randint(*_CALLS))
        signs = self._later(called, self._record.chance.randint(*_SIGNS))

        def call(at: datetime) -> None:
            rung = self._table.ladder.at(at, self._record.zone)[0]
            said = _SAID.get(alarm.kind, "Told the values, comes to the bedside.")
            fact = Called(alarm.key, rung.role, reached=True, comment=said)
            self._record.write(at, (fact,), at, role="nurse")

        def sign(at: datetime) -> None:
            before = self._record.charted.signed(alarm.key)
            stated = self._record.charted.grade(alarm.key).level is not None
            if stated and (before is None or before < alarm.since):
                self._record.confirmation(at - _MINUTE, alarm.key)

        self._record.plan(called, call)
        if alarm.kind in _GRADES:
            self._record.plan(signs, sign)

    def _moves_on(self, alarm: Alarm, until: datetime) -> None:
        """The steps of the ladder that an alarm reaches before somebody answers."""
        ladder = self._table.ladder
        span = ladder.steps.get(alarm.priority)
        if span is None:
            return
        due = alarm.raised + span
        while due <= until:
            self._record.plan(due, lambda when: self._escalate(alarm.key, when))
            due += span

    def _escalate(self, key: str, when: datetime) -> None:
        for alarm in self._waiting(when):
            if alarm.key == key:
                ladder = self._table.ladder
                steps = escalation(alarm, ladder, when, self._record.zone)
                for draft in escalating(alarm, steps, when):
                    self._record.write(draft.at, (draft.fact,), when, role="program")

    def _waiting(self, when: datetime) -> list[Alarm]:
        found = self._record.charted.alarms(when)
        return [alarm for alarm in found if alarm.acknowledged is None]

    def _is_left(self, alarm: Alarm) -> bool:
        since = self._left.get(alarm.key)
        return since is not None and alarm.since >= since

    def _minutes(self, alarm: Alarm) -> int:
        if self._busy is not None and self._busy[0] <= alarm.since <= self._busy[1]:
            return _BUSY
        return self._record.chance.randint(*_SOON[alarm.priority])

    def _later(self, moment: datetime, minutes: int) -> datetime:
        return moment.replace(second=0, microsecond=0) + (minutes + (moment.second > 0)) * _MINUTE

    @property
    def _table(self) -> Any:
        return self._record.charted.table

    def _write(self, draft: Draft, when: datetime) -> None:
        self._record.write(draft.at, (draft.fact,), when, role="nurse")
