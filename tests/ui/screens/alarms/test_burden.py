"""The burden of alarms on screen: asked for, worked out bit by bit, stopped, saved."""

import csv
from datetime import timedelta

import pytest

from bedside.alarms import usual
from bedside.alarms.burden import burden
from bedside.store import StoreError
from bedside.timeline import Draft
from grading.signs import Vitals
from tests.bedside.alarms.told import at, seen, well
from tests.ui.screens.alarms.told import surveyed
from tests.ui.wards import Clock, ago, arrival, observed, opened_ward
from ui import theme
from ui.screens.alarms.burden import PERIODS, BurdenPane
from ui.theme import DAY

TOLD = [*well(-60, temp=38.6), seen(-50, "fever", 1), seen(-40, "crs", 1)]


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


@pytest.fixture
def pane(qtbot):
    made = BurdenPane()
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show_survey(surveyed(*TOLD))
    with qtbot.waitExposed(made):
        made.show()
    return made


def worked_out(qtbot, pane, period):
    with qtbot.waitSignal(pane.done):
        pane.begin(period)
    return pane.burden


def cells(pane):
    table = pane._table
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_nothing_is_worked_out_unasked(pane):
    assert pane.burden is None
    assert not pane._step.isActive()
    assert not pane._frame.isVisibleTo(pane)


@pytest.mark.parametrize("period", PERIODS[:2])
def test_it_is_the_report_of_the_core(qtbot, pane, period):
    survey = surveyed(*TOLD)
    expected = burden(survey.charts, lambda _: usual(), at(0) - period, at(0))
    assert worked_out(qtbot, pane, period) == expected


def test_the_figures_and_the_kinds_are_shown(qtbot, pane):
    found = worked_out(qtbot, pane, timedelta(hours=24))
    figures = [value.text() for value, _ in pane._figures]
    assert figures == ["0.6", f"{found.per_day:.1f}", f"{found.share * 100:.0f}\xa0%", "15 min"]
    assert ["New fever", "1", "1 of 1", "10 min"] in cells(pane)
    assert ["CRS grade", "1", "1 of 1", "20 min"] in cells(pane)
    assert pane._said.text().startswith("From 21 Nov 14:00 to 14:00. ")


def test_all_is_as_far_as_the_record_goes(qtbot, pane):
    found = worked_out(qtbot, pane, None)
    assert found.since == surveyed(*TOLD).charts[0].timeline[0].at
    assert found.until == at(0)


@pytest.fixture
def ward(tmp_path, qapp):
    drafts = [
        draft
        for number in range(4)
        for draft in (
            *arrival(f"RC-{number}", str(number), infused=ago(days=2)),
            *observed(f"RC-{number}", ago(hours=2)),
            Draft(f"RC-{number}", ago(minutes=30), Vitals(temp_c=38.6)),
        )
    ]
    store, made = opened_ward(tmp_path / "ward.sqlite", drafts, Clock())
    yield made
    store.close()


def test_it_goes_on_patient_by_patient_and_can_be_stopped(qtbot, pane, ward):
    pane.show_survey(ward.survey())
    pane.begin(timedelta(hours=24))
    assert pane.progress.maximum() == 4
    pane._step.timeout.emit()
    assert pane.progress.value() == 1
    assert pane.stop.isVisibleTo(pane)
    with qtbot.assertNotEmitted(pane.done):
        pane.stop.click()
    assert not pane._step.isActive()
    assert pane.burden is None
    assert pane._said.text() == "Stopped."
    assert not any(button.isChecked() for button in pane._periods)


def test_asked_for_another_time_the_first_is_given_up(qtbot, pane, ward):
    pane.show_survey(ward.survey())
    pane.begin(timedelta(days=7))
    pane._step.timeout.emit()
    found = worked_out(qtbot, pane, timedelta(hours=24))
    assert found.since == ago(hours=24)
    fevers = next(one for one in found.kinds if one.kind == "fever")
    assert fevers.alarms == 4


def test_who_is_not_on_the_ward_counts_too(qtbot, pane, ward):
    survey = ward.survey()
    pane.show_survey(survey._replace(charts=survey.charts[:1]))
    pane.set_record(lambda: [p.patient for p in ward.people()], ward.log)
    found = worked_out(qtbot, pane, timedelta(hours=24))
    assert next(one for one in found.kinds if one.kind == "fever").alarms == 4


def test_a_record_that_cannot_be_read_is_told(qtbot, pane, ward, tmp_path):
    def unreadable(_patient):
        raise StoreError("damaged", tmp_path / "x", "x")

    pane.set_record(lambda: ["RC-1", "RC-2"], unreadable)
    pane.begin(timedelta(hours=24))
    qtbot.waitUntil(lambda: not pane._step.isActive())
    assert pane.burden is None
    assert pane._said.property("role") == "refused"
    assert pane._said.text()


def test_it_is_saved_as_a_table(qtbot, pane, tmp_path):
    assert not pane.save.isVisibleTo(pane)
    found = worked_out(qtbot, pane, timedelta(hours=24))
    assert pane.save.isVisibleTo(pane)
    file = tmp_path / "alarms.csv"
    pane.save_csv(str(file))
    assert pane._said.text() == f"Saved: {file}"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["kind"] for row in rows] == ["all", *(one.kind for one in found.kinds)]
    pane.save_csv(str(tmp_path / "none" / "alarms.csv"))
    assert pane._said.text().startswith("The file cannot be written: ")
