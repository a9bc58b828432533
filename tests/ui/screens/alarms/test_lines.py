"""Alarm lines: they stand until somebody acknowledges them by name."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from bedside.alarms import Technical, usual
from bedside.facts import WARD, Acknowledged, Silenced
from bedside.timeline import Draft
from grading.signs import Vitals
from tests.bedside.alarms.told import at, pressor, quiet, seen, well
from tests.ui.screens.alarms.told import Ticking, alarm_of, only, surveyed
from tests.ui.wards import NOW, NURSE, Clock, ago, arrival, observed, opened_ward
from ui import theme
from ui.screens.alarms import AlarmLine, AlarmLines
from ui.theme import DAY
from ui.widgets.pulse import pulse

FEVER = well(-60, temp=38.6)
LOW = well(-60, sbp=84)
WORSE = (-20, Vitals(sbp_mmhg=78, dbp_mmhg=60))
CRS_3 = [*FEVER, pressor(-50)]
THREE = only(surveyed(*well(-11, temp=38.6, sbp=84), pressor(-11)), "crs", "fever", "sbp_low")
"""CRS 3, fever and a low pressure, for eleven minutes."""


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


@pytest.fixture
def clock():
    return Ticking()


@pytest.fixture
def alarms(qtbot, clock):
    made = AlarmLines(clock)
    qtbot.addWidget(made)
    made.resize(1100, 300)
    made.show_survey(THREE)
    with qtbot.waitExposed(made):
        made.show()
    return made


def visible(alarms):
    return [line for line in alarms.findChildren(AlarmLine) if line.isVisibleTo(alarms)]


def fields(alarms):
    return [f for f in alarms.findChildren(QLineEdit) if f.isVisibleTo(alarms)]


def field(alarms):
    return fields(alarms)[0]


def shown_for(qtbot, clock, survey):
    made = AlarmLines(clock)
    qtbot.addWidget(made)
    made.resize(1100, 300)
    made.show_survey(survey)
    return made


# --- state by priority, silence and worsening -----------------------------------------------------


@pytest.mark.parametrize(
    ("key", "told", "look", "state"),
    [
        # low
        ("crs", FEVER, "* Low", "rings steady, can be silenced"),
        ("crs", [*FEVER, seen(-5, "crs", 1)], "* Low", "seen"),
        ("crs", [*FEVER, quiet(-5, "crs", 1)], "* Low", "paused steady"),
        ("crs", [*FEVER, quiet(-15, "crs", 1)], "* Low", "rings steady, can be silenced"),
        ("crs", [*FEVER, *well(-20)], "* Low", "rings steady, can be silenced, over"),
        # medium
        ("sbp_low", LOW, "** Medium", "rings flashing, can be silenced"),
        ("sbp_low", [*LOW, seen(-5, "sbp_low", 1)], "** Medium", "seen"),
        ("sbp_low", [*LOW, quiet(-5, "sbp_low", 1)], "** Medium", "paused flashing"),
        ("sbp_low", [*LOW, *well(-20)], "", "none"),
        # worse than what was seen or silenced
        ("sbp_low", [*LOW, seen(-30, "sbp_low", 1), WORSE], "*** High",
         "rings flashing, can be silenced"),
        ("sbp_low", [*LOW, quiet(-25, "sbp_low", 1), WORSE], "*** High",
         "rings flashing, can be silenced"),
        ("sbp_low", [*LOW, WORSE, seen(-10, "sbp_low", 2)], "*** High", "seen"),
        ("sbp_low", [*LOW, WORSE, quiet(-5, "sbp_low", 2)], "*** High", "paused flashing"),
        ("sbp_low", [*LOW, WORSE, *well(-15)], "*** High",
         "rings flashing, can be silenced, over"),
        ("sbp_low", [*LOW, WORSE, *well(-15, sbp=84)], "*** High",
         "rings flashing, can be silenced, better"),
        # never silent
        ("crs", CRS_3, "*** High", "rings flashing"),
        ("crs", [*CRS_3, quiet(-5, "crs", 3)], "*** High", "rings flashing"),
        ("crs", [*CRS_3, seen(-5, "crs", 2)], "*** High", "rings flashing"),
        ("crs", [*CRS_3, seen(-5, "crs", 3)], "*** High", "seen"),
        ("spo2_floor", [(-60, Vitals(spo2_pct=83)), quiet(-5, "spo2_floor", 1)], "*** High",
         "rings flashing"),
    ],
)  # fmt: skip
def test_state_by_priority_silence_and_worsening(qtbot, clock, key, told, look, state):
    alarms = shown_for(qtbot, clock, only(surveyed(*told), key))
    if state in {"none", "seen"}:
        assert visible(alarms) == []
        assert alarms.count == 0
        standing = alarms._quiet.isVisibleTo(alarms)
        assert standing == (state == "seen")
        if standing:
            text = alarms._standing.text()
            assert text.startswith(f"1 acknowledged, still standing: {look.split()[0]} RC-1 ")
        return
    [line] = visible(alarms)
    assert line._mark.text() == look
    paused = line._quiet.isVisibleTo(line)
    turns = set()
    for level in ("high", "medium"):
        for _ in range(2):
            pulse(level).timer.timeout.emit()
            turns.add((line.lit, line._sign.lit))
    flashing = turns == {(True, True), (False, False)}
    assert flashing or turns == {(True, True)}
    words = "paused" if paused else "rings"
    words += " flashing" if flashing else " steady"
    words += ", can be silenced" if line._silence.isVisibleTo(line) else ""
    words += ", over" if "The condition ended at" in line._state.text() else ""
    words += ", better" if "not as bad any more" in line._state.text() else ""
    assert words == state
    assert line._step.text().startswith("Next step: ")
    assert line._text.text().startswith("RC-1 · ")


def test_what_cannot_be_silenced_says_why(qtbot, clock):
    [line] = visible(shown_for(qtbot, clock, only(surveyed(*CRS_3), "crs")))
    assert not line._silence.isVisibleTo(line)
    assert "From grade 3 on it cannot be silenced, only acknowledged." in line._state.text()


def test_a_silence_that_is_refused_is_refused_in_words(qtbot, clock):
    alarms = shown_for(qtbot, clock, only(surveyed(*CRS_3), "crs"))
    [line] = visible(alarms)
    with qtbot.assertNotEmitted(alarms.entered):
        line.silenced.emit(timedelta(minutes=2))
    assert line._said.isVisibleTo(line)
    assert line._said.text() == "From grade 3 on it cannot be silenced, only acknowledged."


@pytest.mark.parametrize("minutes", [2, 5, 10])
def test_a_silence_lasts_as_long_as_was_asked(qtbot, clock, minutes):
    alarms = shown_for(qtbot, clock, only(surveyed(*LOW), "sbp_low"))
    [line] = visible(alarms)
    acts = {act.text(): act for act in line._silence.menu_shown.actions()}
    assert list(acts) == ["Quiet for &2 min", "Quiet for &5 min", "Quiet for &10 min"]
    with qtbot.waitSignal(alarms.entered) as told:
        acts[f"Quiet for &{minutes} min"].trigger()
    assert told.args[0] == (Draft("RC-1", at(0), Silenced("sbp_low", 1, at(minutes))),)


def test_a_silence_counts_down_by_the_second_and_the_sight_stays(qtbot, clock):
    alarms = shown_for(qtbot, clock, only(surveyed(*LOW, quiet(-1, "sbp_low", 1)), "sbp_low"))
    [line] = visible(alarms)
    assert line._left.text() == "audio paused 9:00"
    assert alarms._second.isActive()
    for seconds, said in ((1, "8:59"), (59, "8:00"), (7 * 60 + 55, "0:05"), (60, "0:00")):
        clock.pass_by(seconds=seconds)
        alarms._second.timeout.emit()
        assert line._left.text() == f"audio paused {said}"
    assert visible(alarms) == [line], "no timer takes an alarm away"
    alarms.show_survey(only(surveyed(*LOW), "sbp_low"))
    assert not line._quiet.isVisibleTo(line)
    assert not alarms._second.isActive()


def test_the_countdown_goes_by_the_time_of_the_ward(qtbot):
    clock = Ticking(-60)  # somebody has put the clock back by an hour
    survey = only(surveyed(*LOW, quiet(-1, "sbp_low", 1)), "sbp_low")
    [line] = visible(shown_for(qtbot, clock, survey))
    assert line._left.text() == "audio paused 9:00"


def test_it_says_to_whom_it_has_moved_on(qtbot, clock):
    [line] = visible(shown_for(qtbot, clock, only(surveyed(*well(-60), WORSE), "sbp_low")))
    assert "moved on to Intensive care outreach at 13:55" in line._state.text()


# --- the lines ------------------------------------------------------------------------------------


def test_the_highest_is_shown_and_the_others_counted(qtbot, alarms):
    assert (alarms.count, alarms.highest) == (3, "high")
    [line] = visible(alarms)
    assert line.accessibleName().startswith("High alarm: RC-1 · CRS rose to grade 3 at 13:49")
    assert line._state.text().startswith("unacknowledged 11 min")
    assert "unacknowledged 11 min" in line.accessibleName()
    assert line._more.text() == "+2 more"
    qtbot.mouseClick(line._more, Qt.MouseButton.LeftButton)
    assert len(visible(alarms)) == 3
    assert line._more.text() == "only the highest"
    qtbot.mouseClick(line._more, Qt.MouseButton.LeftButton)
    assert len(visible(alarms)) == 1


def test_what_is_paused_out_of_sight_is_counted(qtbot, clock):
    told = [*well(-11, temp=38.6, sbp=84), pressor(-11), quiet(-5, "fever", 1)]
    alarms = shown_for(qtbot, clock, only(surveyed(*told), "crs", "fever", "sbp_low"))
    assert visible(alarms)[0]._more.text() == "+2 more, 1 paused"


def test_very_many_are_shown_on_the_page(qtbot, alarms):
    alarms.show_survey(surveyed(*well(-11, temp=38.6, sbp=84, spo2=83), pressor(-11)))
    assert alarms.count > 4
    with qtbot.waitSignal(alarms.asked_page):
        qtbot.mouseClick(visible(alarms)[0]._more, Qt.MouseButton.LeftButton)
    assert len(visible(alarms)) == 1


def test_those_that_are_acknowledged_stand_on_one_quiet_line(qtbot, clock):
    told = [*well(-11, temp=38.6, sbp=84), seen(-5, "crs", 2), seen(-5, "fever", 1)]
    alarms = shown_for(qtbot, clock, only(surveyed(*told), "crs", "fever", "sbp_low"))
    assert alarms.count == 1
    text = (
        "2 acknowledged, still standing: ** RC-1 CRS rose to grade 2 · ** RC-1 New fever: 38.6 °C"
    )
    assert alarms._standing.text() == text
    with qtbot.waitSignal(alarms.asked_page):
        alarms._all.click()


def test_no_alarm_takes_no_room(alarms):
    alarms.show_survey(only(THREE))
    assert not alarms.isVisible()
    assert (alarms.count, alarms.highest) == (0, "low")


def test_an_alarm_opens_its_patient(qtbot, alarms):
    with qtbot.waitSignal(alarms.opened) as told:
        qtbot.mouseClick(visible(alarms)[0]._open, Qt.MouseButton.LeftButton)
    assert told.args == ["RC-1"]


def test_the_programs_own_alarms_open_nobody(qtbot, clock):
    survey = surveyed(technical=(Technical("sound_failed", at(-3)),))
    [line] = visible(shown_for(qtbot, clock, only(survey, "sound_failed")))
    assert line._text.text() == "This workstation cannot sound alarms, since 13:57."
    assert not line._open.isVisibleTo(line)
    with qtbot.waitSignal(line.acknowledged):
        line.begin()
        qtbot.keyClick(line._answer.field, Qt.Key.Key_Return)


# --- acknowledging --------------------------------------------------------------------------------


def test_a_text_enter(qtbot, alarms):
    """N6: the key A is the window's, which calls `begin`."""
    alarms.begin()
    qtbot.keyClicks(field(alarms), " Dr Bob called ")
    with qtbot.waitSignal(alarms.entered) as told:
        qtbot.keyClick(field(alarms), Qt.Key.Key_Return)
    fact = Acknowledged("crs", 3, "Dr Bob called")
    assert told.args[0] == (Draft("RC-1", at(0), fact),)


def test_a_technical_one_is_acknowledged_for_the_ward(qtbot, clock):
    survey = only(surveyed(technical=(Technical("backup_late", at(-3)),)), "backup_late")
    alarms = shown_for(qtbot, clock, survey)
    alarms.begin()
    with qtbot.waitSignal(alarms.entered) as told:
        qtbot.keyClick(field(alarms), Qt.Key.Key_Return)
    assert told.args[0] == (Draft(WARD, at(0), Acknowledged("backup_late", 1)),)


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


def test_a_silence_that_is_saved_keeps_a_comment_that_is_being_typed(qtbot, clock):
    alarms = shown_for(qtbot, clock, only(surveyed(*LOW), "sbp_low"))
    alarms.begin()
    qtbot.keyClicks(field(alarms), "fluids")
    visible(alarms)[0].silenced.emit(timedelta(minutes=2))
    alarms.show_survey(only(surveyed(*LOW, quiet(0, "sbp_low", 1, 2)), "sbp_low"))
    alarms.saved(())
    assert field(alarms).text() == "fluids"


def test_a_comment_outlives_a_new_survey(qtbot, alarms, clock):
    alarms.begin()
    qtbot.keyClicks(field(alarms), "seen")
    clock.pass_by(minutes=1)
    alarms.show_survey(THREE._replace(now=at(1)))
    assert field(alarms).text() == "seen"


def test_a_comment_outlives_the_end_of_its_alarm(qtbot, clock):
    alarms = shown_for(qtbot, clock, only(surveyed(*LOW), "sbp_low"))
    alarms.begin()
    qtbot.keyClicks(field(alarms), "bolus given")
    alarms.show_survey(only(surveyed(*LOW, *well(-1)), "sbp_low"))
    [line] = visible(alarms)
    assert alarms.count == 0
    assert "ended meanwhile" in line._state.text()
    assert line.lit
    with qtbot.waitSignal(alarms.entered) as told:
        qtbot.keyClick(field(alarms), Qt.Key.Key_Return)
    assert told.args[0][0].fact == Acknowledged("sbp_low", 1, "bolus given")
    qtbot.keyClick(field(alarms), Qt.Key.Key_Escape)
    assert visible(alarms) == []


def test_escape_leaves_the_alarm_as_it_was(qtbot, alarms):
    alarms.begin()
    with qtbot.assertNotEmitted(alarms.entered):
        qtbot.keyClick(field(alarms), Qt.Key.Key_Escape)
    assert fields(alarms) == []
    assert visible(alarms)[0]._take.isVisibleTo(alarms)


def test_behind_the_lock_alarms_name_no_patient_and_cannot_be_pressed(qtbot, clock):
    survey = only(surveyed(*CRS_3, seen(-5, "fever", 1)), "crs", "fever")
    alarms = shown_for(qtbot, clock, survey)
    alarms.set_private(True)
    [line] = visible(alarms)
    for text in (line._text.text(), line.accessibleName(), alarms._standing.text()):
        assert "RC-1" not in text
        assert "Bed 6" in text
    for button in (line._open, line._take, line._silence, alarms._all):
        assert not button.isVisibleTo(alarms)
    alarms.begin()
    line.begin()
    assert line.asked is None
    alarms.set_private(False)
    assert "RC-1" in line._text.text()
    assert line._take.isVisibleTo(line)


@pytest.mark.parametrize("width", [420, 700, 1400])
def test_the_words_keep_room_to_be_read(qtbot, alarms, width):
    alarms.resize(width, 300)
    line = visible(alarms)[0]
    qtbot.waitUntil(lambda: line.width() == width and line._step.width() >= 300)
    for part in (line._open, line._take):
        assert line.rect().contains(part.mapTo(line, part.rect().bottomRight()))


# --- with a store ---------------------------------------------------------------------------------


@pytest.fixture
def ward(tmp_path, qapp):
    drafts = [
        *arrival("RC-1", "4", infused=ago(days=2)),
        *observed("RC-1", ago(minutes=11), 38.4, (84, 40)),
    ]
    store, made = opened_ward(tmp_path / "ward.sqlite", drafts, Clock())
    yield made
    store.close()


def test_once_recorded_the_next_alarm_stands_there(qtbot, ward):
    alarms = shown_for(qtbot, Clock(), ward.survey())
    first, count = visible(alarms)[0].alarm, alarms.count
    alarms.begin()
    with qtbot.waitSignal(alarms.entered) as told:
        qtbot.keyClick(field(alarms), Qt.Key.Key_Return)
    entries = ward.record(told.args[0], NURSE)
    alarms.show_survey(ward.survey())
    alarms.saved(entries)
    assert alarms.count == count - 1
    [line] = visible(alarms)
    assert line.alarm.key != first.key
    assert line.asked is None
    assert alarm_of(ward.survey(), first.key).acknowledged.by == NURSE.name


def test_what_gets_worse_while_the_comment_is_typed_is_not_acknowledged_with_it(qtbot, ward):
    alarms = shown_for(qtbot, Clock(), only(ward.survey(), "sbp_low"))
    alarms.begin()
    ward.record([Draft("RC-1", NOW, Vitals(sbp_mmhg=76, dbp_mmhg=50))], NURSE)
    alarms.show_survey(only(ward.survey(), "sbp_low"))
    with qtbot.waitSignal(alarms.entered) as told:
        qtbot.keyClick(field(alarms), Qt.Key.Key_Return)
    [draft] = told.args[0]
    assert draft.fact.level == 1
    entries = ward.record([draft], NURSE)
    alarms.show_survey(only(ward.survey(), "sbp_low"))
    alarms.saved(entries)
    [line] = visible(alarms)
    assert (line.alarm.level, line.asked, alarms.count) == (2, None, 1)


def test_a_site_may_have_a_shorter_longest_silence(qtbot, clock):
    alarms = shown_for(qtbot, clock, only(surveyed(*LOW), "sbp_low"))
    table = usual().__class__(
        usual().conditions, timedelta(minutes=5), usual().realarm, usual().ladder
    )
    alarms.set_tables(lambda _of: table, table)
    texts = [act.text() for act in visible(alarms)[0]._silence.menu_shown.actions()]
    assert texts == ["Quiet for &2 min", "Quiet for &5 min"]
