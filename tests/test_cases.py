"""Every worked case of every ``*.json`` in a folder, by kind; the folder: BEDSIDE_CASES.

Only the keys named in ``expected`` are compared; ``flags`` is a required subset. A kind that
nothing here grades fails, and so does a case that cannot be read: none is skipped.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from grading.grade import Course, Grade, course, episodes, state
from grading.scales import crs, icans, news2
from grading.scores.bilag import SYSTEMS, Bilag
from grading.scores.criterion import Answer, Response
from grading.scores.doris import doris
from grading.scores.lldas import BeyondSledai, LowActivity, lldas
from grading.scores.pga import Pga
from grading.scores.sledai import ITEMS, Score, Sledai, Total, score
from grading.scores.sledai_values import Measured, offers
from grading.scores.sri4 import Activity, sri4
from grading.scores.treatment import Treatment
from grading.signs import (
    DEVICES,
    ICE_ITEMS,
    LOCS,
    Attribution,
    Baseline,
    Death,
    Drug,
    Hypotension,
    Ice,
    Infused,
    Neuro,
    Reading,
    Sign,
    Support,
    Vitals,
)
from tests.case_kinds_toxicities import gvhd_case, icaht_case

FOLDER = Path(os.environ.get("BEDSIDE_CASES") or Path(__file__).parent / "cases")
NOW = datetime(2025, 3, 4, 12, tzinfo=UTC)
Case = dict[str, Any]


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            yield pytest.param(case, id=f"{path.stem}:{case.get('id', '?')}")


# Each case stands alone: nothing seen at one event is carried over to the next.
CRS = replace(crs.SCALE, age=lambda *_: timedelta(0))
ICANS = replace(icans.SCALE, age=lambda *_: timedelta(0))

CRS_KEYS = {
    "temp_c", "temp_f", "fever_other_cause", "episode_open", "treated",
    "prophylaxis_before_fever", "hypotension", "sbp", "dbp", "hypotension_other_cause",
    "vasopressors", "oxygen_device", "o2_flow_lpm", "spo2", "hypoxia_other_cause",
    "ppv_for_hypoxia", "baseline_oxygen", "death_due_to_crs", "t", "therapy",
}  # fmt: skip
ICANS_KEYS = {
    "ice", "baseline_ice", "loc", "loc_other_cause", "natural_sleep", "seizure", "seizure_min",
    "deep_focal_weakness", "mild_focal_weakness", "edema", "posturing", "cn6_palsy",
    "papilledema", "cushing_triad", "icp_other_cause", "ich", "tremor", "myoclonus",
    "death_due_to_icans", "t", "therapy",
}  # fmt: skip


def known_keys(given: Mapping[str, Any], keys: set[str]) -> None:
    unknown = set(given) - keys
    assert not unknown, f"this case says something the test does not understand: {unknown}"


def crs_signs(given: Mapping[str, Any]) -> Iterator[Sign]:
    """The signs of one complete observation."""
    known_keys(given, CRS_KEYS)
    temp = given.get("temp_c")
    if temp is None and given.get("temp_f") is not None:
        temp = (given["temp_f"] - 32) * 5 / 9
    yield Vitals(
        temp_c=temp,
        sbp_mmhg=given.get("sbp"),
        dbp_mmhg=given.get("dbp"),
        spo2_pct=given.get("spo2"),
    )
    if given.get("hypotension") is not None:
        yield Hypotension("yes" if given["hypotension"] else "no")
    for name in given.get("vasopressors") or ():
        yield Drug(name, "continued", line=name)
    device = given.get("oxygen_device")
    if device is not None:
        assert device in DEVICES
        purpose = "hypoxia" if given.get("ppv_for_hypoxia", True) else "airway_protection"
        yield Support(device, given.get("o2_flow_lpm"), purpose=purpose)
    usual = given.get("baseline_oxygen")
    if usual is not None:
        yield Baseline(device=usual["device"], flow_lpm=usual["flow"])
    for finding in ("fever", "hypotension", "hypoxia"):
        if given.get(f"{finding}_other_cause"):
            yield Attribution(finding, "other", "as the case says")
    if given.get("death_due_to_crs"):
        yield Death("crs")


def icans_signs(given: Mapping[str, Any]) -> Iterator[Sign]:
    known_keys(given, ICANS_KEYS)
    score = given.get("ice")
    if score is not None:
        yield Ice(**{item: "yes" if i < score else "no" for i, item in enumerate(ICE_ITEMS)})
    if given.get("baseline_ice") is not None:
        yield Baseline(ice=given["baseline_ice"])
    loc = given.get("loc")
    assert loc is None or loc in LOCS
    yield Neuro(
        loc=loc,
        natural_sleep=bool(given.get("natural_sleep")),
        seizure=given.get("seizure"),
        seizure_min=given.get("seizure_min"),
        deep_focal_weakness=given.get("deep_focal_weakness"),
        mild_focal_weakness=given.get("mild_focal_weakness"),
        oedema=given.get("edema"),
        posturing=given.get("posturing"),
        cn6_palsy=given.get("cn6_palsy"),
        papilloedema=given.get("papilledema"),
        cushing_triad=given.get("cushing_triad"),
        haemorrhage=given.get("ich"),
        tremor=given.get("tremor"),
        myoclonus=given.get("myoclonus"),
    )
    if given.get("loc_other_cause"):
        yield Attribution("consciousness", "other", "as the case says")
    if given.get("icp_other_cause"):
        yield Attribution("icp", "other", "as the case says")
    if given.get("death_due_to_icans"):
        yield Death("icans")


def at(moment: datetime, signs: Iterator[Sign]) -> list[Reading]:
    return [Reading(moment, sign) for sign in signs]


def summary(grade: Grade) -> dict[str, Any]:
    return {
        "grade": grade.level,
        "status": grade.status,
        "min_grade": grade.at_least,
        "flags": grade.flags,
        "drivers": set(grade.drivers),
        "adjusted_grade": getattr(grade, "adjusted", None),
    }


def compare(expected: Mapping[str, Any], got: Mapping[str, Any]) -> None:
    for key, value in expected.items():
        assert key in got, f"nothing here answers {key!r}"
        if key == "flags":
            assert set(value) <= set(got[key]), f"flags: {sorted(got[key])}"
        elif key in ("drivers", "missing", "failed"):
            assert set(got[key]) == set(value)
        elif key == "episodes":
            assert len(got[key]) == len(value), got[key]
            for want, have in zip(value, got[key], strict=True):
                compare(want, have)
        else:
            assert got[key] == value, f"{key}: {got[key]!r} instead of {value!r}"


def crs_case(given: Case) -> dict[str, Any]:
    readings = at(NOW, crs_signs(given))
    before = NOW - timedelta(hours=30)
    if given.get("episode_open"):
        opening = {"temp_c": 38.5, "sbp": 120, "dbp": 70, "oxygen_device": "room_air"}
        readings += at(before, crs_signs(opening))
        if given.get("treated"):
            readings.append(Reading(before + timedelta(minutes=5), Drug("paracetamol")))
    if given.get("prophylaxis_before_fever"):
        readings.append(Reading(NOW - timedelta(hours=1), Drug("tocilizumab")))
    last = course(CRS, readings, NOW).last
    assert last is not None
    return summary(last.grade)


def icans_case(given: Case) -> dict[str, Any]:
    last = course(ICANS, at(NOW, icans_signs(given)), NOW).last
    assert last is not None
    return summary(last.grade)


def ice_case(given: Case) -> dict[str, Any]:
    known_keys(given, {"items"})
    words = {1: "yes", 0: "no", None: None}
    ice = Ice(**{item: words[point] for item, point in given["items"].items()})
    return {
        "score": ice.score,
        "ice_grade": None if ice.score is None else icans.ice_level(ice.score),
        "missing": ice.missing,
        "min_grade": icans.ice_level(ice.best),
    }


NEWS2_NAMES = {
    "rr_bpm": "rr", "spo2_pct": "spo2", "oxygen": "on_oxygen", "sbp_mmhg": "sbp",
    "hr_bpm": "pulse", "consciousness": "acvpu", "temp_c": "temp_c",
}  # fmt: skip


def news2_case(given: Case) -> dict[str, Any]:
    known_keys(given, {*NEWS2_NAMES.values(), "scale"})
    signs: list[Sign] = [
        Vitals(
            temp_c=given.get("temp_c"),
            hr_bpm=given.get("pulse"),
            sbp_mmhg=given.get("sbp"),
            rr_bpm=given.get("rr"),
            spo2_pct=given.get("spo2"),
            consciousness=given.get("acvpu"),
        ),
        Baseline(spo2_target_88_92=given.get("scale", 1) == 2),
    ]
    if given.get("on_oxygen") is not None:
        signs.append(Support("nasal_cannula", 2.0) if given["on_oxygen"] else Support("room_air"))
    last = course(news2.SCALE, at(NOW, iter(signs)), NOW).last
    assert last is not None
    grade = last.grade
    assert isinstance(grade, news2.News2Grade)
    return {
        "total": grade.level,
        "partial": grade.at_least,
        "missing": [NEWS2_NAMES[m.what] for m in grade.missing],
        "single_3": grade.single_3,
        "risk": grade.risk,
        "min_risk": grade.min_risk,
    }


# --- lupus ------------------------------------------------------------------------------------

SLEDAI_VALUES = {
    "temp_c": "temp_c", "platelets": "platelets_10e9_l", "wbc": "wbc_10e9_l",
    "rbc_hpf": "rbc_hpf", "wbc_hpf": "wbc_hpf", "protein_g24h": "protein_g_24h",
    "previous_protein_g24h": "previous_protein_g_24h", "inflamed_joints": "inflamed_joints",
}  # fmt: skip
OF_VALUE = {
    "temp_c": "fever", "platelets": "thrombocytopenia", "wbc": "leukopenia",
    "rbc_hpf": "hematuria", "wbc_hpf": "pyuria", "protein_g24h": "proteinuria",
    "inflamed_joints": "arthritis",
}  # fmt: skip
WORD: Mapping[Answer, bool | None] = {"yes": True, "no": False, "unknown": None}


def sledai_form(items: list[str]) -> Sledai:
    """A form on which everything is answered, these items with yes."""
    unknown = set(items) - set(ITEMS)
    assert not unknown, f"no such items: {unknown}"
    answers: Any = {item: "yes" if item in items else "no" for item in ITEMS}
    return Sledai(**answers)


def sledai_case(given: Case) -> dict[str, Any]:
    """Somebody who answers each item as its value says, unless it is ticked anyway."""
    known_keys(given, {"variant", "items", "values", "not_lupus"})
    values: Mapping[str, Any] = given.get("values") or {}
    known_keys(values, {*SLEDAI_VALUES})
    offered = offers(Measured(**{SLEDAI_VALUES[name]: value for name, value in values.items()}))
    form = sledai_form(given["items"])
    said: dict[str, Any] = dict(form.answers)
    for name, item in OF_VALUE.items():
        if name in values and said[item] == "no":
            said[item] = offered[item].answer if item in offered else None
    causes = tuple(
        (item, "other") for item in given.get("not_lupus") or () if said[item] not in (None, "no")
    )
    got = score(Sledai(**said, attributed=causes), given.get("variant", "2K"), offered)
    return {"total": got.total.value, "clinical": got.clinical.value, "flags": got.flags}


def pga_of(given: Any) -> Pga | None:
    return None if given is None else Pga(Decimal(str(given)))


def activity(given: Mapping[str, Any]) -> Activity:
    known_keys(given, {"sledai", "pga", "bilag"})
    total = given.get("sledai")
    return Activity(
        None if total is None else Total.exactly("SELENA", total),
        pga_of(given.get("pga")),
        Bilag(**(given.get("bilag") or {})),
    )


def sri4_case(given: Case) -> dict[str, Any]:
    known_keys(given, {"baseline", "visit"})
    got = sri4(activity(given["baseline"]), activity(given["visit"]))
    answers = answers_of(got)
    return {
        "responder": WORD[got.answer],
        "sledai_ok": answers["sledai"],
        "pga_ok": answers["pga"],
        "new_a": got.new_a,
        "new_b": got.new_b,
    }


def answers_of(got: Response) -> dict[str, bool | None]:
    return {criterion.name: WORD[criterion.answer] for criterion in got.criteria}


def scored_2k(items: list[str] | None) -> Score | None:
    return None if items is None else score(sledai_form(items), "2K")


ALL_E: dict[str, Any] = dict.fromkeys(SYSTEMS, "E")
NEW_AB: Mapping[bool | None, Bilag] = {
    False: Bilag(**ALL_E),
    True: Bilag(**ALL_E | {"renal": "B"}),
    None: Bilag(**ALL_E | {"renal": None}),
}
"""A visit after one of E alone."""


def lldas_case(given: Case) -> dict[str, Any]:
    known_keys(given, {
        "items", "previous_items", "pga", "prednisolone_mg", "standard_maintenance_ok",
        "haemolytic_anaemia", "gi_activity", "new_bilag_ab",
    })  # fmt: skip
    maintained = given.get("standard_maintenance_ok")
    visit = LowActivity(
        scored_2k(given["items"]),
        pga_of(given.get("pga")),
        NEW_AB[given.get("new_bilag_ab", False)],
        Treatment(
            prednisolone_mg_day=given.get("prednisolone_mg"),
            taken=None if maintained is None else (),
            tolerated_standard=maintained,
            investigational=False,
        ),
        BeyondSledai(given.get("haemolytic_anaemia", False), given.get("gi_activity", False)),
    )
    earlier = given.get("previous_items")
    previous = LowActivity(scored_2k(earlier), bilag=NEW_AB[False])
    got = lldas(visit, None if earlier is None else previous, after_cells=True)
    total = visit.sledai.total.value if visit.sledai else None
    return {"lldas": WORD[got.answer], "failed": got.failed, "sledai": total, "flags": got.flags}


def doris_case(given: Case) -> dict[str, Any]:
    known_keys(given, {"items", "pga", "prednisolone_mg", "stable_is"})
    sledai = scored_2k(given["items"])
    treatment = Treatment(
        prednisolone_mg_day=given.get("prednisolone_mg"), stable=given.get("stable_is", True)
    )
    got = doris(sledai, pga_of(given.get("pga")), treatment)
    return {
        "doris": WORD[got.answer],
        "clinical_sledai": sledai.clinical.value if sledai else None,
        "failed": got.failed,
        "flags": got.flags,
    }


def timeline_case(
    given: Case, scale: Any, signs: Callable[[Mapping[str, Any]], Iterator[Sign]]
) -> dict[str, Any]:
    known_keys(given, {"infusion_time", "events", "prophylaxis_before_fever"})
    readings: list[Reading] = []
    if given.get("infusion_time"):
        readings.append(Reading(utc(given["infusion_time"]), Infused()))
    times, running, masked = [], set[str](), bool(given.get("prophylaxis_before_fever"))
    for event in given["events"]:
        moment = utc(event["t"])
        times.append(moment)
        found = list(signs(event))
        if masked:
            readings.append(Reading(moment - timedelta(seconds=1), Drug("tocilizumab")))
            masked = not any(isinstance(s, Vitals) and (s.temp_c or 0) >= 38.0 for s in found)
        now_running = {s.line or "" for s in found if isinstance(s, Drug)}
        found += [Drug(name, "stopped", line=name) for name in running - now_running]
        running = now_running
        readings += [Reading(moment, sign) for sign in found]
        for drug in event.get("therapy") or ():
            readings.append(Reading(moment, Drug(drug)))  # acts on later observations only
    whole: Course[Any] = course(scale, readings, max(r.at for r in readings))
    grades = [step.grade for step in (whole.at(moment) for moment in times) if step is not None]
    found_episodes = episodes(whole.steps)
    return {
        "grade_after": [grade.level for grade in grades],
        "episodes": [
            {
                "onset": local(e.onset),
                "end": None if e.end is None else local(e.end),
                "max_grade": e.maximum,
                "max_grade_time": local(e.maximum_at),
                "duration_h": None if e.duration is None else e.duration / timedelta(hours=1),
                "duration_days_inclusive": e.days(UTC),
            }
            for e in found_episodes
        ],
        "max_grade": max((e.maximum for e in found_episodes), default=0),
        "last_status": state(whole.steps),
        "flags": frozenset().union(*(grade.flags for grade in grades)),
    }


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


ANSWER: Mapping[str, Callable[[Case], dict[str, Any]]] = {
    "crs": crs_case,
    "icans": icans_case,
    "ice": ice_case,
    "news2": news2_case,
    "sledai": sledai_case,
    "sri4": sri4_case,
    "lldas": lldas_case,
    "doris": doris_case,
    "icaht": icaht_case,
    "gvhd": gvhd_case,
    "crs_timeline": lambda given: timeline_case(given, CRS, crs_signs),
    "icans_timeline": lambda given: timeline_case(given, ICANS, icans_signs),
}


@pytest.mark.parametrize("case", list(cases()))
def test_case(case: Case) -> None:
    kind = case["kind"]
    assert kind in ANSWER, f"nothing here grades a case of kind {kind!r}"
    compare(case["expected"], ANSWER[kind](case["input"]))


def test_the_folder_holds_cases() -> None:
    assert list(cases()), f"no case in {FOLDER}"
