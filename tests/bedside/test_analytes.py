"""Laboratory results as written, and the table of analytes."""

import re

import pytest

from bedside.analytes import Analyte, BadTable, analytes, lab, named, number, read, spelling
from grading.signs import Invalid, Lab

PG, MG_DL, COUNT = "pg/mL", "mg/dL", "10*9/L"


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
        ("crp", "1.2", "mg/dL", Lab("crp", 12.0, "mg/L")),
        ("creatinine", "88.42", "µmol/L", Lab("creatinine", 1.0, MG_DL)),
        ("creatinine", "88.42", "μmol/l", Lab("creatinine", 1.0, MG_DL)),
        ("bilirubin", "17.1", "umol/L", Lab("bilirubin", 1.0, MG_DL)),
        ("fibrinogen", "250", "mg/dL", Lab("fibrinogen", 2.5, "g/L")),
        ("hb", "98", "g/L", Lab("hb", 9.8, "g/dL")),
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
        ("hb", "9.8", "mmol/L", "unit", "unknown_unit"),
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


@pytest.mark.parametrize("one", analytes().values(), ids=lambda one: one.key)
def test_each_analyte_agrees_with_itself(one: Analyte):
    low, high = one.impossible
    wary = [limit for limit in one.unlikely if limit is not None]
    assert all(low <= limit <= high for limit in wary)
    assert wary == sorted(wary)
    assert one.factor(one.unit) == one.factor(one.shown) == 1
    assert one.doubt is None or low < one.doubt <= high
    assert one.log == (one.group == "cytokine" or one.key in LOG)
    assert named(one.label) is one
    assert one.decimals in range(4)


LOG = {"ferritin", "crp", "procalcitonin", "cart_copies", "cart_cells"}


def test_an_analyte_is_found_by_key_or_label():
    assert named("IL-6") is named(" il 6 ") is analytes()["il6"]
    assert named("IL-60") is None


def test_how_a_unit_is_written_does_not_matter():
    written = ["10⁹/L", "10^9/L", "10*9/l", "x10^9 / L", "×10⁹/L", "10E9/L", "10**9/L"]
    assert {spelling(unit) for unit in written} == {"10*9/l"}
    assert spelling("10*3/uL") != spelling("10*9/L")
    assert len({spelling(unit) for unit in ("mg/L", "mg/dL", "ug/L", "ng/L")}) == 4


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
        (('label = "A"', 'label = "A"\nlable = "B"'), "analyte.a: unknown key 'lable'"),
        (('unit = "mg/L"', 'unit = "mg/L"\nfactor = 2'), "family.f: unknown key 'factor'"),
        (("[family.f]", "[families.f]"), "unknown key 'families'"),
        (('"ug/mL" = 1', '"ug/mL" = 1, "UG/ML" = 2'), "analyte.a: the unit 'UG/ML' has two"),
        (('"ug/mL" = 1', '"ug/mL" = { times = 2 }'), "units.ug/mL: unknown key 'times'"),
        (('group = "chemistry"', 'group = "cemistry"'), "no group is called 'cemistry'"),
        (('family = "f"', 'family = "g"'), "no family is called 'g'"),
        (("[0, 10]", "[10, 0]"), "10 is not below 0"),
        (("[0, 10]", '"0 to 10"'), "analyte.a: ValueError"),
        (("decimals = 1", ""), "analyte.a: KeyError('decimals')"),
        (("decimals = 1", 'decimals = 1\ndoubt = { above = 5, unit = "kg" }'), "'kg' is not among"),
        (("decimals = 1", "decimals ="), "Invalid value"),
    ],
)
def test_a_slip_in_the_table_is_named(change: tuple[str, str], says: str):
    assert read(BASE)["a"].factor("UG/mL") == 1
    with pytest.raises(BadTable, match=re.escape(says)):
        read(BASE.replace(*change), "table.toml")
