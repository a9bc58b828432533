"""Laboratory terms of CTCAE v5.0: blood counts and coagulation, the condition beside the words.

Source: NCI, Common Terminology Criteria for Adverse Events v5.0, 27 November 2017. Where only
one unit is printed (leukocytosis, lymphocytes and haemoglobin increased) a second column holds the
same number in another unit of the same kind.
"""

from grading.ctcae.rule import Asked, ByUnit, IfBaselineLow, Worst
from grading.ctcae.term import (
    BLOOD,
    DASH,
    DEATH,
    INVESTIGATIONS,
    URGENT,
    LabTerm,
    catalogue,
    lab,
    row,
)

COUNTS = ("10*9/L", "/uL")

ANEMIA = lab(
    "anemia", "Anemia", BLOOD, "low", ("g/L", "g/dL", "mmol/L"),
    row("Hemoglobin (Hgb) <LLN - 10.0 g/dL; <LLN - 6.2 mmol/L; <LLN - 100 g/L",
        "< LLN to >= 100", "< LLN to >= 10.0", "< LLN to >= 6.2"),
    row("Hgb <10.0 - 8.0 g/dL; <6.2 - 4.9 mmol/L; <100 - 80g/L",
        "< 100 to >= 80", "< 10.0 to >= 8.0", "< 6.2 to >= 4.9"),
    row("Hgb <8.0 g/dL; <4.9 mmol/L; <80 g/L; transfusion indicated",
        "< 80", "< 8.0", "< 4.9", also=("transfusion_indicated",)),
    URGENT,
    DEATH,
)  # fmt: skip
LEUKOCYTOSIS = lab(
    "leukocytosis", "Leukocytosis", BLOOD, "high", COUNTS,
    DASH,
    DASH,
    row(">100,000/mm3", "> 100", "> 100000"),
    row("Clinical manifestations of leucostasis; urgent intervention indicated",
        also=("leukostasis",)),
    DEATH,
    zero=("<= 100", "<= 100000"),
)  # fmt: skip
HEMOGLOBIN_INCREASED = lab(
    "hemoglobin_increased", "Hemoglobin increased", INVESTIGATIONS, "high",
    ("g/dL above ULN", "g/L above ULN"),
    row("Increase in >0 - 2 g/dL", "> 0 to <= 2", "> 0 to <= 20"),
    row("Increase in >2 - 4 g/dL", "> 2 to <= 4", "> 20 to <= 40"),
    row("Increase in >4 g/dL", "> 4", "> 40"),
    DASH,
    DASH,
    zero=("<= 0", "<= 0"),
)  # fmt: skip
LYMPHOCYTES_INCREASED = lab(
    "lymphocyte_count_increased", "Lymphocyte count increased", INVESTIGATIONS, "high", COUNTS,
    DASH,
    row(">4000/mm3 - 20,000/mm3", "> 4 to <= 20", "> 4000 to <= 20000"),
    row(">20,000/mm3", "> 20", "> 20000"),
    DASH,
    DASH,
    zero=("<= 4", "<= 4000"),
)  # fmt: skip
LYMPHOCYTES = lab(
    "lymphocyte_count_decreased", "Lymphocyte count decreased", INVESTIGATIONS, "low", COUNTS,
    row("<LLN - 800/mm3; <LLN - 0.8 x 10e9/L", "< LLN to >= 0.8", "< LLN to >= 800"),
    row("<800 - 500/mm3; <0.8 - 0.5 x 10e9 /L", "< 0.8 to >= 0.5", "< 800 to >= 500"),
    row("<500 - 200/mm3; <0.5 - 0.2 x 10e9 /L", "< 0.5 to >= 0.2", "< 500 to >= 200"),
    row("<200/mm3; <0.2 x 10e9 /L", "< 0.2", "< 200"),
    DASH,
)  # fmt: skip
NEUTROPHILS = lab(
    "neutrophil_count_decreased", "Neutrophil count decreased", INVESTIGATIONS, "low", COUNTS,
    row("<LLN - 1500/mm3; <LLN - 1.5 x 10e9 /L", "< LLN to >= 1.5", "< LLN to >= 1500"),
    row("<1500 - 1000/mm3; <1.5 - 1.0 x 10e9 /L", "< 1.5 to >= 1.0", "< 1500 to >= 1000"),
    row("<1000 - 500/mm3; <1.0 - 0.5 x 10e9 /L", "< 1.0 to >= 0.5", "< 1000 to >= 500"),
    row("<500/mm3; <0.5 x 10e9 /L", "< 0.5", "< 500"),
    DASH,
)  # fmt: skip
WHITE_CELLS = lab(
    "white_blood_cell_decreased", "White blood cell decreased", INVESTIGATIONS, "low", COUNTS,
    row("<LLN - 3000/mm3; <LLN - 3.0 x 10e9 /L", "< LLN to >= 3.0", "< LLN to >= 3000"),
    row("<3000 - 2000/mm3; <3.0 - 2.0 x 10e9 /L", "< 3.0 to >= 2.0", "< 3000 to >= 2000"),
    row("<2000 - 1000/mm3; <2.0 - 1.0 x 10e9 /L", "< 2.0 to >= 1.0", "< 2000 to >= 1000"),
    row("<1000/mm3; <1.0 x 10e9 /L", "< 1.0", "< 1000"),
    DASH,
)  # fmt: skip
PLATELETS = lab(
    "platelet_count_decreased", "Platelet count decreased", INVESTIGATIONS, "low", COUNTS,
    row("<LLN - 75,000/mm3; <LLN - 75.0 x 10e9 /L", "< LLN to >= 75.0", "< LLN to >= 75000"),
    row("<75,000 - 50,000/mm3; <75.0 - 50.0 x 10e9 /L",
        "< 75.0 to >= 50.0", "< 75000 to >= 50000"),
    row("<50,000 - 25,000/mm3; <50.0 - 25.0 x 10e9 /L",
        "< 50.0 to >= 25.0", "< 50000 to >= 25000"),
    row("<25,000/mm3; <25.0 x 10e9 /L", "< 25.0", "< 25000"),
    DASH,
)  # fmt: skip
CD4 = lab(
    "cd4_lymphocytes_decreased", "CD4 lymphocytes decreased", INVESTIGATIONS, "low", COUNTS,
    row("<LLN - 500/mm3; <LLN - 0.5 x 10e9 /L", "< LLN to >= 0.5", "< LLN to >= 500"),
    row("<500 - 200/mm3; <0.5 - 0.2 x 10e9 /L", "< 0.5 to >= 0.2", "< 500 to >= 200"),
    row("<200 - 50/mm3; <0.2 x 0.05 - 10e9 /L", "< 0.2 to >= 0.05", "< 200 to >= 50"),
    row("<50/mm3; <0.05 x 10e9 /L", "< 0.05", "< 50"),
    DASH,
)  # fmt: skip

# --- coagulation ----------------------------------------------------------------------------------

APTT = lab(
    "aptt_prolonged", "Activated partial thromboplastin time prolonged", INVESTIGATIONS, "high",
    ("x ULN",),
    row(">ULN - 1.5 x ULN", "> 1 to <= 1.5"),
    row(">1.5 - 2.5 x ULN", "> 1.5 to <= 2.5"),
    row(">2.5 x ULN; bleeding", "> 2.5", also=("bleeding",)),
    DASH,
    DASH,
    zero=("<= 1",),
    units=("s",),
)  # fmt: skip
INR = lab(
    "inr_increased", "INR increased", INVESTIGATIONS, "high", ("INR", "x baseline, anticoagulated"),
    row(">1.2 - 1.5; >1 - 1.5 x baseline if on anticoagulation; monitoring only indicated",
        "> 1.2 to <= 1.5", "> 1 to <= 1.5"),
    row(">1.5 - 2.5; >1.5 - 2.5 x baseline if on anticoagulation; dose adjustment indicated",
        "> 1.5 to <= 2.5", "> 1.5 to <= 2.5"),
    row(">2.5; >2.5 x baseline if on anticoagulation; bleeding", "> 2.5", "> 2.5",
        also=("bleeding",)),
    DASH,
    DASH,
    zero=("<= 1.2", "<= 1"),
    rule=Asked("anticoagulated", no=ByUnit(0), yes=ByUnit(1)),
)  # fmt: skip
FIBRINOGEN = lab(
    "fibrinogen_decreased", "Fibrinogen decreased", INVESTIGATIONS, "low",
    ("x LLN", "% below baseline", "g/L", "mg/dL"),
    row("<1.0 - 0.75 x LLN; if abnormal, <25% decrease from baseline",
        "< 1.0 to >= 0.75", "> 0 to < 25"),
    row("<0.75 - 0.5 x LLN; if abnormal, 25 - <50% decrease from baseline",
        "< 0.75 to >= 0.5", ">= 25 to < 50"),
    row("<0.5 - 0.25 x LLN; if abnormal, 50 - <75% decrease from baseline",
        "< 0.5 to >= 0.25", ">= 50 to < 75"),
    row("<0.25 x LLN; if abnormal, 75% decrease from baseline; absolute value <50 mg/dL",
        "< 0.25", ">= 75", "< 0.5", "< 50"),
    DASH,
    zero=(">= 1.0", "<= 0", ">= 0.5", ">= 50"),
    rule=Worst(ByUnit(0), IfBaselineLow(1), ByUnit(2, 3)),
)  # fmt: skip
HAPTOGLOBIN = lab(
    "haptoglobin_decreased", "Haptoglobin decreased", INVESTIGATIONS, "low", ("x LLN",),
    row("<LLN", "< 1"),
    DASH,
    DASH,
    DASH,
    DASH,
    zero=(">= 1",),
    units=("g/L", "mg/dL"),
)  # fmt: skip

BLOOD_V5: dict[str, LabTerm] = catalogue(
    ANEMIA, LEUKOCYTOSIS, WHITE_CELLS, NEUTROPHILS, LYMPHOCYTES, LYMPHOCYTES_INCREASED, CD4,
    PLATELETS, HEMOGLOBIN_INCREASED, APTT, INR, FIBRINOGEN, HAPTOGLOBIN,
)  # fmt: skip
"""Blood counts and coagulation of v5.0, by id."""
