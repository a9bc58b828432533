"""Visits as objects, lines and tables."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bedside.exports.visits import columns, list_csv, matrix_csv, text_line, visit_object
from bedside.facts import Appointed, Collected, Omitted, Visited
from grading.signs import Infused, Lab, Planned
from tests.bedside.trials import followed, noon, trial

BERLIN = ZoneInfo("Europe/Berlin")
INFUSED = noon(date(2026, 1, 31), BERLIN)
PROTOCOL = trial()
M1 = noon(date(2026, 3, 2), BERLIN)  # day 30
CAME = (
    (M1, Visited()),
    (M1, Lab("il6", 3.0, "pg/mL")),
    (M1, Lab("igg", 9.0, "g/L")),
    (M1, Omitted("pkpd_d30", "cart", "the tube broke")),
)


def plan(*told, infused=INFUSED, **more):
    return followed(PROTOCOL, infused, *told, zone=BERLIN, **more)


def told(follow, visit: str, today: date) -> dict:
    found = visit_object(follow, follow.standing(visit, today))
    assert json.loads(json.dumps(found)) == found
    return found


def test_a_visit_object_says_when_what_and_how_far() -> None:
    follow = plan(
        (INFUSED + timedelta(days=40), Appointed("pkpd_m3", date(2026, 5, 4), time(9, 30)))
    )
    found = told(follow, "pkpd_m3", date(2026, 4, 23))
    assert {name: found[name] for name in (
        "patient", "protocol", "edition", "infused", "visit", "target", "opens", "closes", "state",
        "appointment", "checklist", "series", "study_day", "days", "deviation", "completeness",
        "provisional", "assumed",
    )} == {
        "patient": "RC-1",
        "protocol": "trial", "edition": "1",
        "infused": "2026-01-31T12:00:00+01:00",
        "visit": "pkpd_m3",
        "target": "2026-05-01",
        "opens": "2026-04-24",
        "closes": "2026-05-08",
        "state": "future",
        "appointment": "2026-05-04T09:30:00+02:00",
        "checklist": {"done": [], "missing": ["cart", "il6", "igs"]},
        "series": "pkpd",
        "study_day": 90,
        "days": 1,
        "deviation": None,
        "completeness": {"settled": 0, "items": 3},
        "provisional": False,
        "assumed": [],
    }  # fmt: skip


def test_each_item_is_done_missing_or_omitted() -> None:
    found = told(plan(*CAME), "pkpd_d30", date(2026, 3, 2))
    assert found["state"] == "done"
    assert found["checklist"] == {"done": ["il6"], "missing": ["igs"]}
    assert found["omitted"] == {"cart": "the tube broke"}
    assert found["lacking"]["igs"] == ["igm"]
    assert found["completeness"] == {"settled": 2, "items": 3}
    assert found["on"] == "2026-03-02"
    assert len(found["evidence"]["il6"]) == 1


@pytest.mark.parametrize(
    ("visit", "today", "state", "deviation", "days"),
    [
        ("pkpd_d3", date(2026, 2, 1), "future", None, 1),
        ("pkpd_d3", date(2026, 2, 3), "due_today", None, 1),
        ("pkpd_d3", date(2026, 2, 6), "missed", "missed", 2),
    ],
)
def test_the_state_is_that_of_the_day(visit, today, state, deviation, days) -> None:
    found = told(plan(), visit, today)
    assert (found["state"], found["deviation"], found["days"]) == (state, deviation, days)


def test_a_planned_infusion_gives_provisional_visits() -> None:
    follow = plan((INFUSED - timedelta(days=20), Planned(INFUSED)), infused=None)
    found = told(follow, "pkpd_m2", date(2026, 1, 20))
    assert (found["provisional"], found["infused"], found["study_day"]) == (True, None, 60)
    assert "[provisional]" in text_line(found)


def test_a_visit_is_counted_from_its_own_infusion() -> None:
    again = INFUSED + timedelta(days=100)
    follow = plan((again, Infused(1e8, "cells")))
    first, second = (told(follow, name, date(2026, 6, 1)) for name in ("pkpd_m2", "pkpd_m2#2"))
    assert (first["infused"], first["study_day"]) == ("2026-01-31T12:00:00+01:00", 60)
    assert (second["infused"], second["study_day"]) == ("2026-05-11T13:00:00+02:00", 60)


def test_an_appointment_without_an_hour_is_a_date() -> None:
    follow = plan((INFUSED, Appointed("pkpd_m3", date(2026, 5, 4))))
    assert told(follow, "pkpd_m3", date(2026, 4, 23))["appointment"] == "2026-05-04"


def test_an_assumed_length_of_months_is_told_where_it_counts() -> None:
    protocol = replace(PROTOCOL, assumed=frozenset({"month_rule", "dlt.last_day"}))
    follow = followed(protocol, INFUSED)
    assert told(follow, "pkpd_m3", date(2026, 3, 1))["assumed"] == ["month_rule"]
    assert told(follow, "pkpd_d3", date(2026, 3, 1))["assumed"] == []


def test_a_line_for_people_holds_what_the_object_holds() -> None:
    line = text_line(told(plan(*CAME), "pkpd_d30", date(2026, 3, 2)))
    for part in ("RC-1", "pkpd_d30", "2026-03-02", "done", "2/3", "missing: igs"):
        assert part in line
    assert "provisional" not in line
    ahead = text_line(told(plan(*CAME), "pkpd_m12", date(2026, 3, 2)))
    assert ("0/3" in ahead, "missing" in ahead) == (True, False)


def table(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_list_holds_one_visit_a_line_in_the_order_given() -> None:
    follow = plan(*CAME)
    standings = follow.standings(date(2026, 3, 2))
    rows = table(list_csv((follow, s) for s in standings))
    assert [row["visit"] for row in rows] == [s.visit.id for s in standings]
    row = next(row for row in rows if row["visit"] == "pkpd_d30")
    assert row == row | {
        "patient": "RC-1", "protocol": "trial", "edition": "1", "study_day": "30",
        "target": "2026-03-02", "state": "done", "settled": "2", "items": "3", "missing": "igs",
        "omitted": "cart: the tube broke", "appointment": "", "provisional": "no",
    }  # fmt: skip
    assert next(r["study_day"] for r in rows if r["visit"] == "conditioning_dm4") == "-4"


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1+1"])
def test_words_are_never_a_formula(words) -> None:
    follow = plan((M1, Omitted("pkpd_d30", "", words)))
    rows = table(list_csv([(follow, follow.standing("pkpd_d30", date(2026, 3, 2)))]))
    assert rows[0]["why"] == f"'{words}"


def test_words_with_commas_quotes_lines_and_accents_come_back() -> None:
    words = 'Übelkeit, "stark";\nzwei Tage 发热'
    follow = plan((M1, Omitted("pkpd_d30", "", words)))
    rows = table(list_csv([(follow, follow.standing("pkpd_d30", date(2026, 3, 2)))]))
    assert rows[0]["why"] == words


def test_the_matrix_holds_a_row_a_patient_and_a_column_a_visit() -> None:
    follow = plan(
        *CAME,
        (INFUSED + timedelta(days=1), Visited(("safety_d1",))),
        (noon(date(2026, 3, 18), BERLIN), Visited()),
        (M1, Collected("efficacy_m1", "pga")),
    )
    other = followed(trial("28_day"), INFUSED + timedelta(days=2), zone=BERLIN)
    rows = table(matrix_csv([follow, other], date(2026, 3, 18)))
    assert [row["patient"] for row in rows] == ["RC-1", "RC-1"]
    assert rows[0]["pkpd_d30"] == "done 2/3"
    assert rows[0]["safety_d1"] == "done 0/1"
    assert rows[0]["efficacy_m1"] == "done 1/2"
    assert rows[0]["pkpd_m12"] == "future 0/3"
    assert rows[0]["pkpd_d28"] == ""
    assert rows[1]["pkpd_d28"] == "missed 0/3"
    assert rows[0]["unscheduled"] == "1"
    assert not any(name.startswith("register") for name in rows[0])
    # conditioning 1, day 0 3, ten samples 3 each, day 1 and 2 one each, month 1 2
    assert (rows[0]["settled"], rows[0]["items"]) == ("3", str(1 + 3 + 30 + 2 + 2))


def test_the_columns_follow_the_days_of_all_plans() -> None:
    names = columns([plan(), followed(trial("28_day"), INFUSED)])
    assert len(names) == len(set(names))
    order = ("conditioning_dm4", "pkpd_d0", "safety_d1", "pkpd_d3", "pkpd_d28", "pkpd_d30",
             "pkpd_m2", "efficacy_m3", "pkpd_m12")  # fmt: skip
    places = [names.index(name) for name in order]
    assert places == sorted(places)
