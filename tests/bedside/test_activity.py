"""Lupus activity visit by visit: baseline, response, low activity, remission, the record's word."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.activity import ITEM_ANALYTES, assessed, assessments, beside, evidence
from bedside.chart import chart
from bedside.facts import LupusTreatment, Note, Retracted
from bedside.timeline import Entry
from grading.scores.lldas import BeyondSledai
from grading.scores.sledai import Sledai
from grading.signs import Drug, Infused, Lab, Planned, Vitals
from tests.grading.scores import forms
from tests.grading.scores.forms import form, letters, pga
from tests.ui.wards import NOW, ago

CELLS = Infused(1e8, "cells")
QUIET = LupusTreatment(5.0, 5.0, (), True, True, False)
NONE = BeyondSledai(haemolytic_anaemia=False, gastrointestinal=False)
ACTIVE = form("arthritis rash proteinuria low_complement")  # 12, clinical 10
BEFORE = (ACTIVE, pga("1.5"), letters("BBEBEEEAC"), QUIET, NONE)
AFTER = (form("rash"), pga("0.4"), letters("CCECEEEBC"), QUIET, NONE)


def charted(*told, now=NOW):
    """A chart of (days ago, facts...), written when they were true."""
    log, number = [], 0
    for days, *facts in told:
        for fact in facts:
            number += 1
            at = ago(days=days)
            log.append(Entry(f"{number:04}", "w", number, "4711", at, at, "Ann", "nurse", fact))
    return chart(log, now)


def amended(of, fact, by):
    """The chart after the entry of a fact was amended or retracted."""
    old = next(entry for entry in of.log if entry.fact == fact)
    number = len(of.log) + 1
    new = replace(
        old, id=f"{number:04}", seq=number, recorded=NOW, fact=by, amends=old.id, reason="mistyped"
    )
    return chart([*of.log, new], NOW)


# --- assessments ------------------------------------------------------------------------------


def test_a_patient_without_a_form_has_no_assessment():
    assert assessed(charted((3, CELLS), (2, Note("well")))) == ()


def test_what_was_judged_on_one_day_is_one_assessment_and_the_last_word_counts():
    (one,) = assessed(charted((1, pga("1.1")), (0.9, ACTIVE), (0.8, pga("1.2"))))
    assert (one.visit.pga, one.visit.sledai) == (pga("1.2"), ACTIVE)
    assert one.visit.pga_came_after
    assert one.scores["2K"].total.value == 12
    assert one.scores["2K"].clinical.value == 10


def test_the_day_of_the_infusion_is_parted_at_the_infusion():
    before, after = assessments(charted((0.30, ACTIVE), (0.2, CELLS), (0.1, form())))
    assert (before.day, before.infused, before.asked_day) == (after.day, None, None)
    assert (after.infused, after.asked_day) == (ago(days=0.2), 0)


def test_what_nobody_said_is_none_and_stays_so():
    (one,) = assessed(charted((1, pga("1"))))
    assert (one.visit.sledai, one.visit.bilag, one.visit.treatment) == (None, None, None)
    assert (one.scores, one.bilag, one.sri4) == ({}, {}, {})
    assert one.doris.answer == "no"  # PGA 1 alone decides it
    assert one.lldas.answer == "unknown"
    assert not one.is_baseline


def test_nothing_is_carried_over_to_the_next_visit():
    *_, last = assessed(charted((40, *BEFORE), (30, CELLS), (1, form())))
    assert last.visit.treatment is None
    assert "steroid" in [last.lldas.criteria[n - 1].name for n in last.lldas.unknown]
    assert last.sri4["SELENA"].answer == "unknown"


# --- the baseline -----------------------------------------------------------------------------


def test_response_is_told_against_the_last_of_each_before_the_infusion():
    of = charted((60, ACTIVE, pga("3"), letters("A" * 9)), (40, *BEFORE), (30, CELLS), (1, *AFTER))
    first, base, last = assessed(of)
    assert [one.is_baseline for one in (first, base, last)] == [False, True, False]
    assert (first.sri4, base.sri4) == ({}, {})
    values = dict(last.sri4["SELENA"].criteria[0].grounds[0].values)
    assert (values["baseline"].value, values["visit"].value) == (12, 2)
    assert {variant: one.answer for variant, one in last.sri4.items()} == {
        "2K": "yes", "SELENA": "yes",
    }  # fmt: skip
    assert [one.instrument for one in last.sri4.values()] == ["sri4_2k", "sri4_selena"]


def test_each_form_of_the_baseline_may_have_its_own_day():
    of = charted(
        (50, letters("BBEBEEEAC")), (45, ACTIVE), (40, pga("1.5")), (30, CELLS), (1, *AFTER)
    )
    assert assessed(of)[-1].sri4["2K"].answer == "yes"


CYCLOPHOSPHAMIDE = Drug("cyclophosphamide")


@pytest.mark.parametrize(
    ("drugs", "points", "flags"),
    [
        # What is judged once the conditioning has begun is no baseline.
        ((35, 34), 12, [True, False, False]),
        ((41,), 4, [False, True, False]),  # nothing was judged before it
        ((30 + 29,), 4, [False, True, False]),  # given for lupus, long before
        ((), 4, [False, True, False]),
    ],
)
def test_the_baseline_is_that_before_the_conditioning(drugs, points, flags):
    given = [(day, CYCLOPHOSPHAMIDE) for day in drugs]
    told = [(40, *BEFORE), *given, (31, form("rash alopecia"), pga("1"), letters("E" * 9))]
    of = charted(*told, (30, CELLS), (1, *AFTER))
    found = assessed(of)
    values = dict(found[-1].sri4["2K"].criteria[0].grounds[0].values)
    assert values["baseline"].value == points
    assert [one.is_baseline for one in found] == flags
    # Before month 1, and before the infusion, the same one is called so.
    for so_far in (charted(*told, (30, CELLS)), charted(*told, now=ago(days=30.5))):
        assert [one.is_baseline for one in assessed(so_far)] == flags[:2]


def test_without_a_baseline_response_cannot_be_told():
    (last,) = assessed(charted((30, CELLS), (1, *AFTER)))
    assert last.sri4["SELENA"].answer == "unknown"


@pytest.mark.parametrize(
    ("visit", "sri4", "why"),
    [
        (AFTER, "yes", "fell_enough"),
        ((form("arthritis rash proteinuria"), *AFTER[1:]), "no", "fell_by_less"),
        ((AFTER[0], pga("1.8"), *AFTER[2:]), "no", "pga_worse"),
        ((AFTER[0], AFTER[1], letters("ACECEEEBC")), "no", "new_a"),
        ((AFTER[0], AFTER[1], letters("BBEBEEEA?")), "unknown", "bilag_incomplete"),
        ((form("rash", rest=None), *AFTER[1:]), "unknown", "sledai_incomplete"),
    ],
)
def test_response_has_its_reasons(visit, sri4, why):
    last = assessed(charted((40, *BEFORE), (30, CELLS), (1, *visit)))[-1]
    found = last.sri4["2K"]
    assert found.answer == sri4
    assert why in {ground.code for one in found.criteria for ground in one.deciding}


def test_the_next_infusion_has_a_baseline_of_its_own():
    of = charted(
        (90, *BEFORE),
        (80, CELLS),
        (40, form("rash fever alopecia", attributed=(("fever", "lupus"),)), pga("1")),
        (30, CELLS),
        (1, *AFTER),
    )
    first, second, last = assessed(of)
    assert [one.is_baseline for one in (first, second, last)] == [True, True, False]
    values = dict(last.sri4["2K"].criteria[0].grounds[0].values)
    assert values["baseline"].value == 5


def test_a_planned_infusion_asks_for_no_cause():
    (one,) = assessments(charted((9, Planned(ago(days=-3))), (1, form("fever"))))
    assert (one.study_day, one.asked_day) == (-4, None)


# --- low activity and remission ---------------------------------------------------------------


def test_low_activity_and_remission():
    first, second = assessed(charted((60, CELLS), (40, *AFTER), (1, form(), *AFTER[1:])))
    assert first.lldas.answer == "unknown"  # there is no visit before
    assert (second.lldas.answer, second.doris.answer) == ("yes", "yes")
    assert first.doris.answer == "no"
    assert second.lldas.flags == {"cells_not_counted"}


def test_the_visit_before_is_one_with_a_sledai_or_a_bilag():
    told = ((40, *AFTER), (5, pga("0.5")), (1, form("rash"), *AFTER[1:]))
    assert assessed(charted((60, CELLS), *told))[-1].lldas.answer == "yes"


# --- causes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("days_after", "points"), [(0.5, None), (90, None), (91, 1)])
def test_fever_after_an_infusion_needs_its_cause(days_after, points):
    of = charted((days_after + 0.01, CELLS), (0.01, form("fever")))
    assert assessed(of)[-1].scores["2K"].points["fever"] == points


def test_what_is_put_down_to_another_cause_scores_nothing():
    said = form("fever leukopenia", attributed=(("fever", "crs"), ("leukopenia", "conditioning")))
    (one,) = assessed(charted((9, CELLS), (1, said)))
    assert one.scores["2K"].total.value == 0


@pytest.mark.parametrize(("by", "selena"), [(None, 0), ("SELENA", 0), ("2K", 4)])
def test_a_protocol_may_score_persistent_proteinuria_in_selena_too(by, selena):
    (one,) = assessed(charted((1, form(proteinuria="2K"))), proteinuria=by)
    points = {variant: one.scores[variant].points["proteinuria"] for variant in ("2K", "SELENA")}
    assert points == {"2K": 4, "SELENA": selena}


def test_kidney_complement_and_antibodies_stand_beside_an_assessment():
    of = charted(
        (12, Lab("creatinine", 99.0, "umol/L")),
        (6, Lab("creatinine", 120.0, "umol/L")),
        (5, Lab("upcr", 900.0, "mg/g")),
        (4, Lab("creatinine", 80.0, "umol/L")),
        (3, Lab("c3", 0.6, "g/L")),
        (2, Lab("anti_dsdna", 40.0, "[IU]/mL")),
        (2, Lab("platelets", 90.0, "10*9/L")),
        (1, form("rash")),
    )
    (one,) = assessed(of)
    said = [(entry.fact.analyte, entry.fact.value) for entry in beside(of, one.visit.at)]
    assert said == [("upcr", 900.0), ("creatinine", 80.0), ("c3", 0.6), ("anti_dsdna", 40.0)]


# --- amendments -------------------------------------------------------------------------------


def test_an_amended_form_counts_as_amended():
    of = amended(charted((40, *BEFORE), (30, CELLS), (1, *AFTER)), AFTER[0], ACTIVE)
    last = assessed(of)[-1]
    assert (last.scores["2K"].total.value, last.sri4["2K"].answer) == (12, "no")


def test_a_retracted_form_is_unknown():
    of = amended(charted((40, *BEFORE), (30, CELLS), (1, *AFTER)), ACTIVE, Retracted())
    base, last = assessed(of)
    assert (base.scores, base.is_baseline) == ({}, False)
    assert last.sri4["2K"].answer == "unknown"


# --- what the record says ---------------------------------------------------------------------


def lab(analyte, value, bound=None):
    units = {"upcr": "mg/g{creat}", "c3": "g/L", "anti_dsdna": "[iU]/mL"}
    return Lab(analyte, value, units.get(analyte, "10*9/L"), bound)


@pytest.mark.parametrize(
    ("item", "told", "answer"),
    [
        ("fever", [(3, Vitals(temp_c=38.1)), (1, Vitals(temp_c=36.8))], "yes"),
        ("fever", [(3, Vitals(temp_c=38.0))], "no"),
        ("thrombocytopenia", [(3, lab("platelets", 99.0)), (1, lab("platelets", 140.0))], "yes"),
        ("thrombocytopenia", [(1, lab("platelets", 100.0))], "no"),
        ("leukopenia", [(1, lab("wbc", 2.9))], "yes"),
        ("proteinuria", [(1, lab("upcr", 500.0))], "no"),
        ("proteinuria", [(1, lab("upcr", 501.0))], "yes"),
        ("proteinuria", [(30, lab("upcr", 900.0)), (1, lab("upcr", 800.0))], "2K"),
        ("proteinuria", [(30, lab("upcr", 200.0)), (1, lab("upcr", 800.0))], "yes"),
        # Without the laboratory's own limit nothing can be said.
        ("low_complement", [(1, lab("c3", 0.4))], None),
        ("increased_dna_binding", [(1, lab("anti_dsdna", 300.0))], None),
    ],
)  # fmt: skip
def test_values_offer_themselves(item, told, answer):
    found = evidence(charted(*told), NOW)
    offer = found[item].offer
    assert found[item].entries
    assert (None if offer is None else offer.answer) == answer


@pytest.mark.parametrize(
    "told",
    [
        (11, Vitals(temp_c=39.0)),  # before the ten days
        (1, lab("platelets", 50.0, "<")),  # a limit is no count
        (1, Lab("platelets", text="clumped")),
        (1, Vitals(hr_bpm=80)),
    ],
)
def test_what_offers_nothing(told):
    assert evidence(charted(told), NOW) == {}


def test_a_longer_window_sees_further():
    of = charted((20, Vitals(temp_c=39.0)))
    assert evidence(of, NOW) == {}
    assert set(evidence(of, NOW, 28)) == {"fever"}


def test_a_value_wider_than_the_form_takes_offers_nothing_and_breaks_nothing():
    assert evidence(charted((1, lab("upcr", 60_000.0))), NOW)["proteinuria"].offer is None


def test_evidence_never_scores():
    of = charted((2, Vitals(temp_c=39.5), lab("platelets", 20.0)), (1, Sledai(rash="no")))
    (one,) = assessed(of)
    assert one.scores["2K"].points["fever"] is None
    assert set(one.offered) == {"fever", "thrombocytopenia"}
    (said,) = assessed(charted((2, Vitals(temp_c=39.5)), (1, form())))
    assert said.scores["2K"].total.value == 0
    assert said.scores["2K"].differing == ("fever",)


def test_every_analyte_beside_an_item_is_one_that_is_looked_at():
    found = evidence(charted(*((1, lab(a, 1.0)) for of in ITEM_ANALYTES.values() for a in of)), NOW)
    assert set(found) == set(ITEM_ANALYTES)


# --- properties -------------------------------------------------------------------------------

TREATED = st.just(QUIET)
VISITS = st.lists(
    st.tuples(st.integers(1, 99), st.one_of(forms.forms(), forms.pgas, forms.bilags, TREATED)),
    max_size=8,
)


@given(VISITS)
def test_what_follows_never_says_more_than_is_known(told):
    told = sorted(told, key=lambda one: -one[0])
    for one in assessed(charted((50.5, CELLS), *told)):
        assert bool(one.scores) == (one.visit.sledai is not None)
        for score in one.scores.values():
            assert 0 <= score.total.least <= score.total.most <= 105
        for outcome in (one.lldas, one.doris, *one.sri4.values()):
            if outcome.answer == "yes":
                assert not outcome.failed
                assert not outcome.unknown
        assert bool(one.sri4) == (one.visit.infused is not None)


@given(VISITS, st.integers(1, 99))
def test_the_past_does_not_depend_on_what_came_after(told, cut):
    told = sorted(told, key=lambda one: -one[0])
    whole = assessed(charted((50.5, CELLS), *told))
    early = assessed(charted((50.5, CELLS), *told, now=ago(days=cut) - timedelta(hours=1)))
    for before, after in zip(early, whole, strict=False):
        assert (before.lldas, before.doris, before.sri4) == (after.lldas, after.doris, after.sri4)
