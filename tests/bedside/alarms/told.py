"""A patient's record in a few words, and the alarms of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bedside.alarms import Alarm, AlarmTable, Technical, alarms, usual
from bedside.chart import Chart, chart
from bedside.facts import Acknowledged, Silenced
from bedside.timeline import Entry
from grading.signs import ICE_ITEMS, Drug, Ice, Infused, Lab, Neuro, Support, Vitals

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
INFUSED = NOW - timedelta(days=4)
Told = tuple[float, Any]
"""Minutes after `NOW`, and what was seen or said then."""


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def well(
    minutes: float, *, temp: float = 36.8, sbp: int = 118, spo2: int = 98, rr: int = 16, acvpu="A"
) -> list[Told]:
    """A whole set; of somebody who is well unless something else is said."""
    vitals = Vitals(
        temp_c=temp, hr_bpm=80, sbp_mmhg=sbp, dbp_mmhg=round(sbp * 0.6), rr_bpm=rr, spo2_pct=spo2,
        consciousness=acvpu,
    )  # fmt: skip
    return [(minutes, vitals), (minutes, Support("room_air"))]


def ice(score: int) -> Ice:
    answers = ["yes"] * score + ["no"] * (10 - score)
    return Ice(**dict(zip(ICE_ITEMS, answers, strict=True)))


def neuro(minutes: float, score: int = 10, loc: str = "alert") -> list[Told]:
    return [(minutes, ice(score)), (minutes, Neuro(loc=loc))]


def pressor(minutes: float, action: str = "started") -> Told:
    return (minutes, Drug("noradrenaline", action, rate=0.1, rate_unit="µg/kg/min"))


def seen(minutes: float, key: str, level: int, comment: str = "") -> Told:
    return (minutes, Acknowledged(key, level, comment))


def quiet(minutes: float, key: str, level: int, span: float = 10) -> Told:
    return (minutes, Silenced(key, level, at(minutes + span)))


def entry(number: int, minutes: float, fact: Any, **more: Any) -> Entry:
    moment = at(minutes)
    made = Entry(f"{number:06}", "ward", number, "RC-1", moment, moment, "Nurse A", "nurse", fact)
    return replace(made, **more)


def log(*told: Told | Entry, first: int = 1) -> list[Entry]:
    """Entries in the order of writing; a `Told` is written when it is true."""
    said = sorted((one for one in told if not isinstance(one, Entry)), key=lambda one: one[0])
    found = [entry(number, *one) for number, one in enumerate(said, first)]
    return [*found, *(one for one in told if isinstance(one, Entry))]


BEGUN: list[Told] = [
    ((INFUSED - NOW) / timedelta(minutes=1), Infused(1e8, "cells")),
    *((-600, Lab(name, value)) for name, value in (("crp", 4), ("ferritin", 90), ("anc", 2.1))),
    *neuro(-240),
    *well(-600),
    *well(-360),
    *well(-120),
]
"""Day 4 of somebody who has been well so far."""


def charted(*told: Told | Entry, now: float = 0.0, begun: Sequence[Told] = tuple(BEGUN)) -> Chart:
    return chart(log(*begun, *told), at(now))


def ringing(
    *told: Told | Entry,
    now: float = 0.0,
    table: AlarmTable | None = None,
    technical: Sequence[Technical] = (),
) -> dict[str, Alarm]:
    """The alarms of a record by key, as of so many minutes after `NOW`."""
    found = alarms(charted(*told, now=now), table or usual(), at(now), technical)
    assert len({one.key for one in found}) == len(found)
    return {one.key: one for one in found}
