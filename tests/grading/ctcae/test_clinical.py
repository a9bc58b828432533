"""The words of clinical terms: which grades there are, and that each term is there."""

import pytest

from grading.ctcae.clinical_v5 import CLASSES, CLINICAL_V5, OTHER_SPECIFY
from grading.ctcae.terms import TERMS, wording

GRADES = {
    # as in the clinical rules of this project: which grades a term has
    "fever": (1, 2, 3, 4, 5), "chills": (1, 2, 3), "fatigue": (1, 2, 3), "malaise": (1, 2, 3),
    "flu_like_symptoms": (1, 2, 3), "pain": (1, 2, 3), "myalgia": (1, 2, 3),
    "arthralgia": (1, 2, 3), "headache": (1, 2, 3), "abdominal_pain": (1, 2, 3),
    "dizziness": (1, 2, 3), "hypotension": (1, 2, 3, 4, 5), "hypertension": (1, 2, 3, 4, 5),
    "hypoxia": (2, 3, 4, 5), "dyspnea": (1, 2, 3, 4, 5), "sinus_tachycardia": (1, 2, 3),
    "capillary_leak_syndrome": (1, 2, 3, 4, 5), "pleural_effusion": (1, 2, 3, 4, 5),
    "heart_failure": (1, 2, 3, 4, 5), "cytokine_release_syndrome": (1, 2, 3, 4, 5),
    "infusion_related_reaction": (1, 2, 3, 4, 5), "febrile_neutropenia": (3, 4, 5),
    "nausea": (1, 2, 3), "vomiting": (1, 2, 3, 4, 5), "diarrhea": (1, 2, 3, 4, 5),
    "anorexia": (1, 2, 3, 4, 5), "mucositis_oral": (1, 2, 3, 4, 5),
    "rash_maculo_papular": (1, 2, 3), "tremor": (1, 2, 3), "seizure": (1, 2, 3, 4, 5),
    "encephalopathy": (1, 2, 3, 4, 5), "confusion": (1, 2, 3, 4), "somnolence": (1, 2, 3, 4, 5),
    "depressed_level_of_consciousness": (1, 2, 3, 4, 5), "dysphasia": (1, 2, 3),
    "intracranial_hemorrhage": (1, 2, 3, 4, 5), "edema_cerebral": (3, 4, 5),
    "upper_respiratory_infection": (2, 3, 4, 5), "lung_infection": (2, 3, 4, 5),
    "urinary_tract_infection": (2, 3, 4, 5), "sepsis": (3, 4, 5), "bacteremia": (2,),
    "shingles": (1, 2, 3, 4, 5), "herpes_simplex_reactivation": (1, 2, 3, 4, 5),
    "cytomegalovirus_infection_reactivation": (1, 2, 3, 4, 5),
    "acute_kidney_injury": (3, 4, 5), "disseminated_intravascular_coagulation": (2, 3, 4, 5),
    "allergic_reaction": (1, 2, 3, 4, 5),
}  # fmt: skip


def test_every_term_has_its_grades():
    own = {id_: term for id_, term in CLINICAL_V5.items() if term not in OTHER_SPECIFY.values()}
    found = {
        id_: tuple(grade for grade, words in enumerate(term.wording, 1) if words)
        for id_, term in own.items()
    }
    assert found == GRADES


def test_words_are_whole():
    for term in TERMS["5.0"].values():
        assert len(term.wording) == 5
        assert term.soc in CLASSES
        for words in term.wording:
            if words is None:
                continue
            assert words == " ".join(words.split())
            assert words.count("(") == words.count(")")
            assert not words.endswith((";", ",", "-"))
        assert term.wording[4] in {None, "Death"}


def test_other_specify_is_in_each_of_26_classes():
    assert len(CLASSES) == len(OTHER_SPECIFY) == 26
    for soc, term in OTHER_SPECIFY.items():
        assert term.soc == soc
        assert term.name.endswith(" - Other, specify")
        assert CLINICAL_V5[term.id] is term
    plain = OTHER_SPECIFY["Investigations"].wording
    differing = {soc for soc, term in OTHER_SPECIFY.items() if term.wording != plain}
    assert differing == {"Psychiatric disorders", "Eye disorders"}
    assert OTHER_SPECIFY["Eye disorders"].wording[4] is None


@pytest.mark.parametrize(
    ("term", "grade", "words"),
    [
        ("hypoxia", 1, None),
        ("sepsis", 3, "Blood culture positive with signs or symptoms; treatment indicated"),
        ("fever", 4, ">40.0 degrees C (>104.0 degrees F) for >24 hrs"),
        ("bacteremia", 2, "Blood culture positive with no signs or symptoms"),
        ("neutrophil_count_decreased", 4, "<500/mm3; <0.5 x 10e9 /L"),
        ("anemia", 5, "Death"),
    ],
)  # fmt: skip
def test_wording_of_a_grade(term, grade, words):
    assert wording(term, grade, "5.0") == words


def test_no_wording_of_what_there_is_not():
    with pytest.raises(ValueError, match="no grade 0"):
        wording("fever", 0, "5.0")
    with pytest.raises(ValueError, match="no grade 6"):
        wording("fever", 6, "5.0")
    with pytest.raises(KeyError):
        wording("immunoglobulin_decreased", 1, "5.0")
    with pytest.raises(KeyError):
        wording("fever", 1, "6.0")


def test_laboratory_and_clinical_terms_share_no_id():
    clinical, laboratory = set(CLINICAL_V5), set(TERMS["5.0"]) - set(CLINICAL_V5)
    assert len(TERMS["5.0"]) == len(clinical) + len(laboratory) == 48 + 26 + 44
