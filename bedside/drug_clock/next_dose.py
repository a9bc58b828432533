"""Tocilizumab against cytokine release syndrome: the dose by weight, and what to ask about it.

Sources: prescribing information as on drugs.com (2019): 8 mg/kg, below 30 kg 12 mg/kg, at most
800 mg a dose, at least 8 h apart, up to 3 doses after the first; ASCO guideline (Santomasso
2021): at most 3 doses in 24 h and 4 in all. This project's decisions: the 24 h roll; all doses
since the cells count together; a weight older than 7 days gives no dose; a dose more than 10 %
off is asked about. The protocol's text prevails.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Literal, NamedTuple

from bedside.chart import Chart
from bedside.dose import Weight, weight_at
from bedside.drug_clock.doses import DAY, counting, exact, in_mg, lies_in, of_one_infusion
from bedside.timeline import Entry
from grading.signs import Drug

NAME = "tocilizumab"
PER_KG, PER_KG_LIGHT = 8, 12
"""mg per kg of body weight: from 30 kg on, and below."""
LIGHT_KG = 30
CAP_MG = 800
"""The most that is given at once, whatever the weight."""
INTERVAL = timedelta(hours=8)
IN_DAY, IN_ALL = 3, 4
"""How many doses may fall into 24 h, and how many there may be since the cells."""
WEIGHT_LASTS = timedelta(days=7)
"""A weight that is older gives no dose."""
TOLERANCE = Fraction(1, 10)
"""So far off the dose by weight a dose is not asked about, both ends included."""

Code = Literal[
    "too_soon",
    "soon_before",
    "in_day",
    "in_all",
    "above_cap",
    "dose_off",
    "other_unit",
    "no_weight",
    "old_weight",
]
"""What is asked about a dose.

``too_soon``: less than 8 h after another one; ``soon_before``: less than 8 h before one that is
recorded already. ``in_day``, ``in_all``: one dose too many. ``above_cap``, ``dose_off``: its
amount. ``other_unit``: an amount that cannot be had in mg. ``no_weight``, ``old_weight``: its
amount cannot be checked.
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """Something to ask about a dose before it is recorded: never a reason to refuse it.

    ``at`` is when the neighbouring dose was given, or the weight taken; ``doses`` how many there
    are with this one; ``mg`` is this dose and ``expected_mg`` the one by weight.
    """

    code: Code
    at: datetime | None = None
    doses: int | None = None
    mg: float | None = None
    expected_mg: float | None = None
    weight_kg: float | None = None
    unit: str = ""


class Toci(NamedTuple):
    """Tocilizumab of one patient at one moment.

    ``dose_mg`` to the tenth, None where no weight counts; ``weight_kg`` and ``weighed_at`` are
    the last one all the same. ``per_kg`` is by how many mg per kg, ``capped`` whether 800 mg
    stand in for more. ``last_at`` is the latest dose. ``earliest_next`` is when the intervals
    and the limit of a day next allow one, None where none was given yet or all were.
    ``guards`` is what would be asked about a dose given now.
    """

    dose_mg: float | None
    weight_kg: float | None
    weighed_at: datetime | None
    per_kg: int
    capped: bool
    last_at: datetime | None
    given_24h: int
    given_total: int
    earliest_next: datetime | None
    guards: tuple[Guard, ...]


def is_dose(drug: Drug) -> bool:
    """Whether an entry is a dose of tocilizumab: given, or begun as an infusion."""
    return drug.name == NAME and drug.action in {"given", "started"}


def tocilizumab(chart: Chart, now: datetime) -> Toci:
    """What was given up to ``now`` (aware), how much a dose is, and when the next may be."""
    line = counting(chart)
    times = _times(line)
    before = [at for at in times if at <= now]
    of_these_cells = _together(chart, now, before)
    weight = weight_at(line, now)
    dose = None if weight is None or _is_old(weight, now) else by_weight(weight.kg)
    return Toci(
        dose_mg=None if dose is None else _to_the_tenth(dose),
        weight_kg=None if weight is None else weight.kg,
        weighed_at=None if weight is None else weight.at,
        per_kg=PER_KG if weight is None else _per_kg(weight.kg),
        capped=weight is not None and weight.kg * _per_kg(weight.kg) > CAP_MG,
        last_at=before[-1] if before else None,
        given_24h=sum(now - at < DAY for at in before),
        given_total=len(of_these_cells),
        earliest_next=None if len(of_these_cells) >= IN_ALL else _earliest(before),
        guards=(*_of_time(chart, times, now), *_of_weight(weight, now)),
    )


def guards(draft: Drug, at: datetime, chart: Chart) -> tuple[Guard, ...]:
    """What to ask about a dose of tocilizumab at a moment (aware) before it is recorded.

    Doses before and after it count by when they were given. Nothing for any other entry.
    """
    if not is_dose(draft):
        return ()
    line = counting(chart)
    return tuple(_asked(draft, at, chart, line, _times(line)))


def crossed(chart: Chart, now: datetime) -> tuple[tuple[Entry, tuple[Guard, ...]], ...]:
    """The doses of the last 24 h of which something would be asked, and what, in time order."""
    line = counting(chart)
    found = []
    for entry in line:
        drug = entry.fact
        if isinstance(drug, Drug) and is_dose(drug) and timedelta(0) <= now - entry.at < DAY:
            others = _times([other for other in line if other is not entry])
            asked = tuple(_asked(drug, entry.at, chart, line, others))
            if asked:
                found.append((entry, asked))
    return tuple(found)


def _asked(
    dose: Drug, at: datetime, chart: Chart, line: Sequence[Entry], others: Sequence[datetime]
) -> Iterator[Guard]:
    """What there is to ask about a dose beside the others."""
    weight = weight_at(line, at)
    yield from _of_time(chart, others, at)
    yield from _of_amount(dose, None if weight is None or _is_old(weight, at) else weight)
    yield from _of_weight(weight, at)


def by_weight(kg: float) -> Fraction:
    """The dose in mg by weight, at most 800."""
    return min(exact(kg) * _per_kg(kg), Fraction(CAP_MG))


def _per_kg(kg: float) -> int:
    return PER_KG if kg >= LIGHT_KG else PER_KG_LIGHT


def _is_old(weight: Weight, at: datetime) -> bool:
    return at - weight.at > WEIGHT_LASTS


def _to_the_tenth(mg: Fraction) -> float:
    return floor(mg * 10 + Fraction(1, 2)) / 10


def _times(line: Sequence[Entry]) -> list[datetime]:
    return [entry.at for entry in line if isinstance(entry.fact, Drug) and is_dose(entry.fact)]


def _together(chart: Chart, at: datetime, times: Sequence[datetime]) -> list[datetime]:
    """The doses that belong to the same cells as one at a moment."""
    begun, over = of_one_infusion(chart, at)
    return [time for time in times if lies_in(time, begun, over)]


def _earliest(before: Sequence[datetime]) -> datetime | None:
    """When 8 h have passed since the last dose and 24 h since the last but two."""
    if not before:
        return None
    ends = [before[-1] + INTERVAL]
    if len(before) >= IN_DAY:
        ends.append(before[-IN_DAY] + DAY)
    return max(ends)


def _of_time(chart: Chart, times: Sequence[datetime], at: datetime) -> Iterator[Guard]:
    """What is wrong with the time of one more dose beside those at ``times``, in order."""
    earlier = [time for time in times if time <= at]
    later = [time for time in times if time > at]
    if earlier and at - earlier[-1] < INTERVAL:
        yield Guard("too_soon", at=earlier[-1])
    if later and later[0] - at < INTERVAL:
        yield Guard("soon_before", at=later[0])
    every = [*earlier, at, *later]
    most = max(
        sum(end - DAY < time <= end for time in every) for end in every if at <= end < at + DAY
    )
    if most > IN_DAY:
        yield Guard("in_day", doses=most)
    count = len(_together(chart, at, times)) + 1
    if count > IN_ALL:
        yield Guard("in_all", doses=count)


def _of_amount(draft: Drug, weight: Weight | None) -> Iterator[Guard]:
    if draft.dose is None:
        return
    mg = in_mg(draft.dose, draft.dose_unit)
    if mg is None:
        yield Guard("other_unit", unit=draft.dose_unit or "")
        return
    if mg > CAP_MG:
        yield Guard("above_cap", mg=float(mg))
    if weight is None:
        return
    dose = by_weight(weight.kg)
    if abs(mg - dose) > dose * TOLERANCE:
        yield Guard("dose_off", mg=float(mg), expected_mg=_to_the_tenth(dose), weight_kg=weight.kg)


def _of_weight(weight: Weight | None, at: datetime) -> Iterator[Guard]:
    if weight is None:
        yield Guard("no_weight")
    elif _is_old(weight, at):
        yield Guard("old_weight", at=weight.at, weight_kg=weight.kg)
