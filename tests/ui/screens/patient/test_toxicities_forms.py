"""The forms of toxicities: one key an answer, what would be if saved, drafts, saving."""

import pytest
from PySide6.QtCore import Qt

from bedside.facts import Enrolled, Hyperinflammation, LicatsLook
from bedside.protocol.shelf import shelf
from bedside.timeline import Draft
from grading.scales.gvhd import Examination
from grading.scales.licats import SIGNS
from grading.signs import Lab
from tests.ui.screens.patient.bedside_of import Bedside
from tests.ui.wards import NURSE, ago, arrival, observed
from ui import theme
from ui.screens.patient.toxicities import ToxicitiesPane

ALLO, OTHER = "AL-1", "RC-2"
NBSP = "\N{NO-BREAK SPACE}"
WARD = [
    *arrival(ALLO, "1", infused=ago(days=9, hours=4)),
    Draft(ALLO, ago(days=69), Enrolled(protocol="nct05859997", edition="2023")),
    Draft(ALLO, ago(days=8), Lab("ferritin", 210.0, "ug/L")),
    Draft(ALLO, ago(hours=30), Lab("bilirubin", 2.4, "mg/dL")),
    *observed(ALLO, ago(hours=3)),
    *arrival(OTHER, "2", infused=ago(days=9)),
    *observed(OTHER, ago(hours=2)),
]


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    made = Bedside(qtbot, ToxicitiesPane, tmp_path, WARD, ALLO)
    made.pane.set_editions(shelf().get)
    yield made
    made.close()


def opened(ward, name):
    ward.pane.open_form(name)
    return ward.pane.form(name)


def preview(ward):
    texts = ward.pane._form.preview_card.texts()
    return tuple(text.replace(NBSP, " ") for text in texts)


def said(ward):
    return ward.pane._form.said.text()


# --- GvHD -----------------------------------------------------------------------------------------


def test_the_stages_are_shown_as_they_would_be_if_saved(ward):
    form = opened(ward, "gvhd")
    assert ward.keyboard() is form.rows["skin_bsa_pct"].edit
    assert preview(ward)[:3] == (
        "≥II", "Acute GvHD at least grade II", "skin ? · liver 1 · upper gut ? · lower gut ?",
    )  # fmt: skip
    ward.type("60\r")
    assert preview(ward)[2] == "skin 3 · liver 1 · upper gut ? · lower gut ?"
    form.rows["upper_gi_persistent"].setFocus()
    ward.type("n1600")  # it moves on to the stool
    assert preview(ward)[:3] == (
        "≥III", "Acute GvHD at least grade III", "skin 3 · liver 1 · upper gut 0 · lower gut 3",
    )  # fmt: skip
    assert "whether there are bullae" in preview(ward)[3]


def test_the_bilirubin_of_the_record_counts_and_is_never_filled_in(ward):
    form = opened(ward, "gvhd")
    row = form.rows["bili_mg_dl"]
    assert row.aside().replace(NBSP, " ") == (
        "In the record: 2.4 mg/dL; it counts unless you write another."
    )
    assert row.text() == ""
    row.setFocus()
    ward.type("7")
    assert row.aside() == ""
    assert "liver 3" in preview(ward)[2]


def test_a_whole_examination_by_keys_alone(ward):
    form = opened(ward, "gvhd")
    ward.type("30\r")
    ward.type("n\r\r\rn")  # no bullae; desquamation and both bilirubins left out; no other cause
    ward.type("n400\rn2\r")
    ward.type("nn")
    assert ward.keyboard() is form.save_button
    ward.press(Qt.Key.Key_Space)
    assert ward.facts() == (
        Examination(
            skin_bsa_pct=30, bullae=False, bili_other_cause=False, upper_gi_persistent=False,
            stool_ml=400, stool_episodes=2, severe_abdominal_pain=False, gross_blood=False,
        ),
    )  # fmt: skip
    assert said(ward) == "Saved at 14:32: Acute GvHD. Graded."
    assert ward.pane.listed.rows["agvhd"].badge_text() == "II"


@pytest.mark.parametrize(
    ("row", "typed", "refusal"),
    [
        ("skin_bsa_pct", "120", "Active erythema"),
        ("skin_bsa_pct", "much", "“much” is not a number."),
        ("stool_ml", "1,200", "can be read in two ways"),
    ],
)
def test_a_number_that_cannot_be_is_refused_at_its_field(ward, row, typed, refusal):
    form = opened(ward, "gvhd")
    form.rows[row].setFocus()
    ward.type(typed)
    assert preview(ward)[:2] == ("?", "What is typed cannot be read yet.")
    ward.save()
    assert ward.asked == []
    assert refusal in said(ward)
    assert ward.keyboard() is form.rows[row].edit
    assert form.rows[row].text() == typed


def test_bilirubin_in_two_units_is_refused(ward):
    form = opened(ward, "gvhd")
    form.rows["bili_umol_l"].set_text("40")
    form.rows["bili_mg_dl"].set_text("2.4")
    ward.save()
    assert ward.asked == []
    assert "enter it in one unit" in said(ward)


def test_the_form_is_reachable_where_no_protocol_asks_for_it(ward):
    ward.turn_to(OTHER)
    opened(ward, "gvhd")
    ward.type("0")
    ward.save()
    assert ward.facts() == (Examination(skin_bsa_pct=0),)


# --- LICATS ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "organ"),
    [("s", "skin"), ("k", "kidney"), ("j", "joints"), ("h", "heart"), ("l", "lung"),
     ("g", "gut"), ("m", "muscle")],
)  # fmt: skip
def test_one_key_chooses_an_organ_and_its_signs_are_asked_for(ward, key, organ):
    form = opened(ward, "licats")
    ward.type(key)
    shown = {name for name, row in form.rows.items() if not row.isHidden()}
    assert {name for name in shown if name.startswith("sign.")} == {
        f"sign.{sign}" for sign in SIGNS[organ]
    }
    assert ward.keyboard() is form.rows["involved_before"]


def test_the_preconditions_come_first_and_other_causes_are_offered(ward):
    opened(ward, "licats")
    ward.type("s")
    ward.type("n")
    assert preview(ward) == ("–", "Skin: no LICATS")
    ward.type("uuy")  # a rash, B cells and other causes unknown
    assert preview(ward)[:2] == ("–", "Skin: no LICATS")
    assert preview(ward)[-1].startswith("Not LICATS. Think of: flare, infection, GvHD")


def test_a_grade_where_all_holds(ward):
    form = opened(ward, "licats")
    ward.type("jyyny")
    assert preview(ward)[:3] == (
        "≥1", "Joints: LICATS at least grade 1", "Not known: what it came to",
    )  # fmt: skip
    ward.type("nn3")
    assert form.rows["course"].aside() == "Medical therapy such as a short course of glucocorticoid"
    assert preview(ward)[:2] == ("2", "Joints: LICATS grade 2")
    assert ward.keyboard() is form.save_button
    ward.save()
    assert ward.facts() == (
        LicatsLook(
            "joints", present=("arthritis",), absent=("enthesitis", "persistent_arthralgia"),
            involved_before=True, otherwise_explained=False, course="medical",
            b_cells_depleted=True,
        ),
    )  # fmt: skip


def test_another_organ_takes_the_signs_of_the_first_back(ward):
    form = opened(ward, "licats")
    ward.type("syyny")
    form.rows["organ"].setFocus()
    ward.type("g")
    assert form.fact() == LicatsLook(
        "gut", involved_before=True, otherwise_explained=False, b_cells_depleted=True
    )


def test_without_an_organ_there_is_nothing_to_save(ward):
    opened(ward, "licats")
    ward.save()
    assert ward.asked == []
    assert said(ward) == "Nothing is answered yet."


def test_counts_of_b_cells_in_the_record_are_told(ward):
    counted = [
        Draft(ALLO, ago(days=5), Lab("cd19_b", 0.0, "/uL")),
        Draft(ALLO, ago(days=2), Lab("cd19_b", 1.0, "/uL", "<")),
    ]
    ward.ward.record(counted, NURSE)
    form = opened(ward, "licats")
    ward.type("s")
    known = ward.pane._found.licats.b_cells
    assert known.source == "count"
    assert form.rows["b_cells_depleted"].aside().startswith("By the counts in the record:")


# --- hyperinflammation ----------------------------------------------------------------------------


def test_what_is_stated_moves_the_checklist_and_the_bounds_of_hscore(ward):
    form = opened(ward, "hyperinflammation")
    before = preview(ward)
    assert before[0] in {"–", "?"}
    form.rows["haemophagocytosis"].setFocus()
    ward.type("y")
    after = preview(ward)
    assert before[3] != after[3]
    assert "Criteria met: 1," in after[2]
    assert after[-1] == "A list to work through; it is no diagnosis."
    assert ward.keyboard() is form.rows["cytopenia_new_or_worse"]


def test_all_items_by_keys_alone(ward):
    form = opened(ward, "hyperinflammation")
    ward.type("n" * 10)
    ward.type("2")
    ward.type("ynn")
    ward.type("1")
    assert form.rows["grade"].aside() == "None or mild symptoms, observation only"
    assert ward.keyboard() is form.save_button
    ward.save()
    (fact,) = ward.facts()
    assert fact == Hyperinflammation(
        *([False] * 3), coagulation_worse=False, hepatomegaly=False, splenomegaly=False,
        splenomegaly_new=False, immunosuppressed=True, fever_new_or_persistent=False,
        neurotoxicity=False, lung_signs=False, renal_insufficiency=False, no_better_cause=False,
        crs="resolving", grade=1,
    )  # fmt: skip


def test_a_spleen_cannot_be_newly_enlarged_and_not_enlarged(ward):
    form = opened(ward, "hyperinflammation")
    form.rows["splenomegaly_new"].set_text("yes")
    form.rows["splenomegaly"].set_text("no")
    ward.save()
    assert ward.asked == []
    assert said(ward) == "The spleen cannot be newly enlarged and not enlarged."
    assert ward.keyboard() is form.rows["splenomegaly"]


def test_a_comment_is_kept_and_recorded(ward):
    form = opened(ward, "hyperinflammation")
    form.comment.setFocus()
    ward.type("bone marrow tomorrow")
    assert ward.drafts.get(ALLO, "hyperinflammation")["comment"] == "bone marrow tomorrow"
    ward.save()
    assert ward.facts() == (Hyperinflammation(comment="bone marrow tomorrow"),)


# --- every form -----------------------------------------------------------------------------------

FILLED = {
    "gvhd": {"skin_bsa_pct": "10", "gross_blood": "no", "bullae": "unknown"},
    "licats": {"organ": "skin", "involved_before": "yes", "sign.mucosal_lesion": "no"},
    "hyperinflammation": {"lung_signs": "yes", "neurotoxicity": "unknown", "crs": "never"},
}


@pytest.mark.parametrize("name", list(FILLED))
def test_nothing_is_answered_at_first(ward, name):
    form = opened(ward, name)
    assert form.texts() == {}
    assert form.fact() is None
    ward.save()
    assert ward.asked == []
    assert said(ward) == "Nothing is answered yet."


@pytest.mark.parametrize("name", list(FILLED))
def test_the_form_empties_only_after_the_store_has_answered(ward, name):
    form = opened(ward, name)
    form.set_texts(FILLED[name])
    ward.pane._retyped()
    ward.full = "The disk is full."
    ward.save()
    assert said(ward) == "The disk is full."
    assert form.texts() == FILLED[name]
    ward.full = ""
    ward.save()
    assert form.texts() == {}
    assert ward.drafts.get(ALLO, name) == {}
    assert said(ward).startswith("Saved at 14:32: ")
    assert ward.keyboard() is ward.pane


@pytest.mark.parametrize("name", list(FILLED))
def test_what_is_typed_waits_for_its_patient(ward, name):
    form = opened(ward, name)
    form.set_texts(FILLED[name])
    ward.pane._retyped()
    ward.turn_to(OTHER)
    assert form.texts() == {}
    assert ward.pane._stack.currentWidget() is ward.pane.side
    ward.turn_to(ALLO)
    assert opened(ward, name).texts() == FILLED[name]


def test_a_draft_of_before_the_program_ended_is_there_when_the_form_is_first_opened(ward):
    ward.drafts.keep(ALLO, "gvhd", {"stool_ml": "900"})
    assert opened(ward, "gvhd").texts() == {"stool_ml": "900"}


def test_arrows_move_over_numbers_and_backspace_takes_an_answer_back(ward):
    form = opened(ward, "gvhd")
    ward.press(Qt.Key.Key_Down)
    ward.type("y")
    ward.press(Qt.Key.Key_Up)
    assert ward.keyboard() is form.rows["bullae"]
    ward.press(Qt.Key.Key_Backspace)
    assert form.rows["bullae"].text() == ""
    ward.press(Qt.Key.Key_Up)
    assert ward.keyboard() is form.rows["skin_bsa_pct"].edit


def test_a_time_that_cannot_be_read_blocks_saving(ward):
    form = opened(ward, "gvhd")
    ward.type("10")
    form.time.edit.setFocus()
    ward.type("25:00")
    ward.save()
    assert ward.asked == []
    assert said(ward) == "There is no such time as in “25:00”."


def test_a_time_long_ago_is_asked_about_once(ward):
    form = opened(ward, "gvhd")
    ward.type("10")
    form.time.edit.setFocus()
    ward.type("1500")
    ward.save()
    assert ward.asked == []
    assert "23 h ago" in said(ward)
    ward.save()
    assert ward.asked[0][0].at == ago(hours=23, minutes=32)


def test_every_answer_has_a_name_for_a_screen_reader(ward):
    form = opened(ward, "gvhd")
    row = form.rows["bullae"]
    assert row.accessibleName() == "Bullae: no answer yet"
    row.setFocus()
    ward.type("y")
    assert row.accessibleName() == "Bullae: Yes"
    assert form.rows["stool_ml"].edit.accessibleName() == "Stool volume"
