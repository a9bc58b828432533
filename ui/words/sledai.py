"""The 24 items of SLEDAI in words: names, definitions, where the two variants differ, causes."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from grading.scores.sledai import ITEMS, Score, Sledai, Total
from ui.words.codes import dotted, listed
from ui.words.table import Table

translate = QCoreApplication.translate

item = Table(
    "SledaiItem",
    {
        "seizure": QT_TRANSLATE_NOOP("SledaiItem", "Seizure"),
        "psychosis": QT_TRANSLATE_NOOP("SledaiItem", "Psychosis"),
        "organic_brain_syndrome": QT_TRANSLATE_NOOP("SledaiItem", "Organic brain syndrome"),
        "visual_disturbance": QT_TRANSLATE_NOOP("SledaiItem", "Visual disturbance"),
        "cranial_nerve": QT_TRANSLATE_NOOP("SledaiItem", "Cranial nerve disorder"),
        "lupus_headache": QT_TRANSLATE_NOOP("SledaiItem", "Lupus headache"),
        "cva": QT_TRANSLATE_NOOP("SledaiItem", "Stroke"),
        "vasculitis": QT_TRANSLATE_NOOP("SledaiItem", "Vasculitis"),
        "arthritis": QT_TRANSLATE_NOOP("SledaiItem", "Arthritis"),
        "myositis": QT_TRANSLATE_NOOP("SledaiItem", "Myositis"),
        "urinary_casts": QT_TRANSLATE_NOOP("SledaiItem", "Urinary casts"),
        "hematuria": QT_TRANSLATE_NOOP("SledaiItem", "Haematuria"),
        "proteinuria": QT_TRANSLATE_NOOP("SledaiItem", "Proteinuria"),
        "pyuria": QT_TRANSLATE_NOOP("SledaiItem", "Pyuria"),
        "rash": QT_TRANSLATE_NOOP("SledaiItem", "Rash"),
        "alopecia": QT_TRANSLATE_NOOP("SledaiItem", "Alopecia"),
        "mucosal_ulcers": QT_TRANSLATE_NOOP("SledaiItem", "Mucosal ulcers"),
        "pleurisy": QT_TRANSLATE_NOOP("SledaiItem", "Pleurisy"),
        "pericarditis": QT_TRANSLATE_NOOP("SledaiItem", "Pericarditis"),
        "low_complement": QT_TRANSLATE_NOOP("SledaiItem", "Low complement"),
        "increased_dna_binding": QT_TRANSLATE_NOOP("SledaiItem", "Increased DNA binding"),
        "fever": QT_TRANSLATE_NOOP("SledaiItem", "Fever"),
        "thrombocytopenia": QT_TRANSLATE_NOOP("SledaiItem", "Thrombocytopenia"),
        "leukopenia": QT_TRANSLATE_NOOP("SledaiItem", "Leukopenia"),
    },
)
"""An item of the form."""

definition = Table(
    "SledaiDefinition",
    {
        "seizure": QT_TRANSLATE_NOOP(
            "SledaiDefinition", "Recent onset. Not of metabolic, infectious or drug causes."
        ),
        "psychosis": QT_TRANSLATE_NOOP(
            "SledaiDefinition",
            "Altered function by a severe disturbance in the perception of reality. Not of uraemia"
            " or drugs.",
        ),
        "organic_brain_syndrome": QT_TRANSLATE_NOOP(
            "SledaiDefinition",
            "Acutely altered mental function with loss of attention, and two or more of: disturbed"
            " perception, incoherent speech, insomnia or daytime sleepiness, changed psychomotor"
            " activity. Not of metabolic, infectious or drug causes.",
        ),
        "visual_disturbance": QT_TRANSLATE_NOOP(
            "SledaiDefinition",
            "Retinal changes of lupus: cytoid bodies, retinal haemorrhage, exudate or haemorrhage"
            " in the choroid, optic neuritis. Not of hypertension, infection or drugs.",
        ),
        "cranial_nerve": QT_TRANSLATE_NOOP(
            "SledaiDefinition", "New sensory or motor neuropathy of a cranial nerve."
        ),
        "lupus_headache": QT_TRANSLATE_NOOP(
            "SledaiDefinition",
            "Severe and persistent, also migrainous, and not answering narcotic analgesia.",
        ),
        "cva": QT_TRANSLATE_NOOP("SledaiDefinition", "New stroke. Not of arteriosclerosis."),
        "vasculitis": QT_TRANSLATE_NOOP(
            "SledaiDefinition",
            "Ulceration, gangrene, tender finger nodules, periungual infarction, splinter"
            " haemorrhages, or proof by biopsy or angiogram.",
        ),
        "arthritis": QT_TRANSLATE_NOOP(
            "SledaiDefinition", "Two or more joints with pain and signs of inflammation."
        ),
        "myositis": QT_TRANSLATE_NOOP(
            "SledaiDefinition",
            "Proximal muscle aching or weakness with raised CK or aldolase, changes in the"
            " electromyogram, or a biopsy showing myositis.",
        ),
        "urinary_casts": QT_TRANSLATE_NOOP(
            "SledaiDefinition", "Haem-granular or red blood cell casts."
        ),
        "hematuria": QT_TRANSLATE_NOOP(
            "SledaiDefinition",
            "More than 5 red blood cells per high-power field. Not of stone, infection or another"
            " cause.",
        ),
        "proteinuria": QT_TRANSLATE_NOOP(
            "SledaiDefinition",
            "More than 0.5 g in 24 h; persistent proteinuria counts. A protein/creatinine ratio in"
            " g/g stands in for it.",
        ),
        "pyuria": QT_TRANSLATE_NOOP(
            "SledaiDefinition",
            "More than 5 white blood cells per high-power field. Not of infection.",
        ),
        "rash": QT_TRANSLATE_NOOP("SledaiDefinition", "Inflammatory rash, new or ongoing."),
        "alopecia": QT_TRANSLATE_NOOP(
            "SledaiDefinition", "Abnormal loss of hair, patchy or diffuse, new or ongoing."
        ),
        "mucosal_ulcers": QT_TRANSLATE_NOOP(
            "SledaiDefinition", "Oral or nasal ulcers, new or ongoing."
        ),
        "pleurisy": QT_TRANSLATE_NOOP(
            "SledaiDefinition",
            "Pleuritic chest pain with pleural rub, effusion or pleural thickening.",
        ),
        "pericarditis": QT_TRANSLATE_NOOP(
            "SledaiDefinition",
            "Pericardial pain with at least one of: rub, effusion, proof by electrocardiogram or"
            " echocardiogram.",
        ),
        "low_complement": QT_TRANSLATE_NOOP(
            "SledaiDefinition", "CH50, C3 or C4 below the laboratory’s lower limit of normal."
        ),
        "increased_dna_binding": QT_TRANSLATE_NOOP(
            "SledaiDefinition",
            "Anti-dsDNA above the laboratory’s upper limit of normal, falling or not.",
        ),
        "fever": QT_TRANSLATE_NOOP(
            "SledaiDefinition", "Above 38.0 °C (38.0 is none). Not of infection."
        ),
        "thrombocytopenia": QT_TRANSLATE_NOOP(
            "SledaiDefinition", "Platelets below 100×10⁹/L (100 is none). Not of drugs."
        ),
        "leukopenia": QT_TRANSLATE_NOOP(
            "SledaiDefinition", "White blood cells below 3.0×10⁹/L (3.0 is none). Not of drugs."
        ),
    },
)
"""How SLEDAI-2K defines an item."""

difference = Table(
    "SledaiDifference",
    {
        "not_from_old_cns_damage": QT_TRANSLATE_NOOP(
            "SledaiDifference", "SELENA: nor a seizure of old, irreversible damage of the brain."
        ),
        "scleritis_episcleritis": QT_TRANSLATE_NOOP(
            "SledaiDifference", "SELENA: scleritis and episcleritis too."
        ),
        "vertigo_of_lupus": QT_TRANSLATE_NOOP("SledaiDifference", "SELENA: vertigo of lupus too."),
        "not_of_hypertension": QT_TRANSLATE_NOOP(
            "SledaiDifference", "SELENA: nor of a hypertensive cause."
        ),
        "more_than_two_joints": QT_TRANSLATE_NOOP(
            "SledaiDifference", "SELENA: more than two joints."
        ),
        "new_or_risen_by_half_a_gram": QT_TRANSLATE_NOOP(
            "SledaiDifference",
            "SELENA: new, or risen by more than 0.5 g; stable proteinuria does not count.",
        ),
        "pain_or_proof": QT_TRANSLATE_NOOP(
            "SledaiDifference", "SELENA: the pain or one of the other signs is enough."
        ),
        "farr_above_25_pct": QT_TRANSLATE_NOOP(
            "SledaiDifference", "SELENA: binding above 25 % by the Farr assay too."
        ),
    },
)
"""How SELENA-SLEDAI defines an item otherwise."""

unconfirmed = Table(
    "SledaiDifference",
    {
        "": QT_TRANSLATE_NOOP(
            "SledaiDifference", "{difference} (to be confirmed with the protocol’s form)"
        )
    },
)
organ = Table(
    "SledaiOrgan",
    {
        "cns": QT_TRANSLATE_NOOP("SledaiOrgan", "Nervous system · 8 points each"),
        "vascular": QT_TRANSLATE_NOOP("SledaiOrgan", "Vessels · 8 points"),
        "musculoskeletal": QT_TRANSLATE_NOOP("SledaiOrgan", "Joints and muscles · 4 points each"),
        "renal": QT_TRANSLATE_NOOP("SledaiOrgan", "Kidney · 4 points each"),
        "skin": QT_TRANSLATE_NOOP("SledaiOrgan", "Skin and mucosa · 2 points each"),
        "serosal": QT_TRANSLATE_NOOP("SledaiOrgan", "Serous membranes · 2 points each"),
        "immunology": QT_TRANSLATE_NOOP("SledaiOrgan", "Immunology · 2 points each"),
        "general": QT_TRANSLATE_NOOP("SledaiOrgan", "General · 1 point"),
        "blood": QT_TRANSLATE_NOOP("SledaiOrgan", "Blood · 1 point each"),
    },
)
"""A part of the form with its points."""

cause = Table(
    "SledaiCause",
    {
        "lupus": QT_TRANSLATE_NOOP("SledaiCause", "lupus"),
        "crs": QT_TRANSLATE_NOOP("SledaiCause", "cytokine release syndrome"),
        "icans": QT_TRANSLATE_NOOP("SledaiCause", "neurotoxicity of the cells (ICANS)"),
        "conditioning": QT_TRANSLATE_NOOP("SledaiCause", "conditioning"),
        "infection": QT_TRANSLATE_NOOP("SledaiCause", "infection"),
        "drug": QT_TRANSLATE_NOOP("SledaiCause", "a drug"),
        "damage": QT_TRANSLATE_NOOP("SledaiCause", "old damage"),
        "other": QT_TRANSLATE_NOOP("SledaiCause", "another cause"),
        "uncertain": QT_TRANSLATE_NOOP("SledaiCause", "uncertain"),
    },
)
"""To what a finding is put down."""

variant = Table(
    "Sledai",
    {
        "2K": QT_TRANSLATE_NOOP("Sledai", "SLEDAI-2K"),
        "SELENA": QT_TRANSLATE_NOOP("Sledai", "SELENA-SLEDAI"),
    },
)
"""One of the two scores of the form."""
_ONLY = Table(
    "Sledai",
    {
        "2K": QT_TRANSLATE_NOOP("Sledai", "{item} (by SLEDAI-2K alone)"),
        "SELENA": QT_TRANSLATE_NOOP("Sledai", "{item} (by SELENA-SLEDAI alone)"),
    },
)


def difference_text(name: str) -> str:
    """How the variants differ in an item, and whether that was read in print; else empty."""
    selena = ITEMS[name].selena
    if selena is None:
        return ""
    words = difference(selena.code)
    return words if selena.printed else unconfirmed("").format(difference=words)


def total_text(total: Total) -> str:
    """A total: "12", or between which bounds it lies: "8–20"."""
    return str(total.value) if total.value is not None else f"{total.least}–{total.most}"


def form_text(form: Sledai) -> str:
    """A form on one line: what is present and to what it is put down, what is not answered."""
    causes = dict(form.attributed)
    present = []
    for name, said in form.answers.items():
        if said in (None, "no"):
            continue
        words = item(name) if said == "yes" else _ONLY(said).format(item=item(name))
        if name in causes:
            words = translate("Sledai", "{item}: put down to {cause}").format(
                item=words, cause=cause(causes[name])
            )
        present.append(words)
    answers = form.answers.values()
    missing = sum(said is None for said in answers)
    if missing == len(ITEMS):
        said_of = [translate("Sledai", "SLEDAI: nothing answered")]
    else:
        said_of = [
            translate("Sledai", "SLEDAI: {items}").format(items=", ".join(present))
            if present
            else translate("Sledai", "SLEDAI: nothing present"),
            translate("Sledai", "{n} of 24 items not answered").format(n=missing)
            if missing
            else "",
        ]
    if form.window_days is not None:
        window = translate("Sledai", "over {n} days").format(n=form.window_days)
        said_of.append(window)
    return dotted([text for text in said_of if text])


def sum_text(score: Score) -> str:
    """The total of a score by name: "SLEDAI-2K 12"."""
    return translate("Sledai", "{variant} {total}").format(
        variant=variant(score.variant), total=total_text(score.total)
    )


def clinical_text(score: Score) -> str:
    """The clinical part of a score: "clinical 8"."""
    return translate("Sledai", "clinical {total}").format(total=total_text(score.clinical))


def score_text(score: Score) -> str:
    """A score in a sentence: "SLEDAI-2K 12, clinical 8"; bounds where items are unknown."""
    return translate("Sledai", "{variant} {total}, clinical {clinical}").format(
        variant=variant(score.variant),
        total=total_text(score.total),
        clinical=total_text(score.clinical),
    )


def items_text(items: tuple[str, ...]) -> str:
    """Items by name: "Rash, Fever and Leukopenia"."""
    return listed([item(name) for name in items])
