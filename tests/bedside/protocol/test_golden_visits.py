"""Every date of every visit that ships, against tables that were checked by hand.

``tests/golden/visits/`` holds a table an edition: all visits of infusions on 31 January of a
common and of a leap year, on the nights on which the clocks of Berlin change, and of one in
Shanghai that was still the day before in UTC. Three sources must say the same: those tables, the
program, and the published schedule typed in (:mod:`tests.bedside.published`). The dates that
carry a trial stand here once more, one by one, counted on a calendar.

The tables of a published edition are never changed; a new edition gets its own.
"""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import resources
from bedside.protocol.edition import Protocol
from bedside.protocol.reading import read
from bedside.protocol.shelf import shelf
from bedside.schedule import expanded
from tests.bedside.published import TRIALS, Dated, planned, register
from tests.bedside.trials import followed

GOLDEN = Path(__file__).parents[2] / "golden" / "visits"
BERLIN, SHANGHAI = "Europe/Berlin", "Asia/Shanghai"
INFUSIONS = {
    (BERLIN, "2026-03-29"): (
        # The clocks go from 02:00 to 03:00; the day has 23 hours.
        "2026-03-29T00:00+01:00", "2026-03-29T00:30+01:00", "2026-03-29T01:59:59+01:00",
        "2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00", "2026-03-29T23:59:59+02:00",
    ),
    (BERLIN, "2026-10-25"): (
        # The clocks go from 03:00 back to 02:00: the hour from 02:00 comes twice.
        "2026-10-25T00:00+02:00", "2026-10-25T00:30+02:00", "2026-10-25T02:00+02:00",
        "2026-10-25T02:30+02:00", "2026-10-25T02:59:59+02:00", "2026-10-25T02:00+01:00",
        "2026-10-25T02:30+01:00", "2026-10-25T02:59:59+01:00", "2026-10-25T23:59:59+01:00",
    ),
    (BERLIN, "2027-01-31"): (
        "2027-01-31T00:00+01:00", "2027-01-31T00:30+01:00", "2027-01-31T10:30+01:00",
        "2027-01-31T23:59:59+01:00",
    ),
    (SHANGHAI, "2027-03-01"): (
        # Until 08:00 it is still 28 February in UTC.
        "2027-03-01T00:00+08:00", "2027-03-01T00:30+08:00", "2027-03-01T07:59:59+08:00",
        "2027-03-01T23:59:59+08:00",
    ),
    (BERLIN, "2028-01-31"): (
        "2028-01-31T00:00+01:00", "2028-01-31T00:30+01:00", "2028-01-31T10:30+01:00",
        "2028-01-31T23:59:59+01:00",
    ),
}  # fmt: skip
"""Zone and date of each infusion, and the times of that day for which the table is the same."""
MOMENTS = [(*place, moment) for place, moments in INFUSIONS.items() for moment in moments]
FEW_DAYS = (3, 30)

# Counted on a calendar: target, first and last day of the window.
BY_HAND = """
zone infused visit target opens closes

Europe/Berlin 2027-01-31 pkpd_d0      2027-01-31 2027-01-28 2027-01-31
Europe/Berlin 2027-01-31 pkpd_d27     2027-02-27 2027-02-26 2027-02-28
Europe/Berlin 2027-01-31 safety_d28   2027-02-28 2027-02-26 2027-03-02
Europe/Berlin 2027-01-31 pkpd_d30     2027-03-02 2027-03-01 2027-03-03
Europe/Berlin 2027-01-31 efficacy_m1  2027-03-02 2027-02-27 2027-03-05
Europe/Berlin 2027-01-31 pkpd_m2      2027-04-01 2027-03-25 2027-04-08
Europe/Berlin 2027-01-31 efficacy_m3  2027-05-01 2027-04-24 2027-05-08
Europe/Berlin 2027-01-31 pkpd_m6      2027-07-30 2027-07-23 2027-08-06
Europe/Berlin 2027-01-31 efficacy_m6  2027-07-30 2027-07-16 2027-08-13
Europe/Berlin 2027-01-31 efficacy_m9  2027-10-28 2027-10-14 2027-11-11
Europe/Berlin 2027-01-31 pkpd_m12     2028-01-26 2028-01-12 2028-02-09
Europe/Berlin 2027-01-31 efficacy_m12 2028-01-26 2028-01-12 2028-02-09
Europe/Berlin 2027-01-31 register_y2  2029-01-31 2029-01-01 2029-03-02
Europe/Berlin 2027-01-31 register_y15 2042-01-31 2042-01-01 2042-03-02

Europe/Berlin 2028-01-31 pkpd_d0      2028-01-31 2028-01-28 2028-01-31
Europe/Berlin 2028-01-31 pkpd_d27     2028-02-27 2028-02-26 2028-02-28
Europe/Berlin 2028-01-31 safety_d28   2028-02-28 2028-02-26 2028-03-01
Europe/Berlin 2028-01-31 pkpd_d30     2028-03-01 2028-02-29 2028-03-02
Europe/Berlin 2028-01-31 efficacy_m1  2028-03-01 2028-02-27 2028-03-04
Europe/Berlin 2028-01-31 pkpd_m2      2028-03-31 2028-03-24 2028-04-07
Europe/Berlin 2028-01-31 efficacy_m3  2028-04-30 2028-04-23 2028-05-07
Europe/Berlin 2028-01-31 pkpd_m6      2028-07-29 2028-07-22 2028-08-05
Europe/Berlin 2028-01-31 efficacy_m6  2028-07-29 2028-07-15 2028-08-12
Europe/Berlin 2028-01-31 efficacy_m9  2028-10-27 2028-10-13 2028-11-10
Europe/Berlin 2028-01-31 pkpd_m12     2029-01-25 2029-01-11 2029-02-08
Europe/Berlin 2028-01-31 efficacy_m12 2029-01-25 2029-01-11 2029-02-08
Europe/Berlin 2028-01-31 register_y2  2030-01-31 2030-01-01 2030-03-02
Europe/Berlin 2028-01-31 register_y15 2043-01-31 2043-01-01 2043-03-02

Europe/Berlin 2026-03-29 pkpd_d0      2026-03-29 2026-03-26 2026-03-29
Europe/Berlin 2026-03-29 pkpd_d3      2026-04-01 2026-03-31 2026-04-02
Europe/Berlin 2026-03-29 pkpd_d30     2026-04-28 2026-04-27 2026-04-29
Europe/Berlin 2026-03-29 pkpd_m2      2026-05-28 2026-05-21 2026-06-04
Europe/Berlin 2026-03-29 efficacy_m3  2026-06-27 2026-06-20 2026-07-04
Europe/Berlin 2026-03-29 pkpd_m6      2026-09-25 2026-09-18 2026-10-02
Europe/Berlin 2026-03-29 pkpd_m7      2026-10-25 2026-10-15 2026-11-04
Europe/Berlin 2026-03-29 efficacy_m12 2027-03-24 2027-03-10 2027-04-07

Europe/Berlin 2026-10-25 pkpd_d0      2026-10-25 2026-10-22 2026-10-25
Europe/Berlin 2026-10-25 pkpd_d3      2026-10-28 2026-10-27 2026-10-29
Europe/Berlin 2026-10-25 pkpd_d30     2026-11-24 2026-11-23 2026-11-25
Europe/Berlin 2026-10-25 pkpd_m2      2026-12-24 2026-12-17 2026-12-31
Europe/Berlin 2026-10-25 efficacy_m3  2027-01-23 2027-01-16 2027-01-30
Europe/Berlin 2026-10-25 pkpd_m6      2027-04-23 2027-04-16 2027-04-30
Europe/Berlin 2026-10-25 efficacy_m12 2027-10-20 2027-10-06 2027-11-03

Asia/Shanghai 2027-03-01 pkpd_d0      2027-03-01 2027-02-26 2027-03-01
Asia/Shanghai 2027-03-01 pkpd_d3      2027-03-04 2027-03-03 2027-03-05
Asia/Shanghai 2027-03-01 pkpd_d30     2027-03-31 2027-03-30 2027-04-01
Asia/Shanghai 2027-03-01 pkpd_m2      2027-04-30 2027-04-23 2027-05-07
Asia/Shanghai 2027-03-01 efficacy_m3  2027-05-30 2027-05-23 2027-06-06
Asia/Shanghai 2027-03-01 pkpd_m6      2027-08-28 2027-08-21 2027-09-04
Asia/Shanghai 2027-03-01 efficacy_m12 2028-02-24 2028-02-10 2028-03-09
"""
BY_OTHER_RULES = """
rule infused visit target opens closes

28_day   2027-01-31 pkpd_m2      2027-03-28 2027-03-21 2027-04-04
28_day   2027-01-31 pkpd_m6      2027-07-18 2027-07-11 2027-07-25
28_day   2027-01-31 pkpd_m12     2028-01-02 2027-12-19 2028-01-16
28_day   2027-01-31 efficacy_m1  2027-02-28 2027-02-25 2027-03-03
28_day   2027-01-31 efficacy_m3  2027-04-25 2027-04-18 2027-05-02
28_day   2027-01-31 efficacy_m6  2027-07-18 2027-07-04 2027-08-01
28_day   2027-01-31 efficacy_m9  2027-10-10 2027-09-26 2027-10-24
28_day   2027-01-31 efficacy_m12 2028-01-02 2027-12-19 2028-01-16

28_day   2028-01-31 pkpd_m2      2028-03-27 2028-03-20 2028-04-03
28_day   2028-01-31 pkpd_m6      2028-07-17 2028-07-10 2028-07-24
28_day   2028-01-31 pkpd_m12     2029-01-01 2028-12-18 2029-01-15
28_day   2028-01-31 efficacy_m1  2028-02-28 2028-02-25 2028-03-02
28_day   2028-01-31 efficacy_m3  2028-04-24 2028-04-17 2028-05-01
28_day   2028-01-31 efficacy_m6  2028-07-17 2028-07-03 2028-07-31
28_day   2028-01-31 efficacy_m9  2028-10-09 2028-09-25 2028-10-23
28_day   2028-01-31 efficacy_m12 2029-01-01 2028-12-18 2029-01-15

calendar 2027-01-31 pkpd_m2      2027-03-31 2027-03-24 2027-04-07
calendar 2027-01-31 pkpd_m6      2027-07-31 2027-07-24 2027-08-07
calendar 2027-01-31 pkpd_m12     2028-01-31 2028-01-17 2028-02-14
calendar 2027-01-31 efficacy_m1  2027-02-28 2027-02-25 2027-03-03
calendar 2027-01-31 efficacy_m3  2027-04-30 2027-04-23 2027-05-07
calendar 2027-01-31 efficacy_m6  2027-07-31 2027-07-17 2027-08-14
calendar 2027-01-31 efficacy_m9  2027-10-31 2027-10-17 2027-11-14
calendar 2027-01-31 efficacy_m12 2028-01-31 2028-01-17 2028-02-14

calendar 2028-01-31 pkpd_m2      2028-03-31 2028-03-24 2028-04-07
calendar 2028-01-31 pkpd_m6      2028-07-31 2028-07-24 2028-08-07
calendar 2028-01-31 pkpd_m12     2029-01-31 2029-01-17 2029-02-14
calendar 2028-01-31 efficacy_m1  2028-02-29 2028-02-26 2028-03-03
calendar 2028-01-31 efficacy_m3  2028-04-30 2028-04-23 2028-05-07
calendar 2028-01-31 efficacy_m6  2028-07-31 2028-07-17 2028-08-14
calendar 2028-01-31 efficacy_m9  2028-10-31 2028-10-17 2028-11-14
calendar 2028-01-31 efficacy_m12 2029-01-31 2029-01-17 2029-02-14
"""
LAST_SAMPLES_OF_MONTH_1 = """
rule infused visit target opens closes

30_day   2027-01-31 pkpd_d27 2027-02-27 2027-02-26 2027-02-28
30_day   2027-01-31 pkpd_d30 2027-03-02 2027-03-01 2027-03-03
28_day   2027-01-31 pkpd_d27 2027-02-27 2027-02-26 2027-02-28
28_day   2027-01-31 pkpd_d28 2027-02-28 2027-02-27 2027-03-01
calendar 2027-01-31 pkpd_d27 2027-02-27 2027-02-26 2027-02-28
calendar 2027-01-31 pkpd_d30 2027-03-02 2027-03-01 2027-03-03
30_day   2028-01-31 pkpd_d30 2028-03-01 2028-02-29 2028-03-02
28_day   2028-01-31 pkpd_d28 2028-02-28 2028-02-27 2028-02-29
calendar 2028-01-31 pkpd_d30 2028-03-01 2028-02-29 2028-03-02
"""


def rows(table: str) -> list[dict[str, str]]:
    head, *lines = [line.split() for line in table.splitlines() if line]
    return [dict(zip(head, line, strict=True)) for line in lines]


def dates(row: dict[str, str]) -> tuple[date, date, date]:
    target, opens, closes = (date.fromisoformat(row[n]) for n in ("target", "opens", "closes"))
    return target, opens, closes


@pytest.fixture(params=TRIALS)
def protocol(request: pytest.FixtureRequest) -> Protocol:
    found = shelf().get(request.param, TRIALS[request.param])
    assert found is not None
    return found


def golden(protocol: Protocol) -> str:
    file = GOLDEN / f"{protocol.id}_{protocol.edition}.csv"
    return file.read_text(encoding="utf-8")


def table(found: dict[tuple[str, str], list[Dated]]) -> str:
    """The file that says this: by infusion, then by target, end of the window and name."""
    text = StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("zone", "infused", "visit", "day", "target", "opens", "closes"))
    for (zone, infused), dated in sorted(found.items(), key=lambda item: item[0][1]):
        for one in sorted(dated, key=lambda one: (one.target, one.closes, one.visit)):
            day = (one.target - date.fromisoformat(infused)).days
            lines.writerow((zone, infused, one.visit, day, *one[2:]))
    return text.getvalue()


def of_program(protocol: Protocol, zone: str, moment: str) -> list[Dated]:
    """What the program plans for an infusion at this moment, long-term register and all."""
    plan = followed(protocol, datetime.fromisoformat(moment), zone=ZoneInfo(zone))
    assert list(plan.visits) == sorted(plan.visits, key=lambda visit: visit.target)
    return [Dated(v.id, v.rule.series, v.target, v.opens, v.closes) for v in plan.visits]


def test_every_edition_that_ships_has_a_table():
    ships = {f"{one.id}_{one.edition}.csv" for one in shelf().protocols.values()}
    assert ships == {file.name for file in GOLDEN.iterdir()}
    assert ships == {f"{trial}_{edition}.csv" for trial, edition in TRIALS.items()}


def test_the_program_plans_what_the_table_says(protocol: Protocol):
    found = {
        (zone, day): of_program(protocol, zone, moments[0])
        for (zone, day), moments in INFUSIONS.items()
    }
    assert table(found) == golden(protocol)


def test_the_published_schedule_says_what_the_table_says(protocol: Protocol):
    found = {}
    for zone, day in INFUSIONS:
        day_0 = date.fromisoformat(day)
        found[zone, day] = planned(protocol.id, protocol.month_rule, day_0) + register(day_0)
    assert table(found) == golden(protocol)


def test_the_table_says_what_was_counted_by_hand(protocol: Protocol):
    told = {
        (row["zone"], row["infused"], row["visit"]): dates(row)
        for row in csv.DictReader(StringIO(golden(protocol)))
    }
    for row in rows(BY_HAND):
        assert told[row["zone"], row["infused"], row["visit"]] == dates(row), row


@pytest.mark.parametrize(("zone", "day", "moment"), MOMENTS)
def test_whatever_the_hour_of_the_infusion_the_plan_is_that_of_its_date(zone, day, moment):
    """In the hour that comes twice, in the night without that hour, and before UTC's midnight."""
    protocol = shelf().get("nct05765006", "2023")
    assert protocol is not None
    assert datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).isoformat()[:16] == moment[:16]
    found = {(zone, day): of_program(protocol, zone, moment)}
    told = golden(protocol).splitlines()
    wanted = [told[0], *(line for line in told if line.startswith(f"{zone},{day},"))]
    assert table(found).splitlines() == wanted


@pytest.mark.parametrize(
    ("typed", "fold", "utc"),
    [
        ("2026-03-29T02:30", 0, "2026-03-29T01:30"),  # a time that no clock in Berlin shows
        ("2026-03-29T02:30", 1, "2026-03-29T00:30"),
        ("2026-03-29T02:59", 0, "2026-03-29T01:59"),
        ("2026-10-25T02:30", 0, "2026-10-25T00:30"),  # and one that it shows twice
        ("2026-10-25T02:30", 1, "2026-10-25T01:30"),
        ("2026-10-25T02:59", 1, "2026-10-25T01:59"),
    ],
)
def test_a_time_typed_on_such_a_night_is_of_that_date(typed, fold, utc):
    here = ZoneInfo(BERLIN)
    at = datetime.fromisoformat(typed).replace(tzinfo=here, fold=fold)
    assert at.astimezone(UTC) == datetime.fromisoformat(f"{utc}+00:00")
    protocol = shelf().get("nct05765006", "2023")
    assert protocol is not None
    plan = followed(protocol, at.astimezone(UTC), zone=here)
    days = {v.id: v.target - date.fromisoformat(typed[:10]) for v in plan.visits}
    assert [days[f"pkpd_d{day}"] for day in FEW_DAYS] == [timedelta(days=day) for day in FEW_DAYS]


@pytest.mark.parametrize("row", rows(BY_OTHER_RULES), ids=lambda row: " ".join(row.values()))
def test_months_by_the_other_rules(row):
    """Of a file whose rule alone is exchanged; its list of month 1 stays that of 30 days."""
    for one in shelf().protocols.values():
        plan = expanded(
            replace(one, month_rule=row["rule"]), {"infusion": date.fromisoformat(row["infused"])}
        )
        assert [v[3:] for v in plan if v.id == row["visit"]] == [dates(row)]
        told = planned(one.id, row["rule"], date.fromisoformat(row["infused"]))
        assert [d[2:] for d in told if d.visit == row["visit"]] == [dates(row)]


@pytest.mark.parametrize("rule", ["30_day", "28_day", "calendar"])
@pytest.mark.parametrize("infused", ["2027-01-31", "2028-01-31", "2028-02-29", "2026-08-31"])
def test_a_file_with_another_month_rule_plans_what_the_schedule_says(protocol, rule, infused):
    """The whole file read with that rule: month 1 then ends on day 28 or 30."""
    name = f"protocols/{protocol.id}_{protocol.edition}.toml"
    text = resources.text(name).replace('month_rule = "30_day"', f'month_rule = "{rule}"')
    other = read(text, name)
    assert other.month_rule == rule
    day_0 = date.fromisoformat(infused)
    plan = expanded(other, {"infusion": day_0})
    found = [Dated(v.id, v.rule.series, *v[3:]) for v in plan]
    assert sorted(found) == sorted(planned(protocol.id, rule, day_0))
    told = {dated.visit: dated[2:] for dated in found}
    ends = [row for row in rows(LAST_SAMPLES_OF_MONTH_1) if row["infused"] == infused]
    for row in ends:
        if row["rule"] == rule:
            assert told[row["visit"]] == dates(row)
    assert ("pkpd_d30" in told, "pkpd_d28" in told) == (rule != "28_day", rule == "28_day")
