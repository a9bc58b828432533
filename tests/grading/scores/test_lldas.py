"""LLDAS: five criteria with their printed edges, and what is not known."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grading.scores.bilag import Bilag
from grading.scores.criterion import Response
from grading.scores.lldas import MAJOR_ORGAN_ITEMS, BeyondSledai, LowActivity, lldas
from grading.scores.sledai import ITEMS, score
from grading.scores.treatment import CEILINGS, MEDICINES, Taken, Treatment
from grading.signs import Invalid
from tests.grading.scores.forms import form, letters, low_activities, pga

QUIET = LowActivity(
    score(form("rash low_complement"), "2K"),
    pga("0.5"),
    letters("EECEEEEED"),
    Treatment(5.0, 5.0, (Taken("hydroxychloroquine", 400.0),), True, True, False),
    BeyondSledai(False, False),
)


def with_items(items: str, **unanswered) -> LowActivity:
    return replace(QUIET, sledai=score(form(items, **unanswered), "2K"))


def state(visit: LowActivity, previous: LowActivity | None = QUIET) -> Response:
    return lldas(visit, previous, after_cells=True)


def codes(got: Response, criterion: int) -> list[str]:
    return [ground.code for ground in got.criteria[criterion - 1].deciding]


def test_all_five_criteria():
    got = state(QUIET)
    assert ([c.answer for c in got.criteria], got.answer) == (["yes"] * 5, "yes")
    assert (got.failed, got.unknown, got.flags) == ((), (), {"cells_not_counted"})
    assert lldas(QUIET, QUIET, after_cells=False).flags == frozenset()


# --- 1 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "answer", "because"),
    [
        (
            "",
            "yes",
            ["sledai_low", "no_major_organ", "no_haemolytic_anaemia", "no_gastrointestinal"],
        ),
        ("arthritis", "yes", None),
        ("rash alopecia", "yes", None),
        ("rash alopecia leukopenia", "no", ["sledai_high"]),
        ("fever", "no", ["major_organ"]),
        ("pleurisy", "no", ["major_organ"]),
        ("proteinuria", "no", ["major_organ"]),
        ("vasculitis", "no", ["sledai_high", "major_organ"]),
    ],
)
def test_activity_at_most_4_and_nothing_in_a_major_organ(items: str, answer: str, because):
    visit = with_items(items)
    got = state(visit, visit)
    assert got.criteria[0].answer == answer
    if because:
        assert codes(got, 1) == because


def test_the_major_organs():
    others = (
        "arthritis myositis rash alopecia mucosal_ulcers low_complement increased_dna_binding"
        " thrombocytopenia leukopenia"
    )
    assert set(ITEMS) - set(MAJOR_ORGAN_ITEMS) == set(others.split())


@pytest.mark.parametrize(
    ("beyond", "answer", "because"),
    [
        (BeyondSledai(True, False), "no", ["haemolytic_anaemia"]),
        (BeyondSledai(False, True), "no", ["gastrointestinal"]),
        (BeyondSledai(None, False), "unknown", ["haemolytic_anaemia_unanswered"]),
        (BeyondSledai(False, None), "unknown", ["gastrointestinal_unanswered"]),
        (BeyondSledai(True, None), "no", ["haemolytic_anaemia"]),
    ],
)
def test_what_sledai_does_not_ask_for(beyond: BeyondSledai, answer: str, because: list[str]):
    got = state(replace(QUIET, beyond=beyond))
    assert (got.criteria[0].answer, codes(got, 1)) == (answer, because)


@pytest.mark.parametrize(
    ("items", "unanswered", "answer", "because"),
    [
        ("rash", "leukopenia", "unknown", ["sledai_incomplete"]),  # 2 or 3: in any case low enough
        ("rash", "fever", "unknown", ["sledai_incomplete", "major_organ_unknown"]),
        ("rash alopecia leukopenia", "fever", "no", ["sledai_high"]),
        ("fever", "rash", "no", ["major_organ"]),
    ],
)
def test_an_incomplete_form_may_fail_and_never_passes(items, unanswered, answer, because):
    got = state(with_items(items, **{unanswered: None}))
    assert (got.criteria[0].answer, codes(got, 1)) == (answer, because)


# --- 2 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "answer"),
    [
        ("rash", "rash", "yes"),
        ("rash", "", "yes"),
        ("", "rash", "no"),
        ("rash", "alopecia", "no"),
        ("", "low_complement", "no"),  # serology included
    ],
)
def test_no_item_that_scored_0_before(before: str, now: str, answer: str):
    assert state(with_items(now), with_items(before)).criteria[1].answer == answer


@pytest.mark.parametrize(
    ("before", "now", "answer"),
    [
        ("no", None, "unknown"),
        ("yes", None, "yes"),  # what was there before is not new
        (None, "no", "yes"),  # what is not there is not new
        (None, "yes", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_an_item_unknown_at_one_of_the_visits(before: str | None, now: str | None, answer: str):
    got = state(with_items("", rash=now), with_items("", rash=before))
    assert got.criteria[1].answer == answer


@pytest.mark.parametrize(
    ("before", "now", "answer", "because"),
    [
        ("EEEEEEEEE", "EEEEEEECE", "yes", ["no_new_item", "no_new_bilag"]),
        ("EEEEEEEEE", "EEEEEEEBE", "no", ["new_bilag"]),
        ("EEEEEEEBE", "EEEEEEEBE", "yes", ["no_new_item", "no_new_bilag"]),
        ("EEEEEEEBE", "EEEEEEEAE", "no", ["new_bilag"]),
        ("EEEEEEEAE", "EEEEEEEBE", "yes", ["no_new_item", "no_new_bilag"]),
        ("EEEEEEE?E", "EEEEEEEEE", "unknown", ["bilag_incomplete"]),
        ("?EEEEEEEE", "EEEEEEEAE", "no", ["new_bilag"]),
    ],
)
def test_no_new_a_or_b(before: str, now: str, answer: str, because: list[str]):
    got = state(replace(QUIET, bilag=letters(now)), replace(QUIET, bilag=letters(before)))
    assert (got.criteria[1].answer, codes(got, 2)) == (answer, because)


def test_without_a_visit_before_it_is_unknown():
    got = state(QUIET, None)
    assert (got.answer, got.unknown, codes(got, 2)) == ("unknown", (2,), ["no_previous_visit"])
    assert state(replace(QUIET, pga=pga("1.1")), None).failed == (3,)
    assert state(replace(QUIET, pga=pga("1.1")), None).answer == "no"


# --- 3 and 4 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("judged", "answer"),
    [("0", "yes"), ("1", "yes"), ("1.01", "no"), ("1.1", "no"), (None, "unknown")],
)
def test_pga_at_most_1(judged: str | None, answer: str):
    assert state(replace(QUIET, pga=pga(judged))).criteria[2].answer == answer


@pytest.mark.parametrize(
    ("mg", "answer"),
    [(0.0, "yes"), (7.5, "yes"), (7.6, "no"), (66.7, "no"), (None, "unknown")],
)
def test_prednisolone_at_most_7_5_mg(mg: float | None, answer: str):
    treated = replace(QUIET.treatment, prednisolone_mg_day=mg)
    assert state(replace(QUIET, treatment=treated)).criteria[3].answer == answer


# --- 5 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "answer", "because"),
    [
        ({}, "yes", ["tolerated", "doses_standard", "not_investigational"]),
        ({"tolerated_standard": False}, "no", ["not_tolerated_standard"]),
        ({"tolerated_standard": None}, "unknown", ["tolerance_unanswered"]),
        ({"tolerated_standard": None, "taken": ()}, "yes",
         ["nothing_taken", "doses_standard", "not_investigational"]),
        ({"taken": None}, "unknown", ["drugs_missing"]),
        ({"taken": (Taken("hydroxychloroquine", 401.0),)}, "no", ["dose_above_ceiling"]),
        ({"taken": (Taken("hydroxychloroquine"),)}, "unknown", ["drug_dose_missing"]),
        ({"taken": (Taken("belimumab"),)}, "yes",
         ["tolerated", "doses_standard", "not_investigational"]),
        ({"investigational": True}, "no", ["investigational"]),
        ({"investigational": None}, "unknown", ["investigational_unanswered"]),
    ],
)  # fmt: skip
def test_standard_maintenance(changed: dict, answer: str, because: list[str]):
    got = state(replace(QUIET, treatment=replace(QUIET.treatment, **changed)))
    assert (got.criteria[4].answer, codes(got, 5)) == (answer, because)


@pytest.mark.parametrize(
    ("medicine", "mg", "per", "within"),
    [
        ("hydroxychloroquine", 400, "day", True), ("hydroxychloroquine", 401, "day", False),
        ("methotrexate", 30, "week", True), ("methotrexate", 30.5, "week", False),
        ("methotrexate", 5, "day", False), ("methotrexate", 4, "day", True),
        ("azathioprine", 200, "day", True), ("azathioprine", 225, "day", False),
        ("azathioprine", 1400, "week", True), ("azathioprine", 1401, "week", False),
        ("mycophenolate", 3000, "day", True), ("mycophenolate", 3250, "day", False),
        ("mycophenolic_acid", 2160, "day", True), ("mycophenolic_acid", 2340, "day", False),
        ("leflunomide", 20, "day", True), ("leflunomide", 30, "day", False),
        ("azathioprine", None, "day", None), ("tacrolimus", None, "day", True),
    ],
)  # fmt: skip
def test_the_ceilings_in_print(medicine, mg, per, within):
    assert Taken(medicine, mg, per).within_ceiling is within


def test_drugs_with_a_ceiling_are_known_and_others_refused():
    assert set(CEILINGS) <= set(MEDICINES)
    with pytest.raises(Invalid) as caught:
        Taken("aspirin")
    assert (caught.value.field, caught.value.code) == ("medicine", "unknown_drug")
    for wrong in (-1.0, float("nan")):
        with pytest.raises(Invalid):
            Treatment(prednisolone_mg_day=wrong)


# --- all --------------------------------------------------------------------------------------


def test_it_reads_sledai_2k_alone():
    with pytest.raises(ValueError, match="SLEDAI-2K"):
        LowActivity(score(form(), "SELENA"))


def test_nothing_known():
    got = state(LowActivity(), LowActivity())
    assert ([c.answer for c in got.criteria], got.answer) == (["unknown"] * 5, "unknown")


@given(low_activities, st.none() | low_activities, st.data())
def test_unknown_never_turns_into_yes(visit, other, data):
    # That what nobody takes is not tolerated contradicts itself, and a word that is hidden with it.
    assume(visit.treatment.taken != () or visit.treatment.tolerated_standard is not False)
    previous = other or visit
    whole = state(visit, previous)
    hidden = data.draw(st.sets(st.integers(0, 9), min_size=1))
    treated = replace(
        visit.treatment,
        **{
            name: None
            for n, name in enumerate(
                ["prednisolone_mg_day", "taken", "tolerated_standard", "investigational"]
            )
            if n in hidden
        },
    )
    partial_form = Bilag(**dict(visit.bilag.letters) | ({"renal": None} if 4 in hidden else {}))
    partial = state(
        LowActivity(
            None if 5 in hidden else visit.sledai,
            None if 6 in hidden else visit.pga,
            partial_form,
            treated,
            BeyondSledai(None, None) if 7 in hidden else visit.beyond,
        ),
        None if 8 in hidden else replace(previous, sledai=None) if 9 in hidden else previous,
    )
    assert partial.answer in ("unknown", whole.answer)
    if hidden - {2}:  # where nothing is taken, tolerance is not asked for
        assert partial.answer != "yes"
