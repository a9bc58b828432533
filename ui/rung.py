"""Which reminders this workstation has rung for already, kept in a small file of its own."""

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from bedside.reminders import Reminder

_LENGTH = 16


class Rung:
    """One line for each ringing, never taken out, whatever the clock does.

    A line is a digest: the file tells nobody who the patients are. It is first read when it is
    first asked. With no path (a demonstration) all is kept in memory. A file that cannot be read
    or written raises nothing: better a reminder rings twice than never; ``trouble`` says why.
    """

    trouble = ""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: set[str] | None = None
        self._is_torn = False

    def due(self, reminders: Iterable[Reminder]) -> tuple[Reminder, ...]:
        """Those that nobody has answered and that did not ring yet."""
        known = self._rung()
        return tuple(r for r in reminders if r.answer == "open" and _line(r) not in known)

    def mark(self, reminders: Iterable[Reminder]) -> None:
        """Remember that these have rung; to be called after they did."""
        known = self._rung()
        new = [line for line in dict.fromkeys(map(_line, reminders)) if line not in known]
        if not new:
            return
        known.update(new)
        if self._path is None:
            return
        text = "".join(f"{line}\n" for line in new)
        try:
            with self._path.open("a", encoding="ascii", newline="\n") as file:
                # A line cut short by a dying machine must not swallow the next one.
                file.write(f"\n{text}" if self._is_torn else text)
        except OSError as error:
            self._is_torn = True
            self.trouble = error.strerror or str(error)
        else:
            self._is_torn = False
            self.trouble = ""

    def _rung(self) -> set[str]:
        if self._known is None:
            self._known = self._read()
        return self._known

    def _read(self) -> set[str]:
        if self._path is None:
            return set()
        try:
            text = self._path.read_bytes().decode("ascii", "replace")
        except FileNotFoundError:
            return set()
        except OSError as error:
            self.trouble = error.strerror or str(error)
            return set()
        self._is_torn = bool(text) and not text.endswith("\n")
        # Anything that is no digest is left lying there: it equals none.
        return set(text.split("\n"))


def _line(reminder: Reminder) -> str:
    return blake2b(reminder.ring.encode(), digest_size=_LENGTH // 2).hexdigest()
