"""The laboratory of the demonstration ward: what it calls normal, and what is typed twice.

The ranges are invented. They are such as an ordinary laboratory states for adults, and belong to
no real one.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import groupby
from operator import attrgetter

from bedside.demo.laboratory import CYTOKINES, LABORATORY
from bedside.facts import WARD, LabRange, SecondEntry, Sex
from bedside.timeline import Entry
from grading.signs import Lab

_KNOWN_SINCE = timedelta(days=450)
"""So long ago the ranges were written down: before the first result of anybody."""
_EVERYBODY: Sequence[tuple[str, float | None, float | None]] = (
    ("il6", None, 7.0),
    ("il2", None, 9.0),
    ("il10", None, 9.0),
    ("ifng", None, 16.0),
    ("crp", None, 5.0),
    ("ldh", 120, 250),
    ("wbc", 3.5, 9.5),
    ("anc", 1.8, 6.3),
    ("alc", 1.1, 3.2),
    ("platelets", 125, 350),
    ("fibrinogen", 2.0, 4.0),
    ("aptt", 25, 37),
    ("inr", 0.85, 1.15),
    ("bilirubin", None, 1.2),
    ("igg", 7.0, 16.0),
    ("igm", 0.4, 2.3),
    ("iga", 0.7, 4.0),
    ("ige", None, 100),
    ("c3", 0.9, 1.8),
    ("c4", 0.1, 0.4),
    ("anti_dsdna", None, 30),
    ("cd3_t", 690, 2540),
    ("cd4_t", 410, 1590),
    ("cd8_t", 190, 1140),
    ("nk", 90, 590),
    ("cd19_b", 90, 660),
    ("cd19_b_pct", 5, 20),
)
_BY_SEX: Sequence[tuple[str, Sex, float | None, float | None]] = (
    ("hb", "female", 11.5, 15.0),
    ("hb", "male", 13.0, 17.5),
    ("ferritin", "female", 13, 150),
    ("ferritin", "male", 30, 400),
    ("creatinine", "female", 0.5, 0.9),
    ("creatinine", "male", 0.65, 1.2),
    ("alt", "female", None, 34),
    ("alt", "male", None, 45),
    ("ast", "female", None, 32),
    ("ast", "male", None, 40),
)
RANGES: Sequence[LabRange] = (
    *(LabRange(LABORATORY, analyte, low, high) for analyte, low, high in _EVERYBODY),
    *(LabRange(LABORATORY, analyte, low, high, sex) for analyte, sex, low, high in _BY_SEX),
)
"""What the laboratory calls normal, in canonical units. Of the CAR transgene nothing is."""
LIMITS = {analyte: (low, high) for analyte, low, high in _EVERYBODY}
"""Lower and upper limit by analyte, where they are those of everybody."""

_TYPED_AGAIN = ((35, 15), (7, 15), (1, 15), (0, 10))
"""Days ago and the hour at which somebody typed the cytokines again, of all patients in one go."""


def known(now: datetime, zone: tzinfo) -> Iterator[Entry]:
    """The entries about the ward: the laboratory's ranges."""
    at = _on(now - _KNOWN_SINCE, 9, zone)
    for place, one in enumerate(RANGES):
        yield Entry(
            id=f"{WARD}/{place:05d}",
            origin="",
            seq=place,
            patient=WARD,
            at=at,
            recorded=at,
            author="Coordinator A",
            role="coordinator",
            fact=one,
        )


def typed_again(
    entries: Iterable[Entry], now: datetime, zone: tzinfo, *, waits: str
) -> Iterator[Entry]:
    """What a second person typed again: all cytokines but the last batch of the patient ``waits``.

    ``entries`` are those of all patients. What was amended, or taken out, is none of them.
    """
    found = sorted(
        (e for e in entries if isinstance(e.fact, Lab) and e.fact.analyte in CYTOKINES),
        key=attrgetter("patient", "recorded", "at"),
    )
    for patient, of in groupby(found, key=attrgetter("patient")):
        batches = [tuple(batch) for _, batch in groupby(of, key=attrgetter("recorded", "at"))]
        if patient == waits:
            batches.pop()
        left = iter(batches)
        held = next(left, None)
        for place, (days, hour) in enumerate(_TYPED_AGAIN):
            at = _on(now - timedelta(days=days), hour, zone)
            if at > now:
                break
            again: list[str] = []
            while held is not None and held[0].recorded < at:
                again += (entry.id for entry in held)
                held = next(left, None)
            if again:
                yield Entry(
                    id=f"{patient}/again/{place}",
                    origin="",
                    seq=0,
                    patient=patient,
                    at=at,
                    recorded=at,
                    author="Coordinator A",
                    role="coordinator",
                    fact=SecondEntry(tuple(again)),
                )


def _on(day: datetime, hour: int, zone: tzinfo) -> datetime:
    """A full hour by the clock on the wall, on the day of a moment."""
    local = day.astimezone(zone).replace(hour=hour, minute=0, second=0, microsecond=0)
    return local.astimezone(UTC)
