"""Copies of the record: whole or not there at all, and never fewer than they should be."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside import backup
from bedside.backup import LATE, BackupFailed, back_up, last, late, surplus
from bedside.facts import Note
from bedside.store import Store, verified
from bedside.timeline import Draft, Entry

NOW = datetime(2026, 11, 22, 14, 32, 5, 123456, tzinfo=UTC)
NOBODY = 65534
is_root = hasattr(os, "geteuid") and os.geteuid() == 0
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="no such limits")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "ward.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path, "ward", NOW) as opened:
        wrote(opened, "one", "two")
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "copies"
    made.mkdir()
    return made


def wrote(store: Store, *texts: str, minutes: float = 0) -> tuple[Entry, ...]:
    drafts = [Draft("RC-1", NOW, Note(text)) for text in texts]
    return store.append(drafts, NOW + timedelta(minutes=minutes), "Nurse A", "nurse")


def entries(path: Path) -> tuple[Entry, ...]:
    with Store(path, "reader", NOW, read_only=True) as reader:
        return reader.log()


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def ago(**length: float) -> datetime:
    return NOW - timedelta(**length)


@contextmanager
def failed(code: str, folder: Path) -> Iterator[pytest.ExceptionInfo[BackupFailed]]:
    before = names(folder) if folder.is_dir() else set()
    with pytest.raises(BackupFailed) as refused:
        yield refused
    assert refused.value.code == code, refused.value
    assert refused.value.detail
    assert (names(folder) if folder.is_dir() else set()) == before


# --- a copy ---------------------------------------------------------------------------------------


def test_a_copy_holds_the_last_entry_that_was_answered_for(store, path, folder) -> None:
    """The record is open, and what it was told last lies in its journal alone."""
    (three,) = wrote(store, "three")
    assert path.with_name("ward.sqlite-wal").stat().st_size
    made = back_up(path, folder, NOW)
    assert (made.entries, made.made, made.removed) == (3, NOW.replace(microsecond=0), ())
    assert verified(made.path) == (3, ())
    assert entries(made.path) == store.log()
    assert entries(made.path)[-1] == three
    wrote(store, "four")
    assert len(entries(made.path)) == 3


def test_a_copy_is_one_file_with_its_time_in_utc(store, path, folder) -> None:
    made = back_up(path, folder, NOW.astimezone(timezone(timedelta(hours=8))))
    assert names(folder) == {made.path.name}
    assert made.path.name.startswith("ward-")
    assert made.path.name.endswith("-20261122T143205Z.sqlite")
    assert made.path.stat().st_mode == path.stat().st_mode
    assert last(folder, path, NOW) == made.made


def test_a_record_may_have_any_name(path, folder) -> None:
    odd = path.with_name("Ward [3] +ü.v2.sqlite")
    Store(odd, "ward", NOW).close()
    first = back_up(odd, folder, ago(days=2), kept=1)
    assert last(folder, odd, NOW) == first.made
    assert back_up(odd, folder, NOW, kept=1).removed == (first.path,)


def test_a_copy_is_a_record_that_can_be_written(store, path, folder, tmp_path) -> None:
    made = back_up(path, folder, NOW)
    restored = tmp_path / "restored.sqlite"
    restored.write_bytes(made.path.read_bytes())
    with Store(restored, "ward", NOW) as opened:
        assert [e.seq for e in wrote(opened, "three")] == [3]
    assert verified(restored) == (3, ())


def test_an_empty_record_can_be_copied(path, folder) -> None:
    Store(path, "ward", NOW).close()
    made = back_up(path, folder, NOW)
    assert (made.entries, verified(made.path)) == (0, (0, ()))
    assert last(folder, path, NOW) == made.made


def test_two_copies_of_one_second_are_one(store, path, folder) -> None:
    back_up(path, folder, NOW)
    wrote(store, "three")
    again = back_up(path, folder, NOW)
    assert names(folder) == {again.path.name}
    assert len(entries(again.path)) == 3


def test_a_record_is_copied_while_it_is_written(store, path, folder) -> None:
    begun, enough = Event(), Event()

    def write() -> None:
        count = 0
        while not enough.is_set() and count < 5000:
            wrote(store, *(f"{count} {n}" for n in range(5)), minutes=1)
            count += 5
            begun.set()

    # One writer at a time: the connection is lent to the other thread until it has ended.
    store._connection.close()
    store._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    writer = Thread(target=write)
    writer.start()
    try:
        assert begun.wait(30)
        made = [back_up(path, folder, NOW + timedelta(seconds=n)) for n in range(5)]
    finally:
        enough.set()
        writer.join(30)
    log = store.log()
    counts = [one.entries for one in made]
    assert counts == sorted(counts)
    assert counts[0] < len(log)
    for one in made:
        assert verified(one.path) == (one.entries, ())
        assert (one.entries - 2) % 5 == 0  # no half of a transaction
        assert entries(one.path) == log[: one.entries]


# --- no copy --------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_not_made(store, path, tmp_path) -> None:
    for folder in (tmp_path / "stick", path, Path("copies")):
        with failed("no_folder", folder):
            back_up(path, folder, NOW)
        assert not (tmp_path / "stick").exists()
    with failed("no_folder", tmp_path / "stick"):
        last(tmp_path / "stick", path, NOW)


def test_the_folder_of_the_record_is_refused_by_whatever_name(store, path, tmp_path) -> None:
    link, other = tmp_path / "link", tmp_path / "other.sqlite"
    link.symlink_to(path.parent)
    other.symlink_to(path)
    for record, folder in (
        (path, path.parent),
        (path, link),
        (path, path.parent / ".." / "data"),
        (other, path.parent),
    ):
        with failed("same_folder", folder):
            back_up(record, folder, NOW)


def test_what_is_no_record_is_not_copied(path, folder) -> None:
    with failed("unreadable", folder):
        back_up(path, folder, NOW)
    path.write_text("this is not a record\n" * 500)
    with failed("unreadable", folder):
        back_up(path, folder, NOW)
    with failed("unreadable", folder):
        last(folder, path, NOW)


def forge(path: Path) -> None:
    """Change an entry behind the back of the program."""
    with closing(sqlite3.connect(path)) as raw, raw:
        (guard,) = raw.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'entry_no_update'"
        ).fetchone()
        raw.execute("DROP TRIGGER entry_no_update")
        raw.execute('UPDATE entry SET fact = \'{"text":"zwei"}\' WHERE seq = 2')
        raw.execute(guard)


def test_a_record_whose_chain_is_broken_is_told_and_no_copy_stays(store, path, folder) -> None:
    good = back_up(path, folder, ago(days=1))
    store.close()
    forge(path)
    with failed("record_broken", folder) as refused:
        back_up(path, folder, NOW)
    assert refused.value.detail == verified(path)[1][0].what
    assert names(folder) == {good.path.name}
    assert verified(good.path) == (2, ())


def test_a_record_that_lost_an_entry_is_told(store, path, folder) -> None:
    wrote(store, "three")
    store.close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DROP TRIGGER entry_no_delete")
        raw.execute("DELETE FROM entry WHERE seq = 2")
    with failed("record_broken", folder):
        back_up(path, folder, NOW)


@pytest.mark.parametrize("number", [0, 100, 199])
def test_a_record_with_a_page_overwritten_is_told(store, path, folder, number) -> None:
    wrote(store, *(f"{n} {'x' * 900}" for n in range(200)))
    store.close()
    at = path.read_bytes().index(b'"text":"%d xxx' % number)
    with path.open("rb+") as file:
        file.seek(at // 4096 * 4096)
        file.write(b"\xa5" * 4096)
    with failed("record_broken", folder):
        back_up(path, folder, NOW)


def test_a_copy_with_a_byte_flipped_is_not_taken_for_whole(store, path, folder) -> None:
    """What a bad disk does between writing and checking."""
    copy = back_up(path, folder, NOW).path
    assert backup._checked(path, copy, 2) == 2
    whole = copy.read_bytes()
    at = whole.index(b'{"text":"two"}') + len(b'{"text":"')
    for damaged in (
        whole[:at] + b"T" + whole[at + 1 :],
        b"\0" * 100 + whole[100:],
        whole[: len(whole) // 2],
        b"",
    ):
        copy.write_bytes(damaged)
        with pytest.raises(BackupFailed) as refused:
            backup._checked(path, copy, 2)
        assert refused.value.code == "copy_broken"


def test_a_copy_that_lacks_entries_is_not_taken_for_whole(store, path, folder) -> None:
    copy = back_up(path, folder, NOW).path
    with pytest.raises(BackupFailed, match="2 of 3 entries") as refused:
        backup._checked(path, copy, 3)
    assert refused.value.code == "copy_broken"


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's own is closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@posix_only
def test_a_folder_in_which_nothing_may_be_written(elsewhere: Path) -> None:
    path, folder = elsewhere / "data" / "ward.sqlite", elsewhere / "copies"
    folder.mkdir()
    with Store(path, "ward", NOW) as store:
        wrote(store, "one")
    folder.chmod(0o555)
    if is_root:
        os.seteuid(NOBODY)
    try:
        with failed("not_writable", folder) as refused:
            back_up(path, folder, NOW)
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o777)
    assert refused.value.detail == str(folder)


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KB; only root can make one."""
    disk = tmp_path / "tiny"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if not is_root or subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)  # noqa: S603, S607


@pytest.mark.skipif(sys.platform != "linux", reason="no such disks")
def test_a_full_disk(store, path, tiny) -> None:
    good = back_up(path, tiny, ago(days=1))
    wrote(store, *("x" * 900 for _ in range(400)))
    with failed("full", tiny) as refused:
        back_up(path, tiny, NOW)
    assert refused.value.detail == str(tiny)
    assert verified(good.path) == (2, ())
    assert last(tiny, path, NOW) == good.made


@posix_only
def test_a_copy_that_may_not_grow_is_removed(store, path, folder) -> None:
    """A limit of the system: the write itself fails, in the middle of it."""
    wrote(store, *("x" * 900 for _ in range(200)))
    code = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from bedside.backup import BackupFailed, back_up
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
try:
    back_up(Path(sys.argv[1]), Path(sys.argv[2]), datetime(2026, 11, 22, tzinfo=UTC))
except BackupFailed as error:
    print(error.code)
"""
    answer = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, str(path), str(folder)], capture_output=True, text=True,
        check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert answer.stdout.strip() in ("io", "full")
    assert names(folder) == set()
    assert verified(path) == (202, ())


# --- which copies stay ----------------------------------------------------------------------------


def test_each_of_fourteen_days_keeps_its_last_copy(store, path, folder) -> None:
    made = [back_up(path, folder, ago(hours=8 * n)).made for n in range(60, -1, -1)]
    stay = sorted(
        datetime.strptime(name.split("-")[2], "%Y%m%dT%H%M%SZ.sqlite").replace(tzinfo=UTC)
        for name in names(folder)
    )
    days = sorted({one.date() for one in made})[-14:]
    assert [one.date() for one in stay if one < made[-3]] == days[:-2]
    assert stay[-3:] == made[-3:]
    for one in stay[:-4]:
        assert one == max(other for other in made if other.date() == one.date())


def test_nothing_that_is_not_a_copy_of_this_record_is_touched(store, path, folder) -> None:
    mine = [back_up(path, folder, ago(days=n)).path for n in range(20, 1, -1)]
    stem, mark, _ = mine[0].name.split("-")
    other = path.with_name("other") / "ward.sqlite"
    with Store(other, "ward", NOW) as two:
        wrote(two, "one", "two")
    theirs = [back_up(other, folder, ago(days=n)).path.name for n in (40, 39)]
    foreign = {
        *theirs,
        "letter.txt",
        "ward.sqlite",
        "ward.sqlite.20200101-080000.bak",
        f"{stem}-{mark}-20200101T080000Z.sqlite.old",
        f"{stem}-{mark}-20200101T080000Z.sqlite-wal",
        f"x{stem}-{mark}-20200101T080000Z.sqlite",
        f"{stem}-{mark}-20209999T080000Z.sqlite",
        f"{stem}-{mark}-2020010\N{ARABIC-INDIC DIGIT ONE}T080000Z.sqlite",
        f"{stem}-{mark}-20200101T080000Z.sqlite.part",
    }
    for name in foreign - set(theirs):
        (folder / name).write_text("x")
    inside = folder / f"{stem}-{mark}-20200102T080000Z.sqlite"
    inside.mkdir()
    link = folder / f"{stem}-{mark}-20200103T080000Z.sqlite"
    link.symlink_to(folder / "letter.txt")
    made = back_up(path, folder, NOW)
    assert {one.name for one in made.removed} == {mine[5].name}  # the first five went before
    assert names(folder) >= foreign | {inside.name, link.name, made.path.name}
    assert last(folder, other, NOW) == ago(days=39).replace(microsecond=0)


def test_records_of_one_name_share_a_folder_and_do_not_stand_in_for_each_other(
    store, path, folder, tmp_path
) -> None:
    other = tmp_path / "elsewhere" / "ward.sqlite"
    with Store(other, "ward", NOW) as two:
        wrote(two, "one", "two")
    back_up(path, folder, NOW)
    assert last(folder, other, NOW) is None
    back_up(other, folder, NOW)
    assert len(names(folder)) == 2


def test_what_a_copy_cut_short_has_left_goes_after_a_day(store, path, folder) -> None:
    made = back_up(path, folder, ago(days=3))
    old = folder / f"{made.path.name}.a1b2_c3d.part"
    new = folder / f"{made.path.name.replace('20261119', '20261122')}.a1b2_c3d.part"
    for part in (old, new):
        part.write_bytes(b"half")
    assert back_up(path, folder, NOW).removed == (old,)
    assert last(folder, path, NOW) == NOW.replace(microsecond=0)
    assert new.name in names(folder)


def test_a_copy_from_a_clock_that_was_ahead_tells_nothing(store, path, folder) -> None:
    ahead = back_up(path, folder, NOW + timedelta(days=365))
    assert last(folder, path, NOW) is None
    made = back_up(path, folder, NOW)
    assert last(folder, path, NOW) == made.made
    assert names(folder) == {ahead.path.name, made.path.name}


moments = st.datetimes(
    datetime(2026, 9, 1),  # noqa: DTZ001 - given its zone next
    datetime(2027, 2, 1),  # noqa: DTZ001
).map(lambda at: at.replace(tzinfo=UTC, microsecond=0))


@given(st.sets(moments, max_size=60), moments, st.integers(1, 20))
def test_thinning_out_never_takes_the_newest_nor_the_future(made, now, kept) -> None:
    gone = surplus(made, now, kept)
    stay = made - gone
    past = {one for one in made if one <= now}
    assert gone <= past
    if past:
        assert max(past) in stay
        days = {one.date() for one in past}
        assert {one.date() for one in stay & past} >= set(sorted(days)[-kept:])
    assert all(now - one >= timedelta(days=1) for one in gone)
    assert surplus(stay, now, kept) == frozenset()
    assert len(stay & past) <= kept + len({p for p in past if now - p < timedelta(days=1)})


@given(st.sets(moments, min_size=1, max_size=40), st.integers(1, 15))
def test_day_after_day_a_copy_always_stands(made, kept) -> None:
    stand: set[datetime] = set()
    for now in sorted(made):
        stand = {*stand, now} - surplus({*stand, now}, now, kept)
        assert max(stand) == now


def test_no_copies_at_all_cannot_be_asked_for(store, path, folder) -> None:
    with pytest.raises(ValueError, match="0 copies"):
        surplus([NOW], NOW, 0)


# --- how old the last one is ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "since", "answer"),
    [
        (None, None, False),  # not set up
        (ago(days=9), None, False),
        (ago(hours=1), ago(days=9), False),
        (ago(hours=26), ago(days=9), False),
        (ago(hours=26, seconds=1), ago(days=9), True),
        (ago(days=9), ago(minutes=1), True),  # it was late before the program began
        (None, ago(hours=26), False),
        (None, ago(hours=27), True),
        (NOW + timedelta(days=400), ago(hours=27), True),  # from a clock that was wrong
        (NOW + timedelta(days=400), ago(hours=1), False),
    ],
)
def test_a_copy_is_late_after_26_hours(made, since, answer) -> None:
    assert timedelta(hours=26) == LATE
    assert late(made, NOW, since) is answer


def test_record_and_copies_on_one_disk_are_seen_to_be(store, path, folder) -> None:
    assert backup.same_disk(path, folder)
    assert not backup.same_disk(path, folder / "nowhere")


@pytest.mark.skipif(sys.platform != "linux", reason="no such disks")
def test_another_disk_is_another_disk(store, path, tiny) -> None:
    assert not backup.same_disk(path, tiny)
