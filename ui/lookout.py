"""What the program watches over unasked: the clock, what rings, whom it moves on to, and itself."""

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from shutil import disk_usage
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Signal

from bedside.alarms import (
    Alarm,
    AlarmTable,
    Jump,
    Priority,
    Steady,
    Technical,
    clock_behind,
    escalating,
    escalation,
    sounding,
    storage,
)
from bedside.facts import WARD, Acknowledged, ClockJumped, SoundChecked
from bedside.survey import Survey
from bedside.timeline import Draft
from ui.shown import moment_text
from ui.ward import Keeper, StoreError, Ward

translate = QCoreApplication.translate

PROGRAM = Keeper("bedside", "program")
"""Whose name stands on what the program itself writes down."""
CHECK_EVERY = timedelta(hours=12)
"""The sound is tried at the start, and again as often as a shift lasts."""
_OF_JUMPS = timedelta(days=1)
"""So long a jump of the clock that nobody acknowledged is spoken of."""


class Sound(Protocol):
    """What makes alarms heard, as far as the lookout knows it."""

    @property
    def trouble(self) -> str | None:
        """Why nothing can be heard; None where it can."""

    def sound(self, priority: Priority | None) -> None:
        """Sound at this priority from now on; None is silence."""

    def ring(self) -> None:
        """Sound at once: something rings anew."""

    def check(self) -> None:
        """Try the sound."""


class Lookout(QObject):
    """Asked at every tick it derives all anew from record and clock; nothing rests on a timer.

    ``sound`` is None where nothing is to be heard, ``steady`` where the ward has no clock that
    could jump. ``found`` brings what else the program knows of itself (`Technical`). ``troubled``
    tells of a record that cannot be written or read.
    """

    ticked = Signal()
    troubled = Signal(object)
    sound_told = Signal(str, bool)
    """How it stands with the sound, in words, and whether it can be heard."""

    def __init__(
        self,
        ward: Ward,
        steady: Steady | None = None,
        sound: Sound | None = None,
        found: Callable[[datetime], Sequence[Technical]] = lambda _now: (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ward = ward
        self._steady = steady
        self._sound = sound
        self._found = found
        self._jumps: list[Jump] = []
        self._rung: frozenset[str] = frozenset()
        self._silent_since: datetime | None = None
        self._full_since: datetime | None = None
        self._unwritten: list[Jump] = []
        self._reported: set[str] = set()
        self._charted: datetime | None = None
        self._due: datetime | None = None
        self._asked_at: datetime | None = None
        self.is_in_trouble = False
        ward.surveyed.connect(self._heed)

    def begin(self) -> None:
        """Look at once; a clock that went back while the program was closed is told now."""
        # A window made anew begins once more.
        if self._steady is not None and not self._ward.read_only and self._charted is None:
            behind = clock_behind(self._steady.shown(), self._ward.written_at())
            if behind is not None:
                self._jumps.append(behind)
        self._charted = self._ward.now()
        self.tick()

    def tick(self) -> None:
        """Look at everything: chart anew where time has changed a chart, else only survey."""
        self.is_in_trouble = False
        try:
            self._tick()
        except StoreError as error:
            self._tell(error)
        finally:
            self.ticked.emit()

    def _tick(self) -> None:
        self._watch_clock()
        now = self._ward.now()
        self._ward.find((*self._technical(now), *self._found(now)))
        due = self._due is not None and self._due <= now
        if due or self._charted is None or _minute(now) != _minute(self._charted):
            self._charted = now
            self._ward.refresh()
        else:
            self._ward.look()
        self._due = self._ward.next_change()
        survey = self._ward.last_survey
        self._heed(survey)
        self._report(survey)
        self._write_jumps()
        self._escalate(survey)
        if self._sound is not None and self._is_check_due(now):
            self.ask_check()

    # --- what it does -------------------------------------------------------------------------

    def _report(self, survey: Survey) -> None:
        """Hand each failure over a record to whoever keeps them, once."""
        for patient, error in survey.failures.items():
            if patient not in self._reported:
                self._reported.add(patient)
                sys.excepthook(type(error), error, error.__traceback__)

    def _watch_clock(self) -> None:
        jump = None if self._steady is None else self._steady.jumped()
        if jump is None:
            return
        self._jumps.append(jump)
        self._unwritten.append(jump)

    def _write_jumps(self) -> None:
        """What the store does not take now is tried again at the next tick."""
        if self._unwritten and not self._ward.read_only:
            now = self._ward.now()
            facts = [ClockJumped(jump.expected, jump.found) for jump in self._unwritten]
            if self._write([Draft(WARD, now, fact) for fact in facts]):
                self._unwritten.clear()

    def _technical(self, now: datetime) -> Iterator[Technical]:
        written = self._ward.written_of_ward()
        seen = {e.fact.alarm for e in written if isinstance(e.fact, Acknowledged)}
        jumps = {jump.technical().key: jump for jump in self._jumps}
        for entry in written:
            if isinstance(entry.fact, ClockJumped) and now - entry.recorded < _OF_JUMPS:
                jump = Jump(entry.fact.expected, entry.fact.found)
                jumps[jump.technical().key] = jump
        yield from (jump.technical() for key, jump in jumps.items() if key not in seen)
        trouble = None if self._sound is None else self._sound.trouble
        if trouble is None:
            self._silent_since = None
        else:
            self._silent_since = self._silent_since or now
            yield Technical("sound_failed", self._silent_since, what=trouble)
        try:
            free = disk_usage(Path(self._ward.path).parent).free / 1e6
        except OSError:
            return  # whoever writes there next is told why
        full = tuple(storage(free, self._ward.surveyor.table, self._full_since or now))
        self._full_since = full[0].since if full else None
        yield from full

    def _escalate(self, survey: Survey) -> None:
        """Write down each step of the ladder that an alarm has reached."""
        if self._ward.read_only:
            return
        drafts: list[Draft] = []
        for alarm in survey.waiting:
            ladder = self._table(survey, alarm).ladder
            steps = escalation(alarm, ladder, survey.now, survey.zone)
            drafts += escalating(alarm, steps, survey.now)
        if drafts:
            self._write(drafts)

    def _table(self, survey: Survey, alarm: Alarm) -> AlarmTable:
        of = None if alarm.patient is None else survey.of(alarm.patient)
        return self._ward.surveyor.table if of is None else self._ward.surveyor.table_of(of)

    def _write(self, drafts: Sequence[Draft]) -> bool:
        """Write down what the program did; that it cannot must not keep it from looking on."""
        try:
            self._ward.record(drafts, PROGRAM)
        except StoreError as error:
            self._tell(error)
            return False
        return True

    def _tell(self, error: StoreError) -> None:
        self.is_in_trouble = True
        self.troubled.emit(error)

    def _heed(self, survey: Survey) -> None:
        """Sound the highest priority; what rings anew is heard at once."""
        if self._sound is None:
            return
        rings = frozenset(alarm.ring for alarm in survey.waiting if alarm.ring)
        self._sound.sound(sounding(survey.alarms, survey.now))
        if rings - self._rung:
            self._sound.ring()
        self._rung = rings

    # --- the sound ----------------------------------------------------------------------------

    def ask_check(self) -> None:
        """Try the sound; :meth:`checked` hears how it went."""
        self._asked_at = self._ward.now()
        if self._sound is None:
            self.sound_told.emit(translate("Sound", "No sound here."), False)
        else:
            self._sound.check()

    def checked(self, played: bool, device: str) -> None:  # noqa: FBT001 - a slot
        """The sound was tried: written down, and said on screen."""
        now = self._ward.now()
        if not self._ward.read_only:
            self._write((Draft(WARD, now, SoundChecked(played, device)),))
        if played:
            moment = moment_text(now, self._ward.zone, QLocale(), now)
            text = translate("Sound", "Sound checked {moment}").format(moment=moment)
        else:
            text = translate("Sound", "The sound was tried and could not be played")
        self.sound_told.emit(text, played)

    def _is_check_due(self, now: datetime) -> bool:
        """Whether the sound was not tried for as long as a shift lasts."""
        return self._asked_at is None or now - self._asked_at >= CHECK_EVERY


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
