"""Laboratory terms of CTCAE v6.0: what changed against v5.0 in full, the rest taken over.

Source: NCI, Common Terminology Criteria for Adverse Events v6.0, July 2025, as read in github
pharmaverse/admiral (ncictcaev6.json). Terms that could not be read there (lymphocytes decreased,
proteinuria, ejection fraction, phosphate) are not here: no grade is better than one of another
version. This project's decisions: a clearance between 25 and 26, or 49 and 50, belongs to the lower
range; below 10 mL/min nothing is printed, and so nothing is stated but "at least 3"; the "up to
5 x ULN" beside grade 3 of the aminotransferases says how high the baseline may have been and is
not made a condition, since the same words without it give grade 4 above 4 x.
"""

from types import MappingProxyType

from grading.ctcae import laboratory_v5_blood as blood
from grading.ctcae import laboratory_v5_chemistry as chemistry
from grading.ctcae import laboratory_v5_salts as salts
from grading.ctcae.rule import Asked, ByBaseline, ByUnit, IfBaselineLow, Least, Worst
from grading.ctcae.term import (
    BLOOD,
    DASH,
    DEATH,
    INVESTIGATIONS,
    METABOLISM,
    LabTerm,
    catalogue,
    lab,
    row,
)

_COUNTS, _ENZYME, _BASE = blood.COUNTS, chemistry.ENZYME, chemistry.BASE


def _aminotransferase(term: str, name: str) -> LabTerm:
    return lab(
        term, name, INVESTIGATIONS, "high", _BASE,
        row(">ULN - 3.0 x ULN if baseline was normal or less than normal; 1.0 - 1.5 x baseline if"
            " baseline was >ULN", "> 1 to <= 3.0", ">= 1.0 to <= 1.5"),
        row(">3.0 - 5.0 x ULN if baseline was normal or less than normal; >1.5 - 2.0 x baseline if"
            " baseline was >ULN", "> 3.0 to <= 5.0", "> 1.5 to <= 2.0"),
        row(">5.0 - 20.0 x ULN if baseline was normal or less than normal; >2.0 - 4.0 x baseline if"
            " baseline was >ULN up to 5 x ULN", "> 5.0 to <= 20.0", "> 2.0 to <= 4.0"),
        row(">20.0 x ULN if baseline was normal or less than normal; >4.0 x baseline if baseline"
            " was >ULN", "> 20.0", "> 4.0"),
        DASH,
        zero=("<= 1", "< 1.0"),
        rule=ByBaseline(),
        units=_ENZYME,
    )  # fmt: skip


NEUTROPHILS = lab(
    "neutrophil_count_decreased", "Neutrophil count decreased", INVESTIGATIONS, "low", _COUNTS,
    row("<1500 - 1000/mm3; <1.5 - 1.0 x 10^9/L", "< 1.5 to >= 1.0", "< 1500 to >= 1000"),
    row("<1000 - 500/mm3; <1.0 - 0.5 x 10^9/L", "< 1.0 to >= 0.5", "< 1000 to >= 500"),
    row("<500 - 100/mm3; <0.5 - 0.1 x 10^9/L", "< 0.5 to >= 0.1", "< 500 to >= 100"),
    row("<100/mm3; <0.1 x 10^9/L", "< 0.1", "< 100"),
    DASH,
    zero=(">= 1.5", ">= 1500"),
)  # fmt: skip
WHITE_CELLS = lab(
    "white_blood_cell_decreased", "White blood cell decreased", INVESTIGATIONS, "low", _COUNTS,
    row("<LLN - 3000/mm3; <LLN - 3.0 x 10^9/L", "< LLN to >= 3.0", "< LLN to >= 3000"),
    row("<3000 - 2000/mm3; <3.0 - 2.0 x 10^9/L", "< 3.0 to >= 2.0", "< 3000 to >= 2000"),
    row("<2000 - 1000/mm3; <2.0 - 1.0 x 10^9/L", "< 2.0 to >= 1.0", "< 2000 to >= 1000"),
    row("<1000/mm3; <1.0 x 10^9/L", "< 1.0", "< 1000"),
    DASH,
)  # fmt: skip
CD4 = lab(
    "cd4_lymphocytes_decreased", "CD4 lymphocytes decreased", INVESTIGATIONS, "low", _COUNTS,
    row("<LLN - 500/mm3; <LLN - 0.5 x 10^9/L", "< LLN to >= 0.5", "< LLN to >= 500"),
    row("<500 - 200/mm3; <0.5 - 0.2 x 10^9/L", "< 0.5 to >= 0.2", "< 500 to >= 200"),
    row("<200 - 50/mm3; <0.2 x 0.05 - 10^9/L", "< 0.2 to >= 0.05", "< 200 to >= 50"),
    row("<50/mm3; <0.05 x 10^9/L", "< 0.05", "< 50"),
    DASH,
)  # fmt: skip
THROMBOCYTOPENIA = lab(
    "thrombocytopenia", "Thrombocytopenia", BLOOD, "low", _COUNTS,
    row("<LLN - 75,000/mm3; <LLN - 75.0 x 10^9/L", "< LLN to >= 75.0", "< LLN to >= 75000"),
    row("<75,000 - 50,000/mm3; <75.0 - 50.0 x 10^9/L",
        "< 75.0 to >= 50.0", "< 75000 to >= 50000"),
    row("<50,000 - 10,000/mm3; <50.0 - 10.0 x 10^9/L; transfusion indicated",
        "< 50.0 to >= 10.0", "< 50000 to >= 10000", also=("transfusion_indicated",)),
    row("<10,000/mm3; 10.0 x 10^9/L; life-threatening consequences; urgent intervention indicated",
        "< 10.0", "< 10000", also=("life_threatening",)),
    DASH,
)  # fmt: skip
HEMOGLOBIN_INCREASED = lab(
    "hemoglobin_increased", "Hemoglobin increased", INVESTIGATIONS, "high",
    ("g/dL above ULN", "g/L above ULN"),
    row("Increase in >0 - 2 g/dL above ULN", "> 0 to <= 2", "> 0 to <= 20"),
    row("Increase in >2 - 4 g/dL above ULN", "> 2 to <= 4", "> 20 to <= 40"),
    row("Increase in >4 g/dL above ULN", "> 4", "> 40"),
    DASH,
    DASH,
    zero=("<= 0", "<= 0"),
)  # fmt: skip
ALT = _aminotransferase("alt_increased", "Alanine aminotransferase increased")
AST = _aminotransferase("ast_increased", "Aspartate aminotransferase increased")
ALP = lab(
    "alp_increased", "Alkaline phosphatase increased", INVESTIGATIONS, "high", _BASE,
    row(">Baseline and ULN", "> 1", "> 1"),
    DASH,
    DASH,
    DASH,
    DASH,
    zero=("<= 1", "<= 1"),
    rule=Least(ByUnit(0), ByUnit(1)),
    units=_ENZYME,
)  # fmt: skip
GGT = lab(
    "ggt_increased", "GGT increased", INVESTIGATIONS, "high", _BASE,
    row(">ULN - 2.5 x ULN if baseline was normal or less than normal; 1.0 - 1.5 x baseline if"
        " baseline was >ULN", "> 1 to <= 2.5", ">= 1.0 to <= 1.5"),
    row(">2.5 - 5.0 x ULN if baseline was normal or less than normal; >1.5 - 3.0 x baseline if"
        " baseline was >ULN", "> 2.5 to <= 5.0", "> 1.5 to <= 3.0"),
    row(">5.0 - 20.0 x ULN if baseline was normal or less than normal; >3.0 - 10.0 x baseline if"
        " baseline was >ULN", "> 5.0 to <= 20.0", "> 3.0 to <= 10.0"),
    row(">20.0 x ULN if baseline was normal or less than normal; >10.0 x baseline if baseline was"
        " >ULN", "> 20.0", "> 10.0"),
    DASH,
    zero=("<= 1", "< 1.0"),
    rule=ByBaseline(),
    units=_ENZYME,
)  # fmt: skip
BILIRUBIN = lab(
    "blood_bilirubin_increased", "Blood bilirubin increased", INVESTIGATIONS, "high", _BASE,
    row(">ULN - 1.5 x ULN if baseline was normal or less than normal; 1.0 - 1.5 x baseline if"
        " baseline was >ULN", "> 1 to <= 1.5", ">= 1.0 to <= 1.5"),
    row(">1.5 - 3.0 x ULN if baseline was normal or less than normal; >1.5 - 2.5 x baseline if"
        " baseline was >ULN", "> 1.5 to <= 3.0", "> 1.5 to <= 2.5"),
    row(">3.0 - 10.0 x ULN if baseline was normal or less than normal; >2.5 - 10.0 x baseline if"
        " baseline was >ULN", "> 3.0 to <= 10.0", "> 2.5 to <= 10.0"),
    row(">10.0 x ULN if baseline was normal or less than normal; >10.0 x baseline if baseline was"
        " >ULN", "> 10.0", "> 10.0"),
    DASH,
    zero=("<= 1", "< 1.0"),
    rule=ByBaseline(),
    units=chemistry.MASS_OR_MOLE,
)  # fmt: skip
CREATININE = lab(
    "creatinine_increased", "Creatinine increased", INVESTIGATIONS, "high",
    ("x ULN", "x baseline, below LLN"),
    row(">ULN - 1.5 x ULN", "> 1 to <= 1.5"),
    row(">1.5 - 3.0 x if baseline is below LLN; >1.5 - 3.0 x ULN",
        "> 1.5 to <= 3.0", "> 1.5 to <= 3.0"),
    row(">3.0 x if baseline is below LLN; >3.0 - 6.0 x ULN", "> 3.0 to <= 6.0", "> 3.0"),
    row(">6.0 x ULN", "> 6.0"),
    DASH,
    zero=("<= 1", "<= 1.5"),
    rule=Worst(ByUnit(0), IfBaselineLow(1)),
    units=chemistry.MASS_OR_MOLE,
)  # fmt: skip
CREATININE_CLEARANCE = lab(
    "creatinine_clearance_decreased", "Creatinine clearance decreased", INVESTIGATIONS, "low",
    ("mL/min",),
    DASH,
    row("26 - 49 ml/min", "< 50 to >= 26"),
    row("10 - 25 ml/min", "< 26 to >= 10"),
    row("-", "< 10"),
    DASH,
    zero=(">= 50",),
)  # fmt: skip
HDL = lab(
    "hdl_decreased", "HDL decreased", INVESTIGATIONS, "low", ("x LLN",),
    row("<LLN", "< 1"),
    DASH,
    DASH,
    DASH,
    DASH,
    zero=(">= 1",),
    units=("mg/dL", "mmol/L"),
)  # fmt: skip
LDL = lab(
    "ldl_increased", "LDL increased", INVESTIGATIONS, "high", ("x ULN",),
    row(">ULN", "> 1"),
    DASH,
    DASH,
    DASH,
    DASH,
    zero=("<= 1",),
    units=("mg/dL", "mmol/L"),
)  # fmt: skip
LIPASE = lab(
    "lipase_increased", "Lipase increased", INVESTIGATIONS, "high",
    ("x ULN, asymptomatic", "x ULN, symptomatic"),
    row(">ULN - 1.5 x ULN", "> 1 to <= 1.5", "> 1 to <= 1.5"),
    row(">1.5 - 3.0 x ULN; >3.0 - 5.0 x ULN and asymptomatic",
        "> 1.5 to <= 5.0", "> 1.5 to <= 3.0"),
    row(">3.0 - 5.0 x ULN with signs or symptoms; >5.0 x ULN and asymptomatic",
        "> 5.0", "> 3.0 to <= 5.0"),
    row(">5.0 x ULN and with signs or symptoms", "", "> 5.0"),
    DASH,
    zero=("<= 1", "<= 1"),
    rule=salts.SYMPTOMATIC_OR_NOT,
    units=_ENZYME,
)  # fmt: skip
AMYLASE = lab(
    "serum_amylase_increased", "Serum amylase increased", INVESTIGATIONS, "high",
    ("x ULN, asymptomatic", "x ULN, mild symptoms", "x ULN, moderate or severe symptoms"),
    row(">ULN - 1.5 x ULN", "> 1 to <= 1.5", "> 1 to <= 1.5", "> 1 to <= 1.5"),
    row(">1.5 - 2.0 x ULN; >2.0 - 5.0 x ULN and asymptomatic or with mild signs or symptoms",
        "> 1.5 to <= 5.0", "> 1.5 to <= 5.0", "> 1.5 to <= 2.0"),
    row(">2.0 - 5.0 x ULN with moderate or severe signs or symptoms; >5.0 x ULN and asymptomatic",
        "> 5.0", "", "> 2.0 to <= 5.0"),
    row(">5.0 x ULN and with signs or symptoms", "", "> 5.0", "> 5.0"),
    DASH,
    zero=("<= 1", "<= 1", "<= 1"),
    rule=Asked("symptomatic", no=ByUnit(0),
               yes=Asked("more_than_mild", no=ByUnit(1), yes=ByUnit(2))),
    units=_ENZYME,
)  # fmt: skip
HYPONATREMIA = lab(
    "hyponatremia", "Hyponatremia", METABOLISM, "low",
    ("mmol/L, asymptomatic", "mmol/L, symptomatic"),
    row("<LLN - 130 mmol/L", "< LLN to >= 130", "< LLN to >= 130"),
    row("125 - <130 mmol/L and asymptomatic", "< 130 to >= 125", ""),
    row("125 - <130 mmol/L symptomatic; 120 - <125 mmol/L regardless of symptoms",
        "< 125 to >= 120", "< 130 to >= 120"),
    row("<120 mmol/L; life-threatening consequences", "< 120", "< 120",
        also=("life_threatening",)),
    DEATH,
    rule=salts.SYMPTOMATIC_OR_NOT,
)  # fmt: skip
HYPERGLYCEMIA = lab(
    "hyperglycemia", "Hyperglycemia", METABOLISM, "high",
    ("mg/dL, not fasting", "mmol/L, not fasting", "mg/dL, fasting", "mmol/L, fasting"),
    row("Fasting glucose value >ULN - 160 mg/dL; Fasting glucose value >ULN - 8.9 mmol/L",
        "", "", "> ULN to <= 160", "> ULN to <= 8.9"),
    row("Fasting glucose value >160 - 250 mg/dL; Fasting glucose value >8.9 - 13.9 mmol/L",
        "", "", "> 160 to <= 250", "> 8.9 to <= 13.9"),
    row(">250 - 500 mg/dL; >13.9 - 27.8 mmol/L; hospitalization indicated", "> 250 to <= 500",
        "> 13.9 to <= 27.8", "> 250 to <= 500", "> 13.9 to <= 27.8",
        also=("hospitalization_indicated",)),
    row(">500 mg/dL; >27.8 mmol/L; life-threatening consequences",
        "> 500", "> 27.8", "> 500", "> 27.8", also=("life_threatening",)),
    DASH,
    zero=("<= 250", "<= 13.9"),
    rule=Asked("fasting", no=ByUnit(0, 1), yes=ByUnit(2, 3)),
)  # fmt: skip

LABORATORY_V6 = MappingProxyType(catalogue(
    blood.ANEMIA, blood.LEUKOCYTOSIS, WHITE_CELLS, NEUTROPHILS, blood.LYMPHOCYTES_INCREASED, CD4,
    THROMBOCYTOPENIA, HEMOGLOBIN_INCREASED, blood.APTT, blood.INR, blood.FIBRINOGEN,
    blood.HAPTOGLOBIN, ALT, AST, ALP, GGT, BILIRUBIN, chemistry.LDH, chemistry.CPK, LIPASE, AMYLASE,
    CREATININE, CREATININE_CLEARANCE, salts.HYPOCALCEMIA, salts.HYPOCALCEMIA_IONIZED,
    salts.HYPERCALCEMIA, salts.HYPERCALCEMIA_IONIZED, salts.HYPOKALEMIA,
    salts.HYPERKALEMIA, HYPONATREMIA, salts.HYPERNATREMIA, salts.HYPOMAGNESEMIA,
    salts.HYPERMAGNESEMIA, salts.ACIDOSIS, salts.ALKALOSIS, chemistry.HYPOALBUMINEMIA,
    chemistry.HYPOGLYCEMIA, HYPERGLYCEMIA, chemistry.CHOLESTEROL, HDL, LDL, chemistry.TRIGLYCERIDES,
    chemistry.HYPERURICEMIA,
))  # fmt: skip
"""The laboratory terms of v6.0, by id."""
