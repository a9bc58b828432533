"""The drug clock in words: every code has some, and they say what the record shows."""

from datetime import UTC
from fractions import Fraction
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from bedside.drug_clock import Code, Guard, steroids
from bedside.drug_clock.equivalents import Why
from grading.signs import Drug
from tests.bedside.drug_clock.given import CELLS, ago
from tests.bedside.drug_clock.given import charted as given_to
from tests.ui.words.clocked import NONE, NOW, STEROIDS, TOCI, guard, uncounted
from ui.words import drug_clock


@pytest.fixture(autouse=True)
def _english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("toci", "text"),
    [
        (TOCI, "8 mg/kg × 58.0 kg = 464 mg"),
        (TOCI._replace(weight_kg=58.3, dose_mg=466.4), "8 mg/kg × 58.3 kg = 466.4 mg"),
        (
            TOCI._replace(weight_kg=120.0, dose_mg=800.0, capped=True),
            "8 mg/kg × 120.0 kg, at most 800 mg",
        ),
        (
            TOCI._replace(weight_kg=29.9, dose_mg=358.8, per_kg=12),
            "12 mg/kg (below 30 kg) × 29.9 kg = 358.8 mg",
        ),
        (
            TOCI._replace(dose_mg=None),
            "No dose is worked out: it needs a weight of the last 7 days.",
        ),
    ],
)
def test_the_arithmetic_is_shown(toci, text):
    assert plain(drug_clock.dose_line(toci)) == text


@pytest.mark.parametrize(
    ("toci", "text"),
    [
        (NONE, "none given yet"),
        (TOCI, "last 10:32 · 1 of 4 · 1 of 3 in 24 h · next at the earliest 18:32"),
        (
            TOCI._replace(earliest_next=NOW),
            "last 10:32 · 1 of 4 · 1 of 3 in 24 h · next possible now",
        ),
        (
            TOCI._replace(given_24h=2, given_total=4, earliest_next=None),
            "last 10:32 · 4 of 4 · 2 of 3 in 24 h · no further dose is foreseen",
        ),
    ],
)
def test_when_the_next_may_be(toci, text):
    assert drug_clock.doses_line(toci, UTC, NOW) == text


def test_times_are_those_of_the_site():
    said = drug_clock.doses_line(TOCI, ZoneInfo("Asia/Shanghai"), NOW)
    assert said.startswith("last 18:32 · ")
    assert said.endswith("next at the earliest 23 Nov 02:32")


def test_the_weight_and_when_it_was_taken():
    assert plain(drug_clock.weight_line(TOCI, UTC, NOW)) == "Weight: 58.0 kg, 10:32"
    assert drug_clock.weight_line(NONE, UTC, NOW) == "No weight is recorded."


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (guard("too_soon"), "Less than 8 h after the dose of 10:32."),
        (guard("soon_before"), "Less than 8 h before the dose of 10:32."),
        (guard("in_day"), "5 doses within 24 h, at most 3."),
        (guard("in_all"), "5 doses in all, at most 4."),
        (guard("above_cap"), "900 mg is more than the 800 mg of one dose."),
        (guard("dose_off"), "900 mg is more than 10 % off the 464 mg for 58.0 kg."),
        (guard("other_unit"), "The dose cannot be checked: it has no unit."),
        (Guard("other_unit", unit="mL"), "The dose cannot be checked: mL is not mg."),
        (guard("no_weight"), "The dose cannot be checked: no weight is recorded."),
        (
            guard("old_weight"),
            "The dose cannot be checked: the last weight, 58.0 kg, is of 10:32.",
        ),
    ],
)
def test_what_is_asked(asked, text):
    assert plain(drug_clock.guard_text(asked, UTC, NOW)) == text


def test_every_code_has_words_of_its_own():
    said = {drug_clock.guard_text(guard(code), UTC, NOW) for code in get_args(Code)}
    assert len(said) == len(get_args(Code))
    assert "" not in said
    assert set(drug_clock.uncounted_why.codes) == set(get_args(Why))


def test_steroids_by_their_equivalents():
    assert drug_clock.steroid_day_line(STEROIDS) == (
        "24 h: 20.8 mg as dexamethasone = 138.3 mg as prednisone"
    )
    assert drug_clock.steroid_total_line(STEROIDS, cells=True) == (
        "since the cells: 30.8 mg = 205 mg"
    )
    assert drug_clock.steroid_total_line(STEROIDS, cells=False) == "in all: 30.8 mg = 205 mg"
    assert drug_clock.steroid_uses_line(STEROIDS) == (
        "dexamethasone 20 mg in 24 h, 30 mg in all · in 24 h for lupus, stable: 5 mg as prednisone"
    )
    assert drug_clock.steroid_dose_line("dexamethasone", Fraction(10)) == (
        "as dexamethasone 10 mg, as prednisone 66.7 mg"
    )
    assert drug_clock.steroid_dose_line("prednisone", Fraction(5)) == (
        "as dexamethasone 0.75 mg, as prednisone 5 mg"
    )


def test_what_is_not_counted_is_named():
    assert drug_clock.uncounted_line((), UTC, NOW) == ""
    said = drug_clock.uncounted_line(uncounted(4), UTC, NOW)
    assert said.startswith("Not counted: dexamethasone 10:32, no amount is charted · ")
    assert said.endswith(" · and 1 more")


def test_the_latest_that_is_not_counted_comes_first():
    told = [(ago(hours=h), Drug("dexamethasone")) for h in (9, 1, 5)]
    found = steroids(given_to(CELLS, *told), ago(hours=0))
    said = drug_clock.uncounted_line(found.uncounted, UTC, ago(hours=0))
    times = [part.split(" ")[-5].rstrip(",") for part in said.split(" · ")]
    assert times == ["13:32", "09:32", "05:32"]


def test_the_factors_stand_with_their_source():
    said = drug_clock.equivalents_line()
    assert "prednisone 5 mg = prednisolone 5 mg = methylprednisolone 4 mg" in said
    assert "dexamethasone 0.75 mg = hydrocortisone 20 mg" in said
    assert "FDA" in said
