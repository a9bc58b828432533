"""The daily copy: made when it is due, told when it failed, late when it is late."""

from datetime import timedelta
from pathlib import Path

import pytest

from bedside.alarms import Technical, usual
from bedside.backup import LATE, back_up
from bedside.facts import Note
from bedside.store import Store, verified
from bedside.timeline import Draft
from tests.ui.wards import NOW, Clock
from ui.backing import AGAIN, DAILY, Backing
from ui.settings import Settings

HOUR = timedelta(hours=1)
WAIT_MS = 20_000


@pytest.fixture
def store(tmp_path):
    (tmp_path / "copies").mkdir()
    with Store(tmp_path / "data" / "ward.sqlite", "ward", NOW) as opened:
        note(opened)
        yield opened


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "copies"


@pytest.fixture
def settings(qapp, tmp_path):
    (tmp_path / "kept").mkdir()
    return Settings(tmp_path / "kept")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def made(store, settings, clock):
    begun = []

    def make() -> Backing:
        begun.append(Backing(store.path, settings, clock))
        return begun[-1]

    yield make
    for one in begun:
        one.close()


def note(store):
    store.append([Draft("RC-1", NOW, Note("x"))], NOW, "Ann", "nurse")


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def settled(qtbot, backing):
    qtbot.waitUntil(lambda: not backing.busy, timeout=WAIT_MS)


def test_nothing_is_made_and_nothing_late_where_no_folder_is_set(store, clock, made):
    backing = made()
    backing.tick()
    assert not backing.busy
    assert not backing.back_up_now()
    assert backing.technical(NOW + timedelta(days=9)) == ()


def test_the_first_copy_is_made_once_a_folder_is_set(qtbot, store, folder, settings, made):
    backing = made()
    with qtbot.waitSignal(backing.done, timeout=WAIT_MS) as told:
        settings.backup_folder = folder
    (copy,) = told.args
    assert names(folder) == {copy.path.name}
    assert (copy.entries, verified(copy.path)) == (1, (1, ()))
    assert (backing.last, backing.busy, backing.failure) == (copy.made, False, None)
    assert backing.technical(NOW) == ()


def test_a_copy_is_made_each_day_and_not_more(qtbot, store, folder, settings, clock, made):
    settings.backup_folder = folder
    backing = made()
    for passed, count in (
        (timedelta(), 1),
        (HOUR, 1),
        (DAILY - HOUR, 1),
        (DAILY, 2),
        (DAILY + HOUR, 2),
        (2 * DAILY, 3),
    ):
        clock.now = NOW + passed
        note(store)
        backing.tick()
        settled(qtbot, backing)
        assert len(names(folder)) == count, passed


def test_a_copy_of_before_the_start_counts(qtbot, store, folder, settings, clock, made):
    settings.backup_folder = folder
    before = back_up(store.path, folder, NOW - 19 * HOUR)
    backing = made()
    with qtbot.assertNotEmitted(backing.done):
        backing.tick()
        settled(qtbot, backing)
    assert backing.last == before.made
    clock.now = NOW + HOUR
    with qtbot.waitSignal(backing.done, timeout=WAIT_MS):
        backing.tick()


def test_a_copy_now_is_made_whatever_the_last_ones_age(qtbot, store, folder, settings, made):
    settings.backup_folder = folder
    before = back_up(store.path, folder, NOW - HOUR)
    backing = made()
    with qtbot.waitSignal(backing.done, timeout=WAIT_MS) as told:
        assert backing.back_up_now()
        assert backing.busy
        assert not backing.back_up_now()
    assert names(folder) == {before.path.name, told.args[0].path.name}


def test_a_failure_is_told_and_tried_again_after_a_while(
    qtbot, store, folder, settings, clock, made
):
    folder.rmdir()  # the stick is not in
    backing = made()
    with qtbot.waitSignal(backing.failed, timeout=WAIT_MS) as told:
        settings.backup_folder = folder
    assert told.args == ["no_folder", str(folder)]
    assert backing.failure is not None
    assert backing.technical(NOW) == (Technical("backup_late", NOW),)

    clock.now = NOW + AGAIN - timedelta(seconds=1)
    backing.tick()
    assert not backing.busy
    clock.now = NOW + AGAIN
    with qtbot.waitSignal(backing.failed, timeout=WAIT_MS):
        backing.tick()
    # The alarm is the same one as before.
    assert backing.technical(clock.now) == (Technical("backup_late", NOW),)

    folder.mkdir()
    with qtbot.waitSignal(backing.done, timeout=WAIT_MS):
        assert backing.back_up_now()
    assert (backing.failure, backing.technical(clock.now)) == (None, ())


def test_a_copy_that_grew_late_is_told_from_then_on(qtbot, store, folder, settings, clock, made):
    settings.backup_folder = folder
    backing = made()
    backing.tick()
    settled(qtbot, backing)
    at = NOW.replace(microsecond=0)
    assert backing.technical(at + LATE) == ()
    late = (Technical("backup_late", at + LATE),)
    assert backing.technical(at + LATE + timedelta(seconds=1)) == late
    assert backing.technical(at + timedelta(days=9)) == late
    assert usual().conditions[late[0].kind].row(1).priority == "low"


def test_a_folder_that_never_answers_is_late_all_the_same(settings, folder, made):
    settings.backup_folder = folder
    backing = made()  # and nobody ticks
    assert backing.technical(NOW + LATE) == ()
    assert backing.technical(NOW + LATE + HOUR) == (Technical("backup_late", NOW + LATE),)


def test_a_damaged_record_is_told_and_the_earlier_copy_stays(
    qtbot, store, folder, settings, clock, made
):
    settings.backup_folder = folder
    good = back_up(store.path, folder, NOW - timedelta(days=1))
    store._connection.execute("DROP TRIGGER entry_no_update")
    store._connection.execute("UPDATE entry SET author = 'somebody else'")
    backing = made()
    with qtbot.waitSignal(backing.failed, timeout=WAIT_MS) as told:
        backing.tick()
    assert told.args[0] == "record_broken"
    assert names(folder) == {good.path.name}
    # What is known of the copy before is not forgotten.
    assert backing.last == good.made
    assert backing.technical(NOW) == (Technical("backup_late", NOW),)


def test_a_folder_that_went_leaves_what_is_known_of_it(qtbot, folder, settings, made):
    settings.backup_folder = folder
    backing = made()
    with qtbot.waitSignal(backing.done, timeout=WAIT_MS) as told:
        backing.tick()
    folder.rename(folder.with_name("away"))
    with qtbot.waitSignal(backing.failed, timeout=WAIT_MS):
        backing.back_up_now()
    assert backing.last == told.args[0].made


def test_another_folder_begins_anew(qtbot, store, folder, settings, made, tmp_path):
    settings.backup_folder = tmp_path / "gone"
    backing = made()
    with qtbot.waitSignal(backing.failed, timeout=WAIT_MS):
        backing.tick()
    with qtbot.waitSignal(backing.done, timeout=WAIT_MS):
        settings.backup_folder = folder
    assert (backing.failure, len(names(folder))) == (None, 1)
    settings.backup_folder = None
    assert (backing.last, backing.technical(NOW + timedelta(days=9))) == (None, ())
    assert not backing.busy


def test_what_was_under_way_for_the_folder_before_is_not_told_of_this_one(
    qtbot, store, folder, settings, made, tmp_path
):
    other = tmp_path / "other"
    other.mkdir()
    backing = made()
    told = []
    backing.done.connect(told.append)
    settings.backup_folder = folder
    settings.backup_folder = other
    settled(qtbot, backing)
    assert [one.path.parent for one in told] == [other]


def test_a_clock_that_was_ahead_does_not_stop_the_copies(
    qtbot, store, folder, settings, clock, made
):
    settings.backup_folder = folder
    clock.now = NOW + timedelta(days=400)
    backing = made()
    backing.tick()
    settled(qtbot, backing)
    clock.now = NOW
    with qtbot.waitSignal(backing.done, timeout=WAIT_MS):
        backing.tick()
    assert backing.last == NOW.replace(microsecond=0)
    with qtbot.assertNotEmitted(backing.done):
        backing.tick()
        settled(qtbot, backing)
    assert len(names(folder)) == 2


def test_leaving_waits_for_the_copy_that_is_being_made(store, folder, settings, made):
    settings.backup_folder = folder
    backing = made()
    backing.tick()
    backing.close()
    (copy,) = folder.iterdir()
    assert verified(copy) == (1, ())
    backing.tick()
    assert not backing.busy
    assert not backing.back_up_now()


def test_the_screen_is_not_kept_waiting(qtbot, store, folder, settings, made):
    """The copy is made while the loop goes on."""
    for _ in range(20):
        store.append([Draft("RC-1", NOW, Note("x" * 50))] * 100, NOW, "Ann", "nurse")
    settings.backup_folder = folder
    backing = made()
    backing.tick()
    assert backing.busy
    note(store)  # it can be written meanwhile
    settled(qtbot, backing)
    (copy,) = folder.iterdir()
    assert backing.failure is None
    assert verified(copy)[0] in (2001, 2002)
