"""Definitions of dose-limiting toxicities, as rows: what was charted, and what the record shows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bedside.dlt import CODES, RULES, assessed
from bedside.facts import AdverseEvent, AdverseEventChanged, AdverseEventEnded, Confirmed, Ended
from bedside.protocol.shelf import shelf
from grading.scales.gvhd import Examination
from grading.signs import Death, Drug, Lab
from tests.bedside.adverse.told import Told, ago, charted, crs, infused, key

P3 = shelf().get("nct05859997", "2023")
CRS, ICANS, OTHER, COUNTS, GVHD, DEATH = RULES
DAY = 24
PRESSOR = Drug("norepinephrine", "started", rate=0.1, rate_unit="µg/kg/min")
STOPPED = Drug("norepinephrine", "stopped")


def judged(text, *told):
    assert P3 is not None
    chart = charted(*told)
    return next(one.judged for one in assessed(chart, P3) if one.text == text)


def on_pressor(since, until):
    """CRS 3: fever and a vasopressor, looked at every 4 hours, until it is stopped."""
    sets = [row for hours in range(until, since, 4) for row in crs(hours + 2, sbp=100)]
    return [*crs(since), Told(since, PRESSOR), *sets, Told(until, STOPPED), *crs(until, 37.0)]


def continued(since, until):
    """The pump is confirmed as running, so that the grade can be told all the while."""
    drug = replace(PRESSOR, action="continued")
    return [Told(hours, drug) for hours in range(until + 4, since, 4)]


def test_every_definition_that_ships_has_a_rule():
    texts = {text for one in shelf().protocols.values() for text in one.dlt.template}
    assert texts - {"CRS of grade 4"} == set(RULES)


@pytest.mark.parametrize("fever", [37.0, 39.0])
def test_crs_that_never_came_to_grade_3(fever):
    found = judged(CRS, infused(), *crs(48, fever))
    assert (found.met, found.code) == (False, "never_reached")


def test_crs_that_nobody_looked_for_is_not_called_none():
    found = judged(CRS, infused())
    assert (found.met, found.code) == (None, "never_graded")


def test_crs_3_for_two_days():
    told = [infused(240), *on_pressor(200, 152), *continued(200, 152)]
    found = judged(CRS, *told)
    assert (found.met, found.code, found.grade) == (False, "came_down", 3)


def test_crs_3_for_four_days():
    told = [infused(240), *on_pressor(200, 104), *continued(200, 104)]
    found = judged(CRS, *told)
    assert (found.met, found.code, found.grade) == (True, "too_long", 3)


def test_crs_3_that_goes_on_is_not_told_yet():
    told = [infused(240), *crs(6), Told(6, PRESSOR), *crs(2, sbp=100)]
    found = judged(CRS, *told)
    assert (found.met, found.code) == (None, "going_on")


def test_crs_4_at_once():
    told = [infused(240), *crs(6, sbp=80, device="cpap", fio2=0.6)]
    found = judged(CRS, *told)
    assert (found.met, found.code, found.grade) == (True, "grade_4", 4)


def test_crs_3_outside_of_the_window_counts_for_nothing():
    told = [infused(DAY * 60), *crs(DAY * 59), *on_pressor(200, 104), *continued(200, 104)]
    assert judged(CRS, *told).met is False


HYPOXIA = AdverseEvent("hypoxia", "5.0", 3, to_product="related")


@pytest.mark.parametrize(
    ("event", "lasts", "met", "code"),
    [
        (HYPOXIA, 48, False, "came_down"),
        (HYPOXIA, 72, False, "came_down"),
        (HYPOXIA, 73, None, "between"),
        (HYPOXIA, 168, None, "between"),
        (HYPOXIA, 169, True, "too_long"),
        (replace(HYPOXIA, to_product="possible"), 169, True, "too_long"),
        (replace(HYPOXIA, to_product="unrelated"), 169, False, "of_another_cause"),
        (replace(HYPOXIA, to_product=None), 169, None, "cause_not_stated"),
        (replace(HYPOXIA, grade=2), 169, False, "none"),
        (replace(HYPOXIA, term="anemia"), 169, False, "none"),
        (replace(HYPOXIA, term="febrile_neutropenia"), 169, False, "none"),
        (replace(HYPOXIA, term="cytokine_release_syndrome"), 169, False, "none"),
    ],
)
def test_other_toxicity_of_the_cells(event, lasts, met, code):
    ended = Told(400 - lasts, AdverseEventEnded(key(2), "recovered"))
    found = judged(OTHER, infused(500), Told(400, event), ended)
    assert (found.met, found.code) == (met, code)


def test_other_toxicity_that_came_down_and_rose_again_is_two_spells():
    told = [
        infused(500),
        Told(400, HYPOXIA),
        Told(340, AdverseEventChanged(key(2), 2)),
        Told(330, AdverseEventChanged(key(2), 3)),
        Told(270, AdverseEventEnded(key(2), "recovered")),
    ]
    assert judged(OTHER, *told).code == "came_down"


@pytest.mark.parametrize(
    ("days", "values", "met", "code"),
    [
        ((30, 20, 10, 1), (0.3, 0.4, 0.3, 0.4), True, "too_long"),
        ((30, 20, 10), (0.3, 0.4, 1.2), False, "came_down"),
        ((30, 20, 1), (0.3, 0.4, 1.2), None, "ungraded_between"),
        ((20, 10), (0.3, 0.4), None, "going_on"),
        ((30, 20), (0.6, 0.7), False, "none"),
    ],
)
def test_neutrophils_of_grade_4(days, values, met, code):
    labs = [
        Told(day * DAY, Lab("anc", value, "10*9/L"))
        for day, value in zip(days, values, strict=True)
    ]
    found = judged(COUNTS, infused(DAY * 31), *labs)
    assert (found.met, found.code) == (met, code)


def test_counts_that_were_low_before_count_from_the_infusion():
    labs = [Told(day * DAY, Lab("platelets", 20.0, "10*9/L")) for day in (40, 30, 15)]
    found = judged(COUNTS, infused(DAY * 31), *labs)
    assert (found.met, found.code) == (None, "going_on")


@pytest.mark.parametrize(
    ("fact", "met", "code"),
    [
        (Death("crs"), True, "of_the_cells"),
        (Death("icans"), True, "of_the_cells"),
        (Death("other"), None, "cause_not_stated"),
        (Ended("died"), None, "cause_not_stated"),
        (Ended("withdrawn"), False, "none"),
    ],
)
def test_death(fact, met, code):
    found = judged(DEATH, infused(), Told(2, fact))
    assert (found.met, found.code) == (met, code)


@pytest.mark.parametrize(
    ("examination", "met", "code"),
    [
        (None, None, "not_examined"),
        (Examination(skin_bsa_pct=60.0), True, "reached"),
        (Examination(skin_bsa_pct=10.0), None, "not_examined"),
    ],
)
def test_gvhd(examination, met, code):
    told = [] if examination is None else [Told(2, examination)]
    found = judged(GVHD, infused(), *told)
    assert (found.met, found.code) == (met, code)


def test_an_event_of_before_that_rises_in_the_window_is_looked_at():
    rises = Told(380, AdverseEventChanged(key(2), 3))
    found = judged(OTHER, infused(400), Told(410, replace(HYPOXIA, grade=1)), rises)
    assert (found.met, found.code, found.since) == (True, "too_long", ago(380))
    # One that was as bad before is none of the cells; one that grew worse is.
    worse = Told(380, AdverseEventChanged(key(2), 4))
    assert judged(OTHER, infused(400), Told(410, HYPOXIA), rises).code == "none"
    assert judged(OTHER, infused(400), Told(410, HYPOXIA), worse).code == "too_long"


def test_an_event_that_rises_after_the_window_does_not_count():
    rises = Told(DAY * 20, AdverseEventChanged(key(2), 3))
    begun = Told(DAY * 45, replace(HYPOXIA, grade=1))
    assert judged(OTHER, infused(DAY * 60), begun, rises).code == "none"


def test_a_second_stretch_of_grade_4_counts_as_the_first():
    told = ((60, 0.3), (58, 0.7), (50, 0.3), (30, 0.2), (10, 0.3))
    labs = [Told(day * DAY, Lab("anc", value, "10*9/L")) for day, value in told]
    found = judged(COUNTS, infused(DAY * 62), *labs)
    assert (found.met, found.code, found.since) == (True, "too_long", ago(50 * DAY))


def test_a_limit_below_the_edge_is_of_the_grade_below_it():
    told = ((30, 0.5), (1, 0.5))
    labs = [Told(day * DAY, Lab("anc", value, "10*9/L", "<")) for day, value in told]
    found = judged(COUNTS, infused(DAY * 31), *labs)
    assert (found.met, found.code) == (True, "too_long")


@pytest.mark.parametrize(
    ("level", "met", "code"), [(4, True, "grade_4"), (3, None, "ungraded_between")]
)
@pytest.mark.parametrize("charted_too", [True, False])
def test_what_a_physician_signed_is_not_passed_over(level, met, code, charted_too):
    signed = Confirmed("crs", "ASTCT 2019", level, 1, 1, "graded", "seen at the bedside")
    told = [*crs(48, 39.0)] if charted_too else []
    found = judged(CRS, infused(), *told, Told(47, signed))
    assert (found.met, found.code, found.grade) == (met, code, level)


def test_gvhd_is_judged_with_the_bilirubin_of_the_record():
    examination = Examination(skin_bsa_pct=0.0, upper_gi_persistent=False, stool_ml=100.0)
    bilirubin = Lab("bilirubin", 8.0, "mg/dL")
    found = judged(GVHD, infused(), Told(3, bilirubin), Told(2, examination))
    assert (found.met, found.grade) == (True, 3)


def test_without_infusion_nothing_is_judged():
    chart = charted(*crs(4))
    assert P3 is not None
    assert {one.judged.code for one in assessed(chart, P3)} == {"not_infused"}


def test_words_without_a_rule_are_left_to_a_person():
    assert P3 is not None
    own = replace(P3, dlt=replace(P3.dlt, template=("Anything that worries us",)))
    (found,) = assessed(charted(infused(), *crs(4)), own)
    assert (found.judged.met, found.judged.code) == (None, "no_rule")


def test_the_last_day_of_the_window_counts_as_a_whole():
    assert P3 is not None
    begun = Told(28 * DAY, infused().fact)
    late = Told(0.5, Examination(skin_bsa_pct=60.0))
    assert judged(GVHD, begun, late).met is True
    after = charted(Told(30 * DAY, begun.fact), late)
    met = [one.judged.met for one in assessed(after, P3) if one.text == GVHD]
    assert met == [None]
    assert timedelta(days=P3.dlt.last_day) == timedelta(days=28)


def test_the_codes_are_those_that_can_be_said():
    assert len(set(CODES)) == len(CODES)
