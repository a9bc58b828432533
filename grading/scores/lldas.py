"""Lupus low disease activity state (LLDAS) at a visit: five criteria, all of them.

Source: Franklyn K et al., Ann Rheum Dis 2016;75:1615, read in ard.bmj.com 226088 and 286049; the
maintenance doses of the fifth criterion: Golder V et al., Arthritis Res Ther 2016;18:260, table 3.

This project's decisions. Major organs are the SLEDAI items of the nervous system, vessels,
kidneys and serous membranes, and fever; haemolytic anaemia and gastrointestinal activity are no
SLEDAI items and are asked for. A new feature is an item that scored 0 at the visit before
(serology included) or a new BILAG A or B. Without a visit before, the second criterion is
unknown. Cells infused once in the past are not a drug that is being taken: a flag says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from grading.scores.bilag import Bilag, changes
from grading.scores.criterion import Answer, Criterion, Ground, Response, answer, together
from grading.scores.pga import Pga
from grading.scores.sledai import ITEMS, Score
from grading.scores.treatment import Treatment

MOST_SLEDAI = 4
MOST_PGA = Decimal(1)
MOST_MG_DAY = 7.5
"""Prednisolone equivalent; like the two above, itself included."""
_MAJOR = ("cns", "vascular", "renal", "serosal", "general")
MAJOR_ORGAN_ITEMS: tuple[str, ...] = tuple(k for k, item in ITEMS.items() if item.organ in _MAJOR)
"""None of these may score, however few the points."""


@dataclass(frozen=True, slots=True)
class BeyondSledai:
    """Activity that LLDAS forbids and SLEDAI does not ask for. None is not answered."""

    haemolytic_anaemia: bool | None = None
    gastrointestinal: bool | None = None


@dataclass(frozen=True, slots=True)
class LowActivity:
    """What LLDAS reads of one visit; of the visit before, ``sledai`` and ``bilag`` alone.

    ``sledai`` is scored as SLEDAI-2K. None is not known.
    """

    sledai: Score | None = None
    pga: Pga | None = None
    bilag: Bilag = field(default_factory=Bilag)
    treatment: Treatment = field(default_factory=Treatment)
    beyond: BeyondSledai = field(default_factory=BeyondSledai)

    def __post_init__(self) -> None:
        if self.sledai is not None and self.sledai.variant != "2K":
            raise ValueError("LLDAS reads SLEDAI-2K")


def lldas(visit: LowActivity, previous: LowActivity | None, *, after_cells: bool) -> Response:
    """Whether the patient is in low disease activity: ``lldas_2016``.

    Its criteria: activity, no_new_features, pga, steroid, maintenance. ``after_cells``: CAR-T
    cells were infused; flag ``cells_not_counted`` then.
    """
    criteria = (
        Criterion("activity", _activity(visit.sledai, visit.beyond)),
        Criterion("no_new_features", _new_features(visit, previous)),
        Criterion("pga", (_pga(visit.pga),)),
        Criterion("steroid", (_dose(visit.treatment),)),
        Criterion("maintenance", _maintenance(visit.treatment)),
    )
    return Response(
        instrument="lldas_2016",
        answer=together(criterion.answer for criterion in criteria),
        criteria=criteria,
        flags=frozenset({"cells_not_counted"}) if after_cells else frozenset(),
    )


# --- 1: SLEDAI-2K at most 4, nothing in a major organ ---------------------------------------------


def _activity(sledai: Score | None, beyond: BeyondSledai) -> tuple[Ground, ...]:
    return (
        *(_sledai(sledai) if sledai is not None else (Ground("unknown", "sledai_missing"),)),
        _asked("haemolytic_anaemia", present=beyond.haemolytic_anaemia),
        _asked("gastrointestinal", present=beyond.gastrointestinal),
    )


def _sledai(sledai: Score) -> tuple[Ground, Ground]:
    """An incomplete total may already be too high; it is never taken for low enough."""
    total = sledai.total
    values = (("total", total), ("most", MOST_SLEDAI))
    if total.least > MOST_SLEDAI:
        low = Ground("no", "sledai_high", values)
    elif total.value is None:
        low = Ground("unknown", "sledai_incomplete", (*values, ("items", sledai.missing)))
    else:
        low = Ground("yes", "sledai_low", values)
    active = tuple(item for item in sledai.present if item in MAJOR_ORGAN_ITEMS)
    unknown = tuple(item for item in sledai.missing if item in MAJOR_ORGAN_ITEMS)
    if active:
        return low, Ground("no", "major_organ", (("items", active),))
    if unknown:
        return low, Ground("unknown", "major_organ_unknown", (("items", unknown),))
    return low, Ground("yes", "no_major_organ")


def _asked(name: str, *, present: bool | None) -> Ground:
    if present is None:
        return Ground("unknown", f"{name}_unanswered")
    return Ground(answer(met=not present), name if present else f"no_{name}")


# --- 2: nothing new against the visit before ------------------------------------------------------


def _new_features(visit: LowActivity, previous: LowActivity | None) -> tuple[Ground, ...]:
    if previous is None:
        return (Ground("unknown", "no_previous_visit"),)
    return (_new_items(visit.sledai, previous.sledai), _new_letters(visit.bilag, previous.bilag))


def _new_items(now: Score | None, before: Score | None) -> Ground:
    if now is None or before is None:
        return Ground("unknown", "sledai_missing")
    was = before.points
    new: Mapping[str, Answer] = {
        item: _is_new(points, was[item]) for item, points in now.points.items()
    }
    for found, code in (("yes", "new_item"), ("unknown", "new_item_unknown")):
        items = tuple(item for item, is_new in new.items() if is_new == found)
        if items:
            return Ground("no" if found == "yes" else "unknown", code, (("items", items),))
    return Ground("yes", "no_new_item")


def _is_new(now: int | None, before: int | None) -> Answer:
    """Whether an item is new: one that is absent now, or was there before, is not."""
    if now == 0 or before:
        return "no"
    return "unknown" if now is None or before is None else "yes"


def _new_letters(now: Bilag, before: Bilag) -> Ground:
    new = changes(before, now)
    if new.new_a or new.new_b:
        return Ground("no", "new_bilag", (("new_a", new.new_a), ("new_b", new.new_b)))
    if new.unknown:
        return Ground("unknown", "bilag_incomplete", (("systems", new.unknown),))
    return Ground("yes", "no_new_bilag")


# --- 3 to 5: judgement and treatment --------------------------------------------------------------


def _pga(pga: Pga | None) -> Ground:
    if pga is None:
        return Ground("unknown", "pga_missing", (("most", MOST_PGA),))
    met = pga.value <= MOST_PGA
    code = "pga_low" if met else "pga_high"
    return Ground(answer(met=met), code, (("pga", pga.value), ("most", MOST_PGA)))


def _dose(treatment: Treatment) -> Ground:
    dose = treatment.prednisolone_mg_day
    values = (("mg_day", dose), ("most", MOST_MG_DAY))
    if dose is None:
        return Ground("unknown", "dose_missing", values)
    met = dose <= MOST_MG_DAY
    return Ground(answer(met=met), "dose_low" if met else "dose_high", values)


def _maintenance(treatment: Treatment) -> tuple[Ground, Ground, Ground]:
    return (_tolerated(treatment), _ceilings(treatment), _investigational(treatment))


def _tolerated(treatment: Treatment) -> Ground:
    """A person's word; where nothing is taken there is nothing to ask."""
    if treatment.tolerated_standard is not None:
        met = treatment.tolerated_standard
        return Ground(answer(met=met), "tolerated" if met else "not_tolerated_standard")
    if treatment.taken == ():
        return Ground("yes", "nothing_taken")
    return Ground("unknown", "tolerance_unanswered")


def _ceilings(treatment: Treatment) -> Ground:
    if treatment.taken is None:
        return Ground("unknown", "drugs_missing")
    over = tuple(drug for drug in treatment.taken if drug.within_ceiling is False)
    if over:
        return Ground("no", "dose_above_ceiling", (("drugs", over),))
    unknown = tuple(drug for drug in treatment.taken if drug.within_ceiling is None)
    if unknown:
        return Ground("unknown", "drug_dose_missing", (("drugs", unknown),))
    return Ground("yes", "doses_standard", (("drugs", treatment.taken),))


def _investigational(treatment: Treatment) -> Ground:
    taken = treatment.investigational
    if taken is None:
        return Ground("unknown", "investigational_unanswered")
    return Ground(answer(met=not taken), "investigational" if taken else "not_investigational")
