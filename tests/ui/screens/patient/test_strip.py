"""The entry strip: typed without a mouse, graded at every keystroke, saved as one set."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from bedside.facts import NotDone, Note
from grading.signs import Drug, Hypotension, Support, Vitals
from tests.ui.screens.patient.charts import ILL, PATIENT, WELL, charted, entries, fact
from tests.ui.screens.patient.keyboard import press, type_text
from tests.ui.wards import NOW, Clock, ago, arrival, observed
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient.strip import EntryStrip
from ui.theme import DAY

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def drafts():
    return Drafts(None)


@pytest.fixture
def make(qtbot, clock, drafts):
    def make(*facts, width=1100):
        strip = EntryStrip(clock, drafts)
        strip.resize(width, 300)
        qtbot.addWidget(strip)
        strip.show_chart(charted(*(facts or WELL)))
        strip.heard = []
        strip.entered.connect(strip.heard.append)
        strip.show()
        strip.activateWindow()
        qtbot.waitUntil(strip.isActiveWindow)
        strip.begin()
        return strip

    return make


def here(strip):
    """The field that has the keyboard."""
    return next((n for n in strip.order() if strip.field(n).editor.hasFocus()), None)


def chips(strip):
    return strip._end.texts()


def state(strip, name):
    return strip.field(name).editor.property("state") or ""


# --- flows ----------------------------------------------------------------------------------------


def test_nine_values_without_a_mouse(make):
    strip = make()
    type_text("\r38.8\r124\r98/54\r22\r93\rn4\r")
    assert strip.heard == []
    type_text("4\r")
    assert here(strip) == "consciousness"
    type_text("a\r")
    assert strip.heard == [
        (
            fact(
                Vitals(
                    temp_c=38.8,
                    hr_bpm=124,
                    sbp_mmhg=98,
                    dbp_mmhg=54,
                    rr_bpm=22,
                    spo2_pct=93,
                    consciousness="A",
                )
            ),
            fact(Support("nasal_cannula", 4.0)),
        )
    ]


def test_ctrl_enter_saves_from_any_field(make):
    strip = make()
    type_text("\r37.0")
    press(Qt.Key.Key_Return, CTRL)
    assert strip.heard == [(fact(Vitals(temp_c=37.0)),)]


def test_twenty_minutes_late_is_three_keys_more(make):
    strip = make()
    type_text("-20\r37.0")
    press(Qt.Key.Key_Enter, CTRL)
    assert strip.heard == [(fact(Vitals(temp_c=37.0), ago(minutes=20)),)]


def test_minutes_ago_become_a_time_of_day(make, clock, drafts):
    strip = make()
    type_text("-20\r37.0")
    assert strip.field("time").text() == "14:12"
    assert drafts.get(PATIENT, "vitals")["time"] == "14:12"
    clock.now += timedelta(minutes=5)
    press(Qt.Key.Key_Return, CTRL)
    assert strip.heard[0][0].at == ago(minutes=20)


def test_minutes_ago_over_midnight_keep_their_day(make):
    strip = make()
    type_text("-900\r")
    assert strip.field("time").text() == "2026-11-21 23:32"


@pytest.mark.parametrize(
    ("typed", "reason"), [("r", "refused"), ("x2", "off_ward"), ("x3", "asleep")]
)
def test_a_pressure_not_taken_has_its_reason(make, typed, reason):
    strip = make()
    type_text(f"\r37.0\r88\r{typed}\r16")
    press(Qt.Key.Key_Return, CTRL)
    assert NotDone("sbp_mmhg", reason) in [draft.fact for draft in strip.heard[0]]


def test_x_offers_the_reasons(make):
    strip = make()
    type_text("\rx")
    assert "3 asleep" in strip.said()
    assert state(strip, "temp") == ""
    type_text("3")
    assert strip.field("temp").hint() == "not done: asleep"


def test_a_note_is_one_key_away(make):
    strip = make()
    assert "note" not in strip.order()
    strip.write_note()
    assert here(strip) == "note"
    type_text("cold hands\r")
    assert strip.heard == [(fact(Note("cold hands")),)]


def test_weight_stands_beside_the_note(make):
    strip = make()
    strip.write_note()
    strip.field("weight").take_keyboard()
    type_text("58,5")
    press(Qt.Key.Key_Return, CTRL)
    assert strip.heard == [(fact(Vitals(weight_kg=58.5)),)]


# --- choices --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "device"),
    [
        ("r", "room_air"),
        ("a", "room_air"),
        ("n", "nasal_cannula"),
        ("nn", "non_rebreather"),
        ("nnn", "nasal_cannula"),
        ("h", "high_flow_nasal_cannula"),
        ("s", "simple_face_mask"),
        ("v", "venturi"),
        ("c", "cpap"),
        ("i", "intubated_mv"),
        ("nq", "nasal_cannula"),
    ],
)
def test_a_device_by_its_letter(make, typed, device):
    strip = make()
    strip.field("device").take_keyboard()
    type_text(typed)
    assert strip.field("device").text() == device


def test_the_star_takes_the_last_device_and_goes_on(make):
    strip = make(*WELL, fact(Support("venturi", 8.0, 0.4), ago(minutes=30)))
    strip.field("device").take_keyboard()
    type_text("*")
    assert strip.field("device").text() == "venturi"
    assert (strip.field("flow").text(), strip.field("fio2").text()) == ("", "")
    assert here(strip) == "flow"


def test_backspace_empties_a_choice(make):
    strip = make()
    strip.field("consciousness").take_keyboard()
    type_text("v")
    press(Qt.Key.Key_Backspace)
    assert strip.text() == {}


def test_a_choice_may_be_not_done(make):
    strip = make()
    strip.field("consciousness").take_keyboard()
    type_text("x3\r")
    assert strip.heard == [(fact(NotDone("consciousness", "asleep")),)]


@pytest.mark.parametrize(
    ("device", "shown"),
    [
        ("r", []),
        ("n", ["flow"]),
        ("h", ["flow", "fio2"]),
        ("i", ["fio2", "purpose"]),
        ("c", ["flow", "fio2", "purpose"]),
    ],
)
def test_what_a_device_has_is_asked_for(make, device, shown):
    strip = make()
    strip.field("device").take_keyboard()
    type_text(device)
    assert [name for name in strip.order() if name in {"flow", "fio2", "purpose"}] == shown


def test_a_wheel_changes_no_choice(make):
    strip = make()
    editor = strip.field("device").editor
    strip.field("device").set_text("venturi")
    at = editor.rect().center()
    turned = QWheelEvent(
        at,
        editor.mapToGlobal(at),
        at,
        at * 0 + at,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor, turned)
    assert strip.field("device").text() == "venturi"


def test_a_low_pressure_asks_whether_it_is_hypotension(make):
    strip = make()
    type_text("\r38.8\r\r88/50")
    assert "hypotension" in strip.order()
    strip.field("hypotension").take_keyboard()
    type_text("n")
    press(Qt.Key.Key_Return, CTRL)
    assert Hypotension("no") in [draft.fact for draft in strip.heard[0]]


def test_the_question_goes_with_the_low_pressure(make):
    strip = make()
    strip.field("bp").take_keyboard()
    type_text("88/50")
    strip.field("hypotension").set_text("no")
    strip.field("bp").take_keyboard()
    type_text("118/70")
    assert "hypotension" not in strip.order()
    assert strip.text() == {"bp": "118/70"}


def test_a_running_vasopressor_is_confirmed_by_space(make):
    strip = make(*ILL)
    type_text("\r38.8")
    strip.field("consciousness").take_keyboard()
    type_text("a\r")
    assert here(strip) == "run:norepinephrine|"
    assert strip.field("run:norepinephrine|").caption() == "Noradrenaline 0.06 still running?"
    type_text(" \r")
    assert Drug("norepinephrine", "continued", rate=0.06) in [d.fact for d in strip.heard[0]]


def test_a_stopped_vasopressor_is_asked_about_no_more(make):
    strip = make(*ILL)
    strip.show_chart(charted(*ILL, fact(Drug("norepinephrine", "stopped"))))
    assert not [name for name in strip.order() if name.startswith("run:")]


# --- what is said ---------------------------------------------------------------------------------


def test_the_grades_follow_each_keystroke(make):
    strip = make(
        *arrival(PATIENT, "6", infused=ago(days=4)), *observed(PATIENT, ago(minutes=50), 37.4)
    )
    assert chips(strip)[0] == "CRS 0"
    seen = []
    strip.field("temp").take_keyboard()
    for key in "38.0":
        type_text(key)
        seen.append(chips(strip)[0])
    assert seen == ["CRS 0", "CRS 1", "CRS 1", "CRS 1"]
    strip.field("bp").take_keyboard()
    type_text("88/50")
    assert chips(strip)[0] == "CRS 2"


def test_what_is_missing_stands_in_one_line(make):
    strip = make()
    type_text("\r38.5\r\r92-5")
    assert "ICANS: no ICE" in strip._missing.text()
    assert "left out: BP" in strip._missing.text()


def test_nothing_is_filled_in_and_the_last_value_stands_below(make):
    strip = make()
    assert strip.text() == {}
    assert strip.field("temp").hint() == "36.8"
    assert strip.field("time").hint() == "3 h ago"
    assert strip.field("temp").editor.accessibleDescription() == "36.8 · 3 h"
    assert strip.field("time").editor.placeholderText() == "14:32"


def test_an_older_value_has_its_own_age(make):
    strip = make(*WELL, fact(Vitals(hr_bpm=80), ago(minutes=10)))
    assert strip.field("hr").hint() == "80"
    assert strip.field("temp").hint() == "36.8 · 3 h"


def test_what_cannot_be_is_refused_at_the_field_and_blocks_saving(make):
    strip = make()
    type_text("\r100.4")
    assert state(strip, "temp") == "refused"
    assert "Fahrenheit?" in strip.said()
    press(Qt.Key.Key_Return, CTRL)
    assert strip.heard == []
    assert strip.field("temp").text() == "100.4"
    type_text("100.4F")
    press(Qt.Key.Key_Return, CTRL)
    assert strip.heard[0][0].fact.temp_c == 38.0


def test_saving_goes_to_the_first_field_that_is_refused(make):
    strip = make()
    type_text("\r37.0\r9x9\r120/80")
    press(Qt.Key.Key_Return, CTRL)
    assert (here(strip), strip.heard) == ("hr", [])
    assert state(strip, "hr") == "refused"


def test_what_is_still_being_typed_is_not_scolded(make):
    strip = make()
    type_text("\r3")
    assert state(strip, "temp") == ""
    type_text("\r")
    assert state(strip, "temp") == "refused"


def test_what_is_unlikely_is_asked_once(make):
    strip = make()
    type_text("\r41.5")
    assert state(strip, "temp") == "warn"
    press(Qt.Key.Key_Return, CTRL)
    assert strip.heard == []
    assert "Press Save again" in strip.said()
    press(Qt.Key.Key_Return, CTRL)
    assert strip.heard == [(fact(Vitals(temp_c=41.5)),)]


def test_another_unlikely_value_is_asked_about_again(make):
    strip = make()
    type_text("\r41.5")
    press(Qt.Key.Key_Return, CTRL)
    strip.field("temp").take_keyboard()
    type_text("41.6")
    press(Qt.Key.Key_Return, CTRL)
    assert strip.heard == []


def test_an_empty_strip_saves_nothing(make):
    strip = make()
    press(Qt.Key.Key_Return, CTRL)
    assert (strip.heard, strip.said()) == ([], "Nothing is typed yet.")


# --- saved and not saved --------------------------------------------------------------------------


def test_a_saved_set_is_read_back_and_the_fields_are_free(make, drafts):
    strip = make(*WELL)
    strip.set_past(3)
    type_text("\r38.8\r98")
    press(Qt.Key.Key_Return, CTRL)
    strip.show_chart(charted(*WELL, *strip.heard[0]))
    strip.saved(entries(*strip.heard[0]))
    assert strip.text() == {}
    assert drafts.waiting() == ()
    assert strip.said().startswith("Saved 14:32 · CRS\N{NO-BREAK SPACE}≥1 ·")
    assert strip.said().endswith(
        "Vital signs still due: blood pressure, respiratory rate, SpO₂, oxygen."
    )
    assert strip.field("temp").past() == ("36.8", "38.8")
    assert strip.field("temp").past_is_fresh()
    type_text("1")
    assert not strip.said().startswith("Saved")


def test_after_saving_the_keyboard_is_free(make, qtbot):
    strip = make()
    type_text("\r38.8")
    press(Qt.Key.Key_Return, CTRL)
    with qtbot.waitSignal(strip.finished):
        strip.saved(entries(*strip.heard[0]))


def test_what_is_not_saved_keeps_its_text(make):
    strip = make()
    type_text("\r38.8")
    press(Qt.Key.Key_Return, CTRL)
    strip.refused("The disk is full.")
    assert strip.said() == "The disk is full."
    assert strip.text() == {"temp": "38.8"}
    press(Qt.Key.Key_Return, CTRL)
    assert len(strip.heard) == 2


def test_another_patient_has_other_text(make, drafts):
    strip = make()
    type_text("\r38.8\r98\r\r\r\rn")
    other = charted(*arrival("RC-2", "2"), *observed("RC-2", ago(hours=1)))
    strip.show_chart(other)
    assert strip.text() == {}
    strip.begin()
    type_text("\r36.6")
    strip.show_chart(charted(*WELL))
    assert strip.text() == {"temp": "38.8", "hr": "98", "device": "nasal_cannula"}
    assert drafts.get("RC-2", "vitals")["temp"] == "36.6"


def test_another_patients_answer_leaves_this_text_alone(make, drafts):
    strip = make()
    type_text("\r38.8")
    drafts.keep("RC-2", "vitals", {"hr": "80"})
    strip.saved(entries(*observed("RC-2", NOW)))
    assert strip.text() == {"temp": "38.8"}
    assert drafts.waiting() == ((PATIENT, "vitals"),)


def test_text_outlives_the_program(make, tmp_path, clock, qtbot):
    path = tmp_path / "drafts.json"
    strip = EntryStrip(clock, Drafts(path))
    qtbot.addWidget(strip)
    strip.show_chart(charted(*WELL))
    strip.show()
    strip.activateWindow()
    qtbot.waitUntil(strip.isActiveWindow)
    strip.begin()
    type_text("\r38.8\r\r92/")
    strip.write_note()
    type_text("cold")
    clock.now += timedelta(minutes=30)
    again = EntryStrip(clock, Drafts(path))
    qtbot.addWidget(again)
    again.show_chart(charted(*WELL, now=clock.now))
    assert again.text() == {"temp": "38.8", "bp": "92/", "note": "cold"}
    assert "14:32" in again.said()
    again.save()
    assert "Begun at 14:32" in again.said()


def test_a_new_chart_of_the_patient_leaves_the_text_alone(make):
    strip = make()
    type_text("\r38.8")
    strip.show_chart(charted(*WELL, *observed(PATIENT, ago(minutes=5), 37.9)))
    assert strip.text() == {"temp": "38.8"}
    assert strip.field("temp").hint() == "37.9"
    assert here(strip) == "temp"


# --- the look -------------------------------------------------------------------------------------


def test_every_field_has_a_name_for_a_screen_reader(make):
    strip = make(*ILL)
    strip.write_note()
    for name in strip.order():
        assert strip.field(name).editor.accessibleName()


def test_the_tabulator_goes_the_way_the_eye_goes(make):
    strip = make(*ILL)
    strip.write_note()
    strip.begin()
    seen = ["time"]
    while seen[-1] != "note":
        press(Qt.Key.Key_Tab)
        seen.append(here(strip))
    assert seen == strip.order()


@pytest.mark.parametrize(("width", "scale"), [(1040, 1.0), (1700, 1.0), (1040, 2.0)])
def test_nothing_is_cut_off(make, qapp, width, scale):
    theme.apply(qapp, DAY, scale)
    strip = make(*ILL, width=width)
    type_text("\r38.8\r124\r88/50\r22\r91\rh40")
    QApplication.processEvents()
    inside = strip.rect()
    for name in strip.order():
        editor = strip.field(name).editor
        assert inside.contains(
            editor.rect().translated(editor.mapTo(strip, editor.rect().topLeft()))
        )
    save = strip._end.save
    assert inside.contains(save.rect().translated(save.mapTo(strip, save.rect().topLeft())))
    assert strip.width() == width
    theme.apply(qapp, DAY)


def test_fields_are_lines_and_choices_of_their_own(make):
    strip = make()
    assert isinstance(strip.field("temp").editor, QLineEdit)
    assert strip.field("temp").editor.property("entry") == "true"


def test_the_chart_of_now_is_not_touched_by_a_preview(make):
    strip = make()
    before = strip._chart.grade("crs")
    type_text("\r39.0\r\r80/40")
    assert strip._chart.grade("crs") == before
    assert strip._chart.now == NOW
