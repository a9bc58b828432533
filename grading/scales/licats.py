"""Local immune effector cell-associated toxicity syndrome (LICATS), organ by organ.

Source: Hagen M et al., Lancet Rheumatol 2025, doi 10.1016/S2665-9913(25)00091-8: 39 patients
with SLE, systemic sclerosis or myositis, CD19 CAR-T; only organs that were affected before, only
while B cells are absent, not explained otherwise. Grade 3 (new or prolonged hospitalisation) is
printed; grades 1, 2 and 4 and the signs of the muscle are from memory, unverified. This project's
decisions: both preconditions must be charted, else there is no grade; where one does not hold,
the other causes are offered; which of them per organ. LICATS is not CRS and says nothing of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from grading.bands import Bands, bands
from grading.signs import Invalid
from grading.toxicity import Ground, ToxicityGrade, ToxicityStatus, Values

EDITION = "Hagen 2025"
SOURCE = "Hagen M et al. Lancet Rheumatol 2025, doi 10.1016/S2665-9913(25)00091-8"

Organ = Literal["skin", "kidney", "joints", "heart", "lung", "gut", "muscle"]
Course = Literal["none", "symptomatic", "medical", "hospitalised", "life_threatening"]
"""What it came to: no treatment or a symptomatic one; medical therapy such as a short course of
glucocorticoid; a new or prolonged stay in hospital; organ support."""
Cause = Literal["flare", "infection", "gvhd", "drug_rash"]
OnsetClass = Literal["early", "intermediate", "late"]

SIGNS: dict[Organ, tuple[str, ...]] = {
    "skin": ("inflammatory_rash", "mucosal_lesion"),
    "kidney": ("protein_creatinine_rise",),
    "joints": ("arthritis", "enthesitis", "persistent_arthralgia"),
    "heart": ("troponin_i_raised",),
    "lung": ("dyspnoea",),
    "gut": ("diarrhoea", "abdominal_pain"),
    "muscle": ("ck_raised", "weakness"),
}
"""The signs of each organ; the kidney has the creatinine beside them."""
CREATININE_RISE: Bands = bands(("< 1.5", 0), (">= 1.5", 1))
"""Creatinine over its baseline: 50 % higher is a sign."""
LEVEL: dict[Course, int] = {
    "none": 1,
    "symptomatic": 1,
    "medical": 2,
    "hospitalised": 3,
    "life_threatening": 4,
}
ONSET: Bands = bands(("<= 14", 0), ("> 14 to <= 30", 1), ("> 30", 2))
_ONSET_CLASS: tuple[OnsetClass, ...] = get_args(OnsetClass)


@dataclass(frozen=True, slots=True)
class OrganLook:
    """What was seen of one organ. None is not charted.

    ``present`` and ``absent`` name signs of :data:`SIGNS`; a sign in neither is not charted.
    ``creatinine`` and ``creatinine_baseline`` are in one unit, whichever, and of the kidney only.
    ``otherwise_explained``: a clinician knows another cause (pneumonia, pulmonary embolism).
    """

    organ: Organ
    present: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    creatinine: float | None = None
    creatinine_baseline: float | None = None
    involved_before: bool | None = None
    otherwise_explained: bool | None = None
    course: Course | None = None

    def __post_init__(self) -> None:
        if self.organ not in SIGNS:
            raise Invalid("organ", "unknown_organ", self.organ)
        for name in ("present", "absent"):
            unknown = getattr(self, name) - set(SIGNS[self.organ])
            if unknown:
                raise Invalid(name, "unknown_sign", sorted(unknown))
        if self.present & self.absent:
            raise Invalid("absent", "both_ways", sorted(self.present & self.absent))
        for name in ("creatinine", "creatinine_baseline"):
            value = getattr(self, name)
            if value is None:
                continue
            if self.organ != "kidney":
                raise Invalid(name, "not_of_this_organ", value)
            if value <= 0:
                raise Invalid(name, "out_of_range", value)
        if self.course is not None and self.course not in LEVEL:
            raise Invalid("course", "unknown_course", self.course)


@dataclass(frozen=True, slots=True)
class Licats(ToxicityGrade):
    """The grade of one organ, or the highest of several (``organ`` is None).

    ``offered`` are the other causes to think of where it is not, or may not be, LICATS.
    """

    organ: Organ | None = None
    offered: tuple[Cause, ...] = ()


def of_organ(look: OrganLook, *, b_cells_depleted: bool | None) -> Licats:
    """The grade of one organ.

    ``no_toxicity`` where it shows no sign or a precondition does not hold; the other causes are
    then offered if it shows one. Flag ``other_causes_not_excluded`` where nobody looked for them.
    """
    signs = _signs(look)
    values: Values = (
        ("involved_before", look.involved_before),
        ("b_cells_depleted", b_cells_depleted),
        ("otherwise_explained", look.otherwise_explained),
    )
    if signs.level == 0:
        return _stated(look, 0, 0, "no_toxicity", (signs,))
    refused = [
        code
        for code, refuses in (
            ("not_involved_before", look.involved_before is False),
            ("b_cells_present", b_cells_depleted is False),
            ("otherwise_explained", look.otherwise_explained is True),
        )
        if refuses
    ]
    offered = _offered(look.organ) if signs.level else ()
    if refused:
        grounds = (signs, *(Ground("preconditions", 0, code, values) for code in refused))
        return _stated(look, 0, 0, "no_toxicity", grounds, offered=offered)
    missing = [
        name
        for name, known in (
            ("signs", signs.level),
            ("involved_before", look.involved_before),
            ("b_cells_depleted", b_cells_depleted),
        )
        if known is None
    ]
    if missing:
        grounds = (signs, Ground("preconditions", None, "not_charted", values))
        return _stated(look, None, 0, "incomplete", grounds, tuple(missing), offered=offered)
    flags: frozenset[str] = frozenset()
    if look.otherwise_explained is None:
        flags = frozenset({"other_causes_not_excluded"})
    else:
        offered = ()
    met = Ground("preconditions", 1, "preconditions_hold", values)
    if look.course is None:
        return _stated(look, None, 1, "incomplete", (signs, met), ("course",), flags, offered)
    level = LEVEL[look.course]
    grounds = (signs, met, Ground("course", level, look.course))
    return _stated(look, level, level, "graded", grounds, flags=flags, offered=offered)


def licats(looks: Iterable[OrganLook], *, b_cells_depleted: bool | None) -> Licats:
    """The highest grade of the organs looked at; None while one that could be higher is unknown.

    None too where no organ was looked at.
    """
    return highest([of_organ(look, b_cells_depleted=b_cells_depleted) for look in looks])


def highest(organs: Sequence[Licats]) -> Licats:
    """The highest of the grades of organs, as :func:`licats` gives it of looks."""
    least = max((organ.at_least for organ in organs), default=0)
    top = max(LEVEL.values())
    unknown = [organ for organ in organs if organ.level is None]
    known = bool(organs) and (not unknown or least == top)
    status: ToxicityStatus = "graded" if least else "no_toxicity"
    return Licats(
        scale="licats",
        level=least if known else None,
        at_least=least,
        status=status if known else "incomplete",
        grounds=tuple(
            Ground(organ.organ or "", organ.level, organ.status, (("missing", organ.missing),))
            for organ in organs
        ),
        missing=tuple(organ.organ or "" for organ in unknown) if organs else ("organs",),
        flags=frozenset().union(*(organ.flags for organ in organs)),
        offered=tuple(
            cause for cause in get_args(Cause) if any(cause in organ.offered for organ in organs)
        ),
    )


def onset_class(day: int) -> OnsetClass:
    """Early to day 14, intermediate to day 30, late after it; ``day`` is the study day."""
    return _ONSET_CLASS[ONSET.of(day)]


def _signs(look: OrganLook) -> Ground:
    """Level 1 where a sign is present, 0 where all are known to be absent, else None."""
    values: Values = (("present", tuple(sorted(look.present))),)
    known = set(SIGNS[look.organ]) <= look.present | look.absent
    raised = False
    if look.organ == "kidney":
        values += (
            ("creatinine", look.creatinine),
            ("creatinine_baseline", look.creatinine_baseline),
        )
        if look.creatinine is None or look.creatinine_baseline is None:
            known = False
        else:
            raised = bool(
                CREATININE_RISE.of(
                    Decimal(str(look.creatinine)) / Decimal(str(look.creatinine_baseline))
                )
            )
    if look.present or raised:
        return Ground("signs", 1, "creatinine_rise" if raised else "signs_present", values)
    if known:
        return Ground("signs", 0, "no_signs", values)
    return Ground("signs", None, "signs_not_charted", values)


def _offered(organ: Organ) -> tuple[Cause, ...]:
    if organ == "skin":
        return ("flare", "infection", "gvhd", "drug_rash")
    if organ == "gut":
        return ("flare", "infection", "gvhd")
    return ("flare", "infection")


def _stated(
    look: OrganLook,
    level: int | None,
    at_least: int,
    status: ToxicityStatus,
    grounds: tuple[Ground, ...],
    missing: tuple[str, ...] = (),
    flags: frozenset[str] = frozenset(),
    offered: tuple[Cause, ...] = (),
) -> Licats:
    return Licats("licats", level, at_least, status, grounds, missing, flags, look.organ, offered)
