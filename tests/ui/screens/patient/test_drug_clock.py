"""The drug clock at the bedside: shown, never filled in, asked once, never in the way."""

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from bedside.timeline import Draft
from grading.signs import Drug, Vitals
from tests.ui.screens.patient.bedside_of import ENTER, Bedside
from tests.ui.wards import NURSE, ago, arrival, observed
from ui import theme
from ui.screens.patient.history_lines import lines, note_text
from ui.screens.patient.therapies import TherapiesPane

ILL, WELL, NEW = "RC-1", "RC-2", "RC-3"
DEX = Drug("dexamethasone", dose=10, dose_unit="mg", route="iv")
WARD = [
    *arrival(ILL, "1", infused=ago(days=4)),
    Draft(ILL, ago(hours=8), Vitals(weight_kg=58.0)),
    Draft(ILL, ago(hours=9), Drug("tocilizumab", dose=464, dose_unit="mg", route="iv")),
    Draft(ILL, ago(hours=6), DEX),
    *observed(ILL, ago(minutes=10), 38.9, (86, 44)),
    *arrival(WELL, "2", infused=ago(days=4)),
    Draft(WELL, ago(days=8), Vitals(weight_kg=58.0)),
    *observed(WELL, ago(hours=1)),
    *arrival(NEW, "3", infused=ago(days=4)),
    Draft(NEW, ago(hours=2), Vitals(weight_kg=120.0)),
    Draft(NEW, ago(hours=4), Drug("tocilizumab", dose=800, dose_unit="mg")),
]


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, theme.DAY)
    made = Bedside(qtbot, TherapiesPane, tmp_path, WARD, ILL)
    yield made
    made.close()
    QLocale.setDefault(before)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def notice(ward):
    return plain(ward.pane.form.notice.words())


def warned(ward):
    shown = ward.pane._warned
    return plain(shown.text()) if shown.isVisible() else ""


def toci(ward, dose="", time=""):
    ward.pane.begin()
    ward.type("toci")
    ward.press(ENTER)
    ward.type(dose)
    if time:
        ward.press(ENTER)
        ward.type(time)


# --- beside the dose that is typed ----------------------------------------------------------------


def test_choosing_tocilizumab_shows_the_dose_and_the_clock_and_fills_nothing_in(ward):
    assert not ward.pane.form.notice.isVisible()
    toci(ward)
    assert notice(ward).splitlines() == [
        "8 mg/kg × 58.0 kg = 464 mg",
        "Weight: 58.0 kg, 06:32",
        "last 05:32 · 1 of 4 · 1 of 3 in 24 h · next possible now",
        "Arithmetic only: the protocol’s text prevails.",
    ]
    assert ward.pane.form.amount.text() == ""
    assert (warned(ward), ward.pane.why.isVisible()) == ("", False)


def test_tocilizumab_as_ordered_by_keyboard(ward):
    """Name, Enter, one key for the dose, Enter, Enter: eight keys in all."""
    toci(ward, "=")
    assert ward.pane.form.text()["amount"] == "464"
    assert ward.pane.form.text()["unit"] == "mg"
    ward.press(ENTER)
    ward.press(ENTER)
    assert ward.facts() == (Drug("tocilizumab", dose=464, dose_unit="mg"),)
    assert ward.asked[0][0].reason is None


def test_the_key_of_a_chinese_keyboard_does_it_too(ward):
    toci(ward)
    typed = QInputMethodEvent()
    typed.setCommitString("\N{FULLWIDTH EQUALS SIGN}")
    QApplication.sendEvent(ward.pane.form.amount, typed)
    assert ward.pane.form.amount.text() == "464"


def test_the_button_does_what_the_key_does(ward):
    toci(ward)
    ward.pane.form.notice.take.click()
    assert ward.pane.form.amount.text() == "464"
    assert ward.keyboard() is ward.pane.form.amount


def test_a_dose_taken_over_is_read_back_in_the_language(ward):
    QLocale.setDefault(QLocale("de_DE"))
    ward.ward.record([Draft(ILL, ago(hours=1), Vitals(weight_kg=58.3))], NURSE)
    toci(ward, "=")
    assert ward.pane.form.amount.text() == "466,4"
    ward.save()
    assert ward.facts() == (Drug("tocilizumab", dose=466.4, dose_unit="mg"),)


def test_without_a_weight_of_late_there_is_no_number_to_take(ward):
    ward.turn_to(WELL)
    toci(ward, "=")
    assert notice(ward).startswith("No dose is worked out: it needs a weight of the last 7 days.")
    assert not ward.pane.form.notice.take.isVisible()
    assert ward.pane.form.amount.text() == "="
    ward.save()
    assert (ward.asked, ward.pane._said.text()) == ([], "“=” is not a number.")


def test_the_notice_is_of_the_time_that_is_typed(ward):
    toci(ward, "464", "-60")
    assert "last 05:32" in notice(ward)
    ward.pane.form.time.edit.clear()
    ward.type("-600")
    assert "none given yet" in notice(ward)
    assert warned(ward).startswith("Less than 8 h before the dose of 05:32.")


def test_another_drug_has_another_notice(ward):
    toci(ward, "900")
    ward.press(ENTER)
    assert warned(ward)
    ward.pane.begin()
    ward.type("paracetamol")
    assert not ward.pane.form.notice.isVisible()
    assert (warned(ward), ward.pane.why.isVisible()) == ("", False)


def test_a_steroid_shows_its_equivalents(ward):
    ward.type("dexa")
    ward.press(ENTER)
    assert notice(ward) == "so far in 24 h 10 mg = 66.7 mg"
    ward.type("20")
    assert notice(ward).splitlines() == [
        "as dexamethasone 20 mg, as prednisone 133.3 mg",
        "so far in 24 h 10 mg = 66.7 mg",
    ]


# --- what is asked --------------------------------------------------------------------------------


def test_while_a_dose_is_being_typed_nothing_is_said_of_its_amount(ward):
    toci(ward, "4")
    assert warned(ward) == ""
    ward.type("64")
    ward.press(ENTER)
    assert warned(ward) == ""


@pytest.mark.parametrize(
    ("patient", "dose", "time", "said"),
    [
        (NEW, "800", "", "Less than 8 h after the dose of 10:32."),
        (ILL, "700", "", "700 mg is more than 10 % off the 464 mg for 58.0 kg."),
        (WELL, "464", "", "The dose cannot be checked: the last weight, 58.0 kg, is of 14 Nov"),
        (ILL, "23.2 mL", "", "The dose cannot be checked: mL is not mg."),
        (NEW, "800", "-660", "Less than 8 h before the dose of 10:32."),
    ],
)
def test_a_question_stands_there_before_saving(ward, patient, dose, time, said):
    ward.turn_to(patient)
    toci(ward, dose, time)
    ward.pane.form.time.edit.setFocus()
    assert warned(ward).startswith(said) or said in warned(ward)
    assert ward.pane.why.isVisible()


def test_it_is_asked_once_with_a_reason_and_then_recorded(ward):
    ward.turn_to(NEW)
    toci(ward, "=")
    ward.press(ENTER)
    ward.press(ENTER)
    assert ward.asked == []
    assert ward.keyboard() is ward.pane.why
    assert ward.pane._said.text().startswith("Say why in a few words.")
    ward.type("ordered by Dr A")
    ward.press(ENTER)
    (draft,) = ward.asked[0]
    assert draft.fact == Drug("tocilizumab", dose=800, dose_unit="mg")
    assert draft.reason == "ordered by Dr A"
    assert (ward.pane.why.text(), ward.pane.why.isVisible()) == ("", False)


def test_a_reason_given_before_saving_is_enough(ward):
    ward.turn_to(NEW)
    toci(ward, "800")
    ward.press(ENTER)
    ward.pane.why.setFocus()
    ward.type("no improvement")
    ward.press(ENTER)
    assert [draft.reason for draft in ward.asked[0]] == ["no improvement"]


def test_nobody_is_kept_from_recording_what_was_given(ward):
    """Without a reason it is asked once more, and then recorded all the same."""
    ward.turn_to(NEW)
    toci(ward, "5000")
    ward.save()
    assert ward.asked == []
    ward.save()
    (draft,) = ward.asked[0]
    assert (draft.fact.dose, draft.reason) == (5000, None)


def test_a_question_that_is_new_is_asked_although_there_is_a_reason(ward):
    ward.turn_to(NEW)
    toci(ward, "800")
    ward.press(ENTER)
    ward.pane.why.setFocus()
    ward.type("no improvement")
    ward.pane.form.amount.setFocus()
    ward.pane.form.amount.clear()
    ward.type("900")
    ward.save()
    assert ward.asked == []
    assert "900 mg is more than the 800 mg of one dose." in warned(ward)
    ward.save()
    assert [draft.reason for draft in ward.asked[0]] == ["no improvement"]


def test_a_reason_that_no_question_asks_for_is_not_kept(ward):
    toci(ward, "900")
    ward.press(ENTER)
    ward.pane.why.setFocus()
    ward.type("x")
    ward.pane.form.amount.setFocus()
    ward.pane.form.amount.clear()
    ward.type("464")
    ward.save()
    assert [draft.reason for draft in ward.asked[0]] == [None]


def test_the_reason_stands_with_the_entry(ward):
    ward.turn_to(NEW)
    toci(ward, "800")
    ward.press(ENTER)
    ward.pane.why.setFocus()
    ward.type("no improvement")
    ward.save()
    chart = ward.ward.chart(NEW)
    assert note_text(lines(chart)[0], chart) == "reason: no improvement"
    given = ward.pane.given.model()
    assert plain(given.index(0, 2).data()) == "800 mg · reason: no improvement"


def test_the_reason_waits_with_the_draft(ward):
    ward.turn_to(NEW)
    toci(ward, "800")
    ward.press(ENTER)
    ward.pane.why.setFocus()
    ward.type("no impr")
    ward.turn_to(ILL)
    assert (ward.pane.why.text(), ward.pane.why.isVisible()) == ("", False)
    ward.turn_to(NEW)
    assert (ward.pane.why.text(), ward.pane.why.isVisible()) == ("no impr", True)


def test_on_failure_the_reason_stays(ward):
    ward.full = "The disk is full."
    ward.turn_to(NEW)
    toci(ward, "800")
    ward.press(ENTER)
    ward.pane.why.setFocus()
    ward.type("no improvement")
    ward.save()
    assert ward.pane._said.text() == "The disk is full."
    assert ward.pane.why.text() == "no improvement"


def test_time_alone_ends_a_question(ward):
    ward.turn_to(NEW)
    toci(ward)
    assert warned(ward) == "Less than 8 h after the dose of 10:32."
    ward.clock.now = ago(hours=-4)
    ward.ward.refresh()
    assert (warned(ward), ward.pane.why.isVisible()) == ("", False)


# --- the cards ------------------------------------------------------------------------------------


def test_the_card_says_what_was_given(ward):
    assert plain(ward.pane.clock.words()).splitlines() == [
        "8 mg/kg × 58.0 kg = 464 mg",
        "Weight: 58.0 kg, 06:32",
        "last 05:32 · 1 of 4 · 1 of 3 in 24 h · next possible now",
        "24 h: 10 mg as dexamethasone = 66.7 mg as prednisone",
        "since the cells: 10 mg = 66.7 mg",
        "dexamethasone 10 mg in 24 h, 10 mg in all",
    ]


def test_the_card_follows_what_is_recorded(ward):
    toci(ward, "464")
    ward.save()
    assert "last 14:32 · 2 of 4 · 2 of 3 in 24 h · next at the earliest 22:32" in (
        ward.pane.clock.words()
    )


def test_the_card_of_somebody_who_had_nothing(ward):
    ward.turn_to(WELL)
    assert plain(ward.pane.clock.words()).splitlines() == [
        "No dose is worked out: it needs a weight of the last 7 days.",
        "Weight: 58.0 kg, 14 Nov 14:32",
        "none given yet",
        "none given",
    ]


def test_reference_text_follows_the_grade_and_says_where_it_is_from(ward):
    said = ward.pane.reference.words()
    assert said.startswith(("CRS at least grade 2\n", "CRS grade 2\n"))
    assert "· Tocilizumab 8 mg/kg IV over 1 h, at most 800 mg" in said
    assert "Source: ASCO guideline" in said
    assert "ICANS cannot be stated\nNo prompt: there is no grade to choose it by." in said
    assert said.splitlines()[-1].startswith("Steroids that do as much: prednisone 5 mg = ")
    ward.turn_to(WELL)
    assert "CRS grade 0\nNo prompt at grade 0." in ward.pane.reference.words()


def test_the_cards_have_room_for_their_words(ward):
    ward.pane.resize(900, 560)
    card = ward.pane.clock
    ward.qtbot.waitUntil(lambda: card.height() >= card.heightForWidth(card.width()))
