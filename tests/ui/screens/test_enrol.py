"""Enrolled step by step, with the keyboard alone; nothing is lost, and nothing is half written."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication

from bedside.chart import Person
from bedside.facts import Admitted, Answer, Deviation, Enrolled, Note, Screened
from bedside.protocol.shelf import shelf
from bedside.timeline import Draft
from grading.signs import Planned
from tests.bedside.editions import CRITERIA, QUESTIONS, edition
from tests.ui.screens.patient.keyboard import press, type_text
from tests.ui.wards import NOW, Clock
from ui import theme
from ui.screens.enrol import Enrol
from ui.theme import DAY

ENTER, LEFT, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_Escape
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PLAIN = edition()
SCREENING = edition(id="trial-2", short="Screened", criteria=CRITERIA, questions=QUESTIONS)
LEVELLESS = next(one for one in shelf().latest() if one.conditioning is None)
WHO = Enrolled("QX", None, "female", 58.5, "", "", "", date(1992, 3, 4), 165.0, date(2026, 11, 20))


@pytest.fixture(autouse=True)
def _day(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    QLocale.setDefault(before)


@pytest.fixture
def form(qtbot):
    """An enrolment on the screen, and what it has asked for."""

    def form(*protocols, person=None):
        made = Enrol(["RC-014"], Clock(), UTC, protocols=protocols, person=person)
        qtbot.addWidget(made)
        made.heard = []
        made.entered.connect(made.heard.append)
        made.open()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return form


def identity(patient="RC-021"):
    """The first page, from Enter to Enter."""
    type_text(f"{patient}\rQX\r1992-03-04\rF\r58,5\r165\r2026-11-20\r")


def test_four_steps_with_the_keyboard_alone(form):
    made = form(PLAIN, SCREENING)
    identity()
    assert made.page() == "trial"
    type_text("S\r")
    assert "what a month is" in made._trial.assumed.text()
    type_text("100\r")
    assert made.page() == "eligibility"
    type_text("5\r")
    assert made.page() == "plan", "eligible: nothing more is asked"
    type_text("6\r2026-12-14 10:00\r")
    planned = datetime(2026, 12, 14, 10, 0, tzinfo=UTC)
    enrolled = Enrolled(
        "QX", None, "female", 58.5, "trial-2", "100", "2024", WHO.birth_date, 165.0, WHO.consented
    )
    assert made.heard == [
        (
            Draft("RC-021", NOW, enrolled),
            Draft(
                "RC-021", NOW, Screened("trial-2", "2024", (Answer("acr_1997_count", number=5.0),))
            ),
            Draft("RC-021", NOW, Admitted("6")),
            Draft("RC-021", NOW, Planned(planned)),
        )
    ]


def test_a_protocol_without_criteria_has_three_steps(form):
    made = form(PLAIN, SCREENING)
    identity()
    type_text("T\r")
    type_text("25\r")
    assert made.page() == "plan"
    press(ENTER, CTRL)
    (drafts,) = made.heard
    assert [type(draft.fact) for draft in drafts] == [Enrolled]
    assert (drafts[0].fact.edition, drafts[0].fact.dose_level) == ("2024", "25")


def test_nothing_is_lost_by_going_back(form):
    made = form(PLAIN, SCREENING)
    identity()
    type_text("S\r100\r")
    type_text("3")
    press(LEFT, ALT)
    press(LEFT, ALT)
    assert made.page() == "identity"
    assert made.text("weight") == "58,5"
    press(ENTER, CTRL)
    assert (made.text("level"), made._trial.protocol()) == ("100", SCREENING)
    press(ENTER, CTRL)
    assert made._panel.answers() == (Answer("acr_1997_count", number=3.0),)
    assert made.heard == []


@pytest.mark.parametrize(
    ("answer", "kind", "part"),
    [("3", Deviation, "not eligible"), ("", Note, "Not decided")],
)
def test_who_is_not_eligible_is_enrolled_for_a_reason_only(form, answer, kind, part):
    made = form(SCREENING)
    identity()
    type_text("S\r100\r")
    type_text(answer)
    assert made._verdict.isVisible()
    assert made._verdict.property("role") == "late"
    press(ENTER, CTRL)
    assert made.page() == "eligibility"
    assert made.said("all_the_same") == "Say why, or leave the enrolment."
    type_text("screening only")
    press(ENTER, CTRL)
    assert made.page() == "plan"
    press(ENTER, CTRL)
    told = made.heard[0][-1].fact
    assert isinstance(told, kind)
    assert told.text.endswith("Reason: screening only")
    assert part.casefold() in told.text.casefold()


def test_an_answer_that_cannot_be_read_holds_the_page(form):
    made = form(SCREENING)
    identity()
    type_text("S\r100\r")
    type_text("many")
    press(ENTER, CTRL)
    assert made.page() == "eligibility"
    assert "cannot be read: 1" in made.said()


def test_levels_without_figures_are_offered_as_such(form):
    made = form(LEVELLESS)
    identity()
    type_text("C\r")
    level = made.editor("level")
    offered = [level.itemText(place) for place in range(level.count())]
    assert offered[0] == "A · figure not stated"
    assert offered[-1] == "Not assigned yet"


def test_no_protocol_of_the_list_is_said_in_words(form):
    made = form(PLAIN)
    identity()
    press(ENTER, CTRL)
    assert "No protocol of the list" in made.said("edition"), "nobody is enrolled in it by chance"
    type_text("N\r")
    type_text("Compassionate use\r100 million\r")
    assert made.page() == "plan"
    press(ENTER, CTRL)
    fact = made.heard[0][0].fact
    assert (fact.protocol, fact.edition, fact.dose_level) == (
        "Compassionate use",
        "",
        "100 million",
    )


@pytest.mark.parametrize(
    ("text", "field", "part"),
    [
        ("RC-014\r", "patient", "in this record already"),
        ("rc- 014\r", "patient", "in this record already"),
        ("*\r", "patient", "“*” stands for the ward itself"),
        (" * \r", "patient", "“*” stands for the ward itself"),
        (f"{'R' * 41}\r", "patient", "At most 40 plain characters"),
        ("\r", "patient", "Type the trial id"),
        ("RC-021\r\r1992-02-30\r", "born", "no such day"),
        ("RC-021\r\r1992\r\r\r\r1991-01-01", "consented", "before the patient was born"),
    ],
)
def test_a_page_is_not_left_with_what_cannot_be(form, text, field, part):
    made = form(PLAIN)
    type_text(text)
    press(ENTER, CTRL)
    assert made.page() == "identity"
    assert part in made.said(field)
    assert QApplication.focusWidget() is made.editor(field)


def test_an_unusual_weight_is_asked_about_once(form):
    made = form(PLAIN)
    type_text("RC-021\r\r\r\r170\r")
    press(ENTER, CTRL)
    assert "170.0\N{NO-BREAK SPACE}kg is unusual" in made.said("weight")
    press(ENTER, CTRL)
    assert made.page() == "trial"


def test_the_first_visits_are_named_before_anything_is_written(form):
    made = form(PLAIN)
    identity()
    type_text("T\r100\r")
    assert made.summary.words()[2:] == ()
    type_text("\r2026-12-14 10:00")
    words = made.summary.words()
    assert "25×10⁶" not in words[0]
    assert "100×10⁶ cells" in words[0]
    assert any(line.endswith(": 14 Dec −3/+0 d") for line in words)
    assert "Day 3 · PK/PD: 17 Dec ± 1 d" in words


def test_what_is_typed_is_given_up_only_when_asked_twice(form):
    made = form(PLAIN)
    type_text("RC-021")
    press(ESCAPE)
    assert made.isVisible()
    assert "Nothing is saved yet" in made.said()
    type_text("2")
    press(ESCAPE)
    assert made.isVisible(), "somebody went on typing"
    press(ESCAPE)
    assert not made.isVisible()


def test_the_button_says_what_it_does_on_each_page(form):
    made = form(PLAIN)
    assert (made.take.text(), made.back.isVisible()) == ("Next", False)
    identity()
    type_text("T\r100\r")
    assert (made.take.text(), made.back.isVisible()) == ("Enrol", True)


# --- correcting ---------------------------------------------------------------------------------


def test_an_identity_is_corrected_on_one_page_and_keeps_the_edition(form):
    known = Enrolled("QX", None, "female", 58.0, "trial-1", "100", "2024", date(1992, 3, 4))
    made = form(PLAIN, person=Person("RC-014", known, "6"))
    assert made.take.text() == "Save identity"
    assert not made.back.isVisible()
    made.editor("consented").setText("2026-11-20")
    made.editor("born").setText("1992-03-05")
    press(ENTER, CTRL)
    corrected = Enrolled(
        "QX", None, "female", 58.0, "trial-1", "100", "2024", date(1992, 3, 5), None,
        date(2026, 11, 20),
    )  # fmt: skip
    assert made.heard == [(Draft("RC-014", NOW, corrected),)]
