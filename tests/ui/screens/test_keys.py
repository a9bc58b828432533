"""The page of all keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel

from ui import theme
from ui.screens.keys import KeysDialog, all_keys
from ui.theme import DAY


@pytest.fixture
def dialog(qtbot, qapp):
    theme.apply(qapp, DAY)
    made = KeysDialog()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.open()
    return made


def test_every_key_stands_there(dialog):
    said = [label.text() for label in dialog.findChildren(QLabel)]
    for place, keys in all_keys():
        assert place in said
        assert all(what in said for _, what in keys)


def test_no_place_has_two_meanings_for_one_key():
    for place, keys in all_keys():
        chips = [chip for chips, _ in keys for chip in chips if len(chips) == 1]
        assert len(chips) == len(set(chips)), place
        for chip in chips:
            is_typed = chip[-1].isdigit() and chip[0] in "-0"
            assert is_typed or not QKeySequence(chip).isEmpty() or not chip.isascii(), chip


def test_escape_closes_it(qtbot, dialog):
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
