"""Everything that can be said at a handover and on the phone, for the tests that hear all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bedside.alarms import Alarm, Answered
from bedside.chart import Chart, chart
from bedside.facts import Admitted, Confirmed, Enrolled, HandedOver, NotDone, Note, TakenOver
from bedside.handover import Outstanding, outstanding, sheet
from bedside.survey import Surveyor
from bedside.timeline import Entry
from grading.signs import (
    ICE_ITEMS,
    Baseline,
    Drug,
    Ice,
    Infused,
    Neuro,
    Planned,
    Support,
    Vitals,
)
from tests.bedside.trials import followed, trial
from tests.ui.words.alarmed import alarm
from ui.words import handover, sbar
from ui.words.outstanding import outstanding_lines

NOW = datetime(2026, 11, 22, 14, 32, tzinfo=UTC)
INFUSED = NOW - timedelta(days=4)
Told = tuple[float, Any]
"""Minutes before `NOW`, and what was written down then."""
DAYS = 24 * 60

ILL = Vitals(38.9, hr_bpm=128, sbp_mmhg=84, dbp_mmhg=44, rr_bpm=24, spo2_pct=91, consciousness="A")
WELL = Vitals(36.8, hr_bpm=76, sbp_mmhg=118, dbp_mmhg=72, rr_bpm=16, spo2_pct=97, consciousness="A")
CELLS = (4 * DAYS, Infused(1e8, "cells"))
PRESSOR = Drug("norepinephrine", "started", rate=0.06, rate_unit="µg/kg/min")


PUMP = replace(PRESSOR, rate_unit="x")


def entries(*told: Told, patient: str = "4711") -> list[Entry]:
    """Entries, each written when it was true, by x."""
    ordered = sorted(told, key=lambda one: -one[0])
    found = []
    for number, (minutes, fact) in enumerate(ordered, 1):
        at = NOW - timedelta(minutes=minutes)
        found.append(Entry(f"{number:06}", "w", number, patient, at, at, "x", "x", fact))
    return found


def charted(*told: Told) -> Chart:
    """The chart of a record as of `NOW`."""
    return chart(entries(*told), NOW)


def ice(score: int) -> Ice:
    """An examination of so many points."""
    return Ice(**{item: "yes" if n < score else "no" for n, item in enumerate(ICE_ITEMS)})  # type: ignore[arg-type]


def records() -> Iterator[tuple[Told, ...]]:
    """Records that between them reach every sentence."""
    yield ((30, Note("x")),)
    yield ((30, Admitted("6")), (20, Enrolled(initials="x")))
    yield ((30, Enrolled(initials="x")), (20, Planned(NOW + timedelta(days=1))))
    yield (CELLS, (30, Vitals(temp_c=38.9)))
    yield ((90, Infused()), (60, Neuro(loc="alert")))
    yield ((90, Enrolled(dose_level="x")), (60, Infused()), (30, ice(8)))
    ill = (
        *((minutes, ILL) for minutes in (600, 60)),
        *((minutes, Support("nasal_cannula", 4.0)) for minutes in (600, 60)),
    )
    yield (
        *(CELLS, *ill),
        *((50, Admitted("6")), (50, Enrolled(initials="x")), (50, PUMP)),
        *((48, Drug("tocilizumab", dose=464, dose_unit="mg")), (40, Baseline(ice=10))),
        *((40, Drug("dexamethasone", dose=10, dose_unit="mg")), (40, ice(6))),
        *((30, Neuro(loc="awakens_to_voice")), (30, Confirmed("crs", "x", 2, 3, 3, "graded", "x"))),
        *((20, Note("过敏 x")), (20, NotDone("sbp_mmhg", "refused"))),
        *((10, HandedOver("x", "x")), (5, TakenOver("000001", "x"))),
    )
    yield (
        *(CELLS, *ill, (8 * 60, PUMP), (5, Ice(writing="yes")), (4, TakenOver())),
        *((20 * 60, Drug("tocilizumab")), (9 * 60, Drug("tocilizumab"))),
        *((30 * 60, Drug("dexamethasone", dose=10, dose_unit="mg")), (3, Baseline(ice=9))),
    )
    yield (
        CELLS,
        *ill,
        (9, HandedOver()),
        (8, Drug("prednisone")),
        (7, Vitals(bp_unrecordable=True)),
    )
    swings = [
        (60 * hours, fact) for hours in range(1, 17) for fact in (ILL if hours % 2 else WELL,)
    ]
    yield (CELLS, *swings, *((60 * hours, Support("room_air")) for hours in range(1, 17)))
    yield (CELLS, (30, replace(WELL, sbp_mmhg=82)), (30, Support("room_air")))
    yield (CELLS, (30 * 60, WELL), (20, PUMP), (10, Baseline(ice=10)))
    yield ((30, Admitted("6")), (20, WELL))
    hidden = (30, replace(WELL, sbp_mmhg=82)), (30, Support("room_air"))
    yield (CELLS, (60, Drug("paracetamol")), *hidden)
    yield ((30 * DAYS, Infused()), (31 * DAYS, Baseline(ice=10)))


def ward_of(of: Chart, alarms: Sequence[Alarm] = ()) -> Outstanding:
    """What is outstanding of one patient, with these alarms beside the record's own."""
    ward = Surveyor().survey([of], NOW, UTC)
    (one,) = outstanding(ward._replace(alarms=(*ward.alarms, *alarms)))
    return one


def alarms() -> Iterator[Alarm]:
    """Alarms of every way in which one is told on the phone."""
    yield alarm("crs_grade", 3)
    yield alarm("fever", value=38.9)
    yield alarm("fever", value=38.9)._replace(ended=NOW)
    yield alarm("overdue")._replace(what="vitals")


def sentences() -> Iterator[str]:
    """All of them."""
    known = trial()
    titled = {name: replace(item, title="x") for name, item in known.items.items()}
    plan = followed(replace(known, items=titled), INFUSED, now=NOW)
    for told in records():
        of = charted(*told)
        ward = Surveyor().survey([of], NOW, UTC)
        rounds = ward.rounds.get(of.patient, ())
        for one in (*alarms(), *ward.alarms):
            yield sbar.sbar(one, of, rounds, NOW).text
        answered = (alarm("fever")._replace(acknowledged=Answered("x", NOW)),)
        for plans, some in ((None, ()), (plan, (*ward.alarms, *answered))):
            found = sheet(of, rounds, some, plans, NOW)
            for section in handover.sections(found):
                yield section.title
                for line in section.lines:
                    if line.tone != "small":  # reference text has sentences of its own
                        yield from (line.label, *line.said)
            for line in handover.handed_lines(found):
                yield from (line.label, *line.said)
            yield from handover.heading(found)
            yield handover.handing_text(found.handing, NOW, UTC)
        for line in outstanding_lines(ward_of(of, answered)):
            yield from line.said
    free = sheet(charted(CELLS), (), (), followed(trial(), None, (INFUSED, Note("x"))), NOW)
    lines = (line for part in handover.sections(free) for line in part.lines)
    yield from (text for line in lines for text in line.said)
