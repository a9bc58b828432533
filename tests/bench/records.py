"""Records of a plausible shape and any length, for measuring."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from bedside.facts import (
    Acknowledged,
    Admitted,
    Discharged,
    Enrolled,
    Hyperinflammation,
    LicatsLook,
)
from bedside.store import Batch, Store
from bedside.timeline import Draft
from grading.scales.gvhd import Examination
from grading.signs import ICE_ITEMS, Drug, Ice, Infused, Lab, Neuro, Support, Vitals

NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)


def rounds(
    patient: str, start: datetime, every: timedelta, count: int, seed: int
) -> Iterator[Draft]:
    """Complete rounds: vital signs, oxygen, and twice a day ICE, once a day laboratory values."""
    chance = random.Random(seed)
    for number in range(count):
        at = start + number * every
        fever = 1.8 * max(0.0, 1 - abs(number - count / 3) / (count / 6 + 1))
        yield Draft(
            patient,
            at,
            Vitals(
                temp_c=round(36.7 + fever + chance.uniform(-0.2, 0.2), 1),
                hr_bpm=chance.randint(66, 110),
                sbp_mmhg=chance.randint(94, 128),
                dbp_mmhg=chance.randint(56, 74),
                rr_bpm=chance.randint(13, 20),
                spo2_pct=chance.randint(94, 99),
                consciousness="A",
            ),
        )
        yield Draft(patient, at, Support("room_air"))
        if number % 3 == 0:
            yield Draft(patient, at, Ice(**dict.fromkeys(ICE_ITEMS, "yes")))
            yield Draft(patient, at, Neuro(loc="alert"))
        if number % 6 == 0:
            for analyte, high in (("il6", 4000.0), ("ferritin", 9000.0), ("crp", 200.0)):
                value = round(chance.uniform(1, high), 1)
                yield Draft(patient, at, Lab(analyte, value, {"il6": "pg/mL"}.get(analyte, "")))


def arrive(patient: str, bed: str, infused: datetime) -> Iterator[Draft]:
    """Enrolment, bed and infusion."""
    enrolled = Enrolled(
        birth_year=1990, sex="female", weight_kg=58.0, protocol="nct05765006", edition="2023"
    )
    yield Draft(patient, infused - timedelta(days=5), enrolled)
    yield Draft(patient, infused - timedelta(days=5), Admitted(bed))
    yield Draft(patient, infused, Infused(1e8, "cells"))


def long_record(patient: str, entries: int, *, months: int = 12) -> list[Draft]:
    """One patient: two dense weeks, then thinner rounds over the months, ``entries`` in all.

    The first half of the entries lies in the last fortnight, so that what a screen shows of
    the present is the same whatever the length of the record.
    """
    drafts = list(arrive(patient, "1", NOW - timedelta(days=30 * months)))
    dense = list(rounds(patient, NOW - timedelta(days=7), timedelta(hours=4), 42, 7))
    sparse_count = max(0, entries - len(drafts) - len(dense))
    sparse: list[Draft] = []
    span = timedelta(days=30 * months - 8)
    number = max(1, int(sparse_count / 3.16))
    for draft in rounds(patient, NOW - timedelta(days=30 * months), span / number, 2 * number, 3):
        if len(sparse) == sparse_count:
            break
        sparse.append(draft)
    return [*drafts, *(d for d in sparse if d.at < NOW - timedelta(days=7)), *dense]


_BLOOD = (
    ("anc", "10*9/L", 0.3, 4.0),
    ("platelets", "10*9/L", 18, 260),
    ("wbc", "10*9/L", 0.8, 7.0),
    ("hb", "g/dL", 7.4, 13.0),
    ("ferritin", "ug/L", 180, 2600),
    ("crp", "mg/L", 2, 90),
    ("ldh", "U/L", 160, 480),
    ("creatinine", "mg/dL", 0.6, 1.4),
    ("alt", "U/L", 14, 120),
    ("ast", "U/L", 14, 110),
    ("fibrinogen", "g/L", 1.3, 4.2),
    ("bilirubin", "mg/dL", 0.3, 2.4),
    ("triglycerides", "mmol/L", 0.9, 3.4),
)


def whole_record(patient: str, entries: int) -> list[Draft]:
    """One patient over twelve months with all that the scales of toxicities read.

    Nearly a third are laboratory values, thirteen at a time: daily to day 40, then every tenth
    day; with them looks for LICATS and GvHD to day 60, CD19 counts, conditioning, tocilizumab and
    two days of noradrenaline. The rest are rounds, as in :func:`long_record`.
    """
    chance = random.Random(11)
    infused = NOW - timedelta(days=360)
    drafts = [Draft(patient, infused - timedelta(days=d), Drug("fludarabine")) for d in (5, 4, 3)]
    for day in (*range(-14, -4, 3), *range(41), *range(50, 360, 10)):
        at = infused + timedelta(days=day, hours=6)
        for analyte, unit, low, high in _BLOOD:
            value = round(chance.uniform(low, high), 2)
            drafts.append(Draft(patient, at, Lab(analyte, value, unit, low=low, high=high)))
    for day in range(1, 61, 2):
        at = infused + timedelta(days=day, hours=9)
        drafts += [
            Draft(patient, at, Examination(chance.choice([0, 0, 20]), False, stool_ml=200.0)),
            Draft(patient, at, LicatsLook("skin", _RASH[: day % 3 // 2], _NO_RASH, True, False)),
            Draft(patient, at, LicatsLook("kidney", (), ("protein_creatinine_rise",), True, False)),
        ]
    for day in range(7, 360, 21):
        at = infused + timedelta(days=day, hours=6)
        drafts.append(Draft(patient, at, Lab("cd19_b", 1.0, "/uL", "<")))
    fall = infused + timedelta(days=6, hours=3)
    pump = {"rate": 0.06, "rate_unit": "mcg/kg/min"}
    drafts += [
        Draft(patient, fall, Drug("tocilizumab", dose=464, dose_unit="mg")),
        Draft(patient, fall, Drug("norepinephrine", "started", **pump)),
        Draft(patient, fall + timedelta(days=2), Drug("norepinephrine", "stopped", **pump)),
        Draft(patient, fall, Hyperinflammation(splenomegaly=False, immunosuppressed=True)),
    ]
    kept = [d for d in long_record(patient, entries - len(drafts)) if not isinstance(d.fact, Lab)]
    drafts += kept[: entries - len(drafts)]
    at = infused + timedelta(hours=1)
    while len(drafts) < entries:  # in place of the laboratory values of the rounds
        at += timedelta(hours=2)
        drafts.append(Draft(patient, at, Vitals(temp_c=round(chance.uniform(36, 38.9), 1))))
    return sorted(drafts, key=lambda draft: draft.at)


_RASH, _NO_RASH = ("inflammatory_rash",), ("mucosal_lesion",)


def ward(store: Store, patients: int = 30, days: int = 14) -> None:
    """Patients who were all infused some days ago, with four-hourly rounds since."""
    for number in range(patients):
        patient = f"RC-{number:03}"
        infused = NOW - timedelta(days=days)
        drafts = [
            *arrive(patient, str(number + 1), infused),
            *rounds(patient, infused, timedelta(hours=4), days * 6, number),
        ]
        store.append(drafts, NOW, "Nurse A", "nurse")


def followed(store: Store, patients: int) -> None:
    """Patients who went home long ago, with their fortnight on the ward and their last visit.

    Infused two to twelve months ago, 150 entries each. Their alarms are acknowledged. The visit
    was written down within the last month, as visits are.
    """
    batches = []
    for number in range(patients):
        patient = f"FU-{number:04}"
        infused = NOW - timedelta(days=55 + number % 300)
        stay = rounds(patient, infused, timedelta(hours=8), 45, number)
        left = infused + timedelta(days=15)
        leaving = [Draft(patient, left, fact) for fact in (Acknowledged("crs", 5), Discharged())]
        visited = NOW - timedelta(days=2 + number % 28)
        visit = list(islice(rounds(patient, visited, timedelta(hours=4), 60, number), 7))
        entries = [*arrive(patient, "1", infused), *stay][: 150 - len(leaving) - len(visit)]
        batches.append(Batch([*entries, *leaving], left, "Nurse A", "nurse"))
        batches.append(Batch(visit, visited, "Nurse A", "nurse"))
    store.append_all(sorted(batches, key=lambda batch: batch.recorded))
