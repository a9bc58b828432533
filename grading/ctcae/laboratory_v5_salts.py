"""Laboratory terms of CTCAE v5.0: salts and the acidity of blood, the condition beside the words.

Source: NCI, Common Terminology Criteria for Adverse Events v5.0, 27 November 2017. This project's
decisions: ionised calcium is graded in mmol/L only, as it is printed; sodium of 129.5 mmol/L is
below 130, and what is printed as 125-129 and 120-124 leaves no hole; where the words of
hyponatremia and hypokalemia turn on symptoms, somebody must have asked.
"""

from grading.ctcae.rule import Asked, ByUnit
from grading.ctcae.term import (
    DASH,
    DEATH,
    LIFE_THREATENING,
    METABOLISM,
    LabTerm,
    catalogue,
    lab,
    row,
)

SYMPTOMATIC_OR_NOT = Asked("symptomatic", no=ByUnit(0), yes=ByUnit(1))

_LOW_CALCIUM = (
    (
        "Corrected serum calcium of <LLN - 8.0 mg/dL; <LLN - 2.0 mmol/L; Ionized calcium <LLN - 1.0"
        " mmol/L"
    ),
    (
        "Corrected serum calcium of <8.0 - 7.0 mg/dL; <2.0 - 1.75 mmol/L; Ionized calcium <1.0 -"
        " 0.9 mmol/L; symptomatic"
    ),
    (
        "Corrected serum calcium of <7.0 - 6.0 mg/dL; <1.75 - 1.5 mmol/L; Ionized calcium <0.9 -"
        " 0.8 mmol/L; hospitalization indicated"
    ),
    (
        "Corrected serum calcium of <6.0 mg/dL; <1.5 mmol/L; Ionized calcium <0.8 mmol/L;"
        " life-threatening consequences"
    ),
)
_HIGH_CALCIUM = (
    (
        "Corrected serum calcium of >ULN - 11.5 mg/dL; >ULN - 2.9 mmol/L; Ionized calcium >ULN -"
        " 1.5 mmol/L"
    ),
    (
        "Corrected serum calcium of >11.5 - 12.5 mg/dL; >2.9 - 3.1 mmol/L; Ionized calcium >1.5 -"
        " 1.6 mmol/L; symptomatic"
    ),
    (
        "Corrected serum calcium of >12.5 - 13.5 mg/dL; >3.1 - 3.4 mmol/L; Ionized calcium >1.6 -"
        " 1.8 mmol/L; hospitalization indicated"
    ),
    (
        "Corrected serum calcium of >13.5 mg/dL; >3.4 mmol/L; Ionized calcium >1.8 mmol/L;"
        " life-threatening consequences"
    ),
)
HYPOCALCEMIA = lab(
    "hypocalcemia", "Hypocalcemia", METABOLISM, "low", ("mg/dL", "mmol/L"),
    row(_LOW_CALCIUM[0], "< LLN to >= 8.0", "< LLN to >= 2.0"),
    row(_LOW_CALCIUM[1], "< 8.0 to >= 7.0", "< 2.0 to >= 1.75", also=("symptomatic",)),
    row(_LOW_CALCIUM[2], "< 7.0 to >= 6.0", "< 1.75 to >= 1.5",
        also=("hospitalization_indicated",)),
    row(_LOW_CALCIUM[3], "< 6.0", "< 1.5", also=("life_threatening",)),
    DEATH,
    specimen="corrected",
)  # fmt: skip
HYPOCALCEMIA_IONIZED = lab(
    "hypocalcemia_ionized", "Hypocalcemia", METABOLISM, "low", ("mmol/L",),
    row(_LOW_CALCIUM[0], "< LLN to >= 1.0"),
    row(_LOW_CALCIUM[1], "< 1.0 to >= 0.9", also=("symptomatic",)),
    row(_LOW_CALCIUM[2], "< 0.9 to >= 0.8", also=("hospitalization_indicated",)),
    row(_LOW_CALCIUM[3], "< 0.8", also=("life_threatening",)),
    DEATH,
    specimen="ionized",
)  # fmt: skip
HYPERCALCEMIA = lab(
    "hypercalcemia", "Hypercalcemia", METABOLISM, "high", ("mg/dL", "mmol/L"),
    row(_HIGH_CALCIUM[0], "> ULN to <= 11.5", "> ULN to <= 2.9"),
    row(_HIGH_CALCIUM[1], "> 11.5 to <= 12.5", "> 2.9 to <= 3.1", also=("symptomatic",)),
    row(_HIGH_CALCIUM[2], "> 12.5 to <= 13.5", "> 3.1 to <= 3.4",
        also=("hospitalization_indicated",)),
    row(_HIGH_CALCIUM[3], "> 13.5", "> 3.4", also=("life_threatening",)),
    DEATH,
    specimen="corrected",
)  # fmt: skip
HYPERCALCEMIA_IONIZED = lab(
    "hypercalcemia_ionized", "Hypercalcemia", METABOLISM, "high", ("mmol/L",),
    row(_HIGH_CALCIUM[0], "> ULN to <= 1.5"),
    row(_HIGH_CALCIUM[1], "> 1.5 to <= 1.6", also=("symptomatic",)),
    row(_HIGH_CALCIUM[2], "> 1.6 to <= 1.8", also=("hospitalization_indicated",)),
    row(_HIGH_CALCIUM[3], "> 1.8", also=("life_threatening",)),
    DEATH,
    specimen="ionized",
)  # fmt: skip
HYPOKALEMIA = lab(
    "hypokalemia", "Hypokalemia", METABOLISM, "low",
    ("mmol/L, asymptomatic", "mmol/L, symptomatic"),
    row("<LLN - 3.0 mmol/L", "< LLN to >= 3.0"),
    row("Symptomatic with <LLN - 3.0 mmol/L; intervention indicated", "", "< LLN to >= 3.0",
        also=("intervention_indicated",)),
    row("<3.0 - 2.5 mmol/L; hospitalization indicated", "< 3.0 to >= 2.5", "< 3.0 to >= 2.5",
        also=("hospitalization_indicated",)),
    row("<2.5 mmol/L; life-threatening consequences", "< 2.5", "< 2.5",
        also=("life_threatening",)),
    DEATH,
    rule=SYMPTOMATIC_OR_NOT,
)  # fmt: skip
HYPERKALEMIA = lab(
    "hyperkalemia", "Hyperkalemia", METABOLISM, "high", ("mmol/L",),
    row(">ULN - 5.5 mmol/L", "> ULN to <= 5.5"),
    row(">5.5 - 6.0 mmol/L; intervention initiated", "> 5.5 to <= 6.0",
        also=("intervention_initiated",)),
    row(">6.0 - 7.0 mmol/L; hospitalization indicated", "> 6.0 to <= 7.0",
        also=("hospitalization_indicated",)),
    row(">7.0 mmol/L; life-threatening consequences", "> 7.0", also=("life_threatening",)),
    DEATH,
)  # fmt: skip
HYPONATREMIA = lab(
    "hyponatremia", "Hyponatremia", METABOLISM, "low",
    ("mmol/L, asymptomatic", "mmol/L, symptomatic"),
    row("<LLN - 130 mmol/L", "< LLN to >= 130", "< LLN to >= 130"),
    row("125-129 mmol/L and asymptomatic", "< 130 to >= 125", ""),
    row("125-129 mmol/L symptomatic; 120-124 mmol/L regardless of symptoms",
        "< 125 to >= 120", "< 130 to >= 120"),
    row("<120 mmol/L; life-threatening consequences", "< 120", "< 120",
        also=("life_threatening",)),
    DEATH,
    rule=SYMPTOMATIC_OR_NOT,
)  # fmt: skip
HYPERNATREMIA = lab(
    "hypernatremia", "Hypernatremia", METABOLISM, "high", ("mmol/L",),
    row(">ULN - 150 mmol/L", "> ULN to <= 150"),
    row(">150 - 155 mmol/L; intervention initiated", "> 150 to <= 155",
        also=("intervention_initiated",)),
    row(">155 - 160 mmol/L; hospitalization indicated", "> 155 to <= 160",
        also=("hospitalization_indicated",)),
    row(">160 mmol/L; life-threatening consequences", "> 160", also=("life_threatening",)),
    DEATH,
)  # fmt: skip
HYPOMAGNESEMIA = lab(
    "hypomagnesemia", "Hypomagnesemia", METABOLISM, "low", ("mg/dL", "mmol/L"),
    row("<LLN - 1.2 mg/dL; <LLN - 0.5 mmol/L", "< LLN to >= 1.2", "< LLN to >= 0.5"),
    row("<1.2 - 0.9 mg/dL; <0.5 - 0.4 mmol/L", "< 1.2 to >= 0.9", "< 0.5 to >= 0.4"),
    row("<0.9 - 0.7 mg/dL; <0.4 - 0.3 mmol/L", "< 0.9 to >= 0.7", "< 0.4 to >= 0.3"),
    row("<0.7 mg/dL; <0.3 mmol/L; life-threatening consequences", "< 0.7", "< 0.3",
        also=("life_threatening",)),
    DEATH,
)  # fmt: skip
HYPERMAGNESEMIA = lab(
    "hypermagnesemia", "Hypermagnesemia", METABOLISM, "high", ("mg/dL", "mmol/L"),
    row(">ULN - 3.0 mg/dL; >ULN - 1.23 mmol/L", "> ULN to <= 3.0", "> ULN to <= 1.23"),
    DASH,
    row(">3.0 - 8.0 mg/dL; >1.23 - 3.30 mmol/L", "> 3.0 to <= 8.0", "> 1.23 to <= 3.30"),
    row(">8.0 mg/dL; >3.30 mmol/L; life-threatening consequences", "> 8.0", "> 3.30",
        also=("life_threatening",)),
    DEATH,
)  # fmt: skip
HYPOPHOSPHATEMIA = lab(
    "hypophosphatemia", "Hypophosphatemia", METABOLISM, "low", ("x LLN",),
    row("Laboratory finding only and intervention not indicated", "< 1"),
    row("Oral replacement therapy indicated", also=("oral_replacement_indicated",)),
    row("Severe or medically significant but not immediately life-threatening; hospitalization or"
        " prolongation of existing hospitalization indicated",
        also=("hospitalization_indicated",)),
    LIFE_THREATENING,
    DEATH,
    zero=(">= 1",),
    units=("mmol/L", "mg/dL"),
    judged=True,
)  # fmt: skip
ACIDOSIS = lab(
    "acidosis", "Acidosis", METABOLISM, "low", ("pH",),
    row("pH <normal, but >=7.3", "< LLN to >= 7.3"),
    DASH,
    row("pH <7.3", "< 7.3"),
    LIFE_THREATENING,
    DEATH,
)  # fmt: skip
ALKALOSIS = lab(
    "alkalosis", "Alkalosis", METABOLISM, "high", ("pH",),
    row("pH >normal, but <=7.5", "> ULN to <= 7.5"),
    DASH,
    row("pH >7.5", "> 7.5"),
    LIFE_THREATENING,
    DEATH,
)  # fmt: skip

SALTS_V5: dict[str, LabTerm] = catalogue(
    HYPOCALCEMIA, HYPOCALCEMIA_IONIZED, HYPERCALCEMIA, HYPERCALCEMIA_IONIZED, HYPOKALEMIA,
    HYPERKALEMIA, HYPONATREMIA, HYPERNATREMIA, HYPOMAGNESEMIA, HYPERMAGNESEMIA, HYPOPHOSPHATEMIA,
    ACIDOSIS, ALKALOSIS,
)  # fmt: skip
"""Salts and acidity of v5.0, by id."""
