"""Antibodies: prompts at their edges, the monthly checks, what stands beside them."""

from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest

from bedside.facts import AdverseEvent
from bedside.kinetics import humoral
from tests.bedside.kinetics.sampled import at, course_of, given, told

ANY, LOW, INFECTION = "aaaai_any", "hill_low", "hill_infection"
VACCINE, RECURRENT = "hill_vaccine", "aaaai_infection"


def of(results, *more, now=40, zone=UTC):
    return humoral(course_of(*told("igg", results), *more, now=now, zone=zone))


@pytest.mark.parametrize(
    ("igg", "prompts", "low"),
    [
        (1.49, [ANY, LOW, RECURRENT], True),
        (1.5, [LOW, RECURRENT], True),
        (3.99, [LOW, RECURRENT], True),
        (4.0, [LOW], True),  # Hill: 4 and less; AAAAI: below 4
        (4.01, [INFECTION], True),
        (6.0, [INFECTION], True),
        (6.01, [VACCINE], True),
        (6.99, [VACCINE], True),
        (7.0, [VACCINE], False),
        (12, [VACCINE], False),
        ("<1.5", [ANY, LOW, RECURRENT], True),
        ("<2", [LOW, RECURRENT], True),  # not certainly below 1.5
        ("<4", [LOW, RECURRENT], True),
        ("<5", [INFECTION], True),
        ("<7", [], True),
        ("<8", [], None),
        (">6", [VACCINE], None),
        (">3", [], None),
        (">7", [VACCINE], False),
    ],
)
def test_prompts(igg, prompts, low):
    found = of([(-10, 11), (20, igg)])
    assert [prompt.kind for prompt in found.prompts] == prompts
    assert found.low is low
    assert {prompt.entry for prompt in found.prompts} <= {found.latest.entry}


def test_prompts_go_by_the_latest_that_was_measured():
    found = of([(-10, 3), (20, "haemolysed")])
    assert (found.latest.day, [p.kind for p in found.prompts]) == (-10, [LOW, RECURRENT])
    nothing = humoral(course_of())
    assert (nothing.igg, nothing.latest, nothing.low, nothing.prompts) == (None, None, None, ())


@pytest.mark.parametrize(
    ("results", "now", "states"),
    [
        ([], 1, ["missed", "ahead", "ahead", "ahead"]),
        ([(-5, 9)], 22, ["done", "ahead", "ahead", "ahead"]),
        ([(-5, 9)], 23, ["done", "due", "ahead", "ahead"]),
        ([(-5, 9)], 44, ["done", "due", "ahead", "ahead"]),
        ([(-5, 9)], 45, ["done", "missed", "ahead", "ahead"]),
        ([(0, 9), (14, 8)], 30, ["done", "due", "ahead", "ahead"]),
        ([(0, 9), (15, 8)], 30, ["done", "done", "ahead", "ahead"]),
        ([(0, 9), (44, 8), (46, 7)], 60, ["done", "done", "done", "ahead"]),
        ([(0, 9), (30, 8), (60, 8), (104, 8)], 105, ["done", "done", "done", "done"]),
        ([(0, 9), (30, "clotted")], 31, ["done", "due", "ahead", "ahead"]),
        ([(0, 9), (45, 8)], 60, ["done", "missed", "done", "ahead"]),  # nearest to day 60
    ],
)
def test_checks_before_and_monthly_for_three_months(results, now, states):
    found = of(results, now=now)
    assert [check.state for check in found.checks] == states
    assert [check.day for check in found.checks] == [None, 30, 60, 90]
    due = [check for check in found.checks if check.state == "due"]
    assert found.due == (due[0] if due else None)


def test_a_check_shows_the_nearest_of_its_results():
    found = of([(16, 9), (28, 8), (40, 7)], now=50)
    assert found.checks[1].sample.day == 28


def test_a_check_is_counted_in_days_of_the_site():
    found = of([], zone=ZoneInfo("Asia/Shanghai"), now=1)
    assert [check.on for check in found.checks[1:]] == [
        date(2026, 4, 1), date(2026, 5, 1), date(2026, 5, 31)
    ]  # fmt: skip


def test_immunoglobulin_given_in_the_month_before_is_told():
    ivig = given("immunoglobulin", 12)
    assert of([(20, 9)], ivig).replaced.at == at(12)
    assert of([(10, 9)], ivig).replaced is None
    assert of([(42, 9)], ivig, now=50).replaced.at == at(12)
    assert of([(42.1, 9)], ivig, now=50).replaced is None


def test_infections_of_after_the_infusion_stand_beside_the_prompt():
    events = [
        (at(-3), AdverseEvent("sepsis", "5.0", 3)),
        (at(5), AdverseEvent("hypotension", "5.0", 2)),
        (at(9), AdverseEvent("lung_infection", "5.0", 3)),
        (at(9), AdverseEvent("no_such_term", "6.0", 3)),
    ]
    assert [e.fact.term for e in of([(20, 5)], *events).infections] == ["lung_infection"]


@pytest.mark.parametrize(
    ("cd4", "now", "enough", "months"),
    [
        ([], 200, None, True),
        ([(-5, 500)], 20, None, False),
        ([(30, 200)], 179, False, False),
        ([(30, 201)], 180, True, True),
        ([(30, 300), (150, 90)], 200, False, True),
        ([(30, "<50")], 200, False, True),
        ([(30, "<300")], 200, None, True),
        ([(30, ">200")], 200, True, True),
        ([(30, ">100")], 200, None, True),
    ],
)
def test_stopping_prophylaxis(cd4, now, enough, months):
    found = humoral(course_of(*told("cd4_t", cd4), now=now)).prophylaxis
    assert (found.enough, found.months_over) == (enough, months)
