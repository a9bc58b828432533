"""Figures of all scales together: a whole record judged anew, and one step of it."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, timedelta
from functools import lru_cache
from pathlib import Path
from statistics import median
from sys import modules

from bedside.chart import Chart, chart
from bedside.store import Store
from bedside.timeline import Entry
from bedside.toxicities import gvhd, icaht, licats, older_crs, scores, toxicities
from grading.signs import Lab, Vitals
from tests.bench.measure import Result, median_of, timed
from tests.bench.records import NOW, whole_record

ENTRIES = 4000
_OWN = ("bedside.toxicities", "bedside.work_up", "grading.")


def charted() -> tuple[tuple[Entry, ...], Chart]:
    """The log of twelve months and its chart."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(Path(folder) / "a.sqlite", "bench", NOW) as store,
    ):
        store.append(whole_record("RC-1", ENTRIES), NOW, "Nurse A", "nurse")
        log = tuple(store.log("RC-1"))
    return log, chart(log, NOW, UTC)


def forget() -> None:
    """Forget all that was kept of earlier looks, as in a program that has just begun."""
    older_crs._MAXIMA.clear()
    older_crs._JUDGED.clear()
    for kept in (gvhd._COURSES, licats._COURSES, scores._COURSES):
        kept.forget()
    for name, module in list(modules.items()):
        for one in vars(module).values() if name.startswith(_OWN) else ():
            if isinstance(one, type(lru_cache(forget))) and one.__module__.startswith(_OWN):
                one.cache_clear()


def scales() -> Iterator[Result]:
    """CRS, ICANS, NEWS2 and every other scale over a record of twelve months."""
    log, whole = charted()

    spent = []
    for _ in range(9):
        forget()
        spent.append(timed(lambda: toxicities(chart(log, NOW, UTC))))
    what = f"all scales over a 12-month record of {ENTRIES} entries, refolded"
    yield Result("scales_refold", what, 1000 * median(spent), "ms", 120.0)
    once = median_of(7, lambda: chart(log, NOW, UTC))
    yield Result("scales_chart", "of it: the chart with CRS, ICANS, NEWS2", 1000 * once, "ms")
    for what, fact in (
        ("a set of vital signs", Vitals(temp_c=38.9, sbp_mmhg=84, dbp_mmhg=50, spo2_pct=95)),
        ("a neutrophil count", Lab("anc", 0.4, "10*9/L")),
    ):
        yield _stepped(whole, what, fact)
    light = median_of(21, lambda: icaht(whole))
    yield Result("scales_icaht", "ICAHT alone, as the study view asks it", 1000 * light, "ms")


def _stepped(whole: Chart, what: str, fact: Vitals | Lab) -> Result:
    """One more entry at the end of the record, each at a later moment, every scale judged."""
    moments = iter(range(1, 1000))
    last = max(whole.log, key=lambda entry: entry.recorded)

    def step() -> None:
        number = next(moments)
        now = NOW + timedelta(minutes=number)
        entry = Entry(
            f"step-{number}", last.origin, last.seq + number, whole.patient, now, now,
            "Nurse A", "nurse", fact,
        )  # fmt: skip
        toxicities(whole.extended([entry], now))

    name = f"scales_step_{type(fact).__name__.lower()}"
    return Result(name, f"all scales after {what}", 1000 * median_of(21, step, 2), "ms", 5.0)
