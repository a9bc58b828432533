"""The checklist of IEC-HS, HScore, EASIX and CAR-HEMATOTOX in words, item by item."""

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from grading.scales.iec_hs import Item, Prompt, Proposal
from grading.scores.car_hematotox import CarHematotox
from grading.scores.easix import Easix
from grading.scores.hscore import CUT_OFF, HScore, Probability
from grading.scores.hscore import Item as Points
from grading.toxicity import Values
from ui.shown import NOTHING, quantity_text
from ui.words import examined
from ui.words.codes import capitalised, dotted, listed
from ui.words.measures import decimals_of
from ui.words.table import Table

translate = QCoreApplication.translate

# --- values ---------------------------------------------------------------------------------------

_VALUES = Table(
    "ToxicityItemValue",
    {
        "ferritin_ug_l": QT_TRANSLATE_NOOP("ToxicityItemValue", "ferritin {value} µg/L"),
        "before_ug_l": QT_TRANSLATE_NOOP("ToxicityItemValue", "before {value} µg/L"),
        "baseline": QT_TRANSLATE_NOOP("ToxicityItemValue", "at the infusion {value}"),
        "upper": QT_TRANSLATE_NOOP("ToxicityItemValue", "upper limit {value}"),
        "lower": QT_TRANSLATE_NOOP("ToxicityItemValue", "lower limit {value}"),
        "limit": QT_TRANSLATE_NOOP("ToxicityItemValue", "counts above {value}"),
        "alt_limit": QT_TRANSLATE_NOOP("ToxicityItemValue", "ALT counts above {value}"),
        "ast_limit": QT_TRANSLATE_NOOP("ToxicityItemValue", "AST counts above {value}"),
        "alt_u_l": QT_TRANSLATE_NOOP("ToxicityItemValue", "ALT {value} U/L"),
        "ast_u_l": QT_TRANSLATE_NOOP("ToxicityItemValue", "AST {value} U/L"),
        "fibrinogen_g_l": QT_TRANSLATE_NOOP("ToxicityItemValue", "fibrinogen {value} g/L"),
        "platelets_10_9_l": QT_TRANSLATE_NOOP("ToxicityItemValue", "platelets {value} × 10⁹/L"),
        "wbc_10_9_l": QT_TRANSLATE_NOOP("ToxicityItemValue", "leukocytes {value} × 10⁹/L"),
        "anc_per_ul": QT_TRANSLATE_NOOP("ToxicityItemValue", "neutrophils {value}/µL"),
        "hb_g_dl": QT_TRANSLATE_NOOP("ToxicityItemValue", "haemoglobin {value} g/dL"),
        "crp_mg_dl": QT_TRANSLATE_NOOP("ToxicityItemValue", "CRP {value} mg/dL"),
        "ldh": QT_TRANSLATE_NOOP("ToxicityItemValue", "LDH {value} U/L"),
        "triglycerides": QT_TRANSLATE_NOOP("ToxicityItemValue", "triglycerides {value} mmol/L"),
        "triglycerides_mmol_l": QT_TRANSLATE_NOOP(
            "ToxicityItemValue", "triglycerides {value} mmol/L"
        ),
        "bilirubin_direct": QT_TRANSLATE_NOOP("ToxicityItemValue", "direct bilirubin {value}"),
        "temp_c": QT_TRANSLATE_NOOP("ToxicityItemValue", "{value} °C"),
    },
)
_SAID = Table(
    "ToxicityItemValue",
    {
        "rises_fast yes": QT_TRANSLATE_NOOP("ToxicityItemValue", "rises fast, as judged"),
        "rises_fast no": QT_TRANSLATE_NOOP("ToxicityItemValue", "does not rise fast, as judged"),
        "immunosuppressed yes": QT_TRANSLATE_NOOP("ToxicityItemValue", "yes"),
        "immunosuppressed no": QT_TRANSLATE_NOOP("ToxicityItemValue", "no"),
        "haemophagocytosis yes": QT_TRANSLATE_NOOP("ToxicityItemValue", "found"),
        "haemophagocytosis no": QT_TRANSLATE_NOOP("ToxicityItemValue", "looked for, not found"),
        "hepatomegaly yes": QT_TRANSLATE_NOOP("ToxicityItemValue", "liver enlarged"),
        "hepatomegaly no": QT_TRANSLATE_NOOP("ToxicityItemValue", "liver not enlarged"),
        "hepatomegaly unknown": QT_TRANSLATE_NOOP("ToxicityItemValue", "liver not looked at"),
        "splenomegaly yes": QT_TRANSLATE_NOOP("ToxicityItemValue", "spleen enlarged"),
        "splenomegaly no": QT_TRANSLATE_NOOP("ToxicityItemValue", "spleen not enlarged"),
        "splenomegaly unknown": QT_TRANSLATE_NOOP("ToxicityItemValue", "spleen not looked at"),
    },
)


def values_text(values: Values) -> str:
    """The values that an item rests on, on one line; what was never seen is left out."""
    return capitalised(dotted([_value(name, value) for name, value in values]))


def _value(name: str, value: Any) -> str:
    if name == "crs":
        return "" if value is None else examined.crs_state(value)
    if value is None or isinstance(value, bool):
        key = f"{name} {'unknown' if value is None else 'yes' if value else 'no'}"
        return _SAID(key) if key in _SAID else ""
    return _VALUES(name).format(value=quantity_text(value, decimals_of(value, 2), QLocale()))


# --- IEC-HS ---------------------------------------------------------------------------------------

checklist_item = Table(
    "IecHs",
    {
        "ferritin": QT_TRANSLATE_NOOP(
            "IecHs", "Ferritin above twice the upper limit or its value at the infusion"
        ),
        "timing": QT_TRANSLATE_NOOP(
            "IecHs", "Begins while CRS resolves or after it, or worse again after improvement"
        ),
        "transaminases": QT_TRANSLATE_NOOP(
            "IecHs", "Transaminases above five times the upper limit"
        ),
        "fibrinogen": QT_TRANSLATE_NOOP(
            "IecHs", "Fibrinogen below 1.5 g/L or below the lower limit"
        ),
        "haemophagocytosis": QT_TRANSLATE_NOOP("IecHs", "Haemophagocytosis in marrow or tissue"),
        "cytopenia": QT_TRANSLATE_NOOP("IecHs", "Cytopenia new, worse or refractory"),
        "no_better_cause": QT_TRANSLATE_NOOP("IecHs", "No other cause explains it better"),
        "ldh": QT_TRANSLATE_NOOP("IecHs", "LDH above the upper limit"),
        "triglycerides": QT_TRANSLATE_NOOP("IecHs", "Fasting triglycerides above 2.99 mmol/L"),
        "bilirubin_direct": QT_TRANSLATE_NOOP("IecHs", "Direct bilirubin above the upper limit"),
        "coagulation": QT_TRANSLATE_NOOP("IecHs", "Coagulation otherwise worse"),
        "splenomegaly": QT_TRANSLATE_NOOP("IecHs", "Spleen newly enlarged"),
        "fever": QT_TRANSLATE_NOOP("IecHs", "Fever new or persistent"),
        "neurotoxicity": QT_TRANSLATE_NOOP("IecHs", "Neurotoxicity"),
        "lung_signs": QT_TRANSLATE_NOOP("IecHs", "Signs of the lung"),
        "renal_insufficiency": QT_TRANSLATE_NOOP("IecHs", "Renal insufficiency"),
    },
)
"""A criterion of the checklist."""
weight = Table(
    "IecHs",
    {
        "required": QT_TRANSLATE_NOOP("IecHs", "Required"),
        "main": QT_TRANSLATE_NOOP("IecHs", "Main criteria"),
        "supportive": QT_TRANSLATE_NOOP("IecHs", "May be there as well"),
    },
)
"""How much a criterion weighs, as the title of its part."""
item_answer = Table(
    "IecHs",
    {
        "met": QT_TRANSLATE_NOOP("IecHs", "met"),
        "not_met": QT_TRANSLATE_NOOP("IecHs", "not met"),
        "unknown": QT_TRANSLATE_NOOP("IecHs", "not known"),
    },
)
"""Whether a criterion is met."""
proposed = Table(
    "IecHs",
    {
        "consider_work_up": QT_TRANSLATE_NOOP("IecHs", "Consider IEC-HS work-up"),
        "no": QT_TRANSLATE_NOOP("IecHs", "Nothing measured calls for a work-up"),
        "unknown": QT_TRANSLATE_NOOP("IecHs", "Whether to work up cannot be told"),
    },
)
"""What is proposed; never a diagnosis."""
_PROMPTS = Table(
    "IecHs",
    {
        "ferritin_above_10000": QT_TRANSLATE_NOOP("IecHs", "Ferritin above 10 000 µg/L"),
        "ferritin_doubled": QT_TRANSLATE_NOOP(
            "IecHs", "Ferritin doubled within 24 h, to above 2000 µg/L"
        ),
        "ferritin_and_fibrinogen": QT_TRANSLATE_NOOP(
            "IecHs", "Ferritin raised, fibrinogen low within 72 h"
        ),
        "ferritin_and_alt": QT_TRANSLATE_NOOP("IecHs", "Ferritin raised, ALT high within 72 h"),
        "ferritin_and_ast": QT_TRANSLATE_NOOP("IecHs", "Ferritin raised, AST high within 72 h"),
        "ferritin_and_platelets": QT_TRANSLATE_NOOP(
            "IecHs", "Ferritin raised, platelets newly below 50 × 10⁹/L within 72 h"
        ),
    },
)
_LACKS = Table(
    "IecHs",
    {
        "ferritin": QT_TRANSLATE_NOOP("IecHs", "ferritin"),
        "ferritin_baseline": QT_TRANSLATE_NOOP(
            "IecHs", "ferritin at the infusion, or its upper limit"
        ),
        "fibrinogen": QT_TRANSLATE_NOOP("IecHs", "fibrinogen"),
        "alt": QT_TRANSLATE_NOOP("IecHs", "ALT"),
        "ast": QT_TRANSLATE_NOOP("IecHs", "AST"),
        "platelets": QT_TRANSLATE_NOOP("IecHs", "platelets"),
        "alt_limit": QT_TRANSLATE_NOOP("IecHs", "upper limit of ALT"),
        "ast_limit": QT_TRANSLATE_NOOP("IecHs", "upper limit of AST"),
    },
)
judged_grade = Table(
    "IecHs",
    {
        "0": QT_TRANSLATE_NOOP("IecHs", "no IEC-HS"),
        "1": QT_TRANSLATE_NOOP("IecHs", "none or mild symptoms, observation only"),
        "2": QT_TRANSLATE_NOOP(
            "IecHs", "immunosuppression, or transfusion for low fibrinogen without symptoms"
        ),
        "3": QT_TRANSLATE_NOOP(
            "IecHs", "bleeding with transfusion; hospital for kidney, pressure or breathing"
        ),
        "4": QT_TRANSLATE_NOOP("IecHs", "life-threatening: bleeding, intubation"),
        "5": QT_TRANSLATE_NOOP("IecHs", "death of it"),
    },
)
"""A grade of IEC-HS that a person may state, in words."""


def criterion_text(item: Item) -> str:
    """A criterion with its answer: "Fibrinogen below 1.5 g/L …: met"."""
    return translate("IecHs", "{item}: {answer}").format(
        item=checklist_item(item.name), answer=item_answer(item.answer)
    )


def prompt_text(prompt: Prompt) -> str:
    """Why a work-up is proposed."""
    return _PROMPTS(prompt.code)


def lacking_text(proposal: Proposal) -> str:
    """What would have to be measured before it can be told, on one line; else empty."""
    return capitalised(listed([_LACKS(code) for code in proposal.missing]))


# --- HScore ---------------------------------------------------------------------------------------

hscore_item = Table(
    "HScore",
    {
        "immunosuppressed": QT_TRANSLATE_NOOP("HScore", "Known immunosuppression"),
        "temp_c": QT_TRANSLATE_NOOP("HScore", "Temperature"),
        "organomegaly": QT_TRANSLATE_NOOP("HScore", "Liver and spleen"),
        "cytopenias": QT_TRANSLATE_NOOP("HScore", "Low cell lines"),
        "ferritin_ug_l": QT_TRANSLATE_NOOP("HScore", "Ferritin"),
        "triglycerides_mmol_l": QT_TRANSLATE_NOOP("HScore", "Triglycerides"),
        "fibrinogen_g_l": QT_TRANSLATE_NOOP("HScore", "Fibrinogen"),
        "ast_u_l": QT_TRANSLATE_NOOP("HScore", "AST"),
        "haemophagocytosis": QT_TRANSLATE_NOOP("HScore", "Haemophagocytosis"),
    },
)
"""An item of HScore."""


def hscore_text(score: HScore) -> str:
    """The score: "HScore 152", or what it can still become: "HScore 83 to 217"."""
    if score.total is not None:
        return translate("HScore", "HScore {total}").format(total=score.total)
    return translate("HScore", "HScore {least} to {most}").format(
        least=score.least, most=score.most
    )


def cut_off_text(score: HScore) -> str:
    """How the score lies to the cut-off, as far as that is certain."""
    if score.above_cut_off is None:
        text = translate("HScore", "may lie on either side of {limit}")
    elif score.above_cut_off:
        text = translate("HScore", "at or above {limit}")
    else:
        text = translate("HScore", "below {limit}")
    return text.format(limit=CUT_OFF)


def probability_text(score: HScore) -> str:
    """The printed probability of a haemophagocytic syndrome, or between which two it lies."""
    low, high = score.probability
    text = translate("HScore", "Printed probability of a haemophagocytic syndrome: {share}.")
    if low == high:
        return text.format(share=_share(low))
    both = translate("HScore", "{low} up to {high}").format(low=_share(low), high=_share(high))
    return text.format(share=both)


def _share(share: Probability) -> str:
    if share.low_pct is None:
        return translate("HScore", "below {n} %").format(n=share.high_pct)
    if share.high_pct is None:
        return translate("HScore", "above {n} %").format(n=share.low_pct)
    if share.low_pct == share.high_pct:
        return translate("HScore", "{n} %").format(n=share.low_pct)
    return translate("HScore", "{low} to {high} %").format(low=share.low_pct, high=share.high_pct)


def points_text(item: Points) -> str:
    """The points of an item: "49", "0–50" while it is open."""
    return str(item.points) if item.points is not None else f"{item.least}–{item.most}"


def hscore_lacking(score: HScore) -> str:
    """The open items by name, on one line; empty where all are known."""
    return listed([hscore_item(name) for name in score.missing])


# --- EASIX ----------------------------------------------------------------------------------------

_FACTORS = Table(
    "Easix",
    {
        "ldh": QT_TRANSLATE_NOOP("Easix", "LDH"),
        "creatinine": QT_TRANSLATE_NOOP("Easix", "creatinine"),
        "crp": QT_TRANSLATE_NOOP("Easix", "CRP"),
        "platelets": QT_TRANSLATE_NOOP("Easix", "platelets"),
    },
)
easix_unit = Table(
    "Easix",
    {
        "easix": QT_TRANSLATE_NOOP("Easix", "U/L × mg/dL per 10⁹/L"),
        "s_easix": QT_TRANSLATE_NOOP("Easix", "U/L per 10⁹/L"),
        "m_easix": QT_TRANSLATE_NOOP("Easix", "U/L × mg/dL per 10⁹/L"),
    },
)
"""The unit of an index: creatinine and CRP are in mg/dL in it."""


def easix_text(index: Easix) -> str:
    """An index as a figure; a dash where it cannot be computed."""
    if index.value is None:
        return NOTHING
    return quantity_text(index.value, 1 if index.value >= 10 else 2, QLocale())  # noqa: PLR2004


def easix_lacking(index: Easix) -> str:
    """Why an index cannot be computed, on one line; empty where it can."""
    if "platelets_0" in index.flags:
        return translate("Easix", "Platelets of 0: it cannot be computed.")
    if not index.missing:
        return ""
    names = listed([_FACTORS(name) for name in index.missing])
    return translate("Easix", "Not measured together: {names}.").format(names=names)


# --- CAR-HEMATOTOX --------------------------------------------------------------------------------

hematotox_item = Table(
    "Hematotox",
    {
        "platelets_10_9_l": QT_TRANSLATE_NOOP("Hematotox", "Platelets"),
        "anc_per_ul": QT_TRANSLATE_NOOP("Hematotox", "Neutrophils"),
        "hb_g_dl": QT_TRANSLATE_NOOP("Hematotox", "Haemoglobin"),
        "crp_mg_dl": QT_TRANSLATE_NOOP("Hematotox", "CRP"),
        "ferritin_ug_l": QT_TRANSLATE_NOOP("Hematotox", "Ferritin"),
    },
)
"""An item of CAR-HEMATOTOX."""
_RISK = Table(
    "Hematotox",
    {
        "low": QT_TRANSLATE_NOOP("Hematotox", "low risk of haematotoxicity"),
        "high": QT_TRANSLATE_NOOP("Hematotox", "high risk of haematotoxicity"),
        "unknown": QT_TRANSLATE_NOOP("Hematotox", "risk not certain yet"),
    },
)


def hematotox_text(score: CarHematotox) -> str:
    """The points: "CAR-HEMATOTOX 3", or what they can still become."""
    if score.total is not None:
        return translate("Hematotox", "CAR-HEMATOTOX {total}").format(total=score.total)
    return translate("Hematotox", "CAR-HEMATOTOX {least} to {most}").format(
        least=score.least, most=score.most
    )


def risk_text(score: CarHematotox) -> str:
    """The risk as far as it is certain."""
    return _RISK(score.risk or "unknown")


def hematotox_lacking(score: CarHematotox) -> str:
    """The items that were not measured, on one line; empty where all were."""
    return listed([hematotox_item(name) for name in score.missing])
