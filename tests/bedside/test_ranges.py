"""Which reference range a result is read by, and where it lies to it."""

from datetime import UTC, datetime, timedelta

import pytest

from bedside.activity import evidence
from bedside.adverse.proposals import proposals
from bedside.chart import chart
from bedside.facts import WARD, Enrolled, LabRange, Note, Retracted
from bedside.ranges import NO_RANGES, UNKNOWN, Span, flag, ranges
from bedside.timeline import Entry, timeline
from grading.signs import Infused, Invalid, Lab

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def written(*facts, patient=WARD, amends=None):
    """Entries of (days ago, fact), in the order of writing."""
    return [
        Entry(f"{n:04}", "w", n, patient, ago(days), ago(200) + timedelta(minutes=n), "Ann",
              "coordinator", fact, amends if isinstance(fact, Retracted) else None,
              "wrong" if isinstance(fact, Retracted) else None)
        for n, (days, fact) in enumerate(facts, 1)
    ]  # fmt: skip


HELD = ranges(
    written(
        (100, LabRange("Central", "alt", None, 40.0)),
        (10, LabRange("Central", "alt", None, 50.0)),
        (100, LabRange("Central", "hb", 11.5, 15.0, "female")),
        (100, LabRange("Central", "hb", 13.0, 17.0, "male")),
        (100, LabRange("Central", "hb", 12.0, 16.0)),
        (100, LabRange("North", "alt", None, 35.0)),
        (100, LabRange("", "crp", None, 5.0)),
        (100, LabRange("Central", "crp", None, 8.0)),
        (20, LabRange("Central", "crp")),  # no longer known
        (100, LabRange("Central", "ldh", 120.0, 250.0)),
        (50, LabRange("Central", "ldh", 100.0, 240.0, "female")),
        (20, LabRange("Central", "ldh", sex="female")),
    )
)


def result(days, analyte, laboratory="Central", *, unit="U/L", low=None, high=None, value=30.0):
    fact = Lab(analyte, value, unit, laboratory=laboratory, low=low, high=high)
    return Entry("r", "w", 1, "RC-1", ago(days), ago(days), "Ann", "nurse", fact)


@pytest.mark.parametrize(
    ("of", "sex", "span"),
    [
        # The laboratory's own, in force when the sample was taken.
        (result(50, "alt"), None, Span(None, 40.0, "laboratory")),
        (result(10, "alt"), None, Span(None, 50.0, "laboratory")),
        (result(10.01, "alt"), None, Span(None, 40.0, "laboratory")),
        (result(100.01, "alt"), None, UNKNOWN),
        # Of this laboratory alone; case and blanks of its name do not count.
        (result(50, "alt", "north "), None, Span(None, 35.0, "laboratory")),
        (result(50, "alt", "South"), None, UNKNOWN),
        (result(50, "alt", ""), None, UNKNOWN),
        (result(50, "crp", "", unit="mg/L"), None, Span(None, 5.0, "laboratory")),
        # What came with the result goes before, whole.
        (result(50, "alt", low=7.0), None, Span(7.0, None, "result")),
        (result(50, "alt", high=33.0), "male", Span(None, 33.0, "result")),
        (result(50, "bogus", low=1.0, high=2.0), None, Span(1.0, 2.0, "result")),
        # For the patient's sex, else for everybody.
        (result(50, "hb", unit="g/dL"), "female", Span(11.5, 15.0, "laboratory")),
        (result(50, "hb", unit="g/dL"), "male", Span(13.0, 17.0, "laboratory")),
        (result(50, "hb", unit="g/dL"), None, Span(12.0, 16.0, "laboratory")),
        (result(50, "ldh"), "female", Span(100.0, 240.0, "laboratory")),
        (result(10, "ldh"), "female", Span(120.0, 250.0, "laboratory")),
        (result(10, "ldh"), "male", Span(120.0, 250.0, "laboratory")),
        # A range that ended, one in another unit, no range at all.
        (result(50, "crp", unit="mg/L"), None, Span(None, 8.0, "laboratory")),
        (result(10, "crp", unit="mg/L"), None, UNKNOWN),
        (result(50, "hb", unit="mmol/L"), "female", UNKNOWN),
        (result(50, "alt", unit=""), None, UNKNOWN),
        (result(50, "ast"), None, UNKNOWN),
    ],
)  # fmt: skip
def test_the_range_of_a_result(of, sex, span):
    assert HELD.of(of, sex) == span
    assert HELD.limits(sex)(of) == span[:2]


def test_what_is_no_result_has_no_range():
    note = Entry("n", "w", 1, "RC-1", NOW, NOW, "Ann", "nurse", Note("x"))
    assert HELD.of(note, None) == UNKNOWN
    assert NO_RANGES.limits(None)(result(1, "alt")) == (None, None)


def test_of_two_ranges_of_one_day_the_later_written_one_holds():
    held = ranges(
        written((5, LabRange("C", "alt", None, 40.0)), (5, LabRange("C", "alt", None, 45.0)))
    )
    assert held.of(result(1, "alt", "C"), None).high == 45.0


def test_a_range_that_was_retracted_never_held():
    first, second = written(
        (9, LabRange("C", "alt", None, 40.0)), (5, LabRange("C", "alt", None, 4.0))
    )
    out = Entry(
        "0003", "w", 3, WARD, ago(1), ago(1), "Ann", "coordinator", Retracted(), second.id, "slip"
    )
    assert ranges(timeline([first, second, out])).of(result(1, "alt", "C"), None).high == 40.0


def test_the_ranges_in_force_are_listed():
    assert [(r.laboratory, r.analyte, r.sex, r.high) for r in HELD.listed(NOW)] == [
        ("", "crp", None, 5.0),
        ("Central", "ldh", None, 250.0),
        ("Central", "hb", None, 16.0),
        ("Central", "hb", "female", 15.0),
        ("Central", "hb", "male", 17.0),
        ("Central", "alt", None, 50.0),
        ("North", "alt", None, 35.0),
    ]
    assert HELD.laboratories == ("", "Central", "North")
    assert HELD.listed(ago(200)) == ()


@pytest.mark.parametrize(
    ("given", "low", "high", "expected"),
    [
        ({"value": 6.9}, 7.0, 40.0, "low"),
        ({"value": 7.0}, 7.0, 40.0, "inside"),
        ({"value": 40.0}, 7.0, 40.0, "inside"),
        ({"value": 40.1}, 7.0, 40.0, "high"),
        ({"value": 0.0}, None, 40.0, "inside"),
        ({"value": 41.0}, None, 40.0, "high"),
        ({"value": 41.0}, 7.0, None, "inside"),
        ({"value": 6.0}, 7.0, None, "low"),
        # Without a range nothing is normal.
        ({"value": 20.0}, None, None, "unknown"),
        # A limit tells it only where all that it leaves possible lies on one side.
        ({"value": 7.0, "bound": "<"}, 7.0, 40.0, "low"),
        ({"value": 7.1, "bound": "<"}, 7.0, 40.0, "unknown"),
        ({"value": 40.0, "bound": "<"}, None, 40.0, "inside"),
        ({"value": 41.0, "bound": "<"}, None, 40.0, "unknown"),
        ({"value": 40.0, "bound": ">"}, 7.0, 40.0, "high"),
        ({"value": 39.0, "bound": ">"}, 7.0, 40.0, "unknown"),
        ({"value": 8.0, "bound": ">"}, 7.0, None, "inside"),
        # Words, and a remark on the sample, tell nothing.
        ({"text": "haemolysed"}, 7.0, 40.0, "unknown"),
        ({"value": 80.0, "text": "haemolysed"}, 7.0, 40.0, "unknown"),
    ],
)  # fmt: skip
def test_where_a_result_lies(given, low, high, expected):
    assert flag(Lab("alt", unit="U/L", **given), Span(low, high, "result")) == expected


@pytest.mark.parametrize(
    ("kind", "given", "field", "code"),
    [
        (LabRange, ("C", "alt", 41.0, 40.0), "low", "limits_crossed"),
        (LabRange, ("C", " ", 1.0, 40.0), "analyte", "empty"),
        (LabRange, ("C", "alt", float("nan"), 40.0), "low", "not_a_number"),
        (LabRange, ("C", "alt", 1.0, float("inf")), "high", "not_a_number"),
        (Lab, ("alt", 3.0, "U/L", None, None, "", 41.0, 40.0), "low", "limits_crossed"),
    ],
)  # fmt: skip
def test_a_range_that_cannot_be(kind, given, field, code):
    with pytest.raises(Invalid) as caught:
        kind(*given)
    assert (caught.value.field, caught.value.code) == (field, code)


# --- what rests on them ---------------------------------------------------------------------------


def patient(*facts, sex="female"):
    return chart(written((60, Enrolled(sex=sex)), *facts, patient="RC-1"), NOW)


def test_a_value_beyond_its_range_is_proposed_as_an_adverse_event():
    """ALT 220: grade 3 above 5 x 40; by 50 it is grade 2, and without a range nothing."""
    of = patient((20, Infused(1e8, "cells")), (15, Lab("alt", 220.0, "U/L", laboratory="Central")))
    (found,) = proposals(of, "5.0", HELD.limits("female"))
    assert (found.term, found.level) == ("alt_increased", 3)
    assert proposals(of, "5.0") == ()
    later = patient(
        (20, Infused(1e8, "cells")), (5, Lab("alt", 220.0, "U/L", laboratory="Central"))
    )
    assert proposals(later, "5.0", HELD.limits("female")) == ()


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([Lab("c3", 0.5, "g/L", laboratory="R")], "yes"),
        ([Lab("c3", 1.0, "g/L", laboratory="R")], None),  # C4 and CH50 are not known
        ([Lab("c3", 0.5, "g/L")], None),
        ([Lab("c3", 0.8, "g/L", low=0.7)], None),
        # The lower number is normal where it was measured, the higher one is not.
        ([Lab("c3", 0.75, "g/L", low=0.7), Lab("c3", 0.85, "g/L", laboratory="R")], "yes"),
    ],
)  # fmt: skip
def test_complement_is_offered_by_its_range(results, expected):
    held = ranges(written((100, LabRange("R", "c3", 0.9, 1.8))))
    of = patient(*((days, one) for days, one in enumerate(results, 1)))
    offer = evidence(of, NOW, 10, held.limits("female"))["low_complement"].offer
    assert (offer.answer if offer is not None else None) == expected


@pytest.mark.parametrize(("value", "expected"), [(180.0, "yes"), (90.0, "no"), (100.0, "no")])
def test_antibodies_are_offered_by_their_range(value, expected):
    held = ranges(written((100, LabRange("", "anti_dsdna", None, 100.0))))
    of = patient((1, Lab("anti_dsdna", value, "[IU]/mL")))
    offer = evidence(of, NOW, 10, held.limits("female"))["increased_dna_binding"].offer
    assert offer is not None
    assert offer.answer == expected
    assert evidence(of, NOW, 10)["increased_dna_binding"].offer is None
