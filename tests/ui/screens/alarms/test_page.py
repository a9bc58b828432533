"""All alarms, the marked one in full, and what is done about it."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from bedside.alarms import Technical, usual
from bedside.facts import Acknowledged, Called, Escalated, Silenced
from bedside.timeline import Draft
from tests.bedside.alarms.told import at, entry, pressor, quiet, seen, well
from tests.ui.screens.alarms.told import Ticking, only, surveyed
from ui import theme
from ui.screens.alarms.page import AlarmsPage
from ui.theme import DAY
from ui.widgets.pulse import pulse

ILL = [*well(-11, temp=38.6, sbp=84), pressor(-11)]
ILL_KEYS = ("crs", "fever", "sbp_low")
BACKUP = Technical("backup_late", at(-180))


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


@pytest.fixture
def clock():
    return Ticking()


@pytest.fixture
def page(qtbot, clock):
    made = AlarmsPage(clock)
    qtbot.addWidget(made)
    made.resize(1040, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    show(made, *ILL)
    made.begin()
    qtbot.waitUntil(made.list.hasFocus)
    return made


def show(page, *told, keys=ILL_KEYS, technical=(), now=0.0):
    survey = surveyed(*told, now=now, technical=technical)
    if keys:
        survey = only(survey, *keys)
    page.show_survey(survey)


def lines(page):
    return [line if isinstance(line, str) else line.key[1] for line in page.model.lines]


def mark(page, key):
    page.list.setCurrentIndex(page.model.index(page.model.row_of(("RC-1", key))))


def press(qtbot, widget, key):
    qtbot.keyClick(widget, key)


# --- the list -------------------------------------------------------------------------------------


def test_the_highest_priority_stands_first_and_is_marked(page):
    assert lines(page) == ["crs", "fever", "sbp_low"]
    assert page.detail.alarm.key == "crs"
    assert page._summary.text() == "3 unacknowledged"


def test_a_line_has_cause_time_state_and_whom_to_call(page):
    said = page.model.data(page.model.index(0))
    assert said == (
        "*** High · RC-1 · CRS rose to grade 3 · 13:49 · unacknowledged 11 min · call: Consultant"
    )


def test_technical_ones_stand_apart_under_a_heading(page):
    show(page, *ILL, keys=(*ILL_KEYS, "backup_late"), technical=(BACKUP,))
    assert lines(page) == ["Patients", *ILL_KEYS, "This workstation", "backup_late"]
    heading = page.model.index(4)
    assert not page.model.flags(heading) & Qt.ItemFlag.ItemIsSelectable
    page.list.setCurrentIndex(page.model.index(5))
    detail = page.detail
    assert detail._text.text() == "The last backup is late, since 11:00."
    for part in (detail._ladder, detail._calls, detail._aloud, detail.open):
        assert not part.isVisibleTo(page)


def test_acknowledged_ones_stay_behind_those_of_their_priority_and_flash_no_more(page):
    show(page, *ILL, seen(-5, "fever", 1, "cultures taken"))
    assert lines(page) == ["crs", "sbp_low", "fever"]
    item = page.model.item(2)
    assert not item.flashing
    assert item.state == "acknowledged by Nurse A at 13:55 · cultures taken"
    assert item.call == ""
    assert page._summary.text() == "2 unacknowledged · 1 acknowledged"


def test_the_marks_of_the_list_flash_with_all_others(page):
    shown = set()
    for _ in range(2):
        pulse("high").timer.timeout.emit()
        assert page._hand.lit["high"] is pulse("high").lit
        shown.add(page._hand.lit["high"])
    assert shown == {True, False}
    show(page, *ILL, seen(-5, "crs", 3))
    for _ in range(2):
        pulse("high").timer.timeout.emit()
        assert page._hand.lit["high"]


def test_the_same_alarm_stays_marked_when_others_come_and_go(page):
    mark(page, "sbp_low")
    show(page, *ILL, seen(-5, "crs", 3))
    assert page.detail.alarm.key == "sbp_low"
    show(page, *ILL, keys=("crs", "fever"))
    assert page.detail.alarm.key == "fever"
    show(page, keys=("none",))
    assert page.detail.alarm is None
    assert page._nothing.isVisibleTo(page)


# --- the detail -----------------------------------------------------------------------------------


def test_the_detail_says_what_to_do_whom_to_call_and_what_to_say(page):
    detail = page.detail
    assert detail._step.text().startswith("Next step: Call the physician and the intensive care")
    assert "From grade 3 on it cannot be silenced" in detail._state.text()
    rungs = [told.text() for told in detail._ladder.rungs if told.isVisibleTo(page)]
    assert rungs == [
        "1. Covering physician of the unit · 07:30 to 17:00 · moved on at 13:54",
        "2. Consultant · at all hours · moved on at 13:59 · call now",
        "3. Intensive care outreach · at all hours",
    ]
    following = "Unacknowledged, it moves on to Intensive care outreach at 14:04."
    assert detail._ladder.next.text() == following
    assert detail._sbar.text().startswith("Situation: Patient RC-1, bed 6.")
    assert detail._calls.told.text() == "No call is written down."


def test_after_hours_the_list_is_another_one(page):
    night = 5 * 60.0
    show(page, *well(night - 1, temp=38.6, sbp=84), pressor(night - 1), now=night)
    first = page.detail._ladder.rungs[0].text()
    assert first == "1. Physician on duty · 17:00 to 07:30 · call now"


def test_a_low_one_calls_nobody_and_waits_for_the_next_round(page):
    show(page, *well(-11, temp=38.6), keys=("crs",))
    assert page.model.item(0).call == ""
    rungs = [told.text() for told in page.detail._ladder.rungs if told.isVisibleTo(page)]
    assert not any("call now" in text for text in rungs)
    assert page.detail._ladder.next.text().endswith("waits for the next round.")


def test_a_latched_alarm_says_that_its_condition_has_ended_and_since_when(page):
    show(page, *well(-60, sbp=78), *well(-15), keys=("sbp_low",))
    said = "The condition ended at 13:45; nobody has acknowledged it."
    assert said in page.detail._state.text()


def test_calls_that_are_written_down_are_listed(page):
    call = (-4, Called("crs", "consultant", "Dr Bob", True, "comes at once"))
    before = (-30, Called("crs", "consultant", "Dr Eve"))
    show(page, *ILL, before, call, (-3, Called("fever", "consultant")))
    text = "13:56 · Consultant (Dr Bob) called and reached · comes at once"
    assert page.detail._calls.told.text() == text


# --- what is done ---------------------------------------------------------------------------------


def test_a_text_enter(qtbot, page):
    press(qtbot, page.list, Qt.Key.Key_A)
    qtbot.waitUntil(page.detail.comment.field.hasFocus)
    qtbot.keyClicks(page.detail.comment.field, "seen, Dr Bob comes")
    with qtbot.waitSignal(page.entered) as told:
        press(qtbot, page.detail.comment.field, Qt.Key.Key_Return)
    fact = Acknowledged("crs", 3, "seen, Dr Bob comes")
    assert told.args[0] == (Draft("RC-1", at(0), fact),)
    show(page, *ILL, seen(0, "crs", 3, "seen, Dr Bob comes"))
    page.saved([entry(90, 0, fact)])
    assert page.detail.alarm.key == "fever", "the next one that nobody has acknowledged"
    assert page.detail.said.text() == "Acknowledged."
    assert not page.detail.comment.isVisibleTo(page)
    qtbot.waitUntil(page.list.hasFocus)


def test_what_gets_worse_while_the_comment_is_typed_is_not_acknowledged_with_it(qtbot, page):
    show(page, *well(-11, temp=38.6), keys=("crs",))
    press(qtbot, page.list, Qt.Key.Key_A)
    show(page, *well(-11, temp=38.6), pressor(-1), keys=("crs",))
    page.list.setFocus()
    press(qtbot, page.list, Qt.Key.Key_A)
    with qtbot.waitSignal(page.entered) as told:
        press(qtbot, page.detail.comment.field, Qt.Key.Key_Return)
    assert told.args[0][0].fact.level == 1


def test_a_refusal_keeps_the_comment(qtbot, page):
    press(qtbot, page.list, Qt.Key.Key_A)
    qtbot.keyClicks(page.detail.comment.field, "seen")
    press(qtbot, page.detail.comment.field, Qt.Key.Key_Return)
    page.refused("The disk is full.")
    assert page.detail.comment.said.text() == "The disk is full."
    assert page.detail.comment.field.text() == "seen"


def test_what_is_typed_is_kept_while_another_alarm_is_looked_at(qtbot, page):
    press(qtbot, page.list, Qt.Key.Key_A)
    qtbot.keyClicks(page.detail.comment.field, "seen")
    qtbot.keyClicks(page.detail.form.name, "Dr Bob")
    mark(page, "fever")
    assert not page.detail.comment.isVisibleTo(page)
    assert page.detail.form.name.text() == ""
    mark(page, "crs")
    assert page.detail.comment.field.text() == "seen"
    assert page.detail.form.name.text() == "Dr Bob"


def test_what_is_typed_outlives_the_end_of_its_alarm(qtbot, page):
    mark(page, "fever")
    press(qtbot, page.list, Qt.Key.Key_A)
    qtbot.keyClicks(page.detail.comment.field, "cultures taken")
    show(page, *ILL, keys=("crs",))
    assert page.detail.alarm.key == "fever"
    assert "ended meanwhile" in page.detail._state.text()
    with qtbot.waitSignal(page.entered) as told:
        press(qtbot, page.detail.comment.field, Qt.Key.Key_Return)
    fact = told.args[0][0].fact
    assert fact == Acknowledged("fever", 1, "cultures taken")
    page.saved([entry(90, 0, fact)])
    assert page.detail.alarm.key == "crs"


def test_escape_leaves_the_comment_and_then_the_page(qtbot, page):
    press(qtbot, page.list, Qt.Key.Key_A)
    with qtbot.assertNotEmitted(page.closed):
        press(qtbot, page.detail.comment.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.list.hasFocus)
    assert page.detail.take.isVisibleTo(page)
    with qtbot.waitSignal(page.closed):
        press(qtbot, page.list, Qt.Key.Key_Escape)


# --- raised by one moment -------------------------------------------------------------------------

NAMED = "CRS rose to grade 3 · New fever: 38.6 °C · Systolic pressure 84 mmHg"
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press_all(qtbot, page):
    qtbot.keyClick(page.list, Qt.Key.Key_A, SHIFT)


def facts(told):
    return [draft.fact for draft in told.args[0]]


def test_shift_a_acknowledges_all_that_the_same_moment_raised(qtbot, page):
    assert page.detail._also.text() == "with it: New fever: 38.6 °C · Systolic pressure 84 mmHg"
    assert page.detail.take_all.text() == "Acknowledge all 3 of this moment"
    assert page.detail.take_all.chip_text() == "Shift+A"
    press_all(qtbot, page)
    comment = page.detail.comment
    qtbot.waitUntil(comment.field.hasFocus)
    assert comment.named.text() == NAMED
    assert comment.named.isVisibleTo(page)
    assert "Call the physician and the intensive care" in comment.steps.text()
    assert "Measure again" in comment.steps.text()
    assert not page.detail.take.isVisibleTo(page)
    assert not page.detail.take_all.isVisibleTo(page)
    qtbot.keyClicks(comment.field, "seen")
    with qtbot.waitSignal(page.entered) as told:
        press(qtbot, comment.field, Qt.Key.Key_Return)
    said = [Acknowledged(key, 3 if key == "crs" else 1, "seen") for key in ILL_KEYS]
    assert told.args[0] == tuple(Draft("RC-1", at(0), fact) for fact in said)
    show(page, *ILL, *((0, fact) for fact in said))
    page.saved([entry(90 + n, 0, fact) for n, fact in enumerate(said)])
    assert page._summary.text() == "0 unacknowledged · 3 acknowledged"
    assert page.detail.said.text() == "Acknowledged."
    assert not comment.isVisibleTo(page)
    assert not page.detail.take_all.isVisibleTo(page)
    qtbot.waitUntil(page.list.hasFocus)


def test_the_button_does_as_the_key_does(qtbot, page):
    page.detail.take_all.click()
    assert page.detail.comment.named.text() == NAMED


def test_a_acknowledges_the_marked_one_alone(qtbot, page):
    mark(page, "fever")
    press(qtbot, page.list, Qt.Key.Key_A)
    assert page.detail.comment.named.text() == "New fever: 38.6 °C"
    assert not page.detail.comment.steps.isVisibleTo(page)
    press_all(qtbot, page)
    assert page.detail.comment.named.text() == "New fever: 38.6 °C", "what was named stays"
    with qtbot.waitSignal(page.entered) as told:
        press(qtbot, page.detail.comment.field, Qt.Key.Key_Return)
    assert facts(told) == [Acknowledged("fever", 1)]


def test_the_marked_one_is_named_first(qtbot, page):
    mark(page, "sbp_low")
    press_all(qtbot, page)
    assert [one.key for one in page.detail.asked] == ["sbp_low", "crs", "fever"]


@pytest.mark.parametrize(
    ("told", "offered"),
    [
        ([], "Acknowledge all 3 of this moment"),
        ([seen(-5, "fever", 1)], "Acknowledge all 2 of this moment"),
        ([seen(-5, "fever", 1), seen(-5, "sbp_low", 1)], ""),
        ([seen(-5, "crs", 3)], ""),
    ],
)
def test_all_are_offered_where_there_are_others(qtbot, page, told, offered):
    show(page, *ILL, *told)
    mark(page, "crs")
    detail = page.detail
    assert detail.take_all.isVisibleTo(page) == bool(offered)
    assert detail._also.isVisibleTo(page) == bool(offered)
    if offered:
        assert detail.take_all.text() == offered
        return
    press_all(qtbot, page)
    assert detail.asked is None


def test_what_came_while_the_comment_was_typed_is_not_acknowledged_with_it(qtbot, page):
    show(page, *ILL, keys=("crs", "fever"))
    press_all(qtbot, page)
    show(page, *ILL)
    page.list.setFocus()
    press_all(qtbot, page)
    assert page.detail.comment.named.text() == "CRS rose to grade 3 · New fever: 38.6 °C"
    with qtbot.waitSignal(page.entered) as told:
        press(qtbot, page.detail.comment.field, Qt.Key.Key_Return)
    assert facts(told) == [Acknowledged("crs", 3), Acknowledged("fever", 1)]
    show(page, *ILL, *((0, fact) for fact in facts(told)))
    page.saved([entry(90 + n, 0, fact) for n, fact in enumerate(facts(told))])
    assert page.detail.alarm.key == "sbp_low"
    assert page.detail.alarm.acknowledged is None
    assert not page.detail.take_all.isVisibleTo(page)


def test_a_refusal_keeps_all_that_was_named(qtbot, page):
    press_all(qtbot, page)
    qtbot.keyClicks(page.detail.comment.field, "seen")
    press(qtbot, page.detail.comment.field, Qt.Key.Key_Return)
    page.refused("The disk is full.")
    assert page.detail.comment.named.text() == NAMED
    with qtbot.waitSignal(page.entered) as told:
        press(qtbot, page.detail.comment.field, Qt.Key.Key_Return)
    assert [fact.alarm for fact in facts(told)] == list(ILL_KEYS)


def test_what_was_named_is_kept_while_another_alarm_is_looked_at(qtbot, page):
    press_all(qtbot, page)
    mark(page, "fever")
    assert page.detail.take_all.isVisibleTo(page)
    press(qtbot, page.list, Qt.Key.Key_A)
    assert page.detail.comment.named.text() == "New fever: 38.6 °C"
    mark(page, "crs")
    assert page.detail.comment.named.text() == NAMED
    assert [one.key for one in page.detail.asked] == list(ILL_KEYS)
    assert not page.detail.take_all.isVisibleTo(page)


def test_escape_offers_both_again(qtbot, page):
    press_all(qtbot, page)
    with qtbot.assertNotEmitted(page.entered):
        press(qtbot, page.detail.comment.field, Qt.Key.Key_Escape)
    assert page.detail.asked is None
    assert page.detail.take.isVisibleTo(page)
    assert page.detail.take_all.isVisibleTo(page)


# --- quiet for a while, and calls -----------------------------------------------------------------


def test_silence_for_grade_3_is_refused_in_words(qtbot, page):
    with qtbot.assertNotEmitted(page.entered):
        press(qtbot, page.list, Qt.Key.Key_S)
    said = "From grade 3 on it cannot be silenced, only acknowledged."
    assert page.detail.said.text() == said
    assert page.detail.said.isVisibleTo(page)
    page.detail.silenced.emit(timedelta(minutes=2))
    assert page.detail.said.text() == said


def test_s_offers_the_silences_and_a_figure_takes_one(qtbot, page):
    mark(page, "fever")
    press(qtbot, page.list, Qt.Key.Key_S)
    menu = page.detail.silence.menu_shown
    qtbot.waitUntil(menu.isVisible)
    with qtbot.waitSignal(page.entered) as told:
        press(qtbot, menu, Qt.Key.Key_5)
    fact = Silenced("fever", 1, at(5))
    assert told.args[0] == (Draft("RC-1", at(0), fact),)
    page.saved([entry(90, 0, fact)])
    assert page.detail.said.text() == "Quiet until 14:05."


def test_all_silences_are_listed_with_who_and_how_long(page, clock):
    assert not page.silences.isVisibleTo(page)
    show(page, *ILL, quiet(-1, "fever", 1), quiet(-2, "sbp_low", 1, 5))
    assert [told.text() for told in page.silences.lines] == [
        "3:00 · ** RC-1 Systolic pressure 84 mmHg · quiet until 14:03, asked for by Nurse A",
        "9:00 · ** RC-1 New fever: 38.6 °C · quiet until 14:09, asked for by Nurse A",
    ]
    assert page._summary.text() == "3 unacknowledged · 2 paused"
    mark(page, "fever")
    clock.pass_by(seconds=10)
    page._second.timeout.emit()
    assert page.silences.lines[0].text().startswith("2:50 · ")
    assert "audio paused 8:50" in page.detail._state.text()
    assert page.model.item(1).state.startswith("audio paused 8:50 · ")
    show(page, *ILL)
    assert not page.silences.isVisibleTo(page)
    assert not page._second.isActive()


def test_c_writes_down_who_was_called(qtbot, page):
    press(qtbot, page.list, Qt.Key.Key_C)
    form = page.detail.form
    qtbot.waitUntil(form.role.hasFocus)
    offered = [form.role.itemText(n) for n in range(form.role.count())]
    assert offered == ["Covering physician of the unit", "Consultant", "Intensive care outreach"]
    assert form.role.currentText() == "Consultant", "whom it has moved on to"
    qtbot.keyClicks(form.name, " Dr Bob ")
    form.missed.click()
    form.reached.click()
    assert not form.missed.isChecked()
    qtbot.keyClicks(form.comment, "comes")
    with qtbot.waitSignal(page.entered) as told:
        press(qtbot, form.comment, Qt.Key.Key_Return)
    fact = Called("crs", "consultant", "Dr Bob", True, "comes")
    assert told.args[0] == (Draft("RC-1", at(0), fact),)
    show(page, *ILL, (0, fact))
    assert form.name.text() == " Dr Bob ", "it empties once the store has answered"
    page.saved([entry(90, 0, fact)])
    assert not form.is_typed()
    assert page.detail._calls.told.text().endswith("Consultant (Dr Bob) called and reached · comes")


def test_a_call_that_is_refused_stays_in_the_form(qtbot, page):
    qtbot.keyClicks(page.detail.form.name, "Dr Bob")
    press(qtbot, page.detail.form.name, Qt.Key.Key_Return)
    page.refused("The disk is full.")
    assert page.detail.form.said.text() == "The disk is full."
    assert page.detail.form.name.text() == "Dr Bob"


def test_the_role_follows_the_ladder_until_somebody_types(qtbot, page):
    form = page.detail.form
    show(page, *ILL, now=5)
    assert form.role.currentText() == "Intensive care outreach"
    form.role.setCurrentIndex(1)
    qtbot.keyClicks(form.name, "Dr Bob")
    show(page, *ILL, now=6)
    assert form.role.currentText() == "Consultant"
    mark(page, "fever")
    assert form.role.currentText() == "Covering physician of the unit", "the first at this hour"


def test_steps_of_the_record_and_of_the_clock_are_the_same(page):
    before = [told.text() for told in page.detail._ladder.rungs]
    show(page, *ILL, (-6, Escalated("crs", 3, 1, "covering_physician")))
    assert [told.text() for told in page.detail._ladder.rungs] == before


def test_up_down_and_enter(qtbot, page):
    press(qtbot, page.list, Qt.Key.Key_Down)
    assert page.detail.alarm.key == "fever"
    press(qtbot, page.list, Qt.Key.Key_Up)
    with qtbot.waitSignal(page.opened) as told:
        press(qtbot, page.list, Qt.Key.Key_Return)
    assert told.args == ["RC-1"]


def test_the_sound_is_told_and_asked_for(qtbot, page):
    page.show_sound("Sound checked 19:02", True)
    assert page._sound.text() == "Sound checked 19:02"
    assert page._sound.property("role") == "second"
    page.show_sound("The sound was tried and could not be played", False)
    assert page._sound.property("role") == "late"
    with qtbot.waitSignal(page.asked_sound_check):
        page.check.click()


def test_the_tables_of_the_site_count(page):
    table = usual()
    ladder = table.ladder.__class__(table.ladder.rungs[-1:], table.ladder.steps)
    own = table.__class__(table.conditions, timedelta(minutes=5), table.realarm, ladder)
    page.set_tables(lambda _of: own, own)
    assert page.detail._ladder.rungs[0].text().startswith("1. Intensive care outreach")
    assert not page.detail._ladder.rungs[1].isVisibleTo(page)
