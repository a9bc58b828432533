"""The burden of alarms as a table."""

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bedside.alarms.burden import Burden, Count
from bedside.exports.burden import burden_csv

SINCE = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")


def rows(found):
    text = burden_csv(found, ZONE).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_one_line_a_kind_below_the_line_of_all():
    kinds = (Count("fever", 3, 1, timedelta(minutes=7.5)), Count("news2", 1, 0, None))
    found = Burden(
        SINCE, SINCE + timedelta(days=1), 2.0, 4, 1, timedelta(minutes=7.5), kinds
    )  # fmt: skip
    every, fever, news = rows(found)
    assert every == {
        "since": "2026-11-21T15:00:00+01:00",
        "until": "2026-11-22T15:00:00+01:00",
        "kind": "all",
        "alarms": "4",
        "acknowledged": "1",
        "share": "0.250",
        "median_min": "7.5",
        "patient_days": "2.00",
        "per_patient_day": "2.00",
    }
    assert (fever["kind"], fever["share"], fever["per_patient_day"]) == ("fever", "0.333", "1.50")
    assert (news["kind"], news["share"], news["median_min"]) == ("news2", "0.000", "")


def test_what_there_is_not_is_empty():
    (every,) = rows(Burden(SINCE, SINCE, 0.0, 0, 0, None, ()))
    assert (every["share"], every["median_min"], every["per_patient_day"]) == ("", "", "")
