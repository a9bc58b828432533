"""The ward at one moment: who needs somebody first, what is due first, who stays on the board."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.alarms import Alarm, Technical
from bedside.chart import Chart, chart
from bedside.facts import Acknowledged, Admitted, Discharged, Fact, NotDone
from bedside.rounds import rounds
from bedside.survey import Survey, Surveyor, first_round
from bedside.timeline import Entry
from grading.signs import ICE_ITEMS, Drug, Ice, Infused, Lab, Neuro, Support, Vitals

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
CELLS = NOW - timedelta(days=4)
Said = tuple[float, Fact]
"""Hours before `NOW`, and what was seen or done then."""


def vitals(ago: float, *, temp: float = 36.8, sbp: int = 118, hr: int = 80) -> list[Said]:
    """A whole set of somebody who is well, unless something else is said."""
    seen = Vitals(temp, hr_bpm=hr, sbp_mmhg=sbp, rr_bpm=16, spo2_pct=98, consciousness="A")
    return [(ago, seen), (ago, Support("room_air"))]


def ice(ago: float, points: int = 10) -> list[Said]:
    answers = {item: "yes" if n < points else "no" for n, item in enumerate(ICE_ITEMS)}
    return [(ago, Ice(**answers)), (ago, Neuro(loc="alert", seizure="none"))]  # type: ignore[arg-type]


def half(right: int, left_out: int) -> Ice:
    """An examination in which so many items are right, and so many were left out."""
    answers: list[str | None] = ["yes"] * right + [None] * left_out
    answers += ["no"] * (len(ICE_ITEMS) - len(answers))
    return Ice(**dict(zip(ICE_ITEMS, answers, strict=True)))  # type: ignore[arg-type]


def labs(ago: float) -> list[Said]:
    return [(ago, Lab(name, value)) for name, value in (("wbc", 4), ("crp", 5), ("ferritin", 300))]


PUMP: Fact = Drug("noradrenaline", "started", rate=0.1)
BEGUN = [*labs(100), *vitals(97), *ice(97)]
DONE = [*ice(1), *labs(2)]
"""ICE and laboratory values of the day, where the order is about something else."""


def of(patient: str, *said: Said, bed: str | None = "6", now: datetime = NOW) -> Chart:
    """Four days after the cells, in a bed of the ward."""
    told = [(200.0, Admitted(bed))] if bed else []
    told += [(96.0, Infused(1e8, "cells")), *BEGUN, *said]
    ordered = sorted(told, key=lambda one: -one[0])
    return chart(
        [
            Entry(
                f"{patient}-{n:04}", "ward", n, patient, NOW - timedelta(hours=ago),
                NOW - timedelta(hours=ago), "Nurse A", "nurse", fact,
            )
            for n, (ago, fact) in enumerate(ordered, 1)
        ],
        now,
    )  # fmt: skip


def survey(*charts: Chart, technical: list[Technical] | None = None) -> Survey:
    return Surveyor().survey(charts, charts[0].now if charts else NOW, UTC, technical or ())


ORDER = [
    # who comes before whom                                            and why
    ("late before overdue by when it was due",
     [("late", [*vitals(9), *DONE]), ("overdue", [*vitals(5.5), *DONE])]),
    ("overdue at grade 0 before grade 3 that is not",
     [("overdue", [*vitals(5.5), *DONE]), ("grade 3", [*vitals(0.2, temp=38.6, sbp=84),
                                                       (0.2, PUMP), *DONE])]),
    ("ICE that is overdue counts as vital signs that are",
     [("ICE overdue", [*vitals(0.5), *ice(11), *labs(2)]), ("fever", [*vitals(0.2, temp=38.6),
                                                                      *DONE])]),
    ("laboratory values that are late put nobody on top",
     [("fever", [*vitals(0.2, temp=38.6), *DONE]), ("labs late", [*vitals(0.2), *ice(1)])]),
    ("due, and not overdue yet, is no reason either",
     [("fever", [*vitals(0.2, temp=38.6), *DONE]), ("due", [*vitals(4.5), *DONE])]),
    ("the higher grade before what is due sooner",
     [("grade 1", [*vitals(0.1, temp=38.6), *DONE]), ("sooner", [*vitals(3.9), *DONE])]),
    ("what cannot be stated comes before the grade that is certain, behind the next one",
     [("grade 2", [*vitals(0.1), *DONE, *ice(0.1, 6)]),
      ("at least 1", [*vitals(0.1), *DONE, (0.1, half(6, 1))]),
      ("grade 1", [*vitals(0.1), *DONE, *ice(0.1, 8)]),
      ("perhaps 0", [*vitals(0.1), *DONE, (0.1, half(9, 1))]),
      ("grade 0", [*vitals(0.1), *DONE])]),
    ("at the same grade the higher NEWS2",
     [("fast", [*vitals(0.1, hr=120), *DONE]), ("calm", [*vitals(0.5), *DONE])]),
    ("then what is due first",
     [("in an hour", [*vitals(3), *DONE]), ("in three", [*vitals(1), *DONE])]),
    ("who has refused is not overdue for now",
     [("fever", [*vitals(0.2, temp=38.6), *DONE]),
      ("refused", [*vitals(5.5), (1, NotDone("vitals", "refused")), *DONE])]),
    ("nor is who is off the ward",
     [("fever", [*vitals(0.2, temp=38.6), *DONE]),
      ("away", [*vitals(5.5), (2, NotDone("vitals", "off_ward")), *labs(2)])]),
]  # fmt: skip


@pytest.mark.parametrize("ward", [ward for _, ward in ORDER], ids=[why for why, _ in ORDER])
@pytest.mark.parametrize("reverse", [False, True])
def test_who_needs_somebody_first(ward, reverse):
    charts = [of(name, *said) for name, said in ward]
    found = survey(*(reversed(charts) if reverse else charts))
    assert [one.patient for one in found.charts] == [name for name, _ in ward]


def test_at_the_same_need_the_beds_stand_by_their_numbers():
    beds = {"a": "10", "b": "9", "c": "C1", "d": "11"}
    found = survey(*(of(name, *vitals(1), *DONE, bed=bed) for name, bed in beds.items()))
    assert [one.patient for one in found.charts] == ["b", "a", "d", "c"]


def test_who_is_not_on_the_ward_comes_behind_whoever_is():
    out = of("out", *vitals(9, temp=38.6), *DONE, bed=None)
    assert [one.patient for one in survey(out, of("in", *vitals(1), *DONE)).charts] == ["in", "out"]


WARD = [of(f"P{n}", *said, bed=str(n)) for n, (_, ward) in enumerate(ORDER) for _, said in ward[:1]]


@given(st.permutations(WARD))
def test_the_order_does_not_depend_on_the_order_in_which_they_come(ward):
    assert survey(*ward).charts == survey(*WARD).charts


@given(st.lists(st.sampled_from(WARD), unique_by=lambda one: one.patient, min_size=2))
def test_others_change_nothing_about_who_comes_first(ward):
    whole = [one.patient for one in survey(*WARD).charts]
    some = [one.patient for one in survey(*ward).charts]
    assert some == [patient for patient in whole if patient in some]


# --- what is due first ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "kind", "state"),
    [
        ([*vitals(1), *DONE], "vitals", "not_due"),
        ([*vitals(1), *ice(7.8), *labs(2)], "ice", "due_soon"),
        ([*vitals(5.5), *ice(9.9), *labs(2)], "vitals", "overdue"),
        ([*vitals(4.2), *ice(11), *labs(2)], "ice", "overdue"),
        ([*vitals(1), *ice(1)], "vitals", "not_due"),  # laboratory values are late
        # half-hourly is due soon later than 8-hourly is; what comes first counts
        ([*vitals(0.25, temp=38.6), (0.4, PUMP), *ice(1.7), *labs(2)], "vitals", "not_due"),
        ([*vitals(0.4, temp=38.6), (0.4, PUMP), *ice(1.7), *labs(2)], "vitals", "due_soon"),
        ([*vitals(5), (1, NotDone("vitals", "refused")), *ice(1)], "vitals", "refused"),
        ([*vitals(5), (1, NotDone("vitals", "refused")), *ice(7.8)], "ice", "due_soon"),
    ],
)
def test_the_first_round_at_the_bedside(said, kind, state):
    found = rounds(of("P", *said), None)
    first = first_round(found)
    assert first is not None
    assert (first.kind, first.state) == (kind, state)
    assert first == first_round(reversed(found))


def test_where_nothing_is_asked_for_no_round_is_first():
    gone = of("P", *vitals(9), (1, Discharged("home")))
    assert first_round(rounds(gone, None)) is None
    assert first_round(()) is None


# --- who is in it ---------------------------------------------------------------------------------

RISEN = [*vitals(3), *vitals(2, temp=38.6), *ice(2), *labs(2)]


def test_who_left_stays_until_every_alarm_left_behind_has_a_name():
    gone = (1.0, Discharged("home"))
    left = survey(of("P", *RISEN, gone), of("Q", *vitals(1), *DONE))
    assert [one.patient for one in left.charts] == ["Q", "P"]
    assert {alarm.key for alarm in left.alarms_of("P")} == {"crs"}
    seen = of("P", *RISEN, (1.5, Acknowledged("crs", 1)), gone)
    assert survey(seen).charts == ()
    assert survey(seen).alarms == ()
    assert survey(of("P", *vitals(1), *DONE, gone)).charts == ()


def test_a_grade_that_comes_back_after_a_gap_needs_no_new_name():
    """Nothing was charted for hours, so that it could not be stated; then fever as before."""
    told = [*vitals(10), *vitals(8, temp=38.5), (7.9, Acknowledged("crs", 1))]
    gap = of("P", *told, now=NOW - timedelta(hours=2.5))
    assert gap.grade("crs").level is None  # type: ignore[union-attr]
    found = survey(of("P", *told, *vitals(2, temp=38.5)))
    assert [alarm.key for alarm in found.waiting if alarm.key == "crs"] == []
    worse = survey(of("P", *told, *vitals(2, temp=38.5, sbp=84)))
    assert [(alarm.key, alarm.level) for alarm in worse.waiting if alarm.key == "crs"] == [
        ("crs", 2)
    ]


def test_a_survey_answers_by_patient():
    found = survey(of("P", *RISEN), of("Q", *vitals(1), *DONE))
    chart = found.of("P")
    assert chart is not None
    assert chart.patient == "P"
    assert found.of("R") is None
    assert set(found.rounds) == {"P", "Q"}
    assert [one.kind for one in found.rounds["Q"]] == ["vitals", "ice", "labs"]
    assert {one.patient for one in found.alarms_of("P")} == {"P"}
    assert set(found.waiting) == {a for a in found.alarms if a.acknowledged is None}


def test_what_the_program_says_of_itself_belongs_to_nobody():
    found = survey(of("Q", *vitals(1), *DONE), technical=[Technical("sound_failed", NOW)])
    (alarm,) = [one for one in found.alarms if one.patient is None]
    assert isinstance(alarm, Alarm)
    assert alarm.kind == "sound_failed"
    assert found.alarms_of("Q") == ()


def test_it_tells_when_it_next_reads_differently_by_itself():
    ward = [of("P", *vitals(1), *DONE), of("Q", *vitals(2), *DONE)]
    found = survey(*ward)
    assert found.next_change == min(
        one.next_change for each in found.rounds.values() for one in each if one.next_change
    )
    assert found.next_change is not None
    assert found.next_change > NOW
    assert survey().next_change is None


def test_two_surveys_read_the_same_until_something_is_due():
    ward = [of("P", *vitals(1), *DONE)]
    surveyor = Surveyor()
    one = surveyor.survey(ward, NOW, UTC)
    changes = one.next_change
    assert changes is not None
    minute = timedelta(minutes=1)
    for later, same in ((minute, True), (changes - NOW - minute, True), (changes - NOW, False)):
        then = [ward[0].extended((), NOW + later)]
        assert surveyor.survey(then, NOW + later, UTC).reads_as(one) is same


def test_rounds_are_those_of_the_edition_that_is_followed():
    surveyor = Surveyor()
    of_p = of("P", *vitals(1), *DONE)
    assert surveyor.rounds(of_p) == rounds(of_p, None)
    assert surveyor.survey([of_p], NOW, UTC).rounds["P"] == surveyor.rounds(of_p)
