"""The reading of one file: each of its rows to drafts and one outcome."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from operator import itemgetter
from typing import NamedTuple

from bedside.facts import WARD
from bedside.imports import kinds, moments
from bedside.imports.columns import Setting
from bedside.imports.found import Found
from bedside.imports.kinds import Kind
from bedside.imports.moments import RowTime, Told
from bedside.imports.owners import Owners
from bedside.imports.report import OUTCOMES, FileReport, Outcome, Refusal
from bedside.imports.rows import Plan
from bedside.imports.table import Damage, Table, Unreadable
from bedside.timeline import Draft
from grading.signs import Invalid

_EVERY = 256
Plans = dict[tuple[object, ...], tuple[Plan, RowTime]]
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
        header = {name: place for place, name in enumerate(one.table.header)}
        clock, owner = one.kind.clock, one.kind.owner.column
        for column in (*clock.columns, owner):
            if column is not None and column not in header:
                raise Unreadable(one.table.path, f"there is no column {column!r}")
        self._plan, self._time = _plan(one, zone, plans, header)
        self._time_at = header[clock.column] if clock.column is not None else -1
        self._owner_at = header[owner] if owner is not None else -1
        self._outcomes: Counter[Outcome] = Counter()
        self._refusals: list[Refusal] = []
        self._drafts: list[Draft] = []
        self._lines: list[int] = []
        self._converted: set[int] = set()
        self._patients: set[str] = set()
        self._alike: dict[str, int] = {}
        self._partly = self._noted = self._rows = 0
        self._stood: Counter[str] = Counter()
        self._limited: dict[str, Counter[str]] = {}

    def result(self) -> tuple[list[Draft], FileReport]:
        """The drafts of the file and its report."""
        owner, given = "", None
        if self._owner_at < 0:
            owner, given = self._whose.of_file(self._one.table.path, self._kind.owner)
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
            lines=tuple(self._lines),
            converted_lines=frozenset(self._converted),
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
            remarks=tuple(self._remarks(given)),
        )
        return self._drafts, report

    def _remarks(self, given: str | None) -> Iterator[str]:
        """What is to be known of the file as a whole."""
        if given:
            yield given
        day_zero = self._kind.clock.days_after
        if day_zero is not None:
            yield (
                f"times are days after {day_zero:%Y-%m-%d %H:%M}, the same day 0 for all patients:"
                " their days are theirs, the dates are not"
            )
        for said, count in self._stood.items():
            yield f"{count} rows without a time stand at the day of their visit: {said}"
        for analyte, limits in self._limited.items():
            counts = ", ".join(f"{limit} ({count})" for limit, count in sorted(limits.items()))
            yield f"{analyte}: plain numbers that are limits of the assay: {counts}"

    def _row(self, line: int, row: list[str], owner: str, mark: str) -> Outcome:
        """Take a row; what became of it."""
        try:
            told = self._time(row)
            written = owner or _owner(row[self._owner_at].strip())
        except Invalid as error:
            if not any(map(str.strip, row)):
                return "empty"
            place = self._owner_at if error.field == "patient" else self._time_at
            name, text = self._one.table.header[place], row[place].strip()
            self._refusals.append(Refusal(line, name, text, error.code))
            return "refused"
        first_stay = self._kind.owner.first_stay
        patient = written
        if first_stay is not None:
            patient = self._whose.of_stay(written, told.at, first_stay)
        if self._whose.patient not in (None, patient):
            return "other_patient"
        found = self._plan.read(row, told.at)
        self._refusals += [Refusal(line, *refused) for refused in found.refused]
        new = self._keep(found, row, patient, written, told, mark)
        self._lines += [line] * (len(self._drafts) - len(self._lines))
        self._noted += found.noted
        if new:
            self._count(found, told)
        if found.refused:
            self._partly += bool(found.made)
            return "refused"
        if not new:
            return "present" if found.made else "empty"
        if converted := found.converted or told.converted:
            self._converted.add(line)
        return "converted" if converted else "taken"

    def _count(self, found: Found, told: Told) -> None:
        """Count what the remarks on the file tell."""
        if told.stands:
            self._stood[told.stands] += 1
        for analyte, limit in found.limited:
            self._limited.setdefault(analyte, Counter())[limit] += 1

    def _keep(
        self,
        found: Found,
        row: list[str],
        patient: str,
        written: str,
        told: Told,
        mark: str,
    ) -> bool:
        """Make drafts of what is not in the record yet; whether there was anything."""
        if not found.made:
            return False
        self._patients.add(patient)
        begun, at = self._whose.begun, told.at
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
                words = (*words, *told.words)  # noqa: PLW2901
                self._drafts.append(Draft(patient, at, fact, None, None, words, source))
        return len(self._drafts) > before


def _owner(written: str) -> str:
    if not written:
        raise Invalid("patient", "no_patient", "")
    if written == WARD:
        raise Invalid("patient", "the_ward", written)
    return written


def _plan(
    one: Opened, zone: tzinfo, plans: Plans, places: Mapping[str, int]
) -> tuple[Plan, RowTime]:
    """The plan of a file; files with one kind and header share it."""
    decimal = one.kind.decimal
    if decimal is None and one.table.separator != ";":
        decimal = "."
    key = (id(one.kind) if one.kind.map != kinds.TIDY else kinds.TIDY, one.table.header, decimal)
    if key not in plans:
        clock, at = one.kind.clock, moments.zone_of(one.kind.clock, zone)
        setting = Setting(decimal, moments.reader(clock, at, decimal))
        of_rows = moments.row_reader(clock, at, places, decimal)
        plans[key] = (Plan(one.kind, one.table.header, setting), of_rows)
    return plans[key]
