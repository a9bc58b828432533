"""The demonstration as records and charts, at moments that are told apart by clocks and zones."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from bedside.alarms import Desk
from bedside.chart import Chart, chart
from bedside.demo import Written, demo_drafts
from bedside.facts import WARD
from bedside.follow import Follow, follow
from bedside.protocol.shelf import shelf
from bedside.survey import Survey, Surveyor
from bedside.timeline import Entry, timeline

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 14, 32, 41, tzinfo=SHANGHAI)
MOMENTS = (
    NOW,
    datetime(2026, 11, 22, 0, 0, tzinfo=SHANGHAI),
    datetime(2026, 11, 22, 23, 59, 59, tzinfo=SHANGHAI),
    datetime(2028, 2, 29, 7, 12, tzinfo=UTC),
    datetime(2026, 3, 29, 3, 5, tzinfo=ZoneInfo("Europe/Berlin")),  # an hour was left out
    datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")),  # and came twice
    datetime(2026, 11, 5, 9, 40, tzinfo=ZoneInfo("America/New_York")),  # within four days of it
    datetime(2027, 4, 4, 2, 10, tzinfo=ZoneInfo("Australia/Lord_Howe")),  # half an hour
)


def zone_of(now: datetime) -> tzinfo:
    """The site's zone, which is that of the moment."""
    assert now.tzinfo is not None
    return now.tzinfo


@cache
def written(now: datetime, seed: int = 1) -> tuple[Written, ...]:
    """All that was written."""
    return demo_drafts(now, zone_of(now), seed)


def logs(everything: Sequence[Written]) -> Mapping[str, list[Entry]]:
    """The entries of each patient, as a store would keep them; those about the ward left out."""
    found: dict[str, list[Entry]] = {}
    ids = [f"{place:06}" for place in range(len(everything))]
    for place, w in enumerate(everything):
        draft = w.named(ids)
        if draft.patient == WARD:
            continue
        entry = Entry(
            id=ids[place],
            origin="demo",
            seq=place + 1,
            patient=draft.patient,
            at=draft.at,
            recorded=w.recorded,
            author=w.author,
            role=w.role,
            fact=draft.fact,
            amends=draft.amends,
            reason=draft.reason,
        )
        found.setdefault(entry.patient, []).append(entry)
    return found


@cache
def charts(now: datetime, seed: int = 1) -> Mapping[str, Chart]:
    """The charts of all patients."""
    zone = zone_of(now)
    return {p: chart(log, now, zone) for p, log in logs(written(now, seed)).items()}


@cache
def survey(now: datetime, seed: int = 1) -> Survey:
    """The ward as the board shows it."""
    everybody = tuple(charts(now, seed).values())
    return Surveyor(Desk(shelf().get)).survey(everybody, now, zone_of(now))


def ward(now: datetime, seed: int = 1) -> Mapping[str, Chart]:
    """The charts that are on the board: of those here, and those who left an alarm behind."""
    return {of.patient: of for of in survey(now, seed).charts}


@cache
def plans(now: datetime, seed: int = 1) -> Mapping[str, Follow]:
    """The twelve months of all patients."""
    zone, editions = zone_of(now), shelf().get
    return {
        p: follow(p, timeline(log), editions, zone, now)
        for p, log in logs(written(now, seed)).items()
    }
