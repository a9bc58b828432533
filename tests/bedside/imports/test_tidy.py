"""The tidy format: what a row says, and what is refused."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import bedside.imports
from bedside.facts import (
    FACTS,
    Admitted,
    Discharged,
    Enrolled,
    Fact,
    NotDone,
    Note,
    decoded,
    encoded,
    kind_of,
)
from bedside.imports import Unreadable
from bedside.imports.columns import COLUMNS
from grading.signs import (
    Attribution,
    Baseline,
    Death,
    Drug,
    Hypotension,
    Ice,
    Infused,
    Lab,
    Neuro,
    Planned,
    Support,
    Vitals,
)
from tests.bedside.imports.written import AT, MOMENT, counts, csv, facts, refused, taken

ICE = (
    "orient_year,orient_month,orient_city,orient_hospital,"
    "name_1,name_2,name_3,command,writing,attention"
)


@pytest.mark.parametrize(
    ("header", "row", "says"),
    [
        ("temp_c", "38.4", [Vitals(temp_c=38.4)]),
        ("temp_f", "100.4", [Vitals(temp_c=38.0)]),
        ("TEMP_C,Temp_Site", "38.4,Axillary", [Vitals(temp_c=38.4, temp_site="axillary")]),
        ("hr_bpm,rr_bpm,spo2_pct", "112,22,95", [Vitals(hr_bpm=112, rr_bpm=22, spo2_pct=95)]),
        ("sbp_mmhg,dbp_mmhg", "104,61", [Vitals(sbp_mmhg=104, dbp_mmhg=61)]),
        ("sbp_mmhg,bp_method", "104,cuff", [Vitals(sbp_mmhg=104, bp_method="cuff")]),
        ("bp_unrecordable", "yes", [Vitals(bp_unrecordable=True)]),
        ("hr_bpm,arrest", "0,1", [Vitals(hr_bpm=0, arrest=True)]),
        ("consciousness,weight_kg", "c,61.5", [Vitals(consciousness="C", weight_kg=61.5)]),
        (
            "hr_bpm,cuff.sbp_mmhg,arterial.sbp_mmhg,arterial_2.map_mmhg",
            "90,104,98,70",
            [
                Vitals(hr_bpm=90, sbp_mmhg=104, bp_method="cuff"),
                Vitals(sbp_mmhg=98, bp_method="arterial"),
                Vitals(map_mmhg=70, bp_method="arterial"),
            ],
        ),
        (
            "hr_bpm,arterial.sbp_mmhg",
            "90,98",
            [Vitals(hr_bpm=90, sbp_mmhg=98, bp_method="arterial")],
        ),
        ("device,flow_lpm", "nasal_cannula,2", [Support("nasal_cannula", 2.0)]),
        ("device,flow_lpm", "Nasal Cannula,6.1", [Support("nasal_cannula", 6.1)]),
        ("device", "room air", [Support("room_air")]),
        ("device,fio2,purpose", "venturi,0.4,hypoxia", [Support("venturi", None, 0.4, "hypoxia")]),
        ("device,fio2_pct", "venturi,40", [Support("venturi", None, 0.4)]),
        ("device,fio2", "venturi,40%", [Support("venturi", None, 0.4)]),
        ("loc,seizure,seizure_min", "alert,clinical,2.5", [Neuro("alert", False, "clinical", 2.5)]),
        ("tremor,oedema", "no,none", [Neuro(tremor=False, oedema="none")]),
        ("drug,action", "Paracetamol,given", [Drug("paracetamol")]),
        (
            "drug,action,dose,dose_unit,route",
            "Tocilizumab,given,560,mg,iv",
            [Drug("tocilizumab", "given", 560.0, "mg", route="iv")],
        ),
        (
            "drug,action,rate,rate_unit,line,until",
            f"Noradrenaline,started,0.05,mcg/kg/min,pump 1,{AT[:-5]}10:00",
            [
                Drug(
                    "norepinephrine",
                    "started",
                    rate=0.05,
                    rate_unit="mcg/kg/min",
                    line="pump 1",
                    until=datetime(2026, 3, 4, 10, tzinfo=UTC),
                )
            ],
        ),
        ("drug,action,stable", "prednisone,given,yes", [Drug("prednisone", stable=True)]),
        ("analyte,value,unit", "IL-6,>1000,pg/mL", [Lab("il6", 1000.0, "pg/mL", ">")]),
        ("analyte,value,unit", "crp,Haemolysed,", [Lab("crp", text="Haemolysed")]),
        (
            "lab:il6 pg/mL,lab:inr,lab:CRP mg/dL",
            "<5,1.1,2",
            [Lab("il6", 5.0, "pg/mL", "<"), Lab("inr", 1.1), Lab("crp", 20.0, "mg/L")],
        ),
        ("hypotension", "unsure", [Hypotension("unsure")]),
        (
            "attributed,cause,cause_comment",
            "hypoxia,other,pneumonia",
            [Attribution("hypoxia", "other", "pneumonia")],
        ),
        ("death_due_to", "crs", [Death("crs")]),
        ("baseline_ice,spo2_target_88_92", "9,no", [Baseline(ice=9, spo2_target_88_92=False)]),
        (
            "baseline_sbp_mmhg,baseline_device,baseline_flow_lpm",
            "101,nasal_cannula,1.5",
            [Baseline(sbp_mmhg=101, device="nasal_cannula", flow_lpm=1.5)],
        ),
        ("infused", "yes", [Infused()]),
        ("cells,cells_unit,product", "5e6,cells/kg,A", [Infused(5e6, "cells/kg", "A")]),
        ("planned_infusion", AT, [Planned(MOMENT)]),
        (
            "initials,birth_year,sex,protocol,dose_level",
            "AB,1990,female,SLE-1,2",
            [Enrolled("AB", 1990, "female", None, "SLE-1", "2")],
        ),
        ("bed", "12", [Admitted("12")]),
        ("discharged_to", "home", [Discharged("home")]),
        ("note", "slept well", [Note("slept well")]),
        ("not_done,not_done_reason", "ice,asleep", [NotDone("ice", "asleep")]),
        (
            f"{ICE},language,interpreter",
            "yes,yes,1,1,Y,no,0,sedated,yes,,de,no",
            [
                Ice(
                    orient_year="yes",
                    orient_month="yes",
                    orient_city="yes",
                    orient_hospital="yes",
                    name_1="yes",
                    name_2="no",
                    name_3="no",
                    command="not_assessable",
                    writing="yes",
                    reasons=(("command", "sedated"),),
                    language="de",
                    interpreter=False,
                )
            ],
        ),
        ("temp_c,device,drug,action", "38.1,room_air,ibuprofen,given", 3),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_row_says(tmp_path: Path, header: str, row: str, says: list[Fact] | int):
    batch = taken(tmp_path, csv(f"time,{header}", f"{AT},{row}"))
    assert refused(batch.files[0]) == []
    found = facts(batch)
    assert found == says if isinstance(says, list) else len(found) == says
    assert {(d.patient, d.at) for d in batch.drafts} == {("P", MOMENT)}
    assert [decoded(kind_of(fact), encoded(fact)) for fact in found] == found


@pytest.mark.parametrize(
    ("header", "row", "says", "refusals"),
    [
        ("temp_c,hr_bpm", "98.6,90", [Vitals(hr_bpm=90)], [("temp_c", "98.6", "fahrenheit")]),
        ("temp_c", "25.9", [], [("temp_c", "25.9", "out_of_range")]),
        (
            "temp_c,temp_site,hr_bpm",
            "98.6,oral,90",
            [Vitals(hr_bpm=90)],
            [("temp_c", "98.6", "fahrenheit")],
        ),
        (
            "hr_bpm,arterial.map_mmhg",
            "90,-19",
            [Vitals(hr_bpm=90)],
            [("arterial.map_mmhg", "-19", "out_of_range")],
        ),
        ("temp_f", "37.0", [], [("temp_f", "37.0", "out_of_range")]),
        ("hr_bpm,rr_bpm", "0,12", [Vitals(rr_bpm=12)], [("hr_bpm", "0", "zero_without_arrest")]),
        ("spo2_pct,hr_bpm", "39,90", [Vitals(hr_bpm=90)], [("spo2_pct", "39", "out_of_range")]),
        (
            "sbp_mmhg,dbp_mmhg",
            "80,80",
            [Vitals(sbp_mmhg=80)],
            [("dbp_mmhg", "80", "not_below_systolic")],
        ),
        (
            "sbp_mmhg,dbp_mmhg,map_mmhg",
            "100,60,110",
            [Vitals(sbp_mmhg=100, dbp_mmhg=60)],
            [("map_mmhg", "110", "not_between_pressures")],
        ),
        ("map_mmhg", "-19", [], [("map_mmhg", "-19", "out_of_range")]),
        (
            "cuff.sbp_mmhg,arterial.sbp_mmhg",
            "x,98",
            [Vitals(sbp_mmhg=98, bp_method="arterial")],
            [("cuff.sbp_mmhg", "x", "not_a_number")],
        ),
        (
            "device,flow_lpm",
            "non_rebreather,100",
            [Support("non_rebreather")],
            [("flow_lpm", "100", "out_of_range")],
        ),
        ("device,fio2", "venturi,40", [Support("venturi")], [("fio2", "40", "percent")]),
        ("device,fio2", "venturi,2-4", [Support("venturi")], [("fio2", "2-4", "not_a_number")]),
        ("device", "mask", [], [("device", "mask", "unknown_word")]),
        ("fio2", "1.5", [], [("fio2", "1.5", "out_of_range")]),
        ("drug,action", "Norepinefrine,started", [], [("drug", "Norepinefrine", "unknown_drug")]),
        ("drug,dose", "ibuprofen,400", [], [("drug", "ibuprofen", "no_action")]),
        ("action,dose", "given,400", [], [("action", "given", "no_name")]),
        ("drug,action,rate", "epinephrine,started,0", [], [("rate", "0", "not_running")]),
        (
            "drug,action,rate",
            "epinephrine,started,-1",
            [Drug("epinephrine", "started")],
            [("rate", "-1", "out_of_range")],
        ),
        (
            "drug,action,until",
            f"epinephrine,started,{AT}",
            [],
            [("until", AT, "not_after_start")],
        ),
        (
            "drug,action,until",
            "epinephrine,started,later",
            [Drug("epinephrine", "started")],
            [("until", "later", "bad_time")],
        ),
        ("analyte,value,unit", "il6,12,U/L", [], [("unit", "U/L", "unknown_unit")]),
        ("analyte,value,unit", "il-66,12,pg/mL", [], [("analyte", "il-66", "unknown_analyte")]),
        ("analyte,value,unit", ",12,pg/mL", [], [("analyte", "", "empty")]),
        ("analyte,value,unit", "hb,98,g/dL", [], [("value", "98", "other_unit")]),
        ("tremor", "perhaps", [], [("tremor", "perhaps", "not_yes_or_no")]),
        ("attributed,cause_comment", "fever,?", [], [("attributed", "fever", "no_cause")]),
        (
            f"{ICE}",
            "yes,yes,yes,yes,yes,yes,yes,yes,maybe,yes",
            9,
            [("writing", "maybe", "unknown_word")],
        ),
        (
            "birth_year,sex",
            "90,male",
            [Enrolled(sex="male")],
            [("birth_year", "90", "out_of_range")],
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_only_the_cell_that_cannot_be_is_refused(
    tmp_path: Path, header: str, row: str, says: Any, refusals: list[tuple[str, str, str]]
):
    batch = taken(tmp_path, csv(f"time,{header}", f"{AT},{row}"))
    assert refused(batch.files[0]) == [(2, *refusal) for refusal in refusals]
    assert counts(batch) == {"refused": 1}
    assert batch.status == 1
    assert batch.files[0].partly == bool(says)
    if isinstance(says, int):
        (ice,) = facts(batch)
        assert isinstance(ice, Ice)
        assert ice.passed == says
    else:
        assert facts(batch) == says


@pytest.mark.parametrize(
    ("header", "cells", "reason"),
    [
        ("temp_c", "25", "this cannot be (possible: 26 to 45)"),
        ("temp_f", "25", "this cannot be"),
        ("device,fio2", "venturi,40", "percent? (possible: 0.21 to 1)"),
        ("device,fio2_pct", "venturi,400", "this cannot be"),
        ("analyte,value,unit", "creatinine,80,mg/dL", "in another unit? (possible: 0.1 to 60)"),
        ("analyte,value,unit", "crp,200,mg/dL", "this cannot be (possible: 0 to 100)"),
        ("drug,dose", "ibuprofen,400", "without action"),
    ],
)
def test_the_reason_names_limits_in_the_unit_that_was_written(
    tmp_path: Path, header: str, cells: str, reason: str
):
    batch = taken(tmp_path, csv(f"time,{header}", f"{AT},{cells}"))
    assert [refusal.reason for refusal in batch.files[0].refusals] == [reason]


def test_a_refused_cell_stands_in_the_words_of_its_entry(tmp_path: Path):
    text = csv("time,temp_c,hr_bpm", f"{AT},98.6,90")
    (draft,) = taken(tmp_path, text).drafts
    assert draft.original == (("temp_c", "98.6"),)


@pytest.mark.parametrize(
    ("header", "cell", "fact", "original"),
    [
        ("temp_f", "98.6", Vitals(temp_c=37.0), (("temp_c", "98.6 °F"),)),
        ("weight_lb", "150", Vitals(weight_kg=68.0388555), (("weight_kg", "150 lb"),)),
        ("spo2_pct", "89.9", Vitals(spo2_pct=89), (("spo2_pct", "89.9 %"),)),
        ("sbp_mmhg", "89.6", Vitals(sbp_mmhg=89), (("sbp_mmhg", "89.6 mmHg"),)),
        ("map_mmhg", "64.9", Vitals(map_mmhg=64), (("map_mmhg", "64.9 mmHg"),)),
        ("hr_bpm", "130.5", Vitals(hr_bpm=131), (("hr_bpm", "130.5 /min"),)),
        ("lab:crp mg/dL", "2", Lab("crp", 20.0, "mg/L"), (("value_as_written", "2 mg/dL"),)),
        (
            "lab:crp mg/dL",
            "<=2 haemolysed",
            Lab("crp", 20.0, "mg/L", "<", "haemolysed"),
            (("value_as_written", "<=2 haemolysed mg/dL"),),
        ),
    ],
)
def test_what_is_converted_or_rounded_keeps_its_words(
    tmp_path: Path, header: str, cell: str, fact: Fact, original: Any
):
    batch = taken(tmp_path, csv(f"time,{header}", f"{AT},{cell}"))
    assert counts(batch) == {"converted": 1}
    assert [(d.fact, d.original) for d in batch.drafts] == [(fact, original)]


@pytest.mark.parametrize(
    ("header", "cell", "original"),
    [
        ("temp_c", "38.0", ()),
        ("spo2_pct", "95.0", ()),
        ("device", "room_air", ()),
        ("device", "Room Air", (("device", "Room Air"),)),
        ("analyte,value,unit", "crp,3,mg/L", ()),
        ("analyte,value,unit", "aptt,30,sec", (("unit", "sec"),)),
        ("analyte,value,unit", "crp,<3,mg/L", ()),
        ("analyte,value,unit", "crp,≤3,mg/L", (("value", "≤3"),)),
        ("analyte,value,unit", "aptt,>=300,sec", (("value", ">=300"), ("unit", "sec"))),
        ("analyte,value,unit", "crp,not done,", ()),
        ("hr_bpm,original", "90,HF 90 b/min", (("row", "HF 90 b/min"),)),
    ],
)
def test_words_are_kept_only_where_they_say_something_else(
    tmp_path: Path, header: str, cell: str, original: Any
):
    batch = taken(tmp_path, csv(f"time,{header}", f"{AT},{cell}"))
    assert counts(batch) == {"taken": 1}
    assert [d.original for d in batch.drafts] == [original]


def test_oxygen_without_a_device_is_a_note_and_no_support(tmp_path: Path):
    batch = taken(tmp_path, csv("time,hr_bpm,flow_lpm,fio2", f"{AT},90,4,0.4", f"{AT},91,,"))
    assert facts(batch) == [
        Note("flow_lpm 4, fio2 0.4 (charted without an oxygen device)"),
        Vitals(hr_bpm=90),
        Vitals(hr_bpm=91),
    ]
    assert batch.files[0].noted == 1


@pytest.mark.parametrize(
    "row", ["", ",", f"{AT},", f"{AT},  ", " , "], ids=["none", "blank", "time", "blanks", "both"]
)
def test_a_row_that_says_nothing_is_counted(tmp_path: Path, row: str):
    batch = taken(tmp_path, f"time,hr_bpm\n{row}\n{AT},90\n")
    assert counts(batch) == {"empty": 1, "taken": 1}
    assert batch.status == 0


@pytest.mark.parametrize(
    ("header", "cells"),
    [("temp_c,temp_site", ",oral"), ("hr_bpm,arrest", ",yes"), ("loc,natural_sleep", ",yes")],
)
def test_what_says_nothing_on_its_own_is_no_entry(tmp_path: Path, header: str, cells: str):
    assert counts(taken(tmp_path, csv(f"time,{header}", f"{AT},{cells}"))) == {"empty": 1}


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("time,hr_bpm,temperature", "no column 'temperature'"),
        ("time,hr_bpm,art.sbp_mmhg", "no column 'art.sbp_mmhg'"),
        ("time,arterial.hr_bpm,hr_bpm", "no column 'arterial.hr_bpm'"),
        ("time,temp_c,temp_f", "two columns are 'temp_c'"),
        ("time,lab:il6", "its unit must be named"),
        ("time,lab:il6 U/L", "not in 'U/L'"),
        ("time,lab:il66 pg/mL", "no analyte is called 'il66'"),
        ("time,hr_bpm,hr_bpm", "the column 'hr_bpm' stands twice"),
        ("time,hr_bpm,,rr_bpm", "no column ''"),
        ("hr_bpm", "its columns fit no mapping"),
    ],
)
def test_a_header_that_is_not_ours_is_refused_whole(tmp_path: Path, header: str, says: str):
    with pytest.raises(Unreadable, match=says):
        taken(tmp_path, f"{header}\n{AT},1,2,3\n", mapping=None)


def test_every_column_fills_a_field_of_its_fact():
    beside = {"infused", "ref_range", "result_status", "issued"}  # read, and no field of their own
    for name, column in COLUMNS.items():
        if name not in beside:
            assert column.slot in {f.name for f in dataclasses.fields(column.make)}, name


def test_every_sign_can_be_written_in_the_tidy_format():
    made = {column.make for column in COLUMNS.values()}
    by_program_alone = {
        *("confirmed", "acknowledged", "retracted", "reassigned", "screened", "visited"),
        *("collected", "omitted", "appointed", "deviation", "dltreviewed", "ended", "reminded"),
        *("silenced", "escalated", "called", "clockjumped", "soundchecked", "handedover"),
        *("takenover", "adverseevent", "adverseeventchanged", "adverseeventended"),
        *("adverseeventdismissed", "saereported"),
        *("sledai", "pga", "bilag", "beyondsledai", "lupustreatment"),
        *("examination", "licatslook", "hyperinflammation", "labrange", "secondentry"),
    }
    missing = {fact.__name__.lower() for fact in FACTS} - {fact.__name__.lower() for fact in made}
    assert missing <= by_program_alone


def test_the_description_names_every_column():
    page = Path(bedside.imports.__file__).with_name("TIDY.md").read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in page] == []
    assert [name for name in ("patient", "time", "original") if f"`{name}`" not in page] == []


def test_the_examples_of_the_description_are_taken(tmp_path: Path):
    page = Path(bedside.imports.__file__).with_name("TIDY.md").read_text(encoding="utf-8")
    examples = [block.split("```")[0] for block in page.split("```csv\n")[1:]]
    assert len(examples) == 3
    for example in examples:
        batch = taken(tmp_path, example, patient=None)
        assert batch.status == 0
        assert {d.patient for d in batch.drafts} == {"CAR-07"}
