"""The object between widgets and record: facts up, charts down, nothing lost."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bedside.chart import Chart, chart
from bedside.facts import Acknowledged, Admitted, Discharged, Enrolled, Retracted
from bedside.store import Store, StoreError
from bedside.timeline import Draft
from grading.signs import Infused, Support, Vitals
from ui.ward import Keeper, Ward

START = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
NURSE = Keeper("Nurse A", "nurse")


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "ward.sqlite", "here", START) as opened:
        yield opened


@pytest.fixture
def ward(store: Store, clock: Clock, qapp) -> Ward:
    return Ward(store, clock, UTC)


def arrival(patient: str = "RC-1", bed: str = "6") -> list[Draft]:
    at = START - timedelta(days=2)
    return [
        Draft(patient, at, Enrolled(initials="AB")),
        Draft(patient, at, Admitted(bed)),
        Draft(patient, at, Infused(1e8, "cells")),
    ]


def fever(at: datetime = START) -> list[Draft]:
    vitals = Vitals(temp_c=38.6, sbp_mmhg=118, dbp_mmhg=72, spo2_pct=97)
    return [Draft("RC-1", at, vitals), Draft("RC-1", at, Support("room_air"))]


def test_a_recorded_fact_comes_back_as_a_chart(qtbot: QtBot, ward: Ward, store: Store) -> None:
    ward.record(arrival(), NURSE)
    with qtbot.waitSignal(ward.surveyed), qtbot.waitSignal(ward.charted) as told:
        entries = ward.record(fever(), NURSE)
    found: Chart = told.args[0]
    assert found.grade("crs").level == 1
    assert [e.author for e in entries] == ["Nurse A", "Nurse A"]
    assert store.log()[-2:] == entries
    assert found.timeline == chart(store.log(), START).timeline


def test_a_refused_write_changes_nothing(qtbot: QtBot, ward: Ward, store: Store) -> None:
    ward.record(arrival(), NURSE)
    before = ward.chart("RC-1")
    twice = Draft("RC-1", START, Vitals(hr_bpm=80), source="the same row")
    with qtbot.assertNotEmitted(ward.charted), pytest.raises(StoreError, match="duplicate"):
        ward.record([*fever(), twice, twice], NURSE)
    assert ward.chart("RC-1") is before
    assert len(store.log()) == 3


def test_time_alone_changes_a_chart_when_the_bell_rings(
    qtbot: QtBot, ward: Ward, clock: Clock
) -> None:
    ward.record([*arrival(), *fever()], NURSE)
    due = ward.next_change()
    assert due is not None
    clock.now = due + timedelta(hours=1)
    with qtbot.waitSignal(ward.charted) as told:
        ward.refresh()
    assert told.args[0].grade("crs").level is None
    assert ward.next_change() is None or ward.next_change() > clock.now


def test_the_board_holds_who_is_here_and_finding_holds_everybody(ward: Ward) -> None:
    ward.record([*arrival(), *arrival("RC-2", "4"), *fever()], NURSE)
    assert [c.patient for c in ward.board()] == ["RC-1", "RC-2"], "the one with fever first"
    ward.record([Draft("RC-1", START, Acknowledged("crs", 1))], NURSE)
    ward.record([Draft("RC-1", START, Discharged("home"))], NURSE)
    assert [c.patient for c in ward.board()] == ["RC-2"]
    assert [p.patient for p in ward.people()] == ["RC-1", "RC-2"]


def test_an_alarm_does_not_leave_with_the_patient(ward: Ward, store: Store, clock: Clock) -> None:
    ward.record([*arrival(), *fever()], NURSE)
    ward.record([Draft("RC-1", START, Discharged("home"))], NURSE)
    for found in (ward, Ward(store, clock, UTC)):
        assert [a.scale for c in found.board() for a in c.alarms] == ["crs"]
    ward.record([Draft("RC-1", START, Acknowledged("crs", 1))], NURSE)
    assert ward.board() == ()


def test_a_reopened_ward_reads_the_same(ward: Ward, store: Store, clock: Clock) -> None:
    ward.record([*arrival(), *fever()], NURSE)
    again = Ward(store, clock, UTC)
    assert [c.patient for c in again.board()] == ["RC-1"]
    assert again.chart("RC-1").courses["crs"].steps == ward.chart("RC-1").courses["crs"].steps
    assert again.people() == ward.people()


def test_a_retracted_discharge_brings_the_patient_back(ward: Ward) -> None:
    ward.record(arrival(), NURSE)
    (gone,) = ward.record([Draft("RC-1", START, Discharged())], NURSE)
    assert ward.board() == ()
    ward.record([Draft("RC-1", START, Retracted(), amends=gone.id, reason="typo")], NURSE)
    assert [c.patient for c in ward.board()] == ["RC-1"]
