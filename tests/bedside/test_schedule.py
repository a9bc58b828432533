"""Where visits lie: months, windows, order, whatever the day of the infusion."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.schedule import add_months, expanded, moves, owners, register
from tests.bedside.trials import EFFICACY, MONTHLY, followed, trial

RULES = st.sampled_from(["30_day", "28_day", "calendar"])
DAYS = st.dates(date(2020, 1, 1), date(2080, 12, 31))
ZONES = st.sampled_from(["UTC", "Asia/Shanghai", "Europe/Berlin", "Pacific/Auckland"])


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-01-31", 2, "2024-03-31"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-11-22", 12, "2027-11-22"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-05-15", 0, "2026-05-15"),
    ],
)
def test_calendar_months_end_with_the_month(day, months, found):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(found)


@given(DAYS, st.integers(0, 190))
def test_month_m_lies_in_month_m(day, months):
    found = add_months(day, months)
    assert found.year * 12 + found.month == day.year * 12 + day.month + months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


@given(RULES, DAYS)
def test_visits_are_in_order_and_windows_hold_their_targets(month_rule, day):
    visits = expanded(trial(month_rule), {"infusion": day})
    assert [v.target for v in visits] == sorted(v.target for v in visits)
    assert all(v.opens <= v.target <= v.closes for v in visits)
    assert len({v.id for v in visits}) == len(visits)
    samples = [v for v in visits if v.rule.series == "pkpd"]
    assert len(samples) == 22
    assert [v.opens for v in samples] == sorted(v.opens for v in samples)
    assert [v.closes for v in samples] == sorted(v.closes for v in samples)


@given(DAYS)
def test_calendar_targets_lie_in_their_month(day):
    for visit in expanded(trial("calendar"), {"infusion": day}):
        month = visit.rule.month
        if month is not None:
            assert visit.target.year * 12 + visit.target.month == day.year * 12 + day.month + month
    assert all(
        v.target.year == day.year + year and v.target.month == day.month
        for year, v in enumerate(register(trial(), day), 2)
    )


@given(RULES, DAYS)
def test_a_day_belongs_to_one_sample_and_to_the_nearest(month_rule, day):
    samples = [v for v in expanded(trial(month_rule), {"infusion": day}) if v.rule.series == "pkpd"]
    for at, owner in owners(samples).items():
        holding = [v for v in samples if v.opens <= at <= v.closes]
        nearest = min(holding, key=lambda v: (abs((v.target - at).days), v.target))
        assert owner.id == nearest.id
    assert {v.id for v in owners(samples).values()} == {v.id for v in samples}


@pytest.mark.parametrize(
    ("month_rule", "shared"),
    [
        ("30_day", set()),
        ("28_day", {27, 28, 266, 294, 322}),
    ],
)
def test_where_windows_of_samples_meet(month_rule, shared):
    """Of days 26 to 28 and 27 to 29 two are shared; the others lie between M9 and M12."""
    day = date(2026, 3, 1)
    samples = [v for v in expanded(trial(month_rule), {"infusion": day}) if v.rule.series == "pkpd"]
    held: dict[int, int] = {}
    for visit in samples:
        for n in range((visit.closes - visit.opens).days + 1):
            count = (visit.opens - day).days + n
            held[count] = held.get(count, 0) + 1
    assert {n for n, times in held.items() if times > 1} == shared


def test_every_day_from_2_to_31_lies_in_one_window_of_the_30_day_rule():
    day = date(2026, 3, 1)
    samples = [v for v in expanded(trial(), {"infusion": day}) if v.rule.series == "pkpd"]
    for n in range(1, 32):
        at = day + timedelta(days=n)
        holding = [v for v in samples if v.opens <= at <= v.closes]
        assert len(holding) == (0 if n == 1 else 1), n


@pytest.mark.parametrize(
    ("month_rule", "month", "days"),
    [
        ("30_day", 2, {60}),
        ("28_day", 2, {56}),
        ("calendar", 2, {59, 60, 61, 62}),
        ("30_day", 12, {360}),
        ("28_day", 12, {336}),
        ("calendar", 6, {181, 182, 183, 184}),
        ("calendar", 12, {365, 366}),
    ],
)
def test_study_days_of_months(month_rule, month, days):
    found = set()
    for start in range(365 * 4 + 1):
        day = date(2023, 1, 1) + timedelta(days=start)
        visits = {v.id: v for v in expanded(trial(month_rule), {"infusion": day})}
        found.add((visits[f"pkpd_m{month}"].target - day).days)
    assert found == days


@given(st.integers(0, 60 * 24 * 365 * 4), ZONES, RULES)
def test_the_day_of_infusion_is_the_sites_and_no_clock_change_moves_a_visit(
    minutes, zone, month_rule
):
    at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    here = ZoneInfo(zone)
    plan = followed(trial(month_rule), at, zone=here)
    day = at.astimezone(here).date()
    targets = {v.id: v.target for v in plan.visits}
    assert all((targets[f"pkpd_d{n}"] - day).days == n for n in range(3, 28, 3))
    widths = {v.id: (v.closes - v.target).days for v in plan.visits}
    assert all(widths[f"pkpd_m{m}"] == wide for m, wide in MONTHLY.items())
    assert all(widths[f"efficacy_m{m}"] == wide for m, wide in EFFICACY.items())


@given(DAYS, st.integers(-40, 40))
def test_another_day_of_infusion_moves_every_visit_and_the_same_one_none(day, by):
    before = expanded(trial(), {"infusion": day})
    after = expanded(trial(), {"infusion": day + timedelta(days=by)})
    found = moves(before, after)
    assert len(found) == (len(before) if by else 0)
    for move in found:
        assert move.before is not None
        assert move.after is not None
        assert move.after.target - move.before.target == timedelta(days=by)


def test_the_register_asks_once_a_year_to_year_15():
    found = register(trial(), date(2024, 2, 29))
    assert len(found) == 14
    assert (found[0].target, found[-1].target) == (date(2026, 2, 28), date(2039, 2, 28))
    assert found[2].target == date(2028, 2, 29)
