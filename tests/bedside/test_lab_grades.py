"""The CTCAE grades of single results: by range and baseline, and never 0 where that is unknown."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bedside.chart import chart
from bedside.facts import WARD, LabRange, Note
from bedside.lab_grades import LIMIT_ONLY, LabGrades, ctcae_of
from bedside.ranges import NO_RANGES, ranges
from bedside.timeline import Entry
from grading.signs import Drug, Infused, Lab

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def entry(number, days, fact, patient="RC-1"):
    at = NOW - timedelta(days=days)
    return Entry(f"{number:04}", "w", number, patient, at, at, "Ann", "nurse", fact)


def charted(*told):
    return chart([entry(n, days, fact) for n, (days, fact) in enumerate(told, 1)], NOW)


HELD = ranges(
    [
        entry(1, 200, LabRange("", "alt", None, 40.0), WARD),
        entry(2, 200, LabRange("", "anc", 1.8, 7.5), WARD),
        entry(3, 200, LabRange("", "fibrinogen", 2.0, 4.0), WARD),
    ]
)
CELLS = (20, Infused(1e8, "cells"))


def graded(*told, version="5.0", held=HELD):
    """Term, level and lowest certain grade of the last result told."""
    of = charted(*told)
    last = next(e for e in of.timeline if e.id == f"{len(told):04}")
    return [(g.term, g.level, g.at_least) for g in ctcae_of(last, of, version, held)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        # Between the limit of normal and the first figure that is printed, the limit decides.
        ([CELLS, (5, Lab("anc", 1.7, "10*9/L"))], [("neutrophil_count_decreased", 1, 1)]),
        ([CELLS, (5, Lab("anc", 1.8, "10*9/L"))], [("neutrophil_count_decreased", 0, 0)]),
        ([CELLS, (5, Lab("anc", 0.4, "10*9/L"))], [("neutrophil_count_decreased", 4, 4)]),
        ([CELLS, (5, Lab("alt", 130.0, "U/L"))], [("alt_increased", 2, 2)]),
        # What came with the result goes before: 130 is 6.5 times 20.
        ([CELLS, (5, Lab("alt", 130.0, "U/L", high=20.0))], [("alt_increased", 3, 3)]),
        # The value before treatment is the baseline: 130 is 1.3 times 100.
        ([(30, Lab("alt", 100.0, "U/L")), CELLS, (5, Lab("alt", 130.0, "U/L"))],
         [("alt_increased", 0, 0)]),
        ([(30, Lab("alt", 100.0, "U/L")), (25, Drug("fludarabine", "given", 30, "mg/m2")),
          (22, Lab("alt", 20.0, "U/L")), CELLS, (5, Lab("alt", 130.0, "U/L"))],
         [("alt_increased", 0, 0)]),
        # A limit and a remark are no baseline, and the value before treatment has none.
        ([(30, Lab("alt", 100.0, "U/L", ">")), CELLS, (5, Lab("alt", 130.0, "U/L"))],
         [("alt_increased", 2, 2)]),
        ([(30, Lab("alt", 100.0, "U/L")), (29, Lab("alt", 130.0, "U/L"))],
         [("alt_increased", 2, 2)]),
        # A limit is worth what it leaves certain.
        ([CELLS, (5, Lab("anc", 0.4, "10*9/L", "<"))], [("neutrophil_count_decreased", None, 4)]),
        ([CELLS, (5, Lab("anc", 0.5, "10*9/L", "<"))], [("neutrophil_count_decreased", None, 4)]),
        ([CELLS, (5, Lab("alt", 120.0, "U/L", ">"))], [("alt_increased", None, 2)]),
        ([CELLS, (5, Lab("alt", 200.0, "U/L", ">"))], [("alt_increased", None, 3)]),
        ([CELLS, (5, Lab("anc", 1.7, "10*9/L", ">"))], []),
        ([CELLS, (5, Lab("anc", 2.0, "10*9/L", ">"))], [("neutrophil_count_decreased", 0, 0)]),
        ([CELLS, (5, Lab("alt", 5.0, "U/L", "<"))], [("alt_increased", 0, 0)]),
        ([CELLS, (5, Lab("alt", 130.0, "U/L", ">"))], [("alt_increased", None, 2)]),
        # No number, no grade.
        ([CELLS, (5, Lab("alt", text="haemolysed"))], []),
        ([CELLS, (5, Lab("alt", 900.0, "U/L", text="haemolysed"))], []),
        ([CELLS, (5, Note("ALT 900"))], []),
        ([CELLS, (5, Lab("il6", 900.0, "pg/mL"))], []),
    ],
)  # fmt: skip
def test_the_grades_of_a_result(told, expected):
    assert graded(*told) == expected


@pytest.mark.parametrize(
    ("fact", "at_least"),
    [
        (Lab("alt", 900.0, "U/L"), 0),
        (Lab("alt", 10.0, "U/L"), 0),
        (Lab("anc", 1.6, "10*9/L"), 0),
        (Lab("anc", 30.0, "10*9/L"), 0),
        (Lab("alt", 900.0, ""), 0),
        (Lab("alt", 900.0, "mmol/L", high=40.0), 0),
    ],
)
def test_without_a_limit_or_a_unit_there_is_no_grade_and_never_0(fact, at_least):
    found = graded(CELLS, (5, fact), held=NO_RANGES)
    assert [(level, least) for _, level, least in found] == [(None, at_least)]


def test_the_protocol_says_which_version():
    neutrophils = (CELLS, (5, Lab("anc", 0.4, "10*9/L")))
    assert graded(*neutrophils, version="5.0")[0][1] == 4
    assert graded(*neutrophils, version="6.0")[0][1] == 3
    of = charted(*neutrophils)
    (one,) = ctcae_of(of.timeline[-1], of, "6.0", HELD)
    assert (one.version, one.wording) == ("6.0", one.wording)
    assert one.wording is not None


def test_a_grade_that_rests_on_a_limit_says_so():
    of = charted(CELLS, (5, Lab("anc", 0.4, "10*9/L", "<")))
    (one,) = ctcae_of(of.timeline[-1], of, "5.0", HELD)
    assert LIMIT_ONLY in one.flags
    assert (one.status, one.counted) == ("incomplete", 4)
    assert dict(one.grounds[0].values)["value"] == Decimal("0.4")


def test_one_grader_answers_as_each_alone():
    told = [CELLS, *((19 - n / 40, Lab("alt", float(10 + n), "U/L")) for n in range(400))]
    of = charted((30, Lab("alt", 100.0, "U/L")), *told)
    grades = LabGrades(of, "5.0", HELD)
    some = [e for e in of.timeline if isinstance(e.fact, Lab)][::80]
    assert some
    assert [grades.of(e) for e in some] == [ctcae_of(e, of, "5.0", HELD) for e in some]
