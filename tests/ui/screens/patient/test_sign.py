"""A physician's word: confirmed in two keys, overridden with a reason, other causes, death."""

import pytest
from PySide6.QtCore import Qt

from bedside.facts import Confirmed
from grading.signs import Attribution, Death, Hypotension
from tests.ui.screens.patient.charts import ILL, PATIENT, WELL, charted, fact
from tests.ui.screens.patient.keyboard import press, type_text
from tests.ui.wards import NOW, ago, arrival
from ui import theme
from ui.screens.patient.cause import CauseForm, DeathForm, HypotensionForm
from ui.screens.patient.sign import ConfirmForm, OverrideForm
from ui.theme import DAY


@pytest.fixture(autouse=True)
def _day(qapp):
    theme.apply(qapp, DAY)


@pytest.fixture
def opened(qtbot):
    def opened(kind, *drafts):
        form = kind(charted(*(drafts or ILL)), NOW)
        qtbot.addWidget(form)
        form.heard = []
        form.entered.connect(form.heard.append)
        form.open()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return form

    return opened


def word(scale, level, computed, reason="", at_least=None, status="graded"):
    least = computed if at_least is None else at_least
    return fact(Confirmed(scale, "ASTCT 2019", level, computed, least, status, reason))


def test_enter_confirms_what_is_computed(opened):
    form = opened(ConfirmForm)
    press(Qt.Key.Key_Return)
    assert form.heard == [(word("crs", 3, 3), word("icans", 0, 0))]


def test_what_is_confirmed_already_is_not_ticked(opened):
    form = opened(ConfirmForm, *ILL, word("crs", 3, 3))
    assert [scale for scale, tick in form.ticks.items() if tick.isChecked()] == ["icans"]


def test_nothing_ticked_confirms_nothing(opened):
    form = opened(ConfirmForm)
    for tick in form.ticks.values():
        tick.setChecked(False)
    form.enter()
    assert (form.heard, form.said()) == ([], "Tick what you confirm.")


def test_what_cannot_be_stated_cannot_be_confirmed(opened):
    form = opened(ConfirmForm, *WELL)
    assert list(form.ticks) == ["crs"]
    form = opened(ConfirmForm, *arrival(PATIENT, "6"))
    assert form.ticks == {}
    assert not form.take.isEnabled()


def test_a_figure_then_the_reason(opened):
    form = opened(OverrideForm)
    type_text("2pressor for sedation\r")
    assert form.heard == [(word("crs", 2, 3, "pressor for sedation"),)]


def test_the_other_scale_is_a_choice(opened):
    form = opened(OverrideForm)
    form.editor("scale").setFocus()
    type_text("i")
    form.editor("level").setFocus()
    type_text("1drowsy\r")
    assert form.heard == [(word("icans", 1, 0, "drowsy"),)]


def test_a_grade_that_cannot_be_stated_may_be_overridden(opened):
    form = opened(OverrideForm, *WELL)
    form.editor("scale").setCurrentIndex(1)
    form.editor("level").setText("1")
    form.editor("reason").setText("aphasia")
    form.enter()
    assert form.heard == [(word("icans", 1, None, "aphasia", 0, "incomplete"),)]


@pytest.mark.parametrize(
    ("level", "reason", "field", "part"),
    [
        ("", "x", "level", "0 to 4"),
        ("5", "x", "level", "0 to 4"),
        ("3", "x", "level", "confirm it instead"),
        ("2", " ", "reason", "needs its reason"),
    ],
)
def test_an_override_that_is_refused(opened, level, reason, field, part):
    form = opened(OverrideForm)
    form.editor("level").setText(level)
    form.editor("reason").setText(reason)
    form.enter()
    assert form.heard == []
    assert part in form.said(field)


def test_a_finding_of_another_cause(opened):
    form = opened(CauseForm)
    type_text("h\ra\rsepsis\r")
    assert form.heard == [(fact(Attribution("hypotension", "other", "sepsis")),)]


@pytest.mark.parametrize(
    ("finding", "cause", "comment", "field"),
    [(-1, 0, "x", "finding"), (0, -1, "x", "cause"), (0, 0, "", "comment")],
)
def test_a_cause_must_be_whole(opened, finding, cause, comment, field):
    form = opened(CauseForm)
    form.editor("finding").setCurrentIndex(finding)
    form.editor("cause").setCurrentIndex(cause)
    form.editor("comment").setText(comment)
    form.enter()
    assert form.heard == []
    assert form.said(field)


def test_a_word_on_hypotension(opened):
    form = opened(HypotensionForm)
    form.enter()
    assert form.said("present")
    type_text("n\r")
    assert form.heard == [(fact(Hypotension("no")),)]


def test_a_death_is_confirmed_by_the_patients_id(opened):
    form = opened(DeathForm)
    form.editor("time").setText("-30")
    form.editor("due_to").setCurrentIndex(0)
    form.editor("patient").setText("RC-015")
    form.enter()
    assert form.heard == []
    assert "RC-014" in form.said("patient")
    form.editor("patient").setText("rc-014")
    form.enter()
    assert form.heard == [(fact(Death("crs"), ago(minutes=30)),)]


@pytest.mark.parametrize(("name", "typed"), [("time", "later"), ("due_to", None)])
def test_a_death_must_be_whole(opened, name, typed):
    form = opened(DeathForm)
    form.editor("patient").setText(PATIENT)
    if typed:
        form.editor("time").setText(typed)
    form.enter()
    assert form.heard == []
    assert form.said(name)
