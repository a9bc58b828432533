"""All that the scales of toxicities can say, driven to say it, for the tests that hear it all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, get_args

from grading.crs_look import CrsLook, Organs
from grading.scales import gvhd, icaht, licats, t_icaht
from grading.scales.crs_cartox import cartox_2018
from grading.scales.crs_ctcae import ctcae_5
from grading.scales.crs_lee import lee_2014
from grading.scales.crs_penn import penn
from grading.scales.iec_hs import Checklist, CrsState, Features, Followed, checklist
from grading.scores import car_hematotox, hscore
from grading.scores.easix import Amount, Easix, Index, Sample, easix
from grading.signs import DEVICES, Drug, Hypotension, Support, Vitals
from grading.toxicity import ToxicityGrade
from ui.words import examined, toxicity, toxicity_items
from ui.words.toxicity_grounds import ground

NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
YES_NO = (True, False, None)


# --- grades ---------------------------------------------------------------------------------------


def grades() -> Iterator[ToxicityGrade]:
    """Grades of every scale that between them carry every code, flag and gap."""
    yield from counts()
    yield from gvhd_grades()
    yield from licats_grades()
    yield from older_grades()


def counts() -> Iterator[ToxicityGrade]:
    """Counts of days: none, some, all of them, low and very low, on a record that runs or not."""
    lows = ([], [(3, 400)], [(day, 400) for day in range(31)], [(day, 80) for day in range(31)])
    rows = (*lows, [(day, 3000) for day in range(31)], [(0, 900), (20, 900)])
    for counted, today in product(rows, (9, 60)):
        yield icaht.early(counted, as_of_day=today)
        yield t_icaht.early(counted, as_of_day=today)
        yield t_icaht.early(counted, transfused_days=(3,), as_of_day=today)
    yield icaht.early([(day, 300) for day in range(4)], last_contact_day=3)
    for values in ([], [90], [90, 1200], [90, 2000], [2000, 2000]):
        late = [(40 + place, value) for place, value in enumerate(values)]
        for today in (60, 120):
            yield icaht.late(late, as_of_day=today)
            yield t_icaht.late([(day, value / 20) for day, value in late], as_of_day=today)


def gvhd_grades() -> Iterator[gvhd.Gvhd]:
    """Every organ assessed or not, every way to its highest stage."""
    found = gvhd.Examination(
        skin_bsa_pct=60, bili_mg_dl=2.5, upper_gi_persistent=True, stool_ml=900, stool_episodes=4
    )
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"bullae": True},
        {"bullae": True, "desquamation_pct": 10},
        {"bili_mg_dl": None, "bili_umol_l": 300, "bili_other_cause": True},
        {"upper_gi_persistent": False, "stool_episodes": 9},
        {"gross_blood": True},
        {"severe_abdominal_pain": True, "weight_kg": 45},
        {"weight_kg": 45},
    )
    yield gvhd.magic(gvhd.Examination())
    yield gvhd.magic(gvhd.Examination(skin_bsa_pct=10))
    yield from (gvhd.magic(replace(found, **changed)) for changed in changes)
    yield gvhd.of_stages(gvhd.Stages(3, 0, 0, 1))


def licats_grades() -> Iterator[licats.Licats]:
    """Every organ, its preconditions answered every way, every course."""
    for organ, signs in licats.SIGNS.items():
        shown = (frozenset(signs), frozenset())
        for present, before, cells, other in product(shown, YES_NO, YES_NO, YES_NO):
            look = licats.OrganLook(
                organ, present, involved_before=before, otherwise_explained=other
            )
            for course in (None, *licats.LEVEL):
                yield licats.of_organ(replace(look, course=course), b_cells_depleted=cells)
            yield licats.licats([look], b_cells_depleted=cells)
            yield licats.licats([replace(look, course="medical")], b_cells_depleted=cells)
        quiet = licats.OrganLook(organ, absent=frozenset(signs))
        yield licats.of_organ(quiet, b_cells_depleted=True)
        yield licats.licats([quiet], b_cells_depleted=True)
    for creatinine in (1.0, 2.0):
        look = licats.OrganLook(
            "kidney", frozenset(), frozenset(licats.SIGNS["kidney"]), creatinine, 1.0
        )
        yield licats.of_organ(look, b_cells_depleted=True)
    yield licats.licats([], b_cells_depleted=None)


def older_grades() -> Iterator[ToxicityGrade]:
    """Signs of every kind through all four tables."""
    none = Organs(0, 0, 0, transfused_for_coagulopathy=False, hospitalised=False)
    some = Organs(2, None, None, transfused_for_coagulopathy=True, hospitalised=True)
    ill = Vitals(temp_c=38.5, sbp_mmhg=84, map_mmhg=60, spo2_pct=88)
    pump = Drug("norepinephrine", "continued", rate=5, rate_unit="mcg/min")
    vitals = (Vitals(), ill, replace(ill, temp_c=None), replace(ill, temp_c=36.8), Vitals(37.0))
    drugs = ((), (pump,), (replace(pump, rate=None, rate_unit=None),), (Drug("vasopressin"),))
    well = replace(ill, sbp_mmhg=120, map_mmhg=90, spo2_pct=98)
    looks = [
        CrsLook(one, None, running=running, organs=organs)
        for one, running, organs in product((*vitals, well), drugs, (Organs(), none, some))
    ]
    looks += [
        CrsLook(ill, Support(device, flow, share), organs=none)
        for device, flow, share in product(DEVICES, (None, 0.0, 3.0), (None, 0.5))
        if not (device == "room_air" and (flow or share))
    ]
    looks += [
        CrsLook(ill, Support("cpap", purpose="sleep_apnoea"), organs=none),
        CrsLook(ill, Support("nasal_cannula", 2.0), usual_oxygen=True),
        CrsLook(ill, excused=frozenset({"fever", "hypotension", "hypoxia"}), fever_earlier=True),
        CrsLook(ill, running=(pump,), high_dose=True),
        CrsLook(ill, running=(pump,), high_dose=False),
        CrsLook(well, Support("room_air"), organs=none, fever_earlier=True),
        CrsLook(ill, died_of_it=True),
        CrsLook(replace(ill, temp_c=None), fever_earlier=True),
        CrsLook(ill, organs=replace(none, creatinine=2, other=3)),
        *(CrsLook(ill, hypotension=Hypotension(word)) for word in ("yes", "no")),  # type: ignore[arg-type]
    ]
    for look, scale in product(looks, (lee_2014, penn, ctcae_5, cartox_2018)):
        yield scale(look)


# --- checklist and scores -------------------------------------------------------------------------


def _followed(*values: float, **limits: float) -> Followed:
    span = timedelta(hours=10)
    return Followed([(NOW - span * n, v) for n, v in enumerate(reversed(values))], **limits)


def checklists() -> Iterator[Checklist]:
    """Nothing known, every prompt, every gap, every answer."""
    yield checklist(Features(), NOW)
    high = _followed(900.0, 12_000.0, baseline=200.0, upper=300.0)
    limited = {"upper": 40.0, "baseline": 30.0}
    yield checklist(Features(ferritin=_followed(3000.0)), NOW)
    for said in YES_NO:
        yield checklist(
            Features(
                ferritin=high,
                alt=_followed(400.0, **limited),
                ast=_followed(400.0, **limited),
                fibrinogen=_followed(1.1, lower=1.8),
                platelets=_followed(120.0, 30.0, baseline=150.0),
                ldh=_followed(700.0, upper=250.0),
                triglycerides=_followed(3.5),
                bilirubin_direct=_followed(9.0, upper=5.0),
                ferritin_rises_fast=said,
                cytopenia_new_or_worse=said,
            ),
            NOW,
        )
    unlimited = _followed(60.0)
    yield checklist(
        Features(ferritin=_followed(900.0, baseline=200.0), alt=unlimited, ast=unlimited), NOW
    )
    calm = Features(ferritin=_followed(100.0, baseline=200.0))
    yield from (checklist(replace(calm, crs=state), NOW) for state in get_args(CrsState))


def hscores() -> Iterator[hscore.HScore]:
    """Open, low, in between and as high as it goes."""
    full = hscore.Features(*(True, 39.6, True, True, 8.0, 3.0, 90.0, 7000.0, 5.0, 2.0, 60.0, True))
    yield hscore.hscore(hscore.Features())
    yield hscore.hscore(full)
    for said in (True, False):
        yield hscore.hscore(
            replace(full, immunosuppressed=said, haemophagocytosis=said, ferritin_ug_l=900.0)
        )
    low = hscore.Features(
        *(False, 37.0, False, False, 12.0, 8.0, 200.0, 100.0, 1.0, 3.0, 20.0, False)
    )
    yield hscore.hscore(low)
    yield hscore.hscore(replace(low, haemophagocytosis=None))
    warm = replace(low, temp_c=39.0, fibrinogen_g_l=2.0, ast_u_l=40.0)
    yield from (hscore.hscore(one) for one in (warm, replace(warm, immunosuppressed=True)))


def indices() -> Iterator[Easix]:
    """Every index with a value, with nothing measured, with platelets of 0."""
    ldh, mg = Amount(300.0, "U/L"), Amount(1.1, "mg/dL")
    full = Sample(ldh, Amount(90.0, "10*9/L"), mg, mg)
    for index in get_args(Index):
        yield easix(index, full)
        yield easix(index, Sample())
        yield easix(index, replace(full, platelets=Amount(0.0, "10*9/L")))


def hematotoxes() -> Iterator[car_hematotox.CarHematotox]:
    """Complete, open, low and high."""
    low = car_hematotox.Baseline(200.0, 3000.0, 11.0, 0.5, 100.0)
    for one in (car_hematotox.Baseline(), low, replace(low, platelets_10_9_l=60.0)):
        yield car_hematotox.car_hematotox(one)


# --- in words -------------------------------------------------------------------------------------


def sentences() -> Iterator[str]:
    """All of it in words."""
    tables = (
        toxicity.scale_called, toxicity.status, toxicity.cause, toxicity.onset, toxicity.whose,
        toxicity_items.weight, toxicity_items.proposed, toxicity_items.judged_grade,
        toxicity_items.easix_unit, examined.crs_state,
    )  # fmt: skip
    yield from (table(code) for table in tables for code in table.codes)
    yield from (toxicity.edition(scale) for scale in toxicity.scale_called.codes)
    for grade in grades():
        yield from of_grade(grade)
    for shown in checklists():
        yield from of_checklist(shown)
    yield from of_scores()


def of_grade(grade: ToxicityGrade) -> Iterator[str]:
    """A grade with its grounds, flags and gaps."""
    yield from (toxicity.title(grade), toxicity.standing(grade), toxicity.missing_line(grade))
    yield from toxicity.flags(grade)
    for one in grade.grounds:
        yield from ground(grade.scale, one)
    if isinstance(grade, licats.Licats):
        yield toxicity.offered(grade)
        if grade.organ is not None:
            yield toxicity.organ_title(grade)
    if isinstance(grade, gvhd.Gvhd):
        yield toxicity.stages_text(grade)


def of_checklist(shown: Checklist) -> Iterator[str]:
    """A checklist with its criteria, and what it proposes."""
    yield toxicity_items.lacking_text(shown.proposal)
    for item in shown.items:
        yield toxicity_items.criterion_text(item)
        yield toxicity_items.values_text(item.values)
    for prompt in shown.proposal.prompts:
        yield toxicity_items.prompt_text(prompt)
        yield toxicity_items.values_text(prompt.values)


def of_scores() -> Iterator[str]:
    """HScore, EASIX and CAR-HEMATOTOX."""
    for score in hscores():
        yield from (toxicity_items.hscore_text(score), toxicity_items.cut_off_text(score))
        yield from (toxicity_items.probability_text(score), toxicity_items.hscore_lacking(score))
        for points in score.items:
            yield toxicity_items.points_text(points)
            yield toxicity_items.values_text(points.values)
    for index in indices():
        yield from (toxicity_items.easix_text(index), toxicity_items.easix_lacking(index))
    for hematotox in hematotoxes():
        yield toxicity_items.hematotox_text(hematotox)
        yield toxicity_items.risk_text(hematotox)
        yield toxicity_items.hematotox_lacking(hematotox)
        for name, value, _ in hematotox.items:
            yield toxicity_items.values_text(((name, value),))
