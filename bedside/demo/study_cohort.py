"""Eight invented patients in the shape of the phase I report on relma-cel in lupus.

What is told of each here are causes: fever and oxygen by the hour, neutrophils by the day, what
was found at each visit. Grades, durations and responses are computed from the records. Source of
the shape: J Autoimmun 2025;157:103489 (doi 10.1016/j.jaut.2025.103489); no patient of it is
shown, and nothing but its totals is known to this program.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bedside.demo.care import Who
from bedside.demo.study_lupus import Judged
from bedside.facts import LupusDrug

HYDROXYCHLOROQUINE = LupusDrug("hydroxychloroquine", 200, "day")
MYCOPHENOLATE = LupusDrug("mycophenolate", 1000, "day")
_C, _D = "low_complement", "increased_dna_binding"


@dataclass(frozen=True)
class Fever:
    """Fever from ``clock`` of a study day on, for so many days and parts of them.

    ``oxygen`` are hours after its onset from which to which a cannula was needed;
    ``tocilizumab`` the hours after onset at which it was given.
    """

    day: int
    clock: str
    days: float
    peak_c: float = 39.0
    oxygen: tuple[float, float] | None = None
    tocilizumab: float | None = None


@dataclass(frozen=True)
class Confusion:
    """An ICE score below ten from ``clock`` of a study day on, for so many days."""

    day: int
    clock: str
    days: float
    score: int


@dataclass(frozen=True)
class Invented:
    """One invented patient. ``day`` is today's study day, ``home`` that of the discharge.

    ``low`` is the first and the last study day with neutrophils below 500/µL. ``expands`` is how
    many times the usual the cells expand, ``peak`` the day of it. ``judged`` are the findings at
    the baseline and at months 1, 3 and 6.
    """

    patient: str
    who: Who
    day: int
    low: tuple[int, int]
    judged: Mapping[int, Judged]
    fever: Fever | None = None
    confusion: Confusion | None = None
    home: int = 15
    expands: float = 1.0
    peak: float = 9.0
    inflamed: float = 0.4
    drugs: tuple[LupusDrug, ...] = (HYDROXYCHLOROQUINE,)
    platelets: tuple[tuple[float, float], ...] = field(default=())


def _who(age: int, weight_kg: float, height_cm: float, level: float, bed: str) -> Who:
    return Who(
        sex="female",
        age=age,
        weight_kg=weight_kg,
        height_cm=height_cm,
        protocol="renji_relmacel",
        edition="2025",
        dose_level=f"{level:g}e6",
        product="relma-cel",
        cells=level * 1e6,
        bed=bed,
        sbp_mmhg=116,
    )


COHORT: tuple[Invented, ...] = (
    Invented(
        "RC-001",
        _who(29, 54.0, 161.0, 50, "1"),
        day=250,
        low=(6, 9),
        fever=Fever(4, "14:00", 3.0, 38.8),
        expands=0.5,
        judged={
            0: Judged(("arthritis", "proteinuria", "rash", _C, _D), "2.1", 15),
            1: Judged(("proteinuria", "rash", _C, _D), "1.5", 10),
            3: Judged(("rash", _C, _D), "0.9", 7.5),
            6: Judged(("rash", _C), "0.6", 5),
        },
    ),
    Invented(
        "RC-002",
        _who(36, 61.0, 165.0, 50, "2"),
        day=242,
        low=(6, 8),
        expands=0.35,
        peak=12.0,
        inflamed=0.08,
        judged={
            0: Judged(("arthritis", "rash", _C, _D), "1.8", 10),
            1: Judged(("rash", _C, _D), "1.0", 7.5),
            3: Judged((_C, _D), "0.4", 5),
            6: Judged((_C,), "0.2", 2.5),
        },
    ),
    Invented(
        "RC-003",
        _who(24, 49.0, 158.0, 50, "3"),
        day=233,
        low=(4, 11),
        fever=Fever(5, "16:00", 2.5, 38.7),
        expands=0.7,
        peak=10.0,
        judged={
            0: Judged(("proteinuria", "arthritis", _C, _D), "2.2", 15),
            1: Judged(("proteinuria", _C, _D), "1.2", 10),
            3: Judged((_C, _D), "0.5", 5),
            6: Judged((_D,), "0.3", 2.5),
        },
    ),
    Invented(
        "RC-004",
        _who(41, 66.0, 168.0, 75, "4"),
        day=225,
        low=(6, 10),
        fever=Fever(3, "12:00", 4.5, 39.3, tocilizumab=66),
        inflamed=0.55,
        drugs=(HYDROXYCHLOROQUINE, MYCOPHENOLATE),
        judged={
            0: Judged(("arthritis", "proteinuria", "hematuria", _C, _D), "2.4", 20),
            1: Judged(("proteinuria", "hematuria", _C, _D), "1.9", 15),
            3: Judged(("proteinuria", _C, _D), "1.3", 10),
            6: Judged(("proteinuria", _C), "0.9", 7.5),
        },
    ),
    Invented(
        "RC-005",
        _who(33, 57.0, 162.0, 75, "5"),
        day=216,
        low=(4, 12),
        fever=Fever(3, "15:00", 5.0, 39.6, oxygen=(30, 62), tocilizumab=33),
        expands=1.5,
        inflamed=0.7,
        judged={
            0: Judged(("arthritis", "rash", "alopecia", _C, _D), "2.0", 12.5),
            1: Judged(("rash", _C, _D), "1.1", 7.5),
            3: Judged((_C, _D), "0.4", 5),
            6: Judged((_C,), "0.2", 0),
        },
    ),
    Invented(
        "RC-006",
        _who(27, 52.0, 160.0, 75, "6"),
        day=207,
        low=(7, 10),
        fever=Fever(2, "18:00", 4.0, 38.9),
        expands=1.2,
        judged={
            0: Judged(("arthritis", "rash", _C, "thrombocytopenia"), "1.7", 10),
            1: Judged(("rash", _C), "0.8", 5),
            3: Judged((_C,), "0.3", 2.5),
            6: Judged((), "0.1", 0),
        },
        platelets=((-21, 76), (-6, 74), (0, 70), (6, 44), (10, 41), (14, 68), (28, 150), (95, 210)),
    ),
    Invented(
        "RC-007",
        _who(38, 63.0, 166.0, 100, "7"),
        day=199,
        low=(4, 18),
        fever=Fever(2, "13:00", 6.0, 39.9, oxygen=(28, 84), tocilizumab=31),
        confusion=Confusion(6, "08:00", 1.5, 8),
        home=22,
        expands=2.6,
        inflamed=0.85,
        drugs=(HYDROXYCHLOROQUINE, MYCOPHENOLATE),
        judged={
            0: Judged(("proteinuria", "hematuria", "arthritis", "rash", _C, _D), "2.6", 20),
            1: Judged(("proteinuria", "hematuria", _C, _D), "2.0", 15),
            3: Judged(("proteinuria", "hematuria", _C), "1.5", 10),
            6: Judged(("proteinuria", "hematuria"), "1.1", 7.5),
        },
    ),
    Invented(
        "RC-008",
        _who(45, 59.0, 163.0, 100, "8"),
        day=190,
        low=(5, 9),
        fever=Fever(3, "11:00", 3.5, 39.0),
        expands=1.8,
        peak=10.5,
        inflamed=0.5,
        judged={
            0: Judged(("arthritis", "rash", "mucosal_ulcers", _D), "1.9", 12.5),
            1: Judged(("rash", "mucosal_ulcers", _D), "1.1", 7.5),
            3: Judged(("rash", _D), "0.6", 5),
            6: Judged((_D,), "0.3", 2.5),
        },
    ),
)
"""The cohort, in the order of enrolment."""
