"""Clinical terms of CTCAE v5.0, grade by grade as printed; a person chooses the grade.

Source: NCI, Common Terminology Criteria for Adverse Events v5.0, 27 November 2017, read in the
full table of 837 terms; line breaks within a cell are blanks here. Immunoglobulin decreased,
HLH/IEC-HS, myoclonus and ICANS are no terms of v5.0: they are "Other, specify" of their system
organ class. Of v6.0 no clinical term could be read.
"""

from collections.abc import Mapping
from types import MappingProxyType

from grading.ctcae.term import BLOOD, INVESTIGATIONS, METABOLISM, RENAL, Term, catalogue

CARDIAC = "Cardiac disorders"
GASTROINTESTINAL = "Gastrointestinal disorders"
GENERAL = "General disorders and administration site conditions"
IMMUNE = "Immune system disorders"
INFECTIONS = "Infections and infestations"
INJURY = "Injury, poisoning and procedural complications"
MUSCULOSKELETAL = "Musculoskeletal and connective tissue disorders"
NEOPLASMS = "Neoplasms benign, malignant and unspecified (incl cysts and polyps)"
NERVOUS = "Nervous system disorders"
PSYCHIATRIC = "Psychiatric disorders"
RESPIRATORY = "Respiratory, thoracic and mediastinal disorders"
SKIN = "Skin and subcutaneous tissue disorders"
VASCULAR = "Vascular disorders"
EYE = "Eye disorders"

_URGENT = "Life-threatening consequences; urgent intervention indicated"
_THREAT = "Life-threatening consequences"
_DEATH = "Death"
_PAIN = (
    "Mild pain",
    "Moderate pain; limiting instrumental ADL",
    "Severe pain; limiting self care ADL",
)
_SYMPTOMS = (
    "Mild symptoms",
    "Moderate symptoms; limiting instrumental ADL",
    "Severe symptoms; limiting self care ADL",
)
_OBSERVED = "Asymptomatic; clinical or diagnostic observations only; intervention not indicated"
_OBSERVED_OR_MILD = (
    "Asymptomatic or mild symptoms; clinical or diagnostic observations only; intervention not"
    " indicated"
)
_PROLONGED = (
    "Severe or medically significant but not immediately life-threatening; hospitalization or"
    " prolongation of existing hospitalization indicated"
)
_REACTIVATED = (
    _OBSERVED_OR_MILD,
    "Moderate symptoms; medical intervention indicated",
    f"{_PROLONGED}; IV intervention indicated",
)
_IV = (
    "IV antibiotic, antifungal, or antiviral intervention indicated; invasive intervention"
    " indicated"
)
_ORAL = "oral intervention indicated (e.g., antibiotic, antifungal, or antiviral)"
_NO = None


def _term(name: str, soc: str, *wording: str | None) -> Term:
    """A term of a person's judgement; grades left out at the end are not printed."""
    words = tuple(wording) + (None,) * (5 - len(wording))
    code = name.lower().replace(",", "").replace("-", " ").replace("(", "").replace(")", "")
    return Term("_".join(code.split()), name, soc, words)


_TERMS = (
    _term("Fever", GENERAL,
          "38.0 - 39.0 degrees C (100.4 - 102.2 degrees F)",
          ">39.0 - 40.0 degrees C (102.3 - 104.0 degrees F)",
          ">40.0 degrees C (>104.0 degrees F) for <=24 hrs",
          ">40.0 degrees C (>104.0 degrees F) for >24 hrs", _DEATH),
    _term("Chills", GENERAL,
          "Mild sensation of cold; shivering; chattering of teeth",
          "Moderate tremor of the entire body; narcotics indicated",
          "Severe or prolonged, not responsive to narcotics"),
    _term("Fatigue", GENERAL,
          "Fatigue relieved by rest",
          "Fatigue not relieved by rest; limiting instrumental ADL",
          "Fatigue not relieved by rest, limiting self care ADL"),
    _term("Malaise", GENERAL,
          "Uneasiness or lack of well being",
          "Uneasiness or lack of well being limiting instrumental ADL",
          "Uneasiness or lack of well being limiting self-care ADL"),
    _term("Flu like symptoms", GENERAL,
          "Mild flu-like symptoms present",
          "Moderate symptoms; limiting instrumental ADL",
          "Severe symptoms; limiting self care ADL"),
    _term("Pain", GENERAL, *_PAIN),
    _term("Myalgia", MUSCULOSKELETAL, *_PAIN),
    _term("Arthralgia", MUSCULOSKELETAL, *_PAIN),
    _term("Headache", NERVOUS, *_PAIN),
    _term("Abdominal pain", GASTROINTESTINAL, *_PAIN),
    _term("Dizziness", NERVOUS,
          "Mild unsteadiness or sensation of movement",
          "Moderate unsteadiness or sensation of movement; limiting instrumental ADL",
          "Severe unsteadiness or sensation of movement; limiting self care ADL"),
    _term("Hypotension", VASCULAR,
          "Asymptomatic, intervention not indicated",
          "Non-urgent medical intervention indicated",
          "Medical intervention indicated; hospitalization indicated",
          "Life-threatening consequences and urgent intervention indicated", _DEATH),
    _term("Hypertension", VASCULAR,
          "Adult: Systolic BP 120 - 139 mm Hg or diastolic BP 80 - 89 mm Hg; Pediatric:"
          " Systolic/diastolic BP >90th percentile but< 95th percentile; Adolescent: BP ≥120/80"
          " even if < 95th percentile",
          "Adult: Systolic BP 140 - 159 mm Hg or diastolic BP 90 - 99 mm Hg if previously WNL;"
          " change in baseline medical intervention indicated; recurrent or persistent (>=24"
          " hrs); symptomatic increase by >20 mm Hg (diastolic) or to >140/90 mm Hg; monotherapy"
          " indicated initiated; Pediatric and adolescent: Recurrent or persistent (>=24 hrs) BP"
          " >ULN; monotherapy indicated; systolic and /or diastolic BP between the 95th"
          " percentile and 5 mmHg above the 99th percentile; Adolescent: Systolic between"
          " 130-139 or diastolic between 80-89 even if < 95th percentile",
          "Adult: Systolic BP >=160 mm Hg or diastolic BP >=100 mm Hg; medical intervention"
          " indicated; more than one drug or more intensive therapy than previously used"
          " indicated; Pediatric and adolescent: Systolic and/or diastolic > 5 mmHg above the"
          " 99th percentile",
          "Adult and Pediatric: Life-threatening consequences (e.g., malignant hypertension,"
          " transient or permanent neurologic deficit, hypertensive crisis); urgent intervention"
          " indicated", _DEATH),
    _term("Hypoxia", RESPIRATORY, _NO,
          "Decreased oxygen saturation with exercise (e.g., pulse oximeter <88%); intermittent"
          " supplemental oxygen",
          "Decreased oxygen saturation at rest (e.g., pulse oximeter <88% or PaO2 <=55 mm Hg)",
          "Life-threatening airway compromise; urgent intervention indicated (e.g., tracheotomy"
          " or intubation)", _DEATH),
    _term("Dyspnea", RESPIRATORY,
          "Shortness of breath with moderate exertion",
          "Shortness of breath with minimal exertion; limiting instrumental ADL",
          "Shortness of breath at rest; limiting self care ADL", _URGENT, _DEATH),
    _term("Sinus tachycardia", CARDIAC,
          "Asymptomatic, intervention not indicated",
          "Symptomatic; non-urgent medical intervention indicated",
          "Urgent medical intervention indicated"),
    _term("Capillary leak syndrome", VASCULAR,
          "Asymptomatic",
          "Symptomatic; medical intervention indicated",
          "Severe symptoms; intervention indicated", _URGENT, _DEATH),
    _term("Pleural effusion", RESPIRATORY, _OBSERVED,
          "Symptomatic; intervention indicated (e.g., diuretics or therapeutic thoracentesis)",
          "Symptomatic with respiratory distress and hypoxia; operative intervention including"
          " chest tube or pleurodesis indicated",
          "Life-threatening respiratory or hemodynamic compromise; intubation or urgent"
          " intervention indicated", _DEATH),
    _term("Heart failure", CARDIAC,
          "Asymptomatic with laboratory (e.g., BNP [B-Natriuretic Peptide ]) or cardiac imaging"
          " abnormalities",
          "Symptoms with moderate activity or exertion",
          "Symptoms at rest or with minimal activity or exertion; hospitalization; new onset of"
          " symptoms",
          f"{_URGENT} (e.g., continuous IV therapy or mechanical hemodynamic support)", _DEATH),
    _term("Cytokine release syndrome", IMMUNE,
          "Fever with or without constitutional symptoms",
          "Hypotension responding to fluids; hypoxia responding to <40% O2",
          "Hypotension managed with one pressor; hypoxia requiring ≥ 40% O2", _URGENT, _DEATH),
    _term("Infusion related reaction", INJURY,
          "Mild transient reaction; infusion interruption not indicated; intervention not"
          " indicated",
          "Therapy or infusion interruption indicated but responds promptly to symptomatic"
          " treatment (e.g., antihistamines, NSAIDS, narcotics, IV fluids); prophylactic"
          " medications indicated for <=24 hrs",
          "Prolonged (e.g., not rapidly responsive to symptomatic medication and/or brief"
          " interruption of infusion); recurrence of symptoms following initial improvement;"
          " hospitalization indicated for clinical sequelae", _URGENT, _DEATH),
    _term("Allergic reaction", IMMUNE,
          "Systemic intervention not indicated",
          "Oral intervention indicated",
          "Bronchospasm; hospitalization indicated for clinical sequelae; intravenous"
          " intervention indicated", _URGENT, _DEATH),
    _term("Febrile neutropenia", BLOOD, _NO, _NO,
          "ANC <1000/mm3 with a single temperature of >38.3 degrees C (101 degrees F) or a"
          " sustained temperature of >=38 degrees C (100.4 degrees F) for more than one hour",
          _URGENT, _DEATH),
    _term("Disseminated intravascular coagulation", BLOOD, _NO,
          "Laboratory findings with no bleeding",
          "Laboratory findings and bleeding", _URGENT, _DEATH),
    _term("Nausea", GASTROINTESTINAL,
          "Loss of appetite without alteration in eating habits",
          "Oral intake decreased without significant weight loss, dehydration or malnutrition",
          "Inadequate oral caloric or fluid intake; tube feeding, TPN, or hospitalization"
          " indicated"),
    _term("Vomiting", GASTROINTESTINAL,
          "Intervention not indicated",
          "Outpatient IV hydration; medical intervention indicated",
          "Tube feeding, TPN, or hospitalization indicated", _THREAT, _DEATH),
    _term("Diarrhea", GASTROINTESTINAL,
          "Increase of <4 stools per day over baseline; mild increase in ostomy output compared"
          " to baseline",
          "Increase of 4 - 6 stools per day over baseline; moderate increase in ostomy output"
          " compared to baseline; limiting instrumental ADL",
          "Increase of >=7 stools per day over baseline; hospitalization indicated; severe"
          " increase in ostomy output compared to baseline; limiting self care ADL",
          _URGENT, _DEATH),
    _term("Anorexia", METABOLISM,
          "Loss of appetite without alteration in eating habits",
          "Oral intake altered without significant weight loss or malnutrition; oral nutritional"
          " supplements indicated",
          "Associated with significant weight loss or malnutrition (e.g., inadequate oral caloric"
          " and/or fluid intake); tube feeding or TPN indicated", _URGENT, _DEATH),
    _term("Mucositis oral", GASTROINTESTINAL,
          "Asymptomatic or mild symptoms; intervention not indicated",
          "Moderate pain or ulcer that does not interfere with oral intake; modified diet"
          " indicated",
          "Severe pain; interfering with oral intake", _URGENT, _DEATH),
    _term("Rash maculo-papular", SKIN,
          "Macules/papules covering <10% BSA with or without symptoms (e.g., pruritus, burning,"
          " tightness)",
          "Macules/papules covering 10 - 30% BSA with or without symptoms (e.g., pruritus,"
          " burning, tightness); limiting instrumental ADL; rash covering > 30% BSA with or"
          " without mild symptoms",
          "Macules/papules covering >30% BSA with moderate or severe symptoms; limiting self care"
          " ADL"),
    _term("Tremor", NERVOUS, *_SYMPTOMS),
    _term("Seizure", NERVOUS,
          "Brief partial seizure and no loss of consciousness",
          "Brief generalized seizure",
          "New onset seizures (partial or generalized); multiple seizures despite medical"
          " intervention",
          "Life-threatening consequences; prolonged repetitive seizures", _DEATH),
    _term("Encephalopathy", NERVOUS, *_SYMPTOMS, _URGENT, _DEATH),
    _term("Confusion", PSYCHIATRIC,
          "Mild disorientation",
          "Moderate disorientation; limiting instrumental ADL",
          "Severe disorientation; limiting self care ADL", _URGENT),
    _term("Somnolence", NERVOUS,
          "Mild but more than usual drowsiness or sleepiness",
          "Moderate sedation; limiting instrumental ADL",
          "Obtundation or stupor", _URGENT, _DEATH),
    _term("Depressed level of consciousness", NERVOUS,
          "Decreased level of alertness",
          "Sedation; slow response to stimuli; limiting instrumental ADL",
          "Difficult to arouse",
          "Life-threatening consequences; coma; urgent intervention indicated", _DEATH),
    _term("Dysphasia", NERVOUS,
          "Awareness of receptive or expressive characteristics; not impairing ability to"
          " communicate",
          "Moderate receptive or expressive characteristics; impairing ability to communicate"
          " spontaneously",
          "Severe receptive or expressive characteristics; impairing ability to read, write or"
          " communicate intelligibly"),
    _term("Intracranial hemorrhage", NERVOUS, _OBSERVED,
          "Moderate symptoms; intervention indicated",
          "Ventriculostomy, ICP monitoring, intraventricular thrombolysis, or invasive"
          " intervention indicated; hospitalization", _URGENT, _DEATH),
    _term("Edema cerebral", NERVOUS, _NO, _NO,
          "New onset; worsening from baseline", _URGENT, _DEATH),
    _term("Upper respiratory infection", INFECTIONS, _NO,
          f"Moderate symptoms; {_ORAL}", _IV, _URGENT, _DEATH),
    _term("Lung infection", INFECTIONS, _NO,
          f"Moderate symptoms; {_ORAL}", _IV, _URGENT, _DEATH),
    _term("Urinary tract infection", INFECTIONS, _NO,
          f"Localized; {_ORAL}", _IV, _URGENT, _DEATH),
    _term("Sepsis", INFECTIONS, _NO, _NO,
          "Blood culture positive with signs or symptoms; treatment indicated", _URGENT, _DEATH),
    _term("Bacteremia", INFECTIONS, _NO, "Blood culture positive with no signs or symptoms"),
    _term("Shingles", INFECTIONS,
          "Localized, local intervention indicated",
          "Local infection with moderate symptoms; oral intervention indicated; limiting"
          " age-appropriate instrumental ADL",
          f"{_PROLONGED}; IV intervention indicated; limiting self-care ADL", _URGENT, _DEATH),
    _term("Herpes simplex reactivation", INFECTIONS, *_REACTIVATED, _URGENT, _DEATH),
    _term("Cytomegalovirus infection reactivation", INFECTIONS, *_REACTIVATED,
          f"{_URGENT}; blindness", _DEATH),
    _term("Acute kidney injury", RENAL, _NO, _NO,
          "Hospitalization indicated",
          "Life-threatening consequences; dialysis indicated", _DEATH),
)  # fmt: skip

# --- "Other, specify", one in each system organ class ---------------------------------------------

_OTHER = (
    _OBSERVED_OR_MILD,
    (
        "Moderate; minimal, local or noninvasive intervention indicated; limiting age-appropriate"
        " instrumental ADL"
    ),
    f"{_PROLONGED}; limiting self care ADL",
    _URGENT,
    _DEATH,
)
_OTHER_PSYCHIATRIC = (
    *_OTHER[:2],
    "Severe or medically significant but not immediately life-threatening; limiting self care ADL",
    "Life-threatening consequences; hospitalization or urgent intervention indicated",
    _DEATH,
)
_OTHER_EYE = (
    f"{_OBSERVED_OR_MILD}; no change in vision",
    (
        "Moderate; minimal, local or noninvasive intervention indicated; limiting instrumental ADL;"
        " best corrected visual acuity 20/40 and better or 3 lines or less decreased vision from"
        " known baseline"
    ),
    (
        "Severe or medically significant but not immediately sight-threatening; limiting self care"
        " ADL; decrease in visual acuity (best corrected visual acuity worse than 20/40 or more"
        " than 3 lines of decreased vision from known baseline, up to 20/200)"
    ),
    (
        "Sight-threatening consequences; urgent intervention indicated; best corrected visual"
        " acuity of 20/200 or worse in the affected eye"
    ),
    None,
)
_OTHER_OF: Mapping[str, tuple[str | None, ...]] = {
    PSYCHIATRIC: _OTHER_PSYCHIATRIC,
    EYE: _OTHER_EYE,
}
_NAMED: Mapping[str, str] = {
    MUSCULOSKELETAL: "Musculoskeletal and connective tissue disorder - Other, specify"
}
CLASSES: tuple[str, ...] = (
    BLOOD,
    CARDIAC,
    "Congenital, familial and genetic disorders",
    "Ear and labyrinth disorders",
    "Endocrine disorders",
    EYE,
    GASTROINTESTINAL,
    GENERAL,
    "Hepatobiliary disorders",
    IMMUNE,
    INFECTIONS,
    INJURY,
    INVESTIGATIONS,
    METABOLISM,
    MUSCULOSKELETAL,
    NEOPLASMS,
    NERVOUS,
    "Pregnancy, puerperium and perinatal conditions",
    PSYCHIATRIC,
    RENAL,
    "Reproductive system and breast disorders",
    RESPIRATORY,
    SKIN,
    "Social circumstances",
    "Surgical and medical procedures",
    VASCULAR,
)
"""The system organ classes, in the order in which they are printed."""


def _other(soc: str) -> Term:
    return _term(_NAMED.get(soc, f"{soc} - Other, specify"), soc, *_OTHER_OF.get(soc, _OTHER))


OTHER_SPECIFY: Mapping[str, Term] = MappingProxyType({soc: _other(soc) for soc in CLASSES})
"""The term for what has none of its own, by system organ class; its name is then specified."""

CLINICAL_V5: Mapping[str, Term] = MappingProxyType(catalogue(*_TERMS, *OTHER_SPECIFY.values()))
"""The clinical terms by id, "Other, specify" last."""
