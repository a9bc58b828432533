"""The reading of one file: each of its rows to drafts and one outcome."""

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import datetime, tzinfo
from operator import itemgetter
from typing import NamedTuple

from bedside.facts import WARD
from bedside.imports import kinds, moments
from bedside.imports.columns import ReadTime, Setting
from bedside.imports.found import Found
from bedside.imports.kinds import Kind
from bedside.imports.owners import Owners
from bedside.imports.report import OUTCOMES, FileReport, Outcome, Refusal
from bedside.imports.rows import Plan
from bedside.imports.table import Damage, Table, Unreadable
from bedside.timeline import Draft
from grading.signs import Invalid

_EVERY = 256
Plans = dict[tuple[object, ...], tuple[Plan, ReadTime]]
"""Compiled plans: files of one kind with one header share theirs."""


class Cancelled(Exception):
    """The import was stopped by the one who asked for it; nothing was taken."""


class Opened(NamedTuple):
    """A file with its kind."""

    table: Table
    kind: Kind


class Progress:
    """Tells how far the reading is, and stops it when told to."""

    def __init__(self, whole: int, on_row: Callable[[int, int], bool] | None) -> None:
        self._done, self._whole, self._on_row = 0, whole, on_row

    def row(self) -> None:
        """One row more. Raises :class:`Cancelled`."""
        self._done += 1
        if self._on_row is None or self._done % _EVERY:
            return
        if not self._on_row(self._done, self._whole):
            raise Cancelled


class FileReading:
    """The reading of one file."""

    def __init__(
        self,
        one: Opened,
        whose: Owners,
        zone: tzinfo,
        plans: Plans,
        seen: set[str],
        progress: Progress,
    ) -> None:
        self._one = one
        self._kind = one.kind
        self._whose = whose
        self._seen = seen
        self._progress = progress
        self._plan, self._time = _plan(one, zone, plans)
        header = {name: place for place, name in enumerate(one.table.header)}
        clock, owner = one.kind.clock.column, one.kind.owner.column
        for column in (clock, owner):
            if column is not None and column not in header:
                raise Unreadable(one.table.path, f"there is no column {column!r}")
        self._time_at = header[clock]
        self._owner_at = header[owner] if owner is not None else -1
        self._outcomes: Counter[Outcome] = Counter()
        self._refusals: list[Refusal] = []
        self._drafts: list[Draft] = []
        self._patients: set[str] = set()
        self._alike: dict[str, int] = {}
        self._partly = self._noted = self._rows = 0

    def result(self) -> tuple[list[Draft], FileReport]:
        """The drafts of the file and its report."""
        owner, remark = "", None
        if self._owner_at < 0:
            owner, remark = self._whose.of_file(self._one.table.path, self._kind.owner)
        whole: list[list[str]] = []
        mark = f"{self._kind.map}\x1e{self._kind.kind}"
        for line, row in self._one.table.rows():
            self._progress.row()
            self._rows += 1
            if isinstance(row, Damage):
                self._refusals.append(Refusal(line, row.column, row.value, row.code))
                self._outcomes["refused"] += 1
                continue
            whole.append(row)
            self._outcomes[self._row(line, row, owner, mark)] += 1
        report = FileReport(
            path=self._one.table.path,
            map=self._kind.map,
            kind=self._kind.kind,
            rows=self._rows,
            drafts=len(self._drafts),
            outcomes={outcome: self._outcomes[outcome] for outcome in OUTCOMES},
            refusals=tuple(self._refusals),
            partly=self._partly,
            noted=self._noted,
            patients=tuple(sorted(self._patients)),
            left_out=tuple(
                (name, filled)
                for place, name in self._plan.left_out.items()
                if (filled := sum(map(bool, map(itemgetter(place), whole))))
            ),
            absent=tuple(self._plan.absent),
            remarks=(remark,) if remark else (),
        )
        return self._drafts, report

    def _row(self, line: int, row: list[str], owner: str, mark: str) -> Outcome:
        """Take a row; what became of it."""
        try:
            at, twice = self._time(row[self._time_at])
            written = owner or row[self._owner_at].strip()
            if not written:
                raise Invalid("patient", "no_patient", "")  # noqa: TRY301
            if written == WARD:
                raise Invalid("patient", "the_ward", written)  # noqa: TRY301
        except Invalid as error:
            if not any(map(str.strip, row)):
                return "empty"
            place = self._owner_at if error.field == "patient" else self._time_at
            name, text = self._one.table.header[place], row[place].strip()
            self._refusals.append(Refusal(line, name, text, error.code))
            return "refused"
        first_stay = self._kind.owner.first_stay
        patient = written if first_stay is None else self._whose.of_stay(written, at, first_stay)
        if self._whose.patient not in (None, patient):
            return "other_patient"
        found = self._plan.read(row, at)
        self._refusals += [Refusal(line, *refused) for refused in found.refused]
        new = self._keep(found, row, patient, written, at, mark, twice=twice)
        self._noted += found.noted
        if found.refused:
            self._partly += bool(found.made)
            return "refused"
        if not new:
            return "present" if found.made else "empty"
        return "converted" if found.converted or twice else "taken"

    def _keep(
        self,
        found: Found,
        row: list[str],
        patient: str,
        written: str,
        at: datetime,
        mark: str,
        *,
        twice: bool,
    ) -> bool:
        """Make drafts of what is not in the record yet; whether there was anything."""
        if not found.made:
            return False
        self._patients.add(patient)
        begun = self._whose.begun
        if self._kind.owner.first_stay is None and not begun.get(patient, at) < at:
            begun[patient] = at
        whole = "\x1f".join((mark, written, *row)).encode("utf-8", "surrogatepass")
        key = hashlib.blake2b(whole, digest_size=16).hexdigest()
        count = self._alike[key] = self._alike.get(key, 0) + 1
        if count > 1:
            key = f"{key}.{count}"
        before = len(self._drafts)
        for part, fact, words in found.made:
            source = f"{key}:{part}"
            if source not in self._seen:
                self._seen.add(source)
                if twice:
                    words = (*words, ("time", row[self._time_at].strip()))  # noqa: PLW2901
                self._drafts.append(Draft(patient, at, fact, None, None, words, source))
        return len(self._drafts) > before


def _plan(one: Opened, zone: tzinfo, plans: Plans) -> tuple[Plan, ReadTime]:
    """The plan of a file; files with one kind and header share it."""
    decimal = one.kind.decimal
    if decimal is None and one.table.separator != ";":
        decimal = "."
    key = (id(one.kind) if one.kind.map != kinds.TIDY else kinds.TIDY, one.table.header, decimal)
    if key not in plans:
        time = moments.reader(one.kind.clock, moments.zone_of(one.kind.clock, zone))
        plans[key] = (Plan(one.kind, one.table.header, Setting(decimal, time)), time)
    return plans[key]
