"""What a chart and its table show: points, bands, lanes, events, and where a line is broken."""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bedside.chart import chart
from bedside.facts import Confirmed, Enrolled, Note
from bedside.series import (
    UNRECORDABLE,
    Point,
    between,
    breaks,
    drug_lanes,
    events,
    grade_bands,
    limits,
    oxygen_lane,
    points,
)
from bedside.timeline import Entry
from grading.signs import ICE_ITEMS, Drug, Ice, Infused, Lab, Neuro, Support, Vitals

INFUSED = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
NOW = INFUSED + timedelta(days=4)
START = INFUSED - timedelta(days=30)


def at(hours):
    return INFUSED + timedelta(hours=hours)


def line(*said):
    """A timeline of (hours since the infusion, fact)."""
    return tuple(
        Entry(f"e{n:03}", "ws", n + 1, "RC-1", at(hours), at(hours), "Nurse A", "nurse", fact)
        for n, (hours, fact) in enumerate(said)
    )


def seen(fact):
    """The points of one fact without moment and entry: (value, bound, other, text)."""
    found = points(line((1, fact)), START, NOW)
    return {
        key: tuple((p.value, p.bound, p.other, p.text) for p in of) for key, of in found.items()
    }


WHOLE_ICE = dict.fromkeys(ICE_ITEMS, "yes")
ASLEEP = {**WHOLE_ICE, "writing": "no", "command": "not_assessable"}


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (Vitals(temp_c=38.0), {"temp_c": [(38.0, None, None, None)]}),
        (Vitals(hr_bpm=0, arrest=True), {"hr_bpm": [(0, None, None, None)]}),
        (
            Vitals(rr_bpm=18, spo2_pct=97),
            {"rr_bpm": [(18, None, None, None)], "spo2_pct": [(97, None, None, None)]},
        ),
        (
            Vitals(sbp_mmhg=120, dbp_mmhg=60),
            {"bp": [(120, None, 60, None)], "map": [(80, None, None, None)]},
        ),
        (Vitals(sbp_mmhg=90), {"bp": [(90, None, None, None)]}),
        (Vitals(map_mmhg=58), {"map": [(58, None, None, None)]}),
        (Vitals(bp_unrecordable=True), {"bp": [(None, None, None, UNRECORDABLE)]}),
        (Vitals(consciousness="A"), {}),
        (Ice(**WHOLE_ICE), {"ice": [(10, None, None, None)]}),
        (Ice(**ASLEEP, reasons=(("command", "asleep"),)), {"ice": [(8, None, 9, None)]}),
        (Lab("il6", 1.5, "pg/mL", "<"), {"lab:il6": [(1.5, "<", None, None)]}),
        (Lab("il6", 5000, "pg/mL", ">"), {"lab:il6": [(5000, ">", None, None)]}),
        (Lab("crp", text="haemolysed"), {"lab:crp": [(None, None, None, "haemolysed")]}),
        (Lab("crp", 9, text="haemolysed"), {"lab:crp": [(None, None, None, "haemolysed")]}),
        (Note("seen"), {}),
    ],
)
def test_a_fact_gives_these_points(fact, expected):
    assert seen(fact) == {key: tuple(of) for key, of in expected.items()}


def test_points_carry_moment_entry_and_unit():
    (point,) = points(line((1, Lab("il6", 12, "pg/mL"))), START, NOW)["lab:il6"]
    assert point == Point(at(1), 12, "e000", unit="pg/mL")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 8, [36.0, 37.0, 38.0]),
        (0, 7.9, [36.0, 37.0]),
        (0.1, 8, [37.0, 38.0]),
        (9, 20, []),
    ],
)
def test_both_ends_are_included(start, end, expected):
    timeline = line(*((h, Vitals(temp_c=t)) for h, t in ((0, 36.0), (4, 37.0), (8, 38.0))))
    found = points(timeline, at(start), at(end)).get("temp_c", ())
    assert [p.value for p in found] == expected
    assert len(between(timeline, at(start), at(end))) == len(expected)


class Watched(tuple):
    """A timeline that counts how many of its entries are looked at."""

    __slots__ = ()
    looked = 0

    def __getitem__(self, place):
        found = super().__getitem__(place)
        Watched.looked += len(found) if isinstance(place, slice) else 1
        return found


def test_the_cost_follows_what_is_visible():
    timeline = Watched(line(*((h, Vitals(temp_c=37.0)) for h in range(4000))))
    Watched.looked = 0
    found = points(timeline, at(2000), at(2010))
    assert len(found["temp_c"]) == 11
    assert Watched.looked < 60


# --- where a line is broken ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "day", "hours", "joined"),
    [
        ("temp_c", 2, 12, True),
        ("temp_c", 2, 12.1, False),
        ("bp", 14.9, 12.1, False),
        ("temp_c", 15, 48, True),
        ("temp_c", 27, 49, False),
        ("temp_c", 30, 40 * 24, True),
        ("temp_c", 30, 40 * 24 + 1, False),
        ("temp_c", -2, 48, True),
        ("temp_c", -2, 49, False),
        ("spo2_pct", -20, 15 * 24, True),
        ("ice", 3, 26, True),
        ("ice", 3, 27, False),
        ("lab:il6", 3, 72, True),
        ("lab:il6", 3, 73, False),
        ("lab:il6", 20, 14 * 24, True),
        ("lab:il6", 40, 40 * 24, True),
        ("oxygen", 40, 49, False),
    ],
)
def test_neighbours_are_joined_as_far_as_rounds_lie_apart(key, day, hours, joined):
    pair = [Point(at(day * 24), 1, "a"), Point(at(day * 24 + hours), 1, "b")]
    assert breaks(pair, limits(key, [INFUSED])) == [True, not joined]


def test_a_second_infusion_starts_the_count_anew():
    again = INFUSED + timedelta(days=60)
    within = limits("temp_c", [again, INFUSED])
    moments = [moment for moment, _ in within]
    assert moments == sorted(moments)
    pair = [Point(again + timedelta(hours=1), 1, "a"), Point(again + timedelta(hours=14), 1, "b")]
    assert breaks(pair, within) == [True, True]
    assert breaks(pair, limits("temp_c", [INFUSED])) == [True, False]


def test_an_infusion_soon_after_another_keeps_the_limits_in_order():
    within = limits("temp_c", [INFUSED, INFUSED + timedelta(days=3)])
    assert [m for m, _ in within] == sorted({m for m, _ in within})


def test_without_an_infusion_rounds_are_those_of_the_ward():
    pair = [Point(at(0), 1, "a"), Point(at(13), 1, "b")]
    assert breaks(pair, limits("temp_c", [])) == [True, True]


def test_points_that_come_later_know_the_one_before():
    within = limits("temp_c", [INFUSED])
    every = [Point(at(h), 1, str(h)) for h in (0, 4, 30, 34, 60, 400, 430)]
    whole = breaks(every, within)
    for cut in range(1, len(every)):
        assert whole == [*breaks(every[:cut], within), *breaks(every[cut:], within, every[cut - 1])]


def test_a_line_starts_anew_after_each_gap():
    every = [Point(at(h), 1, str(h)) for h in (0, 4, 30, 34, 60)]
    assert breaks(every, limits("temp_c", [INFUSED])) == [True, False, True, False, True]
    assert breaks([], limits("temp_c", [INFUSED])) == []


# --- grades --------------------------------------------------------------------------------------


def whole_set(temp, sbp=118):
    return Vitals(
        temp_c=temp,
        hr_bpm=80,
        sbp_mmhg=sbp,
        dbp_mmhg=50,
        rr_bpm=16,
        spo2_pct=98,
        consciousness="A",
    )


def graded(hours=96):
    said = [(-2, whole_set(36.8)), (-2, Support("room_air")), (0, Infused(1e8, "cells"))]
    for h in range(2, hours, 4):
        said += [(h, whole_set(38.6 if 30 < h < 60 else 36.8, 84 if 40 < h < 50 else 118))]
        said += [(h, Support("room_air"))] if h < 80 else []
    return chart(line(*said), NOW)


def test_bands_leave_no_hole_and_say_what_the_course_says():
    course = graded().courses["crs"]
    found = grade_bands(course, START, NOW)
    assert found[0].start == course.steps[0].at
    assert found[-1].end == NOW
    for before, after in pairwise(found):
        assert before.end == after.start
        assert before[2:] != after[2:]
    for band in found:
        for moment in (band.start, band.start + (band.end - band.start) * 0.99):
            grade = course.at(moment).grade
            assert (band.level, band.at_least, band.status) == (
                grade.level,
                grade.at_least,
                grade.status,
            )
    assert {band.level for band in found} >= {None, 0, 1, 2}
    assert found[0].before
    assert not found[-1].before


def test_bands_are_cut_to_the_time_asked_for():
    course = graded().courses["crs"]
    whole = grade_bands(course, START, NOW)
    part = grade_bands(course, at(20), at(45))
    assert (part[0].start, part[-1].end) == (at(20), at(45))
    inside = [band for band in whole if band.end > at(20) and band.start < at(45)]
    assert [band[2:] for band in part] == [band[2:] for band in inside]
    assert grade_bands(course, START, START + timedelta(hours=1)) == ()


# --- lanes ---------------------------------------------------------------------------------------

CANNULA = "nasal_cannula"


def lanes(timeline, start=START, end=NOW):
    return [
        (span.start, span.end, span.device, span.flow, span.level)
        for span in oxygen_lane(timeline, start, end, [INFUSED])
    ]


def test_one_device_is_one_span_until_it_is_changed():
    timeline = line(
        (0, Support("room_air")),
        (4, Support("room_air")),
        (6, Support(CANNULA, 2)),
        (8, Support(CANNULA, 4)),
        (10, Support(CANNULA, 8)),
        (12, Support("high_flow_nasal_cannula", 40, 0.5)),
    )
    assert lanes(timeline, end=at(20)) == [
        (at(0), at(6), "room_air", None, 0),
        (at(6), at(10), CANNULA, (2, 4), 2),
        (at(10), at(12), CANNULA, (8, 8), 3),
        (at(12), at(20), "high_flow_nasal_cannula", (40, 40), 3),
    ]


def test_oxygen_not_charted_for_long_is_not_shown_as_known():
    timeline = line((0, Support("room_air")), (4, Support("room_air")), (30, Support("room_air")))
    assert [(s, e) for s, e, *_ in lanes(timeline, end=at(60))] == [
        (at(0), at(4)),
        (at(30), at(30)),
    ]
    assert lanes(timeline, end=at(42))[-1][:2] == (at(30), at(42))


def test_what_was_on_before_the_time_shown_is_shown():
    timeline = line((0, Support(CANNULA, 2)), (8, Support(CANNULA, 3)))
    ((start, end, *_),) = lanes(timeline, start=at(9), end=at(12))
    assert (start, end) == (at(8), at(12))


def drugs(timeline, start=START, end=NOW, now=NOW):
    return {
        lane.drug: [
            (given.start, given.end, given.drug.rate, given.running) for given in lane.given
        ]
        for lane in drug_lanes(timeline, start, end, now)
    }


NORADRENALINE = "norepinephrine"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([(1, Drug("paracetamol", dose=1000))], [(at(1), at(1), None, False)]),
        (
            [(1, Drug(NORADRENALINE, "started", rate=0.1)), (5, Drug(NORADRENALINE, "stopped"))],
            [(at(1), at(5), 0.1, False)],
        ),
        ([(1, Drug(NORADRENALINE, "started", rate=0.1))], [(at(1), NOW, 0.1, True)]),
        (
            [
                (1, Drug(NORADRENALINE, "started", rate=0.1)),
                (2, Drug(NORADRENALINE, "continued")),
                (3, Drug(NORADRENALINE, "changed", rate=0.2)),
                (4, Drug(NORADRENALINE, "stopped")),
            ],
            [(at(1), at(3), 0.1, False), (at(3), at(4), 0.2, False)],
        ),
        (
            [(1, Drug(NORADRENALINE, "started", rate=0.1, until=at(7)))],
            [(at(1), at(7), 0.1, False)],
        ),
        (
            [(90, Drug(NORADRENALINE, "started", rate=0.1, until=at(99)))],
            [(at(90), NOW, 0.1, True)],
        ),
        ([(5, Drug(NORADRENALINE, "stopped"))], None),
    ],
)
def test_what_was_given_is_a_dose_or_an_infusion_at_one_rate(said, expected):
    name = said[0][1].name
    assert drugs(line(*said)).get(name) == expected


def test_a_new_bag_in_the_minute_the_old_one_ends_is_one_infusion():
    for order in (("stopped", "started"), ("started", "stopped")):
        timeline = line(
            (1, Drug(NORADRENALINE, "started", rate=0.1)),
            *((5, Drug(NORADRENALINE, action, rate=0.1)) for action in order),
        )
        found = drugs(timeline)[NORADRENALINE]
        assert found[0][0] == at(1)
        assert found[-1][1:] == (NOW, 0.1, True)
        assert all(a[1] == b[0] for a, b in pairwise(found))


def test_two_pumps_of_one_drug_stand_in_one_lane():
    timeline = line(
        (1, Drug(NORADRENALINE, "started", rate=0.1, line="left")),
        (2, Drug(NORADRENALINE, "started", rate=0.2, line="right")),
        (3, Drug(NORADRENALINE, "stopped", line="left")),
    )
    assert drugs(timeline)[NORADRENALINE] == [
        (at(1), at(3), 0.1, False),
        (at(2), NOW, 0.2, True),
    ]


def test_pressors_and_anticytokines_stand_first():
    timeline = line(
        (1, Drug("paracetamol")),
        (2, Drug("piperacillin_tazobactam")),
        (3, Drug("dexamethasone")),
        (4, Drug("tocilizumab")),
        (5, Drug(NORADRENALINE, "started")),
    )
    assert [lane.drug for lane in drug_lanes(timeline, START, NOW, NOW)] == [
        NORADRENALINE,
        "tocilizumab",
        "dexamethasone",
        "paracetamol",
        "piperacillin_tazobactam",
    ]


def test_a_pump_started_long_before_the_time_shown_is_shown():
    timeline = line(
        (1, Drug(NORADRENALINE, "started", rate=0.1)),
        (2, Drug("paracetamol")),
        (90, Drug(NORADRENALINE, "stopped")),
    )
    assert list(drugs(timeline, start=at(50), end=at(60))) == [NORADRENALINE]
    assert drugs(timeline, start=at(91)) == {}


def test_when_a_pump_was_confirmed_last_is_known():
    timeline = line(
        (1, Drug(NORADRENALINE, "started", rate=0.1)), (4, Drug(NORADRENALINE, "continued"))
    )
    ((given,),) = [lane.given for lane in drug_lanes(timeline, START, NOW, NOW)]
    assert (given.start, given.confirmed, given.end) == (at(1), at(4), NOW)


def test_events_are_marks_of_a_moment_and_nothing_else():
    timeline = line(
        (-1, Enrolled()),
        (0, Infused(1e8, "cells")),
        (1, Vitals(temp_c=37)),
        (2, Ice(**WHOLE_ICE)),
        (2, Neuro(loc="alert")),
        (3, Confirmed("crs", "ASTCT 2019", 1, 1, 1, "graded")),
        (4, Note("seen")),
    )
    found = events(timeline, START, NOW)
    assert [event.entry.kind for event in found] == ["infused", "ice", "neuro", "confirmed", "note"]
    assert [event.entry.kind for event in events(timeline, at(3), at(3))] == ["confirmed"]
    assert all(event.at == event.entry.at and event.fact is event.entry.fact for event in found)


def test_points_of_parts_make_the_whole():
    timeline = line(*((h, whole_set(36.5 + h / 100)) for h in range(0, 90, 3)))
    whole = points(timeline, START, NOW)
    cut = at(40)
    early = points(timeline, START, cut - timedelta(seconds=1))
    late = points(timeline, cut, NOW)
    assert {key: (*early[key], *late[key]) for key in whole} == dict(whole)
    assert bisect_left(whole["temp_c"], cut, key=lambda p: p.at) == len(early["temp_c"])
