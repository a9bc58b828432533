"""The chart of a patient: the same whether charted afresh or extended, amended or previewed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.chart import Chart, chart
from bedside.facts import (
    Acknowledged,
    Admitted,
    Confirmed,
    Discharged,
    Enrolled,
    Fact,
    Note,
    Retracted,
)
from bedside.timeline import Draft, Entry
from grading.signs import (
    Drug,
    Ice,
    Infused,
    Planned,
    Support,
    Vitals,
)

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
INFUSED = NOW - timedelta(days=4)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def entries(*said: tuple[datetime, Fact], first: int = 1, patient: str = "RC-1") -> list[Entry]:
    return [
        Entry(
            id=f"{number:06}",
            origin="ward",
            seq=number,
            patient=patient,
            at=at,
            recorded=at,
            author="Nurse A",
            role="nurse",
            fact=fact,
        )
        for number, (at, fact) in enumerate(said, start=first)
    ]


def full_set(at: datetime, temp_c: float, sbp: int = 118) -> list[tuple[datetime, Fact]]:
    vitals = Vitals(
        temp_c=temp_c, hr_bpm=80, sbp_mmhg=sbp, dbp_mmhg=50, rr_bpm=16, spo2_pct=98,
        consciousness="A",
    )  # fmt: skip
    return [(at, vitals), (at, Support("room_air"))]


def same(one: Chart, other: Chart) -> None:
    """Every answer a screen could ask for is the same."""
    assert one.timeline == other.timeline
    assert one.log == other.log
    for scale in one.courses:
        assert one.courses[scale].steps == other.courses[scale].steps, scale
        assert one.courses[scale].next_change == other.courses[scale].next_change
    assert one.memory.latest == other.memory.latest
    assert (one.person, one.running) == (other.person, other.running)
    assert (one.infused, one.study_day) == (other.infused, other.study_day)
    assert one.signed == other.signed
    assert one.next_change == other.next_change


FACTS: Sequence[Fact] = (
    Vitals(temp_c=38.4, sbp_mmhg=118, dbp_mmhg=72),
    Vitals(temp_c=36.8, spo2_pct=85),
    Vitals(sbp_mmhg=80, dbp_mmhg=45, hr_bpm=120, rr_bpm=24, consciousness="A"),
    Support("room_air"),
    Support("high_flow_nasal_cannula", 40.0),
    Ice(**dict.fromkeys(("orient_year", "writing"), "no")),
    Drug("noradrenaline", "started", rate=0.1, rate_unit="µg/kg/min"),
    Drug("noradrenaline", "stopped"),
    Drug("tocilizumab", dose=464, dose_unit="mg"),
    Infused(1e8, "cells"),
    Planned(NOW + timedelta(hours=5)),
    Enrolled(initials="AB"),
    Admitted("6"),
    Discharged(),
    Note("a word"),
    Acknowledged("crs", 1),
    Confirmed("crs", "ASTCT 2019", 1, 1, 1, "graded"),
)
SAID = st.lists(st.tuples(st.integers(0, 96), st.sampled_from(FACTS)), min_size=1, max_size=14)


@settings(max_examples=150)
@given(SAID, st.integers(0, 14), st.integers(0, 30))
def test_a_chart_that_grew_is_the_chart_made_afresh(
    said: list[tuple[int, Fact]], split: int, more: int
) -> None:
    written = entries(*((NOW - hours(96 - quarter), fact) for quarter, fact in said))
    split = max(1, min(split, len(written)))
    later = NOW + hours(more)
    grown = chart(written[:split], NOW)
    for entry in written[split:]:
        grown = grown.extended([entry], NOW)
    same(grown.extended((), later), chart(written, later))


@settings(max_examples=50)
@given(SAID, st.data())
def test_an_amended_chart_is_the_chart_made_afresh(
    said: list[tuple[int, Fact]], data: st.DataObject
) -> None:
    written = entries(*((NOW - hours(96 - hour), fact) for hour, fact in said))
    target = data.draw(st.sampled_from(written))
    fact = data.draw(st.sampled_from([Retracted(), *FACTS]))
    amending = replace(
        entries((target.at, fact), first=100)[0], amends=target.id, reason="typo", recorded=NOW
    )
    same(chart(written, NOW).extended([amending], NOW), chart([*written, amending], NOW))


def test_a_preview_says_what_saving_would_give_and_changes_nothing() -> None:
    before = chart(entries((INFUSED, Infused()), *full_set(NOW - hours(1), 36.9)), NOW)
    drafts = [Draft("RC-1", NOW, Vitals(temp_c=38.6, sbp_mmhg=84, dbp_mmhg=50))]
    grades = before.previewed(drafts, NOW)
    assert grades["crs"] is not None
    assert grades["crs"].level == 2
    assert before.grade("crs") is not None
    assert before.grade("crs").level == 0  # type: ignore[union-attr]
    late = [replace(drafts[0], at=NOW - timedelta(minutes=20))]
    assert before.previewed(late, NOW)["crs"] == before.extended(
        entries((late[0].at, late[0].fact), first=50), NOW
    ).grade("crs")


def test_an_amendment_is_previewed_as_it_will_read() -> None:
    written = entries((INFUSED, Infused()), *full_set(NOW - hours(1), 39.8))
    before = chart(written, NOW)
    fixed = Vitals(temp_c=36.8, sbp_mmhg=118, dbp_mmhg=72, spo2_pct=98)
    draft = Draft("RC-1", NOW - hours(1), fixed, amends=written[1].id, reason="typo")
    assert before.grade("crs").level == 1  # type: ignore[union-attr]
    assert before.amended(draft, NOW).grade("crs").level == 0  # type: ignore[union-attr]


def test_who_the_patient_is_and_where() -> None:
    said = [
        (INFUSED - hours(48), Enrolled(initials="AB", weight_kg=58.0)),
        (INFUSED - hours(24), Admitted("6")),
        (NOW - hours(2), Discharged("home")),
    ]
    assert chart(entries(*said[:2]), NOW).person.bed == "6"
    gone = chart(entries(*said), NOW).person
    assert (gone.discharged, gone.bed, gone.enrolled.weight_kg) == (True, None, 58.0)
    assert chart(entries(*said), NOW - hours(3)).person.bed == "6", "not yet gone then"


def test_a_planned_infusion_becomes_day_zero_only_when_it_is_recorded() -> None:
    planned = [(NOW - hours(30), Planned(NOW + hours(2))), *full_set(NOW, 38.5)]
    found = chart(entries(*planned), NOW)
    assert found.grade("crs").flags == {"before_infusion"}  # type: ignore[union-attr]
    assert found.next_change is not None
    after = found.extended((), NOW + hours(2.1))
    assert "infusion_unknown" in after.grade("crs").flags  # type: ignore[union-attr]
    assert after.grade("crs").counted == 1, "not recorded is no reason to say zero"  # type: ignore[union-attr]


def test_asked_about_the_time_before_the_infusion_it_is_before_the_infusion() -> None:
    written = entries(*full_set(INFUSED - hours(2), 38.6), (INFUSED, Infused()))
    earlier = chart(written, INFUSED - hours(1))
    assert earlier.grade("crs").flags == {"before_infusion"}  # type: ignore[union-attr]
    assert earlier.study_day == 0
    same(earlier.extended((), NOW), chart(written, NOW))
