"""The groups of the history: every kind of entry is found in one of them."""

import pytest

from bedside.facts import FACTS, KINDS, Acknowledged, Escalated, HandedOver, Retracted, TakenOver
from bedside.timeline import Entry
from grading.scores.bilag import Bilag
from tests.ui.wards import NOW
from tests.ui.words import assessed, watched
from ui.screens.patient.amend_fields import UNAMENDABLE
from ui.screens.patient.history_lines import _KINDS, Line, kind_options, of_kind


def test_every_kind_is_in_one_group_that_is_offered():
    grouped = [kind for group in _KINDS.values() for kind in group]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) == set(FACTS) - {Retracted}
    assert {option.code for option in kind_options()} == {*_KINDS, "", "changes"}


@pytest.mark.parametrize(
    ("fact", "group"),
    [
        (Acknowledged("crs", 3), "grades"),
        (Escalated("crs", 3, 1, "x"), "grades"),
        (HandedOver(), "notes"),
        (TakenOver(), "notes"),
        (Bilag(renal="A"), "lupus"),
    ],
)
def test_a_line_is_found_in_its_group(fact, group):
    line = Line(Entry("0001", "w", 1, "4711", NOW, NOW, "Ann", "nurse", fact), counts=True)
    assert [code for code in _KINDS if of_kind(line, code)] == [group]


def test_what_the_watch_writes_down_is_taken_out_and_never_changed():
    said = {type(fact) for fact in watched.facts()} - {KINDS["notdone"]}
    assert len(said) == 8
    assert said <= set(UNAMENDABLE)


def test_an_assessment_of_lupus_is_a_judgement_of_its_moment():
    said = {type(fact) for fact in assessed.facts()}
    assert len(said) == 5
    assert said <= set(UNAMENDABLE)
