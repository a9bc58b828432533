"""Reference text in words: every prompt has some, with its figures, and none is an order."""

import re
from datetime import timedelta

import pytest
from PySide6.QtCore import QLocale

from bedside.facts import Confirmed
from bedside.management import prompts, reference
from grading.signs import Drug, Infused, Support, Vitals
from tests.ui.words.clocked import EARLIER, NOW, charted
from ui.words import management

CELLS = (NOW - timedelta(days=4), Infused())
FEVER = Vitals(temp_c=38.8, sbp_mmhg=118, spo2_pct=97)
AIR = Support("room_air")


@pytest.fixture(autouse=True)
def _english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def said():
    return {prompt.id: management.prompt_text(prompt) for prompt in prompts()}


def test_every_prompt_has_words_and_no_words_are_left_over():
    assert set(management.prompt.codes) == {prompt.id for prompt in prompts()}


@pytest.mark.parametrize("prompt", prompts(), ids=lambda prompt: prompt.id)
def test_a_prompt_says_all_its_figures_and_no_others(prompt):
    template = management.prompt(prompt.id)
    assert set(re.findall(r"\{(\w+)\}", template)) == set(prompt.figures)
    bare = re.sub(r"\{\w+\}", "", template)
    assert set(re.findall(r"\d+", bare)) <= {"1", "2", "3", "24"}, "grades, and a day of 24 h"
    assert "{" not in management.prompt_text(prompt)


@pytest.mark.parametrize(
    "unsafe",
    [
        r"(noradrenaline|norepinephrine|vasopressin)\b",
        r"(propofol|midazolam|dexmedetomidine)",
        r"intrathecal",
        r"\bchild",
        r"\bgive\b",
        r"siltuximab \d",
        r"anakinra \d",
        r"levetiracetam",
        r"%",
    ],
)
def test_nothing_that_is_unsafe_to_show(unsafe):
    assert [text for text in said().values() if re.search(unsafe, text, re.IGNORECASE)] == []


def test_figures_stand_in_the_sentence():
    found = said()
    assert found["crs_tocilizumab"] == (
        "Tocilizumab 8 mg/kg IV over 1 h, at most 800 mg; without improvement again every 8 h,"
        " up to 3 doses in 24 h and 4 in all."
    )
    assert found["icans_1_alone"] == "Without CRS: Supportive care."
    assert found["icans_1_crs"].startswith("With CRS: Tocilizumab")


def test_the_protocol_prevails():
    assert "The protocol’s text prevails." in management.banner_text()
    assert "no order" in management.banner_text()


@pytest.mark.parametrize(
    ("told", "title"),
    [
        pytest.param([], "CRS cannot be stated", id="nothing"),
        pytest.param([(NOW, FEVER), (NOW, AIR)], "CRS grade 1", id="grade"),
        pytest.param(
            [
                *((EARLIER, sign) for sign in (FEVER, Support("venturi", 8.0))),
                *((NOW, sign) for sign in (FEVER, AIR)),
            ],
            "CRS grade 3 of 10:32: stays until a physician signs a grade",
            id="fallen",
        ),
        pytest.param(
            [
                *((EARLIER, sign) for sign in (FEVER, AIR)),
                (NOW, Confirmed("crs", "x", 2, 1, 1, "graded", "x")),
            ],
            "CRS grade 2, as a physician signed it",
            id="signed",
        ),
        pytest.param(
            [
                (EARLIER, Drug("paracetamol")),
                (NOW, Vitals(temp_c=36.8, sbp_mmhg=82, spo2_pct=97)),
                (NOW, AIR),
            ],
            "CRS grade 2, if a person decides that it is",
            id="review",
        ),
    ],
)
def test_to_which_grade_they_belong(told, title):
    of = charted(CELLS, *told)
    assert management.reference_title(reference(of)[0], of) == title


def test_why_there_is_none():
    nothing, well = charted(CELLS), charted(CELLS, (NOW, FEVER), (NOW, AIR))
    assert "no grade" in management.no_prompt_text(reference(nothing)[0])
    zero = reference(well)[0]._replace(level=0)
    assert management.no_prompt_text(zero) == "No prompt at grade 0."
