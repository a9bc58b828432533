"""Rows of one key: which keys they take, how the keyboard goes on; tabs that all fit."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.ui.screens.patient.keyboard import press, type_text
from ui import theme
from ui.screens.patient.key_row import KeyRow, RowOrder
from ui.screens.patient.tabs import FittingTabs

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def sheet(qtbot, qapp):
    """Three rows that take Y and N, the second out of sight; all that they say is in ``heard``."""
    theme.apply(qapp, theme.DAY)
    whole = QWidget()
    layout = QVBoxLayout(whole)
    whole.rows = [KeyRow(name, name.upper(), "yn") for name in ("a", "b", "c")]
    whole.heard = []
    for row in whole.rows:
        layout.addWidget(row)
        row.keyed.connect(lambda key, row=row: whole.heard.append((row.name, key)))
        row.cleared.connect(lambda row=row: whole.heard.append((row.name, "cleared")))
    whole.order = RowOrder(whole.rows, whole)
    whole.order.passed.connect(lambda: whole.heard.append("passed"))
    whole.order.arrived.connect(lambda row: whole.heard.append(f"at {row.name}"))
    whole.rows[1].hide()
    qtbot.addWidget(whole)
    whole.show()
    whole.activateWindow()
    qtbot.waitUntil(whole.isActiveWindow)
    whole.rows[0].setFocus()
    return whole


@pytest.mark.parametrize(
    ("typed", "heard"),
    [("y", [("a", "y")]), ("Y", [("a", "y")]), ("yn", [("a", "y"), ("a", "n")]), ("x", [])],
)
def test_a_row_takes_its_own_keys_and_no_others(sheet, typed, heard):
    type_text(typed)
    assert sheet.heard == heard


def test_keys_with_ctrl_are_not_answers(sheet):
    press(Qt.Key.Key_Y, CTRL)
    assert sheet.heard == []


def test_backspace_takes_the_answer_back(sheet):
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Delete)
    assert sheet.heard == [("a", "cleared")] * 2


def test_arrows_and_enter_pass_over_what_is_out_of_sight(sheet):
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert sheet.heard == ["at c", "at a", "at c", "passed"]


@pytest.mark.parametrize(("letter", "taken"), [("y", True), ("d", False)])
def test_only_its_own_letters_are_kept_from_the_window(sheet, letter, taken):
    key = Qt.Key(ord(letter.upper()))
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier, letter)
    event.ignore()
    sheet.rows[0].event(event)
    assert event.isAccepted() is taken


def test_a_button_answers_once_and_says_whose_it_is(sheet):
    heard = []
    button = sheet.rows[0].button("Yes", lambda: heard.append("yes"), width=80)
    sheet.rows[0].buttons.addWidget(button)
    button.click()
    assert heard == ["yes"]
    assert button.accessibleName() == "A: Yes"
    assert button.maximumWidth() == theme.px(80)


@pytest.mark.parametrize(("width", "shown"), [(300, ["Chart", "ICE"]), (800, None)])
def test_tabs_are_short_where_the_whole_names_do_not_fit(qtbot, qapp, width, shown):
    theme.apply(qapp, theme.DAY)
    tabs = FittingTabs()
    qtbot.addWidget(tabs)
    names = [("chart", "Chart of the whole stay", "Chart"), ("ice", "ICE && neurology", "ICE")]
    for name in names:
        tabs.add(*name)
    tabs.resize(width, 40)
    tabs.show()
    whole = [whole for _, whole, _ in names]
    assert [tabs.tabText(place) for place in range(2)] == (shown or whole)
    assert tabs.tabToolTip(1) == tabs.accessibleTabName(1) == "ICE & neurology"
    tabs.resize(900, 40)
    assert [tabs.tabText(place) for place in range(2)] == whole
