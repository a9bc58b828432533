"""Figures of the study view: 35 real patients, 1,000 invented ones, from their logs to counts."""

import gc
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

from bedside.facts import DltReviewed, LupusDrug, LupusTreatment
from bedside.protocol.shelf import shelf
from bedside.store import Store
from bedside.study import CURVES, Study, Subjects, median_of, studied, study
from bedside.timeline import Draft, Entry
from grading.scores.bilag import SYSTEMS, Bilag
from grading.scores.pga import Pga
from grading.scores.sledai import ITEMS, Sledai
from grading.signs import Drug, Lab
from tests.bench.measure import Result, timed
from tests.bench.measure import median_of as median_time
from tests.bench.of_visits import entries
from tests.bench.records import NOW, arrive, rounds
from tests.real_data import CAR22_AFTER, FOLDER, car22_store


def patient(number: int) -> list[Draft]:
    """A patient of a study, of about 80 entries: ten days, counts, cells, and three visits."""
    name = f"ST-{number:04}"
    infused = NOW - timedelta(days=200 + number % 160)
    drafts = [*arrive(name, "1", infused)]
    drafts += islice(rounds(name, infused, timedelta(hours=12), 20, number), 54)
    for day, anc, cells in ((0, 1.9, 60), (5, 0.4, 900), (9, 0.3, 30_000), (15, 1.4, 9000)):
        at = infused + timedelta(days=day, hours=1)
        drafts.append(Draft(name, at, Lab("anc", anc, "10*9/L")))
        drafts.append(Draft(name, at, Lab("cart_copies", float(cells), "{copies}/ug")))
    if number % 3 == 0:
        drafts.append(Draft(name, infused + timedelta(days=5), Drug("tocilizumab", dose=480)))
    drafts.append(Draft(name, infused + timedelta(days=29), DltReviewed(0)))
    for day, present, pga in ((-4, 4, "2.0"), (30, 3, "1.2"), (180, 1, "0.3")):
        drafts += lupus(name, infused + timedelta(days=day), present, pga)
    return [draft for draft in drafts if draft.at <= NOW]


def lupus(name: str, at: datetime, present: int, pga: str) -> Iterator[Draft]:
    """The forms of one visit, with so many items of serology, skin and joints."""
    items = ("low_complement", "increased_dna_binding", "rash", "arthritis")[:present]
    answers = {item: "yes" if item in items else "no" for item in ITEMS}
    yield Draft(name, at, Pga(Decimal(pga)))
    yield Draft(name, at, Sledai(**answers))
    yield Draft(name, at, Bilag(**dict.fromkeys(SYSTEMS, "D")))
    drugs = (LupusDrug("hydroxychloroquine", 200.0),)
    yield Draft(name, at, LupusTreatment(5.0, 5.0, drugs, stable=True, tolerated_standard=True))


def opened(logs: Sequence[Sequence[Entry]], now: datetime, kept: Subjects | None = None) -> Study:
    """All that the view shows when it is opened: patients, counts, medians."""
    found = study(studied(logs, now, shelf().get, UTC, kept))
    for analyte in CURVES:
        median_of(found.subjects, analyte)
    return found


def study_real() -> Iterator[Result]:
    """The 35 real patients, their logs being read."""
    if not (FOLDER / "cart_car22").is_dir():
        return
    with tempfile.TemporaryDirectory() as folder:
        path = car22_store(Path(folder))
        with Store(path, "bench", CAR22_AFTER, read_only=True) as store:
            logs = [store.log(name) for name in store.patients()]
            reading = timed(lambda: [store.log(name) for name in store.patients()])
    count = sum(map(len, logs))
    spent = median_time(5, lambda: opened(logs, CAR22_AFTER))
    what = f"the study of {len(logs)} real patients, {count:,} entries, from their logs"
    yield Result("study_real", what, (spent + reading) * 1e3, "ms", 500.0)


def study_1000() -> Iterator[Result]:
    """1,000 invented patients: all of them worked out, and again when nothing is new."""
    logs = [entries(patient(number)) for number in range(1000)]
    gc.collect()
    gc.freeze()
    spent = statistics.median(timed(lambda: opened(logs, NOW)) for _ in range(3))
    what = f"the study of 1,000 invented patients, {sum(map(len, logs)):,} entries"
    yield Result("study_1000", what, spent, "s", 3.0)
    kept = Subjects(shelf().get, UTC)
    opened(logs, NOW, kept)
    again = timed(lambda: opened(logs, NOW, kept))
    yield Result("study_again", "the same when nothing was written since", again * 1e3, "ms", 300.0)
    gc.unfreeze()
