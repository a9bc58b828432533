"""No code of a toxicity without words, and no words without a code."""

import ast
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtCore import QLocale

import grading
from grading.scales import gvhd, icaht, licats
from grading.toxicity import ToxicityStatus
from tests.ui.words import toxic
from ui.words import examined, toxicity, toxicity_grounds, toxicity_items
from ui.words.table import Table
from ui.words.toxicity_grounds import ground

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _english():
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture(scope="module")
def grades():
    return tuple(toxic.grades())


def keyed(grade, one):
    """A ground as the table of words names it."""
    code = one.code
    if code == "longest_run" and not dict(one.values)["days"]:
        code = "none"
    if grade.scale == "licats" and one.domain in get_args(licats.Organ):
        return None
    if grade.scale == "licats" and one.domain == "course":
        return "licats course"
    return f"{toxicity.family(grade.scale)} {one.domain} {code}"


def test_every_ground_has_words_and_all_words_are_used(grades):
    said = {keyed(grade, one) for grade in grades for one in grade.grounds} - {None}
    assert said == set(toxicity_grounds._GROUNDS.codes)


def test_every_flag_has_words_and_all_words_are_used(grades):
    assert {flag for grade in grades for flag in grade.flags} == set(toxicity._FLAGS.codes)
    for grade in grades:
        assert len(toxicity.flags(grade)) == len(grade.flags)


def test_everything_that_may_be_missing_has_words(grades):
    organs = set(get_args(licats.Organ))
    said = {
        f"{toxicity.family(grade.scale)} {code}"
        for grade in grades
        for code in grade.missing
        if not (grade.scale == "licats" and code in organs)
    }
    assert said == set(toxicity._MISSING.codes)


def test_every_status_is_reached_and_has_words(grades):
    assert set(toxicity.status.codes) == set(get_args(ToxicityStatus))
    assert {grade.status for grade in grades} == set(toxicity.status.codes)


def test_every_value_of_a_ground_has_words(grades):
    for grade in grades:
        for one in grade.grounds:
            said = ground(grade.scale, one)
            assert said.title
            assert "_" not in said.title + said.detail


def test_every_item_of_checklist_and_scores_has_words():
    shown = [*toxic.checklists()]
    assert {i.name for one in shown for i in one.items} == set(toxicity_items.checklist_item.codes)
    assert {i.weight for one in shown for i in one.items} == set(toxicity_items.weight.codes)
    assert {i.answer for one in shown for i in one.items} == set(toxicity_items.item_answer.codes)
    assert {one.proposal.answer for one in shown} == set(toxicity_items.proposed.codes)
    prompts = {prompt.code for one in shown for prompt in one.proposal.prompts}
    assert prompts == set(toxicity_items._PROMPTS.codes)
    assert {code for one in shown for code in one.proposal.missing} == set(
        toxicity_items._LACKS.codes
    )
    scores = [*toxic.hscores()]
    assert {i.name for one in scores for i in one.items} == set(toxicity_items.hscore_item.codes)
    items = {name for one in toxic.hematotoxes() for name, *_ in one.items}
    assert items == set(toxicity_items.hematotox_item.codes)


def test_no_sentence_shows_a_code():
    for text in toxic.sentences():
        assert "_" not in text
        assert "{" not in text


# --- whatever a core could say is known here ------------------------------------------------------

FILES = (
    *("scales/icaht", "scales/t_icaht", "scales/gvhd", "scales/licats", "scales/iec_hs"),
    *("scales/crs_lee", "scales/crs_penn", "scales/crs_ctcae", "scales/crs_cartox"),
    *("scores/hscore", "scores/easix", "scores/car_hematotox", "crs_look"),
)
TABLES: tuple[Table, ...] = (
    toxicity.scale_called, toxicity.status, toxicity.cause, toxicity.onset, toxicity._FLAGS,
    toxicity_items.checklist_item, toxicity_items.weight, toxicity_items.item_answer,
    toxicity_items.proposed, toxicity_items._PROMPTS, toxicity_items._LACKS,
    toxicity_items._VALUES, toxicity_items.hscore_item, toxicity_items._FACTORS,
    toxicity_items.hematotox_item, toxicity_items._RISK, toxicity_items._SAID,
    toxicity_grounds._VALUES, toxicity_grounds._SAID, toxicity_grounds._GROUNDS,
    toxicity._MISSING, examined.organ, examined.sign, examined.course, examined.crs_state,
)  # fmt: skip
NO_WORDS = {
    # rows of bands, and steps of a last decimal
    "2–3", "3–4", "5–7", "7–13", "14–30", "25–50", "0.1", "1", "75–175", "650–2000", "2000–6000",
    "1.5–4.0", "38.4–39.4", "3.1–6", "6.1–15", "34–50", "51–102", "103–255", "500–999",
    "1000–1500",
    # refusals of a value, worded in ui.words.refusals
    "both_ways", "not_of_this_organ", "one_unit", "out_of_range", "unknown_course",
    "unknown_organ", "unknown_sign", "wrong_unit",
    # the names of quantities and their units, worded in ui.words.measures
    "%", "/d", "/µL", "10⁹/L", "AST", "Active erythema", "Bilirubin", "CRP", "Desquamation",
    "Ferritin", "Fibrinogen", "Haemoglobin", "Leukocytes", "Neutrophils", "Platelets",
    "Stool episodes", "Stool volume", "Temperature", "Triglycerides", "Weight", "U/L", "g/L",
    "g/dL", "kg", "mL/d", "mg/dL", "mmol/L", "°C", "µg/L", "µmol/L", "10*9/L", "10^9/L", "G/L",
    "IU/L",
    # names of values that another word carries: days and runs, vital signs, drugs, devices
    "days", "first_day", "last_day", "map_mmhg", "sbp_mmhg", "spo2_pct", "support",
    "vasopressors", "present", "missing", "bili_mg_dl", "bili_umol_l", "skin_bsa_pct",
    "stool_episodes", "stool_ml", "blow_by", "bipap", "cpap", "ecmo", "intubated_mv",
    "nasal_cannula", "non_rebreather", "partial_rebreather", "stopped", "absent", "unsure",
    # the needs for oxygen, looked up in a table
    "below_40", "from_40", "needed", "non_invasive", "share_unknown", "ventilator",
    # grades that a person states, and the sides of a limit
    "observed", "needs_intervention", "severe", "creatinine_baseline", "organ",
    # of EASIX, said as one sentence; and the beginnings of names with a number in them
    "", "platelets_0", "anc_per_ul_day_", "tests_below_",
}  # fmt: skip


def said_by(name: str) -> set[str]:
    """Every string constant of a file but docstrings and what names a source or an edition."""
    path = Path(grading.__file__).parent / f"{name}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    named = {
        id(n.value)
        for n in ast.walk(tree)
        if isinstance(n, ast.Assign)
        and isinstance(n.targets[0], ast.Name)
        and n.targets[0].id in {"SOURCE", "EDITION"}
    }
    skipped = docs | named
    return {
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in skipped
    }


def test_no_code_of_a_core_is_without_words():
    said = {text for name in FILES for text in said_by(name)}
    worded = {part for table in TABLES for code in table.codes for part in code.split()}
    unknown = {text for text in said - worded if not text.startswith(("<", ">", "_"))}
    assert unknown == NO_WORDS


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade", "title", "standing"),
    [
        (icaht.early([(d, 400) for d in range(9)], as_of_day=8), "ICAHT early grade 2",
         "provisional, its days still run"),
        (icaht.early([], as_of_day=8), "ICAHT early cannot be stated",
         ("something is missing · low data, fewer values than it asks for"
          " · provisional, its days still run")),
        (icaht.early([(0, 400), (20, 400)], as_of_day=40), "ICAHT early at least grade 1",
         "low data, fewer values than it asks for"),
        (gvhd.of_stages(gvhd.Stages(3, 0, 0, 1)), "Acute GvHD grade II", "graded"),
        (gvhd.magic(gvhd.Examination(skin_bsa_pct=60)), "Acute GvHD at least grade II",
         "something is missing"),
        (licats.of_organ(licats.OrganLook("skin", frozenset({"mucosal_lesion"}),
         involved_before=False), b_cells_depleted=True), "No LICATS",
         "what was found is not this"),
    ],
)  # fmt: skip
def test_titles(grade, title, standing):
    assert (toxicity.title(grade), toxicity.standing(grade)) == (title, standing)


def said(grade, domain):
    one = next(one for one in grade.grounds if one.domain == domain)
    return tuple(text.replace(NBSP, " ") for text in ground(grade.scale, one))


def test_grounds_say_their_values():
    early = icaht.early([(d, 400 if 3 <= d <= 7 else 3000) for d in range(11)], as_of_day=10)
    assert said(early, "anc_500") == (
        "Neutrophils at most 500/µL: longest run 5 d", "D+3 to D+7",
    )  # fmt: skip
    late = icaht.late([(40, 90), (50, 1200)])
    assert said(late, "anc") == (
        "Lowest neutrophils, on two days", "D+40: 90/µL · D+50: 1200/µL",
    )  # fmt: skip
    found = gvhd.magic(gvhd.Examination(skin_bsa_pct=60, bullae=True, desquamation_pct=10))
    assert said(found, "skin") == (
        "Skin, stage 4: erythroderma, bullae and desquamation",
        "Erythema of 60 % of the skin · bullae · desquamation of 10 %",
    )
    look = licats.OrganLook("kidney", creatinine=150.0, creatinine_baseline=80.0)
    kidney = licats.of_organ(look, b_cells_depleted=None)
    assert said(kidney, "signs") == (
        "Creatinine at least 50 % above its baseline", "Creatinine 1.88 times its baseline",
    )  # fmt: skip
    assert said(kidney, "preconditions")[1] == (
        "Organ involved before: not told · B cells depleted: not known · other causes: not told"
    )
