"""One patient of a study: toxicities, responses and courses, with the entries they rest on.

Study days count from the first infusion (day 0, the site's calendar); a second infusion ends what
a study counts of the first. What the record does not say is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Literal, NamedTuple

from bedside.facts import EndCause
from bedside.study.figure import UNKNOWN, Figure
from grading.scores.sledai import Variant

BASELINE = 0
"""The month under which the assessment before the infusion stands."""
CART = ("cart_copies", "cart_cells", "cart_copies_ml", "cart_pct")
"""Analytes of the cells in blood, each in its own unit, the one that trials report first."""
CURVES = (*CART, "il6", "crp", "ferritin")
"""Analytes that are followed over time."""
SYNTHETIC = "demo"
"""The origin of entries that the program made up; no workstation is ever called so."""

DltState = Literal["not_infused", "no_window", "in_window", "review_due", "reviewed", "left_within"]
"""Where a patient stands in the time in which dose-limiting toxicities count.

``no_window``: no known edition says how long it is. ``review_due``: it is over, and nobody has
looked. ``left_within``: the patient left or died before its end.
"""
HappeningKind = Literal[
    "infusion",
    "crs",
    "icans",
    "tocilizumab",
    "steroid",
    "icaht",
    "sae",
    "visit",
    "response",
    "ended",
    "death",
]


class DltWindow(NamedTuple):
    """The days in which dose-limiting toxicities count, and what a review of them found.

    ``closes`` is the last day of it (inclusive), ``last_day`` that as a study day. ``dlts`` is
    how many a person found (None: nobody has looked), with that person's name and moment.
    ``evaluable``: the patient was followed to the end of it, or had a toxicity that counts
    within it; None while that is still open.
    """

    state: DltState
    closes: date | None = None
    last_day: int | None = None
    dlts: Figure[int | None] = UNKNOWN
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    evaluable: bool | None = None


NOT_INFUSED = DltWindow("not_infused")
"""Before the infusion."""


@dataclass(frozen=True, slots=True)
class Syndrome:
    """CRS or ICANS of one patient from the infusion on.

    ``maximum`` is the highest level: None where it cannot be told; ``at_least`` is certain all
    the same. It is 0 only where the scale stated a level on at least half of the days from day 0
    to day 14 (or to the last day so far), so that nobody is free of what nobody looked for (this
    project's decision). ``stated_days`` of ``asked_days`` are those days. Where the record alone
    states nothing, what a physician signed counts, and ``signed`` says so by being equal.
    ``signed`` is the highest level that a physician confirmed.

    ``onset_day`` is the study day of the first episode, ``onset_days`` the same in days and parts
    of them. ``duration_days`` adds up all episodes, in days and parts of them; with ``going_on``
    the last one has no confirmed end, and is counted to the last observation of it.
    """

    maximum: Figure[int | None] = UNKNOWN
    at_least: int = 0
    signed: Figure[int | None] = UNKNOWN
    onset_day: Figure[int | None] = UNKNOWN
    onset_days: float | None = None
    duration_days: Figure[float | None] = UNKNOWN
    going_on: bool = False
    episodes: int = 0
    stated_days: int = 0
    asked_days: int = 0

    @property
    def occurred(self) -> bool | None:
        """Whether it occurred in any grade; None where that cannot be told."""
        return self.reached(1)

    def reached(self, level: int) -> bool | None:
        """Whether it reached a level; None where that cannot be told."""
        if self.at_least >= level:
            return True
        return None if self.maximum.value is None else self.maximum.value >= level


class Ctcae(NamedTuple):
    """The worst adverse event that somebody wrote down: grade (1 to 5) and term.

    ``term`` is the id of a term of the CTCAE in ``version``, ``specify`` the words of an "Other,
    specify".
    """

    grade: int
    term: str
    version: str
    specify: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Lupus activity and response at one efficacy visit; month 0 is the baseline.

    ``at`` is when it was judged, None where there is no assessment (yet): then every figure is
    None. ``day`` is that as a study day, None while no infusion is known. ``due`` is the visit's
    target as a study day, None for the baseline. ``sledai`` holds the total in each variant. Of
    the responses True and False are answers; None is not to be told. At the baseline there is no
    SRI-4.
    """

    month: int
    at: datetime | None = None
    day: int | None = None
    due: int | None = None
    sledai: Mapping[Variant, Figure[int | None]] = field(default_factory=dict)
    sri4: Mapping[Variant, Figure[bool | None]] = field(default_factory=dict)
    lldas: Figure[bool | None] = UNKNOWN
    doris: Figure[bool | None] = UNKNOWN

    @property
    def is_judged(self) -> bool:
        """Whether there is an assessment."""
        return self.at is not None

    def total(self, variant: Variant) -> Figure[int | None]:
        """The SLEDAI in a variant."""
        return self.sledai.get(variant, UNKNOWN)

    def responds(self, variant: Variant) -> Figure[bool | None]:
        """SRI-4 in a variant."""
        return self.sri4.get(variant, UNKNOWN)


@cache
def _no_outcome(month: int) -> Outcome:
    return Outcome(month)


class Point(NamedTuple):
    """One value of a course: days (and parts of them) since the infusion, negative before it.

    ``bound`` says that the true value lies below ("<") or above (">") it.
    """

    days: float
    value: float
    entry: str
    bound: Literal["<", ">"] | None = None


class Expanded(NamedTuple):
    """The expansion of the cells in blood. ``analyte`` and ``unit`` say of what.

    ``cmax`` is the highest value, ``tmax_day`` its study day, ``auc0_28`` the area to day 28
    (unit times days), ``tlast_day`` the last study day on which they were found; days with
    their parts. ``at_least``: a result lay above what could be measured. ``partial``: the area
    does not reach from day 0 to day 28.
    """

    analyte: str
    unit: str
    cmax: Figure[float | None] = UNKNOWN
    tmax_day: Figure[float | None] = UNKNOWN
    auc0_28: Figure[float | None] = UNKNOWN
    tlast_day: Figure[float | None] = UNKNOWN
    at_least: bool = False
    partial: bool = False


class Happening(NamedTuple):
    """One thing on a patient's line in a swimmer plot, in days since the infusion.

    ``until`` is None where it has no extent; with ``going_on`` it is not over. ``level`` is a
    grade. ``name`` says which: the visit, the response (``sri4``, ``lldas``, ``doris``), the
    drug, the term of an adverse event, the cause of an end.
    """

    kind: HappeningKind
    day: float
    until: float | None = None
    level: int | None = None
    name: str = ""
    entries: tuple[str, ...] = ()
    going_on: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """One patient of a study at one moment. Frozen.

    ``protocol`` and ``edition`` are as enrolled; ``known`` says whether there is such an edition.
    ``dose_level`` is the id of its level, ``level_dose`` that level's dose in ``dose_unit``,
    ``dose`` what was given in all parts of the first infusion, in ``given_unit``. ``infused`` is
    its moment, ``day`` today's study day. ``reinfused`` is the moment of a second infusion.
    ``variant`` is the SLEDAI that the protocol asks for. ``synthetic``: the program made this
    patient up.
    ``tocilizumab`` and ``steroids`` count doses from the infusion on, of steroids those that are
    not the usual ones for lupus; ``steroid_days`` the days on which such a one was given. They are
    known, 0 included, only where some drug was written down after the infusion: of a record that
    holds none at all nobody can say that none was given (this project's decision). In the same way
    ``ctcae`` is "none" only where ``adverse_known`` says that any adverse event was written down.
    ``icaht_early`` and ``icaht_late`` are grades 0 to 4.
    ``last_contact`` is when the patient was last seen or heard of alive. ``last_day`` is the last
    study day of the patient's line: that of the end or the death, else of the last contact.
    ``followed_on`` says whether visits are still to come; None where no known edition tells.
    """

    patient: str
    protocol: str = ""
    edition: str = ""
    known: bool = False
    dose_level: str = ""
    level_dose: float | None = None
    dose: Figure[float | None] = UNKNOWN
    dose_unit: str = ""
    given_unit: str = ""
    product: str = ""
    enrolled: Figure[datetime | None] = UNKNOWN
    infused: Figure[datetime | None] = UNKNOWN
    day: int | None = None
    last_contact: Figure[datetime | None] = UNKNOWN
    last_day: int | None = None
    followed_on: bool | None = None
    reinfused: Figure[datetime | None] = UNKNOWN
    ended: Figure[EndCause | None] = UNKNOWN
    synthetic: bool = False
    dlt: DltWindow = NOT_INFUSED
    crs: Syndrome = field(default_factory=Syndrome)
    icans: Syndrome = field(default_factory=Syndrome)
    tocilizumab: Figure[int | None] = UNKNOWN
    steroids: Figure[int | None] = UNKNOWN
    steroid_days: int | None = None
    icaht_early: Figure[int | None] = UNKNOWN
    icaht_late: Figure[int | None] = UNKNOWN
    icaht_provisional: bool = False
    ctcae: Figure[Ctcae | None] = UNKNOWN
    adverse_known: bool = False
    variant: Variant = "2K"
    outcomes: Mapping[int, Outcome] = field(default_factory=dict)
    expansion: Expanded | None = None
    curves: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    happenings: tuple[Happening, ...] = ()
    entries: int = 0

    @property
    def is_infused(self) -> bool:
        """Whether the cells were given."""
        return self.infused.value is not None

    def outcome(self, month: int) -> Outcome:
        """The outcome of a month (0: the baseline); one without any figure where there is none."""
        return self.outcomes.get(month) or _no_outcome(month)

    @property
    def cart(self) -> str | None:
        """The analyte in which the cells in blood are followed; None where they are not."""
        return next((analyte for analyte in CART if analyte in self.curves), None)
