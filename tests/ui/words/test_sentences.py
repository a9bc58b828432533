"""Sentences about patients, as they are read."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from bedside.chart import chart
from bedside.facts import (
    Admitted,
    Answer,
    Appointed,
    Collected,
    Confirmed,
    Deviation,
    Discharged,
    DltReviewed,
    Ended,
    Enrolled,
    Note,
    Omitted,
    Reassigned,
    Reminded,
    Retracted,
    Screened,
    Visited,
)
from bedside.preview import Difference
from bedside.store import StoreError
from bedside.timeline import Entry
from grading.grade import Change, Episode, Grade, Missing, Step, Trend
from grading.scales import SCALES
from grading.scales.icans import IcansGrade
from grading.scales.news2 import News2Grade
from grading.signs import (
    ICE_ITEMS,
    Attribution,
    Baseline,
    Death,
    Drug,
    Hypotension,
    Ice,
    Infused,
    Invalid,
    Lab,
    Neuro,
    Planned,
    Support,
    Vitals,
)
from ui import words

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 6, 32, tzinfo=UTC)  # 14:32 there
INFUSED = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _english():
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def entry(at: datetime, fact: Any, number: int = 1, **more: Any) -> Entry:
    given = {"recorded": at, "author": "Nurse A", "role": "nurse", **more}
    return Entry(f"{number:04}", "w", number, "RC-014", at, fact=fact, **given)


def charted(*facts: tuple[datetime, Any]):
    told = [(INFUSED, Infused(1e8, "cells", "relma-cel")), *facts]
    return chart([entry(at, fact, n) for n, (at, fact) in enumerate(told, 1)], NOW, ZONE)


def ice(lost: tuple[str, ...] = (), **more: Any) -> Ice:
    return Ice(**{i: "no" if i in lost else "yes" for i in ICE_ITEMS} | more)


FEVER = Vitals(temp_c=39.4, temp_site="axillary", sbp_mmhg=118, dbp_mmhg=70, spo2_pct=97)
WELL = Vitals(temp_c=36.8, sbp_mmhg=118, dbp_mmhg=70, spo2_pct=97)
LOW = Vitals(temp_c=37.4, sbp_mmhg=86, dbp_mmhg=44, spo2_pct=91)
AIR = Support("room_air")
HFNC = Support("high_flow_nasal_cannula", 40.0, 0.5)
PUMP = Drug("norepinephrine", "started", rate=0.06, rate_unit="mcg/kg/min")
TOCI = Drug("tocilizumab", dose=464, dose_unit="mg")
BASE = (ago(292), FEVER), (ago(292), AIR)
SICK = (*BASE, (ago(257), TOCI), (ago(14), PUMP), (ago(11), LOW), (ago(11), HFNC))
ALERT = (ago(150), Neuro(loc="alert"))


REASONS = [
    ("crs", BASE[:0], "fever", "Temperature missing", "not charted, or too old to count"),
    ("crs", SICK, "fever", "Fever 39.4 °C",
     "axillary at 09:40 · 37.4 °C at 14:21 · not required since tocilizumab 10:15"),
    ("crs", SICK, "hypotension", "Hypotension needing one vasopressor",
     "noradrenaline 0.06 µg/kg/min since 14:18"),
    ("crs", SICK, "hypoxia", "Hypoxia on high-flow oxygen",
     "SpO₂ 91 %, high-flow nasal cannula 40 L/min, FiO₂ 0.5 at 14:21"),
    ("crs", ((ago(9), FEVER), (ago(9), AIR)), "fever", "Fever 39.4 °C", "axillary at 14:23"),
    ("crs", ((ago(9), WELL), (ago(9), AIR)), "fever", "No fever", "36.8 °C at 14:23"),
    ("crs", ((ago(9), WELL), (ago(9), AIR)), "hypotension", "No hypotension",
     "118/70 (86) mmHg at 14:23"),
    ("crs", ((ago(9), WELL), (ago(9), AIR)), "hypoxia", "No added oxygen",
     "SpO₂ 97 %, room air at 14:23"),
    ("crs", ((ago(9), LOW),), "hypotension", "Hypotension without vasopressor",
     "86/44 (58) mmHg at 14:23"),
    ("crs", ((ago(9), LOW), (ago(9), Hypotension("no"))), "hypotension",
     "Low pressure, judged usual for the patient", "86/44 (58) mmHg at 14:23"),
    ("crs", ((ago(9), Vitals(bp_unrecordable=True)),), "hypotension",
     "Hypotension without vasopressor", "blood pressure not recordable at 14:23"),
    ("crs", ((ago(9), LOW), (ago(9), Attribution("hypotension", "other", "sepsis"))),
     "hypotension", "Hypotension put down to another cause", "86/44 (58) mmHg at 14:23"),
    ("crs", ((ago(14), Drug("vasopressin", "continued")), (ago(9), PUMP)), "hypotension",
     "Hypotension needing one vasopressor",
     "vasopressin since 14:18 · noradrenaline 0.06 µg/kg/min since 14:23"),
    ("crs", ((ago(9), Drug("epinephrine")),), "hypotension",
     "Hypotension needing one vasopressor", "adrenaline as a single dose at 14:23"),
    ("crs", ((ago(9), Vitals(spo2_pct=88)), (ago(9), AIR)), "hypoxia",
     "Hypoxia by SpO₂ without added oxygen", "SpO₂ 88 %, room air at 14:23"),
    ("crs", ((ago(9), Support("intubated_mv", fio2=0.35, purpose="airway_protection")),),
     "hypoxia", "Positive pressure, not for hypoxia",
     "intubated and ventilated, FiO₂ 0.35 for airway protection at 14:23"),
    ("crs", ((ago(600), AIR), (ago(9), FEVER)), "hypoxia", "Oxygen device missing",
     "room air at 04:32 · SpO₂ 97 % at 14:23"),
    ("icans", (ALERT, (ago(150), ice(("writing", "attention")))), "ice", "ICE 8/10",
     "at 12:02 · writing and attention lost"),
    ("icans", (ALERT, (ago(150), ice())), "ice", "ICE 10/10", "at 12:02"),
    ("icans", (ALERT, (ago(150), ice(("command",), writing="not_assessable",
     attention=None, reasons=(("writing", "sedated"),)))), "ice", "ICE 7 to 9 of 10, not complete",
     "at 12:02 · command lost · writing not assessable: sedated · attention not asked"),
    ("icans", (ALERT,), "ice", "ICE missing", "not charted, or too old to count"),
    ("icans", (ALERT,), "loc", "Alert", "at 12:02"),
    ("icans", (ALERT,), "seizure", "No seizure", "none charted"),
    ("icans", ((ago(9), Neuro(loc="stupor", seizure="clinical", seizure_min=2.5)),), "seizure",
     "Seizure that resolved", "clinical seizure, 2.5 min at 14:23"),
    ("icans", ((ago(9), Neuro(oedema="focal")),), "icp", "Focal cerebral oedema", "at 14:23"),
    ("news2", ((ago(9), WELL),), "sbp_mmhg", "Systolic pressure 118 mmHg", "at 14:23"),
    ("news2", ((ago(9), WELL),), "rr_bpm", "Respiratory rate missing",
     "not charted, or too old to count"),
    ("news2", ((ago(9), Vitals(consciousness="C")),), "consciousness",
     "Consciousness: newly confused", "at 14:23"),
    ("news2", ((ago(9), HFNC),), "oxygen",
     "Oxygen: high-flow nasal cannula 40 L/min, FiO₂ 0.5", "at 14:23"),
    ("news2", ((ago(9), WELL), (ago(9), Baseline(spo2_target_88_92=True))), "spo2_pct",
     "SpO₂ 97 %", "not scored on scale 2 while the oxygen is not known"),
]  # fmt: skip


@pytest.mark.parametrize(("scale", "facts", "domain", "title", "detail"), REASONS)
def test_reason(scale, facts, domain, title, detail):
    # A heart rate alone says nothing of CRS but makes it judge.
    of = charted(*facts, (ago(8), Vitals(hr_bpm=80)))
    grade = of.grade(scale)
    assert grade is not None
    found = next(reason for reason in grade.reasons if reason.domain == domain)
    said = words.reason(found, NOW, ZONE)
    assert (plain(said.title), plain(said.detail)) == (title, detail)


def test_a_reason_of_another_day_has_its_date():
    of = charted((ago(24 * 60), FEVER), (ago(24 * 60), AIR), (ago(9), WELL), (ago(9), AIR))
    grade = of.grade("crs")
    assert grade is not None
    said = words.reason(grade.reasons[0], NOW, ZONE)
    assert said.title == f"Fever 39.4{NBSP}°C earlier in this episode"
    assert plain(said.detail) == "axillary at 21 Nov 14:32 · 36.8 °C at 14:23"


# --- what is missing --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("missing", "scale", "whole", "short"),
    [
        (Missing("oxygen", None), "crs", "oxygen not charted", "no O₂ charted"),
        (Missing("blood_pressure", ago(300)), "crs", "blood pressure 5 h old", "BP 5 h old"),
        (Missing("spo2_pct", ago(300)), "news2", "SpO₂ 5 h old", "SpO₂ 5 h old"),
        (Missing("vasopressor", ago(130)), "crs",
         "vasopressor not confirmed for 2 h", "vasopressor 2 h old"),
        (Missing("consciousness", None), "icans", "consciousness not charted", "no LOC"),
        (Missing("consciousness", None), "news2", "consciousness not charted", "no ACVPU"),
        (Missing("ice", None), "icans", "ICE not done", "no ICE"),
        (Missing("ice", ago(960)), "icans",
         "whole ICE needed, last tried 16 h ago", "whole ICE needed"),
    ],
)  # fmt: skip
def test_missing(missing, scale, whole, short):
    assert words.missing(missing, NOW) == whole
    assert words.missing_short(missing, scale, NOW) == short


def test_missing_line_tells_an_unfinished_examination_from_an_old_one():
    begun = ice(("command",), writing=None, attention=None)
    grade = charted((ago(20), begun)).grade("icans")
    assert grade is not None
    assert words.missing_line(grade, NOW) == (
        "ICE not complete: 8 of 10 items done and consciousness not charted."
    )
    assert words.missing_line(Grade(0, 0, "graded"), NOW) == ""


# --- grades -----------------------------------------------------------------------------------

BEFORE = frozenset({"before_infusion"})


@pytest.mark.parametrize(
    ("scale", "grade", "title", "chip"),
    [
        ("crs", Grade(3, 3, "graded"), "CRS grade 3", "CRS 3"),
        ("crs", Grade(0, 0, "no_crs"), "CRS grade 0", "CRS 0"),
        ("crs", Grade(None, 2, "incomplete"), "CRS at least 2", "CRS ≥2"),
        ("crs", Grade(None, 0, "incomplete"), "CRS cannot be stated", "CRS ?"),
        ("crs", Grade(None, 0, "review", suspected=3),
         "CRS? would be grade 3 — a person must decide", "CRS ?"),
        ("crs", Grade(0, 0, "no_crs", flags=BEFORE),
         "CRS not applicable before infusion", "CRS –"),
        ("crs", None, "CRS: nothing charted", "CRS ?"),
        ("icans", IcansGrade(2, 2, "partial"), "ICANS at least 2", "ICANS ≥2"),
        ("icans", IcansGrade(0, 0, "partial"), "ICANS grade 0", "ICANS 0"),
        ("icans", IcansGrade(1, 1, "graded", adjusted=0),
         "ICANS grade 1, 0 without the old deficit", "ICANS 1"),
        ("icans", IcansGrade(1, 1, "graded", adjusted=1), "ICANS grade 1", "ICANS 1"),
        ("news2", News2Grade(9, 9, "graded", risk="high"), "NEWS2 9", "NEWS2 9"),
        ("news2", News2Grade(None, 5, "incomplete"), "NEWS2 at least 5", "NEWS2 ≥5"),
    ],
)  # fmt: skip
def test_a_grade_is_named_with_what_is_not_certain(scale, grade, title, chip):
    assert words.grade_title(scale, grade) == title
    assert plain(words.grade_chip(scale, grade)) == chip


def test_scales_are_named_with_their_edition():
    assert words.scale_title(SCALES["crs"]) == "CRS · ASTCT 2019"
    assert words.editions() == "CRS · ASTCT 2019, ICANS · ASTCT 2019 and NEWS2 · RCP 2017"
    assert words.scale_name("licats") == "LICATS"


@pytest.mark.parametrize(
    ("grade", "said"),
    [
        (News2Grade(0, 0, "graded", risk="low"), "low risk · observations at least 12-hourly"),
        (News2Grade(4, 4, "graded", risk="low"), "low risk · observations at least 4- to 6-hourly"),
        (News2Grade(9, 9, "graded", risk="high", min_risk="high"),
         "high risk · continuous observation, emergency team"),
        (News2Grade(None, 7, "incomplete", min_risk="high"),
         "high risk already · continuous observation"),
        (News2Grade(None, 0, "incomplete"), "risk cannot be stated"),
    ],
)  # fmt: skip
def test_band(grade, said):
    assert words.band_text(grade) == said


@pytest.mark.parametrize(
    ("scale", "facts", "said"),
    [
        ("crs", SICK, "Would be 4 with a second vasopressor or positive pressure."),
        ("crs", ((ago(9), FEVER), (ago(9), AIR)),
         "Would be 2 with hypotension or low-flow oxygen."),
        ("crs", ((ago(9), WELL), (ago(9), AIR)), "Would be 1 with a fever from 38.0 °C."),
        ("crs", ((ago(9), LOW), (ago(9), AIR)), "Would be 2 with a fever from 38.0 °C."),
        ("crs", ((ago(9), PUMP), (ago(9), WELL), (ago(9), AIR)),
         "Would be 3 with a fever from 38.0 °C."),
        ("crs", (*BASE, (ago(9), WELL), (ago(9), AIR)),
         "Would be 1 with a fever from 38.0 °C, 2 with hypotension or low-flow oxygen."),
        ("crs", ((ago(9), FEVER),), "Would be ≥2 with hypotension or low-flow oxygen."),
        ("icans", (ALERT, (ago(9), ice(("writing",)))),
         "Would be 2 with ICE 6 or less, or waking only to voice."),
        ("icans", ((ago(9), Neuro(loc="coma")), (ago(9), ice())), ""),
    ],
)  # fmt: skip
def test_would_raise(scale, facts, said):
    grade = charted(*facts).grade(scale)
    assert grade is not None
    assert plain(words.would_raise(scale, grade)) == said


def test_flags_are_sentences_in_one_order():
    grade = Grade(3, 3, "graded", flags=frozenset({"push_dose", "infusion_unknown"}))
    assert words.flags(grade) == (words.flag("infusion_unknown"), words.flag("push_dose"))
    assert words.flag("late_onset_review") == "Onset after day 14: look for other causes first."


@pytest.mark.parametrize(
    ("change", "shown", "spoken"),
    [
        (Change(ago(11), 2, 3), "▲ 11 min", "rose from 2 to 3, 11 min ago"),
        (Change(ago(190), 3, 2), "▼ 3 h", "fell from 3 to 2, 3 h ago"),
        (None, "", ""),
    ],
)
def test_trend(change, shown, spoken):
    step = Step(NOW, Grade(2, 2, "graded"), observed=True, trend=Trend(2, change))
    assert plain(words.trend(step, NOW)) == shown
    assert words.trend_spoken(step, NOW) == spoken


def test_episode():
    of = charted(*SICK)
    onset = datetime(2026, 11, 19, 13, 10, tzinfo=UTC)
    running = Episode(onset, None, 3, NOW)
    assert words.episode(running, of) == "max 3 · onset D+1 21:10"
    ended = replace(running, end=onset + timedelta(hours=60))
    assert words.episode(ended, of) == "max 3 · D+1 21:10 to D+4 09:10"
    unanchored = chart([entry(ago(9), FEVER)], NOW, ZONE)
    assert words.episode(running, unanchored) == "max 3 · onset 19 Nov 21:10"


# --- what stands beside a bed -----------------------------------------------------------------


def test_therapies():
    of = charted(
        (ago(9000), TOCI),  # before the cells
        (ago(2000), replace(TOCI)),
        (ago(900), replace(TOCI)),
        (ago(30), Drug("prednisone", stable=True)),
        (ago(20), Drug("dexamethasone")),
        (ago(2000), Drug("methylprednisolone")),
        (ago(14), PUMP),
        (ago(14), Drug("epinephrine", "started")),
        (ago(2), Drug("epinephrine", "stopped")),
        (ago(14), Drug("crystalloid", "started")),
    )
    assert words.therapies_short(of) == "nor-adr, toci ×2, dex"
    assert [plain(words.running(run)) for run in of.running] == [
        "noradrenaline 0.06 µg/kg/min",
        "crystalloid fluid",
    ]
    assert words.product(of) == "relma-cel 100×10⁶"


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("100e6", "100×10⁶"),
        ("1e6/kg", "1×10⁶/kg"),
        ("1.5e6/kg", "1.5×10⁶/kg"),
        ("B", "B"),
        ("Relma-cel 100×10⁶", "Relma-cel 100×10⁶"),
        ("", ""),
    ],
)
def test_before_the_cells_the_dose_level_stands_beside_a_bed(level, said):
    of = chart([entry(ago(9000), Enrolled(dose_level=level))], NOW, ZONE)
    assert words.product(of) == said


def test_after_them_what_was_given():
    given = Infused(1.2e6, "cells/kg", "AL-19")
    of = chart([entry(ago(90), Enrolled(dose_level="1e6/kg")), entry(ago(80), given, 2)], NOW, ZONE)
    assert words.product(of) == "AL-19 1.2×10⁶/kg"


def test_cells_without_a_figure_stand_with_their_level():
    told = [entry(ago(90), Enrolled(dose_level="B")), entry(ago(80), Infused(product="CD19"), 2)]
    assert words.product(chart(told, NOW, ZONE)) == "CD19 B"


@pytest.mark.parametrize(
    ("support", "short"),
    [
        (AIR, "air"),
        (Support("nasal_cannula", 2.0), "NC 2"),
        (Support("nasal_cannula", 2.5), "NC 2.5"),
        (HFNC, "HFNC 40"),
        (Support("intubated_mv", fio2=0.6), "ventilated FiO₂ 0.6"),
        (Support("cpap"), "CPAP"),
    ],
)
def test_support_short(support, short):
    assert plain(words.support_short(support)) == short


@pytest.mark.parametrize(
    ("vitals", "shown"),
    [
        (Vitals(sbp_mmhg=86, dbp_mmhg=44), "86/44 (58)"),
        (Vitals(sbp_mmhg=86), "86"),
        (Vitals(sbp_mmhg=86, map_mmhg=60), "86 (60)"),
        (Vitals(map_mmhg=60), "(60)"),
        (Vitals(bp_unrecordable=True), "not recordable"),
    ],
)
def test_pressure(vitals, shown):
    assert plain(words.pressure(vitals)) == shown


def test_values_take_the_figures_of_the_language():
    QLocale.setDefault(QLocale("de_DE"))
    assert plain(words.quantity(Vitals, "temp_c", 38)) == "38,0 °C"
    assert plain(words.quantity(Support, "flow_lpm", 2.5)) == "2,5 L/min"
    assert plain(words.quantity(Support, "flow_lpm", 40.0)) == "40 L/min"
    assert words.quantity(Support, "fio2", 0.5) == "0,5"
    assert words.quantity(Baseline, "ice", 9) == "9/10"
    assert words.figures(Vitals, "temp_c", 38.0, QLocale("en_GB")) == "38.0"


# --- facts ------------------------------------------------------------------------------------

FACTS = [
    (Vitals(temp_c=38.8, temp_site="oral", hr_bpm=124, sbp_mmhg=92, dbp_mmhg=54, rr_bpm=22,
            spo2_pct=91, consciousness="A", weight_kg=58, bp_method="cuff"),
     "38.8 °C oral · HR 124 · BP 92/54 (67) mmHg cuff · RR 22 · SpO₂ 91 % · alert · 58.0 kg"),
    (Vitals(sbp_mmhg=92, dbp_mmhg=54, map_mmhg=60),
     "BP 92/54 (67) mmHg · mean charted as 60 mmHg"),
    (Vitals(hr_bpm=0, arrest=True, bp_unrecordable=True),
     "cardiac arrest · blood pressure not recordable"),
    (Vitals(dbp_mmhg=54), "diastolic 54 mmHg"),
    (Vitals(), "nothing charted"),
    (HFNC, "High-flow nasal cannula 40 L/min, FiO₂ 0.5"),
    (Support("cpap", purpose="sleep_apnoea"), "CPAP for known sleep apnoea"),
    (replace(ice(("writing",)), language="German", interpreter=False),
     "ICE 9/10 · writing lost · in German · without interpreter"),
    (Ice(**dict.fromkeys(ICE_ITEMS, "not_assessable"),
         reasons=tuple((item, "intubated") for item in ICE_ITEMS)),
     "ICE 0 to 10 of 10 · all ten items not assessable: intubated"),
    (Ice(**dict.fromkeys(ICE_ITEMS, "not_assessable"),
         reasons=tuple((item, "icans") for item in ICE_ITEMS)),
     "ICE 0/10 · all ten items impossible because of the neurotoxicity"),
    (Neuro(loc="alert", seizure="none", tremor=False, deep_focal_weakness=True),
     "Alert · no seizure · deep focal weakness · no tremor"),
    (Neuro(loc="awakens_to_voice", natural_sleep=True, seizure_min=2, oedema="none"),
     "Awakens to voice · asleep naturally · seizure of 2 min · no cerebral oedema on imaging"),
    (Neuro(), "nothing charted"),
    (PUMP, "Noradrenaline started at 0.06 µg/kg/min"),
    (replace(PUMP, action="stopped", rate=None), "Noradrenaline stopped"),
    (Drug("tocilizumab", dose=464, dose_unit="mg", route="iv"),
     "Tocilizumab 464 mg given · intravenous"),
    (Drug("norepinephrine", "continued", dose=4, dose_unit="mg", rate=12.5, rate_unit="mL/h",
          line="2", until=ago(-60)),
     "Noradrenaline continues at 12.5 mL/h · dose 4 mg · line 2 · until 22 Nov 2026 15:32"),
    (Drug("prednisone", dose=5, dose_unit="mg", stable=True),
     "Prednisone 5 mg given · the usual dose, taken before"),
    (Drug("adrenaline", procedure=True), "Adrenaline given · during a procedure"),
    (Lab("il6", 3400, "pg/mL"), "IL-6 3400 pg/mL"),
    (Lab("il6", 1.5, "pg/mL", "<"), "IL-6 < 1.5 pg/mL"),
    (Lab("ferritin", text="haemolysed"), "Ferritin: haemolysed"),
    (Lab("moonstuff", 1.25, "mg/L"), "moonstuff 1.25 mg/L"),
    (Hypotension("no"), "This pressure is usual for the patient"),
    (Attribution("fever", "other", "transfusion"),
     "Put down to another cause alone: fever · transfusion"),
    (Attribution("icp", "unknown"), "Of unknown cause: raised intracranial pressure or oedema"),
    (Death("crs"), "Death due to CRS"),
    (Baseline(ice=9, sbp_mmhg=98, device="nasal_cannula", flow_lpm=2, spo2_target_88_92=True),
     ("Usual ICE 9/10 · usual systolic pressure 98 mmHg · oxygen at home: nasal cannula 2 L/min"
      " · SpO₂ target 88 to 92 %")),
    (Baseline(flow_lpm=2, spo2_target_88_92=False),
     "Oxygen at home: 2 L/min · no SpO₂ target of 88 to 92 %"),
    (Infused(1e8, "cells", "relma-cel"), "100×10⁶ cells infused · relma-cel"),
    (Infused(1.5e6, "cells/kg"), "1.5×10⁶ cells per kg infused"),
    (Infused(), "Cells infused"),
    (Planned(INFUSED), "Infusion planned for 18 Nov 2026 10:05"),
    (Enrolled("AB", 1992, "female", 58, "NCT05765006", "Relma-cel 100×10⁶"),
     "AB · born 1992 · female · 58.0 kg · NCT05765006 · Relma-cel 100×10⁶"),
    (Enrolled(), "enrolled"),
    (Admitted("6"), "In bed 6"),
    (Discharged("home"), "Left the ward: home"),
    (Discharged(), "Left the ward"),
    (Note("Cultures taken,\nfilm asked for."), "Cultures taken, film asked for."),
    (Confirmed("crs", "ASTCT 2019", 3, 3, 3, "graded"), "CRS grade 3 confirmed"),
    (Confirmed("crs", "ASTCT 2019", 3, None, 2, "incomplete", "seen at the bedside"),
     "CRS grade 3 stated in place of ≥2 · seen at the bedside"),
    (Retracted(), "The entry does not count any more"),
    (Enrolled("AB", sex="female", birth_date=date(1992, 2, 29), height_cm=163, weight_kg=58,
              protocol="NCT05765006", edition="2023", consented=date(2026, 10, 2)),
     ("AB · born 29 Feb 1992 · female · 58.0 kg · 163 cm · NCT05765006, edition 2023"
      " · consent signed 2 Oct 2026")),
    (Reassigned("NCT05765006", "2025", "100e6", "amendment 3"),
     "Follows NCT05765006, edition 2025 from now on · 100e6 · amendment 3"),
    (Screened("NCT05765006", "2023", (Answer("iga", 0.7, "g/L"), Answer("transplant", yes=False))),
     "Screening for NCT05765006, edition 2023, answers: 2"),
    (Visited(), "Visit"),
    (Visited(("unscheduled",), "fever at home"), "Unscheduled visit · fever at home"),
    (Visited(("pkpd_m2", "safety_m2", "own_visit"), "by phone"),
     "Month 2 · PK/PD · Month 2 · safety · own_visit · by phone"),
    (Visited(("pkpd_d0", "safety_dm5", "register_y3", "pkpd_d9#2", "efficacy_m6")),
     ("Before the infusion · PK/PD · Day −5 · safety · Year 3 · long-term register"
      " · Day 9 · PK/PD, after infusion 2 · Month 6 · scores")),
    (Collected("efficacy_m1", "pga", "1.5"), "Month 1 · scores: pga done · 1.5"),
    (Omitted("efficacy_m1", "bilag", "assessor away"),
     "Month 1 · scores: bilag not done · assessor away"),
    (Omitted("pkpd_m7", reason="abroad"), "Month 7 · PK/PD: did not take place · abroad"),
    (Appointed("pkpd_m7", date(2027, 6, 21), time(9, 30), date(2027, 6, 20), "a Sunday"),
     ("Month 7 · PK/PD: appointment on 21 Jun 2027 at 09:30 · moved from 20 Jun 2027"
      " · a Sunday")),
    (Appointed("pkpd_m7", date(2027, 6, 21)), "Month 7 · PK/PD: appointment on 21 Jun 2027"),
    (Appointed("pkpd_m7", reason="ill"), "Month 7 · PK/PD: appointment cancelled · ill"),
    (Deviation("late", "Two days after\nits window.", "pkpd_m7"),
     "After its window · Two days after its window."),
    (DltReviewed(1, "board"), "Dose-limiting toxicities found at review: 1 · board"),
    (Ended("lost", "no answer since May"), "Lost to follow-up · no answer since May"),
    (Reminded("overdue:pkpd_m7:2027-07-02", "snoozed", INFUSED),
     "Reminder put off: Month 7 · PK/PD · until 18 Nov 2026 10:05"),
    (Reminded("dlt_review::2027-07-02", "dismissed", None, "done on paper"),
     "Reminder dismissed: dlt_review::2027-07-02 · done on paper"),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "said"), FACTS)
def test_fact(fact, said):
    assert plain(words.fact(fact, ZONE)) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (entry(ago(9), WELL), "Nurse A"),
        (entry(ago(200), WELL, recorded=ago(9)), "Nurse A · late entry of 14:23"),
        (entry(ago(200), Lab("il6", 1.0), recorded=ago(9)), "Nurse A"),
        (entry(ago(200), WELL, recorded=ago(9), amends="0001", reason="typing error"),
         "Nurse A · amended 14:23 · because: typing error"),
        (entry(ago(200), Retracted(), recorded=ago(9), amends="0001", reason="wrong patient"),
         "Nurse A · retracted 14:23 · because: wrong patient"),
    ],
)  # fmt: skip
def test_written(written, said):
    assert words.written(written, NOW, ZONE) == said


def test_difference():
    one, other = Grade(3, 3, "graded"), Grade(None, 2, "incomplete")
    ended = Difference("crs", ago(11), ago(2), one, other)
    assert words.difference(ended, NOW, ZONE) == "CRS ≥2 in place of 3 from 14:21 to 14:30"
    lasting = Difference("crs", ago(11), None, None, one)
    assert words.difference(lasting, NOW, ZONE) == "CRS 3 in place of ? from 14:21 on"


# --- refusals ---------------------------------------------------------------------------------


def refusal(sign: type[Any], **values: Any) -> str:
    with pytest.raises(Invalid) as refused:
        sign(**values)
    return plain(words.invalid(refused.value, sign))


@pytest.mark.parametrize(
    ("sign", "values", "said"),
    [
        (Vitals, {"temp_c": 98.6},
         "Temperature 98.6: Fahrenheit? Enter degrees Celsius (26 to 45)."),
        (Vitals, {"temp_c": 22}, "Temperature 22: that cannot be. Enter 26 to 45 °C."),
        (Support, {"device": "venturi", "fio2": 35},
         "FiO₂ 35: that cannot be. Enter 0.21 to 1."),
        (Vitals, {"hr_bpm": 0}, "A heart rate of 0 is a cardiac arrest: chart it as one."),
        (Vitals, {"sbp_mmhg": 90, "dbp_mmhg": 95},
         "The diastolic pressure must be below the systolic pressure."),
        (Drug, {"name": "moonstuff"},
         "No drug here is called “moonstuff”: write its international name."),
        (Note, {"text": " "}, "This must not be blank."),
        (Enrolled, {"birth_year": 1812}, "1812: that cannot be. Enter 1900 to 2200."),
    ],
)  # fmt: skip
def test_invalid(sign, values, said):
    assert refusal(sign, **values) == said


def test_a_laboratory_value_is_refused_by_its_own_name():
    error = Invalid("value", "out_of_range", 5e9, (0.0, 1000000.0))
    assert words.invalid(error, label="IL-6", unit="pg/mL") == (
        "IL-6 5000000000: that cannot be. Enter 0 to 1000000 pg/mL."
    )


def test_unlikely():
    assert plain(words.unlikely(Vitals, "temp_c", 41.6)) == (
        "Temperature 41.6 °C is unusual. Press Save again if it is right."
    )


@pytest.mark.parametrize(
    ("trouble", "part"),
    [
        ("full", "The disk is full; nothing was saved, your text is kept."),
        ("missing", "There is no record at ward.bedside"),
        ("io", "The system says: disk I/O error"),
    ],
)
def test_trouble(trouble, part):
    error = StoreError(trouble, Path("/somewhere/ward.bedside"), "disk I/O error")
    said = words.trouble(error)
    assert part in said
    assert "{" not in said
