"""What sounds when, and that no failure of the output is silent. The test says when time passes."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from tests.ui.sound.outputs import Broken, Recorded
from ui.sound.output import Outcome
from ui.sound.speaker import RETRY_MS, TRIAL_MS, Speaker

AT = datetime(2026, 11, 22, 19, 2, tzinfo=UTC)
SECONDS = {"high": 10, "medium": 25, "low": 30}


class Bench:
    """A speaker with its output, and all that it said."""

    def __init__(self, output: Recorded) -> None:
        self.output = output
        self.said: list[object] = []
        self.speaker = Speaker(output, beep=lambda: self.said.append("beep"))
        self.speaker.checked.connect(lambda *told: self.said.append(("checked", *told)))
        self.speaker.failed.connect(lambda code: self.said.append(("failed", code)))
        self.speaker.works.connect(lambda: self.said.append("works"))

    def next_burst(self) -> float:
        """Let the time until the next burst pass; how many seconds that is, 0 if none will come."""
        timer = self.speaker._repeat
        if not timer.isActive():
            return 0.0
        after = timer.interval() / 1000
        timer.stop()
        timer.timeout.emit()
        return after

    def retry(self) -> None:
        self.speaker._retry.timeout.emit()

    def taken(self) -> list[object]:
        said, self.said = self.said, []
        return said


@pytest.fixture
def bench(qapp):
    made = Bench(Recorded())
    yield made
    made.speaker.close()


@pytest.fixture
def deaf(qapp):
    made = Bench(Recorded("no_device"))
    yield made
    made.speaker.close()


# --- what sounds -----------------------------------------------------------------------------


@pytest.mark.parametrize("priority", SECONDS)
def test_a_burst_begins_at_once_and_again_and_again(bench, priority):
    bench.speaker.sound(priority)
    for _ in range(5):
        assert bench.output.taken() == [priority]
        bench.output.end()
        assert bench.next_burst() == SECONDS[priority]
    assert bench.said == []


@pytest.mark.parametrize(
    ("before", "now", "asked"),
    [
        (None, None, []),
        (None, "low", ["low"]),
        ("low", "low", []),
        ("low", "medium", ["medium"]),
        ("low", "high", ["high"]),
        ("medium", "high", ["high"]),
        ("high", "high", []),
        ("high", "medium", []),
        ("high", "low", []),
        ("medium", "low", []),
        ("high", None, []),
        ("low", None, []),
    ],
)
def test_a_rise_is_heard_at_once_a_fall_at_the_next_burst(bench, before, now, asked):
    bench.speaker.sound(before)
    bench.output.end()
    bench.output.taken()
    bench.speaker.sound(now)
    assert bench.output.taken() == asked
    bench.output.end()
    after = bench.next_burst()
    assert bench.output.taken() == ([] if now is None else [now])
    # What has passed since the last burst counts; nothing has, but the test took its time.
    assert after == pytest.approx(SECONDS.get(now, 0), abs=1)


def test_a_rise_does_not_wait_for_the_burst_under_way(bench):
    bench.speaker.sound("low")
    bench.speaker.sound("high")
    assert bench.output.taken() == ["low", "high"]
    bench.output.end()
    assert bench.said == []


def test_what_falls_is_heard_to_its_end_and_what_ends_is_not(bench):
    bench.speaker.sound("high")
    bench.speaker.sound("low")
    assert bench.output.taken() == ["high"]
    bench.speaker.sound(None)
    assert bench.output.taken() == ["stop"]
    assert bench.next_burst() == 0
    assert bench.output.taken() == []
    assert bench.speaker.priority is None


def test_what_rings_anew_is_heard_at_once_but_not_twice(bench):
    bench.speaker.sound("medium")
    bench.speaker.ring()  # the same tick
    assert bench.output.taken() == ["medium"]
    bench.output.end()
    bench.speaker.ring()
    assert bench.output.taken() == ["medium"]
    bench.output.end()
    assert bench.next_burst() == SECONDS["medium"]


def test_without_a_priority_nothing_rings(bench):
    bench.speaker.ring()
    bench.speaker.sound(None)
    assert bench.output.taken() == []


def test_a_timer_that_died_is_no_end_of_an_alarm(bench):
    bench.speaker.sound("high")
    bench.output.end()
    bench.speaker._repeat.stop()
    bench.output.taken()
    bench.speaker.sound("high")
    assert bench.output.taken() == ["high"]
    assert bench.speaker._repeat.isActive()


def test_a_closed_speaker_is_silent(bench):
    bench.speaker.sound("high")
    bench.speaker.close()
    bench.speaker.sound("high")
    bench.speaker.ring()
    bench.output.end()
    assert bench.output.taken() == ["high", "close"]
    assert bench.next_burst() == 0
    assert bench.said == []


# --- checks ----------------------------------------------------------------------------------


def test_a_check_tells_that_it_played_where_and_when(bench):
    bench.speaker.check(AT)
    assert bench.said == []
    bench.output.end(device="Desk speaker")
    assert bench.output.taken() == ["check"]
    assert bench.taken() == [("checked", True, "Desk speaker")]
    assert bench.speaker.checked_at == AT
    assert bench.speaker.trouble is None


def test_a_check_that_fails_is_told_once_and_is_no_check(bench):
    bench.speaker.check(AT)
    bench.output.end("failed", "Desk speaker")
    assert bench.taken() == [("failed", "failed"), ("checked", False, "Desk speaker")]
    assert bench.speaker.checked_at is None
    assert bench.speaker.trouble == "failed"


def test_a_burst_under_way_serves_as_a_check(bench):
    bench.speaker.sound("high")
    bench.speaker.check(AT)
    assert bench.output.taken() == ["high"]
    bench.output.end()
    assert bench.taken() == [("checked", True, "Desk speaker")]


def test_a_check_gives_way_to_an_alarm_which_then_is_the_check(bench):
    bench.speaker.check(AT)
    bench.speaker.sound("high")
    assert bench.output.taken() == ["check", "high"]
    bench.output.end()
    assert bench.taken() == [("checked", True, "Desk speaker")]


def test_a_check_is_answered_though_the_alarm_that_served_was_silenced(bench):
    bench.speaker.sound("high")
    bench.speaker.check(AT)
    bench.speaker.sound(None)
    assert bench.output.taken() == ["high", "stop", "check"]
    bench.output.end()
    assert bench.taken() == [("checked", True, "Desk speaker")]


def test_silence_does_not_stop_a_check(bench):
    bench.speaker.check(AT)
    bench.speaker.sound(None)
    assert bench.output.taken() == ["check"]


# --- trouble ---------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", ["no_device", "no_library", "failed"])
def test_every_burst_that_fails_is_told_and_beeps(bench, trouble):
    bench.speaker.sound("high")
    bench.output.end(trouble)
    assert bench.taken() == ["beep", ("failed", trouble)]
    for _ in range(3):
        assert bench.next_burst() == SECONDS["high"]
        assert bench.taken() == ["beep"]  # known to fail: not a moment later
        bench.output.end(trouble)
        assert bench.taken() == [("failed", trouble)]
    assert bench.speaker.trouble == trouble


def test_an_output_that_fails_before_play_returns_is_no_different(deaf):
    deaf.speaker.sound("medium")
    assert deaf.taken() == ["beep", ("failed", "no_device")]
    assert deaf.next_burst() == SECONDS["medium"]
    assert deaf.taken() == ["beep", ("failed", "no_device")]


def test_a_later_success_is_told_once(bench):
    bench.speaker.sound("high")
    bench.output.end("failed")
    bench.next_burst()
    bench.taken()
    bench.output.end()
    assert bench.taken() == ["works"]
    assert bench.speaker.trouble is None
    bench.next_burst()
    bench.output.end()
    assert bench.taken() == []


def test_an_output_that_raises_has_failed(qapp):
    bench = Bench(Broken())
    bench.speaker.sound("high")
    bench.speaker.check()
    assert bench.taken() == [
        *("beep", ("failed", "failed")),
        *(("failed", "failed"), ("checked", False, "")),
    ]
    assert bench.next_burst() == SECONDS["high"]
    bench.speaker.close()


def test_an_output_that_says_nothing_until_the_next_burst_has_failed(bench):
    bench.speaker.sound("high")
    late = bench.output.done
    bench.next_burst()
    assert bench.taken() == ["beep", ("failed", "failed"), "beep"]
    assert bench.output.taken() == ["high", "high"]
    late(Outcome(None))  # the answer to a burst that is no more
    assert bench.taken() == []
    bench.output.end()
    assert bench.taken() == ["works"]


def test_trouble_is_known_without_an_alarm_and_ends_without_one(bench):
    bench.output.changed()  # somebody pulled the plug
    assert bench.output.taken() == ["quiet"]
    bench.output.end("no_device")
    assert bench.taken() == [("failed", "no_device")]  # nothing was to be heard: no beep
    bench.output.changed()  # and put it back
    assert bench.output.taken() == ["quiet"]
    bench.output.end()
    assert bench.taken() == ["works"]


def test_an_alarm_that_nobody_heard_sounds_as_soon_as_it_can(deaf):
    deaf.speaker.sound("medium")
    deaf.output.taken()
    deaf.taken()
    deaf.output.trouble = None
    deaf.output.changed()
    assert deaf.output.taken() == ["medium"]
    deaf.output.end()
    assert deaf.taken() == ["beep", "works"]
    assert deaf.next_burst() == SECONDS["medium"]


def test_a_change_during_a_burst_is_looked_into_after_it(bench):
    bench.speaker.sound("high")
    bench.output.changed()
    bench.output.changed()
    assert bench.output.taken() == ["high"]
    bench.output.end()
    assert bench.output.taken() == ["quiet"]
    bench.output.end()
    assert bench.output.taken() == []


def test_in_trouble_it_is_tried_anew_by_itself(deaf):
    deaf.speaker.check()
    assert deaf.output.taken() == ["check"]
    assert deaf.speaker._retry.isActive()
    assert deaf.speaker._retry.interval() == RETRY_MS
    deaf.retry()
    assert deaf.output.taken() == ["renew", "quiet"]
    deaf.taken()
    deaf.output.trouble = None
    deaf.retry()
    deaf.output.end()
    assert deaf.taken() == ["works"]
    assert deaf.speaker._retry.interval() == TRIAL_MS
    deaf.retry()
    assert deaf.output.taken() == ["renew", "quiet", "quiet"]


def test_a_trial_gives_way_to_an_alarm(bench):
    bench.output.changed()
    bench.speaker.sound("low")
    assert bench.output.taken() == ["quiet", "low"]
    bench.output.end()
    assert bench.said == []


def test_whoever_hears_of_a_failure_may_change_what_sounds(bench):
    bench.speaker.failed.connect(lambda _code: bench.speaker.sound("high"))
    bench.speaker.check(AT)
    bench.output.end("failed", "")
    assert bench.taken() == [("failed", "failed"), "beep", ("checked", False, "")]
    assert bench.output.taken() == ["check", "high"]


def test_the_program_starts_without_the_sound_library():
    code = "import sys, ui.sound.speaker; sys.exit('PySide6.QtMultimedia' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603
    assert done.returncode == 0
