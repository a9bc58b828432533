"""The form of lupus activity: PGA first, one key an item, causes, totals, saving; the table."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from bedside.facts import LupusDrug, LupusTreatment
from bedside.protocol.shelf import shelf
from bedside.timeline import Draft
from grading.scores.bilag import SYSTEMS
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import ITEMS, Sledai
from grading.signs import Lab
from tests.grading.scores.forms import form, letters, pga
from tests.ui.screens.patient.bedside_of import Bedside
from tests.ui.wards import ago, arrival, observed
from ui import theme
from ui.screens.patient.lupus import LupusPane

ILL, WAITING = "RC-1", "RC-2"
QUIET = LupusTreatment(5.0, 5.0, (), True, True, False)


def told(patient, at, *facts):
    return [Draft(patient, at, fact) for fact in facts]


WARD = [
    *arrival(ILL, "1", infused=ago(days=30)),
    *told(ILL, ago(days=36), pga("1.5"), form("arthritis rash proteinuria"), letters("BBEBEEEAC")),
    *told(ILL, ago(days=9), pga("0.4"), form("rash"), letters("CCECEEEBC"), QUIET),
    Draft(ILL, ago(days=3), Lab("platelets", 84.0, "10*9/L")),
    *observed(ILL, ago(hours=2), 38.6),
    *arrival(WAITING, "2"),
    *observed(WAITING, ago(hours=2)),
]


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    made = Bedside(qtbot, LupusPane, tmp_path, WARD, ILL)
    yield made
    made.close()


def item(ward, name):
    """Put the keyboard on an item."""
    ward.pane.sheet.items[name].setFocus()
    return ward.pane.sheet.items[name]


def absent(ward, *but):
    """Answer every item but some as absent."""
    for name, row in ward.pane.sheet.items.items():
        if name not in but:
            row.set_text("no")


# --- PGA first ------------------------------------------------------------------------------------


def test_the_keyboard_begins_at_the_pga_and_goes_on_to_the_first_item(ward):
    assert ward.keyboard() is ward.pane.pga.edit
    ward.type("1.2\r")
    assert ward.keyboard() is ward.pane.sheet.items["seizure"]


def test_no_total_is_shown_before_the_pga(ward):
    item(ward, "seizure")
    ward.type("nnnnnnnn")
    assert ward.pane.totals.texts() == ("The PGA comes first; the totals are shown after it.",)
    ward.pane.pga.edit.setFocus()
    ward.type("1")
    assert len(ward.pane.totals.texts()) == 1  # half a number shows nothing yet
    ward.type(".5\r")
    assert ward.pane.totals.texts()[0] == "SLEDAI-2K 0–41"


def test_a_pga_that_is_typed_anew_hides_the_total_again(ward):
    ward.type("1\r")
    ward.type("n")
    assert len(ward.pane.totals.texts()) > 1
    ward.pane.pga.edit.setFocus()
    ward.press(Qt.Key.Key_Backspace)
    assert len(ward.pane.totals.texts()) == 1


def test_x_says_that_no_pga_was_judged(ward):
    ward.type("x\rn")
    assert ward.pane.totals.texts()[0] == "SLEDAI-2K 0–97"
    ward.save()
    ward.save()
    assert [type(fact) for fact in ward.facts()] == [Sledai]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("3.1", "PGA 3.1: that cannot be. Enter 0 to 3."),
        ("1.55", "PGA: one figure after the point, as in 1.5."),
        ("much", "“much” is not a number."),
    ],
)
def test_a_pga_that_cannot_be_is_refused_in_words(ward, typed, said):
    ward.type(f"{typed}\r")
    assert ward.pane._said.text() == said
    ward.save()
    assert ward.asked == []
    assert ward.pane.pga.text() == typed


def test_a_comma_is_a_point(ward):
    ward.type("1,5")
    ward.save()
    assert ward.facts() == (Pga(Decimal("1.5")),)


# --- one key an item ------------------------------------------------------------------------------


def test_nothing_is_answered_at_first(ward):
    assert ward.pane.sheet.texts() == {}
    ward.save()
    assert ward.asked == []
    assert ward.pane._said.text() == "Nothing is answered yet."


def test_a_key_answers_and_moves_on(ward):
    item(ward, "psychosis")
    ward.type("yn10u")
    answers = [ward.pane.sheet.items[name].answer() for name in [*ITEMS][1:6]]
    assert answers == ["yes", "no", "yes", "no", "unknown"]
    assert ward.keyboard() is ward.pane.sheet.items["cva"]
    ward.press(Qt.Key.Key_Up)
    assert ward.keyboard() is ward.pane.sheet.items["lupus_headache"]
    ward.press(Qt.Key.Key_Backspace)
    assert ward.pane.sheet.items["lupus_headache"].answer() == ""


def test_o_is_present_by_the_wider_definition_alone(ward):
    item(ward, "arthritis")
    ward.type("o")
    item(ward, "rash")
    ward.type("o")
    assert ward.pane.sheet.texts() == {"sledai.arthritis": "2K"}


def test_letters_of_bilag(ward):
    ward.pane.sheet.letters["constitutional"].setFocus()
    ward.type("abcdeeeue")
    assert ward.pane.sheet.bilag() == letters("ABCDEEE?E")
    assert ward.keyboard() is ward.pane.sheet.treatment.first()


def test_the_whole_form_by_keys_alone(ward):
    ward.type("0.3\r")
    ward.type("n" * 24)
    ward.type("e" * 9)
    ward.type("5\r5\r")
    assert ward.keyboard() is ward.pane.save_button
    ward.press(Qt.Key.Key_Space)
    assert ward.facts() == (
        Pga(Decimal("0.3")),
        form(),
        letters("E" * 9),
        LupusTreatment(5.0, 5.0),
    )
    assert len({draft.at for draft in ward.asked[-1]}) == 1


# --- causes ---------------------------------------------------------------------------------------


def test_the_cause_of_a_fever_after_the_cells_is_asked_for(ward):
    ward.type("1\r")
    row = item(ward, "fever")
    ward.type("y")
    assert ward.options()[0] == "Lupus"
    ward.choose("2")
    assert row.text() == "yes:crs"
    assert row.aside() == "put down to: cytokine release syndrome"
    assert ward.keyboard() is ward.pane.sheet.items["thrombocytopenia"]


def test_a_cause_that_was_not_told_leaves_the_item_unknown(ward):
    ward.type("1\r")
    absent(ward, "fever")
    row = item(ward, "fever")
    ward.type("y")
    ward.press(Qt.Key.Key_Escape)
    assert row.needs_cause()
    assert ward.pane.totals.texts()[0] == "SLEDAI-2K 0–1"
    ward.save()
    assert "Fever" in ward.pane._said.text()
    assert ward.asked == []
    ward.save()
    assert ward.facts()[1] == form("fever")


def test_before_the_cells_no_cause_is_asked_for(ward):
    ward.turn_to(WAITING)
    ward.pane.begin()
    ward.type("1\r")
    row = item(ward, "fever")
    ward.type("y")
    assert not row.needs_cause()
    assert ward.keyboard() is ward.pane.sheet.items["thrombocytopenia"]


def test_any_present_item_may_be_put_down_to_another_cause(ward):
    row = item(ward, "rash")
    ward.type("y")
    row.setFocus()
    ward.type("c")
    ward.choose("6")
    assert ward.pane.sheet.sledai().attributed == (("rash", "drug"),)


def test_the_record_is_evidence_and_never_an_answer(ward):
    rows = ward.pane.sheet.items
    assert (
        rows["fever"].evidence()
        == "In the record: 38.6\N{NO-BREAK SPACE}°C (12:32). That would be present."
    )
    assert "84" in rows["thrombocytopenia"].evidence()
    assert rows["rash"].evidence() == ""
    assert ward.pane.sheet.texts() == {}


# --- totals ---------------------------------------------------------------------------------------


def test_totals_follow_every_key_in_both_variants(ward):
    ward.type("1\r")
    absent(ward, "arthritis", "low_complement")
    item(ward, "arthritis")
    ward.type("o")
    item(ward, "low_complement")
    ward.type("y")
    assert ward.pane.totals.texts()[:5] == (
        "SLEDAI-2K 6",
        "SELENA-SLEDAI 2",
        "clinical 4",
        "clinical 0",
        "All 24 items are answered.",
    )


def test_both_codings_of_bilag(ward):
    ward.type("1\r")
    for system, letter in zip(SYSTEMS, "ABCDEEEEE", strict=True):
        ward.pane.sheet.letters[system].set_text(letter)
    ward.pane.sheet.retyped.emit()
    assert ward.pane.totals.texts()[-2:] == (
        "BILAG-2004 21 (12, 8, 1, 0, 0; up to 108)",
        "older coding 13 (9, 3, 1, 0, 0; up to 81)",
    )


# --- treatment ------------------------------------------------------------------------------------


def test_drugs_and_questions_are_recorded(ward):
    card = ward.pane.sheet.treatment
    card.slots[0].set_text("methotrexate:15:week")
    card._retyped()
    assert [slot.isHidden() for slot in card.slots[:3]] == [False, False, True]
    card.slots[1].set_text("belimumab")
    card.questions["stable"].set_text("yes")
    card.questions["haemolytic_anaemia"].set_text("no")
    ward.save()
    assert ward.facts() == (
        LupusTreatment(
            drugs=(LupusDrug("methotrexate", 15.0, "week"), LupusDrug("belimumab")), stable=True
        ),
        BeyondSledai(haemolytic_anaemia=False),
    )


def test_none_taken_is_another_word_than_nothing_said(ward):
    ward.pane.sheet.treatment.none.set_text("none")
    ward.save()
    assert ward.facts() == (LupusTreatment(drugs=()),)


@pytest.mark.parametrize(
    ("slot", "said"),
    [("methotrexate:-1", "that cannot be"), (":15", "not finished"), ("methotrexate:x", "number")],
)
def test_a_dose_that_cannot_be_is_refused(ward, slot, said):
    ward.pane.sheet.treatment.slots[0].set_text(slot)
    ward.save()
    assert ward.asked == []
    assert said in ward.pane._said.text()
    assert ward.keyboard() is ward.pane.sheet.treatment.slots[0].mg


# --- saving ---------------------------------------------------------------------------------------


def test_the_form_empties_only_after_the_store_has_answered(ward):
    ward.type("0.3\r")
    ward.type("n" * 24)
    text = ward.pane._text()
    ward.full = "The disk is full."
    ward.save()
    assert ward.pane._said.text() == "The disk is full."
    assert ward.pane._text() == text
    ward.full = ""
    ward.save()
    assert ward.pane.sheet.texts() == {}
    assert ward.pane.pga.text() == ""
    assert ward.drafts.get(ILL, "lupus") == {}
    said = ward.pane._said.text()
    assert said.startswith("Saved at 14:32: PGA 0.3 of 3; SLEDAI-2K 0, clinical 0; SELENA-SLEDAI 0")


def test_what_is_typed_waits_for_its_patient(ward):
    ward.type("0.3\rnyo")
    item(ward, "fever")
    ward.type("y")
    ward.choose("2")
    text = ward.pane._text()
    ward.turn_to(WAITING)
    assert ward.pane.sheet.texts() == {}
    ward.turn_to(ILL)
    assert ward.pane._text() == text


def test_a_missing_pga_and_missing_items_are_asked_about_once(ward):
    item(ward, "rash")
    ward.type("n")
    ward.save()
    assert ward.asked == []
    assert "23 of 24 items are unknown" in ward.pane._said.text()
    assert "The PGA comes before the SLEDAI" in ward.pane._said.text()
    ward.save()
    assert ward.facts() == (Sledai(rash="no"),)


def test_the_window_of_the_protocol_is_kept(ward):
    ward.type("1\r")
    absent(ward)
    ward.pane.window_days.set_text("28")
    ward.save()
    assert ward.facts()[1] == form(window_days=28)


# --- over time ------------------------------------------------------------------------------------


def column(ward, row):
    model = ward.pane.over_time.model
    return [model.data(model.index(row, place)) for place in range(model.columnCount())]


def test_the_assessments_over_time(ward):
    assert column(ward, 0) == [
        "D+21 · 13 Nov", "2", "2", "0.4", "12", "Yes", "Yes", "?", "No",
    ]  # fmt: skip
    assert column(ward, 1) == [
        "D−6 · baseline", "10", "10", "1.5", "37", "—", "—", "No", "No",
    ]  # fmt: skip


def test_each_answer_opens_its_criteria(ward):
    table = ward.pane.over_time
    table.open(0, "sri4")
    assert table.said()[:3] == (
        "SRI-4: responder",
        "1. SLEDAI down by at least 4: met",
        "From 10 to 2.",
    )
    table.open(0, "lldas")
    assert table.said()[0] == "LLDAS: cannot be told"
    assert "Haemolytic anaemia: not answered. Gastrointestinal activity: not answered." in (
        table.said()
    )
    table.open(0, "doris")
    assert "Clinical SLEDAI 2: Rash." in table.said()
    table.open(1, "2K")
    assert table.said()[:3] == (
        "SLEDAI-2K 10, clinical 10",
        "Present, with points",
        "Arthritis 4, Proteinuria 4, Rash 2",
    )
    table.open(1, "bilag")
    assert table.said()[0] == "B B E B E E E A C"


def test_a_saved_assessment_stands_on_top(ward):
    ward.type("0.3\r")
    ward.type("n" * 24)
    ward.save()
    assert column(ward, 0)[:4] == ["D+30 · 22 Nov", "0", "0", "0.3"]


def test_a_patient_without_any_has_a_word_instead_of_a_table(ward):
    ward.turn_to(WAITING)
    assert ward.pane.over_time.table.isHidden()
    assert ward.pane.over_time.said() == ("",)


# --- what the protocol says -----------------------------------------------------------------------


def edition(**said):
    """Editions in which every patient follows one that says this."""
    known = shelf().get("nct05765006", "2023")
    return lambda _protocol, _edition: replace(known, **said)


def test_the_protocol_says_how_many_days_count(ward):
    assert ward.pane.window_days.text() == "Days that count"
    ward.pane.set_editions(edition(sledai_window_days=28))
    assert ward.pane.window_days.text() == "28 days, by protocol"
    ward.type("1\r")
    absent(ward)
    ward.save()
    ward.save()
    assert next(fact for fact in ward.facts() if isinstance(fact, Sledai)).window_days == 28


def test_a_person_may_choose_another_window(ward):
    ward.pane.set_editions(edition(sledai_window_days=28))
    ward.pane.window_days.set_text("10")
    ward.type("1\r")
    absent(ward)
    ward.save()
    ward.save()
    assert next(fact for fact in ward.facts() if isinstance(fact, Sledai)).window_days == 10


@pytest.mark.parametrize(("by", "total"), [(None, "SELENA-SLEDAI 0"), ("2K", "SELENA-SLEDAI 4")])
def test_the_protocol_says_how_selena_counts_proteinuria(ward, by, total):
    ward.pane.set_editions(edition(selena_proteinuria=by))
    ward.type("1\r")
    absent(ward, "proteinuria")
    ward.pane.sheet.items["proteinuria"].set_text("2K")
    ward.pane._show_totals()
    assert total in ward.pane.totals.texts()
