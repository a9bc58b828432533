"""The invented cohort: what it promises, whenever and wherever it is opened."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from bedside.adverse.log import events_of
from bedside.demo.study import fill, study_drafts
from bedside.facts import DltReviewed, Note
from bedside.follow import follow
from bedside.protocol.shelf import shelf
from bedside.store import Store
from bedside.study import Study, median_of, studied, study
from bedside.timeline import Entry, timeline
from tests.bedside.demonstration import MOMENTS, NOW, logs, zone_of

# patient: level, CRS, onset, days, ICANS, tocilizumab, ICAHT, SLEDAI at 0, 1, 3, 6, answers at 6
PROMISED = {
    "RC-001": (50e6, 1, 4, 3.0, 0, 0, 1, (14, 10, 6, 4), (True, True, False)),
    "RC-002": (50e6, 0, None, None, 0, 0, 1, (10, 6, 4, 2), (True, True, True)),
    "RC-003": (50e6, 1, 5, 2.5, 0, 0, 2, (12, 8, 4, 2), (True, True, True)),
    "RC-004": (75e6, 1, 3, 4.5, 0, 1, 1, (16, 12, 8, 6), (True, False, False)),
    "RC-005": (75e6, 2, 3, 5.0, 0, 1, 2, (12, 6, 4, 2), (True, True, True)),
    "RC-006": (75e6, 1, 2, 4.0, 0, 0, 1, (9, 4, 2, 0), (True, True, True)),
    "RC-007": (100e6, 2, 2, 6.0, 1, 1, 3, (18, 12, 10, 8), (True, False, False)),
    "RC-008": (100e6, 1, 3, 3.5, 0, 0, 1, (10, 6, 4, 2), (True, True, True)),
}


@cache
def entries(now: datetime, seed: int = 1) -> Mapping[str, list[Entry]]:
    return logs(study_drafts(now, zone_of(now), seed))


@cache
def cohort(now: datetime, seed: int = 1) -> Study:
    return study(studied(entries(now, seed).values(), now, shelf().get, zone_of(now)))


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_the_counts_are_those_of_the_report(now: datetime) -> None:
    of = cohort(now).summary
    assert (len(of.patients), of.infused, of.dlt.count, of.dlt.of) == (8, 8, 0, 8)
    assert (of.crs.any.count, of.crs.any.of, of.crs.severe.count) == (7, 8, 0)
    assert (of.icans.any.count, of.icans.any.of, of.icans.severe.count) == (1, 8, 0)
    assert (of.sledai[0].value, of.sledai[6].value, of.sledai[6].of) == (12.625, 3.25, 8)
    assert [s[6].count for s in (of.sri4, of.lldas, of.doris)] == [8, 6, 5]
    assert [s[6].of for s in (of.sri4, of.lldas, of.doris)] == [8, 8, 8]
    assert of.crs.onset_median.value == 3
    assert of.crs.duration_mean.value == pytest.approx(28.5 / 7)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("now", MOMENTS[:1] + MOMENTS[4:6], ids=str)
def test_each_patient_is_as_promised(now: datetime, seed: int) -> None:
    found = {}
    for one in cohort(now, seed).subjects:
        six = one.outcome(6)
        days = one.crs.duration_days.value
        found[one.patient] = (
            one.level_dose, one.crs.maximum.value, one.crs.onset_day.value,
            None if days is None else round(days, 1), one.icans.maximum.value,
            one.tocilizumab.value, one.icaht_early.value,
            tuple(one.outcome(month).total("2K").value for month in (0, 1, 3, 6)),
            (six.responds("2K").value, six.lldas.value, six.doris.value),
        )  # fmt: skip
        assert one.dose.value == one.level_dose
        assert (one.dlt.state, one.dlt.evaluable) == ("reviewed", True)
    assert found == PROMISED
    confused = cohort(now, seed).subject("RC-007")
    assert confused is not None
    assert (confused.icans.onset_day.value, confused.icans.duration_days.value) == (6, 1.5)


def test_the_cohort_is_marked_as_invented() -> None:
    assert cohort(NOW).synthetic
    for patient, log in entries(NOW).items():
        assert cohort(NOW).subject(patient).synthetic  # type: ignore[union-attr]
        facts = [entry.fact for entry in log]
        assert any(isinstance(fact, Note) and "Synthetic" in fact.text for fact in facts)
        assert {getattr(fact, "initials", "SYN") for fact in facts} == {"SYN"}


def test_the_cells_expand_and_go_again() -> None:
    medians = {m.day: m.value for m in median_of(cohort(NOW).subjects, "cart_copies")}
    assert max(medians, key=lambda day: medians[day]) in {9, 12}
    assert medians[9] > 1e4 > medians[30] > medians[60]
    for one in cohort(NOW).subjects:
        assert {"il6", "crp", "ferritin", "sledai"} <= set(one.curves)
        assert one.expansion is not None
        assert 5 < (one.expansion.tmax_day.value or 0) < 16


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_no_visit_was_missed_and_nothing_is_later_than_now(now: datetime) -> None:
    zone = zone_of(now)
    for patient, log in entries(now).items():
        assert max(entry.recorded for entry in log) <= now
        assert all(entry.at <= entry.recorded for entry in log)
        plan = follow(patient, timeline(log), shelf().get, zone, now, log)
        standings = plan.standings(plan.day_of(now))
        assert {s.state for s in standings} <= {"done", "future", "open", "closing", "due_today"}
        lacking = [s.visit.id for s in standings if s.incomplete]
        assert not lacking, (patient, lacking)


def test_adverse_events_are_over_and_the_serious_one_was_reported() -> None:
    events = {patient: events_of(timeline(log), log) for patient, log in entries(NOW).items()}
    assert all(not event.is_open for of in events.values() for event in of)
    serious = [(p, e) for p, of in events.items() for e in of if e.is_serious]
    assert [patient for patient, _ in serious] == ["RC-007"]
    assert all(event.clock(NOW) == "reported" for _, event in serious)
    assert sum(entry.kind == "dltreviewed" for of in entries(NOW).values() for entry in of) == 8


def test_it_is_written_into_a_store_and_read_back_the_same(tmp_path: Path) -> None:
    with Store(tmp_path / "d.sqlite", "demo", NOW) as store:
        fill(store, NOW, zone_of(NOW))
        logs = [store.log(name) for name in store.patients()]
    of = study(studied(logs, NOW, shelf().get, zone_of(NOW)))
    assert of.synthetic
    there = cohort(NOW).summary
    assert (of.summary.crs, of.summary.sledai) == (there.crs, there.sledai)
    reviews = [e for log in logs for e in log if isinstance(e.fact, DltReviewed)]
    assert len(reviews) == 8
