"""How visits stand: states, checklists, windows that meet, ends, re-infusions, reviews."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.facts import (
    Answer,
    Appointed,
    Collected,
    Deviation,
    Discharged,
    DltReviewed,
    Ended,
    LupusTreatment,
    Omitted,
    Reassigned,
    Screened,
    Visited,
)
from bedside.follow import Follow, Standing, follow
from bedside.protocol.edition import Item
from grading.scores.lldas import BeyondSledai
from grading.signs import Death, Infused, Lab, Planned, Vitals
from tests.bedside.trials import enrolled, entries, followed, noon, rule, trial
from tests.grading.scores.forms import form, letters, pga

DAY0 = date(2026, 3, 1)
ACTIVITY = ("pga", "sledai_2k", "selena_sledai", "bilag_2004", "sri_4", "lldas", "doris")
TREATED = LupusTreatment(5.0, drugs=())
LUPUS = replace(
    trial(),
    items={
        item.id: item
        for item in (
            *trial().items.values(),
            *(Item(name, name, "by_hand") for name in ACTIVITY[1:]),
        )
    },
    visits=(rule("efficacy", 3, ACTIVITY, month=1),),
)
"""A month 1 at which lupus activity is assessed, as the editions that ship have it."""
INFUSED = datetime(2026, 3, 1, 10, 30, tzinfo=UTC)


def day(n: int) -> date:
    return DAY0 + timedelta(days=n)


def at(n: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, 1, hour, tzinfo=UTC) + timedelta(days=n)


def blood(n: int, hour: int = 12) -> list[tuple[datetime, Lab]]:
    """Everything that a PK/PD sample asks for."""
    names = ("cart_copies", "il6", "igg", "igm")
    return [(at(n, hour), Lab(name, 1.0)) for name in names]


def stands(plan: Follow, visit: str, today: int) -> Standing:
    return plan.standing(visit, day(today))


@pytest.mark.parametrize(
    ("today", "state", "days"),
    [
        (0, "future", 53),
        (52, "future", 1),
        (53, "open", 14),
        (59, "open", 8),
        (60, "due_today", 7),
        (61, "open", 6),
        (63, "open", 4),
        (64, "closing", 3),
        (66, "closing", 1),
        (67, "closing", 0),
        (68, "missed", 1),
        (400, "missed", 333),
    ],
)
def test_a_month_2_sample_that_nobody_takes(today, state, days):
    """Day 60, 7 days either way."""
    found = stands(followed(trial(), INFUSED), "pkpd_m2", today)
    assert (found.state, found.days) == (state, days)
    assert found.deviation == ("missed" if state == "missed" else None)


@pytest.mark.parametrize(
    ("came", "state", "deviation", "late"),
    [
        (52, "done", "early", 0),
        (53, "done", None, 0),
        (60, "done", None, 0),
        (67, "done", None, 0),
        (68, "done_late", "late", 1),
        (80, "done_late", "late", 13),
    ],
)
def test_a_month_2_visit_that_took_place(came, state, deviation, late):
    plan = followed(trial(), INFUSED, (at(came), Visited(("pkpd_m2",))))
    for today in (came, came + 200):
        found = stands(plan, "pkpd_m2", today)
        assert (found.state, found.deviation, found.days) == (state, deviation, late)
        assert found.on == day(came)


def test_a_visit_without_a_name_belongs_to_the_windows_that_hold_its_day():
    plan = followed(trial(), INFUSED, (at(30), Visited()))
    for visit in ("pkpd_d30", "efficacy_m1"):
        assert stands(plan, visit, 31).state == "done"
    assert plan.unscheduled == ()


def test_a_visit_outside_every_window_is_unscheduled_and_stands_in_the_list():
    plan = followed(trial(), INFUSED, (at(40), Visited(comment="fever")))
    (found,) = [s for s in plan.standings(day(41)) if s.state == "unscheduled"]
    assert found.on == day(40)
    dates = [s.visit.target for s in plan.standings(day(41))]
    assert dates == sorted(dates)


@pytest.mark.parametrize(
    ("came", "visit"), [(26, "pkpd_d27"), (27, "pkpd_d27"), (28, "pkpd_d28"), (29, "pkpd_d28")]
)
def test_of_two_windows_the_nearest_target_is_meant(came, visit):
    plan = followed(trial("28_day"), INFUSED, (at(came), Visited()))
    done = [s.visit.id for s in plan.standings(day(came)) if s.state.startswith("done")]
    assert [name for name in done if name.startswith("pkpd")] == [visit]


def test_of_two_targets_as_near_the_earlier_is_meant():
    """Day 266 is 14 after month 9 (day 252) and 14 before month 10 (day 280)."""
    plan = followed(trial("28_day"), INFUSED, (at(266), Visited()))
    done = [s.visit.id for s in plan.standings(day(266)) if s.state.startswith("done")]
    assert sorted(done) == ["efficacy_m9", "pkpd_m9"]


def test_day_170_is_in_time_for_scores_and_early_for_the_sample():
    both = Visited(("efficacy_m6", "pkpd_m6"))
    plan = followed(trial(), INFUSED, (at(170), both))
    assert stands(plan, "efficacy_m6", 171).deviation is None
    assert stands(plan, "pkpd_m6", 171).deviation == "early"


# --- checklists -------------------------------------------------------------------------------


def test_a_sample_is_done_when_all_of_it_lies_in_the_record():
    plan = followed(trial(), INFUSED, *blood(9))
    found = stands(plan, "pkpd_d9", 9)
    assert (found.state, found.on, found.collected) == ("done", day(9), 3)
    assert all(len(tick.entries) >= 1 for tick in found.ticks)
    assert stands(plan, "pkpd_d12", 13).state == "closing"


def test_what_is_missing_is_named_and_the_visit_is_not_done():
    plan = followed(trial(), INFUSED, *blood(9)[:3])
    found = stands(plan, "pkpd_d9", 20)
    assert found.state == "missed"
    (open_,) = [tick for tick in found.ticks if not tick.done]
    assert (open_.item.id, open_.missing) == ("igs", ("igm",))


@pytest.mark.parametrize(
    ("igm", "shown"),
    [
        (Lab("igm", 0.1, "g/L", "<"), True),
        (Lab("igm", 0.4, "g/L", text="haemolysed"), True),
        (Lab("igm", text="not detected"), True),
        (Lab("igm", text="haemolysed"), False),
        (Lab("igm", text="not done"), False),
    ],
)
def test_a_sample_without_a_result_shows_nothing(igm: Lab, *, shown: bool):
    found = stands(followed(trial(), INFUSED, *blood(9)[:3], (at(9), igm)), "pkpd_d9", 9)
    assert (found.state == "done") is shown


def test_a_visit_that_took_place_with_something_missing_is_incomplete_until_a_reason():
    told = [*blood(9)[:3], (at(9), Visited(("pkpd_d9",)))]
    assert stands(followed(trial(), INFUSED, *told), "pkpd_d9", 20).incomplete
    told.append((at(10), Omitted("pkpd_d9", "igs", "tube lost")))
    found = stands(followed(trial(), INFUSED, *told), "pkpd_d9", 20)
    assert not found.incomplete
    assert [tick.omitted for tick in found.ticks] == ["", "", "tube lost"]


def test_an_item_by_hand_is_ticked_by_a_person():
    told = [(at(30), Lab("c3", 0.9))]
    assert stands(followed(trial(), INFUSED, *told), "efficacy_m1", 30).state == "due_today"
    told.append((at(30), Collected("efficacy_m1", "pga")))
    assert stands(followed(trial(), INFUSED, *told), "efficacy_m1", 30).state == "done"


def test_a_sample_before_the_infusion_is_not_one_taken_after_it():
    """Both on the date of the infusion, at 10:30."""
    after = followed(trial(), INFUSED, *blood(0, hour=11))
    assert stands(after, "pkpd_d0", 1).state == "missed"
    before = followed(trial(), INFUSED, *blood(0, hour=10))
    assert stands(before, "pkpd_d0", 1).state == "done"


def test_one_sample_never_serves_two_rows():
    plan = followed(trial("28_day"), INFUSED, *blood(27))
    done = [s.visit.id for s in plan.standings(day(27)) if s.state == "done"]
    assert done == ["pkpd_d27"]


def test_a_late_visit_takes_the_samples_of_its_day_with_it():
    told = [*blood(11), (at(11), Visited(("pkpd_d9",)))]
    plan = followed(trial(), INFUSED, *told)
    found = stands(plan, "pkpd_d9", 11)
    assert (found.state, found.collected) == ("done_late", 3)
    assert stands(plan, "pkpd_d12", 14).collected == 0


@settings(max_examples=60)
@given(st.lists(st.integers(0, 60), max_size=12))
def test_no_entry_ticks_two_visits_of_one_series(drawn):
    told = [pair for n in drawn for pair in blood(n)]
    plan = followed(trial("28_day"), INFUSED, *told)
    for series in ("pkpd", "efficacy", "safety"):
        used = [
            entry
            for s in plan.standings(day(90))
            if s.visit.rule.series == series
            for entry in {e for tick in s.ticks for e in tick.entries}
        ]
        assert len(used) == len(set(used))


# --- what ends or moves a plan ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        (Ended("withdrawn"), "withdrawn"),
        (Ended("lost"), "lost"),
        (Death("other"), "died"),
    ],
)
def test_a_plan_that_ends_asks_for_nothing_after_it(fact, why):
    plan = followed(trial(), INFUSED, *blood(9), (at(62), fact))
    assert stands(plan, "pkpd_d9", 400).state == "done"
    assert stands(plan, "pkpd_d12", 400).state == "missed"
    for visit in ("pkpd_m2", "pkpd_m3", "efficacy_m12", "register_y2"):
        found = stands(plan, visit, 400)
        assert (found.state, found.why, found.deviation) == ("not_applicable", why, None)


def test_nothing_that_is_written_later_hides_a_death():
    plan = followed(trial(), INFUSED, (at(62), Death("other")), (at(70), Ended("lost")))
    assert plan.ended == (day(62), "died")


def test_a_plan_that_is_completed_leaves_the_register():
    plan = followed(trial(), INFUSED, (at(366), Ended("completed")))
    assert stands(plan, "pkpd_m12", 400).state == "not_applicable"
    assert stands(plan, "register_y2", 400).state == "future"
    assert plan.registered() == (day(360), date(2041, 3, 1))


def test_a_second_infusion_is_a_new_anchor():
    plan = followed(trial(), INFUSED, (at(100), Infused(1e8, "cells")))
    assert stands(plan, "pkpd_m3", 400).state == "missed"
    assert stands(plan, "pkpd_m4", 400).why == "reinfused"
    assert stands(plan, "pkpd_m2#2", 101).visit.target == day(160)
    assert plan.anchor == day(100)


@pytest.mark.parametrize("named", [(), ("pkpd_d3#2",)], ids=["by its window", "by its name"])
def test_a_day_after_a_second_infusion_belongs_to_the_new_plan(named):
    """Day 120 was month 4 of the first plan; after an infusion on day 118 it is day 2 anew."""
    told = [(at(118, 10), Infused(1e8, "cells")), *blood(120)]
    plan = followed(trial(), INFUSED, *told)
    assert stands(plan, "pkpd_d3#2", 121).state == "done"
    assert (stands(plan, "pkpd_m4", 121).state, stands(plan, "pkpd_m4", 121).collected) == (
        "not_applicable",
        0,
    )
    plan = followed(trial(), INFUSED, told[0], (at(120), Visited(named)))
    assert stands(plan, "pkpd_d3#2", 121).on == day(120)
    assert stands(plan, "pkpd_m4", 121).on is None
    assert plan.unscheduled == ()


def test_a_sample_before_a_second_infusion_stays_with_the_first_plan():
    plan = followed(trial(), INFUSED, *blood(114), (at(118, 10), Infused(1e8, "cells")))
    assert stands(plan, "pkpd_m4", 121).state == "done"


def test_a_plan_before_the_infusion_is_provisional_and_nothing_after_it_can_be_late():
    planned = (at(-20), Planned(INFUSED))
    plan = followed(trial(), None, planned)
    assert plan.provisional
    assert stands(plan, "conditioning_dm4", -4).state == "due_today"
    assert stands(plan, "conditioning_dm4", 3).state == "missed"
    assert {s.state for s in plan.standings(day(50)) if s.visit.target >= DAY0} == {"future"}


def test_without_a_known_edition_there_is_no_plan():
    line = entries((at(-9), enrolled(trial(edition="9"))), (INFUSED, Infused()))
    plan = follow("RC-1", line, lambda *_: None, UTC, at(9))
    assert (plan.protocol, plan.visits, plan.dlt(day(9)).state) == (None, (), "none")


def test_another_edition_is_followed_from_its_entry_on():
    newer = trial("calendar", "2")
    editions = {("trial", "1"): trial(), ("trial", "2"): newer}
    line = entries(
        (at(-9), enrolled(trial())),
        (INFUSED, Infused()),
        (at(40), Reassigned("trial", "2", "100e6", "amendment")),
    )
    before = follow("RC-1", line[:2], lambda *k: editions.get(k), UTC, at(50))
    after = follow("RC-1", line, lambda *k: editions.get(k), UTC, at(50))
    assert before.standing("pkpd_m6", day(50)).visit.target == day(180)
    assert after.standing("pkpd_m6", day(50)).visit.target == date(2026, 9, 1)


# --- appointments, deviations, review ---------------------------------------------------------


def test_the_last_word_on_an_appointment_counts_and_it_is_due_that_day():
    told = [
        (at(40), Appointed("pkpd_m2", day(57))),
        (at(41), Appointed("pkpd_m2", day(58), moved_from=day(57), reason="bank holiday")),
    ]
    plan = followed(trial(), INFUSED, *told)
    assert [stands(plan, "pkpd_m2", n).state for n in (57, 58, 59)] == ["open", "due_today", "open"]
    told.append((at(42), Appointed("pkpd_m2", reason="ill")))
    assert stands(followed(trial(), INFUSED, *told), "pkpd_m2", 58).appointment is None


def test_a_visit_left_out_is_missed_at_once_with_its_reason_and_asks_for_a_deviation():
    told = [(at(50), Omitted("pkpd_m2", reason="abroad"))]
    found = stands(followed(trial(), INFUSED, *told), "pkpd_m2", 51)
    assert (found.state, found.why, found.deviation, found.deviated) == (
        "missed", "abroad", "missed", None,
    )  # fmt: skip
    told.append((at(50), Deviation("missed", "Did not come.", "pkpd_m2")))
    assert stands(followed(trial(), INFUSED, *told), "pkpd_m2", 51).deviated is not None


@pytest.mark.parametrize(
    ("today", "told", "state"),
    [
        (0, (), "in_window"),
        (28, (), "in_window"),
        (29, (), "review_due"),
        (29, (DltReviewed(0),), "reviewed"),
        (40, (Ended("withdrawn"),), "ended"),
    ],
)
def test_dose_limiting_toxicities_count_on_29_dates(today, told, state):
    plan = followed(trial(), INFUSED, *((at(20), fact) for fact in told))
    found = plan.dlt(day(today))
    assert (found.state, found.closes) == (state, day(28))


def test_what_is_only_recorded_later_does_not_count_yet():
    plan = followed(trial(), INFUSED, *blood(9), now=at(8))
    assert stands(plan, "pkpd_d9", 8).collected == 0


@settings(max_examples=60)
@given(st.data())
def test_a_visit_never_comes_to_life_again(data):
    """Day by day: future, then open or due or closing, then missed; what is done stays done."""
    names = [v.id for v in followed(trial(), INFUSED).visits if v.rule.series != "register"]
    told = []
    for _ in range(data.draw(st.integers(0, 4))):
        n = data.draw(st.integers(0, 380))
        told.append((at(n), Visited((data.draw(st.sampled_from(names)),))))
    plan = followed(trial(), INFUSED, *told)
    order = {"future": 0, "open": 1, "closing": 1, "due_today": 1, "missed": 2}
    for name in names:
        states = [plan.standing(name, day(n)).state for n in range(-10, 390, 7)]
        if states[0] in order:
            places = [order[state] for state in states]
            assert places == sorted(places)
        else:
            assert len(set(states)) == 1


def test_other_facts_do_not_disturb_a_plan():
    told = [
        (at(-9), Screened("trial", "1", (Answer("iga", 1.0, "g/L"),))),
        (at(20), Discharged("home")),
        (noon(day(21)), Vitals(temp_c=36.6)),
    ]
    with_them = followed(trial(), INFUSED, *told)
    assert with_them.standings(day(30)) == followed(trial(), INFUSED).standings(day(30))


@pytest.mark.parametrize(
    ("told", "done"),
    [
        ((), set()),
        ((pga("0.5"),), {"pga"}),
        ((form("rash"),), {"sledai_2k", "selena_sledai"}),
        ((letters("EEEEEEEEE"),), {"bilag_2004"}),
        # What is half filled in has not been done.
        ((form("rash", fever=None), letters("EEEEEEEE?")), set()),
        ((pga("0"), form(), letters("AAAAAAAAA")),
         {"pga", "sledai_2k", "selena_sledai", "bilag_2004", "sri_4"}),
        ((pga("0"), form(), TREATED), {"pga", "sledai_2k", "selena_sledai", "doris"}),
        ((pga("0"), form(), LupusTreatment(5.0), BeyondSledai(False, False)),
         {"pga", "sledai_2k", "selena_sledai"}),
        ((pga("0"), form(), TREATED, BeyondSledai(False)),
         {"pga", "sledai_2k", "selena_sledai", "doris"}),
        ((pga("0"), form(), TREATED, BeyondSledai(False, True)),
         {"pga", "sledai_2k", "selena_sledai", "doris", "lldas"}),
        ((Collected("efficacy_m1", "bilag_2004"),), {"bilag_2004"}),
    ],
)  # fmt: skip
def test_assessments_of_lupus_tick_their_items(told, done):
    plan = followed(LUPUS, INFUSED, *((at(30), fact) for fact in told))
    found = stands(plan, "efficacy_m1", 31)
    assert {tick.item.id for tick in found.ticks if tick.done} == done


def test_an_assessment_of_another_visit_ticks_nothing():
    plan = followed(LUPUS, INFUSED, (at(20), pga("0.5")))
    assert not any(tick.done for tick in stands(plan, "efficacy_m1", 31).ticks)
