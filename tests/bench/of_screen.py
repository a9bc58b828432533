"""Figures of the screen: start, save, open, pan, memory."""

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import psutil
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bedside.protocol.shelf import shelf
from bedside.store import Store
from tests.bench.measure import Result, median_of, timed
from tests.bench.records import NOW, followed, long_record, rounds, ward
from ui import theme
from ui.drafts import Drafts
from ui.plans import Plans
from ui.rung import Rung
from ui.settings import Settings
from ui.ward import Keeper, Ward
from ui.widgets.badge import GradeBadge
from ui.window import MainWindow

ROOT = Path(__file__).parents[2]
_EMPTY = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Empty(QWidget):
    def paintEvent(self, event):
        print("painted", flush=True)
        QTimer.singleShot(0, QApplication.quit)
app = QApplication([])
window = Empty()
window.resize(1280, 800)
window.show()
app.exec()
"""
_WARD = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from PySide6.QtCore import QTimer
from ui.app import run
path = Path(sys.argv[1])
now = datetime.fromisoformat(sys.argv[2])
def ready(window):
    def done():
        print("painted", flush=True)
        QTimer.singleShot(0, window.close)
    window.painted.connect(done)
run(path, "bench", lambda: now, UTC, path.parent, elapsed=timedelta, ready=ready)
"""


class Painted(QObject):
    """When a watched badge was first painted since it was reset: then it shows the new grade."""

    at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and not self.at:
            self.at = time.perf_counter()
        return super().eventFilter(watched, event)


class Clock:
    """A clock that the measurement moves."""

    def __init__(self) -> None:
        self.now = NOW + timedelta(minutes=1)

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def window_on(path: Path) -> Iterator[tuple[MainWindow, Ward, Clock]]:
    """The real window on a record."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, theme.DAY)
    clock = Clock()
    with Store(path, "bench", NOW) as store:
        found = Ward(store, clock, UTC)
        settings = Settings(path.parent)
        plans = Plans(found, shelf, lambda: settings.leads, Rung(None))
        window = MainWindow(found, Drafts(None), settings, plans, demo=False, clock=clock)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        window.name(Keeper("Nurse A", "nurse"))
        yield window, found, clock
        window.close()
        window.deleteLater()
        app.processEvents()


def _until_painted(script: str, compiled: Path, *arguments: str) -> float:
    """How long from the start of a process to its first picture, in seconds.

    Modules are compiled beforehand, as those of an installed program are.
    """
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", script, *arguments]
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        spent = time.perf_counter() - start
    assert line == "painted\n", "the process died before it painted"
    return spent


def start() -> Iterator[Result]:
    """Process start to a ward of 30 patients x 14 days painted, against an empty window."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ward.sqlite"
        with Store(path, "bench", NOW) as store:
            ward(store)
        ours, theirs, compiled = [], [], Path(folder) / "compiled"
        for _ in range(8):
            theirs.append(_until_painted(_EMPTY, compiled))
            ours.append(_until_painted(_WARD, compiled, str(path), NOW.isoformat()))
        ours, theirs = ours[1:], theirs[1:]  # the first ones compiled
    ratio = statistics.median(ours) / statistics.median(theirs)
    what = f"{statistics.median(ours):.2f} s / an empty PySide6 window"
    yield Result("start", what, ratio, "x", 4.0)


def start_many() -> Iterator[Result]:
    """The start of a ward of 8 beds with 1,000 patients in follow-up, against one with 24."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (Path(folder) / f"{count}.sqlite" for count in (24, 1000))
        for path, count in ((few, 24), (many, 1000)):
            with Store(path, "bench", NOW) as store:
                ward(store, patients=8)
                followed(store, count)

        def started(path: Path) -> float:
            return _until_painted(_WARD, Path(folder) / "compiled", str(path), NOW.isoformat())

        started(few)  # compiles
        # Pair by pair, and each first by turns: the machine has other work, now more, now less.
        ours, theirs = [], []
        for number in range(24):
            for path in (few, many) if number % 2 else (many, few):
                (ours if path is many else theirs).append(started(path))
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    what = f"{statistics.median(ours):.2f} s with 1,000 in follow-up / with 24, pair by pair"
    yield Result("start_many", what, ratio, "x", 1.2)


def _saving(entries: int, folder: Path) -> tuple[float, float]:
    """Enter to durable to badge repainted, and to all repainted, in seconds: medians of many."""
    path = folder / f"{entries}.sqlite"
    with Store(path, "bench", NOW) as store:
        store.append(long_record("RC-1", entries), NOW, "Nurse A", "nurse")
    with window_on(path) as (window, found, clock):
        window.open_patient("RC-1", "record")
        assert window._patient is not None
        strip = window._patient.pane("chart").strip
        painted = Painted()
        whole = []
        for badge in window._patient.findChildren(GradeBadge):
            if badge.accessibleName().startswith("CRS") and badge.isVisible():
                badge.installEventFilter(painted)
        spent = []
        for number in range(60):
            clock.now += timedelta(minutes=5)
            # Fever and none by turns, so that the badge has something new to show each time.
            temp = f"{(37.2, 38.4)[number % 2]}"
            typed = {"temp": temp, "hr": str(76 + number % 9), "bp": "118/72"}
            for name, text in typed.items():
                strip.field(name).take_keyboard()
                QTest.keyClicks(strip.field(name).editor, text)
            QApplication.processEvents()
            before = len(found.chart("RC-1").log)
            gc.collect()

            painted.at = 0.0
            begun = time.perf_counter()
            strip.save()  # what Enter calls
            QApplication.processEvents()
            whole.append(time.perf_counter() - begun)
            spent.append(painted.at - begun)
            assert len(found.chart("RC-1").log) > before, strip.said()
            assert painted.at, "the badge was not painted"
        return statistics.median(spent[5:]), statistics.median(whole[5:])


def save() -> Iterator[Result]:
    """Enter, durable, grade badge repainted, on 4,000 entries and on 400."""
    with tempfile.TemporaryDirectory() as folder:
        (long, whole), (short, _) = _saving(4000, Path(folder)), _saving(400, Path(folder))
    yield Result("save", "Enter to badge repainted, 4,000 entries", long * 1e3, "ms", 16.7)
    yield Result("save_all", "the same, to chart and all else repainted", whole * 1e3, "ms")
    yield Result("save_growth", "the same / on 400 entries", long / short, "x", 1.3)


def opening() -> Iterator[Result]:
    """Open a patient with 4,000 entries over 12 months; and pan their 12-month chart."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ward.sqlite"
        with Store(path, "bench", NOW) as store:
            store.append(long_record("RC-1", 4000), NOW, "Nurse A", "nurse")
            store.append(long_record("RC-2", 300), NOW, "Nurse A", "nurse")
        with window_on(path) as (window, found, _):
            window.open_patient("RC-2")
            assert window._patient is not None
            window._patient.pane("chart").set_range("12mo")
            QApplication.processEvents()

            def there_and_back() -> float:
                def there() -> None:
                    window.open_patient("RC-1")
                    QApplication.processEvents()

                spent = timed(there)
                window.open_patient("RC-2")
                QApplication.processEvents()
                return spent

            spent = statistics.median(there_and_back() for _ in range(9))
            yield Result(
                "open", "a patient with 4,000 entries, 12-month chart", spent * 1e3, "ms", 150
            )
            window.open_patient("RC-1")
            QApplication.processEvents()
            chart = window._patient.pane("chart")._course_chart()

            def pan() -> None:
                chart._pan(-86400.0)
                QApplication.processEvents()

            yield Result(
                "pan", "redraw while panning 12 months", median_of(40, pan) * 1e3, "ms", 16.7
            )
            fold = median_of(5, lambda: _folded_afresh(found))
            yield Result("fold", "chart() of 4,000 entries from nothing", fold * 1e3, "ms")


def _folded_afresh(found: Ward) -> None:
    found._charts.pop("RC-1")
    found.chart("RC-1")


def memory() -> Iterator[Result]:
    """Resident size with 30 patients open, and what 10,000 further entries add."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ward.sqlite"
        with Store(path, "bench", NOW) as store:
            ward(store)
        with window_on(path) as (_, found, clock):
            process = psutil.Process(os.getpid())
            yield Result("memory", "30 patients open", process.memory_info().rss / 2**20, "MiB")
            tracemalloc.start()
            sizes = [0]
            for part in range(2):
                for number in range(30):
                    patient = f"RC-{number:03}"
                    drafts = list(rounds(patient, clock.now, timedelta(hours=1), 60, part))[:167]
                    begun, clock.now = clock.now, drafts[-1].at
                    found.record(drafts, Keeper("Nurse A", "nurse"))
                    clock.now = begun
                clock.now += timedelta(hours=60)
                gc.collect()
                sizes.append(tracemalloc.get_traced_memory()[0])
            tracemalloc.stop()
            first, second = (b - a for a, b in pairwise(sizes))
            yield Result("memory_grown", "what 10,020 more entries add", sizes[-1] / 2**20, "MiB")
            what = "the second 5,000 entries / the first 5,000: linear"
            yield Result("memory_growth", what, second / max(first, 1), "x", 1.5)
