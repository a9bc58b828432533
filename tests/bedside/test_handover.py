"""The handover as data: what a sheet says of scripted patients, and what it never says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bedside.chart import chart
from bedside.facts import (
    Admitted,
    Confirmed,
    HandedOver,
    NotDone,
    Note,
    Retracted,
    TakenOver,
)
from bedside.handover import (
    DAY,
    SHIFT,
    baseline_ice_missing,
    handing,
    observed,
    outstanding,
    sheet,
    waiting,
    worst,
)
from bedside.rounds import rounds
from bedside.survey import Surveyor
from grading.signs import Baseline, Drug, Ice, Infused, Lab, Planned, Support, Vitals
from tests.bedside.alarms.told import (
    BEGUN,
    NOW,
    at,
    charted,
    entry,
    ice,
    log,
    neuro,
    pressor,
    well,
)
from tests.bedside.trials import enrolled, followed, trial


def surveyed(of):
    return Surveyor().survey([of], of.now, of.zone)


def sheet_of(*told, now=0.0, plan=None, begun=BEGUN):
    of = charted(*told, now=now) if begun else chart(log(*told), at(now))
    ward = surveyed(of)
    return sheet(of, ward.rounds[of.patient], ward.alarms, plan, of.now)


def waits(*told, now=0.0, begun=BEGUN):
    of = charted(*told, now=now) if begun else chart(log(*told), at(now))
    (one,) = outstanding(surveyed(of))
    return one


# --- the trend of 24 h ----------------------------------------------------------------------------


def test_the_trend_tells_each_step_and_the_highest():
    of = sheet_of(*well(-110, temp=38.6), *well(-60, temp=38.7, sbp=84), pressor(-50))
    crs, icans, news2 = of.trends
    steps = [(band.level, band.start) for band in crs.bands]
    assert steps[-3:] == [(1, at(-110)), (2, at(-60)), (3, at(-50))]
    assert (crs.highest, crs.signed) == (3, None)
    assert crs.bands[-1].end == NOW
    assert (icans.scale, icans.highest) == ("icans", 0)
    assert news2.highest == 4


def test_what_was_never_stated_has_no_highest_grade():
    of = sheet_of((-30, Admitted("6")), begun=())
    assert [trend.highest for trend in of.trends] == [None, None, None]
    assert [trend.bands for trend in of.trends] == [(), (), ()]
    assert of.oxygen is of.last_ice is of.usual_ice is None


def test_a_grade_that_lapsed_is_told_as_a_gap():
    of = sheet_of(now=20 * 60)
    crs = of.trends[0]
    assert crs.bands[-1].level is None
    assert crs.gaps
    assert crs.highest == 0


def test_the_word_of_a_physician_stands_beside_the_computed_grade():
    word = Confirmed("crs", "ASTCT 2019", 2, 1, 1, "graded", "pressure was low in the lift")
    of = sheet_of(*well(-60, temp=38.6), (-30, word))
    crs = of.trends[0]
    assert (crs.signed.fact.level, crs.bands[-1].level) == (2, 1)


# --- the worst of the shift -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "what", "value", "when"),
    [
        (well(-60, temp=39.2), "temp_high", 39.2, -60),
        (well(-60, sbp=84), "sbp_low", 84, -60),
        ([(-30, Vitals(sbp_mmhg=92, dbp_mmhg=40))], "sbp_low", 92, -30),
        ([(-60, Vitals(bp_unrecordable=True))], "sbp_low", None, -60),
        ([(-60, Vitals(map_mmhg=52))], "map_low", 52, -60),
        ([(-60, Vitals(hr_bpm=140))], "hr_high", 140, -60),
        ([(-60, Vitals(hr_bpm=40))], "hr_low", 40, -60),
        (well(-60, rr=30), "rr_high", 30, -60),
        (well(-60, spo2=86), "spo2_low", 86, -60),
        (neuro(-60, 4), "ice_low", 4, -60),
        ([(-60, Support("nasal_cannula", 6.0))], "oxygen", 6.0, -60),
    ],
)
def test_the_worst_of_each_quantity(told, what, value, when):
    found = {one.what: one for one in worst(charted(*told), NOW - SHIFT, NOW)}
    assert (found[what].value, found[what].at) == (value, at(when))


def test_the_worst_consciousness_is_told_by_both_scales():
    of = charted(*well(-60, acvpu="V"), *neuro(-50, 10, "awakens_to_voice"), *well(-30))
    found = {one.what: one for one in worst(of, NOW - SHIFT, NOW)}
    assert found["acvpu"].sign.consciousness == "V"
    assert found["loc"].sign.loc == "awakens_to_voice"


@pytest.mark.parametrize("minutes", [-12 * 60, -13 * 60])
def test_what_is_older_than_the_shift_is_not_of_it(minutes):
    of = chart(log((minutes, Vitals(temp_c=40.0))), NOW)
    assert worst(of, NOW - SHIFT, NOW) == ()


def test_an_ice_of_which_nothing_was_asked_is_no_low_score():
    assert worst(chart(log((-30, Ice())), NOW), NOW - SHIFT, NOW) == ()


# --- notes, therapy, alarms -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "allergy", "status"),
    [
        ("Allergies: penicillin", True, False),
        ("penicillin ALLERGY, rash as a child", True, False),
        ("Code status: full code", False, True),
        ("DNACPR signed 20 Nov", False, True),
        ("Slept well", False, False),
    ],
)
def test_notes_that_speak_of_allergies_or_the_code_status(text, allergy, status):
    of = sheet_of((-9 * 60 * 24, Note(text)))
    assert [bool(of.allergies), bool(of.code_status)] == [allergy, status]


def test_a_retracted_note_is_not_told():
    note = entry(90, -300, Note("Allergies: penicillin"))
    gone = entry(91, -200, Retracted(), amends=note.id, reason="another patient's")
    assert sheet_of(note).allergies == (note,)
    assert sheet_of(note, gone).allergies == ()


def test_therapy_and_alarms():
    told = (
        *well(-60, temp=39.2, sbp=84),
        pressor(-50),
        (-45, Drug("tocilizumab", dose=464, dose_unit="mg")),
        (-40, Drug("dexamethasone", dose=10, dose_unit="mg")),
        (-40, Baseline(ice=9)),
    )
    of = sheet_of(*told)
    assert (of.toci.given_total, of.toci.last_at) == (1, at(-45))
    assert of.steroids.dex_equiv_mg_24h == 10
    assert [run.drug.name for run in of.running] == ["norepinephrine"]
    assert of.usual_ice == 9
    assert {alarm.key for alarm in of.alarms} >= {"crs", "fever"}
    assert [one.scale for one in of.references] == ["crs"]
    assert of.references[0].level == 3
    assert of.rounds[0].kind == "vitals"


def test_alarms_of_others_are_not_on_the_sheet():
    of = charted(*well(-60, temp=39.2))
    ward = surveyed(of)
    others = [alarm._replace(patient="RC-2") for alarm in ward.alarms]
    technical = [alarm._replace(patient=None) for alarm in ward.alarms]
    assert ward.alarms
    found = sheet(of, (), (*others, *technical), None, of.now)
    assert found.alarms == ()


# --- visits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "near"), [(2, {"pkpd_d3"}), (3, {"pkpd_d3"}), (5, {"pkpd_d6"})])
def test_visits_of_today_and_tomorrow(day, near):
    plan = followed(trial(), NOW - timedelta(days=day))
    of = charted()
    found = sheet(of, (), (), plan, of.now)
    assert {one.visit.id for one in found.visits if one.visit.rule.series == "pkpd"} >= near
    assert found.planned


def test_without_a_plan_none_is_told_to_be_free():
    of = charted()
    assert not sheet(of, (), (), None, of.now).planned
    unknown = replace(followed(trial(), NOW - timedelta(days=4)), protocol=None, visits=())
    assert not sheet(of, (), (), unknown, of.now).planned


# --- what was not done ----------------------------------------------------------------------------

REFUSED = NotDone("sbp_mmhg", "refused")


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ([(-60, REFUSED)], ["sbp_mmhg"]),
        ([(-60, REFUSED), *well(-30)], []),
        ([(-60, REFUSED), (-30, Vitals(temp_c=36.9))], ["sbp_mmhg"]),
        ([(-60, REFUSED), (-50, replace(REFUSED, comment="again"))], ["sbp_mmhg"]),
        ([(-60, NotDone("vitals", "off_ward")), (-30, Vitals(temp_c=36.9))], ["vitals"]),
        ([(-60, NotDone("vitals", "off_ward")), *well(-30)], []),
        ([(-60, NotDone("ice", "asleep")), (-30, Ice(writing="yes"))], ["ice"]),
        ([(-60, NotDone("ice", "asleep")), (-30, ice(9))], []),
        ([(-60, NotDone("labs", "other"))], ["labs"]),
        ([(-60, NotDone("labs", "other")), (-30, Lab("crp", text="haemolysed"))], ["labs"]),
        ([(-60, NotDone("labs", "other")), (-30, Lab("crp", 9, text="haemolysed"))], ["labs"]),
        ([(-60, NotDone("labs", "other")), (-30, Lab("crp", 0.5, bound="<"))], []),
        ([(-60, NotDone("MRI", "procedure"))], ["MRI"]),
        ([(-13 * 60, REFUSED)], []),
    ],
)
def test_what_waits_is_what_was_not_done_since(told, left):
    assert [one.fact.what for one in waiting(charted(*told), NOW)] == left


# --- handing over and taking over -----------------------------------------------------------------

GIVEN = HandedOver("restless", "ring the lab")


@pytest.mark.parametrize(
    ("told", "handed", "taken", "accepted"),
    [
        ([], False, 0, 0),
        ([(-30, GIVEN)], True, 0, 0),
        ([(-30, GIVEN), (-20, TakenOver())], True, 1, 1),
        ([(-20, TakenOver())], False, 1, 1),
        ([(-40, TakenOver()), (-30, GIVEN)], True, 1, 0),
        ([(-13 * 60, GIVEN), (-13 * 60, TakenOver())], False, 0, 0),
    ],
)
def test_who_handed_over_and_who_took_over(told, handed, taken, accepted):
    found = handing(charted(*told), NOW)
    assert (found.handed is not None, len(found.taken)) == (handed, taken)
    assert len(found.accepted) == accepted


def test_of_several_handings_over_the_latest_counts():
    found = handing(charted((-60, HandedOver("first")), (-30, GIVEN)), NOW)
    assert found.handed.fact == GIVEN


def test_a_retracted_handing_over_does_not_count():
    given = entry(90, -30, GIVEN)
    gone = entry(91, -20, Retracted(), amends=given.id, reason="wrong patient")
    assert handing(charted(given, gone), NOW).handed is None


# --- what is outstanding --------------------------------------------------------------------------


def test_a_patient_of_whom_nothing_is_known_is_full_of_gaps():
    one = waits((-5 * 60, Admitted("6")), (-30, Vitals(temp_c=36.8)), begun=())
    assert {scale for scale, _ in one.missing} >= {"crs", "news2"}
    assert one.baseline_ice
    assert one.late
    assert one.things > 0
    assert one.running == ()


def test_a_patient_who_is_well_has_nothing_but_the_usual():
    told = ((-240, Baseline(ice=10)), *well(-20), *neuro(-20))
    one = waits(*told)
    assert one.missing == ()
    assert (one.baseline_ice, one.undecided, one.unfinished, one.unsigned) == (False, (), False, ())
    assert (one.rounds, one.alarms, one.things) == ((), (), 0)
    assert one.soon.kind == "vitals"


def test_each_thing_that_waits_is_told():
    told = (
        *well(-400, temp=39.0, sbp=84),
        pressor(-390),
        (-10, Ice(writing="yes")),
        (-8, REFUSED),
    )
    one = waits(*told)
    assert one.late
    assert one.unanswered == sum(alarm.acknowledged is None for alarm in one.alarms) > 0
    assert one.unfinished
    assert one.unsigned == ("crs",)
    assert one.running == one.unconfirmed != ()
    assert [waiting.fact for waiting in one.waiting] == [REFUSED]
    assert one.handing.handed is None


def test_what_cannot_be_assessed_for_a_reason_is_finished():
    reasons = {"reasons": (("writing", "other"),), "writing": "not_assessable"}
    whole = replace(ice(10), **reasons)
    assert not waits((-10, whole)).unfinished


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ([(-60, Planned(NOW + timedelta(days=5)))], True),
        ([(-60, Planned(NOW + timedelta(days=6)))], False),
        ([(-60, Infused())], True),
        ([(-60, Infused()), (-30, Baseline(ice=9))], False),
        ([(-60, Infused()), (-30, Baseline(sbp_mmhg=110))], True),
        ([(-60, Admitted("6"))], True),
    ],
)
def test_the_usual_ice_is_asked_for_from_five_days_before(told, missing):
    assert baseline_ice_missing(chart(log(*told), NOW)) is missing


def test_the_order_is_that_of_the_survey_and_technical_alarms_belong_to_nobody():
    charts = [chart([replace(e, patient=p) for e in log(*BEGUN)], NOW) for p in ("A", "B")]
    ward = Surveyor().survey(charts, NOW, UTC)
    broken = [alarm._replace(patient=None) for alarm in ward.alarms]
    found = outstanding(ward._replace(alarms=tuple(broken)))
    assert [one.patient for one in found] == [of.patient for of in ward.charts]
    assert [one.alarms for one in found] == [(), ()]


# --- the observations of a day --------------------------------------------------------------------


def row_at(of, minutes):
    return next(row for row in observed(of, NOW - DAY, NOW) if row.at == at(minutes))


def test_a_row_for_each_moment_with_what_was_seen_then():
    of = charted(*well(-60, temp=38.9), *neuro(-50, 8))
    assert set(row_at(of, -60).seen) == {"temp", "hr", "bp", "rr", "spo2", "oxygen", "acvpu"}
    assert set(row_at(of, -50).seen) == {"ice", "loc"}
    assert row_at(of, -60).grades["crs"].level == 1
    assert "icans" not in row_at(of, -60).grades
    assert row_at(of, -50).grades["icans"].level == 1


def test_of_one_moment_the_more_worrying_value_stands():
    of = charted((-60, Vitals(temp_c=37.0)), (-60, Vitals(temp_c=39.0)))
    assert row_at(of, -60).seen["temp"].temp_c == 39.0


def test_amended_and_retracted_entries_are_not_rows_as_they_were():
    wrong = entry(90, -60, Vitals(temp_c=41.0))
    right = entry(91, -60, Vitals(temp_c=37.0), amends=wrong.id, reason="typo")
    gone = entry(92, -50, Vitals(temp_c=42.0))
    out = entry(93, -50, Retracted(), amends=gone.id, reason="another patient's")
    of = charted(wrong, right, gone, out)
    assert row_at(of, -60).seen["temp"].temp_c == 37.0
    assert row_at(of, -60).entries == (right,)
    assert all(row.at != at(-50) for row in observed(of, NOW - DAY, NOW))


def test_what_was_left_out_is_a_row_and_no_value():
    row = row_at(charted((-60, REFUSED)), -60)
    assert (dict(row.seen), row.entries) == ({}, ())
    assert [entry.fact for entry in row.not_done] == [REFUSED]


def test_a_day_has_24_hours_on_the_night_the_clocks_change():
    now = datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
    ats = [now - timedelta(hours=h) for h in (25, 24, 23, 5, 0)]
    entries = [
        replace(entry(n, 0, Vitals(temp_c=37.0)), at=moment, recorded=moment)
        for n, moment in enumerate(ats, 1)
    ]
    of = chart(entries, now, ZoneInfo("Europe/Berlin"))
    assert [row.at for row in observed(of, now - DAY, now)] == ats[2:]


def test_the_sheet_is_the_same_however_the_record_was_written():
    told = (*well(-60, temp=39.2, sbp=84), pressor(-50), (-30, GIVEN))
    entries = log(*BEGUN, *told)
    shuffled = chart(reversed(entries), NOW)
    one = sheet(charted(*told), (), (), None, NOW)
    other = sheet(shuffled, (), (), None, NOW)
    assert one._replace(chart=None) == other._replace(chart=None)


def test_a_visit_far_ahead_is_not_told():
    plan = followed(trial(), at(-50))
    of = chart(log((-60, enrolled(trial())), (-50, Infused())), NOW)
    told = {one.visit.id for one in sheet(of, rounds(of, trial()), (), plan, NOW).visits}
    assert "safety_d1" in told
    assert told & {"safety_d2", "pkpd_d3", "efficacy_m1"} == set()
