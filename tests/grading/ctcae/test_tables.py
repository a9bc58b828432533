"""Every table of thresholds, automatically: it parts the line, and says what its words say."""

import operator
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise

import pytest

from grading.bands import Bands
from grading.ctcae.laboratory import LABORATORY
from grading.ctcae.rule import Asked, ByBaseline, ByUnit, IfBaselineLow, Least, Rule, Worst
from grading.ctcae.term import LabTerm, Table, Version, lab, row
from grading.ctcae.unit import plain

SIGNS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
BOUND = re.compile(r"(<=|>=|<|>) ([\d.]+)")

ENTRIES: dict[str, tuple[Version, LabTerm]] = {
    f"{version} {term.id}": (version, term)
    for version, terms in LABORATORY.items()
    for term in terms.values()
}
TABLES: dict[str, Table] = {
    f"{name} {table.head}": table for name, (_, term) in ENTRIES.items() for table in term.tables
}
every_term = pytest.mark.parametrize("term", [t for _, t in ENTRIES.values()], ids=list(ENTRIES))
every_table = pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))


def printed_holds(printed: str, number: Decimal) -> bool:
    """Whether a number is in a row, read from its words alone."""
    bounds = [BOUND.fullmatch(part) for part in printed.split(" to ")]
    return all(b is not None and SIGNS[b[1]](number, Decimal(b[2])) for b in bounds)


def edges(bands: Bands) -> Iterator[Decimal]:
    """Every printed number and its two neighbours by one unit of its last decimal."""
    for band in bands.rows:
        for end in (band.low, band.high):
            if end.is_finite():
                step = Decimal(1).scaleb(min(int(end.as_tuple().exponent), 0))
                yield from (end - step, end - step / 10, end, end + step / 10, end + step)


@every_table
def test_a_table_parts_the_line(table):
    """No gap and no overlap: each edge, and one unit of the last decimal around it."""
    for number in edges(table.bands):
        holding = [b for b in table.bands.rows if printed_holds(b.printed, number)]
        assert len(holding) == 1, (number, holding)
        assert table.level(number) == holding[0].value
    ends = sorted((b.low, b.high) for b in table.bands.rows)
    assert (ends[0][0], ends[-1][1]) == (Decimal("-Infinity"), Decimal("Infinity"))
    assert all(one[1] == next_[0] for one, next_ in pairwise(ends))


@every_table
def test_grades_rise_one_way(table):
    values = [band.value for band in table.bands.rows]
    assert values in (sorted(values), sorted(values, reverse=True))
    assert len(set(values)) == len(values)


@every_term
def test_the_direction_is_that_of_the_tables(term):
    for table in term.tables:
        values = [band.value for band in table.bands.rows]
        falling = table.measure in {"fall", "drop"}
        assert (values[0] > values[-1]) == (term.direction == "low" and not falling), table.head


NUMBER = re.compile(r"\d+(?:\.\d+)?")


def numbers_of(text: str) -> set[Decimal]:
    plain_text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return {Decimal(number) for number in NUMBER.findall(plain_text)}


# Conditions whose number is not in their words: it is the printed one in another unit, the limit
# of normal itself, the same edge seen from the neighbour, or an end that whole numbers imply.
ALSO: dict[str, set[str]] = {
    "leukocytosis": {"100"},
    "lymphocyte_count_increased": {"4", "20"},
    "hemoglobin_increased": {"20", "40"},
    "hyponatremia": {"130", "125"},
    "ejection_fraction_decreased": {"40", "20"},
    "creatinine_clearance_decreased": {"50", "26", "10"},
    "proteinuria": {"2", "4"},
    "fibrinogen_decreased": {"0", "0.5", "1"},
    "hypophosphatemia": {"1"},
    "hyperglycemia": {"1"},
    "lipase_increased": {"1"},
}


@every_term
def test_each_condition_stands_beside_its_words(term):
    """The numbers of a condition are printed in the wording of the same grade."""
    for table in term.tables:
        for band in table.bands.rows:
            if band.value == 0:
                continue
            words = term.wording[band.value - 1] or ""
            extra = {Decimal(number) for number in ALSO.get(term.id, set())}
            limits = {Decimal(1)} if "ULN" in words or "LLN" in words else set()
            limits |= (
                {Decimal(1), Decimal(0)} if "aseline" in words or "ncrease" in words else set()
            )
            assert numbers_of(band.printed) <= numbers_of(words) | extra | limits, band


@every_term
def test_a_limit_of_normal_is_read_where_it_is_printed(term):
    for table in term.tables:
        if table.limit is None:
            continue
        words = (term.wording[table.limit.level - 1] or "").replace("normal", table.limit.side)
        assert table.limit.side.upper() in words.upper()


@every_term
def test_every_grade_of_a_number_or_a_finding_is_printed(term):
    """But for what lies beyond the last printed row, which is then not stated."""
    highest = {band.value for table in term.tables for band in table.bands.rows} - {0}
    unprinted = {level for level in highest if term.wording[level - 1] is None}
    assert unprinted == ({4} if term.id == "creatinine_clearance_decreased" else set())
    for level, codes in enumerate(term.also, 1):
        assert not codes or term.wording[level - 1] is not None
    assert len(term.wording) == 5


def columns(rule: Rule) -> set[int]:
    match rule:
        case ByUnit():
            return set(rule.columns)
        case ByBaseline():
            return {rule.normal, rule.abnormal}
        case IfBaselineLow():
            return {rule.column}
        case Asked():
            return columns(rule.no) | columns(rule.yes)
        case Worst() | Least():
            return set().union(*(columns(part) for part in rule.parts))
    raise AssertionError(rule)


@every_term
def test_every_column_is_used_by_the_rule(term):
    assert columns(term.rule) == set(range(len(term.tables)))


@every_term
def test_units_cannot_be_confused(term):
    """Compared without case: no term accepts two units that then are one, or two dimensions."""
    accepted = [plain(unit) for unit in term.units]
    assert len(set(accepted)) == len(accepted)
    assert not {"g/l", "10*9/l"} <= set(accepted)


ANALYTES = {
    "hb": ("anemia", "hemoglobin_increased"),
    "wbc": ("white_blood_cell_decreased", "leukocytosis"),
    "anc": ("neutrophil_count_decreased",),
    "alc": ("lymphocyte_count_decreased", "lymphocyte_count_increased"),
    "platelets": ("platelet_count_decreased",),
    "cd4_t": ("cd4_lymphocytes_decreased",),
    "fibrinogen": ("fibrinogen_decreased",),
    "inr": ("inr_increased",),
    "aptt": ("aptt_prolonged",),
    "creatinine": ("creatinine_increased",),
    "alt": ("alt_increased",),
    "ast": ("ast_increased",),
    "alp": ("alp_increased",),
    "ggt": ("ggt_increased",),
    "bilirubin": ("blood_bilirubin_increased",),
    "ldh": ("blood_lactate_dehydrogenase_increased",),
    "ck": ("cpk_increased",),
    "albumin": ("hypoalbuminemia",),
    "sodium": ("hyponatremia", "hypernatremia"),
    "potassium": ("hypokalemia", "hyperkalemia"),
    "calcium": ("hypocalcemia", "hypercalcemia"),
    "calcium_ionised": ("hypocalcemia_ionized", "hypercalcemia_ionized"),
    "magnesium": ("hypomagnesemia", "hypermagnesemia"),
    "phosphate": ("hypophosphatemia",),
    "glucose": ("hypoglycemia", "hyperglycemia"),
    "triglycerides": ("hypertriglyceridemia",),
    "uric_acid": ("hyperuricemia",),
    "ph_arterial": ("acidosis", "alkalosis"),
}


def test_the_units_the_laboratory_is_kept_in_are_accepted():
    text = files("resources").joinpath("analytes.toml").read_text(encoding="utf-8")
    said = tomllib.loads(text)
    for analyte, terms in ANALYTES.items():
        kept = said["analyte"][analyte]
        unit = kept["unit"] if "unit" in kept else said["family"][kept["family"]]["unit"]
        for term in terms:
            accepted = {plain(u) for u in LABORATORY["5.0"][term].units}
            assert plain(unit) in accepted, (analyte, term)


@pytest.mark.parametrize(
    ("cells", "zero"),
    [
        (("< 2 to >= 1", "< 0.9"), ">= 2"),  # a hole
        (("< 2 to >= 1", "< 1.1"), ">= 2"),  # an overlap
        (("< 2 to >= 1", "< 1"), ">= 1.9"),  # an overlap with no grade
        (("< 2 to >= 1", "< 1"), ""),  # an open end
    ],
)
def test_rows_that_do_not_part_the_line_make_no_term(cells, zero):
    lines = [row(f"grade {n}", cell) for n, cell in enumerate(cells, 1)]
    with pytest.raises(ValueError, match=r"meet|open ends"):
        lab("x", "X", "Investigations", "low", ("g/L",), *lines, *[row("-")] * 3, zero=(zero,))
