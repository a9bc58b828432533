"""Files as other systems write them, for the tests of the imports."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from bedside.facts import Fact
from bedside.imports import Batch, FileReport
from bedside.imports import read as imported
from bedside.imports.kinds import Map

AT = "2026-03-04 08:30"
MOMENT = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)


def csv(header: str, *rows: str) -> str:
    """A table of a header and rows; blanks around cells are for the reader of the test."""
    lines = (",".join(cell.strip() for cell in line.split(",")) for line in (header, *rows))
    return "\n".join(lines) + "\n"


def file(folder: Path, text: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(
    files: Sequence[Path],
    zone: tzinfo = UTC,
    *,
    mapping: Map | str | None = None,
    patient: str | None = None,
    present: Collection[str] = frozenset(),
    **more: Any,
) -> Batch:
    """An import with what the test says of it."""
    return imported(files, mapping, patient, present, zone, **more)


def taken(folder: Path, text: str | bytes, name: str = "table.csv", **more: Any) -> Batch:
    """The batch of one file; patient P unless said otherwise."""
    more.setdefault("patient", "P")
    return read([file(folder, text, name)], **more)


def facts(batch: Batch) -> list[Fact]:
    return [draft.fact for draft in batch.drafts]


def refused(report: FileReport) -> list[tuple[int, str, str, str]]:
    return [(r.line, r.column, r.value, r.code) for r in report.refusals]


def counts(batch: Batch) -> dict[str, int]:
    """Rows by outcome, those without rows left out; every row has one."""
    for one in batch.files:
        assert sum(one.outcomes.values()) == one.rows
    found: dict[str, int] = {}
    for one in batch.files:
        for outcome, count in one.outcomes.items():
            if count:
                found[outcome] = found.get(outcome, 0) + count
    return found
