"""Eligibility in words: every code has them, and they say what decided."""

import re
from datetime import date
from typing import get_args

import pytest
from PySide6.QtCore import QLocale

from bedside.eligibility import Code, Outcome, Verdict
from bedside.facts import Enrolled
from bedside.protocol import rules
from bedside.protocol.shelf import shelf
from bedside.screening import Amount
from tests.bedside.test_eligibility import NO, NONE, PROTOCOL, YES, answers, judged
from tests.ui.words.screenings import CRITERION, OWN, VALUES, sentences
from ui.words import eligibility

DAY = date


@pytest.fixture(autouse=True)
def _english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def said(criterion, enrolled=None, **changes):
    """Why a criterion stands as it does, without the blanks that hold a value to its unit."""
    found = judged(PROTOCOL, enrolled or Enrolled(), answers(**changes))
    one = next(v for v in found if v.criterion.id == criterion)
    return eligibility.verdict(one, PROTOCOL.questions).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        pytest.param(eligibility._SAID, get_args(Code), id="code"),
        pytest.param(eligibility.outcome, get_args(Outcome), id="outcome"),
        pytest.param(
            eligibility._ASKED, {q for p in shelf().latest() for q in p.questions or ()}, id="asked"
        ),
        pytest.param(eligibility.unit, {u for us in rules.UNITS.values() for u in us}, id="unit"),
    ],
)
def test_a_table_has_words_for_its_codes_and_no_others(table, codes):
    assert set(table.codes) == set(codes)
    assert all(table(code) for code in table.codes)


def test_everything_can_be_said():
    heard = list(sentences())
    assert all(heard)
    assert not [text for text in heard if "{" in text]


def test_every_value_of_a_sentence_is_one_that_the_tests_know():
    names = {
        name for code in get_args(Code) for name in re.findall(r"{(\w+)}", eligibility._SAID(code))
    }
    assert names == set(VALUES)


def test_an_outcome_has_a_sign_and_a_word_of_its_own():
    words = [eligibility.outcome(code).split(" ", 1) for code in get_args(Outcome)]
    assert len({sign for sign, _ in words}) == len({word for _, word in words}) == len(words)


@pytest.mark.parametrize(
    ("criterion", "changes", "sentence"),
    [
        ("I1", {}, "Consent on 18 Nov 2026, not after the first study act on 20 Nov 2026"),
        ("I2", {}, "Age at consent 34, between 18 and 70"),
        ("I2", {"birth": DAY(2009, 1, 1)}, "Age at consent 17, not between 18 and 70"),
        ("I2", {"birth": NONE}, "Not answered: date of birth"),
        ("I3", {}, "6 of 11 ACR criteria, at least 4"),
        ("I4a", {}, "SLE since 1 Mar 2021, at least 6 months before screening on 20 Nov 2026"),
        (
            "I4a",
            {"sle_since": DAY(2026, 8, 31)},
            (
                "SLE since 31 Aug 2026, less than 6 months before screening on 20 Nov 2026;"
                " enough from 28 Feb 2027"
            ),
        ),
        ("I4c", {}, "Prednisone equivalent 10 mg/d, between 7.5 mg/d and 30 mg/d"),
        (
            "I4c",
            {"prednisone_mg_day": (30.1, "mg/d")},
            "Prednisone equivalent 30.1 mg/d, above 30 mg/d",
        ),
        ("I4d", {}, "Steroid for 679 days, at least 56; at this dose for 50 days, more than 14"),
        ("I4d", {"prednisone_mg_day": (0, "mg/d")}, "No steroid is taken"),
        ("I5", {}, "Positive: ANA"),
        ("I5", {"anti_sm_positive": YES}, "Positive: ANA and anti-Sm"),
        (
            "I5",
            {"ana_positive": NO, "anti_sm_positive": NONE},
            "Not answered: anti-Sm",
        ),
        (
            "E1a",
            {"creatinine": (2.1, "mg/dL")},
            (
                "Proteinuria 1.2 g/24h (1200 mg/24h), at most 6 g/24h;"
                " creatinine 2.1 mg/dL (186 µmol/L), at most 2.5 mg/dL"
            ),
        ),
        (
            "E1a",
            {"creatinine": (221.04, "umol/L")},
            "Creatinine 221.04 µmol/L (2.5 mg/dL), above 221 µmol/L",
        ),
        ("E1a", {"creatinine": (2.1, "")}, "In no unit that is known for it: creatinine"),
        ("E1a", {"creatinine": (2.1, "umol/L")}, "This cannot be: creatinine 2.1 µmol/L"),
        ("E1b", {"haemodialysis": YES}, "Answered yes: haemodialysis"),
        ("E6", {}, "IgA 1.8 g/L (180 mg/dL), at least 0.1 g/L"),
        ("E6", {"iga": (9.96, "mg/dL")}, "IgA 9.96 mg/dL (0.0996 g/L), below 10 mg/dL"),
        ("E6", {"iga": (0, "mg/dL")}, "IgA 0 mg/dL (0 g/L), below 10 mg/dL"),
    ],
)
def test_why_a_criterion_stands_as_it_does(criterion, changes, sentence):
    assert said(criterion, **changes) == sentence


def test_two_ages_where_only_the_year_is_known():
    assert said("I2", Enrolled(birth_year=2008), birth=NONE) == (
        "Age at consent 17 or 18, to be between 18 and 70: the date of birth decides"
    )


def test_what_was_typed_is_never_rounded_onto_the_limit():
    assert said("E1a", creatinine=(2.500001, "mg/dL")).startswith("Creatinine 2.500001 mg/dL")


@pytest.mark.parametrize(
    ("changes", "whole", "summary"),
    [
        ({}, "✓ Eligible: nothing stands in the way", "17 criteria: 17 met, 0 not met, 0 unknown"),
        (
            {"prednisone_mg_day": (0, "mg/d"), "immunosuppressant": YES},
            "✓ Eligible: nothing stands in the way",
            "17 criteria: 17 met, 0 not met, 0 unknown",
        ),
        (
            {"iga": NONE, "transplant": NONE},
            "? Not decided: E5 and E6 unknown",
            "17 criteria: 15 met, 0 not met, 2 unknown",
        ),
        (
            {"iga": NONE, "transplant": YES},
            "✗ Not eligible: E5",
            "17 criteria: 15 met, 1 not met, 1 unknown",
        ),
    ],
)
def test_the_table_as_a_whole(changes, whole, summary):
    found = judged(PROTOCOL, Enrolled(), answers(**changes))
    assert (eligibility.whole(found), eligibility.summary(found)) == (whole, summary)


def test_a_protocol_without_criteria_says_so():
    assert eligibility.whole(()) == "? Not decided: the protocol’s file has no criteria"


def test_what_is_assumed_is_marked():
    texts = {c.id: eligibility.wording(c, PROTOCOL.assumed) for c in PROTOCOL.criteria}
    assert {name for name, text in texts.items() if text.endswith("· assumed")} == {"I3", "I4c"}


def test_a_question_of_a_sites_own_is_asked_in_its_words():
    assert eligibility.asked("x", OWN) == "x"
    assert eligibility.asked("y", OWN) == "y"
    verdict = Verdict(CRITERION, "fail", "present", {"questions": ("x",)})
    assert eligibility.line(verdict, OWN) == "x ✗ not met: Answered yes: x"


def test_figures_are_those_of_the_language():
    QLocale.setDefault(QLocale("de_DE"))
    text = eligibility.both_units("creatinine", Amount(2.1, "mg/dL"))
    assert text.replace("\N{NO-BREAK SPACE}", " ") == "2,1 mg/dL (186 µmol/L)"
