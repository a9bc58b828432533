"""Drugs the scales know by name, what each counts as, and for how long it can hide a fever.

Source of the classes: Lee DW et al., Biol Blood Marrow Transplant 2019;25:625 (vasopressors,
vasopressin, anticytokine therapy). Which drug stands in which class beyond that text, and the
hours in ``HIDES_FEVER``, are this project's decisions.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum


class DrugClass(StrEnum):
    """What a drug means to a scale."""

    VASOPRESSOR = "vasopressor"
    VASOPRESSIN = "vasopressin"
    INOTROPE = "inotrope"
    RESCUE = "rescue"
    ORAL_PRESSOR = "oral_pressor"
    ANTIPYRETIC = "antipyretic"
    STEROID = "steroid"
    ANTICYTOKINE = "anticytokine"
    FLUID = "fluid"
    ANTIMICROBIAL = "antimicrobial"
    ANTISEIZURE = "antiseizure"
    SEDATIVE = "sedative"
    CONDITIONING = "conditioning"
    IMMUNOSUPPRESSANT = "immunosuppressant"
    SUPPORTIVE = "supportive"


_BY_CLASS: Mapping[DrugClass, str] = {
    DrugClass.VASOPRESSOR: (
        "norepinephrine epinephrine phenylephrine dopamine metaraminol angiotensin_ii"
    ),
    DrugClass.VASOPRESSIN: "vasopressin terlipressin",
    DrugClass.INOTROPE: "dobutamine milrinone levosimendan",
    DrugClass.RESCUE: "methylene_blue hydroxocobalamin",
    DrugClass.ORAL_PRESSOR: "midodrine",
    DrugClass.ANTIPYRETIC: (
        "paracetamol ibuprofen metamizole naproxen diclofenac ketorolac indometacin aspirin"
    ),
    DrugClass.STEROID: ("dexamethasone methylprednisolone hydrocortisone prednisolone prednisone"),
    DrugClass.ANTICYTOKINE: "tocilizumab siltuximab anakinra ruxolitinib emapalumab",
    DrugClass.FLUID: (
        "crystalloid albumin sodium_chloride_0_9 ringer_lactate ringer_acetate plasma_lyte"
        " glucose_5"
    ),
    DrugClass.ANTIMICROBIAL: (
        "vancomycin cefazolin metronidazole cefepime ciprofloxacin ceftriaxone levofloxacin"
        " piperacillin_tazobactam fluconazole erythromycin azithromycin micafungin clindamycin"
        " meropenem acyclovir ampicillin aztreonam ampicillin_sulbactam tobramycin ceftazidime"
        " voriconazole amikacin gentamicin imipenem linezolid daptomycin teicoplanin"
        " posaconazole isavuconazole caspofungin amphotericin_b ganciclovir valaciclovir"
        " letermovir trimethoprim_sulfamethoxazole entecavir cefoperazone_sulbactam"
    ),
    DrugClass.ANTISEIZURE: "levetiracetam lorazepam midazolam valproate phenytoin lacosamide",
    DrugClass.SEDATIVE: "propofol dexmedetomidine fentanyl morphine",
    DrugClass.CONDITIONING: "fludarabine cyclophosphamide",
    DrugClass.IMMUNOSUPPRESSANT: (
        "hydroxychloroquine mycophenolate azathioprine tacrolimus ciclosporin methotrexate"
        " belimumab rituximab anifrolumab"
    ),
    DrugClass.SUPPORTIVE: (
        "filgrastim immunoglobulin furosemide omeprazole pantoprazole allopurinol"
        " diphenhydramine chlorphenamine promethazine potassium_chloride heparin enoxaparin"
        " platelet_transfusion"
    ),
}

CLASS_OF: Mapping[str, DrugClass] = {
    name: drug_class for drug_class, names in _BY_CLASS.items() for name in names.split()
}
"""Every drug known by its key (lower case, underscores), with its class."""

SYNONYMS: Mapping[str, str] = {
    "noradrenaline": "norepinephrine",
    "levophed": "norepinephrine",
    "adrenaline": "epinephrine",
    "neosynephrine": "phenylephrine",
    "argipressin": "vasopressin",
    "angiotensin_2": "angiotensin_ii",
    "acetaminophen": "paracetamol",
    "dipyrone": "metamizole",
    "metamizol": "metamizole",
    "acetylsalicylic_acid": "aspirin",
    "indomethacin": "indometacin",
    "dexa": "dexamethasone",
    "cortisol": "hydrocortisone",
    "toci": "tocilizumab",
    "methylthioninium": "methylene_blue",
    "saline": "sodium_chloride_0_9",
    "normal_saline": "sodium_chloride_0_9",
    "lactated_ringer": "ringer_lactate",
    "aciclovir": "acyclovir",
    "co_trimoxazole": "trimethoprim_sulfamethoxazole",
    "ivig": "immunoglobulin",
    "platelets": "platelet_transfusion",
    "platelet_concentrate": "platelet_transfusion",
    "cyclosporine": "ciclosporin",
}

_STEROID_HIDES = timedelta(hours=72)
HIDES_FEVER: Mapping[str, timedelta] = {
    **dict.fromkeys(_BY_CLASS[DrugClass.ANTIPYRETIC].split(), timedelta(hours=8)),
    "anakinra": timedelta(hours=48),
    "ruxolitinib": timedelta(hours=48),
    **dict.fromkeys(_BY_CLASS[DrugClass.STEROID].split(), _STEROID_HIDES),
    "tocilizumab": timedelta(days=14),
    "siltuximab": timedelta(days=14),
    "emapalumab": timedelta(days=14),
}
"""How long a dose can hide a fever, counted from the dose, the end not included."""

TREATS_CRS = frozenset({DrugClass.ANTIPYRETIC, DrugClass.ANTICYTOKINE, DrugClass.STEROID})
"""Classes after which a fever is no longer needed for a grade of cytokine release syndrome."""


def drug_key(name: str) -> str | None:
    """The key of a drug as written by anybody, or None when no list knows the name.

    Case, blanks and hyphens do not matter; synonyms give one key, so that one drug under two
    names is one drug.
    """
    key = "_".join(name.strip().lower().replace("-", " ").replace("_", " ").split())
    key = SYNONYMS.get(key, key)
    return key if key in CLASS_OF else None
