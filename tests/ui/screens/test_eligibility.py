"""The eligibility table on the screen: asked, judged as it is answered, saved."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bedside.facts import Answer, Enrolled, Screened
from bedside.protocol.shelf import shelf
from bedside.timeline import Draft
from tests.bedside.editions import CRITERIA, QUESTIONS, edition
from tests.bedside.test_eligibility import NONE, YES, answer, answers
from tests.ui.screens.patient.charts import PATIENT, charted, entries
from tests.ui.screens.patient.keyboard import ENTER, press, type_text
from tests.ui.wards import NOW, Clock
from ui import theme
from ui.screens.eligibility import EligibilityPanel, ScreeningForm
from ui.theme import DAY

PROTOCOL = shelf().editions("nct05765006")[-1]
IDENTITY = Enrolled("QX", 1992, "female", 58.5, PROTOCOL.id, "25e6", PROTOCOL.edition)
OWN = edition(questions=QUESTIONS, criteria=CRITERIA)
OTHERS = ("nct05859997", "cd19_bcma_wuhan", "renji_relmacel")


@pytest.fixture(autouse=True)
def _day(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    QLocale.setDefault(before)


@pytest.fixture
def shown(qtbot):
    """A panel that asks the questions of the trial, on the screen."""

    def shown(recorded=None, enrolled=IDENTITY, protocol=PROTOCOL):
        panel = EligibilityPanel()
        qtbot.addWidget(panel)
        panel.resize(1200, 640)
        panel.heard = []
        panel.changed.connect(lambda: panel.heard.append("changed"))
        panel.finished.connect(lambda: panel.heard.append("finished"))
        panel.show_questions(protocol, enrolled, recorded or {})
        with qtbot.waitExposed(panel):
            panel.show()
        panel.activateWindow()
        panel.begin()
        return panel

    return shown


@pytest.fixture
def opened(qtbot):
    """The form of a patient, on the screen."""

    def opened(*said):
        at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
        drafts = [Draft(PATIENT, at, IDENTITY)]
        if said:
            drafts.append(Draft(PATIENT, at, Screened(PROTOCOL.id, PROTOCOL.edition, said)))
        form = ScreeningForm(charted(*drafts), PROTOCOL, Clock())
        qtbot.addWidget(form)
        form.heard = []
        form.entered.connect(form.heard.append)
        with qtbot.waitExposed(form):
            form.show()
        return form

    return opened


def keyboard_at(panel, question):
    """Whether the keyboard is at a question."""
    return QApplication.focusWidget() in panel.field(question).editors


def go(panel, question):
    panel.field(question).take_keyboard()


def outcome(panel, criterion):
    """How a criterion stands and why, as it is shown."""
    _, _, stands, why = panel.row(criterion)
    return stands, why.replace("\N{NO-BREAK SPACE}", " ")


# --- asked and judged -----------------------------------------------------------------------------


def test_nothing_is_met_before_anything_is_known(shown):
    panel = shown(enrolled=Enrolled())
    assert panel.summary() == (
        (
            "? Not decided: I1, I2, I3, I4a, I4b, I4c, I4d, I5, I6a, I6b, E1a, E1b, E2, E3, E4,"
            " E5 and E6 unknown"
        ),
        "17 criteria: 0 met, 0 not met, 17 unknown",
    )
    assert panel.answers() == ()
    assert panel.problems() == {}
    assert panel.eligible() == "unknown"
    assert keyboard_at(panel, "consented")


def test_a_whole_screening_is_typed_without_a_mouse(shown):
    panel = shown(enrolled=Enrolled())
    keys = {
        "consented": "2026-11-18",
        "first_study_act": "20.11.2026",
        "birth": "1992-03-04",
        "screening_day": "2026-11-20",
        "acr_1997_count": "6",
        "sle_since": "2021-03-01",
        "active_since_stable": "2026-08-01",
        "still_active": "y",
        "prednisone_mg_day": "10",
        "immunosuppressant": "n",
        "steroid_since": "2025-01-10",
        "steroid_stable_since": "2026-10-01",
        "ana_positive": "y",
        "anti_dsdna_positive": "n",
        "anti_sm_positive": "N",
        "selena_sledai": "12",
        "complement_or_dsdna_points": "y",
        "clinical_sledai": "8",
        "proteinuria": "1,2" + ENTER + "g",
        "creatinine": "0.9" + ENTER + "m",
        "nephritis_prohibited_drugs": "n",
        "haemodialysis": "n",
        "prednisone_100": "n",
        "other_lupus_crisis": "n",
        "cns_not_lupus": "n",
        "other_autoimmune": "n",
        "transplant": "n",
        "iga": "1.8" + ENTER + "g",
    }
    for question, typed in keys.items():
        assert keyboard_at(panel, question), question
        type_text(typed + ENTER)
    assert panel.heard[-1] == "finished"
    assert panel.summary() == (
        "✓ Eligible: nothing stands in the way",
        "17 criteria: 17 met, 0 not met, 0 unknown",
    )
    assert {one.item: one for one in panel.answers()} == answers()


def test_a_criterion_is_judged_at_every_key(shown):
    panel = shown()
    go(panel, "acr_1997_count")
    assert outcome(panel, "I3") == ("? unknown", "Not answered: number of ACR criteria")
    type_text("1")
    assert outcome(panel, "I3") == ("✗ not met", "1 of 11 ACR criteria, fewer than 4")
    type_text("1")
    assert outcome(panel, "I3") == ("✓ met", "11 of 11 ACR criteria, at least 4")
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Backspace)
    assert outcome(panel, "I3")[0] == "? unknown"
    assert panel.heard == ["changed"] * 4


def test_a_number_needs_its_unit_and_is_shown_in_both(shown):
    panel = shown({"proteinuria": answer("proteinuria", (1.2, "g/24h"))})
    go(panel, "creatinine")
    type_text("2.1")
    assert panel.said("creatinine") == ""  # the unit may yet come
    assert outcome(panel, "E1a") == ("? unknown", "Not answered: creatinine")
    type_text(ENTER + "m" + ENTER)
    assert outcome(panel, "E1a") == (
        "✓ met",
        (
            "Proteinuria 1.2 g/24h (1200 mg/24h), at most 6 g/24h;"
            " creatinine 2.1 mg/dL (186 µmol/L), at most 2.5 mg/dL"
        ),
    )
    assert panel.answers() == (Answer("creatinine", number=2.1, unit="mg/dL"),)


def test_a_number_without_its_unit_is_a_problem_once_the_keyboard_has_left(shown):
    panel = shown()
    go(panel, "creatinine")
    type_text("2.1")
    go(panel, "iga")
    assert panel.problems() == {"creatinine": "In which unit?"}
    assert panel.said("creatinine") == "In which unit?"
    assert panel.answers() == ()


@pytest.mark.parametrize(
    ("question", "typed", "words"),
    [
        ("acr_1997_count", "12", "12 cannot be."),
        ("acr_1997_count", "4.5", "4.5 cannot be."),
        ("acr_1997_count", "many", "“many” is not a number."),
        ("proteinuria", "1,234" + ENTER + "m", "“1,234” can be read in two ways"),
        ("creatinine", "2.1" + ENTER + "u", "2.1 µmol/L cannot be. Another unit?"),
        ("creatinine", "186" + ENTER + "m", "186 mg/dL cannot be. Another unit?"),
        ("sle_since", "2026-02-31", "There is no such day as in “2026-02-31”."),
        ("sle_since", "3/1/2021", "“3/1/2021” is not a day: write 2026-11-25 or 25.11.2026."),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(shown, question, typed, words):
    panel = shown()
    go(panel, question)
    type_text(typed)
    said = panel.said(question).replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith(words)
    assert list(panel.problems()) == [question]
    assert panel.field(question).editors[0].property("state") == "refused"
    assert panel.answers() == ()
    for _ in range(12):
        QTest.keyClick(panel.field(question).editors[0], Qt.Key.Key_Backspace)
    assert panel.problems() == {}
    assert panel.said(question) == ""


def test_half_a_date_is_no_reason_to_scold_until_the_keyboard_leaves(shown):
    panel = shown()
    go(panel, "sle_since")
    type_text("2021-0")
    assert panel.said("sle_since") == ""
    assert panel.problems() == {"sle_since": "“2021-0” is not finished."}
    type_text(ENTER)
    assert panel.said("sle_since") == "“2021-0” is not finished."
    assert panel.field("sle_since").editors[0].property("state") == "refused"


def test_yes_and_no_by_letter_arrow_and_taken_back(shown):
    panel = shown()
    go(panel, "transplant")
    type_text("y")
    assert outcome(panel, "E5") == ("✗ not met", "Answered yes: transplant")
    type_text("n")
    assert outcome(panel, "E5") == ("✓ met", "Answered no")
    press(Qt.Key.Key_Backspace)
    assert outcome(panel, "E5")[0] == "? unknown"
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Space)
    assert panel.answers() == (Answer("transplant", yes=True),)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space)
    assert panel.answers() == (Answer("transplant", yes=False),)
    assert panel.heard == ["changed"] * 5


def test_tab_passes_yes_and_no_in_one_step(shown):
    panel = shown()
    go(panel, "nephritis_prohibited_drugs")
    type_text("n")
    press(Qt.Key.Key_Tab)
    assert keyboard_at(panel, "haemodialysis")


def test_the_criterion_of_a_question_is_marked_while_it_is_answered(shown):
    panel = shown()
    go(panel, "iga")
    rows = panel._table.selectionModel().selectedRows()
    assert [index.data() for index in rows] == ["E6"]
    assert panel._table.visualRect(rows[0]).intersects(panel._table.viewport().rect())


def test_enter_on_a_criterion_goes_to_what_it_lacks(shown):
    panel = shown({"ana_positive": Answer("ana_positive", yes=False)})
    panel._table.selectRow(7)
    panel._table.setFocus()
    press(Qt.Key.Key_Return)
    assert keyboard_at(panel, "anti_dsdna_positive")


def test_a_protocol_without_criteria_says_so(shown):
    for protocol in OTHERS:
        panel = shown(protocol=shelf().editions(protocol)[-1])
        assert panel.summary() == ("? Not decided: the protocol’s file has no criteria", "")
        assert panel.answers() == ()


def test_a_question_of_a_sites_own_is_asked(shown):
    panel = shown(protocol=OWN)
    go(panel, "acr_1997_count")
    type_text("4")
    assert outcome(panel, "I3")[0] == "✓ met"


# --- with the record ------------------------------------------------------------------------------


def test_what_is_recorded_is_shown_and_not_answered_again(shown):
    panel = shown(answers())
    assert panel.eligible() == "eligible"
    assert panel.answers() == ()


@pytest.mark.parametrize("odd", [(0.123456789, "mg/dL"), (0.9, "mmol/L"), (0.9, "")])
def test_a_recorded_answer_that_the_field_cannot_show_stays_as_it_is(shown, odd):
    panel = shown({"creatinine": answer("creatinine", odd)})
    assert panel.answers() == ()
    assert outcome(panel, "E1a")[0] == "? unknown"


def test_only_what_differs_from_the_record_is_answered(shown):
    panel = shown(answers())
    go(panel, "iga")
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text("0.09")
    go(panel, "transplant")
    press(Qt.Key.Key_Backspace)
    assert panel.answers() == (Answer("transplant"), Answer("iga", number=0.09, unit="g/L"))
    assert panel.summary()[0] == "✗ Not eligible: E6"
    go(panel, "transplant")
    type_text("n")
    assert panel.answers() == (Answer("iga", number=0.09, unit="g/L"),)


def test_what_cannot_be_read_does_not_stand_for_what_is_recorded(shown):
    panel = shown(answers())
    go(panel, "acr_1997_count")
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text("six")
    assert outcome(panel, "I3")[0] == "? unknown"
    assert panel.answers() == ()


def test_consent_and_birth_come_from_the_enrolment(shown):
    enrolled = Enrolled(birth_date=date(1992, 3, 4), consented=date(2026, 11, 18))
    said = answers(consented=NONE, birth=NONE)
    panel = shown(said, enrolled)
    assert panel.said("consented") == "From the enrolment: 18 Nov 2026"
    assert panel.said("birth") == "From the enrolment: 4 Mar 1992"
    assert panel.eligible() == "eligible"
    go(panel, "birth")
    type_text("1992-04-03")
    assert outcome(panel, "I2") == ("? unknown", "Not as in the enrolment: date of birth")


def test_what_was_typed_outlives_a_look_at_the_identity(shown):
    panel = shown()
    go(panel, "iga")
    type_text("1.8" + ENTER + "g")
    assert panel.said("birth") == "From the enrolment: born in 1992"
    panel.show_questions(PROTOCOL, Enrolled(birth_date=date(1991, 3, 4)), {})
    assert panel.answers() == (Answer("iga", number=1.8, unit="g/L"),)
    assert panel.said("birth") == "From the enrolment: 4 Mar 1991"


def test_another_protocol_asks_its_own(shown):
    panel = shown()
    go(panel, "acr_1997_count")
    type_text("6")
    panel.show_questions(OWN, IDENTITY, {})
    assert panel.answers() == ()
    assert len(panel.verdicts()) == 1


def test_nothing_stands_by_colour_alone_in_either_theme(shown, qapp):
    for look in theme.THEMES.values():
        theme.apply(qapp, look)
        panel = shown(answers(transplant=YES, iga=NONE))
        assert {panel.row(c)[2] for c in ("E4", "E5", "E6")} == {
            "✓ met",
            "✗ not met",
            "? unknown",
        }
        assert panel.grab().width() == panel.width()


def test_the_halves_stand_one_above_the_other_where_there_is_no_room(shown):
    panel = shown()
    assert panel._questions.geometry().right() < panel._table.parentWidget().geometry().left()
    panel.resize(800, 640)
    QApplication.processEvents()
    assert panel._questions.geometry().bottom() < panel._table.parentWidget().geometry().top()


# --- as a form ------------------------------------------------------------------------------------


def test_new_answers_are_saved(opened, qtbot):
    form = opened(*(one for one in answers().values() if one.item != "iga"))
    assert keyboard_at(form.panel, "iga")
    type_text("1.8" + ENTER + "g" + ENTER)
    assert QApplication.focusWidget() is form.take
    press(Qt.Key.Key_Return)
    fact = Screened(PROTOCOL.id, PROTOCOL.edition, (Answer("iga", number=1.8, unit="g/L"),))
    assert form.heard == [(Draft(PATIENT, NOW, fact),)]
    assert form.isVisible()
    with qtbot.waitSignal(form.accepted):
        form.saved(entries(*form.heard[0]))


def test_ctrl_enter_saves_from_any_field(opened):
    form = opened()
    go(form.panel, "transplant")
    type_text("n")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    go(form.panel, "acr_1997_count")
    type_text("6")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    said = [[one.item for one in draft.fact.answers] for (draft,) in form.heard]
    assert said == [["transplant"], ["acr_1997_count", "transplant"]]


def test_nothing_new_is_not_saved(opened):
    form = opened(*answers().values())
    form.enter()
    assert form.heard == []
    assert form.said() == "No answer is new."
    go(form.panel, "transplant")
    type_text("y")
    assert form.said() == ""


def test_what_cannot_be_read_is_not_saved_and_pointed_at(opened):
    form = opened()
    go(form.panel, "acr_1997_count")
    type_text("6")
    go(form.panel, "creatinine")
    type_text("2.1")
    form.enter()
    assert form.heard == []
    assert form.said() == "Answers that cannot be read: 1. Nothing was saved."
    assert form.panel.said("creatinine") == "In which unit?"
    assert keyboard_at(form.panel, "creatinine")


def test_a_refusal_keeps_what_was_typed(opened):
    form = opened()
    go(form.panel, "transplant")
    type_text("n")
    form.enter()
    form.refused("The disk is full.")
    assert form.said() == "The disk is full."
    assert form.panel.answers() == (Answer("transplant", yes=False),)


def test_answers_to_another_trial_are_not_shown(qtbot):
    at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    said = (Answer("transplant", yes=False),)
    chart = charted(Draft(PATIENT, at, IDENTITY), Draft(PATIENT, at, Screened("x", "1", said)))
    form = ScreeningForm(chart, PROTOCOL, Clock())
    qtbot.addWidget(form)
    assert form.panel.field("transplant").is_blank()
