"""Rounds as objects and lines: every reason has its words, every time the site's offset."""

import json
from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from bedside.exports.rounds import round_object, text_line, why_text
from bedside.rounds import Answer, Code, Round, Why

BERLIN = ZoneInfo("Europe/Berlin")
DUE = datetime(2026, 11, 22, 13, 10, tzinfo=UTC)  # 14:10 there
HOUR = timedelta(hours=1)


def overdue(**more: object) -> Round:
    given = {
        "patient": "RC-1", "kind": "vitals", "state": "overdue", "last": DUE - 2 * HOUR,
        "due": DUE, "overdue_from": DUE + HOUR / 2, "late_from": DUE + 2 * HOUR,
        "interval": 2 * HOUR, "why": Why("crs", at=DUE - 2 * HOUR, level=1),
        "missing": ("bp", "spo2"),
    }  # fmt: skip
    return Round(**(given | more))  # type: ignore[arg-type]


def test_a_round_object_says_what_is_due_when_how_often_and_why() -> None:
    found = round_object(overdue(), BERLIN)
    assert json.loads(json.dumps(found)) == found
    assert found == {
        "patient": "RC-1",
        "kind": "vitals",
        "due": "2026-11-22T14:10:00+01:00",
        "state": "overdue",
        "interval_min": 120,
        "why": "every 2 h: CRS 1",
        "last": "2026-11-22T12:10:00+01:00",
        "overdue_from": "2026-11-22T14:40:00+01:00",
        "late_from": "2026-11-22T16:10:00+01:00",
        "missing": ["bp", "spo2"],
        "answer": None,
        "away_since": None,
        "rule": {
            "code": "crs",
            "at": "2026-11-22T12:10:00+01:00",
            "level": 1,
            "held": False,
            "signed": False,
            "assumed": True,
        },
    }
    assert text_line(found) == (
        "RC-1  vitals  overdue  due 2026-11-22 14:10  [every 2 h: CRS 1]  missing: bp, spo2"
    )


def test_what_was_refused_says_so_with_its_time() -> None:
    said = Answer("refused", "refused", DUE, DUE + 2 * HOUR, "arm sore")
    found = round_object(overdue(state="refused", answer=said), BERLIN)
    assert found["answer"] == {
        "reason": "refused",
        "at": "2026-11-22T14:10:00+01:00",
        "until": "2026-11-22T16:10:00+01:00",
        "comment": "arm sore",
    }
    assert "refused  (refused 14:10)" in text_line(found)


def test_what_is_not_asked_for_has_no_due_time() -> None:
    nothing = dict.fromkeys(("last", "due", "overdue_from", "late_from", "interval"))
    found = round_object(
        overdue(state="none", why=Why("discharged"), missing=(), **nothing), BERLIN
    )
    assert (found["due"], found["interval_min"], found["why"]) == (None, None, "discharged")
    assert text_line(found) == "RC-1  vitals  none  [discharged]"


@pytest.mark.parametrize(
    ("why", "every", "text"),
    [
        (Why("table", day=3), 4.0, "every 4 h: study day 3"),
        (Why("in_bed"), 12.0, "every 12 h: in a bed"),
        (Why("cells", at=DUE), 0.25, "every 15 min: cells at 14:10"),
        (Why("crs", level=2, held=True), 1.0, "every 1 h: CRS 2, improvement not confirmed"),
        (Why("icans", level=3, signed=True), 1.0, "every 1 h: ICANS 3, stated by a physician"),
        (Why("news2", risk="low_medium"), 1.0, "every 1 h: NEWS2 low-medium"),
        (Why("confusion", at=DUE), 1.0, "every 1 h: not alert at 14:10"),
        (
            Why("ice_fell", at=DUE, before=10, after=8),
            0.5,
            "every 30 min: re-check chain, ICE fell by 2 at 14:10",
        ),
        (Why("table", day=0), 2.5, "every 2.5 h: study day 0"),
    ],
)
def test_every_reason_has_its_words(why: Why, every: float, text: str) -> None:
    assert why_text(why, every * HOUR, BERLIN) == text


def test_no_reason_is_without_words() -> None:
    none = {"not_asked", "not_admitted", "discharged", "died"}
    for code in get_args(Code):
        said = why_text(Why(code), None if code in none else HOUR, BERLIN)
        assert said == (code.replace("_", " ") if code in none else said)
        assert said.startswith("every 1 h: ") == (code not in none)
