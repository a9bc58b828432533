"""What the twelve months ask of every patient: plans made from the ward's logs, and reminders."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from bedside.follow import Follow, follow
from bedside.reminders import Diary, Leads, Reminder
from ui.rung import Rung
from ui.ward import StoreError, Ward

if TYPE_CHECKING:
    from bedside.protocol.shelf import Shelf


class Plans(QObject):
    """The plan of every patient whose log is read, and the reminders that stand.

    ``planned`` tells that plans read otherwise than before (a new entry, a new day), ``reminded``
    brings all reminders that stand, ``rang`` those that nobody was told of yet. Logs of patients
    who are not on the ward are read one at a time once :meth:`begin` was called, so that nobody
    waits for them; until the last one is read nothing rings. ``troubled`` brings a log that
    cannot be read.
    """

    planned = Signal()
    reminded = Signal(object)
    rang = Signal(object)
    read_all = Signal()
    """The last log has been read."""
    troubled = Signal(object)

    def __init__(
        self,
        ward: Ward,
        shelf: "Callable[[], Shelf]",
        leads: Callable[[], Leads],
        rung: Rung,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ward = ward
        self._make_shelf = shelf
        self._shelf: Shelf | None = None
        self._leads = leads
        self._rung = rung
        self._diary = Diary()
        self._follows: dict[str, Follow] = {}
        self._made_of: dict[str, tuple[int, datetime | None]] = {}
        """How many entries each plan was made of, and when one that is dated ahead will count."""
        self._today: date | None = None
        self._begun = False
        self._whole = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._read_on)

    @property
    def shelf(self) -> "Shelf":
        """The editions of all protocols; read when first asked for."""
        if self._shelf is None:
            self._shelf = self._make_shelf()
        return self._shelf

    @property
    def is_whole(self) -> bool:
        """Whether everybody's log has been read."""
        return self._whole

    def begin(self) -> None:
        """Read on, whenever there is nothing else to do, until every plan is known."""
        self._begun = True
        self._timer.start()

    def stop(self) -> None:
        """Read no further."""
        self._timer.stop()

    def follow(self, patient: str) -> Follow:
        """The plan of a patient as of now. KeyError if unknown, StoreError if unreadable."""
        now = self._ward.now()
        count, ahead = self._made_of.get(patient, (-1, None))
        if count != self._ward.written(patient) or (ahead is not None and ahead <= now):
            line = self._ward.timeline(patient)
            later = min((e.at for e in self._ward.log(patient) if e.at > now), default=None)
            self._made_of[patient] = (self._ward.written(patient), later)
            log = self._ward.log(patient)
            plan = follow(patient, line, self.shelf.get, self._ward.zone, now, log)
            self._follows[patient] = plan
        return self._follows[patient]

    def follows(self) -> tuple[Follow, ...]:
        """The plans of all whose logs are read, by patient."""
        return tuple(self._follows[patient] for patient in sorted(self._follows))

    def reminders(self) -> tuple[Reminder, ...]:
        """All reminders that stand now, answered ones too."""
        return self._diary.reminders(self._follows.values(), self._ward.now(), self._leads())

    def next_ring(self) -> datetime | None:
        """When a reminder will stand by itself; None if nobody's will."""
        return self._diary.next_ring(self._follows.values(), self._ward.now(), self._leads())

    def refresh(self) -> None:
        """Look again: what was written, and what the clock says."""
        if not self._begun:
            return
        before = tuple(self._follows.values())
        try:
            for patient in self._ward.read_patients():
                self.follow(patient)
        except StoreError as error:
            self.troubled.emit(error)
        today = self._ward.now().astimezone(self._ward.zone).date()
        changed = today != self._today or any(
            one is not other for one, other in zip(before, self._follows.values(), strict=False)
        )
        if changed or len(before) != len(self._follows):
            self._today = today
            self.planned.emit()
        self._tell()

    def _tell(self) -> None:
        standing = self.reminders()
        self.reminded.emit(standing)
        new = self._rung.due(standing) if self._whole else ()
        if new:
            # Marked after it was told: if the program dies between, it is told again.
            self.rang.emit(new)
            self._rung.mark(new)

    def _read_on(self) -> None:
        """One more log, or one more plan; at the end all that has fallen due is told at once."""
        try:
            left = self._ward.read_next(1)
            unmade = next((p for p in self._ward.read_patients() if p not in self._follows), None)
            if unmade is not None:
                self.follow(unmade)
        except StoreError as error:
            self.troubled.emit(error)
            return
        if not left and unmade is None:
            self._timer.stop()
            self._whole = True
            self.read_all.emit()
            self.refresh()
