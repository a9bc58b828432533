"""Alarm lines: they stand until somebody acknowledges them by name."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from bedside.facts import Acknowledged
from tests.ui.wards import NOW, NURSE, Clock, ago, arrival, observed, opened_ward, pressor
from ui import theme
from ui.screens.alarms import AlarmLine, AlarmLines, ordered
from ui.theme import DAY


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ward(tmp_path, clock, qapp):
    """Three alarms: CRS 3 in bed 6, CRS 2 in bed 2, CRS 1 in bed 4."""
    drafts = [
        *arrival("RC-1", "4", infused=ago(days=2)),
        *observed("RC-1", ago(hours=2), 38.4),
        *arrival("RC-2", "2", infused=ago(days=2)),
        *observed("RC-2", ago(hours=1), 38.4, (84, 40)),
        *arrival("RC-3", "6", infused=ago(days=2)),
        *observed("RC-3", ago(minutes=11), 38.4, (84, 40)),
        pressor("RC-3", ago(minutes=11)),
        *arrival("RC-4", "7", infused=ago(days=2)),
        *observed("RC-4", ago(minutes=30)),
    ]
    store, made = opened_ward(tmp_path / "ward.sqlite", drafts, clock)
    yield made
    store.close()


@pytest.fixture
def alarms(qtbot, ward, clock):
    made = AlarmLines(clock)
    qtbot.addWidget(made)
    made.resize(1000, 300)
    made.show_board(ward.board(), NOW)
    with qtbot.waitExposed(made):
        made.show()
    return made


def visible(alarms):
    return [line for line in alarms.findChildren(AlarmLine) if line.isVisibleTo(alarms)]


def field(alarms):
    return next(f for f in alarms.findChildren(QLineEdit) if f.isVisibleTo(alarms))


def test_the_highest_stands_first(ward):
    assert [alarm.patient for alarm, _ in ordered(ward.board())] == ["RC-3", "RC-2", "RC-1"]


def test_the_highest_is_shown_and_the_others_counted(qtbot, alarms):
    assert (alarms.count, alarms.highest) == (3, "high")
    [line] = visible(alarms)
    assert "RC-3" in line.accessibleName()
    assert line._age.text() == "unacknowledged 11 min"
    assert line._more.text() == "+2 more"
    qtbot.mouseClick(line._more, Qt.MouseButton.LeftButton)
    assert len(visible(alarms)) == 3
    qtbot.mouseClick(line._more, Qt.MouseButton.LeftButton)
    assert len(visible(alarms)) == 1


def test_time_passes_unacknowledged(alarms, ward):
    alarms.show_board(ward.board(), NOW + timedelta(minutes=50))
    assert visible(alarms)[0]._age.text() == "unacknowledged 1 h"


def test_no_alarm_takes_no_room(qtbot, alarms):
    alarms.show_board([], NOW)
    assert not alarms.isVisible()
    assert (alarms.count, alarms.highest) == (0, "low")


def test_an_alarm_opens_its_patient(qtbot, alarms):
    with qtbot.waitSignal(alarms.opened) as told:
        qtbot.mouseClick(visible(alarms)[0]._open, Qt.MouseButton.LeftButton)
    assert told.args == ["RC-3"]


def test_a_comment_may_go_with_the_acknowledgement(qtbot, alarms, ward):
    alarms.begin()
    qtbot.keyClicks(field(alarms), " Dr Bob called ")
    with qtbot.waitSignal(alarms.entered) as told:
        qtbot.keyClick(field(alarms), Qt.Key.Key_Return)
    [draft] = told.args[0]
    assert (draft.patient, draft.at) == ("RC-3", NOW)
    assert draft.fact == Acknowledged("crs", 3, "Dr Bob called")


def test_once_recorded_the_next_alarm_stands_there(qtbot, alarms, ward):
    alarms.begin()
    with qtbot.waitSignal(alarms.entered) as told:
        qtbot.keyClick(field(alarms), Qt.Key.Key_Return)
    entries = ward.record(told.args[0], NURSE)
    alarms.show_board(ward.board(), NOW)
    alarms.saved(entries)
    assert alarms.count == 2
    [line] = visible(alarms)
    assert "RC-2" in line.accessibleName()
    assert line.asked is None


def test_a_refusal_is_said_at_the_line_and_keeps_the_comment(qtbot, alarms):
    alarms.begin()
    qtbot.keyClicks(field(alarms), "seen")
    qtbot.keyClick(field(alarms), Qt.Key.Key_Return)
    alarms.refused("The disk is full.")
    line = visible(alarms)[0]
    assert line._said.isVisibleTo(line)
    assert line._said.text() == "The disk is full."
    assert field(alarms).text() == "seen"
    with qtbot.waitSignal(alarms.entered):
        qtbot.keyClick(field(alarms), Qt.Key.Key_Return)


def test_a_comment_outlives_a_new_survey(qtbot, alarms, ward, clock):
    alarms.begin()
    qtbot.keyClicks(field(alarms), "seen")
    clock.now += timedelta(minutes=1)
    ward.refresh()
    alarms.show_board(ward.board(), clock.now)
    assert field(alarms).text() == "seen"


def test_what_rises_while_the_comment_is_typed_is_not_acknowledged_with_it(
    qtbot, alarms, ward, clock
):
    alarms.begin()
    clock.now += timedelta(minutes=1)
    second = pressor("RC-3", clock.now)
    worse = second.fact.__class__("epinephrine", "started", rate=0.1)
    ward.record([second.__class__("RC-3", clock.now, worse)], NURSE)
    alarms.show_board(ward.board(), clock.now)
    with qtbot.waitSignal(alarms.entered) as told:
        qtbot.keyClick(field(alarms), Qt.Key.Key_Return)
    [draft] = told.args[0]
    assert draft.fact.level == 3
    entries = ward.record([draft], NURSE)
    alarms.show_board(ward.board(), clock.now)
    alarms.saved(entries)
    assert alarms.count == 3
    assert not any(f.isVisibleTo(alarms) for f in alarms.findChildren(QLineEdit))


def test_escape_leaves_the_alarm_as_it_was(qtbot, alarms):
    alarms.begin()
    with qtbot.assertNotEmitted(alarms.entered):
        qtbot.keyClick(field(alarms), Qt.Key.Key_Escape)
    assert not any(f.isVisibleTo(alarms) for f in alarms.findChildren(QLineEdit))
    assert visible(alarms)[0]._take.isVisibleTo(alarms)


def test_behind_the_lock_alarms_name_no_patient_and_cannot_be_pressed(alarms):
    alarms.set_private(True)
    [line] = visible(alarms)
    assert "RC-3" not in line._text.text()
    assert "6" in line._text.text()
    assert not line._open.isVisibleTo(alarms)
    assert not line._take.isVisibleTo(alarms)
    alarms.begin()
    assert line.asked is None
    alarms.set_private(False)
    assert "RC-3" in line._text.text()
    assert line._take.isVisibleTo(alarms)


@pytest.mark.parametrize("width", [420, 700, 1400])
def test_the_words_keep_room_to_be_read(qtbot, alarms, width):
    alarms.resize(width, 300)
    line = visible(alarms)[0]
    qtbot.waitUntil(lambda: line.width() == width and line._text.width() >= 300)
    for part in (line._age, line._open, line._take):
        assert line.rect().contains(part.mapTo(line, part.rect().bottomRight()))
