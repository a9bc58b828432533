"""The patient screen: banner and tabs, single keys, who asked to record, the range, the menu."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QTableView, QWidget

from bedside.chart import chart
from bedside.facts import Admitted
from grading.signs import Vitals
from tests.ui.screens.patient.charts import ILL, PATIENT, WELL, charted, entries, fact
from tests.ui.screens.patient.keyboard import press, type_text
from tests.ui.wards import NOW, Clock, ago, arrival, observed
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient import menu as menu_module
from ui.screens.patient.pane import PANES, tab_text
from ui.screens.patient.screen import PatientScreen
from ui.theme import DAY
from ui.ward import Keeper

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
DOCTOR = Keeper("Dr B", "physician")


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)
    yield
    theme.apply(qapp, DAY)


@pytest.fixture
def make(qtbot):
    def make(*drafts, size=(1084, 764)):
        screen = PatientScreen(Clock(), Drafts(None))
        qtbot.addWidget(screen)
        screen.resize(*size)
        screen.show_chart(charted(*(drafts or ILL)))
        screen.heard, screen.left = [], []
        screen.entered.connect(screen.heard.append)
        screen.closed.connect(lambda: screen.left.append(True))
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(screen.isActiveWindow)
        screen.open_tab("chart")
        return screen

    return make


def charted_with(more):
    return chart([*entries(*ILL), *more], NOW)


def strip(screen):
    return screen.pane("chart").strip


# --- tabs and keys --------------------------------------------------------------------------------


def test_it_opens_at_the_chart_with_the_keyboard_free(make):
    screen = make()
    assert screen.tab() == "chart"
    assert screen.hasFocus()
    assert list(screen._panes) == ["chart"]


def test_the_other_panes_are_imported_when_first_opened():
    code = (
        "import sys\n"
        "from ui.screens.patient.screen import PatientScreen\n"
        "late = ('patient.ice', 'patient.labs', 'patient.therapies', 'patient.history')\n"
        "print([m for m in sys.modules if m.startswith('pyqtgraph') or m.endswith(late)])"
    )
    done = subprocess.run(  # noqa: S603 - this interpreter, this program
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("tab", list(PANES))
def test_every_tab_opens_and_shows_the_patient(make, tab):
    screen = make()
    screen.open_tab(tab)
    assert screen.tab() == tab
    assert screen.pane(tab).isVisible()


@pytest.mark.parametrize(
    ("key", "tab"),
    [
        (Qt.Key.Key_V, "chart"),
        (Qt.Key.Key_I, "ice"),
        (Qt.Key.Key_L, "labs"),
        (Qt.Key.Key_D, "therapies"),
        (Qt.Key.Key_E, "history"),
    ],
)
def test_one_key_opens_a_form(make, key, tab):
    screen = make()
    press(key)
    assert screen.tab() == tab
    assert not screen.hasFocus()


@pytest.mark.parametrize(("figure", "tab"), list(enumerate(PANES, 1)))
def test_ctrl_and_a_figure_open_a_tab(make, figure, tab):
    screen = make()
    press(Qt.Key(Qt.Key.Key_0 + figure % 10), CTRL)
    assert screen.tab() == tab


def test_v_goes_to_the_strip_and_letters_stay_there(make):
    screen = make()
    press(Qt.Key.Key_V)
    assert strip(screen).field("time").editor.hasFocus()
    type_text("\rr\rx3\r")
    assert screen.tab() == "chart"
    assert strip(screen).text() == {"temp": "r", "hr": "x3"}


def test_escape_leaves_the_field_then_the_patient(make):
    screen = make()
    screen.open_tab("record")
    press(Qt.Key.Key_Escape)
    assert screen.hasFocus()
    assert screen.left == []
    press(Qt.Key.Key_Escape)
    assert screen.left == [True]


def test_f2_writes_a_note_from_anywhere(make):
    screen = make()
    screen.open_tab("history")
    screen.setFocus()
    press(Qt.Key.Key_F2)
    assert screen.tab() == "chart"
    assert strip(screen).field("note").editor.hasFocus()


@pytest.mark.parametrize(("figure", "name"), [(1, "24h"), (2, "7d"), (3, "28d"), (4, "12mo")])
def test_alt_and_a_figure_choose_the_range(make, figure, name):
    screen = make()
    press(Qt.Key(Qt.Key.Key_0 + figure), ALT)
    assert [key for key, button in screen._ranges.items() if button.isChecked()] == [name]
    assert screen.pane("chart")._course.range_name == name


def test_no_range_is_marked_after_panning(make):
    screen = make()
    screen.pane("chart")._course.setFocus()
    press(Qt.Key.Key_PageUp)
    assert not [key for key, button in screen._ranges.items() if button.isChecked()]


def test_the_points_are_shown_as_a_table_and_back(make):
    screen = make()
    press(Qt.Key.Key_5, ALT)
    [table] = screen.findChildren(QTableView)
    assert table.isVisible()
    assert table.model().rowCount() == 3
    press(Qt.Key.Key_5, ALT)
    assert not table.isVisible()


def test_letters_in_the_table_are_the_screens_keys(make):
    screen = make()
    screen._table.click()
    [table] = screen.findChildren(QTableView)
    assert table.hasFocus()
    press(Qt.Key.Key_V)
    assert strip(screen).field("time").editor.hasFocus()


def test_ranges_belong_to_the_chart(make):
    screen = make()
    screen.open_tab("labs")
    assert not any(button.isVisible() for button in screen._ranges.values())
    screen.open_tab("chart")
    assert all(button.isVisible() for button in screen._ranges.values())


# --- recording ------------------------------------------------------------------------------------


def test_saved_goes_back_to_the_strip_that_asked_and_frees_the_keyboard(make):
    screen = make()
    screen.open_tab("record")
    type_text("\r38.2")
    press(Qt.Key.Key_Return, CTRL)
    [drafts] = screen.heard
    screen.show_chart(charted(*ILL, *drafts))
    screen.saved(entries(*drafts))
    assert strip(screen).said().startswith("Saved 14:32")
    assert screen.hasFocus()
    assert strip(screen).text() == {}


def test_refused_goes_back_to_the_strip_that_asked(make):
    screen = make()
    screen.open_tab("record")
    type_text("\r38.2")
    press(Qt.Key.Key_Return, CTRL)
    screen.refused("The disk is full.")
    assert strip(screen).said() == "The disk is full."
    assert screen._refusal.isHidden()


def test_a_form_of_the_menu_that_is_refused_may_be_tried_again(make, monkeypatch):
    screen = make()
    drafts = (fact(Admitted("7")),)
    monkeypatch.setattr(menu_module.BedForm, "ask", lambda *_: drafts)
    screen.menu.bed.trigger()
    screen.refused("The disk is full.")
    assert not screen._refusal.isHidden()
    assert screen._refusal.said() == "The disk is full."
    screen._refusal.again.click()
    assert screen.heard == [drafts, drafts]
    screen.saved(entries(*drafts))
    assert screen._refusal.isHidden()


def test_who_refuses_last_is_who_hears_it(make, monkeypatch):
    screen = make()
    monkeypatch.setattr(menu_module.BedForm, "ask", lambda *_: (fact(Admitted("7")),))
    screen.menu.bed.trigger()
    screen.saved(entries(fact(Admitted("7"))))
    screen.open_tab("record")
    type_text("\r38.2")
    press(Qt.Key.Key_Return, CTRL)
    screen.refused("no")
    assert screen._refusal.isHidden()
    assert strip(screen).said() == "no"


def test_a_physician_may_sign_and_record_a_death(make):
    screen = make()
    pane = screen.pane("chart")
    assert not pane.reasons.confirm.isEnabled()
    assert not screen.menu.death.isEnabled()
    screen.set_keeper(DOCTOR)
    assert pane.reasons.confirm.isEnabled()
    assert screen.menu.death.isEnabled()
    screen.set_keeper(None)
    assert not pane.reasons.confirm.isEnabled()


def test_another_patient_to_enrol_is_asked_of_the_window(make, qtbot):
    screen = make()
    [action] = [a for a in screen.menu.menu().actions() if "Enrol" in a.text()]
    with qtbot.waitSignal(screen.asked_enrol):
        action.trigger()


def test_e_amends_the_vital_signs_just_saved(make):
    screen = make()
    screen.open_tab("record")
    type_text("\r38.2\r\r\r\r\rr")
    press(Qt.Key.Key_Return, CTRL)
    saved = entries(*screen.heard[0], first=100)
    screen.show_chart(charted_with(saved))
    screen.saved(saved)
    press(Qt.Key.Key_E)
    assert screen.tab() == "history"
    assert screen.pane("history").panel.isVisible()
    assert "38.2" in {e.text() for e in screen.pane("history").panel.findChildren(QLineEdit)}


# --- the patient ----------------------------------------------------------------------------------


def test_another_patient_brings_the_text_kept_for_it(make):
    screen = make()
    screen.open_tab("record")
    type_text("\r38.2")
    screen.show_chart(charted(*arrival("RC-2", "2"), *observed("RC-2", ago(hours=1))))
    assert screen.banner.words()[0] == "RC-2"
    assert strip(screen).text() == {}
    screen.show_chart(charted(*ILL))
    assert strip(screen).text() == {"temp": "38.2"}


def test_a_tab_opened_later_has_the_latest_chart(make):
    screen = make()
    screen.open_tab("history")
    screen.open_tab("chart")
    newer = charted(*ILL, fact(Vitals(temp_c=40.1)))
    screen.show_chart(newer)
    screen.open_tab("history")
    assert screen._shown["history"] is newer


def test_the_identity_stands_over_every_tab(make):
    screen = make()
    for tab in PANES:
        screen.open_tab(tab)
        assert screen.banner.isVisible()
        assert screen.banner.words()[0] == PATIENT


class Windows(QObject):
    """Takes down every window that is shown."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):  # noqa: N802 - Qt calls it so
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


def test_no_part_of_it_flashes_up_as_a_window(make, qapp):
    windows = Windows()
    qapp.installEventFilter(windows)
    screen = make(*ILL)
    screen.set_keeper(DOCTOR)
    screen.open_tab("record")
    type_text("\r38.2\r\r82/40\r\r\rh")
    strip(screen).write_note()
    screen.show_chart(charted(*WELL))
    qapp.removeEventFilter(windows)
    assert windows.shown == [screen]


@pytest.mark.parametrize("tab", PANES)
def test_a_tab_that_opens_has_the_keyboard_and_opens_no_window(make, qapp, qtbot, tab):
    windows = Windows()
    screen = make(*ILL)
    qapp.installEventFilter(windows)
    press(Qt.Key(Qt.Key.Key_0 + (list(PANES).index(tab) + 1) % 10), CTRL)
    bare = tab in {"chart", "visits"}  # single keys; there is no plan to go through
    home = screen if bare else screen._pages[tab]
    qtbot.waitUntil(lambda: QApplication.focusWidget() in {home, *home.findChildren(QWidget)})
    qapp.removeEventFilter(windows)
    assert windows.shown == []


@pytest.mark.parametrize("tab", PANES)
def test_every_tab_says_its_name_to_a_screen_reader(make, tab):
    screen = make(*ILL)
    screen.open_tab(tab)
    assert screen._pages[tab].accessibleName() == tab_text(tab).replace("&&", "&")
    assert screen.accessibleName() == "Patient"


# --- room -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "scale"), [((1040, 660), 1.0), ((1680, 940), 1.0), ((1040, 660), 1.5)]
)
def test_there_is_room_for_all_of_the_chart_pane(make, qapp, size, scale):
    theme.apply(qapp, DAY, scale)
    screen = make(*WELL, size=size)
    QApplication.processEvents()
    assert (screen.width(), screen.height()) == size
    page = screen._pages["chart"]
    assert not page.horizontalScrollBar().isVisible()
    if scale == 1.0:
        assert not page.verticalScrollBar().isVisible()


def test_large_text_scrolls_to_what_has_the_keyboard(make, qapp):
    theme.apply(qapp, DAY, 2.0)
    screen = make(size=(1040, 660))
    screen.open_tab("record")
    QApplication.processEvents()
    page = screen._pages["chart"]
    assert isinstance(page, QScrollArea)
    editor = strip(screen).field("time").editor
    top = editor.mapTo(page.viewport(), editor.rect().topLeft()).y()
    assert 0 <= top < page.viewport().height() - editor.height()
