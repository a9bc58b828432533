"""The lookout: what rings is heard, moves on, and is written down; a clock that jumps is told."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

import ui.lookout
from bedside.alarms import Steady, Technical
from bedside.facts import (
    WARD,
    Acknowledged,
    ClockJumped,
    Escalated,
    SoundChecked,
)
from bedside.store import Store
from bedside.timeline import Draft
from grading.signs import Vitals
from tests.ui.wards import NOW, NURSE, Clock, ago, arrival, neurology, observed, opened_ward
from ui.lookout import PROGRAM, Lookout
from ui.ward import Ward

PATIENT = "RC-1"
ILL = [
    *arrival(PATIENT, "1", infused=ago(days=2)),
    *observed(PATIENT, ago(hours=4)),
    *neurology(PATIENT, ago(hours=4)),
    *observed(PATIENT, NOW, 38.9, (82, 40)),
]
"""New fever, and a pressure of 82/40."""
WELL = [
    *arrival(PATIENT, "1", infused=ago(days=2)),
    *observed(PATIENT, ago(hours=4)),
    *neurology(PATIENT, ago(hours=1)),
    *observed(PATIENT, NOW),
]


class Heard:
    """Stands for the loudspeaker of the machine: what it was asked to do, in order."""

    def __init__(self, trouble: str | None = None) -> None:
        self.trouble = trouble
        self.asked: list[str | None] = []

    def sound(self, priority: str | None) -> None:
        if not self.asked or self.asked[-1] != priority:
            self.asked.append(priority)

    def ring(self) -> None:
        self.asked.append("ring")

    def check(self) -> None:
        self.asked.append("check")


class Wall(Clock):
    """A clock that somebody may set, and how long it has truly run."""

    def __init__(self, now: datetime = NOW) -> None:
        super().__init__(now)
        self.ran = timedelta(0)

    def elapsed(self) -> timedelta:
        return self.ran

    def passes(self, **length: float) -> None:
        self.ran += timedelta(**length)
        self.now += timedelta(**length)

    def set_by(self, **length: float) -> None:
        """Somebody sets the clock: no time has passed."""
        self.now += timedelta(**length)


@pytest.fixture
def wall():
    return Wall()


def watched(qapp, tmp_path, wall, drafts, sound=None, found=lambda _now: ()):
    """A ward with a lookout that has begun."""
    store, before = opened_ward(tmp_path / "w.sqlite", drafts, wall)
    before.deleteLater()
    steady = Steady(wall, wall.elapsed, store.written_at())
    ward = Ward(store, steady, UTC)
    ward.survey()
    lookout = Lookout(ward, steady, sound, found, parent=ward)
    lookout.begin()
    return store, ward, lookout


def facts(store, kind):
    return [entry for entry in store.log() if isinstance(entry.fact, kind)]


def test_the_highest_priority_sounds_until_somebody_acknowledges_it(qapp, tmp_path, wall):
    heard = Heard()
    _store, ward, lookout = watched(qapp, tmp_path, wall, ILL, heard)
    assert heard.asked[:2] == ["high", "ring"]
    for _ in range(6):
        alarm = next((a for a in ward.last_survey.waiting if a.priority == "high"), None)
        if alarm is None:
            break
        ward.record([Draft(PATIENT, wall.now, Acknowledged(alarm.key, alarm.level))], NURSE)
    assert heard.asked[-1] in {"medium", "low"}, "what is lower sounds on"
    for alarm in ward.last_survey.waiting:
        ward.record([Draft(PATIENT, wall.now, Acknowledged(alarm.key, alarm.level))], NURSE)
    assert heard.asked[-1] is None
    assert ward.last_survey.alarms, "acknowledged, and in sight as long as it is so"
    lookout.tick()
    assert heard.asked[-1] in {None, "check"}


def test_it_rings_anew_after_three_minutes(qapp, tmp_path, wall):
    heard = Heard()
    _, _, lookout = watched(qapp, tmp_path, wall, ILL, heard)
    for minutes, rings in ((1, 1), (1, 1), (1, 2), (1, 2), (2, 3)):
        wall.passes(minutes=minutes)
        lookout.tick()
        assert heard.asked.count("ring") == rings, wall.ran


def test_an_entry_that_makes_it_worse_is_heard_at_once(qapp, tmp_path, wall):
    heard = Heard()
    _, ward, _ = watched(qapp, tmp_path, wall, WELL, heard)
    assert heard.asked == ["low", "ring", "check"], "the laboratory round is late"
    wall.passes(minutes=1)
    ward.record([Draft(PATIENT, wall.now, Vitals(spo2_pct=79))], NURSE)
    assert heard.asked[-2:] == ["high", "ring"]


def test_what_nobody_acknowledges_moves_on_step_by_step_each_written_once(qapp, tmp_path, wall):
    store, _, lookout = watched(qapp, tmp_path, wall, ILL)
    for _ in range(12):
        wall.passes(minutes=1)
        lookout.tick()
    high = {
        (entry.fact.alarm, entry.fact.step): entry
        for entry in facts(store, Escalated)
        if entry.fact.alarm == "map_low"
    }
    assert sorted(step for _, step in high) == [1, 2], "after five and after ten minutes"
    assert {entry.author for entry in high.values()} == {PROGRAM.name}
    written = facts(store, Escalated)
    lookout.tick()
    assert facts(store, Escalated) == written, "nothing twice"
    assert len({(e.fact.alarm, e.fact.step) for e in written}) == len(written)


def test_steps_that_fell_due_while_the_program_was_closed_are_written_at_its_start(
    qapp, tmp_path, wall
):
    store, ward, _ = watched(qapp, tmp_path, wall, ILL)
    assert not facts(store, Escalated)
    ward.close()
    wall.passes(hours=2)
    with Store(tmp_path / "w.sqlite", "here", wall.now) as again:
        steady = Steady(wall, wall.elapsed, again.written_at())
        other = Ward(again, steady, UTC)
        Lookout(other, steady, parent=other).begin()
        assert {entry.fact.step for entry in facts(again, Escalated)} >= {1, 2}


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_jumps_is_told_and_written_down_once(qapp, tmp_path, wall, hours):
    store, ward, lookout = watched(qapp, tmp_path, wall, WELL)
    for _ in range(3):
        wall.passes(minutes=1)
        lookout.tick()
    assert not facts(store, ClockJumped), "minutes that pass are no jump"
    wall.set_by(hours=hours)
    lookout.tick()
    lookout.tick()
    (entry,) = facts(store, ClockJumped)
    assert entry.patient == WARD
    assert entry.fact.found - entry.fact.expected == timedelta(hours=hours)
    (alarm,) = [a for a in ward.last_survey.alarms if a.kind == "clock_jumped"]
    assert alarm.patient is None
    ward.record([Draft(WARD, ward.now(), Acknowledged(alarm.key, alarm.level))], NURSE)
    lookout.tick()
    assert not [a for a in ward.last_survey.alarms if a.kind == "clock_jumped"]


def test_a_machine_that_slept_has_not_jumped_and_rings_for_what_fell_due(qapp, tmp_path, wall):
    heard = Heard()
    store, ward, lookout = watched(qapp, tmp_path, wall, WELL, heard)
    wall.passes(hours=9)  # nothing ticked meanwhile
    lookout.tick()
    assert not facts(store, ClockJumped)
    assert "overdue" in {alarm.kind for alarm in ward.last_survey.waiting}
    assert "ring" in heard.asked


def test_the_ward_never_goes_back_and_loses_no_entry(qapp, tmp_path, wall):
    _, ward, lookout = watched(qapp, tmp_path, wall, ILL)
    before = ward.now()
    shown = {alarm.key for alarm in ward.last_survey.alarms}
    wall.set_by(hours=-3)
    lookout.tick()
    assert ward.now() >= before
    assert shown <= {alarm.key for alarm in ward.last_survey.alarms}
    assert len(ward.chart(PATIENT).timeline) == len(ward.log(PATIENT))


def test_a_clock_that_went_back_while_the_program_was_closed_is_told(qapp, tmp_path, wall):
    _, ward, _ = watched(qapp, tmp_path, wall, WELL)
    ward.close()
    wall.set_by(hours=-2)
    with Store(tmp_path / "w.sqlite", "here", wall.now) as again:
        steady = Steady(wall, wall.elapsed, again.written_at())
        other = Ward(again, steady, UTC)
        Lookout(other, steady, parent=other).begin()
        assert other.now() == NOW
        assert "clock_jumped" in {alarm.kind for alarm in other.last_survey.alarms}


def test_a_record_of_next_year_is_not_believed(wall):
    assert Steady(wall, wall.elapsed, NOW + timedelta(days=200))() == NOW


def test_sound_that_fails_is_an_alarm_on_the_screen(qapp, tmp_path, wall):
    heard = Heard(trouble="no_device")
    _, ward, lookout = watched(qapp, tmp_path, wall, WELL, heard)
    (alarm,) = [a for a in ward.last_survey.alarms if a.kind == "sound_failed"]
    assert (alarm.patient, alarm.priority) == (None, "high")
    wall.passes(minutes=2)
    lookout.tick()
    (later,) = [a for a in ward.last_survey.alarms if a.kind == "sound_failed"]
    assert later.since == alarm.since
    heard.trouble = None
    lookout.tick()
    assert "sound_failed" not in {a.kind for a in ward.last_survey.alarms}


def test_the_sound_is_tried_at_the_start_and_each_shift_and_that_is_written(qapp, tmp_path, wall):
    heard = Heard()
    store, _, lookout = watched(qapp, tmp_path, wall, WELL, heard)
    assert heard.asked.count("check") == 1
    said = []
    lookout.sound_told.connect(lambda text, ok: said.append((text, ok)))
    lookout.checked(True, "Loudspeaker")
    (entry,) = facts(store, SoundChecked)
    assert (entry.patient, entry.fact) == (WARD, SoundChecked(True, "Loudspeaker"))
    ((text, ok),) = said
    assert ok
    assert "14:32" in text
    wall.passes(hours=11)
    lookout.tick()
    assert heard.asked.count("check") == 1
    wall.passes(hours=1)
    lookout.tick()
    assert heard.asked.count("check") == 2


def test_what_others_find_stands_with_the_rest(qapp, tmp_path, wall):
    _, ward, _ = watched(
        qapp, tmp_path, wall, WELL, found=lambda now: [Technical("backup_late", now)]
    )
    assert "backup_late" in {alarm.kind for alarm in ward.last_survey.alarms}


def test_a_record_that_cannot_be_written_keeps_no_alarm_from_being_heard(qapp, tmp_path, wall):
    heard = Heard()
    store, ward, lookout = watched(qapp, tmp_path, wall, ILL, heard)
    told = []
    lookout.troubled.connect(told.append)
    store._connection.execute("PRAGMA query_only = ON")
    wall.passes(minutes=7)
    wall.set_by(hours=1)
    lookout.tick()
    assert told, "neither the jump nor the next step of the list can be written"
    assert lookout.is_in_trouble
    assert "clock_jumped" in {alarm.kind for alarm in ward.last_survey.alarms}
    assert heard.asked.count("ring") >= 2
    store._connection.execute("PRAGMA query_only = OFF")
    wall.passes(minutes=1)
    lookout.tick()
    assert not lookout.is_in_trouble
    assert facts(store, Escalated)


def test_a_jump_that_the_store_refused_is_written_once_it_takes_it(qapp, tmp_path, wall):
    store, _, lookout = watched(qapp, tmp_path, wall, WELL)
    store._connection.execute("PRAGMA query_only = ON")
    wall.set_by(hours=1)
    lookout.tick()
    store._connection.execute("PRAGMA query_only = OFF")
    assert not facts(store, ClockJumped)
    for _ in range(2):
        wall.passes(seconds=5)
        lookout.tick()
    assert len(facts(store, ClockJumped)) == 1


def test_a_full_disk_is_one_alarm_that_stays_acknowledged(qapp, tmp_path, wall, monkeypatch):
    free = SimpleNamespace(free=50e6)
    monkeypatch.setattr(ui.lookout, "disk_usage", lambda _path: free)
    _, ward, lookout = watched(qapp, tmp_path, wall, WELL)
    (alarm,) = [a for a in ward.last_survey.alarms if a.kind == "store_nearly_full"]
    ward.record([Draft(WARD, ward.now(), Acknowledged(alarm.key, alarm.level))], NURSE)
    wall.passes(minutes=4)
    lookout.tick()
    (later,) = [a for a in ward.last_survey.alarms if a.kind == "store_nearly_full"]
    assert (later.since, later.sounds) == (alarm.since, False)


def test_a_record_over_which_the_program_fails_keeps_nobody_else_unwatched(
    qapp, tmp_path, wall, monkeypatch
):
    """Nothing is known that fails so; the table of one patient is made to, all the same."""
    heard, told = Heard(), []
    other = [*arrival("RC-2", "2", infused=ago(days=2)), *observed("RC-2", ago(hours=4))]
    _, ward, lookout = watched(qapp, tmp_path, wall, [*ILL, *other], heard)
    monkeypatch.setattr("sys.excepthook", lambda *error: told.append(error))
    before = {a.key for a in ward.last_survey.alarms_of(PATIENT)}
    of_table = ward.surveyor._watch._tables

    def failing(of):
        if of.patient == PATIENT:
            raise KeyError(of.patient)
        return of_table(of)

    monkeypatch.setattr(ward.surveyor._watch, "_tables", failing)
    for _ in range(2):
        wall.passes(seconds=5)
        lookout.tick()
    assert {a.key for a in ward.last_survey.alarms_of(PATIENT)} == before, "what was found last"
    (alarm,) = [a for a in ward.last_survey.alarms if a.kind == "not_watched"]
    assert (alarm.priority, alarm.what) == ("high", PATIENT)
    assert len(told) == 1
    ward.record([Draft("RC-2", ward.now(), Vitals(spo2_pct=79))], NURSE)
    assert "spo2_floor" in {a.kind for a in ward.last_survey.alarms_of("RC-2")}
