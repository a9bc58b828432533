"""SRI-4: three criteria with their printed edges, and what decides when something is missing."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grading.scores.bilag import LETTERS, SYSTEMS, Bilag
from grading.scores.pga import Pga
from grading.scores.sledai import Total
from grading.scores.sri4 import Activity, Sri4, sri4
from tests.grading.scores.forms import activities, letters, pga

BASELINE = (12, "2.0", "CBEBEEEAC")


def activity(sledai: int | tuple[int, int] | None, judged: str | None, form: str) -> Activity:
    total = sledai
    if isinstance(sledai, int):
        total = Total.exactly("SELENA", sledai)
    elif sledai is not None:
        total = Total("SELENA", *sledai)
    return Activity(total, pga(judged), letters(form))


def answers(got: Sri4) -> str:
    """The answers of SLEDAI, BILAG and PGA, and of all: "yes yes no: no"."""
    return f"{' '.join(c.answer for c in got.criteria)}: {got.answer}"


def rows(*table: tuple) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", [pytest.param(row[1:], id=row[0]) for row in table])


@rows(
    ("down by 4", BASELINE, (8, "2.0", "CBEBEEEAC"), "yes yes yes: yes"),
    ("down by 3", BASELINE, (9, "2.0", "CBEBEEEAC"), "no yes yes: no"),
    ("up", BASELINE, (16, "2.0", "CBEBEEEAC"), "no yes yes: no"),
    ("baseline 4 to 0", (4, "2.0", "CBEBEEEAC"), (0, "2.0", "CBEBEEEAC"), "yes yes yes: yes"),
    ("PGA worse by 0.29", (12, "1.5", "CBEBEEEAC"), (4, "1.79", "CBEBEEEAC"), "yes yes yes: yes"),
    ("PGA worse by 0.3", (12, "1.5", "CBEBEEEAC"), (4, "1.8", "CBEBEEEAC"), "yes yes no: no"),
    ("PGA worse by 0.3 of another", (12, "0.1", "CBEBEEEAC"), (4, "0.4", "CBEBEEEAC"),
     "yes yes no: no"),
    ("A to B", BASELINE, (4, "1", "CBEBEEEBC"), "yes yes yes: yes"),
    ("B to A", BASELINE, (4, "1", "CAEBEEEAC"), "yes no yes: no"),
    ("E to A", BASELINE, (4, "1", "CBABEEEAC"), "yes no yes: no"),
    ("one new B", BASELINE, (4, "1", "BBEBEEEAC"), "yes yes yes: yes"),
    ("two new B", BASELINE, (4, "1", "BBEBEEEAB"), "yes no yes: no"),
    ("a new A and a new B", BASELINE, (4, "1", "BAEBEEEAC"), "yes no yes: no"),
)  # fmt: skip
def test_the_printed_criteria(row):
    baseline, visit, expected = row
    assert answers(sri4(activity(*baseline), activity(*visit))) == expected


@rows(
    ("PGA missing", BASELINE, (4, None, "CBEBEEEAC"), "yes yes unknown: unknown"),
    ("PGA missing at baseline", (12, None, "CBEBEEEAC"), (4, "1", "CBEBEEEAC"),
     "yes yes unknown: unknown"),
    ("PGA missing, a new A", BASELINE, (4, None, "CAEBEEEAC"), "yes no unknown: no"),
    ("SLEDAI missing", BASELINE, (None, "1", "CBEBEEEAC"), "unknown yes yes: unknown"),
    ("SLEDAI missing at baseline", (None, "2", "CBEBEEEAC"), (4, "1", "CBEBEEEAC"),
     "unknown yes yes: unknown"),
    ("SLEDAI missing, PGA worse", BASELINE, (None, "2.5", "CBEBEEEAC"), "unknown yes no: no"),
    ("SLEDAI 4 to 8: in any case enough, yet not told", BASELINE, ((4, 8), "1", "CBEBEEEAC"),
     "unknown yes yes: unknown"),
    ("SLEDAI 8 to 16: perhaps enough", BASELINE, ((8, 16), "1", "CBEBEEEAC"),
     "unknown yes yes: unknown"),
    ("SLEDAI at least 9: too little in any case", BASELINE, ((9, 17), "1", "CBEBEEEAC"),
     "no yes yes: no"),
    ("one letter missing", BASELINE, (4, "1", "C?EBEEEAC"), "yes unknown yes: unknown"),
    ("one letter missing that can be no new A", BASELINE, (4, "1", "CBEBEEE?C"),
     "yes unknown yes: unknown"),
    ("one letter missing at baseline", (12, "2", "CBEBEEEA?"), (4, "1", "CBEBEEEAC"),
     "yes unknown yes: unknown"),
    ("one letter missing, a new A elsewhere", BASELINE, (4, "1", "?AEBEEEAC"), "yes no yes: no"),
    ("one letter missing, one new B elsewhere", BASELINE, (4, "1", "B?EBEEEAC"),
     "yes unknown yes: unknown"),
    ("one letter missing, two new B elsewhere", BASELINE, (4, "1", "B?EBEEEAB"), "yes no yes: no"),
    ("baseline 3", (3, "2", "CBEBEEEAC"), (0, "1", "CBEBEEEAC"), "unknown yes yes: unknown"),
    ("baseline 3, a new A", (3, "2", "CBEBEEEAC"), (0, "1", "AAEBEEEAC"),
     "unknown no yes: unknown"),
    ("baseline at most 3", ((0, 3), "2", "CBEBEEEAC"), (0, "1", "CBEBEEEAC"),
     "unknown yes yes: unknown"),
    ("baseline 2 to 10", ((2, 10), "2", "CBEBEEEAC"), (0, "1", "CBEBEEEAC"),
     "unknown yes yes: unknown"),
    ("baseline 2 to 10, a new A", ((2, 10), "2", "CBEBEEEAC"), (0, "1", "CAEBEEEAC"),
     "unknown no yes: no"),
    ("nothing known", (None, None, "?????????"), (None, None, "?????????"),
     "unknown unknown unknown: unknown"),
)  # fmt: skip
def test_what_is_missing(row):
    baseline, visit, expected = row
    got = sri4(activity(*baseline), activity(*visit))
    assert answers(got) == expected
    low = baseline[0] in (3, (0, 3))
    assert got.flags == ({"baseline_below_4"} if low else frozenset())
    whole = "?" not in baseline[2] + visit[2]
    assert (got.new_a is not None, got.new_b is not None) == (whole, whole)


@rows(
    ("fell enough", 8, "1", "CBEBEEEBC", ["fell_enough", "no_new_a", "no_new_b", "pga_not_worse"]),
    ("fell by less", 9, "2.3", "BBEBEEEAC", ["fell_by_less", "no_new_a", "one_new_b", "pga_worse"]),
    ("new letters", (8, 9), None, "BBABEEEAB",
     ["sledai_incomplete", "new_a", "new_b", "pga_missing"]),
    ("letters missing", None, "1", "?????????",
     ["sledai_missing", "bilag_missing", "bilag_missing", "pga_not_worse"]),
    ("a letter missing", 8, "1", "C?EBEEEAC",
     ["fell_enough", "bilag_incomplete", "bilag_incomplete", "pga_not_worse"]),
)  # fmt: skip
def test_each_answer_has_its_reason(row):
    *visit, codes = row
    got = sri4(activity(*BASELINE), activity(*visit))
    assert [ground.code for c in got.criteria for ground in c.grounds] == codes


def test_reasons_carry_what_they_rest_on():
    got = sri4(activity(*BASELINE), activity(9, "2.3", "BAEBEEEAC"))
    sledai, bilag, judged = (dict(c.deciding[0].values) for c in got.criteria)
    assert (sledai["baseline"].value, sledai["visit"].value, sledai["least_fall"]) == (12, 9, 4)
    assert bilag["systems"] == ("mucocutaneous",)
    assert [str(judged[name]) for name in ("baseline", "visit", "limit")] == ["2.0", "2.3", "0.3"]
    assert (got.failed, got.unknown, got.new_a, got.new_b) == ((1, 2, 3), (), 1, 1)


def test_with_sledai_2k_it_is_another_instrument_and_the_two_do_not_mix():
    base, visit = activity(*BASELINE), activity(4, "1", "CBEBEEEAC")
    assert sri4(base, visit).instrument == "sri4_selena"
    of_2k = [replace(a, sledai=a.sledai._replace(variant="2K")) for a in (base, visit)]
    assert sri4(*of_2k).instrument == "sri4_2k"
    mixed = sri4(base, of_2k[1])
    assert (mixed.answer, mixed.criteria[0].grounds[0].code) == ("unknown", "variants_differ")


# --- properties -------------------------------------------------------------------------------


@st.composite
def better(draw, visit: Activity) -> Activity:
    """A visit at which nothing is worse."""
    assert visit.sledai is not None
    assert visit.pga is not None
    form = {
        system: draw(st.sampled_from(LETTERS[LETTERS.index(letter) :]))
        for system, letter in visit.bilag.letters.items()
        if letter is not None
    }
    return Activity(
        Total.exactly("SELENA", draw(st.integers(0, visit.sledai.least))),
        Pga(visit.pga.value * draw(st.integers(0, 10)) / 10),
        Bilag(**form),
    )


@st.composite
def responders(draw) -> tuple[Activity, Activity]:
    """A baseline, and a visit that is worse in some ways but often a response all the same."""
    base = draw(activities)
    assume(base.sledai.least >= 4)
    kept = draw(st.sampled_from([base.bilag, draw(better(base)).bilag, draw(activities).bilag]))
    fallen = Total.exactly("SELENA", draw(st.integers(0, base.sledai.least)))
    return base, Activity(fallen, draw(st.sampled_from([base.pga, draw(activities).pga])), kept)


@given(responders(), st.data())
def test_improving_every_domain_never_loses_the_response(pair, data):
    base, visit = pair
    assume(sri4(base, visit).answer == "yes")
    assert sri4(base, data.draw(better(visit))).answer == "yes"


_BLANKS = ["sledai", "pga", *SYSTEMS]


def blanked(visit: Activity, names: list[str]) -> Activity:
    form = dict(visit.bilag.letters) | {name: None for name in names if name in SYSTEMS}
    return Activity(
        None if "sledai" in names else visit.sledai,
        None if "pga" in names else visit.pga,
        Bilag(**form),
    )


@given(
    responders(),
    st.lists(st.sampled_from(_BLANKS), unique=True, min_size=1),
    st.booleans(),
)
def test_unknown_never_turns_into_yes_and_no_is_certain(pair, names, at_baseline):
    base, visit = pair
    whole = sri4(base, visit).answer
    if at_baseline:
        base = blanked(base, names)
    else:
        visit = blanked(visit, names)
    partial = sri4(base, visit)
    assert partial.answer in ("unknown", "no")
    if partial.answer == "no":
        assert whole == "no"


@given(activities, st.integers(0, 3), activities)
def test_a_baseline_below_4_is_never_judged(base, points, visit):
    low = replace(base, sledai=Total.exactly("SELENA", points))
    assert sri4(low, visit).answer == "unknown"
