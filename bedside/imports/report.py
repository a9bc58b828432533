"""The account of an import: what became of every row."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bedside.imports.reasons import reason
from bedside.timeline import Draft

Outcome = Literal[
    "taken", "converted", "superseded", "conflict", "refused", "present", "empty", "other_patient"
]  # fmt: skip
OUTCOMES: tuple[Outcome, ...] = (
    "taken",
    "converted",
    "superseded",
    "conflict",
    "refused",
    "present",
    "empty",
    "other_patient",
)
"""What can become of a row: taken as it stands; taken, some value in another unit or rounded; taken
in place of an earlier result of the laboratory; left, since the record says otherwise; some cell
refused (the others are taken all the same); in the record already; nothing in it to take; of a
patient who was not asked for."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell or row that was not taken: its line in the file, column, what stands there, why.

    ``code`` is for programs; :attr:`reason` says it in words. The column of a whole row is "".
    """

    line: int
    column: str
    value: str
    code: str
    bounds: tuple[float, float] | None = None

    @property
    def reason(self) -> str:
        """Why, in English."""
        return reason(self.code, self.bounds)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of a file: every row of it under one outcome.

    ``partly`` counts refused rows of which other cells were taken, ``noted`` rows of which
    something could only be kept as a note. ``left_out`` names columns from which nothing is
    taken, with the number of their cells that are not blank. ``trouble``: why nothing of the
    file could be read. ``lines``: on which line each draft of the file stands, in their order;
    ``converted_lines`` are those of which some value was converted.
    """

    path: Path
    map: str = ""
    kind: str = ""
    rows: int = 0
    drafts: int = 0
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    partly: int = 0
    noted: int = 0
    patients: tuple[str, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    absent: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    trouble: str | None = None
    lines: tuple[int, ...] = ()
    converted_lines: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Batch:
    """What an import would write, and the account of every row."""

    drafts: tuple[Draft, ...]
    files: tuple[FileReport, ...]

    def count(self, outcome: Outcome) -> int:
        """Rows of all files with an outcome."""
        return sum(one.outcomes.get(outcome, 0) for one in self.files)

    @property
    def rows(self) -> int:
        """Rows of all files."""
        return sum(one.rows for one in self.files)

    @property
    def refused(self) -> int:
        """Rows of which something was refused."""
        return self.count("refused")

    @property
    def status(self) -> int:
        """The exit status of the command: 0 where nothing was refused, 2 where no file was read.

        1: a row or a file was refused, or no row is of the patient who was asked for.
        """
        if all(one.trouble is not None for one in self.files):
            return 2
        troubled = any(one.trouble is not None for one in self.files)
        nobody = self.rows > 0 and self.count("other_patient") == self.rows
        return int(troubled or nobody or bool(self.refused))


def summary(batch: Batch, written: int | None = None) -> list[str]:
    """The account in English, a line each: every file, every refused cell, and the sum.

    ``written`` are the entries that were made, where those are not all drafts.
    """
    lines = [line for one in batch.files for line in _file_lines(one)]
    for how in dict.fromkeys(_how(one) for one in batch.files if one.left_out):
        cells: Counter[str] = Counter()
        for one in batch.files:
            cells.update(dict(one.left_out) if _how(one) == how else {})
        named = ", ".join(f"{column} ({count})" for column, count in cells.items())
        lines.append(f"{how}: columns left out, with their filled cells: {named}")
    noted = sum(one.noted for one in batch.files)
    if noted:
        lines.append(
            f"{noted} rows: oxygen flow or fraction without a device; kept as notes, they count"
            " for no grade"
        )
    if len(batch.files) > 1:
        counts = ", ".join(_counts({outcome: batch.count(outcome) for outcome in OUTCOMES}))
        lines.append(f"{len(batch.files)} files, {batch.rows} rows: {counts}")
    lines.append(f"{len(batch.drafts) if written is None else written} entries")
    return lines


_SAID: Mapping[Outcome, str] = {
    "taken": "taken",
    "converted": "converted",
    "superseded": "in place of an earlier result",
    "conflict": "in conflict and left",
    "refused": "refused",
    "present": "in the record already",
    "empty": "with nothing to take",
    "other_patient": "of other patients",
}


def _counts(outcomes: Mapping[Outcome, int]) -> Iterator[str]:
    for outcome in OUTCOMES:
        count = outcomes.get(outcome, 0)
        if count or outcome in ("taken", "converted", "refused"):
            yield f"{count} {_SAID[outcome]}"


def _how(one: FileReport) -> str:
    return one.map if one.map == one.kind else f"{one.map} {one.kind}"


def _file_lines(one: FileReport) -> Iterator[str]:
    name = one.path.name
    if one.trouble is not None:
        yield f"{name}: refused: {one.trouble}"
        return
    partly = f" ({one.partly} of them in part)" if one.partly else ""
    counts = ", ".join(_counts(one.outcomes)).replace(" refused", f" refused{partly}")
    yield f"{name} ({_how(one)}): {one.rows} rows: {counts}"
    for remark in one.remarks:
        yield f"  {remark}"
    if one.rows and one.outcomes.get("other_patient") == one.rows:
        yield "  no row is of the patient who was asked for"
    if one.absent:
        yield f"  columns that this file does not have: {', '.join(one.absent)}"
    for refusal in one.refusals:
        column = f", {refusal.column}" if refusal.column else ""
        yield f"  line {refusal.line}{column}: {refusal.value!r} refused: {refusal.reason}"
