"""Copies of the record in another folder: made, checked, told apart by time, thinned out.

A copy is named after its record, a mark of which record that is, and its time in UTC:
``ward-5f3a09c1-20261122T143205Z.sqlite``. It is a record itself, and opens as one.
"""

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Literal, NamedTuple

from bedside.store import Store, StoreError, verified

KEPT = 14
"""How many days keep their last copy."""
LATE = timedelta(hours=26)
"""A day, and two hours for a workstation that is switched on later than the day before."""
_DAY = timedelta(days=1)
_STAMP = "%Y%m%dT%H%M%SZ"

Trouble = Literal[
    "no_folder",
    "same_folder",
    "not_writable",
    "full",
    "unreadable",
    "record_broken",
    "copy_broken",
    "io",
]
_ERRNO: dict[int, Trouble] = {
    errno.ENOSPC: "full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "full",
    errno.EACCES: "not_writable",
    errno.EPERM: "not_writable",
    errno.EROFS: "not_writable",
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_folder",
}
_COPYING: dict[str, Trouble] = {
    "full": "full",
    "read_only": "not_writable",
    "missing": "not_writable",
    "damaged": "record_broken",
}


class BackupFailed(Exception):
    """No copy was made; the earlier ones stand as they were.

    ``code`` says why: ``no_folder`` (not there: its disk may not be connected), ``same_folder``
    (the record lies in it), ``not_writable``, ``full``, ``unreadable`` (the record cannot be
    opened), ``record_broken`` (the record is damaged itself), ``copy_broken`` (what was written
    is not what was read), ``io``. ``detail`` is the folder or, of the last four, what was found.
    """

    def __init__(self, code: Trouble, detail: str) -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code.replace('_', ' ')}: {detail}")


class Backup(NamedTuple):
    """A copy that was found whole: where, when (UTC, to the second), with how many entries.

    ``removed`` are the older copies that went for it.
    """

    path: Path
    made: datetime
    entries: int
    removed: tuple[Path, ...] = ()


def back_up(store_path: Path, folder: Path, now: datetime, *, kept: int = KEPT) -> Backup:
    """Copy the record into the folder, check the copy, and only then give it its name.

    The record may be written meanwhile. Afterwards the older copies of this record are thinned
    out, see :func:`surplus`; nothing else in the folder is touched. Raises :class:`BackupFailed`.
    """
    refused = refusal(store_path, folder)
    if refused is not None:
        raise BackupFailed(refused, str(folder))
    made = now.astimezone(UTC).replace(microsecond=0)
    try:
        with _opened(store_path, now) as store:
            name = _name(store)
            part = _begun(folder, name.at(made))
            try:
                had = _written(store, part)
                entries = _checked(store_path, part, had)
                with suppress(OSError):  # a stick's file system may know no modes
                    shutil.copymode(store_path, part)
                path = folder / name.at(made)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
        _settle(folder)
    except OSError as error:
        raise _failed(error, folder) from error
    return Backup(path, made, entries, _thinned(folder, name, made, kept))


def last(folder: Path, store_path: Path, now: datetime) -> datetime | None:
    """When the newest copy of this record in the folder was made (UTC); None if there is none.

    What is dated after ``now`` comes from a clock that was wrong, and does not count. Raises
    :class:`BackupFailed` where folder or record cannot be read.
    """
    with _opened(store_path, now) as store:
        name = _name(store)
    try:
        found = name.copies(folder)
    except OSError as error:
        raise _failed(error, folder) from error
    return max((made for made in found if made <= now), default=None)


def late(last: datetime | None, now: datetime, since: datetime | None) -> bool:
    """Whether the newest copy is too old: made more than :data:`LATE` ago.

    ``since`` is from when copies have been asked for, and stands in for a copy where there is
    none yet, or where one is dated after ``now``; None is never, and then nothing is late.
    """
    if since is None:
        return False
    begun = since if last is None or last > now else last
    return now - begun > LATE


def surplus(made: Iterable[datetime], now: datetime, kept: int = KEPT) -> frozenset[datetime]:
    """Which copies may go, by the times they were made at (UTC).

    What stays: all of the last 24 hours, and the last copy of each of the ``kept`` latest days
    that have any. What is dated after ``now`` neither goes nor counts.
    """
    if kept < 1:
        raise ValueError(f"{kept} copies kept are none")
    past = sorted({one for one in made if one <= now}, reverse=True)
    days: dict[date, datetime] = {}
    for one in past:
        days.setdefault(one.date(), one)
    stays = {*list(days.values())[:kept], *(one for one in past if now - one < _DAY)}
    return frozenset(past) - stays


def refusal(store_path: Path, folder: Path) -> Trouble | None:
    """Why copies cannot lie in this folder; None if they can.

    It is never made: a disk that is not connected must not be mistaken for an empty folder.
    """
    try:
        if not folder.is_absolute() or not folder.is_dir():
            return "no_folder"
        beside = (store_path.absolute().parent, store_path.resolve().parent)
        if any(folder.samefile(one) for one in beside if one.is_dir()):
            return "same_folder"
    except OSError:
        return "no_folder"
    return None


def same_disk(store_path: Path, folder: Path) -> bool:
    """Whether record and copies would be lost with one disk; False where that is not known."""
    try:
        return store_path.stat().st_dev == folder.stat().st_dev
    except OSError:
        return False


class _Name(NamedTuple):
    """What the names of all copies of one record have in common."""

    stem: str
    mark: str

    def at(self, made: datetime) -> str:
        return f"{self.stem}-{self.mark}-{made:{_STAMP}}.sqlite"

    def copies(self, folder: Path) -> dict[datetime, Path]:
        """The copies of this record in a folder, by time."""
        return dict(self._named(folder, r"\.sqlite"))

    def leavings(self, folder: Path, now: datetime) -> list[Path]:
        """What copies that were cut short have left, more than a day ago."""
        parts = self._named(folder, r"\.sqlite\.[a-z0-9_]+\.part")
        return [path for made, path in parts if now - made > _DAY]

    def _named(self, folder: Path, ending: str) -> Iterable[tuple[datetime, Path]]:
        known = re.compile(rf"{re.escape(self.stem)}-{self.mark}-([0-9]{{8}}T[0-9]{{6}}Z){ending}")
        with os.scandir(folder) as found:
            for one in found:
                named = known.fullmatch(one.name)
                if named is None or not one.is_file(follow_symlinks=False):
                    continue
                with suppress(ValueError):
                    at = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
                    yield at, Path(one.path)


def _name(store: Store) -> _Name:
    # Workstations may share a folder, and their records are mostly called the same.
    try:
        mark = blake2b(store.made().encode(), digest_size=4).hexdigest()
    except StoreError as error:
        raise BackupFailed("unreadable", str(error)) from error
    return _Name(store.path.stem, mark)


def _opened(store_path: Path, now: datetime) -> Store:
    try:
        return Store(store_path, "backup", now, read_only=True)
    except StoreError as error:
        code: Trouble = "record_broken" if error.trouble == "damaged" else "unreadable"
        raise BackupFailed(code, str(error)) from error


def _failed(error: OSError, folder: Path) -> BackupFailed:
    code = _ERRNO.get(error.errno or 0)
    return BackupFailed("io", str(error)) if code is None else BackupFailed(code, str(folder))


def _begun(folder: Path, name: str) -> Path:
    file, part = tempfile.mkstemp(".part", f"{name}.", folder)
    os.close(file)
    return Path(part)


def _written(store: Store, part: Path) -> int:
    """Write the copy and wait for the disk; how many entries the record had before."""
    try:
        had = store.copy(part)
    except StoreError as error:
        code = _COPYING.get(error.trouble, "io")
        in_folder = code in {"full", "not_writable"}
        raise BackupFailed(code, str(part.parent if in_folder else error)) from error
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    return had


def _checked(store_path: Path, part: Path, had: int) -> int:
    """How many entries a copy holds; raises where it is not whole, or lacks what the record had."""
    try:
        count, broken = verified(part)
    except StoreError as error:
        raise BackupFailed("copy_broken", str(error)) from error
    if broken:
        try:
            _, own = verified(store_path)
        except StoreError as error:
            raise BackupFailed("record_broken", str(error)) from error
        if own:
            raise BackupFailed("record_broken", own[0].what)
        raise BackupFailed("copy_broken", broken[0].what)
    if count < had:
        raise BackupFailed("copy_broken", f"{count} of {had} entries")
    return count


def _settle(folder: Path) -> None:
    """Wait until the new name is on the disk, where a folder can be waited for."""
    if os.name == "nt":
        return
    # Not every file system knows this of a folder; the file itself is on the disk.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _thinned(folder: Path, name: _Name, now: datetime, kept: int) -> tuple[Path, ...]:
    """Remove copies that may go; what cannot be removed stays until the next time."""
    removed = []
    with suppress(OSError):
        found = name.copies(folder)
        gone = [found[made] for made in sorted(surplus(found, now, kept))]
        for path in (*gone, *name.leavings(folder, now)):
            with suppress(OSError):
                path.unlink()
                removed.append(path)
    return tuple(removed)
