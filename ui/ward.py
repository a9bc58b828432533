"""The one object between widgets and record: facts up, charts down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bedside.chart import Chart, Person, chart, risk_order
from bedside.store import Store, StoreError
from bedside.timeline import Draft, Entry, timeline

LATELY = timedelta(days=30)
"""Whoever left within this time is looked at for alarms that were left behind."""

__all__ = ["Keeper", "Store", "StoreError", "Ward", "opened"]


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who is at the keyboard: name and role ("nurse", "physician", "coordinator")."""

    name: str
    role: str


def opened(path: Path, origin: str, now: datetime, *, read_only: bool = False) -> Store:
    """The store in a file, for the one ward that will hold it; raises `StoreError`."""
    return Store(path, origin, now, read_only=read_only)


class Ward(QObject):
    """All patients of one store, charted at the moment the clock tells.

    ``charted`` brings a new chart of one patient, ``surveyed`` all charts of the board in order
    of risk. Nothing else in the program holds the store.
    """

    charted = Signal(object)
    surveyed = Signal(object)

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        zone: tzinfo,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self.zone = zone
        self._logs: dict[str, list[Entry]] = {}
        self._people: dict[str, Person] = {}
        self._charts: dict[str, Chart] = {}
        for entry in store.log():
            self._logs.setdefault(entry.patient, []).append(entry)
        for patient, log in self._logs.items():
            self._people[patient] = _person(patient, log)

    @property
    def read_only(self) -> bool:
        """Whether the store is open for reading only; then nothing can be recorded."""
        return self._store.read_only

    @property
    def path(self) -> str:
        """The file, for people."""
        return str(self._store.path)

    def now(self) -> datetime:
        """The moment the clock tells (aware, UTC)."""
        return self._clock()

    def people(self) -> tuple[Person, ...]:
        """Everybody in the record, by id."""
        return tuple(self._people[patient] for patient in sorted(self._people))

    def chart(self, patient: str) -> Chart:
        """The chart of a patient as last made; made now if it was not. KeyError if unknown."""
        known = self._charts.get(patient)
        if known is None:
            known = chart(self._logs[patient], self._clock(), self.zone)
            self._charts[patient] = known
        return known

    def board(self) -> tuple[Chart, ...]:
        """The charts of all who are in the ward's care, who needs somebody first on top."""
        present = (p.patient for p in self._people.values() if self._is_present(p))
        return tuple(sorted((self.chart(patient) for patient in present), key=risk_order))

    def _is_present(self, person: Person) -> bool:
        """In the ward's care, or gone with an alarm that nobody has acknowledged yet."""
        if not person.discharged:
            return True
        last = self._logs[person.patient][-1].recorded
        return self._clock() - last < LATELY and bool(self.chart(person.patient).alarms)

    def record(self, drafts: Sequence[Draft], keeper: Keeper) -> tuple[Entry, ...]:
        """Write facts down, all or none, and chart their patients anew.

        Raises :class:`bedside.store.StoreError`; then nothing was written or changed.
        """
        now = self._clock()
        entries = self._store.append(drafts, now, keeper.name, keeper.role)
        for patient in {entry.patient for entry in entries}:
            new = [entry for entry in entries if entry.patient == patient]
            known = self.chart(patient) if patient in self._logs else None
            self._logs.setdefault(patient, []).extend(new)
            self._charts[patient] = (
                chart(new, now, self.zone) if known is None else known.extended(new, now)
            )
            self._people[patient] = self._charts[patient].person
            self.charted.emit(self._charts[patient])
        self.surveyed.emit(self.board())
        return entries

    def refresh(self) -> None:
        """Chart everybody who is charted as of now: time alone has changed things.

        Where another program writes the file, what it has written since is taken in as well.
        """
        now = self._clock()
        written = self._written_elsewhere() if self.read_only else {}
        for patient, known in self._charts.items():
            self._charts[patient] = known.extended(written.get(patient, ()), now)
        for known in tuple(self._charts.values()):
            self.charted.emit(known)
        self.surveyed.emit(self.board())

    def _written_elsewhere(self) -> dict[str, list[Entry]]:
        """Entries that the file holds and the logs do not yet; they are in the logs afterwards."""
        written: dict[str, list[Entry]] = {}
        have = {entry.id for log in self._logs.values() for entry in log}
        for entry in self._store.log():
            if entry.id not in have:
                written.setdefault(entry.patient, []).append(entry)
        for patient, new in written.items():
            self._logs.setdefault(patient, []).extend(new)
            self._people[patient] = _person(patient, self._logs[patient])
        return written

    def next_change(self) -> datetime | None:
        """When any chart would next read differently by itself."""
        ahead = (known.next_change for known in self._charts.values())
        return min((moment for moment in ahead if moment is not None), default=None)

    def close(self) -> None:
        """Close the store."""
        self._store.close()


def _person(patient: str, log: Sequence[Entry]) -> Person:
    """Who a log is about, without charting it."""
    person = Person(patient)
    for entry in timeline(log):
        person = person.with_fact(entry.fact)
    return person
