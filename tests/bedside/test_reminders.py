"""What the twelve months remind of, from when to when, and what an answer does to it."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.facts import (
    Appointed,
    Collected,
    Deviation,
    DltReviewed,
    Ended,
    Omitted,
    Reminded,
    Visited,
)
from bedside.follow import follow
from bedside.reminders import (
    KINDS,
    Diary,
    Leads,
    answered,
    midnight,
    next_ring,
    reminders,
    rows,
    shown,
    waiting,
)
from grading.signs import Infused, Invalid, Planned, Vitals
from tests.bedside.trials import enrolled, entries, followed, trial

SHANGHAI = ZoneInfo("Asia/Shanghai")
INFUSED = datetime(2026, 1, 31, 3, tzinfo=UTC)
DAY_0 = date(2026, 1, 31)


def on(day, clock=time(12), zone=SHANGHAI):
    """A moment of a study day at the site."""
    return datetime.combine(DAY_0 + timedelta(days=day), clock, zone).astimezone(UTC)


def plan(*told, protocol=None, zone=SHANGHAI):
    return followed(protocol or trial(), INFUSED, *told, zone=zone)


def said(follow, day, visit="", leads=None):
    """The kinds that stand on a study day, of one visit or of the patient."""
    found = reminders(follow, on(day), leads or Leads())
    return {r.kind for r in found if r.visit == visit and r.answer == "open"}


def days_of(follow, kind, visit, leads=None, days=range(-10, 420)):
    """The first and the last study day on which a reminder stands, without gaps between them."""
    found = [day for day in days if kind in said(follow, day, visit, leads)]
    if not found:
        return None
    assert found == list(range(found[0], found[-1] + 1))
    return (found[0], found[-1] if found[-1] < days[-1] else None)


# --- from when to when ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visit", "opens", "due", "soon", "overdue"),
    [
        ("pkpd_m6", (173, 187), (180, 187), (184, 187), (188, None)),  # ±7
        ("efficacy_m6", (166, 194), (180, 194), (191, 194), (195, None)),  # ±14
        ("efficacy_m1", (27, 33), (30, 33), (30, 33), (34, None)),  # ±3
        ("pkpd_d9", (8, 10), (9, 10), (8, 10), (11, None)),  # ±1: never before it opens
        ("pkpd_d0", (-3, 0), (0, 0), (-3, 0), (1, None)),
        ("conditioning_dm4", (-5, -3), (-4, -3), (-5, -3), (-2, None)),
        ("safety_d1", None, None, None, None),  # the rounds of the ward watch it
    ],
)
def test_the_stages_of_a_visit(visit, opens, due, soon, overdue):
    of = plan()
    near = next(v.target - DAY_0 for v in of.visits if v.id == visit).days
    days = range(near - 20, near + 40)
    kinds = ("window_opens", "due_today", "closes_soon", "overdue")
    assert [days_of(of, kind, visit, days=days) for kind in kinds] == [opens, due, soon, overdue]


def test_the_long_term_register_reminds_too():
    of = plan()
    due = date(2028, 1, 31)
    first = (due - DAY_0).days
    assert days_of(of, "window_opens", "register_y2", days=range(600, 900)) == (
        first - 30,
        first + 30,
    )
    assert days_of(of, "overdue", "register_y2", days=range(600, 900)) == (first + 31, None)


@pytest.mark.parametrize(
    ("lead", "kind", "first"),
    [
        (Leads(window_opens=5), "window_opens", 168),
        (Leads(due=2), "due_today", 178),
        (Leads(closes=0), "closes_soon", 187),
        (Leads(closes=30), "closes_soon", 173),  # the window is not open before
        (Leads(overdue=4), "overdue", 191),
    ],
)
def test_lead_times(lead, kind, first):
    found = days_of(plan(), kind, "pkpd_m6", lead, range(140, 200))
    assert found is not None
    assert found[0] == first


@pytest.mark.parametrize("name", [field.name for field in fields(Leads)])
def test_lead_times_have_limits(name):
    lowest = 1 if name == "overdue" else 0
    for days in (lowest - 1, 31):
        with pytest.raises(ValueError, match=name):
            Leads(**{name: days})
    assert Leads(**{name: lowest}) != Leads(**{name: 30})


@pytest.mark.parametrize(
    "fact",
    [
        Visited(("pkpd_m6",)),
        Omitted("pkpd_m6", reason="abroad"),
        Ended("withdrawn"),
    ],
    ids=["done", "left out", "ended"],
)
@pytest.mark.parametrize("day", [175, 186])
def test_what_settles_a_visit_silences_it(fact, day):
    of = plan((on(day), fact))
    for later in (day, 187, 188, 300):
        assert said(of, later, "pkpd_m6") <= {"checklist_incomplete"}


def test_a_deviation_written_down_settles_what_is_overdue():
    of = plan((on(190), Deviation("missed", "abroad", "pkpd_m6")))
    assert said(of, 191, "pkpd_m6") == set()


def test_a_day_of_the_stay_reminds_of_its_appointment_only():
    of = plan((on(-1), Appointed("safety_d2", DAY_0 + timedelta(days=2), time(9, 30))))
    assert days_of(of, "appointment_tomorrow", "safety_d2") == (1, 2)
    assert said(of, 2, "safety_d2") == {"appointment_tomorrow"}


def test_a_single_day_that_is_not_of_the_stay_reminds():
    late = replace(trial().visits[-1], id="safety_m3", series="safety", day=None, month=3)
    wide = replace(late, before=0, after=0)
    of = plan(protocol=replace(trial(), visits=(wide,)))
    assert said(of, 90, "safety_m3") == {"window_opens", "due_today", "closes_soon"}
    assert said(of, 91, "safety_m3") == {"overdue"}


def test_an_appointment_stands_from_the_day_before_until_its_day_is_over():
    agreed = Appointed("pkpd_m6", DAY_0 + timedelta(days=182), time(9, 30))
    of = plan((on(100), agreed))
    assert days_of(of, "appointment_tomorrow", "pkpd_m6") == (181, 182)
    found = next(r for r in reminders(of, on(181)) if r.kind == "appointment_tomorrow")
    assert (found.clock, found.days) == (time(9, 30), 1)
    cancelled = plan((on(100), agreed), (on(101), Appointed("pkpd_m6", reason="ill")))
    assert days_of(cancelled, "appointment_tomorrow", "pkpd_m6") is None


def test_a_checklist_waits_until_every_item_is_settled():
    came = (on(180), Visited(("efficacy_m6",)))
    of = plan(came)
    assert days_of(of, "checklist_incomplete", "efficacy_m6") == (181, None)
    assert days_of(of, "checklist_incomplete", "efficacy_m6", Leads(incomplete=0))[0] == 180
    found = next(r for r in reminders(of, on(181)) if r.kind == "checklist_incomplete")
    assert (found.lacking, found.day) == (2, DAY_0 + timedelta(days=180))
    half = plan(came, (on(181), Collected("efficacy_m6", "pga")))
    found = next(r for r in reminders(half, on(182)) if r.kind == "checklist_incomplete")
    assert found.lacking == 1
    settled = plan(
        came,
        (on(181), Collected("efficacy_m6", "pga")),
        (on(181), Omitted("efficacy_m6", "c3", "haemolysed")),
    )
    assert said(settled, 182, "efficacy_m6") == set()


def test_the_dlt_review_is_due_from_the_day_after_its_window():
    days = range(20, 60)
    assert days_of(plan(), "dlt_review", "", days=days) == (29, None)
    assert days_of(plan(), "dlt_review", "", Leads(dlt_review=4), days) == (33, None)
    assert days_of(plan((on(40), DltReviewed(0))), "dlt_review", "", days=days) is None
    assert days_of(plan((on(20), Ended("died"))), "dlt_review", "", days=days) is None


def done(visit, day):
    return (on(day), Visited((visit,)))


@pytest.mark.parametrize(
    ("told", "first"),
    [
        ((), 375),
        ((done("pkpd_m12", 350), done("efficacy_m12", 362)), 362),
        ((done("pkpd_m12", 350), (on(349), Omitted("efficacy_m12", reason="x"))), 350),
        ((done("pkpd_m12", 350),), 375),
        ((done("pkpd_m12", 380), done("efficacy_m12", 362)), 375),
    ],
    ids=["window over", "both done", "one left out", "one open", "one late"],
)
def test_month_12_wants_its_end(told, first):
    assert days_of(plan(*told), "month_12_closure", "", days=range(340, 400)) == (first, None)
    ended = plan(*told, (on(400), Ended("completed")))
    assert "month_12_closure" not in said(ended, 401)


def test_an_infusion_that_is_only_planned_reminds_of_nothing_after_it():
    def editions(*_named):
        return trial()

    planned = (on(-20), Planned(INFUSED))
    line = entries((on(-30), enrolled(trial(), consented=DAY_0)), planned)
    of = follow("RC-1", line, editions, SHANGHAI, on(500))
    assert of.provisional
    found = {r.visit for day in (-4, 0, 30, 400) for r in reminders(of, on(day))}
    assert found == {"conditioning_dm4"}


def test_a_second_infusion_counts_anew():
    of = plan((on(100), Infused(1e8, "cells")))
    assert days_of(of, "dlt_review", "", days=range(100, 140)) == (129, None)
    assert days_of(of, "month_12_closure", "", days=range(360, 500)) == (475, None)


# --- moments --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "moment"),
    [
        ("Asia/Shanghai", date(2026, 11, 22), datetime(2026, 11, 21, 16, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 3, 30), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 10, 26), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        # the clocks go forward at midnight: the day begins at one
        ("America/Santiago", date(2026, 9, 6), datetime(2026, 9, 6, 4, tzinfo=UTC)),
        # they go back over midnight's hour: the first of two midnights
        ("America/Havana", date(2026, 11, 1), datetime(2026, 11, 1, 4, tzinfo=UTC)),
    ],
)
def test_a_day_begins_when_it_does_at_the_site(zone, day, moment):
    assert midnight(day, ZoneInfo(zone)) == moment
    assert moment.astimezone(ZoneInfo(zone)).date() == day
    before = (moment - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    assert before.date() == day - timedelta(days=1)


def test_a_reminder_falls_due_at_midnight_of_the_site():
    of = plan()
    found = next(r for r in reminders(of, on(180)) if r.key.startswith("due_today:pkpd_m6"))
    assert (found.due, found.at) == (DAY_0 + timedelta(days=180), on(180, time(0)))
    assert "due_today" not in said_at(of, on(180, time(0)) - timedelta(seconds=1), "pkpd_m6")
    assert "due_today" in said_at(of, on(180, time(0)), "pkpd_m6")


def said_at(of, now, visit):
    return {r.kind for r in reminders(of, now) if r.visit == visit and r.answer == "open"}


zones = st.sampled_from(["Asia/Shanghai", "America/Santiago", "Europe/Berlin", "UTC"])


@given(
    zones,
    st.integers(-20, 480),
    st.integers(0, 86399),
    st.lists(
        st.tuples(st.sampled_from(["pkpd_m6", "efficacy_m12", "pkpd_d9"]), st.integers(1, 400))
    ),
    st.integers(0, 20),
)
def test_nothing_rings_before_the_next_ring_and_something_does_then(
    zone, day, seconds, visited, lead
):
    of = plan(*(done(visit, day) for visit, day in visited), zone=ZoneInfo(zone))
    leads = Leads(window_opens=lead, closes=lead, overdue=lead + 1, closure=lead)
    now = on(day) + timedelta(seconds=seconds)

    def ringing(at):
        return {r.ring for r in reminders(of, at, leads) if r.answer == "open"}

    moment = next_ring(of, now, leads)
    assert moment is not None  # the register goes on for years
    assert moment > now
    assert ringing(moment - timedelta(seconds=1)) <= ringing(now)
    assert ringing(moment) - ringing(now)


def test_it_comes_to_an_end():
    assert next_ring(plan((on(3), Ended("died"))), on(30)) is None


# --- keys and answers -----------------------------------------------------------------------------


def test_a_key_is_the_same_on_every_workstation_until_the_date_moves():
    def keys(of, leads):
        return {r.key for r in reminders(of, on(186), leads) if r.visit == "pkpd_m6"}

    usual = keys(plan(), Leads())
    assert usual == {
        "window_opens:pkpd_m6:2026-07-23",
        "due_today:pkpd_m6:2026-07-30",
        "closes_soon:pkpd_m6:2026-08-06",
    }
    assert keys(plan(), Leads(window_opens=9, due=3, closes=7)) == usual
    moved = followed(trial(), INFUSED + timedelta(days=1), zone=SHANGHAI)
    assert not keys(moved, Leads()) & usual


def first(of, now, visit="pkpd_m6"):
    return next(r for r in shown(reminders(of, now)) if r.visit == visit)


def answer_on(day, kind, how, **more):
    """An answer to the reminder of this kind of month 6."""
    key = next(r.key for r in reminders(plan(), on(day)) if r.kind == kind and r.visit == "pkpd_m6")
    return (on(day), Reminded(key, how, **more))


def test_what_was_seen_stays_until_it_is_settled_and_is_not_counted():
    seen = plan(answer_on(175, "window_opens", "seen"))
    found = first(seen, on(176))
    assert (found.kind, found.answer, found.by) == ("window_opens", "seen", "Ann")
    assert waiting(r for r in reminders(seen, on(176)) if r.visit == "pkpd_m6") == 0
    assert first(seen, on(180)).kind == "due_today"
    assert first(seen, on(180)).answer == "open"


def test_what_was_dismissed_is_gone_but_what_comes_later_is_new():
    of = plan(answer_on(175, "window_opens", "dismissed", reason="abroad"))
    assert not [r for r in shown(reminders(of, on(176))) if r.visit == "pkpd_m6"]
    assert first(of, on(188)).kind == "overdue"


def test_what_is_snoozed_is_hidden_until_then_and_rings_anew():
    until = on(178, time(8))
    of = plan(answer_on(175, "window_opens", "snoozed", until=until))
    before = next(r for r in reminders(plan(), on(176)) if r.visit == "pkpd_m6")
    assert not [r for r in shown(reminders(of, on(177))) if r.visit == "pkpd_m6"]
    assert next_ring(of, on(177)) == until
    found = first(of, until)
    assert (found.kind, found.answer, found.until) == ("window_opens", "open", until)
    assert found.ring != before.ring
    assert not [
        r for r in shown(reminders(of, until - timedelta(seconds=1))) if r.visit == "pkpd_m6"
    ]


def test_the_ring_names_the_patient():
    one = first(plan(), on(180))
    assert one.ring != one._replace(patient="RC-2").ring


# --- rows -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visit", "day", "top"),
    [
        ("pkpd_m6", 173, "window_opens"),
        ("pkpd_m6", 180, "due_today"),
        ("pkpd_m6", 183, "due_today"),
        ("pkpd_m6", 184, "closes_soon"),
        ("pkpd_m6", 188, "overdue"),
        ("efficacy_m1", 30, "due_today"),  # and closes in three days
        ("efficacy_m1", 31, "closes_soon"),
        ("pkpd_d9", 8, "closes_soon"),
        ("pkpd_d9", 9, "due_today"),
        ("pkpd_d9", 10, "closes_soon"),
    ],
)
def test_the_most_urgent_stage_of_a_visit_is_its_row(visit, day, top):
    found = [row for row in rows(reminders(plan(), on(day))) if row.top.visit == visit]
    assert [row.top.kind for row in found] == [top]
    assert {r.kind for r in found[0].below} == said(plan(), day, visit) - {top}


def test_rows_come_by_urgency_and_what_was_seen_comes_last():
    tomorrow = Appointed("efficacy_m6", DAY_0 + timedelta(days=189))
    of = plan(
        (on(30), DltReviewed(0)),
        (on(100), tomorrow),
        (on(90), Visited(("pkpd_m3", "efficacy_m3"))),
        *((on(20), Omitted(v.id, reason="x")) for v in plan().visits if v.closes < DAY_0),
    )
    found = [row.top for row in rows(reminders(of, on(188)))]
    ranks = [KINDS.index(r.kind) for r in found]
    assert ranks == sorted(ranks)
    assert {r.kind for r in found} >= {"overdue", "appointment_tomorrow", "checklist_incomplete"}
    worst = found[0]
    again = reminders(
        replace(of, reminded={worst.key: entries((on(188), Reminded(worst.key, "seen")))[0]}),
        on(188),
    )
    assert rows(again)[-1].top.key == worst.key


def test_answering_a_row_answers_what_stands_below_it():
    now = on(185)
    row = next(r for r in rows(reminders(plan(), now)) if r.top.visit == "pkpd_m6")
    drafts = answered([row], now, "dismissed", reason="abroad")
    assert {d.fact.key.split(":")[0] for d in drafts} == {
        "closes_soon",
        "due_today",
        "window_opens",
    }
    of = plan(*((now, draft.fact) for draft in drafts))
    assert not [r for r in shown(reminders(of, on(187))) if r.visit == "pkpd_m6"]
    assert first(of, on(188)).kind == "overdue"
    half = plan((now, drafts[0].fact))
    row = next(r for r in rows(reminders(half, now)) if r.top.visit == "pkpd_m6")
    assert {d.fact.key for d in answered([row], now, "seen")} == {d.fact.key for d in drafts[1:]}


def test_an_answer_needs_what_the_fact_needs():
    row = rows(reminders(plan(), on(185)))[0]
    with pytest.raises(Invalid):
        answered([row], on(185), "dismissed", reason=" ")
    with pytest.raises(Invalid):
        answered([row], on(185), "snoozed")


# --- many patients --------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-20, 480), st.booleans()), max_size=12))
def test_a_diary_says_what_each_plan_says(steps):
    answer = answer_on(175, "window_opens", "snoozed", until=on(178))
    plans = [
        replace(plan(*told), patient=name)
        for name, told in (("A", ()), ("B", (answer,)), ("C", (done("pkpd_m6", 180),)))
    ]
    diary, leads = Diary(), Leads()
    for which, day, other in steps:
        if other:
            plans[which] = replace(plan((on(day), Vitals(temp_c=37.0))), patient="ABC"[which])
            leads = Leads(closes=day % 30)
        now = on(day)
        whole = [r for of in plans for r in reminders(of, now, leads)]
        assert list(diary.reminders(plans, now, leads)) == whole
        moments = [m for of in plans if (m := next_ring(of, now, leads))]
        assert diary.next_ring(plans, now, leads) == min(moments)


def test_a_diary_counts_only_for_whom_something_changed(monkeypatch):
    asked = []
    plans = [replace(plan(), patient=f"RC-{n}") for n in range(24)]
    kind = type(plans[0])
    whole = kind.standings
    monkeypatch.setattr(
        kind, "standings", lambda self, today: asked.append(self.patient) or whole(self, today)
    )
    diary = Diary()
    for minute in range(3):
        diary.reminders(plans, on(180) + timedelta(minutes=minute))
        diary.next_ring(plans, on(180) + timedelta(minutes=minute))
    assert len(asked) == 24
    plans[5] = replace(plans[5])
    diary.reminders(plans, on(180))
    assert asked[24:] == ["RC-5"]
    diary.reminders(plans, on(181))
    assert len(asked) == 25 + 24
