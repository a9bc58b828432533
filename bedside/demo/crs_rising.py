"""Patients in whom the grade moves: CRS rising to 3, and CRS 2 going down while ICANS is at 2."""

from datetime import datetime, tzinfo

from bedside.demo.answers import screened
from bedside.demo.body import Body, Row
from bedside.demo.care import (
    Who,
    admitted,
    cared_for,
    conditioned,
    enrolled,
    febrile,
    followed,
    infused,
)
from bedside.demo.judged import MIXED, SKIN_AND_JOINTS, event, lupus_before
from bedside.demo.laboratory import Blood
from bedside.demo.shifts import handed_over
from bedside.demo.stay import Stay
from bedside.facts import Acknowledged, AdverseEvent, Hyperinflammation
from grading.signs import Support


def rc014(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day +4: CRS has risen to 3, noradrenaline and high-flow oxygen just started; ICANS 1."""
    who = Who(
        sex="female",
        age=34,
        weight_kg=58.0,
        height_cm=164.0,
        protocol="nct05765006",
        edition="2023",
        dose_level="100e6",
        product="relma-cel",
        cells=100e6,
        bed="6",
        sbp_mmhg=127,
    )
    stay = Stay("RC-014", now, zone, seed, 4, "10:05")
    stay.body = Body(
        zone,
        stay.chance,
        (
            Row(stay.on(-6, "14:00"), 36.7, 74, 126, 74, 14, 98),
            Row(stay.after(0), 36.7, 75, 127, 74, 14, 98),
            Row(stay.after(22), 36.8, 77, 127, 75, 14, 98),
            Row(stay.after(28), 37.3, 86, 126, 74, 15, 97.8),
            Row(stay.after(33.5), 37.8, 94, 125, 74, 16, 97.5),
            Row(stay.after(36), 38.3, 99, 124, 73, 16, 97.3),
            Row(stay.after(46), 38.7, 106, 121, 71, 17, 97),
            Row(stay.after(54), 39.1, 114, 117, 68, 18, 96.6),
            Row(stay.ago(27), 39.2, 115, 113, 66, 19, 94.4),
            Row(stay.ago(24), 39.2, 116, 110, 64, 20, 95.4),
            Row(stay.ago(14), 39.3, 116, 105, 61, 20, 94.6),
            Row(stay.ago(8), 39.4, 118, 100, 58, 21, 93.6),
            Row(stay.ago(4.5), 39.4, 121, 95, 55, 22, 93),
            Row(stay.ago(3), 39.1, 118, 90, 49, 23, 92.4),
            Row(stay.ago(1), 38.7, 123, 88, 46, 24, 91.6),
            Row(stay.ago(0.2), 38.8, 128, 86, 44, 24, 91),
        ),
        oxygen=(
            (stay.ago(25.6), Support("nasal_cannula", 2.0)),
            (stay.ago(14.2), Support("nasal_cannula", 3.0)),
            (stay.ago(7.2), Support("nasal_cannula", 4.0)),
            (stay.ago(2.1), Support("nasal_cannula", 6.0)),
            (stay.ago(0.2), Support("high_flow_nasal_cannula", 40.0, 0.5)),
        ),
        ice=((stay.ago(6.3), 8),),
    )
    blood = Blood(
        stay.infusion,
        ((-0.5, 0), (0, 0.11), (0.8, 0.29), (1.8, 0.67), (2.8, 0.93), (3.8, 1.0)),
        stay.chance,
        depleted=True,
        # Ferritin doubles within a day, to above 2000: a work-up for IEC-HS is to be considered.
        own={
            "ferritin": ((-6, 180), (0, 230), (0.9, 430), (1.83, 880), (2.83, 2650), (3.83, 5400))
        },
    )
    plan = followed(stay, who, -6, 14)
    enrolled(stay, who, blood, plan)
    screened(stay, who, plan)
    admitted(stay, who, blood, plan, -6)
    lupus_before(stay, MIXED, stay.on(-6, "16:00"))
    conditioned(stay, who)
    infused(stay, who)
    cared_for(stay, who, blood, plan, -6, 4)
    febrile(stay, stay.now)
    stay.dose(stay.after(47.5), "metamizole", 1000, "mg", minutes=265)  # written much later
    seen = Acknowledged("iec_hs", 1, "physician informed")
    stay.fact(stay.on(3, "08:06"), seen, minutes=0)
    stay.fact(
        stay.on(3, "10:20"),
        Hyperinflammation(
            ferritin_rises_fast=True,
            cytopenia_new_or_worse=False,
            coagulation_worse=False,
            hepatomegaly=False,
            splenomegaly=False,
            immunosuppressed=True,
            neurotoxicity=False,
            lung_signs=False,
            renal_insufficiency=False,
            no_better_cause=False,
            comment="CRS is under way and explains it so far. Ferritin and fibrinogen daily.",
        ),
        minutes=8,
        role="physician",
    )
    crs = AdverseEvent(
        "cytokine_release_syndrome",
        "5.0",
        2,
        to_product="related",
        to_conditioning="unrelated",
        to_lupus="unrelated",
        action="none",
        astct=2,
        aesi=True,
        comment="Oxygen by cannula.",
    )
    event(stay, stay.after(36), crs, stay.ago(22))
    stay.confirmation(stay.ago(4.6), "crs")
    stay.note(stay.ago(4.5), "CRS 2, fever above 39 °C: tocilizumab 8 mg/kg.", role="physician")
    stay.dose(stay.ago(257 / 60), "tocilizumab", 464)
    stay.dose(stay.ago(2.9), "ringer_lactate", 500, "mL")
    stay.dose(stay.ago(1.2), "ringer_lactate", 500, "mL")
    stay.pump("norepinephrine", ((stay.ago(14 / 60), 0.06),))
    stay.round(stay.ago(41 / 60), temp_c=38.7, hr_bpm=124, sbp_mmhg=87, dbp_mmhg=45, spo2_pct=91)
    stay.round(
        stay.ago(11 / 60), temp_c=38.8, hr_bpm=128, sbp_mmhg=86, dbp_mmhg=44, rr_bpm=24, spo2_pct=91
    )
    stay.on_ward = (stay.on(-6, "15:00"), stay.now)
    stay.examining = (stay.after(0), stay.ago(2.2))
    stay.examination(stay.ago(6.2))
    stay.examination(stay.ago(0.9))
    stay.heeded.leave("crs", stay.ago(0.3))
    handed_over(
        stay,
        "Fever since day 1, oxygen needs going up. The family calls at eight.",
        "Blood cultures to be asked after; early call if oxygen goes above 6 L/min.",
    )
    return stay


def rc012(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day +6: CRS down from 3 to 2 after tocilizumab, ICANS 2 with ICE 10, 10, 7, 5, 5."""
    who = Who(
        sex="female",
        age=29,
        weight_kg=51.0,
        height_cm=158.0,
        protocol="nct05765006",
        edition="2023",
        dose_level="75e6",
        product="relma-cel",
        cells=75e6,
        bed="2",
        sbp_mmhg=119,
    )
    stay = Stay("RC-012", now, zone, seed, 6, "09:40")
    stay.body = Body(
        zone,
        stay.chance,
        (
            Row(stay.on(-6, "14:00"), 36.6, 72, 118, 70, 14, 98.6),
            Row(stay.after(0), 36.7, 72, 120, 71, 14, 98.4),
            Row(stay.after(30), 37.0, 80, 119, 70, 15, 98),
            Row(stay.after(38), 37.6, 89, 117, 69, 16, 97.6),
            Row(stay.after(42), 38.3, 97, 115, 68, 16, 97.4),
            Row(stay.after(56), 38.9, 106, 111, 66, 17, 97),
            Row(stay.after(72), 39.1, 109, 108, 64, 18, 96.2),
            Row(stay.after(86), 39.2, 111, 106, 62, 19, 95.4),
            Row(stay.ago(44), 39.3, 114, 102, 60, 20, 93.6),
            Row(stay.ago(36), 39.4, 115, 99, 58, 21, 94.6),
            Row(stay.ago(28), 39.3, 118, 92, 51, 22, 92),
            Row(stay.ago(26.5), 39.2, 118, 88, 47, 23, 92.4),
            Row(stay.ago(22), 38.6, 112, 94, 55, 22, 94),
            Row(stay.ago(15), 38.1, 107, 96, 58, 20, 95),
            Row(stay.ago(8), 37.7, 104, 97, 59, 20, 95.4),
            Row(stay.ago(3), 37.5, 105, 98, 60, 19, 95.2),
            Row(stay.ago(1.2), 37.4, 104, 98, 60, 18, 95),
        ),
        oxygen=(
            (stay.ago(44.1), Support("nasal_cannula", 2.0)),
            (stay.ago(34), Support("nasal_cannula", 4.0)),
            (stay.ago(27.2), Support("high_flow_nasal_cannula", 40.0, 0.45)),
            (stay.ago(16), Support("high_flow_nasal_cannula", 30.0, 0.4)),
            (stay.ago(8.3), Support("high_flow_nasal_cannula", 20.0, 0.35)),
            (stay.ago(3.1), Support("nasal_cannula", 4.0)),
            (stay.ago(1.3), Support("nasal_cannula", 2.0)),
        ),
        awareness=((stay.ago(8.7), "C"),),
        loc=((stay.ago(4.8), "awakens_spontaneously"),),
        ice=((stay.ago(8.7), 7), (stay.ago(4.7), 5)),
        tremor=((stay.ago(8.8), True),),
    )
    blood = Blood(
        stay.infusion,
        ((0, 0.05), (1, 0.2), (2, 0.5), (3, 0.75), (4, 0.9), (5, 0.96), (6, 0.84), (7, 0.6)),
        stay.chance,
        depleted=True,
    )
    clotted = {("conditioning_dm4", "coagulation"): "tube clotted, not drawn again"}
    plan = followed(stay, who, -6, 14, left_out=clotted)
    enrolled(stay, who, blood, plan)
    admitted(stay, who, blood, plan, -6)
    lupus_before(stay, SKIN_AND_JOINTS, stay.on(-6, "16:00"))
    conditioned(stay, who)
    infused(stay, who)
    cared_for(stay, who, blood, plan, -6, 6)
    febrile(stay, stay.ago(10))
    stay.round(stay.after(50), {"temp_c": 36.8}, temp_c=38.6)
    stay.dose(stay.ago(27.5), "ringer_lactate", 500, "mL")
    stay.confirmation(stay.ago(26.7), "crs")
    stay.dose(stay.ago(26), "tocilizumab", 408)
    stay.dose(stay.ago(8.2), "dexamethasone", 10)
    stay.dose(stay.ago(2.2), "dexamethasone", 10)
    stay.dose(stay.ago(8.0), "levetiracetam", 500)
    stay.note(
        stay.ago(8.1), "ICANS 1, word-finding slow. Neurology asked, EEG planned.", role="physician"
    )
    crs = AdverseEvent(
        "cytokine_release_syndrome",
        "5.0",
        3,
        to_product="related",
        to_conditioning="unrelated",
        to_lupus="unrelated",
        serious=("hospitalisation", "important"),
        aware=stay.ago(26.5),
        action="drug",
        astct=3,
        aesi=True,
        comment="High-flow oxygen with FiO₂ 0.45, tocilizumab once.",
    )
    event(stay, stay.after(42), crs, stay.ago(25), reported=stay.ago(19.5))
    stay.confirmation(stay.ago(4.2), "icans")
    stay.round(stay.ago(1.2))
    stay.round(
        stay.ago(0.7), temp_c=37.4, hr_bpm=104, sbp_mmhg=98, dbp_mmhg=60, rr_bpm=18, spo2_pct=95
    )
    stay.on_ward = (stay.on(-6, "15:00"), stay.ago(1.2))
    stay.examining = (stay.after(0), stay.ago(1))
    for hours in (8.6, 4.6, 0.7):
        stay.examination(stay.ago(hours))
    stay.heeded.busy(stay.ago(28), stay.ago(26))
    handed_over(
        stay,
        "ICE sheet at the bedside, writes with the left hand. Mother stays overnight.",
        "ICE as the table says; EEG result still to come.",
    )
    return stay
