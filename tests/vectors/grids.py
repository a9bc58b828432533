"""Other people's answers on grids and on real rows, and their words in ours."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from grading.crs_look import CrsLook, Organs
from grading.grade import Grade, Scale, course
from grading.scores import sledai
from grading.signs import ICE_ITEMS, Drug, Ice, Neuro, Reading, Sign, Support, Vitals
from tests.real_data import FOLDER

AT = datetime(2025, 3, 4, 12, tzinfo=UTC)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one grid."""
    with (FOLDER / "peer_grids" / name).open(newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def judged(scale: Scale[Any], signs: list[Sign]) -> Grade:
    """The grade of signs seen together, with nothing known from before."""
    alone = replace(scale, age=lambda *_: timedelta(0))
    last = course(alone, [Reading(AT, sign) for sign in signs], AT).last
    assert last is not None
    return last.grade


# --- NEWS2 on real observations ---------------------------------------------------------------

ITEMS = {
    "rr_bpm": "respiratory_rate",
    "spo2_pct": "spo2",
    "oxygen": "air_or_oxygen",
    "sbp_mmhg": "systolic_bp",
    "hr_bpm": "pulse",
    "consciousness": "consciousness",
    "temp_c": "temperature",
}
# The peer calls a total of 0 "routine"; the table of the Royal College has no row below "low".
BANDS = {"routine": "low", "low-medium": "low_medium"}


def observed(row: dict[str, str]) -> list[Sign]:
    return [
        Vitals(
            temp_c=float(row["temperature"]),
            hr_bpm=int(row["pulse"]),
            sbp_mmhg=int(row["systolic_bp"]),
            rr_bpm=int(row["respiratory_rate"]),
            spo2_pct=int(row["spo2"]),
            consciousness="A" if row["consciousness"] == "alert" else "C",
        ),
        Support("nasal_cannula", 2.0) if row["on_oxygen"] == "True" else Support("room_air"),
    ]


# --- CRS and ICANS on grids -------------------------------------------------------------------

PRESSORS = {"onevaso": ["norepinephrine"], "multivaso": ["norepinephrine", "epinephrine"]}
OXYGEN = {
    "none": Support("room_air"),
    "lowflow": Support("nasal_cannula", 2.0),
    "highflow": Support("nasal_cannula", 10.0),
    "pospressure": Support("bipap"),
}


def crs_signs(row: dict[str, str]) -> list[Sign]:
    """One row of the grid of CRS."""
    fever, low = row["fever_ge_38"] == "true", row["hypotension"] != "none"
    return [
        Vitals(
            temp_c=38.0 if fever else 37.9,
            sbp_mmhg=82 if low else 120,
            dbp_mmhg=44 if low else 70,
        ),
        OXYGEN[row["hypoxia"]],
        *(Drug(n, "continued", line=n) for n in PRESSORS.get(row["hypotension"], [])),
    ]


LOC = {
    "spontaneous": "awakens_spontaneously",
    "voice": "awakens_to_voice",
    "tactile": "awakens_to_tactile",
    "unarousable": "unarousable",
}
SEIZURES = {"none": Neuro(seizure="none"), "g3": Neuro(seizure="clinical", seizure_min=2.0),
            "g4": Neuro(seizure="prolonged", seizure_min=6.0)}  # fmt: skip


def icans_signs(row: dict[str, str]) -> list[Sign]:
    """One row of the grid of ICANS; a blank ICE is no examination."""
    loc: Any = LOC[row["consciousness"]]
    signs: list[Sign] = [
        replace(
            SEIZURES[row["seizure"]],
            loc=loc,
            deep_focal_weakness=row["motor_weakness"] == "true",
            oedema=row["raised_icp"],
        )
    ]
    if row["ice"]:
        score = int(row["ice"])
        items: dict[str, Any] = {
            item: "yes" if n < score else "no" for n, item in enumerate(ICE_ITEMS)
        }
        signs.append(Ice(**items))
    return signs


# --- SLEDAI-2K on a grid -------------------------------------------------------------------------

PEER_ITEMS = {
    "organic_brain_syndrome": "organicBrain", "visual_disturbance": "visual",
    "cranial_nerve": "cranialNerve", "lupus_headache": "lupusHeadache",
    "urinary_casts": "urinaryCasts", "mucosal_ulcers": "mucosalUlcers",
    "low_complement": "lowComplement", "increased_dna_binding": "dnaBinding",
}  # fmt: skip
# Of the two conventions in print the peer follows the one where 5 is mild and 6 is moderate.
SLEDAI_BANDS = {
    "No activity": "none", "Mild activity": "mild", "Moderate activity": "moderate",
    "High activity": "high", "Very high activity": "very_high",
}  # fmt: skip


def scored(present: set[str]) -> sledai.Score:
    answers: dict[str, Any] = {item: "yes" if item in present else "no" for item in sledai.ITEMS}
    return sledai.score(sledai.Sledai(**answers), "2K")


# --- the grid of CRS, regraded by the older scales ------------------------------------------------

NO_ORGANS = Organs(0, 0, 0, transfused_for_coagulopathy=False, hospitalised=False)
FEVER = Vitals(temp_c=38.6, sbp_mmhg=118, dbp_mmhg=70, spo2_pct=97)
AIR = Support("room_air")
LOW_DOSE = Drug("norepinephrine", "continued", rate=5, rate_unit="µg/min")

RUNNING = {
    "none": (), "novaso": (), "onevaso": (LOW_DOSE,),
    "multivaso": (LOW_DOSE, Drug("epinephrine", "continued", rate=2, rate_unit="µg/min")),
}  # fmt: skip
DEVICES = {
    "none": AIR, "lowflow": Support("nasal_cannula", 2.0),
    "highflow": Support("high_flow_nasal_cannula", 40.0, fio2=0.5), "pospressure": Support("bipap"),
}  # fmt: skip
# Level of each word of the grid by the older tables; the higher of the two domains counts.
BY_LEE = {
    "none": 0, "novaso": 2, "onevaso": 2, "multivaso": 3,
    "lowflow": 2, "highflow": 3, "pospressure": 3,
}  # fmt: skip
BY_CTCAE = BY_LEE | {"onevaso": 3, "multivaso": 4}
BY_PENN = dict.fromkeys(BY_LEE, 3) | {"none": 0}


def regraded(row: dict[str, str]) -> CrsLook:
    """One row of the grid of CRS as the older scales look at it."""
    fever, low = row["fever_ge_38"] == "true", row["hypotension"] != "none"
    return CrsLook(
        vitals=Vitals(
            temp_c=38.0 if fever else 37.9,
            sbp_mmhg=82 if low else 120,
            dbp_mmhg=44 if low else 70,
        ),
        support=DEVICES[row["hypoxia"]],
        running=RUNNING[row["hypotension"]],
        organs=NO_ORGANS,
    )
