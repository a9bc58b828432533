"""Plans of a real ward: read without waiting, made anew when something is written, told once."""

from collections.abc import Sequence
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bedside.facts import Discharged, Enrolled, Reminded, Visited
from bedside.reminders import Reminder
from bedside.store import Store
from bedside.timeline import Draft
from grading.signs import Infused, Vitals
from tests.ui.wards import NOW, NURSE, Clock, ago, opened_ward, plans_of
from ui.plans import Plans
from ui.settings import Settings
from ui.ward import Ward

ON_PLAN = Enrolled(protocol="nct05765006", edition="2023", dose_level="50e6")


def in_follow_up(patient: str, days: int) -> list[Draft]:
    """Infused so many days ago, at home since day 12."""
    return [
        Draft(patient, ago(days=days + 20), ON_PLAN),
        Draft(patient, ago(days=days), Infused(5e7, "cells")),
        Draft(patient, ago(days=days - 12), Discharged("home")),
    ]


class Station:
    """One workstation on a store: its ward, plans, and what rang."""

    def __init__(self, path: Path, drafts: Sequence[Draft], clock: Clock, folder: Path) -> None:
        self.store: Store
        self.ward: Ward
        self.store, self.ward = opened_ward(path, drafts, clock)
        self.plans: Plans = plans_of(self.ward, Settings(folder), folder / "rung")
        self.rang: list[tuple[Reminder, ...]] = []
        self.told = 0
        self.plans.rang.connect(self.rang.append)
        self.plans.planned.connect(self._count)

    def _count(self) -> None:
        self.told += 1

    def read(self, qtbot: QtBot) -> None:
        with qtbot.waitSignal(self.plans.read_all):
            self.plans.begin()

    def close(self) -> None:
        self.plans.stop()
        self.store.close()


@pytest.fixture
def station(tmp_path):
    made = []

    def open_(drafts=(), clock=None):
        one = Station(tmp_path / "s.sqlite", drafts, clock or Clock(), tmp_path)
        made.append(one)
        return one

    yield open_
    for one in made:
        one.close()


def test_plans_of_all_are_known_once_everything_is_read(station, qtbot):
    here = station([d for n in range(5) for d in in_follow_up(f"RC-{n}", 60 + n)])
    assert here.plans.follows() == ()
    here.read(qtbot)
    assert [plan.patient for plan in here.plans.follows()] == [f"RC-{n}" for n in range(5)]
    assert all(plan.protocol is not None for plan in here.plans.follows())


def test_a_plan_is_made_anew_when_something_was_written_and_not_otherwise(station, qtbot):
    here = station(in_follow_up("RC-1", 60))
    here.read(qtbot)
    before, told = here.plans.follow("RC-1"), here.told
    here.plans.refresh()
    assert here.plans.follow("RC-1") is before
    assert here.told == told
    here.ward.record([Draft("RC-1", NOW, Visited(("pkpd_m2",)))], NURSE)
    here.plans.refresh()
    today = NOW.date()
    assert before.standing("pkpd_m2", today).state == "due_today"
    assert here.plans.follow("RC-1").standing("pkpd_m2", today).state == "done"
    assert here.told == told + 1


def test_what_is_dated_ahead_counts_when_its_time_has_come(station, qtbot):
    clock = Clock()
    here = station(in_follow_up("RC-1", 60), clock)
    here.read(qtbot)
    ahead = NOW + timedelta(hours=2)
    here.ward.record([Draft("RC-1", ahead, Visited(("pkpd_m2",)))], NURSE)
    here.plans.refresh()
    assert here.plans.follow("RC-1").standing("pkpd_m2", NOW.date()).on is None
    clock.now = ahead
    here.plans.refresh()
    assert here.plans.follow("RC-1").standing("pkpd_m2", NOW.date()).on == ahead.date()


def test_a_new_day_is_told_though_nothing_was_written(station, qtbot):
    clock = Clock()
    here = station(in_follow_up("RC-1", 60), clock)
    here.read(qtbot)
    told = here.told
    clock.now += timedelta(days=1)
    here.plans.refresh()
    assert here.told == told + 1


def test_what_fell_due_rings_once_whatever_the_clock_and_the_restarts(station, qtbot):
    clock = Clock(NOW - timedelta(days=30))
    here = station(in_follow_up("RC-1", 60), clock)
    here.read(qtbot)
    keys = [r.ring for new in here.rang for r in new]
    for step in (1, 20, -21, 5, 25):
        clock.now += timedelta(days=step)
        here.plans.refresh()
    keys = [r.ring for new in here.rang for r in new]
    assert len(keys) == len(set(keys)) > 5
    here.close()
    again = station([], clock)
    again.read(qtbot)
    assert again.rang == []
    assert again.plans.reminders()


def test_nothing_rings_before_everybody_was_read(station, qtbot):
    here = station([d for n in range(3) for d in in_follow_up(f"RC-{n}", 68)])
    here.plans.refresh()
    assert here.rang == []
    here.read(qtbot)
    assert len(here.rang) == 1
    assert {r.patient for r in here.rang[0]} == {"RC-0", "RC-1", "RC-2"}


def test_an_answer_given_elsewhere_is_heard_here(station, qtbot):
    here = station(in_follow_up("RC-1", 60))
    here.read(qtbot)
    (first, *_) = [r for r in here.plans.reminders() if r.kind == "due_today"]
    here.ward.record([Draft("RC-1", NOW, Reminded(first.key, "seen"))], NURSE)
    here.plans.refresh()
    answers = {r.key: r.answer for r in here.plans.reminders()}
    assert answers[first.key] == "seen"


def test_the_bell_is_set_to_the_next_reminder(station, qtbot):
    here = station(in_follow_up("RC-1", 40))
    here.read(qtbot)
    ahead = here.plans.next_ring()
    assert ahead is not None
    assert NOW < ahead.astimezone(UTC) <= NOW + timedelta(days=30)


def test_a_ward_without_plans_is_quiet(station, qtbot):
    here = station([Draft("RC-1", ago(days=3), Vitals(temp_c=36.6))])
    here.read(qtbot)
    assert here.plans.reminders() == ()
    assert here.plans.next_ring() is None
    assert here.rang == []
