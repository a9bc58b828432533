"""A small dialog: Enter goes on, what is refused is said at the field, nothing typed is lost."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from bedside.facts import Note
from bedside.timeline import Draft
from tests.ui.wards import NOW
from ui import theme
from ui.theme import DAY
from ui.widgets.form import Form, Refused


class Noting(Form):
    """Asks for a kind, a number and a text."""

    def __init__(self, parent=None):
        super().__init__("Note", "Write it", parent)
        self.add_line("count", "Count", hint="How many.")
        self.add_choice("kind", "Kind", (("a", "Apple"), ("b", "Banana")))
        self.add_line("text", "Text")

    def read(self):
        count = self.number("count")
        if not self.text("kind"):
            raise Refused("kind", "Choose a kind.")
        if self.text("text") == "boom":
            raise Refused("", "Not today.")
        text = f"{count} {self.text('kind')} {self.text('text')}"
        return (Draft("P", NOW, Note(text)),)


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


@pytest.fixture
def form(qtbot):
    made = Noting()
    qtbot.addWidget(made)
    made.heard = []
    made.entered.connect(made.heard.append)
    made.open()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def keys(qtbot, text):
    for key in text:
        qtbot.keyClick(QApplication.focusWidget(), "\r" if key == "\r" else key)


def test_enter_goes_on_and_in_the_last_field_does_it(form, qtbot):
    keys(qtbot, "2,5\rb\rripe")
    assert form.heard == []
    keys(qtbot, "\r")
    assert form.heard == [(Draft("P", NOW, Note("2.5 b ripe")),)]
    assert form.isVisible()
    form.saved([])
    assert form.result() == QDialog.DialogCode.Accepted


def test_ctrl_enter_does_it_from_any_field(form, qtbot):
    keys(qtbot, "1\ra")
    qtbot.keyClick(form.editor("kind"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.heard == [(Draft("P", NOW, Note("1.0 a ")),)]


def test_a_refusal_stands_at_its_field_until_it_is_changed(form, qtbot):
    keys(qtbot, "two")
    form.enter()
    assert form.heard == []
    assert "not a number" in form.said("count")
    assert form.editor("count").property("state") == "refused"
    assert form.editor("count").hasFocus()
    assert form.text("count") == "two"
    keys(qtbot, "2")
    assert form.said("count") == "How many."
    assert form.editor("count").property("state") == ""


def test_a_refusal_without_a_field_stands_below(form):
    form.editor("kind").setCurrentIndex(0)
    form.editor("text").setText("boom")
    form.enter()
    assert form.said() == "Not today."


def test_what_was_not_saved_keeps_its_text(form, qtbot):
    keys(qtbot, "1\ra\rripe\r")
    form.refused("The disk is full.")
    assert form.isVisible()
    assert (form.said(), form.text("text")) == ("The disk is full.", "ripe")


def test_every_field_has_a_name_for_a_screen_reader(form):
    assert [form.editor(name).accessibleName() for name in ("count", "kind", "text")] == [
        "Count",
        "Kind",
        "Text",
    ]


def test_escape_leaves(form, qtbot):
    qtbot.keyClick(form.editor("count"), Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert form.heard == []


@pytest.mark.parametrize("left", [False, True])
def test_waiting_for_the_answer(qtbot, left):
    form = Noting()
    qtbot.addWidget(form)
    form.editor("kind").setCurrentIndex(0)
    QTimer.singleShot(0, form, form.reject if left else form.enter)
    answer = form.answer()
    assert answer == (None if left else (Draft("P", NOW, Note("None a ")),))
