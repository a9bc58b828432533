"""A study as one object for JSON, and as rows for a spreadsheet: the same numbers."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any

from bedside.exports.spreadsheet import table_csv
from bedside.study import (
    BASELINE,
    CURVES,
    MONTHS,
    Centre,
    Level,
    Study,
    Subject,
    Syndrome,
    Tally,
    Toxicity,
    median_of,
)
from bedside.study.figure import Figure

DECIMALS = 3
"""Of means, medians and days; what was counted or measured stays as it was."""


# --- the whole ----------------------------------------------------------------------------------


def study_object(of: Study, zone: tzinfo) -> dict[str, Any]:
    """A study: ``summary``, ``levels``, ``patients``, ``curves``; moments of a zone in ISO 8601.

    Counts stand beside the number of patients of whom it is known (``..._of``). Times are days:
    study days of onsets, days and parts of them of durations. Null is unknown, never zero.
    ``curves`` holds the medians over all patients by nominal day.
    """
    return {
        "synthetic": of.synthetic,
        "summary": summary_object(of.summary),
        "levels": [level_object(level) for level in of.levels],
        "patients": [patient_object(one, zone) for one in of.subjects],
        "curves": {
            analyte: [
                {"day": m.day, "median": _rounded(m.value), "bound": m.bound, "of": m.of}
                for m in found
            ]
            for analyte in CURVES
            if (found := median_of(of.subjects, analyte))
        },
    }


def summary_object(of: Tally) -> dict[str, Any]:
    """What is counted over patients.

    ``dlt`` are patients with a dose-limiting toxicity; ``..._month6`` those in whom the response
    was met.
    """
    found: dict[str, Any] = {
        "patients": len(of.patients),
        "enrolled": of.enrolled,
        "infused": of.infused,
        "in_dlt_window": len(of.in_window),
        "dlt_review_due": len(of.review_due),
        "dlt_evaluable": of.evaluable.count,
        "dlt": of.dlt.count,
        "dlt_of": of.dlt.of,
    }
    for name, toxicity in (("crs", of.crs), ("icans", of.icans)):
        found |= _toxicity(name, toxicity)
    for name, share in (
        ("tocilizumab", of.tocilizumab),
        ("steroids", of.steroids),
        ("icaht_early_3_or_more", of.icaht_severe),
        ("ctcae_3_or_more", of.ctcae_severe),
    ):
        found |= {name: share.count, f"{name}_of": share.of}
    found["icaht_early_by_grade"] = _by_grade(of.icaht_early)
    found["sledai_variant"] = of.variant
    for month, centre in of.sledai.items():
        found |= _mean(f"sledai_{month_name(month)}_mean", centre)
    for month, centre in of.sledai_change.items():
        found |= _mean(f"sledai_change_{month_name(month)}_mean", centre)
    for name, by_month in (("sri4", of.sri4), ("lldas", of.lldas), ("doris", of.doris)):
        for month, share in by_month.items():
            key = f"{name}_{month_name(month)}"
            found |= {key: share.count, f"{key}_of": share.of}
    return found


def _toxicity(name: str, of: Toxicity) -> dict[str, Any]:
    return {
        f"{name}_any": of.any.count,
        f"{name}_any_of": of.any.of,
        f"{name}_3_or_more": of.severe.count,
        f"{name}_3_or_more_of": of.severe.of,
        f"{name}_unknown": list(of.any.unknown),
        f"{name}_by_grade": _by_grade(of.by_grade),
        **_mean(f"{name}_onset_day_median", of.onset_median),
        **_mean(f"{name}_duration_days_mean", of.duration_mean),
    }


def _by_grade(of: Mapping[int, int]) -> dict[str, int]:
    return {str(level): count for level, count in of.items()}


def _mean(name: str, of: Centre) -> dict[str, Any]:
    return {name: _rounded(of.value), f"{name}_of": of.of}


def month_name(month: int) -> str:
    """A month as it stands in the names of columns."""
    return "baseline" if month == BASELINE else f"month{month}"


def level_object(of: Level) -> dict[str, Any]:
    """One dose level of one protocol: the same counts as of the whole."""
    return {
        "protocol": of.protocol,
        "dose_level": of.dose_level,
        "dose": of.dose,
        "dose_unit": of.dose_unit,
        **summary_object(of.tally),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


# --- one patient --------------------------------------------------------------------------------


def patient_object(of: Subject, zone: tzinfo) -> dict[str, Any]:
    """One patient's row, and under ``entries`` the ids that each figure of it rests on."""
    figures = {
        "enrolled": of.enrolled,
        "infused": of.infused,
        "last_contact": of.last_contact,
        "ended": of.ended,
        "reinfused": of.reinfused,
        **_figures(of),
    }
    entries = {name: list(one.entries) for name, one in figures.items() if one.entries}
    return {**patient_row(of, zone), "entries": entries}


def patient_row(of: Subject, zone: tzinfo) -> dict[str, Any]:
    """One patient as flat columns, the same for all; what is not known is None."""
    dlt = of.dlt
    again, seen = of.reinfused.value, of.last_contact.value
    infused, enrolled = of.infused.value, of.enrolled.value
    said: dict[str, Any] = {
        "patient": of.patient,
        "protocol": of.protocol,
        "edition": of.edition,
        "edition_known": of.known,
        "dose_level": of.dose_level,
        "level_dose": of.level_dose,
        "dose_unit": of.dose_unit,
        "given_unit": of.given_unit,
        "product": of.product,
        "synthetic": of.synthetic,
        "enrolled": None if enrolled is None else enrolled.astimezone(zone).isoformat(),
        "infused": None if infused is None else infused.astimezone(zone).isoformat(),
        "day": of.day,
        "last_contact": None if seen is None else seen.astimezone(zone).isoformat(),
        "last_day": of.last_day,
        "followed_on": of.followed_on,
        "ended": of.ended.value,
        "reinfused": None if again is None else again.astimezone(zone).isoformat(),
        "dlt_state": dlt.state,
        "dlt_closes": None if dlt.closes is None else dlt.closes.isoformat(),
        "dlt_evaluable": dlt.evaluable,
    }
    for name, one in (("crs", of.crs), ("icans", of.icans)):
        said |= _syndrome_row(name, one)
    said |= {
        "steroid_days": of.steroid_days,
        "icaht_provisional": of.icaht_provisional,
        "sledai_variant": of.variant,
    }
    for month in MONTHS:
        said[f"{month_name(month)}_day"] = of.outcome(month).day
    expansion = of.expansion
    said |= {
        "cart_analyte": None if expansion is None else expansion.analyte,
        "cart_unit": None if expansion is None else expansion.unit,
    }
    worst = of.ctcae.value
    said |= {
        "ctcae_term": None if worst is None else worst.term,
        "ctcae_version": None if worst is None else worst.version,
    }
    said |= {name: one.value for name, one in _figures(of).items()}
    said["ctcae_grade"] = None if worst is None else worst.grade
    return {name: _plain(said[name]) for name in COLUMNS}


def _plain(value: Any) -> Any:
    return _rounded(value) if isinstance(value, float) else value


def _syndrome_row(name: str, of: Syndrome) -> dict[str, Any]:
    return {
        f"{name}_at_least": of.at_least,
        f"{name}_onset_days": of.onset_days,
        f"{name}_going_on": of.going_on,
        f"{name}_episodes": of.episodes,
        f"{name}_stated_days": of.stated_days,
        f"{name}_asked_days": of.asked_days,
    }


def _figures(of: Subject) -> dict[str, Figure[Any]]:
    """Every figure of a patient that rests on entries, by column."""
    found: dict[str, Figure[Any]] = {"dose": of.dose, "dlts": of.dlt.dlts}
    for name, one in (("crs", of.crs), ("icans", of.icans)):
        found |= {
            f"{name}_max": one.maximum,
            f"{name}_signed": one.signed,
            f"{name}_onset_day": one.onset_day,
            f"{name}_duration_days": one.duration_days,
        }
    found |= {
        "tocilizumab_doses": of.tocilizumab,
        "steroid_doses": of.steroids,
        "icaht_early": of.icaht_early,
        "icaht_late": of.icaht_late,
        "ctcae_grade": of.ctcae,
    }
    for month in (BASELINE, *MONTHS):
        outcome = of.outcome(month)
        found[f"sledai_{month_name(month)}"] = outcome.total(of.variant)
        if month != BASELINE:
            found[f"sri4_{month_name(month)}"] = outcome.responds(of.variant)
        found[f"lldas_{month_name(month)}"] = outcome.lldas
        found[f"doris_{month_name(month)}"] = outcome.doris
    expansion = of.expansion
    empty: Figure[Any] = Figure(None)
    found |= {
        "cart_cmax": empty if expansion is None else expansion.cmax,
        "cart_tmax_day": empty if expansion is None else expansion.tmax_day,
        "cart_auc0_28": empty if expansion is None else expansion.auc0_28,
        "cart_tlast_day": empty if expansion is None else expansion.tlast_day,
    }
    return found


def _columns() -> Iterator[str]:
    yield from ("patient", "protocol", "edition", "edition_known")
    yield from ("dose_level", "level_dose", "dose_unit")
    yield from ("dose", "given_unit", "product", "synthetic", "enrolled", "infused", "day")
    yield from ("last_contact", "last_day", "followed_on", "ended", "reinfused")
    yield from ("dlt_state", "dlt_closes", "dlts", "dlt_evaluable")
    for name in ("crs", "icans"):
        for part in ("max", "at_least", "signed", "onset_day", "onset_days", "duration_days"):
            yield f"{name}_{part}"
        for part in ("going_on", "episodes", "stated_days", "asked_days"):
            yield f"{name}_{part}"
    yield from ("tocilizumab_doses", "steroid_doses", "steroid_days")
    yield from ("icaht_early", "icaht_late", "icaht_provisional")
    yield from ("ctcae_grade", "ctcae_term", "ctcae_version", "sledai_variant")
    for month in (BASELINE, *MONTHS):
        at = month_name(month)
        if month != BASELINE:
            yield f"{at}_day"
        yield f"sledai_{at}"
        if month != BASELINE:
            yield f"sri4_{at}"
        yield from (f"lldas_{at}", f"doris_{at}")
    yield from ("cart_analyte", "cart_unit", "cart_cmax", "cart_tmax_day", "cart_auc0_28")
    yield "cart_tlast_day"


COLUMNS: tuple[str, ...] = tuple(_columns())
"""The columns of a patient's row, in order."""


# --- for a spreadsheet --------------------------------------------------------------------------


def patients_csv(of: Study, zone: tzinfo) -> bytes:
    """One line a patient, with the columns of `patient_row`; yes and no as words, unknown empty."""
    rows = (patient_row(one, zone) for one in of.subjects)
    return table_csv(COLUMNS, ([_cell(row[name]) for name in COLUMNS] for row in rows))


def levels_csv(of: Study) -> bytes:
    """One line a dose level, and one over all (``dose_level`` "all")."""
    over_all = Level("", "all", None, "", of.summary)
    rows = [level_object(level) for level in (*of.levels, over_all)]
    names = [name for name, value in rows[0].items() if not isinstance(value, dict)]
    return table_csv(names, ([_cell(row[name]) for name in names] for row in rows))


def _cell(value: Any) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else value
