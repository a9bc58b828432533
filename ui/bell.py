"""The one bell: it rings every few seconds, and when a chart would next read differently."""

from datetime import datetime

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.qt import QtScheduler
from PySide6.QtCore import QObject, Signal

EVERY = "*/5"
"""The seconds of each minute at which it rings: an alarm that falls due waits no longer."""


class Bell(QObject):
    """Rings in Qt's own loop. What is to be done is derived from the record at every ring."""

    rang = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # The default executor runs jobs on threads; the default grace of 1 s drops a job that
        # is late after the machine slept.
        self._scheduler = QtScheduler(
            executors={"default": DebugExecutor()},
            job_defaults={"misfire_grace_time": None, "coalesce": True},
            timezone="UTC",
        )
        self._stopped = False
        self._scheduler.add_job(self._ring, "cron", second=EVERY, id="often")
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
            self._scheduler.shutdown(wait=False)

    def _ring(self) -> None:
        # A tick may still come after the shutdown.
        if not self._stopped:
            self.rang.emit()
