"""An iCalendar file, read back by a parser that is not the one that wrote it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from bedside.exports.calendar import Words, calendar, uid
from bedside.facts import Appointed, Ended, Enrolled, Visited
from bedside.follow import follow
from grading.signs import Infused
from tests.bedside.trials import enrolled, entries, followed, noon, trial

NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def read(content: bytes) -> dict[str, object]:
    """The events by their names."""
    found = vobject.readOne(content.decode())
    return {event.uid.value: event for event in found.contents.get("vevent", [])}


def written(plan, today: date, **more) -> dict[str, object]:
    return read(calendar(plan.standings(today), NOW, **more))


@pytest.mark.parametrize(
    ("infused", "zone"),
    [
        (date(2024, 1, 31), "UTC"),
        (date(2026, 1, 31), "Asia/Shanghai"),
        (date(2024, 2, 29), "America/New_York"),
        (date(2027, 2, 28), "UTC"),
        (date(2026, 3, 29), "Europe/Berlin"),  # the clocks go forward
        (date(2026, 10, 25), "Europe/Berlin"),  # and back
        (date(2027, 12, 31), "America/Sao_Paulo"),
    ],
)
@pytest.mark.parametrize("months", ["30_day", "calendar"])
def test_every_visit_comes_back_on_its_day(infused, zone, months) -> None:
    near_midnight = datetime.combine(infused, time(23, 40), ZoneInfo(zone))
    plan = followed(trial(months), near_midnight.astimezone(UTC), zone=ZoneInfo(zone))
    events = written(plan, infused)
    assert len(events) == len(plan.visits)
    for visit in plan.visits:
        event = events[uid("RC-1", visit.id)]
        start, end = event.dtstart.value, event.dtend.value
        assert (type(start), start) == (date, visit.target)
        assert end == visit.target + timedelta(days=1)
        assert event.dtstamp.value == NOW
        assert visit.opens.isoformat() in event.description.value
        assert visit.closes.isoformat() in event.description.value
        assert "valarm" not in event.contents


def test_a_leap_day_and_the_last_day_of_february_are_days_of_the_calendar() -> None:
    days = {"2024-01-31": date(2024, 3, 31), "2023-12-29": date(2024, 2, 29)}
    for infused, second in days.items():
        plan = followed(trial("calendar"), noon(date.fromisoformat(infused)))
        event = written(plan, second)[uid("RC-1", "pkpd_m2")]
        assert event.dtstart.value == second


AGREED = date(2026, 3, 4)
INFUSED = noon(date(2026, 1, 5), BERLIN)


def test_an_appointment_takes_the_place_of_the_target() -> None:
    plan = followed(trial(), INFUSED, (INFUSED, Appointed("pkpd_m2", AGREED, time(9, 30))))
    events = written(plan, date(2026, 2, 1))
    moved, free = events[uid("RC-1", "pkpd_m2")], events[uid("RC-1", "pkpd_m3")]
    assert moved.dtstart.value == AGREED
    assert "09:30" in moved.description.value
    assert "2026-02-27 to 2026-03-13" in moved.description.value
    assert (moved.status.value, free.status.value) == ("CONFIRMED", "TENTATIVE")


def test_a_visit_that_does_not_apply_any_more_is_cancelled() -> None:
    left = noon(date(2026, 2, 20), BERLIN)
    plan = followed(trial(), INFUSED, (left, Ended("withdrawn")))
    events = written(plan, date(2026, 2, 21))
    assert events[uid("RC-1", "pkpd_m2")].status.value == "CANCELLED"
    assert events[uid("RC-1", "pkpd_d3")].status.value == "TENTATIVE"


def test_a_later_file_replaces_the_events_of_an_earlier_one() -> None:
    plan = followed(trial(), INFUSED)
    first = written(plan, AGREED)
    later = read(calendar(plan.standings(AGREED), NOW + timedelta(minutes=1)))
    assert first.keys() == later.keys()
    name = uid("RC-1", "pkpd_m2")
    assert int(later[name].sequence.value) > int(first[name].sequence.value)
    # Written down: files that went out under another name would stay beside the new ones.
    assert name == "d5cf3446-7e0d-5133-ab14-c148cbe3f522@bedside"
    assert len({name, uid("RC-2", "pkpd_m2"), uid("RC-1", "pkpd_m3")}) == 3


def test_nothing_of_the_patient_but_the_trial_id_goes_out() -> None:
    protocol = trial()
    who = enrolled(
        protocol, initials="QZX", birth_date=date(1987, 6, 5), sex="female", weight_kg=61.5
    )
    assert isinstance(who, Enrolled)
    line = entries(
        (INFUSED - timedelta(days=40), who),
        (INFUSED, Infused(1e8, "cells")),
        (INFUSED, Appointed("pkpd_m2", AGREED, None, date(2026, 3, 6), "Mrs Example is away")),
        (INFUSED + timedelta(days=1), Visited(("safety_d1",), "came with Mr Example")),
    )
    plan = follow("RC-1", line, lambda *_: protocol, BERLIN, NOW)
    text = calendar(plan.standings(AGREED), NOW).decode().replace("\r\n ", "")
    assert "RC-1" in text
    for secret in ("QZX", "1987", "female", "61.5", "Example", "Ann"):
        assert secret not in text


def test_an_unscheduled_visit_is_no_event() -> None:
    plan = followed(trial(), INFUSED, (INFUSED + timedelta(days=45), Visited()))
    assert len(written(plan, AGREED)) == len(plan.visits)


def test_words_of_another_language_come_back_whole() -> None:
    said = Words("RC-1 · 访视, M2; " + "长" * 80, "第一行\nzweite; Zeile, mit \\ und 🙂")
    plan = followed(trial(), INFUSED)
    content = calendar(plan.standings(AGREED), NOW, lambda _: said)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    event = read(content)[uid("RC-1", "pkpd_m2")]
    assert (event.summary.value, event.description.value) == said


def test_a_plan_without_visits_is_an_empty_calendar() -> None:
    assert read(calendar((), NOW)) == {}
