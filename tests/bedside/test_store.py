"""The file: append-only whoever asks, and every trouble of the world said by its name."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bedside import shape
from bedside.chart import Person
from bedside.exports import jsonl
from bedside.facts import (
    KINDS,
    WARD,
    Acknowledged,
    Admitted,
    Called,
    ClockJumped,
    Confirmed,
    Discharged,
    Enrolled,
    Fact,
    Note,
    Reassigned,
    Retracted,
    SoundChecked,
    Unknown,
    kind_of,
)
from bedside.migrations import MIGRATIONS
from bedside.shape import GUARDS, OF_PERSONS, PUBLISHED, view_sql
from bedside.store import Store, StoreError, verified
from bedside.timeline import Draft, Entry, digest, row_of, timeline
from grading.signs import Drug, Lab, Neuro, Support, Vitals
from tests.bedside.strategies import facts, logs

NOW = datetime(2026, 11, 22, 14, 32, 5, 123456, tzinfo=UTC)
NOBODY = 65534
root_only = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to step down from"
)
user_only = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anything"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ward.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path, "ward", NOW) as opened:
        yield opened


def note(text: str, patient: str = "RC-1", **more) -> Draft:
    return Draft(patient, NOW, Note(text), **more)


def wrote(store: Store, *drafts: Draft, minutes: float = 0) -> tuple[Entry, ...]:
    return store.append(drafts, NOW + timedelta(minutes=minutes), "Nurse A", "nurse")


def raw(path: Path) -> closing[sqlite3.Connection]:
    """The file as any other program opens it."""
    return closing(sqlite3.connect(path, isolation_level=None))


@contextmanager
def troubled(name: str) -> Iterator[pytest.ExceptionInfo[StoreError]]:
    with pytest.raises(StoreError) as refused:
        yield refused
    assert refused.value.trouble == name, refused.value


# --- writing and reading back -----------------------------------------------------------------


def test_what_was_appended_is_read_back(store: Store, path: Path) -> None:
    written = wrote(
        store,
        Draft("RC-1", NOW, Vitals(temp_c=38.0), original=(("temp_c", "100,4 °F"),), source="f:1"),
        Draft("RC-2", NOW - timedelta(days=1), Support("nasal_cannula", 0.0)),
        Draft("RC-1", NOW, Neuro(deep_focal_weakness=False)),
        Draft("RC-1", NOW, Confirmed("crs", "ASTCT 2019", 0, 0, 0, "no_crs")),
        Draft("RC-1", NOW, Lab("crp", 5)),
    )
    assert store.log() == written
    assert store.log("RC-1") == tuple(e for e in written if e.patient == "RC-1")
    assert store.patients() == ("RC-1", "RC-2")
    with Store(path, "reader", NOW, read_only=True) as reader:
        assert reader.log() == written
        assert [e.digest for e in reader.log()] == [e.digest for e in written]


def test_an_entry_has_its_place(store: Store) -> None:
    one, two = wrote(store, note("one"), note("two"))
    (three,) = wrote(store, note("three"), minutes=1)
    assert [(e.origin, e.seq) for e in (one, two, three)] == [("ward", n) for n in (1, 2, 3)]
    assert one.id < two.id < three.id
    assert len({e.digest for e in (one, two, three)}) == 3
    before = ""
    for entry in (one, two, three):
        before = digest(before, row_of(entry))
        assert entry.digest == before


def test_ids_sort_by_time_of_writing(store: Store) -> None:
    """Of one batch too, though a UUIDv7 tells time to the millisecond only."""
    batch = wrote(store, *(note(str(n)) for n in range(50)))
    later = wrote(store, *(note(str(n)) for n in range(50)), minutes=1)
    ids = [e.id for e in (*batch, *later)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 100


def test_times_are_kept_in_utc_to_the_millisecond(store: Store) -> None:
    shanghai = timezone(timedelta(hours=8))
    (entry,) = store.append(
        [Draft("RC-1", NOW.astimezone(shanghai), Note("x"))], NOW.astimezone(shanghai), "A", "nurse"
    )
    kept = NOW.replace(microsecond=123000)
    assert (entry.at, entry.recorded) == (kept, kept)
    assert entry.at.tzinfo is UTC
    assert store.log() == (entry,)
    with raw(store.path) as db:
        assert db.execute("SELECT at, recorded FROM entry").fetchall() == [
            ("2026-11-22T14:32:05.123+00:00",) * 2
        ]


@pytest.mark.parametrize("place", ["at", "recorded"])
def test_a_time_without_a_zone_is_refused(store: Store, place: str) -> None:
    naive = NOW.replace(tzinfo=None)
    at, recorded = (naive, NOW) if place == "at" else (NOW, naive)
    with pytest.raises(ValueError, match="no time zone"):
        store.append([Draft("RC-1", at, Note("x"))], recorded, "A", "nurse")
    assert store.log() == ()


def test_a_batch_is_written_whole_or_not_at_all(store: Store) -> None:
    wrote(store, note("one", source="row 1"))
    with troubled("duplicate"):
        wrote(store, note("two"), note("again", source="row 1"), note("three"))
    with pytest.raises(Unknown):
        wrote(store, note("four"), Draft("RC-1", NOW, Vitals(hr_bpm=80.5)))  # type: ignore[arg-type]
    (after,) = wrote(store, note("five"))
    assert after.seq == 2
    assert [e.fact for e in store.log()] == [Note("one"), Note("five")]
    assert verified(store.path) == (2, ())


def test_nothing_to_write_is_nothing_written(store: Store) -> None:
    assert wrote(store) == ()
    assert store.log() == ()


def test_the_log_is_in_the_order_of_writing(store: Store) -> None:
    wrote(store, note("late"), minutes=5)
    wrote(store, note("early"), minutes=1)
    assert [e.fact.text for e in store.log()] == ["early", "late"]


@pytest.mark.parametrize(
    "bad",
    [
        Draft("", NOW, Note("no patient")),
        Draft("RC-1", NOW, Note("no reason"), amends="ID"),
        Draft("RC-1", NOW, Note("empty reason"), amends="ID", reason=""),
    ],
    ids=["patient", "reason", "empty reason"],
)
def test_the_frame_of_a_row_is_guarded_by_the_file(store: Store, bad: Draft) -> None:
    (first,) = wrote(store, note("one"))
    bad = replace(bad, amends=first.id if bad.amends else None)
    with troubled("duplicate"):
        wrote(store, bad)
    assert store.log() == (first,)


def test_an_author_is_needed(store: Store) -> None:
    with troubled("duplicate"):
        store.append([note("x")], NOW, "", "nurse")


def test_an_amendment_is_of_an_entry_of_the_same_patient(store: Store) -> None:
    (one,) = wrote(store, note("one", "RC-1"))
    for amends, patient in ((one.id, "RC-2"), ("nothing", "RC-1")):
        with pytest.raises(ValueError, match="no entry of"):
            wrote(store, note("other", patient, amends=amends, reason="mistyped"))
    (two,) = wrote(store, note("two", amends=one.id, reason="mistyped"))
    assert timeline(store.log()) == (two,)


def test_reopened_it_goes_on_where_it_was(path: Path) -> None:
    for n in range(3):
        with Store(path, "ward", NOW) as opened:
            (entry,) = wrote(opened, note(str(n)), minutes=n)
            assert entry.seq == n + 1
    assert verified(path) == (3, ())


def test_durability_is_asked_for(store: Store) -> None:
    settings = {
        name: store._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


# --- nothing is ever changed ------------------------------------------------------------------

_REST = "at, recorded, author, role, kind, fact, amends, reason, original"
_NEW = "REPLACE INTO entry SELECT 'new'"
_ONE = "INSERT INTO entry SELECT * FROM entry WHERE seq = 1"
CHANGES = [
    "UPDATE entry SET author = 'somebody else'",
    "UPDATE entry SET fact = fact",
    "UPDATE OR REPLACE entry SET id = 'x' WHERE seq = 1",
    "UPDATE OR IGNORE entry SET author = 'x'",
    "DELETE FROM entry",
    "DELETE FROM entry WHERE seq = 2",
    "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 1",
    "REPLACE INTO entry SELECT * FROM entry WHERE seq = 1",
    # another row in the same place of the log, or from the same imported row
    f"{_NEW}, origin, seq, 'RC-9', {_REST}, NULL, digest FROM entry",
    f"{_NEW}, 'other', 1, 'RC-9', {_REST}, source, digest FROM entry",
    f"{_ONE} ON CONFLICT (id) DO UPDATE SET author = 'x'",
    f"{_ONE} ON CONFLICT (origin, seq) DO UPDATE SET author = 'x'",
]


@pytest.mark.parametrize("recursive", [False, True], ids=["plain", "recursive triggers"])
@pytest.mark.parametrize("sql", CHANGES, ids=range(len(CHANGES)))
def test_raw_sql_changes_nothing(store: Store, sql: str, *, recursive: bool) -> None:
    wrote(store, note("one", source="row 1"), note("two"))
    with raw(store.path) as db:
        before = db.execute("SELECT * FROM entry ORDER BY seq").fetchall()
        db.execute(f"PRAGMA recursive_triggers = {int(recursive)}")
        with pytest.raises(sqlite3.IntegrityError, match="entries are never changed"):
            db.execute(sql)
        assert db.execute("SELECT * FROM entry ORDER BY seq").fetchall() == before
    assert verified(store.path) == (2, ())


def test_a_new_row_is_not_hindered(store: Store) -> None:
    wrote(store, note("one"))
    with raw(store.path) as db:
        db.execute(
            "INSERT INTO entry SELECT 'new', 'other', 1, patient, at, recorded, author, role, kind,"
            " fact, amends, reason, original, source, digest FROM entry"
        )
        assert db.execute("SELECT count(*) FROM entry").fetchone() == (2,)


# --- what was tampered with is found ----------------------------------------------------------


@pytest.fixture
def record(path: Path) -> Path:
    """Five entries of one origin."""
    with Store(path, "ward", NOW) as opened:
        for n in range(5):
            wrote(opened, note(f"note {n}"), minutes=n)
    return path


def tamper(path: Path, *statements: str, guards: tuple[str, ...] = GUARDS) -> None:
    with raw(path) as db:
        for name in guards:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)


def restored(path: Path) -> None:
    """Put the triggers back, as somebody would who covers his tracks."""
    fresh = Database(memory=True)
    MIGRATIONS.apply(fresh)
    with raw(path) as db:
        for (sql,) in fresh.conn.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'"):
            db.execute(sql)
    fresh.close()


def test_a_sound_file_is_sound(record: Path) -> None:
    assert verified(record) == (5, ())


@pytest.mark.parametrize("name", GUARDS)
def test_a_missing_trigger_is_found(record: Path, name: str) -> None:
    tamper(record, guards=(name,))
    count, broken = verified(record)
    assert count == 5
    assert [b.what for b in broken] == [f"trigger {name} is missing or changed"]


def test_a_weakened_trigger_is_found(record: Path) -> None:
    tamper(
        record,
        "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry WHEN 0 BEGIN SELECT 1; END",
        guards=("entry_no_update",),
    )
    assert [b.what for b in verified(record)[1]] == [
        "trigger entry_no_update is missing or changed"
    ]


@pytest.mark.parametrize(
    "change",
    [
        "author = 'Nurse B'",
        "at = '2026-11-22T10:00:00.000+00:00'",
        "recorded = '2026-11-22T10:00:00.000+00:00'",
        "patient = 'RC-2'",
        'fact = \'{"text":"other"}\'',
        "kind = 'admitted', fact = '{\"bed\":\"1\"}'",
        "amends = (SELECT id FROM entry WHERE seq = 1), reason = 'x'",
        "source = 'row 1'",
        "digest = 'x'",
        "role = 'physician'",
        "original = '{}'",
    ],
)
def test_an_edited_row_is_named(record: Path, change: str) -> None:
    tamper(record, f"UPDATE entry SET {change} WHERE seq = 3")  # noqa: S608
    restored(record)
    with Store(record, "reader", NOW, read_only=True) as reader:
        third = reader.log()[2] if "recorded" not in change else reader.log()[0]
    count, broken = verified(record)
    assert count == 5
    first = broken[0]
    assert (first.entry, first.origin, first.seq) == (third.id, "ward", 3)
    assert first.what == "the content does not match its digest"


def test_an_edited_row_with_a_new_digest_breaks_the_next(record: Path) -> None:
    with Store(record, "reader", NOW, read_only=True) as reader:
        log = reader.log()
    new = digest(log[1].digest, row_of(replace(log[2], author="Nurse B")))
    tamper(
        record,
        f"UPDATE entry SET author = 'Nurse B', digest = '{new}' WHERE seq = 3",  # noqa: S608
    )
    restored(record)
    (broken,) = verified(record)[1]
    assert (broken.entry, broken.seq) == (log[3].id, 4)


@pytest.mark.parametrize("seq", [1, 3])
def test_a_deleted_row_is_found_by_its_gap(record: Path, seq: int) -> None:
    tamper(record, f"DELETE FROM entry WHERE seq = {seq}")  # noqa: S608
    restored(record)
    count, (broken,) = verified(record)
    assert (count, broken.seq, broken.what) == (4, seq + 1, "entries are missing before this one")


def test_an_inserted_row_is_found(record: Path) -> None:
    with raw(record) as db:
        db.execute(
            "INSERT INTO entry SELECT 'new', origin, 6, patient, at, recorded, author, role, kind,"
            " fact, amends, reason, original, source, digest FROM entry WHERE seq = 5"
        )
    (broken,) = verified(record)[1]
    assert (broken.entry, broken.seq) == ("new", 6)


def test_the_first_broken_entry_comes_first(record: Path) -> None:
    tamper(
        record,
        "UPDATE entry SET author = 'x' WHERE seq = 2",
        "UPDATE entry SET author = 'x' WHERE seq = 4",
    )
    _, broken = verified(record)
    assert [b.seq for b in broken] == [2, 4, None, None, None]


def test_each_origin_has_its_own_chain(record: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "other.sqlite", "other", NOW) as other:
        foreign = wrote(other, note("x"), note("y"))
    with Store(record, "ward", NOW) as store:
        assert store.merge(foreign) == 2
    assert verified(record) == (7, ())
    tamper(record, "DELETE FROM entry WHERE origin = 'other' AND seq = 1")
    assert verified(record)[1][0][1:] == (foreign[1].id, "other", 2)


def test_a_fact_that_cannot_be_read_is_named(record: Path) -> None:
    tamper(record, "UPDATE entry SET kind = 'horoscope' WHERE seq = 5")
    restored(record)
    what = [b.what for b in verified(record)[1]]
    assert what == [
        "the content does not match its digest",
        "the fact cannot be read: unknown kind of fact: 'horoscope'",
    ]
    with troubled("newer"), Store(record, "reader", NOW, read_only=True) as reader:
        reader.log()


def test_damage_below_sql_is_found(record: Path) -> None:
    with raw(record) as db:
        size = db.execute("PRAGMA page_size").fetchone()[0]
        index = "SELECT rootpage FROM sqlite_master WHERE name = 'entry_patient'"
        page = db.execute(index).fetchone()[0]
    data = bytearray(record.read_bytes())
    start = (page - 1) * size
    data[start + 8 : start + size] = b"\xff" * (size - 8)
    record.write_bytes(data)
    _, broken = verified(record)
    assert any("integrity" in b.what for b in broken)


def test_a_row_that_breaks_the_rules_of_its_table_is_found(record: Path) -> None:
    with raw(record) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'source   TEXT', 'source TEXT NOT NULL')"
            " WHERE name = 'entry'"
        )
    _, broken = verified(record)
    assert broken[0].what == "integrity: NULL value in entry.source"


@pytest.mark.parametrize("change", ["at = 'yesterday'", "original = '[1]'"])
def test_a_row_that_makes_no_entry_is_damage(record: Path, change: str) -> None:
    tamper(record, f"UPDATE entry SET {change} WHERE seq = 2")  # noqa: S608
    with troubled("damaged"), Store(record, "reader", NOW, read_only=True) as reader:
        reader.log()
    assert verified(record)[1][0].seq == 2


def test_a_file_cut_off_is_damaged(record: Path) -> None:
    """Its first pages are there: it is known for a record, and named as damaged."""
    record.write_bytes(record.read_bytes()[:8192])
    try:
        _, broken = verified(record)
    except StoreError as error:
        what = error.trouble
    else:
        what = broken[0].what
    assert what in ("damaged", "integrity: database disk image is malformed")
    with troubled("damaged"):
        Store(record, "ward", NOW)


def test_entries_that_cannot_be_read_are_counted_as_far_as_they_can(path: Path) -> None:
    with Store(path, "ward", NOW) as opened:
        for n in range(200):
            wrote(opened, note(f"{n:04} " + "x" * 400), minutes=n)
    data = bytearray(path.read_bytes())
    page = data.index(b"0150 xxx") // 4096 * 4096
    data[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    count, broken = verified(path)
    assert 0 < count < 200
    assert broken[0].what == "integrity: database disk image is malformed"


# --- reading a part of it ---------------------------------------------------------------------


def gone_about(store: Store, read: Callable[[], object]) -> list[str]:
    """How SQLite goes about the questions of a reading: the first step of each."""
    asked: list[str] = []
    store._connection.set_trace_callback(asked.append)
    read()
    store._connection.set_trace_callback(None)
    plans = [store._connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in asked]
    return [steps[0][3] for steps in plans]


FOLLOWED = Reassigned("NCT05765006", "2", "DL2", "amendment 2")
OF_WHOM: list[Fact] = [
    Enrolled(initials="QX"), Enrolled(initials="AB"), Admitted("6"), Admitted("7"), Discharged(),
    FOLLOWED, Note("x"), Vitals(temp_c=38.0),
]  # fmt: skip


@st.composite
def crossing(draw) -> list[tuple[str, Fact, int | None, datetime, int]]:
    """What is written about two patients: whom, what, of which earlier one, when, in what minute.

    An amendment may be of another kind than what it amends, and amends the other patient's
    never.
    """
    said: list[tuple[str, Fact, int | None, datetime, int]] = []
    minute = 0
    for n in range(draw(st.integers(0, 10))):
        amends = draw(st.none() | st.integers(0, n - 1)) if n else None
        whom = said[amends][0] if amends is not None else draw(st.sampled_from(["RC-1", "RC-2"]))
        fact = draw(st.sampled_from([*OF_WHOM, Retracted()] if amends is not None else OF_WHOM))
        minute += draw(st.integers(0, 1))
        said.append((whom, fact, amends, NOW + timedelta(minutes=draw(st.integers(-3, 3))), minute))
    return said


def person(patient: str, log: tuple[Entry, ...]) -> Person:
    found = Person(patient)
    for entry in timeline(e for e in log if e.patient == patient):
        found = found.with_fact(entry.fact)
    return found


def first(entry: Entry, log: tuple[Entry, ...]) -> Entry:
    """The entry with which a chain of amendments began."""
    while entry.amends:
        entry = next(e for e in log if e.id == entry.amends)
    return entry


@settings(max_examples=60)
@given(crossing())
def test_who_is_who_is_told_from_a_few_entries_as_from_all(said) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(Path(folder) / "ward.sqlite", "ward", NOW) as store,
    ):
        ids: list[str] = []
        for whom, fact, amends, at, minute in said:
            amended = {} if amends is None else {"amends": ids[amends], "reason": "mistyped"}
            (entry,) = wrote(store, Draft(whom, at, fact, **amended), minutes=minute)
            ids.append(entry.id)
        log, told = store.log(), store.people_log()
        persons = [e for e in log if e.kind in ("admitted", "discharged", "enrolled", "reassigned")]
        assert list(told) == [e for e in log if first(e, log) in {first(p, log) for p in persons}]
        for patient in ("RC-1", "RC-2"):
            assert person(patient, told) == person(patient, log)


@given(facts)
def test_the_index_holds_every_kind_that_makes_a_person(fact: Fact) -> None:
    if Person("RC-1", bed="6").with_fact(fact) != Person("RC-1", bed="6"):
        assert f"'{kind_of(fact)}'" in OF_PERSONS


def test_who_is_who_is_told_without_reading_the_table(store: Store) -> None:
    wrote(store, Draft("RC-1", NOW, Admitted("6")), note("x"))
    assert gone_about(store, store.people_log) == [
        "SEARCH entry USING COVERING INDEX entry_person (kind=?)",
        "SEARCH entry USING COVERING INDEX entry_amends (amends>?)",
        "SEARCH entry USING PRIMARY KEY (id=?)",  # those that amendments join, here none
    ]


def test_the_logs_of_some(store: Store) -> None:
    one, two, three = wrote(store, note("a", "RC-1"), note("b", "RC-2"), note("c", "RC'3"))
    (four,) = wrote(store, note("d", "RC-1"), minutes=1)
    assert store.logs(["RC'3", "RC-1"]) == (one, three, four)
    assert store.logs(["RC-2", "nobody"]) == (two,)
    assert store.logs([]) == ()
    assert store.patients() == ("RC'3", "RC-1", "RC-2")


# --- entries about the ward itself -------------------------------------------------------------

OF_WARD = [
    Draft(WARD, NOW, SoundChecked(played=True, device="loudspeaker", heard=True)),
    Draft(WARD, NOW, ClockJumped(NOW, NOW - timedelta(hours=1))),
    Draft(WARD, NOW, Acknowledged("sound_failed", 1)),
]


@pytest.mark.parametrize("before", [(), ("!", "RC-1"), ("RC-1", "+7"), ("*1", "**")])
def test_the_ward_itself_is_no_patient(store: Store, before: tuple[str, ...]) -> None:
    """Whatever sorts before or after it."""
    wrote(store, *OF_WARD, *(Draft(patient, NOW, Admitted("6")) for patient in before))
    assert store.patients() == tuple(sorted(before))
    assert {e.patient for e in store.people_log()} == set(before)


def test_entries_about_the_ward_are_read_as_others_are(store: Store) -> None:
    (one, *_) = wrote(store, *OF_WARD, note("x"))
    assert [e.fact for e in store.log(WARD)] == [draft.fact for draft in OF_WARD]
    assert store.logs([WARD]) == store.log(WARD)
    assert store.log_after({})[0] == one
    assert len(store.log()) == 4
    assert verified(store.path) == (4, ())


def test_entries_about_the_ward_leave_and_come_back(store: Store, other: Store) -> None:
    wrote(store, *OF_WARD, Draft("RC-1", NOW, Admitted("6")))
    wrote(other, OF_WARD[0], minutes=1)
    exported = list(jsonl.lines(store.log()))
    assert other.merge(jsonl.entries(exported)) == 4
    assert [e.origin for e in other.log(WARD)] == ["ward"] * 3 + ["other"]
    assert other.patients() == ("RC-1",)
    assert verified(other.path) == (5, ())


def test_the_ward_is_not_what_a_patient_amends(store: Store) -> None:
    (checked, *_) = wrote(store, *OF_WARD)
    with pytest.raises(ValueError, match="no entry of RC-1"):
        wrote(store, note("x", amends=checked.id, reason="mistyped"))


def test_what_was_written_since(store: Store, other: Store) -> None:
    assert store.heads() == {}
    assert store.log_after({}) == ()
    (one,) = wrote(store, note("one"))
    heads = store.heads()
    assert heads == {"ward": 1}
    assert store.log_after(heads) == ()
    wrote(other, note("two"), note("three"), minutes=-5)
    store.merge(other.log())
    (four,) = wrote(store, note("four"), minutes=1)
    assert [e.fact.text for e in store.log_after(heads)] == ["two", "three", "four"]
    assert store.heads() == {"ward": 2, "other": 2}
    assert store.log_after({"ward": 1, "other": 2}) == (four,)
    assert store.log_after({"other": 2}) == (one, four)


@pytest.mark.parametrize("read", ["people_log", "logs", "log_after"])
def test_a_part_that_makes_no_entry_is_damage_too(path: Path, read: str) -> None:
    with Store(path, "ward", NOW) as opened:
        wrote(opened, Draft("RC-1", NOW, Admitted("6")))
    tamper(path, "UPDATE entry SET at = 'yesterday'")
    asked = {"people_log": (), "logs": (["RC-1"],), "log_after": ({},)}[read]
    with troubled("damaged"), Store(path, "reader", NOW, read_only=True) as reader:
        getattr(reader, read)(*asked)


# --- whose file it is -------------------------------------------------------------------------


@contextmanager
def another_release(*names: str) -> Iterator[None]:
    """The program with further steps of the file's shape, as a later release has them."""

    def made(name: str, db: Database) -> None:
        db.execute(f"CREATE TABLE {name} (x TEXT)")

    with further_steps({name: partial(made, name) for name in names}):
        yield


@contextmanager
def further_steps(steps: dict[str, Callable[[Database], None]]) -> Iterator[None]:
    """The program with these steps after those that it has."""
    for name, step in steps.items():
        MIGRATIONS(name=name)(step)
    shape.PUBLISHED = (*PUBLISHED, *steps)
    try:
        yield
    finally:
        shape.PUBLISHED = PUBLISHED
        del MIGRATIONS._migrations[-len(steps) :]


def test_the_published_steps_are_those_that_make_the_file(path: Path) -> None:
    assert tuple(m.name for m in MIGRATIONS._migrations) == PUBLISHED
    Store(path, "ward", NOW).close()
    with raw(path) as db:
        taken = db.execute("SELECT name FROM _sqlite_migrations ORDER BY id").fetchall()
    assert tuple(name for (name,) in taken) == PUBLISHED


@pytest.mark.parametrize(("new", "read_only"), [(True, False), (False, False), (False, True)])
def test_only_a_file_that_must_be_made_needs_what_makes_it(
    path: Path, *, new: bool, read_only: bool
) -> None:
    """An opening is waited for; of a file that is as it should be it loads nothing that is big."""
    if not new:
        with Store(path, "ward", NOW) as written:
            wrote(written, note("one"))
    code = f"""
import sys
from datetime import datetime, UTC
from pathlib import Path
from bedside.store import Store
now = datetime(2026, 11, 22, tzinfo=UTC)
with Store(Path(sys.argv[1]), "ward", now, read_only={read_only}) as store:
    store.log()
print(*sorted({{"sqlite_utils", "numpy", "bedside.migrations"}} & set(sys.modules)))
"""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, str(path)],
        check=True,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert ("sqlite_utils" in done.stdout) == new, done.stdout
    assert new or not done.stdout.strip()


def test_a_newer_file_is_refused_untouched(path: Path) -> None:
    with another_release("wards"), Store(path, "ward", NOW) as newer:
        wrote(newer, note("from the future"))
    before = path.read_bytes()
    for read_only in (False, True):
        with troubled("newer") as refused:
            Store(path, "ward", NOW, read_only=read_only)
        assert "wards" in str(refused.value)
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.bak"))


def test_a_newer_file_that_its_program_left_open_is_not_touched_either(path: Path) -> None:
    """What still lies in the log beside the file is not moved into it."""
    with another_release("wards"):
        newer = Store(path, "ward", NOW)
        wrote(newer, note("from the future"))
        wal = Path(f"{path}-wal")
        kept = (path.read_bytes(), wal.read_bytes())
        newer._connection.close()  # closing moves it; put it back as a killed program leaves it
        newer.close()
    path.write_bytes(kept[0])
    wal.write_bytes(kept[1])
    with troubled("newer"):
        Store(path, "ward", NOW)
    assert (path.read_bytes(), wal.read_bytes()) == kept


def test_an_older_file_is_copied_before_it_is_migrated(path: Path) -> None:
    with Store(path, "ward", NOW) as older:
        written = wrote(older, note("old"))
    with another_release("wards"):
        with troubled("read_only") as refused:
            Store(path, "ward", NOW, read_only=True)
        assert "migrating" in str(refused.value)
        with Store(path, "ward", NOW) as migrated:
            assert migrated.log() == written
            wrote(migrated, note("new"), minutes=1)
    (copy,) = path.parent.glob("*.bak")
    assert copy.name == "ward.sqlite.20261122-143205.bak"
    assert verified(copy) == (1, ())
    with Store(copy, "reader", NOW, read_only=True) as old:
        assert old.log() == written
    assert not list(copy.parent.glob("*.bak.*bak"))


def as_first_published(path: Path) -> None:
    """The file as the first release made it."""
    with raw(path) as db:
        db.execute("DROP INDEX entry_person")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'entry_person'")


def test_what_only_makes_reading_quicker_is_not_needed_to_read(path: Path) -> None:
    with Store(path, "ward", NOW) as older:
        written = wrote(older, note("old"), Draft("RC-1", NOW, Admitted("6")))
    as_first_published(path)
    before = path.read_bytes()
    with Store(path, "reader", NOW, read_only=True) as reader:
        assert reader.log() == written
        assert reader.people_log() == written[1:]
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.bak"))
    with Store(path, "ward", NOW) as migrated:
        assert migrated.people_log() == written[1:]
        assert "entry_person" in gone_about(migrated, migrated.people_log)[0]
    assert verified(path) == (2, ())
    assert len(list(path.parent.glob("*.bak"))) == 1


def test_a_new_file_needs_no_copy(store: Store) -> None:
    assert not list(store.path.parent.glob("*.bak"))


def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    with Store(path, "ward", NOW) as older:
        written = wrote(older, note("old"))

    def fails(db: Database) -> None:
        db.execute("CREATE TABLE half (x TEXT)")
        db.execute("CREATE TABLE entry (x TEXT)")

    with further_steps({"fails": fails}), troubled("io"):
        Store(path, "ward", NOW)
    with Store(path, "ward", NOW) as again:
        assert again.log() == written
    with raw(path) as db:
        assert "half" not in {name for (name,) in db.execute("SELECT name FROM sqlite_master")}


def test_a_start_that_was_cut_short_is_begun_again(path: Path) -> None:
    """A new file is made whole in one transaction: empty, or ready."""

    def fails(_: Database) -> None:
        raise KeyboardInterrupt

    with further_steps({"fails": fails}), pytest.raises(KeyboardInterrupt):
        Store(path, "ward", NOW)
    with Store(path, "ward", NOW) as opened:
        assert len(wrote(opened, note("one"))) == 1


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    with Store(path, "ward", NOW) as opened:
        wrote(opened, note("one"))
    assert verified(path) == (1, ())


@pytest.mark.parametrize("journal", ["delete", "wal"])
@pytest.mark.parametrize("read_only", [False, True], ids=["to write", "to read"])
def test_a_database_of_another_program_is_refused_untouched(
    path: Path, journal: str, *, read_only: bool
) -> None:
    with raw(path) as db:
        db.execute(f"PRAGMA journal_mode = {journal}")
        db.execute("CREATE TABLE songs (name TEXT)")
    before = path.read_bytes()
    with troubled("not_a_store"):
        Store(path, "ward", NOW, read_only=read_only)
    with troubled("not_a_store"):
        verified(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("read_only", [False, True], ids=["to write", "to read"])
def test_a_text_file_is_refused_untouched(path: Path, *, read_only: bool) -> None:
    path.write_text("time,temperature\n08:00,38.0\n" * 200, encoding="utf-8")
    before = path.read_bytes()
    with troubled("not_a_store"):
        Store(path, "ward", NOW, read_only=read_only)
    with troubled("not_a_store"):
        verified(path)
    assert path.read_bytes() == before


def test_a_file_that_is_not_there(path: Path) -> None:
    with troubled("missing"):
        Store(path, "ward", NOW, read_only=True)
    with troubled("missing"):
        verified(path)
    assert not path.exists()


def test_the_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "data" / "bedside" / "ward.sqlite"
    with Store(path, "ward", NOW):
        assert path.exists()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    for read_only in (False, True):
        with pytest.raises(StoreError):
            Store(tmp_path, "ward", NOW, read_only=read_only)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x", encoding="utf-8")
    with troubled("io"):
        Store(tmp_path / "data" / "ward.sqlite", "ward", NOW)


# --- one writer, any number of readers --------------------------------------------------------


def test_a_second_writer_is_told(store: Store, path: Path) -> None:
    with troubled("locked"):
        Store(path, "second", NOW)
    link = path.with_name("link.sqlite")
    link.symlink_to(path)
    with troubled("locked"):
        Store(link, "second", NOW)


def test_a_second_program_is_told(store: Store, path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from bedside.store import Store, StoreError\n"
        "try: Store(Path(sys.argv[1]), 'second', datetime(2026, 11, 22, tzinfo=UTC))\n"
        "except StoreError as error: print(error.trouble)"
    )
    answer = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert answer.stdout.strip() == "locked"


def test_after_it_is_closed_another_may_write(path: Path) -> None:
    Store(path, "ward", NOW).close()
    with Store(path, "second", NOW) as second:
        wrote(second, note("one"))


def test_a_refused_file_is_not_left_locked(path: Path) -> None:
    path.write_text("text" * 1000, encoding="utf-8")
    with troubled("not_a_store"):
        Store(path, "ward", NOW)
    path.unlink()
    Store(path, "ward", NOW).close()


def test_a_reader_sees_what_a_writer_writes(store: Store, path: Path) -> None:
    with Store(path, "reader", NOW, read_only=True) as reader:
        assert reader.log() == ()
        written = wrote(store, note("one"))
        assert reader.log() == written
        assert reader.patients() == ("RC-1",)
    assert verified(path) == (1, ())


def test_a_reader_writes_nothing(store: Store, path: Path) -> None:
    wrote(store, note("one"))
    with Store(path, "reader", NOW, read_only=True) as reader:
        with troubled("read_only"):
            wrote(reader, note("two"))
        with troubled("read_only"):
            reader.merge([replace(store.log()[0], id="x", origin="other")])
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader._connection.execute("CREATE TABLE x (y)")
    assert len(store.log()) == 1


def test_another_program_that_holds_the_file_is_waited_for_and_then_named(store: Store) -> None:
    store._connection.execute("PRAGMA busy_timeout = 10")
    with raw(store.path) as db:
        db.execute("BEGIN IMMEDIATE")
        with troubled("locked"):
            wrote(store, note("one"))
        db.execute("ROLLBACK")
    (one,) = wrote(store, note("one"))
    assert one.seq == 1


# --- no room, no right ------------------------------------------------------------------------


def test_a_full_disk(store: Store) -> None:
    wrote(store, note("one"))
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with troubled("full"):
        wrote(store, *(note("x" * 4000) for _ in range(50)))
    assert [e.fact for e in store.log()] == [Note("one")]
    store._connection.execute("PRAGMA max_page_count = 100000")
    (two,) = wrote(store, note("two"))
    assert two.seq == 2
    assert verified(store.path) == (2, ())


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_file_that_may_not_grow(path: Path) -> None:
    """A limit of the system: the write itself fails, in the middle of it."""
    code = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from bedside.facts import Note
from bedside.store import Store, StoreError
from bedside.timeline import Draft
NOW = datetime(2026, 11, 22, tzinfo=UTC)
def wrote(store, text, times=1):
    return store.append([Draft("RC-1", NOW, Note(text))] * times, NOW, "A", "nurse")
with Store(Path(sys.argv[1]), "ward", NOW) as store:
    wrote(store, "one")
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
    try:
        wrote(store, "x" * 4000, 500)
    except StoreError as error:
        print(error.trouble)
    print(len(store.log()))
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    print(wrote(store, "two")[0].seq)
"""
    answer = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    trouble, before, seq = answer.stdout.split()
    assert trouble in ("io", "full")
    assert (before, seq) == ("1", "2")
    assert verified(path) == (2, ())


@contextmanager
def stepped_down(path: Path) -> Iterator[None]:
    """As somebody who is not root and owns nothing here."""
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's own is closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


def unwritable(path: Path) -> None:
    """A record in a place where nothing can be written, and nobody has it open."""
    with Store(path, "ward", NOW) as store:
        wrote(store, note("one"))
    path.chmod(0o444)
    Path(f"{path}.lock").unlink(missing_ok=True)
    path.parent.chmod(0o555)


def read_but_not_written(path: Path) -> None:
    with troubled("read_only"):
        Store(path, "ward", NOW)
    with Store(path, "reader", NOW, read_only=True) as reader:
        assert [e.fact for e in reader.log()] == [Note("one")]
    assert verified(path) == (1, ())


@root_only
def test_a_read_only_folder(elsewhere: Path) -> None:
    path = elsewhere / "ward.sqlite"
    unwritable(path)
    with stepped_down(path):
        read_but_not_written(path)
    elsewhere.chmod(0o777)


@user_only
def test_a_read_only_folder_of_ones_own(elsewhere: Path) -> None:
    path = elsewhere / "ward.sqlite"
    unwritable(path)
    try:
        read_but_not_written(path)
    finally:
        elsewhere.chmod(0o777)


@root_only
def test_a_read_only_file(elsewhere: Path) -> None:
    path = elsewhere / "ward.sqlite"
    unwritable(path)
    elsewhere.chmod(0o777)
    before = path.read_bytes()
    with stepped_down(path):
        read_but_not_written(path)
    assert path.read_bytes() == before


@root_only
def test_a_file_nobody_may_read(elsewhere: Path) -> None:
    path = elsewhere / "ward.sqlite"
    unwritable(path)
    path.chmod(0o000)
    with stepped_down(path), pytest.raises(StoreError):
        Store(path, "reader", NOW, read_only=True)
    elsewhere.chmod(0o777)


@root_only
def test_a_folder_nobody_may_enter(elsewhere: Path) -> None:
    path = elsewhere / "ward.sqlite"
    elsewhere.chmod(0o700)
    with stepped_down(path):
        for read_only in (False, True):
            with troubled("read_only"):
                Store(path, "ward", NOW, read_only=read_only)
        with troubled("read_only"):
            verified(path)


def test_a_store_made_read_only_under_our_hands(store: Store) -> None:
    (one,) = wrote(store, note("one"))
    store._connection.execute("PRAGMA query_only = ON")
    with troubled("read_only"):
        wrote(store, note("two"))
    store._connection.execute("PRAGMA query_only = OFF")
    assert store.log() == (one,)
    assert wrote(store, note("two"))[0].seq == 2


def test_our_own_mistakes_are_not_the_world_s(store: Store) -> None:
    store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        store.log()


def test_a_trouble_says_its_file_and_its_name() -> None:
    error = StoreError("read_only", Path("ward.sqlite"), "why")
    assert str(error) == "ward.sqlite: read only: why"
    assert str(StoreError("full", Path("ward.sqlite"))) == "ward.sqlite: full"


# --- views for people who open the file -------------------------------------------------------


def test_there_is_a_view_of_each_kind_and_one_of_what_counts(store: Store) -> None:
    with raw(store.path) as db:
        views = {n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
        assert views == {*KINDS, "counting"}
        for view in views:
            assert db.execute(f'SELECT * FROM "{view}"').fetchall() == []  # noqa: S608


def test_a_view_shows_fields_as_columns(store: Store) -> None:
    wrote(
        store,
        Draft("RC-1", NOW, Vitals(temp_c=38.0, hr_bpm=104)),
        Draft("RC-1", NOW, Drug("noradrenaline", "started", rate=0.1, line="1")),
        Draft("RC-1", NOW, Admitted("12")),
    )
    with raw(store.path) as db:
        db.row_factory = sqlite3.Row
        (vitals,) = db.execute("SELECT * FROM vitals")
        assert dict(vitals) | {"entry": 0} == {
            "entry": 0, "patient": "RC-1", "true_at": "2026-11-22T14:32:05.123+00:00",
            "recorded": "2026-11-22T14:32:05.123+00:00", "author": "Nurse A", "role": "nurse",
            "amends": None, "amend_reason": None, "temp_c": 38.0, "temp_site": None, "hr_bpm": 104,
            "sbp_mmhg": None, "dbp_mmhg": None, "map_mmhg": None, "bp_method": None,
            "bp_unrecordable": None, "rr_bpm": None, "spo2_pct": None, "consciousness": None,
            "arrest": None, "weight_kg": None,
        }  # fmt: skip
        (drug,) = db.execute("SELECT name, action, rate, line FROM drug")
        assert tuple(drug) == ("norepinephrine", "started", 0.1, "1")
        assert [tuple(r) for r in db.execute("SELECT bed FROM admitted")] == [("12",)]


@pytest.mark.parametrize("kind", KINDS)
def test_no_column_of_a_view_hides_another(store: Store, kind: str) -> None:
    with raw(store.path) as db:
        columns = [row[1] for row in db.execute(f'PRAGMA table_info("{kind}")')]
    assert len({column.partition(":")[0] for column in columns}) == len(columns)
    named = {field.name for field in fields(KINDS[kind])}
    assert named <= {column.removeprefix(f"{kind}_") for column in columns}


def test_whom_somebody_called_does_not_hide_who_wrote_it(store: Store) -> None:
    wrote(store, Draft("RC-1", NOW, Called("crs", "consultant", reached=True)))
    with raw(store.path) as db:
        assert db.execute("SELECT role, called_role, reached FROM called").fetchall() == [
            ("nurse", "consultant", 1)
        ]


@given(logs(origins=("ward",)))
def test_views_show_what_counts(log: list[Entry]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ward.sqlite"
        with Store(path, "ward", NOW) as store:
            ids: dict[str, str] = {}
            for entry in log:
                draft = Draft(
                    entry.patient, entry.at, entry.fact, ids.get(entry.amends or ""), entry.reason
                )
                (written,) = store.append([draft], entry.recorded, "Nurse A", "nurse")
                ids[entry.id] = written.id
            counts = timeline(store.log())
        with raw(path) as db:
            shown = {n for (n,) in db.execute("SELECT entry FROM note")}
            last = {n for (n,) in db.execute("SELECT entry FROM retracted")}
            assert shown == {e.id for e in counts}
            assert not last & shown
            whole = {n for (n,) in db.execute("SELECT id FROM counting")}
            assert whole == shown | last


def test_views_are_remade_when_facts_have_grown(path: Path) -> None:
    Store(path, "ward", NOW).close()
    with raw(path) as db:
        db.execute("DROP VIEW note")
        db.execute("CREATE VIEW note AS SELECT id FROM entry")
        db.execute("DROP VIEW drug")
    Store(path, "ward", NOW).close()
    with raw(path) as db:
        found = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
    assert found["note"] == view_sql("note")
    assert found["drug"] == view_sql("drug")


# --- two workstations -------------------------------------------------------------------------


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "other.sqlite", "other", NOW) as opened:
        yield opened


def test_two_logs_merge_by_union_in_either_direction(store: Store, other: Store) -> None:
    wrote(store, note("here"), note("there", "RC-2"))
    wrote(other, Draft("RC-1", NOW, Lab("crp", 5)), note("y"), minutes=1)
    assert store.merge(other.log()) == 2
    assert store.merge(other.log()) == 0
    assert other.merge(store.log()) == 2
    assert store.log() == other.log()
    wrote(other, note("more"), minutes=2)
    wrote(store, note("and more"), minutes=3)
    assert store.merge(other.log()) == 1
    assert verified(store.path) == (6, ())
    assert verified(other.path) == (4 + 1, ())


def test_an_amendment_travels_with_what_it_amends(store: Store, other: Store) -> None:
    """The origin of the amendment sorts before the one of the amended entry."""
    (one,) = wrote(store, note("one"))
    other.merge([one])
    (two,) = wrote(other, note("two", amends=one.id, reason="mistyped"))
    assert (two.origin, one.origin) == ("other", "ward")
    with Store(store.path.with_name("third.sqlite"), "third", NOW) as third:
        assert third.merge([one, two]) == 2
        assert timeline(third.log()) == (two,)


@pytest.mark.parametrize(
    ("change", "taken"),
    [
        pytest.param(lambda log: [replace(log[0], author="x")], 0, id="edited"),
        pytest.param(lambda log: [log[1]], 0, id="gap at the start"),
        pytest.param(lambda log: [log[0], log[2]], 0, id="gap in the middle"),
        pytest.param(lambda log: [log[0], replace(log[1], digest="x")], 0, id="false digest"),
        pytest.param(lambda log: [replace(log[0], id="x")], 0, id="another id"),
    ],
)
def test_a_broken_chain_is_refused_whole(store: Store, other: Store, change, taken: int) -> None:
    wrote(other, note("one"), note("two"), note("three"))
    with troubled("damaged"):
        store.merge(change(other.log()))
    assert len(store.log()) == taken
    (mine,) = wrote(store, note("mine"))
    assert mine.seq == 1


def test_an_entry_that_is_here_with_another_content_is_refused(store: Store, other: Store) -> None:
    wrote(other, note("one"))
    store.merge(other.log())
    forged = replace(other.log()[0], author="x", digest="y")
    with troubled("damaged") as refused:
        store.merge([forged])
    assert "two contents" in str(refused.value)


def test_an_amendment_without_what_it_amends_is_refused(store: Store, other: Store) -> None:
    (one,) = wrote(store, note("one"))
    other.merge([one])
    (two,) = wrote(other, note("two", amends=one.id, reason="mistyped"))
    with (
        Store(store.path.with_name("third.sqlite"), "third", NOW) as third,
        pytest.raises(StoreError),
    ):
        third.merge([two])


def test_a_record_brought_back_from_a_copy_goes_on_after_its_own_entries(
    store: Store, tmp_path: Path
) -> None:
    wrote(store, note("one"), note("two"))
    with Store(tmp_path / "new.sqlite", "ward", NOW) as new:
        assert new.merge(store.log()) == 2
        (three,) = wrote(new, note("three"))
        assert three.seq == 3
    assert verified(tmp_path / "new.sqlite") == (3, ())


def test_retraction_through_the_file(store: Store) -> None:
    (one,) = wrote(store, note("one"))
    (gone,) = wrote(
        store, Draft("RC-1", NOW, Retracted(), amends=one.id, reason="wrong patient"), minutes=1
    )
    assert timeline(store.log()) == ()
    assert timeline(store.log(), NOW) == (one,)
    assert store.log() == (one, gone)
