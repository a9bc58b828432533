"""Every criterion of NCT05765006 met, not met and unknown, at its edges."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.eligibility import MET, RULES, Code, answers_of, eligible, judged
from bedside.facts import Answer, Enrolled, Note, Screened
from bedside.protocol import rules
from bedside.protocol.edition import Criterion
from bedside.protocol.shelf import shelf
from bedside.screening import Amount, Known, age, converted
from bedside.timeline import Entry, timeline
from tests.bedside.editions import edition

PROTOCOL = shelf().editions("nct05765006")[-1]
NOBODY = Enrolled()
NONE = None
DAY = date
YES, NO = True, False

ELIGIBLE = {
    "consented": DAY(2026, 11, 18),
    "first_study_act": DAY(2026, 11, 20),
    "birth": DAY(1992, 3, 4),
    "acr_1997_count": 6,
    "sle_since": DAY(2021, 3, 1),
    "screening_day": DAY(2026, 11, 20),
    "active_since_stable": DAY(2026, 8, 1),
    "still_active": YES,
    "prednisone_mg_day": (10, "mg/d"),
    "immunosuppressant": NO,
    "steroid_since": DAY(2025, 1, 10),
    "steroid_stable_since": DAY(2026, 10, 1),
    "ana_positive": YES,
    "anti_dsdna_positive": NO,
    "anti_sm_positive": NO,
    "selena_sledai": 12,
    "complement_or_dsdna_points": YES,
    "clinical_sledai": 8,
    "proteinuria": (1.2, "g/24h"),
    "creatinine": (0.9, "mg/dL"),
    "nephritis_prohibited_drugs": NO,
    "haemodialysis": NO,
    "prednisone_100": NO,
    "other_lupus_crisis": NO,
    "cns_not_lupus": NO,
    "other_autoimmune": NO,
    "transplant": NO,
    "iga": (1.8, "g/L"),
}
"""Somebody who meets all 17 criteria."""


def answer(question, said):
    """An answer from what stands in the tables of this file; None says nothing."""
    match said:
        case None:
            return Answer(question)
        case bool():
            return Answer(question, yes=said)
        case date():
            return Answer(question, on=said)
        case (number, unit):
            return Answer(question, number=float(number), unit=unit)
        case _:
            return Answer(question, number=float(said))


def answers(**changes):
    """The answers of the eligible patient, with these changed."""
    return {name: answer(name, said) for name, said in {**ELIGIBLE, **changes}.items()}


def verdict(criterion, enrolled=NOBODY, **changes):
    """One criterion judged."""
    found = judged(PROTOCOL, enrolled, answers(**changes))
    return next(one for one in found if one.criterion.id == criterion)


I1 = [
    # signed            first act           outcome
    (DAY(2026, 11, 18), DAY(2026, 11, 20), "pass"),
    (DAY(2026, 11, 20), DAY(2026, 11, 20), "pass"),
    (DAY(2026, 11, 21), DAY(2026, 11, 20), "fail"),
    (NONE, DAY(2026, 11, 20), "unknown"),
    (DAY(2026, 11, 18), NONE, "unknown"),
    (DAY(1826, 11, 18), DAY(2026, 11, 20), "unknown"),
    (DAY(2026, 11, 18), DAY(2199, 12, 31), "pass"),
    (DAY(2026, 11, 18), DAY(2200, 1, 1), "unknown"),
]


@pytest.mark.parametrize(("consented", "first_study_act", "outcome"), I1)
def test_i1_consent_before_the_first_act(consented, first_study_act, outcome):
    changes = {"consented": consented, "first_study_act": first_study_act}
    assert verdict("I1", **changes).outcome == outcome


I2 = [
    # born              signed              outcome     age
    (DAY(2008, 11, 19), DAY(2026, 11, 18), "fail", 17),  # 17 years, 364 days
    (DAY(2008, 11, 18), DAY(2026, 11, 18), "pass", 18),
    (DAY(2008, 11, 17), DAY(2026, 11, 18), "pass", 18),
    (DAY(1956, 11, 18), DAY(2026, 11, 18), "pass", 70),
    (DAY(1955, 11, 19), DAY(2026, 11, 18), "pass", 70),  # 71 tomorrow
    (DAY(1955, 11, 18), DAY(2026, 11, 18), "fail", 71),
    # born on 29 February: older on 1 March of a common year
    (DAY(2008, 2, 29), DAY(2026, 2, 28), "fail", 17),
    (DAY(2008, 2, 29), DAY(2026, 3, 1), "pass", 18),
    (DAY(2008, 2, 29), DAY(2028, 2, 29), "pass", 20),
    (DAY(1956, 2, 29), DAY(2027, 2, 28), "pass", 70),
    (DAY(1956, 2, 29), DAY(2027, 3, 1), "fail", 71),
    (DAY(2026, 11, 18), DAY(2026, 11, 18), "fail", 0),
]


@pytest.mark.parametrize(("birth", "consented", "outcome", "years"), I2)
def test_i2_age_at_consent(birth, consented, outcome, years):
    found = verdict("I2", birth=birth, consented=consented)
    assert (found.outcome, found.values["oldest"]) == (outcome, years)
    assert found.values["youngest"] == years


I2_BY_YEAR = [
    # born in  signed               outcome    code
    (2007, DAY(2026, 11, 18), "pass", "ages_within"),  # 18 or 19
    (2008, DAY(2026, 11, 18), "unknown", "ages_straddle"),  # 17 or 18
    (2008, DAY(2026, 12, 31), "pass", "age_within"),  # 18: the year is over
    (2009, DAY(2026, 11, 18), "fail", "ages_outside"),  # 16 or 17
    (1956, DAY(2026, 11, 18), "pass", "ages_within"),  # 69 or 70
    (1955, DAY(2026, 11, 18), "unknown", "ages_straddle"),  # 70 or 71
    (1955, DAY(2026, 12, 31), "fail", "age_outside"),
    (1954, DAY(2026, 11, 18), "fail", "ages_outside"),  # 71 or 72
    (2026, DAY(2026, 11, 18), "fail", "age_outside"),
    (2027, DAY(2026, 11, 18), "unknown", "contradiction"),
]


@pytest.mark.parametrize(("year", "consented", "outcome", "code"), I2_BY_YEAR)
def test_i2_with_the_year_of_birth_alone(year, consented, outcome, code):
    found = verdict("I2", Enrolled(birth_year=year), birth=NONE, consented=consented)
    assert (found.outcome, found.code) == (outcome, code)


I2_ENROLLED = [
    # enrolled                                              answered     outcome    code
    (Enrolled(birth_date=DAY(1992, 3, 4)), NONE, "pass", "age_within"),
    (Enrolled(birth_date=DAY(1992, 3, 4)), DAY(1992, 3, 4), "pass", "age_within"),
    (Enrolled(birth_date=DAY(1992, 3, 4)), DAY(1992, 4, 3), "unknown", "differs"),
    (Enrolled(birth_year=1992), DAY(1992, 3, 4), "pass", "age_within"),
    (Enrolled(birth_year=1993), DAY(1992, 3, 4), "unknown", "differs"),
    (Enrolled(), NONE, "unknown", "missing"),
    (Enrolled(), DAY(2026, 11, 19), "unknown", "contradiction"),  # after the consent
    (Enrolled(consented=DAY(2026, 11, 17)), DAY(1992, 3, 4), "unknown", "differs"),
]


@pytest.mark.parametrize(("enrolled", "birth", "outcome", "code"), I2_ENROLLED)
def test_i2_as_enrolled_and_as_answered(enrolled, birth, outcome, code):
    found = verdict("I2", enrolled, birth=birth)
    assert (found.outcome, found.code) == (outcome, code)


def test_i1_with_the_consent_of_the_enrolment():
    enrolled = Enrolled(consented=DAY(2026, 11, 19))
    assert verdict("I1", enrolled, consented=NONE).values["consented"] == DAY(2026, 11, 19)
    assert verdict("I1", enrolled).code == "differs"


TABLE = [
    # criterion, answers, outcome
    ("I3", {"acr_1997_count": 3}, "fail"),
    ("I3", {"acr_1997_count": 4}, "pass"),
    ("I3", {"acr_1997_count": 11}, "pass"),
    ("I3", {"acr_1997_count": 0}, "fail"),
    ("I3", {"acr_1997_count": 12}, "unknown"),  # there are 11
    ("I3", {"acr_1997_count": 4.5}, "unknown"),
    ("I3", {"acr_1997_count": NONE}, "unknown"),
    ("I3", {"acr_1997_count": YES}, "unknown"),
    # six calendar months, clipped to the end of the month
    ("I4a", {"sle_since": DAY(2026, 5, 20)}, "pass"),
    ("I4a", {"sle_since": DAY(2026, 5, 21)}, "fail"),
    ("I4a", {"sle_since": DAY(2025, 8, 31), "screening_day": DAY(2026, 2, 28)}, "pass"),
    ("I4a", {"sle_since": DAY(2025, 8, 31), "screening_day": DAY(2026, 2, 27)}, "fail"),
    ("I4a", {"sle_since": DAY(2023, 8, 31), "screening_day": DAY(2024, 2, 28)}, "fail"),
    ("I4a", {"sle_since": DAY(2023, 8, 31), "screening_day": DAY(2024, 2, 29)}, "pass"),
    ("I4a", {"sle_since": DAY(2026, 11, 21)}, "fail"),  # after screening
    ("I4a", {"sle_since": NONE}, "unknown"),
    ("I4a", {"screening_day": NONE}, "unknown"),
    # two calendar months, and still active
    ("I4b", {"active_since_stable": DAY(2026, 9, 20)}, "pass"),
    ("I4b", {"active_since_stable": DAY(2026, 9, 21)}, "fail"),
    (
        "I4b",
        {"active_since_stable": DAY(2025, 12, 31), "screening_day": DAY(2026, 2, 28)},
        "pass",
    ),
    ("I4b", {"still_active": NO}, "fail"),
    ("I4b", {"still_active": NO, "active_since_stable": NONE}, "fail"),
    ("I4b", {"still_active": NONE}, "unknown"),
    ("I4b", {"still_active": NONE, "active_since_stable": DAY(2026, 9, 21)}, "fail"),
    ("I4b", {"active_since_stable": NONE}, "unknown"),
    ("I4b", {"screening_day": NONE}, "unknown"),
    # prednisone equivalent          with an immunosuppressant
    ("I4c", {"prednisone_mg_day": (7.4, "mg/d"), "immunosuppressant": NO}, "fail"),
    ("I4c", {"prednisone_mg_day": (7.4, "mg/d"), "immunosuppressant": YES}, "pass"),
    ("I4c", {"prednisone_mg_day": (7.4, "mg/d"), "immunosuppressant": NONE}, "unknown"),
    ("I4c", {"prednisone_mg_day": (7.5, "mg/d"), "immunosuppressant": NO}, "pass"),
    ("I4c", {"prednisone_mg_day": (7.5, "mg/d"), "immunosuppressant": NONE}, "pass"),
    ("I4c", {"prednisone_mg_day": (30, "mg/d"), "immunosuppressant": NO}, "pass"),
    ("I4c", {"prednisone_mg_day": (30, "mg/d"), "immunosuppressant": YES}, "pass"),
    ("I4c", {"prednisone_mg_day": (30.1, "mg/d"), "immunosuppressant": NO}, "fail"),
    ("I4c", {"prednisone_mg_day": (30.1, "mg/d"), "immunosuppressant": YES}, "fail"),
    ("I4c", {"prednisone_mg_day": (30.1, "mg/d"), "immunosuppressant": NONE}, "fail"),
    ("I4c", {"prednisone_mg_day": (0, "mg/d"), "immunosuppressant": YES}, "pass"),
    ("I4c", {"prednisone_mg_day": (0, "mg/d"), "immunosuppressant": NO}, "fail"),
    ("I4c", {"prednisone_mg_day": (-1, "mg/d"), "immunosuppressant": YES}, "unknown"),
    ("I4c", {"prednisone_mg_day": NONE, "immunosuppressant": YES}, "unknown"),
    ("I4c", {"prednisone_mg_day": (10, "mg/kg")}, "unknown"),
    ("I4c", {"prednisone_mg_day": 10}, "unknown"),  # in no unit
    # eight weeks before 20 November: 25 September; more than 14 days: 5 November
    ("I4d", {"steroid_since": DAY(2026, 9, 25)}, "pass"),
    ("I4d", {"steroid_since": DAY(2026, 9, 26)}, "fail"),
    ("I4d", {"steroid_stable_since": DAY(2026, 11, 5)}, "pass"),
    ("I4d", {"steroid_stable_since": DAY(2026, 11, 6)}, "fail"),  # 14 days
    ("I4d", {"steroid_stable_since": DAY(2026, 11, 6), "steroid_since": NONE}, "fail"),
    ("I4d", {"steroid_since": DAY(2026, 9, 26), "steroid_stable_since": NONE}, "fail"),
    ("I4d", {"steroid_since": DAY(2026, 11, 30)}, "fail"),  # after screening
    ("I4d", {"steroid_since": NONE}, "unknown"),
    ("I4d", {"steroid_stable_since": NONE}, "unknown"),
    ("I4d", {"screening_day": NONE}, "unknown"),
    ("I4d", {"steroid_stable_since": DAY(2025, 1, 10)}, "pass"),  # never changed
    ("I4d", {"steroid_stable_since": DAY(2025, 1, 9)}, "unknown"),  # before there was any
    ("I4d", {"prednisone_mg_day": (0, "mg/d")}, "not_applicable"),
    (
        "I4d",
        {"prednisone_mg_day": (0, "mg/d"), "steroid_since": NONE, "screening_day": NONE},
        "not_applicable",
    ),
    ("I4d", {"prednisone_mg_day": NONE}, "unknown"),
    ("I4d", {"prednisone_mg_day": NONE, "steroid_since": DAY(2026, 11, 1)}, "unknown"),
    ("I4d", {"prednisone_mg_day": (0, "mg")}, "unknown"),
    # one antibody is enough
    ("I5", {"ana_positive": YES, "anti_dsdna_positive": NONE, "anti_sm_positive": NONE}, "pass"),
    ("I5", {"ana_positive": NO, "anti_dsdna_positive": YES}, "pass"),
    ("I5", {"ana_positive": NONE, "anti_sm_positive": YES}, "pass"),
    ("I5", {"ana_positive": NO}, "fail"),
    ("I5", {"ana_positive": NO, "anti_sm_positive": NONE}, "unknown"),
    ("I5", {"ana_positive": NONE}, "unknown"),
    # SELENA-SLEDAI
    ("I6a", {"selena_sledai": 7}, "fail"),
    ("I6a", {"selena_sledai": 8}, "pass"),
    ("I6a", {"selena_sledai": 105}, "pass"),
    ("I6a", {"selena_sledai": 106}, "unknown"),
    ("I6a", {"selena_sledai": (8, "points")}, "unknown"),
    ("I6a", {"selena_sledai": NONE}, "unknown"),
    ("I6b", {"clinical_sledai": 5}, "fail"),
    ("I6b", {"clinical_sledai": 6}, "pass"),
    ("I6b", {"clinical_sledai": NONE}, "unknown"),
    ("I6b", {"complement_or_dsdna_points": NONE}, "unknown"),
    ("I6b", {"complement_or_dsdna_points": NO}, "not_applicable"),
    ("I6b", {"complement_or_dsdna_points": NO, "clinical_sledai": 5}, "not_applicable"),
    ("I6b", {"complement_or_dsdna_points": NO, "clinical_sledai": NONE}, "not_applicable"),
    # proteinuria
    ("E1a", {"proteinuria": (6, "g/24h")}, "pass"),
    ("E1a", {"proteinuria": (6.01, "g/24h")}, "fail"),
    ("E1a", {"proteinuria": (6000, "mg/24h")}, "pass"),
    ("E1a", {"proteinuria": (6001, "mg/24h")}, "fail"),
    ("E1a", {"proteinuria": (0, "g/24h")}, "pass"),
    ("E1a", {"proteinuria": (7, "mg/24h")}, "unknown"),  # grams in the wrong unit
    ("E1a", {"proteinuria": (6, "g/g")}, "unknown"),
    ("E1a", {"proteinuria": NONE}, "unknown"),
    # creatinine: 221 µmol/L is 2.4994 mg/dL; each print is compared with itself
    ("E1a", {"creatinine": (2.5, "mg/dL")}, "pass"),
    ("E1a", {"creatinine": (2.51, "mg/dL")}, "fail"),
    ("E1a", {"creatinine": (221, "umol/L")}, "pass"),
    ("E1a", {"creatinine": (221.04, "umol/L")}, "fail"),  # not above 2.5 mg/dL
    ("E1a", {"creatinine": (221.1, "umol/L")}, "fail"),
    ("E1a", {"creatinine": (222, "umol/L")}, "fail"),
    ("E1a", {"creatinine": (2.1, "umol/L")}, "unknown"),  # mg/dL in the wrong unit
    ("E1a", {"creatinine": (186, "mg/dL")}, "unknown"),  # µmol/L in the wrong unit
    ("E1a", {"creatinine": (2.1, "")}, "unknown"),
    ("E1a", {"creatinine": NONE}, "unknown"),
    # either excludes, whatever the other one is
    ("E1a", {"creatinine": (2.51, "mg/dL"), "proteinuria": NONE}, "fail"),
    ("E1a", {"proteinuria": (6.1, "g/24h"), "creatinine": NONE}, "fail"),
    ("E1a", {"proteinuria": (6.1, "g/24h"), "creatinine": (2.1, "umol/L")}, "fail"),
    ("E1a", {"proteinuria": (6.1, "g/24h"), "creatinine": (3, "mg/dL")}, "fail"),
    # IgA
    ("E6", {"iga": (10, "mg/dL")}, "pass"),
    ("E6", {"iga": (9.9, "mg/dL")}, "fail"),
    ("E6", {"iga": (0.1, "g/L")}, "pass"),
    ("E6", {"iga": (0.09, "g/L")}, "fail"),
    ("E6", {"iga": (0, "g/L")}, "fail"),
    ("E6", {"iga": (10, "mg/L")}, "unknown"),
    ("E6", {"iga": NONE}, "unknown"),
    *(
        (criterion, {question: said}, outcome)
        for criterion, question in (
            ("E1b", "nephritis_prohibited_drugs"),
            ("E1b", "haemodialysis"),
            ("E1b", "prednisone_100"),
            ("E2", "other_lupus_crisis"),
            ("E3", "cns_not_lupus"),
            ("E4", "other_autoimmune"),
            ("E5", "transplant"),
        )
        for said, outcome in ((YES, "fail"), (NO, "pass"), (NONE, "unknown"))
    ),
    ("E1b", {"haemodialysis": YES, "prednisone_100": NONE}, "fail"),
]


@pytest.mark.parametrize(("criterion", "changes", "outcome"), TABLE)
def test_a_criterion_at_its_edges(criterion, changes, outcome):
    assert verdict(criterion, **changes).outcome == outcome


ALL = [
    *("I1", "I2", "I3", "I4a", "I4b", "I4c", "I4d", "I5", "I6a", "I6b"),
    *("E1a", "E1b", "E2", "E3", "E4", "E5", "E6"),
]


def test_all_criteria_are_judged_in_the_order_of_the_protocol():
    assert [one.criterion.id for one in judged(PROTOCOL, NOBODY, {})] == ALL
    assert {one.outcome for one in judged(PROTOCOL, NOBODY, {})} == {"unknown"}
    assert {one.outcome for one in judged(PROTOCOL, NOBODY, answers())} == {"pass"}


CODES_ELSEWHERE = {"rule"}


def test_every_code_is_reached_by_the_tables():
    found = {verdict(criterion, **changes).code for criterion, changes, _ in TABLE}
    found |= {verdict("I1", consented=a, first_study_act=b).code for a, b, _ in I1}
    found |= {verdict("I2", birth=a, consented=b).code for a, b, _, _ in I2}
    found |= {verdict("I2", one, birth=born).code for one, born, _, _ in I2_ENROLLED}
    found |= {code for _, _, _, code in I2_BY_YEAR}
    assert found == set(get_args(Code)) - CODES_ELSEWHERE


def test_what_lacks_is_named():
    assert verdict("E1b", haemodialysis=NONE, prednisone_100=NONE).values == {
        "questions": ("haemodialysis", "prednisone_100")
    }
    # what was answered and cannot be is said before what was not answered
    found = verdict("E1a", proteinuria=NONE, creatinine=(2.1, "mmol/L"))
    assert (found.code, found.values["question"]) == ("unit", "creatinine")
    found = verdict("I6a", selena_sledai=106)
    assert (found.code, found.values["said"]) == ("impossible", Amount(106.0, ""))


@pytest.mark.parametrize(
    ("changes", "whole"),
    [
        ({}, "eligible"),
        ({"prednisone_mg_day": (0, "mg/d"), "immunosuppressant": YES}, "eligible"),
        ({"complement_or_dsdna_points": NO}, "eligible"),
        ({"iga": NONE}, "unknown"),
        ({"iga": NONE, "transplant": YES}, "not_eligible"),
        ({"transplant": YES}, "not_eligible"),
    ],
)
def test_the_table_as_a_whole(changes, whole):
    assert eligible(judged(PROTOCOL, NOBODY, answers(**changes))) == whole


def test_a_protocol_without_criteria_decides_nothing():
    blank = edition(questions=None, criteria=())
    assert judged(blank, NOBODY, answers()) == ()
    assert eligible(()) == "unknown"


def test_a_criterion_that_asks_nothing_or_by_an_unknown_rule_is_unknown():
    criteria = (Criterion("X1", "x", "yes_excludes"), Criterion("X2", "x", "no_such_rule"))
    found = judged(edition(criteria=criteria), NOBODY, answers())
    assert [(one.outcome, one.code) for one in found] == [("unknown", "rule")] * 2


def test_a_criterion_of_a_sites_own_excludes_by_any_yes():
    criterion = Criterion("S1", "x", "yes_excludes", ("own_1", "own_2"), inclusion=False)
    own = edition(criteria=(criterion,))
    said = {"own_1": Answer("own_1", yes=False)}
    assert judged(own, NOBODY, said)[0].values == {"questions": ("own_2",)}
    said["own_2"] = Answer("own_2", yes=True)
    assert judged(own, NOBODY, said)[0].outcome == "fail"


# --- what must always hold ------------------------------------------------------------------------


NUMBERS = {
    "acr_1997_count": ([0, 3, 4, 11, 12], ("",)),
    "prednisone_mg_day": ([0, 7.4, 7.5, 30, 30.1], ("mg/d", "mg")),
    "selena_sledai": ([7, 8, 106], ("",)),
    "clinical_sledai": ([5, 6], ("",)),
    "proteinuria": ([0, 1.2, 6, 6.1, 6000, 6001], ("g/24h", "mg/24h", "")),
    "creatinine": ([0.9, 2.5, 2.51, 221, 222], ("mg/dL", "umol/L", "")),
    "iga": ([0.09, 0.1, 9.9, 10], ("mg/dL", "g/L")),
}
DAYS = st.integers(0, 24_000).map(lambda n: DAY(2027, 1, 31) - timedelta(days=n))
NEAR = st.integers(0, 400).map(lambda n: DAY(2027, 1, 31) - timedelta(days=n))


def said_to(question):
    """What somebody may answer to a question."""
    match PROTOCOL.questions[question].answer:
        case "yes_no":
            return st.booleans()
        case "date":
            return st.one_of(st.just(ELIGIBLE[question]), NEAR, DAYS)
        case _:
            numbers, units = NUMBERS[question]
            return st.tuples(st.sampled_from(numbers), st.sampled_from(units))


@st.composite
def answered(draw):
    """Answers to some questions: those of the eligible patient, or others."""
    found = {}
    for question in PROTOCOL.questions:
        said = draw(st.one_of(st.just(ELIGIBLE[question]), said_to(question), st.none()))
        found[question] = answer(question, said)
    return found


@given(answered(), st.sampled_from(sorted(PROTOCOL.questions)))
def test_taking_an_answer_away_never_meets_a_criterion(said, question):
    before = judged(PROTOCOL, NOBODY, said)
    after = judged(PROTOCOL, NOBODY, {k: v for k, v in said.items() if k != question})
    for one, other in zip(before, after, strict=True):
        assert other.outcome in {one.outcome, "unknown"} or one.outcome == "unknown"
        assert other.outcome != "pass" or one.outcome == "pass"


@given(answered(), st.sampled_from(sorted(PROTOCOL.questions)))
def test_an_answer_that_says_nothing_is_as_none(said, question):
    without = {k: v for k, v in said.items() if k != question}
    blank = {**said, question: Answer(question)}
    assert judged(PROTOCOL, NOBODY, blank) == judged(PROTOCOL, NOBODY, without)


@given(answered())
def test_a_criterion_stands_by_what_it_asks(said):
    found = judged(PROTOCOL, NOBODY, said)
    for one in found:
        asked = {name: said[name] for name in one.criterion.asks}
        alone = replace(PROTOCOL, criteria=(one.criterion,))
        assert judged(alone, NOBODY, asked) == (one,)
        assert one.is_met == (one.outcome in MET)


HUNDREDTHS = st.integers(10, 700)


@given(HUNDREDTHS.map(lambda n: n / 100))
def test_the_unit_of_creatinine_changes_nothing_but_at_the_edge(mg_dl):
    umol = round(mg_dl * 88.42, 6)
    outcomes = [
        verdict("E1a", creatinine=said).outcome for said in ((mg_dl, "mg/dL"), (umol, "umol/L"))
    ]
    if 221 < umol <= 221.05:
        assert outcomes == ["pass", "fail"]
    else:
        assert outcomes[0] == outcomes[1]


def test_the_edge_of_creatinine_is_where_it_is_said_to_be():
    assert converted("creatinine", Amount(2.5, "mg/dL")).number == pytest.approx(221.05)
    assert verdict("E1a", creatinine=(2.5, "mg/dL")).outcome == "pass"
    assert verdict("E1a", creatinine=(221.05, "umol/L")).outcome == "fail"


@given(st.integers(0, 9000))
def test_the_unit_of_proteinuria_changes_nothing(milligrams):
    in_mg = verdict("E1a", proteinuria=(milligrams, "mg/24h"))
    in_g = verdict("E1a", proteinuria=(milligrams / 1000, "g/24h"))
    assert in_mg.outcome == in_g.outcome


@given(st.integers(0, 3000))
def test_the_unit_of_iga_changes_nothing(tenths_of_mg_dl):
    in_mg = verdict("E6", iga=(tenths_of_mg_dl / 10, "mg/dL"))
    in_g = verdict("E6", iga=(tenths_of_mg_dl / 1000, "g/L"))
    assert in_mg.outcome == in_g.outcome


@given(st.dates(DAY(1900, 1, 1), DAY(2100, 1, 1)), st.dates(DAY(1900, 1, 1), DAY(2100, 1, 1)))
def test_nobody_grows_younger(one, other):
    born, on = sorted((one, other))
    assert 0 <= age(born, on) <= age(born, on + timedelta(days=1)) <= age(born, on) + 1
    assert born.year + age(born, on) in {on.year, on.year - 1}


# --- amounts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "said", "other"),
    [
        ("creatinine", Amount(2.1, "mg/dL"), Amount(185.682, "umol/L")),
        ("creatinine", Amount(88.42, "umol/L"), Amount(1.0, "mg/dL")),
        ("iga", Amount(10.0, "mg/dL"), Amount(0.1, "g/L")),
        ("iga", Amount(0.1, "g/L"), Amount(10.0, "mg/dL")),
        ("proteinuria", Amount(6.0, "g/24h"), Amount(6000.0, "mg/24h")),
        ("proteinuria", Amount(6000.0, "mg/24h"), Amount(6.0, "g/24h")),
    ],
)
def test_an_amount_in_the_other_unit(question, said, other):
    found = converted(question, said)
    assert found.number == pytest.approx(other.number)
    assert found.unit == other.unit


def test_an_amount_without_another_unit():
    assert converted("prednisone_mg_day", Amount(10.0, "mg/d")) is None
    assert converted("acr_1997_count", Amount(4.0, "")) is None
    assert converted("creatinine", Amount(2.1, "mmol/L")) is None


# --- what the files may name ----------------------------------------------------------------------


def test_the_rules_are_those_that_a_file_may_name():
    assert set(RULES) == set(rules.RULES)


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_asks_what_a_file_must_ask_for_it(name):
    known = Known(NOBODY, {})
    RULES[name](known)
    assert {lack.question for lack in known.lacking} <= set(rules.RULES[name])
    # with other answers it may ask for more: the dose before whether it is combined
    low = Known(NOBODY, {"prednisone_mg_day": answer("prednisone_mg_day", (5, "mg/d"))})
    RULES[name](low)
    asked = {lack.question for lack in (*known.lacking, *low.lacking)}
    assert asked == set(rules.RULES[name])


@pytest.mark.parametrize("question", sorted(rules.ANSWERS))
def test_a_unit_is_known_where_a_file_may_name_it(question):
    units = rules.UNITS.get(question, ("",))
    if rules.ANSWERS[question] == "number":
        number = 100.0 if question in {"proteinuria", "creatinine"} else 10.0
        known = [Known(NOBODY, {question: Answer(question, number, u)}) for u in (*units, "x")]
        codes = [
            "".join(k.lacking[0].why for _ in [k.amount(question)] if k.lacking) for k in known
        ]
        assert "unit" not in codes[:-1]
        assert codes[-1] == "unit"


# --- what was answered ----------------------------------------------------------------------------


def entry(number, day, fact):
    at = datetime(2026, 11, day, 9, 0, tzinfo=UTC)
    return Entry(f"{number:06}", "here", number, "RC-016", at, at, "Ann", "physician", fact)


def screened(number, day, *said, protocol="P"):
    return entry(number, day, Screened(protocol, "1", said))


def test_of_every_question_the_latest_answer_counts():
    log = [
        screened(1, 22, answer("iga", (0.2, "g/L"))),
        screened(2, 20, answer("iga", (10, "mg/dL")), answer("transplant", NO)),
        entry(3, 23, Note("x")),
    ]
    assert answers_of(timeline(log)) == {
        "iga": answer("iga", (0.2, "g/L")),
        "transplant": answer("transplant", NO),
    }


def test_an_answer_that_says_nothing_takes_the_earlier_one_back():
    log = [screened(1, 20, answer("transplant", NO)), screened(2, 21, Answer("transplant"))]
    assert answers_of(log) == {}
    log.append(screened(3, 22, answer("transplant", NO)))
    assert answers_of(log) == {"transplant": answer("transplant", NO)}


def test_answers_to_another_trial_do_not_count():
    log = [
        screened(1, 20, answer("transplant", NO)),
        screened(2, 21, answer("transplant", YES), protocol="Q"),
    ]
    assert answers_of(log, "P") == {"transplant": answer("transplant", NO)}
    assert answers_of(log, "Q") == {"transplant": answer("transplant", YES)}
    assert answers_of(log) == {"transplant": answer("transplant", YES)}
