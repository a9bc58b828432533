"""Who is at the keyboard, in two keys, or by name and role."""

import pytest
from PySide6.QtCore import Qt

from ui import theme
from ui.screens.who import Who, keeper_text
from ui.theme import DAY
from ui.ward import Keeper

ANN, BOB = Keeper("Ann", "nurse"), Keeper("Dr Bob", "physician")


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


@pytest.fixture
def asked(qtbot):
    def make(people=(), why=""):
        dialog = Who(people, why)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.open()
        return dialog

    return make


def test_a_figure_names_somebody_who_was_here(qtbot, asked):
    dialog = asked([ANN, BOB])
    with qtbot.waitSignal(dialog.named) as told:
        qtbot.keyClick(dialog, Qt.Key.Key_2)
    assert told.args == [BOB]
    assert not dialog.isVisible()


def test_enter_names_the_one_that_was_here_last(qtbot, asked):
    dialog = asked([ANN, BOB])
    with qtbot.waitSignal(dialog.named) as told:
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert told.args == [ANN]


def test_a_new_name_and_a_role_without_the_mouse(qtbot, asked):
    dialog = asked()
    qtbot.keyClicks(dialog.focusWidget(), "  Eve  Li ")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(dialog.focusWidget(), "c")
    with qtbot.waitSignal(dialog.named) as told:
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert told.args == [Keeper("Eve Li", "coordinator")]


def test_typing_a_letter_begins_a_new_name(qtbot, asked):
    dialog = asked([ANN])
    qtbot.keyClicks(dialog.focusWidget(), "E")
    qtbot.keyClicks(dialog.focusWidget(), "ve")
    assert dialog._name.text() == "Eve"


@pytest.mark.parametrize(("name", "said"), [("", "name"), ("Eve", "role")])
def test_what_is_lacking_is_said_and_nobody_is_named(qtbot, asked, name, said):
    dialog = asked()
    qtbot.keyClicks(dialog._name, name)
    with qtbot.assertNotEmitted(dialog.named):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert said in dialog._said.text()
    assert dialog.isVisible()


def test_escape_names_nobody(qtbot, asked):
    dialog = asked([ANN])
    with qtbot.assertNotEmitted(dialog.named), qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_role_is_said_in_words():
    assert keeper_text(BOB) == "Dr Bob · Physician"
    assert keeper_text(Keeper("x", "pharmacist")) == "x · pharmacist"
