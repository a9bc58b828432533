"""Every reminder rings exactly once at a workstation, whatever its clock and its power do."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.facts import Omitted, Reminded
from bedside.reminders import reminders
from tests.bedside.trials import followed, trial
from ui.rung import Rung

INFUSED = datetime(2026, 1, 31, 3, tzinfo=UTC)


def standing(day, *told):
    return reminders(followed(trial(), INFUSED, *told), INFUSED + timedelta(days=day))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ward.sqlite.rung"


def test_what_has_rung_does_not_ring_again_also_after_a_restart(path):
    rung = Rung(path)
    now = standing(180)
    assert rung.due(now) == now
    rung.mark(now)
    assert rung.due(now) == ()
    assert Rung(path).due(now) == ()
    later = Rung(path).due(standing(188))
    assert {r.kind for r in later} == {"overdue"}


def test_nothing_rings_that_somebody_has_answered(path):
    row = next(r for r in standing(180) if r.visit == "pkpd_m6")
    at = INFUSED + timedelta(days=180)
    until = at + timedelta(days=2)
    for answer in (
        Reminded(row.key, "seen"),
        Reminded(row.key, "snoozed", until),
        Reminded(row.key, "dismissed", reason="x"),
    ):
        found = Rung(path).due(standing(180, (at, answer)))
        assert row.key not in {r.key for r in found}


def test_two_patients_ring_for_themselves(path):
    rung = Rung(path)
    one = standing(180)[0]
    rung.mark([one])
    other = one._replace(patient="RC-2")
    assert rung.due([one, other]) == (other,)


def test_the_file_names_nobody(path):
    Rung(path).mark(standing(180))
    assert b"RC-1" not in path.read_bytes()
    assert b"pkpd" not in path.read_bytes()


def test_without_a_file_it_is_kept_in_memory():
    rung = Rung(None)
    rung.mark(standing(180))
    assert rung.due(standing(180)) == ()


@pytest.mark.parametrize(
    "damage",
    [b"", b"\x00\xff\xfe garbage", b"\n\n\n", b"[1, 2", "Überraschung".encode("utf-16")],
)
def test_a_damaged_file_rings_again_and_is_written_on(path, damage):
    path.write_bytes(damage)
    rung = Rung(path)
    now = standing(180)
    assert rung.due(now) == now
    rung.mark(now)
    assert Rung(path).due(now) == ()


def test_a_line_cut_short_loses_itself_alone(path):
    now = standing(180)
    Rung(path).mark(now[:-1])
    path.write_bytes(path.read_bytes()[:-5])
    rung = Rung(path)
    assert rung.due(now) == now[-2:]
    rung.mark(now)
    assert Rung(path).due(now) == ()


def test_a_file_that_cannot_be_read_or_written_is_told_and_raises_nothing(path):
    path.mkdir()
    rung = Rung(path)
    now = standing(180)
    assert rung.due(now) == now
    rung.mark(now)
    assert rung.trouble
    assert rung.due(now) == ()
    path.rmdir()
    rung.mark(standing(188))
    assert rung.trouble == ""


class World:
    """A record, a clock that jumps, and a workstation that stops and starts."""

    def __init__(self, path):
        self.path = path
        self.day = 0.0
        self.told = []
        self.rung = Rung(path)
        self.heard = []
        self.stood = set()

    def tick(self):
        now = INFUSED + timedelta(days=self.day)
        # what somebody said holds even where the clock was put back: it is in the record
        plan = followed(trial(), INFUSED, *self.told)
        found = reminders(plan, now)
        self.stood |= {r.ring for r in found if r.answer == "open"}
        due = self.rung.due(found)
        self.heard += [r.ring for r in due]
        self.rung.mark(due)
        return found

    def answer(self, number, how):
        found = [r for r in self.tick() if r.answer in {"open", "seen"}]
        if found:
            one = found[number % len(found)]
            at = INFUSED + timedelta(days=self.day)
            until = at + timedelta(days=1.5) if how == "snoozed" else None
            reason = "x" if how == "dismissed" else ""
            self.told.append((at, Reminded(one.key, how, until, reason)))


steps = st.one_of(
    st.tuples(st.just("clock"), st.floats(-40, 90)),
    st.tuples(st.just("tick"), st.none()),
    st.tuples(st.just("restart"), st.none()),
    st.tuples(st.sampled_from(["seen", "snoozed", "dismissed"]), st.integers(0, 99)),
    st.tuples(st.just("omit"), st.sampled_from([v.id for v in trial().visits])),
)


@given(st.lists(steps, max_size=25))
def test_whatever_the_clock_does_each_reminder_rings_exactly_once(tmp_path_factory, history):
    world = World(tmp_path_factory.mktemp("rung") / "ward.sqlite.rung")
    for step, value in history:
        if step == "clock":
            world.day = min(max(world.day + value, -30), 420)
        elif step == "restart":
            world.rung = Rung(world.path)
        elif step == "omit":
            at = INFUSED + timedelta(days=world.day)
            world.told.append((at, Omitted(value, reason="x")))
        elif step != "tick":
            world.answer(value, step)
        world.tick()
    assert len(world.heard) == len(set(world.heard))
    assert set(world.heard) == world.stood


def test_what_is_snoozed_twice_rings_once_after_each():
    key = next(r for r in standing(180) if r.visit == "pkpd_m6").key
    at = INFUSED + timedelta(days=180)
    once = (at, Reminded(key, "snoozed", at + timedelta(days=1)))
    again = (at + timedelta(days=1), Reminded(key, "snoozed", at + timedelta(days=2)))
    rung, heard = Rung(None), []
    for day, told in (
        (180, ()),
        (180.5, (once,)),
        (181, (once,)),
        (181.5, (once, again)),
        (182, (once, again)),
        (182.5, (once, again)),
    ):
        found = [r for r in rung.due(standing(day, *told)) if r.key == key]
        heard.append(len(found))
        rung.mark(found)
    assert heard == [1, 0, 1, 0, 1, 0]
