"""The file in which entries lie: opened, appended to, read; never changed otherwise.

With :mod:`bedside.shape` and :mod:`bedside.migrations` the only module that knows SQLite. One
program at a time may write a file (a lock file beside it, freed by the system when the program
dies); any number may read it.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

import msgspec
import uuid_utils
from filelock import FileLock, Timeout

from bedside import shape
from bedside.facts import WARD, Unknown, canonical, decoded
from bedside.shape import guards, refresh_views
from bedside.timeline import Draft, Entry, columns, digest, row_of

Trouble = Literal[
    "newer", "not_a_store", "damaged", "locked", "read_only", "full", "missing", "io", "duplicate"
]
_NAMES = (
    "id, origin, seq, patient, at, recorded, author, role, kind, fact, amends, reason, original,"
    " source, digest"
)
_WRITTEN = itemgetter(5, 1, 2)  # recorded, origin, seq
_INSERT = f"INSERT INTO entry ({_NAMES}) VALUES ({','.join('?' * 15)})"  # noqa: S608
_TROUBLES: dict[int, Trouble] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "not_a_store",
    sqlite3.SQLITE_CANTOPEN: "missing",
    sqlite3.SQLITE_CONSTRAINT: "duplicate",
}


_CANNOT_MAKE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


class StoreError(Exception):
    """What the world did to the file; nothing of the asked-for change was written.

    ``trouble`` says which: ``newer`` (written by a newer program), ``not_a_store``, ``damaged``,
    ``locked`` (open elsewhere), ``read_only``, ``full`` (no space left), ``missing``, ``io``,
    ``duplicate`` (an id, place or imported row that is there already).
    """

    def __init__(self, trouble: Trouble, path: Path, detail: str = "") -> None:
        self.trouble = trouble
        self.path = path
        self.detail = detail
        super().__init__(f"{path}: {trouble.replace('_', ' ')}{': ' if detail else ''}{detail}")


class Batch(NamedTuple):
    """Drafts that one person wrote at one time."""

    drafts: Sequence[Draft]
    recorded: datetime
    author: str
    role: str


@contextmanager
def _troubles(path: Path) -> Iterator[None]:
    """Turn what SQLite reports about the world into a :class:`StoreError`."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        trouble = _TROUBLES.get(code & 0xFF, "io") if code is not None else "io"
        raise StoreError(trouble, path, str(error)) from error
    except Unknown as error:
        raise StoreError("newer", path, str(error)) from error


class Store:
    """An open file of entries. Use as a context manager, or call :meth:`close`.

    ``origin`` names this workstation's log in the file. ``now`` dates the copy that is made
    before a file of an older shape is migrated.

    Raises :class:`StoreError`; a file from a newer program is refused untouched.
    """

    def __init__(self, path: Path, origin: str, now: datetime, *, read_only: bool = False) -> None:
        self.path = path
        self.origin = origin
        self.read_only = read_only
        self._lock: FileLock | None = None
        if not read_only:
            self._lock = _locked(path)
        elif not _exists(path):
            raise StoreError("missing", path)
        try:
            with _troubles(path):
                if not read_only and path.exists():
                    _looked_at(path)
                self._connection = _connected(path, read_only=read_only)
                try:
                    self._prepare(now)
                    self._seq, self._digest = self._head()
                except BaseException:
                    self._connection.close()
                    raise
        except BaseException:
            if self._lock is not None:
                self._lock.release()
            raise

    def _prepare(self, now: datetime) -> None:
        pending = _pending(self._connection, self.path)
        if self.read_only:
            if pending - shape.QUICKER:
                raise StoreError("read_only", self.path, "needs migrating first")
            return
        if pending and shape.has_tables(self._connection):
            copy = self.path.with_name(f"{self.path.name}.{now:%Y%m%d-%H%M%S}.bak")
            _copied(self._connection, copy)
        # All or nothing: half a step would leave a file nobody opens.
        with _transaction(self._connection):
            if pending:
                # Costs more than all else of an opening, and hardly any file needs it.
                from bedside.migrations import migrate  # noqa: PLC0415

                migrate(self._connection)
            refresh_views(self._connection)

    def _head(self) -> tuple[int, str]:
        row = self._connection.execute(
            "SELECT seq, digest FROM entry WHERE origin = ? ORDER BY seq DESC LIMIT 1",
            (self.origin,),
        ).fetchone()
        return (row[0], row[1]) if row else (0, "")

    def append(
        self, drafts: Sequence[Draft], recorded: datetime, author: str, role: str
    ) -> tuple[Entry, ...]:
        """Write drafts in one transaction and answer with their entries once they are durable.

        Raises :class:`StoreError`; then none of them was written. Raises ValueError for what
        could never be read back: a time without a zone, a fact the file cannot hold, an
        amendment of what is no entry of this patient.
        """
        return self.append_all((Batch(drafts, recorded, author, role),))

    def append_all(self, batches: Iterable[Batch]) -> tuple[Entry, ...]:
        """Write all batches, in their order, in one transaction: one wait for the disk.

        Errors as for :meth:`append`; then nothing of any batch was written. What a draft amends
        was written before this call.
        """
        if self.read_only:
            raise StoreError("read_only", self.path)
        seq, before = self._seq, self._digest
        entries: list[Entry] = []
        rows = []
        for drafts, written_at, author, role in batches:
            recorded = _kept(written_at)
            written = round(recorded.timestamp() * 1000) * 1_000_000
            # Sorted, since of one millisecond their order is chance: an id sorts by its time.
            names = sorted(str(uuid_utils.uuid7(nanoseconds=written)) for _ in drafts)
            for name, draft in zip(names, drafts, strict=True):
                seq += 1
                self._check_amended(draft)
                at = _kept(draft.at)
                fact, text = canonical(draft.fact)
                row = columns((name, self.origin, seq), draft, (at, recorded), (author, role), text)
                before = digest(before, row)
                rows.append((*row, before))
                entries.append(
                    Entry(
                        name,
                        self.origin,
                        seq,
                        draft.patient,
                        at,
                        recorded,
                        author,
                        role,
                        fact,
                        draft.amends,
                        draft.reason,
                        draft.original,
                        draft.source,
                        before,
                    )
                )
        with _troubles(self.path), _transaction(self._connection):
            self._connection.executemany(_INSERT, rows)
        self._seq, self._digest = seq, before
        return tuple(entries)

    def _check_amended(self, draft: Draft) -> None:
        if draft.amends is None:
            return
        with _troubles(self.path):
            found = self._connection.execute(
                "SELECT patient FROM entry WHERE id = ?", (draft.amends,)
            ).fetchone()
        if found is None or found[0] != draft.patient:
            raise ValueError(f"{draft.amends} is no entry of {draft.patient}")

    def merge(self, entries: Iterable[Entry]) -> int:
        """Take entries of other logs as they are, keeping those already here; how many were new.

        Raises :class:`StoreError` if an entry does not continue its origin's chain, or is here
        with another content.
        """
        if self.read_only:
            raise StoreError("read_only", self.path)
        new = 0
        with _troubles(self.path), _transaction(self._connection):
            # One origin's entry may amend another's that comes later in this very merge.
            self._connection.execute("PRAGMA defer_foreign_keys = ON")
            present = dict(self._connection.execute("SELECT id, digest FROM entry").fetchall())
            heads = dict(self._heads())
            for entry in sorted(entries, key=lambda e: (e.origin, e.seq)):
                if entry.id in present:
                    if present[entry.id] != entry.digest:
                        raise StoreError("damaged", self.path, f"entry {entry.id}: two contents")
                    continue
                seq, before = heads.get(entry.origin, (0, ""))
                row = row_of(entry)
                if entry.seq != seq + 1 or digest(before, row) != entry.digest:
                    raise StoreError("damaged", self.path, f"entry {entry.id}: broken chain")
                self._connection.execute(
                    _INSERT,
                    (*row, entry.digest),
                )
                heads[entry.origin] = (entry.seq, entry.digest)
                new += 1
        self._seq, self._digest = self._head()
        return new

    def _heads(self) -> Iterator[tuple[str, tuple[int, str]]]:
        rows = self._connection.execute(
            f"{_each('origin')} SELECT origin, seq, digest FROM each JOIN entry"  # noqa: S608
            " ON origin = each.one AND seq = (SELECT max(seq) FROM entry WHERE origin = each.one)"
        )
        for origin, seq, head in rows:
            yield origin, (seq, head)

    def heads(self) -> dict[str, int]:
        """The place of the last entry of each origin's log."""
        with _troubles(self.path):
            return {origin: seq for origin, (seq, _) in self._heads()}

    def written_at(self) -> datetime | None:
        """When the last entry was written, by the clock of its time; None without any."""
        with self._reading():
            row = self._connection.execute(
                "SELECT recorded FROM entry ORDER BY id DESC LIMIT 1"
            ).fetchone()
            return None if row is None else datetime.fromisoformat(row[0])

    def log(self, patient: str | None = None) -> tuple[Entry, ...]:
        """All entries, of one patient or of all, in the order of writing."""
        with self._reading():
            rows = self._rows("1") if patient is None else self._rows("patient = ?", patient)
            return _in_order(rows)

    def logs(self, patients: Iterable[str]) -> tuple[Entry, ...]:
        """All entries of these patients, in the order of writing."""
        with self._reading():
            return _in_order(self._rows_of("patient", patients))

    def log_after(self, heads: Mapping[str, int]) -> tuple[Entry, ...]:
        """What was written behind these places of each origin's log, in the order of writing.

        ``heads`` is what :meth:`heads` has answered; of an origin that it lacks, all entries.
        """
        rows: list[Any] = []
        with self._reading():
            for origin, (seq, _) in self._heads():
                known = heads.get(origin, 0)
                if seq > known:
                    rows += self._rows("origin = ? AND seq > ?", origin, known)
            return _in_order(rows)

    def people_log(self) -> tuple[Entry, ...]:
        """The entries that make a :class:`bedside.chart.Person`, in the order of writing.

        With them come all that amend them or are amended by them, of whatever kind, so that
        :func:`bedside.timeline.timeline` answers as it would from the whole log. What else the
        record holds is not read, however long it is.
        """
        with self._reading():
            rows = self._rows(shape.OF_PERSONS)
            said = {row[0] for row in rows}
            amending = self._connection.execute(
                "SELECT id, amends FROM entry WHERE amends IS NOT NULL"
            )
            rows += self._rows_of("id", _linked(said, amending) - said)
            return _in_order(rows)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Turn what a row cannot be read for into a :class:`StoreError`."""
        with _troubles(self.path):
            try:
                yield
            except Unknown:
                raise
            except (ValueError, msgspec.MsgspecError) as error:
                raise StoreError("damaged", self.path, str(error)) from error

    def _rows(self, condition: str, *asked: str | int) -> list[Any]:
        return self._connection.execute(
            f"SELECT {_NAMES} FROM entry WHERE {condition}",  # noqa: S608
            asked,
        ).fetchall()

    def _rows_of(self, column: str, values: Iterable[str]) -> list[Any]:
        listed = msgspec.json.encode(list(values)).decode()
        return self._rows(f"{column} IN (SELECT value FROM json_each(?))", listed)  # noqa: S608

    def patients(self) -> tuple[str, ...]:
        """The ids of all patients, in alphabetical order; :data:`bedside.facts.WARD` is none."""
        with _troubles(self.path):
            rows = self._connection.execute(
                f"{_each('patient')} SELECT one FROM each WHERE one IS NOT NULL"  # noqa: S608
            )
            return tuple(row[0] for row in rows if row[0] != WARD)

    def made(self) -> str:
        """When the file was made, to the microsecond: by this a record and its copies are known."""
        with _troubles(self.path):
            return shape.made(self._connection)

    def copy(self, to: Path) -> int:
        """Write the file as it is now to another; how many entries it held before.

        Others may write meanwhile: what they do is in the copy whole or not at all. ``to`` is
        not there yet, or empty. Raises :class:`StoreError`, with ``to`` as its path where it is
        the copy that could not be written.
        """
        with _troubles(self.path):
            (count,) = self._connection.execute("SELECT count(*) FROM entry").fetchone()
        with _troubles(to):
            _copied(self._connection, to)
        return int(count)

    def close(self) -> None:
        """Close the file and let others write it."""
        self._connection.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError as error:
        raise StoreError("read_only", path, str(error)) from error


def _looked_at(path: Path) -> None:
    """Raise for a file that is not ours, from a newer program, or not to be written.

    Not a byte of it is changed.
    """
    # SQLite opens a read-only file all the same; the first save would be the one to fail.
    effective = os.access in os.supports_effective_ids
    if not os.access(path, os.W_OK, effective_ids=effective):
        raise StoreError("read_only", path)
    if not path.stat().st_size:
        return
    connection = _connected(path, read_only=True)
    try:
        _pending(connection, path)
    finally:
        connection.close()


def _pending(connection: sqlite3.Connection, path: Path) -> frozenset[str]:
    """The steps that an older or new file still lacks; raises if it is not ours or newer."""
    taken = shape.taken_steps(connection)
    if not taken and shape.has_tables(connection):
        raise StoreError("not_a_store", path)
    newer = taken.difference(shape.PUBLISHED)
    if newer:
        raise StoreError("newer", path, ", ".join(sorted(newer)))
    return frozenset(shape.PUBLISHED) - taken


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written within, or, after an error, nothing of it."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _locked(path: Path) -> FileLock:
    lock = FileLock(f"{path.resolve()}.lock")  # by whatever name the file is opened
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
    except Timeout as error:
        raise StoreError("locked", path) from error
    except PermissionError as error:
        raise StoreError("read_only", path, str(error)) from error
    except OSError as error:
        raise StoreError("io", path, str(error)) from error
    return lock


def _copied(connection: sqlite3.Connection, to: Path) -> None:
    connection.execute("VACUUM INTO ?", (str(to.absolute()),))


def _kept(moment: datetime) -> datetime:
    """A moment as the file keeps it: in UTC, to the millisecond."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC).replace(microsecond=moment.microsecond // 1000 * 1000)


def _connected(path: Path, *, read_only: bool) -> sqlite3.Connection:
    if not read_only:
        return _opened(path, "rwc", read_only=False)
    try:
        return _opened(path, "ro", read_only=True)
    except sqlite3.OperationalError as error:
        # A log file stands beside the record while it is written; where it is missing and
        # cannot be made (a read-only folder), the file itself is all there is.
        alone = not Path(f"{path}-wal").exists()
        if alone and error.sqlite_errorcode & 0xFF in _CANNOT_MAKE:
            return _opened(path, "ro&immutable=1", read_only=True)
        raise


def _opened(path: Path, mode: str, *, read_only: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=2.0
    )
    try:
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")  # REPLACE asks the guards as well
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _entry(row: tuple[str, ...]) -> Entry:
    name, origin, seq, patient, at, recorded, author, role, kind, fact = row[:10]
    amends, reason, original, source, chained = row[10:]
    return Entry(
        name,
        origin,
        int(seq),
        patient,
        datetime.fromisoformat(at),
        datetime.fromisoformat(recorded),
        author,
        role,
        decoded(kind, fact),
        amends,
        reason,
        tuple(msgspec.json.decode(original, type=dict[str, str]).items()) if original else (),
        source,
        chained,
    )


def _in_order(rows: list[Any]) -> tuple[Entry, ...]:
    # They come by id, which is by time already: SQLite would sort them from nothing.
    rows.sort(key=_WRITTEN)
    return tuple([_entry(row) for row in rows])


def _each(column: str) -> str:
    """The values of a column that an index leads with, one step a value, as table "each"."""
    return (
        f"WITH RECURSIVE each (one) AS (SELECT min({column}) FROM entry UNION ALL"  # noqa: S608
        f" SELECT (SELECT min({column}) FROM entry WHERE {column} > one)"
        " FROM each WHERE one IS NOT NULL)"
    )


def _linked(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> set[str]:
    """These ids and all that pairs join to them, at however many removes."""
    beside: dict[str, list[str]] = {}
    for one, other in pairs:
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    found: set[str] = set()
    ahead = [name for name in ids if name in beside] if beside else []
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += beside[name]
    return found.union(ids)


class Broken(NamedTuple):
    """Something wrong in a file: what, and at which entry (its place and id) if at one."""

    what: str
    entry: str | None = None
    origin: str | None = None
    seq: int | None = None


def verified(path: Path) -> tuple[int, tuple[Broken, ...]]:
    """How many entries a file holds, and all that is wrong with it, the first broken one first.

    Checked: SQLite's own integrity, the guarding triggers, each origin's places without gaps,
    the chain of digests, and that every fact can be read. Rows cut off at the end of a log leave
    no trace in the file itself. Raises :class:`StoreError` if the file cannot be read at all.
    """
    from bedside.migrations import fresh_guards  # noqa: PLC0415

    if not _exists(path):
        raise StoreError("missing", path)
    broken: list[Broken] = []
    with _troubles(path):
        connection = _connected(path, read_only=True)
        try:
            if not connection.execute(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'entry'"
            ).fetchone():
                raise StoreError("not_a_store", path)
            count, chained = 0, _Chain()
            try:
                rows = connection.execute(f"SELECT {_NAMES} FROM entry ORDER BY origin, seq")  # noqa: S608
                for row in rows:
                    count += 1
                    broken += chained.checked(row)
                for (problem,) in connection.execute("PRAGMA integrity_check"):
                    if problem != "ok":
                        broken.append(Broken(f"integrity: {problem}"))
            except sqlite3.DatabaseError as error:
                broken.append(Broken(f"integrity: {error}"))
            standing = guards(connection)
            for name, sql in fresh_guards().items():
                if standing.get(name) != sql:
                    broken.append(Broken(f"trigger {name} is missing or changed"))
        finally:
            connection.close()
    return count, tuple(broken)


class _Chain:
    """The chain of one origin after another, as rows come by in order."""

    def __init__(self) -> None:
        self._origin, self._seq, self._digest = "", 0, ""

    def checked(self, row: tuple[str, ...]) -> Iterator[Broken]:
        origin, seq = row[1], int(row[2])
        if origin != self._origin:
            self._origin, self._seq, self._digest = origin, 0, ""
        if seq != self._seq + 1:
            yield Broken("entries are missing before this one", row[0], origin, seq)
        elif digest(self._digest, row[:-1]) != row[-1]:
            yield Broken("the content does not match its digest", row[0], origin, seq)
        self._seq, self._digest = seq, row[-1]
        try:
            decoded(row[8], row[9])
        except Unknown as error:
            yield Broken(f"the fact cannot be read: {error}", row[0], origin, seq)
