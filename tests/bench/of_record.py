"""Figures of the record and of grading: append, import, regrade."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from bedside import imports
from bedside.store import Store
from bedside.timeline import Draft, readings, row_of, timeline
from grading.grade import course
from grading.scales import SCALES
from grading.signs import Vitals
from tests.bench.measure import Result, median_of, timed
from tests.bench.records import NOW, long_record

DATA = Path(os.environ.get("BEDSIDE_DATA") or Path(__file__).parents[3] / "shared" / "data")


def append() -> Iterator[Result]:
    """``Store.append`` against a bare insert of the same bytes, same journal and sync."""
    draft = Draft("RC-1", NOW, Vitals(temp_c=38.4, hr_bpm=104, sbp_mmhg=98, dbp_mmhg=60))
    with tempfile.TemporaryDirectory() as folder:
        with Store(Path(folder) / "a.sqlite", "bench", NOW) as store:
            ours = median_of(300, lambda: store.append([draft], NOW, "Nurse A", "nurse"), 20)
            (entry, *_) = store.log()
        bare = sqlite3.connect(Path(folder) / "b.sqlite", isolation_level=None)
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute(_HEAP)
        row = (*row_of(entry), entry.digest)
        insert = f"INSERT INTO entry VALUES ({','.join('?' * 15)})"  # noqa: S608

        def plain() -> None:
            bare.execute("BEGIN")
            bare.execute(insert, row)
            bare.execute("COMMIT")

        theirs = median_of(300, plain, 20)
        bare.close()
    yield Result("append", "Store.append / bare insert of the same bytes", ours / theirs, "x", 2.0)


def taking() -> Iterator[Result]:
    """The 83 real stays, against a bare executemany of as many rows."""
    folder = DATA / "icu_bedside_mimic4demo"
    if not folder.is_dir():
        return
    files = sorted((folder / "bedside").glob("*.csv"))
    files += [folder / name for name in ("vasoactive_intervals.csv", "labs.csv")]
    files += [folder / "antipyretic_antibiotic_doses.csv"]
    with tempfile.TemporaryDirectory() as room:
        with Store(Path(room) / "a.sqlite", "bench", NOW) as store:

            def whole() -> None:
                batch = imports.read(files, None, None, set(), UTC)
                store.append(batch.drafts, NOW, "import", "")

            ours = timed(whole)
            rows = [(*row_of(entry), entry.digest) for entry in store.log()]
            shape = store.path
        alike = plainly_inserted(Path(room) / "b.sqlite", table_of(shape), rows)
        heap = plainly_inserted(Path(room) / "c.sqlite", [_HEAP], rows)
    what = f"83 stays, {len(rows)} entries / bare executemany into the same table, no triggers"
    yield Result("import", what, ours / alike, "x", 10.0)
    what = "the same / bare executemany into a table without key, index or check"
    yield Result("import_heap", what, ours / heap, "x")


_HEAP = f"CREATE TABLE entry ({', '.join(f'c{number}' for number in range(15))})"


def table_of(path: Path) -> list[str]:
    """The SQL of the table and its indexes as they stand in a file, without the triggers."""
    found = sqlite3.connect(path)
    rows = found.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name = 'entry'"
        " AND type IN ('table', 'index') ORDER BY type DESC"
    ).fetchall()
    found.close()
    return [sql for (sql,) in rows]


def plainly_inserted(path: Path, shape: list[str], rows: list[tuple[Any, ...]]) -> float:
    """How long executemany takes with the same journal and sync, in seconds."""
    bare = sqlite3.connect(path, isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    for sql in shape:
        bare.execute(sql)

    def insert() -> None:
        bare.execute("BEGIN")
        bare.executemany(f"INSERT INTO entry VALUES ({','.join('?' * 15)})", rows)  # noqa: S608
        bare.execute("COMMIT")

    spent = timed(insert)
    bare.close()
    return spent


def regrade() -> Iterator[Result]:
    """Readings a second through the three scales."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(Path(folder) / "a.sqlite", "bench", NOW) as store,
    ):
        store.append(long_record("RC-1", 4000), NOW, "Nurse A", "nurse")
        seen = readings(timeline(store.log()))
    now = NOW + timedelta(minutes=1)
    spent = median_of(5, lambda: [course(scale, seen, now) for scale in SCALES.values()])
    yield Result(
        "regrade", "readings a second through crs + icans + news2", len(seen) / spent, "1/s"
    )
