"""SRI-4, LLDAS and DORIS in words: each criterion, its answer, and what the answer rests on."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from grading.scores.criterion import Criterion, Ground, Response
from grading.scores.doris import Doris
from grading.scores.sledai import Total
from ui.shown import quantity_text
from ui.words.codes import listed
from ui.words.lupus import decimal_text, drug_text, systems_text
from ui.words.measures import decimals_of
from ui.words.sledai import items_text, total_text
from ui.words.table import Table

translate = QCoreApplication.translate

answer = Table(
    "Response",
    {
        "yes": QT_TRANSLATE_NOOP("Response", "Yes"),
        "no": QT_TRANSLATE_NOOP("Response", "No"),
        "unknown": QT_TRANSLATE_NOOP("Response", "?"),
    },
)
"""An answer as short as a cell of a table holds it."""
_ANSWERED = Table(
    "Response",
    {
        "sri4_selena yes": QT_TRANSLATE_NOOP("Response", "SRI-4: responder"),
        "sri4_selena no": QT_TRANSLATE_NOOP("Response", "SRI-4: no responder"),
        "sri4_selena unknown": QT_TRANSLATE_NOOP("Response", "SRI-4: cannot be told"),
        "sri4_2k yes": QT_TRANSLATE_NOOP("Response", "SRI-4 (SLEDAI-2K): responder"),
        "sri4_2k no": QT_TRANSLATE_NOOP("Response", "SRI-4 (SLEDAI-2K): no responder"),
        "sri4_2k unknown": QT_TRANSLATE_NOOP("Response", "SRI-4 (SLEDAI-2K): cannot be told"),
        "lldas_2016 yes": QT_TRANSLATE_NOOP("Response", "LLDAS: low disease activity"),
        "lldas_2016 no": QT_TRANSLATE_NOOP("Response", "LLDAS: not in low disease activity"),
        "lldas_2016 unknown": QT_TRANSLATE_NOOP("Response", "LLDAS: cannot be told"),
        "doris_2021 yes": QT_TRANSLATE_NOOP("Response", "DORIS 2021: in remission"),
        "doris_2021 no": QT_TRANSLATE_NOOP("Response", "DORIS 2021: not in remission"),
        "doris_2021 unknown": QT_TRANSLATE_NOOP("Response", "DORIS 2021: cannot be told"),
    },
)
_CRITERIA = Table(
    "Criterion",
    {
        "sri4 sledai": QT_TRANSLATE_NOOP("Criterion", "1. SLEDAI down by at least 4"),
        "sri4 bilag": QT_TRANSLATE_NOOP(
            "Criterion", "2. BILAG: no new A, at most one new B against the baseline"
        ),
        "sri4 pga": QT_TRANSLATE_NOOP("Criterion", "3. PGA worse by less than 0.3"),
        "lldas_2016 activity": QT_TRANSLATE_NOOP(
            "Criterion", "1. SLEDAI-2K at most 4, nothing in a major organ"
        ),
        "lldas_2016 no_new_features": QT_TRANSLATE_NOOP(
            "Criterion", "2. Nothing new since the visit before"
        ),
        "lldas_2016 pga": QT_TRANSLATE_NOOP("Criterion", "3. PGA at most 1"),
        "lldas_2016 steroid": QT_TRANSLATE_NOOP(
            "Criterion", "4. Prednisolone equivalent at most 7.5 mg a day"
        ),
        "lldas_2016 maintenance": QT_TRANSLATE_NOOP(
            "Criterion", "5. Standard maintenance treatment, well tolerated"
        ),
        "doris_2021 clinical_sledai": QT_TRANSLATE_NOOP("Criterion", "1. Clinical SLEDAI 0"),
        "doris_2021 pga": QT_TRANSLATE_NOOP("Criterion", "2. PGA below 0.5"),
        "doris_2021 steroid": QT_TRANSLATE_NOOP(
            "Criterion", "3. Prednisolone equivalent at most 5 mg a day"
        ),
        "doris_2021 stable_treatment": QT_TRANSLATE_NOOP("Criterion", "4. Stable treatment"),
    },
)
_GROUNDS = Table(
    "Ground",
    {
        "baseline_below_4": QT_TRANSLATE_NOOP(
            "Ground", "The baseline is {baseline}: below 4 it cannot be judged."
        ),
        "sledai_missing": QT_TRANSLATE_NOOP("Ground", "No SLEDAI was scored."),
        "sri4 sledai_missing": QT_TRANSLATE_NOOP(
            "Ground", "SLEDAI is missing at the baseline or at the visit."
        ),
        "variants_differ": QT_TRANSLATE_NOOP(
            "Ground", "Baseline and visit were scored by different variants."
        ),
        "fell_by_less": QT_TRANSLATE_NOOP(
            "Ground", "From {baseline} to {visit}: it fell by less than {fall}."
        ),
        "sri4 sledai_incomplete": QT_TRANSLATE_NOOP(
            "Ground", "From {baseline} to {visit}: items are unknown."
        ),
        "fell_enough": QT_TRANSLATE_NOOP("Ground", "From {baseline} to {visit}."),
        "new_a": QT_TRANSLATE_NOOP("Ground", "New A: {systems}."),
        "new_b": QT_TRANSLATE_NOOP("Ground", "New B in more than one system: {systems}."),
        "one_new_b": QT_TRANSLATE_NOOP("Ground", "One new B: {systems}."),
        "no_new_a": QT_TRANSLATE_NOOP("Ground", "No new A."),
        "no_new_b": QT_TRANSLATE_NOOP("Ground", "No new B."),
        "bilag_missing": QT_TRANSLATE_NOOP(
            "Ground", "BILAG is missing at the baseline or at the visit."
        ),
        "bilag_incomplete": QT_TRANSLATE_NOOP(
            "Ground", "BILAG is not known both times for: {systems}."
        ),
        "pga_missing": QT_TRANSLATE_NOOP("Ground", "No PGA was judged."),
        "sri4 pga_missing": QT_TRANSLATE_NOOP(
            "Ground", "PGA is missing at the baseline or at the visit."
        ),
        "pga_not_worse": QT_TRANSLATE_NOOP("Ground", "PGA from {baseline} to {visit}."),
        "pga_worse": QT_TRANSLATE_NOOP(
            "Ground", "PGA from {baseline} to {visit}: worse by {limit} or more."
        ),
        "haemolytic_anaemia_unanswered": QT_TRANSLATE_NOOP(
            "Ground", "Haemolytic anaemia: not answered."
        ),
        "haemolytic_anaemia": QT_TRANSLATE_NOOP("Ground", "Haemolytic anaemia."),
        "no_haemolytic_anaemia": QT_TRANSLATE_NOOP("Ground", "No haemolytic anaemia."),
        "gastrointestinal_unanswered": QT_TRANSLATE_NOOP(
            "Ground", "Gastrointestinal activity: not answered."
        ),
        "gastrointestinal": QT_TRANSLATE_NOOP("Ground", "Gastrointestinal activity."),
        "no_gastrointestinal": QT_TRANSLATE_NOOP("Ground", "No gastrointestinal activity."),
        "sledai_high": QT_TRANSLATE_NOOP("Ground", "SLEDAI-2K {total}, above {most}."),
        "sledai_incomplete": QT_TRANSLATE_NOOP("Ground", "SLEDAI-2K {total}; unknown: {items}."),
        "sledai_low": QT_TRANSLATE_NOOP("Ground", "SLEDAI-2K {total}."),
        "major_organ": QT_TRANSLATE_NOOP("Ground", "Activity in a major organ: {items}."),
        "major_organ_unknown": QT_TRANSLATE_NOOP("Ground", "Unknown in major organs: {items}."),
        "no_major_organ": QT_TRANSLATE_NOOP("Ground", "Nothing in a major organ."),
        "no_previous_visit": QT_TRANSLATE_NOOP("Ground", "There is no visit before."),
        "new_item": QT_TRANSLATE_NOOP("Ground", "New since the visit before: {items}."),
        "new_item_unknown": QT_TRANSLATE_NOOP(
            "Ground", "Whether it is new cannot be told: {items}."
        ),
        "no_new_item": QT_TRANSLATE_NOOP("Ground", "No new SLEDAI item."),
        "new_bilag": QT_TRANSLATE_NOOP("Ground", "New BILAG A or B: {new}."),
        "no_new_bilag": QT_TRANSLATE_NOOP("Ground", "No new BILAG A or B."),
        "pga_low": QT_TRANSLATE_NOOP("Ground", "PGA {pga}."),
        "pga_high": QT_TRANSLATE_NOOP("Ground", "PGA {pga}, too high."),
        "dose_missing": QT_TRANSLATE_NOOP("Ground", "The steroid dose was not told."),
        "dose_low": QT_TRANSLATE_NOOP("Ground", "{dose} mg a day."),
        "dose_high": QT_TRANSLATE_NOOP("Ground", "{dose} mg a day, above {most}."),
        "with_mean dose_low": QT_TRANSLATE_NOOP(
            "Ground", "{dose} mg a day; mean of the last 28 days {mean} mg."
        ),
        "with_mean dose_high": QT_TRANSLATE_NOOP(
            "Ground", "{dose} mg a day, above {most}; mean of the last 28 days {mean} mg."
        ),
        "tolerated": QT_TRANSLATE_NOOP(
            "Ground", "Approved drugs at standard doses, well tolerated."
        ),
        "not_tolerated_standard": QT_TRANSLATE_NOOP(
            "Ground", "Not all drugs are approved, at standard doses and well tolerated."
        ),
        "nothing_taken": QT_TRANSLATE_NOOP("Ground", "No maintenance drug is taken."),
        "tolerance_unanswered": QT_TRANSLATE_NOOP(
            "Ground", "Whether the drugs are tolerated was not told."
        ),
        "drugs_missing": QT_TRANSLATE_NOOP("Ground", "The drugs taken were not told."),
        "dose_above_ceiling": QT_TRANSLATE_NOOP("Ground", "Above the standard dose: {drugs}."),
        "drug_dose_missing": QT_TRANSLATE_NOOP("Ground", "Dose not known: {drugs}."),
        "doses_standard": QT_TRANSLATE_NOOP("Ground", "No dose above the standard one."),
        "investigational_unanswered": QT_TRANSLATE_NOOP(
            "Ground", "Investigational drugs: not answered."
        ),
        "investigational": QT_TRANSLATE_NOOP("Ground", "An investigational drug is taken."),
        "not_investigational": QT_TRANSLATE_NOOP("Ground", "No investigational drug is taken."),
        "clinical_activity": QT_TRANSLATE_NOOP("Ground", "Clinical SLEDAI {clinical}: {items}."),
        "doris_2021 sledai_incomplete": QT_TRANSLATE_NOOP(
            "Ground", "Clinical SLEDAI {clinical}; unknown: {items}."
        ),
        "no_clinical_activity": QT_TRANSLATE_NOOP("Ground", "Clinical SLEDAI {clinical}."),
        "treatment_changed": QT_TRANSLATE_NOOP(
            "Ground", "An immunosuppressant was begun or raised."
        ),
        "no_immunosuppressant": QT_TRANSLATE_NOOP("Ground", "No immunosuppressant is taken."),
        "stability_missing": QT_TRANSLATE_NOOP(
            "Ground", "Whether the treatment is stable was not told."
        ),
        "treatment_stable": QT_TRANSLATE_NOOP("Ground", "The treatment is stable."),
    },
)
_FLAGS = Table(
    "ResponseFlag",
    {
        "baseline_below_4": QT_TRANSLATE_NOOP(
            "ResponseFlag", "A baseline below 4 cannot be judged."
        ),
        "cells_not_counted": QT_TRANSLATE_NOOP(
            "ResponseFlag", "The cells infused in the past are not counted as a drug that is taken."
        ),
        "doris_dose_equal_5": QT_TRANSLATE_NOOP(
            "ResponseFlag",
            "5 mg a day: the paper’s abstract allows it, its table asks for less than 5.",
        ),
        "mean_28_days_above_5": QT_TRANSLATE_NOOP(
            "ResponseFlag", "The mean dose of the last 28 days is above 5 mg a day."
        ),
    },
)
_DRUG_FREE = Table(
    "Response",
    {
        "yes": QT_TRANSLATE_NOOP(
            "Response", "Remission without drugs: neither a steroid nor an immunosuppressant."
        ),
        "no": QT_TRANSLATE_NOOP("Response", "Not a remission without drugs."),
        "unknown": QT_TRANSLATE_NOOP(
            "Response", "Whether it is a remission without drugs cannot be told."
        ),
    },
)


_SHORT = {"least_fall": "fall", "mg_day": "dose", "mean_28_days": "mean"}
"""Values by the name that stands for them in a sentence."""


def response(of: Response) -> str:
    """The outcome in words: "SRI-4: responder"."""
    return _ANSWERED(f"{of.instrument} {of.answer}")


def criterion(of: Response, one: Criterion) -> str:
    """A criterion as it is printed, with its number."""
    return _CRITERIA(f"{_family(of.instrument)} {one.name}")


def grounds(of: Response, one: Criterion) -> str:
    """What the answer of a criterion rests on, in sentences."""
    return " ".join(dict.fromkeys(ground(of, found) for found in one.deciding))


def ground(of: Response, found: Ground) -> str:
    """One condition in a sentence, with its values."""
    values = dict(found.values)
    keys = [f"{_family(of.instrument)} {found.code}", found.code]
    if values.get("mean_28_days") is not None:
        keys.insert(0, f"with_mean {found.code}")
    key = next(key for key in keys if key in _GROUNDS)
    if found.code == "new_bilag":
        values["new"] = (*values["new_a"], *values["new_b"])
    shown = {_SHORT.get(name, name): _shown(name, value) for name, value in values.items()}
    return _GROUNDS(key).format(**shown)


def notes(of: Response) -> tuple[str, ...]:
    """What a reader must know beside the answer."""
    said = [_FLAGS(flag) for flag in sorted(of.flags)]
    if isinstance(of, Doris):
        said.append(_DRUG_FREE(of.drug_free))
    return tuple(said)


def _family(instrument: str) -> str:
    return "sri4" if instrument.startswith("sri4") else instrument


def _shown(name: str, value: Any) -> str:  # noqa: PLR0911 - one kind a line
    match value:
        case None:
            return translate("Response", "unknown")
        case Total():
            return total_text(value)
        case Decimal():
            return decimal_text(value)
        case tuple() if name == "items":
            return items_text(value)
        case tuple() if name == "drugs":
            return listed([drug_text(drug) for drug in value])
        case tuple():
            return systems_text(value)
        case _:
            return quantity_text(value, decimals_of(value), QLocale())
