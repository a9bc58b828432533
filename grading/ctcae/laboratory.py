"""The CTCAE grade of one laboratory value, by a version that the protocol pins.

Source: National Cancer Institute, Common Terminology Criteria for Adverse Events v5.0 (27 November
2017), read in the full table of 837 terms, and v6.0 (July 2025), read for the terms in github
pharmaverse/admiral (data-raw/adlb_grading/ncictcaev6.json).

This project's decisions. What is printed after a semicolon is "or". A range "a - b" is < a and
>= b for low values, > a and <= b for high ones; where neighbours are whole numbers apart (125-129,
120-124) nothing is rounded and no hole is left. A missing limit of normal, unit or answer is never
grade 0: the grade is None, with the lowest that is certain. "Asymptomatic" must be said by a
person. A value without a baseline is graded as with a normal one, as the first value always is,
and the status says so (``partial``); but no 0 rests on that. A baseline below LLN is not abnormal
for what can only rise. A finding counts with a value beyond normal, not with a normal one. What
was measured is compared with 15 significant figures, free of binary fractions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from grading.ctcae.judgement import Case, Found, Lay, judged
from grading.ctcae.laboratory_v5_blood import BLOOD_V5
from grading.ctcae.laboratory_v5_chemistry import CHEMISTRY_V5
from grading.ctcae.laboratory_v5_salts import SALTS_V5
from grading.ctcae.laboratory_v6 import LABORATORY_V6
from grading.ctcae.term import LabTerm, Version
from grading.ctcae.unit import plain
from grading.toxicity import Ground, ToxicityGrade, ToxicityStatus, Values

Number: TypeAlias = float | Decimal

LABORATORY: Mapping[Version, Mapping[str, LabTerm]] = MappingProxyType(
    {
        "5.0": MappingProxyType({**BLOOD_V5, **CHEMISTRY_V5, **SALTS_V5}),
        "6.0": LABORATORY_V6,
    }
)
"""The laboratory terms by version and id. Of v6.0 only what could be read is here."""

_READ = Context(prec=15)
_NO_ANSWERS: Mapping[str, bool] = MappingProxyType({})


class Baseline(NamedTuple):
    """The value before treatment, in the unit of the value, and where it lay to normal then.

    ``lay`` None: it is compared with the limits that come with the value. ``value`` None: only
    where it lay is known.
    """

    value: Number | None
    lay: Lay | None = None


@dataclass(frozen=True, slots=True)
class LabGrade(ToxicityGrade):
    """The grade of a laboratory value: 0 to 4, or None where it cannot be stated.

    ``at_least`` is the lowest that is certain, ``wording`` the published words of the grade that
    counts (None at 0 and where nothing is certain). ``would_raise`` are findings not answered,
    each of which would raise it. Flags: ``finding_without_value``, a finding that belongs to a
    higher grade was reported with a normal value and not counted.
    """

    term: str = ""
    name: str = ""
    version: str = ""
    wording: str | None = None
    would_raise: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """The code of what decided: of the first ground."""
        return self.grounds[0].code


def grade(
    term: str,
    value: Number | None,
    unit: str | None,
    version: str,
    *,
    lln: Number | None = None,
    uln: Number | None = None,
    baseline: Baseline | None = None,
    findings: Mapping[str, bool] = _NO_ANSWERS,
) -> LabGrade:
    """The grade of a value by a term's id and a version ("5.0", "6.0").

    ``lln``, ``uln`` and the baseline are in the unit of the value; "" is the unit of a number
    without one (INR, pH). ``findings`` answers questions of the term with yes or no; what is not
    in it is unknown. Nothing is raised for what a laboratory may send: the reason is then one of
    ``value_missing``, ``value_refused`` (negative or no number), ``unit_missing``,
    ``unit_refused``, ``limits_crossed``, ``version_not_held``, ``term_not_held``. A finding that
    is no question of the term is a mistake of the program and raises ValueError.
    """
    blank = LabGrade(scale=f"ctcae_{version}", level=None, at_least=0, status="incomplete",
                     term=term, version=version)  # fmt: skip
    table = next((terms for held, terms in LABORATORY.items() if held == version), None)
    if table is None:
        return _refused(blank, "version_not_held", (("version", version),))
    entry = table.get(term)
    if entry is None:
        return _refused(blank, "term_not_held", (("term", term),))
    strange = set(findings) - set(entry.questions)
    if strange:
        raise ValueError(f"{term}: no such finding: {', '.join(sorted(strange))}")
    refusal = _refusal(entry, value, unit, (lln, uln))
    if refusal is not None or value is None or unit is None:
        return _named(_refused(blank, *(refusal or ("value_missing", ()))), entry)
    case = Case(
        term=entry,
        unit=unit,
        value=_number(value),
        lln=_limit(lln),
        uln=_limit(uln),
        baseline=None if baseline is None else _limit(baseline.value),
        lay=None if baseline is None else baseline.lay,
        answers=findings,
    )
    found, flags = _with_findings(judged(entry.rule, case), case)
    return _settled(entry, found, case, blank, flags)


# --- what is refused ------------------------------------------------------------------------------


def _refusal(
    term: LabTerm, value: Number | None, unit: str | None, limits: tuple[Number | None, ...]
) -> tuple[str, Values] | None:
    """Why there can be no grade, or None."""
    if value is None:
        return "value_missing", ()
    if not _is_quantity(value):
        return "value_refused", (("value", value),)
    if unit is None or (not unit.strip() and "" not in term.units):
        return "unit_missing", (("accepted", term.units),)
    if plain(unit) not in {plain(accepted) for accepted in term.units}:
        return "unit_refused", (("unit", unit), ("accepted", term.units))
    lln, uln = (_limit(limit) for limit in limits)
    if lln is not None and uln is not None and lln > uln:
        return "limits_crossed", (("lln", lln), ("uln", uln))
    return None


def _is_quantity(number: Number) -> bool:
    exact = Decimal(str(number))
    return exact.is_finite() and exact >= 0


def _number(number: Number) -> Decimal:
    return _READ.create_decimal(str(number))


def _limit(number: Number | None) -> Decimal | None:
    """A limit of normal or a baseline that can divide; one that cannot is not known."""
    if number is None or not _is_quantity(number) or not number:
        return None
    return _number(number)


def _refused(blank: LabGrade, code: str, values: Values) -> LabGrade:
    return replace(blank, grounds=(Ground("refused", None, code, values),))


# --- what is stated -------------------------------------------------------------------------------


def _with_findings(found: Found, case: Case) -> tuple[Found, frozenset[str]]:
    """Findings lift a value that is not known to be normal to the grade they are printed at."""
    present = [
        (level, code)
        for level, codes in enumerate(case.term.also, 1)
        for code in codes
        if case.answers.get(code)
    ]
    if found.high == 0:
        ignored = {"finding_without_value"} if present else set()
        return found, frozenset(ignored)
    for level, code in present:
        stated = None if found.stated is None else max(found.stated, level)
        grounds = found.grounds
        if level > found.low:
            grounds = (Ground("finding", level, "finding", (("finding", code),)), *grounds)
        found = Found(max(found.low, level), stated, max(found.high, level), grounds, found.missing)
    if case.term.judged:
        found = _unjudged(found, case)
    return found, frozenset()


def _unjudged(found: Found, case: Case) -> Found:
    """Where no number gives a higher grade, each finding not answered leaves it open."""
    unanswered = [
        (level, code)
        for level, codes in enumerate(case.term.also, 1)
        for code in codes
        if level > found.low and code not in case.answers
    ]
    if not unanswered:
        return found
    highest = max(level for level, _ in unanswered)
    missing = (*found.missing, *(code for _, code in unanswered))
    return found._replace(stated=None, high=max(found.high, highest), missing=missing)


def _settled(
    term: LabTerm, found: Found, case: Case, blank: LabGrade, flags: frozenset[str]
) -> LabGrade:
    level, status, missing = _stated(found)
    at_least = found.low if level is None else level
    grounds = found.grounds
    if at_least and term.wording[at_least - 1] is None:
        # The number lies beyond the last grade that is printed.
        printed = max(n for n in range(at_least) if not n or term.wording[n - 1] is not None)
        grounds = (Ground("refused", None, "no_row_printed", grounds[0].values), *grounds)
        level, status, at_least = None, "incomplete", printed
    elif level is None:
        grounds = (Ground("unknown", None, f"{missing[0]}_missing"), *grounds)
    elif not grounds:
        grounds = (Ground("value", 0, "none", (("value", case.value), ("unit", case.unit))),)
    else:
        deciding = tuple(ground for ground in grounds if ground.level == level)
        grounds = (*deciding, *(ground for ground in grounds if ground.level != level))
    raising = () if found.high == 0 else _raising(term, case, at_least)
    settled = replace(blank, level=level, at_least=at_least, status=status, grounds=grounds,
                    missing=missing, flags=flags, would_raise=raising)  # fmt: skip
    return _named(settled, term)


def _stated(found: Found) -> tuple[int | None, ToxicityStatus, tuple[str, ...]]:
    if found.low == found.high:
        return found.low, "graded", ()
    if found.stated:
        return found.stated, "partial", found.missing
    return None, "incomplete", found.missing


def _raising(term: LabTerm, case: Case, at_least: int) -> tuple[str, ...]:
    higher = (code for codes in term.also[at_least:] for code in codes)
    return tuple(dict.fromkeys(code for code in higher if code not in case.answers))


def _named(settled: LabGrade, term: LabTerm) -> LabGrade:
    counted = settled.counted
    return replace(settled, name=term.name, wording=term.wording[counted - 1] if counted else None)
