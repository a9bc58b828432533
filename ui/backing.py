"""The daily copy of the record, made off the screen's thread, and what the ward must hear of it.

With `ui.ward` the only module that reaches the record; it reads alone, on connections of its own.
"""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from bedside import backup
from bedside.alarms import Technical
from bedside.backup import Backup, BackupFailed, Trouble, refusal, same_disk
from ui.settings import Settings

DAILY = timedelta(hours=20)
"""When the last copy is older than this, another is made: once a day, at no fixed hour."""
AGAIN = timedelta(minutes=15)
"""So long after a failure it is tried again; the disk may have been connected."""
_WATCH_MS = 50
_LEAVE_S = 10.0

__all__ = [
    "AGAIN",
    "DAILY",
    "Backing",
    "Backup",
    "BackupFailed",
    "Trouble",
    "refusal",
    "same_disk",
]


class _Looked(NamedTuple):
    """What one look into the folder has brought."""

    folder: Path
    last: datetime | None
    made: Backup | None = None
    failure: BackupFailed | None = None


class Backing(QObject):
    """Makes a copy each day where a folder is set, and knows how old the last one is.

    ``done`` brings each `Backup`; ``failed`` code and detail of a `BackupFailed`, each time
    anew; ``changed``: what can be asked here has changed. Not for a demonstration, nor for a
    record that is read only. :meth:`tick` is to be called each minute.
    """

    done = Signal(object)
    failed = Signal(str, str)
    changed = Signal()

    def __init__(
        self,
        store_path: Path,
        settings: Settings,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.store_path = store_path
        self._settings = settings
        self._clock = clock
        self._closed = False
        self._since = clock()
        self._last: datetime | None = None
        self._failure: BackupFailed | None = None
        self._failing: datetime | None = None
        self._tried: datetime | None = None
        self._copy: Future[_Looked] | None = None
        self._thread: Thread | None = None
        # Looked at from here, so that nothing of Qt is ever touched by the other thread.
        self._watch = QTimer(self, interval=_WATCH_MS)
        self._watch.timeout.connect(self._look)
        settings.changed.connect(self._set)

    @property
    def last(self) -> datetime | None:
        """When the last copy was made that is known of (UTC)."""
        return self._last

    @property
    def failure(self) -> BackupFailed | None:
        """Why the last attempt failed; None if it did not."""
        return self._failure

    @property
    def busy(self) -> bool:
        """Whether a copy is being made, or the folder looked at."""
        return self._copy is not None

    def now(self) -> datetime:
        """The moment the clock tells (aware, UTC)."""
        return self._clock()

    def tick(self) -> None:
        """Begin a copy if one is due; it is told by the signals."""
        now = self._clock()
        if self._copy is None and self._is_due(now):
            self._begin(now, always=False)

    def back_up_now(self) -> bool:
        """Begin a copy whatever the last one's age; whether one could be begun.

        It cannot while another is being made, or where no folder is set.
        """
        if self._copy is not None or self._closed or self._settings.backup_folder is None:
            return False
        self._begin(self._clock(), always=True)
        return True

    def technical(self, now: datetime) -> tuple[Technical, ...]:
        """What the ward must hear of as of ``now``: the last copy is late, or the last try failed.

        It has the same beginning until a copy succeeds.
        """
        if self._settings.backup_folder is None:
            return ()
        begun = [] if self._failing is None else [self._failing]
        if backup.late(self._last, now, self._since):
            known = self._last if self._last is not None and self._last <= now else self._since
            begun.append(known + backup.LATE)
        return (Technical("backup_late", min(begun)),) if begun else ()

    def close(self) -> None:
        """Make no more copies; one that is being made has a little time to be finished."""
        self._closed = True
        self._forget_copy()
        if self._thread is not None:
            self._thread.join(_LEAVE_S)

    def _is_due(self, now: datetime) -> bool:
        if self._closed or self._settings.backup_folder is None:
            return False
        if self._tried is not None and timedelta() <= now - self._tried < AGAIN:
            return False
        # A copy dated ahead comes from a clock that was wrong since.
        return self._last is None or not timedelta() <= now - self._last < DAILY

    def _begin(self, now: datetime, *, always: bool) -> None:
        folder = self._settings.backup_folder
        assert folder is not None
        copy: Future[_Looked] = Future()
        path = self.store_path

        def work() -> None:
            try:
                copy.set_result(_looked(path, folder, now, always=always))
            except BaseException as error:  # noqa: BLE001 - it is raised where it is looked at
                copy.set_exception(error)

        self._copy = copy
        # A folder on a network that hangs must not keep the program from ending.
        self._thread = Thread(target=work, name="backup", daemon=True)
        self._thread.start()
        self._watch.start()
        self.changed.emit()

    def _look(self) -> None:
        copy = self._copy
        if copy is None or not copy.done():
            return
        self._forget_copy()
        now = self._tried = self._clock()
        self._failing = self._failing or now
        error = copy.exception()
        if error is not None:
            self.changed.emit()
            raise error
        self._take(copy.result())

    def _take(self, looked: _Looked) -> None:
        self._failure = looked.failure
        if looked.failure is None:
            self._tried = self._failing = None
        if looked.failure is None or looked.last is not None:
            self._last = looked.last
        self.changed.emit()
        if looked.made is not None:
            self.done.emit(looked.made)
        if looked.failure is not None:
            self.failed.emit(looked.failure.code, looked.failure.detail)

    def _forget_copy(self) -> None:
        self._watch.stop()
        self._copy = None

    def _set(self, name: str) -> None:
        if name != "backup_folder":
            return
        # What is still found out about the folder before tells nothing of this one.
        self._forget_copy()
        self._since = self._clock()
        self._last = self._failure = self._failing = self._tried = None
        self.changed.emit()
        self.tick()


def _looked(path: Path, folder: Path, now: datetime, *, always: bool) -> _Looked:
    """Look how old the last copy is, and make another where it is too old, or ``always``."""
    last = None
    try:
        last = backup.last(folder, path, now)
        if not always and last is not None and now - last < DAILY:
            return _Looked(folder, last)
        made = backup.back_up(path, folder, now)
    except BackupFailed as error:
        return _Looked(folder, last, failure=error)
    return _Looked(folder, made.made, made)
