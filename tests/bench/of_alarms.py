"""Figures of the alarms: one tick over a ward and over a thousand patients, a week of ticks."""

import gc
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

from bedside.alarms import Desk, Watch
from bedside.chart import Chart, chart
from bedside.protocol.shelf import shelf
from bedside.store import Store
from bedside.survey import Surveyor
from tests.bench.measure import Result, median_of
from tests.bench.records import NOW, ward


def charts(patients: int) -> list[Chart]:
    """Patients a fortnight after their infusion, charted."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(Path(folder) / "a.sqlite", "bench", NOW) as store,
    ):
        ward(store, patients)
        return [chart(store.log(name), NOW, UTC) for name in store.patients()]


def watching() -> Watch:
    desk = Desk(shelf().get)
    return Watch(desk.table, desk.sources())


def surveying() -> Surveyor:
    return Surveyor(Desk(shelf().get))


def ticks() -> Iterator[Result]:
    """All alarms of many patients at one moment, nothing having been written since the last."""
    for patients, bound in ((30, 5.0), (1000, 100.0)):
        of, watch, moments = charts(patients), watching(), iter(range(10_000))

        def tick(of: list[Chart] = of, watch: Watch = watch, moments: Iterator[int] = moments):
            watch.alarms(of, NOW + timedelta(seconds=next(moments)))

        what = f"one tick over the alarms of {patients} patients"
        yield Result(f"alarms_{patients}", what, 1000 * median_of(15, tick, 2), "ms", bound)


def survey_30() -> Iterator[Result]:
    """One tick over a ward of ordinary size: rounds, alarms, doses, and who comes first."""
    yield _surveyed(30, 5.0)


def survey_1000() -> Iterator[Result]:
    """The same over a thousand patients."""
    yield _surveyed(1000, 100.0)


def _surveyed(patients: int, bound: float) -> Result:
    """A tick each second, nothing having been written since the last."""
    of, surveyor, moments = charts(patients), surveying(), iter(range(10_000))

    def tick() -> None:
        surveyor.survey(of, NOW + timedelta(seconds=next(moments)), UTC)

    what = f"one tick over a ward of {patients} patients: rounds, alarms, doses"
    return Result(f"survey_{patients}", what, 1000 * median_of(15, tick, 2), "ms", bound)


def week() -> Iterator[Result]:
    """What a week of ticks, one each minute, leaves in memory."""
    of, surveyor = charts(2), surveying()

    def day(of: list[Chart], number: int) -> list[Chart]:
        for minute in range(1440 * number, 1440 * (number + 1)):
            now = NOW + timedelta(minutes=minute)
            of = [one.extended((), now) for one in of]
            surveyor.survey(of, now, UTC)
        return of

    of = day(of, 0)
    gc.collect()
    tracemalloc.start()
    for number in range(1, 7):
        of = day(of, number)
    gc.collect()
    kept = tracemalloc.get_traced_memory()[0] / 1024
    tracemalloc.stop()
    yield Result("alarms_week", "memory kept after a week of ticks", kept, "KiB", 256.0)
