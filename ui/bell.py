"""The one bell: it rings every few seconds, and when a chart would next read differently."""

from datetime import datetime
from typing import Any

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.qt import QtScheduler
from PySide6.QtCore import QObject, QTimer, Signal

EVERY_MS = 5000
"""An alarm that falls due waits no longer, whatever becomes of the clock on the wall."""
_LONGEST_MS = 2**31 - 1


class _OneTimer(QtScheduler):  # type: ignore[misc]
    """A scheduler with one timer.

    That of the library cannot be stopped once it is started (PySide's ``singleShot`` answers
    None), so that each job added leaves another one running for ever.
    """

    def __init__(self, parent: QObject, **options: Any) -> None:
        self._one = QTimer(parent)
        self._one.setSingleShot(True)
        self._one.timeout.connect(self._process_jobs)
        super().__init__(**options)

    def _start_timer(self, wait_seconds: float | None) -> None:
        self._one.stop()
        if wait_seconds is not None:
            self._one.start(min(max(0, int(wait_seconds * 1000)), _LONGEST_MS))

    def _stop_timer(self) -> None:
        self._one.stop()


class Bell(QObject):
    """Rings in Qt's own loop. What is to be done is derived from the record at every ring."""

    rang = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # The default executor runs jobs on threads; the default grace of 1 s drops a job that
        # is late after the machine slept.
        self._scheduler = _OneTimer(
            self,
            executors={"default": DebugExecutor()},
            job_defaults={"misfire_grace_time": None, "coalesce": True},
            timezone="UTC",
        )
        self._stopped = False
        # A job's next time is one of the clock on the wall: put back by an hour, it would not
        # ring for that hour. This timer counts what no clock can be set to.
        self._often = QTimer(self)
        self._often.setInterval(EVERY_MS)
        self._often.timeout.connect(self._ring)
        self._often.start()
        self._scheduler.start()

    def set(self, moment: datetime | None) -> None:
        """Ring at this moment too (aware)."""
        if moment is not None and not self._stopped:
            self._scheduler.add_job(
                self._ring, "date", run_date=moment, id="change", replace_existing=True
            )

    def stop(self) -> None:
        """Never ring again."""
        if not self._stopped:
            self._stopped = True
            self._often.stop()
            self._scheduler.shutdown(wait=False)

    def _ring(self) -> None:
        # A tick may still come after the shutdown.
        if not self._stopped:
            self.rang.emit()
