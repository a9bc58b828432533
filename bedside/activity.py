"""Lupus activity of one patient, visit by visit: scores, response, remission, each with reasons.

What was judged on one day of the site's calendar is one assessment, of each form the last word of
that day; the day of an infusion is parted at the infusion. The baseline is, of each form, the last
one before the conditioning for the infusion that counts at the visit; where none is charted, or
no such form before it, the last before the infusion. The visit before is the last earlier
assessment with a SLEDAI or a BILAG. Nothing is carried over from one visit to the next: what
nobody said at a visit is unknown there (this project's decisions; the rules stand in
:mod:`grading.scores`).
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import TypeAlias, TypeVar, cast

from bedside.adverse.laboratory import Limits, no_limits
from bedside.chart import Chart
from bedside.facts import Fact, LupusTreatment
from bedside.kinetics.samples import conditioned
from bedside.timeline import Entry
from grading.drugs import DrugClass
from grading.findings import study_day
from grading.scores.bilag import CODINGS, Bilag, CodingName, Sum, numeric
from grading.scores.criterion import Response
from grading.scores.doris import Doris, doris
from grading.scores.lldas import BeyondSledai, LowActivity, lldas
from grading.scores.pga import Pga
from grading.scores.sledai import VARIANTS, Offer, Score, Sledai, Total, Variant, score
from grading.scores.sledai_values import Measured, Referred, offers
from grading.scores.sri4 import Activity, Sri4, sri4
from grading.scores.treatment import Treatment
from grading.signs import Drug, Lab, Vitals, quantities

F = TypeVar("F", Sledai, Pga, Bilag, LupusTreatment, BeyondSledai)
FORMS: tuple[type, ...] = (Pga, Sledai, Bilag, LupusTreatment, BeyondSledai)
"""The kinds of facts that make an assessment."""
WINDOW_DAYS = 10
"""How far back values count where the form does not say: the window in print."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was judged of a patient on one day. A form that nobody filled in is None.

    ``at`` is the moment of its last entry; ``study_day`` counts from the infusion in force, the
    planned one included, None without any. ``infused`` is the infusion before it, if there was
    one. ``asked_day`` is the study day by which causes are asked for: None before any infusion.
    """

    at: datetime
    day: date
    study_day: int | None
    infused: datetime | None
    asked_day: int | None
    entries: tuple[Entry, ...]

    def last(self, form: type[F]) -> Entry | None:
        """The entry of a form that counts; None where nobody filled it in."""
        return next((e for e in reversed(self.entries) if isinstance(e.fact, form)), None)

    def _form(self, form: type[F]) -> F | None:
        entry = self.last(form)
        return None if entry is None else cast("F", entry.fact)

    @property
    def sledai(self) -> Sledai | None:
        """The 24 items."""
        return self._form(Sledai)

    @property
    def pga(self) -> Pga | None:
        """The physician's global assessment."""
        return self._form(Pga)

    @property
    def bilag(self) -> Bilag | None:
        """The nine letters."""
        return self._form(Bilag)

    @property
    def treatment(self) -> Treatment | None:
        """What is taken for lupus."""
        told = self._form(LupusTreatment)
        return None if told is None else told.treatment

    @property
    def beyond(self) -> BeyondSledai | None:
        """Activity that SLEDAI does not ask for."""
        return self._form(BeyondSledai)

    @property
    def pga_came_after(self) -> bool:
        """Whether the PGA was written after the SLEDAI: it is to be judged before."""
        pga, sledai = self.last(Pga), self.last(Sledai)
        return pga is not None and sledai is not None and pga.recorded > sledai.recorded


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment with what follows from it.

    ``scores`` and ``bilag`` are empty where the form was not filled in; ``sri4`` before the
    infusion, since it compares with the baseline. ``is_baseline``: its SLEDAI is the baseline of
    an infusion, or would be of the next one. ``offered`` is what the record says of items.
    """

    visit: Assessment
    scores: Mapping[Variant, Score]
    bilag: Mapping[CodingName, Sum]
    lldas: Response
    doris: Doris
    sri4: Mapping[Variant, Sri4] = field(default_factory=dict)
    offered: Mapping[str, Offer] = field(default_factory=dict)
    is_baseline: bool = False


def assessed(
    chart: Chart, limits: Limits = no_limits, proteinuria: Variant | None = None
) -> tuple[Assessed, ...]:
    """All assessments that count, the earliest first.

    ``limits`` gives the limits of normal of a laboratory entry, by which complement and
    antibodies are offered as evidence. ``proteinuria`` is the definition by which the protocol
    scores that item in SELENA-SLEDAI; None for its own.
    """
    visits = assessments(chart)
    values = _values(chart.timeline)
    courses = _courses(chart, visits)
    baselines = {
        one.at
        for infused in _baseline_of(visits)
        if (one := _last(Sledai, _before(visits, infused, courses))) is not None
    }
    scores = {}
    offered: dict[datetime, Mapping[str, Offer]] = {}
    for visit in visits:
        form = visit.sledai
        if form is not None:
            offered[visit.at] = offers(_measured(values, visit.at, form.window_days, limits))
            scores[visit.at] = _scores(form, visit, offered[visit.at], proteinuria)
    found = []
    previous: LowActivity | None = None
    for visit in visits:
        of = scores.get(visit.at, {})
        low = LowActivity(
            of.get("2K"),
            visit.pga,
            visit.bilag or Bilag(),
            visit.treatment or Treatment(),
            visit.beyond or BeyondSledai(),
        )
        form_bilag = visit.bilag
        found.append(
            Assessed(
                visit=visit,
                scores=of,
                bilag={} if form_bilag is None else {c: numeric(form_bilag, c) for c in CODINGS},
                lldas=lldas(low, previous, after_cells=visit.infused is not None),
                doris=doris(of.get("2K"), visit.pga, visit.treatment),
                sri4={}
                if visit.infused is None
                else _against_baseline(visit, _before(visits, visit.infused, courses), scores),
                offered=offered.get(visit.at, {}),
                is_baseline=visit.at in baselines,
            )
        )
        if visit.sledai is not None or visit.bilag is not None:
            previous = low
    return tuple(found)


def assessments(chart: Chart) -> tuple[Assessment, ...]:
    """What was judged, one a day, the earliest first."""
    infusions = sorted(entry.at for entry in chart.infusions)
    days: dict[tuple[date, int], list[Entry]] = {}
    for entry in chart.timeline:
        if isinstance(entry.fact, FORMS):
            day = entry.at.astimezone(chart.zone).date()
            days.setdefault((day, bisect_right(infusions, entry.at)), []).append(entry)
    found = []
    for (day, before), entries in days.items():
        at = entries[-1].at
        infused = infusions[before - 1] if before else None
        asked = asked_day(infusions, at, chart.zone)
        found.append(Assessment(at, day, chart.day_of(at), infused, asked, tuple(entries)))
    return tuple(found)


def asked_day(infusions: Iterable[datetime], at: datetime, zone: tzinfo) -> int | None:
    """The study day by which causes of findings are asked for; None before any infusion."""
    last = max((one for one in infusions if one <= at), default=None)
    return None if last is None else study_day(at, last, zone)


# --- scores and response ----------------------------------------------------------------------


def _scores(
    form: Sledai, visit: Assessment, offered: Mapping[str, Offer], proteinuria: Variant | None
) -> Mapping[Variant, Score]:
    return {
        variant: score(
            form,
            variant,
            offered,
            study_day=visit.asked_day,
            proteinuria=proteinuria if variant == "SELENA" else None,
        )
        for variant in VARIANTS
    }


def _against_baseline(
    visit: Assessment, before: "_Before", scores: Mapping[datetime, Mapping[Variant, Score]]
) -> Mapping[Variant, Sri4]:
    of_sledai, of_pga, of_bilag = _last(Sledai, before), _last(Pga, before), _last(Bilag, before)
    sledai = {} if of_sledai is None else scores[of_sledai.at]
    pga = None if of_pga is None else of_pga.pga
    bilag = None if of_bilag is None else of_bilag.bilag
    now = scores.get(visit.at, {})
    return {
        variant: sri4(
            Activity(_total(sledai, variant), pga, bilag or Bilag()),
            Activity(_total(now, variant), visit.pga, visit.bilag or Bilag()),
        )
        for variant in VARIANTS
    }


def _total(scores: Mapping[Variant, Score], variant: Variant) -> Total | None:
    return scores[variant].total if variant in scores else None


_Before: TypeAlias = tuple[Sequence[Assessment], Sequence[Assessment]]
"""The assessments before a conditioning, and those before its infusion."""


def _courses(chart: Chart, visits: Sequence[Assessment]) -> Mapping[datetime | None, datetime]:
    """When the conditioning for each infusion began, where one is charted.

    None stands for the first infusion, as long as it is still to come or no SLEDAI follows it.
    """
    if not visits:
        return {}
    drugs = [
        entry.at
        for entry in chart.timeline
        if type(entry.fact) is Drug
        and entry.fact.drug_class is DrugClass.CONDITIONING
        and entry.fact.action != "stopped"
    ]
    given = sorted(entry.at for entry in chart.infusions if entry.at <= chart.now)
    begun: list[tuple[datetime | None, datetime | None]] = [
        (at, conditioned(drugs, at, before))
        for before, at in zip((None, *given), given, strict=False)
    ]
    first = begun[0][1] if begun else conditioned(drugs, chart.now, None)
    begun.append((None, first))
    return {infused: at for infused, at in begun if at is not None}


def _before(
    visits: Sequence[Assessment],
    infused: datetime | None,
    courses: Mapping[datetime | None, datetime],
) -> _Before:
    before = [one for one in visits if infused is None or one.at < infused]
    began = courses.get(infused)
    return [one for one in before if began is not None and one.at <= began], before


def _last(form: type[F], before: _Before) -> Assessment | None:
    """The assessment that holds the baseline of a form."""
    return next(
        (one for these in before for one in reversed(these) if one.last(form) is not None), None
    )


def _baseline_of(visits: Sequence[Assessment]) -> set[datetime | None]:
    """The infusions that a SLEDAI follows; before any (None) the one that is still to come."""
    return {one.infused for one in visits if one.sledai is not None and one.infused} or {None}


# --- what the record says of items ------------------------------------------------------------

_LABS = {
    "platelets": "platelets_10e9_l",
    "wbc": "wbc_10e9_l",
    "urine_rbc": "rbc_hpf",
    "urine_wbc": "wbc_hpf",
    "protein_24h": "protein_g_24h",
    "upcr": "upcr_g_g",
    "c3": "c3",
    "c4": "c4",
    "ch50": "ch50",
    "anti_dsdna": "anti_dsdna",
}
"""Analytes that SLEDAI items rest on, by the field that holds them."""
_LOWEST = frozenset({"platelets", "wbc", "c3", "c4", "ch50"})
"""Of these the lowest of the window is the furthest from normal; of others the highest."""
_REFERRED = frozenset({"c3", "c4", "ch50", "anti_dsdna"})
_BEFORE = {"protein_24h": "previous_protein_g_24h", "upcr": "previous_upcr_g_g"}
_MG_IN_G = 1000
ITEM_ANALYTES: Mapping[str, tuple[str, ...]] = {
    "hematuria": ("urine_rbc",),
    "proteinuria": ("protein_24h", "upcr"),
    "pyuria": ("urine_wbc",),
    "low_complement": ("c3", "c4", "ch50"),
    "increased_dna_binding": ("anti_dsdna",),
    "thrombocytopenia": ("platelets",),
    "leukopenia": ("wbc",),
}
"""The analytes that stand beside an item; fever has the temperature."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the record holds of one item in its window: entries, and what their values would say.

    ``offer`` is None where that cannot be told, as of a complement without its lower limit. It is
    never the answer.
    """

    entries: tuple[Entry, ...]
    offer: Offer | None = None


def evidence(
    chart: Chart, at: datetime, window_days: int | None = None, limits: Limits = no_limits
) -> Mapping[str, Evidence]:
    """The evidence of items at a moment: of each value the one furthest from normal."""
    values = _values(chart.timeline)
    offered = offers(_measured(values, at, window_days, limits))
    begun = at - timedelta(days=window_days or WINDOW_DAYS)
    seen = {name: _furthest(name, of, begun, at, limits) for name, of in values.items()}
    found = {}
    for item, names in {"fever": ("temp_c",), **ITEM_ANALYTES}.items():
        entries = tuple(entry for name in names if (entry := seen.get(name)) is not None)
        if entries:
            found[item] = Evidence(entries, offered.get(item))
    return found


def beside(
    chart: Chart, at: datetime, window_days: int | None = None, limits: Limits = no_limits
) -> tuple[Entry, ...]:
    """What stands beside an assessment: kidney (UPCR, protein, creatinine), complement, anti-dsDNA.

    Of urine, complement and antibodies the value furthest from normal in the window, as for the
    items; of creatinine the latest in it.
    """
    found = evidence(chart, at, window_days, limits)
    begun = at - timedelta(days=window_days or WINDOW_DAYS)
    creatinine = [
        entry
        for entry in chart.timeline
        if begun < entry.at <= at
        and isinstance(entry.fact, Lab)
        and entry.fact.analyte == "creatinine"
        and entry.fact.is_measured
    ]
    seen = {item: one.entries for item, one in found.items()}
    return (
        *seen.get("proteinuria", ()),
        *creatinine[-1:],
        *seen.get("low_complement", ()),
        *seen.get("increased_dna_binding", ()),
    )


def _values(timeline: Iterable[Entry]) -> Mapping[str, Sequence[Entry]]:
    """The entries that a SLEDAI item may rest on, by analyte or field, the earliest first."""
    found: dict[str, list[Entry]] = {}
    for entry in timeline:
        fact: Fact = entry.fact
        if isinstance(fact, Vitals) and fact.temp_c is not None:
            found.setdefault("temp_c", []).append(entry)
        elif isinstance(fact, Lab) and fact.analyte in _LABS and fact.is_measured:
            found.setdefault(fact.analyte, []).append(entry)
    return found


def _number(entry: Entry) -> float:
    fact = entry.fact
    if isinstance(fact, Vitals):
        assert fact.temp_c is not None
        return fact.temp_c
    assert isinstance(fact, Lab)
    assert fact.value is not None
    return fact.value


def _furthest(
    name: str, of: Sequence[Entry], begun: datetime, at: datetime, limits: Limits
) -> Entry | None:
    """Of the values in a window the one furthest from normal; the latest of equal ones.

    What lies beyond its own limit of normal goes before what does not: ranges differ.
    """
    inside = [entry for entry in of if begun < entry.at <= at and _usable(name, entry)]
    if not inside:
        return None
    sign = -1 if name in _LOWEST else 1
    return max(
        inside,
        key=lambda entry: (_is_beyond(name, entry, limits), sign * _number(entry), entry.at),
    )


def _is_beyond(name: str, entry: Entry, limits: Limits) -> bool:
    """Whether a value certainly lies beyond its limit of normal."""
    read = _as_read(name, entry, limits) if name in _REFERRED else None
    if not isinstance(read, Referred):
        return False
    return (read.below if name in _LOWEST else read.above) is True


def _usable(name: str, entry: Entry) -> bool:
    """A limit ("<5") says nothing of a count; of complement and antibodies it may."""
    return name in _REFERRED or not isinstance(entry.fact, Lab) or entry.fact.bound is None


def _measured(
    values: Mapping[str, Sequence[Entry]], at: datetime, window_days: int | None, limits: Limits
) -> Measured:
    """What was measured in the window that ends now."""
    begun = at - timedelta(days=window_days or WINDOW_DAYS)
    said: dict[str, float | Referred] = {}
    for name, of in values.items():
        entry = _furthest(name, of, begun, at, limits)
        if entry is not None and name == "temp_c":
            said["temp_c"] = _number(entry)
        elif entry is not None:
            said[_LABS[name]] = _as_read(name, entry, limits)
        before = [one for one in of if one.at <= begun and _usable(name, one)]
        if name in _BEFORE and before:
            said[_BEFORE[name]] = _as_read(name, before[-1], limits)
    return Measured(**{name: value for name, value in said.items() if _can_be(name, value)})  # type: ignore[arg-type]


def _can_be(name: str, value: float | Referred) -> bool:
    """Whether the form takes it: a laboratory's ranges are wider in places."""
    if isinstance(value, Referred):
        return True
    low, high = quantities(Measured)[name].impossible
    return low <= value <= high


def _as_read(name: str, entry: Entry, limits: Limits) -> float | Referred:
    value = _number(entry)
    if name in _REFERRED:
        assert isinstance(entry.fact, Lab)
        low, high = limits(entry)
        return Referred(value, low if name in _LOWEST else high, entry.fact.bound)
    return value / _MG_IN_G if name == "upcr" else value
