"""Which conditions the record shows, how bad, since when, and when they are over."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from bedside.alarms import AlarmTable, alarms, usual
from bedside.chart import chart
from bedside.facts import Admitted, Discharged
from grading.signs import Baseline, Death, Drug, Ice, Lab, Neuro, Support, Vitals
from tests.bedside.alarms.told import BEGUN, at, charted, ice, log, neuro, pressor, ringing, well


def levels(*told, now=0.0, table: AlarmTable | None = None) -> dict[str, int]:
    """Kind and level of what stands, without what is merely overdue or latched."""
    found = ringing(*told, now=now, table=table)
    return {key: one.level for key, one in found.items() if not one.latched}


@pytest.mark.parametrize(
    ("told", "now", "expected"),
    [
        ([], 0, {}),
        # a fever begins at 38.0
        (well(-1, temp=37.9), 0, {}),
        (well(-1, temp=38.0), 0, {"crs": 1, "fever": 1}),
        (well(-1, temp=39.0), 0, {"crs": 1, "fever": 2}),
        # pressures: below 90, below 65
        (well(-1, sbp=90), 0, {"news2": 1}),
        ([(-1, Vitals(sbp_mmhg=89, dbp_mmhg=60))], 0, {"sbp_low": 1, "news2": 1}),
        ([(-1, Vitals(sbp_mmhg=79, dbp_mmhg=59))], 0, {"sbp_low": 2, "news2": 1}),
        ([(-1, Vitals(map_mmhg=64))], 0, {"map_low": 1}),
        ([(-1, Vitals(map_mmhg=65))], 0, {}),
        ([(-1, Vitals(map_mmhg=54))], 0, {"map_low": 2}),
        ([(-1, Vitals(bp_unrecordable=True))], 0, {"bp_unrecordable": 1, "news2": 1}),
        # saturation: below 90, the floor below 85
        ([(-1, Vitals(spo2_pct=90))], 0, {"news2": 1}),
        ([(-1, Vitals(spo2_pct=89))], 0, {"spo2_low": 1, "news2": 1}),
        ([(-1, Vitals(spo2_pct=84))], 0, {"spo2_low": 2, "spo2_floor": 1, "news2": 1}),
        (
            [(-9, Baseline(spo2_target_88_92=True)), (-1, Vitals(spo2_pct=88))],
            0,
            {},
        ),
        (
            [(-9, Baseline(spo2_target_88_92=True)), (-1, Vitals(spo2_pct=84))],
            0,
            {"spo2_low": 2},
        ),
        # consciousness: the latest word, of whichever form
        ([(-1, Vitals(consciousness="V"))], 0, {"news2": 1}),
        ([(-1, Vitals(consciousness="U"))], 0, {"unarousable": 1, "news2": 1}),
        (neuro(-1, 0, "unarousable"), 0, {"icans": 4, "ice_drop": 5, "unarousable": 1}),
        ([*neuro(-2, 10, "stupor"), (-1, Vitals(consciousness="A"))], 0, {"icans": 4}),
        # a seizure counts in the assessment that it is charted in
        ([(-1, Neuro(loc="alert", seizure="clinical"))], 0, {"icans": 3, "seizure": 1}),
        ([(-1, Neuro(loc="alert", seizure_min=5.1))], 0, {"icans": 4, "seizure": 2}),
        ([(-1, Neuro(loc="alert", seizure="prolonged"))], 0, {"icans": 4, "seizure": 2}),
        ([(-1, Neuro(loc="alert", seizure="none"))], 0, {}),
        # ICE: points lost, also where the score is 7 and more
        ([(-1, ice(9))], 0, {"icans": 1, "ice_drop": 1}),
        ([(-1, ice(8))], 0, {"icans": 1, "ice_drop": 2}),
        ([(-1, Ice(command="no"))], 0, {"icans": 1, "ice_drop": 1}),
        ([(-1, Ice(command="yes"))], 0, {}),
        ([(-2, ice(8)), (-1, Ice(command="yes"))], 0, {"icans": 1, "ice_drop": 2}),
        ([(-1, Baseline(ice=8)), (0, ice(9))], 0, {"ice_drop": 1}),
        # NEWS2: a single 3, and 7 or more
        (well(-1, rr=25), 0, {"news2": 1}),
        (well(-1, rr=25, temp=34.0, acvpu="V"), 0, {"news2": 3}),
        (well(-1, rr=22, temp=35.5), 0, {}),
    ],
)
def test_what_stands(told, now, expected):
    found = levels(*told, now=now)
    of_signs = {key: level for key, level in found.items() if ":" not in key}
    assert of_signs == expected


def test_a_grade_without_a_fever_is_no_crs():
    assert "crs" not in levels(*well(-1, sbp=84))
    assert levels(*well(-2, temp=38.5), *well(-1, temp=38.5, sbp=84))["crs"] == 2


def doubled(*told) -> int:
    found = alarms(charted(*told, begun=tuple(BEGUN[:1])), usual(), at(0), sources=())
    return next((one.level for one in found if one.kind == "ferritin_doubled"), 0)


@pytest.mark.parametrize(
    ("hours", "values", "level"),
    [
        ((-24, 0), (500, 1000), 1),
        ((-24, 0), (500, 999), 0),
        ((-24, 0), (500, 2000), 2),
        ((-12, -6, 0), (500, 700, 1000), 1),
        ((-30, 0), (500, 1000), 0),  # twice, but not within a day
        ((-30, 0), (500, 1400), 1),  # at this rate twice within a day
        ((-37, 0), (500, 9000), 0),
        ((-24, 0), (0, 1000), 0),
    ],
)
def test_ferritin_doubles_within_a_day(hours, values, level):
    told = [(60 * h, Lab("ferritin", v, "ug/L")) for h, v in zip(hours, values, strict=True)]
    assert doubled(*told) == level


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [(("<", 100), (None, 200), 1), ((">", 100), (None, 900), 0), ((None, 100), ("<", 900), 0),
     ((None, 100), (">", 900), 3)],
)  # fmt: skip
def test_limits_of_the_laboratory_count_for_what_is_certain(first, second, level):
    told = [
        (minutes, Lab("ferritin", value, "ug/L", bound))
        for minutes, (bound, value) in ((-600, first), (0, second))
    ]
    assert doubled(*told) == level


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [("haemolysed", None, 0), (None, "haemolysed", 0), (None, None, 3)],
)
def test_a_value_with_a_remark_rises_from_nothing_and_to_nothing(first, second, level):
    told = [
        (-600, Lab("ferritin", 100, "ug/L", text=first)),
        (0, Lab("ferritin", 900, "ug/L", text=second)),
    ]
    assert doubled(*told) == level


def test_values_tell_what_was_seen():
    found = ringing(*well(-30, temp=38.4), *well(-20, temp=38.8), (-10, ice(7)))
    assert (found["fever"].value, found["fever"].since) == (38.8, at(-30))
    assert (found["ice_drop"].value, found["ice_drop"].before) == (7, 10)
    assert (found["crs"].value, found["crs"].before) == (1, 0)
    assert found["icans"].what == "icans"


def test_two_values_that_are_told_together_belong_together():
    values = ((-2880, 400), (-1440, 1000), (0, 2500))
    labs = [(when, Lab("ferritin", value)) for when, value in values]
    found = {one.key: one for one in _ringing_of([BEGUN[0], *labs], now=2)}["ferritin_doubled"]
    assert (found.since, found.before, found.value) == (at(-1440), 1000, 2500)


# --- what is no longer known, and where it ends ---------------------------------------------------


def test_what_is_too_old_to_count_ends_no_condition():
    found = ringing(*well(-60, temp=38.6, spo2=86), now=300)
    assert {"fever", "spo2_low", "news2", "crs", "stale:crs", "overdue:vitals"} <= found.keys()
    assert not any(one.latched for one in found.values())


def test_a_grade_that_cannot_be_stated_is_an_alarm_after_the_minutes_that_writing_takes():
    told = [*well(-60, temp=38.6), (-10, Support("nasal_cannula", 2.0))]
    # Hourly rounds: what was seen an hour ago counts for two hours.
    expires = 60
    assert "stale:crs" not in ringing(*told, now=expires + 14)
    stale = ringing(*told, now=expires + 15)["stale:crs"]
    assert (stale.level, stale.value, stale.priority) == (3, 2, "medium")
    assert stale.since == at(expires + 15)
    assert "stale:crs" not in ringing(*told, *well(expires + 10, temp=38.0), now=expires + 20)


def test_a_patient_who_was_never_looked_at_after_the_infusion_is_missed():
    infused = BEGUN[:1]
    found = {one.key: one.level for one in _ringing_of(infused, now=0)}
    assert found == {
        "stale:crs": 1, "stale:icans": 1, "overdue:vitals": 2, "overdue:ice": 2, "overdue:labs": 1,
    }  # fmt: skip


def _ringing_of(told, now):
    return alarms(charted(begun=tuple(told), now=now), usual(), at(now))


@pytest.mark.parametrize("end", [Discharged(), Death("other")])
def test_leaving_and_death_end_what_stood(end):
    told = [*well(-30, temp=38.6, sbp=84), (-5, end)]
    found = ringing(*told)
    assert {key for key, one in found.items() if one.ended != at(-5)} == set()
    assert set(found) == {"crs"}, "a rise waits for a name; all else is not latching"


def test_death_from_the_syndrome_waits_for_a_name():
    found = ringing(*well(-30, temp=38.6), (-5, Death("crs")))
    assert (found["crs"].level, found["crs"].priority, found["crs"].latched) == (5, "high", True)


def test_somebody_who_left_and_comes_back_ill_rings_anew():
    left = [*well(-30, temp=38.6), (-29, Discharged())]
    later = 30 * 24 * 60.0
    found = ringing(*left, *well(later, temp=38.2), now=later + 5)
    assert found["fever"].since == at(later)
    assert found["crs"].since == at(later)
    # A visit's reading speaks for a day.
    day_after = ringing(*left, *well(later, temp=38.2), now=later + 24 * 60)
    assert "fever" not in day_after
    assert day_after["crs"].latched


def test_a_lone_normal_temperature_of_a_visit_is_no_rise():
    left = [*well(-30, temp=38.6), (-29, Discharged())]
    later = 30 * 24 * 60.0
    found = ringing(*left, (later, Vitals(temp_c=36.8)), now=later + 5)
    assert found["crs"].since == at(-30)


def test_on_the_ward_a_reading_stands_until_another():
    told = [(-100, Admitted("6")), *well(-90, temp=38.6)]
    assert "fever" in ringing(*told, now=3 * 24 * 60)


def test_what_is_seen_again_after_a_day_without_a_word_begins_anew():
    told = [(-100, Admitted("6")), (-90, Vitals(spo2_pct=86)), (25 * 60, Vitals(spo2_pct=86))]
    assert ringing(*told, now=25 * 60)["spo2_low"].since == at(25 * 60)
    sooner = [*told[:2], (20 * 60, Vitals(spo2_pct=86))]
    assert ringing(*sooner, now=20 * 60)["spo2_low"].since == at(-90)


# --- the same condition again ---------------------------------------------------------------------


@pytest.mark.parametrize(("gap_h", "since_h"), [(3, -1), (23.9, -1), (24, 24)])
def test_a_fever_that_comes_back_within_a_day_is_not_new(gap_h, since_h):
    told = [*well(-60, temp=38.6), *well(0, temp=37.0), *well(gap_h * 60, temp=38.4)]
    found = ringing(*told, now=gap_h * 60)
    assert found["fever"].since == at(since_h * 60)


def test_overdue_counts_from_the_last_set_by_the_interval_in_force():
    # 4-hourly rounds, last set at -120: due at 120, overdue at 180, late at 360.
    assert "overdue:vitals" not in ringing(now=179)
    first = ringing(now=180)["overdue:vitals"]
    assert (first.level, first.priority, first.since, first.value) == (1, "low", at(180), 60)
    later = ringing(now=360)["overdue:vitals"]
    assert (later.level, later.priority, later.since) == (2, "medium", at(360))
    assert "overdue:vitals" not in ringing(*well(200), now=300)
    assert "overdue:vitals" not in ringing((0, Discharged()), now=400)


def test_readings_of_one_moment_count_as_the_worse():
    for told in ([(-1, 88), (-1, 95)], [(-1, 95), (-1, 88)]):
        found = ringing(*((m, Vitals(spo2_pct=v)) for m, v in told))
        assert found["spo2_low"].value == 88


def test_limits_are_those_of_the_table():
    given = dict(usual().conditions)
    given["fever"] = replace(given["fever"], limits=(38.5,))
    table = replace(usual(), conditions=MappingProxyType(given))
    assert "fever" not in ringing(*well(-1, temp=38.4), table=table)
    assert "fever" in ringing(*well(-1, temp=38.5), table=table)


def test_a_charted_pressor_alone_is_a_rise():
    found = ringing(*well(-30, temp=38.6), pressor(-10), (-9, Drug("paracetamol")))
    assert (found["crs"].level, found["crs"].since) == (3, at(-10))
    assert not found["crs"].silenceable


def test_entries_in_any_order_tell_the_same():
    told = [*well(-60, temp=38.6), *neuro(-50, 8), *well(-40, sbp=82), pressor(-30)]
    expected = ringing(*told)
    entries = log(*BEGUN, *told)
    shuffled = chart([*entries[::2], *entries[1::2]], at(0))
    assert {one.key: one for one in alarms(shuffled, usual(), at(0))} == expected
