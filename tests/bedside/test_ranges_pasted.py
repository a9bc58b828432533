"""A pasted table of ranges: every line is taken or named, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.facts import LabRange
from bedside.ranges_pasted import left_over, read_ranges

HEAD = "Laboratory\tAnalyte\tLow\tHigh\tUnit\tSex\n"


def one(text, laboratory=""):
    (line,) = read_ranges(text, laboratory)
    return line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "Central\tALT\t7\t40\tU/L\t", LabRange("Central", "alt", 7.0, 40.0)),
        ("Central\tALT\t7\t40\tU/L", LabRange("Central", "alt", 7.0, 40.0)),
        ("Central;Potassium;3,5;5,1;mmol/L", LabRange("Central", "potassium", 3.5, 5.1)),
        ("Central\tCRP\t\t5\tmg/L", LabRange("Central", "crp", None, 5.0)),
        ("Central\tCRP\t-\t<5\tmg/L", LabRange("Central", "crp", None, 5.0)),
        ("Central\tHb\t11.5\t\tg/dL\tF", LabRange("Central", "hb", 11.5, None, "female")),
        ("Central\tHb\t13\t17\tg/dL\t男", LabRange("Central", "hb", 13.0, 17.0, "male")),
        ("Central\tHb\t13\t17\tg/dL\tall", LabRange("Central", "hb", 13.0, 17.0)),
        # In another unit, exactly; 0 is a limit also where no patient can have it.
        ("Central\tCRP\t\t0.5\tmg/dL", LabRange("Central", "crp", None, 5.0)),
        ("Central\tCreatinine\t0\t1.1\tmg/dL", LabRange("Central", "creatinine", 0.0, 1.1)),
        # The analyte by code or with its unit behind; columns in another order, left out, joined.
        ("Central\t1742-6\t7\t40\tU/L", LabRange("Central", "alt", 7.0, 40.0)),
        ("Central\tALT (U/L)\t7\t40", LabRange("Central", "alt", 7.0, 40.0)),
        ("Test\tRange\tUnit\nALT\t7 - 40\tU/L", LabRange("", "alt", 7.0, 40.0)),
        ("Test\tRange\tUnit\nCRP\t<5\tmg/L", LabRange("", "crp", None, 5.0)),
        ("Test\tRange\tUnit\nCRP\t≥ 5\tmg/L", LabRange("", "crp", 5.0)),
        ("Unit\tTest\tUpper\tComment\nU/L\tALT\t40\told", LabRange("", "alt", None, 40.0)),
        ("Central\tINR\t0.8\t1.2", LabRange("Central", "inr", 0.8, 1.2)),
    ],
)  # fmt: skip
def test_a_line_that_is_taken(text, expected):
    line = one(text)
    assert (line.why, line.range) == (None, expected)


@pytest.mark.parametrize(
    ("text", "why", "about"),
    [
        ("Central\tFerritn\t15\t150\tng/mL", "unknown_analyte", "Ferritn"),
        ("Central\t\t15\t150\tng/mL", "unknown_analyte", ""),
        ("Central\tALT\t7\t40", "no_unit", ""),
        ("Central\tALT\t7\t40\tmmol/L", "unknown_unit", "mmol/L"),
        ("Central\tALT\tseven\t40\tU/L", "not_a_number", "seven"),
        ("Central\tLDH\t1,234\t\tU/L", "thousands", "1,234"),
        ("Central\tPotassium\t3.5\t5100\tmmol/L", "impossible", "5100"),
        ("Central\tALT\t41\t40\tU/L", "crossed", "41 > 40"),
        ("Central\tALT\t\t\tU/L", "no_limits", ""),
        ("Central\tHb\t13\t17\tg/dL\tboy", "unknown_sex", "boy"),
        ("Central\tALT\t7\t40\tU/L\tf\textra", "too_many", "extra"),
        ("Test\tRange\tUnit\nALT\t7 or 40\tU/L", "not_a_number", "7 or 40"),
    ],
)  # fmt: skip
def test_a_line_that_is_named(text, why, about):
    line = one(text)
    assert (line.range, line.why, line.about) == (None, why, about)


def test_a_laboratory_is_meant_where_a_line_names_none():
    assert one("\tALT\t7\t40\tU/L", " North  Lab ").range == LabRange("North Lab", "alt", 7.0, 40.0)


def test_of_two_lines_that_differ_the_second_is_named():
    text = "C\tALT\t\t40\tU/L\nC\tALT\t\t40\tU/L\nc \tALT\t\t45\tU/L\nC\tALT\t\t45\tU/L\tf"
    assert [line.why for line in read_ranges(text)] == [None, None, "twice", None]


def test_what_is_not_taken_stays_in_the_text():
    text = HEAD + "C\tALT\t\t40\tU/L\r\nC\tFerritn\t\t4\tx\n\nC\tCRP\t\t5\tmg/L\n"
    assert left_over(text, read_ranges(text)) == HEAD + "C\tFerritn\t\t4\tx\n\n"


LINES = ("C\tALT\t\t40\tU/L", "C\tALT\t50\t40\tU/L", "", "x", "\t\t", "C\tCRP\t\t5\tmg/L", '"a')


@given(st.lists(st.sampled_from(LINES)))
def test_every_line_is_answered(lines):
    text = "\n".join(lines)
    said = {line.number for line in read_ranges(text)}
    assert said == {n for n, line in enumerate(lines, 1) if line.strip()}
