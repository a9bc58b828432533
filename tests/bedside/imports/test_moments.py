"""Times in the zone they were written in, where clocks are put forward and back."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bedside.imports.kinds import BadMap, Clock
from bedside.imports.moments import reader, zone_of
from grading.signs import Invalid
from tests.bedside.imports.written import counts, csv, file, read

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2026-03-04 08:30", UTC, "2026-03-04T08:30"),
        ("2026-03-04 08:30:15", UTC, "2026-03-04T08:30:15"),
        (" 2026-03-04T08:30:15.5 ", UTC, "2026-03-04T08:30:15.500"),
        ("2026-03-04 08:30", BERLIN, "2026-03-04T07:30"),
        ("2026-07-04 08:30", BERLIN, "2026-07-04T06:30"),
        ("2026-07-04 08:30Z", BERLIN, "2026-07-04T08:30"),
        ("2026-07-04T08:30:00+08:00", BERLIN, "2026-07-04T00:30"),
        ("2137-02-25 23:30:00", UTC, "2137-02-25T23:30"),
        ("2026-10-25 02:30", BERLIN, "2026-10-25T00:30"),
        ("2026-10-25 02:30+01:00", BERLIN, "2026-10-25T01:30"),
    ],
)
def test_a_moment_is_read_in_its_zone(text: str, zone, moment: str):
    at, _ = reader(Clock(), zone)(text)
    assert at == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert at.tzinfo is UTC


def test_a_time_that_came_twice_is_the_first_and_says_so(tmp_path: Path):
    path = file(tmp_path, csv("time,hr_bpm", "2026-10-25 02:30,90", "2026-10-25 03:30,91"))
    batch = read([path], BERLIN, patient="P")
    assert [d.original for d in batch.drafts] == [(("time", "2026-10-25 02:30"),), ()]
    assert counts(batch) == {"converted": 1, "taken": 1}


def test_a_time_that_the_clocks_skipped_is_refused():
    with pytest.raises(Invalid) as caught:
        reader(Clock(), BERLIN)("2026-03-29 02:30")
    assert caught.value.code == "skipped"


def test_a_mapping_may_name_the_format_and_the_zone():
    clock = Clock("time", "%d.%m.%Y %H:%M", "Asia/Shanghai")
    at, _ = reader(clock, zone_of(clock, BERLIN))("04.03.2026 08:30")
    assert at == datetime(2026, 3, 4, 0, 30, tzinfo=UTC)
    with pytest.raises(BadMap, match="no time zone is called 'Europe/Bärlin'"):
        zone_of(Clock("time", None, "Europe/Bärlin"), UTC)
