"""Finding a patient by a part of what names one."""

import pytest
from PySide6.QtCore import Qt

from bedside.chart import Person
from bedside.facts import Enrolled
from ui import theme
from ui.screens.find import Find, found
from ui.theme import DAY

PEOPLE = (
    Person("RC-001", Enrolled(initials="QX"), "16"),
    Person("RC-014", Enrolled(initials="AB"), "6"),
    Person("RC-016", Enrolled(), None, discharged=True),
    Person("RC-0142", Enrolled(), None),
    Person("AL-006", Enrolled(), "2"),
)


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


@pytest.mark.parametrize(
    ("typed", "patients"),
    [
        ("rc-014", ["RC-014", "RC-0142"]),
        ("6", ["RC-014", "AL-006", "RC-001", "RC-016"]),
        ("qx", ["RC-001"]),
        ("a", ["AL-006", "RC-014"]),
        (" RC 016", []),
        ("rc-016", ["RC-016"]),
        ("zz", []),
        ("", ["AL-006", "RC-001", "RC-014", "RC-0142", "RC-016"]),
    ],
)
def test_who_is_meant(typed, patients):
    assert [person.patient for person in found(PEOPLE, typed)] == patients


@pytest.fixture
def dialog(qtbot):
    made = Find(PEOPLE)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.open()
    return made


def test_enter_opens_the_likeliest(qtbot, dialog):
    qtbot.keyClicks(dialog.focusWidget(), "014")
    with qtbot.waitSignal(dialog.opened) as told:
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert told.args == ["RC-014"]
    assert not dialog.isVisible()


def test_arrows_choose_while_the_field_keeps_the_keyboard(qtbot, dialog):
    field = dialog.focusWidget()
    qtbot.keyClicks(field, "014")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert dialog.focusWidget() is field
    with qtbot.waitSignal(dialog.opened) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told.args == ["RC-0142"]


def test_where_each_lies_is_said(dialog):
    said = [dialog._list.item(row).text() for row in range(dialog._list.count())]
    assert "RC-014 (AB) · bed 6" in said
    assert "RC-016 · discharged" in said
    assert "RC-0142 · outpatient" in said


def test_nobody_meant_opens_nobody(qtbot, dialog):
    qtbot.keyClicks(dialog.focusWidget(), "zz")
    assert "zz" in dialog._said.text()
    with qtbot.assertNotEmitted(dialog.opened):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.isVisible()
