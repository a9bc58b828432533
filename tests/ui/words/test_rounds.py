"""Rounds in words: every state, reason and answer has some."""

from datetime import UTC, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from bedside.rounds import KINDS, State
from bedside.rounds.table import LABS, VITALS
from tests.ui.words.rounded import HOUR, NOW, a_round, answer, sentences, unasked, why
from ui.words.rounds import (
    interval_text,
    round_assumed,
    round_kind,
    round_line,
    round_missing,
    round_state,
    round_text,
    round_why,
)


@pytest.fixture(autouse=True)
def _english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def test_no_name_is_missing_or_left_over():
    assert set(round_kind.codes) == set(KINDS)
    assert set(round_state.codes) == set(get_args(State))


def test_every_sentence_is_whole():
    said = list(sentences())
    assert all(said)
    assert not [text for text in said if "{" in text or "None" in text or ": ," in text]


@pytest.mark.parametrize(
    ("state", "ahead", "text"),
    [
        ("not_due", 1.25, "Due in 1 h 15"),
        ("due_soon", 0.25, "Due in 15 min"),
        ("due", 0, "Due since 14:32"),
        ("due", -0.2, "Due since 14:20"),
        ("overdue", -0.6, "Overdue: was due 36 min ago"),
        ("late", -3, "Late: was due at 11:32, 3 h 00 ago"),
        ("late", -24, "Late: was due at 21 Nov 14:32, 24 h 00 ago"),
        ("off_ward", 2, "Off the ward, due on return, at 16:32 at the latest"),
    ],
)
def test_how_a_round_stands(state, ahead, text):
    assert round_text(a_round(state, ahead=ahead), UTC, NOW) == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (answer(), "Refused at 14:22, again at 16:32"),
        (answer(comment="arm sore"), "Refused at 14:22, again at 16:32 · arm sore"),
        (answer("not_done", "asleep"), "Not done at 14:22: asleep, again at 16:32"),
        (answer("not_done", "language"), "Not done at 14:22: language, again at 16:32"),
        (answer("suspended", "sedated"), "Could not be asked at 14:22: sedated, again at 16:32"),
    ],
)
def test_why_a_round_was_not_done(said, text):
    assert round_text(a_round(said.state, ahead=-1, answer=said), UTC, NOW) == text


@pytest.mark.parametrize(
    ("reason", "hours", "text"),
    [
        (why("table"), 4, "Every 4 h: D+3"),
        (why("in_bed"), 12, "Every 12 h: in a bed of the ward"),
        (why("cells"), 0.25, "Every 15 min: cells given at 14:32"),
        (why("crs"), 2, "Every 2 h: CRS 1"),
        (why("crs", held=True), 2, "Every 2 h: CRS was 1, improvement not confirmed yet"),
        (why("icans", signed=True), 1, "Every 1 h: ICANS 2, stated by a physician"),
        (why("news2"), 0.5, "Every 30 min: NEWS2 high risk"),
        (
            why("news2", held=True),
            0.5,
            "Every 30 min: NEWS2 was high risk, improvement not confirmed yet",
        ),
        (why("confusion"), 1, "Every 1 h: not alert at 14:32"),
        (
            why("ice_fell"),
            0.5,
            "Every 30 min, re-check chain: ICE fell by 2 at 14:32, from 10 to 8",
        ),
    ],
)
def test_how_often_and_why(reason, hours, text):
    found = a_round(why=reason, interval=hours * HOUR)
    assert round_why(found, UTC, NOW) == text
    assert round_line(found, UTC, NOW) == f"Vital signs · Due in 1 h 00 · {text}"


def test_what_is_not_asked_for_says_why_once():
    assert round_line(unasked("discharged"), UTC, NOW) == "Vital signs · Discharged"
    assert round_text(unasked("not_asked"), UTC, NOW) == "Not asked for on this day"


def test_what_is_missing_is_listed():
    assert round_missing(a_round()) == ""
    assert round_missing(a_round(missing=("bp", "spo2"))) == "Missing: blood pressure and SpO₂"
    assert round_missing(a_round(missing=("writing",))) == "Missing: writing"
    assert round_missing(a_round(missing=(*VITALS, *LABS))).count(",") == 7


def test_times_are_those_of_the_site():
    found = a_round("due", ahead=0)
    assert round_text(found, ZoneInfo("Asia/Shanghai"), NOW) == "Due since 22:32"


def test_a_default_is_said_to_be_one():
    assert round_assumed(a_round()) == "By default: to be signed off by the site"
    assert round_assumed(a_round(why=why("table", assumed=False))) == ""
    assert round_assumed(unasked("died")) == ""


def test_intervals_are_in_their_unit():
    said = [interval_text(timedelta(minutes=n)) for n in (15, 60, 150, 1440)]
    assert said == ["15 min", "1 h", "2 h 30", "24 h"]
