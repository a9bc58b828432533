"""The bell rings in Qt's loop, late rather than never."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from ui.bell import Bell


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


def test_a_stopped_bell_is_silent(qtbot: QtBot, bell: Bell) -> None:
    bell.set(now() + timedelta(milliseconds=20))
    bell.stop()
    with qtbot.assertNotEmitted(bell.rang, wait=100):
        bell.set(now())
