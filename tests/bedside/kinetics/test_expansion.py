"""Expansion of the cells, against areas worked out by hand, and properties of every series."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.chart import chart
from bedside.kinetics import ANALYTES, courses, expansion, expansions
from bedside.timeline import Entry
from grading.signs import Infused, Lab
from tests.bedside.kinetics.sampled import at, course_of, courses_of, line, result, told

PLAIN = [(0, 0), (7, 100), (14, 500), (21, 200), (28, 50)]
"""0-7: 350, 7-14: 2100, 14-21: 2450, 21-28: 875, together 5775."""


def of(results, analyte="cart_cells", **when):
    found = expansion(course_of(*told(analyte, results), **when), analyte)
    assert found is not None
    return found


def test_the_figures_of_a_plain_course():
    found = of(PLAIN)
    assert (found.cmax, found.tmax_day, found.tlast_day) == (500, 14, 28)
    assert (found.auc0_28, found.auc_from, found.auc_until) == (5775, 0, 28)
    assert (found.status, found.interpolated, found.starts_from) == ("complete", False, "sample")
    assert (found.analyte, found.unit, found.at_least) == ("cart_cells", "/µL", False)
    assert [point.day for point in found.points] == [0, 7, 14, 21, 28]


@pytest.mark.parametrize(
    ("results", "auc", "until", "status", "interpolated"),
    [
        # The first infusion begins at 0 without a sample: 10 x 100 / 2 + 18 x 100.
        ([(10, 100), (28, 100)], 2300, 28, "complete", False),
        # Day 28 lies halfway between 26 (100) and 30 (60): 80 there. 1300 + 2 x 90.
        ([(26, 100), (30, 60)], 1480, 28, "complete", True),
        # Day 28 between 14 (100) and 60 (8): 100 - 92 x 14/46 = 72. 700 + 14 x 86.
        ([(14, 100), (60, 8)], 1904, 28, "complete", True),
        # Nothing later: the area ends at the last sample.
        ([(7, 70), (27.5, 30)], 245 + 20.5 * 50, 27.5, "partial", False),
        ([(28, 10), (60, 500)], 140, 28, "complete", False),
        # After day 28 only: a line over two months would be made up.
        ([(60, 500)], None, 0, "partial", False),
        ([(30, 500), (60, 500)], None, 0, "partial", False),
        # A sample of the three days before stands for day 0, an older one does not.
        ([(-2, 20), (10, 100), (28, 100)], 600 + 1800, 28, "complete", False),
        ([(-4, 20), (10, 100), (28, 100)], 500 + 1800, 28, "complete", False),
        # Below the limit: 0 before the peak, half of it after. 350 + 7 x 52.5 + 7 x (5 + 5) / 2.
        ([(3, "<10"), (7, 100), (14, "<10"), (21, "<10")],
         200 + 7 * 52.5 + 7 * 5, 21, "partial", False),
        # Limits that differ count each by its own: 14 (half of 20 is 10), 28 (half of 8 is 4).
        ([(7, 100), (14, "<20"), (28, "<8")], 350 + 7 * 55 + 14 * 7, 28, "complete", False),
        # Above what can be measured counts as the limit.
        ([(7, ">1000"), (28, 10)], 3500 + 21 * 505, 28, "complete", False),
        # Nothing ever quantified: 0.
        ([(7, "<10"), (28, "<10")], 0, 28, "complete", False),
        ([(7, 0), (28, 0)], 0, 28, "complete", False),
    ],
)  # fmt: skip
def test_area_by_hand(results, auc, until, status, interpolated):
    found = of(results)
    assert found.auc0_28 == (None if auc is None else pytest.approx(auc, rel=1e-12))
    assert (found.auc_until, found.status, found.interpolated) == (until, status, interpolated)


@pytest.mark.parametrize(
    ("results", "cmax", "tmax", "tlast", "at_least"),
    [
        # Of equal values the first; a later one is still the last quantified.
        ([(7, 100), (14, 100), (21, 90)], 100, 7, 21, False),
        # A peak after day 28 is a peak.
        ([(7, 100), (60, 300)], 300, 60, 60, False),
        # A limit is never a peak, however high it lies.
        ([(7, 100), (14, "<5000")], 100, 7, 7, False),
        ([(7, ">1000"), (14, 10)], 1000, 7, 14, True),
        ([(7, ">1000"), (14, 1200)], 1200, 14, 14, True),
        # Neither a 0 nor a limit is quantified.
        ([(7, 100), (14, 0), (21, "<5")], 100, 7, 7, False),
        ([(7, "<5"), (14, 0)], None, None, None, False),
        # True time, not dates.
        ([(9.25, 100)], 100, 9.25, 9.25, False),
        # What was drawn before the infusion, or at its very moment, is no peak.
        ([(-1, 900), (0, 800), (7, 100)], 100, 7, 7, False),
    ],
)
def test_peak_and_last(results, cmax, tmax, tlast, at_least):
    found = of(results)
    assert (found.cmax, found.tmax_day, found.tlast_day) == (cmax, tmax, tlast)
    assert found.at_least is at_least
    assert (found.cmax_entry is None) is (cmax is None)


def test_each_point_says_how_it_counted_and_names_its_entry():
    found = of([(-1, "<5"), (3, "<8"), (7, 100), (14, "<8"), (21, 0)])
    assert [(p.day, p.value, p.bound, p.counted, p.counts_as) for p in found.points] == [
        (-1, 5, "<", "zero", 0),
        (3, 8, "<", "zero", 0),
        (7, 100, None, "measured", 100),
        (14, 8, "<", "half", 4),
        (21, 0, None, "measured", 0),
    ]
    assert [p.entry for p in found.points] == ["00001", "00003", "00004", "00005", "00006"]
    assert found.cmax_entry == found.tlast_entry == "00004"


def test_words_and_remarks_are_left_out_and_told():
    found = of([(3, "haemolysed"), (7, 100), (10, "5000 haemolysed"), (14, 50)])
    assert (found.cmax, len(found.points)) == (100, 2)
    assert [(s.day, s.text) for s in found.left_out] == [(3, "haemolysed"), (10, "haemolysed")]


@pytest.mark.parametrize("order", [(100, 300, "<5"), (300, "<5", 100), ("<5", 100, 300)])
def test_of_one_moment_the_highest_counts_in_whatever_order(order):
    found = of([*((7, said) for said in order), (14, 10)])
    assert [p.value for p in found.points] == [300, 10]
    assert sorted(s.value for s in found.left_out) == [5, 100]


def test_units_are_series_of_their_own():
    course = course_of(
        *told("cart_copies", [(7, 5000), (14, 200)]),
        *told("cart_cells", [(10, 30)]),
        *told("cart_pct", [(10, 80)]),
    )
    found = {one.analyte: one for one in expansions(course)}
    assert {key: (one.unit, one.cmax, one.tmax_day) for key, one in found.items()} == {
        "cart_copies": ("copies/µg", 5000, 7),
        "cart_cells": ("/µL", 30, 10),
    }
    assert expansion(course) == found["cart_copies"]  # the first in the order of the units
    assert expansion(course, "cart_copies_ml") is None


def test_nothing_before_an_infusion_and_nothing_without_a_sample_of_after_it():
    assert courses_of(*told("cart_cells", PLAIN), now=-1) == ()
    assert expansion(course_of(*told("cart_cells", [(-1, 5)]))) is None
    assert expansion(course_of(*told("cart_cells", [(3, "not done")]))) is None


def test_what_lies_after_now_is_not_known_yet():
    found = of(PLAIN, now=20)
    assert (found.cmax, found.auc_until, found.status) == (500, 14, "partial")


class TestInfusions:
    RESULTS = told("cart_cells", [(7, 100), (28, 20), (58, 10), (70, 40), (88, 30)])

    def test_a_second_one_begins_a_course_of_its_own(self):
        first, second = courses_of(*self.RESULTS, infusions=(0, 60))
        one, other = expansion(first), expansion(second)
        assert (one.cmax, one.tlast_day, one.starts_from) == (100, 58, "zero")
        assert (other.cmax, other.tmax_day, other.tlast_day) == (40, 10, 28)
        # It begins at the sample of two days before: 10 x (10 + 40) / 2 + 18 x 35.
        assert (other.auc0_28, other.starts_from) == (250 + 630, "sample")

    def test_a_second_one_without_a_sample_before_it_has_an_area_from_the_first(self):
        _, second = courses_of(*told("cart_cells", [(7, 9), (70, 40), (88, 30)]), infusions=(0, 60))
        found = expansion(second)
        assert (found.starts_from, found.auc_from, found.status) == ("first", 10, "partial")
        assert found.auc0_28 == 18 * 35

    def test_a_later_part_of_a_split_dose_begins_none(self):
        parts = [(at(day), Infused(5e7, "cells", fraction=n)) for n, day in ((1, 0), (2, 2))]
        (course,) = courses_of(*parts, *told("cart_cells", [(7, 100)]), infusions=())
        assert expansion(course).tmax_day == 7

    def test_a_chart_is_asked_about_its_latest(self):
        known = chart(line(*self.RESULTS, infusions=(0, 60)), at(100))
        assert expansion(known) == expansion(courses_of(*self.RESULTS, infusions=(0, 60))[-1])
        earlier = chart(line(*self.RESULTS, infusions=(0, 60)), at(50))
        assert expansion(earlier).cmax == 100

    def test_infusions_may_be_told_instead_of_looked_for(self):
        timeline = line(*self.RESULTS, infusions=())
        assert courses(timeline, at(100)) == ()
        (found,) = courses(timeline, at(100), (at(0),))
        assert expansion(found).cmax == 100


# --- properties -----------------------------------------------------------------------------------

days = st.floats(0.01, 120)
values = st.floats(0, 1e6)
bounds = st.sampled_from([None, None, "<", ">"])
series = st.lists(st.tuples(days, values, bounds), min_size=1, max_size=14)
measured_only = st.lists(
    st.tuples(days, values), min_size=1, max_size=14, unique_by=lambda one: round(one[0], 3)
)


def expanded(rows):
    facts = [(at(day), Lab("cart_cells", value, "", bound)) for day, value, bound in rows]
    return expansion(course_of(*facts))


@given(series)
@settings(max_examples=40)
def test_the_area_is_never_negative_and_the_peak_is_a_point(rows):
    found = expanded(rows)
    assert found.auc0_28 is None or found.auc0_28 >= 0
    assert found.auc0_28 is None or found.auc_until <= 28
    assert {p.entry for p in found.points}.isdisjoint(s.entry for s in found.left_out)
    assert len(found.points) + len(found.left_out) == len(rows)
    if found.cmax is None:
        assert all(p.counts_as == 0 for p in found.points)
    else:
        peak = next(p for p in found.points if p.entry == found.cmax_entry)
        assert (peak.day, peak.value) == (found.tmax_day, found.cmax)
        assert found.cmax == max(p.value for p in found.points if p.bound != "<")
        assert found.tmax_day <= found.tlast_day


@given(series)
@settings(max_examples=40)
def test_below_the_limit_is_zero_before_the_peak_and_half_after_it(rows):
    found = expanded(rows)
    for point in found.points:
        late = found.tmax_day is not None and point.day > found.tmax_day
        expected = ("half" if late else "zero") if point.bound == "<" else "measured"
        assert point.counted == expected
        assert point.counts_as == {"zero": 0, "half": point.value / 2}.get(expected, point.value)


@given(measured_only, st.lists(st.floats(0, 1e5), min_size=14, max_size=14))
@settings(max_examples=40)
def test_the_area_grows_with_the_values(rows, more):
    lower = expanded([(day, value, None) for day, value in rows])
    higher = expanded(
        [(day, value + extra, None) for (day, value), extra in zip(rows, more, strict=False)]
    )
    assert (lower.auc0_28 is None) is (higher.auc0_28 is None)
    if lower.auc0_28 is not None:
        assert higher.auc0_28 >= lower.auc0_28 * (1 - 1e-12)


@given(measured_only)
@settings(max_examples=40)
def test_the_area_is_the_sum_of_its_parts_told_another_way(rows):
    found = expanded([(day, value, None) for day, value in rows])
    if found.auc0_28 is None:
        return
    kept = sorted((timedelta(days=day), value) for day, value in rows)
    line = [(0.0, 0.0), *((day / timedelta(days=1), value) for day, value in kept)]
    area = 0.0
    for (a, low), (b, high) in pairwise(line):
        if a >= 28:
            break
        end = min(b, 28.0)
        rate = (high - low) / (b - a)
        area += low * (end - a) + rate * (end - a) ** 2 / 2  # the integral of the line
    assert found.auc0_28 == pytest.approx(area, rel=1e-9, abs=1e-6)


@given(measured_only, days, st.floats(1, 1e6))
@settings(max_examples=40)
def test_a_point_above_the_peak_is_the_new_peak(rows, day, above):
    known = expanded([(d, value, None) for d, value in rows])
    value = (known.cmax or 0) + above
    found = expanded([*((d, v, None) for d, v in rows), (day, value, None)])
    assert found.cmax == value
    assert at(found.tmax_day) == at(day)


def test_results_are_told_as_they_are_read():
    """The shorthand of these tables: what is told is what a laboratory's entry holds."""
    assert result("cart_cells", "<5") == Lab("cart_cells", 5.0, "", "<")
    assert result("cart_cells", "5 haemolysed") == Lab("cart_cells", 5.0, "", None, "haemolysed")
    assert result("cart_cells", "haemolysed") == Lab("cart_cells", text="haemolysed")
    assert set(ANALYTES) == {"cart_copies", "cart_cells", "cart_copies_ml"}
    assert isinstance(line()[0], Entry)
