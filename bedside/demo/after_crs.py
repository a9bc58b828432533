"""Patients after their CRS: fever that may be masked, a month-3 and a month-6 visit."""

from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from bedside.demo.body import Body, Row
from bedside.demo.care import (
    Who,
    admitted,
    appointed,
    cared_for,
    come_today,
    conditioned,
    enrolled,
    febrile,
    followed,
    infused,
    visits,
    working,
)
from bedside.demo.judged import (
    KIDNEY,
    SKIN_AND_JOINTS,
    Lupus,
    event,
    lupus_at_visits,
    lupus_before,
)
from bedside.demo.laboratory import Blood
from bedside.demo.shifts import handed_over
from bedside.demo.stay import HOUR, Stay
from bedside.facts import (
    Admitted,
    AdverseEvent,
    Collected,
    Deviation,
    Discharged,
    DltReviewed,
    LicatsLook,
    NotDone,
    Omitted,
)
from grading.scales.gvhd import Examination
from grading.scales.licats import SIGNS, Organ
from grading.scores.pga import Pga
from grading.signs import Support, Vitals

_RC013 = KIDNEY
_RC007 = Lupus({"arthritis": 0, "rash": 1, "alopecia": 1, "mucosal_ulcers": 0}, without_bilag=(3,))


def al002(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day +9: hypotension without fever after a closed CRS; tocilizumab may mask the fever."""
    who = Who(
        sex="female",
        age=38,
        weight_kg=55.0,
        height_cm=157.0,
        protocol="nct05859997",
        edition="2023",
        dose_level="1e6/kg",
        product="allogeneic CD19",
        cells=1e6,
        unit="cells/kg",
        bed="3",
        sbp_mmhg=121,
    )
    stay = Stay("AL-002", now, zone, seed, 9, "10:30")
    stay.body = Body(
        zone,
        stay.chance,
        (
            Row(stay.on(-6, "14:00"), 36.5, 70, 120, 72, 14, 98.8),
            Row(stay.after(0), 36.6, 72, 122, 73, 14, 98.6),
            Row(stay.after(24), 36.9, 79, 120, 72, 14, 98.3),
            Row(stay.after(31), 37.6, 90, 118, 70, 15, 98),
            Row(stay.after(34), 38.3, 98, 115, 68, 16, 97.8),
            Row(stay.after(46), 39.0, 111, 106, 62, 18, 97),
            Row(stay.after(52), 39.1, 115, 96, 56, 19, 96.6),
            Row(stay.after(55), 39.0, 117, 87, 47, 20, 96.4),
            Row(stay.after(59), 38.4, 106, 97, 58, 18, 96.8),
            Row(stay.after(65), 37.5, 94, 106, 64, 16, 97.4),
            Row(stay.after(74), 36.8, 82, 114, 69, 15, 98),
            Row(stay.after(120), 36.6, 75, 120, 73, 14, 98.4),
            Row(stay.ago(10), 36.6, 76, 120, 73, 14, 98.4),
            Row(stay.ago(4), 36.7, 84, 105, 63, 15, 98),
            Row(stay.ago(0.3), 36.8, 104, 86, 48, 18, 97),
        ),
    )
    blood = Blood(
        stay.infusion,
        (
            *((0, 0), (1, 0.25), (2, 0.68), (2.5, 0.78), (3.5, 0.62), (5, 0.3)),
            *((7, 0.1), (8.4, 0.05), (9.4, 0.2)),
        ),
        stay.chance,
        depleted=True,
    )
    plan = followed(stay, who, -6, 14)
    enrolled(stay, who, blood, plan)
    admitted(stay, who, blood, plan, -6)
    lupus_before(stay, SKIN_AND_JOINTS, stay.on(-6, "16:00"))
    conditioned(stay, who)
    infused(stay, who)
    cared_for(stay, who, blood, plan, -6, 9)
    febrile(stay, stay.after(62))
    stay.dose(stay.after(54.2), "ringer_lactate", 500, "mL")
    stay.dose(stay.after(55.4), "ringer_lactate", 500, "mL")
    stay.confirmation(stay.after(55.8), "crs")
    stay.dose(stay.after(56), "tocilizumab", 440)
    crs = _crs(2, action="drug")
    event(stay, stay.after(34), crs, stay.after(58), ended=stay.after(76))
    for day, clock, skin in ((3, "11:10", 0.0), (6, "11:00", 0.0), (8, "11:20", 12.0)):
        seen = Examination(
            skin_bsa_pct=skin,
            bili_other_cause=False,
            upper_gi_persistent=False,
            stool_episodes=1.0,
            severe_abdominal_pain=False,
            gross_blood=False,
        )
        stay.fact(stay.on(day, clock), seen, minutes=6, role="physician")
    stay.note(stay.on(8, "11:20"), "Faint rash of palms and chest, not itching. Dermatology asked.")
    stay.mistaken(
        stay.on(6, "16:20"),
        Vitals(temp_c=37.4, temp_site="tympanic", hr_bpm=99, sbp_mmhg=131, dbp_mmhg=84),
        "entered for the wrong patient",
    )
    stay.round(stay.ago(3.9), temp_c=36.7, hr_bpm=84, sbp_mmhg=104, dbp_mmhg=62)
    stay.round(
        stay.ago(19 / 60), temp_c=36.8, hr_bpm=104, sbp_mmhg=86, dbp_mmhg=48, rr_bpm=18, spo2_pct=97
    )
    stay.note(
        stay.ago(16 / 60), "Pale, hands cool, no fever. Tocilizumab a week ago. Dr on the way."
    )
    stay.dose(stay.ago(14 / 60), "ringer_lactate", 500, "mL")
    stay.on_ward = (stay.on(-6, "15:00"), stay.ago(3.9))
    stay.examining = (stay.after(0), stay.now)
    stay.heeded.leave("crs", stay.ago(0.5))
    stay.heeded.silence(stay.ago(5 / 60), "crs", 10)
    handed_over(stay, "Up in the chair twice, eats well.", "")
    return stay


def rc013(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day +95: CRS up to 3 and ICANS up to 2, both long over; back in bed since month 3."""
    who = Who(
        sex="female",
        age=36,
        weight_kg=60.0,
        height_cm=166.0,
        protocol="nct05765006",
        edition="2023",
        dose_level="100e6",
        product="relma-cel",
        cells=100e6,
        bed="5",
        sbp_mmhg=123,
    )
    stay = Stay("RC-013", now, zone, seed, 95, "10:20")
    stay.body = Body(
        zone,
        stay.chance,
        (
            Row(stay.on(-6, "14:00"), 36.7, 74, 124, 76, 14, 98.4),
            Row(stay.after(0), 36.7, 75, 124, 76, 14, 98.4),
            Row(stay.after(21), 37.0, 82, 123, 75, 15, 98),
            Row(stay.after(26), 37.7, 92, 121, 73, 16, 97.6),
            Row(stay.after(29), 38.3, 99, 119, 72, 16, 97.4),
            Row(stay.after(48), 39.0, 110, 112, 66, 18, 96.4),
            Row(stay.after(61), 39.3, 115, 106, 61, 20, 94),
            Row(stay.after(70), 39.4, 118, 97, 56, 21, 94),
            Row(stay.after(75), 39.3, 120, 88, 47, 22, 93.2),
            Row(stay.after(82), 39.4, 124, 87, 45, 24, 91.8),
            Row(stay.after(86), 39.3, 126, 84, 43, 24, 92),
            Row(stay.after(90), 38.9, 116, 97, 56, 22, 93),
            Row(stay.after(98), 38.3, 108, 102, 59, 20, 94),
            Row(stay.after(106), 37.7, 100, 106, 62, 19, 94.6),
            Row(stay.after(118), 37.3, 93, 109, 65, 18, 95),
            Row(stay.after(132), 37.0, 85, 113, 69, 16, 96.2),
            Row(stay.after(144), 36.8, 80, 116, 71, 15, 97.2),
            Row(stay.after(200), 36.7, 74, 121, 75, 14, 98.2),
            Row(stay.now, 36.6, 71, 122, 77, 14, 98.6),
        ),
        oxygen=(
            (stay.after(61.5), Support("nasal_cannula", 2.0)),
            (stay.after(71), Support("nasal_cannula", 4.0)),
            (stay.after(83.5), Support("high_flow_nasal_cannula", 40.0, 0.5)),
            (stay.after(100), Support("high_flow_nasal_cannula", 30.0, 0.4)),
            (stay.after(112), Support("nasal_cannula", 4.0)),
            (stay.after(124), Support("nasal_cannula", 2.0)),
            (stay.after(140), Support("room_air")),
        ),
        ice=(
            *((stay.after(100), 8), (stay.after(107), 6), (stay.after(120), 8)),
            *((stay.after(131), 9), (stay.after(143), 10)),
        ),
        awareness=((stay.after(107), "C"), (stay.after(119), "A")),
        loc=((stay.after(107), "awakens_spontaneously"), (stay.after(119), "alert")),
        tremor=((stay.after(100), True), (stay.after(143), False)),
    )
    blood = Blood(
        stay.infusion,
        (
            *((0, 0), (1, 0.25), (2, 0.6), (3.3, 0.93), (4, 1.0), (5, 0.85), (6, 0.55)),
            *((8, 0.25), (11, 0.1), (14, 0.05), (30, 0)),
        ),
        stay.chance,
        depleted=True,
    )
    came = (18, 21, 27, 30, 44, 60, 75, 93)
    plan = followed(
        stay,
        who,
        -6,
        14,
        came,
        absent=["pkpd_d24"],
        left_out={
            ("safety_m2", "infection"): "swab lost on the way to the laboratory",
            ("efficacy_m3", "proteinuria"): "",
        },
    )
    enrolled(stay, who, blood, plan)
    admitted(stay, who, blood, plan, -6)
    lupus_before(stay, _RC013, stay.on(-6, "16:00"))
    conditioned(stay, who)
    infused(stay, who)
    cared_for(stay, who, blood, plan, -6, 14)
    febrile(stay, stay.after(108))
    stay.confirmation(stay.after(74.2), "crs")
    stay.dose(stay.after(73.4), "ringer_lactate", 500, "mL")
    stay.dose(stay.after(74.6), "tocilizumab", 480)
    stay.pump(
        "norepinephrine",
        (
            *((stay.after(84.6), 0.06), (stay.after(87), 0.1), (stay.after(95), 0.06)),
            *((stay.after(102), 0.03), (stay.after(107), None)),
        ),
    )
    stay.confirmation(stay.after(85.2), "crs")
    stay.dose(stay.after(85.6), "tocilizumab", 480)
    for hours in (86, 92, 98, 104):
        stay.dose(stay.after(hours), "dexamethasone", 10)
    stay.dose(stay.after(101), "levetiracetam", 500)
    stay.dose(stay.after(113), "levetiracetam", 500)
    stay.confirmation(stay.after(113.5), "icans")
    stay.fact(stay.on(14, "11:00"), Discharged("home"))
    visits(stay, who, blood, plan, came)
    lupus_at_visits(stay, plan, _RC013, came)
    _events_of_rc013(stay)
    _licats(stay)
    stay.fact(
        stay.on(26, "15:00"),
        Omitted("pkpd_d24", reason="at home with a cold, no sample"),
        Deviation("missed", "PK/PD sample of day 24 not taken.", "pkpd_d24"),
        role="coordinator",
    )
    reviewed = DltReviewed(0, "CRS 3 was down to 2 within a day, ICANS at most 2.")
    stay.fact(stay.on(29, "16:00"), reviewed, role="physician")
    stay.fact(stay.on(93, "09:15"), Admitted("5"))
    stay.note(stay.on(93, "12:00"), "Urine of 24 h not brought along: collected on the ward.")
    next_month = working(plan, 120)
    appointed(stay, plan, stay.on(93, "15:00"), ("pkpd_m4", "safety_m4"), next_month)
    come_today(stay)
    stay.fact(stay.ago(35 / 60), NotDone("vitals", "off_ward", "Ultrasound of the kidneys."))
    handed_over(
        stay, "Urine of 24 h is being collected.", "Ultrasound of the kidneys is asked for."
    )
    stay.again = (stay.on(93, "12:00"), stay.ago(0.8))
    stay.on_ward = (stay.on(-6, "15:00"), stay.on(14, "10:30"))
    stay.examining = (stay.after(0), stay.on(14, "10:30"))
    return stay


def rc007(now: datetime, zone: tzinfo, seed: int) -> Stay:
    """Day +182: a CRS 1 half a year ago, visits since, today the one of month 6, in chair C1."""
    who = Who(
        sex="female",
        age=45,
        weight_kg=66.0,
        height_cm=163.0,
        protocol="nct05765006",
        edition="2023",
        dose_level="75e6",
        product="relma-cel",
        cells=75e6,
        bed="5",
        sbp_mmhg=126,
    )
    stay = Stay("RC-007", now, zone, seed, 182, "10:15")
    stay.body = Body(
        zone,
        stay.chance,
        (
            Row(stay.on(-6, "14:00"), 36.6, 72, 126, 78, 14, 98.2),
            Row(stay.after(0), 36.7, 73, 125, 78, 14, 98.2),
            Row(stay.after(58), 37.1, 80, 124, 76, 15, 97.8),
            Row(stay.after(66), 37.7, 89, 121, 74, 15, 97.6),
            Row(stay.after(70), 38.3, 96, 119, 73, 16, 97.4),
            Row(stay.after(86), 38.7, 102, 116, 71, 17, 97),
            Row(stay.after(100), 38.2, 96, 118, 72, 16, 97.2),
            Row(stay.after(108), 37.4, 88, 121, 74, 15, 97.6),
            Row(stay.after(130), 36.8, 78, 124, 77, 14, 98),
            Row(stay.now, 36.6, 70, 127, 79, 14, 98.4),
        ),
    )
    blood = Blood(
        stay.infusion,
        ((0, 0), (2, 0.1), (3, 0.38), (4, 0.48), (5, 0.35), (7, 0.12), (10, 0.03), (30, 0)),
        stay.chance,
        depleted=True,
    )
    came = (14, 18, 21, 24, 27, 30, 44, 60, 75, 90, 120, 150)
    plan = followed(
        stay,
        who,
        -6,
        12,
        came,
        left_out={
            ("efficacy_m3", "bilag_2004"): "rater away",
            ("efficacy_m3", "sri_4"): "no BILAG to judge it by",
        },
    )
    enrolled(stay, who, blood, plan)
    admitted(stay, who, blood, plan, -6)
    lupus_before(stay, _RC007, stay.on(-6, "16:00"))
    conditioned(stay, who)
    infused(stay, who)
    cared_for(stay, who, blood, plan, -6, 12)
    febrile(stay, stay.after(102))
    stay.confirmation(stay.after(88), "crs")
    stay.fact(stay.on(12, "11:00"), Discharged("home"))
    visits(stay, who, blood, plan, came)
    lupus_at_visits(stay, plan, _RC007, came)
    _events_of_rc007(stay)
    stay.fact(stay.on(29, "16:00"), DltReviewed(0), role="physician")
    months = ("pkpd_m6", "safety_m6", "efficacy_m6")
    appointed(stay, plan, stay.on(150, "11:30"), months, 182)
    today = come_today(stay, "C1")
    stay.fact(today + 0.8 * HOUR, Pga(Decimal("0.3")), role="physician")
    stay.note(today + 0.5 * HOUR, "Blood of month 6 drawn, results to come.")
    stay.fact(
        today + 0.9 * HOUR,
        Collected("safety_m6", "infection"),
        Collected("efficacy_m6", "pga"),
        Collected("efficacy_m6", "steroid"),
        role="coordinator",
    )
    stay.fact(stay.on(120, "10:30"), NotDone("weight_kg", "refused"))
    handed_over(stay)
    stay.again = (today + HOUR, stay.now)
    stay.on_ward = (stay.on(-6, "15:00"), stay.on(12, "10:30"))
    stay.examining = (stay.after(0), stay.on(12, "10:30"))
    return stay


# --- what was judged ------------------------------------------------------------------------------


def _crs(grade: int, **more: Any) -> AdverseEvent:
    """Cytokine release syndrome as somebody wrote it down, with the same grade by ASTCT."""
    return AdverseEvent(
        "cytokine_release_syndrome",
        "5.0",
        grade,
        to_product="related",
        to_conditioning="unrelated",
        to_lupus="unrelated",
        astct=grade,
        aesi=True,
        **more,
    )


def _events_of_rc013(stay: Stay) -> None:
    """A CRS that was serious and was reported within hours, an ICANS, and low neutrophils."""
    crs = _crs(
        3,
        action="drug",
        serious=("life_threatening",),
        aware=stay.after(85.5),
        comment="Noradrenaline and high-flow oxygen; back to 2 within a day.",
    )
    event(stay, stay.after(29), crs, stay.after(88), reported=stay.after(91), ended=stay.after(108))
    icans = AdverseEvent(
        "immune_system_disorders_other_specify",
        "5.0",
        2,
        specify="ICANS",
        to_product="related",
        to_conditioning="unrelated",
        to_lupus="unrelated",
        action="drug",
        astct=2,
        aesi=True,
    )
    event(stay, stay.after(100), icans, stay.after(115), ended=stay.after(145))
    low = AdverseEvent(
        "neutrophil_count_decreased",
        "5.0",
        3,
        to_product="possible",
        to_conditioning="related",
        to_lupus="unrelated",
        action="none",
    )
    event(stay, stay.on(2, "06:00"), low, stay.on(5, "16:40"), ended=stay.on(12, "06:00"))


def _licats(stay: Stay) -> None:
    """Rash and swollen hands while B cells are absent, both gone a week later."""

    def look(day: int, organ: Organ, *signs: str, **more: Any) -> None:
        rest = tuple(sign for sign in SIGNS[organ] if sign not in signs)
        seen = LicatsLook(organ, signs, rest, involved_before=organ in ("skin", "joints"), **more)
        stay.fact(stay.on(day, "10:40"), seen, minutes=7, role="physician")

    look(11, "skin", "inflammatory_rash", otherwise_explained=False, course="symptomatic")
    look(11, "joints", otherwise_explained=False)
    look(13, "joints", "arthritis", otherwise_explained=False, course="medical")
    look(14, "skin", "inflammatory_rash", otherwise_explained=False, course="symptomatic")
    for organ in ("skin", "joints"):
        look(21, organ)
    stay.note(
        stay.on(13, "10:55"), "Both hands swollen, B cells absent: naproxen.", role="physician"
    )


def _events_of_rc007(stay: Stay) -> None:
    """A CRS 1, and a cold at home."""
    event(
        stay,
        stay.after(70),
        _crs(1, action="drug"),
        stay.after(89),
        ended=stay.after(106),
    )
    cold = AdverseEvent(
        "upper_respiratory_infection",
        "5.0",
        2,
        to_product="possible",
        to_conditioning="unrelated",
        to_lupus="unrelated",
        action="drug",
        comment="At home; amoxicillin for five days.",
    )
    event(stay, stay.on(131, "08:00"), cold, stay.on(150, "11:00"), ended=stay.on(150, "11:20"))
