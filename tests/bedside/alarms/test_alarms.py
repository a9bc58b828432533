"""What is said about an alarm, and what that does to it: state by priority, silence, worsening."""

from datetime import timedelta

import pytest

from bedside.alarms import (
    Standing,
    Technical,
    Watch,
    acknowledging,
    alarms,
    silences,
    silencing,
    sounding,
    technical_alarms,
    usual,
)
from bedside.chart import chart
from bedside.facts import Acknowledged, Retracted, Silenced
from bedside.timeline import Draft
from grading.signs import Drug, Invalid, Vitals
from tests.bedside.alarms.told import (
    BEGUN,
    at,
    charted,
    entry,
    log,
    neuro,
    pressor,
    quiet,
    ringing,
    seen,
    well,
)

FEVER = well(-60, temp=38.6)
LOW = well(-60, sbp=84)  # without a fever: no CRS
GONE = well(-20)
WORSE_LOW = [(-20, Vitals(sbp_mmhg=78, dbp_mmhg=60))]
CRS_3 = [*FEVER, pressor(-50)]
FLOOR = [(-60, Vitals(spo2_pct=83))]


@pytest.mark.parametrize(
    ("key", "told", "said", "priority", "state"),
    [
        # low, latching, may be silenced
        ("crs", FEVER, [], "low", "rings"),
        ("crs", FEVER, [seen(-5, "crs", 1)], "low", "seen"),
        ("crs", FEVER, [quiet(-5, "crs", 1)], "low", "silent"),
        ("crs", FEVER, [quiet(-15, "crs", 1)], "low", "rings"),
        ("crs", [*FEVER, *GONE], [], "low", "rings, over"),
        ("crs", [*FEVER, *GONE], [seen(-5, "crs", 1)], "", "none"),
        ("crs", [*FEVER, *well(-20, temp=38.6, sbp=84)], [seen(-30, "crs", 1)], "medium", "rings"),
        ("crs", [*FEVER, *well(-4, temp=38.6, sbp=84)], [quiet(-5, "crs", 1)], "medium", "rings"),
        ("crs", [*FEVER, *well(-20, temp=38.6, sbp=84)], [seen(-5, "crs", 1)], "medium", "rings"),
        # medium, not latching
        ("sbp_low", LOW, [], "medium", "rings"),
        ("sbp_low", LOW, [seen(-50, "sbp_low", 1)], "medium", "seen"),
        ("sbp_low", LOW, [quiet(-5, "sbp_low", 1)], "medium", "silent"),
        ("sbp_low", [*LOW, *GONE], [], "", "none"),
        ("sbp_low", [*LOW, *GONE], [seen(-30, "sbp_low", 1)], "", "none"),
        ("sbp_low", [*LOW, *WORSE_LOW], [seen(-30, "sbp_low", 1)], "high", "rings"),
        ("sbp_low", [*LOW, *WORSE_LOW], [seen(-10, "sbp_low", 2)], "high", "seen"),
        ("sbp_low", [*LOW, (-4, WORSE_LOW[0][1])], [quiet(-5, "sbp_low", 1)], "high", "rings"),
        # a peak that has passed: what is left can be acknowledged, and a new peak rings
        ("fever", [*well(-60, temp=39.3), *well(-30, temp=38.6)], [], "medium", "rings"),
        (
            "fever",
            [*well(-60, temp=39.3), *well(-30, temp=38.6)],
            [seen(-5, "fever", 1)],
            "medium",
            "seen",
        ),
        (
            "fever",
            [*well(-60, temp=39.3), *well(-30, temp=38.6)],
            [seen(-40, "fever", 1)],
            "medium",
            "rings",
        ),
        (
            "fever",
            [*well(-60, temp=39.3), *well(-30, temp=38.6), *well(-3, temp=39.4)],
            [seen(-5, "fever", 1)],
            "medium",
            "rings",
        ),
        # high, latching, may be silenced
        ("sbp_low", [*LOW, *WORSE_LOW, *well(-15)], [], "high", "rings, over"),
        ("sbp_low", [*LOW, *WORSE_LOW, *well(-15)], [quiet(-5, "sbp_low", 2)], "high", "silent"),
        (
            "sbp_low",
            [*LOW, *WORSE_LOW, *well(-15)],
            [seen(-5, "sbp_low", 1)],
            "high",
            "rings, over",
        ),
        ("sbp_low", [*LOW, *WORSE_LOW, *well(-15)], [seen(-5, "sbp_low", 2)], "", "none"),
        ("sbp_low", [*WORSE_LOW, *well(-15, sbp=84)], [], "high", "rings"),
        ("sbp_low", [*WORSE_LOW, *well(-15, sbp=84)], [seen(-5, "sbp_low", 2)], "medium", "seen"),
        # high, and never silent
        ("crs", CRS_3, [], "high", "rings"),
        ("crs", CRS_3, [quiet(-5, "crs", 3)], "high", "rings"),
        ("crs", CRS_3, [quiet(-5, "crs", 9)], "high", "rings"),
        ("crs", CRS_3, [seen(-5, "crs", 2)], "high", "rings"),
        ("crs", CRS_3, [seen(-55, "crs", 3)], "high", "rings"),
        ("crs", CRS_3, [seen(-5, "crs", 3)], "high", "seen"),
        ("crs", CRS_3, [seen(-5, "crs", 3), quiet(-4, "crs", 3)], "high", "seen"),
        ("icans", neuro(-60, 1), [quiet(-5, "icans", 3)], "high", "rings"),
        ("icans", neuro(-60, 5), [quiet(-5, "icans", 2)], "high", "silent"),
        ("unarousable", neuro(-60, 0, "coma"), [quiet(-5, "unarousable", 1)], "high", "rings"),
        ("unarousable", neuro(-60, 0, "coma"), [seen(-5, "unarousable", 1)], "high", "seen"),
        ("spo2_floor", FLOOR, [quiet(-5, "spo2_floor", 1)], "high", "rings"),
        ("spo2_floor", [*FLOOR, *GONE], [quiet(-5, "spo2_floor", 1)], "high", "rings, over"),
        ("spo2_floor", [*FLOOR, *GONE], [seen(-5, "spo2_floor", 1)], "", "none"),
    ],
)
def test_state_by_priority_silence_and_worsening(key, told, said, priority, state):
    found = ringing(*told, *said).get(key)
    if found is None:
        assert (priority, state) == ("", "none")
        return
    now = at(0)
    assert found.priority == priority
    words = "seen" if found.acknowledged else "silent" if found.silence else "rings"
    over = ", over" if words == "rings" and found.ended is not None else ""
    assert words + over == state
    assert found.sounds == (words == "rings")
    assert (sounding([found], now) == priority) == found.sounds
    assert bool(silences([found], now)) == (words == "silent")
    assert found.next_step


def test_who_acknowledged_stays_in_sight_until_the_condition_ends():
    told = [*FEVER, seen(-30, "fever", 1, "cultures taken"), *well(-20, temp=38.4)]
    found = ringing(*told)["fever"]
    assert found.acknowledged == ("Nurse A", at(-30), "cultures taken")
    assert (found.value, found.rang, found.ring) == (38.4, None, "")
    assert "fever" not in ringing(*told, *well(-10))


def test_a_grade_that_falls_and_rises_again_rings_again():
    told = [*CRS_3, seen(-45, "crs", 3), pressor(-40, "stopped"), *well(-39, temp=38.4)]
    assert ringing(*told)["crs"].acknowledged
    assert ringing(*told)["crs"].level == 1
    again = ringing(*told, pressor(-10))["crs"]
    assert (again.acknowledged, again.since, again.level) == (None, at(-10), 3)


def test_a_peak_that_nobody_saw_stays_though_it_has_passed():
    told = [*CRS_3, pressor(-40, "stopped"), *well(-39, temp=38.4)]
    found = ringing(*told)["crs"]
    assert (found.level, found.latched, found.ended, found.since) == (3, True, None, at(-50))
    assert found.value == 3
    assert ringing(*told, seen(-5, "crs", 1))["crs"].level == 3, "only grade 1 was seen"
    after = ringing(*told, seen(-5, "crs", 3))["crs"]
    assert (after.level, after.latched, bool(after.acknowledged)) == (1, False, True)


def test_an_answer_that_is_taken_back_counts_no_more():
    told = log(*BEGUN, *FEVER, seen(-30, "crs", 1))
    back = entry(99, -20, Retracted(), amends=told[-1].id, reason="wrong patient")
    found = alarms(chart([*told, back], at(0)), usual(), at(0))
    assert {one.key for one in found if one.sounds} >= {"crs"}


# --- what was written later of an earlier time ----------------------------------------------------


def test_nobody_has_seen_what_is_written_later():
    """Grade 3 was seen at -45 and is over; another one before that is written down afterwards."""
    told = [*CRS_3, seen(-30, "crs", 3), pressor(-48, "stopped"), *well(-47, temp=38.4)]
    assert ringing(*told)["crs"].acknowledged
    late = entry(90, -40, pressor(0)[1], recorded=at(-10))
    found = ringing(*told, late)["crs"]
    assert (found.acknowledged, found.level) == (None, 3)
    assert (found.since, found.raised) == (at(-40), at(-10))
    answered = entry(91, -5, Acknowledged("crs", 3))
    assert ringing(*told, late, answered)["crs"].acknowledged


def test_what_is_added_later_to_something_seen_rings_not_again():
    told = [(-60, Vitals(temp_c=38.6)), *well(-61), seen(-50, "fever", 1), seen(-50, "crs", 1)]
    late = entry(90, -60, Vitals(hr_bpm=96), recorded=at(-40))
    warmer = entry(91, -55, Vitals(temp_c=38.7), recorded=at(-35))
    found = ringing(*told, late, warmer)
    assert found["fever"].acknowledged
    assert found["crs"].acknowledged


def test_an_answer_dated_ahead_hides_nothing_that_comes_before_its_date():
    ahead = entry(50, -5, Acknowledged("crs", 4), recorded=at(-55))
    told = [*FEVER, ahead, entry(51, -20, pressor(0)[1])]
    assert ringing(*told)["crs"].acknowledged is None


def test_one_log_needs_no_clock_to_know_what_came_first():
    """The clock went back by an hour between the rise and its acknowledgement."""
    answer = entry(90, -50, Acknowledged("crs", 3), recorded=at(-110))
    assert ringing(*CRS_3, answer)["crs"].acknowledged
    elsewhere = entry(1, -50, Acknowledged("crs", 3), origin="other", recorded=at(-110))
    assert ringing(*CRS_3, elsewhere)["crs"].acknowledged is None


# --- silence --------------------------------------------------------------------------------------


def test_a_silence_ends_after_ten_minutes_whatever_it_says():
    told = [*FEVER, quiet(-9, "crs", 1, span=600)]
    assert ringing(*told)["crs"].silenced_until == at(1)
    assert ringing(*told, now=1)["crs"].sounds


def test_silences_that_follow_each_other_without_a_ring_are_one():
    asked = [quiet(minutes, "crs", 1) for minutes in (-30, -25, -21)]
    assert ringing(*FEVER, *asked, now=-21)["crs"].silenced_until == at(-20)
    assert ringing(*FEVER, *asked, now=-20)["crs"].sounds
    assert ringing(*FEVER, *asked, quiet(-20, "crs", 1), now=-19)["crs"].sounds
    later = ringing(*FEVER, *asked, quiet(-19, "crs", 1), now=-18)["crs"]
    assert later.silenced_until == at(-9)


def test_a_silence_is_of_one_alarm_and_one_patient():
    found = ringing(*FEVER, quiet(-5, "crs", 1))
    assert found["crs"].silence
    assert found["fever"].sounds
    one, *none = silences(found.values(), at(0))
    assert (one.patient, one.kind, one.by, one.until, none) == (
        "RC-1", "crs_grade", "Nurse A", at(5), []
    )  # fmt: skip


def test_what_may_be_asked_for():
    found = ringing(*CRS_3)
    assert silencing(found["fever"], at(0), timedelta(minutes=5), usual()) == Draft(
        "RC-1", at(0), Silenced("fever", 1, at(5))
    )
    for key, minutes in (("crs", 2), ("fever", 11), ("fever", 0)):
        with pytest.raises(Invalid):
            silencing(found[key], at(0), timedelta(minutes=minutes), usual())
    draft = acknowledging(found["crs"], at(0), "called")
    assert (draft.patient, draft.at, draft.fact) == (
        "RC-1", at(0), Acknowledged("crs", 3, "called")
    )  # fmt: skip


# --- ringing again --------------------------------------------------------------------------------


def test_it_rings_again_every_three_minutes_until_somebody_answers():
    told = [(0, Vitals(temp_c=38.6))]
    rings = [ringing(*told, now=minutes / 2)["fever"].ring for minutes in range(20)]
    assert [rings.index(one) / 2 for one in dict.fromkeys(rings)] == [0, 3, 6, 9]
    assert ringing(*told, seen(4, "fever", 1), now=9)["fever"].ring == ""


def test_it_rings_when_its_silence_is_over():
    told = [(0, Vitals(temp_c=38.6)), quiet(1, "fever", 1, span=4)]
    assert ringing(*told, now=4)["fever"].rang is None
    assert ringing(*told, now=5)["fever"].rang == at(5)
    assert ringing(*told, now=8)["fever"].rang == at(8)


# --- many -----------------------------------------------------------------------------------------


def test_the_highest_sounds_and_all_are_shown():
    found = list(ringing(*CRS_3, seen(-5, "crs", 3)).values())
    assert {one.key for one in found} >= {"crs", "fever"}
    assert sounding(found, at(0)) == "medium"
    assert sounding(list(ringing(*CRS_3).values()), at(0)) == "high"
    assert sounding([], at(0)) is None


def test_they_are_in_the_order_in_which_somebody_is_needed():
    found = list(ringing(*CRS_3, *FLOOR, seen(-5, "crs", 3)).values())
    assert [one.priority for one in found] == sorted(
        (one.priority for one in found), key=["high", "medium", "low"].index
    )
    assert found[0].key != "crs", "who was seen comes after who was not"


TECHNICAL = [
    Technical("sound_failed", at(-4)),
    Technical("store_nearly_full", at(-3), 80, level=2),
    Technical("clock_jumped", at(-2), -60, key="clock_jumped:1"),
]


def test_technical_alarms_belong_to_no_patient():
    found = ringing(*FEVER, technical=TECHNICAL)
    own = {key: one for key, one in found.items() if one.patient is None}
    assert {one.kind for one in own.values()} == {one.kind for one in TECHNICAL}
    assert own["sound_failed"].priority == "high"
    assert own["store_nearly_full"].priority == "high"
    assert own["clock_jumped:1"].row.latching
    assert ringing(*FEVER) == {key: one for key, one in found.items() if one.patient}


def test_technical_alarms_are_answered_too():
    written = log(seen(-1, "sound_failed", 1, "on paper"), quiet(-1, "clock_jumped:1", 1))
    found = {one.key: one for one in technical_alarms(TECHNICAL, usual(), at(0), written)}
    assert found["sound_failed"].acknowledged == ("Nurse A", at(-1), "on paper")
    assert found["clock_jumped:1"].silenced_until == at(9)
    assert found["store_nearly_full"].sounds
    assert sounding(found.values(), at(0)) == "high"


def test_other_parts_of_the_program_add_what_they_find():
    def guards(of, _table):
        yield Standing(
            "dose_guard", "dose_guard:tocilizumab", at(-8), value=6.5, what="tocilizumab_interval"
        )

    told = charted(seen(-4, "dose_guard:tocilizumab", 1))
    found = alarms(told, usual(), at(0), sources=[guards])
    assert [(one.key, one.value, one.what) for one in found] == [
        ("dose_guard:tocilizumab", 6.5, "tocilizumab_interval")
    ]
    assert found[0].acknowledged
    assert not Watch(lambda _: usual(), [guards]).alarms([charted()], at(0))[0].acknowledged


def test_a_grade_that_a_person_must_decide_is_told_as_such():
    masked = (-130, Drug("tocilizumab", "given", dose=560.0, dose_unit="mg"))
    found = ringing(masked, *LOW)["crs"]
    assert (found.value, found.suspected) == (2, True)
    febrile = ringing(masked, *well(-60, temp=39.0, sbp=84))["crs"]
    assert (febrile.value, febrile.suspected) == (2, False)
