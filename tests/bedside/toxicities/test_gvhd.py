"""Acute GvHD from the examinations of a record and what else it holds."""

from dataclasses import replace
from typing import Any

import pytest

from bedside.chart import chart
from bedside.facts import Enrolled
from bedside.protocol.shelf import shelf
from bedside.toxicities import toxicities
from bedside.toxicities.found import GvhdCourse
from grading.scales.gvhd import Examination
from grading.signs import Vitals
from tests.bedside.toxicities.days import Told, at, charted, entries, lab, row

CLEAR: dict[str, Any] = {
    "skin_bsa_pct": 0, "bullae": False, "upper_gi_persistent": False, "stool_episodes": 1,
    "severe_abdominal_pain": False, "gross_blood": False, "bili_other_cause": False,
}  # fmt: skip


def exam(day: float, **found: Any) -> Told:
    return (day, Examination(**CLEAR | found))


def course(*told: Told, now: float) -> GvhdCourse:
    return toxicities(charted(*told, now=now)).gvhd


def grade(*told: Told, now: float) -> Any:
    return course(*told, now=now).grade


@pytest.mark.parametrize(
    ("told", "level", "liver"),
    [
        ([exam(9, bili_mg_dl=0.6)], 0, 0),
        ([exam(9, bili_mg_dl=0.6, skin_bsa_pct=20)], 1, 0),
        ([exam(9)], None, None),  # nobody knows the bilirubin
        ([exam(9), *row("bilirubin", (8, 2.4))], 2, 1),
        ([exam(9), *row("bilirubin", (5.9, 2.4))], None, None),  # too old
        ([exam(9), *row("bilirubin", (8, 0.4), (9.4, 4.0))], 3, 2),  # judged again
        ([exam(9), *row("bilirubin", (8, 0.4), (12.4, 4.0))], 0, 0),  # follows too late
        ([exam(9, bili_umol_l=51), *row("bilirubin", (8, 0.4))], 3, 2),  # the look's own
    ],
)
def test_bilirubin_from_the_record(told, level, liver):
    found = grade(*told, now=14)
    assert (found.level, found.stages.liver) == (level, liver)


def test_what_was_typed_in_micromoles_is_staged_by_their_bands():
    """51 µmol/L is stage 2, though it is kept as 2.98 mg/dL, which would be stage 1."""
    log = entries(exam(9), (8.5, lab("bilirubin", 51 / 17.1)))
    assert toxicities(chart(log, at(10))).gvhd.grade.stages.liver == 1
    log[-1] = replace(log[-1], original=(("value", "51"), ("unit", "µmol/L")))
    assert toxicities(chart(log, at(10))).gvhd.grade.stages.liver == 2


@pytest.mark.parametrize(
    ("days", "mixed", "mean"),
    [
        ([(9, 600)], False, 600),
        ([(7, 900), (8, 600), (9, 300)], False, 600),
        ([(5, 2000), (9, 300)], False, 300),
        ([(7, 900), (9, 300)], False, 600),
        ([(8, 600), (9, 300)], True, 225),
        ([(9, 300), (9.1, 900)], False, 900),  # of a day the last examination that says it
        ([(7, 900), (8, 600), (9, None)], False, 750),
    ],
)
def test_stool_is_the_mean_of_three_days(days, mixed, mean):
    told = [exam(day, stool_ml=volume, stool_mixed=mixed) for day, volume in days]
    found = course(*told, now=9.2)
    assert found.examination is not None
    assert (found.examination.stool_ml, found.examination.stool_mixed) == (mean, False)


def test_the_weight_is_the_last_one_charted():
    weighed = (3, Vitals(weight_kg=48.0))
    found = grade(weighed, exam(9, stool_ml=800.0, bili_mg_dl=0.5), now=10)
    assert "adult_volumes" in found.flags
    assert "0002" in course(weighed, exam(9), now=10).entries


def test_episodes():
    told = [
        exam(6, bili_mg_dl=0.5),
        exam(9, bili_mg_dl=0.5, skin_bsa_pct=30),
        exam(12, bili_mg_dl=2.5, skin_bsa_pct=30),
        exam(14),  # the bilirubin is not known: it is not over
        exam(20, bili_mg_dl=0.5),
    ]
    found = course(*told, now=22)
    (bout,) = found.bouts
    assert (bout.onset, bout.end, bout.maximum, bout.maximum_at) == (at(9), at(20), 2, at(12))
    assert (bout.entries, bout.at_least) == (("0004",), False)
    assert (found.examined, found.grade.level, found.worst) == (at(20), 0, bout)


@pytest.mark.parametrize(
    ("protocol", "edition", "asked"),
    [("nct05859997", "2023", True), ("nct05765006", "2023", False), ("", "", False)],
)
def test_it_is_asked_for_where_the_protocol_says_so(protocol, edition, asked):
    enrolled = (-9, Enrolled(protocol=protocol, edition=edition))
    found = toxicities(charted(enrolled, now=3), shelf().get(protocol, edition))
    assert (found.gvhd.asked, found.gvhd.grade, found.gvhd.steps) == (asked, None, ())


def test_an_examination_of_before_the_infusion_counts_for_nothing():
    assert course(exam(-2, skin_bsa_pct=40), now=3).grade is None
