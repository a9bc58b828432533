"""DORIS 2021: remission with its printed edges, and remission without drugs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.scores.doris import Doris, doris
from grading.scores.sledai import VARIANTS, score
from grading.scores.treatment import Taken, Treatment
from tests.grading.scores.forms import form, forms, pga, pgas, treatments

FREE = Treatment(0.0, 0.0, (), True)
AZA = (Taken("azathioprine", 50.0),)


def remission(items: str = "", judged: str | None = "0.4", treated: Treatment = FREE) -> Doris:
    return doris(score(form(items), "2K"), pga(judged), treated)


def answers(got: Doris) -> str:
    return f"{' '.join(c.answer for c in got.criteria)}: {got.answer}"


@pytest.mark.parametrize(
    ("items", "judged", "mg", "expected"),
    [
        ("", "0", 0.0, "yes yes yes yes: yes"),
        ("low_complement increased_dna_binding", "0.4", 2.5, "yes yes yes yes: yes"),
        ("leukopenia", "0.4", 0.0, "no yes yes yes: no"),
        ("rash", "0.4", 0.0, "no yes yes yes: no"),
        ("", "0.49", 0.0, "yes yes yes yes: yes"),
        ("", "0.5", 0.0, "yes no yes yes: no"),
        ("", "0.4", 5.0, "yes yes yes yes: yes"),
        ("", "0.4", 5.1, "yes yes no yes: no"),
        ("", "0.4", 66.7, "yes yes no yes: no"),  # dexamethasone 10 mg for a toxicity
        ("", None, 0.0, "yes unknown yes yes: unknown"),
        ("", "0.4", None, "yes yes unknown yes: unknown"),
        ("rash", None, None, "no unknown unknown yes: no"),
    ],
)
def test_the_printed_criteria(items: str, judged: str | None, mg: float | None, expected: str):
    got = remission(items, judged, replace(FREE, prednisolone_mg_day=mg))
    assert answers(got) == expected
    assert ("doris_dose_equal_5" in got.flags) == (mg == 5.0)


@pytest.mark.parametrize(
    ("taken", "stable", "expected"),
    [
        ((), None, "yes"),
        ((Taken("hydroxychloroquine", 400.0),), None, "yes"),
        (AZA, True, "yes"),
        (AZA, False, "no"),
        (AZA, None, "unknown"),
        (None, True, "yes"),
        (None, False, "no"),
        (None, None, "unknown"),
        ((), False, "no"),
    ],
)
def test_immunosuppressants_are_stable_or_none(taken, stable, expected: str):
    got = remission(treated=replace(FREE, taken=taken, stable=stable))
    assert got.criteria[3].answer == expected


@pytest.mark.parametrize(
    ("mg", "taken", "items", "expected"),
    [
        (0.0, (), "", "yes"),
        (0.0, (Taken("hydroxychloroquine", 200.0),), "", "yes"),
        (2.5, (), "", "no"),
        (0.0, AZA, "", "no"),
        (0.0, None, "", "unknown"),
        (None, (), "", "unknown"),
        (2.5, None, "", "no"),
        (0.0, (), "rash", "no"),
    ],
)
def test_remission_without_drugs_is_told_apart(mg, taken, items: str, expected: str):
    treated = Treatment(mg, mg, taken, stable=True)
    assert remission(items, treated=treated).drug_free == expected


def test_a_burst_of_steroids_before_the_visit_passes_and_is_shown():
    got = remission(treated=Treatment(0.0, 5.1, (), True))
    assert (got.answer, got.flags) == ("yes", {"mean_28_days_above_5"})
    assert dict(got.criteria[2].grounds[0].values)["mean_28_days"] == 5.1
    assert remission(treated=Treatment(0.0, 5.0, (), True)).flags == frozenset()


def test_unanswered_serology_does_not_matter_and_anything_else_does():
    for item, expected in (("low_complement", "yes"), ("rash", "unknown")):
        sledai = score(form(**{item: None}), "2K")
        assert doris(sledai, pga("0.4"), FREE).answer == expected


def test_reasons_name_the_items():
    (active,) = remission("rash low_complement").criteria[0].grounds
    assert (active.code, dict(active.values)["items"]) == ("clinical_activity", ("rash",))
    open_form = score(form(rash=None, low_complement=None), "2K")
    (unknown,) = doris(open_form, pga("0.4"), FREE).criteria[0].grounds
    assert (unknown.code, dict(unknown.values)["items"]) == ("sledai_incomplete", ("rash",))


def test_nothing_known():
    got = doris(None, None, None)
    assert (answers(got), got.drug_free) == ("unknown unknown unknown unknown: unknown", "unknown")
    assert got.unknown == (1, 2, 3, 4)


@given(
    forms(), st.sampled_from(VARIANTS), pgas, treatments, st.lists(st.integers(0, 5), min_size=1)
)
def test_unknown_never_turns_into_yes(said, variant, judged, treated, hidden):
    sledai = score(said, variant)
    whole = doris(sledai, judged, treated)
    fields = ["prednisolone_mg_day", "taken", "stable"]
    without = {fields[n]: None for n in hidden if n < len(fields)}
    partial = doris(
        None if 3 in hidden else sledai,
        None if 4 in hidden else judged,
        None if 5 in hidden else replace(treated, **without),
    )
    assert partial.answer in ("unknown", whole.answer)
    assert partial.drug_free in ("unknown", whole.drug_free)
    if {3, 4, 5} & set(hidden):
        assert partial.answer != "yes"
