"""A choice by letter: chosen, said why not, and taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.widgets.choice import Choice, Option

OPTIONS = (Option("room_air", "Room air"), Option("nasal_cannula", "Nasal cannula"))


@pytest.fixture
def choice(qtbot):
    choice = Choice(OPTIONS)
    qtbot.addWidget(choice)
    return choice


@pytest.mark.parametrize(
    ("typed", "text"),
    [("", ""), ("n", "nasal_cannula"), ("x", "x"), ("x3", "x3"), ("x3n", "nasal_cannula")],
)
def test_what_is_typed_into_a_choice(choice, typed, text):
    QTest.keyClicks(choice, typed)
    assert choice.text() == text


@pytest.mark.parametrize("typed", ["n", "x", "x3", "r"])
@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete])
def test_a_choice_taken_back_is_none(choice, typed, key):
    QTest.keyClicks(choice, typed)
    assert choice.text()
    QTest.keyClick(choice, key)
    assert (choice.text(), choice.currentIndex()) == ("", -1)


@pytest.mark.parametrize("before", ["", "nasal_cannula", "x3", "r"])
def test_text_put_back_is_all_there_is(choice, before):
    choice.set_text(before)
    choice.set_text("")
    assert choice.text() == ""
    choice.set_text(before)
    assert choice.text() == before
