"""Cytokines and other series against their baseline."""

import pytest

from bedside.kinetics import Fold, cytokines, immunoglobulins, subsets, trend
from tests.bedside.kinetics.sampled import course_of, courses_of, given, told


def of(results, *more, analyte="il6"):
    return trend(course_of(*told(analyte, results), *more), analyte)


@pytest.mark.parametrize(
    ("results", "baseline", "of_what"),
    [
        ([(-10, 4), (-5, 9), (-2, 30), (3, 50)], -5, "conditioning"),  # at its very moment: before
        ([(-5.1, 9), (-2, 30), (3, 50)], -5.1, "conditioning"),
        ([(-2, 30), (0, 33), (3, 50)], 0, "infusion"),
        ([(3, 50)], None, None),
        ([(-9, "haemolysed"), (-7, "3 haemolysed"), (-1, 6), (3, 50)], -1, "infusion"),
        ([(-9, 8), (-7, "haemolysed"), (3, 50)], -9, "conditioning"),
    ],
)
def test_baseline_is_the_last_of_before_conditioning_else_of_before_infusion(
    results, baseline, of_what
):
    found = of(results, given("fludarabine", -5), given("cyclophosphamide", -4))
    assert (None if found.baseline is None else found.baseline.day) == baseline
    assert found.baseline_of == of_what


def test_without_conditioning_it_is_the_last_of_before_the_infusion():
    found = of([(-9, 8), (-1, 6), (3, 60)])
    assert (found.baseline.day, found.baseline_of, found.fold) == (-1, "infusion", Fold(10))


def test_cyclophosphamide_of_long_before_is_no_conditioning():
    found = of([(-60, 8), (-1, 6), (3, 60)], given("cyclophosphamide", -50))
    assert (found.baseline.day, found.baseline_of) == (-1, "infusion")


@pytest.mark.parametrize(
    ("baseline", "after", "peak", "fold"),
    [
        (5, [(1, 10), (2, 60), (3, 60)], (2, 60, None), Fold(12)),
        ("<5", [(2, 60)], (2, 60, None), Fold(12, ">")),
        (5, [(2, ">60")], (2, 60, ">"), Fold(12, ">")),
        ("<5", [(2, ">60")], (2, 60, ">"), Fold(12, ">")),
        (">5", [(2, 60)], (2, 60, None), Fold(12, "<")),
        (5, [(2, "<2"), (3, "<4")], (3, 4, "<"), Fold(0.8, "<")),
        (">5", [(2, "<2")], (2, 2, "<"), Fold(0.4, "<")),
        ("<5", [(2, "<5")], (2, 5, "<"), None),
        (">5", [(2, ">60")], (2, 60, ">"), None),
        (0, [(2, 60)], (2, 60, None), None),
        (5, [], None, None),
        (5, [(2, "haemolysed")], None, None),
        # A limit is no peak beside a number, of equal heights the one that is at least so high.
        (5, [(1, "<100"), (2, 60), (3, ">60")], (3, 60, ">"), Fold(12, ">")),
        (60, [(2, 30)], (2, 30, None), Fold(0.5)),
    ],
)
def test_fold_over_baseline(baseline, after, peak, fold):
    found = of([(-1, baseline), *after])
    assert (found.peak and (found.peak.day, found.peak.value, found.peak.bound)) == peak
    assert found.fold == fold


def test_lowest_and_latest():
    found = of([(-1, 9), (2, 7), (5, "<2"), (9, 2), (12, 3)], analyte="igg")
    assert (found.lowest.day, found.lowest.bound, found.latest.day) == (5, "<", 12)
    assert of([(-1, 9)], analyte="igg").latest is None


def test_those_of_the_trials_first_then_all_others_that_were_measured():
    course = course_of(
        *(one for key in ("il18", "ferritin", "il6", "il2", "hb", "igg", "ldh", "cd4_t")
          for one in told(key, [(3, 5)])),
    )  # fmt: skip
    assert [one.analyte for one in cytokines(course)] == ["il6", "il2", "ferritin", "il18", "ldh"]
    assert [one.analyte for one in subsets(course)] == ["cd4_t"]
    assert [one.analyte for one in immunoglobulins(course)] == ["igg"]


def test_a_second_course_has_its_own_conditioning_and_baseline():
    facts = [*told("il6", [(-9, 4), (3, 400), (50, 8), (58, 20), (63, 80)]),
             given("fludarabine", -5), given("fludarabine", 55)]  # fmt: skip
    first, second = courses_of(*facts, infusions=(0, 60))
    one, other = trend(first, "il6"), trend(second, "il6")
    assert (one.fold, one.peak.day) == (Fold(100), 3)
    assert (other.fold, other.peak.day, other.baseline.day) == (Fold(10), 3, -10)


def test_the_conditioning_of_the_first_infusion_is_not_that_of_a_soon_second_one():
    facts = [*told("il6", [(-9, 4), (3, 400), (15, 8)]), given("fludarabine", -2)]
    _, second = courses_of(*facts, infusions=(0, 20))
    assert second.conditioned is None
    assert trend(second, "il6").baseline_of == "infusion"
