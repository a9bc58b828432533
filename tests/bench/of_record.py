"""Figures of the record and of grading: append, import, regrade."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

from bedside import imports
from bedside.store import Store
from bedside.timeline import Draft, columns, readings, timeline
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
        names = ", ".join(f"c{number}" for number in range(15))
        bare.execute(f"CREATE TABLE entry ({names})")
        row = (*columns(entry), entry.digest)
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
            rows = [(*columns(entry), entry.digest) for entry in store.log()]
        bare = sqlite3.connect(Path(room) / "b.sqlite", isolation_level=None)
        bare.execute("PRAGMA journal_mode = WAL")
        names = ", ".join(f"c{number}" for number in range(15))
        bare.execute(f"CREATE TABLE entry ({names})")

        def plain() -> None:
            bare.execute("BEGIN")
            bare.executemany(f"INSERT INTO entry VALUES ({','.join('?' * 15)})", rows)  # noqa: S608
            bare.execute("COMMIT")

        theirs = timed(plain)
        bare.close()
    yield Result(
        "import", f"83 stays, {len(rows)} entries / bare executemany", ours / theirs, "x", 10.0
    )


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
