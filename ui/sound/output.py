"""What the speaker asks of the machine's sound output."""

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

Trouble = Literal["no_device", "no_library", "failed"]
"""Why nothing is heard: there is no output; QtMultimedia cannot be loaded; an output was there,
and did not play to the end in its time."""


class Outcome(NamedTuple):
    """How it went with one sound: what hindered it, None where it played; and on which device."""

    trouble: Trouble | None
    device: str = ""


class Output(Protocol):
    """Plays one sound at a time on the output that is the machine's default at that moment."""

    def watch(self, changed: Callable[[], None]) -> None:
        """Call this whenever outputs have come or gone, or another became the default."""

    def play(self, wav: bytes, done: Callable[[Outcome], None]) -> None:
        """Play a WAV file in place of what plays now, and tell the outcome: once, in its time.

        Of a sound that was stopped, or replaced by another, nothing more is told.
        """

    def stop(self) -> None:
        """Be silent."""

    def renew(self) -> None:
        """Forget what is known of the machine's outputs: the next sound asks anew."""

    def close(self) -> None:
        """Be silent for good, and leave nothing running."""
