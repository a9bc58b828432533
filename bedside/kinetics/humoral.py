"""Antibodies after the cells: what the literature says of replacement, and when IgG is to be taken.

Prompts are prompts: each names who says it, none orders anything. Source: clinical rules "other
toxicities", section 8 (Hill, and AAAAI 2022 and ASBMT as reviewed in PMC11272770): IgG before and
monthly for three months; consider replacement at 4 g/L and less, at 4-6 g/L with serious or
recurrent infection, above 6 g/L with a poor answer to vaccines (Hill); below 4 g/L with recurrent
infection, below 1.5 g/L in any case (AAAAI 2022); not without infection (ASBMT). Stopping the
prophylaxis against Pneumocystis and herpes viruses, usually after 6-12 months with CD4 above
200/µL, stands there from memory and is to be confirmed.

Decisions (this project's): a month has 30 days, a check counts for the nearest of days 30, 60 and
90 and is due from seven days before; "<x" is judged by what is certain, x.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple, cast

from bedside.facts import AdverseEvent
from bedside.kinetics.samples import Course, Sample, Source, course
from bedside.kinetics.trends import Trend, trend
from bedside.timeline import Entry
from grading.findings import study_day

IGG, CD4 = "igg", "cd4_t"
HYPOGAMMA_G_L = 7.0
"""IgG below this is hypogammaglobulinaemia."""
HILL_LOW, HILL_MIDDLE, AAAAI_ANY = 4.0, 6.0, 1.5
CD4_ENOUGH = 200.0
PROPHYLAXIS_DAYS = 180
"""Six months of 30 days: the shortest time that is told of."""
MONTHS = (30, 60, 90)
_HALF, _DUE_BEFORE = 15, 7
REPLACED_WITHIN = timedelta(days=30)
"""How long after immunoglobulin was given IgG is partly that of the donors."""
PromptKind = Literal["hill_low", "hill_infection", "hill_vaccine", "aaaai_any", "aaaai_infection"]
CheckState = Literal["done", "ahead", "due", "missed"]


class Prompt(NamedTuple):
    """What somebody advises at an IgG such as this; ``entry`` is that IgG."""

    kind: PromptKind
    entry: str


class Check(NamedTuple):
    """One of the times at which IgG is to be measured: study ``day``, None before the infusion.

    ``on`` is its date; None before the infusion.
    """

    day: int | None
    on: date | None
    state: CheckState
    sample: Sample | None = None


@dataclass(frozen=True, slots=True)
class Prophylaxis:
    """What the rule of stopping asks for (from memory): six months, and CD4 above 200/µL.

    ``cd4`` is the latest count after the infusion; ``enough`` None where it does not tell.
    """

    cd4: Sample | None
    enough: bool | None
    months_over: bool


@dataclass(frozen=True, slots=True)
class Humoral:
    """The antibodies of one course.

    ``igg`` is None where IgG was never reported. ``latest`` is the latest IgG after the infusion,
    else the latest before it. ``low``: it is certainly below 7 g/L, None where it cannot be told.
    ``replaced`` is the last infusion of immunoglobulin in the 30 days before ``latest``.
    ``infections`` are the infections among the adverse events since the infusion.
    """

    igg: Trend | None
    latest: Sample | None
    low: bool | None
    prompts: tuple[Prompt, ...]
    checks: tuple[Check, ...]
    replaced: Entry | None
    infections: tuple[Entry, ...]
    prophylaxis: Prophylaxis

    @property
    def due(self) -> Check | None:
        """The check that is due now."""
        return next((check for check in self.checks if check.state == "due"), None)


def humoral(of: Source) -> Humoral | None:
    """The antibodies of the course of the latest infusion; None before any."""
    within = course(of)
    if within is None:
        return None
    igg = trend(within, IGG)
    measured = [] if igg is None else [s for s in igg.samples if s.is_measured]
    latest = measured[-1] if measured else None
    return Humoral(
        igg=igg,
        latest=latest,
        low=None if latest is None else _below(latest, HYPOGAMMA_G_L),
        prompts=() if latest is None else tuple(_prompts(latest)),
        checks=tuple(_checks(within, measured)),
        replaced=_replaced(within, latest),
        infections=tuple(_infections(within)),
        prophylaxis=_prophylaxis(within),
    )


def _below(sample: Sample, limit: float) -> bool | None:
    """Whether the true value is below a limit; None where only a limit is known, on its side."""
    value = sample.value
    assert value is not None
    if sample.bound == "<":
        return True if value <= limit else None
    if sample.bound == ">":
        return False if value >= limit else None
    return value < limit


def _at_most(sample: Sample, limit: float) -> bool | None:
    if sample.bound is None:
        return sample.value is not None and sample.value <= limit
    return _below(sample, limit)


def _prompts(latest: Sample) -> Iterator[Prompt]:
    """What is advised at this IgG; of what only a limit is known, what is certain."""
    if _below(latest, AAAAI_ANY):
        yield Prompt("aaaai_any", latest.entry)
    low, middle = _at_most(latest, HILL_LOW), _at_most(latest, HILL_MIDDLE)
    if low:
        yield Prompt("hill_low", latest.entry)
    elif middle:
        yield Prompt("hill_infection", latest.entry)
    elif middle is False:
        yield Prompt("hill_vaccine", latest.entry)
    if _below(latest, HILL_LOW):
        yield Prompt("aaaai_infection", latest.entry)


def _checks(within: Course, measured: list[Sample]) -> Iterator[Check]:
    before = next((s for s in reversed(measured) if s.at <= within.infused), None)
    yield Check(None, None, "missed" if before is None else "done", before)
    today = within.study_day
    for day in MONTHS:
        near = [s for s in measured if _is_near(within, s, day)]
        sample = min(near, key=lambda s: (abs(s.day - day), s.at), default=None)
        state: CheckState = "done"
        if sample is None:
            state = "ahead" if today < day - _DUE_BEFORE else "due"
            if today >= day + _HALF:
                state = "missed"
        yield Check(day, within.date_of(day), state, sample)


def _is_near(within: Course, sample: Sample, day: int) -> bool:
    at = study_day(sample.at, within.infused, within.zone)
    return sample.at > within.infused and day - _HALF <= at < day + _HALF


def _replaced(within: Course, latest: Sample | None) -> Entry | None:
    if latest is None:
        return None
    since = latest.at - REPLACED_WITHIN
    return next((e for e in reversed(within.replaced) if since <= e.at <= latest.at), None)


def _infections(within: Course) -> Iterator[Entry]:
    since = [entry for entry in within.adverse if entry.at > within.infused]
    if not since:
        return
    # Loaded when first asked for: the terms are long.
    from grading.ctcae.clinical_v5 import INFECTIONS  # noqa: PLC0415
    from grading.ctcae.terms import TERMS  # noqa: PLC0415

    for entry in since:
        fact = cast("AdverseEvent", entry.fact)
        term = TERMS[fact.version].get(fact.term)
        if term is not None and term.soc == INFECTIONS:
            yield entry


def _prophylaxis(within: Course) -> Prophylaxis:
    measured = [s for s in within.after(CD4) if s.is_measured]
    cd4 = measured[-1] if measured else None
    enough = None
    if cd4 is not None:
        at_most = _at_most(cd4, CD4_ENOUGH)
        enough = None if at_most is None else not at_most
    return Prophylaxis(cd4, enough, within.study_day >= PROPHYLAXIS_DAYS)
