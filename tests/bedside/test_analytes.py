"""Laboratory results as written, and units converted."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bedside.analytes import (
    BadTable,
    analytes,
    coded,
    converted,
    is_doubted,
    is_result,
    lab,
    named,
    number,
    read,
    spelling,
)
from bedside.pasted_cells import title_of
from grading.signs import Invalid, Lab

PG, MG_DL, COUNT, MM = "pg/mL", "mg/dL", "10*9/L", "mmol/L"
ALL = tuple(analytes().values())


@pytest.mark.parametrize(
    ("analyte", "text", "unit", "kept"),
    [
        ("il6", "12.3", "pg/mL", Lab("il6", 12.3, PG)),
        ("il6", "12,3", "pg/mL", Lab("il6", 12.3, PG)),
        ("il6", "<5", "pg/mL", Lab("il6", 5.0, PG, "<")),
        ("il6", "< 5", "ng/L", Lab("il6", 5.0, PG, "<")),
        ("il6", "≤5", "pg/mL", Lab("il6", 5.0, PG, "<")),
        ("il6", "> 1000", "PG/ML", Lab("il6", 1000.0, PG, ">")),
        ("il6", ">=1.5", "ng/mL", Lab("il6", 1500.0, PG, ">")),
        ("bilirubin", "<0.2.", "mg/dL", Lab("bilirubin", 0.2, MG_DL, "<")),
        ("bilirubin", "<0.05", "mg/dL", Lab("bilirubin", 0.05, MG_DL, "<")),
        ("crp", "Hemolyzed", "mg/L", Lab("crp", text="Hemolyzed")),
        ("crp", " not  done ", "", Lab("crp", text="not done")),
        ("anc", "ND .  Not Done, WBC <=0.1.", COUNT, Lab("anc", text="ND . Not Done, WBC <=0.1.")),
        ("anti_dsdna", "1:160", "", Lab("anti_dsdna", text="1:160")),
        ("anti_dsdna", "< 1:10", "", Lab("anti_dsdna", text="< 1:10")),
        ("protein_strip", "2+", "", Lab("protein_strip", text="2+")),
        ("protein_strip", "0.3 g/L", "", Lab("protein_strip", text="0.3 g/L")),
        ("potassium", "5.9 haemolysed", MM, Lab("potassium", 5.9, MM, text="haemolysed")),
        ("potassium", "5,9 (Hemolyzed)", MM, Lab("potassium", 5.9, MM, text="Hemolyzed")),
        ("potassium", "5.9, 溶血.", MM, Lab("potassium", 5.9, MM, text="溶血")),
        (
            "creatinine",
            "88.42 hämolytisch",
            "umol/L",
            Lab("creatinine", 1.0, MG_DL, None, "hämolytisch"),
        ),
        ("il6", "<5 slightly lipemic", PG, Lab("il6", 5.0, PG, "<", "slightly lipemic")),
        ("potassium", "13.4 haemolysed", MM, Lab("potassium", text="13.4 haemolysed")),
        ("crp", "1.2", "mg/dL", Lab("crp", 12.0, "mg/L")),
        ("creatinine", "88.42", "µmol/L", Lab("creatinine", 1.0, MG_DL)),
        ("creatinine", "88.42", "μmol/l", Lab("creatinine", 1.0, MG_DL)),
        ("bilirubin", "17.1", "umol/L", Lab("bilirubin", 1.0, MG_DL)),
        ("fibrinogen", "250", "mg/dL", Lab("fibrinogen", 2.5, "g/L")),
        ("hb", "98", "g/L", Lab("hb", 9.8, "g/dL")),
        ("hb", "6.2", "mmol/L", Lab("hb", 9.99068, "g/dL")),
        ("igg", "700", "mg/dL", Lab("igg", 7.0, "g/L")),
        ("calcium", "10", "mg/dL", Lab("calcium", 2.495, "mmol/L")),
        ("triglycerides", "265", "mg/dL", Lab("triglycerides", 2.99185, "mmol/L")),
        ("pco2_arterial", "2,6660", "kPa", Lab("pco2_arterial", 20.0, "mm[Hg]")),
        ("anc", "500", "/µL", Lab("anc", 0.5, COUNT)),
        ("cd19_b", "0.02", "10*9/L", Lab("cd19_b", 20.0, "/uL")),
        ("alc", "0.5", "10^3/µL\t", Lab("alc", 0.5, COUNT)),
        ("wbc", "4.1", "x10⁹/L", Lab("wbc", 4.1, COUNT)),
        ("wbc", "4.1", "10E9/L", Lab("wbc", 4.1, COUNT)),
        ("wbc", "4.1", "G/L", Lab("wbc", 4.1, COUNT)),
        ("inr", "1.1", "", Lab("inr", 1.1, "")),
        ("ferritin", "33546", "ng/mL", Lab("ferritin", 33546.0, "ug/L")),
        ("ddimer", "500", "ng/mL FEU", Lab("ddimer", 0.5, "mg/L{FEU}")),
        ("troponin_t", "0.05", "ng/mL", Lab("troponin_t", 50.0, "ng/L")),
    ],
)
def test_a_result_is_kept_in_the_canonical_unit(analyte: str, text: str, unit: str, kept: Lab):
    assert lab(analyte, text, unit) == kept


@pytest.mark.parametrize(
    ("analyte", "text", "unit", "field", "code"),
    [
        ("il6", "12", "", "unit", "unknown_unit"),
        ("il6", "12", "U/L", "unit", "unknown_unit"),
        ("hb", "9.8", "umol/L", "unit", "unknown_unit"),
        ("hba1c", "42", "mmol/mol", "unit", "unknown_unit"),
        ("sil2r", "900", "pg/mL", "unit", "unknown_unit"),
        ("ddimer", "0.5", "mg/L{DDU}", "unit", "unknown_unit"),
        ("cart_copies", "900", "copies/mL", "unit", "unknown_unit"),
        ("anti_dsdna", "20", "U/mL", "unit", "unknown_unit"),
        ("ddimer", "500", "ng/mL", "unit", "unknown_unit"),
        ("urea", "40", "mg/dL", "unit", "unknown_unit"),
        ("inr", "1.1", "s", "unit", "unknown_unit"),
        ("creatinine", "70", "mg/dL", "value", "other_unit"),
        ("bilirubin", "85", "mg/dL", "value", "other_unit"),
        ("hb", "98", "g/dL", "value", "other_unit"),
        ("anc", "2100", "10^9/L", "value", "other_unit"),
        ("fibrinogen", "250", "g/L", "value", "other_unit"),
        ("creatinine", "0", "mg/dL", "value", "out_of_range"),
        ("ast", "5", "U/L", "value", "out_of_range"),
        ("crp", "-3", "mg/L", "value", "out_of_range"),
        ("crp", ">1001", "mg/L", "value", "out_of_range"),
        ("crp", "1,234", "mg/L", "value", "thousands"),
        ("crp", "1.234", "mg/L", "value", "thousands"),
        ("crp", "1.234,5", "mg/L", "value", "not_a_number"),
        ("crp", "12 H", "mg/L", "value", "not_a_number"),
        ("crp", "12 high", "mg/L", "value", "not_a_number"),
        ("crp", "12 mg/L haemolysed", "mg/L", "value", "not_a_number"),
        ("crp", "12 repeated", "mg/L", "value", "not_a_number"),
        ("crp", "12-15", "mg/L", "value", "not_a_number"),
        ("crp", "-", "mg/L", None, None),
        ("crp", "  ", "mg/L", "value", "empty"),
        ("crap", "1", "mg/L", "analyte", "unknown_analyte"),
    ],
)
def test_nothing_is_guessed(analyte: str, text: str, unit: str, field: str | None, code: str):
    if field is None:
        assert lab(analyte, text, unit) == Lab(analyte, text=text)
        return
    with pytest.raises(Invalid) as refused:
        lab(analyte, text, unit)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_a_refused_value_names_what_is_possible():
    with pytest.raises(Invalid) as refused:
        lab("creatinine", "80", "mg/dL")
    assert refused.value.bounds == (0.1, 60)
    assert refused.value.value == 80


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.234", ".", 1.234),
        ("1,234", ",", 1.234),
        ("0.123", None, 0.123),
        ("0,123", None, 0.123),
        ("1020.6000000000001", None, 1020.6000000000001),
        ("1e3", ".", 1000),
        (" 7. ", ".", 7),
        (".5", ".", 0.5),
        ("-3", ".", -3),
    ],
)
def test_a_decimal_sign_that_is_known_parts_no_thousands(text: str, decimal, value: float):
    assert number(text, decimal) == value


@pytest.mark.parametrize(
    ("analyte", "value", "unlikely", "other"),
    [
        ("creatinine", 1.0, False, None),
        ("creatinine", 20.0, True, None),
        ("creatinine", 20.1, True, "umol/L"),
        ("bilirubin", 31.0, True, "umol/L"),
        ("platelets", 19.0, True, None),
        ("platelets", 20.0, False, None),
        ("il6", 1001.0, True, None),
    ],
)
def test_what_is_asked_about(analyte: str, value: float, unlikely: object, other: str | None):
    known = analytes()[analyte]
    assert (known.is_unlikely(value), known.other_unit(value)) == (unlikely, other)


def test_everything_the_trials_measure_is_there():
    needed = (
        "il2 il6 il10 ifng tnfa ferritin crp ldh fibrinogen ddimer alt ast bilirubin creatinine"
        " urea wbc anc alc monocytes eosinophils basophils platelets hb inr pt aptt lactate albumin"
        " sodium potassium chloride bicarbonate calcium magnesium phosphate glucose ph_arterial"
        " pco2_arterial po2_arterial igg igm iga ige c3 c4 anti_dsdna cd19_b cart_copies"
        " troponin_t"
    )
    assert set(needed.split()) <= set(analytes())


def test_an_analyte_is_found_by_key_or_label():
    assert named("IL-6") is named(" il 6 ") is analytes()["il6"]
    assert named("IL-60") is None


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Hemoglobin", "hb"),
        ("HGB", "hb"),
        ("Haemoglobin", "hb"),
        ("leukocytes", "wbc"),
        ("WBC", "wbc"),
        ("Neutrophils abs.", "anc"),
        ("NEUTROPHILS, ABSOLUTE", "anc"),
        ("Neutrophils", "anc"),
        ("Neutrophils %", "neutrophils_pct"),
        ("Neutrophils (%)", "neutrophils_pct"),
        ("NEUT%", "neutrophils_pct"),
        ("Thrombocytes", "platelets"),
        ("plt", "platelets"),
        ("Interleukin-6", "il6"),
        ("Interleukin 6", "il6"),
        ("GPT", "alt"),
        ("ALT (GPT)", "alt"),
        ("GOT", "ast"),
        ("C-reactive protein", "crp"),
        ("gamma-GT", "ggt"),
        ("γ-GT", "ggt"),
        ("HbA1c %", "hba1c"),
        ("谷丙转氨酶", "alt"),
        ("NEUT", None),
        ("Platelets %", None),
        ("Protein", None),
        ("Quick", None),
        ("PCT", None),
        ("Na", None),
        ("CD4", None),
        ("IL-2 receptor", None),
        ("", None),
        ("%", None),
    ],
)
def test_an_analyte_is_found_as_laboratories_print_it(written: str, key: str | None):
    found = named(written)
    assert (found and found.key) == key


def test_every_name_of_the_table_leads_to_its_analyte_alone():
    said = [(one.key, name) for one in ALL for name in (one.key, one.label, *one.names)]
    assert [(key, name) for key, name in said if (found := named(name)) and found.key != key] == []
    assert all(named(name) for _, name in said)
    assert sum(len(one.names) for one in ALL) > 100
    # The title of a column is never taken for an analyte, nor the other way round.
    assert [name for _, name in said if title_of(name)] == []


def test_an_analyte_is_found_by_its_code():
    assert coded("26881-3") is coded(" 26881-3 ") is analytes()["il6"]
    assert coded("26881-4") is None


@pytest.mark.parametrize(
    ("text", "doubted", "result"),
    [
        ("Hemolyzed", True, False),
        ("grossly haemolysed, repeat", True, False),
        ("clotted", True, False),
        ("标本溶血", True, False),
        ("ikterisch", True, False),
        ("not done", False, False),
        ("ND . Not Done, WBC <=0.1.", False, False),
        ("UNABLE TO REPORT.", False, False),
        ("cancelled", False, False),
        ("未做", False, False),
        ("___", False, False),
        ("-", False, False),
        ("not detected", False, True),
        ("negative", False, True),
        ("1:160", False, True),
        ("< 1:10", False, True),
        ("see text", False, True),
    ],
)
def test_what_words_say_of_a_sample(text: str, doubted: object, result: object):
    assert is_doubted(text) is doubted
    assert is_result(Lab("anti_dsdna", text=text)) is result


def test_a_value_is_a_result_whatever_stands_beside_it():
    assert is_result(Lab("potassium", 5.9, MM, text="haemolysed"))
    assert is_result(Lab("il6", 5.0, PG, "<"))
    assert is_result(Lab("protein_strip", text="-"))


# --- units ---------------------------------------------------------------------------------------


def test_how_a_unit_is_written_does_not_matter():
    written = ["10⁹/L", "10^9/L", "10*9/l", "x10^9 / L", "×10⁹/L", "10E9/L", "10**9/L"]
    assert {spelling(unit) for unit in written} == {"10*9/l"}
    assert spelling("10*3/uL") != spelling("10*9/L")
    assert len({spelling(unit) for unit in ("mg/L", "mg/dL", "ug/L", "ng/L")}) == 4


@pytest.mark.parametrize(
    ("value", "unit", "analyte", "to", "exact"),
    [
        (1, "mg/dL", "creatinine", "umol/L", Fraction(8842, 100)),
        ("12.30", "pg/mL", "il6", None, Fraction(123, 10)),
        (0.1, "ng/mL", "il6", None, 100),
        (Decimal(265), "mg/dL", "triglycerides", None, Fraction("2.99185")),
        (1, "umol/L", "creatinine", None, Fraction(100, 8842)),
        (100, "g/L", "hb", "mmol/L", Fraction(10) / Fraction("1.6114")),
        (49, "%", "hct", "1", Fraction(49, 100)),
        (3, "/uL", "cd19_b", "10*9/L", Fraction(3, 1000)),
    ],
)
def test_a_value_is_converted_exactly(value, unit, analyte, to, exact):
    given = Fraction(value) if isinstance(value, str) else value
    assert converted(given, unit, analyte, to) == exact


@st.composite
def conversions(draw: st.DrawFn) -> tuple[str, str, str]:
    """An analyte, and two of the units in which it is known."""
    one = draw(st.sampled_from(ALL))
    unit = st.sampled_from(sorted(one.factors))
    return one.key, draw(unit), draw(unit)


amounts = st.fractions() | st.decimals(allow_nan=False, allow_infinity=False, places=6)


@given(conversions(), amounts)
def test_there_and_back_is_the_identity(what: tuple[str, str, str], value: Fraction | Decimal):
    key, one, other = what
    assert converted(converted(value, one, key, other), other, key, one) == value


@given(conversions(), st.fractions(0, 1), st.integers(0, 9))
def test_a_typed_number_comes_back_from_the_record(
    what: tuple[str, str, str], share: Fraction, smaller: int
):
    """The record keeps twelve figures: what was typed with as many is found again."""
    known, unit = analytes()[what[0]], what[1]
    low, high = (Fraction(end) for end in known.impossible)
    value = converted(low + (high - low) * share / 10**smaller, known.unit, known, unit)
    typed = float(f"{float(value):.9g}")
    assume(low <= converted(typed, unit, known) <= high)  # rounding may step over an end
    back = converted(known.canonical(typed, unit), known.unit, known, unit)
    assert float(f"{float(back):.9g}") == typed


@given(st.sampled_from(ALL), st.sampled_from(sorted({u for a in ALL for u in a.factors})))
def test_a_unit_of_another_measure_is_refused_at_its_field(one, unit: str):
    assume(unit not in one.factors)
    for give in (
        lambda: converted(1, unit, one),
        lambda: converted(1, one.unit, one, unit),
        lambda: one.canonical(1, unit),
    ):
        with pytest.raises(Invalid, match=r"unit: .* unknown unit") as refused:
            give()
        assert (refused.value.field, refused.value.value) == ("unit", unit)


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")]
)
def test_what_is_no_number_is_refused_at_its_field(value: float | Decimal):
    with pytest.raises(Invalid) as refused:
        converted(value, "mg/L", "crp")
    assert refused.value.field == "value"


def test_an_analyte_that_is_not_known_is_refused_at_its_field():
    with pytest.raises(Invalid) as refused:
        converted(1, "mg/L", "crap")
    assert refused.value.field == "analyte"


# --- the table as it is read ---------------------------------------------------------------------


BASE = """
[family.f]
unit = "mg/L"
units = { "ug/mL" = 1 }
[analyte.a]
label = "A"
group = "chemistry"
family = "f"
impossible = [0, 10]
decimals = 1
"""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            ('label = "A"', 'label = "A"\nlable = "B"'),
            "table.toml:7: analyte.a: unknown key 'lable'",
        ),
        (
            ('unit = "mg/L"', 'unit = "mg/L"\nfactor = 2'),
            "table.toml:4: family.f: unknown key 'factor'",
        ),
        (("[family.f]", "[families.f]"), "unknown key 'families'"),
        (('"ug/mL" = 1', '"ug/mL" = 1, "UG/ML" = 2'), "family.f: the unit 'UG/ML' has two"),
        (
            ('"ug/mL" = 1', '"ug/mL" = { time = 2 }'),
            "toml:4: family.f: units.ug/mL: unknown key 'time'",
        ),
        (('"ug/mL" = 1', '"ug/mL" = { source = "x" }'), "units.ug/mL: either times or divide"),
        (('"ug/mL" = 1', '"ug/mL" = { divide = 0 }'), "units.ug/mL: must be a number above 0"),
        (('"ug/mL" = 1', '"ug/mL" = "1"'), "units.ug/mL: must be a number above 0, not '1'"),
        (('"ug/mL" = 1', '"ug/mL" = { times = 2, source = " " }'), "must not be blank"),
        (('group = "chemistry"', 'group = "cemistry"'), "no group is called 'cemistry'"),
        (('family = "f"', 'family = "g"'), "no family is called 'g'"),
        (("[0, 10]", "[10, 0]"), "10 is not below 0"),
        (("[0, 10]", '"0 to 10"'), "impossible: must be [least, most], not '0 to 10'"),
        (("[0, 10]", "[0, inf]"), "table.toml:9: analyte.a: impossible: must be a number"),
        (("decimals = 1", ""), "table.toml:5: analyte.a: the key 'decimals' is missing"),
        (("decimals = 1", "decimals = 1.5"), "table.toml:10: analyte.a: decimals: must be a whole"),
        (("decimals = 1", "decimals = true"), "decimals: must be a whole number from 0 to 6"),
        (("decimals = 1", "decimals = 1\nlog = 1"), "table.toml:11: analyte.a: log: must be true"),
        (("decimals = 1", "decimals = 1\nunlikely_high = 11"), "11 lies outside what is possible"),
        (
            ("decimals = 1", "decimals = 1\nunlikely_low = 4\nunlikely_high = 3"),
            "table.toml:12: analyte.a: unlikely_high: 3 is not above 4",
        ),
        (('label = "A"', "label = 1"), "table.toml:6: analyte.a: label: must be words in quotes"),
        (('label = "A"', 'label = " "'), "label: must not be blank"),
        (("decimals = 1", 'decimals = 1\nloinc = ["26881-4"]'), "'26881-4' is no code of LOINC"),
        (("decimals = 1", "decimals = 1\nloinc = []"), "must be a list that is not empty"),
        (("decimals = 1", "decimals = 1\nnames = []"), "names: must be a list that is not empty"),
        (("decimals = 1", 'decimals = 1\nnames = "A1"'), "names: must be a list that is not empty"),
        (("decimals = 1", 'decimals = 1\nnames = ["A1", 1]'), "names: must be words in quotes"),
        (("decimals = 1", 'decimals = 1\nnames = ["-"]'), "names: '-' has no letter or figure"),
        (('unit = "mg/L"', 'unit = "mg/L"\nnames = ["A1"]'), "family.f: unknown key 'names'"),
        (("decimals = 1", 'decimals = 1\nctcae = { up = ["X"] }'), "unknown key 'up'"),
        (("decimals = 1", 'decimals = 1\nctcae = { low = ["X", "X"] }'), "stands in it twice"),
        (("decimals = 1", 'decimals = 1\nwritten = { "x" = "kg" }'), "'kg' is not among the units"),
        (
            ("decimals = 1", "decimals = 1\n[analyte.B]"),
            "table.toml:11: analyte.B: a key is made of",
        ),
        (("[analyte.a]", '[analyte.a]\n"family" = 3'), "Cannot overwrite"),
        (("[analyte.a]", "[analyte]\nb = 3\n[analyte.a]"), "analyte.b: must be a table, not 3"),
        (("decimals = 1", 'decimals = 1\ndoubt = { above = 5, unit = "kg" }'), "'kg' is not among"),
        (("decimals = 1", "decimals ="), "table.toml:10: Invalid value"),
    ],
)
def test_a_slip_in_the_table_is_named(change: tuple[str, str], says: str):
    assert read(BASE)["a"].factor("UG/mL") == 1
    with pytest.raises(BadTable, match=re.escape(says)):
        read(BASE.replace(*change), "table.toml")


SECOND = """
[analyte.b]
label = "B"
group = "chemistry"
family = "f"
impossible = [0, 10]
decimals = 1
"""


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ('label = "A"', 'label = "a-"', "table.toml:12: analyte.b: a is called like this"),
        ("decimals = 1", "decimals = 1", ""),
        (
            'decimals = 1\nloinc = ["26881-3"]',
            'decimals = 1\nloinc = ["26881-3"]',
            "table.toml:19: analyte.b: 26881-3 is a already",
        ),
        (
            'decimals = 1\nnames = ["Alpha", "One"]',
            'decimals = 1\nnames = ["Beta", "al-pha"]',
            "table.toml:19: analyte.b: names: 'al-pha' is a already",
        ),
        (
            'decimals = 1\nnames = ["b."]',
            "decimals = 1",
            "table.toml:11: analyte.a: names: 'b.' is b already",
        ),
        (
            "decimals = 1",
            'decimals = 1\nnames = ["a %", "A"]',
            "table.toml:18: analyte.b: names: 'A' is a already",
        ),
        (
            'decimals = 1\nnames = ["Alpha", "ALPHA"]',
            "decimals = 1",
            "table.toml:11: analyte.a: names: 'ALPHA' is a already",
        ),
    ],
)
def test_no_name_or_code_means_two_analytes(first: str, second: str, says: str):
    key = first.partition(" =")[0]
    one = re.sub(f"{key} = .*", lambda _: first, BASE, count=1)
    other = re.sub(f"{key} = .*", lambda _: second, SECOND, count=1)
    if not says:
        assert set(read(one + other, "table.toml")) == {"a", "b"}
        return
    with pytest.raises(BadTable, match=re.escape(says)):
        read(one + other, "table.toml")
