"""Steroids by their equivalents: per rolling 24 h and since the cells."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.chart import chart
from bedside.drug_clock import SteroidUse, steroids
from bedside.drug_clock.equivalents import EQUAL_MG
from bedside.facts import Enrolled, Retracted
from grading.drugs import CLASS_OF, DrugClass
from grading.signs import Drug, Infused, Vitals
from tests.bedside.drug_clock.given import CELLS, NOW, ago, charted, entry
from tests.bedside.strategies import EACH

STEROIDS = sorted(EQUAL_MG)


def dose(name, mg, at=None, unit="mg", **more):
    return at or ago(hours=1), Drug(name, dose=mg, dose_unit=unit, **more)


def run(name, action, at, rate=None, unit="mg/h", **more):
    return at, Drug(name, action, rate=rate, rate_unit=None if rate is None else unit, **more)


def day(*told):
    found = steroids(charted(CELLS, *told), NOW)
    return pytest.approx((found.dex_equiv_mg_24h, found.pred_equiv_mg_24h))


def test_every_steroid_has_its_equivalent():
    assert set(EQUAL_MG) == {key for key, kind in CLASS_OF.items() if kind is DrugClass.STEROID}


@pytest.mark.parametrize(
    ("name", "mg", "dex", "pred"),
    [
        ("prednisone", 5, 0.75, 5),
        ("prednisolone", 5, 0.75, 5),
        ("methylprednisolone", 4, 0.75, 5),
        ("dexamethasone", 0.75, 0.75, 5),
        ("hydrocortisone", 20, 0.75, 5),
        ("dexamethasone", 10, 10, 200 / 3),
        ("methylprednisolone", 1000, 187.5, 1250),
        ("hydrocortisone", 100, 3.75, 25),
        ("prednisone", 7.5, 1.125, 7.5),
    ],
)
def test_one_dose_by_its_equivalents(name, mg, dex, pred):
    assert day(dose(name, mg)) == (dex, pred)


def test_several_are_added_up():
    found = steroids(
        charted(
            CELLS,
            dose("dexamethasone", 10, ago(hours=30)),
            dose("dexamethasone", 10, ago(hours=12)),
            dose("dexamethasone", 10, ago(hours=6)),
            dose("prednisone", 5, ago(hours=5), stable=True),
        ),
        NOW,
    )
    assert found.lines == (
        SteroidUse("prednisone", 5, 5),
        SteroidUse("dexamethasone", 20, 30),
    )
    assert (found.dex_equiv_mg_24h, found.dex_equiv_mg_total) == (20.75, 30.75)
    assert found.pred_equiv_mg_24h == pytest.approx(400 / 3 + 5)
    assert found.pred_equiv_mg_total == pytest.approx(205)
    assert found.stable_pred_mg_24h == 5


@pytest.mark.parametrize(
    ("hours", "dex"),
    [
        (0, 10),
        (23.999, 10),
        (24, 0),  # exactly 24 h old: no longer
        (30, 0),
        (-1, 0),  # not yet
    ],
)
def test_24_hours_roll(hours, dex):
    assert day(dose("dexamethasone", 10, ago(hours=hours))) == (dex, dex * 20 / 3)


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        ((), 30),
        (((ago(days=9), Infused()),), 30),
        (((ago(days=4), Infused()),), 20),
        (((ago(days=4), Infused(fraction=1)), (ago(days=2), Infused(fraction=2))), 20),
        (((ago(hours=60), Infused()),), 20),
    ],
)
def test_the_total_is_that_since_the_cells(cells, total):
    doses = [dose("dexamethasone", 10, at) for at in (ago(days=5), ago(hours=60), ago(hours=2))]
    assert steroids(charted(*cells, *doses), NOW).dex_equiv_mg_total == total


@pytest.mark.parametrize(
    ("mg", "unit", "dex"), [(0.01, "g", 10), (10_000, "µg", 10), (10_000, "mcg", 10)]
)
def test_other_units_of_mass_are_converted(mg, unit, dex):
    assert day(dose("dexamethasone", mg, unit=unit)) == (dex, dex * 20 / 3)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ((ago(hours=1), Drug("dexamethasone")), "no_amount"),
        (dose("dexamethasone", 2, unit="mL"), "unit"),
        (dose("dexamethasone", 2, unit=None), "unit"),
        (dose("prednisolone", 5, route="rectal"), "local"),
        (dose("hydrocortisone", 5, route="inhaled"), "local"),
        (run("hydrocortisone", "started", ago(hours=1)), "no_amount"),
        (run("hydrocortisone", "started", ago(hours=1), 0.2, "mg/kg/h"), "unit"),
        (run("hydrocortisone", "started", ago(hours=1), 5, "mL/h"), "unit"),
    ],
)
def test_what_cannot_be_counted_is_told(told, why):
    found = steroids(charted(CELLS, told), NOW)
    assert [(one.at, one.drug, one.why) for one in found.uncounted] == [(*told, why)]
    assert (found.lines, found.pred_equiv_mg_total) == ((), 0)


def test_what_could_not_be_counted_before_the_cells_is_told_no_more():
    told = (ago(days=5), Drug("dexamethasone"))
    assert steroids(charted(CELLS, told), NOW).uncounted == ()
    assert len(steroids(charted(told), NOW).uncounted) == 1


@pytest.mark.parametrize(
    ("told", "mg_24h", "mg_total"),
    [
        pytest.param([run("hydrocortisone", "started", ago(hours=6), 10)], 60, 60, id="running"),
        pytest.param(
            [
                run("hydrocortisone", "started", ago(hours=6), 10),
                run("hydrocortisone", "stopped", ago(hours=2)),
            ],
            40,
            40,
            id="stopped",
        ),
        pytest.param(
            [
                run("hydrocortisone", "started", ago(hours=6), 10),
                run("hydrocortisone", "changed", ago(hours=4), 5),
            ],
            40,
            40,
            id="another-rate",
        ),
        pytest.param(
            [
                run("hydrocortisone", "started", ago(hours=6), 10),
                run("hydrocortisone", "continued", ago(hours=3)),
            ],
            60,
            60,
            id="confirmed",
        ),
        pytest.param(
            [run("hydrocortisone", "started", ago(hours=48), 10)], 240, 480, id="longer-than-a-day"
        ),
        pytest.param(
            [run("hydrocortisone", "started", ago(hours=100), 10)], 240, 960, id="before-the-cells"
        ),
        pytest.param(
            [run("hydrocortisone", "started", ago(hours=6), 1, "mg/min")], 360, 360, id="a-minute"
        ),
        pytest.param(
            [run("hydrocortisone", "started", ago(hours=6), 10, until=ago(hours=5))],
            10,
            10,
            id="charted-from-start-to-end",
        ),
        pytest.param(
            [run("hydrocortisone", "started", ago(hours=6), 10, until=ago(hours=-5))],
            60,
            60,
            id="its-end-is-ahead",
        ),
        pytest.param(
            [
                run("hydrocortisone", "started", ago(hours=6), 10, line="A"),
                run("hydrocortisone", "started", ago(hours=6), 5, line="B"),
            ],
            90,
            90,
            id="two-pumps",
        ),
        pytest.param(
            [(ago(hours=6), Drug("hydrocortisone", "started", dose=100, dose_unit="mg"))],
            100,
            100,
            id="a-dose-begun",
        ),
    ],
)
def test_an_infusion_counts_by_its_rate_and_time(told, mg_24h, mg_total):
    (use,) = steroids(charted(CELLS, *told), NOW).lines
    assert (use.mg_24h, use.mg_total) == pytest.approx((mg_24h, mg_total))


def test_retracted_doses_never_count():
    log = [
        entry(1, *CELLS),
        entry(2, *dose("dexamethasone", 10)),
        entry(3, ago(hours=1), Retracted(), amends="000002", reason="not given"),
    ]
    assert steroids(chart(log, NOW), NOW).lines == ()


amounts = st.floats(0.1, 2000)
given_doses = st.lists(
    st.tuples(st.sampled_from(STEROIDS), amounts, st.integers(0, 96 * 60)), max_size=8
)


@given(given_doses, st.floats(0.1, 10))
def test_equivalents_are_linear(doses, times):
    """So many times every dose is so many times the sum, and sums of parts are the whole."""

    def summed(part, by=1.0):
        told = [dose(n, mg * by, NOW - timedelta(minutes=m)) for n, mg, m in part]
        found = steroids(charted(CELLS, *told), NOW)
        return [
            found.dex_equiv_mg_24h,
            found.pred_equiv_mg_24h,
            found.dex_equiv_mg_total,
            found.pred_equiv_mg_total,
        ]

    whole = summed(doses)
    assert summed(doses, times) == pytest.approx([value * times for value in whole])
    half = len(doses) // 2
    parts = zip(summed(doses[:half]), summed(doses[half:]), strict=True)
    assert whole == pytest.approx([one + other for one, other in parts])
    assert whole[0] == pytest.approx(whole[1] * 0.15)


steroid_entries = st.builds(
    Drug,
    st.sampled_from(STEROIDS),
    st.sampled_from(["given", "started", "changed", "continued", "stopped"]),
    st.none() | amounts,
    st.none() | st.sampled_from(["mg", "mL", ""]),
    st.none() | amounts,
    st.none() | st.sampled_from(["mg/h", "mg", "mL/h", "mg/min"]),
    until=st.none() | st.integers(-50, 50).map(lambda h: NOW + timedelta(hours=h)),
)
told = st.tuples(
    st.integers(-24, 96).map(lambda h: ago(hours=h)),
    steroid_entries | EACH[Drug] | EACH[Infused] | EACH[Vitals] | EACH[Enrolled],
)


@given(st.lists(told, max_size=10), st.integers(-30, 90))
def test_sums_never_raise_and_never_fall_below_nothing(entries, hours):
    found = steroids(charted(*entries), ago(hours=hours))
    assert min(found[:5]) >= 0
