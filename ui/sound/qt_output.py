"""The machine's own sound output: QtMultimedia, in a program of its own (`ui.sound.player`)."""

import json
import sys
import wave
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer

from ui.sound.output import Outcome, Trouble

PROGRAM = (sys.executable, "-P", str(Path(__file__).with_name("player.py")))
START_S = 10.0
"""A new program answers within this, on a slow machine too."""
GRACE_S = 5.0
"""How much longer than itself a sound may take before it has failed."""
_END_MS = 1000


class QtOutput(QObject):
    """Asks the player, which is started at the first sound and again whenever it was lost.

    A sound that a player of earlier sounds could not play is given to a new one before it counts as
    failed: the sound server that the old one knew may be gone. ``program`` is the command of the
    player; ``start_s`` and ``grace_s`` are how long is waited.
    """

    def __init__(
        self,
        parent: QObject | None = None,
        program: Sequence[str] = PROGRAM,
        start_s: float = START_S,
        grace_s: float = GRACE_S,
    ) -> None:
        super().__init__(parent)
        self._program = tuple(program)
        self._start_s, self._grace_s = start_s, grace_s
        self._process: QProcess | None = None
        self._dying: list[QProcess] = []
        self._player = self._number = 0
        self._wav = b""
        self._fresh = False
        self._done: Callable[[Outcome], None] | None = None
        self._changed: Callable[[], None] = lambda: None
        self._closed = False
        self._late = QTimer(self, singleShot=True)
        self._late.timeout.connect(self._too_late)
        self._burial = QTimer(self, singleShot=True, interval=0)
        self._burial.timeout.connect(self._bury)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close)

    def watch(self, changed: Callable[[], None]) -> None:
        """Call this whenever outputs have come or gone, or another became the default."""
        self._changed = changed

    def play(self, wav: bytes, done: Callable[[Outcome], None]) -> None:
        """Play a WAV file in place of what plays now, and tell the outcome: once, in its time."""
        if self._closed:
            done(Outcome("failed"))
            return
        self._wav, self._done = wav, done
        self._fresh = self._process is None
        self._give()

    def stop(self) -> None:
        """Be silent; of what played nothing more is told."""
        self._done = None
        self._late.stop()
        self._ask(json.dumps({"stop": self._number}).encode() + b"\n")

    def renew(self) -> None:
        """Let the player go; of what played nothing more is told."""
        self._done = None
        self._late.stop()
        self._let_go()

    def close(self) -> None:
        """Let the player go for good, and wait until it has."""
        self._closed = True
        self.renew()
        for process in tuple(self._dying):
            process.waitForFinished(_END_MS)

    # --- the program --------------------------------------------------------------------------

    def _give(self) -> None:
        self._number += 1
        waits = self._grace_s + _seconds(self._wav)
        if self._process is None:
            self._late.start(round(1000 * (self._start_s + waits)))
            self._start()
        else:
            self._late.start(round(1000 * waits))
        ask = json.dumps({"play": self._number, "bytes": len(self._wav)}).encode() + b"\n"
        self._ask(ask + self._wav)

    def _start(self) -> None:
        # Without a parent: a child that waits for deleteLater while its parent goes crashes PySide.
        process = self._process = QProcess()
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._read)
        self._player = player = self._player + 1
        process.errorOccurred.connect(lambda _: self._gone(player))
        process.finished.connect(lambda *_: self._gone(player))
        process.start(self._program[0], self._program[1:])

    def _ask(self, said: bytes) -> None:
        if self._process is not None:
            self._process.write(said)  # what it cannot take, it will not answer

    def _let_go(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        self._dying.append(process)
        process.kill()
        self._burial.start()

    def _bury(self) -> None:
        """Forget the players that have ended; never inside a signal of theirs."""
        self._dying = [p for p in self._dying if p.state() is not QProcess.ProcessState.NotRunning]

    def _gone(self, player: int) -> None:
        if self._process is not None and player == self._player:
            self._failed(Outcome("failed"))
        else:
            self._burial.start()

    def _too_late(self) -> None:
        self._failed(Outcome("failed"))

    def _failed(self, outcome: Outcome) -> None:
        self._late.stop()
        again = self._done is not None and not self._fresh and not self._closed
        if again or outcome.trouble != "no_device":  # a new player goes on looking out for one
            self._let_go()
        if again:
            self._fresh = True
            self._give()
        else:
            self._tell(outcome)

    def _read(self) -> None:
        while (process := self._process) is not None and process.canReadLine():
            try:
                said = json.loads(bytes(process.readLine().data()))
            except ValueError:
                continue
            if not isinstance(said, dict):
                continue
            if "changed" in said:
                self._changed()
            elif said.get("play") == self._number and self._done is not None:
                self._answered(said)

    def _answered(self, said: dict[str, object]) -> None:
        self._late.stop()
        device, trouble = str(said.get("device") or ""), said.get("trouble")
        if trouble is None:
            self._tell(Outcome(None, device))
            return
        known: Trouble = next((one for one in get_args(Trouble) if one == trouble), "failed")
        self._failed(Outcome(known, device))

    def _tell(self, outcome: Outcome) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(outcome)


def _seconds(wav: bytes) -> float:
    with wave.open(BytesIO(wav)) as file:
        return float(file.getnframes() / file.getframerate())
