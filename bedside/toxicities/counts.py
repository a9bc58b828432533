"""ICAHT from the neutrophils and T-ICAHT from the platelets of a record.

Days count from the infusion that counts now; a second infusion begins anew. The window ends for
good with death or the end of follow-up; until then it runs to today.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from bedside.chart import Chart
from bedside.timeline import Entry
from bedside.toxicities.found import Icaht, TIcaht
from bedside.toxicities.samples import Samples, ids, latest_at
from bedside.work_up import value_of
from grading.scales import icaht as of_neutrophils
from grading.scales import t_icaht as of_platelets
from grading.scales.icaht import EarlyIcaht
from grading.scales.t_icaht import TIcaht as PlateletGrade
from grading.toxicity import ToxicityGrade

_PER_UL = 1000
"""How many neutrophils/µL are 10⁹/L."""
_DECIMALS = 6
"""Beyond them a product of floats says nothing: 1.001 is 1001, not 1000.9999999999999."""
_FIRST_LATE, _LAST = of_neutrophils.LATE_FIRST_DAY, of_neutrophils.LATE_LAST_DAY
_A_DAY, _WINDOW = timedelta(days=1), timedelta(days=_LAST + 2)


def icaht(of: Chart | Samples, next_therapy: datetime | None = None) -> Icaht:
    """ICAHT, early and late, as of the chart's moment; one pass over the laboratory values.

    ``next_therapy`` is when the next cells or another therapy ended the windows for good.
    """
    samples = of if isinstance(of, Samples) else Samples(of)
    if samples.infused is None:
        return Icaht()
    seen = _days(samples, "anc")
    today = samples.day(samples.now)
    last = samples.last_contact_day(entry for _, entry in seen)
    if next_therapy is not None:
        begun = samples.day(next_therapy)
        last = begun if last is None else min(last, begun)
    counts = tuple([(day, round(value_of(entry) * _PER_UL, _DECIMALS)) for day, entry in seen])
    late = _late(counts, last, today) if _has_late_days(today, last) else None
    rows = _parted(seen, last)
    return Icaht(
        early=_early(counts, last, today),
        late=late,
        early_entries=ids(*rows.early),
        late_entries=ids(*rows.late),
        last_contact_day=last,
        as_of=latest_at(*rows.early, *rows.late),
    )


def t_icaht(of: Chart | Samples) -> TIcaht:
    """T-ICAHT, early and late, as of the chart's moment."""
    samples = of if isinstance(of, Samples) else Samples(of)
    if samples.infused is None:
        return TIcaht()
    seen = _days(samples, "platelets")
    today = samples.day(samples.now)
    last = samples.last_contact_day(entry for _, entry in seen)
    counts = tuple([(day, value_of(entry)) for day, entry in seen])
    transfused = samples.transfused_days()
    has_late = _has_late_days(today, last)
    late = _late_platelets(counts, transfused, last, today) if has_late else None
    rows = _parted(seen, last)
    return TIcaht(
        early=_early_platelets(counts, transfused, last, today),
        late=late,
        early_entries=ids(*rows.early),
        late_entries=ids(*rows.late),
        transfused_days=transfused,
        as_of=latest_at(*rows.early, *rows.late),
    )


_Counts: TypeAlias = tuple[tuple[int, float], ...]


@lru_cache(maxsize=64)
def _early(counts: _Counts, last: int | None, today: int) -> EarlyIcaht:
    return of_neutrophils.early(counts, last_contact_day=last, as_of_day=today)


@lru_cache(maxsize=64)
def _late(counts: _Counts, last: int | None, today: int) -> ToxicityGrade:
    return of_neutrophils.late(counts, last_contact_day=last, as_of_day=today)


@lru_cache(maxsize=64)
def _early_platelets(
    counts: _Counts, transfused: frozenset[int] | None, last: int | None, today: int
) -> PlateletGrade:
    return of_platelets.early(
        counts, transfused_days=transfused, last_contact_day=last, as_of_day=today
    )


@lru_cache(maxsize=64)
def _late_platelets(
    counts: _Counts, transfused: frozenset[int] | None, last: int | None, today: int
) -> PlateletGrade:
    return of_platelets.late(
        counts, transfused_days=transfused, last_contact_day=last, as_of_day=today
    )


def _has_late_days(today: int, last: int | None) -> bool:
    return today >= _FIRST_LATE and (last is None or last >= _FIRST_LATE)


def _days(samples: Samples, analyte: str) -> list[tuple[int, Entry]]:
    """The counts of days 0 to 100 with their study day; of day 0 those of before the infusion."""
    assert samples.infused is not None
    rows = samples.since(analyte, samples.infused - _A_DAY, samples.infused + _WINDOW)
    dated = [(samples.day(entry.at), entry) for entry in rows if value_of(entry) >= 0]
    return [(day, entry) for day, entry in dated if 0 <= day <= _LAST]


class _Rows(NamedTuple):
    early: list[Entry]
    late: list[Entry]


def _parted(seen: list[tuple[int, Entry]], last: int | None) -> _Rows:
    """The counts of either window, up to the last contact."""
    until = _LAST if last is None else last
    within = [(day, entry) for day, entry in seen if day <= until]
    return _Rows(
        [entry for day, entry in within if day < _FIRST_LATE],
        [entry for day, entry in within if day >= _FIRST_LATE],
    )
