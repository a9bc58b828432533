"""Alarm lines: they stand until somebody acknowledges them by name."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from bedside.alarms import Technical, usual
from bedside.facts import WARD, Acknowledged, Silenced
from bedside.timeline import Draft
from grading.signs import Vitals
from tests.bedside.alarms.told import at, entry, pressor, quiet, seen, well
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
TIMES = [(-13, Vitals(temp_c=38.6)), *well(-12, temp=38.6, sbp=84), pressor(-11)]
THREE = only(surveyed(*TIMES), "crs", "fever", "sbp_low")
"""CRS 3 for eleven minutes, a low pressure and fever a little longer: a moment each."""
AT_ONCE = well(-11, temp=38.8, sbp=82)
KEYS = ("crs", "fever", "sbp_low")
ILL = only(surveyed(*AT_ONCE), *KEYS)
"""CRS 2, fever and a low pressure, raised by one set eleven minutes ago."""
WITH_IT = "with it: New fever: 38.8 °C · Systolic pressure 82 mmHg"
NAMED = "CRS rose to grade 2 · New fever: 38.8 °C · Systolic pressure 82 mmHg"


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
    found = [line for line in alarms.findChildren(AlarmLine) if line.isVisibleTo(alarms)]
    return sorted(found, key=alarms._layout.indexOf)


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
    alarms = shown_for(qtbot, clock, only(surveyed(*TIMES, quiet(-5, "fever", 1)), *KEYS))
    assert visible(alarms)[0]._more.text() == "+2 more, 1 paused"


def test_very_many_are_shown_on_the_page(qtbot, alarms):
    told = [Technical(kind, at(-3)) for kind in ("sound_failed", "backup_late")]
    low = (-5, Vitals(spo2_pct=83))
    survey = surveyed(*TIMES, low, technical=tuple(told))
    alarms.show_survey(only(survey, *KEYS, "spo2_floor", "sound_failed", "backup_late"))
    assert alarms.count == 6
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


def test_what_ended_and_rose_again_is_named_anew_before_it_is_acknowledged(qtbot, clock):
    alarms = shown_for(qtbot, clock, only(surveyed(*LOW), "sbp_low"))
    alarms.begin()
    qtbot.keyClicks(field(alarms), "fluids")
    again = only(surveyed(*LOW, *well(-4), *well(-2, sbp=85)), "sbp_low")
    alarms.show_survey(again)
    with qtbot.assertNotEmitted(alarms.entered, wait=0):
        qtbot.keyClick(field(alarms), Qt.Key.Key_Return)
    [line] = visible(alarms)
    assert "rang anew" in line._said.text()
    assert field(alarms).text() == "fluids"
    with qtbot.waitSignal(alarms.entered) as told:
        qtbot.keyClick(field(alarms), Qt.Key.Key_Return)
    [draft] = told.args[0]
    assert draft.fact == Acknowledged("sbp_low", 1, "fluids")
    assert draft.at >= again.alarms[0].since


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


# --- raised by one moment -------------------------------------------------------------------------


@pytest.fixture
def ill(qtbot, clock):
    return shown_for(qtbot, clock, ILL)


def named(alarms):
    return [line._answer.named.text() for line in visible(alarms) if line.asked is not None]


def keys(alarms):
    return [line.alarm.key for line in visible(alarms)]


def facts(told):
    return [(draft.fact.alarm, draft.fact.level) for draft in told.args[0]]


def test_what_one_moment_raised_stands_with_the_highest_by_name(ill):
    [line] = visible(ill)
    assert line._text.text().startswith("RC-1 · CRS rose to grade 2")
    assert line._also.isVisibleTo(line)
    assert line._also.text() == WITH_IT
    assert not line._also_short.isVisibleTo(line)
    assert line.accessibleName().endswith(WITH_IT)
    assert not line._more.isVisibleTo(line)
    assert ill.count == 3


def test_another_moment_has_a_line_of_its_own(alarms):
    assert [line._also.isVisibleTo(line) for line in visible(alarms)] == [False]
    visible(alarms)[0]._more.click()
    assert keys(alarms) == ["crs", "fever", "sbp_low"]


def test_others_are_counted_beside_what_is_named(qtbot, clock):
    survey = surveyed(*AT_ONCE, (-5, Vitals(spo2_pct=83)), quiet(-4, "fever", 1))
    alarms = shown_for(qtbot, clock, only(survey, *KEYS, "spo2_floor"))
    assert keys(alarms) == ["spo2_floor"]
    assert visible(alarms)[0]._more.text() == "+3 more, 1 paused"
    visible(alarms)[0]._more.click()
    assert keys(alarms) == ["spo2_floor", "crs"]
    paused = WITH_IT.replace("38.8 °C", "38.8 °C (audio paused)")
    assert visible(alarms)[1]._also.text() == paused


@pytest.mark.parametrize(
    ("told", "also"),
    [
        ([], "+2 with it"),
        ([quiet(-5, "fever", 1)], "+2 with it, 1 paused"),
        ([seen(-5, "fever", 1)], "+1 with it"),
        ([seen(-5, "fever", 1), seen(-5, "sbp_low", 1)], ""),
    ],
)
def test_where_there_is_one_row_only_it_says_how_many_are_with_it(qtbot, clock, told, also):
    alarms = shown_for(qtbot, clock, only(surveyed(*AT_ONCE, *told), *KEYS))
    alarms.set_compact(True)
    [line] = visible(alarms)
    assert line._also_short.text() == also
    assert line._also_short.isVisibleTo(line) == bool(also)
    assert not line._also.isVisibleTo(line)
    alarms.begin()
    assert named(alarms)[0].startswith("CRS rose to grade 2")
    assert len(line.asked) == line._answer.named.text().count(" · ") + 1
    assert line._answer.named.isVisibleTo(line)


def test_a_names_all_of_them_and_enter_acknowledges_each(qtbot, ill):
    ill.begin()
    assert named(ill) == [NAMED]
    [line] = visible(ill)
    assert line._answer.field.accessibleDescription() == NAMED
    assert line._answer.steps.text() == (
        "Next steps: Call the physician now."
        " · Tell the physician. Cultures; with neutropenia the fever pathway within the hour."
        " · Measure again and call the physician now."
    )
    assert line._answer.steps.isVisibleTo(line)
    qtbot.keyClicks(field(ill), "Dr Bob called")
    with qtbot.waitSignal(ill.entered) as told:
        qtbot.keyClick(field(ill), Qt.Key.Key_Return)
    said = [
        Acknowledged(key, level, "Dr Bob called")
        for key, level in zip(KEYS, (2, 1, 1), strict=True)
    ]
    assert told.args[0] == tuple(Draft("RC-1", at(0), fact) for fact in said)


def test_one_alone_is_named_alone(alarms):
    alarms.begin()
    assert named(alarms) == ["CRS rose to grade 3"]
    assert not visible(alarms)[0]._answer.steps.isVisibleTo(alarms)


def test_the_programs_own_alarms_do_not_stand_together(qtbot, clock):
    told = tuple(Technical(kind, at(-3)) for kind in ("sound_failed", "backup_late"))
    survey = only(surveyed(technical=told), "sound_failed", "backup_late")
    alarms = shown_for(qtbot, clock, survey)
    [line] = visible(alarms)
    assert (line._also.text(), line._more.text()) == ("", "+1 more")


def test_two_patients_do_not_stand_together(qtbot, clock):
    survey = only(ILL, "crs", "fever")
    other = [alarm._replace(patient="RC-2") for alarm in survey.alarms]
    alarms = shown_for(qtbot, clock, survey._replace(alarms=(*survey.alarms, *other)))
    assert visible(alarms)[0]._also.text() == "with it: New fever: 38.8 °C"
    assert visible(alarms)[0]._more.text() == "+2 more"
    alarms.begin()
    with_patient = {alarm.patient for alarm in visible(alarms)[0].asked}
    assert with_patient == {"RC-1"}


@pytest.mark.parametrize(
    ("late", "shown"), [("sbp_low", ["crs", "+1 more"]), ("crs", ["crs", "fever", ""])]
)
def test_what_came_while_the_comment_was_typed_is_not_acknowledged_with_it(
    qtbot, clock, late, shown
):
    before = [key for key in KEYS if key != late]
    alarms = shown_for(qtbot, clock, only(surveyed(*AT_ONCE), *before))
    alarms.begin()
    [named_before] = named(alarms)
    alarms.show_survey(ILL)
    assert named(alarms) == [named_before]
    assert alarms.count == 3
    assert [*keys(alarms), visible(alarms)[0]._more.text()] == shown
    [writing] = [line for line in visible(alarms) if line.asked is not None]
    assert late not in {writing.alarm.key, *(one.key for one in writing._shown.others)}
    with qtbot.waitSignal(alarms.entered) as told:
        qtbot.keyClick(field(alarms), Qt.Key.Key_Return)
    assert [key for key, _ in facts(told)] == before
    alarms.show_survey(only(surveyed(*AT_ONCE, *(seen(0, k, n) for k, n in facts(told))), *KEYS))
    alarms.saved([entry(90, 0, draft.fact) for draft in told.args[0]])
    assert keys(alarms) == [late]
    assert (alarms.count, fields(alarms)) == (1, [])


def test_put_aside_it_stands_with_what_came_meanwhile(qtbot, clock):
    alarms = shown_for(qtbot, clock, only(surveyed(*AT_ONCE), "fever", "sbp_low"))
    alarms.begin()
    alarms.show_survey(ILL)
    with qtbot.assertNotEmitted(alarms.entered):
        qtbot.keyClick(field(alarms), Qt.Key.Key_Escape)
    assert keys(alarms) == ["crs"]
    assert visible(alarms)[0]._also.text() == WITH_IT
    alarms.begin()
    assert named(alarms) == [NAMED]


def test_one_of_them_that_gets_worse_is_shown_in_full_and_rings_on(qtbot, ill):
    ill.begin()
    worse = (-1, Vitals(sbp_mmhg=76, dbp_mmhg=60))
    ill.show_survey(only(surveyed(*AT_ONCE, worse), *KEYS))
    assert keys(ill) == ["sbp_low", "crs"], "it is the highest now"
    assert visible(ill)[1]._also.text() == "with it: New fever: 38.8 °C"
    assert named(ill) == [NAMED]
    with qtbot.waitSignal(ill.entered) as told:
        qtbot.keyClick(field(ill), Qt.Key.Key_Return)
    assert facts(told) == [("crs", 2), ("fever", 1), ("sbp_low", 1)]


def test_pressed_again_the_key_adds_nothing_to_what_was_named(qtbot, ill):
    ill.begin()
    ill.show_survey(only(surveyed(*AT_ONCE, pressor(-1)), *KEYS))
    ill.begin()
    assert named(ill) == [NAMED]
    with qtbot.waitSignal(ill.entered) as told:
        qtbot.keyClick(field(ill), Qt.Key.Key_Return)
    assert facts(told) == [("crs", 2), ("fever", 1), ("sbp_low", 1)]


def test_when_somebody_else_acknowledges_the_highest_the_others_stay_in_sight(qtbot, ill):
    ill.begin()
    qtbot.keyClicks(field(ill), "seen")
    ill.show_survey(only(surveyed(*AT_ONCE, seen(-1, "crs", 2)), *KEYS))
    [line] = visible(ill)
    assert line.alarm.key == "fever"
    assert "ended meanwhile" not in line._state.text()
    assert line._also.text() == "with it: Systolic pressure 82 mmHg"
    assert (named(ill), field(ill).text()) == ([NAMED], "seen")


def test_a_refusal_keeps_them_all(qtbot, ill):
    ill.begin()
    qtbot.keyClicks(field(ill), "seen")
    qtbot.keyClick(field(ill), Qt.Key.Key_Return)
    ill.refused("The disk is full.")
    assert ill.count == 3
    assert (named(ill), field(ill).text()) == ([NAMED], "seen")
    with qtbot.waitSignal(ill.entered) as told:
        qtbot.keyClick(field(ill), Qt.Key.Key_Return)
    assert [key for key, _ in facts(told)] == list(KEYS)


def test_a_silence_is_for_the_one_in_full_alone(qtbot, ill):
    with qtbot.waitSignal(ill.entered) as told:
        visible(ill)[0].silenced.emit(timedelta(minutes=2))
    assert told.args[0] == (Draft("RC-1", at(0), Silenced("crs", 2, at(2))),)


def test_behind_the_lock_those_with_it_name_no_patient(ill):
    ill.set_private(True)
    [line] = visible(ill)
    assert line._also.text() == WITH_IT
    ill.begin()
    assert line.asked is None


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
    asked = visible(alarms)[0].asked
    assert len(asked) > 1
    with qtbot.waitSignal(alarms.entered) as told:
        qtbot.keyClick(field(alarms), Qt.Key.Key_Return)
    entries = ward.record(told.args[0], NURSE)
    alarms.show_survey(ward.survey())
    alarms.saved(entries)
    assert alarms.count == count - len(asked)
    [line] = visible(alarms)
    assert line.alarm.key != first.key
    assert line.asked is None
    for one in asked:
        assert alarm_of(ward.survey(), one.key).acknowledged.by == NURSE.name


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
