"""Laboratory terms of CTCAE v5.0: liver, kidney, muscle, sugar and fats, ejection fraction.

Source: NCI, Common Terminology Criteria for Adverse Events v5.0, 27 November 2017. This project's
decisions: "1.5 - 3.0 x baseline" and "2.0 - 2.5 x baseline", printed without ">", include their
lower end, so that a value above ULN and below it has no grade; triglycerides begin above 150
mg/dL (the peers read it so); the drop of an ejection fraction is in its own points; 24-hour
urine, which takes precedence, and dipstick ("{plus}", 0 to 4) are two columns, and of urine protein
the adult words alone have a condition.
"""

from grading.ctcae.rule import Asked, ByBaseline, ByUnit, Least, Worst
from grading.ctcae.term import (
    DASH,
    DEATH,
    INVESTIGATIONS,
    LIFE_THREATENING,
    METABOLISM,
    RENAL,
    URGENT,
    LabTerm,
    catalogue,
    lab,
    row,
)

ENZYME = ("U/L", "ukat/L", "nkat/L")
MASS_OR_MOLE = ("mg/dL", "mg/L", "umol/L")
BASE = ("x ULN", "x baseline")


def _aminotransferase(term: str, name: str) -> LabTerm:
    return lab(
        term, name, INVESTIGATIONS, "high", BASE,
        row(">ULN - 3.0 x ULN if baseline was normal; 1.5 - 3.0 x baseline if baseline was"
            " abnormal", "> 1 to <= 3.0", ">= 1.5 to <= 3.0"),
        row(">3.0 - 5.0 x ULN if baseline was normal; >3.0 - 5.0 x baseline if baseline was"
            " abnormal", "> 3.0 to <= 5.0", "> 3.0 to <= 5.0"),
        row(">5.0 - 20.0 x ULN if baseline was normal; >5.0 - 20.0 x baseline if baseline was"
            " abnormal", "> 5.0 to <= 20.0", "> 5.0 to <= 20.0"),
        row(">20.0 x ULN if baseline was normal; >20.0 x baseline if baseline was abnormal",
            "> 20.0", "> 20.0"),
        DASH,
        zero=("<= 1", "< 1.5"),
        rule=ByBaseline(),
        units=ENZYME,
    )  # fmt: skip


def _cholestasis(term: str, name: str) -> LabTerm:
    return lab(
        term, name, INVESTIGATIONS, "high", BASE,
        row(">ULN - 2.5 x ULN if baseline was normal; 2.0 - 2.5 x baseline if baseline was"
            " abnormal", "> 1 to <= 2.5", ">= 2.0 to <= 2.5"),
        row(">2.5 - 5.0 x ULN if baseline was normal; >2.5 - 5.0 x baseline if baseline was"
            " abnormal", "> 2.5 to <= 5.0", "> 2.5 to <= 5.0"),
        row(">5.0 - 20.0 x ULN if baseline was normal; >5.0 - 20.0 x baseline if baseline was"
            " abnormal", "> 5.0 to <= 20.0", "> 5.0 to <= 20.0"),
        row(">20.0 x ULN if baseline was normal; >20.0 x baseline if baseline was abnormal",
            "> 20.0", "> 20.0"),
        DASH,
        zero=("<= 1", "< 2.0"),
        rule=ByBaseline(),
        units=ENZYME,
    )  # fmt: skip


def _pancreas(term: str, name: str) -> LabTerm:
    return lab(
        term, name, INVESTIGATIONS, "high", ("x ULN, asymptomatic", "x ULN, symptomatic"),
        row(">ULN - 1.5 x ULN", "> 1 to <= 1.5", "> 1 to <= 1.5"),
        row(">1.5 - 2.0 x ULN; >2.0 - 5.0 x ULN and asymptomatic",
            "> 1.5 to <= 5.0", "> 1.5 to <= 2.0"),
        row(">2.0 - 5.0 x ULN with signs or symptoms; >5.0 x ULN and asymptomatic",
            "> 5.0", "> 2.0 to <= 5.0"),
        row(">5.0 x ULN and with signs or symptoms", "", "> 5.0"),
        DASH,
        zero=("<= 1", "<= 1"),
        rule=Asked("symptomatic", no=ByUnit(0), yes=ByUnit(1)),
        units=ENZYME,
    )  # fmt: skip


ALT = _aminotransferase("alt_increased", "Alanine aminotransferase increased")
AST = _aminotransferase("ast_increased", "Aspartate aminotransferase increased")
ALP = _cholestasis("alp_increased", "Alkaline phosphatase increased")
GGT = _cholestasis("ggt_increased", "GGT increased")
LIPASE = _pancreas("lipase_increased", "Lipase increased")
AMYLASE = _pancreas("serum_amylase_increased", "Serum amylase increased")
BILIRUBIN = lab(
    "blood_bilirubin_increased", "Blood bilirubin increased", INVESTIGATIONS, "high", BASE,
    row(">ULN - 1.5 x ULN if baseline was normal; > 1.0 - 1.5 x baseline if baseline was abnormal",
        "> 1 to <= 1.5", "> 1.0 to <= 1.5"),
    row(">1.5 - 3.0 x ULN if baseline was normal; >1.5 - 3.0 x baseline if baseline was abnormal",
        "> 1.5 to <= 3.0", "> 1.5 to <= 3.0"),
    row(">3.0 - 10.0 x ULN if baseline was normal; >3.0 - 10.0 x baseline if baseline was abnormal",
        "> 3.0 to <= 10.0", "> 3.0 to <= 10.0"),
    row(">10.0 x ULN if baseline was normal; >10.0 x baseline if baseline was abnormal",
        "> 10.0", "> 10.0"),
    DASH,
    zero=("<= 1", "<= 1.0"),
    rule=ByBaseline(),
    units=MASS_OR_MOLE,
)  # fmt: skip
LDH = lab(
    "blood_lactate_dehydrogenase_increased", "Blood lactate dehydrogenase increased",
    INVESTIGATIONS, "high", ("x ULN",),
    row(">ULN", "> 1"),
    DASH,
    DASH,
    DASH,
    DASH,
    zero=("<= 1",),
    units=ENZYME,
)  # fmt: skip
CPK = lab(
    "cpk_increased", "CPK increased", INVESTIGATIONS, "high", ("x ULN",),
    row(">ULN - 2.5 x ULN", "> 1 to <= 2.5"),
    row(">2.5 x ULN - 5 x ULN", "> 2.5 to <= 5"),
    row(">5 x ULN - 10 x ULN", "> 5 to <= 10"),
    row(">10 x ULN", "> 10"),
    DASH,
    zero=("<= 1",),
    units=ENZYME,
)  # fmt: skip
CREATININE = lab(
    "creatinine_increased", "Creatinine increased", INVESTIGATIONS, "high", BASE,
    row(">ULN - 1.5 x ULN", "> 1 to <= 1.5"),
    row(">1.5 - 3.0 x baseline; >1.5 - 3.0 x ULN", "> 1.5 to <= 3.0", "> 1.5 to <= 3.0"),
    row(">3.0 x baseline; >3.0 - 6.0 x ULN", "> 3.0 to <= 6.0", "> 3.0"),
    row(">6.0 x ULN", "> 6.0"),
    DASH,
    zero=("<= 1", "<= 1.5"),
    rule=Worst(ByUnit(0), ByUnit(1)),
    units=MASS_OR_MOLE,
)  # fmt: skip
EJECTION_FRACTION = lab(
    "ejection_fraction_decreased", "Ejection fraction decreased", INVESTIGATIONS, "low",
    ("%", "points below baseline"),
    DASH,
    row("Resting ejection fraction (EF) 50 - 40%; 10 - 19% drop from baseline",
        "<= 50 to >= 40", ">= 10 to < 20"),
    row("Resting ejection fraction (EF) 39 - 20%; >=20% drop from baseline",
        "< 40 to >= 20", ">= 20"),
    row("Resting ejection fraction (EF) <20%", "< 20"),
    DASH,
    zero=("> 50", "< 10"),
    rule=Worst(ByUnit(0), ByUnit(1)),
)  # fmt: skip
PROTEINURIA = lab(
    "proteinuria", "Proteinuria", RENAL, "high", ("g/d", "{plus}"),
    row("1+ proteinuria; urinary protein ≥ULN - <1.0 g/24 hrs",
        ">= ULN to < 1.0", ">= 1 to < 2"),
    row("Adult: 2+ and 3+ proteinuria; urinary protein 1.0 - <3.5 g/24 hrs; Pediatric: Urine P/C"
        " (Protein/Creatinine) ratio 0.5 - 1.9", ">= 1.0 to < 3.5", ">= 2 to < 4"),
    row("Adult: Urinary protein >=3.5 g/24 hrs; 4+ proteinuria; Pediatric: Urine P/C"
        " (Protein/Creatinine) ratio >1.9", ">= 3.5", ">= 4"),
    DASH,
    DASH,
    zero=("", "< 1"),
)  # fmt: skip

# --- protein, sugar, fats -------------------------------------------------------------------------

HYPOALBUMINEMIA = lab(
    "hypoalbuminemia", "Hypoalbuminemia", METABOLISM, "low", ("g/L", "g/dL"),
    row("<LLN - 3 g/dL; <LLN - 30 g/L", "< LLN to >= 30", "< LLN to >= 3"),
    row("<3 - 2 g/dL; <30 - 20 g/L", "< 30 to >= 20", "< 3 to >= 2"),
    row("<2 g/dL; <20 g/L", "< 20", "< 2"),
    URGENT,
    DEATH,
)  # fmt: skip
HYPOGLYCEMIA = lab(
    "hypoglycemia", "Hypoglycemia", METABOLISM, "low", ("mg/dL", "mmol/L"),
    row("<LLN - 55 mg/dL; <LLN - 3.0 mmol/L", "< LLN to >= 55", "< LLN to >= 3.0"),
    row("<55 - 40 mg/dL; <3.0 - 2.2 mmol/L", "< 55 to >= 40", "< 3.0 to >= 2.2"),
    row("<40 - 30 mg/dL; <2.2 - 1.7 mmol/L", "< 40 to >= 30", "< 2.2 to >= 1.7"),
    row("<30 mg/dL; <1.7 mmol/L; life-threatening consequences; seizures", "< 30", "< 1.7",
        also=("life_threatening", "seizures")),
    DEATH,
)  # fmt: skip
HYPERGLYCEMIA = lab(
    "hyperglycemia", "Hyperglycemia", METABOLISM, "high", BASE,
    row("Abnormal glucose above baseline with no medical intervention", "> 1", "> 1"),
    row("Change in daily management from baseline for a diabetic; oral antiglycemic agent"
        " initiated; workup for diabetes",
        also=("management_changed", "oral_antiglycemic_initiated", "diabetes_workup")),
    row("Insulin therapy initiated; hospitalization indicated",
        also=("insulin_initiated", "hospitalization_indicated")),
    URGENT,
    DEATH,
    zero=("<= 1", "<= 1"),
    rule=Least(ByUnit(0), ByUnit(1)),
    units=("mmol/L", "mg/dL"),
    judged=True,
)  # fmt: skip
CHOLESTEROL = lab(
    "cholesterol_high", "Cholesterol high", INVESTIGATIONS, "high", ("mg/dL", "mmol/L"),
    row(">ULN - 300 mg/dL; >ULN - 7.75 mmol/L", "> ULN to <= 300", "> ULN to <= 7.75"),
    row(">300 - 400 mg/dL; >7.75 - 10.34 mmol/L", "> 300 to <= 400", "> 7.75 to <= 10.34"),
    row(">400 - 500 mg/dL; >10.34 - 12.92 mmol/L", "> 400 to <= 500", "> 10.34 to <= 12.92"),
    row(">500 mg/dL; >12.92 mmol/L", "> 500", "> 12.92"),
    DASH,
)  # fmt: skip
TRIGLYCERIDES = lab(
    "hypertriglyceridemia", "Hypertriglyceridemia", METABOLISM, "high", ("mg/dL", "mmol/L"),
    row("150 mg/dL - 300 mg/dL; 1.71 mmol/L - 3.42 mmol/L", "> 150 to <= 300", "> 1.71 to <= 3.42"),
    row(">300 mg/dL - 500 mg/dL; >3.42 mmol/L - 5.7 mmol/L", "> 300 to <= 500", "> 3.42 to <= 5.7"),
    row(">500 mg/dL - 1000 mg/dL; >5.7 mmol/L - 11.4 mmol/L", "> 500 to <= 1000",
        "> 5.7 to <= 11.4"),
    row(">1000 mg/dL; >11.4 mmol/L; life-threatening consequences", "> 1000", "> 11.4",
        also=("life_threatening",)),
    DEATH,
    zero=("<= 150", "<= 1.71"),
)  # fmt: skip
HYPERURICEMIA = lab(
    "hyperuricemia", "Hyperuricemia", METABOLISM, "high",
    ("x ULN, without physiologic consequences", "x ULN, with physiologic consequences"),
    row(">ULN without physiologic consequences", "> 1"),
    DASH,
    row(">ULN with physiologic consequences", "", "> 1"),
    LIFE_THREATENING,
    DEATH,
    zero=("<= 1", "<= 1"),
    rule=Asked("physiologic_consequences", no=ByUnit(0), yes=ByUnit(1)),
    units=("mg/dL", "umol/L", "mmol/L"),
)  # fmt: skip

CHEMISTRY_V5: dict[str, LabTerm] = catalogue(
    ALT, AST, ALP, GGT, BILIRUBIN, LDH, CPK, LIPASE, AMYLASE, CREATININE, PROTEINURIA,
    EJECTION_FRACTION, HYPOALBUMINEMIA, HYPOGLYCEMIA, HYPERGLYCEMIA, CHOLESTEROL, TRIGLYCERIDES,
    HYPERURICEMIA,
)  # fmt: skip
"""Chemistry of v5.0 without the salts, by id."""
