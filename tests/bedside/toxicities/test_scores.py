"""CAR-HEMATOTOX, EASIX and HScore from the values of a record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.facts import Hyperinflammation
from bedside.toxicities import toxicities
from grading.signs import Drug, Vitals
from tests.bedside.toxicities.days import Told, at, charted, lab, row

BEFORE = [
    *row("platelets", (-20, 300), (-7, 150)), *row("anc", (-7, 1.2)), *row("hb", (-7, 8.9)),
    *row("crp", (-7, 30)), *row("ferritin", (-7, 700)),
]  # fmt: skip
CONDITIONED = (-5.0, Drug("fludarabine", dose=30, dose_unit="mg/m2"))


@pytest.mark.parametrize(
    ("told", "total", "risk", "missing"),
    [
        ([*BEFORE, CONDITIONED], 4, "high", ()),
        # What came after the conditioning began is no baseline.
        ([*BEFORE, CONDITIONED, *row("platelets", (-4, 60))], 4, "high", ()),
        # Without conditioning the infusion is the limit.
        ([*BEFORE, *row("platelets", (-4, 60))], 5, "high", ()),
        (BEFORE[:2], None, None, ("anc_per_ul", "hb_g_dl", "crp_mg_dl", "ferritin_ug_l")),
        ([], None, None, ("platelets_10_9_l", "anc_per_ul", "hb_g_dl", "crp_mg_dl",
                          "ferritin_ug_l")),
        (row("platelets", (-31, 150)), None, None,
         ("platelets_10_9_l", "anc_per_ul", "hb_g_dl", "crp_mg_dl", "ferritin_ug_l")),
    ],
)  # fmt: skip
def test_car_hematotox_from_the_last_values_before_treatment(told, total, risk, missing):
    found = toxicities(charted(*told, now=20)).car_hematotox
    assert (found.score.total, found.score.risk, found.score.missing) == (total, risk, missing)


@pytest.mark.parametrize(
    ("crp", "points"),
    [
        (lab("crp", 5.0, "<"), 0),  # all below 0.5 mg/dL is below 3.0
        (lab("crp", 50.0, "<"), None),
        (lab("crp", 300.0, ">"), 1),
        (lab("crp", 29.9), 0),
        (lab("crp", 30.0), 1),  # 3.0 mg/dL
        (lab("crp", 300.0, text="haemolysed"), None),
    ],
)
def test_a_limit_counts_where_all_it_leaves_possible_gives_the_same(crp, points):
    score = toxicities(charted((-7, crp), now=20)).car_hematotox.score
    assert {name: found for name, _, found in score.items}["crp_mg_dl"] == points


def test_before_treatment_the_values_of_now_stand():
    found = toxicities(charted(*BEFORE, now=-6, infused=False)).car_hematotox
    assert (found.score.total, found.before) == (4, None)
    assert found.entries["platelets_10_9_l"] == "0002"
    assert found.as_of == at(-7)


SAMPLE = [*row("ldh", (3, 400)), *row("platelets", (3, 100)), *row("creatinine", (3, 1.5)),
          *row("crp", (3, 50))]  # fmt: skip


def test_easix_of_the_samples_of_one_moment():
    (one,) = toxicities(charted(*SAMPLE, now=5)).easix
    assert (one.at, one.easix.value, one.s_easix.value) == (at(3), 6.0, 4.0)
    assert one.m_easix.value == 20.0  # CRP in mg/dL: 5, not 50
    assert one.entries == ("0002", "0003", "0004", "0005")


@pytest.mark.parametrize(
    ("told", "values"),
    [
        # Of another moment nothing is taken.
        ([*SAMPLE[:2], *row("creatinine", (3.1, 1.5))], [(None, 4.0, None)]),
        ([*row("ldh", (3, 400)), *row("platelets", (3.1, 100))], []),
        ([*row("ldh", (3, 400)), *row("platelets", (3, 0))], [(None, None, None)]),
        # A limit is no number.
        ([*SAMPLE[:3], (3, lab("crp", 5.0, "<"))], [(6.0, 4.0, None)]),
        ([*SAMPLE, *[(day + 4, fact) for day, fact in SAMPLE]], [(6.0, 4.0, 20.0)] * 2),
    ],
)
def test_easix_never_guesses(told, values):
    found = toxicities(charted(*told, now=9)).easix
    assert [(e.easix.value, e.s_easix.value, e.m_easix.value) for e in found] == values


WHOLE: list[Told] = [
    *row("hb", (8, 8.0)), *row("wbc", (8, 2.0)), *row("platelets", (8, 40)),
    *row("ferritin", (8, 7000)), *row("triglycerides", (3, 5.0)), *row("fibrinogen", (8, 1.1)),
    *row("ast", (8, 90)), (8.5, Vitals(temp_c=38.2)), (8.9, Vitals(temp_c=39.6)),
    (8.7, Hyperinflammation(immunosuppressed=True, hepatomegaly=True, splenomegaly=True,
                            haemophagocytosis=True)),
]  # fmt: skip


def test_hscore_of_all_that_is_known():
    found = toxicities(charted(*WHOLE, now=9)).hscore
    assert (found.score.total, found.score.above_cut_off) == (337, True)
    assert found.features.temp_c == 39.6
    assert found.entries["splenomegaly"] == "0011"
    assert found.as_of == at(8.9)


@pytest.mark.parametrize(
    ("now", "open_"),
    [
        (9, []),
        (9.95, ["temp_c"]),
        (10, ["temp_c", "triglycerides_mmol_l"]),
        (16, ["temp_c", "organomegaly", "cytopenias", "ferritin_ug_l", "triglycerides_mmol_l",
              "fibrinogen_g_l", "ast_u_l", "haemophagocytosis"]),
    ],
)  # fmt: skip
def test_what_is_too_old_leaves_its_item_open(now, open_):
    assert list(toxicities(charted(*WHOLE, now=now)).hscore.score.missing) == open_


EACH_ONCE = [one for one in WHOLE if one[0] != 8.5]  # of two temperatures the higher one counts


@given(st.sets(st.integers(0, len(EACH_ONCE) - 1)))
def test_whatever_is_not_known_the_bounds_hold_the_score(known):
    found = toxicities(charted(*[EACH_ONCE[n] for n in sorted(known)], now=9)).hscore.score
    assert found.least <= 337 <= found.most
    assert (found.total is None) == bool(found.missing)
