"""Figures of the twelve months: all visits listed, the tick, one plan made."""

import gc
import statistics
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from pathlib import Path

from PySide6.QtWidgets import QApplication

from bedside.facts import Ended
from bedside.follow import Follow, follow
from bedside.protocol.shelf import shelf
from bedside.store import Batch, Store
from bedside.timeline import Draft, Entry, timeline
from tests.bedside.scripted import Script, Story
from tests.bench.measure import Result, median_of, timed
from tests.bench.of_screen import window_on
from tests.bench.records import NOW, rounds, ward
from ui.screens.visits.rows import Rows

TRIAL = ("nct05765006", "2023")


def year(patient: str, infused: datetime, *, until: datetime = NOW) -> list[Draft]:
    """Twelve months of one patient: rounds on the ward, then visits as they come about.

    Most are done in full, some in part, late, early or not at all. About 600 entries, of which
    those up to ``until`` are answered.
    """
    protocol = shelf().get(*TRIAL)
    assert protocol is not None
    story = Story(patient, TRIAL[0], infused, "completed", 0)
    drafts = [
        Draft(patient, act.at, fact)
        for act in Script(story, protocol).acts()
        for fact in act.facts
        if not isinstance(fact, Ended)
    ]
    drafts += rounds(patient, infused, timedelta(hours=24), 14, int(patient[3:]))
    drafts.sort(key=attrgetter("at"))
    return [draft for draft in drafts if draft.at <= until]


def entries(drafts: list[Draft]) -> list[Entry]:
    """Drafts as the store would answer them, without a file."""
    return [
        Entry(
            f"{place:08}", "bench", place, draft.patient, draft.at, draft.at, "Nurse A", "nurse",
            draft.fact,
        )
        for place, draft in enumerate(drafts, 1)
    ]  # fmt: skip


def infused(number: int) -> datetime:
    """The infusions of many patients, spread over the last thirteen months."""
    return NOW - timedelta(days=10 + number * 37 % 390, hours=number % 9)


def plan(patient: str, log: list[Entry]) -> Follow:
    """The plan of one patient, made from all of the log."""
    return follow(patient, timeline(log), shelf().get, UTC, NOW)


def visits() -> Iterator[Result]:
    """The visits of 1,000 patients, listed and sorted; and as the screen lists them."""
    names = [f"FU-{number:04}" for number in range(1000)]
    plans = [plan(n, entries(year(n, infused(count)))) for count, n in enumerate(names)]
    today = NOW.date()
    # As the program does once all plans are made: what lasts is not looked through again.
    gc.collect()
    gc.freeze()

    def listed() -> int:
        found = [standing for one in plans for standing in one.standings(today)]
        found.sort(key=lambda standing: standing.visit.closes)
        return len(found)

    count = listed()
    spent = statistics.median(timed(listed) for _ in range(9))
    what = f"{count:,} visits of 1,000 patients: how each stands, sorted by close"
    yield Result("visits", what, spent * 1e3, "ms", 300.0)

    def shown() -> None:
        rows = Rows()
        rows.take(plans, today)
        rows.of("near")

    spent = statistics.median(timed(shown) for _ in range(9))
    yield Result("visits_shown", "the same into the lists of the screen", spent * 1e3, "ms")
    gc.unfreeze()


def tick() -> Iterator[Result]:
    """What 24 patients in follow-up add to the tick of the board when nothing was written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ward.sqlite"
        with Store(path, "bench", NOW) as store:
            ward(store, patients=8)
            batches = []
            for number in range(24):
                drafts = year(f"FU-{number:04}", NOW - timedelta(days=50 + 13 * number))
                batches.append(Batch(drafts, drafts[-1].at, "Nurse A", "nurse"))
            store.append_all(sorted(batches, key=lambda batch: batch.recorded))
        with window_on(path) as (window, found, clock):
            plans = window._plans
            while not plans.is_whole:  # logs are read one by one, whenever Qt is idle
                QApplication.processEvents()
            follows = plans.follows()
            assert sum(plan.protocol is not None for plan in follows) == 24 + 8
            assert len(plans.reminders()) > 24

            def once() -> None:
                clock.now += timedelta(seconds=1)
                plans.refresh()
                plans.next_ring()

            spent = median_of(200, once, warm=5)
            assert plans.follows() == follows
            board = median_of(20, found.refresh, warm=2)
    what = "what 24 patients in follow-up add to the tick: plans, reminders, badge"
    yield Result("tick_follow", what, spent * 1e3, "ms", 2.0)
    yield Result("tick", "the whole tick, with 8 patients on the board", board * 1e3, "ms")


def made() -> Iterator[Result]:
    """One plan made from a record of twelve months."""
    log = entries(year("FU-0002", NOW - timedelta(days=372)))
    spent = median_of(40, lambda: plan("FU-0002", log), warm=3)
    yield Result("follow", f"one plan of 12 months, {len(log)} entries", spent * 1e3, "ms")
