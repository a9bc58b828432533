"""The lock: beds alone, and any key asks who goes on."""

from datetime import UTC

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView

from tests.ui.wards import Clock, opened_ward, small_ward
from ui import theme
from ui.screens.lock import Lock
from ui.theme import DAY


@pytest.fixture
def lock(qtbot, qapp, tmp_path):
    theme.apply(qapp, DAY)
    store, ward = opened_ward(tmp_path / "ward.sqlite", small_ward(), Clock())
    made = Lock(UTC)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show_survey(ward.survey())
    with qtbot.waitExposed(made):
        made.show()
    made.setFocus()
    yield made
    store.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_X, Qt.Key.Key_Space])
def test_any_key_asks_who_goes_on(qtbot, lock, key):
    with qtbot.waitSignal(lock.asked):
        qtbot.keyClick(lock, key)


def test_a_held_key_alone_does_not(qtbot, lock):
    with qtbot.assertNotEmitted(lock.asked):
        qtbot.keyClick(lock, Qt.Key.Key_Shift)


def test_a_click_anywhere_does(qtbot, lock):
    with qtbot.waitSignal(lock.asked):
        qtbot.mouseClick(lock, Qt.MouseButton.LeftButton, pos=lock.rect().center())


def test_nothing_on_it_names_a_patient(lock):
    view = lock.findChild(QTableView)
    model = view.model()
    said = [label.text() for label in lock.findChildren(QLabel)]
    said += [
        model.data(model.index(row, column))
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        if not view.isColumnHidden(column)
    ]
    assert "6" in said
    assert not any(name in text for text in said for name in ("RC-", "AL-", "BC-", "QX"))
