"""What a mapping can say of tables without dates: days, visits, limits, notes, the infusion."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bedside.facts import Enrolled, Note
from bedside.imports import BadMap, summary
from bedside.imports.maps import read as mapping
from grading.findings import study_day
from grading.signs import Infused, Lab
from tests.bedside.imports.written import counts, csv, facts, file, read, refused, taken

TRIAL = r"""
name = "trial"
[[file]]
kind = "results"
recognised_by = ["id", "day", "test"]
patient = { column = "id" }
note = ["said"]
[file.time]
column = "day"
days_after = "2020-01-01 00:00"
[file.time.visit]
column = "visit"
day = 'Day (-?\d+)'
where_blank = { Baseline = -7 }
[file.columns]
test = { field = "analyte", words = { "IL-6 (pg)" = "il6" } }
result = "value"
unit = "unit"
[file.limits]
il6 = { below = [0.5, 7], above = [1472] }

[[file]]
kind = "people"
recognised_by = ["id", "level"]
patient = { column = "id" }
time = { days_after = "2020-01-01 00:00" }
note = ["crs", "grade"]
[file.columns]
level = "dose_level"
[file.set]
infused = "yes"
product = "cells"
"""
MAP = mapping(TRIAL, "trial")
HEADER = "id,visit,day,test,result,unit,said"
ZONES = ("UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Shanghai", "Pacific/Auckland")
PEOPLE = csv("id,level,crs,grade", "A,2,1,3", "B,1,,", ",,,")


def results(folder: Path, *rows: str, **more):
    return taken(folder, csv(HEADER, *rows), mapping=MAP, patient=None, **more)


@pytest.mark.parametrize(
    ("visit", "day", "at", "original"),
    [
        ("Day 7", "7.0", "2020-01-08 00:00", [("time", "day 7.0")]),
        ("Day 7", "7.246", "2020-01-08 05:54", [("time", "day 7.246")]),
        ("Day 7", "7.9999", "2020-01-08 23:59", [("time", "day 7.9999")]),
        ("Day 0", "-0.817", "2019-12-31 04:23", [("visit", "Day 0"), ("time", "day -0.817")]),
        ("Day 21", "19.0", "2020-01-20 00:00", [("visit", "Day 21"), ("time", "day 19.0")]),
        ("Day -3", "-3", "2019-12-29 00:00", [("time", "day -3")]),
        ("Month 1", "30", "2020-01-31 00:00", [("visit", "Month 1"), ("time", "day 30")]),
        ("", "30", "2020-01-31 00:00", [("time", "day 30")]),
        ("baseline ", "", "2019-12-25 00:00", [("visit", "baseline")]),
        ("Baseline", "-9.5", "2019-12-22 12:00", [("visit", "Baseline"), ("time", "day -9.5")]),
    ],
)
def test_a_day_is_a_day_of_the_calendar_after_day_0(
    tmp_path: Path, visit: str, day: str, at: str, original: list[tuple[str, str]]
):
    batch = results(tmp_path, f"A,{visit},{day},IL6,12,pg/mL,")
    (draft,) = batch.drafts
    assert (f"{draft.at:%Y-%m-%d %H:%M}", list(draft.original)) == (at, original)
    assert counts(batch) == {"taken" if day else "converted": 1}


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("", "no_time"),
        ("early", "not_a_number"),
        ("1e30", "bad_time"),
        ("900000", "bad_time"),
        ("2020-01-08 05:54", "not_a_number"),
    ],
)
def test_a_day_that_is_none_is_refused(tmp_path: Path, day: str, code: str):
    batch = results(tmp_path, f"A,Day 7,{day},IL6,12,pg/mL,")
    assert refused(batch.files[0]) == [(2, "day", day, code)]
    assert batch.drafts == ()


def test_the_decimal_sign_of_days_is_that_of_the_file(tmp_path: Path):
    semicolons = "id;visit;day;test;result;unit;said\nA;Day 7;{};IL6;12;pg/mL;\n"
    comma = mapping(TRIAL.replace('name = "trial"', 'name = "trial"\ndecimal = ","'), "trial")
    for decimal, day, code in ((comma, "7,246", None), (MAP, "7.246", "thousands")):
        batch = taken(tmp_path, semicolons.format(day), mapping=decimal, patient=None)
        assert [r.code for r in batch.files[0].refusals] == ([code] if code else [])
    batch = taken(tmp_path, semicolons.format("7,25"), mapping=comma, patient=None)
    assert [f"{d.at:%d %H:%M}" for d in batch.drafts] == ["08 06:00"]


@pytest.mark.parametrize("zone", ZONES)
def test_the_whole_part_of_a_day_is_the_study_day_in_every_zone(tmp_path: Path, zone: str):
    """Also over the nights on which the clocks change."""
    summer = mapping(TRIAL.replace("2020-01-01 00:00", "2020-03-01 00:00"), "trial")
    place = ZoneInfo(zone)
    days = (-7, *range(60), *(n + 0.246 for n in range(60)), 28.999, -0.8)
    texts = [csv(HEADER, *(f"A,,{day},IL6,12,pg/mL," for day in days)), PEOPLE]
    files = [file(tmp_path, text, f"{n}.csv") for n, text in enumerate(texts)]
    batch = read(files, place, mapping=summer)
    assert batch.refused == 0
    infused = next(d.at for d in batch.drafts if isinstance(d.fact, Infused))
    labs = [d.at for d in batch.drafts if isinstance(d.fact, Lab)]
    assert [study_day(at, infused, place) for at in labs] == [int(day // 1) for day in days]


def test_all_patients_have_one_day_0_and_the_report_says_so(tmp_path: Path):
    batch = results(tmp_path, "A,,3,IL6,12,pg/mL,", "B,,3,IL6,13,pg/mL,")
    first, second = batch.drafts
    assert first.at == second.at == datetime(2020, 1, 4, tzinfo=UTC)
    assert any("the same day 0 for all patients" in line for line in summary(batch))


def test_rows_without_a_time_are_counted_by_their_visit(tmp_path: Path):
    rows = [f"{name},Baseline,,IL6,12,pg/mL," for name in "ABC"]
    batch = results(tmp_path, *rows, "A,Day 3,,IL6,12,pg/mL,")
    assert refused(batch.files[0]) == [(5, "day", "", "no_time")]
    said = "3 rows without a time stand at the day of their visit: Baseline at day -7"
    assert said in batch.files[0].remarks
    again = results(tmp_path, *rows, present={d.source for d in batch.drafts if d.source})
    assert counts(again) == {"present": 3}
    assert not any("without a time" in remark for remark in again.files[0].remarks)


# --- limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "unit", "says", "original"),
    [
        ("0.5", "pg/mL", Lab("il6", 0.5, "pg/mL", "<"), [("value", "0.5")]),
        ("0.50", "pg/mL", Lab("il6", 0.5, "pg/mL", "<"), [("value", "0.50")]),
        ("7", "pg/mL", Lab("il6", 7.0, "pg/mL", "<"), [("value", "7")]),
        ("0.49", "pg/mL", Lab("il6", 0.49, "pg/mL"), []),
        ("1472", "pg/mL", Lab("il6", 1472.0, "pg/mL", ">"), [("value", "1472")]),
        ("1472.0", "pg/mL", Lab("il6", 1472.0, "pg/mL", ">"), [("value", "1472.0")]),
        ("1472", "ng/L", Lab("il6", 1472.0, "pg/mL", ">"), [("value", "1472"), ("unit", "ng/L")]),
        ("7", "ng/mL", Lab("il6", 7e3, "pg/mL", "<"), [("value_as_written", "7 ng/mL")]),
        # A sample above the ceiling was diluted and measured again.
        ("12215.23", "pg/mL", Lab("il6", 12215.23, "pg/mL"), []),
        # What says itself what it is stays that.
        (">0.5", "pg/mL", Lab("il6", 0.5, "pg/mL", ">"), []),
        ("0.5 hemolyzed", "pg/mL", Lab("il6", 0.5, "pg/mL", None, "hemolyzed"), []),
        ("Hemolyzed", "pg/mL", Lab("il6", text="Hemolyzed"), []),
    ],
)
def test_a_plain_number_at_a_limit_is_that_limit(
    tmp_path: Path, result: str, unit: str, says: Lab, original: list[tuple[str, str]]
):
    batch = results(tmp_path, f"A,,3,IL-6 (pg),{result},{unit},")
    (draft,) = batch.drafts
    assert draft.fact == says
    assert list(draft.original) == [*original, ("time", "day 3")]


def test_limits_are_of_their_analyte_and_are_counted(tmp_path: Path):
    tests = product(("IL6", "IL8"), ("0.5", "7", "7", "1472"))
    batch = results(tmp_path, *(f"A,,{n},{t},{v},pg/mL," for n, (t, v) in enumerate(tests)))
    bounds = [fact.bound for fact in facts(batch) if isinstance(fact, Lab)]
    assert bounds == ["<", "<", "<", ">", None, None, None, None]
    assert counts(batch) == {"converted": 4, "taken": 4}
    said = "IL-6: plain numbers that are limits of the assay: <0.5 (1), <7 (2), >1472 (1)"
    assert said in batch.files[0].remarks


def test_a_column_of_one_analyte_has_limits_too(tmp_path: Path):
    wide = TRIAL.replace('unit = "unit"', 'unit = "unit"\nsaid = { lab = "il6", unit = "pg/mL" }')
    plan = mapping(wide.replace('note = ["said"]\n', ""), "trial")
    batch = taken(tmp_path, csv(HEADER, "A,,3,,,,1472"), mapping=plan, patient=None)
    assert facts(batch) == [Lab("il6", 1472.0, "pg/mL", ">")]


# --- notes and the infusion -----------------------------------------------------------------------


def test_columns_without_a_place_are_one_note_and_the_cells_were_given(tmp_path: Path):
    batch = taken(tmp_path, PEOPLE, mapping=MAP, patient=None)
    assert [(d.patient, d.fact) for d in batch.drafts] == [
        ("A", Enrolled(dose_level="2")),
        ("A", Infused(product="cells")),
        ("A", Note("crs 1; grade 3")),
        ("B", Enrolled(dose_level="1")),
        ("B", Infused(product="cells")),
    ]
    assert {d.at for d in batch.drafts} == {datetime(2020, 1, 1, tzinfo=UTC)}
    assert counts(batch) == {"taken": 2, "empty": 1}
    assert batch.files[0].left_out == ()


def test_a_blank_row_gives_nobody_cells(tmp_path: Path):
    named = TRIAL.replace(
        'patient = { column = "id" }\ntime', "patient = { file_name = '.' }\ntime"
    )
    batch = taken(tmp_path, PEOPLE, "A.csv", mapping=mapping(named, "trial"), patient=None)
    assert counts(batch) == {"taken": 2, "empty": 1}


def test_a_note_stands_beside_a_result(tmp_path: Path):
    batch = results(tmp_path, "A,,3,IL6,12,pg/mL,drawn late", "A,,4,,,,only words")
    assert facts(batch) == [Lab("il6", 12.0, "pg/mL"), Note("said drawn late"),
                            Note("said only words")]  # fmt: skip


# --- slips ----------------------------------------------------------------------------------------

DAY_0 = 'days_after = "2020-01-01 00:00"\n[file.time.visit]'


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('column = "visit"\n', ""), "time: visit: it lacks 'column'"),
        (("where_blank = {", "blank = {"), "time: visit: unknown key 'blank'"),
        (("Baseline = -7", "Baseline = -7.5"), "where_blank: 'Baseline': -7.5 is not a whole day"),
        (("Baseline = -7", 'Baseline = "-7"'), "where_blank: 'Baseline': '-7' is not a whole day"),
        (("Baseline = -7", "Baseline = true"), "where_blank: 'Baseline': True is not a whole day"),
        (("Baseline = -7", "Baseline = 99999"), "where_blank: 'Baseline': 99999 is not a whole"),
        ((r"'Day (-?\d+)'", r"'Day \d+'"), "visit: day: one group, the number of the day"),
        ((r"'Day (-?\d+)'", "'Day ('"), "missing ), unterminated"),
        ((DAY_0, DAY_0.replace("2020-01-01 00:00", "2020-01-01")), "is not a date with a time"),
        ((DAY_0, DAY_0.replace("00:00", "00:00Z")), "has an offset; name the 'zone'"),
        ((DAY_0, "[file.time.visit]"), "time: 'visit' belongs to times in days"),
        (('column = "day"\n', ""), "time: 'visit' stands beside a column of days"),
        (('column = "day"\n', 'column = "day"\nformat = "%d"\n'), "time: days have no 'format'"),
        (('time = { days_after = "2020-01-01 00:00" }', "time = { }"), "neither 'column' nor"),
        (("il6 = { below", "il66 = { below"), "limits: no analyte is called 'il66'"),
        (("il6 = { below", "il6 = { under"), "limits.il6: unknown key 'under'"),
        (("below = [0.5, 7]", "below = [0.5, 1472]"), "a limit below is not under every limit"),
        (("below = [0.5, 7]", 'below = ["0.5"]'), "limits.il6: '0.5' is not a number"),
        (("below = [0.5, 7]", "below = 0.5"), "not iterable"),
        (('note = ["said"]', 'note = ["unit"]'), "note: 'unit' is taken already"),
        (('unit = "unit"', 'unit = "note"'), "a row has one note; a column is 'note' already"),
        (('note = ["said"]', 'note = ["said"]\nleft_out = ["said"]'), "both taken and left out"),
        (('infused = "yes"', 'infused = "no"'), "set: infused: only 'yes' says something"),
        (('product = "cells"', 'fraction = "0"'), "set: fraction"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_slip_is_named_before_any_row_is_read(change: tuple[str, str], says: str):
    assert change[0] in TRIAL
    with pytest.raises(BadMap, match=re.escape(says)) as caught:
        mapping(TRIAL.replace(*change), "trial")
    assert str(caught.value).startswith("trial.toml")
    assert "\n" not in str(caught.value)


def test_a_file_without_the_column_of_its_visits_is_not_read(tmp_path: Path):
    batch = read([file(tmp_path, "id,day,test\nA,3,IL6\n"), file(tmp_path, PEOPLE, "b.csv")],
                 mapping=MAP)  # fmt: skip
    assert batch.files[0].trouble == "there is no column 'visit'"
    assert batch.drafts[0].at - batch.drafts[-1].at == timedelta(0)
