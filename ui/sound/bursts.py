"""The sounds themselves: pulses in a burst, synthesised here, as 16-bit PCM and as WAV files.

They follow the conventions of IEC 60601-1-8 for auditory alarm signals, as far as those are
published outside the standard; conformity is not claimed. Tags: [V] read in a published copy or in
makers' documents that print it, [M] from memory, [A] this project's own choice.

- Burst: 10 pulses for high, as 3-2 twice; 3 for medium; 1 or 2 for low [V].
- Spacing from the end of a pulse to the next, between the points of 90 % of the amplitude:
  50 to 125 ms for high, 125 to 250 ms for medium and low [V]; between the third and the fourth of
  high the place of one pulse stays empty (twice the spacing and one duration) [M]; between the
  fifth and the sixth 0.35 to 1.30 s [V].
- Duration between the points of 90 %: 75 to 200 ms for high [V], 125 to 250 ms for the others [V].
- Rise from 10 % to 90 % in 10 to 20 % (first edition) or 10 to 40 % (later) of the duration [V];
  rise and fall together fit into the spacing [V].
- Pitch 150 to 1000 Hz, with at least four harmonics between 300 and 4000 Hz that are within 15 dB
  of it [V].
- Between bursts 2.5 to 15 s for high, 2.5 to 30 s for medium [V], more than 15 s or none for low
  [M].
- The values chosen within these bounds, the pitches, the levels of the harmonics, the loudness of
  the priorities against each other, the silence around a burst and the sound of the check [A].
  One burst begins every 10, 25 and 30 s, as ward monitors do [V].
"""

import math
import wave
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from io import BytesIO
from types import MappingProxyType
from typing import NamedTuple

from bedside.alarms.ladder import Priority

RATE = 16_000
"""Samples a second: twice what the highest tone in use needs. Qt asks PulseAudio for a buffer of
so many samples, not milliseconds, so that a lower rate also means fewer gaps."""
LEVELS = (1.0, 0.8, 0.6, 0.5, 0.4)
"""Amplitudes of the pitch and of its harmonics 2 to 5 [A]: the weakest is 8 dB below the pitch."""
RISE = 0.15
"""The rise from 10 % to 90 %, and the fall back, as a share of a pulse's duration [A]."""
_LEAD_S, _TAIL_S = 0.1, 0.1
"""Silence before and after: some outputs swallow what they get while they wake up [A]."""
_FULL = 32_767

# A raised cosine passes 10 % and 90 % of its height at these shares of its length.
_AT_10 = math.acos(0.8) / math.pi
_AT_90 = 1 - _AT_10


class Pulse(NamedTuple):
    """One tone: when it has risen to 90 %, how long until it falls below that, and its pitch."""

    onset_s: float
    duration_s: float
    pitch_hz: float


@dataclass(frozen=True, slots=True)
class Burst:
    """Pulses that belong together, and how often they begin again; None: never by themselves.

    ``peak`` is the highest amplitude, as a share of what 16 bits can hold.
    """

    pulses: tuple[Pulse, ...]
    repeat_every: timedelta | None
    peak: float = 0.9

    @property
    def seconds(self) -> float:
        """How long it lasts, the silence around it included."""
        last = self.pulses[-1]
        return last.onset_s + last.duration_s + _edge(last.duration_s) + _TAIL_S


def _edge(duration_s: float) -> float:
    """The seconds from silence to 90 % of the amplitude."""
    return _AT_90 * _ramp(duration_s)


def _ramp(duration_s: float) -> float:
    """The seconds from silence to the full amplitude."""
    return RISE * duration_s / (_AT_90 - _AT_10)


def _placed(
    places: tuple[float, ...], duration_s: float, pitches_hz: tuple[float, ...]
) -> tuple[Pulse, ...]:
    """Pulses at these seconds after the first of them."""
    first = _LEAD_S + _edge(duration_s)
    return tuple(
        Pulse(first + place, duration_s, pitch)
        for place, pitch in zip(places, pitches_hz, strict=True)
    )


_C5, _E5, _G5, _C6 = 523.25, 659.26, 783.99, 1046.5
_G4, _E4, _C4 = 392.0, 329.63, 261.63

_HIGH_FIVE = (0.0, 0.2, 0.4, 0.8, 1.0)  # pulses of 120 ms, 80 ms apart
BURSTS: Mapping[Priority, Burst] = MappingProxyType({
    "high": Burst(
        _placed((*_HIGH_FIVE, *(1.6 + place for place in _HIGH_FIVE)), 0.12, (_C5,) * 10),
        timedelta(seconds=10),
    ),
    "medium": Burst(
        _placed((0.0, 0.38, 0.76), 0.18, (_G4,) * 3), timedelta(seconds=25), peak=0.8
    ),
    "low": Burst(_placed((0.0, 0.38), 0.18, (_E4, _C4)), timedelta(seconds=30), peak=0.7),
})  # fmt: skip
"""The burst of each priority."""

CHECK = Burst(
    _placed((0.0, 0.11, 0.22, 0.33), 0.06, (_C5, _E5, _G5, _C6)), repeat_every=None, peak=0.5
)
"""The sound of a check [A]: four quick rising tones, which no alarm has."""

QUIET = Burst((Pulse(0.1, 0.1, _C5),), repeat_every=None, peak=0.0)
"""Nothing to hear: tells whether an output takes what it is given."""


def samples(burst: Burst) -> "array[int]":
    """The burst as 16-bit samples, one channel, ``RATE`` a second; begins and ends at zero."""
    made = array("h", bytes(2 * math.ceil(burst.seconds * RATE)))
    for pulse in burst.pulses:
        tone = _tone(pulse.duration_s, pulse.pitch_hz, burst.peak)
        start = round((pulse.onset_s - _edge(pulse.duration_s)) * RATE)
        made[start : start + len(tone)] = tone
    return made


@lru_cache(maxsize=16)
def wav(burst: Burst) -> bytes:
    """The burst as a WAV file."""
    made = samples(burst)
    if array("h", [1]).tobytes() != b"\x01\x00":
        made.byteswap()  # the file is little-endian on every machine
    file = BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(made.tobytes())
    return file.getvalue()


@lru_cache(maxsize=16)
def _tone(duration_s: float, pitch_hz: float, peak: float) -> "array[int]":
    """One pulse from silence to silence."""
    ramp, whole = _ramp(duration_s), duration_s + 2 * _edge(duration_s)
    turn = 2 * math.pi * pitch_hz
    # The highest point of the sum of all harmonics, over one period.
    highest = max(_wave(2 * math.pi * n / 1000) for n in range(1000))
    scale = peak * _FULL / highest
    return array("h", (
        round(scale * _wave(turn * n / RATE) * _envelope(n / RATE, ramp, whole))
        for n in range(math.ceil(whole * RATE))
    ))  # fmt: skip


def _wave(phase: float) -> float:
    return sum(level * math.sin(n * phase) for n, level in enumerate(LEVELS, 1))


def _envelope(at: float, ramp: float, whole: float) -> float:
    near = min(at, whole - at)
    if near >= ramp:
        return 1.0
    return 0.5 - 0.5 * math.cos(math.pi * max(near, 0.0) / ramp)
