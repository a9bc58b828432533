"""The day that is suggested for a visit, and what is written when one is agreed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.appointments import (
    PAST,
    WEEKEND,
    Proposal,
    SiteCalendar,
    UnknownPlace,
    agreement,
    appointed,
    collisions,
    outside,
    places,
    proposal,
)
from bedside.facts import Appointed, Visited
from bedside.protocol.edition import VisitRule
from bedside.schedule import Visit
from grading.signs import Invalid
from tests.bedside.trials import followed, noon, trial

SHANGHAI = ZoneInfo("Asia/Shanghai")
INFUSED = noon(date(2026, 1, 5), SHANGHAI)
LONG_AGO = date(2000, 1, 1)


def window(opens: date, target: date, closes: date) -> Visit:
    rule = VisitRule("v", "pkpd", (target - opens).days, (closes - target).days, (), day=60)
    return Visit("v", rule, 1, target, opens, closes)


def november(opens: int, target: int, closes: int) -> Visit:
    return window(date(2026, 11, opens), date(2026, 11, target), date(2026, 11, closes))


@pytest.mark.parametrize(
    ("country", "region", "day", "reason"),
    [
        ("", "", date(2026, 12, 25), None),
        ("", "", date(2026, 12, 26), WEEKEND),
        ("DE", "", date(2026, 12, 24), None),
        ("DE", "", date(2026, 12, 25), "Christmas Day"),
        ("DE", "", date(2026, 1, 6), None),
        ("DE", "BY", date(2026, 1, 6), "Epiphany"),
        ("DE", "Bayern", date(2026, 1, 6), "Epiphany"),
        ("DE", "BE", date(2026, 1, 6), None),
        ("DE", "BE", date(2026, 1, 10), WEEKEND),
        ("CN", "", date(2026, 10, 1), "National Day"),
        ("CN", "", date(2026, 10, 10), None),  # a Saturday that is worked for National Day
        ("CN", "", date(2026, 10, 11), WEEKEND),
        ("SA", "", date(2026, 1, 9), WEEKEND),  # a Friday
        ("SA", "", date(2026, 1, 11), None),  # a Sunday
        ("US", "", date(2026, 11, 26), "Thanksgiving Day"),
    ],
)
def test_a_site_is_closed_at_weekends_and_on_holidays(country, region, day, reason) -> None:
    assert SiteCalendar(country, region).closed(day) == reason


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [
        ("CN", "zh_CN", "元旦"),
        ("CN", "en_US", "New Year's Day"),
        ("CN", "de", "元旦"),
        ("DE", "de", "Neujahr"),
    ],
)
def test_holidays_are_named_in_the_language_whatever_the_machine_speaks(
    monkeypatch, country, language, name
) -> None:
    monkeypatch.setenv("LANGUAGE", "th")
    assert SiteCalendar(country, language=language).closed(date(2026, 1, 1)) == name


@pytest.mark.parametrize(
    ("country", "region", "named"),
    [
        ("XX", "", "'XX'"),
        ("de", "", "'de'"),
        ("HolidayBase", "", "'HolidayBase'"),
        ("DE", "ZZ", "'ZZ'"),
        ("", "BY", "'BY'"),
    ],
)
def test_a_place_that_is_not_known_is_named(country, region, named) -> None:
    with pytest.raises(UnknownPlace, match=named):
        SiteCalendar(country, region)


def test_every_place_on_the_list_is_known() -> None:
    known = places()
    assert "BY" in known["DE"]
    assert known["CN"] == ()
    assert list(known) == sorted(known)
    for country in ("CN", "DE", "US"):
        for region in ("", *known[country]):
            SiteCalendar(country, region)


@pytest.mark.parametrize(
    ("visit", "today", "expected"),
    [
        # 2026-11-18 is a Wednesday, 21 a Saturday.
        (november(11, 18, 25), LONG_AGO, Proposal(date(2026, 11, 18), None, free=True)),
        (november(14, 21, 28), LONG_AGO, Proposal(date(2026, 11, 20), WEEKEND, free=True)),
        (november(15, 22, 29), LONG_AGO, Proposal(date(2026, 11, 23), WEEKEND, free=True)),
        # Thanksgiving, a Thursday: Wednesday and Friday are as near.
        (november(20, 26, 30), LONG_AGO, Proposal(date(2026, 11, 25), "Thanksgiving Day", True)),
        (november(26, 26, 30), LONG_AGO, Proposal(date(2026, 11, 27), "Thanksgiving Day", True)),
        # The window does not reach back to Friday, nor on to Monday.
        (november(21, 21, 23), LONG_AGO, Proposal(date(2026, 11, 23), WEEKEND, free=True)),
        (november(20, 22, 22), LONG_AGO, Proposal(date(2026, 11, 20), WEEKEND, free=True)),
        (november(21, 21, 22), LONG_AGO, Proposal(date(2026, 11, 21), WEEKEND, free=False)),
        # Never before today.
        (november(14, 21, 28), date(2026, 11, 21), Proposal(date(2026, 11, 23), WEEKEND, True)),
        (november(11, 18, 25), date(2026, 11, 18), Proposal(date(2026, 11, 18), None, free=True)),
        (november(11, 18, 25), date(2026, 11, 21), Proposal(date(2026, 11, 23), PAST, free=True)),
        (november(11, 18, 22), date(2026, 11, 21), Proposal(date(2026, 11, 18), PAST, free=False)),
        (november(11, 18, 20), date(2026, 11, 21), Proposal(date(2026, 11, 18), PAST, free=False)),
    ],
)
def test_the_working_day_nearest_to_the_target_is_suggested(visit, today, expected) -> None:
    assert proposal(visit, SiteCalendar("US").closed, today) == expected


@given(
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.integers(0, 14),
    st.integers(0, 14),
    st.integers(-30, 30),
    st.sets(st.integers(-14, 14)),
)
def test_a_suggestion_is_open_in_the_window_and_nothing_nearer_is(
    target, before, after, since, shut
) -> None:
    visit = window(target - timedelta(before), target, target + timedelta(after))
    today = target + timedelta(since)

    def closed(day: date) -> str | None:
        return "closed" if (day - target).days in shut else None

    free = [n for n in range(-before, after + 1) if n not in shut and n >= since]
    found = proposal(visit, closed, today)
    assert found.free == bool(free)
    assert (found.on == target) == (found.why is None or not found.free)
    if free:
        assert (found.on - target).days == min(free, key=lambda n: (abs(n), n))
    else:
        assert found.on == target


def plan(*told):
    return followed(trial(), INFUSED, *told, zone=SHANGHAI)


def visit_of(follow, name="pkpd_m2") -> Visit:
    return next(v for v in follow.visits if v.id == name)


NOW = INFUSED + timedelta(days=40)
M2 = date(2026, 3, 6)  # day 60
EARLIER = (INFUSED + timedelta(days=30), Appointed("pkpd_m2", M2, time(9, 30)))
CANCELLED = (INFUSED + timedelta(days=31), Appointed("pkpd_m2", reason="asked to wait"))


@pytest.mark.parametrize(
    ("told", "on", "clock", "reason", "expected"),
    [
        ((), M2, None, "", Appointed("pkpd_m2", M2)),
        ((), M2, time(8), "", Appointed("pkpd_m2", M2, time(8))),
        ((EARLIER,), date(2026, 3, 9), time(8), "is away",
         Appointed("pkpd_m2", date(2026, 3, 9), time(8), M2, "is away")),
        ((EARLIER,), M2, time(14), "the bus", Appointed("pkpd_m2", M2, time(14), M2, "the bus")),
        ((EARLIER,), None, None, "ill", Appointed("pkpd_m2", None, None, M2, "ill")),
        ((EARLIER,), M2, time(9, 30), "", Appointed("pkpd_m2", M2, time(9, 30))),
        (((INFUSED + timedelta(days=30), Appointed("pkpd_m2", M2)),), M2, time(9), "",
         Appointed("pkpd_m2", M2, time(9))),
        ((EARLIER, CANCELLED), M2, None, "", Appointed("pkpd_m2", M2)),
    ],
)  # fmt: skip
def test_an_agreement_remembers_the_one_before_it(told, on, clock, reason, expected) -> None:
    follow = plan(*told)
    draft, _ = appointed(follow, visit_of(follow), on, clock, reason, NOW)
    assert (draft.patient, draft.at, draft.fact) == ("RC-1", NOW, expected)


@pytest.mark.parametrize(
    ("on", "clock"), [(date(2026, 3, 9), time(9, 30)), (M2, time(14)), (M2, None), (None, None)]
)
def test_moving_or_cancelling_without_a_reason_is_refused(on, clock) -> None:
    follow = plan(EARLIER)
    with pytest.raises(Invalid) as refused:
        appointed(follow, visit_of(follow), on, clock, " ", NOW)
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("on", "days"),
    [
        (date(2026, 2, 26), -1),
        (date(2026, 2, 27), 0),
        (M2, 0),
        (date(2026, 3, 13), 0),
        (date(2026, 3, 14), 1),
        (date(2026, 3, 20), 7),
        (None, 0),
    ],
)
def test_a_day_outside_the_window_is_told_and_allowed(on, days) -> None:
    follow = plan()
    visit = visit_of(follow)
    agreed = appointed(follow, visit, on, None, "as the patient asked", NOW)
    assert agreed.outside == days
    assert agreed.draft.fact.on == on
    if on is not None:
        assert outside(visit, on) == days


def test_what_was_agreed_is_read_back_from_the_record() -> None:
    follow = plan()
    draft, _ = appointed(follow, visit_of(follow), M2, time(9), "", NOW)
    after = plan((draft.at, draft.fact))
    assert agreement(after.standing("pkpd_m2", M2)) == draft.fact
    assert agreement(after.standing("pkpd_m3", M2)) is None


def test_visits_of_others_on_the_same_day_are_found() -> None:
    # A visit that took place is settled, and asks for no chair.
    other = followed(
        trial(),
        datetime(2026, 1, 6, 1, tzinfo=UTC),
        EARLIER,
        (INFUSED + timedelta(days=30), Appointed("pkpd_m3", M2)),
        (INFUSED + timedelta(days=30), Appointed("efficacy_m1", M2)),
        (INFUSED + timedelta(days=31), Visited(("efficacy_m1",))),
    )
    standings = other.standings(date(2026, 3, 1))
    found = [s.visit.id for s in collisions(standings, M2, "RC-2")]
    assert found == ["pkpd_m2", "pkpd_m3"]
    assert collisions(standings, M2, "RC-1") == ()
    assert collisions(standings, date(2026, 3, 7), "RC-2") == ()
