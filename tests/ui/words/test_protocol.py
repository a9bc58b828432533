"""Editions, doses and what moves, as they are said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QLocale

from bedside.dose import DoseCheck
from bedside.follow.foreseen import Moved
from bedside.protocol.edition import Level
from bedside.protocol.shelf import shelf
from bedside.readiness import Ready
from tests.bedside.editions import edition
from tests.ui.words.protocols import DAY, MOVES, visit
from ui.words import protocol

FLAT, PER_KG = edition(), edition(dose_unit="cells/kg")


@pytest.fixture(autouse=True)
def _english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("level", "of", "text"),
    [
        (Level("25e6", 2.5e7, "start"), FLAT, "25×10⁶ cells · start"),
        (Level("DL1", 2.5e7), FLAT, "DL1 · 25×10⁶ cells"),
        (Level("1e6/kg", 1e6), PER_KG, "1×10⁶ cells per kg"),
        (Level("A"), FLAT, "A · figure not stated"),
        (Level("75e6", 7.5e7, "not in the registry"), FLAT, "75×10⁶ cells · not in the registry"),
    ],
)
def test_a_level_with_what_it_is_for(level, of, text):
    assert protocol.level(level, of) == text


def test_what_is_assumed_is_named():
    said = protocol.assumed(edition(assumed=frozenset({"month_rule", "criteria.I3", "odd"})))
    assert said == (
        "Assumed, the trial’s papers do not say it: what a month is, how criterion I3 is judged"
        " and odd. A month is 30 days in this edition."
    )
    assert protocol.assumed(edition(assumed=frozenset(), visits=())) == ""


def test_every_assumption_of_the_editions_that_ship_has_words():
    keys = {key for one in shelf().latest() for key in one.assumed}
    keys |= {key for one in shelf().latest() for visit in one.visits for key in visit.assumed}
    assert {key for key in keys if not key.startswith("criteria.")} <= set(protocol._ASSUMED.codes)


@pytest.mark.parametrize(
    ("share", "outcome", "part"),
    [
        (0.75, "below", "75×10⁶ cells is 75 % of level 100×10⁶ cells: below ±20 %."),
        (0.8, "within", "is 80 % of level"),
        (0.79999, "below", "is 79.999 % of level"),
        (1.2, "within", "is 120 % of level"),
        (1.2004, "above", "is 120.04 % of level"),
    ],
)
def test_a_share_stands_on_its_own_side_of_the_bounds(share, outcome, part):
    found = DoseCheck(outcome, Level("100e6", 1e8), share * 1e8, "cells", share)
    assert part in protocol.dose_check(found, FLAT)


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (Ready("baseline_ice", done=False), "Baseline ICE is missing"),
        (Ready("baseline_ice", done=True, value=10, days=(DAY,)), "Baseline ICE 10/10"),
        (
            Ready("conditioning", done=True, name="fludarabine", days=(DAY - timedelta(days=5),)),
            "Fludarabine given D−5",
        ),
        (
            Ready(
                "conditioning",
                done=False,
                name="cyclophosphamide",
                days=(DAY - timedelta(days=5),),
                missing=(DAY - timedelta(days=4), DAY - timedelta(days=3)),
            ),
            "Cyclophosphamide is missing D−4 and D−3; given D−5",
        ),
        (Ready("weight", done=False, value=58.5, days=(DAY,), old=True), "58.5 kg is old"),
        (Ready("sample", done=False, name="CAR-T in blood"), "CAR-T in blood: missing"),
    ],
)
def test_what_must_be_there_before_the_cells(one, text):
    assert text in protocol.ready(one, DAY)


def test_what_moves_is_counted():
    assert protocol.moves(Moved((), (), ())) == "No visit moves."
    assert protocol.moves(Moved(MOVES, (visit(),), ())) == (
        "Visits that move: 1. New visits: 1. Visits that fall away: 1."
        " Visits not asked for any more: 1."
    )
    assert protocol.move_from(MOVES[0], date(2026, 11, 1)) == "22 Nov"
    assert protocol.move_to(MOVES[1], DAY) == "22 Nov ± 1 d", "of a new visit the window as well"
    assert protocol.move_to(MOVES[2], DAY) == "falls away"


def test_an_edition_without_a_short_name_is_called_by_its_id():
    assert protocol.edition(replace(FLAT, short="")) == "trial-1, edition 2024"
