"""What an amendment would change: grades before and after, and from when to when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bedside.chart import Chart, chart
from bedside.facts import Fact, Note, Retracted
from bedside.preview import Difference, differences, if_recorded
from bedside.timeline import Draft, Entry
from grading.grade import Grade
from grading.signs import Drug, Infused, Support, Vitals

INFUSED = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    """Hours since the infusion."""
    return INFUSED + timedelta(hours=hours)


NOW = at(40)


def record(*said: tuple[float, Fact], now: datetime = NOW) -> Chart:
    entries = [
        Entry(
            id=f"{number:04}",
            origin="ward",
            seq=number,
            patient="RC-1",
            at=at(hours),
            recorded=at(hours),
            author="Nurse A",
            role="nurse",
            fact=fact,
        )
        for number, (hours, fact) in enumerate(((0, Infused()), *said), start=1)
    ]
    return chart(entries, now)


def full_set(temp_c: float, sbp: int = 118) -> Vitals:
    return Vitals(
        temp_c=temp_c, hr_bpm=80, sbp_mmhg=sbp, dbp_mmhg=70, rr_bpm=16, spo2_pct=98,
        consciousness="A",
    )  # fmt: skip


AIR = Support("room_air")
FEVER_FROM_30_TO_34 = (
    *((26, full_set(36.8)), (26, AIR)),
    *((30, full_set(38.9)), (30, AIR)),
    *((32, full_set(38.7)), (32, AIR)),
    *((34, full_set(36.9)), (34, AIR)),
    *((38, full_set(36.8)), (38, AIR)),
)


def figure(grade: Grade | None) -> str:
    if grade is None:
        return "-"
    if grade.suspected:
        return f"{grade.suspected}?"
    return f"≥{grade.at_least}" if grade.level is None else str(grade.level)


def told(found: tuple[Difference, ...], scale: str = "crs") -> list[str]:
    """Differences of a scale as "before > after from..to" in hours since the infusion."""
    return [
        f"{figure(d.before)} > {figure(d.after)} {_hours(d.start)}.."
        f"{_hours(d.end) if d.end else 'now'}"
        for d in found
        if d.scale == scale
    ]


def _hours(moment: datetime) -> str:
    return f"{(moment - INFUSED) / timedelta(hours=1):g}"


def entry_at(of: Chart, hours: float, kind: type = Vitals) -> Entry:
    return next(e for e in of.log if e.at == at(hours) and isinstance(e.fact, kind))


def amending(of: Chart, hours: float, fact: Fact, to: float | None = None) -> Draft:
    known = entry_at(of, hours, type(fact))
    return Draft("RC-1", at(hours if to is None else to), fact, known.id, "typing error")


def retracting(of: Chart, hours: float, kind: type = Vitals) -> Draft:
    known = entry_at(of, hours, kind)
    return Draft("RC-1", known.at, Retracted(), known.id, "wrong patient")


def test_a_chart_does_not_differ_from_itself() -> None:
    one = record(*FEVER_FROM_30_TO_34)
    assert differences(one, one) == ()


@pytest.mark.parametrize(
    ("temp_c", "crs"),
    [
        (38.8, []),  # another fever is the same grade
        (37.9, ["1 > 0 30..32"]),
        (38.0, []),
    ],
)
def test_another_temperature(temp_c: float, crs: list[str]) -> None:
    of = record(*FEVER_FROM_30_TO_34)
    assert told(if_recorded(of, amending(of, 30, full_set(temp_c)), NOW)) == crs


def test_a_grade_that_came_to_be_by_a_typing_error() -> None:
    of = record((38, full_set(38.4, sbp=118)), (38, AIR), (39, full_set(38.4, sbp=84)), (39, AIR))
    right = amending(of, 39, full_set(38.4, sbp=124))
    assert told(if_recorded(of, right, NOW)) == ["2 > 1 39..now"]
    assert told(if_recorded(of, right, NOW), "icans") == []


def test_both_ends_of_a_while_are_told() -> None:
    of = record(
        *((30, full_set(38.4)), (30, AIR)),
        *((31, full_set(38.4, sbp=84)), (31, AIR)),
        *((32, full_set(38.4)), (32, AIR)),
    )
    found = if_recorded(of, amending(of, 31, full_set(38.4)), at(33))
    assert told(found) == ["2 > 1 31..32"]
    assert "2 > 1 31..32" not in told(found, "news2")
    assert told(found, "news2")


def test_another_time_moves_the_grade() -> None:
    of = record((30, full_set(36.8)), (30, AIR), (34, full_set(38.9)), (34, AIR))
    moved = amending(of, 34, full_set(38.9), to=32)
    assert told(if_recorded(of, moved, at(34.5)))[0].startswith("0 > 1 32..")


def test_without_the_fever_there_is_no_grade() -> None:
    of = record((39, full_set(38.9)), (39, AIR))
    found = if_recorded(of, retracting(of, 39), NOW)
    assert told(found) == ["1 > ≥0 39..now"]


def test_one_while_of_several_readings_is_told_once() -> None:
    of = record(
        *((38, full_set(38.9)), (38, AIR)),
        *((38.5, Vitals(hr_bpm=90)), (39, Vitals(hr_bpm=92)), (39.5, Vitals(hr_bpm=94))),
    )
    found = if_recorded(of, amending(of, 38, full_set(36.9)), at(39.6))
    assert told(found) == ["1 > 0 38..now"]


def test_a_scale_that_had_read_nothing_has_no_grade_before() -> None:
    """Without an infusion and any sign the scale has no step at all."""
    only = record((39, Support("nasal_cannula", 2)))
    without = [e for e in only.log if not isinstance(e.fact, Infused)]
    noted = [replace(without[0], fact=Note("nothing"))]
    found = differences(chart(noted, NOW), chart(without, NOW))
    assert [(d.scale, d.before) for d in found if d.scale == "crs"] == [("crs", None)]
    assert told(found)[0].startswith("- > ")


def test_a_drug_taken_out_gives_the_fever_rule_back() -> None:
    of = record(
        *((4, full_set(38.9)), (4, AIR)),
        (4.5, Drug("tocilizumab", dose=464, dose_unit="mg")),
        *((8, full_set(36.8)), (8, AIR), (36, full_set(36.8)), (36, AIR)),
        *((39, full_set(36.8, sbp=84)), (39, AIR)),
    )
    assert told(if_recorded(of, retracting(of, 4.5, Drug), NOW)) == ["2? > 0 39..now"]


def test_what_is_later_than_now_changes_nothing_yet() -> None:
    of = record((39, full_set(38.9)), (39, AIR), (50, full_set(39.9)), now=at(39.5))
    assert if_recorded(of, amending(of, 50, full_set(36.0)), at(39.5)) == ()


def test_the_present_chart_is_brought_to_the_same_now() -> None:
    """What time alone has changed is no effect of the amendment."""
    of = record((20, full_set(38.9)), (20, AIR), now=at(20.5))
    same = amending(of, 20, full_set(38.8))
    assert if_recorded(of, same, at(36)) == ()
