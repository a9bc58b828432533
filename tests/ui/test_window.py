"""The main window: real store, real ward, real screens; what goes where."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from bedside.facts import Acknowledged
from bedside.store import Store
from tests.ui.wards import (
    NOW,
    NURSE,
    Clock,
    ago,
    observed,
    opened_ward,
    plans_of,
    small_ward,
)
from ui import theme
from ui.drafts import Drafts
from ui.screens.alarms import AlarmLine
from ui.screens.board import WardBoard
from ui.screens.enrol import Enrol
from ui.screens.find import Find
from ui.screens.keys import KeysDialog
from ui.screens.lock import Lock
from ui.screens.settings import SettingsScreen
from ui.screens.who import Who
from ui.settings import Settings
from ui.theme import DAY
from ui.ward import Keeper, Ward
from ui.window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)
    yield
    theme.apply(qapp, DAY)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def opened(qtbot, tmp_path, clock, qapp):
    """Opens a window on a small ward; everything is closed afterwards."""
    stores = []
    windows = []

    def make(drafts=None, *, demo=False, kept=None, read_only=False):
        path = tmp_path / f"{len(stores)}.sqlite"
        store, ward = opened_ward(path, small_ward() if drafts is None else drafts, clock)
        if read_only:
            store.close()
            store = Store(path, "reader", clock.now, read_only=True)
            ward = Ward(store, clock, ward.zone)
        stores.append(store)
        drafts_kept = kept or Drafts(tmp_path / "drafts")
        settings = Settings(tmp_path)
        window = MainWindow(
            ward, drafts_kept, settings, plans_of(ward, settings), demo=demo, clock=clock
        )
        windows.append(window)
        with qtbot.waitSignal(window.painted):
            window.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()
    for store in stores:
        store.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def page(window):
    return window._pages.currentWidget()


def dialog(qtbot, window, kind):
    """The open dialog of this kind."""
    found = []

    def is_open():
        found[:] = [d for d in QApplication.topLevelWidgets() if type(d) is kind and d.isVisible()]
        return len(found) == 1

    qtbot.waitUntil(is_open)
    return found[0]


def lines(window):
    return [line for line in window.findChildren(AlarmLine) if line.isVisibleTo(window)]


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


# --- the first picture ------------------------------------------------------------------------


def test_the_ward_is_the_first_thing_on_screen(opened):
    window = opened()
    assert isinstance(page(window), WardBoard)
    assert page(window).marked() == "RC-015", "her ICE is late"
    assert page(window).isAncestorOf(QApplication.focusWidget())


def test_the_bell_is_made_after_the_first_picture(qtbot, opened, clock):
    window = opened()
    qtbot.waitUntil(lambda: window._bell is not None)
    clock.now += timedelta(minutes=1)
    with qtbot.waitSignal(window._ward.surveyed):
        window._bell.rang.emit()


def test_a_window_closed_at_once_rings_no_bell(qtbot, opened):
    window = opened()
    window.close()
    window._start_bell()
    assert window._bell is None or window._bell._stopped


def test_a_minute_later_the_board_and_the_alarms_say_so(qtbot, opened, clock):
    window = opened()
    qtbot.waitUntil(lambda: window._bell is not None)
    clock.now += timedelta(minutes=2)
    window._bell.rang.emit()
    assert "13 min" in lines(window)[0].accessibleName()
    assert page(window)._clock.text().endswith("14:34")


def test_kept_text_that_the_disk_does_not_take_is_said(qtbot, opened, tmp_path):
    kept = Drafts(tmp_path / "gone" / "drafts")
    window = opened(kept=kept)
    kept.keep("RC-014", "vitals", {"temp": "38"})
    qtbot.waitUntil(lambda: window._bell is not None)
    window._bell.rang.emit()
    assert window._said.isVisible()
    (tmp_path / "gone").mkdir()
    kept.keep("RC-014", "vitals", {"temp": "38.4"})
    window._bell.rang.emit()
    assert not window._said.isVisible()


def test_alarms_are_counted_in_the_side_bar(opened):
    window = opened()
    assert window._side._places["alarms"].accessibleDescription() == str(window._alarms.count)
    assert window._alarms.count >= 1


@pytest.mark.parametrize(("demo", "shown"), [(True, 1), (False, 0)])
def test_a_demonstration_is_marked_on_every_screen(qtbot, opened, demo, shown):
    window = opened(demo=demo)

    def marks():
        labels = [label for label in window.findChildren(QLabel) if "DEMONSTRATION" in label.text()]
        return sum(label.isVisibleTo(window) for label in labels)

    assert marks() == shown
    window.show_settings()
    assert marks() == shown
    window.lock()
    assert marks() == shown
    assert ("demonstration" in opened(demo=demo).windowTitle()) == demo


def test_an_empty_ward_begins_with_a_new_patient(qtbot, opened):
    window = opened([])
    press(qtbot, window, Qt.Key.Key_E, CONTROL)
    form = dialog(qtbot, window, Enrol)
    window.name(NURSE)
    qtbot.keyClicks(form.editor("patient"), "RC-001")
    form.go_on()
    qtbot.keyClicks(form.editor("edition"), "N")
    form.go_on()
    qtbot.keyClicks(form.editor("bed"), "4")
    form.go_on()
    qtbot.waitUntil(lambda: not form.isVisible())
    assert [chart.patient for chart in window._ward.board()] == ["RC-001"]
    assert window.place() == ("patient", "RC-001")


# --- who is at the keyboard -------------------------------------------------------------------


def test_two_keys_change_who_is_at_the_keyboard(qtbot, opened):
    window = opened()
    bob = Keeper("Dr Bob", "physician")
    window.name(bob)
    window.name(NURSE)
    press(qtbot, window, Qt.Key.Key_U, CONTROL)
    qtbot.keyClick(dialog(qtbot, window, Who), Qt.Key.Key_2)
    assert window.keeper == bob
    assert "Dr Bob" in window._side._who.accessibleName()


def test_people_are_remembered_by_the_next_window(opened):
    opened().name(NURSE)
    assert opened()._settings.people[0] == NURSE


# --- recording --------------------------------------------------------------------------------


class Form:
    """Stands where a pane stands and hears what a pane hears."""

    def __init__(self):
        self.heard = []

    def saved(self, entries):
        self.heard.append(("saved", [entry.author for entry in entries]))

    def refused(self, message):
        self.heard.append(("refused", message))


def test_what_is_recorded_bears_the_name(opened):
    window, form = opened(), Form()
    window.name(NURSE)
    window._record(form, observed("AL-002", NOW, 39.0))
    assert form.heard == [("saved", ["Ann", "Ann"])]
    assert window._ward.chart("AL-002").grade("crs").level == 1


def test_nobody_named_is_asked_first_and_then_it_is_recorded(qtbot, opened):
    window, form = opened(), Form()
    window._settings.remember(NURSE)
    window._record(form, observed("AL-002", NOW, 39.0))
    assert form.heard == []
    qtbot.keyClick(dialog(qtbot, window, Who), Qt.Key.Key_1)
    assert form.heard == [("saved", ["Ann", "Ann"])]


def test_without_a_name_nothing_is_recorded(qtbot, opened):
    window, form = opened(), Form()
    before = len(window._ward.chart("AL-002").log)
    window._record(form, observed("AL-002", NOW, 39.0))
    qtbot.keyClick(dialog(qtbot, window, Who), Qt.Key.Key_Escape)
    assert [kind for kind, _ in form.heard] == ["refused"]
    assert len(window._ward.chart("AL-002").log) == before


def test_what_the_store_refuses_is_told_in_words(opened):
    window, form = opened(read_only=True), Form()
    window.name(NURSE)
    window._record(form, observed("AL-002", NOW, 39.0))
    [(kind, message)] = form.heard
    assert kind == "refused"
    assert message


def test_a_record_for_reading_only_says_so_and_follows_who_writes_it(qtbot, opened, tmp_path):
    window = opened(read_only=True)
    assert any(
        "READ ONLY" in label.text() and label.isVisibleTo(window)
        for label in window.findChildren(QLabel)
    )
    assert "read only" in window.windowTitle()
    with Store(tmp_path / "0.sqlite", "other", NOW) as writer:
        writer.append(observed("AL-002", NOW, 39.0), NOW, "Eve", "nurse")
    window._tick()
    assert window._ward.chart("AL-002").grade("crs").level == 1
    assert len(lines(window)) >= 1


# --- alarms -----------------------------------------------------------------------------------


def test_an_alarm_is_acknowledged_by_name_without_the_mouse(qtbot, opened):
    window = opened()
    window._settings.remember(NURSE)
    count = window._alarms.count
    press(qtbot, window, Qt.Key.Key_A)
    asked = lines(window)[0].asked
    qtbot.keyClicks(QApplication.focusWidget(), "called")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.keyClick(dialog(qtbot, window, Who), Qt.Key.Key_1)
    assert window._alarms.count == count - len(asked)
    entries = window._ward.chart("RC-014").log[-len(asked) :]
    assert {entry.author for entry in entries} == {"Ann"}
    facts = [entry.fact for entry in entries]
    assert Acknowledged("crs", 3, "called") in facts
    assert {fact.alarm for fact in facts} == {alarm.key for alarm in asked}


def test_without_a_name_the_alarm_stays(qtbot, opened):
    window = opened()
    count = window._alarms.count
    press(qtbot, window, Qt.Key.Key_A)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.keyClick(dialog(qtbot, window, Who), Qt.Key.Key_Escape)
    assert window._alarms.count == count
    assert lines(window)[0]._said.isVisibleTo(window)


def test_how_it_stands_with_the_sound_is_said_on_the_page_of_alarms(opened):
    window = opened()
    window._lookout.sound_told.emit("Sound checked 14:32", True)
    window.show_alarms()
    assert window._watching._alarms._sound.text() == "Sound checked 14:32"


def test_enter_in_a_comment_on_the_page_of_alarms_opens_nobody(qtbot, opened):
    window = opened()
    window.name(NURSE)
    press(qtbot, window, Qt.Key.Key_F8)
    press(qtbot, window, Qt.Key.Key_A)
    before = window._alarms.count
    qtbot.keyClicks(QApplication.focusWidget(), "seen")
    press(qtbot, window, Qt.Key.Key_Return)
    assert window._alarms.count < before
    assert window.place()[0] == "alarms"


def test_after_an_acknowledgement_the_board_has_the_keyboard_again(qtbot, opened):
    window = opened()
    window.name(NURSE)
    for last in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        press(qtbot, window, Qt.Key.Key_A)
        press(qtbot, window, last)
        assert page(window).isAncestorOf(QApplication.focusWidget())


def test_alarms_stand_on_every_screen(qtbot, opened):
    window = opened()
    for show in (window.show_settings, lambda: window.open_patient("AL-002"), window.lock):
        show()
        assert len(lines(window)) == 1


def test_an_a_typed_into_a_field_acknowledges_nothing(qtbot, opened):
    window = opened()
    window.open_patient("AL-002", "record")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "a")
    assert QApplication.focusWidget() is field
    assert lines(window)[0].asked is None


# --- from screen to screen --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "tab"),
    [
        ([Qt.Key.Key_Return], "chart"),
        ([Qt.Key.Key_3, Qt.Key.Key_V], "chart"),
        ([Qt.Key.Key_I], "ice"),
        ([Qt.Key.Key_L], "labs"),
        ([Qt.Key.Key_D], "therapies"),
    ],
)
def test_a_key_on_the_board_opens_the_marked_patient_there(qtbot, opened, keys, tab):
    window = opened()
    for key in keys:
        press(qtbot, window, key)
    patient = "AL-002" if Qt.Key.Key_3 in keys else "RC-015"
    assert window.place() == ("patient", patient)
    assert page(window).tab() == tab
    if Qt.Key.Key_V in keys:
        assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_record_observations_from_anywhere(qtbot, opened):
    window = opened()
    press(qtbot, window, Qt.Key.Key_N, CONTROL)
    assert window.place() == ("patient", "RC-015")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is not field
    press(qtbot, window, Qt.Key.Key_N, CONTROL)
    assert QApplication.focusWidget() is field


def test_escape_goes_back_to_the_ward(qtbot, opened):
    window = opened()
    window.open_patient("AL-002")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.place() == ("ward", "AL-002")
    window.show_settings()
    assert isinstance(page(window), SettingsScreen)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.place()[0] == "ward"


def test_find_opens_whom_it_found(qtbot, opened):
    window = opened()
    press(qtbot, window, Qt.Key.Key_K, CONTROL)
    found = dialog(qtbot, window, Find)
    qtbot.keyClicks(found.focusWidget(), "007")
    qtbot.keyClick(found.focusWidget(), Qt.Key.Key_Return)
    assert window.place() == ("patient", "RC-007")


def test_all_keys_are_a_key_away(qtbot, opened):
    window = opened()
    press(qtbot, window, Qt.Key.Key_F1)
    qtbot.keyClick(dialog(qtbot, window, KeysDialog), Qt.Key.Key_Escape)


def test_only_the_open_patients_charts_reach_the_patient_screen(qtbot, opened):
    window = opened()
    window.name(NURSE)
    window.open_patient("AL-002")
    screen = page(window)
    seen = []
    show_chart = screen.show_chart
    screen.show_chart = lambda chart: (seen.append(chart.patient), show_chart(chart))
    window._record(Form(), observed("RC-014", NOW, 39.0))
    window._record(Form(), observed("AL-002", NOW, 39.0))
    assert seen == ["AL-002"]


# --- the lock ---------------------------------------------------------------------------------


def test_the_lock_hides_names_and_asks_who_goes_on(qtbot, opened):
    window = opened()
    window.name(NURSE)
    window.open_patient("AL-002", "record")
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "1")
    press(qtbot, window, Qt.Key.Key_L, CONTROL)
    assert isinstance(page(window), Lock)
    assert window.keeper is None
    assert not window._side.isVisibleTo(window)
    assert "RC-014" not in lines(window)[0].accessibleName()
    press(qtbot, window, Qt.Key.Key_X)
    qtbot.keyClick(dialog(qtbot, window, Who), Qt.Key.Key_1)
    assert window.place() == ("patient", "AL-002")
    assert window.keeper == NURSE
    assert QApplication.focusWidget() is field
    assert field.text() == "1"


def test_whoever_does_not_say_who_stays_outside(qtbot, opened):
    window = opened()
    window.lock()
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.keyClick(dialog(qtbot, window, Who), Qt.Key.Key_Escape)
    assert isinstance(page(window), Lock)


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_K, CONTROL),
        (Qt.Key.Key_N, CONTROL),
        (Qt.Key.Key_E, CONTROL),
        (Qt.Key.Key_Comma, CONTROL),
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Slash, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_behind_the_lock_every_key_asks_who(qtbot, opened, key, modifier):
    window = opened()
    window.lock()
    QApplication.sendEvent(window._lock, QKeyEvent(QEvent.Type.KeyPress, key, modifier))
    dialog(qtbot, window, Who).reject()
    assert isinstance(page(window), Lock)
    assert all(line.asked is None for line in lines(window))


def test_a_new_rise_shows_behind_the_lock(qtbot, opened, clock):
    window = opened()
    count = window._alarms.count
    window.lock()
    window._ward.record(observed("AL-002", NOW, 39.0), NURSE)
    new = {alarm.kind for alarm in window._survey.alarms_of("AL-002")}
    assert window._alarms.count > count
    assert {"crs_grade", "fever"} <= new
    assert not any("AL-002" in line.accessibleName() for line in lines(window))


def test_unlocked_it_shows_what_came_up_behind_the_lock(qtbot, opened, clock):
    window = opened()
    window.show_alarms()
    window.lock()
    window._ward.record(observed("AL-002", NOW, 39.0), NURSE)
    window._unlock()
    assert window.place()[0] == "alarms"
    shown = {alarm.key for alarm in window._watching._alarms._survey.alarms_of("AL-002")}
    assert "crs" in shown


def test_unlocking_when_what_had_the_keyboard_is_gone(qtbot, opened):
    window = opened()
    focus = QLineEdit(window)
    window.lock()
    page, _ = window._before_lock
    window._before_lock = (page, focus)
    focus.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    window._unlock()
    assert not window.is_locked


def test_a_window_made_anew_while_locked_is_locked(opened):
    old = opened()
    old.lock()
    new = opened()
    new.resume(old)
    assert new.is_locked
    new.open_patient("AL-002")
    assert isinstance(page(new), Lock)


# --- text that was not saved ------------------------------------------------------------------


def test_kept_text_is_announced_and_opened(qtbot, opened, tmp_path):
    kept = Drafts(tmp_path / "kept")
    kept.keep("AL-002", "vitals", {"hr": "88"})
    window = opened(kept=kept)
    said = [label.text() for label in window._unsaved.findChildren(QLabel)]
    assert said == ["Unsaved text for AL-002 (vitals) was kept."]
    assert window._unsaved.isVisibleTo(window)
    window._unsaved._open(("AL-002", "vitals"))
    assert window.place() == ("patient", "AL-002")
    assert any(
        field.text() == "88"
        for field in page(window).findChildren(QLineEdit)
        if field.isVisibleTo(window)
    )
    assert not window._unsaved.isVisibleTo(window)


def test_kept_text_names_nobody_behind_the_lock(opened, tmp_path):
    kept = Drafts(tmp_path / "kept")
    kept.keep("AL-002", "vitals", {"hr": "88"})
    window = opened(kept=kept)
    window.lock()
    assert not window._unsaved.isVisibleTo(window)


def test_what_was_saved_meanwhile_is_announced_no_more(opened, tmp_path):
    kept = Drafts(tmp_path / "kept")
    kept.keep("AL-002", "vitals", {"hr": "88"})
    window = opened(kept=kept)
    kept.keep("AL-002", "vitals", {})
    window._ward.refresh()
    assert not window._unsaved.isVisibleTo(window)


# --- another window on the same ward ----------------------------------------------------------


def test_a_window_made_anew_stands_where_the_old_one_stood(qtbot, opened):
    old = opened()
    old.name(NURSE)
    old.resize(1111, 777)
    old.open_patient("AL-002")
    old.show_settings()
    new = opened()
    new.resume(old)
    assert (new.keeper, new.place()) == (NURSE, ("settings", "AL-002"))
    assert new.size() == old.size()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_it_fits_a_small_screen_at_every_text_size(qtbot, qapp, opened, scale):
    theme.apply(qapp, DAY, scale)
    window = opened(demo=True)
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.size().width() == 1280)
    assert window.minimumSizeHint().width() <= 1280
    assert window.minimumSizeHint().height() <= 800
    assert ago(minutes=0) == NOW
