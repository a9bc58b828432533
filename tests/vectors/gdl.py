"""The fixtures of the openEHR guidelines (GDL2), and their words in ours."""

import json
from typing import Any

from grading.crs_look import CrsLook, Organs
from grading.scores.hscore import Features
from grading.signs import Baseline, Sign, Support, Vitals
from tests.real_data import FOLDER
from tests.vectors.grids import AIR, FEVER, LOW_DOSE, NO_ORGANS


def fixtures(name: str) -> list[dict[str, Any]]:
    """The cases of one guideline."""
    found: list[dict[str, Any]] = json.loads(
        (FOLDER / "scores_gdl" / f"{name}.json").read_text(encoding="utf-8")
    )
    return found


# --- HScore -------------------------------------------------------------------------------------

LINEAGES = {"1 lineage": 1, "2 lineages": 2, "3 lineages": 3}
LOW = {"hb_g_dl": 8.0, "wbc_10_9_l": 2.0, "platelets_10_9_l": 50}
HIGH = {"hb_g_dl": 12.0, "wbc_10_9_l": 7.0, "platelets_10_9_l": 200}
TO_OURS = {
    ("ug/L", "ferritin"): 1, ("ng/mL", "ferritin"): 1, ("mmol/l", "triglycerides"): 1,
    ("mg/dl", "triglycerides"): 0.01129, ("g/L", "fibrinogen"): 1, ("mg/dl", "fibrinogen"): 0.01,
    ("U/l", "ast"): 1,
}  # fmt: skip


def features(given: dict[str, Any]) -> Features:
    def number(label: str, name: str) -> float:
        amount = given[label]
        return float(amount["value"] * TO_OURS[amount["unit"], name])

    temp = given["Temperature"]
    celsius = temp["value"] if temp["unit"] == "Cel" else (temp["value"] - 32) * 5 / 9
    organs = given["Organomegaly"]["text"]
    low = LINEAGES[given["Number of cytopenias"]["text"]]
    lineages = {name: (LOW if place < low else HIGH)[name] for place, name in enumerate(LOW)}
    return Features(
        immunosuppressed=given["Known underlying immunosuppression"]["text"] == "Yes",
        temp_c=celsius,
        hepatomegaly=organs != "No",
        splenomegaly=" and " in organs,
        ferritin_ug_l=number("Ferritin result", "ferritin"),
        triglycerides_mmol_l=number("Triglycerides result", "triglycerides"),
        fibrinogen_g_l=number("Fibrinogen result", "fibrinogen"),
        ast_u_l=number("Aspartate aminotransferase (AST) result", "ast"),
        haemophagocytosis=given["Hemophagocytosis features on bone marrow aspirate"]["text"]
        == "Yes",
        **lineages,
    )


# --- Lee 2014 -----------------------------------------------------------------------------------

SIGNS_OF: dict[str, tuple[CrsLook, ...]] = {
    "at0004": (
        CrsLook(FEVER, Support("venturi", fio2=0.35), organs=NO_ORGANS),
        CrsLook(Vitals(temp_c=38.6, sbp_mmhg=82, dbp_mmhg=44), AIR, organs=NO_ORGANS),
        CrsLook(FEVER, AIR, running=(LOW_DOSE,), organs=NO_ORGANS),
        CrsLook(FEVER, AIR, organs=Organs(0, 0, 2)),
    ),
    "at0006": (
        CrsLook(FEVER, Support("intubated_mv"), organs=NO_ORGANS),
        CrsLook(FEVER, AIR, organs=Organs(0, 0, 4)),
    ),
    "at0007": (CrsLook(died_of_it=True),),
}
# The peer folds grades 3 and 4 into one, and asks of a grade 2 for age and comorbidity, which
# decide its treatment and not the grade.
GRADES_OF = {"at0016": {2}, "at0017": {3, 4}, "at0018": {5}}

# --- SLEDAI-2K ----------------------------------------------------------------------------------

GDL_ITEMS = {
    "Recent onset seizure": "seizure",
    "Psychosis": "psychosis",
    "Organic brain syndrome": "organic_brain_syndrome",
    "Visual disturbance": "visual_disturbance",
    "New onset sensory or motor neuropathy involving cranial nerves": "cranial_nerve",
    "Lupus headache": "lupus_headache",
    "New onset stroke": "cva",
    "Vasculitis": "vasculitis",
    "Arthritis": "arthritis",
    "Myositis": "myositis",
    "Heme-granular or RBC urinary casts": "urinary_casts",
    "Hematuria": "hematuria",
    "Proteinuria": "proteinuria",
    "Pyuria": "pyuria",
    "Inflammatory-type rash": "rash",
    "Alopecia": "alopecia",
    "Oral or nasal mucosal ulcers": "mucosal_ulcers",
    "Pleuritic chest pain with pleural rub/effusion or pleural thickening": "pleurisy",
    "Pericarditis": "pericarditis",
    "Low complement": "low_complement",
    "High DNA binding": "increased_dna_binding",
    "Temp >100.4 °F (38°C)": "fever",
    "Platelets <100 x 109/L": "thrombocytopenia",
    "WBC <3 x 109/L": "leukopenia",
}

# --- NEWS2, and NEWS of 2012 -----------------------------------------------------------------

NEWS2_ITEMS = {
    "rr_bpm": "Respiratory rate", "spo2_pct": "SpO2", "sbp_mmhg": "Systolic blood pressure",
    "hr_bpm": "Pulse", "temp_c": "Temperature",
}  # fmt: skip
NEWS_ITEMS = {
    "rr_bpm": "Respiration rate", "spo2_pct": "Oxygen saturation", "temp_c": "Body temperature",
    "sbp_mmhg": "Systolic blood pressure", "hr_bpm": "Heart rate",
    "oxygen": "Supplemental oxygen", "consciousness": "Level of consciousness",
}  # fmt: skip
RISKS = {
    "Low": "low", "Low-Medium": "low_medium", "Medium": "medium", "High": "high",
    "Medium-risk group": "medium", "High-risk group": "high",
}  # fmt: skip


def news2_signs(given: dict[str, Any]) -> list[Sign]:
    """What the guideline of NEWS2 was given; it names no device beside "supplemental"."""
    alert = given["Consciousness"]["text"] == "Alert"
    return [
        Vitals(
            temp_c=given["Temperature"]["value"],
            hr_bpm=int(given["Heart rate"]["value"]),
            sbp_mmhg=int(given["Systolic BP"]["value"]),
            rr_bpm=int(given["Respiration rate"]["value"]),
            spo2_pct=int(given["spO2"]["value"]),
            consciousness="A" if alert else "C",
        ),
        _oxygen(is_given=given["Supplemental oxygen"]["text"] != "Room air"),
        Baseline(spo2_target_88_92=given["Hypercapnic respiratory failure"]["text"] == "Yes"),
    ]


def news_signs(given: dict[str, Any]) -> list[Sign]:
    """What the guideline of NEWS was given; its table is that of NEWS2 without scale 2."""
    acvpu: Any = given["AVPU Observation"]["text"][0]
    return [
        Vitals(
            temp_c=given["Temperature"]["value"],
            hr_bpm=int(given["Rate"]["value"]),
            sbp_mmhg=int(given["Systolic"]["value"]),
            rr_bpm=int(given["Respiration rate"]["value"]),
            spo2_pct=int(given["SaO2"]["value"]),
            consciousness=acvpu,
        ),
        _oxygen(is_given=given["Oxygen therapy"]["text"] == "Present"),
    ]


def _oxygen(*, is_given: bool) -> Support:
    return Support("nasal_cannula", 2.0) if is_given else Support("room_air")


# --- the neutrophil count ----------------------------------------------------------------------

NEUTROPENIA = {
    "No Neutropenia": 0, "Mild neutropenia": 2, "Moderate neutropenia": 3, "Severe neutropenia": 4,
}  # fmt: skip
"""Their words and the CTCAE 5.0 grades with the same edges: 1500, 1000 and 500 per µL."""


# --- what is not compared ----------------------------------------------------------------------

OTHER_SCORES = {
    "gcs": "the Glasgow coma scale: consciousness is charted in the words of ICANS and ACVPU",
    "qsofa": "sepsis is not scored here",
    "sofa": "sepsis is not scored here",
    "slicc_criteria_for_systemic_lupus_erythe": "who has lupus is settled at enrolment",
}
"""Fixtures of what no trial here asks for, and why."""
