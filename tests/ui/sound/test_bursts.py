"""The sounds, measured as an ear would: from the samples, not from the table they are made of."""

import cmath
import math
import wave
from array import array
from io import BytesIO
from itertools import pairwise

import pytest

from ui.sound.__main__ import main
from ui.sound.bursts import BURSTS, CHECK, QUIET, RATE, Burst, samples, wav

ALL = {**BURSTS, "check": CHECK}
WINDOW_S = 0.0039
"""One period of the lowest pitch: the highest sample within it is the amplitude there."""
BOUNDS = {  # spacing, duration: ms
    "high": ((50, 125), (75, 200)),
    "medium": ((125, 250), (125, 250)),
    "low": ((125, 250), (125, 250)),
}
INACCURATE_MS = 2.5
"""How far a point of the envelope may be off."""


def read(burst: Burst) -> "array[int]":
    """The samples of the WAV file."""
    with wave.open(BytesIO(wav(burst))) as file:
        form = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        assert form == (1, 2, RATE)
        return array("h", file.readframes(file.getnframes()))


def envelope(heard: "array[int]") -> list[int]:
    """The amplitude at each ms."""
    half, step = int(WINDOW_S * RATE / 2), RATE // 1000
    loud = [abs(one) for one in heard]
    return [max(loud[max(0, n - half) : n + half + 1]) for n in range(0, len(loud), step)]


def above(levels: list[int], share: float) -> list[tuple[int, int]]:
    """When, in ms, the amplitude rises above this share of the highest, and when it falls back."""
    limit = share * max(levels)
    crossings = [
        n for n, (one, next_) in enumerate(pairwise(levels), 1) if (one < limit) != (next_ < limit)
    ]
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def spacings(name: str) -> list[int]:
    """From the end of each pulse to the next, between the points of 90 %, in ms."""
    found = above(envelope(read(ALL[name])), 0.9)
    return [start - end for (_, end), (start, _) in pairwise(found)]


def near(low: float, value: float, high: float) -> bool:
    return low - INACCURATE_MS <= value <= high + INACCURATE_MS


@pytest.mark.parametrize(("name", "count"), [("high", 10), ("medium", 3), ("low", 2), ("check", 4)])
def test_so_many_pulses_are_heard(name, count):
    assert len(above(envelope(read(ALL[name])), 0.5)) == count


@pytest.mark.parametrize("name", BURSTS)
def test_pulses_follow_each_other_within_the_bounds_of_their_priority(name):
    (low, high), _ = BOUNDS[name]
    found = spacings(name)
    regular = [found[n] for n in (0, 1, 3, 5, 6, 8)] if name == "high" else found
    assert all(near(low, one, high) for one in regular), regular
    assert max(regular) - min(regular) <= 2 * INACCURATE_MS + 0.05 * min(regular)


def test_ten_pulses_sound_as_3_2_pause_3_2():
    levels = envelope(read(BURSTS["high"]))
    found = spacings("high")
    durations = [end - start for start, end in above(levels, 0.9)]
    for third in (found[2], found[7]):  # the place of one pulse stays empty
        assert third == pytest.approx(2 * found[0] + durations[0], abs=2 * INACCURATE_MS)
    assert near(350, found[4], 1300)
    assert found[4] > found[2] > found[0]


@pytest.mark.parametrize("name", BURSTS)
def test_pulses_last_and_rise_as_long_as_they_may(name):
    low, high = BOUNDS[name][1]
    levels = envelope(read(BURSTS[name]))
    for (start_10, end_10), (start_90, end_90) in zip(
        above(levels, 0.1), above(levels, 0.9), strict=True
    ):
        lasts, rises, falls = end_90 - start_90, start_90 - start_10, end_10 - end_90
        assert near(low, lasts, high)
        assert near(0.1 * lasts, rises, 0.2 * lasts)
        assert near(0.1 * lasts, falls, 0.2 * lasts)
        assert rises + falls <= min(spacings(name))


@pytest.mark.parametrize("name", BURSTS)
def test_no_pulse_is_much_louder_than_another(name):
    levels = envelope(read(BURSTS[name]))
    peaks = [max(levels[start:end]) for start, end in above(levels, 0.5)]
    assert 20 * math.log10(max(peaks) / min(peaks)) < 10


@pytest.mark.parametrize("name", BURSTS)
def test_the_pitch_has_four_harmonics_that_an_old_ear_hears(name):
    heard = read(BURSTS[name])
    (start, end), *_ = above(envelope(heard), 0.9)
    middle = heard[(start + 10) * RATE // 1000 : (end - 10) * RATE // 1000]

    def level(pitch: float) -> float:
        turns = (-2j * math.pi * pitch / RATE * n for n in range(len(middle)))
        return abs(sum(one * cmath.exp(turn) for one, turn in zip(middle, turns, strict=True)))

    pitch = max(range(150, 1001), key=level)
    of_pitch = level(pitch)
    audible = [
        n
        for n in range(2, 4000 // pitch + 1)
        if 300 <= n * pitch <= 4000 and abs(20 * math.log10(level(n * pitch) / of_pitch)) <= 15
    ]
    assert len(audible) >= 4


@pytest.mark.parametrize("name", ALL)
def test_nothing_clicks_and_nothing_clips(name):
    heard = read(ALL[name])
    assert heard[0] == heard[-1] == 0
    assert max(map(abs, heard[: RATE // 20])) == max(map(abs, heard[-RATE // 20 :])) == 0
    highest = max(map(abs, heard))
    assert 0.4 * 32767 < highest < 0.99 * 32767
    # A click is a step out of silence, or into it.
    quiet = [0] * (RATE // 1000)
    for way in (heard.tolist(), heard.tolist()[::-1]):
        first = [b for n, b in enumerate(way) if b and way[max(0, n - len(quiet)) : n] == quiet]
        assert len(first) == len(ALL[name].pulses)
        assert max(map(abs, first)) < 0.02 * highest


def test_the_higher_priority_is_louder_and_the_check_is_none_of_them():
    loud = [max(map(abs, samples(BURSTS[name]))) for name in ("high", "medium", "low")]
    assert loud == sorted(loud, reverse=True)
    assert len({wav(burst) for burst in ALL.values()}) == len(ALL)
    pitches = [pulse.pitch_hz for pulse in CHECK.pulses]
    assert pitches == sorted(set(pitches))


@pytest.mark.parametrize(
    ("name", "every_s", "between"),
    [("high", 10, (2.5, 15)), ("medium", 25, (2.5, 30)), ("low", 30, (15, 3600))],
)
def test_bursts_come_again_as_often_as_their_priority_asks(name, every_s, between):
    burst = BURSTS[name]
    assert burst.repeat_every.total_seconds() == every_s
    levels = envelope(read(burst))
    found = above(levels, 0.5)
    assert between[0] <= every_s - (found[-1][1] - found[0][0]) / 1000 <= between[1]
    assert burst.seconds == pytest.approx(len(samples(burst)) / RATE, abs=1e-3)


def test_the_quiet_one_is_not_heard():
    assert set(read(QUIET)) == {0}
    assert len(read(QUIET)) > RATE / 10


def test_the_command_writes_them_all(tmp_path, capsys):
    assert main([str(tmp_path / "sounds")]) == 0
    for name, burst in ALL.items():
        assert (tmp_path / "sounds" / f"{name}.wav").read_bytes() == wav(burst)
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_the_command_says_what_it_wants_and_what_went_wrong(tmp_path, capsys):
    assert main([]) == main(["--help"]) == 1
    assert "FOLDER" in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    assert main([str(tmp_path / "file")]) == 2
    assert "file" in capsys.readouterr().err
