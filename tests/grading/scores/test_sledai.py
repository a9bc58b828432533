"""SLEDAI-2K and SELENA-SLEDAI: the printed form, its edges, and what is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.scores.sledai import (
    ASKED_AFTER_INFUSION,
    BANDS,
    HIGHEST,
    ITEMS,
    VARIANTS,
    Sledai,
    Total,
    band,
    cause_needed,
    score,
)
from grading.scores.sledai_values import Measured, Referred, offers
from grading.signs import Invalid
from tests.grading.scores.forms import form, forms, present_of

# The printed form, written here by itself: points and items.
PRINTED = {
    8: "seizure psychosis organic_brain_syndrome visual_disturbance cranial_nerve lupus_headache"
       " cva vasculitis",
    4: "arthritis myositis urinary_casts hematuria proteinuria pyuria",
    2: "rash alopecia mucosal_ulcers pleurisy pericarditis low_complement increased_dna_binding",
    1: "fever thrombocytopenia leukopenia",
}  # fmt: skip
WEIGHT = {item: weight for weight, items in PRINTED.items() for item in items.split()}
ROWS = [pytest.param(item, weight, id=item) for item, weight in WEIGHT.items()]


def both(said: Sledai, **how) -> tuple[int | None, int | None]:
    """The totals of a form as SLEDAI-2K and as SELENA-SLEDAI."""
    of_2k, selena = (score(said, variant, **how).total.value for variant in VARIANTS)
    return of_2k, selena


# --- the printed form -------------------------------------------------------------------------


def test_the_items_are_those_of_the_form_in_its_order():
    assert list(ITEMS) == list(WEIGHT)


@pytest.mark.parametrize(("item", "weight"), ROWS)
def test_each_item_alone_has_its_printed_points(item: str, weight: int):
    got = score(form(item), "2K")
    assert got.total.value == weight
    assert got.points == {name: weight * (name == item) for name in WEIGHT}
    serology = item in ("low_complement", "increased_dna_binding")
    assert got.clinical.value == (0 if serology else weight)


def test_the_whole_form_is_105_and_clinically_101():
    got = score(form(" ".join(ITEMS)), "2K")
    assert (got.total.value, got.clinical.value, HIGHEST) == (105, 101, 105)


# --- bands ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("convention", "table"),
    [
        ("moderate_from_5", [(0, 0, "remission"), (1, 4, "low"), (5, 10, "moderate"),
                             (11, 105, "high")]),
        ("moderate_from_6", [(0, 0, "none"), (1, 5, "mild"), (6, 10, "moderate"), (11, 19, "high"),
                             (20, 105, "very_high")]),
    ],
)  # fmt: skip
def test_every_total_has_one_band(convention: str, table: list[tuple[int, int, str]]):
    found: dict[int, str] = {}
    for first, last, name in table:
        for total in range(first, last + 1):
            assert total not in found, f"{total} stands in two bands"
            found[total] = name
    assert sorted(found) == list(range(106)), "a gap between bands"
    assert {total: band(total, convention) for total in found} == found


def test_there_are_no_other_conventions():
    assert set(BANDS) == {"moderate_from_5", "moderate_from_6"}


# --- where the two definitions differ ---------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "wider", "of_2k", "selena"),
    [
        ("seizure", "2K", 8, 0),
        ("visual_disturbance", "SELENA", 0, 8),
        ("cranial_nerve", "SELENA", 0, 8),
        ("cva", "2K", 8, 0),
        ("arthritis", "2K", 4, 0),
        ("proteinuria", "2K", 4, 0),
        ("pleurisy", "SELENA", 0, 2),
        ("pericarditis", "SELENA", 0, 2),
        ("increased_dna_binding", "SELENA", 0, 2),
    ],
)
def test_one_form_gives_both_scores(item: str, wider: str, of_2k: int, selena: int):
    assert both(form(**{item: wider})) == (of_2k, selena)
    narrower = "SELENA" if wider == "2K" else "2K"
    with pytest.raises(Invalid) as caught:
        form(**{item: narrower})
    assert (caught.value.field, caught.value.code) == (item, "unknown_answer")


def test_everywhere_else_the_definitions_are_one():
    differing = {item for item, row in ITEMS.items() if row.selena}
    assert len(differing) == 9
    for item in set(ITEMS) - differing:
        assert both(form(item)) == (WEIGHT[item], WEIGHT[item])
        with pytest.raises(Invalid):
            form(**{item: "2K"})


def test_what_is_present_by_the_other_definition_says_so():
    (item,) = (i for i in score(form(arthritis="2K"), "SELENA").items if i.item == "arthritis")
    assert (item.points, item.code) == (0, "other_definition")


def test_a_protocol_may_score_selena_with_the_proteinuria_of_2k():
    stable = form("rash", proteinuria="2K", arthritis="2K")
    assert score(stable, "SELENA").total.value == 2
    assert score(stable, "SELENA", proteinuria="2K").total.value == 6


# --- unknown ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("item", "weight"), ROWS)
def test_an_unanswered_item_leaves_bounds_and_no_total(item: str, weight: int):
    other = "myositis" if item != "myositis" else "cva"
    got = score(form(other, **{item: None}), "2K")
    least = WEIGHT[other]
    assert (got.total.least, got.total.most, got.total.value) == (least, least + weight, None)
    assert got.missing == (item,)
    serology = item in ("low_complement", "increased_dna_binding")
    assert got.clinical.value == (least if serology else None)


def test_an_empty_form_can_be_anything():
    got = score(Sledai(), "2K")
    assert (got.total, len(got.missing)) == (Total("2K", 0, 105), 24)
    assert got.clinical == Total("2K", 0, 101)


# --- to what it is put down -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cause", "points", "code"),
    [
        ("lupus", 1, "present"),
        ("crs", 0, "not_lupus"),
        ("icans", 0, "not_lupus"),
        ("conditioning", 0, "not_lupus"),
        ("infection", 0, "not_lupus"),
        ("drug", 0, "not_lupus"),
        ("damage", 0, "not_lupus"),
        ("other", 0, "not_lupus"),
        ("uncertain", None, "cause_uncertain"),
    ],
)
def test_only_what_is_put_down_to_lupus_counts(cause: str, points: int | None, code: str):
    got = score(form("fever", attributed=(("fever", cause),)), "2K", study_day=5)
    (item,) = (i for i in got.items if i.item == "fever")
    assert (item.points, item.code, item.cause) == (points, code, cause)
    assert got.total.value == points


@pytest.mark.parametrize(
    ("day", "asked"),
    [(None, False), (-1, False), (0, True), (5, True), (90, True), (91, False)],
)
def test_the_cause_is_asked_for_from_day_0_to_day_90(day, asked):
    said = form("seizure pyuria fever thrombocytopenia leukopenia rash")
    five = ("seizure", "pyuria", "fever", "thrombocytopenia", "leukopenia")
    assert cause_needed(said, day) == (five if asked else ())
    got = score(said, "2K", study_day=day)
    assert got.total == (Total("2K", 2, 17) if asked else Total("2K", 17, 17))
    assert {i.code for i in got.items if i.item in five} == {"cause_needed" if asked else "present"}


def test_what_is_absent_or_answered_needs_no_cause():
    assert cause_needed(form(), 5) == ()
    said = form("fever leukopenia", attributed=(("fever", "crs"), ("leukopenia", "lupus")))
    assert cause_needed(said, 5) == ()
    assert score(said, "2K", study_day=5).total.value == 1


def test_a_seizure_of_old_damage_alone_is_none_for_selena_whatever_its_cause():
    assert score(form(seizure="2K"), "SELENA", study_day=5).total.value == 0


@pytest.mark.parametrize(
    ("answers", "field", "code"),
    [
        ({"attributed": (("fever", "crs"),)}, "fever", "nothing_to_attribute"),
        ({"fever": None, "attributed": (("fever", "crs"),)}, "fever", "nothing_to_attribute"),
        ({"attributed": (("gout", "crs"),)}, "attributed", "unknown_item"),
        ({"fever": "yes", "attributed": (("fever", "crs"),) * 2}, "attributed", "twice"),
        ({"fever": "yes", "attributed": (("fever", "luck"),)}, "fever", "unknown_cause"),
        ({"rash": "maybe"}, "rash", "unknown_answer"),
        ({"window_days": 14}, "window_days", "unknown_window"),
    ],
)  # fmt: skip
def test_what_cannot_be_true_is_refused(answers: dict, field: str, code: str):
    with pytest.raises(Invalid) as caught:
        form(**answers)
    assert (caught.value.field, caught.value.code) == (field, code)


@pytest.mark.parametrize("days", [10, 28, 30, None])
def test_the_windows_in_print(days: int | None):
    assert form(window_days=days).window_days == days


@pytest.mark.parametrize("points", [-1, 106])
def test_no_total_lies_outside_0_to_105(points: int):
    with pytest.raises(Invalid):
        Total.exactly("2K", points)


# --- values: every bound is strict ------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "field", "absent", "present"),
    [
        ("fever", "temp_c", 38.0, 38.1),
        ("fever", "temp_c", 38.000_000_000_000_01, 38.01),
        ("hematuria", "rbc_hpf", 5, 6),
        ("pyuria", "wbc_hpf", 5, 6),
        ("thrombocytopenia", "platelets_10e9_l", 100, 99),
        ("leukopenia", "wbc_10e9_l", 3.0, 2.9),
        ("proteinuria", "protein_g_24h", 0.5, 0.51),
        ("proteinuria", "upcr_g_g", 0.5, 0.51),
    ],
)
def test_the_edge_itself_is_not_reached(item: str, field: str, absent: float, present: float):
    for value, answer in ((absent, "no"), (present, "yes")):
        offered = offers(Measured(**{field: value}))
        assert set(offered) == {item}
        assert (offered[item].answer, offered[item].values) == (answer, ((field, value),))


@pytest.mark.parametrize(
    ("joints", "answer"), [(0, "no"), (1, "no"), (2, "2K"), (3, "yes"), (28, "yes")]
)
def test_two_joints_are_arthritis_in_2k_alone(joints: int, answer: str):
    assert offers(Measured(inflamed_joints=joints))["arthritis"].answer == answer


@pytest.mark.parametrize(
    ("now", "before", "answer"),
    [
        (0.5, 2.0, "no"),
        (0.51, 0.5, "yes"),  # from at most 0.5 to more
        (0.51, 0.51, "2K"),
        (2.0, 2.1, "2K"),  # it persists
        (1.1, 0.6, "2K"),  # risen by 0.5 exactly: 1.1 - 0.6 in decimals
        (1.11, 0.6, "yes"),
        (2.0, 0.0, "yes"),
    ],
)
def test_proteinuria_persists_in_2k_and_is_new_in_selena(now: float, before: float, answer: str):
    for fields in (
        {"protein_g_24h": now, "previous_protein_g_24h": before},
        {"protein_g_24h": now, "previous_upcr_g_g": before},
        {"upcr_g_g": now, "previous_upcr_g_g": before},
        {"upcr_g_g": now, "previous_protein_g_24h": before},
        {"protein_g_24h": now, "upcr_g_g": 0.1, "previous_protein_g_24h": before,
         "previous_upcr_g_g": 9.0},
    ):  # fmt: skip
        offer = offers(Measured(**fields))["proteinuria"]
        assert offer.answer == answer
        assert ("upcr_for_24h" in offer.flags) == ("protein_g_24h" not in fields)
        assert "previous_protein_missing" not in offer.flags


def test_without_an_earlier_value_selena_scores_it_with_a_flag():
    offered = offers(Measured(protein_g_24h=0.8))
    assert offered["proteinuria"].answer == "yes"
    got = {v: score(form("proteinuria"), v, offered) for v in VARIANTS}
    assert [got[v].total.value for v in VARIANTS] == [4, 4]
    assert [got[v].flags for v in VARIANTS] == [frozenset(), {"previous_protein_missing"}]
    as_2k = score(form("proteinuria"), "SELENA", offered, proteinuria="2K")
    assert as_2k.flags == frozenset()
    infected = form("proteinuria", attributed=(("proteinuria", "infection"),))
    assert score(infected, "SELENA", offered).flags == frozenset()


LOW, FINE = Referred(0.5, 0.9), Referred(1.2, 0.9)


@pytest.mark.parametrize(
    ("found", "answer"),
    [
        ({"c3": LOW}, "yes"),
        ({"c3": FINE, "c4": LOW}, "yes"),
        ({"c3": FINE, "c4": FINE, "ch50": LOW}, "yes"),
        ({"c3": Referred(0.9, 0.9), "c4": FINE}, "no"),  # the limit itself is normal
        ({"c3": FINE, "c4": FINE, "ch50": FINE}, "no"),
        ({"c3": FINE}, None),  # C4 is not known
        ({"ch50": FINE}, None),
        ({"c3": Referred(0.5, None), "c4": FINE}, None),  # no limit of the laboratory
        ({"c3": FINE, "c4": FINE, "ch50": Referred(20, None)}, None),
        ({"c3": Referred(0.9, 0.9, "<"), "c4": FINE}, "yes"),
        ({"c3": Referred(0.9, 0.9, ">"), "c4": FINE}, "no"),
        ({"c3": Referred(1.0, 0.9, "<"), "c4": FINE}, None),
        ({"c3": Referred(0.2, 0.9, ">"), "c4": FINE}, None),
    ],
)
def test_low_complement(found: dict, answer: str | None):
    offer = offers(Measured(**found)).get("low_complement")
    assert (offer and offer.answer) == answer


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (Referred(31, 30), "yes"),
        (Referred(30, 30), "no"),
        (Referred(800, 30, ">"), "yes"),
        (Referred(30, 30, ">"), "yes"),
        (Referred(10, 30, ">"), None),
        (Referred(10, 30, "<"), "no"),
        (Referred(30, 30, "<"), "no"),
        (Referred(40, 30, "<"), None),
        (Referred(500, None), None),
    ],
)
def test_dna_binding(value: Referred, answer: str | None):
    offer = offers(Measured(anti_dsdna=value)).get("increased_dna_binding")
    assert (offer and offer.answer) == answer


def test_values_are_beside_the_item_and_never_the_answer():
    found = offers(Measured(temp_c=39.0, wbc_10e9_l=2.0, inflamed_joints=2))
    got = score(form("leukopenia", arthritis="2K", fever=None), "SELENA", found)
    assert got.points | {"leukopenia": 1, "fever": None, "arthritis": 0} == got.points
    assert dict(next(i for i in got.items if i.item == "fever").values) == {"temp_c": 39.0}
    assert got.differing == ()


def test_an_answer_unlike_its_value_is_pointed_at():
    found = offers(Measured(temp_c=39.0, wbc_10e9_l=4.0, inflamed_joints=2))
    got = score(form("leukopenia arthritis"), "2K", found)
    assert got.differing == ("fever", "leukopenia")
    assert score(form("arthritis"), "SELENA", found).differing == ("arthritis", "fever")


@pytest.mark.parametrize(
    ("field", "value"), [("temp_c", 46), ("inflamed_joints", -1), ("upcr_g_g", 51)]
)
def test_impossible_values_are_refused(field: str, value: float):
    with pytest.raises(Invalid) as caught:
        Measured(**{field: value})
    assert caught.value.field == field


# --- properties -------------------------------------------------------------------------------

days = st.none() | st.integers(-30, 200)


@given(forms(), st.sampled_from(VARIANTS), days)
def test_the_total_is_the_sum_of_the_weights_and_bounds_hold(said, variant, day):
    got = score(said, variant, study_day=day)
    assert all(points in (None, 0, WEIGHT[item]) for item, points in got.points.items())
    least = sum(points or 0 for points in got.points.values())
    assert got.total.least == least == sum(WEIGHT[item] for item in got.present)
    assert got.total.most == least + sum(WEIGHT[item] for item in got.missing)
    assert 0 <= got.total.least <= got.total.most <= 105
    assert 0 <= got.clinical.least <= got.clinical.most <= 101
    assert (got.total.value is None) == bool(got.missing)


@given(st.sets(st.sampled_from(list(ITEMS))), st.sampled_from(VARIANTS))
def test_each_item_adds_its_weight_whatever_else_is_present(present, variant):
    for item in ITEMS:
        one_more_or_less = present ^ {item}
        total = score(form(" ".join(one_more_or_less)), variant).total
        assert total.value == sum(WEIGHT[one] for one in one_more_or_less), item
        assert 0 <= total.value <= 105


@given(forms(), st.sampled_from(VARIANTS), days, st.data())
def test_an_answer_more_never_leaves_the_bounds(said, variant, day, data):
    before = score(said, variant, study_day=day)
    answers = {
        item: data.draw(st.sampled_from(present_of(item))) if answer is None else answer
        for item, answer in said.answers.items()
    }
    causes = dict(said.attributed)
    for item in cause_needed(Sledai(**answers, attributed=said.attributed), day):
        causes[item] = data.draw(st.sampled_from(["lupus", "crs"]))
    after = score(Sledai(**answers, attributed=tuple(causes.items())), variant, study_day=day)
    assert before.total.least <= after.total.least <= after.total.most <= before.total.most


@given(forms(complete=True), st.sampled_from(VARIANTS))
def test_a_complete_form_has_a_total_before_an_infusion(said, variant):
    assert score(said, variant).total.value is not None


def test_the_causes_asked_for_are_of_items():
    assert set(ASKED_AFTER_INFUSION) <= set(ITEMS)
