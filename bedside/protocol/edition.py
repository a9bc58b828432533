"""What a trial asks of each patient, in one published edition of its protocol.

An edition is read from a file (:mod:`bedside.protocol.reading`), never made in code, and never
edited: what changes is a new edition. Days are study days (day 0 is the infusion), windows are
whole days before and after the target, inclusive.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from grading.scores.sledai import Variant, Window

MonthRule = Literal["30_day", "28_day", "calendar"]
Anchor = Literal["infusion", "consent", "discharge"]
DoseUnit = Literal["cells", "cells/kg"]
Evidence = Literal["lab", "vitals", "ice", "neuro", "drug", "baseline", "infused", "by_hand"]
SeriesName = Literal[
    "screening", "conditioning", "infusion", "pkpd", "efficacy", "safety", "register", "unscheduled"
]
AnswerKind = Literal["number", "yes_no", "date"]


@dataclass(frozen=True, slots=True)
class Level:
    """A dose level; ``dose`` in the protocol's unit (cells or cells/kg), None where unknown.

    ``note`` says what it is for, as in "backup", "start", "recommended".
    """

    id: str
    dose: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be done at a visit, and what in the record shows that it was.

    ``evidence`` is the kind of entry; ``names`` are analytes, drugs, or fields of vital signs or
    baseline; with ``need`` "all" each of them, with "any" one of them. "by_hand" is ticked by a
    person: no entry of the record shows it.
    """

    id: str
    title: str
    evidence: Evidence
    names: tuple[str, ...] = ()
    need: Literal["all", "any"] = "all"


@dataclass(frozen=True, slots=True)
class VisitRule:
    """One visit as the protocol has it: its target day or month, and the days around it.

    Exactly one of ``day`` and ``month`` is given, counted from the anchor. ``before`` and
    ``after`` are days, both 0 or more. ``before_infusion``: it must be over when the cells go in.
    ``assumed`` names what the trial's own papers do not say.
    """

    id: str
    series: SeriesName
    before: int
    after: int
    items: tuple[str, ...]
    day: int | None = None
    month: int | None = None
    anchor: Anchor = "infusion"
    before_infusion: bool = False
    assumed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Conditioning:
    """Lymphodepletion before the infusion: drugs by name with mg/m² a day (None: not stated)."""

    drugs: tuple[tuple[str, float | None], ...]
    days: tuple[int, int]


@dataclass(frozen=True, slots=True)
class RoundRule:
    """How often something is due on the ward: ``kind`` between two study days, every ``hours``."""

    kind: str
    days: tuple[int, int]
    hours: float


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """One row of an alarm table; ``condition`` names it, ``next_step`` says what to do."""

    condition: str
    priority: Literal["high", "medium", "low"]
    next_step: str


@dataclass(frozen=True, slots=True)
class Dlt:
    """The days in which dose-limiting toxicities count (0 to ``last_day``, inclusive).

    ``template`` are the usual definitions, to be edited by the site; ``in_force`` says whether
    the trial has adopted them.
    """

    last_day: int
    template: tuple[str, ...] = ()
    in_force: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to be known for eligibility: a number in one of ``units``, yes or no, or a day."""

    id: str
    text: str
    answer: AnswerKind
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the eligibility table, as the protocol words it.

    ``rule`` names how it is judged (:mod:`bedside.eligibility`), ``asks`` the questions it reads.
    """

    id: str
    text: str
    rule: str
    asks: tuple[str, ...] = ()
    inclusion: bool = True


@dataclass(frozen=True, slots=True)
class Protocol:
    """One edition of a trial's protocol.

    ``assumed`` names the keys, as in "month_rule" or "dlt.last_day", that no stored document of
    the trial says and this program assumes. ``visits`` are in the order of their targets.
    ``sledai_window_days`` is how far back the SLEDAI looks, ``selena_proteinuria`` by which
    definition SELENA-SLEDAI scores proteinuria; None where the trial's documents do not say.
    """

    id: str
    edition: str
    title: str
    short: str
    registry: str
    source: str
    product: str
    cells: Literal["autologous", "allogeneic"]
    dose_unit: DoseUnit | None
    levels: tuple[Level, ...]
    conditioning: Conditioning | None
    month_rule: MonthRule
    pk: tuple[str, ...]
    pd: tuple[str, ...]
    instruments: tuple[str, ...]
    ctcae: str
    gvhd: bool
    dlt: Dlt
    register_years: int
    ae_months: int
    items: Mapping[str, Item]
    visits: tuple[VisitRule, ...]
    rounds: tuple[RoundRule, ...] = ()
    alarms: tuple[AlarmRule, ...] = ()
    questions: Mapping[str, Question] | None = None
    criteria: tuple[Criterion, ...] = ()
    planned_patients: int | None = None
    sledai_window_days: Window | None = None
    selena_proteinuria: Variant | None = None
    assumed: frozenset[str] = frozenset()
    file: str = ""

    def level(self, named: str) -> Level | None:
        """The dose level of this id; None if the edition has none such."""
        return next((level for level in self.levels if level.id == named), None)

    def visit(self, named: str) -> VisitRule | None:
        """The visit of this id; None if the edition has none such."""
        return next((visit for visit in self.visits if visit.id == named), None)
