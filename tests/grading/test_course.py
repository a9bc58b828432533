"""What holds of every course, whatever is charted, in whatever order."""

import random
from datetime import timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import grading.grade
from grading.grade import Course, Step, counted_level, course, episodes, state
from grading.scales import SCALES, crs, icans, news2
from grading.signs import (
    LOCS,
    Attribution,
    Baseline,
    Death,
    Drug,
    Hypotension,
    Infused,
    Lab,
    Neuro,
    Planned,
    Reading,
    Sign,
    Support,
    Vitals,
)
from grading.spell import NO_SPELL
from tests.grading.observed import AIR, FEVER, INFUSION, WELL, hour, ice, runs, told
from tests.grading.strategies import (
    attributions,
    baselines,
    ices,
    neuros,
    readings,
    supports,
    times,
    vitals,
)

ALL = st.sampled_from(list(SCALES.values()))
END = hour(24 * 30)
SITE = ZoneInfo("Europe/Berlin")
records = st.lists(readings, max_size=25)


# --- every step -------------------------------------------------------------------------------


def is_sound(step: Step, scale: str) -> None:
    """What a grade may never say."""
    grade = step.grade
    assert (grade.level is None) == (grade.status in ("incomplete", "review"))
    if grade.level is None:
        assert bool(grade.missing) == (grade.status == "incomplete")
        assert grade.at_least >= 0
        assert (grade.suspected is not None) == (grade.status == "review")
    else:
        assert grade.at_least <= grade.level
        assert grade.suspected is None
    assert grade.counted <= (20 if scale == "news2" else 5)
    assert grade.ended is None or (grade.onset is not None and grade.onset <= grade.ended)
    assert grade.onset is None or grade.onset <= step.at
    for reason in grade.reasons:
        assert reason.level is None or 0 <= reason.level <= 4
        assert all(e.at <= step.at for e in reason.evidence)
    for item in grade.missing:
        assert item.last is None or item.last <= step.at


@given(ALL, records, times)
def test_nothing_charted_makes_a_course_raise(scale, record, now) -> None:
    whole = course(scale, record, now, SITE)
    assert all(step.at <= now for step in whole.steps)
    assert [s.at for s in whole.steps] == sorted(s.at for s in whole.steps)
    for step in whole.steps:
        is_sound(step, scale.id)
    moments = {r.at for r in record if type(r.sign) in scale.reads and r.at <= now}
    assert {s.at for s in whole.steps if s.observed} == moments
    assert whole.next_change is None or whole.next_change > now


@given(st.sampled_from([crs.SCALE, icans.SCALE]), records, times)
def test_episodes_are_sound(scale, record, now) -> None:
    steps = course(scale, record, now, SITE).steps
    found = episodes(steps)
    for episode in found:
        assert 1 <= episode.maximum <= 5
        assert episode.onset <= episode.maximum_at
        assert episode.end is None or episode.onset <= episode.end
    for one, other in pairwise(found):
        assert one.end is not None
        assert one.end < other.onset
    assert (state(steps) == "none") is (not found)
    assert (state(steps) == "closed") is bool(found and found[-1].end is not None)


@given(st.sampled_from([crs.SCALE, icans.SCALE]), records, times)
def test_before_the_infusion_never_an_episode(scale, record, at) -> None:
    record = [r for r in record if not isinstance(r.sign, Infused | Planned)]
    whole = course(scale, [*record, Reading(at, Infused())], END, SITE)
    for step in whole.steps:
        if step.at < at:
            assert (step.grade.level, step.grade.onset) == (0, None)
            assert "before_infusion" in step.grade.flags
    assert all(episode.onset >= at for episode in episodes(whole.steps))


# --- order, and going on ----------------------------------------------------------------------


def same(one: Course[Any], other: Course[Any]) -> None:
    assert one.steps == other.steps
    assert one.next_change == other.next_change
    assert episodes(one.steps) == episodes(other.steps)


@given(ALL, records, st.randoms(use_true_random=False))
def test_readings_have_no_order(scale, record, chance: random.Random) -> None:
    shuffled = list(record)
    chance.shuffle(shuffled)
    same(course(scale, record, END, SITE), course(scale, shuffled, END, SITE))


@given(ALL, st.lists(readings, min_size=2, max_size=8), st.permutations(range(8)))
def test_readings_of_one_moment_have_no_order(scale, record, order) -> None:
    record = [Reading(hour(5), r.sign) for r in record]
    shuffled = [record[i] for i in order if i < len(record)]
    before = told((0, Infused()), (4, FEVER, AIR))
    same(
        course(scale, [*before, *record], END, SITE), course(scale, [*before, *shuffled], END, SITE)
    )


@pytest.mark.parametrize("mark_every", [1, 3])
@given(
    scale=ALL,
    record=records,
    first=times,
    inserted=st.lists(st.integers(0, 3), min_size=25, max_size=25),
)
def test_going_on_is_the_same_as_from_the_start(mark_every, scale, record, first, inserted) -> None:
    """Any split of the record over several extensions, late entries included."""
    parts: list[list[Reading]] = [[], [], [], []]
    for reading, part in zip(record, inserted, strict=False):
        parts[part].append(reading)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grading.grade, "_MARK_EVERY", mark_every)
        grown = course(scale, parts[0], first, SITE)
        taken = parts[0]
        for n, part in enumerate(parts[1:], start=1):
            now = first + timedelta(hours=7 * n)
            grown = grown.extended(part, now)
            taken = [*taken, *part]
            same(grown, course(scale, taken, now, SITE))


@given(ALL, records, times, times)
def test_asked_again_later_the_past_reads_the_same(scale, record, then, now) -> None:
    """What was said at a moment is what the course of a later one says of that moment."""
    earlier, later = sorted((then, now))
    said = course(scale, record, earlier, SITE)
    whole = course(scale, record, later, SITE)
    assert said.last == whole.at(earlier)
    assert said.steps == tuple(step for step in whole.steps if step.at <= earlier)
    assert whole.extended((), earlier).steps == said.steps


def test_a_long_record_goes_on_from_its_last_mark() -> None:
    chance = random.Random(2019)
    record = [
        Reading(
            hour(n / 4),
            chance.choice(
                [
                    Vitals(
                        temp_c=round(chance.uniform(36, 40), 1), sbp_mmhg=chance.choice((80, 120))
                    ),
                    AIR,
                    runs("norepinephrine"),
                    Drug("norepinephrine", "stopped"),
                ]
            ),
        )
        for n in range(600)
    ]
    grown: Course[Any] = course(crs.SCALE, (), INFUSION)
    for reading in record:
        grown = grown.extended([reading], reading.at)
    same(grown, course(crs.SCALE, record, record[-1].at))
    assert len(grown.marks) > 5
    steps_kept = grown.marks[-1].steps
    assert steps_kept > 500  # all but the last marks' steps are taken over as they are
    late = Reading(hour(10), Vitals(temp_c=38.0))
    same(grown.extended([late], grown.now), course(crs.SCALE, [*record, late], grown.now))


def test_a_course_without_readings() -> None:
    empty: Course[Any] = course(crs.SCALE, (), INFUSION)
    assert (empty.last, empty.at(INFUSION), empty.next_change) == (None, None, None)
    assert (episodes(empty.steps), state(empty.steps)) == ((), "none")
    assert empty.extended((), hour(1)).steps == ()
    foreign = course(crs.SCALE, told((1, Lab("crp", 5.0))), hour(2))
    assert foreign.steps == ()


def test_what_a_scale_remembers_after_the_last_reading() -> None:
    empty: Course[Any] = course(crs.SCALE, (), INFUSION)
    assert empty.remembered == crs.SCALE.start
    grown = empty.extended(told((1, FEVER, AIR)), hour(1))
    assert grown.remembered.spell.onset == hour(1)


def test_without_an_episode_nothing_is_quiet() -> None:
    assert NO_SPELL.quiet(hour(1)) == (NO_SPELL, None)


def test_the_step_in_force() -> None:
    whole = course(crs.SCALE, told((1, WELL, AIR), (2, FEVER, AIR)), hour(3))
    assert whole.at(hour(0.9)) is None
    assert whole.at(hour(1)) == whole.steps[0]
    assert whole.at(hour(1.9)) == whole.steps[0]
    assert whole.at(hour(2)) == whole.steps[1]


def test_an_infusion_that_comes_late_is_folded_in_from_the_start() -> None:
    record = told((1, FEVER, AIR), (5, FEVER, AIR))
    late = Reading(hour(3), Infused())
    grown = course(crs.SCALE, record, hour(5)).extended([late], hour(5))
    same(grown, course(crs.SCALE, [*record, late], hour(5)))
    assert [s.grade.onset for s in grown.steps if s.observed] == [None, None, hour(5)]


def test_two_plans_of_one_moment_have_no_order() -> None:
    plans = told((0, Planned(hour(8)), Planned(hour(5))), (6, FEVER, AIR))
    for record in (plans, [plans[1], plans[0], plans[2]]):
        assert course(crs.SCALE, record, hour(6)).last.grade.flags == {"before_infusion"}


# --- worse is never better --------------------------------------------------------------------


def counted(scale, *parts: list[Reading]) -> int:
    """The counted level at hour 10."""
    step = course(scale, [r for part in parts for r in part], hour(10), SITE).at(hour(10))
    return step.grade.counted


def at_10(signs) -> list[Reading]:
    return [Reading(hour(10), sign) for sign in signs]


BEFORE = st.sampled_from(
    [
        told((0, Infused())),
        told((0, Infused()), (8, FEVER, AIR)),
        told((0, Infused()), (8, FEVER, AIR), (9, Drug("tocilizumab"))),
        told((0, Infused()), (8, WELL, AIR, Drug("paracetamol"))),
        told((0, Infused()), (8, FEVER, AIR, Attribution("fever", "other", "infection"))),
    ]
)
PRESSORS = st.sampled_from(
    ["norepinephrine", "epinephrine", "dopamine", "phenylephrine", "vasopressin", "terlipressin"]
).map(runs)
CRS_SIGNS = st.lists(
    vitals()
    | supports
    | PRESSORS
    | baselines
    | attributions
    | st.builds(Hypotension, st.sampled_from(["yes", "no", "unsure"])),
    max_size=6,
)
# For each domain something that is worse than whatever stands beside it, or as bad.
WORSE_FOR_CRS: st.SearchStrategy[Sign] = st.one_of(
    st.floats(38, 45).map(lambda t: Vitals(temp_c=t)),
    st.integers(20, 89).map(lambda p: Vitals(sbp_mmhg=p)),
    st.integers(14, 64).map(lambda p: Vitals(map_mmhg=p)),
    st.just(Vitals(bp_unrecordable=True)),
    st.integers(40, 100).map(lambda s: Vitals(spo2_pct=s)),
    PRESSORS,
    st.just(Drug("phenylephrine", "given")),
    st.just(Hypotension("yes")),
    st.sampled_from(
        [
            Support("blow_by"),
            Support("nasal_cannula", 6),
            Support("nasal_cannula", 6.1),
            Support("high_flow_nasal_cannula", 40),
            Support("venturi"),
            Support("non_rebreather"),
            Support("cpap"),
            Support("intubated_mv"),
            Support("ecmo"),
        ]
    ),
    st.just(Death("crs")),
)


@given(BEFORE, CRS_SIGNS, WORSE_FOR_CRS)
@example(
    told((0, Infused())),
    [FEVER, Vitals(sbp_mmhg=100, dbp_mmhg=40), AIR],
    Vitals(sbp_mmhg=95, dbp_mmhg=90),
)
def test_a_worse_sign_never_lowers_crs(before, signs, worse) -> None:
    assert counted(crs.SCALE, before, at_10([*signs, worse])) >= counted(
        crs.SCALE, before, at_10(signs)
    )


ICANS_SIGNS = st.lists(ices() | neuros | baselines | attributions, max_size=5)
WORSE_FOR_ICANS: st.SearchStrategy[Sign] = st.one_of(
    st.integers(0, 10).map(ice),
    ices(),
    st.sampled_from(LOCS).map(lambda loc: Neuro(loc=loc)),
    st.sampled_from(
        [
            Neuro(seizure="clinical"),
            Neuro(seizure="clinical", seizure_min=9.0),
            Neuro(seizure="nonconvulsive_resolved"),
            Neuro(seizure="prolonged"),
            Neuro(seizure_min=7.0),
            Neuro(deep_focal_weakness=True),
            Neuro(oedema="focal"),
            Neuro(oedema="diffuse"),
            Neuro(posturing=True),
            Neuro(cn6_palsy=True),
            Neuro(papilloedema=True),
            Neuro(cushing_triad=True),
        ]
    ),
    st.just(Death("icans")),
)


@given(ICANS_SIGNS, WORSE_FOR_ICANS)
def test_a_worse_sign_never_lowers_icans(signs, worse) -> None:
    before = told((0, Infused()))
    assert counted(icans.SCALE, before, at_10([*signs, worse])) >= counted(
        icans.SCALE, before, at_10(signs)
    )


def test_each_failed_item_never_lowers_icans() -> None:
    for loc in LOCS:
        levels = [
            counted(icans.SCALE, told((10, ice(score), Neuro(loc=loc))))
            for score in range(10, -1, -1)
        ]
        assert levels == sorted(levels)


@given(
    st.lists(vitals() | supports, min_size=1, max_size=4),
    vitals() | st.sampled_from([Support("nasal_cannula", 2.0), Support("cpap")]),
)
def test_a_further_sign_of_one_moment_never_lowers_news2(signs, worse) -> None:
    """Of two values of one moment the worse scores, so that a further one only adds."""
    assert counted(news2.SCALE, at_10([*signs, worse])) >= counted(news2.SCALE, at_10(signs))


@given(st.integers(20, 299), st.integers(41, 100), st.integers(0, 79))
def test_news2_rises_towards_the_bad_end(sbp: int, spo2: int, rr: int) -> None:
    if sbp < 219:
        assert news2.systolic(sbp) >= news2.systolic(sbp + 1)
    assert news2.saturation(spo2 - 1, scale_2=False, on_oxygen=None) >= news2.saturation(
        spo2, scale_2=False, on_oxygen=None
    )
    if rr >= 12:
        assert news2.respiration(rr + 1) >= news2.respiration(rr)


# --- trend ------------------------------------------------------------------------------------


@given(ALL, records)
def test_a_rise_is_a_rise(scale, record) -> None:
    stated = 0
    for step in course(scale, record, END, SITE).steps:
        level = max(counted_level(step.grade), step.grade.suspected or 0)
        if level > stated:
            assert step.trend.rise == (step.at, stated, level)
        if level > stated or step.grade.level is not None:
            stated = level
        assert step.trend.level == stated


def test_a_usual_deficit_is_no_rise() -> None:
    record = told((0, Infused()), (1, Baseline(ice=8)), (2, ice(8), Neuro(loc="alert")))
    assert course(icans.SCALE, record, hour(2)).last.trend.rise is None
