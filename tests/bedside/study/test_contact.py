"""The last contact, whether follow-up goes on, and what is known only where drugs are charted."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bedside.facts import (
    AdverseEvent,
    Confirmed,
    DltReviewed,
    Ended,
    Enrolled,
    LicatsLook,
    NotDone,
    Note,
    Reminded,
    Visited,
)
from bedside.study import study
from grading.scores.pga import Pga
from grading.signs import Death, Drug, Lab, Vitals
from tests.bedside.study.patients import INFUSED, Told, at, infused, made

SEEN = (50.2, Vitals(temp_c=36.8))
FREE = Enrolled(protocol="a trial of long ago", dose_level="high")


@pytest.mark.parametrize(
    ("later", "day"),
    [
        ((), 50),
        (((60.0, Lab("crp", 3.0)),), 60),
        (((60.0, Visited(("safety_m2",))),), 60),
        (((60.0, Pga(Decimal("1.0"))),), 60),
        (((60.0, Drug("paracetamol", dose=500)),), 60),
        (((60.0, AdverseEvent("fever", "5.0", 1)),), 60),
        (((60.0, LicatsLook("skin", present=("inflammatory_rash",))),), 60),
        # Paper, and what was not done, shows nobody alive.
        (((60.0, Lab("crp", None, text="not done")),), 50),
        (((60.0, Note("The file was looked through.")),), 50),
        (((60.0, DltReviewed(0)),), 50),
        (((60.0, NotDone("vitals", "off_ward")),), 50),
        (((60.0, Reminded("safety_m2", "snoozed", at(61))),), 50),
        # What is dated ahead is not yet true.
        (((300.0, Lab("crp", 3.0)),), 50),
        # The end is the end, however long before or after somebody was seen.
        (((60.0, Ended("withdrawn")),), 60),
        (((40.0, Ended("withdrawn")),), 40),
        (((60.0, Death("other")),), 60),
        # Who completed the plan is seen in the long-term register.
        (((40.0, Ended("completed")),), 50),
    ],
)
def test_the_line_of_a_patient_runs_to_the_last_contact(later: tuple[Told, ...], day: int) -> None:
    of = made(*infused(), SEEN, *later, day=200)
    assert (of.last_day, of.day) == (day, 200)


def test_the_last_contact_names_its_entry_and_its_moment() -> None:
    of = made(*infused(), SEEN, (60.0, Note("Phoned the pharmacy.")))
    assert of.last_contact == (INFUSED + timedelta(days=50.2), ("RC-1/0003",))
    assert made(*infused()).last_contact.entries == ("RC-1/0002",)


@pytest.mark.parametrize(
    ("told", "day", "goes_on"),
    [
        ((), 200, True),
        ((), 360, True),
        ((), 20_000, False),  # the plan and its register are over, and nobody wrote an end
        (((100.0, Ended("withdrawn")),), 200, False),
        (((100.0, Death("other")),), 200, False),
        (((365.0, Ended("completed")),), 400, True),  # the register lasts
        (((365.0, Ended("completed")),), 20_000, False),
    ],
)
def test_follow_up_goes_on_while_the_plan_has_visits(
    told: tuple[Told, ...],
    day: float,
    goes_on: bool,  # noqa: FBT001 - the answer itself
) -> None:
    assert made(*infused(), *told, day=day).followed_on is goes_on


def test_without_a_known_edition_nobody_knows_whether_follow_up_goes_on() -> None:
    assert made(*infused(FREE), SEEN).followed_on is None
    assert made(*infused(FREE), (60.0, Ended("lost"))).followed_on is False


# --- none given, or nobody knows ------------------------------------------------------------------

NOTE = (3.0, Note("Tocilizumab given in the night."))
CONDITIONING = (-4.0, Drug("fludarabine", dose=50))


@pytest.mark.parametrize(
    ("told", "toci", "steroids", "days"),
    [
        ((), None, None, None),
        ((NOTE,), None, None, None),
        ((CONDITIONING,), None, None, None),
        (((3.0, Drug("paracetamol", dose=500)),), 0, 0, 0),
        (((3.0, Drug("prednisone", dose=5, stable=True)),), 0, 0, 0),
        (((3.0, Drug("tocilizumab", dose=480)),), 1, 0, 0),
        (((3.0, Drug("dexamethasone", dose=10)),), 0, 1, 1),
        # What is given after a second infusion says nothing of the first.
        (((60.0, infused()[1][1]), (61.0, Drug("tocilizumab", dose=480))), None, None, None),
    ],
)
def test_no_dose_is_known_only_where_drugs_are_written_down(
    told: tuple[Told, ...], toci: int | None, steroids: int | None, days: int | None
) -> None:
    of = made(*infused(), *told)
    assert (of.tocilizumab.value, of.steroids.value, of.steroid_days) == (toci, steroids, days)


def test_an_infusion_that_began_before_the_cells_counts_without_further_words() -> None:
    runs = Drug("methylprednisolone", "started", rate=2.0, rate_unit="mg/h", until=at(1.0))
    of = made(*infused(), (-1.0, runs))
    assert (of.steroids.value, of.steroid_days) == (0, 2)
    assert study([of]).summary.steroids.count == 1


def test_a_signature_is_no_contact() -> None:
    signed = Confirmed("crs", "astct_2019", 0, 0, 0, "no_crs")
    assert made(*infused(), SEEN, (70.0, signed)).last_day == 50


def test_no_adverse_event_is_known_only_where_any_is_written_down() -> None:
    nothing = made(*infused())
    before = made(*infused(), (-3.0, AdverseEvent("fever", "5.0", 1)))
    after = made(*infused(), (3.0, AdverseEvent("fever", "5.0", 1)))
    assert [(one.adverse_known, one.ctcae.value is None) for one in (nothing, before, after)] == [
        (False, True), (True, True), (True, False)
    ]  # fmt: skip
