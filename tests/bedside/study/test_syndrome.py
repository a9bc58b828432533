"""CRS and ICANS of one patient of a study: maximum, onset, duration; and what stays unknown."""

from dataclasses import replace

import pytest

from bedside.facts import Confirmed, Ended
from bedside.study import Subject
from grading.scales import SCALES
from grading.signs import Death, Drug, Lab, Support, Vitals
from tests.bedside.study.patients import CELLS, Told, at, infused, log, made, watched

FEVER = {3.0: 38.6, 5.0: 36.9}
"""From the first round of day 3 to the first of day 5."""


def signed(day: float, level: int, scale: str = "crs", reason: str = "as judged") -> Told:
    edition = SCALES[scale].edition
    return day, Confirmed(scale, edition, level, None, 0, "incomplete", reason)


def test_an_episode_has_its_onset_its_days_and_the_entries_it_rests_on() -> None:
    told = (*infused(), *watched(fevers=FEVER))
    of = made(*told).crs
    assert (of.maximum.value, of.at_least, of.onset_day.value, of.episodes) == (1, 1, 3, 1)
    assert of.duration_days.value == pytest.approx(2.0)
    assert (of.going_on, of.occurred, of.reached(3)) == (False, True, False)
    facts = {entry.id: entry.fact for entry in log(*told)}
    onset = [facts[name] for name in of.onset_day.entries]
    assert [fact.temp_c for fact in onset if isinstance(fact, Vitals)] == [38.6]
    assert set(of.maximum.entries) <= set(facts)
    assert {fact.temp_c for name in of.maximum.entries
            if isinstance(fact := facts[name], Vitals)} == {38.6}  # fmt: skip


def test_two_episodes_add_up_and_the_first_gives_the_onset() -> None:
    twice = {2.0: 38.4, 3.0: 36.8, 7.0: 38.9, 9.0: 36.7}
    of = made(*infused(), *watched(fevers=twice)).crs
    assert (of.onset_day.value, of.episodes) == (2, 2)
    assert of.duration_days.value == pytest.approx(3.0)


def test_oxygen_with_fever_makes_it_a_grade_2() -> None:
    of = made(*infused(), *watched(fevers=FEVER, oxygen={4.0: "nasal_cannula", 5.0: "room_air"}))
    assert (of.crs.maximum.value, of.crs.onset_day.value) == (2, 3)
    bands = [(h.level, round(h.day, 2), round(h.until or 0, 2)) for h in of.happenings
             if h.kind == "crs"]  # fmt: skip
    assert bands == [(1, 3.04, 4.04), (2, 4.04, 5.04)]


def test_an_episode_whose_end_nobody_confirmed_goes_on() -> None:
    of = made(*infused(), *watched(range(6), fevers={3.0: 38.6}), day=6).crs
    assert of.going_on
    assert of.duration_days.value == pytest.approx(2 + 10 / 24)


def test_icans_by_the_ice_score() -> None:
    of = made(*infused(), *watched(ice={6: 8, 7: 9})).icans
    assert (of.maximum.value, of.onset_day.value) == (1, 6)
    assert of.duration_days.value == pytest.approx(2.0)


# --- unknown is not zero --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "level", "stated"),
    [
        (range(15), 0, 15),
        (range(0, 15, 2), 0, 8),  # every other day: 8 of 15
        (range(7), None, 7),  # a week of a fortnight
        ([0], None, 1),
        ([], None, 0),
    ],
)
def test_nobody_is_free_of_what_nobody_looked_for(days, level, stated) -> None:
    of = made(*infused(), *watched(days), day=60)
    assert (of.crs.maximum.value, of.crs.stated_days, of.crs.asked_days) == (level, stated, 15)
    assert (of.icans.maximum.value, of.icans.stated_days) == (level, stated)
    assert of.crs.occurred is (None if level is None else False)
    assert bool(of.crs.maximum.entries) is (level is not None)


def test_the_days_that_are_asked_for_end_today_or_with_the_patient() -> None:
    today = made(*infused(), *watched(range(2)), day=1.5).crs
    assert (today.maximum.value, today.asked_days) == (0, 2)
    left = made(*infused(), *watched(range(4)), (4.2, Ended("withdrawn")), day=60).crs
    assert (left.maximum.value, left.stated_days, left.asked_days) == (0, 4, 5)


def test_the_rise_at_the_last_observation_is_on_the_line() -> None:
    fresh = [(5.5, Vitals(temp_c=38.9, sbp_mmhg=118, dbp_mmhg=70)), (5.5, Support("venturi"))]
    of = made(*infused(), *watched(range(6), fevers={3.0: 38.6}), *fresh, day=5.51)
    last = [h for h in of.happenings if h.kind == "crs"][-1]
    assert (of.crs.maximum.value, last.level, last.day, last.going_on) == (3, 3, 5.5, True)


def test_a_death_of_crs_ends_its_line_at_grade_5() -> None:
    of = made(*infused(), *watched(range(5), fevers={3.0: 38.6}), (4.6, Death("crs")))
    assert (of.crs.maximum.value, of.ended.value) == (5, "died")
    assert [h.level for h in of.happenings if h.kind == "crs"][-1] == 5
    assert [h.kind for h in of.happenings][-1] == "death"


def test_vital_signs_without_pressure_or_oxygen_state_nothing() -> None:
    rounds = [(day, Vitals(temp_c=36.9)) for day in range(15)]
    of = made(*infused(), *rounds).crs
    assert (of.maximum.value, of.at_least, of.stated_days) == (None, 0, 0)


def test_fever_alone_is_at_least_1_and_the_maximum_stays_unknown() -> None:
    rounds = [(day + 0.1, Vitals(temp_c=38.9)) for day in range(3, 6)]
    of = made(*infused(), *rounds).crs
    assert (of.maximum.value, of.at_least, of.occurred, of.reached(2)) == (None, 1, True, None)
    assert of.maximum.entries


def test_what_was_certain_for_a_moment_and_is_more_than_what_was_ever_stated() -> None:
    """Grade 1 is stated; later, with the pressure left out, oxygen makes it at least 2."""
    lacking = [(4.05, Vitals(temp_c=38.8)), (4.05, Support("nasal_cannula", flow_lpm=3.0))]
    early = watched(range(4), fevers={3.0: 38.6})
    of = made(*infused(), *early, *lacking, day=30).crs
    assert (of.maximum.value, of.at_least, of.occurred) == (None, 2, True)


# --- what a physician signed ----------------------------------------------------------------------


def test_what_a_physician_signed_counts_where_the_record_states_nothing() -> None:
    of = made(*infused(), signed(4, 3), signed(6, 1)).crs
    assert (of.maximum.value, of.signed.value, of.at_least) == (3, 3, 3)
    assert (of.onset_day.value, of.duration_days.value) == (4, None)
    assert of.maximum.entries == of.signed.entries == ("RC-1/0003",)


def test_a_higher_word_counts_and_a_lower_one_stands_beside() -> None:
    fever = tuple(watched(fevers=FEVER))
    higher = made(*infused(), *fever, signed(4, 2)).crs
    lower = made(*infused(), *fever, signed(4, 0)).crs
    assert (higher.maximum.value, higher.signed.value) == (2, 2)
    assert (lower.maximum.value, lower.signed.value) == (1, 0)


def test_a_word_on_another_scale_or_before_the_cells_counts_for_nothing() -> None:
    of = made(*infused(), signed(4, 3, "icans"), signed(-2, 4))
    assert (of.crs.maximum.value, of.crs.signed.value, of.icans.maximum.value) == (None, None, 3)


# --- before and after -----------------------------------------------------------------------------


def test_fever_before_the_infusion_is_no_crs() -> None:
    hot = [(-1.0, Vitals(temp_c=39.5, sbp_mmhg=118, dbp_mmhg=70)), (-1.0, Support("room_air"))]
    assert made(*infused(), *hot, *watched()).crs.maximum.value == 0


def test_what_comes_after_a_second_infusion_is_not_counted() -> None:
    late = watched(range(60, 75), fevers={62.0: 38.9, 64.0: 36.8})
    of: Subject = made(
        *(*infused(), *watched(), (9.0, Drug("paracetamol", dose=500)), (60.0, CELLS), *late),
        (63.0, Drug("tocilizumab", dose=480)),
    )
    assert (of.crs.maximum.value, of.tocilizumab.value) == (0, 0)
    assert of.reinfused.value is not None
    assert [h.kind for h in of.happenings] == ["infusion", "infusion"]


def test_further_cells_end_the_days_of_icaht() -> None:
    low = [(float(day), Lab("anc", 0.3, "10*9/L")) for day in range(1, 20, 2)]
    running = made(*infused(), *low, day=20)
    assert (running.icaht_early.value, running.icaht_provisional) == (3, True)
    again = made(*infused(), *low, (20.0, CELLS), day=20)
    assert (again.icaht_early.value, again.icaht_provisional) == (4, False)


def test_without_an_infusion_there_is_nothing_to_tell() -> None:
    of = made(infused()[0], *watched(fevers=FEVER))
    assert (of.is_infused, of.crs.maximum.value, of.day, of.dlt.state) == (
        False, None, None, "not_infused"
    )  # fmt: skip


def test_doses_are_counted_by_drug_and_by_day() -> None:
    given = [
        (4.0, Drug("tocilizumab", dose=480)),
        (4.5, Drug("dexamethasone", dose=10)),
        (4.55, Drug("dexamethasone", dose=10)),
        (6.0, Drug("methylprednisolone", dose=80)),
        (5.0, Drug("prednisone", dose=5, stable=True)),
        (-4.0, Drug("dexamethasone", dose=8)),
    ]
    of = made(*infused(), *given)
    assert (of.tocilizumab.value, of.steroids.value, of.steroid_days) == (1, 3, 2)
    assert len(of.steroids.entries) == 3


METHYLPREDNISOLONE = Drug("methylprednisolone", "started", rate=2.0, rate_unit="mg/h")
RUNS = replace(METHYLPREDNISOLONE, action="continued")
STOPS = Drug("methylprednisolone", "stopped")
MIDNIGHT = 14 / 24  # the cells were given at ten in the morning


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ([(3, METHYLPREDNISOLONE), (6, STOPS)], 4),
        ([(3, replace(METHYLPREDNISOLONE, until=at(6)))], 4),
        ([(3, METHYLPREDNISOLONE), (4, RUNS), (5, RUNS)], 3),  # nobody said that it went on
        ([(3, METHYLPREDNISOLONE), (5, Drug("dexamethasone", dose=10)), (6, STOPS)], 4),
        ([(3, METHYLPREDNISOLONE), (3 + MIDNIGHT, STOPS)], 1),
        ([(3, METHYLPREDNISOLONE), (3.01 + MIDNIGHT, STOPS)], 2),
        ([(-2, METHYLPREDNISOLONE), (1, STOPS)], 2),  # from the infusion on
        ([(3, METHYLPREDNISOLONE), (20, CELLS), (25, STOPS)], 18),  # up to the next one
        ([(3, STOPS)], 0),
        ([(3, replace(METHYLPREDNISOLONE, stable=True)), (6, STOPS)], 0),
    ],
)
def test_a_steroid_that_runs_counts_on_every_day_of_it(given, days) -> None:
    assert made(*infused(), *given).steroid_days == days


def test_whoever_left_is_not_asked_for_after_that() -> None:
    """Where a death of later is known too."""
    told = (*infused(), *watched(range(6)), (5.5, Ended("withdrawn")), (60, Death("other")))
    of = made(*told)
    assert (of.crs.asked_days, of.crs.maximum.value, of.ended.value) == (6, 0, "died")
