"""Lupus activity of the invented cohort at its visits: forms, judgement, letters, treatment."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from bedside.facts import LupusDrug, LupusTreatment
from grading.scores.bilag import SYSTEMS, Bilag, Letter
from grading.scores.lldas import BeyondSledai
from grading.scores.pga import Pga
from grading.scores.sledai import ITEMS, Sledai

_SYSTEM_OF: Mapping[str, str] = {
    "arthritis": "musculoskeletal",
    "rash": "mucocutaneous",
    "alopecia": "mucocutaneous",
    "mucosal_ulcers": "mucocutaneous",
    "proteinuria": "renal",
    "hematuria": "renal",
    "thrombocytopenia": "haematological",
}
_AT_FIRST: Mapping[str, Letter] = {
    "musculoskeletal": "B",
    "mucocutaneous": "B",
    "renal": "A",
    "haematological": "C",
}
_LATER: Mapping[str, Letter] = {
    "musculoskeletal": "C",
    "mucocutaneous": "C",
    "renal": "B",
    "haematological": "C",
}
"""What is still active after the infusion is less so; the kidney is slowest."""


class Judged(NamedTuple):
    """What was judged at one visit: items present, PGA, prednisone in mg a day."""

    items: tuple[str, ...]
    pga: str
    prednisone: float


def form(judged: Judged) -> Sledai:
    """The form, with every item answered."""
    answers = {item: "yes" if item in judged.items else "no" for item in ITEMS}
    return Sledai(**answers, window_days=10)  # type: ignore[arg-type]


def assessment(
    judged: Judged, before: Judged | None, drugs: Iterable[LupusDrug]
) -> tuple[Pga, Sledai, Bilag, BeyondSledai, LupusTreatment]:
    """All forms of a visit, the PGA first. ``before`` is the baseline; None at the baseline."""
    active = {_SYSTEM_OF[item] for item in judged.items if item in _SYSTEM_OF}
    once = {_SYSTEM_OF[item] for item in (before or judged).items if item in _SYSTEM_OF}
    letters: dict[str, Letter] = {}
    for system in SYSTEMS:
        if system in active:
            letters[system] = _AT_FIRST[system] if before is None else _LATER[system]
        else:
            letters[system] = "D" if system in once else "E"
    return (
        Pga(Decimal(judged.pga)),
        form(judged),
        Bilag(**letters),
        BeyondSledai(haemolytic_anaemia=False, gastrointestinal=False),
        LupusTreatment(
            prednisolone_mg_day=judged.prednisone,
            prednisolone_28d_mg_day=judged.prednisone,
            drugs=tuple(drugs),
            stable=True,
            tolerated_standard=True,
            investigational=False,
        ),
    )
