"""The tab of toxicities: how every scale stands, why, and the list by the keyboard."""

import pytest
from PySide6.QtCore import Qt

from bedside.facts import Enrolled, Hyperinflammation, LicatsLook
from bedside.protocol.shelf import shelf
from bedside.timeline import Draft
from grading.scales.gvhd import Examination
from grading.signs import Lab, Support
from tests.ui.screens.patient.bedside_of import Bedside
from tests.ui.wards import NURSE, ago, arrival, observed
from ui import theme
from ui.screens.patient.toxicities import ToxicitiesPane
from ui.screens.patient.toxicities_lines import NOT_GRADED

ILL, ALLO, WAITING = "RC-1", "AL-1", "RC-2"
NBSP = "\N{NO-BREAK SPACE}"


def labs(patient, days_ago, **values):
    """Laboratory values of six in the morning so many days ago."""
    units = {
        "anc": "10*9/L", "platelets": "10*9/L", "hb": "g/dL", "wbc": "10*9/L",
        "ferritin": "ug/L", "fibrinogen": "g/L", "alt": "U/L", "ast": "U/L", "ldh": "U/L",
        "creatinine": "mg/dL", "crp": "mg/L", "triglycerides": "mmol/L",
    }  # fmt: skip
    at = ago(days=days_ago, hours=8)
    return [Draft(patient, at, Lab(name, value, units[name])) for name, value in values.items()]


def counts(patient, infused, low_from, low_to):
    """Neutrophils of every day since the infusion, low on some."""
    return [
        draft
        for day in range(infused + 1)
        for draft in labs(
            patient,
            infused - day,
            anc=0.4 if low_from <= day <= low_to else 2.4,
            platelets=90 - 3 * day,
            ldh=200 + 20 * day,
        )
    ]


WARD = [
    *arrival(ILL, "1", infused=ago(days=12, hours=10)),
    *counts(ILL, 12, 3, 7),
    *labs(ILL, 13, ferritin=200, platelets=210, anc=3.1, hb=11.8, crp=4),
    *labs(ILL, 1, ferritin=900, fibrinogen=1.2, alt=40, ast=35),
    *observed(ILL, ago(hours=2), 38.6),
    Draft(ILL, ago(hours=2), Support("nasal_cannula", 3.0)),
    *arrival(ALLO, "2", infused=ago(days=9, hours=4)),
    Draft(ALLO, ago(days=69), Enrolled(protocol="nct05859997", edition="2023")),
    *labs(ALLO, 1, anc=2.0),
    *observed(ALLO, ago(hours=3)),
    *arrival(WAITING, "3"),
    *observed(WAITING, ago(hours=2)),
]


@pytest.fixture
def ward(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    made = Bedside(qtbot, ToxicitiesPane, tmp_path, WARD, ILL)
    made.pane.set_editions(shelf().get)
    yield made
    made.close()


def row(ward, key):
    return ward.pane.listed.rows[key]


def plain(texts):
    return tuple(text.replace(NBSP, " ") for text in texts)


def write(ward, *facts, at=None):
    """Somebody else writes something of this patient down."""
    ward.ward.record([Draft(ward.patient, at or ward.clock.now, one) for one in facts], NURSE)


# --- the list -------------------------------------------------------------------------------------


def test_one_row_a_scale_in_their_order(ward):
    assert list(ward.pane.listed.rows) == [
        "icaht_early", "t_icaht_early", "iec_hs", "hscore", "licats", "agvhd", "older_crs",
        "easix", "car_hematotox",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "badge", "texts"),
    [
        ("icaht_early", "1", ("ICAHT early", "Provisional, its days still run",
         "Neutrophils at most 500/µL: longest run 5 d · D+3 to D+7 · 8 h old")),
        ("t_icaht_early", "0", ("T-ICAHT early",
         "Research only · provisional, its days still run",
         "Days with platelets below 50 × 10⁹/L: 0 · 8 h old")),
        ("iec_hs", "!", ("IEC-HS checklist", "Consider IEC-HS work-up",
         "Ferritin raised, fibrinogen low within 72 h · 21 Nov 06:32 · 8 h old")),
        ("licats", "?", ("LICATS", "No organ was looked at since the infusion", "")),
        ("agvhd", NOT_GRADED, ("Acute GvHD", "No protocol asks for it", "")),
        ("car_hematotox", "0", ("CAR-HEMATOTOX 0",
         "Exploratory in lupus · low risk of haematotoxicity",
         "Last values before treatment began, D0 · 13 d old")),
    ],
)  # fmt: skip
def test_how_a_scale_stands(ward, key, badge, texts):
    assert row(ward, key).badge_text() == badge
    assert plain(row(ward, key).texts()) == texts


def test_hscore_has_its_reachable_bounds(ward):
    name, status, rests_on = row(ward, "hscore").texts()
    assert row(ward, "hscore").badge_text() == "?"
    assert name.startswith("HScore ")
    assert " to " in name
    assert status == "May lie on either side of 169"
    assert "Triglycerides" in rests_on


def test_older_scales_stand_beside_astct_and_are_labelled(ward):
    assert row(ward, "older_crs").badge_text() == (
        "ASTCT ≥2 | Lee ≥2 | Penn ≥3 | CTCAE 2 | CARTOX ≥2"
    )
    assert row(ward, "older_crs").texts()[1] == "From the same signs; ASTCT alone guides"


def test_easix_is_a_trend_without_a_grade(ward):
    name, status, _ = row(ward, "easix").texts()
    assert name.startswith("EASIX — · s-EASIX ")
    assert status == "Trend only, there is no limit"
    assert row(ward, "easix").badge_text() == ""


def test_gvhd_is_asked_for_where_the_protocol_looks_for_it(ward):
    ward.turn_to(ALLO)
    assert row(ward, "agvhd").badge_text() == "?"
    assert row(ward, "agvhd").texts()[1:] == ("Nobody has examined yet", "The protocol asks for it")


def test_before_the_infusion_nothing_is_graded(ward):
    ward.turn_to(WAITING)
    for key in ("icaht_early", "t_icaht_early", "iec_hs"):
        assert row(ward, key).badge_text() == NOT_GRADED
        assert row(ward, key).texts()[1] == "Before the infusion"


def test_late_scales_stand_there_from_day_31_on(qtbot, qapp, tmp_path):
    theme.apply(qapp, theme.DAY)
    told = [*arrival(ILL, "1", infused=ago(days=40)), *labs(ILL, 2, anc=0.9)]
    made = Bedside(qtbot, ToxicitiesPane, tmp_path, told, ILL)
    assert row(made, "icaht_late").badge_text() == "2"
    assert row(made, "icaht_early").badge_text() == "?"
    assert row(made, "t_icaht_late").badge_text() == "?"
    made.close()


def test_a_new_value_shows_at_once(ward):
    write(ward, Lab("anc", 0.05, "10*9/L"), at=ago(minutes=5))
    assert row(ward, "icaht_early").texts()[2].endswith("D+3 to D+7 · 5 min old")


def test_what_the_laboratory_calls_normal_counts_once_it_is_known(ward):
    entry = Lab("alt", 400.0, "U/L", low=10.0, high=40.0)
    write(ward, entry, at=ago(minutes=20))
    ward.pane._choose("iec_hs")
    assert "Transaminases above five times the upper limit: met" in ward.pane.side.words()


# --- the keyboard ---------------------------------------------------------------------------------


def test_the_arrows_choose_and_the_reasons_follow(ward):
    assert ward.keyboard() is row(ward, "icaht_early")
    ward.press(Qt.Key.Key_Down)
    ward.press(Qt.Key.Key_Down)
    assert ward.keyboard() is row(ward, "iec_hs")
    assert ward.pane.side.words().startswith("Consider IEC-HS work-up")
    ward.press(Qt.Key.Key_Up)
    assert ward.pane.side.words().startswith("T-ICAHT early grade 0")


@pytest.mark.parametrize(
    ("key", "form"),
    [("iec_hs", "hyperinflammation"), ("hscore", "hyperinflammation"), ("licats", "licats"),
     ("agvhd", "gvhd"), ("icaht_early", None), ("easix", None)],
)  # fmt: skip
def test_enter_opens_the_form_of_a_scale_that_has_one(ward, key, form):
    ward.pane.listed.go_to(key)
    ward.press(Qt.Key.Key_Return)
    shown = ward.pane._stack.currentWidget()
    assert shown is (ward.pane.side if form is None else ward.pane.form(form))
    assert ward.pane.side.look.isHidden() is (form is None)


def test_escape_leads_back_to_the_list_and_what_is_typed_waits(ward):
    ward.pane.listed.go_to("agvhd")
    ward.press(Qt.Key.Key_Return)
    ward.type("60")
    ward.press(Qt.Key.Key_Escape)
    assert ward.keyboard() is row(ward, "agvhd")
    assert ward.pane.side.look.text() == "Go on with what is typed"
    ward.press(Qt.Key.Key_Return)
    assert ward.pane.form("gvhd").rows["skin_bsa_pct"].text() == "60"


def test_letters_of_the_screen_are_not_swallowed(ward):
    ward.type("d")
    assert ward.keyboard() is row(ward, "icaht_early")


# --- reasons --------------------------------------------------------------------------------------


def reasons(ward, key):
    ward.pane.listed.go_to(key)
    return ward.pane.side.words().replace(NBSP, " ")


def test_icaht_says_its_runs_days_source_and_values(ward):
    said = reasons(ward, "icaht_early")
    for line in (
        "1 Neutrophils at most 500/µL: longest run 5 d D+3 to D+7",
        "0 No known day with neutrophils at most 100/µL",
        "Days measured: 13, filled in: 0, unknown: 0",
        "Beside the CTCAE grade, never merged with it.",
        "The days that count still run: further values may change it.",
        "EHA/EBMT 2023, days 0 to 30. Rejeski K et al. Blood 2023;142(10):865-877.",
        "In the record: 13",
        "D+12 06:32 · Neutrophils 2.4 10⁹/L",
    ):
        assert line in said


def test_t_icaht_is_marked_as_research(ward):
    said = reasons(ward, "t_icaht_early")
    assert "For research only: it decides nothing at the bedside." in said
    assert "Research only, days 0 to 30." in said


def test_iec_hs_is_a_list_to_work_through(ward):
    said = reasons(ward, "iec_hs")
    for line in (
        "Consider IEC-HS work-up",
        "! Ferritin raised, fibrinogen low within 72 h Ferritin 900 µg/L",
        "counts above 400 · fibrinogen 1.2 g/L · D+11 06:32",
        "A list to work through; it is no diagnosis. After Hines 2023, not verified in print.",
        "+ Ferritin above twice the upper limit or its value at the infusion: met",
        "? Haemophagocytosis in marrow or tissue: not known",
        "Required", "Main criteria", "May be there as well",
    ):  # fmt: skip
        assert line in said
    assert "IEC-HS grade" not in said


def test_hscore_says_each_item_and_never_counts_what_is_missing_as_none(ward):
    said = reasons(ward, "hscore")
    assert "? Triglycerides: 0–64 points" in said
    assert "· AST: 19 points AST 35 U/L · D+11 06:32" in said
    assert "What is not known is never counted as 0." in said
    assert "Printed probability of a haemophagocytic syndrome:" in said


def test_older_scales_say_which_they_are_and_why(ward):
    said = reasons(ward, "older_crs")
    for line in (
        "CRS by Lee 2014 at least grade 2",
        "CRS by CTCAE 5.0 grade 2",
        "Lee 2014, not ASTCT. Lee DW et al. Blood 2014;124(2):188-195.",
        "2 Oxygen needed SpO₂ 97 % · nasal cannula 3 L/min",
        "? Toxicity of organs was not graded",
    ):
        assert line in said
    (now, episode) = ward.pane.side.older.texts()
    assert now == ("Now", "≥2", "≥2", "≥3", "2", "≥2")
    assert episode[0].startswith("Highest of the episode from D+12")
    assert not ward.pane.side.older.isHidden()
    reasons(ward, "easix")
    assert ward.pane.side.older.isHidden()


def test_easix_shows_its_units_and_what_was_not_measured(ward):
    said = reasons(ward, "easix")
    assert "? EASIX Not measured together: creatinine." in said
    assert "There is no limit that holds everywhere: read the trend." in said
    texts = ward.pane.side.easix.texts()
    assert texts["easix"] == "—"
    assert texts["s_easix"] == "8.15"
    write(ward, *(Lab(n, v, u) for n, v, u in (
        ("ldh", 400.0, "U/L"), ("platelets", 50.0, "10*9/L"), ("creatinine", 1.5, "mg/dL"),
    )))  # fmt: skip
    assert ward.pane.side.easix.texts()["easix"] == "12.0"


def test_car_hematotox_is_called_exploratory(ward):
    said = reasons(ward, "car_hematotox")
    assert "made for lymphoma, exploratory in lupus" in said
    assert "· CRP: 0 points CRP 0.4 mg/dL" in said


def test_licats_says_organ_by_organ_and_what_else_to_think_of(ward):
    rash = LicatsLook("skin", present=("inflammatory_rash",), involved_before=False)
    knee = LicatsLook(
        "joints", present=("arthritis",), absent=("enthesitis",), involved_before=True,
        b_cells_depleted=True, otherwise_explained=False, course="medical",
    )  # fmt: skip
    write(ward, rash, knee)
    assert row(ward, "licats").badge_text() == "2"
    assert row(ward, "licats").texts()[2] == "Skin – · Joints 2 · 0 min old"
    said = reasons(ward, "licats")
    for line in (
        "LICATS grade 2",
        "LICATS is not CRS and never raises its grade.",
        "Skin: no LICATS",
        "Not LICATS: the organ was not involved before",
        "Not LICATS. Think of: flare, infection, GvHD",
        "Joints: LICATS grade 2",
        "What it came to: medical therapy such as a short course of glucocorticoid",
        "Looked at D+12 14:32 · highest 2, since D+12 14:32 · early, up to day 14",
    ):
        assert line in said


def test_gvhd_says_its_stages_and_where_to_look(ward):
    ward.turn_to(ALLO)
    found = Examination(skin_bsa_pct=40, upper_gi_persistent=False, stool_episodes=2)
    write(ward, found, at=ago(hours=1))
    assert row(ward, "agvhd").badge_text() == "≥I"
    said = reasons(ward, "agvhd")
    for line in (
        "Acute GvHD at least grade I",
        "2 Skin, stage 2 Erythema of 40 % of the skin",
        "? Bilirubin not measured",
        "? Whether the stool is grossly bloody",
        "The grade is a pattern of the stages, not the highest of them.",
        "MAGIC 2016, adults. Harris AC et al.",
    ):
        assert line in said
    write(ward, Lab("bilirubin", 2.4, "mg/dL"))
    assert row(ward, "agvhd").badge_text() == "≥II"
    assert "Nobody said whether the bilirubin has another cause" in reasons(ward, "agvhd")


def test_a_judged_iec_hs_is_shown_as_a_persons_word(ward):
    write(ward, Hyperinflammation(grade=3))
    assert row(ward, "iec_hs").badge_text() == "3"
    assert row(ward, "iec_hs").texts()[1] == "IEC-HS grade 3, judged by a person"


def test_every_row_has_a_name_for_a_screen_reader(ward):
    assert row(ward, "icaht_early").accessibleName() == (
        "ICAHT early: 1 · Provisional, its days still run"
    )
    assert row(ward, "older_crs").accessibleName().startswith("CRS by older scales: ASTCT ≥2 · Lee")


def test_a_minute_later_the_choice_stays(ward):
    ward.pane.listed.go_to("hscore")
    ward.ward.refresh()
    assert ward.keyboard() is row(ward, "hscore")
    assert ward.pane.side.words().startswith("HScore")


def test_another_patient_begins_at_the_first_scale(ward):
    ward.pane.listed.go_to("agvhd")
    ward.turn_to(ALLO)
    assert ward.pane.side.words().startswith("ICAHT early")
