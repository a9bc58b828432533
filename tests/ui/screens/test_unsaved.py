"""What is said at the start about text that was typed and not saved."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from ui import theme
from ui.screens.unsaved import Unsaved, tab_of
from ui.theme import DAY


@pytest.fixture
def unsaved(qtbot, qapp):
    theme.apply(qapp, DAY)
    made = Unsaved()
    qtbot.addWidget(made)
    made.resize(800, 200)
    made.show_drafts([("RC-014", "vitals"), ("RC-012", "ice"), ("RC-012", "something new")])
    with qtbot.waitExposed(made):
        made.show()
    return made


def said(unsaved):
    return [label.text() for label in unsaved.findChildren(QLabel) if label.isVisibleTo(unsaved)]


def press(qtbot, unsaved, words, place):
    buttons = [
        button
        for button in unsaved.findChildren(QPushButton)
        if button.text() == words and button.isVisibleTo(unsaved)
    ]
    qtbot.mouseClick(buttons[place], Qt.MouseButton.LeftButton)


def test_each_draft_is_named_by_its_patient(unsaved):
    assert said(unsaved) == [
        "Unsaved text for RC-014 (vitals) was kept.",
        "Unsaved text for RC-012 (ICE examination) was kept.",
        "Unsaved text for RC-012 (something new) was kept.",
    ]


@pytest.mark.parametrize(
    ("form", "tab"),
    [
        ("vitals", "record"),
        ("note", "record"),
        ("ice", "ice"),
        ("labs", "labs"),
        ("therapy", "therapies"),
        ("adverse", "adverse"),
        ("amend", "history"),
        ("something new", "record"),
    ],
)
def test_it_opens_where_its_form_stands(form, tab):
    assert tab_of(form) == tab


def test_shown_text_needs_no_line_any_more(qtbot, unsaved):
    with qtbot.waitSignal(unsaved.opened) as told:
        press(qtbot, unsaved, "Show it", 1)
    assert told.args == ["RC-012", "ice"]
    assert len(said(unsaved)) == 2


def test_later_takes_the_line_away_and_nothing_else(qtbot, unsaved):
    with qtbot.assertNotEmitted(unsaved.opened):
        for _ in range(3):
            press(qtbot, unsaved, "Later", 0)
    assert not unsaved.isVisible()


def test_a_saved_draft_is_said_no_more(unsaved):
    unsaved.keep([("RC-012", "ice")])
    assert said(unsaved) == ["Unsaved text for RC-012 (ICE examination) was kept."]
    unsaved.keep([])
    assert not unsaved.isVisible()


def test_out_of_sight_it_stays_out_of_sight(unsaved):
    unsaved.set_hidden(True)
    unsaved.keep([("RC-012", "ice")])
    assert not unsaved.isVisible()
    unsaved.set_hidden(False)
    assert unsaved.isVisible()


def test_without_drafts_it_takes_no_room(qtbot, qapp):
    made = Unsaved()
    qtbot.addWidget(made)
    made.show_drafts([])
    assert made.isHidden()
