"""SLEDAI-2K and SELENA-SLEDAI on one form of 24 items; 0 to 105 points.

Source: Gladman DD et al., J Rheumatol 2002;29:288 (SLEDAI-2K), read in the printed forms of
medicalcriteria.com, pediatriconcall.com and HHE Rheumatology 2019 (table 4); Petri M et al., N
Engl J Med 2005;353:2550 (SELENA-SLEDAI), whose differences stand in :data:`ITEMS` (``printed``
says whether the difference was read in print or is still to be confirmed). Every bound is strict:
38.0 °C, 100 x 10⁹/L, 3.0 x 10⁹/L, 5 cells, 0.5 g are not reached.

An item counts only if it is put down to lupus and can be reversed. After an infusion of cells
fever, low counts, seizure and pyuria have other causes, so that a person is asked for theirs up to
day 90; until then the item is unknown (this project's decisions). An unknown item leaves no
total, only the least and the most it can be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from grading.scores.criterion import Values
from grading.signs import Invalid

Variant = Literal["2K", "SELENA"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
Organ = Literal[
    "cns",
    "vascular",
    "musculoskeletal",
    "renal",
    "skin",
    "serosal",
    "immunology",
    "general",
    "blood",
]


class Difference(NamedTuple):
    """How SELENA-SLEDAI defines an item otherwise, by code.

    ``only`` is the wider of the two definitions: by it alone the item may be present.
    ``printed``: read in a published copy; else from memory.
    """

    code: str
    only: Variant
    printed: bool = False


class Item(NamedTuple):
    """One item: its points, where it lies, and SELENA's difference where there is one."""

    weight: int
    organ: Organ
    selena: Difference | None = None


ITEMS: Mapping[str, Item] = {
    "seizure": Item(8, "cns", Difference("not_from_old_cns_damage", "2K")),
    "psychosis": Item(8, "cns"),
    "organic_brain_syndrome": Item(8, "cns"),
    "visual_disturbance": Item(8, "cns", Difference("scleritis_episcleritis", "SELENA")),
    "cranial_nerve": Item(8, "cns", Difference("vertigo_of_lupus", "SELENA")),
    "lupus_headache": Item(8, "cns"),
    "cva": Item(8, "cns", Difference("not_of_hypertension", "2K")),
    "vasculitis": Item(8, "vascular"),
    "arthritis": Item(4, "musculoskeletal", Difference("more_than_two_joints", "2K", printed=True)),
    "myositis": Item(4, "musculoskeletal"),
    "urinary_casts": Item(4, "renal"),
    "hematuria": Item(4, "renal"),
    "proteinuria": Item(4, "renal", Difference("new_or_risen_by_half_a_gram", "2K")),
    "pyuria": Item(4, "renal"),
    "rash": Item(2, "skin"),
    "alopecia": Item(2, "skin"),
    "mucosal_ulcers": Item(2, "skin"),
    "pleurisy": Item(2, "serosal", Difference("pain_or_proof", "SELENA")),
    "pericarditis": Item(2, "serosal", Difference("pain_or_proof", "SELENA")),
    "low_complement": Item(2, "immunology"),
    "increased_dna_binding": Item(2, "immunology", Difference("farr_above_25_pct", "SELENA")),
    "fever": Item(1, "general"),
    "thrombocytopenia": Item(1, "blood"),
    "leukopenia": Item(1, "blood"),
}
"""The items in the order of the form."""
SEROLOGY = frozenset({"low_complement", "increased_dna_binding"})
"""What the clinical SLEDAI leaves out."""
HIGHEST = sum(item.weight for item in ITEMS.values())

BANDS: Mapping[str, tuple[tuple[int, str], ...]] = {
    "moderate_from_5": ((0, "remission"), (4, "low"), (10, "moderate"), (HIGHEST, "high")),
    "moderate_from_6": (
        (0, "none"),
        (5, "mild"),
        (10, "moderate"),
        (19, "high"),
        (HIGHEST, "very_high"),
    ),
}
"""Two conventions in print, each band with its highest total: never shown without naming which."""


def band(total: int, convention: str) -> str:
    """The band of a total of 0 to 105 in one of the two conventions."""
    return next(name for highest, name in BANDS[convention] if total <= highest)


# --- the form ---------------------------------------------------------------------------------

Present = Literal["yes", "no", "2K", "SELENA"]
"""``yes`` by both definitions; ``2K`` or ``SELENA`` by that one's wider definition alone."""
Cause = Literal[
    "lupus", "crs", "icans", "conditioning", "infection", "drug", "damage", "other", "uncertain"
]
"""To what a finding is put down. ``lupus`` alone counts; ``uncertain`` leaves the item unknown."""
ASKED_AFTER_INFUSION = ("seizure", "pyuria", "fever", "thrombocytopenia", "leukopenia")
ASKED_UNTIL_DAY = 90
"""From the day of the infusion, day 0, to this one a present item of those needs its cause."""
Window = Literal[10, 28, 30]
_ANSWERS = attrgetter(*ITEMS)


@dataclass(frozen=True, slots=True)
class Sledai:
    """The form of one visit. None is not answered, never "absent".

    ``attributed`` holds (item, cause) for present items. ``window_days`` is how many days before
    the visit count, by the protocol: 10 in print; 28 and 30 are validated for SLEDAI-2K.
    """

    seizure: Present | None = None
    psychosis: Present | None = None
    organic_brain_syndrome: Present | None = None
    visual_disturbance: Present | None = None
    cranial_nerve: Present | None = None
    lupus_headache: Present | None = None
    cva: Present | None = None
    vasculitis: Present | None = None
    arthritis: Present | None = None
    myositis: Present | None = None
    urinary_casts: Present | None = None
    hematuria: Present | None = None
    proteinuria: Present | None = None
    pyuria: Present | None = None
    rash: Present | None = None
    alopecia: Present | None = None
    mucosal_ulcers: Present | None = None
    pleurisy: Present | None = None
    pericarditis: Present | None = None
    low_complement: Present | None = None
    increased_dna_binding: Present | None = None
    fever: Present | None = None
    thrombocytopenia: Present | None = None
    leukopenia: Present | None = None
    attributed: tuple[tuple[str, Cause], ...] = ()
    window_days: Window | None = None

    def __post_init__(self) -> None:
        for item, found in self.answers.items():
            selena = ITEMS[item].selena
            if found not in (None, "yes", "no") and (selena is None or found != selena.only):
                raise Invalid(item, "unknown_answer", found)
        seen = set[str]()
        for item, cause in self.attributed:
            if item not in ITEMS or item in seen:
                raise Invalid("attributed", "unknown_item" if item not in ITEMS else "twice", item)
            if cause not in get_args(Cause):
                raise Invalid(item, "unknown_cause", cause)
            if self.answers[item] in (None, "no"):
                raise Invalid(item, "nothing_to_attribute", cause)
            seen.add(item)
        if self.window_days not in (None, *get_args(Window)):
            raise Invalid("window_days", "unknown_window", self.window_days)

    @property
    def answers(self) -> Mapping[str, Present | None]:
        """Each item with its answer, in the order of the form."""
        return dict(zip(ITEMS, _ANSWERS(self), strict=True))


def cause_needed(form: Sledai, study_day: int | None) -> tuple[str, ...]:
    """Present items whose cause must be asked for on this study day (None: no infusion yet)."""
    if study_day is None or not 0 <= study_day <= ASKED_UNTIL_DAY:
        return ()
    said, answers = dict(form.attributed), form.answers
    return tuple(
        item
        for item in ASKED_AFTER_INFUSION
        if answers[item] not in (None, "no") and item not in said
    )


class Offer(NamedTuple):
    """What the values of an item would say. It is evidence beside the question, never the answer.

    ``values`` holds names of what was measured (:mod:`grading.scores.sledai_values`) with values.
    """

    answer: Present
    values: Values
    flags: frozenset[str] = frozenset()


# --- the score --------------------------------------------------------------------------------


class Total(NamedTuple):
    """A sum of points in one variant: the least and the most it can be."""

    variant: Variant
    least: int
    most: int

    @property
    def value(self) -> int | None:
        """The sum, or None while an item is unknown."""
        return self.least if self.least == self.most else None

    @classmethod
    def exactly(cls, variant: Variant, points: int) -> "Total":
        """A total known from elsewhere, 0 to 105."""
        if not 0 <= points <= HIGHEST:
            raise Invalid("total", "out_of_range", points, (0, HIGHEST))
        return cls(variant, points, points)


class Scored(NamedTuple):
    """One item: its points (None: unknown), the code of the rule, and the values beside it.

    Codes: ``present``, ``absent``, ``not_lupus`` (with the cause), ``other_definition`` (present
    by the other variant's wider definition alone); unknown: ``unanswered``, ``cause_needed``,
    ``cause_uncertain``.
    """

    item: str
    points: int | None
    code: str
    cause: Cause | None = None
    values: Values = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The 24 items in one variant. ``differing`` names items not answered as their values say."""

    variant: Variant
    items: tuple[Scored, ...]
    flags: frozenset[str] = frozenset()
    differing: tuple[str, ...] = ()

    @property
    def points(self) -> Mapping[str, int | None]:
        """Each item with its points."""
        return {scored.item: scored.points for scored in self.items}

    @property
    def present(self) -> tuple[str, ...]:
        """The items that score."""
        return tuple(scored.item for scored in self.items if scored.points)

    @property
    def missing(self) -> tuple[str, ...]:
        """The items that are unknown."""
        return tuple(scored.item for scored in self.items if scored.points is None)

    @property
    def total(self) -> Total:
        """The sum of all items."""
        return self._sum(frozenset())

    @property
    def clinical(self) -> Total:
        """The clinical SLEDAI: without complement and DNA binding."""
        return self._sum(SEROLOGY)

    def _sum(self, without: frozenset[str]) -> Total:
        least = open_ = 0
        for item, points, _, _, _ in self.items:
            if item in without:
                continue
            if points is None:
                open_ += ITEMS[item].weight
            else:
                least += points
        return Total(self.variant, least, least + open_)


def score(
    form: Sledai,
    variant: Variant,
    offered: Mapping[str, Offer] = MappingProxyType({}),
    *,
    study_day: int | None = None,
    proteinuria: Variant | None = None,
) -> Score:
    """The points of a form in one variant.

    ``offered`` puts values beside the items and changes no points. ``study_day`` is that of the
    visit, None without an infusion. ``proteinuria`` is the definition a protocol takes for that
    item, where it scores SELENA-SLEDAI with the one of SLEDAI-2K.
    """
    causes, needed = dict(form.attributed), cause_needed(form, study_day)
    items, flags, differing = [], set[str](), []
    for item, said in form.answers.items():
        by = proteinuria if item == "proteinuria" and proteinuria else variant
        cause, offer = causes.get(item), offered.get(item)
        points, code = _judged(item, said, by, "needed" if item in needed else cause)
        items.append(Scored(item, points, code, cause, offer.values if offer else ()))
        if offer is None or said is None:
            continue
        if points:
            flags |= offer.flags - (_SELENA_ONLY if by == "2K" else frozenset())
        if (said in ("yes", by)) != (offer.answer in ("yes", by)):
            differing.append(item)
    return Score(variant, tuple(items), frozenset(flags), tuple(differing))


_SELENA_ONLY = frozenset({"previous_protein_missing"})
_UNKNOWN = {"needed": "cause_needed", "uncertain": "cause_uncertain"}


def _judged(
    item: str, said: Present | None, by: Variant, cause: Cause | Literal["needed"] | None
) -> tuple[int | None, str]:
    """Points and code of one item by one definition."""
    if said is None:
        return None, "unanswered"
    if said not in ("yes", by):
        return 0, "absent" if said == "no" else "other_definition"
    if cause in _UNKNOWN:
        return None, _UNKNOWN[cause]
    if cause not in (None, "lupus"):
        return 0, "not_lupus"
    return ITEMS[item].weight, "present"
