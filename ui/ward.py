"""The one object between widgets and record: facts up, charts down."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bedside.alarms import Technical
from bedside.chart import Chart, Person, chart
from bedside.facts import WARD, Discharged, LabRange
from bedside.ranges import Ranges, ranges
from bedside.store import Store, StoreError
from bedside.survey import Survey, Surveyor
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

    ``charted`` brings a new chart of one patient, ``surveyed`` the whole ward with what is due
    and what rings. Nothing else in the program holds the store.

    ``clock`` must never go back (`bedside.alarms.Steady`): the order of writing is by it, and
    nothing that began is forgotten. What is written about the ward itself is kept apart
    (:meth:`written_of_ward`).

    At the start the logs are read of those only who are in the ward's care or left it within
    :data:`LATELY`. Of everybody else it is known who they are; their logs are read when they are
    asked for, or one after another by :meth:`read_next`. Whatever asks for a log or a chart may
    raise :class:`bedside.store.StoreError`.
    """

    charted = Signal(object)
    surveyed = Signal(object)
    ranged = Signal(object)
    """The reference ranges read otherwise than before."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        zone: tzinfo,
        parent: QObject | None = None,
        *,
        surveyor: Surveyor | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self._surveyor = surveyor or Surveyor()
        self._technical: tuple[Technical, ...] = ()
        self._survey: Survey | None = None
        self.zone = zone
        self._people: dict[str, Person] = {}
        self._charts: dict[str, Chart] = {}
        # Before all else: what is written meanwhile is then found by the next refresh.
        self._heads = store.heads() if store.read_only else {}
        told = _by_patient(store.people_log())
        left: dict[str, datetime] = {}
        for patient in store.patients():
            line = timeline(told.get(patient, ()))
            person = self._people[patient] = _person(patient, line)
            if person.discharged:
                left[patient] = max(e.at for e in line if isinstance(e.fact, Discharged))
        since = self._clock() - LATELY
        self._gone = {patient for patient, at in left.items() if at > since}
        """Away, and to be charted all the same for the alarms they left behind."""
        away = sorted(left.keys() - self._gone, key=lambda patient: left[patient], reverse=True)
        self._looked_at: tuple[str, int, dict[str, Entry]] = ("", 0, {})
        """The entries of the patient who was looked at last, by id."""
        self._waiting = dict.fromkeys(away)
        """Away for long, and not read yet; those who left last come first."""
        near = self._people.keys() - self._waiting.keys()
        self._logs = _by_patient(store.logs({WARD, *near}) if away else store.log())
        self._of_ward = self._logs.pop(WARD, [])
        self._ranges: Ranges | None = None

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

    def log(self, patient: str) -> tuple[Entry, ...]:
        """All entries of a patient in the order of writing. KeyError if unknown."""
        return tuple(self._read(patient))

    def timeline(self, patient: str) -> tuple[Entry, ...]:
        """The entries of a patient that count, those dated ahead too. KeyError if unknown."""
        log = self._read(patient)
        known = self._charts.get(patient)
        if known is None or len(known.log) != len(log) or any(e.at > known.now for e in log):
            return timeline(log)
        return known.timeline

    def entry(self, patient: str, name: str) -> Entry | None:
        """The entry of a patient by its id; None where it cannot be found."""
        try:
            count = self.written(patient)
            if self._looked_at[:2] != (patient, count):
                self._looked_at = (patient, count, {e.id: e for e in self.log(patient)})
        except (KeyError, StoreError):
            return None
        return self._looked_at[2].get(name)

    def written(self, patient: str) -> int:
        """How many entries the log of a patient has. KeyError if unknown."""
        return len(self._read(patient))

    def read_patients(self) -> tuple[str, ...]:
        """The ids of those whose logs have been read."""
        return tuple(self._logs)

    def _read(self, patient: str) -> list[Entry]:
        known = self._logs.get(patient)
        if known is None:
            if patient not in self._people:
                raise KeyError(patient)
            known = self._logs[patient] = list(self._store.log(patient))
            if self.read_only:  # another program may have written more since
                self._people[patient] = _person(patient, timeline(known))
        return known

    def chart(self, patient: str) -> Chart:
        """The chart of a patient as last made; made now if it was not. KeyError if unknown."""
        known = self._charts.get(patient)
        if known is None:
            known = chart(self._read(patient), self.now(), self.zone)
            self._charts[patient] = known
        return known

    def written_at(self) -> datetime | None:
        """When the record was last written."""
        return self._store.written_at()

    def written_of_ward(self) -> tuple[Entry, ...]:
        """What was written about the ward itself and counts, in order of time."""
        return timeline(self._of_ward)

    @property
    def ranges(self) -> Ranges:
        """The reference ranges of laboratories; the same ones until another is written down."""
        if self._ranges is None:
            self._ranges = ranges(self.written_of_ward())
        return self._ranges

    def _take_ranges(self, written: Iterable[Entry]) -> None:
        """Read the ranges anew where something that was written about the ward bears on them."""
        if any(isinstance(e.fact, LabRange) or e.amends is not None for e in written):
            self._ranges = None
            self.ranged.emit(self.ranges)

    @property
    def surveyor(self) -> Surveyor:
        """What makes the surveys, and knows the tables of alarms."""
        return self._surveyor

    def survey(self) -> Survey:
        """The ward as of now: who is in its care, who needs somebody first on top.

        Somebody who left long ago is in it once :meth:`read_next` has found an alarm.
        """
        present = [p.patient for p in tuple(self._people.values()) if self._may_be_here(p)]
        charts = tuple(self.chart(patient) for patient in present)
        self._survey = self._surveyor.survey(
            charts, self.now(), self.zone, self._technical, self.written_of_ward()
        )
        return self._survey

    @property
    def last_survey(self) -> Survey:
        """The survey that was made last."""
        return self.survey() if self._survey is None else self._survey

    def board(self) -> tuple[Chart, ...]:
        """The charts of :meth:`survey`."""
        return self.survey().charts

    def find(self, technical: Iterable[Technical]) -> None:
        """Take in what the program has found out about itself; the next survey shows it."""
        self._technical = tuple(technical)

    def look(self) -> None:
        """Survey as of now without charting anew, and tell if anything reads differently.

        Where another program writes the file and has written since, everything is taken in.
        """
        if self.read_only and self._store.heads() != self._heads:
            self.refresh()
            return
        before = self._survey
        after = self.survey()
        if before is None or not after.reads_as(before):
            self.surveyed.emit(after)

    def _may_be_here(self, person: Person) -> bool:
        """In the ward's care, or gone of late and perhaps with an alarm left behind."""
        if not person.discharged:
            return True
        if person.patient not in self._gone and person.patient not in self._charts:
            return False
        return self._is_spoken_of(person.patient)

    def _is_spoken_of(self, patient: str) -> bool:
        """Whether something was written about a patient of late."""
        return self.now() - self._read(patient)[-1].recorded < LATELY

    def read_next(self, count: int = 1) -> int:
        """Read up to ``count`` of the logs that have waited since the start; how many still wait.

        For the time in which there is nothing else to do, until it answers 0. Whoever has left
        an alarm behind comes back to the board, and ``surveyed`` tells so. A log that cannot be
        read raises :class:`bedside.store.StoreError` and does not wait any longer.
        """
        found = False
        for patient in tuple(islice(self._waiting, count)):
            del self._waiting[patient]
            self._read(patient)
            if patient in self._charts or not self._is_spoken_of(patient):
                continue
            # Kept only where it tells something: every chart kept is charted anew each minute.
            seen = chart(self._logs[patient], self.now(), self.zone)
            if self._surveyor.has_left_alarms(seen, self.now()):
                self._charts[patient] = seen
                found = True
        if found:
            self.surveyed.emit(self.survey())
        return len(self._waiting)

    def record(self, drafts: Sequence[Draft], keeper: Keeper) -> tuple[Entry, ...]:
        """Write facts down, all or none, and chart their patients anew.

        Raises :class:`bedside.store.StoreError`; then nothing was written or changed.
        """
        # All that can fail comes before anything is written.
        known = {
            patient: self.chart(patient)
            for patient in {draft.patient for draft in drafts}
            if patient in self._people
        }
        now = self.now()
        entries = self._store.append(drafts, now, keeper.name, keeper.role)
        written = _by_patient(entries)
        of_ward = written.pop(WARD, [])
        self._of_ward += of_ward
        self._take_ranges(of_ward)
        for patient, new in written.items():
            before = known.get(patient)
            self._logs.setdefault(patient, []).extend(new)
            self._charts[patient] = (
                chart(new, now, self.zone) if before is None else before.extended(new, now)
            )
            self._people[patient] = self._charts[patient].person
            self.charted.emit(self._charts[patient])
        self.surveyed.emit(self.survey())
        return entries

    def refresh(self) -> None:
        """Chart everybody who is charted as of now: time alone has changed things.

        Where another program writes the file, what it has written since is taken in as well.
        """
        now = self.now()
        written = self._written_elsewhere() if self.read_only else {}
        failed: list[Exception] = []
        for patient, known in self._charts.items():
            try:
                self._charts[patient] = known.extended(written.get(patient, ()), now)
            except Exception as error:  # noqa: BLE001 - the others are charted all the same
                failed.append(error)
        for known in tuple(self._charts.values()):
            self.charted.emit(known)
        self.surveyed.emit(self.survey())
        if failed:
            raise failed[0]

    def _written_elsewhere(self) -> dict[str, list[Entry]]:
        """Entries that the file holds and the logs do not yet; they are in the logs afterwards.

        Of a patient whose log was not read until now there are none: it is read whole.
        """
        found = self._store.log_after(self._heads)
        if not found:
            return {}
        heads = dict(self._heads)
        for entry in found:
            heads[entry.origin] = max(entry.seq, heads.get(entry.origin, 0))
        written = _by_patient(found)
        of_ward = written.pop(WARD, [])
        # First all that can fail, so that nothing is taken in by halves.
        self._logs |= _by_patient(self._store.logs(written.keys() - self._logs.keys()))
        of_ward = [e for e in of_ward if e.id not in {one.id for one in self._of_ward}]
        self._of_ward += of_ward
        self._take_ranges(of_ward)
        for patient, new in written.items():
            log = self._logs[patient]
            have = {entry.id for entry in log}
            new[:] = [entry for entry in new if entry.id not in have]
            log.extend(new)
            self._people[patient] = _person(patient, timeline(log))
            self._gone.add(patient)
        self._heads = heads
        return written

    def next_change(self) -> datetime | None:
        """When any chart would next read differently by itself."""
        ahead = [known.next_change for known in self._charts.values()]
        if self._survey is not None:
            ahead.append(self._survey.next_change)
        return min((moment for moment in ahead if moment is not None), default=None)

    def close(self) -> None:
        """Close the store."""
        self._store.close()


def _by_patient(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.patient, []).append(entry)
    return found


def _person(patient: str, line: Iterable[Entry]) -> Person:
    """Who a timeline is about, without charting it."""
    person = Person(patient)
    for entry in line:
        person = person.with_fact(entry.fact)
    return person
