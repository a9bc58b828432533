"""The machine's own output, and players that fail in each way that a player can."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ui.sound.bursts import CHECK, QUIET, wav
from ui.sound.output import Outcome
from ui.sound.qt_output import PROGRAM, QtOutput
from ui.sound.speaker import Speaker

PATIENCE_MS = 60_000
WITHOUT_LIBRARY = (
    "import runpy, sys\n"
    "sys.modules['PySide6.QtMultimedia'] = None\n"
    f"runpy.run_path({PROGRAM[-1]!r}, run_name='__main__')\n"
)
READS = """
import json, sys
def ask():
    asked = json.loads(sys.stdin.buffer.readline() or sys.exit())
    sys.stdin.buffer.read(asked.get("bytes", 0))
    return asked
def say(**said):
    print(json.dumps(said), flush=True)
"""
PLAYS = READS + "while 1: say(play=ask()['play'], trouble=None, device='Desk')"


@pytest.fixture
def output_of(qapp):
    """Makes an output with this program for a player, and lets it go in the end."""
    made: list[QtOutput] = []

    def make(code: str, **more: float) -> QtOutput:
        made.append(QtOutput(None, (sys.executable, "-c", code), **more))
        return made[-1]

    yield make
    for one in made:
        one.close()


def outcomes(qtbot, output: QtOutput, sounds: int = 1) -> list[Outcome]:
    """How so many sounds ended, one after another."""
    told: list[Outcome] = []
    for count in range(1, sounds + 1):
        output.play(wav(QUIET), told.append)
        qtbot.waitUntil(lambda count=count: len(told) >= count, timeout=PATIENCE_MS)
    return told


def test_the_machines_own_output_plays_or_says_why_not(qtbot):
    speaker = Speaker()
    said: list[object] = []
    speaker.checked.connect(lambda played, device: said.append((played, device)))
    speaker.failed.connect(said.append)
    with qtbot.waitSignal(speaker.checked, timeout=PATIENCE_MS):
        speaker.check()
    speaker.close()
    if speaker.trouble is None:
        [(played, device)] = said
        assert played
        assert device
    else:
        code, (played, _) = said
        assert code == speaker.trouble
        assert not played


def test_without_the_sound_library_it_says_so(qtbot, output_of):
    told = outcomes(qtbot, output_of(WITHOUT_LIBRARY), sounds=2)
    assert told == [Outcome("no_library"), Outcome("no_library")]


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (PLAYS, Outcome(None, "Desk")),
        ("raise SystemExit(1)", Outcome("failed")),
        ("import os; os.abort()", Outcome("failed")),
        (READS + "ask()", Outcome("failed")),
        (READS + "say(play=ask()['play'], trouble='no_device')\nask()", Outcome("no_device")),
        (READS + "say(play=ask()['play'], trouble='?', device='x')", Outcome("failed", "x")),
        (READS + "n = ask()['play']; print('?'); print(3); say(x=n); say(play=n)", Outcome(None)),
    ],
    ids=["plays", "ends", "aborts", "ends at play", "no device", "unknown", "babbles"],
)
def test_each_end_of_a_player_is_an_outcome(qtbot, output_of, code, outcome):
    assert outcomes(qtbot, output_of(code)) == [outcome]


def test_a_player_that_hangs_has_failed_in_its_time(qtbot, output_of):
    output = output_of(READS + "ask()\nask()", start_s=0.1, grace_s=0.1)
    assert outcomes(qtbot, output) == [Outcome("failed")]
    assert output._process is None


def test_a_program_that_cannot_be_started_has_failed(qtbot, tmp_path):
    output = QtOutput(None, (str(tmp_path / "absent"),))
    assert outcomes(qtbot, output, sounds=2) == [Outcome("failed"), Outcome("failed")]
    output.close()


@pytest.mark.parametrize(
    "end", ["os.abort()", "say(play=ask()['play'], trouble='no_device'); ask()"]
)
def test_what_an_old_player_cannot_play_a_new_one_is_given(qtbot, output_of, end):
    """The sound server that the old one knew was started anew."""
    code = f"{READS}import os\nsay(play=ask()['play'], trouble=None, device='Desk'); {end}"
    assert outcomes(qtbot, output_of(code), sounds=3) == [Outcome(None, "Desk")] * 3


def test_what_fails_with_a_new_player_too_has_failed(qtbot, output_of, tmp_path):
    file = tmp_path / "played"
    code = (
        f"{READS}import pathlib\nonce = pathlib.Path({str(file)!r})\n"
        "n = ask()['play']\nif not once.exists(): once.touch(); say(play=n, trouble=None); ask()"
    )
    assert outcomes(qtbot, output_of(code), sounds=2) == [Outcome(None), Outcome("failed")]


def test_of_a_sound_that_was_replaced_or_stopped_nothing_is_told(qtbot, output_of):
    output = output_of(READS + "ask()\n" + "while 1: say(play=ask().get('play', 0), trouble=None)")
    told: list[str] = []
    output.play(wav(QUIET), lambda _: told.append("first"))
    output.play(wav(QUIET), lambda _: told.append("second"))
    qtbot.waitUntil(lambda: told == ["second"], timeout=PATIENCE_MS)
    output.play(wav(QUIET), lambda _: told.append("third"))
    output.stop()
    output.play(wav(QUIET), lambda _: told.append("fourth"))
    qtbot.waitUntil(lambda: "fourth" in told, timeout=PATIENCE_MS)
    assert told == ["second", "fourth"]


def test_outputs_that_come_and_go_are_told(qtbot, output_of):
    output = output_of(
        READS + "n = ask()['play']; say(play=n, trouble=None); say(changed='x')\nask()"
    )
    changed: list[int] = []
    output.watch(lambda: changed.append(1))
    outcomes(qtbot, output)
    qtbot.waitUntil(lambda: bool(changed), timeout=PATIENCE_MS)


def test_closing_leaves_no_program_and_nothing_plays_after_it(qtbot, output_of):
    output = output_of(PLAYS)
    outcomes(qtbot, output)
    process = output._process
    output.close()
    assert process.state() is process.ProcessState.NotRunning
    assert outcomes(qtbot, output) == [Outcome("failed")]
    assert output._process is None


# --- the player, as a program ----------------------------------------------------------------


def answers(asked: bytes, code: str | None = None) -> list[dict[str, object]]:
    """What the player says to this until its input ends; without ``code``, the machine's own."""
    program = PROGRAM if code is None else (sys.executable, "-c", code)
    done = subprocess.run(program, input=asked, capture_output=True, timeout=60, check=False)  # noqa: S603
    assert done.returncode == 0
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("asked", [b"", b"?\n", b"3\n", b'{"stop": 1}\n'])
def test_a_player_ends_with_its_input_or_when_it_understands_nothing(asked):
    assert answers(asked) == []


def test_a_player_without_the_library_answers():
    sound = wav(CHECK)
    asked = json.dumps({"play": 7, "bytes": len(sound)}).encode() + b"\n" + sound
    [said] = answers(asked, WITHOUT_LIBRARY)
    assert said == {"play": 7, "trouble": "no_library", "device": ""}


def test_the_player_knows_nothing_of_bedside():
    text = Path(PROGRAM[-1]).read_text(encoding="utf-8")
    assert not [line for line in text.splitlines() if line.startswith(("from ui", "from bedside"))]
