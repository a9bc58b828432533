"""The object between widgets and record: facts up, charts down, nothing lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from bedside.chart import Chart, chart
from bedside.facts import Acknowledged, Admitted, Discharged, Enrolled, Note, Reassigned, Retracted
from bedside.store import Store, StoreError
from bedside.timeline import Draft
from grading.signs import Infused, Support, Vitals
from ui.ward import LATELY, Keeper, Ward

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


def test_an_entry_is_found_by_patient_and_id_and_a_new_one_at_once(ward: Ward) -> None:
    first = ward.record(arrival(), NURSE)[-1]
    assert ward.entry("RC-1", first.id) == first
    later = ward.record(fever(), NURSE)[-1]
    assert ward.entry("RC-1", later.id) == later
    assert ward.entry("RC-1", "no such") is None
    assert ward.entry("RC-9", first.id) is None


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
        assert [c.patient for c in found.survey().charts] == ["RC-1"]
        assert [a.key for a in found.survey().alarms_of("RC-1")] == ["crs"]
    ward.record([Draft("RC-1", START, Acknowledged("crs", 1))], NURSE)
    assert ward.board() == ()
    assert ward.survey().alarms == ()


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


# --- those who left long ago ------------------------------------------------------------------

DAY = timedelta(days=1)


def followed(store: Store, patient: str, left: datetime, *, alarm: bool = False) -> None:
    """A patient who left then; with ``alarm`` somebody wrote of fever that nobody acknowledged."""
    infused = left - 14 * DAY
    stay = [
        Draft(patient, infused, Enrolled(initials="QX", protocol="NCT05765006")),
        Draft(patient, infused, Admitted("2")),
        Draft(patient, infused, Infused(1e8, "cells")),
        Draft(patient, infused, Support("room_air")),
        Draft(patient, infused, Vitals(temp_c=36.8, sbp_mmhg=118, dbp_mmhg=72, spo2_pct=97)),
    ]
    if alarm:
        stay += [Draft(patient, infused + DAY, Vitals(temp_c=38.9, sbp_mmhg=118, spo2_pct=97))]
    for draft in [*stay, Draft(patient, left, Discharged("home"))]:
        store.append([draft], draft.at, "Nurse A", "nurse")


@pytest.fixture
def mixed(store: Store, clock: Clock, qapp) -> Ward:
    """One on the ward, one who left a week ago, three who left long ago: 40, 90 and 60 days."""
    for draft in arrival():
        store.append([draft], draft.at, "Nurse A", "nurse")
    followed(store, "WEEK", START - 7 * DAY, alarm=True)
    followed(store, "AWAY-40", START - 40 * DAY)
    followed(store, "AWAY-90", START - 90 * DAY)
    followed(store, "AWAY-60", START - 60 * DAY, alarm=True)
    return Ward(store, clock, UTC)


def read(ward: Ward) -> set[str]:
    return set(ward.read_patients())


def alike(ward: Ward, store: Store, patient: str) -> bool:
    """Whether the ward tells of a patient what the whole record does."""
    found, whole = ward.chart(patient), chart(store.log(patient), ward.now())
    return (found.log, found.timeline, found.person, found.courses) == (
        (whole.log, whole.timeline, whole.person, whole.courses)
    )


def test_at_the_start_only_those_are_read_who_are_near(mixed: Ward) -> None:
    assert {c.patient for c in mixed.board()} == {"RC-1", "WEEK"}
    assert read(mixed) == {"RC-1", "WEEK"}
    known = {p.patient: (p.enrolled.initials, p.bed, p.discharged) for p in mixed.people()}
    assert known == {
        "RC-1": ("AB", "6", False),
        "WEEK": ("QX", None, True),
        "AWAY-40": ("QX", None, True),
        "AWAY-60": ("QX", None, True),
        "AWAY-90": ("QX", None, True),
    }
    assert read(mixed) == {"RC-1", "WEEK"}


def test_a_log_is_read_when_it_is_asked_for(mixed: Ward, store: Store) -> None:
    assert mixed.log("AWAY-90") == store.log("AWAY-90")
    assert mixed.written("AWAY-90") == len(mixed.log("AWAY-90"))
    assert alike(mixed, store, "AWAY-60")
    assert read(mixed) == {"RC-1", "WEEK", "AWAY-90", "AWAY-60"}
    for ask in (mixed.log, mixed.chart, mixed.written):
        with pytest.raises(KeyError):
            ask("nobody")


@pytest.mark.parametrize(
    ("left", "near"),
    [(LATELY - timedelta(minutes=1), True), (LATELY, False), (-DAY, True)],
    ids=["a month less a minute", "a month", "to leave tomorrow"],
)
def test_who_left_lately_is_near(store: Store, clock: Clock, qapp, left, *, near: bool) -> None:
    followed(store, "P-1", START - left)
    assert ("P-1" in read(Ward(store, clock, UTC))) is near


def test_of_whom_only_signs_are_known_is_on_the_ward(store: Store, clock: Clock, qapp) -> None:
    followed(store, "AWAY", START - 40 * DAY)
    store.append(fever(), START, "Nurse A", "nurse")
    assert [c.patient for c in Ward(store, clock, UTC).board()] == ["RC-1"]


def test_who_came_back_is_on_the_ward(store: Store, clock: Clock, qapp) -> None:
    followed(store, "P-1", START - 60 * DAY)
    at = START - 50 * DAY
    store.append([Draft("P-1", at, Admitted("3"))], at, "Nurse A", "nurse")
    followed(store, "P-2", START - 60 * DAY)
    gone = store.log("P-2")[-1].id
    mistake = Draft("P-2", at, Retracted(), amends=gone, reason="wrong patient")
    store.append([mistake], at, "Nurse A", "nurse")
    assert {c.patient for c in Ward(store, clock, UTC).board()} == {"P-1", "P-2"}


def test_something_is_recorded_of_somebody_not_read_yet(
    qtbot: QtBot, mixed: Ward, store: Store
) -> None:
    moved = Reassigned("NCT05765006", "2", "DL2", "amendment 2")
    with qtbot.waitSignal(mixed.charted) as told:
        (written,) = mixed.record([Draft("AWAY-40", START, moved)], NURSE)
    assert told.args[0] is mixed.chart("AWAY-40")
    assert mixed.log("AWAY-40") == store.log("AWAY-40")
    assert mixed.log("AWAY-40")[-1] == written
    assert alike(mixed, store, "AWAY-40")
    assert mixed.chart("AWAY-40").person.enrolled.dose_level == "DL2"
    assert mixed.people() == Ward(store, mixed.now, UTC).people()


def test_fever_at_a_visit_brings_the_patient_to_the_board(mixed: Ward) -> None:
    mixed.record([replace(draft, patient="AWAY-40") for draft in fever()], NURSE)
    assert "AWAY-40" in {c.patient for c in mixed.board()}


def test_a_refused_write_about_somebody_not_read_yet(mixed: Ward, store: Store) -> None:
    twice = Draft("AWAY-40", START, Note("x"), source="the same row")
    with pytest.raises(StoreError, match="duplicate"):
        mixed.record([twice, twice], NURSE)
    assert mixed.log("AWAY-40") == store.log("AWAY-40")
    assert alike(mixed, store, "AWAY-40")


def test_what_cannot_be_read_is_not_written_about(mixed: Ward, store: Store) -> None:
    """Else it would be written, and told as if it was not."""
    before = store.log()
    broken = store._connection.execute("SELECT max(id) FROM entry").fetchone()[0]
    store._connection.execute("DROP TRIGGER entry_no_update")
    store._connection.execute(
        "UPDATE entry SET original = '[1]' WHERE patient = 'AWAY-40' AND kind = 'vitals'"
    )
    with pytest.raises(StoreError, match="damaged"):
        mixed.record([Draft("AWAY-40", START, Note("x"))], NURSE)
    assert store.heads() == {"here": len(before)}
    assert store._connection.execute("SELECT max(id) FROM entry").fetchone()[0] == broken


def test_the_others_are_read_one_after_another(mixed: Ward) -> None:
    """Those first who left last."""
    order = []
    left = 3
    while left:
        before = read(mixed)
        left = mixed.read_next()
        order.append(read(mixed) - before)
    assert order == [{"AWAY-40"}, {"AWAY-60"}, {"AWAY-90"}]
    assert mixed.read_next() == 0


def test_they_are_read_in_slices(mixed: Ward) -> None:
    mixed.chart("AWAY-60")  # somebody has opened it meanwhile
    assert mixed.read_next(2) == 1
    assert mixed.read_next(2) == 0
    assert read(mixed) == {p.patient for p in mixed.people()}


def test_an_old_alarm_comes_back_when_its_log_is_read(
    qtbot: QtBot, mixed: Ward, store: Store, clock: Clock
) -> None:
    """Somebody wrote of the patient of late; before, nobody knew of the alarm."""
    store.append([Draft("AWAY-60", START, Note("came"))], START, "Nurse A", "nurse")
    again = Ward(store, clock, UTC)
    assert {c.patient for c in again.board()} == {"RC-1", "WEEK"}
    with qtbot.waitSignal(again.surveyed) as told:
        again.read_next(3)
    assert {c.patient for c in told.args[0].charts} == {"RC-1", "WEEK", "AWAY-60"}
    assert told.args[0].charts == again.board()
    again.record([Draft("AWAY-60", START, Acknowledged("crs", 1))], NURSE)
    assert {c.patient for c in again.board()} == {"RC-1", "WEEK"}


def test_who_left_no_alarm_is_not_charted_each_minute(qtbot: QtBot, mixed: Ward) -> None:
    mixed.board()
    with qtbot.assertNotEmitted(mixed.surveyed):
        assert mixed.read_next(3) == 0
    assert set(mixed._charts) == {"RC-1", "WEEK"}
    charted: list[str] = []
    mixed.charted.connect(lambda c: charted.append(c.patient))
    mixed.refresh()
    assert sorted(charted) == ["RC-1", "WEEK"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["A", "B"]), st.integers(0, 3), st.integers(0, 80)), max_size=9
    )
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_charts_and_people_are_those_of_the_whole_record(tmp_path_factory, qapp, said) -> None:
    facts = [Admitted("1"), Discharged(), Vitals(temp_c=38.9), Enrolled(initials="QX")]
    with Store(tmp_path_factory.mktemp("w") / "w.sqlite", "here", START) as store:
        for patient, what, days in sorted(said, key=lambda s: -s[2]):
            at = START - days * DAY
            store.append([Draft(patient, at, facts[what])], at, "Nurse A", "nurse")
        ward = Ward(store, lambda: START, UTC)
        people = {p.patient: p for p in ward.people()}
        assert sorted(people) == sorted({patient for patient, _, _ in said})
        ward.read_next(len(people))
        on_board = {c.patient for c in ward.board()}
        for patient, known in people.items():
            whole = chart(store.log(patient), START)
            assert known == whole.person
            assert alike(ward, store, patient)
            late = START - whole.log[-1].recorded < LATELY
            rings = any(a.acknowledged is None for a in ward.survey().alarms_of(patient))
            left = ward.surveyor.has_left_alarms(whole, START)
            assert (patient in on_board) == (not known.discharged or (late and left))
            assert not known.discharged or rings == (late and left)


# --- where another program writes -------------------------------------------------------------


@pytest.fixture
def reading(mixed: Ward, store: Store, clock: Clock):
    """Another program's ward of the same file, for reading only."""
    with Store(store.path, "reader", START, read_only=True) as reader:
        yield Ward(reader, clock, UTC)


def test_what_is_written_elsewhere_of_somebody_not_read_yet(
    qtbot: QtBot, reading: Ward, mixed: Ward, store: Store
) -> None:
    mixed.record([replace(draft, patient="AWAY-90") for draft in fever()], NURSE)
    mixed.record([Draft("AWAY-40", START, Admitted("9"))], NURSE)
    mixed.record(arrival("NEW", "4"), NURSE)
    mixed.record([Draft("RC-1", START, Note("x"))], NURSE)
    assert {c.patient for c in reading.board()} == {"RC-1", "WEEK"}
    reading.refresh()
    assert {c.patient for c in reading.board()} == {"RC-1", "WEEK", "AWAY-90", "AWAY-40", "NEW"}
    assert read(reading) == {"RC-1", "WEEK", "AWAY-90", "AWAY-40", "NEW"}
    assert reading.people() == mixed.people()
    for patient in ("AWAY-90", "AWAY-40", "AWAY-60", "RC-1", "NEW"):
        assert alike(reading, store, patient)


def test_what_was_read_already_is_not_taken_in_twice(
    reading: Ward, mixed: Ward, store: Store
) -> None:
    """Written after the start, and read with the rest of its log before the next refresh."""
    mixed.record([Draft("AWAY-60", START, Admitted("9"))], NURSE)
    reading.chart("AWAY-60")
    assert not {p.patient: p for p in reading.people()}["AWAY-60"].discharged
    for _ in range(2):
        reading.refresh()
        assert reading.log("AWAY-60") == store.log("AWAY-60")
        assert alike(reading, store, "AWAY-60")
    assert "AWAY-60" in {c.patient for c in reading.board()}


def test_nothing_new_is_nothing_read(reading: Ward, store: Store) -> None:
    asked: list[str] = []
    reading.board()
    reading._store._connection.set_trace_callback(asked.append)
    reading.refresh()
    assert len(asked) == 1, "one question: how far each log has come"


def test_what_cannot_be_read_once_is_taken_in_the_next_time(
    reading: Ward, mixed: Ward, store: Store
) -> None:
    reading.board()
    mixed.record([Draft("RC-1", START, Note("x"))], NURSE)
    mixed.record([Draft("AWAY-40", START, Note("y"))], NURSE)
    db = store._connection
    db.execute("DROP TRIGGER entry_no_update")
    change = "UPDATE entry SET original = ? WHERE patient = 'AWAY-40' AND kind = 'vitals'"
    db.execute(change, ("[1]",))
    with pytest.raises(StoreError):
        reading.refresh()
    db.execute(change, (None,))
    reading.refresh()
    for patient in ("RC-1", "AWAY-40"):
        assert alike(reading, store, patient)
