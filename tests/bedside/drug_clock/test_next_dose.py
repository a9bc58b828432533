"""The dose by weight, what was given, when the next may be, and what is asked about a dose."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.chart import chart
from bedside.drug_clock import Code, Guard, crossed, guards, is_dose, tocilizumab
from bedside.drug_clock.next_dose import CAP_MG, WEIGHT_LASTS
from bedside.facts import Enrolled, Retracted
from bedside.store import Store
from bedside.timeline import Draft
from grading.signs import Drug, Infused, Planned, Vitals, quantities
from tests.bedside.drug_clock.given import CELLS, NOW, ago, charted, entry, toci, weighed
from tests.bedside.strategies import EACH

DOSE = Drug("tocilizumab", dose=464, dose_unit="mg")
BARE = Drug("tocilizumab")
WEIGHED = weighed(58.0)


def codes(asked):
    return [guard.code for guard in asked]


# --- the dose by weight ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kg", "per_kg", "mg", "capped"),
    [
        (20.0, 12, 240.0, False),
        (29.9, 12, 358.8, False),
        (30.0, 8, 240.0, False),
        (50.0, 8, 400.0, False),
        (58.0, 8, 464.0, False),
        (58.3, 8, 466.4, False),
        (62.5, 8, 500.0, False),
        (58.967, 8, 471.7, False),  # a weight in pounds, converted: to the tenth
        (99.9, 8, 799.2, False),
        (100.0, 8, 800.0, False),
        (100.1, 8, 800.0, True),
        (101.0, 8, 800.0, True),
        (120.0, 8, 800.0, True),
        (250.0, 8, 800.0, True),
    ],
)
def test_a_dose_by_weight(kg, per_kg, mg, capped):
    clock = tocilizumab(charted(CELLS, weighed(kg)), NOW)
    assert (clock.per_kg, clock.dose_mg, clock.capped) == (per_kg, mg, capped)
    assert (clock.weight_kg, clock.weighed_at) == (kg, ago(hours=2))


@pytest.mark.parametrize(
    ("told", "mg", "asked"),
    [
        pytest.param((), None, ["no_weight"], id="never-weighed"),
        pytest.param((weighed(58, ago(days=7)),), 464.0, [], id="seven-days"),
        pytest.param(
            (weighed(58, ago(days=7, seconds=1)),), None, ["old_weight"], id="seven-days-and-more"
        ),
        pytest.param(
            (weighed(70, ago(days=3)), weighed(58, ago(days=1))), 464.0, [], id="the-latest"
        ),
        pytest.param(
            (weighed(58, ago(days=1)), weighed(70, ago(days=3))), 464.0, [], id="by-time-weighed"
        ),
        pytest.param(((ago(days=2), Enrolled(weight_kg=58)),), 464.0, [], id="as-enrolled"),
        pytest.param(
            ((ago(days=9), Enrolled(weight_kg=58)),), None, ["old_weight"], id="enrolled-long-ago"
        ),
        pytest.param(
            ((ago(days=1), Enrolled(weight_kg=90)), weighed(58, ago(days=2))),
            464.0,
            [],
            id="measured-before-named",
        ),
    ],
)
def test_the_weight_that_counts(told, mg, asked):
    clock = tocilizumab(charted(CELLS, *told), NOW)
    assert clock.dose_mg == mg
    assert codes(clock.guards) == asked


def test_a_weight_counts_as_long_as_its_sign_says():
    assert quantities(Vitals)["weight_kg"].lasts == WEIGHT_LASTS


# --- what was given, when the next may be ---------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "in_24h", "in_all", "earliest"),
    [
        pytest.param((), 0, 0, None, id="none"),
        pytest.param((4,), 1, 1, ago(hours=-4), id="one"),
        pytest.param((8,), 1, 1, NOW, id="eight-hours-ago"),
        pytest.param((20, 11), 2, 2, ago(hours=3), id="two"),
        pytest.param((17, 9, 1), 3, 3, ago(hours=-7), id="three-in-a-day"),
        pytest.param((22, 14, 6), 3, 3, ago(hours=-2), id="the-first-is-nearly-a-day-old"),
        pytest.param((17, 9, 8.5), 3, 3, ago(hours=-7), id="the-day-is-longer-than-8-h"),
        pytest.param((24, 16, 8), 2, 3, NOW, id="exactly-24-h-no-longer-counts"),
        pytest.param((23.99, 16, 8), 3, 3, ago(hours=-0.01), id="a-moment-less-does"),
        pytest.param((40, 30, 20, 10), 2, 4, None, id="four-of-four"),
        pytest.param((50, 40, 30, 20, 10), 2, 5, None, id="five"),
    ],
)
def test_the_clock_of_doses(hours, in_24h, in_all, earliest):
    clock = tocilizumab(charted(CELLS, WEIGHED, *(toci(ago(hours=h)) for h in hours)), NOW)
    assert (clock.given_24h, clock.given_total) == (in_24h, in_all)
    assert clock.earliest_next == (earliest and pytest.approx(earliest, abs=timedelta(seconds=1)))
    assert clock.last_at == (ago(hours=hours[-1]) if hours else None)


def test_doses_count_by_when_they_were_given_not_written():
    clock = tocilizumab(charted(CELLS, WEIGHED, toci(ago(hours=1)), toci(ago(hours=10))), NOW)
    assert (clock.last_at, clock.given_total) == (ago(hours=1), 2)


def test_a_dose_ahead_counts_from_then_on():
    known = charted(CELLS, WEIGHED, toci(ago(hours=-1)))
    assert tocilizumab(known, NOW).given_total == 0
    assert tocilizumab(known, ago(hours=-1)).given_total == 1
    assert codes(guards(BARE, NOW, known)) == ["soon_before"]


@pytest.mark.parametrize(
    ("cells", "given_total"),
    [
        pytest.param((), 3, id="no-cells"),
        pytest.param(((ago(days=9), Infused()),), 3, id="all-after-them"),
        pytest.param(((ago(days=4), Infused()),), 2, id="one-before-them"),
        pytest.param(((ago(days=9), Infused()), (ago(days=4), Infused())), 2, id="other-cells"),
        pytest.param(
            ((ago(days=9), Infused(fraction=1)), (ago(days=4), Infused(fraction=2))),
            3,
            id="a-second-part-begins-nothing",
        ),
        pytest.param(((ago(hours=60), Infused()),), 2, id="at-the-very-moment"),
        pytest.param(((ago(days=9), Planned(ago(days=-1))),), 3, id="only-planned"),
    ],
)
def test_doses_since_the_cells_count_together(cells, given_total):
    doses = [toci(at) for at in (ago(days=5), ago(hours=60), ago(hours=20))]
    assert tocilizumab(charted(*cells, *doses), NOW).given_total == given_total


@pytest.mark.parametrize(
    ("action", "counts"),
    [
        ("given", True),
        ("started", True),
        ("changed", False),
        ("continued", False),
        ("stopped", False),
    ],
)
def test_what_is_a_dose(action, counts):
    assert is_dose(Drug("tocilizumab", action)) is counts
    assert not is_dose(Drug("dexamethasone", action))
    clock = tocilizumab(charted(CELLS, (ago(hours=1), Drug("tocilizumab", action))), NOW)
    assert clock.given_total == counts


def test_retracted_and_amended_doses_never_count():
    log = [
        entry(1, *CELLS),
        entry(2, *toci(ago(hours=3))),
        entry(3, *toci(ago(hours=20))),
        entry(4, ago(hours=3), Retracted(), amends="000002", reason="other patient"),
        entry(5, *toci(ago(hours=30)), amends="000003", reason="typed wrongly"),
    ]
    known = chart(log, NOW)
    clock = tocilizumab(known, NOW)
    assert (clock.last_at, clock.given_24h, clock.given_total) == (ago(hours=30), 0, 1)
    assert codes(guards(BARE, NOW, known)) == ["no_weight"]


@pytest.mark.parametrize(
    ("zone", "given_at", "shown"),
    [
        pytest.param("Europe/Berlin", (2026, 10, 24, 20, 15), "05:15", id="clocks-back"),
        pytest.param("Europe/Berlin", (2026, 3, 28, 21, 15), "07:15", id="clocks-forward"),
        pytest.param("Asia/Shanghai", (2026, 10, 24, 2, 15), "18:15", id="no-change"),
    ],
)
def test_eight_hours_are_eight_hours_in_the_night_of_another_time(zone, given_at, shown):
    """22:15 in summer time; the night is nine hours long, so that 8 h later it is 05:15."""
    at = datetime(*given_at, tzinfo=UTC)
    now = at + timedelta(hours=1)
    clock = tocilizumab(charted(toci(at), now=now, zone=ZoneInfo(zone)), now)
    assert clock.earliest_next == at + timedelta(hours=8)
    assert f"{clock.earliest_next.astimezone(ZoneInfo(zone)):%H:%M}" == shown


# --- what is asked --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "asked"),
    [
        pytest.param((), [], id="first"),
        pytest.param((8,), [], id="8-h"),
        pytest.param((7 + 59 / 60,), ["too_soon"], id="7-h-59"),
        pytest.param((0,), ["too_soon"], id="the-same-moment"),
        pytest.param((16, 8), [], id="third-in-a-day"),
        pytest.param((23, 16, 8), ["in_day"], id="fourth-in-a-day"),
        pytest.param((24, 16, 8), [], id="fourth-after-a-day"),
        pytest.param((48, 32, 16), [], id="fourth"),
        pytest.param((64, 48, 32, 16), ["in_all"], id="fifth"),
        pytest.param((23, 16, 9, 1), ["too_soon", "in_day", "in_all"], id="all-at-once"),
        # a late entry: there are doses after it
        pytest.param((-8,), [], id="8-h-before-another"),
        pytest.param((-7.9,), ["soon_before"], id="less-before-another"),
        pytest.param((4, -4), ["too_soon", "soon_before"], id="between-two"),
        pytest.param((8, -8, -15), ["in_day"], id="fourth-of-a-day-in-between"),
        pytest.param((8, -8, -16), [], id="a-day-in-between"),
        pytest.param((-16, -32, -48, -64), ["in_all"], id="fifth-written-late"),
    ],
)
def test_the_time_of_a_dose(hours, asked):
    at = ago(hours=70)
    doses = [toci(at - timedelta(hours=h)) for h in hours]
    cells = (ago(days=8), Infused())
    known = charted(cells, weighed(58, ago(days=3)), *doses, now=ago(hours=-1))
    assert codes(guards(DOSE, at, known)) == asked


def test_what_is_asked_says_why():
    hours = (23, 16, 9, 1)
    known = charted(CELLS, WEIGHED, *(toci(ago(hours=h)) for h in hours))
    assert guards(replace(DOSE, dose=900), NOW, known) == (
        Guard("too_soon", at=ago(hours=1)),
        Guard("in_day", doses=5),
        Guard("in_all", doses=5),
        Guard("above_cap", mg=900),
        Guard("dose_off", mg=900, expected_mg=464, weight_kg=58),
    )


@pytest.mark.parametrize(
    ("kg", "dose", "unit", "asked"),
    [
        # 8 mg/kg within 10 %, both ends included
        (58, 464, "mg", []),
        (58, 417.6, "mg", []),
        (58, 417.5, "mg", ["dose_off"]),
        (58, 510.4, "mg", []),
        (58, 510.5, "mg", ["dose_off"]),
        (58.3, 419.76, "mg", []),
        # of the 800 mg that are given at most
        (120, 800, "mg", []),
        (120, 801, "mg", ["above_cap"]),
        (120, 880, "mg", ["above_cap"]),
        (120, 960, "mg", ["above_cap", "dose_off"]),
        (120, 719, "mg", ["dose_off"]),
        # below 30 kg 12 mg/kg
        (29.9, 358.8, "mg", []),
        (29.9, 239.2, "mg", ["dose_off"]),
        (30, 240, "mg", []),
        (30, 360, "mg", ["dose_off"]),
        # other units
        (58, 0.464, "g", []),
        (58, 0.464, "mg", ["dose_off"]),
        (58, 464, "g", ["above_cap", "dose_off"]),
        (58, 464000, "µg", []),
        (58, 464000, "\N{GREEK SMALL LETTER MU}g", []),
        (58, 464000, "mcg", []),
        (58, 464, "µg", ["dose_off"]),
        (58, 464, "MG", []),
        (58, 23.2, "mL", ["other_unit"]),
        (58, 8, "mg/kg", ["other_unit"]),
        (58, 464, None, ["other_unit"]),
        # without a weight
        (None, 464, "mg", ["no_weight"]),
        (None, 801, "mg", ["above_cap", "no_weight"]),
        (None, 23.2, "mL", ["other_unit", "no_weight"]),
        (58, None, None, []),
        (58, 0, "mg", ["dose_off"]),
    ],
)
def test_the_amount_of_a_dose(kg, dose, unit, asked):
    told = [] if kg is None else [weighed(kg)]
    draft = Drug("tocilizumab", dose=dose, dose_unit=unit)
    assert codes(guards(draft, NOW, charted(CELLS, *told))) == asked


def test_an_old_weight_checks_nothing_and_says_so():
    known = charted(CELLS, weighed(58, ago(days=8)))
    assert guards(replace(DOSE, dose=700), NOW, known) == (
        Guard("old_weight", at=ago(days=8), weight_kg=58),
    )


def test_nothing_is_asked_about_anything_else():
    known = charted(CELLS, toci(ago(hours=1)))
    assert guards(Drug("dexamethasone", dose=10, dose_unit="mg"), NOW, known) == ()
    assert guards(Drug("tocilizumab", "stopped"), NOW, known) == ()


def test_what_a_dose_now_would_be_asked():
    known = charted(CELLS, WEIGHED, toci(ago(hours=1)))
    assert tocilizumab(known, NOW).guards == guards(BARE, NOW, known)


def test_recorded_doses_of_a_day_of_which_something_is_asked():
    known = charted(
        CELLS, WEIGHED, toci(ago(hours=23)), toci(ago(hours=20)), toci(ago(hours=2), 900)
    )
    found = [(e.at, codes(asked)) for e, asked in crossed(known, NOW)]
    assert found == [
        (ago(hours=23), ["soon_before", "no_weight"]),
        (ago(hours=20), ["too_soon", "no_weight"]),
        (ago(hours=2), ["above_cap", "dose_off"]),
    ]
    assert [e.at for e, _ in crossed(known, ago(hours=-2))] == [ago(hours=20), ago(hours=2)]
    assert crossed(charted(CELLS, WEIGHED, toci(ago(hours=1))), NOW) == ()


# --- never in the way -----------------------------------------------------------------------------

moments = st.integers(-72 * 60, 72 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
any_dose = st.builds(
    Drug,
    st.just("tocilizumab"),
    st.sampled_from(["given", "started", "changed", "stopped"]),
    st.none() | st.floats(0, 1e6),
    st.none() | st.sampled_from(["mg", "g", "µg", "mL", "U", "", "x/y"]),
)
told = st.lists(
    st.tuples(moments, any_dose | EACH[Vitals] | EACH[Infused] | EACH[Drug] | EACH[Enrolled]),
    max_size=12,
)


@given(told, any_dose | EACH[Drug], moments)
def test_guards_never_raise_and_say_what_they_mean(before, draft, at):
    known = charted(*before)
    for guard in guards(draft, at, known):
        assert guard.code in get_args(Code)
    clock = tocilizumab(known, at)
    assert clock.dose_mg is None or 0 < clock.dose_mg <= CAP_MG
    assert min(clock.given_24h, clock.given_total) >= 0
    assert clock.earliest_next is None or clock.last_at is not None
    assert not clock.last_at or clock.last_at <= at
    crossed(known, at)


@given(told, st.permutations(range(6)))
def test_the_order_of_writing_makes_no_difference(before, order):
    doses = [toci(ago(hours=9 * n)) for n in order]
    one, other = charted(*before, *doses), charted(*before, *sorted(doses))
    assert tocilizumab(one, NOW) == tocilizumab(other, NOW)
    assert guards(DOSE, NOW, one) == guards(DOSE, NOW, other)


@given(told, st.integers(0, 72 * 60))
def test_what_the_clock_says_is_what_is_asked(before, minutes):
    """Before the time that it names something is asked about a dose, from then on nothing is."""
    known = charted(*((at, fact) for at, fact in before if at <= NOW))
    clock = tocilizumab(known, NOW)
    if clock.earliest_next is None:
        return
    at = NOW + timedelta(minutes=minutes)
    about_time = {"too_soon", "in_day"} & set(codes(guards(BARE, at, known)))
    if at >= clock.earliest_next:
        assert "too_soon" not in about_time
    else:
        assert about_time


def test_no_guard_stops_a_record(tmp_path):
    """The worst dose there is, with all that can be asked about it, is written all the same."""
    with Store(tmp_path / "ward.sqlite", "here", NOW) as store:
        drafts = [Draft("P", at, fact) for at, fact in (CELLS, WEIGHED)]
        drafts += [Draft("P", *toci(ago(hours=h))) for h in (4, 3, 2, 1)]
        store.append(drafts, NOW, "Ann", "nurse")
        worst = Drug("tocilizumab", dose=5000, dose_unit="mg")
        known = chart(store.log(), NOW)
        asked = codes(guards(worst, NOW, known))
        assert asked == ["too_soon", "in_day", "in_all", "above_cap", "dose_off"]
        (kept,) = store.append([Draft("P", NOW, worst, reason="ordered by Dr A")], NOW, "A", "x")
        assert (kept.fact, kept.reason) == (worst, "ordered by Dr A")
        assert tocilizumab(chart(store.log(), NOW), NOW).given_total == 5
