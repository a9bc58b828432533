"""What each kind of rule makes of a value: which grades are possible, and what they rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Literal, NamedTuple, assert_never

from grading.ctcae.rule import AnyRule, Asked, ByBaseline, ByUnit, IfBaselineLow, Least, Worst
from grading.ctcae.term import LabTerm, Measure, Table
from grading.ctcae.unit import plain
from grading.toxicity import Ground, Values

_EXACT = Context(prec=40)
_CODES: Mapping[Measure, str] = {
    "value": "absolute",
    "uln": "times_uln",
    "lln": "times_lln",
    "baseline": "times_baseline",
    "fall": "fall_from_baseline",
    "drop": "points_from_baseline",
    "above_uln": "above_uln",
}
Lay = Literal["low", "normal", "high"]


class Found(NamedTuple):
    """The grades that are possible, from ``low`` to ``high``, and what they rest on.

    ``stated`` is the one grade to state where the baseline alone is not known: the one that the
    rest gives. It is None where there is no such.
    """

    low: int
    stated: int | None
    high: int
    grounds: tuple[Ground, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One value with what is known around it, all in one unit; None is not known.

    ``lay`` is where the baseline lay to the limits of normal of its own day, if that was said.
    ``answers`` are findings answered with yes or no; what is not in it was not answered.
    """

    term: LabTerm
    unit: str
    value: Decimal
    lln: Decimal | None
    uln: Decimal | None
    baseline: Decimal | None
    lay: Lay | None
    answers: Mapping[str, bool]

    @property
    def baseline_high(self) -> bool | None:
        """Whether the baseline was above ULN."""
        if self.lay is not None:
            return self.lay == "high"
        if self.baseline is None or self.uln is None:
            return None
        return self.baseline > self.uln

    @property
    def baseline_low(self) -> bool | None:
        """Whether the baseline was below LLN."""
        if self.lay is not None:
            return self.lay == "low"
        if self.baseline is None or self.lln is None:
            return None
        return self.baseline < self.lln


def judged(rule: AnyRule, case: Case) -> Found:
    """What a rule makes of a case."""
    match rule:
        case ByUnit():
            return _by_unit(rule, case)
        case Asked():
            return _asked(rule, case)
        case ByBaseline():
            return _by_baseline(rule, case)
        case Worst():
            return _worst([judged(part, case) for part in rule.parts])
        case Least():
            return _least([judged(part, case) for part in rule.parts])
        case IfBaselineLow():
            return _if_baseline_low(rule, case)
        case _:
            assert_never(rule)


def _by_unit(rule: ByUnit, case: Case) -> Found:
    tables = [case.term.tables[column] for column in rule.columns]
    unit = plain(case.unit)
    table = next((t for t in tables if t.unit is None or plain(t.unit) == unit), None)
    return _nothing() if table is None else _column(table, case)


def _asked(rule: Asked, case: Case) -> Found:
    """Not answered: between the two answers, and the same grade if both give it."""
    answer = case.answers.get(rule.question)
    if answer is not None:
        return judged(rule.yes if answer else rule.no, case)
    no, yes = judged(rule.no, case), judged(rule.yes, case)
    return Found(
        min(no.low, yes.low),
        no.stated if no.stated == yes.stated else None,
        max(no.high, yes.high),
        no.grounds if no.low <= yes.low else yes.grounds,
        (rule.question, *no.missing, *yes.missing),
    )


def _by_baseline(rule: ByBaseline, case: Case) -> Found:
    """Without a baseline the value is graded as with a normal one, the first value always is."""
    normal = _column(case.term.tables[rule.normal], case)
    abnormal = case.term.tables[rule.abnormal]
    if case.baseline_high:
        found = _column(abnormal, case)
        return found._replace(stated=None) if case.baseline is None else found
    if case.baseline_high is False:
        return normal
    if case.baseline is not None:  # and no limits to tell whether it was normal
        other = _column(abnormal, case)
        low, high = min(normal.low, other.low), max(normal.high, other.high)
        return Found(low, None, high, other.grounds, ("uln",))
    if case.uln is None or normal.stated is None:
        return normal
    # A baseline above ULN leaves fewer multiples than ULN does, and none where the value is normal.
    most = 0 if case.value <= case.uln else abnormal.level(_ratio(case.value, case.uln))
    return Found(
        0 if most else normal.low,
        normal.stated,
        max(normal.high, most),
        normal.grounds,
        ("baseline",) if most else (),
    )


def _if_baseline_low(rule: IfBaselineLow, case: Case) -> Found:
    """What lies above LLN has not fallen from a baseline below it."""
    table = case.term.tables[rule.column]
    if case.baseline_low is False:
        return _nothing()
    if table.measure == "fall" and case.lln is not None and case.value >= case.lln:
        return _nothing()
    found = _column(table, case)
    if case.baseline_low:
        return found
    missing = "baseline" if case.baseline is None else "lln"
    return Found(0, 0, found.high, (), (missing,) if found.high else ())


def _worst(parts: Sequence[Found]) -> Found:
    stated = [part.stated for part in parts if part.stated is not None]
    return Found(
        max(part.low for part in parts),
        max(stated) if len(stated) == len(parts) else None,
        max(part.high for part in parts),
        _by_level(parts, highest=True),
        _missing(parts),
    )


def _least(parts: Sequence[Found]) -> Found:
    stated = [part.stated for part in parts if part.stated is not None]
    return Found(
        min(part.low for part in parts),
        min(stated) if len(stated) == len(parts) else None,
        min(part.high for part in parts),
        _by_level(parts, highest=False),
        _missing(parts),
    )


# --- one column -----------------------------------------------------------------------------------


def _column(table: Table, case: Case) -> Found:
    number, needs = _measured(table.measure, case)
    if number is None:
        return Found(0, 0 if needs == "baseline" else None, table.most, (), (needs,))
    level = table.level(number)
    limit = table.limit
    values = _values(table, case, number)
    if limit is None or level != limit.level:
        return _exactly(level, _CODES[table.measure] if level else "none", table.head, values)
    normal = case.lln if limit.side == "lln" else case.uln
    if normal is None:
        return Found(0, None, level, (), (limit.side,))
    values = (*values, (limit.side, normal))
    beyond = case.value < normal if limit.side == "lln" else case.value > normal
    if beyond or (limit.including and case.value == normal):
        return _exactly(level, f"beyond_{limit.side}", table.head, values)
    return _exactly(0, "none", table.head, values)


def _measured(measure: Measure, case: Case) -> tuple[Decimal | None, str]:
    """A value in a measure, or None and what it needs."""
    match measure:
        case "value":
            return case.value, ""
        case "uln":
            return (None if case.uln is None else _ratio(case.value, case.uln)), "uln"
        case "lln":
            return (None if case.lln is None else _ratio(case.value, case.lln)), "lln"
        case "above_uln":
            return (None if case.uln is None else _EXACT.subtract(case.value, case.uln)), "uln"
        case "baseline" | "fall" | "drop":
            return _against_baseline(measure, case), "baseline"
        case _:
            assert_never(measure)


def _against_baseline(measure: Literal["baseline", "fall", "drop"], case: Case) -> Decimal | None:
    if case.baseline is None:
        return None
    if measure == "baseline":
        return _ratio(case.value, case.baseline)
    drop = _EXACT.subtract(case.baseline, case.value)
    return drop if measure == "drop" else _ratio(_EXACT.multiply(drop, Decimal(100)), case.baseline)


def _ratio(value: Decimal, divisor: Decimal) -> Decimal:
    """Exact where it ends; elsewhere too fine to meet an edge."""
    return _EXACT.divide(value, divisor)


def _values(table: Table, case: Case, number: Decimal) -> Values:
    found: Values = (("value", case.value), ("unit", case.unit))
    match table.measure:
        case "value":
            return found
        case "uln" | "above_uln":
            return (*found, ("uln", case.uln), (table.measure, number))
        case "lln":
            return (*found, ("lln", case.lln), (table.measure, number))
        case "baseline" | "fall" | "drop":
            return (*found, ("at_baseline", case.baseline), (table.measure, number))
        case _:
            assert_never(table.measure)


def _exactly(level: int, code: str, domain: str, values: Values) -> Found:
    return Found(level, level, level, (Ground(domain, level, code, values),))


def _nothing() -> Found:
    return Found(0, 0, 0)


def _by_level(parts: Sequence[Found], *, highest: bool) -> tuple[Ground, ...]:
    grounds = [ground for part in parts for ground in part.grounds]
    return tuple(sorted(grounds, key=lambda ground: ground.level or 0, reverse=highest))


def _missing(parts: Sequence[Found]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(what for part in parts for what in part.missing))
