"""A program of its own that plays what it is given; `ui.sound.qt_output` starts and asks it.

Why a program: with Qt 6.11 the first sound after the machine's sound server went away ends the
whole process (an assertion in libpulse), a server that comes later is never found again, and one
that hangs takes the caller along. None of that may happen to the ward; a new program forgets it.

It imports nothing of Bedside, so that it runs from its path alone. Standard input: lines of JSON,
``{"play": 3, "bytes": n}`` followed by a WAV file of n bytes, or ``{"stop": 3}``; its end ends the
program. Standard output: lines of JSON, ``{"play": 3, "trouble": null, "device": "…"}`` once for
each sound that was not stopped or replaced, and ``{"changed": "…"}`` with the default output when
outputs came or went.
"""

import json
import os
import sys
import wave
from array import array
from collections.abc import Callable
from io import BytesIO
from threading import Thread
from time import sleep
from typing import Any

from PySide6.QtCore import QBuffer, QCoreApplication, QElapsedTimer, QObject, QTimer, Signal

LOOK_MS = 20
STUCK_MS = 3000
"""An output that takes nothing for so long has failed; one that wakes up may need a second."""
FIND_MS = 2000
"""Some sound servers name their outputs only a while after they are first asked."""
LINGER_MS = 1000
"""Qt says that all is played when the server has it; the output may lag behind."""
_CALM = {"NoError", "UnderrunError"}
_KINDS = {"UInt8": "B", "Int16": "h", "Int32": "i", "Float": "f"}


def fitted(pcm: "array[int]", rate: int, to: int, channels: int, kind: str) -> bytes:
    """16-bit samples of one channel at another rate, for more channels, in another format."""
    made = pcm
    if to != rate:
        count = len(pcm) * to // rate
        made = array("h", bytes(2 * count))
        last = len(pcm) - 1
        for n in range(count):
            whole, part = divmod(n * rate, to)
            here, there = pcm[whole], pcm[min(whole + 1, last)]
            made[n] = here + (there - here) * part // to
    as_kind: Callable[[int], Any] = {
        "UInt8": lambda one: (one >> 8) + 128,
        "Int16": lambda one: one,
        "Int32": lambda one: one << 16,
        "Float": lambda one: one / 32768,
    }[kind]
    frames: array[Any] = array(_KINDS[kind], [0]) * (len(made) * channels)
    one_channel: array[Any] = array(_KINDS[kind], map(as_kind, made))
    for channel in range(channels):
        frames[channel::channels] = one_channel
    return frames.tobytes()


class Player(QObject):
    """Plays one sound at a time, each through a sink of its own on the default output.

    ``media`` is QtMultimedia, or None where it cannot be loaded. What happens to a sink is looked
    up, not listened to: PySide 6.11 cannot deliver the state in ``stateChanged``, and a server that
    hangs says nothing at all.
    """

    given = Signal(int, object)
    stopped = Signal(int)
    ended = Signal()

    def __init__(self, media: Any) -> None:
        super().__init__()
        self._media = media
        self._number = 0
        self._wav = b""
        self._sink: Any = None
        self._buffer: QBuffer | None = None
        self._device: Any = None
        self._moved = -1
        self._since_start, self._since_moved = QElapsedTimer(), QElapsedTimer()
        self._since_start.start()
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._looked)
        self._linger = QTimer(self, interval=LINGER_MS, singleShot=True)
        self._linger.timeout.connect(self._end)
        self._find = QTimer(self, interval=LOOK_MS * 5, singleShot=True)
        self._find.timeout.connect(self._begin)
        self.given.connect(self._play)
        self.stopped.connect(self._stop)
        self.ended.connect(QCoreApplication.quit)
        if media is not None:
            self._devices = media.QMediaDevices(self)
            self._devices.audioOutputsChanged.connect(self._changed)

    def _play(self, number: int, wav: bytes) -> None:
        self._end()
        self._number, self._wav = number, wav
        self._begin()

    def _stop(self, number: int) -> None:
        if number >= self._number:
            self._end()
            self._number = 0

    def _begin(self) -> None:
        if self._media is None:
            self._say("no_library")
            return
        device = self._media.QMediaDevices.defaultAudioOutput()
        if device.isNull():
            if self._since_start.elapsed() < FIND_MS:
                self._find.start()
            else:
                self._say("no_device")
            return
        self._device = device
        with wave.open(BytesIO(self._wav)) as file:
            rate, count = file.getframerate(), file.getnframes()
            pcm = array("h", file.readframes(count))
        if sys.byteorder == "big":
            pcm.byteswap()
        wanted = self._media.QAudioFormat()
        wanted.setSampleRate(rate)
        wanted.setChannelCount(1)
        wanted.setSampleFormat(self._media.QAudioFormat.SampleFormat.Int16)
        if device.isFormatSupported(wanted):
            data = pcm.tobytes()
        else:
            wanted = device.preferredFormat()
            kind = wanted.sampleFormat().name
            if kind not in _KINDS or wanted.sampleRate() <= 0 or wanted.channelCount() <= 0:
                self._say("failed")
                return
            data = fitted(pcm, rate, wanted.sampleRate(), wanted.channelCount(), kind)
        self._buffer = QBuffer(self)
        self._buffer.setData(data)
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self._sink = self._media.QAudioSink(device, wanted, self)
        self._moved = -1
        self._since_moved.start()
        self._sink.start(self._buffer)
        self._look.start()

    def _looked(self) -> None:
        state, moved = self._sink.state().name, self._sink.processedUSecs()
        if state == "IdleState" and self._buffer is not None and self._buffer.atEnd():
            self._look.stop()
            self._linger.start()
            self._say(None)
        elif state == "StoppedState" or self._sink.error().name not in _CALM:
            self._fail()
        elif moved != self._moved:
            self._moved = moved
            self._since_moved.start()
        elif self._since_moved.elapsed() > STUCK_MS:
            self._fail()

    def _fail(self) -> None:
        gone = self._media.QMediaDevices.defaultAudioOutput().isNull()
        self._end()
        self._say("no_device" if gone else "failed")

    def _end(self) -> None:
        for timer in (self._look, self._linger, self._find):
            timer.stop()
        if self._sink is not None:
            self._sink.stop()
            self._sink.deleteLater()
            self._sink = None
        if self._buffer is not None:
            self._buffer.deleteLater()
            self._buffer = None

    def _changed(self) -> None:
        now = self._media.QMediaDevices.defaultAudioOutput()
        if self._look.isActive() and now.id() != self._device.id():
            self._end()  # the old output may be gone without a word
            self._begin()
        _say({"changed": now.description()})

    def _say(self, trouble: str | None) -> None:
        number, self._number = self._number, 0
        if not number:
            return
        device = (
            "" if self._device is None or trouble == "no_device" else self._device.description()
        )
        _say({"play": number, "trouble": trouble, "device": device})


def _say(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def _listen(player: Player) -> None:
    """Hand on what is asked until nobody asks any more; runs on a thread of its own."""
    asks = sys.stdin.buffer
    try:
        while line := asks.readline():
            asked = json.loads(line)
            if "play" in asked:
                player.given.emit(asked["play"], asks.read(asked["bytes"]))
            else:
                player.stopped.emit(asked["stop"])
        player.ended.emit()
        sleep(LINGER_MS / 1000)
    finally:
        os._exit(0)  # whoever asked is gone, or cannot be understood; the loop may hang


def main() -> None:
    """Play until standard input ends."""
    app = QCoreApplication(["bedside"])
    app.setApplicationName("Bedside")
    try:
        from PySide6 import QtMultimedia  # noqa: PLC0415 - may be absent, or a library of it
    except ImportError:
        player = Player(None)
    else:
        player = Player(QtMultimedia)
    Thread(target=_listen, args=(player,), daemon=True).start()
    app.exec()
    os._exit(0)  # sound servers have been seen to hang at the end of a program


if __name__ == "__main__":
    main()
