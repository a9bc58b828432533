"""BILAG-2004: nine letters, two codings, and what is new between two visits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.scores.bilag import CODINGS, SYSTEMS, Bilag, changes, numeric, range_query
from grading.signs import Invalid
from tests.grading.scores.forms import bilags, letters


@pytest.mark.parametrize(
    ("form", "main", "older"),
    [
        ("EEEEEEEEE", 0, 0),
        ("DDDDDDDDD", 0, 0),
        ("CEEEEEEEE", 1, 1),
        ("EBEEEEEEE", 8, 3),
        ("EEEEEEEAE", 12, 9),
        ("CBEBEEEAC", 30, 17),
        ("CCCCCCCCC", 9, 9),
        ("AAAAAAAAA", 108, 81),  # not clipped to 72
    ],
)
def test_both_codings(form: str, main: int, older: int):
    assert [numeric(letters(form), coding).value for coding in CODINGS] == [main, older]


def test_the_main_coding_comes_first_and_was_made_for_nine_systems():
    assert [(name, c.published_for, c.highest) for name, c in CODINGS.items()] == [
        ("12-8-1", 9, 108),
        ("9-3-1", 8, 81),
    ]


def test_a_missing_letter_leaves_bounds():
    got = numeric(letters("CB?BEEEAC"), "12-8-1")
    assert (got.least, got.most, got.value, got.missing) == (30, 42, None, ("neuropsychiatric",))
    assert (numeric(Bilag(), "9-3-1").least, numeric(Bilag(), "9-3-1").most) == (0, 81)


@pytest.mark.parametrize(
    ("highest", "query"),
    [(108, None), (81, "older_coding"), (72, "classic_index"), (96, "classic_index"),
     (100, "unknown_range")],
)  # fmt: skip
def test_a_range_that_is_not_of_nine_systems_is_a_question_to_the_protocol(highest, query):
    assert range_query(highest) == query


@pytest.mark.parametrize(
    ("before", "now", "new"),
    [
        ("A", "A", ""), ("A", "B", ""), ("A", "C", ""), ("A", "D", ""),
        ("B", "A", "A"), ("B", "B", ""), ("B", "C", ""), ("B", "D", ""),
        ("C", "A", "A"), ("C", "B", "B"), ("C", "C", ""), ("C", "D", ""),
        ("D", "A", "A"), ("D", "B", "B"), ("D", "C", ""), ("D", "D", ""),
        ("E", "A", "A"), ("E", "B", "B"), ("E", "C", ""), ("E", "E", ""),
        ("?", "A", "?"), ("?", "E", "?"), ("A", "?", "?"), ("?", "?", "?"),
    ],
)  # fmt: skip
def test_what_is_new_in_a_system(before: str, now: str, new: str):
    found = changes(letters("EEEEEEE" + before + "E"), letters("EEEEEEE" + now + "E"))
    renal = {"A": found.new_a, "B": found.new_b, "?": found.unknown}
    assert {letter for letter, systems in renal.items() if systems == ("renal",)} == set(new)
    assert sum(map(len, found)) == len(new)


def test_a_letter_beyond_e_is_refused():
    with pytest.raises(Invalid) as caught:
        letters("EEEEEEEFE")
    assert (caught.value.field, caught.value.code) == ("renal", "unknown_letter")


@given(bilags, st.sampled_from(SYSTEMS), st.sampled_from([*CODINGS]))
def test_the_bounds_hold_whatever_the_letter_turns_out_to_be(form, system, coding):
    said = dict(form.letters)
    whole = numeric(form, coding)
    partial = numeric(Bilag(**said | {system: None}), coding)
    assert whole.value is not None
    assert partial.least <= whole.value <= partial.most
    assert 0 <= whole.value <= CODINGS[coding].highest
