"""No code without words: everything a scale can say, a fact can hold, a file can suffer."""

import ast
from pathlib import Path
from typing import get_args

import pytest

import grading
from bedside.facts import FACTS, KINDS, NotDoneReason, Sex
from bedside.store import Trouble
from grading.drugs import CLASS_OF
from grading.grade import Status
from grading.scales import SCALES
from grading.scales.icans import LOC_LEVEL
from grading.scales.news2 import Risk
from grading.signs import (
    DEVICES,
    ICE_ITEMS,
    LOCS,
    Action,
    Acvpu,
    BpMethod,
    Cause,
    Finding,
    NotAssessable,
    Oedema,
    Purpose,
    Route,
    Seizure,
    TempSite,
    quantities,
)
from ui import words
from ui.words import alarms, drug_names, facts, gaps, grades, measures, reasons, refusals

SCALE_FILES = ("scales/crs", "scales/icans", "scales/news2", "spell")
NO_WORDS = {
    # names of signs, groups of signs, fields and codes of the record, looked up and never said
    "A", "U", "bipap", "bp", "cpap", "death", "given", "haemorrhage", "high_flow_nasal_cannula",
    "hr", "hypoxia", "intubated_mv", "loc", "non_rebreather", "none", "oedema", "other",
    "partial_rebreather", "rr", "sbp", "simple_face_mask", "spo2", "spo2_target_88_92", "stopped",
    "support", "temp", "terlipressin", "tracheostomy_mask", "treatment", "unsure", "vasopressin",
    "venturi", "yes",
    # domains; their reasons have codes of their own
    "icp", "motor",
    # parts of a code that is put together from them, see COMPOSED
    "_oedema", "_other_cause", "diffuse",
    # of a NEWS2 item, said by the table of its items
    "missing", "points",
    # the scales themselves, and what is no code at all
    "0.1", "Spell", "crs", "icans", "news2",
}  # fmt: skip
COMPOSED = {
    *(f"{domain}_other_cause" for domain in ("fever", "hypotension", "hypoxia")),
    *(f"{domain}_other_cause" for domain in ("ice", "loc", "seizure", "motor", "icp")),
    "focal_oedema",
    "diffuse_oedema",
}
ITEMS = {"rr_bpm", "spo2_pct", "oxygen", "sbp_mmhg", "hr_bpm", "consciousness", "temp_c"}


def said_by_scales() -> set[str]:
    """Every string constant in the scales but docstrings, sources and editions."""
    found: set[str] = set()
    for name in SCALE_FILES:
        path = Path(grading.__file__).parent / f"{name}.py"
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        found |= {
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
        }
    return found - {text for scale in SCALES.values() for text in (scale.edition, scale.source)}


def test_every_code_that_a_scale_says_has_words():
    raised = {code for key in grades._RAISES.codes for code in key.split()[1:]}
    worded = {
        *reasons._TITLES.codes,
        *reasons._ITEMS.codes,
        *grades._FLAGS.codes,
        *gaps._NEVER.codes,
        *grades.status_text.codes,
        *grades.risk.codes,
        *raised,
    }
    assert said_by_scales() - worded == NO_WORDS & said_by_scales()
    assert set(reasons._TITLES.codes) >= COMPOSED


def test_no_words_without_a_code():
    said = said_by_scales() | COMPOSED | set(LOC_LEVEL)
    raised = {code for key in grades._RAISES.codes for code in key.split()[1:]}
    for spoken in (reasons._TITLES.codes, grades._FLAGS.codes, gaps._NEVER.codes, raised):
        assert set(spoken) <= said
    assert set(alarms._DRIVERS.codes) <= set(reasons._TITLES.codes)
    assert said >= NO_WORDS


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        pytest.param(words.device, DEVICES, id="device"),
        pytest.param(words.device_short, DEVICES, id="device-short"),
        pytest.param(words.purpose, get_args(Purpose), id="purpose"),
        pytest.param(words.site, get_args(TempSite), id="site"),
        pytest.param(words.method, get_args(BpMethod), id="method"),
        pytest.param(words.acvpu, get_args(Acvpu), id="acvpu"),
        pytest.param(words.loc, LOCS, id="loc"),
        pytest.param(words.seizure, get_args(Seizure), id="seizure"),
        pytest.param(words.oedema, get_args(Oedema), id="oedema"),
        pytest.param(words.ice_item, ICE_ITEMS, id="ice-item"),
        pytest.param(words.ice_item_short, ICE_ITEMS, id="ice-item-short"),
        pytest.param(words.not_assessable, get_args(NotAssessable), id="not-assessable"),
        pytest.param(words.not_done, get_args(NotDoneReason), id="not-done"),
        pytest.param(words.action, get_args(Action), id="action"),
        pytest.param(facts._DONE, get_args(Action), id="drug-line"),
        pytest.param(facts._DONE_BARE, get_args(Action), id="drug-line-bare"),
        pytest.param(words.route, get_args(Route), id="route"),
        pytest.param(words.finding, get_args(Finding), id="finding"),
        pytest.param(words.cause, get_args(Cause), id="cause"),
        pytest.param(facts._PUT_DOWN, get_args(Cause), id="put-down"),
        pytest.param(words.sex, get_args(Sex), id="sex"),
        pytest.param(words.drug, CLASS_OF, id="drug"),
        pytest.param(words.kind_name, KINDS, id="kind"),
        pytest.param(words.status_text, get_args(Status), id="status"),
        pytest.param(words.risk, get_args(Risk), id="risk"),
        pytest.param(grades._LEAST_BANDS, get_args(Risk), id="least-band"),
        pytest.param(grades._SCALES, SCALES, id="scale"),
        pytest.param(reasons._ITEMS, ITEMS, id="news2-item"),
        pytest.param(reasons._ITEMS_MISSING, ITEMS, id="news2-item-missing"),
        pytest.param(gaps._OLD, gaps._NEVER.codes, id="old"),
        pytest.param(gaps._OLD_SHORT, gaps._NEVER_SHORT.codes, id="old-short"),
        pytest.param(gaps._NEVER_SHORT, {*gaps._NEVER.codes, "acvpu"}, id="never-short"),
        pytest.param(refusals._TROUBLES, get_args(Trouble), id="trouble"),
        pytest.param(words.neuro_absent, words.neuro_present.codes, id="neuro"),
    ],
)
def test_a_table_has_words_for_its_codes_and_no_others(table, codes):
    assert set(table.codes) == set(codes)
    said = [table(code) for code in table.codes]
    assert all(said)


def test_every_quantity_has_a_name_and_a_unit():
    held = {(fact, field): q for fact in FACTS for field, q in quantities(fact).items()}
    for (fact, field), quantity in held.items():
        label, unit = words.quantity_label(fact, field)
        assert label
        assert unit == quantity.unit
    assert set(measures._LABELS.codes) == {f"{f.__name__.lower()}.{field}" for f, field in held}
    assert set(measures._UNITS.codes) == {q.unit for q in held.values() if q.unit}


def test_short_names_are_of_drugs_that_are_known():
    assert set(drug_names.drug_short.codes) <= set(CLASS_OF)


def refused_in(*folders: str) -> set[str]:
    """The codes with which values are refused: ``Invalid("field", "code", ...)``."""
    root = Path(grading.__file__).parents[1]
    found: set[str] = set()
    for path in (p for folder in folders for p in root.glob(folder)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Invalid"
            if named and len(node.args) > 1:
                found |= {
                    n.value
                    for n in ast.walk(node.args[1])
                    if isinstance(n, ast.Constant) and isinstance(n.value, str)
                }
    return found


def test_every_refusal_of_a_value_has_words():
    refused = refused_in("grading/*.py", "grading/scales/*.py", "bedside/*.py")
    assert {*refused, "other_unit", "out_of_range unit"} == set(refusals._INVALID.codes)
