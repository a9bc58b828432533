"""Acute graft-versus-host disease by the MAGIC criteria: organ stages and the overall grade.

Source: Harris AC et al., Biol Blood Marrow Transplant 2016;22:4-10; read in NCBI NBK577669
(table 4) and BMJ Best Practice 946. Bilirubin in µmol/L has bands of its own, never converted.
The overall grade is a pattern, not the highest stage. This project's decisions: bilirubin in
mg/dL is rounded to 0.1 and in µmol/L to 1 first (half up), means of stool to whole mL and whole
episodes; where volume and episodes disagree the higher stage counts; erythroderma with bullae
but without desquamation of more than 5 % stays 3. Adults only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from grading.bands import Bands, bands
from grading.signs import Invalid, check_range, measured
from grading.toxicity import Ground, ToxicityGrade, Values

EDITION = "MAGIC 2016"
SOURCE = "Harris AC et al. Biol Blood Marrow Transplant 2016;22:4-10"

SKIN: Bands = bands(("<= 0", 0), ("> 0 to < 25", 1), ("25–50", 2), ("> 50", 3))
"""Body surface with active erythema in %, to stage; stage 4 needs bullae and desquamation."""
LIVER_MG_DL: Bands = bands(
    ("< 2", 0), ("2–3", 1), ("3.1–6", 2), ("6.1–15", 3), ("> 15", 4), step="0.1"
)
LIVER_UMOL_L: Bands = bands(
    ("< 34", 0), ("34–50", 1), ("51–102", 2), ("103–255", 3), ("> 255", 4), step="1"
)
STOOL_ML: Bands = bands(("< 500", 0), ("500–999", 1), ("1000–1500", 2), ("> 1500", 3), step="1")
"""Stool in mL a day, adults, to stage of the lower gut."""
STOOL_EPISODES: Bands = bands(("< 3", 0), ("3–4", 1), ("5–7", 2), ("> 7", 3), step="1")
DESQUAMATION_PCT = 5
"""Stage 4 of the skin needs more than this part of the body surface."""
ADULT_KG = 50
"""The volumes hold above this body weight."""
_MIXED_SHARE = 0.5
_DAYS_OF_MEAN = 3


@dataclass(frozen=True, slots=True)
class Examination:
    """What the organ stages are read from, of one day. None is not assessed.

    ``bullae``, ``desquamation_pct``, ``severe_abdominal_pain`` (an opioid needed or raised, and
    clearly worse performance; or ileus) and ``gross_blood`` count only where they are charted.
    ``stool_ml`` and ``stool_episodes`` are means of three days (:func:`three_day_mean`);
    ``stool_mixed`` says that urine is in the volume, of which then half is stool.
    """

    skin_bsa_pct: float | None = measured("Active erythema", "%", (0.0, 100.0), decimals=1)
    bullae: bool | None = None
    desquamation_pct: float | None = measured("Desquamation", "%", (0.0, 100.0), decimals=1)
    bili_mg_dl: float | None = measured("Bilirubin", "mg/dL", (0.0, 60.0), decimals=1)
    bili_umol_l: float | None = measured("Bilirubin", "µmol/L", (0.0, 1026.0))
    bili_other_cause: bool | None = None
    upper_gi_persistent: bool | None = None
    stool_ml: float | None = measured("Stool volume", "mL/d", (0.0, 20_000.0))
    stool_episodes: float | None = measured("Stool episodes", "/d", (0.0, 100.0))
    stool_mixed: bool = False
    severe_abdominal_pain: bool | None = None
    gross_blood: bool | None = None
    weight_kg: float | None = measured("Weight", "kg", (20.0, 250.0), (35.0, 150.0), 1)

    def __post_init__(self) -> None:
        check_range(self)
        if self.bili_mg_dl is not None and self.bili_umol_l is not None:
            raise Invalid("bili_umol_l", "one_unit", self.bili_umol_l)


class Stages(NamedTuple):
    """The organ stages: skin, liver and lower gut 0 to 4, upper gut 0 or 1; None not assessed."""

    skin: int | None = None
    liver: int | None = None
    upper_gi: int | None = None
    lower_gi: int | None = None


_NOT_ASSESSED = Stages()


@dataclass(frozen=True, slots=True)
class Gvhd(ToxicityGrade):
    """The overall grade 0 to 4 (printed 0, I to IV) with the stages it comes from."""

    stages: Stages = _NOT_ASSESSED


PATTERN: tuple[tuple[int, Stages], ...] = (
    (4, Stages(skin=4, liver=4, lower_gi=4)),
    (3, Stages(liver=2, lower_gi=2)),
    (2, Stages(skin=3, liver=1, upper_gi=1, lower_gi=1)),
    (1, Stages(skin=1)),
)
"""The overall grade is the first row of which any organ reaches its stage; none gives 0."""


def overall(stages: Stages) -> int:
    """The grade of the known stages; those not assessed count as 0, so that it is a minimum."""
    for grade, needed in PATTERN:
        for found, least in zip(stages, needed, strict=True):
            if found is not None and least is not None and found >= least:
                return grade
    return 0


def of_stages(stages: Stages) -> Gvhd:
    """The grade of stages given as such. None while an organ is not assessed, unless it is IV."""
    for organ, stage in zip(Stages._fields, stages, strict=True):
        top = 1 if organ == "upper_gi" else 4
        if stage is not None and not 0 <= stage <= top:
            raise Invalid(organ, "out_of_range", stage, (0, top))
    least = overall(stages)
    missing = tuple(
        organ for organ, stage in zip(Stages._fields, stages, strict=True) if stage is None
    )
    known = not missing or least == PATTERN[0][0]
    return Gvhd(
        scale="agvhd",
        level=least if known else None,
        at_least=least,
        status="graded" if known else "incomplete",
        grounds=tuple(
            Ground(organ, stage, "stage")
            for organ, stage in zip(Stages._fields, stages, strict=True)
        ),
        missing=missing,
        stages=stages,
    )


def magic(found: Examination) -> Gvhd:
    """Stages and grade of an examination.

    Flags: ``volume_and_episodes_disagree``; ``bilirubin_cause`` where the liver is staged and
    nobody said whether the bilirubin has another cause, ``bilirubin_other_cause`` where it has
    (the stage stays); ``adult_volumes`` where a weight of 50 kg or less speaks against them.
    """
    grounds = (_skin(found), _liver(found), _upper_gi(found), _lower_gi(found))
    grade = of_stages(Stages(*(ground.level for ground in grounds)))
    flags: set[str] = set()
    if "volume_and_episodes_disagree" in {ground.code for ground in grounds}:
        flags.add("volume_and_episodes_disagree")
    if grade.stages.liver and found.bili_other_cause is not False:
        flags.add("bilirubin_other_cause" if found.bili_other_cause else "bilirubin_cause")
    if found.weight_kg is not None and found.weight_kg <= ADULT_KG and found.stool_ml is not None:
        flags.add("adult_volumes")
    uncharted = _uncharted(found, grade)
    status = "partial" if uncharted and grade.status == "graded" else grade.status
    return replace(
        grade,
        status=status,
        grounds=grounds,
        missing=(*grade.missing, *uncharted),
        flags=frozenset(flags),
    )


def three_day_mean(days: Sequence[tuple[int, float]], day: int) -> float | None:
    """The mean of a day and the two before it, of those that were charted; None if none was."""
    values = [value for at, value in days if day - _DAYS_OF_MEAN < at <= day]
    return sum(values) / len(values) if values else None


def _skin(found: Examination) -> Ground:
    if found.skin_bsa_pct is None:
        return Ground("skin", None, "not_assessed")
    values: Values = (("skin_bsa_pct", found.skin_bsa_pct), ("bullae", found.bullae))
    stage = SKIN.of(found.skin_bsa_pct)
    if stage == SKIN.rows[-1].value and found.bullae:
        values = (*values, ("desquamation_pct", found.desquamation_pct))
        if found.desquamation_pct is not None and found.desquamation_pct > DESQUAMATION_PCT:
            return Ground("skin", 4, "erythroderma_bullae_desquamation", values)
    return Ground("skin", stage, "active_erythema", values)


def _liver(found: Examination) -> Ground:
    if found.bili_mg_dl is not None:
        values: Values = (("bili_mg_dl", found.bili_mg_dl),)
        return Ground("liver", LIVER_MG_DL.of(found.bili_mg_dl), "bilirubin", values)
    if found.bili_umol_l is not None:
        values = (("bili_umol_l", found.bili_umol_l),)
        return Ground("liver", LIVER_UMOL_L.of(found.bili_umol_l), "bilirubin", values)
    return Ground("liver", None, "not_assessed")


def _upper_gi(found: Examination) -> Ground:
    if found.upper_gi_persistent is None:
        return Ground("upper_gi", None, "not_assessed")
    persistent = found.upper_gi_persistent
    return Ground("upper_gi", int(persistent), "persistent" if persistent else "not_persistent")


def _lower_gi(found: Examination) -> Ground:
    values: Values = (("stool_ml", found.stool_ml), ("stool_episodes", found.stool_episodes))
    if found.gross_blood:
        return Ground("lower_gi", 4, "gross_blood", values)
    if found.severe_abdominal_pain:
        return Ground("lower_gi", 4, "severe_abdominal_pain", values)
    stages = []
    if found.stool_ml is not None:
        share = _MIXED_SHARE if found.stool_mixed else 1
        stages.append(STOOL_ML.of(found.stool_ml * share))
    if found.stool_episodes is not None:
        stages.append(STOOL_EPISODES.of(found.stool_episodes))
    if not stages:
        return Ground("lower_gi", None, "not_assessed")
    code = "stool" if len(set(stages)) == 1 else "volume_and_episodes_disagree"
    return Ground("lower_gi", max(stages), code, values)


def _uncharted(found: Examination, grade: Gvhd) -> tuple[str, ...]:
    """What nobody charted and what would make a stage 4 of an organ that was assessed."""
    if grade.at_least == PATTERN[0][0]:
        return ()
    names = []
    if grade.stages.skin == SKIN.rows[-1].value:
        if found.bullae is None:
            names.append("bullae")
        elif found.bullae and found.desquamation_pct is None:
            names.append("desquamation_pct")
    if grade.stages.lower_gi is not None:
        names += [
            name
            for name in ("severe_abdominal_pain", "gross_blood")
            if getattr(found, name) is None
        ]
    return tuple(names)
