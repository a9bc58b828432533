from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.analytes import analytes
from bedside.pasted import LONGEST, Place, TooLong, Value, is_table, pasted
from bedside.pasted_cells import rows


def lines(*cells):
    return "\n".join("\t".join(row) for row in cells)


def read(text, below=()):
    found = pasted(text, below)
    return [(s.at, {v.analyte: v.text for v in s.values}) for s in found.samples]


def refused(text, below=()):
    return [(one.line, one.text, one.why) for one in pasted(text, below).unplaced]


# --- a line an analyte ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("IL-6\t38.4", Value(1, "il6", "38.4")),
        ("IL-6\t38,4", Value(1, "il6", "38,4")),
        ("il6\t5", Value(1, "il6", "5")),
        ("IL 6\t<0.5\tpg/mL", Value(1, "il6", "<0.5", "pg/mL")),
        ("26881-3\t5", Value(1, "il6", "5")),
        ("IL-6 (ng/mL)\t0.5", Value(1, "il6", "0.5", "ng/mL")),
        ("IL-6 [ng/mL]\t0.5", Value(1, "il6", "0.5", "ng/mL")),
        ("CRP\t1.2 mg/dL", Value(1, "crp", "1.2", "mg/dL")),
        ("CRP\t12\tmg/L\t0\t5", Value(1, "crp", "12", "mg/L", "0", "5")),
        ("CRP\t12\tmg/L\t\t5", Value(1, "crp", "12", "mg/L", "", "5")),
        ("CRP\t12\t0\t5", Value(1, "crp", "12", "", "0", "5")),
        ("CRP\t12\tmg/L\t<5", Value(1, "crp", "12", "mg/L", "", "5")),
        ("Sodium\t140\tmmol/L\t135 - 145", Value(1, "sodium", "140", "mmol/L", "135", "145")),
        ("Sodium\t140\t135–145", Value(1, "sodium", "140", "", "135", "145")),
        ("INR\t1.1\t1\t0.9\t1.2", Value(1, "inr", "1.1", "1", "0.9", "1.2")),
        ("INR\t1.1\t0.9\t1.2", Value(1, "inr", "1.1", "", "0.9", "1.2")),
        ("Potassium\tHemolyzed", Value(1, "potassium", "Hemolyzed")),
        ("Potassium\tnot done\tmmol/L", Value(1, "potassium", "not done", "mmol/L")),
        ("Potassium\t5.9 haemolysed", Value(1, "potassium", "5.9 haemolysed")),
        ("Protein, urine strip\t-", Value(1, "protein_strip", "-")),
        ("CRP\t\uff11\uff12", Value(1, "crp", "12")),
        ('"CRP"\t"12"', Value(1, "crp", "12")),
        ("CRP;38,4;mg/L;;5", Value(1, "crp", "38,4", "mg/L", "", "5")),
        ("CRP,38.4,mg/L,0,5", Value(1, "crp", "38.4", "mg/L", "0", "5")),
        ('CRP,"38,4",mg/L', Value(1, "crp", "38,4", "mg/L")),
        ("\r\nCRP\t12\r\n", Value(2, "crp", "12")),
    ],
)
def test_a_line_of_name_and_value(text, value):
    found = pasted(text)
    assert [sample.values for sample in found.samples] == [(value,)]
    assert found.unplaced == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Foo\t12\tmg/L", "unknown_analyte"),
        ("Creatinine\t80\tfoo", "unknown_unit"),
        ("CRP\t1.234,5", "not_a_number"),
        ("CRP\t12 H", "not_a_number"),
        ("Ferritin\t1,234", "thousands"),
        ("CRP\t-", "no_value"),
        ("CRP\t\tmg/L", "no_value"),
        ("IL-6\tpg/mL\t5", "not_a_number"),  # the unit stands before the value
        ("CRP,38,4", "comma"),
        ("CRP,38,4,mg/L", "comma"),
        ("Bilirubin, direct,0", "comma"),
    ],
)
def test_a_line_that_cannot_be_placed_is_named_whole(text, why):
    found = pasted(f"LDH\t200\n{text}" if "\t" in text else f"LDH,200.0,\n{text}")
    (left,) = found.unplaced
    assert (left.line, left.why) == (2, why)
    assert [sample.values[0].analyte for sample in found.samples] == ["ldh"]
    cells = rows(text)[0][0]
    assert left.text == " · ".join(cell.text for cell in cells if cell.text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("CRP\t12\tmg/L\t5\t0", [(1, "5 · 0", "limits")]),
        ("CRP\t12\tmg/L\tno\t5", [(1, "no", "limits")]),
        ("CRP\t12\tmg/L\t0\t5\trepeated", [(1, "repeated", "no_place")]),
    ],
)
def test_what_stands_beside_a_value_and_cannot_be_read_is_named(text, left):
    assert read(text) == [("", {"crp": "12"})]
    assert refused(text) == left


def test_a_second_value_of_an_analyte_is_named():
    text = lines(("CRP", "12"), ("crp", "13"))
    assert read(text) == [("", {"crp": "12"})]
    assert refused(text) == [(2, "crp · 13", "twice")]


def test_titles_give_the_order():
    text = lines(
        ("Result", "Units", "Test", "Flag", "Reference range"),
        ("12", "mg/L", "CRP", "H", "0-5"),
    )
    (sample,) = pasted(text).samples
    assert sample.values == (Value(2, "crp", "12", "mg/L", "0", "5"),)
    assert refused(text) == [(1, "Flag", "no_place"), (2, "H", "no_place")]


def test_a_title_of_time_makes_a_set_of_each_moment():
    text = lines(
        ("Date", "Time", "Test", "Result"),
        ("2026-11-22", "08:00:00", "CRP", "12"),
        ("2026-11-22", "08:00", "IL-6", "5"),
        ("2026-11-21", "08:00", "CRP", "9"),
    )
    assert read(text) == [
        ("2026-11-22 08:00", {"crp": "12", "il6": "5"}),
        ("2026-11-21 08:00", {"crp": "9"}),
    ]
    assert refused(text) == []


# --- names above values ---------------------------------------------------------------------------


def test_several_moments_are_several_sets():
    text = lines(
        ("Time", "CRP (mg/dL)", "IL-6", "Foo"),
        ("22.11. 08:00", "1,2", "<5", "3"),
        ("21.11. 08:00", "1.3", "not done", ""),
    )
    assert read(text) == [
        ("22.11. 08:00", {"crp": "1,2", "il6": "<5"}),
        ("21.11. 08:00", {"crp": "1.3", "il6": "not done"}),
    ]
    assert refused(text) == [(1, "Foo · 3", "unknown_analyte")]
    assert pasted(text).samples[0].values[0].unit == "mg/dL"


def test_units_may_stand_below_the_names():
    text = lines(("", "CRP", "IL-6"), ("Unit", "mg/dL", "ng/mL"), ("0800", "1.2", "0.5"))
    (sample,) = pasted(text).samples
    assert [(v.analyte, v.unit) for v in sample.values] == [("crp", "mg/dL"), ("il6", "ng/mL")]


def test_the_same_table_on_its_side():
    text = lines(
        ("Analyte", "Unit", "21.11. 08:00", "22.11. 08:00"),
        ("CRP", "mg/dL", "5", "6"),
        ("IL-6", "", "7", "-"),
        ("Foo", "", "1", "2"),
    )
    assert read(text) == [
        ("21.11. 08:00", {"crp": "5", "il6": "7"}),
        ("22.11. 08:00", {"crp": "6"}),
    ]
    assert refused(text) == [(3, "-", "no_value"), (4, "Foo · 1 · 2", "unknown_analyte")]


def test_one_line_of_values_needs_no_time():
    assert read(lines(("CRP", "IL-6"), ("5", "6"))) == [("", {"crp": "5", "il6": "6"})]


def test_of_several_lines_each_needs_its_time():
    text = lines(("", "CRP"), ("08:00", "5"), ("", "6"))
    assert read(text) == [("08:00", {"crp": "5"})]
    assert refused(text) == [(3, "6", "no_time")]
    assert refused(lines(("CRP", "IL-6"), ("1", "2"), ("3", "4"))) == [
        (2, "1 · 2", "no_time"),
        (3, "3 · 4", "no_time"),
    ]


def test_a_line_with_more_cells_than_names_is_not_guessed_at():
    assert refused("Time,CRP,IL-6\n08:00,38,4,12") == [(2, "08:00 · 38 · 4 · 12", "comma")]
    assert refused(lines(("Time", "CRP", "IL-6"), ("08:00", "38", "4", "12"))) == [
        (2, "12", "no_place")
    ]


def test_what_stands_above_the_names_is_named():
    text = lines(("Ward 6",), ("Time", "CRP"), ("08:00", "5"))
    assert read(text) == [("08:00", {"crp": "5"})]
    assert refused(text) == [(1, "Ward 6", "no_place")]


# --- values alone ---------------------------------------------------------------------------------


def test_a_column_goes_down_from_the_current_line():
    assert read("5\n\n<3\n", ("crp", "il6", "ferritin")) == [("", {"crp": "5", "ferritin": "<3"})]
    assert read("38,4\n12,1", ("crp", "ferritin")) == [("", {"crp": "38,4", "ferritin": "12,1"})]


def test_values_below_the_last_line_are_named():
    assert refused("5\n6\n7", ("crp",)) == [(2, "6", "no_line"), (3, "7", "no_line")]
    assert refused("5") == [(1, "5", "no_line")]


def test_a_column_with_a_name_in_it_is_no_column_of_values():
    assert read("5\nCRP\n6", ("crp", "il6", "ldh")) == []
    assert len(refused("5\nCRP\n6", ("crp", "il6", "ldh"))) == 3


def test_an_impossible_value_is_taken_and_refused_at_its_field():
    assert read("Creatinine\t80\tmg/dL") == [("", {"creatinine": "80"})]


def test_a_quote_that_is_not_closed_is_a_sign_like_others():
    text = 'Potassium\t"5\nCRP\t12'
    assert read(text) == [("", {"potassium": '"5', "crp": "12"})]


def test_a_quoted_cell_may_hold_lines_and_tabs():
    assert read('Potassium\t"not\n done"\nCRP\t12') == [
        ("", {"potassium": "not done", "crp": "12"})
    ]
    assert pasted('Potassium\t"not\n done"\nCRP\t12').samples[0].values[1].line == 3


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("12", False),
        ("12\n", False),
        ("38,4", False),
        ("clotted, repeat", False),
        ("CRP\t12", True),
        ("5\n6", True),
        ("CRP;12", True),
        ("CRP,12", True),
    ],
)
def test_one_cell_is_no_table(text, table):
    assert is_table(text) is table


def test_more_than_anybody_looks_through_is_refused():
    with pytest.raises(TooLong):
        pasted("x" * (LONGEST + 1))


# --- nothing is lost ------------------------------------------------------------------------------

CELLS = st.one_of(
    st.sampled_from(
        [
            *("", "", "CRP", "IL-6", "26881-3", "CRP (mg/dL)", "Sodium", "Foo", "INR", "Protein"),
            *("12", "38,4", "1.234,5", "1,234", "<0.5", "not done", "Hemolyzed", "-", "1", "2+"),
            *("mg/L", "pg/mL", "foo", "0-5", "<5", "08:00", "22.11. 08:00", "2026-11-22"),
            *("Time", "Date", "Analyte", "Value", "Unit", "Low", "High", "Range", "H"),
        ]
    ),
    st.text("ab1,;.- <\u00b5\uff11", max_size=5),
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=7)
BELOW = st.sampled_from([(), ("crp",), ("crp", "il6", "ferritin", "protein_strip")])


def nowhere(text, below):
    """Places of cells that were neither taken nor named, or both, or named twice."""
    found = pasted(text, below)
    named = Counter(place for one in found.unplaced for place in one.places)
    cells = Counter(cell.place for row in rows(text)[0] for cell in row if cell.text)
    seen = named + Counter(found.taken)
    return (cells - seen) + (seen - cells)


@given(TABLES, BELOW, st.sampled_from("\t;,"))
def test_every_cell_is_taken_or_named(table, below, separator):
    assert not nowhere("\n".join(separator.join(row) for row in table), below)


@given(st.text("CRP\tIL-6;,\n\"'1.<m/ \r\u3000:", max_size=60), BELOW)
def test_every_sign_of_any_text_is_in_a_cell_that_is_taken_or_named(text, below):
    assert not nowhere(text, below)
    parts = {sign for sign in text if not sign.isspace() and sign not in '\t;,"'}
    cells = "".join(cell.text for row in rows(text)[0] for cell in row)
    assert {sign: text.count(sign) for sign in parts} == {s: cells.count(s) for s in parts}


@given(TABLES, BELOW)
def test_what_is_taken_stands_where_it_was_pasted(table, below):
    text = lines(*table)
    found = pasted(text, below)
    cells = {cell.place: cell.text for row in rows(text)[0] for cell in row}
    for sample in found.samples:
        for value in sample.values:
            assert value.analyte in analytes()
            on_line = [at for at in found.taken if at.line == value.line]
            assert any(value.text in _shown(cells[at]) for at in on_line)
    for one in found.unplaced:
        assert one.text == " · ".join(cells[place] for place in one.places)
        assert one.places[0] == Place(one.line, one.places[0].column)


def _shown(text):
    return text.replace("\uff11", "1").replace("\u00b5", "\u03bc")
