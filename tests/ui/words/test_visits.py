"""Visits in words: names, windows, states with their days, what is drafted about them."""

from datetime import date, timedelta
from typing import get_args

import pytest

from bedside.facts import DeviationKind, EndCause
from bedside.follow import State
from bedside.protocol.edition import MonthRule, SeriesName
from tests.ui.words.visited import (
    DONE,
    DUE,
    OPEN,
    TODAY,
    WHYS,
    followed,
    rule,
    sentences,
    standing,
    visit,
)
from ui.words import called, trial, visit_rules
from ui.words.visits import (
    deviation_text,
    is_overdue,
    outside_text,
    series_short,
    state_name,
    state_text,
    visit_name,
    visit_short,
    waits_text,
    why_text,
    window_text,
)


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (state_name, get_args(State)),
        (series_short, get_args(SeriesName)),
        (called.SERIES, get_args(SeriesName)),
        (why_text, WHYS),
        (trial.end_cause, get_args(EndCause)),
        (trial.deviation_kind, get_args(DeviationKind)),
        (visit_rules.month_rule, get_args(MonthRule)),
    ],
)
def test_every_code_has_words_and_all_words_a_code(table, codes):
    assert set(table.codes) == set(codes)
    assert all(table(code) for code in codes)


def test_nothing_is_said_with_a_gap_left_in_it():
    said = list(sentences())
    assert len(said) > 200
    assert not [text for text in said if "{" in text or "None" in text]


@pytest.mark.parametrize(
    ("id_", "of", "name", "short"),
    [
        ("pkpd_d9", rule(day=9), "Day 9 · PK/PD", "D9"),
        ("efficacy_m6", rule("efficacy"), "Month 6 · scores", "M6"),
        ("safety_m6", rule("safety"), "Month 6 · safety", "M6"),
        ("register_y3", rule("register", month=36), "Year 3 · long-term register", "Y3"),
        ("safety_dm6", rule("safety", day=-6), "Day −6 · safety", "D−6"),
        ("pkpd_d0", rule(day=0, before_infusion=True), "Before the infusion · PK/PD", "pre"),
        ("safety_discharge_d3", rule("safety", day=3, anchor="discharge"),
         "3 d after discharge · safety", "·"),
        ("0192-uuid", rule("unscheduled", day=0), "Unscheduled visit", "D0"),
    ],
)  # fmt: skip
def test_a_visit_has_a_name_and_a_short_one(id_, of, name, short):
    one = visit(of)._replace(id=id_)
    assert visit_name(one) == name
    assert visit_short(one) == short


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [(7, 7, "14 Nov ± 7 d"), (3, 0, "14 Nov −3/+0 d"), (0, 0, "14 Nov"), (1, 2, "14 Nov −1/+2 d")],
)
def test_a_window_is_said_with_its_target(before, after, said):
    assert window_text(visit(rule(before=before, after=after)), TODAY) == said


def test_another_year_is_named():
    assert window_text(visit(), date(2027, 1, 2)) == "14 Nov 2026 ± 7 d"


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (standing("missed", days=1), "1 d overdue"),
        (standing("missed", days=1, why="ill"), "missed"),
        (standing("closing", days=2), "closes in 2 d"),
        (standing("closing", days=0), "closes today"),
        (standing("open", days=9), "open, 9 d left"),
        (standing("due_today", days=3), "due today"),
        (standing("future", visit()._replace(target=TODAY + timedelta(days=5)), days=2), "in 5 d"),
        (standing("future", days=-8), "waits for the infusion"),
        (standing("done", on=date(2026, 11, 12)), "done 12 Nov"),
        (standing("done", on=date(2026, 11, 2), deviation="early"), "done early 2 Nov"),
        (standing("done_late", on=date(2026, 11, 22)), "done late 22 Nov"),
        (standing("not_applicable", why="withdrawn"), "not applicable: withdrawn"),
        (standing("unscheduled", on=TODAY), "unscheduled"),
    ],
)
def test_a_state_is_said_with_its_days(one, said):
    assert state_text(one, TODAY) == said


def test_overdue_is_what_nobody_has_accounted_for():
    assert is_overdue(standing("missed"))
    assert not is_overdue(standing("missed", why="ill"))
    assert not is_overdue(standing("missed")._replace(deviated="7"))
    assert not is_overdue(standing("open"))


def test_what_of_a_visit_is_still_to_do():
    assert waits_text(standing("done", on=TODAY, ticks=(DONE, OPEN))) == "1 of 2 still to do"
    assert waits_text(standing("done", on=TODAY, ticks=(DONE,))) == ""
    assert waits_text(standing("open", ticks=(OPEN,))) == ""


@pytest.mark.parametrize(
    ("on", "outside", "deviation"),
    [
        (None, "", "{visit}, due 14 Nov ± 7 d, did not take place: ill."),
        (DUE + timedelta(days=8), "22 Nov is 1 d after the window closed on 21 Nov.",
         "{visit}, due 14 Nov ± 7 d, took place on 22 Nov, 1 d after its window closed."),
        (DUE - timedelta(days=9), "5 Nov is 2 d before the window opens on 7 Nov.",
         "{visit}, due 14 Nov ± 7 d, took place on 5 Nov, 2 d before its window opened."),
        (DUE, "", "{visit} of 14 Nov was not complete. Left out: x."),
    ],
)  # fmt: skip
def test_a_deviation_is_drafted(on, outside, deviation):
    one = standing("open", visit()._replace(id="pkpd_m6"), ticks=(DONE, OPEN))
    said = deviation_text(one, TODAY, "ill.", on)
    assert said == deviation.format(visit="Month 6 · PK/PD")
    assert (outside_text(one.visit, on, TODAY) if on else "") == outside


@pytest.mark.parametrize(
    ("months", "counted"),
    [
        ("30_day", "Due 6 × 30 d after the infusion of 22 Nov 2026: Sat 14 Nov 2026."),
        ("28_day", "Due 6 × 28 d after the infusion of 22 Nov 2026: Sat 14 Nov 2026."),
        ("calendar", "Due 6 calendar months after the infusion of 22 Nov 2026: Sat 14 Nov 2026."),
    ],
)
def test_why_a_visit_is_due_names_rule_window_and_assumption(months, counted):
    one = standing("open", visit(rule(assumed=frozenset({"window"}))))
    said = visit_rules.rule_text(one, followed(months))
    assert said[0] == counted
    assert said[1] == visit_rules.month_rule(months)
    assert said[2] == "Its window is 7 Nov 2026 to 21 Nov 2026, both days included."
    assert [text.split(":")[0] for text in said[3:]] == ["Assumed", "Assumed"]


def test_a_plan_from_a_planned_infusion_says_so():
    said = visit_rules.rule_text(standing("future"), followed("30_day", planned=True))
    assert said[-1] == "Infusion planned, not recorded: the dates may still move."
