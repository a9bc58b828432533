"""Lupus activity and response at the visits of a patient of a study."""

from dataclasses import replace
from datetime import date

import pytest

from bedside.facts import Enrolled, Visited
from bedside.protocol.shelf import shelf
from bedside.study.made import subject
from bedside.study.response import dues, variant_of
from grading.scores.sledai import Sledai
from tests.bedside.study.patients import ZONE, Told, at, infused, judged, log, made

FIRST = ("arthritis", "rash", "low_complement", "increased_dna_binding")
BEFORE: tuple[Told, ...] = tuple(judged(-6, FIRST, "2.0", 15))
SELENA = Enrolled(protocol="nct05765006", edition="2023", dose_level="50e6")


def six(*told: Told, enrolled: Enrolled | None = None, day: float = 250):
    of = made(*infused(*([enrolled] if enrolled else [])), *BEFORE, *told, day=day)
    return of, of.outcome(6)


def test_a_visit_has_its_total_and_its_answers_with_the_entries() -> None:
    of, visit = six(*judged(180, ("low_complement",), "0.2", 2.5))
    assert (visit.day, visit.due, visit.is_judged) == (180, 180, True)
    assert [of.outcome(month).total("2K").value for month in (0, 6)] == [10, 2]
    assert (visit.responds("2K").value, visit.doris.value) == (True, True)
    assert set(visit.total("2K").entries) < set(visit.doris.entries)
    assert set(visit.doris.entries) < set(visit.responds("2K").entries)
    assert visit.lldas.value is True


@pytest.mark.parametrize(
    ("items", "pga", "prednisone", "sri4", "lldas", "doris"),
    [
        (("low_complement",), "0.2", 2.5, True, True, True),
        (("rash", "low_complement"), "0.6", 5, True, True, False),
        (("rash", "low_complement"), "0.6", 10, True, False, False),
        (("arthritis", "rash", "low_complement"), "0.6", 5, False, False, False),
        (("low_complement",), "2.3", 2.5, False, False, False),
    ],
)
def test_responses_by_what_was_found(items, pga, prednisone, sri4, lldas, doris) -> None:
    _, visit = six(*judged(180, items, pga, prednisone))
    answers = (visit.responds("2K").value, visit.lldas.value, visit.doris.value)
    assert answers == (sri4, lldas, doris)


def test_what_was_not_judged_is_unknown_and_no_no() -> None:
    lone = [told for told in judged(180, ("low_complement",), "0.2") if "Pga" not in repr(told[1])]
    _, visit = six(*lone)
    assert (visit.total("2K").value, visit.responds("2K").value, visit.doris.value) == (
        2, None, None
    )  # fmt: skip
    _, never = six()
    assert (never.is_judged, never.total("2K").value, never.lldas.value) == (False, None, None)


def test_an_unanswered_item_leaves_no_total() -> None:
    told = [
        (day, replace(fact, vasculitis=None) if isinstance(fact, Sledai) else fact)
        for day, fact in judged(180, ("low_complement",), "0.2")
    ]
    _, visit = six(*told)
    assert (visit.is_judged, visit.total("2K").value, visit.responds("2K").value) == (
        True, None, None
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "chosen"),
    [
        ((165,), None),  # a day too early for month 6
        ((166,), 166),
        ((194,), 194),
        ((195,), None),
        ((170, 188), 188),
        ((176, 184), 176),
        ((180, 181), 180),
    ],
)
def test_the_assessment_nearest_to_the_target_is_that_of_the_visit(days, chosen) -> None:
    _, visit = six(*(told for day in days for told in judged(day, (), "0.2")))
    assert visit.day == chosen


def test_a_day_that_somebody_named_for_the_visit_goes_before_its_window() -> None:
    late = tuple(judged(200, (), "0.2"))
    near = tuple(judged(182, ("rash",), "0.9"))
    named: Told = (200, Visited(("efficacy_m6",)))
    assert six(*late)[1].day is None
    assert six(*near, *late, named)[1].day == 200


def test_a_late_assessment_of_one_visit_is_not_that_of_the_next_too() -> None:
    late = tuple(judged(168, (), "0.2"))
    of, visit = six(*late, (168, Visited(("efficacy_m3",))))
    assert (of.outcome(3).day, visit.day) == (168, None)
    of, visit = six(*late, (168, Visited(("efficacy_m3",))), *judged(190, ("rash",), "0.9"))
    assert (of.outcome(3).day, visit.day) == (168, 190)


def test_one_with_a_sledai_goes_before_one_without() -> None:
    only = [told for told in judged(180, (), "0.2") if "Sledai(" not in repr(told[1])]
    _, visit = six(*only, *judged(186, (), "0.2"))
    assert visit.day == 186


def test_the_variant_is_that_of_the_protocol() -> None:
    known = {one.id: variant_of(one) for one in shelf().latest()}
    assert known == {
        "renji_relmacel": "2K",
        "nct05859997": "2K",
        "nct05765006": "SELENA",
        "cd19_bcma_wuhan": "SELENA",
    }
    of, visit = six(*judged(180, ("low_complement",), "0.2"), enrolled=SELENA)
    assert of.variant == "SELENA"
    assert visit.responds("SELENA").value is True


@pytest.mark.parametrize(("by", "total"), [(None, 0), ("2K", 4)])
def test_proteinuria_is_scored_as_the_edition_has_it(by, total) -> None:
    edition = shelf().get("nct05765006", "2023")
    assert edition is not None
    ours = replace(edition, selena_proteinuria=by)
    persisting = [
        (day, replace(fact, proteinuria="2K") if isinstance(fact, Sledai) else fact)
        for day, fact in judged(180, (), "0.2")
    ]
    told = log(*infused(SELENA), *BEFORE, *persisting)
    of = subject(told, at(200), lambda _id, _edition: ours, ZONE)
    assert [of.outcome(6).total(v).value for v in ("SELENA", "2K")] == [total, 4]


def test_the_visits_of_no_edition_are_those_of_the_schedule() -> None:
    known = [(one.month, one.target, one.opens, one.closes) for one in dues(
        shelf().get("renji_relmacel", "2025"), date(2026, 3, 2))]  # fmt: skip
    assert [(x.month, x.target, x.opens, x.closes) for x in dues(None, date(2026, 3, 2))] == known


def test_the_responses_first_reached_stand_on_the_line() -> None:
    of, _ = six(
        *judged(30, ("rash", "low_complement"), "0.9", 10),
        *judged(90, ("rash",), "0.6", 5),
        *judged(180, (), "0.2", 0),
    )
    reached = {h.name: round(h.day) for h in of.happenings if h.kind == "response"}
    assert reached == {"sri4": 30, "lldas": 90, "doris": 180}
    assert [(p.value, round(p.days)) for p in of.curves["sledai"]] == [
        (10, -6), (4, 30), (2, 90), (0, 180)
    ]  # fmt: skip


def test_before_the_infusion_there_is_a_baseline_and_nothing_else() -> None:
    of = made(infused()[0], *BEFORE, day=-1)
    assert list(of.outcomes) == [0]
    assert of.outcome(0).total("2K").value == 10
    assert of.outcome(0).responds("2K").value is None
