"""ICAHT and T-ICAHT from the laboratory entries of a record."""

import pytest

from bedside.facts import Ended
from bedside.toxicities import icaht, t_icaht
from grading.signs import Death, Drug, Infused, Lab
from tests.bedside.toxicities.days import charted, flatly, lab, row


@pytest.mark.parametrize(
    ("told", "now", "level", "status"),
    [
        # Neutrophils are kept in 10⁹/L; the grade reads them per µL.
        (flatly(2.0, range(31)), 40, 0, "graded"),
        ([*flatly(2.0, range(10)), *flatly(0.5, range(10, 16)), *flatly(1.0, range(16, 31))],
         40, 1, "graded"),
        ([*flatly(2.0, range(10)), *flatly(0.501, range(10, 16)), *flatly(1.0, range(16, 31))],
         40, 0, "graded"),
        ([*flatly(2.0, range(5)), *flatly(0.3, range(5, 19)), *flatly(1.0, range(19, 31))],
         40, 3, "graded"),
        # The window still runs.
        (flatly(0.3, range(9)), 8.5, 2, "provisional"),
        # Nothing was measured: no grade, and never 0.
        ([], 12, None, "incomplete"),
        (flatly(2.0, range(31), "wbc"), 40, None, "incomplete"),
        ([(3, lab("anc", 0.3, text="haemolysed"))], 3.5, None, "incomplete"),
        ([(3, Lab("anc", 300, "furlongs"))], 3.5, None, "incomplete"),
    ],
)  # fmt: skip
def test_the_early_grade(told, now, level, status):
    early = icaht(charted(*told, now=now)).early
    assert early is not None
    assert (early.level, early.status) == (level, status)


def test_a_limit_counts_as_the_most_that_it_leaves_possible():
    """So reports a laboratory what it cannot count: 100/µL at most is 100/µL at most."""
    told = [(day + 0.1, lab("anc", 0.1, "<")) for day in range(8)]
    early = icaht(charted(*told, now=8)).early
    assert early is not None
    assert early.dur100 == 9  # day 8 is filled in by day 7
    assert early.level == 3


@pytest.mark.parametrize(
    ("told", "level"),
    [
        (row("anc", (35, 0.4), (40, 0.9)), 3),
        (row("anc", (35, 0.4), (40, 3.0)), 0),
        (row("anc", (35, 0.4)), 3),
        (row("anc", (20, 0.4)), None),
    ],
)
def test_the_late_grade(told, level):
    late = icaht(charted(*told, now=60)).late
    assert late is not None
    assert late.level == level


def test_there_is_no_late_grade_before_day_31():
    assert icaht(charted(*flatly(0.1, range(20)), now=30.2)).late is None


@pytest.mark.parametrize("told", [[], row("anc", (-3, 0.2))])
def test_without_an_infusion_there_is_neither(told):
    found = icaht(charted(*told, (-4, lab("hb", 12)), now=9, infused=False))
    assert (found.early, found.late, found.early_entries) == (None, None, ())


@pytest.mark.parametrize(
    ("end", "last", "level"),
    [
        ((6.0, Death("other")), 6, 4),  # low from the first day to the last one alive
        ((6.0, Ended("lost")), 8, 4),  # lost, and yet counted on day 8
        ((8.5, Ended("lost")), 8, 4),
        ((6.0, Ended("completed")), None, 2),
    ],
)
def test_the_window_ends_with_death_or_the_last_contact(end, last, level):
    found = icaht(charted(*flatly(0.3, range(9)), end, now=20))
    assert found.last_contact_day == last
    assert found.early is not None
    assert found.early.at_least == level


def test_a_second_infusion_begins_anew():
    told = [*flatly(0.1, range(20)), (40.0, Infused()), *row("anc", (41, 2.0), (42, 1.8))]
    early = icaht(charted(*told, now=42.5)).early
    assert early is not None
    assert (early.level, early.days[0]) == (0, (0, 2000.0, False))


def test_each_grade_names_its_entries_and_their_moment():
    told = [*row("anc", (-2, 4.0), (3, 0.4), (50, 0.8)), (3, lab("hb", 9.0))]
    found = icaht(charted(*told, now=60))
    assert (found.early_entries, found.late_entries) == (("0003",), ("0004",))
    assert found.as_of == charted(*told, now=60).timeline[-1].at


def test_platelets_and_whether_transfusions_are_known():
    told = flatly(18, range(12), "platelets")
    unknown = t_icaht(charted(*told, now=12))
    assert unknown.early is not None
    assert (unknown.early.at_least, unknown.transfused_days) == (3, None)
    assert "transfusions_unknown" in unknown.early.flags
    given = t_icaht(charted(*told, (4.2, Drug("platelets")), now=12))
    assert given.transfused_days == {4}
    assert given.early is not None
    assert {"transfused", "research"} <= given.early.flags
