"""What somebody looked for, on one line: GvHD, an organ for LICATS, hyperinflammation."""

from typing import assert_never

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from bedside.facts import Hyperinflammation, LicatsLook
from grading.scales.gvhd import Examination
from ui.words.codes import dotted, listed
from ui.words.measures import figures, quantity
from ui.words.table import Table

translate = QCoreApplication.translate
ExaminedFact = Examination | LicatsLook | Hyperinflammation

organ = Table(
    "LicatsOrgan",
    {
        "skin": QT_TRANSLATE_NOOP("LicatsOrgan", "Skin"),
        "kidney": QT_TRANSLATE_NOOP("LicatsOrgan", "Kidney"),
        "joints": QT_TRANSLATE_NOOP("LicatsOrgan", "Joints"),
        "heart": QT_TRANSLATE_NOOP("LicatsOrgan", "Heart"),
        "lung": QT_TRANSLATE_NOOP("LicatsOrgan", "Lung"),
        "gut": QT_TRANSLATE_NOOP("LicatsOrgan", "Gut"),
        "muscle": QT_TRANSLATE_NOOP("LicatsOrgan", "Muscle"),
    },
)
"""An organ that is looked at for LICATS."""

sign = Table(
    "LicatsSign",
    {
        "inflammatory_rash": QT_TRANSLATE_NOOP("LicatsSign", "inflammatory rash"),
        "mucosal_lesion": QT_TRANSLATE_NOOP("LicatsSign", "mucosal lesion"),
        "protein_creatinine_rise": QT_TRANSLATE_NOOP(
            "LicatsSign", "rise of the protein/creatinine ratio"
        ),
        "arthritis": QT_TRANSLATE_NOOP("LicatsSign", "arthritis"),
        "enthesitis": QT_TRANSLATE_NOOP("LicatsSign", "enthesitis"),
        "persistent_arthralgia": QT_TRANSLATE_NOOP("LicatsSign", "persistent arthralgia"),
        "troponin_i_raised": QT_TRANSLATE_NOOP("LicatsSign", "troponin I raised"),
        "dyspnoea": QT_TRANSLATE_NOOP("LicatsSign", "dyspnoea"),
        "diarrhoea": QT_TRANSLATE_NOOP("LicatsSign", "diarrhoea"),
        "abdominal_pain": QT_TRANSLATE_NOOP("LicatsSign", "abdominal pain"),
        "ck_raised": QT_TRANSLATE_NOOP("LicatsSign", "creatine kinase raised"),
        "weakness": QT_TRANSLATE_NOOP("LicatsSign", "weakness"),
    },
)
"""A sign of one of these organs."""

course = Table(
    "LicatsCourse",
    {
        "none": QT_TRANSLATE_NOOP("LicatsCourse", "no treatment needed"),
        "symptomatic": QT_TRANSLATE_NOOP("LicatsCourse", "symptomatic treatment"),
        "medical": QT_TRANSLATE_NOOP(
            "LicatsCourse", "medical therapy such as a short course of glucocorticoid"
        ),
        "hospitalised": QT_TRANSLATE_NOOP("LicatsCourse", "new or prolonged stay in hospital"),
        "life_threatening": QT_TRANSLATE_NOOP(
            "LicatsCourse", "life-threatening, or an organ supported"
        ),
    },
)
"""What the local toxicity of an organ came to."""

crs_state = Table(
    "CrsState",
    {
        "active": QT_TRANSLATE_NOOP("CrsState", "CRS active"),
        "resolving": QT_TRANSLATE_NOOP("CrsState", "CRS resolving"),
        "resolved": QT_TRANSLATE_NOOP("CrsState", "CRS resolved"),
        "worse_after_improvement": QT_TRANSLATE_NOOP(
            "CrsState", "worse again after CRS had improved"
        ),
        "never": QT_TRANSLATE_NOOP("CrsState", "no CRS so far"),
    },
)
"""How CRS stands, for the timing of IEC-HS."""

_GVHD = Table(
    "Gvhd",
    {
        "bullae yes": QT_TRANSLATE_NOOP("Gvhd", "bullae"),
        "bullae no": QT_TRANSLATE_NOOP("Gvhd", "no bullae"),
        "bili_other_cause yes": QT_TRANSLATE_NOOP("Gvhd", "the bilirubin has another cause"),
        "bili_other_cause no": QT_TRANSLATE_NOOP("Gvhd", "no other cause of the bilirubin"),
        "upper_gi_persistent yes": QT_TRANSLATE_NOOP(
            "Gvhd", "persistent nausea, vomiting or anorexia"
        ),
        "upper_gi_persistent no": QT_TRANSLATE_NOOP(
            "Gvhd", "no persistent nausea, vomiting or anorexia"
        ),
        "severe_abdominal_pain yes": QT_TRANSLATE_NOOP("Gvhd", "severe abdominal pain or ileus"),
        "severe_abdominal_pain no": QT_TRANSLATE_NOOP("Gvhd", "no severe abdominal pain, no ileus"),
        "gross_blood yes": QT_TRANSLATE_NOOP("Gvhd", "grossly bloody stool"),
        "gross_blood no": QT_TRANSLATE_NOOP("Gvhd", "no visible blood in the stool"),
    },
)
_LICATS = Table(
    "Licats",
    {
        "involved_before yes": QT_TRANSLATE_NOOP("Licats", "involved before"),
        "involved_before no": QT_TRANSLATE_NOOP("Licats", "not involved before"),
        "otherwise_explained yes": QT_TRANSLATE_NOOP("Licats", "another cause is known"),
        "otherwise_explained no": QT_TRANSLATE_NOOP("Licats", "no other cause found"),
        "b_cells_depleted yes": QT_TRANSLATE_NOOP("Licats", "B cells depleted"),
        "b_cells_depleted no": QT_TRANSLATE_NOOP("Licats", "B cells present"),
    },
)
_HYPER = Table(
    "Hyperinflammation",
    {
        "ferritin_rises_fast yes": QT_TRANSLATE_NOOP("Hyperinflammation", "ferritin rises fast"),
        "ferritin_rises_fast no": QT_TRANSLATE_NOOP(
            "Hyperinflammation", "ferritin does not rise fast"
        ),
        "cytopenia_new_or_worse yes": QT_TRANSLATE_NOOP(
            "Hyperinflammation", "cytopenia new, worse or refractory"
        ),
        "cytopenia_new_or_worse no": QT_TRANSLATE_NOOP(
            "Hyperinflammation", "no new or worse cytopenia"
        ),
        "haemophagocytosis yes": QT_TRANSLATE_NOOP("Hyperinflammation", "haemophagocytosis"),
        "haemophagocytosis no": QT_TRANSLATE_NOOP(
            "Hyperinflammation", "no haemophagocytosis found"
        ),
        "coagulation_worse yes": QT_TRANSLATE_NOOP("Hyperinflammation", "coagulation worse"),
        "coagulation_worse no": QT_TRANSLATE_NOOP("Hyperinflammation", "coagulation not worse"),
        "hepatomegaly yes": QT_TRANSLATE_NOOP("Hyperinflammation", "liver enlarged"),
        "hepatomegaly no": QT_TRANSLATE_NOOP("Hyperinflammation", "liver not enlarged"),
        "splenomegaly yes": QT_TRANSLATE_NOOP("Hyperinflammation", "spleen enlarged"),
        "splenomegaly no": QT_TRANSLATE_NOOP("Hyperinflammation", "spleen not enlarged"),
        "splenomegaly_new yes": QT_TRANSLATE_NOOP("Hyperinflammation", "spleen newly enlarged"),
        "splenomegaly_new no": QT_TRANSLATE_NOOP("Hyperinflammation", "spleen not newly enlarged"),
        "immunosuppressed yes": QT_TRANSLATE_NOOP(
            "Hyperinflammation", "known immunosuppression before"
        ),
        "immunosuppressed no": QT_TRANSLATE_NOOP(
            "Hyperinflammation", "no immunosuppression before"
        ),
        "fever_new_or_persistent yes": QT_TRANSLATE_NOOP(
            "Hyperinflammation", "fever new or persistent"
        ),
        "fever_new_or_persistent no": QT_TRANSLATE_NOOP(
            "Hyperinflammation", "no new or persistent fever"
        ),
        "neurotoxicity yes": QT_TRANSLATE_NOOP("Hyperinflammation", "neurotoxicity"),
        "neurotoxicity no": QT_TRANSLATE_NOOP("Hyperinflammation", "no neurotoxicity"),
        "lung_signs yes": QT_TRANSLATE_NOOP("Hyperinflammation", "signs of the lung"),
        "lung_signs no": QT_TRANSLATE_NOOP("Hyperinflammation", "no signs of the lung"),
        "renal_insufficiency yes": QT_TRANSLATE_NOOP("Hyperinflammation", "renal insufficiency"),
        "renal_insufficiency no": QT_TRANSLATE_NOOP("Hyperinflammation", "no renal insufficiency"),
        "no_better_cause yes": QT_TRANSLATE_NOOP("Hyperinflammation", "no better cause"),
        "no_better_cause no": QT_TRANSLATE_NOOP("Hyperinflammation", "another cause is likelier"),
    },
)


def fact(fact: ExaminedFact) -> str:
    """What was looked for and found, on one line; never empty."""
    match fact:
        case Examination():
            said = _gvhd(fact)
        case LicatsLook():
            said = _licats(fact)
        case Hyperinflammation():
            said = _hyperinflammation(fact)
        case _:
            assert_never(fact)
    words = dotted(said)
    return words[:1].upper() + words[1:] if words else translate("Examined", "nothing said")


def _gvhd(fact: Examination) -> list[str]:
    said = []
    if fact.skin_bsa_pct is not None:
        skin = quantity(Examination, "skin_bsa_pct", fact.skin_bsa_pct)
        said.append(translate("Gvhd", "erythema of {share} of the skin").format(share=skin))
    said.append(_answer(_GVHD, "bullae", fact.bullae))
    if fact.desquamation_pct is not None:
        skin = quantity(Examination, "desquamation_pct", fact.desquamation_pct)
        said.append(translate("Gvhd", "desquamation of {share}").format(share=skin))
    for name in ("bili_mg_dl", "bili_umol_l"):
        value = getattr(fact, name)
        if value is not None:
            text = translate("Gvhd", "bilirubin {value}")
            said.append(text.format(value=quantity(Examination, name, value)))
    said += [
        _answer(_GVHD, n, getattr(fact, n)) for n in ("bili_other_cause", "upper_gi_persistent")
    ]
    if fact.stool_ml is not None:
        text = translate("Gvhd", "stool {volume}")
        if fact.stool_mixed:
            text = translate("Gvhd", "stool {volume} with urine in it")
        said.append(text.format(volume=quantity(Examination, "stool_ml", fact.stool_ml)))
    if fact.stool_episodes is not None:
        number = figures(Examination, "stool_episodes", fact.stool_episodes)
        said.append(translate("Gvhd", "stools a day: {number}").format(number=number))
    for name in ("severe_abdominal_pain", "gross_blood"):
        said.append(_answer(_GVHD, name, getattr(fact, name)))
    if fact.weight_kg is not None:
        said.append(quantity(Examination, "weight_kg", fact.weight_kg))
    return [words for words in said if words]


def _licats(fact: LicatsLook) -> list[str]:
    said = []
    if fact.present:
        said.append(listed([sign(code) for code in fact.present]))
    if fact.absent:
        absent = listed([sign(code) for code in fact.absent])
        said.append(translate("Licats", "absent: {signs}").format(signs=absent))
    asked = ("involved_before", "otherwise_explained", "b_cells_depleted")
    said += [_answer(_LICATS, name, getattr(fact, name)) for name in asked]
    if fact.course is not None:
        said.append(course(fact.course))
    words = dotted([text for text in said if text]) or translate("Examined", "nothing said")
    return [translate("Licats", "{organ}: {found}").format(organ=organ(fact.organ), found=words)]


def _hyperinflammation(fact: Hyperinflammation) -> list[str]:
    names = dict.fromkeys(code.rpartition(" ")[0] for code in _HYPER.codes)
    said = [_answer(_HYPER, name, getattr(fact, name)) for name in names]
    if fact.crs is not None:
        said.append(crs_state(fact.crs))
    if fact.grade is not None:
        text = translate("Hyperinflammation", "IEC-HS judged as grade {grade}")
        said.append(text.format(grade=fact.grade))
    return [words for words in (*said, fact.comment) if words]


def _answer(table: Table, name: str, said: bool | None) -> str:  # noqa: FBT001 - it is the answer
    return "" if said is None else table(f"{name} {'yes' if said else 'no'}")
