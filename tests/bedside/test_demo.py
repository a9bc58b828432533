"""The demonstration ward: what it promises to show, at any hour, on any day, in any zone."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

import pytest

import resources
from bedside.alarms import Desk
from bedside.alarms.burden import history
from bedside.analytes import analytes
from bedside.chart import Chart, chart
from bedside.demo import demo_drafts, fill
from bedside.demo.curves import Curve
from bedside.demo.laboratory import ANALYTES
from bedside.facts import (
    Acknowledged,
    AdverseEventEnded,
    Called,
    Confirmed,
    Discharged,
    Escalated,
    Fact,
    HandedOver,
    NotDone,
    Retracted,
    SaeReported,
    SecondEntry,
    Silenced,
    TakenOver,
    canonical,
)
from bedside.protocol.shelf import shelf
from bedside.store import Store, verified
from bedside.survey import Survey, Surveyor, first_round
from bedside.timeline import Entry
from grading.grade import episodes, state
from grading.signs import Baseline, Drug, Ice, Infused, Lab, Support, Vitals, quantities
from tests.bedside.demonstration import MOMENTS, NOW, SHANGHAI, charts, logs, survey, ward, written


def shown(of: Chart, found: Survey) -> tuple[object, ...]:
    """What the ward board says of a patient."""
    crs, icans = of.grade("crs"), of.grade("icans")
    assert crs is not None
    assert icans is not None
    waiting = (a for a in found.alarms_of(of.patient) if a.acknowledged is None)
    due = first_round(r for r in found.rounds[of.patient] if r.kind == "vitals")
    return (
        of.person.bed,
        of.study_day,
        crs.level,
        crs.status,
        icans.level,
        icans.status,
        ", ".join(f"{a.key} {a.level}{' silenced' if a.silence else ''}" for a in waiting),
        ", ".join(run.drug.name for run in of.running),
        None if due is None or due.due is None else (due.state, _minutes(due.due, of.now)),
    )


def _minutes(due: datetime, now: datetime) -> int | None:
    """Minutes to a round; None where it is hours away, which depends on the hour of the day."""
    minutes = (due - now.replace(second=0)) // timedelta(minutes=1)
    return minutes if minutes < 60 else None


# bed, day, CRS, ICANS, alarms that wait, running, how the round of vital signs stands
PROMISED: Mapping[str, tuple[object, ...]] = {
    "RC-014": ("6", 4, 3, "graded", 1, "graded", "crs 3", "norepinephrine", ("not_due", 19)),
    "RC-012": ("2", 6, 2, "graded", 2, "graded", "overdue:vitals 1", "", ("overdue", -12)),
    "BC-003": ("4", 2, 1, "graded", 1, "graded", "", "", ("not_due", 38)),
    "RC-015": ("1", 1, None, "incomplete", 0, "graded", "overdue:vitals 1", "", ("overdue", -64)),
    "AL-002": ("3", 9, None, "review", 0, "graded", "crs 2 silenced", "", ("not_due", 41)),
    "RC-013": ("5", 95, 0, "no_crs", 0, "graded", "", "", ("off_ward", None)),
    "RC-016": ("8", -1, 0, "no_crs", 0, "graded", "", "", ("not_due", None)),
    "RC-007": ("C1", 182, 0, "no_crs", 0, "graded", "", "", ("not_due", None)),
}
# Acknowledged, and standing all the same.
SEEN = {
    "RC-014": {"fever", "icans", "ice_drop", "iec_hs", "map_low", "news2", "sbp_low"},
    "RC-012": {"crs", "icans", "ice_drop", "news2"},
    "BC-003": {"crs", "fever"},
    "RC-015": {"crs", "fever", "stale:crs"},
    "AL-002": {"map_low", "news2", "sbp_low"},
}
# CRS: highest level, state of the course; ICANS: the same
COURSES = {
    "RC-014": (3, "open", 1, "open"),
    "RC-012": (3, "open", 2, "open"),
    "BC-003": (1, "open", 0, "none"),
    "RC-015": (1, "open", 0, "none"),
    "AL-002": (2, "closed", 0, "none"),
    "RC-013": (3, "closed", 2, "closed"),
    "RC-016": (0, "none", 0, "none"),
    "RC-007": (1, "closed", 0, "none"),
}


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_the_ward_shows_what_it_promises_at_any_moment(now: datetime) -> None:
    assert {p: shown(of, survey(now)) for p, of in ward(now).items()} == PROMISED


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_what_was_acknowledged_stands_until_it_is_over(now: datetime) -> None:
    found: dict[str | None, set[str]] = {}
    for alarm in survey(now).alarms:
        if alarm.acknowledged is not None and alarm.kind != "ferritin_doubled":
            found.setdefault(alarm.patient, set()).add(alarm.key)
    assert found == SEEN
    assert not any(alarm.latched for alarm in survey(now).alarms), "nothing of days ago is left"


@pytest.mark.parametrize("now", MOMENTS[::4], ids=str)
def test_the_nurses_come_in_time_but_for_the_rounds_that_are_overdue_now(now: datetime) -> None:
    desk, until = Desk(shelf().get), now.astimezone(UTC)
    overdue = {
        (patient, alarm.key, alarm.level)
        for patient, of in ward(now).items()
        for alarm in history(of, desk.table, until - timedelta(days=2), until, desk.sources())
        if alarm.kind == "overdue"
    }
    assert overdue == {("RC-012", "overdue:vitals", 1), ("RC-015", "overdue:vitals", 1)}


@pytest.mark.parametrize("now", MOMENTS[::4], ids=str)
def test_alarms_are_answered_within_minutes(now: datetime) -> None:
    desk, until = Desk(shelf().get), now.astimezone(UTC)
    late = [
        (patient, alarm.key, alarm.acknowledged)
        for patient, of in ward(now).items()
        for alarm in history(of, desk.table, until - timedelta(days=5), until, ())
        # Of a laboratory value it counts from when the sample was taken.
        if alarm.kind != "ferritin_doubled"
        and (alarm.acknowledged or until) - alarm.raised > timedelta(minutes=10)
    ]
    assert late == [("RC-014", "crs", None), ("AL-002", "crs", None)]


def test_what_is_done_about_alarms() -> None:
    everything = written(NOW)
    of = {
        kind: [w for w in everything if isinstance(w.draft.fact, kind)]
        for kind in (Acknowledged, Silenced, Called, Escalated)
    }
    said = [w.draft.fact.comment for w in of[Acknowledged]]  # type: ignore[union-attr]
    assert any(said)
    assert not all(said)
    assert {w.role for w in of[Escalated]} == {"program"}
    past = [w for w in of[Escalated] if NOW - w.recorded > timedelta(hours=12)]
    assert ("RC-012", "crs", 3, 1) in {
        (w.draft.patient, w.draft.fact.alarm, w.draft.fact.level, w.draft.fact.step)  # type: ignore[union-attr]
        for w in past
    }
    called = {(w.draft.patient, w.draft.fact.alarm) for w in of[Called]}  # type: ignore[union-attr]
    assert {("RC-012", "crs"), ("RC-013", "crs"), ("RC-012", "icans")} <= called
    signed = {w.draft.patient for w in everything if isinstance(w.draft.fact, Confirmed)}
    assert {"RC-012", "RC-013", "RC-014"} <= signed
    assert len(of[Silenced]) > 1


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_every_shift_hands_over_to_the_next(now: datetime) -> None:
    everything = written(now)
    zone = now.tzinfo
    handed = [w for w in everything if isinstance(w.draft.fact, HandedOver)]
    taken = [w for w in everything if isinstance(w.draft.fact, TakenOver)]
    assert {w.recorded.astimezone(zone).hour for w in handed} == {6, 18}
    assert {w.recorded.astimezone(zone).hour for w in taken} <= {7, 19}
    assert any(w.draft.fact.remark and w.draft.fact.to_do for w in handed)  # type: ignore[union-attr]
    for w in taken:
        assert w.takes_over is not None
        before = everything[w.takes_over]
        assert before.draft.patient == w.draft.patient
        assert before.author != w.author
        assert timedelta(0) < w.recorded - before.recorded < timedelta(minutes=30)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_the_courses_run_as_told(now: datetime) -> None:
    found = {}
    for patient, of in ward(now).items():
        found[patient] = ()
        for scale in ("crs", "icans"):
            steps = of.courses[scale].steps
            worst = max((e.maximum for e in episodes(steps)), default=0)
            found[patient] += (worst, state(steps))
    assert found == COURSES


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_who_is_followed_up_has_gone_home_without_a_grade_or_an_alarm(now: datetime) -> None:
    found = {}
    surveyor = Surveyor(Desk(shelf().get))
    for patient, of in charts(now).items():
        if patient not in PROMISED:
            worst = {
                step.grade.level or step.grade.at_least
                for scale in ("crs", "icans")
                for step in of.courses[scale].steps
            }
            alarmed = surveyor.has_left_alarms(of, now)
            found[patient] = (of.person.discharged, of.person.bed, alarmed, frozenset(worst))
    assert len(found) == 9
    assert set(found.values()) == {(True, None, False, frozenset({0}))}


@pytest.mark.parametrize("seed", [2, 3])
def test_another_seed_changes_the_figures_and_not_the_story(seed: int) -> None:
    assert written(NOW, seed) != written(NOW)
    assert {p: shown(of, survey(NOW, seed)) for p, of in ward(NOW, seed).items()} == PROMISED


def test_the_same_arguments_give_the_same_ward() -> None:
    assert demo_drafts(NOW, SHANGHAI, 1) == written(NOW)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_nothing_is_later_than_now_or_written_before_it_was_true(now: datetime) -> None:
    everything = written(now)
    assert all(w.draft.at <= w.recorded <= now for w in everything)
    assert [w.recorded for w in everything] == sorted(w.recorded for w in everything)
    assert all(w.amends is None or w.amends < place for place, w in enumerate(everything))


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_no_vital_sign_would_have_been_asked_about(now: datetime) -> None:
    asked = [
        (w.draft.patient, name, value)
        for w in written(now)
        if isinstance(w.draft.fact, Vitals)
        for name, quantity in quantities(Vitals).items()
        if (value := getattr(w.draft.fact, name)) is not None and quantity.is_unlikely(value)
    ]
    assert asked == []


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_rounds_come_often_enough_for_the_grade_to_be_stated(now: datetime) -> None:
    unstated = []
    for patient, of in ward(now).items():
        infused = of.infused
        assert infused is not None
        left = next((e.at for e in of.log if isinstance(e.fact, Discharged)), now)
        for scale in ("crs", "icans"):
            unstated += [
                (patient, scale, (step.at - infused) / timedelta(hours=1), step.grade.status)
                for step in of.courses[scale].steps
                if infused <= step.at <= left
                and step.grade.level is None
                and (patient, scale) not in {("RC-015", "crs"), ("AL-002", "crs")}
            ]
    assert unstated == []


def test_the_cells_are_followed_by_a_round_every_quarter_of_an_hour() -> None:
    for of in ward(NOW).values():
        infused = [e.at for e in of.log if isinstance(e.fact, Infused)]
        for at in infused:
            soon = [e.at for e in of.log if e.kind == "vitals" and timedelta(0) <= e.at - at]
            first = [t for t in soon if t - at <= timedelta(minutes=70)]
            assert len(first) >= 4, of.patient


def test_beds_are_distinct_and_the_worst_come_first() -> None:
    board = ward(NOW)
    beds = [of.person.bed for of in board.values() if of.person.bed]
    assert len(set(beds)) == len(beds) == 8
    order = [of.patient for of in survey(NOW).charts]
    assert order[:5] == ["RC-012", "RC-015", "RC-014", "AL-002", "BC-003"]


def test_the_rising_patient_has_the_readings_of_a_crs_3() -> None:
    of = ward(NOW)["RC-014"]
    grade = of.grade("crs")
    assert grade is not None
    assert {(r.domain, r.level, r.code) for r in grade.reasons} == {
        ("fever", 1, "fever"),
        ("hypotension", 3, "one_vasopressor"),
        ("hypoxia", 3, "high_flow"),
    }
    bp, support = of.latest(Vitals, "bp"), of.latest(Support, "support")
    assert bp is not None
    assert (bp.sign.sbp_mmhg, bp.sign.dbp_mmhg, bp.sign.spo2_pct) == (86, 44, 91)
    assert support is not None
    assert (support.sign.flow_lpm, support.sign.fio2) == (40.0, 0.5)
    doses = [e.fact for e in of.timeline if isinstance(e.fact, Drug)]
    assert [d.dose for d in doses if d.name == "tocilizumab"] == [8 * 58]
    (ice,) = (r for r in of.grade("icans").reasons if r.domain == "ice")  # type: ignore[union-attr]
    assert ice.evidence[0].value.failed == ("writing", "attention")


def test_the_grade_that_cannot_be_stated_says_what_it_lacks() -> None:
    of = ward(NOW)["RC-015"]
    grade, step = of.grade("crs"), of.stated("crs")
    assert grade is not None
    assert {m.what for m in grade.missing} == {"oxygen"}
    assert step is not None
    due = next(r for r in survey(NOW).rounds["RC-015"] if r.kind == "vitals")
    assert due.missing == ("spo2", "oxygen")
    temp = of.latest(Vitals, "temp")
    assert temp is not None
    assert temp.sign.temp_c == 38.0
    assert temp.sign.spo2_pct is None


def test_hypotension_after_tocilizumab_waits_for_a_person() -> None:
    grade = ward(NOW)["AL-002"].grade("crs")
    assert grade is not None
    assert (grade.suspected, grade.at_least) == (2, 0)
    assert "no_fever_no_crs" in grade.flags


def test_ice_falls_as_on_the_sheet() -> None:
    of = ward(NOW)["RC-012"]
    scores = [e.fact.score for e in of.timeline if isinstance(e.fact, Ice)]
    assert [score for score, _ in groupby(scores[-20:])] == [10, 7, 5]
    assert scores[scores.index(7) :] == [7] * 5 + [5] * 7, "each fall is checked again"
    word = of.signed["icans"].fact
    assert isinstance(word, Confirmed)
    assert (word.level, word.overrides) == (2, False)


def test_an_old_deficit_in_another_language_is_no_icans() -> None:
    of = ward(NOW)["BC-003"]
    grade = of.grade("icans")
    assert (grade.level, grade.adjusted) == (1, 0)  # type: ignore[union-attr]
    sheet, word = of.latest(Ice, "ice"), of.signed["icans"].fact
    assert sheet is not None
    assert (sheet.sign.language, sheet.sign.interpreter) == ("Cantonese", True)
    assert isinstance(word, Confirmed)
    assert (word.level, word.computed) == (0, 1)
    assert word.reason


def test_every_patient_has_baselines_and_a_weight() -> None:
    for of in charts(NOW).values():
        facts = [e.fact for e in of.timeline]
        said = [f for f in facts if isinstance(f, Baseline)]
        assert [(b.ice is not None, b.sbp_mmhg is not None) for b in said] == [(True, True)]
        assert any(isinstance(f, Vitals) and f.weight_kg for f in facts)
        assert of.person.enrolled.protocol
        assert of.person.enrolled.dose_level


def test_the_record_has_what_happens_on_a_ward() -> None:
    everything = written(NOW)
    facts = [w.draft.fact for w in everything]
    amended = [w for w in everything if w.amends is not None]
    retracted = [w for w in amended if isinstance(w.draft.fact, Retracted)]
    late = [w for w in everything if w.recorded - w.draft.at > timedelta(hours=2)]
    assert len(amended) == 2
    assert all(w.draft.reason for w in amended)
    assert len(retracted) == 1
    assert any(isinstance(w.draft.fact, Drug) for w in late)
    assert {f.reason for f in facts if isinstance(f, NotDone)} == {"refused", "off_ward"}
    assert {f.overrides for f in facts if isinstance(f, Confirmed)} == {True, False}
    people = {(w.author, w.role) for w in everything}
    assert {role for _, role in people} == {"nurse", "physician", "coordinator", "program"}
    assert all(re.fullmatch("bedside|(Nurse|Dr|Coordinator) [A-D]", name) for name, _ in people)


def test_the_typing_error_changes_a_grade_until_it_is_put_right() -> None:
    log = logs(written(NOW))["RC-012"]
    (right,) = (e for e in log if e.amends)
    before = chart((e for e in log if e is not right), NOW, SHANGHAI)
    after = chart(log, NOW, SHANGHAI)
    at = (right.at, right.fact.temp_c)  # type: ignore[union-attr]
    assert at[1] == 38.6
    assert before.courses["crs"].at(at[0]).grade.level == 0  # type: ignore[union-attr]
    assert after.courses["crs"].at(at[0]).grade.level == 1  # type: ignore[union-attr]


def test_laboratory_values_are_what_the_laboratory_can_report() -> None:
    table = analytes()
    labs = [w.draft.fact for w in written(NOW) if isinstance(w.draft.fact, Lab)]
    assert {lab.analyte for lab in labs} == set(ANALYTES)
    for lab in labs:
        known = table[lab.analyte]
        low, high = known.impossible
        assert lab.unit == known.unit
        assert lab.value is not None
        assert low <= lab.value <= high
    assert "analytes.toml" in resources.names("*.toml")


def test_cytokines_rise_from_below_the_limit_of_detection() -> None:
    il6 = [
        (lab.bound, lab.value)
        for e in ward(NOW)["RC-014"].timeline
        if isinstance(lab := e.fact, Lab) and lab.analyte == "il6"
    ]
    assert il6[0] == ("<", 1.5)
    values = [value for bound, value in il6 if bound is None]
    assert values == sorted(values)
    assert values[-1] is not None
    assert 1000 < values[-1] < 10_000


def test_the_month_6_visitor_has_half_a_year_of_visits() -> None:
    of = ward(NOW)["RC-007"]
    days = {of.day_of(e.at) for e in of.timeline if e.kind == "ice"}
    assert {27, 60, 90, 120, 150, 182} <= days
    returned = [
        lab.value for e in of.timeline if isinstance(lab := e.fact, Lab) and lab.analyte == "cd19_b"
    ]
    assert returned[-1] is not None
    assert returned[-1] > 10


def test_the_ward_is_written_into_a_store_in_few_transactions(tmp_path: Path) -> None:
    path = tmp_path / "demo.sqlite"
    commits: list[str] = []
    with Store(path, "demo", NOW) as store:
        store._connection.set_trace_callback(commits.append)
        fill(store, NOW, SHANGHAI)
        store._connection.set_trace_callback(None)
        kept = {p: chart(store.log(p), NOW, SHANGHAI) for p in store.patients()}
    assert sum(statement.startswith("COMMIT") for statement in commits) <= 16
    found = Surveyor(Desk(shelf().get)).survey(tuple(kept.values()), NOW, SHANGHAI)
    assert {p: shown(of, found) for p, of in kept.items() if p in PROMISED} == PROMISED
    assert verified(path) == (len(written(NOW)), ())
    for patient, of in kept.items():
        drafted = charts(NOW)[patient]
        # Of two people writing in one millisecond either may come first.
        assert sorted(map(_told, of.timeline)) == sorted(map(_told, drafted.timeline))
        ids = {e.id for e in of.log if isinstance(e.fact, HandedOver)}
        assert {e.fact.handed for e in of.log if isinstance(e.fact, TakenOver)} == ids


def _told(entry: Entry) -> tuple[datetime, str, str]:
    """What an entry says, without the ids that a store has given."""
    return entry.at, entry.author, canonical(_apart(entry.fact))[1]


def _apart(fact: Fact) -> Fact:
    """A fact without the ids that a store has given."""
    if isinstance(fact, TakenOver):
        return TakenOver()
    if isinstance(fact, SecondEntry):
        return SecondEntry(("same",) * len(fact.entries))
    if isinstance(fact, AdverseEventEnded | SaeReported):
        return replace(fact, event="same")
    return fact


def test_a_curve_goes_through_its_points_and_never_beyond_them() -> None:
    points = [(NOW + timedelta(hours=h), v) for h, v in ((0, 36.7), (6, 36.7), (8, 39), (20, 38))]
    curve = Curve(points)
    assert [curve.at(at) for at, _ in points] == pytest.approx([v for _, v in points])
    between = [curve.at(NOW + timedelta(hours=h / 10)) for h in range(-20, 220)]
    assert min(between) >= 36.7 - 1e-9
    assert max(between) <= 39 + 1e-9
    with pytest.raises(ValueError, match="time order"):
        Curve([points[1], points[0]])
