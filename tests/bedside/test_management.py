"""Reference text by grade: which prompts, to which level, and when one goes away."""

from datetime import UTC, timedelta

import pytest

from bedside.analytes import BadTable
from bedside.chart import chart
from bedside.drug_clock import next_dose as clock
from bedside.facts import Confirmed
from bedside.management import prompts, prompts_of, reference
from grading.signs import Ice, Infused, Neuro, Planned, Support, Vitals
from tests.bedside.drug_clock.given import NOW, ago, charted, entry

WELL = Vitals(temp_c=36.8, sbp_mmhg=118, dbp_mmhg=70, spo2_pct=97)
FEVER = Vitals(temp_c=38.8, sbp_mmhg=118, dbp_mmhg=70, spo2_pct=97)
AIR, CANNULA, MASK, VENTILATED = (
    Support("room_air"),
    Support("nasal_cannula", 2.0),
    Support("venturi", 8.0),
    Support("intubated_mv"),
)
CELLS = (ago(days=4), Infused(1e8, "cells"))
AWAKE = Neuro("alert", seizure="none")
MARKED_SAFE = {
    ("crs", 1): {"crs_tests", "crs_infection", "crs_1", "crs_1_lasting"},
    ("crs", 2): {"crs_tests", "crs_infection", "crs_2", "crs_tocilizumab", "crs_2_refractory"},
    ("crs", 3): {"crs_tests", "crs_infection", "crs_3", "crs_3_steroid", "crs_tocilizumab"},
    ("crs", 4): {
        *("crs_tests", "crs_infection", "crs_4", "crs_4_steroid", "crs_4_others"),
        "crs_tocilizumab",
    },
    ("icans", 1): {
        *("icans_care", "icans_1_tests", "icans_1_alone", "icans_1_crs", "icans_steroid_first"),
    },
    ("icans", 2): {
        *("icans_care", "icans_2_tests", "icans_2_alone", "icans_2_crs", "icans_taper"),
        "icans_steroid_first",
    },
    ("icans", 3): {
        *("icans_care", "icans_3_tests", "icans_3_alone", "icans_3_crs", "icans_taper"),
        "icans_steroid_first",
    },
    ("icans", 4): {
        *("icans_care", "icans_3_tests", "icans_4_alone", "icans_4_crs", "icans_taper"),
        "icans_steroid_first",
    },
}


def ice(score):
    items = Ice.__dataclass_fields__
    asked = [n for n in items if n.startswith(("orient", "name", "command", "writ", "att"))]
    return Ice(**{n: "yes" if place < score else "no" for place, n in enumerate(asked)})


def ids(of):
    return {prompt.id for prompt in of.prompts}


def of(*told, now=NOW):
    return {one.scale: one for one in reference(charted(CELLS, *told, now=now))}


# --- the table ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scale", "grade"), MARKED_SAFE)
def test_what_is_shown_at_a_grade(scale, grade):
    found = {p.id for p in prompts() if p.scale == scale and grade in p.grades}
    assert found == MARKED_SAFE[scale, grade]


def test_every_prompt_has_its_source_and_none_is_of_grade_0():
    for prompt in prompts():
        assert prompt.source
        assert prompt.grades
        assert 0 not in prompt.grades


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("crs_1_lasting", {"days": 3}),
        (
            "crs_tocilizumab",
            {
                "mgkg": clock.PER_KG,
                "hours": 1,
                "most": clock.CAP_MG,
                "every": clock.INTERVAL / timedelta(hours=1),
                "day": clock.IN_DAY,
                "all": clock.IN_ALL,
            },
        ),
        ("crs_2_refractory", {"boluses": 2, "least": 1, "most": 2, "mg": 10, "every": 12}),
        ("crs_3_steroid", {"mg": 10, "every": 6}),
        (
            "crs_4_steroid",
            {
                "every": 12,
                "mg1": 500,
                "days1": 3,
                "mg2": 250,
                "days2": 2,
                "mg3": 125,
                "days3": 2,
                "mg4": 60,
                "grade": 1,
                "most": 1000,
                "daily": 2,
            },
        ),
        ("crs_4_others", {}),
        ("icans_2_alone", {"mg": 10, "doses": 2, "least": 6, "most": 12}),
        ("icans_3_alone", {"mg": 10, "least": 6, "most": 12, "mgkg": 1, "every": 12}),
        ("icans_4_alone", {"mg": 1000}),
        ("icans_4_crs", {"mg": 1000}),
    ],
)
def test_figures_are_those_of_the_source(name, figures):
    (prompt,) = [p for p in prompts() if p.id == name]
    assert dict(prompt.figures) == figures


GOOD = """
[sources.a]
title = "A"
[[prompts]]
id = "x"
scale = "crs"
grades = [1]
source = "a"
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "management.toml"),
        (GOOD.replace('"crs"', '"news2"'), "x: scale"),
        (GOOD.replace("[1]", "[0]"), "x: grades"),
        (GOOD.replace("[1]", "[]"), "x: grades"),
        (GOOD.replace("[1]", "1"), "x: grades"),
        (GOOD.replace('source = "a"', 'source = "b"'), "x: source"),
        (GOOD.replace('source = "a"', ""), "x: source"),
        (GOOD + 'crs = "maybe"', "x: crs"),
        (GOOD + 'figures = { mg = "10" }', "x: figures"),
        (GOOD + "figures = { mg = true }", "x: figures"),
        (GOOD + "order = true", "unknown key 'order'"),
        (GOOD.replace('id = "x"', ""), "without an id"),
        (GOOD.replace('title = "A"', ""), "sources.a"),
        (GOOD + GOOD[GOOD.index("[[") :], "x: stands there twice"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_place(text, said):
    assert [p.id for p in prompts_of(GOOD)] == ["x"]
    with pytest.raises(BadTable, match=said):
        prompts_of(text)


# --- for a patient --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("support", "level"),
    [(AIR, 1), (CANNULA, 2), (MASK, 3), (VENTILATED, 4)],
)
def test_the_prompts_of_crs_follow_its_grade(support, level):
    found = of((ago(minutes=20), FEVER), (ago(minutes=20), support))["crs"]
    assert (found.level, found.reached, ids(found)) == (level, None, MARKED_SAFE["crs", level])


def test_no_grade_no_prompt():
    assert reference(charted(CELLS)) == tuple(of().values())
    for one in of().values():
        assert (one.level, one.prompts) == (None, ())
    well = of((ago(minutes=20), WELL), (ago(minutes=20), AIR))["crs"]
    assert (well.level, well.prompts) == (0, ())


def test_before_the_cells_there_is_none():
    told = [entry(1, ago(days=1), Planned(ago(days=-1))), entry(2, ago(minutes=20), FEVER)]
    assert [(one.level, one.prompts) for one in reference(chart(told, NOW, UTC))] == [
        (None, ()),
        (None, ()),
    ]


def test_a_grade_that_is_only_certain_from_below_has_the_prompts_of_that():
    found = of((ago(minutes=20), Vitals(temp_c=38.8)), (ago(minutes=20), CANNULA))["crs"]
    assert found.level == 2
    assert "crs_tocilizumab" in ids(found)


@pytest.mark.parametrize(
    ("vitals", "support", "alone", "with_crs"),
    [
        pytest.param(FEVER, AIR, False, True, id="crs"),
        pytest.param(WELL, AIR, True, False, id="no-crs"),
        pytest.param(None, None, True, True, id="crs-is-open"),
    ],
)
def test_icans_with_and_without_crs(vitals, support, alone, with_crs):
    at = ago(minutes=20)
    told = [(at, ice(8)), (at, AWAKE)]
    if vitals:
        told += [(at, vitals), (at, support)]
    found = ids(of(*told)["icans"])
    assert ("icans_1_alone" in found, "icans_1_crs" in found) == (alone, with_crs)
    assert ("icans_steroid_first" in found) is alone


def test_a_grade_that_falls_takes_no_prompt_away_by_itself():
    told = [(ago(hours=9), FEVER), (ago(hours=9), MASK), (ago(minutes=20), WELL)]
    told.append((ago(minutes=20), AIR))
    found = of(*told)["crs"]
    assert (found.level, found.reached) == (3, ago(hours=9))
    assert ids(found) == MARKED_SAFE["crs", 3]


def signed(level, computed, at):
    return at, Confirmed("crs", "ASTCT 2019", level, computed, computed, "graded", "x")


@pytest.mark.parametrize(
    ("level", "computed", "expected"),
    [
        pytest.param(1, 1, 1, id="confirmed"),
        pytest.param(0, 1, 0, id="lower"),
        pytest.param(2, 1, 2, id="higher"),
    ],
)
def test_a_physicians_word_does(level, computed, expected):
    told = [(ago(hours=9), FEVER), (ago(hours=9), MASK), (ago(minutes=20), FEVER)]
    told += [(ago(minutes=20), AIR), signed(level, computed, ago(minutes=10))]
    found = of(*told)["crs"]
    assert (found.level, found.reached) == (expected, None)


def test_what_comes_after_the_word_counts_again():
    told = [(ago(minutes=100), FEVER), (ago(minutes=100), AIR), signed(0, 1, ago(minutes=90))]
    assert of(*told)["crs"].level == 0
    told += [(ago(hours=1), FEVER), (ago(hours=1), CANNULA)]
    assert of(*told)["crs"].level == 2
    told += [(ago(minutes=20), FEVER), (ago(minutes=20), AIR)]
    assert of(*told)["crs"][1:3] == (2, ago(hours=1))


def test_other_cells_begin_anew():
    told = [(ago(days=2), FEVER), (ago(days=2), MASK), signed(3, 3, ago(days=2))]
    told.append((ago(hours=2), Infused(1e8, "cells")))
    told += [(ago(hours=1), WELL), (ago(hours=1), AIR)]
    assert of(*told)["crs"].level == 0
