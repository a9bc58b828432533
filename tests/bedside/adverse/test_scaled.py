"""What is proposed from ICAHT, LICATS and GvHD: with both grades, once, until it is answered."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.adverse.proposals import Proposal, proposals
from bedside.adverse.scaled import OTHER_IMMUNE
from bedside.chart import chart
from bedside.facts import (
    AdverseEvent,
    AdverseEventChanged,
    AdverseEventDismissed,
    LicatsLook,
)
from bedside.timeline import stamp
from grading.scales.gvhd import Examination
from tests.bedside.toxicities.days import Told, at, charted, entries, flatly, lab, row

ANC = "neutrophil_count_decreased"
GRADE_3 = [*flatly(2.0, range(5)), *flatly(0.3, range(5, 19)), *flatly(1.2, range(19, 31))]
"""Fourteen days at 300/µL: ICAHT 3, and CTCAE 4."""
HELD: dict[str, Any] = {
    "involved_before": True, "otherwise_explained": False, "b_cells_depleted": True,
}  # fmt: skip
RASH = {"present": ("inflammatory_rash",), "absent": ("mucosal_lesion",)}


def skin(day: float, course: Any = "symptomatic") -> Told:
    return (day, LicatsLook("skin", **RASH, **HELD, course=course))


def clear(day: float) -> Told:
    return (day, LicatsLook("skin", absent=("inflammatory_rash", "mucosal_lesion"), **HELD))


def exam(day: float, **said: Any) -> Told:
    whole = {
        "skin_bsa_pct": 0, "bullae": False, "bili_mg_dl": 0.5, "upper_gi_persistent": False,
        "stool_episodes": 1, "severe_abdominal_pain": False, "gross_blood": False,
    }  # fmt: skip
    return (day, Examination(**whole | said))


def found(*told: Told, now: float, source: str = "") -> list[Proposal]:
    every = proposals(charted(*told, now=now))
    return [one for one in every if not source or one.source == source]


# --- ICAHT ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([], []),
        (flatly(0.3, range(3)), []),  # ICAHT 1
        # ICAHT 3 beside CTCAE 4, of the same counts.
        (GRADE_3, [("icaht-early", 3, 4)]),
        (flatly(0.3, range(31)), [("icaht-early", 4, 4)]),
        # Late by two counts below 500/µL, of which the lowest has CTCAE grade 4.
        ([*flatly(2.0, range(31)), *row("anc", (40, 0.45), (45, 0.4))], [("icaht-late", 3, 4)]),
        ([*flatly(2.0, range(31)), *row("anc", (40, 0.45), (45, 2.4))], []),  # transient
        ([*flatly(2.0, range(31)), *row("anc", (40, 0.9), (45, 0.8))], []),  # ICAHT 2
    ],
)  # fmt: skip
def test_icaht_from_grade_3_on_with_the_ctcae_grade_beside_it(told, expected):
    given = found(*told, now=60, source="icaht")
    assert [(p.key.split(":")[0], p.level, p.ctcae) for p in given] == expected
    assert all(p.scale == "icaht" and p.scale_grade == p.level and p.term == ANC for p in given)


def test_when_it_began_and_ended():
    (one,) = found(*GRADE_3, now=60, source="icaht")
    assert (one.onset, one.end) == (at(5.1), at(19.1))
    assert one.key == f"icaht-early:{stamp(at(5.1))}"


def test_it_waits_beside_the_laboratory_term_and_is_not_answered_by_it():
    """The two grades are never merged: an event by the one still asks for the other."""
    both = found(*GRADE_3, now=60)
    assert {p.source for p in both} == {"icaht", "lab"}
    neutropenia = (5.1, AdverseEvent(ANC, "5.0", 4))
    (one,) = found(*GRADE_3, neutropenia, now=60)
    assert (one.source, one.event, one.level) == ("icaht", f"{len(GRADE_3) + 2:04}", 3)
    changed = AdverseEventChanged(one.event, scale="icaht", scale_grade=3)
    assert found(*GRADE_3, neutropenia, (20, changed), now=60) == []


# --- LICATS and GvHD ------------------------------------------------------------------------------


def test_licats_of_any_grade_organ_by_organ():
    joints = (10.0, LicatsLook("joints", ("arthritis",), **HELD, course="medical"))
    given = found(skin(9), joints, clear(14), now=20)
    assert [(p.specify, p.level, p.onset, p.end) for p in given] == [
        ("LICATS (joints)", 2, at(10), None),
        ("LICATS (skin)", 1, at(9), at(14)),
    ]
    assert all(p.term == OTHER_IMMUNE and p.ctcae is None and p.source == "licats" for p in given)


def test_what_is_only_certain_at_least_says_so():
    (one,) = found((9.0, LicatsLook("skin", **RASH, **HELD)), now=10)
    assert (one.level, one.scale_at_least) == (1, True)


@pytest.mark.parametrize(
    ("told", "levels"),
    [
        ([exam(9)], []),
        ([exam(9, skin_bsa_pct=20)], [1]),
        ([exam(9, skin_bsa_pct=20), exam(12, gross_blood=True), exam(20),
          exam(25, stool_episodes=3)], [2, 4]),
    ],
)  # fmt: skip
def test_gvhd_from_grade_i_on(told, levels):
    given = found(*told, now=30)
    assert [p.level for p in given] == levels
    assert all((p.term, p.specify, p.ctcae) == (OTHER_IMMUNE, "Acute GvHD", None) for p in given)


# --- answers --------------------------------------------------------------------------------------

SKIN_KEY = f"licats-skin:{stamp(at(9))}"
SKIN = AdverseEvent(
    OTHER_IMMUNE, "5.0", 1, "LICATS (skin)", proposed_by=SKIN_KEY, scale="licats", scale_grade=1
)


@pytest.mark.parametrize(
    ("answer", "waits"),
    [
        ((9, SKIN), False),
        ((9, AdverseEventDismissed(SKIN_KEY, 1, "a drug rash")), False),
        ((9, replace(SKIN, proposed_by="", scale=None, scale_grade=None)), True),  # not its grade
        ((9, replace(SKIN, proposed_by="", specify="Flare", scale=None, scale_grade=None)), True),
        # Of the joints nothing was said.
        ((9, replace(SKIN, proposed_by=f"licats-joints:{stamp(at(9))}")), True),
    ],
)
def test_an_answer_settles_what_it_is_about(answer, waits):
    assert bool(found(skin(9), answer, now=20)) is waits


def test_what_somebody_wrote_down_unasked_is_changed_not_doubled():
    unasked = replace(SKIN, proposed_by="", specify="Rash, LICATS of the skin", scale=None,
                      scale_grade=None)  # fmt: skip
    (one,) = found(skin(9), (9, unasked), now=20)
    assert one.event == "0003"


def test_what_rose_comes_back_as_a_change_of_the_same_event():
    (one,) = found(skin(9), skin(11, "medical"), (9, SKIN), now=20)
    assert (one.event, one.level, one.level_at) == ("0004", 2, at(11))
    risen = AdverseEventChanged("0004", 2, scale="licats", scale_grade=2)
    assert found(skin(9), skin(11, "medical"), (9, SKIN), (11, risen), now=20) == []


def test_an_onset_that_moved_keeps_its_answer():
    assert found(skin(8.5), skin(9), (9, SKIN), now=20) == []


@given(st.sampled_from(["skin", "gvhd", "icaht"]), st.integers(0, 2))
def test_confirming_whatever_is_proposed_leaves_nothing(kind, more):
    told = {
        "skin": [skin(9), skin(11, ["none", "medical", "hospitalised"][more])],
        "gvhd": [exam(9, skin_bsa_pct=20), exam(11, gross_blood=more > 1)],
        "icaht": GRADE_3,
    }[kind]
    waiting = found(*told, now=40)
    assert waiting
    for one in waiting:
        days = (one.onset - at(0)).total_seconds() / 86400
        told = [*told, (days, AdverseEvent(
            one.term, one.version, one.ctcae or 1, one.specify, proposed_by=one.key,
            scale=one.scale, scale_grade=one.scale_grade))]  # fmt: skip
    assert found(*told, now=40) == []


def test_an_amended_count_is_named_by_its_first_entry():
    log = entries(*GRADE_3)
    place = next(n for n, e in enumerate(log) if getattr(e.fact, "value", None) == 0.3)
    better = replace(
        log[place], id="9999", seq=9999, amends=log[place].id, reason="x", fact=lab("anc", 0.2)
    )
    every = proposals(chart([*log, better], at(60)))
    (one,) = [p for p in every if p.source == "icaht"]
    assert one.value is not None
    assert (one.value.entry, one.value.value) == (log[place].id, 0.2)
