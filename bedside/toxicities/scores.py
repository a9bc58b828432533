"""CAR-HEMATOTOX, EASIX and HScore from the values of a record.

Decisions (this project's): HScore reads the last value of each analyte of the last seven days,
the highest temperature of the last 24 hours, and what a person stated
(:mod:`bedside.toxicities.iec_hs`). Where a laboratory gave a limit it counts only if every value
that it leaves possible gives the same points, else the item is open. EASIX is computed from
values of one moment alone, each an exact number in its own unit.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from bedside.analytes import converted
from bedside.timeline import Entry
from bedside.toxicities.found import CarHematotoxOf, EasixAt, HScoreOf, Stated
from bedside.toxicities.kept import Kept
from bedside.toxicities.samples import Samples, ids, latest_at
from bedside.work_up import BASELINE_WITHIN, is_exact
from grading.bands import Bands
from grading.scores import car_hematotox, hscore
from grading.scores.easix import Amount, Easix, Sample, easix
from grading.signs import Invalid, Lab, Vitals

VALUES_COUNT = timedelta(days=7)
TEMPERATURE_COUNTS = timedelta(hours=24)
_BASELINE: Mapping[str, tuple[str, str]] = {
    "platelets_10_9_l": ("platelets", "10*9/L"),
    "anc_per_ul": ("anc", "/uL"),
    "hb_g_dl": ("hb", "g/dL"),
    "crp_mg_dl": ("crp", "mg/dL"),
    "ferritin_ug_l": ("ferritin", "ug/L"),
}
"""The items of CAR-HEMATOTOX: analyte, and the unit in which the score takes it."""
_HSCORE: Mapping[str, tuple[str, str]] = {
    "hb_g_dl": ("hb", "g/dL"),
    "wbc_10_9_l": ("wbc", "10*9/L"),
    "platelets_10_9_l": ("platelets", "10*9/L"),
    "ferritin_ug_l": ("ferritin", "ug/L"),
    "triglycerides_mmol_l": ("triglycerides", "mmol/L"),
    "fibrinogen_g_l": ("fibrinogen", "g/L"),
    "ast_u_l": ("ast", "U/L"),
}
_SAID = ("immunosuppressed", "hepatomegaly", "splenomegaly", "haemophagocytosis")
_EASIX: Mapping[str, tuple[str, str]] = {
    "ldh": ("ldh", "U/L"),
    "platelets": ("platelets", "10*9/L"),
    "creatinine": ("creatinine", "mg/dL"),
    "crp": ("crp", "mg/dL"),
}


def car_hematotox_of(samples: Samples) -> CarHematotoxOf:
    """CAR-HEMATOTOX from the last values before treatment; before it, from those of up to now."""
    until = samples.now if samples.treated is None else samples.treated
    found: dict[str, float] = {}
    used: dict[str, Entry] = {}
    for name, (analyte, unit) in _BASELINE.items():
        rows = samples.since(analyte, until - BASELINE_WITHIN, until)
        entry = next(
            (e for e in reversed(rows) if samples.treated is None or e.at < samples.treated), None
        )
        if entry is not None:
            used[name] = entry
            _take(found, name, entry, unit, car_hematotox.TABLE[name])
    baseline = _within(car_hematotox.Baseline, found)
    return CarHematotoxOf(
        score=car_hematotox.car_hematotox(baseline),
        baseline=baseline,
        entries={name: entry.id for name, entry in used.items()},
        before=samples.treated,
        as_of=latest_at(*used.values()),
    )


def hscore_of(samples: Samples, said: Mapping[str, Stated]) -> HScoreOf:
    """HScore as of now, with bounds where something is not known."""
    found: dict[str, Any] = {}
    used: dict[str, Entry] = {}
    for name, (analyte, unit) in _HSCORE.items():
        entry = samples.latest(analyte, VALUES_COUNT, usable=_any)
        if entry is not None:
            used[name] = entry
            table = hscore.TABLE.get(name) or hscore.LINEAGES[name]
            _take(found, name, entry, unit, table)
    hottest = _hottest(samples)
    if hottest is not None:
        used["temp_c"] = hottest
        found["temp_c"] = cast("Vitals", hottest.fact).temp_c
    entries = {name: entry.id for name, entry in used.items()}
    for name in _SAID:
        if name in said:
            found[name] = said[name].value
            entries[name] = said[name].entry
    moments = [entry.at for entry in used.values()]
    moments += [said[name].at for name in _SAID if name in said]
    features = _within(hscore.Features, found)
    return HScoreOf(
        score=hscore.hscore(features),
        features=features,
        entries=entries,
        as_of=max(moments, default=None),
    )


def easix_course(samples: Samples) -> tuple[EasixAt, ...]:
    """EASIX and its kin at every moment with LDH and platelets of that very moment."""
    read = [entry for analyte, _ in _EASIX.values() for entry in samples.labs.get(analyte, ())]
    return _COURSES.of(read, (), lambda: _easix(samples))


_COURSES: Kept[tuple[EasixAt, ...]] = Kept()


def _easix(samples: Samples) -> tuple[EasixAt, ...]:
    by_moment = {
        name: {entry.at: entry for entry in samples.labs.get(analyte, ()) if _exact(entry)}
        for name, (analyte, _) in _EASIX.items()
    }
    found = []
    for at in by_moment["ldh"].keys() & by_moment["platelets"].keys():
        rows = {name: rows[at] for name, rows in by_moment.items() if at in rows}
        values = [_in(rows[n], unit) if n in rows else None for n, (_, unit) in _EASIX.items()]
        found.append(EasixAt(at, *_indices(*values), ids(*rows.values())))
    return tuple(sorted(found, key=lambda one: one.at))


@lru_cache(maxsize=4096)
def _indices(*values: float | None) -> tuple[Easix, Easix, Easix]:
    """The three of values in the order of the table above, each in its unit."""
    amounts = {
        name: None if value is None else Amount(value, unit)
        for (name, (_, unit)), value in zip(_EASIX.items(), values, strict=True)
    }
    sample = Sample(**amounts)
    return easix("easix", sample), easix("s_easix", sample), easix("m_easix", sample)


def _exact(entry: Entry) -> bool:
    lab: Any = entry.fact
    return is_exact(lab) and lab.value >= 0


def _any(_: Lab) -> bool:
    return True


def _in(entry: Entry, unit: str) -> float:
    """The number of a result in the unit of a score, exactly converted."""
    lab: Any = entry.fact
    value: float = lab.value
    return value if lab.unit == unit else _converted(value, lab.unit, lab.analyte, unit)


@lru_cache(maxsize=4096)
def _converted(value: float, unit: str, analyte: str, to_unit: str) -> float:
    return float(converted(value, unit, analyte, to_unit))


def _take(found: dict[str, Any], name: str, entry: Entry, unit: str, table: Bands) -> None:
    """The value for an item, unless it is a limit that leaves the points open."""
    value, bound = _in(entry, unit), cast("Lab", entry.fact).bound
    if bound is None or _settles(table, value, bound):
        found[name] = value


def _settles(table: Bands, value: float, bound: str) -> bool:
    """Whether all that a limit leaves possible gives the points of the limit itself."""
    limit = Decimal(str(value))
    possible = {
        row.value for row in table.rows if (row.low < limit if bound == "<" else row.high > limit)
    }
    return possible == {table.of(value)}


def _within(form: type[Any], found: Mapping[str, Any]) -> Any:
    """The form of a score; what it takes for impossible is left out, as not known."""
    given = dict(found)
    while True:
        try:
            return form(**given)
        except Invalid as error:
            del given[error.field]


def _hottest(samples: Samples) -> Entry | None:
    """The entry with the highest temperature of the last 24 hours, the first of these."""
    taken: Iterable[Entry] = samples.between(samples.now - TEMPERATURE_COUNTS, samples.now)
    hot = [e for e in taken if type(e.fact) is Vitals and e.fact.temp_c is not None]
    return max(hot, key=lambda e: cast("Vitals", e.fact).temp_c or 0.0, default=None)
