"""One line over many patients: medians in bins, means by visit."""

import pytest

from bedside.study import Point, median_curve, median_of, sledai_means
from bedside.study.curve import DAILY, SAMPLED, bins_of
from grading.signs import Lab
from tests.bedside.study.patients import Told, infused, judged, made


def course(*points: tuple[float, float] | tuple[float, float, str]) -> list[Point]:
    return [
        Point(point[0], point[1], f"e{n}", point[2] if len(point) > 2 else None)  # type: ignore[misc]
        for n, point in enumerate(points)
    ]


@pytest.mark.parametrize(
    ("values", "median", "bound"),
    [
        ([1, 2, 9], 2, None),
        ([1, 2, 4, 9], 3, None),
        ([5, 5, 5], 5, None),
        ([(50, "<"), (50, "<"), 900], 50, "<"),
        ([(50, "<"), 70, 900], 70, None),
        ([(50, "<"), 70], 60, "<"),
        ([10, (1472, ">"), (1472, ">")], 1472, ">"),
        ([(50, "<"), 50, 60], 50, None),
    ],
)
def test_the_median_of_a_bin(values, median, bound) -> None:
    courses = {
        f"P{n}": course((3.0, *value) if isinstance(value, tuple) else (3.0, value))
        for n, value in enumerate(values)
    }
    (found,) = median_curve(courses)
    assert (found.day, found.value, found.bound, found.of) == (3, median, bound, len(values))
    assert found.patients == tuple(sorted(courses))


def test_too_few_patients_give_no_point() -> None:
    assert median_curve({"A": course((3, 10))}) == ()
    whole = {f"P{n}": course((3, 10), *([(6, 20)] if n < 3 else [])) for n in range(10)}
    assert [found.day for found in median_curve(whole)] == [3]
    nine = dict(list(whole.items())[:9])
    assert [found.day for found in median_curve(nine)] == [3, 6]


def test_a_value_serves_its_nearest_day_alone_and_the_nearest_value_counts() -> None:
    courses = {
        "A": course((2.0, 1), (2.9, 2), (4.4, 3), (4.6, 4)),
        "B": course((3.4, 20), (6.0, 40)),
    }
    found = {m.day: m.value for m in median_curve(courses)}
    assert found == {3: 11, 6: 22}  # of A 2.9 and 4.6


def test_bins_of_a_schedule_hold_every_day_of_month_1_once() -> None:
    for bins in (SAMPLED, DAILY):
        for tenth in range(15, 300):
            day = tenth / 10
            inside = [one for one in bins if one.day - one.before <= day <= one.day + one.after]
            assert len(inside) == 1, day
    assert (bins_of("cart_copies"), bins_of("il6")) == (SAMPLED, DAILY)


def test_curves_are_aligned_at_the_infusion_and_leave_out_what_is_no_value() -> None:
    labs: list[Told] = [
        (-40, Lab("crp", 3.0)), (-3, Lab("crp", 5.0)), (7, Lab("crp", 90.0)),
        (8, Lab("crp", 70.0, text="haemolysed")), (9, Lab("crp", text="not done")),
        (10, Lab("crp", 4.0, bound="<")),
    ]  # fmt: skip
    found = made(*infused(), *labs).curves["crp"]
    assert [(p.days, p.value, p.bound) for p in found] == [
        (-3, 5.0, None), (7, 90.0, None), (10, 4.0, "<")
    ]  # fmt: skip
    assert found[1].entry == "RC-1/0005"


def test_the_cells_are_followed_in_one_unit_and_their_expansion_is_told() -> None:
    cells = ((3, 60.0), (9, 30_000.0), (12, 21_000.0), (28, 500.0), (60, 90.0))
    labs = [(day, Lab("cart_copies", value, "{copies}/ug")) for day, value in cells]
    of = made(*infused(), *labs, (9, Lab("cart_pct", 12.0, "%")))
    expansion = of.expansion
    assert of.cart == "cart_copies"
    assert expansion is not None
    assert (expansion.cmax.value, expansion.tmax_day.value) == (30_000.0, 9.0)
    assert expansion.tlast_day.value == 60.0
    area = 3 * 60 / 2 + 6 * (60 + 30_000) / 2 + 3 * 51_000 / 2 + 16 * 21_500 / 2
    assert expansion.auc0_28.value == pytest.approx(area)
    assert (expansion.partial, expansion.at_least) == (False, False)


def test_means_by_visit_and_medians_are_those_of_the_patients_who_have_one() -> None:
    one = made(*infused(), *judged(-6, ("arthritis", "rash"), "2.0"), *judged(30, (), "0.2"))
    two = made(*infused(), *judged(-6, ("rash",), "1.0"), patient="RC-2")
    means = [(m.month, m.value, m.patients) for m in sledai_means((one, two), "2K")]
    assert means == [(0, 4.0, ("RC-1", "RC-2")), (1, 0.0, ("RC-1",))]
    assert median_of((one, two), "il6") == ()
