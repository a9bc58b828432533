"""Patients of the first days: before the infusion, and when the first fever comes."""

from datetime import datetime, tzinfo

from bedside.demo.answers import screened
from bedside.demo.body import LOST_FIRST, Body, Row
from bedside.demo.care import (
    SCREENING,
    Who,
    admitted,
    cared_for,
    conditioned,
    enrolled,
    febrile,
    followed,
    infused,
)
from bedside.demo.judged import KIDNEY, MIXED, SKIN_AND_JOINTS, lupus_before
from bedside.demo.laboratory import Blood
from bedside.demo.shifts import handed_over
from bedside.demo.stay import HOUR, MINUTE, Stay
from bedside.facts import NotDone


def rc016(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day -1: conditioning given, baselines taken, the cells planned for tomorrow."""
    who = Who(
        sex="male",
        age=27,
        weight_kg=63.5,
        height_cm=171.0,
        protocol="nct05765006",
        edition="2023",
        dose_level="100e6",
        product="relma-cel",
        cells=100e6,
        bed="8",
        sbp_mmhg=119,
    )
    stay = Stay("RC-016", now, zone, seed, -1, "10:00")
    stay.body = Body(
        zone,
        stay.chance,
        (
            Row(stay.on(-6, "14:00"), 36.6, 74, 121, 77, 14, 98),
            Row(stay.on(-3, "14:00"), 36.8, 78, 117, 74, 14, 98),
            Row(stay.now, 36.7, 70, 119, 76, 14, 98.6),
        ),
    )
    blood = Blood(stay.infusion, ((-6, 0), (0, 0)), stay.chance, depleted=True)
    plan = followed(stay, who, -6, 14)
    enrolled(stay, who, blood, plan)
    screened(stay, who, plan, unknown=("proteinuria",))
    stay.note(
        stay.on(SCREENING, "15:20"),
        "Urine of 24 h incomplete: protein for the screening still to come.",
        role="physician",
    )
    admitted(stay, who, blood, plan, -6)
    lupus_before(stay, MIXED, stay.on(-6, "16:00"))
    conditioned(stay, who)
    cared_for(stay, who, blood, plan, -6, -1)
    stay.dose(stay.on(-4, "15:00"), "sodium_chloride_0_9", 500, "mL")
    stay.note(stay.on(-2, "11:20"), "Nausea after cyclophosphamide, better today.")
    stay.round(stay.ago(1 / 3), temp_c=36.7, hr_bpm=70, sbp_mmhg=119, dbp_mmhg=76, spo2_pct=99)
    stay.on_ward = (stay.on(-6, "15:00"), stay.now)
    handed_over(
        stay, "Slept badly, asks much about the infusion.", "Cells planned for ten o'clock."
    )
    return stay


def rc015(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day +1: 38.0 °C without saturation or oxygen, overdue since: the grade cannot be stated."""
    who = Who(
        sex="female",
        age=24,
        weight_kg=49.0,
        height_cm=161.0,
        protocol="nct05765006",
        edition="2023",
        dose_level="100e6",
        product="relma-cel",
        cells=100e6,
        bed="1",
        sbp_mmhg=117,
    )
    stay = Stay("RC-015", now, zone, seed, 1, "09:50")
    last = stay.ago(64 / 60)
    stay.body = Body(
        zone,
        stay.chance,
        (
            Row(stay.on(-6, "14:00"), 36.6, 72, 116, 70, 14, 99),
            Row(stay.after(0), 36.6, 76, 117, 72, 14, 98.5),
            Row(stay.after(4), 36.8, 78, 117, 71, 14, 98.3),
            Row(last - 4 * HOUR, 37.3, 82, 118, 72, 15, 98),
            Row(last, 38.0, 88, 118, 72, 16, 97.5),
        ),
    )
    blood = Blood(stay.infusion, ((0, 0.03), (0.8, 0.2), (1.6, 0.32)), stay.chance, depleted=True)
    plan = followed(stay, who, -6, 14)
    enrolled(stay, who, blood, plan)
    admitted(stay, who, blood, plan, -6)
    lupus_before(stay, KIDNEY, stay.on(-6, "16:00"))
    conditioned(stay, who)
    infused(stay, who)
    cared_for(stay, who, blood, plan, -6, 1)
    stay.round(last - 4 * HOUR)
    stay.round(
        last,
        temp_c=38.0,
        hr_bpm=88,
        sbp_mmhg=118,
        dbp_mmhg=72,
        spo2_pct=None,
        support=None,
    )
    stay.examination(last + 3 * MINUTE)
    stay.note(last + 5 * MINUTE, "The saturation probe is with bed 6, another one is asked for.")
    stay.heeded.acknowledge(stay.ago(0.7), "stale:crs", "probe on its way")
    stay.on_ward = (stay.on(-6, "15:00"), last - 4 * HOUR)
    stay.examining = (stay.after(0), last - 4 * HOUR)
    handed_over(stay, "Mother speaks for her; she is shy and says little.", "")
    return stay


def bc003(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day +2: the first fever, grade 1. Another language; an ICE of 9 is this patient's usual."""
    who = Who(
        sex="female",
        age=41,
        weight_kg=62.5,
        height_cm=160.0,
        protocol="cd19_bcma_wuhan",
        edition="1",
        dose_level="B",
        product="CD19/BCMA",
        cells=None,
        unit=None,
        bed="4",
        sbp_mmhg=115,
        ice=9,
    )
    stay = Stay("BC-003", now, zone, seed, 2, "11:15")
    stay.body = Body(
        zone,
        stay.chance,
        (
            Row(stay.on(-1, "14:00"), 36.5, 74, 116, 73, 14, 98),
            Row(stay.after(0), 36.6, 75, 115, 72, 14, 98),
            Row(stay.after(24), 36.9, 79, 114, 72, 14, 98),
            Row(stay.ago(10), 37.0, 82, 114, 71, 15, 97.6),
            Row(stay.ago(6), 37.4, 87, 113, 71, 15, 97.4),
            Row(stay.ago(2.1), 38.1, 94, 112, 70, 16, 97.2),
            Row(stay.ago(82 / 60), 38.3, 96, 112, 70, 16, 97),
        ),
        lost=("writing", *(item for item in LOST_FIRST if item != "writing")),
        ice=((stay.on(-1, "00:00"), 9),),
        language="Cantonese",
        interpreter=True,
    )
    blood = Blood(
        stay.infusion, ((0, 0), (1, 0.1), (2, 0.35), (2.6, 0.45)), stay.chance, depleted=False
    )
    plan = followed(stay, who, -1, 14)
    enrolled(stay, who, blood, plan)
    admitted(stay, who, blood, plan, -1)
    lupus_before(stay, SKIN_AND_JOINTS, stay.on(-1, "16:00"))
    infused(stay, who)
    cared_for(stay, who, blood, plan, -1, 2)
    stay.confirmation(
        stay.after(5.2),
        "icans",
        0,
        "ICE 9 is the baseline: writes the sentence as before, reads little. No deficit.",
    )
    refused = stay.after(7.6)
    stay.round(refused, sbp_mmhg=None, dbp_mmhg=None, bp_method=None)
    stay.round(refused + 0.8 * HOUR)
    stay.fact(refused, NotDone("sbp_mmhg", "refused", "Arm sore from the cuff."), minutes=2)
    stay.round(stay.ago(6.1))
    stay.round(stay.ago(2.1), temp_c=38.1)
    stay.round(
        stay.ago(82 / 60), temp_c=38.3, hr_bpm=96, sbp_mmhg=112, dbp_mmhg=70, rr_bpm=16, spo2_pct=97
    )
    febrile(stay, stay.now)
    handed_over(stay, "Interpreter by telephone until 18:00, then the daughter.", "")
    stay.on_ward = (stay.on(-1, "15:00"), stay.ago(6.1))
    stay.examining = (stay.after(0), stay.now)
    return stay
