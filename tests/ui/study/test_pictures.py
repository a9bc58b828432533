"""Axis, curves and lanes of the study as shapes: where things stand, and what they are."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QLocale, QPointF, QRectF

from bedside.study import (
    DltWindow,
    Figure,
    Happening,
    Outcome,
    Point,
    Subject,
    Syndrome,
    study,
)
from ui import theme
from ui.study.cards import cards
from ui.study.columns import At, Column, cell
from ui.study.curves import Frame, Plot, Spot, Thread
from ui.study.look import DayAxis, screen_look
from ui.study.pictures import groups, lanes, plot
from ui.study.swimmer import LANE, Bar, Mark, Swim
from ui.theme import DAY

INFUSED = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _day(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, DAY)
    yield
    QLocale.setDefault(before)


def subject(name="P-1", level="50", **of):
    given = {
        "dose_level": level,
        "level_dose": float(level) * 1e6,
        "infused": Figure(INFUSED, ("i",)),
        "day": 100,
        "last_day": 100,
        "followed_on": True,
    }
    return Subject(name, "trial", **(given | of))


# --- the axis -----------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [-20, -7, -0.5, 0, 0.25, 1, 6.5, 28, 89, 365])
def test_a_place_and_a_day_belong_together(day):
    axis = DayAxis(-30, 365, 40, 800)
    assert axis.day(axis.x(day)) == pytest.approx(day, abs=1e-6)


def test_later_days_stand_further_right_and_the_first_month_is_spread():
    axis = DayAxis(0, 90, 0, 900)
    places = [axis.x(day) for day in range(91)]
    assert places == sorted(places)
    assert axis.x(0) == 0
    assert axis.x(90) == 900
    assert axis.x(28) > 900 / 2


@pytest.mark.parametrize("width", [200, 400, 1200])
def test_ticks_have_room_for_their_words(width):
    axis = DayAxis(-7, 365, 0, width)
    ticks = axis.ticks(48)
    assert 0 in ticks
    gaps = [axis.x(b) - axis.x(a) for a, b in pairwise(ticks)]
    assert all(gap >= 48 for gap in gaps)


# --- curves -------------------------------------------------------------------------------------


def test_curves_are_aligned_at_the_infusion_and_a_level_keeps_its_colour():
    points = (Point(-1.0, 2.0, "a"), Point(7.25, 40.0, "b"), Point(60.0, 5.0, "c", "<"))
    one = subject("P-1", "50", curves={"il6": points})
    two = subject("P-2", "100", curves={"il6": points[1:]})
    of = study([one, two])
    places = groups(of)
    made = plot(of, "il6", places)
    assert [spot.day for spot in made.threads[0].spots] == [-1.0, 7.25, 60.0]
    assert made.threads[0].spots[1].entries == ("b",)
    assert made.threads[0].spots[2].bound == "<"
    alone = plot(of.of("trial", "100"), "il6", places)
    assert alone.threads[0].group == made.threads[1].group != made.threads[0].group
    middle = {day: value for day, value, _ in made.middles[0].spots}
    assert middle[7] == 40.0


def test_one_patient_has_a_line_and_no_median():
    of = study([subject(curves={"crp": (Point(1.0, 2.0, "a"), Point(2.0, 3.0, "b"))})])
    made = plot(of, "crp", groups(of))
    assert len(made.threads) == 1
    assert made.middles == ()


def test_nobody_measured_is_an_empty_picture():
    made = plot(study([subject()]), "il6", {})
    assert made.threads == ()
    frame = Frame(made, QRectF(0, 0, 300, 200), screen_look())
    assert frame.nearest(QPointF(10, 10), 500) is None


@pytest.mark.parametrize("values", [(0.5, 3.0), (12.0, 90_000.0), (100.0, 100.0)])
def test_every_value_stands_inside_a_range_of_whole_decades(values):
    spots = tuple(Spot(float(day), value) for day, value in enumerate(values))
    frame = Frame(Plot((Thread("P", 0, spots),), ()), QRectF(0, 0, 400, 300), screen_look())
    assert frame.low <= min(values)
    assert frame.high >= max(values)
    for spot in spots:
        assert frame.box.top() - 1e-6 <= frame.point(spot).y() <= frame.box.bottom() + 1e-6


def test_sledai_stands_by_visit_with_its_mean():
    outcomes = {
        0: Outcome(0, INFUSED, -3, None, {"2K": Figure(12, ("a",))}),
        3: Outcome(3, INFUSED, 95, 91, {"2K": Figure(4, ("b",))}),
    }
    of = study([subject("P-1", outcomes=outcomes), subject("P-2")])
    made = plot(of, "sledai", groups(of))
    assert [thread.patient for thread in made.threads] == ["P-1"]
    assert [spot.value for spot in made.threads[0].spots] == [12, 4]
    assert [text for _, text in made.ticks] == ["Base", "M1", "M3"]
    assert [value for _, value, _ in made.middles[0].spots] == [12, 4]


# --- lanes --------------------------------------------------------------------------------------


def test_a_lane_is_for_whoever_was_infused():
    waiting = Subject("P-9", "trial")
    of = study([subject(), waiting])
    assert [lane.patient for lane in lanes(of, groups(of), UTC)] == ["P-1"]


def test_an_episode_is_one_bar_a_grade_and_its_highest_bears_the_number():
    happenings = (
        Happening("crs", 2.0, 3.0, 1, entries=("a",)),
        Happening("crs", 3.0, 3.1, 2, entries=("b",)),
        Happening("crs", 3.1, 5.0, 1, entries=("c",)),
        Happening("crs", 9.0, 9.01, 1, entries=("d",)),
    )
    (lane,) = lanes(study([subject(happenings=happenings)]), {}, UTC)
    assert [bar.grade for bar in lane.bars] == [1, 2, 1, 1]
    assert [bar.top for bar in lane.bars] == [False, True, False, True]
    swim = Swim([lane], QRectF(0, 0, 700, LANE), screen_look())
    for hit in swim.hits:
        if isinstance(hit.thing, Bar) and hit.thing.top:
            assert hit.room.width() >= 14


def test_marks_never_stand_upon_another():
    doses = tuple(Happening("tocilizumab", 3 + 2 * n, name="tocilizumab") for n in range(3))
    others = (
        Happening("steroid", 3.0, name="dexamethasone", entries=("s",)),
        Happening("icaht", 3.0, 6.0, 2, entries=("h",)),
        Happening("sae", 3.0, None, 3, "crs", entries=("e",)),
    )
    (lane,) = lanes(study([subject(happenings=doses + others)]), {}, UTC)
    swim = Swim([lane], QRectF(0, 0, 600, LANE), screen_look())
    rooms = [hit.room for hit in swim.hits if isinstance(hit.thing, Mark)]
    assert len(rooms) == 6
    for place, room in enumerate(rooms):
        assert not any(room.intersects(other) for other in rooms[place + 1 :])


def test_doses_close_together_are_one_mark_with_their_number_and_all_their_entries():
    doses = tuple(
        Happening("steroid", 4 + n / 2, name="dexamethasone", entries=(f"s{n}",)) for n in range(3)
    )
    (lane,) = lanes(study([subject(happenings=doses)]), {}, UTC)
    (mark,) = lane.marks
    assert mark.text == "S3"
    assert mark.entries == ("s0", "s1", "s2")


@pytest.mark.parametrize(
    ("followed_on", "ended", "happenings", "finish"),
    [
        (True, None, (), "ongoing"),
        (False, None, (), "open"),  # the plan is over, and nobody wrote an end
        (None, None, (), "open"),  # no known edition tells
        (False, "withdrawn", (), "ended"),
        (True, "completed", (), "ongoing"),  # the long-term register goes on
        (False, "died", (Happening("death", 60.0, name="died", entries=("x",)),), "dead"),
    ],
)
def test_a_lane_ends_as_the_patient_did(followed_on, ended, happenings, finish):
    one = subject(happenings=happenings, followed_on=followed_on, ended=Figure(ended))
    (lane,) = lanes(study([one]), {}, UTC)
    assert lane.finish == finish


def test_a_lane_runs_to_the_last_contact_and_not_to_today():
    (lane,) = lanes(study([subject(day=2500, last_day=30)]), {}, UTC)
    assert lane.last == 30
    assert lane.below.endswith("D+30")


@pytest.mark.parametrize(
    ("doses", "shown", "spoken"),
    [
        (Figure(None), "?", "cannot be told; no drug is written down since then"),
        (Figure(0), "–", ": 0"),
        (Figure(2, ("a", "b")), "2", ": 2"),
    ],
)
def test_no_dose_and_nobody_knows_are_two_things(doses, shown, spoken):
    found = cell(subject(tocilizumab=doses), Column.TOCI, At())
    assert found.text == shown
    assert found.spoken.endswith(spoken)


def test_a_level_without_a_dose_is_no_million_of_cells():
    one = subject(level_dose=None, dose_level="1")
    assert cell(one, Column.DOSE, At()).text == "level 1"


def test_responses_stand_where_they_were_judged():
    yes, no = Figure(True, ("r",)), Figure(False, ("r",))
    outcomes = {
        3: Outcome(3, INFUSED + timedelta(days=91), 91, 91, {}, {"2K": yes}, yes, no),
        6: Outcome(6, INFUSED + timedelta(days=182), 182, 182, {}, {"2K": no}, no, no),
    }
    (lane,) = lanes(study([subject(outcomes=outcomes, day=200, last_day=200)]), {}, UTC)
    assert [(round(m.day), m.text) for m in lane.marks] == [(91, "RL"), (182, "–")]


# --- what the cards say -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("states", "note"),
    [
        (("reviewed", "reviewed"), "28-day window closed for all"),
        (("reviewed", "in_window"), "1 in the window"),
        (("review_due", "in_window"), "1 in the window · 1 to be reviewed"),
        (("no_window", "no_window"), "2 of unknown window"),
    ],
)
def test_a_window_is_closed_for_all_only_if_it_is_known_to_be(states, note):
    subjects = [
        subject(
            f"P-{n}",
            dlt=DltWindow(
                state,
                last_day=None if state == "no_window" else 28,
                dlts=Figure(0 if state == "reviewed" else None),
                evaluable=True if state == "reviewed" else None,
            ),
        )
        for n, state in enumerate(states)
    ]
    assert cards(study(subjects), 6)[0].note == note


def test_patients_of_whom_it_cannot_be_told_are_counted_apart():
    known = Syndrome(Figure(2, ("a",)), 2, onset_day=Figure(3, ("a",)), onset_days=3.1)
    of = study([subject("P-1", crs=known), subject("P-2")])
    card = cards(of, 6)[1]
    assert card.line == "1 · 0"
    assert card.note.endswith("1 not evaluable")
    assert cards(study([subject("P-2")]), 6)[1].line == "? · ?"
