"""The bell rings in Qt's loop, late rather than never."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from ui.bell import EVERY_MS, Bell


@pytest.fixture
def bell(qapp) -> Iterator[Bell]:
    made = Bell()
    yield made
    made.stop()


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the scheduler reads the machine's own clock


def test_it_rings_at_the_moment_it_is_set_to(qtbot: QtBot, bell: Bell) -> None:
    with qtbot.waitSignal(bell.rang, timeout=5000):
        bell.set(now() + timedelta(milliseconds=30))


def test_a_moment_that_has_passed_rings_all_the_same(qtbot: QtBot, bell: Bell) -> None:
    """The machine slept: APScheduler's own default would drop the ring after one second."""
    with qtbot.waitSignal(bell.rang, timeout=5000):
        bell.set(now() - timedelta(hours=3))


def test_it_rings_every_few_seconds_whatever_the_clock_on_the_wall_says(bell: Bell) -> None:
    """A job's next time is one of that clock: put back by an hour it would wait for the hour."""
    assert bell._often.isActive()
    assert bell._often.interval() == EVERY_MS <= 5000


def test_setting_it_often_leaves_one_timer(qtbot: QtBot, bell: Bell) -> None:
    """The library's own scheduler leaves a timer running for ever each time a job is added."""
    looked: list[int] = []
    for _ in range(200):
        bell.set(now() + timedelta(hours=1))
    bell._scheduler._one.timeout.connect(lambda: looked.append(1))
    with qtbot.waitSignal(bell.rang, timeout=5000):
        bell.set(now() + timedelta(milliseconds=150))
    assert len(looked) < 60, "200 of them would each look by themselves"


def test_a_stopped_bell_is_silent(qtbot: QtBot, bell: Bell) -> None:
    bell.set(now() + timedelta(milliseconds=20))
    bell.stop()
    with qtbot.assertNotEmitted(bell.rang, wait=100):
        bell.set(now())
