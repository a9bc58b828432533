"""What makes the alarms heard, and says when they cannot be."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from bedside.alarms.ladder import PRIORITIES, Priority
from ui.sound.bursts import BURSTS, CHECK, QUIET, Burst, wav
from ui.sound.output import Outcome, Output, Trouble
from ui.sound.qt_output import QtOutput

RETRY_MS = 60_000
"""While nothing can be heard, it is tried again this often, without a sound."""
TRIAL_MS = 600_000
"""While all is well, it is tried this often, without a sound: not every system tells that its last
output is gone."""


class Speaker(QObject):
    """Sounds one priority at a time, and knows whether it can.

    What sounds is decided outside: `sound` is called at every tick with what should be heard, and
    starts anew whatever should be running and is not. No method raises. Every attempt that fails
    ends in ``failed`` with a code of `ui.sound.output.Trouble`; the first that succeeds after it,
    also one that nobody asked for, in ``works``. ``checked`` tells the outcome of a check: whether
    it played, and on which device. While there is trouble, each burst is a beep of the desktop too.

    That a sound played means that the output took all of it in its time; a loudspeaker that is
    switched off or turned down cannot be told from here.
    """

    checked = Signal(bool, str)
    failed = Signal(str)
    works = Signal()

    def __init__(
        self,
        output: Output | None = None,
        parent: QObject | None = None,
        beep: Callable[[], None] = QApplication.beep,
    ) -> None:
        super().__init__(parent)
        self._output: Output = QtOutput(self) if output is None else output
        self._output.watch(self._outputs_changed)
        self._beep = beep
        self._priority: Priority | None = None
        self._trouble: Trouble | None = None
        self._playing: Literal["burst", "check", "trial"] | None = None
        self._turn = 0
        self._beeped = False
        self._checking = False
        self._checks_at: datetime | None = None
        self._try_again = False
        self._closed = False
        self.checked_at: datetime | None = None
        """When a check last played, as told to `check`."""
        self._repeat = QTimer(self, singleShot=True)
        self._repeat.timeout.connect(self._repeated)
        self._retry = QTimer(self, interval=TRIAL_MS)
        self._retry.timeout.connect(self._retried)

    @property
    def trouble(self) -> Trouble | None:
        """Why nothing can be heard, as far as is known; None where it can."""
        return self._trouble

    @property
    def priority(self) -> Priority | None:
        """What sounds now."""
        return self._priority

    def sound(self, priority: Priority | None) -> None:
        """Sound at this priority from now on; None is silence.

        A rise is heard at once; what falls goes on after the interval of the lower priority,
        counted from the last burst.
        """
        before, self._priority = self._priority, priority
        if self._closed or priority is None:
            self._repeat.stop()
            self._silence()
        elif before is None or _higher(priority, before) or not self._repeat.isActive():
            self._burst()
        elif priority != before:
            since = self._repeat.interval() - self._repeat.remainingTime()
            self._repeat.start(max(0, _interval_ms(priority) - since))

    def ring(self) -> None:
        """Sound at once: something rings anew. A burst that is under way serves."""
        if self._priority is not None and self._playing != "burst":
            self._burst()

    def check(self, at: datetime | None = None) -> None:
        """Play the sound of a check and tell the outcome in ``checked``.

        ``at`` is what `checked_at` becomes when it has played. A burst that is under way serves.
        """
        self._checking, self._checks_at = True, at
        if self._playing != "burst":
            self._play("check", CHECK)

    def close(self) -> None:
        """Be silent for good."""
        self._closed = True
        self._checking = False
        self._turn += 1
        self._playing = None
        self._repeat.stop()
        self._retry.stop()
        self._output.close()

    # --- playing ------------------------------------------------------------------------------

    def _burst(self) -> None:
        if self._priority is None or self._closed:
            return
        self._repeat.start(_interval_ms(self._priority))
        self._play("burst", BURSTS[self._priority])

    def _repeated(self) -> None:
        if self._playing == "burst":  # for as long as from one burst to the next
            self._ended(self._turn, Outcome("failed"))
        self._burst()

    def _silence(self) -> None:
        if self._playing != "burst":
            return
        self._turn += 1
        self._playing = None
        self._output.stop()
        if self._checking:
            self._play("check", CHECK)

    def _play(self, what: Literal["burst", "check", "trial"], burst: Burst) -> None:
        self._turn += 1
        turn = self._turn
        self._playing = what
        self._beeped = what == "burst" and self._trouble is not None
        if self._beeped:
            self._beep()
        try:
            self._output.play(wav(burst), lambda outcome: self._ended(turn, outcome))
        except Exception:  # noqa: BLE001 - an alarm outlives whatever an output does
            self._ended(turn, Outcome("failed"))

    def _ended(self, turn: int, outcome: Outcome) -> None:
        if turn != self._turn or self._playing is None:
            return
        played, self._playing = self._playing, None
        before, self._trouble = self._trouble, outcome.trouble
        if outcome.trouble is None:
            self._retry.start(TRIAL_MS)
            if before is not None:
                self.works.emit()
        else:
            if self._retry.interval() != RETRY_MS or not self._retry.isActive():
                self._retry.start(RETRY_MS)
            if played == "burst" and not self._beeped:
                self._beep()
            self.failed.emit(outcome.trouble)
        if self._checking:
            self._checking = False
            if outcome.trouble is None:
                self.checked_at = self._checks_at or self.checked_at
            self.checked.emit(outcome.trouble is None, outcome.device)
        if self._try_again:
            self._try_again = False
            self._try()

    # --- outputs that come and go -------------------------------------------------------------

    def _outputs_changed(self) -> None:
        """Somebody plugged something in or out: find out at once, not at the next alarm."""
        if self._playing is not None:
            self._try_again = True
        else:
            self._try()

    def _retried(self) -> None:
        if self._playing is None:
            if self._trouble is not None:
                self._output.renew()
            self._try()

    def _try(self) -> None:
        """Play without a sound; or at once what nobody could hear until now."""
        if self._closed or self._playing is not None:
            return
        if self._trouble is not None and self._priority is not None:
            self._burst()
        else:
            self._play("trial", QUIET)


def _higher(one: Priority, other: Priority) -> bool:
    return PRIORITIES.index(one) < PRIORITIES.index(other)


def _interval_ms(priority: Priority) -> int:
    every = BURSTS[priority].repeat_every
    return 0 if every is None else round(every.total_seconds() * 1000)
