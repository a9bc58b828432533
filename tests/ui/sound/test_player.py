"""Sounds in the format that an output asks for."""

import math
from array import array
from itertools import pairwise

import pytest

from ui.sound.player import fitted

STEPS = array("h", [0, 16384, 32767, -32768])


@pytest.mark.parametrize(
    ("channels", "kind", "code", "made"),
    [
        (1, "Int16", "h", [0, 16384, 32767, -32768]),
        (2, "Int16", "h", [0, 0, 16384, 16384, 32767, 32767, -32768, -32768]),
        (1, "UInt8", "B", [128, 192, 255, 0]),
        (1, "Int32", "i", [0, 1 << 30, 32767 << 16, -(1 << 31)]),
        (1, "Float", "f", [0.0, 0.5, 32767 / 32768, -1.0]),
        (6, "Int16", "h", [one for one in STEPS for _ in range(6)]),
    ],
)
def test_the_same_sound_in_another_format(channels, kind, code, made):
    assert array(code, fitted(STEPS, 16000, 16000, channels, kind)).tolist() == made


@pytest.mark.parametrize("to", [8000, 44100, 48000, 96000])
def test_the_same_pitch_at_another_rate(to):
    rate, pitch = 16000, 500
    tone = array(
        "h", (round(20000 * math.sin(2 * math.pi * pitch * n / rate)) for n in range(rate))
    )
    heard = array("h", fitted(tone, rate, to, 1, "Int16"))
    assert len(heard) == to
    rises = sum(a < 0 <= b for a, b in pairwise(heard))
    assert rises == pytest.approx(pitch, abs=1)
    assert max(heard) == pytest.approx(20000, rel=0.06)


def test_of_nothing_nothing_is_made():
    assert fitted(array("h"), 16000, 48000, 2, "Float") == b""
