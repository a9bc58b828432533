"""Outputs for tests: they stand for a loudspeaker, which the machine may not have."""

from collections.abc import Callable

from ui.sound.bursts import BURSTS, CHECK, QUIET, wav
from ui.sound.output import Outcome

NAMES = {wav(burst): name for name, burst in {**BURSTS, "check": CHECK, "quiet": QUIET}.items()}


class Recorded:
    """Writes down what it is asked; a sound goes on until the test says how it ended.

    With ``trouble`` every sound fails at once, before `play` returns.
    """

    def __init__(self, trouble: str | None = None) -> None:
        self.asked: list[str] = []
        self.trouble = trouble
        self.changed: Callable[[], None] = lambda: None
        self.done: Callable[[Outcome], None] | None = None

    def watch(self, changed):
        self.changed = changed

    def play(self, wav, done):
        self.asked.append(NAMES[wav])
        self.done = done
        if self.trouble is not None:
            self.end(self.trouble)

    def stop(self):
        self.asked.append("stop")
        self.done = None

    def renew(self):
        self.asked.append("renew")
        self.done = None

    def close(self):
        self.asked.append("close")

    def end(self, trouble=None, device="Desk speaker"):
        done, self.done = self.done, None
        if done is not None:
            done(Outcome(trouble, device))

    def taken(self) -> list[str]:
        """What was asked since the last time."""
        asked, self.asked = self.asked, []
        return asked


class Broken(Recorded):
    """An output that raises when it is asked to play."""

    def play(self, wav, done):
        raise RuntimeError("no such thing")
