"""The tab of toxicities in the whole window: its keys against the window's own, the record."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from bedside.facts import LicatsLook
from tests.ui.screens.patient.keyboard import press, type_text
from tests.ui.wards import NURSE, Clock, opened_ward, plans_of, small_ward
from ui import theme
from ui.drafts import Drafts
from ui.screens.patient.screen import PatientScreen
from ui.screens.patient.toxicities import ToxicitiesPane
from ui.settings import Settings
from ui.window import MainWindow

PATIENT = "RC-014"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot, tmp_path, qapp):
    theme.apply(qapp, theme.DAY)
    store, ward = opened_ward(tmp_path / "ward.sqlite", small_ward(), Clock())
    settings = Settings(tmp_path)
    drafts = Drafts(tmp_path / "drafts")
    made = MainWindow(ward, drafts, settings, plans_of(ward, settings), demo=False, clock=Clock())
    with qtbot.waitSignal(made.painted):
        made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    made.name(NURSE)
    made.open_patient(PATIENT)
    made.kept = ward
    yield made
    made.close()
    made.deleteLater()
    store.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def pane(window):
    return window.findChild(ToxicitiesPane)


def screen(window):
    return window.findChild(PatientScreen)


def test_ctrl_5_opens_it_and_its_letters_are_its_own(window):
    press(Qt.Key.Key_5, CTRL)
    assert screen(window).tab() == "toxicities"
    screen(window).open_tab("toxicities")
    pane(window).listed.go_to("licats")
    press(Qt.Key.Key_Return)
    form = pane(window).form("licats")
    assert pane(window)._stack.currentWidget() is form
    for letter in "hlgms":  # of the window: handover; of the screen: laboratory
        form.rows["organ"].setFocus()
        type_text(letter)
    assert form.organ == "skin"
    assert screen(window).tab() == "toxicities"


def test_escape_leaves_the_form_and_then_the_patient(window):
    screen(window).open_tab("toxicities")
    pane(window).listed.go_to("agvhd")
    press(Qt.Key.Key_Return)
    assert pane(window)._stack.currentWidget() is pane(window).form("gvhd")
    press(Qt.Key.Key_Escape)
    assert pane(window)._stack.currentWidget() is pane(window).side
    assert screen(window).isVisible()
    press(Qt.Key.Key_Escape)
    assert not screen(window).isVisible()


def test_a_look_goes_into_the_record_and_the_list(window):
    screen(window).open_tab("toxicities")
    pane(window).listed.go_to("licats")
    press(Qt.Key.Key_Return)
    type_text("syyny")
    press(Qt.Key.Key_Return, CTRL)
    (entry,) = [e for e in window.kept.chart(PATIENT).log if isinstance(e.fact, LicatsLook)]
    assert entry.author == NURSE.name
    assert entry.fact.present == ("inflammatory_rash",)
    assert pane(window).listed.rows["licats"].badge_text() == "≥1"
    press(Qt.Key.Key_Escape)
    assert screen(window).isVisible(), "back to the reasons, as the button says"
    assert pane(window)._stack.currentWidget() is pane(window).side
    assert pane(window).listed.rows["licats"].hasFocus()
