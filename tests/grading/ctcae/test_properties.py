"""What must hold for every laboratory term, whatever the numbers."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from grading.ctcae.laboratory import LABORATORY, Baseline, LabGrade, grade
from grading.ctcae.term import LabTerm, Version

TERMS = [(version, term) for version, terms in LABORATORY.items() for term in terms.values()]


@dataclass(frozen=True)
class Known:
    """A term, a unit, and everything that could be known around a value."""

    version: Version
    term: LabTerm
    unit: str
    lln: Decimal
    uln: Decimal
    baseline: Decimal
    findings: dict[str, bool]

    def graded(self, value: Decimal, without: frozenset[str] = frozenset()) -> LabGrade:
        limits: dict[str, Any] = {"lln": self.lln, "uln": self.uln}
        kept = {side: limit for side, limit in limits.items() if side not in without}
        return grade(
            self.term.id, value, self.unit, self.version, **kept,
            baseline=None if "baseline" in without else Baseline(self.baseline),
            findings={code: yes for code, yes in self.findings.items() if code not in without},
        )  # fmt: skip

    @property
    def can_be_missing(self) -> list[str]:
        return ["lln", "uln", "baseline", *self.findings]


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Known, list[Decimal]]:
    """A term with all that can be known, and two values around its printed numbers."""
    version, term = draw(st.sampled_from(TERMS))
    unit = draw(st.sampled_from(term.units))
    ends = [
        end
        for table in term.tables
        if table.measure == "value" and table.unit == unit
        for band in table.bands.rows
        for end in (band.low, band.high)
        if end.is_finite()
    ] or [Decimal(10)]
    scale = max(ends)
    quantities = st.integers(1, 400).map(lambda n: scale * n / 100)
    low, high = sorted(draw(st.tuples(quantities, quantities)))
    findings = {code: draw(st.booleans()) for code in term.questions}
    known = Known(version, term, unit, low, high, draw(quantities), findings)
    near = [scale * 0, low, high, known.baseline, *ends, *(n * high for n in (2, 3, 5, 10, 20))]
    values = draw(st.lists(st.sampled_from(near) | quantities, min_size=2, max_size=2))
    return known, sorted(values)


@given(scenes())
def test_a_worse_value_never_has_a_lower_grade(scene):
    known, values = scene
    milder, worse = values if known.term.direction == "high" else values[::-1]
    one, other = known.graded(milder), known.graded(worse)
    assert one.at_least <= other.at_least
    if one.level is not None and other.level is not None:
        assert one.level <= other.level


@given(scenes(), st.data())
def test_what_is_stated_from_less_holds_with_more(scene, data):
    """Unknown is never 0: a grade stated as certain, and a lowest grade, survive all the rest.

    Findings that lift by themselves are held to no, as a grade rests on what is known of them.
    """
    known, (value, _) = scene
    lifting = {code for codes in known.term.also for code in codes}
    asked = set(known.term.rule.questions)
    calm = {code: yes and code in asked - lifting for code, yes in known.findings.items()}
    known = Known(**{**vars(known), "findings": calm})
    without = frozenset(data.draw(st.sets(st.sampled_from(known.can_be_missing))))
    less, full = known.graded(value, without), known.graded(value)
    if less.status == "graded":
        assert less.level == full.level
    if less.level is None:
        assert less.at_least <= full.at_least
    if less.level == 0:
        assert full.level == 0


@given(scenes(), st.data())
def test_every_grade_says_what_it_rests_on(scene, data):
    known, (value, _) = scene
    without = frozenset(data.draw(st.sets(st.sampled_from(known.can_be_missing))))
    got = known.graded(value, without)
    assert got.grounds
    assert 0 <= got.at_least <= 4
    assert (got.level is None) == (got.status == "incomplete")
    assert (got.wording is None) == (got.counted == 0)
    if got.level is None:
        assert got.grounds[0].level is None
        assert got.missing or got.reason == "no_row_printed"
    else:
        assert got.level == got.at_least
        assert got.grounds[0].level == got.level
    if got.status == "partial":
        assert "baseline" in got.missing


@given(st.sampled_from(TERMS), st.sampled_from([None, "", "mol", "mg", "%%"]))
def test_no_grade_without_a_unit_of_the_term(entry, unit):
    version, term = entry
    if unit in term.units:
        return
    got = grade(term.id, 1, unit, version, lln=1, uln=2, baseline=Baseline(1))
    assert (got.level, got.at_least) == (None, 0)
    assert got.reason in {"unit_missing", "unit_refused"}
