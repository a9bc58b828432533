"""What must be in the record before the cells, and what would move in the plan."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bedside.chart import chart
from bedside.facts import Enrolled
from bedside.follow import follow
from bedside.follow.foreseen import foreseen, moved
from bedside.readiness import readiness
from bedside.rounds import rounds
from bedside.timeline import Draft, Entry
from grading.signs import Baseline, Drug, Infused, Lab, Planned, Vitals
from tests.bedside.editions import edition

DAY_0 = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
NOW = DAY_0 - timedelta(hours=1)
TODAY = NOW.date()
TRIAL = edition()
ENROLLED = Enrolled(
    protocol=TRIAL.id, edition=TRIAL.edition, dose_level="100", consented=TODAY, weight_kg=60.0
)


def editions(protocol, named):
    return TRIAL if (protocol, named) == (TRIAL.id, TRIAL.edition) else None


def line(*told):
    return [
        Entry(f"{n:06}", "here", n, "P", at, at, "Ann", "nurse", fact)
        for n, (fact, at) in enumerate(sorted(told, key=lambda t: t[1]), 1)
    ]


def before(**length):
    return DAY_0 - timedelta(**length)


def known(*told, at=DAY_0):
    log = line((ENROLLED, before(days=20)), (Planned(DAY_0), before(days=10)), *told)
    plan = follow("P", log, editions, UTC, NOW)
    return {(one.need, one.name): one for one in readiness(log, plan, at)}


def test_nothing_is_ready_that_is_not_recorded():
    found = known()
    assert [key for key, one in found.items() if one.done] == [("consent", "")]
    assert found["weight", ""].old
    assert ("sample", "CAR-T in blood") in found


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ((Baseline(ice=10), before(days=3)), ("baseline_ice", "")),
        ((Baseline(sbp_mmhg=112), before(days=3)), ("baseline_sbp", "")),
        ((Vitals(weight_kg=58.5), before(days=6)), ("weight", "")),
        ((Lab("car_t", 0.0, "%"), before(hours=3)), ("sample", "CAR-T in blood")),
    ],
)
def test_what_is_recorded_is_ready(told, key):
    assert not known()[key].done
    assert known(told)[key].done


@pytest.mark.parametrize(
    ("days", "done", "missing"),
    [((5, 4, 3), True, 0), ((5, 4), False, 1), ((), False, 3), ((6, 5, 4), False, 1)],
)
def test_conditioning_is_told_by_its_days(days, done, missing):
    found = known(*((Drug("fludarabine"), before(days=day)) for day in days))
    one = found["conditioning", "fludarabine"]
    assert (one.done, len(one.missing), len(one.days)) == (done, missing, len(days))
    assert not found["conditioning", "cyclophosphamide"].done


def test_what_was_given_after_the_cells_is_no_conditioning():
    after = (Drug("fludarabine"), DAY_0 + timedelta(hours=1))
    assert known(after)["conditioning", "fludarabine"].days == ()


def test_without_conditioning_nothing_of_it_is_asked():
    plain = edition(conditioning=None)
    log = line((ENROLLED, before(days=20)), (Planned(DAY_0), before(days=10)))
    plan = follow("P", log, lambda *_: plain, UTC, NOW)
    assert "conditioning" not in {one.need for one in readiness(log, plan, DAY_0)}


# --- what moves ---------------------------------------------------------------------------------

STARTED = ((ENROLLED, before(days=20)), (Planned(DAY_0), before(days=10)))


def change(log, *drafts, now=NOW, zone=UTC):
    plans = foreseen("P", log, drafts, editions, zone, now)
    return moved(plans.before, plans.after, now.astimezone(zone).date())


def test_an_infusion_on_its_planned_day_moves_nothing():
    later = DAY_0 + timedelta(hours=3)
    assert not change(line(*STARTED), Draft("P", later, Infused()), now=later)


def test_an_infusion_a_day_late_moves_every_visit_by_a_day():
    late = DAY_0 + timedelta(days=1)
    found = change(line(*STARTED), Draft("P", late, Infused()), now=late)
    assert len(found.moves) == len(TRIAL.visits) + 1, "and the register"
    assert all(m.after.target - m.before.target == timedelta(days=1) for m in found.moves[:-1])


def test_midnight_of_the_site_decides_whether_anything_moves():
    evening = DAY_0.replace(hour=15, minute=59)
    log = line(*STARTED)
    in_shanghai = ZoneInfo("Asia/Shanghai")
    assert not change(log, Draft("P", evening, Infused()), now=evening, zone=in_shanghai)
    after = evening + timedelta(minutes=1)
    assert change(log, Draft("P", after, Infused()), now=after, zone=in_shanghai)


def test_correcting_the_time_of_an_infusion_moves_the_plan():
    log = line(*STARTED, (Infused(1e8, "cells"), DAY_0))
    wrong = log[-1]
    now = DAY_0 + timedelta(days=2)
    right = Draft("P", DAY_0 - timedelta(days=1), wrong.fact, wrong.id, "a day too late")
    assert change(log, right, now=now).moves
    same = Draft("P", DAY_0 - timedelta(hours=1), wrong.fact, wrong.id, "an hour")
    assert not change(log, same, now=now)


def test_a_second_infusion_begins_anew_and_ends_the_rest_of_the_first_plan():
    log = line(*STARTED, (Infused(1e8, "cells"), DAY_0))
    again = DAY_0 + timedelta(days=30)
    found = change(log, Draft("P", again, Infused()), now=again)
    assert {m.after.id for m in found.moves} == {
        "pkpd_d0#2", "pkpd_d3#2", "pkpd_m2#2", "efficacy_m12#2"
    }  # fmt: skip
    assert {visit.id for visit in found.dropped} == {"pkpd_m2", "efficacy_m12"}


def test_a_later_part_of_a_split_dose_moves_nothing():
    log = line(*STARTED, (Infused(4e7, "cells", fraction=1), DAY_0))
    again = DAY_0 + timedelta(days=1)
    assert not change(log, Draft("P", again, Infused(6e7, "cells", fraction=2)), now=again)


@pytest.mark.parametrize(("fraction", "day"), [(None, 0), (1, 0), (2, 1)])
def test_the_chart_and_the_plan_count_from_the_same_day(fraction, day):
    again = DAY_0 + timedelta(days=1)
    log = line(*STARTED, (Infused(fraction=1), DAY_0), (Infused(fraction=fraction), again))
    shown = chart(log, again + timedelta(hours=1))
    plan = follow("P", log, editions, UTC, again + timedelta(hours=1))
    assert shown.study_day == day
    assert (again.date() - plan.anchor).days == day
    vitals = rounds(shown, None)[0]
    assert (vitals.why.code, vitals.why.at) == ("cells", again), "each part is watched closely"
    assert vitals.interval == timedelta(minutes=15)
